package tune_test

import (
	"strings"
	"testing"

	"slate/engine/fact"
	"slate/engine/tune"
)

const base = `slate: 1
ruleset: {id: r, cutoff: "2026-01-01"}
facts:
  tax: {type: money, unit: 万元, domain: "[0, 1000]"}
  n: {type: int, domain: "[0, 100]"}
params:
  low: {unit: 万元, values: [{from: "2020-01-01", value: 300, basis: one}, {from: "2026-06-01", value: 500}]}
  few: {type: int, values: [{from: "2020-01-01", value: 3}]}
derive:
  share: {type: decimal, expr: "n + few"}
tiers:
  - id: t
    require:
      - {id: t.tax, expr: "tax >= low"}
      - {id: t.n, expr: "n >= few"}
score:
  criteria:
    - {id: a, weight: 60, input: tax, bands: {"[0, 400)": 0, "[400, 800)": 50, "[800, 1000]": 100}}
    - {id: b, weight: 40, value: n}
ranking: {limit: 2}
`

// TestEdits: each single change of a file is one edit, of its kind; words and comments are none.
func TestEdits(t *testing.T) {
	for _, c := range []struct{ name, old, new, key string }{
		{"a parameter", "value: 300", "value: 310", "param:low"},
		{"a row of a parameter not in force", "value: 500", "value: 600", "param:low"},
		{"an expression", "tax >= low", "tax > low", "clause:t.tax"},
		{"a clause dropped", `      - {id: t.n, expr: "n >= few"}` + "\n", "", "tier:t:t.n"},
		{"on_missing of a clause", `"n >= few"`, `"n >= few", on_missing: fail`, "clause:t.n"},
		{"on_missing of all", `{id: r,`, `{id: r, on_missing: fail,`, "on_missing"},
		{"an edge of a band", `400)": 0, "[400`, `450)": 0, "[450`, "indicator:a:edge:1"},
		{"points of a band", `800)": 50`, `800)": 55`, "indicator:a:points:1"},
		{"a band more", `"[0, 400)": 0`, `"[0, 200)": 0, "[200, 400)": 10`, "indicator:a:bands"},
		{"weights", "weight: 60, input: tax, ", "weight: 70, input: tax, ", "score#weights"},
		{"the limit", "limit: 2", "limit: 3", "ranking:limit"},
		{"at_limit", "limit: 2", "limit: 2, at_limit: flag", "ranking:at_limit"},
		{"the order", "limit: 2", "limit: 2, order_by: [score desc, n desc]", "ranking:order_by"},
		{"a derived value", "n + few", "n - few", "derive:share"},
		{"a domain", `domain: "[0, 100]"`, `domain: "[0, 90]"`, "fact:n"},
		{"words", "basis: one", "basis: two", ""},
		{"a label", "{id: t.n,", "{id: t.n, label: 人数,", ""},
		{"a comment", "tiers:", "# as before\ntiers:", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			text := strings.Replace(base, c.old, c.new, 1)
			if c.key == "score#weights" {
				text = strings.Replace(text, "weight: 40", "weight: 30", 1)
			}
			if text == base {
				t.Fatal("nothing is changed")
			}
			p, q := program(t, base), program(t, text)
			people := newDice(1).snapshot(p, 8)
			d := diff(t, p, q, people, people)
			if c.key == "" {
				if len(d.Edits) != 0 {
					t.Errorf("edits %+v, want none", d.Edits)
				}
				return
			}
			if len(d.Edits) != 1 || d.Edits[0].Key != c.key {
				t.Errorf("edits %+v, want %s", d.Edits, c.key)
			}
		})
	}
}

// TestTogether: two edits neither of which lets anybody in alone, and a third that does nothing.
func TestTogether(t *testing.T) {
	new := strings.NewReplacer("value: 300", "value: 100", "value: 3}", "value: 1}", "value: 500", "value: 501").Replace(base)
	p, q := program(t, base), program(t, new)
	b := points(p, [][]int64{{200, 2}, {200, 5}, {900, 2}, {900, 9}})
	d := diff(t, p, q, b, b)
	got := map[string]string{}
	for i := range d.Moves {
		var alone []string
		for _, e := range d.Moves[i].Cause.Alone {
			alone = append(alone, d.Edits[e].Key)
		}
		got[d.Moves[i].ID] = d.Moves[i].Cause.Kind().String() + " " + strings.Join(alone, " ")
	}
	// A needs both; B needs the lower threshold, and is on neither list, behind C and D; C needs the other.
	if got["A"] != "together " || got["B"] != "one param:low" || got["C"] != "one param:few" || !d.Interact {
		t.Errorf("causes %v, edits %+v", got, d.Edits)
	}
}

