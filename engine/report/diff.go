package report

import (
	"strconv"
	"strings"

	"slate/engine/diag"
	"slate/engine/eval"
	"slate/engine/fact"
	"slate/engine/roster"
	"slate/engine/tune"
)

// Diff is the page of a comparison: what was edited, what each edit does, who enters, who leaves, who else is moved, and
// by which edit.
func Diff(d *tune.Difference, lang diag.Lang) *Document {
	v := diffView{d: d, lang: lang}
	doc := &Document{Title: v.word(wDiffTitle)}
	doc.lines(Line{Text: v.word(wDiffOld, "what", v.side(&d.Old))}, Line{Text: v.word(wDiffNew, "what", v.side(&d.New))})
	if len(d.Edits) == 0 && len(d.Moves) == 0 {
		doc.text(v.word(wDiffNothing))
		return doc
	}
	in, out, points := 0, 0, 0
	for i := range d.Moves {
		if d.Moves[i].Entered() {
			in++
		} else if d.Moves[i].Left() {
			out++
		} else if !d.Moves[i].Ranked() {
			points++
		}
	}
	doc.text(v.word(wDiffSummary, "old", strconv.Itoa(d.OldList), "new", strconv.Itoa(d.NewList), "in", strconv.Itoa(in), "out", strconv.Itoa(out),
		"moved", strconv.Itoa(len(d.Moves)-in-out-points)))
	v.edits(doc)
	v.moves(doc, wDiffEnter, "entered", (*tune.Move).Entered)
	v.moves(doc, wDiffLeave, "left", (*tune.Move).Left)
	v.moves(doc, wDiffMove, "moved", func(m *tune.Move) bool { return !m.Entered() && !m.Left() && m.Ranked() })
	if points > 0 {
		doc.text(v.word(wDiffPoints, "n", strconv.Itoa(points)))
	}
	if d.Interact {
		doc.text(v.word(wDiffInteract))
	}
	return doc
}

// Moves is a table named "moves" with a row for each person whom a comparison moves.
func Moves(d *tune.Difference, lang diag.Lang) *Document {
	v := diffView{d: d, lang: lang}
	t := &Table{Name: "moves", Columns: append([]Column{{Head: v.word(wDiffChange)}}, v.columns()...)}
	for i := range d.Moves {
		m := &d.Moves[i]
		kind := wDiffMove
		if m.Entered() {
			kind = wDiffEnter
		} else if m.Left() {
			kind = wDiffLeave
		}
		t.Rows = append(t.Rows, append([]string{v.word(kind)}, v.row(m)...))
	}
	doc := &Document{}
	doc.table(t)
	return doc
}

type diffView struct {
	d    *tune.Difference
	lang diag.Lang
}

func (v *diffView) word(w word, args ...string) string { return say(v.lang, w, args...) }

func (v *diffView) side(s *tune.Side) string {
	m := &s.Program.Rules.Meta
	return m.ID + " " + m.Version + "　" + v.word(wCutoff) + " " + s.Program.Cutoff.String() + "　" +
		v.word(wPeople) + " " + v.word(wRoster, "n", strconv.Itoa(s.Snapshot.Len()))
}

func (v *diffView) edits(doc *Document) {
	doc.heading(v.word(wDiffEdits))
	if len(v.d.Edits) == 0 {
		doc.text(v.word(wNobody))
		return
	}
	t := &Table{Name: "edits", Columns: []Column{{Head: "#", Right: true}, {Head: v.word(wDiffAlone)}, {Head: v.word(wDiffLast)}, {Head: v.word(wDiffWhat)}}}
	for i := range v.d.Edits {
		e, f := &v.d.Edits[i], &v.d.Effects[i]
		alone, last := v.tally(&f.Alone, f.Stands), v.tally(&f.Last, f.StandsLast)
		if e.Carried {
			alone, last = v.word(wDiffCarried), v.word(wDiffCarried)
		}
		t.Rows = append(t.Rows, []string{strconv.Itoa(i + 1), alone, last, v.edit(e)})
	}
	doc.table(t)
	if len(v.d.Edits) > 1 {
		doc.text(v.word(wDiffRule))
	}
}

