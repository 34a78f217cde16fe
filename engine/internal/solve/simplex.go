package solve

import (
	"math"
	"slices"
)

// lp is the linear relaxation, solved over the prices π of the rows: it minimises
//
//	L(π) = Σ_rows (π>0 ? π·hi : π·lo) + Σ_sets max over options (value − π·coefficients)
//
// which is convex and linear in pieces. A vertex of L is the meeting of as many kinks as there are rows: a kink of
// a row is π = 0, a kink of a set is where two of its options are worth the same. From vertex to vertex the
// method follows an edge down which L falls, past as many kinks as keep it falling (the long step).
// Every point on the way bounds the optimum, so it can be left at any time.
type lp struct {
	cols   [][]entry // of each pattern
	opts   []lpOption
	sets   []lpSet
	rows   []row
	active []int32 // the sets still open; the others add base, and fixed counts them by pattern
	fixed  []int64
	scale  float64 // largest objective of an option

	kinks []kink
	inv   [][]float64 // the inverse of the matrix whose columns are the normals of the kinks
	pi    []float64
	side  []int8    // of a row: 0 a kink of it is in the basis, 1 priced at hi, -1 priced at lo
	z     []float64 // the primal solution: activity of a row, weight of a set's option
	ray   []float64 // after infeasible: prices along which L falls without end

	worth, along []float64 // of patterns: π·coefficients, and the same along the edge
	count        []float64
	breaks       []breakpoint
	last         []int32 // of sets: how many of their breakpoints the step passed
	pivots       int
}

type entry struct {
	row  int32
	coef float64
	c    int64
}

type lpOption struct {
	pattern int32
	off     bool
	v       float64 // objective with noise
	value   int64   // objective of value alone
	c       int64   // objective of value and tie
}

type lpSet struct {
	first, end int32 // options
	most       int64
	must       bool
	key        int32 // the best option at π; the centre of the set's kinks; none: -1
	kinks      int32
}

type row struct {
	lo, hi int64 // NoLo, NoHi
	base   int64 // what the sets that are not active add
}

// kink of a row (row ≥ 0), or of a set: option is worth what centre is.
type kink struct {
	row, set       int32
	option, centre int32
}

type breakpoint struct {
	t, jump  float64 // where it lies on the edge, and by how much the slope of L grows there
	set, row int32
	to, from int32 // options
	seq      int32
	block    bool // the step must not pass it
}

type outcome uint8

const (
	optimal outcome = iota
	infeasible
	cutoff
	unfinished
	failed
)

const (
	tinyPivot = 1e-7
	tinyMove  = 1e-9
)

func newLP(p *Problem, w weights) *lp {
	l := &lp{rows: make([]row, len(p.Limits)), fixed: make([]int64, len(p.Patterns))}
	for i, limit := range p.Limits {
		l.rows[i] = row{lo: limit.Lo, hi: limit.Hi}
	}
	for _, pattern := range p.Patterns {
		var col []entry
		for _, t := range pattern {
			if t.Coef != 0 {
				col = append(col, entry{t.Limit, float64(t.Coef), t.Coef})
			}
		}
		l.cols = append(l.cols, col)
	}
	for i := range p.Sets {
		s := &p.Sets[i]
		first := int32(len(l.opts))
		for j := range s.Options {
			o := &s.Options[j]
			c := w.of(o)
			l.opts = append(l.opts, lpOption{pattern: o.Pattern, off: !s.open(j), v: float64(c) + w.noiseOf(len(l.opts)), value: o.Value * w.value, c: c})
			l.scale = max(l.scale, math.Abs(float64(c)))
		}
		l.sets = append(l.sets, lpSet{first: first, end: int32(len(l.opts)), most: s.most(), must: s.Must, key: -1})
	}
	l.active = make([]int32, len(l.sets))
	for i := range l.active {
		l.active[i] = int32(i)
	}
	l.last = make([]int32, len(l.sets))
	l.reset()
	return l
}

// reset goes back to the vertex π = 0.
func (l *lp) reset() {
	m := len(l.rows)
	l.kinks, l.inv = l.kinks[:0], make([][]float64, m)
	l.pi, l.side = make([]float64, m), make([]int8, m)
	for i := range l.sets {
		l.sets[i].kinks = 0
	}
	for r := range m {
		l.kinks = append(l.kinks, kink{row: int32(r), set: -1, option: -1, centre: -1})
		l.inv[r] = make([]float64, m)
		l.inv[r][r] = -1
	}
}

