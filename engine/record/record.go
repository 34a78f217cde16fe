// Package record writes a run down so that it can be read, compared and run again when roster and rules have moved on.
//
// A run is three things: a Manifest, which says of which rules, roster and engine the run was and what came out in all; the
// bytes of the rule files; and for every person a record: the facts that were used, where each came from, and everything that
// was decided. Records are JSON objects of texts only, in one canonical form, so that the same result has the same bytes
// on any machine; package ledger commits to these bytes.
//
// Take makes the records of a result; Open makes of records what engine.Run needs, from nothing but them; Compare says person
// by person and clause by clause where a run that was made again differs.
package record

import (
	"encoding/json"
	"slices"
	"strconv"

	"slate/engine"
	"slate/engine/arrange"
	"slate/engine/eval"
	"slate/engine/fact"
	"slate/engine/roster"
)

// Format is the name and version of the shape of a person's record. A change that a reader could notice raises the number;
// records of earlier numbers stay readable.
const Format = "slate.record/1"

// Person is the record of one person. Every text is exact: numbers as decimals, days as ISO dates, truth as 1 or 0 in facts. The fields of
// this type and of those below stand in the order of their keys, so that they are written in the canonical form at once.
type Person struct {
	// Facts are what was known, by name of the fact; Missing are the others, with the reason.
	Facts   map[string]Fact   `json:"facts"`
	Format  string            `json:"format"`
	Missing map[string]string `json:"missing"`
	Name    string            `json:"name"`
	ID      string            `json:"person"`
	Result  Result            `json:"result"`
	// Rows are the child rows that facts are made of, by table.
	Rows    map[string][]Row `json:"rows"`
	Waivers []Waiver         `json:"waivers"`
}

// Fact is a value and where it came from.
type Fact struct {
	Place
	Value string `json:"value"`
}

// Place says where something came from: the number of a batch of the roster, and in its file the row and the column, from 1.
// Each is empty where there is none.
type Place struct {
	Batch  string `json:"batch,omitempty"`
	Column string `json:"column,omitempty"`
	Row    string `json:"row,omitempty"`
}

// Row is a child row: its cells by name of the field; those that the file left empty are not in it. Unreadable names the cells that
// hold something that is no value of their field.
type Row struct {
	Cells      map[string]string `json:"cells"`
	Unreadable []string          `json:"unreadable,omitempty"`
	Place
	Holding *Place `json:"holding,omitempty"` // of a firm's figures: where the person's part in the firm came from
}

// Waiver is a record that sets a veto aside.
type Waiver struct {
	Document string `json:"document"`
	Veto     string `json:"veto"`
}

// Result is what was decided about a person, by the ids of the rule file.
type Result struct {
	Clauses map[string]string `json:"clauses"` // true, false or unknown
	// CountsAs holds the clauses whose unknown the rule file counts as something else.
	CountsAs map[string]string `json:"counts_as"`
	Flags    map[string]string `json:"flags"` // of indicators that missing facts gave points to
	Grade    string            `json:"grade,omitempty"`
	Place    *Standing         `json:"place,omitempty"` // of those who pass or may pass
	// Points are those of criteria and of indicators: a number, or two with a comma between for a range, an
	// end without bound being empty.
	Points map[string]string `json:"points"`
	Score  string            `json:"score,omitempty"`
	Seats  map[string]string `json:"seats"`  // proposed, surplus, nominated or reserve, by body
	Tiers  map[string]string `json:"tiers"`  // pass, fail or undecided
	Values map[string]string `json:"values"` // derived values and outputs of tables that are known, by name
	Waived map[string]string `json:"waived"` // document, by veto
}

// Standing is where a person stands in the order.
type Standing struct {
	AtLimit    string `json:"at_limit"`
	Best       string `json:"best"`
	Chance     string `json:"chance"`
	Group      string `json:"group,omitempty"`
	GroupPlace string `json:"group_place,omitempty"`
	Last       string `json:"last"` // if everybody undecided passed
	OnList     string `json:"on_list"`
	Tied       string `json:"tied"`
	Worst      string `json:"worst"`
}

// Cell says where in the file of its batch the value of a fact of a person stood.
type Cell func(cell roster.Cell, person, fact string) (row, column int)

// taker makes records of a result.
type taker struct {
	r     *engine.Result
	cell  Cell
	where map[int]int // the standing of a person, by number
}

