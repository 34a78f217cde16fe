package lint_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"slate/engine/eval"
	"slate/engine/fact"
	"slate/engine/lint"
	"slate/engine/roster"
	"slate/engine/ruletest"
)

// score writes a random score over some of the small facts.
func (w writer) score(vars []string) string {
	cut := func(name string, hi int) string {
		a := 1 + w.r.IntN(hi/2)
		b := a + 1 + w.r.IntN(hi/2-1)
		if name == "third" && w.r.IntN(3) == 0 { // bands that leave numbers out, or that nobody is in
			return fmt.Sprintf(`input: third, bands: {"[0, %d)": 10, "[%d, %d)": 20}`, a, a, 8+w.r.IntN(12))
		}
		if name == "third" && w.r.IntN(3) == 0 {
			return fmt.Sprintf(`input: third, bands: {"(, %d)": 10, "[%d, %d)": 20, "[%d, )": 30}`, a, a, 12+a%4, 12+a%4)
		}
		return fmt.Sprintf(`input: %s, bands: {"(, %d)": %d, "[%d, %d)": %d, "[%d, )": %d}`, name, a, w.r.IntN(4)*10, a, b, w.r.IntN(4)*10, b, w.r.IntN(4)*10)
	}
	one := func(name string) string {
		switch name {
		case "p":
			return fmt.Sprintf("input: p, table: {true: %d, false: %d}", w.r.IntN(3)*10, w.r.IntN(3)*10)
		case "c":
			return fmt.Sprintf("input: c, table: {A: %d, B: %d, C: %d}", w.r.IntN(3)*10, w.r.IntN(3)*10, w.r.IntN(3)*10)
		case "m":
			return w.pick("expr: \"m * 1000000\"", "input: m, each: {points: 2, step: 0.00001}")
		}
		own := name
		if name == "a" {
			own = "third"
		}
		return w.pick(cut(name, 30), fmt.Sprintf("input: %s, each: {points: %d, step: 5}", name, 1+w.r.IntN(2)), "value: "+name,
			fmt.Sprintf("expr: \"%s %s\"", name, w.pick("+ 1", "* 2", "* 4 / 2", "+ "+name)), cut(own, 14))
	}
	text := "score:\n  criteria:\n"
	for i, name := range vars {
		extra := w.pick("", "", ", cap: 25", ", floor: 5", ", on_missing: {points: 3}")
		text += fmt.Sprintf("    - {id: s%d, %s%s}\n", i, one(name), extra)
	}
	return text + "grades: {\"[20, )\": high, \"(, 20)\": low}\n"
}

// mutate changes a text in one small way; sometimes in a way that changes nothing.
func (w writer) mutate(text string) string {
	changes := [][2]string{
		{">=", ">"}, {" < ", " <= "}, {" and ", " or "}, {"on_missing: fail", "on_missing: undecided"}, {"10)", "11)"}, {": 10", ": 20"},
		{"'A'", "'B'"}, {"cent", "0.00002"}, {"value: 20", "value: 21"}, {"q + 1", "1 + q"}, {"sum", "a + b"}, {"* 2", "* 2 * 1"},
		{"cap: 25", "cap: 26"}, {"* 4 / 2", "* 2"}, {"p == true", "p"}, {"c in ['A', 'B']", "c != 'C'"}, {"extends: t", "extends: t"}, {"[20, )", "[21, )"}, {"(, 20)", "(, 21)"},
	}
	for range 40 {
		c := changes[w.r.IntN(len(changes))]
		if n := strings.Count(text, c[0]); n > 0 {
			at := -1
			for range 1 + w.r.IntN(n) {
				at += 1 + strings.Index(text[at+1:], c[0])
			}
			return text[:at] + c[1] + text[at+len(c[0]):]
		}
	}
	return text
}

func says(j *eval.Judgement) string {
	var b strings.Builder
	p := j.Program()
	for i := range p.Tiers {
		fmt.Fprintln(&b, p.Tiers[i].Rules.ID, j.Outcomes[i])
	}
	for i := range p.Vetoes {
		t := j.Truth(p.Vetoes[i].Condition)
		if t == fact.Unknown && p.Vetoes[i].Condition.Fails {
			t = fact.True
		}
		fmt.Fprintln(&b, p.Vetoes[i].Rules.ID, t)
	}
	if p.Score != nil {
		grade, certain := j.Grade()
		fmt.Fprintln(&b, j.Total.Text(2), grade, certain)
	}
	return b.String()
}

