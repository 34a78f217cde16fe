package report

import (
	"math"
	"strconv"

	"slate/engine"
	"slate/engine/diag"
	"slate/engine/eval"
	"slate/engine/roster"
)

// maxShown is how many rows of a table are shown on a page for people; csv and json have all.
const maxShown = 200

// Run is the page of a run: the list with a reason beside every name, the undecided with what is missing and
// from whom, the vetoed, the work list and the totals.
func Run(r *engine.Result, lang diag.Lang) *Document { return run(r, lang, maxShown) }

// Complete is the page of a run with nobody left out of its tables, for formats in which a reader can search and sort.
func Complete(r *engine.Result, lang diag.Lang) *Document { return run(r, lang, math.MaxInt) }

func run(r *engine.Result, lang diag.Lang, most int) *Document {
	v := listView{r: r, p: r.Pool.Program, lang: lang, most: most}
	m := &v.p.Rules.Meta
	d := &Document{Title: m.Label + " · " + say(lang, wTitle)}
	d.text(say(lang, wCutoff) + " " + v.p.Cutoff.String() + "　" + say(lang, wVersion) + " " + m.ID + " " + m.Version +
		"　" + say(lang, wPeople) + " " + say(lang, wRoster, "n", strconv.Itoa(r.Totals.People)) + numbered(r.Pool.Snapshot, lang))
	d.heading(say(lang, wListed))
	v.listed(d)
	v.slates(d)
	v.undecided(d)
	v.vetoed(d)
	v.work(d)
	v.totals(d)
	return d
}

// numbered says which snapshot of a roster file it was.
func numbered(s *roster.Snapshot, lang diag.Lang) string {
	if s.Number() == 0 {
		return ""
	}
	return paren(lang, say(lang, wSnapshot)+" "+strconv.Itoa(s.Number()))
}

type listView struct {
	r    *engine.Result
	p    *eval.Program
	lang diag.Lang
	most int // rows that a table shows
}

func (v *listView) word(w word, args ...string) string { return say(v.lang, w, args...) }

// columns are those of the list: score and grade only where the rules have them.
func (v *listView) columns() []Column {
	c := []Column{{Head: v.word(wPlace), Right: true}, {Head: v.word(wID)}, {Head: v.word(wName)}, {Head: v.word(wTier)}}
	if v.p.Score != nil {
		c = append(c, Column{Head: v.word(wScore), Right: true})
	}
	if len(v.p.Rules.Grades) > 0 {
		c = append(c, Column{Head: v.word(wGrade)})
	}
	return append(c, Column{Head: v.word(wWhy)})
}

func (v *listView) listed(d *Document) {
	t := &Table{Name: "list", Columns: v.columns()}
	hidden := 0
	for i := range v.r.List.Ranked {
		s := &v.r.List.Ranked[i]
		if !s.OnList && !s.AtLimit {
			continue
		}
		if len(t.Rows) == v.most {
			hidden++
			continue
		}
		t.Rows = append(t.Rows, v.row(s))
	}
	v.show(d, t, hidden)
	for i := range v.p.Tiers {
		if id := v.p.Tiers[i].Rules.ID; v.p.TierLabel(i) != id {
			d.lines(Line{Text: v.word(wLegend, "id", id, "label", v.p.TierLabel(i))})
		}
	}
	if len(v.r.List.Undecided) > 0 && len(t.Rows) > 0 {
		d.text(v.word(wParens))
	}
	if limit := v.p.Rules.Ranking.Limit; limit > 0 && v.r.Totals.OnList > limit {
		d.text(v.word(wBeyond, "limit", strconv.Itoa(limit), "n", strconv.Itoa(v.r.Totals.OnList)))
	}
	if v.p.Relative() {
		d.text(v.word(wRelative))
	}
}

// show adds a table, or says that it is empty.
func (v *listView) show(d *Document, t *Table, hidden int) {
	if len(t.Rows) == 0 {
		d.text(v.word(wNobody))
		return
	}
	d.table(t)
	if hidden > 0 {
		d.text(v.word(wMore, "n", strconv.Itoa(hidden)))
	}
}

func (v *listView) row(s *eval.Standing) []string {
	say := speak(v.lang, v.r.Pool.Person(s.Person))
	person := v.r.Pool.Snapshot.Person(s.Person)
	row := []string{v.place(s), roster.Mask(person.ID), person.Name, say.tier()}
	if v.p.Score != nil {
		row = append(row, say.score())
	}
	if len(v.p.Rules.Grades) > 0 {
		row = append(row, say.grade())
	}
	reason := []string{say.sentence(v.reached(say.j))}
	if s.AtLimit {
		open := wTieAtLimit
		if !s.Tied {
			open = wOpenAtLimit
		}
		reason = []string{v.word(open), reason[0]}
	}
	if next := v.next(say.j); next >= 0 {
		reason = append(reason, v.word(wNotYet, "tier", v.p.Tiers[next].Rules.ID, "why", say.sentence(next)))
	}
	return append(row, join(v.lang, reason))
}

