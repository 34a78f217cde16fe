package sheet

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"html"
	"io"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// note is a comment to be put on a cell; row and column count from 1.
type note struct {
	row, column int
	text        string
}

// noteParts names the parts of a workbook that hold the comments of a sheet and their boxes; both empty where it has none.
type noteParts struct{ comments, drawing string }

const (
	markAuthor = "slate import"
	divider    = "\n―― slate ――\n" // between what is wrong and what the user's own comment says
)

// comments puts comments on cells of a sheet and takes away those of an earlier Mark, whose cells it returns.
//
// excelize finds the box of a comment by where it hangs, which is beside its cell and not on it when another program made it, and
// does not read boxes of LibreOffice. So the comments of a sheet that has any are written here, into the text of the two parts;
// everything in them that is not ours stays byte by byte.
func (m *marker) comments(sheet string, notes []note) (earlier []string, err error) {
	at := m.notes[sheet]
	c, v := m.load(at.comments), m.load(at.drawing)
	if c == "" || v == "" {
		for _, n := range notes {
			if err := comment(m.file, sheet, ref(n.column, n.row), markAuthor, n.text); err != nil {
				return nil, fmt.Errorf("%w: %w", ErrUnmarkable, err)
			}
		}
		return nil, nil
	}
	c, v, earlier = withoutOurs(c, v)
	for _, n := range notes {
		if c, v, err = withNote(c, v, n); err != nil {
			return nil, fmt.Errorf("%w: %w", ErrUnmarkable, err)
		}
	}
	m.file.Pkg.Store(at.comments, []byte(c))
	m.file.Pkg.Store(at.drawing, []byte(v))
	return earlier, nil
}

func (m *marker) load(part string) string {
	text, _ := m.file.Pkg.Load(part)
	b, _ := text.([]byte)
	return string(b)
}

// The elements of the two parts. Their names can have a prefix, and none holds another of its kind.
var (
	authorElement  = regexp.MustCompile(`(?s)<(?:\w+:)?author(?:/>|>(.*?)</(?:\w+:)?author>)`)
	authorsEnd     = regexp.MustCompile(`</(\w+:)?authors>`)
	commentElement = regexp.MustCompile(`(?s)<(?:\w+:)?comment\b[^>]*>.*?</(?:\w+:)?comment>`)
	commentsEnd    = regexp.MustCompile(`</(\w+:)?commentList>`)
	textStart      = regexp.MustCompile(`<(\w+:)?text>\s*(<(?:\w+:)?t(?: [^>]*)?>)?`)
	shapeElement   = regexp.MustCompile(`(?s)<v:shape\b[^>]*>.*?</v:shape>`)
	shapeNumber    = regexp.MustCompile(`_x0000_s(\d+)`)
)

func attributeOf(element, name string) string {
	start, _, _ := strings.Cut(element, ">")
	_, rest, found := strings.Cut(start, " "+name+`="`)
	if !found {
		return ""
	}
	value, _, _ := strings.Cut(rest, `"`)
	return value
}

// withoutOurs takes our comments out, and our words out of comments of the user's.
func withoutOurs(c, v string) (_, _ string, cells []string) {
	ours := -1
	for i, a := range authorElement.FindAllStringSubmatch(c, -1) {
		if a[1] == markAuthor {
			ours = i
		}
	}
	c = commentElement.ReplaceAllStringFunc(c, func(e string) string {
		cell := attributeOf(e, "ref")
		if attributeOf(e, "authorId") == strconv.Itoa(ours) {
			cells = append(cells, cell)
			v = withoutBox(v, cell)
			return ""
		}
		text, rest, found := strings.Cut(e, divider)
		if !found {
			return e
		}
		cells = append(cells, cell)
		return text[:strings.LastIndex(text, ">")+1] + rest
	})
	return c, v, cells
}

// withoutBox takes the box of a cell's comment out.
func withoutBox(v, cell string) string {
	return shapeElement.ReplaceAllStringFunc(v, func(e string) string {
		row, column := between(e, "<x:Row>", "</x:Row>"), between(e, "<x:Column>", "</x:Column>")
		r, err := strconv.Atoi(row)
		k, err2 := strconv.Atoi(column)
		if err == nil && err2 == nil && r >= 0 && r < maxSheetRows && k >= 0 && k < maxSheetColumns && ref(k+1, r+1) == cell && strings.Contains(e, `ObjectType="Note"`) {
			return ""
		}
		return e
	})
}

func between(s, before, after string) string {
	_, rest, _ := strings.Cut(s, before)
	value, _, _ := strings.Cut(rest, after)
	return strings.TrimSpace(value)
}

