package solve

import (
	"context"
	"math"
	"slices"
)

// Solver solves one problem and its variations; each variation starts from the prices of the first
// solution. It is not for use by several goroutines at once.
type Solver struct {
	p    *Problem
	w    weights
	step int64
	l    *lp
	root *basis // the optimum of the first relaxation solved

	follow bool // start each variation from the one before it
}

// NewSolver prepares p, which must not change as long as the solver is used. It returns an error
// for a malformed problem: an index out of range, sums beyond 2^60.
func NewSolver(p *Problem) (*Solver, error) {
	if err := p.validate(); err != nil {
		return nil, err
	}
	w := weigh(p)
	return &Solver{p: p, w: w, step: commonStep(p), l: newLP(p, w)}, nil
}

// Solve answers p: see Answer for what that says and Solver for variations of the same problem. It
// returns an error for an ended context and a malformed problem only.
func Solve(ctx context.Context, p *Problem, b Budget) (*Answer, error) {
	s, err := NewSolver(p)
	if err != nil {
		return nil, err
	}
	return s.Solve(ctx, b)
}

// Solve answers the problem with the changes made. Check takes the answer with p.With(changes...).
// It returns an error for an ended context and a change out of range.
func (s *Solver) Solve(ctx context.Context, b Budget, changes ...Change) (*Answer, error) {
	return s.solve(ctx, b, false, changes)
}

func (s *Solver) solve(ctx context.Context, b Budget, first bool, changes []Change) (*Answer, error) {
	p, err := s.p.With(changes...)
	if err != nil {
		return nil, err
	}
	s.load(p)
	r := &run{s: s, p: p, b: b, search: &search{ctx: ctx, p: p, l: s.l, w: s.w, step: s.step, limit: b.nodes(), first: first}}
	a := r.answer()
	return a, ctx.Err()
}

// commonStep is the greatest number that divides all values.
func commonStep(p *Problem) int64 {
	var g int64
	for i := range p.Sets {
		for _, o := range p.Sets[i].Options {
			a, b := g, abs(o.Value)
			for b != 0 {
				a, b = b, a%b
			}
			g = a
		}
	}
	return max(1, g)
}

// load brings the relaxation to the problem p, a variation of s.p, at the vertex of the first solution.
func (s *Solver) load(p *Problem) {
	l := s.l
	for r := range p.Limits {
		l.rows[r].lo, l.rows[r].hi = p.Limits[r].Lo, p.Limits[r].Hi
	}
	for i := range p.Sets {
		t := &l.sets[i]
		t.must = p.Sets[i].Must
		for o := t.first; o < t.end; o++ {
			l.opts[o].off = !p.Sets[i].open(int(o - t.first))
		}
	}
	l.openAll()
	if s.root == nil {
		l.reset()
	} else {
		l.restore(*s.root)
	}
}

// openAll makes every set active.
func (l *lp) openAll() {
	l.active = l.active[:0]
	for i := range l.sets {
		l.active = append(l.active, int32(i))
	}
	clear(l.fixed)
	for r := range l.rows {
		l.rows[r].base = 0
	}
}

// run answers one variation.
type run struct {
	s *Solver
	p *Problem
	b Budget
	*search
	prices []int64 // at the root
	boundV int64   // of value, weighted, at these prices
	boundC int64   // of value and tie
	gap    int64   // the options that stay out of the search lose more than this
}

func (r *run) answer() *Answer {
	r.settled = make([]int32, len(r.p.Sets))
	if infeasible := r.rootInfeasible(); infeasible != nil {
		return infeasible
	}
	r.prices = r.search.prices()
	r.boundV, r.boundC = r.l.bound(r.prices, byValue, wide{}), r.l.bound(r.prices, byTie, wide{})
	root := r.l.save()
	if r.s.root == nil || r.s.follow {
		r.s.root = &root
	}
	r.offer(r.round(nil))
	if r.closed(r.prices) {
		r.tree = []Branch{{Prices: r.prices}}
		r.nodes, r.gap = 1, math.MaxInt64
	} else {
		r.widen(root)
	}
	a := r.report()
	if a.Status == Proved && !r.first {
		r.settleTies(root, a)
	}
	return a
}

// rootInfeasible solves the first relaxation.
func (r *run) rootInfeasible() *Answer {
	r.tree = []Branch{{}}
	if r.empty() {
		r.tree[0] = Branch{Prices: make([]int64, len(r.l.rows)), Ray: true}
		return r.report()
	}
	if r.relax() == infeasible {
		if ray := r.wholeRay(r.l.ray); ray != nil {
			r.tree[0] = Branch{Prices: ray, Ray: true}
			return r.report()
		}
	}
	return nil
}

// widen searches among the options that lose little at the root's prices, and widens the search until those
// left out cannot be part of anything better than what was found.
func (r *run) widen(root basis) {
	gap := satProduct(4*r.step, r.w.value)
	for {
		r.gap = gap
		whole := r.core(root, byValue)
		r.tree, r.cut = nil, false
		r.node()
		if whole {
			r.gap = math.MaxInt64
			return
		}
		if r.cut {
			return
		}
		if r.inc == nil {
			gap = satProduct(gap, 16)
			continue
		}
		need := r.boundV - (r.inc.value+r.step)*r.w.value
		if need <= gap {
			return
		}
		gap = need
	}
}