// normal writes the normal of a kink into out.
func (l *lp) normal(k *kink, out []float64) {
	clear(out)
	if k.row >= 0 {
		out[k.row] = -1
		return
	}
	if k.option >= 0 {
		for _, e := range l.cols[l.opts[k.option].pattern] {
			out[e.row] += e.coef
		}
	}
	if k.centre >= 0 {
		for _, e := range l.cols[l.opts[k.centre].pattern] {
			out[e.row] -= e.coef
		}
	}
}

func (l *lp) v(option int32) float64 {
	if option < 0 {
		return 0
	}
	return l.opts[option].v
}

// net is what an option is worth at the prices; none is worth nothing.
func (l *lp) net(option int32) float64 {
	if option < 0 {
		return 0
	}
	return l.opts[option].v - l.worth[l.opts[option].pattern]
}

// dot writes x·coefficients of every pattern into out.
func (l *lp) dot(x []float64, out []float64) []float64 {
	if cap(out) < len(l.cols) {
		out = make([]float64, len(l.cols))
	}
	out = out[:len(l.cols)]
	for i, col := range l.cols {
		t := 0.0
		for _, e := range col {
			t += float64(x[e.row] * e.coef)
		}
		out[i] = t
	}
	return out
}

// invert computes inv and π from the kinks. The kinks of rows have unit normals, so that only the part of
// the matrix in the other rows is inverted. It reports false for a singular matrix.
func (l *lp) invert() bool {
	m := len(l.rows)
	place := make([]int, m) // of a row without kink: its place in the small matrix
	var small, sets []int
	for r := range place {
		place[r] = -1
	}
	basic := make([]bool, m)
	for k := range l.kinks {
		if r := l.kinks[k].row; r >= 0 {
			basic[r] = true
		} else {
			sets = append(sets, k)
		}
	}
	for r := range m {
		if !basic[r] {
			place[r] = len(small)
			small = append(small, r)
		}
	}
	n := len(sets)
	if n != len(small) {
		return false
	}
	normals := make([][]float64, n)
	a := make([][]float64, n)
	for i := range a {
		a[i] = make([]float64, 2*n)
		a[i][n+i] = 1
	}
	for i, k := range sets {
		normals[i] = make([]float64, m)
		l.normal(&l.kinks[k], normals[i])
		for r, v := range normals[i] {
			if place[r] >= 0 {
				a[place[r]][i] = v
			}
		}
	}
	if !gaussJordan(a) {
		return false
	}
	l.inv = make([][]float64, m)
	flat := make([]float64, m*m)
	for k := range l.inv {
		l.inv[k] = flat[k*m : (k+1)*m : (k+1)*m]
	}
	clear(l.pi)
	for i, k := range sets {
		target := l.v(l.kinks[k].option) - l.v(l.kinks[k].centre)
		for j, r := range small {
			x := a[i][n+j]
			l.inv[k][r] = x
			l.pi[r] += float64(x * target)
		}
	}
	for k := range l.kinks {
		r := l.kinks[k].row
		if r < 0 {
			continue
		}
		l.inv[k][r] = -1
		for i, s := range sets {
			if f := normals[i][r]; f != 0 {
				for _, q := range small {
					l.inv[k][q] += float64(f * l.inv[s][q])
				}
			}
		}
	}
	for r := range m {
		switch {
		case basic[r]:
			l.side[r] = 0
		case l.pi[r] > 0:
			l.side[r] = 1
		case l.pi[r] < 0:
			l.side[r] = -1
		case l.side[r] == 0:
			l.side[r] = 1
			if l.rows[r].hi == NoHi {
				l.side[r] = -1
			}
		}
	}
	return true
}

// gaussJordan turns the left half of a into the unit matrix, with partial pivoting.
func gaussJordan(a [][]float64) bool {
	for c := range a {
		at := c
		for r := c + 1; r < len(a); r++ {
			if math.Abs(a[r][c]) > math.Abs(a[at][c]) {
				at = r
			}
		}
		if math.Abs(a[at][c]) < tinyMove {
			return false
		}
		a[c], a[at] = a[at], a[c]
		pivot := a[c]
		f := 1 / pivot[c]
		for j := c; j < len(pivot); j++ {
			pivot[j] *= f
		}
		for r := range a {
			f := a[r][c]
			if r == c || f == 0 {
				continue
			}
			for j := c; j < len(pivot); j++ {
				if pivot[j] != 0 {
					a[r][j] -= float64(f * pivot[j])
				}
			}
		}
	}
	return true
}

