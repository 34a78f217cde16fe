package mutate_test

import (
	"context"
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
	got, err := mutate.Run(context.Background(), rs)
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
