package ruleset

import (
	"slices"
	"strings"

	"slate/engine/diag"
)

// member is one row of a grid in its file.
type member struct {
	row       *node // of a list: the mapping; nil for bands
	from, to  int   // bytes of the row itself
	first     int   // line, from 0, on which it begins
	last      int   // and ends
	keyFrom   int   // bands: bytes of the key
	keyTo     int
	value     *node
	keyIndent string // what stands before it on its line, up to a dash
}

// write makes the patches.
func (e *gridEditor) write(rows []GridEdit, texts [][]string) {
	members, ok := e.members()
	if !ok {
		e.cannot("block text")
		return
	}
	kept := make([]bool, len(members))
	for i := range rows {
		if old := rows[i].Old; old >= 0 {
			kept[old] = true
			e.cells(&members[old], &rows[i], texts[i])
		}
	}
	e.add(members, rows, texts)
	e.drop(members, kept)
	e.apart()
}

// cannot says that the file is written in a way that the edit has no place in.
func (e *gridEditor) cannot(why string) {
	e.refuse(diag.TablePlace, e.g.owner.span, "table", e.g.ID, "why", why)
}

func (e *gridEditor) patch(from, to int, text string) {
	e.patches = append(e.patches, Patch{from, to, text})
}

// apart refuses edits that would fall over each other.
func (e *gridEditor) apart() {
	sorted := inOrder(e.patches)
	for i := 1; i < len(sorted); i++ {
		if sorted[i].From < sorted[i-1].To {
			e.cannot("close edits")
			return
		}
	}
}

func (e *gridEditor) members() ([]member, bool) {
	g := e.g
	var out []member
	if g.owner.kind == mappingNode {
		for _, p := range g.owner.pairs {
			m := member{value: p.value, first: p.key.start.Line - 1}
			var okKey, okValue bool
			m.keyFrom, m.keyTo, okKey = g.file.extent(p.key)
			_, m.to, okValue = g.file.extent(p.value)
			m.from, m.last = m.keyFrom, g.file.lineOf(m.to)
			m.keyIndent = strings.Repeat(" ", p.key.start.Column-1)
			if !okKey || !okValue {
				return nil, false
			}
			out = append(out, m)
		}
		return out, true
	}
	for _, n := range g.owner.items {
		m := member{row: n, first: n.start.Line - 1}
		var ok bool
		m.from, m.to, ok = g.file.extent(n)
		m.last = g.file.lineOf(m.to)
		m.keyIndent = strings.Repeat(" ", indentOf(g.file.row(m.first)))
		if !ok {
			return nil, false
		}
		out = append(out, m)
	}
	return out, true
}

// lineOf returns the line, from 0, of a byte.
func (g *gridFile) lineOf(offset int) int {
	i, found := slices.BinarySearch(g.lines, offset)
	if found {
		return i
	}
	return i - 1
}

// lineEnd returns the byte behind the last character of a line, before its break.
func (g *gridFile) lineEnd(line int) int {
	if line+1 < len(g.lines) {
		return len(strings.TrimRight(g.text[:g.lines[line+1]], "\r\n"))
	}
	return len(g.text)
}

// next returns the byte at which the line after a line begins.
func (g *gridFile) next(line int) int {
	if line+1 < len(g.lines) {
		return g.lines[line+1]
	}
	return len(g.text)
}

// lineBreak is how lines end in the file.
func (g *gridFile) lineBreak() string {
	if strings.Contains(g.text, "\r\n") {
		return "\r\n"
	}
	return "\n"
}

// cells changes what a row that stays says.
func (e *gridEditor) cells(m *member, r *GridEdit, texts []string) {
	changed := func(c int) bool { return !e.g.Columns[c].same(e.g.Rows[r.Old].Cells[c], r.Cells[c]) }
	if m.row == nil {
		if changed(0) {
			e.patch(m.keyFrom, m.keyTo, texts[0])
		}
		if changed(1) {
			e.replace(m.value, texts[1])
		}
		return
	}
	tests, outputs := false, false // whether there are others than before
	for c := range e.g.Columns {
		if !changed(c) {
			continue
		}
		column := &e.g.Columns[c]
		n := cellNode(m.row, column)
		switch {
		case n != nil && texts[c] != "":
			e.replace(n, texts[c])
		case column.Key == TestColumn:
			tests = true
		case column.Key == OutputColumn || column.Key == DecideColumn:
			outputs = true
		case n == nil:
			e.addKey(m.row, gridKeys[column.Key]+": "+texts[c])
		default:
			e.removeKey(m.row, gridKeys[column.Key])
		}
	}
	if tests {
		e.tests(m.row, r, texts)
	}
	if outputs {
		e.outputs(m.row, r, texts)
	}
}