// refresh inverts anew and sets every key; kinks that are none any more (an option was taken away, a
// limit moved, rounding errors grew) give way to kinks of rows until the vertex is a true one.
func (l *lp) refresh() bool {
	for {
		for !l.invert() {
			if len(l.rows) == 0 || !slices.ContainsFunc(l.kinks, func(k kink) bool { return k.row < 0 }) {
				return false
			}
			l.reset()
		}
		l.worth = l.dot(l.pi, l.worth)
		l.setKeys()
		k := l.falseKink()
		if k < 0 {
			return true
		}
		best := -1
		for r := range l.rows {
			if l.side[r] != 0 && (best < 0 || math.Abs(l.inv[k][r]) > math.Abs(l.inv[k][best])) {
				best = r
			}
		}
		l.sets[l.kinks[k].set].kinks--
		l.kinks[k] = kink{row: int32(best), set: -1, option: -1, centre: -1}
		l.side[best] = 0
	}
}

// falseKink finds a kink that must go, or -1.
func (l *lp) falseKink() int {
	slack := l.scale * 0x1p-40
	for k := range l.kinks {
		kk := &l.kinks[k]
		if kk.row >= 0 {
			continue
		}
		if kk.option >= 0 && l.opts[kk.option].off || kk.centre >= 0 && l.opts[kk.centre].off ||
			(kk.option < 0 || kk.centre < 0) && l.sets[kk.set].must {
			return k
		}
		s := &l.sets[kk.set]
		if s.key != kk.centre || l.net(l.best(s, s.key)) > l.net(s.key)+slack {
			return k
		}
	}
	for r := range l.rows {
		if l.side[r] > 0 && l.rows[r].hi == NoHi || l.side[r] < 0 && l.rows[r].lo == NoLo {
			at := -1
			for k := range l.kinks {
				if l.kinks[k].row < 0 && (at < 0 || math.Abs(l.inv[k][r]) > math.Abs(l.inv[at][r])) {
					at = k
				}
			}
			if at >= 0 {
				return at
			}
		}
	}
	return -1
}

// best returns the best option of the set at the prices; now, unless another is strictly better: equals
// are then treated alike throughout a solve.
func (l *lp) best(s *lpSet, now int32) int32 {
	if now >= 0 && l.opts[now].off || now < 0 && s.must {
		now = -2
	}
	at, v := now, math.Inf(-1)
	slack := 0.0
	if now != -2 {
		v, slack = l.net(now), l.scale*0x1p-49
	}
	if !s.must && now != -1 && 0 > v+slack {
		at, v, slack = -1, 0, 0
	}
	for o := s.first; o < s.end; o++ {
		if op := &l.opts[o]; !op.off && o != now {
			if n := op.v - l.worth[op.pattern]; n > v+slack {
				at, v, slack = o, n, 0
			}
		}
	}
	return at
}

// setKeys gives every active set its best option. A set that must be chosen from and has no option left
// keeps -2, which the search looks for before it solves.
func (l *lp) setKeys() {
	for _, i := range l.active {
		s := &l.sets[i]
		if s.kinks == 0 {
			s.key = l.best(s, s.key)
		}
	}
}

// primal computes z: the weights of kinks that balance all rows.
func (l *lp) primal() {
	if cap(l.count) < len(l.cols) {
		l.count = make([]float64, len(l.cols))
	}
	count := l.count[:len(l.cols)]
	clear(count)
	for _, i := range l.active {
		if s := &l.sets[i]; s.key >= 0 {
			count[l.opts[s.key].pattern] += float64(s.most)
		}
	}
	rhs := make([]float64, len(l.rows))
	for r := range rhs {
		rhs[r] = -float64(l.rows[r].base)
		if l.side[r] > 0 {
			rhs[r] += float64(l.rows[r].hi)
		} else if l.side[r] < 0 {
			rhs[r] += float64(l.rows[r].lo)
		}
	}
	for i, n := range count {
		if n != 0 {
			for _, e := range l.cols[i] {
				rhs[e.row] -= float64(n * e.coef)
			}
		}
	}
	l.z = slices.Grow(l.z[:0], len(rhs))[:len(rhs)]
	for k, line := range l.inv {
		t := 0.0
		for r, x := range line {
			if x != 0 {
				t += float64(x * rhs[r])
			}
		}
		l.z[k] = t
	}
}

// leaving is a kink along whose edge L falls: slope is how fast.
type leaving struct {
	kink  int
	sign  float64
	slope float64
}

