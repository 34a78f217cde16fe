package diag

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"strings"
)

// Sources holds the bytes of the files that diagnostics point into, by name.
type Sources map[string][]byte

var severityWords = [...]words{
	Error:   {"错误", "error"},
	Warning: {"警告", "warning"},
	Advice:  {"提示", "advice"},
}

// Write prints the problems for a person: place, code, sentence, the line with the place underlined, and
// what to do. The output depends on nothing but its arguments.
func Write(w io.Writer, l List, src Sources, lang Lang) error {
	out := bufio.NewWriter(w)
	for i := range l {
		writeOne(out, &l[i], src, lang)
	}
	return out.Flush()
}

func writeOne(out *bufio.Writer, d *Diagnostic, src Sources, lang Lang) {
	colon := words{"：", ": "}.in(lang)
	fmt.Fprintf(out, "%s%s %s%s%s\n", where(d.Span), severityWords[d.Code.Severity()].in(lang), d.Code, colon, d.Message(lang))
	if d.Span.Sheet == "" {
		snippet(out, d.Span, src[d.Span.File])
	}
	for _, s := range d.Related {
		fmt.Fprintf(out, "      %s%s\n", words{"另见 ", "see also "}.in(lang), strings.TrimSuffix(where(s), ": "))
	}
	if h := d.HintText(lang); h != "" {
		fmt.Fprintf(out, "      %s%s%s\n", words{"建议", "hint"}.in(lang), colon, h)
	}
}

// where writes the place as file:line:column, or as file[sheet]:row:column in a table.
func where(s Span) string {
	place := Visible(s.File)
	if s.Sheet != "" {
		place += "[" + Visible(s.Sheet) + "]"
	}
	if s.Start.Line > 0 {
		place += fmt.Sprintf(":%d", s.Start.Line)
	}
	if s.Start.Column > 0 {
		place += fmt.Sprintf(":%d", s.Start.Column)
	}
	if place == "" {
		return ""
	}
	return place + ": "
}

// maxSnippet is the widest part of a line that is shown, in characters.
const maxSnippet = 100

// snippet prints the line of a span and underlines the span, by display width.
func snippet(out *bufio.Writer, s Span, source []byte) {
	line, ok := lineOf(source, s.Start.Line)
	if !ok {
		return
	}
	runes := []rune(line)
	from := min(max(s.Start.Column-1, 0), len(runes))
	to := len(runes)
	if s.End.Line == s.Start.Line {
		to = min(max(s.End.Column-1, from), len(runes))
	}
	first := 0
	if from > maxSnippet*3/4 {
		first = from - maxSnippet/2
	}
	last := min(len(runes), first+maxSnippet)
	to = min(to, last)
	before, under, after := shown(runes[first:from]), shown(runes[from:to]), shown(runes[to:last])
	if first > 0 {
		before = "…" + before
	}
	if last < len(runes) {
		after += "…"
	}
	fmt.Fprintf(out, "%5d | %s%s%s\n", s.Start.Line, before, under, after)
	mark := strings.Repeat("~", max(Width(under), 1))
	fmt.Fprintf(out, "      | %s%s\n", strings.Repeat(" ", Width(before)), mark)
}

// shown makes part of a line printable; a tab becomes two spaces.
func shown(r []rune) string {
	return Visible(strings.ReplaceAll(string(r), "\t", "  "))
}

func lineOf(source []byte, line int) (string, bool) {
	if line < 1 || len(source) == 0 {
		return "", false
	}
	rest := strings.TrimPrefix(string(source), "\ufeff")
	for ; line > 1; line-- {
		_, after, found := strings.Cut(rest, "\n")
		if !found {
			return "", false
		}
		rest = after
	}
	text, _, _ := strings.Cut(rest, "\n")
	return strings.ToValidUTF8(strings.TrimSuffix(text, "\r"), "\ufffd"), true
}

// WriteJSON writes the problems for a program, as
//
//	{"format": "slate.diagnostics/1", "diagnostics": [{code, severity, file, sheet, line, column,
//	  end_line, end_column, message_zh, message_en, hint_zh, hint_en, related: [{file, line, column}]}]}
//
// Lines and columns count from 1, columns in characters; 0 is unknown.
func WriteJSON(w io.Writer, l List) error {
	type place struct {
		File   string `json:"file"`
		Sheet  string `json:"sheet,omitempty"`
		Line   int    `json:"line"`
		Column int    `json:"column"`
	}
	type problem struct {
		Code     Code   `json:"code"`
		Severity string `json:"severity"`
		place
		EndLine   int     `json:"end_line"`
		EndColumn int     `json:"end_column"`
		MessageZH string  `json:"message_zh"`
		MessageEN string  `json:"message_en"`
		HintZH    string  `json:"hint_zh,omitempty"`
		HintEN    string  `json:"hint_en,omitempty"`
		Related   []place `json:"related,omitempty"`
	}
	placeOf := func(s Span) place { return place{s.File, s.Sheet, s.Start.Line, s.Start.Column} }
	problems := []problem{}
	for i := range l {
		d := &l[i]
		p := problem{
			Code: d.Code, Severity: d.Code.Severity().String(), place: placeOf(d.Span),
			EndLine: d.Span.End.Line, EndColumn: d.Span.End.Column,
			MessageZH: d.Message(Chinese), MessageEN: d.Message(English),
			HintZH: d.HintText(Chinese), HintEN: d.HintText(English),
		}
		for _, s := range d.Related {
			p.Related = append(p.Related, placeOf(s))
		}
		problems = append(problems, p)
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(struct {
		Format      string    `json:"format"`
		Diagnostics []problem `json:"diagnostics"`
	}{"slate.diagnostics/1", problems})
}
