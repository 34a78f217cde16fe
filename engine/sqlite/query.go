package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"slate/engine/fact"
	"slate/engine/roster"
)

// Fields returns the dictionary of facts in the order in which they were first imported. Which choices there are, domains
// and ages are the rule file's matter and not in it.
func (s *Store) Fields(ctx context.Context) ([]fact.Field, error) {
	rows, err := s.db.QueryContext(ctx, "SELECT name, column_name, kind, member_kind, unit, label, source FROM field ORDER BY id")
	if err != nil {
		return nil, fmt.Errorf("read the dictionary of facts: %w", err)
	}
	defer rows.Close()
	var fields []fact.Field
	for rows.Next() {
		var f fact.Field
		var kind, member string
		if err := rows.Scan(&f.Name, &f.Column, &kind, &member, &f.Type.Unit, &f.Label, &f.Source); err != nil {
			return nil, fmt.Errorf("read the dictionary of facts: %w", err)
		}
		f.Type.Kind, _ = fact.ParseKind(kind)
		f.Type.Of, _ = fact.ParseKind(member)
		fields = append(fields, f)
	}
	return fields, rows.Err()
}

// Batches returns all batches in their order. The roster after each is the snapshot of its number.
func (s *Store) Batches(ctx context.Context) ([]roster.Stored, error) {
	all, err := readBatches(ctx, s.db)
	if err != nil {
		return nil, err
	}
	out := make([]roster.Stored, len(all))
	for i := range all {
		out[i].Batch = all[i].Batch
		row := s.db.QueryRowContext(ctx, "SELECT count(*), count(DISTINCT person_id) FROM record WHERE batch_id = ?", all[i].Number)
		if err := row.Scan(&out[i].Records, &out[i].People); err != nil {
			return nil, fmt.Errorf("count the records: %w", err)
		}
	}
	return out, nil
}

// Empty reports whether nothing was ever stored.
func (s *Store) Empty(ctx context.Context) (bool, error) {
	var any bool
	err := s.db.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM batch)").Scan(&any)
	return !any, err
}

// KnownOn returns the number of the last batch that was recorded by the end of a day, in UTC; 0 where there was none.
func (s *Store) KnownOn(ctx context.Context, day fact.Date) (int, error) {
	var number sql.NullInt64
	err := s.db.QueryRowContext(ctx, "SELECT max(id) FROM batch WHERE substr(recorded, 1, 10) <= ?", day.String()).Scan(&number)
	return int(number.Int64), err
}

// Choose records which snapshot runs are to use; 0 stands for the newest, always.
func (s *Store) Choose(ctx context.Context, number int, by, recorded string) error {
	return s.tx(ctx, func(tx *sql.Tx) error {
		var id int
		if err := tx.QueryRowContext(ctx, "SELECT coalesce(max(id), 0) + 1 FROM chosen").Scan(&id); err != nil {
			return err
		}
		batch, text := any(number), strconv.Itoa(number)
		if number == 0 {
			batch, text = nil, ""
		}
		_, err := tx.ExecContext(ctx, "INSERT INTO chosen (id, batch_id, by, recorded, hash) VALUES (?, ?, ?, ?, ?)", id, batch, by, recorded,
			newHasher().row("chosen", strconv.Itoa(id), text, by, recorded))
		return err
	})
}

// Chosen returns the snapshot that runs are to use; 0 for the newest.
func (s *Store) Chosen(ctx context.Context) (int, error) {
	var number sql.NullInt64
	err := s.db.QueryRowContext(ctx, "SELECT batch_id FROM chosen ORDER BY id DESC LIMIT 1").Scan(&number)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	return int(number.Int64), err
}

