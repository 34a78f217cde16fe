// Package lint looks in a rule file for what it cannot mean: conditions that are always or never met, clauses and rows that
// change nothing, people whom nobody thought of; and proves two rule files alike.
//
// It asks the program that judges, and no other. Facts are cut into regions: at the number where a comparison turns over, at
// the edges of bands, at the ends of the domain; missing is one more value of every fact. Where an expression only
// rises or only falls as one fact moves, the place is found by halving, whatever functions it is made of. In a region all people
// look alike to the rules, so one of each stands for all, and a question about everybody becomes a search among a few
// (search.go), each judged by eval. Whoever is found is judged once more, whole and as somebody of a roster, before
// a finding is reported.
//
// Numbers go in steps of their smallest unit: one cent, 1 for whole numbers, a millionth for decimals; without a domain they lie
// within ±10^12. Days lie in the years 1900 to 2099. What regions do not decide is said to be not decided (H05): expressions
// that rise and fall with one number over a wide range, several facts in several different sums, parts of texts. Limits
// are counts, so the same file has the same findings on every machine. A solver for satisfiability modulo theories
// would decide more; it would also be a second reading of the rules.
package lint

import (
	"context"
	"slices"
	"strings"

	"slate/engine/diag"
	"slate/engine/eval"
	"slate/engine/fact"
	"slate/engine/formula"
	"slate/engine/roster"
	"slate/engine/ruleset"
	"slate/engine/ruletest"
)

// Check returns what is to be said about a program that compiled, beyond what Compile said. It runs the cases of the
// rule file. The list is sorted; nothing is suppressed yet (see Allow). It fails only when ctx ends.
func Check(ctx context.Context, p *eval.Program) (diag.List, error) {
	report, err := ruletest.Run(ctx, p.Rules)
	if err != nil {
		return nil, err
	}
	l := &linter{ctx: ctx, p: p, s: newSpace(p), undecided: map[string]bool{}}
	l.src = l.s.srcs[0]
	l.ids = idsOf(p)
	l.comparisons()
	l.clauses()
	l.tiers()
	l.tables()
	l.scores()
	l.order()
	l.params()
	l.quotas()
	l.words()
	l.cases(report)
	l.list.Sort()
	return l.list, ctx.Err()
}

// linter gathers findings about one program.
type linter struct {
	ctx       context.Context
	p         *eval.Program
	s         *space
	src       *source
	list      diag.List
	ids       map[*formula.Formula]string     // what the file calls a formula: a clause, a derived value, a table
	undecided map[string]bool                 // ids that H05 has named
	same      map[*formula.Formula]fact.Truth // those that come to the same for everybody
	constant  map[int]fact.Truth              // leaves that come to the same for everybody
}

// idsOf names the formulas of a program.
func idsOf(p *eval.Program) map[*formula.Formula]string {
	ids := map[*formula.Formula]string{}
	for i := range p.Steps {
		for _, f := range p.Steps[i].Formulas() {
			if d := p.Steps[i].Derive; d != nil {
				ids[f] = d.Name
			} else {
				ids[f] = p.Steps[i].Classify.Name
			}
		}
	}
	for i := range p.Leaves {
		ids[p.Leaves[i].Formula()] = p.Leaves[i].Clause.ID
	}
	return ids
}

// idOf returns what the file calls a formula, or its text.
func (l *linter) idOf(f *formula.Formula) string {
	if id, ok := l.ids[f]; ok {
		return id
	}
	return f.Source.Text
}

// found reports a finding that somebody shows, once the whole program has judged that person and agrees.
func (l *linter) found(d diag.Diagnostic, a answer, agrees func(*eval.Judgement) bool) bool {
	if !a.found {
		return false
	}
	if j := l.judge(l.p, a.person); j == nil || !agrees(j) {
		return false
	}
	l.list.Add(d.WithPerson(l.s.given(a.person)))
	return true
}

// nobody reports a finding that rests on there being nobody. It reports instead that the question is open where it is.
func (l *linter) nobody(d diag.Diagnostic, a answer) bool {
	switch {
	case a.found:
		return false
	case a.decided:
		l.list.Add(d)
		return true
	}
	l.open(a, d.Span)
	return false
}

