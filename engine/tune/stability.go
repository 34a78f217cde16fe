package tune

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"slate/engine/eval"
	"slate/engine/fact"
	"slate/engine/roster"
)

// Stability says how firm a list is.
type Stability struct {
	Pool *eval.Pool
	List *eval.List
	// LastIn and FirstOut are the people on both sides of the end of the list, by number, of those whose scores are exact: those who
	// share the last place on it, and the first few off it, each at most Compared people.
	LastIn, FirstOut []int
	// Swaps holds, for each criterion that can do it, the smallest change of its weight that puts one of FirstOut ahead of one of
	// LastIn; the smallest first.
	Swaps []Swap
	// Shares holds in what part of all weights each person is on the list, most first; people on it nowhere are left out.
	Shares []WeightShare
	// Exact says that the shares are exact; otherwise they are counts over Points sets of weights, evenly spread with step 1 ÷ Parts.
	Exact         bool
	Points, Parts int
	// Unexact counts the people who pass and whose points are not all known: they are not among those compared in Shares.
	Unexact int
	// Left holds what becomes of the list when one indicator is left out, by indicator in file order.
	Left []LeftOut
	// Removal says what the leaving of the last person does to the others, nil where the score is not relative to the pool.
	Removal *Removal
	// Why says why weights are not looked at, nil where they are.
	Why error
}

// Swap is a change of one weight: the others keep their proportions to each other.
type Swap struct {
	Criterion int
	In, Out   int // who is on the list and would be behind, and who would come ahead, by number
	// From and To are the weights in percent. Beyond says that the swap happens just beyond To, not at it.
	From, To fact.Number
	Beyond   bool
}

// By is the change in percentage points.
func (s *Swap) By() fact.Number {
	by, _ := s.To.Sub(s.From)
	return by
}

// WeightShare is a person's part of all weights.
type WeightShare struct {
	Person int
	Share  fact.Number // of one
	Now    bool        // on the list with the weights in force
}

// LeftOut is what leaving one indicator out does: who comes to the list and who goes, by number.
type LeftOut struct {
	Indicator int
	Possible  bool // false where nothing with a weight would be left
	In, Out   []int
}

// Removal is what happens when one person leaves a pool that scores are relative to.
type Removal struct {
	Person  int
	In, Out []int // others who come to the list and who go, by number in the snapshot
	Moved   int   // others on the list whose place changes
}

// Reasons why weights cannot be looked at.
var (
	ErrNoScore    = errors.New("the rules have no score")
	ErrNoWeights  = errors.New("the score is no sum of criteria with fixed weights")
	ErrNotByScore = errors.New("the score is not the first key of the order")
)

// Firmness finds how firm the list of a program is. It fails when ctx ends.
func Firmness(ctx context.Context, p *eval.Program, people *roster.Snapshot, workers int) (*Stability, error) {
	pool, err := p.Over(ctx, people, workers)
	if err != nil {
		return nil, err
	}
	verdicts, err := pool.Judge(ctx, workers)
	if err != nil {
		return nil, err
	}
	s := &Stability{Pool: pool, List: verdicts.Rank(), Why: fixed(p)}
	if s.Why == nil {
		s.ends()
		s.swaps()
		s.shares()
		if err := s.leave(ctx, workers); err != nil {
			return nil, err
		}
	}
	if p.Relative() {
		s.Removal, err = s.remove(ctx, workers)
	}
	return s, err
}

// fixed says why weights are not looked at.
func fixed(p *eval.Program) error {
	switch {
	case p.Score == nil:
		return ErrNoScore
	case p.Score.Rules.Topsis || p.Score.Rules.Entropy:
		return ErrNoWeights
	case len(p.Ranking.Keys) == 0 || !p.Ranking.Keys[0].IsScore() || !p.Ranking.Keys[0].Rules.Desc:
		return ErrNotByScore
	}
	for i := range p.Score.Criteria {
		if !p.Score.Criteria[i].Rules.Weighted && p.Score.Rules.AHP == nil {
			return ErrNoWeights
		}
	}
	return nil
}

// Compared is how many people on each side of the end of the list are compared.
const Compared = 8

// ends finds the people on both sides of the end of the list, of those whose scores are exact.
func (s *Stability) ends() {
	last := 0
	for _, st := range s.List.Ranked {
		switch {
		case !s.Pool.Person(st.Person).Total.Exact():
		case st.OnList && st.Place.Best != last:
			last, s.LastIn = st.Place.Best, []int{st.Person}
		case st.OnList && len(s.LastIn) < Compared:
			s.LastIn = append(s.LastIn, st.Person)
		case !st.OnList && len(s.FirstOut) < Compared:
			s.FirstOut = append(s.FirstOut, st.Person)
		}
	}
}

