package ledger

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/tlog"
)

// Source is a ledger with what lies beside it, as a store holds it now. Its errors are of reading: what was read and is wrong
// is for Verify to find.
type Source interface {
	Origin(context.Context) (string, error)            // name of the ledger
	Entries(context.Context) ([][]byte, error)         // bytes of the entries in their order
	TreeHashes(context.Context) ([][]byte, error)      // stored hashes of the tree of entries, in their order
	Checkpoints(context.Context) ([][]byte, error)     // signed notes, in the order of their sizes
	Damage(context.Context) (string, error)            // what the store finds wrong with its own rows; "" where they are sound
	Sealed(context.Context) ([]Batch, error)           // what the rows of each batch come to now, in order
	Removed(context.Context) (map[int64][]Hash, error) // leaves of removed rows, sorted, by the entry that says so
	Rules(context.Context, string) ([]byte, error)     // rule file by its hexadecimal SHA-256; nil where it is not held
	Results(context.Context, int) ([]Result, error)    // leaves of a run in their order; nil where it is not held
}

// Batch is what one change of a roster comes to: of its rows as they are held, and of those removed, their leaves.
type Batch struct {
	Number     int
	Rows       int    // leaves
	Root       Hash   // of the tree of leaves in the order of their bytes
	Commitment string // hexadecimal HMAC-SHA256(salt of the batch, hash of its own row)
}

// Keys returns what an entry says of a batch: these keys with prefix before each.
func (b *Batch) Keys(prefix string) Body {
	return Body{prefix + "batch": strconv.Itoa(b.Number), prefix + "rows": strconv.Itoa(b.Rows), prefix + "rows_root": Hex(b.Root[:]), prefix + "commitment": b.Commitment}
}

// Result is one leaf of a run as it is held.
type Result struct {
	Leaf                                Hash   // hash of the leaf
	Pseudonym, Commitment, Salt, Record []byte // nil once removed
	Erased                              int64  // the entry that says so, −1 while nothing is removed
}

// Options are what a verifier brings along.
type Options struct {
	Key         string   // the public key as known from elsewhere, which must vouch for the one in force; "" takes the ledger's word
	Checkpoints [][]byte // signed notes kept elsewhere
	Codes       []string // from printed pages
	// Replay evaluates a run again from the record and names what differs. Without it, V8 stays unproven.
	Replay func(context.Context, *RunManifest) (differences []string, err error)
}

// Verdict is the outcome of a check. The zero value is the safe reading.
type Verdict uint8

// The verdicts.
const (
	NotProven Verdict = iota // nothing speaks against it, and something that would show it is missing
	Holds
	Fails
)

// String returns "not-proven", "holds" or "fails".
func (v Verdict) String() string { return [...]string{"not-proven", "holds", "fails"}[v] }

// Check is one numbered check. A check fails with the first detail that fails it.
type Check struct {
	Number  int // 1 to 10: V1 to V10 of the specification
	Verdict Verdict
	Looked  int // at how many things
	Details []Detail
}

// Detail is one thing that a check found. It names nobody.
type Detail struct {
	What  What
	N     int64  // of the entry, run, batch or size that it is about
	Text  string // what was read, or an error
	Fails bool   // otherwise it leaves something unproven, or only informs
}

// maxDetails is how many details of a check are kept.
const maxDetails = 20

func (c *Check) add(d Detail) {
	if d.Fails {
		c.Verdict = Fails
	}
	if len(c.Details) < maxDetails {
		c.Details = append(c.Details, d)
	}
}

func (c *Check) fail(what What, n int64, text string) { c.add(Detail{what, n, text, true}) }
func (c *Check) note(what What, n int64, text string) { c.add(Detail{What: what, N: n, Text: text}) }

// unproven marks what is missing for the check to hold.
func (c *Check) unproven(what What, n int64, text string) {
	if c.Verdict == Holds {
		c.Verdict = NotProven
	}
	c.note(what, n, text)
}

// verifier is one verification under way.
type verifier struct {
	ctx     context.Context
	src     Source
	opt     Options
	origin  string
	raw     [][]byte
	entries []*Entry // nil where the bytes are none
	leaves  []Hash
	tree    *Tree // made of the entries, not of the stored hashes
	keys    []keyAt
}

