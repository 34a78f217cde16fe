package ledger

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/tlog"
)

// vectors computes the test vectors of README.md.
func vectors(t *testing.T) (text string, proof []byte) {
	t.Helper()
	var b strings.Builder
	line := func(name, value string) { fmt.Fprintf(&b, "%-16s %s\n", name, value) }
	key := []byte(strings.Repeat("k", Size))
	record, err := Canonical([]byte(`{"verdict":"pass", "facts":{"年纳税额":"120.50"}}`))
	if err != nil {
		t.Fatal(err)
	}
	salt := []byte(strings.Repeat("s", Size))
	p := SealedPerson{Pseudonym: Pseudonym(key, "P1"), Record: record, Salt: salt, Commitment: Commit(salt, record)}
	leaf := p.Hash()
	line("record", string(record))
	line("salt", Hex(salt))
	line("commitment", Hex(p.Commitment))
	line("key of the run", Hex(key))
	line("id", "P1")
	line("pseudonym", Hex(p.Pseudonym))
	line("hash of leaf", Hex(leaf[:]))
	for n := range 4 {
		var leaves [][]byte
		for i := range n {
			leaves = append(leaves, []byte{byte('a' + i)})
		}
		root, err := Root(leaves)
		if err != nil {
			t.Fatal(err)
		}
		line(fmt.Sprintf("root of %d leaves", n), Hex(root[:]))
	}
	e := Entry{Kind: Access, By: "张某", At: "2026-07-01T00:00:00Z", Body: Body{"what": "list"}}
	raw, err := e.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	hash, entryLeaf := HashEntry(raw), tlog.RecordHash(raw)
	line("entry", string(raw))
	line("hash of entry", Hex(hash[:]))
	line("hash of leaf", Hex(entryLeaf[:]))
	k := testKey(t, "slate/0123456789abcdef", 1)
	cp := Checkpoint{"slate/0123456789abcdef", 1, entryLeaf}
	note, err := cp.Sign(k)
	if err != nil {
		t.Fatal(err)
	}
	line("public key", k.Public)
	line("code", cp.Code())
	b.WriteString("checkpoint\n" + string(note))
	book, _, second := twenty(t)
	proof, err = proofOf(t, book, second, 2, 1).Bytes()
	if err != nil {
		t.Fatal(err)
	}
	return b.String(), proof
}

// TestVectors holds the specification, and the proof file beside it, to what the package computes. UPDATE=1 writes
// that file anew.
func TestVectors(t *testing.T) {
	text, proof := vectors(t)
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile("testdata/proof.json", proof, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(readme), text) {
		t.Errorf("README.md does not have these vectors:\n%s", text)
	}
	if got, err := os.ReadFile("testdata/proof.json"); err != nil || !bytes.Equal(got, proof) {
		t.Errorf("testdata/proof.json is %q, %v; want %q", got, err, proof)
	}
	for _, kind := range kinds {
		if !strings.Contains(string(readme), "| `"+string(kind)+"` |") {
			t.Errorf("README.md does not say what entries of kind %s hold", kind)
		}
	}
}
