package solve

import (
	"math"
	"math/bits"
)

// wide is a sum of 128 bits: products of prices and limits cannot overflow it.
type wide struct {
	hi int64
	lo uint64
}

func (w *wide) add(v int64) {
	lo, carry := bits.Add64(w.lo, uint64(v), 0)
	w.lo, w.hi = lo, w.hi+(v>>63)+int64(carry)
}

func (w *wide) addProduct(a, b int64) {
	hi, lo := bits.Mul64(uint64(a), uint64(b))
	h := int64(hi)
	if a < 0 {
		h -= b
	}
	if b < 0 {
		h -= a
	}
	sum, carry := bits.Add64(w.lo, lo, 0)
	w.lo, w.hi = sum, w.hi+h+int64(carry)
}

// int64 saturates.
func (w wide) int64() int64 {
	if w.hi == int64(w.lo)>>63 {
		return int64(w.lo)
	}
	if w.hi < 0 {
		return math.MinInt64
	}
	return math.MaxInt64
}

// whole rounds prices to integers. A price never leans on an end that a row does not have.
func (l *lp) whole(pi []float64, factor float64) []int64 {
	out := make([]int64, len(pi))
	for r, x := range pi {
		x = math.Round(float64(x * factor))
		if x > 0 && l.rows[r].hi == NoHi || x < 0 && l.rows[r].lo == NoLo || math.Abs(x) >= 1<<60 || x != x {
			x = 0
		}
		out[r] = int64(x)
	}
	return out
}

// objective says what a bound is for.
type objective uint8

const (
	byValue objective = iota // value alone
	byTie                    // value, then tie
	byRay                    // nothing: a bound below zero says that there is no choice
)

func (o *lpOption) objective(of objective) int64 {
	switch of {
	case byValue:
		return o.value
	case byTie:
		return o.c
	}
	return 0
}

// bound evaluates L at whole prices over the active sets and what the others add. Any prices
// give a valid bound; it is math.MaxInt64 when the numbers become too large to say.
func (l *lp) bound(prices []int64, of objective, sum wide) int64 {
	for r, x := range prices {
		switch {
		case x > 0:
			sum.addProduct(x, l.rows[r].hi)
		case x < 0:
			sum.addProduct(x, l.rows[r].lo)
		}
		sum.addProduct(-x, l.rows[r].base)
	}
	worth, ok := l.wholeWorth(prices)
	if !ok {
		return math.MaxInt64
	}
	for _, i := range l.active {
		s := &l.sets[i]
		best := int64(math.MinInt64)
		if !s.must {
			best = 0
		}
		for o := s.first; o < s.end; o++ {
			if op := &l.opts[o]; !op.off {
				best = max(best, op.objective(of)-worth[op.pattern])
			}
		}
		if best == math.MinInt64 {
			return math.MinInt64 // a set that must be chosen from is empty
		}
		sum.addProduct(best, s.most)
	}
	return sum.int64()
}

// wholeWorth is prices·coefficients of every pattern; false when one is beyond 2^61.
func (l *lp) wholeWorth(prices []int64) ([]int64, bool) {
	worth := make([]int64, len(l.cols))
	for i, col := range l.cols {
		var t wide
		for _, e := range col {
			t.addProduct(prices[e.row], e.c)
		}
		worth[i] = t.int64()
		if abs(worth[i]) > 1<<61 {
			return nil, false
		}
	}
	return worth, true
}
