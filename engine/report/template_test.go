package report

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"slate/engine/diag"
	"slate/engine/fact"
	"slate/engine/roster"
	"slate/engine/ruleset"
	"slate/engine/sheet"
)

func readRules(t *testing.T, file string) *ruleset.Ruleset {
	t.Helper()
	set, list := ruleset.Load(os.ReadFile, filepath.FromSlash(file))
	if list.HasErrors() {
		t.Fatal(file, list)
	}
	return set
}

func workbookOf(t *testing.T, b sheet.Book) *excelize.File {
	t.Helper()
	var first, second bytes.Buffer
	if err := sheet.Write(&first, b); err != nil {
		t.Fatal(err)
	}
	if err := sheet.Write(&second, b); err != nil || !bytes.Equal(first.Bytes(), second.Bytes()) {
		t.Fatalf("two workbooks differ: %v", err)
	}
	f, err := excelize.OpenReader(&first)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

// TestTemplateComesBack fills in every template of the rule files at hand and reads it as a roster: each sheet gives the facts of
// its department, value by value, and passes over the example.
func TestTemplateComesBack(t *testing.T) {
	for _, file := range []string{"../../rules/county-2026.yaml", "../../rules/hukou.yaml", "../ruleset/testdata/good/full.yaml"} {
		for _, lang := range []diag.Lang{diag.Chinese, diag.English} {
			set := readRules(t, file)
			book, ok := Template(set, "", fact.Date{}, lang)
			if !ok {
				t.Fatal(file, "asks for nothing")
			}
			f := workbookOf(t, book)
			asked := map[string]bool{}
			for _, name := range f.GetSheetList()[2:] {
				comesBack(t, file+" "+name, f, name, set.Fields(), asked)
			}
			for _, x := range set.Facts {
				if counted := x.From != nil && x.From.Aggregate != ""; asked[x.Name] == counted {
					t.Errorf("%s: %s is asked for: %v", file, x.Name, asked[x.Name])
				}
			}
		}
	}
}

func comesBack(t *testing.T, what string, f *excelize.File, name string, fields []fact.Field, asked map[string]bool) {
	t.Helper()
	rows, err := f.GetRows(name)
	if err != nil || len(rows) != 2 {
		t.Fatalf("%s has the rows %q: %v", what, rows, err)
	}
	// A department fills in below the example what the example shows, and saves the sheet as text.
	filled := slices.Clone(rows[1])
	filled[0] = "P7"
	var text bytes.Buffer
	if err := csv.NewWriter(&text).WriteAll([][]string{rows[0], rows[1], filled}); err != nil {
		t.Fatal(err)
	}
	r, list := sheet.ReadCSV("x.csv", &text)
	if r == nil {
		t.Fatal(what, list)
	}
	table, list := roster.Read(r, fields, roster.Mapping{})
	if table == nil || slices.ContainsFunc(list, func(d diag.Diagnostic) bool { return d.Code != diag.MissingColumn }) {
		t.Fatalf("%s: heading %q: %v", what, rows[0], list)
	}
	record, ok := table.Next()
	if _, more := table.Next(); !ok || more || record.Person.ID != "P7" || record.Person.IDNumber != filled[2] {
		t.Fatalf("%s gives %+v, %v", what, record.Person, table.Problems())
	}
	if problems := table.Problems(); len(problems) != 1 || problems[0].Code != diag.ExampleRow {
		t.Errorf("%s: problems %v", what, problems)
	}
	for i := range fields {
		at := table.ColumnOf(i)
		if at < 0 {
			continue
		}
		asked[fields[i].Name] = true
		want, err := roster.ParseCell(filled[at], fields[i].Type)
		if got := record.Values[i]; err != nil || !got.Known() || got.String() != want.String() {
			t.Errorf("%s: %s is %s, want %s (%v)", what, fields[i].Name, got, want, err)
		}
	}
}

func TestTemplateSheets(t *testing.T) {
	set := readRules(t, "../../rules/county-2026.yaml")
	book, _ := Template(set, "", fact.Date{}, diag.Chinese)
	f := workbookOf(t, book)
	if got, want := strings.Join(f.GetSheetList(), " "), "填表说明 资料目录 县税务局 县公安局 县委统战部 县工商联 县法院 县应急管理局 县民政局 县人社局 县政协办 县市场监管局 县委网信办"; got != want {
		t.Errorf("sheets %s, want %s", got, want)
	}
	rules, err := f.GetDataValidations("县公安局")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range rules {
		got = append(got, fmt.Sprintln(r.Sqref, r.Type, r.Formula1, r.Formula2, *r.Error))
	}
	want := []string{
		"D2:D1048576 date 61 73050 只能填：日期，例如 2006-09-30\n",
		"E2:E1048576 list \"男,女\"  只能填：男、女\n",
		"F2:F1048576 list \"是,否\"  只能填：是/否\n",
	}
	if !slices.Equal(got, want) {
		t.Errorf("validations %q, want %q", got, want)
	}
	notes, err := f.GetComments("县公安局")
	if err != nil {
		t.Fatal(err)
	}
	var crime string
	for _, n := range notes {
		if n.Cell == "F1" {
			crime = n.Text
		}
	}
	if want := "资料：刑事记录\n可以填写：是/否\n有效期：3个月\n依据：第九条第二项\n说明：刑事犯罪记录\n敏感资料，只用于：只用于判定“否决.犯罪”"; crime != want {
		t.Errorf("the note says %q, want %q", crime, want)
	}
	how, err := f.GetRows("填表说明")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"截止日：2026-06-30", "收表单位：县委统战部", "依据：统发〔2026〕3号"} {
		if !slices.ContainsFunc(how, func(r []string) bool { return len(r) > 0 && r[0] == want }) {
			t.Errorf("the first sheet does not say %q", want)
		}
	}
	one, _ := Template(set, "县法院", fact.Date{}, diag.English)
	if got := strings.Join(workbookOf(t, one).GetSheetList(), " "); got != "how to fill in facts 县法院" {
		t.Errorf("one department has the sheets %s", got)
	}
	if _, ok := Template(set, "县教育局", fact.Date{}, diag.Chinese); ok {
		t.Error("a department that supplies nothing has a sheet")
	}
}

