package lint

import (
	"slices"
	"strconv"

	"slate/engine/diag"
	"slate/engine/eval"
	"slate/engine/fact"
	"slate/engine/formula"
	"slate/engine/ruleset"
)

// visit calls f for somebody of every region that a goal can tell apart. It reports whether these stand for everybody.
func (s *space) visit(g goal, f func(who func() person)) answer {
	holds := g.holds
	g.holds = func() bool {
		holds()
		f(func() person { return s.current(g.vars) })
		return false
	}
	return s.search(g)
}

// current returns the values that some variables have now.
func (s *space) current(vars []int) person {
	who := person{}
	for _, x := range vars {
		for _, src := range s.srcs {
			if slot := src.slotOf[x]; slot >= 0 {
				who[x] = src.probe.Value(slot)
			}
		}
		if s.vars[x].field == nil {
			who[x] = fact.OfBool(s.srcs[0].waived[s.vars[x].name])
		}
	}
	return who
}

// somebody is an answer that is found already.
func somebody(who person) answer { return answer{found: true, person: who, decided: true} }

// tables looks for rows of decision tables that never decide, pairs that leave a matter to a person, and people whom no row describes.
func (l *linter) tables() {
	for i := range l.p.Steps {
		if l.p.Steps[i].Classify != nil {
			l.table(i)
		}
	}
}

// seen is what was seen of a decision table, over everybody.
type seen struct {
	decides []bool         // by row: it hits, and no row above it takes the person
	pairs   map[int]person // by later·n + earlier row: somebody whom both hit
	gap     person         // somebody whom no row hits
}

func (l *linter) table(step int) {
	t := l.p.Steps[step].Classify
	n := len(t.Rules)
	if n == 0 {
		return
	}
	saw := seen{decides: make([]bool, n), pairs: map[int]person{}}
	goal := l.s.goal(func() bool { return true }, part{src: l.src, slots: l.p.Steps[step].Slots, rows: []int{step}, about: t.Name})
	a := l.s.visit(goal, func(who func() person) { saw.see(t, l.src.probe.Hits(step), who) })
	for k, row := range t.Rules {
		if !saw.decides[k] {
			l.nobody(diag.New(diag.Shadowed, row.Span, "table", t.Name, "row", rowName(row, k)), a)
		}
	}
	l.overlaps(step, &saw)
	if saw.gap != nil && t.Otherwise == nil && t.Hit != ruleset.HitCount { // no rows are 0 rows
		d := diag.New(diag.TableGap, t.Span, "table", t.Name)
		l.found(d, somebody(saw.gap), func(j *eval.Judgement) bool { return !slices.ContainsFunc(j.Hits(step), isNot(fact.False)) })
	}
}

func rowName(r *ruleset.Row, k int) string {
	if r.ID != "" {
		return r.ID
	}
	return strconv.Itoa(k + 1)
}

func (w *seen) see(t *ruleset.Classify, hits []fact.Truth, who func() person) {
	first := -1
	for k, h := range hits {
		if h != fact.True {
			continue
		}
		if first < 0 && !slices.Contains(hits[:k], fact.Unknown) {
			w.decides[k] = true
		}
		if t.Hit != ruleset.HitFirst {
			w.decides[k] = true
		}
		if first >= 0 {
			if at := k*len(hits) + first; w.pairs[at] == nil {
				w.pairs[at] = who()
			}
			continue
		}
		first = k
	}
	if w.gap == nil && !slices.ContainsFunc(hits, isNot(fact.False)) {
		w.gap = who()
	}
}

// overlaps reports rows of a table that wants one hit, or hits that agree, where two rows hit somebody together.
func (l *linter) overlaps(step int, saw *seen) {
	t := l.p.Steps[step].Classify
	if t.Hit != ruleset.HitUnique && t.Hit != ruleset.HitAny {
		return
	}
	n := len(t.Rules)
	for k := range n {
		for m := range k {
			who := saw.pairs[k*n+m]
			a, b := t.Rules[m], t.Rules[k]
			if who == nil || a.Then == nil || b.Then == nil || t.Hit == ruleset.HitAny && alike(a.Then, b.Then) {
				continue // a row with decide says by itself that a person decides
			}
			d := diag.New(diag.TableOverlap, b.Span, "a", rowName(a, m), "b", rowName(b, k), "table", t.Name).WithRelated(a.Span)
			l.found(d, somebody(who), func(j *eval.Judgement) bool {
				hits := j.Hits(step)
				return hits[m] == fact.True && hits[k] == fact.True
			})
			break
		}
	}
}

