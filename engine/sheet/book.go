package sheet

import (
	"archive/zip"
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"

	"slate/engine/diag"
	"slate/engine/fact"
)

// Workbooks are read here and not by the library that writes them: on a damaged sheet it stops without an error, it merges
// rows that stand twice, and it drops cells. Everything that is read here is read to its end and to its checksum, rows and
// cells must come in their order, and what a cell cannot be relied on for is said of that cell.

// Limits of a workbook, against files made to fill a machine.
const (
	maxParts    = 2000
	maxUnpacked = 1 << 30   // bytes of one part
	maxRatio    = 200       // of unpacked to packed bytes, for parts over a megabyte
	maxDepth    = 20        // of elements
	maxStrings  = 256 << 20 // bytes of all shared strings
)

// bookError is what is wrong with a workbook as a whole, in English; package diag has the other languages.
type bookError string

func (e bookError) Error() string { return string(e) }

const (
	errDamaged = bookError("a damaged workbook")
	errHostile = bookError("a workbook beyond the limits")
	errOrder   = bookError("rows or cells out of order, or twice")
)

// bookRows reads the rows of one sheet.
type bookRows struct {
	part    io.ReadCloser
	xml     *xml.Decoder
	depth   int
	row     int // the last one
	strings []string
	styles  []style
	dates   int // days to add to a serial number: 1904 workbooks count from another day
	cells   []string
	hidden  int    // rows that are not shown
	merged  string // the first range of merged cells below the heading
	ended   bool
}

// style is what the look of a number makes of it.
type style uint8

const (
	plainStyle style = iota
	dateStyle
	percentStyle
)

// readBook begins the table on a sheet of a workbook.
func readBook(name string, f io.ReadSeeker, o Options) (*Reader, diag.List) {
	t := &Reader{name: name, sheet: o.Sheet}
	fail := func(err error) (*Reader, diag.List) {
		var choose chooseSheet
		if errors.As(err, &choose) {
			return nil, diag.List{diag.New(diag.ChooseSheet, diag.Span{File: name}, "names", strings.Join(choose, "、"))}
		}
		if !errors.As(err, new(bookError)) {
			err = errDamaged
		}
		return nil, diag.List{diag.New(diag.BadBook, diag.Span{File: name, Sheet: t.sheet}, "problem", err.Error())}
	}
	at, ok := f.(io.ReaderAt)
	size, err := f.Seek(0, io.SeekEnd)
	if err != nil || !ok {
		return fail(errDamaged)
	}
	z, err := zip.NewReader(at, size)
	if err != nil {
		return fail(err)
	}
	b, sheetName, err := openBook(z, o.Sheet)
	if err != nil {
		return fail(err)
	}
	t.sheet, t.book = sheetName, b
	return t.begin()
}

// chooseSheet is the error for a workbook with several sheets of which none was named, or none of that name.
type chooseSheet []string

func (c chooseSheet) Error() string { return strings.Join(c, ", ") }

// openBook checks a workbook, reads what all sheets share, and opens one.
func openBook(z *zip.Reader, want string) (*bookRows, string, error) {
	if err := sane(z); err != nil {
		return nil, "", err
	}
	sheets, nineteenFour, err := sheetsOf(z)
	if err != nil {
		return nil, "", err
	}
	var names []string
	chosen := -1
	for i, s := range sheets {
		if s.name == want {
			chosen = i
		}
		if !s.hidden {
			names = append(names, s.name)
		}
	}
	if want == "" && len(names) == 1 {
		chosen = slices.IndexFunc(sheets, func(s sheetPart) bool { return !s.hidden })
	}
	if chosen < 0 {
		return nil, "", chooseSheet(names)
	}
	b := &bookRows{}
	if nineteenFour {
		b.dates = 1462
	}
	if b.strings, err = sharedStringsOf(z); err != nil {
		return nil, "", err
	}
	if b.styles, err = stylesOf(z); err != nil {
		return nil, "", err
	}
	if b.part, err = open(z, sheets[chosen].part); err != nil {
		return nil, "", err
	}
	b.xml = decoder(b.part)
	return b, sheets[chosen].name, nil
}

