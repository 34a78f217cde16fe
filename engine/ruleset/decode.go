package ruleset

import (
	"gopkg.in/yaml.v3"

	"slate/engine/diag"
	"slate/engine/fact"
)

// raw is a value whose type is declared elsewhere; resolve reads it when all layers are merged.
type raw struct {
	node *yaml.Node
	src  *source
}

// layer is one file decoded, before it is merged with what it extends.
type layer struct {
	Ruleset
	off []offEntry
}

// offEntry switches off one thing of a section.
type offEntry struct {
	section string
	Off
}

// decoder reads the meaning of a file whose shape has been checked. Where the shape was wrong the
// problem is told already, and the decoder takes what it can.
type decoder struct {
	src  *source
	list *diag.List
	out  *layer
}

// object is a mapping being read.
type object struct {
	d *decoder
	n *yaml.Node
}

func (d *decoder) object(n *yaml.Node) object {
	if n == nil || n.Kind != yaml.MappingNode {
		n = &yaml.Node{Kind: yaml.MappingNode}
	}
	return object{d, n}
}

// get returns the value of a key, nil where it is not there or has none.
func (o object) get(name string) *yaml.Node {
	for i := 0; i+1 < len(o.n.Content); i += 2 {
		if o.n.Content[i].Value == name && o.n.Content[i+1].Tag != "!!null" {
			return o.n.Content[i+1]
		}
	}
	return nil
}

// key returns the node of a key itself.
func (o object) key(name string) *yaml.Node {
	for i := 0; i+1 < len(o.n.Content); i += 2 {
		if o.n.Content[i].Value == name {
			return o.n.Content[i]
		}
	}
	return nil
}

func (o object) scalar(name string) *yaml.Node {
	if n := o.get(name); n != nil && n.Kind == yaml.ScalarNode {
		return n
	}
	return nil
}

func (o object) str(name string) string {
	if n := o.scalar(name); n != nil {
		return n.Value
	}
	return ""
}

func (o object) text(name string) Text {
	if n := o.scalar(name); n != nil {
		return o.d.src.text(n)
	}
	return Text{}
}

func (o object) textOrNil(name string) *Text {
	if n := o.scalar(name); n != nil {
		t := o.d.src.text(n)
		return &t
	}
	return nil
}

func (o object) whole(name string) int {
	n, _ := fact.ParseNumber(o.str(name))
	i, _ := n.Int64()
	return int(i)
}

func (o object) wholeOrNil(name string) *int {
	if o.scalar(name) == nil {
		return nil
	}
	i := o.whole(name)
	return &i
}

func (o object) number(name string) fact.Number {
	n, _ := fact.ParseNumber(o.str(name))
	return n
}

func (o object) numberOrNil(name string) *fact.Number {
	if o.scalar(name) == nil {
		return nil
	}
	n := o.number(name)
	return &n
}

func (o object) date(name string) fact.Date {
	d, _ := fact.ParseDate(o.str(name))
	return d
}

func (o object) bool(name string) bool { return o.str(name) == "true" }

func (o object) object(name string) object { return o.d.object(o.get(name)) }

// items returns the members of a list.
func (o object) items(name string) []*yaml.Node {
	if n := o.get(name); n != nil && n.Kind == yaml.SequenceNode {
		return n.Content
	}
	return nil
}

// pairs calls f for each key and value of a mapping.
func (o object) pairs(name string, f func(key, value *yaml.Node)) {
	n := o.n
	if name != "" {
		n = o.get(name)
	}
	if n == nil || n.Kind != yaml.MappingNode {
		return
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		f(n.Content[i], n.Content[i+1])
	}
}

func (o object) texts(name string) []Text {
	var out []Text
	for _, n := range o.items(name) {
		if n.Kind == yaml.ScalarNode {
			out = append(out, o.d.src.text(n))
		}
	}
	return out
}

func (o object) strings(name string) []string {
	var out []string
	for _, t := range o.texts(name) {
		out = append(out, t.Text)
	}
	return out
}

// span returns the place of a key's value, or of the mapping.
func (o object) span(name string) diag.Span {
	if n := o.get(name); n != nil {
		return o.d.src.span(n)
	}
	return o.d.src.span(o.n)
}

// switchedOff records {off: reason} and reports whether the entry is one.
func (o object) switchedOff(section, id string) bool {
	n := o.scalar("off")
	if n == nil {
		return false
	}
	o.d.out.off = append(o.d.out.off, offEntry{section, Off{ID: id, Reason: n.Value, Span: o.d.src.span(n)}})
	return true
}

func (d *decoder) add(code diag.Code, span diag.Span, args ...string) {
	d.list.Add(diag.New(code, span, args...))
}

// file reads a whole rule file.
func (d *decoder) file(n *yaml.Node) {
	o := d.object(n)
	if v := o.scalar("slate"); v != nil && v.Value != "1" {
		d.add(diag.BadValue, d.src.span(v), "key", "slate", "value", v.Value, "want", "1")
	}
	d.meta(o.object("ruleset"))
	o.pairs("facts", d.fact)
	o.pairs("params", d.param)
	o.pairs("derive", d.derive)
	o.pairs("classify", d.classify)
	for _, t := range o.items("tiers") {
		d.tier(d.object(t))
	}
	for _, v := range o.items("vetoes") {
		d.veto(d.object(v))
	}
	if o.get("score") != nil {
		d.out.Score = d.score(o.object("score"))
	}
	o.pairs("grades", d.grade)
	if o.get("ranking") != nil {
		d.out.Ranking = d.ranking(o.object("ranking"))
	}
	for _, b := range o.items("bodies") {
		d.body(d.object(b))
	}
	d.cases(o)
}

func (d *decoder) meta(o object) {
	period := o.object("effective")
	d.out.Meta = Meta{
		ID: o.str("id"), Label: o.str("label"), Version: o.str("version"), Owner: o.str("owner"),
		Basis: o.str("basis"), Purpose: o.str("purpose"), Lang: o.str("lang"),
		Cutoff: o.date("cutoff"), CutoffSpan: o.span("cutoff"),
		From: period.date("from"), To: period.date("to"),
		OnMissing: onMissing(o.str("on_missing")), Extends: o.str("extends"),
		Span: d.src.span(o.n),
	}
	if o.str("leap_day") == "02-28" {
		d.out.Meta.LeapDay = fact.February28
	}
	if k := o.key("id"); k != nil {
		d.out.Meta.Span = o.span("id")
	}
	if o.n.Line == 0 {
		d.out.Meta.Span = diag.Span{File: d.src.name}
	}
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
