package arrange

import (
	"slate/engine/eval"
	"slate/engine/fact"
	"slate/engine/ruleset"
)

// Clash is what stands in the place of a list where not everything can hold.
type Clash struct {
	// Refused are pins of people who fail the tier of the body or are undecided about it. With one of them there is no list, and nothing
	// else is looked at: a pin is no waiver.
	Refused []Refused
	// Conflict is a smallest set of demands that cannot hold together: with any one of them left out the others could. Smallest says that there is
	// none with fewer members.
	Conflict []Demand
	Smallest bool
	// Relaxed is what must give way for all the rest to hold, the cheapest by the levels and costs of the rule file; it is enough,
	// for a list was made with it. Least says that nothing cheaper would do. It is nil where nothing that may give way is enough.
	Relaxed []Relaxed
	Least   bool
}

// Refused is a pin that is not followed, and the verdict it would go against.
type Refused struct {
	Slate   *Slate
	Pin     *ruleset.Pin
	Person  int
	Outcome eval.Outcome
}

// DemandKind says what a demand is.
type DemandKind uint8

// The demands. Those of quotas have a Quota.
const (
	FillSeats   DemandKind = iota // all seats of the body are filled
	FillSurplus                   // and the surplus
	Include                       // a person must be on the list, or, of a trial, off it
	AtLeast
	AtMost
)

// Demand is one thing asked of a list.
type Demand struct {
	Slate   *Slate
	Kind    DemandKind
	Person  int // of Include
	Off     bool
	Quota   *ruleset.Quota
	Value   fact.Value   // of a quota counted by value
	Share   *fact.Number // percent
	OfGroup bool
	// Need is how many people are demanded; not set for a share of a group. Reach is how many can be had at all, were there no other demand but the
	// seats; not set for a share of a group either.
	Need, Reach int
}

// Relaxed is a demand that gives way, by so many people.
type Relaxed struct {
	Demand
	By int
}

// refused looks for pins that go against a verdict, and for people whom two bodies that exclude each other must both have.
func (m *model) refused(slates []*Slate) *Clash {
	c := &Clash{}
	for i := range m.bodies {
		b := &m.bodies[i]
		for _, person := range sortedPeople(b.include) {
			if at, ok := m.at[person]; ok && m.people[at].may[i] {
				continue
			}
			j := m.verdicts.Pool.Person(person)
			c.Refused = append(c.Refused, Refused{slates[i], b.include[person], person, j.Outcomes[b.tier]})
		}
	}
	if len(c.Refused) == 0 {
		return nil
	}
	return c
}

// demand puts a row into the words of a demand.
func (m *model) demand(r int) Demand {
	row := &m.rows[r]
	d := Demand{Slate: m.slates[row.body], Person: -1}
	switch {
	case row.seats:
		d.Kind, d.Need = FillSeats, int(row.hi)
	case row.rest:
		d.Kind, d.Need = FillSurplus, int(row.hi)
	case row.quota < 0:
		d.Kind, d.Person = Include, m.people[row.person].person
	default:
		q := &m.quotas[row.quota]
		d.Kind, d.Quota, d.Value, d.Share, d.OfGroup, d.Need = AtLeast, q.Rules, q.Value, row.share, row.ofGroup, row.need
		if row.max {
			d.Kind = AtMost
		}
		d.Reach = m.reach(r)
	}
	return d
}

// reach returns how many people a quota could have at most, were nothing demanded but that every seat holds one person.
func (m *model) reach(r int) int {
	row := &m.rows[r]
	if row.ofGroup {
		return 0
	}
	q := &m.quotas[row.quota]
	n := 0
	for at := range m.people {
		if m.people[at].may[row.body] && row.adds(m.people[at].member[row.quota]) > 0 {
			n++
		}
	}
	for _, c := range m.bodies[row.body].carried {
		if q.Rules.WholeList && row.adds(c.member[row.quota]) > 0 {
			n++
		}
	}
	return min(n, m.size(q))
}

// mostTries bounds the search for a smallest conflict, in lists tried.
const mostTries = 400

// clash finds what cannot hold together under what is asked.
func (m *model) clash(a ask) *Clash {
	c := &Clash{}
	a.loose = nil
	conflict, sure := m.conflict(a)
	for _, r := range conflict {
		c.Conflict = append(c.Conflict, m.demand(r))
	}
	c.Smallest = sure
	slack, least := m.relax(a)
	c.Least = least
	for r := range m.rows {
		if slack[r] > 0 {
			c.Relaxed = append(c.Relaxed, Relaxed{m.demand(r), int(slack[r] / m.rows[r].step)})
		}
	}
	return c
}

// conflict finds a smallest set of rows that cannot hold together. That the seats are filled is taken for granted, unless they cannot be filled
// by themselves. sure says that none is smaller.
func (m *model) conflict(a ask) (rows []int, sure bool) {
	var seats, rest []int
	for r := range m.rows {
		if m.rows[r].seats || m.rows[r].rest {
			seats = append(seats, r)
		} else {
			rest = append(rest, r)
		}
	}
	if m.impossible(a, nil, seats) {
		return m.least(a, nil, seats)
	}
	return m.least(a, seats, rest)
}

// impossible reports that it is proved that no list keeps to these rows.
func (m *model) impossible(a ask, given, rows []int) bool {
	off := map[int]bool{}
	for r := range m.rows {
		off[r] = true
	}
	for _, r := range given {
		delete(off, r)
	}
	for _, r := range rows {
		delete(off, r)
	}
	a.off = off
	f := m.instance(a).any()
	return f.taken == nil && f.exact
}

// least drops rows that the conflict does not need, one after the other, and then looks whether fewer would do.
func (m *model) least(a ask, given, rows []int) ([]int, bool) {
	if !m.impossible(a, given, rows) {
		return nil, false
	}
	for i := len(rows) - 1; i >= 0; i-- {
		without := append(append([]int{}, rows[:i]...), rows[i+1:]...)
		if m.impossible(a, given, without) {
			rows = without
		}
	}
	tries := 0
	for size := 1; size < len(rows); size++ {
		found, whole := m.smaller(a, given, size, &tries)
		if found != nil {
			return found, true
		}
		if !whole {
			return rows, false
		}
	}
	return rows, true
}

// smaller looks for a conflict of so many rows among all; whole says that it has tried every one.
func (m *model) smaller(a ask, given []int, size int, tries *int) (found []int, whole bool) {
	var all []int
	for r := range m.rows {
		if given == nil == (m.rows[r].seats || m.rows[r].rest) {
			all = append(all, r)
		}
	}
	whole = true
	var pick func(from int, kept []int)
	pick = func(from int, kept []int) {
		if found != nil || !whole {
			return
		}
		if len(kept) == size {
			if *tries++; *tries > mostTries {
				whole = false
			} else if m.impossible(a, given, kept) {
				found = append([]int{}, kept...)
			}
			return
		}
		for i := from; i < len(all); i++ {
			pick(i+1, append(kept, all[i]))
		}
	}
	pick(0, nil)
	return found, whole
}
