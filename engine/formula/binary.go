package formula

import (
	"regexp"
	"sort"
	"strings"

	"github.com/expr-lang/expr/ast"

	"slate/engine/diag"
	"slate/engine/fact"
)

func sortStrings(s []string) { sort.Strings(s) }

var (
	connectives = map[string]Op{"and": And, "&&": And, "or": Or, "||": Or}
	comparisons = map[string]Op{"==": Eq, "!=": Ne, "<": Lt, "<=": Le, ">": Gt, ">=": Ge}
	arithmetic  = map[string]Op{"+": Add, "-": Sub, "*": Mul, "/": Quo}
	textTests   = map[string]Op{"contains": Contains, "startsWith": StartsWith, "endsWith": EndsWith, "matches": Matches}
)

func (b *builder) binary(n *ast.BinaryNode, depth int) int {
	if n.Operator == "in" {
		return b.in(n, depth)
	}
	left, right := b.node(n.Left, depth+1), b.node(n.Right, depth+1)
	if left == bad || right == bad {
		return bad
	}
	if op, ok := connectives[n.Operator]; ok {
		return b.connective(n, op, left, right)
	}
	if op, ok := comparisons[n.Operator]; ok {
		return b.comparison(n, op, left, right)
	}
	if op, ok := arithmetic[n.Operator]; ok {
		return b.arithmetic(n, op, left, right)
	}
	if op, ok := textTests[n.Operator]; ok {
		return b.textTest(n, op, left, right)
	}
	return b.forbidden(n, n.Operator)
}

func (b *builder) connective(n *ast.BinaryNode, op Op, left, right int) int {
	if !b.is(left, fact.Boolean) || !b.is(right, fact.Boolean) {
		return b.operands(n, n.Operator, left, right)
	}
	return b.truth(n, op, left, right)
}

// truth adds a node whose value is true, false or unknown.
func (b *builder) truth(n ast.Node, op Op, args ...int) int {
	from, to := b.bounds(n)
	return b.add(Node{Op: op, Args: args, Type: fact.Type{Kind: fact.Boolean}, From: from, To: to})
}

func (b *builder) comparison(n *ast.BinaryNode, op Op, left, right int) int {
	t, _, ok := b.common(n, left, right)
	if !ok {
		return bad
	}
	ordered := t.Kind == fact.Decimal || t.Kind == fact.Day || t.Kind == fact.Month
	if t.Kind == fact.List || !ordered && op != Eq && op != Ne {
		return b.operands(n, n.Operator, left, right)
	}
	return b.truth(n, op, left, right)
}

// common finds the type under which two values can stand on the two sides of a
// comparison or a choice: the same kind and unit, with quoted text read as a date or a
// choice where the other side is one.
func (b *builder) common(at ast.Node, left, right int) (t fact.Type, bare, ok bool) {
	if b.isLiteral(right) && b.is(right, fact.Text) && !b.literalAs(right, b.nodes[left].Type) {
		return t, false, false
	}
	if b.isLiteral(left) && b.is(left, fact.Text) && !b.literalAs(left, b.nodes[right].Type) {
		return t, false, false
	}
	l, r := &b.nodes[left], &b.nodes[right]
	if kindClass(l.Type.Kind) != kindClass(r.Type.Kind) {
		b.operands(at, opText(at), left, right)
		return t, false, false
	}
	if l.Type.Kind != fact.Decimal {
		if l.Type.Kind == fact.Text && r.Type.Kind == fact.Choice {
			return r.Type, l.Bare && r.Bare, true
		}
		return l.Type, l.Bare && r.Bare, true
	}
	if l.Bare {
		return r.Type, r.Bare, true
	}
	if !r.Bare && l.Type.Unit != r.Type.Unit {
		b.list.Add(unitMismatch(b.span(at), l.Type.Unit, r.Type.Unit))
		return t, false, false
	}
	return l.Type, false, true
}

// kindClass puts a choice with text: both are compared as words.
func kindClass(k fact.Kind) fact.Kind {
	if k == fact.Choice {
		return fact.Text
	}
	return k
}

func opText(n ast.Node) string {
	if bin, ok := n.(*ast.BinaryNode); ok {
		return bin.Operator
	}
	return "?:"
}

func (b *builder) isLiteral(n int) bool { return b.nodes[n].Op == Const }

