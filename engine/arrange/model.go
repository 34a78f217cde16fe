package arrange

import (
	"fmt"
	"math/big"
	"slices"
	"sort"
	"sync"

	"slate/engine/eval"
	"slate/engine/fact"
	"slate/engine/formula"
	"slate/engine/ruleset"
)

// model is a group of bodies with the people they may take and the rows that every list has to keep to.
type model struct {
	verdicts  *eval.Verdicts
	objective ruleset.Objective
	posts     int
	layered   bool // some body stands under another
	bodies    []body
	quotas    []quota
	rows      []row
	people    []candidate
	at        map[int]int // number in people, by number in the snapshot
	unit      *big.Int    // one point of the score is so many units
	slates    []*Slate    // by body

	mu    sync.Mutex
	known map[int]Cost // what rows cost, as far as it was asked
}

// body is a body of the group.
type body struct {
	*ruleset.Body
	index                      int
	tier                       int
	where                      *formula.Formula
	surplus                    int // how many of the model's people the list has beyond the seats
	include, exclude, nominees map[int]*ruleset.Pin
	unknown                    []ruleset.Pin // people whom the roster does not have
	carried                    []carried
	waiting                    []Waiting
	eligible                   int
}

// carried is a nominee.
type carried struct {
	person int // −1: not in the roster
	pin    *ruleset.Pin
	member []membership
}

// quota is a quota of a body, for one of the values it is counted by.
type quota struct {
	Rules     *ruleset.Quota
	Value     fact.Value
	body      int
	where, of *formula.Formula
	per       int // slot of the name it is counted by, −1 for none
	rows      []int
}

// row is a limit on the sum of what the people on the lists add to it.
type row struct {
	quota    int // −1: a pin or the seats of a body
	body     int
	seats    bool // fills the seats of body
	rest     bool // fills the surplus of body
	person   int  // of a pin: number in people
	max      bool
	ofGroup  bool
	share    *fact.Number // percent
	num, den int64        // of a share of a group: num is what somebody in it adds, den what somebody in the group takes away
	lo, hi   int64        // what the chosen must add up to; the nominees are taken off already
	need     int          // of a count
	step     int64        // what one person is
}

// unlimited is more than any sum.
const unlimited = int64(1) << 40

func newModel(v *eval.Verdicts, bodies []*ruleset.Body) (*model, error) {
	p := v.Pool.Program
	m := &model{verdicts: v, objective: bodies[0].Objective, posts: p.Rules.Arrange.Posts, at: map[int]int{}, known: map[int]Cost{}}
	if p.Score == nil {
		m.objective = ruleset.ByRank
	}
	for i, rules := range bodies {
		b := body{Body: rules, index: i, tier: p.Ranking.Tier, where: p.Test(rules.Where)}
		if tier, ok := p.TierNamed(rules.Tier.Text); ok && rules.Tier.Text != "" {
			b.tier = tier
		}
		m.bodies = append(m.bodies, b)
		m.layered = m.layered || rules.Under.Text != ""
	}
	for i := range m.bodies {
		for _, q := range m.bodies[i].Quotas {
			if err := coarse(q); err != nil {
				return nil, err
			}
			m.addQuota(i, q)
		}
	}
	if err := m.gather(); err != nil {
		return nil, err
	}
	m.nominees()
	m.addRows()
	return m, nil
}

// addQuota adds a quota, once for each value it is counted by.
func (m *model) addQuota(body int, q *ruleset.Quota) {
	p := m.verdicts.Pool.Program
	one := quota{Rules: q, body: body, where: p.Test(q.Where), of: p.Test(q.ShareOf), per: -1}
	slot, ok := p.NameOf(q.Per.Text)
	if q.Per.Text == "" || !ok {
		m.quotas = append(m.quotas, one)
		return
	}
	for _, value := range m.values(slot) {
		one.per, one.Value = slot, value
		m.quotas = append(m.quotas, one)
	}
}

