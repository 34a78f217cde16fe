package eval

import (
	"sort"

	"slate/engine/diag"
	"slate/engine/fact"
	"slate/engine/formula"
	"slate/engine/ruleset"
)

// Compile prepares a ruleset for one cut-off date; a zero date means the ruleset's own.
// Everything wrong with its expressions, names and dates is in the list; the Program is nil
// when there is an error. A ruleset that Load reported errors for may be given too,
// to find the rest of them.
func Compile(rs *ruleset.Ruleset, cutoff fact.Date) (*Program, diag.List) {
	if cutoff.IsZero() {
		cutoff = rs.Meta.Cutoff
	}
	c := &compiler{
		p:    &Program{Rules: rs, Cutoff: cutoff, scope: formula.Scope{}, wheres: map[*ruleset.Text]*formula.Formula{}},
		used: map[string]bool{},
	}
	c.p.day = formula.Day{Cutoff: cutoff, Leap: rs.Meta.LeapDay, Work: rs.Calendar}
	c.checkCutoff()
	c.names()
	c.steps()
	c.tiers()
	c.score()
	c.ranking()
	c.bodies()
	c.childRows()
	c.unused()
	if c.list.HasErrors() || len(c.p.Tiers) == 0 {
		return nil, c.list // a file without tiers was reported when it was read
	}
	return c.p, c.list
}

// compiler gathers a Program and what is wrong with its ruleset.
type compiler struct {
	p    *Program
	list diag.List
	used map[string]bool // names that some expression reads
}

func (c *compiler) checkCutoff() {
	m := &c.p.Rules.Meta
	switch {
	case c.p.Cutoff.IsZero():
		c.list.Add(diag.New(diag.CutoffMissing, m.Span))
	case !within(c.p.Cutoff, m.From, m.To):
		c.list.Add(diag.New(diag.OutsideEffective, m.Span,
			"cutoff", c.p.Cutoff.String(), "from", dayOrOpen(m.From), "to", dayOrOpen(m.To)))
	}
}

func dayOrOpen(d fact.Date) string {
	if d.IsZero() {
		return "…"
	}
	return d.String()
}

// within reports whether a day lies in a period whose ends are included and may be open.
func within(day, from, to fact.Date) bool {
	return (from.IsZero() || day.Compare(from) >= 0) && (to.IsZero() || day.Compare(to) <= 0)
}

// names gives every name its slot: facts first, in file order, so that a fact's slot is its number.
func (c *compiler) names() {
	rs := c.p.Rules
	for _, f := range rs.Facts {
		c.name(Name{Name: f.Name, Label: f.Label, Kind: FactName, Type: f.Type, Field: &f.Field, Span: f.Span})
	}
	for _, q := range rs.Params {
		n := Name{Name: q.Name, Label: q.Label, Kind: ParamName, Type: q.Type, Param: inForce(q, c.p.Cutoff), Span: q.Span}
		if n.Param == nil && !c.p.Cutoff.IsZero() {
			c.list.Add(diag.New(diag.NoParamValue, q.Span, "name", q.Name, "cutoff", dayOrOpen(c.p.Cutoff)).WithHint(diag.AddRow))
		}
		c.name(n)
	}
	for _, d := range rs.Derives {
		c.p.Steps = append(c.p.Steps, Step{Derive: d, Slots: []int{len(c.p.Names)}})
		c.name(Name{Name: d.Name, Label: d.Label, Kind: DerivedName, Type: d.Type, Step: len(c.p.Steps) - 1, Span: d.Span})
	}
	for _, t := range rs.Classifies {
		step := Step{Classify: t}
		for i, o := range t.Outputs {
			step.Slots = append(step.Slots, len(c.p.Names))
			c.name(Name{Name: o.Name, Label: o.Label, Kind: OutputName, Type: t.NameType(i), Step: len(c.p.Steps), Span: o.Span})
		}
		c.p.Steps = append(c.p.Steps, step)
	}
}

func (c *compiler) name(n Name) {
	c.p.scope[n.Name] = formula.Name{Slot: len(c.p.Names), Type: n.Type}
	c.p.Names = append(c.p.Names, n)
}

// inForce returns the row of a parameter that applies on a day, or nil.
func inForce(p *ruleset.Param, day fact.Date) *ruleset.ParamValue {
	var row *ruleset.ParamValue
	for i := range p.Values {
		if p.Values[i].From.Compare(day) <= 0 {
			row = &p.Values[i]
		}
	}
	return row
}

// compile adds an expression to the program and gives its parts their registers.
func (c *compiler) compile(t ruleset.Text, want fact.Type) code {
	return c.compileIn(t, c.p.scope, want)
}

func (c *compiler) compileIn(t ruleset.Text, scope formula.Scope, want fact.Type) code {
	f, list := formula.Compile(formula.Source{Text: t.Text, Span: t.Sub}, scope, want)
	c.list = append(c.list, list...)
	if f == nil {
		return code{}
	}
	for i := range f.Nodes {
		if f.Nodes[i].Op == formula.NameRef {
			c.used[f.Nodes[i].Name] = true
		}
	}
	placed := code{formula: f, base: c.p.regCount}
	c.p.regCount += len(f.Nodes)
	return placed
}