// TestNotSoundAlone: a clause that needs a fact of a new type cannot be tried without it.
func TestNotSoundAlone(t *testing.T) {
	new := strings.NewReplacer("n: {type: int, domain: \"[0, 100]\"}", "n: {type: bool}", "\"n >= few\"", "\"n\"", "value: n}", "expr: \"n ? 1 : 0\"}", "n + few", "n ? few : 0").Replace(base)
	p, q := program(t, base), program(t, new)
	d := diff(t, p, q, newDice(1).snapshot(p, 6), newDice(1).snapshot(q, 6))
	for i, e := range d.Edits {
		if e.Key == "clause:t.n" && d.Effects[i].Stands {
			t.Errorf("the clause is tried without the fact it reads")
		}
	}
	if len(d.Edits) < 4 {
		t.Errorf("edits %+v", d.Edits)
	}
}

// TestCutoffs: between two days a parameter's next row comes into force, and that is the day's doing.
func TestCutoffs(t *testing.T) {
	p := program(t, base)
	q := program(t, strings.Replace(base, `cutoff: "2026-01-01"`, `cutoff: "2026-07-01"`, 1))
	people := points(p, [][]int64{{400, 9}, {600, 9}})
	d := diff(t, p, q, people, people)
	if len(d.Edits) != 1 || d.Edits[0].Kind != tune.CutoffEdit || len(d.Moves) == 0 || !d.Moves[0].Left() || d.Moves[0].Cause.Kind() != tune.ByOne {
		t.Errorf("edits %+v, moves %+v", d.Edits, d.Moves)
	}
}

// TestSweepOf: how a parameter is used decides what can be said. Decided curves are held against the engine at every point.
func TestSweepOf(t *testing.T) {
	for _, c := range []struct {
		name, clause, points string
		crooked, moving      bool
	}{
		{"a sum", "tax + low / 2 >= 300", "n", false, false},
		{"a product", "low * 2 <= tax", "n", false, false},
		{"a rounded share", "round(low / 7, 0) <= tax / 7", "n", false, false},
		{"floor and ceil", "floor(low / 50) <= n or ceil(low / 90) > n", "n", false, false},
		{"the nearer of two", "abs(tax - low) <= 100", "n", false, false},
		{"min and max", "min(tax, low) >= 200 and max(tax, low) <= 700", "n", false, false},
		{"a choice", "(low > 250 ? tax / 2 : tax) >= 200", "n", false, false},
		{"equality", "tax == low or tax != 2 * low", "n", false, false},
		{"a quotient by it", "tax / low >= 1", "n", true, false},
		{"a square", "low * low >= tax", "n", true, false},
		{"points that move", "tax >= low", "(tax - low) / 10", false, true},
		{"points that jump", "tax >= low", "floor(tax / 100) - floor(low / 100)", false, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			text := strings.Replace(strings.Replace(base, "tax >= low", c.clause, 1), "value: n}", `expr: "`+c.points+`"}`, 1)
			text = strings.Replace(text, `, unit: 万元, domain: "[0, 1000]"`, `, unit: 万元, domain: "[0, 1000]"`, 1)
			text = strings.Replace(strings.Replace(text, "type: money, unit: 万元,", "type: decimal,", 1), "low: {unit: 万元,", "low: {", 1)
			p := program(t, text)
			d := newDice(3)
			var rows [][]int64
			for range 12 {
				rows = append(rows, []int64{int64(d.IntN(1001)), int64(d.IntN(12))})
			}
			slot, _ := tune.Parameter(p, "low")
			curve := sweep(t, p, points(p, rows), slot, fact.Int(100), fact.Int(600))
			if curve.Crooked != c.crooked || curve.Moving != c.moving || (curve.Steps == nil) != c.crooked {
				t.Fatalf("crooked %v, moving %v, %d steps", curve.Crooked, curve.Moving, len(curve.Steps))
			}
			if c.crooked {
				return
			}
			if len(curve.Steps) < 2 {
				t.Fatalf("only %d steps", len(curve.Steps))
			}
			if c.moving {
				return
			}
			unit := fact.Ratio(1, 1000000)
			for i := range curve.Steps {
				at := curve.Steps[i].From
				down, _ := at.Sub(unit)
				up, _ := at.Add(unit)
				for _, v := range []fact.Number{down, at, up} {
					if v.Cmp(curve.From) >= 0 && v.Cmp(curve.To) <= 0 {
						agrees(t, c.name+" at "+v.String(), curve, v)
					}
				}
			}
		})
	}
}