// choose finds the steepest edge (slope against length), or kink -1 at the optimum.
func (l *lp) choose() leaving {
	best, steepest := leaving{kink: -1}, 0.0
	offer := func(k int, sign, slope, length float64) {
		if e := slope * slope / length; e > steepest {
			best, steepest = leaving{k, sign, slope}, e
		}
	}
	type group struct {
		set int32
		sum float64
	}
	var groups []group
	at := map[int32]int{} // only looked up, never ranged over
	for k := range l.kinks {
		kk, z := &l.kinks[k], l.z[k]
		if kk.row < 0 {
			if z < -tinyMove {
				offer(k, 1, -z, square(l.inv[k]))
			}
			g, ok := at[kk.set]
			if !ok {
				g = len(groups)
				at[kk.set] = g
				groups = append(groups, group{set: kk.set})
			}
			groups[g].sum += z
			continue
		}
		r := &l.rows[kk.row]
		slack := tinyPivot * max(1, math.Abs(z)*1e-3)
		if r.hi != NoHi && z-float64(r.hi) > slack {
			offer(k, -1, z-float64(r.hi), square(l.inv[k]))
		}
		if r.lo != NoLo && float64(r.lo)-z > slack {
			offer(k, 1, float64(r.lo)-z, square(l.inv[k]))
		}
	}
	swap := int32(-1)
	for _, g := range groups {
		over := g.sum - float64(l.sets[g.set].most)
		if over <= tinyMove*float64(l.sets[g.set].most) {
			continue
		}
		was := best
		offer(-2, 1, over, square(l.sumOfKinks(g.set)))
		if best != was {
			swap = g.set
		}
	}
	if best.kink == -2 {
		best.kink = l.recentre(swap)
	}
	return best
}

func (l *lp) sumOfKinks(set int32) []float64 {
	sum := make([]float64, len(l.rows))
	for k := range l.kinks {
		if l.kinks[k].set == set {
			for r, x := range l.inv[k] {
				sum[r] += x
			}
		}
	}
	return sum
}

// recentre makes the heaviest option of the set's kinks their centre. The old centre, of negative
// weight, becomes the option of that kink, which is returned.
func (l *lp) recentre(set int32) int {
	at := -1
	for k := range l.kinks {
		if l.kinks[k].set == set && (at < 0 || l.z[k] > l.z[at]) {
			at = k
		}
	}
	line := l.sumOfKinks(set)
	for r := range line {
		line[r] = -line[r]
	}
	l.inv[at] = line
	centre := l.kinks[at].option
	l.kinks[at].option = l.kinks[at].centre
	for k := range l.kinks {
		if l.kinks[k].set == set {
			l.kinks[k].centre = centre
		}
	}
	l.sets[set].key = centre
	return at
}

func square(x []float64) float64 {
	t := 0.0
	for _, v := range x {
		t += float64(v * v)
	}
	return t
}

// solve goes from vertex to vertex until the optimum, at most limit pivots. Every 25 pivots it asks
// cut whether the bound reached is good enough to stop. The basis must be a true vertex (refresh).
func (l *lp) solve(limit int, cut func() bool) outcome {
	bad := 0
	for it := 0; ; it++ {
		if it >= limit {
			return unfinished
		}
		if it%25 == 24 {
			if !l.refresh() {
				return failed
			}
			if cut != nil && cut() {
				return cutoff
			}
		}
		l.primal()
		out := l.choose()
		if out.kink < 0 {
			return optimal
		}
		l.pivots++
		switch l.step(out) {
		case infeasible:
			return infeasible
		case failed:
			bad++
			if bad > 3 || !l.refresh() {
				return failed
			}
		}
	}
}

// step follows the edge of the leaving kink to its lowest point, and exchanges kinks there.
func (l *lp) step(out leaving) outcome {
	d := slices.Clone(l.inv[out.kink])
	for r := range d {
		d[r] *= out.sign
		if math.Abs(d[r]) < tinyMove {
			d[r] = 0
		}
	}
	leave := l.kinks[out.kink]
	if leave.row < 0 {
		l.sets[leave.set].kinks--
	}
	l.findBreaks(d, leave)
	e, ok := lowest(l.breaks, out.slope)
	if !ok {
		if leave.row < 0 {
			l.sets[leave.set].kinks++
		}
		l.ray = d
		return infeasible
	}
	for r := range d {
		l.pi[r] += float64(e.t * d[r])
	}
	l.pass(&e)
	if leave.row >= 0 {
		l.side[leave.row] = int8(-out.sign)
	}
	enter := kink{row: -1, set: e.set, option: e.to, centre: e.from}
	if e.set < 0 {
		enter = kink{row: e.row, set: -1, option: -1, centre: -1}
		l.side[e.row], l.pi[e.row] = 0, 0
	} else {
		l.sets[e.set].kinks++
		l.sets[e.set].key = e.from
	}
	l.kinks[out.kink] = enter
	l.worth = l.dot(l.pi, l.worth)
	if !l.exchange(out.kink) {
		return failed
	}
	return unfinished
}

