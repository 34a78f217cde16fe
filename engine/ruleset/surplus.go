package ruleset

import (
	"fmt"
	"slices"

	"slate/engine/diag"
)

// Surplus is the lawful excess of candidates over seats (差额).
type Surplus struct {
	Rule     string // one of direct, indirect, chief, deputy, committee, own
	Min, Max int    // own
	Take     *int   // how many more candidates than seats the list has; nil: the fewest lawful
	Span     diag.Span
	TakeSpan diag.Span
}

// surplusRules are the rules that `surplus` may name.
var surplusRules = []string{"direct", "indirect", "chief", "deputy", "committee", "own"}

// Range returns how many more candidates than seats the rule allows, both ends included. There is none, and
// lo is above hi, where no whole number satisfies it.
//
//	direct     one third of the seats to as many again (选举法 art. 31)
//	indirect   one fifth to one half of the seats (选举法 art. 31)
//	chief      none or one (地方组织法 art. 27: 正职)
//	deputy     one to three (地方组织法 art. 27: 副职)
//	committee  one tenth to one fifth (地方组织法 art. 27: 委员)
//	own        min to max
func (s *Surplus) Range(seats int) (lo, hi int) {
	switch s.Rule {
	case "direct":
		return roundUp(seats, 3), seats
	case "indirect":
		return roundUp(seats, 5), seats / 2
	case "chief":
		return 0, 1
	case "deputy":
		return 1, 3
	case "committee":
		return roundUp(seats, 10), seats / 5
	}
	return s.Min, s.Max
}

// roundUp returns n ÷ by, rounded up.
func roundUp(n, by int) int { return (n + by - 1) / by }

// Article returns the article that the rule rests on; "" for own.
func (s *Surplus) Article() string {
	switch s.Rule {
	case "direct", "indirect":
		return "选举法第三十一条"
	case "chief", "deputy", "committee":
		return "地方组织法第二十七条"
	}
	return ""
}

// Taken returns how many surplus candidates a list for so many seats has: Take, or the fewest that the rule allows; none
// where the rule allows no number at all.
func (s *Surplus) Taken(seats int) int {
	lo, hi := s.Range(seats)
	switch {
	case s.Take != nil:
		return *s.Take
	case lo > hi:
		return 0
	}
	return lo
}

// surplusRange holds what a body takes to what its rule allows.
func (d *decoder) surplusRange(b *Body) {
	s := b.Surplus
	if s == nil || b.Seats == 0 || !slices.Contains(surplusRules, s.Rule) {
		return
	}
	lo, hi := s.Range(b.Seats)
	article := s.Article()
	if article == "" {
		article = "min, max"
	}
	switch {
	case lo > hi && s.Rule != "own":
		d.add(diag.EmptySurplus, s.Span, "rule", s.Rule, "seats", fmt.Sprint(b.Seats), "article", article)
	case s.Take != nil && (*s.Take < lo || *s.Take > hi):
		d.add(diag.SurplusTake, s.TakeSpan, "take", fmt.Sprint(*s.Take), "rule", s.Rule, "range", fmt.Sprintf("%d–%d", lo, hi), "article", article)
	}
}

// checkBodies checks how bodies stand to each other: what is under what, and that those which compete for the same
// people want the same of them.
func (d *decoder) checkBodies() {
	byID := map[string]*Body{}
	for _, b := range d.out.Bodies {
		byID[b.ID] = b
	}
	for _, b := range d.out.Bodies {
		for at, steps := byID[b.Under.Text], 0; at != nil && steps <= len(byID); at, steps = byID[at.Under.Text], steps+1 {
			if at == b {
				d.add(diag.Cycle, b.Under.Span, "path", b.ID+" → "+b.Under.Text)
				break
			}
		}
	}
	for _, group := range d.out.Linked() {
		for _, b := range group {
			if first := group[0]; b.Objective != first.Objective {
				d.list.Add(diag.New(diag.NotTogether, b.Span, "a", first.ID+": "+first.Objective.String(), "b", b.ID+": "+b.Objective.String()).WithRelated(first.Span))
				break
			}
		}
	}
}

// Linked returns the bodies in groups that compete for the same people, in file order: those that exclude each other, or
// all of them where a person may not be on all.
func (rs *Ruleset) Linked() [][]*Body {
	group := make([]int, len(rs.Bodies)) // the first body of the group
	for i, b := range rs.Bodies {
		group[i] = i
		for k := range i {
			if rs.Arrange.Posts > 0 || b.Excludes(rs.Bodies[k]) {
				join(group[:i+1], k, i)
			}
		}
	}
	var out [][]*Body
	for i := range rs.Bodies {
		if group[i] != i {
			continue
		}
		var members []*Body
		for k, b := range rs.Bodies {
			if group[k] == i {
				members = append(members, b)
			}
		}
		out = append(out, members)
	}
	return out
}

// join puts the groups of a and b together.
func join(group []int, a, b int) {
	from, to := group[a], group[b]
	if to < from {
		from, to = to, from
	}
	for i := range group {
		if group[i] == to {
			group[i] = from
		}
	}
}

// Excludes reports whether a person cannot be on both bodies. Either of them may say so.
func (b *Body) Excludes(other *Body) bool {
	return hasText(b.ExclusiveWith, other.ID) || hasText(other.ExclusiveWith, b.ID)
}
