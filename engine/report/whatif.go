package report

import (
	"strings"

	"slate/engine"
	"slate/engine/diag"
	"slate/engine/fact"
	"slate/engine/roster"
)

// Supposed is a value that a fact of a person is supposed to have.
type Supposed struct {
	Field fact.Field
	Value fact.Value
}

// WhatIf is what would become of a person if some of their facts were others: now and then, tier by tier, and who else
// would enter or leave the list. Both results are of the same people in the same order. Nothing is stored.
func WhatIf(now, then *engine.Result, person int, supposed []Supposed, lang diag.Lang) *Document {
	who := now.Pool.Snapshot.Person(person)
	var changes []string
	for _, s := range supposed {
		was := now.Pool.Snapshot.Column(s.Field.Name).Value(person)
		changes = append(changes, s.Field.Name+" "+show(lang, was, s.Field.Type)+" → "+show(lang, s.Value, s.Field.Type))
	}
	d := &Document{Title: strings.TrimSpace(who.Name + " " + roster.Mask(who.ID))}
	d.text(say(lang, wWhatIf, "changes", and(lang, changes)))
	t := &Table{Name: "list", Columns: []Column{{Head: ""}, {Head: say(lang, wNow)}, {Head: say(lang, wThen)}}}
	before, after := supposedly(now, person, lang), supposedly(then, person, lang)
	for i, row := range before {
		t.Rows = append(t.Rows, []string{row[0], row[1], after[i][1]})
	}
	d.table(t)
	others(d, now, then, person, lang)
	return d
}

// supposedly says what becomes of a person in one result, a row for each thing.
func supposedly(r *engine.Result, person int, lang diag.Lang) [][2]string {
	j := r.Pool.Person(person)
	e := explainer{speaker: speak(lang, j), r: r, level: Clauses}
	var rows [][2]string
	for i := range e.p.Tiers {
		text := e.outcome(j.Outcomes[i])
		if why := e.sentence(i); why != "" {
			text += paren(lang, why)
		}
		rows = append(rows, [2]string{e.p.TierLabel(i), text})
	}
	if e.p.Score != nil {
		rows = append(rows, [2]string{say(lang, wScore), e.score()})
	}
	if len(e.p.Rules.Grades) > 0 {
		rows = append(rows, [2]string{say(lang, wGrade), e.grade()})
	}
	place, listed := "—", say(lang, wFalse)
	if s, ok := r.Standing(person); ok {
		v := listView{r: r, p: e.p, lang: lang}
		place = v.place(&s)
		if s.OnList {
			listed = say(lang, wTrue)
		}
	}
	return append(rows, [2]string{say(lang, wPlace), place}, [2]string{say(lang, wOnTheList), listed})
}

// others names those besides the person who would enter or leave the list.
func others(d *Document, now, then *engine.Result, person int, lang diag.Lang) {
	on := func(r *engine.Result) map[int]bool {
		list := map[int]bool{}
		for _, s := range r.List.Ranked {
			if s.OnList && s.Person != person {
				list[s.Person] = true
			}
		}
		return list
	}
	before, after := on(now), on(then)
	var lines []Line
	for i := range now.Pool.Snapshot.Len() {
		who := now.Pool.Snapshot.Person(i)
		name := strings.TrimSpace(who.Name + " " + roster.Mask(who.ID))
		switch {
		case after[i] && !before[i]:
			lines = append(lines, Line{Text: say(lang, wEnters, "name", name)})
		case before[i] && !after[i]:
			lines = append(lines, Line{Text: say(lang, wLeaves, "name", name)})
		}
	}
	if len(lines) == 0 {
		d.text(say(lang, wNobodyElse))
		return
	}
	d.heading(say(lang, wOthers))
	d.lines(lines...)
}
