package roster

import (
	"cmp"
	"slices"

	"slate/engine/standard"
)

// Likeness is why two ids may be one person.
type Likeness uint8

// The kinds of likeness, the strongest first.
const (
	SameNumber Likeness = iota // one identity number
	SameBirth                  // one name, and one day of birth by their identity numbers
	SameName                   // one name, and nothing known that tells them apart
)

// Pair is two ids that may be one person. Nothing is ever joined because of it: a person settles it.
type Pair struct {
	A, B     Person // A has the lesser id
	Likeness Likeness
}

// Alike returns the pairs of ids that may be one person, the strongest first, then by id; settled are those already known
// to be different, by their ids with the lesser first. Two people of one name whose identity numbers give different days of
// birth are told apart and not returned.
func Alike(s *Snapshot, settled map[[2]string]bool) []Pair {
	numbers, names := map[string][]int{}, map[string][]int{}
	for i := range s.Len() {
		p := s.Person(i)
		if number := numberOf(p); number != "" {
			numbers[number] = append(numbers[number], i)
		}
		if p.Name != "" {
			names[p.Name] = append(names[p.Name], i)
		}
	}
	var out []Pair
	seen := map[[2]string]bool{}
	add := func(group []int, like func(a, b Person) (Likeness, bool)) {
		for x, i := range group {
			for _, j := range group[x+1:] {
				a, b := s.Person(i), s.Person(j) // in the order of ids
				key := [2]string{a.ID, b.ID}
				if l, ok := like(a, b); ok && !settled[key] && !seen[key] {
					seen[key] = true
					out = append(out, Pair{a, b, l})
				}
			}
		}
	}
	for _, group := range numbers {
		add(group, func(a, b Person) (Likeness, bool) { return SameNumber, true })
	}
	for _, group := range names {
		add(group, namesakes)
	}
	slices.SortFunc(out, func(x, y Pair) int {
		return cmp.Or(cmp.Compare(x.Likeness, y.Likeness), cmp.Compare(x.A.ID, y.A.ID), cmp.Compare(x.B.ID, y.B.ID))
	})
	return out
}

// namesakes says whether two people of one name may be one.
func namesakes(a, b Person) (Likeness, bool) {
	x, okX := standard.ParseIDNumber(numberOf(a))
	y, okY := standard.ParseIDNumber(numberOf(b))
	switch {
	case okX != nil || okY != nil:
		return SameName, true
	case x.Born == y.Born:
		return SameBirth, true
	}
	return 0, false
}

// numberOf returns a person's identity number, which may be their id.
func numberOf(p Person) string {
	if p.IDNumber == "" && len(p.ID) == 18 {
		if _, err := standard.ParseIDNumber(p.ID); err == nil {
			return p.ID
		}
	}
	return p.IDNumber
}
