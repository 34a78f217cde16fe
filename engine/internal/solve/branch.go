package solve

import (
	"cmp"
	"context"
	"math"
	"slices"
)

// search is one run of branch and bound over the open sets of an lp.
type search struct {
	ctx     context.Context
	p       *Problem
	l       *lp
	w       weights
	step    int64 // all values are multiples of it
	ties    bool  // look for the least sum of ties among the best choices
	nodes   int
	limit   int
	cut     bool // the budget ended
	first   bool // stop at the first choice
	addV    wide // what the sets that are not open are worth: by value
	addC    wide // and by value and tie
	tree    []Branch
	inc     *choice
	settled []int32 // the choice of the sets that are not open
}

// choice is a choice that keeps all limits.
type choice struct {
	options    []int32 // absolute; -1 none
	taken      []int64
	value, tie int64
}

func (c *choice) better(d *choice) bool {
	return d == nil || c.value > d.value || c.value == d.value && c.tie < d.tie
}

// floorValue is the greatest value that a bound on weighted value allows.
func floorValue(bound int64, w weights, step int64) int64 {
	if bound == math.MaxInt64 {
		return bound
	}
	v := bound / w.value
	if bound%w.value < 0 {
		v--
	}
	rest := v % step
	if rest < 0 {
		rest += step
	}
	return v - rest
}

// closed says whether nothing better than the incumbent lies below the prices.
func (s *search) closed(prices []int64) bool {
	if s.ties {
		return s.inc != nil && s.l.bound(prices, byTie, s.addC) < s.tieTarget()
	}
	b := s.l.bound(prices, byValue, s.addV)
	if b == math.MinInt64 {
		return true
	}
	return s.inc != nil && floorValue(b, s.w, s.step) <= s.inc.value
}

// tieTarget is the objective of a choice better than the incumbent by one unit of tie.
func (s *search) tieTarget() int64 { return s.inc.value*s.w.value - (s.inc.tie-1)*s.w.tie }

func (s *search) prices() []int64 { return s.l.whole(s.l.pi, 1) }

func (s *search) pivotLimit() int { return 1000 + 40*len(s.l.rows) }

// node searches below the present bounds and returns its place in the tree.
func (s *search) node() int32 {
	at := int32(len(s.tree))
	s.tree = append(s.tree, Branch{})
	s.nodes++
	if s.ctx.Err() != nil || s.nodes > s.limit || s.first && s.inc != nil {
		s.cut = true
		s.tree[at].Prices = s.prices()
		return at
	}
	if s.empty() {
		s.tree[at].Prices, s.tree[at].Ray = make([]int64, len(s.l.rows)), true
		return at
	}
	result := s.relax()
	if result == infeasible {
		if ray := s.wholeRay(s.l.ray); ray != nil {
			s.tree[at].Prices, s.tree[at].Ray = ray, true
			return at
		}
	}
	s.tree[at].Prices = s.prices()
	if s.closed(s.tree[at].Prices) {
		return at
	}
	var x []float64
	if result == optimal {
		x = s.weightsOf()
		s.offer(s.round(x))
	} else {
		s.offer(s.round(nil))
	}
	if s.tree[at].Prices = s.prices(); s.closed(s.tree[at].Prices) {
		return at
	}
	if x != nil {
		if g := s.group(x); g != nil {
			s.branchOnGroup(at, g)
			return at
		}
	}
	s.branchOnSet(at, x)
	return at
}

// empty says whether a set that must be chosen from has no option left.
func (s *search) empty() bool {
	for _, i := range s.l.active {
		if t := &s.l.sets[i]; t.must && !slices.ContainsFunc(s.l.opts[t.first:t.end], func(o lpOption) bool { return !o.off }) {
			return true
		}
	}
	return false
}

// relax solves the relaxation. Its optimum is confirmed with a fresh inverse; after a failure it begins once more
// at π = 0. A second failure only costs nodes: the prices reached still give a bound.
func (s *search) relax() outcome {
	cut := func() bool { return s.closed(s.prices()) }
	result := failed
	for try := range 4 {
		if result == failed || result == unfinished {
			if try > 0 {
				s.l.reset()
			}
			if !s.l.refresh() {
				continue
			}
		}
		if result = s.l.solve(s.pivotLimit(), cut); result != optimal {
			if result == infeasible || result == cutoff {
				return result
			}
			continue
		}
		if !s.l.refresh() {
			result = failed
			continue
		}
		if s.l.primal(); s.l.choose().kink < 0 {
			return optimal
		}
	}
	return failed
}

// wholeRay scales a ray to integers that prove in exact arithmetic what it says, or returns nil.
func (s *search) wholeRay(ray []float64) []int64 {
	top := 0.0
	for _, x := range ray {
		top = max(top, math.Abs(x))
	}
	if top == 0 {
		return nil
	}
	for _, scale := range []float64{1 / top, 1 << 10, 1 << 20, 1 << 30, 1 << 40} {
		if scale > 1 {
			scale /= top
		}
		prices := s.l.whole(ray, scale)
		if s.l.bound(prices, byRay, wide{}) < 0 {
			return prices
		}
	}
	return nil
}

