package arrange

import (
	"encoding/binary"
	"slices"
)

// The choice is made here in whole numbers, in two steps. Prices of the rows are moved until the bound that they give is as low as it gets
// (Lagrange's relaxation: with prices π no list can be worth more than Σ π·limit + Σ over people of their best option less its price). What an
// option falls behind the best one of its person, at these prices, is its regret; a list is worth the bound less the regrets in it, and less what
// rows are paid for that they do not use. Then lists are built person by person, and lists so far that add the same to every row are one: the better
// of them. What cannot end within the limits, or can no longer be worth what is found already, is dropped. If nothing else had to be
// dropped, what remains is the best, or there is none.

// precision is how many parts a unit of worth has in a price.
const precision = 64

// The limits of the work, in steps and never in time.
const (
	priceSteps = 600
	beam       = 400
	mostStates = 40_000
	mostWork   = 6_000_000
)

// found is what a search came to.
type found struct {
	taken []int // an option of every candidate; nil where there is none
	worth int64
	bound int64 // no list is worth more
	exact bool  // the best is proved, or, with no taken, that there is none
	// ordered says that of choices worth the same none has a lesser sum of ties.
	ordered bool
}

// searcher looks for the best of an instance.
type searcher struct {
	in     *instance
	worth  [][]int64 // by candidate and option
	rows   []int     // those with a limit
	prices []int64   // by row, in parts of a unit
	limit  int64     // Σ π·limit
	bound  int64     // in parts
	regret [][]int64 // by candidate and option, in parts
	lift   []bool    // rows of which more than enough is as good as enough
}

// best finds the best option for everybody: the greatest sum of worth, and among equals the least sum of tie (nil: whichever).
func (in *instance) best(worth, tie func(o *option) int64) found {
	unit := in.unit(worth, tie)
	whole := func(o *option) int64 { return worth(o) }
	if unit > 1 {
		whole = func(o *option) int64 { return worth(o)*unit - tie(o) }
	}
	f := in.search(whole)
	if f.taken == nil {
		return f
	}
	f.ordered = f.exact && (unit > 1 || tie == nil)
	f.bound = floorDiv(f.bound+unit-1, unit) // the ties take less than one unit off
	f.worth = 0
	for at, k := range f.taken {
		f.worth += worth(&in.options[at][k])
	}
	return f
}

// unit returns a number above every sum of ties, by which worth is multiplied so that ties never outweigh it; 1 where there are none, or where
// products would grow too great.
func (in *instance) unit(worth, tie func(o *option) int64) int64 {
	if tie == nil {
		return 1
	}
	ties, most := int64(1), int64(1)
	for at := range in.options {
		widest := int64(0)
		for k := range in.options[at] {
			o := &in.options[at][k]
			widest = max(widest, tie(o))
			most = max(most, worth(o), -worth(o))
		}
		ties += widest
	}
	if most > (1<<60)/precision/ties/int64(len(in.options)+1) {
		return 1
	}
	return ties
}

// search looks for the greatest sum of worth.
func (in *instance) search(worth func(o *option) int64) found {
	s := &searcher{in: in, prices: make([]int64, len(in.lo)), lift: make([]bool, len(in.lo))}
	least := int64(0)
	for at := range in.options {
		if len(in.options[at]) == 0 {
			return found{exact: true}
		}
		w := make([]int64, len(in.options[at]))
		for k := range w {
			w[k] = worth(&in.options[at][k])
		}
		s.worth = append(s.worth, w)
		least += slices.Min(w)
	}
	for r := range in.lo {
		if in.lo[r] > -unlimited || in.hi[r] < unlimited {
			s.rows = append(s.rows, r)
		}
	}
	s.liftRows()
	if !s.price(least) {
		return found{exact: true} // the bound is below what any list is worth
	}
	f := found{bound: floorDiv(s.bound, precision)}
	taken, whole := s.build(beam, -1)
	if taken == nil && !whole {
		taken, whole = s.build(mostStates, -1)
	}
	if taken != nil && !whole && f.bound > s.total(taken) {
		better, all := s.build(mostStates, s.bound-precision*(s.total(taken)+1)) // what is worth a unit more
		if better != nil && s.total(better) > s.total(taken) {
			taken = better
		}
		whole = all
	}
	f.taken, f.exact = taken, whole
	if taken != nil {
		f.worth = s.total(taken)
		if f.exact = f.exact || f.bound <= f.worth; f.exact {
			f.bound = f.worth
		}
	}
	return f
}

func (s *searcher) total(taken []int) (sum int64) {
	for at, k := range taken {
		sum += s.worth[at][k]
	}
	return sum
}

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

