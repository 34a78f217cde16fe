package report

import (
	"fmt"
	"strings"

	"slate/engine"
	"slate/engine/diag"
	"slate/engine/eval"
	"slate/engine/fact"
	"slate/engine/formula"
	"slate/engine/roster"
	"slate/engine/ruleset"
)

// The levels of an explanation.
const (
	Sentence = 1 // the verdict of every tier in one sentence
	Clauses  = 2 // the tree of clauses, with values and margins, and the points
	Trace    = 3 // every part of every formula with its value and its place in the rule file
)

// Explain is the page about one person, at a level from Sentence to Trace. evidence holds, by the name of
// the fact, where its value was found.
func Explain(r *engine.Result, person, level int, evidence map[string]roster.Origin, lang diag.Lang) *Document {
	j := r.Pool.Person(person)
	e := explainer{speaker: speak(lang, j), r: r, level: level, evidence: evidence}
	who := r.Pool.Snapshot.Person(person)
	d := &Document{Title: strings.TrimSpace(who.Name + " " + roster.Mask(who.ID))}
	d.text(say(lang, wVersion) + " " + e.p.Rules.Meta.ID + " " + e.p.Rules.Meta.Version + "　" + say(lang, wCutoff) + " " + e.p.Cutoff.String())
	e.standing(d, person)
	for t := range e.p.Tiers {
		d.lines(Line{Text: say(lang, wVerdictLine, "tier", e.p.TierLabel(t), "verdict", e.outcome(j.Outcomes[t]), "why", e.sentence(t))})
	}
	if level < Clauses {
		return d
	}
	e.clauses(d)
	e.points(d)
	e.facts(d)
	return d
}

type explainer struct {
	speaker
	r        *engine.Result
	level    int
	evidence map[string]roster.Origin
	veto     bool // what is being shown is a veto
}

// mark shows a truth at a glance. Of a veto, whether it holds is said in words: a tick beside a veto would
// look like good news.
func (e *explainer) mark(t fact.Truth) string {
	if !e.veto {
		return mark(t)
	}
	return say(e.lang, [...]word{fact.Unknown: wUnknown, fact.False: wHoldsNot, fact.True: wHolds}[t])
}

func (e *explainer) outcome(o eval.Outcome) string {
	return (&listView{lang: e.lang}).verdict(o)
}

func (e *explainer) standing(d *Document, person int) {
	s, ok := e.r.Standing(person)
	if !ok {
		return
	}
	v := listView{r: e.r, p: e.p, lang: e.lang}
	w := wPlace
	if e.j.Outcomes[e.p.Ranking.Tier] != eval.Pass {
		w = wPossible
	}
	text := say(e.lang, w) + " " + v.place(&s)
	if s.Tied {
		text += paren(e.lang, say(e.lang, wTied))
	}
	if e.p.Score != nil {
		text += "　" + say(e.lang, wScore) + " " + e.score()
	}
	if len(e.p.Rules.Grades) > 0 {
		text += "　" + say(e.lang, wGrade) + " " + e.grade()
	}
	d.text(text)
}

// clauses shows every clause of every tier and every veto; those that a tier takes over are shown once, where they stand.
func (e *explainer) clauses(d *Document) {
	shown := map[*eval.Condition]bool{}
	for t := range e.p.Tiers {
		d.heading(e.p.TierLabel(t))
		for _, k := range e.p.Tiers[t].Require {
			if !shown[k] {
				shown[k] = true
				e.condition(d, k, 0)
			}
		}
	}
	if len(e.p.Vetoes) == 0 {
		return
	}
	d.heading(say(e.lang, wVetoes))
	for i := range e.p.Vetoes {
		e.veto = true
		e.condition(d, e.p.Vetoes[i].Condition, 0)
		if w := e.j.Waived[i]; w != nil {
			d.lines(Line{Depth: 1, Text: say(e.lang, wWaived, "label", labelOf(&e.p.Vetoes[i].Rules.Clause), "document", w.Document)})
		}
	}
}

