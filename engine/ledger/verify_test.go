package ledger

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/tlog"
)

func TestVerify(t *testing.T) {
	b, first, second := twenty(t)
	outside := b.checkpoints
	code := b.checkpoint(t).Code()
	all := Options{Key: second.Public, Checkpoints: outside, Codes: []string{strings.ToLower(code)}, Replay: nothingDiffers}
	other := testKey(t, b.origin, 9)
	for _, test := range []struct {
		name   string
		change func(*book)
		opt    Options
		want   string
		what   What
	}{
		{"all there", nil, all, "hhhhhhhhhh", CodeFound},
		{"the first key is as good as the second", nil, Options{Key: first.Public, Checkpoints: outside, Replay: nothingDiffers}, "hhhhhhhhhh", 0},
		{"nothing from elsewhere", nil, Options{}, "hhhhnhhnhh", NoOutside},
		{"another key is known", nil, Options{Key: other.Public, Checkpoints: outside, Replay: nothingDiffers}, "fhhhhhhhhh", OtherKey},
		{"a code that never was", nil, Options{Codes: []string{strings.Repeat("0", 32)}, Replay: nothingDiffers}, "hhhhfhhhhh", CodeUnknown},
		{"no code", nil, Options{Codes: []string{"U"}, Replay: nothingDiffers}, "hhhhfhhhhh", NoCode},
		{"never signed", func(b *book) { b.checkpoints = nil }, all, "nhhhhhhhhh", Unsigned},
		{"no key", func(b *book) {
			*b = book{origin: b.origin}
			b.load(t, Import, nil)
		}, Options{}, "nhhhnhhhhh", NoKey},
		{"a new key that the old one does not know", func(b *book) { b.introduce(t, nil, other); b.sign(t, other) }, Options{Key: other.Public, Checkpoints: outside, Replay: nothingDiffers}, "nhhhhhhhhh", KeyUnvouched},
		{"a key that the known one does not vouch for", func(b *book) { b.introduce(t, nil, other); b.sign(t, other) }, Options{Key: second.Public, Checkpoints: outside, Replay: nothingDiffers}, "fhhhhhhhhh", OtherKey},
		{"a key that vouches for itself", func(b *book) {
			body, _ := Introduce(b.origin, other, testKey(t, b.origin, 10))
			b.append(t, KeyChange, body, "")
		}, all, "fhhhhhhhhh", BadKey},
		{"stored tree", func(b *book) { b.hashes[5] = make([]byte, Size) }, all, "hfhhhhhhhh", TreeDiffers},
		{"checkpoint of another ledger", func(b *book) {
			note, _ := Checkpoint{Origin: "slate/x", Size: 1}.Sign(second)
			b.checkpoints = append(b.checkpoints, note)
		}, all, "ffhhhhhhhh", OtherLedger},
		{"checkpoint with the wrong key", func(b *book) { b.sign(t, first) }, all, "fhhhhhhhhh", BadSignature},
		{"a batch without an entry", func(b *book) { b.batches = append(slices.Clone(b.batches), Batch{Number: 9}) }, all, "hhhhhfhhhh", NotSealed},
		{"a batch that is gone", func(b *book) { b.batches = b.batches[:6] }, all, "hhhhhfhhhh", BatchMissing},
		{"a row", func(b *book) { b.batches = slices.Clone(b.batches); b.batches[2].Root[9] ^= 1 }, all, "hhhhhfhhhh", RowsDiffer},
		{"what a batch says of itself", func(b *book) { b.batches = slices.Clone(b.batches); b.batches[2].Commitment = "x" }, all, "hhhhhfhhhh", BatchDiffers},
		{"sealed twice", func(b *book) { b.append(t, Import, b.batches[0].Keys(""), ""); b.sign(t, second) }, all, "hhhhhfhhhh", SealedTwice},
		{"no rule file", func(b *book) { b.rules = nil }, all, "hhhhhhnhhh", NoRules},
		{"another rule file", func(b *book) {
			for k := range b.rules {
				b.rules = map[string][]byte{k: []byte("slate: 2")}
			}
		}, all, "hhhhhhfhhh", RulesDiffer},
		{"a manifest that is none", func(b *book) { b.append(t, Run, Body{"run": "x"}, ""); b.sign(t, second) }, all, "hhhhhhffnh", BadManifest},
		{"a run number twice", func(b *book) { b.results[9] = nil; b.run(t, 4, 0); b.sign(t, second) }, all, "hhhhhhhfhh", RunTwice},
		{"results not held", func(b *book) { b.results = map[int][]Result{1: b.results[1]} }, all, "hhhhhhhnhh", NoResults},
		{"a record", func(b *book) { b.results[2][0].Record = []byte(`{}`) }, all, "hhhhhhhfhh", ResultDiffers},
		{"a leaf", func(b *book) { b.results[2][0].Leaf[3] ^= 1 }, all, "hhhhhhhfhh", ResultsDiffer},
		{"one person less", func(b *book) { b.results[2] = b.results[2][1:] }, all, "hhhhhhhfhh", ResultsDiffer},
		{"a run that gives something else", nil, Options{Checkpoints: outside, Replay: func(context.Context, *RunManifest) ([]string, error) { return []string{"P1"}, nil }}, "hhhhhhhfhh", ReplayDiffers},
		{"an approval of nothing", func(b *book) { b.append(t, Approval, Body{"run": "77"}, "李某"); b.sign(t, second) }, all, "hhhhhhhhfh", ApprovesNothing},
		{"whoever ran it approves", func(b *book) { b.append(t, Approval, Body{"run": "2"}, "张某"); b.sign(t, second) }, all, "hhhhhhhhfh", ApprovedByRunner},
		{"a proposal", func(b *book) { b.run(t, 8, 1); b.sign(t, second) }, all, "hhhhhhhhnh", Proposal},
		{"a row removed in silence", func(b *book) { b.removed[3] = []Hash{{7}} }, all, "hhhhhhhhhf", RemovedSilently},
		{"one row more removed", func(b *book) { b.removed[10] = append(b.removed[10], Hash{7}) }, all, "hhhhhhhhhf", RemovedDiffers},
		{"a result removed in silence", func(b *book) { b.results[2][0] = Result{Leaf: b.results[2][0].Leaf, Erased: 10} }, all, "hhhhhhhhhf", RemovedDiffers},
	} {
		t.Run(test.name, func(t *testing.T) {
			b, _, _ := twenty(t)
			if test.change != nil {
				test.change(b)
			}
			checks := verify(t, b, test.opt)
			found := test.what == 0
			for _, c := range checks {
				found = found || slices.ContainsFunc(c.Details, func(d Detail) bool { return d.What == test.what })
			}
			if got := letters(checks); got != test.want || !found {
				t.Errorf("got %s, want %s with %d: %+v", got, test.want, test.what, checks)
			}
		})
	}
}

