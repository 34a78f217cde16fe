package report_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"slate/engine"
	"slate/engine/diag"
	"slate/engine/eval"
	"slate/engine/fact"
	"slate/engine/report"
	"slate/engine/roster"
	"slate/engine/ruleset"
	"slate/engine/ruletest"
	"slate/engine/sheet"
	"slate/engine/sqlite"
	"slate/fixtures/people"
)

// set is a rule file with its synthetic roster.
type set struct{ name string }

var sets = []set{{"hukou"}, {"county-2026"}, {"county-bodies-2026"}}

// people is how many people a test takes: fewer where the costs of many quotas are found by making lists.
func (s set) people(n int) int {
	if s.name == "county-bodies-2026" {
		return n / 10
	}
	return n
}

func (s set) program(t testing.TB) *eval.Program {
	t.Helper()
	rs, list := ruleset.Load(os.ReadFile, "../../rules/"+s.name+".yaml")
	if list.HasErrors() {
		t.Fatal(list[0].Message(diag.English))
	}
	p, list := eval.Compile(rs, fact.Date{})
	if p == nil || len(list) > 0 {
		t.Fatal(list)
	}
	return p
}

// people reads a table of people into a snapshot, by way of a roster in memory.
func snapshot(t testing.TB, p *eval.Program, text string) *roster.Snapshot {
	t.Helper()
	store, err := sqlite.Open("", sqlite.Create)
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	reader, list := sheet.ReadCSV("roster.csv", strings.NewReader(text))
	if reader == nil {
		t.Fatal(list)
	}
	table, list := roster.Read(reader, p.Fields(), roster.Mapping{})
	if table == nil {
		t.Fatal(list)
	}
	if _, list, err = store.Import(context.Background(), table, p.Fields(), roster.Batch{AsOf: p.Cutoff}); err != nil || list.HasErrors() {
		t.Fatal(err, list)
	}
	s, list, err := store.Snapshot(context.Background(), "roster.db", sqlite.Moment{}, p.Fields())
	if err != nil || list.HasErrors() {
		t.Fatal(err, list)
	}
	return s
}

