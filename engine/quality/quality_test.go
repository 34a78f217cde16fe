package quality

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"

	"slate/engine"
	"slate/engine/eval"
	"slate/engine/fact"
	"slate/engine/roster"
	"slate/engine/ruleset"
)

const rules = `slate: 1
ruleset: {id: x, cutoff: "2026-06-30", basis: b}
facts:
  tax: {type: money, unit: 万元, domain: "[0, 1000]"}
  year: {type: int, max_age: 6 months}
  group: {type: choice, values: [a, b]}
  owner: {type: bool}
classify:
  k: {hit: first, inputs: [owner], outputs: {kind: {type: choice, values: [b, a]}}, rules: [{if: {owner: true}, then: {kind: a}}, {if: {owner: false}, then: {kind: b}}]}
tiers: [{id: t, require: [{id: t.a, label: a, basis: b, expr: "tax >= 300"}, {id: t.b, label: b, basis: b, expr: "year >= 2 and kind == group"}]}]
`

func program(t *testing.T) *eval.Program {
	t.Helper()
	set, list := ruleset.Load(func(string) ([]byte, error) { return []byte(rules), nil }, "x.yaml")
	for _, d := range list {
		if d.Code == "E10" {
			t.Fatal(d)
		}
	}
	if set == nil {
		t.Fatal(list)
	}
	p, list := eval.Compile(set, fact.Date{})
	if list.HasErrors() {
		t.Fatal(list)
	}
	return p
}

// TestOf counts drawn people by hand, beside the report.
func TestOf(t *testing.T) {
	p := program(t)
	rng := rand.New(rand.NewPCG(9, 9))
	fields := p.Fields()
	for range 50 {
		b, before := roster.NewBuilder(fields), roster.NewBuilder(fields)
		fresh, _ := fact.ParseDate("2026-06-01")
		stale, _ := fact.ParseDate("2025-01-01")
		batches := []int{b.Batch(roster.Batch{AsOf: fresh}), b.Batch(roster.Batch{AsOf: stale})}
		old := before.Batch(roster.Batch{AsOf: stale})
		var known, expired, unsupplied, unknownTax, distorted, slips int
		for i := range 40 {
			who := roster.Person{ID: fmt.Sprintf("P%02d", i)}
			person := b.Person(who)
			was := before.Person(who)
			tax := []int64{3, 400, 30000}[rng.IntN(3)]
			before.Set(was, 0, fact.OfNumber(fact.Int(3)), old, 0)
			if rng.IntN(4) > 0 {
				b.Set(person, 0, fact.OfNumber(fact.Int(tax)), batches[0], 0)
				if tax == 30000 {
					unknownTax++ // outside its domain
					slips++
				}
			} else {
				unknownTax++
			}
			switch rng.IntN(3) {
			case 0:
				unsupplied++
			case 1:
				b.Set(person, 1, fact.OfNumber(fact.Int(1)), batches[1], 0)
				expired++
			default:
				b.Set(person, 1, fact.OfNumber(fact.Int(1)), batches[0], 0)
				known++
			}
			owner, group := rng.IntN(2) == 0, rng.IntN(2) == 0
			b.Set(person, 3, fact.OfBool(owner), batches[0], 0)
			b.Set(person, 2, fact.OfText(map[bool]string{true: "a", false: "b"}[group]), batches[0], 0)
			if owner != group {
				distorted++
			}
		}
		result, err := engine.Run(context.Background(), engine.Input{Program: p, Snapshot: b.Snapshot()})
		if err != nil {
			t.Fatal(err)
		}
		q, err := Of(context.Background(), result, before.Snapshot(), nil)
		if err != nil {
			t.Fatal(err)
		}
		year := q.Facts[1]
		got := fmt.Sprint(year.Known, year.Missing[fact.Expired], year.Missing[fact.NotSupplied], q.Clauses[0].Unknown, len(q.Distorted), len(q.Slips), q.NoNumber)
		if want := fmt.Sprint(known, expired, unsupplied, unknownTax, distorted, slips, 40); got != want {
			t.Fatalf("known, expired, not supplied, unknown tax, distorted, slips, without number: %s, want %s", got, want)
		}
		if known > 0 && (year.Least.String() != "1" || year.Greatest.String() != "1" || year.Oldest != fresh) {
			t.Errorf("%v to %v since %v", year.Least, year.Greatest, year.Oldest)
		}
	}
}
