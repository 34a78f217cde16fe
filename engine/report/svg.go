package report

import (
	"bufio"
	"encoding/xml"
	"fmt"
	"io"
	"strconv"
	"strings"

	"slate/engine/diag"
	"slate/engine/fact"
	"slate/engine/tune"
)

// The size of a plot, and of the space around it, in the units of its own picture.
const (
	svgWidth, svgHeight      = 800, 420
	svgLeft, svgRight        = 70, 30
	svgTop, svgBottom        = 60, 70
	svgInnerWide, svgInnerHi = svgWidth - svgLeft - svgRight, svgHeight - svgTop - svgBottom
)

// WriteSweepSVG draws a sweep as an SVG picture: black lines on white, told apart by their dashes and not by colour, with a
// title and a description that screen readers speak. Positions are whole numbers, so that the bytes are the same everywhere.
func WriteSweepSVG(w io.Writer, c *tune.Curve, lang diag.Lang) error {
	v := sweepView{c: c, lang: lang}
	out := bufio.NewWriter(w)
	title := v.word(wSweepTitle, "param", v.name())
	fmt.Fprintf(out, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" role="img" aria-labelledby="title desc" font-family="sans-serif" font-size="14">`+"\n", svgWidth, svgHeight)
	fmt.Fprintf(out, "<title id=\"title\">%s</title>\n<desc id=\"desc\">%s</desc>\n", escape(title), escape(v.spoken()))
	fmt.Fprintf(out, "<rect width=\"%d\" height=\"%d\" fill=\"white\"/>\n", svgWidth, svgHeight)
	fmt.Fprintf(out, "<text x=\"%d\" y=\"28\" font-size=\"18\">%s</text>\n", svgLeft, escape(title))
	if c.Steps != nil {
		v.axes(out)
		v.line(out, "", func(s *tune.Step) int { return s.Pass })
		if v.limited() {
			v.line(out, ` stroke-dasharray="6 4"`, func(s *tune.Step) int { return s.OnList })
		}
	}
	fmt.Fprintln(out, "</svg>")
	return out.Flush()
}

// spoken says the curve in words: the value in force, and the ends.
func (v *sweepView) spoken() string {
	if v.c.Steps == nil {
		return v.word(wSweepUndecided)
	}
	var said []string
	if v.c.Here >= 0 {
		s := &v.c.Steps[v.c.Here]
		said = append(said, v.word(wSweepNow, "now", v.amount(v.c.Now), "pass", strconv.Itoa(s.Pass), "tier", v.c.Program.TierLabel(v.c.Tier), "open", strconv.Itoa(s.Undecided), "list", v.listed(s)))
	}
	for _, s := range []*tune.Step{&v.c.Steps[0], &v.c.Steps[len(v.c.Steps)-1]} {
		said = append(said, v.stretch(s)+colon(v.lang)+v.word(wSweepPass)+" "+v.word(wRoster, "n", strconv.Itoa(s.Pass)))
	}
	return strings.Join(said, " ")
}

func (v *sweepView) most() int {
	most := 1
	for i := range v.c.Steps {
		most = max(most, v.c.Steps[i].Pass, v.c.Steps[i].OnList)
	}
	return most
}

// x is the place of a value from left to right, in whole units.
func (v *sweepView) x(n fact.Number) int {
	width, _ := v.c.To.Sub(v.c.From)
	at, _ := n.Sub(v.c.From)
	share, err := at.Quo(width)
	if err != nil {
		return svgLeft
	}
	units, _ := share.Mul(fact.Int(svgInnerWide))
	whole, _ := units.Round(0, fact.HalfUp).Int64()
	return svgLeft + int(whole)
}

func (v *sweepView) y(count int) int {
	return svgTop + svgInnerHi - max(count, 0)*svgInnerHi/v.most()
}

func (v *sweepView) axes(out io.Writer) {
	bottom := svgTop + svgInnerHi
	fmt.Fprintf(out, "<path d=\"M%d %dV%dH%d\" fill=\"none\" stroke=\"black\"/>\n", svgLeft, svgTop, bottom, svgLeft+svgInnerWide)
	for i := range 5 {
		count := v.most() * i / 4
		fmt.Fprintf(out, "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%d</text>\n", svgLeft-8, v.y(count)+5, count)
	}
	for _, n := range []fact.Number{v.c.From, v.c.To} {
		fmt.Fprintf(out, "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text>\n", v.x(n), bottom+20, escape(v.amount(n)))
	}
	if v.c.Here >= 0 {
		x := v.x(v.c.Now)
		fmt.Fprintf(out, "<path d=\"M%d %dV%d\" stroke=\"black\" stroke-dasharray=\"2 3\"/>\n", x, svgTop, bottom)
		fmt.Fprintf(out, "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text>\n", x, bottom+38, escape(v.amount(v.c.Now)))
	}
	key := "—— " + v.word(wSweepPlot)
	if v.limited() {
		key += "　- - - " + v.word(wSweepPlotList)
	}
	fmt.Fprintf(out, "<text x=\"%d\" y=\"%d\">%s</text>\n", svgLeft, svgTop-12, escape(key))
}

// line draws one curve as stairs.
func (v *sweepView) line(out io.Writer, style string, count func(*tune.Step) int) {
	var path strings.Builder
	for i := range v.c.Steps {
		s := &v.c.Steps[i]
		command := "V"
		if i == 0 {
			fmt.Fprintf(&path, "M%d %d", v.x(s.From), v.y(count(s)))
			command = ""
		}
		if command != "" {
			fmt.Fprintf(&path, "H%dV%d", v.x(s.From), v.y(count(s)))
		}
	}
	fmt.Fprintf(&path, "H%d", v.x(v.c.To))
	fmt.Fprintf(out, "<path d=\"%s\" fill=\"none\" stroke=\"black\" stroke-width=\"2\"%s/>\n", path.String(), style)
}

func escape(s string) string {
	var b strings.Builder
	xml.EscapeText(&b, []byte(s))
	return b.String()
}