func (l *linter) open(a answer, at diag.Span) {
	if l.s.computed > maxComputed {
		a.about, at = l.p.Rules.Meta.ID, l.p.Rules.Meta.Span // the file as a whole is too much
	}
	if a.found || a.decided || l.undecided[a.about] {
		return
	}
	l.undecided[a.about] = true
	l.list.Add(diag.New(diag.NotDecided, at, "id", a.about, "why", a.why))
}

// judge judges somebody made up as a roster would have them: the case's base, then their own values.
func (l *linter) judge(p *eval.Program, who person) *eval.Judgement {
	return judge(l.ctx, l.s, p, who, true)
}

// judge judges somebody made up; with base, on top of what the cases of the rule file start from. It returns nil when ctx ends.
func judge(ctx context.Context, s *space, p *eval.Program, who person, base bool) *eval.Judgement {
	fields := p.Fields()
	b := roster.NewBuilder(fields)
	batch := b.Batch(roster.Batch{AsOf: p.Cutoff})
	at := b.Person(roster.Person{ID: "0"})
	for _, g := range p.Rules.TestBase {
		if slot, ok := p.NameOf(g.Name); base && ok && slot < len(fields) && g.Value.Known() && !who.has(s, g.Name) {
			b.Set(at, slot, g.Value, batch, 0)
		}
	}
	for x, v := range who {
		switch slot, ok := p.NameOf(s.vars[x].name); {
		case s.vars[x].field == nil:
			if v.Bool() {
				b.Waive(at, roster.Waiver{Veto: s.vars[x].name, Document: "〔0〕0"})
			}
		case ok && slot < len(fields) && v.Known():
			b.Set(at, slot, v, batch, 0)
		}
	}
	pool, err := p.Over(ctx, b.Snapshot(), 1)
	if err != nil {
		return nil
	}
	return pool.Person(0)
}

// has reports whether a fact is among those that a person is made of.
func (who person) has(s *space, name string) bool {
	for x := range who {
		if s.vars[x].field != nil && s.vars[x].name == name {
			return true
		}
	}
	return false
}

// given writes a person as the `given` of a case. Waivers come after it, as the case has them.
func (s *space) given(who person) string {
	var parts, waivers []string
	for x, v := range s.vars {
		value, ok := who[x]
		switch {
		case !ok:
		case v.field != nil:
			parts = append(parts, v.name+": "+literal(value))
		case value.Bool():
			waivers = append(waivers, v.name+": 〔0〕0")
		}
	}
	text := "{" + strings.Join(parts, ", ") + "}"
	if len(waivers) > 0 {
		text += ", waivers: {" + strings.Join(waivers, ", ") + "}"
	}
	return text
}

// literal writes a value as a rule file has it.
func literal(v fact.Value) string {
	switch {
	case !v.Known():
		return "null"
	case v.IsDate() || v.IsMonth():
		return `"` + v.String() + `"`
	case v.IsText():
		return quoted(v.Text())
	case v.IsList():
		var members []string
		for _, m := range v.List() {
			members = append(members, literal(m))
		}
		return "[" + strings.Join(members, ", ") + "]"
	}
	return v.String()
}

// quoted puts a text in quotes where YAML would read it as something else.
func quoted(s string) string {
	plain := s != ""
	for i, r := range s {
		letter := r >= 0x4e00 && r <= 0x9fff || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
		plain = plain && (letter || i > 0 && r >= '0' && r <= '9')
	}
	if plain && !slices.Contains([]string{"true", "false", "null", "yes", "no", "on", "off", "y", "n"}, strings.ToLower(s)) {
		return s
	}
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"`
}

// placeOf returns the place of a part of a formula.
func placeOf(f *formula.Formula, node int) diag.Span {
	from, to := f.Extent(node)
	return f.Source.Span(from, to)
}

func extentText(f *formula.Formula, node int) string {
	from, to := f.Extent(node)
	return string([]rune(f.Source.Text)[from:to])
}

// comparisons looks for comparisons that come to the same for everybody.
func (l *linter) comparisons() {
	l.same = map[*formula.Formula]fact.Truth{}
	l.s.eachFormula(func(src *source, f *formula.Formula) {
		for i := range f.Nodes {
			switch f.Nodes[i].Op {
			case formula.Eq, formula.Ne:
				l.exactAmount(f, i)
				l.comparison(f, i)
			case formula.Lt, formula.Le, formula.Gt, formula.Ge, formula.In:
				l.comparison(f, i)
			}
		}
	})
}

