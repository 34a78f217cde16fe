package arrange

import (
	"fmt"
	"math/big"

	"slate/engine/eval"
	"slate/engine/fact"
	"slate/engine/ruleset"
)

// candidate is somebody whom at least one body of the group may put forward.
type candidate struct {
	person int
	score  fact.Number  // its lower end where it is not known in full
	value  int64        // the score in units of the model
	order  int          // place among the candidates
	may    []bool       // by body of the group
	member []membership // by quota of the model
}

// membership says whether a person belongs to the group that a quota counts, and to the group that a share is of.
type membership struct{ in, of fact.Truth }

// eligible says whether a body may put a person forward, but for pins.
func (m *model) eligible(b *body, j *eval.Judgement) fact.Truth {
	truth := m.passes(b, j)
	if len(b.Grades) > 0 {
		truth = truth.And(j.GradeIn(texts(b.Grades)))
	}
	return truth.And(j.Holds(b.where))
}

// passes says whether a person passes the tier that a body asks for.
func (m *model) passes(b *body, j *eval.Judgement) fact.Truth {
	switch j.Outcomes[b.tier] {
	case eval.Pass:
		return fact.True
	case eval.Fail:
		return fact.False
	}
	return fact.Unknown
}

func texts(list []ruleset.Text) []string {
	out := make([]string, len(list))
	for i, t := range list {
		out[i] = t.Text
	}
	return out
}

// gather finds the candidates, those who wait, and where the pins point.
func (m *model) gather() error {
	snapshot := m.verdicts.Pool.Snapshot
	for i := range m.bodies {
		b := &m.bodies[i]
		b.include = m.pinned(b, b.MustInclude)
		b.exclude = m.pinned(b, b.MustExclude)
		b.nominees = m.pinned(b, b.Nominated)
	}
	for person := range snapshot.Len() {
		if m.hopeless(person) {
			continue
		}
		m.consider(m.verdicts.Pool.Person(person))
	}
	people := make([]int, len(m.people))
	for i := range m.people {
		people[i] = m.people[i].person
		m.at[people[i]] = i
	}
	for i, place := range m.verdicts.Places(people) {
		m.people[i].order = place
	}
	return m.scale()
}

// hopeless reports that every body's tier is failed: most of a roster need not be judged again.
func (m *model) hopeless(person int) bool {
	for i := range m.bodies {
		if m.verdicts.Outcome(person, m.bodies[i].tier) != eval.Fail {
			return false
		}
	}
	return true
}

func (m *model) pinned(b *body, pins []ruleset.Pin) map[int]*ruleset.Pin {
	found := map[int]*ruleset.Pin{}
	for i := range pins {
		if person, ok := m.verdicts.Pool.Snapshot.Find(pins[i].Person); ok {
			found[person] = &pins[i]
		} else {
			b.unknown = append(b.unknown, pins[i])
		}
	}
	return found
}

// consider takes in somebody who passes a tier, or may.
func (m *model) consider(j *eval.Judgement) {
	c := candidate{person: j.Person, may: make([]bool, len(m.bodies)), score: j.Total.Lo}
	any := false
	for i := range m.bodies {
		b := &m.bodies[i]
		can := m.eligible(b, j)
		if b.include[j.Person] != nil {
			can = m.passes(b, j) // a pin stands above grade and condition, never above the tier
		}
		if j.Total.OpenLo {
			can = can.And(fact.Unknown)
		}
		switch {
		case b.exclude[j.Person] != nil || m.carried(b, j.Person):
		case can == fact.True:
			c.may[i], any = true, true
			b.eligible++
		case can == fact.Unknown:
			b.waiting = append(b.waiting, Waiting{Person: j.Person})
		}
	}
	if !any {
		return
	}
	c.member = m.memberships(j)
	m.people = append(m.people, c)
}

// carried reports that a joint nomination keeps a person from being put forward: on the body itself, or on one that excludes it.
func (m *model) carried(b *body, person int) bool {
	for i := range m.bodies {
		o := &m.bodies[i]
		if o.nominees[person] != nil && (o == b || o.Excludes(b.Body)) {
			return true
		}
	}
	return false
}

// memberships computes to which groups of the quotas somebody belongs.
func (m *model) memberships(j *eval.Judgement) []membership {
	out := make([]membership, len(m.quotas))
	for i := range m.quotas {
		q := &m.quotas[i]
		of := j.Holds(q.of)
		in := j.Holds(q.where).And(of)
		if q.per >= 0 {
			in = in.And(has(j.Value(q.per), q.Value))
			of = of.And(m.perOf(q, j))
		}
		out[i] = membership{in, of}
	}
	return out
}

// perOf says whether a person belongs to the value of a share of a group that is counted by value: 其中, the group is that value's.
func (m *model) perOf(q *quota, j *eval.Judgement) fact.Truth {
	if q.Rules.ShareOf == nil {
		return fact.True
	}
	return has(j.Value(q.per), q.Value)
}

// has says whether a value is, or a list holds, another.
func has(v, want fact.Value) fact.Truth {
	switch {
	case !v.Known():
		return fact.Unknown
	case v.IsList():
		for _, member := range v.List() {
			if member.Equal(want) {
				return fact.True
			}
		}
		return fact.False
	case v.Equal(want):
		return fact.True
	}
	return fact.False
}

// unknownMember is what is known of a nominee whom the roster does not have.
func (m *model) unknownMember() []membership {
	out := make([]membership, len(m.quotas))
	for i := range m.quotas {
		if m.quotas[i].Rules.ShareOf == nil {
			out[i].of = fact.True
		}
		if m.quotas[i].Rules.Where == nil && m.quotas[i].per < 0 {
			out[i].in = out[i].of
		}
	}
	return out
}

// scale turns scores into whole numbers: units of their common denominator.
func (m *model) scale() error {
	m.unit = big.NewInt(1)
	for i := range m.people {
		den := m.people[i].score.Rat().Denom()
		gcd := new(big.Int).GCD(nil, nil, m.unit, den)
		m.unit.Mul(m.unit, new(big.Int).Quo(den, gcd))
	}
	seats := int64(1)
	for i := range m.bodies {
		seats += int64(m.bodies[i].Seats)
	}
	limit := new(big.Int).Quo(big.NewInt(maxTotal), big.NewInt(seats))
	for i := range m.people {
		c := &m.people[i]
		n := new(big.Int).Quo(new(big.Int).Mul(c.score.Rat().Num(), m.unit), c.score.Rat().Denom())
		if new(big.Int).Abs(n).Cmp(limit) > 0 {
			return fmt.Errorf("the scores of the people for %s are too fine to be added up exactly: %s, in units of 1/%s, over %d seats; round the score",
				m.bodies[0].ID, c.score, m.unit, seats-1)
		}
		c.value = n.Int64()
	}
	return nil
}

// maxTotal is the most that a total may be in units, so that nothing computed with it overflows.
const maxTotal = 1 << 53

// number turns units back into a score.
func (m *model) number(units int64) fact.Number {
	if !m.unit.IsInt64() {
		return fact.Int(0) // nobody has a score then: the scale is checked
	}
	n, err := fact.Int(units).Quo(fact.Int(m.unit.Int64()))
	if err != nil {
		panic("arrange: a total beyond what scale allows")
	}
	return n
}
