package eval

import "slate/engine/fact"

// Range is a number that is known, or known to lie between two ends. With missing facts a
// score is a Range. The zero Range is exactly 0.
type Range struct {
	Lo, Hi         fact.Number
	OpenLo, OpenHi bool // no bound at that end
}

// Exactly returns the Range of a known number.
func Exactly(n fact.Number) Range { return Range{Lo: n, Hi: n} }

// Exact reports whether the number is known.
func (r Range) Exact() bool { return !r.OpenLo && !r.OpenHi && r.Lo.Equal(r.Hi) }

// plus adds two ranges. A sum too large to hold leaves its end open.
func (r Range) plus(o Range) Range {
	sum := Range{OpenLo: r.OpenLo || o.OpenLo, OpenHi: r.OpenHi || o.OpenHi}
	var err error
	if sum.Lo, err = r.Lo.Add(o.Lo); err != nil {
		sum.OpenLo = true
	}
	if sum.Hi, err = r.Hi.Add(o.Hi); err != nil {
		sum.OpenHi = true
	}
	return sum
}

// times multiplies by a number that is not negative.
func (r Range) times(n fact.Number) Range {
	if n.Sign() == 0 {
		return Range{} // what weighs nothing is 0, however open
	}
	product := Range{OpenLo: r.OpenLo, OpenHi: r.OpenHi}
	var err error
	if product.Lo, err = r.Lo.Mul(n); err != nil {
		product.OpenLo = true
	}
	if product.Hi, err = r.Hi.Mul(n); err != nil {
		product.OpenHi = true
	}
	return product
}

// clamp brings a range within a floor and a cap, either of which may be nil.
func (r Range) clamp(floor, cap *fact.Number) Range {
	if floor != nil {
		r.Lo, r.OpenLo = raise(r.Lo, r.OpenLo, *floor), false
		if !r.OpenHi {
			r.Hi = raise(r.Hi, false, *floor)
		}
	}
	if cap != nil {
		r.Hi, r.OpenHi = lower(r.Hi, r.OpenHi, *cap), false
		if !r.OpenLo {
			r.Lo = lower(r.Lo, false, *cap)
		}
	}
	return r
}

// raise returns the end of a range, or the floor where that is higher or the end is open.
func raise(n fact.Number, open bool, floor fact.Number) fact.Number {
	if open || n.Cmp(floor) < 0 {
		return floor
	}
	return n
}

func lower(n fact.Number, open bool, cap fact.Number) fact.Number {
	if open || n.Cmp(cap) > 0 {
		return cap
	}
	return n
}

func (r Range) round(places int, mode fact.Rounding) Range {
	r.Lo, r.Hi = r.Lo.Round(places, mode), r.Hi.Round(places, mode)
	return r
}

// with widens the range to hold a number.
func (r Range) with(n fact.Number) Range {
	if n.Cmp(r.Lo) < 0 {
		r.Lo = n
	}
	if n.Cmp(r.Hi) > 0 {
		r.Hi = n
	}
	return r
}

// Text writes the range with a fixed number of places: "80.90", or "[70.00, 85.00]"; an open
// end is left blank: "[70.00, )".
func (r Range) Text(places int) string {
	if r.Exact() {
		return r.Lo.Fixed(places)
	}
	text := "("
	if !r.OpenLo {
		text = "[" + r.Lo.Fixed(places)
	}
	text += ", "
	if r.OpenHi {
		return text + ")"
	}
	return text + r.Hi.Fixed(places) + "]"
}

// reaches reports whether some number of the range may lie in an interval.
func (r Range) reaches(v *fact.Interval) bool {
	if v.HasHi && !r.OpenLo {
		if c := r.Lo.Cmp(v.Hi); c > 0 || c == 0 && v.OpenHi {
			return false
		}
	}
	if v.HasLo && !r.OpenHi {
		if c := r.Hi.Cmp(v.Lo); c < 0 || c == 0 && v.OpenLo {
			return false
		}
	}
	return true
}
