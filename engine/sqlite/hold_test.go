package sqlite

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"slate/engine/diag"
	"slate/engine/fact"
	"slate/engine/roster"
)

// TestHold holds the rule by examples. Each voice is the department, the day, and the value; a department of 更正 is a
// correction.
func TestHold(t *testing.T) {
	for _, c := range []struct{ name, said, authorities, want string }{
		{"nobody", "", "", "nothing"},
		{"one", "税务 03-31 400", "", "400"},
		{"the later day", "税务 06-30 500, 税务 03-31 400", "", "500"},
		{"of one day the last", "税务 03-31 400, 税务 03-31 500", "", "500"},
		{"two alike", "税务 03-31 400, 街道 06-30 400", "", "400"},
		{"two that differ", "税务 03-31 400, 街道 06-30 500", "", "contradicted"},
		{"each speaks with its last word", "税务 03-31 400, 街道 03-31 500, 街道 06-30 400", "", "400"},
		{"precedence", "税务 03-31 400, 街道 06-30 500", "税务", "400"},
		{"the second in precedence", "商会 03-31 400, 街道 06-30 500", "税务 街道", "500"},
		{"precedence of somebody silent", "商会 03-31 400, 街道 06-30 500", "税务", "contradicted"},
		{"a correction", "税务 03-31 400, 更正 03-31 450", "税务", "450"},
		{"a correction settles", "税务 03-31 400, 街道 03-31 500, 更正 06-30 450", "", "450"},
		{"of two corrections the last", "税务 03-31 400, 更正 06-30 450, 更正 03-31 460", "", "460"},
		{"news after a correction", "税务 03-31 400, 更正 03-31 450, 税务 06-30 500", "", "500"},
		{"old news after a correction", "税务 03-31 400, 更正 03-31 450, 税务 03-31 400", "", "450"},
		{"withdrawn", "税务 03-31 400, 更正 03-31 -", "", "nothing"},
	} {
		var said []voice
		for i, text := range strings.Split(c.said, ", ") {
			if text == "" {
				continue
			}
			part := strings.Fields(text)
			b := &batch{Batch: roster.Batch{Kind: roster.Import, Department: part[0], AsOf: day("2026-" + part[1])}}
			if part[0] == "更正" {
				b.Kind = roster.Correction
			}
			said = append(said, voice{record: int64(i + 1), batch: b, text: part[2], withdrawn: part[2] == "-"})
		}
		v, contradicted := hold(said, strings.Fields(c.authorities))
		got := v.text
		switch {
		case contradicted:
			got = "contradicted"
		case v.record < 0:
			got = "nothing"
		}
		if got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

// TestHistory runs random changes and holds after each that what holds now follows from the records, and at the end that
// every snapshot is still what it was.
func TestHistory(t *testing.T) {
	ctx := context.Background()
	for seed := range uint64(12) {
		rng := rand.New(rand.NewPCG(seed, 7))
		s := open(t, "", Create)
		load(t, s, "编号,姓名,年纳税额,件数\nP1,甲,1,1\nP2,乙,2,\nP3,丙,,3\nP4,丁,4,4\n", "县税务局", "2026-01-01")
		var then []string
		var erased bool
		for range 25 {
			person := fmt.Sprint("P", 1+rng.IntN(4))
			on := fmt.Sprintf("2026-0%d-01", 1+rng.IntN(3))
			b := roster.Batch{AsOf: day(on), By: "某甲", Document: "文1"}
			var err error
			switch rng.IntN(8) {
			case 0:
				_, _, err = s.Correct(ctx, "", person, fields[rng.IntN(2)*2], fact.OfNumber(fact.Int(int64(rng.IntN(3)))), b)
			case 1:
				_, _, err = s.Decide(ctx, "", person, fields[0], []string{"县税务局", "街道"}[rng.IntN(2)], b)
			case 2:
				err = s.Identify(ctx, "", person, fmt.Sprint("P", 1+rng.IntN(4)), rng.IntN(3) == 0, b)
			case 3:
				if erased = rng.IntN(9) == 0; erased {
					err = s.Erase(ctx, "", person, b)
				}
			default:
				rows := fmt.Sprintf("编号,姓名,年纳税额,件数\n%s,%s,%d,%d\n", person, []string{"", "某"}[rng.IntN(2)], rng.IntN(3), rng.IntN(3))
				load(t, s, rows, []string{"县税务局", "街道", "商会"}[rng.IntN(3)], on)
			}
			if err != nil && !errors.Is(err, ErrNobody) && !errors.Is(err, ErrSilent) {
				t.Fatal(err)
			}
			checks, err := s.Verify(ctx)
			if err != nil {
				t.Fatal(err)
			}
			for _, c := range checks {
				if len(c.Wrong) > 0 {
					t.Fatalf("seed %d: %s: %v", seed, c.Name, c.Wrong)
				}
			}
			if erased {
				then = then[:0] // a removal takes the person out of every snapshot
			}
			all, _ := s.Batches(ctx)
			for len(then) < len(all) {
				then = append(then, "")
			}
			then[len(all)-1] = dumpAt(t, s, Moment{Batch: len(all)})
		}
		for i, was := range then {
			if is := dumpAt(t, s, Moment{Batch: i + 1}); was != "" && is != was {
				t.Fatalf("seed %d: snapshot %d was\n%sand is\n%s", seed, i+1, was, is)
			}
		}
	}
}

func dumpAt(t *testing.T, s *Store, at Moment) string {
	t.Helper()
	snapshot, list, err := s.Snapshot(context.Background(), "x.db", at, fields)
	if err != nil || list.HasErrors() {
		t.Fatal(err, list)
	}
	var b strings.Builder
	for i := range snapshot.Len() {
		p := snapshot.Person(i)
		fmt.Fprint(&b, p.ID, p.Name)
		for _, f := range fields {
			v := snapshot.Column(f.Name).Value(i)
			fmt.Fprint(&b, " ", v, v.Known(), snapshot.Column(f.Name).AsOf(i))
		}
		b.WriteString("\n")
	}
	return b.String()
}

// TestBitemporal asks what was known, and of that what was in force.
func TestBitemporal(t *testing.T) {
	s := open(t, "", Create)
	load(t, s, "编号,年纳税额\nP1,300\n", "县税务局", "2025-12-31")
	load(t, s, "编号,年纳税额\nP1,500\nP2,1\n", "县税务局", "2026-06-30")
	if _, _, err := s.Correct(context.Background(), "", "P1", fields[0], fact.OfNumber(fact.Int(310)), roster.Batch{AsOf: day("2025-12-31")}); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		at   Moment
		want string
	}{
		{Moment{}, "P1 500 P2 1"},
		{Moment{Batch: 1}, "P1 300"},
		{Moment{Batch: 2}, "P1 500 P2 1"},
		{Moment{InForce: day("2026-01-31")}, "P1 310"},
		{Moment{Batch: 2, InForce: day("2026-01-31")}, "P1 300"},
		{Moment{Batch: 1, InForce: day("2020-01-01")}, ""},
	} {
		snapshot, _, err := s.Snapshot(context.Background(), "x.db", c.at, fields)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for i := range snapshot.Len() {
			got = append(got, snapshot.Person(i).ID, snapshot.Column("年纳税额").Value(i).String())
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%+v: %v, want %s", c.at, got, c.want)
		}
	}
}

// TestPreview holds that a rehearsal says what an import then does, and stores nothing.
func TestPreview(t *testing.T) {
	s := open(t, "", Create)
	load(t, s, "编号,姓名,年纳税额,件数\nP1,甲,300,1\nP2,乙,1,\n", "县税务局", "2025-12-31")
	const text = "编号,年纳税额,件数\nP1,300,2\nP2,1,2\nP3,3,3\n"
	b := roster.Batch{Department: "街道", File: "x.csv", AsOf: day("2026-03-31")}
	before := dump(t, s, fields)
	would, _, err := s.Preview(context.Background(), table(t, text, fields), fields, b)
	if err != nil || dump(t, s, fields) != before {
		t.Fatal("a rehearsal stored something", err)
	}
	if all, _ := s.Batches(context.Background()); len(all) != 1 {
		t.Errorf("%d batches after a rehearsal", len(all))
	}
	did, _, err := s.Import(context.Background(), table(t, text, fields), fields, b)
	if err != nil || fmt.Sprint(would) != fmt.Sprint(did) {
		t.Errorf("would %+v, did %+v, %v", would, did, err)
	}
	if did.New != 1 || did.Contradicted != 1 || did.Changed != 0 || len(did.Changes) != 1 || did.Changes[0].Was.String() != "1" || did.Changes[0].Is.Why() != fact.Conflicting {
		t.Errorf("%+v", did)
	}
}

// TestTwice holds that a file is stored once, however often it is imported.
func TestTwice(t *testing.T) {
	s := open(t, "", Create)
	b := roster.Batch{Department: "县税务局", File: "x.csv", Digest: "d", AsOf: day("2026-03-31")}
	for i := range 3 {
		got, _, err := s.Import(context.Background(), table(t, first, fields), fields, b)
		if err != nil || got.Batch != 1 || got.Known != (i > 0) {
			t.Fatalf("%+v, %v", got, err)
		}
	}
	// With another fact in the rules the same file says more.
	if got, _, err := s.Import(context.Background(), table(t, first, fields[:3]), fields[:3], b); err != nil || got.Known {
		t.Errorf("%+v, %v", got, err)
	}
}

// TestTypes holds that a correction of a fact that the roster holds otherwise is refused.
func TestTypes(t *testing.T) {
	s := open(t, "", Create)
	load(t, s, first, "一", "2026-03-31")
	_, list, err := s.Correct(context.Background(), "x.db", "P2", fact.Field{Name: "件数", Type: fact.Type{Kind: fact.Boolean}}, fact.OfBool(true), roster.Batch{})
	if err != nil || len(list) != 1 || list[0].Code != diag.FieldType {
		t.Errorf("%v, %v", list, err)
	}
	// 元 is turned into the unit of the roster.
	yuan := fields[0]
	yuan.Type.Unit = "元"
	c, _, err := s.Correct(context.Background(), "x.db", "P2", yuan, fact.OfNumber(fact.Int(5_000_000)), roster.Batch{AsOf: day("2026-04-01")})
	if err != nil || c.Is.String() != "500" {
		t.Errorf("%+v, %v", c, err)
	}
}

// TestErase holds that no byte of a person is left, in the file, its log or its free pages.
func TestErase(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "x.db")
	s := open(t, path, Create)
	var rows strings.Builder
	rows.WriteString("编号,姓名,年纳税额,标签,豁免:V\n")
	for i := range 500 {
		fmt.Fprintf(&rows, "CANARY%dZ,金丝雀%dZ,%d.5,A,文CANARY%dZ\n", i, i, 7000+i, i)
	}
	load(t, s, rows.String(), "一", "2026-03-31")
	load(t, s, strings.ReplaceAll(rows.String(), ".5", ".25"), "二", "2026-04-30")
	for i := range 500 {
		if i%5 == 0 {
			continue
		}
		if i > 20 && i < 480 {
			continue // a few are enough for the time they take
		}
		if err := s.Erase(context.Background(), path, fmt.Sprintf("CANARY%dZ", i), roster.Batch{By: "某甲", Document: "文9"}); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"x.db", "x.db-wal"} {
		bytes, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil && !errors.Is(err, os.ErrNotExist) {
			t.Fatal(err)
		}
		for i := range 500 {
			gone := i%5 != 0 && (i <= 20 || i >= 480)
			for _, canary := range []string{fmt.Sprintf("CANARY%dZ", i), fmt.Sprintf("金丝雀%dZ", i), fmt.Sprintf("\"%d.25\"", 7000+i), fmt.Sprintf("\"%d.5\"", 7000+i)} {
				if gone && strings.Contains(string(bytes), canary) {
					t.Errorf("%q is still in %s", canary, name)
				}
				if !gone && name == "x.db" && !strings.Contains(string(bytes), canary) {
					t.Errorf("%q is lost", canary)
				}
			}
		}
	}
	if err := s.Erase(context.Background(), path, "CANARY1Z", roster.Batch{}); !errors.Is(err, ErrNobody) {
		t.Errorf("erased twice: %v", err)
	}
	checks, err := s.Verify(context.Background())
	if err != nil || slices.ContainsFunc(checks, func(c roster.Check) bool { return len(c.Wrong) > 0 }) {
		t.Errorf("%v, %v", checks, err)
	}
}

