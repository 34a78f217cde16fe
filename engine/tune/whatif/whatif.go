// Package whatif finds the smallest changes that would alter what becomes of a person: of the facts about them, or of one
// parameter of the rules.
//
// Where a fact turns something over is asked of the regions of package lint, with the other facts as they are; amounts that only
// scores are made of are halved between. Sets of facts are tried from the smallest, and one that could alter nothing whatever
// its values were is passed over unopened (eval.Supposition.Bounds). Whatever is found is confirmed by a run over a changed
// copy of the roster, or with the changed parameter, before it is returned.
//
// Suggest turns the same search on the cases of a rule file: the smallest change of a case that reaches what no case reaches.
//
// What nobody can or should change is never offered: facts that are fixed or sensitive, and what a veto is about once it is on record.
package whatif

import (
	"context"
	"slices"

	"slate/engine"
	"slate/engine/eval"
	"slate/engine/fact"
)

// Kind is what is to be altered.
type Kind uint8

// The kinds of goal. Next is the next thing of a person: the verdict of the list's tier for somebody who does not pass it, and
// whether they are on the list for somebody who does.
const (
	Next    Kind = iota
	Verdict      // of Goal.Tier
	Grade        // Goal.Grade
	List         // whether the person is on the list
	Place        // Goal.Place, or a better one
)

// String returns the word of the JSON output: next, verdict, grade, list or place.
func (k Kind) String() string { return [...]string{"next", "verdict", "grade", "list", "place"}[k] }

// Goal is what is looked for: that a person reaches something, or, where they have it, that they lose it.
type Goal struct {
	Kind  Kind
	Tier  int    // number of the tier, of Verdict; the list's tier of Next
	Grade string // label, of Grade
	Place int    // of Place
	// Lose says that the person has it now and would lose it. Find sets it.
	Lose bool
}

// Change is another value of one fact.
type Change struct {
	Slot     int
	From, To fact.Value // From is missing where the fact is
	// Least and Most bound the values around To that do as well, the other changes being as they are; not known where nothing but the
	// end of what the fact can be bounds them. Or holds the other choices that do.
	Least, Most fact.Value
	Or          []fact.Value
}

// Param is another value of one parameter in force.
type Param struct {
	Slot     int
	From, To fact.Number
}

// Counterfactual is one change, of facts or of a parameter, and the run that confirms it.
type Counterfactual struct {
	Changes []Change // of facts, by slot; nil for a parameter
	Param   *Param   // nil for facts
	Then    *engine.Result
	// Leaves are the clauses that come to something else for the person, Indicators those that give other points, by number.
	Leaves, Indicators []int
	// Enter and Leave are the others who come to the list and go from it, by number in the snapshot, ascending.
	Enter, Leave []int
	// Pass and Fail are the others who come to pass the tier that the goal is about, or the list's, and who no longer do: a parameter holds for
	// everybody.
	Pass, Fail []int

	size fact.Number
}

// Why says why a fact is not offered as something to change.
type Why uint8

// The reasons.
const (
	Fixed     Why = iota // nobody can or should change it
	Sensitive            // declared sensitive
	Record               // a veto is about it, and it is on record
	Counted              // made of rows of the roster
	Words                // a text: no values to choose from
)

// String returns the word of the JSON output: fixed, sensitive, record, counted or text.
func (w Why) String() string {
	return [...]string{"fixed", "sensitive", "record", "counted", "text"}[w]
}

// LeftOut is a fact that bears on the goal and is not offered.
type LeftOut struct {
	Slot int
	Why  Why
	// Missing says that it is not known: its department can still supply it.
	Missing bool
}

