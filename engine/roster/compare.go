package roster

import (
	"cmp"

	"slate/engine/fact"
)

// Difference is what is different about one person between two snapshots.
type Difference struct {
	Person Person // as the later snapshot has them, or the earlier where they have left
	Came   bool   // only the later snapshot has them
	Left   bool   // only the earlier has them
	Moves  []Move // in the order of the columns; empty where the person came or left
}

// Move is a fact whose value differs.
type Move struct {
	Field    fact.Field // as the later snapshot declares it
	Was, Is  fact.Value
	From, To Cell
}

// Compare returns who came, who left and whose facts moved from one snapshot to another, in the order of ids. Facts that
// only one of them has a column for are not compared.
func Compare(before, after *Snapshot) []Difference {
	var out []Difference
	pairs := shared(before, after)
	for i, j := 0, 0; i < before.Len() || j < after.Len(); {
		switch order := orderAt(before, i, after, j); {
		case order < 0:
			out = append(out, Difference{Person: before.Person(i), Left: true})
			i++
		case order > 0:
			out = append(out, Difference{Person: after.Person(j), Came: true})
			j++
		default:
			if moves := movesOf(pairs, i, j); len(moves) > 0 {
				out = append(out, Difference{Person: after.Person(j), Moves: moves})
			}
			i, j = i+1, j+1
		}
	}
	return out
}

func orderAt(a *Snapshot, i int, b *Snapshot, j int) int {
	switch {
	case i == a.Len():
		return 1
	case j == b.Len():
		return -1
	}
	return cmp.Compare(a.Person(i).ID, b.Person(j).ID)
}

// shared pairs the columns of facts that both have.
func shared(before, after *Snapshot) [][2]*Column {
	var pairs [][2]*Column
	for _, c := range after.columns {
		if old := before.Column(c.field.Name); old != nil {
			pairs = append(pairs, [2]*Column{old, c})
		}
	}
	return pairs
}

func movesOf(pairs [][2]*Column, i, j int) []Move {
	var moves []Move
	for _, p := range pairs {
		was, is := p[0].Value(i), p[1].Value(j)
		if same(was, is) {
			continue
		}
		moves = append(moves, Move{Field: p[1].field, Was: was, Is: is, From: p[0].Cell(i), To: p[1].Cell(j)})
	}
	return moves
}

// same reports two values alike; two that are missing are alike when it is for the same reason.
func same(a, b fact.Value) bool {
	if !a.Known() || !b.Known() {
		return a.Known() == b.Known() && a.Why() == b.Why()
	}
	return a.Equal(b)
}
