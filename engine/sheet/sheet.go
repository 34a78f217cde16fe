// Package sheet reads tables: so far CSV in UTF-8, row by row, in flat memory.
//
// It knows cells and their places, not people: what a column means is package roster's
// business. Damage is never passed over: a row of the wrong length, a quote that never closes, an
// encoding that is not UTF-8 are problems with a row and a column.
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
	name     string
	csv      *csv.Reader
	header   []string
	row      int // of the row last read, from 1, the heading included
	problems diag.List
	done     bool
}

// ReadCSV begins a table and reads its heading. name is the file's name, for problems. The Reader is nil when
// there is no heading to read rows under.
func ReadCSV(name string, r io.Reader) (*Reader, diag.List) {
	in := bufio.NewReaderSize(r, 1<<16)
	if mark, _ := in.Peek(3); bytes.Equal(mark, []byte("\ufeff")) {
		in.Discard(3)
	}
	first, _ := in.Peek(4096)
	if d := looksWrong(name, first); d != nil {
		return nil, diag.List{*d}
	}
	t := &Reader{name: name, csv: csv.NewReader(in)}
	t.csv.FieldsPerRecord = -1
	t.csv.ReuseRecord = true
	header, err := t.csv.Read()
	if errors.Is(err, io.EOF) {
		return nil, diag.List{diag.New(diag.EmptyFile, diag.Span{File: name})}
	}
	if err != nil {
		return nil, diag.List{t.problemOf(err)}
	}
	t.row = 1
	t.heading(header)
	if t.problems.HasErrors() {
		return nil, t.problems
	}
	return t, nil
}

// looksWrong recognises, from the first bytes, the tables that are often sent in place of CSV in UTF-8.
func looksWrong(name string, first []byte) *diag.Diagnostic {
	line, _, _ := bytes.Cut(first, []byte("\n"))
	at := diag.Span{File: name, Start: diag.Pos{Line: 1}}
	switch {
	case len(first) == 0:
		d := diag.New(diag.EmptyFile, diag.Span{File: name})
		return &d
	case bytes.HasPrefix(first, []byte{0xFF, 0xFE}), bytes.HasPrefix(first, []byte{0xFE, 0xFF}), bytes.IndexByte(line, 0) >= 0:
		d := diag.New(diag.NotUTF8, at, "offset", "1")
		return &d
	case bytes.HasPrefix(first, []byte("PK\x03\x04")), bytes.HasPrefix(first, []byte{0xD0, 0xCF, 0x11, 0xE0}):
		d := diag.New(diag.UnknownFormat, at, "name", name)
		return &d
	case bytes.Contains(bytes.TrimSuffix(line, []byte("\r")), []byte("\r")):
		d := diag.New(diag.Separator, at, "seen", `\r`)
		return &d
	}
	if bytes.IndexByte(line, ',') < 0 {
		for _, mark := range []string{";", "\t", "，", "；", "|"} {
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
		t.add(diag.New(diag.TooLarge, t.Span(0), "size", strconv.Itoa(len(cells)), "limit", strconv.Itoa(MaxColumns)))
	}
	for i, c := range cells {
		if !t.done {
			t.check(i, c)
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
	return diag.Span{File: t.name, Start: diag.Pos{Line: line, Column: col}, End: diag.Pos{Line: line, Column: col + 1}}
}

// Next returns the cells of the next row with anything in it, as many as the heading has; ok is false
// at the end. A row that cannot be taken is a problem and is passed over. The cells are good until the next call.
func (t *Reader) Next() (cells []string, ok bool) {
	for !t.done {
		record, err := t.csv.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		t.row++
		if err != nil {
			t.add(t.problemOf(err))
			t.done = true // after a quote that never closes nothing can be trusted
			break
		}
		if blank(record) {
			continue
		}
		if len(record) != len(t.header) {
			t.add(diag.New(diag.RowLength, t.Span(min(len(record), len(t.header))), "got", strconv.Itoa(len(record)), "want", strconv.Itoa(len(t.header))))
			continue
		}
		before := len(t.problems)
		for i, c := range record {
			if !t.done {
				t.check(i, c)
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

// check refuses cells that are not text: another encoding, or characters that cannot be seen.
func (t *Reader) check(column int, cell string) {
	if len(cell) > MaxCell {
		t.add(diag.New(diag.TooLarge, t.Span(column), "size", strconv.Itoa(len(cell)), "limit", strconv.Itoa(MaxCell)))
		return
	}
	if !utf8.ValidString(cell) {
		t.add(diag.New(diag.NotUTF8, t.Span(column), "offset", strconv.FormatInt(t.csv.InputOffset(), 10)))
		t.done = true // every other cell would say the same
		return
	}
	for _, r := range cell {
		if unicode.Is(unicode.Cc, r) || unicode.Is(unicode.Cf, r) || r == utf8.RuneError {
			t.add(diag.New(diag.BadCharacter, t.Span(column), "char", string(r), "codepoint", fmt.Sprintf("U+%04X", r), "name", "control"))
			return
		}
	}
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

// problemOf turns an error of encoding/csv into a problem at the row where a quote opens.
func (t *Reader) problemOf(err error) diag.Diagnostic {
	var p *csv.ParseError
	if !errors.As(err, &p) {
		return diag.New(diag.NoFile, diag.Span{File: t.name}, "name", t.name, "problem", err.Error())
	}
	at := diag.Span{File: t.name, Start: diag.Pos{Line: p.StartLine}}
	return diag.New(diag.UnclosedQuote, at)
}
