package formula

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/expr-lang/expr"

	"slate/engine/diag"
	"slate/engine/fact"
)

// A second evaluator, written from the manual and sharing nothing with the first: expressions are drawn as trees, written
// out for Compile, and worked out here on big.Rat and time.Time with nil for unknown.

// tree is a drawn expression: its text with every bracket, and its value for a person.
type tree struct {
	text  string
	value func(p map[string]any) any
	whole bool // only whole numbers and no division: expr itself can be asked
}

type drawer struct{ r *rand.Rand }

func (d *drawer) pick(n int) int { return d.r.IntN(n) }

var limit = new(big.Rat).SetInt64(1_000_000_000_000_000_000)

// bounded is unknown beyond ±10^18, as the manual has it.
func bounded(x *big.Rat) any {
	if new(big.Rat).Abs(x).Cmp(limit) > 0 {
		return nil
	}
	return x
}

func both(a, b any, f func(x, y *big.Rat) any) any {
	if a == nil || b == nil {
		return nil
	}
	return f(a.(*big.Rat), b.(*big.Rat))
}

func (d *drawer) number(depth int) tree {
	if depth == 0 || d.pick(3) == 0 {
		if d.pick(2) == 0 {
			n := d.pick(20)
			return tree{fmt.Sprint(n), func(map[string]any) any { return new(big.Rat).SetInt64(int64(n)) }, true}
		}
		name := []string{"x", "y", "z"}[d.pick(3)]
		return tree{name, func(p map[string]any) any { return p[name] }, true}
	}
	a, b := d.number(depth-1), d.number(depth-1)
	whole := a.whole && b.whole
	two := func(op string, f func(x, y *big.Rat) any) tree {
		return tree{"(" + a.text + " " + op + " " + b.text + ")", func(p map[string]any) any { return both(a.value(p), b.value(p), f) }, whole}
	}
	switch d.pick(9) {
	case 0:
		return two("+", func(x, y *big.Rat) any { return bounded(new(big.Rat).Add(x, y)) })
	case 1:
		return two("-", func(x, y *big.Rat) any { return bounded(new(big.Rat).Sub(x, y)) })
	case 2:
		return two("*", func(x, y *big.Rat) any { return bounded(new(big.Rat).Mul(x, y)) })
	case 3:
		t := two("/", func(x, y *big.Rat) any {
			if y.Sign() == 0 {
				return nil
			}
			return bounded(new(big.Rat).Quo(x, y))
		})
		t.whole = false
		return t
	case 4:
		return tree{"(-" + a.text + ")", func(p map[string]any) any {
			if v := a.value(p); v != nil {
				return new(big.Rat).Neg(v.(*big.Rat))
			}
			return nil
		}, a.whole}
	case 5:
		return tree{"min(" + a.text + ", " + b.text + ")", func(p map[string]any) any {
			return both(a.value(p), b.value(p), func(x, y *big.Rat) any {
				if x.Cmp(y) < 0 {
					return x
				}
				return y
			})
		}, whole}
	case 6:
		return tree{"floor(" + a.text + ")", func(p map[string]any) any {
			if v := a.value(p); v != nil {
				x := v.(*big.Rat)
				q := new(big.Int).Div(x.Num(), x.Denom()) // Euclidean: down for a positive denominator
				return new(big.Rat).SetInt(q)
			}
			return nil
		}, false}
	case 7:
		c := d.truth(depth - 1)
		return tree{"(" + c.text + " ? " + a.text + " : " + b.text + ")", func(p map[string]any) any {
			x, y := a.value(p), b.value(p)
			switch c.value(p) {
			case true:
				return x
			case false:
				return y
			}
			if x != nil && y != nil && x.(*big.Rat).Cmp(y.(*big.Rat)) == 0 {
				return x
			}
			return nil
		}, whole && c.whole}
	}
	return tree{"age(born)", func(p map[string]any) any {
		if p["born"] == nil {
			return nil
		}
		born := p["born"].(time.Time)
		years := 2026 - born.Year()
		if born.AddDate(years, 0, 0).After(time.Date(2026, 2, 28, 0, 0, 0, 0, time.UTC)) {
			years--
		}
		return new(big.Rat).SetInt64(int64(years))
	}, false}
}

func (d *drawer) truth(depth int) tree {
	if depth == 0 {
		name := []string{"p", "q"}[d.pick(2)]
		return tree{name, func(p map[string]any) any { return p[name] }, true}
	}
	if d.pick(2) == 0 {
		return d.test(depth)
	}
	a, b := d.truth(depth-1), d.truth(depth-1)
	whole := a.whole && b.whole
	switch d.pick(3) {
	case 0:
		return tree{"(" + a.text + " and " + b.text + ")", func(p map[string]any) any {
			x, y := a.value(p), b.value(p)
			if x == false || y == false {
				return false
			}
			if x == nil || y == nil {
				return nil
			}
			return true
		}, whole}
	case 1:
		return tree{"(" + a.text + " || " + b.text + ")", func(p map[string]any) any {
			x, y := a.value(p), b.value(p)
			if x == true || y == true {
				return true
			}
			if x == nil || y == nil {
				return nil
			}
			return false
		}, whole}
	}
	return tree{"not (" + a.text + ")", func(p map[string]any) any {
		if v := a.value(p); v != nil {
			return !v.(bool)
		}
		return nil
	}, a.whole}
}