func satProduct(a, b int64) int64 {
	if a > math.MaxInt64/b {
		return math.MaxInt64
	}
	return a * b
}

// core leaves open the sets that have an option to change to which loses at most gap at the root's prices; the
// others keep their best option. It reports whether no set with two options was closed.
func (r *run) core(root basis, of objective) bool {
	l := r.l
	l.openAll()
	l.restore(root)
	worth, ok := l.wholeWorth(r.prices)
	r.addV, r.addC = wide{}, wide{}
	for i := range r.settled {
		r.settled[i] = -1
	}
	if !ok {
		return true
	}
	active, whole := l.active[:0], true
	for i := range l.sets {
		t := &l.sets[i]
		at, loss := r.settle(t, worth, of)
		if loss <= r.gap || loss < 0 || t.kinks > 0 || t.most > 1 {
			active = append(active, int32(i))
			continue
		}
		whole = whole && loss == math.MaxInt64
		r.settled[i], t.key = at, at
		if at < 0 {
			continue
		}
		op := &l.opts[at]
		r.addV.add(op.value)
		r.addC.add(op.c)
		l.fixed[op.pattern]++
		for _, e := range l.cols[op.pattern] {
			l.rows[e.row].base += e.c
		}
	}
	l.active = active
	return whole
}

// settle finds the best option of the set, and what the second best loses against it; without a second one
// that is math.MaxInt64.
func (r *run) settle(t *lpSet, worth []int64, of objective) (at int32, loss int64) {
	at, best, second := int32(-1), int64(math.MinInt64), int64(math.MinInt64)
	if !t.must {
		best = 0
	}
	for o := t.first; o < t.end; o++ {
		op := &r.l.opts[o]
		if op.off {
			continue
		}
		switch v := op.objective(of) - worth[op.pattern]; {
		case v > best:
			at, best, second = o, v, best
		case v > second:
			second = v
		}
	}
	if second == math.MinInt64 {
		return at, math.MaxInt64
	}
	return at, min(best-second, math.MaxInt64-1)
}

// report makes an answer of what the search found.
func (r *run) report() *Answer {
	a := &Answer{Nodes: r.nodes, Bound: math.MaxInt64}
	a.Certificate = Certificate{Weight: r.w.value, Tree: r.tree}
	if r.inc == nil {
		if !r.cut && allRays(r.tree) {
			a.Status, a.Bound = Infeasible, 0
		}
		return a
	}
	a.Certificate.Root = r.prices
	r.fill(a)
	a.Bound = max(a.Value, r.openBound(a.Value))
	a.Status = Best
	if a.Bound == a.Value {
		a.Status = Proved
	}
	a.Prices = make([]int64, len(r.p.Limits))
	for i := range a.Prices {
		a.Prices[i] = int64(math.Round(float64(float64(r.prices[i]) / float64(r.w.value) * Scale)))
	}
	return a
}

func allRays(tree []Branch) bool {
	for i := range tree {
		if tree[i].Low == 0 && !tree[i].Ray {
			return false
		}
	}
	return len(tree) > 0
}

// openBound bounds what the search did not finish.
func (r *run) openBound(value int64) int64 {
	if !r.cut && (r.gap == math.MaxInt64 || r.boundV-(value+r.step)*r.w.value <= r.gap) {
		return value
	}
	return floorValue(r.boundV, r.w, r.step)
}

// fill writes the incumbent into the answer.
func (r *run) fill(a *Answer) {
	a.Choice = make([]int32, len(r.p.Sets))
	many := false
	for i, o := range r.inc.options {
		a.Choice[i] = o
		if o >= 0 {
			a.Choice[i] -= r.l.sets[i].first
		}
		many = many || r.l.sets[i].most > 1
	}
	if many {
		a.taken = slices.Clone(r.inc.taken)
	}
	a.Value, a.TieSum = r.inc.value, r.inc.tie
}

// settleTies looks for the least sum of ties among the choices of the proved value.
func (r *run) settleTies(root basis, a *Answer) {
	if !hasTies(r.p) {
		a.TieProved = true
		return
	}
	if r.w.tie > 0 && r.b.tieNodes() > 0 {
		r.ties, r.cut = true, false
		r.limit = r.nodes + r.b.tieNodes()
		if r.closed(r.prices) {
			a.TieProved = true
		} else {
			r.gap = max(0, r.boundC-r.tieTarget())
			r.core(root, byTie)
			r.tree = nil
			r.node()
			a.TieProved = !r.cut
		}
		a.Nodes = r.nodes
		r.fill(a)
	}
	if !a.TieProved {
		exchangeEquals(r.p, a)
	}
}

func hasTies(p *Problem) bool {
	for i := range p.Sets {
		for _, o := range p.Sets[i].Options {
			if o.Tie != 0 {
				return true
			}
		}
	}
	return false
}
