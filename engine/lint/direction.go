package lint

import (
	"slices"

	"slate/engine/eval"
	"slate/engine/fact"
	"slate/engine/formula"
)

// monotone reports whether a − b only rises or only falls on a stretch between cuts that begins at lo.
func (c *cutter) monotone(a, b term, lo int64) bool {
	c.at(lo)
	da, db := c.direction(a), c.direction(b)
	if combine(da, -db) != mixed && da != mixed && db != mixed {
		return true
	}
	if la, ok := c.slope(a); ok {
		if lb, ok := c.slope(b); ok {
			_, err := la.Sub(lb)
			return err == nil
		}
	}
	return false
}

// direction is how a value moves as the variable rises: up, down, not at all, or mixed.
type direction int8

const mixed direction = 2

func combine(a, b direction) direction {
	switch {
	case a == mixed || b == mixed || a == -mixed || b == -mixed:
		return mixed
	case a == 0 || a == b:
		return b
	case b == 0:
		return a
	}
	return mixed
}

func (d direction) times(sign int) direction {
	if d == mixed {
		return mixed
	}
	return d * direction(sign)
}

func (c *cutter) direction(t term) direction {
	switch {
	case t.f != nil:
		return c.nodeDirection(t.f, t.node, 0)
	case t.slot >= 0:
		return c.slotDirection(t.slot, 0)
	}
	return 0
}

// slotDirection follows a name to the formula behind it.
func (c *cutter) slotDirection(slot, depth int) direction {
	switch n := &c.src.p.Names[slot]; {
	case depth > 20:
		return mixed
	case slot == c.src.slotOf[c.x]:
		return 1
	case !slices.Contains(c.src.roots[slot], c.x):
		return 0
	case n.Kind == eval.OutputName:
		c.local = true
		return 0 // what a table says changes at cuts only
	default:
		f := c.src.p.Steps[n.Step].Formula()
		return c.nodeDirection(f, f.Root(), depth+1)
	}
}

// nodeDirection is valid on the stretch that the variable stands at the beginning of.
func (c *cutter) nodeDirection(f *formula.Formula, node, depth int) direction {
	if !slices.Contains(c.src.trace(f).roots[node], c.x) {
		return 0
	}
	n := &f.Nodes[node]
	arg := func(k int) direction { return c.nodeDirection(f, n.Args[k], depth) }
	sign := func(k int) int {
		c.local = c.local || slices.Contains(c.src.trace(f).roots[n.Args[k]], c.x)
		return c.s.compute(c.src, f)[n.Args[k]].Number().Sign()
	}
	switch n.Op {
	case formula.NameRef:
		return c.slotDirection(n.Slot, depth)
	case formula.Neg:
		return arg(0).times(-1)
	case formula.Add:
		return c.orLinear(combine(arg(0), arg(1)), f, node, depth)
	case formula.Sub:
		return c.orLinear(combine(arg(0), arg(1).times(-1)), f, node, depth)
	case formula.Mul:
		return combine(arg(0).times(sign(1)), arg(1).times(sign(0)))
	case formula.Quo:
		return combine(arg(0).times(sign(1)), arg(1).times(-sign(0)))
	case formula.Abs:
		if s := sign(0); s != 0 {
			return arg(0).times(s)
		}
		return c.absFromZero(arg(0))
	case formula.Floor, formula.Ceil, formula.Round, formula.Root, formula.Year:
		return arg(0)
	case formula.Min, formula.Max:
		d := arg(0)
		for k := range n.Args[1:] {
			d = combine(d, arg(k+1))
		}
		if d == mixed {
			if a := c.taken(f, node); a >= 0 {
				return c.nodeDirection(f, a, depth)
			}
		}
		return d
	case formula.If:
		if a := c.taken(f, node); a >= 0 {
			return c.nodeDirection(f, a, depth)
		}
		return mixed
	case formula.Age, formula.YearsBetween, formula.MonthsBetween, formula.DaysBetween:
		d := arg(0).times(-1)
		if len(n.Args) > 1 {
			d = combine(d, arg(1))
		}
		return d
	case formula.YearsBefore:
		return combine(arg(0), arg(1).times(-1))
	case formula.YearsAfter:
		return combine(arg(0), arg(1))
	}
	c.local = true
	return 0 // truth and words change at cuts only
}

