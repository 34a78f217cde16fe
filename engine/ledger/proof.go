package ledger

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"

	"golang.org/x/mod/sumdb/tlog"
)

// Proof shows one person's result of a run without anyone else's: the record under its salt is a leaf of the tree of the
// run, whose root the entry of the run holds, which is a leaf of the tree that the checkpoint signs.
type Proof struct {
	Record     []byte // canonical
	Salt       []byte
	Pseudonym  []byte
	Index      int64  // of the leaf
	Path       []Hash // from the leaf to the root of the run
	Entry      []byte // of the run
	EntryPath  []Hash // from the entry to the root of the checkpoint
	Checkpoint []byte // signed note
	Key        string // public key of the checkpoint; the reader compares it with one known from elsewhere
}

// ProofFormat names the layout of a proof file.
const ProofFormat = "slate.ledger-proof/1"

// proofText is a Proof as JSON. Paths are their hashes one behind the other, in base64.
type proofText struct {
	Checkpoint string          `json:"checkpoint"`
	Entry      json.RawMessage `json:"entry"`
	EntryPath  string          `json:"entry_path"`
	Format     string          `json:"format"`
	Index      string          `json:"index"`
	Key        string          `json:"key"`
	Path       string          `json:"path"`
	Pseudonym  string          `json:"pseudonym"`
	Record     json.RawMessage `json:"record"`
	Salt       string          `json:"salt"`
}

// Prove makes the proof of leaf number index of a run. results is the tree of the run, log that of the entries, entry
// number seq of which is the run's; the checkpoint is of size entries.
func Prove(person *SealedPerson, index int64, results *Tree, entry []byte, seq int64, log HashReader, size int64, checkpoint []byte, key string) (*Proof, error) {
	path, err := tlog.ProveRecord(results.Size, index, results)
	if err != nil {
		return nil, fmt.Errorf("prove the leaf: %w", err)
	}
	entryPath, err := tlog.ProveRecord(size, seq, log)
	if err != nil {
		return nil, fmt.Errorf("prove the entry: %w", err)
	}
	return &Proof{person.Record, person.Salt, person.Pseudonym, index, path, entry, entryPath, checkpoint, key}, nil
}

// Bytes returns the proof as a file: canonical JSON without a line end.
func (p *Proof) Bytes() ([]byte, error) {
	raw, err := json.Marshal(proofText{
		string(p.Checkpoint), p.Entry, joined(p.EntryPath), ProofFormat, strconv.FormatInt(p.Index, 10), p.Key, joined(p.Path),
		base64.StdEncoding.EncodeToString(p.Pseudonym), p.Record, base64.StdEncoding.EncodeToString(p.Salt),
	})
	if err != nil {
		return nil, fmt.Errorf("write the proof: %w", err)
	}
	return Canonical(raw)
}

// ParseProof reads a proof file. Like everything here it has one spelling.
func ParseProof(file []byte) (*Proof, error) {
	if err := IsCanonical(file); err != nil {
		return nil, fmt.Errorf("read the proof: %w", err)
	}
	var t proofText
	if err := json.Unmarshal(file, &t); err != nil {
		return nil, fmt.Errorf("read the proof: %w", err)
	}
	if t.Format != ProofFormat {
		return nil, fmt.Errorf("read the proof: format %q is not %s", t.Format, ProofFormat)
	}
	p := &Proof{Record: t.Record, Entry: t.Entry, Checkpoint: []byte(t.Checkpoint), Key: t.Key}
	var err error
	if p.Index, err = strconv.ParseInt(t.Index, 10, 64); err != nil {
		return nil, fmt.Errorf("read the proof: index: %w", err)
	}
	for _, path := range []struct {
		text string
		to   *[]Hash
	}{{t.Path, &p.Path}, {t.EntryPath, &p.EntryPath}} {
		if *path.to, err = split(path.text); err != nil {
			return nil, fmt.Errorf("read the proof: path: %w", err)
		}
	}
	for _, b := range []struct {
		text string
		to   *[]byte
	}{{t.Salt, &p.Salt}, {t.Pseudonym, &p.Pseudonym}} {
		if *b.to, err = base64.StdEncoding.Strict().DecodeString(b.text); err != nil || len(*b.to) != Size {
			return nil, errors.New("read the proof: salt and pseudonym are 32 bytes in base64")
		}
	}
	again, err := p.Bytes()
	if err != nil || string(again) != string(file) {
		return nil, fmt.Errorf("read the proof: %w", ErrNotCanonical)
	}
	return p, nil
}

