package ruleset

import (
	"slices"
	"strings"

	"slate/engine/diag"
	"slate/engine/fact"
	"slate/engine/standard"
)

func (d *decoder) fact(key, n *node) {
	f := &Fact{
		Field: fact.Field{
			Name: key.text, Label: n.str("label"), Source: n.str("source"),
			Type:       fact.Type{Kind: kindOf(n.get("type")), Of: kindOf(n.get("of")), Unit: n.str("unit"), Values: n.strings("values")},
			Precedence: n.strings("precedence"), Codes: n.str("codes"), Sensitive: n.str("sensitive") == "true", Purpose: n.str("purpose"),
		},
		Span: key.span, TypeSpan: n.place("type"),
	}
	f.Fixed = fixed(&f.Field)
	if n.get("fixed") != nil {
		f.Fixed = n.str("fixed") == "true"
	}
	f.MaxAge, _ = fact.ParsePeriod(n.str("max_age"))
	if v, err := fact.ParseInterval(n.str("domain")); err == nil && n.scalar("domain") != nil {
		f.Domain = &v
	}
	if f.From = d.from(n.get("from")); f.From != nil {
		f.Column, f.Table = f.From.Column, f.From.Table
	}
	if table, ok := standard.Find(f.Codes); ok && len(f.Type.Values) == 0 {
		f.Type.Values = table.Labels()
	}
	d.typeFits(f.Type, n, f.Name)
	d.distinct(n.texts("precedence"))
	if f.Sensitive && f.Purpose == "" {
		d.add(diag.PurposeMissing, f.Span, "name", f.Name)
	}
	d.out.Facts = append(d.out.Facts, f)
}

// typeFits checks what the keys beside a type ask of each other.
func (d *decoder) typeFits(t fact.Type, n *node, where string) {
	member := t.Kind
	if t.Kind == fact.List {
		member = t.Of
	}
	d.unitFits(t, n, where)
	d.beside(t, n, where, "of", t.Kind == fact.List)
	if n.scalar("codes") == nil || member != fact.Choice {
		d.beside(t, n, where, "values", member == fact.Choice)
	}
	if member != fact.Choice {
		d.beside(t, n, where, "codes", false)
	}
	if !t.Kind.Numeric() {
		d.beside(t, n, where, "domain", false)
	}
	if member == fact.Choice {
		d.distinct(n.texts("values"))
	}
}

func (d *decoder) unitFits(t fact.Type, n *node, where string) {
	switch {
	case t.Kind == fact.Money:
		d.beside(t, n, where, "unit", true)
		if t.Unit != "" && t.Unit != "元" && t.Unit != "万元" {
			d.add(diag.BadValue, n.place("unit"), "key", "unit", "value", t.Unit, "want", "元, 万元")
		}
	case !t.Kind.Numeric() && !t.Of.Numeric():
		d.beside(t, n, where, "unit", false)
	}
}

// beside checks that a key stands beside a type just when the type needs it.
func (d *decoder) beside(t fact.Type, n *node, where, key string, needed bool) {
	switch there := n.get(key) != nil; {
	case t.Kind == fact.NoKind:
	case needed && !there:
		d.add(diag.MissingKey, n.keyPlace("type"), "key", key, "where", where)
	case there && !needed:
		d.add(diag.NotTogether, n.keyPlace(key), "a", key, "b", "type: "+t.Kind.String())
	}
}

// distinct checks that no choice is listed twice.
func (d *decoder) distinct(values []Text) {
	first := map[string]diag.Span{}
	for _, v := range values {
		if at, ok := first[v.Text]; ok {
			d.list.Add(diag.New(diag.DuplicateID, v.Span, "id", v.Text).WithRelated(at))
			continue
		}
		first[v.Text] = v.Span
	}
}

func (d *decoder) from(n *node) *From {
	if n == nil || n.kind != mappingNode {
		return nil
	}
	f := &From{Column: n.str("column"), Table: n.str("of"), Where: n.textOrNil("where"), Span: n.place("column")}
	for _, name := range aggregates {
		if v := n.scalar(name); v != nil {
			f.Aggregate, f.Field, f.Span = name, v.text, v.span
		}
	}
	if f.Aggregate != "" && n.get("of") == nil {
		d.add(diag.MissingKey, f.Span, "key", "of", "where", "from")
	}
	for _, key := range []string{"of", "where"} {
		if f.Column != "" && n.get(key) != nil {
			d.add(diag.NotTogether, n.keyPlace(key), "a", "column", "b", key)
		}
	}
	if f.Field == "*" && f.Aggregate != "count" {
		d.add(diag.BadValue, f.Span, "key", f.Aggregate, "value", "*", "want", "count: \"*\"")
	}
	return f
}

