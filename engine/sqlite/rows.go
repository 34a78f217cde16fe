package sqlite

import (
	"cmp"
	"context"
	"database/sql"
	"database/sql/driver"
	_ "embed"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"slate/engine/diag"
	"slate/engine/fact"
	"slate/engine/roster"
)

//go:embed rows.sql
var rowsSchema string

// ImportedRows counts what an import of child rows brought.
type ImportedRows struct {
	Rows     int
	Replaced int // of them, those that take the place of an earlier row
}

// ImportRows stores a file of child rows as one batch, in one transaction: when anything in the file is wrong, or a row is
// of somebody whom the roster does not know, nothing is stored and the problems are returned. covers, where not nil, is the
// period for which the file is complete; its table and department are not looked at.
func (s *Store) ImportRows(ctx context.Context, t *roster.RowTable, b roster.Batch, covers *roster.Coverage) (ImportedRows, diag.List, error) {
	var done ImportedRows
	var list diag.List
	err := s.tx(ctx, func(tx *sql.Tx) error {
		in := &rowImporter{ctx: ctx, tx: tx, hash: newHasher(), table: t.Table()}
		if err := in.begin(b, covers); err != nil {
			return err
		}
		defer in.close()
		for {
			r, ok := t.Next()
			if !ok {
				break
			}
			known, err := in.row(&r)
			if err != nil {
				return fmt.Errorf("store row %d: %w", r.Row, err)
			}
			if !known {
				t.Unknown(&r)
			}
		}
		if list = t.Problems(); covers != nil {
			// A complete file without rows says that nothing happened.
			list = slices.DeleteFunc(list, func(d diag.Diagnostic) bool { return d.Code == diag.EmptyFile })
		}
		if list.HasErrors() {
			return errRefused
		}
		done = in.done
		return s.seal(ctx, tx, &in.added, nil)
	})
	switch {
	case err == nil:
		return done, list, nil
	case errors.Is(err, errRefused):
		return ImportedRows{}, list, nil
	}
	return ImportedRows{}, nil, notImported(ctx, b.File, err)
}

// rowImporter holds the statements of one import of child rows.
type rowImporter struct {
	ctx    context.Context
	tx     *sql.Tx
	hash   *hasher
	table  roster.ChildTable
	batch  int64
	added  batch
	stored []int // fields that the table has columns for
	done   ImportedRows

	exists, earlier, firm, insert *sql.Stmt
}

func (in *rowImporter) begin(b roster.Batch, covers *roster.Coverage) error {
	batch, err := addBatch(in.ctx, in.tx, in.hash, b)
	if err != nil {
		return err
	}
	in.batch, in.added = int64(batch.Number), batch
	if covers != nil {
		from, to := covers.From.String(), covers.To.String()
		_, err := in.tx.ExecContext(in.ctx, "INSERT INTO coverage (batch_id, table_name, first_day, last_day, hash) VALUES (?, ?, ?, ?, ?)",
			in.batch, in.table.Name, from, to, in.hash.row("coverage", strconv.FormatInt(in.batch, 10), in.table.Name, from, to))
		if err != nil {
			return fmt.Errorf("record what is complete: %w", err)
		}
	}
	in.stored = storedFields(&in.table)
	exists := "SELECT EXISTS (SELECT 1 FROM person WHERE id = ?)"
	if in.table.Joined > 0 {
		exists = "SELECT EXISTS (SELECT 1 FROM enterprise WHERE code = ?)"
	}
	columns := []string{"batch_id", "row", "person_id", "child_key"}
	for _, i := range in.stored {
		columns = append(columns, quote(in.table.Fields[i].Name))
	}
	columns = append(columns, "hash")
	for _, p := range []struct {
		to  **sql.Stmt
		sql string
	}{
		{&in.exists, exists},
		{&in.earlier, "SELECT EXISTS (SELECT 1 FROM " + in.table.Name + " WHERE person_id = ? AND child_key = ?)"},
		{&in.firm, "INSERT INTO enterprise (code) VALUES (?) ON CONFLICT DO NOTHING"},
		{&in.insert, fmt.Sprintf("INSERT INTO %s (%s) VALUES (%s)", in.table.Name, strings.Join(columns, ", "), strings.Join(slices.Repeat([]string{"?"}, len(columns)), ", "))},
	} {
		var err error
		if *p.to, err = in.tx.PrepareContext(in.ctx, p.sql); err != nil {
			return fmt.Errorf("prepare the import: %w", err)
		}
	}
	return nil
}

