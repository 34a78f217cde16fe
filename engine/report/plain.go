package report

import (
	"slices"
	"strings"

	"slate/engine/diag"
	"slate/engine/eval"
	"slate/engine/fact"
	"slate/engine/formula"
	"slate/engine/roster"
	"slate/engine/ruleset"
)

// plain puts expressions of a rule file into plain words: a walk along the compiled formula, so that what is said is what is
// computed. Where a part has no plain words the whole is left as code.
type plain struct {
	p     *eval.Program
	names []eval.Name // by slot, as the formula was compiled
	lang  diag.Lang
}

// condition says a condition. ok is false where it has no plain words; the text is then the expression itself.
func (v plain) condition(t ruleset.Text) (text string, ok bool) {
	return v.formula(v.p.Test(&t), t.Text)
}

// rows says which child rows of a table count, in the headings of the table.
func (v plain) rows(table string, where ruleset.Text) (text string, ok bool) {
	t, known := roster.ChildTableNamed(table)
	if !known {
		return where.Text, false
	}
	scope := formula.Scope{}
	var names []eval.Name
	for _, n := range v.p.Names {
		if n.Kind == eval.ParamName {
			scope[n.Name] = formula.Name{Slot: len(names), Type: n.Type}
			names = append(names, n)
		}
	}
	for _, f := range t.Fields {
		scope[f.Name] = formula.Name{Slot: len(names), Type: f.Type}
		names = append(names, eval.Name{Name: [...]string{diag.Chinese: f.Label, diag.English: f.Name}[v.lang], Type: f.Type})
	}
	f, _ := formula.Compile(formula.Source{Text: where.Text, Span: where.Sub}, scope, fact.Type{Kind: fact.Boolean})
	return plain{v.p, names, v.lang}.formula(f, where.Text)
}

// formula says a compiled expression, or gives its code where it has no plain words or is not compiled.
func (v plain) formula(f *formula.Formula, code string) (text string, ok bool) {
	if f == nil {
		return code, false
	}
	w := &plainWalk{plain: v, f: f}
	if text = w.truth(f.Root()); w.lost {
		return code, false
	}
	return text, true
}

// plainWalk says one formula.
type plainWalk struct {
	plain
	f    *formula.Formula
	lost bool // some part has no plain words
}

func (w *plainWalk) say(word word, args ...string) string { return say(w.lang, word, args...) }

// truth says a node as a condition; one that is no condition is said as a value.
func (w *plainWalk) truth(n int) string {
	node := &w.f.Nodes[n]
	switch node.Op {
	case formula.And, formula.Or:
		return w.joined(n)
	case formula.Not:
		return w.negated(node.Args[0])
	case formula.Eq, formula.Ne, formula.Lt, formula.Le, formula.Gt, formula.Ge:
		return w.comparison(node)
	case formula.In:
		return w.oneOf(node, wPlainIn, wPlainIs)
	case formula.InList:
		return w.say(wPlainHas, "a", w.value(node.Args[1], ""), "b", w.value(node.Args[0], ""))
	case formula.Contains:
		return w.say(wPlainContains, "a", w.value(node.Args[0], ""), "b", w.value(node.Args[1], ""))
	case formula.StartsWith:
		return w.say(wPlainStarts, "a", w.value(node.Args[0], ""), "b", w.value(node.Args[1], ""))
	case formula.EndsWith:
		return w.say(wPlainEnds, "a", w.value(node.Args[0], ""), "b", w.value(node.Args[1], ""))
	case formula.NameRef:
		if node.Type.Kind == fact.Boolean {
			return w.say(wPlainIs, "a", w.names[node.Slot].Name, "b", quote(w.lang, w.say(wTrue)))
		}
	case formula.If:
		if node.Type.Kind == fact.Boolean {
			return w.say(wPlainIf, "if", w.truth(node.Args[0]), "then", w.truth(node.Args[1]), "else", w.truth(node.Args[2]))
		}
	}
	return w.value(n, "")
}

// joined says a chain of and, or of or; a chain inside one of the other kind stands in brackets.
func (w *plainWalk) joined(n int) string {
	op := w.f.Nodes[n].Op
	var parts []string
	var gather func(n int)
	gather = func(n int) {
		node := &w.f.Nodes[n]
		switch {
		case node.Op == op:
			gather(node.Args[0])
			gather(node.Args[1])
		case node.Op == formula.And || node.Op == formula.Or || node.Op == formula.If:
			parts = append(parts, strings.TrimSpace(paren(w.lang, w.truth(n))))
		default:
			parts = append(parts, w.truth(n))
		}
	}
	gather(n)
	return strings.Join(parts, w.say(map[formula.Op]word{formula.And: wPlainAnd, formula.Or: wPlainOr}[op]))
}

