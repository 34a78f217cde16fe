// Package aggregate makes one fact of a person's child rows: sum, count, min, max, latest, longest_run, current_run.
//
// Rows say what happened; a department's statement that a period is complete says that nothing else did. Without it nobody
// can know that a sum is the whole sum, so an aggregate is missing as soon as a row that it might need could be
// lacking. Whether it could is found by asking `where` itself: for every day before the cut-off date that no
// statement covers, `where` is computed for a row of that day of which nothing else is known; when it is not certainly
// false, such a row might count. Within covered days a cell that is empty, or a condition that stays unknown, makes
// the aggregate missing too: never a smaller sum.
package aggregate

import (
	"slices"
	"strings"

	"slate/engine/diag"
	"slate/engine/fact"
	"slate/engine/formula"
	"slate/engine/roster"
	"slate/engine/ruleset"
)

// Aggregate is the `from` of one fact, compiled. It is immutable and safe for concurrent use.
type Aggregate struct {
	fact    *ruleset.Fact
	table   roster.ChildTable
	field   int // −1 for rows
	when    int
	from    int // of a table with periods, −1 otherwise
	to      int
	once    []int
	where   *formula.Formula // nil: every row
	params  []fact.Value     // read by where behind the fields
	day     formula.Day
	factor  fact.Number // from the unit of the field to that of the fact
	convert bool
}

// Param is a parameter that `where` may read, with its value on the cut-off date.
type Param struct {
	Name  string
	Type  fact.Type
	Value fact.Value
}

// Compile prepares the `from` of a fact whose table is one of roster.ChildTables. Everything wrong is in the list, and
// the Aggregate is nil when anything is. Of a parameter named like a field of the table, `where` reads the field.
func Compile(f *ruleset.Fact, params []Param, day formula.Day) (*Aggregate, diag.List) {
	table, ok := roster.ChildTableNamed(f.From.Table)
	if !ok {
		return nil, nil // told when the file was read
	}
	a := &Aggregate{fact: f, table: table, field: -1, when: table.Field(table.When), from: table.Field("from"), to: table.Field("to"), day: day}
	for _, name := range table.Once {
		a.once = append(a.once, table.Field(name))
	}
	var list diag.List
	if f.From.Where != nil {
		a.compileWhere(params, &list)
	}
	a.check(&list)
	if list.HasErrors() {
		return nil, list
	}
	return a, list
}

func (a *Aggregate) compileWhere(params []Param, list *diag.List) {
	scope := formula.Scope{}
	for i, p := range params {
		scope[p.Name] = formula.Name{Slot: len(a.table.Fields) + i, Type: p.Type}
		a.params = append(a.params, p.Value)
	}
	for i, field := range a.table.Fields {
		scope[field.Name] = formula.Name{Slot: i, Type: field.Type}
	}
	src := a.fact.From.Where
	f, problems := formula.Compile(formula.Source{Text: src.Text, Span: src.Sub}, scope, fact.Type{Kind: fact.Boolean})
	*list = append(*list, problems...)
	a.where = f
}

// check finds the field and holds what the aggregate gives against the type of the fact.
func (a *Aggregate) check(list *diag.List) {
	f := a.fact
	if !f.MaxAge.IsZero() && f.From.Aggregate != "latest" {
		list.Add(diag.New(diag.NotTogether, f.From.Span, "a", "max_age", "b", f.From.Aggregate))
	}
	if f.From.Field == "*" && f.From.Aggregate == "count" {
		a.fits(list, fact.Type{Kind: fact.Integer})
		return
	}
	if a.field = a.table.Field(f.From.Field); a.field < 0 {
		var names []string
		for _, field := range a.table.Fields {
			names = append(names, field.Name)
		}
		d := diag.New(diag.BadValue, f.From.Span, "key", f.From.Aggregate, "value", f.From.Field, "want", strings.Join(names, ", "))
		if near, found := diag.Nearest(f.From.Field, names); found {
			d = d.WithHint(diag.DidYouMean, "name", near)
		}
		list.Add(d)
		return
	}
	got := a.table.Fields[a.field].Type
	wrong := func(want string) {
		list.Add(diag.New(diag.TypeMismatch, f.From.Span, "want", want, "got", got.Kind.String()))
	}
	switch f.From.Aggregate {
	case "count":
		got = fact.Type{Kind: fact.Integer}
	case "sum":
		if !got.Kind.Numeric() {
			wrong("decimal")
			return
		}
	case "min", "max":
		if !got.Kind.Numeric() && got.Kind != fact.Day {
			wrong("decimal")
			return
		}
	case "longest_run", "current_run":
		if got.Kind != fact.Integer && !a.periods() {
			wrong("int")
			return
		}
		got = fact.Type{Kind: fact.Integer}
	}
	a.fits(list, got)
}

// periods reports a run over the periods of rows, in full years, and not over whole numbers.
func (a *Aggregate) periods() bool {
	way := a.fact.From.Aggregate
	return (way == "longest_run" || way == "current_run") && a.field >= 0 && a.field == a.from
}

