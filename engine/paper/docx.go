package paper

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"slate/engine/diag"
	"slate/engine/report"
)

// Lengths of a text document are in twips, twentieths of a point.
const (
	bodyType  = 32  // 三号, in half points
	bodyLine  = 579 // 28.95 points, in twips
	bodyChar  = bodyType * 10
	noteType  = 21
	emuMetric = 36 // English metric units in a micrometre
)

// twips turns micrometres into twips.
func twips(micrometres int) int { return (micrometres*1440 + 12_700) / 25_400 }

// writeDOCX writes a text document in WordprocessingML.
func writeDOCX(w io.Writer, lang diag.Lang, docs []*report.Document) error {
	p := docxWriter{lang: lang, kinds: map[pageKind]int{}}
	for i, d := range docs {
		p.document(d, i == 0)
		k := kindOf(d)
		if i+1 == len(docs) {
			p.body.WriteString(p.section(k))
		} else if kindOf(docs[i+1]) != k {
			p.body.WriteString(`<w:p><w:pPr>` + tiny + p.section(k) + `</w:pPr></w:p>`)
			p.fresh = true
		}
	}
	return p.write(w, title(docs))
}

// tiny makes a paragraph that takes no room to speak of: the format wants one after a table and at the end of a section.
const tiny = `<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/><w:ind w:firstLine="0" w:firstLineChars="0"/>`

func kindOf(d *report.Document) pageKind { return pageKind{d.Landscape, clean(d.Footer)} }

type docxWriter struct {
	lang     diag.Lang
	body     strings.Builder
	kinds    map[pageKind]int // numbered from 1
	feet     []pageKind       // in that order
	pictures [][]byte         // metafiles
	d        *report.Document
	fresh    bool // a section has just begun, and with it a page
	breaks   bool // the next paragraph begins a page
}

// para is how a paragraph stands.
type para struct {
	style   string // "" for the body
	keep    bool   // on one page with the next one
	tabs    string
	spacing string // attributes, "" for those of the style
	indent  string // attributes, "" for those of the style
	align   string // "" for those of the style
	size    int    // half points, 0 for that of the style
}

func (p *docxWriter) properties(o para) string {
	var b strings.Builder
	b.WriteString("<w:pPr>")
	if o.style != "" {
		b.WriteString(`<w:pStyle w:val="` + o.style + `"/>`)
	}
	if o.keep {
		b.WriteString("<w:keepNext/>")
	}
	if p.breaks {
		b.WriteString("<w:pageBreakBefore/>")
		p.breaks = false
	}
	if o.tabs != "" {
		b.WriteString("<w:tabs>" + o.tabs + "</w:tabs>")
	}
	if o.spacing != "" {
		b.WriteString("<w:spacing " + o.spacing + "/>")
	}
	if o.indent != "" {
		b.WriteString("<w:ind " + o.indent + "/>")
	}
	if o.align != "" {
		b.WriteString(`<w:jc w:val="` + o.align + `"/>`)
	}
	b.WriteString("</w:pPr>")
	return b.String()
}

// run writes a text in the type of its paragraph, or of the given size.
func (p *docxWriter) run(text string, size int) string {
	look := ""
	if p.lang != diag.English {
		look = `<w:rFonts w:hint="eastAsia"/>` // quotation marks and dashes are as wide as Chinese characters
	}
	if size > 0 {
		look += fmt.Sprintf(`<w:sz w:val="%d"/><w:szCs w:val="%[1]d"/>`, size)
	}
	if look != "" {
		look = "<w:rPr>" + look + "</w:rPr>"
	}
	if text == tab {
		return "<w:r>" + look + "<w:tab/></w:r>"
	}
	return "<w:r>" + look + `<w:t xml:space="preserve">` + escape(clean(text)) + "</w:t></w:r>"
}

// tab moves on to the next stop of a paragraph.
const tab = "\t"

// paragraph writes one paragraph of runs.
func (p *docxWriter) paragraph(o para, texts ...string) {
	p.body.WriteString("<w:p>" + p.properties(o))
	for _, t := range texts {
		p.body.WriteString(p.run(t, o.size))
	}
	p.body.WriteString("</w:p>")
}

// broken writes one paragraph with the line breaks of its text.
func (p *docxWriter) broken(o para, text string) {
	p.body.WriteString("<w:p>" + p.properties(o))
	for i, line := range paragraphs(text) {
		if i > 0 {
			p.body.WriteString("<w:r><w:br/></w:r>")
		}
		p.body.WriteString(p.run(line, o.size))
	}
	p.body.WriteString("</w:p>")
}

