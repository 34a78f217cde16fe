package paper_test

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"slate/engine/diag"
	"slate/engine/paper"
	"slate/engine/report"
)

func write(t *testing.T, f paper.Format, lang diag.Lang, docs ...*report.Document) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := paper.Write(&b, f, lang, docs...); err != nil {
		t.Fatalf("%s: %v", f, err)
	}
	return b.Bytes()
}

// english is a paper in the other language.
func english() *report.Document {
	return &report.Document{Title: "Candidates", Subtitle: "as of 30 June 2026", Footer: "ledger 7F3A-09C2", Blocks: []report.Block{
		{Text: "A recommendation is not a qualification."},
		{Heading: "List"},
		{Table: &report.Table{Name: "list", Columns: []report.Column{{Head: "place", Right: true}, {Head: "name"}, {Head: "reason"}},
			Rows: [][]string{{"1", "Ann Example", "tax, employment and responsibility reach the thresholds"}, {"-2", "=1+1", ""}}, Notes: []string{"Ties share a place."}}},
		{Signatures: []report.Signature{{Who: "Clerk (signature):", Day: "date: ____________"}, {Who: "Office (seal)", Seal: true, Day: "date: ____________"}}},
	}}
}

// TestGolden holds the pages, the texts and the JSON to files that were looked at.
func TestGolden(t *testing.T) {
	for _, test := range []struct {
		name string
		lang diag.Lang
		docs []*report.Document
	}{
		{"set", diag.Chinese, []*report.Document{notice(), wideList(3), form(rareNames), drawing()}},
		{"english", diag.English, []*report.Document{english()}},
	} {
		for _, f := range []paper.Format{paper.HTML, paper.Text, paper.JSON, paper.CSV} {
			got := write(t, f, test.lang, test.docs...)
			file := filepath.Join("testdata", test.name+"."+string(f))
			if os.Getenv("UPDATE") != "" {
				if err := os.WriteFile(file, got, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), string(got)); diff != "" {
				t.Errorf("%s (-want +got):\n%s", file, diff)
			}
		}
	}
}

func TestSameBytes(t *testing.T) {
	for _, f := range paper.Formats() {
		docs := []*report.Document{notice(), wideList(40), form("丁一"), drawing()}
		if !bytes.Equal(write(t, f, diag.Chinese, docs...), write(t, f, diag.Chinese, docs...)) {
			t.Errorf("%s: two files of the same documents differ", f)
		}
	}
}

func TestRefused(t *testing.T) {
	table := func(columns int, row ...string) *report.Document {
		return &report.Document{Blocks: []report.Block{{Table: &report.Table{Name: "list", Columns: make([]report.Column, columns), Rows: [][]string{row}}}}}
	}
	boxes := func(widths []int, rows ...[]report.FormCell) *report.Document {
		return &report.Document{Blocks: []report.Block{{Form: &report.Form{Widths: widths, Rows: rows}}}}
	}
	svg := func(s string) *report.Document {
		return &report.Document{Blocks: []report.Block{{Picture: &report.Picture{SVG: []byte(s)}}}}
	}
	for _, test := range []struct {
		doc  *report.Document
		want string
	}{
		{table(2, "a"), `table "list": row 1 has 1 cells for 2 columns`},
		{table(0), `table "list" has no columns`},
		{boxes(nil), "a form without columns"},
		{boxes([]int{1, 0}), "a form with a column of width 0"},
		{boxes([]int{1, 1}, []report.FormCell{{Columns: 3}}), "row 1 of a form: cell 1 has no room for its spans"},
		{boxes([]int{1, 1}, []report.FormCell{{Rows: 2}, {Rows: 2}}), "row 1 of a form: cell 1 has no room for its spans"},
		{boxes([]int{1, 1}, []report.FormCell{{Rows: 2}, {}}, []report.FormCell{{Columns: 2}}), "row 2 of a form: cell 1 has no room for its spans"},
		{boxes([]int{1, 1}, []report.FormCell{{}}), "row 1 of a form does not reach its last column"},
		{svg("<svg>"), "a picture that is not well-formed"},
		{svg("<p/>"), `a picture with an element "p"`},
		{svg("<g/>"), "a picture that is not one svg element"},
		{svg("<svg/><svg/>"), "a picture that is not one svg element"},
		{svg("<svg><script>1</script></svg>"), `a picture with an element "script"`},
		{svg(`<svg onload="x()"/>`), `a picture with an attribute onload="x()"`},
		{svg(`<svg><rect fill="url(http://example.org/)"/></svg>`), `a picture with an attribute fill=`},
		{svg(`<!DOCTYPE svg><svg/>`), "a picture with a document type"},
	} {
		err := paper.Write(io.Discard, paper.HTML, diag.Chinese, test.doc)
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("got %v, want %s", err, test.want)
		}
	}
	if err := paper.Write(io.Discard, "odt", diag.Chinese); err == nil || err.Error() != `no format "odt"` {
		t.Errorf("got %v for a format that there is not", err)
	}
}

