package tune

import (
	"slices"

	"slate/engine/eval"
	"slate/engine/fact"
)

// Turnings returns the values of a parameter, between two ends, at which anything that is decided of one person turns over: the
// verdicts, the points of bands, what tables say. They ascend. pool is the program over the snapshot. Points that move with the
// parameter all along move between them as well. ok is false where the turning points are not solved for.
func Turnings(pool *eval.Pool, slot int, from, to fact.Number, person int) (at []fact.Number, ok bool) {
	if movesPool(pool.Program, slot) || from.Cmp(to) >= 0 {
		return nil, false
	}
	s := &sweeper{in: SweepInput{Program: pool.Program, Snapshot: pool.Snapshot, Slot: slot, From: from, To: to}, base: pool}
	mid := s.middle(from, to)
	for _, t := range s.between(person, from, to, mid, s.at(mid).Person(person), nil, 0) {
		at = append(at, t.from)
	}
	return slices.CompactFunc(at, fact.Number.Equal), !s.crooked
}