// sane holds a workbook to the limits and reads every part to its checksum.
func sane(z *zip.Reader) error {
	if len(z.File) > maxParts {
		return errHostile
	}
	seen := map[string]bool{}
	for _, f := range z.File {
		if seen[f.Name] {
			return errDamaged
		}
		seen[f.Name] = true
		if f.UncompressedSize64 > maxUnpacked || f.UncompressedSize64 > 1<<20 && f.UncompressedSize64/maxRatio > f.CompressedSize64 {
			return errHostile
		}
		r, err := f.Open()
		if err != nil {
			return errDamaged
		}
		n, err := io.Copy(io.Discard, io.LimitReader(r, maxUnpacked+1))
		r.Close()
		switch {
		case n > maxUnpacked:
			return errHostile
		case err != nil:
			return errDamaged
		}
	}
	if !seen["xl/workbook.xml"] {
		return bookError("no workbook, but some other kind of file")
	}
	return nil
}

func open(z *zip.Reader, name string) (io.ReadCloser, error) {
	f, err := z.Open(name)
	if err != nil {
		return nil, errDamaged
	}
	return f, nil
}

func decoder(r io.Reader) *xml.Decoder {
	in := xml.NewDecoder(r)
	in.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil }
	return in
}

// elements calls f with every token of a part, to its end; a document type, or elements too deep within each other, are
// refused.
func elements(z *zip.Reader, name string, f func(xml.Token) error) error {
	part, err := open(z, name)
	if err != nil {
		return err
	}
	defer part.Close()
	in := decoder(part)
	for depth := 0; ; {
		token, err := in.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return errDamaged
		}
		if depth, err = nesting(token, depth); err != nil {
			return err
		}
		if err := f(token); err != nil {
			return err
		}
	}
}

func nesting(token xml.Token, depth int) (int, error) {
	switch token.(type) {
	case xml.Directive:
		return depth, errHostile
	case xml.StartElement:
		depth++
	case xml.EndElement:
		depth--
	}
	if depth > maxDepth {
		return depth, errHostile
	}
	return depth, nil
}

type sheetPart struct {
	name, part string
	hidden     bool
}

// sheetsOf returns the sheets in their order, and whether days are counted from 1904.
func sheetsOf(z *zip.Reader) (sheets []sheetPart, nineteenFour bool, err error) {
	links := map[string]string{}
	err = elements(z, workbookLinks, func(t xml.Token) error {
		if e, ok := t.(xml.StartElement); ok && e.Name.Local == "Relationship" {
			links[attribute(e, "Id")] = target(attribute(e, "Target"))
		}
		return nil
	})
	if err != nil {
		return nil, false, err
	}
	err = elements(z, "xl/workbook.xml", func(t xml.Token) error {
		e, ok := t.(xml.StartElement)
		switch {
		case !ok:
		case e.Name.Local == "workbookPr":
			v := attribute(e, "date1904")
			nineteenFour = v == "1" || v == "true"
		case e.Name.Local == "sheet":
			id := ""
			for _, a := range e.Attr {
				if a.Name.Local == "id" {
					id = a.Value
				}
			}
			if part := links[id]; strings.HasPrefix(part, "xl/worksheets/") {
				state := attribute(e, "state")
				sheets = append(sheets, sheetPart{attribute(e, "name"), part, state == "hidden" || state == "veryHidden"})
			}
		}
		return nil
	})
	if err == nil && len(sheets) == 0 {
		err = errDamaged
	}
	return sheets, nineteenFour, err
}

// sharedStringsOf returns the texts that cells name by number: all runs of a text, without what is read beside it.
func sharedStringsOf(z *zip.Reader) ([]string, error) {
	if !slices.ContainsFunc(z.File, func(f *zip.File) bool { return f.Name == sharedStrings }) {
		return nil, nil
	}
	var all []string
	var text strings.Builder
	inText, beside, size := false, 0, 0
	err := elements(z, sharedStrings, func(t xml.Token) error {
		switch e := t.(type) {
		case xml.StartElement:
			switch e.Name.Local {
			case "si":
				text.Reset()
			case "t":
				inText = beside == 0
			case "rPh":
				beside++
			}
		case xml.EndElement:
			switch e.Name.Local {
			case "si":
				all = append(all, text.String())
				if size += text.Len() + 16; size > maxStrings {
					return errHostile
				}
			case "t":
				inText = false
			case "rPh":
				beside--
			}
		case xml.CharData:
			if inText {
				text.Write(e)
			}
		}
		return nil
	})
	return all, err
}

