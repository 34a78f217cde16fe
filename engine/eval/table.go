package eval

import (
	"slices"

	"slate/engine/fact"
	"slate/engine/formula"
	"slate/engine/ruleset"
)

// table is a decision table compiled. Register base+i holds whether row i hits.
type table struct {
	rules *ruleset.Classify
	rows  []row
	base  int
	// rank orders values for `priority` (position in the first output's choices) and for
	// `collect` (first row that gives the value).
	rank []func(fact.Value) int // by output
}

type row struct {
	rules *ruleset.Row
	tests []test
	when  code
}

// test is the condition a row puts on one input: one of code, anyOf and within.
type test struct {
	slot int
	code
	anyOf  []fact.Value
	within *fact.Interval
}

func (c *compiler) table(t *ruleset.Classify) *table {
	compiled := &table{rules: t}
	for _, in := range t.Inputs {
		c.lookup(in)
	}
	for _, r := range t.Rules {
		compiled.rows = append(compiled.rows, c.row(r))
	}
	compiled.base = c.p.regCount
	c.p.regCount += len(t.Rules)
	for o := range t.Outputs {
		compiled.rank = append(compiled.rank, compiled.ranking(o))
	}
	return compiled
}

func (c *compiler) row(r *ruleset.Row) row {
	compiled := row{rules: r}
	for i := range r.Tests {
		t := &r.Tests[i]
		slot, ok := c.p.scope[t.Input]
		if !ok {
			continue // reported with the table's inputs
		}
		tt := test{slot: slot.Slot, anyOf: t.AnyOf, within: t.Range}
		if t.Expr != nil {
			tt.code = c.compile(*t.Expr, truthType)
		}
		compiled.tests = append(compiled.tests, tt)
	}
	if r.When != nil {
		compiled.when = c.compile(*r.When, truthType)
	}
	return compiled
}

func (t *table) ranking(output int) func(fact.Value) int {
	var order []string
	if t.rules.Hit == ruleset.HitPriority || t.rules.Hit == ruleset.HitOutputOrder {
		order = t.rules.Outputs[output].Type.Values
	} else {
		for _, r := range t.rules.Rules {
			if r.Then != nil {
				order = append(order, r.Then[output].String())
			}
		}
	}
	first := map[string]int{}
	for i, s := range order {
		if _, ok := first[s]; !ok {
			first[s] = i
		}
	}
	return func(v fact.Value) int { return first[v.String()] }
}

func (t *table) reads() []int {
	var slots []int
	add := func(f *formula.Formula) {
		if f != nil {
			slots = append(slots, f.Uses()...)
		}
	}
	for i := range t.rows {
		for j := range t.rows[i].tests {
			slots = append(slots, t.rows[i].tests[j].slot)
			add(t.rows[i].tests[j].formula)
		}
		add(t.rows[i].when.formula)
	}
	return slots
}

// truth computes one test of a row.
func (t *test) truth(j *Judgement) fact.Truth {
	if t.formula != nil {
		return j.run(&t.code)
	}
	v := j.names[t.slot]
	if !v.Known() {
		return fact.Unknown
	}
	if t.within != nil {
		return truthOf(v.IsNumber() && t.within.Contains(v.Number()))
	}
	for _, want := range t.anyOf {
		if v.Equal(want) {
			return fact.True
		}
	}
	return fact.False
}

func truthOf(b bool) fact.Truth {
	if b {
		return fact.True
	}
	return fact.False
}

// classify computes every row and sets the outputs.
func (j *Judgement) classify(s *Step) {
	t := s.table
	for i := range t.rows {
		r := &t.rows[i]
		hit := fact.True
		for k := range r.tests {
			hit = hit.And(r.tests[k].truth(j))
		}
		if r.when.formula != nil {
			hit = hit.And(j.run(&r.when))
		}
		j.regs[t.base+i] = truthValue(hit)
	}
	values, why := t.decide(j)
	for i, slot := range s.Slots {
		if values == nil {
			j.names[slot] = fact.Missing(why)
			continue
		}
		j.names[slot] = values[i]
	}
}

func truthValue(t fact.Truth) fact.Value {
	if t == fact.Unknown {
		return fact.Missing(fact.Waiting)
	}
	return fact.OfBool(t == fact.True)
}

// decide returns one value an output, or nil and why there is none: the outputs wait for
// facts, or the matter is for a person.
func (t *table) decide(j *Judgement) ([]fact.Value, fact.Reason) {
	var hits, open []*ruleset.Row
	for i := range t.rows {
		switch formula.TruthOf(j.regs[t.base+i]) {
		case fact.True:
			hits = append(hits, t.rules.Rules[i])
		case fact.Unknown:
			open = append(open, t.rules.Rules[i])
		}
	}
	switch t.rules.Hit {
	case ruleset.HitFirst:
		return t.first(j)
	case ruleset.HitCollect:
		return t.collect(hits, open)
	case ruleset.HitSum, ruleset.HitMin, ruleset.HitMax, ruleset.HitCount:
		return t.aggregate(hits, open)
	case ruleset.HitRuleOrder, ruleset.HitOutputOrder:
		return t.inOrder(hits, open)
	case ruleset.HitPriority:
		return t.priority(hits, open)
	case ruleset.HitAny:
		return t.agree(hits, open)
	}
	if len(hits) > 1 {
		return nil, fact.NeedsDecision
	}
	if len(hits)+len(open) > 1 {
		return nil, fact.Waiting
	}
	return t.agree(hits, open)
}

