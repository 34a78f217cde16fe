package report

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"slices"
	"strings"

	"slate/engine/diag"
	"slate/engine/fact"
	"slate/engine/ruleset"
	"slate/engine/sheet"
)

// TablesDigest tells one state of a rule file from another: the first 16 hexadecimal digits of the SHA-256 of its bytes.
func TablesDigest(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:8])
}

// TablesBook is the workbook in which a department edits the tables of a rule file: a sheet that says how, and one for each grid. The first
// column numbers the rows that there are; a new row has none. digest is that of the file that the grids are from, and must be the same when
// the workbook comes back.
func TablesBook(set *ruleset.Ruleset, grids []*ruleset.Grid, digest string, lang diag.Lang) sheet.Book {
	title := say(lang, wTablesTitle, "label", set.Meta.Label)
	about := sheet.Page{Name: say(lang, wTablesAbout), Columns: []sheet.Heading{{Head: say(lang, wTablesItem), Kind: sheet.Label, Width: 14}, {Head: say(lang, wTablesSays), Kind: sheet.Label, Width: 100}}}
	row := func(item, text string) {
		about.Rows = append(about.Rows, sheet.Row{Cells: []string{item, text}})
	}
	row(say(lang, wVersion), set.Meta.ID+" "+set.Meta.Version)
	row(say(lang, wTablesDigest), digest)
	for _, w := range []word{wTablesHowRow, wTablesHowParam, wTablesHowRange, wTablesHowTest, wTablesHowBack} {
		row(say(lang, wTablesHow), say(lang, w))
	}
	book := sheet.Book{Title: title, Pages: []sheet.Page{about}}
	for i, g := range grids {
		book.Pages = append(book.Pages, gridPage(i, g, lang))
	}
	return book
}

// gridSheet is the name of the sheet of a grid; its number makes it the only one of that name.
func gridSheet(i int, g *ruleset.Grid) string {
	name := count(i+1) + " " + g.ID
	name = strings.Map(func(r rune) rune {
		if strings.ContainsRune(`[]:*?/\'`, r) {
			return '_'
		}
		return r
	}, name)
	if r := []rune(name); len(r) > 31 {
		name = string(r[:31])
	}
	return name
}

// gridHead is the heading of a column.
func gridHead(g *ruleset.Grid, c *ruleset.GridColumn, lang diag.Lang) string {
	switch c.Key {
	case ruleset.FromColumn:
		return say(lang, wDocSince)
	case ruleset.ValueColumn:
		return withUnitHead(lang, say(lang, wValue), g.Unit)
	case ruleset.RangeColumn:
		return withUnitHead(lang, say(lang, wTablesRange), g.Unit)
	}
	if w, ok := gridHeads[c.Key]; ok {
		return say(lang, w)
	}
	if c.Key == ruleset.OutputColumn {
		return "→ " + c.Name
	}
	return c.Name
}

var gridHeads = map[ruleset.GridKey]word{
	ruleset.BasisColumn: wBasis, ruleset.ChoiceColumn: wTablesChoice, ruleset.PointsColumn: wDocPoints, ruleset.IDColumn: wDocID,
	ruleset.LabelColumn: wDocMeaning, ruleset.WhenColumn: wDocWhen, ruleset.DecideColumn: wTablesDecide,
}

func gridPage(i int, g *ruleset.Grid, lang diag.Lang) sheet.Page {
	p := sheet.Page{Name: gridSheet(i, g), Open: true, Frozen: 1, Footer: nameOf(g.Label, g.ID)}
	p.Columns = append(p.Columns, sheet.Heading{Head: say(lang, wTablesRow), Kind: sheet.Label, Note: say(lang, wTablesRowNote), Width: 6})
	for c := range g.Columns {
		p.Columns = append(p.Columns, gridHeading(g, &g.Columns[c], lang))
	}
	for n, r := range g.Rows {
		row := sheet.Row{Cells: append([]string{count(n + 1)}, r.Cells...)}
		if g.Kind == ruleset.HistoryGrid {
			row.Shade = sheet.HeadShade // not to be changed
		}
		p.Rows = append(p.Rows, row)
	}
	return p
}

func gridHeading(g *ruleset.Grid, c *ruleset.GridColumn, lang diag.Lang) sheet.Heading {
	h := sheet.Heading{Head: gridHead(g, c, lang), Kind: sheet.Label}
	switch c.Key {
	case ruleset.FromColumn:
		h.Kind, h.Note = sheet.Date, say(lang, wTablesHowParam)
	case ruleset.PointsColumn:
		h.Kind = sheet.Number
	case ruleset.RangeColumn:
		h.Note = say(lang, wTablesHowRange)
	case ruleset.TestColumn:
		h.Note = say(lang, wTablesHowTest)
		if len(c.Type.Values) > 0 {
			h.Note += "\n" + and(lang, c.Type.Values)
		}
	case ruleset.ValueColumn, ruleset.OutputColumn, ruleset.ChoiceColumn:
		switch c.Type.Kind {
		case fact.Money, fact.Decimal, fact.Integer:
			h.Kind = sheet.Number
		case fact.Boolean:
			h.Choices = []string{"是", "否"}
		case fact.Choice:
			h.Choices = c.Type.Values
		}
	}
	if g.Unit != "" && (c.Key == ruleset.RangeColumn || c.Key == ruleset.ValueColumn) {
		h.Note = strings.TrimSpace(say(lang, wFormUnit) + colon(lang) + g.Unit + "\n" + h.Note)
	}
	return h
}

