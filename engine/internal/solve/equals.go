package solve

import (
	"cmp"
	"slices"
)

// exchangeEquals puts the lesser tie first among options alike in pattern and value: a set not chosen from takes
// the place of one chosen, whose option has a greater tie. Value and sums stay, the sum of ties falls.
func exchangeEquals(p *Problem, a *Answer) {
	type place struct {
		set, option int32
		pattern     int32
		value, tie  int64
	}
	var places []place
	for i := range p.Sets {
		s := &p.Sets[i]
		if s.Must || s.times > 1 {
			continue
		}
		for o := range s.Options {
			if s.open(o) && (a.Choice[i] < 0 || a.Choice[i] == int32(o)) {
				op := &s.Options[o]
				places = append(places, place{set: int32(i), option: int32(o), pattern: op.Pattern, value: op.Value, tie: op.Tie})
			}
		}
	}
	slices.SortStableFunc(places, func(a, b place) int {
		return cmp.Or(cmp.Compare(a.pattern, b.pattern), cmp.Compare(a.value, b.value), cmp.Compare(a.tie, b.tie))
	})
	for changed := true; changed; {
		changed = false
		for from := 0; from < len(places); {
			to := from + 1
			for to < len(places) && places[to].pattern == places[from].pattern && places[to].value == places[from].value {
				to++
			}
			// The lowest free place against the highest taken one, until they meet.
			lo, hi := from, to-1
			for lo < hi {
				switch {
				case a.Choice[places[lo].set] >= 0:
					lo++
				case a.Choice[places[hi].set] != places[hi].option:
					hi--
				case places[lo].tie < places[hi].tie:
					a.Choice[places[hi].set], a.Choice[places[lo].set] = -1, places[lo].option
					a.TieSum += places[lo].tie - places[hi].tie
					changed = true
				default:
					lo = hi
				}
			}
			from = to
		}
	}
}
