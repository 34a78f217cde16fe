package fact

import (
	"errors"
	"math"
	"math/big"
	"math/rand/v2"
	"strings"
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
var edges = []int64{0, 1, -1, 2, 3, 7, 10, 100, 999_999, 1_000_000, math.MaxInt32, math.MinInt32, maxWhole - 1, maxWhole, -maxWhole, math.MaxInt64 / 3}

func draw(r *rand.Rand) Number {
	num := edges[r.IntN(len(edges))]
	if r.IntN(3) > 0 {
		num = r.Int64N(2_000_000_000) - 1_000_000_000
	}
	den := []int64{1, 1, 2, 3, 7, 100, 1_000_000, 999_983, 1 << 40}[r.IntN(9)]
	n, err := ofRat(big.NewRat(num, den))
	if err != nil {
		return Int(num % 1000)
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
	defer func() {
		if recover() == nil {
			t.Error("a fraction over 0 was made")
		}
	}()
	Ratio(1, 0)
}

func TestRound(t *testing.T) {
	tests := []struct {
		n                   string
		places              int
		up, even, down, up2 string
	}{
		{"2.5", 0, "3", "2", "2", "3"}, {"-2.5", 0, "-3", "-2", "-2", "-3"}, {"3.5", 0, "4", "4", "3", "4"}, {"2.345", 2, "2.35", "2.34", "2.34", "2.35"},
		{"2.3450001", 2, "2.35", "2.35", "2.34", "2.35"}, {"0.05", 1, "0.1", "0", "0", "0.1"}, {"7", 3, "7", "7", "7", "7"},
		{"999999999999999999.5", 0, "1000000000000000000", "1000000000000000000", "999999999999999999", "1000000000000000000"},
	}
	for _, tt := range tests {
		for mode, want := range []string{tt.up, tt.even, tt.down, tt.up2} {
			if got := parse(tt.n).Round(tt.places, Rounding(mode)).String(); got != want {
				t.Errorf("%s rounded to %d %v = %s, want %s", tt.n, tt.places, Rounding(mode), got, want)
			}
		}
	}
	if got := Ratio(2, 3).Round(2, HalfUp).String(); got != "0.67" {
		t.Errorf("2/3 is %s", got)
	}
	for _, w := range roundingWords {
		if r, ok := ParseRounding(w); !ok || r.String() != w {
			t.Errorf("rounding %s", w)
		}
	}
	if _, ok := ParseRounding("nearest"); ok {
		t.Error("rounding nearest is taken")
	}
	for n, want := range map[string][2]string{"2.5": {"2", "3"}, "-2.5": {"-3", "-2"}, "4": {"4", "4"}} {
		if f, c := parse(n).Floor().String(), parse(n).Ceil().String(); f != want[0] || c != want[1] {
			t.Errorf("%s lies between %s and %s", n, f, c)
		}
	}
}

// TestRoot checks roots by raising them: the root rounded must lie within half a unit of the true one.
func TestRoot(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 5))
	for range 3000 {
		a := draw(r).Abs()
		n, places := 2+r.IntN(5), r.IntN(7)
		got, err := a.Root(n, places)
		if err != nil {
			t.Fatalf("root %d of %v: %v", n, a, err)
		}
		half := new(big.Rat).SetFrac(big.NewInt(1), new(big.Int).Mul(powerOfTen(places), big.NewInt(2)))
		low, high := power(new(big.Rat).Sub(got.Rat(), half), n), power(new(big.Rat).Add(got.Rat(), half), n)
		if got.Sign() > 0 && low.Cmp(a.Rat()) > 0 || high.Cmp(a.Rat()) <= 0 {
			t.Fatalf("root %d of %v to %d places is %v", n, a, places, got)
		}
	}
	if got, err := Int(-27).Root(3, 0); err != nil || got.String() != "-3" {
		t.Errorf("cube root of −27 is %v, %v", got, err)
	}
	if _, err := Int(-4).Root(2, 2); !errors.Is(err, ErrDomain) {
		t.Errorf("square root of −4: %v", err)
	}
}

func power(x *big.Rat, n int) *big.Rat {
	out := big.NewRat(1, 1)
	for range n {
		out.Mul(out, x)
	}
	return out
}

func TestNumberText(t *testing.T) {
	for want, n := range map[string]Number{"1/3": Ratio(1, 3), "-2.25": Ratio(-9, 4), "0": {}, "7": Int(7), "1/1000000000000000000000000": small24()} {
		if got := n.String(); got != want && want[0] != '1' || want == "1/3" && got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	if _, whole := Ratio(1, 2).Int64(); whole {
		t.Error("1/2 is whole")
	}
	if i, whole := Int(42).Int64(); !whole || i != 42 {
		t.Error("42 is not")
	}
	if num, den, ok := Ratio(2, 4).Parts(); num != 1 || den != 2 || !ok || !OfParts(num, den).Equal(Ratio(1, 2)) {
		t.Errorf("parts of 1/2: %d/%d", num, den)
	}
	for _, tt := range []struct{ n, unit, want string }{{"0.000001", "万元", "0.01元"}, {"399.999999", "万元", "399.999999万元"}, {"0", "万元", "0万元"}, {"3", "人", "3人"}, {"-0.5", "万元", "-5000元"}} {
		if got := Amount(parse(tt.n), tt.unit); got != tt.want {
			t.Errorf("Amount(%s, %s) = %s", tt.n, tt.unit, got)
		}
	}
}

func small24() Number {
	n, _ := Ratio(1, 1_000_000_000_000).Mul(Ratio(1, 1_000_000_000_000))
	return n
}

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
	for text, empty := range map[string]bool{"": false, "0-100": false, "[0 100]": false, "[0, 100": false, "[a, 1]": false, "[1, b)": false, "{1, 2}": false, "[2, 1]": true, "[1, 1)": true} {
		_, err := ParseInterval(text)
		var problem *IntervalError
		if !errors.As(err, &problem) || problem.Empty != empty || problem.Error() == "" {
			t.Errorf("ParseInterval(%q): %v", text, err)
		}
	}
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