func alike(a, b []fact.Value) bool { return slices.EqualFunc(a, b, fact.Value.Equal) }

// scores looks at bands and grades.
func (l *linter) scores() {
	if l.p.Score == nil {
		return
	}
	for i := range l.p.Score.Indicators {
		in := &l.p.Score.Indicators[i]
		switch in.Rules.Method {
		case ruleset.Bands:
			l.bands(i)
			l.mergeable(in.Rules)
		case ruleset.Formula:
			l.chained(in.Rules.ID, in.Rules.Span, in.Formula())
		}
	}
	for i := range l.p.Steps {
		if d := l.p.Steps[i].Derive; d != nil && d.Type.Kind.Numeric() {
			l.chained(d.Name, d.Span, l.p.Steps[i].Formula())
		}
	}
	l.grades()
}

func (l *linter) bands(i int) {
	in := &l.p.Score.Indicators[i]
	reached := make([]bool, len(in.Rules.Bands))
	var outside person
	a := l.s.visit(l.s.goal(func() bool { return true }, l.src.ofIndicator(i)), func(who func() person) {
		p := l.src.probe.Points(i)
		switch {
		case p.Band >= 0:
			reached[p.Band] = true
		case outside == nil && l.src.probe.Value(in.Slot).Known():
			outside = who()
		}
	})
	if outside != nil {
		d := diag.New(diag.OutsideBands, in.Rules.Span, "id", in.Rules.ID, "input", in.Rules.Input.Text)
		l.found(d, somebody(outside), func(j *eval.Judgement) bool { return j.Indicators[i].Missing && j.Value(in.Slot).Known() })
	}
	for b, ok := range reached {
		if !ok {
			l.nobody(diag.New(diag.DeadBand, in.Rules.Bands[b].Span, "id", in.Rules.ID, "band", in.Rules.Bands[b].Range.String()), a)
		}
	}
}

// mergeable looks for bands side by side that give the same.
func (l *linter) mergeable(in *ruleset.Indicator) {
	for _, a := range in.Bands {
		for _, b := range in.Bands {
			if a.Range.HasHi && b.Range.HasLo && a.Range.Hi.Equal(b.Range.Lo) && a.Range.OpenHi != b.Range.OpenLo && a.Points.Equal(b.Points) {
				l.list.Add(diag.New(diag.MergeBands, b.Span, "a", a.Range.String(), "b", b.Range.String()).WithRelated(a.Span))
			}
		}
	}
}

// chained looks for a choice within a choice that compares one name with numbers.
func (l *linter) chained(id string, at diag.Span, f *formula.Formula) {
	root := &f.Nodes[f.Root()]
	if root.Op != formula.If {
		return
	}
	name, ok := l.compared(f, root.Args[0])
	for _, a := range root.Args[1:] {
		if n := &f.Nodes[a]; ok && n.Op == formula.If {
			if inner, ok := l.compared(f, n.Args[0]); ok && inner == name {
				l.list.Add(diag.New(diag.ChainedChoice, at, "id", id, "name", name))
				return
			}
		}
	}
}

// compared returns the one name of a person that a condition compares with what no person moves.
func (l *linter) compared(f *formula.Formula, node int) (string, bool) {
	n := &f.Nodes[node]
	if n.Op < formula.Lt || n.Op > formula.Ge {
		return "", false
	}
	t := l.src.trace(f)
	for k, a := range n.Args {
		if f.Nodes[a].Op == formula.NameRef && len(t.roots[a]) > 0 && len(t.roots[n.Args[1-k]]) == 0 {
			return f.Nodes[a].Name, true
		}
	}
	return "", false
}

// grades looks for scores outside every grade, and for grades that no score reaches.
func (l *linter) grades() {
	grades := l.p.Rules.Grades
	if len(grades) == 0 || l.p.Relative() {
		return
	}
	least, most, apart := l.extremes()
	lowest, highest := l.judge(l.p, least), l.judge(l.p, most)
	if lowest == nil || highest == nil {
		return
	}
	for k, end := range []*eval.Judgement{lowest, highest} {
		if g, certain := end.Grade(); certain && g < 0 && end.Total.Exact() {
			d := diag.New(diag.OutsideGrades, grades[0].Span, "score", l.points(end.Total))
			l.list.Add(d.WithPerson(l.s.given([]person{least, most}[k])))
		}
	}
	if !apart || !lowest.Total.Exact() || !highest.Total.Exact() {
		return
	}
	for _, g := range grades {
		r := g.Range
		over := r.HasLo && (r.Lo.Cmp(highest.Total.Hi) > 0 || r.OpenLo && r.Lo.Equal(highest.Total.Hi))
		under := r.HasHi && (r.Hi.Cmp(lowest.Total.Lo) < 0 || r.OpenHi && r.Hi.Equal(lowest.Total.Lo))
		if over || under {
			l.list.Add(diag.New(diag.DeadGrade, g.Span, "grade", g.Label, "lo", l.points(lowest.Total), "hi", l.points(highest.Total)))
		}
	}
}