// mark shows a truth at a glance.
func mark(t fact.Truth) string {
	return [...]string{fact.Unknown: "?", fact.False: "✗", fact.True: "✓"}[t]
}

var groupWords = map[ruleset.Group][2]string{
	ruleset.All: {"全部满足", "all of"}, ruleset.Any: {"任一满足", "any of"}, ruleset.Not: {"不成立", "not"}, ruleset.AtLeast: {"至少满足", "at least"},
}

func (e *explainer) condition(d *Document, k *eval.Condition, depth int) {
	c := k.Clause
	if k.Leaf < 0 {
		text := e.mark(e.j.Truth(k)) + " " + groupWords[c.Group][e.lang]
		if c.Group == ruleset.AtLeast {
			text += " " + count(c.N)
		}
		if c.Label != "" {
			text += colon(e.lang) + c.Label
		}
		d.lines(Line{Depth: depth, Text: text})
		for _, m := range k.Of {
			e.condition(d, m, depth+1)
		}
		return
	}
	text := e.mark(e.j.Raw[k.Leaf]) + " " + c.ID + " " + labelOf(c)
	if short, ok := e.short(k.Leaf); ok && !e.veto {
		text += paren(e.lang, e.marginWords(k.Leaf, short))
	}
	if c.Basis != "" {
		text += "　" + say(e.lang, wBasis) + " " + c.Basis
	}
	if e.level >= Trace {
		text += "　" + place(c.Span)
	}
	d.lines(Line{Depth: depth, Text: text})
	if e.j.Raw[k.Leaf] == fact.Unknown {
		d.lines(Line{Depth: depth + 1, Text: e.waits(e.j.Waits([]int{k.Leaf}))})
		if e.j.Leaves[k.Leaf] != fact.Unknown {
			d.lines(Line{Depth: depth + 1, Text: say(e.lang, wOnMissing)})
		}
	}
	e.reads(d, k.Leaf, depth+1)
	if e.level >= Trace {
		f := e.p.Leaves[k.Leaf].Formula()
		e.tree(d, f, e.j.Trace(k.Leaf), f.Root(), depth+1)
	}
}

func (e *explainer) marginWords(leaf int, short string) string {
	m, _ := e.p.Leaves[leaf].Formula().Margin(e.j.Trace(leaf))
	if m.Met {
		return say(e.lang, wSurplus, "n", short)
	}
	return say(e.lang, wShort, "n", short)
}

func place(s diag.Span) string {
	return fmt.Sprintf("%s:%d:%d", s.File, s.Start.Line, s.Start.Column)
}

// reads shows the facts and parameters that a clause looks at.
func (e *explainer) reads(d *Document, leaf, depth int) {
	for _, slot := range e.p.Leaves[leaf].Formula().Uses() {
		n := &e.p.Names[slot]
		text := n.Name + " = " + e.value(slot)
		if n.Kind == eval.ParamName {
			said := []string{say(e.lang, wSince, "day", n.Param.From.String())}
			if n.Param.Basis != "" {
				said = append(said, n.Param.Basis)
			}
			text += paren(e.lang, and(e.lang, said))
		} else if where := e.where(n); where != "" {
			text += paren(e.lang, where)
		}
		d.lines(Line{Depth: depth, Text: text})
		e.rows(d, slot, depth+1)
	}
}

// where says where the value of a fact was found, or who should supply it.
func (e *explainer) where(n *eval.Name) string {
	if n.Kind != eval.FactName {
		return ""
	}
	v, ok := e.evidence[n.Name]
	if !ok {
		v, ok = e.evidence[n.Field.Column]
	}
	if !ok {
		return n.Field.Source
	}
	department := v.Department
	if department == "" {
		department = n.Field.Source
	}
	v.Department = department
	return origin(e.lang, &v)
}

