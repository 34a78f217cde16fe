// Package solve chooses at most one option of each set, exactly, under linear limits.
//
// It knows nothing of people or rule files. A problem is
//
//	maximise   Σ Value of the chosen options, then minimise Σ Tie
//	subject to at most one option of each set (exactly one where Must),
//	           Lo ≤ Σ Coef of the chosen options ≤ Hi for every limit,
//
// with integers throughout. The method (files in the order to read them):
//
//   - problem.go: the data, and the answer with its certificate;
//   - solver.go: one solution after another, each from the prices of the first;
//   - weigh.go: one integer objective out of value, tie and a little noise;
//   - simplex.go: the linear relaxation. Only the limits get prices; "one option of a set" is met by
//     taking the best option at these prices (generalised upper bounds: Dantzig and Van Slyke 1967),
//     so the basis has one column per limit, however many sets there are. Long steps of the dual
//     simplex method (Fourer 1994; Koberstein 2005) pass thousands of breakpoints in one pivot;
//   - bound.go: any prices give a bound (Lagrange, Geoffrion 1974); it is evaluated in integers, so that
//     the proof is free of floating point;
//   - branch.go: branch and bound on how many chosen options come from a group of patterns, with
//     strong branching (Applegate et al. 1995), on the sets that reduced costs leave undecided;
//   - check.go: the independent check of an answer, all in integers;
//   - equals.go: the lesser tie first among options alike;
//   - slack.go, conflict.go, relax.go, order.go: why nothing fits, what to give up, and strict order of rank.
//
// Floating point guides the search, never decides: an answer rests on integer bounds alone. Every product
// of floats stands in its own float64(…), which forbids fused multiply-add; the same problem
// therefore has the same answer on every machine.
package solve

import (
	"errors"
	"fmt"
	"math"
	"math/bits"
	"slices"
)

// NoLo and NoHi in a Limit say that it has no lower or no upper end.
const (
	NoLo = math.MinInt64
	NoHi = math.MaxInt64
)

// Scale is the number of units of Answer.Prices in one unit of value.
const Scale = 1 << 20

// Term is what an option adds to the sum of one limit.
type Term struct {
	Limit int32 // index into Problem.Limits
	Coef  int64
}

// Pattern is what an option adds to all limits: at most one term a limit, in any order. The many
// options alike in all limits share one pattern, and the work grows with the number of patterns.
type Pattern []Term

// Option is one thing that can be chosen from a set.
type Option struct {
	Value   int64 // the sum over the chosen options is maximised
	Tie     int64 // among choices of the greatest value, the sum of Tie is minimised
	Pattern int32 // index into Problem.Patterns
}

// Set is a group of options of which at most one is chosen.
type Set struct {
	Options []Option
	Must    bool // exactly one is chosen

	// times > 1 lets the single option of the set be taken that often: an integer variable.
	times int64
	// barred marks options that a Change took away; nil: none.
	barred []bool
}

// Limit bounds the sum of the coefficients that the chosen options bring to it.
type Limit struct {
	Lo, Hi int64 // inclusive; NoLo, NoHi

	// Level says when Relax gives the limit up: 0 never, 1 (a wish) before 2 (policy) before 3 (law).
	Level uint8
	// Cost is that of one unit given up, compared within the level; 0 reads as 1.
	Cost int64
	// FloorLo and CeilHi say how far Relax may move Lo and Hi: FloorLo ≤ Lo, Hi ≤ CeilHi.
	// NoLo and NoHi: without end. An end that is not to move has FloorLo == Lo, CeilHi == Hi.
	FloorLo, CeilHi int64
}

// Problem is a choice to be made. Nothing in this package changes it.
type Problem struct {
	Patterns []Pattern
	Sets     []Set
	Limits   []Limit
}

// Budget bounds the work in nodes of the search, never in time, so that the answer is the same on
// every machine. Zero reads as the default.
type Budget struct {
	Nodes    int // to find the greatest value; 0: DefaultNodes
	TieNodes int // more, to find the least sum of ties; 0: DefaultTieNodes; negative: none
}

// The budget of a search that names none.
const (
	DefaultNodes    = 20_000
	DefaultTieNodes = 100
)

func (b Budget) nodes() int {
	if b.Nodes <= 0 {
		return DefaultNodes
	}
	return b.Nodes
}

