package arrange

import "slices"

// solve makes the choice that is asked for; nil where there is none, or none was found.
func (m *model) solve(a ask) *choice {
	in := m.instance(a)
	f, ordered := m.optimum(in)
	if f.taken == nil {
		return nil
	}
	c := m.chosen(in, f.taken)
	c.proved, c.ordered = f.exact, ordered
	c.bound = max(f.bound, c.total)
	if f.exact {
		c.bound = c.total
	}
	return c
}

// optimum finds the best of an instance: by score, and among equal totals by the sum of places; or strictly by rank. ordered says that the
// second is proved too.
func (m *model) optimum(in *instance) (f found, ordered bool) {
	if m.byRank() {
		return m.inOrder(in)
	}
	places := int64(1)
	widest := int64(1)
	for at := range in.options {
		most := int64(0)
		for k := range in.options[at] {
			most = max(most, in.options[at][k].order)
			widest = max(widest, abs(in.options[at][k].value))
		}
		places += most
	}
	// Only so many are taken: the sum of places is at most that of the last of them.
	places = min(places, m.seats()*int64(len(m.people)+1)*2)
	if widest > (1<<60)/precision/places/int64(len(in.options)+1) {
		return in.best(func(_ int, o *option) int64 { return o.value }), false
	}
	f = in.best(func(_ int, o *option) int64 { return o.value*places - o.order })
	f.bound = floorDiv(f.bound+places-1, places) // a sum of places takes less than one unit off
	return f, f.exact
}

func abs(n int64) int64 { return max(n, -n) }

// seats is how many people the lists of the group hold at most.
func (m *model) seats() (n int64) {
	for i := range m.bodies {
		n += int64(m.bodies[i].Seats + m.bodies[i].surplus)
	}
	return n
}

// inOrder walks down the ranking. Somebody is taken whenever a list can still be made that has them and all who were taken before.
func (m *model) inOrder(in *instance) (f found, ordered bool) {
	witness := in.best(func(int, *option) int64 { return 0 })
	if witness.taken == nil {
		return witness, true
	}
	f = witness
	exact := true
	fixed := &instance{options: slices.Clone(in.options), columns: in.columns, lo: in.lo, hi: in.hi}
	origin := make([][]int, len(in.options)) // the number in in.options of each option of fixed
	for at := range in.options {
		for k := range in.options[at] {
			origin[at] = append(origin[at], k)
		}
	}
	keep := func(at int, wanted func(o *option) bool) bool {
		var options []option
		var numbers []int
		for i, o := range fixed.options[at] {
			if wanted(&o) {
				options, numbers = append(options, o), append(numbers, origin[at][i])
			}
		}
		if len(options) == 0 {
			return false
		}
		fixed.options[at], origin[at] = options, numbers
		return true
	}
	for _, at := range m.ordered() {
		most := int64(0)
		for k := range fixed.options[at] {
			most = max(most, fixed.options[at][k].taken)
		}
		for n := most; n > 0; n-- {
			has := func(o *option) bool { return o.taken >= n }
			if has(&in.options[at][f.taken[at]]) {
				keep(at, has)
				break
			}
			options, numbers := fixed.options[at], origin[at]
			if !keep(at, has) {
				continue
			}
			next := fixed.best(func(int, *option) int64 { return 0 })
			if next.taken != nil {
				f.taken = make([]int, len(next.taken))
				for i, k := range next.taken {
					f.taken[i] = origin[i][k]
				}
				break
			}
			exact = exact && next.exact
			fixed.options[at], origin[at] = options, numbers
			keep(at, func(o *option) bool { return o.taken < n })
		}
	}
	f.exact = exact
	return f, exact
}

// giveWay finds by how little quotas that may be missed have to be, so that all others hold; nil where these cannot.
func (m *model) giveWay() map[int]int64 {
	soft := func(r int) bool { return m.rows[r].quota >= 0 && !m.quotas[m.rows[r].quota].Rules.Hard }
	slack, _ := m.relax(ask{}, soft)
	return slack
}