// Answer is what was found.
type Answer struct {
	Goal   Goal // with Lose set, and Next made into what it means for the person
	Person int
	Now    *engine.Result
	// Facts are the smallest changes of facts, the fewest facts first, then the least change: the share of the larger of two amounts by
	// which they differ, 1 for another choice, 0 for what is only missing. No set of facts holds another, but one fact may stand
	// twice: once up, once down.
	Facts []Counterfactual
	// Params are the smallest changes of one parameter, the least change first: between half the value in force and twice it, of whole
	// numbers at least five either way.
	Params []Counterfactual
	// LeftOut are the facts that bear on the goal and are not offered, by slot.
	LeftOut []LeftOut
	// Blocked are the clauses, by number, that stand in the way and that no fact on offer bears on.
	Blocked []int
	// Settled says that no change of the facts on offer can do it, however many. Partial says that not all sets of up to Tried
	// facts were looked at, or not all values; Tried is 0 where none had to be.
	Settled, Partial bool
	Tried            int
	// Open are the parameters, by slot, that were not decided.
	Open []int
	// Judged is how many times somebody was judged before anything was confirmed.
	Judged int
}

// Most is how many changes of facts are returned at most.
const Most = 5

// Find finds the smallest changes that would alter what becomes of a person. person is their number in the snapshot. It fails when
// ctx ends, and as engine.Run does.
func Find(ctx context.Context, in engine.Input, person int, goal Goal) (*Answer, error) {
	now, err := engine.Run(ctx, in)
	if err != nil {
		return nil, err
	}
	return From(ctx, in, now, person, goal)
}

// From is Find for somebody who has run in already: now is what came of it.
func From(ctx context.Context, in engine.Input, now *engine.Result, person int, goal Goal) (*Answer, error) {
	a := &Answer{Goal: resolve(goal, now, person), Person: person, Now: now}
	f := &finder{ctx: ctx, in: in, a: a, p: in.Program, feeds: in.Program.Feeds()}
	f.sort()
	if err := f.facts(); err != nil {
		return nil, err
	}
	if err := f.params(); err != nil {
		return nil, err
	}
	return a, ctx.Err()
}

// resolve says what a goal means for a person, and whether they have it now.
func resolve(g Goal, now *engine.Result, person int) Goal {
	if g.Kind == Next {
		g.Tier = now.Pool.Program.Ranking.Tier
		g.Kind = Verdict
		if now.Verdicts.Outcome(person, g.Tier) == eval.Pass && limited(now.Pool.Program) {
			g.Kind = List
		}
	}
	g.Lose = false
	g.Lose = Met(now, person, g)
	return g
}

// limited reports whether passing the list's tier is not enough for the list.
func limited(p *eval.Program) bool { return p.Ranking.Rules.Limit > 0 || p.Ranking.Rules.WithinTop > 0 }

// Met reports whether a result gives a person what a goal asks for.
func Met(r *engine.Result, person int, g Goal) bool {
	has := false
	switch g.Kind {
	case Verdict:
		has = r.Verdicts.Outcome(person, g.Tier) == eval.Pass
	case Grade:
		t := r.Pool.Person(person).GradeIn([]string{g.Grade})
		if g.Lose {
			return t == fact.False
		}
		has = t == fact.True
	default:
		s, ok := r.Standing(person)
		has = ok && stands(&s, g, r.Verdicts.Outcome(person, r.Pool.Program.Ranking.Tier))
	}
	return has != g.Lose
}

// stands reports whether a standing is what a goal asks for, Lose aside.
func stands(s *eval.Standing, g Goal, o eval.Outcome) bool {
	if g.Kind == List {
		return s.OnList
	}
	return o == eval.Pass && s.Place.Worst <= g.Place
}

// finder looks for changes for one person and one goal.
type finder struct {
	ctx     context.Context
	in      engine.Input
	a       *Answer
	p       *eval.Program
	feeds   [][]int
	offered []int
}

// sort parts the facts that bear on the goal into those on offer and those left out.
func (f *finder) sort() {
	tier := -1
	switch f.a.Goal.Kind {
	case Verdict:
		tier = f.a.Goal.Tier
	case List, Place:
		tier = f.p.Ranking.Tier
	}
	vetoed := f.vetoed()
	j := f.a.Now.Pool.Person(f.a.Person)
	for x, yes := range f.bearing(tier) {
		if !yes {
			continue
		}
		known := j.Value(x).Known()
		if why, out := f.improper(x, vetoed[x] && (known || f.a.Goal.Lose)); out {
			f.a.LeftOut = append(f.a.LeftOut, LeftOut{x, why, !known})
		} else {
			f.offered = append(f.offered, x)
		}
	}
	f.blocked(j, tier)
}

