package eval

import (
	"slate/engine/fact"
	"slate/engine/formula"
	"slate/engine/ruleset"
)

// Wait is something that must be known before a person can be judged: a fact that a
// department must supply, or a value that cannot be computed or that a person must decide.
type Wait struct {
	Slot   int         // the fact; or the derived value or output where it stops; −1 for a clause
	Leaf   int         // the clause whose own arithmetic has no result, −1 otherwise
	Reason fact.Reason // why it is missing
	Decide string      // what a person must decide, where Reason is NeedsDecision
}

// Waits returns what the given leaves wait for, facts first in file order.
func (j *Judgement) Waits(leaves []int) []Wait {
	w := waiting{j: j, slots: map[int]bool{}}
	for _, leaf := range leaves {
		w.formula(&j.Program().Leaves[leaf].code, leaf, -1)
	}
	return w.inOrder()
}

// ScoreWaits returns what keeps the score a range.
func (j *Judgement) ScoreWaits() []Wait {
	w := waiting{j: j, slots: map[int]bool{}}
	if s := j.Program().Score; s != nil {
		for i := range s.Indicators {
			if j.Indicators[i].Missing && s.Indicators[i].Rules.OnMissing == nil {
				w.indicator(&s.Indicators[i])
			}
		}
	}
	return w.inOrder()
}

// KeyWaits returns what keeps the person's place a range: what the score and the other keys of the order wait for.
func (j *Judgement) KeyWaits() []Wait {
	w := waiting{j: j, slots: map[int]bool{}}
	pr := j.Program()
	for i := range pr.Ranking.Keys {
		k := &pr.Ranking.Keys[i]
		if j.keyRange(k).Exact() {
			continue
		}
		switch k.source {
		case byName:
			w.slot(k.index)
		case byTier:
			for t := range pr.Tiers {
				if j.Outcomes[t] == Undecided {
					for _, leaf := range j.Because(t) {
						w.formula(&pr.Leaves[leaf].code, leaf, -1)
					}
				}
			}
		default:
			from, to := k.indicators(pr.Score)
			for n := from; n < to; n++ {
				if j.Indicators[n].Missing && pr.Score.Indicators[n].Rules.OnMissing == nil {
					w.indicator(&pr.Score.Indicators[n])
				}
			}
		}
	}
	return w.inOrder()
}

// waiting follows unknown values back to where they begin.
type waiting struct {
	j     *Judgement
	slots map[int]bool // seen
	found []Wait
}

func (w *waiting) indicator(in *Indicator) {
	if in.Slot >= 0 {
		w.slot(in.Slot)
		return
	}
	w.formula(&in.code, -1, -1)
}

// formula follows the parts that block a formula. leaf and slot say whose formula it is.
func (w *waiting) formula(c *code, leaf, slot int) {
	out := w.j.trace(c)
	for _, n := range c.formula.Blocking(out) {
		if node := &c.formula.Nodes[n]; node.Op == formula.NameRef {
			w.slot(node.Slot)
		} else {
			w.found = append(w.found, Wait{Slot: slot, Leaf: leaf, Reason: out[n].Why()})
		}
	}
}

func (w *waiting) slot(slot int) {
	v := w.j.names[slot]
	if v.Known() || w.slots[slot] {
		return
	}
	w.slots[slot] = true
	n := &w.j.Program().Names[slot]
	switch n.Kind {
	case FactName:
		w.found = append(w.found, Wait{Slot: slot, Leaf: -1, Reason: v.Why()})
	case DerivedName:
		w.formula(&w.j.Program().Steps[n.Step].code, -1, slot)
	case OutputName:
		w.output(slot, v)
	}
}

// output follows a decision table: to the facts that its open rows test, or to the person who must decide.
func (w *waiting) output(slot int, v fact.Value) {
	t := w.j.Program().Steps[w.j.Program().Names[slot].Step].table
	switch v.Why() {
	case fact.NeedsDecision:
		w.found = append(w.found, Wait{Slot: slot, Leaf: -1, Reason: fact.NeedsDecision, Decide: t.question(w.j)})
		return
	case fact.Overflow:
		w.found = append(w.found, Wait{Slot: slot, Leaf: -1, Reason: fact.Overflow})
		return
	}
	for i := range t.rows {
		hit := formula.TruthOf(w.j.regs[t.base+i])
		if hit == fact.True && t.rules.Hit == ruleset.HitFirst {
			return // rows below it do not count
		}
		if hit != fact.Unknown {
			continue
		}
		for k := range t.rows[i].tests {
			test := &t.rows[i].tests[k]
			if test.formula != nil {
				w.formula(&test.code, -1, slot)
			} else {
				w.slot(test.slot)
			}
		}
		if t.rows[i].when.formula != nil {
			w.formula(&t.rows[i].when, -1, slot)
		}
	}
}

// question returns what the table asks a person: the words of the first row that hits and asks, or of `otherwise`.
func (t *table) question(j *Judgement) string {
	for i := range t.rows {
		if formula.TruthOf(j.regs[t.base+i]) == fact.True && t.rows[i].rules.Then == nil {
			return t.rows[i].rules.Decide
		}
	}
	if t.rules.Otherwise != nil {
		return t.rules.Otherwise.Decide
	}
	return ""
}

// inOrder puts facts first, in file order; what cannot be computed follows as it was found.
func (w *waiting) inOrder() []Wait {
	var ordered []Wait
	for slot := range w.j.Program().Names {
		for _, f := range w.found {
			if f.Slot == slot && f.Leaf < 0 {
				ordered = append(ordered, f)
			}
		}
	}
	for _, f := range w.found {
		if f.Slot < 0 || f.Leaf >= 0 {
			ordered = append(ordered, f)
		}
	}
	return ordered
}
