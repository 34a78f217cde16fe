package formula

import (
	"strings"

	"slate/engine/fact"
)

// Eval computes every part of the formula for one person and returns the whole's
// value. names holds the values by slot; out, as long as Nodes, receives the value of
// each part and is the trace. Nothing is skipped: both branches of a choice and both
// sides of `and` are computed, so that the trace has an answer for every part.
func (f *Formula) Eval(names []fact.Value, day Day, out []fact.Value) fact.Value {
	for i := range f.Nodes {
		n := &f.Nodes[i]
		switch n.Op {
		case Const:
			out[i] = n.Value
		case NameRef:
			out[i] = names[n.Slot]
		case Cutoff:
			out[i] = fact.OfDate(day.Cutoff)
		case And, Or, Not, In, InList, If:
			out[i] = n.logic(out)
		default:
			out[i] = n.strict(out, day)
		}
	}
	return out[f.Root()]
}

// TruthOf reads a value as true, false or unknown.
func TruthOf(v fact.Value) fact.Truth {
	if !v.Known() {
		return fact.Unknown
	}
	if v.Bool() {
		return fact.True
	}
	return fact.False
}

func valueOf(t fact.Truth) fact.Value {
	if t == fact.Unknown {
		return fact.Missing(fact.Waiting)
	}
	return fact.OfBool(t == fact.True)
}

// logic computes the operations that can be settled while an argument is unknown.
func (n *Node) logic(out []fact.Value) fact.Value {
	switch n.Op {
	case And:
		return valueOf(TruthOf(out[n.Args[0]]).And(TruthOf(out[n.Args[1]])))
	case Or:
		return valueOf(TruthOf(out[n.Args[0]]).Or(TruthOf(out[n.Args[1]])))
	case Not:
		return valueOf(TruthOf(out[n.Args[0]]).Not())
	case In:
		return n.in(out)
	case InList:
		return inList(out[n.Args[0]], out[n.Args[1]])
	}
	return n.choose(out)
}

func (n *Node) in(out []fact.Value) fact.Value {
	left := out[n.Args[0]]
	if !left.Known() {
		return fact.Missing(fact.Waiting)
	}
	t := fact.False
	for _, a := range n.Args[1:] {
		m := out[a]
		if !m.Known() {
			t = t.Or(fact.Unknown)
		} else if m.Equal(left) {
			t = fact.True
		}
	}
	return valueOf(t)
}

func inList(member, list fact.Value) fact.Value {
	if !member.Known() || !list.Known() {
		return fact.Missing(fact.Waiting)
	}
	for _, m := range list.List() {
		if m.Equal(member) {
			return fact.OfBool(true)
		}
	}
	return fact.OfBool(false)
}

// choose computes `cond ? a : b`. While the condition is unknown the value is known only
// if it is the same either way.
func (n *Node) choose(out []fact.Value) fact.Value {
	yes, no := out[n.Args[1]], out[n.Args[2]]
	switch TruthOf(out[n.Args[0]]) {
	case fact.True:
		return yes
	case fact.False:
		return no
	}
	if yes.Known() && no.Known() && yes.Equal(no) {
		return yes
	}
	return fact.Missing(fact.Waiting)
}

// strict computes the operations that are unknown as soon as an argument is.
func (n *Node) strict(out []fact.Value, day Day) fact.Value {
	for _, a := range n.Args {
		if !out[a].Known() {
			return fact.Missing(fact.Waiting)
		}
	}
	a := out[n.Args[0]]
	var b fact.Value
	if len(n.Args) > 1 {
		b = out[n.Args[1]]
	}
	switch n.Op {
	case Eq:
		return fact.OfBool(a.Equal(b))
	case Ne:
		return fact.OfBool(!a.Equal(b))
	case Lt, Le, Gt, Ge:
		return fact.OfBool(holds(n.Op, compare(a, b)))
	case Contains:
		return fact.OfBool(strings.Contains(a.Text(), b.Text()))
	case StartsWith:
		return fact.OfBool(strings.HasPrefix(a.Text(), b.Text()))
	case EndsWith:
		return fact.OfBool(strings.HasSuffix(a.Text(), b.Text()))
	case Matches:
		return fact.OfBool(n.pattern.MatchString(a.Text()))
	case Age, YearsBetween, MonthsBetween, DaysBetween, YearsBefore, YearsAfter, Year:
		return n.calendar(a, b, day)
	case DaysBefore, DaysAfter, WorkdaysBefore, WorkdaysAfter:
		return n.shifted(dateOf(a), b.Number(), day.Work)
	case SeatsAtMost:
		return seats(a.Text(), b.Number())
	}
	return n.number(out)
}

