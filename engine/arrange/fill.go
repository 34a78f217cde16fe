package arrange

import (
	"cmp"
	"slices"

	"slate/engine/fact"
)

// fill fills the seats of the group and makes its slates.
func (m *model) fill() *Group {
	g := &Group{Objective: m.objective, model: m}
	for i := range m.bodies {
		b := &m.bodies[i]
		s := &Slate{Body: b.Body, Group: g, index: i, Eligible: b.eligible, Waiting: b.waiting, Unknown: b.unknown, Surplus: b.surplus}
		if b.Surplus != nil {
			s.Surplus += len(b.carried)
			if lo, hi := b.Surplus.Range(b.Seats); lo > hi {
				s.ShortOf = 0 // told as an empty range: no number is lawful
			} else {
				s.ShortOf, s.Beyond = max(0, lo-s.Surplus), max(0, s.Surplus-hi)
			}
		} else {
			s.Surplus, s.Beyond = len(b.carried), 0
		}
		g.Slates = append(g.Slates, s)
	}
	m.slates = g.Slates
	if g.Clash = m.refused(g.Slates); g.Clash != nil {
		return g
	}
	best := m.solve(ask{})
	if best == nil {
		g.Clash = m.clash(ask{})
		return g
	}
	g.chosen = m.withSurplus(best)
	g.Total, g.Bound = m.number(best.total), m.number(best.bound)
	g.Proved, g.Ordered = best.proved, best.ordered
	free := m.solve(ask{quotasOff: true})
	for _, s := range g.Slates {
		m.entries(s, g.chosen)
		m.compose(s)
		m.reasons(s, g.chosen, free)
		m.passed(s, g.chosen)
		m.standIns(s)
		m.couldEnter(s)
	}
	return g
}

// withSurplus fills the surplus beside the seats, with these as they are.
func (m *model) withSurplus(seats *choice) *choice {
	for i := range m.bodies {
		if m.bodies[i].surplus > 0 {
			if full := m.solve(ask{seated: seats}); full != nil {
				return full
			}
		}
	}
	return seats
}

// entries lists the people of a slate.
func (m *model) entries(s *Slate, c *choice) {
	b := &m.bodies[s.index]
	s.Entries = []Entry{}
	add := func(at int, seat Seat) {
		p := &m.people[at]
		s.Entries = append(s.Entries, Entry{Person: p.person, ID: m.id(p.person), Seat: seat, Score: p.score, Order: p.order, Instead: -1,
			Pin: b.include[p.person]})
	}
	for _, seat := range []Seat{Proposed, Surplus} {
		for _, at := range m.ordered() {
			if c.where[at][s.index] == seat {
				add(at, seat)
			}
		}
	}
	for _, one := range b.carried {
		e := Entry{Person: one.person, ID: one.pin.Person, Seat: Nominated, Pin: one.pin, Instead: -1}
		if one.person >= 0 {
			e.Score = m.verdicts.Pool.Person(one.person).Total.Lo
			if at, ok := m.at[one.person]; ok {
				e.Order = m.people[at].order
			}
		}
		s.Entries = append(s.Entries, e)
	}
	m.reserve(s, c, add)
}

func (m *model) id(person int) string { return m.verdicts.Pool.Snapshot.Person(person).ID }

// ordered returns the people in the order of the ranking. People who share a place stand by their ids, which means nothing: ties
// are named.
func (m *model) ordered() []int {
	order := make([]int, len(m.people))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return m.before(a, b) })
	return order
}

func (m *model) before(a, b int) int {
	return cmp.Or(cmp.Compare(m.people[a].order, m.people[b].order), cmp.Compare(m.people[a].person, m.people[b].person))
}

