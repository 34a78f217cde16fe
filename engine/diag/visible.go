package diag

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/mattn/go-runewidth"
)

// widths measures display columns. Characters whose width is ambiguous count as one whatever the
// locale says, so that output does not change from machine to machine.
var widths = &runewidth.Condition{EastAsianWidth: false}

// Width returns how many columns s takes on a terminal; a Chinese character takes two.
func Width(s string) int { return widths.StringWidth(s) }

// Visible returns s with control, bidirectional and zero-width characters written as escapes, so that
// a name can neither drive a terminal nor hide.
func Visible(s string) string {
	if strings.IndexFunc(s, hidden) < 0 {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		switch {
		case !hidden(r):
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\t':
			b.WriteString(`\t`)
		case r < 0x80:
			fmt.Fprintf(&b, `\x%02x`, r)
		default:
			fmt.Fprintf(&b, `\u%04x`, r)
		}
	}
	return b.String()
}

// hidden reports characters that are not seen, or that move what is seen.
func hidden(r rune) bool {
	return unicode.Is(unicode.Cc, r) || unicode.Is(unicode.Cf, r) || r == unicode.ReplacementChar ||
		r == '\u2028' || r == '\u2029'
}
