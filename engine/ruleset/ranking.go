package ruleset

import (
	"strings"
	"unicode/utf8"

	"slate/engine/diag"
)

func (d *decoder) ranking(n *node) {
	r := &Ranking{Span: d.out.Meta.Span}
	d.out.Ranking = r
	byScore := Key{Name: "score", Desc: true, Span: r.Span}
	if n == nil {
		if d.out.Score != nil {
			r.OrderBy = []Key{byScore}
		}
		return
	}
	within := n.get("within")
	*r = Ranking{
		Tier: n.textAt("tier"), Limit: n.whole("limit"), LimitFlag: n.str("at_limit") == "flag",
		WithinBy: within.textAt("by"), WithinTop: within.whole("top"), Stable: n.str("stable") == "removal",
		Span: n.span,
	}
	for _, t := range n.texts("order_by") {
		r.OrderBy = append(r.OrderBy, d.orderKey(t))
	}
	switch {
	case n.get("order_by") != nil:
	case d.out.Score != nil:
		byScore.Span = n.span
		r.OrderBy = []Key{byScore}
	default:
		d.add(diag.MissingKey, n.span, "key", "order_by", "where", "ranking")
	}
	if n.get("at_limit") != nil && n.get("limit") == nil {
		d.add(diag.MissingKey, n.keyPlace("at_limit"), "key", "limit", "where", "ranking")
	}
}

// orderKey reads `NAME desc`.
func (d *decoder) orderKey(t Text) Key {
	words := strings.Fields(t.Text)
	if len(words) != 2 || words[1] != "desc" && words[1] != "asc" {
		d.add(diag.BadValue, t.Span, "key", "order_by", "value", t.Text, "want", "… desc, … asc")
		return Key{Name: strings.TrimSpace(t.Text), Span: t.Span}
	}
	from := utf8.RuneCountInString(t.Text[:strings.Index(t.Text, words[0])])
	return Key{Name: words[0], Desc: words[1] == "desc", Span: t.Sub(from, from+utf8.RuneCountInString(words[0]))}
}
