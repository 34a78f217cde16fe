package lint

import (
	"strings"

	"slate/engine/eval"
	"slate/engine/fact"
	"slate/engine/ruleset"
)

func (pr *prover) score() {
	sub := Subject{Kind: "score"}
	a, b := pr.a.p.Score, pr.b.p.Score
	switch {
	case a == nil && b == nil:
		return
	case a == nil || b == nil:
		pr.missing(sub, a != nil)
		return
	case pr.a.p.Relative() || pr.b.p.Relative():
		pr.open(sub, "score", "pool")
		return
	}
	say := func(j *eval.Judgement) string { return j.Total.Text(j.Program().Score.Rules.Round.Scale) }
	if pr.indicators(sub, say) {
		pr.alike(sub)
		pr.grades()
	}
}

// shape writes how the points of indicators become a score.
func shape(s *eval.Score) string {
	var b strings.Builder
	put := func(parts ...string) { b.WriteString(strings.Join(parts, " ") + "\n") }
	put(itoa(s.Rules.Round.Scale), s.Rules.Round.Mode.String())
	for _, row := range s.Rules.AHP {
		for _, n := range row {
			put(n.String())
		}
	}
	for i := range s.Criteria {
		c := &s.Criteria[i]
		weight := "-"
		if c.Rules.Weighted {
			weight = itoa(c.Rules.Weight)
		}
		put("criterion", weight, limit(c.Rules.Max), limit(c.Rules.Min), itoa(c.Count))
		for k := c.First; k < c.First+c.Count; k++ {
			if in := s.Indicators[k].Rules; in.Weighted && !c.Rules.Leaf {
				put("indicator", itoa(in.Weight))
			}
		}
	}
	return b.String()
}

func limit(n *fact.Number) string {
	if n == nil {
		return "-"
	}
	return n.String()
}

// indicators reports whether the scores are alike, and records what was found where they are not.
func (pr *prover) indicators(sub Subject, say func(*eval.Judgement) string) bool {
	sa, sb := pr.a.p.Score, pr.b.p.Score
	if shape(sa) != shape(sb) || len(sa.Indicators) != len(sb.Indicators) {
		return pr.wholeScore(sub, say)
	}
	for i := range sa.Indicators {
		if pr.law(pr.a, i) == pr.law(pr.b, i) {
			continue
		}
		alike, done := pr.indicator(sub, i, say)
		if done {
			return false
		}
		if !alike {
			pr.open(sub, sa.Indicators[i].Rules.ID, "unlike")
			return false
		}
	}
	return true
}

// indicator compares one indicator of each file. done says that a difference or an open question is on record.
func (pr *prover) indicator(sub Subject, i int, say func(*eval.Judgement) string) (alike, done bool) {
	differ := func() bool { return points(pr.a, i) != points(pr.b, i) }
	goal := pr.s.goal(differ, pr.a.ofIndicator(i), pr.b.ofIndicator(i))
	tried, differed := 0, false
	see := func(who func() person) {
		if done || tried > 200 || !differ() {
			return
		}
		differed = true
		tried++
		done = pr.settle(sub, somebody(who()), say)
	}
	a := pr.s.visit(goal, see)
	if done || differed {
		return false, done // points that differ and never show in a total stay open
	}
	if !a.decided {
		pr.open(sub, a.about, a.why)
		return false, true
	}
	if pr.finite(i, goal.vars) {
		return true, false
	}
	complete := pr.walk(goal, func(who person) bool {
		if differ() {
			differed = true
			done = pr.settle(sub, somebody(who), say)
		}
		return done
	})
	return complete && !differed, done
}

// walk goes through every value of the one fact that a goal looks at, until see has seen enough. It reports whether there is one fact, of not
// too many values.
func (pr *prover) walk(g goal, see func(who person) (enough bool)) bool {
	if len(g.vars) != 1 || pr.s.vars[g.vars[0]].axis == nil {
		return false
	}
	x, axis := g.vars[0], pr.s.vars[g.vars[0]].axis
	if axis.hi-axis.lo > maxSteps {
		return false
	}
	for n := axis.lo; n <= axis.hi; n++ {
		pr.s.set(x, axis.value(n))
		if g.holds(); see(person{x: axis.value(n)}) {
			break
		}
	}
	pr.s.set(x, pr.s.nothing(x))
	return true
}

