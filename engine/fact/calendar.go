package fact

import "slices"

// Calendar says which days are worked, for the years that it covers: Monday to Friday, but for Off, and the days of Work
// (调休). The State Council gives notice of both for one year at a time. The zero Calendar covers no year.
type Calendar struct {
	Years     []int
	Off, Work []Date
}

// Works reports whether a day is worked; ok is false for a day of a year that the calendar does not cover.
func (c Calendar) Works(d Date) (works, ok bool) {
	if !slices.Contains(c.Years, d.Year()) {
		return false, false
	}
	switch {
	case slices.Contains(c.Work, d):
		return true, true
	case slices.Contains(c.Off, d):
		return false, true
	}
	weekday := (monday.DaysUntil(d)%7 + 7) % 7
	return weekday < 5, true
}

var monday, _ = NewDate(2001, 1, 1)

// Add returns the n-th working day after a day, or before it where n is negative; the day itself is not counted. None is the day
// itself. ok is false where that cannot be said from the years covered.
func (c Calendar) Add(d Date, n int) (to Date, ok bool) {
	step := 1
	if n < 0 {
		step, n = -1, -n
	}
	for n > 0 {
		d = d.AddDays(step)
		works, known := c.Works(d)
		if !known {
			return Date{}, false
		}
		if works {
			n--
		}
	}
	return d, true
}
