package report

import (
	"fmt"

	"slate/engine"
	"slate/engine/diag"
	"slate/engine/fact"
	"slate/engine/quality"
	"slate/engine/roster"
	"slate/engine/survey"
)

// Quality is the page of what is wrong with a roster before rules are run over it for anything that counts.
func Quality(q *quality.Report, r *engine.Result, lang diag.Lang) *Document {
	d := &Document{Title: say(lang, wQuality)}
	d.text(say(lang, wCutoff) + " " + r.Pool.Program.Cutoff.String() + "　" + say(lang, wPeople) + " " + say(lang, wRoster, "n", count(q.People)) + numbered(r.Pool.Snapshot, lang))
	d.heading(say(lang, wQualityFacts))
	facts := &Table{Name: "list", Columns: []Column{
		{Head: say(lang, wFact)}, {Head: say(lang, wDepartment)}, {Head: say(lang, wKnown), Right: true}, {Head: say(lang, wShare), Right: true}, {Head: say(lang, wMissing)},
		{Head: say(lang, wLeast), Right: true}, {Head: say(lang, wGreatest), Right: true}, {Head: say(lang, wOldest)},
	}}
	for _, f := range q.Facts {
		facts.Rows = append(facts.Rows, []string{f.Field.Name, f.Field.Source, count(f.Known), percent(f.Known, q.People), reasonCounts(f.Missing, lang),
			known(lang, f.Least, f.Field.Type), known(lang, f.Greatest, f.Field.Type), f.Oldest.String()})
	}
	d.table(facts)
	d.heading(say(lang, wQualityTiers))
	tiers := &Table{Name: "tiers", Columns: []Column{{Head: say(lang, wTier)}, {Head: say(lang, wOpen), Right: true}, {Head: say(lang, wShare), Right: true}}}
	for i, t := range r.Totals.ByTier {
		tiers.Rows = append(tiers.Rows, []string{r.Pool.Program.TierLabel(i), count(t.Undecided), percent(t.Undecided, q.People)})
	}
	d.table(tiers)
	clauses := &Table{Name: "clauses", Columns: []Column{{Head: say(lang, wClauses)}, {Head: say(lang, wOpen), Right: true}, {Head: say(lang, wShare), Right: true}}}
	for _, c := range q.Clauses {
		if c.Unknown > 0 {
			clauses.Rows = append(clauses.Rows, []string{c.Leaf.Clause.Label, count(c.Unknown), percent(c.Unknown, q.People)})
		}
	}
	if len(clauses.Rows) > 0 {
		d.table(clauses)
	}
	suspicions(d, q, lang)
	return d
}

// suspicions are the single values and people that somebody should look at.
func suspicions(d *Document, q *quality.Report, lang diag.Lang) {
	if len(q.Slips) > 0 {
		d.heading(say(lang, wSlips))
		t := &Table{Name: "slips", Columns: []Column{{Head: say(lang, wID)}, {Head: say(lang, wName)}, {Head: say(lang, wFact)}, {Head: say(lang, wWas), Right: true}, {Head: say(lang, wIs), Right: true}}}
		for _, s := range q.Slips {
			t.Rows = append(t.Rows, []string{roster.Mask(s.Person.ID), s.Person.Name, s.Field.Name, show(lang, s.Was, s.Field.Type), show(lang, s.Is, s.Field.Type)})
		}
		d.table(t)
	}
	if len(q.Distorted) > 0 {
		d.heading(say(lang, wDistorted))
		t := &Table{Name: "distorted", Columns: []Column{{Head: say(lang, wID)}, {Head: say(lang, wName)}, {Head: say(lang, wFact)}, {Head: say(lang, wDeclared)}, {Head: say(lang, wComputed)}}}
		for _, x := range q.Distorted {
			t.Rows = append(t.Rows, []string{roster.Mask(x.Person.ID), x.Person.Name, x.Fact, x.Declared.String(), x.Computed.String()})
		}
		d.table(t)
	}
	d.heading(say(lang, wIdentity))
	var like [3]int
	for _, p := range q.Pairs {
		like[p.Likeness]++
	}
	d.text(say(lang, wIdentityLine, "none", count(q.NoNumber), "number", count(like[roster.SameNumber]), "birth", count(like[roster.SameBirth]), "name", count(like[roster.SameName])))
}

func known(lang diag.Lang, v fact.Value, t fact.Type) string {
	if !v.Known() {
		return ""
	}
	return show(lang, v, t)
}

// reasonCounts says why values are missing, and how many.
func reasonCounts(missing map[fact.Reason]int, lang diag.Lang) string {
	var parts []string
	for r := fact.NotSupplied; r <= fact.NeedsDecision; r++ {
		if n := missing[r]; n > 0 {
			parts = append(parts, why(lang, r)+" "+count(n))
		}
	}
	return and(lang, parts)
}

// percent shows a share to one place, rounded down, so that only all is 100 %.
func percent(n, of int) string {
	if of == 0 {
		return ""
	}
	tenths := n * 1000 / of
	return fmt.Sprintf("%d.%d%%", tenths/10, tenths%10)
}

