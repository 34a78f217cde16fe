// Package survey keeps the passes of a survey of a roster in view, and draws samples of it that can be drawn again.
//
// A survey goes over the people three times: somebody is listed by the census, then checked against other sources, then
// supplemented with what was missing. Each import says which pass it belongs to; how far a person's record has come is the
// furthest of them.
package survey

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"math/big"
	"slices"

	"slate/engine/fact"
	"slate/engine/roster"
)

// Group is the people who are alike in the facts that a survey is counted or drawn by.
type Group struct {
	Key     []string // the value of each fact; "" where it is missing
	People  []int    // numbers in the snapshot, in the order of ids
	Reached [4]int   // how many have come as far as: no pass, listed, checked, supplemented
}

// Groups divides people by facts, in the order of the values; those whose value is missing come first. passes is how far
// each person's record has come, by id.
func Groups(s *roster.Snapshot, by []string, passes map[string]roster.Pass) []Group {
	groups := map[string]*Group{}
	for i := range s.Len() {
		key := make([]string, len(by))
		joined := ""
		for k, name := range by {
			if c := s.Column(name); c != nil {
				key[k] = c.Value(i).String()
			}
			joined += key[k] + "\x1f"
		}
		g := groups[joined]
		if g == nil {
			g = &Group{Key: key}
			groups[joined] = g
		}
		g.People = append(g.People, i)
		g.Reached[reached(passes[s.Person(i).ID])]++
	}
	out := make([]Group, 0, len(groups))
	for _, g := range groups {
		out = append(out, *g)
	}
	slices.SortFunc(out, func(a, b Group) int { return slices.Compare(a.Key, b.Key) })
	return out
}

func reached(p roster.Pass) int {
	return max(0, slices.Index([]roster.Pass{roster.NoPass, roster.Listed, roster.Checked, roster.Supplemented}, p))
}

// Drawn is a group with those who were drawn from it.
type Drawn struct {
	Group
	Chosen []int // numbers in the snapshot, in the order in which they were drawn
}

// Draw draws a share of the people, between 0 and 1, from each group: the share of the whole is rounded up to n people,
// every group gets its share of n rounded down, and the groups with the largest remainders one more, the first of equal ones
// first. Within a group the people with the least SHA-256 of "seed|id" are drawn, as hexadecimal text, so that anybody can
// draw the sample again from the ids and the seed with no program but sha256sum.
func Draw(s *roster.Snapshot, groups []Group, share fact.Number, seed string) []Drawn {
	quota := sizes(groups, share)
	out := make([]Drawn, len(groups))
	for i, g := range groups {
		type ticket struct {
			hash   string
			person int
		}
		tickets := make([]ticket, len(g.People))
		for k, p := range g.People {
			tickets[k] = ticket{Ticket(seed, s.Person(p).ID), p}
		}
		slices.SortFunc(tickets, func(a, b ticket) int { return cmp.Or(cmp.Compare(a.hash, b.hash), cmp.Compare(a.person, b.person)) })
		out[i].Group = g
		for _, t := range tickets[:quota[i]] {
			out[i].Chosen = append(out[i].Chosen, t.person)
		}
	}
	return out
}

// Ticket is the number that decides whether a person is drawn: the hexadecimal SHA-256 of "seed|id".
func Ticket(seed, id string) string {
	sum := sha256.Sum256([]byte(seed + "|" + id))
	return hex.EncodeToString(sum[:])
}

// sizes divides the sample over the groups by largest remainders.
func sizes(groups []Group, share fact.Number) []int {
	people := 0
	for _, g := range groups {
		people += len(g.People)
	}
	if people == 0 {
		return make([]int, len(groups))
	}
	want := new(big.Rat).Mul(share.Rat(), big.NewRat(int64(people), 1))
	total := ceil(want)
	size := make([]int, len(groups))
	left := total
	type remainder struct {
		group int
		rest  *big.Rat
	}
	var rests []remainder
	for i, g := range groups {
		exact := big.NewRat(int64(total)*int64(len(g.People)), int64(people))
		size[i] = int(new(big.Int).Quo(exact.Num(), exact.Denom()).Int64())
		left -= size[i]
		rests = append(rests, remainder{i, exact.Sub(exact, big.NewRat(int64(size[i]), 1))})
	}
	slices.SortStableFunc(rests, func(a, b remainder) int { return b.rest.Cmp(a.rest) })
	for _, r := range rests[:left] {
		size[r.group]++
	}
	return size
}

func ceil(r *big.Rat) int {
	q, rest := new(big.Int).QuoRem(r.Num(), r.Denom(), new(big.Int))
	if rest.Sign() > 0 {
		return int(q.Int64()) + 1
	}
	return int(q.Int64())
}
