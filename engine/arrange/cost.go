package arrange

import (
	"slices"

	"slate/engine/eval"
	"slate/engine/fact"
	"slate/engine/ruleset"
)

// Change is what another list would be, against the one that there is.
type Change struct {
	// Gain is by how much its total score is higher.
	Gain fact.Number
	// In and Out are who would be proposed and who would not, body by body of the group.
	In, Out []Move
	// Newcomers would be proposed somewhere and are nowhere; Leavers are somewhere and would be nowhere. Whoever is in In or Out but in neither
	// goes from one body to another.
	Newcomers, Leavers []int
	// Proved says that no such list has a higher total.
	Proved bool
}

// Move is somebody on a body.
type Move struct {
	Person int
	Slate  *Slate
}

// Cost is what a bound of a quota costs: what would change without it, and were it loosened by one person. These are exact, each a
// list of its own and made when first asked for. Either is nil where there is no such list or the bound is not binding.
type Cost struct {
	Without, Loosened *Change
}

// Cost computes what a bound costs, by the numbers of the quota in Slate.Quotas and of the bound in it.
func (s *Slate) Cost(quota, bound int) Cost {
	b := &s.Quotas[quota].Bounds[bound]
	m := s.Group.model
	if s.Group.chosen == nil || !b.Binding && b.Met == fact.True {
		return Cost{}
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if known, ok := m.known[b.row]; ok {
		return known
	}
	cost := Cost{
		Without:  m.change(s.Group, m.solve(ask{off: map[int]bool{b.row: true}, compared: true})),
		Loosened: m.change(s.Group, m.solve(ask{loose: map[int]int64{b.row: m.rows[b.row].step}, compared: true})),
	}
	m.known[b.row] = cost
	return cost
}

// change compares a choice with the one that was made; nil where there is none.
func (m *model) change(g *Group, other *choice) *Change {
	if other == nil {
		return nil
	}
	out := &Change{Gain: m.number(other.total - g.chosen.total), Proved: other.proved && g.Proved}
	for _, at := range m.ordered() {
		switch was, is := slices.Contains(g.chosen.where[at], Proposed), slices.Contains(other.where[at], Proposed); {
		case is && !was:
			out.Newcomers = append(out.Newcomers, m.people[at].person)
		case was && !is:
			out.Leavers = append(out.Leavers, m.people[at].person)
		}
		for i, s := range g.Slates {
			was, is := g.chosen.where[at][i] == Proposed, other.where[at][i] == Proposed
			switch {
			case is && !was:
				out.In = append(out.In, Move{m.people[at].person, s})
			case was && !is:
				out.Out = append(out.Out, Move{m.people[at].person, s})
			}
		}
	}
	return out
}

// Trial is what becomes of the list when somebody must be on it, or off it.
type Trial struct {
	Person int
	// Seat is where they stand now.
	Seat Seat
	// Eligible says whether the body may put them forward at all; Tier whether they pass its tier. A pin or a nomination on this or on
	// another body may keep them from it: Barred.
	Eligible fact.Truth
	Tier     eval.Outcome
	Barred   *ruleset.Pin
	// Elsewhere is the slate of a body that excludes this one and on which they are proposed, nil for none.
	Elsewhere *Slate
	// Change is the list with them proposed, or without them where they are proposed now; nil where there is none.
	Change *Change
	// Bindings are the quotas of the slate that stand at their edge in that list, by number.
	Bindings []int
	// Clash says what cannot hold together with them on the list.
	Clash *Clash
}

// Try asks what becomes of the list when somebody must be proposed, or, where they are proposed, when they must not be. The answer is a
// list of its own, as exact as the first. person is their number in the snapshot.
func (s *Slate) Try(person int) *Trial {
	m := s.Group.model
	b := &m.bodies[s.index]
	j := m.verdicts.Pool.Person(person)
	t := &Trial{Person: person, Seat: s.Seat(person), Tier: j.Outcomes[b.tier], Eligible: m.eligible(b, j)}
	switch {
	case b.exclude[person] != nil:
		t.Barred = b.exclude[person]
	case m.carried(b, person):
		for i := range m.bodies {
			if pin := m.bodies[i].nominees[person]; pin != nil {
				t.Barred = pin
			}
		}
	}
	at, ok := m.at[person]
	if !ok || !m.people[at].may[s.index] || t.Barred != nil {
		return t
	}
	t.Eligible = fact.True // by a pin, where not by themselves
	if c := s.Group.chosen; c != nil {
		for i, other := range s.Group.Slates {
			if i != s.index && c.where[at][i] == Proposed && m.bodies[i].Excludes(b.Body) {
				t.Elsewhere = other
			}
		}
	}
	pin := ask{pin: at, body: s.index, in: t.Seat != Proposed, pinned: true}
	other := m.solve(pin)
	if other == nil {
		t.Clash = m.clash(pin)
		return t
	}
	if s.Group.chosen != nil {
		t.Change = m.change(s.Group, other)
	}
	t.Bindings = m.bindings(s, other)
	return t
}

// bindings returns the quotas of a slate that stand at their edge in a choice.
func (m *model) bindings(s *Slate, c *choice) []int {
	var out []int
	at := 0
	for i := range m.quotas {
		if m.quotas[i].body != s.index {
			continue
		}
		binding := false
		for _, r := range m.quotas[i].rows {
			row := &m.rows[r]
			binding = binding || row.max && c.sums[r]+row.step > row.hi || !row.max && c.sums[r]-row.step < row.lo
		}
		if binding {
			out = append(out, at)
		}
		at++
	}
	return out
}
