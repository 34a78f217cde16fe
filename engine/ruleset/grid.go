package ruleset

import (
	"slices"
	"strings"
	"unicode/utf8"

	"slate/engine/diag"
	"slate/engine/fact"
)

// Tables of a rule file as grids of texts, to be edited elsewhere and brought back: the rows of a parameter, the bands and tables of
// points of indicators, the rules of decision tables. A Grid knows where each of its cells stands in the file, so that an edit changes the
// bytes of that cell and no others (see gridedit.go).

// GridKind says what a grid is a table of.
type GridKind uint8

// The kinds of grids.
const (
	HistoryGrid GridKind = iota // the rows of a parameter: they are added to and never changed
	BandsGrid                   // interval to points
	PointsGrid                  // choice to points
	RulesGrid                   // the rules of a decision table
)

// GridKey says what a column of a grid holds.
type GridKey uint8

// The columns of grids.
const (
	FromColumn   GridKey = iota // a day
	ValueColumn                 // the value of a parameter
	BasisColumn                 // text, may be empty
	RangeColumn                 // an interval
	ChoiceColumn                // a choice, or true and false
	PointsColumn                // a number
	IDColumn                    // an id, may be empty
	LabelColumn                 // text, may be empty
	TestColumn                  // what a rule asks of an input: values with 、 between, an interval, an operator and an expression; may be empty
	WhenColumn                  // a condition, may be empty
	OutputColumn                // what a rule gives an output; empty where a person decides
	DecideColumn                // why a person must decide; empty where the outputs are given
)

// GridColumn is a column of a grid. Name is the input or output, "" for others; Type that of a value.
type GridColumn struct {
	Key  GridKey
	Name string
	Type fact.Type
}

// GridRow is a row of a grid. Cells hold true and false as 是 and 否.
type GridRow struct {
	Cells []string
	Span  diag.Span // of its lines in the file
}

// Grid is one table of a rule file. ID is the name of the parameter or decision table, or the id of the indicator; Unit that of the
// parameter or of the input of bands.
type Grid struct {
	Kind      GridKind
	ID, Label string
	Unit      string
	Columns   []GridColumn
	Rows      []GridRow

	file  *gridFile
	owner *node // the list, or the mapping of bands
}

// gridFile is a file with what is needed to cut it.
type gridFile struct {
	*file
	mark    int            // bytes of a byte order mark before the text
	lines   []int          // byte offset in text of each line
	matches map[[2]int]int // of an opening bracket: index of its closing piece
	pieces  []piece
}

// Grids returns the tables that stand in a file itself, not in one that it extends, in file order. rs is the ruleset that Load made of
// it, without errors.
func (rs *Ruleset) Grids(name string) []*Grid {
	i := slices.IndexFunc(rs.Sources, func(s Source) bool { return s.Name == name })
	if i < 0 {
		return nil
	}
	var list diag.List
	f := precheck(name, rs.Sources[i].Bytes, &list)
	if f == nil {
		return nil
	}
	root := f.parse()
	if root == nil || list.HasErrors() {
		return nil
	}
	g := &gridder{rs: rs, types: rs.types(), file: newGridFile(f)}
	g.file.mark = len(rs.Sources[i].Bytes) - len(f.text)
	for _, p := range root.get("params").entries() {
		g.history(p.key.text, p.value)
	}
	for _, p := range root.get("classify").entries() {
		g.rules(p.key.text, p.value)
	}
	for _, c := range root.get("score").get("criteria").list() {
		g.indicator(c)
		for _, in := range c.get("indicators").list() {
			g.indicator(in)
		}
	}
	return g.grids
}

func newGridFile(f *file) *gridFile {
	g := &gridFile{file: f, lines: []int{0}, matches: map[[2]int]int{}, pieces: scan(f).pieces}
	for i := range len(f.text) {
		if f.text[i] == '\n' {
			g.lines = append(g.lines, i+1)
		}
	}
	for _, p := range g.pieces {
		if p.kind == openPiece {
			g.matches[[2]int{p.line, p.col}] = p.match
		}
	}
	return g
}

