package whatif

import (
	"cmp"
	"slices"

	"slate/engine/eval"
	"slate/engine/fact"
	"slate/engine/lint"
	"slate/engine/tune"
)

// params finds the smallest change of each parameter, up and down.
func (f *finder) params() error {
	for slot := range f.p.Names {
		if _, ok := tune.Parameter(f.p, f.p.Names[slot].Name); !ok || !f.bears(slot) {
			continue
		}
		at, decided, err := f.turns(slot)
		if err != nil {
			return err
		}
		if !decided {
			f.a.Open = append(f.a.Open, slot)
		}
		for _, to := range at {
			in := f.in
			in.Program = f.p.With(slot, fact.OfNumber(to))
			now := f.p.Names[slot].Param.Value.Number()
			c := Counterfactual{Param: &Param{slot, now, to}, size: apart(now, to)}
			ok, err := f.confirm(in, &c)
			if err != nil {
				return err
			}
			if ok {
				f.a.Params = append(f.a.Params, c)
			}
		}
	}
	slices.SortStableFunc(f.a.Params, func(a, b Counterfactual) int {
		return cmp.Or(a.size.Cmp(b.size), cmp.Compare(a.Param.Slot, b.Param.Slot))
	})
	return nil
}

// bears reports whether anything that a person is judged or ordered by reads a parameter, through whatever lies between.
func (f *finder) bears(slot int) bool {
	moved := make([]bool, len(f.p.Names))
	moved[slot] = true
	reads := func(used []int) bool { return slices.ContainsFunc(used, func(s int) bool { return moved[s] }) }
	for i := range f.p.Steps { // each comes after those it reads
		if reads(f.p.Steps[i].Reads()) {
			for _, out := range f.p.Steps[i].Slots {
				moved[out] = true
			}
		}
	}
	for i := range f.p.Leaves {
		if reads(f.p.Leaves[i].Formula().Uses()) {
			return true
		}
	}
	for i := range f.p.Ranking.Keys {
		if s, ok := f.p.Ranking.Keys[i].Name(); ok && moved[s] {
			return true
		}
	}
	found := f.p.Ranking.Within >= 0 && moved[f.p.Ranking.Within]
	f.eachInput(func(s int) { found = found || moved[s] })
	return found
}

// turns returns the nearest values of a parameter, below and above the one in force, at which the person has what the goal asks for.
func (f *finder) turns(slot int) (at []fact.Number, decided bool, err error) {
	if f.a.Goal.Kind == List || f.a.Goal.Kind == Place {
		return f.listTurns(slot)
	}
	from, to := around(f.p, slot)
	pool := f.a.Now.Pool
	roots, ok := tune.Turnings(pool, slot, from, to, f.a.Person)
	if !ok {
		return nil, false, nil
	}
	g := gridOf(f.p.Names[slot].Type, from, to)
	for _, r := range roots {
		g.cut(r)
	}
	v := &view{f: f, goal: f.a.Goal}
	ask := func(i int64) (int, bool) {
		f.a.Judged++
		j := pool.Use(f.p.With(slot, fact.OfNumber(g.value(i)))).Person(f.a.Person)
		if f.a.Goal.Kind == Grade {
			return v.side(j), v.graded(j.GradeIn([]string{f.a.Goal.Grade}))
		}
		o := j.Outcomes[f.a.Goal.Tier]
		return int(o), (o == eval.Pass) != f.a.Goal.Lose
	}
	now := f.p.Names[slot].Param.Value.Number()
	all := spans(&g.Line, ask, func() bool { return f.ctx.Err() != nil })
	var below, above *fact.Number
	for _, in := range all {
		if hi := g.value(in.hi); hi.Cmp(now) < 0 {
			below = &hi
		}
		if lo := g.value(in.lo); lo.Cmp(now) > 0 && above == nil {
			above = &lo
		}
	}
	for _, n := range []*fact.Number{below, above} {
		if n != nil {
			at = append(at, *n)
		}
	}
	return at, true, nil
}

// around returns ends for a parameter: from half the value in force to twice it; of whole numbers at least five either way.
func around(p *eval.Program, slot int) (from, to fact.Number) {
	now := p.Names[slot].Param.Value.Number()
	n, ok := now.Int64()
	if p.Names[slot].Type.Kind != fact.Integer || !ok || n < 0 {
		return tune.Around(p, slot)
	}
	return fact.Int(max(0, n-max(5, n/2))), fact.Int(n + max(5, n))
}

// grid is the values of a parameter one smallest unit apart.
type grid struct {
	lint.Line
	per fact.Number // units in one
}

