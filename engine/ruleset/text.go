package ruleset

import (
	"unicode/utf8"

	"slate/engine/diag"
)

// At returns the place of the i-th character of the text, i from 0; i = the length is the place after the last
// character. A character written as an escape stands where the escape begins, and one that a line
// break was folded into stands at the end of that line.
func (t Text) At(i int) diag.Pos {
	if t.at == nil {
		start := t.Span.Start
		if start.Line == 0 {
			return diag.Pos{}
		}
		return diag.Pos{Line: start.Line, Column: start.Column + min(max(i, 0), utf8.RuneCountInString(t.Text))}
	}
	return t.at[min(max(i, 0), len(t.at)-1)]
}

// Sub returns the stretch of the file that holds the characters from ≤ i < to of the text.
func (t Text) Sub(from, to int) diag.Span {
	s := diag.Span{File: t.Span.File, Start: t.At(from), End: t.At(max(from, to))}
	if to > from && s.End == s.Start {
		s.End.Column++ // characters that stand in no place of their own, see Condition.Expr
	}
	return s
}

// places returns the place of every character and of the end.
func (t Text) places() []diag.Pos {
	if t.at != nil {
		return t.at
	}
	all := make([]diag.Pos, utf8.RuneCountInString(t.Text)+1)
	for i := range all {
		all[i] = t.At(i)
	}
	return all
}

// behind returns `name text`: the name is nowhere in the file, so its characters stand at the first of the text.
func (t Text) behind(name string) Text {
	head := name + " "
	at := make([]diag.Pos, 0, len(head)+len(t.Text)+1)
	for range utf8.RuneCountInString(head) {
		at = append(at, t.At(0))
	}
	return Text{Text: head + t.Text, Span: t.Span, at: append(at, t.places()...)}
}
