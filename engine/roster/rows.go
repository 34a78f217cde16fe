package roster

import (
	"bytes"
	"cmp"
	"slices"

	"slate/engine/fact"
)

// RowOrigin is where a row of a child table came from.
type RowOrigin struct {
	Batch int // number of the batch in Snapshot.Batches
	Row   int // of its file, from 1; 0 where there is no file
}

// Row is one row of a person in a child table.
type Row struct {
	Values []fact.Value // by field of the table
	Origin RowOrigin
	// Holding is where the person's part in the firm came from, in a row of a firm's figures.
	Holding *RowOrigin
}

// Coverage states that a department has told everything of a table for a period: what is not listed did not happen.
type Coverage struct {
	Table      string
	Department string    // "" speaks for every department
	From, To   fact.Date // days included; a zero end is open
}

// Covers reports whether a day lies in the period.
func (c *Coverage) Covers(day fact.Date) bool {
	return (c.From.IsZero() || day.Compare(c.From) >= 0) && (c.To.IsZero() || day.Compare(c.To) <= 0)
}

// rowTable is a child table of a snapshot.
type rowTable struct {
	table  ChildTable
	people [][]Row // by person; shorter where the last people have none
}

// Rows returns a person's rows in a child table. The caller must not change them.
func (s *Snapshot) Rows(table string, person int) []Row {
	for i := range s.tables {
		if t := &s.tables[i]; t.table.Name == table && person < len(t.people) {
			return t.people[person]
		}
	}
	return nil
}

// Coverage returns what departments state to be complete. The caller must not change it.
func (s *Snapshot) Coverage() []Coverage { return s.coverage }

// Holds reports whether the snapshot has anything of a child table, be it only that it is complete.
func (s *Snapshot) Holds(table string) bool {
	return slices.ContainsFunc(s.tables, func(t rowTable) bool { return t.table.Name == table }) ||
		slices.ContainsFunc(s.coverage, func(c Coverage) bool { return c.Table == table })
}

// Row adds a row of a person. values are by field of the table. Of a table of firms, person is not looked at: the row
// becomes one of everybody who has a row for the firm in `enterprises`.
func (b *Builder) Row(table ChildTable, person int, r Row) {
	if table.Joined > 0 {
		b.figures = append(b.figures, figures{table, r})
		return
	}
	b.addRow(table, person, r)
}

type figures struct {
	table ChildTable
	row   Row
}

func (b *Builder) addRow(table ChildTable, person int, r Row) {
	s := b.s
	i := slices.IndexFunc(s.tables, func(t rowTable) bool { return t.table.Name == table.Name })
	if i < 0 {
		i = len(s.tables)
		s.tables = append(s.tables, rowTable{table: table})
	}
	t := &s.tables[i]
	for len(t.people) <= person {
		t.people = append(t.people, nil)
	}
	t.people[person] = append(t.people[person], r)
}

// Cover adds what a department states to be complete.
func (b *Builder) Cover(c Coverage) { b.s.coverage = append(b.s.coverage, c) }

// join makes rows of people from the figures of firms: one for each of a person's rows for the firm.
func (b *Builder) join() {
	if len(b.figures) == 0 {
		return
	}
	byFirm := map[string][]figures{}
	for _, f := range b.figures {
		firm := f.row.Values[0].Text()
		byFirm[firm] = append(byFirm[firm], f)
	}
	holdings := slices.IndexFunc(b.s.tables, func(t rowTable) bool { return t.table.Name == "enterprises" })
	if holdings < 0 {
		return
	}
	people := b.s.tables[holdings].people
	for person, rows := range people {
		for i := range rows {
			for _, f := range byFirm[rows[i].Values[0].Text()] {
				r := Row{Values: slices.Clone(f.row.Values), Origin: f.row.Origin, Holding: &rows[i].Origin}
				copy(r.Values[:f.table.Joined+1], rows[i].Values)
				b.addRow(f.table, person, r)
			}
		}
	}
}

// permuteRows puts the rows into the new order of people.
func (b *Builder) permuteRows(from []int) {
	for i := range b.s.tables {
		t := &b.s.tables[i]
		old := t.people
		t.people = make([][]Row, len(from))
		for to, at := range from {
			if at < len(old) {
				t.people[to] = old[at]
			}
		}
	}
}

// appendRows writes a person's rows for the digest, whatever the order they came in.
func (s *Snapshot) appendRows(buf []byte, person int) []byte {
	var all [][]byte
	for i := range s.tables {
		t := &s.tables[i]
		for _, r := range s.Rows(t.table.Name, person) {
			one := appendText(nil, t.table.Name)
			for _, v := range r.Values {
				if v.Known() {
					one = appendText(append(one, 1), v.String())
				} else {
					one = append(one, 0)
				}
			}
			all = append(all, one)
		}
	}
	slices.SortFunc(all, bytes.Compare)
	buf = appendInt(buf, int64(len(all)))
	for _, one := range all {
		buf = append(buf, one...)
	}
	return buf
}

// appendCoverage writes what is complete for the digest.
func (s *Snapshot) appendCoverage(buf []byte) []byte {
	all := slices.Clone(s.coverage)
	slices.SortFunc(all, func(a, b Coverage) int {
		return cmp.Or(cmp.Compare(a.Table, b.Table), cmp.Compare(a.Department, b.Department), a.From.Compare(b.From), a.To.Compare(b.To))
	})
	for _, c := range slices.Compact(all) {
		buf = appendText(appendText(buf, c.Table), c.Department)
		buf = appendInt(appendInt(buf, ordinal(c.From)), ordinal(c.To))
	}
	return buf
}
