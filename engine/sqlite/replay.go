package sqlite

import (
	"database/sql"
	"fmt"
	"maps"
	"slices"

	"slate/engine/roster"
)

// replay reads what held at an earlier moment: from the records themselves, by the rule that hold states. The table
// `current` is the same worked out for now; Verify compares the two.
func (r *reader) replay(tx *sql.Tx) error {
	heard := map[string]*hearing{} // of people who have several ids
	for _, from := range r.aliases.sorted() {
		heard[r.aliases.of(from)] = &hearing{}
	}
	rows, err := tx.QueryContext(r.ctx, "SELECT person_id, id, name, id_number, cells FROM record WHERE batch_id <= ? ORDER BY person_id, id", r.at.Batch)
	if err != nil {
		return fmt.Errorf("read the records: %w", err)
	}
	defer rows.Close()
	var one hearing
	for rows.Next() {
		var w row
		if err := rows.Scan(&w.person, &w.id, &w.name, &w.idNumber, &w.cells); err != nil {
			return err
		}
		b := r.batches.of(w.id)
		if b == nil {
			return refuse("", "damaged")
		}
		if !r.at.InForce.IsZero() && b.AsOf.Compare(r.at.InForce) > 0 {
			continue
		}
		w.person = r.aliases.of(w.person)
		h := heard[w.person]
		if h == nil {
			if one.person.ID != w.person {
				r.conclude(&one)
				one = hearing{}
			}
			h = &one
		}
		if err := h.hear(&w, r.batches); err != nil {
			return err
		}
	}
	if err := rows.Err(); err != nil {
		return err
	}
	r.conclude(&one)
	for _, id := range slices.Sorted(maps.Keys(heard)) {
		r.conclude(heard[id])
	}
	return nil
}

// hearing gathers what was said of one person.
type hearing struct {
	person roster.Person
	names  int64 // the record that gave the name last
	number int64 // and the identity number
	said   voices
}

func (h *hearing) hear(w *row, all batches) error {
	if h.said == nil {
		h.person.ID, h.said = w.person, voices{}
	}
	if w.name != "" && w.id > h.names {
		h.person.Name, h.names = w.name, w.id
	}
	if w.idNumber != "" && w.id > h.number {
		h.person.IDNumber, h.number = w.idNumber, w.id
	}
	return h.said.hear(w.id, w.cells, all)
}

// conclude adds the person, if there is one, with what holds of them.
func (r *reader) conclude(h *hearing) {
	if h.said == nil {
		return
	}
	person := r.b.Person(h.person)
	r.ids = append(r.ids, h.person.ID)
	for _, s := range r.slots {
		if said := h.said[s.column]; len(said) > 0 {
			r.settle(person, s, said)
		}
	}
}