// ReadTables reads a workbook of TablesBook back: for each grid its rows, nil where the workbook has no sheet of it. The list has
// everything that is wrong with the sheets themselves; what rows may say Grid.Edit knows.
func ReadTables(name string, f io.ReadSeeker, grids []*ruleset.Grid, digest string) ([][]ruleset.GridEdit, diag.List) {
	names, list := sheet.Names(name, f)
	if list.HasErrors() {
		return nil, list
	}
	was := ""
	for _, lang := range []diag.Lang{diag.Chinese, diag.English} {
		if about := say(lang, wTablesAbout); slices.Contains(names, about) {
			was = digestIn(name, f, about)
			names = slices.DeleteFunc(names, func(s string) bool { return s == about })
		}
	}
	if was != digest {
		return nil, diag.List{diag.New(diag.TableBase, diag.Span{File: name}, "was", orDash(was), "now", digest)}
	}
	out := make([][]ruleset.GridEdit, len(grids))
	for i, g := range grids {
		if at := slices.Index(names, gridSheet(i, g)); at >= 0 {
			var more diag.List
			out[i], more = readGrid(name, f, names[at], g)
			list = append(list, more...)
			names = slices.Delete(names, at, at+1)
		}
	}
	for _, extra := range names {
		list.Add(diag.New(diag.TableSheet, diag.Span{File: name, Sheet: extra}, "sheet", extra))
	}
	return out, list
}

// digestIn finds the digest on the first sheet.
func digestIn(name string, f io.ReadSeeker, about string) string {
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return ""
	}
	r, _ := sheet.Open(name, f, sheet.Options{Sheet: about})
	if r == nil {
		return ""
	}
	for {
		cells, ok := r.Next()
		if !ok {
			return ""
		}
		if len(cells) > 1 && (cells[0] == say(diag.Chinese, wTablesDigest) || cells[0] == say(diag.English, wTablesDigest)) {
			return strings.TrimSpace(cells[1])
		}
	}
}

func readGrid(name string, f io.ReadSeeker, page string, g *ruleset.Grid) ([]ruleset.GridEdit, diag.List) {
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return nil, diag.List{diag.New(diag.BadBook, diag.Span{File: name, Sheet: page}, "problem", "unreadable")}
	}
	r, list := sheet.Open(name, f, sheet.Options{Sheet: page})
	if r == nil {
		return nil, list
	}
	list = append(list, wrongHeads(name, page, r.Header(), g)...)
	if list.HasErrors() {
		return nil, list
	}
	rows := []ruleset.GridEdit{}
	for {
		cells, ok := r.Next()
		if !ok {
			break
		}
		edit := ruleset.GridEdit{Old: -1}
		for c := range len(g.Columns) + 1 {
			if flaw, bad := r.Flaw(c); bad {
				list.Add(flaw)
			}
			if c > 0 {
				edit.Cells = append(edit.Cells, strings.TrimSpace(cells[c]))
				edit.Spans = append(edit.Spans, r.Span(c))
			}
		}
		if number := strings.TrimSpace(cells[0]); number != "" {
			n, err := fact.ParseNumber(number)
			i, whole := n.Int64()
			if err != nil || !whole || i < 1 || i > int64(len(g.Rows)) {
				list.Add(diag.New(diag.TableRow, r.Span(0), "table", g.ID, "row", number, "why", "unknown"))
				continue
			}
			edit.Old = int(i) - 1
		}
		rows = append(rows, edit)
	}
	return rows, append(list, r.Problems()...)
}

// wrongHeads holds a heading to what was written there, in either language.
func wrongHeads(name, page string, got []string, g *ruleset.Grid) diag.List {
	var list diag.List
	for n := range len(g.Columns) + 1 {
		zh, en := say(diag.Chinese, wTablesRow), say(diag.English, wTablesRow)
		if n > 0 {
			zh, en = gridHead(g, &g.Columns[n-1], diag.Chinese), gridHead(g, &g.Columns[n-1], diag.English)
		}
		head := ""
		if n < len(got) {
			head = got[n]
		}
		if head != zh && head != en {
			at := diag.Pos{Line: 1, Column: n + 1}
			list.Add(diag.New(diag.TableColumn, diag.Span{File: name, Sheet: page, Start: at, End: diag.Pos{Line: 1, Column: n + 2}}, "n", count(n+1), "want", zh, "got", head))
		}
	}
	return list
}

// TablesDiff shows what patches would do to a rule file.
func TablesDiff(file string, data []byte, patches []ruleset.Patch, lang diag.Lang) *Document {
	d := &Document{}
	hunks := ruleset.Hunks(data, patches)
	if len(hunks) == 0 {
		d.text(say(lang, wTablesSame, "file", file))
		return d
	}
	for _, h := range hunks {
		lines := []Line{{Text: file + ":" + count(h.Line)}}
		for _, l := range h.Old {
			lines = append(lines, Line{Text: "- " + strings.TrimSuffix(l, "\r")})
		}
		for _, l := range h.New {
			lines = append(lines, Line{Text: "+ " + strings.TrimSuffix(l, "\r")})
		}
		d.lines(lines...)
	}
	return d
}
