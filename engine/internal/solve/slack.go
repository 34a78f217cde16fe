package solve

import "math/bits"

// slackened is a problem in which limits may be missed: beside the sets of the original stand integer
// variables, one for each end of a limit that may give way, which make up for what is missing.
type slackened struct {
	Problem
	under, over []int32 // of each limit: the set that makes up for a sum too low, too high; -1: none
}

// slacken copies p without values; end says how far the ends of a limit may move, and what a unit costs.
func slacken(p *Problem, end func(limit int) (under, over, cost int64)) *slackened {
	s := &slackened{Problem: Problem{Patterns: append([]Pattern(nil), p.Patterns...), Limits: append([]Limit(nil), p.Limits...)}}
	for _, set := range p.Sets {
		options := make([]Option, len(set.Options))
		for o := range options {
			options[o].Pattern = set.Options[o].Pattern
		}
		s.Sets = append(s.Sets, Set{Options: options, Must: set.Must, times: set.times, barred: set.barred})
	}
	for i := range p.Limits {
		under, over, cost := end(i)
		s.under = append(s.under, s.variable(under, cost, Term{int32(i), 1}))
		s.over = append(s.over, s.variable(over, cost, Term{int32(i), -1}))
	}
	return s
}

// variable adds an integer variable of 0 to most, each unit worth -cost.
func (s *slackened) variable(most, cost int64, t Term) int32 {
	if most <= 0 {
		return -1
	}
	s.Patterns = append(s.Patterns, Pattern{t})
	s.Sets = append(s.Sets, Set{Options: []Option{{Value: -cost, Pattern: int32(len(s.Patterns) - 1)}}, times: most})
	return int32(len(s.Sets) - 1)
}

// unitCap keeps the units of one end so few that no sum overflows.
const unitCap = 1 << 40

// reach is how far below Lo and above Hi the sum of each limit can come at all.
func reach(p *Problem) (under, over []int64) {
	lo, hi := make([]int64, len(p.Limits)), make([]int64, len(p.Limits))
	least, most := make([]int64, len(p.Limits)), make([]int64, len(p.Limits))
	var touched []int32
	for i := range p.Sets {
		s := &p.Sets[i]
		touched = touched[:0]
		for _, o := range s.Options {
			for _, t := range p.Patterns[o.Pattern] {
				least[t.Limit], most[t.Limit] = min(least[t.Limit], t.Coef), max(most[t.Limit], t.Coef)
				touched = append(touched, t.Limit)
			}
		}
		for _, r := range touched {
			lo[r] += least[r] * s.most()
			hi[r] += most[r] * s.most()
			least[r], most[r] = 0, 0
		}
	}
	under, over = make([]int64, len(p.Limits)), make([]int64, len(p.Limits))
	for r, l := range p.Limits {
		if l.Lo != NoLo {
			under[r] = min(unitCap, max(0, l.Lo-lo[r]))
		}
		if l.Hi != NoHi {
			over[r] = min(unitCap, max(0, hi[r]-l.Hi))
		}
	}
	return under, over
}

// saturated product of a cost and units.
func times(a, b int64) int64 {
	hi, lo := bits.Mul64(uint64(a), uint64(b))
	if hi != 0 || lo > maxSum {
		return maxSum
	}
	return int64(lo)
}
