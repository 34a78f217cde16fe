package tune_test

import (
	"fmt"
	"io/fs"
	"math/rand/v2"
	"strings"
	"testing"

	"slate/engine/diag"
	"slate/engine/eval"
	"slate/engine/fact"
	"slate/engine/roster"
	"slate/engine/ruleset"
)

// program compiles a rule file given as text; it must be free of errors.
func program(t testing.TB, text string) *eval.Program {
	t.Helper()
	p, list := compile(text)
	if p == nil {
		t.Fatalf("%s at %v\n%s", list[0].Message(diag.English), list[0].Span, text)
	}
	return p
}

func compile(text string) (*eval.Program, diag.List) {
	rs, list := ruleset.Load(func(name string) ([]byte, error) {
		if name == "x.yaml" {
			return []byte(text), nil
		}
		return nil, fs.ErrNotExist
	}, "x.yaml")
	if list.HasErrors() {
		return nil, list
	}
	return eval.Compile(rs, fact.Date{})
}

// dice draws from one generator.
type dice struct{ *rand.Rand }

func newDice(seed uint64) dice { return dice{rand.New(rand.NewPCG(seed, 7))} }

func (d dice) of(words ...string) string { return words[d.IntN(len(words))] }

// snapshot draws people with small whole facts, some of them missing.
func (d dice) snapshot(p *eval.Program, n int) *roster.Snapshot {
	fields := p.Fields()
	b := roster.NewBuilder(fields)
	batch := b.Batch(roster.Batch{AsOf: p.Cutoff})
	for i := range n {
		person := b.Person(roster.Person{ID: fmt.Sprintf("P%03d", i), Name: fmt.Sprintf("N%d", i)})
		for c := range fields {
			if v, ok := d.value(&fields[c]); ok {
				b.Set(person, c, v, batch, 0)
			}
		}
	}
	return b.Snapshot()
}

func (d dice) value(f *fact.Field) (fact.Value, bool) {
	if d.IntN(12) == 0 {
		return fact.Value{}, false
	}
	switch f.Type.Kind {
	case fact.Boolean:
		return fact.OfBool(d.IntN(5) == 0), true
	case fact.Choice:
		return fact.OfText(f.Type.Values[d.IntN(len(f.Type.Values))]), true
	}
	return fact.OfNumber(fact.Int(int64(d.IntN(11)))), true
}

// rules draws a rule file: the same seed of structure with another of numbers gives files that differ in a few places.
type rules struct {
	limit, at, order                 string
	x1, x2, y1                       string // thresholds
	op1, op2, extra, missing, vetoed string
	w1, w2, w3                       int
	bands                            string
	p1, p2                           string
}

func (d dice) rules() rules {
	w := d.IntN(60) + 20
	v := d.IntN(100-w-5) + 1
	return rules{
		limit: d.of("3", "5", "8"), at: d.of("extend", "flag"), order: d.of("[score desc]", "[score desc, x desc]", "[tier desc, y desc]", "[grade desc, x asc]"),
		x1: d.of("2", "3", "4"), x2: d.of("5", "6", "7"), y1: d.of("1", "2", "3"),
		op1: d.of(">=", ">"), op2: d.of(">=", ">"), extra: d.of("", "", `      - {id: t.extra, expr: "z <= 8"}`), missing: d.of("", ", on_missing: fail"),
		vetoed: d.of("veto", "veto and x < 9", "false and veto"),
		w1:     w, w2: v, w3: 100 - w - v,
		bands: d.of(`{"[0, 3)": 0, "[3, 6)": 50, "[6, 10]": 100}`, `{"[0, 4)": 0, "[4, 6)": 50, "[6, 10]": 100}`, `{"[0, 3)": 0, "[3, 7)": 60, "[7, 10]": 90}`, `{"[0, 5)": 20, "[5, 10]": 90}`),
		p1:    d.of("60", "70"), p2: d.of("30", "40"),
	}
}

// vary changes a few of the parts.
func (d dice) vary(r rules, n int) rules {
	o := d.rules()
	for range n {
		switch d.IntN(12) {
		case 0:
			r.limit = o.limit
		case 1:
			r.at = o.at
		case 2:
			r.order = o.order
		case 3:
			r.x1 = o.x1
		case 4:
			r.x2 = o.x2
		case 5:
			r.y1, r.op1 = o.y1, o.op1
		case 6:
			r.extra = o.extra
		case 7:
			r.missing = o.missing
		case 8:
			r.vetoed = o.vetoed
		case 9:
			r.w1, r.w2, r.w3 = o.w1, o.w2, o.w3
		case 10:
			r.bands = o.bands
		case 11:
			r.p1, r.p2 = o.p1, o.p2
		}
	}
	return r
}

func (r rules) text() string {
	return strings.NewReplacer("LIMIT", r.limit, "AT", r.at, "ORDER", r.order, "X1", r.x1, "X2", r.x2, "Y1", r.y1, "OP1", r.op1, "OP2", r.op2,
		"EXTRA", r.extra, "MISSING", r.missing, "VETOED", r.vetoed, "W1", fmt.Sprint(r.w1), "W2", fmt.Sprint(r.w2), "W3", fmt.Sprint(r.w3),
		"BANDS", r.bands, "P1", r.p1, "P2", r.p2).Replace(`slate: 1
ruleset: {id: r, cutoff: "2026-01-01"}
facts:
  x: {type: decimal, domain: "[0, 10]"}
  y: {type: decimal, domain: "[0, 10]"}
  z: {type: decimal, domain: "[0, 10]"}
  g: {type: choice, values: [a, b, c]}
  veto: {type: bool}
params:
  low: {values: [{from: "2020-01-01", value: X1}]}
  high: {values: [{from: "2020-01-01", value: X2}]}
derive:
  gap: {type: decimal, expr: "x - low"}
tiers:
  - id: t
    require:
      - {id: t.x, expr: "x OP1 low"MISSING}
      - {id: t.y, expr: "y >= Y1 or 2 * gap > z"}
EXTRA
  - id: u
    extends: t
    require:
      - {id: u.x, expr: "max(x, y) OP2 high"}
vetoes:
  - {id: v, expr: "VETOED"}
score:
  round: {scale: 1, mode: half_up}
  criteria:
    - {id: a, weight: W1, input: x, bands: BANDS}
    - {id: b, weight: W2, input: g, table: {a: P1, b: P2, c: 0}}
    - {id: c, weight: W3, each: {points: 9, step: 2}, input: z}
grades: {"[50, )": A, "[0, 50)": B, "(, 0)": C}
ranking: {order_by: ORDER, limit: LIMIT, at_limit: AT}
`)
}