func TestWriteXLSX(t *testing.T) {
	d := &Document{Title: "名单"}
	d.text("=开头的一段")
	d.heading("合计：甲/乙")
	d.lines(Line{Depth: 0, Text: "一"}, Line{Depth: 2, Text: "二"})
	d.table(&Table{Name: "list", Columns: []Column{{Head: "得分", Right: true}, {Head: "编号"}}, Rows: [][]string{
		{"80.90", "00123"}, {"1–2", "=1+1"}, {"12345678901234567", "110101199003071234"}, {"-3.5", "甲\x01"},
	}})
	var first, second bytes.Buffer
	if err := WriteXLSX(&first, diag.Chinese, d); err != nil {
		t.Fatal(err)
	}
	if err := WriteXLSX(&second, diag.Chinese, d); err != nil || !bytes.Equal(first.Bytes(), second.Bytes()) {
		t.Fatalf("two workbooks differ: %v", err)
	}
	f, err := excelize.OpenReader(&first)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for _, tt := range []struct {
		sheet string
		want  [][]string
	}{
		{"概要", [][]string{{"名单"}, {"=开头的一段"}, nil, {"合计：甲/乙"}, {"一"}, {"二"}}},
		{"合计：甲 乙", [][]string{{"名单 · 合计：甲/乙"}, {"得分", "编号"}, {"80.90", "00123"}, {"1–2", "=1+1"}, {"12345678901234567", "110101199003071234"}, {"-3.5", `甲\x01`}}},
	} {
		rows, err := f.GetRows(tt.sheet)
		if err != nil || fmt.Sprintf("%q", rows) != fmt.Sprintf("%q", tt.want) {
			t.Errorf("sheet %s\n%q\nwant\n%q, %v", tt.sheet, rows, tt.want, err)
		}
	}
	for cell, number := range map[string]bool{"A3": true, "A4": false, "A5": false, "A6": true, "B3": false, "B5": false} {
		kind, err := f.GetCellType("合计：甲 乙", cell)
		if is := kind == excelize.CellTypeUnset || kind == excelize.CellTypeNumber; err != nil || is != number {
			t.Errorf("%s is stored as %v, %v", cell, kind, err)
		}
	}
}
