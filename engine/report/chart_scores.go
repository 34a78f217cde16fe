package report

import (
	"fmt"
	"slices"

	"slate/engine"
	"slate/engine/diag"
	"slate/engine/eval"
	"slate/engine/fact"
)

// ScoresChart shows how the scores of the people who pass or may pass are spread, with the line that the end of the list draws
// where there is one: where the score is the first key of the order, and the list ends before everybody is on it.
func ScoresChart(r *engine.Result, lang diag.Lang) Chart {
	v := scoresView{picture: picture{lang: lang, id: "scores"}, r: r}
	title := v.word(wChartScores, "list", nameOf(r.Pool.Program.Rules.Meta.Label, r.Pool.Program.Rules.Meta.ID))
	if r.Pool.Program.Score == nil {
		text := v.word(wChartNoScore)
		v.says(text)
		return v.chart(title, text)
	}
	v.gather()
	if len(v.all) == 0 {
		text := v.word(wChartNobody) + v.absent()
		v.says(text)
		return v.chart(title, text)
	}
	v.draw()
	return v.chart(title, v.spoken())
}

// The three kinds of people that the bars tell apart.
const (
	onList = iota
	passing
	mayPass
)

type scored struct {
	score fact.Number
	kind  int
}

type scoresView struct {
	picture
	r               *engine.Result
	all             []scored
	sums            [3]int
	open            int // people whose score is not known
	least, greatest fact.Number
	line            *fact.Number
}

func (v *scoresView) gather() {
	for _, s := range v.r.List.Ranked {
		kind := passing
		if s.OnList {
			kind = onList
		}
		v.add(s.Person, kind)
	}
	for _, s := range v.r.List.Undecided {
		v.add(s.Person, mayPass)
	}
	if n, ok := lineOf(v.r); ok {
		v.line = &n
	}
}

func (v *scoresView) add(person, kind int) {
	total := v.r.Pool.Person(person).Total
	if !total.Exact() {
		v.open++
		return
	}
	if len(v.all) == 0 || total.Lo.Cmp(v.least) < 0 {
		v.least = total.Lo
	}
	if len(v.all) == 0 || total.Lo.Cmp(v.greatest) > 0 {
		v.greatest = total.Lo
	}
	v.all = append(v.all, scored{total.Lo, kind})
	v.sums[kind]++
}

// lineOf returns the lowest score on the list, where the list is cut by score: somebody who passes is not on it. Scores that are not known
// in full draw no line.
func lineOf(r *engine.Result) (line fact.Number, ok bool) {
	p := r.Pool.Program
	if len(p.Ranking.Keys) == 0 || !p.Ranking.Keys[0].IsScore() || !p.Ranking.Keys[0].Rules.Desc || p.Ranking.Within >= 0 {
		return line, false
	}
	// The list stands in the order of the score, so the last one on it has the lowest.
	for _, s := range slices.Backward(r.List.Ranked) {
		if total := r.Pool.Person(s.Person).Total; s.OnList && total.Exact() {
			return total.Lo, r.Totals.OnList < len(r.List.Ranked)
		}
	}
	return line, false
}

// points writes a score with as many places as the rules round it to.
func points(r *engine.Result, n fact.Number) string {
	return eval.Exactly(n).Text(r.Pool.Program.Score.Rules.Round.Scale)
}

// bars counts people by steps of the score.
func (v *scoresView) bars() (first, step fact.Number, bars [][3]int) {
	most := int64(20)
	if len(v.all) >= 10_000 {
		most = 12 // so that numbers of five figures stand side by side
	}
	step = roundStep(v.least, v.greatest, most)
	if v.least.Equal(v.greatest) {
		step = fact.Int(1)
	}
	k, _ := v.least.Quo(step)
	first, _ = k.Floor().Mul(step)
	for _, s := range v.all {
		at, _ := s.score.Sub(first)
		at, _ = at.Quo(step)
		n, _ := at.Floor().Int64()
		for int(n) >= len(bars) {
			bars = append(bars, [3]int{})
		}
		bars[n][s.kind]++
	}
	return first, step, bars
}

