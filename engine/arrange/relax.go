package arrange

// relax finds by how little rows that may give way must do so for all to hold: the gravest level as little as possible, then the next. It returns the
// way of each row in its own units, nil where nothing is enough, and whether it is proved that less is not.
func (m *model) relax(a ask, may func(r int) bool) (slack map[int]int64, least bool) {
	in := m.instance(a)
	type give struct{ row, at int }
	var gives []give
	levels := 5
	used := make([]bool, levels)
	base := len(in.lo)
	for l := 0; l < levels; l++ {
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
			options = append(options, option{value: n, column: len(in.columns) - 1})
		}
		gives = append(gives, give{r, len(in.options)})
		in.options = append(in.options, options)
	}
	if len(gives) == 0 {
		return map[int]int64{}, true
	}
	var last found
	least = true
	for level := range levels {
		if !used[level] {
			continue
		}
		f := in.best(func(o *option) int64 { return -in.columns[o.column][base+level] }, nil)
		if f.taken == nil {
			break
		}
		last, least = f, least && f.exact
		in.hi[base+level] = -f.worth
	}
	if last.taken == nil {
		return nil, false
	}
	slack = map[int]int64{}
	for _, g := range gives {
		if n := in.options[g.at][last.taken[g.at]].value; n > 0 {
			slack[g.row] = n * m.rows[g.row].step
		}
	}
	return slack, least
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
