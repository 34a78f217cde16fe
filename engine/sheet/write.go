package sheet

import (
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"

	"slate/engine/diag"
)

// Book is a workbook to write: what stands in it, not how a spreadsheet program stores it. The same Book gives the
// same bytes anywhere. Nothing in it is ever a formula: a text that begins with = + - or @ stays that text, also after
// somebody edits the cell.
type Book struct {
	Title string // for file managers
	Pages []Page // at least one
}

// Page is one sheet of a Book: a title above a table, on A4 paper laid across, with its heading in sight and on
// every printed page.
type Page struct {
	// Name is the name of the sheet as wanted. Signs that no sheet name may have are left out, it is cut to 31
	// characters, and a number is put behind a name that is taken.
	Name    string
	Title   string    // the first row; "" for none, so that the heading is the first row
	Columns []Heading // without any Head there is no heading row
	Rows    []Row
	Below   []string // lines below the rows, each across all columns
	Leading int      // of Rows, those at the top that belong to the heading
	Frozen  int      // columns that stay in sight at the left
	Open    bool     // rows are to be filled in below: what columns take holds to the end of the sheet
	Flaws   []Flaw   // cells to be shown as wrong
	Footer  string   // printed at the left of every page, beside the page's number
}

// Kind is what the cells of a column hold.
type Kind uint8

// The kinds of columns.
const (
	Prose  Kind = iota // text that is read, wrapped where it is long
	Label              // text that is stored: numbers of people, telephone numbers, choices; digits stay as typed
	Number             // plain decimals
	Whole              // whole numbers
	Date               // days as 2006-09-30
)

// Heading is a column: its heading cell, and what its cells take.
type Heading struct {
	Head    string
	Note    string // a comment on the heading cell
	Kind    Kind
	Choices []string // a list to choose from; nil for none
	Range   *Range   // lawful numbers or days; nil for all
	Refusal string   // what a spreadsheet program says when something else is typed
	Width   int      // in columns of a terminal; 0: from what stands in it
	Right   bool     // text stands to the right too
}

// Range is the numbers or days that a column takes. An end left empty is open without bound; an end that is
// excluded is not in the range itself.
type Range struct {
	Low, High                 string // plain decimals, or days as 2006-09-30
	ExcludesLow, ExcludesHigh bool
}

// Row is a row of cells, at most as many as there are columns.
type Row struct {
	Cells  []string
	Shade  Shade
	Indent int // of the first cell
	Strong bool
}

// Shade is the colour behind a row.
type Shade uint8

// The shades.
const (
	NoShade Shade = iota
	HeadShade
	ExampleShade
	WrongShade
)

var shades = [...]string{HeadShade: "DDEBF7", ExampleShade: "FFF2CC", WrongShade: "FFC7CE"}

// Flaw shows a cell as wrong: red, with a comment.
type Flaw struct {
	Row, Column int // both from 0, in Rows and Columns
	Text        string
}

// Limits of a sheet, by the format.
const (
	maxSheetRows    = 1 << 20
	maxSheetColumns = 1 << 14
	maxCellUnits    = 32767     // UTF-16 units of a cell
	maxBookCells    = 3_000_000 // of a Book: a workbook of two million takes 1.3 GB to write
	maxSheetName    = 31
	author          = "slate"
)

// Write writes a workbook in the format .xlsx. It fails where a page has more rows or columns than the format, or a
// row more cells than its page has columns, or where it would be too large for spreadsheet programs.
func Write(w io.Writer, b Book) error {
	out, err := newBookWriter(b)
	if err != nil {
		return err
	}
	defer out.file.Close()
	for i := range b.Pages {
		if err := out.page(out.names[i], &b.Pages[i]); err != nil {
			return fmt.Errorf("write sheet %s: %w", out.names[i], err)
		}
	}
	if err := out.choiceSheet(); err != nil {
		return err
	}
	if _, err = out.file.WriteTo(w); err != nil {
		return fmt.Errorf("write workbook: %w", err)
	}
	return nil
}

// bookWriter holds a workbook while it is made. Styles and lists are numbered in the order in which they are first
// needed, which is the order of the Book.
type bookWriter struct {
	file   *excelize.File
	names  []string // of the pages
	lists  string   // name of the hidden sheet of long lists
	styles map[look]int
	long   [][]string // long lists, a column each of the hidden sheet
}

