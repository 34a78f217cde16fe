package aggregate

import (
	"slices"

	"slate/engine/fact"
	"slate/engine/roster"
)

// counting is the computing of one aggregate for one person.
type counting struct {
	*View
	rows   []roster.Row
	truths []fact.Truth
	r      *Result
	trace  bool
	open   bool // there is a gap, and r.Value is missing
}

// gap makes the aggregate missing. Of several reasons the first in the order of fact.Reason is given, whatever the order
// of the rows.
func (c *counting) gap(row, field int, why fact.Reason) {
	if !c.open || why < c.r.Value.Why() {
		c.r.Value = fact.Missing(why)
	}
	c.open = true
	if c.trace {
		c.r.Gaps = append(c.r.Gaps, Gap{Row: row, Field: field})
	}
}

// known reports whether it is known which rows count and what they hold.
func (c *counting) known() bool {
	for i, t := range c.truths {
		switch {
		case t == fact.Unknown && !c.harmless(i):
			field, why := c.blame(i)
			c.gap(i, field, why)
		case t == fact.True && c.field >= 0 && !c.rows[i].Values[c.field].Known():
			c.gap(i, c.field, c.rows[i].Values[c.field].Why())
		case t == fact.True && c.fact.From.Aggregate == "latest" && !c.rows[i].Values[c.when].Known():
			c.gap(i, c.when, c.rows[i].Values[c.when].Why())
		}
	}
	return !c.open
}

// harmless reports a row of which it does not matter whether it counts: another row of the same thing counts, and holds
// the same.
func (c *counting) harmless(row int) bool {
	for i, t := range c.truths {
		if t == fact.True && c.same(i, row) && (c.field < 0 || c.fact.From.Aggregate == "count" || c.agree(i, row)) &&
			(c.fact.From.Aggregate != "latest" || c.rows[i].Values[c.when].Equal(c.rows[row].Values[c.when])) && !c.periods() {
			return true
		}
	}
	return false
}

// same reports two rows about one thing, such as two roles in one firm.
func (c *counting) same(i, k int) bool {
	if i == k {
		return true
	}
	if c.once == nil {
		return false
	}
	for _, f := range c.once {
		if v := c.rows[i].Values[f]; !v.Known() || !v.Equal(c.rows[k].Values[f]) {
			return false
		}
	}
	return true
}

func (c *counting) agree(i, k int) bool {
	return c.rows[i].Values[c.field].Known() && c.rows[i].Values[c.field].Equal(c.rows[k].Values[c.field])
}

// blame finds the first cell that `where` reads and that is empty; −1 where its arithmetic has no result.
func (c *counting) blame(row int) (field int, why fact.Reason) {
	for _, slot := range c.where.Uses() {
		if slot < len(c.table.Fields) && !c.rows[row].Values[slot].Known() && slot != c.to {
			return slot, c.rows[row].Values[slot].Why()
		}
	}
	return -1, fact.Waiting
}

// first reports the first of the rows that count and are about the same thing.
func (c *counting) first(row int) bool {
	for i := range row {
		if c.truths[i] == fact.True && c.same(i, row) {
			return false
		}
	}
	return true
}

func (c *counting) result() fact.Value {
	switch c.fact.From.Aggregate {
	case "count":
		return c.count()
	case "sum":
		return c.sum()
	case "latest":
		return c.latest()
	case "longest_run", "current_run":
		if c.periods() {
			return c.unbroken()
		}
		return c.run()
	}
	return c.extreme()
}

func (c *counting) count() fact.Value {
	n := int64(0)
	for i, t := range c.truths {
		if t == fact.True && c.first(i) {
			n++
		}
	}
	return fact.OfNumber(fact.Int(n))
}

func (c *counting) sum() fact.Value {
	var total fact.Number
	for i, t := range c.truths {
		switch {
		case t != fact.True:
		case c.first(i):
			var err error
			if total, err = total.Add(c.rows[i].Values[c.field].Number()); err != nil {
				return fact.Missing(fact.Overflow)
			}
		default:
			c.contradicted(i)
		}
	}
	if c.open {
		return c.r.Value
	}
	return fact.OfNumber(total)
}

// contradicted makes the sum missing where rows about one thing hold different amounts.
func (c *counting) contradicted(row int) {
	for i := range row {
		if c.truths[i] == fact.True && c.same(i, row) && !c.agree(i, row) {
			c.gap(row, c.field, fact.Conflicting)
			return
		}
	}
}

