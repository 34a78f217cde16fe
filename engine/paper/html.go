package paper

import (
	"fmt"
	"html"
	"io"
	"strconv"
	"strings"

	_ "embed"

	"slate/engine/diag"
	"slate/engine/report"
)

//go:embed page.css
var pageStyle string

// policy lets a page load nothing and run nothing: all that it needs stands in it.
const policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"

func escape(s string) string { return html.EscapeString(s) }

// writeHTML writes one page that needs no other file, for the screen and for paper.
func writeHTML(w io.Writer, lang diag.Lang, docs []*report.Document) error {
	p := htmlWriter{lang: lang, kinds: map[pageKind]int{}}
	for i, d := range docs {
		p.document(i, d)
	}
	_, err := fmt.Fprintf(w, "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" content=\"%s\">\n"+
		"<meta name=\"viewport\" content=\"width=device-width\">\n<title>%s</title>\n<style>\n%s%s</style>\n</head>\n<body>\n%s</body>\n</html>\n",
		languageTag(lang), policy, escape(title(docs)), pageStyle, p.rules.String(), p.body.String())
	return err
}

// pageKind is what the pages of a document share with those of others.
type pageKind struct {
	landscape bool
	footer    string
}

type htmlWriter struct {
	lang     diag.Lang
	kinds    map[pageKind]int // numbered from 1 in the order of documents
	rules    strings.Builder  // of the kinds of pages
	body     strings.Builder
	pictures int
	d        *report.Document
}

func (p *htmlWriter) line(format string, args ...any) {
	fmt.Fprintf(&p.body, format+"\n", args...)
}

// kind names the pages of a document and says how they look, once for all documents that look so.
func (p *htmlWriter) kind(d *report.Document) string {
	k := pageKind{d.Landscape, clean(d.Footer)}
	if n, ok := p.kinds[k]; ok {
		return "page" + strconv.Itoa(n)
	}
	n := len(p.kinds) + 1
	p.kinds[k] = n
	name := "page" + strconv.Itoa(n)
	size, margin := "A4", "37mm 26mm 35mm 28mm"
	if d.Landscape {
		size, margin = "A4 landscape", "28mm 37mm 26mm 35mm"
	}
	before, behind := `"— "`, `" —"`
	if p.lang == diag.English {
		before, behind = `""`, `""`
	}
	fmt.Fprintf(&p.rules, ".%[1]s{page:%[1]s}\n@page %[1]s{size:%[2]s;margin:%[3]s}\n", name, size, margin)
	// The number stands at the outer side: to the right on odd pages, which lie right in a bound set, and to the left on even ones.
	for _, side := range [][3]string{{"right", "right", "left"}, {"left", "left", "right"}} {
		fmt.Fprintf(&p.rules, "@page %s:%s{@bottom-%s{content:%s counter(page) %s;font:14pt SimSun,\"Songti SC\",\"Noto Serif CJK SC\",serif;padding:0 1em;white-space:nowrap}@bottom-%s{content:%s;font:9pt SimSun,\"Songti SC\",\"Noto Serif CJK SC\",serif}}\n",
			name, side[0], side[1], before, behind, side[2], styleString(k.footer))
	}
	return name
}

