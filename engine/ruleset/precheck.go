package ruleset

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"slate/engine/diag"
)

// Limits on a rule file, checked on the bytes before YAML sees them: some inputs of a few
// hundred bytes cost a YAML parser minutes or gigabytes.
const (
	MaxBytes = 1 << 20
	MaxDepth = 20
	maxNodes = 100_000
)

// precheck looks at the bytes of a file and returns them without a byte order mark.
func precheck(name string, data []byte) ([]byte, diag.List) {
	var list diag.List
	if len(data) > MaxBytes {
		list.Add(diag.New(diag.TooLarge, diag.Span{File: name}, "size", strconv.Itoa(len(data)), "limit", strconv.Itoa(MaxBytes)))
		return nil, list
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	if at := invalidUTF8(data); at >= 0 {
		list.Add(diag.New(diag.NotUTF8, diag.Span{File: name, Start: posAt(data, at)}, "offset", strconv.Itoa(at+1)))
		return nil, list
	}
	checkCharacters(&list, name, data)
	if d, deep := tooDeep(name, data); deep {
		list.Add(d)
	}
	return data, list
}

func invalidUTF8(data []byte) int {
	for i := 0; i < len(data); {
		r, n := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && n <= 1 {
			return i
		}
		i += n
	}
	return -1
}

// posAt returns the place of a byte.
func posAt(data []byte, at int) diag.Pos {
	line := 1 + bytes.Count(data[:at], []byte("\n"))
	start := bytes.LastIndexByte(data[:at], '\n') + 1
	return diag.Pos{Line: line, Column: 1 + utf8.RuneCount(data[start:at])}
}

// checkCharacters refuses what cannot be seen: control characters, and those that join, reverse or hide others.
func checkCharacters(list *diag.List, name string, data []byte) {
	line, column := 1, 0
	for i, r := range string(data) {
		column++
		if r == '\n' {
			line, column = line+1, 0
			continue
		}
		word := ""
		switch {
		case r == '\t':
		case r == '\r' && i+1 < len(data) && data[i+1] == '\n':
		case unicode.Is(unicode.Cc, r):
			word = "control"
		case unicode.Is(unicode.Bidi_Control, r):
			word = "bidirectional"
		case unicode.Is(unicode.Cf, r) || r == '\u2028' || r == '\u2029' || r == '\u00a0':
			word = "invisible"
		}
		if word != "" {
			list.Add(diag.New(diag.BadCharacter, spanAt(name, line, column, 1),
				"char", string(r), "codepoint", fmt.Sprintf("U+%04X", r), "name", word))
		}
	}
}

func spanAt(name string, line, column, width int) diag.Span {
	return diag.Span{File: name, Start: diag.Pos{Line: line, Column: column}, End: diag.Pos{Line: line, Column: column + width}}
}

// tooDeep estimates nesting from brackets, dashes and indentation. It may count brackets inside quotes and
// comments, of which no rule needs twenty deep either.
func tooDeep(name string, data []byte) (diag.Diagnostic, bool) {
	depth := 0
	for i, line := range strings.Split(string(data), "\n") {
		start := len(line) - len(strings.TrimLeft(line, " -"))
		dashes := strings.Count(line[:start], "-")
		indents := (len(line) - len(strings.TrimLeft(line, " "))) / 2
		for column, r := range []rune(line) {
			switch r {
			case '[', '{':
				depth++
			case ']', '}':
				depth = max(depth-1, 0)
			}
			if depth > MaxDepth || dashes > MaxDepth || indents > 4*MaxDepth {
				return diag.New(diag.TooDeep, spanAt(name, i+1, column+1, 1), "limit", strconv.Itoa(MaxDepth)), true
			}
		}
	}
	return diag.Diagnostic{}, false
}