// compare orders two known values of one kind: numbers, dates or months.
func compare(a, b fact.Value) int {
	if a.IsNumber() {
		return a.Number().Cmp(b.Number())
	}
	return dateOf(a).Compare(dateOf(b))
}

// dateOf reads a date, or a month as its first day.
func dateOf(v fact.Value) fact.Date { return v.Date() }

func holds(op Op, cmp int) bool {
	switch op {
	case Lt:
		return cmp < 0
	case Le:
		return cmp <= 0
	case Gt:
		return cmp > 0
	}
	return cmp >= 0
}

func (n *Node) number(out []fact.Value) fact.Value {
	a := out[n.Args[0]].Number()
	switch n.Op {
	case Neg:
		return fact.OfNumber(a.Neg())
	case Abs:
		return fact.OfNumber(a.Abs())
	case Floor:
		return fact.OfNumber(a.Floor())
	case Ceil:
		return fact.OfNumber(a.Ceil())
	case Min, Max:
		return n.extreme(out)
	case Round:
		places, _ := out[n.Args[1]].Number().Int64()
		return fact.OfNumber(a.Round(int(places), fact.HalfUp))
	case Root:
		degree, _ := out[n.Args[1]].Number().Int64()
		places, _ := out[n.Args[2]].Number().Int64()
		return result(a.Root(int(degree), int(places)))
	}
	b := out[n.Args[1]].Number()
	switch n.Op {
	case Add:
		return result(a.Add(b))
	case Sub:
		return result(a.Sub(b))
	case Mul:
		return result(a.Mul(b))
	}
	return result(a.Quo(b))
}

func (n *Node) extreme(out []fact.Value) fact.Value {
	best := out[n.Args[0]]
	for _, a := range n.Args[1:] {
		cmp := out[a].Number().Cmp(best.Number())
		if n.Op == Min && cmp < 0 || n.Op == Max && cmp > 0 {
			best = out[a]
		}
	}
	return best
}

// result turns what arithmetic cannot give into an unknown value with its reason.
func result(v fact.Number, err error) fact.Value {
	switch err {
	case nil:
		return fact.OfNumber(v)
	case fact.ErrDivisionByZero:
		return fact.Missing(fact.DivisionByZero)
	case fact.ErrDomain:
		return fact.Missing(fact.NoRoot)
	}
	return fact.Missing(fact.Overflow)
}

// calendar computes the functions of dates. Years are shifted by whole numbers; a fraction of a year has no meaning.
func (n *Node) calendar(a, b fact.Value, day Day) fact.Value {
	from := dateOf(a)
	switch n.Op {
	case Age:
		on := day.Cutoff
		if len(n.Args) > 1 {
			on = dateOf(b)
		}
		return count(fact.YearsBetween(from, on, day.Leap))
	case YearsBetween:
		return count(fact.YearsBetween(from, dateOf(b), day.Leap))
	case MonthsBetween:
		return count(fact.MonthsBetween(from, dateOf(b)))
	case DaysBetween:
		return count(from.DaysUntil(dateOf(b)))
	case Year:
		return count(from.Year())
	}
	years, whole := b.Number().Int64()
	if n.Op == YearsBefore {
		years = -years
	}
	if year := int64(from.Year()) + years; !whole || year < 1 || year > 9999 {
		return fact.Missing(fact.Overflow)
	}
	return fact.OfDate(from.AddYears(int(years), day.Leap))
}

// shifted computes the day so many days, or working days, before or after another. Part of a day has no meaning.
func (n *Node) shifted(from fact.Date, by fact.Number, work fact.Calendar) fact.Value {
	days, whole := by.Int64()
	if !whole || days < -maxDays || days > maxDays {
		return fact.Missing(fact.Overflow)
	}
	if n.Op == DaysBefore || n.Op == WorkdaysBefore {
		days = -days
	}
	if n.Op == DaysBefore || n.Op == DaysAfter {
		return fact.OfDate(from.AddDays(int(days)))
	}
	to, ok := work.Add(from, int(days))
	if !ok {
		return fact.Missing(fact.NotSupplied) // the calendar does not reach so far
	}
	return fact.OfDate(to)
}

// maxDays is ten thousand years.
const maxDays = 3_652_500

// seats computes the most deputies that a congress may have. People are counted whole.
func seats(level string, population fact.Number) fact.Value {
	people, whole := population.Floor().Int64()
	if !whole || people < 0 {
		return fact.Missing(fact.OutOfDomain)
	}
	most, ok := fact.SeatsAtMost(level, people)
	if !ok {
		return fact.Missing(fact.OutOfDomain)
	}
	return fact.OfNumber(fact.Int(most))
}

func count(n int) fact.Value { return fact.OfNumber(fact.Int(int64(n))) }