func (p *docxWriter) document(d *report.Document, first bool) {
	p.d = d
	p.breaks = !first && !p.fresh
	p.fresh = false
	if d.Number != "" {
		p.broken(para{style: "Number", keep: true}, d.Number)
	}
	if d.Title != "" {
		p.broken(para{style: "Title", keep: true}, d.Title)
	}
	if d.Subtitle != "" {
		p.broken(para{style: "Subtitle", keep: true}, d.Subtitle)
	}
	if d.To != "" {
		p.broken(para{indent: `w:firstLine="0" w:firstLineChars="0"`}, d.To)
	}
	named := captions(d)
	for i := range d.Blocks {
		p.block(&d.Blocks[i], named[i], i+1 < len(d.Blocks) && d.Blocks[i+1].Signatures != nil)
	}
	if p.breaks {
		p.body.WriteString("<w:p><w:pPr><w:pageBreakBefore/>" + tiny + "</w:pPr></w:p>")
		p.breaks = false
	}
}

func (p *docxWriter) block(b *report.Block, caption string, stays bool) {
	switch {
	case b.Heading != "":
		p.broken(para{style: "Heading1", keep: true}, b.Heading)
	case b.Table != nil:
		p.table(b.Table, caption, stays)
	case b.Form != nil:
		p.form(b.Form, stays)
	case b.Picture != nil:
		p.picture(b.Picture)
	case b.Signatures != nil:
		p.signatures(b.Signatures)
	case b.Lines != nil:
		for i, l := range b.Lines {
			depth := min(max(l.Depth, 0), deepest)
			p.broken(para{keep: stays && i+1 == len(b.Lines), indent: fmt.Sprintf(`w:left="%d" w:leftChars="%d" w:firstLine="0" w:firstLineChars="0"`, depth*2*bodyChar, depth*200)}, l.Text)
		}
	default:
		for _, part := range paragraphs(b.Text) {
			p.paragraph(para{keep: stays}, part)
		}
	}
}

// beginTable writes what every table begins with: its full width, its lines, its columns in twips.
func (p *docxWriter) beginTable(thousandths []int, spoken string) []int {
	if p.breaks {
		p.body.WriteString("<w:p><w:pPr><w:pageBreakBefore/>" + tiny + "</w:pPr></w:p>")
		p.breaks = false
	}
	total := twips(textWidth(p.d.Landscape))
	widths := make([]int, len(thousandths))
	for i, t := range thousandths {
		widths[i] = t * total / 1000
	}
	fmt.Fprintf(&p.body, `<w:tbl><w:tblPr><w:tblW w:w="%d" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>`, sum(widths))
	for _, side := range []string{"top", "left", "bottom", "right", "insideH", "insideV"} {
		fmt.Fprintf(&p.body, `<w:%s w:val="single" w:sz="4" w:space="0" w:color="000000"/>`, side)
	}
	p.body.WriteString(`</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar><w:top w:w="30" w:type="dxa"/><w:left w:w="70" w:type="dxa"/><w:bottom w:w="30" w:type="dxa"/><w:right w:w="70" w:type="dxa"/></w:tblCellMar>`)
	fmt.Fprintf(&p.body, `<w:tblCaption w:val="%s"/></w:tblPr><w:tblGrid>`, escape(clean(spoken)))
	for _, w := range widths {
		fmt.Fprintf(&p.body, `<w:gridCol w:w="%d"/>`, w)
	}
	p.body.WriteString("</w:tblGrid>")
	return widths
}

func (p *docxWriter) endTable(stays bool) {
	keep := ""
	if stays {
		keep = "<w:keepNext/>"
	}
	p.body.WriteString("</w:tbl><w:p><w:pPr>" + keep + tiny + "</w:pPr></w:p>")
}

func (p *docxWriter) table(t *report.Table, caption string, stays bool) {
	s := measure(t, p.d.Landscape)
	if caption == "" {
		caption = p.d.Title
	}
	widths := p.beginTable(s.widths, caption)
	p.body.WriteString("<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>")
	for i, c := range t.Columns {
		p.cell(fmt.Sprintf(`<w:tcW w:w="%d" w:type="dxa"/>`, widths[i]), para{style: "Head", size: s.size, keep: true}, c.Head)
	}
	p.body.WriteString("</w:tr>")
	for n, row := range t.Rows {
		p.body.WriteString("<w:tr><w:trPr><w:cantSplit/></w:trPr>")
		for i, text := range row {
			o := para{style: "Cell", size: s.size, keep: stays && n+1 == len(t.Rows)}
			switch {
			case t.Columns[i].Right:
				o.align = "right"
			case s.centre[i]:
				o.align = "center"
			}
			p.cell(fmt.Sprintf(`<w:tcW w:w="%d" w:type="dxa"/>`, widths[i]), o, text)
		}
		p.body.WriteString("</w:tr>")
	}
	p.endTable(stays)
	for _, n := range t.Notes {
		p.broken(para{style: "Note", keep: stays}, n)
	}
}

