// Package sheet reads tables and writes workbooks; it is the only door to spreadsheets.
//
// It knows cells and their places, not people: what a column means is package roster's
// business. Damage is never passed over: a row of the wrong length, a quote that never closes, an
// encoding that is not UTF-8 are problems with a row and a column. Rows are numbered as a spreadsheet numbers them:
// empty lines count, the lines inside a cell do not.
package sheet

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"slate/engine/diag"
)

// Limits of a table.
const (
	MaxColumns = 512
	MaxCell    = 64 << 10 // bytes of one cell
	// MaxProblems is how many problems of one file are listed before reading stops.
	MaxProblems = 200
)

// Reader reads a table row by row.
type Reader struct {
	name       string
	sheet      string // of a workbook
	csv        *csv.Reader
	guard      *guard
	book       *bookRows               // of a workbook, instead of csv and guard
	flaws      map[int]diag.Diagnostic // of the row last read: cells that are no text, by column
	unit       string                  // that a line above the heading gives for the whole table
	pending    []readRow               // read already, while the heading was looked for
	header     []string
	headingRow int
	row        int   // of the row last read, from 1, the heading included
	folded     int   // lines so far that are inside a cell, and so no rows
	start      int64 // where the row last read begins: bytes before it
	mark       int64 // bytes of the byte order mark
	problems   diag.List
	done       bool
}

// ReadCSV begins a table and reads its heading. name is the file's name, for problems. The Reader is nil when
// there is no heading to read rows under.
func ReadCSV(name string, r io.Reader) (*Reader, diag.List) {
	in := bufio.NewReaderSize(r, 1<<16)
	t := &Reader{name: name}
	if mark, _ := in.Peek(3); bytes.Equal(mark, []byte("\ufeff")) {
		in.Discard(3)
		t.mark = 3
	}
	first, _ := in.Peek(4096)
	if d := looksWrong(name, first); d != nil {
		return nil, diag.List{*d}
	}
	comma := separatorOf(first)
	if rest, ok := bytes.CutPrefix(first, []byte("sep=")); ok && len(rest) > 1 && (rest[1] == '\r' || rest[1] == '\n') {
		comma = rune(rest[0])
		line, _ := in.ReadSlice('\n')
		t.mark += int64(len(line))
		t.folded--
	}
	t.guard = newGuard(in)
	t.guard.comma = byte(comma)
	t.csv = csv.NewReader(t.guard)
	t.csv.Comma = comma
	t.csv.FieldsPerRecord = -1
	t.csv.ReuseRecord = true
	return t.begin()
}

// begin reads up to the heading.
func (t *Reader) begin() (*Reader, diag.List) {
	header, err := t.findHeading()
	switch {
	case errors.Is(err, io.EOF):
		return nil, diag.List{diag.New(diag.EmptyFile, diag.Span{File: t.name, Sheet: t.sheet})}
	case err != nil:
		return nil, diag.List{t.problemOf(err)}
	}
	t.headingRow = t.row
	t.heading(header)
	if t.problems.HasErrors() {
		return nil, t.problems
	}
	return t, nil
}

// maxTitle is how many rows may stand above the heading.
const maxTitle = 10

// findHeading passes over what stands above the heading: empty rows, a title, a line with the unit, the date or the
// department. The heading is the first row with at least two cells that is no such line; in a table of one column,
// the first row with a cell.
func (t *Reader) findHeading() ([]string, error) {
	var above []readRow
	for range maxTitle {
		cells, err := t.read()
		if err != nil && len(above) > 0 && errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		if blank(cells) {
			continue
		}
		filled := 0
		for _, c := range cells {
			if unit, ok := unitLine(c); ok {
				t.unit = unit
			} else if strings.TrimSpace(c) != "" {
				filled++
			}
		}
		if filled > 1 {
			return cells, nil
		}
		above = append(above, readRow{cloned(cells), t.row, t.flaws})
	}
	if len(above) == 0 {
		return nil, errTitleOnly
	}
	t.pending = above[1:]
	t.row = above[0].number
	return above[0].cells, nil
}

// readRow is a row that was read while the heading was looked for.
type readRow struct {
	cells  []string
	number int
	flaws  map[int]diag.Diagnostic
}

func cloned(cells []string) []string {
	out := make([]string, len(cells))
	for i, c := range cells {
		out[i] = strings.Clone(c)
	}
	return out
}

// errTitleOnly is returned where the first rows hold nothing.
var errTitleOnly = errors.New("no heading")

