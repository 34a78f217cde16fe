package tune

import (
	"context"
	"fmt"
	"slices"

	"slate/engine/eval"
	"slate/engine/fact"
)

// Stage is a stage that people go through on the way to the list.
type Stage uint8

// The stages: in the roster; meeting every requirement of the list's tier; barred by no veto, open ones included, and so
// passing the tier; with a score that is known; on the list.
const (
	InPool Stage = iota
	Eligible
	Passing
	Scored
	Listed
	stages
)

// String returns the word that JSON uses.
func (s Stage) String() string {
	return [...]string{"pool", "eligible", "passing", "scored", "listed"}[s]
}

// Counts holds how many people come to each stage, by stage.
type Counts [stages]int

// Group is what becomes of the people with one value of a fact.
type Group struct {
	Value    string
	Withheld bool   // too few people, or withheld so that those cannot be worked out
	Old, New Counts // zero where withheld
}

// Impact is what two sides do to groups of people.
type Impact struct {
	Name   string
	Scored bool // the rules have a score
	Groups []Group
	// OldTotal and NewTotal are the counts of all groups together.
	OldTotal, NewTotal Counts
	// Unknown counts the people of whom the fact is not known on the new side: they are no group, and not counted.
	Unknown int
	// Cause says what keeps the group with the lowest rate on the new side behind that with the highest; nil where fewer than
	// two groups are shown, or all do alike.
	Cause *Disparity
}

// Disparity is how far apart two groups are, and the condition that tells most between them.
type Disparity struct {
	High, Low int // numbers of groups: the highest and the lowest share on the list
	// Clause is the requirement or veto with the largest difference in the share of the group that it stops, "" where none
	// stops more of Low than of High: it is then the order that tells. Label is what people call it.
	Clause, Label string
	// HighStopped and LowStopped count the people of each group whom the clause stops.
	HighStopped, LowStopped int
}

// Fewest is the size of the smallest group that is shown.
const Fewest = 5

// Impact counts how the people with each value of a choice fare on both sides. Groups with fewer people than Fewest are
// withheld, and others with them until nothing about them can be worked out from the rest and the totals.
func (d *Difference) Impact(ctx context.Context, name string, workers int) (*Impact, error) {
	im := &Impact{Name: name, Scored: d.New.Program.Score != nil}
	old, err := tallyGroups(ctx, d.OldPool, name, workers)
	if err != nil {
		return nil, err
	}
	new, err := tallyGroups(ctx, d.NewPool, name, workers)
	if err != nil {
		return nil, err
	}
	d.countListed(old, new)
	for _, v := range append(slices.Clone(old.values), new.values...) {
		if !slices.ContainsFunc(im.Groups, func(g Group) bool { return g.Value == v }) {
			im.Groups = append(im.Groups, Group{Value: v, Old: old.count(v), New: new.count(v)})
		}
	}
	for _, g := range im.Groups {
		for s := range stages {
			im.OldTotal[s] += g.Old[s]
			im.NewTotal[s] += g.New[s]
		}
	}
	im.Unknown = new.count("")[InPool]
	withhold(im.Groups)
	im.disparity(new)
	return im, nil
}

// groups counts one side.
type groups struct {
	values []string // in the order of the declaration
	of     []string // by person, "" where it is not known
	counts map[string]*Counts
	labels []condition
	stops  [][]bool // by person and condition
}

type condition struct{ id, label string }

func (g *groups) count(v string) Counts {
	if c := g.counts[v]; c != nil {
		return *c
	}
	return Counts{}
}

func tallyGroups(ctx context.Context, pool *eval.Pool, name string, workers int) (*groups, error) {
	p := pool.Program
	slot, ok := p.NameOf(name)
	if !ok || p.Names[slot].Type.Kind != fact.Choice {
		return nil, fmt.Errorf("%s is no fact or output that is a choice", name)
	}
	g := &groups{values: p.Names[slot].Type.Values, of: make([]string, pool.Snapshot.Len()), counts: map[string]*Counts{}}
	t := &p.Tiers[p.Ranking.Tier]
	for _, k := range t.Require {
		g.labels = append(g.labels, condition{k.Clause.ID, k.Clause.Label})
	}
	for _, v := range t.Vetoes {
		g.labels = append(g.labels, condition{p.Vetoes[v].Rules.ID, p.Vetoes[v].Rules.Label})
	}
	g.stops = make([][]bool, len(g.of))
	reached := make([][stages]bool, len(g.of))
	err := pool.Each(ctx, workers, func(j *eval.Judgement) {
		if v := j.Value(slot); v.Known() {
			g.of[j.Person] = v.Text()
		}
		g.stops[j.Person] = stops(j, t)
		r := &reached[j.Person]
		r[InPool] = true
		r[Eligible] = !slices.Contains(g.stops[j.Person][:len(t.Require)], true)
		r[Passing] = j.Outcomes[p.Ranking.Tier] == eval.Pass
		r[Scored] = r[Passing] && p.Score != nil && j.Total.Exact()
	})
	for i := range reached {
		c := g.counts[g.of[i]]
		if c == nil {
			c = &Counts{}
			g.counts[g.of[i]] = c
		}
		for s, yes := range reached[i] {
			if yes {
				c[s]++
			}
		}
	}
	return g, err
}

