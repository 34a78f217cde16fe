package mutate

import (
	"slices"

	"slate/engine/diag"
	"slate/engine/eval"
	"slate/engine/fact"
	"slate/engine/formula"
	"slate/engine/ruleset"
)

// mutant is one small change that can be made and taken back.
type mutant struct {
	op       Op
	id       string
	was, now string
	span     diag.Span
	apply    func() (undo func())
	// within says that nothing but verdicts, vetoes and the grade can come out otherwise, on any cut-off date.
	within bool
	days   []fact.Date // cut-off dates on which the change matters, where it may not on those of the file and its cases
}

// maker lists the mutants of a ruleset, in file order within each kind of thing.
type maker struct {
	rs  *ruleset.Ruleset
	out []mutant
}

// set makes a mutant that gives one variable another value.
func set[T any](m *maker, op Op, id, was, now string, span diag.Span, at *T, value T) {
	m.out = append(m.out, mutant{op: op, id: id, was: was, now: now, span: span, apply: func() func() {
		old := *at
		*at = value
		return func() { *at = old }
	}})
}

func mutants(rs *ruleset.Ruleset, p *eval.Program) []mutant {
	m := &maker{rs: rs}
	m.params()
	for i := range p.Steps {
		if d := p.Steps[i].Derive; d != nil {
			m.expression(d.Name, &d.Expr, p.Steps[i].Formula(), p)
		}
	}
	for _, t := range rs.Classifies {
		for i, r := range t.Rules {
			set(m, RowDropped, r.ID, r.ID, "", r.Span, &t.Rules, without(t.Rules, i))
		}
	}
	m.clauses(p)
	if rs.Score != nil {
		m.score(p)
	}
	m.grades()
	m.order()
	return m.out
}

// without returns a copy of a list that lacks one member.
func without[T any](list []T, i int) []T { return slices.Delete(slices.Clone(list), i, i+1) }

// unit returns the smallest step of a type: a fen for money, one for whole numbers, a hundredth for others.
func unit(t fact.Type) fact.Number {
	switch {
	case t.Kind == fact.Integer:
		return fact.Int(1)
	case t.Unit == "万元": // a parameter is a decimal with the unit of money
		return fact.Ratio(1, 1000000)
	}
	return fact.Ratio(1, 100)
}

// nudged returns the numbers one step below and above, where they can be held.
func nudged(n, by fact.Number) []fact.Number {
	var out []fact.Number
	for _, step := range []fact.Number{by.Neg(), by} {
		if moved, err := n.Add(step); err == nil {
			out = append(out, moved)
		}
	}
	return out
}

func (m *maker) params() {
	for _, p := range m.rs.Params {
		for i := range p.Values {
			v := &p.Values[i]
			if !v.Value.IsNumber() {
				continue
			}
			for _, n := range nudged(v.Value.Number(), unit(p.Type)) {
				set(m, ParamMoved, p.Name, v.Value.String(), n.String(), v.Span, &v.Value, fact.OfNumber(n))
				m.out[len(m.out)-1].days = []fact.Date{v.From}
			}
		}
	}
}

func (m *maker) clauses(p *eval.Program) {
	for _, t := range m.rs.Tiers {
		for i, c := range t.Require {
			from := len(m.out)
			set(m, ClauseDropped, c.ID, c.ID, "", c.Span, &t.Require, without(t.Require, i))
			m.clause(c, p, false)
			m.within(from, c)
		}
	}
	for i, v := range m.rs.Vetoes {
		from := len(m.out)
		set(m, VetoOff, v.ID, v.ID, "", v.Span, &m.rs.Vetoes, without(m.rs.Vetoes, i))
		if v.Waiver != nil {
			set(m, WaiverOff, v.ID, v.ID, "", v.Span, &v.Waiver, nil)
		}
		m.clause(&v.Clause, p, false)
		m.within(from, &v.Clause)
	}
}

// within marks the mutants of a clause, those from a number on, as changing verdicts only. A clause with days of its own may do on
// another cut-off date what it does not do on this one; a waiver changes what people may do.
func (m *maker) within(from int, c *ruleset.Clause) {
	days := turns(c)
	for i := from; i < len(m.out); i++ {
		m.out[i].within = m.out[i].op != WaiverOff && len(days) == 0
		m.out[i].days = append(m.out[i].days, days...)
	}
}

// turns lists the days on which a clause or a member of it comes into force, and the last days of those that end.
func turns(c *ruleset.Clause) []fact.Date {
	var days []fact.Date
	for _, d := range []fact.Date{c.Since, c.Until} {
		if !d.IsZero() {
			days = append(days, d)
		}
	}
	for _, member := range c.Of {
		days = append(days, turns(member)...)
	}
	return days
}

