package solve

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

// size is a made-up election: bodies, of which some exclude each other, and quotas on attributes.
type size struct {
	name    string
	people  int
	seats   []int
	groups  [][]int // bodies of which a person can be in one
	shares  int     // quotas on shares of women, parties, age and so on
	towns   int     // with a quota each, in body 0
	sectors int     // with a quota each, in body 1
	fine    bool    // scores in single units, not in steps of 50
}

var (
	county   = size{"county", 200, []int{30, 20, 10}, [][]int{{0, 1}, {2}}, 12, 0, 0, false}
	city     = size{"city", 5419, []int{200, 120, 50, 30}, [][]int{{0, 1}, {2, 3}}, 24, 8, 8, false}
	province = size{"province", 100_000, []int{1000, 800, 500, 300, 250, 150}, [][]int{{0, 1}, {2, 3}, {4, 5}}, 36, 22, 22, false}
)

// Attributes of a person in the instances.
const (
	woman = iota
	party // 0, 1, 2
	minority
	young
	incumbent
	town
	sector
	walk
	attributes
)

type quota struct {
	body, attribute int
	value           uint8
	lo, hi          int64
}

// instance makes the problem. Scores favour some groups, so that many quotas bind. An impossible
// one has three quotas of body 0 that clash.
func (z size) instance(seed uint64, impossible bool) *Problem {
	r := rand.New(rand.NewPCG(seed, 77))
	townEffect, townSize := normals(r, max(1, z.towns), 2), make([]float64, max(1, z.towns))
	total := 0.0
	for i := range townSize {
		townSize[i] = 0.5 + r.Float64()
		total += townSize[i]
	}
	nSectors := max(4, z.sectors)
	sectorEffect := normals(r, nSectors, 2.5)
	fit := make([][]int64, len(z.seats))
	for b := range fit {
		for range nSectors {
			fit[b] = append(fit[b], []int64{0, 0, 100, 200, 500}[r.IntN(5)])
		}
	}
	quotas := z.quotas(townSize, total, impossible)
	p := &Problem{Limits: make([]Limit, len(z.seats)+len(quotas))}
	for b, n := range z.seats {
		p.Limits[b] = Limit{Lo: int64(n), Hi: int64(n)}
	}
	for i, q := range quotas {
		p.Limits[len(z.seats)+i] = Limit{Lo: q.lo, Hi: q.hi, Level: uint8(1 + i%3), FloorLo: NoLo, CeilHi: NoHi}
	}
	patterns := map[string]int32{}
	for person := range z.people {
		a := attributesOf(r, townSize, total, nSectors)
		if impossible && a[walk] == 0 {
			a[woman] = 0
		}
		step := int64(50)
		if z.fine {
			step = 1
		}
		score := scoreOf(r, a, townEffect, sectorEffect) / step * step
		var eligible []bool
		for b := range z.seats {
			eligible = append(eligible, r.Float64() < []float64{1, 0.7, 0.35}[min(b, 2)])
		}
		for _, group := range z.groups {
			var s Set
			for _, b := range group {
				if !eligible[b] {
					continue
				}
				pattern := Pattern{{int32(b), 1}}
				for i, q := range quotas {
					if q.body == b && a[q.attribute] == q.value {
						pattern = append(pattern, Term{int32(len(z.seats) + i), 1})
					}
				}
				key := fmt.Sprint(pattern)
				at, ok := patterns[key]
				if !ok {
					at = int32(len(p.Patterns))
					patterns[key] = at
					p.Patterns = append(p.Patterns, pattern)
				}
				value := score + fit[b][a[sector]]
				if z.fine {
					value += int64(r.IntN(7))
				}
				s.Options = append(s.Options, Option{Value: value, Tie: int64(person), Pattern: at})
			}
			if s.Options != nil {
				p.Sets = append(p.Sets, s)
			}
		}
	}
	return p
}

func normals(r *rand.Rand, n int, by float64) []float64 {
	x := make([]float64, n)
	for i := range x {
		x[i] = r.NormFloat64() * by
	}
	return x
}

func (z size) quotas(townSize []float64, total float64, impossible bool) []quota {
	var out []quota
	up := func(n int, percent int) int64 { return int64((n*percent + 99) / 100) }
	for b, n := range z.seats {
		most := int64(40)
		if b == 0 {
			most = 65
		}
		all := int64(n)
		out = append(out,
			quota{b, woman, 1, up(n, 30), all}, quota{b, party, 0, 0, all * most / 100}, quota{b, young, 1, up(n, 15), all},
			quota{b, incumbent, 1, 0, all / 2}, quota{b, minority, 1, up(n, 8), all}, quota{b, walk, 0, up(n, 22), all})
	}
	out = out[:z.shares]
	for t := range z.towns {
		share := townSize[t] / total * float64(z.seats[0])
		out = append(out, quota{0, town, uint8(t), int64(share * 0.85), int64(share*1.15) + 1})
	}
	for k := range z.sectors {
		share := int64(z.seats[1] / z.sectors)
		out = append(out, quota{1, sector, uint8(k), share, share + 1})
	}
	if impossible {
		// Of 100 seats 71 for women and 30 for people of walk 0, all of them men.
		out[0].lo, out[5].lo = up(z.seats[0], 71), up(z.seats[0], 30)
	}
	return out
}

func attributesOf(r *rand.Rand, townSize []float64, total float64, sectors int) (a [attributes]uint8) {
	yes := func(p float64) uint8 {
		if r.Float64() < p {
			return 1
		}
		return 0
	}
	a[woman] = yes(0.36)
	switch x := r.Float64(); {
	case x >= 0.70:
		a[party] = 2
	case x >= 0.55:
		a[party] = 1
	}
	a[minority], a[young], a[incumbent] = yes(0.09), yes(0.22), yes(0.12)
	y := r.Float64() * total
	for t := range townSize {
		if y -= townSize[t]; y <= 0 || t == len(townSize)-1 {
			a[town] = uint8(t)
			break
		}
	}
	a[sector], a[walk] = uint8(r.IntN(sectors)), uint8(r.IntN(4))
	return a
}

func scoreOf(r *rand.Rand, a [attributes]uint8, townEffect, sectorEffect []float64) int64 {
	v := 72 + float64(r.NormFloat64()*9) + townEffect[a[town]] + sectorEffect[a[sector]]
	v -= 1.5*float64(a[woman]) + 2*float64(a[minority]) + 4*float64(a[young]) - 7*float64(a[incumbent])
	v += []float64{1, 0, -3}[a[party]]
	if a[walk] == 0 {
		v -= 3
	}
	return int64(min(max(v, 20), 100) * 100)
}

func solved(tb testing.TB, p *Problem, b Budget) *Answer {
	tb.Helper()
	a, err := Solve(tb.Context(), p, b)
	if err != nil {
		tb.Fatal(err)
	}
	return a
}
