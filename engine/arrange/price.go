package arrange

import (
	"slate/engine/fact"
	"slate/engine/internal/solve"
)

// price returns at which level a row gives way (0 is the gravest), what a person costs, and by how many people at most.
func (m *model) price(r int) (level int, each, most int64) {
	row := &m.rows[r]
	if row.quota < 0 {
		if row.person >= 0 {
			return 1, 1, 1
		}
		return 0, 1, row.hi
	}
	q := m.quotas[row.quota].Rules
	most = unlimited
	if q.Flex != nil {
		most = int64(*q.Flex)
	}
	return 4 - int(q.Level), int64(q.Cost), most
}

// Part is what a quota of a slate, by number, has in the difference between two scores.
type Part struct {
	Quota  int
	Points fact.Number
}

// Split divides what somebody has more in score than another, who is proposed, among the quotas of the slate, at one set of prices: what the quotas
// that the second fills, and the first does not, are worth to the list. rest is what remains; with a proved list and no ties it is 0 or
// less. ok is false where there are no prices. It says about how much which quota weighs; whether somebody could be on the list Try says exactly.
func (s *Slate) Split(ahead, behind int) (parts []Part, rest fact.Number, ok bool) {
	m, c := s.Group.model, s.Group.chosen
	a, knownA := m.at[ahead]
	b, knownB := m.at[behind]
	if c == nil || c.prices == nil || !knownA || !knownB {
		return nil, fact.Number{}, false
	}
	seat := make([]Seat, len(m.bodies))
	seat[s.index] = Proposed
	rest = m.number(m.people[a].value - m.people[b].value)
	at := 0
	for i := range m.quotas {
		if m.quotas[i].body != s.index {
			continue
		}
		sum := int64(0)
		for _, r := range m.quotas[i].rows {
			sum += c.prices[r] * (m.adds(&m.rows[r], a, seat) - m.adds(&m.rows[r], b, seat))
		}
		if points := m.points(sum); points.Sign() != 0 {
			parts = append(parts, Part{at, points})
			if less, err := rest.Sub(points); err == nil {
				rest = less
			}
		}
		at++
	}
	return parts, rest, true
}

// points turns a price into points of the score, rounded as the score is.
func (m *model) points(price int64) fact.Number {
	scale := 2
	if s := m.verdicts.Pool.Program.Score; s != nil {
		scale = s.Rules.Round.Scale
	}
	n, err := fact.Int(price / solve.Scale).Add(fact.Ratio(price%solve.Scale, solve.Scale))
	if err == nil {
		n, err = n.Quo(fact.Int(m.unit.Int64()))
	}
	if err != nil {
		return fact.Number{}
	}
	return n.Round(scale, fact.HalfUp)
}

// priced puts a price beside a bound.
func (m *model) priced(b *Bound, c *choice) {
	if c.prices == nil {
		return
	}
	price := m.points(c.prices[b.row] * m.rows[b.row].step).Abs()
	b.Price = &price
}