// keyAt is a key and the entry from which it signs.
type keyAt struct {
	seq    int64
	public string
}

// Verify makes the ten checks. The error is one of reading.
func Verify(ctx context.Context, src Source, opt Options) ([]Check, error) {
	v := &verifier{ctx: ctx, src: src, opt: opt}
	if err := v.read(); err != nil {
		return nil, fmt.Errorf("verify: %w", err)
	}
	var checks []Check
	for i, check := range []func(*Check) error{v.signatures, v.roots, v.forms, v.chain, v.outside, v.dataset, v.rules, v.results, v.approvals, v.erasures} {
		c := Check{Number: i + 1, Verdict: Holds}
		if err := check(&c); err != nil {
			return nil, fmt.Errorf("verify: check %d: %w", i+1, err)
		}
		checks = append(checks, c)
	}
	return checks, nil
}

func (v *verifier) read() (err error) {
	if v.origin, err = v.src.Origin(v.ctx); err != nil {
		return err
	}
	if v.raw, err = v.src.Entries(v.ctx); err != nil {
		return err
	}
	for _, raw := range v.raw {
		e, err := ParseEntry(raw)
		if err != nil {
			e = nil // V3 says so
		}
		v.entries = append(v.entries, e)
		v.leaves = append(v.leaves, tlog.RecordHash(raw))
	}
	v.tree, err = Grow(v.raw)
	return err
}

// of returns the entries of a kind.
func (v *verifier) of(kinds ...Kind) []*Entry {
	var out []*Entry
	for _, e := range v.entries {
		if e != nil && slices.Contains(kinds, e.Kind) {
			out = append(out, e)
		}
	}
	return out
}

// V1: who signed.
func (v *verifier) signatures(c *Check) error {
	current := ""
	var linked []string // keys that vouch for the one in force, itself included
	for _, e := range v.of(KeyChange) {
		public, vouched, err := introduced(v.origin, current, e.Body)
		c.Looked++
		switch {
		case err != nil:
			c.fail(BadKey, e.Seq, err.Error())
			continue
		case !vouched:
			c.unproven(KeyUnvouched, e.Seq, public)
			linked = nil
		}
		linked = append(linked, public)
		current = public
		v.keys = append(v.keys, keyAt{e.Seq, public})
	}
	if len(v.keys) == 0 {
		c.unproven(NoKey, 0, "")
	}
	switch {
	case v.opt.Key != "" && !slices.Contains(linked, v.opt.Key):
		c.fail(OtherKey, 0, v.opt.Key)
	case v.opt.Key == "" && current != "":
		c.note(OwnKey, 0, current)
	}
	notes, err := v.src.Checkpoints(v.ctx)
	if err != nil {
		return err
	}
	var signed int64
	for _, msg := range notes {
		c.Looked++
		if cp, ok := v.open(c, msg); ok {
			signed = max(signed, cp.Size)
		}
	}
	if left := int64(len(v.raw)) - signed; left > 0 && len(v.keys) > 0 {
		c.unproven(Unsigned, left, "")
	}
	return nil
}

// open opens a checkpoint with the key that was in force at its size.
func (v *verifier) open(c *Check, msg []byte) (cp Checkpoint, ok bool) {
	cp, err := ReadCheckpoint(msg)
	if err != nil {
		c.fail(BadCheckpoint, 0, err.Error())
		return cp, false
	}
	if cp.Origin != v.origin {
		c.fail(OtherLedger, cp.Size, cp.Origin)
		return cp, false
	}
	if _, err := OpenCheckpoint(msg, v.keyAt(cp.Size)...); err != nil {
		c.fail(BadSignature, cp.Size, err.Error())
		return cp, false
	}
	return cp, true
}

// keyAt returns the key that signs a tree of the given size.
func (v *verifier) keyAt(size int64) []string {
	for i := len(v.keys) - 1; i >= 0; i-- {
		if v.keys[i].seq < size {
			return []string{v.keys[i].public}
		}
	}
	return nil
}

