package sqlite

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"

	"slate/engine/ledger"
	"slate/engine/roster"
)

// decided is a table of what people decided, asked or looked at: a row for every entry of its kind, in the order of both. A row may lose
// the person and what was written about them, by removal; the rest, and those two as long as the person is there, are as the entry says.
type decided struct {
	kind  ledger.Kind
	name  string
	query string            // at, by, and then a column for each key
	keys  []string          // of the body, in the order of the columns
	only  string            // a key that entries of the table have, where others have the same kind
	marks map[string]string // keys that stand under the person's key, and what stands before the text that is marked
}

var decisions = []decided{
	{kind: ledger.Approval, name: "approval", keys: []string{"run", "document"},
		query: "SELECT a.recorded, a.by, a.run_id, a.document, '', '' FROM approval a ORDER BY a.recorded, a.run_id"},
	{kind: ledger.Adjustment, name: "adjustment", keys: []string{"run", "body", "seat", "clause", "document"}, marks: map[string]string{"person": "run ", "reason": "reason "},
		query: "SELECT recorded, by, run_id, body, seat, clause, document, coalesce(person_id, ''), coalesce(reason, '') FROM adjustment ORDER BY id"},
	{kind: ledger.Subject, name: "request", only: "right", keys: []string{"request", "right", "run", "received", "due", "document"}, marks: map[string]string{"person": "request ", "text": "text "},
		query: "SELECT recorded, by, id, kind, coalesce(run_id, ''), received, due, document, coalesce(person_id, ''), coalesce(text, '') FROM request ORDER BY id"},
	{kind: ledger.Subject, name: "answer", only: "outcome", keys: []string{"request", "outcome", "document"}, marks: map[string]string{"reason": "reason "},
		query: `SELECT a.recorded, a.by, a.request_id, a.outcome, a.document, coalesce(r.person_id, ''), coalesce(a.reason, '')
			FROM answer a JOIN request r ON r.id = a.request_id ORDER BY a.recorded, a.request_id`},
	{kind: ledger.Access, name: "look", keys: []string{"look", "what", "run"}, marks: map[string]string{"person": "look ", "why": "why "},
		query: "SELECT recorded, by, id, what, coalesce(run_id, ''), coalesce(person_id, ''), coalesce(why, '') FROM look ORDER BY id"},
}

// verifyDecisions holds every row of what people decided, asked and looked at to its entry in the ledger.
func (s *Store) verifyDecisions(ctx context.Context) (roster.Check, error) {
	c := roster.Check{Name: roster.CheckDecisions}
	raw, err := s.Ledger().Entries(ctx)
	if err != nil {
		return c, err
	}
	var entries []*ledger.Entry
	for _, text := range raw {
		if e, err := ledger.ParseEntry(text); err == nil { // one that cannot be read is for the ledger's own checks
			entries = append(entries, e)
		}
	}
	numbers, err := texts(ctx, s.db, "SELECT id FROM run")
	if err != nil {
		return c, err
	}
	runs := map[string]bool{}
	for _, n := range numbers {
		runs[n] = true
	}
	for i := range decisions {
		if err := s.verifyDecided(ctx, &c, &decisions[i], entries, runs); err != nil {
			return c, err
		}
	}
	return c, nil
}

func (s *Store) verifyDecided(ctx context.Context, c *roster.Check, d *decided, entries []*ledger.Entry, runs map[string]bool) error {
	// Rows and entries are found for each other by what names a row: all keys that are no marks, with who and when.
	open := map[string][]*ledger.Entry{}
	told := func(at, by string, values []string) string { return fmt.Sprintf("%q %q %q", at, by, values) }
	for _, e := range entries {
		if e.Kind != d.kind || d.only != "" && e.Body[d.only] == "" {
			continue
		}
		var values []string
		for _, k := range d.keys {
			values = append(values, e.Body[k])
		}
		key := told(e.At, e.By, values)
		open[key] = append(open[key], e)
	}
	rows, err := s.db.QueryContext(ctx, d.query)
	if err != nil {
		return err
	}
	defer rows.Close()
	type marked struct {
		row          int
		person, text string
		number       string // what the mark of the person names
		entry        *ledger.Entry
	}
	var later []marked
	texts := make([]string, 2+len(d.keys)+2)
	dest := make([]any, len(texts))
	for i := range dest {
		dest[i] = &texts[i]
	}
	for n := 1; rows.Next(); n++ {
		if err := rows.Scan(dest...); err != nil {
			return err
		}
		c.Rows++
		key := told(texts[0], texts[1], texts[2:2+len(d.keys)])
		found := open[key]
		if len(found) == 0 {
			wrong(c, d.name+" "+strconv.Itoa(n))
			continue
		}
		open[key] = found[1:]
		later = append(later, marked{n, texts[len(texts)-2], texts[len(texts)-1], texts[2], found[0]})
	}
	if err := rows.Err(); err != nil {
		return err
	}
	rows.Close()
	for _, key := range slices.Sorted(maps.Keys(open)) {
		for _, left := range open[key] {
			if run := left.Body["run"]; run == "" || runs[run] { // a run that is gone from the file is for the ledger's own checks
				wrong(c, d.name+" of entry "+strconv.FormatInt(left.Seq, 10))
			}
		}
	}
	for _, m := range later {
		if m.person == "" || len(d.marks) == 0 {
			continue // removed, with the key
		}
		for key, before := range d.marks {
			about := before + m.text
			if key == "person" {
				about = before + m.number
			}
			is, err := personMark(ctx, s.db, m.person, about)
			if err != nil || is != m.entry.Body[key] {
				wrong(c, d.name+" "+strconv.Itoa(m.row))
				break
			}
		}
	}
	return nil
}
