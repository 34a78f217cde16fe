package main

import (
	"errors"
	"fmt"
	"io"
	"os"

	"slate/engine/diag"
	"slate/engine/sheet"
)

// maxReturned is the largest file that is given back with its mistakes marked.
const maxReturned = 128 << 20

// refuse tells what is wrong with a table and, where --return asks for it, gives the table back with its mistakes marked.
func (a *app) refuse(file string, list diag.List, lang diag.Lang) error {
	if err := a.tellTable(list, lang); err != nil {
		return err
	}
	if a.returned == "" || !list.HasErrors() {
		return nil
	}
	data, err := a.marked(file, list, lang)
	if errors.Is(err, sheet.ErrUnmarkable) {
		a.tell(diag.List{diag.New(diag.Unmarkable, diag.Span{File: file}, "name", file)}, nil, lang)
		return nil
	}
	if err == nil {
		err = writeResult(a.returned, data)
	}
	if err != nil {
		return fmt.Errorf("--return: %w", err)
	}
	words := [...]string{"标出错误的工作簿：%s\n", "the workbook with its mistakes marked: %s\n"}
	_, err = fmt.Fprintf(a.err, words[lang], a.returned)
	return err
}

// tellTable prints what is wrong with a table: to standard error, or as JSON to standard output.
func (a *app) tellTable(list diag.List, lang diag.Lang) error {
	if a.problemsJSON {
		return diag.WriteJSON(a.out, list, lang)
	}
	a.tell(list, nil, lang)
	return nil
}

// marked marks the errors of a list, not its warnings, in the table that they are about.
func (a *app) marked(file string, list diag.List, lang diag.Lang) ([]byte, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	original, err := io.ReadAll(io.LimitReader(f, maxReturned+1))
	if err != nil {
		return nil, err
	}
	if len(original) > maxReturned {
		return nil, sheet.ErrUnmarkable
	}
	var cells []sheet.MarkedCell
	for i := range list {
		if d := &list[i]; d.Code.Severity() == diag.Error {
			text := d.Message(lang)
			for _, at := range d.Related {
				text += "\n" + fmt.Sprintf([...]string{"另见第%d行", "see also row %d"}[lang], at.Start.Line)
			}
			if hint := d.HintText(lang); hint != "" {
				text += "\n→ " + hint
			}
			cells = append(cells, sheet.MarkedCell{Sheet: d.Span.Sheet, Row: d.Span.Start.Line, Col: d.Span.Start.Column, Text: text})
		}
	}
	return sheet.Mark(original, cells, lang)
}
