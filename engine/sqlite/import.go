package sqlite

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"slate/engine/diag"
	"slate/engine/fact"
	"slate/engine/roster"
)

// Imported counts what an import brought.
type Imported struct {
	Batch        int             // its number, which is also that of the snapshot that it made
	Known        bool            // the same file was there already, and nothing was stored
	People       int             // rows
	New          int             // of them, people whom the roster did not know
	Values       int             // values stored
	Waivers      int             // documents given, known ones included
	Changed      int             // values that hold now and did not before, of people who had another
	Contradicted int             // values about which departments contradict each other since this import
	Changes      []roster.Change // the first maxChanges of those two
}

// maxChanges is how many changes an import remembers; more are only counted.
const maxChanges = 1000

// errRefused ends a transaction whose file has problems; the caller gets the problems.
var errRefused = errors.New("refused")

// errPreview ends a transaction that was only to be looked at.
var errPreview = errors.New("only looked at")

// Import stores a table of people and their facts as one batch, in one transaction: when anything
// in the table is wrong, nothing is stored and the problems are returned. What each department said stays; which of it
// holds is decided by the rule that hold states. An empty cell says nothing. Amounts are turned
// into the unit in which the roster holds them. fields are those that the table was read with. A file that is there
// already, with the same facts, from the same department and for the same day, is not stored twice.
func (s *Store) Import(ctx context.Context, t *roster.Table, fields []fact.Field, b roster.Batch) (Imported, diag.List, error) {
	return s.take(ctx, t, fields, b, false)
}

// Preview returns what Import would do, and does not do it.
func (s *Store) Preview(ctx context.Context, t *roster.Table, fields []fact.Field, b roster.Batch) (Imported, diag.List, error) {
	return s.take(ctx, t, fields, b, true)
}

