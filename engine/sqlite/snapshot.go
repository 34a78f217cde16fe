package sqlite

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"sort"
	"strings"

	"slate/engine/diag"
	"slate/engine/fact"
	"slate/engine/roster"
)

// Snapshot reads the people and what holds of the given facts now. A fact that the roster has never been given is
// not supplied for anybody; one that it holds as another type is a problem, and there is no snapshot. A stored value that
// cannot be read any more is missing as unreadable. file names the roster in problems.
func (s *Store) Snapshot(ctx context.Context, file string, fields []fact.Field) (*roster.Snapshot, diag.List, error) {
	stored, err := readFields(ctx, s.db)
	if err != nil {
		return nil, nil, err
	}
	r := &reader{b: roster.NewBuilder(fields), fields: fields}
	var list diag.List
	columns := []string{"p.id", "p.name", "p.id_number"}
	for i := range fields {
		f, ok := stored[fields[i].Name]
		if !ok {
			continue
		}
		if d := agree(file, &fields[i], f.typ); d != nil {
			list.Add(*d)
		}
		r.slots = append(r.slots, i)
		r.factors = append(r.factors, factor(f.typ, fields[i].Type))
		columns = append(columns, "c."+f.column, "c."+f.column+"_value")
	}
	if list.HasErrors() {
		return nil, list, nil
	}
	if err := r.batches(ctx, s.db); err != nil {
		return nil, nil, err
	}
	query := "SELECT " + strings.Join(columns, ", ") + " FROM person p LEFT JOIN current c ON c.person_id = p.id ORDER BY p.id"
	if err := s.scan(ctx, query, r.person); err != nil {
		return nil, nil, fmt.Errorf("read the roster: %w", err)
	}
	if err := r.waivers(ctx, s.db); err != nil {
		return nil, nil, err
	}
	return r.b.Snapshot(), nil, nil
}

// scan runs a query on the driver itself and calls row for each row. database/sql would copy and convert every
// value once more, which is most of the cost of reading a roster (see BenchmarkSnapshot).
func (s *Store) scan(ctx context.Context, query string, row func([]driver.Value) error) error {
	conn, err := s.db.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	return conn.Raw(func(c any) error {
		rows, err := c.(driver.QueryerContext).QueryContext(ctx, query, nil)
		if err != nil {
			return err
		}
		defer rows.Close()
		dest := make([]driver.Value, len(rows.Columns()))
		for {
			if err := rows.Next(dest); err != nil {
				if errors.Is(err, io.EOF) {
					return nil
				}
				return err
			}
			if err := row(dest); err != nil {
				return err
			}
		}
	})
}

// reader builds a snapshot from rows.
type reader struct {
	b       *roster.Builder
	fields  []fact.Field
	slots   []int         // the facts read, by pair of columns
	factors []fact.Number // what their numbers are multiplied by
	first   []int64       // first value of each batch, ascending
	ids     []string      // of the people, in order
}