// tree shows every part of a formula with its value and its place in the rule file.
func (e *explainer) tree(d *Document, f *formula.Formula, values []fact.Value, n, depth int) {
	node := &f.Nodes[n]
	from, to := f.Extent(n)
	text := string([]rune(f.Source.Text)[from:to]) + " = " + show(e.lang, values[n], node.Type) + "　" + place(f.Source.Span(node.From, node.To))
	d.lines(Line{Depth: depth, Text: text})
	for _, a := range node.Args {
		if f.Nodes[a].Op != formula.Const {
			e.tree(d, f, values, a, depth+1)
		}
	}
}

// points shows how the score is made, indicator by indicator.
func (e *explainer) points(d *Document) {
	s := e.p.Score
	if s == nil {
		return
	}
	d.heading(say(e.lang, wPoints))
	for i := range s.Criteria {
		c := &s.Criteria[i]
		d.lines(Line{Text: e.branch(nameOf(c.Rules.Label, c.Rules.ID), c.Rules.Weight, c.Rules.Weighted, e.j.Criteria[i], c.Rules.Basis)})
		for k := c.First; k < c.First+c.Count; k++ {
			e.indicator(d, k, c.Rules.Leaf)
		}
	}
	d.lines(Line{Text: say(e.lang, wScore) + " = " + e.score()})
}

func (e *explainer) branch(name string, weight int, weighted bool, points eval.Range, basis string) string {
	text := name
	if weighted {
		text += paren(e.lang, say(e.lang, wWeight, "n", count(weight)))
	}
	text += " = " + exact(points)
	if basis != "" {
		text += "　" + say(e.lang, wBasis) + " " + basis
	}
	return text
}

// indicator shows what an indicator looked at and what it gave. leaf is true where the criterion is its own indicator.
func (e *explainer) indicator(d *Document, k int, leaf bool) {
	in := &e.p.Score.Indicators[k]
	p := &e.j.Indicators[k]
	depth := 1
	if !leaf {
		d.lines(Line{Depth: 1, Text: e.branch(nameOf(in.Rules.Label, in.Rules.ID), in.Rules.Weight, in.Rules.Weighted, p.Range, in.Rules.Basis)})
		depth = 2
	}
	var said []string
	if in.Slot >= 0 {
		n := &e.p.Names[in.Slot]
		text := n.Name + " = " + e.value(in.Slot)
		if where := e.where(n); where != "" && (p.Missing || e.level >= Trace) {
			text += paren(e.lang, where)
		}
		said = append(said, text)
	} else {
		said = append(said, in.Rules.Expr.Text)
	}
	if p.Band >= 0 && in.Rules.Method == ruleset.Bands {
		said = append(said, in.Rules.Bands[p.Band].Range.String()+" → "+in.Rules.Bands[p.Band].Points.String())
	}
	if p.Band >= 0 && in.Rules.Method == ruleset.Table {
		said = append(said, in.Rules.Table[p.Band].Value.String()+" → "+in.Rules.Table[p.Band].Points.String())
	}
	if p.Flag != "" {
		said = append(said, p.Flag)
	}
	if e.level >= Trace {
		said = append(said, place(in.Rules.Span))
	}
	d.lines(Line{Depth: depth, Text: strings.Join(said, "　")})
	if in.Slot >= 0 {
		e.rows(d, in.Slot, depth+1)
	} else {
		e.uses(d, in.Formula().Uses(), depth+1)
	}
	if e.level >= Trace && in.Slot < 0 {
		e.tree(d, in.Formula(), e.j.IndicatorTrace(k), in.Formula().Root(), depth+1)
	}
}

