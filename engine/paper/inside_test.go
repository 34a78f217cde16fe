package paper

import (
	"encoding/binary"
	"math/rand/v2"
	"strings"
	"testing"

	"slate/engine/diag"
	"slate/engine/report"
)

// TestMeasure holds that widths add up, that the type is one of four, and that numbers are never wrapped while a page is wide enough.
func TestMeasure(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 300 {
		table := &report.Table{}
		for range 1 + r.IntN(14) {
			table.Columns = append(table.Columns, report.Column{Head: strings.Repeat("列", 1+r.IntN(8)), Right: r.IntN(3) == 0})
		}
		for range r.IntN(6) {
			var row []string
			for range table.Columns {
				row = append(row, strings.Repeat("字", r.IntN(30)))
			}
			table.Rows = append(table.Rows, row)
		}
		s := measure(table, r.IntN(2) == 0)
		if sum(s.widths) != 1000 || s.size < 15 || s.size > 24 {
			t.Fatalf("widths %v in type %d", s.widths, s.size)
		}
		for i, w := range s.widths {
			if w <= 0 {
				t.Fatalf("column %d has no width: %v", i, s.widths)
			}
		}
	}
}

func TestMeasureChooses(t *testing.T) {
	table := func(columns int, cell string) *report.Table {
		t := &report.Table{Columns: make([]report.Column, columns), Rows: [][]string{make([]string, columns)}}
		for i := range columns {
			t.Columns[i].Head, t.Rows[0][i] = "栏目", cell
		}
		return t
	}
	for _, test := range []struct {
		name      string
		table     *report.Table
		landscape bool
		size      int
	}{
		{"few columns", table(4, "短"), false, 24},
		{"some more", table(8, "三个字a"), false, 21},
		{"lying they fit", table(8, "三个字a"), true, 24},
		{"many", table(16, "四字"), false, 15},
		{"prose", table(3, strings.Repeat("很长的理由", 30)), false, 18},
	} {
		if got := measure(test.table, test.landscape).size; got != test.size {
			t.Errorf("%s: type of %d half points, want %d", test.name, got, test.size)
		}
	}
}

// TestHeights holds that a form that is too long gives up room, but never that of its words.
func TestHeights(t *testing.T) {
	f := &report.Form{Widths: []int{1, 4}, Rows: [][]report.FormCell{
		{{Text: "简历", Label: true}, {Text: strings.Repeat("一行\n", 7) + "末行", Height: 30}},
		{{Text: "意见", Label: true}, {Height: 10, Signatures: []report.Signature{{Who: "a", Day: "b"}}}},
	}}
	rows, err := place(f)
	if err != nil {
		t.Fatal(err)
	}
	got := heights(rows, f.Widths, false)
	if sum(got) != formPage || got[0] < 8 || got[1] < 4 {
		t.Errorf("heights %v", got)
	}
	f.Rows[0][1].Height, f.Rows[1][1].Height = 9, 5
	if got := heights(rows, f.Widths, false); got[0] != 9 || got[1] != 5 {
		t.Errorf("heights %v, want those asked for", got)
	}
}

// TestMetafile walks the records of a metafile: their lengths must lead to its end, and the header must count them.
func TestMetafile(t *testing.T) {
	svg, err := parsePicture([]byte(`<svg viewBox="0 0 80.5 42"><rect x="1" y="2" width="30" height="4.5" fill="#abc" stroke="red"/><text x="5" y="9" font-size="7" text-anchor="end" transform="rotate(-90 5 9)">人数 𬱟 1</text>
<text x="1" y="1"/><polyline points="1,2 3,4 5,6" fill="none" stroke="#010203" stroke-dasharray="2 1"/><ellipse cx="4" cy="5" rx="1" ry="2"/><path d="m1 2 3 4-5.5.5h-1V9Z" stroke="black"/></svg>`), "")
	if err != nil {
		t.Fatal(err)
	}
	file, wide, high, ok := metafile(svg)
	if !ok || wide != 805 || high != 420 {
		t.Fatalf("%d by %d, %v", wide, high, ok)
	}
	at := func(i int) int { return int(binary.LittleEndian.Uint32(file[i:])) }
	if at(48) != len(file) || string(file[40:44]) != " EMF" {
		t.Errorf("the header says %d bytes of %d", at(48), len(file))
	}
	count, last := 0, 0
	for i := 0; i < len(file); count++ {
		last = at(i)
		size := at(i + 4)
		if size < 8 || size%4 != 0 || i+size > len(file) {
			t.Fatalf("record %d of kind %d is %d bytes long", count, last, size)
		}
		i += size
	}
	if last != emrEOF || count != at(52) {
		t.Errorf("%d records up to one of kind %d; the header says %d", count, last, at(52))
	}
}

func TestMilli(t *testing.T) {
	for s, want := range map[string]int{"1": 1000, "-2.5": -2500, ".5": 500, "3.14159": 3141, "12px": 12000, "0": 0} {
		if got, ok := milli(s); !ok || got != want {
			t.Errorf("%q is %d, %v, want %d", s, got, ok, want)
		}
	}
	for _, s := range []string{"", "x", "1e3", "1.x", "50%", "-", "99999999999", "--1"} {
		if got, ok := milli(s); ok {
			t.Errorf("%q is taken for %d", s, got)
		}
	}
}

func TestUndated(t *testing.T) {
	got := string(undated([]byte("<</CreationDate (D:20261123213333+00'00')\n/ModDate(D:20261123213333+00'00')>> (D:20261123213333)")))
	want := "<</CreationDate (D:20000101000000+00'00')\n/ModDate(D:20000101000000+00'00')>> (D:20261123213333)"
	if got != want {
		t.Errorf("got %s", got)
	}
}

func TestSlashed(t *testing.T) {
	if got := slashed("/tmp/a b#c?d%"); got != "/tmp/a%20b%23c%3Fd%25" {
		t.Errorf("got %s", got)
	}
}

func TestNoBrowser(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	places := browserPlaces
	browserPlaces = nil
	defer func() { browserPlaces = places }()
	if path, list := FindBrowser(func(string) string { return "" }); len(list) != 1 || list[0].Code != diag.NoBrowser {
		t.Errorf("found %s, %v", path, list)
	}
}

func TestBrowserFails(t *testing.T) {
	if _, list := PDF(t.Context(), "no-such-browser-anywhere", nil); len(list) != 1 || list[0].Code != diag.BrowserFailed {
		t.Errorf("got %v", list)
	}
}
