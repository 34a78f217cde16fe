package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"slate/engine/diag"
	"slate/engine/fact"
	"slate/engine/roster"
	"slate/engine/sheet"
	"slate/fixtures/people"
)

var fields = []fact.Field{
	{Name: "年纳税额", Type: fact.Type{Kind: fact.Money, Unit: "万元"}, Source: "县税务局"},
	{Name: "owner", Type: fact.Type{Kind: fact.Boolean}},
	{Name: "件数", Type: fact.Type{Kind: fact.Integer}, Column: "cases"},
	{Name: "出生", Type: fact.Type{Kind: fact.Day}},
	{Name: "月份", Type: fact.Type{Kind: fact.Month}},
	{Name: "标签", Type: fact.Type{Kind: fact.List, Of: fact.Choice, Values: []string{"A", "B"}}},
}

func day(s string) fact.Date {
	d, err := fact.ParseDate(s)
	if err != nil && s != "" {
		panic(err)
	}
	return d
}

func table(t testing.TB, text string, fields []fact.Field) *roster.Table {
	t.Helper()
	r, list := sheet.ReadCSV("x.csv", strings.NewReader(text))
	if r == nil {
		t.Fatal(list[0].Message(diag.English))
	}
	table, list := roster.Read(r, fields)
	if table == nil {
		t.Fatal(list[0].Message(diag.English))
	}
	return table
}

func open(t testing.TB, path string, mode Mode) *Store {
	t.Helper()
	s, err := Open(path, mode)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func load(t testing.TB, s *Store, text, department, on string) (Imported, diag.List) {
	t.Helper()
	got, list, err := s.Import(context.Background(), table(t, text, fields), fields, roster.Batch{Department: department, File: department + ".csv", AsOf: day(on)})
	if err != nil {
		t.Fatal(err)
	}
	return got, list
}

// dump writes everything a snapshot holds.
func dump(t testing.TB, s *Store, fields []fact.Field) string {
	t.Helper()
	snapshot, list, err := s.Snapshot(context.Background(), "x.db", fields)
	if err != nil {
		t.Fatal(err)
	}
	if len(list) > 0 {
		return string(list[0].Code)
	}
	var b strings.Builder
	for i := range snapshot.Len() {
		fmt.Fprint(&b, snapshot.Person(i).ID)
		for _, f := range fields {
			v := snapshot.Column(f.Name).Value(i)
			text := v.String()
			if !v.Known() {
				text = "?" + v.Why().String()
			}
			fmt.Fprint(&b, " ", text)
		}
		for _, w := range snapshot.Waivers(i) {
			fmt.Fprint(&b, " ", w.Veto, "=", w.Document)
		}
		b.WriteString("\n")
	}
	return b.String()
}

const first = "编号,姓名,年纳税额,owner,件数,出生,月份,标签,豁免:V\nP2,乙,399.999999,是,3,1980/2/29,2006.9,A、B,文1\nP1,甲,,,,,,,\n"

func TestImportAndSnapshot(t *testing.T) {
	for _, path := range []string{"", filepath.Join(t.TempDir(), "名册.db")} {
		s := open(t, path, Create)
		got, list := load(t, s, first, "县税务局", "2026-03-31")
		if list.HasErrors() || got != (Imported{People: 2, New: 2, Values: 6, Waivers: 1}) {
			t.Fatalf("imported %+v, %v", got, list)
		}
		const want = "P1 ?not_supplied ?not_supplied ?not_supplied ?not_supplied ?not_supplied ?not_supplied\n" +
			"P2 399.999999 true 3 1980-02-29 2006-09 A、B V=文1\n"
		if got := dump(t, s, fields); got != want {
			t.Errorf("snapshot\n%swant\n%s", got, want)
		}
		origins, err := s.Origins(context.Background(), "P2")
		if o := origins["年纳税额"]; err != nil || o != (Origin{"年纳税额", "县税务局", "县税务局.csv", "2026-03-31", 2, 3}) {
			t.Errorf("origin %+v, %v", o, err)
		}
		if path == "" {
			continue
		}
		s.Close()
		if got := dump(t, open(t, path, ReadOnly), fields); got != want {
			t.Errorf("read again\n%s", got)
		}
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("the file's mode is %v, %v", info.Mode(), err)
		}
	}
}

