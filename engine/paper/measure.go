package paper

import (
	"strings"

	"slate/engine/diag"
	"slate/engine/report"
)

// The page of GB/T 9704—2012, in micrometres, upright.
const (
	pageWide, pageHigh  = 210_000, 297_000
	edgeTop, edgeBottom = 37_000, 35_000
	edgeLeft, edgeRight = 28_000, 26_000
	pointLength         = 353 // a point, rounded up: what fits by this measure fits
)

// textWidth is how wide the text is, in micrometres. A lying page is the upright one turned: its head is where the left edge was.
func textWidth(landscape bool) int {
	if landscape {
		return pageHigh - edgeTop - edgeBottom
	}
	return pageWide - edgeLeft - edgeRight
}

// typeSizes are the sizes that tables are set in, in half points, the largest first: 小四, 五号, 小五, 六号.
var typeSizes = []int{24, 21, 18, 15}

// setting is how a table stands on its page.
type setting struct {
	size   int   // of the type, in half points
	widths []int // of the columns, in thousandths of the width of the text; they add up to 1000
	centre []bool
}

// The columns of a table, in half characters.
const (
	cellPadding = 3  // left and right of a cell
	flatHead    = 8  // a heading that is wider is wrapped
	foldedHead  = 4  // a heading may be wrapped to this width
	shortCell   = 16 // cells up to this width are not wrapped if that can be helped
	longCell    = 60 // wider cells are wrapped even if they need not be
	proseCell   = 16 // and may be wrapped to this width
	longWord    = 24 // a word that is longer is broken
	centredCell = 10 // columns of cells up to this width stand centred
)

// measure chooses the type and the widths of a table: the largest type in which no column has to be wrapped, if it is not
// small; else the largest in which rows are not tall; else the smallest that reads well.
func measure(t *report.Table, landscape bool) setting {
	wants, needs := make([]int, len(t.Columns)), make([]int, len(t.Columns))
	s := setting{centre: make([]bool, len(t.Columns))}
	for i := range t.Columns {
		wants[i], needs[i], s.centre[i] = columnWidth(t, i)
	}
	for _, s.size = range typeSizes[:2] {
		if fit := halves(textWidth(landscape), s.size); sum(wants) <= fit {
			s.widths = shares(between(needs, wants, fit))
			return s
		}
	}
	for _, s.size = range typeSizes {
		fit := halves(textWidth(landscape), s.size)
		if sum(needs) > fit {
			continue
		}
		s.widths = shares(between(needs, wants, fit))
		if s.size <= readable || lines(t, &s, fit) <= tallRow*len(t.Rows) {
			return s
		}
	}
	s.widths = shares(needs)
	return s
}

// readable is the smallest type that is chosen for the sake of fewer lines, 小五, and tallRow how many lines a row takes at most on
// the average before a smaller type is tried.
const (
	readable = 18
	tallRow  = 2
)

// halves counts the half characters of a type, in half points, that fit in a length: a character is as wide as its type is high.
func halves(micrometres, size int) int { return micrometres / (size * pointLength / 4) }

// lines counts the lines of all rows.
func lines(t *report.Table, s *setting, fit int) int {
	total := 0
	for _, row := range t.Rows {
		most := 1
		for i, cell := range row {
			most = max(most, linesIn(cell, max(fit*s.widths[i]/1000-cellPadding+1, 1)))
		}
		total += most
	}
	return total
}

// linesIn counts the lines of a text that is wrapped to so many half characters.
func linesIn(text string, fit int) int {
	total := 0
	for _, part := range paragraphs(text) {
		total += max(1, (roomFor(part)+fit-1)/fit)
	}
	return total
}

// columnWidth says how wide a column wants to be, how wide it must be, and whether its cells stand centred.
func columnWidth(t *report.Table, column int) (want, need int, centred bool) {
	c := &t.Columns[column]
	head, widest, word := roomFor(clean(c.Head)), 0, longestWord(clean(c.Head))
	for _, row := range t.Rows {
		for _, line := range paragraphs(row[column]) {
			widest = max(widest, roomFor(line))
			word = max(word, longestWord(line))
		}
	}
	centred = !c.Right && widest <= centredCell
	if c.Width > 0 {
		return 2*c.Width + cellPadding, 2*c.Width + cellPadding, centred
	}
	want = max(min(widest, longCell), min(head, flatHead))
	need = want
	if head > foldedHead {
		need = max(min(widest, longCell), foldedHead)
	}
	if widest > shortCell && !c.Right {
		need = proseCell
	}
	return want + cellPadding, max(need, min(word, longWord)) + cellPadding, centred
}

// roomFor is how many half characters a line takes: letters and digits may be a little wider than half of a character.
func roomFor(line string) int {
	narrow := 0
	for _, r := range line {
		if diag.Width(string(r)) == 1 {
			narrow++
		}
	}
	return diag.Width(line) + narrow/8
}

// longestWord is the width of the longest run of a text that lines are not broken in: Chinese is broken anywhere.
func longestWord(s string) int {
	longest := 0
	for _, word := range strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r >= 0x2e80 }) {
		longest = max(longest, roomFor(word))
	}
	return longest
}

// between gives each column what it needs and of what is left over, up to fit, in proportion to what it wants more.
// What is left over then is shared by all.
func between(needs, wants []int, fit int) []int {
	given, more := make([]int, len(needs)), sum(wants)-sum(needs)
	left := min(fit-sum(needs), more)
	for i := range needs {
		given[i] = 1000 * needs[i]
		if more > 0 {
			given[i] += 1000 * (wants[i] - needs[i]) * left / more
		}
	}
	return given
}

// shares turns lengths into thousandths of their sum. What rounding leaves goes to the first ones.
func shares(lengths []int) []int {
	total := max(sum(lengths), 1)
	out := make([]int, len(lengths))
	left := 1000
	for i, l := range lengths {
		out[i] = max(l*1000/total, 1)
		left -= out[i]
	}
	for i := 0; left > 0; i = (i + 1) % len(out) {
		out[i]++
		left--
	}
	return out
}

func sum(list []int) int {
	total := 0
	for _, n := range list {
		total += n
	}
	return total
}