func (in *rowImporter) close() {
	for _, s := range []*sql.Stmt{in.exists, in.earlier, in.firm, in.insert} {
		if s != nil {
			s.Close()
		}
	}
}

// row stores one row; known is false where the roster does not know whom it is about.
func (in *rowImporter) row(r *roster.RowRecord) (known bool, err error) {
	whom := r.Person
	if in.table.Joined > 0 {
		whom = r.Values[0].Text()
	}
	if err := in.exists.QueryRowContext(in.ctx, whom).Scan(&known); err != nil || !known {
		return false, err
	}
	if in.table.Name == "enterprises" {
		if _, err := in.firm.ExecContext(in.ctx, r.Values[0].Text()); err != nil {
			return false, err
		}
	}
	var earlier bool
	if err := in.earlier.QueryRowContext(in.ctx, r.Person, r.Key).Scan(&earlier); err != nil {
		return false, err
	}
	args := []any{in.batch, r.Row, r.Person, r.Key}
	texts := []string{strconv.FormatInt(in.batch, 10), strconv.Itoa(r.Row), r.Person, r.Key}
	for _, i := range in.stored {
		var cell sql.NullString
		if v := r.Values[i]; v.Known() {
			cell = valid(roster.Canonical(v))
		}
		args = append(args, cell)
		texts = append(texts, cell.String)
	}
	args = append(args, in.hash.row(in.table.Name, texts...))
	if _, err := in.insert.ExecContext(in.ctx, args...); err != nil {
		return false, err
	}
	if in.done.Rows++; earlier {
		in.done.Replaced++
	}
	return true, nil
}

// storedFields returns the fields of a table that it has columns for: those of a firm's figures lack the person's part.
func storedFields(t *roster.ChildTable) []int {
	var out []int
	for i := range t.Fields {
		if i == 0 || i > t.Joined {
			out = append(out, i)
		}
	}
	return out
}

// rowReader reads the child tables that facts are made of into a snapshot.
type rowReader struct {
	*reader
	conn    *sql.Conn
	periods []period
}

// period is what a batch states to be complete.
type period struct {
	roster.Coverage
	batch int64
}

// childRows reads the tables of the facts that are made of child rows.
func (r *reader) childRows(conn *sql.Conn) error {
	var needed []string
	for i := range r.fields {
		if t := r.fields[i].Table; t != "" {
			needed = append(needed, t)
			if t == "yearly" {
				needed = append(needed, "enterprises")
			}
		}
	}
	if needed == nil {
		return nil
	}
	in := &rowReader{reader: r, conn: conn}
	if err := in.readCoverage(needed); err != nil {
		return err
	}
	for _, t := range roster.ChildTables() {
		if slices.Contains(needed, t.Name) {
			if err := in.table(t); err != nil {
				return err
			}
		}
	}
	return nil
}

// brought returns the batch of a number, nil where it does not count at the moment of the snapshot.
func (in *rowReader) brought(number int64) *batch {
	i := int(number) - 1 // batches are numbered from 1 and none is ever removed
	if i < 0 || i >= len(in.batches) || int(number) > in.at.Batch {
		return nil
	}
	b := &in.batches[i]
	if !in.at.InForce.IsZero() && b.AsOf.Compare(in.at.InForce) > 0 {
		return nil
	}
	return b
}

func (in *rowReader) readCoverage(needed []string) error {
	return in.scan(in.conn, "SELECT batch_id, table_name, first_day, last_day FROM coverage ORDER BY batch_id", func(row []driver.Value) error {
		var c roster.Coverage
		batch, _ := row[0].(int64)
		c.Table, _ = row[1].(string)
		first, _ := row[2].(string)
		last, _ := row[3].(string)
		b := in.brought(batch)
		if !slices.Contains(needed, c.Table) || b == nil {
			return nil
		}
		c.From, _ = fact.ParseDate(first)
		c.To, _ = fact.ParseDate(last)
		c.Department = b.Department
		in.b.Cover(c)
		in.periods = append(in.periods, period{c, batch})
		return nil
	})
}

