package sqlite

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"

	"slate/engine"
	"slate/engine/ledger"
	"slate/engine/record"
	"slate/engine/roster"
)

//go:embed runs.sql
var runsSchema string

// ErrMoved is returned by Record where somebody was removed from the roster after it was read.
var ErrMoved = errors.New("somebody was removed from the roster while it was being run; run again")

// ErrNoRun is returned where a run is asked for that is not on record.
var ErrNoRun = errors.New("there is no such run on record; slate runs names them")

// ErrApproved is returned where the list of a run is to be changed that is approved: it is frozen.
var ErrApproved = errors.New("the list of this run is approved and stands; make a new run")

// ErrSamePerson is returned by Approve where who approves is who ran it.
var ErrSamePerson = errors.New("who approves a list must be another person than who ran it")

// Removals counts the people removed so far. A run that is to be recorded takes it before it reads the roster.
func (s *Store) Removals(ctx context.Context) (n int, err error) {
	err = s.db.QueryRowContext(ctx, "SELECT count(*) FROM batch WHERE kind = 'erasure'").Scan(&n)
	return n, err
}

// Record stores a run: its manifest, its rules and the record of everybody, with their entry in the ledger, in one transaction. The result must
// be of a snapshot of this roster. removals is what Removals returned before the snapshot was read. It returns the number of the run, and
// ErrMoved.
func (s *Store) Record(ctx context.Context, r *engine.Result, about record.About, removals int) (number int, err error) {
	manifest, sources, files, err := record.Describe(r, about)
	if err != nil {
		return 0, err
	}
	// The records are made before the roster is locked: others may be waiting to write.
	sealed, err := s.sealed(ctx, r)
	if err != nil {
		return 0, err
	}
	err = s.tx(ctx, func(tx *sql.Tx) error {
		var now int
		if err := tx.QueryRowContext(ctx, "SELECT count(*) FROM batch WHERE kind = 'erasure'").Scan(&now); err != nil {
			return err
		}
		if now != removals {
			return ErrMoved
		}
		k := &keeper{ctx: ctx, tx: tx, hash: newHasher(), manifest: manifest}
		if err := tx.QueryRowContext(ctx, "SELECT coalesce(max(id), 0) + 1 FROM run").Scan(&k.number); err != nil {
			return err
		}
		number = k.number
		if err := k.rules(files); err != nil {
			return err
		}
		return k.run(r, sources, sealed)
	})
	switch {
	case err == nil:
		return number, nil
	case errors.Is(err, ErrMoved):
		return 0, err
	case ctx.Err() != nil:
		return 0, fmt.Errorf("record the run: %w", ctx.Err())
	}
	return 0, fmt.Errorf("record the run: %w", plainly("", err))
}

// sealed makes the record of everybody and commits to it.
func (s *Store) sealed(ctx context.Context, r *engine.Result) (*ledger.Sealed, error) {
	cell, err := filePlaces(ctx, s.db)
	if err != nil {
		return nil, fmt.Errorf("record the run: %w", plainly("", err))
	}
	var people []ledger.Committed
	if err := record.Each(ctx, r, cell, 0, func(id string, data []byte) error {
		people = append(people, ledger.Committed{ID: id, Record: data})
		return nil
	}); err != nil {
		return nil, err
	}
	return ledger.Seal(people, rand.Reader)
}

// keeper records one run.
type keeper struct {
	ctx      context.Context
	tx       *sql.Tx
	hash     *hasher
	number   int
	manifest record.Manifest
	files    []keptFile
}

type keptFile struct{ name, sum string }

// rules stores the rule files, and enters in the ledger those that no run has used before.
func (k *keeper) rules(files []record.File) error {
	for _, f := range files {
		sum, err := storeRules(k.ctx, k.tx, f.Bytes)
		if err != nil {
			return fmt.Errorf("store a rule file: %w", err)
		}
		k.files = append(k.files, keptFile{f.Name, sum})
	}
	m := &k.manifest
	var known bool
	err := k.tx.QueryRowContext(k.ctx, "SELECT EXISTS (SELECT 1 FROM run WHERE manifest ->> '$.ruleset.sha256' = ?)", m.Ruleset.Digest).Scan(&known)
	if err != nil || known {
		return err
	}
	body := ledger.Body{"id": m.Ruleset.ID, "version": m.Ruleset.Version, "sha256": m.Ruleset.Digest, "assessment": m.Assessment}
	return appendEntry(k.ctx, k.tx, ledger.RulePublish, body, m.At, m.By)
}