// offset returns the byte offset of a place, from 0, in the text.
func (g *gridFile) offset(line, col int) int {
	at := g.lines[line]
	for range col {
		_, size := utf8.DecodeRuneInString(g.text[at:])
		at += size
	}
	return at
}

// extent returns the bytes of a node; ok is false for one that is written as a block of text.
func (g *gridFile) extent(n *node) (from, to int, ok bool) {
	line, col := n.start.Line-1, n.start.Column-1
	from = g.offset(line, col)
	switch {
	case n.kind == scalarNode:
		return from, g.offset(n.tailLine, n.tailCol), n.style <= doubleQuoted
	case n.flow():
		match, known := g.matches[[2]int{line, col}]
		if !known || match < 0 {
			return 0, 0, false
		}
		p := g.pieces[match]
		return from, g.offset(p.endLine, p.endCol), true
	}
	children := n.items
	for _, p := range n.pairs {
		children = append(children, p.value)
	}
	if len(children) == 0 {
		return 0, 0, false
	}
	_, to, ok = g.extent(children[len(children)-1])
	return from, to, ok
}

// flow reports whether a mapping or list is written in brackets.
func (n *node) flow() bool {
	r := n.f.rune(n.start.Line-1, n.start.Column-1)
	return n.kind == mappingNode && r == '{' || n.kind == listNode && r == '['
}

type gridder struct {
	rs    *Ruleset
	types map[string]fact.Type
	file  *gridFile
	grids []*Grid
}

func (g *gridder) add(grid *Grid) {
	if grid.owner == nil || len(grid.Rows) == 0 {
		return
	}
	grid.file = g.file
	g.grids = append(g.grids, grid)
}

func (g *gridder) history(name string, n *node) {
	i := slices.IndexFunc(g.rs.Params, func(p *Param) bool { return p.Name == name })
	if i < 0 {
		return // switched off
	}
	typ := g.rs.Params[i].Type
	grid := &Grid{Kind: HistoryGrid, ID: name, Label: n.str("label"), Unit: typ.Unit, owner: n.get("values"),
		Columns: []GridColumn{{Key: FromColumn}, {Key: ValueColumn, Type: typ}, {Key: BasisColumn}}}
	for _, row := range n.get("values").list() {
		grid.row(row, row.str("from"), row.str("value"), row.str("basis"))
	}
	g.add(grid)
}

func (g *Grid) row(n *node, cells ...string) {
	g.Rows = append(g.Rows, GridRow{Cells: cells, Span: n.span})
}

func (g *gridder) indicator(n *node) {
	typ := g.types[n.str("input")]
	grid := &Grid{Kind: BandsGrid, ID: n.str("id"), Label: n.str("label"), Unit: typ.Unit, owner: n.get("bands"),
		Columns: []GridColumn{{Key: RangeColumn}, {Key: PointsColumn}}}
	if grid.owner == nil {
		grid.Kind, grid.owner, grid.Columns[0] = PointsGrid, n.get("table"), GridColumn{Key: ChoiceColumn, Type: typ}
	}
	for _, p := range grid.owner.entries() {
		grid.row(p.key, shownAs(p.key, typ), p.value.text)
	}
	g.add(grid)
}

// shownAs is the text of a cell.
func shownAs(n *node, t fact.Type) string {
	if t.Kind == fact.Boolean && n.style == plainStyle {
		switch n.text {
		case "true":
			return "是"
		case "false":
			return "否"
		}
	}
	return n.text
}

func (g *gridder) rules(name string, n *node) {
	i := slices.IndexFunc(g.rs.Classifies, func(c *Classify) bool { return c.Name == name })
	if i < 0 {
		return
	}
	c := g.rs.Classifies[i]
	grid := &Grid{Kind: RulesGrid, ID: name, Label: n.str("label"), owner: n.get("rules"), Columns: []GridColumn{{Key: IDColumn}, {Key: LabelColumn}}}
	for _, in := range c.Inputs {
		grid.Columns = append(grid.Columns, GridColumn{TestColumn, in.Text, g.types[in.Text]})
	}
	grid.Columns = append(grid.Columns, GridColumn{Key: WhenColumn})
	for _, o := range c.Outputs {
		grid.Columns = append(grid.Columns, GridColumn{OutputColumn, o.Name, o.Type})
	}
	grid.Columns = append(grid.Columns, GridColumn{Key: DecideColumn}, GridColumn{Key: BasisColumn})
	for _, row := range n.get("rules").list() {
		var cells []string
		for _, column := range grid.Columns {
			cells = append(cells, ruleCell(row, &column))
		}
		grid.row(row, cells...)
	}
	g.add(grid)
}