// findBreaks lists where, on the edge π + t·d, sets change their best option and rows their side.
func (l *lp) findBreaks(d []float64, leave kink) {
	l.along = l.dot(d, l.along)
	l.breaks = l.breaks[:0]
	for _, i := range l.active {
		l.breaksOf(i, leave)
	}
	for r := range l.rows {
		if l.side[r] == 0 || d[r] == 0 || (l.side[r] > 0) == (d[r] > 0) {
			continue
		}
		b := breakpoint{t: max(0, -l.pi[r]/d[r]), row: int32(r), set: -1}
		if l.rows[r].lo == NoLo || l.rows[r].hi == NoHi {
			b.block = true
		} else {
			b.jump = float64(math.Abs(d[r]) * (float64(l.rows[r].hi) - float64(l.rows[r].lo)))
			if b.jump == 0 {
				l.flipFree(int32(r), b.t)
				continue
			}
		}
		l.breaks = append(l.breaks, b)
	}
}

// flipFree records that a row with lo = hi changes its side, which costs nothing.
func (l *lp) flipFree(r int32, t float64) {
	l.breaks = append(l.breaks, breakpoint{t: t, row: r, set: -1})
}

// breaksOf walks along the upper envelope of the set's options.
func (l *lp) breaksOf(i int32, leave kink) {
	s := &l.sets[i]
	now := s.key
	net, fall := l.net(now), 0.0
	if now >= 0 {
		fall = l.along[l.opts[now].pattern]
	}
	from := 0.0
	for seq := int32(0); ; seq++ {
		t, to, slope := math.Inf(1), int32(-2), 0.0
		if !s.must && now >= 0 && fall > tinyPivot && !(leave.set == i && leave.option == -1 && seq == 0) {
			t, to = net/fall, -1
		}
		for o := s.first; o < s.end; o++ {
			op := &l.opts[o]
			f := l.along[op.pattern]
			if fall-f <= tinyPivot || op.off || o == now || leave.set == i && leave.option == o && seq == 0 {
				continue
			}
			if x := (net - (op.v - l.worth[op.pattern])) / (fall - f); x < t {
				t, to, slope = x, o, f
			}
		}
		if to == -2 {
			return
		}
		from = max(from, t)
		l.breaks = append(l.breaks, breakpoint{t: from, jump: float64(float64(s.most) * (fall - slope)), set: i, row: -1, to: to, from: now, seq: seq, block: s.kinks > 0})
		if s.kinks > 0 {
			return
		}
		now, fall = to, slope
		net = l.net(now)
	}
}

// pass moves sets and rows whose breakpoints lie before e to their other side.
func (l *lp) pass(e *breakpoint) {
	for i := range l.breaks {
		b := &l.breaks[i]
		if !before(b, e) {
			continue
		}
		if b.set < 0 {
			l.side[b.row] = -l.side[b.row]
		} else if b.seq+1 > l.last[b.set] {
			l.last[b.set] = b.seq + 1
			l.sets[b.set].key = b.to
		}
	}
	for i := range l.breaks {
		if s := l.breaks[i].set; s >= 0 {
			l.last[s] = 0
		}
	}
}

// exchange updates the inverse for a new kink at place k.
func (l *lp) exchange(k int) bool {
	n := make([]float64, len(l.rows))
	l.normal(&l.kinks[k], n)
	alpha := make([]float64, len(l.kinks))
	for i, line := range l.inv {
		t := 0.0
		for r, x := range n {
			if x != 0 {
				t += float64(x * line[r])
			}
		}
		alpha[i] = t
	}
	if math.Abs(alpha[k]) < tinyMove {
		return false
	}
	f := 1 / alpha[k]
	pivot := l.inv[k]
	for r := range pivot {
		pivot[r] *= f
	}
	for i, line := range l.inv {
		if a := alpha[i]; i != k && a != 0 {
			for r, x := range pivot {
				if x != 0 {
					line[r] -= float64(a * x)
				}
			}
		}
	}
	return true
}

