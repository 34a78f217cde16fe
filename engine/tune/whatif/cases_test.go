package whatif_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"slate/engine"
	"slate/engine/fact"
	"slate/engine/roster"
	"slate/engine/tune/whatif"
)

const mixed = `slate: 1
ruleset: {id: r, cutoff: "2026-06-30"}
facts:
  tax: {type: money, unit: 万元, domain: "[0, 1000]"}
  yuan: {type: money, unit: 元, domain: "[0, 1000000]"}
  rate: {type: decimal, domain: "[0, 1]"}
  since: {type: date, fixed: false}
  born: {type: date}
  grade_given: {type: choice, values: [A, B, C], max_age: 3 years}
  barred: {type: bool}
  jobs: {type: int, domain: "[0, 5]"}
  more: {type: int, domain: "[0, 5]"}
  sum: {type: int, from: {count: "*", of: honours}}
  note: {type: text}
params:
  line: {unit: 万元, values: [{from: "2020-01-01", value: 300}]}
tiers:
  - {id: tax, require: [{id: tax.1, expr: "tax >= line"}]}
  - {id: yuan, require: [{id: yuan.1, expr: "yuan > 100"}]}
  - {id: rate, require: [{id: rate.1, expr: "rate >= 2/3"}]}
  - {id: since, require: [{id: since.1, expr: "years_between(since, cutoff) >= 5"}]}
  - {id: age, require: [{id: age.1, expr: "age(born) >= 40"}]}
  - {id: graded, require: [{id: graded.1, expr: "grade_given in ['B', 'C']"}]}
  - {id: both, require: [{id: both.1, expr: "jobs + more >= 9"}]}
  - {id: window, require: [{id: window.1, expr: "tax >= 500 and tax < 600 or tax == 42"}]}
  - {id: two, require: [{id: two.1, expr: "yuan >= 200"}, {id: two.2, expr: "jobs == 3"}]}
  - {id: rows, require: [{id: rows.1, expr: "sum >= 1"}]}
  - {id: words, require: [{id: words.1, expr: "note == 'x'"}]}
vetoes:
  - {id: v, expr: "barred", applies: [two]}
ranking: {tier: tax, order_by: [tax desc]}
`

// Amounts come to the cent, days to the day; what is missing is supplied, what has expired is supplied anew; what is on record for a veto,
// fixed or counted from rows is not offered.
func TestCases(t *testing.T) {
	p := program(t, mixed)
	day, _ := fact.ParseDate("2022-01-01")
	old, _ := fact.ParseDate("2020-01-01")
	given := map[string]fact.Value{
		"tax": fact.OfNumber(fact.Ratio(399999999, 1000000)), "yuan": fact.OfNumber(fact.Int(100)), "rate": fact.OfNumber(fact.Ratio(1, 2)), "since": fact.OfDate(day),
		"born": fact.OfDate(day), "barred": fact.OfBool(false), "jobs": fact.OfNumber(fact.Int(2)), "more": fact.OfNumber(fact.Int(1)), "note": fact.OfText("y"),
	}
	for _, c := range []struct {
		tier string
		set  map[string]fact.Value
		want string
	}{
		{"tax", nil, "lose: tax 399.999999 → 299.999999 [, 299.999999] | line 300 → 400"},
		{"tax", map[string]fact.Value{"tax": fact.OfNumber(fact.Int(200))}, "tax 200 → 300 [300, ] | line 300 → 200"},
		{"tax", map[string]fact.Value{"tax": fact.Missing(fact.NotSupplied)}, "tax not_supplied → 300 [300, ]"},
		{"yuan", nil, "yuan 100 → 100.01 [100.01, ]"},
		{"rate", nil, "rate 0.5 → 0.666667 [0.666667, ]"},
		{"since", nil, "since 2022-01-01 → 2021-06-30 [, 2021-06-30]"},
		{"age", nil, "none; blocked age.1; not offered born fixed"},
		{"graded", map[string]fact.Value{"grade_given": fact.OfText("A")}, "grade_given expired → B or C"},
		{"both", nil, "jobs 2 → 4 [4, ], more 1 → 5 [5, 5]"},
		{"window", nil, "tax 399.999999 → 500 [500, 599.999999]; tax 399.999999 → 42 [42, 42]"},
		{"two", nil, "yuan 100 → 200 [200, ], jobs 2 → 3 [3, 3]; not offered barred record"},
		{"two", map[string]fact.Value{"barred": fact.OfBool(true)}, "none; blocked v; not offered barred record"},
		{"two", map[string]fact.Value{"barred": fact.Missing(fact.NotSupplied), "jobs": fact.OfNumber(fact.Int(3))}, "yuan 100 → 200 [200, ], barred not_supplied → false"},
		{"rows", nil, "none; blocked rows.1; not offered sum counted missing"},
		{"words", nil, "none; blocked words.1; not offered note text"},
	} {
		tier, ok := p.TierNamed(c.tier)
		if !ok {
			t.Fatal(c.tier)
		}
		b := roster.NewBuilder(p.Fields())
		now, before := b.Batch(roster.Batch{AsOf: p.Cutoff}), b.Batch(roster.Batch{AsOf: old})
		person := b.Person(roster.Person{ID: "P"})
		for slot, f := range p.Fields() {
			v, ok := given[f.Name]
			if other, is := c.set[f.Name]; is {
				v, ok = other, true
			}
			batch := now
			if f.Name == "grade_given" {
				batch = before
			}
			if ok && v.Known() {
				b.Set(person, slot, v, batch, 0)
			}
		}
		a, err := whatif.Find(context.Background(), engine.Input{Program: p, Snapshot: b.Snapshot()}, 0, whatif.Goal{Kind: whatif.Verdict, Tier: tier})
		if err != nil {
			t.Fatal(err)
		}
		if got := describe(a); got != c.want {
			t.Errorf("%s %v:\n got %s\nwant %s", c.tier, c.set, got, c.want)
		}
	}
}

