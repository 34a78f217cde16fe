package main

import (
	"bytes"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"slate/engine/diag"
	"slate/engine/report"
	"slate/engine/ruleset"
	"slate/engine/sheet"
)

// edited writes the workbook of a rule file as somebody edits it.
func edited(t *testing.T, file, book string, edit func(pages map[string]*sheet.Page)) {
	t.Helper()
	set, _ := ruleset.Load(os.ReadFile, file)
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	b := report.TablesBook(set, set.Grids(file), report.TablesDigest(data), diag.Chinese)
	pages := map[string]*sheet.Page{}
	for i := range b.Pages {
		_, name, _ := strings.Cut(b.Pages[i].Name, " ")
		pages[name] = &b.Pages[i]
	}
	edit(pages)
	var out bytes.Buffer
	if err := sheet.Write(&out, b); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(book, out.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestTablesComeBack edits the workbook of a shipped rule file in every kind of table and holds the file to just these lines.
func TestTablesComeBack(t *testing.T) {
	dir := t.TempDir()
	file, book := filepath.Join(dir, "rules.yaml"), filepath.Join(dir, "b.xlsx")
	original, err := os.ReadFile("../../rules/county-2026.yaml")
	if err != nil {
		t.Fatal(err)
	}
	// The cases expect the old bands; they are no matter of tables.
	text := string(original[:bytes.Index(original, []byte("\ntest_base:"))+1])
	if err := os.WriteFile(file, []byte(text), 0o640); err != nil {
		t.Fatal(err)
	}
	edited(t, file, book, func(p map[string]*sheet.Page) {
		p["提名门槛"].Rows = append(p["提名门槛"].Rows, sheet.Row{Cells: []string{"", "2026-09-01", "450", "统发〔2026〕9号"}})
		bands := p["社会贡献.纳税"]
		bands.Rows[1].Cells[2] = "65"
		bands.Rows[4].Cells[1] = "[2000, 5000)"
		bands.Rows = append(bands.Rows, sheet.Row{Cells: []string{"", "[5000, )", "110"}})
		rules := p["群体认定"]
		rules.Rows[3].Cells[3] = "个体工商户、无固定单位"
		rules.Rows = append(rules.Rows[:5], sheet.Row{Cells: []string{"", "群体.其他", "", "", "一般从业", "否", "", "自由职业人员", "", "附件三"}}, rules.Rows[5])
	})
	want := strings.NewReplacer(
		`      - {from: "2026-04-01", value: 400, basis: 统发〔2026〕3号第七条}`+"\n", `      - {from: "2026-04-01", value: 400, basis: 统发〔2026〕3号第七条}`+"\n"+`      - {from: "2026-09-01", value: 450, basis: 统发〔2026〕9号}`+"\n",
		`"[300, 400)": 60`, `"[300, 400)": 65`,
		`"[2000, )": 100}`, `"[2000, 5000)": 100, "[5000, )": 110}`,
		`if: {单位类型: 无固定单位, 新媒体主业: false}`, `if: {单位类型: [个体工商户, 无固定单位], 新媒体主业: false}`,
		`      - {id: 群体.合伙人`, `      - {id: 群体.其他, basis: 附件三, if: {岗位: 一般从业, 新媒体主业: false}, then: 自由职业人员}`+"\n"+`      - {id: 群体.合伙人`,
	).Replace(text)

	if out := slate(t, 0, "tables", "in", file, book, "--dry"); !strings.Contains(out, "+       - {from: \"2026-09-01\", value: 450") {
		t.Fatalf("--dry:\n%s", out)
	}
	if got, _ := os.ReadFile(file); string(got) != text {
		t.Fatal("--dry wrote the file")
	}
	slate(t, 0, "tables", "in", file, book)
	got, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if info, _ := os.Stat(file); info.Mode().Perm() != 0o640 {
		t.Errorf("the file is %v now", info.Mode())
	}
	if out := slate(t, 2, "tables", "in", file, book); !strings.Contains(out, "E161") {
		t.Errorf("the workbook of the file before:\n%s", out)
	}
}

// TestTablesRefused holds that a workbook with mistakes changes nothing and has all of them told, each at its cell.
func TestTablesRefused(t *testing.T) {
	dir := t.TempDir()
	file, book := filepath.Join(dir, "rules.yaml"), filepath.Join(dir, "b.xlsx")
	text, err := os.ReadFile("../../rules/county-2026.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, text, 0o644); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		edit func(p map[string]*sheet.Page)
		want []string
	}{
		"cells": {func(p map[string]*sheet.Page) {
			p["提名门槛"].Rows[0].Cells[2] = "350"
			p["社会贡献.捐赠"].Rows[1].Cells[1] = "5-50"
			p["群体认定"].Rows[2].Cells[3] = "中介、社会组织"
		}, []string{"[2 提名门槛]:2:3", "E158", "[8 社会贡献.捐赠]:3:2", "“区间”一列", "E159", "[6 群体认定]:4:4"}},
		"number":   {func(p map[string]*sheet.Page) { p["社会贡献.捐赠"].Rows[1].Cells[2] = "７０" }, []string{"E159", "写的是“７０”，应为一个数，例如300"}},
		"interval": {func(p map[string]*sheet.Page) { p["社会贡献.捐赠"].Rows[1].Cells[1] = "5-50" }, []string{"E159", "应为一个区间，例如[300, 400)"}},
		"twice": {func(p map[string]*sheet.Page) {
			x := p["社会贡献.捐赠"]
			x.Rows = append(x.Rows, x.Rows[1])
		}, []string{"E163", "行“2”出现了两次"}},
		"none":    {func(p map[string]*sheet.Page) { p["社会贡献.捐赠"].Rows = nil }, []string{"E163", "的行“1–3”都删掉了；至少留一行"}},
		"gap":     {func(p map[string]*sheet.Page) { p["社会贡献.捐赠"].Rows[1].Cells[1] = "[6, 50)" }, []string{"E160", "E11", "社会贡献.捐赠"}},
		"overlap": {func(p map[string]*sheet.Page) { p["社会贡献.捐赠"].Rows[1].Cells[1] = "[4, 50)" }, []string{"E160", "E12", "社会贡献.捐赠"}},
		"name":    {func(p map[string]*sheet.Page) { p["群体认定"].Rows[2].Cells[6] = "年龄 > 最老" }, []string{"E160", "E06", "[6 群体认定]:4:2"}},
		"heading": {func(p map[string]*sheet.Page) { p["参政议政"].Columns[1].Head = "档" }, []string{"E156"}},
		"sheet":   {func(p map[string]*sheet.Page) { p["参政议政"].Name = "新表" }, []string{"E157"}},
	} {
		edited(t, file, book, c.edit)
		out := slate(t, 2, "tables", "in", file, book)
		for _, w := range c.want {
			if !strings.Contains(out, w) {
				t.Errorf("%s: nothing of %q in\n%s", name, w, out)
			}
		}
		if got, _ := os.ReadFile(file); !bytes.Equal(got, text) {
			t.Fatalf("%s: the file was changed", name)
		}
	}
}

// TestTablesKeepTexts holds that odd texts and numbers come through a workbook as they went in, at random places of every table.
func TestTablesKeepTexts(t *testing.T) {
	file := "../../rules/county-2026.yaml"
	set, _ := ruleset.Load(os.ReadFile, file)
	r := rand.New(rand.NewPCG(21, 22))
	texts := []string{"=1+1", "0012", "1e5", "-3", "+86", "@x", "2026-01-01", "TRUE", "是", "甲、乙", "[1, 2)", `"x"`, "a  b", "第三条〔2026〕", "300.000001", "0.10", "100000000000000000", "'q"}
	for range 20 {
		grids := set.Grids(file)
		want := make([][][]string, len(grids))
		for i, g := range grids {
			for n := range g.Rows {
				for c := range g.Columns {
					column := &g.Columns[c]
					free := column.Key == ruleset.BasisColumn || column.Key == ruleset.LabelColumn || column.Key == ruleset.DecideColumn || column.Key == ruleset.TestColumn ||
						column.Key == ruleset.RangeColumn || column.Key == ruleset.WhenColumn || column.Key == ruleset.IDColumn
					switch {
					case free && r.IntN(2) == 0:
						g.Rows[n].Cells[c] = texts[r.IntN(len(texts))]
					case column.Key == ruleset.PointsColumn && r.IntN(2) == 0:
						g.Rows[n].Cells[c] = []string{"0.1", "12.345678", "99999999", "-1.5"}[r.IntN(4)]
					}
				}
				want[i] = append(want[i], g.Rows[n].Cells)
			}
		}
		var out bytes.Buffer
		if err := sheet.Write(&out, report.TablesBook(set, grids, "d", diag.Chinese)); err != nil {
			t.Fatal(err)
		}
		back, list := report.ReadTables("b.xlsx", bytes.NewReader(out.Bytes()), grids, "d")
		if len(list) > 0 {
			t.Fatal(list)
		}
		for i, rows := range back {
			for n, row := range rows {
				if row.Old != n || !slices.Equal(row.Cells, want[i][n]) {
					t.Fatalf("%s row %d: %q, want %q", grids[i].ID, n, row.Cells, want[i][n])
				}
			}
			if len(rows) != len(want[i]) {
				t.Fatalf("%s: %d rows, want %d", grids[i].ID, len(rows), len(want[i]))
			}
		}
	}
}
