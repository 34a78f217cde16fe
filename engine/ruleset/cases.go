package ruleset

import (
	"gopkg.in/yaml.v3"

	"slate/engine/diag"
)

// cases reads test_base and tests, of a rule file or of the file of cases beside it.
func (d *decoder) cases(o object) {
	o.pairs("test_base", func(k, v *yaml.Node) { d.out.TestBase = append(d.out.TestBase, d.given(k, v)) })
	for _, n := range o.items("tests") {
		d.out.Tests = append(d.out.Tests, d.test(d.object(n)))
	}
}

// given reads a value of a case; its type is known when the layers are merged.
func (d *decoder) given(k, v *yaml.Node) Given {
	g := Given{Name: k.Value, Span: d.src.span(k), raw: raw{v, d.src}}
	if v.Kind == yaml.MappingNode {
		o := d.object(v)
		g.On, g.raw.node = o.date("on"), o.get("value")
	}
	if g.raw.node != nil && g.raw.node.Tag == "!!null" {
		g.raw.node = nil
	}
	return g
}

func (d *decoder) givens(n *yaml.Node) []Given {
	var out []Given
	d.object(n).pairs("", func(k, v *yaml.Node) { out = append(out, d.given(k, v)) })
	return out
}

func (d *decoder) test(o object) *Test {
	t := &Test{Name: o.str("name"), Cutoff: o.date("cutoff"), Span: o.span("name")}
	o.pairs("given", func(k, v *yaml.Node) { t.Given = append(t.Given, d.given(k, v)) })
	o.pairs("waivers", func(k, v *yaml.Node) {
		t.Waivers = append(t.Waivers, WaiverGiven{Veto: k.Value, Document: v.Value, Span: d.src.span(k)})
	})
	for _, n := range o.items("roster") {
		t.Roster = append(t.Roster, d.givens(n))
	}
	t.Expect = d.expect(o.object("expect"))
	return t
}

func (d *decoder) expect(o object) Expect {
	e := Expect{
		Score: o.textOrNil("score"), Grade: o.textOrNil("grade"), Place: o.textOrNil("place"), Error: o.textOrNil("error"),
		Span: d.src.span(o.n),
	}
	if o.get("because") != nil {
		e.Because = append([]Text{}, o.texts("because")...)
	}
	if o.get("missing") != nil {
		e.Missing = append([]Text{}, o.texts("missing")...)
	}
	o.pairs("labels", func(k, v *yaml.Node) {
		e.Labels = append(e.Labels, ExpectLabel{Name: k.Value, Span: d.src.span(k), raw: raw{v, d.src}})
	})
	o.pairs("points", func(k, v *yaml.Node) {
		e.Points = append(e.Points, ExpectPoints{ID: k.Value, Points: v.Value, Span: d.src.span(k)})
	})
	o.pairs("seats", func(k, v *yaml.Node) {
		e.Seats = append(e.Seats, ExpectSeat{Body: k.Value, Seat: v.Value, Span: d.src.span(k)})
	})
	o.pairs("", func(k, v *yaml.Node) {
		if !isExpectation(k.Value) {
			e.Verdicts = append(e.Verdicts, ExpectVerdict{Tier: k.Value, Verdict: v.Value, Span: d.src.span(k)})
		}
	})
	if e.Error != nil && !diag.Code(e.Error.Text).Known() {
		d.add(diag.UnknownCode, e.Error.Span, "code", e.Error.Text)
	}
	return e
}

func isExpectation(key string) bool {
	for i := range expectKeys {
		if expectKeys[i].name == key {
			return true
		}
	}
	return false
}
