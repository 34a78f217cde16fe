package mutate_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"slate/engine/ruleset"
	"slate/engine/ruletest"
	"slate/engine/tune/mutate"
	"slate/rules"
)

func load(t testing.TB, name, text string) *ruleset.Ruleset {
	t.Helper()
	rs, list := ruleset.Load(func(n string) ([]byte, error) {
		if n == name && text != "" {
			return []byte(text), nil
		}
		return rules.FS.ReadFile(n)
	}, name)
	if list.HasErrors() {
		t.Fatal(list)
	}
	return rs
}

func run(t testing.TB, rs *ruleset.Ruleset) *mutate.Result {
	t.Helper()
	got, err := mutate.Run(context.Background(), rs, nil)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// TestSuggestedCasesKill holds, for the shipped rules without their cases, that every suggested case passes and that adding
// them all kills every mutant that had one.
func TestSuggestedCasesKill(t *testing.T) {
	for _, name := range []string{"county-2026.yaml", "hukou.yaml"} {
		data, err := rules.FS.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		text, _, _ := strings.Cut(string(data), "\ntests:\n")
		text += "\ntests:\n"
		before := run(t, load(t, name, text+"  - {name: nothing, given: {}, expect: {}}\n"))
		had := map[int]bool{}
		var b strings.Builder
		b.WriteString(text)
		for i := range before.Mutants {
			had[i] = before.Mutants[i].Witness != nil
		}
		for _, c := range before.Suggest() {
			b.WriteString("  " + c + "\n")
		}
		rs := load(t, name, b.String())
		report, err := ruletest.Run(context.Background(), rs)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range report.Cases {
			if c.Status != ruletest.Pass {
				t.Errorf("%s: suggested case %q is %v: %v %v", name, c.Test.Name, c.Status, c.Mismatches, c.Problems)
			}
		}
		if len(before.Suggest()) < 10 {
			t.Errorf("%s: only %d cases", name, len(before.Suggest()))
		}
		after := run(t, rs)
		for i := range after.Mutants {
			if m := &after.Mutants[i]; had[i] && m.Status != mutate.Killed {
				t.Errorf("%s: %v %s %s → %s is %v", name, m.Op, m.ID, m.Was, m.Now, m.Status)
			}
		}
	}
}

// TestScore holds the share of mutants that the cases of the shipped rules kill, and that rules are left as they were.
func TestScore(t *testing.T) {
	for name, least := range map[string]int{"county-2026.yaml": 99, "hukou.yaml": 100} {
		rs := load(t, name, "")
		got := run(t, rs)
		killed, survived := got.Count(mutate.Killed), got.Count(mutate.Survived)
		t.Logf("%s: %d mutants, %d killed, %d survived, %d invalid", name, len(got.Mutants), killed, survived, got.Count(mutate.Invalid))
		for i := range got.Mutants {
			if m := &got.Mutants[i]; m.Status == mutate.Survived {
				t.Logf("  %v %s %s → %s: %v", m.Op, m.ID, m.Was, m.Now, m.Witness != nil)
			}
		}
		if 100*killed < least*(killed+survived) {
			t.Errorf("%s: killed %d of %d", name, killed, killed+survived)
		}
		report, err := ruletest.Run(context.Background(), rs)
		if err != nil || report.Count(ruletest.Pass) != len(report.Cases) || len(report.Cases) != got.Cases {
			t.Errorf("%s: the rules are not as they were", name)
		}
	}
}

// TestWitnessesDiffer holds, for small rules drawn at random, that every witness's case passes under the rules, and that
// the mutants that had a witness are all killed once their cases are added.
func TestWitnessesDiffer(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 2))
	pick := func(words ...string) string { return words[r.IntN(len(words))] }
	witnesses := 0
	for range 60 {
		atom := func() string {
			return pick("a", "b") + " " + pick(">=", ">", "<=", "<", "==", "!=") + " " + strconv.Itoa(r.IntN(6))
		}
		text := fmt.Sprintf("slate: 1\nruleset: {id: r, cutoff: \"2026-06-30\", basis: b, lang: en, on_missing: %s}\n"+
			"facts: {a: {type: int, domain: \"[0, 9]\"}, b: {type: int, domain: \"[0, 9]\"}, v: {type: bool}}\n"+
			"tiers: [{id: t, require: [{id: c, label: c, expr: \"%s %s %s\"}, {id: g, label: g, %s: [{id: d, label: d, expr: \"%s\"}, {id: e, label: e, expr: \"%s\"}]}]}]\n"+
			"vetoes: [{id: n, label: n, expr: \"v\"}]\nranking: {order_by: [a desc, b asc]}\ntest_base: {a: %d, b: %d, v: false}\ntests:\n",
			pick("fail", "undecided"), atom(), pick("and", "or"), atom(), pick("all", "any"), atom(), atom(), r.IntN(9), r.IntN(9))
		before := run(t, load(t, "r.yaml", text+"  - {name: nothing, given: {}, expect: {}}\n"))
		for _, c := range before.Suggest() {
			text += "  " + c + "\n"
		}
		if len(before.Suggest()) == 0 {
			continue
		}
		rs := load(t, "r.yaml", text)
		report, err := ruletest.Run(context.Background(), rs)
		if err != nil || report.Count(ruletest.Pass) != len(report.Cases) {
			t.Fatalf("a suggested case does not pass:\n%s", text)
		}
		after := run(t, rs)
		for i := range before.Mutants {
			if before.Mutants[i].Witness == nil {
				continue
			}
			witnesses++
			if m := &after.Mutants[i]; m.Status != mutate.Killed {
				t.Errorf("%v %s %s → %s is %v:\n%s", m.Op, m.ID, m.Was, m.Now, m.Status, text)
			}
		}
	}
	if witnesses < 300 {
		t.Errorf("only %d witnesses", witnesses)
	}
}

// BenchmarkRun is to be read beside BenchmarkCases: a mutant should cost little more than running the cases once.
func BenchmarkRun(b *testing.B) {
	rs := load(b, "county-2026.yaml", "")
	n := 0
	for b.Loop() {
		n = len(run(b, rs).Mutants)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*n), "ns/mutant")
}

func BenchmarkCases(b *testing.B) {
	rs := load(b, "county-2026.yaml", "")
	for b.Loop() {
		if _, err := ruletest.Run(context.Background(), rs); err != nil {
			b.Fatal(err)
		}
	}
}
