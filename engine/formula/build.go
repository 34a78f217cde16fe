package formula

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/conf"
	"github.com/expr-lang/expr/file"
	"github.com/expr-lang/expr/parser"

	"slate/engine/diag"
	"slate/engine/fact"
)

// Compile parses and types an expression. want is the type that the place asks for: its
// kind, and its unit for a number; the zero Type takes anything. Everything wrong
// is in the list, and the Formula is nil when anything is.
func Compile(src Source, scope Scope, want fact.Type) (*Formula, diag.List) {
	if list := scan(src); list.HasErrors() {
		return nil, list
	}
	tree, d := parse(src)
	if d != nil {
		return nil, diag.List{*d}
	}
	b := &builder{src: src, text: []rune(src.Text), scope: scope}
	root := b.node(tree, 1)
	if !b.list.HasErrors() {
		b.fits(root, want)
	}
	if len(b.nodes) > MaxNodes {
		b.tooComplex("parts", MaxNodes)
	}
	if b.list.HasErrors() {
		return nil, b.list
	}
	return &Formula{Source: src, Nodes: b.nodes}, nil
}

// parse runs expr's parser behind its limits. A panic in it is a mistake in the
// expression as far as the user is concerned.
func parse(src Source) (node ast.Node, problem *diag.Diagnostic) {
	defer func() {
		if r := recover(); r != nil {
			d := diag.New(diag.BadExpression, src.Span(0, 1), "near", firstWord(src.Text))
			node, problem = nil, &d
		}
	}()
	if strings.TrimSpace(src.Text) == "" {
		d := diag.New(diag.BadExpression, src.Span(0, 0), "near", "")
		return nil, &d
	}
	config := conf.CreateNew()
	config.MaxNodes = 2 * MaxNodes
	tree, err := parser.ParseWithConfig(src.Text, config)
	if err != nil {
		d := syntaxProblem(src, err)
		return nil, &d
	}
	return tree.Node, nil
}

// syntaxProblem turns expr's English message into a diagnostic at the same character.
func syntaxProblem(src Source, err error) diag.Diagnostic {
	text := []rune(src.Text)
	from, to := 0, len(text)
	if e, ok := err.(*file.Error); ok {
		from = min(max(e.From, 0), len(text))
		to = min(max(e.To, from), len(text))
		if strings.Contains(e.Message, "maximum allowed nodes") {
			return diag.New(diag.TooComplex, src.Span(from, to), "what", "parts", "limit", itoa(MaxNodes))
		}
	}
	return diag.New(diag.BadExpression, src.Span(from, to), "near", string(text[from:to]))
}

func firstWord(s string) string {
	if f := strings.Fields(s); len(f) > 0 {
		return f[0]
	}
	return ""
}

func itoa(n int) string { return strconv.Itoa(n) }

func codepoint(r rune) string { return fmt.Sprintf("U+%04X", r) }

// builder narrows and types expr's tree, node by node, arguments first.
type builder struct {
	src   Source
	text  []rune
	scope Scope
	nodes []Node
	list  diag.List
}

// bad is the number of no node: its problem is told already, and nothing is added to it.
const bad = -1

func (b *builder) add(n Node) int {
	for _, a := range n.Args {
		if a == bad {
			return bad
		}
	}
	b.nodes = append(b.nodes, n)
	return len(b.nodes) - 1
}

func (b *builder) problem(n ast.Node, d func(span diag.Span) diag.Diagnostic) int {
	b.list.Add(d(b.span(n)))
	return bad
}

func (b *builder) span(n ast.Node) diag.Span {
	from, to := b.bounds(n)
	return b.src.Span(from, to)
}

// bounds returns the characters of a node's own word, within the text.
func (b *builder) bounds(n ast.Node) (from, to int) {
	loc := n.Location()
	from = min(max(loc.From, 0), len(b.text))
	to = min(max(loc.To, from), len(b.text))
	return from, to
}

