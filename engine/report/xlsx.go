package report

import (
	"cmp"
	"io"
	"slices"
	"strings"

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
		heading, above, of := "", "", ""
		if d.Title != b.Title {
			of = d.Title // one of several documents
		}
		// say writes a row, below the heading that it is the first to stand under: a heading of a table alone names its sheet.
		say := func(text string, depth int) {
			if of != "" {
				prose.Rows = append(prose.Rows, sheet.Row{}, proseRow(of, 0, true))
				of = ""
			}
			if above != "" {
				prose.Rows = append(prose.Rows, sheet.Row{}, proseRow(above, 0, true))
				above = ""
			}
			prose.Rows = append(prose.Rows, proseRow(text, depth, false))
		}
		for _, text := range []string{d.Number, d.Subtitle, d.To} {
			if text != "" {
				say(text, 0)
			}
		}
		for i := range d.Blocks {
			switch block := &d.Blocks[i]; {
			case block.Table != nil:
				p := tablePage(block.Table, heading, cmp.Or(d.Title, b.Title))
				if d.Footer != "" {
					p.Footer = d.Footer
				}
				if i+1 < len(d.Blocks) {
					p.Below = append(p.Below, signatureLines(d.Blocks[i+1].Signatures)...)
				}
				tables = append(tables, p)
			case block.Signatures != nil && i > 0 && d.Blocks[i-1].Table != nil: // they stand below that table
			case block.Signatures != nil:
				for _, line := range signatureLines(block.Signatures) {
					say(line, 0)
				}
			case block.Form != nil:
				for _, row := range block.Form.Rows {
					for _, line := range formRow(row) {
						say(line, 0)
					}
				}
			case block.Picture != nil:
				say(strings.TrimSpace(block.Picture.Title+"\n"+block.Picture.Spoken), 0)
			case block.Heading != "":
				heading, above = block.Heading, block.Heading
			case block.Lines != nil:
				for _, l := range block.Lines {
					say(l.Text, l.Depth)
				}
			default:
				say(block.Text, 0)
			}
		}
	}
	b.Pages = append([]sheet.Page{prose}, tables...)
	return sheet.Write(w, b)
}

// wideTable is how many columns fit side by side on a screen, more or less.
const wideTable = 8

// deepest is the largest indent that spreadsheet programs show.
const deepest = 15

func proseRow(text string, depth int, strong bool) sheet.Row {
	return sheet.Row{Cells: []string{text}, Indent: min(depth, deepest), Strong: strong}
}

func tablePage(t *Table, heading, title string) sheet.Page {
	p := sheet.Page{Name: cmp.Or(heading, t.Name), Title: title}
	if heading != "" && title != "" {
		p.Title = title + " · " + heading
	}
	p.Footer, p.Below = p.Title, slices.Clone(t.Notes)
	if len(t.Columns) > wideTable {
		p.Frozen = 2 // who a row is about stays in sight
	}
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
