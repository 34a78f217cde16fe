package tune

import (
	"context"
	"fmt"
	"slices"
	"sync"

	"slate/engine/eval"
	"slate/engine/fact"
	"slate/engine/roster"
	"slate/engine/ruleset"
)

// SweepInput is what a sweep depends on.
type SweepInput struct {
	Program  *eval.Program
	Snapshot *roster.Snapshot
	Slot     int         // of a parameter that is a number
	From, To fact.Number // the ends, both included
	Workers  int         // cores to use, 0 for all
}

// Curve is what every value of a parameter between two ends means.
type Curve struct {
	Pool *eval.Pool
	SweepInput
	Now fact.Number // the value in force
	// Tier is the tier whose passing the steps are about: that of the list, or the first that the parameter moves.
	Tier  int
	Steps []Step // from the lowest value to the highest; nil where the curve is not decided
	Here  int    // the number of the step that holds the value in force; −1 where none does
	// Turns are the people whose verdict on Tier the parameter turns over, by number, each with every value where it does, ascending.
	Turns []Turn
	// Whole says that the parameter takes whole numbers only: the ends of steps are whole, and nothing lies between them.
	Whole bool
	// Judged is how many times somebody was judged.
	Judged int
	// Crooked says that the parameter is used in a way whose turning points are not solved for: every whole
	// value was tried instead or, where there are no whole values or too many, the curve is not decided.
	Crooked bool
	// Moving says that scores or the order move with the parameter all along, so that who is on the list is not decided.
	Moving bool
	// TooMany says that the list has places for each group and there are too many steps to find it at each: it is not decided either.
	TooMany bool
}

// Step is a stretch of the parameter over which no verdict and nothing of the list changes.
type Step struct {
	// From and To bound the stretch; OpenFrom and OpenTo say that the end is not part of it. It may be one value.
	From, To         fact.Number
	OpenFrom, OpenTo bool
	Pass, Undecided  int // how many pass Tier, and how many may
	OnList           int // −1 where it is not decided
	// In and Out are the people who pass Tier here and not in the step before, and the other way round; ListIn and ListOut
	// those who come to the list and go from it. All by number in the snapshot, ascending.
	In, Out, ListIn, ListOut []int
}

// Turn is a person and the values of the parameter at which their verdict changes.
type Turn struct {
	Person int
	At     []fact.Number
	// Passes says whether the person passes at the value in force.
	Passes bool
}

// stretch begins at a value, or just after it, and holds what is known of one person from there on.
type stretch struct {
	from fact.Number
	open bool // from itself is not part of it
	mark *eval.Mark
}

// Sweep finds the steps. What turns over is solved from each person's trace and confirmed by judging: at every turning
// point, and between every two. It fails when ctx ends, and for a slot or ends that make no sense.
func Sweep(ctx context.Context, in SweepInput) (*Curve, error) {
	n := &in.Program.Names[in.Slot]
	if n.Kind != eval.ParamName || !n.Type.Kind.Numeric() {
		return nil, fmt.Errorf("%s is no parameter with a number", n.Name)
	}
	if in.From.Cmp(in.To) >= 0 {
		return nil, fmt.Errorf("the sweep of %s goes from %s to %s: nothing lies between", n.Name, in.From, in.To)
	}
	base, err := in.Program.Over(ctx, in.Snapshot, in.Workers)
	if err != nil {
		return nil, err
	}
	s := &sweeper{in: in, base: base, whole: n.Type.Kind == fact.Integer, moving: movesPool(in.Program, in.Slot)}
	people, err := s.solve(ctx)
	if err != nil {
		return nil, err
	}
	c := &Curve{Pool: base, SweepInput: in, Now: n.Param.Value.Number(), Whole: s.whole, Crooked: s.crooked, Here: -1}
	if s.crooked {
		if people, err = s.try(ctx); err != nil {
			return nil, err
		}
	}
	c.Moving = s.moving
	c.Judged = s.judged
	if people != nil {
		c.build(people)
	}
	return c, ctx.Err()
}

// movesPool reports whether something relative to the pool reads the parameter: everybody's points then move with everybody's.
func movesPool(p *eval.Program, slot int) bool {
	if !p.Relative() {
		return false
	}
	reads := make([]bool, len(p.Names))
	reads[slot] = true
	any := func(slots []int) bool { return slices.ContainsFunc(slots, func(i int) bool { return reads[i] }) }
	for i := range p.Steps { // each comes after those it reads
		if any(p.Steps[i].Reads()) {
			for _, out := range p.Steps[i].Slots {
				reads[out] = true
			}
		}
	}
	for i := range p.Score.Indicators {
		in := &p.Score.Indicators[i]
		if m := in.Rules.Method; m != ruleset.Percentile && m != ruleset.Minmax && !p.Score.Rules.Topsis && !p.Score.Rules.Entropy {
			continue
		}
		if in.Slot >= 0 && reads[in.Slot] || in.Formula() != nil && any(in.Formula().Uses()) {
			return true
		}
	}
	return false
}

// Parameter finds a parameter that can be swept.
func Parameter(p *eval.Program, name string) (slot int, ok bool) {
	slot, ok = p.NameOf(name)
	return slot, ok && p.Names[slot].Kind == eval.ParamName && p.Names[slot].Type.Kind.Numeric()
}