// TestEveryBit changes each bit of a ledger of twenty entries, of its stored tree and of its checkpoints, alone. That takes
// a minute and is done with SLATE_BITS=all; without, it is done for one bit in 37.
func TestEveryBit(t *testing.T) {
	b, _, _ := twenty(t)
	if checks := verify(t, b, Options{}); fails(checks) {
		t.Fatalf("unchanged: %+v", checks)
	}
	flips, step := 0, 37
	if os.Getenv("SLATE_BITS") == "all" {
		step = 1
	}
	for _, part := range []struct {
		name string
		all  [][]byte
	}{{"entry", b.entries}, {"hash", b.hashes}, {"checkpoint", b.checkpoints}} {
		for i, text := range part.all {
			for bit := i % step; bit < 8*len(text); bit += step {
				text[bit/8] ^= 1 << (bit % 8)
				if !fails(verify(t, b, Options{})) {
					t.Errorf("%s %d: bit %d is not found", part.name, i, bit)
				}
				text[bit/8] ^= 1 << (bit % 8)
				flips++
			}
		}
	}
	t.Logf("%d flips", flips)
}

// TestAttacks changes the structure of a ledger at random, with the tree made anew for it and, where that is possible without
// the key, the chain and the signature. The verifier knows the public key.
func TestAttacks(t *testing.T) {
	clean, known, _ := twenty(t)
	thief := testKey(t, clean.origin, 66)
	r := rand.New(rand.NewPCG(6, 2026))
	attacks := []struct {
		name string
		do   func(b *book, i, j int)
	}{
		{"delete", func(b *book, i, _ int) { b.entries = slices.Delete(b.entries, i, i+1) }},
		{"swap", func(b *book, i, j int) {
			if i == j {
				j = (i + 1) % len(b.entries)
			}
			b.entries[i], b.entries[j] = b.entries[j], b.entries[i]
		}},
		{"insert", func(b *book, i, j int) {
			b.entries = slices.Insert(b.entries, i, []byte(strings.Replace(string(b.entries[j]), "2026", "2025", 1)))
		}},
		{"truncate", func(b *book, i, _ int) { b.entries = b.entries[:i] }},
		{"duplicate", func(b *book, i, j int) { b.entries = slices.Insert(b.entries, i, b.entries[j]) }},
		{"edit and chain again", func(b *book, i, _ int) { rechain(b, i, func(e *Entry) { e.By = "别人" }) }},
		{"delete and chain again", func(b *book, i, _ int) {
			b.entries = slices.Delete(b.entries, i, i+1)
			rechain(b, 0, nil)
		}},
		{"edit, chain and sign with another key", func(b *book, i, _ int) {
			rechain(b, i, func(e *Entry) { e.At = "2020-01-01T00:00:00Z" })
			b.checkpoints = nil
			b.sign(t, thief)
		}},
		{"say that the key is lost and sign everything", func(b *book, i, _ int) {
			rechain(b, i, func(e *Entry) { e.By = "别人" })
			body, _ := Introduce(b.origin, nil, thief)
			b.append(t, KeyChange, body, "")
			b.checkpoints = nil
			b.sign(t, thief)
		}},
		{"rows of the roster", func(b *book, i, j int) {
			b.batches = slices.Clone(b.batches)
			b.batches[i%len(b.batches)].Root[j] ^= byte(1 + j)
		}},
		{"records of a run", func(b *book, i, j int) {
			results := slices.Clone(b.results[3])
			results[i%len(results)].Record = fmt.Appendf(nil, `{"id":"P%d"}`, j+100)
			b.results = map[int][]Result{1: b.results[1], 2: b.results[2], 3: results, 4: b.results[4]}
		}},
	}
	for n := range 2200 {
		a := attacks[n%len(attacks)]
		b := clean.clone()
		i, j := r.IntN(len(b.entries)), r.IntN(len(b.entries))
		a.do(b, i, j)
		b.grow(t)
		if !fails(verify(t, b, Options{Key: known.Public})) {
			t.Fatalf("%s %d %d is not found", a.name, i, j)
		}
	}
}