// absFromZero is the direction of a distance on a stretch that begins where it is 0 and goes on to one side.
func (c *cutter) absFromZero(d direction) direction {
	c.local = true
	if d == 0 || d == mixed {
		return d
	}
	return 1
}

// taken returns the argument that a choice, or a least or greatest, is on the stretch that the variable stands at the beginning of; −1
// where that is not known. A least or greatest changes from one argument to another at cuts only.
func (c *cutter) taken(f *formula.Formula, node int) int {
	c.local = true
	n := &f.Nodes[node]
	out := c.s.compute(c.src, f)
	if n.Op == formula.If {
		switch formula.TruthOf(out[n.Args[0]]) {
		case fact.True:
			return n.Args[1]
		case fact.False:
			return n.Args[2]
		}
		return -1
	}
	taken := -1
	for _, a := range n.Args {
		switch {
		case !out[a].Known() || !out[node].Known():
			return -1
		case !out[a].Equal(out[node]):
		case taken >= 0:
			return -1 // two arguments meet here: which of them goes on is not known
		default:
			taken = a
		}
	}
	return taken
}

func (c *cutter) orLinear(d direction, f *formula.Formula, node, depth int) direction {
	if d != mixed {
		return d
	}
	if k, ok := c.nodeSlope(f, node, depth); ok {
		return direction(k.Sign())
	}
	return mixed
}

// slope returns how much a linear value rises while the variable rises by one.
func (c *cutter) slope(t term) (fact.Number, bool) {
	switch {
	case t.f != nil:
		return c.nodeSlope(t.f, t.node, 0)
	case t.slot >= 0:
		return c.slotSlope(t.slot, 0)
	}
	return fact.Number{}, true
}

func (c *cutter) slotSlope(slot, depth int) (fact.Number, bool) {
	n := &c.src.p.Names[slot]
	switch {
	case slot == c.src.slotOf[c.x]:
		return fact.Int(1), c.a.kind != fact.Day && c.a.kind != fact.Month
	case !slices.Contains(c.src.roots[slot], c.x):
		return fact.Number{}, true
	case n.Kind != eval.DerivedName || depth > 20 || c.src.p.Steps[n.Step].Derive.Round != nil:
		return fact.Number{}, false
	}
	f := c.src.p.Steps[n.Step].Formula()
	return c.nodeSlope(f, f.Root(), depth+1)
}

func (c *cutter) nodeSlope(f *formula.Formula, node, depth int) (fact.Number, bool) {
	roots := c.src.trace(f).roots
	if !slices.Contains(roots[node], c.x) {
		return fact.Number{}, true
	}
	n := &f.Nodes[node]
	switch n.Op {
	case formula.NameRef:
		return c.slotSlope(n.Slot, depth)
	case formula.Min, formula.Max, formula.If:
		if a := c.taken(f, node); a >= 0 {
			return c.nodeSlope(f, a, depth)
		}
		return fact.Number{}, false
	case formula.Neg, formula.Add, formula.Sub, formula.Mul, formula.Quo:
	default:
		return fact.Number{}, false
	}
	a, ok := c.nodeSlope(f, n.Args[0], depth)
	if !ok {
		return a, false
	}
	if n.Op == formula.Neg {
		return a.Neg(), true
	}
	b, ok := c.nodeSlope(f, n.Args[1], depth)
	if !ok {
		return b, false
	}
	free := func(k int) (fact.Number, bool) {
		v := c.s.compute(c.src, f)[n.Args[k]]
		return v.Number(), v.Known() && !slices.Contains(roots[n.Args[k]], c.x)
	}
	var err error
	switch n.Op {
	case formula.Add:
		a, err = a.Add(b)
	case formula.Sub:
		a, err = a.Sub(b)
	case formula.Mul:
		if k, ok := free(1); ok {
			a, err = a.Mul(k)
		} else if k, ok := free(0); ok {
			a, err = b.Mul(k)
		} else {
			return a, false
		}
	case formula.Quo:
		k, ok := free(1)
		if !ok {
			return a, false
		}
		a, err = a.Quo(k)
	}
	return a, err == nil
}
