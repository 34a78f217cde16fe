package ruleset

import (
	"bytes"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"

	"slate/engine/fact"
)

// YAML writes the effective ruleset, layers merged, as one rule file that loads to the same rules. Comments
// and layout are those of no file.
func (rs *Ruleset) YAML() []byte {
	root := &mappingNode{}
	root.number("slate", "1")
	root.add("ruleset", rs.Meta.yaml())
	root.named("facts", len(rs.Facts), func(i int) (string, *yaml.Node) { return rs.Facts[i].Name, rs.Facts[i].yaml() })
	root.named("params", len(rs.Params), func(i int) (string, *yaml.Node) { return rs.Params[i].Name, rs.Params[i].yaml() })
	root.named("derive", len(rs.Derives), func(i int) (string, *yaml.Node) { return rs.Derives[i].Name, rs.Derives[i].yaml() })
	root.named("classify", len(rs.Classifies), func(i int) (string, *yaml.Node) { return rs.Classifies[i].Name, rs.Classifies[i].yaml() })
	root.list("tiers", len(rs.Tiers), func(i int) *yaml.Node { return rs.Tiers[i].yaml() })
	root.list("vetoes", len(rs.Vetoes), func(i int) *yaml.Node { return rs.Vetoes[i].yaml() })
	if rs.Score != nil {
		root.add("score", rs.Score.yaml())
	}
	root.named("grades", len(rs.Grades), func(i int) (string, *yaml.Node) { return rs.Grades[i].Range.String(), word(rs.Grades[i].Label) })
	root.add("ranking", rs.Ranking.yaml())
	root.list("bodies", len(rs.Bodies), func(i int) *yaml.Node { return rs.Bodies[i].yaml() })
	root.add("test_base", givensYAML(rs.TestBase))
	root.list("tests", len(rs.Tests), func(i int) *yaml.Node { return rs.Tests[i].yaml() })
	var out bytes.Buffer
	enc := yaml.NewEncoder(&out)
	enc.SetIndent(2)
	if err := enc.Encode(root.node()); err != nil {
		panic("ruleset: the effective rules cannot be written: " + err.Error())
	}
	return out.Bytes()
}

// mappingNode builds a YAML mapping; what is empty is left out.
type mappingNode struct{ content []*yaml.Node }

func (m *mappingNode) node() *yaml.Node {
	return &yaml.Node{Kind: yaml.MappingNode, Content: m.content}
}

func (m *mappingNode) add(key string, value *yaml.Node) {
	if value != nil && (value.Kind == yaml.ScalarNode || len(value.Content) > 0) {
		m.content = append(m.content, word(key), value)
	}
}

// word writes a text plain where that reads back as the same text, quoted otherwise.
func word(s string) *yaml.Node {
	n := &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: s}
	if dateLike.MatchString(s) || numberLike.MatchString(s) {
		n.Style = yaml.DoubleQuotedStyle
	}
	return n
}

func quotedNode(s string) *yaml.Node {
	return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: s, Style: yaml.DoubleQuotedStyle}
}

func plainNode(s string) *yaml.Node { return &yaml.Node{Kind: yaml.ScalarNode, Value: s} }

func (m *mappingNode) text(key, s string) {
	if s != "" {
		m.add(key, word(s))
	}
}

func (m *mappingNode) quoted(key, s string) {
	if s != "" {
		m.add(key, quotedNode(s))
	}
}

func (m *mappingNode) expr(key string, t *Text) {
	if t != nil {
		m.quoted(key, t.Text)
	}
}

func (m *mappingNode) number(key, s string) { m.add(key, plainNode(s)) }

func (m *mappingNode) whole(key string, n int) {
	if n != 0 {
		m.number(key, strconv.Itoa(n))
	}
}

func (m *mappingNode) amount(key string, n *fact.Number) {
	if n != nil {
		m.number(key, n.String())
	}
}

func (m *mappingNode) list(key string, n int, at func(int) *yaml.Node) {
	out := &yaml.Node{Kind: yaml.SequenceNode}
	for i := range n {
		out.Content = append(out.Content, at(i))
	}
	m.add(key, out)
}

func (m *mappingNode) words(key string, list []string) {
	m.list(key, len(list), func(i int) *yaml.Node { return word(list[i]) })
}

