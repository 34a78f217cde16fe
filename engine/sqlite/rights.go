package sqlite

import (
	"context"
	"database/sql"
	_ "embed"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strconv"

	lib "modernc.org/sqlite/lib"

	"slate/engine/fact"
	"slate/engine/ledger"
	"slate/engine/rights"
)

//go:embed rights.sql
var rightsSchema string

// ErrNoRequest is returned by Answer for a request that is not on record, ErrAnswered for one that is answered.
var (
	ErrNoRequest = errors.New("there is no such request on record; slate subject list names them")
	ErrAnswered  = errors.New("this request is answered already")
)

// writing runs f in a transaction of the store, and says what went wrong in words that callers know.
func (s *Store) writing(ctx context.Context, what string, f func(tx *sql.Tx) error, known ...error) error {
	err := s.tx(ctx, f)
	if err == nil {
		return nil
	}
	for _, k := range known {
		if errors.Is(err, k) {
			return k
		}
	}
	return fmt.Errorf("%s: %w", what, plainly("", err))
}

// present returns the id that a person has now, by one of their ids.
func present(ctx context.Context, tx *sql.Tx, person string) (string, error) {
	all, err := readBatches(ctx, tx)
	if err != nil {
		return "", err
	}
	aliases, err := readAliases(ctx, tx, len(all)+1)
	if err != nil {
		return "", err
	}
	id := aliases.of(person)
	var there bool
	if err := tx.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM person WHERE id = ?)", id).Scan(&there); err != nil {
		return "", err
	}
	if !there {
		return "", ErrNobody
	}
	return id, nil
}

// IDs returns all ids of a person of the roster, by one of them; the one that is used now is the first. It returns ErrNobody.
func (s *Store) IDs(ctx context.Context, person string) (ids []string, err error) {
	err = s.tx(ctx, func(tx *sql.Tx) error {
		id, err := present(ctx, tx, person)
		if err != nil {
			return err
		}
		all, err := readBatches(ctx, tx)
		if err != nil {
			return err
		}
		aliases, err := readAliases(ctx, tx, len(all)+1)
		ids = aliases.ids(id)
		return err
	})
	if err != nil && !errors.Is(err, ErrNobody) {
		err = fmt.Errorf("read who is who: %w", plainly("", err))
	}
	return ids, err
}

// Look records that somebody looks at a person. It returns ErrNobody, and ErrNoRun where it is about a run that is not on record.
func (s *Store) Look(ctx context.Context, l rights.Look) error {
	return s.writing(ctx, "record who looks", func(tx *sql.Tx) error {
		id, err := present(ctx, tx, l.Person)
		if err != nil {
			return err
		}
		if err := hasRun(ctx, tx, l.Run); err != nil {
			return err
		}
		var n int
		if err := tx.QueryRowContext(ctx, "SELECT coalesce(max(id), 0) + 1 FROM look").Scan(&n); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, "INSERT INTO look (id, person_id, what, run_id, by, why, recorded) VALUES (?, ?, ?, ?, ?, ?, ?)",
			n, id, l.What, orNull(l.Run), l.By, l.Why, l.At); err != nil {
			return err
		}
		body := ledger.Body{"look": strconv.Itoa(n), "what": l.What, "run": orNone(l.Run)}
		if err := marks(ctx, tx, body, id, map[string]string{"person": "look " + strconv.Itoa(n), "why": "why " + l.Why}); err != nil {
			return err
		}
		return appendEntry(ctx, tx, ledger.Access, body, l.At, l.By)
	}, ErrNobody, ErrNoRun)
}

// hasRun returns ErrNoRun unless a run is on record; 0 stands for none.
func hasRun(ctx context.Context, tx *sql.Tx, run int) error {
	if run == 0 {
		return nil
	}
	var there bool
	err := tx.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM run WHERE id = ?)", run).Scan(&there)
	if err == nil && !there {
		err = ErrNoRun
	}
	return err
}

