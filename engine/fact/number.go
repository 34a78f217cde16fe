package fact

import (
	"cmp"
	"errors"
	"math/big"
	"math/bits"
	"strconv"
	"strings"
)

// Errors of numbers. Callers branch on them: each becomes a Reason of its own.
var (
	// ErrSyntax is returned by ParseNumber and ParseInterval's ends for text that is not a plain decimal.
	ErrSyntax = errors.New("not a plain decimal number")
	// ErrOverflow is returned when a result is beyond ±10^18 or its denominator beyond 10^100.
	ErrOverflow = errors.New("number out of range")
	// ErrDivisionByZero is returned by Quo.
	ErrDivisionByZero = errors.New("division by zero")
	// ErrDomain is returned by Root for an even root of a negative number.
	ErrDomain = errors.New("root of a negative number")
)

// maxWhole is the largest magnitude of a number, 10^18.
const maxWhole = 1_000_000_000_000_000_000

var (
	bigMax      = big.NewRat(maxWhole, 1)
	maxDenomBig = new(big.Int).Exp(big.NewInt(10), big.NewInt(100), nil)
)

// Number is an exact number: a fraction in lowest terms. Decimals come in, fractions stand in
// between, decimals go out where the rule file rounds. While numerator and denominator
// fit in 64 bits nothing is allocated; beyond that math/big takes over, unseen. Numbers
// are compared with Equal or Cmp, not ==. The zero value is 0.
type Number struct {
	num int64
	den int64 // 0 stands for 1, so that the zero value is 0
	big *big.Rat
}

// Int returns a whole number. Beyond ±10^18 it is still exact, and the next operation overflows.
func Int(n int64) Number { return Number{num: n, den: 1} }

// Ratio returns num ÷ den. It panics when den is 0 or the result is beyond ±10^18, which is a mistake
// in the program.
func Ratio(num, den int64) Number {
	if den == 0 {
		panic("fact.Ratio: denominator 0")
	}
	n, err := ofRat(big.NewRat(num, den))
	if err != nil {
		panic("fact.Ratio: " + err.Error())
	}
	return n
}

// ParseNumber reads a plain decimal: an optional minus sign, digits without a leading zero, and
// optionally a point and digits; at most 18 digits on either side. Anything else is ErrSyntax.
func ParseNumber(s string) (Number, error) {
	digits := strings.TrimPrefix(s, "-")
	whole, part, point := strings.Cut(digits, ".")
	switch {
	case whole == "" || len(whole) > 18 || len(part) > 18 || point && part == "",
		len(whole) > 1 && whole[0] == '0',
		strings.Trim(whole, "0123456789") != "" || strings.Trim(part, "0123456789") != "":
		return Number{}, ErrSyntax
	}
	part = strings.TrimRight(part, "0")
	if len(whole)+len(part) > 18 {
		r, _ := new(big.Rat).SetString(s)
		return ofRat(r)
	}
	n := Number{den: 1}
	for _, c := range whole + part {
		n.num = n.num*10 + int64(c-'0')
	}
	for range part {
		n.den *= 10
	}
	if s[0] == '-' {
		n.num = -n.num
	}
	return n.lowest(), nil
}

func (a Number) denom() int64 {
	if a.den == 0 {
		return 1
	}
	return a.den
}

// lowest divides out the common factor of a small fraction.
func (a Number) lowest() Number {
	if a.den == 1 {
		return a
	}
	if g := gcd(magnitude(a.num), uint64(a.den)); g > 1 {
		a.num /= int64(g)
		a.den /= int64(g)
	}
	return a
}

func magnitude(n int64) uint64 {
	if n < 0 {
		return -uint64(n)
	}
	return uint64(n)
}

// gcd is Stein's: shifts and subtractions cost less than divisions.
func gcd(a, b uint64) uint64 {
	if a == 0 || b == 0 {
		return a | b
	}
	shift := bits.TrailingZeros64(a | b)
	a >>= bits.TrailingZeros64(a)
	for b != 0 {
		b >>= bits.TrailingZeros64(b)
		if a > b {
			a, b = b, a
		}
		b -= a
	}
	return a << shift
}

