package sheet

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"slate/engine/diag"
)

// part is a file of a workbook made by hand.
type part struct{ name, text string }

// bookOf zips parts.
func bookOf(t testing.TB, parts ...part) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, p := range parts {
		w, err := z.Create(p.name)
		if err != nil {
			t.Fatal(err)
		}
		io.WriteString(w, p.text)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

const (
	links = `<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Target="/xl/worksheets/sheet2.xml"/></Relationships>`
	one   = `<workbook xmlns:r="x"><sheets><sheet name="表" r:id="r1"/></sheets></workbook>`
	shown = `<sst><si><t>编号</t></si><si><r><t>年纳</t></r><r><t>税额</t></r><rPh><t>ねん</t></rPh></si><si><t>P1</t></si></sst>`
	looks = `<styleSheet><numFmts><numFmt numFmtId="170" formatCode="yyyy&quot;年&quot;m&quot;月&quot;"/><numFmt numFmtId="171" formatCode="0.00_);[Red]\(0.00\)"/></numFmts>` +
		`<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="170"/><xf numFmtId="171"/><xf numFmtId="10"/></cellXfs></styleSheet>`
)

// sheetOf is a workbook of one sheet with these rows.
func sheetOf(t testing.TB, rows string) []byte {
	return bookOf(t, part{workbookLinks, links}, part{"xl/workbook.xml", one}, part{sharedStrings, shown}, part{"xl/styles.xml", looks},
		part{"xl/worksheets/sheet1.xml", "<worksheet><sheetData>" + rows + "</worksheet>"})
}

const head = `<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>`

// tellAll reads a table to its end: its rows, and its problems by code and place.
func tellAll(t *Reader, list diag.List) string {
	var out []string
	if t != nil {
		out = append(out, strings.Join(t.Header(), "|"))
		for cells, ok := t.Next(); ok; cells, ok = t.Next() {
			line := fmt.Sprint(t.Row(), ":", strings.Join(cells, "|"))
			for i := range cells {
				if d, flawed := t.Flaw(i); flawed {
					line += fmt.Sprintf(" %s@%d", d.Code, i+1)
				}
			}
			out = append(out, line)
		}
		list = append(list, t.Problems()...)
	}
	for _, d := range list {
		out = append(out, fmt.Sprintf("%s@%s%d", d.Code, d.Span.Sheet, d.Span.Start.Line))
	}
	return strings.Join(out, " ; ")
}

func taken(data []byte, o Options) string { return tellAll(Open("x", bytes.NewReader(data), o)) }

func TestBook(t *testing.T) {
	for _, c := range []struct{ name, rows, want string }{
		{"plain", head + `<row r="3"><c r="A3" t="s"><v>2</v></c><c r="B3"><v>399.99999900000001</v></c></row></sheetData>`, "编号|年纳税额 ; 3:P1|399.999999"},
		{"no positions", `<row><c t="inlineStr"><is><t>a</t></is></c><c t="str"><v>b</v></c></row><row><c><v>1</v></c><c><v>2</v></c></row></sheetData>`, "a|b ; 2:1|2"},
		{"a title and its unit above", `<row r="1"><c r="A1" t="inlineStr"><is><t>登记表</t></is></c></row><row r="2"><c r="B2" t="inlineStr"><is><t>单位：元</t></is></c></row>` +
			`<row r="4"><c r="A4" t="s"><v>0</v></c><c r="B4" t="s"><v>1</v></c></row><row r="5"><c r="A5" t="s"><v>2</v></c><c r="B5"><v>3</v></c></row></sheetData>`, "编号|年纳税额 ; 5:P1|3"},
		{"days, of the usual look and an own one", head + `<row r="2"><c r="A2" s="1"><v>38990</v></c><c r="B2" s="2"><v>61</v></c></row><row r="3"><c r="A3" s="1"><v>1</v></c><c r="B3" s="3"><v>38990</v></c></row></sheetData>`,
			"编号|年纳税额 ; 2:2006-09-30|1900-03-01 ; 3:1900-01-01|38990"},
		{"no days", head + `<row r="2"><c r="A2" s="1"><v>60</v></c><c r="B2" s="1"><v>1.5</v></c></row></sheetData>`, "编号|年纳税额 ; 2:60|1.5 E101@1 E101@2"},
		{"a percentage, a formula, an error, a rounded number", head + `<row r="2"><c r="A2" s="4"><v>0.3</v></c><c r="B2"><f>1/0</f><v>5</v></c></row><row r="3"><c r="A3" t="e"><v>#N/A</v></c><c r="B3"><v>1.1010119900307001E+17</v></c></row></sheetData>`,
			"编号|年纳税额 ; 2:0.3|5 E101@1 E101@2 ; 3:#N/A|110101199003070016 E101@1 E101@2"},
		{"truth", head + `<row r="2"><c r="A2" t="b"><v>1</v></c><c r="B2" t="b"><v>0</v></c></row></sheetData>`, "编号|年纳税额 ; 2:true|false"},
		{"a longer row", head + `<row r="2"><c r="A2"><v>1</v></c><c r="C2"><v>2</v></c></row></sheetData>`, "编号|年纳税额 ; E73@表2"},
		{"an empty cell beyond", head + `<row r="2"><c r="A2"><v>1</v></c><c r="D2" s="1"/></row></sheetData>`, "编号|年纳税额 ; 2:1|"},
		{"rows out of order", head + `<row r="3"><c r="A3"><v>1</v></c></row><row r="2"><c r="A2"><v>1</v></c></row></sheetData>`, "编号|年纳税额 ; 3:1| ; E100@表4"},
		{"a row twice", head + `<row r="1"><c r="A1"><v>1</v></c></row></sheetData>`, "编号|年纳税额 ; E100@表2"},
		{"a cell twice", head + `<row r="2"><c r="A2"><v>1</v></c><c r="A2"><v>1</v></c></row></sheetData>`, "编号|年纳税额 ; E100@表2"},
		{"a cell of another row", head + `<row r="2"><c r="A3"><v>1</v></c></row></sheetData>`, "编号|年纳税额 ; E100@表2"},
		{"no such shared string", head + `<row r="2"><c r="A2" t="s"><v>3</v></c></row></sheetData>`, "编号|年纳税额 ; E100@表2"},
		{"a negative one", head + `<row r="2"><c r="A2" t="s"><v>-1</v></c></row></sheetData>`, "编号|年纳税额 ; E100@表2"},
		{"merged below the heading", head + `<row r="2"><c r="A2"><v>1</v></c></row></sheetData><mergeCells><mergeCell ref="A2:A3"/></mergeCells>`, "编号|年纳税额 ; 2:1| ; E102@表0"},
		{"merged in the heading", head + `<row r="2"><c r="A2"><v>1</v></c></row></sheetData><mergeCells><mergeCell ref="A1:B1"/></mergeCells>`, "编号|年纳税额 ; 2:1|"},
		{"hidden rows", head + `<row r="2" hidden="1"><c r="A2"><v>1</v></c></row></sheetData>`, "编号|年纳税额 ; 2:1| ; W101@表0"},
		{"a document type", `<!DOCTYPE x>` + head + `</sheetData>`, "E100@表0"},
		{"an end that is missing", head, "编号|年纳税额 ; E100@表1"},
		{"nothing", `</sheetData>`, "E80@表0"},
		{"a far column", head + `<row r="2"><c r="XFD2"><v>1</v></c></row></sheetData>`, "编号|年纳税额 ; E100@表2"},
		{"deep elements", head + strings.Repeat("<a>", 30) + strings.Repeat("</a>", 30) + `</sheetData>`, "编号|年纳税额 ; E100@表1"},
	} {
		if got := taken(sheetOf(t, c.rows), Options{}); got != c.want {
			t.Errorf("%s: %s\nwant %s", c.name, got, c.want)
		}
	}
	r, _ := Open("x", bytes.NewReader(sheetOf(t, `<row><c t="inlineStr"><is><t>单位：万元</t></is></c></row>`+strings.ReplaceAll(head, `r="1"`, `r="2"`)+`</sheetData>`)), Options{})
	if r != nil && r.Unit() != "万元" {
		t.Errorf("unit %q", r.Unit())
	}
}

func TestBookSheets(t *testing.T) {
	two := func(states string) []byte {
		return bookOf(t, part{workbookLinks, links}, part{"xl/workbook.xml", `<workbook xmlns:r="x"><workbookPr date1904="1"/><sheets><sheet name="说明" r:id="r1"` + states + `/><sheet name="表" r:id="r2"/></sheets></workbook>`},
			part{"xl/styles.xml", looks}, part{"xl/worksheets/sheet1.xml", "<worksheet/>"},
			part{"xl/worksheets/sheet2.xml", `<worksheet><sheetData><row><c t="inlineStr"><is><t>a</t></is></c><c t="inlineStr"><is><t>b</t></is></c></row><row><c s="1"><v>0</v></c><c s="1"><v>37528</v></c></row></sheetData></worksheet>`})
	}
	for _, c := range []struct {
		data        []byte
		sheet, want string
	}{
		{two(""), "", "E103@0"},
		{two(""), "没有", "E103@0"},
		{two(""), "表", "a|b ; 2:0|2006-09-30 E101@1"},
		{two(` state="hidden"`), "", "a|b ; 2:0|2006-09-30 E101@1"},
		{two(""), "说明", "E80@说明0"},
	} {
		if got := taken(c.data, Options{Sheet: c.sheet}); got != c.want {
			t.Errorf("%q: %s, want %s", c.sheet, got, c.want)
		}
	}
}

// TestNoBook holds that what only looks like a workbook is named for what it is.
func TestNoBook(t *testing.T) {
	for name, data := range map[string][]byte{
		"old or locked": append([]byte{0xD0, 0xCF, 0x11, 0xE0}, make([]byte, 600)...),
		"a web page":    []byte("<html><table><tr><td>编号</td></tr></table></html>"),
		"another zip":   bookOf(t, part{"word/document.xml", "<x/>"}),
		"cut short":     sheetOf(t, head+`</sheetData>`)[:400],
	} {
		if got := taken(data, Options{}); got != "E100@0" {
			t.Errorf("%s: %s", name, got)
		}
	}
	many := make([]part, maxParts+1)
	for i := range many {
		many[i] = part{fmt.Sprint("p", i), ""}
	}
	if got := taken(bookOf(t, many...), Options{}); got != "E100@0" {
		t.Errorf("many parts: %s", got)
	}
	bomb := sheetOf(t, head+"</sheetData>"+strings.Repeat(" ", 64<<20))
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	if got := taken(bomb, Options{}); got != "E100@0" {
		t.Errorf("a bomb: %s", got)
	}
	if runtime.ReadMemStats(&after); after.TotalAlloc-before.TotalAlloc > 8<<20 {
		t.Errorf("a bomb took %d bytes", after.TotalAlloc-before.TotalAlloc)
	}
}

// TestBookMutations changes a sound workbook at random and holds that it is refused, or read as it was, or that what
// differs is there to see: never fewer rows without a word.
func TestBookMutations(t *testing.T) {
	var rows strings.Builder
	rows.WriteString(head)
	for r := 2; r < 60; r++ {
		fmt.Fprintf(&rows, `<row r="%d"><c r="A%d" t="inlineStr"><is><t>P%d</t></is></c><c r="B%d"><v>%d</v></c></row>`, r, r, r, r, r)
	}
	rows.WriteString("</sheetData>")
	sound := sheetOf(t, rows.String())
	whole := taken(sound, Options{})
	n := strings.Count(whole, " ; ")
	rng := rand.New(rand.NewPCG(5, 6))
	silent := 0
	for range 1000 {
		data := slices.Clone(sound)
		switch rng.IntN(4) {
		case 0:
			data[rng.IntN(len(data))] ^= byte(1 << rng.IntN(8))
		case 1:
			data = data[:rng.IntN(len(data))]
		case 2:
			at := rng.IntN(len(data) - 20)
			data = slices.Delete(data, at, at+1+rng.IntN(19))
		default: // within the sheet, with sound checksums
			text := rows.String()
			at := rng.IntN(len(text) - 20)
			data = sheetOf(t, text[:at]+text[at+1+rng.IntN(19):])
		}
		got := taken(data, Options{})
		if got != whole && !strings.Contains(got, " E") && !strings.HasPrefix(got, "E") && strings.Count(got, " ; ") < n-1 {
			silent++
			t.Logf("%s", got)
		}
	}
	if silent > 0 {
		t.Errorf("%d workbooks lost rows without a word", silent)
	}
}

// TestWrittenIsRead holds that what Write writes comes back as it was.
func TestWrittenIsRead(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 8))
	p := Page{Name: "表", Columns: []Heading{{Head: "编号", Kind: Label}, {Head: "数", Kind: Number}, {Head: "日", Kind: Date}, {Head: "文", Kind: Prose}}}
	for range 300 {
		p.Rows = append(p.Rows, Row{Cells: []string{fmt.Sprintf("%018d", rng.Int64N(1e18)), fmt.Sprintf("%d.%d", rng.IntN(1e6), 1+rng.IntN(9)),
			fmt.Sprintf("%04d-%02d-%02d", 1901+rng.IntN(190), 1+rng.IntN(12), 1+rng.IntN(28)), []string{"=1+1", "𠮷 <&>", "a  b"}[rng.IntN(3)]}})
	}
	var out bytes.Buffer
	if err := Write(&out, Book{Pages: []Page{p}}); err != nil {
		t.Fatal(err)
	}
	r, list := Open("x.xlsx", bytes.NewReader(out.Bytes()), Options{})
	if r == nil {
		t.Fatal(list)
	}
	for i, want := range p.Rows {
		cells, ok := r.Next()
		if !ok || !slices.Equal(cells, want.Cells) {
			t.Fatalf("row %d: %q, want %q; %v", i, cells, want.Cells, r.Problems())
		}
	}
	if _, ok := r.Next(); ok || len(r.Problems()) > 0 {
		t.Errorf("more than was written: %v", r.Problems())
	}
}

