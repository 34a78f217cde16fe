package ruleset

import (
	"strings"

	"gopkg.in/yaml.v3"

	"slate/engine/diag"
	"slate/engine/fact"
)

func (d *decoder) fact(key, value *yaml.Node) {
	o := d.object(value)
	if o.switchedOff("facts", key.Value) {
		return
	}
	kind, _ := fact.ParseKind(o.str("type"))
	of, _ := fact.ParseKind(o.str("of"))
	f := &Fact{
		Field: fact.Field{
			Name: key.Value, Label: o.str("label"), Source: o.str("source"),
			Type:      fact.Type{Kind: kind, Of: of, Unit: o.str("unit"), Values: o.strings("values")},
			Sensitive: o.bool("sensitive"), Purpose: o.str("purpose"),
		},
		Span: d.src.span(key), TypeSpan: o.span("type"),
	}
	f.MaxAge, _ = fact.ParsePeriod(o.str("max_age"))
	if v, err := fact.ParseInterval(o.str("domain")); err == nil {
		f.Domain = &v
	}
	f.From = d.from(o)
	if f.From != nil {
		f.Column = f.From.Column
	}
	d.checkFact(f, o)
	d.out.Facts = append(d.out.Facts, f)
}

// checkFact checks what the keys of a fact ask of each other.
func (d *decoder) checkFact(f *Fact, o object) {
	t := f.Type
	if t.Kind == fact.NoKind {
		return
	}
	switch {
	case t.Kind == fact.Money && t.Unit != "元" && t.Unit != "万元":
		d.add(diag.BadValue, o.span("unit"), "key", "unit", "value", t.Unit, "want", "元, 万元")
	case t.Unit != "" && !t.Kind.Numeric():
		d.add(diag.NotTogether, o.span("unit"), "a", "unit", "b", "type: "+t.Kind.String())
	}
	choices := t.Kind == fact.Choice || t.Kind == fact.List && t.Of == fact.Choice
	switch {
	case choices && len(t.Values) == 0:
		d.add(diag.MissingKey, f.TypeSpan, "key", "values", "where", f.Name)
	case !choices && len(t.Values) > 0:
		d.add(diag.NotTogether, o.span("values"), "a", "values", "b", "type: "+t.Kind.String())
	case t.Kind == fact.List && t.Of == fact.NoKind:
		d.add(diag.MissingKey, f.TypeSpan, "key", "of", "where", f.Name)
	case t.Kind != fact.List && t.Of != fact.NoKind:
		d.add(diag.NotTogether, o.span("of"), "a", "of", "b", "type: "+t.Kind.String())
	}
	seen := map[string]bool{}
	for _, v := range o.texts("values") {
		if seen[v.Text] {
			d.add(diag.DuplicateID, v.Span, "id", v.Text)
		}
		seen[v.Text] = true
	}
	if f.Domain != nil && !t.Kind.Numeric() {
		d.add(diag.NotTogether, o.span("domain"), "a", "domain", "b", "type: "+t.Kind.String())
	}
	if f.Sensitive && f.Purpose == "" {
		d.add(diag.PurposeMissing, f.Span, "name", f.Name)
	}
}

func (d *decoder) from(o object) *From {
	if o.get("from") == nil {
		return nil
	}
	in := o.object("from")
	f := &From{Column: in.str("column"), Table: in.str("of"), Where: in.textOrNil("where"), Span: o.span("from")}
	for _, a := range aggregates {
		if in.scalar(a) != nil {
			f.Aggregate, f.Field, f.Span = a, in.str(a), in.span(a)
		}
	}
	if f.Aggregate != "" && f.Table == "" {
		d.add(diag.MissingKey, f.Span, "key", "of", "where", "from")
	}
	if f.Column != "" && (f.Table != "" || f.Where != nil) {
		d.add(diag.NotTogether, f.Span, "a", "column", "b", "of, where")
	}
	return f
}

func (d *decoder) param(key, value *yaml.Node) {
	o := d.object(value)
	if o.switchedOff("params", key.Value) {
		return
	}
	kind, ok := fact.ParseKind(o.str("type"))
	if !ok {
		kind = fact.Decimal
	}
	p := &Param{Name: key.Value, Label: o.str("label"), Type: fact.Type{Kind: kind, Unit: o.str("unit")}, Span: d.src.span(key)}
	for _, n := range o.items("values") {
		row := d.object(n)
		v := ParamValue{From: row.date("from"), Basis: row.str("basis"), Span: d.src.span(n)}
		if value := row.scalar("value"); value != nil {
			v.Value = d.value(raw{value, d.src}, p.Type)
		}
		p.Values = append(p.Values, v)
	}
	d.out.Params = append(d.out.Params, p)
}

