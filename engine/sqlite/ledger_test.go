package sqlite

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"slate/engine/ledger"
	"slate/engine/roster"
)

// fill makes a roster with imports, a correction, a removal, a key, a recorded run of three people and its approval.
func fill(t *testing.T, path string) (*Store, *ledger.Key) {
	t.Helper()
	ctx := context.Background()
	s := open(t, path, Create)
	cp, err := s.Checkpoint(ctx)
	if err != nil {
		t.Fatal(err)
	}
	k, err := ledger.NewKey(strings.NewReader(strings.Repeat("k", 32)), cp.Origin)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.NewKey(ctx, nil, k, "2026-07-01T00:00:00Z", "某甲"); err != nil {
		t.Fatal(err)
	}
	load(t, s, "编号,姓名,年纳税额\nP1,甲一,10\nP2,乙二,20\nP3,丙三,30\nP4,丁四,40\n", "税务", "2026-01-01")
	load(t, s, "编号,姓名,年纳税额\nP1,甲一,11\nP4,丁四,41\n", "统计", "2026-02-01")
	if _, list, err := s.Decide(ctx, path, "P1", fields[0], "统计", roster.Batch{By: "某甲", Document: "文1"}); err != nil || list.HasErrors() {
		t.Fatal(err, list)
	}
	recordRun(t, s, 1, "P1", "P2", "P3", "P4")
	approve(t, s, 1, "某乙")
	if err := s.Erase(ctx, path, "P4", roster.Batch{By: "某甲", Document: "文2"}); err != nil {
		t.Fatal(err)
	}
	if _, _, err := s.Sign(ctx, k); err != nil {
		t.Fatal(err)
	}
	return s, k
}

// record stores a run as recorded runs are stored.
func recordRun(t *testing.T, s *Store, run int, people ...string) {
	t.Helper()
	ctx := context.Background()
	var all []ledger.Committed
	for _, p := range people {
		all = append(all, ledger.Committed{ID: p, Record: fmt.Appendf(nil, `{"person":%q,"verdict":"pass"}`, p)})
	}
	err := s.tx(ctx, func(tx *sql.Tx) error {
		sealed, err := ledger.Seal(all, chance(uint64(run)))
		if err != nil {
			return err
		}
		digest, err := storeRules(ctx, tx, []byte("slate: 1\n"))
		if err != nil {
			return err
		}
		seq, err := nextEntry(ctx, tx)
		if err != nil {
			return err
		}
		m := &ledger.RunManifest{Run: run, Cutoff: "2026-06-30", Snapshot: 3, Rows: len(all), People: len(all), Root: sealed.Root, Rules: []ledger.RuleFile{{ID: "x", Version: "1", SHA256: digest}}}
		if err := appendEntry(ctx, tx, ledger.Run, m.Body(), "2026-07-01T00:00:00Z", "某甲"); err != nil {
			return err
		}
		return storeSealed(ctx, tx, int64(run), seq, sealed, []byte(`{"verdict":"pass"}`))
	})
	if err != nil {
		t.Fatal(err)
	}
}

func approve(t *testing.T, s *Store, run int, by string) {
	t.Helper()
	err := s.tx(context.Background(), func(tx *sql.Tx) error {
		return appendEntry(context.Background(), tx, ledger.Approval, ledger.Body{"run": fmt.Sprint(run)}, "2026-07-02T00:00:00Z", by)
	})
	if err != nil {
		t.Fatal(err)
	}
}

// verdicts writes the outcome of the ten checks in one line, and the details that fail.
func verdicts(t *testing.T, s *Store, opt ledger.Options) string {
	t.Helper()
	checks, err := ledger.Verify(context.Background(), s.Ledger(), opt)
	if err != nil {
		t.Fatal(err)
	}
	out := ""
	for _, c := range checks {
		out += c.Verdict.String()[:1]
		for _, d := range c.Details {
			if d.Fails {
				out += fmt.Sprintf("(%d %d %s)", d.What, d.N, d.Text)
			}
		}
	}
	return out
}

func replayed(context.Context, *ledger.RunManifest) ([]string, error) { return nil, nil }

