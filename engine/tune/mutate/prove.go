package mutate

import (
	"slices"

	"slate/engine/eval"
	"slate/engine/fact"
	"slate/engine/lint"
	"slate/engine/ruleset"
	"slate/engine/ruletest"
)

// prove asks of a survivor that none of the candidates tells from the rules whether anybody there could be does, on each cut-off date
// of the file and its cases. Somebody found becomes the witness, with as few facts as will do. The rules are as they were when prove
// is called and when it returns.
func (r *runner) prove(m mutant, out *Mutant) error {
	if r.same == nil {
		return nil
	}
	same := true
	for _, day := range r.daysOf(m) {
		a, _ := eval.Compile(r.same, day)
		undo := m.apply()
		b, _ := eval.Compile(r.rs, day)
		if a == nil || b == nil {
			undo()
			same = false
			continue
		}
		proof, err := lint.Prove(r.ctx, a, b)
		undo()
		if err != nil {
			return err
		}
		for _, d := range proof.Differences {
			w, err := r.smallest(m, day, d.Who)
			if err != nil {
				return err
			}
			if w != nil {
				out.Witness = w
				return nil
			}
		}
		same = same && proof.Verdict == lint.Same && len(proof.Beyond) == 0
	}
	switch {
	case !same || out.Witness != nil: // a case can tell the reasons
	case m.within:
		out.Status = Equivalent
	default:
		out.Unjudged = true
	}
	return nil
}

// daysOf returns the cut-off dates on which a mutant is proved.
func (r *runner) daysOf(m mutant) []fact.Date {
	days := r.days()
	for _, d := range m.days {
		if !d.IsZero() && !slices.Contains(days, d) {
			days = append(days, d)
		}
	}
	return days
}

// days returns the cut-off dates of the file and of its cases, each once.
func (r *runner) days() []fact.Date {
	days := []fact.Date{r.cutoff}
	for _, t := range r.tests {
		if !slices.Contains(days, t.Cutoff) && t.Expect.Error == nil {
			days = append(days, t.Cutoff)
		}
	}
	return days
}

// smallest returns the witness that a person is who was found by proof, without the facts that do not matter; nil where a case does
// not see that the person is judged differently.
func (r *runner) smallest(m mutant, day fact.Date, who []ruleset.Given) (*Witness, error) {
	if who == nil {
		return nil, nil
	}
	best, err := r.tell(m, day, who)
	for i := len(who) - 1; i >= 0 && best != nil && err == nil; i-- {
		fewer := without(who, i)
		var w *Witness
		if w, err = r.tell(m, day, fewer); w != nil && w.judged() {
			best, who = w, fewer
		}
	}
	return best, err
}

// tell judges one person by the rules and by the changed rules.
func (r *runner) tell(m mutant, day fact.Date, who []ruleset.Given) (*Witness, error) {
	probe := r.probe(day, who, nil, false)
	before, err := r.cases([]*ruleset.Test{probe})
	if err != nil {
		return nil, err
	}
	undo := m.apply()
	defer undo()
	after, err := r.cases([]*ruleset.Test{probe})
	if err != nil || after.Cases[0].Status == ruletest.Error {
		return nil, err
	}
	return r.differs(m, probe, outcomes(&before.Cases[0]), outcomes(&after.Cases[0])), nil
}
