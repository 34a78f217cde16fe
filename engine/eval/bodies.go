package eval

import (
	"slices"

	"slate/engine/fact"
	"slate/engine/formula"
	"slate/engine/ruleset"
)

// Condition of a body, and the order of people for whom no list was asked: what package arrange needs of a judgement.

// Test compiles a condition of the rule file that belongs to no clause: whom a body takes, whom a quota counts. Compile
// has checked it; nil stands for no condition.
func (p *Program) Test(t *ruleset.Text) *formula.Formula {
	if t == nil {
		return nil
	}
	f, _ := formula.Compile(formula.Source{Text: t.Text, Span: t.Sub}, p.scope, truthType)
	return f
}

// Holds computes a condition compiled by Test for the person. No condition holds for everybody.
func (j *Judgement) Holds(f *formula.Formula) fact.Truth {
	if f == nil {
		return fact.True
	}
	return formula.TruthOf(f.Eval(j.names, j.Program().day, make([]fact.Value, len(f.Nodes))))
}

// Places orders some people by the keys of the ranking and returns the place of each among them, in the order given: 1 is
// first, and equal people share a place. A key that is not known counts at its lower end, as if the facts that it
// waits for had come in as badly as they can.
func (v *Verdicts) Places(people []int) []int {
	keys := make([]sortKey, len(people))
	order := make([]int, len(people))
	for i, person := range people {
		keys[i] = v.key(person).worst()
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int {
		if c := compareEnds(keys[b], keys[a]); c != 0 {
			return c
		}
		return people[a] - people[b]
	})
	places := make([]int, len(people))
	for k, i := range order {
		places[i] = k + 1
		if k > 0 && compareEnds(keys[i], keys[order[k-1]]) == 0 {
			places[i] = places[order[k-1]]
		}
	}
	return places
}

// key returns the key of somebody's place, also of people who fail the ranking's tier but may pass that of a body.
func (v *Verdicts) key(person int) sortKey {
	if v.keys[person] != nil {
		return v.keys[person]
	}
	j := v.Pool.Person(person)
	key := j.sortKey()
	for i, k := range v.Pool.Program.Ranking.Keys {
		if k.source == byTier {
			certain, possible := j.Highest()
			key[i] = Range{Lo: fact.Int(int64(certain)), Hi: fact.Int(int64(possible))}
			if !k.Rules.Desc {
				key[i] = key[i].negated()
			}
		}
	}
	return key
}

// GradeIn says whether the person's grade is one of some labels. It is unknown while the score may lie in one of these grades and in another.
func (j *Judgement) GradeIn(labels []string) fact.Truth {
	in, out := false, false
	for _, g := range j.grades() {
		if g >= 0 && slices.Contains(labels, j.Program().Rules.Grades[g].Label) {
			in = true
		} else {
			out = true
		}
	}
	switch {
	case !out:
		return fact.True
	case !in:
		return fact.False
	}
	return fact.Unknown
}
