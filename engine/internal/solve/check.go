package solve

import (
	"errors"
	"fmt"
	"math/big"
)

// Check says why the answer is not one to p, or nil. It recounts every limit, the value and the sum of
// ties, and evaluates the bound from the certificate, all in integers of any size, and shares no code
// with the search. It takes TieProved on trust.
//
// The proof it follows: a choice that keeps the limits has the value
//
//	Σ value ≤ Σ_limits (π>0 ? π·Hi : π·Lo) + Σ_sets max(value − π·coefficients)
//
// whatever the prices π, since what is taken off on the left is at most what is added. A branching divides
// the choices into two, each of which keeps one limit more.
func Check(p *Problem, a *Answer) error {
	if err := p.validate(); err != nil {
		return err
	}
	if a.Choice != nil {
		if err := checkChoice(p, a); err != nil {
			return err
		}
	}
	switch {
	case a.Status == Infeasible && a.Choice != nil:
		return errors.New("a choice stands where none is said to be possible")
	case (a.Status == Proved || a.Status == Best) && a.Choice == nil:
		return errors.New("the choice is missing")
	case a.Status == Proved && a.Bound != a.Value:
		return fmt.Errorf("the value %d is called proved and the bound is %d", a.Value, a.Bound)
	case a.Status == Best && a.Bound < a.Value:
		return fmt.Errorf("the value %d is above its bound %d", a.Value, a.Bound)
	case a.Status == Unknown:
		return nil
	case len(a.Certificate.Tree) == 0 || a.Certificate.Weight <= 0:
		return errors.New("the certificate is empty")
	}
	c := newChecker(p, a)
	if err := c.leaveAside(); err != nil {
		return err
	}
	if err := c.walk(0); err != nil {
		return err
	}
	if c.seen != len(a.Certificate.Tree) {
		return fmt.Errorf("the certificate has %d nodes, of which %d are reached", len(a.Certificate.Tree), c.seen)
	}
	return nil
}

// checkChoice recounts limits, value and ties.
func checkChoice(p *Problem, a *Answer) error {
	if len(a.Choice) != len(p.Sets) || a.taken != nil && len(a.taken) != len(p.Sets) {
		return fmt.Errorf("the choice is of %d sets, not %d", len(a.Choice), len(p.Sets))
	}
	value, tie := new(big.Int), new(big.Int)
	sums := make([]big.Int, len(p.Limits))
	for i, o := range a.Choice {
		s := &p.Sets[i]
		if o < 0 {
			if s.Must {
				return fmt.Errorf("nothing is chosen from set %d", i)
			}
			continue
		}
		if int(o) >= len(s.Options) || !s.open(int(o)) {
			return fmt.Errorf("set %d has no option %d to choose", i, o)
		}
		n := int64(1)
		if a.taken != nil {
			n = a.taken[i]
		}
		if n < 1 || n > s.most() {
			return fmt.Errorf("set %d is taken %d times", i, n)
		}
		addProduct(value, s.Options[o].Value, n)
		addProduct(tie, s.Options[o].Tie, n)
		for _, t := range p.Patterns[s.Options[o].Pattern] {
			addProduct(&sums[t.Limit], t.Coef, n)
		}
	}
	for i := range sums {
		l := &p.Limits[i]
		if l.Lo != NoLo && sums[i].Cmp(big.NewInt(l.Lo)) < 0 || l.Hi != NoHi && sums[i].Cmp(big.NewInt(l.Hi)) > 0 {
			return fmt.Errorf("limit %d has the sum %s, outside %d to %d", i, &sums[i], l.Lo, l.Hi)
		}
	}
	if value.Cmp(big.NewInt(a.Value)) != 0 {
		return fmt.Errorf("the choice is worth %s, not %d", value, a.Value)
	}
	if tie.Cmp(big.NewInt(a.TieSum)) != 0 {
		return fmt.Errorf("the sum of ties is %s, not %d", tie, a.TieSum)
	}
	return nil
}

func addProduct(sum *big.Int, a, b int64) {
	sum.Add(sum, new(big.Int).Mul(big.NewInt(a), big.NewInt(b)))
}

