package lint

import (
	"slices"

	"slate/engine/eval"
	"slate/engine/fact"
	"slate/engine/formula"
	"slate/engine/ruleset"
)

// Person is one person, made up or real, around whom values of a fact are looked for while the other facts stand still. A
// Person is used by one goroutine.
type Person struct {
	s      *space
	values []fact.Value // by slot of the facts
}

// Around begins with somebody of whom nothing is known.
func Around(p *eval.Program) *Person {
	x := &Person{s: outline(p), values: make([]fact.Value, len(p.Fields()))}
	for i, v := range x.s.vars {
		if v.field != nil {
			x.s.set(i, fact.Missing(fact.NotSupplied))
		}
	}
	return x
}

// Set gives a fact a value, by slot.
func (x *Person) Set(slot int, v fact.Value) { x.values[slot] = v }

// Line is all values that a fact can have, numbered from Lo to Hi: numbers and days one smallest unit apart, ascending, or
// the choices in the order of the file.
type Line struct {
	Lo, Hi int64
	// Cuts are the numbers at which a new stretch of the line begins, ascending. Within a stretch the person looks alike to every
	// comparison, band and decision table; only amounts that points are made of may move.
	Cuts []int64
	// Ordered says that the values have an order: those of a choice have none.
	Ordered bool
	// Decided is false where something turns over within a stretch and it was not found where.
	Decided bool
	axis    *axis
	list    []fact.Value
}

// Value returns the value with a number.
func (l *Line) Value(i int64) fact.Value {
	if l.axis != nil {
		return l.axis.value(i)
	}
	return l.list[i]
}

// Find returns the number of a value: of an amount between two values of the line the lower one. ok is false for one that is not on it.
func (l *Line) Find(v fact.Value) (i int64, ok bool) {
	switch {
	case !v.Known():
		return 0, false
	case l.axis == nil:
		k := slices.IndexFunc(l.list, v.Equal)
		return int64(k), k >= 0
	case v.IsNumber():
		i, ok = l.axis.index(v.Number(), false)
	case v.IsMonth():
		i, ok = int64((v.Date().Year()-firstDay.Year())*12+v.Date().Month()-firstDay.Month()), true
	case v.IsDate():
		i, ok = int64(firstDay.DaysUntil(v.Date())), true
	}
	return i, ok && i >= l.Lo && i <= l.Hi
}

// Line returns the values of a fact, by slot, cut where something turns over for the person whose other facts are as set. It has
// no values (Hi < Lo) where the fact can have none.
func (x *Person) Line(slot int) *Line {
	s, src := x.s, x.s.srcs[0]
	at := slices.Index(src.slotOf, slot)
	v := s.vars[at]
	if v.axis == nil {
		l := &Line{Hi: int64(len(v.list)) - 1, Ordered: v.field.Type.Kind.Numeric(), Decided: v.all, list: v.list}
		for i := int64(1); i <= l.Hi; i++ {
			l.Cuts = append(l.Cuts, i)
		}
		return l
	}
	for other := range s.vars {
		if k := src.slotOf[other]; k >= 0 && other != at {
			s.set(other, x.values[k])
		}
	}
	s.set(at, fact.Missing(fact.NotSupplied))
	clear(s.open)
	s.computed = 0
	c := &cutter{s: s, x: at, a: v.axis, src: src}
	for k, value := range x.values {
		c.gaps = c.gaps || k != slot && !value.Known()
	}
	for i := range src.p.Steps {
		c.steps = append(c.steps, i)
	}
	s.run(src, c.steps)
	c.steps = src.stepsOn(at)
	mine := func(roots []int) bool { return slices.Contains(roots, at) }
	for i := range src.p.Steps {
		for _, f := range src.p.Steps[i].Formulas() {
			c.formula(f, mine)
		}
		if t := src.p.Steps[i].Classify; t != nil {
			c.tests(t, mine)
		}
	}
	for i := range src.p.Leaves {
		c.formula(src.p.Leaves[i].Formula(), mine)
	}
	c.points(mine)
	return &Line{Lo: v.axis.lo, Hi: v.axis.hi, Cuts: c.cuts, Ordered: true, Decided: len(s.open) == 0, axis: v.axis}
}

// points finds the cuts that indicators make: their formulas, and the edges of bands.
func (c *cutter) points(mine func([]int) bool) {
	c.s.eachIndicator(c.src, func(_ int, in *eval.Indicator) {
		switch f := in.Formula(); {
		case f != nil:
			c.formula(f, mine)
			if t := c.src.trace(f); mine(t.roots[f.Root()]) {
				c.rises(term{f: f, node: f.Root()}, f)
			}
		case in.Slot < 0 || !mine(c.src.roots[in.Slot]):
		case in.Rules.Method == ruleset.Bands:
			c.bands(in)
		default:
			c.rises(term{slot: in.Slot}, in.Rules)
		}
	})
}

// rises notes an amount that goes up and down within a stretch: a sum made of it is not found by halving.
func (c *cutter) rises(t term, blame any) {
	if t.f == nil && c.src.p.Names[t.slot].Type.Kind == fact.Choice || t.f != nil && t.f.Nodes[t.node].Op == formula.Const {
		return
	}
	c.stretches(func(lo, hi int64) {
		if hi-lo > 1 && !c.monotone(t, term{slot: -1, k: fact.OfNumber(fact.Int(0))}, lo) {
			c.blame(blame, openTurns)
		}
	})
}