// literalAs reads the quoted text of a literal as a value of type t, where t is a date, a
// month or a choice, and reports whether that was possible.
func (b *builder) literalAs(n int, t fact.Type) bool {
	lit := &b.nodes[n]
	text := lit.Value.Text()
	span := b.src.Span(lit.From, lit.To)
	switch t.Kind {
	case fact.Day:
		d, err := fact.ParseDate(text)
		if err != nil {
			b.list.Add(diag.New(diag.BadDate, span, "text", text))
			return false
		}
		lit.Type, lit.Value = fact.Type{Kind: fact.Day}, fact.OfDate(d)
	case fact.Month:
		d, err := fact.ParseMonth(text)
		if err != nil {
			b.list.Add(diag.New(diag.BadDate, span, "text", text))
			return false
		}
		lit.Type, lit.Value = fact.Type{Kind: fact.Month}, fact.OfMonth(d)
	case fact.Choice:
		return b.isChoice(span, text, t.Values)
	}
	return true
}

func (b *builder) isChoice(span diag.Span, text string, values []string) bool {
	for _, v := range values {
		if v == text {
			return true
		}
	}
	d := diag.New(diag.NotAChoice, span, "value", text, "values", strings.Join(values, "、"))
	if near, ok := diag.Nearest(text, values); ok {
		d = d.WithHint(diag.DidYouMean, "name", near)
	}
	b.list.Add(d)
	return false
}

func (b *builder) arithmetic(n *ast.BinaryNode, op Op, left, right int) int {
	if !b.is(left, fact.Decimal) || !b.is(right, fact.Decimal) {
		return b.operands(n, n.Operator, left, right)
	}
	l, r := b.nodes[left], b.nodes[right]
	t, bare := l.Type, l.Bare && r.Bare
	switch op {
	case Add, Sub:
		var ok bool
		if t, bare, ok = b.common(n, left, right); !ok {
			return bad
		}
	case Mul:
		t = fact.Type{Kind: fact.Decimal, Unit: mulUnits(l.Type.Unit, r.Type.Unit, 1)}
	case Quo:
		t = fact.Type{Kind: fact.Decimal, Unit: mulUnits(l.Type.Unit, r.Type.Unit, -1)}
	}
	t.Kind = fact.Decimal
	from, to := b.bounds(n)
	return b.add(Node{Op: op, Args: []int{left, right}, Type: t, Bare: bare, From: from, To: to})
}

func (b *builder) textTest(n *ast.BinaryNode, op Op, left, right int) int {
	if kindClass(b.nodes[left].Type.Kind) != fact.Text || !b.is(right, fact.Text) {
		return b.operands(n, n.Operator, left, right)
	}
	pattern := &b.nodes[right]
	if pattern.Op != Const {
		return b.forbidden(n.Right, "pattern that is not constant")
	}
	at := b.truth(n, op, left, right)
	if op != Matches {
		return at
	}
	text := pattern.Value.Text()
	re, err := regexp.Compile(text)
	if err != nil || len(text) > maxPattern {
		return b.problem(n.Right, func(s diag.Span) diag.Diagnostic {
			return diag.New(diag.BadCall, s, "function", "matches", "problem", diag.Visible(text))
		})
	}
	b.nodes[at].pattern = re
	return at
}

// in compiles membership in a list written out, or in a fact that is a list.
func (b *builder) in(n *ast.BinaryNode, depth int) int {
	left := b.node(n.Left, depth+1)
	list, written := n.Right.(*ast.ArrayNode)
	if !written {
		return b.inList(n, left, depth)
	}
	args := []int{left}
	ok, with := left != bad, left
	for _, member := range list.Nodes {
		m := b.node(member, depth+1)
		if left == bad || m == bad {
			ok = false
			continue
		}
		if _, _, fits := b.common(n, with, m); !fits {
			ok = false
		} else if b.nodes[with].Bare && b.is(with, fact.Decimal) {
			with = m // a bare number takes the unit of the first member that has one
		}
		args = append(args, m)
	}
	if !ok {
		return bad
	}
	if b.is(left, fact.List) || len(list.Nodes) == 0 {
		return b.operands(n, "in", left)
	}
	return b.truth(n, In, args...)
}

func (b *builder) inList(n *ast.BinaryNode, left, depth int) int {
	right := b.node(n.Right, depth+1)
	if left == bad || right == bad {
		return bad
	}
	list := b.nodes[right].Type
	if list.Kind != fact.List {
		return b.operands(n, "in", left, right)
	}
	member := fact.Type{Kind: list.Of, Values: list.Values}
	if list.Of.Numeric() {
		member.Kind = fact.Decimal
	}
	if b.isLiteral(left) && b.is(left, fact.Text) && !b.literalAs(left, member) {
		return bad
	}
	if kindClass(b.nodes[left].Type.Kind) != kindClass(member.Kind) {
		return b.operands(n, "in", left, right)
	}
	return b.truth(n, InList, left, right)
}
