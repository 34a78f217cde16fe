package lint

import (
	"context"
	"slices"
	"strings"

	"slate/engine/eval"
	"slate/engine/fact"
	"slate/engine/formula"
	"slate/engine/ruleset"
)

// Verdict is what became of a proof. The zero value claims least.
type Verdict uint8

// The verdicts.
const (
	NotDecided Verdict = iota
	Different          // there is somebody for whom the two differ
	Same               // there is nobody
)

// String returns not_decided, different or same.
func (v Verdict) String() string { return [...]string{"not_decided", "different", "same"}[v] }

// Proof is the comparison of two rule files for every person there could be.
type Proof struct {
	Verdict     Verdict
	Compared    []Subject // what was proved alike
	Differences []Difference
	Open        []Open
}

// Subject is something that two rule files say about a person: a tier's verdict, whether a veto holds, the score, the grade.
type Subject struct {
	Kind string // tier, veto, score, grade
	ID   string // of a tier or a veto
}

// Difference is something on which the two files differ, with somebody for whom they do.
type Difference struct {
	Subject
	A, B  string // what each says: pass, fail, undecided; true, false, unknown; a score; a grade's label; "none" where the file has no such thing
	Given string // the person, as the given of a case; "" where one file has no such thing at all
	Case  string // a case for the first file, ready to paste; "" where a case cannot say it
}

// Open is something that was not decided.
type Open struct {
	Subject
	About string // the clause, name or indicator that prevents it
	Why   string // text, list, turns, joint, many, unlike, pool, fact: as of H05; fact: declared differently in the two files
}

// maxSteps is how many values of one number are compared one by one.
const maxSteps = 100_000

// Prove compares what two programs say about every person over the declared domains: the verdict of each tier, whether each veto
// holds, the score and its grade. Tiers and vetoes are joined by id, facts by name. Every difference is confirmed by judging the
// person with both programs. Places are not compared: they depend on the others. It fails only when ctx ends.
func Prove(ctx context.Context, a, b *eval.Program) (*Proof, error) {
	pr := &prover{ctx: ctx, proof: &Proof{}}
	if name := unlike(a, b); name != "" {
		pr.proof.Open = append(pr.proof.Open, Open{Subject{"fact", name}, name, "fact"})
		return pr.proof, ctx.Err()
	}
	pr.s = newSpace(a, b)
	pr.a, pr.b = pr.s.srcs[0], pr.s.srcs[1]
	pr.tiers()
	pr.vetoes()
	pr.score()
	switch {
	case len(pr.proof.Differences) > 0:
		pr.proof.Verdict = Different
	case len(pr.proof.Open) == 0:
		pr.proof.Verdict = Same
	}
	return pr.proof, ctx.Err()
}

// unlike returns a fact that the two files declare so differently that a person cannot be given to both, "" where there is none.
func unlike(a, b *eval.Program) string {
	for _, f := range a.Rules.Facts {
		for _, g := range b.Rules.Facts {
			if f.Name != g.Name {
				continue
			}
			t, u := f.Type, g.Type
			t.Values, u.Values = slices.Sorted(slices.Values(t.Values)), slices.Sorted(slices.Values(u.Values))
			if !t.Equal(u) || f.MaxAge != g.MaxAge || origin(f) != origin(g) {
				return f.Name
			}
		}
	}
	return ""
}

// origin writes where a fact comes from in the roster.
func origin(f *ruleset.Fact) string {
	if f.From == nil {
		return ""
	}
	where := ""
	if f.From.Where != nil {
		where = f.From.Where.Text
	}
	return strings.Join([]string{f.From.Column, f.From.Aggregate, f.From.Field, f.From.Table, where}, "\x00")
}

type prover struct {
	ctx   context.Context
	s     *space
	a, b  *source
	proof *Proof
}

// settle records what a search for a difference came to. It reports whether the search may end.
func (pr *prover) settle(sub Subject, a answer, say func(*eval.Judgement) string) bool {
	if !a.found {
		return false
	}
	who := pr.complete(a.person)
	ja, jb := judge(pr.ctx, pr.s, pr.a.p, who, false), judge(pr.ctx, pr.s, pr.b.p, who, false)
	if ja == nil || jb == nil || say(ja) == say(jb) {
		return false
	}
	d := Difference{Subject: sub, A: say(ja), B: say(jb), Given: pr.s.given(pr.shown(a.person, who))}
	d.Case = pr.caseOf(d)
	pr.proof.Differences = append(pr.proof.Differences, d)
	return true
}

// complete gives a person the values that the cases of the first file start from, where nothing else is said.
func (pr *prover) complete(who person) person {
	all := person{}
	for x, v := range pr.s.vars {
		if v.field == nil {
			continue
		}
		for _, g := range pr.a.p.Rules.TestBase {
			if g.Name == v.name {
				all[x] = g.Value
			}
		}
	}
	all.take(who)
	return all
}

