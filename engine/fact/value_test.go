package fact

import (
	"testing"
	"unsafe"
)

func TestTruth(t *testing.T) {
	all := []Truth{Unknown, False, True}
	and := [][]Truth{{Unknown, False, Unknown}, {False, False, False}, {Unknown, False, True}}
	or := [][]Truth{{Unknown, Unknown, True}, {Unknown, False, True}, {True, True, True}}
	for i, a := range all {
		for k, b := range all {
			if a.And(b) != and[i][k] || a.Or(b) != or[i][k] {
				t.Errorf("%v, %v: and %v, or %v", a, b, a.And(b), a.Or(b))
			}
		}
		if a.Not().Not() != a || a.String() == "" {
			t.Errorf("not not %v", a)
		}
	}
}

func TestValue(t *testing.T) {
	day := date("2006-09-30")
	list := OfList([]Value{OfText("A"), OfText("B")})
	tests := []struct {
		v    Value
		text string
		is   func(Value) bool
	}{
		{OfNumber(Ratio(5, 2)), "2.5", Value.IsNumber}, {OfNumber(small24()), "1/1000000000000000000000000", Value.IsNumber},
		{OfBool(true), "true", Value.IsBool}, {OfBool(false), "false", Value.IsBool},
		{OfDate(day), "2006-09-30", Value.IsDate}, {OfMonth(day), "2006-09", Value.IsMonth}, {OfText("x"), "x", Value.IsText}, {list, "A、B", Value.IsList},
	}
	for i, a := range tests {
		if a.v.String() != a.text || !a.is(a.v) || !a.v.Known() {
			t.Errorf("%q is %q", a.text, a.v)
		}
		for k, b := range tests {
			if a.v.Equal(b.v) != (i == k) {
				t.Errorf("%v equals %v: %v", a.v, b.v, a.v.Equal(b.v))
			}
			if i != k && tests[k].is(a.v) && a.v.form != b.v.form {
				t.Errorf("%v takes itself for %v", a.v, b.v)
			}
		}
	}
	if !list.Equal(OfList([]Value{OfText("A"), OfText("B")})) || list.Equal(OfList([]Value{OfText("A")})) || list.Equal(OfList([]Value{OfText("A"), OfText("C")})) {
		t.Error("lists")
	}
	var zero Value
	if zero.Known() || zero.Why() != NotSupplied || zero.String() != "" || !zero.Equal(Missing(NotSupplied)) || zero.Equal(Missing(Expired)) {
		t.Error("the zero value is not one that nobody supplied")
	}
	if zero.Number().Sign() != 0 || zero.Bool() || !zero.Date().IsZero() || zero.List() != nil || zero.Text() != "" {
		t.Error("a missing value has something in it")
	}
	seen := map[string]bool{}
	for r := NotSupplied; r <= NeedsDecision; r++ {
		if seen[r.String()] || r.String() == "" {
			t.Errorf("reason %d is %q", r, r)
		}
		seen[r.String()] = true
	}
}

// TestValueIsSmall holds what a roster of a county rests on: a value is a few words, and most need nothing beside them.
func TestValueIsSmall(t *testing.T) {
	if got := unsafe.Sizeof(Value{}); got > 56 {
		t.Errorf("a value takes %d bytes, want at most 56", got)
	}
	n, day := parse("399.999999"), date("2006-09-30")
	var sink Value
	for name, make := range map[string]func(){
		"number": func() { sink = OfNumber(n) }, "bool": func() { sink = OfBool(true) }, "date": func() { sink = OfDate(day) },
		"month": func() { sink = OfMonth(day) }, "text": func() { sink = OfText("x") }, "missing": func() { sink = Missing(Expired) },
	} {
		if got := testing.AllocsPerRun(10, make); got != 0 {
			t.Errorf("%s (%v): %v allocations, want 0", name, sink, got)
		}
	}
}

func TestKinds(t *testing.T) {
	for k := Money; k <= List; k++ {
		if got, ok := ParseKind(k.String()); !ok || got != k {
			t.Errorf("kind %v", k)
		}
		if k.Numeric() != (k == Money || k == Decimal || k == Integer) {
			t.Errorf("%v numeric", k)
		}
	}
	if _, ok := ParseKind(""); ok {
		t.Error("no kind is a kind")
	}
	a := Type{Kind: Choice, Values: []string{"A"}}
	if !a.Equal(Type{Kind: Choice, Values: []string{"A"}}) || a.Equal(Type{Kind: Choice, Values: []string{"B"}}) || a.Equal(Type{Kind: Text}) {
		t.Error("types")
	}
}
