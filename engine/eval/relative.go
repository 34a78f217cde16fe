package eval

import (
	"context"
	"sort"

	"slate/engine/fact"
	"slate/engine/ruleset"
)

// standing is what the methods relative to the pool know of everybody.
type standing struct {
	values [][]fact.Number // by indicator: the pool's known inputs, ascending; nil for other methods
	ideal  *ideal          // of topsis
	// incomplete says that somebody's input is unknown: once it is known, everybody's points may move.
	incomplete bool
}

// measure prepares the weights and reads the pool where something is relative to it.
func (p *Pool) measure(ctx context.Context, workers int) error {
	s := p.Program.Score
	if s == nil {
		return nil
	}
	p.weights = fixedWeights(s.Rules)
	p.standing = &standing{values: make([][]fact.Number, len(s.Indicators))}
	if err := p.measureInputs(ctx, workers); err != nil {
		return err
	}
	if !s.Rules.Entropy && !s.Rules.Topsis {
		return nil
	}
	rows, err := p.exactCriteria(ctx, workers)
	if err != nil {
		return err
	}
	p.standing.incomplete = p.standing.incomplete || len(rows) < p.Snapshot.Len()
	if s.Rules.Entropy {
		p.weights = entropyWeights(rows, len(s.Criteria))
	}
	if s.Rules.Topsis {
		p.standing.ideal = newIdeal(rows, p.weights)
	}
	return nil
}

// fixedWeights returns the weights that the rule file gives, as fractions of one; 1 where points are added.
func fixedWeights(s *ruleset.Score) []fact.Number {
	if s.AHP != nil {
		return AHPWeights(s.AHP)
	}
	weights := make([]fact.Number, len(s.Criteria))
	for i, c := range s.Criteria {
		weights[i] = fact.Int(1)
		if c.Weighted {
			weights[i] = fact.Ratio(int64(c.Weight), 100)
		}
	}
	return weights
}

// measureInputs sorts the pool's inputs of every indicator that is relative to them.
func (p *Pool) measureInputs(ctx context.Context, workers int) error {
	var relative []int
	for i := range p.Program.Score.Indicators {
		if m := p.Program.Score.Indicators[i].Rules.Method; m == ruleset.Percentile || m == ruleset.Minmax {
			relative = append(relative, i)
		}
	}
	if len(relative) == 0 {
		return nil
	}
	inputs := make([]fact.Value, p.Snapshot.Len()*len(relative))
	err := p.walk(ctx, workers, func(j *Judgement, person int) {
		j.facts(person)
		for k, i := range relative {
			inputs[person*len(relative)+k] = j.input(&p.Program.Score.Indicators[i])
		}
	})
	for k, i := range relative {
		var known []fact.Number
		for at := k; at < len(inputs); at += len(relative) {
			if inputs[at].Known() {
				known = append(known, inputs[at].Number())
			}
		}
		sort.Slice(known, func(a, b int) bool { return known[a].Cmp(known[b]) < 0 })
		p.standing.values[i] = known
		p.standing.incomplete = p.standing.incomplete || len(known) < p.Snapshot.Len()
	}
	return err
}

// relative gives the points of `percentile` and `minmax`. A pool in which all are alike gives 0.
func (p *Pool) relative(indicator int, v fact.Number) Range {
	in := p.Program.Score.Indicators[indicator].Rules
	values := p.standing.values[indicator]
	var points fact.Number
	if in.Method == ruleset.Percentile {
		below := sort.Search(len(values), func(i int) bool { return values[i].Cmp(v) >= 0 })
		upto := sort.Search(len(values), func(i int) bool { return values[i].Cmp(v) > 0 })
		// 100 × (below + equal/2) ÷ all, in whole numbers.
		points = fact.Ratio(100*int64(below+upto), 2*int64(len(values)))
	} else {
		var ok bool
		if points, ok = between(values[0], v, values[len(values)-1]); !ok {
			return Range{Hi: hundred}
		}
	}
	if in.Descending {
		points, _ = hundred.Sub(points)
	}
	return Exactly(points)
}

// between returns 100 × (v − lo) ÷ (hi − lo), 0 where the ends meet; false where a difference is too large to hold.
func between(lo, v, hi fact.Number) (fact.Number, bool) {
	width, err := hi.Sub(lo)
	if err != nil {
		return fact.Number{}, false
	}
	part, err := v.Sub(lo)
	if err != nil {
		return fact.Number{}, false
	}
	share, err := part.Quo(width)
	if err != nil {
		return fact.Number{}, true // all are alike
	}
	points, err := share.Mul(hundred)
	return points, err == nil
}

