package lint

import (
	"slices"
	"strconv"

	"slate/engine/eval"
	"slate/engine/fact"
	"slate/engine/formula"
	"slate/engine/ruleset"
)

// Limits, in counts and never in time, so that the same file gets the same answer everywhere.
const (
	// fewValues is how many values a fact may have to be tried one by one instead of by regions.
	fewValues = 32
	// manyValues is how many values of a stretch are tried one by one where an expression goes up and down in it.
	manyValues = 4096
	// maxRegions is how many values of one fact are kept.
	maxRegions = 20000
	// maxCorners is how many combinations of other facts are tried to find where a comparison of several facts turns over.
	maxCorners = 400
	// maxComputed is how many formulas one analysis computes.
	maxComputed = 4_000_000
	// maxPeople is how many people, whole or in part, one question makes up.
	maxPeople = 60_000
)

// source is one program whose rules are looked at.
type source struct {
	p     *eval.Program
	probe *eval.Probe
	// roots holds, by slot of a name, the variables that its value depends on.
	roots [][]int
	// slotOf holds, by variable, the slot of the fact in this program, −1 where it has none.
	slotOf []int
	nodes  map[*formula.Formula]*traced
	// waived holds the ids of the vetoes that the person made up has a waiver for.
	waived map[string]bool
}

// traced is a formula with what its parts depend on, and room for their values.
type traced struct {
	roots [][]int
	out   []fact.Value
}

// variable is one thing in which people differ: a fact, or whether they have a waiver of a veto.
type variable struct {
	name  string
	field *fact.Field // nil for a waiver
	axis  *axis       // nil where values are listed
	cuts  []int64     // where a new region of the axis begins, ascending
	list  []fact.Value
	// all says that list holds every value there is.
	all    bool
	values []fact.Value // one or more of each region, and missing as the last
	ends   []fact.Value // those at the ends of regions, for the corners of comparisons of several facts
	tokens map[key][]int32
	merged map[string][]fact.Value // by the keys that tell values apart
	words  map[string]int32
}

// key is something whose value tells regions of a variable apart: a part of a formula, or a name.
type key struct {
	src  *source
	f    *formula.Formula
	node int // of f, or a slot where f is nil; an indicator where that is set
	ind  bool
}

// space is all the people there could be, as far as the rules can tell them apart.
type space struct {
	srcs     []*source
	vars     []*variable
	open     map[any]string  // formulas, tables and indicators outside what is decided, and why
	joint    map[any][]joint // comparisons of several facts, by what they stand in
	computed int
	keys     map[key]int // the numbers of the keys seen so far
}

// outline lays out the facts of some programs, joined by name; they must agree in type.
func outline(programs ...*eval.Program) *space {
	s := &space{open: map[any]string{}, keys: map[key]int{}, joint: map[any][]joint{}}
	index := map[string]int{}
	for _, p := range programs {
		for i := range p.Names {
			if n := &p.Names[i]; n.Kind == eval.FactName {
				if _, ok := index[n.Name]; !ok {
					index[n.Name] = len(s.vars)
					s.vars = append(s.vars, &variable{name: n.Name, field: n.Field, tokens: map[key][]int32{}, merged: map[string][]fact.Value{}, words: map[string]int32{}})
				}
			}
		}
	}
	facts := len(s.vars)
	for _, p := range programs {
		for i := range p.Vetoes {
			if v := p.Vetoes[i].Rules; v.Waiver != nil {
				if _, ok := index["waiver:"+v.ID]; !ok {
					index["waiver:"+v.ID] = len(s.vars)
					s.vars = append(s.vars, waiverVariable(v.ID))
				}
			}
		}
	}
	for _, p := range programs {
		src := &source{p: p, probe: p.Probe(), nodes: map[*formula.Formula]*traced{}, slotOf: make([]int, len(s.vars)), waived: map[string]bool{}}
		for i, v := range s.vars {
			src.slotOf[i] = -1
			if i < facts {
				if slot, ok := p.NameOf(v.name); ok && p.Names[slot].Kind == eval.FactName {
					src.slotOf[i] = slot
				}
			}
		}
		src.findRoots(index)
		s.srcs = append(s.srcs, src)
	}
	for i, v := range s.vars {
		if v.field != nil {
			s.lay(i, v)
		}
	}
	return s
}

// newSpace finds the values at which the rules of some programs turn over. The facts of the programs are joined by name
// and must agree in type.
func newSpace(programs ...*eval.Program) *space {
	s := outline(programs...)
	for i, v := range s.vars {
		if v.axis != nil {
			s.cutAlone(i, v)
		}
	}
	s.cutTogether()
	for _, v := range s.vars {
		if v.field != nil {
			v.represent()
		}
	}
	return s
}

