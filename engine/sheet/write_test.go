package sheet

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"
)

var book = Book{
	Title: "采集表",
	Pages: []Page{
		{
			Name: "县税务局", Title: "2026年", Frozen: 2, Open: true, Footer: "A&B",
			Columns: []Heading{
				{Head: "人员编号", Kind: Label, Note: "一人一个编号"},
				{Head: "姓名", Kind: Label},
				{Head: "年纳税额（万元）", Kind: Number, Range: &Range{Low: "0", High: "1000000"}, Refusal: "只能填 0 到 1000000"},
				{Head: "件数", Kind: Whole, Range: &Range{Low: "0", High: "300", ExcludesHigh: true}},
				{Head: "出生日期", Kind: Date, Range: &Range{Low: "1900-03-01", High: "2099-12-31"}},
				{Head: "性别", Kind: Label, Choices: []string{"男", "女"}},
				{Head: "类型", Kind: Label, Choices: []string{"甲,乙", `"丙"`, "=丁"}},
				{Head: "说明"},
			},
			Rows: []Row{
				{Cells: []string{"P0000001", "=1+1", "399.999999", "-3", "1980-03-01", "男", "=丁", "第一行\n第二行"}},
				{Cells: []string{"00123", "@甲", "80.90", "1e3", "1900-02-01", "+女", "\tx", "a\x01b\u202ec\ufffed_x0041_"}, Shade: ExampleShade},
				{Cells: []string{"110101199003071234", "-", "1234567890123456.7", "007", "19800301", "", "", "90071992547409931"}},
			},
			Flaws: []Flaw{{0, 2, "超出范围"}, {1, 3, "不是整数"}, {0, 2, "又一处"}},
		},
		{Name: "县税务局", Columns: []Heading{{Width: 60}}, Rows: []Row{{Cells: []string{"说明"}, Strong: true}, {Cells: []string{"缩进"}, Indent: 2}}},
		{Name: "a/b:[c]'*?" + strings.Repeat("长", 40), Columns: []Heading{{Head: "x"}}},
	},
}

func written(t *testing.T, b Book) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := Write(&out, b); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func opened(t *testing.T, data []byte) *excelize.File {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

// parts returns the parts of a workbook by name, and holds their times to be none.
func parts(t *testing.T, data []byte) map[string]string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]string{}
	for _, f := range z.File {
		if f.Modified.After(time.Date(1980, 1, 2, 0, 0, 0, 0, time.UTC)) {
			t.Errorf("%s has the time %v", f.Name, f.Modified)
		}
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		found[f.Name] = string(text)
	}
	return found
}

func TestWriteCells(t *testing.T) {
	f := opened(t, written(t, book))
	if got := strings.Join(f.GetSheetList(), "|"); got != "县税务局|县税务局 2|a b c "+strings.Repeat("长", 25)+"|_lists" {
		t.Errorf("sheets %s", got)
	}
	// The text, whether it is stored as text, and the format.
	tests := []struct {
		cell, raw, shown string
		text             bool
	}{
		{"A1", "2026年", "2026年", true},
		{"C2", "年纳税额（万元）", "年纳税额（万元）", true},
		{"A3", "P0000001", "P0000001", true},
		{"B3", "=1+1", "=1+1", true},
		{"C3", "399.999999", "399.999999", false},
		{"D3", "-3", "-3", false},
		{"E3", "29281", "1980-03-01", false},
		{"G3", "=丁", "=丁", true},
		{"H3", "第一行\n第二行", "第一行\n第二行", true},
		{"A4", "00123", "00123", true},
		{"B4", "@甲", "@甲", true},
		{"C4", "80.9", "80.90", false},
		{"D4", "1e3", "1e3", true},
		{"E4", "1900-02-01", "1900-02-01", true},
		{"F4", "+女", "+女", true},
		{"G4", `\tx`, `\tx`, true},
		{"H4", `a\x01b\u202ec\ufffed_x0041_`, `a\x01b\u202ec\ufffed_x0041_`, true},
		{"A5", "110101199003071234", "110101199003071234", true},
		{"B5", "-", "-", true},
		{"C5", "1234567890123456.7", "1234567890123456.7", true},
		{"D5", "007", "007", true},
		{"E5", "19800301", "19800301", true},
		{"H5", "90071992547409931", "90071992547409931", true},
	}
	for _, tt := range tests {
		raw, _ := f.GetCellValue("县税务局", tt.cell, excelize.Options{RawCellValue: true})
		shown, _ := f.GetCellValue("县税务局", tt.cell)
		kind, _ := f.GetCellType("县税务局", tt.cell)
		if text := kind == excelize.CellTypeSharedString || kind == excelize.CellTypeInlineString; raw != tt.raw || shown != tt.shown || text != tt.text {
			t.Errorf("%s: raw %q shown %q type %v, want %q, %q, text %v", tt.cell, raw, shown, kind, tt.raw, tt.shown, tt.text)
		}
	}
	for _, cell := range []string{"A3", "B3", "F3", "B4", "H5"} { // as text also when somebody edits them
		id, _ := f.GetCellStyle("县税务局", cell)
		style, err := f.GetStyle(id)
		if err != nil || style.NumFmt != 49 {
			t.Errorf("%s has the format %d, %v", cell, style.NumFmt, err)
		}
	}
	if id, _ := f.GetColStyle("县税务局", "A"); id == 0 {
		t.Error("column A of a page to fill in is not text down to its end")
	}
}