// weightsOf is the weight of every option of the sets with kinks in the primal solution, in the order
// of options; the other sets take their key.
func (s *search) weightsOf() []float64 {
	l := s.l
	x := make([]float64, len(l.opts))
	for k := range l.kinks {
		kk := &l.kinks[k]
		if kk.row >= 0 {
			continue
		}
		if kk.option >= 0 {
			x[kk.option] += l.z[k]
		}
		if kk.centre >= 0 {
			x[kk.centre] -= l.z[k]
		}
	}
	for _, i := range l.active {
		if t := &l.sets[i]; t.key >= 0 {
			x[t.key] += float64(t.most)
		}
	}
	return x
}

// round makes a choice of the primal solution: every set takes its heaviest option.
func (s *search) round(x []float64) *choice {
	l := s.l
	c := &choice{options: slices.Clone(s.settled), taken: make([]int64, len(l.sets))}
	for i := range c.taken {
		c.taken[i] = 1
	}
	for _, i := range l.active {
		t := &l.sets[i]
		c.options[i] = t.key
		if t.kinks == 0 || x == nil {
			c.taken[i] = t.most
			continue
		}
		if t.most > 1 {
			c.options[i] = -1
			if n := int64(math.Round(x[t.first])); n > 0 {
				c.options[i], c.taken[i] = t.first, min(n, t.most)
			}
			continue
		}
		at, weight := int32(-1), 1.0
		for o := t.first; o < t.end; o++ {
			weight -= x[o]
		}
		if t.must {
			weight = -1
		}
		for o := t.first; o < t.end; o++ {
			if x[o] > weight && !l.opts[o].off {
				at, weight = o, x[o]
			}
		}
		c.options[i] = at
	}
	return c
}

// offer makes the choice the incumbent if it keeps all limits and is better.
func (s *search) offer(c *choice) {
	sums := make([]wide, len(s.p.Limits))
	c.value, c.tie = 0, 0
	for i, o := range c.options {
		if o < 0 {
			if s.p.Sets[i].Must {
				return
			}
			continue
		}
		op := &s.p.Sets[i].Options[o-s.l.sets[i].first]
		c.value += op.Value * c.taken[i]
		c.tie += op.Tie * c.taken[i]
		for _, t := range s.p.Patterns[op.Pattern] {
			sums[t.Limit].addProduct(t.Coef, c.taken[i])
		}
	}
	for r := range sums {
		if v := sums[r].int64(); s.p.Limits[r].Lo != NoLo && v < s.p.Limits[r].Lo || s.p.Limits[r].Hi != NoHi && v > s.p.Limits[r].Hi {
			return
		}
	}
	if c.better(s.inc) {
		s.inc = c
	}
}

// group is a candidate for branching: how many chosen options have one of these patterns.
type group struct {
	patterns []int32
	count    float64
	off      float64 // distance from a whole number
}

const fractional = 1e-6

// group picks what to branch on by strong branching; nil when all counts are whole.
func (s *search) group(x []float64) *group {
	candidates := s.candidates(x)
	if len(candidates) == 0 {
		return nil
	}
	slices.SortStableFunc(candidates, func(a, b group) int { return cmp.Compare(b.off, a.off) })
	candidates = candidates[:min(len(candidates), 16)]
	if len(candidates) == 1 {
		return &candidates[0]
	}
	here := s.l.save()
	base := float64(s.l.bound(s.prices(), byTie, s.addC))
	best, at := -1.0, 0
	for i := range candidates {
		gains := s.tryBoth(&candidates[i], here, base)
		if score := max(gains[0], 1) * max(gains[1], 1); score > best {
			best, at = score, i
		}
		if gains[0] >= closes || gains[1] >= closes {
			break
		}
	}
	s.l.restore(here)
	return &candidates[at]
}

// closes is the gain of a branch that has nothing better in it.
const closes = 1e18

// tryBoth solves both sides of a branching for a few pivots, and returns by how much the bound falls.
func (s *search) tryBoth(g *group, here basis, base float64) (gains [2]float64) {
	at := int64(math.Floor(g.count))
	for i, side := range [2][2]int64{{NoLo, at}, {at + 1, NoHi}} {
		s.l.restore(here)
		s.l.addRow(g.patterns, side[0], side[1])
		result := s.l.solve(12, nil)
		prices := s.prices()
		if result == infeasible || s.closed(prices) {
			gains[i] = closes
		} else {
			gains[i] = base - float64(s.l.bound(prices, byTie, s.addC))
		}
		s.l.dropRow(g.patterns)
	}
	return gains
}

