package survey

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"slate/engine/fact"
	"slate/engine/roster"
)

func people(n int, rng *rand.Rand) *roster.Snapshot {
	b := roster.NewBuilder([]fact.Field{{Name: "社区", Type: fact.Type{Kind: fact.Text}}})
	for i := range n {
		p := b.Person(roster.Person{ID: fmt.Sprintf("P%04d", i)})
		if k := rng.IntN(6); k > 0 {
			b.Set(p, 0, fact.OfText(fmt.Sprint("社区", k)), -1, 0)
		}
	}
	return b.Snapshot()
}

// TestDraw holds that a sample has its size, takes from every group its share within one person, never draws anybody twice,
// and that people who come or go in one group change nothing in another of the same quota.
func TestDraw(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	for range 200 {
		s := people(rng.IntN(300), rng)
		groups := Groups(s, []string{"社区"}, nil)
		share := fact.Ratio(int64(rng.IntN(101)), 100)
		drawn := Draw(s, groups, share, "2026")
		total, num := 0, int64(0)
		num, _, _ = share.Parts()
		_, den, _ := share.Parts()
		for _, d := range drawn {
			total += len(d.Chosen)
			if len(slices.Compact(slices.Sorted(slices.Values(d.Chosen)))) != len(d.Chosen) {
				t.Fatal("somebody is drawn twice")
			}
			last := ""
			for _, p := range d.Chosen {
				ticket := Ticket("2026", s.Person(p).ID)
				if ticket < last || !slices.Contains(d.People, p) {
					t.Fatalf("drawn out of order or from another group: %v", d)
				}
				last = ticket
			}
			for _, p := range d.People {
				if !slices.Contains(d.Chosen, p) && len(d.Chosen) > 0 && Ticket("2026", s.Person(p).ID) < last {
					t.Fatal("somebody with a lesser ticket was passed over")
				}
			}
		}
		if want := (int64(s.Len())*num + den - 1) / den; int64(total) != want {
			t.Fatalf("%d of %d drawn at %v, want %d", total, s.Len(), share, want)
		}
		for _, d := range drawn {
			if s.Len() > 0 && (len(d.Chosen)*s.Len() > total*len(d.People)+s.Len() || len(d.Chosen)*s.Len() < total*len(d.People)-s.Len()) {
				t.Fatalf("group of %d of %d gets %d of %d", len(d.People), s.Len(), len(d.Chosen), total)
			}
		}
	}
}

func TestGroups(t *testing.T) {
	s := people(50, rand.New(rand.NewPCG(1, 1)))
	groups := Groups(s, []string{"社区"}, map[string]roster.Pass{"P0000": roster.Listed, "P0001": roster.Supplemented})
	var counts [4]int
	n := 0
	for i, g := range groups {
		n += len(g.People)
		for k := range counts {
			counts[k] += g.Reached[k]
		}
		if i > 0 && slices.Compare(groups[i-1].Key, g.Key) >= 0 {
			t.Error("groups out of order")
		}
	}
	if n != 50 || counts != [4]int{48, 1, 0, 1} {
		t.Errorf("%d people, %v", n, counts)
	}
}
