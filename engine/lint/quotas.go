package lint

import (
	"slices"
	"strconv"
	"strings"

	"slate/engine/diag"
	"slate/engine/fact"
	"slate/engine/formula"
	"slate/engine/ruleset"
)

// quotas looks for quotas of a body that no list can meet.
func (l *linter) quotas() {
	for _, b := range l.p.Rules.Bodies {
		room := places(b)
		if room <= 0 {
			continue
		}
		for _, q := range b.Quotas {
			l.quota(b, q, room)
		}
		l.together(b, room)
		if n := len(b.MustInclude); n > room {
			l.impossible(b.Span, b.ID+" must_include", n, room)
		}
	}
}

func (l *linter) impossible(at diag.Span, id string, least, most int, related ...diag.Span) {
	l.list.Add(diag.New(diag.QuotaImpossible, at, "id", id, "least", strconv.Itoa(least), "most", strconv.Itoa(most)).WithRelated(related...))
}

// places is how many people the list of a body can hold at most: its seats and the lawful surplus (选举法 art. 31: a third to as
// many again in direct elections, a fifth to a half in indirect ones).
func places(b *ruleset.Body) int {
	if b.Surplus == nil {
		return b.Seats
	}
	switch b.Surplus.Rule {
	case "direct":
		return 2 * b.Seats
	case "indirect":
		return b.Seats + b.Seats/2
	}
	return b.Seats + b.Surplus.Max
}

// fewest is the least number of people that a quota asks for, once.
func fewest(q *ruleset.Quota) int {
	if !q.Hard || q.Min == nil {
		return 0
	}
	return *q.Min
}

func (l *linter) quota(b *ruleset.Body, q *ruleset.Quota, room int) {
	least := fewest(q)
	if least == 0 && (q.ShareMin == nil || q.ShareMin.Sign() <= 0 || !q.Hard) {
		return
	}
	if least > room {
		l.impossible(q.Span, q.ID, least, room)
		return
	}
	if slot, ok := l.p.NameOf(q.Per.Text); ok && q.Per.Text != "" {
		if n := len(l.p.Names[slot].Type.Values); least*n > room {
			l.impossible(q.Span, q.ID, least*n, room)
			return
		}
	}
	a := l.s.search(l.eligible(b, q)...)
	if !a.found && a.decided {
		l.impossible(q.Span, q.ID, max(least, 1), 0)
		return
	}
	l.open(a, q.Span)
}

// eligible returns goals: somebody who may be put forward for a body and counts for some quotas.
func (l *linter) eligible(b *ruleset.Body, quotas ...*ruleset.Quota) []goal {
	var goals []goal
	tier := l.p.Ranking.Tier
	if i, ok := l.p.TierNamed(b.Tier.Text); ok {
		tier = i
	}
	goals = append(goals, l.s.passes(l.s.gates(l.src, tier, false))...)
	texts := []*ruleset.Text{b.Where}
	for _, q := range quotas {
		texts = append(texts, q.Where)
	}
	for _, t := range texts {
		if f := l.p.Where(t); f != nil {
			goals = append(goals, l.partGoal(f, f.Root(), fact.True))
		}
	}
	return goals
}

// together looks for quotas for people of whom nobody is two kinds at once and that add up to more than there are places; and for a quota
// that allows fewer than another asks for among them.
func (l *linter) together(b *ruleset.Body, room int) {
	var apart []*ruleset.Quota
	total := 0
	for _, q := range b.Quotas {
		if fewest(q) == 0 || fewest(q) > room || q.Per.Text != "" {
			continue
		}
		free := func(o *ruleset.Quota) bool {
			a := l.s.search(l.eligible(b, q, o)...)
			return !a.found && a.decided
		}
		if !slices.ContainsFunc(apart, func(o *ruleset.Quota) bool { return !free(o) }) {
			apart = append(apart, q)
			total += fewest(q)
		}
	}
	if total > room && len(apart) > 1 {
		var ids []string
		var at []diag.Span
		for _, q := range apart {
			ids, at = append(ids, q.ID), append(at, q.Span)
		}
		l.impossible(at[len(at)-1], strings.Join(ids, "、"), total, room, at[:len(at)-1]...)
	}
	for _, q := range b.Quotas {
		for _, o := range b.Quotas {
			if q == o || o.Max == nil || !o.Hard || o.Per.Text != "" || fewest(q) <= *o.Max {
				continue
			}
			if l.within(b, q, o) {
				l.impossible(q.Span, q.ID, fewest(q), *o.Max, o.Span)
			}
		}
	}
}

// within reports whether everybody who counts for q counts for o.
func (l *linter) within(b *ruleset.Body, q, o *ruleset.Quota) bool {
	f := l.p.Where(o.Where)
	if f == nil {
		return true
	}
	outside := l.s.goal(func() bool { return formula.TruthOf(l.s.compute(l.src, f)[f.Root()]) != fact.True },
		part{src: l.src, slots: f.Uses(), pieces: []piece{whole(f)}, about: o.ID})
	a := l.s.search(append([]goal{outside}, l.eligible(b, q)...)...)
	return !a.found && a.decided
}