// Survey counts how far the records of each group have come. by are the facts that make the groups.
func Survey(groups []survey.Group, by []string, lang diag.Lang) *Document {
	d := &Document{Title: say(lang, wSurvey)}
	t := &Table{Name: "list"}
	for _, name := range by {
		t.Columns = append(t.Columns, Column{Head: name})
	}
	for _, w := range []word{wHowMany, wPassNone, wPassListed, wPassChecked, wPassSupplemented} {
		t.Columns = append(t.Columns, Column{Head: say(lang, w), Right: true})
	}
	var all survey.Group
	for _, g := range groups {
		t.Rows = append(t.Rows, surveyRow(shownKey(lang, g.Key), g))
		all.People = append(all.People, g.People...)
		for i, n := range g.Reached {
			all.Reached[i] += n
		}
	}
	key := make([]string, len(by))
	if len(key) > 0 {
		key[0] = say(lang, wTotals)
	}
	t.Rows = append(t.Rows, surveyRow(key, all))
	d.table(t)
	return d
}

func surveyRow(key []string, g survey.Group) []string {
	row := append(key[:len(key):len(key)], count(len(g.People)))
	for _, n := range g.Reached {
		row = append(row, count(n))
	}
	return row
}

func shownKey(lang diag.Lang, key []string) []string {
	out := make([]string, len(key))
	for i, k := range key {
		if out[i] = k; k == "" {
			out[i] = paren(lang, why(lang, fact.NotSupplied))
		}
	}
	return out
}

// Sample is a drawn sample: how many of each group, and who, in the order in which they were drawn.
func Sample(s *roster.Snapshot, drawn []survey.Drawn, by []string, seed string, lang diag.Lang) *Document {
	d := &Document{Title: say(lang, wSample)}
	total := 0
	sizes := &Table{Name: "groups"}
	list := &Table{Name: "list"}
	for _, name := range by {
		sizes.Columns = append(sizes.Columns, Column{Head: name})
		list.Columns = append(list.Columns, Column{Head: name})
	}
	sizes.Columns = append(sizes.Columns, Column{Head: say(lang, wHowMany), Right: true}, Column{Head: say(lang, wDrawn), Right: true})
	list.Columns = append(list.Columns, Column{Head: say(lang, wID)}, Column{Head: say(lang, wName)}, Column{Head: say(lang, wTicket)})
	for _, g := range drawn {
		key := shownKey(lang, g.Key)
		sizes.Rows = append(sizes.Rows, append(key[:len(key):len(key)], count(len(g.People)), count(len(g.Chosen))))
		total += len(g.Chosen)
		for _, p := range g.Chosen {
			who := s.Person(p)
			list.Rows = append(list.Rows, append(key[:len(key):len(key)], roster.Mask(who.ID), who.Name, survey.Ticket(seed, who.ID)[:12]))
		}
	}
	d.text(say(lang, wSampleLine, "people", count(s.Len()), "drawn", count(total), "seed", seed))
	if len(by) > 0 {
		d.table(sizes)
	}
	d.table(list)
	d.text(say(lang, wSampleHow))
	return d
}

// Needs is what one department must supply: a row for each person who lacks any of its facts, a column for each fact, and
// in it what is wanted. department is as the rule file names it.
func Needs(r *engine.Result, department string, lang diag.Lang) *Document {
	d := &Document{Title: say(lang, wNeeds, "department", orNone(department, lang))}
	p, s := r.Pool.Program, r.Pool.Snapshot
	t := &Table{Name: "list", Columns: []Column{{Head: say(lang, wID)}, {Head: say(lang, wName)}}}
	wants := map[int]map[int]bool{}
	movers := map[int]bool{}
	var slots []int
	for _, w := range r.Work {
		if w.Department != department {
			continue
		}
		slots = append(slots, w.Slot)
		t.Columns = append(t.Columns, Column{Head: p.Names[w.Slot].Name})
		for _, person := range w.People {
			if wants[person] == nil {
				wants[person] = map[int]bool{}
			}
			wants[person][w.Slot] = true
		}
		for _, person := range w.Movers {
			movers[person] = true
		}
	}
	t.Columns = append(t.Columns, Column{Head: say(lang, wMovers)})
	for person := range s.Len() {
		if wants[person] == nil {
			continue
		}
		row := []string{roster.Mask(s.Person(person).ID), s.Person(person).Name}
		for _, slot := range slots {
			row = append(row, map[bool]string{true: "□"}[wants[person][slot]])
		}
		t.Rows = append(t.Rows, append(row, map[bool]string{true: "✓"}[movers[person]]))
	}
	d.text(say(lang, wNeedsLine, "n", count(len(t.Rows))))
	d.table(t)
	return d
}

// Work is the whole work list: for each department and fact, how many people lack it and how many of them it could move.
func Work(r *engine.Result, lang diag.Lang) *Document {
	v := listView{r: r, p: r.Pool.Program, lang: lang}
	d := &Document{}
	v.work(d)
	if len(d.Blocks) == 0 {
		d.text(say(lang, wNothingNeeded))
	}
	return d
}

func orNone(department string, lang diag.Lang) string {
	if department == "" {
		return say(lang, wNoSource)
	}
	return department
}
