package paper

import (
	"archive/zip"
	"fmt"
	"io"
	"strings"

	"slate/engine/diag"
)

const (
	head   = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	spaces = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"`
	office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
)

// write writes the parts of the file, always in the same order and without a time.
func (p *docxWriter) write(w io.Writer, title string) error {
	z := zip.NewWriter(w)
	for _, part := range p.parts(title) {
		f, err := z.CreateHeader(&zip.FileHeader{Name: part[0], Method: zip.Deflate})
		if err != nil {
			return err
		}
		if _, err := io.WriteString(f, part[1]); err != nil {
			return err
		}
	}
	return z.Close()
}

// parts are the names and the contents of the files within the file.
func (p *docxWriter) parts(title string) [][2]string {
	var types, links strings.Builder
	for _, name := range []string{"styles", "settings", "fontTable"} {
		fmt.Fprintf(&links, `<Relationship Id="%s" Type="%s%[1]s" Target="%[1]s.xml"/>`, name, office)
		fmt.Fprintf(&types, `<Override PartName="/word/%s.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.%[1]s+xml"/>`, name)
	}
	var more [][2]string
	for i, k := range p.feet {
		for _, even := range []bool{false, true} {
			name := fmt.Sprintf("foot%dodd", i+1)
			if even {
				name = fmt.Sprintf("foot%deven", i+1)
			}
			fmt.Fprintf(&links, `<Relationship Id="%s" Type="%sfooter" Target="%[1]s.xml"/>`, name, office)
			fmt.Fprintf(&types, `<Override PartName="/word/%s.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"/>`, name)
			more = append(more, [2]string{"word/" + name + ".xml", p.foot(k, even)})
		}
	}
	for i, picture := range p.pictures {
		fmt.Fprintf(&links, `<Relationship Id="picture%d" Type="%simage" Target="media/picture%[1]d.emf"/>`, i+1, office)
		more = append(more, [2]string{fmt.Sprintf("word/media/picture%d.emf", i+1), string(picture)})
	}
	return append([][2]string{
		{"[Content_Types].xml", head + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
			`<Default Extension="xml" ContentType="application/xml"/><Default Extension="emf" ContentType="image/x-emf"/>` +
			`<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>` +
			`<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>` + types.String() + `</Types>`},
		{"_rels/.rels", head + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="document" Type="` + office + `officeDocument" Target="word/document.xml"/>` +
			`<Relationship Id="core" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>`},
		{"docProps/core.xml", head + `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>` + escape(title) +
			`</dc:title><dc:creator>slate</dc:creator><dc:language>` + languageTag(p.lang) + `</dc:language></cp:coreProperties>`},
		{"word/document.xml", head + `<w:document ` + spaces + `><w:body>` + p.body.String() + `</w:body></w:document>`},
		{"word/_rels/document.xml.rels", head + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` + links.String() + `</Relationships>`},
		{"word/styles.xml", head + p.styles()},
		{"word/settings.xml", head + `<w:settings ` + spaces + `><w:zoom w:percent="100"/><w:defaultTabStop w:val="420"/><w:evenAndOddHeaders/><w:characterSpacingControl w:val="compressPunctuation"/><w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>`},
		{"word/fontTable.xml", head + fontTable()},
	}, more...)
}

// The fonts of official papers, and those of a system that stand in for them.
const (
	bodyFont  = "仿宋_GB2312"
	titleFont = "方正小标宋简体"
	headFont  = "黑体"
	kaiFont   = "楷体_GB2312"
	footFont  = "宋体"
)

func fontTable() string {
	var b strings.Builder
	b.WriteString(`<w:fonts ` + spaces + `>`)
	for _, f := range [][2]string{{bodyFont, "仿宋"}, {titleFont, "宋体"}, {headFont, "SimHei"}, {kaiFont, "楷体"}, {footFont, "SimSun"}} {
		fmt.Fprintf(&b, `<w:font w:name="%s"><w:altName w:val="%s"/><w:charset w:val="86"/></w:font>`, f[0], f[1])
	}
	b.WriteString(`</w:fonts>`)
	return b.String()
}

// docxStyle is a kind of paragraph.
type docxStyle struct {
	id, name, font   string
	size             int // half points
	paragraph        string
	chinese, english string // more of the paragraph in one language
}

// docxStyles have the body first. Their names are those that programs know, where they know one.
var docxStyles = []docxStyle{
	{"Normal", "Normal", bodyFont, bodyType, `<w:widowControl/>`, `<w:spacing w:before="0" w:after="0" w:line="579" w:lineRule="exact"/><w:ind w:firstLine="640" w:firstLineChars="200"/><w:jc w:val="both"/>`, `<w:spacing w:before="0" w:after="120" w:line="440" w:lineRule="exact"/>`},
	{"Title", "Title", titleFont, 44, `<w:spacing w:before="0" w:after="240" w:line="640" w:lineRule="exact"/><w:ind w:firstLine="0" w:firstLineChars="0"/><w:jc w:val="center"/>`, "", ""},
	{"Subtitle", "Subtitle", kaiFont, bodyType, `<w:spacing w:before="0" w:after="240"/><w:ind w:firstLine="0" w:firstLineChars="0"/><w:jc w:val="center"/>`, "", ""},
	{"Number", "Number", bodyFont, bodyType, `<w:spacing w:before="0" w:after="240"/><w:ind w:firstLine="0" w:firstLineChars="0"/><w:jc w:val="center"/>`, "", ""},
	{"Heading1", "heading 1", headFont, bodyType, `<w:keepNext/><w:spacing w:before="160" w:after="80"/><w:ind w:firstLine="0" w:firstLineChars="0"/><w:jc w:val="left"/><w:outlineLvl w:val="0"/>`, "", ""},
	{"Cell", "Cell", bodyFont, 21, `<w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/><w:ind w:firstLine="0" w:firstLineChars="0"/><w:jc w:val="left"/>`, "", ""},
	{"Head", "Cell heading", headFont, 21, `<w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/><w:ind w:firstLine="0" w:firstLineChars="0"/><w:jc w:val="center"/>`, "", ""},
	{"Note", "Note", bodyFont, noteType, `<w:spacing w:before="0" w:after="0" w:line="320" w:lineRule="exact"/><w:ind w:firstLine="0" w:firstLineChars="0"/><w:jc w:val="left"/>`, "", ""},
	{"Foot", "footer", footFont, 28, `<w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/><w:ind w:firstLine="0" w:firstLineChars="0"/><w:jc w:val="left"/>`, "", ""},
}

func (p *docxWriter) styles() string {
	var b strings.Builder
	fmt.Fprintf(&b, `<w:styles %s><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="%s" w:cs="Times New Roman"/><w:kern w:val="2"/><w:sz w:val="%d"/><w:szCs w:val="%[3]d"/><w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault></w:docDefaults>`, spaces, bodyFont, bodyType)
	for i, s := range docxStyles {
		based, chosen := `<w:basedOn w:val="Normal"/>`, ""
		if i == 0 {
			based, chosen = "", ` w:default="1"`
		}
		paragraph := s.paragraph + s.chinese
		if p.lang == diag.English {
			paragraph = s.paragraph + s.english
		}
		fmt.Fprintf(&b, `<w:style w:type="paragraph"%s w:styleId="%s"><w:name w:val="%s"/>%s<w:qFormat/><w:pPr>%s</w:pPr><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="%s"/><w:sz w:val="%d"/><w:szCs w:val="%[7]d"/></w:rPr></w:style>`,
			chosen, s.id, s.name, based, paragraph, s.font, s.size)
	}
	b.WriteString(`</w:styles>`)
	return b.String()
}