func (d *drawer) test(depth int) tree {
	switch d.pick(5) {
	case 0:
		return tree{"c in ['A', 'B']", func(p map[string]any) any {
			if p["c"] == nil {
				return nil
			}
			return p["c"] == "A" || p["c"] == "B"
		}, true}
	case 1:
		return tree{"c != 'C'", func(p map[string]any) any {
			if p["c"] == nil {
				return nil
			}
			return p["c"] != "C"
		}, true}
	case 2:
		return tree{"born < '1980-02-29'", func(p map[string]any) any {
			if p["born"] == nil {
				return nil
			}
			return p["born"].(time.Time).Before(time.Date(1980, 2, 29, 0, 0, 0, 0, time.UTC))
		}, false}
	}
	a, b := d.number(depth-1), d.number(depth-1)
	op := []string{"<", "<=", ">", ">=", "==", "!="}[d.pick(6)]
	return tree{"(" + a.text + " " + op + " " + b.text + ")", func(p map[string]any) any {
		return both(a.value(p), b.value(p), func(x, y *big.Rat) any {
			c := x.Cmp(y)
			return map[string]bool{"<": c < 0, "<=": c <= 0, ">": c > 0, ">=": c >= 0, "==": c == 0, "!=": c != 0}[op]
		})
	}, a.whole && b.whole}
}

var oracleNames = []string{"x", "y", "z", "p", "q", "c", "born"}

func oracleScope() Scope {
	s := Scope{}
	for i, t := range []fact.Type{{Kind: fact.Decimal}, {Kind: fact.Integer}, {Kind: fact.Integer}, {Kind: fact.Boolean}, {Kind: fact.Boolean},
		{Kind: fact.Choice, Values: []string{"A", "B", "C"}}, {Kind: fact.Day}} {
		s[oracleNames[i]] = Name{Slot: i, Type: t}
	}
	return s
}

// someoneElse draws a person; in so many of ten facts nothing is known. whole keeps to whole numbers.
func (d *drawer) someoneElse(missing int, whole bool) (map[string]any, []fact.Value) {
	p, values := map[string]any{}, make([]fact.Value, len(oracleNames))
	for i, name := range oracleNames {
		if d.pick(10) < missing {
			continue
		}
		switch name {
		case "x", "y", "z":
			n := new(big.Rat).SetInt64(int64(d.pick(41) - 20))
			if !whole && name == "x" {
				n.Quo(n, new(big.Rat).SetInt64(int64(1+d.pick(3)*49)))
			}
			p[name], values[i] = n, fact.OfNumber(fact.Ratio(n.Num().Int64(), n.Denom().Int64()))
		case "p", "q":
			b := d.pick(2) == 0
			p[name], values[i] = b, fact.OfBool(b)
		case "c":
			s := []string{"A", "B", "C"}[d.pick(3)]
			p[name], values[i] = s, fact.OfText(s)
		case "born":
			at := time.Date(1980, 2, 25+d.pick(10), 0, 0, 0, 0, time.UTC)
			day, _ := fact.NewDate(at.Year(), int(at.Month()), at.Day())
			p[name], values[i] = at, fact.OfDate(day)
		}
	}
	return p, values
}

// same compares a value with what the second evaluator says.
func same(v fact.Value, want any) bool {
	switch w := want.(type) {
	case nil:
		return !v.Known()
	case bool:
		return v.IsBool() && v.Bool() == w
	case *big.Rat:
		return v.IsNumber() && v.Number().Rat().Cmp(w) == 0
	}
	return false
}

// TestAgainstOracle compares 60,000 pairs of a drawn expression and a drawn person with the second evaluator; where
// nothing is missing and all is whole, with expr itself as well.
func TestAgainstOracle(t *testing.T) {
	d := &drawer{rand.New(rand.NewPCG(2026, 6))}
	pairs, asked := 0, 0
	for range 6000 {
		e := d.truth(1 + d.pick(3))
		if len(e.text) > MaxBytes {
			continue
		}
		f, list := Compile(source(e.text), oracleScope(), fact.Type{Kind: fact.Boolean})
		if f == nil {
			if list[0].Code == diag.TooComplex {
				continue
			}
			t.Fatalf("%s: %s", e.text, list[0].Message(diag.English))
		}
		out := make([]fact.Value, len(f.Nodes))
		for k := range 10 {
			missing := []int{0, 3}[k%2]
			p, values := d.someoneElse(missing, e.whole)
			got := f.Eval(values, today, out)
			if want := e.value(p); !same(got, want) {
				t.Fatalf("%s for %v is %s, want %v", e.text, p, word(got), want)
			}
			pairs++
			if len(f.Blocking(out)) == 0 != got.Known() {
				t.Fatalf("%s for %v is %s, blocked by %v", e.text, p, word(got), f.Blocking(out))
			}
			if missing == 0 && e.whole {
				asked += askExpr(t, e.text, p, got)
			}
		}
	}
	t.Logf("%d pairs, %d of them asked of expr", pairs, asked)
}

// askExpr lets expr compute the same text.
func askExpr(t *testing.T, text string, p map[string]any, got fact.Value) int {
	t.Helper()
	env := map[string]any{}
	for name, v := range p {
		if n, ok := v.(*big.Rat); ok {
			v = int(n.Num().Int64())
		}
		env[name] = v
	}
	if strings.Contains(text, "floor") || !got.Known() {
		return 0
	}
	want, err := expr.Eval(text, env)
	if err != nil {
		t.Fatalf("expr: %s: %v", text, err)
	}
	if want != got.Bool() {
		t.Fatalf("%s for %v is %s, expr says %v", text, env, word(got), want)
	}
	return 1
}
