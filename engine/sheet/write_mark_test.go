package sheet

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"

	"slate/engine/diag"
)

// theirs is a workbook as departments send them: a title, formats of all sorts, a formula, a comment, merged cells, two sheets.
func theirs(t *testing.T) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	ok := func(errs ...error) {
		t.Helper()
		if err := errors.Join(errs...); err != nil {
			t.Fatal(err)
		}
	}
	ok(f.SetSheetName("Sheet1", "税务"))
	ok(f.SetCellStr("税务", "A1", "某县2026年税额汇总表"), f.MergeCell("税务", "A1", "F1"))
	for i, head := range []string{"编号", "姓名", "年纳税额", "出生日期", "合计", "备注"} {
		ok(f.SetCellStr("税务", ref(i+1, 2), head))
	}
	for row := 3; row <= 8; row++ {
		ok(f.SetCellStr("税务", ref(1, row), fmt.Sprintf("P%d", row)), f.SetCellStr("税务", ref(2, row), "=甲"), f.SetCellDefault("税务", ref(3, row), "399.999999"),
			f.SetCellDefault("税务", ref(4, row), "29281"), f.SetCellFormula("税务", ref(5, row), fmt.Sprintf("C%d*2", row)), f.SetCellBool("税务", ref(6, row), row%2 == 0))
	}
	for row, format := range map[int]int{3: 14, 4: 31, 5: 57, 6: 22, 7: 27} {
		id, err := f.NewStyle(&excelize.Style{NumFmt: format, Font: &excelize.Font{Italic: true}, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"00FF00"}}})
		ok(err, f.SetCellStyle("税务", ref(4, row), ref(4, row), id))
	}
	custom := `yyyy"年"m"月"`
	id, err := f.NewStyle(&excelize.Style{CustomNumFmt: &custom})
	ok(err, f.SetCellStyle("税务", "D8", "D8", id))
	ok(f.AddComment("税务", excelize.Comment{Cell: "C4", Author: "王科长", Text: "按年报"}), f.AddComment("税务", excelize.Comment{Cell: "B3", Author: "王科长", Text: "同名"}))
	_, err = f.NewSheet("其他")
	ok(err, f.SetCellStr("其他", "A1", "不要动"))
	var out bytes.Buffer
	ok(f.Write(&out))
	return out.Bytes()
}

var marked = []MarkedCell{
	{Sheet: "税务", Row: 4, Col: 3, Text: "超出范围"}, {Sheet: "税务", Row: 4, Col: 4, Text: "不是日期"}, {Sheet: "税务", Row: 7, Col: 4, Text: "=坏了"},
	{Sheet: "税务", Row: 4, Col: 3, Text: "又一处"}, {Sheet: "税务", Row: 6, Text: "整行"}, {Sheet: "税务", Row: 2, Col: 6, Text: "没有这一列"},
	{Sheet: "税务", Text: "没有人员"}, {Sheet: "没有这张表", Row: 1, Col: 1, Text: "无处可标"}, {Sheet: "税务", Row: 1 << 30, Col: 1, Text: "太远"},
}

// cellsOf returns every cell of a sheet: value, kind, formula and number of style.
func cellsOf(t *testing.T, f *excelize.File, sheet string, rows, columns int) map[string]string {
	t.Helper()
	found := map[string]string{}
	for row := 1; row <= rows; row++ {
		for column := 1; column <= columns; column++ {
			at := ref(column, row)
			value, err := f.GetCellValue(sheet, at, excelize.Options{RawCellValue: true})
			kind, err2 := f.GetCellType(sheet, at)
			formula, err3 := f.GetCellFormula(sheet, at)
			id, err4 := f.GetCellStyle(sheet, at)
			if err := errors.Join(err, err2, err3, err4); err != nil {
				t.Fatal(err)
			}
			found[at] = fmt.Sprintf("%q %v %q %d", value, kind, formula, id)
		}
	}
	return found
}

