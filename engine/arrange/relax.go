package arrange

// levels are how gravely things give way, the gravest first: seats, pins, law, policy, wishes.
const levels = 5

// way is a row that may give way, and the number of the options that say by how much.
type way struct{ row, at int }

// giving lets rows of an instance give way: for each of them there are options that make up for so many people missing, at a cost that is added up by
// level in rows of its own, behind those of the model.
func (m *model) giving(in *instance, a ask, may func(r int) bool) (ways []way, used [levels]bool) {
	base := len(m.rows)
	for range levels {
		in.lo, in.hi = append(in.lo, -unlimited), append(in.hi, unlimited)
	}
	for i := range in.columns {
		in.columns[i] = append(in.columns[i], make([]int64, levels)...)
	}
	for r := range m.rows {
		if !may(r) || a.off[r] {
			continue
		}
		level, each, most := m.price(r)
		used[level] = true
		row := &m.rows[r]
		var options []option
		for n := int64(0); n <= min(most, m.mostWay(r)); n++ {
			column := make([]int64, base+levels)
			column[r], column[base+level] = n*row.step, n*each
			if row.max {
				column[r] = -column[r]
			}
			in.columns = append(in.columns, column)
			options = append(options, option{given: n, column: len(in.columns) - 1})
		}
		ways = append(ways, way{r, len(in.options)})
		in.options = append(in.options, options)
	}
	return ways, used
}

// settle finds how little must give way, the gravest level first, and holds the instance to it: which of the rows do is still open. f.taken is nil where
// nothing is enough, and f.exact says that less is proved not to be.
func (m *model) settle(in *instance, used [levels]bool) (f found) {
	exact := true
	for level, is := range used {
		if !is {
			continue
		}
		cost := len(m.rows) + level
		one := in.best(func(o *option) int64 { return -in.columns[o.column][cost] }, nil)
		if one.taken == nil {
			return one
		}
		f, exact = one, exact && one.exact
		in.hi[cost] = -one.worth
	}
	f.exact = exact
	return f
}

// given returns by how much each row gives way in a choice, in its own units.
func (m *model) given(in *instance, ways []way, taken []int) map[int]int64 {
	out := map[int]int64{}
	for _, w := range ways {
		if n := in.options[w.at][taken[w.at]].given; n > 0 {
			out[w.row] = n * m.rows[w.row].step
		}
	}
	return out
}

// relax finds by how little rows must give way for all to hold under what is asked; nil where nothing is enough. least says that it is proved that less
// is not.
func (m *model) relax(a ask) (slack map[int]int64, least bool) {
	in := m.instance(a)
	ways, used := m.giving(in, a, func(int) bool { return true })
	f := m.settle(in, used)
	if f.taken == nil {
		return nil, false
	}
	return m.given(in, ways, f.taken), f.exact
}

// soft reports whether a row belongs to a quota that may be missed.
func (m *model) soft(r int) bool {
	return m.rows[r].quota >= 0 && !m.quotas[m.rows[r].quota].Rules.Hard
}

// mostWay is by how many people a row can give way at all.
func (m *model) mostWay(r int) int64 {
	row := &m.rows[r]
	if row.quota < 0 {
		return row.hi
	}
	size := int64(m.size(&m.quotas[row.quota]))
	switch {
	case row.ofGroup:
		return size
	case row.max:
		return max(0, size-int64(row.need))
	}
	return int64(row.need)
}

// furthest is how far quotas that may be missed can give way.
func (m *model) furthest() map[int]int64 {
	out := map[int]int64{}
	for r := range m.rows {
		if m.soft(r) {
			_, _, most := m.price(r)
			out[r] = min(most, m.mostWay(r)) * m.rows[r].step
		}
	}
	return out
}
