package tune

import (
	"slices"

	"slate/engine/eval"
	"slate/engine/fact"
)

// attribute applies each edit alone to the old side, and leaves each out alone from the new one.
func (d *differ) attribute(out *Difference, before, after *laid) error {
	out.Effects = make([]Effect, len(d.edits))
	index := make([]int, len(out.Moves)) // numbers in ids
	for k := range out.Moves {
		index[k], _ = slices.BinarySearch(d.ids, out.Moves[k].ID)
	}
	points := make([][]fact.Number, len(out.Moves))
	for k := range points {
		points[k] = make([]fact.Number, len(d.edits))
	}
	for e := range d.edits {
		if d.edits[e].Carried {
			continue
		}
		alone, err := d.mixture(func(i int) bool { return i == e })
		if err != nil {
			return err
		}
		without, err := d.mixture(func(i int) bool { return i != e })
		if err != nil {
			return err
		}
		out.Effects[e] = effect(before, alone, without, after)
		for k, i := range index {
			m := &out.Moves[k]
			if alone != nil && reaches(&alone.states[i], m, alone.pool.Program, before.pool.Program, after.pool.Program) {
				m.Cause.Alone = append(m.Cause.Alone, e)
			}
			if without != nil && !reaches(&without.states[i], m, without.pool.Program, before.pool.Program, after.pool.Program) {
				m.Cause.Needed = append(m.Cause.Needed, e)
			}
			if alone != nil {
				points[k][e] = gain(&before.states[i], &alone.states[i])
			}
		}
	}
	for k := range out.Moves {
		m := &out.Moves[k]
		if m.Old.Present && m.New.Present && m.Old.Total.Exact() && m.New.Total.Exact() && !sameRange(m.Old.Total, m.New.Total) {
			m.Scored, m.Points, m.Rest = true, points[k], rest(m, points[k])
			m.sum()
		}
		if kind := m.Cause.Kind(); kind > BySum || m.Rest.Sign() != 0 {
			out.Interact = true
		}
	}
	return nil
}

// sum takes the parts of a score for the cause of a change of score alone, where they add up.
func (m *Move) sum() {
	if m.Rest.Sign() != 0 || m.verdict || m.Old.OnList != m.New.OnList {
		return
	}
	var parts []int
	for e, p := range m.Points {
		if p.Sign() != 0 {
			parts = append(parts, e)
		}
	}
	m.Cause = Cause{Alone: parts, Needed: parts, Sums: true}
}

// gain is what a person's score gains from one side to another; 0 where either is not exact.
func gain(from, to *State) fact.Number {
	if !from.Total.Exact() || !to.Total.Exact() || !from.Present || !to.Present {
		return fact.Number{}
	}
	by, _ := to.Total.Lo.Sub(from.Total.Lo) // a rounded score is far within the numbers there are
	return by
}

// rest is what of a change of score no edit brings by itself.
func rest(m *Move, points []fact.Number) fact.Number {
	left := gain(&m.Old, &m.New)
	for _, p := range points {
		left, _ = left.Sub(p)
	}
	return left
}

// reaches reports whether a mixture brings a person to where the new side has them, in what matters most of what
// changed: being on the list, else the verdicts, else the score, else the place.
func reaches(s *State, m *Move, p, old, new *eval.Program) bool {
	switch {
	case m.Old.Present != m.New.Present:
		return s.Present == m.New.Present
	case m.Old.OnList != m.New.OnList:
		return s.OnList == m.New.OnList
	case !sameOutcomes(&m.Old, &m.New, old, new):
		return sameOutcomes(s, &m.New, p, new)
	case !sameRange(m.Old.Total, m.New.Total):
		return sameRange(s.Total, m.New.Total)
	}
	return s.Place == m.New.Place && s.AtLimit == m.New.AtLimit
}

func effect(before, alone, without, after *laid) Effect {
	e := Effect{Stands: alone != nil, StandsLast: without != nil}
	if alone != nil {
		e.Alone = tally(before, alone)
	}
	if without != nil {
		e.Last = tally(without, after)
	}
	return e
}

func tally(from, to *laid) Tally {
	var t Tally
	for i := range from.states {
		a, b := &from.states[i], &to.states[i]
		switch {
		case !a.OnList && b.OnList:
			t.Entered++
		case a.OnList && !b.OnList:
			t.Left++
		case !alike(a, b, from.pool.Program, to.pool.Program):
			t.Moved++
		}
	}
	return t
}
