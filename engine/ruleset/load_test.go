package ruleset

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"slate/engine/diag"
	"slate/engine/fact"
)

// alike compares rulesets by what they say, not where.
var alikeSays = cmp.Options{
	cmp.Comparer(func(a, b diag.Span) bool { return true }),
	cmp.Comparer(func(a, b Text) bool { return a.Text == b.Text }),
	cmp.Comparer(func(a, b fact.Number) bool { return a.Equal(b) }),
	cmp.Comparer(func(a, b fact.Value) bool { return a.Equal(b) }),
	cmp.Comparer(func(a, b fact.Date) bool { return a == b }),
	cmp.Comparer(func(a, b *node) bool { return true }),
	cmp.FilterPath(func(p cmp.Path) bool {
		switch p.String() {
		case "File", "Sources", "Off", "Meta.Extends", "tree":
			return true
		}
		return false
	}, cmp.Ignore()),
}

func load(t *testing.T, name string) *Ruleset {
	t.Helper()
	sources := diag.Sources{}
	rs, list := Load(Remember(os.ReadFile, sources), name)
	if len(list) > 0 {
		var b strings.Builder
		diag.Write(&b, list, sources, diag.English)
		t.Fatalf("%s: %d problems\n%s", name, len(list), b.String())
	}
	return rs
}

func goodFiles(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("testdata/good/*.yaml")
	shipped, err2 := filepath.Glob("../../rules/*.yaml")
	if err := errors.Join(err, err2); err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, f := range append(files, shipped...) {
		if !strings.HasSuffix(f, ".test.yaml") {
			out = append(out, f)
		}
	}
	return out
}

// A ruleset printed and loaded again is the same ruleset, and is printed the same.
func TestRoundTrip(t *testing.T) {
	for _, name := range goodFiles(t) {
		t.Run(filepath.Base(name), func(t *testing.T) {
			rs := load(t, name)
			text := string(rs.YAML())
			again, list := Load(only("again.yaml", text), "again.yaml")
			if len(list) > 0 {
				t.Fatalf("printed ruleset has problems: %v\n%s", told(list, diag.Sources{"again.yaml": []byte(text)}), text)
			}
			if d := cmp.Diff(rs, again, alikeSays); d != "" {
				t.Errorf("loaded again (-first +again):\n%s", d)
			}
			twice := string(again.YAML())
			_, text, _ = strings.Cut(text, "slate: 1\n")
			_, twice, _ = strings.Cut(twice, "slate: 1\n")
			if d := cmp.Diff(text, twice); d != "" {
				t.Errorf("printed again (-first +again):\n%s", d)
			}
			golden(t, filepath.Join("testdata", "effective", filepath.Base(name)), rs.YAML())
		})
	}
}

// golden compares with a file of testdata; UPDATE=1 writes it. Shipped files are not kept there.
func golden(t *testing.T, file string, got []byte) {
	t.Helper()
	if _, err := os.Stat(filepath.Join("testdata", "good", filepath.Base(file))); err != nil {
		return
	}
	if os.Getenv("UPDATE") != "" {
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(want), string(got)); d != "" {
		t.Errorf("%s (-want +got):\n%s", file, d)
	}
}