func (m *mappingNode) texts(key string, list []Text) {
	m.list(key, len(list), func(i int) *yaml.Node { return word(list[i].Text) })
}

func (m *mappingNode) named(key string, n int, at func(int) (string, *yaml.Node)) {
	out := &mappingNode{}
	for i := range n {
		name, value := at(i)
		out.content = append(out.content, word(name), value)
	}
	m.add(key, out.node())
}

// valueNode writes a value as a case or a parameter would.
func valueNode(v fact.Value) *yaml.Node {
	switch {
	case !v.Known():
		return plainNode("null")
	case v.IsNumber(), v.IsBool():
		return plainNode(v.String())
	case v.IsDate(), v.IsMonth():
		return quotedNode(v.String())
	case v.IsList():
		out := &yaml.Node{Kind: yaml.SequenceNode}
		for _, m := range v.List() {
			out.Content = append(out.Content, valueNode(m))
		}
		return out
	}
	return quotedNode(v.Text())
}

func (m *Meta) yaml() *yaml.Node {
	out := &mappingNode{}
	out.text("id", m.ID)
	out.text("label", m.Label)
	out.text("version", m.Version)
	out.text("owner", m.Owner)
	out.text("basis", m.Basis)
	out.text("lang", m.Lang)
	out.text("purpose", m.Purpose)
	out.quoted("cutoff", m.Cutoff.String())
	period := &mappingNode{}
	period.quoted("from", m.From.String())
	period.quoted("to", m.To.String())
	out.add("effective", period.node())
	if m.LeapDay == fact.February28 {
		out.quoted("leap_day", "02-28")
	}
	out.text("on_missing", onMissingWord(m.OnMissing))
	return out.node()
}

func onMissingWord(o OnMissing) string {
	return [...]string{"", "undecided", "fail"}[o]
}

func (f *Fact) yaml() *yaml.Node {
	out := &mappingNode{}
	out.text("label", f.Label)
	typeYAML(out, f.Type)
	if f.Domain != nil {
		out.quoted("domain", f.Domain.String())
	}
	out.text("source", f.Source)
	if !f.MaxAge.IsZero() {
		out.quoted("max_age", f.MaxAge.String("en"))
	}
	if f.From != nil {
		from := &mappingNode{}
		from.text("column", f.From.Column)
		if f.From.Aggregate != "" {
			from.quoted(f.From.Aggregate, f.From.Field)
		}
		from.text("of", f.From.Table)
		from.expr("where", f.From.Where)
		out.add("from", from.node())
	}
	if f.Sensitive {
		out.number("sensitive", "true")
	}
	out.text("purpose", f.Purpose)
	return out.node()
}

func typeYAML(out *mappingNode, t fact.Type) {
	out.text("type", t.Kind.String())
	if t.Of != fact.NoKind {
		out.text("of", t.Of.String())
	}
	out.text("unit", t.Unit)
	out.words("values", t.Values)
}

func (p *Param) yaml() *yaml.Node {
	out := &mappingNode{}
	out.text("label", p.Label)
	out.text("type", p.Type.Kind.String())
	out.text("unit", p.Type.Unit)
	out.list("values", len(p.Values), func(i int) *yaml.Node {
		row := &mappingNode{}
		row.quoted("from", p.Values[i].From.String())
		row.add("value", valueNode(p.Values[i].Value))
		row.text("basis", p.Values[i].Basis)
		return row.node()
	})
	return out.node()
}

func (d *Derive) yaml() *yaml.Node {
	out := &mappingNode{}
	out.text("label", d.Label)
	typeYAML(out, d.Type)
	out.quoted("expr", d.Expr.Text)
	if d.Round != nil {
		out.number("scale", strconv.Itoa(d.Round.Scale))
		out.text("mode", d.Round.Mode.String())
	}
	out.text("basis", d.Basis)
	return out.node()
}

