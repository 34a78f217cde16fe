// Package engine runs a ruleset over a roster: it judges everybody, orders them, fills the
// seats of the bodies, and says what is missing and from whom.
//
// Run is a function of its Input. It reads no clock, no environment and no file, and nothing
// in its result depends on the number of cores, the order of the people in the roster or the
// order of a map, so the same Input gives the same Result, byte for byte, for ever. Whoever
// calls it brings the rules (ruleset.Load, eval.Compile) and the people
// (roster.Snapshot) and takes the Result to package report.
package engine

import (
	"context"
	"sort"

	"slate/engine/arrange"
	"slate/engine/eval"
	"slate/engine/roster"
)

// Input is all that a run depends on.
type Input struct {
	Program  *eval.Program    // the rules, compiled for a cut-off date
	Snapshot *roster.Snapshot // the people, with at least the columns of Program.Fields
	Workers  int              // cores to use, 0 for all; changes nothing in the result
}

// Result is one run.
type Result struct {
	Pool     *eval.Pool
	Verdicts *eval.Verdicts
	List     *eval.List
	// Slates are the lists of the bodies of the rule file.
	Slates *arrange.Arrangement
	// Vetoed are the people whom a veto bars from the ranking's tier, by number in the snapshot.
	Vetoed []int
	// Work is what departments must supply, the department with most to do first.
	Work   []Work
	Totals Totals
}

// Totals counts people at the tier that the list is for.
type Totals struct {
	People, Pass, Undecided, Fail, Vetoed int
	// OnList counts the people on the list as things are known today.
	OnList int
	// ByTier counts pass, undecided and fail for every tier.
	ByTier []TierTotals
}

// TierTotals counts the verdicts of one tier.
type TierTotals struct{ Pass, Undecided, Fail int }

// Work is a fact that one department must supply, and for whom.
type Work struct {
	Department string // as the rule file names it; "" where it names none
	Slot       int    // the fact
	People     []int  // who lacks it, by number in the snapshot
	// Movers are those of them who could yet be on the list, or fall from it.
	Movers []int
}

// Run judges, orders, arranges and gathers. It fails when ctx ends, and as arrange.Fill does.
func Run(ctx context.Context, in Input) (*Result, error) {
	pool, err := in.Program.Over(ctx, in.Snapshot, in.Workers)
	if err != nil {
		return nil, err
	}
	verdicts, err := pool.Judge(ctx, in.Workers)
	if err != nil {
		return nil, err
	}
	r := &Result{Pool: pool, Verdicts: verdicts, List: verdicts.Rank()}
	if r.Slates, err = arrange.Fill(ctx, verdicts); err != nil {
		return nil, err
	}
	r.count()
	r.gather()
	return r, nil
}

// Standing returns where a person stands, and whether they pass or may pass at all.
func (r *Result) Standing(person int) (eval.Standing, bool) {
	for _, group := range [][]eval.Standing{r.List.Ranked, r.List.Undecided} {
		for i := range group {
			if group[i].Person == person {
				return group[i], true
			}
		}
	}
	return eval.Standing{}, false
}

func (r *Result) count() {
	p := r.Pool.Program
	r.Totals.People = r.Pool.Snapshot.Len()
	r.Totals.ByTier = make([]TierTotals, len(p.Tiers))
	for i := range r.Totals.People {
		for t, o := range r.Verdicts.Outcomes(i) {
			switch o {
			case eval.Pass:
				r.Totals.ByTier[t].Pass++
			case eval.Fail:
				r.Totals.ByTier[t].Fail++
			default:
				r.Totals.ByTier[t].Undecided++
			}
		}
		if r.Verdicts.Vetoed(i, p.Ranking.Tier) {
			r.Vetoed = append(r.Vetoed, i)
		}
	}
	at := r.Totals.ByTier[p.Ranking.Tier]
	r.Totals.Pass, r.Totals.Undecided, r.Totals.Fail = at.Pass, at.Undecided, at.Fail
	r.Totals.Vetoed = len(r.Vetoed)
	for i := range r.List.Ranked {
		if r.List.Ranked[i].OnList {
			r.Totals.OnList++
		}
	}
}

// gather makes the work list: what the people wait for whose verdict or place is open.
func (r *Result) gather() {
	bySlot := map[int]*Work{}
	for i := range r.List.Ranked {
		s := &r.List.Ranked[i]
		if s.Place.Best != s.Place.Worst || r.openTier(s.Person) {
			r.need(bySlot, s, r.Waits(s.Person))
		}
	}
	for i := range r.List.Undecided {
		r.need(bySlot, &r.List.Undecided[i], r.Waits(r.List.Undecided[i].Person))
	}
	for _, w := range bySlot {
		sort.Ints(w.People)
		sort.Ints(w.Movers)
		r.Work = append(r.Work, *w)
	}
	sort.Slice(r.Work, func(a, b int) bool { return r.before(&r.Work[a], &r.Work[b]) })
}

func (r *Result) openTier(person int) bool {
	for _, o := range r.Verdicts.Outcomes(person) {
		if o == eval.Undecided {
			return true
		}
	}
	return false
}

// Waits returns what a person's verdicts and place wait for, facts in file order.
func (r *Result) Waits(person int) []eval.Wait {
	j := r.Pool.Person(person)
	var leaves []int
	for t, o := range j.Outcomes {
		if o == eval.Undecided {
			leaves = append(leaves, j.Because(t)...)
		}
	}
	waits := j.Waits(leaves)
	seen := map[eval.Wait]bool{}
	for _, w := range waits {
		seen[w] = true
	}
	for _, w := range j.KeyWaits() {
		if !seen[w] {
			waits = append(waits, w)
		}
	}
	return waits
}

func (r *Result) need(bySlot map[int]*Work, s *eval.Standing, waits []eval.Wait) {
	for _, w := range waits {
		if w.Slot < 0 || r.Pool.Program.Names[w.Slot].Kind != eval.FactName {
			continue // arithmetic without a result, or a person's decision: no department can supply it
		}
		if bySlot[w.Slot] == nil {
			bySlot[w.Slot] = &Work{Department: r.Pool.Program.Names[w.Slot].Field.Source, Slot: w.Slot}
		}
		work := bySlot[w.Slot]
		work.People = append(work.People, s.Person)
		if s.Chance == eval.PossiblyIn {
			work.Movers = append(work.Movers, s.Person)
		}
	}
}

// before orders the work: by department with most people first, then by its facts in file order.
func (r *Result) before(a, b *Work) bool {
	if a.Department != b.Department {
		x, y := r.load(a.Department), r.load(b.Department)
		if x != y {
			return x > y
		}
		return a.Department < b.Department
	}
	return a.Slot < b.Slot
}

func (r *Result) load(department string) int {
	n := 0
	for i := range r.Work {
		if r.Work[i].Department == department {
			n += len(r.Work[i].People)
		}
	}
	return n
}
