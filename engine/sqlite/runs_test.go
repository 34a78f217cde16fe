package sqlite

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"slate/engine"
	"slate/engine/eval"
	"slate/engine/fact"
	"slate/engine/ledger"
	"slate/engine/record"
	"slate/engine/rights"
	"slate/engine/roster"
	"slate/engine/ruleset"
	"slate/engine/sheet"
)

const smallRules = `slate: 1
ruleset: {id: small, label: x, version: "1", cutoff: "2026-06-30"}
facts: {年纳税额: {type: money, unit: 万元, domain: "[0, 1000000]"}}
tiers: [{id: t, label: t, require: [{id: t.tax, label: 纳税, expr: "年纳税额 >= 300", basis: 第一条}]}]
ranking: {tier: t, order_by: [年纳税额 desc]}
`

func smallProgram(t testing.TB) *eval.Program {
	t.Helper()
	set, list := ruleset.Load(func(name string) ([]byte, error) {
		if name == "small.yaml" {
			return []byte(smallRules), nil
		}
		return nil, os.ErrNotExist
	}, "small.yaml")
	if list.HasErrors() {
		t.Fatal(list)
	}
	p, list := eval.Compile(set, fact.Date{})
	if list.HasErrors() {
		t.Fatal(list)
	}
	return p
}

// takeIn imports a table with the facts of a program.
func takeIn(t testing.TB, s *Store, p *eval.Program, text, file string) {
	t.Helper()
	reader, list := sheet.ReadCSV(file, strings.NewReader(text))
	if list.HasErrors() {
		t.Fatal(list)
	}
	table, list := roster.Read(reader, p.Fields(), roster.Mapping{})
	if list.HasErrors() {
		t.Fatal(list)
	}
	if _, list, err := s.Import(context.Background(), table, p.Fields(), roster.Batch{Department: "县税务局", File: file, AsOf: day("2026-06-01"), Recorded: "2026-06-02T00:00:00Z"}); err != nil || list.HasErrors() {
		t.Fatal(err, list)
	}
}

// recordOne runs a program over the roster as it is, and records the run.
func recordOne(t testing.TB, s *Store, p *eval.Program, by string) (int, error) {
	t.Helper()
	ctx := context.Background()
	removals, err := s.Removals(ctx)
	if err != nil {
		t.Fatal(err)
	}
	snapshot, list, err := s.Snapshot(ctx, "", Moment{}, p.Fields())
	if err != nil || list.HasErrors() {
		t.Fatal(err, list)
	}
	r, err := engine.Run(ctx, engine.Input{Program: p, Snapshot: snapshot})
	if err != nil {
		t.Fatal(err)
	}
	return s.Record(ctx, r, record.About{By: by, Purpose: "换届", At: "2026-07-01T00:00:00Z", Assessment: "评1号"}, removals)
}

// TestKillRecording kills a process that records runs, changes lists, approves them, and removes what is due, at whatever moment. Afterwards
// the ledger verifies, nothing acknowledged is lost, and every run is there with all of its people or not at all.
func TestKillRecording(t *testing.T) {
	if path := os.Getenv("SLATE_RECORD_FILE"); path != "" {
		recordForever(t, path)
		return
	}
	kills := 10
	if n, err := strconv.Atoi(os.Getenv("SLATE_KILLS")); err == nil {
		kills = n
	}
	for k := range kills {
		path := filepath.Join(t.TempDir(), "x.db")
		cmd := exec.Command(os.Args[0], "-test.run=^TestKillRecording$")
		cmd.Env = append(os.Environ(), "SLATE_RECORD_FILE="+path)
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		timer := time.AfterFunc(time.Duration(90+41*k%500)*time.Millisecond, func() { cmd.Process.Kill() })
		var said bytes.Buffer
		said.ReadFrom(out)
		cmd.Wait()
		timer.Stop()
		checkRecorded(t, path, said.String())
	}
}

const crowdSize = 30

