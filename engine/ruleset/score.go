package ruleset

import (
	"gopkg.in/yaml.v3"

	"slate/engine/diag"
	"slate/engine/fact"
)

func (d *decoder) score(o object) *Score {
	s := &Score{
		Label: o.str("label"), Round: Rounding{Scale: 2}, Topsis: o.str("method") == "topsis",
		Entropy: o.str("weights") == "entropy", Span: o.span("criteria"),
	}
	if o.get("round") != nil {
		s.Round = *d.rounding(o.object("round"))
		if o.object("round").scalar("scale") == nil {
			s.Round.Scale = 2
		}
	}
	if w := o.object("weights"); w.get("ahp") != nil {
		s.AHP, s.AHPSpan = d.matrix(w), w.span("ahp")
	}
	for _, n := range o.items("criteria") {
		if c := d.object(n); !c.switchedOff("criteria", c.str("id")) {
			s.Criteria = append(s.Criteria, d.criterion(c))
		}
	}
	return s
}

// matrix reads a pairwise comparison, whose cells are whole numbers 1 to 9 or quoted fractions "1/3".
func (d *decoder) matrix(o object) [][]fact.Number {
	var rows [][]fact.Number
	for _, n := range o.items("ahp") {
		var row []fact.Number
		for _, c := range n.Content {
			row = append(row, d.comparison(c))
		}
		rows = append(rows, row)
	}
	return rows
}

func (d *decoder) comparison(n *yaml.Node) fact.Number {
	for i := int64(1); i <= 9; i++ {
		switch n.Value {
		case fact.Int(i).String():
			return fact.Int(i)
		case "1/" + fact.Int(i).String():
			return fact.Ratio(1, i)
		}
	}
	d.add(diag.BadValue, d.src.span(n), "key", "ahp", "value", n.Value, "want", `1–9, "1/2"–"1/9"`)
	return fact.Int(1)
}

func (d *decoder) criterion(o object) *Criterion {
	c := &Criterion{
		ID: o.str("id"), Label: o.str("label"), Basis: o.str("basis"),
		Weight: o.whole("weight"), Weighted: o.scalar("weight") != nil,
		Max: o.numberOrNil("max"), Min: o.numberOrNil("min"), Span: o.span("id"),
	}
	if o.get("indicators") == nil {
		c.Leaf = true
		c.Indicators = []*Indicator{d.indicator(o)}
		return c
	}
	for _, name := range []string{"input", "cap", "floor", "on_missing", "order"} {
		if o.get(name) != nil {
			d.add(diag.NotTogether, o.span(name), "a", name, "b", "indicators")
		}
	}
	for _, n := range o.items("indicators") {
		if in := d.object(n); !in.switchedOff("indicators", in.str("id")) {
			c.Indicators = append(c.Indicators, d.indicator(in))
		}
	}
	return c
}

var methodOf = map[string]Method{
	"bands": Bands, "table": Table, "each": Each, "deduct": Deduct, "expr": Formula,
	"value": Value, "percentile": Percentile, "minmax": Minmax,
}

func (d *decoder) indicator(o object) *Indicator {
	in := &Indicator{
		ID: o.str("id"), Label: o.str("label"), Basis: o.str("basis"),
		Weight: o.whole("weight"), Weighted: o.scalar("weight") != nil,
		Input: o.text("input"), Expr: o.text("expr"), Descending: o.str("order") == "desc",
		Cap: o.numberOrNil("cap"), Floor: o.numberOrNil("floor"), Span: o.span("id"),
	}
	method := ""
	for _, m := range methods {
		if o.get(m) != nil {
			method, in.Method = m, methodOf[m]
		}
	}
	d.method(o, in)
	d.input(o, in, method)
	if o.get("on_missing") != nil {
		m := o.object("on_missing")
		in.OnMissing = &MissingPoints{Points: m.number("points"), Flag: m.str("flag")}
	}
	if in.Cap != nil && in.Floor != nil && in.Cap.Cmp(*in.Floor) < 0 {
		d.add(diag.BadValue, o.span("cap"), "key", "cap", "value", in.Cap.String(), "want", "≥ "+in.Floor.String())
	}
	return in
}

func (d *decoder) method(o object, in *Indicator) {
	switch in.Method {
	case Bands:
		o.pairs("bands", func(k, v *yaml.Node) { d.band(in, k, v) })
	case Table:
		o.pairs("table", func(k, v *yaml.Node) {
			p, _ := fact.ParseNumber(v.Value)
			in.Table = append(in.Table, TablePoints{Value: fact.OfText(k.Value), Points: p, Span: d.src.span(k), raw: raw{k, d.src}})
		})
	case Each:
		e := o.object("each")
		in.Points, in.Step, in.Start = e.number("points"), d.step(e), e.number("from")
	case Deduct:
		e := o.object("deduct")
		in.Points, in.Step, in.Start = e.number("points"), d.step(e), e.number("start")
	case Value, Percentile, Minmax:
		for _, m := range []string{"value", "percentile", "minmax"} {
			if o.scalar(m) != nil {
				in.Input = o.text(m)
			}
		}
	}
}

func (d *decoder) band(in *Indicator, k, v *yaml.Node) {
	r, err := fact.ParseInterval(k.Value)
	if err != nil {
		d.add(diag.BadInterval, d.src.span(k), "text", k.Value)
		return
	}
	p, _ := fact.ParseNumber(v.Value)
	in.Bands = append(in.Bands, Band{Range: r, Points: p, Span: d.src.span(k)})
}

func (d *decoder) step(o object) fact.Number {
	if o.scalar("step") == nil {
		return fact.Int(1)
	}
	step := o.number("step")
	if step.Sign() <= 0 {
		d.add(diag.BadValue, o.span("step"), "key", "step", "value", o.str("step"), "want", "> 0")
		return fact.Int(1)
	}
	return step
}

// input checks that `input` stands where the method needs it, and only there.
func (d *decoder) input(o object, in *Indicator, method string) {
	needs := in.Method == Bands || in.Method == Table || in.Method == Each || in.Method == Deduct
	switch {
	case method == "":
	case needs && o.scalar("input") == nil:
		d.add(diag.MissingKey, in.Span, "key", "input", "where", in.ID)
	case !needs && o.scalar("input") != nil:
		d.add(diag.NotTogether, o.span("input"), "a", "input", "b", method)
	}
	if o.scalar("order") != nil && in.Method != Percentile && in.Method != Minmax {
		d.add(diag.NotTogether, o.span("order"), "a", "order", "b", method)
	}
}

func (d *decoder) grade(k, v *yaml.Node) {
	r, err := fact.ParseInterval(k.Value)
	if err != nil {
		d.add(diag.BadInterval, d.src.span(k), "text", k.Value)
		return
	}
	d.out.Grades = append(d.out.Grades, &Grade{Range: r, Label: v.Value, Span: d.src.span(k)})
}
