package ruleset

import (
	"strings"

	"gopkg.in/yaml.v3"

	"slate/engine/diag"
	"slate/engine/fact"
)

var hits = map[string]Hit{"": HitUnique, "unique": HitUnique, "first": HitFirst, "any": HitAny, "priority": HitPriority, "collect": HitCollect}

func (d *decoder) classify(key, value *yaml.Node) {
	o := d.object(value)
	if o.switchedOff("classify", key.Value) {
		return
	}
	t := &Classify{
		Name: key.Value, Label: o.str("label"), Basis: o.str("basis"), Hit: hits[o.str("hit")],
		Inputs: o.texts("inputs"), Span: d.src.span(key),
	}
	o.pairs("outputs", func(k, v *yaml.Node) { t.Outputs = append(t.Outputs, d.output(k, v)) })
	for _, n := range o.items("rules") {
		t.Rules = append(t.Rules, d.row(d.object(n), t))
	}
	if o.get("otherwise") != nil {
		in := o.object("otherwise")
		t.Otherwise = &Row{Decide: in.str("decide"), Span: o.span("otherwise"), then: raw{in.get("then"), d.src}}
	}
	d.out.Classifies = append(d.out.Classifies, t)
}

func (d *decoder) output(k, v *yaml.Node) Output {
	o := d.object(v)
	kind, _ := fact.ParseKind(o.str("type"))
	out := Output{Name: k.Value, Label: o.str("label"), Type: fact.Type{Kind: kind, Values: o.strings("values")}, Span: d.src.span(k)}
	if kind == fact.Choice && len(out.Type.Values) == 0 {
		d.add(diag.MissingKey, out.Span, "key", "values", "where", out.Name)
	}
	return out
}

func (d *decoder) row(o object, t *Classify) *Row {
	r := &Row{
		ID: o.str("id"), Label: o.str("label"), Basis: o.str("basis"), When: o.textOrNil("when"),
		Decide: o.str("decide"), Span: d.src.span(o.n), then: raw{o.get("then"), d.src},
	}
	if o.get("if") == nil && r.When == nil {
		d.add(diag.MissingKey, r.Span, "key", "if, when", "where", t.Name)
	}
	o.pairs("if", func(k, v *yaml.Node) {
		c := Condition{Input: k.Value, Span: d.src.span(k), raw: raw{v, d.src}}
		if !hasText(t.Inputs, k.Value) {
			dg := diag.New(diag.UnknownName, c.Span, "name", k.Value)
			if near, ok := diag.Nearest(k.Value, o.d.texts(t.Inputs)); ok {
				dg = dg.WithHint(diag.DidYouMean, "name", near)
			}
			d.list.Add(dg)
			return
		}
		r.Tests = append(r.Tests, c)
	})
	return r
}

func (d *decoder) texts(ts []Text) []string {
	out := make([]string, len(ts))
	for i, t := range ts {
		out[i] = t.Text
	}
	return out
}

func hasText(list []Text, s string) bool {
	for _, t := range list {
		if t.Text == s {
			return true
		}
	}
	return false
}

// operators begin a test that is an expression over its input.
var operators = []string{">=", "<=", "==", "!=", ">", "<", "in ", "not in ", "contains ", "startsWith ", "endsWith ", "matches "}

// operatorTest returns the test as an expression: the input's name and what the file says. The name is nowhere in
// the file; its characters are placed on the test's first.
func operatorTest(input string, t Text) (*Text, bool) {
	begins := strings.TrimLeft(t.Text, " ")
	for _, op := range operators {
		if !strings.HasPrefix(begins, op) {
			continue
		}
		expr := Text{Text: input + " " + t.Text, Span: t.Span}
		for range len([]rune(input)) + 1 {
			expr.at = append(expr.at, t.At(0))
		}
		expr.at = append(expr.at, t.at...)
		return &expr, true
	}
	return nil, false
}
