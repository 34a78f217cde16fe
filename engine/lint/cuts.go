package lint

import (
	"math"
	"slices"

	"slate/engine/eval"
	"slate/engine/fact"
	"slate/engine/formula"
	"slate/engine/ruleset"
)

// Why a formula is outside what is decided. The words are in package diag.
const (
	openText  = "text"
	openList  = "list"
	openTurns = "turns"
	openJoint = "joint"
	openMany  = "many"
)

// cutter finds where rules turn over as one variable moves along its axis, the others standing still.
type cutter struct {
	s     *space
	x     int
	a     *axis
	src   *source
	steps []int
	cuts  []int64
	// local says that the last direction holds only on the stretch that it was taken on.
	local bool
	// gaps says that other facts are missing: what is unknown at both ends and wherever else it is looked at is unknown for want of them.
	gaps bool
}

// at moves the variable.
func (c *cutter) at(i int64) {
	c.s.set(c.x, c.a.value(i))
	c.s.run(c.src, c.steps)
}

func (c *cutter) add(i int64) {
	if i <= c.a.lo || i > c.a.hi {
		return
	}
	if k, found := slices.BinarySearch(c.cuts, i); !found {
		c.cuts = slices.Insert(c.cuts, k, i)
	}
}

// stretches calls f for the stretches between the cuts found so far.
func (c *cutter) stretches(f func(lo, hi int64)) {
	lo := c.a.lo
	for _, cut := range slices.Clone(c.cuts) {
		f(lo, cut-1)
		lo = cut
	}
	f(lo, c.a.hi)
}

// cutAlone finds the cuts of a variable that parts of the rules make which depend on nothing else.
func (s *space) cutAlone(x int, v *variable) {
	for _, src := range s.srcs {
		if src.slotOf[x] < 0 {
			continue
		}
		c := &cutter{s: s, x: x, a: v.axis, src: src, steps: src.stepsOn(x), cuts: v.cuts}
		c.cuts = slices.DeleteFunc(c.cuts, func(i int64) bool { return i <= c.a.lo || i > c.a.hi })
		slices.Sort(c.cuts)
		c.cuts = slices.Compact(c.cuts)
		alone := func(roots []int) bool { return len(roots) == 1 && roots[0] == x }
		for i := range src.p.Steps {
			step := &src.p.Steps[i]
			for _, f := range step.Formulas() {
				c.formula(f, alone)
			}
			if step.Classify != nil {
				c.tests(step.Classify, alone)
			}
		}
		for i := range src.p.Leaves {
			c.formula(src.p.Leaves[i].Formula(), alone)
		}
		for _, w := range src.wheres() {
			c.formula(src.p.Where(w), alone)
		}
		s.eachIndicator(src, func(_ int, in *eval.Indicator) {
			if f := in.Formula(); f != nil {
				c.formula(f, alone)
			} else if in.Rules.Method == ruleset.Bands && in.Slot >= 0 && alone(src.roots[in.Slot]) {
				c.bands(in)
			}
		})
		v.cuts = c.cuts
		s.set(x, fact.Missing(fact.NotSupplied))
		s.run(src, c.steps)
	}
	if len(v.cuts) > maxRegions {
		v.cuts = v.cuts[:maxRegions]
		s.eachFormula(func(src *source, f *formula.Formula) {
			if slices.Contains(src.trace(f).roots[f.Root()], x) {
				s.open[f] = openMany
			}
		})
	}
}

// tests finds the cuts that the intervals and lists of a decision table make.
func (c *cutter) tests(t *ruleset.Classify, alone func([]int) bool) {
	for _, r := range t.Rules {
		for k := range r.Tests {
			test := &r.Tests[k]
			slot, ok := c.src.p.NameOf(test.Input)
			if !ok || !alone(c.src.roots[slot]) {
				continue
			}
			if test.Range != nil {
				c.interval(slot, test.Range, t)
			}
			for _, v := range test.AnyOf {
				c.compare(term{slot: slot}, term{slot: -1, k: v}, t)
			}
		}
	}
}

func (c *cutter) bands(in *eval.Indicator) {
	for _, b := range in.Rules.Bands {
		c.interval(in.Slot, &b.Range, in.Rules)
	}
}

func (c *cutter) interval(slot int, v *fact.Interval, blame any) {
	if v.HasLo {
		c.compare(term{slot: slot}, term{slot: -1, k: fact.OfNumber(v.Lo)}, blame)
	}
	if v.HasHi {
		c.compare(term{slot: slot}, term{slot: -1, k: fact.OfNumber(v.Hi)}, blame)
	}
}