func TestLedgerOfARoster(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.db")
	s, k := fill(t, path)
	note, _, err := s.Sign(context.Background(), k)
	if err != nil {
		t.Fatal(err)
	}
	all := ledger.Options{Key: k.Public, Checkpoints: [][]byte{note}, Replay: replayed}
	if got := verdicts(t, s, all); got != "hhhhhhhhhh" {
		t.Errorf("got %s", got)
	}
	if got := verdicts(t, s, ledger.Options{}); got != "hhhhnhhnhh" {
		t.Errorf("without anything from elsewhere: got %s", got)
	}
}
func chance(seed uint64) *rand.ChaCha8 {
	var s [32]byte
	for i := range 8 {
		s[i] = byte(seed >> (8 * i))
	}
	return rand.NewChaCha8(s)
}

var brackets = regexp.MustCompile(`\(\d[^()]*\)`)

// TestTamperedRoster changes a roster behind slate's back, with row hashes made right again where there are any.
func TestTamperedRoster(t *testing.T) {
	for _, test := range []struct{ name, change, want string }{
		{"an entry", "UPDATE entry SET text = CAST(replace(CAST(text AS TEXT), 'import', 'access') AS BLOB) WHERE seq = 1", "hfhfffhhhh"},
		{"the last entry", "DELETE FROM entry WHERE seq = (SELECT max(seq) FROM entry)", "hfhhffhhhf"},
		{"the tree", "UPDATE stored_hash SET hash = zeroblob(32) WHERE id = 2", "hfhhhhhhhh"},
		{"a checkpoint", "UPDATE signed_checkpoint SET note = CAST(replace(CAST(note AS TEXT), 'slate', 'slat3') AS BLOB)", "fhhhhhhhhh"},
		{"a row and nothing else", `UPDATE record SET cells = '{"年纳税额":"99"}' WHERE id = 2`, "hhhhhfhhhh"},
		{"a row with its hash", "UPDATE record SET row = 9, hash = x'%s' WHERE id = 2", "hhhhhfhhhh"},
		{"a row is gone", "DELETE FROM place WHERE batch_id = 1", "hhhhhfhhhh"},
		{"who made a change", "UPDATE batch SET by = '某丙' WHERE id = 3", "hhhhhfhhhh"},
		{"the unit of a field", "UPDATE field SET unit = '元', hash = x'%f' WHERE id = 1", "hhhhhfhhhh"},
		{"a rule file", "UPDATE rule_text SET text = x'00'", "hhhhhhfhhh"},
		{"a result", `UPDATE sealed_person SET payload = CAST('{"verdict":"fail"}' AS BLOB) WHERE leaf = 1 AND payload IS NOT NULL OR leaf = 2 AND payload IS NOT NULL`, "hhhhhhhfhh"},
		{"a result removed in silence", "UPDATE sealed_person SET payload = NULL, salt = NULL WHERE person_id = 'P1'", "hhhhhhhfhh"},
		{"a removal in another's name", "UPDATE sealed_person SET payload = NULL, salt = NULL, erased = 1 WHERE person_id = 'P1'", "hhhhhhhhhf"},
	} {
		t.Run(test.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "x.db")
			s, k := fill(t, path)
			note, cp, err := s.Sign(context.Background(), k)
			if err != nil {
				t.Fatal(err)
			}
			change := test.change
			if strings.Contains(change, "%s") {
				r := row{id: 2, batch: 1, row: 9, person: "P2"}
				if err := s.db.QueryRow("SELECT name, id_number, cells FROM record WHERE id = 2").Scan(&r.name, &r.idNumber, &r.cells); err != nil {
					t.Fatal(err)
				}
				change = fmt.Sprintf(change, fmt.Sprintf("%x", r.hash(newHasher())))
			}
			if strings.Contains(change, "%f") {
				var f [7]string
				if err := s.db.QueryRow("SELECT name, column_name, kind, member_kind, label, source FROM field WHERE id = 1").Scan(&f[0], &f[1], &f[2], &f[3], &f[5], &f[6]); err != nil {
					t.Fatal(err)
				}
				f[4] = "元"
				change = strings.Replace(change, "%f", fmt.Sprintf("%x", newHasher().row("field", append([]string{"1"}, f[:]...)...)), 1)
			}
			if _, err := s.db.Exec("PRAGMA foreign_keys = 0"); err != nil {
				t.Fatal(err)
			}
			res, err := s.db.Exec(change)
			if err != nil {
				t.Fatal(err)
			}
			if n, _ := res.RowsAffected(); n == 0 {
				t.Fatal("nothing was changed")
			}
			got := verdicts(t, s, ledger.Options{Key: k.Public, Checkpoints: [][]byte{note}, Codes: []string{cp.Code()}, Replay: replayed})
			if letters := brackets.ReplaceAllString(got, ""); letters != test.want {
				t.Errorf("got %s, want %s: %s", letters, test.want, got)
			}
		})
	}
}

