package sqlite

import (
	"bytes"
	"context"
	"crypto/rand"
	"database/sql"
	"fmt"
	"maps"
	"slices"
	"strconv"

	"slate/engine/ledger"
	"slate/engine/roster"
)

// kindOf is the kind of the entry of a batch.
var kindOf = map[roster.BatchKind]ledger.Kind{roster.Import: ledger.Import, roster.Correction: ledger.Correction, roster.Decision: ledger.Decision, roster.Erasure: ledger.Erasure}

// seal appends the entry of a batch, the last, whose rows are all stored. also is what the entry says besides. A roster in
// memory, which nobody will ask about later, has no ledger.
func (s *Store) seal(ctx context.Context, tx *sql.Tx, b *batch, also ledger.Body) error {
	if !s.stored {
		return nil
	}
	sealed, err := sealRows(ctx, tx, b.Number)
	if err != nil {
		return fmt.Errorf("seal batch %d: %w", b.Number, err)
	}
	body := sealed.Keys("")
	maps.Copy(body, also)
	body["as_of"] = b.AsOf.String()
	return appendEntry(ctx, tx, kindOf[b.Kind], body, b.Recorded, b.By)
}

// sealRows gives everybody of the last batch a key and the batch a salt, and returns what its rows come to.
func sealRows(ctx context.Context, tx *sql.Tx, number int) (*ledger.Batch, error) {
	salt := secret()
	if _, err := tx.ExecContext(ctx, "INSERT INTO batch_salt (batch_id, salt) VALUES (?, ?)", number, salt); err != nil {
		return nil, err
	}
	if err := giveKeys(ctx, tx, number); err != nil {
		return nil, err
	}
	var leaves []ledger.Hash
	for _, t := range sealedTables() {
		if err := t.leaves(ctx, tx, t.last(), func(_ int, leaf ledger.Hash) { leaves = append(leaves, leaf) }, number); err != nil {
			return nil, err
		}
	}
	var hash []byte
	if err := tx.QueryRowContext(ctx, "SELECT hash FROM batch WHERE id = ?", number).Scan(&hash); err != nil {
		return nil, err
	}
	return batchOf(number, leaves, salt, hash)
}

func batchOf(number int, leaves []ledger.Hash, salt, hash []byte) (*ledger.Batch, error) {
	root, err := ledger.SortedRoot(leaves)
	return &ledger.Batch{Number: number, Rows: len(leaves), Root: root, Commitment: ledger.Hex(ledger.Commit(salt, hash))}, err
}

// secret returns 32 bytes that nobody can guess.
func secret() []byte {
	b := make([]byte, ledger.Size)
	rand.Read(b) // never fails: the program ends where the system has no randomness
	return b
}

// sealedTable is a table whose rows belong to batches. Its rows are read as batch, hash, and the keys under which the leaf
// stands: that of the person, and where the row names a second one, theirs.
type sealedTable struct {
	name string
	tail bool // its rows are numbered in the order of their batches
	pair bool // other_id is a person too
}

func sealedTables() []sealedTable {
	tables := []sealedTable{
		{name: "record", tail: true}, {name: "place"}, {name: "identity", pair: true}, {name: "waiver"}, {name: "coverage"},
	}
	for _, t := range roster.ChildTables() {
		tables = append(tables, sealedTable{name: t.Name, tail: true})
	}
	return tables
}

// last says where the rows of batch ?1 are. Rows come in the order of their batches, so that those of the last batch are found
// from the end, without reading the whole table.
func (t *sealedTable) last() string {
	if t.tail {
		return "t.batch_id = ?1 AND t.id > coalesce((SELECT id FROM " + t.name + " WHERE batch_id < ?1 ORDER BY id DESC LIMIT 1), 0)"
	}
	return "t.batch_id = ?1"
}

// person is the column of the person, ” where the rows of the table are of nobody.
func (t *sealedTable) person() string {
	if t.name == "place" || t.name == "coverage" {
		return "''"
	}
	return "t.person_id"
}

