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

func (e *explainer) row(t *roster.ChildTable, r *roster.Row) string {
	return rowText(e.lang, e.r.Pool.Snapshot, t, r)
}

// rowText says what a row holds and where it came from.
func rowText(lang diag.Lang, s *roster.Snapshot, t *roster.ChildTable, r *roster.Row) string {
	var said []string
	for i, v := range r.Values {
		if !v.Known() {
			continue
		}
		f := &t.Fields[i]
		name, text := f.Label, show(lang, v, f.Type)
		if lang == diag.English {
			name = f.Name
		}
		if f.Name == "enterprise" {
			text = roster.Mask(text)
		}
		said = append(said, name+" "+text)
	}
	text := rowOrigin(lang, s, &r.Origin)
	if r.Holding != nil && r.Holding.Row > 0 {
		text = and(lang, []string{text, rowOrigin(lang, s, r.Holding)})
	}
	if text == "" {
		return and(lang, said)
	}
	return text + colon(lang) + and(lang, said)
}

// rowOrigin says where a row came from, "" for one that a case of a rule file states.
func rowOrigin(lang diag.Lang, s *roster.Snapshot, o *roster.RowOrigin) string {
	batches := s.Batches()
	if o.Batch < 0 || o.Batch >= len(batches) {
		return ""
	}
	b := &batches[o.Batch]
	return say(lang, wRow, "file", b.File, "row", count(o.Row), "department", b.Department, "on", b.AsOf.String())
}

// gap says what keeps a fact made of child rows unknown.
func (e *explainer) gap(t *roster.ChildTable, rows []roster.Row, g *aggregate.Gap) string {
	switch {
	case g.Row < 0 && g.Department != "":
		return say(e.lang, wLackingFrom, "table", g.Table, "day", g.Day.String(), "department", g.Department)
	case g.Row < 0:
		return say(e.lang, wLacking, "table", g.Table, "day", g.Day.String())
	}
	where := rowOrigin(e.lang, e.r.Pool.Snapshot, &rows[g.Row].Origin)
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

// RowsHeld adds to what is held of a person, as Told, the rows of child tables that hold now: s must have been read with them.
func RowsHeld(d *Document, s *roster.Snapshot, person int, lang diag.Lang) {
	for _, t := range roster.ChildTables() {
		rows := s.Rows(t.Name, person)
		if len(rows) == 0 {
			continue
		}
		d.heading(tableName(&t, lang))
		for i := range rows {
			d.text(rowText(lang, s, &t, &rows[i]))
		}
	}
}