// weights returns the weights in force.
func (s *Stability) weights() []fact.Number {
	out := make([]fact.Number, len(s.Pool.Program.Score.Criteria))
	for i := range out {
		out[i] = s.Pool.Weight(i)
	}
	return out
}

// with returns the weights with that of one criterion changed, and the others in their proportions.
func with(weights []fact.Number, at int, w fact.Number) ([]fact.Number, error) {
	out := slices.Clone(weights)
	one := fact.Int(1)
	rest, _ := one.Sub(weights[at])
	left, err := one.Sub(w)
	if err != nil {
		return nil, err
	}
	factor, err := left.Quo(rest)
	if err != nil {
		return nil, err
	}
	for i := range out {
		if out[i], err = out[i].Mul(factor); err != nil {
			return nil, err
		}
	}
	out[at] = w
	return out, nil
}

// swaps finds the smallest change of each weight.
func (s *Stability) swaps() {
	for c := range s.Pool.Program.Score.Criteria {
		var best *Swap
		for _, in := range s.LastIn {
			for _, out := range s.FirstOut {
				for _, end := range []int64{1, 0} {
					p := pair{s: s, at: c, in: in, out: out, weights: s.weights(), end: fact.Int(end)}
					if got := p.swap(); got != nil && (best == nil || got.By().Abs().Cmp(best.By().Abs()) < 0) {
						best = got
					}
				}
			}
		}
		if best != nil {
			s.Swaps = append(s.Swaps, *best)
		}
	}
	slices.SortStableFunc(s.Swaps, func(a, b Swap) int { return a.By().Abs().Cmp(b.By().Abs()) })
}

// pair is two people, and one weight that moves towards 0 or 1.
type pair struct {
	s       *Stability
	at      int
	in, out int
	weights []fact.Number
	end     fact.Number
}

// swap finds the smallest change of the weight that puts out ahead of in; nil where none does. Scores are rounded, so with the weight
// they jump. The order can turn only where the scores before rounding are within one unit of the rounding;
// there each jump, and each stretch between two, is asked of the engine, the nearest first.
func (p *pair) swap() *Swap {
	w := p.weights[p.at]
	if w.Equal(fact.Int(1)) || w.Equal(p.end) {
		return nil // the others have no proportions to keep, or there is nowhere to go
	}
	last, err := with(p.weights, p.at, p.end)
	if err != nil {
		return nil
	}
	in, out := p.s.Pool.Person(p.in).Criteria, p.s.Pool.Person(p.out).Criteria
	a, b := lead(in, out, p.weights), lead(in, out, last)
	unit := fact.Int(1)
	for range p.s.Pool.Program.Score.Rules.Round.Scale {
		unit, _ = unit.Quo(fact.Int(10))
	}
	from, until := w, p.end
	if a.Cmp(unit) > 0 {
		if b.Cmp(unit) > 0 {
			return nil
		}
		from = p.where(a, b, unit)
	}
	if b.Cmp(unit.Neg()) < 0 && a.Cmp(b) > 0 && a.Cmp(unit.Neg()) >= 0 {
		until = p.where(a, b, unit.Neg())
	}
	jumps := append(p.jumps(in, last, from, until), p.jumps(out, last, from, until)...)
	slices.SortFunc(jumps, func(x, y fact.Number) int { return distance(x, w).Cmp(distance(y, w)) })
	jumps = slices.CompactFunc(append(jumps, until), fact.Number.Equal)
	if p.swapped(from) && !from.Equal(w) {
		return p.found(from, false)
	}
	for _, to := range jumps {
		middle, _ := from.Add(to)
		middle, _ = middle.Quo(fact.Int(2))
		if p.swapped(middle) {
			return p.found(from, true)
		}
		if p.swapped(to) {
			return p.found(to, false)
		}
		from = to
	}
	return nil
}

func (p *pair) found(to fact.Number, beyond bool) *Swap {
	hundred := fact.Int(100)
	x, _ := p.weights[p.at].Mul(hundred)
	y, _ := to.Mul(hundred)
	return &Swap{Criterion: p.at, In: p.in, Out: p.out, From: x, To: y, Beyond: beyond}
}

func distance(a, b fact.Number) fact.Number {
	by, _ := a.Sub(b)
	return by.Abs()
}

// lead is by how much one person leads another before rounding.
func lead(a, b []eval.Range, weights []fact.Number) fact.Number {
	by, _ := total(a, weights).Sub(total(b, weights))
	return by
}

// where returns the weight at which something that goes evenly from a, at the weight in force, to b, at the end, has a value.
func (p *pair) where(a, b, value fact.Number) fact.Number {
	way, _ := value.Sub(a)
	whole, _ := b.Sub(a)
	part, err := way.Quo(whole)
	if err != nil {
		return p.end
	}
	w := p.weights[p.at]
	far, _ := p.end.Sub(w)
	far, _ = far.Mul(part)
	at, _ := w.Add(far)
	return at
}