// stylesOf returns what each style of cells makes of a number.
func stylesOf(z *zip.Reader) ([]style, error) {
	if !slices.ContainsFunc(z.File, func(f *zip.File) bool { return f.Name == "xl/styles.xml" }) {
		return nil, nil
	}
	own := map[int]string{}
	var all []style
	inCells := false
	err := elements(z, "xl/styles.xml", func(t xml.Token) error {
		switch e := t.(type) {
		case xml.StartElement:
			switch e.Name.Local {
			case "numFmt":
				id, _ := strconv.Atoi(attribute(e, "numFmtId"))
				own[id] = attribute(e, "formatCode")
			case "cellXfs":
				inCells = true
			case "xf":
				if inCells {
					id, _ := strconv.Atoi(attribute(e, "numFmtId"))
					all = append(all, styleOf(id, own[id]))
				}
			}
		case xml.EndElement:
			if e.Name.Local == "cellXfs" {
				inCells = false
			}
		}
		return nil
	})
	return all, err
}

// styleOf says what a number format shows: the numbers of ECMA-376 18.8.30 and those of Chinese programs, or the letters of a
// format of the workbook's own, outside of quoted text and brackets.
func styleOf(id int, code string) style {
	switch {
	case id >= 14 && id <= 22, id >= 27 && id <= 36, id >= 45 && id <= 47, id >= 50 && id <= 58:
		return dateStyle
	case id == 9, id == 10:
		return percentStyle
	}
	quoted, bracket := false, false
	for i := 0; i < len(code); i++ {
		switch c := code[i]; {
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '\\', c == '_', c == '*':
			i++
		case c == '[':
			bracket = true
		case c == ']':
			bracket = false
		case bracket:
		case strings.IndexByte("yYdD", c) >= 0:
			return dateStyle
		case c == '%':
			return percentStyle
		}
	}
	return plainStyle
}

// read returns the cells of the next row of the sheet, and io.EOF after the last.
func (b *bookRows) read(t *Reader) ([]string, error) {
	t.flaws = nil
	for {
		token, err := b.token()
		if err != nil {
			return nil, err
		}
		e, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		switch e.Name.Local {
		case "row":
			return b.cellsOf(t, e)
		case "mergeCell":
			if b.merged == "" && beneath(attribute(e, "ref"), t) {
				b.merged = attribute(e, "ref")
				t.add(diag.New(diag.MergedCells, diag.Span{File: t.name, Sheet: t.sheet}, "range", b.merged))
			}
		}
	}
}

// token reads on. At the end of the sheet the rest of the part must be sound, too.
func (b *bookRows) token() (xml.Token, error) {
	if b.ended {
		return nil, io.EOF
	}
	token, err := b.xml.Token()
	if errors.Is(err, io.EOF) {
		b.ended = true
		b.part.Close()
		return nil, io.EOF
	}
	if err == nil {
		b.depth, err = nesting(token, b.depth)
	} else {
		err = errDamaged
	}
	if err != nil {
		b.ended = true
		b.part.Close()
	}
	return token, err
}

// beneath reports whether merged cells reach below the heading, where the second row of two would look empty.
func beneath(ref string, t *Reader) bool {
	_, last, ok := strings.Cut(ref, ":")
	_, row, valid := position(last)
	return ok && valid && row > t.headingRow
}

// cellsOf reads the cells of a row.
func (b *bookRows) cellsOf(t *Reader, row xml.StartElement) ([]string, error) {
	number := b.row + 1
	if r := attribute(row, "r"); r != "" {
		n, err := strconv.Atoi(r)
		if err != nil || n < number {
			t.row = number
			return nil, errOrder
		}
		number = n
	}
	b.row, t.row = number, number
	if h := attribute(row, "hidden"); h == "1" || h == "true" {
		b.hidden++
	}
	b.cells = b.cells[:0]
	for {
		token, err := b.token()
		if err != nil {
			return nil, unended(err)
		}
		switch e := token.(type) {
		case xml.EndElement:
			if e.Name.Local == "row" {
				return b.cells, nil
			}
		case xml.StartElement:
			if e.Name.Local == "c" {
				if err := b.cell(t, e); err != nil {
					return nil, err
				}
			}
		}
	}
}

// unended turns the end of a part within a row into damage.
func unended(err error) error {
	if errors.Is(err, io.EOF) {
		return errDamaged
	}
	return err
}

// cell reads one cell into its place.
func (b *bookRows) cell(t *Reader, e xml.StartElement) error {
	column := len(b.cells)
	if r := attribute(e, "r"); r != "" {
		c, row, ok := position(r)
		if !ok || row != b.row || c < column {
			return errOrder
		}
		column = c
	}
	if column >= 8*MaxColumns {
		return errHostile
	}
	for len(b.cells) <= column {
		b.cells = append(b.cells, "")
	}
	value, formula, err := b.content()
	if err != nil {
		return err
	}
	text, problem := b.text(attribute(e, "t"), attribute(e, "s"), value)
	switch {
	case formula:
		problem = "a formula"
	case problem == errDamaged.Error():
		return errDamaged
	}
	b.cells[column] = text
	if problem != "" {
		if t.flaws == nil {
			t.flaws = map[int]diag.Diagnostic{}
		}
		t.flaws[column] = diag.New(diag.BadSheetCell, t.Span(column), "value", text, "problem", problem)
	}
	return nil
}