// V2: sizes and roots.
func (v *verifier) roots(c *Check) error {
	c.Looked = len(v.raw)
	stored, err := v.src.TreeHashes(v.ctx)
	if err != nil {
		return err
	}
	same := slices.EqualFunc(stored, v.tree.Hashes, func(a []byte, b Hash) bool { return bytes.Equal(a, b[:]) })
	if !same {
		c.fail(TreeDiffers, 0, "")
	}
	first, err := v.tree.Root(v.tree.Size)
	if err != nil {
		return err
	}
	second, err := secondRoot(v.leaves)
	if err != nil {
		return err
	}
	if first != second {
		c.fail(Disagree, 0, "")
	}
	notes, err := v.src.Checkpoints(v.ctx)
	if err != nil {
		return err
	}
	for _, msg := range notes {
		if cp, err := ReadCheckpoint(msg); err == nil {
			v.compare(c, cp)
		}
	}
	return nil
}

// compare holds the tree to a checkpoint: it must be the tree of that size, and the whole tree must prove to go on from it.
func (v *verifier) compare(c *Check, cp Checkpoint) {
	size := v.tree.Size
	if cp.Size > size {
		c.fail(RolledBack, cp.Size, strconv.FormatInt(size, 10))
		return
	}
	old, err := v.tree.Root(cp.Size)
	if err != nil || old != cp.Root {
		c.fail(Rewritten, cp.Size, "")
		return
	}
	if cp.Size == 0 {
		return
	}
	root, err := v.tree.Root(size)
	if err != nil {
		c.fail(Rewritten, cp.Size, err.Error())
		return
	}
	path, err := tlog.ProveTree(size, cp.Size, v.tree)
	if err == nil {
		err = tlog.CheckTree(path, size, root, cp.Size, cp.Root)
	}
	if err == nil {
		err = secondConsistency(cp.Size, size, path, cp.Root, root)
	}
	if err != nil {
		c.fail(Rewritten, cp.Size, err.Error())
	}
}

// V3: canonical bytes.
func (v *verifier) forms(c *Check) error {
	c.Looked = len(v.raw)
	for i, e := range v.entries {
		if e == nil {
			_, err := ParseEntry(v.raw[i])
			c.fail(BadForm, int64(i), err.Error())
		}
	}
	return nil
}

// V4: each entry names its number and the one before.
func (v *verifier) chain(c *Check) error {
	c.Looked = len(v.raw)
	var prev Hash
	for i, e := range v.entries {
		if e == nil || e.Seq != int64(i) || e.Prev != prev {
			c.fail(Broken, int64(i), "")
		}
		prev = HashEntry(v.raw[i])
	}
	return nil
}

// V5: what left the building.
func (v *verifier) outside(c *Check) error {
	c.Looked = len(v.opt.Checkpoints) + len(v.opt.Codes)
	if c.Looked == 0 {
		c.unproven(NoOutside, 0, "")
	}
	for _, msg := range v.opt.Checkpoints {
		if cp, ok := v.open(c, msg); ok {
			v.compare(c, cp)
		} else if cp.Origin == v.origin {
			v.compare(c, cp) // both are worth saying
		}
	}
	for _, typed := range v.opt.Codes {
		code, err := ParseCode(typed)
		if err != nil {
			c.fail(NoCode, 0, typed)
			continue
		}
		size, err := v.sizeOf(code)
		if err != nil {
			return err
		}
		if size < 0 {
			c.fail(CodeUnknown, 0, code)
			continue
		}
		c.note(CodeFound, size, code)
	}
	return nil
}

// sizeOf returns the size of the tree whose code it is, −1 where there was none.
func (v *verifier) sizeOf(code string) (int64, error) {
	for size := v.tree.Size; size >= 0; size-- {
		root, err := v.tree.Root(size)
		if err != nil {
			return 0, err
		}
		if (Checkpoint{v.origin, size, root}).Code() == code {
			return size, nil
		}
	}
	return -1, nil
}