func (v *diffView) tally(t *tune.Tally, stands bool) string {
	switch {
	case !stands:
		return v.word(wDiffCannot)
	case *t == tune.Tally{}:
		return v.word(wDiffNobody)
	}
	return v.word(wDiffTally, "in", strconv.Itoa(t.Entered), "out", strconv.Itoa(t.Left), "moved", strconv.Itoa(t.Moved))
}

// editWords says what kind of thing an edit is about.
var editWords = map[tune.EditKind]word{
	tune.SettingEdit: wEditSetting, tune.FactEdit: wEditFact, tune.ParamEdit: wEditParam, tune.DeriveEdit: wEditDerive, tune.TableEdit: wEditTable,
	tune.RowEdit: wEditRow, tune.TierEdit: wTier, tune.ClauseEdit: wEditClause, tune.VetoEdit: wEditVeto, tune.ScoreEdit: wEditScore,
	tune.WeightEdit: wEditWeights, tune.IndicatorEdit: wEditIndicator, tune.BandEdit: wEditBand, tune.GradeEdit: wGrade, tune.RankingEdit: wEditRanking,
	tune.CutoffEdit: wCutoff, tune.ValuesEdit: wEditValues, tune.PeopleEdit: wEditPeople, tune.WaiverEdit: wEditWaivers,
}

// edit says what an edit does: "参数 提名门槛：400 → 380万元".
func (v *diffView) edit(e *tune.Edit) string {
	text := v.word(editWords[e.Kind])
	if e.Kind == tune.CutoffEdit {
		return text + colon(v.lang) + e.Old + " → " + e.New + v.inForce()
	}
	if e.Kind == tune.GradeEdit {
		return text + colon(v.lang) + e.Old + " → " + e.New
	}
	if e.Name != "" && e.Kind != tune.WeightEdit && e.Kind != tune.ScoreEdit {
		text += " " + e.Name
		if e.Label != "" && e.Label != e.Name {
			text += paren(v.lang, e.Label)
		}
	}
	switch {
	case e.Kind == tune.WeightEdit:
		var parts []string
		for _, w := range e.Weights {
			parts = append(parts, w.ID+" "+strconv.Itoa(w.Old)+"→"+strconv.Itoa(w.New))
		}
		return text + colon(v.lang) + strings.Join(parts, v.word(wComma))
	case e.Kind == tune.ParamEdit && e.Change == tune.Changed:
		return text + colon(v.lang) + v.param(e)
	case e.People > 0 && e.Kind == tune.PeopleEdit:
		return text + colon(v.lang) + v.word(changeWords[e.Change]) + " " + v.word(wRoster, "n", strconv.Itoa(e.People))
	case e.People > 0:
		return text + colon(v.lang) + v.word(wEditDiffers, "n", strconv.Itoa(e.People))
	case e.Edge:
		return text + colon(v.lang) + v.word(wEditEdge, "old", e.Old, "new", e.New)
	case e.Row != "":
		return text + colon(v.lang) + e.Row + " " + e.Old + " → " + e.New
	case e.Change == tune.Added:
		return text + colon(v.lang) + v.word(wEditAdded) + " " + e.New
	case e.Change == tune.Removed:
		return text + colon(v.lang) + v.word(wEditRemoved) + " " + e.Old
	case e.Change == tune.Reordered:
		return text + colon(v.lang) + v.word(wEditOrder) + " " + e.Old + " → " + e.New
	}
	return text + colon(v.lang) + e.Old + " → " + e.New
}

var changeWords = map[tune.Change]word{tune.Added: wEditAdded, tune.Removed: wEditRemoved, tune.Changed: wDiffChange, tune.Reordered: wEditOrder}

