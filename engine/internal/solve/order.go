package solve

import "context"

// Step asks for one of these options of the set.
type Step struct {
	Set     int32
	Options []int32
}

// Outcome of a step.
type Outcome uint8

// Unsettled: the budget ended first; the step was passed over. Taken: the choice has one of the
// options. Impossible: none of the options goes with the steps taken before it, proved.
const (
	Unsettled Outcome = iota
	Taken
	Impossible
)

// Ordered is the choice in strict order.
type Ordered struct {
	// Answer is the choice of greatest value among those that keep every decision; its Status says
	// Infeasible when no choice exists at all.
	Answer   *Answer
	Outcomes []Outcome // of each step
}

// InOrder goes through the steps: each is taken when that is possible together with all decisions
// before it, however much value it costs. The
// budget is that of each step. It returns an error for an ended context and a malformed problem.
func InOrder(ctx context.Context, p *Problem, steps []Step, b Budget) (*Ordered, error) {
	return nil, nil
}
