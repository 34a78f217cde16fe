package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
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
	Waivers int
}

// errRefused ends a transaction whose file has problems; the caller gets the problems.
var errRefused = errors.New("refused")

// Import stores a table of people and their facts as one batch, in one transaction: when anything
// in the table is wrong, nothing is stored and the problems are returned. A value replaces
// the one that holds now unless that one is good for a later day; an empty cell replaces nothing.
func (s *Store) Import(ctx context.Context, t *roster.Table, fields []fact.Field, b roster.Batch) (Imported, diag.List, error) {
	var done Imported
	var list diag.List
	err := s.tx(ctx, func(tx *sql.Tx) error {
		stored, problems, err := declare(ctx, tx, b.File, fields)
		if err != nil {
			return err
		}
		if list = problems; list.HasErrors() {
			return errRefused
		}
		in, err := newImporter(ctx, tx, stored, b)
		if err != nil {
			return err
		}
		defer in.close()
		for {
			r, ok := t.Next()
			if !ok {
				break
			}
			if err := in.record(&r, t.ColumnOf); err != nil {
				return fmt.Errorf("store row %d: %w", r.Row, err)
			}
		}
		if list = append(list, t.Problems()...); list.HasErrors() {
			return errRefused
		}
		done = in.done
		return in.finish()
	})
	if errors.Is(err, errRefused) {
		return Imported{}, list, nil
	}
	return done, list, err
}

// importer holds the statements of one import.
type importer struct {
	ctx                           context.Context
	tx                            *sql.Tx
	fields                        []storedField
	batch, nextValue              int64
	person, value, waiver, insert *sql.Stmt
	current                       *sql.Stmt
	done                          Imported
	args                          []any
}

func newImporter(ctx context.Context, tx *sql.Tx, fields []storedField, b roster.Batch) (*importer, error) {
	in := &importer{ctx: ctx, tx: tx, fields: fields}
	if err := tx.QueryRowContext(ctx, "SELECT coalesce(max(id), 0) + 1 FROM value").Scan(&in.nextValue); err != nil {
		return nil, fmt.Errorf("number the values: %w", err)
	}
	newer, err := newerValues(ctx, tx, b.AsOf)
	if err != nil {
		return nil, err
	}
	res, err := tx.ExecContext(ctx, "INSERT INTO batch (department, file, digest, as_of, first_value, people) VALUES (?, ?, ?, ?, ?, 0)",
		b.Department, b.File, b.Digest, b.AsOf.String(), in.nextValue)
	if err != nil {
		return nil, fmt.Errorf("record the batch: %w", err)
	}
	if in.batch, err = res.LastInsertId(); err != nil {
		return nil, fmt.Errorf("record the batch: %w", err)
	}
	for _, p := range []struct {
		to  **sql.Stmt
		sql string
	}{
		{&in.insert, "INSERT INTO person (id, name, id_number) VALUES (?, ?, ?) ON CONFLICT (id) DO NOTHING"},
		{&in.person, "UPDATE person SET name = CASE ?2 WHEN '' THEN name ELSE ?2 END, id_number = CASE ?3 WHEN '' THEN id_number ELSE ?3 END WHERE id = ?1"},
		{&in.value, "INSERT INTO value (id, person_id, field_id, text, batch_id, row, col) VALUES (?, ?, ?, ?, ?, ?, ?)"},
		{&in.waiver, "INSERT INTO waiver (person_id, veto, document, batch_id) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING"},
		{&in.current, upsert(fields, newer)},
	} {
		if *p.to, err = tx.PrepareContext(ctx, p.sql); err != nil {
			in.close()
			return nil, fmt.Errorf("prepare the import: %w", err)
		}
	}
	return in, nil
}

func (in *importer) close() {
	for _, s := range []*sql.Stmt{in.insert, in.person, in.value, in.waiver, in.current} {
		if s != nil {
			s.Close()
		}
	}
}

