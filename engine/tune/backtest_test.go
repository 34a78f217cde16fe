package tune_test

import (
	"context"
	"testing"

	"slate/engine"
	"slate/engine/eval"
	"slate/engine/tune"
)

// TestCompareAccountsForEverybody: everybody chosen or on the list is told once, and every obstacle is the verdict's.
func TestCompareAccountsForEverybody(t *testing.T) {
	seen := map[tune.Obstacle]int{}
	for seed := range uint64(60) {
		d := newDice(seed)
		p := program(t, d.rules().text())
		people := d.snapshot(p, 25)
		r, err := engine.Run(context.Background(), engine.Input{Program: p, Snapshot: people, Workers: 1})
		if err != nil {
			t.Fatal(err)
		}
		chosen := []string{"nobody", "nobody"}
		for i := range people.Len() {
			if d.IntN(3) == 0 {
				chosen = append(chosen, people.Person(i).ID)
			}
		}
		b := tune.Compare(r, chosen)
		if b.Chosen != len(chosen)-1 || len(b.Absent) != 1 || len(b.Agree)+len(b.NotListed)+1 != b.Chosen || len(b.Agree)+len(b.NotChosen) != r.Totals.OnList {
			t.Fatalf("seed %d: %d chosen, %d agree, %d not listed, %d not chosen, %d on the list", seed, b.Chosen, len(b.Agree), len(b.NotListed), len(b.NotChosen), r.Totals.OnList)
		}
		for _, x := range b.NotListed {
			seen[x.Obstacle]++
			outcome := r.Verdicts.Outcome(x.Person, p.Ranking.Tier)
			want := map[eval.Outcome]tune.Obstacle{eval.Fail: tune.Stopped, eval.Undecided: tune.Waiting, eval.Pass: tune.Behind}[outcome]
			if x.Obstacle != want || (x.Obstacle != tune.Behind) != (len(x.Leaves) > 0) {
				t.Errorf("seed %d: %+v, verdict %v", seed, x, outcome)
			}
		}
	}
	for _, o := range []tune.Obstacle{tune.Stopped, tune.Waiting, tune.Behind} {
		if seen[o] < 5 {
			t.Errorf("%v seen %d times only", o, seen[o])
		}
	}
}