// TestErasedLedger holds that a removed person leaves nothing by which they can be found, and that everybody else's proof
// still holds.
func TestErasedLedger(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "x.db")
	s, k := fill(t, path)
	if _, err := s.Proof(ctx, 1, "P4"); !errors.Is(err, ErrNotRecorded) {
		t.Errorf("the proof of a removed person: %v", err)
	}
	p, err := s.Proof(ctx, 1, "P2")
	if err != nil {
		t.Fatal(err)
	}
	for _, step := range ledger.CheckProof(p, k.Public, "") {
		if step.Verdict == ledger.Fails {
			t.Errorf("P2: %+v", step)
		}
	}
	left, err := texts(ctx, s.db, "SELECT 'key' FROM person_key WHERE person_id = 'P4' UNION ALL SELECT 'leaf' FROM sealed_person WHERE erased IS NOT NULL AND coalesce(person_id, pseudonym, commitment, payload, salt) IS NOT NULL")
	if err != nil || len(left) > 0 {
		t.Errorf("left: %v, %v", left, err)
	}
	s.Close()
	for _, name := range []string{path, path + "-wal"} {
		held, err := os.ReadFile(name)
		if err == nil && (bytes.Contains(held, []byte("丁四")) || bytes.Contains(held, []byte(`"P4"`))) {
			t.Errorf("%s still holds the person", filepath.Base(name))
		}
	}
}

func TestProofIsSigned(t *testing.T) {
	ctx := context.Background()
	s, k := fill(t, filepath.Join(t.TempDir(), "x.db"))
	recordRun(t, s, 2, "P1", "P3")
	if _, err := s.Proof(ctx, 2, "P1"); !errors.Is(err, ErrUnsigned) {
		t.Errorf("before it is signed: %v", err)
	}
	if _, _, err := s.Sign(ctx, k); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Proof(ctx, 2, "P1"); err != nil {
		t.Errorf("after it is signed: %v", err)
	}
	if _, err := s.Proof(ctx, 2, "P2"); !errors.Is(err, ErrNotRecorded) {
		t.Errorf("of somebody who is not in it: %v", err)
	}
	if got := verdicts(t, s, ledger.Options{Replay: replayed}); got != "hhhhnhhhnh" {
		t.Errorf("got %s", got)
	}
}

// TestSignRefuses holds that a ledger is signed by its own key only, and never after it was cut back.
func TestSignRefuses(t *testing.T) {
	ctx := context.Background()
	s, k := fill(t, filepath.Join(t.TempDir(), "x.db"))
	other, err := ledger.NewKey(chance(5), "slate/x")
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := s.Sign(ctx, other); !errors.Is(err, ErrOtherKey) {
		t.Errorf("with another key: %v", err)
	}
	if err := s.NewKey(ctx, other, other, "", ""); !errors.Is(err, ErrOtherKey) {
		t.Errorf("a rotation from another key: %v", err)
	}
	if _, err := s.db.Exec("UPDATE stored_hash SET hash = zeroblob(32)"); err != nil {
		t.Fatal(err)
	}
	if _, _, err := s.Sign(ctx, k); err == nil {
		t.Error("a ledger whose tree was changed is signed")
	}
}