// shown is the part of a person that a case has to say: what they were found with, and all where the files' cases start from
// different values.
func (pr *prover) shown(found, all person) person {
	base := func(src *source) string {
		var parts []string
		for _, g := range src.p.Rules.TestBase {
			parts = append(parts, g.Name+literal(g.Value))
		}
		slices.Sort(parts)
		return strings.Join(parts, "\x00")
	}
	if base(pr.a) != base(pr.b) {
		return all
	}
	own := person{}
	for x, v := range found {
		usual := slices.ContainsFunc(pr.a.p.Rules.TestBase, func(g ruleset.Given) bool { return g.Name == pr.s.vars[x].name && g.Value.Equal(v) })
		if !usual || pr.s.vars[x].field == nil {
			own[x] = v
		}
	}
	return own
}

// caseOf writes a case that the first file passes and the second does not.
func (pr *prover) caseOf(d Difference) string {
	expect := ""
	switch d.Kind {
	case "tier":
		expect = quoted(d.ID) + ": " + d.A
	case "score", "grade":
		expect = d.Kind + ": " + `"` + d.A + `"`
	default:
		return ""
	}
	return "- {name: " + quoted(strings.TrimSpace(d.Kind+" "+d.ID)) + ", given: " + d.Given + ", expect: {" + expect + "}}"
}

func (pr *prover) alike(sub Subject) { pr.proof.Compared = append(pr.proof.Compared, sub) }

func (pr *prover) open(sub Subject, about, why string) {
	pr.proof.Open = append(pr.proof.Open, Open{sub, about, why})
}

func (pr *prover) missing(sub Subject, inA bool) {
	d := Difference{Subject: sub, A: "none", B: "none"}
	if inA {
		d.A = "given"
	} else {
		d.B = "given"
	}
	pr.proof.Differences = append(pr.proof.Differences, d)
}

func (pr *prover) tiers() {
	for i := range pr.a.p.Tiers {
		id := pr.a.p.Tiers[i].Rules.ID
		k, ok := pr.b.p.TierNamed(id)
		if !ok {
			pr.missing(Subject{"tier", id}, true)
			continue
		}
		pr.tier(Subject{"tier", id}, i, k)
	}
	for i := range pr.b.p.Tiers {
		if id := pr.b.p.Tiers[i].Rules.ID; !hasTier(pr.a.p, id) {
			pr.missing(Subject{"tier", id}, false)
		}
	}
}

func hasTier(p *eval.Program, id string) bool {
	_, ok := p.TierNamed(id)
	return ok
}

// tier looks for somebody on whom the verdicts differ. One file's is lower where one of its gates bars and the other file's
// do not, or where one is unknown and all the other file's let through.
func (pr *prover) tier(sub Subject, a, b int) {
	say := func(j *eval.Judgement) string {
		i, _ := j.Program().TierNamed(sub.ID)
		return j.Outcomes[i].String()
	}
	ga, gb := pr.s.gates(pr.a, a, true), pr.s.gates(pr.b, b, true)
	if found, decided := pr.fold(ga, gb); decided {
		switch {
		case pr.settle(sub, found, say):
		case found.found: // somebody whom the whole programs judge alike after all
			pr.open(sub, sub.ID, "unlike")
		default:
			pr.alike(sub)
		}
		return
	}
	var undecided *answer
	for _, side := range [][2][]gate{{ga, gb}, {gb, ga}} {
		low, high := side[0], side[1]
		all := high
		near := func(g gate) []gate { return all }
		if pr.s.search(pr.s.passes(high)...).found {
			near = func(g gate) []gate { return connected(g.vars, all) } // the others let through whatever these are
		}
		for _, g := range low {
			for _, t := range []fact.Truth{fact.False, fact.Unknown} {
				want := isNot(fact.False)
				if t == fact.Unknown {
					want = is(fact.True)
				}
				goals := []goal{pr.s.gateGoal(g, is(t))}
				for _, o := range near(g) {
					goals = append(goals, pr.s.gateGoal(o, want))
				}
				found := pr.s.search(goals...)
				if found.found {
					// Those that share nothing with them let through, too.
					if rest := pr.s.search(pr.s.passes(apart(high, near(g)))...); rest.found {
						rest.person.take(found.person)
						found.person = rest.person
					}
				}
				if pr.settle(sub, found, say) {
					return
				}
				if !found.found && !found.decided || found.found {
					undecided = &found
				}
			}
		}
	}
	if undecided == nil {
		pr.alike(sub)
		return
	}
	pr.open(sub, undecided.about, undecided.why)
}