// pieces are what the texts of TestAnyText are made of.
var pieces = []string{"丁一", rareNames, "]]>", "<script>alert(1)</script>", "</style>", "</td>", "&amp;", "&", `"`, "'", "`", "\\", "\x00", "\x1b[31m", "\ufffe", "\uffff", "\xc4\xff", "\u202e", "שלום", "مرحبا",
	"🙂", "👨\u200d👩\u200d👧", strings.Repeat("很长的词", 40), strings.Repeat("verylongword", 30), "=1+1", "@x", "-5", "\t", "\n", "\r\n", " ", "　", "<!--", "-->", "_x0041_", "{{.}}", "1e5", "\u0085", "\u2028", "<?xml?>", "url(#a)"}

// anything makes documents of any text.
type anything struct{ *rand.Rand }

func (a anything) text() string {
	var b strings.Builder
	for range a.IntN(4) {
		b.WriteString(pieces[a.IntN(len(pieces))])
	}
	return b.String()
}

func (a anything) signatures() []report.Signature {
	list := []report.Signature{}
	for range 1 + a.IntN(3) {
		list = append(list, report.Signature{Who: a.text(), Seal: a.IntN(2) == 0, Day: a.text()})
	}
	return list
}

func (a anything) block() report.Block {
	switch a.IntN(7) {
	case 0:
		return report.Block{Heading: "x" + a.text()}
	case 1:
		t := &report.Table{Name: a.text(), Notes: []string{a.text()}}
		for range 1 + a.IntN(6) {
			t.Columns = append(t.Columns, report.Column{Head: a.text(), Right: a.IntN(2) == 0, Width: a.IntN(3) * a.IntN(40)})
		}
		for range a.IntN(5) {
			row := make([]string, len(t.Columns))
			for i := range row {
				row[i] = a.text()
			}
			t.Rows = append(t.Rows, row)
		}
		return report.Block{Table: t}
	case 2:
		return report.Block{Form: &report.Form{Widths: []int{1 + a.IntN(9), 1 + a.IntN(9), 1 + a.IntN(9)}, Rows: [][]report.FormCell{
			{{Text: a.text(), Label: true, Rows: 2, Height: a.IntN(90)}, {Text: a.text(), Columns: 2, Signatures: a.signatures()}},
			{{Text: a.text(), Label: a.IntN(2) == 0}, {Text: a.text(), Height: a.IntN(30)}},
		}}}
	case 3:
		var b bytes.Buffer
		xml.EscapeText(&b, []byte(a.text()))
		return report.Block{Picture: &report.Picture{Title: a.text(), Spoken: a.text(),
			SVG: []byte(`<svg viewBox="0 0 9 9" id="a"><rect width="` + fmt.Sprint(a.IntN(20)) + `" height="5" fill="url(#a)"/><text x="1" y="1">` + b.String() + `</text></svg>`)}}
	case 4:
		return report.Block{Signatures: a.signatures()}
	case 5:
		return report.Block{Lines: []report.Line{{Text: a.text()}, {Depth: a.IntN(20), Text: a.text()}}}
	}
	return report.Block{Text: a.text()}
}

func (a anything) document() *report.Document {
	d := &report.Document{Number: a.text(), Title: a.text(), Subtitle: a.text(), To: a.text(), Footer: a.text(), Landscape: a.IntN(2) == 0}
	for range a.IntN(6) {
		d.Blocks = append(d.Blocks, a.block())
	}
	return d
}

