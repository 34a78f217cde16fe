package solve

import (
	"context"
	"math/bits"
	"math/rand/v2"
	"slices"
	"testing"
)

// holds says whether a choice exists when only these limits and Must sets hold.
func holds(p *Problem, limit, set func(i int) bool) bool {
	q := &Problem{Patterns: p.Patterns, Sets: slices.Clone(p.Sets), Limits: slices.Clone(p.Limits)}
	for i := range q.Limits {
		if !limit(i) {
			q.Limits[i].Lo, q.Limits[i].Hi = NoLo, NoHi
		}
	}
	for i := range q.Sets {
		q.Sets[i].Must = q.Sets[i].Must && set(i)
	}
	return enumerate(q).Status == Proved
}

// smallestClash tries all sets of members.
func smallestClash(p *Problem) (size int, background bool) {
	if holds(p, func(int) bool { return true }, func(int) bool { return true }) {
		return -1, false
	}
	background = !holds(p, func(i int) bool { return p.Limits[i].Level == 0 }, func(int) bool { return false })
	var members [][2]int
	for i := range p.Limits {
		if (p.Limits[i].Level == 0) == background {
			members = append(members, [2]int{0, i})
		}
	}
	for i := range p.Sets {
		if p.Sets[i].Must {
			members = append(members, [2]int{1, i})
		}
	}
	size = 99
	for mask := range 1 << len(members) {
		if n := bits.OnesCount(uint(mask)); n < size {
			in := func(kind, i int) bool {
				at := slices.Index(members, [2]int{kind, i})
				return at >= 0 && mask>>at&1 == 1
			}
			if !holds(p, func(i int) bool { return in(0, i) || !background && p.Limits[i].Level == 0 }, func(i int) bool { return in(1, i) }) {
				size = n
			}
		}
	}
	return size, background
}

func TestSmallestConflict(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 2))
	clashes, backgrounds := 0, 0
	for i := range 2000 {
		p := tiny(r)
		if len(p.Sets) > 5 {
			p.Sets = p.Sets[:5]
		}
		size, background := smallestClash(p)
		got, err := Conflict(context.Background(), p, Budget{})
		if err != nil {
			t.Fatal(err)
		}
		if size < 0 {
			if got != nil {
				t.Fatalf("%d: a clash %v where all hold\n%+v", i, got, p)
			}
			continue
		}
		clashes++
		if got == nil || !got.Smallest || len(got.Limits)+len(got.Sets) != size {
			t.Fatalf("%d: %+v, want %d members, background %v\n%+v", i, got, size, background, p)
		}
		if background {
			backgrounds++
		}
		if holds(p, func(i int) bool {
			return slices.Contains(got.Limits, int32(i)) || !background && p.Limits[i].Level == 0
		}, func(i int) bool { return slices.Contains(got.Sets, int32(i)) }) {
			t.Fatalf("%d: %+v can hold\n%+v", i, got, p)
		}
	}
	t.Logf("%d clashes, %d of them in the background", clashes, backgrounds)
	if clashes < 200 || backgrounds < 20 {
		t.Errorf("only %d clashes, %d in the background", clashes, backgrounds)
	}
}

// leastCosts tries every choice for what it must give up, level 3 first.
func leastCosts(p *Problem) (best [4]int64, possible bool) {
	now := &Answer{Choice: make([]int32, len(p.Sets))}
	var visit func(set int)
	visit = func(set int) {
		if set < len(p.Sets) {
			for o := -1; o < len(p.Sets[set].Options); o++ {
				if o >= 0 || !p.Sets[set].Must {
					now.Choice[set] = int32(o)
					visit(set + 1)
				}
			}
			return
		}
		var costs [4]int64
		for i, sum := range now.Sums(p) {
			l := p.Limits[i]
			lo, hi := l.FloorLo, l.CeilHi
			if l.Level == 0 {
				lo, hi = l.Lo, l.Hi
			}
			if lo != NoLo && sum < lo || hi != NoHi && sum > hi {
				return
			}
			if l.Lo != NoLo && sum < l.Lo {
				costs[l.Level] += (l.Lo - sum) * max(1, l.Cost)
			}
			if l.Hi != NoHi && sum > l.Hi {
				costs[l.Level] += (sum - l.Hi) * max(1, l.Cost)
			}
		}
		a, b := []int64{costs[3], costs[2], costs[1]}, []int64{best[3], best[2], best[1]}
		if !possible || slices.Compare(a, b) < 0 {
			best, possible = costs, true
		}
	}
	visit(0)
	return best, possible
}

func TestLeastRelaxation(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 3))
	given, impossible := 0, 0
	for i := range 3000 {
		p := tiny(r)
		want, possible := leastCosts(p)
		got, err := Relax(context.Background(), p, Budget{})
		if err != nil {
			t.Fatal(err)
		}
		if !possible {
			if got.Status != Infeasible {
				t.Fatalf("%d: %+v, want impossible\n%+v", i, got, p)
			}
			impossible++
			continue
		}
		if got.Status != Proved || got.Costs != want {
			t.Fatalf("%d: %+v, want %v\n%+v", i, got, want, p)
		}
		if got.Answer.Status != Proved {
			t.Fatalf("%d: not sufficient: %+v\n%+v", i, got, p)
		}
		if err := Check(p.Relaxed(got), got.Answer); err != nil {
			t.Fatalf("%d: %v", i, err)
		}
		if want != [4]int64{} {
			given++
		}
	}
	t.Logf("%d relaxed, %d impossible", given, impossible)
	if given < 100 || impossible < 200 {
		t.Errorf("only %d relaxed, %d impossible", given, impossible)
	}
}

func TestInOrder(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 4))
	passed := 0
	for i := range 2000 {
		p := tiny(r)
		var steps []Step
		for _, set := range r.Perm(len(p.Sets)) {
			if p.Sets[set].Must || r.IntN(4) == 0 {
				steps = append(steps, Step{int32(set), []int32{int32(r.IntN(len(p.Sets[set].Options)))}})
				continue
			}
			all := []int32{}
			for o := range p.Sets[set].Options {
				all = append(all, int32(o))
			}
			steps = append(steps, Step{int32(set), all})
		}
		got, err := InOrder(context.Background(), p, steps, Budget{})
		if err != nil {
			t.Fatal(err)
		}
		// By hand: force each step, and keep it when a choice is left.
		now := p
		for k, step := range steps {
			changes := []Change{oblige(step.Set)}
			for o := range p.Sets[step.Set].Options {
				if !slices.Contains(step.Options, int32(o)) {
					changes = append(changes, Exclude(step.Set, int32(o)))
				}
			}
			forced, err := now.With(changes...)
			if err != nil {
				t.Fatal(err)
			}
			want := Impossible
			if enumerate(forced).Status == Proved {
				want, now = Taken, forced
			} else {
				passed++
			}
			if got.Outcomes[k] != want {
				t.Fatalf("%d: step %d: %v, want %v\n%+v\n%+v", i, k, got.Outcomes[k], want, p, steps)
			}
		}
		want := enumerate(now)
		if got.Answer.Status != want.Status || got.Answer.Value != want.Value {
			t.Fatalf("%d: %+v, want %+v", i, got.Answer, want)
		}
		if want.Status == Proved {
			q, _ := p.With(got.Changes...)
			if err := Check(q, got.Answer); err != nil {
				t.Fatalf("%d: %v", i, err)
			}
		}
	}
	if passed < 1000 {
		t.Errorf("only %d steps were impossible", passed)
	}
}