// exactCriteria returns the criteria's points of everybody for whom all are known, in the order of the snapshot.
func (p *Pool) exactCriteria(ctx context.Context, workers int) ([][]fact.Number, error) {
	all := make([][]fact.Number, p.Snapshot.Len())
	err := p.walk(ctx, workers, func(j *Judgement, person int) {
		j.facts(person)
		all[person] = exactRow(j.criteria())
	})
	var rows [][]fact.Number
	for _, r := range all {
		if r != nil {
			rows = append(rows, r)
		}
	}
	return rows, err
}

func exactRow(criteria []Range) []fact.Number {
	row := make([]fact.Number, len(criteria))
	for i, c := range criteria {
		if !c.Exact() {
			return nil
		}
		row[i] = c.Lo
	}
	return row
}

// places is how fine roots and logarithms are taken in the methods relative to the pool: far below
// what the rounding of a score can show.
const places = 12

// AHPWeights returns the weights of a pairwise comparison matrix as fractions that add up to one:
// each row's geometric mean over the sum of all (T. L. Saaty, The Analytic Hierarchy Process, 1980).
func AHPWeights(matrix [][]fact.Number) []fact.Number {
	means := make([]fact.Number, len(matrix))
	var sum fact.Number
	for i, row := range matrix {
		product := fact.Int(1)
		for _, cell := range row {
			product, _ = product.Mul(cell) // cells are 1/9 to 9 and rows at most 12 long: no overflow
		}
		means[i] = product
		if len(row) > 1 {
			means[i], _ = product.Root(len(row), places)
		}
		sum, _ = sum.Add(means[i])
	}
	for i := range means {
		means[i], _ = means[i].Quo(sum)
	}
	return means
}

// ideal is the best and the worst of the pool, for topsis.
type ideal struct {
	largest     []fact.Number // by criterion: the largest points, which bring a column within ±1 before squares are taken
	norm        []fact.Number // by criterion: root of the sum of squares
	weights     []fact.Number
	best, worst []fact.Number
}

func newIdeal(rows [][]fact.Number, weights []fact.Number) *ideal {
	d := &ideal{weights: weights, norm: make([]fact.Number, len(weights)), largest: make([]fact.Number, len(weights))}
	for c := range weights {
		for _, r := range rows {
			if size := r[c].Abs(); size.Cmp(d.largest[c]) > 0 {
				d.largest[c] = size
			}
		}
		var squares fact.Number
		for _, r := range rows {
			share := d.within(c, r[c])
			square, _ := share.Mul(share)
			squares, _ = squares.Add(square) // at most one for each person: far below any limit
		}
		d.norm[c], _ = squares.Root(2, places)
	}
	for _, r := range rows {
		v := d.weigh(r)
		if d.best == nil {
			d.best, d.worst = append([]fact.Number(nil), v...), append([]fact.Number(nil), v...)
		}
		for c := range v {
			if v[c].Cmp(d.best[c]) > 0 {
				d.best[c] = v[c]
			}
			if v[c].Cmp(d.worst[c]) < 0 {
				d.worst[c] = v[c]
			}
		}
	}
	return d
}

// within returns points as a share of the largest of their column, to the places that everything here is taken to.
func (d *ideal) within(column int, points fact.Number) fact.Number {
	share, err := points.Quo(d.largest[column])
	if err != nil {
		return fact.Number{} // nobody has points here
	}
	return share.Round(places, fact.HalfUp)
}

// weigh brings a row to length one in each column and weighs it.
func (d *ideal) weigh(row []fact.Number) []fact.Number {
	v := make([]fact.Number, len(row))
	for c := range row {
		share, err := d.within(c, row[c]).Quo(d.norm[c])
		if err != nil {
			continue // nobody has points here: the column tells nobody apart
		}
		weighed, _ := share.Mul(d.weights[c])
		v[c] = weighed.Round(places, fact.HalfUp)
	}
	return v
}

// closeness scores a person by the distance from the worst of the pool as a share of the distances from
// the worst and to the best, × 100 (C.-L. Hwang and K. Yoon, Multiple Attribute Decision Making,
// 1981). With a criterion unknown it may be anything.
func (p *Pool) closeness(criteria []Range) Range {
	row := exactRow(criteria)
	if row == nil {
		return Range{Hi: hundred}
	}
	d := p.standing.ideal
	v := d.weigh(row)
	toBest, toWorst := distance(v, d.best), distance(v, d.worst)
	both, _ := toBest.Add(toWorst)
	share, err := toWorst.Quo(both)
	if err != nil {
		return Range{} // all are alike
	}
	points, _ := share.Mul(hundred)
	return Exactly(points)
}

func distance(a, b []fact.Number) fact.Number {
	var squares fact.Number
	for i := range a {
		by, _ := a[i].Sub(b[i])
		square, _ := by.Mul(by)
		squares, _ = squares.Add(square)
	}
	root, _ := squares.Root(2, places)
	return root
}
