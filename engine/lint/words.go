package lint

import (
	"slices"
	"strings"

	"slate/engine/diag"
	"slate/engine/eval"
	"slate/engine/fact"
	"slate/engine/formula"
	"slate/engine/ruleset"
	"slate/engine/ruletest"
)

// words looks at what a file says to people and to the law: labels, sentences, protected attributes, numbers written twice.
func (l *linter) words() {
	l.qualification()
	l.protected()
	l.numbers()
	l.missingUnsaid()
	for i := range l.p.Leaves {
		if !l.p.Leaves[i].Veto {
			l.sentence(&l.p.Leaves[i])
		}
	}
}

// rights are words for a right to stand; harmless are words in which they stand for something else.
var (
	rights   = []string{"资格", "被选举权", "参选权"}
	harmless = []string{"职业资格", "执业资格", "专业资格", "技术资格", "从业资格", "资格证"}
)

// qualification looks for labels that speak of a right to stand.
func (l *linter) qualification() {
	say := func(text string, at diag.Span) {
		left := text
		for _, h := range harmless {
			left = strings.ReplaceAll(left, h, "")
		}
		for _, w := range rights {
			if strings.Contains(left, w) {
				l.list.Add(diag.New(diag.Qualification, at, "text", text, "word", w))
				return
			}
		}
	}
	rs := l.p.Rules
	say(rs.Meta.Label, rs.Meta.Span)
	for _, t := range rs.Tiers {
		say(t.Label, t.Span)
	}
	l.eachClause(func(c *ruleset.Clause) {
		say(c.Label, c.Span)
		say(c.Pass.Text, c.Pass.Span)
		say(c.Fail.Text, c.Fail.Span)
	})
	for _, b := range rs.Bodies {
		say(b.Label, b.Span)
	}
}

// eachClause visits the clauses of tiers and vetoes, groups and members.
func (l *linter) eachClause(f func(*ruleset.Clause)) {
	var visit func(c *ruleset.Clause)
	visit = func(c *ruleset.Clause) {
		f(c)
		for _, m := range c.Of {
			visit(m)
		}
	}
	for _, t := range l.p.Rules.Tiers {
		for _, c := range t.Require {
			visit(c)
		}
	}
	for _, v := range l.p.Rules.Vetoes {
		visit(&v.Clause)
	}
}

// The words by which a fact that the electoral law (选举法 art. 4) protects is known, in its name or label; a tax only where it bars.
var (
	protectedWords = []string{"民族", "种族", "性别", "宗教", "信仰", "财产", "财富", "存款", "房产", "身家", "个人资产", "家庭资产"}
	protectedNames = []string{"sex", "gender", "ethnic", "ethnicity", "race", "nationality", "religion", "religious", "wealth", "assets", "property", "savings"}
	taxWords       = []string{"纳税", "税额", "缴税"}
	taxNames       = []string{"tax", "taxes"}
)

func speaks(n *eval.Name, words, names []string) bool {
	if slices.ContainsFunc(words, func(w string) bool { return strings.Contains(n.Name, w) || strings.Contains(n.Label, w) }) {
		return true
	}
	for _, part := range strings.FieldsFunc(strings.ToLower(n.Name+" "+n.Label), func(r rune) bool { return r < 'a' || r > 'z' }) {
		if slices.Contains(names, part) {
			return true
		}
	}
	return false
}

// protectedFact returns the protected fact among some variables.
func (l *linter) protectedFact(vars []int, tax bool) (x int, found bool) {
	for _, x := range vars {
		if slot := l.src.slotOf[x]; slot >= 0 {
			n := &l.p.Names[slot]
			if speaks(n, protectedWords, protectedNames) || tax && speaks(n, taxWords, taxNames) {
				return x, true
			}
		}
	}
	return 0, false
}

// protected looks for protected attributes as conditions, in points, in the order, and as a most in quotas.
func (l *linter) protected() {
	for i := range l.p.Leaves {
		leaf := &l.p.Leaves[i]
		f := leaf.Formula()
		x, ok := l.protectedFact(l.src.trace(f).roots[f.Root()], leaf.Veto)
		if !ok {
			continue
		}
		bars := fact.False
		if leaf.Veto {
			bars = fact.True
		}
		d := diag.New(diag.Protected, leaf.Clause.Span, "id", leaf.Clause.ID, "fact", l.s.vars[x].name)
		if !l.found(d, l.s.search(l.partGoal(f, f.Root(), bars)), func(j *eval.Judgement) bool { return j.Raw[i] == bars }) {
			l.list.Add(d)
		}
	}
	plain := func(vars []int, id string, at diag.Span) {
		if x, ok := l.protectedFact(vars, false); ok {
			l.list.Add(diag.New(diag.Protected, at, "id", id, "fact", l.s.vars[x].name))
		}
	}
	l.s.eachIndicator(l.src, func(i int, in *eval.Indicator) {
		plain(l.s.varsOfIndicator(l.src, i), in.Rules.ID, in.Rules.Span)
	})
	for _, k := range l.p.Ranking.Keys {
		if slot, ok := k.Name(); ok {
			plain(l.src.roots[slot], "order_by "+k.Rules.Name, k.Rules.Span)
		}
	}
	for _, b := range l.p.Rules.Bodies {
		if f := l.p.Where(b.Where); f != nil {
			plain(l.src.trace(f).roots[f.Root()], b.ID, b.Where.Span)
		}
		for _, q := range b.Quotas {
			if f := l.p.Where(q.Where); f != nil && (q.Max != nil || q.ShareMax != nil) {
				plain(l.src.trace(f).roots[f.Root()], q.ID, q.Span)
			}
		}
	}
}

