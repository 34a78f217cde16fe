package ruleset

import (
	"slate/engine/fact"
	"slate/engine/roster"
)

// RowGiven is one row of a child table that a case states.
type RowGiven struct {
	Table  roster.ChildTable
	Values []fact.Value // by field of the table; missing where the case says nothing
}

// rowsShape is what a case may state of the child tables: what it does not list did not happen.
func rowsShape() *element {
	var tables []key
	for _, t := range roster.ChildTables() {
		var fields []key
		for i, f := range t.Fields {
			if t.Joined > 0 && i > 0 && i <= t.Joined {
				continue // of the person's rows in `enterprises`
			}
			field := k(f.Name, a(kNullable), "Headed "+f.Label+" in tables.")
			field.required = f.Name == "enterprise" || f.Name == "year"
			fields = append(fields, field)
		}
		tables = append(tables, k(t.Name, listOf(object(t.Name+"Row", "A row of "+t.Name+".", fields...)), "Rows of "+t.Label+"."))
	}
	return object("rows", "Child rows of the person. With it every table is complete: what is not listed did not happen.", tables...)
}

// childRows reads the child rows of a case.
func (d *decoder) childRows(n *node) []RowGiven {
	var out []RowGiven
	for _, t := range roster.ChildTables() {
		for _, row := range n.get(t.Name).list() {
			g := RowGiven{Table: t, Values: make([]fact.Value, len(t.Fields))}
			for _, p := range row.entries() {
				if i := t.Field(p.key.text); i >= 0 {
					g.Values[i] = d.value(p.value, t.Fields[i].Type, p.key.text)
				}
			}
			out = append(out, g)
		}
	}
	return out
}