func (t *Classify) yaml() *yaml.Node {
	out := &mappingNode{}
	out.text("label", t.Label)
	out.text("basis", t.Basis)
	out.text("hit", [...]string{"unique", "first", "any", "priority", "collect"}[t.Hit])
	out.texts("inputs", t.Inputs)
	out.named("outputs", len(t.Outputs), func(i int) (string, *yaml.Node) {
		o := &mappingNode{}
		o.text("label", t.Outputs[i].Label)
		typeYAML(o, t.Outputs[i].Type)
		return t.Outputs[i].Name, o.node()
	})
	out.list("rules", len(t.Rules), func(i int) *yaml.Node { return t.row(t.Rules[i]) })
	if t.Otherwise != nil {
		out.add("otherwise", t.row(t.Otherwise))
	}
	return out.node()
}

func (t *Classify) row(r *Row) *yaml.Node {
	out := &mappingNode{}
	out.text("id", r.ID)
	out.text("label", r.Label)
	out.text("basis", r.Basis)
	out.named("if", len(r.Tests), func(i int) (string, *yaml.Node) { return r.Tests[i].Input, r.Tests[i].yaml() })
	out.expr("when", r.When)
	out.text("decide", r.Decide)
	if r.Then != nil {
		out.named("then", len(r.Then), func(i int) (string, *yaml.Node) { return t.Outputs[i].Name, valueNode(r.Then[i]) })
	}
	return out.node()
}

func (c *Condition) yaml() *yaml.Node {
	switch {
	case c.Expr != nil:
		return quotedNode(strings.TrimPrefix(c.Expr.Text, c.Input+" "))
	case c.Range != nil:
		return quotedNode(c.Range.String())
	case len(c.AnyOf) == 1:
		return valueNode(c.AnyOf[0])
	}
	return valueNode(fact.OfList(c.AnyOf))
}

func (c *Clause) fields(out *mappingNode) {
	if c.Named {
		out.text("id", c.ID)
	}
	out.text("label", c.Label)
	out.quoted("expr", c.Expr.Text)
	members := func(key string) {
		out.list(key, len(c.Of), func(i int) *yaml.Node { return c.Of[i].yaml() })
	}
	switch c.Group {
	case All:
		members("all")
	case Any:
		members("any")
	case Not:
		out.add("not", c.Of[0].yaml())
	case AtLeast:
		out.number("at_least", strconv.Itoa(c.N))
		members("of")
	}
	out.text("basis", c.Basis)
	out.quoted("pass", c.Pass.Text)
	out.quoted("fail", c.Fail.Text)
	out.text("on_missing", onMissingWord(c.OnMissing))
	out.quoted("since", c.Since.String())
	out.quoted("until", c.Until.String())
}

func (c *Clause) yaml() *yaml.Node {
	out := &mappingNode{}
	c.fields(out)
	return out.node()
}

func (t *Tier) yaml() *yaml.Node {
	out := &mappingNode{}
	out.text("id", t.ID)
	out.text("label", t.Label)
	out.text("extends", t.Extends)
	out.list("require", len(t.Require), func(i int) *yaml.Node { return t.Require[i].yaml() })
	return out.node()
}

func (v *Veto) yaml() *yaml.Node {
	out := &mappingNode{}
	v.Clause.fields(out)
	out.texts("applies", v.Applies)
	if v.Waiver != nil {
		w := &mappingNode{}
		w.text("by", v.Waiver.By)
		w.text("needs", v.Waiver.Needs)
		out.add("waiver", w.node())
	}
	return out.node()
}

func (s *Score) yaml() *yaml.Node {
	out := &mappingNode{}
	out.text("label", s.Label)
	round := &mappingNode{}
	round.number("scale", strconv.Itoa(s.Round.Scale))
	round.text("mode", s.Round.Mode.String())
	out.add("round", round.node())
	if s.Topsis {
		out.text("method", "topsis")
	}
	if s.Entropy {
		out.text("weights", "entropy")
	}
	if s.AHP != nil {
		w := &mappingNode{}
		w.list("ahp", len(s.AHP), func(i int) *yaml.Node {
			row := &yaml.Node{Kind: yaml.SequenceNode, Style: yaml.FlowStyle}
			for _, cell := range s.AHP[i] {
				if cell.IsInt() {
					row.Content = append(row.Content, plainNode(cell.String()))
				} else {
					row.Content = append(row.Content, quotedNode(fraction(cell)))
				}
			}
			return row
		})
		out.add("weights", w.node())
	}
	out.list("criteria", len(s.Criteria), func(i int) *yaml.Node { return s.Criteria[i].yaml() })
	return out.node()
}

