package arrange

import (
	"slices"

	"slate/engine/fact"
)

// Passed is somebody who could be proposed, is ahead of one who is, and is not proposed themselves.
type Passed struct {
	Person int
	Score  fact.Number
	Order  int
	// Blocks say what keeps them out: nobody behind them could give them their seat without one of these being broken.
	Blocks []Block
	// Elsewhere is the slate that has them instead, of a body on which they cannot be besides; nil for none.
	Elsewhere *Slate
}

// Block is somebody proposed, and the quotas of the slate, by number, that would not hold if they gave their seat to one ahead of them. Where
// several people are held by the same quotas, it is the last of them.
type Block struct {
	Than   int
	Broken []int
}

// passed finds who is passed over.
func (m *model) passed(s *Slate, c *choice) {
	var seated []int // who may be changed for another, the last first
	order := m.ordered()
	for i := len(order) - 1; i >= 0; i-- {
		at := order[i]
		if c.where[at][s.index] == Proposed && m.bodies[s.index].include[m.people[at].person] == nil {
			seated = append(seated, at)
		}
	}
	for _, at := range order {
		p := &m.people[at]
		if !p.may[s.index] || c.where[at][s.index] != None {
			continue
		}
		one := Passed{Person: p.person, Score: p.score, Order: p.order, Elsewhere: m.elsewhere(s, c, at)}
		behind := false
		for _, other := range seated {
			if m.ahead(at, other) {
				behind = true
				one.block(m.people[other].person, m.broken(s, c, other, at))
			}
		}
		if behind {
			s.Passed = append(s.Passed, one)
		}
	}
}

// block adds what keeps somebody out of a seat, unless fewer quotas do already for another; nothing keeps them out of one that another body keeps
// them from.
func (p *Passed) block(than int, broken []int) {
	if len(broken) == 0 {
		return
	}
	for _, b := range p.Blocks {
		if within(b.Broken, broken) {
			return
		}
	}
	p.Blocks = slices.DeleteFunc(p.Blocks, func(b Block) bool { return within(broken, b.Broken) })
	p.Blocks = append(p.Blocks, Block{than, broken})
}

// within reports whether all of a are in b.
func within(a, b []int) bool {
	for _, x := range a {
		if !slices.Contains(b, x) {
			return false
		}
	}
	return true
}

// elsewhere returns the slate of another body that keeps somebody from this one.
func (m *model) elsewhere(s *Slate, c *choice, at int) *Slate {
	if !m.excluded(c.where[at], s.index) && !m.tooMany(&m.people[at], c.where[at], s.index) {
		return nil
	}
	for i, other := range s.Group.Slates {
		if c.where[at][i] != None {
			return other
		}
	}
	return nil
}
