package roster_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"slate/engine/diag"
	"slate/engine/fact"
	"slate/engine/roster"
	"slate/engine/sheet"
)

// TestHeadingsFor holds that every heading of a template is read as what it stands for, whatever names, labels and units
// the facts have.
func TestHeadingsFor(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 1))
	words := []string{"税额", "税额（元）", "税额（万元）", "税额(万元)", "姓名", "编号", "id", "身份证号", "a", "A", "豁免:v", "x（", "x", ""}
	units := []string{"", "元", "万元", "人"}
	kinds := []fact.Kind{fact.Money, fact.Decimal, fact.Text}
	for n := range 3000 {
		var fields []fact.Field
		for _, at := range rng.Perm(len(words) - 1)[:1+rng.IntN(5)] {
			f := fact.Field{Name: words[at], Label: words[rng.IntN(len(words))], Type: fact.Type{Kind: kinds[rng.IntN(len(kinds))]}}
			if f.Type.Kind != fact.Text {
				f.Type.Unit = units[rng.IntN(len(units))]
			}
			if f.Type.Kind == fact.Money && f.Type.Unit != "元" {
				f.Type.Unit = "万元"
			}
			if rng.IntN(3) == 0 {
				f.Column = words[rng.IntN(len(words))]
			}
			fields = append(fields, f)
		}
		h := roster.HeadingsFor(fields, n%2 == 1)
		heads := append([]string{h.ID, h.Name, h.IDNumber}, h.Fields...)
		r, list := sheet.ReadCSV("x.csv", strings.NewReader(strings.Join(heads, ",")+"\n"))
		if r == nil {
			t.Fatalf("%q: %v", heads, list)
		}
		table, list := roster.Read(r, fields, roster.Mapping{})
		if table == nil || list.HasErrors() {
			t.Fatalf("%+v\nheadings %q: %s", fields, heads, told(list))
		}
		for i := range fields {
			if got := table.ColumnOf(i); got != 3+i {
				t.Fatalf("%+v\nheadings %q: %s stands in column %d", fields, heads, fields[i].Name, got)
			}
		}
	}
}

func told(list diag.List) string {
	var b strings.Builder
	diag.Write(&b, list, nil, diag.English)
	return b.String()
}

func TestExampleRow(t *testing.T) {
	tests := []struct{ id, want string }{
		{"示例", "W130@2:1"}, {"Example", "W130@2:1"}, {" 示例 ", "W130@2:1"}, {"示例1", "E70@2:2"}, {"P0", "E70@2:2"},
	}
	for _, tt := range tests {
		r, _ := sheet.ReadCSV("x.csv", strings.NewReader("编号,件数\n"+tt.id+",many\nP1,2\n"))
		table, _ := roster.Read(r, fields, roster.Mapping{})
		people := 0
		for {
			if _, ok := table.Next(); !ok {
				break
			}
			people++
		}
		var got []string
		for _, d := range table.Problems() {
			got = append(got, fmt.Sprintf("%s@%d:%d", d.Code, d.Span.Start.Line, d.Span.Start.Column))
		}
		if s := strings.Join(got, " "); s != tt.want || people != 1 {
			t.Errorf("%q: %s and %d people, want %s and 1", tt.id, s, people, tt.want)
		}
	}
}
