package roster

import (
	"math"
	"slices"
	"strings"

	"slate/engine/fact"
)

// Column holds the values of one fact for all people, by the form of its type: numbers as
// fractions, days and truth as small integers, texts as numbers of a dictionary. A number takes 19 bytes a
// person, anything else 11.
type Column struct {
	field fact.Field
	// state is 0 for a known value, otherwise 1 + the Reason it is missing.
	state []uint8
	num   []int64 // numerators of numbers; nil in other columns
	den   []int32 // their denominators; 0 where the number stands in rest
	rest  map[int]fact.Value
	small []int32      // days; truth; numbers of texts or lists; nil in columns of numbers
	texts []fact.Value // the dictionary
	batch []uint16     // 1 + number of the batch; 0 for none
	cell  []uint32     // number of the stored row

	snapshot *Snapshot
	seen     map[string]int32 // while building: number of each text
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
		return fact.OfBool(c.small[i] == 1)
	case fact.Day:
		return fact.OfDate(firstDay.AddDays(int(c.small[i])))
	case fact.Month:
		return fact.OfMonth(firstDay.AddDays(int(c.small[i])))
	}
	return c.texts[c.small[i]]
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
	return Cell{Batch: &c.snapshot.batches[c.batch[i]-1], Row: int64(c.cell[i])}
}

var firstDay, _ = fact.NewDate(1, 1, 1)

// room prepares for n people in all.
func (c *Column) room(n int) {
	n -= len(c.state)
	if n <= 0 {
		return
	}
	c.state, c.batch, c.cell = slices.Grow(c.state, n), slices.Grow(c.batch, n), slices.Grow(c.cell, n)
	if c.field.Type.Kind.Numeric() {
		c.num, c.den = slices.Grow(c.num, n), slices.Grow(c.den, n)
	} else {
		c.small = slices.Grow(c.small, n)
	}
}

// grow adds a person; the value is not supplied.
func (c *Column) grow() {
	c.state = append(c.state, 1+uint8(fact.NotSupplied))
	c.batch = append(c.batch, 0)
	c.cell = append(c.cell, 0)
	if c.field.Type.Kind.Numeric() {
		c.num, c.den = append(c.num, 0), append(c.den, 1)
	} else {
		c.small = append(c.small, 0)
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
		c.small[i] = 0
		if v.Bool() {
			c.small[i] = 1
		}
	case kind == fact.Day && v.IsDate(), kind == fact.Month && v.IsMonth():
		c.small[i] = int32(firstDay.DaysUntil(v.Date()))
	case (kind == fact.Text || kind == fact.Choice) && v.IsText(), kind == fact.List && v.IsList():
		c.small[i] = c.intern(v)
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
func (c *Column) intern(v fact.Value) int32 {
	key := v.Text()
	if v.IsList() {
		key = listKey(v.List())
	}
	if n, ok := c.seen[key]; ok {
		return n
	}
	if c.seen == nil {
		c.seen = map[string]int32{}
	}
	n := int32(len(c.texts))
	key = strings.Clone(key) // a short text must not keep in memory the row that it was cut from
	if v.IsText() {
		v = fact.OfText(key)
	}
	c.seen[key] = n
	c.texts = append(c.texts, v)
	return n
}

// listKey tells lists apart whose members, put together, would read alike.
func listKey(members []fact.Value) string {
	var key []byte
	for _, m := range members {
		key = appendText(key, m.String())
	}
	return string(key)
}

// permute puts the people into a new order: person i comes from position from[i].
func (c *Column) permute(from []int) {
	c.state, c.batch, c.cell = permuted(c.state, from), permuted(c.batch, from), permuted(c.cell, from)
	c.num, c.den, c.small = permuted(c.num, from), permuted(c.den, from), permuted(c.small, from)
	if c.rest == nil {
		return
	}
	rest := make(map[int]fact.Value, len(c.rest))
	for to, at := range from {
		if v, ok := c.rest[at]; ok {
			rest[to] = v
		}
	}
	c.rest = rest
}

func permuted[T any](old []T, from []int) []T {
	if old == nil {
		return nil
	}
	out := make([]T, len(from))
	for to, at := range from {
		out[to] = old[at]
	}
	return out
}