// rechain edits an entry and makes numbers and hashes of all entries from it on anew.
func rechain(b *book, from int, edit func(*Entry)) {
	for i := from; i < len(b.entries); i++ {
		e, err := ParseEntry(b.entries[i])
		if err != nil {
			panic(err)
		}
		if i == from && edit != nil {
			edit(e)
		}
		e.Seq, e.Prev = int64(i), Hash{}
		if i > 0 {
			e.Prev = HashEntry(b.entries[i-1])
		}
		if b.entries[i], err = e.Bytes(); err != nil {
			panic(err)
		}
	}
}

// TestKeeper is whoever holds the key: what they do holds in itself, and what left the building shows it.
func TestKeeper(t *testing.T) {
	b, _, second := twenty(t)
	outside := slices.Clone(b.checkpoints)
	codes := []string{b.checkpoint(t).Code()}
	for _, test := range []struct {
		name string
		do   func(*book)
	}{
		{"roll back", func(b *book) {
			b.entries, b.checkpoints = b.entries[:7], b.checkpoints[:1]
			b.batches, b.removed = b.batches[:4], nil
			for i := range b.results[1] { // what was erased since is there again
				p := &b.sealed[1].People[i]
				b.results[1][i] = Result{p.Hash(), p.Pseudonym, p.Commitment, p.Salt, p.Record, -1}
			}
		}},
		{"rewrite", func(b *book) {
			rechain(b, 19, func(e *Entry) { e.Body["what"] = "nothing" })
			b.checkpoints = b.checkpoints[:1]
			b.sign(t, second)
		}},
		{"rewrite and go on", func(b *book) {
			rechain(b, 17, func(e *Entry) { e.By = "别人" })
			b.checkpoints = b.checkpoints[:1]
			b.append(t, Incident, Body{}, "张某")
			b.sign(t, second)
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			b, _, _ := twenty(t)
			test.do(b)
			b.grow(t)
			if got := letters(verify(t, b, Options{Replay: nothingDiffers})); got != "hhhhnhhhhh" {
				t.Errorf("alone: got %s", got)
			}
			if got := letters(verify(t, b, Options{Replay: nothingDiffers, Checkpoints: outside})); got != "hhhhfhhhhh" {
				t.Errorf("with the checkpoint kept elsewhere: got %s", got)
			}
			if got := letters(verify(t, b, Options{Replay: nothingDiffers, Codes: codes})); got != "hhhhfhhhhh" {
				t.Errorf("with the code on paper: got %s", got)
			}
		})
	}
}

