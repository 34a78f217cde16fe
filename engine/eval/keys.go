package eval

import (
	"slate/engine/diag"
	"slate/engine/fact"
	"slate/engine/ruleset"
)

// Ranking is the section `ranking` compiled.
type Ranking struct {
	Rules  *ruleset.Ranking
	Tier   int // number of the tier a listed person must pass
	Keys   []Key
	Within int // slot of the name that makes groups, −1 for none
}

// keySource says what a key of the order reads.
type keySource uint8

const (
	byName keySource = iota
	byScore
	byGrade
	byTier
	byCriterion
	byIndicator
)

// Key is one key of the order, most important first.
type Key struct {
	Rules  ruleset.Key
	source keySource
	index  int // slot, criterion or indicator
}

// indicators returns which indicators, from ≤ i < to, the key depends on.
func (k *Key) indicators(s *Score) (from, to int) {
	switch k.source {
	case byCriterion:
		c := &s.Criteria[k.index]
		return c.First, c.First + c.Count
	case byIndicator:
		return k.index, k.index + 1
	}
	return 0, len(s.Indicators)
}

// Criterion returns the number of the criterion the key reads, if it reads one.
func (k *Key) Criterion() (int, bool) { return k.index, k.source == byCriterion }

// IsScore, IsTier and IsName report what the key reads.
func (k *Key) IsScore() bool { return k.source == byScore }

// IsTier reports whether the key is the highest tier passed.
func (k *Key) IsTier() bool { return k.source == byTier }

// Name returns the slot of the name the key reads, if it reads one.
func (k *Key) Name() (slot int, ok bool) { return k.index, k.source == byName }

func (c *compiler) ranking() {
	rs := c.p.Rules.Ranking
	r := Ranking{Rules: rs, Within: -1}
	if i, ok := c.tierIndex(rs.Tier.Text); ok {
		r.Tier = i
	}
	for _, k := range rs.OrderBy {
		r.Keys = append(r.Keys, c.key(k))
	}
	if rs.WithinBy.Text != "" {
		if slot, ok := c.lookup(rs.WithinBy); ok {
			r.Within = slot
		}
	}
	c.p.Ranking = r
}

func (c *compiler) key(k ruleset.Key) Key {
	switch {
	case k.Name == "tier":
		return Key{Rules: k, source: byTier}
	case k.Name == "score" && c.p.Score != nil:
		return Key{Rules: k, source: byScore}
	case k.Name == "grade" && len(c.p.Rules.Grades) > 0:
		return Key{Rules: k, source: byGrade}
	}
	if c.p.Score != nil {
		for i := range c.p.Score.Criteria {
			if c.p.Score.Criteria[i].Rules.ID == k.Name {
				return Key{Rules: k, source: byCriterion, index: i}
			}
		}
		for i := range c.p.Score.Indicators {
			if c.p.Score.Indicators[i].Rules.ID == k.Name {
				return Key{Rules: k, source: byIndicator, index: i}
			}
		}
	}
	slot, ok := c.lookup(ruleset.Text{Text: k.Name, Span: k.Span})
	if ok {
		if kind := c.p.Names[slot].Type.Kind; kind == fact.Text || kind == fact.List {
			c.list.Add(diag.New(diag.BadOperands, k.Span, "op", "order_by", "left", kind.String(), "right", ""))
		}
	}
	return Key{Rules: k, source: byName, index: slot}
}

// sortKey is where a person stands in the order: a range for each key, turned so that more is ahead.
type sortKey []Range

func (j *Judgement) sortKey() sortKey {
	keys := j.Program().Ranking.Keys
	out := make(sortKey, len(keys))
	for i := range keys {
		out[i] = j.keyRange(&keys[i])
		if !keys[i].Rules.Desc {
			out[i] = out[i].negated()
		}
	}
	return out
}

func (r Range) negated() Range {
	return Range{Lo: r.Hi.Neg(), Hi: r.Lo.Neg(), OpenLo: r.OpenHi, OpenHi: r.OpenLo}
}

func (j *Judgement) keyRange(k *Key) Range {
	switch k.source {
	case byScore:
		return j.Total
	case byGrade:
		return j.gradeKey()
	case byTier:
		certain, possible := j.Highest()
		certain = max(certain, j.Program().Ranking.Tier) // a place supposes that the person passes the list's tier
		return Range{Lo: fact.Int(int64(certain)), Hi: fact.Int(int64(max(certain, possible)))}
	case byCriterion:
		return j.Criteria[k.index]
	case byIndicator:
		return j.Indicators[k.index].Range
	}
	return j.nameKey(k.index)
}

// gradeKey puts a higher range of the score above a lower one; outside every grade is lowest.
func (j *Judgement) gradeKey() Range {
	var heights Range
	for i, g := range j.grades() {
		height := fact.Int(int64(gradeHeight(j.Program().Rules.Grades, g)))
		if i == 0 {
			heights = Exactly(height)
		}
		heights = heights.with(height)
	}
	return heights
}

// gradeHeight counts the grades that lie below grade i.
func gradeHeight(grades []*ruleset.Grade, i int) int {
	if i < 0 {
		return -1
	}
	below := 0
	for _, g := range grades {
		if !g.Range.HasLo && grades[i].Range.HasLo || g.Range.HasLo && grades[i].Range.HasLo && g.Range.Lo.Cmp(grades[i].Range.Lo) < 0 {
			below++
		}
	}
	return below
}

// nameKey reads a value as a number: dates by day, choices by their position among the
// values, truth as 0 and 1. A missing value may be anything its domain allows.
func (j *Judgement) nameKey(slot int) Range {
	n := &j.Program().Names[slot]
	v := j.names[slot]
	switch {
	case !v.Known():
		return unknownKey(n)
	case v.IsNumber():
		return Exactly(v.Number())
	case v.IsBool():
		if v.Bool() {
			return Exactly(fact.Int(1))
		}
		return Exactly(fact.Int(0))
	case v.IsText():
		return Exactly(fact.Int(int64(position(n.Type.Values, v.Text()))))
	}
	return Exactly(fact.Int(int64(firstDay.DaysUntil(v.Date()))))
}

var firstDay, _ = fact.NewDate(1, 1, 1)

func position(values []string, s string) int {
	for i, v := range values {
		if v == s {
			return i
		}
	}
	return len(values)
}

func unknownKey(n *Name) Range {
	switch n.Type.Kind {
	case fact.Boolean:
		return Range{Hi: fact.Int(1)}
	case fact.Choice:
		return Range{Hi: fact.Int(int64(len(n.Type.Values) - 1))}
	}
	lo, hi := domainEnds(n.Field)
	return Range{Lo: number(lo), Hi: number(hi), OpenLo: lo == nil, OpenHi: hi == nil}
}

// ahead compares the best that a can be with the worst that b can be, key by key: positive
// where a could be ahead of b, negative where a is behind even so, 0 where they could only be equal.
// The keys are taken as free of each other, so the places found from this are bounds that surely hold.
func ahead(a, b sortKey) int {
	for i := range a {
		if a[i].OpenHi || b[i].OpenLo {
			return 1
		}
		if c := a[i].Hi.Cmp(b[i].Lo); c != 0 {
			return c
		}
	}
	return 0
}

// exact reports whether every key is known.
func (k sortKey) exact() bool {
	for i := range k {
		if !k[i].Exact() {
			return false
		}
	}
	return true
}

// Indicator returns the number of the indicator the key reads, if it reads one.
func (k *Key) Indicator() (int, bool) { return k.index, k.source == byIndicator }
