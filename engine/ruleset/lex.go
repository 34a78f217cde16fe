package ruleset

import "slate/engine/diag"

// The YAML library says little about what it cannot read: a line, often a wrong one, and English terms
// of the art. scan walks the same text with a few rules of thumb and keeps what explain needs to point at
// the character. Nothing that the library accepts is refused on its word, except for depth far beyond the
// limit.

// piece is a stretch of the text that scan saw.
type piece struct {
	kind            pieceKind
	line, col       int // from 0
	endLine, endCol int
	// flow is how many brackets are open around the piece.
	flow int
	// match is, for an opening bracket, the index of the closing one, or −1.
	match int
}

type pieceKind uint8

const (
	plainPiece pieceKind = iota
	quotedPiece
	unclosedQuote // runs to the end of the file
	openPiece     // [ or {
	closePiece    // ] or }
	strayClose    // closes nothing
	colonPiece
	commaPiece
	dashPiece // - or ?
	markPiece // &anchor, *alias, !tag
	blockPiece
	badBlock // | or > with something else behind it
)

type scanner struct {
	f       *file
	pieces  []piece
	open    []int // indices of open brackets
	columns []int // columns of open blocks
	// askew are pieces at the start of a line whose column fits no open block.
	askew   []int
	depth   int
	deepest diag.Span
}

func scan(f *file) *scanner {
	x := &scanner{f: f}
	for line := 0; line < len(f.rows); {
		line = x.line(line, 0)
	}
	return x
}

// line scans one line from a column and returns the next line to scan.
func (x *scanner) line(line, col int) int {
	row := x.f.rows[line]
	start := true // a value or key may begin here
	for col < len(row) {
		c := row[col]
		switch {
		case c == ' ' || c == '\t':
			col++
			continue
		case c == '#' && (col == 0 || blank(row[col-1])):
			return line + 1
		case start && (c == '"' || c == '\''):
			endLine, end, closed := x.quote(line, col, c)
			x.add(piece{kind: quotedPiece, line: line, col: col, endLine: endLine, endCol: end})
			if !closed {
				x.pieces[len(x.pieces)-1].kind = unclosedQuote
				return len(x.f.rows)
			}
			if endLine > line {
				line, row = endLine, x.f.rows[endLine]
			}
			col, start = end, false
			continue
		case start && (c == '[' || c == '{'), len(x.open) > 0 && (c == '[' || c == '{'):
			x.add(piece{kind: openPiece, line: line, col: col, endLine: line, endCol: col + 1, match: -1})
			x.open = append(x.open, len(x.pieces)-1)
			x.deep(line, col)
			start = true
		case c == ']' || c == '}':
			if len(x.open) == 0 && !start {
				col = x.plain(line, col)
				continue
			}
			x.close(line, col, c)
			start = false
		case c == ',' && len(x.open) > 0:
			x.add(piece{kind: commaPiece, line: line, col: col, endLine: line, endCol: col + 1})
			start = true
		case c == ':' && x.endsKey(row, col):
			x.add(piece{kind: colonPiece, line: line, col: col, endLine: line, endCol: col + 1})
			start = true
		case start && (c == '-' || c == '?') && len(x.open) == 0 && (col+1 == len(row) || blank(row[col+1])):
			x.add(piece{kind: dashPiece, line: line, col: col, endLine: line, endCol: col + 1})
		case start && (c == '&' || c == '*' || c == '!'):
			end := col
			for end < len(row) && !blank(row[end]) && (len(x.open) == 0 || !isFlow(row[end])) {
				end++
			}
			x.add(piece{kind: markPiece, line: line, col: col, endLine: line, endCol: end})
			col = end
			continue
		case start && (c == '|' || c == '>') && len(x.open) == 0:
			return x.block(line, col)
		default:
			col = x.plain(line, col)
			start = false
			continue
		}
		col++
	}
	return line + 1
}

func blank(r rune) bool { return r == ' ' || r == '\t' }

func isFlow(r rune) bool { return r == ',' || r == '[' || r == ']' || r == '{' || r == '}' }

// endsKey reports whether the colon at a column separates a key from its value.
func (x *scanner) endsKey(row []rune, col int) bool {
	if col+1 == len(row) || blank(row[col+1]) {
		return true
	}
	last := len(x.pieces) - 1
	quoted := last >= 0 && x.pieces[last].kind == quotedPiece && x.pieces[last].endCol == col
	return len(x.open) > 0 && (quoted || isFlow(row[col+1]))
}

