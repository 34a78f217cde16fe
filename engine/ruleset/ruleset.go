// Package ruleset reads rule files into values that remember the place of every word.
//
// A rule file is YAML; this package is the only one that knows so. Load reads a file
// with the files it extends, Ruleset is the effective result, and whatever is wrong
// comes back as diagnostics, all of them at once. Expressions stay text here, with a map from each
// character to its place in the file: what they mean is for packages formula and eval.
//
// The format is described in rules/README.md and, for editors, in
// rules/rules.schema.json, which this package writes from the same table that
// the decoder reads (see shape.go).
package ruleset

import (
	"slate/engine/diag"
	"slate/engine/fact"
)

// Ruleset is one rule file with what it extends, at one version: what applies,
// in file order, layers merged.
type Ruleset struct {
	Meta       Meta
	Facts      []*Fact
	Params     []*Param
	Derives    []*Derive
	Classifies []*Classify
	Tiers      []*Tier
	Vetoes     []*Veto
	Score      *Score // nil where the file has none
	Grades     []*Grade
	Ranking    *Ranking      // never nil: defaults where the file has none
	Calendar   fact.Calendar // the working days; covers no year where the file has none
	Arrange    Arrange
	Bodies     []*Body
	Print      Print
	TestBase   []Given
	Tests      []*Test
	// Off lists what a layer switched off, with its reason.
	Off []Off
	// File is the name of the rule file itself, among Sources.
	File string
	// Sources are the files read, the base first, byte for byte as read.
	Sources []Source

	// tree is the effective file, layers merged; YAML prints it.
	tree *node
}

// Source is one file as it was read, once.
type Source struct {
	Name  string
	Bytes []byte
}

// Off records that a layer switched off a thing of a file it extends.
type Off struct {
	ID     string
	Reason string
	Span   diag.Span
}

// Text is a string of the file with its place.
type Text struct {
	Text string
	Span diag.Span
	// at maps the i-th character of Text to its place; see At.
	at []diag.Pos
}

// Meta is the section `ruleset`.
type Meta struct {
	ID, Label, Version, Owner, Basis, Purpose string
	Lang                                      string    // "zh", "en" or ""
	Cutoff                                    fact.Date // zero: none given
	CutoffSpan                                diag.Span
	From, To                                  fact.Date // effective, inclusive; zero: open
	LeapDay                                   fact.LeapDay
	OnMissing                                 OnMissing
	// OnMissingUnsaid says that the file leaves OnMissing to its default.
	OnMissingUnsaid bool
	Extends         string
	Span            diag.Span
}

// OnMissing says what an unknown outcome of a clause means.
type OnMissing uint8

const (
	// MissingInherits takes the ruleset's default.
	MissingInherits OnMissing = iota
	// MissingUndecided leaves the verdict undecided.
	MissingUndecided
	// MissingFails makes the person fail.
	MissingFails
)

// Fact is one entry of the dictionary of facts.
type Fact struct {
	fact.Field
	From     *From     // nil: the roster column of the same name
	Span     diag.Span // of the name
	TypeSpan diag.Span
}

// From says where a fact comes from in the roster.
type From struct {
	Column    string // a column of the person; "" for an aggregate
	Aggregate string // sum, count, min, max, latest, longest_run, current_run
	Field     string // the child rows' field, "*" for counting rows
	Table     string // enterprises, yearly, opinions, honours, appointments, attendance
	Where     *Text  // nil: every row
	Span      diag.Span
}

// Param is a dated number or text that clauses compare with.
type Param struct {
	Name, Label string
	Type        fact.Type
	Values      []ParamValue // ascending by From
	Span        diag.Span
}

// ParamValue is one row of a parameter: in force from its day until the next row's.
type ParamValue struct {
	From  fact.Date
	Value fact.Value
	Basis string
	Span  diag.Span
}

// Rounding is where and how a number is rounded; nil where it stays exact.
type Rounding struct {
	Scale int // places after the point, 0 to 12
	Mode  fact.Rounding
}

// Derive is a value computed from facts, parameters and other derived values.
type Derive struct {
	Name, Label, Basis string
	Type               fact.Type
	Expr               Text
	Round              *Rounding
	Span               diag.Span
}

// Hit is the hit policy of a decision table, after DMN (OMG, Decision Model and Notation, §8.2.8).
type Hit uint8

// The hit policies.
const (
	HitUnique Hit = iota
	HitFirst
	HitAny
	HitPriority
	HitCollect     // the output is a list: what every hit says, each value once
	HitSum         // the output is a number: the sum of what every hit says
	HitMin         // the least
	HitMax         // the greatest
	HitCount       // the output is how many rows hit
	HitRuleOrder   // the output is a list: what every hit says, in the order of the rows, repeated values kept
	HitOutputOrder // the same in the order of the first output's values
)

// String returns the word of the rule file.
func (h Hit) String() string { return hits[h] }