func recordForever(t *testing.T, path string) {
	ctx := context.Background()
	s := open(t, path, Create)
	p := smallProgram(t)
	var text strings.Builder
	text.WriteString("编号,姓名,年纳税额\n")
	for i := range crowdSize {
		fmt.Fprintf(&text, "P%02d,甲%d,%d\n", i, i, 290+i)
	}
	takeIn(t, s, p, text.String(), "x.csv")
	if err := s.Keep(ctx, rights.Period{Class: rights.Results, Months: 1, Document: "规1号", By: "某甲", At: "2026-06-02T00:00:00Z"}); err != nil {
		t.Fatal(err)
	}
	for i := 1; ; i++ {
		n, err := recordOne(t, s, p, "某甲")
		if err != nil {
			t.Fatal(err)
		}
		fmt.Printf("run %d\n", n)
		if err := s.Adjust(ctx, n, record.Adjustment{Person: "P20", Seat: record.OffList, Clause: "t.tax", Reason: "本人请辞", Document: "文2", By: "某丙", At: "2026-07-02T00:00:00Z"}); err != nil {
			t.Fatal(err)
		}
		fmt.Printf("adjusted %d\n", n)
		if err := s.Approve(ctx, n, record.Approval{By: "某乙", Document: "文3", At: "2026-07-03T00:00:00Z"}); err != nil {
			t.Fatal(err)
		}
		fmt.Printf("approved %d\n", n)
		if i%5 == 0 {
			if _, err := s.Expire(ctx, path, day("2026-12-01"), "某甲", "清1号", "2026-12-01T00:00:00Z"); err != nil {
				t.Fatal(err)
			}
			fmt.Printf("expired %d\n", n)
		}
	}
}

