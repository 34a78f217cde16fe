package roster

import "slate/engine/fact"

// Origin is where a value came from.
type Origin struct {
	Field string // the fact
	Batch
	Row, Column int // of the file, from 1; 0 where it came in no file
}

// Said is one thing that was said of a person: what, by whom, and whether it holds now.
type Said struct {
	Origin
	Value     fact.Value // missing where it was withdrawn
	Withdrawn bool
	Holds     bool
	Contested bool // departments contradict each other about the fact
}

// Change is a value that another one replaced.
type Change struct {
	Person  Person
	Field   string     // the fact
	Was, Is fact.Value // missing as contradicted where departments contradict each other
}

// Contest is a fact of a person about which departments contradict each other.
type Contest struct {
	Person Person
	Field  fact.Field
}

// Stored is a batch with what it brought.
type Stored struct {
	Batch
	Records, People int
}

// Check is one way in which a stored roster was looked at.
type Check struct {
	Name  CheckName
	Rows  int      // looked at
	Wrong []string // where it was not as it must be, the first of them; never a value
}

// CheckName says what a Check looks at.
type CheckName string

// The checks of a stored roster.
const (
	CheckPages     CheckName = "pages"     // the file itself
	CheckLinks     CheckName = "links"     // that rows which refer to others find them
	CheckHashes    CheckName = "hashes"    // every stored row against its hash
	CheckCurrent   CheckName = "current"   // what holds now against what follows from the records
	CheckDecisions CheckName = "decisions" // what people decided, asked and looked at, against the ledger
)
