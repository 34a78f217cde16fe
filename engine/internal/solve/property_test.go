package solve

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"math/rand/v2"
	"slices"
	"testing"
)

// TestCheckRefuses changes one thing of a good answer; Check must notice.
func TestCheckRefuses(t *testing.T) {
	// One that is proved at the root, so that nothing but the prices of its one leaf speaks for it.
	var p *Problem
	var good *Answer
	for seed := uint64(0); good == nil || len(good.Certificate.Tree) != 1; seed++ {
		p = city.instance(seed, false)
		good = solved(t, p, Budget{TieNodes: -1})
	}
	good.Certificate.Root = nil
	if err := Check(p, good); err != nil {
		t.Fatal(err)
	}
	out := slices.Index(good.Choice, -1)
	in := slices.IndexFunc(good.Choice, func(o int32) bool { return o >= 0 })
	leaf := slices.IndexFunc(good.Certificate.Tree, func(b Branch) bool { return b.Low == 0 && !b.Ray })
	priced := slices.IndexFunc(good.Certificate.Tree[leaf].Prices, func(x int64) bool { return x != 0 })
	for _, c := range []struct {
		name   string
		change func(a *Answer)
	}{
		{"a choice more", func(a *Answer) { a.Choice[out] = 0 }},
		{"a choice less", func(a *Answer) { a.Choice[in] = -1 }},
		{"an option that is none", func(a *Answer) { a.Choice[in] = 99 }},
		{"another value", func(a *Answer) { a.Value += 50; a.Bound += 50 }},
		{"a bound below the value", func(a *Answer) { a.Bound -= 50 }},
		{"a bound above it", func(a *Answer) { a.Bound += 50 }},
		{"no choice where there is one", func(a *Answer) { a.Choice, a.Status = nil, Infeasible }},
		{"another sum of ties", func(a *Answer) { a.TieSum++ }},
		{"a price at nothing", func(a *Answer) { a.Certificate.Tree[leaf].Prices[priced] = 0 }},
		{"a price doubled", func(a *Answer) { a.Certificate.Tree[leaf].Prices[priced] *= 2 }},
		{"a ray that is none", func(a *Answer) { a.Certificate.Tree[leaf].Ray = true }},
		{"too few prices", func(a *Answer) { a.Certificate.Tree[leaf].Prices = a.Certificate.Tree[leaf].Prices[1:] }},
		{"no tree", func(a *Answer) { a.Certificate.Tree = nil }},
		{"a node too many", func(a *Answer) { a.Certificate.Tree = append(a.Certificate.Tree, Branch{}) }},
		{"another weight", func(a *Answer) { a.Certificate.Weight *= 2 }},
	} {
		t.Run(c.name, func(t *testing.T) {
			bad := *good
			bad.Choice = slices.Clone(good.Choice)
			bad.Certificate.Tree = slices.Clone(good.Certificate.Tree)
			for i := range bad.Certificate.Tree {
				bad.Certificate.Tree[i].Prices = slices.Clone(bad.Certificate.Tree[i].Prices)
			}
			c.change(&bad)
			if Check(p, &bad) == nil {
				t.Error("accepted")
			}
		})
	}
}

