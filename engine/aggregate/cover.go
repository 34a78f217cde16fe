package aggregate

import (
	"slate/engine/fact"
	"slate/engine/roster"
)

// Rows before firstYear are not asked for.
const firstYear = 1900

// uncovered finds the last day for which rows may be lacking that might count; nil where there is none.
func (v *View) uncovered() *Gap {
	s := &Scratch{}
	blank := make([]fact.Value, len(v.table.Fields))
	lacking := func(c cover, day fact.Date) *Gap {
		return &Gap{Row: -1, Field: -1, Table: c.table, Day: day, Department: c.department}
	}
	own := v.cover(v.table.Name, v.fact.Source)
	if v.table.Fields[v.when].Type.Kind != fact.Integer {
		if day, found := v.openDay(own, v.when, []fact.Value{}, blank, s); found {
			return lacking(own, day)
		}
		return nil
	}
	var years []fact.Value
	for y := v.day.Cutoff.Year(); y >= firstYear; y-- {
		blank[v.when] = fact.OfNumber(fact.Int(int64(y)))
		if v.truth(blank, false, s) == fact.False {
			continue
		}
		years = append(years, blank[v.when])
		if first, last := yearEnds(y, v.day.Cutoff); !own.covers(first) || !own.covers(last) {
			return lacking(own, last)
		}
	}
	blank[v.when] = fact.Value{}
	holdings := v.cover("enterprises", "")
	if day, found := v.openDay(holdings, v.from, years, blank, s); found {
		return lacking(holdings, day)
	}
	return nil
}

// manyYears is from how many years on a firm's figures are not looked at year by year: no more can then be known.
const manyYears = 12

// openDay finds the last day up to the cut-off date that is not covered and on which `where` is not certainly false. years
// are those in which a firm's figures are asked for; nil where none are, which leaves nothing open.
func (v *View) openDay(c cover, field int, years, blank []fact.Value, s *Scratch) (fact.Date, bool) {
	if years == nil {
		return fact.Date{}, false
	}
	if len(years) == 0 || len(years) > manyYears {
		years = []fact.Value{{}}
	}
	for day := v.day.Cutoff; day.Year() >= firstYear; day = day.AddDays(-1) {
		if first, ok := c.since(day); ok {
			if first.IsZero() {
				break
			}
			day = first // nothing between is open
			continue
		}
		blank[field] = fact.OfDate(day)
		for _, year := range years {
			if year.Known() {
				blank[v.when] = year
			}
			if v.truth(blank, false, s) != fact.False {
				return day, true
			}
		}
	}
	return fact.Date{}, false
}

// yearEnds returns the first day of a year and the last that is not after the cut-off date.
func yearEnds(year int, cutoff fact.Date) (first, last fact.Date) {
	first, _ = fact.NewDate(year, 1, 1)
	last, _ = fact.NewDate(year, 12, 31)
	if cutoff.Compare(last) < 0 {
		last = cutoff
	}
	return first, last
}

// cover is what is stated of one table.
type cover struct {
	table, department string
	periods           []roster.Coverage
}

// cover gathers what a department states of a table; of any department where none is named.
func (v *View) cover(table, department string) cover {
	c := cover{table: table, department: department}
	for _, p := range v.snapshot.Coverage() {
		if p.Table == table && (department == "" || p.Department == "" || p.Department == department) {
			c.periods = append(c.periods, p)
		}
	}
	return c
}

func (c *cover) covers(day fact.Date) bool {
	_, ok := c.since(day)
	return ok
}

// since returns the first day of a period that covers a day; no date where it has no beginning.
func (c *cover) since(day fact.Date) (fact.Date, bool) {
	for i := range c.periods {
		if c.periods[i].Covers(day) {
			return c.periods[i].From, true
		}
	}
	return fact.Date{}, false
}
