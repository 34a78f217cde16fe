// Package cover counts which parts of a rule file its cases reach: vetoes, bands, rows of tables, grades, and both
// sides of every threshold. It only reads what was computed when the cases were judged.
package cover

import (
	"slate/engine/eval"
	"slate/engine/fact"
	"slate/engine/formula"
	"slate/engine/ruleset"
)

// Kind says what a case has to do to reach an item.
type Kind uint8

// The kinds. On is a comparison with both sides equal, Beyond one with the left side one smallest unit of it on the other side
// of the right: below for >= and <, above for > and <=.
const (
	VetoHolds Kind = iota
	VetoHoldsNot
	VetoUnknown
	VetoWaived
	Row // of a decision table
	On
	Beyond
	Points // a band, or a row of points
	NoInput
	Grade
)

// String returns the word of the JSON output: veto_holds and so on.
func (k Kind) String() string {
	return [...]string{"veto_holds", "veto_holds_not", "veto_unknown", "veto_waived", "row", "on", "beyond", "points", "no_input", "grade"}[k]
}

// Item is one thing that a case can reach.
type Item struct {
	Kind Kind
	ID   string // of the veto, clause, row or indicator; "" for a grade
	What string // the comparison, the band or the grade, as the file has it
	Seen int    // how many cases reach it
}

// Cover is what cases reach of a ruleset. Make it with New.
type Cover struct {
	Items []Item // in file order
	at    map[Item]int
}

// New returns an empty Cover.
func New() *Cover { return &Cover{at: map[Item]int{}} }

// Add counts what the judgement of one case reaches. It is what ruletest.Watch calls.
func (c *Cover) Add(j *eval.Judgement) {
	p := j.Program()
	for i := range p.Steps {
		if t := p.Steps[i].Classify; t != nil {
			for row, hit := range j.Hits(i) {
				c.count(Row, t.Rules[row].ID, "", hit == fact.True)
			}
		}
	}
	for i := range p.Leaves {
		c.thresholds(p, &p.Leaves[i], j.Trace(i))
	}
	for i := range p.Vetoes {
		c.veto(j, i)
	}
	if p.Score != nil {
		for i := range p.Score.Indicators {
			c.indicator(j, i)
		}
		grade, certain := j.Grade()
		for i, g := range p.Rules.Grades {
			c.count(Grade, "", g.Label, certain && grade == i)
		}
	}
}

// Count returns how many items cases reach, and how many there are.
func (c *Cover) Count() (reached, of int) {
	for _, i := range c.Items {
		if i.Seen > 0 {
			reached++
		}
	}
	return reached, len(c.Items)
}

// count enters an item, and counts it where a case reaches it.
func (c *Cover) count(kind Kind, id, what string, reached bool) {
	key := Item{Kind: kind, ID: id, What: what}
	at, ok := c.at[key]
	if !ok {
		at = len(c.Items)
		c.at[key] = at
		c.Items = append(c.Items, key)
	}
	if reached {
		c.Items[at].Seen++
	}
}

func (c *Cover) veto(j *eval.Judgement, i int) {
	v := &j.Program().Vetoes[i]
	truth, waived := j.Truth(v.Condition), j.Waived[i] != nil
	c.count(VetoHolds, v.Rules.ID, "", truth == fact.True && !waived)
	c.count(VetoHoldsNot, v.Rules.ID, "", truth == fact.False)
	c.count(VetoUnknown, v.Rules.ID, "", truth == fact.Unknown)
	if v.Rules.Waiver != nil {
		c.count(VetoWaived, v.Rules.ID, "", truth == fact.True && waived)
	}
}

func (c *Cover) thresholds(p *eval.Program, l *eval.Leaf, out []fact.Value) {
	f := l.Formula()
	for n := range f.Nodes {
		node := &f.Nodes[n]
		if node.Op != formula.Ge && node.Op != formula.Gt && node.Op != formula.Le && node.Op != formula.Lt {
			continue
		}
		unit, ok := step(p, f, node.Args[0])
		if !ok {
			continue
		}
		if node.Op == formula.Ge || node.Op == formula.Lt {
			unit = unit.Neg()
		}
		left, right := out[node.Args[0]], out[node.Args[1]]
		from, to := f.Extent(n)
		what := string([]rune(f.Source.Text)[from:to])
		both := left.Known() && right.Known() && left.IsNumber() && right.IsNumber()
		c.count(On, l.Clause.ID, what, both && left.Number().Equal(right.Number()))
		beyond := false
		if both {
			edge, err := right.Number().Add(unit)
			beyond = err == nil && left.Number().Equal(edge)
		}
		c.count(Beyond, l.Clause.ID, what, beyond)
	}
}

// step returns the smallest unit of the left side of a comparison: a fen for money, one for whole numbers. Others have none.
func step(p *eval.Program, f *formula.Formula, n int) (fact.Number, bool) {
	node := &f.Nodes[n]
	t := node.Type
	if node.Op == formula.NameRef {
		t = p.Names[node.Slot].Type
	}
	switch {
	case t.Kind == fact.Integer || node.Op == formula.Age:
		return fact.Int(1), true
	case t.Kind == fact.Money && t.Unit == "万元":
		return fact.Ratio(1, 1000000), true
	case t.Kind == fact.Money:
		return fact.Ratio(1, 100), true
	}
	return fact.Number{}, false
}

func (c *Cover) indicator(j *eval.Judgement, i int) {
	r, got := j.Program().Score.Indicators[i].Rules, j.Indicators[i]
	switch r.Method {
	case ruleset.Bands:
		for b := range r.Bands {
			c.count(Points, r.ID, r.Bands[b].Range.String(), !got.Missing && got.Band == b)
		}
	case ruleset.Table:
		for b := range r.Table {
			c.count(Points, r.ID, r.Table[b].Value.String(), !got.Missing && got.Band == b)
		}
	}
	c.count(NoInput, r.ID, "", got.Missing)
}
