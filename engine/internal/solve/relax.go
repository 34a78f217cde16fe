package solve

import "context"

// Relaxation says which limits to give up, and by how much, so that a choice exists.
type Relaxation struct {
	// Status: Proved when nothing less suffices, Best when the budget ended with something that does,
	// Infeasible when nothing within FloorLo and CeilHi does, Unknown otherwise.
	Status Status
	Lo, Hi []int64  // of every limit, as relaxed
	Costs  [4]int64 // given up at each level: the sum of units times Cost
	// Answer is the best choice under the relaxed limits: it proves that they suffice. Check takes it
	// with Relaxed.
	Answer *Answer
}

// Relaxed returns p with the limits of the relaxation.
func (p *Problem) Relaxed(r *Relaxation) *Problem {
	q := &Problem{Patterns: p.Patterns, Sets: p.Sets, Limits: append([]Limit(nil), p.Limits...)}
	for i := range q.Limits {
		q.Limits[i].Lo, q.Limits[i].Hi = r.Lo[i], r.Hi[i]
	}
	return q
}

// Relax returns the least relaxation of p: it gives up as little as it can of level 3, then of level
// 2, then of level 1, each measured by Cost, and never anything of level 0. It returns an error for
// an ended context and a malformed problem.
//
// What is given up is an integer variable of each end; the levels are minimised one after the other, each with
// what the ones above it cost as one more limit.
func Relax(ctx context.Context, p *Problem, b Budget) (*Relaxation, error) {
	if err := p.validate(); err != nil {
		return nil, err
	}
	s := slacken(p, freedom(p))
	budget := s.addBudgets(p)
	b.TieNodes = -1
	result := &Relaxation{Status: Proved}
	var last *Answer
	for level := uint8(3); level >= 1; level-- {
		if !s.price(p, level) && last != nil {
			continue
		}
		a, err := Solve(ctx, &s.Problem, b)
		if err != nil {
			return nil, err
		}
		if a.Choice == nil {
			if last == nil {
				return &Relaxation{Status: a.Status}, nil
			}
			result.Status = Best
			break
		}
		if a.Status != Proved {
			result.Status = Best
		}
		last = a
		s.Limits[budget[level]].Hi = -a.Value
	}
	result.Lo, result.Hi = make([]int64, len(p.Limits)), make([]int64, len(p.Limits))
	sums := p.sumsOfFirst(last)
	for i, l := range p.Limits {
		result.Lo[i], result.Hi[i] = l.Lo, l.Hi
		if l.Lo != NoLo && sums[i] < l.Lo {
			result.Lo[i] = sums[i]
			result.Costs[l.Level] += times(l.cost(), l.Lo-sums[i])
		}
		if l.Hi != NoHi && sums[i] > l.Hi {
			result.Hi[i] = sums[i]
			result.Costs[l.Level] += times(l.cost(), sums[i]-l.Hi)
		}
	}
	var err error
	result.Answer, err = Solve(ctx, p.Relaxed(result), b)
	return result, err
}

// sumsOfFirst counts what a choice of a slackened problem adds to the limits of p by the sets of p.
func (p *Problem) sumsOfFirst(a *Answer) []int64 {
	first := &Answer{Choice: a.Choice[:len(p.Sets)]}
	if a.taken != nil {
		first.taken = a.taken[:len(p.Sets)]
	}
	return first.Sums(p)
}

func (l *Limit) cost() int64 { return max(1, l.Cost) }

// freedom says how far each limit may give way.
func freedom(p *Problem) func(i int) (under, over, cost int64) {
	under, over := reach(p)
	return func(i int) (int64, int64, int64) {
		l := &p.Limits[i]
		if l.Level == 0 {
			return 0, 0, 0
		}
		u, o := under[i], over[i]
		if l.FloorLo != NoLo && l.Lo != NoLo {
			u = min(u, max(0, l.Lo-l.FloorLo))
		}
		if l.CeilHi != NoHi && l.Hi != NoHi {
			o = min(o, max(0, l.CeilHi-l.Hi))
		}
		return u, o, l.cost()
	}
}

// addBudgets adds a limit for each level on what it gives up in all, open for now.
func (s *slackened) addBudgets(p *Problem) [4]int32 {
	var at [4]int32
	for level := 1; level <= 3; level++ {
		at[level] = int32(len(s.Limits))
		s.Limits = append(s.Limits, Limit{Lo: NoLo, Hi: NoHi})
	}
	for i := range p.Limits {
		l := &p.Limits[i]
		for _, set := range []int32{s.under[i], s.over[i]} {
			if set >= 0 {
				pattern := s.Sets[set].Options[0].Pattern
				s.Patterns[pattern] = append(s.Patterns[pattern], Term{at[l.Level], l.cost()})
			}
		}
	}
	return at
}

// price makes what is given up at one level the objective, and reports whether there is any.
func (s *slackened) price(p *Problem, level uint8) bool {
	found := false
	for i := range p.Limits {
		l := &p.Limits[i]
		for _, set := range []int32{s.under[i], s.over[i]} {
			if set < 0 {
				continue
			}
			s.Sets[set].Options[0].Value = 0
			if l.Level == level {
				s.Sets[set].Options[0].Value = -l.cost()
				found = true
			}
		}
	}
	return found
}