// reserve takes the first of those who may be put forward, are not on the list, and sit on no body that excludes this one.
func (m *model) reserve(s *Slate, c *choice, add func(at int, seat Seat)) {
	b := &m.bodies[s.index]
	left := m.standby(s.index, c)
	n := min(b.Reserve, len(left))
	for _, at := range left[:n] {
		add(at, Reserve)
	}
	if n == 0 || n == len(left) {
		return
	}
	last := m.people[left[n-1]].order
	for i := range s.Entries {
		e := &s.Entries[i]
		if e.Seat != Reserve || e.Order != last {
			continue
		}
		for _, at := range left[n:] {
			if m.people[at].order == last {
				e.Tied = append(e.Tied, m.people[at].person)
			}
		}
	}
}

// standby returns who could come onto a body, as things are, in the order of the ranking.
func (m *model) standby(body int, c *choice) []int {
	var out []int
	for _, at := range m.ordered() {
		p := &m.people[at]
		if p.may[body] && c.where[at][body] == None && !m.excluded(c.where[at], body) && !m.tooMany(p, c.where[at], body) {
			out = append(out, at)
		}
	}
	return out
}

// reasons says of everybody on the slate what brought them there: the order alone, a pin, or quotas, and then who would be there but
// for these. free is the choice without quotas, nil where there is none.
func (m *model) reasons(s *Slate, c, free *choice) {
	b := &m.bodies[s.index]
	displaced := m.displaced(s.index, c, free)
	for i := len(s.Entries) - 1; i >= 0; i-- {
		e := &s.Entries[i]
		if e.Seat != Proposed && e.Seat != Surplus {
			continue
		}
		at := m.at[e.Person]
		e.Tied = m.tied(s, c, at)
		switch {
		case b.include[e.Person] != nil:
			e.Why = ByPin
		case e.Seat == Surplus:
			e.Why = m.surplusReason(s, c, at)
		case free != nil && free.where[at][s.index] != Proposed:
			m.pair(s, c, e, &displaced)
			if e.Instead >= 0 || !slices.Contains(free.where[at], Proposed) {
				e.Why = ByQuota
				m.carrying(s, e)
			}
		}
	}
}

// surplusReason says whether somebody of the surplus stands behind another who could have had the place.
func (m *model) surplusReason(s *Slate, c *choice, at int) Why {
	for _, other := range m.standby(s.index, c) {
		if m.ahead(other, at) {
			return ByQuota
		}
	}
	return ByOrder
}

// ahead reports whether the objective would rather have a than b.
func (m *model) ahead(a, b int) bool {
	if x, y := m.people[a].value, m.people[b].value; !m.byRank() && x != y {
		return x > y
	}
	return m.people[a].order < m.people[b].order
}

// displaced returns who would be proposed but for the quotas, the first of the ranking first.
func (m *model) displaced(body int, c, free *choice) []int {
	var out []int
	if free == nil {
		return nil
	}
	for _, at := range m.ordered() {
		if free.where[at][body] == Proposed && c.where[at][body] != Proposed {
			out = append(out, at)
		}
	}
	return out
}

// pair finds whom a person sits in place of: of those displaced who are ahead of them, one whose coming in would break a quota. Each is
// named once. Whoever is ahead of all the displaced sits here because bodies share out the people, not because a quota needs them.
func (m *model) pair(s *Slate, c *choice, e *Entry, displaced *[]int) {
	at := m.at[e.Person]
	for i := len(*displaced) - 1; i >= 0; i-- {
		other := (*displaced)[i]
		if !m.ahead(other, at) {
			continue
		}
		if needed := m.broken(s, c, at, other); len(needed) > 0 {
			e.Instead, e.Needed = m.people[other].person, needed
			*displaced = slices.Delete(*displaced, i, i+1)
			return
		}
	}
}

// carrying names, of somebody who sits in the place of nobody in particular, the quotas that they help to fill and that stand at their edge.
func (m *model) carrying(s *Slate, e *Entry) {
	if e.Instead >= 0 {
		return
	}
	for i := range s.Quotas {
		for _, b := range s.Quotas[i].Bounds {
			if b.Binding && !b.Max && slices.Contains(e.Carries, i) && !slices.Contains(e.Needed, i) {
				e.Needed = append(e.Needed, i)
			}
		}
	}
}

