package roster

import "slate/engine/fact"

// ChildTable is a table of rows that belong to a person; a rule file's `from` makes one fact of
// many rows.
type ChildTable struct {
	Name   string
	Fields []fact.Field
}

// ChildTables returns the tables that `from … of` may name, with the columns that `where` may
// read. Money is in 万元, shares in percent.
func ChildTables() []ChildTable {
	day := func(name string) fact.Field { return fact.Field{Name: name, Type: fact.Type{Kind: fact.Day}} }
	text := func(name string) fact.Field { return fact.Field{Name: name, Type: fact.Type{Kind: fact.Text}} }
	whole := func(name string) fact.Field { return fact.Field{Name: name, Type: fact.Type{Kind: fact.Integer}} }
	money := func(name string) fact.Field {
		return fact.Field{Name: name, Type: fact.Type{Kind: fact.Money, Unit: "万元"}}
	}
	share := fact.Field{Name: "share", Type: fact.Type{Kind: fact.Decimal, Unit: "%"}}
	holding := []fact.Field{text("enterprise"), text("role"), share, day("from"), day("to")}
	return []ChildTable{
		{Name: "enterprises", Fields: append(holding[:len(holding):len(holding)], text("region"), text("industry"), text("ownership"), day("registered"))},
		{Name: "yearly", Fields: append(holding[:len(holding):len(holding)], whole("year"), money("tax"), money("tax_excluding_customs"), money("revenue"), money("donations"), whole("employees"))},
		{Name: "opinions", Fields: []fact.Field{text("department"), text("grade"), text("reason"), day("date"), day("valid_until"), text("reference")}},
		{Name: "honours", Fields: []fact.Field{text("honour"), text("level"), day("date")}},
		{Name: "appointments", Fields: []fact.Field{text("body"), text("level"), text("region"), text("sector"), text("post"), whole("term"), day("from"), day("to")}},
		{Name: "attendance", Fields: []fact.Field{text("body"), text("meeting"), text("status"), whole("sessions"), whole("attended"), day("date")}},
	}
}
