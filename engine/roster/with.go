package roster

import (
	"maps"
	"slices"

	"slate/engine/fact"
)

// With returns a snapshot in which one value of a person is another, good for a day. The original stays as it is. The
// fact must be one of the snapshot's.
func (s *Snapshot) With(person int, name string, v fact.Value, on fact.Date) *Snapshot {
	out := &Snapshot{people: s.people, waivers: s.waivers, batches: append(slices.Clip(s.batches), Batch{AsOf: on}), tables: s.tables, coverage: s.coverage}
	for _, c := range s.columns {
		copied := *c
		copied.snapshot = out
		if c.field.Name == name {
			copied.state, copied.batch, copied.cell = slices.Clone(c.state), slices.Clone(c.batch), slices.Clone(c.cell)
			copied.num, copied.den, copied.small = slices.Clone(c.num), slices.Clone(c.den), slices.Clone(c.small)
			copied.rest, copied.texts = maps.Clone(c.rest), slices.Clone(c.texts)
			copied.set(person, v)
			copied.batch[person], copied.cell[person] = uint16(len(out.batches)), 0
		}
		out.columns = append(out.columns, &copied)
	}
	return out
}
