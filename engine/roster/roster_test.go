package roster_test

import (
	"fmt"
	"math/rand/v2"
	"runtime"
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

func day(s string) fact.Date {
	d, _ := fact.ParseDate(s)
	return d
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
		{"1,234,567", 0, "1234567"}, {"0,123", 0, "!"}, {"1,2345", 0, "!"}, {"-1,234.5", 0, "-1234.5"}, {"+1", 0, "!"}, {".5", 0, "!"}, {"5.", 0, "!"},
		{"1234567890123456789", 0, "!"}, {"NaN", 0, "!"}, {"Inf", 0, "!"}, {"#N/A", 0, "!"}, {"未知", 0, "!"}, {"1,234", 1, "1234"}, {"2.0", 1, "2"},
		{"1900-02-29", 3, "!"}, {"2000-02-29", 3, "2000-02-29"}, {"2006-9/30", 3, "!"}, {"2006年9月30", 3, "!"}, {"2006-09-30 ", 3, "2006-09-30"},
		{"2006-09-30 00:00", 3, "!"}, {"２００６-09-30", 3, "!"}, {"0000-01-01", 3, "!"}, {"2006-009-3", 3, "!"}, {"2006--30", 3, "!"},
		{"2006年", 4, "!"}, {"2006-09-30", 4, "!"}, {"200613", 4, "!"}, {"2006年9", 4, "!"},
		{"女", 5, "女"}, {"无", 6, "无"}, {"A", 7, "A"}, {"A；B", 7, "A、B"}, {"、", 7, "!"}, {"女性", 5, "!"}, {"任意，文字", 6, "任意，文字"}, {"A、B", 7, "A、B"}, {"A;C", 7, "!"},
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
		if table, list = roster.Read(r, fields, roster.Mapping{}); table != nil {
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
		{"the identity number as id", "姓名,身份证号,年纳税额\n甲,99000019800229108X,300\n", ""},
		{"no id", "姓名,年纳税额\n甲,300\n", "E71@1:1"},
		{"two columns for one fact", "编号,年纳税额,上年税额\nP1,1,2\n", "E72@1:3"},
		{"unknown column", "编号,年纳税额,电话\nP1,1,2\n", "W20@1:3"},
		{"bad cells, all of them", "编号,年纳税额,法人\nP1,many,perhaps\nP2,1001,是\n", "E70@2:2 E70@2:3 E82@3:2"},
		{"the same person twice", "编号,年纳税额\nP1,1\nP2,2\nP1,3\n", "E75@4:1"},
		{"no id in a row", "编号,姓名,年纳税额\n,甲,1\n", "E76@2:1"},
		{"a row of totals", "编号,姓名,年纳税额\nP1,甲,1\n合计,,1\n", "E77@3:1"},
		{"totals beside the name", "编号,姓名,年纳税额\nP1,甲,1\n,总 计,1\n", "E77@3:1"},
		{"totals in a column that is not kept", "序号,编号,姓名,年纳税额\n1,P1,甲,1\n合计：,,,—\n", "W20@1:1 E77@3:2"},
		{"totals with their count", "编号,姓名,年纳税额\n合计12人,,x\n", "E77@2:1"},
		{"a text that begins like totals", "编号,备注\nP1,小计有误\n", ""},
		{"notes under the table", "编号,年纳税额\nP1,1\n注：以上为试填,\n制表人 张三,\n", "E70@3:1 E70@4:1"},
		{"an id in full width", "编号,年纳税额\nＰ１,1\n", "E70@2:1"},
		{"one identity number, two spellings", "身份证号,年纳税额\n99000019800229108X,1\n99000019800229108x,2\n", "E75@3:1"},
		{"namesakes", "编号,姓名,年纳税额\nP1,甲,1\nP2,甲,2\n", ""},
		{"a heading twice", "编号,姓名,电话,电话\nP1,甲,1,2\n", "E72@1:4 W20@1:3 W20@1:4"},
		{"a heading with its unit", "编号,年纳税额（万元）\nP1,1\n", ""},
		{"a heading with another unit", "编号,年纳税额(元)\nP1,1\n", ""},
		{"a heading with a unit that does not convert", "编号,年纳税额(千元)\nP1,1\n", "E79@1:2"},
		{"a heading with a remark", "编号,性别（男/女）,年纳税额（2025年）\nP1,男,1\n", "W20@1:2 W20@1:3"},
		{"a heading with something else in brackets", "编号,电话（手机）\nP1,1\n", "W20@1:2"},
		{"no heading", "P1,甲,300\nP2,乙,400\n", "E71@1:1 W20@1:1 W20@1:2 W20@1:3"},
		{"a damaged identity number beside an id", "编号,身份证号\nP1,1.1E+17\n", "E85@2:2"},
		{"an identity number that ends in 000 by right", "编号,身份证号\nP1,990000198002270000\n", ""},
		{"nobody", "编号,年纳税额\n", "E80@1:1"},
		{"an id with an E", "编号,年纳税额\n3E12,1\n", ""},
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

// TestAdvice holds what a bad cell is told: what stands there, without what could identify a person, and the remedy.
func TestAdvice(t *testing.T) {
	tests := []struct {
		cell, field, value string
		hint               diag.HintKey
		arg                string
	}{
		{"—", "年纳税额", "—", diag.LeaveEmpty, ""},
		{"N/A", "出生", "N/A", diag.LeaveEmpty, ""},
		{"不详", "法人", "不详", diag.LeaveEmpty, ""},
		{"无", "年纳税额", "无", diag.LeaveEmpty, ""},
		{"#DIV/0!", "年纳税额", "#DIV/0!", diag.LeaveEmpty, ""},
		{"３00", "年纳税额", "３00", diag.UsePlain, "3"},
		{"1．5", "年纳税额", "1．5", diag.UsePlain, "."},
		{"２006-09-30", "出生", "２006-09-30", diag.UsePlain, "2"},
		{"女姓", "性别", "女姓", diag.DidYouMean, "女"},
		{"99000019800229108X", "cases", "9900***********08X", "", ""},
		{"13800138000", "出生", "1380****000", "", ""},
	}
	for _, tt := range tests {
		r, _ := sheet.ReadCSV("x.csv", strings.NewReader("编号,"+tt.field+"\nP1,"+tt.cell+"\n"))
		table, _ := roster.Read(r, fields, roster.Mapping{})
		table.Next()
		list := table.Problems()
		if len(list) != 1 || list[0].Code != diag.BadCell || list[0].Args[1].Value != tt.value || list[0].Hint.Key != tt.hint {
			t.Errorf("%s: %+v, want value %q, hint %q", tt.cell, list, tt.value, tt.hint)
			continue
		}
		if a := list[0].Hint.Args; tt.arg != "" && (len(a) != 1 || a[0].Value != tt.arg) {
			t.Errorf("%s: hint %v, want %q", tt.cell, a, tt.arg)
		}
	}
}

// TestProblemsEnd holds that a file with something wrong everywhere lists as many problems as anybody will read.
func TestProblemsEnd(t *testing.T) {
	for name, row := range map[string]string{"cells": "P%d,x,y,z\n", "rows": "P%d,x\n"} {
		var text strings.Builder
		text.WriteString("编号,年纳税额,法人,出生\n")
		for i := range 10_000 {
			fmt.Fprintf(&text, row, i)
		}
		_, problems := read(text.String())
		if list := strings.Fields(problems); len(list) != sheet.MaxProblems+1 || strings.Count(problems, "E84") != 1 {
			t.Errorf("%s: %d problems are listed, %d times the limit", name, len(list), strings.Count(problems, "E84"))
		}
	}
}

func TestMask(t *testing.T) {
	for id, want := range map[string]string{"P001": "P001", "13800138000": "1380****000", "99000019800229108X": "9900***********08X", "": ""} {
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
	backwards := roster.NewBuilder([]fact.Field{fields[1], fields[0]})
	forwards := roster.NewBuilder([]fact.Field{fields[0], fields[1]})
	for i, b := range []*roster.Builder{backwards, forwards} {
		b.Grow(3)
		b.Set(b.Person(roster.Person{ID: "P1"}), 1-i, fact.OfNumber(fact.Ratio(2561, 2)), b.Batch(roster.Batch{AsOf: day("2026-01-01")}), 0)
	}
	if backwards.Snapshot().Digest() != forwards.Snapshot().Digest() {
		t.Error("the order of facts shows in the digest")
	}
	fewer := slices.Clone(order[1:])
	if build(fewer).Digest() == want.Digest() {
		t.Error("one person less gives the same digest")
	}
}

// TestDigestTellsApart holds that each thing that can decide shows in the digest, and that what only explains does not.
func TestDigestTellsApart(t *testing.T) {
	digest := func(change func(b *roster.Builder, p int), on, department string) string {
		b := roster.NewBuilder(fields)
		batch := b.Batch(roster.Batch{Department: department, AsOf: day(on)})
		p := b.Person(roster.Person{ID: "P1"})
		b.Set(p, 0, fact.OfNumber(fact.Int(1)), batch, 1)
		change(b, p)
		return b.Snapshot().Digest()
	}
	set := func(field int, v fact.Value) func(*roster.Builder, int) {
		return func(b *roster.Builder, p int) { b.Set(p, field, v, 0, 1) }
	}
	text := func(s ...string) (v []fact.Value) {
		for _, s := range s {
			v = append(v, fact.OfText(s))
		}
		return v
	}
	nothing := func(*roster.Builder, int) {}
	seen := map[string]string{}
	for name, sum := range map[string]string{
		"as it is":          digest(nothing, "2026-01-01", "a"),
		"a day later":       digest(nothing, "2026-01-02", "a"),
		"undated":           digest(nothing, "", "a"),
		"another number":    digest(set(0, fact.OfNumber(fact.Int(2))), "2026-01-01", "a"),
		"a reason":          digest(set(0, fact.Missing(fact.Unreadable)), "2026-01-01", "a"),
		"another reason":    digest(set(0, fact.Missing(fact.Conflicting)), "2026-01-01", "a"),
		"a text":            digest(set(6, fact.OfText("2")), "2026-01-01", "a"),
		"an empty text":     digest(set(6, fact.OfText("")), "2026-01-01", "a"),
		"one member":        digest(set(7, fact.OfList(text("A、B"))), "2026-01-01", "a"),
		"two members":       digest(set(7, fact.OfList(text("A", "B"))), "2026-01-01", "a"),
		"a document":        digest(func(b *roster.Builder, p int) { b.Waive(p, roster.Waiver{Veto: "V", Document: "1"}) }, "2026-01-01", "a"),
		"a waiver":          digest(func(b *roster.Builder, p int) { b.Waive(p, roster.Waiver{Veto: "V1"}) }, "2026-01-01", "a"),
		"one more":          digest(func(b *roster.Builder, p int) { b.Person(roster.Person{ID: "P2"}) }, "2026-01-01", "a"),
		"nobody, no column": roster.NewBuilder(nil).Snapshot().Digest(),
	} {
		if other, ok := seen[sum]; ok {
			t.Errorf("%q and %q have one digest", name, other)
		}
		seen[sum] = name
	}
	if seen[digest(nothing, "2026-01-01", "b")] != "as it is" {
		t.Error("a department shows in the digest")
	}
}

func TestValueDoesNotAllocate(t *testing.T) {
	s := build([]int{1, 2, 3, 4, 5})
	for _, f := range fields {
		c := s.Column(f.Name)
		if n := testing.AllocsPerRun(100, func() { c.Value(2) }); n != 0 {
			t.Errorf("%s: %v allocations", f.Name, n)
		}
	}
}

// BenchmarkSnapshot holds 100,000 people with 30 facts, reports what one of them takes in memory and times a digest.
func BenchmarkSnapshot(b *testing.B) {
	const n = 100_000
	var all []fact.Field
	for i := range 30 {
		f := fields[i%len(fields)]
		f.Name = fmt.Sprint(f.Name, i)
		all = append(all, f)
	}
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	builder := roster.NewBuilder(all)
	builder.Grow(n)
	batch := builder.Batch(roster.Batch{AsOf: day("2026-01-01")})
	values := []fact.Value{fact.OfNumber(fact.Ratio(12345, 100)), fact.OfNumber(fact.Int(3)), fact.OfBool(true), fact.OfDate(day("1980-02-29")),
		fact.OfMonth(day("2006-09-01")), fact.OfText("男"), fact.OfText("备注"), fact.OfList([]fact.Value{fact.OfText("A")})}
	for i := range n {
		p := builder.Person(roster.Person{ID: fmt.Sprintf("P%07d", i)})
		for k := range all {
			builder.Set(p, k, values[k%len(values)], batch, int64(i))
		}
	}
	s := builder.Snapshot()
	runtime.GC()
	runtime.ReadMemStats(&after)
	for b.Loop() {
		s.Digest()
	}
	b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/n, "B/person")
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/n, "ns/person")
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