// checker walks the tree of a certificate.
type checker struct {
	p     *Problem
	a     *Answer
	above *big.Int // the least weighted value above the bound that values can have
	out   [][]bool // options out of consideration here
	must  []bool
	extra []cut // branchings on patterns on the way here
	seen  int
}

// cut is a limit on how many chosen options have one of the patterns.
type cut struct {
	has []bool
	low bool // at most at, not at least
	at  int64
}

func newChecker(p *Problem, a *Answer) *checker {
	c := &checker{p: p, a: a, out: make([][]bool, len(p.Sets)), must: make([]bool, len(p.Sets))}
	// Values are multiples of the step: between two of them there is nothing.
	step := c.step()
	c.above = new(big.Int).Div(big.NewInt(a.Bound), step)
	c.above.Add(c.above, big.NewInt(1)).Mul(c.above, step).Mul(c.above, big.NewInt(a.Certificate.Weight))
	for i := range p.Sets {
		c.must[i] = p.Sets[i].Must
		c.out[i] = make([]bool, len(p.Sets[i].Options))
		for o := range c.out[i] {
			c.out[i][o] = !p.Sets[i].open(o)
		}
	}
	return c
}

// leaveAside takes out the options that, at the root's prices, no choice above the bound can have.
func (c *checker) leaveAside() error {
	root := c.a.Certificate.Root
	if root == nil || c.a.Status == Infeasible {
		return nil
	}
	best, total, err := c.evaluate(root, c.a.Certificate.Weight)
	if err != nil {
		return err
	}
	if total == nil {
		return nil
	}
	worth, err := c.worth(root)
	if err != nil {
		return err
	}
	spare := new(big.Int).Sub(total, c.above) // what an option may lose
	for i := range c.p.Sets {
		s := &c.p.Sets[i]
		if s.most() > 1 {
			continue
		}
		loses := func(v *big.Int) bool { return new(big.Int).Sub(best[i], v).Cmp(spare) > 0 }
		if !c.must[i] && loses(new(big.Int)) {
			c.must[i] = true
		}
		for o := range s.Options {
			if !c.out[i][o] && loses(c.net(&s.Options[o], worth, c.a.Certificate.Weight)) {
				c.out[i][o] = true
			}
		}
	}
	return nil
}

func (c *checker) net(o *Option, worth []*big.Int, weight int64) *big.Int {
	v := new(big.Int).Mul(big.NewInt(o.Value), big.NewInt(weight))
	return v.Sub(v, worth[o.Pattern])
}

// worth is prices·coefficients of every pattern.
func (c *checker) worth(prices []int64) ([]*big.Int, error) {
	if len(prices) != len(c.p.Limits)+len(c.extra) {
		return nil, fmt.Errorf("%d prices stand for %d limits", len(prices), len(c.p.Limits)+len(c.extra))
	}
	worth := make([]*big.Int, len(c.p.Patterns))
	for i, pattern := range c.p.Patterns {
		worth[i] = new(big.Int)
		for _, t := range pattern {
			addProduct(worth[i], prices[t.Limit], t.Coef)
		}
		for j, e := range c.extra {
			if e.has[i] {
				addProduct(worth[i], prices[len(c.p.Limits)+j], 1)
			}
		}
	}
	return worth, nil
}

// evaluate returns what each set is worth at most at these prices, and the bound; nil when a set is empty.
func (c *checker) evaluate(prices []int64, weight int64) ([]*big.Int, *big.Int, error) {
	worth, err := c.worth(prices)
	if err != nil {
		return nil, nil, err
	}
	total := new(big.Int)
	for i, x := range prices {
		lo, hi := int64(NoLo), int64(NoHi)
		if i < len(c.p.Limits) {
			lo, hi = c.p.Limits[i].Lo, c.p.Limits[i].Hi
		} else if e := c.extra[i-len(c.p.Limits)]; e.low {
			hi = e.at
		} else {
			lo = e.at
		}
		switch {
		case x > 0 && hi == NoHi || x < 0 && lo == NoLo:
			return nil, nil, fmt.Errorf("price %d leans on an end that limit %d does not have", x, i)
		case x > 0:
			addProduct(total, x, hi)
		case x < 0:
			addProduct(total, x, lo)
		}
	}
	best := make([]*big.Int, len(c.p.Sets))
	for i := range c.p.Sets {
		s := &c.p.Sets[i]
		if !c.must[i] {
			best[i] = new(big.Int)
		}
		for o := range s.Options {
			if c.out[i][o] {
				continue
			}
			if v := c.net(&s.Options[o], worth, weight); best[i] == nil || v.Cmp(best[i]) > 0 {
				best[i] = v
			}
		}
		if best[i] == nil {
			return nil, nil, nil
		}
		total.Add(total, new(big.Int).Mul(best[i], big.NewInt(s.most())))
	}
	return best, total, nil
}

