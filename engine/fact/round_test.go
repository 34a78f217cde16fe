package fact

import (
	"errors"
	"math/big"
	"math/rand/v2"
	"testing"
)

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

// TestRootBruteForce looks for every small root by counting up, ties and perfect powers included.
func TestRootBruteForce(t *testing.T) {
	for n := 1; n <= 4; n++ {
		for places := range 3 {
			unit := powersOfTen[places]
			k := int64(0) // the root in units of a place, rounded half up; it only grows with x
			for quarter := int64(0); quarter <= 400; quarter++ {
				x := Ratio(quarter, 4)
				for power(big.NewRat(2*k+1, 2*unit), n).Cmp(x.Rat()) <= 0 { // k + a half is reached
					k++
				}
				if got, err := x.Root(n, places); err != nil || !got.Equal(Ratio(k, unit)) {
					t.Fatalf("root %d of %v to %d places is %v, %v, want %v", n, x, places, got, err, Ratio(k, unit))
				}
			}
		}
	}
}

// TestRoundBetween holds rounding to its definition: the two decimals that enclose the number, found by whole
// division rounding down, and which of both the mode takes.
func TestRoundBetween(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 8))
	for range 20_000 {
		a, places := draw(r), r.IntN(19)
		if b, err := a.Mul(draw(r)); err == nil && r.IntN(3) == 0 { // reach numbers that need more than 64 bits
			a = b
		}
		ten := powerOfTen(places)
		low := new(big.Int).Div(new(big.Int).Mul(a.Rat().Num(), ten), a.Rat().Denom())
		lower := new(big.Rat).SetFrac(low, ten)
		upper := new(big.Rat).SetFrac(new(big.Int).Add(low, big.NewInt(1)), ten)
		for mode := HalfUp; mode <= Up; mode++ {
			want := lower
			if lower.Cmp(a.Rat()) != 0 && takesUpper(a, lower, upper, low, mode) {
				want = upper
			}
			if got := a.Round(places, mode); got.Rat().Cmp(want) != 0 {
				t.Fatalf("%v rounded to %d %v = %v, want %v", a, places, mode, got, want)
			}
			if got := a.Fixed(places); mode == HalfUp && got != want.FloatString(places) {
				t.Fatalf("%v fixed to %d = %s, want %s", a, places, got, want.FloatString(places))
			}
		}
	}
}

func takesUpper(a Number, lower, upper *big.Rat, low *big.Int, mode Rounding) bool {
	above := new(big.Rat).Sub(a.Rat(), lower).Cmp(new(big.Rat).Sub(upper, a.Rat())) // the nearer one: 1 is upper
	switch {
	case mode == Down:
		return a.Sign() < 0
	case mode == Up:
		return a.Sign() > 0
	case above != 0:
		return above > 0
	case mode == HalfEven:
		return low.Bit(0) == 1
	}
	return a.Sign() > 0
}

func power(x *big.Rat, n int) *big.Rat {
	out := big.NewRat(1, 1)
	for range n {
		out.Mul(out, x)
	}
	return out
}
