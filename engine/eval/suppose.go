package eval

import (
	"slate/engine/fact"
	"slate/engine/ruleset"
)

// Supposition judges one person of a pool again and again, each time with other values of some facts: the walk of a
// Judgement, with what is supposed in place of what the roster holds. Others stay as they are, so points relative to the pool
// are those that the values would have in the pool as it is. A Supposition is used by one goroutine.
type Supposition struct {
	j    *Judgement
	base []fact.Value // by slot of the facts, as the roster has them
	set  []fact.Value // by slot of the facts, as supposed
	open []bool       // by slot of the facts
}

// Suppose begins with a person, by number, as the roster has them.
func (p *Pool) Suppose(person int) *Supposition {
	s := &Supposition{j: p.Person(person)}
	facts := len(p.columns)
	s.base = append(s.base, s.j.names[:facts]...)
	s.set = append(s.set, s.base...)
	s.open = make([]bool, facts)
	return s
}

// Now returns what a fact is as the roster has it on the cut-off date, by slot.
func (s *Supposition) Now(slot int) fact.Value { return s.base[slot] }

// Value returns what a fact is supposed to be.
func (s *Supposition) Value(slot int) fact.Value { return s.set[slot] }

// Set supposes that a fact has a value, good for the cut-off date. As in a roster, a number outside the declared domain is missing.
func (s *Supposition) Set(slot int, v fact.Value) {
	if f := s.j.Program().Names[slot].Field; f.Domain != nil && v.IsNumber() && !f.Domain.Contains(v.Number()) {
		v = fact.Missing(fact.OutOfDomain)
	}
	s.set[slot], s.open[slot] = v, false
}

// Reset supposes that a fact is as the roster has it.
func (s *Supposition) Reset(slot int) { s.set[slot], s.open[slot] = s.base[slot], false }

// Open supposes that a fact may be anything; see Bounds.
func (s *Supposition) Open(slot int) { s.open[slot] = true }

// Judge judges the person as supposed. The Judgement holds until the next call.
func (s *Supposition) Judge() *Judgement {
	s.fill()
	s.j.clauses()
	s.j.decide()
	s.j.points()
	return s.j
}

func (s *Supposition) fill() {
	pr := s.j.Program()
	copy(s.j.names, s.set)
	for slot, open := range s.open {
		if open {
			s.j.names[slot] = fact.Missing(fact.NotSupplied)
		}
	}
	for i := range pr.Steps {
		s.j.step(&pr.Steps[i])
	}
}

// Bounds judges the person with the open facts unknown and without a word of on_missing, so that whatever these
// facts are, the verdicts and the score lie within: what fails here fails, and what passes here passes, with every value of them. That
// does not hold of a score relative to the pool. The Judgement holds until the next call.
func (s *Supposition) Bounds() *Judgement {
	s.fill()
	j, pr := s.j, s.j.Program()
	for i := range pr.Leaves {
		j.Raw[i] = j.run(&pr.Leaves[i].code)
		j.Leaves[i] = j.Raw[i]
	}
	for i := range pr.Tiers {
		j.Outcomes[i] = j.bounds(&pr.Tiers[i])
	}
	if pr.Score == nil {
		return j
	}
	for i := range pr.Score.Indicators {
		p := j.indicator(i)
		if in := &pr.Score.Indicators[i]; p.Missing {
			span := in.span
			if m := in.Rules.OnMissing; m != nil {
				span = span.with(m.Points)
			}
			p.Range = span
		}
		j.Indicators[i] = p
	}
	for i := range pr.Score.Criteria {
		j.Criteria[i] = j.criterion(&pr.Score.Criteria[i])
	}
	j.Total = j.total(pr.Score).round(pr.Score.Rules.Round.Scale, pr.Score.Rules.Round.Mode)
	return j
}

// bounds joins the requirements and vetoes of a tier, unknown where on_missing would decide.
func (j *Judgement) bounds(t *Tier) Outcome {
	all := fact.True
	for _, k := range t.Require {
		all = all.And(k.bare(j.Raw))
	}
	for _, v := range t.Vetoes {
		if j.Waived[v] == nil {
			all = all.And(j.Program().Vetoes[v].Condition.bare(j.Raw).Not())
		}
	}
	return [...]Outcome{fact.Unknown: Undecided, fact.False: Fail, fact.True: Pass}[all]
}

// bare computes a condition as if nothing below it said on_missing.
func (k *Condition) bare(raw []fact.Truth) fact.Truth {
	if k.Leaf >= 0 {
		return raw[k.Leaf]
	}
	n := len(k.Of)
	switch k.Clause.Group {
	case ruleset.Not:
		return k.Of[0].bare(raw).Not()
	case ruleset.Any:
		n = 1
	case ruleset.AtLeast:
		n = k.Clause.N
	}
	yes, no := 0, 0
	for _, m := range k.Of {
		switch m.bare(raw) {
		case fact.True:
			yes++
		case fact.False:
			no++
		}
	}
	switch {
	case yes >= n:
		return fact.True
	case len(k.Of)-no < n:
		return fact.False
	}
	return fact.Unknown
}

// Feeds returns, by slot of the names, the facts behind each, ascending: the fact itself, or those that a derived value or a decision
// table reads, through whatever lies between.
func (p *Program) Feeds() [][]int {
	all := make([][]bool, len(p.Names))
	for i := range p.Names {
		all[i] = make([]bool, len(p.Rules.Facts))
		if p.Names[i].Kind == FactName {
			all[i][i] = true
		}
	}
	for i := range p.Steps {
		for _, slot := range p.Steps[i].Reads() {
			for _, out := range p.Steps[i].Slots {
				for f, yes := range all[slot] {
					all[out][f] = all[out][f] || yes
				}
			}
		}
	}
	feeds := make([][]int, len(p.Names))
	for i := range all {
		for f, yes := range all[i] {
			if yes {
				feeds[i] = append(feeds[i], f)
			}
		}
	}
	return feeds
}