// TestOlderRoster brings a roster of version 2 up to date: one opening entry over what is there.
func TestOlderRoster(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.db")
	s, _ := fill(t, path)
	drop := "PRAGMA foreign_keys = 0; DROP TABLE answer; DROP TABLE request; DROP TABLE look; DROP TABLE period; DROP TABLE adjustment; DROP TABLE approval; DROP TABLE run_file; DROP TABLE run; DROP TABLE sealed_person; DROP TABLE sealed_run; DROP TABLE rule_text; DROP TABLE gone; DROP TABLE batch_salt; DROP TABLE person_key; DROP TABLE signed_checkpoint; DROP TABLE stored_hash; DROP TABLE entry; DROP TABLE log; PRAGMA user_version = 2"
	for _, statement := range strings.Split(drop, "; ") {
		if _, err := s.db.Exec(statement); err != nil {
			t.Fatal(err)
		}
	}
	before := dump(t, s, fields)
	s.Close()
	s = open(t, path, ReadOnly)
	if after := dump(t, s, fields); after != before {
		t.Errorf("the roster is another:\n%s\n%s", before, after)
	}
	if got := verdicts(t, s, ledger.Options{}); got != "nhhhnhhhhh" {
		t.Errorf("got %s", got)
	}
	entries, err := s.Ledger().Entries(context.Background())
	if err != nil || len(entries) != 1 || !strings.Contains(string(entries[0]), `"4.batch":"4"`) {
		t.Errorf("entries: %s, %v", entries, err)
	}
	s.Close()
	s = open(t, path, ReadWrite)
	load(t, s, "编号,姓名,年纳税额\nP1,甲一,12\n", "税务", "2026-05-01")
	if got := verdicts(t, s, ledger.Options{}); got != "nhhhnhhhhh" {
		t.Errorf("after another import: got %s", got)
	}
}