// fits checks that what the aggregate gives can be the fact's value, its unit included. Things that are counted may be
// given any unit.
func (a *Aggregate) fits(list *diag.List, got fact.Type) {
	want := a.fact.Type
	same := got.Kind == want.Kind || got.Kind == fact.Text && want.Kind == fact.Choice ||
		got.Kind.Numeric() && want.Kind == fact.Decimal || got.Kind == fact.Integer && want.Kind == fact.Integer
	if !same {
		list.Add(diag.New(diag.TypeMismatch, a.fact.From.Span, "want", want.Kind.String(), "got", got.Kind.String()))
		return
	}
	if got.Unit == "" || got.Unit == want.Unit {
		return
	}
	switch got.Unit + ">" + want.Unit {
	case "万元>元":
		a.factor, a.convert = fact.Int(10000), true
	case "元>万元":
		a.factor, a.convert = fact.Ratio(1, 10000), true
	default:
		unit := want.Unit
		if unit == "" {
			unit = "1"
		}
		list.Add(diag.New(diag.UnitMismatch, a.fact.From.Span, "left", got.Unit, "right", unit).WithHint(diag.SameUnit))
	}
}

// Uses reports whether `where` reads a parameter.
func (a *Aggregate) Uses(param string) bool {
	return a.where != nil && slices.ContainsFunc(a.where.Nodes, func(n formula.Node) bool {
		return n.Op == formula.NameRef && n.Name == param && n.Slot >= len(a.table.Fields)
	})
}

// Table returns the child table.
func (a *Aggregate) Table() roster.ChildTable { return a.table }

// Gap is what keeps an aggregate unknown.
type Gap struct {
	Row   int       // number of the row among the person's, −1 where rows may be lacking
	Field int       // the cell of the row that is empty or contradicted; −1 for rows that may be lacking
	Table string    // the table whose rows may be lacking
	Day   fact.Date // the last day for which they may
	// Department must state that the table is complete; "" where anybody may.
	Department string
}

// Result is an aggregate of one person and what made it.
type Result struct {
	Value fact.Value
	On    fact.Date // of latest: the day of its row
	Rows  []int     // the rows that count, among Snapshot.Rows of the person; of rows about one thing, the first
	Gaps  []Gap     // where the value is missing
}

// View is an aggregate laid over a snapshot. It is immutable and safe for concurrent use.
type View struct {
	*Aggregate
	snapshot *roster.Snapshot
	lacking  *Gap // nil where everything that can count is covered
}

// Over lays an aggregate over a snapshot.
func (a *Aggregate) Over(s *roster.Snapshot) *View {
	v := &View{Aggregate: a, snapshot: s}
	v.lacking = v.uncovered()
	return v
}

// Scratch is room for one goroutine to compute in.
type Scratch struct {
	names, regs []fact.Value
	truths      []fact.Truth
}

// truth computes `where` for the values of a row, in which open says that an empty `to` has not ended.
func (a *Aggregate) truth(values []fact.Value, open bool, s *Scratch) fact.Truth {
	if a.where == nil {
		return fact.True
	}
	s.names = append(append(s.names[:0], values...), a.params...)
	if open && a.to >= 0 && !values[a.to].Known() {
		s.names[a.to] = fact.OfDate(never)
	}
	if n := len(a.where.Nodes); len(s.regs) < n {
		s.regs = make([]fact.Value, n)
	}
	return formula.TruthOf(a.where.Eval(s.names, a.day, s.regs[:len(a.where.Nodes)]))
}

// never is the day on which a period ends that has not ended.
var never, _ = fact.NewDate(9999, 12, 31)

// Value computes the aggregate of a person; on is the day of the row where it is the latest.
func (v *View) Value(person int, s *Scratch) (value fact.Value, on fact.Date) {
	if v.lacking != nil {
		return fact.Missing(fact.NotSupplied), fact.Date{}
	}
	r := Result{}
	v.compute(v.snapshot.Rows(v.table.Name, person), s, &r, false)
	return r.Value, r.On
}

// Explain computes the aggregate of a person with the rows that made it, or what keeps it unknown.
func (v *View) Explain(person int) Result {
	r := Result{}
	v.compute(v.snapshot.Rows(v.table.Name, person), &Scratch{}, &r, true)
	if v.lacking != nil {
		r.Value, r.On = fact.Missing(fact.NotSupplied), fact.Date{}
		r.Gaps = append([]Gap{*v.lacking}, r.Gaps...)
	}
	return r
}

func (v *View) compute(rows []roster.Row, s *Scratch, r *Result, trace bool) {
	s.truths = s.truths[:0]
	for i := range rows {
		t := v.truth(rows[i].Values, true, s)
		s.truths = append(s.truths, t)
		if trace && t == fact.True {
			r.Rows = append(r.Rows, i)
		}
	}
	c := counting{View: v, rows: rows, truths: s.truths, r: r, trace: trace}
	if c.known() {
		r.Value = c.result()
	}
	if trace && (v.fact.From.Aggregate == "count" || v.fact.From.Aggregate == "sum") {
		r.Rows = slices.DeleteFunc(r.Rows, func(i int) bool { return !c.first(i) })
	}
	r.Value = v.finish(r.Value)
}

// finish turns what came out into a value of the fact.
func (a *Aggregate) finish(value fact.Value) fact.Value {
	if a.convert && value.IsNumber() {
		n, err := value.Number().Mul(a.factor)
		if err != nil {
			return fact.Missing(fact.Overflow)
		}
		return fact.OfNumber(n)
	}
	if a.fact.Type.Kind == fact.Choice && value.IsText() && !slices.Contains(a.fact.Type.Values, value.Text()) {
		return fact.Missing(fact.OutOfDomain)
	}
	return value
}