func (k *taker) person(i int) *Person {
	s := k.r.Pool.Snapshot
	who := s.Person(i)
	p := &Person{Format: Format, ID: who.ID, Name: who.Name, Facts: map[string]Fact{}, Missing: map[string]string{}, Rows: map[string][]Row{}, Waivers: []Waiver{}}
	tables := map[string]bool{}
	for _, f := range k.r.Pool.Program.Fields() {
		if f.Table != "" {
			tables[f.Table] = true
			if f.Table == "yearly" {
				tables["enterprises"] = true // the figures of a firm are a person's by their part in it
			}
			continue
		}
		k.fact(p, i, f.Name)
	}
	for _, t := range roster.ChildTables() {
		if tables[t.Name] {
			k.rows(p, i, t)
		}
	}
	for _, w := range s.Waivers(i) {
		p.Waivers = append(p.Waivers, Waiver{Document: w.Document, Veto: w.Veto})
	}
	p.Result = k.result(i)
	return p
}

// Nobody returns the canonical record of somebody who does not exist, with the facts and clauses of a result: the names that all of its
// records share, and nothing about anybody.
func Nobody(r *engine.Result) ([]byte, error) {
	p := r.Pool.Program
	out := &Person{Format: Format, Facts: map[string]Fact{}, Missing: map[string]string{}, Rows: map[string][]Row{}, Waivers: []Waiver{}, Result: Result{
		Tiers: map[string]string{}, Clauses: map[string]string{}, CountsAs: map[string]string{}, Waived: map[string]string{},
		Values: map[string]string{}, Points: map[string]string{}, Flags: map[string]string{}, Seats: map[string]string{},
		Place: &Standing{Tied: "0", AtLimit: "0", OnList: "0", Chance: eval.Chance(0).String()},
	}}
	for _, f := range p.Fields() {
		if f.Table == "" {
			out.Facts[f.Name] = Fact{Place: Place{Batch: "1", Row: "1", Column: "1"}}
		}
	}
	for i := range p.Tiers {
		out.Result.Tiers[p.Tiers[i].Rules.ID] = eval.Fail.String()
	}
	for i := range p.Leaves {
		out.Result.Clauses[p.Leaves[i].Clause.ID] = fact.True.String()
	}
	for i := range p.Names {
		if n := &p.Names[i]; n.Kind != eval.ParamName && (n.Kind != eval.FactName || n.Field.Table != "") {
			out.Result.Values[n.Name] = ""
		}
	}
	if p.Score != nil {
		for i := range p.Score.Criteria {
			out.Result.Points[p.Score.Criteria[i].Rules.ID] = "0"
		}
		for i := range p.Score.Indicators {
			out.Result.Points[p.Score.Indicators[i].Rules.ID] = "0"
		}
	}
	return Canonical(out)
}

func (k *taker) fact(p *Person, i int, name string) {
	c := k.r.Pool.Snapshot.Column(name)
	if c == nil {
		p.Missing[name] = fact.NotSupplied.String()
		return
	}
	v := c.Value(i)
	if !v.Known() {
		p.Missing[name] = v.Why().String()
		return
	}
	one := Fact{Value: roster.Canonical(v)}
	if at := c.Cell(i); at.Batch != nil {
		one.Batch = number(at.Batch.Number)
		if k.cell != nil {
			row, column := k.cell(at, p.ID, name)
			one.Row, one.Column = number(row), number(column)
		}
	}
	p.Facts[name] = one
}

func (k *taker) rows(p *Person, i int, t roster.ChildTable) {
	s := k.r.Pool.Snapshot
	place := func(o roster.RowOrigin) Place {
		at := Place{Row: number(o.Row)}
		if o.Batch >= 0 {
			at.Batch = number(s.Batches()[o.Batch].Number)
		}
		return at
	}
	for _, r := range s.Rows(t.Name, i) {
		one := Row{Cells: map[string]string{}, Place: place(r.Origin)}
		for f := range t.Fields {
			switch v := r.Values[f]; {
			case v.Known():
				one.Cells[t.Fields[f].Name] = roster.Canonical(v)
			case v.Why() == fact.Unreadable:
				one.Unreadable = append(one.Unreadable, t.Fields[f].Name)
			}
		}
		if r.Holding != nil {
			at := place(*r.Holding)
			one.Holding = &at
		}
		p.Rows[t.Name] = append(p.Rows[t.Name], one)
	}
}

