package fact

import (
	"errors"
	"math"
	"math/big"
	"math/rand/v2"
	"testing"
)

func parse(s string) Number {
	n, err := ParseNumber(s)
	if err != nil {
		panic(s + ": " + err.Error())
	}
	return n
}

func TestParseNumber(t *testing.T) {
	for _, good := range []string{"0", "7", "-1.5", "399.999999", "0.000001", "999999999999999999", "0.123456789012345678", "123456789012345678.123456789012345678"} {
		if n, err := ParseNumber(good); err != nil || n.String() != good {
			t.Errorf("ParseNumber(%q) = %v, %v", good, n, err)
		}
	}
	if got := parse("12.50"); got.String() != "12.5" || got.Fixed(2) != "12.50" {
		t.Errorf("12.50 is %s, fixed %s", got, got.Fixed(2))
	}
	for _, bad := range []string{"", "-", ".5", "5.", "01", "-00", "+1", "1e3", "0x1", "1_0", "１", "1 ", "1,000", "nan", "1000000000000000000", "0.1234567890123456789", "1.2.3"} {
		if n, err := ParseNumber(bad); !errors.Is(err, ErrSyntax) {
			t.Errorf("ParseNumber(%q) = %v, %v", bad, n, err)
		}
	}
}

// edges are numbers where representations change.
var edges = []int64{0, 1, -1, 2, 3, 7, 10, 100, 999_999, 1_000_000, math.MaxInt32, math.MinInt32, 1 << 62, maxWhole - 1, maxWhole, -maxWhole,
	math.MaxInt64 / 3, math.MaxInt64 - 1, math.MaxInt64, math.MinInt64 + 1, math.MinInt64}

func draw(r *rand.Rand) Number {
	num := edges[r.IntN(len(edges))]
	if r.IntN(3) > 0 {
		num = r.Int64N(2_000_000_000) - 1_000_000_000
	}
	den := []int64{1, 1, 2, 3, 7, 100, 1_000_000, 999_983, 1 << 40, maxWhole, math.MaxInt64}[r.IntN(11)]
	n, err := ofRat(big.NewRat(num, den))
	if err != nil {
		return Int(num) // whole and beyond ±10^18: lawful as an operand, not as a result
	}
	return n
}

// TestArithmetic holds every operation to math/big, results beyond the limits included.
func TestArithmetic(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	operations := map[string]struct {
		ours   func(a, b Number) (Number, error)
		theirs func(z, a, b *big.Rat) *big.Rat
	}{
		"+": {Number.Add, (*big.Rat).Add}, "-": {Number.Sub, (*big.Rat).Sub}, "×": {Number.Mul, (*big.Rat).Mul}, "÷": {Number.Quo, (*big.Rat).Quo},
	}
	for range 20_000 {
		a, b := draw(r), draw(r)
		if r.IntN(4) == 0 {
			if c, err := a.Mul(b); err == nil { // reach numbers that need more than 64 bits
				a = c
			}
		}
		for name, op := range operations {
			got, err := op.ours(a, b)
			if name == "÷" && b.Sign() == 0 {
				if !errors.Is(err, ErrDivisionByZero) {
					t.Fatalf("%v ÷ 0: %v", a, err)
				}
				continue
			}
			want := op.theirs(new(big.Rat), a.Rat(), b.Rat())
			if new(big.Rat).Abs(want).Cmp(bigMax) > 0 || want.Denom().Cmp(maxDenomBig) > 0 {
				if !errors.Is(err, ErrOverflow) {
					t.Fatalf("%v %s %v = %v, %v; want overflow", a, name, b, got, err)
				}
				continue
			}
			if err != nil || got.Rat().Cmp(want) != 0 {
				t.Fatalf("%v %s %v = %v, %v; want %v", a, name, b, got, err, want)
			}
			if got.big != nil && got.big.Num().IsInt64() && got.big.Denom().IsInt64() {
				t.Fatalf("%v %s %v stays big", a, name, b)
			}
		}
		if got, want := a.Cmp(b), a.Rat().Cmp(b.Rat()); got != want || a.Equal(b) != (want == 0) || a.Sign() != a.Rat().Sign() {
			t.Fatalf("%v against %v: %d, want %d", a, b, got, want)
		}
		if a.Abs().Sign() < 0 || a.Neg().Neg().Cmp(a) != 0 || a.IsInt() != a.Rat().IsInt() {
			t.Fatalf("sign of %v", a)
		}
	}
}

func TestOverflow(t *testing.T) {
	top := parse("999999999999999999")
	if _, err := top.Add(Int(2)); !errors.Is(err, ErrOverflow) {
		t.Errorf("10^18 + 1: %v", err)
	}
	if n, err := top.Add(Int(1)); err != nil || n.String() != "1000000000000000000" {
		t.Errorf("10^18: %v %v", n, err)
	}
	if n := Int(math.MinInt64).Neg(); n.Sign() != 1 {
		t.Errorf("−MinInt64 is %v", n)
	}
	tiny := Ratio(1, 1<<62)
	var err error
	for range 10 {
		if tiny, err = tiny.Mul(tiny); err != nil {
			break
		}
	}
	if !errors.Is(err, ErrOverflow) {
		t.Errorf("a denominator beyond 10^100: %v", err)
	}
	for _, n := range []int64{maxWhole + 1, math.MaxInt64, -maxWhole - 1, math.MinInt64} {
		if got, err := Int(n).Add(Number{}); !errors.Is(err, ErrOverflow) {
			t.Errorf("%d + 0 = %v, %v, want overflow", n, got, err)
		}
		if got := Int(n).Neg().Round(2, HalfUp); got.Rat().Cmp(new(big.Rat).Neg(Int(n).Rat())) != 0 {
			t.Errorf("−%d rounded is %v", n, got)
		}
	}
}

