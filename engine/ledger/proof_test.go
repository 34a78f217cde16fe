package ledger

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// proofOf is the proof of a person of a run of the ledger of twenty entries.
func proofOf(t testing.TB, b *book, k *Key, run, index int) *Proof {
	t.Helper()
	tree, err := Grow(b.sealed[run].Leaves())
	if err != nil {
		t.Fatal(err)
	}
	log := b.grow(t)
	seq := int64(-1)
	for i, raw := range b.entries {
		if e, err := ParseEntry(raw); err == nil && e.Kind == Run && e.Body["run"] == strconv.Itoa(run) {
			seq = int64(i)
		}
	}
	p, err := Prove(&b.sealed[run].People[index], int64(index), tree, b.entries[seq], seq, log, log.Size, b.checkpoints[len(b.checkpoints)-1], k.Public)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// proven are the first letters of the verdicts of the steps.
func proven(steps []Proven) string {
	s := ""
	for _, p := range steps {
		s += p.Verdict.String()[:1]
	}
	return s
}

func TestProof(t *testing.T) {
	b, first, second := twenty(t)
	code := b.checkpoint(t).Code()
	for run, people := range map[int]int{2: 6, 3: 9, 4: 12} {
		for i := range people {
			p := proofOf(t, b, second, run, i)
			file, err := p.Bytes()
			if err != nil {
				t.Fatal(err)
			}
			back, err := ParseProof(file)
			if err != nil || cmp.Diff(p, back) != "" {
				t.Fatalf("read back: %v\n%s", err, cmp.Diff(p, back))
			}
			if got := proven(CheckProof(back, second.Public, strings.ToLower(code))); got != "hhhhhh" {
				t.Errorf("run %d, leaf %d: got %s", run, i, got)
			}
		}
	}
	p := proofOf(t, b, second, 2, 1)
	for _, test := range []struct {
		name, key, code string
		change          func(*Proof)
		want            string
	}{
		{"nothing from elsewhere", "", "", func(*Proof) {}, "hhhhnn"},
		{"another key", first.Public, "", func(*Proof) {}, "hhhhfn"},
		{"another code", "", strings.Repeat("0", 32), func(*Proof) {}, "hhhhnf"},
		{"no code", "", "U", func(*Proof) {}, "hhhhnf"},
		{"somebody else's record", "", "", func(p *Proof) { p.Record = b.sealed[2].People[2].Record }, "hfhhnn"},
		{"the earlier key", "", "", func(p *Proof) { p.Key = first.Public }, "hhhfnn"},
		{"an earlier checkpoint", "", "", func(p *Proof) { p.Checkpoint = b.checkpoints[0] }, "hhffnn"},
		{"no run", "", "", func(p *Proof) { p.Entry = b.entries[1] }, "hffhnn"},
		{"no entry", "", "", func(p *Proof) { p.Entry = []byte(`{}`) }, "hffhnn"},
		{"no checkpoint", "", "", func(p *Proof) { p.Checkpoint = nil }, "hhffnn"},
		{"a leaf behind the last", "", "", func(p *Proof) { p.Index = 6 }, "hfhhnn"},
	} {
		t.Run(test.name, func(t *testing.T) {
			changed := *p
			test.change(&changed)
			if got := proven(CheckProof(&changed, test.key, test.code)); got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}

// tampered are all files that differ from a proof in one bit.
func tampered(t testing.TB) (sound []byte, files [][]byte, key string) {
	t.Helper()
	b, _, second := twenty(t)
	sound, err := proofOf(t, b, second, 4, 5).Bytes()
	if err != nil {
		t.Fatal(err)
	}
	for bit := range 8 * len(sound) {
		f := bytes.Clone(sound)
		f[bit/8] ^= 1 << (bit % 8)
		files = append(files, f)
	}
	return sound, files, second.Public
}

// TestEveryBitOfAProof changes each bit of a proof file.
func TestEveryBitOfAProof(t *testing.T) {
	_, files, key := tampered(t)
	for bit, f := range files {
		p, err := ParseProof(f)
		if err == nil && !strings.Contains(proven(CheckProof(p, key, "")), "f") {
			t.Errorf("bit %d is not found", bit)
		}
	}
	t.Logf("%d flips", len(files))
}

// TestPage runs the script of the page outside a browser, over a sound proof, and some with a bit
// changed (with SLATE_BITS=all every one). It needs node, and holds the page to the same verdicts as CheckProof.
func TestPage(t *testing.T) {
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip("node is not installed")
	}
	_, script, ok := strings.Cut(string(Page), "<script>")
	script, _, end := strings.Cut(script, "</script>")
	if !ok || !end {
		t.Fatal("the page has no script")
	}
	sound, files, key := tampered(t)
	p, err := ParseProof(sound)
	if err != nil {
		t.Fatal(err)
	}
	cp, err := ReadCheckpoint(p.Checkpoint)
	if err != nil {
		t.Fatal(err)
	}
	script += `
const fs = require("fs"), input = JSON.parse(fs.readFileSync(0));
(async () => {
  const out = [];
  for (const file of input.files) {
    try {
      const text = new TextDecoder("utf-8", {fatal: true, ignoreBOM: true}).decode(Buffer.from(file, "base64"));
      out.push((await check(text, input.key, input.code)).steps.map(s => s[2][0]).join(""));
    } catch (e) { out.push("refused"); }
  }
  process.stdout.write(JSON.stringify(out));
})();`
	dir := t.TempDir()
	name := filepath.Join(dir, "page.js")
	if err := os.WriteFile(name, []byte(script), 0o600); err != nil {
		t.Fatal(err)
	}
	check := func(files [][]byte, key, code string) []string {
		input, err := json.Marshal(map[string]any{"files": files, "key": key, "code": code})
		if err != nil {
			t.Fatal(err)
		}
		cmd := exec.Command(node, name)
		cmd.Stdin = bytes.NewReader(input)
		out, err := cmd.Output()
		var failed *exec.ExitError
		if errors.As(err, &failed) {
			t.Fatalf("%v: %s", err, failed.Stderr)
		}
		var steps []string
		if err := json.Unmarshal(out, &steps); err != nil {
			t.Fatal(err, string(out))
		}
		return steps
	}
	for _, test := range []struct{ name, key, code, want string }{
		{"all known", key, strings.ToLower(cp.Code()), "hhhhhh"},
		{"nothing known", "", "", "hhhhoo"},
		{"another key", key + "x", "", "hhhhfo"},
		{"another code", "", strings.Repeat("0", 32), "hhhhof"},
	} {
		if got := check([][]byte{sound}, test.key, test.code); got[0] != test.want {
			t.Errorf("%s: got %s, want %s", test.name, got[0], test.want)
		}
	}
	if os.Getenv("SLATE_BITS") != "all" {
		var some [][]byte
		for bit := 0; bit < len(files); bit += 37 {
			some = append(some, files[bit])
		}
		files = some
	}
	for i, got := range check(files, "", "") {
		if got != "refused" && !strings.Contains(got, "f") {
			t.Errorf("change %d: got %s", i, got)
		}
	}
}

func TestKeys(t *testing.T) {
	k := testKey(t, "slate/x", 1)
	back, err := ParseKey(k.Text(), "")
	if err != nil || back.Public != k.Public || back.private != k.private {
		t.Fatalf("in the clear: %v", err)
	}
	locked, err := k.Encrypt("马到成功 1949")
	if err != nil {
		t.Fatal(err)
	}
	if !IsEncrypted(locked) || IsEncrypted(k.Text()) || bytes.Contains(locked, []byte("PRIVATE")) {
		t.Error("what is encrypted and what is not cannot be told apart")
	}
	for passphrase, want := range map[string]error{"": ErrPassphrase, "马到成功 1950": ErrPassphrase, "马到成功 1949": nil} {
		if _, err := ParseKey(locked, passphrase); !errors.Is(err, want) {
			t.Errorf("passphrase %q: %v", passphrase, err)
		}
	}
	other := testKey(t, "slate/x", 2)
	for name, text := range map[string]string{
		"nothing": "", "another file": "编号,姓名\n", "half": string(k.Text()[:40]),
		"halves of two": strings.Replace(string(k.Text()), k.Public, other.Public, 1),
	} {
		if _, err := ParseKey([]byte(text), ""); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
	if _, err := NewKey(strings.NewReader(""), "slate/x"); err == nil {
		t.Error("a key without randomness")
	}
}

func TestCode(t *testing.T) {
	code := Checkpoint{Origin: "slate/x", Size: 3, Root: Hash{7}}.Code()
	if len(code) != 39 || strings.ContainsAny(code, "ILOU") {
		t.Errorf("got %s", code)
	}
	typed := strings.NewReplacer("0", "o", "1", "l", "-", " ").Replace(strings.ToLower(code))
	if back, err := ParseCode(typed); err != nil || back != code {
		t.Errorf("typed as %q: got %s, %v", typed, back, err)
	}
	for _, bad := range []string{"", code[1:], code + "0", strings.Repeat("U", 32)} {
		if _, err := ParseCode(bad); err == nil {
			t.Errorf("%q is taken for a code", bad)
		}
	}
}

func TestCheckpointFiles(t *testing.T) {
	k := testKey(t, "slate/x", 1)
	note, err := Checkpoint{"slate/x", 3, Hash{7}}.Sign(k)
	if err != nil {
		t.Fatal(err)
	}
	if cp, err := OpenCheckpoint(note, k.Public); err != nil || cp != (Checkpoint{"slate/x", 3, Hash{7}}) {
		t.Errorf("got %v, %v", cp, err)
	}
	for name, bad := range map[string]string{
		"size spelt otherwise": strings.Replace(string(note), "\n3\n", "\n03\n", 1), "a line more": "x\n" + string(note),
		"no signature": "slate/x\n3\n", "size below nothing": strings.Replace(string(note), "\n3\n", "\n-3\n", 1),
	} {
		if _, err := ReadCheckpoint([]byte(bad)); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
	if _, err := OpenCheckpoint(note, "no key"); err == nil {
		t.Error("opened with no key")
	}
}

// BenchmarkSeal is commitment and tree for a run of 100,000 people, of records that come in canonical form and of others.
func BenchmarkSeal(b *testing.B) {
	for _, form := range []struct{ name, record string }{
		{"canonical", `{"facts":{"出生":{"row":"%[1]d","source":"公安","value":"1980-01-02"},"年纳税额":{"row":"%[1]d","source":"县税务局","value":"%[1]d.50"}},"id":"P%[1]d","score":"87.5","tiers":{"t":"pass"},"trace":["t.tax true","t.age true"]}`},
		{"other", `{"id":"P%[1]d","tiers":{"t":"pass"},"facts":{"年纳税额":{"value":"%[1]d.50","source":"县税务局","row":"%[1]d"},"出生":{"value":"1980-01-02","source":"公安","row":"%[1]d"}},"trace":["t.tax true","t.age true"],"score":"87.5"}`},
	} {
		b.Run(form.name, func(b *testing.B) { benchmarkSeal(b, form.record) })
	}
}

func benchmarkSeal(b *testing.B, record string) {
	const people = 100000
	all := make([]Committed, people)
	for i := range all {
		all[i] = Committed{strconv.Itoa(i), fmt.Appendf(nil, record, i)}
	}
	b.ReportAllocs()
	var s *Sealed
	for b.Loop() {
		var err error
		if s, err = Seal(all, chance(1)); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/people, "ns/person")
	tree, err := Grow(s.Leaves())
	if err != nil {
		b.Fatal(err)
	}
	book, _, k := twenty(b)
	log := book.grow(b)
	p, err := Prove(&s.People[77777], 77777, tree, book.entries[5], 5, log, log.Size, book.checkpoints[1], k.Public)
	if err != nil {
		b.Fatal(err)
	}
	file, err := p.Bytes()
	if err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(len(p.Path)*Size+2*Size), "bytes/path+salt+pseudonym")
	b.ReportMetric(float64(len(file)-len(p.Record)), "bytes/file-without-record")
}
