// Package mutate finds out how much the cases of a rule file would notice.
//
// It makes one small change at a time (a threshold moved by its smallest unit, `>=` for `>`, a clause dropped, …), compiles
// the changed rules and runs the cases by package ruletest, the way every case is run. A change that
// no case notices survives; for it, the smallest person is sought whom the rules and the changed rules judge
// differently, as a case to add.
//
// A change that none of a few candidates tells is put to package lint, which proves that it affects nobody, or finds somebody whom it does.
//
// What cases cannot see is not changed: the limit of the list and the seats of bodies.
package mutate

import (
	"context"
	"slices"
	"strconv"

	"slate/engine/diag"
	"slate/engine/eval"
	"slate/engine/fact"
	"slate/engine/ruleset"
	"slate/engine/ruletest"
)

// Op is a kind of change.
type Op uint8

// The kinds of change, in the order of a rule file.
const (
	ParamMoved Op = iota
	OperatorSwapped
	ThresholdMoved
	RowDropped
	ClauseDropped
	GroupSwapped
	CountMoved
	SinceMoved
	UntilMoved
	OnMissingFlipped
	VetoOff
	WaiverOff
	WeightMoved // one percent to the next weight beside it
	PointsMoved
	EdgeMoved
	BracketFlipped
	KeyDropped
	KeyReversed
)

var opWords = [...]string{"param_moved", "operator_swapped", "threshold_moved", "row_dropped", "clause_dropped", "group_swapped",
	"count_moved", "since_moved", "until_moved", "on_missing_flipped", "veto_off", "waiver_off", "weight_moved", "points_moved",
	"edge_moved", "bracket_flipped", "key_dropped", "key_reversed"}

// String returns the word of the JSON output: param_moved and so on.
func (o Op) String() string { return opWords[o] }

// Status is what became of a mutant.
type Status uint8

// The statuses. Killed: a case noticed. Invalid: the changed rules do not compile, so nobody could adopt them. Equivalent: it is proved
// that the verdicts, vetoes, score and grade of everybody stay the same, and that the change can touch nothing else but reasons: no
// case is missing.
const (
	Survived Status = iota
	Killed
	Invalid
	Equivalent
)

// String returns survived, killed, invalid or equivalent.
func (s Status) String() string { return [...]string{"survived", "killed", "invalid", "equivalent"}[s] }

// Mutant is one small change and what became of it.
type Mutant struct {
	Op       Op
	ID       string // the clause, parameter, indicator, row or key that is changed
	Was, Now string // the changed words; Now is "" for what is dropped
	Span     diag.Span
	Status   Status
	KilledBy *ruleset.Test // the first case that noticed, of a killed one
	Witness  *Witness      // of a survivor; nil where none was found
	// Unjudged says of a survivor that nobody's verdict, veto, score or grade can tell, which is proved: only a name that a table or
	// formula gives, an order or a place could.
	Unjudged bool
}

// Result is the outcome of all mutants, in a fixed order.
type Result struct {
	Mutants []Mutant
	Cases   int
}

// Count returns how many mutants have a status.
func (r *Result) Count(s Status) int {
	n := 0
	for i := range r.Mutants {
		if r.Mutants[i].Status == s {
			n++
		}
	}
	return n
}

// Run makes the mutants of a ruleset and runs its cases over each. All cases must pass without a change; which is for
// the caller to see to. same is a second reading of the same file, against which survivors are proved; with nil none is. The ruleset is changed while Run works, so nobody else may use it, and is as before
// when Run returns. It fails only when ctx ends.
func Run(ctx context.Context, rs, same *ruleset.Ruleset) (*Result, error) {
	r := &runner{ctx: ctx, rs: rs, same: same, tests: rs.Tests}
	defer func() { rs.Tests = r.tests }()
	program := r.first()
	out := &Result{Cases: len(rs.Tests)}
	if program == nil {
		return out, nil
	}
	r.candidates(program)
	for _, m := range mutants(rs, program) {
		got, err := r.try(m)
		if err != nil {
			return nil, err
		}
		out.Mutants = append(out.Mutants, got)
	}
	return out, nil
}

type runner struct {
	ctx      context.Context
	rs       *ruleset.Ruleset
	same     *ruleset.Ruleset // as rs is without a change; nil: nothing is proved
	tests    []*ruleset.Test
	cutoff   fact.Date
	probes   []*ruleset.Test // the people among whom a witness is sought, smallest first
	baseline [][]Outcome     // what they come to under the rules as they are, filled when first needed
}

// first compiles the rules for the ruleset's own cut-off date, or for the first case that has one that will do.
func (r *runner) first() *eval.Program {
	days := []fact.Date{{}}
	for _, t := range r.tests {
		days = append(days, t.Cutoff)
	}
	for _, day := range days {
		if p, _ := eval.Compile(r.rs, day); p != nil {
			r.cutoff = day
			return p
		}
	}
	return nil
}

func (r *runner) try(m mutant) (Mutant, error) {
	out := Mutant{Op: m.op, ID: m.id, Was: m.was, Now: m.now, Span: m.span}
	if len(r.baseline) == 0 {
		if err := r.settle(); err != nil {
			return out, err
		}
	}
	undo := m.apply()
	defer func() { undo() }()
	if p, _ := eval.Compile(r.rs, r.cutoff); p == nil {
		out.Status = Invalid
		return out, nil
	}
	report, err := r.cases(r.tests)
	if err != nil {
		return out, err
	}
	if i := slices.IndexFunc(report.Cases, func(c ruletest.Case) bool { return c.Status != ruletest.Pass }); i >= 0 {
		out.Status, out.KilledBy = Killed, report.Cases[i].Test
		return out, nil
	}
	if out.Witness, err = r.witness(m); err != nil || out.Witness != nil && out.Witness.judged() {
		return out, err
	}
	undo()
	err = r.prove(m, &out)
	undo = func() {}
	return out, err
}

func (r *runner) cases(tests []*ruleset.Test) (*ruletest.Report, error) {
	r.rs.Tests = tests
	return ruletest.Run(r.ctx, r.rs)
}

// Suggest returns the cases that would notice the survivors, each once and with a name of its own, ready to stand under
// `tests`. What they expect is what the rules give today: a person has to confirm it.
func (r *Result) Suggest() []string {
	var cases []string
	names, seen := map[string]bool{}, map[string]bool{}
	for i := range r.Mutants {
		w := r.Mutants[i].Witness
		if w == nil || seen[w.body()] {
			continue
		}
		seen[w.body()] = true
		name := w.Name
		for n := 2; names[name]; n++ {
			name = w.Name + " (" + strconv.Itoa(n) + ")"
		}
		names[name] = true
		cases = append(cases, "- {name: "+strconv.Quote(name)+", "+w.body())
	}
	return cases
}
