package solve

import "math/bits"

// weights turns value and tie into one integer objective, Value·value − Tie·tie, under which a
// unit of value outweighs what ties can differ by; a little noise below one unit of tie keeps
// the simplex method from cycling among equals. Where the numbers leave too little room, ties weigh less than
// they should: the search is then led less well, but no bound becomes wrong.
type weights struct {
	value, tie int64
	noise      uint // bits
}

// room is how many bits the objective of one option may have, so that floats hold it exactly.
const room = 50

func weigh(p *Problem) weights {
	var value, tie int64 = 1, 0
	for i := range p.Sets {
		for _, o := range p.Sets[i].Options {
			value, tie = max(value, times(abs(o.Value), p.Sets[i].most())), max(tie, abs(o.Tie))
		}
	}
	most := bits.Len64(uint64(mostChosen(p)))
	free := max(0, min(room, 61-most)-bits.Len64(uint64(value)))
	w := weights{value: 1 << free, noise: uint(max(minNoise, min(12, free-4-bits.Len(uint(len(p.Sets))))))}
	if tie == 0 {
		return w
	}
	if below := free - bits.Len64(uint64(tie)) - most; below >= 0 { // bits left under one unit of tie
		w.tie, w.noise = 1<<below, uint(max(minNoise, min(12, below-4)))
	}
	return w
}

// minNoise is the least noise, even where it disturbs ties a little: without any the simplex method can cycle.
const minNoise = 6

// mostChosen bounds how many sets a choice can take from, by limits that count options.
func mostChosen(p *Problem) int64 {
	covered := make([]bool, len(p.Patterns))
	counts := make([]bool, len(p.Limits))
	for i, l := range p.Limits {
		counts[i] = l.Hi != NoHi && l.Hi >= 0
	}
	for _, pattern := range p.Patterns {
		for _, t := range pattern {
			counts[t.Limit] = counts[t.Limit] && t.Coef >= 0
		}
	}
	used := make([]bool, len(p.Limits))
	for i, pattern := range p.Patterns {
		for _, t := range pattern {
			if counts[t.Limit] && t.Coef > 0 && (!covered[i] || used[t.Limit]) {
				covered[i], used[t.Limit] = true, true
				break
			}
		}
	}
	var n int64
	for i, u := range used {
		if u {
			n = min(n+p.Limits[i].Hi, int64(len(p.Sets)))
		}
	}
	for i := range p.Sets {
		for _, o := range p.Sets[i].Options {
			if !covered[o.Pattern] {
				n++
				break
			}
		}
	}
	return min(n, int64(len(p.Sets)))
}

// of is the objective of an option.
func (w weights) of(o *Option) int64 { return o.Value*w.value - o.Tie*w.tie }

// noiseOf is a number below 2^noise that looks random and is not (splitmix64, Steele et al. 2014).
func (w weights) noiseOf(option int) float64 {
	x := (uint64(option) + 1) * 0x9E3779B97F4A7C15
	x ^= x >> 30
	x *= 0xBF58476D1CE4E5B9
	x ^= x >> 27
	x *= 0x94D049BB133111EB
	x ^= x >> 31
	return float64(int64(x >> (64 - w.noise) & (1<<w.noise - 1)))
}
