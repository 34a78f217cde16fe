package report

import (
	"fmt"

	"slate/engine"
	"slate/engine/diag"
	"slate/engine/eval"
	"slate/engine/fact"
)

// PointsChart shows where one person's score comes from: indicator by indicator what was got of what could be got, each beginning where the
// one before ended, then the total and the line that the end of the list draws. What is not known yet is a stretch and not a number.
// person is their number in the snapshot.
func PointsChart(r *engine.Result, person int, lang diag.Lang) Chart {
	j := r.Pool.Person(person)
	v := pointsView{picture: picture{lang: lang, id: "points"}, r: r, explainer: explainer{speaker: speak(lang, j), r: r}}
	title := v.word(wChartPoints, "name", r.Pool.Snapshot.Person(person).Name)
	s := r.Pool.Program.Score
	if s == nil {
		text := v.word(wChartNoScore)
		v.says(text)
		return v.chart(title, text)
	}
	if !s.Rules.Topsis {
		v.gather()
	}
	v.total()
	v.draw()
	return v.chart(title, v.spoken())
}

// stretch is one row: from where it begins to where it ends, at worst and at best, and how far it could go at most.
type stretch struct {
	label   string
	depth   int
	heading bool
	sum     bool // the total
	base    fact.Number
	got     eval.Range
	most    eval.Range // what could be got; an open end where there is no bound
	waits   string     // the fact that is missing
}

type pointsView struct {
	picture
	explainer explainer
	r         *engine.Result
	rows      []stretch
	base      fact.Number // where the next row begins
	open      bool        // a sum was too large to hold
}

func (v *pointsView) gather() {
	s := v.r.Pool.Program.Score
	for i := range s.Criteria {
		c := &s.Criteria[i]
		weight := v.r.Pool.Weight(i)
		whole := times(v.explainer.j.Criteria[i], weight)
		if !c.Rules.Leaf {
			v.rows = append(v.rows, stretch{heading: true, label: nameOf(c.Rules.Label, c.Rules.ID), base: v.base, got: whole, most: times(v.ceiling(c), weight)})
		}
		start := v.base
		for k := c.First; k < c.First+c.Count; k++ {
			v.indicator(c, k, weight)
		}
		v.limited(c, start, whole)
	}
}

// indicator adds the row of an indicator, in points of the total.
func (v *pointsView) indicator(c *eval.Criterion, k int, weight fact.Number) {
	in := &v.r.Pool.Program.Score.Indicators[k]
	points := &v.explainer.j.Indicators[k]
	row := stretch{label: nameOf(in.Rules.Label, in.Rules.ID), depth: 1, base: v.base}
	if c.Rules.Leaf {
		row.label, row.depth = nameOf(c.Rules.Label, c.Rules.ID), 0
	}
	if in.Rules.Weighted && !c.Rules.Leaf {
		weight, _ = weight.Mul(fact.Ratio(int64(in.Rules.Weight), 100))
	}
	row.got, row.most = times(points.Range, weight), times(in.Possible(), weight)
	if points.Missing && in.Slot >= 0 {
		row.waits = v.r.Pool.Program.Names[in.Slot].Name
	}
	v.push(row)
}

// ceiling returns what a criterion can give at most.
func (v *pointsView) ceiling(c *eval.Criterion) eval.Range {
	var sum eval.Range
	for k := c.First; k < c.First+c.Count; k++ {
		in := &v.r.Pool.Program.Score.Indicators[k]
		r := in.Possible()
		if in.Rules.Weighted && !c.Rules.Leaf {
			r = times(r, fact.Ratio(int64(in.Rules.Weight), 100))
		}
		sum = plus(sum, r)
	}
	if limit := c.Rules.Max; limit != nil && (sum.OpenHi || sum.Hi.Cmp(*limit) > 0) {
		sum.Hi, sum.OpenHi = *limit, false
	}
	return sum
}