// candidates are the groups with a fractional count: single patterns, and all patterns that add to the
// same one, two or three limits (people alike in two or three respects).
func (s *search) candidates(x []float64) []group {
	l := s.l
	count := make([]float64, len(l.cols))
	split := make([]bool, len(l.cols))
	for p, n := range l.fixed {
		count[p] = float64(n)
	}
	for _, i := range l.active {
		t := &l.sets[i]
		if t.kinks == 0 {
			if t.key >= 0 {
				count[l.opts[t.key].pattern] += float64(t.most)
			}
			continue
		}
		for o := t.first; o < t.end; o++ {
			count[l.opts[o].pattern] += x[o]
			if math.Abs(x[o]-math.Round(x[o])) > fractional {
				split[l.opts[o].pattern] = true
			}
		}
	}
	var out []group
	add := func(patterns []int32, n float64) {
		if off := math.Abs(n - math.Round(n)); off > fractional {
			out = append(out, group{patterns, n, off})
		}
	}
	seen := map[[3]int32]bool{}
	var keys [][3]int32
	for p := range l.cols {
		if !split[p] {
			continue
		}
		add([]int32{int32(p)}, count[p])
		limits := s.p.Patterns[p]
		for i := range limits {
			for j := i; j < len(limits); j++ {
				for k := j; k < len(limits) && len(keys) < maxKeys; k++ {
					key := [3]int32{limits[i].Limit, limits[j].Limit, limits[k].Limit}
					if i == j && j != k || seen[key] {
						continue
					}
					seen[key] = true
					keys = append(keys, key)
				}
			}
		}
	}
	of := s.patternsOfLimits()
	for _, key := range keys {
		var patterns []int32
		n := 0.0
		for _, p := range of[key[0]] {
			if s.touches(p, key[1]) && s.touches(p, key[2]) {
				patterns = append(patterns, p)
				n += count[p]
			}
		}
		add(patterns, n)
	}
	return out
}

const maxKeys = 400

func (s *search) patternsOfLimits() [][]int32 {
	of := make([][]int32, len(s.p.Limits))
	for i, pattern := range s.p.Patterns {
		for _, t := range pattern {
			of[t.Limit] = append(of[t.Limit], int32(i))
		}
	}
	return of
}

func (s *search) touches(pattern, limit int32) bool {
	for _, t := range s.p.Patterns[pattern] {
		if t.Limit == limit {
			return true
		}
	}
	return false
}

// branchOnGroup searches both sides, the nearer one first.
func (s *search) branchOnGroup(at int32, g *group) {
	n := int64(math.Floor(g.count))
	here := s.l.save()
	s.tree[at] = Branch{Patterns: g.patterns, At: n}
	side := func(lo, hi int64) int32 {
		s.l.restore(here)
		s.l.addRow(g.patterns, lo, hi)
		child := s.node()
		s.l.dropRow(g.patterns)
		return child
	}
	if g.count-math.Floor(g.count) > 0.5 {
		s.tree[at].High = side(n+1, NoHi)
		s.tree[at].Low = side(NoLo, n)
	} else {
		s.tree[at].Low = side(NoLo, n)
		s.tree[at].High = side(n+1, NoHi)
	}
	s.l.restore(here)
}

// branchOnSet is what remains when no count is fractional, or the simplex method failed: it takes or
// leaves one option.
func (s *search) branchOnSet(at int32, x []float64) {
	set, option := s.openOption(x)
	if set < 0 {
		// Everything is decided, and not a choice: a single limit says so.
		if ray := s.brokenLimit(); ray != nil {
			s.tree[at].Prices, s.tree[at].Ray = ray, true
		} else {
			s.cut = true
		}
		return
	}
	l := s.l
	t := &l.sets[set]
	here := l.save()
	was, must := make([]bool, t.end-t.first), t.must
	for i := range was {
		was[i] = l.opts[int(t.first)+i].off
	}
	back := func() {
		for i := range was {
			l.opts[int(t.first)+i].off = was[i]
		}
		t.must = must
		l.restore(here)
	}
	s.tree[at] = Branch{Set: set, Option: option - t.first}
	for o := t.first; o < t.end; o++ {
		l.opts[o].off = o != option
	}
	t.must = true
	l.refresh()
	s.tree[at].High = s.node()
	back()
	l.opts[option].off = true
	l.refresh()
	s.tree[at].Low = s.node()
	back()
}

// openOption finds an option that is neither taken for certain nor away: the most fractional one, the first
// one without a primal solution.
func (s *search) openOption(x []float64) (set, option int32) {
	set, option = -1, -1
	nearest := 2.0
	for _, i := range s.l.active {
		t := &s.l.sets[i]
		if t.most > 1 {
			continue
		}
		open := 0
		if !t.must {
			open++
		}
		for o := t.first; o < t.end; o++ {
			if !s.l.opts[o].off {
				open++
			}
		}
		if open < 2 {
			continue
		}
		for o := t.first; o < t.end; o++ {
			if s.l.opts[o].off {
				continue
			}
			off := 1.0
			if x != nil {
				off = math.Abs(x[o] - 0.5)
			}
			if off < nearest {
				set, option, nearest = i, o, off
			}
		}
	}
	return set, option
}

func (s *search) brokenLimit() []int64 {
	prices := make([]int64, len(s.l.rows))
	for r := range prices {
		for _, x := range []int64{1, -1} {
			if x > 0 && s.l.rows[r].hi == NoHi || x < 0 && s.l.rows[r].lo == NoLo {
				continue
			}
			prices[r] = x
			if s.l.bound(prices, byRay, wide{}) < 0 {
				return prices
			}
		}
		prices[r] = 0
	}
	return nil
}