// marks adds to a body what it says of a person under their key: who it is, and a commitment to what was written about them.
func marks(ctx context.Context, tx *sql.Tx, body ledger.Body, person string, about map[string]string) error {
	for _, key := range slices.Sorted(maps.Keys(about)) {
		mark, err := personMark(ctx, tx, person, about[key])
		if err != nil {
			return err
		}
		body[key] = mark
	}
	return nil
}

func orNull(run int) any {
	if run == 0 {
		return nil
	}
	return run
}

func orNone(run int) string {
	if run == 0 {
		return ""
	}
	return strconv.Itoa(run)
}

// Looks returns who looked at whom, in the order in which they did.
func (s *Store) Looks(ctx context.Context) ([]rights.Look, error) {
	var out []rights.Look
	err := each(ctx, s.db, "SELECT coalesce(person_id, ''), what, coalesce(run_id, 0), by, coalesce(why, ''), recorded FROM look ORDER BY id", func(scan func(...any) error) error {
		var l rights.Look
		err := scan(&l.Person, &l.What, &l.Run, &l.By, &l.Why, &l.At)
		out = append(out, l)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read who looked: %w", plainly("", err))
	}
	return out, nil
}

// Ask records a request and returns its number. It returns ErrNobody, and ErrNoRun where it is about a run that is not on record.
func (s *Store) Ask(ctx context.Context, r rights.Request) (number int, err error) {
	err = s.writing(ctx, "record the request", func(tx *sql.Tx) error {
		id, err := present(ctx, tx, r.Person)
		if err != nil {
			return err
		}
		if err := hasRun(ctx, tx, r.Run); err != nil {
			return err
		}
		if err := tx.QueryRowContext(ctx, "SELECT coalesce(max(id), 0) + 1 FROM request").Scan(&number); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, "INSERT INTO request (id, kind, person_id, run_id, received, due, text, document, by, recorded) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
			number, string(r.Right), id, orNull(r.Run), r.Received.String(), r.Due.String(), r.Text, r.Document, r.By, r.At); err != nil {
			return err
		}
		body := ledger.Body{"request": strconv.Itoa(number), "right": string(r.Right), "run": orNone(r.Run), "received": r.Received.String(), "due": r.Due.String(), "document": r.Document}
		if err := marks(ctx, tx, body, id, map[string]string{"person": "request " + strconv.Itoa(number), "text": "text " + r.Text}); err != nil {
			return err
		}
		return appendEntry(ctx, tx, ledger.Subject, body, r.At, r.By)
	}, ErrNobody, ErrNoRun)
	return number, err
}

// Answer records what was answered to a request. It returns ErrNoRequest and ErrAnswered.
func (s *Store) Answer(ctx context.Context, number int, a rights.Answer) error {
	return s.writing(ctx, "record the answer", func(tx *sql.Tx) error {
		var person sql.NullString
		var answered bool
		err := tx.QueryRowContext(ctx, "SELECT person_id, EXISTS (SELECT 1 FROM answer WHERE request_id = request.id) FROM request WHERE id = ?", number).Scan(&person, &answered)
		switch {
		case errors.Is(err, sql.ErrNoRows):
			return ErrNoRequest
		case err != nil:
			return err
		case answered:
			return ErrAnswered
		}
		if _, err := tx.ExecContext(ctx, "INSERT INTO answer (request_id, outcome, reason, document, by, recorded) VALUES (?, ?, ?, ?, ?, ?)",
			number, string(a.Outcome), a.Reason, a.Document, a.By, a.At); err != nil {
			return err
		}
		body := ledger.Body{"request": strconv.Itoa(number), "outcome": string(a.Outcome), "document": a.Document}
		if person.Valid {
			if err := marks(ctx, tx, body, person.String, map[string]string{"reason": "reason " + a.Reason}); err != nil {
				return err
			}
		}
		return appendEntry(ctx, tx, ledger.Subject, body, a.At, a.By)
	}, ErrNoRequest, ErrAnswered)
}

