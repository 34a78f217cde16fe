package eval

import (
	"math/big"

	"slate/engine/fact"
)

// entropyWeights weighs each criterion by how unevenly its points are spread over the pool: one less the
// entropy of the shares (C. E. Shannon, A Mathematical Theory of Communication, 1948), over the
// sum of all. Criteria whose points are alike for everybody weigh nothing; where all are alike, all
// weigh the same.
func entropyWeights(rows [][]fact.Number, criteria int) []fact.Number {
	spread := make([]*big.Int, criteria)
	sum := new(big.Int)
	for c := range spread {
		spread[c] = unevenness(rows, c)
		sum.Add(sum, spread[c])
	}
	weights := make([]fact.Number, criteria)
	for c := range weights {
		weights[c] = fact.Ratio(1, int64(criteria))
		if sum.Sign() > 0 {
			weights[c] = ratio(spread[c], sum)
		}
	}
	return weights
}

// ratio returns a ÷ b to the places that weights are taken to.
func ratio(a, b *big.Int) fact.Number {
	n, err := fact.ParseNumber(new(big.Rat).SetFrac(a, b).FloatString(places))
	if err != nil {
		return fact.Number{}
	}
	return n
}

// fine is the unit of the fixed-point logarithms: 10^24.
var fine = new(big.Int).Exp(big.NewInt(10), big.NewInt(24), nil)

// unevenness returns 1 − entropy of column c, in units of fine: 0 for points that are all alike, 1 where one has all.
func unevenness(rows [][]fact.Number, c int) *big.Int {
	total := new(big.Rat)
	for _, r := range rows {
		total.Add(total, r[c].Rat())
	}
	if len(rows) < 2 || total.Sign() <= 0 {
		return new(big.Int)
	}
	// Σ p·ln p over the pool; equal points have equal terms.
	sum := new(big.Int)
	terms := map[string]*big.Int{}
	for _, r := range rows {
		if r[c].Sign() <= 0 {
			continue
		}
		key := r[c].String()
		if terms[key] == nil {
			p := new(big.Rat).Quo(r[c].Rat(), total)
			terms[key] = scale(p, ln(p))
		}
		sum.Add(sum, terms[key])
	}
	entropy := new(big.Int).Neg(sum)
	entropy.Mul(entropy, fine)
	entropy.Quo(entropy, ln(new(big.Rat).SetInt64(int64(len(rows)))))
	left := new(big.Int).Sub(fine, entropy)
	if left.Sign() < 0 {
		return new(big.Int)
	}
	return left
}

// scale multiplies a fixed-point number by a fraction.
func scale(p *big.Rat, n *big.Int) *big.Int {
	product := new(big.Int).Mul(n, p.Num())
	return product.Quo(product, p.Denom())
}

// ln returns the natural logarithm of x > 0 in units of fine. x is brought between 2/3 and 4/3 by powers of
// two, where ln m = 2·artanh((m−1)/(m+1)) converges by a factor of 25 a term. Fixed-point numbers make it
// the same on every machine.
func ln(x *big.Rat) *big.Int {
	m, twos := new(big.Rat).Set(x), int64(0)
	half, two := big.NewRat(1, 2), big.NewRat(2, 1)
	for m.Cmp(big.NewRat(4, 3)) > 0 {
		m.Mul(m, half)
		twos++
	}
	for m.Cmp(big.NewRat(2, 3)) < 0 {
		m.Mul(m, two)
		twos--
	}
	one := big.NewRat(1, 1)
	t := new(big.Rat).Quo(new(big.Rat).Sub(m, one), new(big.Rat).Add(m, one))
	sum := artanh2(t)
	return sum.Add(sum, new(big.Int).Mul(big.NewInt(twos), artanh2(big.NewRat(1, 3)))) // ln 2 = 2·artanh(1/3)
}

// artanh2 returns 2·artanh(t) = 2·(t + t³/3 + t⁵/5 + …) in units of fine.
func artanh2(t *big.Rat) *big.Int {
	power := scale(t, fine)
	square := new(big.Rat).Mul(t, t)
	sum := new(big.Int)
	for k := int64(1); power.Sign() != 0; k += 2 {
		sum.Add(sum, new(big.Int).Quo(power, big.NewInt(k)))
		power = scale(square, power)
	}
	return sum.Mul(sum, big.NewInt(2))
}