// leaves reads rows and gives each leaf with the number of its batch to take.
func (t *sealedTable) leaves(ctx context.Context, q querier, where string, take func(batch int, leaf ledger.Hash), args ...any) error {
	second, join := "NULL", ""
	if t.pair {
		second, join = "o.key", " LEFT JOIN person_key o ON o.person_id = t.other_id"
	}
	hash := "t.hash"
	if t.name == "place" { // what a field means is sealed with every batch that brings it
		hash = "CAST(t.hash || (SELECT f.hash FROM field f WHERE f.id = t.field_id) AS BLOB)"
	}
	rows, err := q.QueryContext(ctx, "SELECT t.batch_id, "+hash+", k.key, "+second+" FROM "+t.name+" t LEFT JOIN person_key k ON k.person_id = "+t.person()+join+" WHERE "+where, args...)
	if err != nil {
		return fmt.Errorf("read table %s: %w", t.name, err)
	}
	defer rows.Close()
	var batch int
	var sum, key, other sql.RawBytes
	for rows.Next() {
		if err := rows.Scan(&batch, &sum, &key, &other); err != nil {
			return fmt.Errorf("read table %s: %w", t.name, err)
		}
		leaf := ledger.Commit(key, sum)
		if t.pair {
			leaf = ledger.Commit(other, leaf)
		}
		take(batch, ledger.Hash(leaf))
	}
	return rows.Err()
}

// giveKeys gives a key to everybody of whom the batch has rows and who has none yet.
func giveKeys(ctx context.Context, tx *sql.Tx, number int) error {
	var people []string
	for _, t := range sealedTables() {
		columns := []string{t.person()}
		if t.pair {
			columns = append(columns, "t.other_id")
		}
		for _, column := range columns {
			ids, err := texts(ctx, tx, fmt.Sprintf("SELECT DISTINCT %[1]s FROM %[2]s t WHERE %[3]s AND NOT EXISTS (SELECT 1 FROM person_key k WHERE k.person_id = %[1]s)", column, t.name, t.last()), number)
			if err != nil {
				return err
			}
			people = append(people, ids...)
		}
	}
	slices.Sort(people)
	insert, err := tx.PrepareContext(ctx, "INSERT INTO person_key (person_id, key) VALUES (?, ?)")
	if err != nil {
		return err
	}
	defer insert.Close()
	for _, id := range slices.Compact(people) {
		if _, err := insert.ExecContext(ctx, id, secret()); err != nil {
			return err
		}
	}
	return nil
}

// texts reads a column of texts.
func texts(ctx context.Context, q querier, query string, args ...any) ([]string, error) {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []string
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	return out, rows.Err()
}

// keepLeaves stores, before the rows of a person are removed, what is to be left of them, and returns what the entry says of
// it. The caller appends the entry next, in the same transaction; ids are all the person has.
func (s *Store) keepLeaves(ctx context.Context, tx *sql.Tx, ids []string) (ledger.Body, error) {
	if !s.stored {
		return nil, nil
	}
	seq, err := nextEntry(ctx, tx)
	if err != nil {
		return nil, err
	}
	type gone struct {
		batch int
		leaf  ledger.Hash
	}
	var rows []gone
	for _, t := range sealedTables() {
		where := t.person() + " = ?1"
		if t.pair {
			where += " OR t.other_id = ?1"
		}
		for _, id := range ids {
			if err := t.leaves(ctx, tx, where, func(batch int, leaf ledger.Hash) { rows = append(rows, gone{batch, leaf}) }, id); err != nil {
				return nil, err
			}
		}
	}
	slices.SortFunc(rows, func(a, b gone) int { return bytes.Compare(a.leaf[:], b.leaf[:]) })
	rows = slices.Compact(rows) // a decision between two ids of one person is read under both
	leaves := make([]ledger.Hash, len(rows))
	for i, g := range rows {
		leaves[i] = g.leaf
	}
	body, err := ledger.RemovedKeys("removed", leaves)
	if err != nil {
		return nil, err
	}
	results, err := eraseResults(ctx, tx, ids, seq)
	if err != nil {
		return nil, err
	}
	maps.Copy(body, results)
	if err := dropKeys(ctx, tx, ids); err != nil {
		return nil, err
	}
	return body, keepGone(ctx, tx, seq, func(store func(batch int, leaf ledger.Hash) error) error {
		for _, g := range rows {
			if err := store(g.batch, g.leaf); err != nil {
				return err
			}
		}
		return nil
	})
}

// keepGone stores leaves of removed rows. The entry they name comes next in the transaction; references are checked at
// its end.
func keepGone(ctx context.Context, tx *sql.Tx, seq int64, each func(store func(batch int, leaf ledger.Hash) error) error) error {
	if _, err := tx.ExecContext(ctx, "PRAGMA defer_foreign_keys = 1"); err != nil {
		return err
	}
	insert, err := tx.PrepareContext(ctx, "INSERT INTO gone (batch_id, leaf, entry_seq) VALUES (?, ?, ?)")
	if err != nil {
		return err
	}
	defer insert.Close()
	return each(func(batch int, leaf ledger.Hash) error {
		_, err := insert.ExecContext(ctx, batch, leaf[:], seq)
		return err
	})
}