// facts shows what is derived and classified, and what of a decision table hit.
func (e *explainer) facts(d *Document) {
	if len(e.p.Steps) == 0 {
		return
	}
	d.heading(say(e.lang, wFacts))
	for i := range e.p.Steps {
		s := &e.p.Steps[i]
		for _, slot := range s.Slots {
			text := e.p.Names[slot].Name + " = " + e.value(slot)
			if e.level >= Trace {
				text += "　" + place(e.p.Names[slot].Span)
			}
			d.lines(Line{Text: text})
		}
		if s.Derive != nil {
			d.lines(Line{Depth: 1, Text: s.Derive.Expr.Text})
			e.uses(d, s.Formula().Uses(), 2)
			if e.level >= Trace {
				f, values := s.Formula(), e.j.StepTrace(i)
				e.tree(d, f, values, f.Root(), 1)
			}
			continue
		}
		if q := e.j.Question(i); q != "" {
			d.lines(Line{Depth: 1, Text: q})
		}
		for k, hit := range e.j.Hits(i) {
			row := s.Classify.Rules[k]
			if hit != fact.False || e.level >= Trace {
				d.lines(Line{Depth: 1, Text: mark(hit) + " " + nameOf(row.Label, nameOf(row.ID, "#"+count(k+1))) + "　" + place(row.Span)})
			}
		}
	}
}

// Compare is the page about two people: what puts one before the other.
func Compare(a, b *eval.Judgement, lang diag.Lang) *Document {
	s := eval.Separate(a, b)
	p := a.Program()
	name := func(j *eval.Judgement) string {
		who := j.Pool.Snapshot.Person(j.Person)
		return strings.TrimSpace(who.Name + " " + roster.Mask(who.ID))
	}
	x, y := name(s.Ahead), name(s.Behind)
	d := &Document{}
	if s.Neither {
		d.text(say(lang, wNeither, "a", x, "b", y, "tier", p.TierLabel(s.Tier)))
		for _, j := range []*eval.Judgement{s.Ahead, s.Behind} {
			d.lines(Line{Depth: 1, Text: name(j) + colon(lang) + speak(lang, j).sentence(s.Tier)})
		}
		return d
	}
	if s.Equal {
		d.text(say(lang, wEqual, "a", x, "b", y))
		return d
	}
	d.text(say(lang, wAhead, "a", x, "b", y))
	words := speak(lang, s.Behind)
	v := listView{lang: lang}
	if s.Tier >= 0 {
		d.text(say(lang, wByTier, "tier", p.TierLabel(s.Tier), "a", x, "b", y,
			"x", v.verdict(s.Ahead.Outcomes[s.Tier]), "y", v.verdict(s.Behind.Outcomes[s.Tier])))
	} else if s.Key >= 0 {
		k := &p.Ranking.Keys[s.Key]
		d.text(say(lang, wByKey, "key", keyName(p, k, lang), "a", x, "b", y, "x", keyText(s.Ahead, k, lang), "y", keyText(s.Behind, k, lang)))
	}
	for _, leaf := range s.Clauses {
		c := p.Leaves[leaf].Clause
		d.lines(Line{Depth: 1, Text: mark(s.Behind.Raw[leaf]) + " " + c.ID + " " + words.clause(leaf, false)})
	}
	if len(s.Criteria) > 0 {
		d.text(say(lang, wByPoints))
	}
	for _, g := range s.Criteria {
		c := &p.Score.Criteria[g.Criterion]
		d.lines(Line{Depth: 1, Text: nameOf(c.Rules.Label, c.Rules.ID) + colon(lang) + exact(s.Ahead.Criteria[g.Criterion]) + " / " +
			exact(s.Behind.Criteria[g.Criterion]) + "　" + say(lang, wScore) + " +" + exact(g.Gap)})
	}
	if s.Open {
		d.text(say(lang, wOpenOrder))
	}
	return d
}

func keyName(p *eval.Program, k *eval.Key, lang diag.Lang) string {
	switch {
	case k.IsScore():
		return say(lang, wScore)
	case k.IsTier():
		return say(lang, wTier)
	}
	return k.Rules.Name
}

func keyText(j *eval.Judgement, k *eval.Key, lang diag.Lang) string {
	words := speak(lang, j)
	if k.IsScore() {
		return words.score()
	}
	if slot, ok := k.Name(); ok {
		return words.value(slot)
	}
	if i, ok := k.Criterion(); ok {
		return exact(j.Criteria[i])
	}
	if i, ok := k.Indicator(); ok {
		return exact(j.Indicators[i].Range)
	}
	if k.IsTier() {
		return words.tier()
	}
	return words.grade()
}