func (v *scoresView) draw() {
	first, step, bars := v.bars()
	most := 1
	for _, b := range bars {
		most = max(most, b[onList]+b[passing]+b[mayPass])
	}
	v.entries()
	top := v.top + 38
	bottom := top + plotHigh
	v.counts(most, bottom)
	wide := plotWide / max(len(bars), 6)
	var tops []int
	for i, b := range bars {
		y, all := bottom, 0
		for kind, fill := range []string{onList: fillSure, passing: fillMaybe, mayPass: "white"} {
			if b[kind] == 0 {
				continue
			}
			also := ""
			if kind == mayPass {
				also = dashed
			}
			all += b[kind]
			up := bottom - max(all*plotHigh/most, bottom-y+1)
			v.area(plotLeft+i*wide+3, up, wide-6, y-up, fill, also)
			y = up
		}
		tops = append(tops, y)
	}
	edges, _ := fact.Int(int64(len(bars))).Mul(step)
	end, _ := first.Add(edges)
	s := scale{first.Rat(), end.Rat(), plotLeft, len(bars) * wide}
	v.path(fmt.Sprintf("M%d %dV%dH%d", plotLeft, top, bottom, plotLeft+plotWide), "")
	v.edges(first, step, len(bars), wide, bottom)
	if v.line != nil {
		v.mark(s.place(*v.line), top-18, bottom, v.word(wChartLine, "n", points(v.r, *v.line)))
	}
	for i, y := range tops {
		if y < bottom {
			v.onTop(plotLeft+i*wide+wide/2, y-5, count(bars[i][onList]+bars[i][passing]+bars[i][mayPass]))
		}
	}
	v.text(plotLeft+plotWide/2, bottom+42, "middle", v.scoreName(), 96)
	v.text(chartLeft, bottom+68, "start", v.word(wChartStep, "from", first.String(), "to", stepEnd(first, step)), 108)
	v.high = bottom + 84
	if text := v.absent(); text != "" {
		v.text(chartLeft, bottom+88, "start", text, 108)
		v.high += 20
	}
}

func stepEnd(first, step fact.Number) string {
	n, _ := first.Add(step)
	return n.String()
}

func (v *scoresView) scoreName() string {
	if label := v.r.Pool.Program.Score.Rules.Label; label != "" {
		return label
	}
	return v.word(wScore)
}

func (v *scoresView) entries() {
	entries := []keyEntry{}
	for kind, e := range []keyEntry{onList: {fillSure, "", v.word(wChartOnList)}, passing: {fillMaybe, "", v.word(wChartPassing)}, mayPass: {"white", dashed, v.word(wChartMayPass)}} {
		if v.sums[kind] > 0 {
			e.text += " " + v.people(v.sums[kind])
			entries = append(entries, e)
		}
	}
	v.key(entries...)
}

func (v *scoresView) people(n int) string { return v.word(wRoster, "n", count(n)) }

// edges writes the scores at which bars begin, as many as there is room for.
func (v *scoresView) edges(first, step fact.Number, bars, wide, bottom int) {
	last, _ := fact.Int(int64(bars)).Mul(step)
	last, _ = first.Add(last)
	widest := max(diag.Width(first.String()), diag.Width(last.String()), diag.Width(stepEnd(first, step)))
	every := max(1, (widest*letter/2+10+wide-1)/wide)
	edge := first
	for i := 0; i <= bars; i++ {
		x := plotLeft + i*wide
		v.path(fmt.Sprintf("M%d %dv5", x, bottom), "")
		if i%every == 0 {
			v.text(x, bottom+20, "middle", edge.String(), 20)
		}
		edge, _ = edge.Add(step)
	}
}

// absent says who is not in the picture.
func (v *scoresView) absent() string {
	text := ""
	if v.open > 0 {
		text += v.word(wChartOpen, "n", count(v.open))
	}
	if v.r.Totals.Fail > 0 {
		text += v.word(wChartFail, "n", count(v.r.Totals.Fail))
	}
	return text
}

func (v *scoresView) spoken() string {
	args := []string{"n", count(len(v.all)), "low", points(v.r, v.least), "top", points(v.r, v.greatest), "list", count(v.sums[onList])}
	w := wChartScoresSpoken
	if v.least.Equal(v.greatest) {
		w = wChartScoresSame
	}
	text := v.word(w, args...)
	if v.line != nil {
		text += v.word(wChartLineSpoken, "n", points(v.r, *v.line), "rest", count(v.sums[passing]))
	}
	if v.sums[mayPass] > 0 {
		text += v.word(wChartMaySpoken, "n", count(v.sums[mayPass]))
	}
	return text + v.word(wChartStop)
}