// bearing marks the facts behind the clauses of a tier (−1 for none), the score and the order, as far as the goal is about them.
func (f *finder) bearing(tier int) []bool {
	bears := make([]bool, len(f.p.Rules.Facts))
	slot := func(s int) {
		for _, x := range f.feeds[s] {
			bears[x] = true
		}
	}
	leaf := func(l int) {
		for _, s := range f.p.Leaves[l].Formula().Uses() {
			slot(s)
		}
	}
	if tier >= 0 {
		for _, l := range leavesOf(f.p, tier) {
			leaf(l)
		}
	}
	if f.a.Goal.Kind == Verdict {
		return bears
	}
	f.eachInput(slot)
	if f.a.Goal.Kind == Grade {
		return bears
	}
	for i := range f.p.Ranking.Keys {
		k := &f.p.Ranking.Keys[i]
		if s, ok := k.Name(); ok {
			slot(s)
		}
		for l := range f.p.Leaves {
			if k.IsTier() {
				leaf(l)
			}
		}
	}
	if w := f.p.Ranking.Within; w >= 0 {
		slot(w)
	}
	return bears
}

func (f *finder) eachInput(visit func(slot int)) {
	if f.p.Score == nil {
		return
	}
	for i := range f.p.Score.Indicators {
		in := &f.p.Score.Indicators[i]
		if in.Slot >= 0 {
			visit(in.Slot)
		} else if in.Formula() != nil {
			for _, s := range in.Formula().Uses() {
				visit(s)
			}
		}
	}
}

// vetoed marks the facts that vetoes are about.
func (f *finder) vetoed() []bool {
	out := make([]bool, len(f.p.Rules.Facts))
	for i := range f.p.Leaves {
		if f.p.Leaves[i].Veto {
			for _, s := range f.p.Leaves[i].Formula().Uses() {
				for _, x := range f.feeds[s] {
					out[x] = true
				}
			}
		}
	}
	return out
}

// improper reports whether a fact is none to change, and why.
func (f *finder) improper(slot int, record bool) (Why, bool) {
	field := f.p.Names[slot].Field
	switch {
	case field.Sensitive:
		return Sensitive, true
	case record:
		return Record, true
	case field.Fixed:
		return Fixed, true
	case field.Table != "":
		return Counted, true
	case field.Type.Kind == fact.Text || field.Type.Kind == fact.List:
		return Words, true
	}
	return 0, false
}

// leavesOf returns the clauses of a tier: its requirements, and the vetoes that bar it.
func leavesOf(p *eval.Program, tier int) []int {
	var out []int
	var visit func(k *eval.Condition)
	visit = func(k *eval.Condition) {
		if k.Leaf >= 0 && !slices.Contains(out, k.Leaf) {
			out = append(out, k.Leaf)
		}
		for _, m := range k.Of {
			visit(m)
		}
	}
	for _, k := range p.Tiers[tier].Require {
		visit(k)
	}
	for _, v := range p.Tiers[tier].Vetoes {
		visit(p.Vetoes[v].Condition)
	}
	return out
}

// blocked finds the clauses that stand in the way and that no fact on offer bears on.
func (f *finder) blocked(j *eval.Judgement, tier int) {
	if tier < 0 || f.a.Goal.Lose {
		return
	}
	for _, v := range f.p.Tiers[tier].Vetoes {
		if j.Waived[v] == nil {
			f.standing(j, f.p.Vetoes[v].Condition, fact.False)
		}
	}
	for _, k := range f.p.Tiers[tier].Require {
		f.standing(j, k, fact.True)
	}
}

