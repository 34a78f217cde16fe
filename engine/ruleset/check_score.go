package ruleset

import (
	"slices"
	"strconv"

	"slate/engine/diag"
	"slate/engine/fact"
)

// score checks weights, bands and the pairwise comparison.
func (c *checker) score(s *Score) {
	if len(s.Criteria) == 0 {
		c.add(diag.EmptyValue, s.Span, "key", "criteria")
	}
	var weights []weight
	for _, cr := range s.Criteria {
		weights = append(weights, weight{cr.Weight, cr.Weighted, cr.Span})
		var inner []weight
		for _, in := range cr.Indicators {
			inner = append(inner, weight{in.Weight, in.Weighted, in.Span})
			c.indicator(in)
		}
		if !cr.Leaf {
			c.weights(inner, cr.ID, cr.Span)
		}
	}
	if s.AHP != nil || s.Entropy {
		for _, w := range weights {
			if w.stated {
				c.add(diag.NotTogether, w.span, "a", "weight", "b", "weights")
			}
		}
	} else {
		c.weights(weights, "score", s.Span)
	}
	if s.AHP != nil {
		c.pairwise(s)
	}
}

type weight struct {
	percent int
	stated  bool
	span    diag.Span
}

// weights checks that all members have a weight and these total 100, or none has.
func (c *checker) weights(all []weight, where string, span diag.Span) {
	total, stated := 0, 0
	for _, w := range all {
		if w.stated {
			stated++
			total += w.percent
		}
	}
	switch {
	case stated == 0:
	case stated < len(all):
		c.add(diag.MixedWeights, span, "where", where)
	case total != 100:
		c.add(diag.WeightsTotal, span, "where", where, "total", strconv.Itoa(total))
	}
}

func (c *checker) indicator(in *Indicator) {
	if in.Method != Bands {
		return
	}
	ranges := make([]banded, len(in.Bands))
	for i, b := range in.Bands {
		ranges[i] = banded{b.Range, b.Span}
	}
	c.bands(ranges, c.domain(in.Input.Text), in.Span)
}

func (c *checker) domain(name string) *fact.Interval {
	for _, f := range c.rs.Facts {
		if f.Name == name {
			return f.Domain
		}
	}
	return nil
}

// banded is an interval with its place.
type banded struct {
	fact.Interval
	span diag.Span
}

// bands looks for overlaps, for gaps between bands, and for gaps at the ends of the domain where there is one.
func (c *checker) bands(all []banded, domain *fact.Interval, span diag.Span) {
	if len(all) == 0 {
		return
	}
	sorted := slices.Clone(all)
	slices.SortStableFunc(sorted, func(a, b banded) int { return compareLo(a.Interval, b.Interval) })
	within := "–"
	if domain != nil {
		within = domain.String()
		first := sorted[0].Interval
		if before := (fact.Interval{Lo: domain.Lo, HasLo: domain.HasLo, OpenLo: domain.OpenLo}); compareLo(before, first) < 0 {
			before.Hi, before.HasHi, before.OpenHi = first.Lo, true, !first.OpenLo
			c.add(diag.BandGap, span, "gap", before.String(), "domain", within)
		}
	}
	reach := sorted[0]
	for _, b := range sorted[1:] {
		switch joint(reach.Interval, b.Interval) {
		case overlaps:
			c.list.Add(diag.New(diag.BandOverlap, b.span, "a", reach.String(), "b", b.String()).WithRelated(reach.span))
		case apart:
			gap := fact.Interval{Lo: reach.Hi, HasLo: true, OpenLo: !reach.OpenHi, Hi: b.Lo, HasHi: true, OpenHi: !b.OpenLo}
			c.add(diag.BandGap, b.span, "gap", gap.String(), "domain", within)
		}
		if compareHi(b.Interval, reach.Interval) > 0 {
			reach = b
		}
	}
	if domain == nil {
		return
	}
	if after := (fact.Interval{Hi: domain.Hi, HasHi: domain.HasHi, OpenHi: domain.OpenHi}); compareHi(after, reach.Interval) > 0 {
		after.Lo, after.HasLo, after.OpenLo = reach.Hi, true, !reach.OpenHi
		c.add(diag.BandGap, span, "gap", after.String(), "domain", within)
	}
}

