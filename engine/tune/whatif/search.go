package whatif

import (
	"cmp"
	"context"
	"slices"

	"slate/engine/eval"
	"slate/engine/fact"
	"slate/engine/lint"
)

// aim is what a search looks for in somebody supposed.
type aim struct {
	// judge says whether the person has it, and a number that tells apart what halving has to: within a stretch of a line it
	// comes back to no value that it left.
	judge func(s *eval.Supposition) (state int, met bool)
	// possible reports whether some values of the open facts might give it. It must not miss any.
	possible func(s *eval.Supposition) bool
}

// search looks for the smallest sets of facts, and the least changes of them, that give a person what is aimed at.
type search struct {
	ctx    context.Context
	sup    *eval.Supposition
	around *lint.Person
	facts  []int // on offer, ascending
	aim    aim
	budget int // how often somebody may be judged; a count and no time, so that the answer is the same everywhere
	// once asks for one value of a fact that stands alone, the nearest, and not for the nearest on either side.
	once bool
	// missing lets facts be taken away.
	missing bool

	judged  int
	settled bool
	partial bool
	tried   int
	found   []set
}

// begin begins a search among some facts of a person, the others being as they are.
func begin(ctx context.Context, p *eval.Program, sup *eval.Supposition, facts []int) *search {
	s := &search{ctx: ctx, sup: sup, around: lint.Around(p), facts: facts}
	for slot := range p.Rules.Facts {
		s.around.Set(slot, sup.Now(slot))
	}
	return s
}

// set is one way to do it.
type set struct {
	changes []Change // by slot
	size    fact.Number
}

// maxFacts is how many facts are changed together at most.
const maxFacts = 4

// find returns at most so many sets, the smallest first. It looks at sets of one size more than the smallest that does it.
func (s *search) find(most int) []set {
	if !s.can(s.facts) {
		s.settled = true
		return nil
	}
	for n := 1; n <= min(maxFacts, len(s.facts)); n++ {
		if least := s.least(); least > 0 && (n > least+1 || len(s.found) >= most) {
			break
		}
		s.choose(nil, 0, n)
		if s.spent() {
			s.partial = true
			break
		}
		s.tried = n
	}
	s.supply()
	slices.SortStableFunc(s.found, func(a, b set) int {
		return cmp.Or(cmp.Compare(len(a.changes), len(b.changes)), a.size.Cmp(b.size))
	})
	return s.found[:min(most, len(s.found))]
}

// supply tries, where no few facts do it, all that are missing together: somebody may lack more of them than are tried otherwise.
func (s *search) supply() {
	var missing []int
	for _, x := range s.facts {
		if !s.sup.Now(x).Known() {
			missing = append(missing, x)
		}
	}
	if len(s.found) == 0 && len(missing) > maxFacts && !s.spent() {
		s.try(missing)
		s.partial = s.partial || s.spent()
	}
}

// least is how many facts the smallest set has, 0 where there is none yet.
func (s *search) least() int {
	n := 0
	for i := range s.found {
		if k := len(s.found[i].changes); n == 0 || k < n {
			n = k
		}
	}
	return n
}

func (s *search) spent() bool { return s.judged >= s.budget || s.ctx.Err() != nil }

// choose goes through the sets of n facts that hold none that does it already.
func (s *search) choose(chosen []int, from, n int) {
	if s.spent() {
		return
	}
	if len(chosen) == n {
		if !s.covered(chosen) {
			s.try(chosen)
		}
		return
	}
	for i := from; i <= len(s.facts)-(n-len(chosen)); i++ {
		s.choose(append(slices.Clip(chosen), s.facts[i]), i+1, n)
	}
}

// covered reports whether fewer of these facts do it.
func (s *search) covered(slots []int) bool {
	return slices.ContainsFunc(s.found, func(f set) bool {
		return !slices.ContainsFunc(f.changes, func(c Change) bool { return !slices.Contains(slots, c.Slot) })
	})
}

// can reports whether some values of the facts might do it.
func (s *search) can(slots []int) bool {
	for _, x := range slots {
		s.sup.Open(x)
	}
	ok := s.aim.possible(s.sup)
	s.judged++
	for _, x := range slots {
		s.reset(x)
	}
	return ok
}

func (s *search) set(slot int, v fact.Value) {
	s.sup.Set(slot, v)
	s.around.Set(slot, v)
}

func (s *search) reset(slot int) {
	s.sup.Reset(slot)
	s.around.Set(slot, s.sup.Now(slot))
}

