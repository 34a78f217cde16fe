package solve

import (
	"context"
	"slices"
)

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
	// Answer is the choice of greatest value among those that keep every step taken; its Status says
	// Infeasible when no choice exists at all. Check takes it with p.With(Changes...).
	Answer   *Answer
	Changes  []Change
	Outcomes []Outcome // of each step
}

// InOrder goes through the steps: each is taken when that is possible together with all decisions
// before it, however much value it costs. The budget is that of each step. It returns an error for
// an ended context and a malformed problem.
//
// A choice that keeps all decisions so far, the witness, goes along: a step it has already costs nothing. Another
// is tried by forcing it. Once every option of a set has proved impossible, their patterns are impossible for all
// sets: whoever could still take one could change places with that set.
func InOrder(ctx context.Context, p *Problem, steps []Step, b Budget) (*Ordered, error) {
	s, err := NewSolver(p)
	if err != nil {
		return nil, err
	}
	o := &orderer{s: s, p: p, gone: make([][]bool, len(p.Sets)), dead: make([]bool, len(p.Patterns)), decided: make([]bool, len(p.Sets))}
	s.follow = true
	quick := b
	quick.TieNodes = -1
	if o.witness, err = s.solve(ctx, quick, true, nil); err != nil {
		return nil, err
	}
	result := &Ordered{Outcomes: make([]Outcome, len(steps))}
	if o.witness.Choice == nil {
		result.Answer = o.witness
		for i := range result.Outcomes {
			if o.witness.Status == Infeasible {
				result.Outcomes[i] = Impossible
			}
		}
		return result, nil
	}
	for i, step := range steps {
		if _, err := p.With(Exclude(step.Set, slices.Max(append([]int32{-1}, step.Options...)))); err != nil {
			return nil, err
		}
		if result.Outcomes[i], err = o.take(ctx, step, quick); err != nil {
			return nil, err
		}
	}
	result.Changes = o.changes
	result.Answer, err = s.Solve(ctx, b, o.changes...)
	return result, err
}

// orderer goes through steps.
type orderer struct {
	s       *Solver
	p       *Problem
	witness *Answer
	changes []Change // the decisions
	gone    [][]bool // options proved impossible
	dead    []bool   // patterns impossible for every set not decided
	decided []bool   // sets a step was taken of
}

func (o *orderer) take(ctx context.Context, step Step, b Budget) (Outcome, error) {
	set := &o.p.Sets[step.Set]
	forced := o.force(step)
	if slices.Contains(step.Options, o.witness.Choice[step.Set]) {
		o.changes = append(o.changes, forced...)
		o.decided[step.Set] = true
		return Taken, nil
	}
	if !o.decided[step.Set] && !set.Must && !slices.ContainsFunc(step.Options, func(x int32) bool { return !o.dead[set.Options[x].Pattern] }) {
		return Impossible, nil
	}
	a, err := o.s.solve(ctx, b, true, append(slices.Clone(o.changes), forced...))
	if err != nil {
		return Unsettled, err
	}
	switch {
	case a.Choice != nil:
		o.witness = a
		o.changes = append(o.changes, forced...)
		o.decided[step.Set] = true
		return Taken, nil
	case a.Status == Infeasible:
		o.bury(step)
		return Impossible, nil
	}
	return Unsettled, nil
}

// force lets the set have nothing but the options of the step.
func (o *orderer) force(step Step) []Change {
	changes := []Change{oblige(step.Set)}
	for x := range o.p.Sets[step.Set].Options {
		if !slices.Contains(step.Options, int32(x)) {
			changes = append(changes, Exclude(step.Set, int32(x)))
		}
	}
	return changes
}

// bury remembers what is impossible.
func (o *orderer) bury(step Step) {
	set := &o.p.Sets[step.Set]
	if o.gone[step.Set] == nil {
		o.gone[step.Set] = make([]bool, len(set.Options))
	}
	for _, x := range step.Options {
		o.gone[step.Set][x] = true
	}
	if set.Must || set.barred != nil || o.decided[step.Set] || slices.Contains(o.gone[step.Set], false) {
		return
	}
	for _, op := range set.Options {
		o.dead[op.Pattern] = true
	}
}