// styleString writes a text as a string of a style sheet. Everything but letters and digits of ASCII is written by its number, so that
// no text ends the string or the style sheet.
func styleString(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		if r < 0x80 && (r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z') {
			b.WriteRune(r)
		} else {
			fmt.Fprintf(&b, "\\%x ", r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

func (p *htmlWriter) document(n int, d *report.Document) {
	p.d = d
	shape := ""
	if d.Landscape {
		shape = " lying"
	}
	p.line(`<article class="%s%s">`, p.kind(d), shape)
	if d.Number != "" {
		p.line(`<p class="number">%s</p>`, escape(clean(d.Number)))
	}
	if d.Title != "" {
		p.line("<h1>%s</h1>", p.broken(d.Title))
	}
	if d.Subtitle != "" {
		p.line(`<p class="subtitle">%s</p>`, p.broken(d.Subtitle))
	}
	if d.To != "" {
		p.line(`<p class="to">%s</p>`, p.broken(d.To))
	}
	named := captions(d)
	for i := range d.Blocks {
		if _, ok := named[i+1]; ok {
			continue // it is the caption of the table that follows
		}
		var signed []report.Signature
		if i+1 < len(d.Blocks) {
			signed = d.Blocks[i+1].Signatures
		}
		if d.Blocks[i].Signatures != nil && i > 0 && d.Blocks[i-1].Table != nil {
			continue // they stand in the table
		}
		p.block(&d.Blocks[i], named[i], signed)
	}
	p.line("</article>")
}

func (p *htmlWriter) block(b *report.Block, caption string, signed []report.Signature) {
	class := ""
	if signed != nil {
		class = ` class="stays"` // on the page of the signatures that follow
	}
	switch {
	case b.Heading != "":
		p.line("<h2>%s</h2>", p.broken(b.Heading))
	case b.Table != nil:
		p.table(b.Table, caption, signed)
	case b.Form != nil:
		p.form(b.Form)
	case b.Picture != nil:
		p.picture(b.Picture)
	case b.Signatures != nil:
		p.signatures(b.Signatures)
	case b.Lines != nil:
		p.line("<ul%s>", class)
		for _, l := range b.Lines {
			p.line(`<li class="deep%d">%s</li>`, min(max(l.Depth, 0), deepest), p.broken(l.Text))
		}
		p.line("</ul>")
	default:
		for _, part := range paragraphs(b.Text) {
			p.line("<p%s>%s</p>", class, escape(part))
		}
	}
}

// deepest is the deepest line that is indented further than the one above it.
const deepest = 8

// broken writes a text with its own line breaks.
func (p *htmlWriter) broken(s string) string {
	parts := paragraphs(s)
	for i := range parts {
		parts[i] = escape(parts[i])
	}
	return strings.Join(parts, "<br>")
}

// table writes a table, and below it what it is signed with.
func (p *htmlWriter) table(t *report.Table, caption string, signed []report.Signature) {
	s := measure(t, p.d.Landscape)
	p.line(`<table style="font-size:%s">`, points(s.size))
	if caption != "" {
		p.line("<caption><h2>%s</h2></caption>", p.broken(caption))
	} else {
		p.line(`<caption class="spoken">%s</caption>`, p.broken(p.d.Title))
	}
	p.line("%s", columnGroup(s.widths))
	p.body.WriteString("<thead><tr>")
	for _, c := range t.Columns {
		fmt.Fprintf(&p.body, `<th scope="col">%s</th>`, p.broken(c.Head))
	}
	p.line("</tr></thead>\n<tbody>")
	for n, row := range t.Rows {
		if n > 0 && n+1 == len(t.Rows) && signed != nil {
			p.line("</tbody>\n<tbody class=\"together\">")
		}
		p.row(t, &s, row)
	}
	if signed != nil {
		// In the table, since browsers keep the last row and what follows it on one page in no other way.
		p.line(`<tr><td class="close" colspan="%d">`, len(t.Columns))
		p.notes(t)
		p.signatures(signed)
		p.line("</td></tr>")
	}
	p.line("</tbody>\n</table>")
	if signed == nil {
		p.notes(t)
	}
}

func (p *htmlWriter) row(t *report.Table, s *setting, row []string) {
	p.body.WriteString("<tr>")
	for i, cell := range row {
		look := ""
		switch {
		case t.Columns[i].Right:
			look = ` class="right"`
		case s.centre[i]:
			look = ` class="centre"`
		}
		fmt.Fprintf(&p.body, "<td%s>%s</td>", look, p.broken(cell))
	}
	p.line("</tr>")
}

func (p *htmlWriter) notes(t *report.Table) {
	for _, n := range t.Notes {
		p.line(`<p class="note">%s</p>`, p.broken(n))
	}
}

func columnGroup(widths []int) string {
	var b strings.Builder
	b.WriteString("<colgroup>")
	for _, w := range widths {
		fmt.Fprintf(&b, `<col style="width:%d.%d%%">`, w/10, w%10)
	}
	return b.String() + "</colgroup>"
}

// points writes half points.
func points(half int) string {
	if half%2 == 1 {
		return strconv.Itoa(half/2) + ".5pt"
	}
	return strconv.Itoa(half/2) + "pt"
}

func (p *htmlWriter) form(f *report.Form) {
	rows, err := place(f)
	if err != nil {
		panic("paper: a form that was not checked: " + err.Error())
	}
	p.line(`<table class="form">`)
	p.line(`<caption class="spoken">%s</caption>`, p.broken(p.d.Title))
	p.line("%s\n<tbody>", columnGroup(shares(f.Widths)))
	high := heights(rows, f.Widths, p.d.Landscape)
	for n, row := range rows {
		fmt.Fprintf(&p.body, `<tr style="height:%dpt">`, high[n]*formLine+4)
		for i := range row {
			p.formCell(&row[i], f.Widths)
		}
		p.line("</tr>")
	}
	p.line("</tbody>\n</table>")
}

func (p *htmlWriter) formCell(c *placed, widths []int) {
	name, attrs := "td", ""
	if c.Label {
		name, attrs = "th", ` scope="row"`
	}
	if c.columns > 1 {
		attrs += fmt.Sprintf(` colspan="%d"`, c.columns)
	}
	if c.rows > 1 {
		attrs += fmt.Sprintf(` rowspan="%d"`, c.rows)
	}
	class := "left"
	if c.centred(widths, p.d.Landscape) {
		class = "centre"
	}
	if n := len(c.Signatures); n > 0 {
		class += " signed"
		attrs += fmt.Sprintf(` style="padding-bottom:%dpt"`, n*2*formLine+10)
	}
	fmt.Fprintf(&p.body, `<%s%s class="%s">%s`, name, attrs, class, p.broken(c.Text))
	if len(c.Signatures) > 0 {
		p.body.WriteString(`<div class="hand">`)
		for i := range c.Signatures {
			s := &c.Signatures[i]
			fmt.Fprintf(&p.body, "<div>%s</div>", escape(clean(s.Who)))
			if s.Day != "" {
				fmt.Fprintf(&p.body, "<div>%s</div>", blanks(s.Day))
			}
		}
		p.body.WriteString("</div>")
	}
	p.body.WriteString("</" + name + ">")
}

// blanks keeps the spaces in which something is to be written.
func blanks(s string) string {
	return `<span class="blank">` + escape(clean(s)) + "</span>"
}

func (p *htmlWriter) picture(c *report.Picture) {
	p.pictures++
	svg, err := parsePicture(c.SVG, "p"+strconv.Itoa(p.pictures)+"-")
	if err != nil {
		panic("paper: a picture that was not checked: " + err.Error())
	}
	var b strings.Builder
	svg.write(&b)
	p.line(`<figure role="img" aria-label="%s"><div aria-hidden="true">%s</div>`, escape(clean(joined(p.lang, c.Title, c.Spoken))), b.String())
	if c.Title != "" {
		p.line("<figcaption>%s</figcaption>", p.broken(c.Title))
	}
	p.line("</figure>")
}

// joined says the title of a picture and what is to be seen in it.
func joined(lang diag.Lang, title, spoken string) string {
	switch {
	case title == "":
		return spoken
	case spoken == "":
		return title
	case lang == diag.English:
		return title + ": " + spoken
	}
	return title + "：" + spoken
}

func (p *htmlWriter) signatures(list []report.Signature) {
	p.line(`<div class="signatures">`)
	for i := range list {
		s := &list[i]
		if s.Seal {
			p.line(`<p class="seal">%s<br>%s</p>`, escape(clean(s.Who)), blanks(s.Day))
			continue
		}
		p.line(`<p class="sign"><span>%s</span><span class="rule"></span><span>%s</span></p>`, escape(clean(s.Who)), blanks(s.Day))
	}
	p.line("</div>")
}
