package ruleset

import (
	"strconv"

	"gopkg.in/yaml.v3"

	"slate/engine/diag"
)

func (d *decoder) tier(o object) {
	id := o.str("id")
	if o.switchedOff("tiers", id) {
		return
	}
	t := &Tier{ID: id, Label: o.str("label"), Extends: o.str("extends"), Span: o.span("id")}
	for i, n := range o.items("require") {
		in := d.object(n)
		if in.switchedOff("require", in.str("id")) {
			continue
		}
		t.Require = append(t.Require, d.clause(in, id+"/"+strconv.Itoa(i+1), false))
	}
	d.out.Tiers = append(d.out.Tiers, t)
}

var groups = map[string]Group{"all": All, "any": Any, "not": Not, "at_least": AtLeast}

// clause reads a clause and its members. unnamed is the id of a group that has none; negated says that it stands
// below a `not`.
func (d *decoder) clause(o object, unnamed string, negated bool) *Clause {
	c := &Clause{
		ID: o.str("id"), Named: o.str("id") != "", Label: o.str("label"), Basis: o.str("basis"),
		Expr: o.text("expr"), Pass: o.text("pass"), Fail: o.text("fail"),
		OnMissing: onMissing(o.str("on_missing")), Since: o.date("since"), Until: o.date("until"), Span: o.span("id"),
	}
	for _, word := range []string{"all", "any", "not", "at_least"} {
		if o.get(word) != nil {
			c.Group = groups[word]
		}
	}
	if !c.Named {
		c.ID = unnamed
		if c.Group == Atomic {
			d.add(diag.MissingKey, d.src.span(o.n), "key", "id", "where", "clause")
		}
	}
	if negated && c.OnMissing != MissingInherits {
		d.add(diag.OnMissingBelowNot, o.span("on_missing"))
	}
	d.members(o, c, negated)
	return c
}

func (d *decoder) members(o object, c *Clause, negated bool) {
	var nodes []*yaml.Node
	switch c.Group {
	case Atomic:
		if o.get("of") != nil {
			d.add(diag.NotTogether, o.span("of"), "a", "of", "b", "expr")
		}
		return
	case All:
		nodes = o.items("all")
	case Any:
		nodes = o.items("any")
	case Not:
		nodes = []*yaml.Node{o.get("not")}
	case AtLeast:
		nodes, c.N = o.items("of"), o.whole("at_least")
		if c.N < 1 || c.N > len(nodes) {
			d.add(diag.BadValue, o.span("at_least"), "key", "at_least", "value", o.str("at_least"), "want", "1–"+strconv.Itoa(len(nodes)))
		}
	}
	if len(nodes) == 0 {
		d.add(diag.EmptyValue, c.Span, "key", c.ID)
	}
	for i, n := range nodes {
		c.Of = append(c.Of, d.clause(d.object(n), c.ID+"/"+strconv.Itoa(i+1), negated || c.Group == Not))
	}
}

func (d *decoder) veto(o object) {
	if o.switchedOff("vetoes", o.str("id")) {
		return
	}
	v := &Veto{Clause: *d.clause(o, "", false), Applies: o.texts("applies")}
	if o.get("waiver") != nil {
		w := o.object("waiver")
		v.Waiver = &Waiver{By: w.str("by"), Needs: w.str("needs")}
	}
	d.out.Vetoes = append(d.out.Vetoes, v)
}
