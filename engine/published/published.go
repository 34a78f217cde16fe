// Package published checks tables of counts and percentages as offices publish them.
//
// It asks whether every percentage is what its own count and total give, whether the percentages without a total can all rest on one,
// whether parts add up, and whether a demanded share is met by the counts and not only by a rounded percentage. All comparisons are of
// whole numbers.
package published

import (
	"math/big"
	"slices"
	"strconv"
	"strings"

	"slate/engine/diag"
	"slate/engine/sheet"
)

// headings are what the columns may be called, in Chinese and in English; item and count must be there.
var headings = [][]string{{"项目", "item"}, {"人数", "count"}, {"总数", "total"}, {"百分比", "percent"}, {"不低于", "at_least"}, {"合计于", "part_of"}}

const (
	item = iota
	number
	total
	percent
	atLeast
	partOf
)

// maxTotal bounds the totals that are looked for where a table gives none.
const maxTotal = 10_000_000

// line is a row of a published table.
type line struct {
	name, parent string
	count, total int // −1 where the table gives none
	percent, min *share
	at           diag.Span
}

// share is a percentage as printed: 60.0 is 600 with one place.
type share struct {
	text   string
	units  int64 // of the last printed place
	per100 int64 // how many units are one percent
}

// Check reads a table and reports what does not fit. Each row is an item with its count; total, percent, at_least (a demanded
// percentage) and part_of (the item whose count it is a part of) may be left empty.
func Check(name string, r *sheet.Reader) diag.List {
	lines, list := read(name, r)
	for _, l := range lines {
		list = append(list, l.check()...)
	}
	list = append(list, parts(lines)...)
	list = append(list, bases(name, lines)...)
	list.Sort()
	return list
}

func read(name string, r *sheet.Reader) ([]line, diag.List) {
	var list diag.List
	at := make([]int, len(headings))
	for i, names := range headings {
		at[i] = slices.IndexFunc(r.Header(), func(h string) bool { return slices.Contains(names, strings.TrimSpace(h)) })
	}
	if at[item] < 0 || at[number] < 0 {
		list.Add(diag.New(diag.BadSet, diag.Span{File: name}, "name", name, "problem", "项目 item, 人数 count"))
		return nil, list
	}
	var lines []line
	for {
		cells, ok := r.Next()
		if !ok {
			return lines, append(list, r.Problems()...)
		}
		cell := func(k int) string {
			if at[k] < 0 || at[k] >= len(cells) {
				return ""
			}
			return strings.TrimSpace(cells[at[k]])
		}
		l := line{name: cell(item), parent: cell(partOf), at: r.Span(at[item])}
		bad := func(k int) {
			list.Add(diag.New(diag.BadSet, r.Span(at[k]), "name", name, "problem", cell(k)))
		}
		for k, to := range map[int]*int{number: &l.count, total: &l.total} {
			if *to, ok = whole(cell(k)); !ok {
				bad(k)
			}
		}
		for k, to := range map[int]**share{percent: &l.percent, atLeast: &l.min} {
			if *to, ok = shareOf(cell(k)); !ok {
				bad(k)
			}
		}
		lines = append(lines, l)
	}
}

// whole reads a count; an empty cell is −1.
func whole(text string) (int, bool) {
	if text == "" {
		return -1, true
	}
	n, err := strconv.Atoi(text)
	return n, err == nil && n >= 0 && n <= maxTotal
}

// shareOf reads a percentage with or without its sign; an empty cell is none.
func shareOf(text string) (*share, bool) {
	text = strings.TrimSpace(strings.TrimSuffix(strings.TrimSuffix(text, "%"), "％"))
	if text == "" {
		return nil, true
	}
	before, after, _ := strings.Cut(text, ".")
	units, err := strconv.ParseInt(before+after, 10, 64)
	if err != nil || units < 0 || len(after) > 6 || len(before) > 3 {
		return nil, false
	}
	s := &share{text: text, units: units, per100: 1}
	for range after {
		s.per100 *= 10
	}
	return s, true
}