func TestWriteSheet(t *testing.T) {
	data := written(t, book)
	f := opened(t, data)
	p := parts(t, data)
	for name, text := range p {
		if strings.Contains(text, "<f>") || strings.Contains(text, "<f ") {
			t.Errorf("%s holds a formula", name)
		}
	}
	for _, want := range []string{`<pane activePane="bottomRight" state="frozen" topLeftCell="C3" xSplit="2" ySplit="2">`, `<dimension ref="A1:H5">`, `paperSize="9"`, `orientation="landscape"`,
		`fitToWidth="1"`, `fitToHeight="0"`, `fitToPage="true"`, `&amp;LA&amp;&amp;B&amp;C`} {
		if !strings.Contains(p["xl/worksheets/sheet1.xml"], want) {
			t.Errorf("sheet1.xml lacks %s", want)
		}
	}
	if want := ">&#39;县税务局&#39;!$A:$B,&#39;县税务局&#39;!$1:$2<"; !strings.Contains(p["xl/workbook.xml"], want) {
		t.Errorf("workbook.xml lacks %s", want)
	}
	if visible, _ := f.GetSheetVisible("_lists"); visible {
		t.Error("the sheet of lists is shown")
	}
	rules, err := f.GetDataValidations("县税务局")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range rules {
		got = append(got, fmt.Sprintf("%s %s %s %s %s", r.Sqref, r.Type, r.Operator, r.Formula1, r.Formula2))
	}
	want := []string{
		"C3:C1048576 decimal between 0 1000000",
		"D3:D1048576 custom  AND(ISNUMBER(D3),D3>=0,D3<300,INT(D3)=D3) ",
		"E3:E1048576 date between 61 73050",
		`F3:F1048576 list  "男,女" `,
		"G3:G1048576 list  '_lists'!$A$1:$A$3 ",
	}
	if !slices.Equal(got, want) {
		t.Errorf("validations\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	notes, err := f.GetComments("县税务局")
	if err != nil {
		t.Fatal(err)
	}
	got = nil
	for _, n := range notes {
		got = append(got, n.Cell+" "+n.Text)
	}
	slices.Sort(got)
	if want := []string{"A2 一人一个编号", "C3 超出范围\n又一处", "D4 不是整数"}; !slices.Equal(got, want) {
		t.Errorf("comments %q, want %q", got, want)
	}
	for cell, want := range map[string]string{"C3": "FFC7CE", "C4": "FFF2CC", "A3": "", "A2": "DDEBF7"} {
		if got := fillOf(t, f, "县税务局", cell); got != want {
			t.Errorf("%s is filled with %q, want %q", cell, got, want)
		}
	}
}

func fillOf(t *testing.T, f *excelize.File, sheet, cell string) string {
	t.Helper()
	id, err := f.GetCellStyle(sheet, cell)
	if err != nil {
		t.Fatal(err)
	}
	style, err := f.GetStyle(id)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(style.Fill.Color, " ")
}

func TestWriteSameBytes(t *testing.T) {
	first := written(t, book)
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	for _, n := range []int{1, 2, 7} {
		runtime.GOMAXPROCS(n)
		for range 3 {
			if !bytes.Equal(first, written(t, book)) {
				t.Fatalf("another workbook with %d threads", n)
			}
		}
	}
}

// TestWriteTexts holds that any text at all comes back as it was written, with what XML cannot hold made visible, and
// that nothing becomes a formula or breaks the file.
func TestWriteTexts(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 9))
	pieces := []string{"=", "+", "-", "@", "\t", "\r", "\n", "＝", "\x00", "\x1b", "\ufffe", "\uffff", "\u202e", "\xff", "_x0041_", "_x005F_", "_x", "&amp;", "<f>1</f>",
		"]]>", "\"", "'", "𬱟", "㛃", "1", "0", ".", "e5", " ", "　", "甲", "HYPERLINK(1)", "{n}", strings.Repeat("长", 40), "\u200b", "2026-01-02", "TRUE"}
	var p Page
	for k := Prose; k <= Date; k++ {
		p.Columns = append(p.Columns, Heading{Head: "=" + strconv.Itoa(int(k)), Kind: k})
	}
	for range 400 {
		var r Row
		for range p.Columns {
			var text string
			for range rng.IntN(5) {
				text += pieces[rng.IntN(len(pieces))]
			}
			r.Cells = append(r.Cells, text)
		}
		p.Rows = append(p.Rows, r)
	}
	p.Rows = append(p.Rows, Row{Cells: []string{strings.Repeat("𬱟", maxCellUnits)}})
	data := written(t, Book{Pages: []Page{p}})
	if err := whole(data); err != nil {
		t.Fatal(err)
	}
	for name, text := range parts(t, data) {
		if strings.HasPrefix(name, "xl/worksheets/") && (strings.Contains(text, "<f>") || strings.Contains(text, "<f ")) {
			t.Errorf("%s holds a formula", name)
		}
	}
	f := opened(t, data)
	for n, r := range p.Rows {
		for i, text := range r.Cells {
			got, err := f.GetCellValue(f.GetSheetName(0), ref(i+1, n+2), excelize.Options{RawCellValue: true})
			want := cleaned(text)
			if value, _, ok := exactly(text); ok && (p.Columns[i].Kind == Number || p.Columns[i].Kind == Whole) {
				want = value
			}
			if serial, ok := serialOf(text); ok && p.Columns[i].Kind == Date {
				want = strconv.Itoa(serial)
			}
			if err != nil || got != want {
				t.Fatalf("%q in a column of kind %d comes back as %q, want %q (%v)", text, p.Columns[i].Kind, got, want, err)
			}
		}
	}
	if last, _ := f.GetCellValue(f.GetSheetName(0), ref(1, len(p.Rows)+1)); !strings.HasSuffix(last, "𬱟…") || len(utf16.Encode([]rune(last))) > maxCellUnits {
		t.Errorf("a text of %d characters comes back as one of %d", maxCellUnits, len([]rune(last)))
	}
}

