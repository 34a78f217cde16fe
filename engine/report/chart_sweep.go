package report

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"slate/engine/diag"
	"slate/engine/tune"
)

// WriteSweepSVG writes the picture of a sweep.
func WriteSweepSVG(w io.Writer, c *tune.Curve, lang diag.Lang) error {
	_, err := w.Write(SweepChart(c, lang).SVG)
	return err
}

// SweepChart shows how many people pass, and how many are on the list where that is something else, for every value of a parameter.
func SweepChart(c *tune.Curve, lang diag.Lang) Chart {
	v := sweepChart{picture: picture{lang: lang, id: "sweep"}, sweepView: sweepView{c: c, lang: lang}}
	title := v.picture.word(wSweepTitle, "param", v.name())
	if c.Steps == nil {
		v.says(v.spoken())
		return v.chart(title, v.spoken())
	}
	v.draw()
	return v.chart(title, v.spoken())
}

type sweepChart struct {
	picture
	sweepView
}

// spoken says the curve in words: the value in force, and the ends.
func (v *sweepChart) spoken() string {
	if v.c.Steps == nil {
		return v.picture.word(wSweepUndecided)
	}
	var said []string
	if v.c.Here >= 0 {
		s := &v.c.Steps[v.c.Here]
		said = append(said, v.picture.word(wSweepNow, "now", v.amount(v.c.Now), "pass", strconv.Itoa(s.Pass), "tier", v.c.Program.TierLabel(v.c.Tier), "open", strconv.Itoa(s.Undecided), "list", v.listed(s)))
	}
	for _, s := range []*tune.Step{&v.c.Steps[0], &v.c.Steps[len(v.c.Steps)-1]} {
		said = append(said, v.stretch(s)+colon(v.picture.lang)+v.picture.word(wSweepPass)+" "+v.picture.word(wRoster, "n", strconv.Itoa(s.Pass)))
	}
	return strings.Join(said, " ")
}

func (v *sweepChart) most() int {
	most := 1
	for i := range v.c.Steps {
		most = max(most, v.c.Steps[i].Pass, v.c.Steps[i].OnList)
	}
	return most
}

const sweepTop, sweepBottom = 106, 106 + plotHigh

func (v *sweepChart) draw() {
	v.high = sweepBottom + 60
	v.lineKey(chartLeft, "", v.picture.word(wSweepPlot))
	if v.limited() {
		v.lineKey(chartLeft+60+diag.Width(v.picture.word(wSweepPlot))*letter/2, ` stroke-dasharray="6 4"`, v.picture.word(wSweepPlotList))
	}
	on := scale{v.c.From.Rat(), v.c.To.Rat(), plotLeft, plotWide}
	v.counts(v.most(), sweepBottom)
	v.path(fmt.Sprintf("M%d %dV%dH%d", plotLeft, sweepTop, sweepBottom, plotLeft+plotWide), "")
	v.values(on)
	if v.c.Here >= 0 {
		v.mark(on.place(v.c.Now), sweepTop-18, sweepBottom, v.amount(v.c.Now))
	}
	v.stairs(on, "", func(s *tune.Step) int { return s.Pass })
	if v.limited() {
		v.stairs(on, ` stroke-dasharray="6 4"`, func(s *tune.Step) int { return s.OnList })
	}
}

// lineKey writes what a kind of line means.
func (v *sweepChart) lineKey(x int, style, text string) {
	v.path(fmt.Sprintf("M%d 45h28", x), ` stroke-width="2"`+style)
	v.text(x+36, 50, "start", text, 40)
}

// values writes round values along the line, its name and its two ends.
func (v *sweepChart) values(on scale) {
	first, step, n := ticks(v.c.From, v.c.To, 8)
	for range n {
		x := on.place(first)
		v.path(fmt.Sprintf("M%d %dv5", x, sweepBottom), "")
		v.text(x, sweepBottom+21, "middle", v.amount(first), 20)
		first, _ = first.Add(step)
	}
	v.text(plotLeft+plotWide/2, sweepBottom+44, "middle", v.name()+paren(v.picture.lang, v.amount(v.c.From)+"–"+v.amount(v.c.To)), 96)
}

// stairs draws one curve.
func (v *sweepChart) stairs(on scale, style string, count func(*tune.Step) int) {
	var path strings.Builder
	y := func(s *tune.Step) int { return sweepBottom - max(count(s), 0)*plotHigh/v.most() }
	for i := range v.c.Steps {
		s := &v.c.Steps[i]
		if i == 0 {
			fmt.Fprintf(&path, "M%d %d", on.place(s.From), y(s))
			continue
		}
		fmt.Fprintf(&path, "H%dV%d", on.place(s.From), y(s))
	}
	fmt.Fprintf(&path, "H%d", on.place(v.c.To))
	v.path(path.String(), ` stroke-width="2"`+style)
}