// cellNode returns the value that a cell of a rule shows, or nil.
func cellNode(row *node, c *GridColumn) *node {
	switch c.Key {
	case TestColumn:
		return row.get("if").get(c.Name)
	case OutputColumn:
		if then := row.get("then"); then == nil || then.kind == scalarNode {
			return then
		}
		return row.get("then").get(c.Name)
	}
	return row.get(gridKeys[c.Key])
}

// gridKeys are the keys of columns that stand directly in a row.
var gridKeys = map[GridKey]string{FromColumn: "from", ValueColumn: "value", BasisColumn: "basis", IDColumn: "id", LabelColumn: "label", WhenColumn: "when", DecideColumn: "decide"}

func ruleCell(row *node, c *GridColumn) string {
	n := cellNode(row, c)
	switch {
	case n == nil:
		return ""
	case n.kind == listNode:
		var members []string
		for _, m := range n.items {
			members = append(members, shownAs(m, c.Type))
		}
		return strings.Join(members, "、")
	}
	return shownAs(n, c.Type)
}

// Holds reports whether the same table among grids, as read from a changed file, says what rows asked for.
func (g *Grid) Holds(grids []*Grid, rows []GridEdit) bool {
	i := slices.IndexFunc(grids, func(o *Grid) bool { return o.Kind == g.Kind && o.ID == g.ID })
	if i < 0 || len(grids[i].Rows) != len(rows) {
		return false
	}
	for n, r := range grids[i].Rows {
		for c := range g.Columns {
			if !g.Columns[c].same(plainTest(&g.Columns[c], rows[n].Cells[c]), r.Cells[c]) {
				return false
			}
		}
	}
	return true
}

// plainTest writes a cell as it comes out of the file: without blanks around the members of a list, truth as one word.
func plainTest(c *GridColumn, s string) string {
	if c.Type.Kind == fact.Boolean && c.Key != WhenColumn {
		s = strings.NewReplacer("true", "是", "TRUE", "是", "false", "否", "FALSE", "否").Replace(s)
	}
	if c.Key != TestColumn || beginsWithOperator(s) || looksLikeInterval(s) {
		return s
	}
	members := strings.Split(s, "、")
	for i := range members {
		members[i] = strings.TrimSpace(members[i])
		if n, err := fact.ParseNumber(members[i]); err == nil && c.Type.Kind.Numeric() {
			members[i] = n.String()
		}
	}
	return strings.Join(members, "、")
}

// RowAt returns the row of the grid whose text holds a place.
func (g *Grid) RowAt(at diag.Span) (int, bool) {
	if at.File != g.file.name || at.Start.Line == 0 || at.Start.Line > len(g.file.lines) {
		return 0, false
	}
	offset := g.file.offset(at.Start.Line-1, at.Start.Column-1)
	members, ok := (&gridEditor{g: g}).members()
	for i := range members {
		if ok && members[i].from <= offset && offset < members[i].to {
			return i, true
		}
	}
	return 0, false
}

// RowText returns the text of a row as it stands in the file; "" where it is a block of text.
func (g *Grid) RowText(i int) string {
	members, ok := (&gridEditor{g: g}).members()
	if !ok {
		return ""
	}
	return g.file.text[members[i].from:members[i].to]
}

// Lines returns the bytes of the file from the beginning of the first line of the table, comments right above it included, to
// the end of its last.
func (g *Grid) Lines() (from, to int) {
	from, to, _ = g.file.extent(g.owner)
	line := g.file.lineOf(from)
	for line > 0 && strings.HasPrefix(strings.TrimSpace(string(g.file.row(line-1))), "#") {
		line--
	}
	return g.file.lines[line] + g.file.mark, g.file.next(g.file.lineOf(to)) + g.file.mark
}
