package report

import (
	"slate/engine/aggregate"
	"slate/engine/diag"
	"slate/engine/eval"
	"slate/engine/roster"
)

// fewRows is how many rows are shown of a fact that is made of more, below the whole trace.
const fewRows = 5

// rows shows the child rows that made a fact, or what keeps it unknown.
func (e *explainer) rows(d *Document, slot, depth int) {
	made, ok := e.j.Rows(slot)
	if !ok {
		return
	}
	table, _ := roster.ChildTableNamed(e.p.Names[slot].Field.Table)
	rows := e.r.Pool.Snapshot.Rows(table.Name, e.j.Person)
	shown := made.Rows
	if len(shown) > fewRows && e.level < Trace {
		shown = shown[:fewRows]
	}
	for _, i := range shown {
		d.lines(Line{Depth: depth, Text: e.row(&table, &rows[i])})
	}
	if more := len(made.Rows) - len(shown); more > 0 {
		d.lines(Line{Depth: depth, Text: say(e.lang, wMoreRows, "n", count(more))})
	}
	if len(made.Rows) == 0 && len(made.Gaps) == 0 {
		d.lines(Line{Depth: depth, Text: say(e.lang, wNoRows, "table", tableName(&table, e.lang))})
	}
	for _, g := range made.Gaps {
		d.lines(Line{Depth: depth, Text: e.gap(&table, rows, &g)})
	}
}

// uses shows the rows of the facts that a formula looks at.
func (e *explainer) uses(d *Document, slots []int, depth int) {
	for _, slot := range slots {
		if e.p.Names[slot].Kind != eval.FactName {
			continue
		}
		if _, ok := e.j.Rows(slot); ok {
			d.lines(Line{Depth: depth, Text: e.p.Names[slot].Name + " = " + e.value(slot)})
			e.rows(d, slot, depth+1)
		}
	}
}

func tableName(t *roster.ChildTable, lang diag.Lang) string {
	if lang == diag.English {
		return t.Name
	}
	return t.Label
}

// row says what a row holds and where it came from.
func (e *explainer) row(t *roster.ChildTable, r *roster.Row) string {
	var said []string
	for i, v := range r.Values {
		if !v.Known() {
			continue
		}
		f := &t.Fields[i]
		name, text := f.Label, show(e.lang, v, f.Type)
		if e.lang == diag.English {
			name = f.Name
		}
		if f.Name == "enterprise" {
			text = roster.Mask(text)
		}
		said = append(said, name+" "+text)
	}
	text := e.rowOrigin(&r.Origin)
	if r.Holding != nil && r.Holding.Row > 0 {
		text = and(e.lang, []string{text, e.rowOrigin(r.Holding)})
	}
	if text == "" {
		return and(e.lang, said)
	}
	return text + colon(e.lang) + and(e.lang, said)
}

// origin says where a row came from, "" for one that a case of a rule file states.
func (e *explainer) rowOrigin(o *roster.RowOrigin) string {
	batches := e.r.Pool.Snapshot.Batches()
	if o.Batch < 0 || o.Batch >= len(batches) {
		return ""
	}
	b := &batches[o.Batch]
	return say(e.lang, wRow, "file", b.File, "row", count(o.Row), "department", b.Department, "on", b.AsOf.String())
}

// gap says what keeps a fact made of child rows unknown.
func (e *explainer) gap(t *roster.ChildTable, rows []roster.Row, g *aggregate.Gap) string {
	switch {
	case g.Row < 0 && g.Department != "":
		return say(e.lang, wLackingFrom, "table", g.Table, "day", g.Day.String(), "department", g.Department)
	case g.Row < 0:
		return say(e.lang, wLacking, "table", g.Table, "day", g.Day.String())
	}
	where := e.rowOrigin(&rows[g.Row].Origin)
	if g.Field < 0 {
		return say(e.lang, wOpenRow, "row", where)
	}
	field := t.Fields[g.Field].Label
	if e.lang == diag.English {
		field = t.Fields[g.Field].Name
	}
	if rows[g.Row].Values[g.Field].Known() {
		return say(e.lang, wContradicts, "row", where, "field", field)
	}
	return say(e.lang, wEmptyCell, "row", where, "field", field)
}
