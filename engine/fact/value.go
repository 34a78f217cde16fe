package fact

import (
	"math/big"
	"strings"
)

// Reason says why a value is missing.
type Reason uint8

// The reasons. The zero value is that of a fact that nobody supplied.
const (
	NotSupplied    Reason = iota
	Expired               // older than the fact's max_age on the cut-off date
	Unreadable            // the roster holds something that is no value of the fact's type
	Conflicting           // sources contradict each other and nobody has settled it
	OutOfDomain           // outside the declared domain
	Waiting               // computed from values that are missing
	DivisionByZero        // arithmetic without a result
	Overflow              // a result beyond ±10^18
	NoRoot                // an even root of a negative number
	NeedsDecision         // the rules hand the matter to a person
)

var reasonWords = [...]string{"not_supplied", "expired", "unreadable", "conflicting", "out_of_domain",
	"waiting", "division_by_zero", "overflow", "no_root", "needs_decision"}

// String returns a stable English word, such as not_supplied.
func (r Reason) String() string { return reasonWords[r] }

// form says which part of a Value holds it.
type form uint8

const (
	missing form = iota
	number
	boolean
	day
	month
	text
	list
)

// Value is a value, or why there is none. Numbers, truth and dates do not allocate. The zero
// Value is missing because nobody supplied it. Values are compared with Equal.
type Value struct {
	form form
	why  Reason
	num  int64 // number's numerator, truth, day
	den  int64
	text string
	more *extra
}

// extra holds what few values need.
type extra struct {
	big  *big.Rat
	list []Value
}

// OfNumber returns the value of a number, of any numeric kind.
func OfNumber(n Number) Value {
	v := Value{form: number, num: n.num, den: n.den}
	if n.big != nil {
		v.more = &extra{big: n.big}
	}
	return v
}

// OfBool returns the value of a truth.
func OfBool(b bool) Value {
	v := Value{form: boolean}
	if b {
		v.num = 1
	}
	return v
}

// OfDate returns the value of a day.
func OfDate(d Date) Value { return Value{form: day, num: int64(d.n)} }

// OfMonth returns the value of the month that begins with d.
func OfMonth(d Date) Value { return Value{form: month, num: int64(d.n)} }

// OfText returns the value of a text or a choice.
func OfText(s string) Value { return Value{form: text, text: s} }

// OfList returns the value of a list. The caller must not change it afterwards.
func OfList(members []Value) Value { return Value{form: list, more: &extra{list: members}} }

// Missing returns a value that is not known, with the reason.
func Missing(why Reason) Value { return Value{why: why} }

// Known reports whether there is a value.
func (v Value) Known() bool { return v.form != missing }

// Why returns why the value is missing; it means nothing for a known one.
func (v Value) Why() Reason { return v.why }

// IsNumber reports whether the value is a known number.
func (v Value) IsNumber() bool { return v.form == number }

// IsBool reports whether the value is a known truth.
func (v Value) IsBool() bool { return v.form == boolean }

// IsDate reports whether the value is a known day.
func (v Value) IsDate() bool { return v.form == day }

// IsMonth reports whether the value is a known month.
func (v Value) IsMonth() bool { return v.form == month }

// IsText reports whether the value is a known text or choice.
func (v Value) IsText() bool { return v.form == text }

// IsList reports whether the value is a known list.
func (v Value) IsList() bool { return v.form == list }

// Number returns the number; 0 for another form.
func (v Value) Number() Number {
	n := Number{num: v.num, den: v.den}
	if v.form != number {
		return Number{}
	}
	if v.more != nil {
		n = Number{big: v.more.big}
	}
	return n
}

// Bool returns the truth; false for another form.
func (v Value) Bool() bool { return v.form == boolean && v.num == 1 }

// Date returns the day, or the first day of the month; no date for another form.
func (v Value) Date() Date {
	if v.form != day && v.form != month {
		return Date{}
	}
	return Date{int32(v.num)}
}

// Text returns the text or choice; "" for another form.
func (v Value) Text() string { return v.text }

// List returns the members; nil for another form. The caller must not change them.
func (v Value) List() []Value {
	if v.form != list {
		return nil
	}
	return v.more.list
}

// Equal reports whether two values are the same: numbers by amount, lists member by member, missing
// ones by reason.
func (v Value) Equal(w Value) bool {
	if v.form != w.form {
		return false
	}
	switch v.form {
	case missing:
		return v.why == w.why
	case number:
		return v.Number().Equal(w.Number())
	case text:
		return v.text == w.text
	case list:
		return equalLists(v.List(), w.List())
	}
	return v.num == w.num
}

func equalLists(a, b []Value) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if !a[i].Equal(b[i]) {
			return false
		}
	}
	return true
}

// String returns the canonical text: true and false, ISO dates and months, shortest numbers, the members of a
// list joined by 、; "" for a missing value.
func (v Value) String() string {
	switch v.form {
	case number:
		return v.Number().String()
	case boolean:
		if v.num == 1 {
			return "true"
		}
		return "false"
	case day:
		return v.Date().String()
	case month:
		return v.Date().String()[:7]
	case text:
		return v.text
	case list:
		members := make([]string, len(v.List()))
		for i, m := range v.List() {
			members[i] = m.String()
		}
		return strings.Join(members, "、")
	}
	return ""
}
