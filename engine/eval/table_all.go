package eval

import (
	"slices"

	"slate/engine/fact"
	"slate/engine/ruleset"
)

// The hit policies that make something of all hits (DMN's C+, C<, C>, C#, R and O). As everywhere, a row that may hit leaves the
// outputs unknown unless they are the same with it and without it.

// aggregate gives the sum, the least or the greatest of what the hits say, or their number.
func (t *table) aggregate(hits, open []*ruleset.Row) ([]fact.Value, fact.Reason) {
	if asks(hits) {
		return nil, fact.NeedsDecision
	}
	if len(hits) == 0 && len(open) == 0 {
		if t.rules.Hit == ruleset.HitCount && t.rules.Otherwise == nil {
			return []fact.Value{fact.OfNumber(fact.Int(0))}, 0
		}
		return result(t.rules.Otherwise)
	}
	if asks(open) || t.rules.Hit == ruleset.HitCount && len(hits) > 0 && len(open) > 0 {
		return nil, fact.Waiting
	}
	if len(hits) == 0 {
		return t.whicheverHits(open)
	}
	v := t.made(hits)
	for _, r := range open {
		if with := t.made(append(hits[:len(hits):len(hits)], r)); !with.Known() || !with.Equal(v) {
			return nil, fact.Waiting
		}
	}
	if !v.Known() {
		return nil, v.Why()
	}
	return []fact.Value{v}, 0
}

// whicheverHits gives the value where no row certainly hits: it must be that of `otherwise`, of every row alone and of every
// two together, and is then that of any number of them.
func (t *table) whicheverHits(open []*ruleset.Row) ([]fact.Value, fact.Reason) {
	none := then(t.rules.Otherwise)
	if none == nil {
		return nil, fact.Waiting
	}
	for i := range open {
		for k := range i + 1 {
			rows := []*ruleset.Row{open[i]}
			if k < i {
				rows = append(rows, open[k])
			}
			if v := t.made(rows); !v.Known() || !v.Equal(none[0]) {
				return nil, fact.Waiting
			}
		}
	}
	return none, 0
}

// made is what rows that hit make together; there is one at least. A sum beyond all numbers is missing as that.
func (t *table) made(rows []*ruleset.Row) fact.Value {
	if t.rules.Hit == ruleset.HitCount {
		return fact.OfNumber(fact.Int(int64(len(rows))))
	}
	n := rows[0].Then[0].Number()
	for _, r := range rows[1:] {
		m := r.Then[0].Number()
		switch t.rules.Hit {
		case ruleset.HitSum:
			sum, err := n.Add(m)
			if err != nil {
				return fact.Missing(fact.Overflow)
			}
			n = sum
		case ruleset.HitMin:
			if m.Cmp(n) < 0 {
				n = m
			}
		case ruleset.HitMax:
			if m.Cmp(n) > 0 {
				n = m
			}
		}
	}
	return fact.OfNumber(n)
}

// inOrder gives each output the list of what every hit says, in the order of the rows or of the first output's values. Members
// of several outputs at the same position are of the same row, so values are repeated.
func (t *table) inOrder(hits, open []*ruleset.Row) ([]fact.Value, fact.Reason) {
	switch {
	case asks(hits):
		return nil, fact.NeedsDecision
	case len(hits) == 0 && len(open) <= 1:
		values, why := t.agree(nil, open)
		return asLists(values), why
	case len(open) > 0:
		return nil, fact.Waiting // it would be longer
	}
	if t.rules.Hit == ruleset.HitOutputOrder {
		hits = slices.Clone(hits)
		slices.SortStableFunc(hits, func(a, b *ruleset.Row) int { return t.rank[0](a.Then[0]) - t.rank[0](b.Then[0]) })
	}
	lists := make([]fact.Value, len(t.rules.Outputs))
	for o := range lists {
		members := make([]fact.Value, len(hits))
		for i, r := range hits {
			members[i] = r.Then[o]
		}
		lists[o] = fact.OfList(members)
	}
	return lists, 0
}

// asks reports whether one of the rows asks a person.
func asks(rows []*ruleset.Row) bool {
	return slices.ContainsFunc(rows, func(r *ruleset.Row) bool { return r.Then == nil })
}
