package sheet

import (
	"errors"
	"io"
	"strconv"
)

// errQuote is returned by guard for a quote that is open for longer than a cell may be.
var errQuote = errors.New("quote is never closed")

// tooLong is returned by guard for a cell or a row beyond the limits.
type tooLong struct{ size, limit string }

func (e tooLong) Error() string { return e.size + ", at most " + e.limit }

// maxRow is how many cells of one row are read; rows are refused from MaxColumns on, and this much of
// them is enough to say how many there are.
const maxRow = 8 * MaxColumns

// guard stops a CSV that would be one huge row. encoding/csv gathers a row in memory before it gives it, so a
// quote that opens in row 3 and never closes would take the rest of the file, whatever its size.
// It follows quotes as encoding/csv does: one opens only as the first character of a cell.
type guard struct {
	in     io.Reader
	comma  byte
	state  quoting
	cell   int // bytes of the cell so far
	cells  int // cells of the row so far
	line   int // of the file, from 1
	opened int // the line in which the row begins
	err    error
}

// quoting is where in a cell a byte stands.
type quoting uint8

const (
	cellStart quoting = iota
	plain
	quoted
	closing // behind a quote that ends the cell, unless another follows at once
)

func newGuard(in io.Reader) *guard { return &guard{in: in, comma: ',', line: 1, opened: 1} }

// Read gives what the file holds up to the byte that breaks a limit, then the error that says which.
func (g *guard) Read(p []byte) (int, error) {
	if g.err != nil {
		return 0, g.err
	}
	n, err := g.in.Read(p)
	for i, b := range p[:n] {
		if g.err = g.next(b); g.err != nil {
			return i, g.err
		}
	}
	return n, err
}

func (g *guard) next(b byte) error {
	if b == '\n' {
		g.line++
	}
	switch {
	case g.state == quoted && b == '"':
		g.state = closing
	case g.state == quoted:
	case b == '"' && (g.state == cellStart || g.state == closing):
		g.state = quoted
	case b == g.comma:
		g.state, g.cell = cellStart, 0
		if g.cells++; g.cells > maxRow {
			return tooLong{"more than " + strconv.Itoa(maxRow) + " columns", strconv.Itoa(MaxColumns) + " columns"}
		}
		return nil
	case b == '\n':
		g.state, g.cell, g.cells, g.opened = cellStart, 0, 0, g.line
		return nil
	default:
		g.state = plain
	}
	// A doubled quote counts twice, so that a cell of nothing but quotes may be as long as any other.
	if g.cell++; g.cell <= 2*MaxCell+2 {
		return nil
	}
	if g.state == quoted {
		return errQuote
	}
	return tooLong{"more than " + strconv.Itoa(2*MaxCell) + " bytes", strconv.Itoa(MaxCell) + " bytes"}
}
