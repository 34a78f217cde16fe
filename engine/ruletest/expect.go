package ruletest

import (
	"slices"
	"strconv"
	"strings"

	"slate/engine/arrange"
	"slate/engine/diag"
	"slate/engine/eval"
	"slate/engine/fact"
	"slate/engine/ruleset"
)

// expectation compares what came out with what a case expects.
type expectation struct {
	out *Case
	j   *eval.Judgement
	p   *eval.Program
	e   *ruleset.Expect
}

func (x *expectation) differ(what, want, got string, span diag.Span) {
	if want != got {
		x.out.Mismatches = append(x.out.Mismatches, Mismatch{what, want, got, span})
	}
}

func (x *expectation) check() {
	last := -1 // the highest tier that the case names
	for _, v := range x.e.Verdicts {
		tier, ok := x.p.TierNamed(v.Tier)
		if !ok {
			continue // reported when the file was read
		}
		last = max(last, tier)
		x.differ(v.Tier, v.Verdict, x.j.Outcomes[tier].String(), v.Span)
	}
	if last < 0 {
		last = x.p.Ranking.Tier
	}
	because := x.j.Because(last)
	if x.e.Because != nil {
		x.set("because", x.e.Because, x.clauses(because))
	}
	if x.e.Missing != nil {
		x.set("missing", x.e.Missing, x.missing(because))
	}
	x.scores()
	for _, l := range x.e.Labels {
		if slot, ok := x.p.NameOf(l.Name); ok {
			got := x.j.Value(slot)
			if !l.Value.Known() && !got.Known() {
				continue // the case wants it open, for whatever reason
			}
			x.differ(l.Name, known(l.Value), known(got), l.Span)
		}
	}
}

// known writes a value, or why it is missing.
func known(v fact.Value) string {
	if !v.Known() {
		return v.Why().String()
	}
	return v.String()
}

// set compares two sets of words, whatever their order.
func (x *expectation) set(what string, want []ruleset.Text, got []string) {
	var words []string
	span := x.e.Span
	for _, w := range want {
		words = append(words, w.Text)
	}
	if len(want) > 0 {
		span = want[0].Span
	}
	slices.Sort(words)
	slices.Sort(got)
	x.differ(what, strings.Join(words, ", "), strings.Join(got, ", "), span)
}

func (x *expectation) clauses(leaves []int) []string {
	var ids []string
	for _, l := range leaves {
		ids = append(ids, x.p.Leaves[l].Clause.ID)
	}
	return ids
}

// missing names what a verdict, and the score where the case looks at it, wait for.
func (x *expectation) missing(because []int) []string {
	var names []string
	waits := x.j.Waits(because)
	if x.e.Score != nil {
		waits = append(waits, x.j.ScoreWaits()...)
	}
	for _, w := range waits {
		name := ""
		switch {
		case w.Slot >= 0:
			name = x.p.Names[w.Slot].Name
		case w.Leaf >= 0:
			name = x.p.Leaves[w.Leaf].Clause.ID
		}
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

func (x *expectation) scores() {
	s := x.p.Score
	if x.e.Score != nil && s != nil {
		x.differ("score", x.e.Score.Text, x.j.Total.Text(s.Rules.Round.Scale), x.e.Score.Span)
	}
	if x.e.Grade != nil {
		got := "undecided"
		if grade, certain := x.j.Grade(); certain && grade >= 0 {
			got = x.p.Rules.Grades[grade].Label
		} else if certain {
			got = "none"
		}
		x.differ("grade", x.e.Grade.Text, got, x.e.Grade.Span)
	}
	for _, p := range x.e.Points {
		if got, ok := x.points(p.ID); ok {
			x.differ(p.ID, p.Points, got, p.Span)
		}
	}
}

// points returns the points of a criterion or indicator as exact text.
func (x *expectation) points(id string) (string, bool) {
	for i := range x.p.Score.Criteria {
		if x.p.Score.Criteria[i].Rules.ID == id {
			return exact(x.j.Criteria[i]), true
		}
	}
	for i := range x.p.Score.Indicators {
		if x.p.Score.Indicators[i].Rules.ID == id {
			return exact(x.j.Indicators[i].Range), true
		}
	}
	return "", false
}

// exact writes points without rounding, or their range.
func exact(r eval.Range) string {
	if r.Exact() {
		return r.Lo.String()
	}
	text := "("
	if !r.OpenLo {
		text = "[" + r.Lo.String()
	}
	if r.OpenHi {
		return text + ", )"
	}
	return text + ", " + r.Hi.String() + "]"
}

// seats compares where the person stands on the slates. A body whose demands cannot all hold has no list: the seat is then "clash".
func (x *expectation) seats(slates *arrange.Arrangement) {
	for _, want := range x.e.Seats {
		s, ok := slates.Slate(want.Body)
		if !ok {
			continue // reported when the file was read
		}
		got := s.Seat(x.j.Person).String()
		if s.Group.Clash != nil {
			got = "clash"
		}
		x.differ("seats", want.Body+": "+want.Seat, want.Body+": "+got, want.Span)
	}
}

// place compares the person's place among the people of the case.
func (x *expectation) place(list *eval.List) {
	got := "none"
	for _, group := range [][]eval.Standing{list.Ranked, list.Undecided} {
		for i := range group {
			if group[i].Person == x.j.Person {
				got = strconv.Itoa(group[i].Place.Best)
				if worst := group[i].Worst; worst != group[i].Place.Best {
					got += "-" + strconv.Itoa(worst)
				}
			}
		}
	}
	x.differ("place", x.e.Place.Text, got, x.e.Place.Span)
}