// TestAnyText holds that no text breaks a file of any format, or brings an element into one that the format does not write.
func TestAnyText(t *testing.T) {
	a := anything{rand.New(rand.NewPCG(7, 9704))}
	for range 200 {
		docs := []*report.Document{}
		for range 1 + a.IntN(3) {
			docs = append(docs, a.document())
		}
		lang := diag.Lang(a.IntN(2))
		wellFormedPage(t, write(t, paper.HTML, lang, docs...))
		wellFormedParts(t, write(t, paper.DOCX, lang, docs...))
		if !json.Valid(write(t, paper.JSON, lang, docs...)) {
			t.Fatal("JSON is not valid")
		}
		if _, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(write(t, paper.CSV, lang, docs...), []byte("\ufeff")))).ReadAll(); err != nil {
			t.Fatal(err)
		}
		if text := write(t, paper.Text, lang, docs...); bytes.ContainsAny(text, "\x00\x1b\r\t") {
			t.Fatalf("a control character in the text:\n%q", text)
		}
	}
	for range 10 {
		wellFormedParts(t, write(t, paper.XLSX, diag.Chinese, a.document(), a.document()))
	}
}

// pageElements are all that a page is made of.
var pageElements = strings.Fields("html head meta title style body article h1 h2 p br ul li table caption colgroup col thead tbody tr th td div span figure figcaption svg rect text")

func wellFormedPage(t *testing.T, page []byte) {
	t.Helper()
	in := xml.NewDecoder(bytes.NewReader(page))
	in.Strict, in.AutoClose, in.Entity = false, []string{"meta", "br", "col"}, xml.HTMLEntity
	var open []string
	for {
		token, err := in.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatalf("%v in\n%s", err, page)
		}
		switch token := token.(type) {
		case xml.StartElement:
			if !slices.Contains(pageElements, token.Name.Local) {
				t.Fatalf("an element %s in\n%s", token.Name.Local, page)
			}
			for _, a := range token.Attr {
				if strings.HasPrefix(a.Name.Local, "on") || a.Name.Local == "src" || a.Name.Local == "href" {
					t.Fatalf("an attribute %s in\n%s", a.Name.Local, page)
				}
			}
			open = append(open, token.Name.Local)
		case xml.EndElement:
			if len(open) == 0 || open[len(open)-1] != token.Name.Local {
				t.Fatalf("%s ends within %v in\n%s", token.Name.Local, open, page)
			}
			open = open[:len(open)-1]
		case xml.CharData:
			if len(open) > 0 && slices.Contains([]string{"table", "tbody", "thead", "tr", "colgroup", "ul", "article"}, open[len(open)-1]) && len(bytes.TrimSpace(token)) > 0 {
				t.Fatalf("the text %q stands between cells in\n%s", token, page)
			}
		case xml.Comment, xml.ProcInst:
			t.Fatalf("a comment or an instruction in\n%s", page)
		}
	}
	if len(open) > 0 {
		t.Fatalf("%v do not end in\n%s", open, page)
	}
}

// wellFormedParts reads every part of a packed file as strict XML.
func wellFormedParts(t *testing.T, file []byte) {
	t.Helper()
	for name, part := range parts(t, file) {
		if !strings.HasSuffix(name, ".xml") && !strings.HasSuffix(name, ".rels") {
			continue
		}
		in := xml.NewDecoder(strings.NewReader(part))
		for {
			_, err := in.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatalf("%s: %v in\n%s", name, err, part)
			}
		}
	}
}

