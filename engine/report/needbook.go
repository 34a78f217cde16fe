package report

import (
	"slices"

	"slate/engine"
	"slate/engine/diag"
	"slate/engine/fact"
	"slate/engine/roster"
	"slate/engine/sheet"
)

// NeedBook is the work list as a workbook to fill in: a sheet for each department, a row for each person who lacks any of its
// facts, a column for each fact that somebody lacks. What is wanted is marked, with the reason; what is filled in can be
// imported as it is. Ids are written in full, since rows are joined by them. department, where not empty, is the only one
// whose sheet is made. ok is false where nothing is missing.
func NeedBook(r *engine.Result, department string, lang diag.Lang) (book sheet.Book, ok bool) {
	set := r.Pool.Program.Rules
	template, ok := Template(set, department, r.Pool.Program.Cutoff, lang)
	if !ok {
		return sheet.Book{}, false
	}
	book = sheet.Book{Title: template.Title, Pages: template.Pages[:1]}
	v := &formView{set: set, fields: set.Fields(), lang: lang}
	v.heads = roster.HeadingsFor(v.fields, lang == diag.English)
	for _, p := range template.Pages[2:] {
		if n := needs(r, v, &p); n > 0 {
			book.Pages = append(book.Pages, p)
		}
	}
	return book, len(book.Pages) > 1
}

// needs turns the empty sheet of a department into one with those people and facts that are wanted, and counts the people.
func needs(r *engine.Result, v *formView, p *sheet.Page) int {
	const own = 3 // columns of the person
	wanted := map[int]map[int]bool{}
	var slots []int
	var columns []sheet.Heading
	for _, w := range r.Work {
		if v.source(&fact.Field{Source: w.Department}) != p.Name {
			continue
		}
		field := slices.IndexFunc(v.fields, func(f fact.Field) bool { return f.Name == r.Pool.Program.Names[w.Slot].Name })
		at := slices.IndexFunc(p.Columns[own:], func(h sheet.Heading) bool { return h.Head == v.heads.Fields[field] })
		if at < 0 {
			continue // counted from tables of the roster, not asked for
		}
		columns = append(columns, p.Columns[own+at])
		slots = append(slots, w.Slot)
		for _, person := range w.People {
			if wanted[person] == nil {
				wanted[person] = map[int]bool{}
			}
			wanted[person][w.Slot] = true
		}
	}
	p.Columns = append(p.Columns[:own:own], columns...)
	p.Rows, p.Flaws = nil, nil
	for person := range r.Pool.Snapshot.Len() {
		if wanted[person] == nil {
			continue
		}
		who := r.Pool.Snapshot.Person(person)
		j := r.Pool.Person(person)
		for i, slot := range slots {
			if wanted[person][slot] {
				p.Flaws = append(p.Flaws, sheet.Flaw{Row: len(p.Rows), Column: own + i, Text: why(v.lang, j.Value(slot).Why())})
			}
		}
		cells := append([]string{who.ID, who.Name, who.IDNumber}, make([]string, len(slots))...)
		p.Rows = append(p.Rows, sheet.Row{Cells: cells})
	}
	return len(p.Rows)
}
