package ruleset

import (
	"slices"
	"strconv"

	"slate/engine/diag"
)

// The YAML library gives the place where a scalar begins and its text, folded and unescaped. trace reads the
// scalar again to know the place of every character. Where this page and the library disagreed the
// places would all be that of the scalar itself; a fuzz test holds that they never do.

// trail is a text with the place of each character.
type trail struct {
	text []rune
	at   []diag.Pos
	// line and col, from 0, are the reader's place in the file.
	f         *file
	line, col int
}

// trace returns the places of the characters of a scalar and of its end, and the line and column, from 0, behind
// its last character or quote. ok is false where what is read again is not the text the library gave.
func (f *file) trace(start diag.Pos, style scalarStyle, text string) (at []diag.Pos, line, col int, ok bool) {
	t := &trail{f: f, line: start.Line - 1, col: start.Column - 1}
	want := []rune(text)
	switch style {
	case plainStyle:
		t.plain(want)
	case singleQuoted, doubleQuoted:
		t.quoted(style == doubleQuoted)
	default:
		t.block(style == literal, want)
	}
	if !slices.Equal(t.text, want) {
		return nil, 0, 0, false
	}
	return t.at, t.line, t.col, true
}

func (t *trail) here() diag.Pos { return pos(t.line, t.col) }

func (t *trail) put(r rune, at diag.Pos) {
	t.text = append(t.text, r)
	t.at = append(t.at, at)
}

// end records the place behind the last character.
func (t *trail) end() { t.at = append(t.at, t.here()) }

func (t *trail) peek() rune { return t.f.rune(t.line, t.col) }

func (t *trail) step() {
	if t.peek() == '\n' {
		t.line, t.col = t.line+1, 0
		return
	}
	t.col++
}

// plain follows unquoted text: where it ends is known from the text itself.
func (t *trail) plain(want []rune) {
	for len(t.text) < len(want) {
		if c := t.peek(); c == 0 {
			return
		} else if !blank(c) && c != '\n' {
			t.put(c, t.here())
			t.step()
			continue
		}
		t.fold()
	}
	t.end()
}

// fold reads blanks and line breaks between words. A single break stands for a space, more of them for one less;
// blanks around breaks vanish.
func (t *trail) fold() {
	var blanks []rune
	var at []diag.Pos
	for blank(t.peek()) {
		blanks, at = append(blanks, t.peek()), append(at, t.here())
		t.step()
	}
	if t.peek() != '\n' {
		t.text, t.at = append(t.text, blanks...), append(t.at, at...)
		return
	}
	first := t.here()
	if len(at) > 0 {
		first = at[0]
	}
	t.breaks(first)
}

// breaks reads line breaks and the blanks at the start of lines.
func (t *trail) breaks(first diag.Pos) {
	var more []diag.Pos
	t.step()
	for c := t.peek(); blank(c) || c == '\n'; c = t.peek() {
		if c == '\n' {
			more = append(more, t.here())
		}
		t.step()
	}
	if len(more) == 0 {
		t.put(' ', first)
	}
	for _, p := range more {
		t.put('\n', p)
	}
}

// escapes are the double-quoted escapes of one letter.
var escapes = map[rune]rune{
	'0': 0, 'a': 7, 'b': 8, 't': '\t', '\t': '\t', 'n': '\n', 'v': 11, 'f': 12, 'r': '\r', 'e': 27,
	' ': ' ', '"': '"', '\'': '\'', '\\': '\\', 'N': 0x85, '_': 0xa0, 'L': 0x2028, 'P': 0x2029,
}

// hexDigits returns how many digits follow x, u and U.
func hexDigits(r rune) int { return map[rune]int{'x': 2, 'u': 4, 'U': 8}[r] }

func (t *trail) quoted(double bool) {
	q := t.peek()
	t.step()
	for {
		c := t.peek()
		switch {
		case c == 0 && t.f.rune(t.line, t.col) == 0 && t.line >= len(t.f.rows)-1 && t.col >= len(t.f.row(t.line)):
			return // never closed: the library refused it
		case c == q && !double && t.f.rune(t.line, t.col+1) == q:
			t.put(q, t.here())
			t.step()
			t.step()
		case c == q:
			t.end()
			t.step()
			return
		case c == '\\' && double:
			t.escape()
		case blank(c) || c == '\n':
			t.fold()
		default:
			t.put(c, t.here())
			t.step()
		}
	}
}

