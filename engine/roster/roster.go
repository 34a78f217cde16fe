// Package roster holds people and their facts in snapshots that never change.
//
// A Snapshot is the roster as it was known at one moment, for the facts that a ruleset
// declares, stored by column so that a million people fit in memory and a value is read without
// allocating. People stand in the order of their ids, so the order in which they were
// read never shows. Every value remembers the batch it came with: its department, its file and
// the day it is good for. Read turns a table into people, refusing by cell.
package roster

import (
	"sort"

	"slate/engine/fact"
)

// Person is who a row of the roster is about.
type Person struct {
	ID       string // joins all that is known of the person
	Name     string // for display; never joins anything
	IDNumber string // GB 11643 identity number, "" where unknown
}

// Batch is one change of a roster: what came in one file from one department, or what one person corrected or decided.
type Batch struct {
	Number     int // in the roster, from 1; 0 where it was not stored
	Kind       BatchKind
	Department string    // who supplied it; "" for decisions
	File       string    // name of the file, without its folder; "" where there was none
	Digest     string    // hexadecimal SHA-256 of the file
	Sheet      string    // of a workbook
	AsOf       fact.Date // the day for which its values are good; zero where not stated
	Pass       Pass      // of the survey that it belongs to
	By         string    // who made the change
	Reason     string
	Document   string // what it rests on
	Recorded   string // when, RFC 3339 in UTC; "" where nobody said
}

// BatchKind says what kind of change a batch is; its text is what rosters store.
type BatchKind string

// The kinds. The zero value is an Import.
const (
	Import     BatchKind = "import"     // a file
	Correction BatchKind = "correction" // of a value, by a person
	Decision   BatchKind = "decision"   // between departments that contradict each other, or on who is who
	Erasure    BatchKind = "erasure"    // of all that was held of a person
)

// Pass is how far a person's record has come in a survey; its text is what rosters store.
type Pass string

// The passes of a survey, in their order: somebody is listed by the census, checked against other sources, and
// supplemented with what was missing.
const (
	NoPass       Pass = ""
	Listed       Pass = "listed"
	Checked      Pass = "checked"
	Supplemented Pass = "supplemented"
)

// Waiver is a record that sets a veto aside for a person.
type Waiver struct {
	Veto     string // id of the veto
	Document string // number of the document that grants it
}

// Cell says where a value came from.
type Cell struct {
	Batch *Batch // nil where the value is not supplied
	Row   int64  // number of the stored row in the roster file; 0 in a snapshot that was not stored
}

// Snapshot is a roster as known at one moment. It is immutable and safe for concurrent use.
type Snapshot struct {
	number  int
	people  []Person
	columns []*Column
	waivers map[int][]Waiver
	batches []Batch

	tables   []rowTable // child tables that some fact is made of
	coverage []Coverage
}

// Len returns how many people there are.
func (s *Snapshot) Len() int { return len(s.people) }

// Number returns the number of the snapshot in its roster file; 0 where it was not read from one.
func (s *Snapshot) Number() int { return s.number }

// Person returns a person by number, from 0 in the order of ids.
func (s *Snapshot) Person(i int) Person { return s.people[i] }

// Find returns the number of the person with an id.
func (s *Snapshot) Find(id string) (int, bool) {
	i := sort.Search(len(s.people), func(i int) bool { return s.people[i].ID >= id })
	return i, i < len(s.people) && s.people[i].ID == id
}

// Named returns the numbers of all people with a name.
func (s *Snapshot) Named(name string) []int {
	var found []int
	for i := range s.people {
		if s.people[i].Name == name {
			found = append(found, i)
		}
	}
	return found
}

// Column returns the values of a fact, nil where the snapshot has none.
func (s *Snapshot) Column(name string) *Column {
	for _, c := range s.columns {
		if c.field.Name == name {
			return c
		}
	}
	return nil
}

// Waivers returns the records that set vetoes aside for a person. The caller must not change them.
func (s *Snapshot) Waivers(person int) []Waiver { return s.waivers[person] }

// Batches returns the imports that the values came with, in the order they were given.
func (s *Snapshot) Batches() []Batch { return s.batches }