// inForce names the parameters that have another row in force on the new day.
func (v *diffView) inForce() string {
	var said []string
	for i := range v.d.New.Program.Names {
		n := &v.d.New.Program.Names[i]
		slot, ok := v.d.Old.Program.NameOf(n.Name)
		if n.Kind != eval.ParamName || !ok || v.d.Old.Program.Names[slot].Kind != eval.ParamName {
			continue
		}
		if was := v.d.Old.Program.Names[slot].Param; was.From != n.Param.From {
			said = append(said, n.Name+" "+show(v.lang, was.Value, n.Type)+" → "+show(v.lang, n.Param.Value, n.Type))
		}
	}
	if len(said) == 0 {
		return ""
	}
	return paren(v.lang, v.word(wEditInForce, "what", and(v.lang, said)))
}

// param shows the values in force where they differ, else the rows.
func (v *diffView) param(e *tune.Edit) string {
	at := func(p *eval.Program) string {
		slot, ok := p.NameOf(e.Name)
		if !ok || p.Names[slot].Param == nil {
			return ""
		}
		return show(v.lang, p.Names[slot].Param.Value, p.Names[slot].Type)
	}
	if a, b := at(v.d.Old.Program), at(v.d.New.Program); a != b {
		return a + " → " + b
	}
	return e.Old + " → " + e.New
}

func (v *diffView) scored() bool { return v.d.Old.Program.Score != nil && v.d.New.Program.Score != nil }

func (v *diffView) columns() []Column {
	c := []Column{{Head: v.word(wID)}, {Head: v.word(wName)}, {Head: v.word(wPlace)}}
	if v.scored() {
		c = append(c, Column{Head: v.word(wScore)})
	}
	return append(c, Column{Head: v.word(wDiffBy)}, Column{Head: v.word(wWhy)})
}

func (v *diffView) moves(doc *Document, head word, name string, is func(*tune.Move) bool) {
	t := &Table{Name: name, Columns: v.columns()}
	hidden := 0
	for i := range v.d.Moves {
		m := &v.d.Moves[i]
		if !is(m) {
			continue
		}
		if len(t.Rows) == maxMoves {
			hidden++
			continue
		}
		t.Rows = append(t.Rows, v.row(m))
	}
	if len(t.Rows) == 0 {
		return
	}
	doc.heading(v.word(head) + colon(v.lang) + v.word(wRoster, "n", strconv.Itoa(len(t.Rows)+hidden)))
	doc.table(t)
	if hidden > 0 {
		doc.text(v.word(wMore, "n", strconv.Itoa(hidden)))
	}
}

// maxMoves is how many people of one kind of change are shown on a page.
const maxMoves = 40

func (v *diffView) row(m *tune.Move) []string {
	row := []string{roster.Mask(m.ID), v.name(m), arrow(v.place(&m.Old), v.place(&m.New))}
	if v.scored() {
		row = append(row, arrow(v.total(&m.Old, v.d.Old.Program), v.total(&m.New, v.d.New.Program)))
	}
	return append(row, v.cause(m), v.why(m))
}

func arrow(a, b string) string {
	if a == b {
		return a
	}
	return a + " → " + b
}

func (v *diffView) name(m *tune.Move) string {
	s := v.d.New.Snapshot
	i, ok := s.Find(m.ID)
	if !ok {
		s = v.d.Old.Snapshot
		i, _ = s.Find(m.ID)
	}
	return s.Person(i).Name
}

func (v *diffView) place(s *tune.State) string {
	switch {
	case s.Place.Best == 0:
		return "—"
	case s.Place.Best == s.Place.Worst:
		return strconv.Itoa(s.Place.Best)
	}
	return strconv.Itoa(s.Place.Best) + "–" + strconv.Itoa(s.Place.Worst)
}

func (v *diffView) total(s *tune.State, p *eval.Program) string {
	if !s.Present {
		return "—"
	}
	return s.Total.Text(p.Score.Rules.Round.Scale)
}