// try looks for the least change of exactly these facts.
func (s *search) try(slots []int) {
	if !s.can(slots) {
		return
	}
	if len(slots) == 1 {
		s.found = append(s.found, s.alone(slots[0])...)
		return
	}
	var best *set
	s.fix(slots, nil, &best)
	for _, x := range slots {
		s.reset(x)
	}
	if best == nil {
		return
	}
	if done, ok := s.polish(best); ok {
		s.found = append(s.found, done)
	}
}

// alone finds the nearest values of one fact that do it by themselves: one either way, or the nearer of the two.
func (s *search) alone(slot int) []set {
	var out []set
	for _, c := range s.near(slot) {
		one := set{[]Change{c}, size(&c)}
		switch {
		case !s.once || len(out) == 0:
			out = append(out, one)
		case one.size.Cmp(out[0].size) < 0:
			out[0] = one
		}
	}
	return out
}

// fix gives the first of the facts that are left each of its values that stand for others, and lets the last find its own.
func (s *search) fix(slots []int, sofar []Change, best **set) {
	slot := slots[len(sofar)]
	if len(sofar) == len(slots)-1 {
		for _, c := range s.near(slot) {
			all := append(slices.Clone(sofar), c)
			var sum fact.Number
			for i := range all {
				sum = plus(sum, size(&all[i]))
			}
			if *best == nil || sum.Cmp((*best).size) < 0 {
				*best = &set{all, sum}
			}
		}
		return
	}
	rest := slots[len(sofar)+1:]
	now := s.sup.Now(slot)
	line := s.line(slot)
	var trial []fact.Value
	for _, i := range ends(line) {
		trial = append(trial, line.Value(i))
	}
	if s.missing {
		trial = append(trial, fact.Missing(fact.NotSupplied))
	}
	for _, v := range trial {
		if v.Equal(now) || !v.Known() && !now.Known() || s.spent() {
			continue
		}
		s.set(slot, v)
		for _, x := range rest {
			s.sup.Open(x)
		}
		ok := s.aim.possible(s.sup)
		s.judged++
		for _, x := range rest {
			s.reset(x)
		}
		if ok {
			s.fix(slots, append(slices.Clip(sofar), Change{Slot: slot, From: now, To: v}), best)
		}
	}
	s.reset(slot)
}

// polish brings each value as near to what it was as the others allow, until none moves any more.
func (s *search) polish(b *set) (set, bool) {
	changes := slices.Clone(b.changes)
	defer func() {
		for i := range changes {
			s.reset(changes[i].Slot)
		}
	}()
	for range 10 {
		moved := false
		for i := range changes {
			for k := range changes {
				if k != i {
					s.set(changes[k].Slot, changes[k].To)
				}
			}
			s.reset(changes[i].Slot)
			near := s.near(changes[i].Slot)
			if len(near) == 0 {
				return set{}, false // not without this fact either: the budget is spent
			}
			if near[0].To.Equal(near[0].From) {
				return set{}, false // the others do it without this fact
			}
			c := slices.MinFunc(near, func(a, b Change) int { x := size(&a); return x.Cmp(size(&b)) })
			moved = moved || !c.To.Equal(changes[i].To)
			changes[i] = c
		}
		if !moved {
			break
		}
	}
	out := set{changes: changes}
	for i := range changes {
		out.size = plus(out.size, size(&changes[i]))
	}
	return out, true
}

// line is the line of a fact, given the others as they are supposed now.
func (s *search) line(slot int) *lint.Line {
	l := s.around.Line(slot)
	s.partial = s.partial || !l.Decided
	return l
}

// ends returns the numbers at both ends of every stretch of a line, ascending.
func ends(l *lint.Line) []int64 {
	var out []int64
	lo := l.Lo
	for _, cut := range l.Cuts {
		out = append(out, lo, cut-1)
		lo = cut
	}
	if lo <= l.Hi {
		out = append(out, lo, l.Hi)
	}
	return slices.Compact(out)
}

// span is a run of neighbouring values of a line that all do it.
type span struct{ lo, hi int64 }

// spans finds the values of a fact that do it, the others being as they are supposed now.
func (s *search) spans(slot int, l *lint.Line) []span {
	return spans(l, func(i int64) (int, bool) {
		s.sup.Set(slot, l.Value(i))
		s.judged++
		return s.aim.judge(s.sup)
	}, s.spent)
}

