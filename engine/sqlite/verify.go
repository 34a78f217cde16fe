package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"

	"slate/engine/fact"
	"slate/engine/roster"
)

// maxWrong is how many places a check names.
const maxWrong = 20

// wrong adds a place to a check.
func wrong(c *roster.Check, place string) {
	if len(c.Wrong) < maxWrong {
		c.Wrong = append(c.Wrong, place)
	}
}

// Verify looks at the whole file. SQLite's own check finds damaged pages and misses about half of single changed
// bits, which hashes of rows find; a change of both a row and its hash is for the ledger to find.
func (s *Store) Verify(ctx context.Context) ([]roster.Check, error) {
	var checks []roster.Check
	for _, check := range []func(context.Context) (roster.Check, error){s.verifyPages, s.verifyLinks, s.verifyHashes, s.verifyCurrent, s.verifyDecisions} {
		c, err := check(ctx)
		if err != nil {
			return nil, fmt.Errorf("verify the roster: %w", plainly("", err))
		}
		checks = append(checks, c)
	}
	return checks, nil
}

func (s *Store) verifyPages(ctx context.Context) (roster.Check, error) {
	c := roster.Check{Name: roster.CheckPages}
	rows, err := s.db.QueryContext(ctx, "PRAGMA integrity_check")
	if err != nil {
		return c, err
	}
	defer rows.Close()
	for rows.Next() {
		var text string
		if err := rows.Scan(&text); err != nil {
			return c, err
		}
		if text != "ok" {
			wrong(&c, text)
		}
	}
	if err := rows.Err(); err != nil {
		return c, err
	}
	return c, s.db.QueryRowContext(ctx, "PRAGMA page_count").Scan(&c.Rows)
}

func (s *Store) verifyLinks(ctx context.Context) (roster.Check, error) {
	c := roster.Check{Name: roster.CheckLinks}
	rows, err := s.db.QueryContext(ctx, "PRAGMA foreign_key_check")
	if err != nil {
		return c, err
	}
	defer rows.Close()
	for rows.Next() {
		var table, parent string
		var id, key sql.NullInt64
		if err := rows.Scan(&table, &id, &parent, &key); err != nil {
			return c, err
		}
		wrong(&c, fmt.Sprintf("%s %d → %s", table, id.Int64, parent))
	}
	return c, rows.Err()
}

// hashed are the tables whose rows carry a hash, which is their last column, each with the columns that name a row.
var hashed = []struct{ table, key string }{
	{"batch", "id"}, {"field", "id"}, {"record", "id"}, {"place", "batch_id || '/' || field_id"}, {"identity", "batch_id"}, {"waiver", "batch_id || '/' || veto"}, {"chosen", "id"}, {"coverage", "batch_id"}, {"run", "id"}, {"run_file", "run_id || '/' || place"}, {"approval", "run_id"}, {"period", "id"},
}

func (s *Store) verifyHashes(ctx context.Context) (roster.Check, error) {
	c := roster.Check{Name: roster.CheckHashes}
	h := newHasher()
	for _, t := range hashed {
		if err := s.verifyTable(ctx, &c, h, t.table, t.key, 0); err != nil {
			return c, err
		}
	}
	for _, t := range roster.ChildTables() {
		if err := s.verifyTable(ctx, &c, h, t.Name, "id", 1); err != nil { // SQLite numbers their rows
			return c, err
		}
	}
	return c, nil
}

// verifyTable holds every row of a table to its hash, which is over all columns but the first skip and itself.
func (s *Store) verifyTable(ctx context.Context, c *roster.Check, h *hasher, table, key string, skip int) error {
	rows, err := s.db.QueryContext(ctx, fmt.Sprintf("SELECT %s, * FROM %s", key, table))
	if err != nil {
		return err
	}
	defer rows.Close()
	names, err := rows.Columns()
	if err != nil {
		return err
	}
	texts := make([]sql.NullString, len(names))
	dest := make([]any, len(names))
	for i := range dest {
		dest[i] = &texts[i]
	}
	columns := make([]string, len(names)-2-skip)
	for rows.Next() {
		if err := rows.Scan(dest...); err != nil {
			return err
		}
		for i := range columns {
			columns[i] = texts[i+1+skip].String
		}
		c.Rows++
		if string(h.row(table, columns...)) != texts[len(texts)-1].String {
			wrong(c, table+" "+texts[0].String)
		}
	}
	return rows.Err()
}

// lastDay is the last day there is: everything is in force by then, so that reading as of it replays the records.
var lastDay, _ = fact.NewDate(9999, 12, 31)

func (s *Store) verifyCurrent(ctx context.Context) (roster.Check, error) {
	c := roster.Check{Name: roster.CheckCurrent}
	fields, err := s.Fields(ctx)
	if err != nil {
		return c, err
	}
	now, _, err := s.Snapshot(ctx, "", Moment{}, fields)
	if err != nil {
		return c, err
	}
	replayed, _, err := s.Snapshot(ctx, "", Moment{InForce: lastDay}, fields)
	if err != nil {
		return c, err
	}
	c.Rows = now.Len()
	for _, d := range roster.Compare(replayed, now) {
		wrong(&c, "person "+roster.Mask(d.Person.ID))
	}
	for i := range min(now.Len(), replayed.Len()) {
		if a, b := now.Person(i), replayed.Person(i); a.ID == b.ID && a != b {
			wrong(&c, "person "+roster.Mask(a.ID))
		}
	}
	return c, nil
}

// Backup writes a copy of the roster to a new file, for its owner only, while it is in use. It fails where the file is
// there already.
func (s *Store) Backup(ctx context.Context, path string) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
	if err != nil {
		return fmt.Errorf("back up the roster: %w", err)
	}
	if err := f.Close(); err != nil {
		return fmt.Errorf("back up the roster: %w", err)
	}
	if _, err := s.db.ExecContext(ctx, "VACUUM INTO ?", path); err != nil {
		os.Remove(path)
		return fmt.Errorf("back up the roster to %s: %w", path, plainly(path, err))
	}
	return durable(path)
}

// durable makes sure that a file and its name survive a power cut.
func durable(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	defer f.Close()
	if err := f.Sync(); err != nil {
		return err
	}
	// Some systems cannot sync a folder; the name is then as durable as the system makes it.
	if folder, err := os.Open(filepath.Dir(path)); err == nil {
		folder.Sync()
		folder.Close()
	}
	return nil
}
