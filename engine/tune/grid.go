package tune

import (
	"context"

	"slate/engine/eval"
	"slate/engine/fact"
)

// Grid is what pairs of values of two parameters mean: every cell is a run.
type Grid struct {
	First, Second SweepInput
	Rows, Columns []fact.Number // values of First and of Second, ascending
	Cells         [][]Cell      // by row and column
}

// Cell is one run.
type Cell struct{ Pass, OnList int }

// gridSteps is into how many parts a grid divides each parameter.
const gridSteps = 8

// Two judges everybody at pairs of values: each parameter in eighths of its range, and the value in force.
func Two(ctx context.Context, first, second SweepInput) (*Grid, error) {
	g := &Grid{First: first, Second: second, Rows: eighths(first), Columns: eighths(second)}
	for _, a := range g.Rows {
		var row []Cell
		for _, b := range g.Columns {
			p := first.Program.With(first.Slot, fact.OfNumber(a)).With(second.Slot, fact.OfNumber(b))
			pool, err := p.Over(ctx, first.Snapshot, first.Workers)
			if err != nil {
				return nil, err
			}
			verdicts, err := pool.Judge(ctx, first.Workers)
			if err != nil {
				return nil, err
			}
			var c Cell
			for i := range first.Snapshot.Len() {
				if verdicts.Outcome(i, p.Ranking.Tier) == eval.Pass {
					c.Pass++
				}
			}
			for _, s := range verdicts.Rank().Ranked {
				if s.OnList {
					c.OnList++
				}
			}
			row = append(row, c)
		}
		g.Cells = append(g.Cells, row)
	}
	return g, nil
}

// eighths returns the values of a parameter in a grid.
func eighths(in SweepInput) []fact.Number {
	name := &in.Program.Names[in.Slot]
	now := name.Param.Value.Number()
	width, _ := in.To.Sub(in.From)
	var out []fact.Number
	add := func(n fact.Number) {
		if k := len(out); k == 0 || out[k-1].Cmp(n) < 0 {
			out = append(out, n)
		}
	}
	for i := range int64(gridSteps + 1) {
		part, _ := width.Mul(fact.Ratio(i, gridSteps))
		v, _ := in.From.Add(part)
		if name.Type.Kind == fact.Integer {
			v = v.Floor()
		}
		if now.Cmp(in.From) >= 0 && now.Cmp(v) < 0 && (len(out) == 0 || out[len(out)-1].Cmp(now) < 0) {
			add(now)
		}
		add(v)
	}
	return out
}
