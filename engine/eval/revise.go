package eval

import (
	"slices"

	"slate/engine/fact"
	"slate/engine/formula"
)

// With returns the program with another value of a parameter: the row in force on the cut-off date holds
// v instead. slot is that of the parameter; v has its type.
func (p *Program) With(slot int, v fact.Value) *Program {
	other := *p
	other.Names = slices.Clone(p.Names)
	row := *p.Names[slot].Param
	row.Value = v
	other.Names[slot].Param = &row
	return &other
}

// Use lays another program over the people of the pool: p is this pool's program With another value of a parameter
// that no method relative to the pool reads, so that what is known of the pool stays as it is.
func (p *Pool) Use(program *Program) *Pool {
	other := *p
	other.Program = program
	return &other
}

// Mark is what a list needs of one person: their verdicts and where they stand in the order.
type Mark struct {
	Outcomes []Outcome // by tier
	leaves   []fact.Truth
	key      sortKey // nil for somebody who fails the list's tier
}

// Mark returns what a list needs of the person.
func (j *Judgement) Mark() Mark {
	m := Mark{Outcomes: slices.Clone(j.Outcomes), leaves: slices.Clone(j.Leaves)}
	if j.Outcomes[j.Program().Ranking.Tier] != Fail {
		m.key = j.sortKey()
	}
	return m
}

// Equal reports whether two marks give the same verdicts and the same place.
func (m *Mark) Equal(o *Mark) bool {
	return slices.Equal(m.Outcomes, o.Outcomes) && len(m.key) == len(o.key) && slices.EqualFunc(m.key, o.key, func(a, b Range) bool {
		return a.OpenLo == b.OpenLo && a.OpenHi == b.OpenHi && a.Lo.Equal(b.Lo) && a.Hi.Equal(b.Hi)
	})
}

// Put sets what the verdicts hold of a person.
func (v *Verdicts) Put(person int, m *Mark) {
	p := v.Pool.Program
	copy(v.outcomes[person*len(p.Tiers):], m.Outcomes)
	copy(v.leaves[person*len(p.Leaves):], m.leaves)
	v.keys[person] = m.key
}

// Blank returns verdicts for the pool that nobody has been judged in yet; Put fills them.
func (p *Pool) Blank() *Verdicts {
	n := p.Snapshot.Len()
	return &Verdicts{Pool: p, outcomes: make([]Outcome, n*len(p.Program.Tiers)), leaves: make([]fact.Truth, n*len(p.Program.Leaves)), keys: make([]sortKey, n)}
}

// Asked is one thing that a row of a decision table asks: a formula with its trace, or an interval that the value in a
// slot is held to. Exactly one of Formula and Within is set.
type Asked struct {
	Formula *formula.Formula
	Trace   []fact.Value
	Slot    int
	Within  *fact.Interval
}

// Asks returns what the rows of a decision table ask of numbers and conditions; tests against listed values are left out.
func (j *Judgement) Asks(step int) []Asked {
	var asks []Asked
	t := j.Program().Steps[step].table
	for i := range t.rows {
		r := &t.rows[i]
		for k := range r.tests {
			switch test := &r.tests[k]; {
			case test.formula != nil:
				asks = append(asks, Asked{Formula: test.formula, Trace: j.trace(&test.code)})
			case test.within != nil:
				asks = append(asks, Asked{Slot: test.slot, Within: test.within})
			}
		}
		if r.when.formula != nil {
			asks = append(asks, Asked{Formula: r.when.formula, Trace: j.trace(&r.when)})
		}
	}
	return asks
}

// Weight returns the share of a criterion in the total: a fraction of one, 1 where points are added.
func (p *Pool) Weight(criterion int) fact.Number { return p.weights[criterion] }

// Reweigh returns the pool with other weights of the criteria, fractions of one in file order. The score must be a sum of
// weighted criteria: neither topsis nor entropy.
func (p *Pool) Reweigh(weights []fact.Number) *Pool {
	other := *p
	other.weights = weights
	return &other
}

// Without returns the pool with one indicator left out. Weights of the others beside it, and of the other criteria where it was
// the only one, are raised in proportion. The score must be a sum, as for Reweigh; ok is false where nothing
// with a weight would be left.
func (p *Pool) Without(indicator int) (other *Pool, ok bool) {
	out := *p
	s := p.Program.Score
	for i := range s.Criteria {
		c := &s.Criteria[i]
		if indicator < c.First || indicator >= c.First+c.Count {
			continue
		}
		if c.Count > 1 && (c.Rules.Leaf || !s.Indicators[indicator].Rules.Weighted || s.Indicators[indicator].Rules.Weight < 100) {
			out.without = indicator + 1
			return &out, true
		}
		out.weights, ok = withoutWeight(p.weights, i, c.Rules.Weighted)
		return &out, ok
	}
	return &out, false
}

// withoutWeight takes one weight away, and raises the others in proportion where they are shares.
func withoutWeight(weights []fact.Number, at int, shares bool) ([]fact.Number, bool) {
	out := slices.Clone(weights)
	out[at] = fact.Number{}
	if !shares {
		return out, len(weights) > 1
	}
	rest, err := fact.Int(1).Sub(weights[at])
	if err != nil || rest.Sign() == 0 {
		return out, false
	}
	for i := range out {
		if out[i], err = out[i].Quo(rest); err != nil {
			return out, false
		}
	}
	return out, true
}
