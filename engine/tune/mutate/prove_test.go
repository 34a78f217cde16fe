package mutate

import (
	"context"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"

	"slate/engine/fact"
	"slate/engine/ruleset"
)

func read(t *testing.T, text string) *ruleset.Ruleset {
	t.Helper()
	rs, list := ruleset.Load(func(name string) ([]byte, error) {
		if name != "r.yaml" {
			return nil, fs.ErrNotExist
		}
		return []byte(text), nil
	}, "r.yaml")
	if list.HasErrors() {
		t.Fatal(list)
	}
	return rs
}

// TestProvedAgainstEverybody draws small rules and holds what is proved of their mutants to all people there are: nobody's verdict is
// changed by an equivalent one, somebody's reasons or verdict by one with a witness, and where somebody's verdict is, it is not left open.
func TestProvedAgainstEverybody(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 7))
	pick := func(words ...string) string { return words[r.IntN(len(words))] }
	equivalent, two := 0, 0
	for range 40 {
		atom := func() string {
			return pick("a", "b", "a + b") + " " + pick(">=", ">", "<=", "<") + " " + strconv.Itoa(r.IntN(7))
		}
		text := fmt.Sprintf("slate: 1\nruleset: {id: r, cutoff: \"2026-06-30\", basis: b, lang: en, on_missing: %s}\n"+
			"facts: {a: {type: int, domain: \"[0, 4]\"}, b: {type: int, domain: \"[0, 4]\"}, v: {type: bool}}\n"+
			"tiers: [{id: t, require: [{id: c, label: c, expr: \"%s %s %s\"}, {id: d, label: d, expr: \"%s and v\"}]}]\n"+
			"vetoes: [{id: n, label: n, expr: \"%s and %s\"}]\ntest_base: {a: %d, b: %d, v: %v}\n"+
			"tests: [{name: nothing, given: {}, expect: {}}]\n",
			pick("fail", "undecided"), atom(), pick("and", "or"), atom(), atom(), atom(), atom(), r.IntN(5), r.IntN(5), r.IntN(2) == 0)
		rs := read(t, text)
		got, err := Run(context.Background(), rs, read(t, text))
		if err != nil {
			t.Fatal(err)
		}
		x := &runner{ctx: context.Background(), rs: rs, tests: rs.Tests}
		p := x.first()
		people := everybody(x)
		verdicts := func() []string {
			report, err := x.cases(people)
			if err != nil {
				t.Fatal(err)
			}
			var out []string
			for i := range report.Cases {
				out = append(out, outcomes(&report.Cases[i])[0].Got)
			}
			return out
		}
		was := verdicts()
		for i, m := range mutants(rs, p) {
			undo := m.apply()
			same := slices.Equal(was, verdicts())
			undo()
			out := &got.Mutants[i]
			where := fmt.Sprintf("%v %s %s → %s of\n%s", m.op, m.id, m.was, m.now, text)
			switch {
			case out.Status == Equivalent:
				equivalent++
				if !same {
					t.Errorf("said to be equivalent, and is not: %s", where)
				}
			case out.Status != Survived:
			case !same && (out.Witness == nil || !out.Witness.judged()):
				t.Errorf("somebody tells them apart, and was not found: %s", where)
			case out.Witness != nil && len(out.Witness.Test.Given) > 1:
				two++
			case out.Unjudged && !same:
				t.Errorf("said to change nobody, and does: %s", where)
			}
		}
		rs.Tests = x.tests
	}
	t.Logf("%d equivalent, %d whose person differs in two facts", equivalent, two)
	if equivalent < 50 || two < 50 {
		t.Errorf("too few: %d equivalent, %d whose person differs in two facts", equivalent, two)
	}
}

// everybody lists all people with a and b from 0 to 4 or missing, and v true, false or missing.
func everybody(r *runner) []*ruleset.Test {
	missing := fact.Missing(fact.NotSupplied)
	numbers := []fact.Value{missing}
	for n := range int64(5) {
		numbers = append(numbers, fact.OfNumber(fact.Int(n)))
	}
	var out []*ruleset.Test
	for _, a := range numbers {
		for _, b := range numbers {
			for _, v := range []fact.Value{missing, fact.OfBool(false), fact.OfBool(true)} {
				out = append(out, r.probe(fact.Date{}, []ruleset.Given{{Name: "a", Value: a}, {Name: "b", Value: b}, {Name: "v", Value: v}}, nil, false))
			}
		}
	}
	return out
}

// TestNotEquivalent holds that what no person's verdict tells is called equivalent only where nothing else could tell either.
func TestNotEquivalent(t *testing.T) {
	rs := `slate: 1
ruleset: {id: r, cutoff: "2026-06-30", basis: b, lang: en}
facts: {a: {type: int, domain: "[0, 9]"}}
params: {p: {type: int, values: [{from: "2026-01-01", value: 7}]}}
derive: {shown: {type: int, expr: "a + p"}}
tiers: [{id: t, require: [{id: c, label: c, expr: "a >= 1 or a >= 5"}, {id: later, label: later, expr: "a >= 3", since: "2030-01-01"}]}]
test_base: {a: 1}
tests: [{name: passes, given: {}, expect: {t: pass}}, {name: fails, given: {a: 0}, expect: {t: fail}}]
`
	got, err := Run(context.Background(), read(t, rs), read(t, rs))
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]int{}
	for i := range got.Mutants {
		m := &got.Mutants[i]
		seen[fmt.Sprintln(m.ID, m.Status, m.Unjudged)]++
		if w := m.Witness; m.ID == "later" && (w == nil || w.Test.Cutoff.Year() < 2029) {
			t.Errorf("%v %s → %s: nobody found for the day from which it is in force", m.Op, m.Was, m.Now)
		}
	}
	for _, want := range []string{"p survived true\n", "later survived false\n", "c equivalent false\n"} {
		if seen[want] == 0 {
			t.Errorf("none is %s: %v", want, seen)
		}
	}
	if seen["later equivalent false\n"]+seen["p equivalent false\n"] > 0 {
		t.Errorf("called equivalent: %v", seen)
	}
}
