package fact

import (
	"errors"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestInterval(t *testing.T) {
	tests := []struct{ text, in, out, again string }{
		{"[0, 300)", "0 299.999999", "300 -0.000001", "[0, 300)"}, {"(0,1]", "1 0.5", "0 1.5", "(0, 1]"},
		{"[400, )", "400 999999", "399", "[400, )"}, {"(, 5]", "5 -99", "6", "(, 5]"}, {"[7, 7]", "7", "6 8", "[7, 7]"}, {"( , )", "0", "", "(, )"},
	}
	for _, tt := range tests {
		v, err := ParseInterval(tt.text)
		if err != nil || v.String() != tt.again {
			t.Errorf("ParseInterval(%q) = %v, %v", tt.text, v, err)
		}
		for _, n := range strings.Fields(tt.in) {
			if !v.Contains(parse(n)) {
				t.Errorf("%s is not in %s", n, v)
			}
		}
		for _, n := range strings.Fields(tt.out) {
			if v.Contains(parse(n)) {
				t.Errorf("%s is in %s", n, v)
			}
		}
	}
	for _, tt := range []struct {
		text   string
		offset int
		empty  bool
	}{
		{"", 0, false}, {"0-100", 0, false}, {"[0 100]", 6, false}, {"[0, 100", 6, false}, {"[a, 1]", 1, false}, {"[1, b)", 3, false}, {"{1, 2}", 0, false},
		{"[1, 2, 3]", 3, false}, {"[２, 3]", 1, false}, {"[1，2]", 4, false}, {"  [a, 1]", 3, false}, {"  [1, b]", 5, false}, {" x", 1, false}, {" x1", 1, false}, {"  [1, 2  ", 6, false},
		{"[2, 1]", 0, true}, {"[1, 1)", 0, true}, {"(1, 1]", 0, true}, {"(1, 1)", 0, true},
	} {
		_, err := ParseInterval(tt.text)
		var problem *IntervalError
		if !errors.As(err, &problem) || *problem != (IntervalError{Offset: tt.offset, Empty: tt.empty}) || problem.Error() == "" {
			t.Errorf("ParseInterval(%q): got %v, want offset %d, empty %v", tt.text, err, tt.offset, tt.empty)
		}
	}
}

// FuzzParseInterval holds that what is read is written back the same, and that a problem lies in the text.
func FuzzParseInterval(f *testing.F) {
	for _, s := range []string{"[0, 300)", "(0,1]", "[400, )", "( , 5]", "(,)", "  [-1.50, 7]", "[2, 1]", "[1，2]", "[\xff, 1]"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		v, err := ParseInterval(s)
		var problem *IntervalError
		if errors.As(err, &problem) {
			if problem.Offset < 0 || problem.Offset > max(utf8.RuneCountInString(s)-1, 0) {
				t.Fatalf("%q: %v", s, problem)
			}
			return
		}
		again, err := ParseInterval(v.String())
		if err != nil || again.String() != v.String() {
			t.Fatalf("%q is %s, which reads as %v, %v", s, v, again, err)
		}
		for _, end := range []Number{v.Lo, v.Hi, {}} {
			if again.Contains(end) != v.Contains(end) {
				t.Fatalf("%q and %s part over %v", s, v, end)
			}
		}
	})
}
