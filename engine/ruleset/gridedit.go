package ruleset

import (
	"bytes"
	"slices"
	"strings"
	"unicode"

	"slate/engine/diag"
	"slate/engine/fact"
)

// GridEdit is a row of a grid as it is to be. Old is the number of the row that it was, from 0, or −1 for a new one; Spans are the places
// of its cells where they were edited, for problems.
type GridEdit struct {
	Old   int
	Cells []string
	Spans []diag.Span
}

// Patch is a change of a file: some of its bytes and what stands in their place.
type Patch struct {
	From, To int
	Text     string
}

// inOrder sorts patches by place; where two begin at one place, what is only put in comes first.
func inOrder(patches []Patch) []Patch {
	patches = slices.Clone(patches)
	slices.SortStableFunc(patches, func(a, b Patch) int {
		if a.From != b.From {
			return a.From - b.From
		}
		return min(a.To-a.From, 1) - min(b.To-b.From, 1)
	})
	return patches
}

// Apply returns a file with patches in it. Patches do not overlap; what is put in at one place stands in its order.
func Apply(data []byte, patches []Patch) []byte {
	patches = inOrder(patches)
	var out []byte
	at := 0
	for _, p := range patches {
		out = append(out, data[at:p.From]...)
		out = append(out, p.Text...)
		at = p.To
	}
	return append(out, data[at:]...)
}

// Hunk is some lines of a file and what stands in their place.
type Hunk struct {
	Line     int // the first of them, from 1
	Old, New []string
}

// Hunks shows what patches do to a file, line by line.
func Hunks(data []byte, patches []Patch) []Hunk {
	lineStart := func(at int) int { return bytes.LastIndexByte(data[:at], '\n') + 1 }
	lineEnd := func(at int) int {
		if i := bytes.IndexByte(data[at:], '\n'); i >= 0 {
			return at + i + 1
		}
		return len(data)
	}
	var out []Hunk
	patches = inOrder(patches)
	for i := 0; i < len(patches); {
		from, to := lineStart(patches[i].From), lineEnd(max(patches[i].From, patches[i].To-1))
		last := i + 1
		for last < len(patches) && patches[last].From < to {
			to = max(to, lineEnd(max(patches[last].From, patches[last].To-1)))
			last++
		}
		var moved []Patch
		for _, p := range patches[i:last] {
			moved = append(moved, Patch{p.From - from, p.To - from, p.Text})
		}
		out = append(out, trimmed(Hunk{Line: bytes.Count(data[:from], []byte{'\n'}) + 1, Old: linesOf(data[from:to]), New: linesOf(Apply(data[from:to], moved))}))
		i = last
	}
	return out
}

// trimmed leaves out lines at both ends that stay as they are.
func trimmed(h Hunk) Hunk {
	for len(h.Old) > 0 && len(h.New) > 0 && h.Old[0] == h.New[0] {
		h.Line, h.Old, h.New = h.Line+1, h.Old[1:], h.New[1:]
	}
	for len(h.Old) > 0 && len(h.New) > 0 && h.Old[len(h.Old)-1] == h.New[len(h.New)-1] {
		h.Old, h.New = h.Old[:len(h.Old)-1], h.New[:len(h.New)-1]
	}
	return h
}

func linesOf(data []byte) []string {
	text := strings.TrimSuffix(string(data), "\n")
	if len(data) == 0 {
		return nil
	}
	return strings.Split(text, "\n")
}

// Edit returns the patches that make the grid's table in the file hold the given rows: the bytes of changed cells, rows taken out, and
// new rows in the style of their neighbours. Rows without a change have none. The list has everything that the rows may not be; then
// there are no patches.
func (g *Grid) Edit(rows []GridEdit) ([]Patch, diag.List) {
	e := &gridEditor{g: g}
	e.order(rows)
	var texts [][]string // what the cells of each row read in the file
	for i := range rows {
		texts = append(texts, e.texts(&rows[i]))
	}
	if g.Kind == HistoryGrid {
		e.onlyAdded(rows)
	}
	if !e.list.HasErrors() {
		e.write(rows, texts)
	}
	if e.list.HasErrors() {
		return nil, e.list
	}
	for i := range e.patches { // the text is without the byte order mark, the file may have one
		e.patches[i].From += g.file.mark
		e.patches[i].To += g.file.mark
	}
	return e.patches, e.list
}

type gridEditor struct {
	g       *Grid
	list    diag.List
	patches []Patch
}

func (e *gridEditor) refuse(code diag.Code, at diag.Span, args ...string) {
	e.list.Add(diag.New(code, at, args...))
}

