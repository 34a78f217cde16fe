package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
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
	table, list := roster.Read(r, fields, roster.Mapping{})
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
	snapshot, list, err := s.Snapshot(context.Background(), "x.db", Moment{}, fields)
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
		if list.HasErrors() || !reflect.DeepEqual(got, Imported{Batch: 1, People: 2, New: 2, Values: 6, Waivers: 1}) {
			t.Fatalf("imported %+v, %v", got, list)
		}
		const want = "P1 ?not_supplied ?not_supplied ?not_supplied ?not_supplied ?not_supplied ?not_supplied\n" +
			"P2 399.999999 true 3 1980-02-29 2006-09 A、B V=文1\n"
		if got := dump(t, s, fields); got != want {
			t.Errorf("snapshot\n%swant\n%s", got, want)
		}
		origins, err := s.Origins(context.Background(), Moment{}, "P2", fields)
		batch := roster.Batch{Number: 1, Kind: roster.Import, Department: "县税务局", File: "县税务局.csv", AsOf: day("2026-03-31")}
		if o := origins["年纳税额"]; err != nil || o != (roster.Origin{Field: "年纳税额", Batch: batch, Row: 2, Column: 3}) {
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
	load(t, s, "编号,年纳税额,件数\nP2,500,\nP3,7,1\n", "一", "2026-04-30") // newer; the empty cell replaces nothing
	load(t, s, "编号,年纳税额,件数\nP2,1,9\n", "一", "2025-01-01")          // older: replaces nothing
	load(t, s, "编号,件数\nP2,4\n", "一", "2026-03-31")                 // as new: replaces
	got := dump(t, s, fields[:3])
	if want := "P1 ?not_supplied ?not_supplied ?not_supplied\nP2 500 true 4 V=文1\nP3 7 ?not_supplied 1\n"; got != want {
		t.Errorf("snapshot\n%swant\n%s", got, want)
	}
	rows, err := s.db.Query("SELECT value, department, as_of, row, col FROM history WHERE person_id = 'P2' AND fact = '年纳税额'")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var history []string
	for rows.Next() {
		var value, department, on string
		var row, col int
		if err := rows.Scan(&value, &department, &on, &row, &col); err != nil {
			t.Fatal(err)
		}
		history = append(history, fmt.Sprint(value, department, on, " ", row, ":", col))
	}
	if got := strings.Join(history, "; "); got != "1一2025-01-01 2:2; 500一2026-04-30 2:2; 399.999999一2026-03-31 2:3" {
		t.Errorf("history of P2's tax: %s", got)
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
		if got, list := load(t, s, bad, "二", "2026-05-01"); !list.HasErrors() || !reflect.DeepEqual(got, Imported{}) {
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

// importOf stores one fact of one person and returns what was wrong.
func importOf(t *testing.T, s *Store, f fact.Field, id, cell, on string) diag.List {
	t.Helper()
	fields := []fact.Field{f}
	_, list, err := s.Import(context.Background(), table(t, "编号,"+f.Name+"\n"+id+","+cell+"\n", fields), fields, roster.Batch{AsOf: day(on)})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// TestUnits holds that an amount is the same amount whichever unit the rules of its import and those of the run speak.
func TestUnits(t *testing.T) {
	yuan, wan := fields[0], fields[0]
	yuan.Type.Unit = "元"
	for _, first := range []fact.Field{yuan, wan} {
		s := open(t, "", Create)
		importOf(t, s, first, "P0", "0", "2026-01-01")
		importOf(t, s, yuan, "P1", "3999999.99", "2026-01-01")
		importOf(t, s, wan, "P2", "399.999999", "2026-01-01")
		if got, want := dump(t, s, []fact.Field{wan}), "P0 0\nP1 399.999999\nP2 399.999999\n"; got != want {
			t.Errorf("stored in %s, in 万元:\n%swant\n%s", first.Type.Unit, got, want)
		}
		if got, want := dump(t, s, []fact.Field{yuan}), "P0 0\nP1 3999999.99\nP2 3999999.99\n"; got != want {
			t.Errorf("stored in %s, in 元:\n%swant\n%s", first.Type.Unit, got, want)
		}
		whole := fact.Field{Name: first.Name, Type: fact.Type{Kind: fact.Integer}}
		if list := importOf(t, s, whole, "P3", "1", "2026-01-01"); len(list) != 1 || list[0].Code != diag.FieldType {
			t.Errorf("an import as another type: %v", list)
		}
	}
}

// TestColumnNames holds that any fact finds a column, whatever its name is in SQL.
func TestColumnNames(t *testing.T) {
	var fields []fact.Field
	for _, name := range []string{"order", "Group", "f3", "中", "person_id", "x", "x_record", "X", "rowid", "select", "_a", "F3", "汉_字", strings.Repeat("long", 30)} {
		fields = append(fields, fact.Field{Name: name, Type: fact.Type{Kind: fact.Text}})
	}
	fields[0].Column = "sort key" // no name in SQL
	fields[3].Column = "where"
	s := open(t, "", Create)
	head, row := "编号", "P1"
	for i, f := range fields {
		name := f.Name
		if f.Column != "" {
			name = f.Column
		}
		if name == "person_id" {
			continue // the heading of the id itself
		}
		head, row = head+","+name, row+","+fmt.Sprint("v", i)
	}
	_, list, err := s.Import(context.Background(), table(t, head+"\n"+row+"\n", fields), fields, roster.Batch{})
	if err != nil || list.HasErrors() {
		t.Fatal(list, err)
	}
	if got, want := dump(t, s, fields), "P1 v0 v1 v2 v3 ?not_supplied v5 v6 v7 v8 v9 v10 v11 v12 v13\n"; got != want {
		t.Errorf("got %swant %s", got, want)
	}
	origins, err := s.Origins(context.Background(), Moment{}, "P1", fields)
	if err != nil || len(origins) != len(fields)-1 || origins["select"].Column != 10 {
		t.Errorf("%d origins, %+v, %v", len(origins), origins["select"], err)
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

// TestHostile holds that a file which somebody has changed by hand is refused before a statement of theirs runs.
func TestHostile(t *testing.T) {
	for name, statement := range map[string]string{
		"a trigger":         "CREATE TRIGGER t AFTER INSERT ON person BEGIN DELETE FROM current; END",
		"a view":            "CREATE VIEW v AS SELECT * FROM person",
		"a table more":      "CREATE TABLE t (x)",
		"a table less":      "DROP TABLE waiver",
		"a looser table":    "DROP TABLE waiver; CREATE TABLE waiver (person_id, veto, document, batch_id)",
		"a statement as id": `UPDATE field SET column_name = 'f1" FROM person; DROP TABLE person; --' WHERE id = 1`,
		"an unknown type":   "UPDATE field SET kind = 'float'",
	} {
		path := filepath.Join(t.TempDir(), "x.db")
		s := open(t, path, Create)
		load(t, s, first, "一", "2026-03-31")
		if _, err := s.db.Exec(statement); err != nil {
			t.Fatal(name, err)
		}
		s.Close()
		for _, mode := range []Mode{ReadOnly, ReadWrite} {
			s, err := Open(path, mode)
			if err == nil {
				s.Close()
			}
			var refused *Refused
			if !errors.As(err, &refused) {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
}

// TestReadOnlyWritesNothing holds that reading a roster leaves its folder as it was, byte for byte.
func TestReadOnlyWritesNothing(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "x.db")
	s := open(t, path, Create)
	load(t, s, first, "一", "2026-03-31")
	s.Close()
	listing := func() string {
		var b strings.Builder
		entries, _ := os.ReadDir(dir)
		for _, e := range entries {
			info, _ := e.Info()
			text, _ := os.ReadFile(filepath.Join(dir, e.Name()))
			fmt.Fprintln(&b, e.Name(), info.Mode(), info.ModTime(), string(text))
		}
		return b.String()
	}
	before := listing()
	r := open(t, path, ReadOnly)
	dump(t, r, fields)
	if _, _, err := r.Import(context.Background(), table(t, first, fields), fields, roster.Batch{}); err == nil {
		t.Error("a roster opened to be read took an import")
	}
	if _, err := r.db.Exec("DELETE FROM current"); err == nil {
		t.Error("a roster opened to be read took a statement that writes")
	}
	r.Close()
	if after := listing(); after != before {
		t.Errorf("the folder is\n%q\nwas\n%q", after, before)
	}
}

// TestReadOnlyMedium reads a roster where nothing can be written, as from a disc.
func TestReadOnlyMedium(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Skip("root may write anywhere")
	}
	dir := t.TempDir()
	path := filepath.Join(dir, "x.db")
	s := open(t, path, Create)
	load(t, s, first, "一", "2026-03-31")
	want := dump(t, s, fields)
	s.Close()
	for _, name := range []string{path, dir} {
		if err := os.Chmod(name, 0o500); err != nil {
			t.Fatal(err)
		}
	}
	defer os.Chmod(dir, 0o700)
	if got := dump(t, open(t, path, ReadOnly), fields); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if s, err := Open(path, ReadWrite); err == nil {
		s.Close()
		t.Error("a roster that cannot be written is open for writing")
	}
}

// TestSettings holds that a setting that does not take is noticed, and that the engine below is one without a known
// fault in its journal.
func TestSettings(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.db")
	s := open(t, path, Create)
	var version string
	if err := s.db.QueryRow("SELECT sqlite_version()").Scan(&version); err != nil {
		t.Fatal(err)
	}
	if minor, _ := strconv.Atoi(strings.Split(version, ".")[1]); minor < 54 {
		t.Errorf("SQLite %s is older than 3.54", version)
	}
	if _, err := s.db.Exec(`SELECT "misspelt" FROM person`); err == nil {
		t.Error("a misspelt column reads as text")
	}
	if _, err := s.db.Exec("PRAGMA writable_schema = ON; DELETE FROM sqlite_schema"); err == nil {
		t.Error("the schema can be written")
	}
	for _, set := range []string{"synchronous = OFF", "foreign_keys = OFF", "trusted_schema = ON", "secure_delete = OFF", "busy_timeout = 1", "query_only = ON"} {
		s := open(t, path, ReadWrite)
		if _, err := s.db.Exec("PRAGMA " + set); err != nil {
			t.Fatal(err)
		}
		if err := s.settled(ReadWrite, "WAL"); err == nil || !strings.Contains(err.Error(), strings.Fields(set)[0]) {
			t.Errorf("%s: %v", set, err)
		}
	}
	for was, is := range map[string]string{
		"_synchronous=FULL":         "_pragma=synchronous(FUL)", // SQLite takes it and does nothing
		"_foreign_keys=1":           "_pragma=foreign_key(1)",
		"_pragma=secure_delete(1)":  "_pragma=secure_delte(1)",
		"_pragma=trusted_schema(0)": "_pragma=trusted_schema(0);DROP TABLE person",
		"_busy_timeout=10000":       "_busy_timeot=10000",
		"_defensive=1":              "_defensive=yes please",
	} {
		if !strings.Contains(dsn, was) {
			t.Fatalf("%s is not a setting", was)
		}
		if s, err := connect(fileURI(path), strings.Replace(dsn, was, is, 1), ReadWrite, "WAL", false); err == nil {
			s.Close()
			t.Errorf("%s is taken", is)
		}
	}
}

// TestBusy holds that a roster in use says so, and that nothing is stored.
func TestBusy(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.db")
	one, two := open(t, path, Create), open(t, path, Create)
	tx, err := one.db.Begin()
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback()
	if _, err := two.db.Exec("PRAGMA busy_timeout = 20"); err != nil {
		t.Fatal(err)
	}
	_, _, err = two.Import(context.Background(), table(t, first, fields), fields, roster.Batch{File: "x.csv"})
	if !errors.Is(err, ErrBusy) {
		t.Errorf("import: %v", err)
	}
	if got := dump(t, two, fields); got != "" { // reading does not wait for writing
		t.Errorf("stored %s", got)
	}
}

// TestCancel ends an import and a reading in their midst.
func TestCancel(t *testing.T) {
	s := open(t, "", Create)
	load(t, s, first, "一", "2026-03-31")
	before := dump(t, s, fields)
	ctx, cancel := context.WithCancel(context.Background())
	r, _ := sheet.ReadCSV("x.csv", io.MultiReader(strings.NewReader("编号,年纳税额\n"), &ticker{after: 500, do: cancel}))
	in, _ := roster.Read(r, fields, roster.Mapping{})
	if _, _, err := s.Import(ctx, in, fields, roster.Batch{}); !errors.Is(err, context.Canceled) {
		t.Errorf("import: %v", err)
	}
	if after := dump(t, s, fields); after != before {
		t.Errorf("a cancelled import left\n%s", after)
	}
	if _, _, err := s.Snapshot(ctx, "x.db", Moment{}, fields); !errors.Is(err, context.Canceled) {
		t.Errorf("snapshot: %v", err)
	}
}

// ticker gives rows without end, and does something after some of them.
type ticker struct {
	rows, after int
	do          func()
}

func (r *ticker) Read(p []byte) (int, error) {
	if r.rows++; r.rows == r.after {
		r.do()
	}
	return copy(p, fmt.Sprintf("T%d,1\n", r.rows)), nil
}

// TestSnapshotIsOneMoment imports and reads at once: a snapshot shows each import for everybody or for nobody.
func TestSnapshotIsOneMoment(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.db")
	writer, reader := open(t, path, Create), open(t, path, ReadWrite)
	step := func(n int) string {
		var b strings.Builder
		b.WriteString("编号,年纳税额\n")
		for p := range 100 {
			fmt.Fprintf(&b, "P%d,%d\n", p, n)
		}
		return b.String()
	}
	load(t, writer, step(0), "一", "2026-01-01")
	done := make(chan bool)
	go func() {
		defer close(done)
		for n := 1; n < 30; n++ {
			in := table(t, step(n), fields)
			if _, list, err := writer.Import(context.Background(), in, fields, roster.Batch{Department: "一", AsOf: day("2026-01-01").AddDays(n)}); err != nil || list.HasErrors() {
				t.Errorf("import %d: %v %v", n, list, err)
			}
		}
	}()
	for reading := true; reading; {
		select {
		case <-done:
			reading = false
		default:
		}
		s, _, err := reader.Snapshot(context.Background(), "x.db", Moment{}, fields[:1])
		if err != nil {
			t.Fatal(err)
		}
		c := s.Column(fields[0].Name)
		for i := range s.Len() {
			n, _ := c.Value(i).Number().Int64()
			if !c.Value(i).Equal(c.Value(0)) || c.AsOf(i) != day("2026-01-01").AddDays(int(n)) {
				t.Fatalf("person %d has %v of %v, the first %v", i, c.Value(i), c.AsOf(i), c.Value(0))
			}
		}
	}
}

// TestFourAtOnce has four stores import into one file; all land.
func TestFourAtOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.db")
	var wg sync.WaitGroup
	for w := range 4 {
		s := open(t, path, Create)
		wg.Add(1)
		go func() {
			defer wg.Done()
			for i := range 10 {
				text := fmt.Sprintf("编号,年纳税额\nP%d-%d,1\n", w, i)
				reader, _ := sheet.ReadCSV("x.csv", strings.NewReader(text))
				in, _ := roster.Read(reader, fields, roster.Mapping{})
				if _, list, err := s.Import(context.Background(), in, fields, roster.Batch{AsOf: day("2026-01-01")}); err != nil || list.HasErrors() {
					t.Errorf("import %d-%d: %v %v", w, i, err, list)
				}
			}
		}()
	}
	wg.Wait()
	if got := strings.Count(dump(t, open(t, path, ReadOnly), fields[:1]), "\n"); got != 40 {
		t.Errorf("%d people, want 40", got)
	}
}

// TestKill kills a process that imports, at a different moment each time: what it said was stored is there, and
// no batch is there in part. SLATE_KILLS sets how often.
func TestKill(t *testing.T) {
	if path := os.Getenv("SLATE_KILL_FILE"); path != "" {
		importForever(t, path)
		return
	}
	kills := 20
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
		fmt.Sprintf("SELECT count(*) FROM batch WHERE id NOT IN (SELECT batch_id FROM record GROUP BY batch_id HAVING count(*) = %d)", batchSize): &part,
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
				if _, _, err := s.Snapshot(context.Background(), "x.db", Moment{}, fields); err != nil {
					b.Fatal(err)
				}
				snapshot += time.Since(start)
			}
			b.ReportMetric(snapshot.Seconds()/scan.Seconds(), "×scan")
		})
	}
}

// BenchmarkImport takes a table of 30 facts into a new roster and reports, as ratio, what that costs against reading
// the table, and the bytes a person takes in the file.
func BenchmarkImport(b *testing.B) {
	const n = 20_000
	var fields []fact.Field
	var text strings.Builder
	text.WriteString("编号,姓名")
	for i := range 30 {
		f := fact.Field{Name: fmt.Sprintf("字段%d", i), Type: fact.Type{Kind: []fact.Kind{fact.Money, fact.Boolean, fact.Day}[i%3]}}
		if f.Type.Kind == fact.Money {
			f.Type.Unit = "万元"
		}
		fields = append(fields, f)
		text.WriteString("," + f.Name)
	}
	for p := range n {
		fmt.Fprintf(&text, "\nP%07d,某某", p)
		for i := range 30 {
			text.WriteString([]string{",1234.56", ",是", ",2006-09-30"}[i%3])
		}
	}
	var parse, store time.Duration
	var size int64
	for b.Loop() {
		start := time.Now()
		for in, ok := table(b, text.String(), fields), true; ok; {
			_, ok = in.Next()
		}
		parse += time.Since(start)
		path := filepath.Join(b.TempDir(), "x.db")
		s := open(b, path, Create)
		start = time.Now()
		if _, list, err := s.Import(context.Background(), table(b, text.String(), fields), fields, roster.Batch{AsOf: day("2026-01-01")}); err != nil || list.HasErrors() {
			b.Fatal(err, list)
		}
		store += time.Since(start)
		s.Close()
		if info, err := os.Stat(path); err == nil {
			size = info.Size()
		}
	}
	b.ReportMetric(store.Seconds()/parse.Seconds(), "×reading")
	b.ReportMetric(float64(size)/n, "B/person")
}
