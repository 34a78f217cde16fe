package arrange

import (
	"context"
	"slices"

	"slate/engine/internal/solve"
)

// found is what the solver came to.
type found struct {
	taken          []int   // an option of every candidate; nil where there is none
	worth, bound   int64   // no list is worth more than bound
	prices         []int64 // of the rows, in parts of solve.Scale: what one unit more would bring
	exact, ordered bool    // it is proved that none is better, or, with no taken, that there is none; and that no equal one has lesser ties
}

// best finds the best option for everybody: the greatest sum of worth, and among equals the least sum of tie (nil: whichever). What the solver
// answers is checked before it is used.
func (in *instance) best(worth, tie func(o *option) int64) found {
	if in.nowhere() {
		return found{exact: true}
	}
	p := in.problem(worth, tie)
	budget := solve.Budget{TieNodes: in.tieNodes}
	if tie == nil {
		budget.TieNodes = -1
	}
	a, err := solve.Solve(context.Background(), p, budget)
	if err != nil {
		panic("arrange: " + err.Error()) // the problem is made here, and nothing ends the context
	}
	f := found{worth: a.Value, bound: a.Bound, exact: a.Status == solve.Proved || a.Status == solve.Infeasible, ordered: a.TieProved || tie == nil}
	if solve.Check(p, a) != nil {
		f.exact, f.ordered, f.bound = false, false, maxTotal // what does not stand the check is claimed by nobody
	}
	f.prices = a.Prices
	for _, k := range a.Choice {
		f.taken = append(f.taken, int(k))
	}
	return f
}

// nowhere reports that somebody has no option at all.
func (in *instance) nowhere() bool {
	return slices.ContainsFunc(in.options, func(o []option) bool { return len(o) == 0 })
}

// problem writes the instance down for the solver.
func (in *instance) problem(worth, tie func(o *option) int64) *solve.Problem {
	p := &solve.Problem{}
	for _, c := range in.columns {
		var terms solve.Pattern
		for r, v := range c {
			if v != 0 {
				terms = append(terms, solve.Term{Limit: int32(r), Coef: v})
			}
		}
		p.Patterns = append(p.Patterns, terms)
	}
	for at := range in.options {
		set := solve.Set{Must: true}
		for k := range in.options[at] {
			o := &in.options[at][k]
			one := solve.Option{Value: worth(o), Pattern: int32(o.column)}
			if tie != nil {
				one.Tie = tie(o)
			}
			set.Options = append(set.Options, one)
		}
		p.Sets = append(p.Sets, set)
	}
	for r := range in.lo {
		l := solve.Limit{Lo: in.lo[r], Hi: in.hi[r]}
		if l.Lo <= -unlimited/2 {
			l.Lo = solve.NoLo
		}
		if l.Hi >= unlimited/2 {
			l.Hi = solve.NoHi
		}
		l.FloorLo, l.CeilHi = l.Lo, l.Hi
		p.Limits = append(p.Limits, l)
	}
	return p
}
