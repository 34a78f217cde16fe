package arrange

// A temporary exact solver by dynamic programming.

type dpState struct {
	value []int64 // compared in order, more is better
	taken []int
}

func better(a, b []int64) bool {
	for i := range a {
		if a[i] != b[i] {
			return a[i] > b[i]
		}
	}
	return false
}

// dp finds the best choice of an instance, or nil.
func dp(m *model, in *instance) []int {
	places := 0
	if m.byRank() {
		places = len(m.people)
	}
	states := map[string]*dpState{string(make([]byte, 8*len(in.lo))): {value: make([]int64, places+2)}}
	sums := map[string][]int64{string(make([]byte, 8*len(in.lo))): make([]int64, len(in.lo))}
	for at := range in.options {
		next := map[string]*dpState{}
		nsums := map[string][]int64{}
		for key, s := range states {
			for k := range in.options[at] {
				o := &in.options[at][k]
				sum := append([]int64(nil), sums[key]...)
				for r, v := range in.columns[o.column] {
					sum[r] += v
				}
				over := false
				for r := range sum {
					if m.rows[r].quota < 0 && sum[r] > in.hi[r] {
						over = true
					}
				}
				if over {
					continue
				}
				b := make([]byte, 0, 8*len(sum))
				for _, v := range sum {
					for range 8 {
						b = append(b, byte(v))
						v >>= 8
					}
				}
				value := append([]int64(nil), s.value...)
				if places > 0 {
					value[m.people[at].order-1] += seatsOf(o.where)
				}
				value[places] += o.value
				value[places+1] -= o.order
				if old := next[string(b)]; old == nil || better(value, old.value) || !better(old.value, value) && lexLess(append(s.taken, k), old.taken) {
					next[string(b)] = &dpState{value, append(append([]int(nil), s.taken...), k)}
					nsums[string(b)] = sum
				}
			}
		}
		states, sums = next, nsums
	}
	var best *dpState
	for key, s := range states {
		ok := true
		for r, v := range sums[key] {
			ok = ok && v >= in.lo[r] && v <= in.hi[r]
		}
		if ok && (best == nil || better(s.value, best.value) || !better(best.value, s.value) && lexLess(s.taken, best.taken)) {
			best = s
		}
	}
	if best == nil {
		return nil
	}
	return best.taken
}

func lexLess(a, b []int) bool {
	for i := range a {
		if a[i] != b[i] {
			return a[i] > b[i]
		}
	}
	return false
}

func seatsOf(where []Seat) (n int64) {
	for _, s := range where {
		if s == Proposed {
			n++
		}
	}
	return n
}

func (m *model) solve(a ask) *choice {
	in := m.instance(a)
	taken := dp(m, in)
	if taken == nil {
		return nil
	}
	c := m.chosen(in, taken)
	c.bound, c.proved, c.ordered = c.total, true, true
	return c
}

func (m *model) giveWay() map[int]int64 {
	return m.relaxBy(ask{}, func(r *row) bool { return r.quota >= 0 && !m.quotas[r.quota].Rules.Hard })
}

// relaxBy finds the cheapest slack of the rows that may give way, by trying all.
func (m *model) relaxBy(a ask, may func(r *row) bool) map[int]int64 {
	var rows []int
	for r := range m.rows {
		if may(&m.rows[r]) {
			rows = append(rows, r)
		}
	}
	var best map[int]int64
	var bestCost []int64
	var try func(k int, slack map[int]int64, cost []int64)
	try = func(k int, slack map[int]int64, cost []int64) {
		if best != nil && !better(bestCost, cost) {
			return
		}
		if k == len(rows) {
			b := a
			b.loose = slack
			if dp(m, m.instance(b)) != nil {
				best, bestCost = map[int]int64{}, append([]int64(nil), cost...)
				for r, v := range slack {
					best[r] = v
				}
			}
			return
		}
		r := rows[k]
		level, each, most := m.price(r)
		for n := int64(0); n <= most && n <= 12; n++ {
			slack[r] = n * m.rows[r].step
			cost[level] += n * each
			try(k+1, slack, cost)
			cost[level] -= n * each
			delete(slack, r)
		}
	}
	try(0, map[int]int64{}, make([]int64, 5))
	for r, v := range best {
		if v == 0 {
			delete(best, r)
		}
	}
	return best
}

// price returns at which level a row gives way (0 is the gravest), what a person costs, and by how many people at most.
func (m *model) price(r int) (level int, each, most int64) {
	row := &m.rows[r]
	if row.quota < 0 {
		if row.person >= 0 {
			return 1, 1, 1
		}
		return 0, 1, row.hi
	}
	q := m.quotas[row.quota].Rules
	most = unlimited
	if q.Flex != nil {
		most = int64(*q.Flex)
	}
	return 4 - int(q.Level), int64(q.Cost), most
}

func (m *model) clash(a ask) *Clash {
	c := &Clash{Smallest: true, Least: true}
	a.loose = nil
	n := len(m.rows)
	for size := 1; size <= n && c.Conflict == nil; size++ {
		subsets(n, size, func(keep []int) bool {
			off := map[int]bool{}
			for r := range n {
				off[r] = true
			}
			for _, r := range keep {
				off[r] = false
			}
			b := a
			b.off = off
			if dp(m, m.instance(b)) == nil {
				for _, r := range keep {
					c.Conflict = append(c.Conflict, m.demand(r))
				}
				return true
			}
			return false
		})
	}
	slack := m.relaxBy(a, func(r *row) bool { return true })
	for r := range m.rows {
		if slack[r] > 0 {
			c.Relaxed = append(c.Relaxed, Relaxed{m.demand(r), int(slack[r] / m.rows[r].step)})
		}
	}
	return c
}

func subsets(n, size int, f func([]int) bool) bool {
	var rec func(from int, keep []int) bool
	rec = func(from int, keep []int) bool {
		if len(keep) == size {
			return f(keep)
		}
		for i := from; i < n; i++ {
			if rec(i+1, append(keep, i)) {
				return true
			}
		}
		return false
	}
	return rec(0, nil)
}