func (b *builder) tooComplex(what string, limit int) int {
	b.list.Add(diag.New(diag.TooComplex, b.src.Span(0, len(b.text)), "what", what, "limit", itoa(limit)))
	return bad
}

func (b *builder) forbidden(n ast.Node, what string) int {
	return b.problem(n, func(s diag.Span) diag.Diagnostic {
		return diag.New(diag.Forbidden, s, "what", what)
	})
}

// node compiles n at the given depth and returns its number, or bad.
func (b *builder) node(n ast.Node, depth int) int {
	if depth > MaxDepth {
		return b.tooComplex("levels", MaxDepth)
	}
	switch n := n.(type) {
	case *ast.BoolNode:
		return b.literal(n, fact.Type{Kind: fact.Boolean}, fact.OfBool(n.Value))
	case *ast.StringNode:
		return b.literal(n, fact.Type{Kind: fact.Text}, fact.OfText(n.Value))
	case *ast.IntegerNode, *ast.FloatNode:
		return b.number(n)
	case *ast.IdentifierNode:
		return b.name(n)
	case *ast.UnaryNode:
		return b.unary(n, depth)
	case *ast.BinaryNode:
		return b.binary(n, depth)
	case *ast.ConditionalNode:
		return b.conditional(n, depth)
	case *ast.CallNode:
		if callee, ok := n.Callee.(*ast.IdentifierNode); ok {
			return b.call(n, callee.Value, n.Arguments, depth)
		}
		return b.forbidden(n, "call of a member")
	case *ast.BuiltinNode:
		return b.call(n, n.Name, n.Arguments, depth)
	case *ast.NilNode:
		return b.forbidden(n, "nil")
	case *ast.ArrayNode:
		return b.forbidden(n, "list outside in")
	}
	return b.forbidden(n, construct(n))
}

// construct names a construct of expr that criteria may not contain.
func construct(n ast.Node) string {
	switch n.(type) {
	case *ast.MemberNode, *ast.ChainNode, *ast.SliceNode:
		return "member access"
	case *ast.PredicateNode, *ast.PointerNode:
		return "closure"
	case *ast.VariableDeclaratorNode:
		return "let"
	case *ast.SequenceNode:
		return ";"
	case *ast.MapNode, *ast.PairNode:
		return "{}"
	}
	return "this construct"
}

func (b *builder) literal(n ast.Node, t fact.Type, v fact.Value) int {
	from, to := b.bounds(n)
	return b.add(Node{Op: Const, Type: t, Value: v, Bare: true, From: from, To: to})
}

// number reads a literal from the text: expr has already made a float of it.
func (b *builder) number(n ast.Node) int {
	from, to := b.bounds(n)
	text := string(b.text[from:to])
	v, err := fact.ParseNumber(text)
	if err != nil {
		return b.problem(n, func(s diag.Span) diag.Diagnostic {
			return diag.New(diag.BadNumber, s, "text", text)
		})
	}
	return b.literal(n, fact.Type{Kind: fact.Decimal}, fact.OfNumber(v))
}

func (b *builder) name(n *ast.IdentifierNode) int {
	from, to := b.bounds(n)
	if n.Value == "cutoff" {
		return b.add(Node{Op: Cutoff, Type: fact.Type{Kind: fact.Day}, Name: n.Value, From: from, To: to})
	}
	name, ok := b.scope[n.Value]
	if !ok {
		return b.problem(n, func(s diag.Span) diag.Diagnostic { return b.unknownName(s, n.Value) })
	}
	t := name.Type
	if t.Kind.Numeric() {
		t.Kind = fact.Decimal
	}
	return b.add(Node{Op: NameRef, Type: t, Name: n.Value, Slot: name.Slot, From: from, To: to})
}

func (b *builder) unknownName(s diag.Span, name string) diag.Diagnostic {
	d := diag.New(diag.UnknownName, s, "name", name)
	known := make([]string, 0, len(b.scope)+1)
	for k := range b.scope {
		known = append(known, k)
	}
	sortStrings(known)
	if near, ok := diag.Nearest(name, known); ok {
		return d.WithHint(diag.DidYouMean, "name", near)
	}
	return d.WithHint(diag.DeclareIt, "name", name)
}

