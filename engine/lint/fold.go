package lint

import (
	"slices"
)

// pair is what the gates of each file come to for one person: the heights of their truths.
type pair [2]int

// pairs holds, for each pair that is possible, somebody for whom it is so; nil where it is not.
type pairs [3][3]person

// fold finds out which verdicts the two files can give together. Gates that share no fact are met by anybody together with anybody, so
// the verdicts possible over all of them are the lower ones of those possible over each group. decided is false where
// a group is too large or outside what regions decide.
func (pr *prover) fold(ga, gb []gate) (found answer, decided bool) {
	var reached pairs
	reached[2][2] = person{}
	rest := slices.Concat(ga, gb)
	for len(rest) > 0 {
		group := []gate{rest[0]}
		if len(rest[0].vars) > 0 {
			group = connected(rest[0].vars, rest)
		}
		rest = apart(rest, group)
		own, ok := pr.possible(group)
		if !ok {
			return answer{}, false
		}
		reached = reached.with(own)
	}
	for _, p := range []pair{{2, 0}, {0, 2}, {1, 0}, {0, 1}, {2, 1}, {1, 2}} {
		if who := reached[p[0]][p[1]]; who != nil {
			return somebody(who), true
		}
	}
	return answer{decided: true}, true
}

// with returns the lower of each two pairs.
func (r pairs) with(own pairs) (out pairs) {
	for i := range 9 {
		for k := range 9 {
			a, b := r[i/3][i%3], own[k/3][k%3]
			if a == nil || b == nil {
				continue
			}
			at := &out[min(i/3, k/3)][min(i%3, k%3)]
			if *at == nil {
				*at = person{}
				at.take(a)
				at.take(b)
			}
		}
	}
	return out
}

// possible returns the pairs that a group of gates can come to. Of those who show a pair, the one whom the cases start from is taken first.
func (pr *prover) possible(group []gate) (found pairs, decided bool) {
	look := func() *person {
		p := pair{2, 2}
		for _, g := range group {
			side := 0
			if g.src == pr.b {
				side = 1
			}
			p[side] = min(p[side], height(g.truth()))
		}
		return &found[p[0]][p[1]]
	}
	parts := make([]part, len(group))
	for i, g := range group {
		parts[i] = g.part()
	}
	goal := pr.s.goal(func() bool { return true }, parts...)
	base := pr.complete(nil)
	for _, x := range goal.vars {
		if v, ok := base[x]; ok {
			pr.s.set(x, v)
		}
	}
	goal.holds()
	*look() = pr.s.current(goal.vars)
	for _, x := range goal.vars {
		pr.s.set(x, pr.s.nothing(x))
	}
	a := pr.s.visit(goal, func(who func() person) {
		if at := look(); *at == nil {
			*at = who()
		}
	})
	return found, a.decided
}
