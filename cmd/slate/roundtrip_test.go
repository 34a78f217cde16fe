package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"slate/engine/sheet"
)

// slate runs a command and returns what it printed, on both ways out.
func slate(t *testing.T, want int, args ...string) string {
	t.Helper()
	var out bytes.Buffer
	code := run(context.Background(), args, func(string) string { return "" }, strings.NewReader(""), &out, &out)
	if code != want {
		t.Fatalf("slate %s: exit %d, want %d\n%s", strings.Join(args, " "), code, want, out.String())
	}
	return out.String()
}

// fill writes a workbook with the headings of a sheet of another, and in it a row for each id, the cell of each column given by its
// heading.
func fill(t *testing.T, form, name, to string, ids []string, cell func(id, head string) string) {
	t.Helper()
	data, err := os.ReadFile(form)
	if err != nil {
		t.Fatal(err)
	}
	r, list := sheet.Open(form, bytes.NewReader(data), sheet.Options{Sheet: name})
	if r == nil {
		t.Fatal(list)
	}
	p := sheet.Page{Name: name}
	for _, h := range r.Header() {
		p.Columns = append(p.Columns, sheet.Heading{Head: h, Kind: sheet.Label})
	}
	for _, id := range ids {
		row := sheet.Row{}
		for _, h := range r.Header() {
			row.Cells = append(row.Cells, cell(id, h))
		}
		p.Rows = append(p.Rows, row)
	}
	var out bytes.Buffer
	if err := sheet.Write(&out, sheet.Book{Pages: []sheet.Page{p}}); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(to, out.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
}

// TestRoundTrip goes the whole way of a roster: a template, filled in, imported, looked at; what is still needed, filled in,
// imported; and the list.
func TestRoundTrip(t *testing.T) {
	dir := t.TempDir()
	in := func(name string) string { return filepath.Join(dir, name) }
	const rules = "../../rules/hukou.yaml"
	slate(t, done, "template", rules, "-o", in("form.xlsx"))
	if text := slate(t, unable, "run", rules, "--roster", in("form.xlsx")); !strings.Contains(text, "E103") {
		t.Errorf("a workbook of several sheets: %s", text)
	}
	ids := []string{"P1", "P2", "P3"}
	tax := map[string]string{"P1": "400", "P2": "399.999999", "P3": ""}
	fill(t, in("form.xlsx"), "县税务局", in("tax.xlsx"), ids, func(id, head string) string {
		switch {
		case strings.Contains(head, "编号"):
			return id
		case strings.Contains(head, "姓名"):
			return "某" + id
		case strings.Contains(head, "身份证"):
			return ""
		}
		return tax[id]
	})
	imported := slate(t, done, "import", in("tax.xlsx"), "--rules", rules, "--into", in("r.db"), "--source", "县税务局", "--as-of", "2006-06-30")
	if !strings.Contains(imported, "已导入3人（其中新增3人），2个值") {
		t.Error(imported)
	}
	if text := slate(t, done, "quality", rules, "--roster", in("r.db")); !strings.Contains(text, "年纳税额  县税务局") {
		t.Error(text)
	}
	slate(t, done, "need", rules, "--roster", in("r.db"), "-o", in("need.xlsx"))
	for _, department := range []string{"县税务局", "县工商局", "县公安局", "县纪委", "县文明办"} {
		fill(t, in("need.xlsx"), department, in(department+".xlsx"), ids, func(id, head string) string {
			switch {
			case strings.Contains(head, "编号"):
				return id
			case strings.Contains(head, "姓名"), strings.Contains(head, "身份证"):
				return ""
			case strings.Contains(head, "万元"):
				return map[string]string{"P3": "500"}[id]
			}
			if strings.Contains(head, "法人") {
				return "是"
			}
			return "否"
		})
		slate(t, done, "import", in(department+".xlsx"), "--rules", rules, "--into", in("r.db"), "--source", department, "--as-of", "2006-09-01")
	}
	list := slate(t, done, "run", rules, "--dry", "--roster", in("r.db"), "--format", "csv")
	if !strings.Contains(list, "P1,某P1,2,") || !strings.Contains(list, "P2,某P2,3,") || !strings.Contains(list, "P3,某P3,1,") || strings.Contains(list, "待定") {
		t.Errorf("the list\n%s", list)
	}
	if text := slate(t, done, "need", rules, "--roster", in("r.db")); !strings.Contains(text, "没有要补充的资料") {
		t.Error(text)
	}
	if text := slate(t, done, "roster", "show", "P3", "--roster", in("r.db"), "--by", "查看人", "--why", "测试"); !strings.Contains(text, "县税务局.xlsx·县税务局") {
		t.Error(text)
	}
}