func waiverVariable(id string) *variable {
	yesNo := []fact.Value{fact.OfBool(false), fact.OfBool(true)}
	return &variable{name: id, values: yesNo, list: yesNo, all: true, tokens: map[key][]int32{}, merged: map[string][]fact.Value{}, words: map[string]int32{}}
}

// findRoots finds what each name depends on. Steps stand after what they read.
func (src *source) findRoots(index map[string]int) {
	p := src.p
	src.roots = make([][]int, len(p.Names))
	for i := range p.Names {
		if p.Names[i].Kind == eval.FactName {
			src.roots[i] = []int{index[p.Names[i].Name]}
		}
	}
	for i := range p.Steps {
		var all []int
		for _, slot := range p.Steps[i].Reads() {
			all = union(all, src.roots[slot])
		}
		for _, slot := range p.Steps[i].Slots {
			src.roots[slot] = all
		}
	}
}

func union(a, b []int) []int {
	if len(a) == 0 {
		return b
	}
	out := slices.Concat(a, b)
	slices.Sort(out)
	return slices.Compact(out)
}

// trace returns a formula with what its parts depend on.
func (src *source) trace(f *formula.Formula) *traced {
	if t := src.nodes[f]; t != nil {
		return t
	}
	t := &traced{roots: make([][]int, len(f.Nodes)), out: make([]fact.Value, len(f.Nodes))}
	for i := range f.Nodes {
		n := &f.Nodes[i]
		if n.Op == formula.NameRef {
			t.roots[i] = src.roots[n.Slot]
		}
		for _, a := range n.Args {
			t.roots[i] = union(t.roots[i], t.roots[a])
		}
	}
	src.nodes[f] = t
	return t
}

// compute computes a formula for the person made up and returns the values of its parts.
func (s *space) compute(src *source, f *formula.Formula) []fact.Value {
	s.computed++
	t := src.trace(f)
	src.probe.Compute(f, t.out)
	return t.out
}

// stepsFor returns the steps that some slots need, in order.
func (src *source) stepsFor(slots []int) []int {
	need := map[int]bool{}
	var visit func(slot int)
	visit = func(slot int) {
		n := &src.p.Names[slot]
		if n.Kind != eval.DerivedName && n.Kind != eval.OutputName || need[n.Step] {
			return
		}
		need[n.Step] = true
		for _, r := range src.p.Steps[n.Step].Reads() {
			visit(r)
		}
	}
	for _, slot := range slots {
		visit(slot)
	}
	var steps []int
	for i := range src.p.Steps {
		if need[i] {
			steps = append(steps, i)
		}
	}
	return steps
}

// stepsOn returns the steps that depend on a variable, in order.
func (src *source) stepsOn(x int) []int {
	var steps []int
	for i := range src.p.Steps {
		if slots := src.p.Steps[i].Slots; len(slots) > 0 && slices.Contains(src.roots[slots[0]], x) {
			steps = append(steps, i)
		}
	}
	return steps
}

// set gives a variable a value in every program.
func (s *space) set(x int, v fact.Value) {
	for _, src := range s.srcs {
		if slot := src.slotOf[x]; slot >= 0 {
			src.probe.Set(slot, v)
		} else if s.vars[x].field == nil {
			src.waived[s.vars[x].name] = v.Bool()
		}
	}
}

func (s *space) run(src *source, steps []int) {
	for _, i := range steps {
		src.probe.Step(i)
	}
	s.computed += len(steps)
}

// axis is the numbers or days that a fact can be, one smallest unit apart.
type axis struct {
	kind   fact.Kind
	lo, hi int64
	scale  int // a number is its index ÷ 10^scale
}

// firstDay and lastDay bound the days that are tried. Earlier and later ones are mistakes of typing.
var (
	firstDay, _ = fact.NewDate(1900, 1, 1)
	lastDay, _  = fact.NewDate(2099, 12, 31)
)

// farthest bounds numbers of facts without a domain.
const farthest = 1_000_000_000_000

func (a *axis) value(i int64) fact.Value {
	switch a.kind {
	case fact.Day:
		return fact.OfDate(firstDay.AddDays(int(i)))
	case fact.Month:
		return fact.OfMonth(firstDay.AddMonths(int(i)))
	}
	den := power(a.scale)
	for _, prime := range []int64{2, 5} { // lowest terms: the denominator has no other primes
		for den%prime == 0 && i%prime == 0 {
			den, i = den/prime, i/prime
		}
	}
	return fact.OfNumber(fact.OfParts(i, den))
}

func power(n int) int64 {
	p := int64(1)
	for range n {
		p *= 10
	}
	return p
}

// scaleOf returns the decimal places of the smallest unit of a fact: one cent, one of a count, a millionth of a decimal.
func scaleOf(t fact.Type) int {
	switch {
	case t.Kind == fact.Integer:
		return 0
	case t.Kind == fact.Money && t.Unit == "元":
		return 2
	}
	return 6
}

