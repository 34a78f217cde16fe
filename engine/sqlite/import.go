package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"slate/engine/diag"
	"slate/engine/fact"
	"slate/engine/roster"
)

// Imported counts what an import brought.
type Imported struct {
	People  int // rows
	New     int // of them, people whom the roster did not know
	Values  int // values stored
	Waivers int // documents given, known ones included
}

// errRefused ends a transaction whose file has problems; the caller gets the problems.
var errRefused = errors.New("refused")

// Import stores a table of people and their facts as one batch, in one transaction: when anything
// in the table is wrong, nothing is stored and the problems are returned. A value replaces
// the one that holds now unless that one is good for a later day; an empty cell replaces nothing. Amounts are turned
// into the unit in which the roster holds them. fields are those that the table was read with.
func (s *Store) Import(ctx context.Context, t *roster.Table, fields []fact.Field, b roster.Batch) (Imported, diag.List, error) {
	var done Imported
	var list diag.List
	err := s.tx(ctx, func(tx *sql.Tx) error {
		in := &importer{ctx: ctx, tx: tx}
		var err error
		if list, err = in.begin(t, fields, b); err != nil {
			return err
		}
		defer in.close()
		for {
			r, ok := t.Next()
			if !ok {
				break
			}
			if err := in.record(&r); err != nil {
				return fmt.Errorf("store row %d: %w", r.Row, err)
			}
		}
		if list = append(list, t.Problems()...); list.HasErrors() {
			return errRefused
		}
		if err := in.finish(); err != nil {
			return err
		}
		done = in.done
		return nil
	})
	switch {
	case err == nil:
		return done, list, nil
	case errors.Is(err, errRefused):
		return Imported{}, list, nil
	case ctx.Err() != nil:
		return Imported{}, nil, fmt.Errorf("import %s: %w", b.File, ctx.Err())
	}
	return Imported{}, nil, fmt.Errorf("import %s: %w", b.File, plainly(b.File, err))
}

// importer holds the statements of one import and what they are given.
type importer struct {
	ctx   context.Context
	tx    *sql.Tx
	done  Imported
	known int // people before

	fields []given
	batch  int64
	next   int64 // number of the next record

	person, insert, current, waiver *sql.Stmt

	args  []any
	cells []byte
}

// given is a fact that the table has a column for.
type given struct {
	storedField
	at  int       // number of the fact in a record of the table
	typ fact.Type // as the table gives it
}

func (in *importer) begin(t *roster.Table, fields []fact.Field, b roster.Batch) (diag.List, error) {
	var supplied []fact.Field
	for i := range fields {
		if t.ColumnOf(i) >= 0 {
			supplied = append(supplied, fields[i])
			in.fields = append(in.fields, given{at: i, typ: fields[i].Type})
		}
	}
	stored, list, err := declare(in.ctx, in.tx, b.File, supplied)
	if err != nil {
		return nil, err
	}
	if list.HasErrors() {
		return list, errRefused
	}
	for i := range stored {
		in.fields[i].storedField = stored[i]
	}
	if err := in.open(b); err != nil {
		return nil, fmt.Errorf("record the batch: %w", err)
	}
	for _, g := range in.fields {
		if _, err := in.tx.ExecContext(in.ctx, "INSERT INTO place (batch_id, field_id, col) VALUES (?, ?, ?)", in.batch, g.id, t.ColumnOf(g.at)+1); err != nil {
			return nil, fmt.Errorf("record the columns: %w", err)
		}
	}
	return list, in.prepare(b.AsOf)
}

// open adds the batch.
func (in *importer) open(b roster.Batch) error {
	row := in.tx.QueryRowContext(in.ctx, "SELECT (SELECT coalesce(max(id), 0) + 1 FROM record), (SELECT count(*) FROM person)")
	if err := row.Scan(&in.next, &in.known); err != nil {
		return err
	}
	res, err := in.tx.ExecContext(in.ctx, "INSERT INTO batch (department, file, digest, as_of, first_record, people) VALUES (?, ?, ?, ?, ?, 0)",
		b.Department, b.File, b.Digest, b.AsOf.String(), in.next)
	if err != nil {
		return err
	}
	in.batch, err = res.LastInsertId()
	return err
}

func (in *importer) prepare(asOf fact.Date) error {
	var newer bool
	if err := in.tx.QueryRowContext(in.ctx, "SELECT EXISTS (SELECT 1 FROM batch WHERE as_of > ?)", asOf.String()).Scan(&newer); err != nil {
		return fmt.Errorf("compare the batches: %w", err)
	}
	for _, p := range []struct {
		to  **sql.Stmt
		sql string
	}{
		{&in.person, `INSERT INTO person (id, name, id_number) VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET
			name = iif(excluded.name = '', name, excluded.name), id_number = iif(excluded.id_number = '', id_number, excluded.id_number)
			WHERE excluded.name NOT IN ('', name) OR excluded.id_number NOT IN ('', id_number)`},
		{&in.insert, "INSERT INTO record (id, batch_id, row, person_id, cells) VALUES (?, ?, ?, ?, ?)"},
		{&in.current, upsert(in.fields, asOf, newer)},
		{&in.waiver, "INSERT INTO waiver (person_id, veto, document, batch_id) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING"},
	} {
		var err error
		if *p.to, err = in.tx.PrepareContext(in.ctx, p.sql); err != nil {
			return fmt.Errorf("prepare the import: %w", err)
		}
	}
	return nil
}

