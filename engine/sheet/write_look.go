package sheet

import (
	"strings"

	"github.com/xuri/excelize/v2"

	"slate/engine/diag"
	"slate/engine/fact"
)

// look is how a cell is shown. Equal looks share a style.
type look struct {
	kind         Kind
	places       int // of a number, −1 where none is in the cell
	shade        Shade
	indent       int
	bold, big    bool
	centre, flat bool // flat: not wrapped
	right        bool
	border       bool
}

func (b *bookWriter) style(l look) (int, error) {
	if id, ok := b.styles[l]; ok {
		return id, nil
	}
	id, err := b.file.NewStyle(l.style())
	if err != nil {
		return 0, err
	}
	b.styles[l] = id
	return id, nil
}

func (l look) style() *excelize.Style {
	st := &excelize.Style{Font: &excelize.Font{Bold: l.bold, Size: 11, Family: "宋体"}, Alignment: &excelize.Alignment{Vertical: "top", Indent: l.indent}}
	if l.big {
		st.Font.Size = 14
	}
	st.Alignment.WrapText = l.kind == Prose && !l.flat
	switch {
	case l.centre:
		st.Alignment.Horizontal, st.Alignment.Vertical = "center", "center"
	case l.right:
		st.Alignment.Horizontal = "right"
	case l.indent > 0:
		st.Alignment.Horizontal = "left"
	}
	if c := shades[l.shade]; c != "" {
		st.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{c}}
	}
	if l.border {
		for _, side := range []string{"left", "right", "top", "bottom"} {
			st.Border = append(st.Border, excelize.Border{Type: side, Color: "BFBFBF", Style: 1})
		}
	}
	const text = 49 // the number of the format @
	switch format := "yyyy-mm-dd"; {
	case l.kind == Label:
		st.NumFmt = text
	case l.kind == Date:
		st.CustomNumFmt = &format
	case l.places >= 0:
		if format = "0"; l.places > 0 {
			format += "." + strings.Repeat("0", l.places)
		}
		st.CustomNumFmt = &format
	}
	return st
}

// dangerous reports a text that a spreadsheet program would take for a formula if somebody typed it.
func dangerous(s string) bool {
	return s != "" && strings.ContainsAny(s[:1], "=+-@\t\r") || strings.HasPrefix(s, "＝")
}

// looksNumeric reports a text that a spreadsheet program would take for a number if somebody typed it.
func looksNumeric(s string) bool {
	return s != "" && strings.Trim(s, "0123456789.,eE+-/: ") == "" && strings.ContainsAny(s, "0123456789")
}

// exactly takes a plain decimal that a spreadsheet program keeps digit by digit: they hold numbers in binary, in which
// fifteen significant digits are safe and no more. value is the number without zeros at its end, places how many digits
// behind the point were written.
func exactly(s string) (value string, places int, ok bool) {
	if _, err := fact.ParseNumber(s); err != nil {
		return "", 0, false
	}
	whole, part, pointed := strings.Cut(s, ".")
	digits := strings.TrimLeft(strings.TrimPrefix(whole, "-")+part, "0")
	if len(digits) > 15 || strings.HasPrefix(s, "-") && digits == "" {
		return "", 0, false
	}
	if value = whole; pointed {
		value = strings.TrimSuffix(strings.TrimRight(s, "0"), ".")
	}
	return value, len(part), true
}

// serialOf returns the number by which spreadsheets store a day. Days before 1 March 1900, which they number wrongly,
// have none.
func serialOf(day string) (int, bool) {
	d, err := fact.ParseDate(day)
	if err != nil || d.Year() < 1900 || d.Year() == 1900 && d.Month() < 3 {
		return 0, false
	}
	zero, _ := fact.NewDate(1899, 12, 30)
	return zero.DaysUntil(d), true
}

// Widths of columns, in columns of a terminal.
const (
	narrowest = 8
	widest    = 60 // of prose, which is wrapped
	longest   = 40 // of everything else
	headWidth = 16 // a heading that is longer is wrapped
)

// widths finds how wide the columns of a page are, from what stands in them. A Chinese character takes two columns.
func widths(p *Page) []int {
	wide := make([]int, len(p.Columns))
	for i := range p.Columns {
		c := &p.Columns[i]
		if c.Width > 0 {
			wide[i] = c.Width
			continue
		}
		most := longest
		if c.Kind == Prose {
			most = widest
		}
		wide[i] = max(narrowest, min(widthOf(c.Head), headWidth))
		for n := range p.Rows {
			if i < len(p.Rows[n].Cells) {
				wide[i] = max(wide[i], min(widthOf(p.Rows[n].Cells[i]), most))
			}
		}
	}
	return wide
}

func widthOf(text string) int {
	wide := 0
	for line := range strings.SplitSeq(text, "\n") {
		wide = max(wide, diag.Width(line))
	}
	return wide
}

// linesOf counts the lines of a text wrapped to a width.
func linesOf(text string, width int) int {
	lines := 0
	for line := range strings.SplitSeq(text, "\n") {
		lines += max(1, (diag.Width(line)+max(width, 1)-1)/max(width, 1))
	}
	return lines
}
