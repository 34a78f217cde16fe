package arrange

import (
	"fmt"
	"slices"
)

// solve makes the choice that is asked for; nil where there is none, or none was found. Quotas that may be missed are missed as little as can be, and
// among the ways to do so the best list is taken.
func (m *model) solve(a ask) *choice {
	in := m.instance(a)
	var ways []way
	if !a.quotasOff {
		var used [levels]bool
		if ways, used = m.giving(in, a, m.soft); len(ways) > 0 && m.settle(in, used).taken == nil {
			return nil
		}
	}
	f := m.optimum(in)
	if f.taken == nil {
		return nil
	}
	c := m.chosen(in, f.taken)
	c.slack = m.given(in, ways, f.taken)
	c.proved, c.ordered, c.prices = f.exact, f.ordered, f.prices
	c.bound = max(f.bound, c.total)
	if f.exact {
		c.bound = c.total
	}
	return c
}

// optimum finds the best of an instance: by score, and among equal totals by the sum of places; or strictly by rank.
func (m *model) optimum(in *instance) found {
	if m.byRank() {
		return m.inOrder(in)
	}
	return in.best(func(o *option) int64 { return o.value }, func(o *option) int64 { return o.order })
}

// any finds a list, whichever.
func (in *instance) any() found {
	return in.best(func(*option) int64 { return 0 }, nil)
}

// inOrder walks down the ranking. Somebody is taken whenever a list can still be made that has them and all who were taken before.
func (m *model) inOrder(in *instance) (f found) {
	witness := in.any()
	if witness.taken == nil {
		return witness
	}
	f = witness
	f.prices = nil // there is no price in a strict order
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
	hopeless := map[string]bool{} // what could not be taken once: decisions only add up, and so it never can
	left := m.proposedSeats(in)
	for _, at := range m.ordered() {
		most := int64(0)
		for k := range fixed.options[at] {
			most = max(most, fixed.options[at][k].taken)
		}
		for n := min(most, left); n > 0; n-- {
			has := func(o *option) bool { return o.taken >= n }
			if has(&in.options[at][f.taken[at]]) {
				keep(at, has)
				left -= n
				break
			}
			options, numbers := fixed.options[at], origin[at]
			key := pattern(options, n)
			if hopeless[key] || !keep(at, has) {
				continue
			}
			next := fixed.any()
			if next.taken != nil {
				f.taken = make([]int, len(next.taken))
				for i, k := range next.taken {
					f.taken[i] = origin[i][k]
				}
				left -= n
				break
			}
			exact = exact && next.exact
			hopeless[key] = next.exact
			fixed.options[at], origin[at] = options, numbers
			keep(at, func(o *option) bool { return o.taken < n })
		}
	}
	f.exact, f.ordered = exact, exact
	return f
}

// proposedSeats is how many seats there are to be taken: those of the surplus once the seats are filled.
func (m *model) proposedSeats(in *instance) (n int64) {
	for at := range m.people {
		most := int64(0)
		for k := range in.options[at] {
			most = max(most, in.options[at][k].taken)
		}
		n += most
	}
	return min(n, m.seats())
}

// seats is how many people the lists of the group hold.
func (m *model) seats() (n int64) {
	for i := range m.bodies {
		n += int64(m.bodies[i].Seats + m.bodies[i].surplus)
	}
	return n
}

// pattern names the columns of the options that take so many seats.
func pattern(options []option, n int64) string {
	var columns []int
	for k := range options {
		if options[k].taken >= n {
			columns = append(columns, options[k].column)
		}
	}
	slices.Sort(columns)
	return fmt.Sprint(columns)
}