func TestRatioPanics(t *testing.T) {
	for _, tt := range [][2]int64{{1, 0}, {math.MaxInt64, 1}, {math.MinInt64, -1}} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("Ratio(%d, %d) was made", tt[0], tt[1])
				}
			}()
			Ratio(tt[0], tt[1])
		}()
	}
}

// TestSmallNumbersStayOffTheHeap holds the promise of the fast path for the numbers of rule files.
func TestSmallNumbersStayOffTheHeap(t *testing.T) {
	pairs := [][2]Number{{parse("399.999999"), parse("400.000001")}, {parse("399.999999"), Int(400)}, {Ratio(1, 3), parse("-12.5")}, {Int(maxWhole), Ratio(-1, maxWhole)}}
	for _, p := range pairs[:3] {
		for name, op := range map[string]func(a, b Number) (Number, error){"+": Number.Add, "-": Number.Sub, "×": Number.Mul, "÷": Number.Quo} {
			if got := testing.AllocsPerRun(10, func() { op(p[0], p[1]) }); got != 0 {
				t.Errorf("%v %s %v: %v allocations, want 0", p[0], name, p[1], got)
			}
		}
	}
	for _, p := range pairs {
		if got := testing.AllocsPerRun(10, func() { p[0].Cmp(p[1]) }); got != 0 {
			t.Errorf("%v against %v: %v allocations, want 0", p[0], p[1], got)
		}
	}
}

func TestNumberText(t *testing.T) {
	for _, tt := range []struct {
		n    Number
		want string
	}{
		{Ratio(1, 3), "1/3"}, {Ratio(-9, 4), "-2.25"}, {Ratio(2, -4), "-0.5"}, {Number{}, "0"}, {Int(7), "7"}, {Int(math.MinInt64), "-9223372036854775808"},
		{Ratio(1, maxWhole), "0.000000000000000001"}, {small24(), "1/1000000000000000000000000"},
	} {
		if got := tt.n.String(); got != tt.want {
			t.Errorf("got %q, want %q", got, tt.want)
		}
	}
	if _, whole := Ratio(1, 2).Int64(); whole {
		t.Error("1/2 is whole")
	}
	if i, whole := Int(42).Int64(); !whole || i != 42 {
		t.Errorf("42 is %d, %v", i, whole)
	}
	if num, den, ok := Ratio(2, 4).Parts(); num != 1 || den != 2 || !ok || !OfParts(num, den).Equal(Ratio(1, 2)) {
		t.Errorf("parts of 1/2: %d/%d, %v", num, den, ok)
	}
	if _, _, ok := small24().Parts(); ok {
		t.Error("10^-24 fits in 64 bits")
	}
}

func TestAmount(t *testing.T) {
	for _, tt := range []struct{ n, unit, want string }{
		{"0.000001", "万元", "0.01元"}, {"399.999999", "万元", "399.999999万元"}, {"0", "万元", "0万元"}, {"-0.5", "万元", "-5000元"},
		{"1", "万元", "1万元"}, {"-1", "万元", "-1万元"}, {"0.5", "元", "0.5元"}, {"3", "人", "3人"}, {"3", "", "3"}, {"41", "years", "41 years"}, {"5", "%", "5%"},
	} {
		if got := Amount(parse(tt.n), tt.unit); got != tt.want {
			t.Errorf("Amount(%s, %s) = %s, want %s", tt.n, tt.unit, got, tt.want)
		}
	}
	if got, want := Amount(Ratio(1, 30000), "万元"), "1/3元"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func small24() Number {
	n, _ := Ratio(1, 1_000_000_000_000).Mul(Ratio(1, 1_000_000_000_000))
	return n
}

// FuzzParseNumber holds that what is read is written back the same.
func FuzzParseNumber(f *testing.F) {
	for _, s := range []string{"0", "-1.50", "399.999999", "1e5", "001"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		n, err := ParseNumber(s)
		if err != nil {
			return
		}
		if again, err := ParseNumber(n.String()); err != nil || !again.Equal(n) {
			t.Fatalf("%q is %s, which reads as %v, %v", s, n, again, err)
		}
		if want, ok := new(big.Rat).SetString(s); !ok || n.Rat().Cmp(want) != 0 {
			t.Fatalf("%q is %s", s, n)
		}
	})
}

func BenchmarkCmp(b *testing.B) {
	x, y := parse("399.999999"), parse("400")
	b.Run("Number", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			x.Cmp(y)
		}
	})
	p, q := x.Rat(), y.Rat()
	b.Run("big.Rat", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			p.Cmp(q)
		}
	})
}

func BenchmarkAdd(b *testing.B) {
	x, y := parse("399.999999"), parse("400")
	b.Run("Number", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			x.Add(y)
		}
	})
	p, q := x.Rat(), y.Rat()
	b.Run("big.Rat", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			new(big.Rat).Add(p, q)
		}
	})
}