// limited adds a row for what the limits of a criterion take from its indicators or add to them.
func (v *pointsView) limited(c *eval.Criterion, start fact.Number, whole eval.Range) {
	if c.Rules.Max == nil && c.Rules.Min == nil || whole.OpenLo {
		return
	}
	end, _ := start.Add(whole.Lo)
	if off, err := end.Sub(v.base); err == nil && off.Sign() != 0 {
		v.push(stretch{label: v.word(wChartLimit), depth: 1, base: v.base, got: eval.Exactly(off), most: eval.Range{OpenHi: true}})
	}
}

func (v *pointsView) push(row stretch) {
	v.rows = append(v.rows, row)
	if row.got.OpenLo {
		v.open = true
		return
	}
	v.base, _ = v.base.Add(row.got.Lo)
}

// total adds the last row.
func (v *pointsView) total() {
	s := v.r.Pool.Program.Score
	row := stretch{label: v.word(wScore), sum: true, got: v.explainer.j.Total}
	if s.Rules.Label != "" {
		row.label = s.Rules.Label
	}
	for i := range s.Criteria {
		row.most = plus(row.most, times(v.ceiling(&s.Criteria[i]), v.r.Pool.Weight(i)))
	}
	if s.Rules.Topsis {
		row.most = eval.Range{Hi: fact.Int(100)}
	}
	v.rows = append(v.rows, row)
}

// times and plus are the sums of ranges that the score is made of; what is too large to hold is open.
func times(r eval.Range, by fact.Number) eval.Range {
	lo, err := r.Lo.Mul(by)
	hi, err2 := r.Hi.Mul(by)
	return eval.Range{Lo: lo, Hi: hi, OpenLo: r.OpenLo || err != nil, OpenHi: r.OpenHi || err2 != nil}
}

func plus(a, b eval.Range) eval.Range {
	lo, err := a.Lo.Add(b.Lo)
	hi, err2 := a.Hi.Add(b.Hi)
	return eval.Range{Lo: lo, Hi: hi, OpenLo: a.OpenLo || b.OpenLo || err != nil, OpenHi: a.OpenHi || b.OpenHi || err2 != nil}
}

// ends returns where a row begins and ends on the line, and how far it could go.
func (s *stretch) ends() (from, got, may, most fact.Number) {
	from, got, may, most = s.base, s.base, s.base, s.base
	if !s.got.OpenLo {
		got, _ = s.base.Add(s.got.Lo)
		may, most = got, got
	}
	if !s.got.OpenHi {
		may, _ = s.base.Add(s.got.Hi)
	}
	if !s.most.OpenHi {
		most, _ = s.base.Add(s.most.Hi)
	}
	return from, got, may, most
}

const pointsLeft, pointsWide = 230, 390

// line returns the scale of the picture: from 0, or the lowest that any row comes to, to the highest.
func (v *pointsView) line() (scale, fact.Number, fact.Number) {
	low, top := fact.Number{}, fact.Number{}
	for i := range v.rows {
		from, got, may, most := v.rows[i].ends()
		for _, n := range []fact.Number{from, got, may, most} {
			if n.Cmp(low) < 0 {
				low = n
			}
			if n.Cmp(top) > 0 {
				top = n
			}
		}
	}
	if line, ok := lineOf(v.r); ok && line.Cmp(top) > 0 {
		top = line
	}
	if low.Equal(top) {
		top, _ = low.Add(fact.Int(1))
	}
	return scale{low.Rat(), top.Rat(), pointsLeft, pointsWide}, low, top
}

func (v *pointsView) draw() {
	on, low, top := v.line()
	v.entries()
	y := v.top + 24
	begin := y
	for i := range v.rows {
		v.row(&v.rows[i], on, y)
		y += v.rows[i].high()
	}
	v.axis(on, low, top, begin, y)
	if line, ok := lineOf(v.r); ok {
		v.mark(on.place(line), begin-2, y, v.word(wChartLine, "n", points(v.r, line)))
	}
	v.high = y + 40
	if v.r.Pool.Program.Score.Rules.Topsis {
		v.text(chartLeft, y+44, "start", v.word(wChartTopsis), 108)
		v.high += 20
	}
}

