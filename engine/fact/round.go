package fact

import "math/big"

// Rounding says which way a number goes that lies between two decimals.
type Rounding uint8

// The ways to round, after GB/T 8170-2008 and everyday use. The zero value is 四舍五入.
const (
	HalfUp   Rounding = iota // a half goes away from zero: 四舍五入
	HalfEven                 // a half goes to the even digit
	Down                     // towards zero
	Up                       // away from zero
)

var roundingWords = [...]string{"half_up", "half_even", "down", "up"}

// String returns the word of the rule file: half_up, half_even, down, up.
func (r Rounding) String() string { return roundingWords[r] }

// ParseRounding reads the word of the rule file.
func ParseRounding(s string) (Rounding, bool) {
	for i, w := range roundingWords {
		if w == s {
			return Rounding(i), true
		}
	}
	return HalfUp, false
}

var powersOfTen = func() (p [19]int64) {
	p[0] = 1
	for i := 1; i < len(p); i++ {
		p[i] = p[i-1] * 10
	}
	return p
}()

func powerOfTen(n int) *big.Int {
	return new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(n)), nil)
}

// Round returns the number with at most the given places after the point (0 to 18).
func (a Number) Round(places int, mode Rounding) Number {
	if a.big == nil && powersOfTen[places]%a.denom() == 0 {
		return a // it has no more places than that
	}
	ten := powerOfTen(places)
	scaled := new(big.Int).Mul(a.rat().Num(), ten)
	q, rest := new(big.Int).QuoRem(scaled, a.rat().Denom(), new(big.Int))
	if rest.Sign() != 0 && away(q, rest, a.rat().Denom(), mode) {
		q.Add(q, big.NewInt(int64(a.Sign())))
	}
	n, err := ofRat(new(big.Rat).SetFrac(q, ten))
	if err != nil {
		return a // beyond ±10^18 there is only what Int made, and that is whole
	}
	return n
}

// away reports whether a quotient cut off towards zero must go one further from zero.
func away(q, rest, den *big.Int, mode Rounding) bool {
	switch mode {
	case Down:
		return false
	case Up:
		return true
	}
	twice := new(big.Int).Abs(rest)
	c := twice.Lsh(twice, 1).Cmp(den)
	return c > 0 || c == 0 && (mode == HalfUp || q.Bit(0) == 1)
}

// Floor returns the largest whole number not above a.
func (a Number) Floor() Number {
	if a.Sign() < 0 {
		return a.Round(0, Up)
	}
	return a.Round(0, Down)
}

// Ceil returns the smallest whole number not below a.
func (a Number) Ceil() Number { return a.Neg().Floor().Neg() }

// Fixed writes the number with exactly the given places (0 to 18), rounded half up: "80.90".
func (a Number) Fixed(places int) string {
	r := a.Round(places, HalfUp)
	return r.rat().FloatString(places)
}

// Root returns the n-th root (n ≥ 1), rounded half up to the given places. It is exact: the whole
// root of the number scaled up is found by Newton's method on integers, so no digit depends on a machine.
// An even root of a negative number is ErrDomain.
func (a Number) Root(n, places int) (Number, error) {
	if a.Sign() < 0 {
		if n%2 == 0 {
			return Number{}, ErrDomain
		}
		r, err := a.Neg().Root(n, places)
		return r.Neg(), err
	}
	// One digit more than wanted would not settle a half, so the root is cut off in units of half a
	// place: an odd count of them is a half or more, an even count less than one.
	unit := new(big.Int).Mul(powerOfTen(places), big.NewInt(2))
	scaled := new(big.Int).Exp(unit, big.NewInt(int64(n)), nil)
	scaled.Mul(scaled, a.rat().Num())
	scaled.Quo(scaled, a.rat().Denom())
	q := wholeRoot(scaled, n)
	q.Add(q, big.NewInt(1)).Rsh(q, 1) // half units to units, a half going up
	return ofRat(new(big.Rat).SetFrac(q, powerOfTen(places)))
}

// wholeRoot returns the largest whole number whose n-th power is not above x ≥ 0.
func wholeRoot(x *big.Int, n int) *big.Int {
	if x.Sign() == 0 {
		return new(big.Int)
	}
	guess := new(big.Int).Lsh(big.NewInt(1), uint(x.BitLen()/n+1))
	degree, less := big.NewInt(int64(n)), big.NewInt(int64(n-1))
	for {
		// next = ((n−1)·guess + x / guess^(n−1)) / n, falling until it stops.
		power := new(big.Int).Exp(guess, less, nil)
		next := new(big.Int).Quo(x, power)
		next.Add(next, new(big.Int).Mul(less, guess)).Quo(next, degree)
		if next.Cmp(guess) >= 0 {
			return guess
		}
		guess = next
	}
}
