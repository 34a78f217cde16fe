package fact

import "slices"

// Kind is the kind of a value, as the rule file names it.
type Kind uint8

// The kinds. NoKind stands for none or any.
const (
	NoKind  Kind = iota
	Money        // a Number with the unit 元 or 万元
	Decimal      // a Number
	Integer      // a whole Number
	Boolean
	Day   // a civil date
	Month // a month, held as its first day
	Text
	Choice // one of declared texts
	List   // of values of one kind
)

var kindWords = [...]string{"", "money", "decimal", "int", "bool", "date", "month", "text", "choice", "list"}

// String returns the word of the rule file: money, decimal, int, bool, date, month, text, choice, list.
func (k Kind) String() string { return kindWords[k] }

// ParseKind reads the word of the rule file.
func ParseKind(s string) (Kind, bool) {
	i := slices.Index(kindWords[1:], s)
	return Kind(i + 1), i >= 0
}

// Numeric reports whether values of the kind are numbers.
func (k Kind) Numeric() bool { return k == Money || k == Decimal || k == Integer }

// Type is the type of a fact, parameter or expression.
type Type struct {
	Kind   Kind
	Of     Kind     // of a list's members
	Unit   string   // of numbers; "" for none
	Values []string // of a choice or a list of choices, in the order of the file
}

// Equal reports whether two types are the same in every part.
func (t Type) Equal(u Type) bool {
	return t.Kind == u.Kind && t.Of == u.Of && t.Unit == u.Unit && slices.Equal(t.Values, u.Values)
}
