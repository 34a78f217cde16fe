package cover_test

import (
	"context"
	"fmt"
	"io/fs"
	"testing"

	"slate/engine/ruleset"
	"slate/engine/ruletest"
	"slate/engine/tune/cover"
)

// TestThresholds holds, for every operator, which values stand on a threshold and which one unit beyond it.
func TestThresholds(t *testing.T) {
	judged := 0
	for _, tt := range []struct {
		kind, expr string
		on, beyond string
	}{
		{"int", "a >= 3", "3", "2"},
		{"int", "a < 3", "3", "2"},
		{"int", "a <= 3", "3", "4"},
		{"int", "a > 3", "3", "4"},
		{"money, unit: 万元", "a >= p", "3", "2.999999"},
		{"money, unit: 元", "a <= q", "3", "3.01"},
	} {
		for _, value := range []string{"1", "2", "2.99", "2.999999", "3", "3.01", "4", "5", "null"} {
			file := fmt.Sprintf("slate: 1\nruleset: {id: r, cutoff: \"2026-06-30\", basis: b}\nfacts: {a: {type: %s}}\n"+
				"params: {p: {unit: 万元, values: [{from: \"2026-01-01\", value: 3}]}, q: {unit: 元, values: [{from: \"2026-01-01\", value: 3}]}}\n"+
				"tiers: [{id: t, require: [{id: c, label: c, expr: \"%s\"}]}]\ntests: [{name: n, given: {a: %s}, expect: {}}]\n", tt.kind, tt.expr, value)
			rs, list := ruleset.Load(func(name string) ([]byte, error) {
				if name != "r.yaml" {
					return nil, fs.ErrNotExist
				}
				return []byte(file), nil
			}, "r.yaml")
			if list.HasErrors() {
				continue // a fraction where the fact is whole
			}
			judged++
			c := cover.New()
			report, err := ruletest.Watch(context.Background(), rs, c.Add)
			if err != nil || report.Count(ruletest.Pass) != 1 {
				t.Fatal(tt.expr, value, err, report.Cases[0].Problems)
			}
			want := 0
			if value == tt.on || value == tt.beyond {
				want = 1
			}
			if n, of := c.Count(); n != want || of != 2 {
				t.Errorf("%s, %s: %d of %d, want %d of 2: %v", tt.expr, value, n, of, want, c.Items)
			}
		}
	}
	if judged != 42 {
		t.Errorf("%d values judged, want 42", judged)
	}
}