// V6: the rows of the roster are those that were sealed.
func (v *verifier) dataset(c *Check) error {
	damage, err := v.src.Damage(v.ctx)
	if err != nil {
		return err
	}
	if damage != "" {
		c.fail(Damaged, 0, damage)
	}
	sealed := map[string]Body{}
	for _, e := range v.of(Opening, Import, Correction, Decision, Erasure) {
		for _, b := range batchesOf(e) {
			if sealed[b["batch"]] != nil {
				c.fail(SealedTwice, e.Seq, b["batch"])
			}
			sealed[b["batch"]] = b
		}
	}
	held, err := v.src.Sealed(v.ctx)
	if err != nil {
		return err
	}
	for i := range held {
		b := held[i].Keys("")
		want := sealed[b["batch"]]
		delete(sealed, b["batch"])
		c.Looked++
		switch {
		case want == nil:
			c.fail(NotSealed, int64(held[i].Number), "")
		case want["commitment"] != b["commitment"]:
			c.fail(BatchDiffers, int64(held[i].Number), "")
		case !maps.Equal(want, b):
			c.fail(RowsDiffer, int64(held[i].Number), b["rows"]+" / "+want["rows"])
		}
	}
	for _, number := range slices.Sorted(maps.Keys(sealed)) {
		n, _ := strconv.ParseInt(number, 10, 64)
		c.fail(BatchMissing, n, "")
	}
	return nil
}

// batchesOf returns what an entry says of batches: one, or in an opening entry several behind "1.", "2." and so on.
func batchesOf(e *Entry) []Body {
	of := func(prefix string) Body {
		b := Body{}
		for _, key := range []string{"batch", "rows", "rows_root", "commitment"} {
			b[key] = e.Body[prefix+key]
		}
		return b
	}
	if e.Kind != Opening {
		return []Body{of("")}
	}
	var out []Body
	for i := 1; e.Body[strconv.Itoa(i)+".batch"] != ""; i++ {
		out = append(out, of(strconv.Itoa(i)+"."))
	}
	return out
}

// manifests returns what the entries of runs say.
func (v *verifier) manifests(c *Check) map[int64]*RunManifest {
	out := map[int64]*RunManifest{}
	for _, e := range v.of(Run) {
		m, err := ParseManifest(e.Body)
		if err != nil {
			c.fail(BadManifest, e.Seq, err.Error())
			continue
		}
		out[e.Seq] = m
	}
	return out
}

// V7: the rule files are those that the runs name.
func (v *verifier) rules(c *Check) error {
	all := v.manifests(c)
	for _, seq := range slices.Sorted(maps.Keys(all)) {
		for _, r := range all[seq].Rules {
			text, err := v.src.Rules(v.ctx, r.SHA256)
			if err != nil {
				return err
			}
			c.Looked++
			sum := sha256.Sum256(text)
			switch {
			case text == nil:
				c.unproven(NoRules, seq, r.ID)
			case Hex(sum[:]) != r.SHA256:
				c.fail(RulesDiffer, seq, r.ID)
			}
		}
	}
	return nil
}

// V8: the results held are those sealed, and a second evaluation gives them again.
func (v *verifier) results(c *Check) error {
	all := v.manifests(c)
	numbers := map[int]bool{}
	for _, seq := range slices.Sorted(maps.Keys(all)) {
		m := all[seq]
		c.Looked++
		if numbers[m.Run] {
			c.fail(RunTwice, seq, strconv.Itoa(m.Run))
		}
		numbers[m.Run] = true
		if err := v.result(c, seq, m); err != nil {
			return err
		}
	}
	return nil
}

func (v *verifier) result(c *Check, seq int64, m *RunManifest) error {
	held, err := v.src.Results(v.ctx, m.Run)
	if err != nil {
		return err
	}
	if held == nil && m.People > 0 {
		c.unproven(NoResults, seq, strconv.Itoa(m.Run))
		return nil
	}
	leaves := make([]Hash, len(held))
	var last []byte
	for i := range held {
		r := &held[i]
		leaves[i] = r.Leaf
		if r.Erased >= 0 {
			continue // V10
		}
		sound := bytes.Equal(Commit(r.Salt, r.Record), r.Commitment) && tlog.RecordHash(leafOf(r.Pseudonym, r.Commitment)) == r.Leaf && bytes.Compare(last, r.Pseudonym) < 0
		if !sound {
			c.fail(ResultDiffers, seq, strconv.Itoa(i))
		}
		last = r.Pseudonym
	}
	root, err := secondRoot(leaves)
	if err != nil {
		return err
	}
	if root != m.Root || len(held) != m.People {
		c.fail(ResultsDiffer, seq, strconv.Itoa(m.Run))
	}
	if v.opt.Replay == nil {
		c.unproven(NotReplayed, seq, strconv.Itoa(m.Run))
		return nil
	}
	differences, err := v.opt.Replay(v.ctx, m)
	if err != nil {
		return err
	}
	for _, d := range differences {
		c.fail(ReplayDiffers, seq, d)
	}
	if len(held) > 0 && !slices.ContainsFunc(held, func(r Result) bool { return r.Erased < 0 }) {
		c.unproven(NotReplayed, seq, strconv.Itoa(m.Run)) // nobody is left to evaluate
	}
	return nil
}