func (v *pointsView) entries() {
	entries := []keyEntry{{fillSure, "", v.word(wChartGot)}, {"white", "", v.word(wChartPossible)}}
	for i := range v.rows {
		if !v.rows[i].got.Exact() && !v.rows[i].heading {
			entries = append(entries, keyEntry{fillMaybe, "", v.word(wChartUnknown)})
			break
		}
	}
	for i := range v.rows {
		if v.rows[i].got.Exact() && v.rows[i].got.Lo.Sign() < 0 && !v.rows[i].heading {
			entries = append(entries, keyEntry{fillRest, "", v.word(wChartTaken)})
			break
		}
	}
	v.key(entries...)
}

// indent is by how many columns the name of a row is set in.
func (s *stretch) indent() int { return 2 * s.depth }

const pointsColumns = 28

// high is the height of a row: more for a name of two lines, and for the line above the total.
func (s *stretch) high() int {
	high := 28
	if diag.Width(s.label) > pointsColumns-s.indent() {
		high += 12
	}
	if s.sum {
		high += 6
	}
	return high
}

func (v *pointsView) row(s *stretch, on scale, y int) {
	text, high := v.amount(s), s.high()
	middle := y + high/2
	if s.sum {
		v.path(fmt.Sprintf("M%d %dH%d", chartLeft, y+2, chartRight), "")
		middle += 3
	}
	v.label(chartLeft+s.indent()*letter/2, middle, "start", s.label, pointsColumns-s.indent())
	v.text(pointsLeft+pointsWide+14, middle+letter/3, "start", text, 22)
	if s.heading {
		v.path(fmt.Sprintf("M%d %dH%d", chartLeft, y+high-2, chartRight), ` stroke-opacity="0.4"`)
		return
	}
	from, got, may, most := s.ends()
	a, b, c, d := on.place(from), on.place(got), on.place(may), on.place(most)
	v.area(a, middle-8, d-a, 16, "white", "")
	v.area(a, middle-8, b-a, 16, fillSure, "")
	v.area(b, middle-8, a-b, 16, fillRest, "")
	if s.got.OpenHi {
		c = on.at + on.wide
	}
	v.area(b, middle-8, c-b, 16, fillMaybe, "")
	if !s.sum {
		v.path(fmt.Sprintf("M%d %dV%d", b, middle+8, y+high+6), dotted)
	}
}

// amount writes what was got of what could be: "21.9/30", "0–18/18 缺年纳税额".
func (v *pointsView) amount(s *stretch) string {
	write := short
	if s.sum {
		write = func(n fact.Number) string { return points(v.r, n) }
	}
	text := write(s.got.Lo)
	if s.got.OpenLo {
		text = ""
	}
	if !s.got.Exact() {
		text += "–"
		if !s.got.OpenHi {
			text += write(s.got.Hi)
		}
	}
	if !s.most.OpenHi {
		text += "/" + short(s.most.Hi)
	}
	if s.waits != "" {
		text += " " + v.word(wChartWaits, "fact", s.waits)
	}
	return text
}

func (v *pointsView) axis(on scale, low, top fact.Number, begin, y int) {
	v.path(fmt.Sprintf("M%d %dV%dH%d", on.place(fact.Number{}), begin, y, on.at+on.wide), "")
	first, step, n := ticks(low, top, 8)
	for range n {
		x := on.place(first)
		v.path(fmt.Sprintf("M%d %dv5", x, y), "")
		v.text(x, y+21, "middle", first.String(), 20)
		first, _ = first.Add(step)
	}
}

func (v *pointsView) spoken() string {
	total := &v.rows[len(v.rows)-1]
	text := v.word(wChartPointsSpoken, "score", total.label, "got", v.amount(total))
	var said []string
	for i := range v.rows {
		if s := &v.rows[i]; !s.heading && !s.sum {
			said = append(said, s.label+" "+v.amount(s))
		}
	}
	if len(said) > 0 {
		text += colon(v.lang) + and(v.lang, said)
	}
	if line, ok := lineOf(v.r); ok {
		text += v.word(wChartLineIs, "n", points(v.r, line))
	}
	text += v.word(wChartStop)
	if v.r.Pool.Program.Score.Rules.Topsis {
		text += v.word(wChartTopsis)
	}
	return text
}
