package solve

import "context"

// Relaxation says which limits to give up, and by how much, so that a choice exists.
type Relaxation struct {
	// Status: Proved when nothing less suffices, Best when the budget ended with something that does,
	// Infeasible when nothing within the ends of Level, FloorLo and CeilHi does, Unknown otherwise.
	Status Status
	Lo, Hi []int64  // of every limit, as relaxed
	Costs  [4]int64 // given up at each level: the sum of units times Cost
	// Answer is the best choice under the relaxed limits: it proves that they suffice.
	Answer *Answer
}

// Relax returns the least relaxation of p: it gives up as little as it can of level 3, then of level
// 2, then of level 1, each measured by Cost, and never anything of level 0. It returns an error for
// an ended context and a malformed problem.
func Relax(ctx context.Context, p *Problem, b Budget) (*Relaxation, error) { return nil, nil }
