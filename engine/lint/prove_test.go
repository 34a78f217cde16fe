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
	pairs := 120
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
