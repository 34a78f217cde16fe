package ruleset

import (
	"strconv"

	"slate/engine/diag"
	"slate/engine/fact"
)

// randomIndex is the mean consistency index of random pairwise matrices, by their size, in hundredths
// (T. L. Saaty, The Analytic Hierarchy Process, 1980).
var randomIndex = []int64{0, 0, 0, 58, 90, 112, 124, 132, 141, 145, 149, 151, 148, 156, 157, 159}

// checkMatrix checks that the pairwise comparison has a row and a column for each criterion, one on its diagonal
// and reciprocals across it, and that it does not contradict itself.
func (d *decoder) checkMatrix(n *node, s *Score) {
	size := len(s.Criteria)
	if size >= len(randomIndex) {
		d.add(diag.BadValue, n.span, "key", "ahp", "value", square(size), "want", "≤ "+square(len(randomIndex)-1))
		return
	}
	if len(s.AHP) != size {
		d.add(diag.BadValue, n.span, "key", "ahp", "value", strconv.Itoa(len(s.AHP))+"×…", "want", square(size))
		return
	}
	for i, row := range s.AHP {
		if len(row) != size {
			d.add(diag.BadValue, n.items[i].span, "key", "ahp", "value", "…×"+strconv.Itoa(len(row)), "want", square(size))
			return
		}
	}
	if !d.reciprocal(n, s.AHP) {
		return
	}
	if ratio, err := consistency(s.AHP); err != nil || ratio.Cmp(fact.Ratio(1, 10)) > 0 {
		d.add(diag.Inconsistent, n.span, "ratio", ratio.Fixed(3))
	}
}

func square(n int) string { return strconv.Itoa(n) + "×" + strconv.Itoa(n) }

// reciprocal checks every cell against the one across the diagonal.
func (d *decoder) reciprocal(n *node, matrix [][]fact.Number) bool {
	fine := true
	for i := range matrix {
		for k := range matrix[i] {
			cell := matrix[i][k]
			if cell.Sign() <= 0 {
				return false // no number above 0: told already
			}
			want := fact.Int(1)
			if k < i {
				want, _ = want.Quo(matrix[k][i])
			}
			if k <= i && !cell.Equal(want) {
				at := n.items[i].items[k]
				d.add(diag.BadValue, at.span, "key", "ahp", "value", at.text, "want", want.String())
				fine = false
			}
		}
	}
	return fine
}

// consistency returns the consistency ratio ((λ − n) ÷ (n − 1)) ÷ RI, where λ is the mean of (A·w)ᵢ ÷ wᵢ and w are the
// geometric means of the rows. Means and quotients are rounded to 12 places, far below what the limit of 0.10
// can tell apart.
func consistency(matrix [][]fact.Number) (fact.Number, error) {
	n := int64(len(matrix))
	if n < 3 {
		return fact.Number{}, nil // two things cannot contradict each other
	}
	weights := make([]fact.Number, n)
	for i, row := range matrix {
		product, err := fact.Int(1), error(nil)
		for _, cell := range row {
			if product, err = product.Mul(cell); err != nil {
				return product, err
			}
		}
		if weights[i], err = product.Root(int(n), maxScale); err != nil {
			return product, err
		}
	}
	var lambda fact.Number
	for i, row := range matrix {
		var sum fact.Number
		for k, cell := range row {
			part, err := cell.Mul(weights[k])
			if err != nil {
				return part, err
			}
			if sum, err = sum.Add(part); err != nil {
				return sum, err
			}
		}
		share, err := sum.Quo(weights[i])
		if err != nil {
			return share, err
		}
		lambda, _ = lambda.Add(share.Round(maxScale, fact.HalfUp))
	}
	lambda, _ = lambda.Quo(fact.Int(n))
	index, _ := lambda.Sub(fact.Int(n))
	index, _ = index.Quo(fact.Int(n - 1))
	return index.Quo(fact.Ratio(randomIndex[n], 100))
}
