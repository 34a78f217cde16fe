package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"

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
	record(t, s, 1, "P1", "P2", "P3", "P4")
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
func record(t *testing.T, s *Store, run int, people ...string) {
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
		return storeSealed(ctx, tx, int64(run), seq, sealed)
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