func joined(path []Hash) string {
	var all []byte
	for _, h := range path {
		all = append(all, h[:]...)
	}
	return base64.StdEncoding.EncodeToString(all)
}

func split(text string) ([]Hash, error) {
	all, err := base64.StdEncoding.Strict().DecodeString(text)
	if err != nil || len(all)%Size != 0 {
		return nil, errors.New("not hashes of 32 bytes in base64")
	}
	var path []Hash
	for ; len(all) > 0; all = all[Size:] {
		path = append(path, Hash(all[:Size]))
	}
	return path, nil
}

// ProofStep is one step of CheckProof.
type ProofStep uint8

// The steps, in their order.
const (
	ProofLeaf       ProofStep = iota + 1 // the record is a leaf of the run
	ProofRun                             // the leaf is under the root of the run
	ProofEntry                           // the entry of the run is under the root of the checkpoint
	ProofSignature                       // the checkpoint is signed by the key of the file
	ProofKey                             // that key is the one known from elsewhere
	ProofCheckpoint                      // the checkpoint is the one on the page, by its code
)

// Proven is the outcome of one step.
type Proven struct {
	Step    ProofStep
	Verdict Verdict
	Text    string // why it fails, or what it is about
}

// CheckProof checks a proof, offline. key and code are what the reader knows from elsewhere, "" where nothing: the
// public key of the ledger, and the code printed on a page of it, of exactly this checkpoint.
func CheckProof(p *Proof, key, code string) []Proven {
	steps := []Proven{{Step: ProofLeaf, Verdict: Holds}}
	set := func(step ProofStep, text string, err error) {
		out := Proven{step, Holds, text}
		if err != nil {
			out.Verdict, out.Text = Fails, err.Error()
		}
		steps = append(steps, out)
	}
	leaf := tlog.RecordHash(leafOf(p.Pseudonym, Commit(p.Salt, p.Record)))
	steps[0].Text = Hex(leaf[:])
	e, m, err := manifestOf(p.Entry)
	if err == nil {
		err = included(p.Path, p.Index, int64(m.People), leaf, m.Root)
	}
	set(ProofRun, runOf(m), err)
	cp, err := ReadCheckpoint(p.Checkpoint)
	if err == nil && e == nil {
		err = errors.New("the entry cannot be read")
	}
	if err == nil {
		err = included(p.EntryPath, e.Seq, cp.Size, tlog.RecordHash(p.Entry), cp.Root)
	}
	set(ProofEntry, strconv.FormatInt(cp.Size, 10), err)
	_, err = OpenCheckpoint(p.Checkpoint, p.Key)
	set(ProofSignature, cp.Origin, err)
	set(ProofKey, p.Key, match(p.Key, key))
	if key == "" {
		steps[len(steps)-1].Verdict = NotProven
	}
	typed, err := code, error(nil)
	if code != "" {
		if typed, err = ParseCode(code); err == nil {
			err = match(cp.Code(), typed)
		}
	}
	set(ProofCheckpoint, cp.Code(), err)
	if code == "" {
		steps[len(steps)-1].Verdict = NotProven
	}
	return steps
}

func match(is, want string) error {
	if want != "" && is != want {
		return fmt.Errorf("%s, not %s", is, want)
	}
	return nil
}

func runOf(m *RunManifest) string {
	if m == nil {
		return ""
	}
	return strconv.Itoa(m.Run)
}

func manifestOf(raw []byte) (*Entry, *RunManifest, error) {
	e, err := ParseEntry(raw)
	if err != nil {
		return nil, nil, err
	}
	if e.Kind != Run {
		return e, nil, fmt.Errorf("the entry is of kind %s", e.Kind)
	}
	m, err := ParseManifest(e.Body)
	return e, m, err
}

// included checks a path with both implementations.
func included(path []Hash, index, size int64, leaf, root Hash) error {
	if index < 0 || index >= size {
		return fmt.Errorf("leaf %d of %d", index, size)
	}
	first := tlog.CheckRecord(path, size, root, index, leaf)
	second := secondInclusion(index, size, leaf, path, root)
	if (first == nil) != (second == nil) {
		return errDiffer
	}
	return first
}
