package roster_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"slate/engine/diag"
	"slate/engine/fact"
	"slate/engine/roster"
	"slate/engine/sheet"
)

func interval(s string) *fact.Interval {
	v, err := fact.ParseInterval(s)
	if err != nil {
		panic(err)
	}
	return &v
}

var fields = []fact.Field{
	{Name: "年纳税额", Label: "上年税额", Type: fact.Type{Kind: fact.Money, Unit: "万元"}, Domain: interval("[0, 1000]")},
	{Name: "件数", Type: fact.Type{Kind: fact.Integer}, Column: "cases"},
	{Name: "法人", Type: fact.Type{Kind: fact.Boolean}},
	{Name: "出生", Type: fact.Type{Kind: fact.Day}},
	{Name: "月份", Type: fact.Type{Kind: fact.Month}},
	{Name: "性别", Type: fact.Type{Kind: fact.Choice, Values: []string{"男", "女"}}},
	{Name: "备注", Type: fact.Type{Kind: fact.Text}},
	{Name: "标签", Type: fact.Type{Kind: fact.List, Of: fact.Choice, Values: []string{"A", "B"}}},
}

func TestParseCell(t *testing.T) {
	tests := []struct {
		cell  string
		field int
		want  string // ? for a missing value, ! for a refusal
	}{
		{"399.999999", 0, "399.999999"}, {" 1,234.50 ", 0, "1234.5"}, {"-3", 0, "-3"}, {"", 0, "?"},
		{"12,34", 0, "!"}, {"３.５", 0, "!"}, {"约100", 0, "!"}, {"300万", 0, "!"}, {"1e3", 0, "!"}, {"007", 0, "!"}, {"—", 0, "!"},
		{"7", 1, "7"}, {"7.5", 1, "!"},
		{"是", 2, "true"}, {"否", 2, "false"}, {"有", 2, "true"}, {"无", 2, "false"}, {"1", 2, "true"}, {"TRUE", 2, "true"}, {"可能", 2, "!"},
		{"2006-09-30", 3, "2006-09-30"}, {"2006/9/3", 3, "2006-09-03"}, {"2006.9.30", 3, "2006-09-30"}, {"2006年9月30日", 3, "2006-09-30"},
		{"20060930", 3, "2006-09-30"}, {"2006-02-29", 3, "!"}, {"06-09-30", 3, "!"}, {"39355", 3, "!"}, {"9/30/2006", 3, "!"},
		{"2006-09", 4, "2006-09"}, {"2006.9", 4, "2006-09"}, {"200609", 4, "2006-09"}, {"2006年9月", 4, "2006-09"}, {"2006-13", 4, "!"},
		{"女", 5, "女"}, {"女性", 5, "!"}, {"任意，文字", 6, "任意，文字"}, {"A、B", 7, "A、B"}, {"A;C", 7, "!"},
	}
	for _, tt := range tests {
		v, err := roster.ParseCell(tt.cell, fields[tt.field].Type)
		got := v.String()
		switch {
		case err != nil:
			got = "!"
		case !v.Known():
			got = "?"
		}
		if got != tt.want {
			t.Errorf("ParseCell(%q) as %v = %q, want %q", tt.cell, fields[tt.field].Type.Kind, got, tt.want)
		}
	}
}

// read returns the people of a table and its problems as code@row:column.
func read(text string) (people []roster.Record, problems string) {
	var list diag.List
	r, list := sheet.ReadCSV("x.csv", strings.NewReader(text))
	if r != nil {
		var table *roster.Table
		if table, list = roster.Read(r, fields); table != nil {
			for {
				p, ok := table.Next()
				if !ok {
					break
				}
				people = append(people, p)
			}
			list = append(list, table.Problems()...)
		}
	}
	var out []string
	for i := range list {
		if list[i].Code != diag.MissingColumn {
			out = append(out, fmt.Sprintf("%s@%d:%d", list[i].Code, list[i].Span.Start.Line, list[i].Span.Start.Column))
		}
	}
	return people, strings.Join(out, " ")
}