// fraction writes a reciprocal of a whole number as 1/n.
func fraction(n fact.Number) string {
	inverse, err := fact.Int(1).Quo(n)
	if err != nil {
		return n.String()
	}
	return "1/" + inverse.String()
}

func (c *Criterion) yaml() *yaml.Node {
	out := &mappingNode{}
	if c.Leaf {
		c.Indicators[0].fields(out)
	} else {
		out.text("id", c.ID)
		out.text("label", c.Label)
		out.text("basis", c.Basis)
		if c.Weighted {
			out.number("weight", strconv.Itoa(c.Weight))
		}
		out.list("indicators", len(c.Indicators), func(i int) *yaml.Node { return c.Indicators[i].yaml() })
	}
	out.amount("max", c.Max)
	out.amount("min", c.Min)
	return out.node()
}

func (in *Indicator) yaml() *yaml.Node {
	out := &mappingNode{}
	in.fields(out)
	return out.node()
}

func (in *Indicator) fields(out *mappingNode) {
	out.text("id", in.ID)
	out.text("label", in.Label)
	out.text("basis", in.Basis)
	if in.Weighted {
		out.number("weight", strconv.Itoa(in.Weight))
	}
	in.method(out)
	if in.Descending {
		out.text("order", "desc")
	}
	out.amount("cap", in.Cap)
	out.amount("floor", in.Floor)
	if in.OnMissing != nil {
		m := &mappingNode{}
		m.number("points", in.OnMissing.Points.String())
		m.text("flag", in.OnMissing.Flag)
		out.add("on_missing", m.node())
	}
}

func (in *Indicator) method(out *mappingNode) {
	switch in.Method {
	case Bands:
		out.text("input", in.Input.Text)
		out.named("bands", len(in.Bands), func(i int) (string, *yaml.Node) {
			return in.Bands[i].Range.String(), plainNode(in.Bands[i].Points.String())
		})
	case Table:
		out.text("input", in.Input.Text)
		out.named("table", len(in.Table), func(i int) (string, *yaml.Node) {
			return in.Table[i].Value.String(), plainNode(in.Table[i].Points.String())
		})
	case Each, Deduct:
		out.text("input", in.Input.Text)
		steps := &mappingNode{}
		steps.number("points", in.Points.String())
		steps.number("step", in.Step.String())
		if in.Method == Each {
			steps.number("from", in.Start.String())
			out.add("each", steps.node())
		} else {
			steps.number("start", in.Start.String())
			out.add("deduct", steps.node())
		}
	case Formula:
		out.quoted("expr", in.Expr.Text)
	case Value:
		out.text("value", in.Input.Text)
	case Percentile:
		out.text("percentile", in.Input.Text)
	case Minmax:
		out.text("minmax", in.Input.Text)
	}
}

func (r *Ranking) yaml() *yaml.Node {
	out := &mappingNode{}
	out.text("tier", r.Tier.Text)
	out.list("order_by", len(r.OrderBy), func(i int) *yaml.Node {
		if r.OrderBy[i].Desc {
			return word(r.OrderBy[i].Name + " desc")
		}
		return word(r.OrderBy[i].Name + " asc")
	})
	out.whole("limit", r.Limit)
	if r.LimitFlag {
		out.text("at_limit", "flag")
	}
	if r.WithinTop > 0 {
		within := &mappingNode{}
		within.text("by", r.WithinBy.Text)
		within.whole("top", r.WithinTop)
		out.add("within", within.node())
	}
	if r.Stable {
		out.text("stable", "removal")
	}
	return out.node()
}