// TestProperties holds what must not change the value, and in which direction limits may.
func TestProperties(t *testing.T) {
	for seed := range uint64(12) {
		r := rand.New(rand.NewPCG(seed, 6))
		z := county
		z.people = 80
		z.seats = []int{12, 9, 6}
		p := z.instance(seed, false)
		base := solved(t, p, Budget{})
		if base.Status != Proved {
			continue
		}
		if other := solved(t, permuted(r, p), Budget{}); other.Status != Proved || other.Value != base.Value ||
			other.TieProved && base.TieProved && other.TieSum != base.TieSum {
			t.Errorf("seed %d: in another order status %d, value %d, ties %d, want %d and %d", seed, other.Status, other.Value, other.TieSum, base.Value, base.TieSum)
		}
		s, err := NewSolver(p)
		if err != nil {
			t.Fatal(err)
		}
		for i, l := range p.Limits {
			if l.Lo == l.Hi {
				continue
			}
			loose, err := s.Solve(t.Context(), Budget{TieNodes: -1}, Move(int32(i), l.Lo-1, l.Hi+1))
			if err != nil || loose.Status != Proved || loose.Value < base.Value {
				t.Errorf("seed %d: limit %d loosened: %d, was %d, %v", seed, i, loose.Value, base.Value, err)
			}
			q, _ := p.With(Move(int32(i), l.Lo-1, l.Hi+1))
			if err := Check(q, loose); err != nil {
				t.Errorf("seed %d: limit %d loosened: %v", seed, i, err)
			}
		}
		for i, o := range base.Choice {
			if o >= 0 || i%7 != 0 {
				continue
			}
			less, err := s.Solve(t.Context(), Budget{TieNodes: -1}, Exclude(int32(i), -1))
			if err != nil || less.Value != base.Value {
				t.Errorf("seed %d: without set %d, not chosen from: %d, was %d, %v", seed, i, less.Value, base.Value, err)
			}
			changes := []Change{Pin(int32(i), 0)}
			pinned, err := s.Solve(t.Context(), Budget{TieNodes: -1}, changes...)
			q, _ := p.With(changes...)
			cold := solved(t, q, Budget{TieNodes: -1})
			if err != nil || pinned.Status != cold.Status || pinned.Value != cold.Value || Check(q, pinned) != nil {
				t.Errorf("seed %d: set %d pinned: %d %d warm, %d %d cold, %v", seed, i, pinned.Status, pinned.Value, cold.Status, cold.Value, err)
			}
		}
		lesserTiesFirst(t, p, base)
	}
}

// lesserTiesFirst: among options alike in pattern and value, none with a greater tie is taken from a set while
// one with a lesser tie belongs to a set not chosen from.
func lesserTiesFirst(t *testing.T, p *Problem, a *Answer) {
	t.Helper()
	type kind struct {
		pattern int32
		value   int64
	}
	free := map[kind]int64{}
	for i, o := range a.Choice {
		if o < 0 {
			for _, op := range p.Sets[i].Options {
				k := kind{op.Pattern, op.Value}
				if tie, ok := free[k]; !ok || op.Tie < tie {
					free[k] = op.Tie
				}
			}
		}
	}
	for i, o := range a.Choice {
		if o >= 0 {
			op := p.Sets[i].Options[o]
			if tie, ok := free[kind{op.Pattern, op.Value}]; ok && tie < op.Tie {
				t.Errorf("set %d is taken with tie %d, and one alike with tie %d is not", i, op.Tie, tie)
			}
		}
	}
}

// permuted puts sets, options, limits and patterns in another order.
func permuted(r *rand.Rand, p *Problem) *Problem {
	limits, patterns := r.Perm(len(p.Limits)), r.Perm(len(p.Patterns))
	q := &Problem{Limits: make([]Limit, len(limits)), Patterns: make([]Pattern, len(patterns))}
	for i, at := range limits {
		q.Limits[at] = p.Limits[i]
	}
	for i, at := range patterns {
		for _, term := range p.Patterns[i] {
			q.Patterns[at] = append(q.Patterns[at], Term{int32(limits[term.Limit]), term.Coef})
		}
		slices.Reverse(q.Patterns[at])
	}
	for _, i := range r.Perm(len(p.Sets)) {
		s := Set{Must: p.Sets[i].Must}
		for _, o := range p.Sets[i].Options {
			o.Pattern = int32(patterns[o.Pattern])
			s.Options = append(s.Options, o)
		}
		slices.Reverse(s.Options)
		q.Sets = append(q.Sets, s)
	}
	return q
}

// TestSameEverywhere holds the choices of seeded problems to the bit: on every machine the same.
func TestSameEverywhere(t *testing.T) {
	h := sha256.New()
	for _, z := range []size{county, city} {
		for seed := range uint64(3) {
			a := solved(t, z.instance(seed, false), Budget{TieNodes: 20})
			if err := binary.Write(h, binary.LittleEndian, a.Choice); err != nil {
				t.Fatal(err)
			}
			t.Logf("%s %d: %d nodes", z.name, seed, a.Nodes)
		}
	}
	const want = "405932c30960b64d1c07cadff687bf62b77ac61418eae2a7eea646c003f58e3a"
	if got := hex.EncodeToString(h.Sum(nil)); got != want {
		t.Errorf("the choices have the hash %s, want %s", got, want)
	}
}