// walk checks the part of the tree below a node.
func (c *checker) walk(at int32) error {
	if at < 0 || int(at) >= len(c.a.Certificate.Tree) || c.seen > len(c.a.Certificate.Tree) {
		return fmt.Errorf("the certificate has no node %d", at)
	}
	c.seen++
	b := &c.a.Certificate.Tree[at]
	switch {
	case b.Low == 0 && b.High == 0:
		return c.leaf(at, b)
	case b.Low <= at || b.High <= at:
		return fmt.Errorf("node %d leads back to %d and %d", at, b.Low, b.High)
	case b.Patterns != nil:
		return c.walkPatterns(b)
	}
	return c.walkSet(at, b)
}

func (c *checker) walkPatterns(b *Branch) error {
	has := make([]bool, len(c.p.Patterns))
	for _, p := range b.Patterns {
		if p < 0 || int(p) >= len(has) || has[p] {
			return fmt.Errorf("a branching names pattern %d wrongly", p)
		}
		has[p] = true
	}
	n := len(c.extra)
	defer func() { c.extra = c.extra[:n] }()
	c.extra = append(c.extra, cut{has: has, low: true, at: b.At})
	if err := c.walk(b.Low); err != nil {
		return err
	}
	c.extra[n] = cut{has: has, at: b.At + 1}
	return c.walk(b.High)
}

func (c *checker) walkSet(at int32, b *Branch) error {
	if b.Set < 0 || int(b.Set) >= len(c.p.Sets) || b.Option < 0 || int(b.Option) >= len(c.p.Sets[b.Set].Options) || c.p.Sets[b.Set].most() > 1 {
		return fmt.Errorf("node %d branches on option %d of set %d", at, b.Option, b.Set)
	}
	out, must := c.out[b.Set], c.must[b.Set]
	defer func() { c.out[b.Set], c.must[b.Set] = out, must }()
	low, high := make([]bool, len(out)), make([]bool, len(out))
	for o := range out {
		chosen := int32(o) == b.Option
		low[o] = out[o] || chosen
		high[o] = out[o] || !chosen
	}
	c.out[b.Set] = low
	if err := c.walk(b.Low); err != nil {
		return err
	}
	c.out[b.Set], c.must[b.Set] = high, true
	return c.walk(b.High)
}

// leaf checks that nothing here is above the bound, or that nothing is here at all.
func (c *checker) leaf(at int32, b *Branch) error {
	weight := c.a.Certificate.Weight
	if b.Ray {
		weight = 0
	}
	_, total, err := c.evaluate(b.Prices, weight)
	switch {
	case err != nil || total == nil:
		return err
	case b.Ray && total.Sign() < 0:
		return nil
	case b.Ray || c.a.Status == Infeasible:
		return fmt.Errorf("the prices of node %d do not prove that there is no choice", at)
	}
	if total.Cmp(c.above) >= 0 {
		return fmt.Errorf("node %d leaves room above the bound", at)
	}
	return nil
}

// step is the greatest number that divides all values.
func (c *checker) step() *big.Int {
	g := new(big.Int)
	for i := range c.p.Sets {
		for _, o := range c.p.Sets[i].Options {
			g.GCD(nil, nil, g, new(big.Int).Abs(big.NewInt(o.Value)))
		}
	}
	if g.Sign() == 0 {
		return big.NewInt(1)
	}
	return g
}
