package lint

import (
	"math"
	"slices"
	"strings"

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
	return false
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

// joint is a comparison that several variables take part in.
type joint struct {
	src   *source
	f     *formula.Formula  // a comparison in a formula,
	table *ruleset.Classify // or the tests of a table,
	in    *eval.Indicator   // or the bands of an indicator
	uses  []int             // the slots it reads
	vars  []int
	form  string // what is compared, down to the facts
	marks []mark // with what
	// step is the most that it moves when a variable moves by its smallest unit.
	step func(x int) (fact.Number, bool)
}

// blame returns what is outside what is decided when the comparison is.
func (j *joint) blame() any {
	switch {
	case j.f != nil:
		return j.f
	case j.table != nil:
		return j.table
	}
	return j.in.Rules
}

// cutTogether finds the cuts that comparisons of several facts make, with the other facts at the ends of their regions: along
// the edges of each box of regions such a comparison takes every value it takes in the box, where each fact alone
// moves it one way and the comparisons that share facts compare one sum with constants.
func (s *space) cutTogether() {
	joints := s.joints()
	if len(joints) == 0 {
		return
	}
	more := map[int][]int64{}
	for _, v := range s.vars {
		if v.field != nil {
			v.represent()
		}
	}
	for i := range joints {
		j := &joints[i]
		for _, x := range j.vars {
			if s.vars[x].axis != nil {
				s.cutJoint(j, x, more)
			}
		}
	}
	for x, v := range s.vars {
		v.cuts = append(v.cuts, more[x]...)
		slices.Sort(v.cuts)
		v.cuts = slices.Compact(v.cuts)
		if v.field != nil {
			v.values, v.ends = nil, nil
		}
	}
	s.blameJoints(joints)
}

func (s *space) cutJoint(j *joint, x int, more map[int][]int64) {
	var others []int
	corners := 1
	for _, y := range j.vars {
		if y != x {
			others = append(others, y)
			corners *= max(len(s.vars[y].ends), 1)
		}
	}
	if corners > maxCorners {
		s.open[j.blame()] = openMany
		return
	}
	v := s.vars[x]
	c := &cutter{s: s, x: x, a: v.axis, src: j.src, steps: j.src.stepsFor(j.uses), cuts: slices.Clone(v.cuts)}
	before := len(c.cuts)
	var each func(k int)
	each = func(k int) {
		if k < len(others) {
			for _, value := range s.vars[others[k]].ends {
				s.set(others[k], value)
				each(k + 1)
			}
			s.set(others[k], fact.Missing(fact.NotSupplied))
			return
		}
		moved := func(roots []int) bool { return len(roots) > 1 && slices.Contains(roots, x) }
		for _, i := range c.steps { // what it reads turns over first
			for _, f := range j.src.p.Steps[i].Formulas() {
				c.formula(f, moved)
			}
			if t := j.src.p.Steps[i].Classify; t != nil {
				c.tests(t, moved)
			}
		}
		switch {
		case j.f != nil:
			c.formula(j.f, moved)
		case j.table != nil:
			c.tests(j.table, moved)
		default:
			c.bands(j.in)
		}
		if len(c.cuts) > maxRegions {
			s.open[j.blame()] = openMany
			c.cuts = c.cuts[:before]
		}
	}
	each(0)
	s.set(x, fact.Missing(fact.NotSupplied))
	s.run(j.src, c.steps)
	more[x] = append(more[x], c.cuts...)
}

// joints finds the comparisons of numbers or days that several variables take part in.
func (s *space) joints() []joint {
	var all []joint
	s.eachFormula(func(src *source, f *formula.Formula) {
		t := src.trace(f)
		for i := range f.Nodes {
			n := &f.Nodes[i]
			if len(t.roots[i]) < 2 || len(n.Args) < 2 {
				continue
			}
			switch n.Op {
			case formula.Lt, formula.Le, formula.Gt, formula.Ge, formula.Eq, formula.Ne, formula.In:
			default:
				continue
			}
			if k := f.Nodes[n.Args[0]].Type.Kind; k != fact.Decimal && k != fact.Day && k != fact.Month {
				continue
			}
			if n.Op == formula.Eq || n.Op == formula.Ne || n.Op == formula.In {
				if !s.listed(t.roots[i]) {
					s.open[f] = openJoint
				}
			}
			all = append(all, s.jointOf(src, f, i))
		}
	})
	s.eachTest(func(src *source, slot int, test *ruleset.Condition) {
		if len(src.roots[slot]) > 1 && src.p.Names[slot].Type.Kind.Numeric() {
			j := s.jointOn(src, slot)
			j.table = src.tableOf(test)
			if test.Range != nil {
				j.marks = marksOf(*test.Range)
			} else if !s.listed(j.vars) {
				s.open[j.table] = openJoint
			}
			all = append(all, j)
		}
	})
	for _, src := range s.srcs {
		s.eachIndicator(src, func(_ int, in *eval.Indicator) {
			if in.Slot >= 0 && in.Rules.Method == ruleset.Bands && len(src.roots[in.Slot]) > 1 {
				j := s.jointOn(src, in.Slot)
				j.in = in
				for _, b := range in.Rules.Bands {
					j.marks = append(j.marks, marksOf(b.Range)...)
				}
				all = append(all, j)
			}
		})
	}
	return all
}

// jointOf describes a comparison in a formula: what is compared, and with what number.
func (s *space) jointOf(src *source, f *formula.Formula, node int) joint {
	n := &f.Nodes[node]
	j := joint{src: src, f: f, uses: f.Uses(), vars: src.trace(f).roots[node]}
	out := s.compute(src, f)
	left, right := n.Args[0], n.Args[1]
	after := n.Op == formula.Gt || n.Op == formula.Le // whether the number itself still belongs below
	if len(src.trace(f).roots[left]) == 0 {
		left, right = right, left
		after = n.Op == formula.Lt || n.Op == formula.Ge
	}
	j.form = s.expanded(src, f, left)
	j.step = func(x int) (fact.Number, bool) { return s.step(src, f, left, x, 0) }
	if len(src.trace(f).roots[right]) == 0 && out[right].IsNumber() {
		j.marks = []mark{{out[right].Number(), after}}
		return j
	}
	// Two sides that people move are one difference, compared with 0; days are compared in this way, too.
	j.form += " - " + s.expanded(src, f, right)
	j.marks = []mark{{fact.Number{}, after}}
	j.step = func(x int) (fact.Number, bool) {
		a, ok := s.step(src, f, left, x, 0)
		b, fine := s.step(src, f, right, x, 0)
		sum, err := a.Add(b)
		return sum, ok && fine && err == nil
	}
	return j
}

func (s *space) jointOn(src *source, slot int) joint {
	return joint{src: src, uses: []int{slot}, vars: src.roots[slot], form: s.expandedName(src, slot),
		step: func(x int) (fact.Number, bool) { return s.slotStep(src, slot, x, 0) }}
}

// mark is where a comparison turns over: at a number, or, after, behind it.
type mark struct {
	at    fact.Number
	after bool
}

func marksOf(v fact.Interval) []mark {
	var marks []mark
	if v.HasLo {
		marks = append(marks, mark{v.Lo, v.OpenLo})
	}
	if v.HasHi {
		marks = append(marks, mark{v.Hi, !v.OpenHi})
	}
	return marks
}

// step returns the most that a part of a formula moves when a variable moves by its smallest unit. It is false where that is not known.
func (s *space) step(src *source, f *formula.Formula, node, x, depth int) (fact.Number, bool) {
	if !slices.Contains(src.trace(f).roots[node], x) {
		return fact.Number{}, true
	}
	n := &f.Nodes[node]
	switch n.Op {
	case formula.NameRef:
		return s.slotStep(src, n.Slot, x, depth)
	case formula.Neg, formula.Abs:
		return s.step(src, f, n.Args[0], x, depth)
	case formula.Mul, formula.Quo:
		return s.scaled(src, f, node, x, depth)
	case formula.Add, formula.Sub, formula.Min, formula.Max:
	default:
		return fact.Number{}, false
	}
	var most fact.Number
	for _, a := range n.Args {
		d, ok := s.step(src, f, a, x, depth)
		if !ok {
			return d, false
		}
		if n.Op == formula.Add || n.Op == formula.Sub {
			var err error
			if most, err = most.Add(d); err != nil {
				return most, false
			}
		} else if d.Cmp(most) > 0 {
			most = d
		}
	}
	return most, true
}

// scaled is the step of a product with, or quotient by, what nobody moves.
func (s *space) scaled(src *source, f *formula.Formula, node, x, depth int) (fact.Number, bool) {
	n := &f.Nodes[node]
	out := s.compute(src, f)
	for k, a := range n.Args {
		by := n.Args[1-k]
		if len(src.trace(f).roots[by]) > 0 || !out[by].Known() || n.Op == formula.Quo && k == 1 {
			continue
		}
		d, ok := s.step(src, f, a, x, depth)
		if !ok {
			return d, false
		}
		var err error
		if n.Op == formula.Mul {
			d, err = d.Mul(out[by].Number().Abs())
		} else {
			d, err = d.Quo(out[by].Number().Abs())
		}
		return d, err == nil
	}
	return fact.Number{}, false
}

func (s *space) slotStep(src *source, slot, x, depth int) (fact.Number, bool) {
	n := &src.p.Names[slot]
	switch {
	case slot == src.slotOf[x]:
		t := n.Type
		if !t.Kind.Numeric() {
			return fact.Number{}, false
		}
		return fact.Ratio(1, power(scaleOf(t))), true
	case !slices.Contains(src.roots[slot], x):
		return fact.Number{}, true
	case n.Kind != eval.DerivedName || depth > 20 || src.p.Steps[n.Step].Derive.Round != nil:
		return fact.Number{}, false
	}
	f := src.p.Steps[n.Step].Formula()
	return s.step(src, f, f.Root(), x, depth+1)
}

// tableOf returns the decision table that a test belongs to.
func (src *source) tableOf(test *ruleset.Condition) *ruleset.Classify {
	for i := range src.p.Steps {
		if t := src.p.Steps[i].Classify; t != nil {
			for _, r := range t.Rules {
				for k := range r.Tests {
					if &r.Tests[k] == test {
						return t
					}
				}
			}
		}
	}
	return nil
}

// listed reports whether every value of some variables is tried.
func (s *space) listed(vars []int) bool {
	for _, x := range vars {
		if !s.vars[x].all {
			return false
		}
	}
	return true
}

// blameJoints marks the comparisons for which one person of each region does not stand for all: those that share facts with a comparison of
// something else, and those of one sum whose numbers lie closer together than the sum moves at a time, so that a person between
// them may be stepped over.
func (s *space) blameJoints(joints []joint) {
	for i := range joints {
		for k := range i {
			a, b := &joints[i], &joints[k]
			if !shares(a.vars, b.vars) || s.listed(a.vars) && s.listed(b.vars) {
				continue
			}
			if a.form != b.form || s.skips(a, slices.Concat(a.marks, b.marks)) {
				s.open[a.blame()], s.open[b.blame()] = openJoint, openJoint
			}
		}
		if a := &joints[i]; len(a.marks) > 1 && !s.listed(a.vars) && s.skips(a, a.marks) {
			s.open[a.blame()] = openJoint
		}
	}
}

// skips reports whether a sum may step over the numbers between two marks. Where every fact moves it by the same step, it takes
// every value that it can take.
func (s *space) skips(j *joint, marks []mark) bool {
	var most fact.Number
	even := !strings.Contains(j.form, "("+itoa(int(formula.Min))+" ") && !strings.Contains(j.form, "("+itoa(int(formula.Max))+" ") && !strings.Contains(j.form, "("+itoa(int(formula.Abs))+" ")
	for i, x := range j.vars {
		d, ok := j.step(x)
		if !ok {
			return differs(marks)
		}
		even = even && (i == 0 || d.Equal(most))
		if d.Cmp(most) > 0 {
			most = d
		}
	}
	if even {
		return false
	}
	for _, m := range marks {
		for _, o := range marks {
			room, err := o.at.Sub(m.at)
			if err != nil || room.Sign() < 0 || room.Sign() == 0 && m.after == o.after {
				continue
			}
			if c := room.Cmp(most); c < 0 || c == 0 && m.after && !o.after {
				return true
			}
		}
	}
	return false
}

// differs reports whether marks are not all in one place.
func differs(marks []mark) bool {
	return slices.ContainsFunc(marks, func(m mark) bool { return !m.at.Equal(marks[0].at) || m.after != marks[0].after })
}

func shares(a, b []int) bool {
	return slices.ContainsFunc(a, func(x int) bool { return slices.Contains(b, x) })
}