func (b *Body) yaml() *yaml.Node {
	out := &mappingNode{}
	out.text("id", b.ID)
	out.text("label", b.Label)
	out.text("basis", b.Basis)
	out.number("seats", strconv.Itoa(b.Seats))
	if b.Surplus != nil {
		s := &mappingNode{}
		s.text("rule", b.Surplus.Rule)
		if b.Surplus.Rule == "own" {
			s.number("min", strconv.Itoa(b.Surplus.Min))
			s.number("max", strconv.Itoa(b.Surplus.Max))
		}
		out.add("surplus", s.node())
	}
	out.whole("reserve", b.Reserve)
	eligible := &mappingNode{}
	eligible.text("tier", b.Tier.Text)
	eligible.texts("grade", b.Grades)
	eligible.expr("where", b.Where)
	out.add("eligible", eligible.node())
	out.texts("exclusive_with", b.ExclusiveWith)
	out.list("quotas", len(b.Quotas), func(i int) *yaml.Node { return b.Quotas[i].yaml() })
	out.list("must_include", len(b.MustInclude), func(i int) *yaml.Node { return b.MustInclude[i].yaml() })
	out.list("must_exclude", len(b.MustExclude), func(i int) *yaml.Node { return b.MustExclude[i].yaml() })
	if b.Explain {
		out.text("infeasible", "explain")
	}
	return out.node()
}

func (q *Quota) yaml() *yaml.Node {
	out := &mappingNode{}
	out.text("id", q.ID)
	out.text("label", q.Label)
	out.text("basis", q.Basis)
	out.expr("where", q.Where)
	if q.Min != nil {
		out.number("min", strconv.Itoa(*q.Min))
	}
	if q.Max != nil {
		out.number("max", strconv.Itoa(*q.Max))
	}
	share := &mappingNode{}
	if q.ShareMin != nil {
		share.quoted("min", q.ShareMin.String()+"%")
	}
	if q.ShareMax != nil {
		share.quoted("max", q.ShareMax.String()+"%")
	}
	share.expr("of", q.ShareOf)
	out.add("share", share.node())
	out.text("per", q.Per.Text)
	if !q.Hard {
		out.text("hard", "cost")
		out.number("cost", strconv.Itoa(q.Cost))
	}
	return out.node()
}

func (p *Pin) yaml() *yaml.Node {
	out := &mappingNode{}
	out.text("person", p.Person)
	out.text("reason", p.Reason)
	return out.node()
}

func givensYAML(list []Given) *yaml.Node {
	out := &mappingNode{}
	for _, g := range list {
		value := valueNode(g.Value)
		if !g.On.IsZero() {
			dated := &mappingNode{}
			dated.add("value", value)
			dated.quoted("on", g.On.String())
			value = dated.node()
		}
		out.content = append(out.content, word(g.Name), value)
	}
	return out.node()
}

func (t *Test) yaml() *yaml.Node {
	out := &mappingNode{}
	out.text("name", t.Name)
	out.quoted("cutoff", t.Cutoff.String())
	out.add("given", givensYAML(t.Given))
	out.named("waivers", len(t.Waivers), func(i int) (string, *yaml.Node) { return t.Waivers[i].Veto, word(t.Waivers[i].Document) })
	out.list("roster", len(t.Roster), func(i int) *yaml.Node { return givensYAML(t.Roster[i]) })
	expect := t.Expect.yaml()
	if len(expect.Content) == 0 {
		expect.Style = yaml.FlowStyle
	}
	out.content = append(out.content, word("expect"), expect)
	return out.node()
}

func (e *Expect) yaml() *yaml.Node {
	out := &mappingNode{}
	for _, v := range e.Verdicts {
		out.text(v.Tier, v.Verdict)
	}
	flow := func(key string, list []Text) {
		if list == nil {
			return
		}
		n := &yaml.Node{Kind: yaml.SequenceNode, Style: yaml.FlowStyle}
		for _, t := range list {
			n.Content = append(n.Content, word(t.Text))
		}
		out.content = append(out.content, word(key), n)
	}
	flow("because", e.Because)
	flow("missing", e.Missing)
	out.expr("score", e.Score)
	if e.Grade != nil {
		out.text("grade", e.Grade.Text)
	}
	out.named("labels", len(e.Labels), func(i int) (string, *yaml.Node) { return e.Labels[i].Name, valueNode(e.Labels[i].Value) })
	out.named("points", len(e.Points), func(i int) (string, *yaml.Node) { return e.Points[i].ID, quotedNode(e.Points[i].Points) })
	out.expr("place", e.Place)
	out.named("seats", len(e.Seats), func(i int) (string, *yaml.Node) { return e.Seats[i].Body, word(e.Seats[i].Seat) })
	if e.Error != nil {
		out.text("error", e.Error.Text)
	}
	return out.node()
}
