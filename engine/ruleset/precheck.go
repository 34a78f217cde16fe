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

// MaxBytes is the size of the largest file that is read.
const MaxBytes = 1 << 20

// Further limits on one file.
const (
	maxDepth = 20
	maxNodes = 20_000
	// maxGuess bounds the depth guessed from the bytes before the YAML library sees them. It lies well above
	// maxDepth, since a guess may count the lines of a long text.
	maxGuess = 5 * maxDepth
	// maxHidden is how many forbidden characters are named.
	maxHidden = 20
)

// precheck looks at the bytes of a file before anything parses them. The file it returns is nil where they are
// not fit to be parsed.
func precheck(name string, data []byte, list *diag.List) *file {
	whole := diag.Span{File: name}
	if len(data) > MaxBytes {
		list.Add(diag.New(diag.TooLarge, whole, "size", strconv.Itoa(len(data))+" bytes", "limit", strconv.Itoa(MaxBytes)+" bytes"))
		return nil
	}
	if i := notUTF8(data); i >= 0 {
		f := newFile(name, string(data[:i]), list)
		line, col := f.placeOf(i)
		at := diag.Span{File: name, Start: pos(line, col), End: pos(line, col+1)}
		if data[i] == '\n' || data[i] == '\r' { // zero bytes behind an empty line
			at.End = at.Start
		}
		list.Add(diag.New(diag.NotUTF8, at, "offset", strconv.Itoa(i+1)).WithHint(diag.SaveAsUTF8))
		return nil
	}
	f := newFile(name, strings.TrimPrefix(string(data), "\ufeff"), list)
	f.hideForbidden()
	if at, deep := f.tooDeep(); deep {
		list.Add(diag.New(diag.TooDeep, at, "limit", strconv.Itoa(maxDepth)).WithHint(diag.SplitFile))
		return nil
	}
	return f
}

// notUTF8 returns the offset of the first byte that is not UTF-8, or −1. UTF-16 is told by its byte order mark
// or by a zero byte at the start, where no text has one.
func notUTF8(data []byte) int {
	if bytes.HasPrefix(data, []byte{0xff, 0xfe}) || bytes.HasPrefix(data, []byte{0xfe, 0xff}) ||
		bytes.IndexByte(data[:min(len(data), 4)], 0) >= 0 {
		return 0
	}
	for i := 0; i < len(data); {
		r, size := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && size == 1 {
			return i
		}
		i += size
	}
	return -1
}

// hideForbidden reports the characters that a rule file may not hold and puts '_' in their place, so that
// reading goes on and the columns stay.
func (f *file) hideForbidden() {
	named := 0
	for line, row := range f.rows {
		for col, r := range row {
			name, bad := forbidden(r)
			if !bad {
				continue
			}
			row[col] = '_'
			f.dirty[line+1] = true
			if named++; named <= maxHidden {
				f.add(badCharacter(f.span(line, col, 1), r, name))
			}
		}
	}
	if named > 0 {
		f.rewrite()
	}
}

// rewrite makes the text anew from its lines.
func (f *file) rewrite() {
	var b strings.Builder
	for i, row := range f.rows {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(string(row))
	}
	f.text = b.String()
}

func badCharacter(at diag.Span, r rune, name string) diag.Diagnostic {
	return diag.New(diag.BadCharacter, at, "char", string(r), "codepoint", fmt.Sprintf("U+%04X", r), "name", name)
}

// forbidden names a character that cannot be seen, moves what is seen, or passes for another. The tab and the
// ideographic space are no such characters. Line ends are gone when this is asked.
func forbidden(r rune) (name string, bad bool) {
	switch {
	case r == '\t' || r >= ' ' && r < 0x7f || r >= '　' && r <= 0x9fff && r != 0x3164:
		return "", false
	case r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 || r == 0x200e || r == 0x200f || r == 0x61c:
		return "bidirectional", true
	case unicode.Is(unicode.Cc, r) && r != 0x85 || r == unicode.ReplacementChar || r == 0xfffe || r == 0xffff:
		return "control", true
	case unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zs, unicode.Zl, unicode.Zp):
		return "invisible", true
	case strings.ContainsRune("\u034f\u115f\u1160\u2800\u3164\uffa0", r): // letters and marks that are blank
		return "invisible", true
	}
	return "", false
}

// tooDeep guesses the deepest nesting, from brackets and indentation.
func (f *file) tooDeep() (at diag.Span, deep bool) {
	x := scan(f)
	return x.deepest, x.depth > maxGuess
}