// TestProofsAreTrue holds proofs to judging everybody with both files.
func TestProofsAreTrue(t *testing.T) {
	pairs := 100
	if testing.Short() {
		pairs = 60
	}
	count := map[lint.Verdict]int{}
	for seed := range pairs {
		w := writer{rand.New(rand.NewPCG(7, uint64(seed)))}
		vars := smallSets[seed%len(smallSets)]
		differ := append(slices.Clone(vars), "p")
		if slices.Contains(vars, "a") {
			differ[len(vars)] = "c"
		}
		first := w.rules(vars) + w.score(vars)
		second := w.mutate(first)
		a, ok := compiles(first)
		b, fine := compiles(second)
		if !ok || !fine {
			continue
		}
		proof, err := lint.Prove(context.Background(), a, b)
		if err != nil {
			t.Fatal(err)
		}
		count[proof.Verdict]++
		people := everybody(a, differ)
		if slices.Contains(vars, "b") && !slices.Contains(differ, "b") {
			t.Fatal("nobody differs in b")
		}
		different := firstDifference(t, a, b, people)
		switch {
		case proof.Verdict == lint.Same && different != "":
			t.Errorf("seed %d: proved the same, but %s\n%s\n---\n%s", seed, different, first, second)
		case proof.Verdict == lint.Different && different == "":
			t.Errorf("seed %d: proved different, but nobody is: %+v\n%s\n---\n%s", seed, proof.Differences, first, second)
		case proof.Verdict == lint.NotDecided && len(proof.Open) == 0:
			t.Errorf("seed %d: not decided, and nothing is open", seed)
		}
		for _, d := range proof.Differences {
			casesTell(t, seed, d, first, second)
		}
		if t.Failed() {
			t.FailNow()
		}
	}
	t.Log(count)
	if count[lint.Same] < pairs/10 || count[lint.Different] < pairs/10 || count[lint.NotDecided] > pairs/5 {
		t.Errorf("the pairs do not try proofs evenly: %v", count)
	}
}

func compiles(text string) (p *eval.Program, ok bool) {
	p, list := compile(text)
	return p, p != nil && !list.HasErrors()
}

func firstDifference(t *testing.T, a, b *eval.Program, people *roster.Snapshot) string {
	t.Helper()
	pa, err := a.Over(context.Background(), people, 1)
	if err != nil {
		t.Fatal(err)
	}
	pb, err := b.Over(context.Background(), people, 1)
	if err != nil {
		t.Fatal(err)
	}
	for i := range people.Len() {
		ja, jb := pa.Person(i), pb.Person(i)
		if says(ja) == says(jb) {
			continue
		}
		given := ""
		for slot, f := range a.Fields() {
			given += f.Name + ": " + ja.Value(slot).String() + " "
		}
		return given + "\n" + says(ja) + says(jb)
	}
	return ""
}

// casesTell holds that the case of a difference passes in the first file and fails in the second.
func casesTell(t *testing.T, seed int, d lint.Difference, first, second string) {
	t.Helper()
	if d.Case == "" || d.A == "none" || d.A == "undecided" && d.Kind == "grade" {
		return
	}
	for i, text := range []string{first, second} {
		p := load(t, text+"tests:\n  "+d.Case+"\n")
		r, err := ruletest.Run(context.Background(), p.Rules)
		if err != nil {
			t.Fatal(err)
		}
		if want := []ruletest.Status{ruletest.Pass, ruletest.Fail}[i]; r.Cases[0].Status != want {
			t.Errorf("seed %d: the case %s is %s in file %d: %+v\n%s", seed, d.Case, r.Cases[0].Status, i+1, r.Cases[0].Mismatches, text)
		}
	}
}

