// Package diag holds what is wrong with users' files: problems as data, with a code, a
// place, what was seen and what to do, and their words in Chinese and English.
//
// Whoever reads a file collects diagnostics and goes on, so that ten mistakes are mended in one
// go. A Diagnostic holds no sentence; the sentences stand in one catalogue
// (catalogue.go), so a second language or format leaves the readers alone.
package diag

import (
	"cmp"
	"slices"
	"strings"
)

// Lang is a language of output.
type Lang uint8

// The languages.
const (
	Chinese Lang = iota
	English
)

// ParseLang reads "zh" or "en".
func ParseLang(s string) (Lang, bool) {
	switch s {
	case "zh":
		return Chinese, true
	case "en":
		return English, true
	}
	return Chinese, false
}

// String returns "zh" or "en".
func (l Lang) String() string { return [...]string{"zh", "en"}[l] }

// Pos is a place in a text: line and column from 1, the column in characters. In a table, row and
// column. The zero Pos is unknown.
type Pos struct{ Line, Column int }

// Span is a stretch of a file; End is the place after its last character. A Span without Start is
// the whole file.
type Span struct {
	File       string
	Sheet      string // of a workbook; "" otherwise
	Start, End Pos
}

// Code names a kind of problem: E for errors, W for warnings, H for advice. Codes are stable.
type Code string

// Severity says how much a problem matters.
type Severity uint8

// The severities. With an Error the file is not used.
const (
	Error Severity = iota
	Warning
	Advice
)

// String returns error, warning or advice.
func (s Severity) String() string { return [...]string{"error", "warning", "advice"}[s] }

// Severity returns how much the code matters.
func (c Code) Severity() Severity {
	switch {
	case strings.HasPrefix(string(c), "W"):
		return Warning
	case strings.HasPrefix(string(c), "H"):
		return Advice
	}
	return Error
}

// Arg is a named piece of a sentence.
type Arg struct{ Name, Value string }

// Hint says what to do.
type Hint struct {
	Key  HintKey
	Args []Arg
}

// Diagnostic is one problem.
type Diagnostic struct {
	Code    Code
	Span    Span
	Args    []Arg
	Hint    Hint   // zero: none but what the code itself advises
	Related []Span // other places that belong to it
}

// New returns a problem. args are names and values in turn, as the code's sentence needs them.
func New(code Code, span Span, args ...string) Diagnostic {
	return Diagnostic{Code: code, Span: span, Args: pairs(args)}
}

func pairs(args []string) []Arg {
	var out []Arg
	for i := 0; i+1 < len(args); i += 2 {
		out = append(out, Arg{args[i], args[i+1]})
	}
	return out
}

// WithHint adds what to do.
func (d Diagnostic) WithHint(key HintKey, args ...string) Diagnostic {
	d.Hint = Hint{Key: key, Args: pairs(args)}
	return d
}

// WithRelated adds places that belong to the problem.
func (d Diagnostic) WithRelated(spans ...Span) Diagnostic {
	d.Related = append(slices.Clip(d.Related), spans...)
	return d
}

// List is a collection of problems.
type List []Diagnostic

// Add appends a problem.
func (l *List) Add(d Diagnostic) { *l = append(*l, d) }

// HasErrors reports whether any problem is an Error.
func (l List) HasErrors() bool { return l.Errors() > 0 }

// Errors counts the problems that are Errors.
func (l List) Errors() int {
	n := 0
	for i := range l {
		if l[i].Code.Severity() == Error {
			n++
		}
	}
	return n
}

// Sort orders the problems by file, place, code and sentence, and drops repetitions.
func (l *List) Sort() {
	slices.SortStableFunc(*l, compare)
	*l = slices.CompactFunc(*l, func(a, b Diagnostic) bool { return compare(a, b) == 0 })
}

func compare(a, b Diagnostic) int {
	return cmp.Or(
		strings.Compare(a.Span.File, b.Span.File),
		strings.Compare(a.Span.Sheet, b.Span.Sheet),
		cmp.Compare(a.Span.Start.Line, b.Span.Start.Line),
		cmp.Compare(a.Span.Start.Column, b.Span.Start.Column),
		strings.Compare(string(a.Code), string(b.Code)),
		strings.Compare(a.Message(English), b.Message(English)),
	)
}

// Message returns the sentence of the problem, what was seen included.
func (d Diagnostic) Message(lang Lang) string {
	return fill(catalogue[d.Code].in(lang), d.Args)
}

// HintText returns what to do, or "".
func (d Diagnostic) HintText(lang Lang) string {
	if d.Hint.Key == "" {
		return fill(advice[d.Code].in(lang), d.Args)
	}
	return fill(hints[d.Hint.Key].in(lang), d.Hint.Args)
}

// fill puts the arguments into a sentence, unprintable characters made visible.
func fill(sentence string, args []Arg) string {
	if len(args) == 0 {
		return sentence
	}
	swaps := make([]string, 0, 2*len(args))
	for _, a := range args {
		swaps = append(swaps, "{"+a.Name+"}", Visible(a.Value))
	}
	return strings.NewReplacer(swaps...).Replace(sentence)
}