func (e *gridEditor) replace(n *node, text string) {
	from, to, ok := e.g.file.extent(n)
	if !ok {
		e.cannot("block text")
		return
	}
	e.patch(from, to, text)
}

// raw returns a cell as it stands in the file, or as it is to be.
func (e *gridEditor) raw(row *node, r *GridEdit, texts []string, c int) string {
	if r.Old >= 0 && e.g.Columns[c].same(e.g.Rows[r.Old].Cells[c], r.Cells[c]) {
		if n := cellNode(row, &e.g.Columns[c]); n != nil {
			from, to, ok := e.g.file.extent(n)
			if !ok {
				e.cannot("block text")
				return ""
			}
			return e.g.file.text[from:to]
		}
	}
	return texts[c]
}

// tests writes what a row asks of its inputs anew.
func (e *gridEditor) tests(row *node, r *GridEdit, texts []string) {
	text := e.ifText(row, r, texts)
	old := row.get("if")
	switch {
	case old == nil:
		e.addKey(row, "if: "+text)
	case text == "{}":
		e.dropInside(old)
		e.removeKey(row, "if")
	default:
		e.dropInside(old)
		e.replace(old, text)
	}
}

// dropInside takes back patches inside a value that is written anew, and refuses where a comment would be lost.
func (e *gridEditor) dropInside(n *node) {
	from, to, ok := e.g.file.extent(n)
	if !ok || e.g.file.commented(from, to) {
		e.cannot("comment")
		return
	}
	e.patches = slices.DeleteFunc(e.patches, func(p Patch) bool { return p.From >= from && p.From < to })
}

// commented reports whether a comment stands in a stretch.
func (g *gridFile) commented(from, to int) bool {
	for at := from; at < to; at++ {
		if g.text[at] == '#' && (at == 0 || strings.ContainsRune(" \t\n", rune(g.text[at-1]))) && !g.quoted(at) {
			return true
		}
	}
	return false
}

// quoted reports whether a byte stands in quotes.
func (g *gridFile) quoted(at int) bool {
	for _, p := range g.pieces {
		if p.kind == quotedPiece && g.offset(p.line, p.col) <= at && at < g.offset(p.endLine, p.endCol) {
			return true
		}
	}
	return false
}

func (e *gridEditor) ifText(row *node, r *GridEdit, texts []string) string {
	var pairs []string
	for c := range e.g.Columns {
		if column := &e.g.Columns[c]; column.Key == TestColumn && r.Cells[c] != "" {
			pairs = append(pairs, inStyle(column.Name)+": "+e.raw(row, r, texts, c))
		}
	}
	return "{" + strings.Join(pairs, ", ") + "}"
}

// outputs writes what a row gives, or whom it asks, anew.
func (e *gridEditor) outputs(row *node, r *GridEdit, texts []string) {
	for _, key := range []string{"then", "decide"} {
		p := row.pair(key)
		if p == nil {
			continue
		}
		from, _, _ := e.g.file.extent(p.key)
		_, to, ok := e.g.file.extent(p.value)
		if !ok || e.g.file.commented(from, to) {
			e.cannot("comment")
			return
		}
		e.patches = slices.DeleteFunc(e.patches, func(p Patch) bool { return p.From >= from && p.From < to })
		e.patch(from, to, e.thenText(row, r, texts))
		return
	}
}

// thenText is the key and value of what a row gives.
func (e *gridEditor) thenText(row *node, r *GridEdit, texts []string) string {
	var pairs []string
	bare := ""
	for c := range e.g.Columns {
		column := &e.g.Columns[c]
		if r.Cells[c] == "" {
			continue
		}
		switch column.Key {
		case DecideColumn:
			return "decide: " + e.raw(row, r, texts, c)
		case OutputColumn:
			bare = e.raw(row, r, texts, c)
			pairs = append(pairs, inStyle(column.Name)+": "+bare)
		}
	}
	if len(pairs) == 1 {
		return "then: " + bare
	}
	return "then: {" + strings.Join(pairs, ", ") + "}"
}

// addKey puts a key behind the last of a row.
func (e *gridEditor) addKey(row *node, text string) {
	_, to, ok := e.g.file.extent(row.pairs[len(row.pairs)-1].value)
	switch {
	case !ok:
		e.cannot("block text")
	case row.flow():
		e.patch(to, to, ", "+text)
	default:
		at := e.g.file.lineEnd(e.g.file.lineOf(to))
		e.patch(at, at, e.g.file.lineBreak()+strings.Repeat(" ", row.start.Column-1)+text)
	}
}

