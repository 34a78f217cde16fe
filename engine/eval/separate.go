package eval

import (
	"sort"
)

// Separation is the smallest set of clauses or points that puts one person before another.
type Separation struct {
	Ahead, Behind *Judgement
	// Equal says that nothing separates them: they share a place.
	Equal bool
	// Neither says that both fail the tier of the list, so neither has a place.
	Neither bool
	// Tier is the tier that Ahead reaches and Behind does not, −1 when both reach the same.
	Tier int
	// Clauses are those that make Behind's verdict on Tier.
	Clauses []int
	// Key is the number of the first key of the order in which they differ, −1 when a tier separates them.
	Key int
	// Criteria are those whose points make the difference: had Behind as many there as Ahead,
	// Ahead would no longer lead. Set where the key is the score.
	Criteria []CriterionGap
	// Open says that missing facts could still turn the order round.
	Open bool
}

// CriterionGap is what one criterion adds to the lead, in points of the total.
type CriterionGap struct {
	Criterion int
	Gap       Range
}

// Separate says what separates two people of one pool.
func Separate(a, b *Judgement) Separation {
	rank := a.Program().Ranking.Tier
	switch x, y := a.Outcomes[rank], b.Outcomes[rank]; {
	case x != y:
		return separateByTier(a, b, rank)
	case x == Fail:
		return Separation{Ahead: a, Behind: b, Neither: true, Tier: rank, Key: -1}
	}
	s := separateByKeys(a, b)
	s.Open = s.Open || a.Outcomes[rank] == Undecided
	return s
}

// separateByTier compares verdicts: pass before undecided before fail.
func separateByTier(a, b *Judgement, tier int) Separation {
	height := [...]int{Undecided: 1, Fail: 0, Pass: 2}
	if height[a.Outcomes[tier]] < height[b.Outcomes[tier]] {
		a, b = b, a
	}
	return Separation{
		Ahead: a, Behind: b, Tier: tier, Key: -1, Clauses: b.Because(tier),
		Open: a.Outcomes[tier] == Undecided || b.Outcomes[tier] == Undecided,
	}
}

func separateByKeys(a, b *Judgement) Separation {
	x, y := a.sortKey(), b.sortKey()
	keys := a.Program().Ranking.Keys
	for i := range keys {
		ab, ba := ahead(x[i:i+1], y[i:i+1]), ahead(y[i:i+1], x[i:i+1])
		if ab == 0 && ba == 0 {
			continue
		}
		if ba > 0 && (ab <= 0 || ab == ba && y[i].Hi.Cmp(x[i].Hi) > 0) {
			a, b = b, a
		}
		s := Separation{Ahead: a, Behind: b, Tier: -1, Key: i, Open: ab >= 0 && ba >= 0}
		if keys[i].source == byTier {
			s.Tier, _ = a.Highest()
			if s.Tier >= 0 {
				s.Clauses = b.Because(s.Tier)
			}
		}
		if keys[i].source == byScore {
			s.Criteria = gaps(a, b)
		}
		return s
	}
	return Separation{Ahead: a, Behind: b, Equal: true, Tier: -1, Key: -1}
}

// gaps returns the fewest criteria that make the lead of a over b: the largest gaps, until what
// is left no longer leads.
func gaps(a, b *Judgement) []CriterionGap {
	all := criterionGaps(a, b)
	lead := Range{}
	for _, g := range all {
		lead = lead.plus(g.Gap)
	}
	sort.SliceStable(all, func(i, k int) bool { return all[i].Gap.Lo.Cmp(all[k].Gap.Lo) > 0 })
	for i := range all {
		if lead.Lo.Sign() <= 0 || all[i].Gap.Lo.Sign() <= 0 {
			return all[:i]
		}
		lead = lead.plus(all[i].Gap.negated())
	}
	return all
}

// criterionGaps returns what each criterion adds to the lead, by the lower ends of what is known.
func criterionGaps(a, b *Judgement) []CriterionGap {
	weights := a.Pool.weights
	out := make([]CriterionGap, len(a.Criteria))
	for i := range a.Criteria {
		x := a.Criteria[i].times(weights[i])
		y := b.Criteria[i].times(weights[i])
		gap := Exactly(x.Lo).plus(Exactly(y.Lo.Neg()))
		out[i] = CriterionGap{Criterion: i, Gap: gap}
	}
	return out
}