// of is the percentage that a count gives, in units of the last printed place, rounded half up.
func (s *share) of(count, total int) int64 {
	return (200*s.per100*int64(count) + int64(total)) / (2 * int64(total))
}

// write writes a percentage in its units.
func (s *share) write(units int64) string {
	places := len(strconv.FormatInt(s.per100, 10)) - 1
	return new(big.Rat).SetFrac64(units, s.per100).FloatString(places)
}

func (l *line) check() diag.List {
	var list diag.List
	if l.count < 0 || l.total <= 0 {
		return nil
	}
	count, of := strconv.Itoa(l.count), strconv.Itoa(l.total)
	if s := l.percent; s != nil && s.of(l.count, l.total) != s.units {
		list.Add(diag.New(diag.PercentWrong, l.at, "name", l.name, "percent", s.text, "count", count, "of", of, "right", s.write(s.of(l.count, l.total))))
	}
	if s := l.min; s != nil {
		// The least count that meets the demand, by whole numbers: 100 · count ≥ min · total.
		need := (s.units*int64(l.total) + 100*s.per100 - 1) / (100 * s.per100)
		if short := need - int64(l.count); short > 0 {
			list.Add(diag.New(diag.ShareMissed, l.at, "name", l.name, "min", s.text, "count", count, "of", of, "short", strconv.FormatInt(short, 10)))
		}
	}
	return list
}

// parts checks that what is part of an item adds up to its count.
func parts(lines []line) diag.List {
	var list diag.List
	for _, whole := range lines {
		sum, n := 0, 0
		for _, l := range lines {
			if l.parent != "" && l.parent == whole.name && l.count >= 0 {
				sum += l.count
				n++
			}
		}
		if n > 0 && whole.count >= 0 && sum != whole.count {
			list.Add(diag.New(diag.PartsWrong, whole.at, "name", whole.name, "sum", strconv.Itoa(sum), "total", strconv.Itoa(whole.count)))
		}
	}
	return list
}

// fit is the totals, from lo to hi, out of which a count gives a printed percentage.
type fit struct {
	name   string
	lo, hi int
}

// totals returns the totals that fit, none where lo > hi.
func (l *line) totals() fit {
	// units − ½ ≤ 100 · per100 · count / total < units + ½, both sides times two.
	all := 200 * l.percent.per100 * int64(l.count)
	f := fit{name: l.name, lo: max(l.count, int(all/(2*l.percent.units+1))+1), hi: maxTotal}
	if below := 2*l.percent.units - 1; below > 0 {
		f.hi = min(f.hi, int(all/below))
	}
	return f
}

// bases checks that all percentages without a total of their own can rest on one, and says which rest on which where they cannot.
func bases(name string, lines []line) diag.List {
	var fits []fit
	var list diag.List
	for _, l := range lines {
		if l.percent == nil || l.total >= 0 || l.count <= 0 {
			continue
		}
		f := l.totals()
		if f.lo > f.hi { // no total gives it; the nearest shows by how much
			list.Add(diag.New(diag.PercentWrong, l.at, "name", l.name, "percent", l.percent.text, "count", strconv.Itoa(l.count), "of", strconv.Itoa(f.lo), "right", l.percent.write(l.percent.of(l.count, f.lo))))
			continue
		}
		fits = append(fits, f)
	}
	// The fewest totals that all percentages can rest on: always the highest that the lowest-ending one allows.
	slices.SortStableFunc(fits, func(a, b fit) int { return a.hi - b.hi })
	var groups []string
	for len(fits) > 0 {
		lo, hi := 0, fits[0].hi
		var names []string
		var rest []fit
		for _, f := range fits {
			if f.lo > hi {
				rest = append(rest, f)
				continue
			}
			lo = max(lo, f.lo)
			names = append(names, f.name)
		}
		totals := strconv.Itoa(lo)
		if hi > lo {
			totals += "–" + strconv.Itoa(hi)
		}
		groups = append(groups, totals+" ("+strings.Join(names, "、")+")")
		fits = rest
	}
	if len(groups) > 1 {
		list.Add(diag.New(diag.BaseUnclear, diag.Span{File: name}, "groups", strings.Join(groups, "; ")))
	}
	return list
}
