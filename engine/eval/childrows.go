package eval

import (
	"slate/engine/aggregate"
	"slate/engine/fact"
)

// childRows compiles the aggregates of `from` over the child tables of the roster.
func (c *compiler) childRows() {
	var params []aggregate.Param
	for i := range c.p.Names {
		if n := &c.p.Names[i]; n.Kind == ParamName && n.Param != nil {
			params = append(params, aggregate.Param{Name: n.Name, Type: n.Type, Value: n.Param.Value})
		}
	}
	c.p.aggregates = make([]*aggregate.Aggregate, len(c.p.Rules.Facts))
	for i, f := range c.p.Rules.Facts {
		if f.From == nil || f.From.Aggregate == "" {
			continue
		}
		a, list := aggregate.Compile(f, params, c.p.day)
		c.list = append(c.list, list...)
		c.p.aggregates[i] = a
		for _, p := range params {
			if a != nil && a.Uses(p.Name) {
				c.used[p.Name] = true
			}
		}
	}
}

// made computes a fact that is made of child rows. A value that stands in the column, as a case of a rule file states one,
// goes before.
func (j *Judgement) made(slot int, stated fact.Value) fact.Value {
	view := j.Pool.views[slot]
	if view == nil || stated.Known() || stated.Why() != fact.NotSupplied {
		return stated
	}
	f := j.Program().Names[slot].Field
	v, on := view.Value(j.Person, &j.scratch)
	switch {
	case v.IsNumber() && f.Domain != nil && !f.Domain.Contains(v.Number()):
		return fact.Missing(fact.OutOfDomain)
	case v.Known() && !f.MaxAge.IsZero() && !on.IsZero() && j.Program().Cutoff.Compare(on.Add(f.MaxAge)) >= 0:
		return fact.Missing(fact.Expired)
	}
	return v
}

// Rows returns what made a fact that is made of child rows, or what keeps it unknown; ok is false for other facts and for
// one that a case of a rule file states.
func (j *Judgement) Rows(slot int) (r aggregate.Result, ok bool) {
	if slot >= len(j.Pool.views) || j.Pool.views[slot] == nil {
		return r, false
	}
	if c := j.Pool.columns[slot]; c != nil && c.Value(j.Person).Known() {
		return r, false
	}
	return j.Pool.views[slot].Explain(j.Person), true
}