var truthType = fact.Type{Kind: fact.Boolean}

// lookup finds a name that stands alone in the file, outside an expression.
func (c *compiler) lookup(t ruleset.Text) (slot int, ok bool) {
	if n, found := c.p.scope[t.Text]; found {
		c.used[t.Text] = true
		return n.Slot, true
	}
	d := diag.New(diag.UnknownName, t.Span, "name", t.Text)
	if near, found := diag.Nearest(t.Text, c.known()); found {
		d = d.WithHint(diag.DidYouMean, "name", near)
	}
	c.list.Add(d)
	return 0, false
}

func (c *compiler) known() []string {
	names := make([]string, len(c.p.Names))
	for i := range c.p.Names {
		names[i] = c.p.Names[i].Name
	}
	return names
}

// steps compiles derived values and decision tables and puts each after what it needs.
func (c *compiler) steps() {
	for i := range c.p.Steps {
		s := &c.p.Steps[i]
		if s.Derive != nil {
			s.code = c.compile(s.Derive.Expr, s.Derive.Type)
			c.derivedUnit(s)
			continue
		}
		s.table = c.table(s.Classify)
	}
	order, cycle := c.order()
	if cycle != nil {
		c.list.Add(diag.New(diag.Cycle, c.stepSpan(cycle[0]), "path", c.path(cycle)))
		return
	}
	sorted := make([]Step, len(order))
	position := make([]int, len(order))
	for to, from := range order {
		sorted[to] = c.p.Steps[from]
		position[from] = to
	}
	c.p.Steps = sorted
	for i := range c.p.Names {
		if k := c.p.Names[i].Kind; k == DerivedName || k == OutputName {
			c.p.Names[i].Step = position[c.p.Names[i].Step]
		}
	}
}

// derivedUnit checks that a derived value does not lose the unit of what it is computed from.
func (c *compiler) derivedUnit(s *Step) {
	if s.formula == nil || s.Derive.Type.Unit != "" || s.formula.Nodes[s.formula.Root()].Bare {
		return
	}
	if got := s.formula.Type().Unit; got != "" {
		t := s.Derive.Expr
		c.list.Add(diag.New(diag.UnitMismatch, t.Sub(0, len([]rune(t.Text))), "left", got, "right", "1").WithHint(diag.SameUnit))
	}
}

func (c *compiler) stepSpan(i int) diag.Span { return c.p.Names[c.p.Steps[i].Slots[0]].Span }

func (c *compiler) path(steps []int) string {
	path := ""
	for _, s := range steps {
		path += c.p.Names[c.p.Steps[s].Slots[0]].Name + " → "
	}
	return path + c.p.Names[c.p.Steps[steps[0]].Slots[0]].Name
}

// order sorts the steps so that each follows those it reads, keeping file order otherwise;
// or returns the steps of a cycle.
func (c *compiler) order() (order, cycle []int) {
	const (
		fresh = iota
		open
		done
	)
	state := make([]int, len(c.p.Steps))
	var stack []int
	var visit func(i int) bool
	visit = func(i int) bool {
		switch state[i] {
		case done:
			return true
		case open:
			for k, s := range stack {
				if s == i {
					cycle = append([]int(nil), stack[k:]...)
				}
			}
			return false
		}
		state[i] = open
		stack = append(stack, i)
		for _, slot := range c.p.Steps[i].reads() {
			n := &c.p.Names[slot]
			if (n.Kind == DerivedName || n.Kind == OutputName) && !visit(n.Step) {
				return false
			}
		}
		stack = stack[:len(stack)-1]
		state[i] = done
		order = append(order, i)
		return true
	}
	for i := range c.p.Steps {
		if !visit(i) {
			return nil, cycle
		}
	}
	return order, nil
}

// reads returns the slots a step reads.
func (s *Step) reads() []int {
	if s.Derive == nil {
		return s.table.reads()
	}
	if s.formula == nil {
		return nil
	}
	return s.formula.Uses()
}

// bodies checks the expressions of the bodies against the names; filling seats is package arrange's.
func (c *compiler) bodies() {
	for _, b := range c.p.Rules.Bodies {
		c.check(b.Where, truthType)
		for _, q := range b.Quotas {
			c.check(q.Where, truthType)
			c.check(q.ShareOf, truthType)
			if q.Per.Text != "" {
				c.lookup(q.Per)
			}
		}
	}
}

// check compiles an expression for its problems alone.
func (c *compiler) check(t *ruleset.Text, want fact.Type) {
	if t == nil {
		return
	}
	regs := c.p.regCount
	if f := c.compile(*t, want).formula; f != nil {
		c.p.wheres[t] = f
	}
	c.p.regCount = regs
}

// unused warns of facts and parameters that nothing reads: nobody should supply, and nobody store, what no rule needs.
func (c *compiler) unused() {
	for _, t := range c.p.Rules.Print.Names() {
		c.used[t.Text] = true
	}
	for i := range c.p.Names {
		n := &c.p.Names[i]
		if (n.Kind == FactName || n.Kind == ParamName) && !c.used[n.Name] {
			c.list.Add(diag.New(diag.UnusedName, n.Span, "name", n.Name).WithHint(diag.RemoveIt))
		}
	}
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}