func TestWriteRefusals(t *testing.T) {
	for name, b := range map[string]Book{
		"no sheet":              {},
		"more cells than heads": {Pages: []Page{{Columns: []Heading{{Head: "a"}}, Rows: []Row{{Cells: []string{"1", "2"}}}}}},
		"too many rows":         {Pages: []Page{{Rows: make([]Row, maxSheetRows+1)}}},
		"too many cells":        {Pages: []Page{{Columns: make([]Heading, 20), Rows: make([]Row, 200_000)}}},
		"a mark on nothing":     {Pages: []Page{{Columns: []Heading{{Head: "a"}}, Flaws: []Flaw{{0, 0, "x"}}}}},
	} {
		if err := Write(io.Discard, b); err == nil {
			t.Errorf("%s: written", name)
		}
	}
}

func TestExactly(t *testing.T) {
	tests := []struct {
		in, value string
		places    int
	}{
		{"0", "0", 0}, {"-0.5", "-0.5", 1}, {"80.90", "80.9", 2}, {"100.00", "100", 2}, {"999999999999999", "999999999999999", 0},
		{"0.00000000000001", "0.00000000000001", 14}, {"9999999999999999", "", 0}, {"1,000", "", 0}, {"007", "", 0}, {"-0", "", 0}, {"1e3", "", 0}, {"", "", 0}, {"1/3", "", 0},
	}
	for _, tt := range tests {
		value, places, ok := exactly(tt.in)
		if !ok {
			value, places = "", 0
		}
		if value != tt.value || places != tt.places || ok != (tt.value != "") {
			t.Errorf("exactly(%q) = %q, %d, %v; want %q, %d", tt.in, value, places, ok, tt.value, tt.places)
		}
	}
}

// BenchmarkWrite writes 2,000 people with 20 columns, and says how many times longer it takes than writing the same texts with
// the library alone.
func BenchmarkWrite(b *testing.B) {
	p := Page{Name: "x"}
	for i := range 20 {
		p.Columns = append(p.Columns, Heading{Head: "h" + strconv.Itoa(i), Kind: Kind(i % 3)})
	}
	for row := range 2000 {
		var r Row
		for i := range p.Columns {
			r.Cells = append(r.Cells, strconv.Itoa(row*i))
		}
		p.Rows = append(p.Rows, r)
	}
	var ours, bare time.Duration
	for b.Loop() {
		start := time.Now()
		if err := Write(io.Discard, Book{Pages: []Page{p}}); err != nil {
			b.Fatal(err)
		}
		ours += time.Since(start)
		start = time.Now()
		f := excelize.NewFile()
		for n, r := range p.Rows {
			for i, text := range r.Cells {
				if err := f.SetCellStr("Sheet1", ref(i+1, n+1), text); err != nil {
					b.Fatal(err)
				}
			}
		}
		if _, err := f.WriteTo(io.Discard); err != nil {
			b.Fatal(err)
		}
		f.Close()
		bare += time.Since(start)
	}
	b.ReportMetric(float64(ours)/float64(bare), "x-bare")
}
