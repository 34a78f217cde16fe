package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"slate/engine/diag"
	"slate/engine/eval"
	"slate/engine/fact"
	"slate/engine/report"
	"slate/engine/ruleset"
	"slate/engine/sheet"
)

func (a *app) tablesCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "tables",
		Short: "the tables of a rule file in a workbook, and back: bands, decision tables, the history of parameters",
		Args:  cobra.NoArgs,
	}
	c.AddCommand(a.tablesOut(), a.tablesIn())
	return c
}

func (a *app) tablesOut() *cobra.Command {
	var file string
	c := &cobra.Command{
		Use:     "out RULES -o FILE.xlsx",
		Short:   "write the tables of a rule file into a workbook, to be edited and brought back",
		Example: "  slate tables out rules/county-2026.yaml -o 规则表.xlsx",
		Args:    cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			r, err := a.sound(args[0], "")
			if err != nil {
				return err
			}
			name := filepath.ToSlash(args[0])
			grids := r.set.Grids(name)
			if len(grids) == 0 {
				return fmt.Errorf("%s has no tables of its own", args[0])
			}
			return a.output(file, "xlsx", func(w io.Writer) error {
				return sheet.Write(w, report.TablesBook(r.set, grids, report.TablesDigest(r.sources[name]), r.lang))
			})
		},
	}
	outputFlag(c, &file)
	return c
}

func (a *app) tablesIn() *cobra.Command {
	var dry bool
	c := &cobra.Command{
		Use:   "in RULES FILE.xlsx",
		Short: "bring an edited workbook back into the rule file: all of it or nothing, everything else byte for byte as it was",
		Long: "Only the rows that were changed are written anew. Parameters are added to and never changed. What comes out is read and\n" +
			"checked before the file is touched; --dry shows it and writes nothing.",
		Example: "  slate tables in rules/county-2026.yaml 规则表.xlsx --dry",
		Args:    cobra.ExactArgs(2),
		RunE: func(_ *cobra.Command, args []string) error {
			r, err := a.sound(args[0], "")
			if err != nil {
				return err
			}
			t := tablesBack{name: filepath.ToSlash(args[0]), book: args[1], r: &r}
			t.data, t.grids = r.sources[t.name], r.set.Grids(t.name)
			if err := t.read(); err != nil {
				return err
			}
			if t.list.HasErrors() {
				t.list.Sort()
				a.tell(t.list, r.sources, r.lang)
				return errUnable
			}
			if err := report.WriteText(a.out, report.TablesDiff(args[0], t.data, t.patches, r.lang)); err != nil || dry || len(t.patches) == 0 {
				return err
			}
			return replaceFile(args[0], t.data, t.changed)
		},
	}
	c.Flags().BoolVar(&dry, "dry", false, "show what would change, and write nothing")
	return c
}

// tablesBack is a workbook on its way back into a rule file.
type tablesBack struct {
	name, book string
	r          *rules
	data       []byte
	grids      []*ruleset.Grid
	rows       [][]ruleset.GridEdit
	patches    []ruleset.Patch
	changed    []byte
	list       diag.List
}

func (t *tablesBack) read() error {
	f, err := os.Open(t.book)
	if err != nil {
		return fmt.Errorf("read workbook: %w", err)
	}
	defer f.Close()
	t.rows, t.list = report.ReadTables(t.book, f, t.grids, report.TablesDigest(t.data))
	for i, rows := range t.rows {
		if rows == nil {
			continue
		}
		patches, list := t.grids[i].Edit(rows)
		t.patches, t.list = append(t.patches, patches...), append(t.list, list...)
	}
	if !t.list.HasErrors() {
		t.changed = ruleset.Apply(t.data, t.patches)
		t.check()
	}
	return nil
}

// check reads what would be written as a rule file, and holds its tables to the workbook.
func (t *tablesBack) check() {
	open := func(name string) ([]byte, error) {
		if name == t.name {
			return t.changed, nil
		}
		return readFile(name)
	}
	set, list := ruleset.Load(open, t.name)
	var grids []*ruleset.Grid
	if set != nil {
		_, more := eval.Compile(set, fact.Date{})
		list = append(list, more...)
		grids = set.Grids(t.name)
	}
	for _, d := range list {
		if d.Code.Severity() == diag.Error {
			t.list.Add(t.blame(d, grids))
		}
	}
	if t.list.HasErrors() {
		return
	}
	for i, rows := range t.rows {
		if rows != nil && !t.grids[i].Holds(grids, rows) {
			t.list.Add(diag.New(diag.TablePlace, diag.Span{File: t.book}, "table", t.grids[i].ID, "why", "result"))
		}
	}
	if len(t.patches) == 0 && !bytes.Equal(t.data, t.changed) {
		panic("no patch changes a file")
	}
}

// blame puts a problem of the rule file as it would be at the cell of the workbook that it came from, where there is one.
func (t *tablesBack) blame(d diag.Diagnostic, grids []*ruleset.Grid) diag.Diagnostic {
	for i, rows := range t.rows {
		for _, g := range grids {
			if rows == nil || g.Kind != t.grids[i].Kind || g.ID != t.grids[i].ID || len(g.Rows) != len(rows) {
				continue
			}
			if n, ok := g.RowAt(d.Span); ok {
				return diag.New(diag.TableResult, rows[n].Spans[0], "code", string(d.Code), "problem", d.Message(t.r.lang))
			}
		}
	}
	at := d.Span
	if at.File == t.name {
		at = diag.Span{File: t.book}
	}
	return diag.New(diag.TableResult, at, "code", string(d.Code), "problem", d.Message(t.r.lang))
}
