package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"sort"
	"strconv"

	"slate/engine/fact"
	"slate/engine/roster"
)

// batch is a stored batch.
type batch struct {
	roster.Batch
	first int64 // its first record
	at    int   // its number in the snapshot that is being built, −1 while no value of it has been read
}

// batches are in the order of their numbers, which is also that of their records.
type batches []batch

func readBatches(ctx context.Context, q querier) (batches, error) {
	rows, err := q.QueryContext(ctx, "SELECT id, kind, department, file, digest, sheet, as_of, pass, by, reason, document, recorded, first_record FROM batch ORDER BY id")
	if err != nil {
		return nil, fmt.Errorf("read the batches: %w", err)
	}
	defer rows.Close()
	var all batches
	for rows.Next() {
		b := batch{at: -1}
		var on string
		if err := rows.Scan(&b.Number, &b.Kind, &b.Department, &b.File, &b.Digest, &b.Sheet, &on, &b.Pass, &b.By, &b.Reason, &b.Document, &b.Recorded, &b.first); err != nil {
			return nil, fmt.Errorf("read the batches: %w", err)
		}
		b.AsOf, _ = fact.ParseDate(on) // '' where not stated
		all = append(all, b)
	}
	return all, rows.Err()
}

// of returns the batch that brought a record, nil where there is none: then somebody has changed the file by hand.
func (all batches) of(record int64) *batch {
	i := sort.Search(len(all), func(i int) bool { return all[i].first > record }) - 1
	if i < 0 {
		return nil
	}
	return &all[i]
}

// addBatch stores a batch and says from where its records are numbered.
func addBatch(ctx context.Context, tx *sql.Tx, h *hasher, b roster.Batch) (stored batch, err error) {
	if b.Kind == "" {
		b.Kind = roster.Import
	}
	stored = batch{Batch: b, at: -1}
	row := tx.QueryRowContext(ctx, "SELECT (SELECT coalesce(max(id), 0) + 1 FROM batch), max((SELECT coalesce(max(id), 0) + 1 FROM record), (SELECT coalesce(max(first_record), 1) FROM batch))")
	if err := row.Scan(&stored.Number, &stored.first); err != nil {
		return stored, fmt.Errorf("number the batch: %w", err)
	}
	id, first := strconv.Itoa(stored.Number), strconv.FormatInt(stored.first, 10)
	sum := h.row("batch", id, string(b.Kind), b.Department, b.File, b.Digest, b.Sheet, b.AsOf.String(), string(b.Pass), b.By, b.Reason, b.Document, b.Recorded, first)
	_, err = tx.ExecContext(ctx, `INSERT INTO batch (id, kind, department, file, digest, sheet, as_of, pass, by, reason, document, recorded, first_record, hash)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		stored.Number, string(b.Kind), b.Department, b.File, b.Digest, b.Sheet, b.AsOf.String(), string(b.Pass), b.By, b.Reason, b.Document, b.Recorded, stored.first, sum)
	if err != nil {
		return stored, fmt.Errorf("record the batch: %w", err)
	}
	return stored, nil
}
