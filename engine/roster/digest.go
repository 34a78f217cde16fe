package roster

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"slices"

	"slate/engine/fact"
)

// Digest returns the hexadecimal SHA-256 of everything that can decide: ids, values, their days, and
// waivers, in the order of ids. Two snapshots with one digest give the same list. Neither the order of people nor
// that of facts shows, nor how a value was written (1280.5 and 1280.50 are one amount), nor what only
// explains: names, departments, files.
//
// What is hashed, with every text preceded by its length in bytes and every number an integer of 8 bytes, most
// significant first: the text "slate.snapshot/1"; the number of facts, and for each by name its name,
// kind and unit; the number of people, and for each by id the id, for each fact its value, then the number of
// waivers, and for each the veto and the document; where facts are made of child rows, the number of the person's rows and
// each in the order of these bytes: table, and for each field 1 and its value as text, or 0. After everybody, for each period that
// is complete: table, department, first and last day. A value is a byte that says what follows, and the day it is good for
// (0 for none): 0 a reason for which it is missing, as text; 1 numerator and denominator in
// lowest terms; 2 the value as text, where it is a number beyond 64 bits; 3 truth, 1 or 0; 4 a day, or the first of a
// month; 5 a text; 6 the number of members of a list, and each as text. Days are counted from 0001-01-01, which is 1.
func (s *Snapshot) Digest() string {
	columns := slices.Clone(s.columns)
	slices.SortFunc(columns, func(a, b *Column) int { return cmp.Compare(a.field.Name, b.field.Name) })
	h := sha256.New()
	buf := appendText(nil, "slate.snapshot/1")
	buf = appendInt(buf, int64(len(columns)))
	for _, c := range columns {
		buf = appendText(buf, c.field.Name)
		buf = appendText(buf, c.field.Type.Kind.String())
		buf = appendText(buf, c.field.Type.Unit)
	}
	buf = appendInt(buf, int64(len(s.people)))
	days := s.days()
	for i := range s.people {
		buf = appendText(buf, s.people[i].ID)
		for _, c := range columns {
			buf = c.append(buf, i, days[c.batch[i]])
		}
		buf = appendInt(buf, int64(len(s.waivers[i])))
		for _, w := range s.waivers[i] {
			buf = appendText(buf, w.Veto)
			buf = appendText(buf, w.Document)
		}
		if len(s.tables) > 0 {
			buf = s.appendRows(buf, i)
		}
		h.Write(buf)
		buf = buf[:0]
	}
	h.Write(s.appendCoverage(buf)) // and what is left of a snapshot without people
	return hex.EncodeToString(h.Sum(nil))
}

// days returns the days of the batches, by 1 + number of the batch; 0 for those that state none.
func (s *Snapshot) days() []int64 {
	days := make([]int64, len(s.batches)+1)
	for i, b := range s.batches {
		days[i+1] = ordinal(b.AsOf)
	}
	return days
}

// ordinal counts days from 0001-01-01, which is 1; 0 where there is none.
func ordinal(d fact.Date) int64 {
	if d.IsZero() {
		return 0
	}
	return int64(firstDay.DaysUntil(d)) + 1
}

// append writes a value and its day as Digest describes.
func (c *Column) append(buf []byte, i int, day int64) []byte {
	v := c.Value(i)
	switch {
	case !v.Known():
		return appendText(appendInt(append(buf, 0), day), v.Why().String())
	case v.IsNumber():
		num, den, ok := v.Number().Parts()
		if !ok {
			return appendText(appendInt(append(buf, 2), day), v.String())
		}
		return appendInt(appendInt(appendInt(append(buf, 1), day), num), den)
	case v.IsBool():
		return appendInt(appendInt(append(buf, 3), day), int64(c.small[i]))
	case v.IsDate(), v.IsMonth():
		return appendInt(appendInt(append(buf, 4), day), ordinal(v.Date()))
	case v.IsList():
		buf = appendInt(appendInt(append(buf, 6), day), int64(len(v.List())))
		for _, m := range v.List() {
			buf = appendText(buf, m.String())
		}
		return buf
	}
	return appendText(appendInt(append(buf, 5), day), v.Text())
}

func appendText(buf []byte, s string) []byte { return append(appendInt(buf, int64(len(s))), s...) }

func appendInt(buf []byte, n int64) []byte { return binary.BigEndian.AppendUint64(buf, uint64(n)) }
