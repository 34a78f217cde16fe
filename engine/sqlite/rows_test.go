package sqlite

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"slate/engine/diag"
	"slate/engine/eval"
	"slate/engine/fact"
	"slate/engine/roster"
	"slate/engine/ruleset"
	"slate/engine/sheet"
)

// loadRows imports child rows; covers is "from..to" or "".
func loadRows(t testing.TB, s *Store, name, text, department, on, covers string) (ImportedRows, diag.List) {
	t.Helper()
	child, ok := roster.ChildTableNamed(name)
	if !ok {
		t.Fatalf("no table %s", name)
	}
	r, list := sheet.ReadCSV("x.csv", strings.NewReader(text))
	if r == nil {
		t.Fatal(list[0].Message(diag.English))
	}
	rows, list := roster.ReadRows(r, child, department)
	if rows == nil {
		return ImportedRows{}, list
	}
	var period *roster.Coverage
	if from, to, ok := strings.Cut(covers, ".."); ok {
		period = &roster.Coverage{From: day(from), To: day(to)}
	}
	got, problems, err := s.ImportRows(context.Background(), rows, roster.Batch{Department: department, File: department + ".csv", AsOf: day(on)}, period)
	if err != nil {
		t.Fatal(err)
	}
	return got, append(list, problems...)
}

// rowsOf writes the rows that hold of a table.
func rowsOf(t testing.TB, s *Store, name string) string {
	t.Helper()
	snapshot, list, err := s.Snapshot(context.Background(), "x.db", Moment{}, []fact.Field{{Name: "f", Type: fact.Type{Kind: fact.Integer}, Table: name}})
	if err != nil || list.HasErrors() {
		t.Fatal(err, list)
	}
	var out strings.Builder
	for i := range snapshot.Len() {
		for _, r := range snapshot.Rows(name, i) {
			fmt.Fprint(&out, snapshot.Person(i).ID, ":")
			for _, v := range r.Values {
				fmt.Fprint(&out, " ", v)
			}
			fmt.Fprintf(&out, " (%s %d)\n", snapshot.Batches()[r.Origin.Batch].File, r.Origin.Row)
		}
	}
	return out.String()
}

// stored counts the rows of every table that an import of child rows writes to.
func stored(t testing.TB, s *Store) string {
	t.Helper()
	var out strings.Builder
	for _, name := range []string{"batch", "coverage", "enterprise", "enterprises", "yearly", "opinions", "honours", "appointments", "attendance"} {
		var n int
		if err := s.db.QueryRow("SELECT count(*) FROM " + name).Scan(&n); err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&out, "%s %d ", name, n)
	}
	return out.String()
}

const firm = "91350100M000100Y43"

// TestRowsReplace holds which of several rows holds: that of the later day, and of one day that of the later import.
// Nothing is edited: the earlier rows stay.
func TestRowsReplace(t *testing.T) {
	s := open(t, "", Create)
	load(t, s, "编号,年纳税额\nP1,1\nP2,1\n", "x", "2026-01-01")
	step := func(text, department, on, covers string, replaced int, want string) {
		t.Helper()
		got, list := loadRows(t, s, "honours", text, department, on, covers)
		if list.HasErrors() || got.Replaced != replaced {
			t.Fatalf("replaced %d, want %d: %v", got.Replaced, replaced, list)
		}
		if rows := rowsOf(t, s, "honours"); rows != want {
			t.Errorf("got\n%swant\n%s", rows, want)
		}
	}
	step("编号,荣誉名称,级别,授予日期\nP1,a,市,2024-01-01\nP2,b,省,2024-02-01\n", "工会", "2026-02-01", "", 0,
		"P1: a 市 2024-01-01 (工会.csv 2)\nP2: b 省 2024-02-01 (工会.csv 3)\n")
	step("编号,荣誉名称,级别,授予日期\nP1,a,省,2024-01-01\n", "妇联", "2026-03-01", "", 1,
		"P1: a 省 2024-01-01 (妇联.csv 2)\nP2: b 省 2024-02-01 (工会.csv 3)\n")
	step("编号,荣誉名称,级别,授予日期\nP1,a,县,2024-01-01\n", "文明办", "2026-01-15", "", 1,
		"P1: a 省 2024-01-01 (妇联.csv 2)\nP2: b 省 2024-02-01 (工会.csv 3)\n")
	step("编号,荣誉名称,级别,授予日期\nP1,a,,2024-01-01\n", "人社局", "2026-03-01", "", 1,
		"P1: a  2024-01-01 (人社局.csv 2)\nP2: b 省 2024-02-01 (工会.csv 3)\n")
	// A complete list of the same department no longer has b: it was withdrawn. a is of another department and stays.
	step("编号,荣誉名称,级别,授予日期\nP2,c,省,2024-03-01\n", "工会", "2026-04-01", "2024-01-01..2024-12-31", 0,
		"P1: a  2024-01-01 (人社局.csv 2)\nP2: c 省 2024-03-01 (工会.csv 2)\n")
	// A complete list without rows withdraws c. Once 妇联's and 人社局's rows are withdrawn too, 文明办's of the same key holds again.
	step("编号,荣誉名称,级别,授予日期\n", "工会", "2026-05-01", "2024-01-01..", 0, "P1: a  2024-01-01 (人社局.csv 2)\n")
	step("编号,荣誉名称,级别,授予日期\n", "人社局", "2026-05-01", "..", 0, "P1: a 省 2024-01-01 (妇联.csv 2)\n")
	step("编号,荣誉名称,级别,授予日期\n", "妇联", "2026-05-01", "..", 0, "P1: a 县 2024-01-01 (文明办.csv 2)\n")
	if _, list := loadRows(t, s, "honours", "编号,荣誉名称,级别,授予日期\n", "妇联", "2026-05-01", ""); !list.HasErrors() {
		t.Error("a file without rows that states nothing was taken")
	}
	if got := stored(t, s); !strings.Contains(got, "honours 6 ") {
		t.Errorf("the history is %s", got)
	}
}

