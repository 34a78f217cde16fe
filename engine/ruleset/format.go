package ruleset

import (
	"fmt"
	"slices"
	"strings"

	"slate/engine/diag"
)

// Format returns a rule file, or a file of cases, in the canonical layout; what it says stays the same:
//
//   - sections in the order of the manual; all other keys and lists in the order found
//   - two spaces for each level, also before the dash of a list; mappings and lists in blocks or in brackets as found
//   - one space behind a colon, a comma and a dash, none inside brackets; lines inside brackets begin behind the bracket that is open
//   - in mappings of names (facts, params and the like), values in brackets on lines one below the other begin in one column
//   - double quotes in place of single ones, where the text has neither quotes nor backslashes
//   - comments where they are: on a line of their own as far in as the line they stand above, behind a value as far behind it as found
//   - lines end in a line feed and in nothing else; one empty line at most, none at either end; no byte order mark
//
// The layout of a formatted file is its own. The list says why a file cannot be read as YAML. What comes out is read again and held to what
// went in; for a layout so odd that they differ there is an error, and no result.
func Format(name string, data []byte) ([]byte, diag.List, error) {
	var list diag.List
	f := precheck(name, data, &list)
	if f == nil {
		return nil, list, nil
	}
	root := f.parse()
	if root == nil || list.HasErrors() {
		return nil, list, nil
	}
	w := &layout{f: f, under: map[int]*node{}, pad: map[int]int{}}
	w.scalars(root)
	w.columns(root, fileShape)
	w.lines()
	out := w.sections()

	var again diag.List
	g := newFile(name, out, &again)
	after := g.parse()
	if after == nil || again.HasErrors() || !saysTheSame(root, after, true) {
		return nil, list, fmt.Errorf("format %s: the result would say something else", name)
	}
	return []byte(out), list, nil
}

// saysTheSame compares two files; sections may stand in another order.
func saysTheSame(a, b *node, top bool) bool {
	if a.kind != b.kind || a.text != b.text || (a.style == plainStyle) != (b.style == plainStyle) || len(a.items) != len(b.items) || len(a.pairs) != len(b.pairs) {
		return false
	}
	for i := range a.items {
		if !saysTheSame(a.items[i], b.items[i], false) {
			return false
		}
	}
	for i, p := range a.pairs {
		q := &b.pairs[i]
		if top {
			q = b.pair(p.key.text)
		}
		if q == nil || !saysTheSame(p.key, q.key, false) || !saysTheSame(p.value, q.value, false) {
			return false
		}
	}
	return true
}

// layout writes a file line by line.
type layout struct {
	f     *file
	under map[int]*node // lines, from 0, below the first of a scalar
	pad   map[int]int   // spaces behind the first colon of a line, where they are not one

	blocks  []block
	open    []int // columns, as written, of the brackets that are open
	waiting []string
	depths  []int // indentation of what waits: comments as found, −1 for an empty line
	out     []string
	starts  []section
	header  int // lines before the first section
}

// block is an open block: its column as found and as written.
type block struct {
	found, now int
	list       bool
}

// section is a key of the file and the line, of those written, with which it and the comments above it begin.
type section struct {
	key  string
	line int
}

// scalars notes the lines that are inside a scalar.
func (w *layout) scalars(n *node) {
	if n.kind == scalarNode {
		for line := n.start.Line; line <= n.tailLine; line++ {
			w.under[line] = n
		}
	}
	for _, m := range n.items {
		w.scalars(m)
	}
	for _, p := range n.pairs {
		w.scalars(p.key)
		w.scalars(p.value)
	}
}

// columns finds the lines whose values begin in one column.
func (w *layout) columns(n *node, e *element) {
	if e.kind == kEither {
		e = e.suited(n)
	}
	switch {
	case n.kind == listNode && e.kind == kList:
		for _, m := range n.items {
			w.columns(m, e.member(m))
		}
	case n.kind == mappingNode && (e.kind == kMap || e.kind == kObject):
		if e.kind == kMap && !n.flow() {
			w.runs(n)
		}
		for _, p := range n.pairs {
			w.columns(p.value, e.taking(p.key.text))
		}
	}
}