// finite reports whether an indicator gives few different points in both files, so that one of each region tells all.
func (pr *prover) finite(i int, vars []int) bool {
	if pr.s.listed(vars) {
		return true
	}
	for _, src := range pr.s.srcs {
		if m := src.p.Score.Indicators[i].Rules.Method; m != ruleset.Bands && m != ruleset.Table {
			return false
		}
	}
	return true
}

// points writes what an indicator gives the person made up.
func points(src *source, i int) string {
	p := src.probe.Points(i)
	text := p.Lo.String() + " " + p.Hi.String()
	if p.OpenLo {
		text += " <"
	}
	if p.OpenHi {
		text += " >"
	}
	return text
}

// law writes how an indicator gives points, down to the facts: two that read alike give alike.
func (pr *prover) law(src *source, i int) string {
	in := &src.p.Score.Indicators[i]
	r := in.Rules
	parts := []string{itoa(int(r.Method)), limit(r.Cap), limit(r.Floor), r.Points.String(), r.Step.String(), r.Start.String()}
	for _, b := range r.Bands {
		parts = append(parts, b.Range.String(), b.Points.String())
	}
	for _, t := range r.Table {
		parts = append(parts, t.Value.String(), t.Points.String())
	}
	if r.OnMissing != nil {
		parts = append(parts, "missing", r.OnMissing.Points.String())
	}
	if f := in.Formula(); f != nil {
		parts = append(parts, pr.s.expanded(src, f, f.Root()))
	} else {
		parts = append(parts, pr.s.expandedName(src, in.Slot))
	}
	return strings.Join(parts, "\x00")
}

// wholeScore compares scores that are put together differently.
func (pr *prover) wholeScore(sub Subject, say func(*eval.Judgement) string) bool {
	return pr.overall(sub, say, func(src *source) string {
		total, _, _ := src.probe.Score()
		return total.Text(src.p.Score.Rules.Round.Scale)
	})
}

// overall compares what the two scores come to over all that they read at once. It records what was found where they differ or may.
func (pr *prover) overall(sub Subject, say func(*eval.Judgement) string, text func(src *source) string) bool {
	var parts []part
	few := true
	for _, src := range pr.s.srcs {
		for i := range src.p.Score.Indicators {
			parts = append(parts, src.ofIndicator(i))
			m := src.p.Score.Indicators[i].Rules.Method
			few = few && (m == ruleset.Bands || m == ruleset.Table || pr.s.listed(pr.s.varsOfIndicator(src, i)))
		}
	}
	goal := pr.s.goal(func() bool { return text(pr.a) != text(pr.b) }, parts...)
	a := pr.s.search(goal)
	if pr.settle(sub, a, say) {
		return false
	}
	if a.decided && !a.found && !few {
		told, differed := false, false
		few = pr.walk(goal, func(who person) bool {
			if text(pr.a) != text(pr.b) {
				differed = true
				told = pr.settle(sub, somebody(who), say)
			}
			return told
		})
		if few = few && !differed; told {
			return false
		}
	}
	switch {
	case a.decided && !a.found && few:
		return true
	case a.decided:
		pr.open(sub, sub.Kind, "unlike")
	default:
		pr.open(sub, a.about, a.why)
	}
	return false
}

// grades compares the grades of scores that are alike.
func (pr *prover) grades() {
	sub := Subject{Kind: "grade"}
	write := func(p *eval.Program) string {
		var b strings.Builder
		for _, g := range p.Rules.Grades {
			b.WriteString(g.Range.String() + " " + g.Label + "\n")
		}
		return b.String()
	}
	if write(pr.a.p) == write(pr.b.p) {
		if len(pr.a.p.Rules.Grades) > 0 {
			pr.alike(sub)
		}
		return
	}
	label := func(p *eval.Program, grade int, certain bool) string {
		switch {
		case !certain:
			return eval.Undecided.String()
		case grade < 0:
			return "none"
		}
		return p.Rules.Grades[grade].Label
	}
	say := func(j *eval.Judgement) string {
		grade, certain := j.Grade()
		return label(j.Program(), grade, certain)
	}
	if pr.overall(sub, say, func(src *source) string {
		_, grade, certain := src.probe.Score()
		return label(src.p, grade, certain)
	}) {
		pr.alike(sub)
	}
}
