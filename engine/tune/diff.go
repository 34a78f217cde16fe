package tune

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"slate/engine/eval"
	"slate/engine/fact"
	"slate/engine/roster"
	"slate/engine/ruleset"
)

// Side is one of two things that are compared: rules compiled for a cut-off date, and the roster they are laid over.
type Side struct {
	Program  *eval.Program
	Snapshot *roster.Snapshot // with at least the columns of Program.Fields
}

// State is where a person stands under one side.
type State struct {
	Present  bool // in the roster
	OnList   bool
	AtLimit  bool           // whether they are on the list is for people to settle
	Place    eval.Place     // zero for somebody who does not pass
	Outcomes []eval.Outcome // by tier of the side's program
	Total    eval.Range
	Grade    string // "" where it is open, or there is none
}

// Move is a person for whom two sides differ.
type Move struct {
	ID       string
	Old, New State
	Cause    Cause
	// Points is what each edit adds to the score by itself, by edit; Rest is what the edits add only in combination. Set where
	// both scores are exact and differ.
	Points []fact.Number
	Rest   fact.Number
	Scored bool

	verdict bool // on some tier that both sides have
}

// Entered and Left report whether the person comes to the list, or goes from it.
func (m *Move) Entered() bool { return !m.Old.OnList && m.New.OnList }

// Ranked reports whether the person has a place on either side, or another verdict: whether more than points changed.
func (m *Move) Ranked() bool {
	return m.Old.Place != m.New.Place || m.New.Place.Best > 0 || m.Old.Present != m.New.Present || m.verdict
}

// Left reports whether the person goes from the list.
func (m *Move) Left() bool { return m.Old.OnList && !m.New.OnList }

// Cause names the edits behind a change: those that bring it by themselves, applied alone to the old side, and those
// without which the new side does not have it. Both are numbers of edits. Of a change of score alone, both are the edits that
// add or take points, and Sums says that their points add up to it.
type Cause struct {
	Alone, Needed []int
	Sums          bool
}

// CauseKind says how edits bring about a change.
type CauseKind uint8

// The kinds of cause.
const (
	// ByOne edit: it does it alone, and without it nothing happens.
	ByOne CauseKind = iota
	// BySum of several edits: each moves the score by its own part, and the parts add up.
	BySum
	// ByAny of several edits: each, or the others without it, does it.
	ByAny
	// Together only: no edit does it alone, and it does not happen without any of those needed.
	Together
	// Mixed: anything else; no small set of edits can be named.
	Mixed
)

// String returns one, sum, any, together or mixed.
func (k CauseKind) String() string { return [...]string{"one", "sum", "any", "together", "mixed"}[k] }

// Kind says how the edits bring about the change.
func (c *Cause) Kind() CauseKind {
	switch {
	case len(c.Alone) == 1 && slices.Equal(c.Alone, c.Needed):
		return ByOne
	case c.Sums:
		return BySum
	case len(c.Alone) > 0 && len(c.Needed) == 0:
		return ByAny
	case len(c.Alone) == 0 && len(c.Needed) > 0:
		return Together
	}
	return Mixed
}

// Tally counts the people whom a step moves.
type Tally struct{ Entered, Left, Moved int }

// Effect is what one edit does by itself.
type Effect struct {
	// Alone counts the people moved when the edit alone is applied to the old side, Last when it is the last to be applied.
	// Stands and StandsLast are false where the rules are not sound in that state, and nothing is counted.
	Alone, Last        Tally
	Stands, StandsLast bool
}

// Difference is what separates two sides.
type Difference struct {
	Old, New Side
	// OldPool and NewPool judge the people of each side.
	OldPool, NewPool *eval.Pool
	Edits            []Edit
	Effects          []Effect // by edit
	// Moves are the people for whom the sides differ: those who enter, who leave, then the others, each in the order of the new
	// places, then the old ones, then ids.
	Moves []Move
	// Lists count the people on each list, Total those in either roster.
	OldList, NewList, Total int
	// Interact says that some edits do more, less or something else together than one by one.
	Interact bool

	oldList, newList map[string]bool // who is on each list, by id
}

// errSum is our own mistake: what was found does not make up the whole.
var errSum = errors.New("the edits found do not add up to the new rules; this is a mistake of slate")

// Diff compares two sides. Edits are found part by part; each is applied alone to the old side, and left out alone from the
// new one. It fails when ctx ends.
func Diff(ctx context.Context, old, new Side, workers int) (*Difference, error) {
	d := &differ{ctx: ctx, workers: workers, old: old, new: new, runs: map[string]*laid{}}
	return d.diff()
}

// differ holds what a comparison needs of the mixtures it has run.
type differ struct {
	ctx      context.Context
	workers  int
	old, new Side
	edits    []Edit
	ids      []string // everybody in either roster, ascending
	roster   rosterMix
	runs     map[string]*laid // by the edits taken
}

