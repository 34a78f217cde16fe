package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// Origin is where a stored value came from.
type Origin struct {
	Field       string // the fact
	Department  string
	File        string
	AsOf        string // ISO day, "" where not stated
	Row, Column int    // of the file, from 1
}

// Origins returns where the values that hold now of a person came from, by the name of the fact. A snapshot does not
// carry this: it is asked for one person at a time, and would be as large as the values.
func (s *Store) Origins(ctx context.Context, person string) (map[string]Origin, error) {
	origins := map[string]Origin{}
	fields, err := readFields(ctx, s.db)
	if err != nil {
		return nil, err
	}
	for name, f := range fields {
		o := Origin{Field: name}
		err := s.db.QueryRowContext(ctx, `SELECT b.department, b.file, b.as_of, r.row, p.col
			FROM current c JOIN record r ON r.id = c.`+recordOf(f.column)+`
			JOIN batch b ON b.id = r.batch_id JOIN place p ON p.batch_id = r.batch_id AND p.field_id = ?2
			WHERE c.person_id = ?1`, person, f.id).Scan(&o.Department, &o.File, &o.AsOf, &o.Row, &o.Column)
		switch {
		case errors.Is(err, sql.ErrNoRows):
		case err != nil:
			return nil, fmt.Errorf("find where the value of %s came from: %w", name, err)
		default:
			origins[name] = o
		}
	}
	return origins, nil
}