// cell writes a cell with the paragraphs of its text.
func (p *docxWriter) cell(properties string, o para, text string) {
	p.body.WriteString("<w:tc><w:tcPr>" + properties + `<w:vAlign w:val="center"/></w:tcPr>`)
	for _, part := range paragraphs(text) {
		p.paragraph(o, part)
	}
	p.body.WriteString("</w:tc>")
}

func (p *docxWriter) form(f *report.Form, stays bool) {
	rows, err := place(f)
	if err != nil {
		panic("paper: a form that was not checked: " + err.Error())
	}
	widths := p.beginTable(shares(f.Widths), p.d.Title)
	open := make([]*placed, len(widths)) // the cell that reaches into a column, and the rows it still covers
	left := make([]int, len(widths))
	high := heights(rows, f.Widths, p.d.Landscape)
	for n, row := range rows {
		fmt.Fprintf(&p.body, `<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="%d" w:hRule="atLeast"/></w:trPr>`, (high[n]*formLine+4)*20)
		for column := 0; column < len(widths); {
			if left[column] > 0 {
				c := open[column]
				p.body.WriteString("<w:tc><w:tcPr>" + spans(c, widths, false) + `</w:tcPr><w:p><w:pPr><w:pStyle w:val="Cell"/></w:pPr></w:p></w:tc>`)
				for i := range c.columns {
					left[column+i]--
				}
				column += c.columns
				continue
			}
			c := &row[0]
			row = row[1:]
			p.formCell(c, f.Widths, widths, high[n])
			for i := range c.columns {
				open[column+i], left[column+i] = c, c.rows-1
			}
			column += c.columns
		}
		p.body.WriteString("</w:tr>")
	}
	p.endTable(stays)
}

// spans writes how wide a cell of a form is, and whether it begins or goes on downwards.
func spans(c *placed, widths []int, begins bool) string {
	s := fmt.Sprintf(`<w:tcW w:w="%d" w:type="dxa"/>`, sum(widths[c.column:c.column+c.columns]))
	if c.columns > 1 {
		s += fmt.Sprintf(`<w:gridSpan w:val="%d"/>`, c.columns)
	}
	if c.rows > 1 {
		if begins {
			s += `<w:vMerge w:val="restart"/>`
		} else {
			s += "<w:vMerge/>"
		}
	}
	return s
}

func (p *docxWriter) formCell(c *placed, shares, widths []int, high int) {
	o := para{style: "Cell", size: formType}
	if c.Label {
		o.style = "Head"
	} else if c.centred(shares, p.d.Landscape) {
		o.align = "center"
	}
	if len(c.Signatures) == 0 {
		p.cell(spans(c, widths, true), o, c.Text)
		return
	}
	// The place to sign is at the foot of the cell: words above it stand at the top, and what is left of the height between them.
	stands, gap := "bottom", 0
	if c.Text != "" {
		stands, gap = "top", max(high-c.written(shares, p.d.Landscape), 0)*formLine*20
	}
	p.body.WriteString("<w:tc><w:tcPr>" + spans(c, widths, true) + `<w:vAlign w:val="` + stands + `"/></w:tcPr>`)
	if c.Text != "" {
		for _, part := range paragraphs(c.Text) {
			p.paragraph(o, part)
		}
	}
	for _, s := range c.Signatures {
		q := para{style: "Cell", size: formType, align: "right", spacing: fmt.Sprintf(`w:before="%d"`, gap+formLine*20), indent: `w:right="240" w:firstLine="0" w:firstLineChars="0"`, keep: s.Day != ""}
		p.paragraph(q, s.Who)
		gap = 0
		if s.Day != "" {
			q.spacing, q.keep = "", false
			p.paragraph(q, s.Day)
		}
	}
	p.body.WriteString("</w:tc>")
}

func (p *docxWriter) signatures(list []report.Signature) {
	for i := range list {
		s := &list[i]
		last := i+1 == len(list)
		if s.Seal {
			p.paragraph(para{keep: s.Day != "" || !last, align: "right", spacing: fmt.Sprintf(`w:before="%d"`, 2*bodyLine), indent: `w:right="1280" w:rightChars="400" w:firstLine="0" w:firstLineChars="0"`}, s.Who)
			if s.Day != "" {
				p.paragraph(para{keep: !last, align: "right", indent: `w:right="1280" w:rightChars="400" w:firstLine="0" w:firstLineChars="0"`}, s.Day)
			}
			continue
		}
		// A line is drawn to a stop after the words.
		stop := min(diag.Width(clean(s.Who))*bodyChar/2+8*bodyChar, twips(textWidth(p.d.Landscape))-10*bodyChar)
		before := 0
		if i == 0 {
			before = bodyLine
		}
		p.paragraph(para{keep: !last, tabs: fmt.Sprintf(`<w:tab w:val="left" w:leader="underscore" w:pos="%d"/>`, stop), spacing: fmt.Sprintf(`w:before="%d"`, before),
			indent: `w:firstLine="0" w:firstLineChars="0"`}, s.Who, tab, " ", s.Day)
	}
}

