package ruleset

import (
	"strings"

	"gopkg.in/yaml.v3"

	"slate/engine/diag"
)

// At returns the place of the i-th character of the text, or of its end where i is its length.
func (t Text) At(i int) diag.Pos {
	switch {
	case i < len(t.at):
		return t.at[i]
	case len(t.at) > 0:
		last := t.at[len(t.at)-1]
		return diag.Pos{Line: last.Line, Column: last.Column + 1}
	}
	return t.Span.Start
}

// Sub returns the place of the characters from ≤ i < to.
func (t Text) Sub(from, to int) diag.Span {
	s := diag.Span{File: t.Span.File, Start: t.At(from)}
	s.End = s.Start
	if to > from {
		end := t.At(to - 1)
		s.End = diag.Pos{Line: end.Line, Column: end.Column + 1}
	}
	return s
}

// source is a file being read: its lines, to map the characters of a value to their places.
type source struct {
	name  string
	lines [][]rune
}

func newSource(name string, data []byte) *source {
	s := &source{name: name}
	for _, line := range strings.Split(string(data), "\n") {
		s.lines = append(s.lines, []rune(strings.TrimSuffix(line, "\r")))
	}
	return s
}

// span returns the place of a node: a single value's own characters, or the first character of anything else.
func (s *source) span(n *yaml.Node) diag.Span {
	width := 1
	if n.Kind == yaml.ScalarNode {
		if at := s.places(n); len(at) > 0 && at[len(at)-1].Line == n.Line {
			width = at[len(at)-1].Column + 1 - n.Column
			if n.Style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle) != 0 {
				width++
			}
		}
	}
	return spanAt(s.name, n.Line, n.Column, width)
}

// text returns a single value with the place of each of its characters.
func (s *source) text(n *yaml.Node) Text {
	return Text{Text: n.Value, Span: s.span(n), at: s.places(n)}
}

// places maps each character of a node's value to its place, by walking the source beside the value: a
// quoted value begins after its quote, a block scalar on the line after its mark. An
// escape, or a line folded into a space, stands where it begins.
func (s *source) places(n *yaml.Node) []diag.Pos {
	w := walker{s: s, line: n.Line, column: n.Column}
	switch {
	case n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0:
		w.line, w.column = n.Line+1, 1
		w.block = w.indentation()
		w.skipBlanks()
	case n.Style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle) != 0:
		w.column++
	}
	value := []rune(n.Value)
	at := make([]diag.Pos, 0, len(value))
	for _, want := range value {
		w.seek(want, n.Style)
		at = append(at, diag.Pos{Line: w.line, Column: w.column})
		w.step(want, n.Style)
	}
	return at
}

// walker goes through the source of one value. column is from 1.
type walker struct {
	s            *source
	line, column int
	block        int // indentation of a block scalar: deeper blanks belong to its text; 0 elsewhere
}

// indentation returns how far the first line of a block scalar that is not empty stands in.
func (w *walker) indentation() int {
	for _, row := range w.s.lines[min(w.line-1, len(w.s.lines)):] {
		for i, r := range row {
			if r != ' ' {
				return i
			}
		}
	}
	return 0
}

func (w *walker) row() []rune {
	if w.line < 1 || w.line > len(w.s.lines) {
		return nil
	}
	return w.s.lines[w.line-1]
}

func (w *walker) char() (rune, bool) {
	if row := w.row(); w.column <= len(row) {
		return row[w.column-1], true
	}
	return 0, false // the end of the line
}

// seek moves to where the wanted character stands, past indentation and blanks that folding drops.
func (w *walker) seek(want rune, style yaml.Style) {
	for w.line < len(w.s.lines) || w.column <= len(w.row()) {
		c, ok := w.char()
		switch {
		case ok && (c == want || c == '\\' && style&yaml.DoubleQuotedStyle != 0):
			return
		case !ok && (want == '\n' || want == ' '):
			return
		case !ok:
			w.newline()
		case c == ' ' || c == '\t':
			w.column++
		default:
			return // not found: stay, so that places never run ahead
		}
	}
}

// step moves past the character found by seek.
func (w *walker) step(want rune, style yaml.Style) {
	c, ok := w.char()
	switch {
	case !ok && w.line < len(w.s.lines):
		w.newline()
	case !ok:
	case c == '\\' && style&yaml.DoubleQuotedStyle != 0:
		w.column += w.escape()
	case c == '\'' && want == '\'' && style&yaml.SingleQuotedStyle != 0:
		w.column += 2
	default:
		w.column++
	}
}

// escape returns the length of the escape sequence under the walker.
func (w *walker) escape() int {
	row := w.row()
	if w.column >= len(row) {
		return 1
	}
	switch row[w.column] {
	case 'x':
		return 4
	case 'u':
		return 6
	case 'U':
		return 10
	}
	return 2
}

func (w *walker) newline() {
	w.line, w.column = w.line+1, 1
	w.skipBlanks()
}

// skipBlanks moves past the indentation of a line.
func (w *walker) skipBlanks() {
	for {
		if c, ok := w.char(); !ok || c != ' ' || w.block > 0 && w.column > w.block {
			return
		}
		w.column++
	}
}
