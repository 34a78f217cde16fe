package report_test

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"slate/engine"
	"slate/engine/arrange"
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
	if made == nil {
		made = makeCases(t)
	}
	return made
}

var made map[string]*engine.Result

func makeCases(t testing.TB) map[string]*engine.Result {
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
	capped := func(s string) string {
		return strings.Replace(s, "      basis: 第十条第二项\n", "      basis: 第十条第二项\n      max: 60\n", 1)
	}
	topsis := func(s string) string { return strings.Replace(s, "score:\n", "score:\n  method: topsis\n", 1) }
	one := county(t, "county-2026", missing, 1).Pool
	nobody := run(t, one.Program, roster.NewBuilder(one.Program.Fields()).Snapshot(), 0)
	all := map[string]*engine.Result{
		"nobody": nobody, "one": county(t, "county-2026", asShipped, 1), "equal": equal(t, 12_000), "many": county(t, "county-2026", asShipped, 10000),
		"some": county(t, "county-2026", asShipped, 300), "missing": county(t, "county-2026", missing, 300), "long": county(t, "county-2026", long, 300),
		"capped": county(t, "county-2026", capped, 300), "topsis": county(t, "county-2026", topsis, 300), "bodies": county(t, "county-bodies-2026", asShipped, 150), "hukou": county(t, "hukou", asShipped, 200),
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

var (
	texts   = regexp.MustCompile(`<text x="(-?\d+)" y="(-?\d+)"(?: text-anchor="(\w+)")?([^>]*)>(?:<title>[^<]*</title>)?([^<]*)</text>`)
	broken  = regexp.MustCompile(` (?:x|y|width|height|d)="[^"]*\d\.\d[^"]*"`)
	heights = regexp.MustCompile(`viewBox="0 0 800 (\d+)"`)
	ids     = regexp.MustCompile(` id="([^"]*)"`)
)

// TestCharts holds every picture to what a reader needs: it is well-formed and said in one sentence, every text lies inside it and on
// no other, positions are whole numbers, and the names inside one picture are not those of another.
func TestCharts(t *testing.T) {
	for name, r := range cases(t) {
		seen := map[string]string{}
		for _, lang := range []diag.Lang{diag.Chinese, diag.English} {
			for what, c := range charts(t, r, lang) {
				what = fmt.Sprint(name, " ", what, " ", lang)
				inspect(t, what, c)
				for _, id := range ids.FindAllSubmatch(c.SVG, -1) {
					if other, ok := seen[string(id[1])]; ok && other != string(c.SVG) {
						t.Errorf("%s: the name %s is in two pictures", what, id[1])
					}
					seen[string(id[1])] = string(c.SVG)
				}
				if dir := os.Getenv("CHARTS"); dir != "" {
					if err := os.WriteFile(filepath.Join(dir, strings.ReplaceAll(what, " ", "-")+".svg"), c.SVG, 0o644); err != nil {
						t.Fatal(err)
					}
				}
			}
		}
	}
}

func inspect(t *testing.T, what string, c report.Chart) {
	t.Helper()
	d := xml.NewDecoder(bytes.NewReader(c.SVG))
	for {
		_, err := d.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Errorf("%s: %v", what, err)
			return
		}
	}
	if c.Title == "" || c.Spoken == "" || strings.Contains(c.Spoken, "\n") || strings.Contains(c.Spoken, "{") {
		t.Errorf("%s: title %q, spoken %q", what, c.Title, c.Spoken)
	}
	if bad := broken.Find(c.SVG); bad != nil {
		t.Errorf("%s: %s is no whole number", what, bad)
	}
	high, _ := strconv.Atoi(string(heights.FindSubmatch(c.SVG)[1]))
	type box struct {
		x, y, wide int
		text       string
	}
	var boxes []box
	for _, m := range texts.FindAllStringSubmatch(string(c.SVG), -1) {
		if strings.Contains(m[4], `stroke="white"`) {
			continue // the outline of the text that follows
		}
		x, _ := strconv.Atoi(m[1])
		y, _ := strconv.Atoi(m[2])
		size := 14
		if strings.Contains(m[4], `font-size="18"`) {
			size = 18
		}
		b := box{x, y, diag.Width(m[5]) * size / 2, m[5]}
		switch m[3] {
		case "middle":
			b.x -= b.wide / 2
		case "end":
			b.x -= b.wide
		}
		if b.x < 0 || b.x+b.wide > 800 || b.y < 14 || b.y > high-4 {
			t.Errorf("%s: %q is not inside the picture: %d to %d across, %d down of %d", what, b.text, b.x, b.x+b.wide, b.y, high)
		}
		for _, o := range boxes {
			if b.x < o.x+o.wide && o.x < b.x+b.wide && b.y-10 < o.y && o.y-10 < b.y {
				t.Errorf("%s: %q lies on %q", what, b.text, o.text)
			}
		}
		boxes = append(boxes, b)
	}
	if len(boxes) < 2 {
		t.Errorf("%s: there is nothing to read", what)
	}
}

// TestScoresChart holds the numbers over the bars and in the key to the run.
func TestScoresChart(t *testing.T) {
	for name, r := range cases(t) {
		if r.Pool.Program.Score == nil {
			continue
		}
		known := 0
		for _, s := range append(slices.Clone(r.List.Ranked), r.List.Undecided...) {
			if r.Pool.Person(s.Person).Total.Exact() {
				known++
			}
		}
		sum := 0
		for _, m := range regexp.MustCompile(`stroke-width="4">(\d+)<`).FindAllSubmatch(report.ScoresChart(r, diag.Chinese).SVG, -1) {
			n, _ := strconv.Atoi(string(m[1]))
			sum += n
		}
		if sum != known {
			t.Errorf("%s: the bars have %d people, %d have a known score", name, sum, known)
		}
	}
}

// TestPointsChart holds what is said of one person: the parts, the limit of a criterion, what is missing, what is taken off.
func TestPointsChart(t *testing.T) {
	all := cases(t)
	for _, c := range []struct {
		run, name string
		want      []string
	}{
		{"some", "姚泰和", []string{"综合得分67.70–85.70/100：政治责任 27.3/30、纳税 0–18/18 缺年纳税额、", "；入围线80.90。"}},
		{"missing", "丁佳琳", []string{"参政议政能力 0–25/25 缺提案数", "综合得分67.20–92.20/100"}},
		{"capped", "陈𬱟", []string{"纳税 18/18、公益捐赠 7.5/7.5、稳岗就业 4.5/4.5、封顶或者保底 -12、", "综合得分86.05/88"}},
		{"topsis", "陈𬱟", []string{"综合得分98.33/100；", "TOPSIS"}},
	} {
		r := all[c.run]
		found := false
		for i := range r.Pool.Snapshot.Len() {
			if r.Pool.Snapshot.Person(i).Name != c.name {
				continue
			}
			found = true
			got := report.PointsChart(r, i, diag.Chinese)
			for _, want := range c.want {
				if !strings.Contains(got.Spoken, want) {
					t.Errorf("%s %s: want %q in %q", c.run, c.name, want, got.Spoken)
				}
			}
			break
		}
		if !found {
			t.Errorf("%s: nobody is called %s", c.run, c.name)
		}
	}
}

// TestPointsAddUp holds that what is said of the indicators adds up to the total, at its lower end, for everybody.
func TestPointsAddUp(t *testing.T) {
	part := regexp.MustCompile(`(-?\d+(?:\.\d+)?)(?:–-?[\d.]+)?(?:/[\d.]+)?(?: 缺[^、；。]*)?(?:、|；|。|$)`)
	for _, name := range []string{"some", "missing", "capped", "bodies"} {
		r := cases(t)[name]
		for i := range r.Pool.Snapshot.Len() {
			spoken := report.PointsChart(r, i, diag.Chinese).Spoken
			_, parts, ok := strings.Cut(strings.SplitN(spoken, "；入围线", 2)[0], "：")
			if !ok {
				t.Fatalf("%s: no parts in %q", name, spoken)
			}
			var sum fact.Number
			n := int64(0)
			for _, m := range part.FindAllStringSubmatch(parts, -1) {
				points, err := fact.ParseNumber(m[1])
				if err != nil {
					t.Fatal(err)
				}
				sum, _ = sum.Add(points)
				n++
			}
			off, _ := r.Pool.Person(i).Total.Lo.Sub(sum)
			if off.Abs().Cmp(fact.Ratio(n+1, 200)) > 0 {
				t.Errorf("%s: the %d parts of %q add up to %v", name, n, spoken, sum)
			}
		}
	}
}

// TestCompositionChart holds the bars of a fact to the list: together they are all who are proposed.
func TestCompositionChart(t *testing.T) {
	for name, r := range cases(t) {
		for _, s := range r.Slates.Slates {
			if s.Group.Clash != nil {
				continue
			}
			people := 0
			for _, e := range s.Entries {
				if e.Seat == arrange.Proposed {
					people++
				}
			}
			sum := 0
			for _, part := range strings.Split(report.CompositionChart(r, s, "性别", diag.Chinese).Spoken, "；") {
				m := regexp.MustCompile(`(\d+)/(\d+)`).FindStringSubmatch(part)
				if m == nil || strings.ContainsAny(part, "≥≤") {
					continue // a quota
				}
				n, _ := strconv.Atoi(m[1])
				if m[2] != strconv.Itoa(people) {
					t.Errorf("%s %s: out of %s, and %d people", name, s.Body.ID, m[2], people)
				}
				sum += n
			}
			if sum != people && people > 0 {
				t.Errorf("%s %s: the bars have %d of %d people", name, s.Body.ID, sum, people)
			}
		}
	}
}

// TestSweepChart holds the picture of a sweep to the same as the others.
func TestSweepChart(t *testing.T) {
	r := county(t, "hukou", asShipped, 400)
	slot, _ := tune.Parameter(r.Pool.Program, "提名门槛")
	from, to := tune.Around(r.Pool.Program, slot)
	c, err := tune.Sweep(t.Context(), tune.SweepInput{Program: r.Pool.Program, Snapshot: r.Pool.Snapshot, Slot: slot, From: from, To: to})
	if err != nil {
		t.Fatal(err)
	}
	inspect(t, "sweep", report.SweepChart(c, diag.Chinese))
	inspect(t, "sweep in English", report.SweepChart(c, diag.English))
}