func (b Budget) tieNodes() int {
	if b.TieNodes < 0 {
		return 0
	}
	if b.TieNodes == 0 {
		return DefaultTieNodes
	}
	return b.TieNodes
}

// Status says what an answer is worth.
type Status uint8

// Unknown: the budget ended before a choice was found or excluded. Infeasible: no choice keeps the
// limits, proved. Best: a choice that keeps the limits; Bound says how much better another could be.
// Proved: the choice has the greatest value, proved.
const (
	Unknown Status = iota
	Infeasible
	Best
	Proved
)

// Answer is a choice and what proves it.
type Answer struct {
	Status Status
	// Choice is the chosen option of each set, an index into its Options; -1: none. Nil without a choice.
	Choice []int32
	// Value is the sum of values; no choice is worth more than Bound (without meaning when Infeasible,
	// and math.MaxInt64 where nothing is known).
	Value, Bound int64
	// TieSum is the sum of ties; TieProved: the search found no choice of this value to have a lesser one,
	// and left nothing out. The certificate is about Bound alone.
	TieSum    int64
	TieProved bool
	// Prices says, for each limit, what one unit more would bring at the root of the search, in 1/Scale
	// of a unit of value: positive where Hi binds, negative where Lo does. Among ties prices are not
	// unique, and between whole numbers they are estimates: Solver gives exact costs.
	Prices      []int64
	Certificate Certificate
	Nodes       int // of the search

	taken []int64 // how often the choice of each set was taken; nil: once
}

// Sums returns what the choice adds to each limit of p.
func (a *Answer) Sums(p *Problem) []int64 {
	sums := make([]int64, len(p.Limits))
	for s, o := range a.Choice {
		if o < 0 {
			continue
		}
		for _, t := range p.Patterns[p.Sets[s].Options[o].Pattern] {
			sums[t.Limit] += t.Coef * a.times(s)
		}
	}
	return sums
}

// times says how often the choice of the set was taken.
func (a *Answer) times(set int) int64 {
	if a.taken == nil {
		return 1
	}
	return a.taken[set]
}

// Certificate proves Answer.Bound, or that nothing keeps the limits: a tree of branches whose
// leaves each carry prices. Check reads it.
type Certificate struct {
	// Weight is the number of units of the prices in one unit of value.
	Weight int64
	// Root holds prices of the limits at which options that cannot be part of a choice worth more
	// than the bound are left aside; nil: none are.
	Root []int64
	// Tree is the search; Tree[0] is its root.
	Tree []Branch
}

// Branch is a node of the search: a leaf when Low is 0.
type Branch struct {
	// A branching: how many chosen options have one of these patterns. The node Low has at most At of
	// them, the node High at least At+1.
	Patterns  []int32
	At        int64
	Low, High int32
	// A branching on one set, when Patterns is nil: Low does without its option, High takes it.
	Set, Option int32
	// A leaf: prices of the limits and of the branchings on patterns on the way to it, from the root down.
	Prices []int64
	// Ray: the prices prove that the leaf holds no choice at all.
	Ray bool
}

var errProblem = errors.New("malformed problem")

// maxSum is the greatest absolute sum of values, ties or coefficients a problem may reach.
const maxSum = 1 << 60