// Told returns everything that was ever said of a person, under all their ids: by fact in the order of the dictionary,
// the last first. fields give types, choices and precedence; facts that are not among them come as text. It returns ErrNobody.
func (s *Store) Told(ctx context.Context, person string, fields []fact.Field) ([]roster.Said, error) {
	all, err := readBatches(ctx, s.db)
	if err != nil {
		return nil, err
	}
	aliases, err := readAliases(ctx, s.db, len(all)+1)
	if err != nil {
		return nil, err
	}
	said, err := voicesOf(ctx, s.db, all, aliases.ids(aliases.of(person)))
	if err != nil {
		return nil, err
	}
	dictionary, err := s.Fields(ctx)
	if err != nil {
		return nil, err
	}
	ids, err := readFields(ctx, s.db)
	if err != nil {
		return nil, err
	}
	var out []roster.Said
	for _, stored := range dictionary {
		f := stored
		if i := slices.IndexFunc(fields, func(d fact.Field) bool { return d.Name == stored.Name }); i >= 0 {
			f = fields[i]
		}
		heard := said[stored.Column]
		holding, contested := hold(heard, f.Authorities())
		for _, v := range slices.Backward(heard) {
			one := roster.Said{Withdrawn: v.withdrawn, Holds: v.record == holding.record, Contested: contested}
			if !v.withdrawn {
				one.Value = convert(roster.ParseCanonical(v.text, &f.Type), stored.Type, f.Type)
			}
			if one.Origin, err = s.origin(ctx, v, stored.Name, ids[stored.Name].id); err != nil {
				return nil, err
			}
			out = append(out, one)
		}
	}
	return out, nil
}

// Contests returns them all, in the order of people and facts; those that the precedence of a field settles are not among
// them.
func (s *Store) Contests(ctx context.Context, at Moment, fields []fact.Field) ([]roster.Contest, error) {
	snapshot, _, err := s.Snapshot(ctx, "", at, fields)
	if err != nil {
		return nil, err
	}
	var out []roster.Contest
	for i := range snapshot.Len() {
		for j := range fields {
			if v := snapshot.Column(fields[j].Name).Value(i); !v.Known() && v.Why() == fact.Conflicting {
				out = append(out, roster.Contest{Person: snapshot.Person(i), Field: fields[j]})
			}
		}
	}
	return out, nil
}

// Different returns the pairs of ids that were decided to be different people, the lesser id first.
func (s *Store) Different(ctx context.Context) (map[[2]string]bool, error) {
	rows, err := s.db.QueryContext(ctx, "SELECT min(person_id, other_id), max(person_id, other_id) FROM identity WHERE same = 0")
	if err != nil {
		return nil, fmt.Errorf("read who is who: %w", err)
	}
	defer rows.Close()
	out := map[[2]string]bool{}
	for rows.Next() {
		var a, b string
		if err := rows.Scan(&a, &b); err != nil {
			return nil, err
		}
		out[[2]string{a, b}] = true
	}
	return out, rows.Err()
}

// Mapping returns the facts that the headings of a form were mapped to when it was last imported, by heading.
func (s *Store) Mapping(ctx context.Context, form string) (map[string]string, error) {
	rows, err := s.db.QueryContext(ctx, `SELECT p.heading, f.name FROM place p JOIN field f ON f.id = p.field_id
		WHERE p.form = ?1 AND p.batch_id = (SELECT max(batch_id) FROM place WHERE form = ?1)`, form)
	if err != nil {
		return nil, fmt.Errorf("read the mapping of a form: %w", err)
	}
	defer rows.Close()
	out := map[string]string{}
	for rows.Next() {
		var heading, name string
		if err := rows.Scan(&heading, &name); err != nil {
			return nil, err
		}
		out[heading] = name
	}
	return out, rows.Err()
}

// Passes returns how far each person's record has come in the survey, by id; people of no pass are not in it.
func (s *Store) Passes(ctx context.Context) (map[string]roster.Pass, error) {
	all, err := readBatches(ctx, s.db)
	if err != nil {
		return nil, err
	}
	aliases, err := readAliases(ctx, s.db, len(all)+1)
	if err != nil {
		return nil, err
	}
	order := []roster.Pass{roster.NoPass, roster.Listed, roster.Checked, roster.Supplemented}
	out := map[string]roster.Pass{}
	for _, b := range all {
		if b.Pass == roster.NoPass {
			continue
		}
		ids, err := s.peopleOf(ctx, b.Number)
		if err != nil {
			return nil, err
		}
		for _, id := range ids {
			if id = aliases.of(id); slices.Index(order, b.Pass) > slices.Index(order, out[id]) {
				out[id] = b.Pass
			}
		}
	}
	return out, nil
}

func (s *Store) peopleOf(ctx context.Context, batch int) ([]string, error) {
	rows, err := s.db.QueryContext(ctx, "SELECT DISTINCT person_id FROM record WHERE batch_id = ?", batch)
	if err != nil {
		return nil, fmt.Errorf("read the people of a batch: %w", err)
	}
	defer rows.Close()
	var ids []string
	for rows.Next() {
		var id string
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	return ids, rows.Err()
}
