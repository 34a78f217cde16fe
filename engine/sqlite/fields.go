package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"slate/engine/diag"
	"slate/engine/fact"
)

// storedField is a fact as the roster holds it.
type storedField struct {
	id     int64
	column string
	typ    fact.Type
}

// querier is what both a database and a transaction can do.
type querier interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// readFields returns the dictionary by the name of the fact.
func readFields(ctx context.Context, q querier) (map[string]storedField, error) {
	rows, err := q.QueryContext(ctx, "SELECT id, name, column_name, kind, member_kind, unit FROM field ORDER BY id")
	if err != nil {
		return nil, fmt.Errorf("read the dictionary of facts: %w", err)
	}
	defer rows.Close()
	fields := map[string]storedField{}
	for rows.Next() {
		var f storedField
		var name, kind, member string
		if err := rows.Scan(&f.id, &name, &f.column, &kind, &member, &f.typ.Unit); err != nil {
			return nil, fmt.Errorf("read the dictionary of facts: %w", err)
		}
		var known bool
		f.typ.Kind, known = fact.ParseKind(kind)
		f.typ.Of, _ = fact.ParseKind(member)
		if !known || !named.MatchString(f.column) {
			return nil, refuse("", "damaged")
		}
		fields[name] = f
	}
	return fields, rows.Err()
}

// storedAs finds the field of the roster that a fact is read from: the one of its name, or the column that its rule file
// names with `from`, by whatever fact that was first imported. A fact made of child rows has none.
func storedAs(fields map[string]storedField, f *fact.Field) (storedField, bool) {
	if f.Table != "" {
		return storedField{}, false
	}
	if stored, ok := fields[f.Name]; ok || f.Column == "" {
		return stored, ok
	}
	if stored, ok := fields[f.Column]; ok {
		return stored, true
	}
	for _, stored := range fields {
		if stored.column == strings.ToLower(f.Column) {
			return stored, true
		}
	}
	return storedField{}, false
}

// agree reports a fact that roster and rules hold as different types. 元 and 万元 convert exactly and are no
// difference.
func agree(file string, f *fact.Field, stored fact.Type) *diag.Diagnostic {
	money := f.Type.Kind == fact.Money && stored.Kind == fact.Money
	if f.Type.Kind == stored.Kind && f.Type.Of == stored.Of && (money || f.Type.Unit == stored.Unit) {
		return nil
	}
	d := diag.New(diag.FieldType, diag.Span{File: file}, "field", f.Name, "roster", typeWords(stored), "rules", typeWords(f.Type))
	return &d
}

func typeWords(t fact.Type) string {
	words := t.Kind.String()
	if t.Kind == fact.List {
		words += " of " + t.Of.String()
	}
	return strings.TrimSpace(words + " " + t.Unit)
}

// convert takes a value from one type to another that agrees with it: an amount changes between 元 and 万元, exactly;
// nothing else changes. An amount too large for its new unit is missing.
func convert(v fact.Value, from, to fact.Type) fact.Value {
	if from.Kind != fact.Money || from.Unit == to.Unit || !v.IsNumber() {
		return v
	}
	n, err := fact.InUnit(v.Number(), from.Unit, to.Unit)
	if err != nil {
		return fact.Missing(fact.Overflow)
	}
	return fact.OfNumber(n)
}

// named is what names of columns look like: those of facts with a name in English letters, and, numbered, those of
// all other facts. Names that stand in a file go into statements, so they are held to it when they are read.
var (
	named    = regexp.MustCompile(`^[a-z][a-z0-9_]{0,40}$`)
	numbered = regexp.MustCompile(`^f[0-9]+$`)
)

// columnName chooses the column of a new fact: the one that the rule file names, or the fact's own name in
// English letters, or f and its number.
func columnName(f *fact.Field, id int64, taken map[string]bool) string {
	for _, name := range []string{f.Column, f.Name} {
		name = strings.ToLower(name)
		free := !taken[name] && name != "person_id" && !numbered.MatchString(name) && !strings.HasSuffix(name, "_record")
		if free && named.MatchString(name) {
			return name
		}
	}
	return fmt.Sprintf("f%d", id)
}

// quote writes the name of a column; it may be a word of SQL, such as order.
func quote(column string) string { return `"` + column + `"` }

// recordOf writes the name of the column beside a fact's own: the number of the record that it comes from.
func recordOf(column string) string { return quote(column + "_record") }

func storageClass(k fact.Kind) string {
	if k == fact.Integer || k == fact.Boolean {
		return "INTEGER"
	}
	return "TEXT"
}

// declare adds the facts that the roster does not hold yet and returns all of those given, in their order.
func declare(ctx context.Context, tx *sql.Tx, h *hasher, file string, fields []fact.Field) ([]storedField, diag.List, error) {
	known, err := readFields(ctx, tx)
	if err != nil {
		return nil, nil, err
	}
	taken := map[string]bool{}
	var last int64
	for _, f := range known {
		taken[f.column] = true
		last = max(last, f.id)
	}
	var list diag.List
	out := make([]storedField, len(fields))
	for i := range fields {
		f := &fields[i]
		stored, ok := storedAs(known, f)
		if !ok {
			last++
			stored = storedField{id: last, column: columnName(f, last, taken), typ: f.Type}
			taken[stored.column] = true
			if err := addField(ctx, tx, h, f, stored); err != nil {
				return nil, nil, fmt.Errorf("declare fact %s: %w", f.Name, err)
			}
		} else if d := agree(file, f, stored.typ); d != nil {
			list.Add(*d)
		}
		out[i] = stored
	}
	return out, list, nil
}

func addField(ctx context.Context, tx *sql.Tx, h *hasher, f *fact.Field, s storedField) error {
	kind, member := f.Type.Kind.String(), f.Type.Of.String()
	sum := h.row("field", strconv.FormatInt(s.id, 10), f.Name, s.column, kind, member, f.Type.Unit, f.Label, f.Source)
	_, err := tx.ExecContext(ctx, "INSERT INTO field (id, name, column_name, kind, member_kind, unit, label, source, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
		s.id, f.Name, s.column, kind, member, f.Type.Unit, f.Label, f.Source, sum)
	if err != nil {
		return err
	}
	for _, column := range []string{quote(s.column) + " " + storageClass(f.Type.Kind), recordOf(s.column) + " INTEGER"} {
		if _, err := tx.ExecContext(ctx, "ALTER TABLE current ADD COLUMN "+column); err != nil {
			return err
		}
	}
	return nil
}
