package lint

import (
	"context"
	"strconv"

	"slate/engine/diag"
	"slate/engine/eval"
	"slate/engine/fact"
	"slate/engine/formula"
	"slate/engine/roster"
)

const (
	// nearShare is which part of a threshold counts as close to it: a hundredth.
	nearShare = 100
	// manyOf and manyLeast say what counts as many people: one in twenty, and five.
	manyOf    = 20
	manyLeast = 5
)

// CheckRoster looks at a program beside the people of a roster: thresholds of clauses that one in twenty of them, and at least five, lie
// within one per cent of (W09), and facts that have expired for as many (W10). The list is sorted. It fails only when ctx ends.
func CheckRoster(ctx context.Context, p *eval.Program, people *roster.Snapshot) (diag.List, error) {
	pool, err := p.Over(ctx, people, 1)
	if err != nil {
		return nil, err
	}
	near := map[[2]int]int{} // by leaf and node
	threshold := map[[2]int]fact.Number{}
	old := make([]int, len(p.Rules.Facts))
	err = pool.Each(ctx, 1, func(j *eval.Judgement) {
		for i := range p.Leaves {
			f, values := p.Leaves[i].Formula(), j.Trace(i)
			for n := range f.Nodes {
				if at, ok := thresholdOf(p, f, n); ok && closeTo(values[f.Nodes[n].Args[1-at]], values[f.Nodes[n].Args[at]]) {
					near[[2]int{i, n}]++
					threshold[[2]int{i, n}] = values[f.Nodes[n].Args[at]].Number()
				}
			}
		}
		for slot := range old {
			if v := j.Value(slot); !v.Known() && v.Why() == fact.Expired {
				old[slot]++
			}
		}
	})
	var list diag.List
	many := func(n int) bool { return n >= manyLeast && n*manyOf >= people.Len() }
	for at, n := range near {
		if leaf := &p.Leaves[at[0]]; many(n) {
			f := leaf.Formula()
			unit := f.Nodes[f.Nodes[at[1]].Args[0]].Type.Unit
			list.Add(diag.New(diag.NearThreshold, placeOf(f, at[1]), "id", leaf.Clause.ID, "near", strconv.Itoa(n),
				"people", strconv.Itoa(people.Len()), "threshold", fact.Amount(threshold[at], unit)))
		}
	}
	for slot, n := range old {
		if f := p.Rules.Facts[slot]; many(n) {
			list.Add(diag.New(diag.OldFacts, f.Span, "name", f.Name, "old", strconv.Itoa(n), "people", strconv.Itoa(people.Len()), "source", f.Source))
		}
	}
	list.Sort()
	return list, err
}

// thresholdOf returns which side of a comparison of amounts or decimals is a number that no person moves.
func thresholdOf(p *eval.Program, f *formula.Formula, node int) (side int, ok bool) {
	n := &f.Nodes[node]
	if n.Op < formula.Lt || n.Op > formula.Ge {
		return 0, false
	}
	for k, a := range n.Args {
		c, other := &f.Nodes[a], &f.Nodes[n.Args[1-k]]
		fixed := c.Op == formula.Const || c.Op == formula.NameRef && p.Names[c.Slot].Kind == eval.ParamName
		if fixed && other.Op == formula.NameRef && p.Names[other.Slot].Type.Kind != fact.Integer {
			return k, true
		}
	}
	return 0, false
}

// closeTo reports whether a number is within one per cent of a threshold that is not 0.
func closeTo(v, threshold fact.Value) bool {
	if !v.IsNumber() || !threshold.IsNumber() || threshold.Number().Sign() == 0 {
		return false
	}
	gap, err := v.Number().Sub(threshold.Number())
	if err != nil {
		return false
	}
	part, err := gap.Abs().Mul(fact.Int(nearShare))
	return err == nil && part.Cmp(threshold.Number().Abs()) <= 0
}
