package ruleset

import (
	"slices"

	"slate/engine/diag"
)

// known holds the ids of each kind of thing.
type known struct {
	tiers, clauses, vetoes, scored, bodies, grades []string
}

func (rs *Ruleset) known() known {
	var k known
	for _, t := range rs.Tiers {
		k.tiers = append(k.tiers, t.ID)
		for _, c := range t.Require {
			eachClause(c, func(c *Clause) { k.clauses = append(k.clauses, c.ID) })
		}
	}
	for _, v := range rs.Vetoes {
		k.vetoes = append(k.vetoes, v.ID)
		eachClause(&v.Clause, func(c *Clause) { k.clauses = append(k.clauses, c.ID) })
	}
	for _, c := range rs.criteria() {
		k.scored = append(k.scored, c.ID)
		for _, in := range c.Indicators {
			if !c.Leaf {
				k.scored = append(k.scored, in.ID)
			}
		}
	}
	for _, b := range rs.Bodies {
		k.bodies = append(k.bodies, b.ID)
	}
	for _, g := range rs.Grades {
		k.grades = append(k.grades, g.Label)
	}
	return k
}

// checkReferences checks that ids that are referred to exist.
func (d *decoder) checkReferences() {
	k := d.out.known()
	for _, t := range d.out.Tiers {
		d.refers(t.Extends, t.ExtendsSpan, "tier", k.tiers)
	}
	for _, v := range d.out.Vetoes {
		for _, a := range v.Applies {
			d.refers(a.Text, a.Span, "tier", k.tiers)
		}
	}
	d.refers(d.out.Ranking.Tier.Text, d.out.Ranking.Tier.Span, "tier", k.tiers)
	for _, b := range d.out.Bodies {
		d.refers(b.Tier.Text, b.Tier.Span, "tier", k.tiers)
		for _, g := range b.Grades {
			d.refers(g.Text, g.Span, "grade", k.grades)
		}
		for _, e := range b.ExclusiveWith {
			d.refers(e.Text, e.Span, "body", k.bodies)
		}
		d.refers(b.Under.Text, b.Under.Span, "body", k.bodies)
	}
	for _, t := range d.out.Tests {
		d.caseReferences(t, k)
	}
}

func (d *decoder) caseReferences(t *Test, k known) {
	for _, w := range t.Waivers {
		d.refers(w.Veto, w.Span, "veto", k.vetoes)
	}
	e := &t.Expect
	for _, v := range e.Verdicts {
		d.refers(v.Tier, v.Span, "tier", slices.Concat(k.tiers, expectShape.names()))
	}
	for _, b := range e.Because {
		d.refers(b.Text, b.Span, "clause", k.clauses)
	}
	for _, m := range e.Missing {
		if !d.isFact(m.Text) {
			d.unknownName(m.Text, m.Span, d.factNames())
		}
	}
	for _, p := range e.Points {
		d.refers(p.ID, p.Span, "criterion or indicator", k.scored)
	}
	for _, s := range e.Seats {
		d.refers(s.Body, s.Span, "body", k.bodies)
	}
	if e.Grade != nil {
		d.refers(e.Grade.Text, e.Grade.Span, "grade", k.grades)
	}
}

func (d *decoder) refers(id string, at diag.Span, what string, ids []string) {
	if id != "" && !slices.Contains(ids, id) {
		d.unknownID(id, at, what, ids)
	}
}
