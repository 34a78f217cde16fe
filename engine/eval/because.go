package eval

import (
	"slate/engine/fact"
	"slate/engine/ruleset"
)

// Because returns the atomic clauses, by number, that make the verdict of a tier. The set is
// sound and minimal: for pass and fail, these clauses alone give the verdict whatever the
// others were, and none can be left out; for undecided, the verdict is settled however
// these clauses turn out, and not before all of them are known.
func (j *Judgement) Because(tier int) []int {
	t := &j.Program().Tiers[tier]
	switch j.Outcomes[tier] {
	case Fail:
		if decisive := j.Decisive(tier); len(decisive) > 0 {
			return decisive[0]
		}
		return nil
	case Pass:
		return j.supports(t)
	}
	return j.open(t)
}

// Decisive returns, for a tier that fails, every reason that would be enough by itself: the
// vetoes that hold, then the requirements that are false, in file order.
func (j *Judgement) Decisive(tier int) [][]int {
	t := &j.Program().Tiers[tier]
	var reasons [][]int
	for _, v := range t.Vetoes {
		k := j.Program().Vetoes[v].Condition
		if j.Waived[v] == nil && k.truth(j.Leaves, fact.True) == fact.True {
			reasons = append(reasons, j.support(k, fact.True, fact.True))
		}
	}
	for _, k := range t.Require {
		if k.truth(j.Leaves, fact.False) == fact.False {
			reasons = append(reasons, j.support(k, fact.False, fact.False))
		}
	}
	return reasons
}

func (j *Judgement) supports(t *Tier) []int {
	var set []int
	for _, k := range t.Require {
		set = append(set, j.support(k, fact.True, fact.False)...)
	}
	for _, v := range t.Vetoes {
		if j.Waived[v] == nil {
			set = append(set, j.support(j.Program().Vetoes[v].Condition, fact.False, fact.True)...)
		}
	}
	return set
}

// support returns a smallest set of leaves that alone gives condition k the truth it has.
// bars is what an unknown outcome becomes where missing fails.
func (j *Judgement) support(k *Condition, is, bars fact.Truth) []int {
	if k.Leaf >= 0 {
		return []int{k.Leaf}
	}
	if k.Fails && k.open(j.Leaves, bars) == fact.Unknown {
		return j.preventing(k, bars.Not(), bars) // it is what is missing that bars
	}
	if k.Clause.Group == ruleset.Not {
		return j.support(k.Of[0], is.Not(), bars)
	}
	need := decisive(k, is)
	var candidates [][]int
	for _, m := range k.Of {
		if m.truth(j.Leaves, bars) == is {
			candidates = append(candidates, j.support(m, is, bars))
		}
	}
	return join(fewest(candidates, need))
}

// decisive returns how many members of a group settle that it is true, or false.
func decisive(k *Condition, is fact.Truth) int {
	if is == fact.False {
		return max(len(k.Of)-needed(k)+1, 0)
	}
	return needed(k)
}

// preventing returns a smallest set of leaves that, as they are, keep condition k from being what it must not be,
// whatever the others are: unknown leaves prevent both.
func (j *Judgement) preventing(k *Condition, not, bars fact.Truth) []int {
	if k.Leaf >= 0 {
		return []int{k.Leaf}
	}
	if k.Clause.Group == ruleset.Not {
		return j.preventing(k.Of[0], not.Not(), bars)
	}
	var candidates [][]int
	for _, m := range k.Of {
		if m.open(j.Leaves, bars) != not {
			candidates = append(candidates, j.preventing(m, not, bars))
		}
	}
	return join(fewest(candidates, decisive(k, not.Not())))
}

// needed returns how many members of a group must be true.
func needed(k *Condition) int {
	switch k.Clause.Group {
	case ruleset.Any:
		return 1
	case ruleset.AtLeast:
		return k.Clause.N
	}
	return len(k.Of)
}

// fewest returns the n shortest sets, in their order, an earlier one before a later one as short.
func fewest(sets [][]int, n int) [][]int {
	for len(sets) > n {
		longest := 0
		for i := range sets {
			if len(sets[i]) >= len(sets[longest]) {
				longest = i
			}
		}
		sets = append(sets[:longest:longest], sets[longest+1:]...)
	}
	return sets
}

func join(sets [][]int) []int {
	var all []int
	for _, s := range sets {
		all = append(all, s...)
	}
	return all
}

// open returns the unknown leaves that keep a tier undecided.
func (j *Judgement) open(t *Tier) []int {
	var set []int
	for _, v := range t.Vetoes {
		if k := j.Program().Vetoes[v].Condition; j.Waived[v] == nil && k.truth(j.Leaves, fact.True) == fact.Unknown {
			set = append(set, j.unknown(k, fact.True)...)
		}
	}
	for _, k := range t.Require {
		if k.truth(j.Leaves, fact.False) == fact.Unknown {
			set = append(set, j.unknown(k, fact.False)...)
		}
	}
	return set
}

// unknown returns the leaves that keep condition k unknown.
func (j *Judgement) unknown(k *Condition, bars fact.Truth) []int {
	if k.Leaf >= 0 {
		return []int{k.Leaf}
	}
	var set []int
	for _, m := range k.Of {
		if m.truth(j.Leaves, bars) == fact.Unknown {
			set = append(set, j.unknown(m, bars)...)
		}
	}
	return set
}
