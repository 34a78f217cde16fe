package sqlite

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"slate/engine/diag"
	"slate/engine/fact"
	"slate/engine/roster"
)

// Moment says as of when a roster is read: what was known, and of that what was in force. The zero value is now.
type Moment struct {
	Batch   int       // up to this batch; 0: all
	InForce fact.Date // only what is good for this day or an earlier one, or not dated; zero: all
}

// Snapshot reads the people and what held of the given facts at a moment, all of it by one transaction. A fact that the
// roster has never been given is not supplied for anybody; one that it holds as another type is a problem, and there
// is no snapshot. A stored value that cannot be read any more is missing as unreadable; one about which departments
// contradict each other, and none has precedence by its field, is missing as contradicted. file names the roster in problems.
func (s *Store) Snapshot(ctx context.Context, file string, at Moment, fields []fact.Field) (*roster.Snapshot, diag.List, error) {
	r := &reader{ctx: ctx, at: at, stored: s.stored, b: roster.NewBuilder(fields), fields: fields}
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
	stored    bool // in a file
	ctx       context.Context
	at        Moment
	b         *roster.Builder
	fields    []fact.Field
	slots     []slot
	batches   batches
	aliases   aliases
	ids       []string // of the people, in order
	next      int      // the person whose values were read last
	contested []contest
	index     map[string]int // of the people by id, once all are read
	last      struct {       // the record that a value came from last: most values of a person are of one
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

// contest is a value about which departments contradict each other.
type contest struct {
	person int
	slot   slot
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
	if r.batches, err = readBatches(r.ctx, tx); err != nil {
		return nil, err
	}
	now := len(r.batches)
	if now > 0 {
		now = r.batches[now-1].Number
	}
	if r.at.Batch <= 0 || r.at.Batch > now {
		r.at.Batch = now
	}
	if r.stored {
		r.b.Number(r.at.Batch)
	}
	if r.aliases, err = readAliases(r.ctx, tx, r.at.Batch); err != nil {
		return nil, err
	}
	if r.at.Batch < now || !r.at.InForce.IsZero() {
		err = r.replay(tx)
	} else {
		err = r.current(conn, tx)
	}
	if err != nil {
		return nil, err
	}
	r.index = make(map[string]int, len(r.ids))
	for i, id := range r.ids {
		r.index[id] = i
	}
	if err := r.childRows(conn); err != nil {
		return nil, err
	}
	return nil, r.waivers(tx)
}

// current reads what holds now.
func (r *reader) current(conn *sql.Conn, tx *sql.Tx) error {
	var people int
	if err := tx.QueryRowContext(r.ctx, "SELECT count(*) FROM person").Scan(&people); err != nil {
		return err
	}
	r.b.Grow(people)
	r.ids = make([]string, 0, people)
	if err := r.scan(conn, "SELECT id, name, id_number FROM person ORDER BY id", r.person); err != nil {
		return err
	}
	if len(r.slots) == 0 {
		return nil
	}
	if err := r.scan(conn, r.query(), r.values); err != nil {
		return err
	}
	return r.arbitrate(tx)
}

// arbitrate settles by precedence what departments contradict each other about, as far as the facts' fields say.
func (r *reader) arbitrate(tx *sql.Tx) error {
	var said voices
	last := -1
	for _, c := range r.contested {
		if c.person != last {
			var err error
			if said, err = voicesOf(r.ctx, tx, r.batches, r.aliases.ids(r.ids[c.person])); err != nil {
				return err
			}
			last = c.person
		}
		r.settle(c.person, c.slot, said[c.slot.column])
	}
	return nil
}

// settle sets the value that holds of all that was said.
func (r *reader) settle(person int, s slot, said []voice) {
	f := &r.fields[s.at]
	v, contradicted := hold(said, f.Authorities())
	switch {
	case contradicted:
		r.b.Set(person, s.at, fact.Missing(fact.Conflicting), -1, 0)
	case v.record >= 0:
		r.b.Set(person, s.at, convert(roster.ParseCanonical(v.text, &f.Type), s.typ, f.Type), r.batchIn(v.batch), v.record)
	}
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
	if record == "0" {
		r.contested = append(r.contested, contest{r.next, s})
		return
	}
	if text == "" || record == "" {
		return
	}
	if record != r.last.text {
		number, err := strconv.ParseInt(record, 10, 64)
		if err != nil {
			return
		}
		r.last.text, r.last.record, r.last.batch = record, number, r.batchIn(r.batches.of(number))
	}
	t := &r.fields[s.at].Type
	r.b.Set(r.next, s.at, convert(roster.ParseCanonical(text, t), s.typ, *t), r.last.batch, r.last.record)
}

// batchIn returns the number in the snapshot of a batch. Batches enter the snapshot with the first
// value that is of them, so that those whose values have all been replaced do not. −1 for none.
func (r *reader) batchIn(b *batch) int {
	if b == nil {
		return -1
	}
	if b.at < 0 {
		b.at = r.b.Batch(b.Batch)
	}
	return b.at
}

func (r *reader) waivers(tx *sql.Tx) error {
	rows, err := tx.QueryContext(r.ctx, "SELECT person_id, veto, document FROM waiver WHERE batch_id <= ? ORDER BY person_id, veto, document", r.at.Batch)
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
		if i, ok := r.index[r.aliases.of(id)]; ok {
			r.b.Waive(i, w)
		}
	}
	return rows.Err()
}