func checkRecorded(t *testing.T, path, said string) {
	t.Helper()
	if !strings.Contains(said, "run 1\n") {
		return // killed before anything was acknowledged
	}
	ctx := context.Background()
	s := open(t, path, ReadWrite)
	checks, err := ledger.Verify(ctx, s.Ledger(), ledger.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for i, c := range checks {
		if c.Verdict == ledger.Fails {
			t.Fatalf("after a kill: V%d fails: %+v", i+1, c)
		}
	}
	all, err := s.Runs(ctx)
	if err != nil {
		t.Fatal(err)
	}
	last := func(what string) int {
		n := 0
		for line := range strings.Lines(said) {
			if rest, ok := strings.CutPrefix(strings.TrimSpace(line), what+" "); ok {
				n, _ = strconv.Atoi(rest)
			}
		}
		return n
	}
	if got := len(all); got < last("run") || got > last("run")+1 {
		t.Fatalf("after a kill: run %d was acknowledged, %d are there", last("run"), got)
	}
	for i := range all {
		k := &all[i]
		if k.Number <= last("adjusted") && len(k.Adjustments) != 1 || k.Number <= last("approved") && k.Approval == nil {
			t.Fatalf("after a kill: what was decided about run %d is lost", k.Number)
		}
		run, _, err := s.Run(ctx, k.Number)
		if err != nil {
			t.Fatal(err)
		}
		if n := len(run.People); n != crowdSize && (n != 0 || k.Removed != crowdSize) || k.Number <= last("expired") && n != 0 {
			t.Fatalf("after a kill: run %d has %d people", k.Number, n)
		}
	}
}

// TestNobodyIsLeftInRuns plants names and ids, records runs with changes and requests about them, removes some of them, and looks for
// them in every byte of the file, and for all of them in what the ledger says.
func TestNobodyIsLeftInRuns(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "x.db")
	s := open(t, path, Create)
	p := smallProgram(t)
	const n = 1000
	id := func(i int) string { return fmt.Sprintf("CANARYID%04dX", i) }
	name := func(i int) string { return fmt.Sprintf("CANARYNAME%04dX", i) }
	var text strings.Builder
	text.WriteString("编号,姓名,年纳税额\n")
	for i := range n {
		fmt.Fprintf(&text, "%s,%s,%d\n", id(i), name(i), i)
	}
	takeIn(t, s, p, text.String(), "x.csv")
	number, err := recordOne(t, s, p, "某甲")
	if err != nil {
		t.Fatal(err)
	}
	for i := range 20 {
		if err := s.Adjust(ctx, number, record.Adjustment{Person: id(i), Seat: record.OnList, Clause: "t.tax", Reason: name(i) + "的情况", Document: "文2", By: "某丙", At: "2026-07-02T00:00:00Z"}); err != nil {
			t.Fatal(err)
		}
		if err := s.Look(ctx, rights.Look{Person: id(i), What: "explain", Run: number, By: "某丙", Why: "看" + name(i), At: "2026-07-02T00:00:00Z"}); err != nil {
			t.Fatal(err)
		}
		asked, err := s.Ask(ctx, rights.Request{Right: rights.Object, Person: id(i), Run: number, Received: day("2026-07-03"), Due: day("2026-07-24"), Text: name(i) + "有异议", Document: "申", By: "某丁", At: "2026-07-03T00:00:00Z"})
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Answer(ctx, asked, rights.Answer{Outcome: rights.Refused, Reason: "已向" + name(i) + "说明", Document: "复", By: "某丁", At: "2026-07-04T00:00:00Z"}); err != nil {
			t.Fatal(err)
		}
	}
	entries, err := s.Ledger().Entries(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if bytes.Contains(e, []byte("CANARY")) {
			t.Fatalf("the ledger names somebody: %s", e)
		}
	}
	for i := range 20 {
		if err := s.Erase(ctx, path, id(i), roster.Batch{By: "某甲", Document: "删", Recorded: "2026-08-01T00:00:00Z"}); err != nil {
			t.Fatal(err)
		}
	}
	run, kept, err := s.Run(ctx, number)
	if err != nil || kept.Removed != 20 || len(run.People) != n-20 {
		t.Fatal(err, kept.Removed, len(run.People))
	}
	nobody(t, s, path, 0, 20, id, name)
	if err := s.Keep(ctx, rights.Period{Class: rights.Results, Months: 1, Document: "规", By: "某甲", At: "2026-08-01T00:00:00Z"}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Expire(ctx, path, day("2027-01-01"), "某甲", "清", "2027-01-01T00:00:00Z"); err != nil {
		t.Fatal(err)
	}
	var left int
	if err := s.db.QueryRow("SELECT count(*) FROM sealed_person WHERE coalesce(person_id, payload, salt) IS NOT NULL").Scan(&left); err != nil || left > 0 {
		t.Errorf("%v: %d records of the run are left after their time", err, left)
	}
	checks, err := ledger.Verify(ctx, s.Ledger(), ledger.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for i, c := range checks {
		if c.Verdict == ledger.Fails {
			t.Errorf("after removals V%d fails: %+v", i+1, c)
		}
	}
}

// nobody looks for people who were removed in every byte of the file and its log, and in every record of runs as it inflates.
func nobody(t *testing.T, s *Store, path string, from, to int, id, name func(int) string) {
	t.Helper()
	var all []byte
	for _, file := range []string{path, path + "-wal"} {
		text, err := os.ReadFile(file)
		if err != nil && !errors.Is(err, os.ErrNotExist) {
			t.Fatal(err)
		}
		all = append(all, text...)
	}
	results, err := s.Ledger().Results(context.Background(), 1)
	if err != nil {
		t.Fatal(err)
	}
	for i := range results {
		all = append(all, results[i].Record...)
	}
	for i := from; i < to; i++ {
		for _, word := range []string{id(i), name(i)} {
			if bytes.Contains(all, []byte(word)) {
				t.Fatalf("%s was removed and is in the file", word)
			}
		}
	}
}

// TestRecordRefusesWhatMoved holds that somebody who was removed while a run was made is not recorded with it.
func TestRecordRefusesWhatMoved(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "x.db")
	s := open(t, path, Create)
	p := smallProgram(t)
	takeIn(t, s, p, "编号,姓名,年纳税额\nP1,甲,400\nP2,乙,500\n", "x.csv")
	removals, err := s.Removals(ctx)
	if err != nil {
		t.Fatal(err)
	}
	snapshot, _, err := s.Snapshot(ctx, "", Moment{}, p.Fields())
	if err != nil {
		t.Fatal(err)
	}
	r, err := engine.Run(ctx, engine.Input{Program: p, Snapshot: snapshot})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Erase(ctx, path, "P1", roster.Batch{By: "某甲", Document: "删"}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Record(ctx, r, record.About{By: "某甲"}, removals); !errors.Is(err, ErrMoved) {
		t.Errorf("a run over somebody who was removed is recorded: %v", err)
	}
	if all, err := s.Runs(ctx); err != nil || len(all) != 0 {
		t.Error(err, all)
	}
}

// TestChangedDecisions changes every column of what people decided, asked and looked at behind slate's back, and asks which check finds it.
func TestChangedDecisions(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "x.db")
	s := open(t, path, Create)
	p := smallProgram(t)
	takeIn(t, s, p, "编号,姓名,年纳税额\nP1,甲,400\nP2,乙,500\nP3,丙,100\n", "x.csv")
	n, err := recordOne(t, s, p, "某甲")
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{"P1", "P2", "P3"} {
		if err := s.Adjust(ctx, n, record.Adjustment{Person: id, Seat: record.OffList, Clause: "t.tax", Reason: id + "请辞", Document: "文2", By: "某丙", At: "2026-07-02T00:00:00Z"}); err != nil {
			t.Fatal(err)
		}
		if err := s.Look(ctx, rights.Look{Person: id, What: "explain", Run: n, By: "某丙", Why: "答复", At: "2026-07-02T00:00:00Z"}); err != nil {
			t.Fatal(err)
		}
		asked, err := s.Ask(ctx, rights.Request{Right: rights.Object, Person: id, Run: n, Received: day("2026-07-03"), Due: day("2026-07-24"), Text: "异议", Document: "申" + id, By: "某丁", At: "2026-07-03T00:00:00Z"})
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Answer(ctx, asked, rights.Answer{Outcome: rights.Refused, Reason: "说明", Document: "复" + id, By: "某丁", At: "2026-07-04T00:00:00Z"}); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Approve(ctx, n, record.Approval{By: "某乙", Document: "文3", Note: "同意", At: "2026-07-03T00:00:00Z"}); err != nil {
		t.Fatal(err)
	}
	if err := s.Keep(ctx, rights.Period{Class: rights.Looks, Months: 12, Document: "规", By: "某甲", At: "2026-07-05T00:00:00Z"}); err != nil {
		t.Fatal(err)
	}
	if err := s.Erase(ctx, path, "P3", roster.Batch{By: "某甲", Document: "删", Recorded: "2026-08-01T00:00:00Z"}); err != nil {
		t.Fatal(err)
	}
	sound := func() string {
		checks, err := s.Verify(ctx)
		if err != nil {
			return err.Error()
		}
		for _, c := range checks {
			if len(c.Wrong) > 0 {
				return string(c.Name) + ": " + c.Wrong[0]
			}
		}
		return ""
	}
	if got := sound(); got != "" {
		t.Fatalf("before any change: %s", got)
	}
	for _, change := range []string{
		"UPDATE adjustment SET person_id = 'P2' WHERE id = 1", "UPDATE adjustment SET seat = 'on' WHERE id = 1", "UPDATE adjustment SET clause = 'x' WHERE id = 2",
		"UPDATE adjustment SET reason = '工作需要' WHERE id = 2", "UPDATE adjustment SET document = 'x' WHERE id = 3", "UPDATE adjustment SET by = '某甲' WHERE id = 1",
		"UPDATE adjustment SET body = 'x' WHERE id = 1", "UPDATE adjustment SET recorded = 'x' WHERE id = 1", "DELETE FROM adjustment WHERE id = 2",
		"INSERT INTO adjustment (run_id, person_id, body, seat, clause, reason, document, by, recorded) VALUES (1, 'P1', '', 'on', 't.tax', 'x', 'x', 'x', 'x')",
		"UPDATE approval SET by = '某己'", "UPDATE approval SET document = 'x'", "UPDATE approval SET note = 'x'", "DELETE FROM approval",
		"UPDATE request SET person_id = 'P2' WHERE id = 1", "UPDATE request SET kind = 'access' WHERE id = 1", "UPDATE request SET text = 'x' WHERE id = 2", "UPDATE request SET due = '2027-01-01' WHERE id = 3",
		"UPDATE request SET received = '2026-07-20' WHERE id = 1", "UPDATE request SET document = 'x' WHERE id = 1",
		"UPDATE answer SET outcome = 'granted' WHERE request_id = 1", "UPDATE answer SET reason = 'x' WHERE request_id = 2", "UPDATE answer SET by = 'x' WHERE request_id = 3", "DELETE FROM answer WHERE request_id = 1",
		"UPDATE look SET person_id = 'P2' WHERE id = 1", "UPDATE look SET why = 'x' WHERE id = 2", "UPDATE look SET by = 'x' WHERE id = 3", "UPDATE look SET what = 'x' WHERE id = 1", "DELETE FROM look WHERE id = 2",
		"UPDATE run SET by = 'x'", "UPDATE run SET manifest = '{}'", "UPDATE run SET sources = '{}'", "UPDATE run_file SET name = 'x'", "UPDATE period SET months = 1",
	} {
		if _, err := s.db.Exec("SAVEPOINT change"); err != nil {
			t.Fatal(err)
		}
		if _, err := s.db.Exec(change); err != nil {
			t.Fatalf("%s: %v", change, err)
		}
		if sound() == "" {
			t.Errorf("nobody notices %s", change)
		}
		if _, err := s.db.Exec("ROLLBACK TO change; RELEASE change"); err != nil {
			t.Fatal(err)
		}
	}
	if got := sound(); got != "" {
		t.Fatalf("after all changes are taken back: %s", got)
	}
}
