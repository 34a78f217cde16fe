package report

import (
	"fmt"
	"math/big"
	"slices"
	"strings"

	"slate/engine"
	"slate/engine/arrange"
	"slate/engine/diag"
	"slate/engine/fact"
)

// CompositionChart shows how the list of a body is made up by one fact, a derived value or an output of a table: a bar for each of its
// values, with how many out of how many. Below stand the quotas whose condition reads that name, or that are counted by it, with the mark
// of what they demand; with name "", all quotas stand there and nothing else. The bars count those proposed for the seats, as
// a quota does that says nothing else.
func CompositionChart(r *engine.Result, s *arrange.Slate, name string, lang diag.Lang) Chart {
	v := compositionView{picture: picture{lang: lang, id: "composition"}, slateView: slateView{r: r, s: s, lang: lang}}
	title := v.picture.word(wChartComposition, "body", nameOf(s.Body.Label, s.Body.ID), "fact", name)
	if name == "" {
		title = v.picture.word(wChartQuotas, "body", nameOf(s.Body.Label, s.Body.ID))
	}
	if s.Group.Clash != nil || s.Entries == nil {
		text := v.picture.word(wChartNoList)
		v.says(text)
		return v.chart(title, text)
	}
	v.gather(name)
	if len(v.rows) == 0 {
		text := v.picture.word(wChartNoRows)
		v.says(text)
		return v.chart(title, text)
	}
	v.draw()
	return v.chart(title, v.spoken())
}

// compositionRow is one bar: so many out of so many, and what is demanded of them.
type compositionRow struct {
	label      string
	count, of  arrange.Count
	bounds     []arrange.Bound
	quota      *arrange.Quota
	heading    bool
	missing    bool // the value is not known
	text, says string
}

type compositionView struct {
	picture
	slateView
	rows []compositionRow
	all  int
}

func (v *compositionView) gather(name string) {
	slot := -1
	if i, ok := v.r.Pool.Program.NameOf(name); ok && name != "" {
		slot = i
		v.values(slot)
	}
	var quotas []compositionRow
	for i := range v.s.Quotas {
		q := &v.s.Quotas[i]
		if slot >= 0 && !v.reads(q, slot, name) {
			continue
		}
		quotas = append(quotas, compositionRow{label: v.quotaName(i), count: q.Count, of: q.Of, bounds: q.Bounds, quota: q})
	}
	if slot >= 0 && len(quotas) > 0 && len(v.rows) > 0 {
		v.rows = append(v.rows, compositionRow{heading: true, label: v.picture.word(wChartDemands)})
	}
	v.rows = append(v.rows, quotas...)
	for i := range v.rows {
		v.describe(&v.rows[i])
	}
}

// reads reports whether a quota looks at the name in a slot.
func (v *compositionView) reads(q *arrange.Quota, slot int, name string) bool {
	if q.Rules.Per.Text == name {
		return true
	}
	f := v.r.Pool.Program.Test(q.Rules.Where)
	return f != nil && slices.Contains(f.Uses(), slot)
}

// values makes a bar for each value that somebody has: choices in the order of the rule file, others by number of people and then by
// name, what is not known last.
func (v *compositionView) values(slot int) {
	counts := map[string]int{}
	var names []string
	missing := 0
	for i := range v.s.Entries {
		e := &v.s.Entries[i]
		if e.Seat != arrange.Proposed {
			continue
		}
		v.all++
		value := v.r.Pool.Person(e.Person).Value(slot)
		if !value.Known() {
			missing++
			continue
		}
		text := v.valueText(value, slot)
		if counts[text] == 0 {
			names = append(names, text)
		}
		counts[text]++
	}
	choices := v.r.Pool.Program.Names[slot].Type.Values
	slices.SortFunc(names, func(a, b string) int {
		if i, j := slices.Index(choices, a), slices.Index(choices, b); i >= 0 && j >= 0 {
			return i - j
		}
		if counts[a] != counts[b] {
			return counts[b] - counts[a]
		}
		return strings.Compare(a, b)
	})
	for _, n := range names {
		v.rows = append(v.rows, compositionRow{label: n, count: arrange.Count{Sure: counts[n], Possible: counts[n]}, of: arrange.Count{Sure: v.all, Possible: v.all}})
	}
	if missing > 0 {
		v.rows = append(v.rows, compositionRow{label: v.picture.word(wUnknown), count: arrange.Count{Sure: missing, Possible: missing}, of: arrange.Count{Sure: v.all, Possible: v.all}, missing: true})
	}
}

