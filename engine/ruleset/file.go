package ruleset

import (
	"strings"

	"slate/engine/diag"
)

// file is one file while it is read.
type file struct {
	name string
	text string // without byte order mark; forbidden characters replaced one for one, see precheck
	rows [][]rune
	list *diag.List
	// dirty are the lines (from 1) that hold a forbidden character, an anchor, an alias or a tag: what else is wrong
	// with them may well come from it.
	dirty map[int]bool
	// lost counts scalars whose characters could not be found again, and which then all stand where the scalar does. Only
	// texts in which YAML itself is read leniently, such as a block less indented than its key, do that.
	lost int
}

func newFile(name, text string, list *diag.List) *file {
	f := &file{name: name, text: text, list: list, dirty: map[int]bool{}}
	for line := range strings.SplitSeq(text, "\n") {
		f.rows = append(f.rows, []rune(strings.TrimSuffix(line, "\r")))
	}
	return f
}

// pos makes a place from a line and column that count from 0.
func pos(line, col int) diag.Pos { return diag.Pos{Line: line + 1, Column: col + 1} }

// row returns the characters of a line that counts from 0; none beyond the end.
func (f *file) row(line int) []rune {
	if line < 0 || line >= len(f.rows) {
		return nil
	}
	return f.rows[line]
}

// rune returns the character at a place, '\n' at the end of a line, 0 beyond the file.
func (f *file) rune(line, col int) rune {
	switch {
	case line < 0 || line >= len(f.rows):
		return 0
	case col < len(f.rows[line]):
		return f.rows[line][col]
	case line == len(f.rows)-1:
		return 0
	}
	return '\n'
}

// span returns the stretch of n characters at a place that counts from 0.
func (f *file) span(line, col, n int) diag.Span {
	line = min(max(line, 0), len(f.rows)-1)
	width := len(f.rows[line])
	col = min(max(col, 0), width)
	return diag.Span{File: f.name, Start: pos(line, col), End: pos(line, min(col+n, width))}
}

// whole returns the stretch of a line without its indentation.
func (f *file) whole(line int) diag.Span {
	col := indentOf(f.row(line))
	return f.span(line, col, len(f.row(line))-col)
}

// placeOf returns the line and column, from 0, of the byte at an offset of the text.
func (f *file) placeOf(offset int) (line, col int) {
	before := f.text[:min(offset, len(f.text))]
	line = strings.Count(before, "\n")
	return line, len([]rune(before[strings.LastIndexByte(before, '\n')+1:]))
}

func (f *file) add(d diag.Diagnostic) { f.list.Add(d) }

// indentOf counts the spaces that a line begins with.
func indentOf(row []rune) int {
	n := 0
	for n < len(row) && row[n] == ' ' {
		n++
	}
	return n
}
