package eval

import (
	"strings"

	"slate/engine/diag"
	"slate/engine/fact"
	"slate/engine/formula"
	"slate/engine/roster"
	"slate/engine/ruleset"
)

// childRows checks `from` aggregates against the child tables of the roster: the field must exist, the
// aggregate must make a value of the fact's type, and `where` must be a condition over the table's columns.
func (c *compiler) childRows() {
	for _, f := range c.p.Rules.Facts {
		if f.From == nil || f.From.Aggregate == "" {
			continue
		}
		for _, t := range roster.ChildTables() {
			if t.Name == f.From.Table {
				c.childRow(f, t)
			}
		}
	}
}

func (c *compiler) childRow(f *ruleset.Fact, t roster.ChildTable) {
	scope := formula.Scope{}
	var names []string
	for i, field := range t.Fields {
		scope[field.Name] = formula.Name{Slot: i, Type: field.Type}
		names = append(names, field.Name)
	}
	if f.From.Where != nil {
		regs := c.p.regCount
		c.compileIn(*f.From.Where, scope, truthType)
		c.p.regCount = regs
	}
	if f.From.Field == "*" && f.From.Aggregate == "count" {
		c.aggregateType(f, fact.Type{Kind: fact.Integer})
		return
	}
	name, ok := scope[f.From.Field]
	if !ok {
		d := diag.New(diag.BadValue, f.From.Span, "key", f.From.Aggregate, "value", f.From.Field, "want", strings.Join(names, ", "))
		if near, found := diag.Nearest(f.From.Field, names); found {
			d = d.WithHint(diag.DidYouMean, "name", near)
		}
		c.list.Add(d)
		return
	}
	typ := name.Type
	if f.From.Aggregate == "count" || f.From.Aggregate == "longest_run" {
		typ = fact.Type{Kind: fact.Integer}
	}
	c.aggregateType(f, typ)
}

// aggregateType checks that what an aggregate gives can be the fact's value.
func (c *compiler) aggregateType(f *ruleset.Fact, got fact.Type) {
	same := got.Kind == f.Type.Kind ||
		got.Kind.Numeric() && f.Type.Kind.Numeric() ||
		got.Kind == fact.Text && f.Type.Kind == fact.Choice
	if !same || f.From.Aggregate == "sum" && !got.Kind.Numeric() {
		c.list.Add(diag.New(diag.TypeMismatch, f.From.Span, "want", f.Type.Kind.String(), "got", got.Kind.String()))
	}
}
