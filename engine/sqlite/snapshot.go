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
	"strconv"
	"strings"

	"slate/engine/diag"
	"slate/engine/fact"
	"slate/engine/roster"
)

// Snapshot reads the people and what holds of the given facts now, all of it as it is at one moment. A fact that the
// roster has never been given is not supplied for anybody; one that it holds as another type is a problem, and there
// is no snapshot. A stored value that cannot be read any more is missing as unreadable. file names the roster in problems.
func (s *Store) Snapshot(ctx context.Context, file string, fields []fact.Field) (*roster.Snapshot, diag.List, error) {
	r := &reader{ctx: ctx, b: roster.NewBuilder(fields), fields: fields}
	list, err := r.read(s.db, file)
	switch {
	case ctx.Err() != nil:
		return nil, nil, fmt.Errorf("read the roster: %w", ctx.Err())
	case err != nil:
		return nil, nil, fmt.Errorf("read the roster: %w", plainly(file, err))
	case list.HasErrors():
		return nil, list, nil
	}
	return r.b.Snapshot(), nil, nil
}

// reader builds a snapshot from rows.
type reader struct {
	ctx     context.Context
	b       *roster.Builder
	fields  []fact.Field
	slots   []slot
	batches []batch  // by first record, ascending
	ids     []string // of the people, in order
	next    int      // the person whose values were read last
	last    struct { // the record that a value came from last: most values of a person are of one
		text   string
		record int64
		batch  int
	}
}

// slot is a fact of the snapshot that the roster holds.
type slot struct {
	column string
	at     int       // number of the fact
	typ    fact.Type // as stored
}

type batch struct {
	roster.Batch
	first int64 // its first record
	at    int   // its number in the snapshot, −1 while no value of it has been read
}

func (r *reader) read(db *sql.DB, file string) (diag.List, error) {
	conn, err := db.Conn(r.ctx)
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	// One transaction, so that all of it is of one moment. ReadOnly leaves writers alone.
	tx, err := conn.BeginTx(r.ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return nil, err
	}
	defer tx.Rollback()
	list, err := r.choose(tx, file)
	if err != nil || list.HasErrors() {
		return list, err
	}
	var people int
	if err := tx.QueryRowContext(r.ctx, "SELECT count(*) FROM person").Scan(&people); err != nil {
		return nil, err
	}
	r.b.Grow(people)
	r.ids = make([]string, 0, people)
	if err := r.readBatches(tx); err != nil {
		return nil, err
	}
	if err := r.scan(conn, "SELECT id, name, id_number FROM person ORDER BY id", r.person); err != nil {
		return nil, err
	}
	if len(r.slots) > 0 {
		if err := r.scan(conn, r.query(), r.values); err != nil {
			return nil, err
		}
	}
	if err := r.childRows(conn); err != nil {
		return nil, err
	}
	return nil, r.waivers(tx)
}

// choose finds the columns of the facts.
func (r *reader) choose(tx *sql.Tx, file string) (diag.List, error) {
	stored, err := readFields(r.ctx, tx)
	if err != nil {
		return nil, err
	}
	var list diag.List
	for i := range r.fields {
		f, ok := storedAs(stored, &r.fields[i])
		if !ok {
			continue
		}
		if d := agree(file, &r.fields[i], f.typ); d != nil {
			list.Add(*d)
		}
		r.slots = append(r.slots, slot{f.column, i, f.typ})
	}
	return list, nil
}

// Values of a row are joined with separator, which no cell holds, in groups: a function of SQL takes a limited number of
// arguments.
const (
	separator = "\x1f"
	group     = 40 // facts
)

// query reads `current` with all values of a group as one text: what each column costs that is asked of the driver is
// several times what it costs inside SQLite. A join with `person` would cost as much again, so there is none; the two
// tables are in one order.
func (r *reader) query() string {
	columns := []string{"person_id"}
	for slots := range slices.Chunk(r.slots, group) {
		var parts []string
		for _, s := range slots {
			parts = append(parts, "coalesce("+quote(s.column)+", '')", "coalesce("+recordOf(s.column)+", '')")
		}
		columns = append(columns, "concat_ws(char(31), "+strings.Join(parts, ", ")+")")
	}
	return "SELECT " + strings.Join(columns, ", ") + " FROM current ORDER BY person_id"
}