// extreme returns the least or the greatest; of no rows there is none.
func (c *counting) extreme() fact.Value {
	best := fact.Missing(fact.NotSupplied)
	sign := 1
	if c.fact.From.Aggregate == "min" {
		sign = -1
	}
	for i, t := range c.truths {
		if v := c.rows[i].Values[c.field]; t == fact.True && (!best.Known() || sign*compare(v, best) > 0) {
			best = v
		}
	}
	return best
}

func compare(a, b fact.Value) int {
	if a.IsDate() {
		return a.Date().Compare(b.Date())
	}
	return a.Number().Cmp(b.Number())
}

// latest returns the field of the latest row; rows of one day that hold different values contradict each other.
func (c *counting) latest() fact.Value {
	at := -1
	for i, t := range c.truths {
		if t == fact.True && (at < 0 || compare(c.rows[i].Values[c.when], c.rows[at].Values[c.when]) > 0) {
			at = i
		}
	}
	if at < 0 {
		return fact.Missing(fact.NotSupplied)
	}
	var rows []int
	for i, t := range c.truths {
		if t != fact.True || compare(c.rows[i].Values[c.when], c.rows[at].Values[c.when]) != 0 {
			continue
		}
		rows = append(rows, i)
		if !c.agree(i, at) {
			c.gap(i, c.field, fact.Conflicting)
		}
	}
	if c.trace {
		c.r.Rows = rows
	}
	if c.open {
		return c.r.Value
	}
	c.r.On = dayOf(c.rows[at].Values[c.when])
	return c.rows[at].Values[c.field]
}

// dayOf returns a day, or the last day of a year.
func dayOf(when fact.Value) fact.Date {
	if when.IsDate() {
		return when.Date()
	}
	year, _ := when.Number().Int64()
	day, _ := fact.NewDate(int(year), 12, 31)
	return day
}

// run returns how many whole numbers, such as terms or years, follow one another without a break: the most there are, or
// those that lead up to the greatest.
func (c *counting) run() fact.Value {
	var all []int64
	for i, t := range c.truths {
		if t == fact.True {
			n, _ := c.rows[i].Values[c.field].Number().Int64() // whole, and of at most 18 digits
			all = append(all, n)
		}
	}
	slices.Sort(all)
	all = slices.Compact(all)
	longest, run := 0, 0
	for i, n := range all {
		if i > 0 && n != all[i-1]+1 {
			run = 0
		}
		run++
		longest = max(longest, run)
	}
	if c.fact.From.Aggregate == "current_run" {
		longest = run
	}
	return fact.OfNumber(fact.Int(int64(longest)))
}

type period struct{ from, to fact.Date }

// unbroken returns the full years, up to the cut-off date, of the longest period without a break that the rows make
// together, or of the one that has not ended by that date. The day on which one ends and the next begins may be the same or the next.
func (c *counting) unbroken() fact.Value {
	var all []period
	for i, t := range c.truths {
		if t != fact.True {
			continue
		}
		p := period{c.rows[i].Values[c.from].Date(), c.day.Cutoff}
		if to := c.rows[i].Values[c.to]; to.Known() {
			if to.Date().Compare(p.from) < 0 {
				c.gap(i, c.to, fact.OutOfDomain)
				return c.r.Value
			}
			if to.Date().Compare(p.to) < 0 {
				p.to = to.Date()
			}
		}
		if p.from.Compare(p.to) <= 0 {
			all = append(all, p)
		}
	}
	slices.SortFunc(all, func(a, b period) int { return a.from.Compare(b.from) })
	longest := 0
	var run period
	for i, p := range all {
		if i == 0 || p.from.Compare(run.to.AddDays(1)) > 0 {
			run = p
		} else if p.to.Compare(run.to) > 0 {
			run.to = p.to
		}
		longest = max(longest, fact.YearsBetween(run.from, run.to, c.day.Leap))
	}
	if c.fact.From.Aggregate == "current_run" {
		longest = 0
		if len(all) > 0 && run.to.Compare(c.day.Cutoff) == 0 {
			longest = fact.YearsBetween(run.from, run.to, c.day.Leap)
		}
	}
	return fact.OfNumber(fact.Int(int64(longest)))
}