func run(t testing.TB, p *eval.Program, s *roster.Snapshot, workers int) *engine.Result {
	t.Helper()
	r, err := engine.Run(context.Background(), engine.Input{Program: p, Snapshot: s, Workers: workers})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// pages writes a run in every format.
func pages(t testing.TB, r *engine.Result) map[string][]byte {
	t.Helper()
	out := map[string][]byte{}
	for name, write := range map[string]func(io.Writer) error{
		"list.txt":      func(w io.Writer) error { return report.WriteText(w, report.Run(r, diag.Chinese)) },
		"list.en.txt":   func(w io.Writer) error { return report.WriteText(w, report.Run(r, diag.English)) },
		"list.csv":      func(w io.Writer) error { return report.WriteCSV(w, report.Everybody(r, diag.Chinese), "people") },
		"slates.txt":    func(w io.Writer) error { return report.WriteText(w, report.Arrange(r, "", nil, diag.Chinese)) },
		"slates.en.txt": func(w io.Writer) error { return report.WriteText(w, report.Arrange(r, "", nil, diag.English)) },
		"slates.csv":    func(w io.Writer) error { return report.WriteCSV(w, report.SlateTable(r, "", diag.Chinese), "slates") },
		"slates.json":   func(w io.Writer) error { return report.WriteSlatesJSON(w, r, "", nil) },
		"list.json":     func(w io.Writer) error { return report.WriteRunJSON(w, r, nil) },
		"scores.svg":    func(w io.Writer) error { return chart(w, report.ScoresChart(r, diag.Chinese)) },
		"points.svg":    func(w io.Writer) error { return chart(w, report.PointsChart(r, 2, diag.Chinese)) },
		"slates.svg": func(w io.Writer) error {
			return chart(w, report.CompositionChart(r, r.Slates.Slates[0], "党派", diag.English))
		},
		"explain.txt": func(w io.Writer) error {
			for i := range r.Pool.Snapshot.Len() {
				if err := report.WriteText(w, report.Explain(r, i, report.Trace, nil, diag.Chinese)); err != nil {
					return err
				}
			}
			return nil
		},
	} {
		if strings.HasPrefix(name, "slates.") && len(r.Slates.Slates) == 0 || strings.HasSuffix(name, ".svg") && r.Pool.Program.Score == nil {
			continue
		}
		var b bytes.Buffer
		if err := write(&b); err != nil {
			t.Fatal(err)
		}
		out[name] = b.Bytes()
	}
	return out
}

func chart(w io.Writer, c report.Chart) error {
	_, err := w.Write(c.SVG)
	return err
}

// TestGolden holds the lists of the synthetic rosters to the files beside them. UPDATE=1 rewrites them.
func TestGolden(t *testing.T) {
	for _, s := range sets {
		dir := "../../fixtures/" + s.name
		text, err := os.ReadFile(dir + "/roster.csv")
		if err != nil {
			t.Fatal(err)
		}
		p := s.program(t)
		got := pages(t, run(t, p, snapshot(t, p, string(text)), 0))
		delete(got, "explain.txt") // long, and held by TestSameBytes
		for name, page := range got {
			file := filepath.Join(dir, name)
			if os.Getenv("UPDATE") != "" {
				if err := os.WriteFile(file, page, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(page, want) {
				t.Errorf("%s differs at line %d; UPDATE=1 go test ./engine/report rewrites it", file, differs(page, want))
			}
		}
	}
}

func differs(a, b []byte) int {
	x, y := strings.Split(string(a), "\n"), strings.Split(string(b), "\n")
	for i := range x {
		if i >= len(y) || x[i] != y[i] {
			return i + 1
		}
	}
	return len(x) + 1
}

// TestCases runs the cases of every shipped rule file.
func TestCases(t *testing.T) {
	files, _ := filepath.Glob("../../rules/*.yaml")
	for _, file := range files {
		rs, list := ruleset.Load(os.ReadFile, file)
		if list.HasErrors() {
			t.Fatal(list)
		}
		r, err := ruletest.Run(context.Background(), rs)
		if err != nil {
			t.Fatal(err)
		}
		if len(r.Cases) == 0 || r.Count(ruletest.Pass) != len(r.Cases) {
			var b bytes.Buffer
			report.WriteText(&b, report.Tests(file, r, false, diag.English))
			t.Error(b.String())
		}
		for _, c := range r.Cover {
			if c.True == 0 || c.False == 0 || c.Unknown == 0 {
				t.Errorf("%s: no case has %s true, false and unknown: %d %d %d", file, c.Clause.ID, c.True, c.False, c.Unknown)
			}
		}
	}
}

func shuffled(r *rand.Rand, text string) string {
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	rows := slices.Clone(lines[1:])
	r.Shuffle(len(rows), func(i, k int) { rows[i], rows[k] = rows[k], rows[i] })
	return lines[0] + "\n" + strings.Join(rows, "\n") + "\n"
}

// TestSameBytes holds that neither the order of the people, nor the number of cores, nor doing it again changes a byte.
func TestSameBytes(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 9))
	for _, s := range sets {
		var text bytes.Buffer
		if err := people.Write(&text, s.name, s.people(1500), 4); err != nil {
			t.Fatal(err)
		}
		p := s.program(t)
		want := pages(t, run(t, p, snapshot(t, p, text.String()), 1))
		for round := range 4 {
			previous := runtime.GOMAXPROCS(1 + round%2)
			got := pages(t, run(t, p, snapshot(t, p, shuffled(r, text.String())), 1+round))
			runtime.GOMAXPROCS(previous)
			for name := range want {
				// The row of the file in which a person stood is no part of these pages.
				if !bytes.Equal(got[name], want[name]) {
					t.Fatalf("%s: %s changes at line %d with the order of the people or the number of cores", s.name, name, differs(got[name], want[name]))
				}
			}
		}
	}
}

// TestElsewhere holds that time zone and locale change no byte. It runs itself in another environment.
func TestElsewhere(t *testing.T) {
	const mark = "SLATE_PAGES"
	p := sets[1].program(t)
	text, err := os.ReadFile("../../fixtures/county-2026/roster.csv")
	if err != nil {
		t.Fatal(err)
	}
	all := pages(t, run(t, p, snapshot(t, p, string(text)), 0))
	var digest string
	for _, name := range []string{"list.txt", "list.csv", "list.json", "explain.txt"} {
		digest += fmt.Sprintf("%s %d %x\n", name, len(all[name]), sum(all[name]))
	}
	if os.Getenv(mark) != "" {
		fmt.Print("PAGES\n" + digest + "END\n")
		return
	}
	for _, env := range [][]string{{"TZ=Asia/Shanghai", "LANG=zh_CN.UTF-8"}, {"TZ=America/St_Johns", "LANG=C", "LC_ALL=tr_TR"}} {
		cmd := exec.Command(os.Args[0], "-test.run=^TestElsewhere$")
		cmd.Env = append(os.Environ(), append(env, mark+"=1")...)
		out, err := cmd.Output()
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(out), "PAGES\n"+digest+"END\n") {
			t.Errorf("under %v the pages differ:\n%s", env, out)
		}
	}
}

func sum(b []byte) uint64 {
	h := uint64(14695981039346656037)
	for _, c := range b {
		h = (h ^ uint64(c)) * 1099511628211
	}
	return h
}

func TestCSVIsHarmless(t *testing.T) {
	d := &report.Document{Blocks: []report.Block{{Table: &report.Table{Name: "people",
		Columns: []report.Column{{Head: "a"}},
		Rows:    [][]string{{"=1+1"}, {"-3.5"}, {"-cmd"}, {"@x"}, {"＝1"}, {"+86"}, {"plain"}}}}}}
	var b bytes.Buffer
	if err := report.WriteCSV(&b, d, "people"); err != nil {
		t.Fatal(err)
	}
	if want := "\ufeffa\r\n'=1+1\r\n-3.5\r\n'-cmd\r\n'@x\r\n'＝1\r\n'+86\r\nplain\r\n"; b.String() != want {
		t.Errorf("%q, want %q", b.String(), want)
	}
}

func TestTextIsHarmless(t *testing.T) {
	d := &report.Document{Title: "\x1b[2J", Blocks: []report.Block{{Text: "a\u202eb"}}}
	var b bytes.Buffer
	if err := report.WriteText(&b, d); err != nil {
		t.Fatal(err)
	}
	if strings.ContainsAny(b.String(), "\x1b\u202e") {
		t.Errorf("%q drives a terminal", b.String())
	}
}
