package report

import (
	"io"

	"slate/engine/diag"
	"slate/engine/sheet"
)

// WriteXLSX writes documents as one workbook: a sheet for each table, named for the heading above it, and first a sheet with
// everything else. Numbers stay numbers where a spreadsheet program keeps all of their digits, and are texts otherwise.
// What begins like a formula is text.
func WriteXLSX(w io.Writer, lang diag.Lang, docs ...*Document) error {
	b := sheet.Book{}
	prose := sheet.Page{Name: say(lang, wSummary), Columns: []sheet.Heading{{Width: 110}}}
	var tables []sheet.Page
	for _, d := range docs {
		if b.Title == "" {
			b.Title, prose.Title = d.Title, d.Title
		}
		heading := ""
		for i := range d.Blocks {
			switch block := &d.Blocks[i]; {
			case block.Table != nil:
				tables = append(tables, tablePage(block.Table, heading, b.Title))
			case block.Heading != "":
				heading = block.Heading
				prose.Rows = append(prose.Rows, sheet.Row{}, proseRow(heading, 0, true))
			case block.Lines != nil:
				for _, l := range block.Lines {
					prose.Rows = append(prose.Rows, proseRow(l.Text, l.Depth, false))
				}
			default:
				prose.Rows = append(prose.Rows, proseRow(block.Text, 0, false))
			}
		}
	}
	b.Pages = append([]sheet.Page{prose}, tables...)
	return sheet.Write(w, b)
}

// deepest is the largest indent that spreadsheet programs show.
const deepest = 15

func proseRow(text string, depth int, strong bool) sheet.Row {
	return sheet.Row{Cells: []string{text}, Indent: min(depth, deepest), Strong: strong}
}

func tablePage(t *Table, heading, title string) sheet.Page {
	p := sheet.Page{Name: heading, Title: title}
	if p.Name == "" {
		p.Name = t.Name
	}
	if heading != "" && title != "" {
		p.Title = title + " · " + heading
	}
	p.Footer = p.Title
	for _, c := range t.Columns {
		h := sheet.Heading{Head: c.Head, Right: c.Right}
		if c.Right {
			h.Kind = sheet.Number
		}
		p.Columns = append(p.Columns, h)
	}
	for _, row := range t.Rows {
		p.Rows = append(p.Rows, sheet.Row{Cells: row})
	}
	return p
}