// agree gives what all rows that hit, or may hit, say alike.
func (t *table) agree(hits, open []*ruleset.Row) ([]fact.Value, fact.Reason) {
	if len(hits) == 0 {
		hits = []*ruleset.Row{t.rules.Otherwise}
	} else if !alike(hits) {
		return nil, fact.NeedsDecision
	}
	if !alike(append(hits[:1:1], open...)) {
		return nil, fact.Waiting
	}
	return result(hits[0])
}

// first takes the first row that hits; a row before it that may hit must say the same.
func (t *table) first(j *Judgement) ([]fact.Value, fact.Reason) {
	var candidates []*ruleset.Row
	last := t.rules.Otherwise
	for i := range t.rows {
		hit := formula.TruthOf(j.regs[t.base+i])
		if hit == fact.True {
			last = t.rules.Rules[i]
			break
		}
		if hit == fact.Unknown {
			candidates = append(candidates, t.rules.Rules[i])
		}
	}
	if !alike(append(candidates, last)) {
		return nil, fact.Waiting
	}
	return result(last)
}

// priority takes the hit whose first output ranks highest. A row that may hit and ranks
// higher leaves the matter open.
func (t *table) priority(hits, open []*ruleset.Row) ([]fact.Value, fact.Reason) {
	var best *ruleset.Row
	for _, r := range hits {
		if r.Then == nil {
			return nil, fact.NeedsDecision
		}
		if best == nil || t.rank[0](r.Then[0]) < t.rank[0](best.Then[0]) {
			best = r
		}
	}
	if best == nil {
		return t.agree(nil, open)
	}
	for _, r := range open {
		if r.Then == nil || t.comesBefore(r, best) {
			return nil, fact.Waiting
		}
	}
	return result(best)
}

// comesBefore reports whether a row would be taken instead of another if it hit, and say something else.
func (t *table) comesBefore(r, best *ruleset.Row) bool {
	a, b := t.rank[0](r.Then[0]), t.rank[0](best.Then[0])
	earlier := slices.Index(t.rules.Rules, r) < slices.Index(t.rules.Rules, best)
	return a < b || a == b && earlier && !sameResult(r, best)
}

// collect gives each output the list of what every hit says, in the order of the first row
// that could say it, each value once.
func (t *table) collect(hits, open []*ruleset.Row) ([]fact.Value, fact.Reason) {
	if len(hits) == 0 {
		values, why := t.agree(nil, open)
		return asLists(values), why
	}
	lists := make([]fact.Value, len(t.rules.Outputs))
	for o := range lists {
		members, decide := t.members(o, hits)
		if decide {
			return nil, fact.NeedsDecision
		}
		all, decide := t.members(o, append(hits[:len(hits):len(hits)], open...))
		if decide || len(all) != len(members) {
			return nil, fact.Waiting
		}
		lists[o] = fact.OfList(members)
	}
	return lists, 0
}

func asLists(values []fact.Value) []fact.Value {
	if values == nil {
		return nil
	}
	lists := make([]fact.Value, len(values))
	for i, v := range values {
		lists[i] = fact.OfList([]fact.Value{v})
	}
	return lists
}

// members returns the distinct values that rows give output o, ranked, and whether one of them asks for a person.
func (t *table) members(o int, rows []*ruleset.Row) (members []fact.Value, decide bool) {
	for _, r := range rows {
		if r.Then == nil {
			return nil, true
		}
		members = insert(members, r.Then[o], t.rank[o])
	}
	return members, false
}

// insert puts a value at its rank, unless it is there.
func insert(list []fact.Value, v fact.Value, rank func(fact.Value) int) []fact.Value {
	at := len(list)
	for i, m := range list {
		if m.Equal(v) {
			return list
		}
		if at == len(list) && rank(v) < rank(m) {
			at = i
		}
	}
	list = append(list, v)
	copy(list[at+1:], list[at:])
	list[at] = v
	return list
}

// alike reports whether all rows say the same; a row that is nil (no `otherwise`) asks for a person.
func alike(rows []*ruleset.Row) bool {
	for _, r := range rows[1:] {
		if !sameResult(rows[0], r) {
			return false
		}
	}
	return true
}

func sameResult(a, b *ruleset.Row) bool {
	av, bv := then(a), then(b)
	if len(av) != len(bv) {
		return false
	}
	for i := range av {
		if !av[i].Equal(bv[i]) {
			return false
		}
	}
	return true
}

func then(r *ruleset.Row) []fact.Value {
	if r == nil {
		return nil
	}
	return r.Then
}

func result(r *ruleset.Row) ([]fact.Value, fact.Reason) {
	if v := then(r); v != nil {
		return v, 0
	}
	return nil, fact.NeedsDecision
}
