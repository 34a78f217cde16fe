package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"slate/engine/ledger"
)

// ErrUnsigned is returned by Proof where the run is not under a signed checkpoint yet.
var ErrUnsigned = errors.New("the ledger is not signed as far as this run; sign it with slate checkpoint")

// ErrNotRecorded is returned by Proof where the roster holds no results of the run, or none of the person in it.
var ErrNotRecorded = errors.New("the roster holds no such person in such a run")

// ErrOtherKey is returned by Sign and NewKey for a key that is not the one in force.
var ErrOtherKey = errors.New("this key is not the one that the ledger names; see slate key")

// Checkpoint returns the size and root of the ledger as it stands, unsigned.
func (s *Store) Checkpoint(ctx context.Context) (ledger.Checkpoint, error) {
	cp, err := checkpointOf(ctx, s.db)
	if err != nil {
		return cp, fmt.Errorf("read the ledger: %w", plainly("", err))
	}
	return cp, nil
}

func checkpointOf(ctx context.Context, q querier) (ledger.Checkpoint, error) {
	var cp ledger.Checkpoint
	if err := q.QueryRowContext(ctx, "SELECT origin, (SELECT coalesce(max(seq) + 1, 0) FROM entry) FROM log").Scan(&cp.Origin, &cp.Size); err != nil {
		return cp, err
	}
	var err error
	cp.Root, err = ledger.TreeRoot(cp.Size, storedHashes{ctx, q})
	return cp, err
}

// PublicKey returns the key that signs from the next entry on, "" where the ledger has none.
func (s *Store) PublicKey(ctx context.Context) (string, error) { return publicKey(ctx, s.db) }

func publicKey(ctx context.Context, q querier) (string, error) {
	var raw []byte
	err := q.QueryRowContext(ctx, "SELECT text FROM entry WHERE json_extract(CAST(text AS TEXT), '$.kind') = 'key' ORDER BY seq DESC LIMIT 1").Scan(&raw)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("read the key of the ledger: %w", plainly("", err))
	}
	e, err := ledger.ParseEntry(raw)
	if err != nil {
		return "", fmt.Errorf("read the key of the ledger: %w", err)
	}
	return e.Body["key"], nil
}

// NewKey records that a key signs from here on. old is the one before, which signs for the new one; nil says that there is
// none, or that it is lost, which Verify then reports for ever.
func (s *Store) NewKey(ctx context.Context, old, k *ledger.Key, at, by string) error {
	return s.tx(ctx, func(tx *sql.Tx) error {
		current, err := publicKey(ctx, tx)
		if err != nil {
			return err
		}
		if old != nil && old.Public != current {
			return ErrOtherKey
		}
		cp, err := checkpointOf(ctx, tx)
		if err != nil {
			return err
		}
		body, err := ledger.Introduce(cp.Origin, old, k)
		if err != nil {
			return err
		}
		return appendEntry(ctx, tx, ledger.KeyChange, body, at, by)
	})
}

// Sign returns the signed checkpoint of the ledger as it stands, and keeps it. It is made after the change it covers is
// committed, and again and again gives the same; a ledger that was cut off in between is so finished at the next call.
func (s *Store) Sign(ctx context.Context, k *ledger.Key) (note []byte, cp ledger.Checkpoint, err error) {
	err = s.tx(ctx, func(tx *sql.Tx) error {
		current, err := publicKey(ctx, tx)
		if err != nil {
			return err
		}
		if current != k.Public {
			return ErrOtherKey
		}
		if cp, err = checkpointOf(ctx, tx); err != nil {
			return err
		}
		if err := goesOn(ctx, tx, cp); err != nil {
			return err
		}
		if note, err = cp.Sign(k); err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, "INSERT INTO signed_checkpoint (size, note) VALUES (?, ?) ON CONFLICT DO NOTHING", cp.Size, note)
		return err
	})
	if err != nil {
		return nil, cp, fmt.Errorf("sign the ledger: %w", plainly("", err))
	}
	return note, cp, nil
}