// broken returns the quotas of a slate, by number, that would no longer hold if out gave their seat to in.
func (m *model) broken(s *Slate, c *choice, out, in int) []int {
	var numbers []int
	at := 0
	for i := range m.quotas {
		if m.quotas[i].body != s.index {
			continue
		}
		for _, r := range m.quotas[i].rows {
			if !m.holdsAfter(r, c, s.index, out, in) && !slices.Contains(numbers, at) {
				numbers = append(numbers, at)
			}
		}
		at++
	}
	return numbers
}

// holdsAfter reports whether a row holds once `in` sits in the place of `out` on a body, and `out` nowhere on it.
func (m *model) holdsAfter(r int, c *choice, body, out, in int) bool {
	row := &m.rows[r]
	seat := make([]Seat, len(m.bodies))
	seat[body] = c.where[out][body]
	sum := c.sums[r] - m.adds(row, out, c.where[out]) + m.adds(row, in, seat)
	if was := c.where[in]; was[body] != None {
		sum -= m.adds(row, in, was)
		seat[body] = was[body]
		sum += m.adds(row, out, seat)
	}
	lo, hi := row.lo, row.hi
	if !row.max {
		lo -= c.slack[r]
	} else {
		hi += c.slack[r]
	}
	return sum >= lo && sum <= hi
}

// tied returns who could change places with somebody and nothing would be different: equal by score and by every key, and no
// quota would notice.
func (m *model) tied(s *Slate, c *choice, at int) []int {
	var out []int
	if m.bodies[s.index].include[m.people[at].person] != nil {
		return nil
	}
	for other := range m.people {
		p, q := &m.people[at], &m.people[other]
		if other == at || p.order != q.order || p.value != q.value || !q.may[s.index] || c.where[other][s.index] != None {
			continue
		}
		if m.excluded(c.where[other], s.index) || m.tooMany(q, c.where[other], s.index) || len(m.broken(s, c, at, other)) > 0 {
			continue
		}
		out = append(out, q.person)
	}
	return out
}

// standIns finds for whom each reserve could step in without breaking a quota that must hold.
func (m *model) standIns(s *Slate) {
	c := s.Group.chosen
	for i := range s.Entries {
		e := &s.Entries[i]
		if e.Seat != Reserve {
			continue
		}
		for k := range s.Entries {
			if s.Entries[k].Seat == Proposed && m.standsIn(s, c, m.at[s.Entries[k].Person], m.at[e.Person]) {
				e.StandsIn = append(e.StandsIn, s.Entries[k].Person)
			}
		}
	}
}

func (m *model) standsIn(s *Slate, c *choice, out, in int) bool {
	for i := range m.quotas {
		q := &m.quotas[i]
		if q.body != s.index || !q.Rules.Hard {
			continue
		}
		for _, r := range q.rows {
			if !m.holdsAfter(r, c, s.index, out, in) {
				return false
			}
		}
	}
	return true
}

// couldEnter finds which of those who wait could yet take a seat.
func (m *model) couldEnter(s *Slate) {
	b := &m.bodies[s.index]
	var least *fact.Number
	for i := range s.Entries {
		if e := &s.Entries[i]; e.Seat == Proposed && (least == nil || e.Score.Cmp(*least) < 0) {
			least = &e.Score
		}
	}
	for i := range s.Waiting {
		w := &s.Waiting[i]
		j := m.verdicts.Pool.Person(w.Person)
		w.Could = m.verdicts.Pool.Program.Score == nil || least == nil || j.Total.OpenHi || j.Total.Hi.Cmp(*least) >= 0
		if w.Could {
			continue
		}
		member := m.memberships(j)
		at := 0
		for k := range m.quotas {
			if m.quotas[k].body != b.index {
				continue
			}
			for _, bound := range s.Quotas[at].Bounds {
				w.Could = w.Could || !bound.Max && (bound.Binding || bound.Met != fact.True) && member[k].in != fact.False
			}
			at++
		}
	}
}