// laid is one side, or a mixture, judged.
type laid struct {
	pool   *eval.Pool
	states []State // by number in ids
}

func (d *differ) diff() (*Difference, error) {
	m := &mixer{take: func(string) bool { return true }}
	whole := m.ruleset(d.old.Program.Rules, d.new.Program.Rules)
	d.edits = m.edits
	if d.old.Program.Cutoff != d.new.Program.Cutoff {
		d.edits = append(d.edits, Edit{Key: "cutoff", Kind: CutoffEdit, Change: Changed, Name: "cutoff", Old: d.old.Program.Cutoff.String(), New: d.new.Program.Cutoff.String()})
	}
	d.people()
	before, err := d.run(d.old)
	if err != nil {
		return nil, err
	}
	after, err := d.run(d.new)
	if err != nil {
		return nil, err
	}
	d.runs[d.key(func(int) bool { return false })] = before
	d.runs[d.key(func(int) bool { return true })] = after
	out := &Difference{Old: d.old, New: d.new, OldPool: before.pool, NewPool: after.pool, Edits: d.edits, Total: len(d.ids),
		oldList: map[string]bool{}, newList: map[string]bool{}}
	if !d.whole(whole, after) {
		return nil, errSum
	}
	d.moves(out, before, after)
	return out, d.attribute(out, before, after)
}

// whole asserts that all edits together give the new rules: part by part, or else by what they decide.
func (d *differ) whole(all *ruleset.Ruleset, after *laid) bool {
	p, _ := eval.Compile(all, d.new.Program.Cutoff)
	if p == nil {
		return false
	}
	people := d.snapshot(p, func(string) bool { return true })
	if same(decisive(all), decisive(d.new.Program.Rules)) && (d.roster.plain || people.Digest() == d.new.Snapshot.Digest()) {
		return true
	}
	r, err := d.run(Side{p, people})
	if err != nil {
		return d.ctx.Err() != nil
	}
	for i := range r.states {
		if !alike(&r.states[i], &after.states[i], p, d.new.Program) {
			return false
		}
	}
	return true
}

// SameFacts reports whether two rulesets read the same from a roster, so that one snapshot serves both.
func SameFacts(a, b *ruleset.Ruleset) bool {
	m := &mixer{take: func(string) bool { return true }}
	return slices.EqualFunc(a.Facts, b.Facts, func(x, y *ruleset.Fact) bool {
		before := len(m.edits)
		m.fact(x, y)
		return x.Name == y.Name && x.Label == y.Label && len(m.edits) == before
	})
}

// decisive returns the sections that decide, for comparison.
func decisive(rs *ruleset.Ruleset) ruleset.Ruleset {
	return ruleset.Ruleset{Facts: rs.Facts, Params: rs.Params, Derives: rs.Derives, Classifies: rs.Classifies, Tiers: rs.Tiers,
		Vetoes: rs.Vetoes, Score: rs.Score, Grades: rs.Grades, Ranking: rs.Ranking}
}

// key names a set of edits.
func (d *differ) key(take func(i int) bool) string {
	b := make([]byte, len(d.edits))
	for i := range b {
		b[i] = '0'
		if d.edits[i].Carried || take(i) {
			b[i] = '1'
		}
	}
	return string(b)
}

// mixture judges the old side with some of the edits; nil where the rules are not sound then.
func (d *differ) mixture(take func(i int) bool) (*laid, error) {
	key := d.key(take)
	if r, ok := d.runs[key]; ok {
		return r, nil
	}
	taken := map[string]bool{}
	for i := range d.edits {
		taken[d.edits[i].Key] = key[i] == '1'
	}
	takes := func(k string) bool { return taken[k] }
	rs := (&mixer{take: takes}).ruleset(d.old.Program.Rules, d.new.Program.Rules)
	cutoff := d.old.Program.Cutoff
	if taken["cutoff"] {
		cutoff = d.new.Program.Cutoff
	}
	// The days on which a file is in force are not asked: a mixture is no rule file.
	rs.Meta.From, rs.Meta.To = fact.Date{}, fact.Date{}
	var r *laid
	if sound(rs) {
		if p, list := eval.Compile(rs, cutoff); p != nil && !list.HasErrors() {
			var err error
			if r, err = d.run(Side{p, d.snapshot(p, takes)}); err != nil {
				return nil, err
			}
		}
	}
	d.runs[key] = r
	return r, nil
}

