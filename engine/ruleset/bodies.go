package ruleset

import (
	"strings"

	"slate/engine/diag"
	"slate/engine/fact"
)

func (d *decoder) body(o object) {
	if o.switchedOff("bodies", o.str("id")) {
		return
	}
	eligible := o.object("eligible")
	b := &Body{
		ID: o.str("id"), Label: o.str("label"), Basis: o.str("basis"),
		Seats: o.whole("seats"), Reserve: o.whole("reserve"),
		Tier: eligible.text("tier"), Grades: eligible.texts("grade"), Where: eligible.textOrNil("where"),
		ExclusiveWith: o.texts("exclusive_with"), Explain: o.str("infeasible") == "explain", Span: o.span("id"),
	}
	if o.get("surplus") != nil {
		s := o.object("surplus")
		b.Surplus = &Surplus{Rule: s.str("rule"), Min: s.whole("min"), Max: s.whole("max"), Span: o.span("surplus")}
		d.checkSurplus(b.Surplus, s)
	}
	for _, n := range o.items("quotas") {
		b.Quotas = append(b.Quotas, d.quota(d.object(n)))
	}
	b.MustInclude, b.MustExclude = d.pins(o, "must_include"), d.pins(o, "must_exclude")
	d.out.Bodies = append(d.out.Bodies, b)
}

func (d *decoder) checkSurplus(s *Surplus, o object) {
	stated := o.scalar("min") != nil || o.scalar("max") != nil
	switch {
	case s.Rule != "own" && stated:
		d.add(diag.NotTogether, s.Span, "a", "min, max", "b", "rule: "+s.Rule)
	case s.Rule == "own" && (o.scalar("min") == nil || o.scalar("max") == nil):
		d.add(diag.MissingKey, s.Span, "key", "min, max", "where", "surplus")
	case s.Min > s.Max:
		d.add(diag.BadValue, o.span("min"), "key", "min", "value", o.str("min"), "want", "≤ "+o.str("max"))
	}
}

func (d *decoder) quota(o object) *Quota {
	share := o.object("share")
	q := &Quota{
		ID: o.str("id"), Label: o.str("label"), Basis: o.str("basis"), Where: o.textOrNil("where"),
		Min: o.wholeOrNil("min"), Max: o.wholeOrNil("max"),
		ShareMin: percent(share.str("min")), ShareMax: percent(share.str("max")), ShareOf: share.textOrNil("of"),
		Per: o.text("per"), Hard: o.str("hard") != "cost", Cost: o.whole("cost"), Span: o.span("id"),
	}
	if q.Min == nil && q.Max == nil && q.ShareMin == nil && q.ShareMax == nil {
		d.add(diag.MissingKey, q.Span, "key", "min, max, share", "where", q.ID)
	}
	if q.Min != nil && q.Max != nil && *q.Min > *q.Max {
		d.add(diag.BadValue, o.span("min"), "key", "min", "value", o.str("min"), "want", "≤ "+o.str("max"))
	}
	if !q.Hard && o.scalar("cost") == nil {
		d.add(diag.MissingKey, q.Span, "key", "cost", "where", q.ID)
	}
	return q
}

// percent reads "60%".
func percent(s string) *fact.Number {
	n, err := fact.ParseNumber(strings.TrimSuffix(s, "%"))
	if err != nil {
		return nil
	}
	return &n
}

func (d *decoder) pins(o object, name string) []Pin {
	var pins []Pin
	for _, n := range o.items(name) {
		p := d.object(n)
		pins = append(pins, Pin{Person: p.str("person"), Reason: p.str("reason"), Span: p.span("person")})
	}
	return pins
}