func (d *decoder) param(key, n *node) {
	p := &Param{
		Name: key.text, Label: n.str("label"), Type: fact.Type{Kind: fact.Decimal, Unit: n.str("unit")}, Span: key.span,
	}
	if kind := kindOf(n.get("type")); kind != fact.NoKind {
		p.Type.Kind = kind
	}
	d.unitFits(p.Type, n, p.Name)
	for _, row := range n.get("values").list() {
		v := ParamValue{From: row.date("from"), Basis: row.str("basis"), Span: row.place("from")}
		if value := row.get("value"); value != nil && value.kind == scalarNode {
			v.Value = d.value(value, p.Type, "value")
		}
		if last := len(p.Values) - 1; last >= 0 && !v.From.IsZero() && v.From.Compare(p.Values[last].From) <= 0 {
			d.list.Add(diag.New(diag.ParamOrder, v.Span, "name", p.Name, "from", v.From.String()).WithRelated(p.Values[last].Span))
		}
		p.Values = append(p.Values, v)
	}
	d.out.Params = append(d.out.Params, p)
}

func (d *decoder) derive(key, n *node) {
	v := &Derive{
		Name: key.text, Label: n.str("label"), Basis: n.str("basis"),
		Type: fact.Type{Kind: kindOf(n.get("type")), Unit: n.str("unit")}, Expr: n.textAt("expr"), Span: key.span,
	}
	d.unitFits(v.Type, n, v.Name)
	switch {
	case n.get("scale") != nil && !v.Type.Kind.Numeric():
		d.add(diag.NotTogether, n.keyPlace("scale"), "a", "scale", "b", "type: "+v.Type.Kind.String())
	case n.get("scale") != nil:
		r := rounding(n)
		v.Round = &r
	case n.get("mode") != nil:
		d.add(diag.MissingKey, n.keyPlace("mode"), "key", "scale", "where", v.Name)
	}
	d.out.Derives = append(d.out.Derives, v)
}

func rounding(n *node) Rounding {
	r := Rounding{Scale: min(max(n.whole("scale"), 0), maxScale)}
	r.Mode, _ = fact.ParseRounding(n.str("mode"))
	return r
}

// value reads a value of a declared type, or reports why it is none. Numbers and truth are written plain, dates
// quoted. A name without a declared type takes anything.
func (d *decoder) value(n *node, t fact.Type, key string) fact.Value {
	if t.Kind == fact.List {
		return d.members(n, t, key)
	}
	if n.kind != scalarNode {
		d.add(diag.WrongShape, n.span, "key", key, "want", formWord(scalarNode), "got", formWord(n.kind))
		return fact.Value{}
	}
	if n.isNull() || n.isEmpty() {
		return fact.Value{} // told, where it is not allowed
	}
	switch t.Kind {
	case fact.Money, fact.Decimal, fact.Integer:
		return d.numberValue(n, t, key)
	case fact.Boolean:
		if n.style != plainStyle || n.text != "true" && n.text != "false" {
			d.add(diag.BadBool, n.span, "text", n.text)
			return fact.Value{}
		}
		return fact.OfBool(n.text == "true")
	case fact.Day, fact.Month:
		return d.dayValue(n, t.Kind)
	case fact.Choice:
		if !slices.Contains(t.Values, n.text) {
			d.notAChoice(n.span, n.text, t.Values)
			return fact.Value{}
		}
	}
	return fact.OfText(n.text)
}

func (d *decoder) numberValue(n *node, t fact.Type, key string) fact.Value {
	if problem, bad := badNumber(n, false); bad {
		d.list.Add(problem)
		return fact.Value{}
	}
	number, _ := fact.ParseNumber(n.text)
	if t.Kind == fact.Integer && !number.IsInt() {
		d.add(diag.BadValue, n.span, "key", key, "value", n.text, "want", "0, 1, 2, …")
		return fact.Value{}
	}
	return fact.OfNumber(number)
}

func (d *decoder) dayValue(n *node, k fact.Kind) fact.Value {
	if problem, bad := badDay(n, k); bad {
		d.list.Add(problem)
		return fact.Value{}
	}
	if k == fact.Month {
		month, _ := fact.ParseMonth(n.text)
		return fact.OfMonth(month)
	}
	date, _ := fact.ParseDate(n.text)
	return fact.OfDate(date)
}

func (d *decoder) notAChoice(at diag.Span, text string, values []string) {
	problem := diag.New(diag.NotAChoice, at, "value", text, "values", strings.Join(values, "、"))
	if near, ok := diag.Nearest(text, values); ok {
		problem = problem.WithHint(diag.DidYouMean, "name", near)
	}
	d.list.Add(problem)
}

func (d *decoder) members(n *node, t fact.Type, key string) fact.Value {
	if n.isNull() || n.isEmpty() {
		return fact.Value{}
	}
	if n.kind != listNode {
		d.add(diag.WrongShape, n.span, "key", key, "want", formWord(listNode), "got", formWord(n.kind))
		return fact.Value{}
	}
	members := make([]fact.Value, 0, len(n.items))
	for _, item := range n.items {
		members = append(members, d.value(item, fact.Type{Kind: t.Of, Values: t.Values, Unit: t.Unit}, key))
	}
	return fact.OfList(members)
}

// types returns the type of every name.
func (rs *Ruleset) types() map[string]fact.Type {
	types := map[string]fact.Type{}
	for _, f := range rs.Facts {
		types[f.Name] = f.Type
	}
	for _, p := range rs.Params {
		types[p.Name] = p.Type
	}
	for _, v := range rs.Derives {
		types[v.Name] = v.Type
	}
	for _, t := range rs.Classifies {
		for i, o := range t.Outputs {
			types[o.Name] = t.NameType(i)
		}
	}
	return types
}