// TestTwoImplementations holds that both implementations of the tree give the same roots and take and refuse the same paths.
func TestTwoImplementations(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 6962))
	for n := range 10000 {
		size := 1 + r.IntN(64)
		if n%100 == 0 {
			size = 1 + r.IntN(1000)
		}
		leaves := make([][]byte, size)
		hashes := make([]Hash, size)
		for i := range leaves {
			leaves[i] = fmt.Appendf(nil, "%d", r.Uint64())
			hashes[i] = tlog.RecordHash(leaves[i])
		}
		tree, err := Grow(leaves)
		if err != nil {
			t.Fatal(err)
		}
		root, err := tree.Root(tree.Size)
		if err != nil {
			t.Fatal(err)
		}
		if second, err := secondRoot(hashes); err != nil || second != root {
			t.Fatalf("%d leaves: %v and %v, %v", size, root, second, err)
		}
		index, old := r.Int64N(tree.Size), 1+r.Int64N(tree.Size)
		path, err := tlog.ProveRecord(tree.Size, index, tree)
		if err != nil {
			t.Fatal(err)
		}
		both(t, r, path, func(path []Hash) (error, error) {
			return tlog.CheckRecord(path, tree.Size, root, index, hashes[index]), secondInclusion(index, tree.Size, hashes[index], path, root)
		})
		oldRoot, err := tree.Root(old)
		if err != nil {
			t.Fatal(err)
		}
		between, err := tlog.ProveTree(tree.Size, old, tree)
		if err != nil {
			t.Fatal(err)
		}
		both(t, r, between, func(path []Hash) (error, error) {
			return tlog.CheckTree(path, tree.Size, root, old, oldRoot), secondConsistency(old, tree.Size, path, oldRoot, root)
		})
	}
}

// both holds that two checks take a path, and refuse it with a bit changed, a hash more and a hash less.
func both(t *testing.T, r *rand.Rand, path []Hash, check func([]Hash) (error, error)) {
	t.Helper()
	if a, b := check(path); a != nil || b != nil {
		t.Fatalf("a sound path: %v, %v", a, b)
	}
	wrong := [][]Hash{append(slices.Clone(path), Hash{})}
	if len(path) > 0 {
		changed := slices.Clone(path)
		changed[r.IntN(len(path))][r.IntN(Size)] ^= 1 << r.IntN(8)
		wrong = append(wrong, changed, path[1:])
	}
	for _, w := range wrong {
		if a, b := check(w); a == nil || b == nil {
			t.Fatalf("a wrong path: %v, %v", a, b)
		}
	}
}

// BenchmarkVerify is a ledger of 500 entries, signed after each.
func BenchmarkVerify(b *testing.B) {
	l, _, k := twenty(b)
	for len(l.entries) < 500 {
		l.append(b, Export, Body{"what": "list"}, "张某")
		l.sign(b, k)
	}
	for b.Loop() {
		if fails(verify(b, l, Options{Key: k.Public})) {
			b.Fatal("it fails")
		}
	}
}
