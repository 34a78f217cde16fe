package solve

import (
	"context"
	"slices"
)

// Clash is a set of limits, and of sets that must be chosen from, which cannot all hold: without
// any one of its members the others can.
type Clash struct {
	Limits []int32 // indexes, ascending
	Sets   []int32 // indexes of sets with Must, ascending
	// Smallest: no clash has fewer members, proved. Otherwise the budget ended first.
	Smallest bool
}

// Conflict returns the smallest clash of p, nil where all can hold. Limits of level 0 are not
// named, unless they clash alone. A clash without members says that the budget ended before anything was
// known. It returns an error for an ended context and a malformed problem.
//
// The method is that of implicit hitting sets (Ignatiev, Previti, Liffiton and Marques-Silva 2015): whatever a
// choice must miss is a set of members of which every clash has at least one. A smallest set that hits all these found so far is a
// smallest clash as soon as it clashes. The hitting sets are found by the same search.
func Conflict(ctx context.Context, p *Problem, b Budget) (*Clash, error) {
	if err := p.validate(); err != nil {
		return nil, err
	}
	b.TieNodes = -1
	soft := func(l *Limit) bool { return l.Level > 0 }
	hard := func(l *Limit) bool { return l.Level == 0 }
	for _, pass := range []struct{ named, lifted func(*Limit) bool }{{soft, nil}, {hard, soft}} {
		c, err := newClasher(ctx, p.lifted(pass.lifted), b, pass.named)
		if err != nil {
			return nil, err
		}
		clash, background, err := c.smallest()
		if err != nil || !background {
			return clash, err
		}
	}
	return &Clash{}, nil
}

// lifted returns p without the ends of some limits.
func (p *Problem) lifted(which func(*Limit) bool) *Problem {
	if which == nil {
		return p
	}
	q := &Problem{Patterns: p.Patterns, Sets: p.Sets, Limits: slices.Clone(p.Limits)}
	for i := range q.Limits {
		if which(&q.Limits[i]) {
			q.Limits[i].Lo, q.Limits[i].Hi = NoLo, NoHi
		}
	}
	return q
}

// clasher looks for the smallest clash among its members, against limits that always hold.
type clasher struct {
	ctx     context.Context
	p       *Problem
	b       Budget
	s       *slackened
	solver  *Solver
	members []member
}

// member of a clash: a limit, or a set that must be chosen from.
type member struct {
	limit, set int32 // one of them -1
	absent     int32 // of a set: the option that stands for choosing nothing
}

func newClasher(ctx context.Context, p *Problem, b Budget, named func(*Limit) bool) (*clasher, error) {
	c := &clasher{ctx: ctx, p: p, b: b}
	under, over := reach(p)
	c.s = slacken(p, func(i int) (int64, int64, int64) {
		if !named(&p.Limits[i]) {
			return 0, 0, 0
		}
		return under[i], over[i], 1
	})
	for i := range p.Limits {
		if c.s.under[i] >= 0 || c.s.over[i] >= 0 {
			c.members = append(c.members, member{limit: int32(i), set: -1})
		}
	}
	empty := int32(len(c.s.Patterns))
	c.s.Patterns = append(c.s.Patterns, nil)
	for i := range p.Sets {
		if p.Sets[i].Must {
			set := &c.s.Sets[i]
			c.members = append(c.members, member{limit: -1, set: int32(i), absent: int32(len(set.Options))})
			set.Options = append(set.Options, Option{Value: -1, Pattern: empty})
			if set.barred != nil {
				set.barred = append(slices.Clone(set.barred), false)
			}
		}
	}
	var err error
	c.solver, err = NewSolver(&c.s.Problem)
	return c, err
}

// smallest returns the smallest clash, or none, or that the limits in the background clash already.
func (c *clasher) smallest() (clash *Clash, background bool, err error) {
	missed, status, err := c.missed(nil)
	switch {
	case err != nil:
		return nil, false, err
	case status == Infeasible:
		return nil, true, nil
	case status == Unknown:
		return &Clash{}, false, nil
	case len(missed) == 0:
		return nil, false, nil
	}
	found := [][]int32{missed}
	var fallback []int32
	for range maxRounds {
		hit, proved, err := c.hit(found)
		if err != nil {
			return nil, false, err
		}
		if !proved {
			break
		}
		// Grow the hitting set by what it misses until it clashes: each miss is one more to hit.
		held, clashes := slices.Clone(hit), false
		for !clashes {
			missed, status, err := c.missed(held)
			if err != nil {
				return nil, false, err
			}
			if status == Unknown || status != Infeasible && len(missed) == 0 {
				return c.filter(fallback)
			}
			if clashes = status == Infeasible; !clashes {
				found = append(found, missed)
				held = append(held, missed...)
			}
		}
		if len(held) == len(hit) {
			return c.clash(hit, true), false, nil
		}
		if fallback == nil || len(held) < len(fallback) {
			fallback = held
		}
	}
	return c.filter(fallback)
}

