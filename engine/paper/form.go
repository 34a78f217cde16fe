package paper

import (
	"errors"
	"fmt"

	"slate/engine/diag"
	"slate/engine/report"
)

// A form is set in type of 12 points, in lines of 20.
const (
	formType = 24 // half points
	formLine = 20 // points
)

// placed is a cell of a form with its place.
type placed struct {
	*report.FormCell
	column, columns, rows int
}

// place finds the column of each cell of a form, row by row.
func place(f *report.Form) ([][]placed, error) {
	if len(f.Widths) == 0 {
		return nil, errors.New("a form without columns")
	}
	for _, w := range f.Widths {
		if w <= 0 {
			return nil, fmt.Errorf("a form with a column of width %d", w)
		}
	}
	covered := make([]int, len(f.Widths)) // how many rows from here on a cell from above reaches into a column
	out := make([][]placed, len(f.Rows))
	for r := range f.Rows {
		column := 0
		next := make([]int, len(covered))
		for i, n := range covered {
			next[i] = max(n-1, 0)
		}
		for i := range f.Rows[r] {
			p := placed{FormCell: &f.Rows[r][i]}
			p.columns, p.rows = max(p.Columns, 1), max(p.Rows, 1)
			for column < len(covered) && covered[column] > 0 {
				column++
			}
			p.column = column
			for range p.columns {
				if column >= len(covered) || covered[column] > 0 || r+p.rows > len(f.Rows) {
					return nil, fmt.Errorf("row %d of a form: cell %d has no room for its spans", r+1, i+1)
				}
				next[column] = p.rows - 1
				column++
			}
			out[r] = append(out[r], p)
		}
		for ; column < len(covered); column++ {
			if covered[column] == 0 {
				return nil, fmt.Errorf("row %d of a form does not reach its last column", r+1)
			}
		}
		covered = next
	}
	return out, nil
}

// centred reports whether a cell of a form stands in the middle: labels, and values of one line.
func (p *placed) centred(widths []int, landscape bool) bool {
	if p.Label {
		return true
	}
	if len(p.Signatures) > 0 {
		return false
	}
	lines := paragraphs(p.Text)
	share := sum(widths[p.column : p.column+p.columns])
	fit := textWidth(landscape) / 1000 * share / (formType * pointLength / 4)
	return len(lines) == 1 && diag.Width(lines[0])+cellPadding <= fit
}
