package report

import (
	"context"
	"strings"

	"slate/engine/diag"
	"slate/engine/eval"
	"slate/engine/roster"
	"slate/engine/ruleset"
	"slate/engine/ruletest"
)

// Example is a case of a rule file that came out as the file expects, with the judgement on its person.
type Example struct {
	Test      *ruleset.Test
	Judgement *eval.Judgement
}

// Examples runs the cases of a ruleset and returns those that show something: the first for every combination of verdicts, the clauses
// that made them, waivers and grade. Cases that did not come out as expected are no examples, nor are those that compare people or
// expect the rules to be refused. failed is how many did not come out. It fails when ctx ends.
func Examples(ctx context.Context, rs *ruleset.Ruleset) (list []Example, failed int, err error) {
	judged := map[*ruleset.Test]*eval.Judgement{}
	alone := 0
	var all []*eval.Judgement
	r, err := ruletest.Watch(ctx, rs, func(j *eval.Judgement) { all = append(all, j) })
	if err != nil {
		return nil, 0, err
	}
	for i := range r.Cases {
		c := &r.Cases[i]
		if c.Test.Expect.Error != nil || c.Status == ruletest.Error {
			continue
		}
		judged[c.Test] = all[alone] // in the same order, one for each that could be judged
		alone++
	}
	seen := map[string]bool{}
	for i := range r.Cases {
		c := &r.Cases[i]
		if c.Status != ruletest.Pass {
			failed++
			continue
		}
		j := judged[c.Test]
		if j == nil || len(c.Test.Roster) > 0 {
			continue
		}
		if shown := shows(j); !seen[shown] {
			seen[shown] = true
			list = append(list, Example{c.Test, j})
		}
	}
	return list, failed, nil
}

// shows says what a judgement shows, for telling cases apart.
func shows(j *eval.Judgement) string {
	var b strings.Builder
	for t, o := range j.Outcomes {
		b.WriteString(o.String())
		for _, leaf := range j.Because(t) {
			if o != eval.Pass {
				b.WriteString("," + count(leaf))
			}
		}
		b.WriteByte(';')
	}
	for i, w := range j.Waived {
		if w != nil {
			b.WriteString("w" + count(i))
		}
	}
	grade, certain := j.Grade()
	b.WriteString("g" + count(grade))
	if !certain {
		b.WriteByte('?')
	}
	return b.String()
}

// examples shows the base person and what becomes of those who differ from them.
func (v *measures) examples(cases []Example) {
	if len(cases) == 0 {
		return
	}
	v.chapter(wDocExamples)
	text := v.say(wDocExamplesAre, "n", count(len(cases)), "of", count(len(v.rs.Tests)))
	if base := v.given(v.rs.TestBase); base != "" {
		text = v.sentences(text, v.say(wDocBase, "facts", base))
	}
	a := v.article(text)
	t := &Table{Name: "examples", Columns: []Column{{Head: v.say(wDocExample)}, {Head: v.say(wDocDiffers)}, {Head: v.say(wDocResult)}}}
	if v.p.Score != nil {
		t.Columns = append(t.Columns, Column{Head: v.say(wScore), Right: true})
	}
	if len(v.rs.Grades) > 0 {
		t.Columns = append(t.Columns, Column{Head: v.say(wGrade)})
	}
	t.Columns = append(t.Columns, Column{Head: v.say(wWhy)})
	for _, e := range cases {
		s := speak(v.lang, e.Judgement)
		row := []string{e.Test.Name, v.supposed(e.Test), v.result(e.Judgement)}
		if v.p.Score != nil {
			row = append(row, s.score())
		}
		if len(v.rs.Grades) > 0 {
			row = append(row, s.grade())
		}
		t.Rows = append(t.Rows, append(row, whyNot(s)))
	}
	a.Tables = append(a.Tables, t)
}

// whyNot says why somebody does not reach the tiers that they do not reach, or how they reach the one that the list is for.
func whyNot(s speaker) string {
	var said, tiers []string
	for t, o := range s.j.Outcomes {
		if o == eval.Pass {
			continue
		}
		if why := s.sentence(t); len(said) == 0 || said[len(said)-1] != why {
			said, tiers = append(said, why), append(tiers, s.p.Tiers[t].Rules.ID)
		}
	}
	switch len(said) {
	case 0:
		return s.sentence(s.p.Ranking.Tier)
	case 1:
		return said[0]
	}
	for i := range said {
		said[i] = tiers[i] + colon(s.lang) + said[i]
	}
	return join(s.lang, said)
}

// supposed says how the person of a case differs from the base.
func (v *measures) supposed(t *ruleset.Test) string {
	var said []string
	if s := v.given(t.Given); s != "" {
		said = append(said, s)
	}
	for _, w := range t.Waivers {
		said = append(said, v.say(wDocWaivedBy, "id", w.Veto, "document", w.Document))
	}
	tables := map[string]int{}
	for _, r := range t.Rows {
		tables[r.Table.Name]++
	}
	for _, r := range roster.ChildTables() {
		if n := tables[r.Name]; n > 0 {
			said = append(said, v.say(wDocRowsOf, "table", tableName(&r, v.lang), "n", count(n)))
		}
	}
	if !t.Cutoff.IsZero() {
		said = append(said, v.say(wCutoff)+" "+t.Cutoff.String())
	}
	if said == nil {
		return v.say(wDocAsBase)
	}
	return and(v.lang, said)
}

func (v *measures) given(list []ruleset.Given) string {
	var said []string
	for _, g := range list {
		slot, ok := v.p.NameOf(g.Name)
		if !ok {
			continue
		}
		text := g.Name + " " + show(v.lang, g.Value, v.p.Names[slot].Type)
		if !g.Value.Known() {
			text = v.say(wDocNotGiven, "fact", g.Name)
		}
		if !g.On.IsZero() {
			text += paren(v.lang, g.On.String())
		}
		said = append(said, text)
	}
	return and(v.lang, said)
}

// result names the verdict on every tier.
func (v *measures) result(j *eval.Judgement) string {
	var said []string
	for t, o := range j.Outcomes {
		verdict := say(v.lang, map[eval.Outcome]word{eval.Pass: wPass, eval.Fail: wFail, eval.Undecided: wOpen}[o])
		said = append(said, v.rs.Tiers[t].ID+[...]string{diag.Chinese: "", diag.English: " "}[v.lang]+verdict)
	}
	return and(v.lang, said)
}
