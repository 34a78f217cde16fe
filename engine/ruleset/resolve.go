package ruleset

import (
	"gopkg.in/yaml.v3"

	"slate/engine/diag"
	"slate/engine/fact"
)

// defaults fills in what the merged file leaves out.
func (l *loader) defaults(rs *Ruleset) {
	if rs.Ranking == nil {
		rs.Ranking = &Ranking{Span: rs.Meta.Span}
	}
	if rs.Ranking.Tier.Text == "" && len(rs.Tiers) > 0 {
		rs.Ranking.Tier.Text = rs.Tiers[0].ID
	}
	if len(rs.Ranking.OrderBy) == 0 && rs.Score != nil {
		rs.Ranking.OrderBy = []Key{{Name: "score", Desc: true, Span: rs.Ranking.Span}}
	}
	if rs.Meta.Label == "" {
		rs.Meta.Label = rs.Meta.ID
	}
	if rs.Meta.Version == "" {
		rs.Meta.Version = "0"
	}
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
	for _, d := range rs.Derives {
		types[d.Name] = d.Type
	}
	for _, c := range rs.Classifies {
		for _, o := range c.Outputs {
			types[o.Name] = outputType(c, o)
		}
	}
	return types
}

func outputType(c *Classify, o Output) fact.Type {
	if c.Hit == HitCollect {
		return fact.Type{Kind: fact.List, Of: o.Type.Kind, Values: o.Type.Values}
	}
	return o.Type
}

// resolve reads the values whose types are declared elsewhere in the file, or in a layer below it.
func (l *loader) resolve(rs *Ruleset) {
	r := &resolver{list: &l.list, types: rs.types(), facts: map[string]bool{}}
	for _, f := range rs.Facts {
		r.facts[f.Name] = true
	}
	for _, c := range rs.Classifies {
		r.classify(c)
	}
	if rs.Score != nil {
		for _, c := range rs.Score.Criteria {
			for _, in := range c.Indicators {
				r.table(in)
			}
		}
	}
	r.givens(rs.TestBase)
	for _, t := range rs.Tests {
		r.givens(t.Given)
		for _, other := range t.Roster {
			r.givens(other)
		}
		for i := range t.Expect.Labels {
			label := &t.Expect.Labels[i]
			if typ, ok := r.typeOf(label.Name, label.Span); ok {
				label.Value = r.value(label.raw, typ)
			}
		}
	}
}

type resolver struct {
	list  *diag.List
	types map[string]fact.Type
	facts map[string]bool
}

// typeOf returns the type of a name, or reports that there is none.
func (r *resolver) typeOf(name string, span diag.Span) (fact.Type, bool) {
	t, ok := r.types[name]
	if !ok {
		r.unknown(name, span, keysOf(r.types))
	}
	return t, ok
}

func (r *resolver) unknown(name string, span diag.Span, known []string) {
	d := diag.New(diag.UnknownName, span, "name", name)
	if near, ok := diag.Nearest(name, known); ok {
		d = d.WithHint(diag.DidYouMean, "name", near)
	}
	r.list.Add(d)
}

func (r *resolver) value(from raw, t fact.Type) fact.Value {
	if from.node == nil {
		return fact.Missing(fact.NotSupplied)
	}
	v, problem := readValue(from, t)
	if problem != nil {
		r.list.Add(*problem)
	}
	return v
}

func (r *resolver) givens(list []Given) {
	for i := range list {
		g := &list[i]
		if !r.facts[g.Name] {
			r.unknown(g.Name, g.Span, keysOf(r.facts))
			continue
		}
		g.Value = r.value(g.raw, r.types[g.Name])
	}
}

// table reads the choices of a table of points and checks that none is left out.
func (r *resolver) table(in *Indicator) {
	typ, ok := r.types[in.Input.Text]
	if in.Method != Table || !ok {
		return
	}
	seen := map[string]bool{}
	for i := range in.Table {
		t := &in.Table[i]
		t.Value = r.value(t.raw, typ)
		seen[t.Value.String()] = true
	}
	want := typ.Values
	if typ.Kind == fact.Boolean {
		want = []string{"true", "false"}
	}
	for _, v := range want {
		if !seen[v] {
			r.list.Add(diag.New(diag.MissingTableValue, in.Span, "value", v))
		}
	}
}

func (r *resolver) classify(c *Classify) {
	for _, row := range c.Rules {
		for i := range row.Tests {
			r.condition(&row.Tests[i])
		}
		r.then(c, row)
	}
	if c.Otherwise != nil {
		r.then(c, c.Otherwise)
	}
}

// condition reads a test: a list of values, an interval, an operator with an expression, or one value.
func (r *resolver) condition(c *Condition) {
	typ, ok := r.types[c.Input]
	n := c.raw.node
	if !ok {
		return // told with the table's inputs
	}
	if n.Kind == yaml.SequenceNode {
		for _, m := range n.Content {
			c.AnyOf = append(c.AnyOf, r.value(raw{m, c.raw.src}, typ))
		}
		return
	}
	t := c.raw.src.text(n)
	if quoted(n) {
		if expr, is := operatorTest(c.Input, t); is {
			c.Expr = expr
			return
		}
	}
	if typ.Kind.Numeric() && quoted(n) {
		v, err := fact.ParseInterval(t.Text)
		if err != nil {
			r.list.Add(diag.New(diag.BadInterval, t.Span, "text", t.Text))
			return
		}
		c.Range = &v
		return
	}
	c.AnyOf = []fact.Value{r.value(c.raw, typ)}
}

// then reads what a row gives each output.
func (r *resolver) then(c *Classify, row *Row) {
	n := row.then.node
	if n == nil {
		return
	}
	values := make([]fact.Value, len(c.Outputs))
	if n.Kind != yaml.MappingNode {
		if len(c.Outputs) == 1 {
			values[0] = r.value(row.then, c.Outputs[0].Type)
		} else {
			r.list.Add(diag.New(diag.WrongShape, row.Span, "key", "then", "want", "mapping", "got", "single value"))
		}
		row.Then = values
		return
	}
	given := map[string]*yaml.Node{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		given[n.Content[i].Value] = n.Content[i+1]
	}
	for i, o := range c.Outputs {
		if given[o.Name] == nil {
			r.list.Add(diag.New(diag.MissingKey, row.Span, "key", o.Name, "where", "then"))
			continue
		}
		values[i] = r.value(raw{given[o.Name], row.then.src}, o.Type)
		delete(given, o.Name)
	}
	for _, name := range keysOf(given) {
		r.unknown(name, row.then.src.span(given[name]), c.outputNames())
	}
	row.Then = values
}

func (c *Classify) outputNames() []string {
	names := make([]string, len(c.Outputs))
	for i, o := range c.Outputs {
		names[i] = o.Name
	}
	return names
}
