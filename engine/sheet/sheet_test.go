package sheet

import (
	"encoding/csv"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"

	"slate/engine/diag"
)

// read returns the cells of all rows and the problems, each as code@row:column.
func read(text string) (rows []string, problems string) {
	r, list := ReadCSV("x.csv", strings.NewReader(text))
	if r != nil {
		for {
			cells, ok := r.Next()
			if !ok {
				break
			}
			rows = append(rows, fmt.Sprintf("%d:%s", r.Row(), strings.Join(cells, "|")))
		}
		list = r.Problems()
	}
	return rows, codes(list)
}

func codes(list diag.List) string {
	var out []string
	for i := range list {
		out = append(out, fmt.Sprintf("%s@%d:%d", list[i].Code, list[i].Span.Start.Line, list[i].Span.Start.Column))
	}
	return strings.Join(out, " ")
}

func TestReadCSV(t *testing.T) {
	tests := []struct{ name, text, rows, problems string }{
		{"plain", "a,b\n1,2\n3,4\n", "2:1|2 3:3|4", ""},
		{"byte order mark and windows lines", "\ufeffa,b\r\n1,2\r\n", "2:1|2", ""},
		{"empty lines count as rows", "a,b\n\n\r\n1,2\n\n3\n", "4:1|2", "E73@6:2"},
		{"lines inside a cell do not", "a,b\n\"x\n\n\",1\n3\n", "", "E23@2:1 E73@3:2"},
		{"commas, quotes and blanks in cells", "a,b\n\"1,2\",\"\"\"\"\n 3 ,\"\"\n", "2:1,2|\" 3: 3 |", ""},
		{"blanks around headings", " a ,　b\n1,2\n", "2:1|2", ""},
		{"full-width digits are text here", "a,b\n１,２\n", "2:１|２", ""},
		{"quoted", "a,b\n\"x,\"\"y\",2\n", "2:x,\"y|2", ""},
		{"blank rows", "a,b\n,\n1,2\n", "3:1|2", ""},
		{"rare characters", "a,b\n𠮷,㛃·阿\n", "2:𠮷|㛃·阿", ""},
		{"nothing", "", "", "E80@0:0"},
		{"heading only", "a,b\n", "", ""},
		{"short and long rows", "a,b\n1\n1,2\n1,2,3\n", "3:1|2", "E73@2:2 E73@4:3"},
		{"a quote that never closes", "a,b\n1,2\n\"3,4\n5,6\n", "2:1|2", "E74@3:0"},
		{"a quote that closes too early", "a,b\n\"3\"4,5\n6,7\n", "", "E74@2:0"},
		{"a quote inside a cell", "a,b\n3\"4,5\n6,7\n", "3:6|7", "E23@2:0"},
		{"a quote in the heading that never closes", "a,\"b\n1,2\n", "", "E74@1:0"},
		{"invisible heading", "a\u200b,b\n1,2\n", "", "E23@1:1"},
		{"nul in a cell", "a,b\n1,\x002\n", "", "E23@2:2"},
		{"undecodable once already", "a,b\n1,\ufffd\n", "", "E23@2:2"},
		{"private and rare planes", "a,b\n\ue000,𬱟\n", "2:\ue000|𬱟", ""},
		{"lone carriage returns further down", "a,b\n1,2\r3,4\r\n", "", "E73@2:3"},
		{"bars", "a|b\n1|2\n", "2:1|2", ""},
		{"an old workbook", "\xd0\xcf\x11\xe0\xa1\xb1", "", "E81@1:0"},
		{"a heading of thousands of columns", strings.Repeat("a,", 100*MaxColumns) + "b\n", "", "E22@1:0"},
		{"gbk", "a,b\n\xc4\xfa,1\n", "", "E21@2:1"},
		{"utf-16", "\xff\xfea\x00,\x00", "", "E21@1:0"},
		{"escape in a cell", "a,b\n\x1b[2J,1\n", "", "E23@2:1"},
		{"line break in a cell", "a,b\n\"x\ny\",1\n", "", "E23@2:1"},
		{"zero width", "a,b\nx\u200by,1\n", "", "E23@2:1"},
		{"semicolons", "a;b\n1;2\n", "2:1|2", ""},
		{"tabs", "a\tb\n1\t2\n", "2:1|2", ""},
		{"full-width commas", "a，b\n1，2\n", "", "E83@1:0"},
		{"old mac lines", "a,b\r1,2\r", "", "E83@1:0"},
		{"a workbook", "PK\x03\x04rest", "", "E81@1:0"},
		{"a huge cell", "a,b\n" + strings.Repeat("x", MaxCell+1) + ",1\n", "", "E22@2:1"},
		{"too many columns", strings.Repeat("a,", MaxColumns) + "b\n", "", "E22@1:513"},
	}
	for _, tt := range tests {
		rows, problems := read(tt.text)
		if got := strings.Join(rows, " "); got != tt.rows || problems != tt.problems {
			t.Errorf("%s: rows %q problems %q, want %q and %q", tt.name, got, problems, tt.rows, tt.problems)
		}
	}
}

