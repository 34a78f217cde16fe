package diag

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/mattn/go-runewidth"
)

// widths measures display columns. Characters whose width is ambiguous count as one whatever the
// locale says, so that output does not change from machine to machine.
var widths = &runewidth.Condition{EastAsianWidth: false, StrictEmojiNeutral: true}

// Width returns how many columns s takes on a terminal; a Chinese character takes two.
func Width(s string) int { return widths.StringWidth(s) }

// Visible returns s with everything that is not seen, or that moves what is seen, written as an escape:
// control characters (\x1b, \n, \t), bidirectional and zero-width ones (\u202e), and bytes that
// are not UTF-8 (\xc4). A text so printed can neither drive a terminal nor hide. A variation selector behind
// a Chinese character chooses its form, and stays.
func Visible(s string) string {
	if printable(s) {
		return s
	}
	var b strings.Builder
	var last rune
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == utf8.RuneError && size <= 1:
			fmt.Fprintf(&b, `\x%02x`, s[i])
		case hidden(r) && !isVariant(last, r):
			writeEscape(&b, r)
		default:
			b.WriteRune(r)
		}
		last = r
		i += size
	}
	return b.String()
}

func writeEscape(b *strings.Builder, r rune) {
	switch {
	case r == '\n':
		b.WriteString(`\n`)
	case r == '\t':
		b.WriteString(`\t`)
	case r == '\r':
		b.WriteString(`\r`)
	case r < 0x80:
		fmt.Fprintf(b, `\x%02x`, r)
	case r <= 0xffff:
		fmt.Fprintf(b, `\u%04x`, r)
	default:
		fmt.Fprintf(b, `\U%08x`, r)
	}
}

func printable(s string) bool {
	for _, r := range s {
		if hidden(r) || r == utf8.RuneError {
			return false
		}
	}
	return true
}

// invisible lists what the categories of Unicode miss: letters and marks without ink, line
// separators, and spaces that pass for the ordinary one.
var invisible = &unicode.RangeTable{R16: []unicode.Range16{
	{Lo: 0x00a0, Hi: 0x00a0, Stride: 1}, // no-break space
	{Lo: 0x034f, Hi: 0x034f, Stride: 1}, // combining grapheme joiner
	{Lo: 0x115f, Hi: 0x1160, Stride: 1}, // Hangul fillers
	{Lo: 0x17b4, Hi: 0x17b5, Stride: 1}, // Khmer inherent vowels
	{Lo: 0x2000, Hi: 0x200a, Stride: 1}, // typographic spaces
	{Lo: 0x2028, Hi: 0x2029, Stride: 1}, // line and paragraph separator
	{Lo: 0x202f, Hi: 0x202f, Stride: 1}, // narrow no-break space
	{Lo: 0x205f, Hi: 0x205f, Stride: 1}, // mathematical space
	{Lo: 0x2800, Hi: 0x2800, Stride: 1}, // blank Braille pattern
	{Lo: 0x3164, Hi: 0x3164, Stride: 1}, // Hangul filler
	{Lo: 0xffa0, Hi: 0xffa0, Stride: 1}, // half-width Hangul filler
}, LatinOffset: 1}

// hidden reports characters that are not seen, or that move what is seen.
func hidden(r rune) bool {
	if r >= ' ' && r < 0x7f {
		return false
	}
	return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Variation_Selector, invisible)
}

// isVariant reports whether r chooses a form of the Chinese character before it.
func isVariant(before, r rune) bool {
	return isHan(before) && unicode.Is(unicode.Variation_Selector, r)
}
