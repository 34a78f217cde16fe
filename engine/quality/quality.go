// Package quality looks at a roster before rules are run over it for anything that counts: how complete each fact is, in
// which range its values lie, which of them may be in the wrong unit, which people may be one, and how much of the rules
// cannot be decided for want of facts. It changes nothing and refuses nothing.
package quality

import (
	"context"
	"slices"
	"sync"

	"slate/engine"
	"slate/engine/eval"
	"slate/engine/fact"
	"slate/engine/roster"
)

// Report is what was found.
type Report struct {
	People    int
	NoNumber  int // people without an identity number
	Facts     []Fact
	Clauses   []Clause
	Slips     []Slip
	Distorted []Distorted
	Pairs     []roster.Pair // people who may be one
}

// Fact is how complete one fact is.
type Fact struct {
	Field           fact.Field
	Known           int
	Missing         map[fact.Reason]int // by reason, expired and contradicted values included
	Least, Greatest fact.Value          // of numbers and days; missing where there is none
	Oldest          fact.Date           // the earliest day for which a known value is good; zero where none is dated
}

// Clause is how many people a clause cannot be decided for.
type Clause struct {
	Leaf    *eval.Leaf
	Unknown int
}

// Slip is a value that differs from the one of a year before by a factor of a thousand or more: perhaps 元 for 万元.
type Slip struct {
	Person  roster.Person
	Field   fact.Field
	Was, Is fact.Value
}

// Distorted is a person who is declared to be of one group and whose facts put them in another.
type Distorted struct {
	Person             roster.Person
	Fact               string // the declared one
	Output             string // of the decision table
	Declared, Computed fact.Value
}

// Of looks at the people of a run. earlier is the roster of a year before, or nil; pairs are those of roster.Alike.
func Of(ctx context.Context, r *engine.Result, earlier *roster.Snapshot, pairs []roster.Pair) (*Report, error) {
	s, p := r.Pool.Snapshot, r.Pool.Program
	out := &Report{People: s.Len(), Pairs: pairs}
	var slots []int
	for _, f := range p.Fields() {
		slot, _ := p.NameOf(f.Name)
		slots = append(slots, slot)
		out.Facts = append(out.Facts, Fact{Field: f, Missing: map[fact.Reason]int{}})
	}
	for i := range p.Leaves {
		out.Clauses = append(out.Clauses, Clause{Leaf: &p.Leaves[i]})
	}
	compared := declarations(p)
	distorted := make([][]Distorted, s.Len())
	var mu sync.Mutex
	err := r.Pool.Each(ctx, 0, func(j *eval.Judgement) {
		mu.Lock()
		defer mu.Unlock()
		for i, slot := range slots {
			out.Facts[i].count(j.Value(slot), s.Column(p.Names[slot].Name), j.Person)
		}
		for i := range out.Clauses {
			if j.Raw[i] == fact.Unknown {
				out.Clauses[i].Unknown++
			}
		}
		for _, d := range compared {
			declared, computed := j.Value(d.fact), j.Value(d.output)
			if declared.Known() && computed.Known() && !agree(declared, computed) {
				distorted[j.Person] = append(distorted[j.Person], Distorted{s.Person(j.Person), p.Names[d.fact].Name, p.Names[d.output].Name, declared, computed})
			}
		}
	})
	if err != nil {
		return nil, err
	}
	out.Distorted = slices.Concat(distorted...)
	for i := range s.Len() {
		if s.Person(i).IDNumber == "" {
			out.NoNumber++
		}
	}
	out.Slips = slips(earlier, s)
	return out, nil
}

func (f *Fact) count(v fact.Value, c *roster.Column, person int) {
	if !v.Known() {
		f.Missing[v.Why()]++
		return
	}
	f.Known++
	if v.IsNumber() || v.IsDate() || v.IsMonth() {
		if !f.Least.Known() || order(v, f.Least) < 0 {
			f.Least = v
		}
		if !f.Greatest.Known() || order(v, f.Greatest) > 0 {
			f.Greatest = v
		}
	}
	if c == nil {
		return
	}
	if on := c.AsOf(person); !on.IsZero() && (f.Oldest.IsZero() || on.Compare(f.Oldest) < 0) {
		f.Oldest = on
	}
}

// order compares two numbers or two days.
func order(a, b fact.Value) int {
	if a.IsNumber() {
		return a.Number().Cmp(b.Number())
	}
	return a.Date().Compare(b.Date())
}

// pair is a fact and an output of a decision table that have the same choices.
type pair struct{ fact, output int }

// declarations finds the facts that declare what a decision table computes: choices of the same values.
func declarations(p *eval.Program) []pair {
	var out []pair
	for output := range p.Names {
		n := &p.Names[output]
		if n.Kind != eval.OutputName || len(n.Type.Values) == 0 {
			continue
		}
		for slot := range p.Names {
			f := &p.Names[slot]
			if f.Kind == eval.FactName && f.Type.Kind == fact.Choice && slices.Equal(slices.Sorted(slices.Values(f.Type.Values)), slices.Sorted(slices.Values(n.Type.Values))) {
				out = append(out, pair{slot, output})
			}
		}
	}
	return out
}

// agree reports whether what was declared is what was computed, or one of several things that were.
func agree(declared, computed fact.Value) bool {
	if computed.IsList() {
		return slices.ContainsFunc(computed.List(), declared.Equal)
	}
	return declared.Equal(computed)
}

// factor is how much a value must differ from that of a year before to be a slip. A slip between 元 and 万元 is a factor of
// 10,000, less what the value itself grew or shrank by.
const factor = 1000

func slips(earlier, now *roster.Snapshot) []Slip {
	if earlier == nil {
		return nil
	}
	var out []Slip
	for _, d := range roster.Compare(earlier, now) {
		for _, m := range d.Moves {
			if m.Field.Type.Kind.Numeric() && m.Was.IsNumber() && m.Is.IsNumber() && far(m.Was.Number(), m.Is.Number()) {
				out = append(out, Slip{d.Person, m.Field, m.Was, m.Is})
			}
		}
	}
	return out
}

func far(a, b fact.Number) bool {
	if a.Sign() == 0 || b.Sign() == 0 {
		return false
	}
	ratio, err := b.Abs().Quo(a.Abs())
	return err != nil || ratio.Cmp(fact.Int(factor)) >= 0 || ratio.Cmp(fact.Ratio(1, factor)) <= 0
}