// TestVerify flips single bits of stored rows behind SQLite's back and holds that every one is found.
func TestVerify(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "x.db")
	s := open(t, path, Create)
	load(t, s, first, "县税务局", "2026-03-31")
	if err := s.Identify(context.Background(), path, "P1", "P2", false, roster.Batch{By: "某甲", Document: "文2"}); err != nil {
		t.Fatal(err)
	}
	if err := s.Choose(context.Background(), 1, "某甲", "2026-04-01T00:00:00Z"); err != nil {
		t.Fatal(err)
	}
	for _, change := range []string{
		"UPDATE record SET cells = replace(cells, '399.999999', '399.999998')", "UPDATE record SET row = row + 1", "UPDATE record SET person_id = 'P3'",
		"UPDATE batch SET department = '县国税局' WHERE id = 1", "UPDATE batch SET as_of = '2026-03-30' WHERE id = 1", "UPDATE field SET unit = '元' WHERE kind = 'money'",
		"UPDATE place SET col = col + 1", "UPDATE waiver SET document = '文2'", "UPDATE identity SET same = 1", "UPDATE chosen SET by = '某乙'",
		"UPDATE current SET f1 = '400' WHERE person_id = 'P2'", "UPDATE current SET f1 = NULL, f1_record = NULL", "UPDATE person SET name = '丙' WHERE id = 'P1'",
		"DELETE FROM record WHERE person_id = 'P2'", "UPDATE record SET hash = x'00'",
	} {
		copied := filepath.Join(dir, "copy.db")
		if err := s.Backup(context.Background(), copied); err != nil {
			t.Fatal(err)
		}
		damaged := open(t, copied, ReadWrite)
		if _, err := damaged.db.Exec(change); err != nil {
			t.Fatal(change, err)
		}
		checks, err := damaged.Verify(context.Background())
		if err == nil && !slices.ContainsFunc(checks, func(c roster.Check) bool { return len(c.Wrong) > 0 }) {
			t.Errorf("not found: %s", change)
		}
		damaged.Close()
		for _, name := range []string{copied, copied + "-wal", copied + "-shm"} {
			os.Remove(name)
		}
	}
	if err := s.Backup(context.Background(), path); err == nil {
		t.Error("a backup over a file that is there")
	}
}