// value reads a single value of a declared type, or reports why it is none.
func (d *decoder) value(r raw, t fact.Type) fact.Value {
	v, problem := readValue(r, t)
	if problem != nil {
		d.list.Add(*problem)
	}
	return v
}

// readValue reads a node as a value of a type. Numbers and truth are written plain, dates and codes quoted.
func readValue(r raw, t fact.Type) (fact.Value, *diag.Diagnostic) {
	n, span := r.node, r.src.span(r.node)
	fail := func(code diag.Code, args ...string) (fact.Value, *diag.Diagnostic) {
		d := diag.New(code, span, args...)
		return fact.Value{}, &d
	}
	if t.Kind == fact.List {
		return readList(r, t)
	}
	if n.Kind != yaml.ScalarNode {
		return fail(diag.WrongShape, "key", "value", "want", kindWord(yaml.ScalarNode), "got", kindWord(n.Kind))
	}
	switch t.Kind {
	case fact.Money, fact.Decimal, fact.Integer:
		v, err := fact.ParseNumber(n.Value)
		if err != nil || quoted(n) || t.Kind == fact.Integer && !v.IsInt() {
			return fail(diag.BadNumber, "text", n.Value)
		}
		return fact.OfNumber(v), nil
	case fact.Boolean:
		if quoted(n) || n.Value != "true" && n.Value != "false" {
			return fail(diag.BadBool, "text", n.Value)
		}
		return fact.OfBool(n.Value == "true"), nil
	case fact.Day:
		v, err := fact.ParseDate(n.Value)
		if err != nil {
			return fail(diag.BadDate, "text", n.Value)
		}
		return fact.OfDate(v), nil
	case fact.Month:
		v, err := fact.ParseMonth(n.Value)
		if err != nil {
			return fail(diag.BadDate, "text", n.Value)
		}
		return fact.OfMonth(v), nil
	case fact.Choice:
		if !has(t.Values, n.Value) {
			v, d := fail(diag.NotAChoice, "value", n.Value, "values", strings.Join(t.Values, "、"))
			if near, ok := diag.Nearest(n.Value, t.Values); ok {
				*d = d.WithHint(diag.DidYouMean, "name", near)
			}
			return v, d
		}
	}
	return fact.OfText(n.Value), nil
}

func readList(r raw, t fact.Type) (fact.Value, *diag.Diagnostic) {
	if r.node.Kind != yaml.SequenceNode {
		d := diag.New(diag.WrongShape, r.src.span(r.node), "key", "value", "want", kindWord(yaml.SequenceNode), "got", kindWord(r.node.Kind))
		return fact.Value{}, &d
	}
	var members []fact.Value
	for _, c := range r.node.Content {
		v, problem := readValue(raw{c, r.src}, fact.Type{Kind: t.Of, Values: t.Values, Unit: t.Unit})
		if problem != nil {
			return fact.Value{}, problem
		}
		members = append(members, v)
	}
	return fact.OfList(members), nil
}

func has(list []string, s string) bool {
	for _, v := range list {
		if v == s {
			return true
		}
	}
	return false
}

func (d *decoder) derive(key, value *yaml.Node) {
	o := d.object(value)
	if o.switchedOff("derive", key.Value) {
		return
	}
	kind, _ := fact.ParseKind(o.str("type"))
	v := &Derive{
		Name: key.Value, Label: o.str("label"), Basis: o.str("basis"),
		Type: fact.Type{Kind: kind, Unit: o.str("unit")}, Expr: o.text("expr"), Span: d.src.span(key),
	}
	if o.scalar("scale") != nil {
		v.Round = d.rounding(o)
	} else if o.scalar("mode") != nil {
		d.add(diag.MissingKey, o.span("mode"), "key", "scale", "where", key.Value)
	}
	d.out.Derives = append(d.out.Derives, v)
}

// maxScale is the most places anything is rounded to.
const maxScale = 12

// rounding reads scale and mode.
func (d *decoder) rounding(o object) *Rounding {
	r := &Rounding{Scale: o.whole("scale")}
	r.Mode, _ = fact.ParseRounding(o.str("mode"))
	if r.Scale > maxScale {
		d.add(diag.BadValue, o.span("scale"), "key", "scale", "value", o.str("scale"), "want", "0–12")
		r.Scale = maxScale
	}
	return r
}