// Rat returns the number as a new big.Rat.
func (a Number) Rat() *big.Rat {
	if a.big != nil {
		return new(big.Rat).Set(a.big)
	}
	return big.NewRat(a.num, a.denom())
}

// rat is Rat without the copy, for reading only.
func (a Number) rat() *big.Rat {
	if a.big != nil {
		return a.big
	}
	return big.NewRat(a.num, a.denom())
}

// ofRat brings a fraction into the smallest form that holds it, within the limits.
func ofRat(r *big.Rat) (Number, error) {
	if r.Num().CmpAbs(new(big.Int).Mul(r.Denom(), bigMax.Num())) > 0 || r.Denom().Cmp(maxDenomBig) > 0 {
		return Number{}, ErrOverflow
	}
	if r.Num().IsInt64() && r.Denom().IsInt64() {
		return Number{num: r.Num().Int64(), den: r.Denom().Int64()}, nil
	}
	return Number{big: r}, nil
}

// small returns a fraction of two 64-bit numbers, or false when it is beyond ±10^18.
func small(num, den int64) (Number, bool) {
	n := Number{num: num, den: den}.lowest()
	if magnitude(n.num) <= maxWhole {
		return n, true
	}
	hi, lo := bits.Mul64(maxWhole, uint64(n.den))
	return n, hi > 0 || magnitude(n.num) <= lo
}

func mul64(a, b int64) (int64, bool) {
	hi, lo := bits.Mul64(magnitude(a), magnitude(b))
	if hi != 0 || lo > 1<<63-1 {
		return 0, false
	}
	if (a < 0) != (b < 0) {
		return -int64(lo), true
	}
	return int64(lo), true
}

func add64(a, b int64) (int64, bool) {
	c := a + b
	return c, (c > a) == (b > 0)
}

// Add returns a + b, or ErrOverflow.
func (a Number) Add(b Number) (Number, error) {
	if a.big == nil && b.big == nil {
		if n, ok := addSmall(a, b); ok {
			return n, nil
		}
	}
	return ofRat(new(big.Rat).Add(a.rat(), b.rat()))
}

func addSmall(a, b Number) (Number, bool) {
	ad, bd := a.denom(), b.denom()
	if ad == bd {
		num, ok := add64(a.num, b.num)
		if !ok {
			return Number{}, false
		}
		return small(num, ad)
	}
	g := int64(gcd(uint64(ad), uint64(bd)))
	x, ok1 := mul64(a.num, bd/g)
	y, ok2 := mul64(b.num, ad/g)
	den, ok3 := mul64(ad, bd/g)
	if !ok1 || !ok2 || !ok3 {
		return Number{}, false
	}
	num, ok := add64(x, y)
	if !ok {
		return Number{}, false
	}
	return small(num, den)
}

// Sub returns a − b, or ErrOverflow.
func (a Number) Sub(b Number) (Number, error) { return a.Add(b.Neg()) }

// Mul returns a × b, or ErrOverflow.
func (a Number) Mul(b Number) (Number, error) {
	if a.big == nil && b.big == nil {
		num, ok1 := mul64(a.num, b.num)
		den, ok2 := mul64(a.denom(), b.denom())
		if ok1 && ok2 {
			if n, ok := small(num, den); ok {
				return n, nil
			}
		}
	}
	return ofRat(new(big.Rat).Mul(a.rat(), b.rat()))
}

// Quo returns a ÷ b, or ErrDivisionByZero, or ErrOverflow.
func (a Number) Quo(b Number) (Number, error) {
	if b.Sign() == 0 {
		return Number{}, ErrDivisionByZero
	}
	if b.big == nil && magnitude(b.num) <= 1<<62 {
		inverse := Number{num: b.denom(), den: b.num}
		if b.num < 0 {
			inverse = Number{num: -b.denom(), den: -b.num}
		}
		return a.Mul(inverse)
	}
	return ofRat(new(big.Rat).Quo(a.rat(), b.rat()))
}

// Neg returns −a.
func (a Number) Neg() Number {
	if a.big != nil || a.num == -1<<63 {
		return Number{big: new(big.Rat).Neg(a.rat())}
	}
	a.num = -a.num
	return a
}