func (w *plainWalk) negated(n int) string {
	node := &w.f.Nodes[n]
	switch {
	case node.Op == formula.NameRef:
		return w.say(wPlainIs, "a", w.names[node.Slot].Name, "b", quote(w.lang, w.say(wFalse)))
	case node.Op == formula.In:
		return w.oneOf(node, wPlainNotIn, wPlainIsNot)
	case node.Op == formula.InList:
		return w.say(wPlainHasNot, "a", w.value(node.Args[1], ""), "b", w.value(node.Args[0], ""))
	}
	return w.say(wPlainNot, "what", strings.TrimSpace(paren(w.lang, w.truth(n))))
}

// oneOf says that a value is among listed ones; a list of one is an equality.
func (w *plainWalk) oneOf(node *formula.Node, many, one word) string {
	var list []string
	for _, a := range node.Args[1:] {
		list = append(list, w.value(a, ""))
	}
	if len(list) == 1 {
		return w.say(one, "a", w.value(node.Args[0], ""), "b", list[0])
	}
	return w.say(many, "a", w.value(node.Args[0], ""), "b", either(w.lang, list))
}

var (
	plainNumbers = map[formula.Op]word{formula.Eq: wPlainIs, formula.Ne: wPlainIsNot, formula.Lt: wPlainBelow, formula.Le: wPlainAtMost, formula.Gt: wPlainAbove, formula.Ge: wPlainAtLeast}
	plainDays    = map[formula.Op]word{formula.Eq: wPlainIs, formula.Ne: wPlainIsNot, formula.Lt: wPlainBefore, formula.Le: wPlainNotAfter, formula.Gt: wPlainAfter, formula.Ge: wPlainNotBefore}
	plainCounts  = map[formula.Op]word{formula.Eq: wPlainIs, formula.Ne: wPlainIsNot, formula.Lt: wPlainFew, formula.Le: wPlainNotMany, formula.Gt: wPlainMany, formula.Ge: wPlainNotFew}
	plainTurned  = map[formula.Op]formula.Op{formula.Eq: formula.Eq, formula.Ne: formula.Ne, formula.Lt: formula.Gt, formula.Le: formula.Ge, formula.Gt: formula.Lt, formula.Ge: formula.Le}
)

// countUnits are units of things that are counted: such numbers are more or fewer, others higher or lower.
var countUnits = []string{"人", "名", "次", "件", "个", "家", "项", "户", "篇", "场"}

// comparison says a comparison from the side of what is not fixed: `18 <= 年龄` is of the age.
func (w *plainWalk) comparison(node *formula.Node) string {
	op, left, right := node.Op, node.Args[0], node.Args[1]
	if w.fixed(left) && !w.fixed(right) {
		op, left, right = plainTurned[op], right, left
	}
	words := plainNumbers
	if k := w.f.Nodes[left].Type.Kind; k == fact.Day || k == fact.Month {
		words = plainDays
	}
	l, r := &w.f.Nodes[left], &w.f.Nodes[right]
	if slices.Contains(countUnits, l.Type.Unit) {
		words = plainCounts
	}
	return w.say(words[op], "a", w.value(left, r.Type.Unit), "b", w.value(right, l.Type.Unit))
}

// fixed reports whether a node is the same for everybody: a literal or a parameter.
func (w *plainWalk) fixed(n int) bool {
	node := &w.f.Nodes[n]
	if node.Op == formula.NameRef {
		return w.names[node.Slot].Kind == eval.ParamName
	}
	return node.Op == formula.Const || node.Op == formula.Cutoff
}

// value says a node as a value. unit is that of the other side of a comparison, which a number without a unit takes.
func (w *plainWalk) value(n int, unit string) string {
	node := &w.f.Nodes[n]
	arg := func(i int) string { return w.value(node.Args[i], "") }
	switch node.Op {
	case formula.Const:
		return w.constant(node, unit)
	case formula.NameRef:
		name := &w.names[node.Slot]
		if name.Kind == eval.ParamName && name.Param != nil {
			return show(w.lang, name.Param.Value, name.Type) + paren(w.lang, name.Name)
		}
		return name.Name
	case formula.Cutoff:
		return w.say(wCutoff)
	case formula.Neg:
		return "−" + w.operand(node.Args[0])
	case formula.Add, formula.Sub, formula.Mul, formula.Quo:
		sign := map[formula.Op]string{formula.Add: " + ", formula.Sub: " − ", formula.Mul: " × ", formula.Quo: " ÷ "}[node.Op]
		return w.operand(node.Args[0]) + sign + w.operand(node.Args[1])
	case formula.If:
		return w.say(wPlainIf, "if", w.truth(node.Args[0]), "then", arg(1), "else", arg(2))
	case formula.Age:
		if len(node.Args) > 1 && w.f.Nodes[node.Args[1]].Op != formula.Cutoff {
			return w.say(wPlainAgeOn, "a", arg(0), "b", arg(1))
		}
		return w.say(wPlainAge, "a", arg(0))
	case formula.Min, formula.Max:
		var list []string
		for _, a := range node.Args {
			list = append(list, w.value(a, ""))
		}
		return w.say(map[formula.Op]word{formula.Min: wPlainMin, formula.Max: wPlainMax}[node.Op], "list", and(w.lang, list))
	case formula.SeatsAtMost:
		level := w.f.Nodes[node.Args[0]]
		if level.Op == formula.Const {
			return w.say(wPlainSeats, "level", congress(w.lang, level.Value.String()), "b", arg(1))
		}
	}
	if word, ok := plainFunctions[node.Op]; ok {
		args := []string{"a", arg(0)}
		for i, name := range []string{"b", "c"} {
			if len(node.Args) > i+1 {
				args = append(args, name, arg(i+1))
			}
		}
		return w.say(word, args...)
	}
	if node.Type.Kind == fact.Boolean && node.Op < formula.Neg && node.Op != formula.Matches {
		return strings.TrimSpace(paren(w.lang, w.truth(n)))
	}
	w.lost = true
	return ""
}

