package solve

import (
	"context"
	"math/rand/v2"
	"testing"
)

// enumerate tries every choice of a tiny problem: what the search must agree with.
func enumerate(p *Problem) *Answer {
	best := &Answer{Status: Infeasible}
	now := &Answer{Choice: make([]int32, len(p.Sets))}
	var visit func(set int, value, tie int64)
	visit = func(set int, value, tie int64) {
		if set == len(p.Sets) {
			if best.Choice != nil && (value < best.Value || value == best.Value && tie >= best.TieSum) {
				return
			}
			for i, sum := range now.Sums(p) {
				if l := p.Limits[i]; l.Lo != NoLo && sum < l.Lo || l.Hi != NoHi && sum > l.Hi {
					return
				}
			}
			*best = Answer{Status: Proved, Choice: append([]int32(nil), now.Choice...), Value: value, Bound: value, TieSum: tie}
			return
		}
		s := &p.Sets[set]
		for o := range s.Options {
			if s.open(o) {
				now.Choice[set] = int32(o)
				visit(set+1, value+s.Options[o].Value, tie+s.Options[o].Tie)
			}
		}
		now.Choice[set] = -1
		if !s.Must {
			visit(set+1, value, tie)
		}
	}
	visit(0, 0, 0)
	return best
}

// tiny makes a problem small enough to enumerate: general coefficients, open ends, ties, sets that must be
// chosen from; about a third have no choice.
func tiny(r *rand.Rand) *Problem {
	p := &Problem{}
	m := r.IntN(5)
	general := r.IntN(2) == 0
	for range 1 + r.IntN(6) {
		var pattern Pattern
		for i := range m {
			if r.IntN(2) == 0 {
				c := int64(1)
				if general {
					c = int64(r.IntN(9) - 4)
				}
				pattern = append(pattern, Term{int32(i), c})
			}
		}
		p.Patterns = append(p.Patterns, pattern)
	}
	step := []int64{1, 5, 50}[r.IntN(3)]
	for range 1 + r.IntN(7) {
		s := Set{Must: r.IntN(5) == 0}
		for range 1 + r.IntN(2) {
			s.Options = append(s.Options, Option{Value: step * int64(r.IntN(12)-2), Tie: int64(r.IntN(4)), Pattern: int32(r.IntN(len(p.Patterns)))})
		}
		p.Sets = append(p.Sets, s)
	}
	// Limits around what some choice reaches, or anywhere.
	some := &Answer{Choice: make([]int32, len(p.Sets))}
	for i := range some.Choice {
		some.Choice[i] = int32(r.IntN(len(p.Sets[i].Options)+1) - 1)
	}
	p.Limits = make([]Limit, m)
	for i, sum := range some.Sums(p) {
		l := Limit{Lo: sum - int64(r.IntN(3)), Hi: sum + int64(r.IntN(3)), Level: uint8(r.IntN(4)), Cost: int64(r.IntN(4))}
		switch r.IntN(6) {
		case 0:
			l.Lo = NoLo
		case 1:
			l.Hi = NoHi
		case 2:
			l.Lo += 2
			l.Hi += 2
		}
		l.FloorLo, l.CeilHi = l.Lo, l.Hi
		if l.Lo != NoLo && r.IntN(3) > 0 {
			l.FloorLo -= int64(r.IntN(4))
		}
		if l.Hi != NoHi && r.IntN(3) > 0 {
			l.CeilHi += int64(r.IntN(4))
		}
		p.Limits[i] = l
	}
	return p
}

func TestAgainstEnumeration(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	ties, infeasible := 0, 0
	for i := range 6000 {
		p := tiny(r)
		want := enumerate(p)
		got, err := Solve(context.Background(), p, Budget{TieNodes: 1000})
		if err != nil {
			t.Fatal(err)
		}
		if got.Status != want.Status || got.Value != want.Value {
			t.Fatalf("%d: %v %d, want %v %d\n%+v\n%+v", i, got.Status, got.Value, want.Status, want.Value, p, got)
		}
		if err := Check(p, got); err != nil {
			t.Fatalf("%d: %v\n%+v\n%+v", i, err, p, got)
		}
		if got.TieProved && got.TieSum != want.TieSum {
			t.Fatalf("%d: ties %d called proved, want %d\n%+v\n%+v", i, got.TieSum, want.TieSum, p, got)
		}
		if got.TieProved {
			ties++
		}
		if want.Status == Infeasible {
			infeasible++
		}
	}
	t.Logf("%d of 6000 with ties proved, %d without a choice", ties, infeasible)
	if infeasible < 600 || ties+infeasible < 5900 {
		t.Errorf("%d ties proved, %d infeasible", ties, infeasible)
	}
}