// formula finds the cuts of the parts of a formula that the variable moves alone, or whose roots are wanted.
func (c *cutter) formula(f *formula.Formula, wanted func([]int) bool) {
	t := c.src.trace(f)
	for i := range f.Nodes {
		n := &f.Nodes[i]
		if !wanted(t.roots[i]) {
			continue
		}
		part := func(k int) term { return term{f: f, node: n.Args[k]} }
		switch n.Op {
		case formula.Lt, formula.Le, formula.Gt, formula.Ge, formula.Eq, formula.Ne:
			c.compare(part(0), part(1), f)
		case formula.In:
			for k := range n.Args[1:] {
				c.compare(part(0), part(k+1), f)
			}
		case formula.Mul, formula.Quo:
			if slices.Contains(t.roots[n.Args[1]], c.x) {
				for k := range 2 {
					c.compare(part(k), term{slot: -1, k: fact.OfNumber(fact.Int(0))}, f)
				}
			}
		case formula.Abs:
			c.compare(part(0), term{slot: -1, k: fact.OfNumber(fact.Int(0))}, f)
		case formula.Min, formula.Max:
			for k := range n.Args {
				for m := range k {
					c.compare(part(m), part(k), f)
				}
			}
		}
	}
}

// term is something that has an order: a part of a formula, the value of a name, or a constant (slot −1).
type term struct {
	f    *formula.Formula
	node int
	slot int
	k    fact.Value
}

func (c *cutter) value(t term) fact.Value {
	switch {
	case t.f != nil:
		return c.src.trace(t.f).out[t.node]
	case t.slot >= 0:
		return c.src.probe.Value(t.slot)
	}
	return t.k
}

// order returns how a stands to b once the variable is moved: −1, 0, 1; unknown where either is unknown or they have no order.
func (c *cutter) order(a, b term) int {
	if a.f != nil {
		c.s.compute(c.src, a.f)
	}
	if b.f != nil && b.f != a.f {
		c.s.compute(c.src, b.f)
	}
	v, w := c.value(a), c.value(b)
	switch {
	case !v.Known() || !w.Known():
		return unknown
	case v.IsNumber() && w.IsNumber():
		return v.Number().Cmp(w.Number())
	case (v.IsDate() || v.IsMonth()) && (w.IsDate() || w.IsMonth()):
		return v.Date().Compare(w.Date())
	case v.Equal(w):
		return 0
	}
	return unknown
}

// compare adds a cut wherever a passes b. blame is the formula that is outside what is decided where they go up and down.
func (c *cutter) compare(a, b term, blame any) {
	if c.s.computed > maxComputed {
		c.blame(blame, openMany)
		return
	}
	state := func(i int64) int { c.at(i); return c.order(a, b) }
	c.local = false
	if c.monotone(a, b, c.a.lo) && !c.local {
		if !c.known(c.a.lo, c.a.hi, state) {
			c.blame(blame, openTurns)
		}
		return // it goes one way from end to end
	}
	c.stretches(func(lo, hi int64) {
		if hi-lo > 1 && !c.monotone(a, b, lo) {
			if hi-lo >= manyValues {
				c.blame(blame, openTurns)
				return
			}
			last := state(lo)
			for i := lo + 1; i <= hi; i++ {
				if now := state(i); now != last {
					c.add(i)
					last = now
				}
			}
			return
		}
		if !c.known(lo, hi, state) {
			c.blame(blame, openTurns)
		}
	})
}

// unknown is the state of a comparison in which either side has no value.
const unknown = 2

// known adds the cuts between two ends. Where numbers are too large to compute with at both, it begins from a smaller one between them; it
// reports false where it finds none.
func (c *cutter) known(lo, hi int64, state func(int64) int) bool {
	if hi-lo < 2 || state(lo) != unknown || state(hi) != unknown {
		c.turns(lo, hi, state)
		return true
	}
	middle := []int64{0, lo + (hi-lo)/2}
	for p := int64(1); p < math.MaxInt64/10; p *= 10 {
		middle = append(middle, p, -p)
	}
	for _, m := range middle {
		if m > lo && m < hi && state(m) != unknown {
			c.turns(lo, m, state)
			c.turns(m, hi, state)
			return true
		}
	}
	return c.gaps
}

// turns adds a cut wherever a state changes between two ends, where it never comes back to what it was.
func (c *cutter) turns(lo, hi int64, state func(int64) int) {
	for lo < hi {
		from := state(lo)
		if state(hi) == from {
			return
		}
		same, other := lo, hi
		for other-same > 1 {
			if m := same + (other-same)/2; state(m) == from {
				same = m
			} else {
				other = m
			}
		}
		c.add(other)
		lo = other
	}
}

func (c *cutter) blame(f any, why string) {
	if f != nil {
		c.s.open[f] = why
	}
}
