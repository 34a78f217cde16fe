package ruleset

import (
	"slices"
	"strings"

	"slate/engine/diag"
	"slate/engine/fact"
)

// givens reads the values of a case.
func (d *decoder) givens(n *node) []Given {
	var out []Given
	for _, p := range n.entries() {
		g := Given{Name: p.key.text, Span: p.key.span}
		value := p.value
		if value.kind == mappingNode {
			g.On = value.date("on")
			value = value.get("value")
		}
		if !d.isFact(g.Name) {
			d.unknownName(g.Name, g.Span, d.factNames())
		} else if value != nil {
			g.Value = d.value(value, d.types[g.Name], g.Name)
		}
		out = append(out, g)
	}
	return out
}

func (d *decoder) isFact(name string) bool {
	return slices.ContainsFunc(d.out.Facts, func(f *Fact) bool { return f.Name == name })
}

func (d *decoder) factNames() []string {
	names := make([]string, len(d.out.Facts))
	for i, f := range d.out.Facts {
		names[i] = f.Name
	}
	return names
}

func (d *decoder) test(n *node) {
	t := &Test{Name: n.str("name"), Cutoff: n.date("cutoff"), Given: d.givens(n.get("given")), Span: n.place("name")}
	if rows := n.get("rows"); rows != nil {
		t.Rows = append([]RowGiven{}, d.childRows(rows)...)
	}
	for _, p := range n.get("waivers").entries() {
		t.Waivers = append(t.Waivers, WaiverGiven{Veto: p.key.text, Document: p.value.text, Span: p.key.span})
	}
	for _, person := range n.get("roster").list() {
		t.Roster = append(t.Roster, d.givens(person))
	}
	if expect := n.get("expect"); expect != nil {
		t.Expect = d.expect(expect)
	}
	d.out.Tests = append(d.out.Tests, t)
}

func (d *decoder) expect(n *node) Expect {
	e := Expect{
		Because: expected(n, "because"), Missing: expected(n, "missing"),
		Score: n.textOrNil("score"), Grade: n.textOrNil("grade"), Place: n.textOrNil("place"), Error: n.textOrNil("error"),
		Span: n.span,
	}
	for _, p := range n.pairs {
		if expectation(p.key.text) == nil {
			e.Verdicts = append(e.Verdicts, ExpectVerdict{Tier: p.key.text, Verdict: p.value.text, Span: p.key.span})
		}
	}
	for _, p := range n.get("labels").entries() {
		typ, ok := d.types[p.key.text]
		if !ok {
			d.unknownName(p.key.text, p.key.span, d.outputNames())
			continue
		}
		e.Labels = append(e.Labels, ExpectLabel{Name: p.key.text, Value: d.value(p.value, typ, p.key.text), Span: p.key.span})
	}
	for _, p := range n.get("points").entries() {
		e.Points = append(e.Points, ExpectPoints{ID: p.key.text, Points: p.value.text, Span: p.key.span})
	}
	for _, p := range n.get("seats").entries() {
		e.Seats = append(e.Seats, ExpectSeat{Body: p.key.text, Seat: p.value.text, Span: p.key.span})
	}
	d.expectTexts(n, &e)
	return e
}

// expected returns the texts of a list: nil where there is none, empty where it is empty.
func expected(n *node, key string) []Text {
	if n.get(key) == nil {
		return nil
	}
	return append([]Text{}, n.texts(key)...)
}

// expectation returns the declaration of a key of `expect` that is no tier, or nil.
func expectation(name string) *key { return expectShape.key(name) }

var expectShape = fileShape.key("tests").of.key("expect").element

func (d *decoder) outputNames() []string {
	var names []string
	for _, t := range d.out.Classifies {
		for _, o := range t.Outputs {
			names = append(names, o.Name)
		}
	}
	return names
}

// expectTexts checks what a case expects in the form of text.
func (d *decoder) expectTexts(n *node, e *Expect) {
	if e.Score != nil && !looksLikeInterval(e.Score.Text) {
		if problem, bad := badNumber(n.get("score"), true); bad {
			d.list.Add(problem)
		}
	} else if e.Score != nil {
		if problem, bad := badInterval(*e.Score); bad {
			d.list.Add(problem)
		}
	}
	if e.Place != nil && !isPlace(e.Place.Text) {
		d.add(diag.BadValue, e.Place.Span, "key", "place", "value", e.Place.Text, "want", "2, 2-3")
	}
	if e.Error == nil {
		return
	}
	if !diag.Code(e.Error.Text).Known() {
		d.add(diag.UnknownCode, e.Error.Span, "code", e.Error.Text)
	}
	for _, p := range n.pairs {
		if p.key.text != "error" {
			d.add(diag.NotTogether, p.key.span, "a", p.key.text, "b", "error")
		}
	}
}

// isPlace reports "2" and "2-3".
func isPlace(s string) bool {
	lo, hi, both := strings.Cut(s, "-")
	if !both {
		hi = lo
	}
	a, err1 := fact.ParseNumber(lo)
	b, err2 := fact.ParseNumber(hi)
	return err1 == nil && err2 == nil && a.IsInt() && b.IsInt() && a.Sign() > 0 && a.Cmp(b) <= 0
}