func (s *Store) take(ctx context.Context, t *roster.Table, fields []fact.Field, b roster.Batch, preview bool) (Imported, diag.List, error) {
	var list diag.List
	in := &importer{ctx: ctx, hash: newHasher()}
	err := s.tx(ctx, func(tx *sql.Tx) error {
		in.tx = tx
		var err error
		if list, err = in.begin(t, fields, b); err != nil || in.done.Known {
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
		if preview {
			return errPreview
		}
		return s.seal(ctx, tx, &in.batch, nil)
	})
	switch {
	case err == nil, errors.Is(err, errPreview):
		return in.done, list, nil
	case errors.Is(err, errRefused):
		return Imported{}, list, nil
	}
	return Imported{}, nil, notImported(ctx, b.File, err)
}

// notImported says why an import came to nothing for a reason that is not in its file.
func notImported(ctx context.Context, file string, err error) error {
	if ctx.Err() != nil {
		return fmt.Errorf("import %s: %w", file, ctx.Err())
	}
	return fmt.Errorf("import %s: %w", file, plainly(file, err))
}

// importer holds the statements of one import and what they are given.
type importer struct {
	ctx  context.Context
	tx   *sql.Tx
	hash *hasher
	done Imported

	fields  []given
	all     batches // with the new one
	batch   batch
	next    int64 // number of the next record
	aliases aliases

	insertPerson, person, insert, get, put, waiver *sql.Stmt

	now   []sql.NullString // a person's row of `current`: value and record of each field
	dest  []any
	args  []any
	cells []byte
}

// given is a fact that the table has a column for.
type given struct {
	storedField
	name string
	at   int       // number of the fact in a record of the table
	typ  fact.Type // as the table gives it
	// alone says that nobody but this batch's department has ever spoken about the fact, so that the later day holds and
	// nothing need be looked up.
	alone       bool
	authorities []string
}

func (in *importer) begin(t *roster.Table, fields []fact.Field, b roster.Batch) (diag.List, error) {
	var supplied []fact.Field
	for i := range fields {
		if t.ColumnOf(i) >= 0 {
			supplied = append(supplied, fields[i])
			in.fields = append(in.fields, given{name: fields[i].Name, at: i, typ: fields[i].Type, authorities: fields[i].Authorities()})
		}
	}
	stored, list, err := declare(in.ctx, in.tx, in.hash, b.File, supplied)
	if err != nil {
		return nil, err
	}
	if list.HasErrors() {
		return list, errRefused
	}
	for i := range stored {
		in.fields[i].storedField = stored[i]
	}
	if in.all, err = readBatches(in.ctx, in.tx); err != nil {
		return nil, err
	}
	if err := in.known(t, b); err != nil || in.done.Known {
		return nil, err
	}
	if err := in.speakers(b.Department); err != nil {
		return nil, err
	}
	if in.batch, err = addBatch(in.ctx, in.tx, in.hash, b); err != nil {
		return nil, err
	}
	in.all = append(in.all, in.batch)
	in.next, in.done.Batch = in.batch.first, in.batch.Number
	if in.aliases, err = readAliases(in.ctx, in.tx, in.batch.Number); err != nil {
		return nil, err
	}
	if err := in.places(t); err != nil {
		return nil, err
	}
	return list, in.prepare()
}

// known finds out whether the file is there already.
func (in *importer) known(t *roster.Table, b roster.Batch) error {
	for i := range in.all {
		old := &in.all[i]
		if old.Kind != roster.Import || b.Digest == "" || old.Digest != b.Digest || old.Sheet != b.Sheet || old.Department != b.Department || old.AsOf != b.AsOf || old.Pass != b.Pass {
			continue
		}
		var places int
		if err := in.tx.QueryRowContext(in.ctx, "SELECT count(*) FROM place WHERE batch_id = ?", old.Number).Scan(&places); err != nil {
			return fmt.Errorf("compare with the batches: %w", err)
		}
		same := places == len(in.fields)
		for _, f := range in.fields {
			var col int
			err := in.tx.QueryRowContext(in.ctx, "SELECT col FROM place WHERE batch_id = ? AND field_id = ?", old.Number, f.id).Scan(&col)
			if err != nil && !errors.Is(err, sql.ErrNoRows) {
				return fmt.Errorf("compare with the batches: %w", err)
			}
			same = same && err == nil && col == t.ColumnOf(f.at)+1
		}
		if same {
			in.done = Imported{Batch: old.Number, Known: true}
			return nil
		}
	}
	return nil
}

// speakers finds the facts about which nobody else has spoken.
func (in *importer) speakers(department string) error {
	for i := range in.fields {
		f := &in.fields[i]
		err := in.tx.QueryRowContext(in.ctx, `SELECT NOT EXISTS (SELECT 1 FROM place p JOIN batch b ON b.id = p.batch_id
			WHERE p.field_id = ? AND (b.department <> ? OR b.kind <> 'import'))`, f.id, department).Scan(&f.alone)
		if err != nil {
			return fmt.Errorf("find who speaks about %s: %w", f.name, err)
		}
	}
	return nil
}

// places records where in the file the facts stand, and under which headings.
func (in *importer) places(t *roster.Table) error {
	form := Form(t.Header())
	for _, f := range in.fields {
		col := t.ColumnOf(f.at)
		if err := addPlace(in.ctx, in.tx, in.hash, in.batch.Number, f.id, col+1, t.Header()[col], form); err != nil {
			return err
		}
	}
	return nil
}

func addPlace(ctx context.Context, tx *sql.Tx, h *hasher, batch int, field int64, col int, heading, form string) error {
	sum := h.row("place", strconv.Itoa(batch), strconv.FormatInt(field, 10), strconv.Itoa(col), heading, form)
	_, err := tx.ExecContext(ctx, "INSERT INTO place (batch_id, field_id, col, heading, form, hash) VALUES (?, ?, ?, ?, ?, ?)", batch, field, col, heading, form, sum)
	if err != nil {
		return fmt.Errorf("record the columns: %w", err)
	}
	return nil
}

// Form returns what tells one form of a department from another: the hexadecimal SHA-256 of its headings.
func Form(header []string) string {
	sum := sha256.Sum256([]byte(strings.Join(header, "\x1f")))
	return hex.EncodeToString(sum[:])
}

func (in *importer) prepare() error {
	columns := []string{"person_id"}
	var sets []string
	for _, f := range in.fields {
		for _, c := range []string{quote(f.column), recordOf(f.column)} {
			columns = append(columns, c)
			sets = append(sets, c+" = excluded."+c)
		}
	}
	conflict := "NOTHING"
	if len(sets) > 0 {
		conflict = "UPDATE SET " + strings.Join(sets, ", ")
	}
	in.now = make([]sql.NullString, len(columns)-1)
	in.dest = []any{new(string)}
	for i := range in.now {
		in.dest = append(in.dest, &in.now[i])
	}
	for _, p := range []struct {
		to  **sql.Stmt
		sql string
	}{
		{&in.insertPerson, "INSERT INTO person (id, name, id_number) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"},
		{&in.person, `UPDATE person SET name = iif(?2 = '', name, ?2), id_number = iif(?3 = '', id_number, ?3)
			WHERE id = ?1 AND (?2 NOT IN ('', name) OR ?3 NOT IN ('', id_number))`},
		{&in.insert, insertRecord},
		{&in.get, "SELECT " + strings.Join(columns, ", ") + " FROM current WHERE person_id = ?"},
		{&in.put, fmt.Sprintf("INSERT INTO current (%s) VALUES (?%s) ON CONFLICT (person_id) DO %s", strings.Join(columns, ", "), strings.Repeat(", ?", len(columns)-1), conflict)},
		{&in.waiver, "INSERT INTO waiver (person_id, veto, document, batch_id, hash) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"},
	} {
		var err error
		if *p.to, err = in.tx.PrepareContext(in.ctx, p.sql); err != nil {
			return fmt.Errorf("prepare the import: %w", err)
		}
	}
	return nil
}

func (in *importer) close() {
	for _, s := range []*sql.Stmt{in.insertPerson, in.person, in.insert, in.get, in.put, in.waiver} {
		if s != nil {
			s.Close()
		}
	}
}

// record stores one row and brings what holds of the person up to date.
func (in *importer) record(r *roster.Record) error {
	id := in.aliases.of(r.Person.ID)
	fresh, err := in.arrive(id, &r.Person)
	if err != nil {
		return err
	}
	in.done.People++
	texts := in.encode(r)
	stored := row{id: in.next, batch: int64(in.batch.Number), row: r.Row, person: r.Person.ID, name: r.Person.Name, idNumber: r.Person.IDNumber, cells: string(in.cells)}
	if _, err := in.insert.ExecContext(in.ctx, stored.id, stored.batch, stored.row, stored.person, stored.name, stored.idNumber, stored.cells, stored.hash(in.hash)); err != nil {
		return err
	}
	if err := in.update(roster.Person{ID: id, Name: r.Person.Name, IDNumber: r.Person.IDNumber}, fresh, texts); err != nil {
		return err
	}
	in.next++
	return in.waive(r.Person.ID, r.Waivers)
}

// arrive makes sure that the person is there; fresh says that they were not.
func (in *importer) arrive(id string, p *roster.Person) (fresh bool, err error) {
	res, err := in.insertPerson.ExecContext(in.ctx, id, p.Name, p.IDNumber)
	if err != nil {
		return false, err
	}
	if n, err := res.RowsAffected(); err != nil || n > 0 {
		in.done.New++
		return true, err
	}
	_, err = in.person.ExecContext(in.ctx, id, p.Name, p.IDNumber)
	return false, err
}

// encode writes the cells of the record and returns the values as they are stored, by field; "" where there is none.
func (in *importer) encode(r *roster.Record) []string {
	texts := make([]string, len(in.fields))
	in.cells = append(in.cells[:0], '{')
	for i, f := range in.fields {
		v := convert(r.Values[f.at], f.typ, f.storedField.typ)
		if !v.Known() {
			continue
		}
		texts[i] = roster.Canonical(v)
		if in.done.Values++; len(in.cells) > 1 {
			in.cells = append(in.cells, ',')
		}
		in.cells = append(in.cells, '"')
		in.cells = append(in.cells, f.column...)
		in.cells = append(in.cells, '"', ':')
		quoted, _ := json.Marshal(texts[i]) // a text always encodes
		in.cells = append(in.cells, quoted...)
	}
	in.cells = append(in.cells, '}')
	return texts
}

// update brings the person's row of `current` up to date with what the new record says.
func (in *importer) update(p roster.Person, fresh bool, texts []string) error {
	clear(in.now)
	if !fresh {
		err := in.get.QueryRowContext(in.ctx, p.ID).Scan(in.dest...)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return err
		}
	}
	var said voices
	for i := range in.fields {
		f := &in.fields[i]
		value, record := &in.now[2*i], &in.now[2*i+1]
		was, wasRecord := *value, record.String
		switch {
		case texts[i] == "":
			continue
		case fresh || f.alone && !in.newer(record.String):
			*value, *record = valid(texts[i]), valid(strconv.FormatInt(in.next, 10))
		case f.alone:
		default:
			if said == nil {
				var err error
				if said, err = voicesOf(in.ctx, in.tx, in.all, in.aliases.ids(p.ID)); err != nil {
					return err
				}
			}
			*value, *record = settled(hold(said[f.column], nil))
		}
		if record.String != wasRecord {
			is, from := *value, *record
			if from.String == "0" {
				is, from = settled(hold(said[f.column], f.authorities))
			}
			in.compare(p, f, was, is, from)
		}
	}
	in.args = append(in.args[:0], p.ID)
	for _, v := range in.now {
		in.args = append(in.args, v)
	}
	_, err := in.put.ExecContext(in.ctx, in.args...)
	return err
}