// compareLo orders intervals by where they begin; without a lower end is before everything.
func compareLo(a, b fact.Interval) int {
	switch {
	case !a.HasLo || !b.HasLo:
		return bit(a.HasLo) - bit(b.HasLo)
	case !a.Lo.Equal(b.Lo):
		return a.Lo.Cmp(b.Lo)
	}
	return bit(a.OpenLo) - bit(b.OpenLo)
}

// compareHi orders intervals by where they end; without an upper end is after everything.
func compareHi(a, b fact.Interval) int {
	switch {
	case !a.HasHi || !b.HasHi:
		return bit(b.HasHi) - bit(a.HasHi)
	case !a.Hi.Equal(b.Hi):
		return a.Hi.Cmp(b.Hi)
	}
	return bit(b.OpenHi) - bit(a.OpenHi)
}

func bit(b bool) int {
	if b {
		return 1
	}
	return 0
}

// jointKind says how one interval follows another.
type jointKind uint8

const (
	meets jointKind = iota
	overlaps
	apart
)

// joint compares the end of a with the beginning of b, which does not begin before a.
func joint(a, b fact.Interval) jointKind {
	if !a.HasHi || !b.HasLo {
		return overlaps
	}
	switch cmp := a.Hi.Cmp(b.Lo); {
	case cmp > 0, cmp == 0 && !a.OpenHi && !b.OpenLo:
		return overlaps
	case cmp < 0, a.OpenHi && b.OpenLo:
		return apart
	}
	return meets
}

// randomIndex is the mean consistency index of random pairwise matrices by size (T. L. Saaty, The Analytic
// Hierarchy Process, 1980), in hundredths.
var randomIndex = []int64{0, 0, 0, 58, 90, 112, 124, 132, 141, 145, 149}

// pairwise checks that the matrix is square, has one on its diagonal and reciprocals across it, and
// does not contradict itself.
func (c *checker) pairwise(s *Score) {
	n := len(s.Criteria)
	square := len(s.AHP) == n && n < len(randomIndex)
	for _, row := range s.AHP {
		square = square && len(row) == n
	}
	if !square {
		c.add(diag.BadValue, s.AHPSpan, "key", "ahp", "value", strconv.Itoa(len(s.AHP)), "want", strconv.Itoa(n)+"×"+strconv.Itoa(n)+" (≤ 10)")
		return
	}
	one := fact.Int(1)
	for i := range s.AHP {
		for k := range s.AHP {
			if product, _ := s.AHP[i][k].Mul(s.AHP[k][i]); !product.Equal(one) || i == k && !s.AHP[i][i].Equal(one) {
				c.add(diag.BadValue, s.AHPSpan, "key", "ahp", "value", s.AHP[i][k].String()+", "+s.AHP[k][i].String(), "want", "a, 1/a")
				return
			}
		}
	}
	if ratio := consistency(s.AHP); ratio.Cmp(fact.Ratio(1, 10)) > 0 {
		c.add(diag.Inconsistent, s.AHPSpan, "ratio", ratio.Fixed(3))
	}
}

// consistency returns Saaty's consistency ratio: ((λ − n) ÷ (n − 1)) ÷ the random index, with λ the mean of
// (A·w)ᵢ ÷ wᵢ and w the geometric means of the rows.
func consistency(matrix [][]fact.Number) fact.Number {
	n := int64(len(matrix))
	if n < 3 {
		return fact.Number{} // two things cannot contradict each other
	}
	means := make([]fact.Number, n)
	for i, row := range matrix {
		product := fact.Int(1)
		for _, cell := range row {
			product, _ = product.Mul(cell)
		}
		means[i], _ = product.Root(int(n), maxScale)
	}
	var lambda fact.Number
	for i, row := range matrix {
		var sum fact.Number
		for k, cell := range row {
			part, _ := cell.Mul(means[k])
			sum, _ = sum.Add(part)
		}
		share, _ := sum.Quo(means[i])
		lambda, _ = lambda.Add(share.Round(maxScale, fact.HalfUp))
	}
	lambda, _ = lambda.Quo(fact.Int(n))
	index, _ := lambda.Sub(fact.Int(n))
	index, _ = index.Quo(fact.Int(n - 1))
	ratio, _ := index.Quo(fact.Ratio(randomIndex[n], 100))
	return ratio
}
