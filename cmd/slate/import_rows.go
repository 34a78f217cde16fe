package main

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"slate/engine/diag"
	"slate/engine/fact"
	"slate/engine/roster"
	"slate/engine/sheet"
	"slate/engine/sqlite"
)

// tableNames returns the names of the child tables.
func tableNames() []string {
	var names []string
	for _, t := range roster.ChildTables() {
		names = append(names, t.Name)
	}
	return names
}

// importRows takes a file of child rows into a roster that is there.
func (a *app) importRows(ctx context.Context, file string, options sheet.Options, into, name, covers string, b roster.Batch) error {
	table, ok := roster.ChildTableNamed(name)
	if !ok {
		return fmt.Errorf("--table is %q; it takes one of %v", name, tableNames())
	}
	var period *roster.Coverage
	if covers != "" {
		p, ok := parsePeriod(covers)
		if !ok {
			return fmt.Errorf("--covers is %q; it takes a period such as 2025, 2021..2025 or ..2026-06-30", covers)
		}
		period = &p
	}
	lang, err := a.language(nil)
	if err != nil {
		return err
	}
	store, err := sqlite.Open(into, sqlite.ReadWrite)
	if err != nil {
		return a.refused(err, lang)
	}
	defer store.Close()
	a.written = append(a.written, into)
	got, err := a.fillRows(ctx, store, file, options, table, period, lang, b)
	if err != nil {
		return err
	}
	words := [...]string{"已导入%s行（其中替换%s行）\n", "imported %s rows (%s of them replace earlier ones)\n"}
	_, err = fmt.Fprintf(a.out, words[lang], strconv.Itoa(got.Rows), strconv.Itoa(got.Replaced))
	return err
}

func (a *app) fillRows(ctx context.Context, store *sqlite.Store, file string, options sheet.Options, table roster.ChildTable, period *roster.Coverage, lang diag.Lang, b roster.Batch) (sqlite.ImportedRows, error) {
	var none sqlite.ImportedRows
	s, err := a.open(file, options, &b)
	if err != nil {
		return none, err
	}
	defer s.file.Close()
	list := s.list
	var rows *roster.RowTable
	if s.reader != nil {
		var more diag.List
		rows, more = roster.ReadRows(s.reader, table, b.Department)
		list = append(list, more...)
	}
	if rows == nil {
		a.tell(list, nil, lang)
		return none, errUnable
	}
	got, problems, err := store.ImportRows(ctx, rows, b, period)
	if list = append(list, problems...); period == nil && !list.HasErrors() {
		list = append(list, diag.New(diag.NotCovered, diag.Span{File: file}))
	}
	list.Sort()
	a.tell(list, nil, lang)
	if err == nil && list.HasErrors() {
		err = errUnable
	}
	return got, err
}

// parsePeriod reads 2025, 2021..2025, 2021-07-01..2026-06-30 or, with an open beginning, ..2026-06-30.
func parsePeriod(s string) (roster.Coverage, bool) {
	first, last, both := strings.Cut(s, "..")
	if !both {
		last = first
	}
	var c roster.Coverage
	var ok bool
	if c.To, ok = periodEnd(last, 12, 31); !ok {
		return c, false
	}
	if first == "" {
		return c, both
	}
	c.From, ok = periodEnd(first, 1, 1)
	return c, ok && c.From.Compare(c.To) <= 0
}

// periodEnd reads a day, or a year as one of its days.
func periodEnd(s string, month, day int) (fact.Date, bool) {
	if year, err := strconv.Atoi(s); err == nil && len(s) == 4 {
		return fact.NewDate(year, month, day)
	}
	d, err := fact.ParseDate(s)
	return d, err == nil
}

// warnOfTables names the facts that are made of child rows of which the roster has none.
func (a *app) warnOfTables(file string, s *roster.Snapshot, r *rules) {
	var list diag.List
	for _, table := range tableNames() {
		var facts []string
		for _, f := range r.program.Fields() {
			if f.Table == table {
				facts = append(facts, f.Name)
			}
		}
		if len(facts) > 0 && !s.Holds(table) {
			joint := [...]string{"、", ", "}[r.lang]
			list.Add(diag.New(diag.NoRows, diag.Span{File: file}, "facts", strings.Join(facts, joint), "table", table))
		}
	}
	a.tell(list, nil, r.lang)
}