// pair is what the gates of each file come to for one person: the heights of their truths.
type pair [2]int

// pairs holds, for each pair that is possible, somebody for whom it is so; nil where it is not.
type pairs [3][3]person

// fold finds out which verdicts the two files can give together. Gates that share no fact are met by anybody together with anybody, so
// the verdicts possible over all of them are the lower ones of those possible over each group. decided is false where
// a group is too large or outside what regions decide.
func (pr *prover) fold(ga, gb []gate) (found answer, decided bool) {
	var reached pairs
	reached[2][2] = person{}
	rest := slices.Concat(ga, gb)
	for len(rest) > 0 {
		group := []gate{rest[0]}
		if len(rest[0].vars) > 0 {
			group = connected(rest[0].vars, rest)
		}
		rest = apart(rest, group)
		own, ok := pr.possible(group)
		if !ok {
			return answer{}, false
		}
		reached = reached.with(own)
	}
	for _, p := range []pair{{2, 0}, {0, 2}, {1, 0}, {0, 1}, {2, 1}, {1, 2}} {
		if who := reached[p[0]][p[1]]; who != nil {
			return somebody(who), true
		}
	}
	return answer{decided: true}, true
}

// with returns the lower of each two pairs.
func (r pairs) with(own pairs) (out pairs) {
	for i := range 9 {
		for k := range 9 {
			a, b := r[i/3][i%3], own[k/3][k%3]
			if a == nil || b == nil {
				continue
			}
			at := &out[min(i/3, k/3)][min(i%3, k%3)]
			if *at == nil {
				*at = person{}
				at.take(a)
				at.take(b)
			}
		}
	}
	return out
}

// possible returns the pairs that a group of gates can come to. Of those who show a pair, the one whom the cases start from is taken first.
func (pr *prover) possible(group []gate) (found pairs, decided bool) {
	look := func() *person {
		p := pair{2, 2}
		for _, g := range group {
			side := 0
			if g.src == pr.b {
				side = 1
			}
			p[side] = min(p[side], height(g.truth()))
		}
		return &found[p[0]][p[1]]
	}
	parts := make([]part, len(group))
	for i, g := range group {
		parts[i] = g.part()
	}
	goal := pr.s.goal(func() bool { return true }, parts...)
	base := pr.complete(nil)
	for _, x := range goal.vars {
		if v, ok := base[x]; ok {
			pr.s.set(x, v)
		}
	}
	goal.holds()
	*look() = pr.s.current(goal.vars)
	for _, x := range goal.vars {
		pr.s.set(x, pr.s.nothing(x))
	}
	a := pr.s.visit(goal, func(who func() person) {
		if at := look(); *at == nil {
			*at = who()
		}
	})
	return found, a.decided
}

// apart returns the gates that are not among others.
func apart(all, others []gate) []gate {
	return slices.DeleteFunc(slices.Clone(all), func(g gate) bool {
		return slices.ContainsFunc(others, func(o gate) bool { return o.k == g.k && o.src == g.src })
	})
}

func vetoNamed(p *eval.Program, id string) *eval.Condition {
	for i := range p.Vetoes {
		if p.Vetoes[i].Rules.ID == id {
			return p.Vetoes[i].Condition
		}
	}
	return nil
}

// vetoes compares whether each veto holds. One that a file does not have holds for nobody there.
func (pr *prover) vetoes() {
	var ids []string
	for _, src := range pr.s.srcs {
		for i := range src.p.Vetoes {
			if id := src.p.Vetoes[i].Rules.ID; !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
		}
	}
	for _, id := range ids {
		a, b := vetoNamed(pr.a.p, id), vetoNamed(pr.b.p, id)
		truth := func(src *source, k *eval.Condition) fact.Truth {
			if k == nil {
				return fact.False
			}
			return src.probe.Truth(k, fact.True)
		}
		var parts []part
		if a != nil {
			parts = append(parts, pr.a.ofCondition(a))
		}
		if b != nil {
			parts = append(parts, pr.b.ofCondition(b))
		}
		found := pr.s.search(pr.s.goal(func() bool { return truth(pr.a, a) != truth(pr.b, b) }, parts...))
		say := func(j *eval.Judgement) string {
			k := vetoNamed(j.Program(), id)
			if k == nil {
				return "none"
			}
			return pr.vetoTruth(j, k).String()
		}
		switch sub := (Subject{"veto", id}); {
		case pr.settle(sub, found, say):
		case !found.found && found.decided:
			pr.alike(sub)
		default:
			pr.open(sub, found.about, found.why)
		}
	}
}

