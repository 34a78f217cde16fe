package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"slate/engine/diag"
	"slate/engine/fact"
	"slate/engine/roster"
)

// ErrNobody is returned where a person is asked about whom the roster does not have.
var ErrNobody = errors.New("the roster has no such person")

// ErrSilent is returned by Decide where the department has said nothing about the fact.
var ErrSilent = errors.New("that department has said nothing about the fact")

// Correct stores a new value of a fact of one person as a correction: it silences everything said for its day or an
// earlier one and leaves it in the history. A missing value withdraws what holds. The batch says who, why and on
// what document. It returns ErrNobody, and problems where the roster holds the fact as another type.
func (s *Store) Correct(ctx context.Context, file, person string, field fact.Field, v fact.Value, b roster.Batch) (roster.Change, diag.List, error) {
	b.Kind = roster.Correction
	return s.rule(ctx, file, person, field, b, func(c *change, f storedField) (*string, error) {
		if !v.Known() {
			return nil, nil
		}
		text := roster.Canonical(convert(v, field.Type, f.typ))
		return &text, nil
	})
}

// Decide settles what departments contradict each other about: what one of them says holds, until something for a later
// day comes. It returns ErrNobody and ErrSilent.
func (s *Store) Decide(ctx context.Context, file, person string, field fact.Field, department string, b roster.Batch) (roster.Change, diag.List, error) {
	b.Kind = roster.Decision
	return s.rule(ctx, file, person, field, b, func(c *change, f storedField) (*string, error) {
		said, err := voicesOf(ctx, c.tx, c.all, c.aliases.ids(c.person))
		if err != nil {
			return nil, err
		}
		var word *voice
		for _, v := range speakers(said[f.column]) {
			if v.batch.AsOf.Compare(c.batch.AsOf) > 0 {
				c.batch.AsOf = v.batch.AsOf // a decision settles all that was said before it
			}
			if v.batch.Department == department && !v.withdrawn {
				word = &v
			}
		}
		if word == nil {
			return nil, ErrSilent
		}
		return &word.text, nil
	})
}

// change is a transaction that one person's decision makes.
type change struct {
	ctx     context.Context
	tx      *sql.Tx
	hash    *hasher
	all     batches
	aliases aliases
	batch   roster.Batch
	person  string
}

// change runs f in a transaction that knows the batches and who is who.
func (s *Store) change(ctx context.Context, file, person string, b roster.Batch, f func(*change) error) error {
	err := s.tx(ctx, func(tx *sql.Tx) error {
		c := &change{ctx: ctx, tx: tx, hash: newHasher(), batch: b}
		var err error
		if c.all, err = readBatches(ctx, tx); err != nil {
			return err
		}
		if c.aliases, err = readAliases(ctx, tx, len(c.all)+1); err != nil {
			return err
		}
		c.person = c.aliases.of(person)
		var there bool
		if err := tx.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM person WHERE id = ?)", c.person).Scan(&there); err != nil {
			return err
		}
		if !there {
			return ErrNobody
		}
		return f(c)
	})
	switch {
	case err == nil, errors.Is(err, errRefused), errors.Is(err, ErrNobody), errors.Is(err, ErrSilent):
		return err
	case ctx.Err() != nil:
		return fmt.Errorf("change roster %s: %w", file, ctx.Err())
	}
	return fmt.Errorf("change roster %s: %w", file, plainly(file, err))
}

