package report

import (
	"encoding/xml"
	"fmt"
	"hash/fnv"
	"math/big"
	"strings"

	"slate/engine/diag"
	"slate/engine/fact"
)

// Chart is a picture for people who would rather look, with the same said in words.
type Chart struct {
	Title string
	// Spoken says in one sentence what the picture shows; screen readers speak it, and it can stand beneath the picture.
	Spoken string
	// SVG is the picture, to be put into a page as it is or kept as a file: black on white, told apart by fill and dashes and not
	// by colour, 800 units wide and readable at the width of an A4 page. Positions are whole numbers, so that the bytes are the same
	// everywhere. Names inside it are its own: several pictures can stand on one page.
	SVG []byte
}

// The measures of a picture, in its own units. Across an A4 page a unit is about a fifth of a millimetre.
const (
	chartWide  = 800
	chartLeft  = 20  // margin of titles and labels
	chartRight = 780 // where lines end
	letter     = 14  // the size of text; half of it is the width of a column
)

// The ways to fill an area.
const (
	fillSure  = "#333" // certain, on the list
	fillMaybe = "maybe"
	fillRest  = "rest"
	fillNone  = "none"
)

// picture draws a chart.
type picture struct {
	lang diag.Lang
	id   string
	body strings.Builder
	top  int // where the drawing begins, below the key
	high int
}

func (p *picture) word(w word, args ...string) string { return say(p.lang, w, args...) }

// chart closes the picture.
func (p *picture) chart(title, spoken string) Chart {
	h := fnv.New64a()
	h.Write([]byte(p.id + "\x00" + title + "\x00" + spoken))
	id := fmt.Sprintf("%s-%x", p.id, h.Sum64())
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" role="img" aria-labelledby="%s-title %s-desc" font-family="'Noto Sans CJK SC', 'Microsoft YaHei', SimSun, sans-serif" font-size="%d">`+"\n", chartWide, p.high, id, id, letter)
	fmt.Fprintf(&b, "<title id=\"%s-title\">%s</title>\n<desc id=\"%s-desc\">%s</desc>\n", id, escape(title), id, escape(spoken))
	body := p.body.String()
	if strings.Contains(body, "url(#") {
		fmt.Fprintf(&b, "<defs>"+
			`<pattern id="%s-maybe" width="6" height="6" patternUnits="userSpaceOnUse"><rect width="6" height="6" fill="white"/><path d="M0 6L6 0M-1 1L1 -1M5 7L7 5" stroke="black"/></pattern>`+
			`<pattern id="%s-rest" width="6" height="6" patternUnits="userSpaceOnUse"><rect width="6" height="6" fill="white"/><circle cx="3" cy="3" r="1" fill="black"/></pattern>`+
			"</defs>\n", id, id)
	}
	fmt.Fprintf(&b, "<rect width=\"%d\" height=\"%d\" fill=\"white\"/>\n", chartWide, p.high)
	fmt.Fprintf(&b, "<text x=\"%d\" y=\"28\" font-size=\"18\">%s</text>\n", chartLeft, escape(cut(title, 80)))
	b.WriteString(strings.ReplaceAll(body, "url(#", "url(#"+id+"-"))
	b.WriteString("</svg>\n")
	return Chart{Title: title, Spoken: spoken, SVG: []byte(b.String())}
}

// text writes a line; anchor is start, middle or end. What is longer than columns wide ends in an ellipsis, and is whole in the title that
// a pointer shows.
func (p *picture) text(x, y int, anchor, text string, columns int) {
	short := cut(text, columns)
	whole := ""
	if short != text {
		whole = "<title>" + escape(text) + "</title>"
	}
	if anchor != "start" {
		anchor = ` text-anchor="` + anchor + `"`
	} else {
		anchor = ""
	}
	fmt.Fprintf(&p.body, "<text x=\"%d\" y=\"%d\"%s>%s%s</text>\n", x, y, anchor, whole, escape(short))
}

// label writes a text of at most two lines, its middle at y.
func (p *picture) label(x, y int, anchor, text string, columns int) {
	if diag.Width(text) <= columns {
		p.text(x, y+letter/3, anchor, text, columns)
		return
	}
	first := strings.TrimSuffix(cut(text, columns+1), "…")
	p.text(x, y-3, anchor, first, columns)
	p.text(x, y+letter-2, anchor, strings.TrimPrefix(text, first), columns)
}

// onTop writes a short text that is read on top of lines: its outline in white first.
func (p *picture) onTop(x, y int, text string) {
	fmt.Fprintf(&p.body, "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\" fill=\"white\" stroke=\"white\" stroke-width=\"4\">%s</text>\n", x, y, escape(text))
	p.text(x, y, "middle", text, 20)
}

// area draws a rectangle that is filled; one without extent is not drawn.
func (p *picture) area(x, y, wide, high int, fill, also string) {
	if wide <= 0 || high <= 0 {
		return
	}
	if fill == fillMaybe || fill == fillRest {
		fill = "url(#" + fill + ")"
	}
	fmt.Fprintf(&p.body, "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"%s\" stroke=\"black\"%s/>\n", x, y, wide, high, fill, also)
}