// eraseResults removes what runs hold of a person but the hashes of the leaves, and the keys of the person.
func eraseResults(ctx context.Context, tx *sql.Tx, ids []string, seq int64) (ledger.Body, error) {
	var leaves []ledger.Hash
	for _, id := range ids {
		removed, err := eraseLeaves(ctx, tx, "person_id", id, seq)
		if err != nil {
			return nil, err
		}
		leaves = append(leaves, removed...)
	}
	return ledger.RemovedKeys("results_removed", leaves)
}

// eraseLeaves removes all but the hashes of the leaves whose column has a value, and returns those of them that were not removed
// before. The entry that says so is number seq and comes next in the transaction; references are checked at its end.
func eraseLeaves(ctx context.Context, tx *sql.Tx, column string, value any, seq int64) ([]ledger.Hash, error) {
	if _, err := tx.ExecContext(ctx, "PRAGMA defer_foreign_keys = 1"); err != nil {
		return nil, err
	}
	hashes, err := texts(ctx, tx, "SELECT leaf_hash FROM sealed_person WHERE erased IS NULL AND "+column+" = ?", value)
	if err != nil {
		return nil, err
	}
	var leaves []ledger.Hash
	for _, h := range hashes {
		if len(h) != ledger.Size {
			return nil, refuse("", "damaged")
		}
		leaves = append(leaves, ledger.Hash([]byte(h)))
	}
	_, err = tx.ExecContext(ctx, "UPDATE sealed_person SET person_id = NULL, pseudonym = NULL, commitment = NULL, payload = NULL, salt = NULL, erased = ? WHERE erased IS NULL AND "+column+" = ?", seq, value)
	return leaves, err
}

// dropKeys removes the keys of a person, after which nothing says whose the leaves were.
func dropKeys(ctx context.Context, tx *sql.Tx, ids []string) error {
	for _, id := range ids {
		if _, err := tx.ExecContext(ctx, "DELETE FROM person_key WHERE person_id = ?", id); err != nil {
			return err
		}
	}
	return nil
}

// personMark returns what entries call a person: under the key of the person, so that it says nothing once the person is
// removed. about makes marks of different entries differ, such as the number of the entry.
func personMark(ctx context.Context, q querier, person, about string) (string, error) {
	var key []byte
	if err := q.QueryRowContext(ctx, "SELECT key FROM person_key WHERE person_id = ?", person).Scan(&key); err != nil {
		return "", fmt.Errorf("mark a person: %w", err)
	}
	return ledger.Hex(ledger.Pseudonym(key, about)), nil
}

// opened appends the entry that seals the batches of a roster that was kept before it had a ledger.
func opened(ctx context.Context, tx *sql.Tx) error {
	all, err := readBatches(ctx, tx)
	if err != nil || len(all) == 0 {
		return err
	}
	body := ledger.Body{}
	for i := range all {
		sealed, err := sealRows(ctx, tx, all[i].Number)
		if err != nil {
			return err
		}
		maps.Copy(body, sealed.Keys(strconv.Itoa(i+1)+"."))
	}
	return appendEntry(ctx, tx, ledger.Opening, body, all[len(all)-1].Recorded, "")
}

// ledgerSource is the roster as ledger.Verify reads it.
type ledgerSource struct {
	*Store
}

// Ledger returns the roster for ledger.Verify.
func (s *Store) Ledger() ledger.Source { return ledgerSource{s} }

// Origin returns the name of the ledger.
func (s ledgerSource) Origin(ctx context.Context) (origin string, err error) {
	err = s.db.QueryRowContext(ctx, "SELECT origin FROM log").Scan(&origin)
	return origin, plainly("", err)
}

func (s ledgerSource) blobs(ctx context.Context, query string) ([][]byte, error) {
	all, err := texts(ctx, s.db, query)
	if err != nil {
		return nil, plainly("", err)
	}
	out := make([][]byte, len(all))
	for i := range all {
		out[i] = []byte(all[i])
	}
	return out, nil
}

// Entries returns the entries in their order. A gap in their numbers shows where the next entry is read.
func (s ledgerSource) Entries(ctx context.Context) ([][]byte, error) {
	return s.blobs(ctx, "SELECT text FROM entry ORDER BY seq")
}

// TreeHashes returns the stored hashes of the tree of entries.
func (s ledgerSource) TreeHashes(ctx context.Context) ([][]byte, error) {
	return s.blobs(ctx, "SELECT hash FROM stored_hash ORDER BY id")
}

// Checkpoints returns the signed checkpoints.
func (s ledgerSource) Checkpoints(ctx context.Context) ([][]byte, error) {
	return s.blobs(ctx, "SELECT note FROM signed_checkpoint ORDER BY size, note")
}