// TestRowsOfFirms holds that the figures of a firm go to everybody with a part in it.
func TestRowsOfFirms(t *testing.T) {
	s := open(t, "", Create)
	load(t, s, "编号,年纳税额\nP1,1\nP2,1\nP3,1\n", "x", "2026-01-01")
	before := stored(t, s)
	figures := "统一社会信用代码,年度,纳税额（元）,职工人数\n" + firm + ",2025,\"1,000,000\",7\n"
	if _, list := loadRows(t, s, "yearly", figures, "税务", "2026-02-01", "2025-01-01..2025-12-31"); len(list) == 0 || stored(t, s) != before {
		t.Fatalf("figures of nobody's firm: %v, %s", list, stored(t, s))
	}
	loadRows(t, s, "enterprises", "编号,enterprise,role,share,from\nP1,"+strings.ToLower(firm)+",董事长,60,2020-01-01\nP1,"+firm+",总经理,60,\nP2,"+firm+",董事,40,2020-01-01\n", "市场", "2026-02-01", "")
	if _, list := loadRows(t, s, "yearly", figures, "税务", "2026-02-01", "2025-01-01..2025-12-31"); list.HasErrors() {
		t.Fatal(list)
	}
	want := "P1: " + firm + " 总经理 60   2025 100    7 (税务.csv 2)\nP1: " + firm + " 董事长 60 2020-01-01  2025 100    7 (税务.csv 2)\nP2: " + firm + " 董事 40 2020-01-01  2025 100    7 (税务.csv 2)\n"
	if got := rowsOf(t, s, "yearly"); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

// TestRowsAllOrNothing holds that a file with anything wrong in it leaves the roster as it was, with every problem told.
func TestRowsAllOrNothing(t *testing.T) {
	s := open(t, "", Create)
	load(t, s, "编号,年纳税额\nP1,1\n", "x", "2026-01-01")
	loadRows(t, s, "enterprises", "编号,enterprise,role\nP1,"+firm+",董事\n", "市场", "2026-02-01", "")
	before := stored(t, s)
	for _, c := range []struct {
		table, text string
		want        []diag.Code
	}{
		{"honours", "编号,荣誉名称,授予日期\nP1,a,2024-01-01\nP7,b,2024-01-01\n,c,2024-01-01\nP1,d,2024-02-30\n合计,,\n", []diag.Code{diag.UnknownPerson, diag.EmptyID, diag.BadCell, diag.TotalRow}},
		{"honours", "姓名,荣誉名称\n甲,a\n", []diag.Code{diag.NoColumn}},
		{"honours", "编号,荣誉名称,honour\nP1,a,b\n", []diag.Code{diag.DuplicateColumn}},
		{"honours", "编号,荣誉名称\nP1,a\nP1,a\n", []diag.Code{diag.DuplicateRow}},
		{"enterprises", "编号,enterprise,role,share,from,to\nP1," + firm + ",x,101,2020-01-01,2019-12-31\nP1,甲公司,y,,,\nP1,9.1E+17,z,,,\n", []diag.Code{diag.OutOfDomainCell, diag.PeriodOrder, diag.BadCode, diag.DamagedID}},
		{"yearly", "enterprise,year\n" + firm + ",\n" + firm + ",二〇二五\n91350100M0001TGQXM,2025\n", []diag.Code{diag.EmptyCell, diag.BadCell, diag.UnknownEnterprise}},
		{"yearly", "enterprise,year,employees\n" + firm + ",25,1\n", []diag.Code{diag.OutOfDomainCell}},
		{"attendance", "编号,会议,应到次数,实到次数,会议日期\nP1,a,3,4,2025-01-01\n", []diag.Code{diag.OutOfDomainCell}},
		{"yearly", "enterprise,tax\n" + firm + ",1\n", []diag.Code{diag.NoColumn}},
	} {
		_, list := loadRows(t, s, c.table, c.text, "x", "2026-03-01", "2025-01-01..")
		for _, want := range c.want {
			found := false
			for i := range list {
				found = found || list[i].Code == want
			}
			if !found {
				t.Errorf("%s\nlacks %s: %v", c.text, want, list)
			}
		}
		if after := stored(t, s); after != before {
			t.Errorf("%s\nleft %s, was %s", c.text, after, before)
		}
	}
}

// TestFromColumn holds that a fact is read from the column that its rule file names, whatever fact was first imported
// under that name, with the place it came from.
func TestFromColumn(t *testing.T) {
	s := open(t, "", Create)
	load(t, s, "编号,年纳税额,cases\nP1,12.5,3\n", "税务", "2026-01-01")
	money := fact.Type{Kind: fact.Money, Unit: "元"}
	read := []fact.Field{
		{Name: "上年税", Type: money, Column: "年纳税额"},
		{Name: "案件", Type: fact.Type{Kind: fact.Integer}, Column: "cases"},
		{Name: "别的", Type: money, Column: "nothing"},
	}
	if got := dump(t, s, read); !strings.Contains(got, "125000") || !strings.Contains(got, "3") {
		t.Errorf("got %s", got)
	}
	origins, err := s.Origins(context.Background(), Moment{}, "P1", read)
	if err != nil || len(origins) != 2 || origins["案件"].Column != 3 || origins["案件"].Row != 2 {
		t.Errorf("origins %v, %v", origins, err)
	}
}

// TestRowsDigest holds that rows and what is complete belong to what decides, and the order of imports does not.
func TestRowsDigest(t *testing.T) {
	read := []fact.Field{{Name: "f", Type: fact.Type{Kind: fact.Integer}, Table: "honours"}}
	digest := func(files []string, covers string) string {
		s := open(t, "", Create)
		load(t, s, "编号,年纳税额\nP1,1\n", "x", "2026-01-01")
		for _, f := range files {
			loadRows(t, s, "honours", "编号,荣誉名称\n"+f, "工会", "2026-01-01", covers)
		}
		snapshot, _, err := s.Snapshot(context.Background(), "x.db", Moment{}, read)
		if err != nil {
			t.Fatal(err)
		}
		return snapshot.Digest()
	}
	a, b := "P1,a\n", "P1,b\n"
	same := digest([]string{a, b}, "")
	if got := digest([]string{b, a}, ""); got != same {
		t.Error("the order of imports shows")
	}
	for _, other := range []string{digest([]string{a}, ""), digest([]string{a, b}, ".."), digest(nil, "")} {
		if other == same {
			t.Error("two contents have one digest")
		}
	}
}

const rowsOfBatch = 400

// TestKillRows kills a process that imports child rows: no batch of them is there in part.
func TestKillRows(t *testing.T) {
	if path := os.Getenv("SLATE_KILL_ROWS"); path != "" {
		s := open(t, path, ReadWrite)
		for i := 0; ; i++ {
			var text strings.Builder
			text.WriteString("编号,荣誉名称\n")
			for k := range rowsOfBatch {
				fmt.Fprintf(&text, "P1,%d-%d-%d\n", os.Getpid(), i, k)
			}
			if _, list := loadRows(t, s, "honours", text.String(), "x", "2026-01-01", ".."); list.HasErrors() {
				t.Fatal(list)
			}
			fmt.Println("stored")
		}
	}
	path := filepath.Join(t.TempDir(), "x.db")
	s := open(t, path, Create)
	load(t, s, "编号,年纳税额\nP1,1\n", "x", "2026-01-01")
	s.Close()
	acknowledged := 0
	for k := range 8 {
		cmd := exec.Command(os.Args[0], "-test.run=^TestKillRows$")
		cmd.Env = append(os.Environ(), "SLATE_KILL_ROWS="+path)
		var out strings.Builder
		cmd.Stdout = &out
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(120+37*k%100) * time.Millisecond)
		cmd.Process.Kill()
		cmd.Wait()
		acknowledged += strings.Count(out.String(), "stored")
		s := open(t, path, ReadWrite)
		var batches, rows, part, covered int
		for query, to := range map[string]*int{
			"SELECT count(*) - 1 FROM batch": &batches,
			"SELECT count(*) FROM honours":   &rows,
			"SELECT count(*) FROM coverage":  &covered,
			"SELECT count(*) FROM (SELECT 1 FROM honours GROUP BY batch_id HAVING count(*) <> " + strconv.Itoa(rowsOfBatch) + ")": &part,
		} {
			if err := s.db.QueryRow(query).Scan(to); err != nil {
				t.Fatal(err)
			}
		}
		if rows != batches*rowsOfBatch || covered != batches || part != 0 || batches < acknowledged {
			t.Fatalf("after a kill: %d rows and %d periods in %d batches, %d in part, %d acknowledged", rows, covered, batches, part, acknowledged)
		}
		s.Close()
	}
	if acknowledged == 0 {
		t.Skip("the machine was too slow for a single import before each kill")
	}
}