// values returns what a name can be: the choices in the order of the file, else what is found in the roster.
func (m *model) values(slot int) []fact.Value {
	t := m.verdicts.Pool.Program.Names[slot].Type
	var out []fact.Value
	if len(t.Values) > 0 {
		for _, v := range t.Values {
			out = append(out, fact.OfText(v))
		}
		return out
	}
	seen := map[string]fact.Value{}
	for person := range m.verdicts.Pool.Snapshot.Len() {
		v := m.verdicts.Pool.Person(person).Value(slot)
		for _, one := range append(v.List(), v) {
			if one.Known() && !one.IsList() {
				seen[one.String()] = one
			}
		}
	}
	names := make([]string, 0, len(seen))
	for name := range seen {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range names {
		out = append(out, seen[name])
	}
	return out
}

// nominees takes in those who are carried through.
func (m *model) nominees() {
	snapshot := m.verdicts.Pool.Snapshot
	for i := range m.bodies {
		b := &m.bodies[i]
		for k := range b.Nominated {
			pin := &b.Nominated[k]
			if person, ok := snapshot.Find(pin.Person); ok {
				b.carried = append(b.carried, carried{person, pin, m.memberships(m.verdicts.Pool.Person(person))})
			} else {
				b.carried = append(b.carried, carried{-1, pin, m.unknownMember()})
			}
		}
		if b.Surplus != nil {
			b.surplus = max(0, b.Surplus.Taken(b.Seats)-len(b.carried))
		}
	}
}

// addRows makes the rows: the seats of every body, its surplus, its pins, its quotas.
func (m *model) addRows() {
	for i := range m.bodies {
		b := &m.bodies[i]
		seats := int64(b.Seats)
		m.rows = append(m.rows, row{quota: -1, body: i, seats: true, person: -1, lo: seats, hi: seats, step: 1})
		if b.surplus > 0 {
			m.rows = append(m.rows, row{quota: -1, body: i, rest: true, person: -1, lo: int64(b.surplus), hi: int64(b.surplus), step: 1})
		}
		for _, person := range sortedPeople(b.include) {
			if at, ok := m.at[person]; ok && m.people[at].may[i] {
				m.rows = append(m.rows, row{quota: -1, body: i, person: at, lo: 1, hi: 1, step: 1})
			}
		}
	}
	for i := range m.quotas {
		m.quotaRows(i)
	}
}

func sortedPeople[V any](pins map[int]V) []int {
	out := make([]int, 0, len(pins))
	for person := range pins {
		out = append(out, person)
	}
	slices.Sort(out)
	return out
}

// size is how many people a quota looks at: those proposed, or the whole list.
func (m *model) size(q *quota) int {
	b := &m.bodies[q.body]
	if !q.Rules.WholeList {
		return b.Seats
	}
	return b.Seats + b.surplus + len(b.carried)
}

func (m *model) quotaRows(i int) {
	q := &m.quotas[i]
	r := q.Rules
	size := int64(m.size(q))
	add := func(one row) {
		one.quota, one.body, one.person = i, q.body, -1
		if q.Rules.WholeList {
			for _, c := range m.bodies[q.body].carried {
				add := one.adds(c.member[i])
				one.lo, one.hi = one.lo-add, one.hi-add
			}
		}
		q.rows = append(q.rows, len(m.rows))
		m.rows = append(m.rows, one)
	}
	// A count, and a share of the whole list, which is a count since the size of the list is known.
	shareMin, shareMax := r.ShareMin, r.ShareMax
	if r.ShareOf != nil {
		shareMin, shareMax = nil, nil
	}
	if r.Min != nil || shareMin != nil {
		need := int64(0)
		if r.Min != nil {
			need = int64(*r.Min)
		}
		if shareMin != nil {
			num, den := percent(*shareMin)
			need = max(need, (num*size+den-1)/den)
		}
		add(row{share: shareMin, need: int(need), lo: need, hi: unlimited, step: 1})
	}
	if r.Max != nil || shareMax != nil {
		need := size
		if r.Max != nil {
			need = int64(*r.Max)
		}
		if shareMax != nil {
			num, den := percent(*shareMax)
			need = min(need, num*size/den)
		}
		add(row{max: true, share: shareMax, need: int(need), lo: -unlimited, hi: need, step: 1})
	}
	if r.ShareOf == nil {
		return
	}
	if r.ShareMin != nil {
		num, den := percent(*r.ShareMin)
		add(row{ofGroup: true, share: r.ShareMin, num: den, den: num, lo: 0, hi: unlimited, step: den})
	}
	if r.ShareMax != nil {
		num, den := percent(*r.ShareMax)
		add(row{ofGroup: true, max: true, share: r.ShareMax, num: den, den: num, lo: -unlimited, hi: 0, step: den})
	}
}

// percent returns a percentage as a fraction of whole numbers: 60 % is 60 of 100.
func percent(n fact.Number) (num, den int64) {
	num, den, _ = n.Parts()
	return num, den * 100
}

// mostPlaces is what a percentage may be a fraction of, so that sums of it over a roster stay exact in 64 bits.
const mostPlaces = 1_000_000

// coarse refuses a share with more places than sums can hold.
func coarse(q *ruleset.Quota) error {
	for _, share := range []*fact.Number{q.ShareMin, q.ShareMax} {
		if share == nil {
			continue
		}
		if _, den, ok := share.Parts(); !ok || den > mostPlaces {
			return fmt.Errorf("the share of quota %s has more than six places: %s", q.ID, share)
		}
	}
	return nil
}

// adds returns what somebody adds to a row of a quota: what is not known counts against the list.
func (r *row) adds(m membership) int64 {
	lo, hi := r.extremes(m)
	if r.max {
		return hi
	}
	return lo
}

func outcomes(t fact.Truth) []bool {
	switch t {
	case fact.True:
		return []bool{true}
	case fact.False:
		return []bool{false}
	}
	return []bool{false, true}
}

// adds returns what a candidate adds to a row when they sit there.
func (m *model) adds(r *row, at int, where []Seat) int64 {
	seat := where[r.body]
	switch {
	case seat == None:
		return 0
	case r.seats || r.person == at:
		return truth(seat == Proposed)
	case r.rest:
		return truth(seat == Surplus)
	case r.quota < 0:
		return 0
	case seat == Surplus && !m.quotas[r.quota].Rules.WholeList:
		return 0
	}
	return r.adds(m.people[at].member[r.quota])
}

func truth(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

// above reports whether a body stands one or more levels above another.
func (m *model) above(a, b *body) bool {
	for id, steps := b.Under.Text, 0; id != "" && steps <= len(m.bodies); steps++ {
		if id == a.ID {
			return true
		}
		next := ""
		for i := range m.bodies {
			if m.bodies[i].ID == id {
				next = m.bodies[i].Under.Text
			}
		}
		id = next
	}
	return false
}

// placements returns every way in which somebody may sit on the bodies of the group: one seat a body. The first is nowhere.
func (m *model) placements(c *candidate) [][]Seat {
	out := [][]Seat{make([]Seat, len(m.bodies))}
	for i := range m.bodies {
		if !c.may[i] {
			continue
		}
		for _, base := range slices.Clone(out) {
			if m.excluded(base, i) || !m.layered && m.tooMany(c, base, i) {
				continue
			}
			for _, seat := range []Seat{Proposed, Surplus} {
				if seat == Proposed || m.bodies[i].surplus > 0 {
					more := slices.Clone(base)
					more[i] = seat
					out = append(out, more)
				}
			}
		}
	}
	if m.layered && m.posts > 0 {
		out = slices.DeleteFunc(out, func(where []Seat) bool { return m.tooMany(c, where, -1) })
	}
	return out
}

// excluded reports whether body i excludes one on which somebody sits already.
func (m *model) excluded(where []Seat, i int) bool {
	for k, seat := range where {
		if seat != None && m.bodies[i].Excludes(m.bodies[k].Body) {
			return true
		}
	}
	return false
}

// tooMany reports whether somebody would hold more posts than allowed with a seat on body i besides (−1: none). A body below
// another on which the person is too makes no post of its own.
func (m *model) tooMany(c *candidate, where []Seat, i int) bool {
	if m.posts == 0 {
		return false
	}
	on := func(k int) bool { return k == i || where[k] != None || m.bodies[k].nominees[c.person] != nil }
	posts := 0
	for k := range m.bodies {
		counts := on(k)
		for o := range m.bodies {
			counts = counts && !(o != k && on(o) && m.above(&m.bodies[o], &m.bodies[k]))
		}
		if counts {
			posts++
		}
	}
	return posts > m.posts
}
