package sqlite

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"

	"slate/engine/ledger"
)

// appendEntry puts an entry at the end of the ledger, inside the caller's transaction, so that there is no change without
// its entry and no entry without its change. The leaf is made of the bytes read back, and the tree is only extended where it
// proves to be the old one and more.
func appendEntry(ctx context.Context, tx *sql.Tx, kind ledger.Kind, body ledger.Body, at, by string) error {
	if err := extend(ctx, tx, ledger.Entry{Kind: kind, At: at, By: by, Body: body}); err != nil {
		return fmt.Errorf("append to the ledger: %w", err)
	}
	return nil
}

// nextEntry returns the number of the next entry.
func nextEntry(ctx context.Context, q querier) (seq int64, err error) {
	err = q.QueryRowContext(ctx, "SELECT coalesce(max(seq) + 1, 0) FROM entry").Scan(&seq)
	return seq, err
}

func extend(ctx context.Context, tx *sql.Tx, e ledger.Entry) error {
	var err error
	if e.Seq, err = nextEntry(ctx, tx); err != nil {
		return err
	}
	if e.Seq > 0 {
		last, err := entryText(ctx, tx, e.Seq-1)
		if err != nil {
			return err
		}
		e.Prev = ledger.HashEntry(last)
	}
	text, err := e.Bytes()
	if err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, "INSERT INTO entry (seq, text) VALUES (?, ?)", e.Seq, text); err != nil {
		return err
	}
	stored, err := entryText(ctx, tx, e.Seq)
	if err != nil {
		return err
	}
	if !bytes.Equal(stored, text) {
		return errors.New("the entry read back is not the one written")
	}
	added, err := ledger.Extend(e.Seq, stored, storedHashes{ctx, tx})
	if err != nil {
		return err
	}
	for i, h := range added {
		if _, err := tx.ExecContext(ctx, "INSERT INTO stored_hash (id, hash) VALUES (?, ?)", ledger.HashCount(e.Seq)+int64(i), h[:]); err != nil {
			return err
		}
	}
	return ledger.CheckExtended(e.Seq, stored, storedHashes{ctx, tx})
}

func entryText(ctx context.Context, q querier, seq int64) (text []byte, err error) {
	err = q.QueryRowContext(ctx, "SELECT text FROM entry WHERE seq = ?", seq).Scan(&text)
	return text, err
}

// storedHashes reads the hashes of the tree of entries; it is a ledger.HashReader.
type storedHashes struct {
	ctx context.Context
	q   querier
}

// ReadHashes reads hashes by their numbers.
func (r storedHashes) ReadHashes(indexes []int64) ([]ledger.Hash, error) {
	out := make([]ledger.Hash, len(indexes))
	for i, x := range indexes {
		var h []byte
		if err := r.q.QueryRowContext(r.ctx, "SELECT hash FROM stored_hash WHERE id = ?", x).Scan(&h); err != nil {
			return nil, fmt.Errorf("read hash %d of the tree: %w", x, err)
		}
		if len(h) != ledger.Size {
			return nil, fmt.Errorf("hash %d of the tree has %d bytes", x, len(h))
		}
		out[i] = ledger.Hash(h)
	}
	return out, nil
}

// storeSealed stores the leaves of a run, whose entry is number seq. The records are deflated with dictionary.
func storeSealed(ctx context.Context, tx *sql.Tx, run, seq int64, s *ledger.Sealed, dictionary []byte) error {
	payloads, err := packAll(s.People, dictionary)
	if err != nil {
		return fmt.Errorf("store the tree of run %d: %w", run, err)
	}
	if dictionary == nil {
		dictionary = []byte{}
	}
	if _, err := tx.ExecContext(ctx, "INSERT INTO sealed_run (run_id, entry_seq, key, dictionary) VALUES (?, ?, ?, ?)", run, seq, s.Key, dictionary); err != nil {
		return fmt.Errorf("store the tree of run %d: %w", run, err)
	}
	insert, err := tx.PrepareContext(ctx, "INSERT INTO sealed_person (run_id, leaf, leaf_hash, person_id, pseudonym, commitment, payload, salt) VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
	if err != nil {
		return fmt.Errorf("store the tree of run %d: %w", run, err)
	}
	defer insert.Close()
	for i := range s.People {
		p := &s.People[i]
		leaf := p.Hash()
		if _, err := insert.ExecContext(ctx, run, i, leaf[:], p.ID, p.Pseudonym, p.Commitment, payloads[i], p.Salt); err != nil {
			return fmt.Errorf("store the tree of run %d: %w", run, err)
		}
	}
	return nil
}

// storeRules keeps the bytes of a rule file and returns the hexadecimal SHA-256 by which manifests name it.
func storeRules(ctx context.Context, tx *sql.Tx, text []byte) (string, error) {
	sum := sha256.Sum256(text)
	digest := ledger.Hex(sum[:])
	_, err := tx.ExecContext(ctx, "INSERT INTO rule_text (sha256, text) VALUES (?, ?) ON CONFLICT DO NOTHING", digest, text)
	return digest, err
}

// newLog names a ledger that is about to begin.
func newLog(ctx context.Context, tx *sql.Tx) error {
	name := make([]byte, 8)
	rand.Read(name)
	_, err := tx.ExecContext(ctx, "INSERT INTO log (id, origin) VALUES (1, ?)", "slate/"+ledger.Hex(name))
	return err
}
