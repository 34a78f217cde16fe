package ruleset

import (
	"strconv"

	"slate/engine/diag"
)

func (d *decoder) tier(n *node) {
	t := &Tier{
		ID: n.str("id"), Label: labelOf(n), Extends: n.str("extends"), ExtendsSpan: n.place("extends"), Span: n.place("id"),
	}
	require := n.get("require")
	if n.kind == mappingNode && require == nil && t.Extends == "" {
		d.add(diag.MissingKey, n.place("id"), "key", "require", "where", t.ID)
	}
	for i, item := range require.list() {
		t.Require = append(t.Require, d.clause(item, t.ID, i+1, false))
	}
	d.out.Tiers = append(d.out.Tiers, t)
}

// labelOf returns the label, or the id where the file gives none.
func labelOf(n *node) string {
	if label := n.str("label"); label != "" {
		return label
	}
	return n.str("id")
}

func (d *decoder) veto(n *node) {
	v := &Veto{Clause: *d.clause(n, "", 0, false), Applies: n.texts("applies")}
	if w := n.get("waiver"); w != nil {
		v.Waiver = &Waiver{By: w.str("by"), Needs: w.str("needs")}
	}
	d.out.Vetoes = append(d.out.Vetoes, v)
}

var groups = []struct {
	key   string
	group Group
}{{"all", All}, {"any", Any}, {"not", Not}, {"at_least", AtLeast}}

// clause reads a clause. above is the id of the nearest clause (or tier) above it and number its place there, from
// 1, for a group that has no id of its own. negated says that it stands below a `not`.
func (d *decoder) clause(n *node, above string, number int, negated bool) *Clause {
	c := &Clause{
		ID: n.str("id"), Label: labelOf(n), Basis: n.str("basis"), Expr: n.textAt("expr"),
		Pass: n.textAt("pass"), Fail: n.textAt("fail"), OnMissing: onMissing(n.str("on_missing")),
		Since: n.date("since"), Until: n.date("until"), Span: n.place("id"),
	}
	c.Named = c.ID != ""
	if !c.Named {
		c.ID = above + "/" + strconv.Itoa(number)
	}
	d.backwards(n, "since", "until")
	if negated && n.get("on_missing") != nil {
		d.add(diag.OnMissingBelowNot, n.keyPlace("on_missing"))
	}
	d.group(n, c, negated)
	return c
}

func (d *decoder) group(n *node, c *Clause, negated bool) {
	for _, g := range groups {
		member := n.get(g.key)
		if member == nil || c.Group != Atomic {
			continue
		}
		c.Group = g.group
		switch g.group {
		case Not:
			c.Of = append(c.Of, d.clause(member, c.ID, 1, true))
		case AtLeast:
			c.N = n.whole("at_least")
			d.clauses(n.get("of"), c, negated)
			d.counted(n, c)
		default:
			d.clauses(member, c, negated)
		}
	}
	if c.Group != AtLeast && n.get("of") != nil {
		d.add(diag.MissingKey, n.keyPlace("of"), "key", "at_least", "where", c.ID)
	}
}

func (d *decoder) clauses(list *node, c *Clause, negated bool) {
	for i, item := range list.list() {
		c.Of = append(c.Of, d.clause(item, c.ID, i+1, negated))
	}
}

// counted checks `at_least` against its members.
func (d *decoder) counted(n *node, c *Clause) {
	switch {
	case n.get("of") == nil:
		d.add(diag.MissingKey, n.keyPlace("at_least"), "key", "of", "where", c.ID)
	case c.N > len(c.Of):
		d.add(diag.BadValue, n.place("at_least"), "key", "at_least", "value", strconv.Itoa(c.N), "want", "1–"+strconv.Itoa(len(c.Of)))
	}
}
