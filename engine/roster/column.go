package roster

import (
	"math"

	"slate/engine/fact"
)

// Column holds the values of one fact for all people, by the form of its type: numbers as
// fractions, days and truth as small integers, texts as numbers of a dictionary.
type Column struct {
	field fact.Field
	// state is 0 for a known value, otherwise 1 + the Reason it is missing.
	state []uint8
	num   []int64 // numerators; days; truth; numbers of texts or lists
	den   []int32 // denominators of numbers; 0 where the number stands in rest
	rest  map[int]fact.Value
	texts []fact.Value // the dictionary
	batch []uint16     // 1 + number of the batch; 0 for none
	cell  []uint32     // number of the stored value

	snapshot *Snapshot
	seen     map[string]int64 // while building: number of each text
}

const known = 0

// Field returns the declaration of the fact.
func (c *Column) Field() fact.Field { return c.field }

// Value returns a person's value as supplied, or why there is none.
func (c *Column) Value(i int) fact.Value {
	if c.state[i] != known {
		return fact.Missing(fact.Reason(c.state[i] - 1))
	}
	switch c.field.Type.Kind {
	case fact.Money, fact.Decimal, fact.Integer:
		if c.den[i] == 0 {
			return c.rest[i]
		}
		return fact.OfNumber(fact.OfParts(c.num[i], int64(c.den[i])))
	case fact.Boolean:
		return fact.OfBool(c.num[i] == 1)
	case fact.Day:
		return fact.OfDate(firstDay.AddDays(int(c.num[i])))
	case fact.Month:
		return fact.OfMonth(firstDay.AddDays(int(c.num[i])))
	}
	return c.texts[c.num[i]]
}

// AsOf returns the day for which a person's value is good; zero where it is not supplied or not dated.
func (c *Column) AsOf(i int) fact.Date {
	if c.batch[i] == 0 {
		return fact.Date{}
	}
	return c.snapshot.batches[c.batch[i]-1].AsOf
}

// Cell returns where a person's value came from.
func (c *Column) Cell(i int) Cell {
	if c.batch[i] == 0 {
		return Cell{}
	}
	return Cell{Batch: &c.snapshot.batches[c.batch[i]-1], Value: int64(c.cell[i])}
}

var firstDay, _ = fact.NewDate(1, 1, 1)

// grow makes room for n people; new values are not supplied.
func (c *Column) grow(n int) {
	for len(c.state) < n {
		c.state = append(c.state, 1+uint8(fact.NotSupplied))
		c.num = append(c.num, 0)
		c.batch = append(c.batch, 0)
		c.cell = append(c.cell, 0)
		if c.field.Type.Kind.Numeric() {
			c.den = append(c.den, 1)
		}
	}
}

// set stores a value of the column's form; one of another form is unreadable.
func (c *Column) set(i int, v fact.Value) {
	if !v.Known() {
		c.state[i] = 1 + uint8(v.Why())
		return
	}
	c.state[i] = known
	switch kind := c.field.Type.Kind; {
	case kind.Numeric() && v.IsNumber():
		c.setNumber(i, v)
	case kind == fact.Boolean && v.IsBool():
		c.num[i] = 0
		if v.Bool() {
			c.num[i] = 1
		}
	case kind == fact.Day && v.IsDate(), kind == fact.Month && v.IsMonth():
		c.num[i] = int64(firstDay.DaysUntil(v.Date()))
	case (kind == fact.Text || kind == fact.Choice) && v.IsText(), kind == fact.List && v.IsList():
		c.num[i] = c.intern(v)
	default:
		c.state[i] = 1 + uint8(fact.Unreadable)
	}
}

func (c *Column) setNumber(i int, v fact.Value) {
	num, den, ok := v.Number().Parts()
	if !ok || den > math.MaxInt32 {
		if c.rest == nil {
			c.rest = map[int]fact.Value{}
		}
		c.rest[i], c.den[i] = v, 0
		return
	}
	c.num[i], c.den[i] = num, int32(den)
}

// intern returns the number of a text or list in the dictionary.
func (c *Column) intern(v fact.Value) int64 {
	key := v.String()
	if n, ok := c.seen[key]; ok {
		return n
	}
	if c.seen == nil {
		c.seen = map[string]int64{}
	}
	c.seen[key] = int64(len(c.texts))
	c.texts = append(c.texts, v)
	return c.seen[key]
}

// permute puts the people into a new order: person i comes from position from[i].
func (c *Column) permute(from []int) {
	old := *c
	n := len(from)
	c.state, c.num, c.batch, c.cell = make([]uint8, n), make([]int64, n), make([]uint16, n), make([]uint32, n)
	if old.den != nil {
		c.den = make([]int32, n)
	}
	c.rest = nil
	for to, at := range from {
		c.state[to], c.num[to], c.batch[to], c.cell[to] = old.state[at], old.num[at], old.batch[at], old.cell[at]
		if old.den != nil {
			c.den[to] = old.den[at]
		}
		if v, ok := old.rest[at]; ok {
			if c.rest == nil {
				c.rest = map[int]fact.Value{}
			}
			c.rest[to] = v
		}
	}
}