// maxRounds bounds the number of hitting sets tried.
const maxRounds = 300

// missed holds some members and returns which others a choice misses that misses little.
func (c *clasher) missed(held []int32) ([]int32, Status, error) {
	var changes []Change
	for _, i := range held {
		changes = append(changes, c.hold(i)...)
	}
	a, err := c.solver.Solve(c.ctx, c.b, changes...)
	if err != nil || a.Choice == nil {
		return nil, statusOf(a), err
	}
	sums := c.p.sumsOfFirst(c.original(a))
	var missed []int32
	for i, m := range c.members {
		if m.set >= 0 {
			if a.Choice[m.set] == m.absent {
				missed = append(missed, int32(i))
			}
			continue
		}
		if l := &c.p.Limits[m.limit]; l.Lo != NoLo && sums[m.limit] < l.Lo || l.Hi != NoHi && sums[m.limit] > l.Hi {
			missed = append(missed, int32(i))
		}
	}
	return missed, a.Status, nil
}

func statusOf(a *Answer) Status {
	if a == nil {
		return Unknown
	}
	return a.Status
}

// original reads the option that stands for nothing as none.
func (c *clasher) original(a *Answer) *Answer {
	b := &Answer{Choice: slices.Clone(a.Choice), taken: a.taken}
	for _, m := range c.members {
		if m.set >= 0 && b.Choice[m.set] == m.absent {
			b.Choice[m.set] = -1
		}
	}
	return b
}

// hold makes a member hold.
func (c *clasher) hold(i int32) []Change {
	m := c.members[i]
	if m.set >= 0 {
		return []Change{Exclude(m.set, m.absent)}
	}
	var changes []Change
	for _, set := range []int32{c.s.under[m.limit], c.s.over[m.limit]} {
		if set >= 0 {
			changes = append(changes, Exclude(set, 0))
		}
	}
	return changes
}

// hit returns a smallest set of members with at least one of each set found.
func (c *clasher) hit(found [][]int32) ([]int32, bool, error) {
	p := &Problem{Limits: make([]Limit, len(found)), Patterns: make([]Pattern, len(c.members))}
	for i, missed := range found {
		p.Limits[i] = Limit{Lo: 1, Hi: NoHi}
		for _, m := range missed {
			p.Patterns[m] = append(p.Patterns[m], Term{int32(i), 1})
		}
	}
	for m := range c.members {
		p.Sets = append(p.Sets, Set{Options: []Option{{Value: -1, Pattern: int32(m)}}})
	}
	a, err := Solve(c.ctx, p, c.b)
	if err != nil || a.Choice == nil {
		return nil, false, err
	}
	var hit []int32
	for m, o := range a.Choice {
		if o >= 0 {
			hit = append(hit, int32(m))
		}
	}
	return hit, a.Status == Proved, nil
}

// filter leaves out of a clash what it does not need, one member after the other.
func (c *clasher) filter(held []int32) (*Clash, bool, error) {
	if held == nil {
		for i := range c.members {
			held = append(held, int32(i))
		}
	}
	for i := 0; i < len(held); {
		without := slices.Delete(slices.Clone(held), i, i+1)
		_, status, err := c.missed(without)
		if err != nil {
			return nil, false, err
		}
		if status == Infeasible {
			held = without
		} else {
			i++
		}
	}
	return c.clash(held, false), false, nil
}

func (c *clasher) clash(held []int32, smallest bool) *Clash {
	clash := &Clash{Smallest: smallest}
	for _, i := range held {
		if m := c.members[i]; m.set >= 0 {
			clash.Sets = append(clash.Sets, m.set)
		} else {
			clash.Limits = append(clash.Limits, m.limit)
		}
	}
	slices.Sort(clash.Limits)
	slices.Sort(clash.Sets)
	return clash
}