// withNote adds a comment. What a comment of the user's says on the same cell stays below it.
func withNote(c, v string, n note) (_, _ string, err error) {
	cell, text := ref(n.column, n.row), html.EscapeString(escaped(cleaned(n.text)))
	for _, at := range commentElement.FindAllStringIndex(c, -1) {
		if attributeOf(c[at[0]:at[1]], "ref") != cell {
			continue
		}
		start := textStart.FindStringSubmatchIndex(c[at[0]:at[1]])
		if start == nil {
			return "", "", fmt.Errorf("the comment on %s has no text", cell)
		}
		if start[4] < 0 { // its text is in pieces, each with a look of its own: ours is one more
			p := ""
			if start[2] >= 0 {
				p = c[at[0]+start[2] : at[0]+start[3]]
			}
			text = "<" + p + "r><" + p + `t xml:space="preserve">` + text + divider + "</" + p + "t></" + p + "r>"
		} else {
			text += divider
		}
		return c[:at[0]+start[1]] + text + c[at[0]+start[1]:], v, nil
	}
	author := -1
	authors := authorElement.FindAllStringSubmatch(c, -1)
	for i, a := range authors {
		if a[1] == markAuthor {
			author = i
		}
	}
	if author < 0 {
		author = len(authors)
		if c, err = before(c, authorsEnd, "<$author>"+markAuthor+"</$author>"); err != nil {
			return "", "", err
		}
	}
	element := `<$comment ref="` + cell + `" authorId="` + strconv.Itoa(author) + `"><$text><$t xml:space="preserve">` + strings.ReplaceAll(text, "$", "&#36;") + "</$t></$text></$comment>"
	if c, err = before(c, commentsEnd, element); err != nil {
		return "", "", err
	}
	end := strings.LastIndex(v, "</xml>")
	if end < 0 {
		return "", "", fmt.Errorf("the boxes of comments have no end")
	}
	return c, v[:end] + box(v, n) + v[end:], nil
}

// before inserts elements before the end of another, with the prefix of that one in place of each $.
func before(s string, end *regexp.Regexp, insert string) (string, error) {
	at := end.FindStringSubmatchIndex(s)
	if at == nil {
		return "", fmt.Errorf("the comments have no %s", end)
	}
	prefix := ""
	if at[2] >= 0 {
		prefix = s[at[2]:at[3]]
	}
	return s[:at[0]] + strings.ReplaceAll(insert, "$", prefix) + s[at[0]:], nil
}

// box draws the box of a comment, hidden until the mouse is on the cell. The names of its parts are prefixes that the part must
// declare: they are declared anew.
func box(v string, n note) string {
	number := 1024
	for _, found := range shapeNumber.FindAllStringSubmatch(v, -1) {
		if k, err := strconv.Atoi(found[1]); err == nil {
			number = max(number, k)
		}
	}
	lines := min(linesOf(cleaned(n.text), 34), 30)
	return `<v:shape xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:x="urn:schemas-microsoft-com:office:excel"` +
		` id="_x0000_s` + strconv.Itoa(number+1) + `" type="#_x0000_t202" style="position:absolute;width:210pt;height:` + strconv.Itoa(15*lines+12) +
		`pt;z-index:1;visibility:hidden" fillcolor="#FBF6D6" strokecolor="#EDEAA1"><v:fill color2="#FBFE82"/><v:shadow on="t" obscured="t"/>` +
		`<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"/></v:textbox><x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>` +
		fmt.Sprintf("%d, 15, %d, 2, %d, 31, %d, 1", n.column, max(n.row-2, 0), n.column+4, max(n.row-2, 0)+lines+2) +
		`</x:Anchor><x:AutoFill>False</x:AutoFill><x:Row>` + strconv.Itoa(n.row-1) + `</x:Row><x:Column>` + strconv.Itoa(n.column-1) + `</x:Column></x:ClientData></v:shape>`
}

// notePartsOf finds where the comments of each sheet stand, by the links between the parts. A workbook in which they cannot be
// followed has none for us.
func notePartsOf(original []byte) map[string]noteParts {
	z, err := zip.NewReader(bytes.NewReader(original), int64(len(original)))
	if err != nil {
		return nil
	}
	var book struct {
		Sheets []struct {
			Name string `xml:"name,attr"`
			Link string `xml:"http://schemas.openxmlformats.org/officeDocument/2006/relationships id,attr"`
		} `xml:"sheets>sheet"`
	}
	if readPart(z, "xl/workbook.xml", &book) != nil {
		return nil
	}
	sheets := linksOf(z, "xl/workbook.xml")
	found := map[string]noteParts{}
	for _, s := range book.Sheets {
		at := slices.IndexFunc(sheets, func(l link) bool { return l.ID == s.Link })
		if at < 0 {
			continue
		}
		var p noteParts
		for _, l := range linksOf(z, sheets[at].Target) {
			switch path.Base(l.Type) {
			case "comments":
				p.comments = l.Target
			case "vmlDrawing":
				if p.drawing == "" || strings.Contains(partText(z, l.Target), `ObjectType="Note"`) {
					p.drawing = l.Target // pictures of headers are boxes too, in a part of their own
				}
			}
		}
		found[s.Name] = p
	}
	return found
}

// link is a link from one part to another.
type link struct {
	ID     string `xml:"Id,attr"`
	Type   string `xml:"Type,attr"`
	Target string `xml:"Target,attr"` // as the name of a part
}

// linksOf returns the links of a part.
func linksOf(z *zip.Reader, part string) []link {
	var all struct {
		Links []link `xml:"Relationship"`
	}
	if readPart(z, path.Join(path.Dir(part), "_rels", path.Base(part)+".rels"), &all) != nil {
		return nil
	}
	for i := range all.Links {
		l := &all.Links[i]
		if rest, ok := strings.CutPrefix(l.Target, "/"); ok {
			l.Target = rest
		} else {
			l.Target = path.Join(path.Dir(part), l.Target)
		}
	}
	return all.Links
}

func readPart(z *zip.Reader, name string, into any) error {
	return xml.Unmarshal([]byte(partText(z, name)), into)
}

// partText reads a part of a workbook that has been read to its end before; "" where there is none.
func partText(z *zip.Reader, name string) string {
	f, err := z.Open(name)
	if err != nil {
		return ""
	}
	defer f.Close()
	b, err := io.ReadAll(f)
	if err != nil {
		return ""
	}
	return string(b)
}
