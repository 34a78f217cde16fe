package eval

import (
	"slate/engine/fact"
	"slate/engine/formula"
	"slate/engine/roster"
	"slate/engine/ruleset"
)

// Probe judges people who are made up fact by fact, and only those parts of the rules that are asked for: it is the walk of
// a Judgement, opened. Package lint asks it about every kind of person that a clause can tell apart. A Probe is
// used by one goroutine.
type Probe struct{ j *Judgement }

// Probe returns a probe of somebody of whom nothing is known.
func (p *Program) Probe() *Probe {
	pool := &Pool{Program: p, Snapshot: roster.NewBuilder(p.Fields()).Snapshot()}
	if p.Score != nil {
		pool.weights = fixedWeights(p.Score.Rules)
	}
	return &Probe{pool.newJudgement()}
}

// Set gives a fact a value, by slot. As in a roster, a number outside the declared domain is missing.
func (b *Probe) Set(slot int, v fact.Value) {
	if f := b.j.Program().Names[slot].Field; f != nil && f.Domain != nil && v.IsNumber() && !f.Domain.Contains(v.Number()) {
		v = fact.Missing(fact.OutOfDomain)
	}
	b.j.names[slot] = v
}

// Step computes a derived value or a decision table, by number. What it reads must be there: Steps stand in order.
func (b *Probe) Step(i int) { b.j.step(&b.j.Program().Steps[i]) }

// Value returns the value of a name, by slot.
func (b *Probe) Value(slot int) fact.Value { return b.j.names[slot] }

// Compute computes a formula of the program; out, as long as its Nodes, receives the value of each part.
func (b *Probe) Compute(f *formula.Formula, out []fact.Value) fact.Value {
	return f.Eval(b.j.names, b.j.Program().day, out)
}

// Truth computes a condition and what is below it, with on_missing applied. bars is what an unknown outcome becomes where
// missing fails: False for a requirement, True for a veto.
func (b *Probe) Truth(k *Condition, bars fact.Truth) fact.Truth {
	b.leaves(k)
	applyMissing([]*Condition{k}, b.j.Leaves, bars)
	return k.truth(b.j.Leaves, bars)
}

func (b *Probe) leaves(k *Condition) {
	if k.Leaf >= 0 {
		b.j.Leaves[k.Leaf] = b.j.run(&b.j.Program().Leaves[k.Leaf].code)
	}
	for _, m := range k.Of {
		b.leaves(m)
	}
}

// Hits returns which rows of a decision table hit, once its step is computed.
func (b *Probe) Hits(step int) []fact.Truth { return b.j.Hits(step) }

// Points computes an indicator, by number. One that is relative to the pool is as for somebody whose input is unknown.
func (b *Probe) Points(indicator int) Points {
	in := &b.j.Program().Score.Indicators[indicator]
	if m := in.Rules.Method; m == ruleset.Percentile || m == ruleset.Minmax {
		return missingPoints(in)
	}
	return b.j.indicator(indicator)
}

// Score computes the score from the names as they are, as Judgement.Total has it, and the number of its grade: −1 for none,
// certain only where it lies in one whatever is missing. A score relative to the pool is not for a Probe.
func (b *Probe) Score() (total Range, grade int, certain bool) {
	b.j.points()
	grade, certain = b.j.Grade()
	return b.j.Total, grade, certain
}

// Formulas returns every formula of a step: that of a derived value, or those of the rows of a decision table.
func (s *Step) Formulas() []*formula.Formula {
	if s.table == nil {
		if s.formula == nil {
			return nil
		}
		return []*formula.Formula{s.formula}
	}
	var all []*formula.Formula
	for i := range s.table.rows {
		r := &s.table.rows[i]
		for k := range r.tests {
			if f := r.tests[k].formula; f != nil {
				all = append(all, f)
			}
		}
		if r.when.formula != nil {
			all = append(all, r.when.formula)
		}
	}
	return all
}

// Reads returns the slots that a step reads; some may be given twice.
func (s *Step) Reads() []int { return s.reads() }

// Where returns the compiled condition of a body or quota, nil for a nil text.
func (p *Program) Where(t *ruleset.Text) *formula.Formula { return p.wheres[t] }