func TestReplace(t *testing.T) {
	s := open(t, "", Create)
	load(t, s, first, "一", "2026-03-31")
	load(t, s, "编号,年纳税额,件数\nP2,500,\nP3,7,1\n", "二", "2026-04-30") // newer; the empty cell replaces nothing
	load(t, s, "编号,年纳税额,件数\nP2,1,9\n", "三", "2025-01-01")          // older: replaces nothing
	load(t, s, "编号,件数\nP2,4\n", "四", "2026-03-31")                 // as new: replaces
	got := dump(t, s, fields[:3])
	if want := "P1 ?not_supplied ?not_supplied ?not_supplied\nP2 500 true 4 V=文1\nP3 7 ?not_supplied 1\n"; got != want {
		t.Errorf("snapshot\n%swant\n%s", got, want)
	}
	var values int
	if err := s.db.QueryRow("SELECT count(*) FROM value WHERE person_id = 'P2' AND field_id = 1").Scan(&values); err != nil || values != 3 {
		t.Errorf("%d values are kept of P2's tax, %v; want 3", values, err)
	}
}

func TestAllOrNothing(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "x.db"), Create)
	load(t, s, first, "一", "2026-03-31")
	before := dump(t, s, fields)
	for _, bad := range []string{
		"编号,年纳税额\nP8,1\nP9,many\n",
		"编号,年纳税额\nP8,1\nP8,2\n",
		"编号,年纳税额\nP8,1\n\"P9,1\n",
	} {
		if got, list := load(t, s, bad, "二", "2026-05-01"); !list.HasErrors() || got != (Imported{}) {
			t.Errorf("imported %+v of %q, %v", got, bad, list)
		}
		if after := dump(t, s, fields); after != before {
			t.Errorf("%q left\n%s", bad, after)
		}
	}
	var batches int
	if err := s.db.QueryRow("SELECT count(*) FROM batch").Scan(&batches); err != nil || batches != 1 {
		t.Errorf("%d batches, %v", batches, err)
	}
}

func TestTypesAgree(t *testing.T) {
	s := open(t, "", Create)
	load(t, s, first, "一", "2026-03-31")
	yuan := fields[0]
	yuan.Type.Unit = "元"
	if got := dump(t, s, []fact.Field{yuan}); got != "P1 ?not_supplied\nP2 3999999.99 V=文1\n" {
		t.Errorf("in 元: %s", got)
	}
	text := fields[2]
	text.Type = fact.Type{Kind: fact.Text}
	if got := dump(t, s, []fact.Field{text}); got != "E79" {
		t.Errorf("an int read as text: %s", got)
	}
	other := fact.Field{Name: "从未导入", Type: fact.Type{Kind: fact.Boolean}}
	if got := dump(t, s, []fact.Field{other}); !strings.HasPrefix(got, "P1 ?not_supplied") {
		t.Errorf("a fact never imported: %s", got)
	}
	if _, err := s.db.Exec("UPDATE current SET f1 = 'damaged'"); err != nil {
		t.Fatal(err)
	}
	if got := dump(t, s, fields[:1]); !strings.Contains(got, "P2 ?unreadable") {
		t.Errorf("a damaged value: %s", got)
	}
}

func TestRefused(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	foreign := filepath.Join(dir, "foreign.db")
	db, err := sql.Open("sqlite", fileURI(foreign))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec("CREATE TABLE t (x)"); err != nil {
		t.Fatal(err)
	}
	db.Close()
	newer := filepath.Join(dir, "newer.db")
	s := open(t, newer, Create)
	if _, err := s.db.Exec("PRAGMA user_version = 99"); err != nil {
		t.Fatal(err)
	}
	s.Close()
	for _, path := range []string{write("text.db", "编号,姓名\n"), write("empty.db", ""), foreign, newer, dir} {
		before, _ := os.ReadFile(path)
		_, err := Open(path, ReadOnly)
		var refused *Refused
		if !errors.As(err, &refused) || refused.Problem.Code != diag.NotARoster {
			t.Errorf("%s: %v", filepath.Base(path), err)
		}
		if after, _ := os.ReadFile(path); string(after) != string(before) {
			t.Errorf("%s was changed", filepath.Base(path))
		}
	}
	if _, err := Open(filepath.Join(dir, "nowhere.db"), ReadOnly); err == nil || errors.As(err, new(*Refused)) {
		t.Errorf("a file that is not there: %v", err)
	}
}

