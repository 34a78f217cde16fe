package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"slate/engine/fact"
	"slate/engine/roster"
)

// Origins returns where the values came from that a snapshot with the given facts has of a person, by the name of the
// fact. A snapshot does not carry this: it is asked for one person at a time, and would be as large as the values.
func (s *Store) Origins(ctx context.Context, at Moment, person string, fields []fact.Field) (map[string]roster.Origin, error) {
	all, err := readBatches(ctx, s.db)
	if err != nil {
		return nil, err
	}
	if at.Batch <= 0 && len(all) > 0 {
		at.Batch = all[len(all)-1].Number
	}
	aliases, err := readAliases(ctx, s.db, at.Batch)
	if err != nil {
		return nil, err
	}
	said, err := voicesOf(ctx, s.db, all, aliases.ids(aliases.of(person)))
	if err != nil {
		return nil, err
	}
	stored, err := readFields(ctx, s.db)
	if err != nil {
		return nil, err
	}
	origins := map[string]roster.Origin{}
	for i := range fields {
		f := &fields[i]
		in, _ := storedAs(stored, f)
		v, _ := hold(asOf(said[in.column], at), f.Authorities())
		if v.record < 0 {
			continue
		}
		if origins[f.Name], err = s.origin(ctx, v, f.Name, in.id); err != nil {
			return nil, err
		}
	}
	return origins, nil
}

// asOf returns what had been said at a moment and was in force.
func asOf(said []voice, at Moment) []voice {
	var out []voice
	for _, v := range said {
		if v.batch.Number <= at.Batch && (at.InForce.IsZero() || v.batch.AsOf.Compare(at.InForce) <= 0) {
			out = append(out, v)
		}
	}
	return out
}

func (s *Store) origin(ctx context.Context, v voice, field string, id int64) (roster.Origin, error) {
	o := roster.Origin{Field: field, Batch: v.batch.Batch}
	err := s.db.QueryRowContext(ctx, `SELECT r.row, p.col FROM record r JOIN place p ON p.batch_id = r.batch_id
		WHERE r.id = ? AND p.field_id = ?`, v.record, id).Scan(&o.Row, &o.Column)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return o, fmt.Errorf("find where the value of %s came from: %w", field, err)
	}
	return o, nil
}