func (l *linter) points(r eval.Range) string { return r.Text(l.p.Score.Rules.Round.Scale) }

// extremes makes up somebody with the fewest points of every indicator and somebody with the most. apart reports whether they surely
// have the lowest and the highest score: every indicator reads a fact of its own, and its points only rise or fall with it.
func (l *linter) extremes() (least, most person, apart bool) {
	least, most, apart = person{}, person{}, true
	used := map[int]bool{}
	for i := range l.p.Score.Indicators {
		in := &l.p.Score.Indicators[i]
		apart = apart && in.Slot >= 0 && l.p.Names[in.Slot].Kind == eval.FactName
		var lo, hi *fact.Number
		a := l.s.visit(l.s.goal(func() bool { return true }, l.src.ofIndicator(i)), func(who func() person) {
			p := l.src.probe.Points(i)
			if !p.Exact() || p.Missing && in.Rules.OnMissing == nil {
				return
			}
			n := p.Lo
			if lo == nil || n.Cmp(*lo) < 0 {
				lo = &n
				least.take(who())
			}
			if hi == nil || n.Cmp(*hi) > 0 {
				hi = &n
				most.take(who())
			}
		})
		apart = apart && a.decided
		for x := range least {
			if slices.Contains(l.s.varsOfIndicator(l.src, i), x) {
				apart = apart && !used[x]
				used[x] = true
			}
		}
	}
	return least, most, apart
}

func (s *space) varsOfIndicator(src *source, i int) []int {
	var vars []int
	for _, slot := range src.ofIndicator(i).slots {
		vars = union(vars, src.roots[slot])
	}
	return vars
}

// take adds the values of another.
func (who person) take(other person) {
	for x, v := range other {
		who[x] = v
	}
}

// order looks for an order that tells too few people apart.
func (l *linter) order() {
	limit := l.p.Ranking.Rules.Limit
	count := 1
	for i := range l.p.Ranking.Keys {
		n, ok := l.distinct(&l.p.Ranking.Keys[i])
		if !ok || count > limit {
			return
		}
		count *= n
	}
	if keys := l.p.Ranking.Keys; limit > 1 && count < limit && len(keys) > 0 {
		l.list.Add(diag.New(diag.CoarseOrder, keys[len(keys)-1].Rules.Span, "count", strconv.Itoa(count), "limit", strconv.Itoa(limit)))
	}
}

// distinct counts what a key can come to, where that is a few.
func (l *linter) distinct(k *eval.Key) (int, bool) {
	if slot, ok := k.Name(); ok {
		switch t := l.p.Names[slot].Type; t.Kind {
		case fact.Boolean:
			return 2, true
		case fact.Choice:
			return len(t.Values), true
		}
		return 0, false
	}
	if i, ok := k.Indicator(); ok {
		in := l.p.Score.Indicators[i].Rules
		points := map[string]bool{}
		for _, b := range in.Bands {
			points[b.Points.String()] = true
		}
		for _, r := range in.Table {
			points[r.Points.String()] = true
		}
		return len(points), len(points) > 0
	}
	if _, ok := k.Criterion(); ok || k.IsScore() {
		return 0, false
	}
	if k.IsTier() {
		return len(l.p.Tiers) - l.p.Ranking.Tier, true
	}
	return len(l.p.Rules.Grades) + 1, true
}

// params looks for days on which the rules are in force and a parameter has no value.
func (l *linter) params() {
	from := l.p.Rules.Meta.From
	if from.IsZero() {
		return
	}
	for _, q := range l.p.Rules.Params {
		if len(q.Values) == 0 || q.Values[0].From.Compare(from) <= 0 {
			continue
		}
		_, list := eval.Compile(l.p.Rules, from)
		refused := slices.ContainsFunc(list, func(d diag.Diagnostic) bool { return d.Code == diag.NoParamValue && d.Span == q.Span })
		if refused {
			l.list.Add(diag.New(diag.ParamGap, q.Values[0].Span, "name", q.Name, "from", from.String(), "first", q.Values[0].From.String()))
		}
	}
}
