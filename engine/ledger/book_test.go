package ledger

import (
	"context"
	"crypto/sha256"
	"fmt"
	"slices"
	"strconv"
	"testing"
)

// book is a ledger in memory with what lies beside it.
type book struct {
	origin      string
	entries     [][]byte
	hashes      [][]byte
	checkpoints [][]byte
	batches     []Batch
	removed     map[int64][]Hash
	rules       map[string][]byte
	results     map[int][]Result
	sealed      map[int]*Sealed
}

func (b *book) Origin(context.Context) (string, error)                 { return b.origin, nil }
func (b *book) Entries(context.Context) ([][]byte, error)              { return b.entries, nil }
func (b *book) TreeHashes(context.Context) ([][]byte, error)           { return b.hashes, nil }
func (b *book) Checkpoints(context.Context) ([][]byte, error)          { return b.checkpoints, nil }
func (b *book) Damage(context.Context) (string, error)                 { return "", nil }
func (b *book) Sealed(context.Context) ([]Batch, error)                { return b.batches, nil }
func (b *book) Removed(context.Context) (map[int64][]Hash, error)      { return cloneMap(b.removed), nil }
func (b *book) Rules(_ context.Context, digest string) ([]byte, error) { return b.rules[digest], nil }
func (b *book) Results(_ context.Context, run int) ([]Result, error)   { return b.results[run], nil }

// cloneMap exists because Verify strikes off what it has seen.
func cloneMap(m map[int64][]Hash) map[int64][]Hash {
	out := map[int64][]Hash{}
	for k, v := range m {
		out[k] = v
	}
	return out
}

func (b *book) clone() *book {
	c := *b
	c.entries, c.hashes, c.checkpoints = slices.Clone(b.entries), slices.Clone(b.hashes), slices.Clone(b.checkpoints)
	return &c
}

// append puts an entry behind the others, as a store does.
func (b *book) append(t testing.TB, kind Kind, body Body, by string) {
	t.Helper()
	e := Entry{Kind: kind, Seq: int64(len(b.entries)), At: "2026-07-01T00:00:00Z", By: by, Body: body}
	if n := len(b.entries); n > 0 {
		e.Prev = HashEntry(b.entries[n-1])
	}
	raw, err := e.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	b.entries = append(b.entries, raw)
	b.grow(t)
}

// grow makes the stored tree that of the entries, as somebody would who knows how.
func (b *book) grow(t testing.TB) *Tree {
	t.Helper()
	tree, err := Grow(b.entries)
	if err != nil {
		t.Fatal(err)
	}
	b.hashes = nil
	for i := range tree.Hashes {
		b.hashes = append(b.hashes, tree.Hashes[i][:])
	}
	return tree
}

func (b *book) checkpoint(t testing.TB) Checkpoint {
	t.Helper()
	tree := b.grow(t)
	root, err := tree.Root(tree.Size)
	if err != nil {
		t.Fatal(err)
	}
	return Checkpoint{b.origin, tree.Size, root}
}

func (b *book) sign(t testing.TB, k *Key) []byte {
	t.Helper()
	note, err := b.checkpoint(t).Sign(k)
	if err != nil {
		t.Fatal(err)
	}
	b.checkpoints = append(b.checkpoints, note)
	return note
}

func (b *book) introduce(t testing.TB, old, k *Key) {
	t.Helper()
	body, err := Introduce(b.origin, old, k)
	if err != nil {
		t.Fatal(err)
	}
	b.append(t, KeyChange, body, "李某")
}

func (b *book) load(t testing.TB, kind Kind, also Body) {
	t.Helper()
	n := len(b.batches) + 1
	batch := Batch{Number: n, Rows: n, Root: Hash{byte(n)}, Commitment: Hex(Commit([]byte{byte(n)}, nil))}
	b.batches = append(b.batches, batch)
	body := batch.Keys("")
	for k, v := range also {
		body[k] = v
	}
	b.append(t, kind, body, "张某")
}