func (k *keeper) run(r *engine.Result, sources record.Sources, sealed *ledger.Sealed) error {
	text, err := record.Canonical(k.manifest)
	if err != nil {
		return err
	}
	from, err := record.Canonical(sources)
	if err != nil {
		return err
	}
	m := &k.manifest
	snapshot := r.Pool.Snapshot.Number()
	id, at := strconv.Itoa(k.number), strconv.Itoa(snapshot)
	if _, err := k.tx.ExecContext(k.ctx, "INSERT INTO run (id, batch_id, ruleset, by, recorded, manifest, sources, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
		k.number, snapshot, m.Ruleset.ID, m.By, m.At, string(text), string(from), k.hash.row("run", id, at, m.Ruleset.ID, m.By, m.At, string(text), string(from))); err != nil {
		return err
	}
	for i, f := range k.files {
		if _, err := k.tx.ExecContext(k.ctx, "INSERT INTO run_file (run_id, place, name, sha256, hash) VALUES (?, ?, ?, ?, ?)",
			k.number, i, f.name, f.sum, k.hash.row("run_file", id, strconv.Itoa(i), f.name, f.sum)); err != nil {
			return err
		}
	}
	return k.seal(r, sealed, text)
}

// seal puts the run into the ledger. What the entry says in words is in the manifest too, whose hash it carries.
func (k *keeper) seal(r *engine.Result, sealed *ledger.Sealed, text []byte) error {
	m := &k.manifest
	sum := sha256.Sum256(text)
	entry := ledger.RunManifest{
		Run: k.number, Purpose: m.Purpose, Cutoff: m.Ruleset.Cutoff, Snapshot: r.Pool.Snapshot.Number(), Rows: r.Pool.Snapshot.Len(),
		Engine: m.Engine.Version, Modules: m.Engine.Modules, Go: m.Engine.Go, People: len(sealed.People), Root: sealed.Root,
		Result: ledger.Hex(sum[:]), Assessment: m.Assessment,
		Outcomes: map[string]int{"pass": r.Totals.Pass, "undecided": r.Totals.Undecided, "fail": r.Totals.Fail, "on_list": r.Totals.OnList},
	}
	for i := range k.files {
		f := &k.files[len(k.files)-1-i] // the ruleset first
		entry.Rules = append(entry.Rules, ledger.RuleFile{ID: f.name, SHA256: f.sum})
	}
	entry.Rules[0].ID, entry.Rules[0].Version = m.Ruleset.ID, m.Ruleset.Version
	seq, err := nextEntry(k.ctx, k.tx)
	if err != nil {
		return err
	}
	if err := appendEntry(k.ctx, k.tx, ledger.Run, entry.Body(), m.At, m.By); err != nil {
		return err
	}
	return storeSealed(k.ctx, k.tx, int64(k.number), seq, sealed)
}

// filePlaces finds where in their files the values of a snapshot stood: the row of a record, and the column of a fact.
func filePlaces(ctx context.Context, q querier) (record.Cell, error) {
	rows := map[int64]int{}
	if err := each(ctx, q, "SELECT id, row FROM record WHERE row > 0", func(scan func(...any) error) error {
		var id int64
		var row int
		err := scan(&id, &row)
		rows[id] = row
		return err
	}); err != nil {
		return nil, err
	}
	type place struct {
		batch int
		fact  string
	}
	columns := map[place]int{}
	if err := each(ctx, q, "SELECT p.batch_id, f.name, p.col FROM place p JOIN field f ON f.id = p.field_id WHERE p.col > 0", func(scan func(...any) error) error {
		var p place
		var col int
		err := scan(&p.batch, &p.fact, &col)
		columns[p] = col
		return err
	}); err != nil {
		return nil, err
	}
	return func(c roster.Cell, _, fact string) (row, column int) {
		return rows[c.Row], columns[place{c.Batch.Number, fact}]
	}, nil
}