// scan runs a query on the driver itself and calls row for each row. database/sql would copy and convert every value
// once more.
func (r *reader) scan(conn *sql.Conn, query string, row func([]driver.Value) error) error {
	return conn.Raw(func(c any) error {
		rows, err := c.(driver.QueryerContext).QueryContext(r.ctx, query, nil)
		if err != nil {
			return err
		}
		defer rows.Close()
		dest := make([]driver.Value, len(rows.Columns()))
		for r.ctx.Err() == nil {
			switch err := rows.Next(dest); {
			case errors.Is(err, io.EOF):
				return nil
			case err != nil:
				return err
			}
			if err := row(dest); err != nil {
				return err
			}
		}
		return r.ctx.Err()
	})
}

func (r *reader) person(row []driver.Value) error {
	id, _ := row[0].(string)
	name, _ := row[1].(string)
	number, _ := row[2].(string)
	r.b.Person(roster.Person{ID: id, Name: name, IDNumber: number})
	r.ids = append(r.ids, id)
	return nil
}

// values takes what holds of one person. People come in the order of their ids, as they did in person.
func (r *reader) values(row []driver.Value) error {
	id, _ := row[0].(string)
	for r.next < len(r.ids) && r.ids[r.next] < id {
		r.next++
	}
	if r.next == len(r.ids) || r.ids[r.next] != id {
		return refuse("", "damaged") // values of nobody
	}
	for i, slots := 1, r.slots; len(slots) > 0; i++ {
		text, _ := row[i].(string)
		n := min(group, len(slots))
		if strings.Count(text, separator) != 2*n-1 {
			return refuse("", "damaged")
		}
		for _, s := range slots[:n] {
			var value, record string
			value, text, _ = strings.Cut(text, separator)
			record, text, _ = strings.Cut(text, separator)
			r.value(s, value, record)
		}
		slots = slots[n:]
	}
	return nil
}

// value takes one value and the number of its record; both are empty where there is none.
func (r *reader) value(s slot, text, record string) {
	if text == "" || record == "" {
		return
	}
	if record != r.last.text {
		number, err := strconv.ParseInt(record, 10, 64)
		if err != nil {
			return
		}
		r.last.text, r.last.record, r.last.batch = record, number, r.batchOf(number)
	}
	t := &r.fields[s.at].Type
	r.b.Set(r.next, s.at, convert(decode(text, t), s.typ, *t), r.last.batch, r.last.record)
}

func (r *reader) readBatches(tx *sql.Tx) error {
	rows, err := tx.QueryContext(r.ctx, "SELECT department, file, digest, as_of, first_record FROM batch ORDER BY first_record, id")
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		b := batch{at: -1}
		var on string
		if err := rows.Scan(&b.Department, &b.File, &b.Digest, &on, &b.first); err != nil {
			return err
		}
		b.AsOf, _ = fact.ParseDate(on) // '' where not stated
		r.batches = append(r.batches, b)
	}
	return rows.Err()
}

// batchOf returns the number in the snapshot of the batch that brought a record. Batches enter the snapshot with the first
// value that is of them, so that those whose values have all been replaced do not. −1 where there is none.
func (r *reader) batchOf(record int64) int {
	i := sort.Search(len(r.batches), func(i int) bool { return r.batches[i].first > record }) - 1
	if i < 0 {
		return -1 // a record before all batches: somebody has changed the file by hand
	}
	b := &r.batches[i]
	if b.at < 0 {
		b.at = r.b.Batch(b.Batch)
	}
	return b.at
}

func (r *reader) waivers(tx *sql.Tx) error {
	rows, err := tx.QueryContext(r.ctx, "SELECT person_id, veto, document FROM waiver ORDER BY person_id, veto, document")
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var id string
		var w roster.Waiver
		if err := rows.Scan(&id, &w.Veto, &w.Document); err != nil {
			return err
		}
		if at, ok := slices.BinarySearch(r.ids, id); ok {
			r.b.Waive(at, w)
		}
	}
	return rows.Err()
}

// decode turns the text of a stored cell into a value; what is no value of the type is unreadable.
func decode(text string, t *fact.Type) fact.Value {
	switch t.Kind {
	case fact.Money, fact.Decimal, fact.Integer:
		if n, err := fact.ParseNumber(text); err == nil {
			return fact.OfNumber(n)
		}
	case fact.Boolean:
		if text == "0" || text == "1" {
			return fact.OfBool(text == "1")
		}
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

func decodeList(text string, t *fact.Type) fact.Value {
	var texts []string
	if err := json.Unmarshal([]byte(text), &texts); err != nil {
		return fact.Missing(fact.Unreadable)
	}
	members := make([]fact.Value, len(texts))
	for i, m := range texts {
		v, err := roster.ParseCell(m, fact.Type{Kind: t.Of, Unit: t.Unit, Values: t.Values})
		if err != nil || !v.Known() {
			return fact.Missing(fact.Unreadable)
		}
		members[i] = v
	}
	return fact.OfList(members)
}
