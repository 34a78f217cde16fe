package ruleset

import (
	"slices"
	"strconv"

	"slate/engine/diag"
	"slate/engine/fact"
)

// The working days of a rule file stand in a file of their own, since the State Council gives notice of them year by year and
// every rule file of a department shares them: `calendar: holidays.yaml` names it, relative to the rule file. The loader puts what
// it holds in the place of the name.

func calendarShape() *element {
	days := listOf(a(kDate))
	return object("calendar", "Which days are worked: Monday to Friday, but for holidays, and the workdays.",
		must(k("years", someOf(whole(1, 9999)), "The years that it covers; working days of others are unknown.")),
		k("holidays", days, "Days off, whatever the day of the week."),
		k("workdays", days, "Days worked, whatever the day of the week."),
		basis(),
	)
}

// withCalendar puts the calendar that a rule file names in the place of its name.
func (l *loader) withCalendar(root *node, name string) *node {
	p := root.pair("calendar")
	if p == nil || p.value.kind != scalarNode || p.value.isEmpty() {
		return root
	}
	at, ok := beneath(name, p.value.text)
	if !ok {
		l.list.Add(diag.New(diag.BadValue, p.value.span, "key", "calendar", "value", p.value.text, "want", "holidays.yaml"))
		return root
	}
	data, err := l.open(at)
	if err != nil {
		l.list.Add(diag.New(diag.NoFile, p.value.span, "name", at, "problem", fileProblem(err)))
		return root
	}
	source := Source{Name: at, Bytes: data}
	l.sources = append(l.sources, source)
	f := precheck(at, data, &l.list)
	if f == nil {
		return root
	}
	l.dirty[at] = f.dirty
	calendar := f.parse()
	if calendar == nil {
		return root
	}
	out := *root
	out.pairs = slices.Clone(root.pairs)
	out.pair("calendar").value = calendar
	return &out
}

func (d *decoder) calendar(n *node) {
	for _, y := range n.get("years").list() {
		year, err := strconv.Atoi(y.text)
		if err != nil {
			continue // told by the shape
		}
		d.out.Calendar.Years = append(d.out.Calendar.Years, year)
	}
	d.out.Calendar.Off = d.days(n.get("holidays"))
	d.out.Calendar.Work = d.days(n.get("workdays"))
	for _, p := range n.get("workdays").list() {
		if day, err := fact.ParseDate(p.text); err == nil && slices.Contains(d.out.Calendar.Off, day) {
			d.add(diag.NotTogether, p.span, "a", "holidays: "+p.text, "b", "workdays: "+p.text)
		}
	}
}

// days reads a list of days, each within a year that the calendar covers.
func (d *decoder) days(n *node) []fact.Date {
	var out []fact.Date
	for _, item := range n.list() {
		day, err := fact.ParseDate(item.text)
		if err != nil {
			continue // told by the shape
		}
		if !slices.Contains(d.out.Calendar.Years, day.Year()) {
			d.add(diag.BadValue, item.span, "key", "calendar", "value", item.text, "want", "years")
		}
		out = append(out, day)
	}
	return out
}