func TestMark(t *testing.T) {
	original := theirs(t)
	data, err := Mark(original, marked, diag.Chinese)
	if err != nil {
		t.Fatal(err)
	}
	was, is := opened(t, original), opened(t, data)
	if got := strings.Join(is.GetSheetList(), " "); got != "税务 其他 错误行" {
		t.Errorf("sheets %s", got)
	}
	before, after := cellsOf(t, was, "税务", 8, 6), cellsOf(t, is, "税务", 8, 6)
	red := []string{"C4", "D4", "D7", "F2"}
	for cell, want := range before {
		if slices.Contains(red, cell) {
			if got := fillOf(t, is, "税务", cell); got != "FFC7CE" {
				t.Errorf("%s is filled with %q", cell, got)
			}
			// All but the number of the style at the end is as it was.
			if a, b := want[:strings.LastIndex(want, " ")], after[cell][:strings.LastIndex(after[cell], " ")]; a != b {
				t.Errorf("%s was %s and is %s", cell, a, b)
			}
			continue
		}
		if after[cell] != want {
			t.Errorf("%s was %s and is %s", cell, want, after[cell])
		}
	}
	for _, cell := range []string{"D4", "D7"} { // a format has survived the red
		a, _ := was.GetCellValue("税务", cell)
		b, _ := is.GetCellValue("税务", cell)
		id, _ := is.GetCellStyle("税务", cell)
		style, err := is.GetStyle(id)
		if a != b || err != nil || !style.Font.Italic {
			t.Errorf("%s was shown as %q and is shown as %q", cell, a, b)
		}
	}
	if was, is := cellsOf(t, was, "其他", 3, 3), cellsOf(t, is, "其他", 3, 3); fmt.Sprint(was) != fmt.Sprint(is) {
		t.Errorf("a sheet without mistakes was %v and is %v", was, is)
	}
	for cell, want := range map[string]string{"G1": "", "G2": "错误说明\n没有这一列", "G3": "", "G4": "超出范围\n又一处\n不是日期", "G6": "整行", "G7": "=坏了", "G8": ""} {
		if got, _ := is.GetCellValue("税务", cell); got != want {
			t.Errorf("%s is %q, want %q", cell, got, want)
		}
	}
	notes, err := is.GetComments("税务")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, n := range notes {
		got = append(got, n.Cell+" "+n.Text)
	}
	slices.Sort(got)
	if want := []string{"B3 同名", "C4 超出范围\n又一处\n―― slate ――\n按年报", "D4 不是日期", "D7 =坏了", "F2 没有这一列"}; !slices.Equal(got, want) {
		t.Errorf("comments %q, want %q", got, want)
	}
	rows, err := is.GetRows("错误行", excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	want := [][]string{
		{"编号", "姓名", "年纳税额", "出生日期", "合计", "备注", "错误说明", "原行号"},
		{"", "", "", "", "", "", "没有人员\n太远", "整张表"},
		{"", "", "", "", "", "", "没有这一列", "2"},
		{"P4", "=甲", "399.999999", "29281", "", "1", "超出范围\n又一处\n不是日期", "4"},
		{"P6", "=甲", "399.999999", "29281", "", "1", "整行", "6"},
		{"P7", "=甲", "399.999999", "29281", "", "0", "=坏了", "7"},
	}
	if fmt.Sprint(rows) != fmt.Sprint(want) {
		t.Errorf("wrong rows\n%v\nwant\n%v", rows, want)
	}
	for _, cell := range []string{"C4", "D4"} {
		if got := fillOf(t, is, "错误行", cell); got != "FFC7CE" {
			t.Errorf("%s of the wrong rows is filled with %q", cell, got)
		}
	}
	if strings.Contains(parts(t, data)["xl/worksheets/sheet3.xml"], "<f>") {
		t.Error("the wrong rows hold a formula")
	}
}

// boxes counts the boxes of comments in all parts.
func boxes(t *testing.T, data []byte) int {
	t.Helper()
	n := 0
	for name, text := range parts(t, data) {
		if strings.HasSuffix(name, ".vml") {
			n += strings.Count(text, `ObjectType="Note"`)
		}
	}
	return n
}

// TestMarkAnywhere marks cells at random, again and again: every marked cell is red and has one comment and one box, and every other
// cell is as it was.
func TestMarkAnywhere(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	original := theirs(t)
	before := cellsOf(t, opened(t, original), "税务", 8, 6)
	for range 40 {
		data := original
		ever := map[string]bool{}
		for range 3 {
			var cells []MarkedCell
			now := map[string]bool{"B3": true, "C4": true} // these have comments of the user's
			for range rng.IntN(12) {
				c := MarkedCell{Sheet: "税务", Row: 2 + rng.IntN(8), Col: 1 + rng.IntN(6), Text: "错$1<&>"}
				cells = append(cells, c)
				now[ref(c.Col, c.Row)] = true
				ever[ref(c.Col, c.Row)] = true
			}
			if len(cells) == 0 {
				continue
			}
			var err error
			if data, err = Mark(data, cells, diag.Chinese); err != nil {
				t.Fatal(err)
			}
			if err := whole(data); err != nil {
				t.Fatal(err)
			}
			f := opened(t, data)
			notes, err := f.GetComments("税务")
			if err != nil || len(notes) != len(now) || boxes(t, data) != len(now) {
				t.Fatalf("%v: %d comments and %d boxes, want %d (%v)", cells, len(notes), boxes(t, data), len(now), err)
			}
			for _, n := range notes {
				if !now[n.Cell] {
					t.Errorf("a comment is left on %s", n.Cell)
				}
			}
			for _, c := range cells {
				if got := fillOf(t, f, "税务", ref(c.Col, c.Row)); got != "FFC7CE" {
					t.Errorf("%v is filled with %q", c, got)
				}
			}
			for cell, is := range cellsOf(t, f, "税务", 8, 6) {
				if is != before[cell] && !ever[cell] {
					t.Errorf("%s was %s and is %s", cell, before[cell], is)
				}
			}
		}
	}
}

// TestMarkAgain holds that a workbook marked before is marked anew, and not twice over.
func TestMarkAgain(t *testing.T) {
	first, err := Mark(theirs(t), marked, diag.Chinese)
	if err != nil {
		t.Fatal(err)
	}
	second, err := Mark(first, []MarkedCell{{Sheet: "税务", Row: 4, Col: 4, Text: "仍不是日期"}}, diag.Chinese)
	if err != nil {
		t.Fatal(err)
	}
	f := opened(t, second)
	if got := strings.Join(f.GetSheetList(), " "); got != "税务 其他 错误行" {
		t.Errorf("sheets %s", got)
	}
	for cell, want := range map[string]string{"G2": "错误说明", "G4": "仍不是日期", "G7": "", "H2": ""} {
		if got, _ := f.GetCellValue("税务", cell); got != want {
			t.Errorf("%s is %q, want %q", cell, got, want)
		}
	}
	notes, _ := f.GetComments("税务")
	texts := map[string]string{}
	for _, n := range notes {
		texts[n.Cell] = n.Text
	}
	want := map[string]string{"B3": "同名", "C4": "按年报", "D4": "仍不是日期"}
	if fmt.Sprint(texts) != fmt.Sprint(want) {
		t.Errorf("comments %v, want %v", texts, want)
	}
	for cell, want := range map[string]string{"D4": "FFC7CE", "C4": "", "F2": "", "D7": ""} {
		if got := fillOf(t, f, "税务", cell); got != want {
			t.Errorf("%s is filled with %q, want %q", cell, got, want)
		}
	}
}

// TestMarkSeveralSheets holds that every sheet with mistakes has its own sheet of wrong rows, and that a sheet of the user's stays
// whatever its name.
func TestMarkSeveralSheets(t *testing.T) {
	f := opened(t, theirs(t))
	if _, err := f.NewSheet("错误行"); err != nil {
		t.Fatal(err)
	}
	if err := f.SetCellStr("错误行", "A1", "科室自己的表"); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	cells := []MarkedCell{{Sheet: "其他", Row: 1, Col: 1, Text: "一"}, {Sheet: "税务", Row: 3, Col: 1, Text: "二"}, {Sheet: "错误行", Row: 9, Col: 3, Text: "三"}}
	for range 2 {
		data, err := Mark(out.Bytes(), cells, diag.Chinese)
		if err != nil {
			t.Fatal(err)
		}
		is := opened(t, data)
		if got, want := strings.Join(is.GetSheetList(), "|"), "税务|其他|错误行|错误行 税务|错误行 其他|错误行 错误行"; got != want {
			t.Errorf("sheets %s, want %s", got, want)
		}
		if got, _ := is.GetCellValue("错误行", "A1"); got != "科室自己的表" {
			t.Errorf("a sheet of the user's says %q", got)
		}
		out.Reset()
		out.Write(data)
	}
}

func TestMarkSameBytes(t *testing.T) {
	original := theirs(t)
	first, err := Mark(original, marked, diag.English)
	if err != nil {
		t.Fatal(err)
	}
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	for _, n := range []int{1, 2, 7} {
		runtime.GOMAXPROCS(n)
		turned := slices.Clone(marked)
		slices.SortStableFunc(turned, func(a, b MarkedCell) int { return strings.Compare(a.Sheet, b.Sheet) })
		again, err := Mark(original, turned, diag.English)
		if err != nil || !bytes.Equal(first, again) {
			t.Fatalf("another workbook with %d threads: %v", n, err)
		}
	}
}

func TestMarkText(t *testing.T) {
	gbk, err := simplifiedchinese.GB18030.NewEncoder().String("编号,姓名\nP1,周𬱟\n")
	if err != nil {
		t.Fatal(err)
	}
	data, err := Mark([]byte(gbk), []MarkedCell{{Row: 2, Col: 2, Text: "谁"}}, diag.English)
	if err != nil {
		t.Fatal(err)
	}
	if rows, err := opened(t, data).GetRows("CSV"); err != nil || fmt.Sprint(rows) != "[[编号 姓名 what is wrong] [P1 周𬱟 谁]]" {
		t.Errorf("GB18030: rows %q, %v", rows, err)
	}
	text := "某县税额\n编号,姓名,年纳税额\n\nP1,\"甲\n乙\",300\nP2,=丙,很多\nP3,丁\n"
	want := [][]string{
		{"某县税额"}, {"编号", "姓名", "年纳税额", "错误说明"}, nil, {"P1", "甲\n乙", "300"}, {"P2", "=丙", "很多", "不是数"}, {"P3", "丁", "", "少一格"},
	}
	marks := []MarkedCell{{Row: 5, Col: 3, Text: "不是数"}, {Row: 6, Text: "少一格"}}
	for name, text := range map[string]string{
		"utf-8": text, "byte order mark": "\ufeff" + text, "windows": strings.ReplaceAll(text, "\n", "\r\n"),
		"tabs": strings.ReplaceAll(text, ",", "\t"), "utf-16": utf16Of(text),
	} {
		data, err := Mark([]byte(text), marks, diag.Chinese)
		if err != nil {
			t.Fatal(name, err)
		}
		f := opened(t, data)
		rows, err := f.GetRows("CSV")
		if err != nil || fmt.Sprint(rows) != fmt.Sprint(want) {
			t.Errorf("%s: rows\n%q\nwant\n%q, %v", name, rows, want, err)
		}
		rows, err = f.GetRows("错误行")
		wrong := [][]string{{"编号", "姓名", "年纳税额", "错误说明", "原行号"}, {"P2", "=丙", "很多", "不是数", "5"}, {"P3", "丁", "", "少一格", "6"}}
		if err != nil || fmt.Sprint(rows) != fmt.Sprint(wrong) {
			t.Errorf("%s: wrong rows\n%q\nwant\n%q, %v", name, rows, wrong, err)
		}
		if got := fillOf(t, f, "CSV", "C5") + fillOf(t, f, "CSV", "A5") + fillOf(t, f, "错误行", "C2"); got != "FFC7CEFFC7CE" {
			t.Errorf("%s: fills %s", name, got)
		}
	}
}

func utf16Of(text string) string {
	out := []byte{0xFF, 0xFE}
	for _, r := range text {
		out = append(out, byte(r), byte(r>>8))
	}
	return string(out)
}

func TestMarkNothingToOpen(t *testing.T) {
	for name, data := range map[string]string{"empty": "", "broken": "PK\x03\x04broken", "old": "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00\x00", "wide": strings.Repeat("a,", MaxColumns+1)} {
		if _, err := Mark([]byte(data), marked, diag.Chinese); !errors.Is(err, ErrUnmarkable) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestMarkDamaged holds that a damaged workbook is marked or refused, and never ends the program.
func TestMarkDamaged(t *testing.T) {
	original := theirs(t)
	before := cellsOf(t, opened(t, original), "税务", 8, 6)
	for i := 0; i < len(original); i += 31 {
		broken := slices.Clone(original)
		broken[i] ^= 0x55
		data, err := Mark(broken, marked[:3], diag.Chinese)
		if err != nil {
			continue
		}
		// What was damaged held nothing: every cell is as it was.
		after := cellsOf(t, opened(t, data), "税务", 8, 6)
		for cell, want := range before {
			if after[cell] != want && !slices.Contains([]string{"C4", "D4", "D7"}, cell) {
				t.Fatalf("byte %d: %s was %s and is %s", i, cell, want, after[cell])
			}
		}
	}
}

// FuzzMark holds that Mark gives a whole workbook or an error, whatever it is given.
func FuzzMark(f *testing.F) {
	for _, seed := range []string{"编号,姓名\nP1,甲\n", "a\tb\n\"1\n", "\xff\xfea\x00,\x00", "PK\x03\x04", "\n\n,\n", "\xc4\xfa,1\r\n2;3\n"} {
		f.Add([]byte(seed), 2, 1, "错")
	}
	f.Fuzz(func(t *testing.T, original []byte, row, column int, text string) {
		data, err := Mark(original, []MarkedCell{{Row: row, Col: column, Text: text}}, diag.Chinese)
		if err == nil {
			err = whole(data)
		} else if errors.Is(err, ErrUnmarkable) {
			err = nil
		}
		if err != nil {
			t.Error(err)
		}
	})
}