// table reads the rows that hold: of each key the row of the latest batch, unless a later batch of the same department
// states to be complete for its period and does not list it any more.
func (in *rowReader) table(t roster.ChildTable) error {
	fields := storedFields(&t)
	// One text a row: what each column costs that is asked of the driver is several times what it costs inside SQLite.
	parts := []string{"person_id", "batch_id", "row"}
	for _, i := range fields {
		parts = append(parts, "coalesce("+quote(t.Fields[i].Name)+", '')")
	}
	query := "SELECT concat_ws(char(31), " + strings.Join(parts, ", ") + ", child_key) FROM " + t.Name + " ORDER BY person_id, child_key, id"
	cells := len(fields) + len(t.Key) - 1 // separators from the first field on
	var all []storedRow
	moved := false // somebody has several ids, so that rows do not come in the order of people
	err := in.scan(in.conn, query, func(row []driver.Value) error {
		var r storedRow
		text, _ := row[0].(string)
		var batch, line string
		r.person, text, _ = strings.Cut(text, separator)
		batch, text, _ = strings.Cut(text, separator)
		line, r.text, _ = strings.Cut(text, separator)
		r.batch, _ = strconv.ParseInt(batch, 10, 64)
		r.row, _ = strconv.ParseInt(line, 10, 64)
		if strings.Count(r.text, separator) != cells {
			return refuse("", "damaged")
		}
		if in.brought(r.batch) == nil {
			return nil
		}
		if to := in.aliases.of(r.person); to != r.person {
			r.person = to
			moved = true
		}
		r.key = r.text
		for range fields {
			_, r.key, _ = strings.Cut(r.key, separator)
		}
		all = append(all, r)
		return nil
	})
	if err != nil {
		return err
	}
	if moved {
		slices.SortStableFunc(all, func(a, b storedRow) int { return cmp.Or(cmp.Compare(a.person, b.person), cmp.Compare(a.key, b.key)) })
	}
	for len(all) > 0 {
		n := 1
		for n < len(all) && all[n].person == all[0].person && all[n].key == all[0].key {
			n++
		}
		in.take(&t, fields, all[:n])
		all = all[n:]
	}
	return nil
}

// storedRow is a row as the roster holds it, its fields joined by separator.
type storedRow struct {
	person, key, text string
	batch, row        int64
}

// later reports whether batch a goes before b where both tell the same: by the day for which it is good, then by number.
func (in *rowReader) later(a, b int64) bool {
	if c := in.brought(a).AsOf.Compare(in.brought(b).AsOf); c != 0 {
		return c > 0
	}
	return a > b
}

// take puts what holds of the rows with one key into the snapshot.
func (in *rowReader) take(t *roster.ChildTable, fields []int, same []storedRow) {
	if len(same) > 1 {
		slices.SortFunc(same, func(a, b storedRow) int {
			if in.later(a.batch, b.batch) {
				return -1
			}
			return 1 // a batch has a key once
		})
	}
	for i := range same {
		if values := decodeRow(t, fields, same[i].text); !in.withdrawn(t, values, same[i].batch) {
			in.add(t, values, &same[i])
			return
		}
	}
}

func decodeRow(t *roster.ChildTable, fields []int, text string) []fact.Value {
	values := make([]fact.Value, len(t.Fields))
	for _, i := range fields {
		var cell string
		cell, text, _ = strings.Cut(text, separator)
		if cell != "" {
			values[i] = roster.ParseCanonical(cell, &t.Fields[i].Type)
		}
	}
	return values
}

func (in *rowReader) add(t *roster.ChildTable, values []fact.Value, r *storedRow) {
	at := 0
	if t.Joined == 0 {
		var known bool
		if at, known = in.index[r.person]; !known {
			return
		}
	}
	in.b.Row(*t, at, roster.Row{Values: values, Origin: roster.RowOrigin{Batch: in.batchIn(in.brought(r.batch)), Row: int(r.row)}})
}

// withdrawn reports a row that a later, complete file of the same department does not list any more.
func (in *rowReader) withdrawn(t *roster.ChildTable, values []fact.Value, batch int64) bool {
	when := values[t.Field(t.When)]
	if !when.Known() {
		return false
	}
	first, last := when.Date(), when.Date()
	if when.IsNumber() {
		year, _ := strconv.Atoi(when.String())
		first, _ = fact.NewDate(year, 1, 1)
		last, _ = fact.NewDate(year, 12, 31)
	}
	for i := range in.periods {
		p := &in.periods[i]
		if p.Table == t.Name && p.Department == in.brought(batch).Department && in.later(p.batch, batch) && p.Covers(first) && p.Covers(last) {
			return true
		}
	}
	return false
}
