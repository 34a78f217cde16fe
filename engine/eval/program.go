// Package eval judges people by a ruleset: tiers, vetoes, decision tables, scores,
// grades and places.
//
// Compile turns a ruleset and a cut-off date into a Program. Over lays a Program
// over a snapshot of a roster, which makes a Pool. A Pool judges one person with the whole
// trace (Person) or everybody, on all cores, keeping what a list needs (Judge); Rank
// orders them. All of these walk the same compiled program, so an explanation is
// the very walk that decided.
//
// A person's walk fills two arrays: names holds the value of every fact, parameter,
// derived value and classification output; regs holds the value of every part of every
// formula. That layout, and not a tree of objects, is what would let a batch of people
// be computed column by column behind the same Program: names and regs become
// columns, and nobody outside this package sees the difference.
package eval

import (
	"slate/engine/aggregate"
	"slate/engine/diag"
	"slate/engine/fact"
	"slate/engine/formula"
	"slate/engine/ruleset"
)

// Outcome is the verdict on a person and a tier. The zero value is the safe one.
type Outcome uint8

// The outcomes.
const (
	Undecided Outcome = iota
	Fail
	Pass
)

// String returns the word the rule file uses: undecided, fail, pass.
func (o Outcome) String() string {
	return [...]string{"undecided", "fail", "pass"}[o]
}

// Program is a ruleset compiled for one cut-off date. It is immutable and safe for
// concurrent use.
type Program struct {
	Rules  *ruleset.Ruleset
	Cutoff fact.Date

	Names   []Name // by slot
	Leaves  []Leaf // atomic clauses in file order, the tiers' before the vetoes'
	Tiers   []Tier // in file order
	Vetoes  []Veto // in file order
	Steps   []Step // derived values and decision tables, each after what it needs
	Score   *Score // nil where the ruleset has none
	Ranking Ranking

	aggregates []*aggregate.Aggregate // by slot of the facts; nil for columns

	day      formula.Day
	scope    formula.Scope
	regCount int
	wheres   map[*ruleset.Text]*formula.Formula // of bodies and quotas
}

// NameKind says where the value of a name comes from.
type NameKind uint8

// The kinds of name.
const (
	FactName NameKind = iota
	ParamName
	DerivedName
	OutputName
)

// Name is a name that expressions may use.
type Name struct {
	Name  string
	Label string
	Kind  NameKind
	Type  fact.Type
	Field *fact.Field         // of a fact
	Param *ruleset.ParamValue // the row of a parameter in force on the cut-off date
	Step  int                 // the step that computes a derived value or an output
	Span  diag.Span
}

// code is a formula and where its parts stand in the registers.
type code struct {
	formula *formula.Formula
	base    int
}

// Leaf is an atomic clause that exists on the cut-off date.
type Leaf struct {
	Clause *ruleset.Clause
	Veto   bool
	code
}

// Formula returns the compiled condition.
func (l *Leaf) Formula() *formula.Formula { return l.formula }

// Condition is a clause compiled: a leaf, or a group of conditions.
type Condition struct {
	Clause *ruleset.Clause
	Leaf   int // number of the leaf, −1 for a group
	Of     []*Condition
	// Fails marks a condition whose unknown outcome makes the person fail.
	Fails bool
}

// Tier is a tier with all that it takes over.
type Tier struct {
	Rules   *ruleset.Tier
	Require []*Condition // those of the tiers it extends first
	Vetoes  []int        // numbers of the vetoes that bar it
}

// Veto is a veto that exists on the cut-off date.
type Veto struct {
	Rules     *ruleset.Veto
	Condition *Condition
}

// Step computes a derived value or the outputs of a decision table.
type Step struct {
	Derive   *ruleset.Derive   // nil for a table
	Classify *ruleset.Classify // nil for a derived value
	Slots    []int             // where the values go
	table    *table
	code
}

// TierNamed returns the number of the tier with an id.
func (p *Program) TierNamed(id string) (int, bool) {
	for i := range p.Tiers {
		if p.Tiers[i].Rules.ID == id {
			return i, true
		}
	}
	return 0, false
}

// NameOf returns the slot of a name.
func (p *Program) NameOf(name string) (int, bool) {
	n, ok := p.scope[name]
	return n.Slot, ok
}

// Fields returns the facts that the program reads from a roster, in file order. Their slots are their numbers.
func (p *Program) Fields() []fact.Field { return p.Rules.Fields() }

// TierLabel returns what people call a tier: its label, or its id.
func (p *Program) TierLabel(tier int) string {
	t := p.Tiers[tier].Rules
	if t.Label != "" {
		return t.Label
	}
	return t.ID
}

// Relative reports whether the score is relative to the pool.
func (p *Program) Relative() bool {
	if p.Score == nil {
		return false
	}
	if p.Score.Rules.Topsis || p.Score.Rules.Entropy {
		return true
	}
	for i := range p.Score.Indicators {
		if m := p.Score.Indicators[i].Rules.Method; m == ruleset.Percentile || m == ruleset.Minmax {
			return true
		}
	}
	return false
}

// Formula returns the compiled formula of a derived value, nil for a decision table.
func (s *Step) Formula() *formula.Formula { return s.formula }