func (l *linter) comparison(f *formula.Formula, node int) {
	if len(l.src.trace(f).roots[node]) == 0 {
		return
	}
	for _, t := range []fact.Truth{fact.True, fact.False} {
		a := l.s.search(l.partGoal(f, node, t.Not()))
		if a.found {
			continue
		}
		some := l.s.search(l.partGoal(f, node, t))
		if !some.found {
			return // it is never known
		}
		d := diag.New(diag.AlwaysSame, placeOf(f, node), "expr", extentText(f, node), "truth", t.String())
		if l.nobody(d.WithPerson(l.s.given(l.closest(f, node, t, some.person))), a) && node == f.Root() {
			l.same[f] = t
		}
		return
	}
}

// closest returns, of those who make a comparison with a number what it is, one who comes closest to turning it over.
func (l *linter) closest(f *formula.Formula, node int, t fact.Truth, who person) person {
	vars := l.src.trace(f).roots[node]
	if len(vars) != 1 || l.s.vars[vars[0]].axis == nil {
		return who
	}
	x, n := vars[0], &f.Nodes[node]
	steps := l.src.stepsOn(x)
	var least *fact.Number
	for _, v := range l.s.vars[x].ends {
		l.s.set(x, v)
		l.s.run(l.src, steps)
		out := l.s.compute(l.src, f)
		a, b := out[n.Args[0]], out[n.Args[1]]
		if formula.TruthOf(out[node]) != t || !a.IsNumber() || !b.IsNumber() {
			continue
		}
		if gap, err := a.Number().Sub(b.Number()); err == nil && (least == nil || gap.Abs().Cmp(*least) < 0) {
			gap = gap.Abs()
			least, who = &gap, person{x: v}
		}
	}
	l.s.set(x, fact.Missing(fact.NotSupplied))
	l.s.run(l.src, steps)
	return who
}

// partGoal asks that a part of a formula comes to a truth.
func (l *linter) partGoal(f *formula.Formula, node int, t fact.Truth) goal {
	var slots []int
	var visit func(n int)
	visit = func(n int) {
		if f.Nodes[n].Op == formula.NameRef {
			slots = append(slots, f.Nodes[n].Slot)
		}
		for _, a := range f.Nodes[n].Args {
			visit(a)
		}
	}
	visit(node)
	return l.s.goal(func() bool { return formula.TruthOf(l.s.compute(l.src, f)[node]) == t },
		part{src: l.src, slots: slots, pieces: []piece{{f, node}}, about: l.idOf(f)})
}

// exactAmount warns of == between numbers that are not whole. 0 is exempt: nothing at all is nothing to the last cent.
func (l *linter) exactAmount(f *formula.Formula, node int) {
	n := &f.Nodes[node]
	fine := false
	for k, a := range n.Args {
		if v := f.Nodes[a].Value; f.Nodes[a].Op == formula.Const && v.IsNumber() && v.Number().Sign() == 0 {
			return
		}
		fine = fine || l.notWhole(f, n.Args[k])
	}
	if fine {
		l.list.Add(diag.New(diag.ExactAmount, placeOf(f, node), "expr", extentText(f, node)))
	}
}

// notWhole reports whether a name is money or a decimal that is not rounded.
func (l *linter) notWhole(f *formula.Formula, node int) bool {
	n := &f.Nodes[node]
	if n.Op != formula.NameRef {
		return n.Op == formula.Quo
	}
	name := &l.p.Names[n.Slot]
	switch name.Kind {
	case eval.FactName:
		return name.Type.Kind == fact.Money || name.Type.Kind == fact.Decimal
	case eval.DerivedName:
		d := l.p.Steps[name.Step].Derive
		return (name.Type.Kind == fact.Money || name.Type.Kind == fact.Decimal) && d.Round == nil
	}
	return false
}

// clauses looks for clauses that come to the same for everybody, and members of groups that change nothing.
func (l *linter) clauses() {
	l.constant = map[int]fact.Truth{}
	for i := range l.p.Leaves {
		leaf := &l.p.Leaves[i]
		f := leaf.Formula()
		if t, ok := l.same[f]; ok {
			l.constant[i] = t
			continue
		}
		for _, t := range []fact.Truth{fact.True, fact.False} {
			a := l.s.search(l.partGoal(f, f.Root(), t.Not()))
			if a.found || !l.s.search(l.partGoal(f, f.Root(), t)).found {
				continue
			}
			if t == fact.False && l.vetoed(leaf.Clause) {
				break // a dead veto, told as such
			}
			if l.nobody(diag.New(diag.ConstantClause, leaf.Clause.Span, "id", leaf.Clause.ID, "truth", t.String()), a) {
				l.constant[i] = t
			}
			break
		}
	}
	for i := range l.p.Tiers {
		for _, k := range l.own(i) {
			l.group(k, fact.False)
		}
	}
	for i := range l.p.Vetoes {
		l.group(l.p.Vetoes[i].Condition, fact.True)
	}
}

