package eval

import (
	"slate/engine/aggregate"
	"slate/engine/fact"
	"slate/engine/formula"
	"slate/engine/roster"
)

// Judgement is all that was computed while one person was judged. It is the trace: what
// is shown of a person is read from here, never computed again.
type Judgement struct {
	Pool   *Pool
	Person int // number in the snapshot

	// Outcomes holds the verdict of each tier.
	Outcomes []Outcome
	// Leaves holds what each atomic clause came to, an unknown that fails the person included: Raw has it before that.
	Leaves []fact.Truth
	Raw    []fact.Truth
	// Waived holds, for each veto, the record that sets it aside, or nil.
	Waived []*roster.Waiver
	// Indicators and Criteria hold the points; Total the score, rounded.
	Indicators []Points
	Criteria   []Range
	Total      Range

	names   []fact.Value // by slot
	scratch aggregate.Scratch
	regs    []fact.Value // by register: the parts of every formula
}

// Program returns the program that judged.
func (j *Judgement) Program() *Program { return j.Pool.Program }

// Value returns the value of the name in a slot, as it was judged: an expired fact is missing here.
func (j *Judgement) Value(slot int) fact.Value { return j.names[slot] }

// Trace returns the values of the parts of a leaf's condition, as numbered by its Formula.
func (j *Judgement) Trace(leaf int) []fact.Value { return j.trace(&j.Program().Leaves[leaf].code) }

func (j *Judgement) trace(c *code) []fact.Value {
	return j.regs[c.base : c.base+len(c.formula.Nodes)]
}

// newJudgement makes room for judging; the parts are used again for the next person.
func (p *Pool) newJudgement() *Judgement {
	pr := p.Program
	j := &Judgement{
		Pool:     p,
		Outcomes: make([]Outcome, len(pr.Tiers)),
		Leaves:   make([]fact.Truth, len(pr.Leaves)),
		Raw:      make([]fact.Truth, len(pr.Leaves)),
		Waived:   make([]*roster.Waiver, len(pr.Vetoes)),
		names:    make([]fact.Value, len(pr.Names)),
		regs:     make([]fact.Value, pr.regCount),
	}
	if pr.Score != nil {
		j.Indicators = make([]Points, len(pr.Score.Indicators))
		j.Criteria = make([]Range, len(pr.Score.Criteria))
	}
	for slot := range pr.Names {
		if n := &pr.Names[slot]; n.Kind == ParamName {
			j.names[slot] = n.Param.Value
		}
	}
	return j
}

// run computes a condition and returns its truth.
func (j *Judgement) run(c *code) fact.Truth { return formula.TruthOf(j.value(c)) }

func (j *Judgement) value(c *code) fact.Value {
	return c.formula.Eval(j.names, j.Program().day, j.trace(c))
}

// judge computes everything about one person.
func (j *Judgement) judge(person int) {
	j.facts(person)
	j.clauses()
	j.waive()
	j.decide()
	j.points()
}

// facts fills the names: facts as known on the cut-off date, then what is derived from them.
func (j *Judgement) facts(person int) {
	j.Person = person
	pr := j.Program()
	for slot, column := range j.Pool.columns {
		j.names[slot] = j.made(slot, known(pr.Names[slot].Field, column, person, pr.Cutoff))
	}
	for i := range pr.Steps {
		j.step(&pr.Steps[i])
	}
}

// step computes a derived value or the outputs of a decision table from the names before it.
func (j *Judgement) step(s *Step) {
	if s.Derive == nil {
		j.classify(s)
		return
	}
	v := j.value(&s.code)
	if r := s.Derive.Round; r != nil && v.Known() && v.IsNumber() {
		v = fact.OfNumber(v.Number().Round(r.Scale, r.Mode))
	}
	if s.Derive.Type.Kind == fact.Integer && v.IsNumber() && !v.Number().IsInt() {
		v = fact.Missing(fact.OutOfDomain) // declared whole, and not rounded: no value of its type
	}
	if !v.Known() && v.Why() != fact.OutOfDomain {
		// The reason stays with the part that has it; whoever reads the name only waits.
		v = fact.Missing(fact.Waiting)
	}
	j.names[s.Slots[0]] = v
}

