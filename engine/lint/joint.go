package lint

import (
	"slices"
	"strings"

	"slate/engine/eval"
	"slate/engine/fact"
	"slate/engine/formula"
	"slate/engine/ruleset"
)

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
	for _, j := range joints {
		s.joint[j.blame()] = append(s.joint[j.blame()], j)
	}
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

// clash reports whether, for a question that reads some formulas, tables and indicators, one person of each region does not stand for
// all: where comparisons share facts and compare different things, or one sum with numbers that lie closer together than the sum
// moves at a time, so that a person between them may be stepped over.
func (s *space) clash(read []any) bool {
	if len(s.joint) == 0 {
		return false
	}
	var all []joint
	for _, r := range read {
		all = append(all, s.joint[r]...)
	}
	for i := range all {
		a := &all[i]
		if s.listed(a.vars) {
			continue
		}
		if len(a.marks) > 1 && s.skips(a, a.marks) {
			return true
		}
		for k := range i {
			b := &all[k]
			if shares(a.vars, b.vars) && (a.form != b.form || s.skips(a, slices.Concat(a.marks, b.marks))) {
				return true
			}
		}
	}
	return false
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
