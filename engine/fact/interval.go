package fact

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// Interval is a range of numbers in the notation of mathematics: "[0, 300)" holds 0 but not 300.
// An end left blank is open without bound.
type Interval struct {
	Lo, Hi         Number
	HasLo, HasHi   bool
	OpenLo, OpenHi bool // the end itself is not in the interval
}

// IntervalError says what is wrong with an interval, and at which character.
type IntervalError struct {
	Offset int  // characters from the start of the text as given, its leading spaces included
	Empty  bool // the notation is right, but no number lies in the interval
}

// Error describes the problem.
func (e *IntervalError) Error() string {
	if e.Empty {
		return "interval is empty"
	}
	return fmt.Sprintf("not an interval at character %d", e.Offset)
}

// ParseInterval reads "[0, 300)", "(0, 1]", "[400, )" or "(, 5]". An *IntervalError tells what is
// wrong.
func ParseInterval(s string) (Interval, error) {
	text := strings.TrimSpace(s)
	start := utf8.RuneCountInString(s[:strings.Index(s, text)])
	if len(text) < 2 {
		return Interval{}, &IntervalError{Offset: start}
	}
	first, last := text[0], text[len(text)-1]
	comma := strings.IndexByte(text, ',')
	switch {
	case first != '[' && first != '(':
		return Interval{}, &IntervalError{Offset: start}
	case comma < 0 || last != ']' && last != ')':
		return Interval{}, &IntervalError{Offset: start + utf8.RuneCountInString(text) - 1}
	}
	v := Interval{OpenLo: first == '(', OpenHi: last == ')'}
	var err error
	if v.Lo, v.HasLo, err = parseEnd(text[1:comma]); err != nil {
		return Interval{}, &IntervalError{Offset: start + 1}
	}
	if v.Hi, v.HasHi, err = parseEnd(text[comma+1 : len(text)-1]); err != nil {
		return Interval{}, &IntervalError{Offset: start + utf8.RuneCountInString(text[:comma]) + 1}
	}
	// An end without a number cannot be in the interval.
	v.OpenLo, v.OpenHi = v.OpenLo || !v.HasLo, v.OpenHi || !v.HasHi
	if v.HasLo && v.HasHi {
		if c := v.Lo.Cmp(v.Hi); c > 0 || c == 0 && (v.OpenLo || v.OpenHi) {
			return Interval{}, &IntervalError{Empty: true}
		}
	}
	return v, nil
}

func parseEnd(s string) (n Number, has bool, err error) {
	if s = strings.TrimSpace(s); s == "" {
		return n, false, nil
	}
	n, err = ParseNumber(s)
	return n, err == nil, err
}

// Contains reports whether n lies in the interval.
func (v Interval) Contains(n Number) bool {
	if v.HasLo {
		if c := n.Cmp(v.Lo); c < 0 || c == 0 && v.OpenLo {
			return false
		}
	}
	if v.HasHi {
		if c := n.Cmp(v.Hi); c > 0 || c == 0 && v.OpenHi {
			return false
		}
	}
	return true
}

// String returns the interval in the notation that ParseInterval reads.
func (v Interval) String() string {
	var b strings.Builder
	b.WriteByte("[("[bit(v.OpenLo)])
	if v.HasLo {
		b.WriteString(v.Lo.String())
	}
	b.WriteString(", ")
	if v.HasHi {
		b.WriteString(v.Hi.String())
	}
	b.WriteByte("])"[bit(v.OpenHi)])
	return b.String()
}

func bit(b bool) int {
	if b {
		return 1
	}
	return 0
}