func (w *layout) runs(n *node) {
	for i := 0; i < len(n.pairs); {
		last := i
		for last < len(n.pairs) && n.pairs[last].value.kind == mappingNode && n.pairs[last].value.flow() &&
			n.pairs[last].value.start.Line == n.pairs[last].key.start.Line && n.pairs[last].key.start.Line == n.pairs[i].key.start.Line+last-i {
			last++
		}
		widest := 0
		for _, p := range n.pairs[i:last] {
			widest = max(widest, keyWidth(p.key))
		}
		for _, p := range n.pairs[i:last] {
			w.pad[p.key.start.Line-1] = 1 + widest - keyWidth(p.key)
		}
		i = max(last, i+1)
	}
}

func keyWidth(key *node) int {
	if key.style == plainStyle {
		return diag.Width(key.text)
	}
	return diag.Width(key.text) + 2
}

// lines writes all lines.
func (w *layout) lines() {
	pieces := scan(w.f).pieces
	for line := 0; line < len(w.f.rows); line++ {
		var here []piece
		for len(pieces) > 0 && pieces[0].line == line {
			here, pieces = append(here, pieces[0]), pieces[1:]
		}
		row := strings.TrimRight(string(w.f.rows[line]), " \t")
		switch n := w.under[line]; {
		case n != nil && n.style >= literal:
			w.blockText(n, string(w.f.rows[line]))
		case n != nil:
			w.wait(strings.TrimLeft(row, " \t"), w.continued(n), here)
		case row == "":
			if len(w.open) == 0 {
				w.waiting, w.depths = append(w.waiting, ""), append(w.depths, -1)
			}
		case len(here) == 0:
			w.waiting, w.depths = append(w.waiting, strings.TrimLeft(row, " \t")), append(w.depths, indentOf(w.f.rows[line]))
		default:
			w.content(line, here)
		}
	}
	w.settle(-1, 0)
}

// continued is the indentation of a line inside a scalar that is no block.
func (w *layout) continued(n *node) int {
	if len(w.open) > 0 {
		return w.open[len(w.open)-1] + 1
	}
	return w.blocks[len(w.blocks)-1].now + 2
}

// wait writes a line inside a scalar as it is. Brackets that open or close behind the scalar count.
func (w *layout) wait(text string, indent int, here []piece) {
	if text != "" {
		text = strings.Repeat(" ", indent) + text
	}
	w.out = append(w.out, text)
	for _, p := range here {
		w.bracket(p, indent+1)
	}
}

func (w *layout) bracket(p piece, column int) {
	switch p.kind {
	case openPiece:
		w.open = append(w.open, column)
	case closePiece:
		w.open = w.open[:len(w.open)-1]
	}
}

// blockText writes a line of a block of text. How far in its lines stand from one another means something.
func (w *layout) blockText(n *node, row string) {
	least := -1
	for line := n.start.Line; line < len(w.f.rows) && w.under[line] == n; line++ {
		if in := indentOf(w.f.rows[line]); in < len(w.f.rows[line]) && (least < 0 || in < least) {
			least = in
		}
	}
	base := w.blocks[len(w.blocks)-1]
	shift := base.now + 2 - least
	if header := w.f.row(n.start.Line - 1)[n.start.Column-1:]; strings.ContainsAny(string(header[:min(3, len(header))]), "123456789") {
		shift = base.now - base.found // the file says how far in
	}
	in := indentOf([]rune(row))
	if strings.TrimSpace(row) == "" && in <= least {
		w.out = append(w.out, "")
		return
	}
	w.out = append(w.out, strings.Repeat(" ", max(in+shift, 0))+row[in:])
}

// settle writes the comments and empty lines that waited for the line below them; found and now are its indentation, found
// −1 at the end of the file. A comment further in than that line belongs to the block above; below is the first line behind those.
func (w *layout) settle(found, now int) (below int) {
	below = len(w.out)
	for i, text := range w.waiting {
		switch {
		case w.depths[i] < 0:
			if len(w.out) > 0 && w.out[len(w.out)-1] != "" && (found >= 0 || slices.ContainsFunc(w.depths[i:], func(d int) bool { return d >= 0 })) {
				w.out = append(w.out, "")
			}
			continue
		case len(w.open) > 0:
			text = strings.Repeat(" ", w.open[len(w.open)-1]+1) + text
		case w.depths[i] > found:
			in := 0
			for _, b := range w.blocks {
				if b.found <= w.depths[i] {
					in = b.now
				}
			}
			w.out = append(w.out, strings.Repeat(" ", in)+text)
			below = len(w.out)
			continue
		default:
			text = strings.Repeat(" ", now) + text
		}
		w.out = append(w.out, text)
	}
	w.waiting, w.depths = nil, nil
	return below
}