// goesOn returns an error unless the ledger goes on from the last checkpoint: a ledger that does not is never signed again.
func goesOn(ctx context.Context, tx *sql.Tx, cp ledger.Checkpoint) error {
	var last []byte
	err := tx.QueryRowContext(ctx, "SELECT note FROM signed_checkpoint ORDER BY size DESC LIMIT 1").Scan(&last)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	before, err := ledger.ReadCheckpoint(last)
	if err != nil {
		return err
	}
	if before.Size > cp.Size {
		return fmt.Errorf("the ledger has %d entries and was signed with %d", cp.Size, before.Size)
	}
	root, err := ledger.TreeRoot(before.Size, storedHashes{ctx, tx})
	if err != nil {
		return err
	}
	if root != before.Root {
		return fmt.Errorf("the first %d entries are not those that were signed", before.Size)
	}
	return nil
}

// Export signs the ledger and writes the checkpoint to a file, which takes the place of an earlier one at once and whole.
func (s *Store) Export(ctx context.Context, k *ledger.Key, file string) (ledger.Checkpoint, error) {
	note, cp, err := s.Sign(ctx, k)
	if err != nil {
		return cp, err
	}
	if err := replace(file, note); err != nil {
		return cp, fmt.Errorf("export the checkpoint: %w", err)
	}
	return cp, nil
}

// replace writes a file so that a power cut leaves the old one or the new one.
func replace(file string, text []byte) error {
	f, err := os.CreateTemp(filepath.Dir(file), filepath.Base(file)+".*")
	if err != nil {
		return err
	}
	_, err = f.Write(text)
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = durable(f.Name())
	}
	if err == nil {
		err = os.Rename(f.Name(), file)
	}
	if err != nil {
		os.Remove(f.Name())
		return err
	}
	return durable(file)
}

// Proof returns the proof of one person's result in a run, under the last signed checkpoint. It returns ErrNotRecorded and
// ErrUnsigned.
func (s *Store) Proof(ctx context.Context, run int, person string) (*ledger.Proof, error) {
	results, err := s.Ledger().Results(ctx, run)
	if err != nil {
		return nil, err
	}
	tree := &ledger.Tree{}
	for i := range results {
		if err := tree.AppendHash(results[i].Leaf); err != nil {
			return nil, err
		}
	}
	var index, seq int64
	err = s.db.QueryRowContext(ctx, "SELECT p.leaf, r.entry_seq FROM sealed_person p JOIN sealed_run r USING (run_id) WHERE p.run_id = ? AND p.person_id = ?", run, person).Scan(&index, &seq)
	if errors.Is(err, sql.ErrNoRows) || err == nil && index >= tree.Size {
		return nil, ErrNotRecorded
	}
	if err != nil {
		return nil, plainly("", err)
	}
	entry, err := entryText(ctx, s.db, seq)
	if err != nil {
		return nil, plainly("", err)
	}
	var note []byte
	err = s.db.QueryRowContext(ctx, "SELECT note FROM signed_checkpoint WHERE size > ? ORDER BY size DESC LIMIT 1", seq).Scan(&note)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, ErrUnsigned
	}
	if err != nil {
		return nil, plainly("", err)
	}
	cp, err := ledger.ReadCheckpoint(note)
	if err != nil {
		return nil, err
	}
	key, err := s.keyAt(ctx, cp.Size)
	if err != nil {
		return nil, err
	}
	r := &results[index]
	return ledger.Prove(&ledger.SealedPerson{Pseudonym: r.Pseudonym, Record: r.Record, Salt: r.Salt}, index, tree, entry, seq, storedHashes{ctx, s.db}, cp.Size, note, key)
}

// keyAt returns the key that signs a checkpoint of the given size.
func (s *Store) keyAt(ctx context.Context, size int64) (string, error) {
	var key string
	err := s.db.QueryRowContext(ctx, `SELECT json_extract(CAST(text AS TEXT), '$.body.key') FROM entry
		WHERE json_extract(CAST(text AS TEXT), '$.kind') = 'key' AND seq < ? ORDER BY seq DESC LIMIT 1`, size).Scan(&key)
	if err != nil {
		return "", fmt.Errorf("read the key of the ledger: %w", plainly("", err))
	}
	return key, nil
}