func (r *reader) batches(ctx context.Context, db *sql.DB) error {
	rows, err := db.QueryContext(ctx, "SELECT department, file, digest, as_of, first_value FROM batch ORDER BY first_value, id")
	if err != nil {
		return fmt.Errorf("read the batches: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var b roster.Batch
		var on string
		var first int64
		if err := rows.Scan(&b.Department, &b.File, &b.Digest, &on, &first); err != nil {
			return fmt.Errorf("read the batches: %w", err)
		}
		b.AsOf, _ = fact.ParseDate(on)
		r.b.Batch(b)
		r.first = append(r.first, first)
	}
	return rows.Err()
}

// batchOf returns the batch that brought a value.
func (r *reader) batchOf(value int64) int {
	return sort.Search(len(r.first), func(i int) bool { return r.first[i] > value }) - 1
}

func (r *reader) person(row []driver.Value) error {
	id, _ := row[0].(string)
	name, _ := row[1].(string)
	number, _ := row[2].(string)
	person := r.b.Person(roster.Person{ID: id, Name: name, IDNumber: number})
	r.ids = append(r.ids, id)
	for i, slot := range r.slots {
		cell, value := row[3+2*i], row[4+2*i]
		at, ok := value.(int64)
		if !ok || cell == nil {
			continue
		}
		r.b.Set(person, slot, decode(cell, r.fields[slot].Type, r.factors[i]), r.batchOf(at), at)
	}
	return nil
}

func (r *reader) waivers(ctx context.Context, db *sql.DB) error {
	rows, err := db.QueryContext(ctx, "SELECT person_id, veto, document FROM waiver ORDER BY person_id, veto, document")
	if err != nil {
		return fmt.Errorf("read the waivers: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var id string
		var w roster.Waiver
		if err := rows.Scan(&id, &w.Veto, &w.Document); err != nil {
			return fmt.Errorf("read the waivers: %w", err)
		}
		if at := sort.SearchStrings(r.ids, id); at < len(r.ids) && r.ids[at] == id {
			r.b.Waive(at, w)
		}
	}
	return rows.Err()
}

// decode turns a stored cell into a value; what is no value of the type is unreadable.
func decode(cell driver.Value, t fact.Type, times fact.Number) fact.Value {
	switch c := cell.(type) {
	case int64:
		if t.Kind == fact.Boolean && (c == 0 || c == 1) {
			return fact.OfBool(c == 1)
		}
		if t.Kind == fact.Integer {
			return fact.OfNumber(fact.Int(c))
		}
	case string:
		return decodeText(c, t, times)
	}
	return fact.Missing(fact.Unreadable)
}

func decodeText(text string, t fact.Type, times fact.Number) fact.Value {
	switch t.Kind {
	case fact.Money, fact.Decimal:
		n, err := fact.ParseNumber(text)
		if err == nil {
			if n, err = n.Mul(times); err == nil {
				return fact.OfNumber(n)
			}
		}
		return fact.Missing(fact.Unreadable)
	case fact.Day:
		if d, err := fact.ParseDate(text); err == nil {
			return fact.OfDate(d)
		}
	case fact.Month:
		if d, err := fact.ParseMonth(text); err == nil {
			return fact.OfMonth(d)
		}
	case fact.Choice:
		if slices.Contains(t.Values, text) {
			return fact.OfText(text)
		}
	case fact.Text:
		return fact.OfText(text)
	case fact.List:
		return decodeList(text, t)
	}
	return fact.Missing(fact.Unreadable)
}

func decodeList(text string, t fact.Type) fact.Value {
	var texts []string
	if err := json.Unmarshal([]byte(text), &texts); err != nil {
		return fact.Missing(fact.Unreadable)
	}
	members := make([]fact.Value, len(texts))
	for i, m := range texts {
		v, err := roster.ParseCell(m, fact.Type{Kind: t.Of, Values: t.Values})
		if err != nil || !v.Known() {
			return fact.Missing(fact.Unreadable)
		}
		members[i] = v
	}
	return fact.OfList(members)
}

// Origin is where a stored value came from.
type Origin struct {
	Field       string // the fact
	Department  string
	File        string
	AsOf        string // ISO day, "" where not stated
	Row, Column int    // of the file, from 1
}

// Origins returns where the values that hold now of a person came from, by the name of the fact.
func (s *Store) Origins(ctx context.Context, person string) (map[string]Origin, error) {
	fields, err := readFields(ctx, s.db)
	if err != nil {
		return nil, err
	}
	var parts []string
	for _, f := range fields {
		parts = append(parts, fmt.Sprintf("SELECT %s_value FROM current WHERE person_id = ?1", f.column))
	}
	origins := map[string]Origin{}
	if len(parts) == 0 {
		return origins, nil
	}
	sort.Strings(parts)
	rows, err := s.db.QueryContext(ctx, `SELECT f.name, b.department, b.file, b.as_of, v.row, v.col
		FROM value v JOIN field f ON f.id = v.field_id JOIN batch b ON b.id = v.batch_id
		WHERE v.id IN (`+strings.Join(parts, " UNION ALL ")+`)`, person)
	if err != nil {
		return nil, fmt.Errorf("find where values came from: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var o Origin
		if err := rows.Scan(&o.Field, &o.Department, &o.File, &o.AsOf, &o.Row, &o.Column); err != nil {
			return nil, fmt.Errorf("find where values came from: %w", err)
		}
		origins[o.Field] = o
	}
	return origins, rows.Err()
}
