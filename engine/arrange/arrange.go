// Package arrange fills the seats of the bodies of a rule file, exactly, and says what every quota costs.
//
// Fill takes what eval has judged and ordered, and makes a Slate for every body: who is proposed for its seats,
// who stands beside them so that there is a choice (差额), who is in reserve, and whom voters or deputies have
// nominated jointly, who are carried through untouched. Bodies that compete for the same people are filled
// together, the others apart from each other; the choice itself is package solve's.
//
// What is decided in which order, so that no step can spoil an earlier one: quotas that may be missed give up as
// little as they can, the wishes first; then the seats are filled as the objective says; then the surplus,
// with the seats as they are; then the reserve, which is bound by no quota, in the order of the ranking. A reserve is
// told instead for whom it could stand in without breaking a quota.
//
// A quota sees what is known. Somebody of whom it is not known whether they belong to a group never helps to fill a
// minimum and never escapes a maximum, and the composition shows the interval. A score that is not known in full counts at
// its lower end. Nobody who fails a tier, or is undecided about it, is seated, whatever a pin says.
//
// Where not everything can hold there is no list. A Clash takes its place: the smallest set of quotas and pins that
// cannot hold together, and the least that must give way for all seats to be filled.
package arrange

import (
	"context"

	"slate/engine/eval"
	"slate/engine/fact"
	"slate/engine/ruleset"
)

// Seat is where a person stands on the slate of a body. The zero value is not on it.
type Seat uint8

// The seats.
const (
	None      Seat = iota
	Proposed       // for one of the seats
	Surplus        // beyond the seats, so that there is a choice
	Nominated      // jointly, by voters or deputies
	Reserve        // stands by
)

// String returns the word of the rule file: none, proposed, surplus, nominated, reserve.
func (s Seat) String() string {
	return [...]string{"none", "proposed", "surplus", "nominated", "reserve"}[s]
}

// Arrangement is what became of all bodies.
type Arrangement struct {
	Verdicts *eval.Verdicts
	// Groups hold the bodies that are filled together, in file order of their first.
	Groups []*Group
	// Slates are those of all groups, in file order.
	Slates []*Slate
}

// Group is some bodies that compete for the same people.
type Group struct {
	Slates    []*Slate
	Objective ruleset.Objective
	// Total is the sum of the scores of those proposed, of all bodies of the group.
	Total fact.Number
	// Bound is what no list can exceed; equal to Total where the choice is proved to be the best.
	Bound fact.Number
	// Proved says that no list that satisfies everything has a higher total, or, by rank, that nobody could be taken before
	// somebody behind them. Ordered says that among such lists none is better by the rule file's keys.
	Proved, Ordered bool
	// Clash says what cannot hold together; nil where there is a list.
	Clash *Clash

	model  *model
	chosen *choice // nil with a Clash
}

// Slate is the list of a body.
type Slate struct {
	Body  *ruleset.Body
	Group *Group
	// Surplus is how many more candidates than seats the list has, nominees included; with ShortOf and Beyond saying by how
	// many it stays below or goes beyond what the rule of the body allows.
	Surplus         int
	ShortOf, Beyond int
	// Entries are the people, by seat, each in the order of the ranking. Nil with a Clash.
	Entries []Entry
	// Quotas is the composition: every quota, once for each value it is counted by.
	Quotas []Quota
	// Passed are the people who are ahead of somebody proposed and are not proposed, in the order of the ranking.
	Passed []Passed
	// Eligible counts the people who may be put forward; Waiting are those of whom it is not known.
	Eligible int
	Waiting  []Waiting
	// Unknown are pins of people whom the roster does not have. They are not followed; a nominee stands on the list all the same.
	Unknown []ruleset.Pin

	index int // in the model
}

// Why says what brings somebody onto a list.
type Why uint8

// The reasons.
const (
	ByOrder Why = iota // would be there without any quota
	ByQuota            // quotas need them
	ByPin              // the rule file names them
)