// BenchmarkAggregates goes from a roster on disk to the list for 10,000 people with ten child rows each, with five facts
// made of them and with none, and reports the ratio.
func BenchmarkAggregates(b *testing.B) {
	const head = "slate: 1\nruleset: {id: x, cutoff: \"2026-06-30\", basis: b}\nfacts:\n  税: {type: money, unit: 万元}\n"
	const tail = "tiers: [{id: t, require: [{id: c, label: c, expr: \"税 >= 1\"}%s]}]\nranking: {order_by: [税 desc]}\n"
	const made = `  a: {type: money, unit: 万元, from: {sum: tax, of: yearly, where: "year == year(cutoff) - 1 and share > 50 and year(from) <= year and year(to) >= year"}}
  c: {type: int, from: {count: "*", of: honours, where: "level in ['省', '国家'] and date >= years_before(cutoff, 5)"}}
  d: {type: date, from: {max: date, of: honours}}
  e: {type: text, from: {latest: level, of: honours, where: "level != '县'"}}
  g: {type: int, from: {longest_run: year, of: yearly, where: "tax > 100"}}
`
	program := func(text string) *eval.Program {
		rs, list := ruleset.Load(func(name string) ([]byte, error) {
			if name != "x.yaml" {
				return nil, os.ErrNotExist
			}
			return []byte(text), nil
		}, "x.yaml")
		if list.HasErrors() {
			b.Fatal(list[0].Message(diag.English))
		}
		p, list := eval.Compile(rs, fact.Date{})
		if p == nil {
			b.Fatal(list[0].Message(diag.English))
		}
		return p
	}
	without := program(head + fmt.Sprintf(tail, ""))
	with := program(head + made + fmt.Sprintf(tail, `, {id: k, label: k, expr: "a > 0 and c > 0 and d > '2000-01-01' and e != '' and g > 0"}`))
	s := open(b, filepath.Join(b.TempDir(), "x.db"), Create)
	const people = 10_000
	var tax, holdings, honours, yearly strings.Builder
	tax.WriteString("编号,年纳税额\n")
	holdings.WriteString("编号,enterprise,role,share,from\n")
	honours.WriteString("编号,honour,level,date\n")
	yearly.WriteString("enterprise,year,tax\n")
	for i := range people {
		code := fmt.Sprintf("91350100M%09d", i)
		fmt.Fprintf(&tax, "P%05d,%d\n", i, i%500)
		fmt.Fprintf(&holdings, "P%05d,%s,董事长,%d,2020-01-01\n", i, code, 40+i%50)
		for k := range 4 {
			fmt.Fprintf(&honours, "P%05d,h%d,%s,202%d-05-01\n", i, k, []string{"省", "市", "国家", "县"}[(i+k)%4], k+2)
			fmt.Fprintf(&yearly, "%s,%d,%d\n", code, 2022+k, 10*(i%40)+k)
		}
		fmt.Fprintf(&honours, "P%05d,h9,省,2020-05-01\n", i)
	}
	load(b, s, tax.String(), "x", "2026-06-30")
	for name, text := range map[string]string{"enterprises": holdings.String(), "honours": honours.String()} {
		loadRows(b, s, name, text, "x", "2026-06-30", "..2026-06-30")
	}
	loadRows(b, s, "yearly", yearly.String(), "x", "2026-06-30", "..2025-12-31")
	run := func(p *eval.Program) func() {
		return func() {
			snapshot, list, err := s.Snapshot(context.Background(), "x.db", Moment{}, p.Fields())
			if err != nil || list.HasErrors() {
				b.Fatal(err, list)
			}
			judge(b, p, snapshot, 2)
		}
	}
	var bare, all time.Duration
	b.ResetTimer()
	for b.Loop() {
		bare += measure(run(without))
		all += measure(run(with))
	}
	b.ReportMetric(all.Seconds()/bare.Seconds(), "with/without")
	b.ReportMetric(float64(all.Microseconds())/float64(b.N)/people/10, "µs/row")
}