// removeKey takes a key out of a row.
func (e *gridEditor) removeKey(row *node, key string) {
	k := slices.IndexFunc(row.pairs, func(p pair) bool { return p.key.text == key })
	from, _, _ := e.g.file.extent(row.pairs[k].key)
	_, to, ok := e.g.file.extent(row.pairs[k].value)
	switch {
	case !ok:
		e.cannot("block text")
		return
	case !row.flow() && k == 0:
		e.cannot("first key")
		return
	case !row.flow():
		line := e.g.file.lineOf(to)
		from, to = e.g.file.lines[e.g.file.lineOf(from)], e.g.file.next(line)
	case k > 0:
		_, from, _ = e.g.file.extent(row.pairs[k-1].value)
	case len(row.pairs) > 1:
		to, _, _ = e.g.file.extent(row.pairs[1].key)
	}
	if e.g.file.commented(from, to) {
		e.cannot("comment")
		return
	}
	e.patch(from, to, "")
}

// drop takes out the rows that are not kept.
func (e *gridEditor) drop(members []member, kept []bool) {
	before := false // whether a row before stays
	for i := range members {
		m := &members[i]
		if kept[i] {
			before = true
			continue
		}
		from, to := m.from, m.to
		switch {
		case !e.g.owner.flow():
			from, to = e.g.file.lines[m.first], e.g.file.next(m.last)
		case before:
			from = members[i-1].to
		case i+1 < len(members):
			to = members[i+1].from
		}
		if e.g.owner.flow() && e.g.file.commented(from, to) {
			e.cannot("comment")
			return
		}
		e.patch(from, to, "")
	}
}

// add puts new rows behind the row that they follow, or before the first.
func (e *gridEditor) add(members []member, rows []GridEdit, texts [][]string) {
	f := e.g.file
	flow := e.g.owner.flow()
	after := -1
	for i := range rows {
		if rows[i].Old >= 0 {
			after = rows[i].Old
			continue
		}
		like := &members[max(after, 0)]
		text := e.newRow(like, &rows[i], texts[i])
		switch {
		case flow && after >= 0:
			e.patch(like.to, like.to, e.separator(members, after)+text)
		case flow:
			first := firstKept(members, rows)
			e.patch(members[first].from, members[first].from, text+e.separator(members, 0))
		case after >= 0:
			at := f.lineEnd(like.last)
			e.patch(at, at, f.lineBreak()+like.keyIndent+text)
		default:
			line := like.first
			for line > 0 && strings.HasPrefix(strings.TrimSpace(string(f.row(line-1))), "#") {
				line--
			}
			e.patch(f.lines[line], f.lines[line], like.keyIndent+text+f.lineBreak())
		}
	}
}

func firstKept(members []member, rows []GridEdit) int {
	for i := range rows {
		if rows[i].Old >= 0 {
			return rows[i].Old
		}
	}
	return 0
}

// separator is what stands between two rows in brackets: that behind a row, or before it.
func (e *gridEditor) separator(members []member, i int) string {
	for _, k := range []int{i, i - 1} {
		if k >= 0 && k+1 < len(members) {
			if from, to := members[k].to, members[k+1].from; !e.g.file.commented(from, to) {
				return e.g.file.text[from:to]
			}
		}
	}
	return ", "
}

// newRow writes a row as one beside it is written.
func (e *gridEditor) newRow(like *member, r *GridEdit, texts []string) string {
	if like.row == nil {
		return texts[0] + ": " + texts[1]
	}
	var pairs []string
	key := func(k GridKey) {
		for c := range e.g.Columns {
			if e.g.Columns[c].Key == k && texts[c] != "" {
				pairs = append(pairs, gridKeys[k]+": "+texts[c])
			}
		}
	}
	if e.g.Kind == HistoryGrid {
		key(FromColumn)
		key(ValueColumn)
		key(BasisColumn)
	} else {
		key(IDColumn)
		key(LabelColumn)
		key(BasisColumn)
		if text := e.ifText(like.row, r, texts); text != "{}" {
			pairs = append(pairs, "if: "+text)
		}
		key(WhenColumn)
		pairs = append(pairs, e.thenText(like.row, r, texts))
	}
	dash := "- "
	if e.g.owner.flow() {
		dash = ""
	}
	if e.g.owner.flow() || like.row.flow() {
		return dash + "{" + strings.Join(pairs, ", ") + "}"
	}
	indent := e.g.file.lineBreak() + strings.Repeat(" ", like.row.start.Column-1)
	return "-" + strings.Repeat(" ", like.row.start.Column-2-len(like.keyIndent)) + strings.Join(pairs, indent)
}