// Requests returns all requests with what was answered, in the order of their numbers.
func (s *Store) Requests(ctx context.Context) ([]rights.Request, error) {
	var out []rights.Request
	err := each(ctx, s.db, `SELECT r.id, r.kind, coalesce(r.person_id, ''), coalesce(r.run_id, 0), r.received, r.due, coalesce(r.text, ''), r.document, r.by, r.recorded,
		coalesce(a.outcome, ''), coalesce(a.reason, ''), coalesce(a.document, ''), coalesce(a.by, ''), coalesce(a.recorded, '')
		FROM request r LEFT JOIN answer a ON a.request_id = r.id ORDER BY r.id`, func(scan func(...any) error) error {
		var r rights.Request
		var a rights.Answer
		var received, due string
		err := scan(&r.Number, &r.Right, &r.Person, &r.Run, &received, &due, &r.Text, &r.Document, &r.By, &r.At, &a.Outcome, &a.Reason, &a.Document, &a.By, &a.At)
		r.Received, _ = fact.ParseDate(received)
		r.Due, _ = fact.ParseDate(due)
		if a.Outcome != "" {
			r.Answer = &a
		}
		out = append(out, r)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read the requests: %w", plainly("", err))
	}
	return out, nil
}

// forget removes, with a person, what was asked and who looked.
var forget = []string{
	"UPDATE answer SET reason = NULL WHERE request_id IN (SELECT id FROM request WHERE person_id IN (%s))",
	"UPDATE request SET person_id = NULL, text = NULL WHERE person_id IN (%s)",
	"UPDATE look SET person_id = NULL, why = NULL WHERE person_id IN (%s)",
}

// Keep records for how long a class of records is kept.
func (s *Store) Keep(ctx context.Context, p rights.Period) error {
	return s.writing(ctx, "record a period", func(tx *sql.Tx) error {
		var id int
		if err := tx.QueryRowContext(ctx, "SELECT coalesce(max(id), 0) + 1 FROM period").Scan(&id); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, "INSERT INTO period (id, class, months, document, by, recorded, hash) VALUES (?, ?, ?, ?, ?, ?, ?)", id, string(p.Class), p.Months, p.Document, p.By, p.At,
			newHasher().row("period", strconv.Itoa(id), string(p.Class), strconv.Itoa(p.Months), p.Document, p.By, p.At)); err != nil {
			return err
		}
		body := ledger.Body{"class": string(p.Class), "months": strconv.Itoa(p.Months), "document": p.Document}
		return appendEntry(ctx, tx, ledger.Retention, body, p.At, p.By)
	})
}

// Due returns what is due for removal on a day, for every class that has a period.
func (s *Store) Due(ctx context.Context, on fact.Date) ([]rights.Due, error) {
	var out []rights.Due
	for _, class := range rights.Classes() {
		d := rights.Due{Period: rights.Period{Class: class}}
		err := s.db.QueryRowContext(ctx, "SELECT months, document, by, recorded FROM period WHERE class = ? ORDER BY id DESC LIMIT 1", string(class)).Scan(&d.Months, &d.Document, &d.By, &d.At)
		if errors.Is(err, sql.ErrNoRows) {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("read the periods: %w", plainly("", err))
		}
		d.Before = d.Period.Before(on)
		if err := s.due(ctx, &d); err != nil {
			return nil, fmt.Errorf("find what is due for removal: %w", plainly("", err))
		}
		out = append(out, d)
	}
	return out, nil
}

