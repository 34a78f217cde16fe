package tune_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"slate/engine"
	"slate/engine/eval"
	"slate/engine/fact"
	"slate/engine/roster"
	"slate/engine/tune"
)

// TestSweepIsBruteForce: at every turning point, one unit of the parameter on either side of it, and at values between, the
// step says what a run with that value says.
func TestSweepIsBruteForce(t *testing.T) {
	points, steps := 0, 0
	for seed := range uint64(20) {
		d := newDice(seed)
		p := program(t, d.rules().text())
		people := d.snapshot(p, 25)
		for _, name := range []string{"low", "high"} {
			slot, _ := tune.Parameter(p, name)
			c := sweep(t, p, people, slot, fact.Int(0), fact.Int(12))
			steps += len(c.Steps)
			if c.Crooked || c.Moving {
				t.Fatalf("seed %d %s: not decided", seed, name)
			}
			for _, v := range around(c) {
				points++
				agrees(t, fmt.Sprintf("seed %d, %s = %s", seed, name, v), c, v)
			}
		}
	}
	if steps < 200 {
		t.Errorf("only %d steps: the test shows little", steps)
	}
	t.Logf("%d steps, %d values", steps, points)
}

func sweep(t testing.TB, p *eval.Program, people *roster.Snapshot, slot int, from, to fact.Number) *tune.Curve {
	t.Helper()
	c, err := tune.Sweep(context.Background(), tune.SweepInput{Program: p, Snapshot: people, Slot: slot, From: from, To: to, Workers: 1})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// around returns every turning point, a millionth on either side of it, and eighths of whole numbers.
func around(c *tune.Curve) []fact.Number {
	unit := fact.Ratio(1, 1000000)
	var out []fact.Number
	for i := range c.Steps {
		at := c.Steps[i].From
		down, _ := at.Sub(unit)
		up, _ := at.Add(unit)
		out = append(out, down, at, up)
	}
	for i := range int64(12*8 + 1) {
		out = append(out, fact.Ratio(i, 8))
	}
	return slices.DeleteFunc(out, func(n fact.Number) bool { return n.Cmp(c.From) < 0 || n.Cmp(c.To) > 0 })
}

func agrees(t *testing.T, where string, c *tune.Curve, v fact.Number) {
	t.Helper()
	r, err := engine.Run(context.Background(), engine.Input{Program: c.Program.With(c.Slot, fact.OfNumber(v)), Snapshot: c.Snapshot, Workers: 1})
	if err != nil {
		t.Fatal(err)
	}
	passing, listed := map[int]bool{}, map[int]bool{}
	var step *tune.Step
	for i := range c.Steps {
		s := &c.Steps[i]
		for _, p := range s.In {
			passing[p] = true
		}
		for _, p := range s.Out {
			delete(passing, p)
		}
		for _, p := range s.ListIn {
			listed[p] = true
		}
		for _, p := range s.ListOut {
			delete(listed, p)
		}
		if s.Holds(v) {
			step = s
			break
		}
	}
	if step == nil {
		t.Fatalf("%s: no step holds it", where)
	}
	if by := r.Totals.ByTier[c.Tier]; by.Pass != step.Pass || by.Undecided != step.Undecided || r.Totals.OnList != step.OnList {
		t.Fatalf("%s: step %+v; a run gives %+v, %d on the list", where, step, by, r.Totals.OnList)
	}
	// The first step tells nobody; what came and went since then must make the difference to a run at the lowest value.
	low, err := engine.Run(context.Background(), engine.Input{Program: c.Program.With(c.Slot, fact.OfNumber(c.From)), Snapshot: c.Snapshot, Workers: 1})
	if err != nil {
		t.Fatal(err)
	}
	for i := range c.Snapshot.Len() {
		if low.Verdicts.Outcome(i, c.Tier) == eval.Pass && r.Verdicts.Outcome(i, c.Tier) != eval.Pass && passing[i] ||
			low.Verdicts.Outcome(i, c.Tier) != eval.Pass && (r.Verdicts.Outcome(i, c.Tier) == eval.Pass) != passing[i] {
			t.Fatalf("%s: person %d", where, i)
		}
		a, _ := low.Standing(i)
		b, _ := r.Standing(i)
		if !a.OnList && b.OnList != listed[i] {
			t.Fatalf("%s: person %d on the list: %v", where, i, b.OnList)
		}
	}
}

// TestSweepOnManyCores: the number of cores changes nothing.
func TestSweepOnManyCores(t *testing.T) {
	d := newDice(4)
	p := program(t, d.rules().text())
	people := d.snapshot(p, 1600)
	slot, _ := tune.Parameter(p, "low")
	var texts []string
	for _, workers := range []int{1, 4} {
		c, err := tune.Sweep(context.Background(), tune.SweepInput{Program: p, Snapshot: people, Slot: slot, From: fact.Int(0), To: fact.Int(12), Workers: workers})
		if err != nil {
			t.Fatal(err)
		}
		texts = append(texts, fmt.Sprintf("%+v %+v %d %d", c.Steps, c.Turns, c.Here, c.Judged))
	}
	if texts[0] != texts[1] || len(texts[0]) < 1000 {
		t.Errorf("one core: %.300s\nfour: %.300s", texts[0], texts[1])
	}
}