func (t *trail) escape() {
	at := t.here()
	t.step()
	c := t.peek()
	if c == '\n' { // an escaped break joins the lines
		t.step()
		for n := 0; ; {
			for blank(t.peek()) {
				t.step()
			}
			if t.peek() != '\n' {
				return
			}
			if n++; n > 0 {
				t.put('\n', t.here())
			}
			t.step()
		}
	}
	t.step()
	digits := hexDigits(c)
	if digits == 0 {
		t.put(escapes[c], at)
		return
	}
	row := t.f.row(t.line)
	hex := string(row[min(t.col, len(row)):min(t.col+digits, len(row))])
	n, _ := strconv.ParseUint(hex, 16, 32)
	t.put(rune(n), at)
	t.col += digits
}

// block follows a literal or folded block. Where its indentation is given as a number it counts from the
// parent's, which is not known here: the first that gives the text is taken.
func (t *trail) block(isLiteral bool, want []rune) {
	row := t.f.row(t.line)
	given, chomp := 0, rune(0)
	for t.col++; t.col < len(row); t.col++ {
		c := row[t.col]
		switch {
		case c == '+' || c == '-':
			chomp = c
		case c >= '1' && c <= '9':
			given = int(c - '0')
		default:
			goto content
		}
	}
content:
	t.line, t.col = t.line+1, 0
	first := t.line
	if given == 0 {
		t.lines(t.indent(), isLiteral, chomp)
		return
	}
	for indent := given; indent < given+4*maxDepth; indent++ {
		t.text, t.at, t.line, t.col = nil, nil, first, 0
		if t.lines(indent, isLiteral, chomp); slices.Equal(t.text, want) {
			return
		}
	}
}

// indent finds the indentation of a block: the library takes the widest of the blank lines at its start and its
// first line.
func (t *trail) indent() int {
	widest := 0
	for line := t.line; line < len(t.f.rows); line++ {
		in := indentOf(t.f.rows[line])
		widest = max(widest, in)
		if in < len(t.f.rows[line]) {
			break
		}
	}
	return max(widest, 1)
}

// lines follows the lines of a block of a known indentation, as yaml_parser_scan_block_scalar does.
func (t *trail) lines(indent int, isLiteral bool, chomp rune) {
	var lead *diag.Pos // the break behind the line before
	trailing := t.emptyLines(indent)
	wasBlank := false
	for t.line < len(t.f.rows) && t.col == indent && t.peek() != 0 {
		isBlank := blank(t.peek())
		switch {
		case lead == nil:
		case !isLiteral && !wasBlank && !isBlank:
			if len(trailing) == 0 {
				t.put(' ', *lead)
			}
		default:
			t.put('\n', *lead)
		}
		t.putBreaks(trailing)
		wasBlank = isBlank
		for c := t.peek(); c != '\n' && c != 0; c = t.peek() {
			t.put(c, t.here())
			t.step()
		}
		lead = nil
		if t.peek() == '\n' {
			p := t.here()
			lead = &p
			t.step()
		}
		trailing = t.emptyLines(indent)
	}
	if chomp != '-' && lead != nil {
		t.put('\n', *lead)
	}
	if chomp == '+' {
		t.putBreaks(trailing)
	}
	t.close()
}

func (t *trail) putBreaks(at []diag.Pos) {
	for _, p := range at {
		t.put('\n', p)
	}
}

// emptyLines reads the indentation and empty lines before the next line of a block.
func (t *trail) emptyLines(indent int) (breaks []diag.Pos) {
	for {
		for t.col < indent && t.peek() == ' ' {
			t.step()
		}
		if t.peek() != '\n' {
			return breaks
		}
		breaks = append(breaks, t.here())
		t.step()
	}
}

// close puts the end of a block behind its last character.
func (t *trail) close() {
	if n := len(t.at); n > 0 {
		last := t.at[n-1]
		t.line, t.col = last.Line-1, last.Column-1
		if t.text[n-1] != '\n' {
			t.col++
		}
	} else {
		t.line, t.col = max(t.line-1, 0), 0
	}
	t.end()
}