func TestRead(t *testing.T) {
	tests := []struct{ name, text, problems string }{
		{"plain", "编号,姓名,年纳税额\nP1,甲,300\n", ""},
		{"headings by label and column", "id,name,上年税额,cases\nP1,甲,300,2\n", ""},
		{"the identity number as id", "姓名,身份证号,年纳税额\n甲,99000019800229123X,300\n", ""},
		{"no id", "姓名,年纳税额\n甲,300\n", "E71@1:1"},
		{"two columns for one fact", "编号,年纳税额,上年税额\nP1,1,2\n", "E72@1:3"},
		{"unknown column", "编号,年纳税额,电话\nP1,1,2\n", "W20@1:3"},
		{"bad cells, all of them", "编号,年纳税额,法人\nP1,many,perhaps\nP2,1001,是\n", "E70@2:2 E70@2:3 E82@3:2"},
		{"the same person twice", "编号,年纳税额\nP1,1\nP2,2\nP1,3\n", "E75@4:1"},
		{"no id in a row", "编号,姓名,年纳税额\n,甲,1\n", "E76@2:1"},
		{"a row of totals", "编号,姓名,年纳税额\nP1,甲,1\n合计,,1\n", "E77@3:1"},
		{"totals beside the name", "编号,姓名,年纳税额\nP1,甲,1\n,总 计,1\n", "E77@3:1"},
		{"nobody", "编号,年纳税额\n", "E80@1:1"},
		{"ids that a spreadsheet rounded", "编号,年纳税额\n1.1010119900307E+17,1\n110101199003070000,1\n", "E85@2:1 E85@3:1"},
		{"a waiver", "编号,年纳税额,豁免:V3\nP1,1,县常〔2026〕8号\n", ""},
	}
	for _, tt := range tests {
		if _, problems := read(tt.text); problems != tt.problems {
			t.Errorf("%s: %q, want %q", tt.name, problems, tt.problems)
		}
	}
	people, _ := read("编号,年纳税额,豁免:V3\nP1,1,县常〔2026〕8号\n")
	if w := people[0].Waivers; len(w) != 1 || w[0] != (roster.Waiver{Veto: "V3", Document: "县常〔2026〕8号"}) {
		t.Errorf("waivers %v", w)
	}
}

func TestMask(t *testing.T) {
	for id, want := range map[string]string{"P001": "P001", "13800138000": "1380****000", "99000019800229123X": "9900***********23X", "": ""} {
		if got := roster.Mask(id); got != want {
			t.Errorf("Mask(%q) = %q, want %q", id, got, want)
		}
	}
}

// build makes a snapshot of people in the given order.
func build(order []int) *roster.Snapshot {
	b := roster.NewBuilder(fields)
	batch := b.Batch(roster.Batch{Department: "县税务局", File: "x.csv"})
	big, _ := fact.ParseNumber("123456789012345678.123456789012345678")
	for _, i := range order {
		p := b.Person(roster.Person{ID: fmt.Sprintf("P%03d", i), Name: "甲"})
		if i%3 > 0 {
			b.Set(p, 0, fact.OfNumber(fact.Ratio(int64(i), 3)), batch, int64(i))
		}
		if i%7 == 0 {
			b.Set(p, 0, fact.OfNumber(big), batch, int64(i))
		}
		b.Set(p, 2, fact.OfBool(i%2 == 0), batch, 0)
		b.Set(p, 5, fact.OfText([]string{"男", "女"}[i%2]), batch, 0)
		b.Set(p, 3, fact.OfText("no date"), batch, 0) // of another form than the column
		if i%5 == 0 {
			b.Waive(p, roster.Waiver{Veto: "V", Document: fmt.Sprint(i)})
		}
	}
	return b.Snapshot()
}

func TestSnapshot(t *testing.T) {
	order := make([]int, 100)
	for i := range order {
		order[i] = i
	}
	want := build(order)
	if v := want.Column("年纳税额").Value(7); v.String() != "123456789012345678.123456789012345678" {
		t.Errorf("a long number is %s", v)
	}
	if v := want.Column("年纳税额").Value(4); v.String() != "4/3" {
		t.Errorf("a third is %s", v)
	}
	if v := want.Column("年纳税额").Value(3); v.Known() || v.Why() != fact.NotSupplied {
		t.Errorf("what nobody supplied is %v", v)
	}
	if v := want.Column("出生").Value(3); v.Known() || v.Why() != fact.Unreadable {
		t.Errorf("a text in a column of dates is %v", v)
	}
	if c := want.Column("法人").Cell(3); c.Batch.Department != "县税务局" {
		t.Errorf("cell %v", c)
	}
	if i, ok := want.Find("P042"); !ok || i != 42 {
		t.Errorf("P042 is number %d, %v", i, ok)
	}
	if n := len(want.Named("甲")); n != 100 {
		t.Errorf("%d people are called 甲", n)
	}
	r := rand.New(rand.NewPCG(1, 1))
	for range 20 {
		r.Shuffle(len(order), func(i, k int) { order[i], order[k] = order[k], order[i] })
		if got := build(order); got.Digest() != want.Digest() {
			t.Fatal("the order of input shows in the digest")
		}
	}
	fewer := slices.Clone(order[1:])
	if build(fewer).Digest() == want.Digest() {
		t.Error("one person less gives the same digest")
	}
}

// FuzzParseCell holds that no text panics, and that what is taken reads back from its canonical text.
func FuzzParseCell(f *testing.F) {
	for _, s := range []string{"1,234.50", "2006年9月30日", "是", "A、B", "19800229", "-0.5"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for i := range fields {
			v, err := roster.ParseCell(text, fields[i].Type)
			if err != nil || !v.Known() {
				continue
			}
			again, err := roster.ParseCell(v.String(), fields[i].Type)
			if err != nil || !again.Equal(v) {
				t.Fatalf("%q as %v is %q, which reads as %q, %v", text, fields[i].Type.Kind, v, again, err)
			}
		}
	})
}
