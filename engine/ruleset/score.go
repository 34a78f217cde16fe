package ruleset

import (
	"slices"

	"slate/engine/diag"
	"slate/engine/fact"
)

func (d *decoder) score(n *node) {
	if n == nil {
		return
	}
	s := &Score{Label: n.str("label"), Round: Rounding{Scale: 2}, Topsis: n.str("method") == "topsis", Span: n.place("method")}
	if r := n.get("round"); r != nil {
		s.Round = rounding(r)
		if r.get("scale") == nil {
			s.Round.Scale = 2
		}
	}
	weights := n.get("weights")
	s.Entropy = n.str("weights") == "entropy"
	s.AHPSpan = n.place("weights")
	if matrix := weights.get("ahp"); matrix != nil {
		s.AHP, s.AHPSpan = [][]fact.Number{}, matrix.span
		for _, row := range matrix.items {
			s.AHP = append(s.AHP, ratios(row))
		}
	}
	for _, item := range n.get("criteria").list() {
		s.Criteria = append(s.Criteria, d.criterion(item))
	}
	d.out.Score = s
	d.checkWeights(n, s)
	if s.AHP != nil && len(s.Criteria) > 0 {
		d.checkMatrix(weights.get("ahp"), s)
	}
}

func ratios(row *node) []fact.Number {
	var out []fact.Number
	for _, cell := range row.list() {
		r, _ := ratio(cell.text)
		out = append(out, r)
	}
	return out
}

func (d *decoder) criterion(n *node) *Criterion {
	c := &Criterion{
		ID: n.str("id"), Label: labelOf(n), Basis: n.str("basis"),
		Weight: n.whole("weight"), Weighted: n.get("weight") != nil,
		Max: n.numberOrNil("max"), Min: n.numberOrNil("min"), Span: n.place("id"),
	}
	if inner := n.get("indicators"); inner != nil {
		for _, item := range inner.items {
			c.Indicators = append(c.Indicators, d.indicator(item))
		}
		for _, key := range []string{"input", "cap", "floor", "on_missing", "order"} {
			if n.get(key) != nil {
				d.add(diag.NotTogether, n.keyPlace(key), "a", key, "b", "indicators")
			}
		}
		return c
	}
	c.Leaf = true
	in := d.indicator(n)
	in.Weight, in.Weighted = 0, false // the weight is the criterion's
	c.Indicators = []*Indicator{in}
	return c
}

func (d *decoder) indicator(n *node) *Indicator {
	in := &Indicator{
		ID: n.str("id"), Label: labelOf(n), Basis: n.str("basis"),
		Weight: n.whole("weight"), Weighted: n.get("weight") != nil,
		Input: n.textAt("input"), Descending: n.str("order") == "desc",
		Cap: n.numberOrNil("cap"), Floor: n.numberOrNil("floor"), Span: n.place("id"),
	}
	if m := n.get("on_missing"); m != nil {
		in.OnMissing = &MissingPoints{Points: m.number("points"), Flag: m.str("flag")}
	}
	method := ""
	for i, name := range methods {
		if n.get(name) != nil {
			in.Method, method = Method(i), name
			break
		}
	}
	if method == "" {
		return in
	}
	d.method(n, in, method)
	if in.Method != Percentile && in.Method != Minmax && n.get("order") != nil {
		d.add(diag.NotTogether, n.keyPlace("order"), "a", "order", "b", method)
	}
	return in
}

// method reads what an indicator does with its input.
func (d *decoder) method(n *node, in *Indicator, method string) {
	own := n.get(method)
	switch in.Method {
	case Bands:
		for _, p := range own.entries() {
			if r, err := fact.ParseInterval(p.key.text); err == nil {
				in.Bands = append(in.Bands, Band{Range: r, Points: numberOf(p.value), Span: p.key.span})
			}
		}
		d.checkBands(n, in)
	case Table:
		d.table(own, in)
	case Each:
		in.Points, in.Step, in.Start = own.number("points"), step(own), own.number("from")
	case Deduct:
		in.Points, in.Step, in.Start = own.number("points"), step(own), own.number("start")
	case Formula:
		in.Expr = n.textAt("expr")
	default:
		in.Input = n.textAt(method)
	}
	switch takesInput := in.Method <= Deduct; {
	case takesInput && n.get("input") == nil:
		d.add(diag.MissingKey, n.keyPlace(method), "key", "input", "where", in.ID)
	case !takesInput && n.get("input") != nil:
		d.add(diag.NotTogether, n.keyPlace("input"), "a", "input", "b", method)
	}
}

func numberOf(n *node) fact.Number {
	number, _ := fact.ParseNumber(n.text)
	return number
}

// step is 1 where the file gives none, or none that counts up.
func step(n *node) fact.Number {
	if s := n.numberOrNil("step"); s != nil && s.Sign() > 0 {
		return *s
	}
	return fact.Int(1)
}

// table reads the points of choices and checks that none is left out.
func (d *decoder) table(n *node, in *Indicator) {
	typ := d.types[in.Input.Text]
	choices := typ.Values
	if typ.Kind == fact.Boolean {
		choices = []string{"true", "false"}
	}
	given := map[string]bool{}
	for _, p := range n.entries() {
		given[p.key.text] = true
		row := TablePoints{Value: fact.OfText(p.key.text), Points: numberOf(p.value), Span: p.key.span}
		switch typ.Kind {
		case fact.Boolean:
			row.Value = fact.OfBool(p.key.text == "true")
			if p.key.text != "true" && p.key.text != "false" {
				d.add(diag.BadBool, p.key.span, "text", p.key.text)
			}
		case fact.Choice:
			if !slices.Contains(choices, p.key.text) {
				d.notAChoice(p.key.span, p.key.text, choices)
			}
		}
		in.Table = append(in.Table, row)
	}
	for _, c := range choices {
		if !given[c] && (typ.Kind == fact.Choice || typ.Kind == fact.Boolean) {
			d.add(diag.MissingTableValue, in.Span, "value", c)
		}
	}
}

func (d *decoder) grades(n *node) {
	var ranges []stretch
	for _, p := range n.entries() {
		r, err := fact.ParseInterval(p.key.text)
		if err != nil {
			continue
		}
		d.out.Grades = append(d.out.Grades, &Grade{Range: r, Label: p.value.text, Span: p.key.span})
		ranges = append(ranges, stretch{r, p.key.span})
	}
	if len(ranges) == 0 {
		return
	}
	scale := 2
	if d.out.Score != nil {
		scale = d.out.Score.Round.Scale
	}
	d.checkRanges(ranges, nil, grid{scale, true}, n.span)
}
