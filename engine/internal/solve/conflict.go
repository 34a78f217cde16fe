package solve

import "context"

// Clash is a set of limits, and of sets that must be chosen from, which cannot all hold: without
// any one of its members the others can.
type Clash struct {
	Limits []int32 // indexes, ascending
	Sets   []int32 // indexes of sets with Must, ascending
	// Smallest: no clash has fewer members, proved. Otherwise the budget ended first.
	Smallest bool
}

// Conflict returns the smallest clash of p, nil where all can hold. Limits of level 0 are not
// named, unless they clash alone. It returns an error for an ended context and a malformed problem.
func Conflict(ctx context.Context, p *Problem, b Budget) (*Clash, error) { return nil, nil }