// picture writes a picture as a metafile, or in words where it cannot be one.
func (p *docxWriter) picture(c *report.Picture) {
	svg, err := parsePicture(c.SVG, "")
	if err != nil {
		panic("paper: a picture that was not checked: " + err.Error())
	}
	file, wide, high, ok := metafile(svg)
	if !ok {
		p.paragraph(para{}, joined(p.lang, c.Title, c.Spoken))
		return
	}
	p.pictures = append(p.pictures, file)
	n := len(p.pictures)
	w := textWidth(p.d.Landscape)
	h := w * high / wide
	if most := 150_000; h > most {
		w, h = w*most/h, most
	}
	fmt.Fprintf(&p.body, `<w:p>%s<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="%d" cy="%d"/><wp:docPr id="%d" name="picture%[4]d" descr="%s"/>`,
		p.properties(para{style: "Cell", keep: c.Title != "", align: "center"}), w*emuMetric, h*emuMetric, n, escape(clean(joined(p.lang, c.Title, c.Spoken))))
	fmt.Fprintf(&p.body, `<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">`+
		`<pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:nvPicPr><pic:cNvPr id="%d" name="picture%[1]d.emf"/><pic:cNvPicPr/></pic:nvPicPr>`+
		`<pic:blipFill><a:blip r:embed="picture%[1]d"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="%d" cy="%d"/></a:xfrm>`+
		`<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>`, n, w*emuMetric, h*emuMetric)
	if c.Title != "" {
		p.broken(para{style: "Cell", align: "center", size: formType}, c.Title)
	}
}

// section writes the pages of a section: their size, their edges, their foot.
func (p *docxWriter) section(k pageKind) string {
	n, ok := p.kinds[k]
	if !ok {
		p.feet = append(p.feet, k)
		n = len(p.feet)
		p.kinds[k] = n
	}
	size := fmt.Sprintf(`<w:pgSz w:w="%d" w:h="%d"/>`, twips(pageWide), twips(pageHigh))
	top, right, bottom, left := edgeTop, edgeRight, edgeBottom, edgeLeft
	if k.landscape {
		size = fmt.Sprintf(`<w:pgSz w:w="%d" w:h="%d" w:orient="landscape"/>`, twips(pageHigh), twips(pageWide))
		top, right, bottom, left = edgeLeft, edgeTop, edgeRight, edgeBottom
	}
	return fmt.Sprintf(`<w:sectPr><w:footerReference w:type="default" r:id="foot%dodd"/><w:footerReference w:type="even" r:id="foot%[1]deven"/><w:type w:val="nextPage"/>%s`+
		`<w:pgMar w:top="%d" w:right="%d" w:bottom="%d" w:left="%d" w:header="850" w:footer="%d" w:gutter="0"/></w:sectPr>`,
		n, size, twips(top), twips(right), twips(bottom), twips(left), twips(bottom-12_000))
}

// foot writes the foot of odd or of even pages: the number at the outer side, one character in, and the words at the other.
func (p *docxWriter) foot(k pageKind, even bool) string {
	number := p.run("— ", 28) + `<w:fldSimple w:instr="PAGE">` + p.run("1", 28) + `</w:fldSimple>` + p.run(" —", 28)
	if p.lang == diag.English {
		number = `<w:fldSimple w:instr="PAGE">` + p.run("1", 28) + `</w:fldSimple>`
	}
	words, move := "", p.run(tab, 0)
	if k.footer != "" {
		words = p.run(k.footer, 18)
	}
	edge := twips(textWidth(k.landscape))
	line := words + move + number
	stop, indent := edge-280, `w:firstLine="0" w:firstLineChars="0"`
	if even {
		line = number + move + words
		stop, indent = edge, `w:left="280" w:firstLine="0" w:firstLineChars="0"`
	}
	return head + `<w:ftr ` + spaces + `><w:p><w:pPr><w:pStyle w:val="Foot"/><w:tabs><w:tab w:val="right" w:pos="` + strconv.Itoa(stop) + `"/></w:tabs><w:ind ` + indent + `/></w:pPr>` + line + `</w:p></w:ftr>`
}
