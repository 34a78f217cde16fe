package eval

import (
	"slate/engine/diag"
	"slate/engine/fact"
	"slate/engine/formula"
	"slate/engine/ruleset"
)

// Score is the section `score` compiled.
type Score struct {
	Rules      *ruleset.Score
	Criteria   []Criterion
	Indicators []Indicator // of all criteria, in file order
}

// Criterion is a branch of the score: Count indicators from First on.
type Criterion struct {
	Rules        *ruleset.Criterion
	First, Count int
}

// Indicator is a leaf of the score. Slot is its input, −1 for a formula.
type Indicator struct {
	Rules *ruleset.Indicator
	Slot  int
	code
	span Range // what it can give while its input is unknown
}

// Formula returns the compiled formula of the indicator, nil for one of another method.
func (i *Indicator) Formula() *formula.Formula { return i.formula }

// Points is what an indicator gave.
type Points struct {
	Range
	Band    int    // the band or table row that gave them, −1 for none
	Missing bool   // the input is unknown
	Flag    string // of on_missing, where that applied
}

var hundred = fact.Int(100)

func (c *compiler) score() {
	rs := c.p.Rules.Score
	if rs == nil {
		return
	}
	s := &Score{Rules: rs}
	for _, cr := range rs.Criteria {
		s.Criteria = append(s.Criteria, Criterion{Rules: cr, First: len(s.Indicators), Count: len(cr.Indicators)})
		for _, in := range cr.Indicators {
			s.Indicators = append(s.Indicators, c.indicator(in))
		}
	}
	c.p.Score = s
}

func (c *compiler) indicator(in *ruleset.Indicator) Indicator {
	compiled := Indicator{Rules: in, Slot: -1}
	if in.Method == ruleset.Formula {
		compiled.code = c.compile(in.Expr, fact.Type{Kind: fact.Decimal})
		compiled.span = Range{OpenLo: true, OpenHi: true}.clamp(in.Floor, in.Cap)
		return compiled
	}
	slot, ok := c.lookup(in.Input)
	if !ok {
		return compiled
	}
	compiled.Slot = slot
	n := &c.p.Names[slot]
	if !suits(in.Method, n.Type.Kind) {
		c.list.Add(diag.New(diag.TypeMismatch, in.Input.Span, "want", wanted(in.Method), "got", n.Type.Kind.String()))
	}
	compiled.span = possible(in, n.Field).clamp(in.Floor, in.Cap)
	return compiled
}

// suits reports whether a method can take an input of a kind.
func suits(m ruleset.Method, k fact.Kind) bool {
	if m == ruleset.Table {
		return k == fact.Choice || k == fact.Text || k == fact.Boolean
	}
	return k.Numeric()
}

func wanted(m ruleset.Method) string {
	if m == ruleset.Table {
		return fact.Choice.String()
	}
	return fact.Decimal.String()
}

// possible returns the points an indicator can give, over the domain of its input: what a
// person has while the input is unknown. field is nil for an input that is not a fact.
func possible(in *ruleset.Indicator, field *fact.Field) Range {
	switch in.Method {
	case ruleset.Bands:
		return spread(len(in.Bands), func(i int) fact.Number { return in.Bands[i].Points })
	case ruleset.Table:
		return spread(len(in.Table), func(i int) fact.Number { return in.Table[i].Points })
	case ruleset.Percentile, ruleset.Minmax:
		return Range{Hi: hundred}
	}
	lo, hi := domainEnds(field)
	if in.Method == ruleset.Value {
		return Range{Lo: number(lo), Hi: number(hi), OpenLo: lo == nil, OpenHi: hi == nil}
	}
	return stepped(in, lo, hi)
}

func number(n *fact.Number) fact.Number {
	if n == nil {
		return fact.Number{}
	}
	return *n
}

func domainEnds(f *fact.Field) (lo, hi *fact.Number) {
	if f == nil || f.Domain == nil {
		return nil, nil
	}
	if f.Domain.HasLo {
		lo = &f.Domain.Lo
	}
	if f.Domain.HasHi {
		hi = &f.Domain.Hi
	}
	return lo, hi
}

// stepped returns what `each` or `deduct` can give between two ends of the input. Points per
// unit run from the fewest units to the most; below nothing is counted.
func stepped(in *ruleset.Indicator, lo, hi *fact.Number) Range {
	fewest := Exactly(fact.Number{})
	if lo != nil {
		fewest = countPoints(in, *lo)
	} else if in.Method == ruleset.Deduct {
		fewest = Exactly(in.Start)
	}
	rising := (in.Method == ruleset.Each) == (in.Points.Sign() >= 0)
	if hi == nil {
		if rising {
			return Range{Lo: fewest.Lo, OpenHi: true}
		}
		return Range{Hi: fewest.Hi, OpenLo: true}
	}
	most := countPoints(in, *hi)
	if most.OpenLo || fewest.OpenLo {
		return Range{OpenLo: true, OpenHi: true} // a count too large to hold
	}
	return fewest.with(most.Lo)
}

func spread(n int, points func(int) fact.Number) Range {
	if n == 0 {
		return Range{}
	}
	r := Exactly(points(0))
	for i := 1; i < n; i++ {
		r = r.with(points(i))
	}
	return r
}

// points computes the score of a person.
func (j *Judgement) points() {
	s := j.Program().Score
	if s == nil {
		return
	}
	j.criteria()
	j.Total = j.total(s).round(s.Rules.Round.Scale, s.Rules.Round.Mode)
}