// content returns the text of a cell's value or of its own string, and whether it is computed.
func (b *bookRows) content() (value string, formula bool, err error) {
	var text strings.Builder
	reading, beside := false, 0
	for {
		token, err := b.token()
		if err != nil {
			return "", false, unended(err)
		}
		switch e := token.(type) {
		case xml.StartElement:
			switch e.Name.Local {
			case "f":
				formula = true
			case "v", "t":
				reading = beside == 0
			case "rPh":
				beside++
			}
		case xml.EndElement:
			switch e.Name.Local {
			case "c":
				return text.String(), formula, nil
			case "v", "t":
				reading = false
			case "rPh":
				beside--
			}
		case xml.CharData:
			if reading {
				if text.Write(e); text.Len() > 2*MaxCell {
					return "", false, errHostile
				}
			}
		}
	}
}

// text is what a cell says, and why that cannot be relied on, "" where it can.
func (b *bookRows) text(kind, look, value string) (text, problem string) {
	switch kind {
	case "s":
		n, err := strconv.Atoi(strings.TrimSpace(value))
		if err != nil || n < 0 || n >= len(b.strings) {
			return "", errDamaged.Error()
		}
		return b.strings[n], ""
	case "inlineStr", "str", "d":
		return value, ""
	case "b":
		return map[bool]string{true: "true", false: "false"}[strings.TrimSpace(value) == "1"], ""
	case "e":
		return value, "an error"
	}
	if value = strings.TrimSpace(value); value == "" {
		return "", ""
	}
	return b.number(look, value)
}

// rounded is the least number that a spreadsheet may have rounded: it keeps fifteen digits.
const rounded = 1e15

// number writes a number plainly: a day where its look is that of a day, otherwise the shortest decimal that is the same
// binary number, which is what was typed.
func (b *bookRows) number(look, value string) (text, problem string) {
	f, err := strconv.ParseFloat(value, 64)
	if err != nil || f != f {
		return value, "not a number"
	}
	s := plainStyle
	if i, err := strconv.Atoi(look); err == nil && i >= 0 && i < len(b.styles) {
		s = b.styles[i]
	}
	switch {
	case s == dateStyle:
		return b.day(f)
	case f >= rounded || f <= -rounded:
		return strconv.FormatFloat(f, 'f', 0, 64), "a number of more than fifteen digits, which the spreadsheet has rounded"
	case s == percentStyle:
		return strconv.FormatFloat(f, 'f', -1, 64), "a percentage"
	}
	return strconv.FormatFloat(f, 'f', -1, 64), ""
}

// day turns a serial number into a day. Day 60 of the usual count never was: it is 29 February 1900, a mistake that
// spreadsheets keep.
func (b *bookRows) day(serial float64) (text, problem string) {
	whole := int(serial)
	if serial < 1 || serial >= 2958466 || float64(whole) != serial || whole == 60 && b.dates == 0 {
		return strconv.FormatFloat(serial, 'f', -1, 64), "no whole day"
	}
	whole += b.dates
	if whole > 60 {
		whole--
	}
	first, _ := fact.NewDate(1899, 12, 31)
	return first.AddDays(whole).String(), ""
}

// fit makes a row as long as the heading: cells to the right of it that are empty do not count, and those that are not
// there are empty.
func (b *bookRows) fit(cells []string, n int) []string {
	for len(cells) > n && strings.TrimSpace(cells[len(cells)-1]) == "" {
		cells = cells[:len(cells)-1]
	}
	for len(cells) < n {
		cells = append(cells, "")
	}
	return cells
}

// position takes apart the name of a cell: its column from 0 and its row from 1.
func position(name string) (column, row int, ok bool) {
	i := 0
	for ; i < len(name) && name[i] >= 'A' && name[i] <= 'Z'; i++ {
		if column = column*26 + int(name[i]-'A') + 1; column > 1<<14 {
			return 0, 0, false
		}
	}
	row, err := strconv.Atoi(name[i:])
	return column - 1, row, i > 0 && err == nil && row > 0 && row <= 1<<20
}
