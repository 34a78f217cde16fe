package report

import (
	"strconv"

	"slate/engine"
	"slate/engine/diag"
	"slate/engine/eval"
	"slate/engine/fact"
	"slate/engine/roster"
)

// Everybody is a table named "people" with a row for each person of the roster, listed or not, in the order of
// ids: place, verdict of every tier, score, criteria, grade, the reason, what is missing, and every fact as it was judged.
func Everybody(r *engine.Result, lang diag.Lang) *Document {
	p := r.Pool.Program
	t := &Table{Name: "people", Columns: peopleColumns(p, lang)}
	standings := make(map[int]*eval.Standing, len(r.List.Ranked))
	for _, group := range [][]eval.Standing{r.List.Ranked, r.List.Undecided} {
		for i := range group {
			standings[group[i].Person] = &group[i]
		}
	}
	v := listView{r: r, p: p, lang: lang}
	for i := range r.Pool.Snapshot.Len() {
		t.Rows = append(t.Rows, v.everything(i, standings[i]))
	}
	d := &Document{}
	d.heading(say(lang, wEverybody))
	d.table(t)
	return d
}

func peopleColumns(p *eval.Program, lang diag.Lang) []Column {
	columns := []Column{{Head: say(lang, wID)}, {Head: say(lang, wName)}, {Head: say(lang, wPlace), Right: true}, {Head: say(lang, wListed)}}
	add := func(head string, right bool) { columns = append(columns, Column{Head: head, Right: right}) }
	for i := range p.Tiers {
		add(p.TierLabel(i), false)
	}
	if p.Score != nil {
		add(say(lang, wScore), true)
		for i := range p.Score.Criteria {
			add(nameOf(p.Score.Criteria[i].Rules.Label, p.Score.Criteria[i].Rules.ID), true)
		}
	}
	if len(p.Rules.Grades) > 0 {
		add(say(lang, wGrade), false)
	}
	add(say(lang, wWhy), false)
	add(say(lang, wMissing), false)
	for slot := range p.Names {
		if n := &p.Names[slot]; n.Kind != eval.ParamName {
			add(withUnit(n.Name, n.Type), n.Type.Kind.Numeric())
		}
	}
	return columns
}

func nameOf(label, id string) string {
	if label != "" {
		return label
	}
	return id
}

func withUnit(name string, t fact.Type) string {
	if t.Unit == "" {
		return name
	}
	return name + "（" + t.Unit + "）"
}

func (v *listView) everything(person int, s *eval.Standing) []string {
	who := v.r.Pool.Snapshot.Person(person)
	j := v.r.Pool.Person(person)
	words := speak(v.lang, j)
	row := []string{roster.Mask(who.ID), who.Name, "", v.word(wFalse)}
	if s != nil {
		row[2] = v.place(s)
		if s.OnList {
			row[3] = v.word(wTrue)
		}
	}
	for _, o := range j.Outcomes {
		row = append(row, v.verdict(o))
	}
	if v.p.Score != nil {
		row = append(row, words.score())
		for _, c := range j.Criteria {
			row = append(row, exact(c))
		}
	}
	if len(v.p.Rules.Grades) > 0 {
		row = append(row, words.grade())
	}
	missing := ""
	if waits := v.r.Waits(person); len(waits) > 0 {
		missing = words.waits(waits)
	}
	row = append(row, words.sentence(v.reached(j)), missing)
	for slot := range v.p.Names {
		if v.p.Names[slot].Kind != eval.ParamName {
			row = append(row, j.Value(slot).String())
		}
	}
	return row
}

func (v *listView) verdict(o eval.Outcome) string {
	switch o {
	case eval.Pass:
		return v.word(wPass)
	case eval.Fail:
		return v.word(wFail)
	}
	return v.word(wOpen)
}

// exact writes points without rounding, or their range.
func exact(r eval.Range) string {
	if r.Exact() {
		return r.Lo.String()
	}
	lo, hi := "", ""
	if !r.OpenLo {
		lo = r.Lo.String()
	}
	if !r.OpenHi {
		hi = r.Hi.String()
	}
	return lo + "–" + hi
}

func count(n int) string { return strconv.Itoa(n) }