// spans finds the values of a line that a question is answered yes for.
func spans(l *lint.Line, ask func(i int64) (state int, met bool), spent func() bool) []span {
	var out []span
	add := func(lo, hi int64) {
		if n := len(out); n > 0 && out[n-1].hi == lo-1 && l.Ordered {
			out[n-1].hi = hi
			return
		}
		out = append(out, span{lo, hi})
	}
	stretch := func(lo, hi int64) {
		for lo <= hi && !spent() {
			state, met := ask(lo)
			until := hi
			if last, _ := ask(hi); last != state {
				other := hi
				for until = lo; other-until > 1; {
					if m := until + (other-until)/2; same(ask, m, state) {
						until = m
					} else {
						other = m
					}
				}
			}
			if met {
				add(lo, until)
			}
			lo = until + 1
		}
	}
	lo := l.Lo
	for _, cut := range l.Cuts {
		stretch(lo, cut-1)
		lo = cut
	}
	stretch(lo, l.Hi)
	return out
}

func same(ask func(int64) (int, bool), i int64, state int) bool {
	got, _ := ask(i)
	return got == state
}

// near returns the nearest values of a fact that do it, and that it is missing where that does it and facts may be taken away.
func (s *search) near(slot int) []Change {
	out := s.nearest(slot)
	now := s.sup.Now(slot)
	if !s.missing || !now.Known() || len(out) > 0 && out[0].To.Equal(now) {
		return out
	}
	s.sup.Set(slot, fact.Missing(fact.NotSupplied))
	s.judged++
	if _, met := s.aim.judge(s.sup); met {
		out = append(out, Change{Slot: slot, From: now})
	}
	s.reset(slot)
	return out
}

// nearest returns the values of a fact nearest to what it is that do it: of an amount one below and one above, of a choice the first, with
// the others beside it. Where the fact is missing each run of values is one. A change from a value to itself says that no change is needed.
func (s *search) nearest(slot int) []Change {
	l := s.line(slot)
	now := s.sup.Now(slot)
	all := s.spans(slot, l)
	s.reset(slot)
	change := func(at int64, in span) Change {
		c := Change{Slot: slot, From: now, To: l.Value(at)}
		if l.Ordered && (in.lo > l.Lo || in.lo == in.hi) {
			c.Least = l.Value(in.lo)
		}
		if l.Ordered && (in.hi < l.Hi || in.lo == in.hi) {
			c.Most = l.Value(in.hi)
		}
		return c
	}
	if !l.Ordered {
		return choices(l, all, change)
	}
	var out []Change
	if !now.Known() {
		for _, in := range all {
			at := in.lo
			if in.lo == l.Lo && in.hi < l.Hi {
				at = in.hi
			}
			out = append(out, change(at, in))
		}
		return out
	}
	here, ok := l.Find(now)
	exact := ok && l.Value(here).Equal(now)
	var below, above *span
	for i := range all {
		in := &all[i]
		switch {
		case exact && in.lo <= here && here <= in.hi:
			return []Change{{Slot: slot, From: now, To: now}}
		case in.hi <= here && !l.Value(in.hi).Equal(now):
			below = in
		case in.lo > here && above == nil:
			above = in
		}
	}
	if below != nil {
		out = append(out, change(below.hi, *below))
	}
	if above != nil {
		out = append(out, change(above.lo, *above))
	}
	return out
}

func choices(l *lint.Line, all []span, change func(int64, span) Change) []Change {
	if len(all) == 0 {
		return nil
	}
	c := change(all[0].lo, all[0])
	for _, in := range all {
		if v := l.Value(in.lo); v.Equal(c.From) {
			return []Change{{Slot: c.Slot, From: c.From, To: c.From}}
		}
	}
	for _, in := range all[1:] {
		c.Or = append(c.Or, l.Value(in.lo))
	}
	return []Change{c}
}

// size is how large a change is: the share of the larger of two amounts by which they differ, at most 2; days in parts of ten
// years, at most 1; 1 for another choice; 0 for what is only missing.
func size(c *Change) fact.Number {
	switch {
	case !c.From.Known():
		return fact.Number{}
	case !c.To.Known():
		return fact.Int(1)
	case c.From.IsNumber() && c.To.IsNumber():
		return apart(c.From.Number(), c.To.Number())
	case c.From.IsDate() && c.To.IsDate():
		days := int64(c.From.Date().DaysUntil(c.To.Date()))
		return fact.Ratio(min(max(days, -days), 3650), 3650)
	}
	return fact.Int(1)
}

func apart(a, b fact.Number) fact.Number {
	by, err := a.Sub(b)
	larger := a.Abs()
	if b.Abs().Cmp(larger) > 0 {
		larger = b.Abs()
	}
	if err != nil || larger.Sign() == 0 {
		return fact.Number{}
	}
	share, err := by.Abs().Quo(larger)
	if err != nil {
		return fact.Int(2)
	}
	return share
}

func plus(a, b fact.Number) fact.Number {
	sum, err := a.Add(b)
	if err != nil {
		return a
	}
	return sum
}