// TestAppendIsOfTheTransaction holds that an entry goes with its change.
func TestAppendIsOfTheTransaction(t *testing.T) {
	s, _ := fill(t, filepath.Join(t.TempDir(), "x.db"))
	before, err := s.Checkpoint(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	undone := errors.New("undone")
	err = s.tx(context.Background(), func(tx *sql.Tx) error {
		if err := appendEntry(context.Background(), tx, ledger.Export, ledger.Body{"what": "list"}, "", "某甲"); err != nil {
			return err
		}
		return undone
	})
	if !errors.Is(err, undone) {
		t.Fatal(err)
	}
	if after, err := s.Checkpoint(context.Background()); err != nil || after != before {
		t.Errorf("got %v, want %v (%v)", after, before, err)
	}
	for name, body := range map[string]ledger.Body{"a key": {"姓名": "x"}, "a text": {"what": "\xff"}} {
		err := s.tx(context.Background(), func(tx *sql.Tx) error {
			return appendEntry(context.Background(), tx, ledger.Export, body, "", "")
		})
		if err == nil {
			t.Errorf("%s that is none is appended", name)
		}
	}
}

// TestLedgerNamesNobody looks for people in the entries.
func TestLedgerNamesNobody(t *testing.T) {
	s, _ := fill(t, filepath.Join(t.TempDir(), "x.db"))
	entries, err := s.Ledger().Entries(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for i, e := range entries {
		for _, word := range []string{"甲一", "乙二", "丙三", "丁四", `P1"`, `P2"`, `P3"`, `P4"`, "税务", "文1", "文2", ".csv"} {
			if bytes.Contains(e, []byte(word)) {
				t.Errorf("entry %d has %s: %s", i, word, e)
			}
		}
	}
	s, _ = fill(t, filepath.Join(t.TempDir(), "canaries.db"))
	text := strings.Builder{}
	text.WriteString("编号,姓名,年纳税额\n")
	var people []string
	for i := range 1000 {
		people = append(people, fmt.Sprintf("CANARY%04d", i))
		fmt.Fprintf(&text, "CANARY%04d,金丝雀%04d,%d\n", i, i, int64(7700000000000)+int64(i))
	}
	load(t, s, text.String(), "税务", "2026-03-01")
	recordRun(t, s, 7, people...)
	for _, id := range people[:5] {
		if err := s.Erase(context.Background(), "x.db", id, roster.Batch{By: "某甲", Document: "关于" + id + "的文件"}); err != nil {
			t.Fatal(err)
		}
	}
	held := ""
	for _, query := range []string{"SELECT text FROM entry", "SELECT note FROM signed_checkpoint"} {
		all, err := texts(context.Background(), s.db, query)
		if err != nil {
			t.Fatal(err)
		}
		held += strings.Join(all, "\n")
	}
	for i := range people {
		for _, word := range []string{people[i], fmt.Sprintf("金丝雀%04d", i), fmt.Sprint(int64(7700000000000) + int64(i))} {
			if strings.Contains(held, word) {
				t.Errorf("the ledger has %s", word)
			}
		}
	}
	digest := sha256.Sum256([]byte("P1"))
	if strings.Contains(held, fmt.Sprintf("%x", digest)) {
		t.Error("the ledger has the digest of an id")
	}
	mark, err := personMark(context.Background(), s.db, "P1", "7")
	if err != nil || mark == ledger.Hex(digest[:]) || len(mark) != 64 {
		t.Errorf("mark %s, %v", mark, err)
	}
	if again, _ := personMark(context.Background(), s.db, "P1", "8"); again == mark {
		t.Error("marks of two entries are the same")
	}
}

// TestKillExporting kills a process that changes a roster and exports checkpoints, at whatever moment, and holds that no
// entry is lost or half there, that the ledger goes on from the last checkpoint that left, and that the window between commit
// and export is finished by the next call.
func TestKillExporting(t *testing.T) {
	if path := os.Getenv("SLATE_EXPORT_FILE"); path != "" {
		exportForever(t, path)
		return
	}
	kills := 10
	if n, err := strconv.Atoi(os.Getenv("SLATE_KILLS")); err == nil {
		kills = n
	}
	windows := 0
	for k := range kills {
		path := filepath.Join(t.TempDir(), "x.db")
		cmd := exec.Command(os.Args[0], "-test.run=^TestKillExporting$")
		cmd.Env = append(os.Environ(), "SLATE_EXPORT_FILE="+path)
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		timer := time.AfterFunc(time.Duration(90+37*k%400)*time.Millisecond, func() { cmd.Process.Kill() })
		var said bytes.Buffer
		said.ReadFrom(out)
		cmd.Wait()
		timer.Stop()
		if checkExported(t, path, said.String()) {
			windows++
		}
	}
	t.Logf("%d kills, %d of them between commit and export", kills, windows)
}

func killKey(t *testing.T, s *Store) *ledger.Key {
	t.Helper()
	cp, err := s.Checkpoint(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	k, err := ledger.NewKey(chance(3), cp.Origin)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func exportForever(t *testing.T, path string) {
	ctx := context.Background()
	s := open(t, path, Create)
	k := killKey(t, s)
	if err := s.NewKey(ctx, nil, k, "", ""); err != nil {
		t.Fatal(err)
	}
	fmt.Println("stored 1")
	for i := 0; ; i++ {
		load(t, s, fmt.Sprintf("编号,姓名,年纳税额\nP%d,甲,%d\n", i, i), "x", "2026-01-01")
		fmt.Printf("stored %d\n", i+2)
		cp, err := s.Export(ctx, k, path+".checkpoint")
		if err != nil {
			t.Fatal(err)
		}
		fmt.Printf("exported %d\n", cp.Size)
	}
}

func checkExported(t *testing.T, path, said string) (window bool) {
	t.Helper()
	if !strings.Contains(said, "stored 1\n") {
		return false // killed before anything was acknowledged
	}
	s := open(t, path, ReadWrite)
	k := killKey(t, s)
	cp, err := s.Checkpoint(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if stored := int64(strings.Count(said, "stored")); cp.Size < stored || cp.Size > stored+1 {
		t.Fatalf("after a kill: %d entries were acknowledged, %d are there", stored, cp.Size)
	}
	var opt ledger.Options
	if note, err := os.ReadFile(path + ".checkpoint"); err == nil {
		opt.Checkpoints = append(opt.Checkpoints, note)
		held, err := ledger.OpenCheckpoint(note, k.Public)
		if err != nil {
			t.Fatalf("after a kill: %v", err)
		}
		if exported := int64(strings.Count(said, "exported")); held.Size < exported+1 && exported > 0 {
			t.Fatalf("after a kill: exported with %d entries, the file has %d", exported+1, held.Size)
		}
		window = held.Size < cp.Size
	}
	if got := verdicts(t, s, opt); strings.Contains(got, "f") {
		t.Fatalf("after a kill: %s", got)
	}
	finished, err := s.Export(context.Background(), k, path+".checkpoint")
	if err != nil || finished != cp {
		t.Fatalf("after a kill: finished with %v, want %v (%v)", finished, cp, err)
	}
	note, err := os.ReadFile(path + ".checkpoint")
	if err != nil {
		t.Fatal(err)
	}
	if got := verdicts(t, s, ledger.Options{Key: k.Public, Checkpoints: [][]byte{note}}); got != "hhhhhhhhhh" {
		t.Fatalf("after a kill: finished, got %s", got)
	}
	return window
}