// index returns the first index whose number is at or above n (up), or the last at or below.
func (a *axis) index(n fact.Number, up bool) (int64, bool) {
	scaled, err := n.Mul(fact.Int(power(a.scale)))
	if err != nil {
		return 0, false
	}
	if up {
		scaled = scaled.Ceil()
	} else {
		scaled = scaled.Floor()
	}
	return scaled.Int64()
}

// lay decides how the values of a variable are gone through.
func (s *space) lay(x int, v *variable) {
	t := v.field.Type
	switch t.Kind {
	case fact.Boolean:
		v.list, v.all = []fact.Value{fact.OfBool(true), fact.OfBool(false)}, true
	case fact.Choice:
		for _, c := range t.Values {
			v.list = append(v.list, fact.OfText(c))
		}
		v.all = true
	case fact.Text:
		s.texts(x, v)
	case fact.List:
		s.lists(x, v)
	case fact.Day:
		v.axis = &axis{kind: fact.Day, hi: int64(firstDay.DaysUntil(lastDay))}
	case fact.Month:
		v.axis = &axis{kind: fact.Month, hi: 200*12 - 1}
	default:
		s.numbers(x, v)
	}
}

// numbers lays the axis of a number over its domain, the widest of those that the programs declare.
func (s *space) numbers(x int, v *variable) {
	a := &axis{kind: v.field.Type.Kind, scale: scaleOf(v.field.Type)}
	far := int64(farthest) * power(a.scale)
	a.lo, a.hi = far, -far
	for _, src := range s.srcs {
		if src.slotOf[x] < 0 {
			continue
		}
		lo, hi := a.ends(src.p.Names[src.slotOf[x]].Field.Domain, far)
		a.lo, a.hi = min(a.lo, lo), max(a.hi, hi)
		v.cuts = append(v.cuts, lo, hi+1)
	}
	if a.lo > a.hi { // a domain finer than the unit holds no value
		v.list = nil
		return
	}
	v.axis = a
	if a.hi-a.lo < fewValues {
		for i := a.lo; i <= a.hi; i++ {
			v.list = append(v.list, a.value(i))
		}
		v.axis, v.all = nil, true
	}
}

func (a *axis) ends(d *fact.Interval, far int64) (lo, hi int64) {
	lo, hi = -far, far
	if d == nil {
		return lo, hi
	}
	if d.HasLo {
		if i, ok := a.index(d.Lo, true); ok {
			lo = max(lo, i)
			if d.OpenLo && a.value(i).Number().Equal(d.Lo) {
				lo++
			}
		}
	}
	if d.HasHi {
		if i, ok := a.index(d.Hi, false); ok {
			hi = min(hi, i)
			if d.OpenHi && a.value(i).Number().Equal(d.Hi) {
				hi--
			}
		}
	}
	return lo, hi
}

// texts lists the words that the rules compare a text with, and one that is none of them.
func (s *space) texts(x int, v *variable) {
	other := "其他"
	add := func(w string) {
		if t := fact.OfText(w); !contains(v.list, t) {
			v.list = append(v.list, t)
		}
		if w == other {
			other += "的"
		}
	}
	s.eachFormula(func(src *source, f *formula.Formula) {
		t := src.trace(f)
		for i := range f.Nodes {
			n := &f.Nodes[i]
			if !slices.Contains(t.roots[i], x) || len(n.Args) < 2 {
				continue
			}
			for _, a := range n.Args {
				if c := &f.Nodes[a]; c.Op == formula.Const && c.Value.IsText() {
					add(c.Value.Text())
				} else if n := &f.Nodes[a]; n.Op == formula.NameRef && src.p.Names[n.Slot].Kind == eval.ParamName {
					if v := src.probe.Value(n.Slot); v.IsText() {
						add(v.Text())
					}
				}
			}
			switch n.Op {
			case formula.Contains, formula.StartsWith, formula.EndsWith, formula.Matches:
				s.open[f] = openText
			}
		}
	})
	s.eachTest(func(src *source, slot int, c *ruleset.Condition) {
		if slices.Contains(src.roots[slot], x) {
			for _, w := range c.AnyOf {
				add(w.String())
			}
		}
	})
	for _, src := range s.srcs {
		s.eachIndicator(src, func(i int, in *eval.Indicator) {
			if in.Slot >= 0 && slices.Contains(src.roots[in.Slot], x) {
				for _, row := range in.Rules.Table {
					add(row.Value.String())
				}
			}
		})
	}
	add(other)
}

