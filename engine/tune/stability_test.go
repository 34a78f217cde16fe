package tune_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"slate/engine"
	"slate/engine/eval"
	"slate/engine/fact"
	"slate/engine/roster"
	"slate/engine/tune"
)

func firmness(t testing.TB, p *eval.Program, people *roster.Snapshot) *tune.Stability {
	t.Helper()
	s, err := tune.Firmness(context.Background(), p, people, 1)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// moved returns the weights with one changed and the others in proportion.
func moved(s *tune.Stability, at int, percent fact.Number) []fact.Number {
	w, _ := percent.Quo(fact.Int(100))
	rest, _ := fact.Int(1).Sub(s.Pool.Weight(at))
	left, _ := fact.Int(1).Sub(w)
	factor, _ := left.Quo(rest)
	var out []fact.Number
	for i := range s.Pool.Program.Score.Criteria {
		n, _ := s.Pool.Weight(i).Mul(factor)
		if i == at {
			n = w
		}
		out = append(out, n)
	}
	return out
}

// ahead reports whether the engine puts somebody off the list before somebody on it, with other weights.
func ahead(s *tune.Stability, weights []fact.Number, in, out []int) bool {
	pool := s.Pool.Reweigh(weights)
	for _, a := range in {
		for _, b := range out {
			j := pool.Person(b)
			if apart := eval.Separate(pool.Person(a), j); !apart.Equal && !apart.Neither && apart.Ahead == j {
				return true
			}
		}
	}
	return false
}

// TestSwapsAreSmallest: each swap happens where it is said to, and nowhere nearer: not a hair's breadth nearer, and at none
// of many weights between. A criterion without a swap has none at any of many weights.
func TestSwapsAreSmallest(t *testing.T) {
	swaps, none := 0, 0
	for seed := range uint64(80) {
		d := newDice(seed)
		r := d.rules()
		r.order = d.of("[score desc]", "[score desc, x desc]")
		p := program(t, r.text())
		s := firmness(t, p, d.snapshot(p, 20))
		hair := fact.Ratio(1, 1000000)
		for c := range p.Score.Criteria {
			hundred, _ := s.Pool.Weight(c).Mul(fact.Int(100))
			reach := fact.Int(100) // how far on both sides nothing may happen
			for _, swap := range s.Swaps {
				if swap.Criterion != c {
					continue
				}
				swaps++
				reach = swap.By().Abs()
				step, less := swap.To, swap.To
				outward, inward := hair, hair.Neg()
				if swap.By().Sign() < 0 {
					outward, inward = inward, outward
				}
				if swap.Beyond {
					step, _ = swap.To.Add(outward)
				} else {
					less, _ = swap.To.Add(inward)
				}
				if !ahead(s, moved(s, c, step), []int{swap.In}, []int{swap.Out}) {
					t.Errorf("seed %d: %+v does not swap", seed, swap)
				}
				if swap.By().Abs().Cmp(hair) > 0 && ahead(s, moved(s, c, less), s.LastIn, s.FirstOut) {
					t.Errorf("seed %d: %+v swaps already a hair nearer", seed, swap)
				}
			}
			if reach.Equal(fact.Int(100)) {
				none++
			}
			for k := int64(-40); k <= 40; k++ {
				by, _ := reach.Mul(fact.Ratio(k, 41))
				w, _ := hundred.Add(by)
				if w.Sign() >= 0 && w.Cmp(fact.Int(100)) <= 0 && ahead(s, moved(s, c, w), s.LastIn, s.FirstOut) {
					t.Errorf("seed %d: criterion %d swaps at %s, nearer than %s", seed, c, w, reach)
				}
			}
		}
	}
	if swaps < 40 || none < 10 {
		t.Errorf("only %d swaps, %d without: the test shows little", swaps, none)
	}
}

// TestSharesAreCounts: the share of each person is the part of the lattice for which a run of the engine has them on its list,
// where rounding hides nothing.
func TestSharesAreCounts(t *testing.T) {
	for seed := range uint64(3) {
		d := newDice(seed)
		r := d.rules()
		r.order, r.limit, r.at = "[score desc]", "3", "extend"
		p := program(t, strings.Replace(r.text(), "scale: 1", "scale: 12", 1))
		people := known(d, p, 14)
		s := firmness(t, p, people)
		if s.Exact || s.Points < 1500 || s.Unexact > 0 {
			t.Fatalf("seed %d: %d points, exact %v, %d not compared", seed, s.Points, s.Exact, s.Unexact)
		}
		hits := map[int]int64{}
		for a := range s.Parts + 1 {
			for b := range s.Parts + 1 - a {
				n := int64(s.Parts)
				weights := []fact.Number{fact.Ratio(int64(a), n), fact.Ratio(int64(b), n), fact.Ratio(int64(s.Parts-a-b), n)}
				verdicts, err := s.Pool.Reweigh(weights).Judge(context.Background(), 1)
				if err != nil {
					t.Fatal(err)
				}
				for _, st := range verdicts.Rank().Ranked {
					if st.OnList {
						hits[st.Person]++
					}
				}
			}
		}
		for _, share := range s.Shares {
			if want := fact.Ratio(hits[share.Person], int64(s.Points)); !share.Share.Equal(want) {
				t.Errorf("seed %d: person %d has %s of all weights, want %s", seed, share.Person, share.Share, want)
			}
		}
	}
}

// known draws people of whom everything is known.
func known(d dice, p *eval.Program, n int) *roster.Snapshot {
	fields := p.Fields()
	b := roster.NewBuilder(fields)
	batch := b.Batch(roster.Batch{AsOf: p.Cutoff})
	for i := range n {
		person := b.Person(roster.Person{ID: string(rune('A' + i))})
		for c := range fields {
			v, ok := d.value(&fields[c])
			for !ok {
				v, ok = d.value(&fields[c])
			}
			b.Set(person, c, v, batch, 0)
		}
	}
	return b.Snapshot()
}

// weighed is a rule file whose criteria a, b, c are worth what the facts of the same names say, those of weight 0 left out.
func weighed(limit string, weights ...int) string {
	text := "slate: 1\nruleset: {id: r, cutoff: \"2026-01-01\"}\nfacts:\n"
	criteria := ""
	for i, w := range weights {
		name := string(rune('a' + i))
		text += "  " + name + ": {type: decimal, domain: \"[0, 100]\"}\n"
		if w > 0 {
			criteria += fmt.Sprintf("    - {id: s.%s, weight: %d, value: %s}\n", name, w, name)
		}
	}
	return text + "tiers: [{id: t, require: [{id: t.a, expr: \"a + b >= 0\"}]}]\nscore:\n  round: {scale: 6, mode: half_up}\n  criteria:\n" + criteria +
		"ranking: {limit: " + limit + "}\n"
}

// points is a roster of people with the given facts.
func points(p *eval.Program, rows [][]int64) *roster.Snapshot {
	b := roster.NewBuilder(p.Fields())
	batch := b.Batch(roster.Batch{AsOf: p.Cutoff})
	for i, row := range rows {
		person := b.Person(roster.Person{ID: string(rune('A' + i))})
		for c, n := range row {
			b.Set(person, c, fact.OfNumber(fact.Int(n)), batch, 0)
		}
	}
	return b.Snapshot()
}

// TestTwoCriteriaExactly: A has 90w, B 40 + 30w, C 80 − 30w with w the first weight: C leads below 2/3 and A above, B nowhere.
func TestTwoCriteriaExactly(t *testing.T) {
	p := program(t, weighed("1", 50, 50))
	s := firmness(t, p, points(p, [][]int64{{90, 0}, {70, 40}, {50, 80}}))
	want := []tune.WeightShare{{Person: 2, Share: fact.Ratio(2, 3), Now: true}, {Person: 0, Share: fact.Ratio(1, 3)}}
	if !s.Exact || !slices.EqualFunc(s.Shares, want, func(a, b tune.WeightShare) bool {
		return a.Person == b.Person && a.Now == b.Now && a.Share.Equal(b.Share)
	}) {
		t.Errorf("got %+v, want %+v", s.Shares, want)
	}
	if len(s.Swaps) != 2 || s.Swaps[0].In != 2 || s.Swaps[0].Out == 2 {
		t.Errorf("swaps %+v", s.Swaps)
	}
}

// TestLeaveOneOut: leaving a criterion out is the file without it and the other weights in proportion.
func TestLeaveOneOut(t *testing.T) {
	changes := 0
	for seed := range uint64(60) {
		d := newDice(seed)
		p, without := program(t, weighed("3", 50, 25, 25)), program(t, weighed("3", 0, 50, 50))
		var table [][]int64
		for range 9 {
			table = append(table, []int64{int64(d.IntN(101)), int64(d.IntN(101)), int64(d.IntN(101))})
		}
		people := points(p, table)
		left := firmness(t, p, people).Left[0]
		got := onList(t, p, people)
		got = append(got, left.In...)
		got = slices.DeleteFunc(got, func(i int) bool { return slices.Contains(left.Out, i) })
		slices.Sort(got)
		if want := onList(t, without, people); !slices.Equal(got, want) {
			t.Fatalf("seed %d: %v, want %v", seed, got, want)
		}
		changes += len(left.In)
	}
	if changes < 20 {
		t.Errorf("only %d changes", changes)
	}
}

// onList runs the engine and returns who is on the list, by number.
func onList(t *testing.T, p *eval.Program, people *roster.Snapshot) []int {
	t.Helper()
	r, err := engine.Run(context.Background(), engine.Input{Program: p, Snapshot: people, Workers: 1})
	if err != nil {
		t.Fatal(err)
	}
	var list []int
	for _, s := range r.List.Ranked {
		if s.OnList {
			list = append(list, s.Person)
		}
	}
	slices.Sort(list)
	return list
}

// TestRemoval: with points relative to the pool, somebody's leaving may move others, and the outcome is that of a run without them.
func TestRemoval(t *testing.T) {
	moves := 0
	for seed := range uint64(60) {
		d := newDice(seed)
		text := strings.Replace(weighed("2", 50, 50), "value: a", "minmax: a", 1)
		p := program(t, text)
		var table [][]int64
		for range 6 {
			table = append(table, []int64{int64(d.IntN(101)), int64(d.IntN(101))})
		}
		people := points(p, table)
		r := firmness(t, p, people).Removal
		if r == nil {
			t.Fatalf("seed %d: nobody removed", seed)
		}
		fewer := points(p, slices.Delete(slices.Clone(table), r.Person, r.Person+1))
		want := onList(t, p, fewer)
		for k, i := range want {
			if i >= r.Person {
				want[k]++
			}
		}
		got := append(onList(t, p, people), r.In...)
		got = slices.DeleteFunc(got, func(i int) bool { return slices.Contains(r.Out, i) })
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Fatalf("seed %d: %v, want %v", seed, got, want)
		}
		moves += len(r.In)
	}
	if moves == 0 {
		t.Error("nobody ever moved: the test shows little")
	}
}
