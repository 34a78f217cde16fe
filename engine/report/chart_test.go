package report_test

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"slate/engine"
	"slate/engine/diag"
	"slate/engine/eval"
	"slate/engine/fact"
	"slate/engine/report"
	"slate/engine/roster"
	"slate/engine/ruleset"
	"slate/engine/tune"
	"slate/fixtures/people"
)

// county makes a run of the county's rules, changed as wanted, over synthetic people.
func county(t testing.TB, name string, change func(string) string, n int) *engine.Result {
	t.Helper()
	text, err := os.ReadFile("../../rules/" + name + ".yaml")
	if err != nil {
		t.Fatal(err)
	}
	rules := change(string(text))
	read := func(file string) ([]byte, error) {
		if filepath.Base(file) == name+".yaml" {
			return []byte(rules), nil
		}
		return os.ReadFile(file)
	}
	rs, list := ruleset.Load(read, "../../rules/"+name+".yaml")
	if list.HasErrors() {
		t.Fatal(list[0].Message(diag.English))
	}
	p, list := eval.Compile(rs, fact.Date{})
	if p == nil {
		t.Fatal(list)
	}
	var table bytes.Buffer
	if err := people.Write(&table, name, n, 4); err != nil {
		t.Fatal(err)
	}
	return run(t, p, snapshot(t, p, table.String()), 0)
}

func asShipped(s string) string { return s }

// charts draws everything that there is to draw of a run.
func charts(t testing.TB, r *engine.Result, lang diag.Lang) map[string]report.Chart {
	t.Helper()
	all := map[string]report.Chart{"scores": report.ScoresChart(r, lang)}
	open := 0
	for i := range r.Pool.Snapshot.Len() {
		if total := r.Pool.Person(i).Total; i < 3 || !total.Exact() && open < 3 {
			if !total.Exact() {
				open++
			}
			all["points"+strconv.Itoa(i)] = report.PointsChart(r, i, lang)
		}
	}
	for _, s := range r.Slates.Slates {
		all["quotas-"+s.Body.ID] = report.CompositionChart(r, s, "", lang)
		all["party-"+s.Body.ID] = report.CompositionChart(r, s, "党派", lang)
	}
	return all
}

// cases are runs that pictures must hold.
func cases(t testing.TB) map[string]*engine.Result {
	t.Helper()
	missing := func(s string) string {
		s = strings.Replace(s, "      on_missing: {points: 0, flag: 提案数未报}\n", "", 1)
		return strings.Replace(s, `{"[0, 5)": 0,`, `{"[0, 5)": -60,`, 1)
	}
	long := func(s string) string {
		for _, label := range []string{"label: 纳税\n", "label: 参政议政能力", "label: 女性不少于4名", "label: 县人大代表推荐人选", "label: 社会贡献\n", "label: 综合得分"} {
			s = strings.Replace(s, label, strings.TrimSuffix(label, "\n")+"（以税务机关出具的上一纳税年度完税证明所载的实际入库数额为准，不含代扣代缴）"+label[len(strings.TrimSuffix(label, "\n")):], 1)
		}
		return s
	}
	topsis := func(s string) string { return strings.Replace(s, "score:\n", "score:\n  method: topsis\n", 1) }
	one := county(t, "county-2026", missing, 1).Pool
	nobody := run(t, one.Program, roster.NewBuilder(one.Program.Fields()).Snapshot(), 0)
	all := map[string]*engine.Result{
		"nobody": nobody, "one": county(t, "county-2026", asShipped, 1), "equal": equal(t, 60), "many": county(t, "county-2026", asShipped, 10000),
		"some": county(t, "county-2026", asShipped, 300), "missing": county(t, "county-2026", missing, 300), "long": county(t, "county-2026", long, 300),
		"topsis": county(t, "county-2026", topsis, 300), "bodies": county(t, "county-bodies-2026", asShipped, 150), "hukou": county(t, "hukou", asShipped, 200),
	}
	return all
}

// equal makes a run over people who are all alike.
func equal(t testing.TB, n int) *engine.Result {
	p := set{"county-2026"}.program(t)
	text, err := os.ReadFile("../../fixtures/county-2026/roster.csv")
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.SplitAfterN(string(text), "\n", 3)
	rows := lines[0]
	for i := range n {
		rows += fmt.Sprintf("Q%07d", i) + lines[1][strings.Index(lines[1], ","):]
	}
	return run(t, p, snapshot(t, p, rows), 0)
}

func TestDump(t *testing.T) {
	dir := os.Getenv("CHARTS")
	if dir == "" {
		t.Skip()
	}
	for name, r := range cases(t) {
		for what, c := range charts(t, r, diag.Chinese) {
			os.WriteFile(dir+"/"+name+"-"+what+".svg", c.SVG, 0o644)
			fmt.Println(name, what, c.Spoken)
		}
		for what, c := range charts(t, r, diag.English) {
			os.WriteFile(dir+"/"+name+"-"+what+".en.svg", c.SVG, 0o644)
		}
	}
	r := county(t, "hukou", asShipped, 400)
	slot, _ := tune.Parameter(r.Pool.Program, "提名门槛")
	from, to := tune.Around(r.Pool.Program, slot)
	c, err := tune.Sweep(t.Context(), tune.SweepInput{Program: r.Pool.Program, Snapshot: r.Pool.Snapshot, Slot: slot, From: from, To: to})
	if err != nil {
		t.Fatal(err)
	}
	os.WriteFile(dir+"/sweep.svg", report.SweepChart(c, diag.Chinese).SVG, 0o644)
}

var _ = io.EOF
var _ = regexp.MustCompile
var _ = xml.Header