// lists tries every set of up to six members that the rules name; beyond, one at a time.
func (s *space) lists(x int, v *variable) {
	var members []fact.Value
	add := func(m fact.Value) {
		if m.Known() && !contains(members, m) {
			members = append(members, m)
		}
	}
	s.eachFormula(func(src *source, f *formula.Formula) {
		t := src.trace(f)
		for i := range f.Nodes {
			if n := &f.Nodes[i]; n.Op == formula.InList && slices.Contains(t.roots[n.Args[1]], x) {
				m := n.Args[0]
				switch {
				case f.Nodes[m].Op == formula.Const:
					add(f.Nodes[m].Value)
				case len(t.roots[m]) == 0:
					add(s.compute(src, f)[m])
				default:
					s.open[f] = openList
				}
			}
		}
	})
	v.all = len(members) <= 6
	if !v.all {
		s.eachFormula(func(src *source, f *formula.Formula) {
			if slices.Contains(src.trace(f).roots[f.Root()], x) {
				s.open[f] = openList
			}
		})
		v.list = append(v.list, fact.OfList(nil), fact.OfList(members))
		for _, m := range members {
			v.list = append(v.list, fact.OfList([]fact.Value{m}))
		}
		return
	}
	for set := range 1 << len(members) {
		var in []fact.Value
		for i, m := range members {
			if set>>i&1 == 1 {
				in = append(in, m)
			}
		}
		v.list = append(v.list, fact.OfList(in))
	}
}

func contains(list []fact.Value, v fact.Value) bool {
	return slices.ContainsFunc(list, v.Equal)
}

// eachFormula visits every formula of the programs, those of steps before those that read them.
func (s *space) eachFormula(visit func(*source, *formula.Formula)) {
	for _, src := range s.srcs {
		for i := range src.p.Steps {
			for _, f := range src.p.Steps[i].Formulas() {
				visit(src, f)
			}
		}
		for i := range src.p.Leaves {
			visit(src, src.p.Leaves[i].Formula())
		}
		s.eachIndicator(src, func(_ int, in *eval.Indicator) {
			if f := in.Formula(); f != nil {
				visit(src, f)
			}
		})
		for _, w := range src.wheres() {
			visit(src, src.p.Where(w))
		}
	}
}

// wheres returns the conditions of the bodies and their quotas.
func (src *source) wheres() []*ruleset.Text {
	var all []*ruleset.Text
	for _, b := range src.p.Rules.Bodies {
		all = append(all, b.Where)
		for _, q := range b.Quotas {
			all = append(all, q.Where, q.ShareOf)
		}
	}
	return slices.DeleteFunc(all, func(t *ruleset.Text) bool { return src.p.Where(t) == nil })
}

func (s *space) eachIndicator(src *source, visit func(int, *eval.Indicator)) {
	if src.p.Score == nil {
		return
	}
	for i := range src.p.Score.Indicators {
		visit(i, &src.p.Score.Indicators[i])
	}
}

// eachTest visits the tests of decision tables that are no expressions.
func (s *space) eachTest(visit func(*source, int, *ruleset.Condition)) {
	for _, src := range s.srcs {
		for i := range src.p.Steps {
			if t := src.p.Steps[i].Classify; t != nil {
				for _, r := range t.Rules {
					for k := range r.Tests {
						if slot, ok := src.p.NameOf(r.Tests[k].Input); ok && r.Tests[k].Expr == nil {
							visit(src, slot, &r.Tests[k])
						}
					}
				}
			}
		}
	}
}

// represent picks values of every region: its ends and its middle.
func (v *variable) represent() {
	if v.axis == nil {
		v.values = append(slices.Clone(v.list), fact.Missing(fact.NotSupplied))
		v.ends = v.list
		return
	}
	a := v.axis
	for k := -1; k < len(v.cuts); k++ {
		lo, hi := a.lo, a.hi
		if k >= 0 {
			lo = v.cuts[k]
		}
		if k+1 < len(v.cuts) {
			hi = v.cuts[k+1] - 1
		}
		// The middle goes last: where a region decides, its edge says more.
		at := []int64{lo, hi, lo + (hi-lo)/2}
		slices.Sort(at[:2])
		for i, n := range slices.Compact(at) {
			v.values = append(v.values, a.value(n))
			if i < 2 {
				v.ends = append(v.ends, a.value(n))
			}
		}
	}
	if a.kind == fact.Day || a.kind == fact.Month {
		// Nobody is born on the first day there is: such a day is shown only where no other will do.
		odd := func(x fact.Value) int {
			if x.Equal(a.value(a.lo)) || x.Equal(a.value(a.hi)) {
				return 1
			}
			return 0
		}
		slices.SortStableFunc(v.values, func(x, y fact.Value) int { return odd(x) - odd(y) })
	}
	v.values = append(v.values, fact.Missing(fact.NotSupplied))
}

func itoa(n int) string { return strconv.Itoa(n) }
