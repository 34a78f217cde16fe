package tune_test

import (
	"context"
	"slices"
	"testing"

	"slate/engine"
	"slate/engine/eval"
	"slate/engine/roster"
	"slate/engine/tune"
)

func diff(t testing.TB, p, q *eval.Program, a, b *roster.Snapshot) *tune.Difference {
	t.Helper()
	d, err := tune.Diff(context.Background(), tune.Side{Program: p, Snapshot: a}, tune.Side{Program: q, Snapshot: b}, 1)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// TestDiffWithItself: a file against itself, read twice, is no difference.
func TestDiffWithItself(t *testing.T) {
	for seed := range uint64(60) {
		d := newDice(seed)
		text := d.rules().text()
		p, q := program(t, text), program(t, text)
		people := d.snapshot(p, 30)
		if got := diff(t, p, q, people, people); len(got.Edits)+len(got.Moves) > 0 || got.Interact {
			t.Fatalf("seed %d: edits %v, moves %v", seed, got.Edits, got.Moves)
		}
	}
}

// TestDiffIsTheChange: the people moved are exactly those for whom two runs differ; every score's parts sum to its
// change; a single edit is the cause of everything; and nobody is moved where no edit moves anybody.
func TestDiffIsTheChange(t *testing.T) {
	several, interact := 0, 0
	for seed := range uint64(120) {
		d := newDice(seed)
		r := d.rules()
		p, q := program(t, r.text()), program(t, d.vary(r, 1+d.IntN(4)).text())
		people := d.snapshot(p, 30)
		got := diff(t, p, q, people, people)
		want := changed(t, p, q, people)
		var ids []string
		for i := range got.Moves {
			ids = append(ids, got.Moves[i].ID)
		}
		slices.Sort(ids)
		if !slices.Equal(ids, want) {
			t.Fatalf("seed %d: moved %v, want %v", seed, ids, want)
		}
		if len(got.Edits) > 1 {
			several++
		}
		if got.Interact {
			interact++
		}
		for i := range got.Moves {
			m := &got.Moves[i]
			if len(got.Edits) == 1 && m.Cause.Kind() != tune.ByOne {
				t.Errorf("seed %d: %s has cause %v of one edit", seed, m.ID, m.Cause)
			}
			if !m.Scored {
				continue
			}
			sum := m.Rest
			for _, by := range m.Points {
				sum, _ = sum.Add(by)
			}
			if by, _ := m.New.Total.Lo.Sub(m.Old.Total.Lo); !sum.Equal(by) {
				t.Errorf("seed %d: %s: parts sum to %s, the score moves by %s", seed, m.ID, sum, by)
			}
		}
	}
	if several < 50 || interact < 10 {
		t.Errorf("only %d differences of several edits, %d with interaction: the test shows little", several, interact)
	}
}

// changed returns who stands differently in two runs of the engine, by id.
func changed(t *testing.T, p, q *eval.Program, people *roster.Snapshot) []string {
	t.Helper()
	var results [2]*engine.Result
	for i, program := range []*eval.Program{p, q} {
		r, err := engine.Run(context.Background(), engine.Input{Program: program, Snapshot: people, Workers: 1})
		if err != nil {
			t.Fatal(err)
		}
		results[i] = r
	}
	var ids []string
	for i := range people.Len() {
		a, b := results[0].Pool.Person(i), results[1].Pool.Person(i)
		x, _ := results[0].Standing(i)
		y, _ := results[1].Standing(i)
		if a.Outcomes[0] != eval.Pass {
			x = eval.Standing{}
		}
		if b.Outcomes[0] != eval.Pass {
			y = eval.Standing{}
		}
		g, _ := a.Grade()
		h, _ := b.Grade()
		if !slices.Equal(a.Outcomes, b.Outcomes) || a.Total.Text(5) != b.Total.Text(5) || g != h || x.Place != y.Place || x.OnList != y.OnList || x.AtLimit != y.AtLimit {
			ids = append(ids, people.Person(i).ID)
		}
	}
	return ids
}

// TestDiffOfRosters: with the same rules, the difference is people and values, and all edits together give the new
// roster's list.
func TestDiffOfRosters(t *testing.T) {
	for seed := range uint64(40) {
		d := newDice(seed)
		p := program(t, d.rules().text())
		n := 18 + d.IntN(12)
		a, b := d.snapshot(p, 24), d.snapshot(p, n)
		got := diff(t, p, p, a, b)
		if len(got.Edits) < 3 || got.Total != max(24, n) {
			t.Fatalf("seed %d: %d edits, %d people", seed, len(got.Edits), got.Total)
		}
		if again := diff(t, p, p, b, b); len(again.Edits) > 0 {
			t.Fatalf("seed %d: a roster differs from itself: %v", seed, again.Edits)
		}
		r, err := engine.Run(context.Background(), engine.Input{Program: p, Snapshot: b, Workers: 1})
		if err != nil {
			t.Fatal(err)
		}
		// Each edit applied alone to the old roster, and then the rest: leaving out who is gone must bring them back.
		for i, e := range got.Edits {
			if e.Key == "people:removed" && got.Effects[i].StandsLast && got.Effects[i].Alone == (tune.Tally{}) {
				t.Errorf("seed %d: %d people are gone, and nobody is moved", seed, e.People)
			}
		}
		if got.NewList != r.Totals.OnList {
			t.Errorf("seed %d: the new list has %d people, a run %d", seed, got.NewList, r.Totals.OnList)
		}
	}
}
