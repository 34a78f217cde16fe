package ruleset

import (
	"slices"
	"strconv"

	"slate/engine/diag"
	"slate/engine/fact"
)

// weight is a member's weight, as the file has it.
type weight struct {
	percent int
	stated  bool
	at      diag.Span
}

// checkWeights checks the weights of criteria and, in each, of indicators.
func (d *decoder) checkWeights(n *node, s *Score) {
	var outer []weight
	for _, c := range s.Criteria {
		outer = append(outer, weight{c.Weight, c.Weighted, c.Span})
		var inner []weight
		for _, in := range c.Indicators {
			inner = append(inner, weight{in.Weight, in.Weighted, in.Span})
		}
		d.weights(inner, c.ID, c.Span)
	}
	if n.get("weights") == nil {
		d.weights(outer, "score", n.keyPlace("criteria"))
		return
	}
	for _, w := range outer {
		if w.stated {
			d.add(diag.NotTogether, w.at, "a", "weight", "b", "weights")
		}
	}
}

// weights checks that the members of one level all have a weight and these total 100, or that none has.
func (d *decoder) weights(all []weight, where string, at diag.Span) {
	total, stated := 0, 0
	for _, w := range all {
		if w.stated {
			total += w.percent
			stated++
		}
	}
	switch {
	case stated == 0:
	case stated < len(all):
		d.add(diag.MixedWeights, at, "where", where)
	case total != 100:
		d.add(diag.WeightsTotal, at, "where", where, "total", strconv.Itoa(total))
	}
}

// stretch is an interval with its place.
type stretch struct {
	fact.Interval
	at diag.Span
}

// grid says which numbers there are at all: multiples of 10^-scale where it is set, any number otherwise.
type grid struct {
	scale int
	set   bool
}

// holds reports whether an interval holds a number of the grid.
func (g grid) holds(v fact.Interval) bool {
	if !g.set || !v.HasLo || !v.HasHi {
		return true
	}
	least := v.Lo.Round(g.scale, fact.Down)
	unit, _ := fact.ParseNumber(unitOf(g.scale))
	for range 3 { // Down goes towards 0, so the first is at most two units on
		if v.Contains(least) {
			return true
		}
		least, _ = least.Add(unit)
	}
	return false
}

// unitOf returns 10^-scale.
func unitOf(scale int) string {
	if scale == 0 {
		return "1"
	}
	unit := []byte("0.")
	for range scale - 1 {
		unit = append(unit, '0')
	}
	return string(append(unit, '1'))
}

// checkBands checks the bands of an indicator against each other and the domain of its input.
func (d *decoder) checkBands(n *node, in *Indicator) {
	var ranges []stretch
	for _, b := range in.Bands {
		ranges = append(ranges, stretch{b.Range, b.Span})
	}
	if len(ranges) == 0 {
		return
	}
	domain, g := d.domain(in.Input.Text)
	d.checkRanges(ranges, domain, g, n.keyPlace("bands"))
}

// domain returns what numbers a name can be: the domain is nil where it declares none.
func (d *decoder) domain(name string) (*fact.Interval, grid) {
	for _, f := range d.out.Facts {
		if f.Name == name {
			return f.Domain, grid{set: f.Type.Kind == fact.Integer}
		}
	}
	for _, v := range d.out.Derives {
		if v.Name == name && v.Round != nil {
			return nil, grid{v.Round.Scale, true}
		}
	}
	return nil, grid{set: d.types[name].Kind == fact.Integer}
}

// checkRanges looks for overlaps, for gaps between ranges, and for gaps at the ends of the domain where there is
// one. at is the place of all of them together.
func (d *decoder) checkRanges(all []stretch, domain *fact.Interval, g grid, at diag.Span) {
	sorted := slices.Clone(all)
	slices.SortStableFunc(sorted, func(a, b stretch) int { return compareLo(a.Interval, b.Interval) })
	words := hull(sorted).String()
	if domain != nil {
		words = domain.String()
	}
	gap := func(v fact.Interval, at diag.Span) {
		if g.holds(v) {
			d.add(diag.BandGap, at, "gap", v.String(), "domain", words)
		}
	}
	if first := sorted[0]; domain != nil && compareLo(*domain, first.Interval) < 0 {
		before := fact.Interval{Lo: domain.Lo, HasLo: domain.HasLo, OpenLo: domain.OpenLo, Hi: first.Lo, HasHi: true, OpenHi: !first.OpenLo}
		gap(before, first.at)
	}
	reach := sorted[0]
	for _, s := range sorted[1:] {
		switch meet(reach.Interval, s.Interval) {
		case overlap:
			if both := common(reach.Interval, s.Interval); !g.holds(both) {
				break
			}
			d.list.Add(diag.New(diag.BandOverlap, s.at, "a", reach.String(), "b", s.String()).WithRelated(reach.at))
		case apart:
			gap(fact.Interval{Lo: reach.Hi, HasLo: true, OpenLo: !reach.OpenHi, Hi: s.Lo, HasHi: true, OpenHi: !s.OpenLo}, s.at)
		}
		if compareHi(s.Interval, reach.Interval) > 0 {
			reach = s
		}
	}
	if domain != nil && compareHi(*domain, reach.Interval) > 0 {
		gap(fact.Interval{Lo: reach.Hi, HasLo: true, OpenLo: !reach.OpenHi, Hi: domain.Hi, HasHi: domain.HasHi, OpenHi: domain.OpenHi}, reach.at)
	}
}

// common returns what two overlapping intervals share; b does not begin before a.
func common(a, b fact.Interval) fact.Interval {
	v := b
	if compareHi(a, b) < 0 {
		v.Hi, v.HasHi, v.OpenHi = a.Hi, a.HasHi, a.OpenHi
	}
	return v
}

// hull is the least interval that holds all of some sorted ones.
func hull(sorted []stretch) fact.Interval {
	v := sorted[0].Interval
	for _, s := range sorted[1:] {
		if compareHi(s.Interval, v) > 0 {
			v.Hi, v.HasHi, v.OpenHi = s.Hi, s.HasHi, s.OpenHi
		}
	}
	return v
}

// compareLo orders intervals by where they begin; one without a lower end begins before all others.
func compareLo(a, b fact.Interval) int {
	switch {
	case !a.HasLo || !b.HasLo:
		return bit(a.HasLo) - bit(b.HasLo)
	case !a.Lo.Equal(b.Lo):
		return a.Lo.Cmp(b.Lo)
	}
	return bit(a.OpenLo) - bit(b.OpenLo)
}

// compareHi orders intervals by where they end; one without an upper end ends after all others.
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

type meeting uint8

const (
	touch meeting = iota
	overlap
	apart
)

// meet says how the beginning of b lies to the end of a, which does not begin after b.
func meet(a, b fact.Interval) meeting {
	if !a.HasHi || !b.HasLo {
		return overlap
	}
	switch c := a.Hi.Cmp(b.Lo); {
	case c > 0, c == 0 && !a.OpenHi && !b.OpenLo:
		return overlap
	case c < 0, a.OpenHi && b.OpenLo:
		return apart
	}
	return touch
}
