package report

import (
	"bufio"
	"io"
	"strings"

	"slate/engine/diag"
)

// WriteText writes a document for a terminal. Columns are aligned by display width, in which
// a Chinese character takes two; the last column is not padded, so a long sentence
// there does no harm. Control characters in users' text are made visible.
func WriteText(w io.Writer, d *Document) error {
	out := bufio.NewWriter(w)
	t := textWriter{out}
	t.lines(0, d.Number)
	if d.Title != "" {
		t.line(d.Title)
		t.line(strings.Repeat("=", diag.Width(d.Title)))
	}
	t.lines(0, d.Subtitle)
	t.lines(0, d.To)
	for i := range d.Blocks {
		t.block(&d.Blocks[i])
	}
	t.lines(0, d.Footer)
	return out.Flush()
}

type textWriter struct{ out *bufio.Writer }

func (t textWriter) line(s string) {
	t.out.WriteString(diag.Visible(s))
	t.out.WriteByte('\n')
}

// lines writes texts that are not empty, a line each for every line of theirs.
func (t textWriter) lines(depth int, texts ...string) {
	for _, text := range texts {
		if text == "" {
			continue
		}
		for part := range strings.SplitSeq(text, "\n") {
			t.line(strings.Repeat("  ", depth) + part)
		}
	}
}

// formRow puts a row of a form into lines: each label with what stands beside it, and what takes lines of its own below.
func formRow(row []FormCell) []string {
	var said, below []string
	for i := range row {
		c := &row[i]
		first, rest, more := strings.Cut(c.Text, "\n")
		switch {
		case c.Label:
			said = append(said, strings.ReplaceAll(c.Text, "\n", ""))
		case i > 0 && row[i-1].Label:
			said[len(said)-1] += ": " + first
		default:
			said = append(said, first)
		}
		if more && !c.Label {
			for part := range strings.SplitSeq(rest, "\n") {
				below = append(below, "  "+part)
			}
		}
		for _, s := range signatureLines(c.Signatures) {
			below = append(below, "  "+s)
		}
	}
	return append([]string{strings.TrimSpace(strings.Join(said, "  "))}, below...)
}

// signatureLines leaves room to sign in a text.
func signatureLines(list []Signature) []string {
	var said []string
	for _, s := range list {
		line := s.Who
		if !s.Seal {
			line += " ________________"
		}
		if s.Day != "" {
			line += "  " + s.Day
		}
		said = append(said, line)
	}
	return said
}

func (t textWriter) block(b *Block) {
	switch {
	case b.Heading != "":
		t.line("")
		t.line(b.Heading)
		t.line(strings.Repeat("-", diag.Width(b.Heading)))
	case b.Table != nil:
		t.table(b.Table)
		for _, n := range b.Table.Notes {
			t.lines(0, n)
		}
	case b.Form != nil:
		for _, row := range b.Form.Rows {
			t.lines(0, formRow(row)...)
		}
	case b.Picture != nil:
		t.lines(0, b.Picture.Title, b.Picture.Spoken)
	case b.Signatures != nil:
		t.line("")
		t.lines(0, signatureLines(b.Signatures)...)
	case b.Lines != nil:
		for _, l := range b.Lines {
			t.line(strings.Repeat("  ", l.Depth) + l.Text)
		}
	default:
		t.line(b.Text)
	}
}

func (t textWriter) table(table *Table) {
	widths := make([]int, len(table.Columns))
	head := make([]string, len(table.Columns))
	for i, c := range table.Columns {
		head[i] = diag.Visible(c.Head)
		widths[i] = diag.Width(head[i])
		for _, row := range table.Rows {
			widths[i] = max(widths[i], diag.Width(diag.Visible(row[i])))
		}
	}
	t.row(table.Columns, widths, head)
	total := 2 * (len(widths) - 1)
	for i, w := range widths {
		if i == len(widths)-1 {
			w = diag.Width(head[i]) // the last column is as wide as it likes
		}
		total += w
	}
	t.line(strings.Repeat("-", total))
	for _, row := range table.Rows {
		t.row(table.Columns, widths, row)
	}
}

func (t textWriter) row(columns []Column, widths []int, cells []string) {
	var b strings.Builder
	for i, cell := range cells {
		cell = diag.Visible(cell)
		pad := strings.Repeat(" ", widths[i]-diag.Width(cell))
		switch {
		case columns[i].Right:
			b.WriteString(pad + cell)
		case i == len(cells)-1:
			b.WriteString(cell)
		default:
			b.WriteString(cell + pad)
		}
		if i < len(cells)-1 {
			b.WriteString("  ")
		}
	}
	t.line(strings.TrimRight(b.String(), " "))
}