func valid(text string) sql.NullString { return sql.NullString{String: text, Valid: true} }

// settled turns what hold says into value and record of `current`.
func settled(v voice, contradicted bool) (value, record sql.NullString) {
	switch {
	case contradicted:
		return sql.NullString{}, valid("0")
	case v.record < 0:
		return sql.NullString{}, sql.NullString{}
	}
	return valid(v.text), valid(strconv.FormatInt(v.record, 10))
}

// newer reports whether the value of a record is good for a later day than those of this import.
func (in *importer) newer(record string) bool {
	number, _ := strconv.ParseInt(record, 10, 64)
	b := in.all.of(number)
	return b != nil && b.AsOf.Compare(in.batch.AsOf) > 0
}

// compare counts a value that is another now.
func (in *importer) compare(p roster.Person, f *given, was, is, record sql.NullString) {
	contradicted := record.String == "0"
	switch {
	case contradicted:
		in.done.Contradicted++
	case !was.Valid || was == is:
		return
	default:
		in.done.Changed++
	}
	if len(in.done.Changes) == maxChanges {
		return
	}
	c := roster.Change{Person: p, Field: f.name, Was: decoded(was, f.storedField.typ), Is: decoded(is, f.storedField.typ)}
	if contradicted {
		c.Is = fact.Missing(fact.Conflicting)
	}
	in.done.Changes = append(in.done.Changes, c)
}

// decoded turns a column of `current` into a value.
func decoded(text sql.NullString, t fact.Type) fact.Value {
	if !text.Valid {
		return fact.Missing(fact.NotSupplied)
	}
	return roster.ParseCanonical(text.String, &t)
}

func (in *importer) waive(person string, waivers []roster.Waiver) error {
	for _, w := range waivers {
		sum := in.hash.row("waiver", person, w.Veto, w.Document, strconv.Itoa(in.batch.Number))
		if _, err := in.waiver.ExecContext(in.ctx, person, w.Veto, w.Document, in.batch.Number, sum); err != nil {
			return err
		}
		in.done.Waivers++
	}
	return nil
}
