package lint

import (
	"slices"

	"slate/engine/diag"
	"slate/engine/eval"
	"slate/engine/fact"
)

// maxPicture is how many truths one picture holds.
const maxPicture = 8_000_000

// picture is what some gates come to for everybody: a row of truths for each region that they can tell apart. The gates share
// variables, directly or through each other. Where a tier asks many things of one fact, a question about a gate is
// then a matter of counting, instead of one search a gate.
type picture struct {
	gates []gate
	rows  [][]fact.Truth
	bars  []int // by row: how many gates bar
	open  []int // by row: how many are unknown
	taken []bool
}

// pictures draws a picture of each group of gates that share variables. A group that is too large, or outside what regions decide,
// has none and is returned in left.
func (s *space) pictures(gates []gate) (drawn []*picture, left []gate) {
	rest := slices.Clone(gates)
	for len(rest) > 0 {
		group := []gate{rest[0]}
		if len(rest[0].vars) > 0 {
			group = connected(rest[0].vars, rest)
		}
		rest = slices.DeleteFunc(rest, func(g gate) bool {
			return slices.ContainsFunc(group, func(o gate) bool { return o.k == g.k })
		})
		if p := s.draw(group); p != nil {
			drawn = append(drawn, p)
		} else {
			left = append(left, group...)
		}
	}
	return drawn, left
}

func (s *space) draw(gates []gate) *picture {
	p := &picture{gates: gates, taken: make([]bool, len(gates))}
	parts := make([]part, len(gates))
	for i, g := range gates {
		parts[i] = g.part()
	}
	full := false
	g := s.goal(func() bool { return true }, parts...)
	a := s.visit(g, func(func() person) {
		if full = full || (len(p.rows)+1)*len(gates) > maxPicture; full {
			return
		}
		row := make([]fact.Truth, len(gates))
		bars, open := 0, 0
		for i := range gates {
			switch row[i] = gates[i].truth(); row[i] {
			case fact.False:
				bars++
			case fact.Unknown:
				open++
			}
		}
		p.rows, p.bars, p.open = append(p.rows, row), append(p.bars, bars), append(p.open, open)
	})
	if !a.decided || full {
		return nil
	}
	return p
}

// matters reports whether a gate bars somebody whom no other bars, or leaves somebody open whom all others let through.
func (p *picture) matters(i int, t fact.Truth) bool {
	for r, row := range p.rows {
		switch {
		case row[i] != t:
		case t == fact.False && p.bars[r] == 1, t == fact.Unknown && p.bars[r] == 0 && p.open[r] == 1:
			return true
		}
	}
	return false
}

// drop takes a gate out of the picture.
func (p *picture) drop(i int) {
	p.taken[i] = true
	for r, row := range p.rows {
		switch row[i] {
		case fact.False:
			p.bars[r]--
		case fact.Unknown:
			p.open[r]--
		}
	}
}

// covers reports whether one gate lets through nobody whom another would not.
func (p *picture) covers(by, i int) bool {
	for _, row := range p.rows {
		if height(row[by]) > height(row[i]) {
			return false
		}
	}
	return true
}

// implied words that a gate adds nothing to the others in the picture.
func (p *picture) implied(i int) diag.Diagnostic {
	var near []*eval.Condition
	for by := range p.gates {
		if by == i || p.taken[by] {
			continue
		}
		if p.covers(by, i) {
			near = []*eval.Condition{p.gates[by].k}
			break
		}
		near = append(near, p.gates[by].k)
	}
	return impliedBy(p.gates[i].k, near)
}
