package ledger

import (
	"bytes"
	"testing"
)

// FuzzReaders gives bytes to everything that reads them: nothing panics, what is read is written back the same, and
// the canonical form of the canonical form is itself.
func FuzzReaders(f *testing.F) {
	b, _, k := twenty(f)
	proof, err := proofOf(f, b, k, 2, 1).Bytes()
	if err != nil {
		f.Fatal(err)
	}
	for _, seed := range append([][]byte{proof, k.Text(), b.checkpoints[0], []byte(`{"a":["\ud83d\ude00","\u0065"]}`), []byte(`[{"b":"","a":""}]`)}, b.entries...) {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		if out, err := Canonical(text); err == nil {
			if again, err := Canonical(out); err != nil || !bytes.Equal(again, out) {
				t.Errorf("%q becomes %q, and that %q (%v)", text, out, again, err)
			}
			if plain(text) && !bytes.Equal(out, text) {
				t.Errorf("%q passes for canonical", text)
			}
		}
		if e, err := ParseEntry(text); err == nil {
			if back, err := e.Bytes(); err != nil || !bytes.Equal(back, text) {
				t.Errorf("entry %q is written back as %q (%v)", text, back, err)
			}
			introduced(b.origin, k.Public, e.Body)
			ParseManifest(e.Body)
		}
		if p, err := ParseProof(text); err == nil {
			if back, err := p.Bytes(); err != nil || !bytes.Equal(back, text) {
				t.Errorf("proof %q is written back as %q (%v)", text, back, err)
			}
			CheckProof(p, "", string(text))
		}
		ReadCheckpoint(text)
		OpenCheckpoint(text, k.Public)
		ParseKey(text, "")
	})
}