// Classify is a decision table.
type Classify struct {
	Name, Label, Basis string
	Hit                Hit
	Inputs             []Text
	Outputs            []Output
	Rules              []*Row
	Otherwise          *Row // nil: a person must decide
	Span               diag.Span
}

// NameType returns the type of the name of an output, by its number: that of the rows' values, or what the hit policy makes of
// them, a list or a number.
func (c *Classify) NameType(output int) fact.Type {
	t := c.Outputs[output].Type
	switch c.Hit {
	case HitCollect, HitRuleOrder, HitOutputOrder:
		return fact.Type{Kind: fact.List, Of: t.Kind, Values: t.Values, Unit: t.Unit}
	case HitCount:
		return fact.Type{Kind: fact.Integer}
	}
	return t
}

// Output is one output column of a decision table; its name is a name in expressions.
type Output struct {
	Name, Label string
	// Type is the type of one row's value; that of the name is Classify.NameType.
	Type fact.Type
	Span diag.Span
}

// Row is one rule of a decision table. It hits when every test and When hold.
type Row struct {
	ID, Label, Basis string
	Tests            []Condition
	When             *Text        // nil: no further condition
	Then             []fact.Value // one an output; nil when a person must decide
	Decide           string       // why a person must decide
	Span             diag.Span
}

// Condition is what a row asks of one input. Exactly one of Expr, AnyOf and Range is set.
type Condition struct {
	Input string // one of the table's inputs
	Expr  *Text  // the input's name and the test, e.g. `收入 >= 参政门槛`; the name's characters map to the test's first
	AnyOf []fact.Value
	Range *fact.Interval
	Span  diag.Span
}

// Clause is a condition, atomic (Expr) or a group (Group with Of). Exactly one of both.
type Clause struct {
	ID        string // in a group without one: that of the nearest clause above it, then "/" and its number from 1
	Named     bool   // whether the file gave the id
	Label     string
	Basis     string
	Expr      Text // atomic clauses only
	Group     Group
	Of        []*Clause
	N         int  // at_least
	Pass      Text // "" where the file has none
	Fail      Text
	OnMissing OnMissing
	Since     fact.Date // zero: always
	Until     fact.Date // inclusive; zero: for ever
	Span      diag.Span // of the id, or of the clause where it has none
}

// Group says how a group clause joins its members.
type Group uint8

// The groups. Atomic is a clause with an expression of its own.
const (
	Atomic Group = iota
	All
	Any
	Not
	AtLeast
)

// Tier is a named level of eligibility.
type Tier struct {
	ID, Label string
	Extends   string // id of another tier, or ""
	// ExtendsSpan is the place of Extends.
	ExtendsSpan diag.Span
	Require     []*Clause
	Span        diag.Span
}

// Veto is a clause that bars when it is true.
type Veto struct {
	Clause
	Applies []Text // ids of tiers; empty: all
	Waiver  *Waiver
}

// Waiver says who may set a veto aside and what the record must hold.
type Waiver struct {
	By, Needs string
}

// Score is the section `score`.
type Score struct {
	Label    string
	Round    Rounding
	Topsis   bool
	Entropy  bool
	AHP      [][]fact.Number // rows of the pairwise matrix; nil: none
	AHPSpan  diag.Span       // of the matrix, or of `weights`
	Criteria []*Criterion
	Span     diag.Span // of `method`, or of the section
}

// Criterion is a weighted branch of the score.
type Criterion struct {
	ID, Label, Basis string
	Weight           int // percent; meaningful where Weighted
	Weighted         bool
	Max, Min         *fact.Number // limits of the criterion's points; nil: none
	Indicators       []*Indicator
	Leaf             bool // the criterion is its own single indicator
	Span             diag.Span
}

// Method is how an indicator turns its input into points.
type Method uint8

// The methods of an indicator.
const (
	Bands Method = iota
	Table
	Each
	Deduct
	Formula
	Value
	Percentile
	Minmax
)

// Indicator is a leaf of the score.
type Indicator struct {
	ID, Label, Basis string
	Weight           int // percent; meaningful where Weighted
	Weighted         bool
	Method           Method
	Input            Text   // a name; empty for Formula
	Bands            []Band // Bands
	Table            []TablePoints
	Points, Step     fact.Number // Each, Deduct
	Start            fact.Number // Each: `from`; Deduct: `start`
	Expr             Text        // Formula
	Descending       bool        // Percentile, Minmax: order: desc
	Cap, Floor       *fact.Number
	OnMissing        *MissingPoints
	Span             diag.Span
}

// Band is the points of one interval of the input.
type Band struct {
	Range  fact.Interval
	Points fact.Number
	Span   diag.Span
}

// TablePoints is the points of one choice of the input.
type TablePoints struct {
	Value  fact.Value // text, or true and false
	Points fact.Number
	Span   diag.Span
}

