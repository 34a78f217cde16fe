package ruleset

import (
	"slices"
	"strings"

	"slate/engine/diag"
	"slate/engine/fact"
)

// hits are the hit policies, in the order of type Hit.
var hits = []string{"unique", "first", "any", "priority", "collect", "sum", "min", "max", "count", "rule_order", "output_order"}

// classify reads the head of a decision table; its rules are read when all types are known.
func (d *decoder) classify(key, n *node) {
	t := &Classify{
		Name: key.text, Label: n.str("label"), Basis: n.str("basis"), Hit: Hit(max(slices.Index(hits, n.str("hit")), 0)),
		Inputs: n.texts("inputs"), Span: key.span,
	}
	for _, p := range n.get("outputs").entries() {
		o := Output{
			Name: p.key.text, Label: p.value.str("label"), Span: p.key.span,
			Type: fact.Type{Kind: kindOf(p.value.get("type")), Values: p.value.strings("values")},
		}
		d.typeFits(o.Type, p.value, o.Name)
		t.Outputs = append(t.Outputs, o)
	}
	d.hitFits(t, n)
	d.out.Classifies = append(d.out.Classifies, t)
}

// hitFits checks that the outputs are such as the hit policy can work with.
func (d *decoder) hitFits(t *Classify, n *node) {
	if len(t.Outputs) == 0 {
		return // told already
	}
	kind := t.Outputs[0].Type.Kind
	fits := true
	switch t.Hit {
	case HitSum, HitMin, HitMax:
		fits = len(t.Outputs) == 1 && kind.Numeric()
	case HitCount:
		fits = len(t.Outputs) == 1
	case HitPriority, HitOutputOrder:
		fits = kind == fact.Choice
	}
	if !fits && kind != fact.NoKind {
		d.add(diag.HitOutputs, n.place("hit"), "hit", t.Hit.String(), "table", t.Name)
	}
}

// rows reads the rules of all decision tables.
func (d *decoder) rows(section *node) {
	for i, p := range section.entries() {
		t := d.out.Classifies[i]
		ids := map[string]diag.Span{}
		for _, n := range p.value.get("rules").list() {
			row := d.row(n, t)
			if first, ok := ids[row.ID]; ok && row.ID != "" {
				d.list.Add(diag.New(diag.DuplicateID, row.Span, "id", row.ID).WithRelated(first))
			}
			ids[row.ID] = row.Span
			t.Rules = append(t.Rules, row)
		}
		if n := p.value.get("otherwise"); n != nil {
			whole := *t // what it says is what comes out: of a table that counts, a number
			if t.Hit == HitCount && len(t.Outputs) > 0 {
				whole.Outputs = slices.Clone(t.Outputs)
				whole.Outputs[0].Type = t.NameType(0)
			}
			t.Otherwise = &Row{Decide: n.str("decide"), Then: d.then(n, &whole), Span: p.value.keyPlace("otherwise")}
		}
	}
}

func (d *decoder) row(n *node, t *Classify) *Row {
	r := &Row{
		ID: n.str("id"), Label: n.str("label"), Basis: n.str("basis"), When: n.textOrNil("when"),
		Decide: n.str("decide"), Then: d.then(n, t), Span: n.place("id"),
	}
	for _, p := range n.get("if").entries() {
		if !hasText(t.Inputs, p.key.text) {
			d.unknownName(p.key.text, p.key.span, textsOf(t.Inputs))
			continue
		}
		r.Tests = append(r.Tests, d.condition(p.key, p.value))
	}
	return r
}

// condition reads a test: a list of values, an interval, an operator with an expression, or one value.
func (d *decoder) condition(key, n *node) Condition {
	c := Condition{Input: key.text, Span: n.span}
	typ := d.types[key.text]
	if typ.Kind == fact.List {
		typ = fact.Type{Kind: typ.Of, Values: typ.Values, Unit: typ.Unit} // told by eval: lists have no tests but operators
	}
	if n.kind == listNode {
		for _, item := range n.items {
			c.AnyOf = append(c.AnyOf, d.value(item, typ, key.text))
		}
		return c
	}
	text := n.word()
	switch {
	case beginsWithOperator(text.Text):
		if n.style == plainStyle {
			d.list.Add(quoteIt(diag.New(diag.Unquoted, n.span, "what", key.text), n.text))
		} else {
			(&validator{d.list}).comment(n)
		}
		expr := text.behind(key.text)
		c.Expr = &expr
	case looksLikeInterval(text.Text) && (typ.Kind.Numeric() || typ.Kind == fact.NoKind):
		v, err := fact.ParseInterval(text.Text)
		if err != nil {
			problem, _ := badInterval(text)
			d.list.Add(problem)
		}
		c.Range = &v
	default:
		c.AnyOf = []fact.Value{d.value(n, typ, key.text)}
	}
	return c
}

// operators begin a test that is an expression over its input. The full-width ones and the lone = are none, but
// whoever writes them means one; the expression's own errors say what is wrong.
var operators = []string{">", "<", "==", "!=", "=", "≥", "≤", "≠", "＞", "＜", "＝",
	"in [", "not in [", "contains '", "startsWith '", "endsWith '", "matches '"}

func beginsWithOperator(s string) bool {
	return slices.ContainsFunc(operators, func(op string) bool { return strings.HasPrefix(strings.TrimSpace(s), op) })
}

func looksLikeInterval(s string) bool {
	s = plainText(strings.TrimSpace(s))
	return strings.HasPrefix(s, "[") || strings.HasPrefix(s, "(")
}

// then reads what a rule gives each output; nil where a person must decide.
func (d *decoder) then(n *node, t *Classify) []fact.Value {
	then := n.get("then")
	if then == nil {
		return nil
	}
	values := make([]fact.Value, len(t.Outputs))
	if then.kind != mappingNode {
		if len(t.Outputs) == 1 {
			values[0] = d.value(then, t.Outputs[0].Type, t.Outputs[0].Name)
		} else {
			d.add(diag.WrongShape, then.span, "key", "then", "want", formWord(mappingNode), "got", formWord(then.kind))
		}
		return values
	}
	var names []string
	for i, o := range t.Outputs {
		names = append(names, o.Name)
		if v := then.get(o.Name); v != nil {
			values[i] = d.value(v, o.Type, o.Name)
		} else {
			d.add(diag.MissingKey, then.span, "key", o.Name, "where", "then")
		}
	}
	for _, p := range then.pairs {
		if !slices.Contains(names, p.key.text) {
			d.unknownName(p.key.text, p.key.span, names)
		}
	}
	return values
}