// V9: a list without an approval is a proposal, and nobody approves what they ran.
func (v *verifier) approvals(c *Check) error {
	runs := map[string]*Entry{}
	approved := map[string]bool{}
	for _, e := range v.of(Run, Approval) {
		run := e.Body["run"]
		if e.Kind == Run {
			runs[run] = e
			continue
		}
		c.Looked++
		switch {
		case runs[run] == nil:
			c.fail(ApprovesNothing, e.Seq, run)
		case strings.TrimSpace(runs[run].By) == strings.TrimSpace(e.By) || strings.TrimSpace(e.By) == "":
			c.fail(ApprovedByRunner, e.Seq, run)
		}
		approved[run] = true
	}
	for _, e := range v.of(Run) {
		if !approved[e.Body["run"]] {
			c.unproven(Proposal, e.Seq, e.Body["run"])
		}
	}
	return nil
}

// V10: what is gone is what entries say is gone.
func (v *verifier) erasures(c *Check) error {
	rows, err := v.src.Removed(v.ctx)
	if err != nil {
		return err
	}
	results := map[int64][]Hash{}
	for _, e := range v.of(Run) {
		run, _ := strconv.Atoi(e.Body["run"])
		held, err := v.src.Results(v.ctx, run)
		if err != nil {
			return err
		}
		for i := range held {
			if held[i].Erased >= 0 {
				results[held[i].Erased] = append(results[held[i].Erased], held[i].Leaf)
			}
		}
	}
	for _, e := range v.of(Erasure, Retention) {
		c.Looked++
		for _, gone := range []struct {
			prefix string
			leaves map[int64][]Hash
		}{{"removed", rows}, {"results_removed", results}} {
			if _, says := e.Body[gone.prefix]; !says && len(gone.leaves[e.Seq]) == 0 {
				continue // a period that was set, or a removal of other things
			}
			body, err := RemovedKeys(gone.prefix, gone.leaves[e.Seq])
			if err != nil {
				return err
			}
			for key, value := range body {
				if e.Body[key] != value {
					c.fail(RemovedDiffers, e.Seq, key)
				}
			}
			delete(gone.leaves, e.Seq)
		}
	}
	for _, left := range []map[int64][]Hash{rows, results} {
		for _, seq := range slices.Sorted(maps.Keys(left)) {
			c.fail(RemovedSilently, seq, strconv.Itoa(len(left[seq])))
		}
	}
	return nil
}

// RemovedKeys returns what an erasure or retention entry says of the leaves of removed rows (prefix "removed"), or of the
// hashes of removed leaves of runs ("results_removed"): their number, and the root of the tree of them in the order of
// their bytes.
func RemovedKeys(prefix string, leaves []Hash) (Body, error) {
	root, err := SortedRoot(leaves)
	return Body{prefix: strconv.Itoa(len(leaves)), prefix + "_root": Hex(root[:])}, err
}

// SortedRoot returns the root of the tree whose leaves are 32 bytes each, in the order of their bytes.
func SortedRoot(leaves []Hash) (Hash, error) {
	leaves = slices.Clone(leaves)
	slices.SortFunc(leaves, func(a, b Hash) int { return bytes.Compare(a[:], b[:]) })
	texts := make([][]byte, len(leaves))
	for i := range leaves {
		texts[i] = leaves[i][:]
	}
	return Root(texts)
}
