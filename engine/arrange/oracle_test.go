package arrange

import "fmt"

// The oracle: lists made person by person over all sums that rows can have, with no bound and no price.

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

// everySum returns all that lists can add to the rows, whatever the quotas, with no more people than seats.
func everySum(m *model, a ask) [][]int64 {
	in := m.instance(a)
	sums := [][]int64{make([]int64, len(in.lo))}
	for at := range in.options {
		known := map[string]bool{}
		var next [][]int64
		for _, from := range sums {
			for k := range in.options[at] {
				sum := append([]int64(nil), from...)
				over := false
				for r, v := range in.columns[in.options[at][k].column] {
					sum[r] += v
					over = over || m.rows[r].quota < 0 && sum[r] > m.rows[r].hi
				}
				if key := fmt.Sprint(sum); !over && !known[key] {
					known[key] = true
					next = append(next, sum)
				}
			}
		}
		sums = next
	}
	return sums
}

// relaxBy finds the cheapest slack of the rows that may give way, looking at every sum.
func (m *model) relaxBy(a ask, may func(r *row) bool) map[int]int64 {
	var best map[int]int64
	var bestCost []int64
	for _, sum := range everySum(m, a) {
		slack := map[int]int64{}
		cost := make([]int64, 5)
		enough := true
		for r := range m.rows {
			row := &m.rows[r]
			miss := max(row.lo-sum[r], sum[r]-row.hi, 0)
			if miss == 0 {
				continue
			}
			level, each, most := m.price(r)
			people := (miss + row.step - 1) / row.step
			enough = enough && may(row) && people <= most
			slack[r] = people * row.step
			cost[level] += people * each
		}
		if enough && (best == nil || better(bestCost, cost)) {
			best, bestCost = slack, cost
		}
	}
	return best
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