// vetoed reports whether a clause is a veto by itself, and one that missing facts do not make bar.
func (l *linter) vetoed(c *ruleset.Clause) bool {
	return slices.ContainsFunc(l.p.Vetoes, func(v eval.Veto) bool { return v.Condition.Clause == c && !v.Condition.Fails })
}

// own returns the conditions of a tier that are not taken over from another.
func (l *linter) own(tier int) []*eval.Condition {
	var own []*eval.Condition
	for _, k := range l.p.Tiers[tier].Require {
		if slices.Contains(l.p.Tiers[tier].Rules.Require, k.Clause) {
			own = append(own, k)
		}
	}
	return own
}

// group looks for members of all and any that change nothing about their group.
func (l *linter) group(k *eval.Condition, bars fact.Truth) {
	if k.Leaf >= 0 {
		return
	}
	for _, m := range k.Of {
		l.group(m, bars)
	}
	if g := k.Clause.Group; g != ruleset.All && g != ruleset.Any {
		return
	}
	rest := slices.Clone(k.Of)
	for i := len(rest) - 1; i >= 0 && len(rest) > 1; i-- {
		m := rest[i]
		if l.isConstant(m) {
			continue
		}
		without := &eval.Condition{Clause: k.Clause, Leaf: -1, Of: slices.Delete(slices.Clone(rest), i, i+1)}
		with := &eval.Condition{Clause: k.Clause, Leaf: -1, Of: rest}
		goal := l.s.goal(func() bool { return l.src.probe.Truth(with, bars) != l.src.probe.Truth(without, bars) }, l.src.ofCondition(with))
		spares := func(o, k *eval.Condition) bool {
			a, b := height(l.src.probe.Truth(o, bars)), height(l.src.probe.Truth(k, bars))
			return without.Clause.Group == ruleset.All && a > b || without.Clause.Group == ruleset.Any && b > a
		}
		if a := l.s.search(goal); !a.found && l.nobody(l.implied(m, without.Of, spares), a) {
			rest = without.Of
		}
	}
}

func (l *linter) isConstant(k *eval.Condition) bool {
	_, ok := l.constant[k.Leaf]
	return ok
}

// implied words that a condition adds nothing to others, naming the one that does it alone where there is one. spares
// reports whether the other leaves somebody for the condition to decide on.
func (l *linter) implied(k *eval.Condition, others []*eval.Condition, spares func(other, k *eval.Condition) bool) diag.Diagnostic {
	var near []*eval.Condition
	vars := l.s.varsOf(l.src, k)
	for _, o := range others {
		if shares(vars, l.s.varsOf(l.src, o)) {
			near = append(near, o)
		}
	}
	for _, o := range near {
		left := l.s.goal(func() bool { return spares(o, k) }, l.src.ofCondition(o), l.src.ofCondition(k))
		if a := l.s.search(left); !a.found && a.decided {
			near = []*eval.Condition{o}
			break
		}
	}
	return impliedBy(k, near)
}

// maxNamed is how many clauses a sentence names.
const maxNamed = 3

func impliedBy(k *eval.Condition, by []*eval.Condition) diag.Diagnostic {
	var ids []string
	var at []diag.Span
	for _, o := range by {
		if len(ids) == maxNamed {
			ids = append(ids, "…")
			break
		}
		ids, at = append(ids, o.Clause.ID), append(at, o.Clause.Span)
	}
	return diag.New(diag.Implied, k.Clause.Span, "id", k.Clause.ID, "by", strings.Join(ids, "、")).WithRelated(at...)
}

// height orders truths by how far they let somebody through.
func height(t fact.Truth) int {
	return [...]int{fact.False: 0, fact.Unknown: 1, fact.True: 2}[t]
}

func (s *space) varsOf(src *source, k *eval.Condition) []int {
	var vars []int
	for _, slot := range src.ofCondition(k).slots {
		vars = union(vars, src.roots[slot])
	}
	return vars
}
