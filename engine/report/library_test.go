package report_test

import (
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"testing"

	"slate/engine"
	"slate/engine/diag"
	"slate/engine/eval"
	"slate/engine/report"
	"slate/engine/roster"
	"slate/engine/sheet"
	"slate/engine/sqlite"
	"slate/fixtures/people"
)

// withRows are the shipped rule files whose rosters have child rows.
var withRows = []string{"evaluation-2026", "entrepreneur-2026", "honours-2026", "county-terms-2026", "duty-exit-2026", "duty-anqing", "duty-tongcheng", "duty-jinan"}

// open reads a table of the fixtures.
func open(t testing.TB, file string) *sheet.Reader {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	reader, list := sheet.ReadCSV(filepath.Base(file), bytes.NewReader(text))
	if reader == nil {
		t.Fatal(list)
	}
	return reader
}

// rosterWithRows imports a roster and its child rows, each file by the department that supplies it, complete up to the cut-off date.
func rosterWithRows(t testing.TB, name string, p *eval.Program) *roster.Snapshot {
	t.Helper()
	store, err := sqlite.Open("", sqlite.Create)
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	dir := "../../fixtures/" + name + "/"
	table, list := roster.Read(open(t, dir+"roster.csv"), p.Fields(), roster.Mapping{})
	if table == nil {
		t.Fatal(list)
	}
	if _, list, err = store.Import(context.Background(), table, p.Fields(), roster.Batch{AsOf: p.Cutoff, File: "roster.csv"}); err != nil || list.HasErrors() {
		t.Fatal(err, list)
	}
	for _, f := range people.RowFiles(name) {
		child, _ := roster.ChildTableNamed(f.Table)
		rows, list := roster.ReadRows(open(t, dir+f.Name+".csv"), child, f.Department)
		if rows == nil {
			t.Fatal(f.Name, list[0].Message(diag.English))
		}
		b := roster.Batch{Department: f.Department, File: f.Name + ".csv", AsOf: p.Cutoff}
		_, more, err := store.ImportRows(context.Background(), rows, b, &roster.Coverage{To: p.Cutoff})
		if list = append(list, more...); err != nil || len(list) > 0 {
			t.Fatal(f.Name, err, list)
		}
	}
	s, list, err := store.Snapshot(context.Background(), name+".db", sqlite.Moment{}, p.Fields())
	if err != nil || list.HasErrors() {
		t.Fatal(err, list)
	}
	return s
}

// TestGoldenWithRows holds the lists of rosters with child rows to the files beside them. UPDATE=1 rewrites them.
func TestGoldenWithRows(t *testing.T) {
	for _, name := range withRows {
		t.Run(name, func(t *testing.T) {
			p := set{name}.program(t)
			s := rosterWithRows(t, name, p)
			want := lists(t, run(t, p, s, 1))
			for file, page := range lists(t, run(t, p, s, 3)) {
				if !bytes.Equal(page, want[file]) {
					t.Errorf("%s changes with the number of cores", file)
				}
			}
			for file, page := range want {
				at := filepath.Join("../../fixtures", name, file)
				if os.Getenv("UPDATE") != "" {
					if err := os.WriteFile(at, page, 0o644); err != nil {
						t.Fatal(err)
					}
				}
				kept, err := os.ReadFile(at)
				if err != nil {
					t.Fatal(err)
				}
				if !bytes.Equal(page, kept) {
					t.Errorf("%s differs at line %d; UPDATE=1 go test ./engine/report rewrites it", at, differs(page, kept))
				}
			}
		})
	}
}

// lists writes the list, and the seats where there are bodies.
func lists(t testing.TB, r *engine.Result) map[string][]byte {
	t.Helper()
	write := map[string]func(io.Writer) error{
		"list.txt":    func(w io.Writer) error { return report.WriteText(w, report.Run(r, diag.Chinese)) },
		"list.en.txt": func(w io.Writer) error { return report.WriteText(w, report.Run(r, diag.English)) },
		"list.csv":    func(w io.Writer) error { return report.WriteCSV(w, report.Everybody(r, diag.Chinese), "people") },
		"list.json":   func(w io.Writer) error { return report.WriteRunJSON(w, r, nil) },
	}
	if len(r.Slates.Slates) > 0 {
		write["slates.txt"] = func(w io.Writer) error { return report.WriteText(w, report.Arrange(r, "", nil, diag.Chinese)) }
		write["slates.csv"] = func(w io.Writer) error { return report.WriteCSV(w, report.SlateTable(r, "", diag.Chinese), "slates") }
	}
	out := map[string][]byte{}
	for name, f := range write {
		var b bytes.Buffer
		if err := f(&b); err != nil {
			t.Fatal(err)
		}
		out[name] = b.Bytes()
	}
	return out
}