func (r *GridEdit) span(column int) diag.Span {
	if column < len(r.Spans) {
		return r.Spans[column]
	}
	if len(r.Spans) > 0 {
		return r.Spans[0]
	}
	return diag.Span{}
}

// order holds the rows that were there to their order.
func (e *gridEditor) order(rows []GridEdit) {
	last, kept := -1, 0
	for i := range rows {
		switch old := rows[i].Old; {
		case old < 0:
			kept++
			continue
		case old >= len(e.g.Rows):
			e.refuse(diag.TableRow, rows[i].span(0), "table", e.g.ID, "row", number(old+1), "why", "unknown")
		case slices.ContainsFunc(rows[:i], func(r GridEdit) bool { return r.Old == old }):
			e.refuse(diag.TableRow, rows[i].span(0), "table", e.g.ID, "row", number(old+1), "why", "twice")
		case old < last:
			e.refuse(diag.TableRow, rows[i].span(0), "table", e.g.ID, "row", number(old+1), "why", "moved")
		default:
			kept++
		}
		last = max(last, rows[i].Old)
	}
	if kept == 0 {
		e.refuse(diag.TableRow, diag.Span{File: e.g.file.name}, "table", e.g.ID, "row", "1–"+number(len(e.g.Rows)), "why", "none")
	}
}

func number(n int) string { return fact.Int(int64(n)).String() }

// same reports whether a cell still says what it said: numbers are compared as numbers.
func (c *GridColumn) same(was, now string) bool {
	if was == now {
		return true
	}
	if c.Key == PointsColumn || c.Type.Kind.Numeric() && (c.Key == ValueColumn || c.Key == OutputColumn) || c.Key == TestColumn && c.Type.Kind.Numeric() {
		a, wrong := fact.ParseNumber(was)
		b, too := fact.ParseNumber(now)
		return wrong == nil && too == nil && a.Equal(b)
	}
	return false
}

// onlyAdded holds a parameter to its history.
func (e *gridEditor) onlyAdded(rows []GridEdit) {
	g := e.g
	seen := make([]bool, len(g.Rows))
	latest, _ := fact.ParseDate(g.Rows[len(g.Rows)-1].Cells[0])
	for i := range rows {
		r := &rows[i]
		if r.Old < 0 {
			day, err := fact.ParseDate(r.Cells[0])
			if err == nil && day.Compare(latest) <= 0 {
				e.refuse(diag.TableRow, r.span(0), "table", g.ID, "row", r.Cells[0], "why", "past")
			} else if err == nil {
				latest = day
			}
			continue
		}
		if r.Old >= len(g.Rows) {
			continue
		}
		seen[r.Old] = true
		for c := range g.Columns {
			if was := g.Rows[r.Old].Cells[c]; !g.Columns[c].same(was, r.Cells[c]) {
				e.refuse(diag.OldRow, r.span(c), "param", g.ID, "from", g.Rows[r.Old].Cells[0], "was", was, "now", r.Cells[c])
			}
		}
	}
	for i, there := range seen {
		if !there {
			at := diag.Span{File: g.file.name}
			if len(rows) > 0 {
				at = rows[len(rows)-1].span(0)
			}
			e.refuse(diag.OldRow, at, "param", g.ID, "from", g.Rows[i].Cells[0], "was", g.Rows[i].Cells[1], "now", "")
		}
	}
}

// texts returns what the cells of a row read in the file: "" for an empty cell.
func (e *gridEditor) texts(r *GridEdit) []string {
	out := make([]string, len(e.g.Columns))
	for c := range e.g.Columns {
		column := &e.g.Columns[c]
		if r.Old >= 0 && r.Old < len(e.g.Rows) && column.same(e.g.Rows[r.Old].Cells[c], r.Cells[c]) {
			continue // never read from here
		}
		text, want := column.yaml(r.Cells[c])
		if want != "" {
			e.refuse(diag.TableCell, r.span(c), "column", column.head(), "value", r.Cells[c], "want", want)
		}
		out[c] = text
	}
	e.decides(r)
	return out
}