// TestEncodings reads one table in every encoding, and what fits none.
func TestEncodings(t *testing.T) {
	const text = "编号,姓名\nP1,张三㛃𠮷\n"
	gb, err := simplifiedchinese.GB18030.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	little, _ := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(text)
	big, _ := unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewEncoder().String(text)
	const want = "编号|姓名 ; 2:P1|张三㛃𠮷"
	for name, c := range map[string]struct{ data, encoding, want string }{
		"utf-8": {text, "", want}, "with its mark": {"\ufeff" + text, "", want},
		"gb18030": {gb, "", want + " ; W100@0"}, "gb18030, said": {gb, "gb18030", want + " ; W100@0"},
		"utf-16 le": {little, "", want + " ; W100@0"}, "utf-16 be": {big, "", want + " ; W100@0"},
		"chance utf-8 in the first cells": {"a,b\n" + strings.Repeat("P,1\n", 5000) + gb, "", ""},
		"no encoding":                     {"编号,姓名\nP1,\xff\xff\n", "", "编号|姓名 ; E21@2"},
		"a wrong name":                    {text, "big5", "E100@0"},
		"sep":                             {"sep=;\n编号;姓名\nP1;张三㛃𠮷\n", "", "编号|姓名 ; 3:P1|张三㛃𠮷"},
	} {
		got := taken([]byte(c.data), Options{Encoding: c.encoding})
		if c.want == "" && strings.Contains(got, "张三㛃𠮷") || got == c.want {
			continue
		}
		t.Errorf("%s: %s, want %s", name, got, c.want)
	}
}

