package sheet

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
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
	if c, v, err = withNotes(c, v, notes); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrUnmarkable, err)
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
	gone := map[string]bool{}
	c = commentElement.ReplaceAllStringFunc(c, func(e string) string {
		cell := attributeOf(e, "ref")
		if attributeOf(e, "authorId") == strconv.Itoa(ours) {
			cells = append(cells, cell)
			gone[cell] = true
			return ""
		}
		text, rest, found := strings.Cut(e, divider)
		if !found {
			return e
		}
		cells = append(cells, cell)
		return text[:strings.LastIndex(text, ">")+1] + rest
	})
	return c, withoutBoxes(v, gone), cells
}

// withoutBoxes takes the boxes of cells' comments out.
func withoutBoxes(v string, cells map[string]bool) string {
	if len(cells) == 0 {
		return v
	}
	return shapeElement.ReplaceAllStringFunc(v, func(e string) string {
		row, column := between(e, "<x:Row>", "</x:Row>"), between(e, "<x:Column>", "</x:Column>")
		r, err := strconv.Atoi(row)
		k, err2 := strconv.Atoi(column)
		if err == nil && err2 == nil && r >= 0 && r < maxSheetRows && k >= 0 && k < maxSheetColumns && cells[ref(k+1, r+1)] && strings.Contains(e, `ObjectType="Note"`) {
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

// withNotes adds comments, one for each cell. What a comment of the user's says on the same cell stays below ours.
func withNotes(c, v string, notes []note) (string, string, error) {
	texts := map[string]string{}
	for _, n := range notes {
		texts[ref(n.column, n.row)] = html.EscapeString(escaped(cleaned(n.text)))
	}
	taken := map[string]bool{}
	c = commentElement.ReplaceAllStringFunc(c, func(e string) string {
		cell := attributeOf(e, "ref")
		text, ok := texts[cell]
		if !ok || taken[cell] {
			return e
		}
		taken[cell] = true
		return onTop(e, text)
	})
	author := slices.IndexFunc(authorElement.FindAllStringSubmatch(c, -1), func(a []string) bool { return a[1] == markAuthor })
	var err error
	if author < 0 {
		author = len(authorElement.FindAllString(c, -1))
		if c, err = before(c, authorsEnd, "<$author>"+markAuthor+"</$author>"); err != nil {
			return "", "", err
		}
	}
	var elements, boxes strings.Builder
	number := lastBox(v)
	for _, n := range notes {
		cell := ref(n.column, n.row)
		if taken[cell] {
			continue
		}
		number++
		elements.WriteString(`<$comment ref="` + cell + `" authorId="` + strconv.Itoa(author) + `"><$text><$t xml:space="preserve">` +
			strings.ReplaceAll(texts[cell], "$", "&#36;") + "</$t></$text></$comment>")
		boxes.WriteString(box(number, n))
	}
	if c, err = before(c, commentsEnd, elements.String()); err != nil {
		return "", "", err
	}
	end := strings.LastIndex(v, "</xml>")
	if end < 0 {
		return "", "", errors.New("the boxes of comments have no end")
	}
	return c, v[:end] + boxes.String() + v[end:], nil
}

// onTop puts a text, and the divider, above what a comment says.
func onTop(e, text string) string {
	at := textStart.FindStringSubmatchIndex(e)
	if at == nil {
		return e // a comment without a text is no comment to anybody
	}
	text += divider
	if at[4] < 0 { // its text is in pieces, each with a look of its own: ours is one more
		prefix := ""
		if at[2] >= 0 {
			prefix = e[at[2]:at[3]]
		}
		text = "<" + prefix + "r><" + prefix + `t xml:space="preserve">` + text + "</" + prefix + "t></" + prefix + "r>"
	}
	return e[:at[1]] + text + e[at[1]:]
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

// lastBox is the highest number of a box.
func lastBox(v string) int {
	number := 1024
	for _, found := range shapeNumber.FindAllStringSubmatch(v, -1) {
		if k, err := strconv.Atoi(found[1]); err == nil {
			number = max(number, k)
		}
	}
	return number
}

// box draws the box of a comment, hidden until the mouse is on the cell. The prefixes of its elements are declared anew, since another
// program may have chosen others.
func box(number int, n note) string {
	lines := min(linesOf(cleaned(n.text), 34), 30)
	return `<v:shape xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:x="urn:schemas-microsoft-com:office:excel"` +
		` id="_x0000_s` + strconv.Itoa(number) + `" type="#_x0000_t202" style="position:absolute;width:210pt;height:` + strconv.Itoa(15*lines+12) +
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