// TestOffset holds that the byte named for a wrong encoding is the first of its character, counted from 1.
func TestOffset(t *testing.T) {
	for text, want := range map[string]string{
		"a,b\nxy,\xc4\xfa\n":              "8",
		"a,b\r\n1,2\r\n1,中\xff\n":         "16",
		"\ufeffa,b\n\xc4,1\n":             "8",
		"\ufeffa,\xb1\xe0\xba\xc5\n1,2\n": "6",
	} {
		r, list := ReadCSV("x.csv", strings.NewReader(text))
		if r != nil {
			for ok := true; ok; {
				_, ok = r.Next()
			}
			list = r.Problems()
		}
		if got := list[0].Args[0].Value; len(list) != 1 || got != want {
			t.Errorf("%q: byte %s of %d problems, want %s", text, got, len(list), want)
		}
	}
}

// TestFlatMemory holds that no file, whatever its size, is gathered in memory: neither one of a million rows nor one
// that is a single row or a single open quote.
func TestFlatMemory(t *testing.T) {
	const size = 64 << 20
	tests := []struct{ name, head, row, problems string }{
		{"a million rows", "a,b,c,d\n", "P0001,name,300.5,true\n", ""},
		{"an open quote", "a,b\n1,2\n3,\"4\n", "5,6\n", "E74@3:0"},
		{"one cell", "a,b\n", "xxxxxxxxxxxx", "E22@2:0"},
		{"one row", "a,b\n", ",,,,,,,,,,,,", "E22@2:0"},
		{"empty lines", "a,b\n", "\n\n\n\n\n\n\n\n", ""},
	}
	for _, tt := range tests {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		in := &endless{row: tt.row, rows: size / len(tt.row)}
		r, list := ReadCSV("x.csv", io.MultiReader(strings.NewReader(tt.head), in))
		if r == nil {
			t.Fatal(tt.name, list)
		}
		most := uint64(0)
		for n := 0; ; n++ {
			if _, ok := r.Next(); !ok {
				break
			}
			if n%100_000 == 0 {
				runtime.GC()
				runtime.ReadMemStats(&after)
				most = max(most, after.HeapAlloc)
			}
		}
		runtime.ReadMemStats(&after)
		if held := max(most, after.HeapAlloc); held > before.HeapAlloc+8<<20 {
			t.Errorf("%s: %d MiB held", tt.name, (held-before.HeapAlloc)>>20)
		}
		if got := codes(r.Problems()); got != tt.problems {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.problems)
		}
	}
}