func (k *taker) result(i int) Result {
	j := k.r.Pool.Person(i)
	p := j.Program()
	out := Result{
		Tiers: map[string]string{}, Clauses: map[string]string{}, CountsAs: map[string]string{}, Waived: map[string]string{},
		Values: map[string]string{}, Points: map[string]string{}, Flags: map[string]string{}, Seats: map[string]string{},
	}
	for t, o := range j.Outcomes {
		out.Tiers[p.Tiers[t].Rules.ID] = o.String()
	}
	for l := range p.Leaves {
		id := p.Leaves[l].Clause.ID
		out.Clauses[id] = j.Raw[l].String()
		if j.Raw[l] != j.Leaves[l] {
			out.CountsAs[id] = j.Leaves[l].String()
		}
	}
	for v, w := range j.Waived {
		if w != nil {
			out.Waived[p.Vetoes[v].Rules.ID] = w.Document
		}
	}
	for slot := range p.Names {
		n := &p.Names[slot]
		if n.Kind == eval.ParamName || n.Kind == eval.FactName && n.Field.Table == "" {
			continue // the manifest and the facts have them
		}
		if v := j.Value(slot); v.Known() {
			out.Values[n.Name] = roster.Canonical(v)
		}
	}
	if p.Score != nil {
		points(&out, j)
	}
	if at, ok := k.where[i]; ok {
		out.Place = k.standing(at)
	}
	for _, s := range k.r.Slates.Slates {
		if seat := s.Seat(i); seat != arrange.None {
			out.Seats[s.Body.ID] = seat.String()
		}
	}
	return out
}

func points(out *Result, j *eval.Judgement) {
	s := j.Program().Score
	for i := range s.Criteria {
		c := &s.Criteria[i]
		out.Points[c.Rules.ID] = ends(j.Criteria[i])
		for n := c.First; n < c.First+c.Count; n++ {
			id := s.Indicators[n].Rules.ID
			if c.Rules.Leaf {
				id = c.Rules.ID
			} else {
				out.Points[id] = ends(j.Indicators[n].Range)
			}
			if flag := j.Indicators[n].Flag; flag != "" {
				out.Flags[id] = flag
			}
		}
	}
	out.Score = ends(j.Total)
	if grade, certain := j.Grade(); certain && grade >= 0 {
		out.Grade = j.Program().Rules.Grades[grade].Label
	}
}

// standing writes the standing with a number among the ranked, and behind them the undecided.
func (k *taker) standing(at int) *Standing {
	l := k.r.List
	var s *eval.Standing
	if at < len(l.Ranked) {
		s = &l.Ranked[at]
	} else {
		s = &l.Undecided[at-len(l.Ranked)]
	}
	out := &Standing{
		Best: number(s.Place.Best), Worst: number(s.Place.Worst), Last: number(s.Worst), Tied: truth(s.Tied), AtLimit: truth(s.AtLimit),
		OnList: truth(s.OnList), Chance: s.Chance.String(),
	}
	if s.Group.Known() {
		out.Group, out.GroupPlace = roster.Canonical(s.Group), number(s.GroupPlace.Best)
	}
	return out
}

func ends(r eval.Range) string {
	if r.Exact() {
		return r.Lo.String()
	}
	lo, hi := r.Lo.String(), r.Hi.String()
	if r.OpenLo {
		lo = ""
	}
	if r.OpenHi {
		hi = ""
	}
	return lo + "," + hi
}

// number writes a number that counts from 1; 0 is none.
func number(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

func truth(b bool) string {
	if b {
		return "1"
	}
	return "0"
}

// Parse reads a record as Take wrote it.
func Parse(data []byte) (*Person, error) {
	var p Person
	if err := json.Unmarshal(data, &p); err != nil {
		return nil, err
	}
	return &p, nil
}

// standings finds the standing of every person who has one.
func standings(l *eval.List) map[int]int {
	out := map[int]int{}
	for i := range l.Ranked {
		out[l.Ranked[i].Person] = i
	}
	for i := range l.Undecided {
		out[l.Undecided[i].Person] = len(l.Ranked) + i
	}
	return out
}

// sorted returns the keys of two maps, each once, in order.
func sorted(a, b map[string]string) []string {
	var keys []string
	for k := range a {
		keys = append(keys, k)
	}
	for k := range b {
		if _, both := a[k]; !both {
			keys = append(keys, k)
		}
	}
	slices.Sort(keys)
	return keys
}