func (v *compositionView) valueText(value fact.Value, slot int) string {
	if value.IsNumber() {
		return fact.Amount(value.Number(), v.r.Pool.Program.Names[slot].Type.Unit)
	}
	return value.String()
}

// describe writes what stands beside a bar, and the same to be spoken.
func (v *compositionView) describe(s *compositionRow) {
	if s.heading {
		return
	}
	s.text = countText(s.count) + "/" + countText(s.of)
	if s.of.Sure == s.of.Possible && s.of.Sure > 0 && s.count.Sure == s.count.Possible {
		s.text += paren(v.picture.lang, fact.Ratio(100*int64(s.count.Sure), int64(s.of.Sure)).Fixed(1)+"%")
	}
	s.says = s.label + " " + s.text
	for i := range s.bounds {
		b := &s.bounds[i]
		said := "　" + v.demand(b) + " " + v.met(s.quota, b)
		s.text += said
		s.says += said
	}
}

const (
	compositionLeft, compositionWide = 230, 240
	rowHigh                          = 36
)

func (v *compositionView) draw() {
	v.entries()
	y := v.top + 4
	for i := range v.rows {
		s := &v.rows[i]
		if s.heading {
			v.picture.text(chartLeft, y+24, "start", s.label, 100)
			v.path(fmt.Sprintf("M%d %dH%d", chartLeft, y+31, chartRight), ` stroke-opacity="0.4"`)
		} else {
			v.bar(s, y)
		}
		y += rowHigh
	}
	v.high = y + 20
}

func (v *compositionView) entries() {
	entries := []keyEntry{{fillSure, "", v.picture.word(wChartCounted)}}
	if slices.ContainsFunc(v.rows, func(s compositionRow) bool { return s.count.Possible > s.count.Sure || s.missing }) {
		entries = append(entries, keyEntry{fillMaybe, "", v.picture.word(wChartUncertain)})
	}
	if slices.ContainsFunc(v.rows, func(s compositionRow) bool { return s.quota != nil }) {
		entries = append(entries, keyEntry{fillNone, ` stroke-width="0"`, v.picture.word(wChartMark)})
	}
	v.key(entries...)
	if last := entries[len(entries)-1]; last.fill == fillNone {
		x := chartLeft
		for _, e := range entries[:len(entries)-1] {
			x += 44 + diag.Width(e.text)*letter/2
		}
		v.triangle(x+9, 39, 52)
	}
}

// triangle draws the mark of a demand, with a line down to a height.
func (v *compositionView) triangle(x, y, bottom int) {
	v.over(fmt.Sprintf("M%d %dL%d %dL%d %dZM%d %dV%d", x-5, y, x+5, y, x, y+7, x, y+7, bottom), "")
}

func (v *compositionView) bar(s *compositionRow, y int) {
	v.label(compositionLeft-10, y+18, "end", s.label, 28)
	of := max(s.of.Possible, 1)
	for i := range s.bounds {
		if !s.bounds[i].OfGroup {
			of = max(of, s.bounds[i].Need)
		}
	}
	on := scale{new(big.Rat), big.NewRat(int64(of), 1), compositionLeft, compositionWide}
	sure, possible := on.place(fact.Int(int64(s.count.Sure))), on.place(fact.Int(int64(s.count.Possible)))
	v.area(compositionLeft, y+8, on.place(fact.Int(int64(s.of.Possible)))-compositionLeft, 20, "white", "")
	fill := fillSure
	if s.missing {
		fill = fillMaybe
	}
	v.area(compositionLeft, y+8, sure-compositionLeft, 20, fill, "")
	v.area(sure, y+8, possible-sure, 20, fillMaybe, "")
	for i := range s.bounds {
		b := &s.bounds[i]
		need := fact.Int(int64(b.Need))
		if b.OfGroup {
			need, _ = b.Share.Mul(fact.Ratio(int64(s.of.Possible), 100))
		}
		v.triangle(on.place(need), y+1, y+32)
	}
	v.label(compositionLeft+compositionWide+14, y+18, "start", s.text, 42)
}

func (v *compositionView) spoken() string {
	var said []string
	for i := range v.rows {
		if !v.rows[i].heading {
			said = append(said, v.rows[i].says)
		}
	}
	if len(said) > 12 {
		said = append(said[:12], v.picture.word(wChartMore, "n", count(len(said)-12)))
	}
	return join(v.picture.lang, said) + v.picture.word(wChartStop)
}