// swapped asks the engine whether out comes before in with another value of the weight.
func (p *pair) swapped(w fact.Number) bool {
	weights, err := with(p.weights, p.at, w)
	if err != nil {
		return false
	}
	pool := p.s.Pool.Reweigh(weights)
	out := pool.Person(p.out)
	apart := eval.Separate(pool.Person(p.in), out)
	return !apart.Equal && !apart.Neither && apart.Ahead == out
}

// jumps returns the weights between two, and without them, at which the rounded score of somebody with these points may jump: where the
// score is a multiple of half a unit, whatever the mode of rounding.
func (p *pair) jumps(points []eval.Range, last []fact.Number, from, until fact.Number) []fact.Number {
	a, b := total(points, p.weights), total(points, last)
	if a.Equal(b) {
		return nil
	}
	at := func(w fact.Number) fact.Number {
		weights, _ := with(p.weights, p.at, w)
		return total(points, weights)
	}
	x, y := at(from), at(until)
	lo, hi := smaller(x, y), larger(x, y)
	grid := fact.Ratio(1, 2)
	for range p.s.Pool.Program.Score.Rules.Round.Scale {
		grid, _ = grid.Quo(fact.Int(10))
	}
	first, _ := lo.Quo(grid)
	highest, _ := hi.Quo(grid)
	var out []fact.Number
	for k := first.Ceil(); k.Cmp(highest) <= 0; k, _ = k.Add(fact.Int(1)) {
		line, _ := k.Mul(grid)
		if v := p.where(a, b, line); !v.Equal(from) && !v.Equal(until) {
			out = append(out, v)
		}
	}
	return out
}

// total weighs exact points without rounding.
func total(points []eval.Range, weights []fact.Number) fact.Number {
	var sum fact.Number
	for i := range points {
		part, _ := points[i].Lo.Mul(weights[i])
		sum, _ = sum.Add(part)
	}
	return sum
}

// shares finds in what part of all weights each person is on the list: fewer than its places are ahead of them, by the score before
// rounding.
func (s *Stability) shares() {
	limit := s.Pool.Program.Ranking.Rules.Limit
	if limit == 0 {
		return
	}
	var people []int
	var points [][]fact.Number
	on := map[int]bool{}
	for _, st := range s.List.Ranked {
		on[st.Person] = st.OnList
		row := exact(s.Pool.Person(st.Person).Criteria)
		if row == nil {
			s.Unexact++
			continue
		}
		people, points = append(people, st.Person), append(points, row)
	}
	var parts []fact.Number
	switch m := len(s.Pool.Program.Score.Criteria); {
	case m < 2:
		return
	case m == 2:
		s.Exact = true
		parts = onLine(points, limit)
	default:
		parts = s.onLattice(points, limit, m)
	}
	for k, i := range people {
		if parts[k].Sign() > 0 || on[i] {
			s.Shares = append(s.Shares, WeightShare{i, parts[k], on[i]})
		}
	}
	slices.SortStableFunc(s.Shares, func(a, b WeightShare) int { return cmp.Or(b.Share.Cmp(a.Share), cmp.Compare(a.Person, b.Person)) })
}

func exact(criteria []eval.Range) []fact.Number {
	row := make([]fact.Number, len(criteria))
	for i, c := range criteria {
		if !c.Exact() {
			return nil
		}
		row[i] = c.Lo
	}
	return row
}

// onLine measures, for two criteria, the part of the weights of the first, from 0 to 1, for which fewer than limit people are
// ahead. Two people change their order at most once along it.
func onLine(points [][]fact.Number, limit int) []fact.Number {
	out := make([]fact.Number, len(points))
	for x := range points {
		type turn struct {
			at fact.Number
			by int
		}
		var turns []turn
		ahead := 0
		for y := range points {
			// y leads x by a at weight 0 of the first criterion and by b at weight 1.
			a, _ := points[y][1].Sub(points[x][1])
			b, _ := points[y][0].Sub(points[x][0])
			if a.Sign() > 0 || a.Sign() == 0 && b.Sign() > 0 {
				ahead++
			}
			if a.Sign()*b.Sign() < 0 {
				width, _ := a.Sub(b)
				at, _ := a.Quo(width)
				turns = append(turns, turn{at, b.Sign()})
			}
		}
		slices.SortFunc(turns, func(a, b turn) int { return a.at.Cmp(b.at) })
		from, sum := fact.Number{}, fact.Number{}
		for _, t := range append(turns, turn{fact.Int(1), 0}) {
			if ahead < limit {
				part, _ := t.at.Sub(from)
				sum, _ = sum.Add(part)
			}
			from, ahead = t.at, ahead+t.by
		}
		out[x] = sum
	}
	return out
}