func (s *Store) due(ctx context.Context, d *rights.Due) (err error) {
	day := d.Before.String()
	switch d.Class {
	case rights.Results:
		d.Names, err = texts(ctx, s.db, `SELECT DISTINCT r.id FROM run r JOIN sealed_person p ON p.run_id = r.id
			WHERE substr(r.recorded, 1, 10) < ? AND p.payload IS NOT NULL ORDER BY r.id`, day)
	case rights.People:
		d.Names, err = texts(ctx, s.db, `SELECT p.id FROM person p WHERE NOT EXISTS (SELECT 1 FROM record r JOIN batch b ON b.id = r.batch_id
			WHERE r.person_id = p.id AND substr(b.recorded, 1, 10) >= ?) ORDER BY p.id`, day)
	case rights.Requests:
		err = s.db.QueryRowContext(ctx, `SELECT count(*) FROM request r JOIN answer a ON a.request_id = r.id
			WHERE substr(a.recorded, 1, 10) < ? AND (r.person_id IS NOT NULL OR a.reason IS NOT NULL)`, day).Scan(&d.Count)
	case rights.Looks:
		err = s.db.QueryRowContext(ctx, "SELECT count(*) FROM look WHERE substr(recorded, 1, 10) < ? AND (person_id IS NOT NULL OR why IS NOT NULL)", day).Scan(&d.Count)
	}
	if d.Names != nil {
		d.Count = len(d.Names)
	}
	return err
}

// Expire removes what is due of all classes but people, who are removed one by one. The ledger says that it was done, and still
// verifies. It returns what was removed. No byte of it is left in the file, its log or its free pages; copies made before still hold it.
func (s *Store) Expire(ctx context.Context, file string, on fact.Date, by, document, at string) ([]rights.Due, error) {
	var done []rights.Due
	due, err := s.Due(ctx, on)
	if err != nil {
		return nil, err
	}
	err = s.writing(ctx, "remove what is due", func(tx *sql.Tx) error {
		for i := range due {
			d := &due[i]
			if d.Class == rights.People || d.Count == 0 {
				continue
			}
			body := ledger.Body{"class": string(d.Class), "before": d.Before.String(), "count": strconv.Itoa(d.Count), "document": document}
			if err := expire(ctx, tx, d, body); err != nil {
				return err
			}
			if err := appendEntry(ctx, tx, ledger.Retention, body, at, by); err != nil {
				return err
			}
			done = append(done, *d)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return done, s.scrub(ctx, file)
}

func expire(ctx context.Context, tx *sql.Tx, d *rights.Due, body ledger.Body) error {
	day := d.Before.String()
	switch d.Class {
	case rights.Results:
		seq, err := nextEntry(ctx, tx)
		if err != nil {
			return err
		}
		var leaves []ledger.Hash
		for _, run := range d.Names {
			removed, err := eraseLeaves(ctx, tx, "run_id", run, seq)
			if err != nil {
				return err
			}
			leaves = append(leaves, removed...)
			for _, statement := range []string{
				"UPDATE sealed_run SET key = NULL WHERE run_id = ?", "UPDATE adjustment SET person_id = NULL, reason = NULL WHERE run_id = ?",
			} {
				if _, err := tx.ExecContext(ctx, statement, run); err != nil {
					return err
				}
			}
		}
		keys, err := ledger.RemovedKeys("results_removed", leaves)
		if err != nil {
			return err
		}
		maps.Copy(body, keys)
		body["runs"] = strconv.Itoa(len(d.Names))
		return nil
	case rights.Requests:
		if _, err := tx.ExecContext(ctx, "UPDATE request SET person_id = NULL, text = NULL WHERE id IN (SELECT request_id FROM answer WHERE substr(recorded, 1, 10) < ?)", day); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, "UPDATE answer SET reason = NULL WHERE substr(recorded, 1, 10) < ?", day)
		return err
	}
	_, err := tx.ExecContext(ctx, "UPDATE look SET person_id = NULL, why = NULL WHERE substr(recorded, 1, 10) < ?", day)
	return err
}

// Note records in the ledger something that is no change of the roster: an incident with the data, or an export of them.
func (s *Store) Note(ctx context.Context, kind ledger.Kind, body ledger.Body, at, by string) error {
	return s.writing(ctx, "record it", func(tx *sql.Tx) error { return appendEntry(ctx, tx, kind, body, at, by) })
}

// ReadOnlyMedium reports whether Open failed because the file cannot be written where it is.
func ReadOnlyMedium(err error) bool {
	code := codeOf(err)
	return errors.Is(err, fs.ErrPermission) || code == lib.SQLITE_READONLY || code == lib.SQLITE_CANTOPEN
}