// criteria computes the points of every indicator and criterion.
func (j *Judgement) criteria() []Range {
	s := j.Program().Score
	for i := range s.Indicators {
		j.Indicators[i] = j.indicator(i)
	}
	for i := range s.Criteria {
		j.Criteria[i] = j.criterion(&s.Criteria[i])
	}
	return j.Criteria
}

func (j *Judgement) indicator(i int) Points {
	in := &j.Program().Score.Indicators[i]
	p := Points{Band: -1}
	v := j.input(in)
	if !v.Known() {
		return missingPoints(in)
	}
	switch in.Rules.Method {
	case ruleset.Bands:
		for b := range in.Rules.Bands {
			if in.Rules.Bands[b].Range.Contains(v.Number()) {
				p.Band, p.Range = b, Exactly(in.Rules.Bands[b].Points)
			}
		}
		if p.Band < 0 {
			return missingPoints(in) // outside every band: the input is outside its domain
		}
	case ruleset.Table:
		for b := range in.Rules.Table {
			if in.Rules.Table[b].Value.Equal(v) {
				p.Band, p.Range = b, Exactly(in.Rules.Table[b].Points)
			}
		}
		if p.Band < 0 {
			return missingPoints(in)
		}
	case ruleset.Each, ruleset.Deduct:
		p.Range = countPoints(in.Rules, v.Number())
	case ruleset.Percentile, ruleset.Minmax:
		p.Range = j.Pool.relative(i, v.Number())
	default:
		p.Range = Exactly(v.Number())
	}
	p.Range = p.clamp(in.Rules.Floor, in.Rules.Cap)
	return p
}

// input returns what the indicator looks at.
func (j *Judgement) input(in *Indicator) fact.Value {
	if in.Slot < 0 {
		return j.value(&in.code)
	}
	return j.names[in.Slot]
}

func missingPoints(in *Indicator) Points {
	if m := in.Rules.OnMissing; m != nil {
		return Points{Range: Exactly(m.Points), Band: -1, Missing: true, Flag: m.Flag}
	}
	return Points{Range: in.span, Band: -1, Missing: true}
}

// countPoints gives the points of `each` and `deduct`, for whole steps. A result too large to
// hold is open at both ends.
func countPoints(in *ruleset.Indicator, v fact.Number) Range {
	open := Range{OpenLo: true, OpenHi: true}
	base := v
	if in.Method == ruleset.Each {
		var err error
		if base, err = v.Sub(in.Start); err != nil {
			return open
		}
	}
	steps, err := base.Quo(in.Step)
	if err != nil {
		return open
	}
	steps = steps.Floor()
	if steps.Sign() < 0 {
		steps = fact.Number{}
	}
	points, err := steps.Mul(in.Points)
	if err != nil {
		return open
	}
	if in.Method == ruleset.Deduct {
		if points, err = in.Start.Sub(points); err != nil {
			return open
		}
	}
	return Exactly(points)
}

// criterion weighs or adds the points of its indicators.
func (j *Judgement) criterion(c *Criterion) Range {
	var sum Range
	weighted := false
	all := int64(100)
	for i := c.First; i < c.First+c.Count; i++ {
		r := j.Indicators[i].Range
		in := j.Program().Score.Indicators[i].Rules
		if j.Pool.without == i+1 {
			all -= int64(in.Weight)
			continue
		}
		if in.Weighted && !c.Rules.Leaf {
			weighted = true
			r = r.times(fact.Int(int64(in.Weight)))
		}
		sum = sum.plus(r)
	}
	if weighted {
		sum = sum.times(fact.Ratio(1, all))
	}
	return sum.clamp(c.Rules.Min, c.Rules.Max)
}

// total weighs or adds the criteria, before rounding.
func (j *Judgement) total(s *Score) Range {
	if s.Rules.Topsis {
		return j.Pool.closeness(j.Criteria)
	}
	var sum Range
	for i := range s.Criteria {
		sum = sum.plus(j.Criteria[i].times(j.Pool.weights[i]))
	}
	return sum
}

// Grade returns the number of the grade the score lies in, and whether there is just one; −1 for a score outside every grade.
func (j *Judgement) Grade() (grade int, certain bool) {
	grades := j.grades()
	if len(grades) != 1 {
		return -1, false
	}
	return grades[0], true
}

// grades returns the grades that the score may lie in, −1 among them where it may lie outside every grade.
func (j *Judgement) grades() []int {
	if j.Program().Score == nil {
		return []int{-1}
	}
	total, all := j.Total, j.Program().Rules.Grades
	if total.Exact() {
		return []int{j.gradeOf(total.Lo)}
	}
	var may []int
	for i, g := range all {
		if total.reaches(&g.Range) {
			may = append(may, i)
		}
	}
	// Grades have no gaps between them, so the score can lie outside them only beyond an end.
	below, above := total.OpenLo, total.OpenHi
	for _, g := range all {
		below = below && g.Range.HasLo
		above = above && g.Range.HasHi
	}
	if len(all) == 0 || below || above || !total.OpenLo && j.gradeOf(total.Lo) < 0 || !total.OpenHi && j.gradeOf(total.Hi) < 0 {
		may = append(may, -1)
	}
	return may
}

func (j *Judgement) gradeOf(n fact.Number) int {
	for i, g := range j.Program().Rules.Grades {
		if g.Range.Contains(n) {
			return i
		}
	}
	return -1
}
