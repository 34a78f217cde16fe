package ruleset

import (
	"slices"
	"strings"

	"slate/engine/diag"
	"slate/engine/fact"
)

// decoder reads the meaning of a file whose shape has been checked. Where the shape is wrong that is told already,
// and the decoder takes what it can.
type decoder struct {
	list *diag.List
	out  *Ruleset
	// types are those of all names, for values whose type is declared elsewhere.
	types map[string]fact.Type
}

func (d *decoder) add(code diag.Code, at diag.Span, args ...string) {
	d.list.Add(diag.New(code, at, args...))
}

// file reads the whole file: what declares types before what has values of them.
func (d *decoder) file(root *node) {
	d.meta(root.get("ruleset"))
	d.out.Meta.Span = firstSpan(d.out.Meta.Span, root.span)
	for _, p := range root.get("facts").entries() {
		d.fact(p.key, p.value)
	}
	for _, p := range root.get("params").entries() {
		d.param(p.key, p.value)
	}
	for _, p := range root.get("derive").entries() {
		d.derive(p.key, p.value)
	}
	for _, p := range root.get("classify").entries() {
		d.classify(p.key, p.value)
	}
	d.types = d.out.types()
	d.rows(root.get("classify"))
	for _, n := range root.get("tiers").list() {
		d.tier(n)
	}
	for _, n := range root.get("vetoes").list() {
		d.veto(n)
	}
	d.score(root.get("score"))
	d.grades(root.get("grades"))
	d.ranking(root.get("ranking"))
	d.calendar(root.get("calendar"))
	d.arrange(root.get("arrange"))
	for _, n := range root.get("bodies").list() {
		d.body(n)
	}
	d.print(root.get("print"))
	d.out.TestBase = d.givens(root.get("test_base"))
	for _, n := range root.get("tests").list() {
		d.test(n)
	}
}

// firstSpan returns the first span that is somewhere.
func firstSpan(a, b diag.Span) diag.Span {
	if a.File != "" {
		return a
	}
	return b
}

func (d *decoder) meta(n *node) {
	period := n.get("effective")
	m := Meta{
		ID: n.str("id"), Label: n.str("label"), Version: n.str("version"), Owner: n.str("owner"),
		Basis: n.str("basis"), Purpose: n.str("purpose"), Lang: n.str("lang"),
		Cutoff: n.date("cutoff"), CutoffSpan: n.place("cutoff"),
		From: period.date("from"), To: period.date("to"),
		OnMissing: onMissing(n.str("on_missing")), Extends: n.str("extends"),
		Span: n.place("id"),
	}
	if m.Label == "" {
		m.Label = m.ID
	}
	if m.Version == "" {
		m.Version = "0"
	}
	if n.str("leap_day") == "02-28" {
		m.LeapDay = fact.February28
	}
	if m.OnMissing == MissingInherits {
		m.OnMissingUnsaid = true
		m.OnMissing = MissingUndecided
	}
	d.backwards(period, "from", "to")
	d.out.Meta = m
}

func onMissing(s string) OnMissing {
	switch s {
	case "undecided":
		return MissingUndecided
	case "fail":
		return MissingFails
	}
	return MissingInherits
}

// backwards reports a period that ends before it begins.
func (d *decoder) backwards(n *node, from, to string) {
	first, last := n.date(from), n.date(to)
	if !first.IsZero() && !last.IsZero() && last.Compare(first) < 0 {
		d.add(diag.BadValue, n.place(to), "key", to, "value", last.String(), "want", "≥ "+first.String())
	}
}

// unknownName reports a name that nothing declares.
func (d *decoder) unknownName(name string, at diag.Span, known []string) {
	problem := diag.New(diag.UnknownName, at, "name", name)
	if near, ok := diag.Nearest(name, known); ok {
		problem = problem.WithHint(diag.DidYouMean, "name", near)
	}
	d.list.Add(problem)
}

// unknownID reports an id that nothing has.
func (d *decoder) unknownID(id string, at diag.Span, what string, known []string) {
	problem := diag.New(diag.UnknownID, at, "id", id, "kind", what)
	if near, ok := diag.Nearest(id, known); ok {
		problem = problem.WithHint(diag.DidYouMean, "name", near)
	} else if len(known) > 0 && len(known) <= 12 {
		problem = problem.WithHint(diag.OneOfThese, "list", strings.Join(known, ", "))
	}
	d.list.Add(problem)
}

// The following read a key of a mapping and take what is not there, or is not what its shape says, for nothing.
// Each may be called on nil.

// entries returns the keys and values of a mapping.
func (n *node) entries() []pair {
	if n == nil {
		return nil
	}
	return n.pairs
}

// list returns the members of a list.
func (n *node) list() []*node {
	if n == nil {
		return nil
	}
	return n.items
}

func (n *node) scalar(key string) *node {
	if v := n.get(key); v != nil && v.kind == scalarNode && !v.isNull() && !v.isEmpty() {
		return v
	}
	return nil
}

func (n *node) str(key string) string {
	if v := n.scalar(key); v != nil {
		return v.text
	}
	return ""
}

func (n *node) textAt(key string) Text {
	if v := n.scalar(key); v != nil {
		return v.word()
	}
	return Text{}
}

func (n *node) textOrNil(key string) *Text {
	if v := n.scalar(key); v != nil {
		t := v.word()
		return &t
	}
	return nil
}

func (n *node) texts(key string) []Text {
	var out []Text
	for _, v := range n.get(key).list() {
		if v.kind == scalarNode {
			out = append(out, v.word())
		}
	}
	return out
}

func (n *node) strings(key string) []string {
	var out []string
	for _, t := range n.texts(key) {
		out = append(out, t.Text)
	}
	return out
}

func (n *node) number(key string) fact.Number {
	number, _ := fact.ParseNumber(n.str(key))
	return number
}

func (n *node) numberOrNil(key string) *fact.Number {
	number, err := fact.ParseNumber(n.str(key))
	if err != nil {
		return nil
	}
	return &number
}

func (n *node) whole(key string) int {
	number := n.number(key)
	i, _ := number.Int64()
	return int(min(max(i, -maxWhole), maxWhole))
}

func (n *node) wholeOrNil(key string) *int {
	if n.numberOrNil(key) == nil {
		return nil
	}
	i := n.whole(key)
	return &i
}

func (n *node) date(key string) fact.Date {
	day, _ := fact.ParseDate(n.str(key))
	return day
}

// place returns where the value of a key stands, or else the mapping.
func (n *node) place(key string) diag.Span {
	switch v := n.get(key); {
	case v != nil:
		return v.span
	case n != nil:
		return n.span
	}
	return diag.Span{}
}

// keyPlace returns where a key itself stands, or else the mapping.
func (n *node) keyPlace(key string) diag.Span {
	if p := n.pair(key); p != nil {
		return p.key.span
	}
	return n.span
}

func textsOf(list []Text) []string {
	out := make([]string, len(list))
	for i, t := range list {
		out[i] = t.Text
	}
	return out
}

func hasText(list []Text, s string) bool {
	return slices.ContainsFunc(list, func(t Text) bool { return t.Text == s })
}