func describe(a *whatif.Answer) string {
	p := a.Now.Pool.Program
	var all []string
	for i := range a.Facts {
		var set []string
		for _, c := range a.Facts[i].Changes {
			from := c.From.Why().String()
			if c.From.Known() {
				from = c.From.String()
			}
			text := fmt.Sprintf("%s %s → %s", p.Names[c.Slot].Name, from, c.To)
			if c.Least.Known() || c.Most.Known() {
				text += " [" + known(c.Least) + ", " + known(c.Most) + "]"
			}
			for _, o := range c.Or {
				text += " or " + o.String()
			}
			set = append(set, text)
		}
		all = append(all, strings.Join(set, ", "))
	}
	text := strings.Join(all, "; ")
	if len(all) == 0 {
		text = "none"
		for _, l := range a.Blocked {
			text += "; blocked " + p.Leaves[l].Clause.ID
		}
	}
	for _, o := range a.LeftOut {
		text += "; not offered " + p.Names[o.Slot].Name + " " + o.Why.String()
		if o.Missing {
			text += " missing"
		}
	}
	for i := range a.Params {
		c := a.Params[i].Param
		text += fmt.Sprintf(" | %s %s → %s", p.Names[c.Slot].Name, c.From, c.To)
	}
	if a.Goal.Lose {
		text = "lose: " + text
	}
	return text
}

func known(v fact.Value) string {
	if !v.Known() {
		return ""
	}
	return v.String()
}

// Somebody who lacks many facts is told all of them.
func TestManyMissing(t *testing.T) {
	p := program(t, `slate: 1
ruleset: {id: r, cutoff: "2026-06-30"}
facts:
  a: {type: bool}
  b: {type: bool}
  c: {type: bool}
  d: {type: bool}
  e: {type: bool}
  n: {type: int, domain: "[0, 100]"}
tiers:
  - {id: t, require: [{id: t.1, expr: "n >= 40"}]}
vetoes:
  - {id: v.1, expr: "a or b"}
  - {id: v.2, expr: "c"}
  - {id: v.3, expr: "not d"}
  - {id: v.4, expr: "e"}
`)
	b := roster.NewBuilder(p.Fields())
	b.Person(roster.Person{ID: "P"})
	a, err := whatif.Find(context.Background(), engine.Input{Program: p, Snapshot: b.Snapshot()}, 0, whatif.Goal{})
	if err != nil {
		t.Fatal(err)
	}
	want := "a not_supplied → false, b not_supplied → false, c not_supplied → false, d not_supplied → true, e not_supplied → false, n not_supplied → 40 [40, ]"
	if got := describe(a); got != want {
		t.Errorf("\n got %s\nwant %s", got, want)
	}
}