// newerValues returns the numbers of the values that are good for a later day than asOf, as a condition on %s.
func newerValues(ctx context.Context, tx *sql.Tx, asOf fact.Date) (string, error) {
	rows, err := tx.QueryContext(ctx, `SELECT first_value, lead(first_value, 1, 9223372036854775807) OVER (ORDER BY first_value, id) - 1, as_of
		FROM batch ORDER BY first_value, id`)
	if err != nil {
		return "", fmt.Errorf("read the batches: %w", err)
	}
	defer rows.Close()
	var ranges []string
	for rows.Next() {
		var first, last int64
		var on string
		if err := rows.Scan(&first, &last, &on); err != nil {
			return "", fmt.Errorf("read the batches: %w", err)
		}
		if on > asOf.String() { // ISO days order as text
			ranges = append(ranges, fmt.Sprintf("%%[1]s BETWEEN %d AND %d", first, last))
		}
	}
	return strings.Join(ranges, " OR "), rows.Err()
}

// upsert writes the statement that brings a person's row of `current` up to date: for each fact the new value,
// unless there is none or the old one is newer.
func upsert(fields []storedField, newer string) string {
	columns, marks := []string{"person_id"}, []string{"?"}
	var sets []string
	for _, f := range fields {
		value := f.column + "_value"
		columns = append(columns, f.column, value)
		marks = append(marks, "?", "?")
		keep := "excluded." + value + " IS NULL"
		if newer != "" {
			keep += " OR " + fmt.Sprintf(newer, "current."+value)
		}
		for _, c := range []string{f.column, value} {
			sets = append(sets, fmt.Sprintf("%s = CASE WHEN %s THEN current.%s ELSE excluded.%s END", c, keep, c, c))
		}
	}
	conflict := "NOTHING"
	if len(sets) > 0 {
		conflict = "UPDATE SET " + strings.Join(sets, ", ")
	}
	return fmt.Sprintf("INSERT INTO current (%s) VALUES (%s) ON CONFLICT (person_id) DO %s",
		strings.Join(columns, ", "), strings.Join(marks, ", "), conflict)
}

// record stores one person. columnOf gives the column of the file that a fact stands in, from 0.
func (in *importer) record(r *roster.Record, columnOf func(field int) int) error {
	res, err := in.insert.ExecContext(in.ctx, r.Person.ID, r.Person.Name, r.Person.IDNumber)
	if err != nil {
		return err
	}
	if n, err := res.RowsAffected(); err != nil {
		return err
	} else if n == 0 {
		if _, err := in.person.ExecContext(in.ctx, r.Person.ID, r.Person.Name, r.Person.IDNumber); err != nil {
			return err
		}
	} else {
		in.done.New++
	}
	in.done.People++
	in.args = append(in.args[:0], r.Person.ID)
	for i, v := range r.Values {
		if !v.Known() {
			in.args = append(in.args, nil, nil)
			continue
		}
		_, err := in.value.ExecContext(in.ctx, in.nextValue, r.Person.ID, in.fields[i].id, v.String(), in.batch, r.Row, columnOf(i)+1)
		if err != nil {
			return err
		}
		in.args = append(in.args, encode(v), in.nextValue)
		in.nextValue++
		in.done.Values++
	}
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

func (in *importer) finish() error {
	_, err := in.tx.ExecContext(in.ctx, "UPDATE batch SET people = ? WHERE id = ?", in.done.People, in.batch)
	return err
}

// encode turns a value into what its column holds: whole numbers and truth as integers, lists as JSON,
// everything else as canonical text.
func encode(v fact.Value) any {
	switch {
	case v.IsBool():
		if v.Bool() {
			return int64(1)
		}
		return int64(0)
	case v.IsNumber():
		return v.String() // STRICT turns it into an integer where the column is one
	case v.IsList():
		members := make([]string, len(v.List()))
		for i, m := range v.List() {
			members[i] = m.String()
		}
		text, _ := json.Marshal(members) // a list of texts always encodes
		return string(text)
	}
	return v.String()
}