func (b *book) run(t testing.TB, number, people int) {
	t.Helper()
	var all []Committed
	for i := range people {
		all = append(all, Committed{"P" + strconv.Itoa(i), fmt.Appendf(nil, `{"id":"P%d","verdict":"pass","facts":{"年纳税额":"%d.50","出生":"1980-01-02"}}`, i, i)})
	}
	s, err := Seal(all, chance(uint64(number)))
	if err != nil {
		t.Fatal(err)
	}
	text := []byte("slate: 1\n")
	sum := sha256.Sum256(text)
	b.rules[Hex(sum[:])] = text
	for i := range s.People {
		p := &s.People[i]
		b.results[number] = append(b.results[number], Result{p.Hash(), p.Pseudonym, p.Commitment, p.Salt, p.Record, -1})
	}
	b.sealed[number] = s
	m := &RunManifest{Run: number, Purpose: "换届推荐", Cutoff: "2026-06-30", Snapshot: 2, Rows: people, Engine: "0.1.0", Go: "go1.26", People: people, Root: s.Root, Rules: []RuleFile{{"county", "1", Hex(sum[:])}}}
	b.append(t, Run, m.Body(), "张某")
}

// keys returns the i-th key of a ledger.
func testKey(t testing.TB, origin string, i uint64) *Key {
	t.Helper()
	k, err := NewKey(chance(1000+i), origin)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// twenty is a ledger of twenty entries with two keys, changes of a roster, runs, approvals and a removal.
func twenty(t testing.TB) (b *book, first, second *Key) {
	t.Helper()
	b = &book{origin: "slate/0123456789abcdef", removed: map[int64][]Hash{}, rules: map[string][]byte{}, results: map[int][]Result{}, sealed: map[int]*Sealed{}}
	first, second = testKey(t, b.origin, 1), testKey(t, b.origin, 2)
	b.introduce(t, nil, first)
	for range 4 {
		b.load(t, Import, nil)
	}
	b.run(t, 1, 5)
	b.append(t, Approval, Body{"run": "1"}, "李某")
	b.sign(t, first)
	b.introduce(t, first, second)
	b.load(t, Correction, nil)
	b.load(t, Decision, nil)
	b.erase(t)
	for i := 2; i < 5; i++ {
		b.run(t, i, 3*i)
		b.append(t, Approval, Body{"run": strconv.Itoa(i)}, "李某")
	}
	b.append(t, Export, Body{"run": "4", "what": "list"}, "张某")
	b.append(t, Subject, Body{"what": "access"}, "张某")
	b.append(t, Incident, Body{"what": "lost"}, "张某")
	b.sign(t, second)
	if len(b.entries) != 20 {
		t.Fatalf("%d entries", len(b.entries))
	}
	return b, first, second
}

// erase removes somebody: two rows, and one leaf of run 1.
func (b *book) erase(t testing.TB) {
	t.Helper()
	seq := int64(len(b.entries))
	rows := []Hash{{1}, {2}}
	b.removed[seq] = rows
	leaf := b.results[1][2].Leaf
	b.results[1][2] = Result{Leaf: leaf, Erased: seq}
	also := Body{}
	for prefix, leaves := range map[string][]Hash{"removed": rows, "results_removed": {leaf}} {
		body, err := RemovedKeys(prefix, leaves)
		if err != nil {
			t.Fatal(err)
		}
		for k, v := range body {
			also[k] = v
		}
	}
	b.load(t, Erasure, also)
}

func nothingDiffers(context.Context, *RunManifest) ([]string, error) { return nil, nil }

func verify(t testing.TB, src Source, opt Options) []Check {
	t.Helper()
	checks, err := Verify(context.Background(), src, opt)
	if err != nil {
		t.Fatal(err)
	}
	return checks
}

// letters are the first letters of the ten verdicts.
func letters(checks []Check) string {
	s := ""
	for _, c := range checks {
		s += c.Verdict.String()[:1]
	}
	return s
}

func fails(checks []Check) bool {
	return slices.ContainsFunc(checks, func(c Check) bool { return c.Verdict == Fails })
}