// validate reports what makes p unfit to be solved: an index out of range, a sum too large.
func (p *Problem) validate() error {
	for i, pattern := range p.Patterns {
		seen := map[int32]bool{}
		for _, t := range pattern {
			if t.Limit < 0 || int(t.Limit) >= len(p.Limits) || seen[t.Limit] {
				return fmt.Errorf("%w: pattern %d names limit %d of %d", errProblem, i, t.Limit, len(p.Limits))
			}
			seen[t.Limit] = true
		}
	}
	for i, l := range p.Limits {
		if l.Lo != NoLo && abs(l.Lo) > maxSum || l.Hi != NoHi && abs(l.Hi) > maxSum || l.Cost < 0 || l.Level > 3 {
			return fmt.Errorf("%w: limit %d: %+v", errProblem, i, l)
		}
	}
	var value, tie int64
	largest := make([]int64, len(p.Patterns))
	for i, pattern := range p.Patterns {
		for _, t := range pattern {
			largest[i] = max(largest[i], abs(t.Coef))
		}
	}
	var coefs int64
	for i, s := range p.Sets {
		var v, t, c int64
		for _, o := range s.Options {
			if o.Pattern < 0 || int(o.Pattern) >= len(p.Patterns) {
				return fmt.Errorf("%w: set %d names pattern %d of %d", errProblem, i, o.Pattern, len(p.Patterns))
			}
			v, t, c = max(v, abs(o.Value)), max(t, abs(o.Tie)), max(c, largest[o.Pattern])
		}
		if s.times > 1 && (len(s.Options) != 1 || s.Must || s.Options[0].Tie != 0) {
			return fmt.Errorf("%w: set %d is taken %d times", errProblem, i, s.times)
		}
		n := s.most()
		for _, sum := range []struct {
			at  *int64
			add int64
		}{{&value, v}, {&tie, t}, {&coefs, c}} {
			hi, lo := bits.Mul64(uint64(sum.add), uint64(n))
			if hi != 0 || lo > maxSum || *sum.at+int64(lo) > maxSum {
				return fmt.Errorf("%w: sums of values, ties or coefficients exceed 2^60 at set %d", errProblem, i)
			}
			*sum.at += int64(lo)
		}
	}
	return nil
}

// most is how often the option of the set can be taken.
func (s *Set) most() int64 { return max(1, s.times) }

// abs saturates, so that the least integer has an absolute value too.
func abs(v int64) int64 {
	if v == math.MinInt64 {
		return math.MaxInt64
	}
	if v < 0 {
		return -v
	}
	return v
}

// Change is one difference from a problem, for Solver.Solve and Problem.With.
type Change struct {
	kind   uint8
	index  int32
	option int32
	lo, hi int64
}

const (
	changePin uint8 = iota
	changeExclude
	changeLimit
	changeMust
)

// Pin makes the option the choice of its set.
func Pin(set, option int32) Change { return Change{kind: changePin, index: set, option: option} }

// Exclude takes the option away; option -1 takes all options of the set away.
func Exclude(set, option int32) Change {
	return Change{kind: changeExclude, index: set, option: option}
}

// oblige makes a set one that must be chosen from.
func oblige(set int32) Change { return Change{kind: changeMust, index: set, option: -1} }

// Move gives the limit other ends; Move(i, NoLo, NoHi) lifts it.
func Move(limit int32, lo, hi int64) Change {
	return Change{kind: changeLimit, index: limit, lo: lo, hi: hi}
}

// With returns a copy of p with the changes made; options keep their indexes. Check an answer of
// Solver.Solve against it.
func (p *Problem) With(changes ...Change) (*Problem, error) {
	q := &Problem{Patterns: p.Patterns, Sets: slices.Clone(p.Sets), Limits: slices.Clone(p.Limits)}
	for _, c := range changes {
		if err := q.change(c); err != nil {
			return nil, err
		}
	}
	return q, nil
}

// change makes one change to p, whose sets and limits are its own.
func (p *Problem) change(c Change) error {
	if c.kind == changeLimit {
		if c.index < 0 || int(c.index) >= len(p.Limits) {
			return fmt.Errorf("%w: change of limit %d of %d", errProblem, c.index, len(p.Limits))
		}
		p.Limits[c.index].Lo, p.Limits[c.index].Hi = c.lo, c.hi
		return nil
	}
	if c.index < 0 || int(c.index) >= len(p.Sets) || int(c.option) >= len(p.Sets[c.index].Options) || c.option < 0 && c.kind == changePin {
		return fmt.Errorf("%w: change of option %d of set %d", errProblem, c.option, c.index)
	}
	s := &p.Sets[c.index]
	if c.kind == changeMust {
		s.Must = true
		return nil
	}
	barred := make([]bool, len(s.Options))
	copy(barred, s.barred)
	for o := range barred {
		chosen := int32(o) == c.option
		if c.kind == changePin && !chosen || c.kind == changeExclude && (chosen || c.option < 0) {
			barred[o] = true
		}
	}
	s.barred = barred
	s.Must = s.Must || c.kind == changePin
	return nil
}

// open says whether the option may be chosen.
func (s *Set) open(option int) bool { return s.barred == nil || !s.barred[option] }