func FuzzOpen(f *testing.F) {
	f.Add(sheetOf(f, head+`<row r="2"><c r="A2"><v>1</v></c></row></sheetData>`))
	f.Add([]byte("编号,姓名\nP1,甲\n"))
	f.Fuzz(func(t *testing.T, data []byte) { taken(data, Options{}) })
}

// BenchmarkOpen reads 100,000 rows of both kinds and reports what a workbook costs against text, and the bytes that are
// held while it is read.
func BenchmarkOpen(b *testing.B) {
	p := Page{Name: "表", Columns: []Heading{{Head: "编号", Kind: Label}, {Head: "数", Kind: Number}, {Head: "文", Kind: Label}}}
	var text strings.Builder
	text.WriteString("编号,数,文\n")
	for i := range 100_000 {
		cells := []string{fmt.Sprintf("P%07d", i), fmt.Sprint(i, ".5"), "某某"}
		p.Rows = append(p.Rows, Row{Cells: cells})
		text.WriteString(strings.Join(cells, ",") + "\n")
	}
	var book bytes.Buffer
	if err := Write(&book, Book{Pages: []Page{p}}); err != nil {
		b.Fatal(err)
	}
	p.Rows = nil
	for name, data := range map[string][]byte{"text": []byte(text.String()), "workbook": book.Bytes()} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				r, list := Open("x", bytes.NewReader(data), Options{})
				if r == nil {
					b.Fatal(list)
				}
				n := 0
				for _, ok := r.Next(); ok; _, ok = r.Next() {
					n++
				}
				if n != 100_000 {
					b.Fatal(n, r.Problems())
				}
			}
		})
	}
}
