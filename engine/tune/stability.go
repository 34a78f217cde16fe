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
	// LastIn and FirstOut are the people on both sides of the end of the list whose scores are exact, by number; −1 where there is
	// nobody.
	LastIn, FirstOut int
	// Swaps holds, for each criterion that can do it, the smallest change of its weight that puts FirstOut ahead of LastIn.
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
	s := &Stability{Pool: pool, List: verdicts.Rank(), LastIn: -1, FirstOut: -1, Why: fixed(p)}
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

// ends finds the last person in and the first out, of those whose scores are exact.
func (s *Stability) ends() {
	for _, st := range s.List.Ranked {
		if st.Place.Best != st.Place.Worst || !s.Pool.Person(st.Person).Total.Exact() {
			continue
		}
		if st.OnList {
			s.LastIn = st.Person
		} else if s.FirstOut < 0 {
			s.FirstOut = st.Person
		}
	}
	if s.LastIn < 0 {
		s.FirstOut = -1
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
	if s.FirstOut < 0 {
		return
	}
	for i := range s.Pool.Program.Score.Criteria {
		if swap, ok := s.swap(i); ok {
			s.Swaps = append(s.Swaps, swap)
		}
	}
	slices.SortStableFunc(s.Swaps, func(a, b Swap) int { return a.By().Abs().Cmp(b.By().Abs()) })
}

// swapped asks the engine whether FirstOut comes before LastIn with other weights.
func (s *Stability) swapped(weights []fact.Number) bool {
	pool := s.Pool.Reweigh(weights)
	out := pool.Person(s.FirstOut)
	apart := eval.Separate(pool.Person(s.LastIn), out)
	return !apart.Equal && !apart.Neither && apart.Ahead == out
}

// maxJumps is how many jumps of a rounded score are looked at in one direction.
const maxJumps = 20000

// swap finds the smallest change of one weight. Scores are rounded, so with the weight they jump: nothing can change between
// two jumps, and each jump, and the stretch behind it, is asked of the engine, the nearest first.
func (s *Stability) swap(at int) (Swap, bool) {
	weights := s.weights()
	w := weights[at]
	if w.Equal(fact.Int(1)) {
		return Swap{}, false // the others have no proportions to keep
	}
	best, found := Swap{}, false
	for _, end := range []fact.Number{fact.Int(1), fact.Int(0)} {
		if got, ok := s.towards(weights, at, end); ok && (!found || got.By().Abs().Cmp(best.By().Abs()) < 0) {
			best, found = got, true
		}
	}
	return best, found
}

func (s *Stability) towards(weights []fact.Number, at int, end fact.Number) (Swap, bool) {
	w := weights[at]
	jumps, ok := s.jumps(weights, at, end)
	if !ok {
		return Swap{}, false
	}
	percent := func(n fact.Number) fact.Number {
		n, _ = n.Mul(fact.Int(100))
		return n
	}
	try := func(n fact.Number) bool {
		other, err := with(weights, at, n)
		return err == nil && s.swapped(other)
	}
	from := w
	for _, to := range append(jumps, end) {
		middle, _ := from.Add(to)
		middle, _ = middle.Quo(fact.Int(2))
		if try(middle) {
			return Swap{Criterion: at, From: percent(w), To: percent(from), Beyond: true}, true
		}
		if try(to) {
			return Swap{Criterion: at, From: percent(w), To: percent(to)}, true
		}
		from = to
	}
	return Swap{}, false
}

// jumps returns the weights, from the one in force towards an end and without both, at which the rounded score of one of
// the two may jump.
func (s *Stability) jumps(weights []fact.Number, at int, end fact.Number) ([]fact.Number, bool) {
	var out []fact.Number
	grid := fact.Ratio(1, 2)
	for range s.Pool.Program.Score.Rules.Round.Scale {
		grid, _ = grid.Quo(fact.Int(10))
	}
	w := weights[at]
	last, err := with(weights, at, end)
	if err != nil {
		return nil, false
	}
	for _, person := range []int{s.LastIn, s.FirstOut} {
		points := s.Pool.Person(person).Criteria
		a, b := total(points, weights), total(points, last)
		speed, err := b.Sub(a)
		if err != nil || speed.Sign() == 0 {
			continue
		}
		lo, hi := smaller(a, b), larger(a, b)
		first, _ := lo.Quo(grid)
		until, _ := hi.Quo(grid)
		k, n := first.Ceil(), until.Floor()
		if many, _ := n.Sub(k); many.Cmp(fact.Int(maxJumps)) > 0 {
			return nil, false
		}
		for ; k.Cmp(n) <= 0; k, _ = k.Add(fact.Int(1)) {
			line, _ := k.Mul(grid)
			part, _ := line.Sub(a)
			part, _ = part.Quo(speed) // of the way from w to end
			way, _ := end.Sub(w)
			way, _ = way.Mul(part)
			v, err := w.Add(way)
			if err != nil {
				return nil, false
			}
			if !v.Equal(w) && !v.Equal(end) {
				out = append(out, v)
			}
		}
	}
	slices.SortFunc(out, func(a, b fact.Number) int {
		x, _ := a.Sub(w)
		y, _ := b.Sub(w)
		return x.Abs().Cmp(y.Abs())
	})
	return slices.CompactFunc(out, fact.Number.Equal), true
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