// Around returns ends for a sweep: from half the value in force to twice it; of whole numbers, such as years, a fifth of it either way, and
// at least 5.
func Around(p *eval.Program, slot int) (from, to fact.Number) {
	now := p.Names[slot].Param.Value.Number()
	if p.Names[slot].Type.Kind == fact.Integer {
		by, _ := now.Abs().Quo(fact.Int(5))
		by = larger(by.Ceil(), fact.Int(5))
		from, _ = now.Sub(by)
		to, _ = now.Add(by)
		if now.Sign() >= 0 {
			from = larger(from, fact.Int(0))
		}
		return from, to
	}
	if now.Sign() == 0 {
		return fact.Int(-10), fact.Int(10)
	}
	half, _ := now.Quo(fact.Int(2))
	twice, _ := now.Mul(fact.Int(2)) // a parameter has 18 digits at most, far within the numbers there are
	return smaller(half, twice), larger(half, twice)
}

// sweeper judges people at values of a parameter.
type sweeper struct {
	in      SweepInput
	base    *eval.Pool
	whole   bool
	crooked bool
	moving  bool
	judged  int
	mu      sync.Mutex
}

// at lays the program with another value of the parameter over the pool.
func (s *sweeper) at(v fact.Number) *eval.Pool {
	return s.base.Use(s.base.Program.With(s.in.Slot, fact.OfNumber(v)))
}

// middle is a value between two others: half way, and a whole one where only those are.
func (s *sweeper) middle(a, b fact.Number) fact.Number {
	sum, _ := a.Add(b)
	half, _ := sum.Quo(fact.Int(2))
	return half
}

// solve finds the stretches of everybody.
func (s *sweeper) solve(ctx context.Context) ([][]stretch, error) {
	people := make([][]stretch, s.in.Snapshot.Len())
	lo, hi := s.in.From, s.in.To
	begin := func(j *eval.Judgement) {
		m := j.Mark()
		people[j.Person] = append(people[j.Person], stretch{lo, false, &m})
	}
	if err := s.at(lo).Each(ctx, s.in.Workers, begin); err != nil {
		return nil, err
	}
	mid := s.middle(lo, hi)
	err := s.at(mid).Each(ctx, s.in.Workers, func(j *eval.Judgement) {
		people[j.Person] = s.between(j.Person, lo, hi, mid, j, people[j.Person], 0)
	})
	if err != nil {
		return nil, err
	}
	end := func(j *eval.Judgement) {
		m := j.Mark()
		people[j.Person] = tidy(append(people[j.Person], stretch{hi, false, &m}))
	}
	s.judged += 3 * len(people)
	return people, s.at(hi).Each(ctx, s.in.Workers, end)
}

// tidy leaves out the beginnings at which nothing changes.
func tidy(all []stretch) []stretch {
	out := all[:1]
	for _, t := range all[1:] {
		if !t.mark.Equal(out[len(out)-1].mark) {
			out = append(out, t)
		}
	}
	return out
}

// maxTried is how many whole values are tried where turning points are not solved for.
const maxTried = 1000

// try judges everybody at every whole value; nil where the parameter is not whole, or there are too many.
func (s *sweeper) try(ctx context.Context) ([][]stretch, error) {
	lo, okLo := s.in.From.Ceil().Int64()
	hi, okHi := s.in.To.Floor().Int64()
	if !s.whole || !okLo || !okHi || hi-lo >= maxTried {
		return nil, nil
	}
	people := make([][]stretch, s.in.Snapshot.Len())
	for v := lo; v <= hi; v++ {
		err := s.at(fact.Int(v)).Each(ctx, s.in.Workers, func(j *eval.Judgement) {
			m := j.Mark()
			if own := people[j.Person]; len(own) == 0 || !own[len(own)-1].mark.Equal(&m) {
				people[j.Person] = append(own, stretch{fact.Int(v), false, &m})
			}
		})
		if err != nil {
			return nil, err
		}
		s.judged += len(people)
	}
	// Every value was tried: what moves in between is no value of the parameter.
	s.moving = movesPool(s.in.Program, s.in.Slot)
	return people, nil
}

// between finds the stretches of one person between two values, neither of them included, and appends them. j is the
// person judged at mid.
func (s *sweeper) between(person int, lo, hi, mid fact.Number, j *eval.Judgement, out []stretch, depth int) []stretch {
	f := slopes{j: j, at: mid}
	f.follow(s.in.Slot)
	s.note(&f)
	var roots []fact.Number
	for _, r := range f.roots {
		if r.Cmp(lo) > 0 && r.Cmp(hi) < 0 {
			roots = append(roots, r)
		}
	}
	slices.SortFunc(roots, fact.Number.Cmp)
	roots = slices.CompactFunc(roots, fact.Number.Equal)
	if len(roots) == 0 || f.crooked {
		m := j.Mark()
		return append(out, stretch{lo, true, &m})
	}
	if depth > maxDepth || len(out) > maxStretches {
		s.mu.Lock()
		s.crooked = true
		s.mu.Unlock()
		return out
	}
	from := lo
	for _, r := range append(roots, hi) {
		mid := s.middle(from, r)
		out = s.between(person, from, r, mid, s.at(mid).Person(person), out, depth+1)
		if r.Cmp(hi) < 0 {
			m := s.at(r).Person(person).Mark()
			out = append(out, stretch{r, false, &m})
		}
		s.count(2)
		from = r
	}
	return out
}

// maxDepth is how often a stretch may be cut before the parameter counts as not followed: a rounding to the cent over a wide
// range would never end.
const maxDepth = 24

// maxStretches is how many stretches one person may have.
const maxStretches = 10000

func (s *sweeper) note(f *slopes) {
	if f.crooked || f.moving {
		s.mu.Lock()
		s.crooked = s.crooked || f.crooked
		s.moving = s.moving || f.moving
		s.mu.Unlock()
	}
}

func (s *sweeper) count(n int) {
	s.mu.Lock()
	s.judged += n
	s.mu.Unlock()
}
