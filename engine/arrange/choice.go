package arrange

import (
	"slate/engine/ruleset"
)

// ask says in what a list differs from the one that the rule file asks for.
type ask struct {
	loose     map[int]int64 // rows that give way, by how much
	off       map[int]bool  // rows that do not count
	quotasOff bool          // no quota counts
	seated    *choice       // the seats are as they are there, and the surplus is chosen
	pinned    bool          // somebody must be proposed for a body (in), or must not
	pin, body int
	in        bool
	compared  bool // the list is for comparison alone: less is spent on ties
}

// comparedTies is what is spent on the ties of a list that is only compared with another.
const comparedTies = 10

// choice is where everybody sits.
type choice struct {
	where [][]Seat      // by candidate and body
	sums  []int64       // of the rows
	slack map[int]int64 // by how much rows of quotas that may be missed give way
	// total is the sum of the scores of those proposed, bound what it cannot exceed, in units.
	total, bound    int64
	proved, ordered bool
	prices          []int64 // of the rows; nil where people are taken by rank
}

// option is one way in which a candidate may sit.
type option struct {
	where  []Seat
	value  int64
	order  int64 // the sum of places of those who are taken: less is better among equals
	taken  int64 // how many seats it takes
	given  int64 // of a row that gives way: by how many people
	column int   // what it adds to the rows, by number in instance.columns
}

// instance is a choice to be made: one option of every candidate, so that the sum of every row lies between lo and hi.
type instance struct {
	options [][]option // by candidate; the first is nowhere, where that is allowed
	columns [][]int64  // by row
	lo, hi  []int64
	// tieNodes bounds the search for the least ties, 0 for what is usual.
	tieNodes int
}

// instance writes down what is asked.
func (m *model) instance(a ask) *instance {
	in := &instance{}
	if a.compared {
		in.tieNodes = comparedTies
	}
	for r := range m.rows {
		lo, hi := m.limits(r, a)
		in.lo, in.hi = append(in.lo, lo), append(in.hi, hi)
	}
	known := map[string]int{}
	for at := range m.people {
		var options []option
		for _, where := range m.placements(&m.people[at]) {
			if !m.wanted(a, at, where) {
				continue
			}
			o := option{where: where, column: in.column(known, m.column(at, where))}
			o.value, o.order, o.taken = m.worth(at, where, a.seated != nil)
			options = append(options, o)
		}
		in.options = append(in.options, options)
	}
	return in
}

// limits returns between what the sum of a row must lie.
func (m *model) limits(r int, a ask) (lo, hi int64) {
	row := &m.rows[r]
	if a.off[r] || a.quotasOff && row.quota >= 0 {
		return -unlimited, unlimited
	}
	lo, hi = row.lo, row.hi
	if row.max {
		return lo, hi + a.loose[r]
	}
	if row.quota < 0 && a.loose[r] > 0 { // seats that stay empty, a pin that is dropped
		return lo - a.loose[r], hi
	}
	return lo - a.loose[r], hi
}

// wanted reports whether a placement is one that is asked for.
func (m *model) wanted(a ask, at int, where []Seat) bool {
	if a.pinned && at == a.pin && (where[a.body] == Proposed) != a.in {
		return false
	}
	if a.seated == nil {
		return true
	}
	for i, seat := range where {
		if (seat == Proposed) != (a.seated.where[at][i] == Proposed) {
			return false
		}
	}
	return true
}

// column returns what a candidate adds to every row.
func (m *model) column(at int, where []Seat) []int64 {
	out := make([]int64, len(m.rows))
	for r := range m.rows {
		out[r] = m.adds(&m.rows[r], at, where)
	}
	return out
}

// worth returns what a placement is worth: the score for each body it proposes for, or, once the seats are filled, for each of the surplus.
func (m *model) worth(at int, where []Seat, surplus bool) (value, order, taken int64) {
	counted := Proposed
	if surplus {
		counted = Surplus
	}
	for _, seat := range where {
		if seat == counted {
			value += m.people[at].value
			order += int64(m.people[at].order)
			taken++
		}
	}
	return value, order, taken
}

// column finds a column among those known, or adds it.
func (in *instance) column(known map[string]int, column []int64) int {
	key := make([]byte, 0, 8*len(column))
	for _, v := range column {
		for range 8 {
			key = append(key, byte(v))
			v >>= 8
		}
	}
	if at, ok := known[string(key)]; ok {
		return at
	}
	known[string(key)] = len(in.columns)
	in.columns = append(in.columns, column)
	return len(in.columns) - 1
}

// byRank reports whether nobody may be passed over without need.
func (m *model) byRank() bool { return m.objective == ruleset.ByRank }

// chosen turns the options taken into a choice. The sums are added up here.
func (m *model) chosen(in *instance, taken []int) *choice {
	c := &choice{where: make([][]Seat, len(m.people)), sums: make([]int64, len(m.rows))}
	for at, k := range taken[:len(m.people)] {
		o := &in.options[at][k]
		c.where[at] = o.where
		for r, v := range in.columns[o.column][:len(m.rows)] {
			c.sums[r] += v
		}
		for _, seat := range o.where {
			if seat == Proposed {
				c.total += m.people[at].value
			}
		}
	}
	return c
}
