// Package diag holds what is wrong with users' files: problems as data, with a code, a
// place, what was seen and what to do, and their words in Chinese and English.
//
// Whoever reads a file collects diagnostics and goes on, so that ten mistakes are mended in one
// go. A Diagnostic holds no sentence; the sentences stand in one catalogue (catalogue.go), so a
// second language or format leaves the readers alone. Arguments that are slate's own words,
// such as the kinds of values, are passed in English and translated with the sentence (terms.go);
// arguments that are the user's words are shown as they are, unprintable characters made
// visible.
//
// Every code is documented in codes.go with an example that has the problem. In an example
// \xNN stands for the byte and \uNNNN for the character, so that a test can unquote what the
// source of this package should not contain. `Example: none, because …` gives the reason where a
// text cannot show the problem.
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
	Person  string // somebody who shows it, as the `given` of a case: "{年龄: 17}"; "" where none does
}

// New returns a problem. args are names and values in turn, as the code's sentence needs them.
// It panics when a name lacks its value.
func New(code Code, span Span, args ...string) Diagnostic {
	return Diagnostic{Code: code, Span: span, Args: pairs(args)}
}

func pairs(args []string) []Arg {
	if len(args)%2 != 0 {
		panic("diag: the arguments of a diagnostic are names and values in turn, and the last name has no value")
	}
	if len(args) == 0 {
		return nil
	}
	out := make([]Arg, 0, len(args)/2)
	for i := 0; i < len(args); i += 2 {
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

// WithPerson adds somebody who shows the problem.
func (d Diagnostic) WithPerson(given string) Diagnostic {
	d.Person = given
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

// Sort orders the problems by file, sheet, line, column, code and sentence. Problems that agree in all
// of these read alike at the same place; the first of them stays.
func (l *List) Sort() {
	slices.SortStableFunc(*l, compare)
	*l = slices.CompactFunc(*l, func(a, b Diagnostic) bool { return compare(a, b) == 0 })
}

func compare(a, b Diagnostic) int {
	order := cmp.Or(
		strings.Compare(a.Span.File, b.Span.File),
		strings.Compare(a.Span.Sheet, b.Span.Sheet),
		cmp.Compare(a.Span.Start.Line, b.Span.Start.Line),
		cmp.Compare(a.Span.Start.Column, b.Span.Start.Column),
		strings.Compare(string(a.Code), string(b.Code)),
	)
	if order != 0 {
		return order // without writing two sentences for every comparison
	}
	return strings.Compare(a.Message(English), b.Message(English))
}