// next is the tier above the one that the list explains, −1 where there is none: a reader will ask what is wanting for it.
func (v *listView) next(j *eval.Judgement) int {
	at := v.reached(j)
	for t := range v.p.Tiers {
		if t > at && v.p.Tiers[t].Rules.Extends == v.p.Tiers[at].Rules.ID {
			return t
		}
	}
	return -1
}

// reached is the tier whose verdict the list explains: the highest that the person passes.
func (v *listView) reached(j *eval.Judgement) int {
	if certain, _ := j.Highest(); certain >= 0 && j.Outcomes[v.p.Ranking.Tier] == eval.Pass {
		return certain
	}
	return v.p.Ranking.Tier
}

// place writes a place: "2", "2–4" where missing facts leave it open, "2 (2–5)" where people who are undecided could
// still come before.
func (v *listView) place(s *eval.Standing) string {
	text := span(s.Place.Best, s.Place.Worst)
	if s.Worst > s.Place.Worst {
		text += paren(v.lang, span(s.Place.Best, s.Worst))
	}
	return text
}

func span(a, b int) string {
	if a == b {
		return strconv.Itoa(a)
	}
	return strconv.Itoa(a) + "–" + strconv.Itoa(b)
}

func (v *listView) undecided(d *Document) {
	if len(v.r.List.Undecided) == 0 {
		return
	}
	d.heading(v.word(wUndecided))
	t := &Table{Name: "undecided", Columns: []Column{{Head: v.word(wPossible), Right: true}, {Head: v.word(wID)}, {Head: v.word(wName)}, {Head: v.word(wMissing)}}}
	hidden := 0
	for i := range v.r.List.Undecided {
		s := &v.r.List.Undecided[i]
		if len(t.Rows) == v.most {
			hidden++
			continue
		}
		person := v.r.Pool.Snapshot.Person(s.Person)
		words := speak(v.lang, v.r.Pool.Person(s.Person))
		t.Rows = append(t.Rows, []string{span(s.Place.Best, s.Worst), roster.Mask(person.ID), person.Name, words.waits(v.r.Waits(s.Person))})
	}
	v.show(d, t, hidden)
}

func (v *listView) vetoed(d *Document) {
	if len(v.r.Vetoed) == 0 {
		return
	}
	d.heading(v.word(wVetoed))
	t := &Table{Name: "vetoed", Columns: []Column{{Head: v.word(wID)}, {Head: v.word(wName)}, {Head: v.word(wWhy)}}}
	hidden := 0
	for _, i := range v.r.Vetoed {
		if len(t.Rows) == v.most {
			hidden++
			continue
		}
		person := v.r.Pool.Snapshot.Person(i)
		words := speak(v.lang, v.r.Pool.Person(i))
		t.Rows = append(t.Rows, []string{roster.Mask(person.ID), person.Name, words.sentence(v.p.Ranking.Tier)})
	}
	v.show(d, t, hidden)
}

func (v *listView) work(d *Document) {
	if len(v.r.Work) == 0 {
		return
	}
	d.heading(v.word(wWork))
	t := &Table{Name: "work", Columns: []Column{{Head: v.word(wDepartment)}, {Head: v.word(wFact)}, {Head: v.word(wHowMany), Right: true}, {Head: v.word(wMovers), Right: true}}}
	for i := range v.r.Work {
		w := &v.r.Work[i]
		department := w.Department
		if department == "" {
			department = v.word(wNoSource)
		}
		t.Rows = append(t.Rows, []string{department, v.p.Names[w.Slot].Name, strconv.Itoa(len(w.People)), strconv.Itoa(len(w.Movers))})
	}
	d.table(t)
}

func (v *listView) totals(d *Document) {
	d.heading(v.word(wTotals))
	t := &v.r.Totals
	count := strconv.Itoa
	d.text(v.word(wTotalsLine, "people", count(t.People), "pass", count(t.Pass), "undecided", count(t.Undecided),
		"fail", count(t.Fail), "vetoed", count(t.Vetoed), "listed", count(t.OnList)))
	for i, by := range t.ByTier {
		d.text(v.word(wTierTotals, "tier", v.p.TierLabel(i), "pass", count(by.Pass), "undecided", count(by.Undecided), "fail", count(by.Fail)))
	}
	d.text(v.word(wProposal))
}