// sound checks what eval.Compile trusts ruleset.Load to have checked, of the things that a mixture can break.
func sound(rs *ruleset.Ruleset) bool {
	tier := func(id string) bool {
		return slices.ContainsFunc(rs.Tiers, func(t *ruleset.Tier) bool { return t.ID == id })
	}
	ok := len(rs.Tiers) > 0 && (rs.Ranking.Tier.Text == "" || tier(rs.Ranking.Tier.Text))
	for i, t := range rs.Tiers {
		// A cycle cannot come about without a tier that extends one behind it.
		ok = ok && (t.Extends == "" || slices.ContainsFunc(rs.Tiers[:i], func(u *ruleset.Tier) bool { return u.ID == t.Extends }) || tier(t.Extends) && t.Extends != t.ID)
	}
	for _, v := range rs.Vetoes {
		for _, a := range v.Applies {
			ok = ok && tier(a.Text)
		}
	}
	ids := map[string]bool{}
	for _, t := range rs.Tiers {
		for _, c := range t.Require {
			ok = ok && !ids[c.ID]
			ids[c.ID] = true
		}
	}
	for _, v := range rs.Vetoes {
		ok = ok && !ids[v.ID]
		ids[v.ID] = true
	}
	if rs.Score == nil {
		return ok
	}
	return ok && (rs.Score.AHP == nil || len(rs.Score.AHP) == len(rs.Score.Criteria))
}

// run judges everybody under one side.
func (d *differ) run(s Side) (*laid, error) {
	pool, err := s.Program.Over(d.ctx, s.Snapshot, d.workers)
	if err != nil {
		return nil, err
	}
	people := make([]State, s.Snapshot.Len())
	p := s.Program
	verdicts, err := pool.JudgeAnd(d.ctx, d.workers, func(j *eval.Judgement) {
		people[j.Person] = State{Present: true, Total: j.Total}
		if g, certain := j.Grade(); certain && g >= 0 {
			people[j.Person].Grade = p.Rules.Grades[g].Label
		}
	})
	if err != nil {
		return nil, err
	}
	for i := range people {
		people[i].Outcomes = verdicts.Outcomes(i)
	}
	list := verdicts.Rank()
	for i := range list.Ranked {
		s := &list.Ranked[i]
		st := &people[s.Person]
		st.Place, st.OnList, st.AtLimit = s.Place, s.OnList, s.AtLimit
	}
	return &laid{pool, d.byID(s.Snapshot, people)}, nil
}

// byID puts the states of a snapshot's people where they stand in ids: both ascend.
func (d *differ) byID(s *roster.Snapshot, people []State) []State {
	if len(people) == len(d.ids) {
		return people
	}
	out := make([]State, len(d.ids))
	k := 0
	for i := range people {
		for d.ids[k] != s.Person(i).ID {
			k++
		}
		out[k] = people[i]
	}
	return out
}

// alike reports whether somebody stands alike under two sides.
func alike(a, b *State, p, q *eval.Program) bool {
	return a.Present == b.Present && a.OnList == b.OnList && a.AtLimit == b.AtLimit && a.Place == b.Place && a.Grade == b.Grade &&
		sameRange(a.Total, b.Total) && sameOutcomes(a, b, p, q)
}

func sameRange(a, b eval.Range) bool {
	return a.OpenLo == b.OpenLo && a.OpenHi == b.OpenHi && a.Lo.Equal(b.Lo) && a.Hi.Equal(b.Hi)
}

// sameOutcomes compares the verdicts on the tiers that both have.
func sameOutcomes(a, b *State, p, q *eval.Program) bool {
	if !a.Present || !b.Present {
		return a.Present == b.Present
	}
	for i := range p.Tiers {
		if k, ok := q.TierNamed(p.Tiers[i].Rules.ID); ok && a.Outcomes[i] != b.Outcomes[k] {
			return false
		}
	}
	return true
}

func (d *differ) moves(out *Difference, before, after *laid) {
	for i := range d.ids {
		a, b := &before.states[i], &after.states[i]
		if a.OnList {
			out.OldList++
			out.oldList[d.ids[i]] = true
		}
		if b.OnList {
			out.NewList++
			out.newList[d.ids[i]] = true
		}
		if !alike(a, b, before.pool.Program, after.pool.Program) {
			out.Moves = append(out.Moves, Move{ID: d.ids[i], Old: *a, New: *b, verdict: !sameOutcomes(a, b, before.pool.Program, after.pool.Program)})
		}
	}
	slices.SortStableFunc(out.Moves, func(a, b Move) int {
		return cmp.Or(cmp.Compare(a.order(), b.order()), comparePlaces(a.New.Place, b.New.Place), comparePlaces(a.Old.Place, b.Old.Place))
	})
}

func (m *Move) order() int {
	switch {
	case m.Entered():
		return 0
	case m.Left():
		return 1
	}
	return 2
}

// comparePlaces puts people without a place last.
func comparePlaces(a, b eval.Place) int {
	if (a.Best == 0) != (b.Best == 0) {
		return cmp.Compare(b.Best, a.Best)
	}
	return cmp.Or(cmp.Compare(a.Best, b.Best), cmp.Compare(a.Worst, b.Worst))
}