// stops says which requirements a person does not meet, and which vetoes hold or may hold.
func stops(j *eval.Judgement, t *eval.Tier) []bool {
	var out []bool
	for _, k := range t.Require {
		out = append(out, j.Truth(k) != fact.True)
	}
	for _, v := range t.Vetoes {
		out = append(out, j.Waived[v] == nil && j.Truth(j.Program().Vetoes[v].Condition) != fact.False)
	}
	return out
}

// countListed adds who is on the list: that is known already.
func (d *Difference) countListed(old, new *groups) {
	for _, side := range []struct {
		g    *groups
		pool *eval.Pool
		on   map[string]bool
	}{{old, d.OldPool, d.oldList}, {new, d.NewPool, d.newList}} {
		for i := range side.g.of {
			if side.on[side.pool.Snapshot.Person(i).ID] {
				side.g.counts[side.g.of[i]][Listed]++
			}
		}
	}
}

// withhold hides the groups that are too small and, so that they cannot be worked out from the totals, others in the order of
// the declaration until what is hidden is blurred. The size of a group has no say in which others are hidden, or their
// being hidden would tell of it.
func withhold(all []Group) {
	var hidden []int
	for i := range all {
		if min(all[i].Old[InPool], all[i].New[InPool]) < Fewest {
			hidden = append(hidden, i)
		}
	}
	if len(hidden) == 0 {
		return
	}
	for i := range all {
		if !slices.Contains(hidden, i) && !blurred(all, hidden) {
			hidden = append(hidden, i)
		}
	}
	for _, i := range hidden {
		all[i].Withheld, all[i].Old, all[i].New = true, Counts{}, Counts{}
	}
}

// blurred reports whether the sums of hidden groups, which the totals give away, leave open what each of them has. A column in which nobody
// is at all says so by itself.
func blurred(all []Group, hidden []int) bool {
	if len(hidden) < 2 {
		return false
	}
	var old, new, oldAll, newAll Counts
	for i := range all {
		for s := range stages {
			oldAll[s] += all[i].Old[s]
			newAll[s] += all[i].New[s]
			if slices.Contains(hidden, i) {
				old[s] += all[i].Old[s]
				new[s] += all[i].New[s]
			}
		}
	}
	if old[InPool] < 2*Fewest || new[InPool] < 2*Fewest {
		return false
	}
	for s := range stages {
		if old[s] == 0 && oldAll[s] > 0 || new[s] == 0 && newAll[s] > 0 {
			return false
		}
	}
	return true
}

// Rate is a share: On of Of.
type Rate struct{ On, Of int }

// Less compares two shares by whole numbers.
func (r Rate) Less(o Rate) bool { return r.On*o.Of < o.On*r.Of }

// Rate returns the share of a group on the list of the new side.
func (g *Group) Rate() Rate { return Rate{g.New[Listed], g.New[InPool]} }

// FourFifths reports whether one share is less than four fifths of another: a line that is often drawn, and no law here.
func FourFifths(low, high Rate) bool { return 5*low.On*high.Of < 4*high.On*low.Of }

// disparity finds the two groups farthest apart, and what tells between them.
func (im *Impact) disparity(g *groups) {
	high, low := -1, -1
	for i := range im.Groups {
		r := im.Groups[i].Rate()
		if im.Groups[i].Withheld || r.Of == 0 {
			continue
		}
		if high < 0 || im.Groups[high].Rate().Less(r) {
			high = i
		}
		if low < 0 || r.Less(im.Groups[low].Rate()) {
			low = i
		}
	}
	if high == low || !im.Groups[low].Rate().Less(im.Groups[high].Rate()) {
		return
	}
	d := &Disparity{High: high, Low: low}
	stopped := func(group, k int) Rate {
		n := 0
		for i := range g.of {
			if g.of[i] == im.Groups[group].Value && g.stops[i][k] {
				n++
			}
		}
		return Rate{n, im.Groups[group].New[InPool]}
	}
	most := 0
	for k, c := range g.labels {
		a, b := stopped(high, k), stopped(low, k)
		// Both differences have the same denominator, Of × Of.
		if by := b.On*a.Of - a.On*b.Of; by > most {
			most = by
			d.Clause, d.Label, d.HighStopped, d.LowStopped = c.id, c.label, a.On, b.On
		}
	}
	im.Cause = d
}
