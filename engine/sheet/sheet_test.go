package sheet

import (
	"fmt"
	"io"
	"strings"
	"testing"
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
	var out []string
	for i := range list {
		out = append(out, fmt.Sprintf("%s@%d:%d", list[i].Code, list[i].Span.Start.Line, list[i].Span.Start.Column))
	}
	return rows, strings.Join(out, " ")
}

func TestReadCSV(t *testing.T) {
	tests := []struct{ name, text, rows, problems string }{
		{"plain", "a,b\n1,2\n3,4\n", "2:1|2 3:3|4", ""},
		{"byte order mark and windows lines", "\ufeffa,b\r\n1,2\r\n", "2:1|2", ""},
		{"quoted", "a,b\n\"x,\"\"y\",2\n", "2:x,\"y|2", ""},
		{"blank rows", "a,b\n,\n1,2\n", "3:1|2", ""},
		{"rare characters", "a,b\n𠮷,㛃·阿\n", "2:𠮷|㛃·阿", ""},
		{"nothing", "", "", "E80@0:0"},
		{"heading only", "a,b\n", "", ""},
		{"short and long rows", "a,b\n1\n1,2\n1,2,3\n", "3:1|2", "E73@2:2 E73@4:3"},
		{"a quote that never closes", "a,b\n1,2\n\"3,4\n5,6\n", "2:1|2", "E74@3:0"},
		{"gbk", "a,b\n\xc4\xfa,1\n", "", "E21@2:1"},
		{"utf-16", "\xff\xfea\x00,\x00", "", "E21@1:0"},
		{"escape in a cell", "a,b\n\x1b[2J,1\n", "", "E23@2:1"},
		{"line break in a cell", "a,b\n\"x\ny\",1\n", "", "E23@2:1"},
		{"zero width", "a,b\nx\u200by,1\n", "", "E23@2:1"},
		{"semicolons", "a;b\n1;2\n", "", "E83@1:0"},
		{"tabs", "a\tb\n1\t2\n", "", "E83@1:0"},
		{"full-width commas", "a，b\n1，2\n", "", "E83@1:0"},
		{"old mac lines", "a,b\r1,2\r", "", "E83@1:0"},
		{"a workbook", "PK\x03\x04rest", "", "E81@1:0"},
		{"a huge cell", "a,b\n" + strings.Repeat("x", MaxCell+1) + ",1\n", "", "E22@2:1"},
		{"too many columns", strings.Repeat("a,", MaxColumns) + "b\n", "", "E22@1:1"},
	}
	for _, tt := range tests {
		rows, problems := read(tt.text)
		if got := strings.Join(rows, " "); got != tt.rows || problems != tt.problems {
			t.Errorf("%s: rows %q problems %q, want %q and %q", tt.name, got, problems, tt.rows, tt.problems)
		}
	}
}

func TestProblemsEnd(t *testing.T) {
	_, problems := read("a,b\n" + strings.Repeat("1\n", 10_000))
	if n := len(strings.Fields(problems)); n != MaxProblems+1 || !strings.HasSuffix(problems, "E84@0:0") {
		t.Errorf("%d problems are listed, the last %s", n, problems[len(problems)-8:])
	}
}

// endless gives rows for ever, to show that reading needs no memory for those that are past.
type endless struct{ rows int }

func (e *endless) Read(p []byte) (int, error) {
	const row = "P0001,name,300.5,true\n"
	if e.rows == 0 {
		return 0, io.EOF
	}
	e.rows--
	return copy(p, row), nil
}

func BenchmarkReadCSV(b *testing.B) {
	r, list := ReadCSV("x.csv", &endless{b.N + 1})
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

// FuzzReadCSV holds that no bytes panic and that the same bytes give the same rows and problems.
func FuzzReadCSV(f *testing.F) {
	for _, s := range []string{"a,b\n1,2\n", "\ufeffa\n\"x", "a;b\n", "\xff\xfe", "a,b\r1,2", "a,\"b\"\"\"\n,\n"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		rows, problems := read(text)
		again, same := read(text)
		if problems != same || strings.Join(rows, "\n") != strings.Join(again, "\n") {
			t.Fatalf("%q reads differently twice", text)
		}
	})
}
