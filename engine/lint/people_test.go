package lint_test

import (
	"context"
	"fmt"
	"testing"

	"slate/engine/fact"
	"slate/engine/lint"
	"slate/engine/roster"
)

// TestRosterFindings holds when a threshold is close to many people, and a fact old for many.
func TestRosterFindings(t *testing.T) {
	p := load(t, `slate: 1
ruleset: {id: x, cutoff: "2026-06-30", basis: b}
facts: {tax: {type: money, unit: 万元, max_age: 12 months}, n: {type: int}}
params: {line: {unit: 万元, values: [{from: "2020-01-01", value: 400}]}}
tiers: [{id: t, require: [{id: c, label: x, expr: "line <= tax and n >= 100"}]}]
`)
	tests := []struct {
		name             string
		close, far, aged int
		want             string
	}{
		{"nobody", 0, 100, 0, ""},
		{"four are few", 4, 10, 0, ""},
		{"five of a hundred", 5, 95, 0, "W09 5 "},
		{"five of a hundred and one", 5, 96, 0, ""},
		{"aged", 0, 95, 5, "W10  5"},
		{"both", 10, 10, 10, "W10  10W09 10 "},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			fields := p.Fields()
			b := roster.NewBuilder(fields)
			fresh := b.Batch(roster.Batch{AsOf: p.Cutoff})
			old := b.Batch(roster.Batch{AsOf: p.Cutoff.AddYears(-1, fact.March1)})
			n := 0
			add := func(count, batch int, tax func(i int) fact.Number) {
				for i := range count {
					at := b.Person(roster.Person{ID: fmt.Sprintf("%04d", n)})
					n++
					b.Set(at, 0, fact.OfNumber(tax(i)), batch, 0)
					b.Set(at, 1, fact.OfNumber(fact.Int(100)), fresh, 0) // a whole number at its threshold is as it should be
				}
			}
			// 396 and 404 are within one per cent, a cent beyond is not.
			add(tt.close, fresh, func(i int) fact.Number { return fact.Int(396 + int64(i%2)*8) })
			add(tt.far, fresh, func(i int) fact.Number { return fact.Ratio(395_999_999+int64(i%2)*8_000_002, 1_000_000) })
			add(tt.aged, old, func(i int) fact.Number { return fact.Int(400) })
			list, err := lint.CheckRoster(context.Background(), p, b.Snapshot())
			if err != nil {
				t.Fatal(err)
			}
			got := ""
			for _, d := range list {
				got += string(d.Code) + " " + arg(d, "near") + " " + arg(d, "old")
			}
			if got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// TestSameFindingsTwice holds that nothing of a map's order comes out.
func TestSameFindingsTwice(t *testing.T) {
	text := large(5)
	first := fmt.Sprint(check(t, load(t, text)))
	for range 2 {
		if again := fmt.Sprint(check(t, load(t, text))); again != first {
			t.Fatal("the same file has other findings the second time")
		}
	}
}