func (m *maker) clause(c *ruleset.Clause, p *eval.Program, negated bool) {
	if !negated {
		m.onMissing(c)
	}
	for _, d := range []struct {
		at *fact.Date
		op Op
	}{{&c.Since, SinceMoved}, {&c.Until, UntilMoved}} {
		if !d.at.IsZero() {
			for _, by := range []int{-1, 1} {
				set(m, d.op, c.ID, d.at.String(), d.at.AddDays(by).String(), c.Span, d.at, d.at.AddDays(by))
				m.out[len(m.out)-1].days = []fact.Date{d.at.AddDays(-1), *d.at, d.at.AddDays(1)}
			}
		}
	}
	if c.Group == ruleset.Atomic {
		for i := range p.Leaves {
			if p.Leaves[i].Clause == c {
				m.expression(c.ID, &c.Expr, p.Leaves[i].Formula(), p)
			}
		}
		return
	}
	switch c.Group {
	case ruleset.All:
		set(m, GroupSwapped, c.ID, "all", "any", c.Span, &c.Group, ruleset.Any)
	case ruleset.Any:
		set(m, GroupSwapped, c.ID, "any", "all", c.Span, &c.Group, ruleset.All)
	case ruleset.AtLeast:
		for _, n := range []int{c.N - 1, c.N + 1} {
			if n >= 1 && n <= len(c.Of) {
				set(m, CountMoved, c.ID, fact.Int(int64(c.N)).String(), fact.Int(int64(n)).String(), c.Span, &c.N, n)
			}
		}
	}
	for i, member := range c.Of {
		if len(c.Of) > 1 && c.N < len(c.Of) {
			set(m, ClauseDropped, member.ID, member.ID, "", member.Span, &c.Of, without(c.Of, i))
		}
		m.clause(member, p, negated || c.Group == ruleset.Not)
	}
}

func (m *maker) onMissing(c *ruleset.Clause) {
	effective := c.OnMissing
	if effective == ruleset.MissingInherits {
		if effective = m.rs.Meta.OnMissing; c.Group != ruleset.Atomic {
			return // a group without its own leaves the matter to its members
		}
	}
	if effective == ruleset.MissingFails {
		set(m, OnMissingFlipped, c.ID, "fail", "undecided", c.Span, &c.OnMissing, ruleset.MissingUndecided)
	} else {
		set(m, OnMissingFlipped, c.ID, "undecided", "fail", c.Span, &c.OnMissing, ruleset.MissingFails)
	}
}

// swapped gives the word that takes a word's place.
var swapped = map[formula.Op]string{
	formula.Ge: ">", formula.Gt: ">=", formula.Le: "<", formula.Lt: "<=", formula.Eq: "!=", formula.Ne: "==",
	formula.And: "or", formula.Or: "and",
}

func (m *maker) expression(id string, t *ruleset.Text, f *formula.Formula, p *eval.Program) {
	if f == nil {
		return
	}
	for n := range f.Nodes {
		node := &f.Nodes[n]
		word, ok := swapped[node.Op]
		if !ok {
			continue
		}
		if was := f.Word(n); was != word {
			m.edit(OperatorSwapped, id, t, node.From, node.To, was, word)
		}
		if node.Op == formula.And || node.Op == formula.Or {
			continue
		}
		for side, a := range node.Args {
			if c := &f.Nodes[a]; c.Op == formula.Const && c.Value.IsNumber() && c.Value.Number().String() == f.Word(a) {
				for _, moved := range nudged(c.Value.Number(), unit(declared(f, node.Args[1-side], p))) {
					m.edit(ThresholdMoved, id, t, c.From, c.To, f.Word(a), moved.String())
				}
			}
		}
	}
}

// declared returns the type of one side of a comparison: that of a name as the file declares it, and whole for ages and years.
func declared(f *formula.Formula, n int, p *eval.Program) fact.Type {
	switch node := &f.Nodes[n]; node.Op {
	case formula.NameRef:
		return p.Names[node.Slot].Type
	case formula.Age, formula.YearsBetween, formula.MonthsBetween, formula.DaysBetween, formula.Year:
		return fact.Type{Kind: fact.Integer}
	default:
		return node.Type
	}
}

// edit puts another word in the place of characters from ≤ i < to of an expression.
func (m *maker) edit(op Op, id string, t *ruleset.Text, from, to int, was, now string) {
	text := []rune(t.Text)
	changed := *t
	changed.Text = string(text[:from]) + now + string(text[to:])
	set(m, op, id, was, now, t.Sub(from, to), t, changed)
}