// standing notes the leaves of a condition that is not as it should be, where no fact on offer bears on any of them.
func (f *finder) standing(j *eval.Judgement, k *eval.Condition, want fact.Truth) {
	if j.Truth(k) == want {
		return
	}
	var leaves []int
	reached := false
	var visit func(k *eval.Condition)
	visit = func(k *eval.Condition) {
		if k.Leaf >= 0 {
			leaves = append(leaves, k.Leaf)
			for _, s := range f.p.Leaves[k.Leaf].Formula().Uses() {
				for _, x := range f.feeds[s] {
					reached = reached || slices.Contains(f.offered, x)
				}
			}
		}
		for _, m := range k.Of {
			visit(m)
		}
	}
	visit(k)
	for _, l := range leaves {
		if !reached && !slices.Contains(f.a.Blocked, l) {
			f.a.Blocked = append(f.a.Blocked, l)
		}
	}
}

// facts finds the smallest changes of facts.
func (f *finder) facts() error {
	v := newView(f)
	s := begin(f.ctx, f.p, f.a.Now.Pool.Suppose(f.a.Person), f.offered)
	s.aim, s.budget = v.aim(), v.budget()
	found := s.find(Most)
	f.a.Partial, f.a.Tried, f.a.Judged = s.partial, s.tried, s.judged
	f.a.Settled = s.settled || len(found) == 0 && s.tried == len(f.offered) && !s.partial
	for _, set := range found {
		changed := f.in.Snapshot
		for _, c := range set.changes {
			changed = changed.With(f.a.Person, f.p.Names[c.Slot].Name, c.To, f.p.Cutoff)
		}
		in := f.in
		in.Snapshot = changed
		c := Counterfactual{Changes: set.changes, size: set.size}
		ok, err := f.confirm(in, &c)
		if err != nil {
			return err
		}
		if ok {
			f.a.Facts = append(f.a.Facts, c)
		} else {
			f.a.Partial = true
		}
	}
	return nil
}

// confirm runs what was found and notes what comes of it.
func (f *finder) confirm(in engine.Input, c *Counterfactual) (bool, error) {
	then, err := engine.Run(f.ctx, in)
	if err != nil {
		return false, err
	}
	if !Met(then, f.a.Person, f.a.Goal) {
		return false, nil
	}
	c.Then = then
	tier := f.p.Ranking.Tier
	if f.a.Goal.Kind == Verdict {
		tier = f.a.Goal.Tier
	}
	c.compare(f.a.Now, f.a.Person, tier)
	return true, nil
}

// Try is a change of facts that somebody supposes, and what would come of it. Both runs are of the same people.
func Try(now, then *engine.Result, person int, changes []Change) *Counterfactual {
	c := &Counterfactual{Changes: changes, Then: then}
	c.compare(now, person, now.Pool.Program.Ranking.Tier)
	return c
}

// compare notes what is different for the person, and who else enters or leaves.
func (c *Counterfactual) compare(now *engine.Result, person, tier int) {
	was, is := now.Pool.Person(person), c.Then.Pool.Person(person)
	for i := range was.Leaves {
		if was.Leaves[i] != is.Leaves[i] || was.Raw[i] != is.Raw[i] {
			c.Leaves = append(c.Leaves, i)
		}
	}
	for i := range was.Indicators {
		a, b := was.Indicators[i].Range, is.Indicators[i].Range
		if a.OpenLo != b.OpenLo || a.OpenHi != b.OpenHi || !a.Lo.Equal(b.Lo) || !a.Hi.Equal(b.Hi) {
			c.Indicators = append(c.Indicators, i)
		}
	}
	before, after := listed(now), listed(c.Then)
	for i := range now.Pool.Snapshot.Len() {
		passed, passes := now.Verdicts.Outcome(i, tier) == eval.Pass, c.Then.Verdicts.Outcome(i, tier) == eval.Pass
		switch {
		case i == person || passed == passes:
		case passes:
			c.Pass = append(c.Pass, i)
		default:
			c.Fail = append(c.Fail, i)
		}
		switch {
		case i == person || before[i] == after[i]:
		case after[i]:
			c.Enter = append(c.Enter, i)
		default:
			c.Leave = append(c.Leave, i)
		}
	}
}

func listed(r *engine.Result) []bool {
	on := make([]bool, r.Pool.Snapshot.Len())
	for i := range r.List.Ranked {
		on[r.List.Ranked[i].Person] = r.List.Ranked[i].OnList
	}
	return on
}