// maxPoints is how many sets of weights are tried at most.
const maxPoints = 2000

// onLattice counts, for three criteria or more, over all sets of weights that are multiples of one part.
func (s *Stability) onLattice(points [][]fact.Number, limit, m int) []fact.Number {
	for n := 1; binomial(n+m-1, m-1) <= maxPoints; n++ {
		s.Parts = n
	}
	hits := make([]int64, len(points))
	weights := make([]int64, m)
	totals := make([]fact.Number, len(points))
	var visit func(at, left int)
	visit = func(at, left int) {
		if at < m-1 {
			for w := range left + 1 {
				weights[at] = int64(w)
				visit(at+1, left-w)
			}
			return
		}
		weights[at] = int64(left)
		s.Points++
		for x := range points {
			totals[x] = fact.Number{}
			for c, w := range weights {
				if w > 0 {
					part, _ := points[x][c].Mul(fact.Int(w))
					totals[x], _ = totals[x].Add(part)
				}
			}
		}
		sorted := slices.Clone(totals)
		slices.SortFunc(sorted, func(a, b fact.Number) int { return b.Cmp(a) })
		for x := range totals {
			// On the list are those who are not behind the last of its places.
			if len(sorted) <= limit || totals[x].Cmp(sorted[limit-1]) >= 0 {
				hits[x]++
			}
		}
	}
	visit(0, s.Parts)
	out := make([]fact.Number, len(points))
	for x := range out {
		out[x] = fact.Ratio(hits[x], int64(s.Points))
	}
	return out
}

func binomial(n, k int) int {
	out := 1
	for i := 1; i <= k; i++ {
		out = out * (n - k + i) / i
		if out > maxPoints {
			return out
		}
	}
	return out
}

// leave leaves each indicator out in turn.
func (s *Stability) leave(ctx context.Context, workers int) error {
	now := listed(s.List)
	for i := range s.Pool.Program.Score.Indicators {
		l := LeftOut{Indicator: i}
		var pool *eval.Pool
		if pool, l.Possible = s.Pool.Without(i); l.Possible {
			verdicts, err := pool.Judge(ctx, workers)
			if err != nil {
				return err
			}
			then := listed(verdicts.Rank())
			l.In, l.Out = missingFrom(then, now), missingFrom(now, then)
		}
		s.Left = append(s.Left, l)
	}
	return nil
}

func listed(l *eval.List) map[int]bool {
	on := map[int]bool{}
	for _, st := range l.Ranked {
		if st.OnList {
			on[st.Person] = true
		}
	}
	return on
}

// remove runs again without the last person who has a place and is not on the list; nil where there is none.
func (s *Stability) remove(ctx context.Context, workers int) (*Removal, error) {
	last := -1
	for _, st := range s.List.Ranked {
		if !st.OnList {
			last = st.Person
		}
	}
	if last < 0 {
		return nil, nil
	}
	people := without(s.Pool.Snapshot, s.Pool.Program.Fields(), last)
	pool, err := s.Pool.Program.Over(ctx, people, workers)
	if err != nil {
		return nil, err
	}
	verdicts, err := pool.Judge(ctx, workers)
	if err != nil {
		return nil, err
	}
	r := &Removal{Person: last}
	places := map[int]eval.Place{}
	then := map[int]bool{}
	for _, st := range verdicts.Rank().Ranked {
		i := st.Person
		if i >= last {
			i++ // people after the one who left stand one earlier
		}
		places[i] = st.Place
		if st.OnList {
			then[i] = true
		}
	}
	now := listed(s.List)
	r.In, r.Out = missingFrom(then, now), missingFrom(now, then)
	for _, st := range s.List.Ranked {
		if st.OnList && then[st.Person] && places[st.Person] != st.Place {
			r.Moved++
		}
	}
	return r, nil
}

// without returns a snapshot without one person.
func without(s *roster.Snapshot, fields []fact.Field, person int) *roster.Snapshot {
	b := roster.NewBuilder(fields)
	batches := map[fact.Date]int{}
	for i := range s.Len() {
		if i == person {
			continue
		}
		n := b.Person(s.Person(i))
		for c := range fields {
			from := s.Column(fields[c].Name)
			if from == nil {
				continue
			}
			on := from.AsOf(i)
			if _, ok := batches[on]; !ok {
				batches[on] = b.Batch(roster.Batch{AsOf: on})
			}
			b.Set(n, c, from.Value(i), batches[on], 0)
		}
		for _, w := range s.Waivers(i) {
			b.Waive(n, w)
		}
	}
	return b.Snapshot()
}