// rule stores one value that a person has decided on, and brings what holds up to date.
func (s *Store) rule(ctx context.Context, file, person string, field fact.Field, b roster.Batch, word func(*change, storedField) (*string, error)) (roster.Change, diag.List, error) {
	var list diag.List
	var out roster.Change
	err := s.change(ctx, file, person, b, func(c *change) error {
		var stored []storedField
		var err error
		if stored, list, err = declare(ctx, c.tx, c.hash, file, []fact.Field{field}); err != nil {
			return err
		}
		if list.HasErrors() {
			return errRefused
		}
		text, err := word(c, stored[0])
		if err != nil {
			return err
		}
		added, err := addBatch(ctx, c.tx, c.hash, c.batch)
		if err != nil {
			return err
		}
		c.all = append(c.all, added)
		cells, _ := json.Marshal(map[string]*string{stored[0].column: text}) // texts always encode
		r := row{id: added.first, batch: int64(added.Number), person: c.person, cells: string(cells)}
		if _, err := c.tx.ExecContext(ctx, insertRecord, r.id, r.batch, r.row, r.person, r.name, r.idNumber, r.cells, r.hash(c.hash)); err != nil {
			return err
		}
		if err := addPlace(ctx, c.tx, c.hash, added.Number, stored[0].id, 0, "", ""); err != nil {
			return err
		}
		if out, err = c.settle(c.person, field.Name, stored[0]); err != nil {
			return err
		}
		return s.seal(ctx, c.tx, &added, nil)
	})
	if errors.Is(err, errRefused) {
		return roster.Change{}, list, nil
	}
	return out, list, err
}

// settle works out again what holds of one fact of a person.
func (c *change) settle(person, name string, f storedField) (roster.Change, error) {
	out := roster.Change{Field: name}
	var was, record sql.NullString
	query := "SELECT p.id, p.name, p.id_number, c." + quote(f.column) + ", c." + recordOf(f.column) + " FROM person p LEFT JOIN current c ON c.person_id = p.id WHERE p.id = ?"
	if err := c.tx.QueryRowContext(c.ctx, query, person).Scan(&out.Person.ID, &out.Person.Name, &out.Person.IDNumber, &was, &record); err != nil {
		return out, err
	}
	said, err := voicesOf(c.ctx, c.tx, c.all, c.aliases.ids(person))
	if err != nil {
		return out, err
	}
	is, from := settled(hold(said[f.column], nil))
	out.Was, out.Is = decoded(was, f.typ), decoded(is, f.typ)
	if record.String == "0" {
		out.Was = fact.Missing(fact.Conflicting)
	}
	if from.String == "0" {
		out.Is = fact.Missing(fact.Conflicting)
	}
	_, err = c.tx.ExecContext(c.ctx, fmt.Sprintf("INSERT INTO current (person_id, %[1]s, %[2]s) VALUES (?, ?, ?) ON CONFLICT (person_id) DO UPDATE SET %[1]s = excluded.%[1]s, %[2]s = excluded.%[2]s",
		quote(f.column), recordOf(f.column)), person, is, from)
	return out, err
}

// Identify records a decision on who is who. With same, both ids are one person from then on, under the id other; the
// records stay under the ids they came with. Otherwise the two are known to be different people and are not asked about
// again. It returns ErrNobody where the roster lacks either.
func (s *Store) Identify(ctx context.Context, file, person, other string, same bool, b roster.Batch) error {
	b.Kind = roster.Decision
	return s.change(ctx, file, person, b, func(c *change) error {
		other = c.aliases.of(other)
		if other == c.person {
			return nil
		}
		var there bool
		if err := c.tx.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM person WHERE id = ?)", other).Scan(&there); err != nil {
			return err
		}
		if !there {
			return ErrNobody
		}
		added, err := addBatch(ctx, c.tx, c.hash, c.batch)
		if err != nil {
			return err
		}
		yes := 0
		if same {
			yes = 1
		}
		sum := c.hash.row("identity", c.person, other, strconv.Itoa(yes), strconv.Itoa(added.Number))
		if _, err := c.tx.ExecContext(ctx, "INSERT INTO identity (person_id, other_id, same, batch_id, hash) VALUES (?, ?, ?, ?, ?)", c.person, other, yes, added.Number, sum); err != nil {
			return err
		}
		if same {
			if err := c.join(other); err != nil {
				return err
			}
		}
		return s.seal(ctx, c.tx, &added, nil)
	})
}

