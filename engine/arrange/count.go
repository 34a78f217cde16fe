package arrange

import (
	"slate/engine/fact"
)

// The composition of a list is counted here from the people on it and nothing else: not from what the solver says,
// nor from the rows that it was given.

// compose counts every quota of a slate over its entries.
func (m *model) compose(s *Slate) {
	for i := range m.quotas {
		q := &m.quotas[i]
		if q.body != s.index {
			continue
		}
		line := Quota{Rules: q.Rules, Value: q.Value}
		var counted []membership
		for k := range s.Entries {
			if e := &s.Entries[k]; counts(e.Seat, q.Rules.WholeList) {
				counted = append(counted, m.membershipOf(s, e, i))
			}
		}
		for _, one := range counted {
			line.Count.add(one.in)
			line.Of.add(one.of)
		}
		for _, r := range q.rows {
			b := m.rows[r].bound(counted, r)
			m.priced(&b, s.Group.chosen)
			line.Bounds = append(line.Bounds, b)
		}
		s.Quotas = append(s.Quotas, line)
	}
	for k := range s.Entries {
		e := &s.Entries[k]
		at := 0
		for i := range m.quotas {
			if m.quotas[i].body != s.index {
				continue
			}
			if m.quotas[i].Rules.Where != nil || m.quotas[i].per >= 0 {
				if m.membershipOf(s, e, i).in == fact.True {
					e.Carries = append(e.Carries, at)
				}
			}
			at++
		}
	}
}

// counts says whether a quota looks at a seat.
func counts(seat Seat, wholeList bool) bool {
	return seat == Proposed || wholeList && (seat == Surplus || seat == Nominated)
}

// membershipOf returns to which group of a quota somebody on the slate belongs.
func (m *model) membershipOf(s *Slate, e *Entry, quota int) membership {
	if at, ok := m.at[e.Person]; ok && e.Person >= 0 {
		return m.people[at].member[quota]
	}
	for _, c := range m.bodies[s.index].carried {
		if c.pin.Person == e.ID {
			return c.member[quota]
		}
	}
	return membership{}
}

func (c *Count) add(t fact.Truth) {
	if t == fact.True {
		c.Sure++
	}
	if t != fact.False {
		c.Possible++
	}
}

// bound counts what a row of a quota demands, at best and at worst.
func (r *row) bound(counted []membership, number int) Bound {
	b := Bound{Max: r.max, Share: r.share, Need: r.need, OfGroup: r.ofGroup, row: number}
	worst, best := int64(0), int64(0)
	for _, one := range counted {
		lo, hi := r.extremes(one)
		if r.max {
			lo, hi = hi, lo
		}
		worst, best = worst+lo, best+hi
	}
	target := int64(r.need)
	if r.ofGroup {
		target = 0
	}
	short := func(sum int64) int64 { // by how much the sum is on the wrong side
		if r.max {
			return sum - target
		}
		return target - sum
	}
	switch {
	case short(worst) <= 0:
		b.Met = fact.True
	case short(best) > 0:
		b.Met = fact.False
	}
	b.Short = int(max(0, (short(worst)+r.step-1)/r.step))
	b.Binding = b.Met == fact.True && short(worst)+r.step > 0
	return b
}

// extremes returns the least and the most that somebody may turn out to add.
func (r *row) extremes(m membership) (lo, hi int64) {
	first := true
	for _, of := range outcomes(m.of) {
		for _, in := range outcomes(m.in) {
			if r.ofGroup && in && !of {
				continue
			}
			sum := truth(in)
			if r.ofGroup {
				sum = truth(in)*r.num - truth(of)*r.den
			}
			if first || sum < lo {
				lo = sum
			}
			if first || sum > hi {
				hi = sum
			}
			first = false
		}
	}
	return lo, hi
}
