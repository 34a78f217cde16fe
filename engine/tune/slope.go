package tune

import (
	"slate/engine/eval"
	"slate/engine/fact"
	"slate/engine/formula"
	"slate/engine/ruleset"
)

// slopes follows a parameter through one person's trace. The values were computed by the engine at one value
// of the parameter; here each part gets how fast it moves with the parameter, and each place where it would turn over
// (a comparison, a band's edge, a rounding, a choice of min and max) gives a root: the value of the parameter at which
// it does. Between neighbouring roots nothing turns over, so nothing that is decided can change.
type slopes struct {
	j     *eval.Judgement
	at    fact.Number   // the value of the parameter
	names []fact.Number // by slot: how fast a name moves
	roots []fact.Number
	// crooked says that the parameter goes through something whose turning points are not solved for.
	crooked bool
	// moving says that a score or a key of the order moves all along, and not in steps.
	moving bool
}

// follow finds the roots of one person, as the trace at one value of the parameter shows them.
func (s *slopes) follow(slot int) {
	p := s.j.Program()
	s.names = make([]fact.Number, len(p.Names))
	s.names[slot] = fact.Int(1)
	for i := range p.Steps {
		s.step(i)
	}
	for i := range p.Leaves {
		s.formula(p.Leaves[i].Formula(), s.j.Trace(i))
	}
	if p.Score != nil {
		for i := range p.Score.Indicators {
			s.indicator(i)
		}
	}
	if w := p.Ranking.Within; w >= 0 && s.names[w].Sign() != 0 {
		s.moving = true
	}
	for i := range p.Ranking.Keys {
		if slot, ok := p.Ranking.Keys[i].Name(); ok && s.names[slot].Sign() != 0 {
			s.moving = true
		}
	}
}

func (s *slopes) step(i int) {
	step := &s.j.Program().Steps[i]
	if step.Derive == nil {
		for _, a := range s.j.Asks(i) {
			if a.Formula != nil {
				s.formula(a.Formula, a.Trace)
			} else {
				s.ends(a.Within, s.j.Value(a.Slot), s.names[a.Slot])
			}
		}
		return // outputs are words or points of a row: they move only when a row turns over
	}
	moves := s.formula(step.Formula(), s.j.StepTrace(i))
	if moves.Sign() == 0 {
		return
	}
	if r := step.Derive.Round; r != nil {
		trace := s.j.StepTrace(i)
		s.rounding(trace[len(trace)-1], moves, r.Scale)
		return
	}
	if step.Derive.Type.Kind == fact.Integer {
		s.crooked = true // known only at whole numbers
	}
	s.names[step.Slots[0]] = moves
}

// formula follows every part of an expression and returns how fast the whole moves.
func (s *slopes) formula(f *formula.Formula, trace []fact.Value) fact.Number {
	if !s.touched(f) {
		return fact.Number{}
	}
	moves := make([]fact.Number, len(f.Nodes))
	for i := range f.Nodes {
		moves[i] = s.node(&f.Nodes[i], trace, moves, i)
	}
	return moves[len(moves)-1]
}

func (s *slopes) touched(f *formula.Formula) bool {
	if f == nil {
		return false
	}
	for _, slot := range f.Uses() {
		if s.names[slot].Sign() != 0 {
			return true
		}
	}
	return false
}

var none fact.Number

// node returns how fast one part moves, and adds the roots where it turns over.
func (s *slopes) node(n *formula.Node, trace []fact.Value, moves []fact.Number, self int) fact.Number {
	if n.Op == formula.NameRef {
		return s.names[n.Slot]
	}
	still := true
	for _, a := range n.Args {
		still = still && moves[a].Sign() == 0
	}
	if still {
		return none
	}
	a := n.Args[0]
	var b int
	if len(n.Args) > 1 {
		b = n.Args[1]
	}
	switch n.Op {
	case formula.And, formula.Or, formula.Not:
		return none
	case formula.Eq, formula.Ne, formula.Lt, formula.Le, formula.Gt, formula.Ge:
		s.cross(trace[a], moves[a], trace[b], moves[b])
		return none
	case formula.In:
		for _, m := range n.Args[1:] {
			s.cross(trace[a], moves[a], trace[m], moves[m])
		}
		return none
	case formula.If:
		return s.choice(n, trace, moves)
	case formula.Neg:
		return moves[a].Neg()
	case formula.Add:
		return s.exact(moves[a].Add(moves[b]))
	case formula.Sub:
		return s.exact(moves[a].Sub(moves[b]))
	case formula.Mul:
		return s.product(trace, moves, a, b)
	case formula.Quo:
		if moves[b].Sign() != 0 {
			s.crooked = true
			return none
		}
		if !trace[b].Known() || trace[b].Number().Sign() == 0 {
			return none // no result, whatever the parameter
		}
		return s.exact(moves[a].Quo(trace[b].Number()))
	case formula.Min, formula.Max:
		return s.extreme(n, trace, moves, self)
	case formula.Abs:
		s.cross(trace[a], moves[a], fact.OfNumber(none), none)
		if trace[a].Known() && trace[a].Number().Sign() < 0 {
			return moves[a].Neg()
		}
		return moves[a]
	case formula.Floor:
		s.rounding(trace[a], moves[a], 0)
		s.zero(trace[a], moves[a])
		return none
	case formula.Ceil:
		s.rounding(trace[a], moves[a], 0)
		s.zero(trace[a], moves[a])
		return none
	case formula.Round:
		if places, ok := trace[b].Number().Int64(); ok && moves[b].Sign() == 0 {
			s.rounding(trace[a], moves[a], int(places))
			return none
		}
	}
	s.crooked = true
	return none
}