func (in *importer) close() {
	for _, s := range []*sql.Stmt{in.person, in.insert, in.current, in.waiver} {
		if s != nil {
			s.Close()
		}
	}
}

// upsert writes the statement that brings a person's row of `current` up to date: for each fact the new value,
// unless there is none or, where the roster holds newer batches at all, the old one is good for a later day.
func upsert(fields []given, asOf fact.Date, newer bool) string {
	columns, sets := []string{"person_id"}, []string(nil)
	for _, f := range fields {
		value, record := quote(f.column), recordOf(f.column)
		columns = append(columns, value, record)
		keep := "excluded." + record + " IS NULL"
		if newer {
			keep += fmt.Sprintf(" OR coalesce((SELECT b.as_of FROM record r JOIN batch b ON b.id = r.batch_id WHERE r.id = current.%s), '') > '%s'", record, asOf)
		}
		for _, c := range []string{value, record} {
			sets = append(sets, fmt.Sprintf("%[1]s = iif(%[2]s, current.%[1]s, excluded.%[1]s)", c, keep))
		}
	}
	conflict := "NOTHING"
	if len(sets) > 0 {
		conflict = "UPDATE SET " + strings.Join(sets, ", ")
	}
	return fmt.Sprintf("INSERT INTO current (%s) VALUES (%s) ON CONFLICT (person_id) DO %s",
		strings.Join(columns, ", "), strings.Join(slices.Repeat([]string{"?"}, len(columns)), ", "), conflict)
}

// record stores one person.
func (in *importer) record(r *roster.Record) error {
	if _, err := in.person.ExecContext(in.ctx, r.Person.ID, r.Person.Name, r.Person.IDNumber); err != nil {
		return err
	}
	in.done.People++
	in.args = append(in.args[:0], r.Person.ID)
	in.cells = append(in.cells[:0], '{')
	for _, f := range in.fields {
		v := convert(r.Values[f.at], f.typ, f.storedField.typ)
		if !v.Known() {
			in.args = append(in.args, nil, nil)
			continue
		}
		text := v.String()
		in.args = append(in.args, encode(v, text, f.storedField.typ.Kind), in.next)
		in.cell(f.column, text)
	}
	in.cells = append(in.cells, '}')
	if _, err := in.insert.ExecContext(in.ctx, in.next, in.batch, r.Row, r.Person.ID, string(in.cells)); err != nil {
		return err
	}
	in.next++
	if _, err := in.current.ExecContext(in.ctx, in.args...); err != nil {
		return err
	}
	for _, w := range r.Waivers {
		if _, err := in.waiver.ExecContext(in.ctx, r.Person.ID, w.Veto, w.Document, in.batch); err != nil {
			return err
		}
		in.done.Waivers++
	}
	return nil
}

// cell adds a value to the JSON object of the record.
func (in *importer) cell(column, text string) {
	if in.done.Values++; len(in.cells) > 1 {
		in.cells = append(in.cells, ',')
	}
	in.cells = append(in.cells, '"')
	in.cells = append(in.cells, column...)
	in.cells = append(in.cells, '"', ':')
	quoted, _ := json.Marshal(text) // a text always encodes
	in.cells = append(in.cells, quoted...)
}

func (in *importer) finish() error {
	var people int
	if err := in.tx.QueryRowContext(in.ctx, "SELECT count(*) FROM person").Scan(&people); err != nil {
		return fmt.Errorf("count the people: %w", err)
	}
	in.done.New = people - in.known
	if _, err := in.tx.ExecContext(in.ctx, "UPDATE batch SET people = ? WHERE id = ?", in.done.People, in.batch); err != nil {
		return fmt.Errorf("record the batch: %w", err)
	}
	return nil
}

// encode turns a value with its canonical text into what its column holds: whole numbers and truth as integers, lists
// as JSON, everything else as the text.
func encode(v fact.Value, canonical string, kind fact.Kind) any {
	switch {
	case v.IsBool():
		if v.Bool() {
			return int64(1)
		}
		return int64(0)
	case v.IsNumber() && kind == fact.Integer:
		n, _ := v.Number().Int64() // a whole number of a cell has at most 18 digits
		return n
	case v.IsList():
		members := make([]string, len(v.List()))
		for i, m := range v.List() {
			members[i] = m.String()
		}
		text, _ := json.Marshal(members) // a list of texts always encodes
		return string(text)
	}
	return canonical
}