func parts(t *testing.T, file []byte) map[string]string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]string{}
	for _, f := range z.File {
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

// TestNothingLost holds that every text of the documents stands in every file that has all of them.
func TestNothingLost(t *testing.T) {
	docs := []*report.Document{notice(), wideList(1000), form("欧阳文"), drawing()}
	planted := []string{"区统发〔2026〕3号", "特此公示。", rareNames, "示例第1000科技有限公司董事长、总经理", "人选1000", "注：本表只列公示允许的各栏。", "中共示例区委统战部（盖章）", "经办人（签字）：", "示例大学机械工程系", "1998.09—2002.07　示例大学机械工程系学习", "账本号 7F3A-09C2", "75分及以上12人，其中90分及以上3人。"}
	for _, f := range []paper.Format{paper.HTML, paper.DOCX, paper.XLSX, paper.Text, paper.JSON} {
		text := string(write(t, f, diag.Chinese, docs...))
		if f == paper.DOCX || f == paper.XLSX {
			all := parts(t, []byte(text))
			text = ""
			for _, part := range all {
				text += part
			}
		}
		for _, p := range planted {
			if f == paper.HTML && p == ledgerTag {
				p = `7F3A\2d 09C2` // as style sheets write it
			}
			if f == paper.XLSX && strings.HasPrefix(p, "1998.09") {
				p = "1998.09—2002.07　示例大学机械工程系学习"
			}
			if !strings.Contains(text, p) {
				t.Errorf("%s lacks %q", f, p)
			}
		}
	}
}

// TestHeadsRepeat holds what makes programs repeat a heading row, and keep rows whole.
func TestHeadsRepeat(t *testing.T) {
	body := parts(t, write(t, paper.DOCX, diag.Chinese, wideList(60)))["word/document.xml"]
	if n := strings.Count(body, "<w:tblHeader/>"); n != 1 {
		t.Errorf("%d heading rows are repeated, want 1", n)
	}
	if rows, whole := strings.Count(body, "<w:tr>"), strings.Count(body, "<w:cantSplit/>"); rows != 61 || whole != rows {
		t.Errorf("%d rows, %d of them whole", rows, whole)
	}
	if !strings.Contains(body, `w:orient="landscape"`) {
		t.Error("a lying page stands")
	}
}

// TestPicturesInWords holds that a picture which cannot be a metafile is put into words in a text document.
func TestPicturesInWords(t *testing.T) {
	for body, drawn := range map[string]bool{
		`<rect width="10" height="5"/><path d="M0 0L5 5z"/>`:                                                      true,
		`<path d="M0 0C1 1 2 2 3 3"/>`:                                                                            false,
		`<rect width="10" height="5" opacity="0.5"/>`:                                                             false,
		`<rect width="10" height="5" fill="rebeccapurple"/>`:                                                      false,
		`<text x="1" y="2"><tspan dx="3">a</tspan></text>`:                                                        false,
		`<text x="1" y="2" transform="rotate(30 1 2)">a</text>`:                                                   false,
		`<defs><pattern id="p"><path d="M0 0L1 1"/></pattern></defs><rect width="10" height="5" fill="url(#p)"/>`: true,
		`<defs><pattern id="p"/></defs><circle r="1" fill="url(#p)"/>`:                                            false,
		`<defs><clipPath id="p"/></defs>`:                                                                         false,
		`<text x="1" y="2" stroke="white"><title>all of a</title>a</text>`:                                        true,
		`<path d="M0 0h5" stroke="black" stroke-opacity="0.25"/>`:                                                 true,
		`<g transform="scale(2)"><line x2="3" y2="4"/></g>`:                                                       false,
	} {
		d := &report.Document{Blocks: []report.Block{{Picture: &report.Picture{SVG: []byte(`<svg viewBox="0 0 10 10">` + body + `</svg>`), Spoken: "words instead"}}}}
		all := parts(t, write(t, paper.DOCX, diag.Chinese, d))
		_, has := all["word/media/picture1.emf"]
		said := strings.Contains(all["word/document.xml"], ">words instead</w:t>")
		if has != drawn || said == drawn {
			t.Errorf("%s: a metafile %v, words %v", body, has, said)
		}
	}
}

// TestReadable holds what a page says to readers that speak, and that it loads and runs nothing.
func TestReadable(t *testing.T) {
	page := string(write(t, paper.HTML, diag.Chinese, notice(), wideList(3), form("丁一"), drawing()))
	for _, want := range []string{`<html lang="zh-CN">`, `default-src 'none'`, `<th scope="col">姓名</th>`, `<th scope="row" class="centre">姓名</th>`,
		"<caption><h2>二、人选（按姓氏笔画为序）</h2></caption>", `<caption class="spoken">候选人情况一览表</caption>`, `role="img" aria-label="图1　得分分布：75分及以上12人，其中90分及以上3人。"`,
		"size:A4 landscape", "counter(page)", "table-header-group"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
	for _, unwanted := range []string{"http-equiv=\"refresh\"", "<script", "<link", "@import", "src="} {
		if strings.Contains(page, unwanted) {
			t.Errorf("the page has %s", unwanted)
		}
	}
	if got := strings.Count(page, `id="p1-t"`); got != 1 {
		t.Errorf("%d elements have the id of the picture's title", got)
	}
	if page := string(write(t, paper.HTML, diag.English, english())); !strings.Contains(page, `<html lang="en">`) {
		t.Error("an English page does not say so")
	}
}

// TestTwoPictures holds that the ids of two pictures in one page differ.
func TestTwoPictures(t *testing.T) {
	page := string(write(t, paper.HTML, diag.Chinese, drawing(), drawing()))
	if strings.Count(page, `id="p1-t"`) != 1 || strings.Count(page, `id="p2-t"`) != 1 || !strings.Contains(page, `aria-labelledby="p2-t"`) {
		t.Error("ids of pictures stand twice, or nowhere")
	}
}