// known reads a fact as the cut-off date allows: a value that is too old or outside the
// declared domain is missing, with that reason.
func known(f *fact.Field, c *roster.Column, person int, cutoff fact.Date) fact.Value {
	if c == nil {
		return fact.Missing(fact.NotSupplied)
	}
	v := c.Value(person)
	if !v.Known() {
		return v
	}
	if f.Domain != nil && v.IsNumber() && !f.Domain.Contains(v.Number()) {
		return fact.Missing(fact.OutOfDomain)
	}
	if f.MaxAge.IsZero() {
		return v
	}
	if on := c.AsOf(person); !on.IsZero() && cutoff.Compare(on.Add(f.MaxAge)) >= 0 {
		return fact.Missing(fact.Expired)
	}
	return v
}

// clauses computes every atomic clause, whatever the others came to.
func (j *Judgement) clauses() {
	pr := j.Program()
	for i := range pr.Leaves {
		j.Raw[i] = j.run(&pr.Leaves[i].code)
		j.Leaves[i] = j.Raw[i]
	}
	for i := range pr.Tiers {
		applyMissing(pr.Tiers[i].Require, j.Leaves, fact.False)
	}
	for i := range pr.Vetoes {
		applyMissing([]*Condition{pr.Vetoes[i].Condition}, j.Leaves, fact.True)
	}
}

// applyMissing turns an unknown leaf into what it bars with, where the rule file says that missing fails.
func applyMissing(conditions []*Condition, leaves []fact.Truth, bars fact.Truth) {
	for _, k := range conditions {
		if k.Leaf < 0 {
			applyMissing(k.Of, leaves, bars)
		} else if k.Fails && leaves[k.Leaf] == fact.Unknown {
			leaves[k.Leaf] = bars
		}
	}
}

// waive finds the records that set vetoes aside.
func (j *Judgement) waive() {
	for i := range j.Waived {
		j.Waived[i] = j.Pool.waiver(j.Person, i)
	}
}

// decide computes the verdict of every tier.
func (j *Judgement) decide() {
	for i := range j.Outcomes {
		j.Outcomes[i] = j.verdict(&j.Program().Tiers[i], j.Leaves)
	}
}

// verdict joins the requirements and the vetoes of a tier under the given truth of the leaves.
func (j *Judgement) verdict(t *Tier, leaves []fact.Truth) Outcome {
	all := fact.True
	for _, k := range t.Require {
		all = all.And(k.truth(leaves, fact.False))
	}
	for _, v := range t.Vetoes {
		if j.Waived[v] == nil {
			all = all.And(j.Program().Vetoes[v].Condition.truth(leaves, fact.True).Not())
		}
	}
	switch all {
	case fact.True:
		return Pass
	case fact.False:
		return Fail
	}
	return Undecided
}

// Highest returns the highest tier, in file order, that the person certainly reaches and the
// highest that they may reach; −1 for none.
func (j *Judgement) Highest() (certain, possible int) {
	return highest(j.Outcomes)
}

func highest(outcomes []Outcome) (certain, possible int) {
	certain, possible = -1, -1
	for i, o := range outcomes {
		if o == Pass {
			certain = i
		}
		if o != Fail {
			possible = i
		}
	}
	return certain, possible
}

// Truth returns what a condition of a tier or a veto came to, before its own on_missing is applied.
func (j *Judgement) Truth(k *Condition) fact.Truth {
	for i := range j.Program().Vetoes {
		if j.Program().Vetoes[i].Condition.holds(k) {
			return k.open(j.Leaves, fact.True)
		}
	}
	return k.open(j.Leaves, fact.False)
}

// holds reports whether k is this condition or one inside it.
func (k *Condition) holds(other *Condition) bool {
	if k == other {
		return true
	}
	for _, m := range k.Of {
		if m.holds(other) {
			return true
		}
	}
	return false
}

// IndicatorTrace returns the values of the parts of an indicator's formula.
func (j *Judgement) IndicatorTrace(i int) []fact.Value {
	return j.trace(&j.Program().Score.Indicators[i].code)
}

// StepTrace returns the values of the parts of a derived value's formula.
func (j *Judgement) StepTrace(i int) []fact.Value { return j.trace(&j.Program().Steps[i].code) }

// Hits returns which rows of a decision table hit, by row.
func (j *Judgement) Hits(step int) []fact.Truth {
	t := j.Program().Steps[step].table
	hits := make([]fact.Truth, len(t.rows))
	for i := range hits {
		hits[i] = formula.TruthOf(j.regs[t.base+i])
	}
	return hits
}

// Question returns what a decision table asks a person, "" where it asks nobody.
func (j *Judgement) Question(step int) string {
	s := &j.Program().Steps[step]
	if v := j.names[s.Slots[0]]; v.Known() || v.Why() != fact.NeedsDecision {
		return ""
	}
	return s.table.question(j)
}
