package diag

import (
	"encoding/json"
	"fmt"
	"io"
)

// Format names the layout that WriteJSON writes.
const Format = "slate.diagnostics/1"

type jsonList struct {
	Format      string        `json:"format"`
	Lang        string        `json:"lang"`
	Diagnostics []jsonProblem `json:"diagnostics"`
}

type jsonPlace struct {
	File      string `json:"file"`
	Sheet     string `json:"sheet,omitempty"`
	Line      int    `json:"line"`
	Column    int    `json:"column"`
	EndLine   int    `json:"end_line"`
	EndColumn int    `json:"end_column"`
}

type jsonProblem struct {
	Code     Code   `json:"code"`
	Severity string `json:"severity"`
	jsonPlace
	MessageZH string      `json:"message_zh"`
	MessageEN string      `json:"message_en"`
	HintZH    string      `json:"hint_zh"`
	HintEN    string      `json:"hint_en"`
	Related   []jsonPlace `json:"related"`
	Person    string      `json:"person,omitempty"`
}

// WriteJSON writes the problems for a program, as one object in this order of keys:
//
//	{"format": "slate.diagnostics/1", "lang": "zh", "diagnostics": [
//	  {"code", "severity", "file", "sheet", "line", "column", "end_line", "end_column",
//	   "message_zh", "message_en", "hint_zh", "hint_en",
//	   "related": [{"file", "sheet", "line", "column", "end_line", "end_column"}],
//	   "person"}]}
//
// Sentences come in both languages, and lang says which of them the user has chosen. severity is error, warning
// or advice. Lines and columns count from 1, columns in characters, the end exclusive; in a table they are row and
// column; 0 is unknown. sheet stands only where there is one. A problem without other places has an empty
// related. person, somebody who shows the problem as the given of a case, stands only where there is one.
func WriteJSON(w io.Writer, l List, lang Lang) error {
	out := jsonList{Format: Format, Lang: lang.String(), Diagnostics: make([]jsonProblem, len(l))}
	for i := range l {
		out.Diagnostics[i] = l[i].json()
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(out); err != nil {
		return fmt.Errorf("write diagnostics: %w", err)
	}
	return nil
}

func (d Diagnostic) json() jsonProblem {
	p := jsonProblem{
		Code: d.Code, Severity: d.Code.Severity().String(), jsonPlace: d.Span.json(),
		MessageZH: d.Message(Chinese), MessageEN: d.Message(English),
		HintZH: d.HintText(Chinese), HintEN: d.HintText(English),
		Related: make([]jsonPlace, len(d.Related)), Person: d.Person,
	}
	for i, s := range d.Related {
		p.Related[i] = s.json()
	}
	return p
}

func (s Span) json() jsonPlace {
	return jsonPlace{s.File, s.Sheet, s.Start.Line, s.Start.Column, s.End.Line, s.End.Column}
}