// each runs a query and calls f for every row.
func each(ctx context.Context, q querier, query string, f func(scan func(...any) error) error, args ...any) error {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := f(rows.Scan); err != nil {
			return err
		}
	}
	return rows.Err()
}

// Runs returns all runs on record, in the order of their numbers.
func (s *Store) Runs(ctx context.Context) ([]record.Kept, error) {
	out, err := s.kept(ctx, "", nil)
	if err != nil {
		return nil, fmt.Errorf("read the runs: %w", plainly("", err))
	}
	return out, nil
}

// kept reads runs with what was decided about them.
func (s *Store) kept(ctx context.Context, where string, args []any) ([]record.Kept, error) {
	var out []record.Kept
	index := map[int]int{}
	query := `SELECT r.id, r.manifest, coalesce(a.by, ''), coalesce(a.document, ''), coalesce(a.note, ''), coalesce(a.recorded, ''),
		(SELECT count(*) FROM sealed_person p WHERE p.run_id = r.id AND p.payload IS NULL)
		FROM run r LEFT JOIN approval a ON a.run_id = r.id ` + where + " ORDER BY r.id"
	if err := each(ctx, s.db, query, func(scan func(...any) error) error {
		var k record.Kept
		var text string
		var a record.Approval
		if err := scan(&k.Number, &text, &a.By, &a.Document, &a.Note, &a.At, &k.Removed); err != nil {
			return err
		}
		if err := json.Unmarshal([]byte(text), &k.Manifest); err != nil {
			return refuse("", "damaged")
		}
		if a.By != "" {
			k.Approval = &a
		}
		index[k.Number] = len(out)
		out = append(out, k)
		return nil
	}, args...); err != nil {
		return nil, err
	}
	err := each(ctx, s.db, "SELECT run_id, coalesce(person_id, ''), body, seat, clause, coalesce(reason, ''), document, by, recorded FROM adjustment ORDER BY id", func(scan func(...any) error) error {
		var run int
		var a record.Adjustment
		if err := scan(&run, &a.Person, &a.Body, &a.Seat, &a.Clause, &a.Reason, &a.Document, &a.By, &a.At); err != nil {
			return err
		}
		if i, ok := index[run]; ok {
			out[i].Adjustments = append(out[i].Adjustments, a)
		}
		return nil
	})
	return out, err
}

// Run returns a run as it was recorded, with what was decided about it. It returns ErrNoRun.
func (s *Store) Run(ctx context.Context, number int) (*record.Run, *record.Kept, error) {
	run, kept, err := s.recorded(ctx, number)
	if err == nil {
		var cp ledger.Checkpoint
		if cp, err = s.Checkpoint(ctx); err == nil {
			kept.Code, kept.Entries = cp.Code(), cp.Size
		}
	}
	if err != nil && !errors.Is(err, ErrNoRun) {
		err = fmt.Errorf("read run %d: %w", number, plainly("", err))
	}
	return run, kept, err
}

func (s *Store) recorded(ctx context.Context, number int) (*record.Run, *record.Kept, error) {
	all, err := s.kept(ctx, "WHERE r.id = ?", []any{number})
	if err != nil {
		return nil, nil, err
	}
	if len(all) == 0 {
		return nil, nil, ErrNoRun
	}
	run := &record.Run{Manifest: all[0].Manifest, People: map[string][]byte{}}
	var sources string
	if err := s.db.QueryRowContext(ctx, "SELECT sources FROM run WHERE id = ?", number).Scan(&sources); err != nil {
		return nil, nil, err
	}
	if err := json.Unmarshal([]byte(sources), &run.Sources); err != nil {
		return nil, nil, refuse("", "damaged")
	}
	if err := each(ctx, s.db, "SELECT f.name, t.text FROM run_file f JOIN rule_text t ON t.sha256 = f.sha256 WHERE f.run_id = ? ORDER BY f.place", func(scan func(...any) error) error {
		var f record.File
		err := scan(&f.Name, &f.Bytes)
		run.Files = append(run.Files, f)
		return err
	}, number); err != nil {
		return nil, nil, err
	}
	err = each(ctx, s.db, "SELECT person_id, payload FROM sealed_person WHERE run_id = ? AND payload IS NOT NULL", func(scan func(...any) error) error {
		var id string
		var data []byte
		err := scan(&id, &data)
		run.People[id] = data
		return err
	}, number)
	return run, &all[0], err
}