// decides holds a rule to giving every output, or asking a person.
func (e *gridEditor) decides(r *GridEdit) {
	if e.g.Kind != RulesGrid {
		return
	}
	asks := false
	for c := range e.g.Columns {
		asks = asks || e.g.Columns[c].Key == DecideColumn && r.Cells[c] != ""
	}
	asked := false
	for c := range e.g.Columns {
		column := &e.g.Columns[c]
		switch {
		case column.Key == OutputColumn && asks && r.Cells[c] != "":
			e.refuse(diag.TableCell, r.span(c), "column", column.head(), "value", r.Cells[c], "want", "empty where decide")
		case column.Key == OutputColumn && !asks && r.Cells[c] == "":
			e.refuse(diag.TableCell, r.span(c), "column", column.head(), "value", "", "want", "value or decide")
		case column.Key == TestColumn || column.Key == WhenColumn:
			asked = asked || r.Cells[c] != ""
		}
	}
	if !asked {
		e.refuse(diag.TableRow, r.span(0), "table", e.g.ID, "row", number(r.Old+1), "why", "asks nothing")
	}
}

func (c *GridColumn) head() string {
	if c.Name != "" {
		return c.Name
	}
	if key := gridKeys[c.Key]; key != "" {
		return key
	}
	return map[GridKey]string{RangeColumn: "bands", ChoiceColumn: "table", PointsColumn: "points"}[c.Key]
}

// yaml writes a cell as it stands in a file, or says what was wanted.
func (c *GridColumn) yaml(s string) (text, want string) {
	switch c.Key {
	case BasisColumn, LabelColumn, DecideColumn:
		if s == "" {
			return "", ""
		}
		return inStyle(s), ""
	case IDColumn:
		if strings.ContainsFunc(s, unicode.IsSpace) {
			return "", "no spaces"
		}
		if s == "" {
			return "", ""
		}
		return inStyle(s), ""
	case FromColumn:
		if _, err := fact.ParseDate(s); err != nil {
			return "", "a date"
		}
		return inQuotes(s), ""
	case RangeColumn:
		if _, err := fact.ParseInterval(s); err != nil {
			return "", "an interval"
		}
		return inQuotes(s), ""
	case PointsColumn:
		return ofType(s, fact.Type{Kind: fact.Decimal})
	case WhenColumn:
		if s == "" {
			return "", ""
		}
		return inQuotes(s), ""
	case OutputColumn:
		if s == "" {
			return "", ""
		}
	case TestColumn:
		return c.test(s)
	}
	return ofType(s, c.Type)
}

// test writes what a rule asks of an input.
func (c *GridColumn) test(s string) (text, want string) {
	switch {
	case s == "":
		return "", ""
	case beginsWithOperator(s):
		return inQuotes(s), ""
	case looksLikeInterval(s) && c.Type.Kind.Numeric():
		if _, err := fact.ParseInterval(s); err != nil {
			return "", "an interval"
		}
		return inQuotes(s), ""
	}
	t := c.Type
	if t.Kind == fact.List {
		return "", "a test of a list"
	}
	var members []string
	for _, m := range strings.Split(s, "、") {
		text, want := ofType(strings.TrimSpace(m), t)
		if want != "" {
			return "", want
		}
		members = append(members, text)
	}
	if len(members) == 1 {
		return members[0], ""
	}
	return "[" + strings.Join(members, ", ") + "]", ""
}

// ofType writes a single value of a type.
func ofType(s string, t fact.Type) (text, want string) {
	switch t.Kind {
	case fact.Money, fact.Decimal, fact.Integer:
		n, err := fact.ParseNumber(s)
		switch {
		case err != nil:
			return "", "a number"
		case t.Kind == fact.Integer && !n.IsInt():
			return "", "a whole number"
		}
		return n.String(), ""
	case fact.Boolean:
		switch s {
		case "是", "true", "TRUE":
			return "true", ""
		case "否", "false", "FALSE":
			return "false", ""
		}
		return "", "是、否"
	case fact.Day:
		if _, err := fact.ParseDate(s); err != nil {
			return "", "a date"
		}
		return inQuotes(s), ""
	case fact.Month:
		if _, err := fact.ParseMonth(s); err != nil {
			return "", "a month"
		}
		return inQuotes(s), ""
	case fact.Choice:
		if !slices.Contains(t.Values, s) {
			return "", strings.Join(t.Values, "、")
		}
	}
	if s == "" {
		return "", "text"
	}
	return inStyle(s), ""
}

// inStyle writes text as rule files have it: plain where no sign in it could mean anything else to YAML.
func inStyle(s string) string {
	plain := !slices.Contains(yamlWords, strings.ToLower(s))
	for i, r := range s {
		switch {
		case unicode.IsLetter(r), r == '_':
		case i > 0 && (unicode.IsDigit(r) || strings.ContainsRune(".-、·；。", r)):
		case strings.ContainsRune("〔〕（）《》“”", r):
		default:
			plain = false
		}
	}
	if plain {
		return s
	}
	return inQuotes(s)
}
