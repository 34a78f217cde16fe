package formula

import (
	"slices"
	"strings"

	"github.com/expr-lang/expr/ast"

	"slate/engine/diag"
	"slate/engine/fact"
)

// signature says what a function takes and gives.
type signature struct {
	op       Op
	min, max int // number of arguments; max 0: any
	takes    []fact.Kind
	gives    fact.Kind
	// keeps marks a function whose value has the unit of its first argument; others that give a number give a bare one.
	keeps bool
}

// functions lists every function an expression may call. There is no other: expr's own builtins are refused.
var functions = map[string]signature{
	"age":             {op: Age, min: 1, max: 2, takes: []fact.Kind{fact.Day, fact.Day}, gives: fact.Decimal},
	"years_between":   {op: YearsBetween, min: 2, max: 2, takes: []fact.Kind{fact.Day, fact.Day}, gives: fact.Decimal},
	"months_between":  {op: MonthsBetween, min: 2, max: 2, takes: []fact.Kind{fact.Day, fact.Day}, gives: fact.Decimal},
	"days_between":    {op: DaysBetween, min: 2, max: 2, takes: []fact.Kind{fact.Day, fact.Day}, gives: fact.Decimal},
	"years_before":    {op: YearsBefore, min: 2, max: 2, takes: []fact.Kind{fact.Day, fact.Decimal}, gives: fact.Day},
	"years_after":     {op: YearsAfter, min: 2, max: 2, takes: []fact.Kind{fact.Day, fact.Decimal}, gives: fact.Day},
	"year":            {op: Year, min: 1, max: 1, takes: []fact.Kind{fact.Day}, gives: fact.Decimal},
	"days_before":     {op: DaysBefore, min: 2, max: 2, takes: []fact.Kind{fact.Day, fact.Decimal}, gives: fact.Day},
	"days_after":      {op: DaysAfter, min: 2, max: 2, takes: []fact.Kind{fact.Day, fact.Decimal}, gives: fact.Day},
	"workdays_before": {op: WorkdaysBefore, min: 2, max: 2, takes: []fact.Kind{fact.Day, fact.Decimal}, gives: fact.Day},
	"workdays_after":  {op: WorkdaysAfter, min: 2, max: 2, takes: []fact.Kind{fact.Day, fact.Decimal}, gives: fact.Day},
	"seats_at_most":   {op: SeatsAtMost, min: 2, max: 2, takes: []fact.Kind{fact.Text, fact.Decimal}, gives: fact.Decimal},
	"min":             {op: Min, min: 2, takes: []fact.Kind{fact.Decimal}, gives: fact.Decimal, keeps: true},
	"max":             {op: Max, min: 2, takes: []fact.Kind{fact.Decimal}, gives: fact.Decimal, keeps: true},
	"abs":             {op: Abs, min: 1, max: 1, takes: []fact.Kind{fact.Decimal}, gives: fact.Decimal, keeps: true},
	"floor":           {op: Floor, min: 1, max: 1, takes: []fact.Kind{fact.Decimal}, gives: fact.Decimal, keeps: true},
	"ceil":            {op: Ceil, min: 1, max: 1, takes: []fact.Kind{fact.Decimal}, gives: fact.Decimal, keeps: true},
	"round":           {op: Round, min: 2, max: 2, takes: []fact.Kind{fact.Decimal, fact.Decimal}, gives: fact.Decimal, keeps: true},
	"root":            {op: Root, min: 3, max: 3, takes: []fact.Kind{fact.Decimal, fact.Decimal, fact.Decimal}, gives: fact.Decimal},
}

// FunctionNames returns the functions that expressions may call, in alphabetical order.
func FunctionNames() []string {
	names := make([]string, 0, len(functions))
	for name := range functions {
		names = append(names, name)
	}
	sortStrings(names)
	return names
}

func (b *builder) call(n ast.Node, name string, arguments []ast.Node, depth int) int {
	sig, ok := functions[name]
	if !ok {
		return b.unknownFunction(n, name)
	}
	if len(arguments) < sig.min || sig.max > 0 && len(arguments) > sig.max {
		return b.badCall(n, name, itoa(len(arguments)))
	}
	args := make([]int, len(arguments))
	fine := true
	for i, a := range arguments {
		args[i] = b.node(a, depth+1)
		fine = fine && args[i] != bad && b.takes(a, name, args[i], sig.takes[min(i, len(sig.takes)-1)])
	}
	if !fine {
		return bad
	}
	return b.function(n, name, sig, args, arguments)
}

func (b *builder) function(n ast.Node, name string, sig signature, args []int, at []ast.Node) int {
	from, to := b.bounds(n)
	node := Node{Op: sig.op, Args: args, Type: fact.Type{Kind: sig.gives}, Bare: sig.gives == fact.Decimal, From: from, To: to}
	if sig.keeps {
		node.Type, node.Bare = b.nodes[args[0]].Type, b.nodes[args[0]].Bare
	}
	switch sig.op {
	case Min, Max:
		with := args[0] // the first argument that has a unit of its own
		for i := 1; i < len(args); i++ {
			t, bare, ok := b.common(at[i], with, args[i])
			if !ok {
				return bad
			}
			if b.nodes[with].Bare {
				with = args[i]
			}
			node.Type, node.Bare = t, node.Bare && bare
		}
	case SeatsAtMost:
		if level := &b.nodes[args[0]]; level.Op != Const || !slices.Contains(fact.CongressLevels(), level.Value.Text()) {
			return b.badCall(at[0], name, strings.Join(fact.CongressLevels(), ", "))
		}
	case Round:
		if !b.smallConstant(args[1], 0, 12) {
			return b.badCall(at[1], name, "0–12")
		}
	case Root:
		if !b.smallConstant(args[1], 2, 12) || !b.smallConstant(args[2], 0, 12) {
			return b.badCall(at[1], name, "2–12, 0–12")
		}
	}
	return b.add(node)
}

// smallConstant reports whether node n is a literal whole number from lo to hi.
func (b *builder) smallConstant(n int, lo, hi int64) bool {
	node := &b.nodes[n]
	if node.Op != Const || node.Type.Kind != fact.Decimal {
		return false
	}
	v, ok := node.Value.Number().Int64()
	return ok && v >= lo && v <= hi
}

// takes checks one argument, reading quoted text as a date where a date is due.
func (b *builder) takes(at ast.Node, name string, arg int, want fact.Kind) bool {
	n := &b.nodes[arg]
	if want == fact.Day && n.Op == Const && n.Type.Kind == fact.Text {
		return b.literalAs(arg, fact.Type{Kind: fact.Day})
	}
	// A month stands for its first day where months are counted.
	if want == fact.Day && n.Type.Kind == fact.Month && (name == "months_between" || name == "year") {
		return true
	}
	if n.Type.Kind == want {
		return true
	}
	b.problem(at, func(s diag.Span) diag.Diagnostic {
		return diag.New(diag.TypeMismatch, s, "want", want.String(), "got", b.describe(arg))
	})
	return false
}

func (b *builder) unknownFunction(n ast.Node, name string) int {
	return b.problem(n, func(s diag.Span) diag.Diagnostic {
		d := diag.New(diag.Forbidden, s, "what", name+"()")
		if near, ok := diag.Nearest(name, FunctionNames()); ok {
			return d.WithHint(diag.DidYouMean, "name", near)
		}
		return d
	})
}

func (b *builder) badCall(n ast.Node, name, problem string) int {
	return b.problem(n, func(s diag.Span) diag.Diagnostic {
		return diag.New(diag.BadCall, s, "function", name, "problem", problem)
	})
}