// unitLine reports whether a cell gives the unit of the whole table, such as 单位：万元.
func unitLine(cell string) (unit string, ok bool) {
	cell = strings.Join(strings.Fields(cell), "")
	for _, before := range []string{"单位：", "单位:", "金额单位：", "金额单位:", "（单位：", "(单位:"} {
		if rest, found := strings.CutPrefix(cell, before); found {
			if rest = strings.Trim(rest, "）)"); len([]rune(rest)) <= 4 {
				return rest, true
			}
		}
	}
	return "", false
}

// Sheet returns the name of the sheet of a workbook; "" for text.
func (t *Reader) Sheet() string { return t.sheet }

// Unit returns the unit that a line above the heading gives for the whole table, such as 元; "" where there is none.
func (t *Reader) Unit() string { return t.unit }

// Flaw returns why a cell of the row last read is no text that can be relied on: a formula, an error, a number that a
// spreadsheet has rounded. Only who needs the cell need look.
func (t *Reader) Flaw(column int) (diag.Diagnostic, bool) {
	d, ok := t.flaws[column]
	return d, ok
}

// read returns the cells of the next row and sets its number and where it begins. io.EOF ends the table.
func (t *Reader) read() ([]string, error) {
	if len(t.pending) > 0 {
		next := t.pending[0]
		t.pending, t.row, t.flaws = t.pending[1:], next.number, next.flaws
		return next.cells, nil
	}
	if t.book != nil {
		return t.book.read(t)
	}
	t.start = t.csv.InputOffset()
	record, err := t.csv.Read()
	if err != nil {
		return nil, t.placed(err)
	}
	line, _ := t.csv.FieldPos(0)
	t.row = line - t.folded
	for _, c := range record {
		t.folded += strings.Count(c, "\n")
	}
	return record, nil
}

// placed sets the number of the row that could not be read and returns why.
func (t *Reader) placed(err error) error {
	var p *csv.ParseError
	switch {
	case errors.Is(err, io.EOF):
	case errors.As(err, &p):
		t.row = p.StartLine - t.folded
	default:
		t.row = t.guard.opened - t.folded
	}
	return err
}

// looksWrong recognises, from the first bytes, the tables that are often sent in place of CSV in UTF-8.
func looksWrong(name string, first []byte) *diag.Diagnostic {
	line, _, _ := bytes.Cut(first, []byte("\n"))
	at := diag.Span{File: name, Start: diag.Pos{Line: 1}}
	switch {
	case len(first) == 0:
		d := diag.New(diag.EmptyFile, diag.Span{File: name})
		return &d
	case bytes.IndexByte(line, 0) >= 0, bytes.HasPrefix(first, []byte{0xFF, 0xFE}), bytes.HasPrefix(first, []byte{0xFE, 0xFF}):
		d := diag.New(diag.NotUTF8, at, "offset", "1")
		return &d
	case bytes.HasPrefix(first, []byte("PK\x03\x04")), bytes.HasPrefix(first, []byte{0xD0, 0xCF, 0x11, 0xE0}):
		d := diag.New(diag.UnknownFormat, at, "name", name)
		return &d
	case bytes.Contains(bytes.TrimSuffix(line, []byte("\r")), []byte("\r")):
		d := diag.New(diag.Separator, at, "seen", `\r`)
		return &d
	}
	if !bytes.ContainsAny(line, ",;\t|") {
		for _, mark := range []string{"，", "；"} {
			if bytes.Contains(line, []byte(mark)) {
				d := diag.New(diag.Separator, at, "seen", diag.Visible(mark))
				return &d
			}
		}
	}
	return nil
}

func (t *Reader) heading(cells []string) {
	if len(cells) > MaxColumns {
		t.add(diag.New(diag.TooLarge, t.Span(MaxColumns), "size", strconv.Itoa(len(cells))+" columns", "limit", strconv.Itoa(MaxColumns)+" columns"))
		return
	}
	for i, c := range cells {
		if !t.done {
			t.check(i, c, cells)
		}
		t.header = append(t.header, strings.TrimSpace(strings.Clone(c)))
	}
}

// Header returns the headings, without blanks around them.
func (t *Reader) Header() []string { return t.header }

// Row returns the number of the row last read, from 1; the heading is row 1.
func (t *Reader) Row() int { return t.row }

// Span returns the place of a cell of the row last read; column is from 0.
func (t *Reader) Span(column int) diag.Span {
	line, col := t.row, column+1
	return diag.Span{File: t.name, Sheet: t.sheet, Start: diag.Pos{Line: line, Column: col}, End: diag.Pos{Line: line, Column: col + 1}}
}