// Damage names the first thing that Verify finds wrong with the file.
func (s ledgerSource) Damage(ctx context.Context) (string, error) {
	checks, err := s.Verify(ctx)
	if err != nil {
		return "", err
	}
	for _, c := range checks {
		if len(c.Wrong) > 0 {
			return c.Wrong[0], nil
		}
	}
	gaps, err := texts(ctx, s.db, `SELECT 'entry' WHERE (SELECT count(*) <> coalesce(max(seq) + 1, 0) FROM entry)
		UNION ALL SELECT 'stored_hash' WHERE (SELECT count(*) <> coalesce(max(id) + 1, 0) FROM stored_hash)`)
	if err != nil || len(gaps) == 0 {
		return "", plainly("", err)
	}
	return "numbers of " + gaps[0], nil
}

// Sealed returns what the rows of each batch come to.
func (s ledgerSource) Sealed(ctx context.Context) ([]ledger.Batch, error) {
	leaves := map[int][]ledger.Hash{}
	take := func(batch int, leaf ledger.Hash) { leaves[batch] = append(leaves[batch], leaf) }
	for _, t := range sealedTables() {
		if err := t.leaves(ctx, s.db, "true", take); err != nil {
			return nil, plainly("", err)
		}
	}
	if err := s.gone(ctx, func(batch int, _ int64, leaf ledger.Hash) { take(batch, leaf) }); err != nil {
		return nil, err
	}
	rows, err := s.db.QueryContext(ctx, "SELECT b.id, b.hash, s.salt FROM batch b LEFT JOIN batch_salt s ON s.batch_id = b.id ORDER BY b.id")
	if err != nil {
		return nil, plainly("", err)
	}
	defer rows.Close()
	var out []ledger.Batch
	for rows.Next() {
		var number int
		var hash, salt []byte
		if err := rows.Scan(&number, &hash, &salt); err != nil {
			return nil, plainly("", err)
		}
		b, err := batchOf(number, leaves[number], salt, hash)
		if err != nil {
			return nil, err
		}
		out = append(out, *b)
	}
	return out, rows.Err()
}

// gone reads the leaves of removed rows.
func (s ledgerSource) gone(ctx context.Context, take func(batch int, seq int64, leaf ledger.Hash)) error {
	rows, err := s.db.QueryContext(ctx, "SELECT batch_id, entry_seq, leaf FROM gone ORDER BY entry_seq, leaf")
	if err != nil {
		return plainly("", err)
	}
	defer rows.Close()
	for rows.Next() {
		var batch int
		var seq int64
		var leaf []byte
		if err := rows.Scan(&batch, &seq, &leaf); err != nil {
			return plainly("", err)
		}
		if len(leaf) != ledger.Size {
			return refuse("", "damaged")
		}
		take(batch, seq, ledger.Hash(leaf))
	}
	return rows.Err()
}

// Removed returns the leaves of removed rows by the entry that says so.
func (s ledgerSource) Removed(ctx context.Context) (map[int64][]ledger.Hash, error) {
	out := map[int64][]ledger.Hash{}
	err := s.gone(ctx, func(_ int, seq int64, leaf ledger.Hash) { out[seq] = append(out[seq], leaf) })
	return out, err
}

// Rules returns a rule file that a run used, nil where it is not held.
func (s ledgerSource) Rules(ctx context.Context, digest string) ([]byte, error) {
	all, err := texts(ctx, s.db, "SELECT text FROM rule_text WHERE sha256 = ?", digest)
	if err != nil || len(all) == 0 {
		return nil, plainly("", err)
	}
	return []byte(all[0]), nil
}

// Results returns the leaves of a run, nil where it is not held.
func (s ledgerSource) Results(ctx context.Context, run int) ([]ledger.Result, error) {
	unpack, err := s.unpacker(ctx, run)
	if err != nil {
		return nil, plainly("", err)
	}
	rows, err := s.db.QueryContext(ctx, "SELECT leaf_hash, pseudonym, commitment, payload, salt, coalesce(erased, -1) FROM sealed_person WHERE run_id = ? ORDER BY leaf", run)
	if err != nil {
		return nil, plainly("", err)
	}
	defer rows.Close()
	var out []ledger.Result
	for rows.Next() {
		var r ledger.Result
		var leaf []byte
		if err := rows.Scan(&leaf, &r.Pseudonym, &r.Commitment, &r.Record, &r.Salt, &r.Erased); err != nil {
			return nil, plainly("", err)
		}
		if len(leaf) != ledger.Size {
			return nil, refuse("", "damaged")
		}
		r.Leaf, r.Record = ledger.Hash(leaf), unpack.unpack(r.Record)
		out = append(out, r)
	}
	return out, rows.Err()
}