// MissingPoints is what an indicator gives where its input is unknown.
type MissingPoints struct {
	Points fact.Number
	Flag   string
}

// Grade is a named range of the score.
type Grade struct {
	Range fact.Interval
	Label string
	Span  diag.Span
}

// Ranking is the section `ranking`, defaults filled in.
type Ranking struct {
	Tier      Text // id of a tier; "" : the first
	OrderBy   []Key
	Limit     int  // 0: none
	LimitFlag bool // at_limit: flag, instead of extend
	WithinBy  Text // a name; "" : no groups
	WithinTop int
	Stable    bool // stable: removal
	Span      diag.Span
}

// Key is one key of the order: `score`, `grade`, `tier`, an id of a criterion or indicator, or a name.
type Key struct {
	Name string
	Desc bool
	Span diag.Span
}

// Objective says which of the lists that satisfy everything is the best.
type Objective uint8

const (
	// ByScore asks for the highest total score.
	ByScore Objective = iota
	// ByRank asks that nobody is passed over unless a quota forces it.
	ByRank
)

// String returns the word of the rule file: score, rank.
func (o Objective) String() string { return [...]string{"score", "rank"}[o] }

// Arrange is the section `arrange`: what holds for all bodies together.
type Arrange struct {
	Objective Objective
	Posts     int // on how many bodies a person may be at the same time; 0: on all
}

// Body is where people are put forward.
type Body struct {
	ID, Label, Basis string
	Seats            int
	Surplus          *Surplus
	Reserve          int
	Tier             Text
	Grades           []Text
	Where            *Text
	ExclusiveWith    []Text
	Under            Text // the body one level above; "" : none
	Objective        Objective
	Quotas           []*Quota
	MustInclude      []Pin
	MustExclude      []Pin
	Nominated        []Pin // jointly, by voters or deputies: carried through untouched
	Span             diag.Span
}

// Quota is what the list of a body must satisfy as a whole.
type Quota struct {
	ID, Label, Basis   string
	Where              *Text        // nil: everybody
	Min, Max           *int         // counts; nil: none
	ShareMin, ShareMax *fact.Number // percent; nil: none
	ShareOf            *Text        // nil: the whole list
	Per                Text         // a name: once for each of its values; "" : once
	WholeList          bool         // on: list; otherwise those proposed for the seats count
	Hard               bool
	Cost               int // for each person by which it is missed; 1 where it is hard
	Level              Level
	Flex               *int // by how many people it may be missed when it gives way; nil: by any number
	Span               diag.Span
}

// Level says how weighty a quota is where quotas cannot all hold.
type Level uint8

// The levels. Wishes give way before policy, and policy before law.
const (
	Wish Level = iota
	Policy
	Law
)

// String returns the word of the rule file: wish, policy, law.
func (l Level) String() string { return [...]string{"wish", "policy", "law"}[l] }

// Pin puts a person on or off a list, with its reason.
type Pin struct {
	Person, Reason string
	Span           diag.Span
}

// Given is one value of a test case.
type Given struct {
	Name  string
	Value fact.Value // missing where the case says null
	On    fact.Date  // zero: the case's cut-off date
	Span  diag.Span
}

// Test is one case of the rule file.
type Test struct {
	Name   string
	Cutoff fact.Date // zero: the ruleset's
	Given  []Given
	// Rows are the child rows of the person; nil where the case has none of any table to state. With them every table
	// is complete.
	Rows    []RowGiven
	Waivers []WaiverGiven
	Roster  [][]Given // the other people
	Expect  Expect
	Span    diag.Span
}

// WaiverGiven is a waiver that a case supposes.
type WaiverGiven struct {
	Veto, Document string
	Span           diag.Span
}

// Expect is what a case expects; nil and empty parts are not looked at.
type Expect struct {
	Verdicts []ExpectVerdict // in the order of the case
	Because  []Text          // nil: not looked at; empty: none
	Missing  []Text
	Score    *Text // "80.90" or "[70.00, 85.00]"
	Grade    *Text
	Labels   []ExpectLabel
	Points   []ExpectPoints
	Place    *Text // "2" or "2-3"
	Seats    []ExpectSeat
	Error    *Text // a code, alone
	Span     diag.Span
}

// ExpectVerdict is the verdict a case expects of one tier: "pass", "fail" or "undecided".
type ExpectVerdict struct {
	Tier, Verdict string
	Span          diag.Span
}

// ExpectLabel is the output of a decision table that a case expects.
type ExpectLabel struct {
	Name  string
	Value fact.Value // missing where the case says null: the output stays open, for want of facts or because a person must decide
	Span  diag.Span
}

// ExpectPoints is the exact points of a criterion or indicator that a case expects.
type ExpectPoints struct {
	ID, Points string
	Span       diag.Span
}

// ExpectSeat is where a case expects the person on a body's slate.
type ExpectSeat struct {
	Body, Seat string
	Span       diag.Span
}