// exact takes a result of arithmetic; one out of range is not followed.
func (s *slopes) exact(n fact.Number, err error) fact.Number {
	if err != nil {
		s.crooked = true
		return none
	}
	return n
}

func (s *slopes) product(trace []fact.Value, moves []fact.Number, a, b int) fact.Number {
	switch {
	case moves[a].Sign() != 0 && moves[b].Sign() != 0:
		s.crooked = true
		return none
	case moves[a].Sign() != 0:
		a, b = b, a
	}
	if !trace[a].Known() {
		return none
	}
	return s.exact(moves[b].Mul(trace[a].Number()))
}

// choice follows the branch that is taken; where it is open which, a branch that moves is not followed.
func (s *slopes) choice(n *formula.Node, trace []fact.Value, moves []fact.Number) fact.Number {
	switch formula.TruthOf(trace[n.Args[0]]) {
	case fact.True:
		return moves[n.Args[1]]
	case fact.False:
		return moves[n.Args[2]]
	}
	s.cross(trace[n.Args[1]], moves[n.Args[1]], trace[n.Args[2]], moves[n.Args[2]]) // known only where both are equal
	if moves[n.Args[1]].Equal(moves[n.Args[2]]) {
		return moves[n.Args[1]]
	}
	return none
}

// extreme follows the smallest or largest argument; every two that cross may change which it is.
func (s *slopes) extreme(n *formula.Node, trace []fact.Value, moves []fact.Number, self int) fact.Number {
	best := none
	for i, a := range n.Args {
		for _, b := range n.Args[i+1:] {
			s.cross(trace[a], moves[a], trace[b], moves[b])
		}
		if trace[self].Known() && trace[a].Known() && trace[a].Equal(trace[self]) {
			best = moves[a]
		}
	}
	return best
}

// cross adds the value of the parameter at which two numbers meet.
func (s *slopes) cross(x fact.Value, dx fact.Number, y fact.Value, dy fact.Number) {
	if dx.Equal(dy) || !x.Known() || !y.Known() {
		return
	}
	if !x.IsNumber() || !y.IsNumber() {
		s.crooked = true
		return
	}
	apart, err := x.Number().Sub(y.Number())
	speed, err2 := dy.Sub(dx)
	if err == nil && err2 == nil {
		if by, err := apart.Quo(speed); err == nil {
			s.root(s.exact(s.at.Add(by)))
			return
		}
	}
	s.crooked = true
}

func (s *slopes) root(n fact.Number) { s.roots = append(s.roots, n) }

// ends adds the values at which a number comes to an end of an interval.
func (s *slopes) ends(in *fact.Interval, v fact.Value, moves fact.Number) {
	if moves.Sign() == 0 {
		return
	}
	if in.HasLo {
		s.cross(v, moves, fact.OfNumber(in.Lo), none)
	}
	if in.HasHi {
		s.cross(v, moves, fact.OfNumber(in.Hi), none)
	}
}

func (s *slopes) zero(v fact.Value, moves fact.Number) { s.cross(v, moves, fact.OfNumber(none), none) }

// rounding adds the values at which a rounded number goes to the next: those on both sides of where it is. A
// rounded number turns over at multiples of the last place, or of half of it, whatever the mode.
func (s *slopes) rounding(v fact.Value, moves fact.Number, places int) {
	if moves.Sign() == 0 || !v.Known() || !v.IsNumber() {
		return
	}
	grid := fact.Ratio(1, 2)
	ten := fact.Int(10)
	for range places {
		grid, _ = grid.Quo(ten)
	}
	steps, err := v.Number().Quo(grid)
	if err != nil {
		s.crooked = true
		return
	}
	down := steps.Floor()
	for _, by := range []int64{-1, 0, 1, 2} {
		line, err := down.Add(fact.Int(by))
		if err == nil {
			line, err = line.Mul(grid)
		}
		if err == nil {
			s.cross(v, moves, fact.OfNumber(line), none)
		}
	}
}

// indicator follows the input of an indicator: bands, counts and limits give roots; points that move all along
// keep the order of people from being steps.
func (s *slopes) indicator(i int) {
	in := &s.j.Program().Score.Indicators[i]
	var v fact.Value
	var moves fact.Number
	if in.Slot >= 0 {
		v, moves = s.j.Value(in.Slot), s.names[in.Slot]
	} else {
		trace := s.j.IndicatorTrace(i)
		moves = s.formula(in.Formula(), trace)
		v = trace[len(trace)-1]
	}
	if moves.Sign() == 0 {
		return
	}
	switch in.Rules.Method {
	case ruleset.Bands:
		for b := range in.Rules.Bands {
			s.ends(&in.Rules.Bands[b].Range, v, moves)
		}
	case ruleset.Table:
		return
	default:
		s.moving = true
	}
}