const (
	dashed = ` stroke-dasharray="4 3"`
	dotted = ` stroke-dasharray="2 3"`
)

// path draws a line.
func (p *picture) path(d, also string) {
	fmt.Fprintf(&p.body, "<path d=\"%s\" fill=\"none\" stroke=\"black\"%s/>\n", d, also)
}

// over draws a thick line that is seen on a dark ground too.
func (p *picture) over(d, also string) {
	fmt.Fprintf(&p.body, "<path d=\"%s\" fill=\"white\" stroke=\"white\" stroke-width=\"5\"/>\n", d)
	p.path(d, ` stroke-width="2"`+also)
}

// mark draws a threshold from top to bottom, with its name above.
func (p *picture) mark(x, top, bottom int, name string) {
	p.over(fmt.Sprintf("M%d %dV%d", x, top, bottom), dashed)
	half := diag.Width(name) * letter / 4
	p.text(min(max(x, chartLeft+half), chartRight-half), top-5, "middle", name, 60)
}

// keyEntry is an entry of the key.
type keyEntry struct{ fill, also, text string }

// key writes what the fills mean, from left to right, on a second line where they do not fit on one.
func (p *picture) key(entries ...keyEntry) {
	x, y := chartLeft, 50
	for _, e := range entries {
		wide := 26 + diag.Width(e.text)*letter/2
		if x+wide > chartRight && x > chartLeft {
			x, y = chartLeft, y+20
		}
		p.area(x, y-11, 18, 12, e.fill, e.also)
		p.text(x+24, y, "start", e.text, 100)
		x += wide + 18
	}
	p.top = y + 18
}

// says fills the picture with a sentence where there is nothing to draw.
func (p *picture) says(text string) {
	p.high = 120
	p.text(chartLeft, 66, "start", text, 108)
}

// cut shortens a text to columns, counting Chinese characters as two.
func cut(text string, columns int) string {
	if diag.Width(text) <= columns {
		return text
	}
	wide, end := 0, 0
	for i, r := range text {
		if wide += diag.Width(string(r)); wide > columns-1 {
			break
		}
		end = i + len(string(r))
	}
	return text[:end] + "…"
}

// scale says where on a line of whole units numbers lie.
type scale struct {
	from, to *big.Rat
	at, wide int
}

// place returns where a number lies, rounded to a whole unit; ends that are one put everything at the left.
func (s scale) place(n fact.Number) int {
	width := new(big.Rat).Sub(s.to, s.from)
	if width.Sign() <= 0 {
		return s.at
	}
	share := new(big.Rat).Sub(n.Rat(), s.from)
	share.Mul(share, big.NewRat(2*int64(s.wide), 1)).Quo(share, width).Add(share, big.NewRat(1, 1))
	// (2·share + 1) ÷ 2, rounded down, is share rounded half up.
	down := new(big.Int).Mul(share.Denom(), big.NewInt(2))
	return s.at + int(down.Div(share.Num(), down).Int64())
}

// ticks returns round numbers between two ends, at most a few, the same distance apart.
func ticks(from, to fact.Number, most int64) (first, step fact.Number, n int) {
	step = roundStep(from, to, most)
	k, _ := from.Quo(step)
	l, _ := to.Quo(step)
	low, _ := k.Ceil().Int64()
	high, _ := l.Floor().Int64()
	first, _ = fact.Int(low).Mul(step)
	return first, step, int(high-low) + 1
}

// roundStep returns the smallest of 0.01, 0.02, 0.05, 0.1 … that divides two ends into at most some parts, those at the ends
// included.
func roundStep(from, to fact.Number, most int64) fact.Number {
	unit := fact.Ratio(1, 100)
	for {
		for _, n := range []int64{1, 2, 5} {
			step, _ := unit.Mul(fact.Int(n))
			low, err := from.Quo(step)
			high, err2 := to.Quo(step)
			if err != nil || err2 != nil {
				continue
			}
			l, ok := low.Floor().Int64()
			h, ok2 := high.Floor().Int64()
			if ok && ok2 && h-l+1 <= most {
				return step
			}
		}
		unit, _ = unit.Mul(fact.Int(10))
	}
}

// short writes a number with two places at most.
func short(n fact.Number) string { return n.Round(2, fact.HalfUp).String() }

// The place of a plot with numbers of people upwards.
const (
	plotLeft, plotWide = 70, 690
	plotHigh           = 250
)

// counts draws the numbers of people beside the bars, and light lines across.
func (p *picture) counts(most, bottom int) {
	step := 1
	for _, n := range []int{1, 2, 5} {
		for unit := 1; unit <= 1e9; unit *= 10 {
			if most/(n*unit) <= 5 && (step == 1 && most > 5 || n*unit < step) {
				step = n * unit
			}
		}
	}
	for n := 0; n <= most; n += step {
		y := bottom - n*plotHigh/most
		p.text(plotLeft-8, y+5, "end", count(n), 8)
		if n > 0 {
			p.path(fmt.Sprintf("M%d %dH%d", plotLeft, y, plotLeft+plotWide), ` stroke-opacity="0.25"`+dotted)
		}
	}
}

func escape(s string) string {
	var b strings.Builder
	xml.EscapeText(&b, []byte(s))
	return b.String()
}