// Next returns the cells of the next row with anything in it, as many as the heading has; ok is false
// at the end. A row that cannot be taken is a problem and is passed over. The cells are good until the next call.
func (t *Reader) Next() (cells []string, ok bool) {
	for !t.done {
		record, err := t.read()
		if errors.Is(err, io.EOF) {
			if t.book != nil && t.book.hidden > 0 {
				t.add(diag.New(diag.HiddenRows, diag.Span{File: t.name, Sheet: t.sheet}, "n", strconv.Itoa(t.book.hidden)))
			}
			break
		}
		if err != nil {
			t.add(t.problemOf(err))
			t.done = t.done || !errors.Is(err, csv.ErrBareQuote) // after a quote that never closes nothing can be trusted
			continue
		}
		if blank(record) {
			continue
		}
		if t.book != nil {
			record = t.book.fit(record, len(t.header))
		}
		if len(record) != len(t.header) {
			t.add(diag.New(diag.RowLength, t.Span(min(len(record), len(t.header))), "got", strconv.Itoa(len(record)), "want", strconv.Itoa(len(t.header))))
			continue
		}
		before := len(t.problems)
		for i, c := range record {
			if !t.done {
				t.check(i, c, record)
			}
		}
		if len(t.problems) == before {
			return record, true
		}
	}
	t.done = true
	return nil, false
}

func blank(record []string) bool {
	for _, c := range record {
		if strings.TrimSpace(c) != "" {
			return false
		}
	}
	return true
}

// check refuses cells that are not text: another encoding, or characters that cannot be seen. row holds the cell.
func (t *Reader) check(column int, cell string, row []string) {
	if len(cell) > MaxCell {
		t.add(diag.New(diag.TooLarge, t.Span(column), "size", strconv.Itoa(len(cell))+" bytes", "limit", strconv.Itoa(MaxCell)+" bytes"))
		return
	}
	for i, r := range cell {
		if r >= ' ' && r < 0x7f {
			continue
		}
		if r == utf8.RuneError && !utf8.ValidString(cell[i:]) {
			t.add(diag.New(diag.NotUTF8, t.Span(column), "offset", strconv.FormatInt(t.offset(column, i, row), 10)))
			t.done = true // every other cell would say the same
			return
		}
		if what := hidden(r); what != "" {
			t.add(diag.New(diag.BadCharacter, t.Span(column), "char", string(r), "codepoint", fmt.Sprintf("U+%04X", r), "name", what))
			return
		}
	}
}

// offset returns the number of a byte of the file, from 1: byte i of a cell of the row last read. It is exact where
// no cell before it is quoted, and a little too small otherwise.
func (t *Reader) offset(column, i int, row []string) int64 {
	n := t.mark + t.start + int64(i) + 1
	for _, c := range row[:column] {
		n += int64(len(c)) + 1
	}
	return n
}

// hidden names characters that have no place in a cell because a reader cannot see them; "" for all others.
func hidden(r rune) string {
	switch {
	case r == utf8.RuneError:
		return "replacement character"
	case unicode.Is(unicode.Cc, r):
		return "control character"
	case unicode.Is(unicode.Cf, r):
		return "invisible character"
	case r == '\u2028' || r == '\u2029':
		return "line separator"
	}
	return ""
}

func (t *Reader) add(d diag.Diagnostic) {
	t.problems.Add(d)
	if len(t.problems) == MaxProblems {
		t.problems.Add(diag.New(diag.TooMany, diag.Span{File: t.name}, "limit", strconv.Itoa(MaxProblems)))
		t.done = true
	}
}

// Problems returns what was wrong with the rows read so far.
func (t *Reader) Problems() diag.List { return t.problems }

// problemOf turns an error of reading into a problem of the row, which for a quote is where the quote opens.
func (t *Reader) problemOf(err error) diag.Diagnostic {
	at := diag.Span{File: t.name, Start: diag.Pos{Line: t.row}}
	var long tooLong
	switch {
	case errors.Is(err, errTitleOnly):
		return diag.New(diag.NoColumn, at, "name", "编号")
	case errors.As(err, new(bookError)):
		return diag.New(diag.BadBook, diag.Span{File: t.name, Sheet: t.sheet, Start: diag.Pos{Line: t.row}}, "problem", err.Error())
	case errors.Is(err, csv.ErrBareQuote):
		return diag.New(diag.BadCharacter, at, "char", `"`, "codepoint", "U+0022", "name", "quotation mark")
	case errors.Is(err, csv.ErrQuote), errors.Is(err, errQuote):
		return diag.New(diag.UnclosedQuote, at)
	case errors.As(err, &long):
		return diag.New(diag.TooLarge, at, "size", long.size, "limit", long.limit)
	}
	return diag.New(diag.NoFile, diag.Span{File: t.name}, "name", t.name, "problem", err.Error())
}