func gridOf(t fact.Type, from, to fact.Number) *grid {
	g := &grid{Line: lint.Line{Ordered: true, Decided: true}, per: fact.Int(1_000_000)}
	switch {
	case t.Kind == fact.Integer:
		g.per = fact.Int(1)
	case t.Unit == "元":
		g.per = fact.Int(100)
	}
	lo, _ := from.Mul(g.per)
	hi, _ := to.Mul(g.per)
	g.Lo, _ = lo.Ceil().Int64()
	g.Hi, _ = hi.Floor().Int64()
	return g
}

func (g *grid) value(i int64) fact.Number {
	n, err := fact.Int(i).Quo(g.per)
	if err != nil {
		panic("whatif: a value of a parameter is out of range although its ends are not")
	}
	return n
}

// cut begins new stretches at a number and just beyond it.
func (g *grid) cut(n fact.Number) {
	scaled, err := n.Mul(g.per)
	if err != nil {
		return
	}
	first, _ := scaled.Ceil().Int64()
	beyond, _ := scaled.Floor().Int64()
	for _, at := range []int64{first, beyond + 1} {
		if k, there := slices.BinarySearch(g.Cuts, at); !there && at > g.Lo && at <= g.Hi {
			g.Cuts = slices.Insert(g.Cuts, k, at)
		}
	}
}

// maxPlaced is how many people are judged to find a place with other values of one parameter, either way of the value in force.
const maxPlaced = 40_000

// listTurns finds the steps of a sweep at which the person comes to the list, or goes from it, or comes to the place.
func (f *finder) listTurns(slot int) (at []fact.Number, decided bool, err error) {
	from, to := around(f.p, slot)
	c, err := tune.Sweep(f.ctx, tune.SweepInput{Program: f.p, Snapshot: f.in.Snapshot, Slot: slot, From: from, To: to, Workers: f.in.Workers})
	if err != nil {
		return nil, false, err
	}
	f.a.Judged += c.Judged
	if c.Steps == nil || c.Moving || c.TooMany || c.Here < 0 {
		return nil, false, nil
	}
	g := gridOf(f.p.Names[slot].Type, from, to)
	steps := len(c.Steps)
	if f.a.Goal.Kind == Place {
		steps = max(2, maxPlaced/(f.in.Snapshot.Len()+1))
	}
	decided = true
	for _, by := range []int{-1, 1} {
		on := !f.a.Goal.Lose
		has := f.a.Goal.Lose // of List: what the person has in the step looked at
		for i, n := c.Here+by, 0; i >= 0 && i < len(c.Steps); i, n = i+by, n+1 {
			if n == steps {
				decided = false
				break
			}
			value, ok := g.inside(&c.Steps[i], by)
			if f.a.Goal.Kind == List {
				edge := &c.Steps[max(i, i-by)] // the step behind the edge that is crossed
				in, out := edge.ListIn, edge.ListOut
				if by < 0 {
					in, out = out, in
				}
				has = has && !slices.Contains(out, f.a.Person) || slices.Contains(in, f.a.Person)
			} else if ok {
				if has, err = f.placedAt(slot, value); err != nil {
					return nil, false, err
				}
			}
			if ok && has == on {
				at = append(at, value)
				break
			}
		}
	}
	return at, decided, nil
}

// inside returns the value of a step that is nearest to the value in force, which lies below it (by > 0) or above; ok is false for a
// step between two neighbouring values.
func (g *grid) inside(s *tune.Step, by int) (fact.Number, bool) {
	end, open := s.From, s.OpenFrom
	if by < 0 {
		end, open = s.To, s.OpenTo
	}
	scaled, err := end.Mul(g.per)
	if err != nil {
		return fact.Number{}, false
	}
	i, _ := scaled.Ceil().Int64()
	if by < 0 {
		i, _ = scaled.Floor().Int64()
	}
	if open && g.value(i).Equal(end) {
		i += int64(by)
	}
	return g.value(i), s.Holds(g.value(i))
}

// placedAt reports whether the person has the place that the goal asks for with another value of a parameter.
func (f *finder) placedAt(slot int, n fact.Number) (bool, error) {
	pool, err := f.p.With(slot, fact.OfNumber(n)).Over(f.ctx, f.in.Snapshot, f.in.Workers)
	if err != nil {
		return false, err
	}
	verdicts, err := pool.Judge(f.ctx, f.in.Workers)
	if err != nil {
		return false, err
	}
	f.a.Judged += f.in.Snapshot.Len()
	for _, s := range verdicts.Rank().Ranked {
		if s.Person == f.a.Person {
			return stands(&s, f.a.Goal, eval.Pass), nil
		}
	}
	return false, nil
}