// TestProve holds the answers about facts, waivers, vetoes, tiers, scores and grades, each in one small pair.
func TestProve(t *testing.T) {
	const head = `slate: 1
ruleset: {id: x, cutoff: "2026-06-30", basis: b}
`
	const base = head + `facts: {a: {type: int, domain: "[0, 100]"}, p: {type: bool}, r: {type: decimal, domain: "[0, 10]"}}
tiers: [{id: t, require: [{id: t.a, label: x, expr: "a >= 40"}]}]
`
	waivable := base + "vetoes: [{id: v, label: x, expr: \"p\", waiver: {by: x, needs: y}}]\n"
	tests := []struct {
		name, a, b string
		want       string // verdict, then `kind a b` of each difference, `? kind why` of each open question, sections beyond
	}{
		{"the same", base, base, "same"},
		{"a wider domain is told by whoever is in it", base, strings.Replace(base, "[0, 100]", "[0, 200]", 1), "different tier undecided/pass"},
		{"a fact of another type", base, strings.Replace(base, "type: int", "type: decimal", 1), "not_decided ?fact fact"},
		{"another age of a fact", base, strings.Replace(base, "{type: bool}", "{type: bool, max_age: 3 months}", 1), "not_decided ?fact fact"},
		{"another label", base, strings.Replace(base, "label: x", "label: y", 1), "same"},
		{"a waiver taken away", waivable, strings.Replace(waivable, ", waiver: {by: x, needs: y}", "", 1), "different tier pass/fail"},
		{"a veto that only one has", base, base + "vetoes: [{id: v, label: x, expr: \"p\"}]\n", "different tier pass/fail veto none/true"},
		{"a veto that never holds, in one", base, base + "vetoes: [{id: v, label: x, expr: \"p and not p\"}]\n", "different tier pass/undecided veto none/unknown"},
		{"a tier that only one has", base, base[:len(base)-2] + ", {id: u, extends: t}]\n", "different tier none/given"},
		{"a score that only one has", base, base + "score: {criteria: [{id: s, value: a}]}\n", "different score none/given +ranking"},
		{"a score as a sum", base + "score: {criteria: [{id: s, value: r, on_missing: {points: 0}}]}\n", base + "score: {criteria: [{id: s, expr: \"r + 0\", on_missing: {points: 0}}]}\n", "not_decided ?score unlike"},
		{"a score of few numbers as a sum", base + "score: {criteria: [{id: s, value: a, on_missing: {points: 0}}]}\n", base + "score: {criteria: [{id: s, expr: \"a * 2 / 2\", on_missing: {points: 0}}], label: y}\n", "same"},
		{"a score relative to the pool", base + "score: {criteria: [{id: s, percentile: a}]}\n", base + "score: {criteria: [{id: s, percentile: a}]}\n", "not_decided ?score pool"},
		{"a weight", base + "score: {criteria: [{id: s, weight: 60, input: p, table: {true: 10, false: 0}}, {id: q, weight: 40, input: p, table: {true: 10, false: 0}}]}\n",
			base + "score: {criteria: [{id: s, weight: 50, input: p, table: {true: 10, false: 0}}, {id: q, weight: 50, input: p, table: {true: 10, false: 0}}]}\n", "same"},
		{"a weight that shows", base + "score: {criteria: [{id: s, weight: 60, input: p, table: {true: 10, false: 0}}, {id: q, weight: 40, input: p, table: {true: 20, false: 0}}]}\n",
			base + "score: {criteria: [{id: s, weight: 50, input: p, table: {true: 10, false: 0}}, {id: q, weight: 50, input: p, table: {true: 20, false: 0}}]}\n", "different score 14.00/15.00"},
		{"grades", base + "score: {criteria: [{id: s, value: a}]}\ngrades: {\"[50, 100]\": x, \"[0, 50)\": y}\n",
			base + "score: {criteria: [{id: s, value: a}]}\ngrades: {\"(50, 100]\": x, \"[0, 50]\": y}\n", "different grade x/y"},
		{"grades renamed", base + "score: {criteria: [{id: s, value: a}]}\ngrades: {\"[50, 100]\": x, \"[0, 50)\": y}\n",
			base + "score: {criteria: [{id: s, value: a}]}\ngrades: {\"[50, 100]\": z, \"[0, 50)\": y}\n", "different grade x/z"},
		{"an order", base + "ranking: {order_by: [a desc]}\n", base + "ranking: {order_by: [a asc]}\n", "same +ranking"},
		{"another day", base, strings.Replace(base, "2026-06-30", "2026-07-01", 1), "same"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			proof, err := lint.Prove(context.Background(), load(t, tt.a), load(t, tt.b))
			if err != nil {
				t.Fatal(err)
			}
			got := proof.Verdict.String()
			for _, d := range proof.Differences {
				got += " " + d.Kind + " " + d.A + "/" + d.B
			}
			for _, o := range proof.Open {
				got += " ?" + o.Kind + " " + o.Why
			}
			for _, b := range proof.Beyond {
				got += " +" + b
			}
			if got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}
