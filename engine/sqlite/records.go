package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
)

// cells are the values of one record by column; nil where the value was withdrawn.
type cells map[string]*string

func parseCells(text string) (cells, error) {
	var c cells
	if err := json.Unmarshal([]byte(text), &c); err != nil {
		return nil, refuse("", "damaged")
	}
	return c, nil
}

// row is a record as it is stored.
type row struct {
	id, batch      int64
	row            int // of the file
	person         string
	name, idNumber string
	cells          string // JSON
}

const insertRecord = "INSERT INTO record (id, batch_id, row, person_id, name, id_number, cells, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"

func (r *row) hash(h *hasher) []byte {
	return h.row("record", strconv.FormatInt(r.id, 10), strconv.FormatInt(r.batch, 10), strconv.Itoa(r.row), r.person, r.name, r.idNumber, r.cells)
}

// voices are what all records of a person say, by column.
type voices map[string][]voice

// voicesOf reads what was ever said of a person, under all ids that are theirs.
func voicesOf(ctx context.Context, q querier, all batches, ids []string) (voices, error) {
	said := voices{}
	for _, id := range ids {
		rows, err := q.QueryContext(ctx, "SELECT id, cells FROM record WHERE person_id = ? ORDER BY id", id)
		if err != nil {
			return nil, fmt.Errorf("read the records of a person: %w", err)
		}
		err = said.add(rows, all)
		rows.Close()
		if err != nil {
			return nil, err
		}
	}
	return said, nil
}

func (said voices) add(rows *sql.Rows, all batches) error {
	for rows.Next() {
		var record int64
		var text string
		if err := rows.Scan(&record, &text); err != nil {
			return err
		}
		if err := said.hear(record, text, all); err != nil {
			return err
		}
	}
	return rows.Err()
}

// hear adds what one record says.
func (said voices) hear(record int64, text string, all batches) error {
	c, err := parseCells(text)
	if err != nil {
		return err
	}
	b := all.of(record)
	if b == nil {
		return refuse("", "damaged")
	}
	for column, value := range c {
		v := voice{record: record, batch: b, withdrawn: value == nil}
		if value != nil {
			v.text = *value
		}
		said[column] = append(said[column], v)
	}
	return nil
}

// aliases are the ids that decisions have made one: by id, the id that is used.
type aliases map[string]string

// readAliases returns those decided up to a batch.
func readAliases(ctx context.Context, q querier, upTo int) (aliases, error) {
	rows, err := q.QueryContext(ctx, "SELECT person_id, other_id FROM identity WHERE same = 1 AND batch_id <= ? ORDER BY batch_id, person_id", upTo)
	if err != nil {
		return nil, fmt.Errorf("read who is who: %w", err)
	}
	defer rows.Close()
	a := aliases{}
	for rows.Next() {
		var from, to string
		if err := rows.Scan(&from, &to); err != nil {
			return nil, err
		}
		a[from] = to
	}
	return a, rows.Err()
}

// of returns the id that is used for a person. No decision makes a circle: Same looks ids up before it stores them.
func (a aliases) of(id string) string {
	for range len(a) {
		to, ok := a[id]
		if !ok {
			break
		}
		id = to
	}
	return id
}

func (a aliases) sorted() []string { return slices.Sorted(maps.Keys(a)) }

// ids returns all ids of a person, the one that is used first.
func (a aliases) ids(person string) []string {
	ids := []string{person}
	for i := 0; i < len(ids); i++ {
		for _, from := range a.sorted() {
			if a[from] == ids[i] {
				ids = append(ids, from)
			}
		}
	}
	return ids
}