// Assessment returns the reference of the impact assessment under which a ruleset was last run; "" where it never was.
func (s *Store) Assessment(ctx context.Context, ruleset string) (string, error) {
	var ref string
	err := s.db.QueryRowContext(ctx, "SELECT manifest ->> '$.assessment' FROM run WHERE ruleset = ? ORDER BY id DESC LIMIT 1", ruleset).Scan(&ref)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return ref, err
}

// Approve records that somebody approves the list of a run. It returns ErrNoRun, ErrApproved and ErrSamePerson.
func (s *Store) Approve(ctx context.Context, number int, a record.Approval) error {
	return s.decide(ctx, number, func(tx *sql.Tx, ranBy string) error {
		if record.SamePerson(ranBy, a.By) {
			return ErrSamePerson
		}
		if _, err := tx.ExecContext(ctx, "INSERT INTO approval (run_id, by, document, note, recorded, hash) VALUES (?, ?, ?, ?, ?, ?)",
			number, a.By, a.Document, a.Note, a.At, newHasher().row("approval", strconv.Itoa(number), a.By, a.Document, a.Note, a.At)); err != nil {
			return err
		}
		var changes int
		if err := tx.QueryRowContext(ctx, "SELECT count(*) FROM adjustment WHERE run_id = ?", number).Scan(&changes); err != nil {
			return err
		}
		body := ledger.Body{"run": strconv.Itoa(number), "document": a.Document, "adjustments": strconv.Itoa(changes)}
		return appendEntry(ctx, tx, ledger.Approval, body, a.At, a.By)
	})
}

// Adjust records that people put somebody elsewhere on the list of a run than the rules do. That the run has the person, the body
// and the clause is for the caller to see to. It returns ErrNoRun, ErrApproved, and ErrNobody where the person was removed since.
func (s *Store) Adjust(ctx context.Context, number int, a record.Adjustment) error {
	return s.decide(ctx, number, func(tx *sql.Tx, _ string) error {
		var there bool
		if err := tx.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM sealed_person WHERE run_id = ? AND person_id = ?)", number, a.Person).Scan(&there); err != nil {
			return err
		}
		if !there {
			return ErrNobody
		}
		who, err := personMark(ctx, tx, a.Person, "run "+strconv.Itoa(number))
		if err != nil {
			return err
		}
		why, err := personMark(ctx, tx, a.Person, "reason "+a.Reason)
		if err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, "INSERT INTO adjustment (run_id, person_id, body, seat, clause, reason, document, by, recorded) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
			number, a.Person, a.Body, a.Seat, a.Clause, a.Reason, a.Document, a.By, a.At); err != nil {
			return err
		}
		// The reason may name people. It stands beside the ledger, which commits to it under the key of the person.
		body := ledger.Body{"run": strconv.Itoa(number), "person": who, "reason": why, "body": a.Body, "seat": a.Seat, "clause": a.Clause, "document": a.Document}
		return appendEntry(ctx, tx, ledger.Adjustment, body, a.At, a.By)
	})
}

// decide runs f in a transaction, for a run whose list is not approved.
func (s *Store) decide(ctx context.Context, number int, f func(tx *sql.Tx, ranBy string) error) error {
	err := s.tx(ctx, func(tx *sql.Tx) error {
		var by string
		var approved bool
		err := tx.QueryRowContext(ctx, "SELECT by, EXISTS (SELECT 1 FROM approval WHERE run_id = run.id) FROM run WHERE id = ?", number).Scan(&by, &approved)
		switch {
		case errors.Is(err, sql.ErrNoRows):
			return ErrNoRun
		case err != nil:
			return err
		case approved:
			return ErrApproved
		}
		return f(tx, by)
	})
	for _, known := range []error{ErrNoRun, ErrApproved, ErrSamePerson, ErrNobody} {
		if errors.Is(err, known) {
			return known
		}
	}
	if err != nil {
		return fmt.Errorf("record the decision on run %d: %w", number, plainly("", err))
	}
	return nil
}