// join takes the person out of the roster and works out what holds of the other with the records of both.
func (c *change) join(other string) error {
	c.aliases[c.person] = other
	for _, statement := range []string{
		`UPDATE person SET
			name = coalesce((SELECT name FROM record WHERE person_id IN (?1, ?2) AND name <> '' ORDER BY id DESC LIMIT 1), ''),
			id_number = coalesce((SELECT id_number FROM record WHERE person_id IN (?1, ?2) AND id_number <> '' ORDER BY id DESC LIMIT 1), '') WHERE id = ?2`,
		"DELETE FROM current WHERE person_id = ?1 AND ?2 <> ''", "DELETE FROM person WHERE id = ?1 AND ?2 <> ''",
	} {
		if _, err := c.tx.ExecContext(c.ctx, statement, c.person, other); err != nil {
			return err
		}
	}
	fields, err := readFields(c.ctx, c.tx)
	if err != nil {
		return err
	}
	for name, f := range fields { // the order changes nothing: each is settled alone
		if _, err := c.settle(other, name, f); err != nil {
			return err
		}
	}
	return nil
}

// Erase removes everything that is held of a person, under all their ids, so that no byte of it is left in the
// file, its log or its free pages, and records only that somebody was removed, by whom and why. Copies of the file
// made before, by Backup or otherwise, still hold it. It returns ErrNobody.
func (s *Store) Erase(ctx context.Context, file, person string, b roster.Batch) error {
	b.Kind = roster.Erasure
	err := s.change(ctx, file, person, b, func(c *change) error {
		ids := c.aliases.ids(c.person)
		marks := strings.TrimSuffix(strings.Repeat("?, ", len(ids)), ", ")
		args := make([]any, len(ids))
		for i, id := range ids {
			args[i] = id
		}
		gone, err := s.keepLeaves(ctx, c.tx, ids)
		if err != nil {
			return err
		}
		for _, statement := range append([]string{
			"DELETE FROM current WHERE person_id IN (%s)", "DELETE FROM person WHERE id IN (%s)", "DELETE FROM record WHERE person_id IN (%s)",
			"UPDATE adjustment SET person_id = NULL, reason = NULL WHERE person_id IN (%s)",
			"DELETE FROM waiver WHERE person_id IN (%s)", "DELETE FROM identity WHERE person_id IN (%[1]s)", "DELETE FROM identity WHERE other_id IN (%[1]s)",
		}, forget...) {
			if _, err := c.tx.ExecContext(ctx, fmt.Sprintf(statement, marks), args...); err != nil {
				return err
			}
		}
		for _, t := range roster.ChildTables() {
			if _, err := c.tx.ExecContext(ctx, "DELETE FROM "+t.Name+" WHERE person_id IN ("+marks+")", args...); err != nil {
				return err
			}
		}
		added, err := addBatch(ctx, c.tx, c.hash, c.batch)
		if err != nil {
			return err
		}
		return s.seal(ctx, c.tx, &added, gone)
	})
	if err != nil && !errors.Is(err, ErrNobody) {
		return err
	}
	// Where there is nobody, an earlier removal may have ended before its bytes were gone.
	if scrubbed := s.scrub(ctx, file); scrubbed != nil {
		return scrubbed
	}
	return err
}

// scrub writes the file anew and empties the log, so that nothing deleted can be read from either.
func (s *Store) scrub(ctx context.Context, file string) error {
	if _, err := s.db.ExecContext(ctx, "VACUUM"); err != nil {
		return fmt.Errorf("the person is removed, but writing roster %s anew failed, so that deleted bytes may still be in it; run the command again: %w", file, plainly(file, err))
	}
	var busy, log, moved int
	if err := s.db.QueryRowContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)").Scan(&busy, &log, &moved); err != nil {
		return fmt.Errorf("empty the log of roster %s: %w", file, plainly(file, err))
	}
	if busy != 0 {
		return fmt.Errorf("empty the log of roster %s: %w", file, ErrBusy)
	}
	return nil
}