// TestSweepRelative: points relative to the pool move with everybody's, even where each person's own input goes in steps; where they do
// not read the parameter, the list is decided.
func TestSweepRelative(t *testing.T) {
	for _, c := range []struct {
		input  string
		moving bool
	}{{"over", true}, {"n", false}} {
		text := strings.Replace(base, "value: n}", "percentile: "+c.input+"}", 1)
		text = strings.Replace(text, "derive:\n", "derive:\n  over: {type: decimal, expr: \"floor((n + few) / 4)\"}\n", 1)
		p := program(t, text)
		d := newDice(9)
		var rows [][]int64
		for range 15 {
			rows = append(rows, []int64{int64(300 + d.IntN(700)), int64(d.IntN(12))})
		}
		slot, _ := tune.Parameter(p, "few")
		curve := sweep(t, p, points(p, rows), slot, fact.Int(0), fact.Int(12))
		if curve.Moving != c.moving || len(curve.Steps) < 4 {
			t.Fatalf("%s: moving %v, %d steps", c.input, curve.Moving, len(curve.Steps))
		}
		if c.moving {
			continue
		}
		for v := range int64(13) {
			agrees(t, c.input, curve, fact.Int(v))
		}
	}
}

// TestSweepWithin: places for each group.
func TestSweepWithin(t *testing.T) {
	for seed := range uint64(10) {
		d := newDice(seed)
		text := strings.Replace(d.rules().text(), "ranking: {", "ranking: {within: {by: g, top: 2}, ", 1)
		p := program(t, text)
		slot, _ := tune.Parameter(p, "low")
		c := sweep(t, p, d.snapshot(p, 20), slot, fact.Int(0), fact.Int(12))
		for _, v := range around(c) {
			agrees(t, "low = "+v.String(), c, v)
		}
	}
}

// TestSweepWhole: a parameter of whole numbers has whole steps; one that is used crookedly is tried at each.
func TestSweepWhole(t *testing.T) {
	for _, c := range []struct {
		clause  string
		crooked bool
	}{{"n >= few", false}, {"n * 2 > few * 3", false}, {"n >= few * few", true}} {
		p := program(t, strings.Replace(base, "n >= few", c.clause, 1))
		d := newDice(5)
		var rows [][]int64
		for range 15 {
			rows = append(rows, []int64{int64(300 + d.IntN(700)), int64(d.IntN(30))})
		}
		slot, _ := tune.Parameter(p, "few")
		curve := sweep(t, p, points(p, rows), slot, fact.Int(0), fact.Int(12))
		if curve.Crooked != c.crooked || len(curve.Steps) < 4 {
			t.Fatalf("%s: crooked %v, %d steps", c.clause, curve.Crooked, len(curve.Steps))
		}
		for v := range int64(13) {
			agrees(t, c.clause, curve, fact.Int(v))
		}
		for _, s := range curve.Steps {
			if !s.From.IsInt() || !s.To.IsInt() || s.OpenFrom || s.OpenTo {
				t.Errorf("%s: step from %s to %s", c.clause, s.From, s.To)
			}
		}
	}
}

// TestRosterCauses: who joins is the doing of joining alone, and a value that changes is its own.
func TestRosterCauses(t *testing.T) {
	p := program(t, base)
	a := points(p, [][]int64{{500, 9}, {600, 8}})
	b := points(p, [][]int64{{100, 9}, {600, 8}, {900, 7}, {950, 7}})
	d := diff(t, p, p, a, b)
	got := map[string]string{}
	for i := range d.Moves {
		m := &d.Moves[i]
		got[m.ID] = m.Cause.Kind().String()
		for _, e := range m.Cause.Needed {
			got[m.ID] += " " + d.Edits[e].Key
		}
	}
	// B falls from the list whether or not A's tax changes: two who join are ahead.
	if !strings.HasPrefix(got["A"], "any") || got["C"] != "one people:added" || got["D"] != "one people:added" || !strings.Contains(got["B"], "people:added") {
		t.Errorf("causes %v", got)
	}
}

// TestCarried: a new parameter has no effect of its own, and the clause that reads it can be tried alone.
func TestCarried(t *testing.T) {
	new := strings.NewReplacer("  few: {", "  top: {values: [{from: \"2020-01-01\", value: 8}]}\n  few: {", "n >= few", "n >= few and n <= top", "limit: 2", "limit: 3").Replace(base)
	p, q := program(t, base), program(t, new)
	people := points(p, [][]int64{{500, 9}, {600, 8}, {900, 7}})
	d := diff(t, p, q, people, people)
	for i, e := range d.Edits {
		if e.Carried != (e.Key == "param:top") || !e.Carried && !d.Effects[i].Stands {
			t.Errorf("edit %+v, effect %+v", e, d.Effects[i])
		}
	}
	if len(d.Edits) != 3 || len(d.Moves) == 0 {
		t.Errorf("edits %+v, moves %+v", d.Edits, d.Moves)
	}
}
