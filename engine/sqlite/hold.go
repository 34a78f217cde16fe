package sqlite

import (
	"cmp"
	"slices"

	"slate/engine/roster"
)

// voice is what one record says of one fact of a person: a value in the form of a cell, or that the value is withdrawn.
type voice struct {
	record    int64
	batch     *batch
	text      string
	withdrawn bool
}

// hold decides which of the voices about one fact of one person holds. This is the whole rule, for what holds now and for
// every day before:
//
//  1. A correction or decision silences everything that is good for its own day or an earlier one, and holds until
//     something for a later day comes. Of several, the last counts.
//  2. A department speaks with its value for the latest day; of several for that day, with the one imported last.
//  3. Departments that all say the same are believed, as of the latest of their days.
//  4. Where they differ, the first of authorities that speaks is believed. Where none of them does, they contradict
//     each other: nothing holds until somebody decides.
//
// record is −1 where nothing holds.
func hold(said []voice, authorities []string) (v voice, contradicted bool) {
	none := voice{record: -1}
	said, ruling := silence(said)
	if ruling != nil {
		if ruling.withdrawn {
			return none, false
		}
		return *ruling, false
	}
	said = speakers(said)
	if len(said) == 0 {
		return none, false
	}
	if !slices.ContainsFunc(said, func(v voice) bool { return v.text != said[0].text }) {
		return slices.MaxFunc(said, later), false
	}
	for _, department := range authorities {
		for _, v := range said {
			if v.batch.Department == department {
				return v, false
			}
		}
	}
	return none, true
}

// silence removes what the last correction or decision settles, and returns that ruling where nothing is left.
func silence(said []voice) (left []voice, ruling *voice) {
	for i := range said {
		if v := &said[i]; v.batch.Kind != roster.Import && (ruling == nil || v.record > ruling.record) {
			ruling = v
		}
	}
	if ruling == nil {
		return said, nil
	}
	for _, v := range said {
		if v.batch.Kind == roster.Import && v.batch.AsOf.Compare(ruling.batch.AsOf) > 0 {
			left = append(left, v)
		}
	}
	if len(left) > 0 {
		return left, nil
	}
	return nil, ruling
}

// speakers returns what each department says, in the order of their names.
func speakers(said []voice) []voice {
	said = slices.Clone(said)
	slices.SortFunc(said, func(a, b voice) int {
		return cmp.Or(cmp.Compare(a.batch.Department, b.batch.Department), later(b, a))
	})
	return slices.CompactFunc(said, func(a, b voice) bool { return a.batch.Department == b.batch.Department })
}

// later orders two voices of one department.
func later(a, b voice) int {
	return cmp.Or(a.batch.AsOf.Compare(b.batch.AsOf), cmp.Compare(a.record, b.record))
}