// before orders breakpoints strictly, so that the path is the same on every machine.
func before(a, b *breakpoint) bool {
	switch {
	case a.t != b.t:
		return a.t < b.t
	case a.set != b.set:
		return a.set < b.set
	case a.row != b.row:
		return a.row < b.row
	}
	return a.seq < b.seq
}

func compareBreaks(a, b breakpoint) int {
	if before(&a, &b) {
		return -1
	}
	if before(&b, &a) {
		return 1
	}
	return 0
}

// lowest returns the first breakpoint at which L no longer falls, by quickselect; false: it falls without end.
func lowest(b []breakpoint, slope float64) (breakpoint, bool) {
	slope -= 1e-10
	for len(b) > 32 {
		p := median(&b[0], &b[len(b)/2], &b[len(b)-1])
		i, j := 0, len(b)-1
		for i <= j {
			for before(&b[i], &p) {
				i++
			}
			for before(&p, &b[j]) {
				j--
			}
			if i <= j {
				b[i], b[j] = b[j], b[i]
				i++
				j--
			}
		}
		if i == len(b) {
			break
		}
		sum, block := 0.0, false
		for k := range b[:i] {
			sum += b[k].jump
			block = block || b[k].block
		}
		if block || sum >= slope {
			b = b[:i]
		} else {
			slope -= sum
			b = b[i:]
		}
	}
	slices.SortFunc(b, compareBreaks)
	for i := range b {
		if b[i].block {
			return b[i], true
		}
		if slope -= b[i].jump; slope <= 0 && b[i].jump > 0 {
			return b[i], true
		}
	}
	return breakpoint{}, false
}

func median(a, b, c *breakpoint) breakpoint {
	if before(b, a) {
		a, b = b, a
	}
	if before(b, c) {
		return *b
	}
	if before(a, c) {
		return *c
	}
	return *a
}

// basis is what it takes to come back to a vertex.
type basis struct {
	kinks []kink
	inv   [][]float64
	pi    []float64
	side  []int8
}

func (l *lp) save() basis {
	b := basis{slices.Clone(l.kinks), make([][]float64, len(l.inv)), slices.Clone(l.pi), slices.Clone(l.side)}
	for i := range l.inv {
		b.inv[i] = slices.Clone(l.inv[i])
	}
	return b
}

func (l *lp) restore(b basis) {
	l.dropKinks()
	l.kinks = append(l.kinks[:0], b.kinks...)
	l.pi, l.side = slices.Clone(b.pi), slices.Clone(b.side)
	l.inv = make([][]float64, len(b.inv))
	for i := range b.inv {
		l.inv[i] = slices.Clone(b.inv[i])
	}
	for _, k := range l.kinks {
		if k.row < 0 {
			l.sets[k.set].kinks++
			l.sets[k.set].key = k.centre
		}
	}
	l.worth = l.dot(l.pi, l.worth)
	l.setKeys()
}

func (l *lp) dropKinks() {
	for _, k := range l.kinks {
		if k.row < 0 {
			l.sets[k.set].kinks = 0
		}
	}
}

// addRow adds a limit on how many options of these patterns are chosen, not yet in any kink's way.
func (l *lp) addRow(patterns []int32, lo, hi int64) {
	r := int32(len(l.rows))
	var base int64
	line := make([]float64, r+1)
	for _, p := range patterns {
		l.cols[p] = append(l.cols[p], entry{r, 1, 1})
		base += l.fixed[p]
	}
	l.rows = append(l.rows, row{lo, hi, base})
	n := make([]float64, r+1)
	for k := range l.kinks {
		l.inv[k] = append(l.inv[k], 0)
		if l.kinks[k].row >= 0 {
			continue
		}
		l.normal(&l.kinks[k], n)
		if f := n[r]; f != 0 {
			for j, x := range l.inv[k] {
				line[j] += float64(f * x)
			}
		}
	}
	line[r] = -1
	l.inv = append(l.inv, line)
	l.kinks = append(l.kinks, kink{row: r, set: -1, option: -1, centre: -1})
	l.pi, l.side = append(l.pi, 0), append(l.side, 0)
}

// dropRow takes the last row away again; a basis must be restored after it.
func (l *lp) dropRow(patterns []int32) {
	l.dropKinks()
	l.kinks = l.kinks[:0]
	l.rows = l.rows[:len(l.rows)-1]
	for _, p := range patterns {
		l.cols[p] = l.cols[p][:len(l.cols[p])-1]
	}
}
