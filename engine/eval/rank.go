package eval

import (
	"sort"

	"slate/engine/fact"
)

// Place is a place on the list: 1 is first, and equal people share a place (1, 2, 2, 4). It
// is a range where missing facts leave it open.
type Place struct{ Best, Worst int }

// Chance says what can be said of a person and the list while facts are missing.
type Chance uint8

// The chances. The zero value claims nothing.
const (
	PossiblyIn Chance = iota
	CertainlyIn
	CertainlyOut
)

// String returns possibly_in, certainly_in or certainly_out.
func (c Chance) String() string {
	return [...]string{"possibly_in", "certainly_in", "certainly_out"}[c]
}

// Standing is where a person stands.
type Standing struct {
	Person int
	// Place is the place among the people who pass; for someone undecided, the place they would take beside them.
	Place Place
	// Worst is the last place the person could fall to if every undecided person passed.
	Worst int
	// Tied marks a place shared with somebody whose keys are all equal.
	Tied bool
	// AtLimit marks somebody of whom it is open whether they are within the limit, by a tie that the end of the list cuts
	// through (Tied) or by missing facts: people settle it.
	AtLimit bool
	// OnList says whether the person is on the list as things are known today.
	OnList bool
	Chance Chance
	// Group is the value that `within` groups by, and GroupPlace the place inside the group.
	Group      fact.Value
	GroupPlace Place

	groupWorst int // the last place inside the group if everybody passed who may, and belonged to it who may
}

// List is everybody who passes or may pass the ranking's tier, in order. Where people share a
// place, the order in which they stand here means nothing (it is that of their ids).
type List struct {
	Ranked    []Standing // who pass
	Undecided []Standing // who may pass
}

// contender is somebody who passes or may pass.
type contender struct {
	person int
	key    sortKey
	passes bool
	group  fact.Value
}

// Rank orders the people. It depends on nothing but their keys.
func (v *Verdicts) Rank() *List {
	everybody := make([]int, len(v.keys))
	for i := range everybody {
		everybody[i] = i
	}
	return v.RankAmong(everybody)
}

// RankAmong orders the given people as Rank would if nobody else were there.
func (v *Verdicts) RankAmong(people []int) *List {
	pr := v.Pool.Program
	var all []contender
	for _, i := range people {
		if outcome := v.Outcome(i, pr.Ranking.Tier); outcome != Fail {
			all = append(all, contender{person: i, key: v.keys[i], passes: outcome == Pass, group: v.group(i)})
		}
	}
	standings := make([]Standing, len(all))
	field := newContest(all)
	for i := range all {
		standings[i] = field.standing(&all[i])
	}
	if pr.Ranking.Within >= 0 {
		v.groups(all, standings)
		field = v.admitted(all, standings)
	}
	list := &List{}
	for i := range standings {
		v.enlist(&standings[i], &all[i], field)
		if all[i].passes {
			list.Ranked = append(list.Ranked, standings[i])
		} else {
			list.Undecided = append(list.Undecided, standings[i])
		}
	}
	inOrder(list.Ranked)
	inOrder(list.Undecided)
	return list
}

func (v *Verdicts) group(person int) fact.Value {
	slot := v.Pool.Program.Ranking.Within
	if slot < 0 {
		return fact.Value{}
	}
	return v.Pool.Person(person).Value(slot)
}

func inOrder(s []Standing) {
	sort.SliceStable(s, func(a, b int) bool {
		if s[a].Place.Best != s[b].Place.Best {
			return s[a].Place.Best < s[b].Place.Best
		}
		if s[a].Place.Worst != s[b].Place.Worst {
			return s[a].Place.Worst < s[b].Place.Worst
		}
		return s[a].Person < s[b].Person
	})
}

// contest holds people sorted so that a place is found by counting in a search.
type contest struct {
	surely  []sortKey // who pass, by their worst keys, ahead first
	passing []sortKey // who pass, by their best keys, ahead first
	maybe   []sortKey // who pass or may, by their best keys, ahead first
	exact   []sortKey // who pass and whose keys are all known, ahead first
}

func newContest(all []contender) *contest {
	c := &contest{}
	for i := range all {
		c.maybe = append(c.maybe, all[i].key)
		if all[i].passes {
			c.surely = append(c.surely, all[i].key)
			c.passing = append(c.passing, all[i].key)
			if all[i].key.exact() {
				c.exact = append(c.exact, all[i].key)
			}
		}
	}
	byEnd(c.exact, sortKey.worst)
	byEnd(c.surely, sortKey.worst)
	byEnd(c.passing, sortKey.best)
	byEnd(c.maybe, sortKey.best)
	return c
}

// worst and best return the key as if every range were at its lower or upper end.
func (k sortKey) worst() sortKey {
	out := make(sortKey, len(k))
	for i, r := range k {
		out[i] = Range{Lo: r.Lo, Hi: r.Lo, OpenLo: r.OpenLo}
	}
	return out
}

func (k sortKey) best() sortKey {
	out := make(sortKey, len(k))
	for i, r := range k {
		out[i] = Range{Lo: r.Hi, Hi: r.Hi, OpenHi: r.OpenHi}
	}
	return out
}