// Everything in the file that has every key arrives.
func TestFull(t *testing.T) {
	rs := load(t, "testdata/good/full.yaml")
	number := func(s string) fact.Number {
		n, err := fact.ParseNumber(s)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	day := func(s string) fact.Date {
		d, err := fact.ParseDate(s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	check := func(what string, got, want any) {
		t.Helper()
		if d := cmp.Diff(want, got, alikeSays); d != "" {
			t.Errorf("%s (-want +got):\n%s", what, d)
		}
	}
	check("meta", rs.Meta, Meta{
		ID: "full", Label: "全部写法", Version: "2.1.0", Owner: "县委统战部", Basis: "统发〔2026〕3号", Purpose: "推荐", Lang: "zh",
		Cutoff: day("2026-06-30"), From: day("2026-01-01"), To: day("2026-12-31"), LeapDay: fact.February28, OnMissing: MissingFails,
	})
	check("fact", rs.Facts[1], &Fact{
		Field: fact.Field{Name: "捐赠额", Type: fact.Type{Kind: fact.Money, Unit: "元"}, MaxAge: fact.Period{Months: 36}, Domain: &fact.Interval{HasLo: true, OpenHi: true}, Table: "yearly"},
		From:  &From{Aggregate: "sum", Field: "donations", Table: "yearly", Where: &Text{Text: "year == year(cutoff) - 1"}},
	})
	check("column", rs.Facts[0].Column, "tax_2025")
	check("row of a parameter", rs.Params[0].Values[1], ParamValue{From: day("2026-01-01"), Value: fact.OfNumber(fact.Int(300)), Basis: "第六条"})
	check("derived", rs.Derives[1].Round, &Rounding{Scale: 2, Mode: fact.HalfEven})
	check("tests of a rule", rs.Classifies[0].Rules[0].Tests, []Condition{
		{Input: "得分", Range: &fact.Interval{Lo: fact.Int(80), Hi: fact.Int(100), HasLo: true, HasHi: true}},
		{Input: "评价", AnyOf: []fact.Value{fact.OfText("A"), fact.OfText("B")}},
		{Input: "失信", AnyOf: []fact.Value{fact.OfBool(false)}},
	})
	check("operator", rs.Classifies[0].Rules[1].Tests[0].Expr, &Text{Text: "得分 < 80"})
	check("then", rs.Classifies[0].Rules[1].Then, []fact.Value{fact.OfText("乙"), fact.OfNumber(fact.Int(2))})
	check("bare then", rs.Classifies[1].Otherwise.Then, []fact.Value{fact.OfText("无")})
	group := rs.Tiers[0].Require[1]
	check("ids of groups", []string{group.ID, group.Of[2].ID, group.Of[2].Of[2].ID, rs.Vetoes[1].Of[1].ID},
		[]string{"参与/2", "参与/2/3", "参与/2/3/3", "组合/2"})
	check("group", []Group{group.Group, group.Of[2].Group, group.Of[2].Of[2].Group}, []Group{Any, AtLeast, Not})
	check("sentence", rs.Tiers[1].Require[0].Fail.Text, "年龄{年龄}， 不符合")
	check("waiver", rs.Vetoes[0].Waiver, &Waiver{By: "常委会", Needs: "文号"})
	check("each", rs.Score.Criteria[1].Indicators[3], &Indicator{
		ID: "C2.4", Label: "C2.4", Weight: 10, Weighted: true, Method: Each, Input: Text{Text: "荣誉数"}, Points: fact.Int(5), Step: fact.Int(2), Start: fact.Int(1)})
	check("deduct", rs.Score.Criteria[2].Indicators[0], &Indicator{
		ID: "C3.1", Label: "C3.1", Method: Deduct, Input: Text{Text: "荣誉数"}, Points: number("1.5"), Step: fact.Int(1), Start: fact.Int(50)})
	check("leaf", []bool{rs.Score.Criteria[0].Leaf, rs.Score.Criteria[0].Weighted, rs.Score.Criteria[0].Indicators[0].Weighted}, []bool{true, true, false})
	check("order", rs.Ranking.OrderBy, []Key{{Name: "score", Desc: true}, {Name: "C1", Desc: true}, {Name: "出生日期"}})
	share := fact.Int(60)
	most := number("70.5")
	flex := 2
	check("quota", rs.Bodies[0].Quotas[1], &Quota{ID: "Q2", Label: "Q2", ShareMin: &share, ShareMax: &most, ShareOf: &Text{Text: "失信 == false"}, Per: Text{Text: "籍贯"}, WholeList: true, Cost: 3, Level: Law, Flex: &flex})
	check("arrange", rs.Arrange, Arrange{Objective: ByRank, Posts: 2})
	check("calendar", rs.Calendar, fact.Calendar{
		Years: []int{2026},
		Off:   []fact.Date{day("2026-10-01"), day("2026-10-02"), day("2026-10-05"), day("2026-10-06"), day("2026-10-07")},
		Work:  []fact.Date{day("2026-09-20"), day("2026-10-10")},
	})
	check("surplus", rs.Bodies[0].Surplus, &Surplus{Rule: "own", Min: 1, Max: 3, Take: &flex})
	check("nominated", rs.Bodies[0].Nominated, []Pin{{Person: "P3", Reason: "十二名代表联名"}})
	check("objective", []Objective{rs.Bodies[0].Objective, rs.Bodies[1].Objective}, []Objective{ByRank, ByRank})
	check("under", rs.Bodies[1].Under.Text, "人大")
	check("given", rs.Tests[1].Given[:2], []Given{
		{Name: "年纳税额", Value: fact.Missing(fact.NotSupplied)},
		{Name: "得分", Value: fact.OfNumber(number("80.5")), On: day("2025-01-01")},
	})
	check("because", []bool{rs.Tests[0].Expect.Because != nil, rs.Tests[1].Expect.Because != nil, rs.Tests[1].Expect.Missing == nil}, []bool{true, true, true})
	check("labels", rs.Tests[1].Expect.Labels[1], ExpectLabel{Name: "标", Value: fact.OfList([]fact.Value{fact.OfText("满分")})})
}

func TestLayers(t *testing.T) {
	rs := load(t, "testdata/good/county.yaml")
	var files []string
	for _, s := range rs.Sources {
		files = append(files, filepath.Base(s.Name))
	}
	if d := cmp.Diff([]string{"province.yaml", "county.yaml", "county.test.yaml"}, files); d != "" {
		t.Errorf("sources (-want +got):\n%s", d)
	}
	if rs.Meta.ID != "county" || rs.Meta.Label != "county" || rs.Meta.Version != "0" || rs.Meta.Owner != "县委统战部" || rs.Meta.Basis != "省〔2026〕1号" {
		t.Errorf("meta: %+v", rs.Meta)
	}
	var rows []string
	for _, v := range rs.Params[0].Values {
		rows = append(rows, v.From.String()+" "+v.Value.String())
	}
	if d := cmp.Diff([]string{"2020-01-01 300", "2022-01-01 350", "2024-01-01 380"}, rows); d != "" {
		t.Errorf("rows (-want +got):\n%s", d)
	}
	if p := rs.Params[0]; p.Type.Unit != "万元" || p.Label != "门槛" {
		t.Errorf("parameter keeps %+v", p)
	}
	var clauses []string
	for _, c := range rs.Tiers[0].Require {
		clauses = append(clauses, c.ID+" "+c.Expr.Text+" "+filepath.Base(c.Span.File))
	}
	if d := cmp.Diff([]string{"参与.纳税 年纳税额 > 门槛 county.yaml", "参与.年限 年限 >= 3 county.yaml"}, clauses); d != "" {
		t.Errorf("clauses (-want +got):\n%s", d)
	}
	if got := fmt.Sprint(rs.Tiers[0].Label, len(rs.Vetoes), len(rs.Score.Criteria), len(rs.Facts), len(rs.Tests), len(rs.TestBase), len(rs.Off)); got != "可参与0 2 3 2 3 2" {
		t.Errorf("label, vetoes, criteria, facts, tests, base, off: %s", got)
	}
}

// The bytes are read once: what another reads later under the same name is nothing to a ruleset (threat Y18).
func TestReadOnce(t *testing.T) {
	reads := map[string]int{}
	open := func(name string) ([]byte, error) {
		reads[name]++
		if name != "x.yaml" {
			return nil, fs.ErrNotExist
		}
		return []byte(head), nil
	}
	rs, list := Load(open, "x.yaml")
	if len(list) > 0 || reads["x.yaml"] != 1 || string(rs.Sources[0].Bytes) != head {
		t.Errorf("problems %v, reads %v", list, reads)
	}
}

func TestDigest(t *testing.T) {
	digest := func(name, text string) string {
		rs, _ := Load(only(name, text), name)
		return rs.Digest()
	}
	base := digest("a/x.yaml", head)
	if got := digest("b/x.yaml", head); got != base {
		t.Errorf("another folder changes the digest")
	}
	if got := digest("a/y.yaml", head); got == base {
		t.Errorf("another name leaves the digest")
	}
	if got := digest("a/x.yaml", head+"\n"); got == base {
		t.Errorf("another byte leaves the digest")
	}
	if len(base) != 64 {
		t.Errorf("digest %q", base)
	}
}

func TestFilesThatCannotBeRead(t *testing.T) {
	broken := errors.New("disk \x1b on fire")
	tests := []struct {
		name  string
		files map[string]string
		fails map[string]error
		want  []string
	}{
		{"no file", nil, nil, []string{`x.yaml:000 E50 ""`}},
		{"no right to read", nil, map[string]error{"x.yaml": fs.ErrPermission}, []string{`x.yaml:000 E50 ""`}},
		{"cases that cannot be read", map[string]string{"x.yaml": head}, map[string]error{"x.test.yaml": broken}, []string{`x.test.yaml:000 E50 ""`}},
		{"cases that are broken", map[string]string{"x.yaml": head, "x.test.yaml": "tests: ["}, nil, []string{`x.test.yaml:001 E24 "["`}},
		{"absolute base", map[string]string{"x.yaml": "slate: 1\nruleset: {id: x, extends: /etc/passwd}\n" + head[strings.Index(head, "facts"):]}, nil,
			[]string{`x.yaml:002 E31 "/etc/passwd"`, `x.yaml:004 W06 "t.b"`}},
		{"itself", map[string]string{"x.yaml": "slate: 1\nruleset: {id: x, extends: ./x.yaml}\n"}, nil, []string{`x.yaml:002 E40 "./x.yaml"`}},
		{"empty", map[string]string{"x.yaml": ""}, nil, []string{`x.yaml:001 E30 ""`, `x.yaml:001 E30 ""`, `x.yaml:001 E30 ""`, `x.yaml:001 E30 ""`}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			sources := diag.Sources{}
			_, list := Load(Remember(func(name string) ([]byte, error) {
				if err := tt.fails[name]; err != nil {
					return nil, err
				}
				if text, ok := tt.files[name]; ok {
					return []byte(text), nil
				}
				return nil, fs.ErrNotExist
			}, sources), "x.yaml")
			if d := cmp.Diff(tt.want, told(list, sources)); d != "" {
				t.Errorf("problems (-want +got):\n%s", d)
			}
		})
	}
}

// The name of the input is nowhere in the file: its characters stand at the first of the test.
func TestOperatorPlaces(t *testing.T) {
	rs := load(t, "testdata/good/full.yaml")
	e := rs.Classifies[0].Rules[1].Tests[0].Expr
	text, _ := os.ReadFile("testdata/good/full.yaml")
	sources := diag.Sources{"testdata/good/full.yaml": text}
	for _, tt := range []struct {
		from, to int
		want     string
	}{{0, 2, "<"}, {2, 3, "<"}, {3, 4, "<"}, {5, 7, "80"}, {0, 7, "< 80"}} {
		if got := marked(e.Sub(tt.from, tt.to), sources); got != tt.want {
			t.Errorf("Sub(%d, %d) marks %q, want %q", tt.from, tt.to, got, tt.want)
		}
	}
}

// FuzzLoad holds that no text makes Load panic, that every place lies in its file, and that loading twice gives
// the same.
func FuzzLoad(f *testing.F) {
	for _, pattern := range []string{"testdata/good/*.yaml", "testdata/bad/*.yaml", "../../rules/*.yaml"} {
		files, _ := filepath.Glob(pattern)
		for _, name := range files {
			text, _ := os.ReadFile(name)
			f.Add(string(text))
		}
	}
	f.Add(head + "vetoes: [{id: v，expr: \"b\"}]\n")
	f.Add(head + "vetoes:\n  - id: v\n    expr: b ? c : d\n")
	f.Fuzz(func(t *testing.T, text string) {
		sources := diag.Sources{}
		rs, list := Load(Remember(only("x.yaml", text), sources), "x.yaml")
		checkSpans(t, list, sources)
		var first, second strings.Builder
		diag.Write(&first, list, sources, diag.Chinese)
		again, list2 := Load(only("x.yaml", text), "x.yaml")
		diag.Write(&second, list2, sources, diag.Chinese)
		if first.String() != second.String() || (rs == nil) != (again == nil) {
			t.Errorf("twice is not the same:\n%s\n%s", first.String(), second.String())
		}
		if rs == nil {
			return
		}
		printed := string(rs.YAML())
		if list.HasErrors() {
			return
		}
		if _, list := Load(only("y.yaml", printed), "y.yaml"); list.HasErrors() {
			t.Errorf("printed ruleset has problems: %v\n%s", told(list, diag.Sources{"y.yaml": []byte(printed)}), printed)
		}
	})
}

func BenchmarkLoad(b *testing.B) {
	var text strings.Builder
	text.WriteString("slate: 1\nruleset: {id: x, basis: y}\nfacts:\n")
	for i := range 50 {
		fmt.Fprintf(&text, "  事实%d: {type: money, unit: 万元, domain: \"[0, 1000000]\", source: 县税务局}\n", i)
	}
	text.WriteString("tiers:\n")
	for i := range 10 {
		fmt.Fprintf(&text, "  - id: T%d\n    label: 层级\n    require:\n", i)
		for k := range 50 {
			fmt.Fprintf(&text, "      - {id: T%d.%d, label: 年纳税300万元以上, expr: \"事实%d >= 300 and 事实0 < 5\", fail: \"只有{事实%d}，还差{short}\", basis: 第六条}\n", i, k, k, k)
		}
	}
	open := only("x.yaml", text.String())
	b.SetBytes(int64(text.Len()))
	b.ReportAllocs()
	for b.Loop() {
		if _, list := Load(open, "x.yaml"); len(list) > 0 {
			b.Fatal(list)
		}
	}
}