// liftRows marks the rows that only ask for enough and to which nobody adds less than nothing.
func (s *searcher) liftRows() {
	for _, r := range s.rows {
		s.lift[r] = s.in.hi[r] >= unlimited/2
		for _, c := range s.in.columns {
			s.lift[r] = s.lift[r] && c[r] >= 0
		}
	}
}

// price moves the prices for a fixed number of steps and keeps those with the lowest bound. It reports false when the bound falls below what any
// list is worth: then there is none.
func (s *searcher) price(least int64) bool {
	now := make([]int64, len(s.prices))
	sums := make([]int64, len(s.prices))
	best, first := int64(0), true
	stride := s.spread()
	stale := 0
	for range priceSteps {
		bound := s.evaluate(now, sums)
		if first || bound < best {
			best, first, stale = bound, false, 0
			copy(s.prices, now)
		} else if stale++; stale >= 12 {
			stale = 0
			stride = max(1, stride*2/3)
			copy(now, s.prices)
			s.evaluate(now, sums)
		}
		if best < least*precision {
			return false
		}
		s.step(now, sums, stride)
	}
	s.finish()
	return true
}

// spread is the greatest difference between options, the first stride of a price.
func (s *searcher) spread() int64 {
	widest := int64(1)
	for _, w := range s.worth {
		widest = max(widest, slices.Max(w)-slices.Min(w))
	}
	return widest * precision / 4
}

// evaluate returns the bound at some prices, and what the best options at these add to the rows.
func (s *searcher) evaluate(prices, sums []int64) int64 {
	clear(sums)
	bound := int64(0)
	for _, r := range s.rows {
		bound += paid(prices[r], s.in.lo[r], s.in.hi[r])
	}
	priced := s.priced(prices)
	for at := range s.worth {
		best, most := 0, int64(0)
		for k := range s.worth[at] {
			if w := s.worth[at][k]*precision - priced[s.in.options[at][k].column]; k == 0 || w > most {
				best, most = k, w
			}
		}
		bound += most
		for r, v := range s.in.columns[s.in.options[at][best].column] {
			sums[r] += v
		}
	}
	return bound
}

// priced returns the price of every column.
func (s *searcher) priced(prices []int64) []int64 {
	out := make([]int64, len(s.in.columns))
	for i, c := range s.in.columns {
		for _, r := range s.rows {
			out[i] += prices[r] * c[r]
		}
	}
	return out
}

func paid(price, lo, hi int64) int64 {
	switch {
	case price > 0:
		return price * hi
	case price < 0:
		return price * lo
	}
	return 0
}

// step moves every price against what its row lacks or has too much of.
func (s *searcher) step(now, sums []int64, stride int64) {
	norm := int64(0)
	for _, r := range s.rows {
		lack := s.lack(r, now[r], sums[r])
		norm += lack * lack
	}
	if norm == 0 {
		return
	}
	root := int64(1)
	for root*root < norm {
		root++
	}
	for _, r := range s.rows {
		move := stride * s.lack(r, now[r], sums[r]) / root
		now[r] -= move
		if s.in.hi[r] >= unlimited/2 {
			now[r] = min(now[r], 0)
		}
		if s.in.lo[r] <= -unlimited/2 {
			now[r] = max(now[r], 0)
		}
	}
}

// lack is the slope of the bound in a price.
func (s *searcher) lack(r int, price, sum int64) int64 {
	lo, hi := s.in.lo[r], s.in.hi[r]
	switch {
	case price > 0:
		return hi - sum
	case price < 0:
		return lo - sum
	case sum > hi:
		return hi - sum
	case sum < lo:
		return lo - sum
	}
	return 0
}

// finish computes the bound and the regrets at the prices kept.
func (s *searcher) finish() {
	s.limit, s.bound = 0, 0
	for _, r := range s.rows {
		s.limit += paid(s.prices[r], s.in.lo[r], s.in.hi[r])
	}
	s.bound = s.limit
	priced := s.priced(s.prices)
	s.regret = make([][]int64, len(s.worth))
	for at := range s.worth {
		g := make([]int64, len(s.worth[at]))
		for k := range g {
			g[k] = s.worth[at][k]*precision - priced[s.in.options[at][k].column]
		}
		most := slices.Max(g)
		s.bound += most
		for k := range g {
			g[k] = most - g[k]
		}
		s.regret[at] = g
	}
}

// state is the best list so far that adds this to the rows.
type state struct {
	sums   []int64
	worth  int64 // of the options taken
	regret int64
	back   int // number of the state before
	option int
}

