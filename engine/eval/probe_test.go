package eval_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"slate/engine/eval"
	"slate/engine/fact"
)

// TestProbe holds a probe to the judgement of the same person: what is asked part by part is what the whole walk says.
func TestProbe(t *testing.T) {
	p := program(t, `slate: 1
ruleset: {id: x, cutoff: "2026-06-30", basis: b, on_missing: undecided}
facts: {a: {type: int, domain: "[0, 10]"}, b: {type: int}, p: {type: bool}, c: {type: choice, values: [A, B]}}
params: {q: {type: int, values: [{from: "2020-01-01", value: 4}]}}
derive: {half: {type: decimal, expr: "sum / 2", scale: 0}, sum: {type: int, expr: "a + b"}}
classify: {k: {inputs: [a, c], outputs: {kind: {type: choice, values: [u, v]}}, rules: [{id: r, if: {a: "[0, 5)", c: A}, then: u}, {id: s, if: {a: "[3, 10]"}, then: v}]}}
tiers:
  - {id: t, require: [{id: t.1, label: x, expr: "half >= q", on_missing: fail}, {id: t.2, any: [{id: t.3, label: x, expr: "kind == 'u'"}, {id: t.4, label: x, expr: "p"}]}]}
vetoes: [{id: v, label: x, expr: "b > 8", on_missing: fail}]
score: {criteria: [{id: s1, weight: 60, value: a}, {id: s2, weight: 40, input: sum, bands: {"(, 5)": 10, "[5, )": 20}}]}
grades: {"[8, )": high, "(, 8)": low}
`)
	values := func(r *rand.Rand) row {
		who := row{}
		set := func(name string, v fact.Value) {
			if r.IntN(5) > 0 {
				who[name] = v
			}
		}
		set("a", fact.OfNumber(fact.Int(r.Int64N(14)-2)))
		set("b", fact.OfNumber(fact.Int(r.Int64N(14))))
		set("p", fact.OfBool(r.IntN(2) == 0))
		set("c", fact.OfText([]string{"A", "B"}[r.IntN(2)]))
		return who
	}
	r := rand.New(rand.NewPCG(2, 4))
	probe := p.Probe()
	for range 400 {
		who := values(r)
		j := pool(t, p, who).Person(0)
		for slot, f := range p.Fields() {
			probe.Set(slot, who[f.Name])
		}
		for i := range p.Steps {
			probe.Step(i)
		}
		for slot := range p.Names {
			if got, want := probe.Value(slot), j.Value(slot); got.Known() != want.Known() || got.Known() && !got.Equal(want) {
				t.Fatalf("%v: %s is %v, want %v", who, p.Names[slot].Name, got, want)
			}
		}
		for i, s := range p.Steps {
			if s.Classify != nil && !slices.Equal(probe.Hits(i), j.Hits(i)) {
				t.Fatalf("%v: the rows hit are %v, want %v", who, probe.Hits(i), j.Hits(i))
			}
		}
		pass := fact.True
		for _, k := range p.Tiers[0].Require {
			pass = pass.And(probe.Truth(k, fact.False))
		}
		pass = pass.And(probe.Truth(p.Vetoes[0].Condition, fact.True).Not())
		if got, want := pass, map[eval.Outcome]fact.Truth{eval.Pass: fact.True, eval.Fail: fact.False, eval.Undecided: fact.Unknown}[j.Outcomes[0]]; got != want {
			t.Fatalf("%v: the tier comes to %v, want %v", who, got, want)
		}
		total, grade, certain := probe.Score()
		wantGrade, wantCertain := j.Grade()
		if total.Text(2) != j.Total.Text(2) || grade != wantGrade || certain != wantCertain {
			t.Fatalf("%v: the score is %s, grade %d %v, want %s, %d %v", who, total.Text(2), grade, certain, j.Total.Text(2), wantGrade, wantCertain)
		}
		for i := range p.Score.Indicators {
			if got, want := probe.Points(i), j.Indicators[i]; got != want {
				t.Fatalf("%v: indicator %d gives %v, want %v", who, i, got, want)
			}
		}
	}
}