// String returns order, quota or pin.
func (w Why) String() string { return [...]string{"order", "quota", "pin"}[w] }

// Entry is somebody on the slate of a body.
type Entry struct {
	Person int    // number in the snapshot, −1 for a nominee whom the roster does not have
	ID     string // of the person
	Seat   Seat
	Score  fact.Number // as counted
	// Order is the place among all whom the bodies of the group may put forward, by the keys of the ranking; 0 where the person
	// is none of them.
	Order int
	Why   Why
	Pin   *ruleset.Pin // of ByPin and of a nominee
	// Instead is who would sit here but for the quotas, −1 for nobody; Needed are the quotas, by number in Slate.Quotas,
	// that would be broken if the two changed places.
	Instead int
	Needed  []int
	// Carries are the quotas whose group the person certainly belongs to.
	Carries []int
	// Tied are the people who are not on the list although exchanging them for this one would change nothing: neither the total
	// nor the order nor a quota. People settle such a tie.
	Tied []int
	// StandsIn are, of a reserve, the people proposed whom they could replace without breaking a quota that must hold.
	StandsIn []int
}

// Waiting is somebody of whom it is not known whether they may be put forward.
type Waiting struct {
	Person int
	// Could says that they could yet take a seat: at best their score reaches that of the last who has one, or they may belong to a
	// group that a minimum is short of.
	Could bool
}

// Count is how many there are: certainly, and possibly where it is not known of everybody.
type Count struct{ Sure, Possible int }

// Quota is one line of the composition of a slate.
type Quota struct {
	Rules  *ruleset.Quota
	Value  fact.Value // of the name it is counted by; missing where it is counted once
	Bounds []Bound
	// Count is how many of the list belong to the group, Of out of how many: of the whole list, or of the group that a share is of.
	Count, Of Count
}

// Bound is one thing that a quota demands.
type Bound struct {
	Max   bool
	Share *fact.Number // percent; nil for a count
	// Need is the number of people demanded, of a count or of a share of the whole list. A share of a group has none: what is
	// demanded depends on the group.
	Need    int
	OfGroup bool
	// Met is true where the bound holds whatever the unknown turn out to be, false where it cannot hold, unknown between.
	Met fact.Truth
	// Short is by how many people it is missed at worst.
	Short int
	// Binding says that the list stands at the very edge: with one person less, or more, the bound would not hold.
	Binding bool
	// Price is a price of the bound: about what one person more, or less, would bring to the total, never below 0. Among ties prices are not
	// the only ones, and between whole numbers they are estimates; Slate.Cost is exact. Nil where people are taken by rank.
	Price *fact.Number

	row int // of the model
}

// Fill fills the seats of all bodies. It fails when ctx ends, or when scores are too fine to be added up exactly.
func Fill(ctx context.Context, v *eval.Verdicts) (*Arrangement, error) {
	a := &Arrangement{Verdicts: v}
	rules := v.Pool.Program.Rules
	slates := map[*ruleset.Body]*Slate{}
	for _, bodies := range rules.Linked() {
		m, err := newModel(v, bodies)
		if err != nil {
			return nil, err
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		g := m.fill()
		a.Groups = append(a.Groups, g)
		for _, s := range g.Slates {
			slates[s.Body] = s
		}
	}
	for _, b := range rules.Bodies {
		a.Slates = append(a.Slates, slates[b])
	}
	return a, ctx.Err()
}

// Slate returns the slate of a body.
func (a *Arrangement) Slate(body string) (*Slate, bool) {
	for _, s := range a.Slates {
		if s.Body.ID == body {
			return s, true
		}
	}
	return nil, false
}

// Seat returns where a person stands on the slate.
func (s *Slate) Seat(person int) Seat {
	for i := range s.Entries {
		if s.Entries[i].Person == person {
			return s.Entries[i].Seat
		}
	}
	return None
}