// Abs returns a without its sign.
func (a Number) Abs() Number {
	if a.Sign() < 0 {
		return a.Neg()
	}
	return a
}

// Sign returns −1, 0 or 1.
func (a Number) Sign() int {
	switch {
	case a.big != nil:
		return a.big.Sign()
	case a.num < 0:
		return -1
	case a.num > 0:
		return 1
	}
	return 0
}

// Cmp returns −1, 0 or 1 as a is less than, equal to or greater than b.
func (a Number) Cmp(b Number) int {
	if a.big != nil || b.big != nil {
		return a.rat().Cmp(b.rat())
	}
	ad, bd := a.denom(), b.denom()
	if ad == bd {
		return cmp.Compare(a.num, b.num)
	}
	if sa, sb := a.Sign(), b.Sign(); sa != sb {
		return cmp.Compare(sa, sb)
	}
	// Cross-multiply in 128 bits; the signs agree, so magnitudes decide.
	ah, al := bits.Mul64(magnitude(a.num), uint64(bd))
	bh, bl := bits.Mul64(magnitude(b.num), uint64(ad))
	c := cmp.Or(cmp.Compare(ah, bh), cmp.Compare(al, bl))
	if a.num < 0 {
		return -c
	}
	return c
}

// Equal reports whether a and b are the same number.
func (a Number) Equal(b Number) bool { return a.Cmp(b) == 0 }

// IsInt reports whether a is whole.
func (a Number) IsInt() bool {
	if a.big != nil {
		return a.big.IsInt()
	}
	return a.denom() == 1
}

// Int64 returns a as an int64, and whether it is whole and fits.
func (a Number) Int64() (int64, bool) {
	if a.big != nil || !a.IsInt() {
		return 0, false
	}
	return a.num, true
}

// String returns the canonical text: the shortest decimal where the fraction ends within 18
// places ("399.999999", "-3"), otherwise numerator and denominator ("1/3").
func (a Number) String() string {
	if a.big == nil {
		if s, ok := short(a.num, a.denom()); ok {
			return s
		}
	}
	r := a.rat()
	if places, ends := decimals(r.Denom()); ends && places <= 18 {
		return r.FloatString(places)
	}
	return r.String()
}

// short writes whole numbers, and decimals whose digits fit in 64 bits, without math/big: nearly all there are.
func short(num, den int64) (string, bool) {
	places, power := 0, int64(1)
	for power%den != 0 {
		if places == 18 {
			return "", false
		}
		places, power = places+1, power*10
	}
	factor := power / den
	digits := num * factor
	if digits/factor != num {
		return "", false
	}
	text := strconv.FormatInt(digits, 10)
	if places == 0 {
		return text, true
	}
	sign := ""
	if digits < 0 {
		sign, text = "-", text[1:]
	}
	if short := places + 1 - len(text); short > 0 {
		text = strings.Repeat("0", short) + text
	}
	at := len(text) - places
	return sign + text[:at] + "." + text[at:], true
}

// decimals returns how many places a fraction with this denominator needs, and whether it ends at all.
func decimals(den *big.Int) (places int, ends bool) {
	rest := new(big.Int).Set(den)
	places = max(divideOut(rest, 2), divideOut(rest, 5))
	return places, rest.IsInt64() && rest.Int64() == 1
}

// divideOut divides n by a factor as often as it goes, and returns how often.
func divideOut(n *big.Int, factor int64) int {
	times := 0
	for q, rest := new(big.Int), new(big.Int); ; times++ {
		if q.QuoRem(n, big.NewInt(factor), rest); rest.Sign() != 0 {
			return times
		}
		n.Set(q)
	}
}

// Parts returns numerator and denominator in lowest terms, and whether they fit in 64 bits.
func (a Number) Parts() (num, den int64, ok bool) { return a.num, a.denom(), a.big == nil }

// OfParts returns the number that Parts took apart. The fraction must be in lowest terms, den > 0.
func OfParts(num, den int64) Number { return Number{num: num, den: den} }
