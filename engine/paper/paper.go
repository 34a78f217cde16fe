// Package paper writes documents as files that are printed.
//
// A format writes any documents: a web page that prints on A4, a text document for Word, WPS and LibreOffice, a workbook,
// CSV, plain text, JSON. The same documents give the same bytes. The web page is the paper of record; PDF is made from
// it by a browser that is already on the machine (PDF), because no library for Go finds the fonts of a system
// with their rare characters.
//
// The page is that of official papers (GB/T 9704—2012): A4, 156 by 225 millimetres of text, 仿宋 of 16 points in lines of 28.95
// points, the page number at the outer side of the foot. Tables choose the largest type, of 12 points and less, in which their columns
// fit side by side; their heading rows stand on every page, and no row
// that fits on a page is cut.
//
// Pictures are part of the web page as they are. Text documents have them as metafiles, which Word, WPS and LibreOffice all
// show without a second picture in points; a picture with more than rectangles, straight lines, circles and text
// (see metafile) is put into words there, as it is in formats that have no pictures at all.
package paper

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"slate/engine/diag"
	"slate/engine/report"
)

// Format is a kind of file. Its text is the usual ending of the file's name.
type Format string

// The formats that Write knows. CSV has the table named "list", or the first where none has that name.
const (
	HTML Format = "html"
	DOCX Format = "docx"
	XLSX Format = "xlsx"
	CSV  Format = "csv"
	Text Format = "txt"
	JSON Format = "json"
)

// Formats are all that Write knows, in the order in which they are listed for people.
func Formats() []Format { return []Format{HTML, DOCX, XLSX, CSV, Text, JSON} }

// writers has the writer of each format.
var writers = map[Format]func(io.Writer, diag.Lang, []*report.Document) error{
	HTML: writeHTML, DOCX: writeDOCX, XLSX: writeXLSX, CSV: writeCSV, Text: writeText, JSON: writeJSON,
}

// Write writes documents into one file, each from a new page on. It fails where the file cannot be written, where a format is
// not one of Formats, and where a document is wrongly made: a row without a cell for each column, spans of a form
// that overlap, a picture that is not well-formed or reaches outside of itself.
func Write(w io.Writer, format Format, lang diag.Lang, docs ...*report.Document) error {
	write, ok := writers[format]
	if !ok {
		return fmt.Errorf("no format %q", format)
	}
	for _, d := range docs {
		if err := check(d); err != nil {
			return fmt.Errorf("document %q: %w", d.Title, err)
		}
	}
	return write(w, lang, docs)
}

func check(d *report.Document) error {
	for i := range d.Blocks {
		b := &d.Blocks[i]
		var err error
		switch {
		case b.Table != nil:
			err = checkTable(b.Table)
		case b.Form != nil:
			_, err = place(b.Form)
		case b.Picture != nil:
			_, err = parsePicture(b.Picture.SVG, "")
		}
		if err != nil {
			return fmt.Errorf("block %d: %w", i+1, err)
		}
	}
	return nil
}

func checkTable(t *report.Table) error {
	if len(t.Columns) == 0 {
		return fmt.Errorf("table %q has no columns", t.Name)
	}
	for i, row := range t.Rows {
		if len(row) != len(t.Columns) {
			return fmt.Errorf("table %q: row %d has %d cells for %d columns", t.Name, i+1, len(row), len(t.Columns))
		}
	}
	return nil
}

func writeXLSX(w io.Writer, lang diag.Lang, docs []*report.Document) error {
	return report.WriteXLSX(w, lang, docs...)
}

func writeCSV(w io.Writer, _ diag.Lang, docs []*report.Document) error {
	var first *report.Document
	for _, d := range docs {
		for i := range d.Blocks {
			switch t := d.Blocks[i].Table; {
			case t == nil:
			case t.Name == mainTable:
				return report.WriteCSV(w, d, mainTable)
			case first == nil:
				first = &report.Document{Blocks: []report.Block{{Table: t}}}
			}
		}
	}
	if first == nil {
		return nil
	}
	return report.WriteCSV(w, first, first.Blocks[0].Table.Name)
}

const mainTable = "list"

func writeText(w io.Writer, _ diag.Lang, docs []*report.Document) error {
	for i, d := range docs {
		if i > 0 {
			if _, err := io.WriteString(w, "\n\n"); err != nil {
				return err
			}
		}
		if err := report.WriteText(w, d); err != nil {
			return err
		}
	}
	return nil
}

// clean makes a text fit for any format: what nobody could see, or XML cannot hold, is written as an escape.
func clean(s string) string {
	return strings.NewReplacer("\ufffe", `\ufffe`, "\uffff", `\uffff`).Replace(diag.Visible(s))
}

// paragraphs parts a text where its lines end.
func paragraphs(s string) []string {
	parts := strings.Split(strings.ReplaceAll(s, "\r\n", "\n"), "\n")
	for i, p := range parts {
		parts[i] = clean(p)
	}
	return parts
}

// languageTag names the language of what is written, for readers that speak and programs that choose fonts.
func languageTag(lang diag.Lang) string {
	if lang == diag.English {
		return "en"
	}
	return "zh-CN"
}

// captions finds which tables have the heading before them as their caption, by the place of the table.
func captions(d *report.Document) map[int]string {
	found := map[int]string{}
	for i := 1; i < len(d.Blocks); i++ {
		if d.Blocks[i].Table != nil && d.Blocks[i-1].Heading != "" {
			found[i] = d.Blocks[i-1].Heading
		}
	}
	return found
}

// title names a file for file managers and tabs.
func title(docs []*report.Document) string {
	i := slices.IndexFunc(docs, func(d *report.Document) bool { return d.Title != "" })
	if i < 0 {
		return ""
	}
	return clean(docs[i].Title)
}