// numbers looks for numbers in comparisons that are parameters of the same unit. 0 and 1 are too common to mean one.
func (l *linter) numbers() {
	seen := map[diag.Span]bool{}
	l.s.eachFormula(func(src *source, f *formula.Formula) {
		for i := range f.Nodes {
			n := &f.Nodes[i]
			if n.Op < formula.Eq || n.Op > formula.Ge {
				continue
			}
			for k, a := range n.Args {
				c, other := &f.Nodes[a], &f.Nodes[n.Args[1-k]]
				if c.Op != formula.Const || !c.Value.IsNumber() || c.Value.Number().Abs().Cmp(fact.Int(1)) <= 0 {
					continue
				}
				at := f.Source.Span(c.From, c.To)
				if name, ok := l.paramOf(c.Value.Number(), other); ok && !seen[at] {
					seen[at] = true
					l.list.Add(diag.New(diag.ParamNumber, at, "number", f.Word(a), "name", name))
				}
			}
		}
	})
}

// paramOf returns the parameter that has a number on the cut-off date and could stand beside a part of a formula.
func (l *linter) paramOf(n fact.Number, beside *formula.Node) (string, bool) {
	for i := range l.p.Names {
		q := &l.p.Names[i]
		if q.Kind == eval.ParamName && q.Param.Value.IsNumber() && q.Param.Value.Number().Equal(n) && (beside.Bare || beside.Type.Unit == q.Type.Unit) {
			return q.Name, true
		}
	}
	return "", false
}

// missingUnsaid looks for clauses of which neither they nor the file say what missing facts mean.
func (l *linter) missingUnsaid() {
	if !l.p.Rules.Meta.OnMissingUnsaid {
		return
	}
	var unsaid []*ruleset.Clause
	look := func(c *ruleset.Clause) {
		if c.OnMissing == ruleset.MissingInherits {
			unsaid = append(unsaid, c)
		}
	}
	for _, t := range l.p.Rules.Tiers {
		for _, c := range t.Require {
			look(c)
		}
	}
	for _, v := range l.p.Rules.Vetoes {
		look(&v.Clause)
	}
	if len(unsaid) > 0 {
		l.list.Add(diag.New(diag.MissingUnsaid, l.p.Rules.Meta.Span, "count", itoa(len(unsaid)), "id", unsaid[0].ID).WithRelated(unsaid[0].Span))
	}
}

// sentence looks for a sentence for failing that names neither what was compared nor how much is lacking.
func (l *linter) sentence(leaf *eval.Leaf) {
	c := leaf.Clause
	if c.Fail.Text == "" {
		return
	}
	said := map[string]bool{}
	eval.Placeholders(c.Fail.Text, func(name string, _, _ int) { said[strings.TrimSpace(name)] = true })
	f := leaf.Formula()
	compares, ordered, value := false, false, ""
	for i := range f.Nodes {
		n := &f.Nodes[i]
		if n.Op >= formula.Lt && n.Op <= formula.Ge {
			compares = true
			ordered = ordered || f.Nodes[n.Args[0]].Type.Kind == fact.Decimal
		}
		if n.Op == formula.In || n.Op == formula.Eq {
			compares = true
		}
		if n.Op == formula.NameRef && l.p.Names[n.Slot].Kind != eval.ParamName {
			if said[n.Name] {
				value = "said"
			} else if value == "" {
				value = n.Name
			}
		}
	}
	switch {
	case !compares || value == "":
	case value != "said" && !said[eval.Short]:
		l.lacks(c, "value", value)
	case ordered && !said[eval.Short]:
		l.lacks(c, "gap", eval.Short)
	}
}

func (l *linter) lacks(c *ruleset.Clause, what, name string) {
	l.list.Add(diag.New(diag.SentenceLacks, c.Fail.Span, "id", c.ID, "what", what, "name", "{"+name+"}"))
}

// cases looks for clauses that no case makes true, false or unknown, and offers somebody who does.
func (l *linter) cases(r *ruletest.Report) {
	if len(r.Cases) == 0 {
		l.list.Add(diag.New(diag.NoCases, l.p.Rules.Meta.Span))
		return
	}
	cover := map[string]ruletest.Cover{}
	for _, c := range r.Cover {
		cover[c.Clause.ID] = c
	}
	for i := range l.p.Leaves {
		c := cover[l.p.Leaves[i].Clause.ID]
		l.untested(i, [...]int{fact.True: c.True, fact.False: c.False, fact.Unknown: c.Unknown})
	}
}

// untested reports what no case makes of a clause, of what somebody makes of it, and names the first such person.
func (l *linter) untested(leaf int, cases [3]int) {
	f := l.p.Leaves[leaf].Formula()
	var never []string
	first := answer{}
	var shown fact.Truth
	for _, t := range []fact.Truth{fact.True, fact.False, fact.Unknown} {
		if cases[t] > 0 {
			continue
		}
		a := l.s.search(l.partGoal(f, f.Root(), t))
		if !a.found {
			continue
		}
		never = append(never, t.String())
		if !first.found {
			first, shown = a, t
		}
	}
	if len(never) > 0 {
		c := l.p.Leaves[leaf].Clause
		d := diag.New(diag.NotTested, c.Span, "id", c.ID, "truth", strings.Join(never, ", "))
		l.found(d, first, func(j *eval.Judgement) bool { return j.Raw[leaf] == shown })
	}
}
