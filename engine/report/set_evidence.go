package report

import (
	"strings"

	"slate/engine/eval"
	"slate/engine/fact"
	"slate/engine/roster"
)

// evidence is what one person was judged by, in tables that fit on a page: every clause with the values it looked at, where they are from
// and by how much it holds or not; then every indicator with what it gave.
func (v *setView) evidence(d *Document, person int, found map[string]roster.Origin) {
	e := &explainer{speaker: speak(v.Lang, v.Result.Pool.Person(person)), r: v.Result, level: Clauses, evidence: found}
	e.standing(d, person)
	d.table(e.clauseTable())
	if v.p.Score != nil {
		d.heading(v.word(setWords.points))
		d.table(e.pointTable())
	}
	for i := range v.p.Steps {
		if q := e.j.Question(i); q != "" {
			d.lines(Line{Text: q})
		}
	}
}

func (e *explainer) clauseTable() *Table {
	t := &Table{Name: "clauses"}
	for i, p := range []phrase{setWords.clause, setWords.result, setWords.found, setWords.margin, setWords.basis} {
		t.Columns = append(t.Columns, Column{Head: p.in(e.lang), Width: []int{9, 4, 17, 7, 6}[i]})
	}
	shown := map[*eval.Condition]bool{}
	for i := range e.p.Tiers {
		for _, k := range e.p.Tiers[i].Require {
			if !shown[k] {
				shown[k] = true
				e.clauseRows(t, k, 0)
			}
		}
	}
	for i := range e.p.Vetoes {
		e.veto = true
		e.clauseRows(t, e.p.Vetoes[i].Condition, 0)
		if w := e.j.Waived[i]; w != nil {
			last := t.Rows[len(t.Rows)-1]
			last[2] = join(e.lang, []string{last[2], say(e.lang, wWaived, "label", labelOf(&e.p.Vetoes[i].Rules.Clause), "document", w.Document)})
		}
	}
	e.veto = false
	return t
}

// clauseRows adds a clause, or a group and its members beneath it.
func (e *explainer) clauseRows(t *Table, k *eval.Condition, depth int) {
	c := k.Clause
	indent := strings.Repeat("　", depth)
	if k.Leaf < 0 {
		text := groupWords[c.Group][e.lang]
		if c.N > 0 {
			text += " " + count(c.N)
		}
		if c.Label != "" {
			text = c.Label + paren(e.lang, text)
		}
		t.Rows = append(t.Rows, []string{indent + text, e.mark(e.j.Truth(k)), "", "", c.Basis})
		for _, of := range k.Of {
			e.clauseRows(t, of, depth+1)
		}
		return
	}
	var values []string
	for _, slot := range e.p.Leaves[k.Leaf].Formula().Uses() {
		n := &e.p.Names[slot]
		text := n.Name + " = " + e.value(slot)
		if n.Kind == eval.ParamName {
			text += paren(e.lang, say(e.lang, wSince, "day", n.Param.From.String()))
		} else if where := e.where(n); where != "" {
			text += paren(e.lang, where)
		}
		values = append(values, text)
	}
	margin := ""
	if short, ok := e.short(k.Leaf); ok && !e.veto {
		margin = e.marginWords(k.Leaf, short)
	}
	if e.j.Raw[k.Leaf] == fact.Unknown {
		margin = e.waits(e.j.Waits([]int{k.Leaf}))
	}
	t.Rows = append(t.Rows, []string{indent + labelOf(c), e.mark(e.j.Raw[k.Leaf]), join(e.lang, values), margin, c.Basis})
}

func (e *explainer) pointTable() *Table {
	t := &Table{Name: "points"}
	for i, p := range []phrase{setWords.criterion, setWords.weight, setWords.found, setWords.got} {
		t.Columns = append(t.Columns, Column{Head: p.in(e.lang), Right: i == 1 || i == 3, Width: []int{10, 4, 20, 6}[i]})
	}
	weight := func(n int, weighted bool) string {
		if !weighted {
			return ""
		}
		return count(n) + "%"
	}
	for i := range e.p.Score.Criteria {
		c := &e.p.Score.Criteria[i]
		row := []string{nameOf(c.Rules.Label, c.Rules.ID), weight(c.Rules.Weight, c.Rules.Weighted), "", exact(e.j.Criteria[i])}
		if c.Rules.Leaf {
			row[2] = e.seen(c.First)
		}
		t.Rows = append(t.Rows, row)
		for k := c.First; k < c.First+c.Count && !c.Rules.Leaf; k++ {
			in := e.p.Score.Indicators[k].Rules
			t.Rows = append(t.Rows, []string{"　" + nameOf(in.Label, in.ID), weight(in.Weight, in.Weighted), e.seen(k), exact(e.j.Indicators[k].Range)})
		}
	}
	t.Rows = append(t.Rows, []string{say(e.lang, wScore), "", "", e.score()})
	return t
}

// seen is what an indicator looked at.
func (e *explainer) seen(k int) string {
	in := &e.p.Score.Indicators[k]
	text := ""
	if in.Slot >= 0 {
		text = e.p.Names[in.Slot].Name + " = " + e.value(in.Slot)
	} else {
		text = in.Rules.Expr.Text
	}
	if flag := e.j.Indicators[k].Flag; flag != "" {
		text += paren(e.lang, flag)
	}
	return text
}
