package roster

import (
	"cmp"
	"math"
	"slices"

	"slate/engine/fact"
)

// Builder gathers people and values into a Snapshot. It is used once, by one goroutine.
type Builder struct {
	s       *Snapshot
	figures []figures // rows of firms, until Snapshot gives them to people
}

// NewBuilder begins a snapshot with the given facts as its columns.
func NewBuilder(fields []fact.Field) *Builder {
	s := &Snapshot{waivers: map[int][]Waiver{}}
	for _, f := range fields {
		s.columns = append(s.columns, &Column{field: f, snapshot: s})
	}
	return &Builder{s: s}
}

// Grow prepares for n people in all, so that many of them are added without copying.
func (b *Builder) Grow(n int) {
	b.s.people = slices.Grow(b.s.people, max(0, n-len(b.s.people)))
	for _, c := range b.s.columns {
		c.room(n)
	}
}

// Batch adds an import and returns its number. There may be 65,535.
func (b *Builder) Batch(batch Batch) int {
	if len(b.s.batches) == math.MaxUint16 {
		panic("roster.Builder: more than 65,535 batches; add only those that a value comes from")
	}
	b.s.batches = append(b.s.batches, batch)
	return len(b.s.batches) - 1
}

// Person adds somebody about whom nothing is known yet, and returns their number until Snapshot is
// called. Ids must differ.
func (b *Builder) Person(p Person) int {
	b.s.people = append(b.s.people, p)
	for _, c := range b.s.columns {
		c.grow()
	}
	return len(b.s.people) - 1
}

// Set stores a value of a person: column is the number of the fact as given to NewBuilder, batch that of its
// import, row the number of the stored row (0 for none).
func (b *Builder) Set(person, column int, v fact.Value, batch int, row int64) {
	c := b.s.columns[column]
	c.set(person, v)
	c.batch[person] = uint16(batch + 1)
	c.cell[person] = uint32(row)
}

// Number says which snapshot of a roster file this is.
func (b *Builder) Number(n int) { b.s.number = n }

// Waive records that a veto is set aside for a person.
func (b *Builder) Waive(person int, w Waiver) {
	b.s.waivers[person] = append(b.s.waivers[person], w)
}

// Snapshot ends the building, puts people in the order of their ids and returns the result.
func (b *Builder) Snapshot() *Snapshot {
	s := b.s
	b.join()
	byID := func(x, y Person) int { return cmp.Compare(x.ID, y.ID) }
	if !slices.IsSortedFunc(s.people, byID) {
		b.sort()
	}
	for i := range s.waivers {
		slices.SortFunc(s.waivers[i], func(x, y Waiver) int {
			return cmp.Or(cmp.Compare(x.Veto, y.Veto), cmp.Compare(x.Document, y.Document))
		})
	}
	for _, c := range s.columns {
		c.seen = nil
	}
	return s
}

func (b *Builder) sort() {
	s := b.s
	from := make([]int, len(s.people))
	for i := range from {
		from[i] = i
	}
	slices.SortStableFunc(from, func(x, y int) int { return cmp.Compare(s.people[x].ID, s.people[y].ID) })
	people := make([]Person, len(from))
	waivers := map[int][]Waiver{}
	for to, at := range from {
		people[to] = s.people[at]
		if w := s.waivers[at]; w != nil {
			waivers[to] = w
		}
	}
	s.people, s.waivers = people, waivers
	b.permuteRows(from)
	for _, c := range s.columns {
		c.permute(from)
	}
}