// build makes lists person by person, keeping so many states at a time, and none whose regret is above the gap (−1: any). whole reports that nothing
// was dropped for want of room. Of lists that are worth the same, the one is taken that differs first by an earlier option.
func (s *searcher) build(room int, gap int64) (taken []int, whole bool) {
	order, options := s.core(gap)
	least, most := s.reach(order, options)
	layers := [][]state{{{sums: make([]int64, len(s.in.lo))}}}
	whole = true
	work := 0
	for step, at := range order {
		var next []state
		known := map[string]int{}
		key := make([]byte, 0, 4*len(s.rows))
		for back := range layers[step] {
			from := &layers[step][back]
			for _, k := range options[at] {
				work++
				regret := from.regret + s.regret[at][k]
				if gap >= 0 && regret > gap {
					continue
				}
				worth := from.worth + s.worth[at][k]
				sums, ok := s.add(from.sums, at, k, least[step+1], most[step+1])
				if !ok {
					continue
				}
				key = key[:0]
				for _, r := range s.rows {
					key = binary.LittleEndian.AppendUint32(key, uint32(sums[r]))
				}
				if i, ok := known[string(key)]; !ok {
					known[string(key)] = len(next)
					next = append(next, state{sums, worth, regret, back, k})
				} else if worth > next[i].worth {
					next[i] = state{sums, worth, regret, back, k}
				}
			}
			if work > mostWork {
				whole, room = false, beam
				break
			}
		}
		if len(next) > room {
			whole = false
			slices.SortStableFunc(next, func(a, b state) int { return s.compare(&a, &b) })
			next = next[:room]
		}
		layers = append(layers, next)
	}
	return s.trace(order, options, layers), whole
}

// core puts those who have a choice last, and drops the options whose regret is above the gap.
func (s *searcher) core(gap int64) (order []int, options [][]int) {
	options = make([][]int, len(s.worth))
	for at := range s.worth {
		for k, g := range s.regret[at] {
			if gap < 0 || g <= gap {
				options[at] = append(options[at], k)
			}
		}
		order = append(order, at)
	}
	slices.SortStableFunc(order, func(a, b int) int {
		x, y := len(options[a]), len(options[b])
		if (x == 1) != (y == 1) {
			return x - y
		}
		return int(min(max(s.second(b)-s.second(a), -1), 1)) // the surest first
	})
	return order, options
}

// second is the least regret of any but the best option.
func (s *searcher) second(at int) int64 {
	least, zero := int64(1)<<60, false
	for _, g := range s.regret[at] {
		if g == 0 && !zero {
			zero = true
			continue
		}
		least = min(least, g)
	}
	return least
}

// reach returns the least and the most that those from a step on can add to each row.
func (s *searcher) reach(order []int, options [][]int) (least, most [][]int64) {
	least, most = make([][]int64, len(order)+1), make([][]int64, len(order)+1)
	least[len(order)], most[len(order)] = make([]int64, len(s.in.lo)), make([]int64, len(s.in.lo))
	for step := len(order) - 1; step >= 0; step-- {
		least[step], most[step] = slices.Clone(least[step+1]), slices.Clone(most[step+1])
		at := order[step]
		for _, r := range s.rows {
			lo, hi, first := int64(0), int64(0), true
			for _, k := range options[at] {
				v := s.in.columns[s.in.options[at][k].column][r]
				if first || v < lo {
					lo = v
				}
				if first || v > hi {
					hi = v
				}
				first = false
			}
			least[step][r] += lo
			most[step][r] += hi
		}
	}
	return least, most
}

// add returns the sums with an option more; ok is false when a row can no longer end within its limits.
func (s *searcher) add(sums []int64, at, k int, least, most []int64) ([]int64, bool) {
	column := s.in.columns[s.in.options[at][k].column]
	out := slices.Clone(sums)
	for _, r := range s.rows {
		v := sums[r] + column[r]
		if v+least[r] > s.in.hi[r] || v+most[r] < s.in.lo[r] {
			return nil, false
		}
		if s.lift[r] {
			v = min(v, max(s.in.lo[r], 0))
		}
		out[r] = v
	}
	return out, true
}

// compare puts the state with the least regret first; of equal ones that with more in the rows that are dear.
func (s *searcher) compare(a, b *state) int {
	if a.regret != b.regret {
		return int(min(max(a.regret-b.regret, -1), 1))
	}
	for _, r := range s.rows {
		if a.sums[r] != b.sums[r] {
			return int(min(max(b.sums[r]-a.sums[r], -1), 1))
		}
	}
	return 0
}

// trace follows the best of the last states back.
func (s *searcher) trace(order []int, options [][]int, layers [][]state) []int {
	last := layers[len(layers)-1]
	best := -1
	for i := range last {
		if best < 0 || last[i].worth > last[best].worth {
			best = i
		}
	}
	if best < 0 {
		return nil
	}
	taken := make([]int, len(order))
	for step := len(order) - 1; step >= 0; step-- {
		st := &layers[step+1][best]
		taken[order[step]] = st.option
		best = st.back
	}
	return taken
}
