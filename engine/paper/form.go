package paper

import (
	"errors"
	"fmt"
	"slices"

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

// fit is how many half characters stand side by side in a cell.
func (p *placed) fit(widths []int, landscape bool) int {
	share := sum(shares(widths)[p.column : p.column+p.columns])
	return max(halves(textWidth(landscape)/1000*share, formType)-cellPadding, 1)
}

// centred reports whether a cell of a form stands in the middle: labels, and values of one line.
func (p *placed) centred(widths []int, landscape bool) bool {
	return p.Label || len(p.Signatures) == 0 && linesIn(p.Text, p.fit(widths, landscape)) == 1
}

// written is how many lines stand in a cell.
func (p *placed) written(widths []int, landscape bool) int {
	n := linesIn(p.Text, p.fit(widths, landscape))
	for _, s := range p.Signatures {
		n += 2
		if s.Day != "" {
			n++
		}
	}
	return n
}

// formPage is how many lines of a form fit on a page below a title.
const formPage = 27

// heights says how many lines high each row of a form is. A form that would be longer than a page gives up as much of the
// room that it leaves for writing as it must.
func heights(rows [][]placed, widths []int, landscape bool) []int {
	needs, wants := make([]int, len(rows)), make([]int, len(rows))
	for i, row := range rows {
		needs[i], wants[i] = 1, 1
		for c := range row {
			if row[c].rows == 1 {
				needs[i] = max(needs[i], row[c].written(widths, landscape))
				wants[i] = max(wants[i], row[c].Height)
			}
		}
		wants[i] = max(wants[i], needs[i])
	}
	page := formPage - len(rows)/4 // edges of cells
	if landscape {
		page = page * 2 / 3
	}
	room, over := sum(wants)-sum(needs), sum(wants)-page
	if over <= 0 || room <= 0 {
		return wants
	}
	given, left := slices.Clone(needs), page-sum(needs)
	for i := range given {
		given[i] += (wants[i] - needs[i]) * max(left, 0) / room
	}
	for left -= sum(given) - sum(needs); left > 0; left-- { // what rounding leaves goes where most is lacking
		most := 0
		for i := range given {
			if wants[i]-given[i] > wants[most]-given[most] {
				most = i
			}
		}
		given[most]++
	}
	return given
}
