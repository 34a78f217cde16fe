package ruleset

import (
	"strings"

	"slate/engine/diag"
	"slate/engine/fact"
)

func (d *decoder) arrange(n *node) {
	d.out.Arrange = Arrange{Objective: objectiveOf(n.str("objective")), Posts: n.whole("posts")}
}

func objectiveOf(word string) Objective {
	if word == "rank" {
		return ByRank
	}
	return ByScore
}

func (d *decoder) body(n *node) {
	eligible := n.get("eligible")
	b := &Body{
		ID: n.str("id"), Label: labelOf(n), Basis: n.str("basis"),
		Seats: n.whole("seats"), Surplus: d.surplus(n.get("surplus")), Reserve: n.whole("reserve"),
		Tier: eligible.textAt("tier"), Grades: eligible.texts("grade"), Where: eligible.textOrNil("where"),
		ExclusiveWith: n.texts("exclusive_with"), Under: n.textAt("under"), Objective: d.out.Arrange.Objective,
		MustInclude: pins(n.get("must_include")), MustExclude: pins(n.get("must_exclude")), Nominated: pins(n.get("nominated")),
		Span: n.place("id"),
	}
	if word := n.str("objective"); word != "" {
		b.Objective = objectiveOf(word)
	}
	for _, item := range n.get("quotas").list() {
		b.Quotas = append(b.Quotas, d.quota(item))
	}
	d.contradictions(b)
	d.surplusRange(b)
	d.out.Bodies = append(d.out.Bodies, b)
}

// contradictions reports people whom one list of a body puts on and another off, or that stand on two of them.
func (d *decoder) contradictions(b *Body) {
	type entry struct {
		key string
		at  diag.Span
	}
	first := map[string]entry{}
	for _, list := range []struct {
		key  string
		pins []Pin
	}{{"must_include", b.MustInclude}, {"must_exclude", b.MustExclude}, {"nominated", b.Nominated}} {
		for _, p := range list.pins {
			if e, ok := first[p.Person]; ok {
				d.list.Add(diag.New(diag.NotTogether, p.Span, "a", e.key+": "+p.Person, "b", list.key+": "+p.Person).WithRelated(e.at))
			} else if p.Person != "" {
				first[p.Person] = entry{list.key, p.Span}
			}
		}
	}
}

func (d *decoder) surplus(n *node) *Surplus {
	if n == nil || n.kind != mappingNode {
		return nil
	}
	s := &Surplus{Rule: n.str("rule"), Min: n.whole("min"), Max: n.whole("max"), Take: n.wholeOrNil("take"), Span: n.place("rule"), TakeSpan: n.place("take")}
	for _, key := range []string{"min", "max"} {
		switch given := n.get(key) != nil; {
		case s.Rule == "own" && !given:
			d.add(diag.MissingKey, s.Span, "key", key, "where", "surplus")
		case s.Rule != "own" && s.Rule != "" && given:
			d.add(diag.NotTogether, n.keyPlace(key), "a", key, "b", "rule: "+s.Rule)
		}
	}
	d.upsideDown(n)
	return s
}

// upsideDown reports a least number above the greatest.
func (d *decoder) upsideDown(n *node) {
	lo, hi := percentOrNumber(n.str("min")), percentOrNumber(n.str("max"))
	if lo != nil && hi != nil && lo.Cmp(*hi) > 0 {
		d.add(diag.BadValue, n.place("min"), "key", "min", "value", n.str("min"), "want", "≤ "+n.str("max"))
	}
}

// percentOrNumber reads "60%" as 60.
func percentOrNumber(s string) *fact.Number {
	number, err := fact.ParseNumber(strings.TrimSuffix(s, "%"))
	if err != nil {
		return nil
	}
	return &number
}

func (d *decoder) quota(n *node) *Quota {
	share := n.get("share")
	q := &Quota{
		ID: n.str("id"), Label: labelOf(n), Basis: n.str("basis"), Where: n.textOrNil("where"),
		Min: n.wholeOrNil("min"), Max: n.wholeOrNil("max"),
		ShareMin: percentOrNumber(share.str("min")), ShareMax: percentOrNumber(share.str("max")), ShareOf: share.textOrNil("of"),
		Per: n.textAt("per"), WholeList: n.str("on") == "list", Hard: true, Cost: 1, Level: levelOf(n.str("level")),
		Flex: n.wholeOrNil("flex"), Span: n.place("id"),
	}
	if hard := n.str("hard"); hard != "" && hard != "true" {
		q.Hard, q.Cost = false, max(n.whole("hard"), 1)
	}
	d.upsideDown(n)
	if share != nil {
		d.upsideDown(share)
	}
	return q
}

func levelOf(word string) Level {
	switch word {
	case "law":
		return Law
	case "wish":
		return Wish
	}
	return Policy
}

func pins(n *node) []Pin {
	var out []Pin
	for _, item := range n.list() {
		out = append(out, Pin{Person: item.str("person"), Reason: item.str("reason"), Span: item.place("person")})
	}
	return out
}