func byEnd(keys []sortKey, end func(sortKey) sortKey) {
	for i := range keys {
		keys[i] = end(keys[i])
	}
	sort.Slice(keys, func(a, b int) bool { return compareEnds(keys[a], keys[b]) > 0 })
}

// compareEnds orders two ends; an end that is open lies beyond every number.
func compareEnds(a, b sortKey) int {
	for i := range a {
		if c := infinity(a[i]) - infinity(b[i]); c != 0 {
			return c
		}
		if infinity(a[i]) != 0 {
			continue
		}
		if c := a[i].Lo.Cmp(b[i].Lo); c != 0 {
			return c
		}
	}
	return 0
}

func infinity(r Range) int {
	switch {
	case r.OpenHi:
		return 1
	case r.OpenLo:
		return -1
	}
	return 0
}

// before counts the keys that are ahead of k.
func before(keys []sortKey, k sortKey) int {
	return sort.Search(len(keys), func(i int) bool { return compareEnds(keys[i], k) <= 0 })
}

// standing finds the places of one person.
func (c *contest) standing(p *contender) Standing {
	best, worst := p.key.best(), p.key.worst()
	self := 0
	if compareEnds(best, worst) > 0 {
		self = 1 // the person's own best is ahead of their own worst
	}
	s := Standing{Person: p.person, Group: p.group}
	s.Place.Best = 1 + before(c.surely, best)
	s.Worst = 1 + before(c.maybe, worst) - self
	if !p.passes {
		self = 0 // not among those who pass
	}
	s.Place.Worst = 1 + before(c.passing, worst) - self
	s.Tied = p.passes && c.equals(p) > 1
	return s
}

// equals counts the people who pass and whose keys are exactly those of p, p included.
func (c *contest) equals(p *contender) int {
	if !p.key.exact() {
		return 1
	}
	worst := p.key.worst()
	return notBehind(c.exact, worst) - before(c.exact, worst)
}

// notBehind counts the keys that are ahead of k or equal to it.
func notBehind(keys []sortKey, k sortKey) int {
	return sort.Search(len(keys), func(i int) bool { return compareEnds(keys[i], k) < 0 })
}

// groups finds the places inside the groups of `within`. A person whose group is unknown has none, and may
// yet come before anybody of any group.
func (v *Verdicts) groups(all []contender, standings []Standing) {
	members := map[string][]int{}
	var strays []contender
	for i := range all {
		if !all[i].group.Known() {
			strays = append(strays, all[i])
			continue
		}
		name := all[i].group.String()
		members[name] = append(members[name], i)
	}
	for _, name := range sortedKeys(members) {
		var group []contender
		for _, i := range members[name] {
			group = append(group, all[i])
		}
		sure, possible := newContest(group), newContest(append(group, strays...))
		for k, i := range members[name] {
			standings[i].GroupPlace = sure.standing(&group[k]).Place
			standings[i].groupWorst = possible.standing(&group[k]).Worst
		}
	}
}

// admitted lets only the first of each group compete for the places of the list, and places them anew among each other. Somebody whose
// group is unknown may be one of them.
func (v *Verdicts) admitted(all []contender, standings []Standing) *contest {
	var first []contender
	top := v.Pool.Program.Ranking.Rules.WithinTop
	in := func(i int) bool { return standings[i].GroupPlace.Best <= top }
	for i := range all {
		if in(i) {
			one := all[i]
			one.passes = one.passes && one.group.Known() && standings[i].groupWorst <= top // otherwise they only may compete
			first = append(first, one)
		}
	}
	field := newContest(first)
	for i := range all {
		if !in(i) {
			continue
		}
		s := field.standing(&all[i])
		s.GroupPlace, s.groupWorst = standings[i].GroupPlace, standings[i].groupWorst
		standings[i] = s
	}
	return field
}

// enlist decides who is on the list: within the limit, within the first of the group, and what the file
// says of ties that the limit cuts through.
func (v *Verdicts) enlist(s *Standing, p *contender, field *contest) {
	r := v.Pool.Program.Ranking.Rules
	limit := r.Limit
	if limit == 0 {
		limit = v.Pool.Snapshot.Len()
	}
	inGroup := r.WithinTop == 0 || s.GroupPlace.Best > 0 && s.GroupPlace.Best <= r.WithinTop
	tiedAcross := s.Tied && s.Place.Best+field.equals(p)-1 > limit
	s.AtLimit = p.passes && inGroup && s.Place.Best <= limit && (tiedAcross || s.Place.Worst > limit)
	s.OnList = p.passes && inGroup && s.Place.Best <= limit && !(s.AtLimit && r.LimitFlag)
	last := s.Worst
	if r.LimitFlag {
		last = notBehind(field.maybe, p.key.worst()) // whoever may tie with the person may take the place from both
	}
	switch {
	case v.Pool.standing != nil && v.Pool.standing.incomplete:
		// Points relative to the pool move when an unknown input becomes known: nothing is certain.
	case s.Place.Best > limit || r.WithinTop > 0 && s.GroupPlace.Best > r.WithinTop:
		s.Chance = CertainlyOut
	case s.OnList && last <= limit && (r.WithinTop == 0 || s.groupWorst <= r.WithinTop):
		s.Chance = CertainlyIn
	}
}