func newBookWriter(b Book) (*bookWriter, error) {
	out := &bookWriter{file: excelize.NewFile(), styles: map[look]int{}}
	taken := map[string]bool{}
	cells := 0
	for i := range b.Pages {
		cells += len(b.Pages[i].Rows) * len(b.Pages[i].Columns)
		out.names = append(out.names, sheetName(b.Pages[i].Name, taken))
	}
	out.lists = sheetName("_lists", taken)
	if len(out.names) == 0 {
		return nil, errors.New("a workbook has at least one sheet")
	}
	if cells > maxBookCells {
		return nil, fmt.Errorf("%d cells are more than a workbook should hold (%d); write CSV instead", cells, maxBookCells)
	}
	if err := out.file.SetSheetName("Sheet1", out.names[0]); err != nil {
		return nil, err
	}
	for _, name := range out.names[1:] {
		if _, err := out.file.NewSheet(name); err != nil {
			return nil, err
		}
	}
	const day = "2000-01-01T00:00:00Z" // a file that says when it was made would differ each time
	return out, out.file.SetDocProps(&excelize.DocProperties{Title: cleaned(b.Title), Creator: author, LastModifiedBy: author, Created: day, Modified: day})
}

// sheetName makes a name that the format allows and that no other sheet has.
func sheetName(want string, taken map[string]bool) string {
	want = strings.Map(func(r rune) rune {
		if strings.ContainsRune(`[]:*?/\'`, r) {
			return ' '
		}
		return r
	}, diag.Visible(want))
	want = strings.Join(strings.Fields(strings.ReplaceAll(want, `\`, " ")), " ")
	if want == "" || strings.EqualFold(want, "history") {
		want = "Sheet" + want
	}
	for n := 1; ; n++ {
		suffix := ""
		if n > 1 {
			suffix = " " + strconv.Itoa(n)
		}
		name := strings.TrimRight(cutUnits(want, maxSheetName-len(suffix)), " ") + suffix
		if !taken[strings.ToLower(name)] {
			taken[strings.ToLower(name)] = true
			return name
		}
	}
}

// cutUnits cuts a text to at most n UTF-16 units, in which the format counts.
func cutUnits(s string, n int) string {
	for i, r := range s {
		if n -= utf16.RuneLen(max(r, 0)); n < 0 {
			return s[:i]
		}
	}
	return s
}

// cleaned makes a text fit for a cell: what XML cannot hold, or nobody could see, is written as an escape, and what is longer
// than a cell may be ends in an ellipsis. Line breaks stay.
func cleaned(s string) string {
	if strings.Contains(s, "\n") {
		lines := strings.Split(s, "\n")
		for i, l := range lines {
			lines[i] = diag.Visible(l)
		}
		s = strings.Join(lines, "\n")
	} else {
		s = diag.Visible(s)
	}
	s = beyondXML.Replace(s)
	if cut := cutUnits(s, maxCellUnits); len(cut) < len(s) {
		return cutUnits(s, maxCellUnits-1) + "…"
	}
	return s
}

// setText stores a text in a cell. _x0041_ means the character A in this format; excelize, which escapes such a text in other
// places, does not do so here (TestWriteCells).
func setText(f *excelize.File, sheet, cell, text string) error {
	return f.SetCellStr(sheet, cell, escaped(cleaned(text)))
}

func escaped(text string) string {
	if !strings.Contains(text, "_x") {
		return text
	}
	return escape.ReplaceAllString(text, "_x005F$0")
}

var escape = regexp.MustCompile(`_x[0-9A-Fa-f]{4}_`)

// beyondXML writes as escapes the two characters that are seen in a way, and yet no XML holds.
var beyondXML = strings.NewReplacer("\ufffe", `\ufffe`, "\uffff", `\uffff`)

// page fills one sheet.
func (b *bookWriter) page(name string, p *Page) error {
	s := &pageWriter{book: b, file: b.file, name: name, p: p, widths: widths(p)}
	if s.headed(); len(p.Rows)+len(p.Below)+s.first > maxSheetRows || len(p.Columns) > maxSheetColumns {
		return fmt.Errorf("%d rows and %d columns are more than a sheet holds", len(p.Rows), len(p.Columns))
	}
	// Columns come before cells, whose styles they would change.
	for _, step := range []func() error{s.columns, s.heading, s.rows, s.below, s.flaws, s.takes, s.view, s.paper} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// pageWriter fills a sheet.
type pageWriter struct {
	book   *bookWriter
	file   *excelize.File
	name   string
	p      *Page
	widths []int
	title  int // row of the title, 0 for none
	head   int // row of the heading, 0 for none
	first  int // first row of cells
}

func (s *pageWriter) headed() {
	row := 0
	if s.p.Title != "" {
		row++
		s.title = row
	}
	for _, c := range s.p.Columns {
		if c.Head != "" {
			row++
			s.head = row
			break
		}
	}
	s.first = row + 1
}

// ref names a cell by column and row, both from 1. Both lie within the limits, so there is no error to tell.
func ref(column, row int) string {
	name, err := excelize.CoordinatesToCellName(column, row)
	if err != nil {
		panic("sheet: cell outside the limits that were checked before")
	}
	return name
}

func columnName(column int) string {
	return strings.TrimRight(ref(column, 1), "1")
}

func (s *pageWriter) columns() error {
	for i := range s.p.Columns {
		at := columnName(i + 1)
		if err := s.file.SetColWidth(s.name, at, at, float64(s.widths[i]+2)); err != nil {
			return err
		}
		if !s.p.Open {
			continue
		}
		style, err := s.book.style(look{kind: s.p.Columns[i].Kind, places: -1})
		if err != nil {
			return err
		}
		if err := s.file.SetColStyle(s.name, at, style); err != nil {
			return err
		}
	}
	return nil
}

func (s *pageWriter) heading() error {
	if s.title > 0 {
		if err := s.text(1, s.title, s.p.Title, look{big: true, bold: true, kind: Prose, flat: true}); err != nil {
			return err
		}
		if err := s.file.SetRowHeight(s.name, s.title, 24); err != nil {
			return err
		}
	}
	if s.head == 0 {
		return nil
	}
	lines := 1
	for i := range s.p.Columns {
		c := &s.p.Columns[i]
		lines = max(lines, linesOf(c.Head, s.widths[i]))
		if err := s.text(i+1, s.head, c.Head, look{shade: HeadShade, bold: true, centre: true, border: true}); err != nil {
			return err
		}
		if c.Note != "" {
			if err := comment(s.file, s.name, ref(i+1, s.head), author, c.Note); err != nil {
				return err
			}
		}
	}
	return s.file.SetRowHeight(s.name, s.head, float64(lines)*lineHeight+3)
}

// lineHeight is the height of a line of text, in points.
const lineHeight = 16

func (s *pageWriter) rows() error {
	marked := map[[2]int]bool{}
	for _, m := range s.p.Flaws {
		marked[[2]int{m.Row, m.Column}] = true
	}
	for n := range s.p.Rows {
		r := &s.p.Rows[n]
		if len(r.Cells) > len(s.p.Columns) {
			return fmt.Errorf("row %d has %d cells for %d columns", n, len(r.Cells), len(s.p.Columns))
		}
		lines := 1
		for i, cell := range r.Cells {
			l := look{shade: r.Shade, bold: r.Strong, border: s.head > 0}
			if i == 0 {
				l.indent = r.Indent
			}
			if marked[[2]int{n, i}] {
				l.shade = WrongShade
			}
			if err := s.cell(i, s.first+n, cell, l); err != nil {
				return err
			}
			if s.p.Columns[i].Kind == Prose {
				lines = max(lines, linesOf(cell, s.widths[i]-2*l.indent))
			}
		}
		if lines > 1 {
			if err := s.file.SetRowHeight(s.name, s.first+n, min(float64(lines)*lineHeight+1, 409)); err != nil {
				return err
			}
		}
	}
	return nil
}

// below writes the lines below the rows, each in a row of its own as wide as the table.
func (s *pageWriter) below() error {
	wide := 0
	for _, w := range s.widths {
		wide += w + 2
	}
	for i, text := range s.p.Below {
		row := s.first + len(s.p.Rows) + i
		if err := s.text(1, row, text, look{kind: Prose}); err != nil {
			return err
		}
		if len(s.p.Columns) > 1 {
			if err := s.file.MergeCell(s.name, ref(1, row), ref(len(s.p.Columns), row)); err != nil {
				return err
			}
		}
		if err := s.file.SetRowHeight(s.name, row, min(float64(linesOf(text, wide))*lineHeight+8, 409)); err != nil {
			return err
		}
	}
	return nil
}

// cell writes a cell as its column's kind says; what is no value of the kind is text, so that nothing is lost.
func (s *pageWriter) cell(column, row int, text string, l look) error {
	c := &s.p.Columns[column]
	l.kind, l.right, l.places = c.Kind, c.Right, -1
	switch c.Kind {
	case Number, Whole:
		if value, places, ok := exactly(text); ok {
			l.places = places
			return s.number(column+1, row, value, l)
		}
		l.kind = Label
	case Date:
		if serial, ok := serialOf(text); ok {
			return s.number(column+1, row, strconv.Itoa(serial), l)
		}
		l.kind = Label
	}
	if l.kind == Prose && (dangerous(text) || looksNumeric(text)) {
		l.kind = Label
	}
	return s.text(column+1, row, text, l)
}

func (s *pageWriter) number(column, row int, value string, l look) error {
	style, err := s.book.style(l)
	if err != nil {
		return err
	}
	at := ref(column, row)
	if err := s.file.SetCellDefault(s.name, at, value); err != nil {
		return err
	}
	return s.file.SetCellStyle(s.name, at, at, style)
}

func (s *pageWriter) text(column, row int, text string, l look) error {
	l.places = -1
	style, err := s.book.style(l)
	if err != nil {
		return err
	}
	at := ref(column, row)
	if text != "" {
		if err := setText(s.file, s.name, at, text); err != nil {
			return err
		}
	}
	return s.file.SetCellStyle(s.name, at, at, style)
}

func (s *pageWriter) flaws() error {
	at := map[[2]int]int{}
	var texts []Flaw
	for _, m := range s.p.Flaws {
		if m.Row < 0 || m.Row >= len(s.p.Rows) || m.Column < 0 || m.Column >= len(s.p.Columns) {
			return fmt.Errorf("a mark at row %d, column %d is outside the page", m.Row, m.Column)
		}
		key := [2]int{m.Row, m.Column}
		if i, ok := at[key]; ok {
			texts[i].Text += "\n" + m.Text
			continue
		}
		at[key] = len(texts)
		texts = append(texts, m)
	}
	for _, m := range texts {
		if err := comment(s.file, s.name, ref(m.Column+1, s.first+m.Row), author, m.Text); err != nil {
			return err
		}
	}
	return nil
}

// comment puts a comment on a cell, large enough to be read.
func comment(f *excelize.File, sheet, cell, by, text string) error {
	const columns = 34
	text = cleaned(text)
	return f.AddComment(sheet, excelize.Comment{Author: by, Cell: cell, Text: text, Width: 280, Height: uint(min(linesOf(text, columns)*20+16, 600))})
}

// view freezes the heading, and the columns at the left that are to stay in sight.
func (s *pageWriter) view() error {
	above := s.above()
	if above == 0 {
		return nil
	}
	pane := "bottomLeft"
	if s.p.Frozen > 0 {
		pane = "bottomRight"
	}
	cell := ref(s.p.Frozen+1, above+1)
	return s.file.SetPanes(s.name, &excelize.Panes{Freeze: true, XSplit: s.p.Frozen, YSplit: above, TopLeftCell: cell, ActivePane: pane,
		Selection: []excelize.Selection{{SQRef: cell, ActiveCell: cell, Pane: pane}}})
}

// above counts the rows that stay in sight: down to the heading, and those of Rows that belong to it. Without either
// there are none.
func (s *pageWriter) above() int {
	if s.head == 0 && s.p.Leading == 0 {
		return 0
	}
	return s.first - 1 + s.p.Leading
}

// fitToPaper prints a sheet on A4 laid across, so many pages wide and as many long as it takes.
func fitToPaper(f *excelize.File, sheet string, wide int) error {
	size, across, long, fit := 9, "landscape", 0, true
	if err := f.SetSheetProps(sheet, &excelize.SheetPropsOptions{FitToPage: &fit}); err != nil {
		return err
	}
	return f.SetPageLayout(sheet, &excelize.PageLayoutOptions{Size: &size, Orientation: &across, FitToWidth: &wide, FitToHeight: &long})
}

// legible is how many columns of a terminal can still be read side by side on A4 laid across.
const legible = 240

// paper prints the sheet as wide as the page, or over several pages where it could not be read.
func (s *pageWriter) paper() error {
	total := 0
	for _, w := range s.widths {
		total += w
	}
	if err := fitToPaper(s.file, s.name, (total+legible-1)/legible); err != nil {
		return err
	}
	footer := "&C&P / &N"
	if s.p.Footer != "" {
		footer = "&L" + strings.ReplaceAll(cutUnits(cleaned(s.p.Footer), 100), "&", "&&") + footer
	}
	if last := s.first + len(s.p.Rows) + len(s.p.Below) - 1; last > 0 && len(s.p.Columns) > 0 {
		if err := s.file.SetSheetDimension(s.name, "A1:"+ref(len(s.p.Columns), last)); err != nil {
			return err
		}
	}
	if err := s.file.SetHeaderFooter(s.name, &excelize.HeaderFooterOptions{OddFooter: footer}); err != nil {
		return err
	}
	if s.above() == 0 {
		return nil
	}
	repeated := inApostrophes(s.name) + "!$1:$" + strconv.Itoa(s.above())
	if s.p.Frozen > 0 {
		repeated = inApostrophes(s.name) + "!$A:$" + columnName(s.p.Frozen) + "," + repeated
	}
	return s.file.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", RefersTo: repeated, Scope: s.name})
}

// inApostrophes writes the name of a sheet as references need it. Names have no apostrophe (see sheetName).
func inApostrophes(sheet string) string { return "'" + sheet + "'" }
