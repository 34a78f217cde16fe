package sheet

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"slate/engine/diag"
)

// markText marks a CSV file: it becomes a workbook of texts whose rows have the numbers that they have in the file.
func markText(original []byte, cells []MarkedCell, lang diag.Lang) ([]byte, error) {
	if len(original) > maxMarkedText {
		return nil, fmt.Errorf("%w: more than %d bytes", ErrUnmarkable, maxMarkedText)
	}
	rows, err := textRows(original)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrUnmarkable, err)
	}
	if len(rows) == 0 || len(rows) > maxSheetRows {
		return nil, fmt.Errorf("%w: it has %d rows", ErrUnmarkable, len(rows))
	}
	cells = slices.Clone(cells)
	for i := range cells {
		cells[i].Sheet = ""
	}
	marks := marksOf(cells, "", true)
	t := tableOf(rows, lang)
	all, wrong := textPage(t), textPage(t)
	all.Name, wrong.Name = "CSV", wordWrongRows[lang]
	all.Leading, wrong.Leading = t.heading, 1
	wrong.Columns = append(wrong.Columns, Heading{Kind: Label})
	// The heading is a row like any other here, so that every row keeps its number.
	for _, r := range rows {
		all.Rows = append(all.Rows, Row{Cells: r})
	}
	head := append(padded(rows[t.heading-1], t.right), wordRow[lang])
	head[t.right-1] = wordExplained[lang]
	wrong.Rows = append(wrong.Rows, Row{Cells: head, Shade: HeadShade, Strong: true})
	all.Rows[t.heading-1] = Row{Cells: append(padded(rows[t.heading-1], t.right)[:t.right-1], wordExplained[lang]), Shade: HeadShade, Strong: true}
	for from, to := 0, 0; from < len(marks); from = to {
		for to = from + 1; to < len(marks) && marks[to].Row == marks[from].Row; to++ {
		}
		row, text := marks[from].Row, explained(marks[from:to])
		line := Row{Cells: append(make([]string, t.right), strconv.Itoa(row))}
		switch {
		case row == 0:
			line.Cells[t.right] = wordWhole[lang]
		case row > len(rows):
		case row == t.heading:
			all.Rows[row-1].Cells[t.right-1] += "\n" + text
		default:
			copy(line.Cells, padded(rows[row-1], t.right))
			all.Rows[row-1].Cells = append(padded(rows[row-1], t.right)[:t.right-1], text)
		}
		line.Cells[t.right-1] = text
		wrong.Rows = append(wrong.Rows, line)
		for _, m := range marks[from:to] {
			if m.Col < 1 || m.Col >= t.right || row < 1 || row > len(rows) {
				continue
			}
			all.Flaws = append(all.Flaws, Flaw{Row: row - 1, Column: m.Col - 1, Text: m.Text})
			if row != t.heading {
				wrong.Flaws = append(wrong.Flaws, Flaw{Row: len(wrong.Rows) - 1, Column: m.Col - 1, Text: m.Text})
			}
		}
	}
	var out bytes.Buffer
	if err := Write(&out, Book{Pages: []Page{all, wrong}}); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// textPage is a page of texts without a heading of its own.
func textPage(t table) Page {
	var p Page
	for range t.right - 1 {
		p.Columns = append(p.Columns, Heading{Kind: Label})
	}
	p.Columns = append(p.Columns, Heading{})
	return p
}

func padded(row []string, n int) []string {
	out := make([]string, n)
	copy(out, row)
	return out
}

// textRows reads the rows of a file as far as they can be told apart, broken ones too. Empty lines count as rows; the lines inside a
// cell do not.
func textRows(original []byte) ([][]string, error) {
	text, err := decoded(original)
	if err != nil {
		return nil, err
	}
	in := csv.NewReader(strings.NewReader(text))
	in.FieldsPerRecord, in.LazyQuotes, in.Comma = -1, true, separator(text)
	var rows [][]string
	folded := 0
	for {
		record, err := in.Read()
		if errors.Is(err, io.EOF) {
			return rows, nil
		}
		if err != nil {
			return nil, err
		}
		if len(record) > MaxColumns {
			return nil, fmt.Errorf("a row of %d cells", len(record))
		}
		at, _ := in.FieldPos(0)
		for len(rows) < at-folded-1 {
			rows = append(rows, nil)
		}
		for _, cell := range record {
			folded += strings.Count(cell, "\n")
		}
		rows = append(rows, record)
	}
}

// separator is the sign that stands most often at the beginning of a file.
func separator(text string) rune {
	text = text[:min(len(text), 4096)]
	best := ','
	for _, sign := range "\t;|" {
		if strings.Count(text, string(sign)) > strings.Count(text, string(best)) {
			best = sign
		}
	}
	return best
}

// decoded returns the text of a file in UTF-8, UTF-16 with a byte order mark, or else GB18030.
func decoded(b []byte) (string, error) {
	wide := bytes.HasPrefix(b, []byte{0xFF, 0xFE}) || bytes.HasPrefix(b, []byte{0xFE, 0xFF})
	if !wide && bytes.IndexByte(b, 0) >= 0 {
		return "", errors.New("not a text") // such as a workbook of the old format .xls, or an encrypted one
	}
	if rest, ok := bytes.CutPrefix(b, []byte("\ufeff")); ok || utf8.Valid(b) {
		return string(rest), nil
	}
	var from encoding.Encoding = simplifiedchinese.GB18030
	if wide {
		from = unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)
	}
	out, err := from.NewDecoder().Bytes(b)
	return string(out), err
}