func TestReadOnlyWritesNothing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.db")
	s := open(t, path, Create)
	load(t, s, first, "一", "2026-03-31")
	s.Close()
	r := open(t, path, ReadOnly)
	if _, _, err := r.Import(context.Background(), table(t, first, fields), fields, roster.Batch{}); err == nil {
		t.Error("a roster opened to be read took an import")
	}
}

// TestSettings holds that a setting that does not take is noticed, and that the engine below is one without a known
// fault in its journal.
func TestSettings(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "x.db"), Create)
	var version string
	if err := s.db.QueryRow("SELECT sqlite_version()").Scan(&version); err != nil {
		t.Fatal(err)
	}
	if minor, _ := strconv.Atoi(strings.Split(version, ".")[1]); minor < 54 {
		t.Errorf("SQLite %s is older than 3.54", version)
	}
	if _, err := s.db.Exec("PRAGMA synchronous = OFF"); err != nil {
		t.Fatal(err)
	}
	if err := s.begin(Create, true, false); err == nil || !strings.Contains(err.Error(), "synchronous") {
		t.Errorf("synchronous off: %v", err)
	}
	if _, err := s.db.Exec(`SELECT "misspelt" FROM person`); err == nil {
		t.Error("a misspelt column reads as text")
	}
}

// TestTwoAtOnce has two stores import into one file; both land.
func TestTwoAtOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.db")
	var wg sync.WaitGroup
	for w := range 2 {
		s := open(t, path, Create)
		wg.Add(1)
		go func() {
			defer wg.Done()
			for i := range 10 {
				text := fmt.Sprintf("编号,年纳税额\nP%d-%d,1\n", w, i)
				reader, _ := sheet.ReadCSV("x.csv", strings.NewReader(text))
				in, _ := roster.Read(reader, fields)
				if _, list, err := s.Import(context.Background(), in, fields, roster.Batch{AsOf: day("2026-01-01")}); err != nil || list.HasErrors() {
					t.Errorf("import %d-%d: %v %v", w, i, err, list)
				}
			}
		}()
	}
	wg.Wait()
	if got := strings.Count(dump(t, open(t, path, ReadOnly), fields[:1]), "\n"); got != 20 {
		t.Errorf("%d people, want 20", got)
	}
}

// TestKill kills a process that imports, at a different moment each time: what it said was stored is there, and
// no batch is there in part. SLATE_KILLS sets how often.
func TestKill(t *testing.T) {
	if path := os.Getenv("SLATE_KILL_FILE"); path != "" {
		importForever(t, path)
		return
	}
	kills := 12
	if n, err := strconv.Atoi(os.Getenv("SLATE_KILLS")); err == nil {
		kills = n
	}
	path := filepath.Join(t.TempDir(), "x.db")
	acknowledged := 0
	for k := range kills {
		cmd := exec.Command(os.Args[0], "-test.run=^TestKill$")
		cmd.Env = append(os.Environ(), "SLATE_KILL_FILE="+path, "SLATE_KILL_FROM="+strconv.Itoa(acknowledged))
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		buf := make([]byte, 1<<16)
		deadline := time.Now().Add(time.Duration(20+17*k%90) * time.Millisecond)
		said := ""
		for time.Now().Before(deadline) || said == "" {
			n, err := out.Read(buf)
			said += string(buf[:n])
			if err != nil {
				break
			}
		}
		cmd.Process.Kill()
		rest := make([]byte, 1<<16)
		n, _ := out.Read(rest)
		said += string(rest[:n])
		cmd.Wait()
		acknowledged += strings.Count(said, "stored")
		checkBatches(t, path, acknowledged)
	}
	t.Logf("%d imports acknowledged over %d kills", acknowledged, kills)
}

const batchSize = 60