func (x *scanner) add(p piece) {
	p.flow = len(x.open)
	first := len(x.pieces) == 0 || x.pieces[len(x.pieces)-1].endLine < p.line
	after := !first && x.pieces[len(x.pieces)-1].kind == dashPiece
	x.pieces = append(x.pieces, p)
	if p.flow == 0 && (first || after) {
		x.indent(p, first)
	}
}

// indent keeps the columns of the open blocks.
func (x *scanner) indent(p piece, first bool) {
	left := false
	for len(x.columns) > 0 && x.columns[len(x.columns)-1] > p.col {
		x.columns, left = x.columns[:len(x.columns)-1], true
	}
	if len(x.columns) > 0 && x.columns[len(x.columns)-1] == p.col {
		return
	}
	if first && (left || x.afterValue()) {
		x.askew = append(x.askew, len(x.pieces)-1)
	}
	x.columns = append(x.columns, p.col)
	x.deep(p.line, p.col)
}

// afterValue reports whether the piece before the last ended a `key: value`, below which nothing can be nested.
func (x *scanner) afterValue() bool {
	n := len(x.pieces)
	return n >= 3 && x.pieces[n-2].kind != colonPiece && x.pieces[n-2].kind != blockPiece &&
		x.pieces[n-2].kind != plainPiece && x.pieces[n-3].kind == colonPiece
}

func (x *scanner) deep(line, col int) {
	if d := len(x.columns) + len(x.open); d > x.depth {
		x.depth = d
		if d <= maxGuess+1 {
			x.deepest = x.f.span(line, col, 1)
		}
	}
}

func (x *scanner) close(line, col int, c rune) {
	p := piece{kind: closePiece, line: line, col: col, endLine: line, endCol: col + 1}
	if n := len(x.open); n > 0 {
		o := &x.pieces[x.open[n-1]]
		if (x.f.rows[o.line][o.col] == '[') == (c == ']') {
			o.match = len(x.pieces)
			x.open = x.open[:n-1]
			x.add(p)
			return
		}
	}
	p.kind = strayClose
	x.add(p)
}

// quote returns the place behind the closing quote.
func (x *scanner) quote(line, col int, q rune) (endLine, end int, closed bool) {
	col++
	for ; line < len(x.f.rows); line, col = line+1, 0 {
		row := x.f.rows[line]
		for ; col < len(row); col++ {
			switch {
			case row[col] == '\\' && q == '"':
				col++
			case row[col] == q && q == '\'' && col+1 < len(row) && row[col+1] == q:
				col++
			case row[col] == q:
				return line, col + 1, true
			}
		}
	}
	return len(x.f.rows) - 1, len(x.f.rows[len(x.f.rows)-1]), false
}

// plain scans unquoted text and returns the column behind it.
func (x *scanner) plain(line, col int) int {
	row := x.f.rows[line]
	i, end := col, col
	for ; i < len(row); i++ {
		c := row[i]
		if c == '#' && i > col && blank(row[i-1]) || c == ':' && i > col && x.endsKey(row, i) ||
			len(x.open) > 0 && isFlow(c) {
			break
		}
		if !blank(c) {
			end = i + 1
		}
	}
	x.add(piece{kind: plainPiece, line: line, col: col, endLine: line, endCol: end})
	return max(i, col+1)
}

// block skips the text of a block scalar and returns the line behind it.
func (x *scanner) block(line, col int) int {
	row := x.f.rows[line]
	key := -1 // the text stands further in than the key it belongs to
	for i := len(x.pieces) - 1; i >= 0 && x.pieces[i].line == line; i-- {
		if k := x.pieces[i].kind; key < 0 && k != colonPiece {
			key = x.pieces[i].col
		}
	}
	end := col + 1
	for end < len(row) && (row[end] == '+' || row[end] == '-' || row[end] >= '1' && row[end] <= '9') {
		end++
	}
	kind := blockPiece
	for i := end; i < len(row); i++ {
		if row[i] == '#' && blank(row[i-1]) {
			break
		}
		if !blank(row[i]) {
			kind = badBlock
			break
		}
	}
	x.add(piece{kind: kind, line: line, col: col, endLine: line, endCol: len(row)})
	for line++; line < len(x.f.rows); line++ {
		if in := indentOf(x.f.rows[line]); in < len(x.f.rows[line]) && in <= key {
			break
		}
	}
	return line
}
