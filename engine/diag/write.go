package diag

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// Sources holds the bytes of the files that diagnostics point into, by name. Tables have no place in it: their
// diagnostics count cells, not characters.
type Sources map[string][]byte

var severityWords = [...]words{
	Error:   {"错误", "error"},
	Warning: {"警告", "warning"},
	Advice:  {"提示", "advice"},
}

// indent stands before what belongs to the problem above it.
const indent = "      "

// Write prints the problems for a person: place, code and sentence, the line with the place underlined, other
// places, and what to do. What it prints depends on nothing but its arguments. A problem whose file is not
// in src, or whose line the file does not have, is printed without its line.
func Write(w io.Writer, l List, src Sources, lang Lang) error {
	out := bufio.NewWriter(w)
	for i := range l {
		writeOne(out, &l[i], src, lang)
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("write diagnostics: %w", err)
	}
	return nil
}

func writeOne(out *bufio.Writer, d *Diagnostic, src Sources, lang Lang) {
	colon := words{"：", ": "}.in(lang)
	if place := d.Span.String(); place != "" {
		fmt.Fprintf(out, "%s: ", place)
	}
	fmt.Fprintf(out, "%s %s%s%s\n", severityWords[d.Code.Severity()].in(lang), d.Code, colon, d.Message(lang))
	if d.Span.Sheet == "" {
		snippet(out, d.Span, src[d.Span.File])
	}
	for _, s := range d.Related {
		fmt.Fprintf(out, "%s%s%s%s\n", indent, words{"另见", "see also"}.in(lang), colon, s)
	}
	if d.Person != "" {
		fmt.Fprintf(out, "%s%s%sgiven: %s\n", indent, words{"例如", "such as"}.in(lang), colon, Visible(d.Person))
	}
	if h := d.HintText(lang); h != "" {
		fmt.Fprintf(out, "%s%s%s%s\n", indent, words{"建议", "hint"}.in(lang), colon, h)
	}
}

// Summary counts the problems in one line without its end: `2 errors, 1 warning`.
func Summary(l List, lang Lang) string {
	var count [len(severityWords)]int
	for i := range l {
		count[l[i].Code.Severity()]++
	}
	var parts []string
	for s, n := range count {
		if n > 0 {
			parts = append(parts, counted(n, severityWords[s], lang))
		}
	}
	if len(parts) == 0 {
		return words{"没有发现问题", "no problems found"}.in(lang)
	}
	return words{"发现 ", ""}.in(lang) + strings.Join(parts, words{"、", ", "}.in(lang))
}

func counted(n int, w words, lang Lang) string {
	switch {
	case lang == Chinese:
		return fmt.Sprintf("%d 个%s", n, w.zh)
	case n == 1 || w.en == "advice":
		return fmt.Sprintf("%d %s", n, w.en)
	}
	return fmt.Sprintf("%d %ss", n, w.en)
}

// String writes the place as file:line:column, or as file[sheet]:row:column in a workbook, without
// what is unknown.
func (s Span) String() string {
	place := Visible(s.File)
	if s.Sheet != "" {
		place += "[" + Visible(s.Sheet) + "]"
	}
	for _, n := range []int{s.Start.Line, s.Start.Column} {
		if n <= 0 {
			break
		}
		place += ":" + strconv.Itoa(n)
	}
	return strings.TrimPrefix(place, ":")
}

// snippet prints the line of a span and underlines the span, by display width.
func snippet(out *bufio.Writer, s Span, source []byte) {
	line, ok := lineOf(source, s.Start.Line)
	if !ok {
		return
	}
	runes := []rune(line)
	from, to := within(s, len(runes))
	first, last := window(runes, from)
	from, to = min(from, last), min(to, last)
	before, under, after := shown(runes[first:from]), shown(runes[from:to]), shown(runes[to:last])
	if first > 0 {
		before = "…" + before
	}
	if last < len(runes) {
		after += "…"
	}
	number := fmt.Sprintf("%5d", s.Start.Line)
	printTrimmed(out, number+" | "+before+under+after)
	if s.Start.Column > 0 {
		mark := strings.Repeat("~", max(Width(under), 1))
		printTrimmed(out, strings.Repeat(" ", len(number))+" | "+strings.Repeat(" ", Width(before))+mark)
	}
}

func printTrimmed(out *bufio.Writer, line string) {
	out.WriteString(strings.TrimRight(line, " "))
	out.WriteByte('\n')
}

// within returns which characters of the span's first line it covers, of n. A span that goes on in the next line
// covers the rest; one without end covers one character.
func within(s Span, n int) (from, to int) {
	from = min(max(s.Start.Column-1, 0), n)
	switch {
	case s.End.Line > s.Start.Line:
		return from, n
	case s.End.Line == s.Start.Line && s.End.Column > s.Start.Column:
		return from, min(max(s.End.Column-1, from), n)
	}
	return from, min(from+1, n)
}

const (
	// maxColumns is the widest part of a line that is shown.
	maxColumns = 100
	// maxBefore is how much of a longer line is shown before the place.
	maxBefore = 40
)

// window returns which characters of a line are shown: all of them where they fit, else a part
// around the place.
func window(runes []rune, place int) (first, last int) {
	last, _ = extend(runes, 0, maxColumns)
	if last == len(runes) {
		return 0, last
	}
	first = place
	for used := 0; first > 0; first-- {
		if used += columns(runes[first-1]); used > maxBefore {
			break
		}
	}
	last, left := extend(runes, first, maxColumns)
	if last < len(runes) {
		return first, last
	}
	for first > 0 && left >= columns(runes[first-1]) {
		left -= columns(runes[first-1])
		first--
	}
	return first, last
}

// extend returns where a stretch of at most so many columns ends, and the columns left over.
func extend(runes []rune, from, room int) (end, left int) {
	for end = from; end < len(runes); end++ {
		c := columns(runes[end])
		if c > room {
			break
		}
		room -= c
	}
	return end, room
}

func columns(r rune) int { return Width(shown([]rune{r})) }

// shown makes part of a line printable; a tab becomes four spaces.
func shown(r []rune) string {
	return Visible(strings.ReplaceAll(string(r), "\t", "    "))
}

// lineOf returns a line of a file, counted from 1, without its end and without a byte order mark.
func lineOf(source []byte, line int) (string, bool) {
	if line < 1 || len(source) == 0 {
		return "", false
	}
	rest := bytes.TrimPrefix(source, []byte("\ufeff"))
	for ; line > 1; line-- {
		i := bytes.IndexByte(rest, '\n')
		if i < 0 {
			return "", false
		}
		rest = rest[i+1:]
	}
	if i := bytes.IndexByte(rest, '\n'); i >= 0 {
		rest = rest[:i]
	}
	return string(bytes.TrimSuffix(rest, []byte("\r"))), true
}