// importForever imports batches until it is killed, and says so after each.
func importForever(t *testing.T, path string) {
	s := open(t, path, Create)
	for i := 0; ; i++ {
		var text strings.Builder
		text.WriteString("编号,年纳税额,件数\n")
		for k := range batchSize {
			fmt.Fprintf(&text, "%d-%d-%d,%d,%d\n", os.Getpid(), i, k, k, i)
		}
		if _, list := load(t, s, text.String(), "x", "2026-01-01"); list.HasErrors() {
			t.Fatal(list)
		}
		fmt.Println("stored")
	}
}

func checkBatches(t *testing.T, path string, acknowledged int) {
	t.Helper()
	s, err := Open(path, Create)
	if err != nil {
		t.Fatalf("after a kill: %v", err)
	}
	defer s.Close()
	var batches, part, people, rows int
	for query, to := range map[string]*int{
		"SELECT count(*) FROM batch": &batches,
		fmt.Sprintf("SELECT count(*) FROM batch WHERE people <> %d OR id IN (SELECT batch_id FROM value GROUP BY batch_id HAVING count(*) <> %d)", batchSize, 2*batchSize): &part,
		"SELECT count(*) FROM person":  &people,
		"SELECT count(*) FROM current": &rows,
	} {
		if err := s.db.QueryRow(query).Scan(to); err != nil {
			t.Fatalf("after a kill: %s: %v", query, err)
		}
	}
	if batches < acknowledged || part > 0 || people != batches*batchSize || rows != people {
		t.Fatalf("after a kill: %d batches for %d acknowledged, %d in part, %d people, %d rows", batches, acknowledged, part, people, rows)
	}
	var check string
	if err := s.db.QueryRow("PRAGMA integrity_check").Scan(&check); err != nil || check != "ok" {
		t.Fatalf("after a kill: %s, %v", check, err)
	}
}

// stock fills a roster on disk with drawn people and returns it with the facts it holds.
func stock(b *testing.B, n int) (*Store, []fact.Field) {
	b.Helper()
	kinds := []fact.Kind{fact.Money, fact.Boolean, fact.Boolean, fact.Boolean, fact.Boolean, fact.Boolean}
	var fields []fact.Field
	for i, name := range []string{"年纳税额", "企业法人", "办假企业", "非法集资", "收买官员", "失德认定"} {
		f := fact.Field{Name: name, Type: fact.Type{Kind: kinds[i]}}
		if kinds[i] == fact.Money {
			f.Type.Unit = "万元"
		}
		fields = append(fields, f)
	}
	var text strings.Builder
	if err := people.Write(&text, "hukou", n, 1); err != nil {
		b.Fatal(err)
	}
	s := open(b, filepath.Join(b.TempDir(), "x.db"), Create)
	if _, list, err := s.Import(context.Background(), table(b, text.String(), fields), fields, roster.Batch{AsOf: day("2006-09-30")}); err != nil || list.HasErrors() {
		b.Fatal(err, list)
	}
	return s, fields
}

// bareScan reads the same columns with database/sql and does nothing with them: what Snapshot is measured against.
func bareScan(b *testing.B, s *Store) {
	b.Helper()
	rows, err := s.db.Query("SELECT p.id, p.name, p.id_number, c.* FROM person p LEFT JOIN current c ON c.person_id = p.id ORDER BY p.id")
	if err != nil {
		b.Fatal(err)
	}
	defer rows.Close()
	columns, _ := rows.Columns()
	values, dest := make([]any, len(columns)), make([]any, len(columns))
	for i := range values {
		dest[i] = &values[i]
	}
	for rows.Next() {
		if err := rows.Scan(dest...); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkSnapshot reads a roster into memory and reports, as ratio, what that costs against a bare scan of the same
// table with the same driver.
func BenchmarkSnapshot(b *testing.B) {
	for _, n := range []int{10_000, 100_000} {
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			s, fields := stock(b, n)
			var scan, snapshot time.Duration
			b.ResetTimer()
			for b.Loop() {
				start := time.Now()
				bareScan(b, s)
				scan += time.Since(start)
				start = time.Now()
				if _, _, err := s.Snapshot(context.Background(), "x.db", fields); err != nil {
					b.Fatal(err)
				}
				snapshot += time.Since(start)
			}
			b.ReportMetric(snapshot.Seconds()/scan.Seconds(), "×scan")
		})
	}
}