// enter opens and closes blocks for a piece that begins a line, or stands behind a dash, and returns its column as written.
func (w *layout) enter(p piece, inline bool) int {
	dash := p.kind == dashPiece
	for n := len(w.blocks); n > 0; n = len(w.blocks) {
		top := w.blocks[n-1]
		if top.found < p.col || top.found == p.col && (!top.list || dash) {
			break
		}
		w.blocks = w.blocks[:n-1]
	}
	now := 0
	if n := len(w.blocks); n > 0 {
		top := w.blocks[n-1]
		if top.found == p.col && top.list == dash && !inline {
			return top.now
		}
		now = top.now + 2
	}
	w.blocks = append(w.blocks, block{p.col, now, dash})
	return now
}

// content writes a line with pieces.
func (w *layout) content(line int, here []piece) {
	column := 0
	if len(w.open) > 0 {
		column = w.open[len(w.open)-1]
		if here[0].kind != closePiece {
			column++
		}
		w.settle(0, 0)
	} else {
		before := slices.Clone(w.blocks)
		column = w.enter(here[0], false)
		w.blocks, before = before, w.blocks // comments belong to what was open above
		mark := w.settle(here[0].col, column)
		w.blocks = before
		if here[0].col == 0 && here[0].kind != dashPiece {
			w.begin(here[0], mark)
		}
	}
	var b strings.Builder
	b.WriteString(strings.Repeat(" ", column))
	colons := 0
	for i, p := range here {
		if i > 0 {
			gap := w.gap(here[i-1], p)
			if here[i-1].kind == colonPiece {
				if colons++; colons == 1 && w.pad[line] > 0 {
					gap = w.pad[line]
				}
			}
			b.WriteString(strings.Repeat(" ", gap))
			if here[i-1].kind == dashPiece && len(w.open) == 0 {
				w.enter(p, true)
			}
		}
		w.bracket(p, diag.Width(b.String()))
		b.WriteString(w.text(p))
	}
	last := here[len(here)-1]
	if last.endLine == line && last.kind != blockPiece {
		row := w.f.row(line)
		rest := string(row[min(last.endCol, len(row)):])
		if comment := strings.TrimSpace(rest); comment != "" {
			b.WriteString(strings.Repeat(" ", max(strings.Index(rest, "#"), 1)) + comment)
		}
	}
	w.out = append(w.out, strings.TrimRight(b.String(), " \t"))
}

// begin notes a section.
func (w *layout) begin(p piece, line int) {
	if len(w.starts) == 0 {
		w.header, line = len(w.out), len(w.out)
	}
	w.starts = append(w.starts, section{strings.Trim(w.text(p), `"`), line})
}

// gap is how many spaces stand between two pieces of a line.
func (w *layout) gap(a, b piece) int {
	switch {
	case a.kind == colonPiece && (b.kind == commaPiece || b.kind == closePiece):
		return min(b.col-a.endCol, 1) // `a:,` is not `a: ,`
	case b.kind == colonPiece, b.kind == commaPiece, b.kind == closePiece, a.kind == openPiece:
		return 0
	}
	return 1
}

// text returns a piece as it is written; of one that runs over lines, its first.
func (w *layout) text(p piece) string {
	row := w.f.row(p.line)
	if p.endLine > p.line {
		return strings.TrimRight(string(row[p.col:]), " \t")
	}
	text := string(row[p.col:p.endCol])
	if p.kind == quotedPiece && text[0] == '\'' && !strings.ContainsAny(text[1:len(text)-1], `'"\`) {
		return `"` + text[1:len(text)-1] + `"`
	}
	return strings.TrimRight(text, " \t")
}

// sections puts the sections in the order of the manual and the lines together.
func (w *layout) sections() string {
	ends := func(i int) int {
		if i+1 < len(w.starts) {
			return w.starts[i+1].line
		}
		return len(w.out)
	}
	order := make([]int, len(w.starts))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return fileShape.rank(w.starts[a].key) - fileShape.rank(w.starts[b].key) })
	lines := slices.Clone(w.out[:min(w.header, len(w.out))])
	if len(w.starts) == 0 {
		lines = w.out
	}
	for _, i := range order {
		lines = append(lines, w.out[w.starts[i].line:ends(i)]...)
	}
	return strings.Trim(strings.Join(lines, "\n"), "\n") + "\n"
}