func (b *builder) unary(n *ast.UnaryNode, depth int) int {
	arg := b.node(n.Node, depth+1)
	if arg == bad {
		return bad
	}
	from, to := b.bounds(n)
	switch n.Operator {
	case "not", "!":
		if !b.is(arg, fact.Boolean) {
			return b.operands(n, n.Operator, arg)
		}
		return b.add(Node{Op: Not, Args: []int{arg}, Type: fact.Type{Kind: fact.Boolean}, From: from, To: to})
	case "-":
		if !b.is(arg, fact.Decimal) {
			return b.operands(n, n.Operator, arg)
		}
		a := &b.nodes[arg]
		return b.add(Node{Op: Neg, Args: []int{arg}, Type: a.Type, Bare: a.Bare, From: from, To: to})
	}
	return b.forbidden(n, n.Operator)
}

func (b *builder) conditional(n *ast.ConditionalNode, depth int) int {
	if !n.Ternary {
		return b.forbidden(n.Cond, "if { }")
	}
	if n.Cond == n.Exp1 {
		return b.forbidden(n.Cond, "?:")
	}
	cond, yes, no := b.node(n.Cond, depth+1), b.node(n.Exp1, depth+1), b.node(n.Exp2, depth+1)
	if cond == bad || yes == bad || no == bad {
		return bad
	}
	// expr places a conditional at the token after it: the condition is the better place.
	from, to := b.bounds(n.Cond)
	if !b.is(cond, fact.Boolean) {
		return b.operands(n.Cond, "?:", cond)
	}
	t, bare, ok := b.common(n.Exp2, yes, no)
	if !ok {
		return bad
	}
	return b.add(Node{Op: If, Args: []int{cond, yes, no}, Type: t, Bare: bare, From: from, To: to})
}

// is reports whether node n has values of the given kind. Numbers are all Decimal here.
func (b *builder) is(n int, k fact.Kind) bool { return b.nodes[n].Type.Kind == k }

// operands reports an operator that does not apply to what stands beside it.
func (b *builder) operands(n ast.Node, op string, args ...int) int {
	left, right := "", ""
	if len(args) > 0 {
		left = b.describe(args[0])
	}
	if len(args) > 1 {
		right = b.describe(args[1])
	}
	return b.problem(n, func(s diag.Span) diag.Diagnostic {
		return diag.New(diag.BadOperands, s, "op", op, "left", left, "right", right)
	})
}

// describe names the type of a node as the rule file would: money 万元, choice.
func (b *builder) describe(n int) string {
	t := b.nodes[n].Type
	if t.Unit != "" {
		return t.Kind.String() + " " + t.Unit
	}
	return t.Kind.String()
}

// fits checks the whole expression against the type that its place asks for.
func (b *builder) fits(root int, want fact.Type) {
	if root == bad || want.Kind == fact.NoKind {
		return
	}
	got := &b.nodes[root]
	whole := b.src.Span(0, len(b.text))
	if want.Kind.Numeric() && got.Type.Kind == fact.Decimal {
		if want.Unit != "" && !got.Bare && got.Type.Unit != want.Unit {
			b.list.Add(unitMismatch(whole, got.Type.Unit, want.Unit))
		}
		return
	}
	if want.Kind == fact.Text && got.Type.Kind == fact.Choice || want.Kind == fact.Choice && got.Type.Kind == fact.Text {
		return
	}
	if got.Type.Kind != want.Kind {
		b.list.Add(diag.New(diag.TypeMismatch, whole, "want", want.Kind.String(), "got", b.describe(root)))
	}
}

func unitMismatch(s diag.Span, left, right string) diag.Diagnostic {
	return diag.New(diag.UnitMismatch, s, "left", unitWord(left), "right", unitWord(right)).WithHint(diag.SameUnit)
}

func unitWord(u string) string {
	if u == "" {
		return "1"
	}
	return u
}