// TestNetworkDrive holds that a roster on a drive without shared memory is kept without WAL, and is the same roster.
func TestNetworkDrive(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.db")
	s := open(t, path, Create)
	load(t, s, first, "一", "2026-03-31")
	want := dump(t, s, fields)
	s.Close()
	was := remote
	t.Cleanup(func() { remote = was })
	remote = func(string) bool { return true }
	s = open(t, path, ReadWrite)
	var mode string
	if err := s.db.QueryRow("PRAGMA journal_mode").Scan(&mode); err != nil || mode != "truncate" {
		t.Errorf("journal mode %s, %v", mode, err)
	}
	if got := dump(t, s, fields); got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

// TestFull holds that a full disk is said plainly, and that what was there stays as it was.
func TestFull(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "x.db"), Create)
	load(t, s, first, "一", "2026-03-31")
	want := dump(t, s, fields)
	var pages int
	if err := s.db.QueryRow("PRAGMA page_count").Scan(&pages); err != nil {
		t.Fatal(err)
	}
	if _, err := s.db.Exec(fmt.Sprintf("PRAGMA max_page_count = %d", pages+3)); err != nil {
		t.Fatal(err)
	}
	var rows strings.Builder
	rows.WriteString("编号,年纳税额\n")
	for i := range 5000 {
		fmt.Fprintf(&rows, "F%d,%d\n", i, i)
	}
	_, _, err := s.Import(context.Background(), table(t, rows.String(), fields), fields, roster.Batch{AsOf: day("2026-04-01")})
	if !errors.Is(err, ErrFull) {
		t.Errorf("on a full disk: %v", err)
	}
	if got := dump(t, s, fields); got != want {
		t.Errorf("after a full disk\n%swant\n%s", got, want)
	}
}