// vetoTruth is what a veto came to, with what missing facts mean.
func (pr *prover) vetoTruth(j *eval.Judgement, k *eval.Condition) fact.Truth {
	if t := j.Truth(k); t != fact.Unknown || !k.Fails {
		return t
	}
	return fact.True
}

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
		done = pr.shows(sub, who(), say)
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
	if len(goal.vars) != 1 || pr.s.vars[goal.vars[0]].axis == nil {
		return false, false
	}
	axis := pr.s.vars[goal.vars[0]].axis
	if axis.hi-axis.lo > maxSteps {
		return false, false
	}
	x := goal.vars[0]
	for n := axis.lo; n <= axis.hi && !done; n++ {
		pr.s.set(x, axis.value(n))
		if goal.holds(); differ() {
			differed = true
			done = pr.shows(sub, person{x: axis.value(n)}, say)
		}
	}
	pr.s.set(x, pr.s.nothing(x))
	return !differed, done
}

// shows looks for a person with some values whose scores differ: with the first file's base, then with nothing else known.
func (pr *prover) shows(sub Subject, who person, say func(*eval.Judgement) string) bool {
	return pr.settle(sub, somebody(who), say)
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

// expanded writes a part of a formula with parameters as numbers and derived values as what they are computed from.
func (s *space) expanded(src *source, f *formula.Formula, node int) string {
	n := &f.Nodes[node]
	switch {
	case n.Op == formula.NameRef:
		return s.expandedName(src, n.Slot)
	case n.Op == formula.Const:
		return literal(n.Value)
	case n.Op == formula.Cutoff:
		return src.p.Cutoff.String()
	}
	parts := []string{itoa(int(n.Op))}
	switch n.Op {
	case formula.Age, formula.YearsBetween, formula.YearsBefore, formula.YearsAfter:
		parts = append(parts, src.p.Cutoff.String(), itoa(int(src.p.Rules.Meta.LeapDay)))
	}
	for _, a := range n.Args {
		parts = append(parts, s.expanded(src, f, a))
	}
	return "(" + strings.Join(parts, " ") + ")"
}

func (s *space) expandedName(src *source, slot int) string {
	n := &src.p.Names[slot]
	switch n.Kind {
	case eval.ParamName:
		return literal(n.Param.Value)
	case eval.DerivedName:
		st := &src.p.Steps[n.Step]
		f := st.Formula()
		text := s.expanded(src, f, f.Root())
		if r := st.Derive.Round; r != nil {
			text = "(round " + text + " " + itoa(r.Scale) + " " + r.Mode.String() + ")"
		}
		if st.Derive.Type.Kind == fact.Integer {
			text = "(whole " + text + ")"
		}
		return text
	case eval.OutputName:
		return "output " + n.Name + " of file " + itoa(slices.Index(s.srcs, src)) // a table is compared by what it gives, not by how it reads
	}
	domain := ""
	if n.Field.Domain != nil {
		domain = n.Field.Domain.String()
	}
	return n.Name + domain
}

// wholeScore compares scores that are put together differently, over all that they read at once.
func (pr *prover) wholeScore(sub Subject, say func(*eval.Judgement) string) bool {
	var parts []part
	few := true
	for _, src := range pr.s.srcs {
		for i := range src.p.Score.Indicators {
			parts = append(parts, src.ofIndicator(i))
			m := src.p.Score.Indicators[i].Rules.Method
			few = few && (m == ruleset.Bands || m == ruleset.Table || pr.s.listed(pr.s.varsOfIndicator(src, i)))
		}
	}
	text := func(src *source) string {
		total, _, _ := src.probe.Score()
		return total.Text(src.p.Score.Rules.Round.Scale)
	}
	a := pr.s.search(pr.s.goal(func() bool { return text(pr.a) != text(pr.b) }, parts...))
	switch {
	case pr.settle(sub, a, say):
		return false
	case a.decided && !a.found && few:
		return true
	case a.decided:
		pr.open(sub, "score", "unlike")
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
	var parts []part
	few := true
	for _, src := range pr.s.srcs {
		for i := range src.p.Score.Indicators {
			parts = append(parts, src.ofIndicator(i))
			m := src.p.Score.Indicators[i].Rules.Method
			few = few && (m == ruleset.Bands || m == ruleset.Table || pr.s.listed(pr.s.varsOfIndicator(src, i)))
		}
	}
	text := func(src *source) string {
		_, grade, certain := src.probe.Score()
		return label(src.p, grade, certain)
	}
	a := pr.s.search(pr.s.goal(func() bool { return text(pr.a) != text(pr.b) }, parts...))
	switch {
	case pr.settle(sub, a, say):
	case a.decided && !a.found && few:
		pr.alike(sub)
	case a.decided:
		pr.open(sub, "grades", "unlike")
	default:
		pr.open(sub, a.about, a.why)
	}
}
