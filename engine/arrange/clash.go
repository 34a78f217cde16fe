package arrange

import (
	"context"

	"slate/engine/eval"
	"slate/engine/fact"
	"slate/engine/internal/solve"
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
// by themselves; quotas that may be missed stand where they cannot give way any further. sure says that none is smaller.
func (m *model) conflict(a ask) (rows []int, sure bool) {
	a.loose = m.furthest()
	in := m.instance(a)
	if in.nowhere() {
		return nil, false
	}
	p := in.problem(func(*option) int64 { return 0 }, nil)
	for r := range p.Limits {
		if !m.rows[r].seats && !m.rows[r].rest {
			p.Limits[r].Level = 1
		}
	}
	clash, err := solve.Conflict(context.Background(), p, solve.Budget{})
	if err != nil {
		panic("arrange: " + err.Error()) // the problem is made here, and nothing ends the context
	}
	if clash == nil {
		return nil, false
	}
	for _, r := range clash.Limits {
		rows = append(rows, int(r))
	}
	return rows, clash.Smallest
}