// cause names the edits behind a change by their numbers.
func (v *diffView) cause(m *tune.Move) string {
	numbers := func(list []int) string {
		words := make([]string, len(list))
		for i, e := range list {
			words[i] = "#" + strconv.Itoa(e+1)
		}
		return strings.Join(words, v.word(wComma))
	}
	switch m.Cause.Kind() {
	case tune.ByOne, tune.BySum:
		return numbers(m.Cause.Alone)
	case tune.ByAny:
		return v.word(wCauseAny, "which", numbers(m.Cause.Alone))
	case tune.Together:
		return v.word(wCauseTogether, "which", numbers(m.Cause.Needed))
	}
	return v.word(wCauseMixed)
}

// why says what of the person changed: their verdicts, their score, or only the others around them.
func (v *diffView) why(m *tune.Move) string {
	switch {
	case !m.Old.Present:
		return v.word(wWhyJoined)
	case !m.New.Present:
		return v.word(wWhyGone)
	}
	var said []string
	a, b := v.judged(v.d.OldPool, m.ID), v.judged(v.d.NewPool, m.ID)
	for k := range v.d.New.Program.Tiers {
		i, ok := v.d.Old.Program.TierNamed(v.d.New.Program.Tiers[k].Rules.ID)
		if ok && a.Outcomes[i] != b.Outcomes[k] {
			said = append(said, v.word(wWhyVerdict, "tier", v.d.New.Program.Tiers[k].Rules.ID, "old", v.verdict(a.Outcomes[i]), "new", v.verdict(b.Outcomes[k]), "why", v.clause(a, b, i, k)))
		}
	}
	if m.Scored {
		said = append(said, v.points(m, a, b))
	}
	if !m.Scored && m.Old.Total.Text(9) != m.New.Total.Text(9) {
		said = append(said, v.word(wWhyRange))
	}
	if m.Old.Grade != m.New.Grade {
		said = append(said, v.word(wGrade)+" "+arrow(orDash(m.Old.Grade), orDash(m.New.Grade)))
	}
	if m.Old.AtLimit != m.New.AtLimit && m.Old.Place.Best > 0 && m.New.Place.Best > 0 {
		w := wWhySettled
		if m.New.AtLimit {
			w = wWhyUnsettled
		}
		said = append(said, v.word(w))
	}
	if len(said) == 0 {
		return v.word(wWhyOthers)
	}
	return join(v.lang, said)
}

func (v *diffView) judged(pool *eval.Pool, id string) *eval.Judgement {
	i, _ := pool.Snapshot.Find(id)
	return pool.Person(i)
}

func (v *diffView) verdict(o eval.Outcome) string {
	return v.word([...]word{wOpen, wFail, wPass}[o])
}

// clause says it with the sentence of the side that does not pass: that is where the rule bites.
func (v *diffView) clause(a, b *eval.Judgement, i, k int) string {
	if b.Outcomes[k] == eval.Pass {
		return speak(v.lang, a).sentence(i)
	}
	return speak(v.lang, b).sentence(k)
}

// points says which criteria moved the score, in points of the total.
func (v *diffView) points(m *tune.Move, a, b *eval.Judgement) string {
	by, _ := m.New.Total.Lo.Sub(m.Old.Total.Lo)
	text := v.word(wScore) + " " + signed(by)
	var parts []string
	for e, p := range m.Points {
		if p.Sign() != 0 {
			parts = append(parts, "#"+strconv.Itoa(e+1)+" "+signed(p))
		}
	}
	if m.Rest.Sign() != 0 {
		parts = append(parts, v.word(wPointsRest)+" "+signed(m.Rest))
	}
	if len(parts) > 1 || m.Rest.Sign() != 0 {
		text += paren(v.lang, strings.Join(parts, v.word(wComma)))
	}
	return text
}

func signed(n fact.Number) string {
	if n.Sign() > 0 {
		return "+" + n.String()
	}
	return n.String()
}
