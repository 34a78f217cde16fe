package report

import (
	"encoding/csv"
	"io"
	"strings"
)

// WriteCSV writes the table of a document that has the given name, in UTF-8 with a byte order mark and
// CRLF, so that a spreadsheet program in Chinese opens it right. A cell that such a program would
// take for a formula is preceded by an apostrophe; numbers, negative ones too, are left alone.
// A document without that table writes nothing.
func WriteCSV(w io.Writer, d *Document, name string) error {
	for _, b := range d.Blocks {
		if b.Table != nil && b.Table.Name == name {
			return writeTable(w, b.Table)
		}
	}
	return nil
}

func writeTable(w io.Writer, t *Table) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	out.UseCRLF = true
	head := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		head[i] = harmless(c.Head)
	}
	if err := out.Write(head); err != nil {
		return err
	}
	for _, row := range t.Rows {
		cells := make([]string, len(row))
		for i, cell := range row {
			cells[i] = harmless(cell)
		}
		if err := out.Write(cells); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// harmless keeps a spreadsheet program from running a cell.
func harmless(cell string) string {
	if cell == "" || !strings.ContainsAny(cell[:1], "=+-@\t\r") && !strings.HasPrefix(cell, "＝") {
		return cell
	}
	if isNumber(cell) {
		return cell
	}
	return "'" + cell
}

// isNumber reports whether a cell is a plain decimal number.
func isNumber(s string) bool {
	digits := strings.TrimPrefix(s, "-")
	whole, part, _ := strings.Cut(digits, ".")
	return whole != "" && strings.Trim(whole, "0123456789") == "" && strings.Trim(part, "0123456789") == ""
}
