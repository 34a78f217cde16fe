package ruleset

import (
	"strings"

	"slate/engine/diag"
)

func (d *decoder) ranking(o object) *Ranking {
	within := o.object("within")
	r := &Ranking{
		Tier: o.text("tier"), Limit: o.whole("limit"), LimitFlag: o.str("at_limit") == "flag",
		WithinBy: within.text("by"), WithinTop: within.whole("top"), Stable: o.str("stable") == "removal",
		Span: d.src.span(o.n),
	}
	if o.scalar("limit") != nil && r.Limit == 0 {
		d.add(diag.BadValue, o.span("limit"), "key", "limit", "value", "0", "want", "≥ 1")
	}
	if within.scalar("top") != nil && r.WithinTop == 0 {
		d.add(diag.BadValue, within.span("top"), "key", "top", "value", "0", "want", "≥ 1")
	}
	for _, t := range o.texts("order_by") {
		r.OrderBy = append(r.OrderBy, d.orderKey(t))
	}
	return r
}

func (d *decoder) orderKey(t Text) Key {
	words := strings.Fields(t.Text)
	if len(words) != 2 || words[1] != "desc" && words[1] != "asc" {
		d.add(diag.BadValue, t.Span, "key", "order_by", "value", t.Text, "want", "NAME desc, NAME asc")
		return Key{Name: strings.TrimSpace(t.Text), Span: t.Span}
	}
	at := len([]rune(t.Text[:strings.Index(t.Text, words[0])]))
	return Key{Name: words[0], Desc: words[1] == "desc", Span: t.Sub(at, at+len([]rune(words[0])))}
}