// TestCorpus reads files as departments send them.
func TestCorpus(t *testing.T) {
	files, err := filepath.Glob("testdata/*.csv")
	if err != nil || len(files) == 0 {
		t.Fatal("no corpus", err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		rows, problems := read(string(text))
		got := strings.Join(rows, "\n") + "\n" + problems + "\n"
		golden := strings.TrimSuffix(file, ".csv") + ".txt"
		if os.Getenv("UPDATE") != "" {
			if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(golden)
		if err != nil || got != string(want) {
			t.Errorf("%s: got\n%swant\n%s%v", file, got, want, err)
		}
	}
}

func TestProblemsEnd(t *testing.T) {
	_, problems := read("a,b\n" + strings.Repeat("1\n", 10_000))
	if n := len(strings.Fields(problems)); n != MaxProblems+1 || !strings.HasSuffix(problems, "E84@0:0") {
		t.Errorf("%d problems are listed, the last %s", n, problems[len(problems)-8:])
	}
}

// endless gives a row again and again, to show that reading needs no memory for those that are past.
type endless struct {
	row  string
	rows int
}

func (e *endless) Read(p []byte) (int, error) {
	if e.rows == 0 {
		return 0, io.EOF
	}
	e.rows--
	return copy(p, e.row), nil
}

func BenchmarkReadCSV(b *testing.B) {
	r, list := ReadCSV("x.csv", &endless{"P0001,name,300.5,true\n", b.N + 1})
	if r == nil {
		b.Fatal(list)
	}
	b.ReportAllocs()
	for {
		if _, ok := r.Next(); !ok {
			return
		}
	}
}

// FuzzReadCSV holds that no bytes panic, that problems are placed in rows and columns that the file may have, and
// that rows without a problem are those of encoding/csv.
func FuzzReadCSV(f *testing.F) {
	for _, s := range []string{"a,b\n1,2\n", "\ufeffa\n\"x", "a;b\n", "\xff\xfe", "a,b\r1,2", "a,\"b\"\"\"\n,\n", "a\n\n\"\n\"\n\xff", "a,b\n\"\"1\"\",\"\n"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		r, list := ReadCSV("x.csv", strings.NewReader(text))
		var rows [][]string
		if r != nil {
			for cells, ok := r.Next(); ok; cells, ok = r.Next() {
				rows = append(rows, slices.Clone(cells))
			}
			list = r.Problems()
		}
		lines := strings.Count(text, "\n") + 1
		for i := range list {
			if at := list[i].Span.Start; at.Line < 0 || at.Line > lines || at.Column < 0 || at.Column > MaxColumns+1 {
				t.Fatalf("%q: %s at row %d, column %d", text, list[i].Code, at.Line, at.Column)
			}
		}
		if r == nil || len(list) > 0 {
			return
		}
		c := csv.NewReader(strings.NewReader(strings.TrimPrefix(text, "\ufeff")))
		if strings.HasPrefix(strings.TrimPrefix(text, "\ufeff"), "sep=") {
			return
		}
		c.Comma = separatorOf([]byte(text))
		c.FieldsPerRecord = -1
		want, err := c.ReadAll()
		if err != nil {
			t.Fatalf("%q is read, but %v", text, err)
		}
		want = slices.DeleteFunc(want, blank)
		for len(want) > 0 && !slices.EqualFunc(want[0], r.Header(), func(cell, head string) bool { return strings.TrimSpace(cell) == head }) {
			if n := len(slices.DeleteFunc(slices.Clone(want[0]), func(c string) bool { _, unit := unitLine(c); return unit || strings.TrimSpace(c) == "" })); n > 1 {
				t.Fatalf("%q: %q is passed over, the heading is %q", text, want[0], r.Header())
			}
			want = want[1:]
		}
		if len(want) == 0 {
			t.Fatalf("%q has no row %q", text, r.Header())
		}
		want = want[1:]
		if len(rows) != len(want) || len(want) > 0 && !reflect.DeepEqual(rows, want) {
			t.Fatalf("%q is %q, want %q", text, rows, want)
		}
	})
}
