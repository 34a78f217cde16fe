// Package formula compiles one expression of a rule file and computes it in three
// values, keeping the value of every part.
//
// The text is parsed by expr-lang/expr, and this is the only package that imports it. Its tree
// is then narrowed and typed here: expr accepts closures, clocks, floats and
// silently false comparisons with nil, none of which a criterion may contain. What
// is left is compiled to a flat list of nodes in which arguments come before the
// node that uses them, so computing a formula is one walk along the list. The
// values written on that walk are the trace: the tree that decides is the tree
// that explains.
//
// Numbers are exact (fact.Number), and/or/not are Kleene's strong connectives
// (S. C. Kleene, Introduction to Metamathematics, 1952, §64), and anything
// computed from an unknown value is unknown unless the known part settles it.
//
// The alternative was to patch expr's own tree with calls that return unknown,
// and to run its virtual machine. It keeps less code, but boxes every value, has
// no decimals, and its positions and types are lost in the patched tree.
package formula

import (
	"regexp"

	"slate/engine/diag"
	"slate/engine/fact"
)

// Limits on one expression, checked before anything runs.
const (
	MaxBytes = 4096 // length of the text
	MaxNodes = 200  // parts of the compiled expression
	MaxDepth = 100  // levels of the parsed expression
)

// maxPattern bounds the pattern of `matches`, in bytes. Matching is linear in the text
// (package regexp), but proportional to the pattern.
const maxPattern = 200

// Source is the text of an expression and where it stands in its file.
type Source struct {
	Text string
	// Span gives the place of the characters from ≤ i < to of Text.
	Span func(from, to int) diag.Span
}

// Scope holds the names that an expression may use.
type Scope map[string]Name

// Name is what a name stands for: a slot in the values given to Eval, and its type.
type Name struct {
	Slot int
	Type fact.Type
}

// Day is what the calendar functions need to know.
type Day struct {
	Cutoff fact.Date
	Leap   fact.LeapDay
	Work   fact.Calendar // which days are worked; without one, working days are unknown
}

// Op is what a node does with its arguments.
type Op uint8

// The operations. Those from Age on are functions.
const (
	Const Op = iota
	NameRef
	Cutoff
	Not
	And
	Or
	Eq
	Ne
	Lt
	Le
	Gt
	Ge
	In     // the first argument is one of the others
	InList // the first argument is a member of the second
	Contains
	StartsWith
	EndsWith
	Matches
	Neg
	Add
	Sub
	Mul
	Quo
	If
	Age
	YearsBetween
	MonthsBetween
	DaysBetween
	YearsBefore
	YearsAfter
	Year
	DaysBefore
	DaysAfter
	WorkdaysBefore
	WorkdaysAfter
	SeatsAtMost
	Min
	Max
	Abs
	Floor
	Ceil
	Round
	Root
)

// Node is one part of a compiled expression.
type Node struct {
	Op   Op
	Args []int // numbers of earlier nodes
	// Type is the type of the value. Numbers computed here are Decimal; the unit is kept.
	Type fact.Type
	// Bare marks a number that has no unit of its own and takes the other side's: a literal, an age.
	Bare  bool
	Value fact.Value // of a Const
	Name  string     // of a NameRef
	Slot  int        // of a NameRef
	// From and To bound the node's own word in the text, in characters: an operator, a name, a literal.
	From, To int

	pattern *regexp.Regexp // of Matches
}

// Formula is a compiled expression. It is immutable and safe for concurrent use.
type Formula struct {
	Source Source
	// Nodes holds every part, arguments before the node that uses them; the last is the whole.
	Nodes []Node
}

// Root returns the number of the node that is the whole expression.
func (f *Formula) Root() int { return len(f.Nodes) - 1 }

// Type returns the type of the whole expression.
func (f *Formula) Type() fact.Type { return f.Nodes[f.Root()].Type }

// Word returns the text of a node's own word.
func (f *Formula) Word(n int) string {
	r := []rune(f.Source.Text)
	return string(r[f.Nodes[n].From:f.Nodes[n].To])
}

// Extent returns the characters that node n and everything below it cover, closing brackets included.
func (f *Formula) Extent(n int) (from, to int) {
	from, to = f.extent(n)
	text := []rune(f.Source.Text)
	for open := opened(text[from:to]); open > 0 && to < len(text); to++ {
		switch text[to] {
		case '(', '[':
			open++
		case ')', ']':
			open--
		}
	}
	return from, to
}

// opened counts the brackets that are not closed again. Brackets in quoted text may be counted too: an explanation then
// shows a little more of the expression.
func opened(text []rune) int {
	open := 0
	for _, r := range text {
		switch r {
		case '(', '[':
			open++
		case ')', ']':
			open--
		}
	}
	return open
}

func (f *Formula) extent(n int) (from, to int) {
	node := &f.Nodes[n]
	from, to = node.From, node.To
	for _, a := range node.Args {
		lo, hi := f.Extent(a)
		from, to = min(from, lo), max(to, hi)
	}
	return from, to
}

// Uses returns the slots the formula reads, each once, in the order of the text.
func (f *Formula) Uses() []int {
	var slots []int
	seen := map[int]bool{}
	for i := range f.Nodes {
		n := &f.Nodes[i]
		if n.Op == NameRef && !seen[n.Slot] {
			seen[n.Slot] = true
			slots = append(slots, n.Slot)
		}
	}
	return slots
}
