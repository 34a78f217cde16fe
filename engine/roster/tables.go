package roster

import (
	"slices"

	"slate/engine/fact"
)

// ChildTable is a table of rows that belong to a person; a rule file's `from` makes one fact of
// many rows.
type ChildTable struct {
	Name, Label string
	Fields      []fact.Field // by name; the label is the heading in Chinese
	// Key names the fields that tell two rows of one person apart: a later row with the same key replaces the earlier.
	Key []string
	// When names the field that says when a row happened: a day, or a year. Coverage is stated in it.
	When string
	// Once names the fields that make one thing of several rows: a firm in which a person has two roles is one firm. Nil
	// where every row is its own.
	Once []string
	// Joined counts the leading fields, after the first, that come from the person's rows of `enterprises`; the table
	// itself is of enterprises and not of people. 0 elsewhere.
	Joined int
}

// ChildTables returns the tables that `from … of` may name, with the columns that `where` may
// read. Money is in 万元, shares in percent. An empty `to` is a period that has not ended.
func ChildTables() []ChildTable { return childTables }

// ChildTableNamed returns a table by name.
func ChildTableNamed(name string) (ChildTable, bool) {
	i := slices.IndexFunc(childTables, func(t ChildTable) bool { return t.Name == name })
	if i < 0 {
		return ChildTable{}, false
	}
	return childTables[i], true
}

// Field returns the number of a field, −1 for none.
func (t *ChildTable) Field(name string) int {
	return slices.IndexFunc(t.Fields, func(f fact.Field) bool { return f.Name == name })
}

// own reports whether a file of the table has a column for a field.
func (t *ChildTable) own(field int) bool { return field == 0 || field > t.Joined }

var childTables = newChildTables()

func newChildTables() []ChildTable {
	field := func(kind fact.Kind, unit string) func(name, label string) fact.Field {
		return func(name, label string) fact.Field {
			return fact.Field{Name: name, Label: label, Type: fact.Type{Kind: kind, Unit: unit}}
		}
	}
	day, text, money := field(fact.Day, ""), field(fact.Text, ""), field(fact.Money, "万元")
	within := func(f fact.Field, lo, hi int64) fact.Field {
		f.Domain = &fact.Interval{Lo: fact.Int(lo), Hi: fact.Int(hi), HasLo: true, HasHi: true}
		return f
	}
	whole := func(name, label string) fact.Field {
		return within(field(fact.Integer, "")(name, label), 0, 100_000_000)
	}
	share := within(field(fact.Decimal, "%")("share", "持股比例"), 0, 100)
	holding := []fact.Field{text("enterprise", "统一社会信用代码"), text("role", "职务"), share, day("from", "任职起"), day("to", "任职止")}
	return []ChildTable{
		{Name: "enterprises", Label: "企业任职", When: "from", Key: []string{"enterprise", "role", "from"}, Once: []string{"enterprise"},
			Fields: append(holding[:len(holding):len(holding)], text("region", "注册地"), text("industry", "行业"), text("ownership", "经济类型"), day("registered", "注册日期"))},
		{Name: "yearly", Label: "企业年度数据", When: "year", Key: []string{"enterprise", "year"}, Once: []string{"enterprise", "year"}, Joined: len(holding) - 1,
			Fields: append(holding[:len(holding):len(holding)], within(whole("year", "年度"), 1900, 2100), money("tax", "纳税额"), money("tax_excluding_customs", "纳税额不含海关"),
				money("revenue", "营业收入"), money("donations", "捐赠额"), whole("employees", "职工人数"))},
		{Name: "opinions", Label: "部门意见", When: "date", Key: []string{"department", "date", "reference"},
			Fields: []fact.Field{text("department", "部门"), text("grade", "等次"), text("reason", "理由"), day("date", "日期"), day("valid_until", "有效期至"), text("reference", "文号")}},
		{Name: "honours", Label: "荣誉", When: "date", Key: []string{"honour", "date"},
			Fields: []fact.Field{text("honour", "荣誉名称"), text("level", "级别"), day("date", "授予日期")}},
		{Name: "appointments", Label: "任职安排", When: "from", Key: []string{"body", "post", "term", "from"},
			Fields: []fact.Field{text("body", "机构"), text("level", "级别"), text("region", "地区"), text("sector", "界别"), text("post", "职务"), whole("term", "届次"), day("from", "任职起"), day("to", "任职止")}},
		{Name: "attendance", Label: "出席情况", When: "date", Key: []string{"body", "meeting", "date"},
			Fields: []fact.Field{text("body", "机构"), text("meeting", "会议"), text("status", "出席状态"), whole("sessions", "应到次数"), whole("attended", "实到次数"), day("date", "会议日期")}},
	}
}