var plainFunctions = map[formula.Op]word{
	formula.YearsBetween: wPlainYears, formula.MonthsBetween: wPlainMonths, formula.DaysBetween: wPlainDaysFrom,
	formula.YearsBefore: wPlainYearsBefore, formula.YearsAfter: wPlainYearsAfter, formula.Year: wPlainYear,
	formula.DaysBefore: wPlainDaysBefore, formula.DaysAfter: wPlainDaysAfter,
	formula.WorkdaysBefore: wPlainWorkBefore, formula.WorkdaysAfter: wPlainWorkAfter,
	formula.Abs: wPlainAbs, formula.Floor: wPlainFloor, formula.Ceil: wPlainCeil, formula.Round: wPlainRound, formula.Root: wPlainRoot,
}

// operand says a side of a sum or product; sums and products inside it stand in brackets.
func (w *plainWalk) operand(n int) string {
	text := w.value(n, "")
	switch w.f.Nodes[n].Op {
	case formula.Add, formula.Sub, formula.Mul, formula.Quo, formula.Neg, formula.If:
		return "(" + text + ")"
	}
	return text
}

func (w *plainWalk) constant(node *formula.Node, unit string) string {
	v := node.Value
	switch {
	case v.IsNumber():
		if unit == "" {
			unit = node.Type.Unit
		}
		return fact.Amount(v.Number(), unit)
	case v.IsText():
		return quote(w.lang, v.Text())
	}
	return show(w.lang, v, node.Type)
}

// quote puts text between the quotation marks of the language.
func quote(lang diag.Lang, s string) string {
	if lang == diag.English {
		return `"` + s + `"`
	}
	return "“" + s + "”"
}

// either joins alternatives: A、B或C.
func either(lang diag.Lang, list []string) string {
	if n := len(list); n > 1 {
		return say(lang, wOneOrOther, "a", and(lang, list[:n-1]), "b", list[n-1])
	}
	return and(lang, list)
}

// congress names a level of congresses as seats_at_most takes it.
func congress(lang diag.Lang, level string) string {
	words := map[string][2]string{
		"province": {"省级", "provincial"}, "municipality": {"直辖市", "municipal"}, "city": {"设区的市级", "city"},
		"county": {"县级", "county"}, "township": {"乡级", "township"},
	}
	if w, ok := words[level]; ok {
		return w[lang]
	}
	return level
}

// interval says which numbers an interval holds, in the words of Chinese law: 以上 and 以下 include the number itself (民法典第一千二百五十九条).
func interval(lang diag.Lang, v fact.Interval, unit string) string {
	end := func(n fact.Number, word word) string { return say(lang, word, "n", fact.Amount(n, unit)) }
	if v.HasLo && v.HasHi && v.Lo.Equal(v.Hi) {
		return fact.Amount(v.Lo, unit)
	}
	if v.HasLo && v.HasHi && !v.OpenLo && !v.OpenHi {
		return say(lang, wRangeBetween, "a", fact.Amount(v.Lo, unit), "b", fact.Amount(v.Hi, unit))
	}
	var ends []string
	if v.HasLo {
		ends = append(ends, end(v.Lo, map[bool]word{false: wRangeFrom, true: wRangeAbove}[v.OpenLo]))
	}
	if v.HasHi {
		ends = append(ends, end(v.Hi, map[bool]word{false: wRangeTo, true: wRangeBelow}[v.OpenHi]))
	}
	if len(ends) == 0 {
		return say(lang, wRangeAny)
	}
	return strings.Join(ends, say(lang, wRangeAnd))
}