func (m *maker) score(p *eval.Program) {
	s := m.rs.Score
	var weights []weight
	for _, c := range s.Criteria {
		if c.Weighted {
			weights = append(weights, weight{c.ID, &c.Weight, c.Span})
		}
	}
	m.weights(weights)
	for _, c := range s.Criteria {
		weights = nil
		for _, i := range c.Indicators {
			if i.Weighted {
				weights = append(weights, weight{i.ID, &i.Weight, i.Span})
			}
		}
		m.weights(weights)
	}
	for i := range p.Score.Indicators {
		m.indicator(&p.Score.Indicators[i], p)
	}
}

type weight struct {
	id   string
	at   *int
	span diag.Span
}

// weights moves one percent from each weight to the next.
func (m *maker) weights(list []weight) {
	for i, w := range list {
		next := list[(i+1)%len(list)]
		if len(list) < 2 || *w.at < 2 {
			continue
		}
		m.out = append(m.out, mutant{op: WeightMoved, id: w.id, was: fact.Int(int64(*w.at)).String(), now: fact.Int(int64(*w.at - 1)).String(), span: w.span, apply: func() func() {
			*w.at, *next.at = *w.at-1, *next.at+1
			return func() { *w.at, *next.at = *w.at+1, *next.at-1 }
		}})
	}
}

func (m *maker) indicator(i *eval.Indicator, p *eval.Program) {
	r := i.Rules
	one := fact.Int(1)
	points := func(span diag.Span, at *fact.Number) {
		for _, n := range nudged(*at, one) {
			set(m, PointsMoved, r.ID, at.String(), n.String(), span, at, n)
		}
	}
	switch r.Method {
	case ruleset.Bands:
		edges := make([]*fact.Interval, len(r.Bands))
		for b := range r.Bands {
			points(r.Bands[b].Span, &r.Bands[b].Points)
			edges[b] = &r.Bands[b].Range
		}
		m.edges(r.ID, edges, func(b int) diag.Span { return r.Bands[b].Span }, unit(p.Names[i.Slot].Type))
	case ruleset.Table:
		for b := range r.Table {
			points(r.Table[b].Span, &r.Table[b].Points)
		}
	case ruleset.Each, ruleset.Deduct:
		points(r.Span, &r.Points)
	case ruleset.Formula:
		m.expression(r.ID, &r.Expr, i.Formula(), p)
	}
	if r.OnMissing != nil {
		set(m, OnMissingFlipped, r.ID, r.OnMissing.Points.String(), "", r.Span, &r.OnMissing, nil)
	}
}

// edges moves each edge that two intervals share, and gives it to the other of the two.
func (m *maker) edges(id string, list []*fact.Interval, span func(int) diag.Span, by fact.Number) {
	for i, a := range list {
		for _, b := range list {
			if !a.HasHi || !b.HasLo || !a.Hi.Equal(b.Lo) || a.OpenHi == b.OpenLo {
				continue
			}
			both := func(op Op, change func()) {
				m.out = append(m.out, mutant{op: op, id: id, was: a.String() + " " + b.String(), span: span(i), apply: func() func() {
					x, y := *a, *b
					change()
					return func() { *a, *b = x, y }
				}})
				last := &m.out[len(m.out)-1]
				undo := last.apply()
				last.now = a.String() + " " + b.String()
				undo()
			}
			for _, n := range nudged(a.Hi, by) {
				both(EdgeMoved, func() { a.Hi, b.Lo = n, n })
			}
			both(BracketFlipped, func() { a.OpenHi, b.OpenLo = !a.OpenHi, !b.OpenLo })
		}
	}
}

func (m *maker) grades() {
	if len(m.rs.Grades) == 0 || m.rs.Score == nil {
		return
	}
	edges := make([]*fact.Interval, len(m.rs.Grades))
	for i, g := range m.rs.Grades {
		edges[i] = &g.Range
	}
	by := fact.Int(1)
	for range m.rs.Score.Round.Scale {
		by, _ = by.Quo(fact.Int(10))
	}
	m.edges("grades", edges, func(i int) diag.Span { return m.rs.Grades[i].Span }, by)
}

func (m *maker) order() {
	r := m.rs.Ranking
	for i := range r.OrderBy {
		k := &r.OrderBy[i]
		set(m, KeyDropped, k.Name, k.Name, "", k.Span, &r.OrderBy, without(r.OrderBy, i))
		was, now := "asc", "desc"
		if k.Desc {
			was, now = now, was
		}
		set(m, KeyReversed, k.Name, was, now, k.Span, &k.Desc, !k.Desc)
	}
}
