package record

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"slices"
	"strconv"

	"slate/engine/diag"
	"slate/engine/eval"
	"slate/engine/fact"
	"slate/engine/roster"
	"slate/engine/ruleset"
)

// Run is a run as it was recorded.
type Run struct {
	Manifest Manifest
	Sources  Sources
	Files    []File // of the rules; the rule file itself is the last
	// People are the canonical bytes of the records, by id. Those that were removed since are not among them.
	People map[string][]byte
}

// Opened is a recorded run ready to be run again.
type Opened struct {
	Rules    *ruleset.Ruleset
	Program  *eval.Program
	Snapshot *roster.Snapshot

	fields  []fact.Field
	records map[string]*Person
	batches map[string]roster.Batch // by number as text
}

// Open makes of a recorded run what engine.Run needs: nothing but the run is read. The list holds what is wrong with its rules, as
// this engine sees them; err says that the run itself cannot be read.
func (r *Run) Open() (*Opened, diag.List, error) {
	set, list := ruleset.Load(r.file, r.Manifest.Ruleset.File)
	if set == nil || list.HasErrors() {
		return nil, list, nil
	}
	cutoff, err := fact.ParseDate(r.Manifest.Ruleset.Cutoff)
	if err != nil {
		return nil, nil, fmt.Errorf("read the cut-off date of the run: %w", err)
	}
	program, more := eval.Compile(set, cutoff)
	if list = append(list, more...); list.HasErrors() {
		return nil, list, nil
	}
	o := &Opened{Rules: set, Program: program, fields: program.Fields(), records: map[string]*Person{}, batches: map[string]roster.Batch{}}
	return o, list, o.people(r)
}

// file gives the bytes of a rule file as recorded.
func (r *Run) file(name string) ([]byte, error) {
	for _, f := range r.Files {
		if f.Name == name {
			return f.Bytes, nil
		}
	}
	return nil, fmt.Errorf("%s: %w", name, fs.ErrNotExist)
}

func (o *Opened) people(r *Run) error {
	b := roster.NewBuilder(o.fields)
	n, err := strconv.Atoi(r.Manifest.Roster.Snapshot)
	if err != nil {
		return fmt.Errorf("read the snapshot of the run: %w", err)
	}
	b.Number(n)
	maker := &builder{b: b, o: o, batches: map[string]int{}, figures: map[string]bool{}}
	for i := range r.Sources.Batches {
		batch, err := r.Sources.Batches[i].batch()
		if err != nil {
			return err
		}
		maker.batches[r.Sources.Batches[i].Number] = b.Batch(batch)
		o.batches[r.Sources.Batches[i].Number] = batch
	}
	for _, c := range r.Sources.Coverage {
		cover := roster.Coverage{Table: c.Table, Department: c.Department}
		cover.From, _ = fact.ParseDate(c.From) // '' is an open end
		cover.To, _ = fact.ParseDate(c.To)
		b.Cover(cover)
	}
	ids := make([]string, 0, len(r.People))
	for id := range r.People {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	for _, id := range ids {
		p, err := Parse(r.People[id])
		if err != nil {
			return fmt.Errorf("read the record of a person: %w", err)
		}
		o.records[id] = p
		if err := maker.person(p); err != nil {
			return err
		}
	}
	o.Snapshot = b.Snapshot()
	return nil
}

func (b *Batch) batch() (roster.Batch, error) {
	n, err := strconv.Atoi(b.Number)
	if err != nil {
		return roster.Batch{}, fmt.Errorf("read a batch of the run: %w", err)
	}
	out := roster.Batch{Number: n, Kind: roster.BatchKind(b.Kind), Department: b.Department, File: b.File, Digest: b.Digest, Sheet: b.Sheet,
		By: b.By, Reason: b.Reason, Document: b.Document, Recorded: b.Recorded}
	out.AsOf, _ = fact.ParseDate(b.AsOf) // '' where not stated
	return out, nil
}

// builder makes a snapshot of records.
type builder struct {
	b       *roster.Builder
	o       *Opened
	batches map[string]int // number in the snapshot, by number in the roster
	figures map[string]bool
}

func (m *builder) person(p *Person) error {
	i := m.b.Person(roster.Person{ID: p.ID, Name: p.Name})
	for column := range m.o.fields {
		f := &m.o.fields[column]
		if f.Table != "" {
			continue
		}
		if one, known := p.Facts[f.Name]; known {
			batch, row, err := m.place(&one.Place)
			if err != nil {
				return err
			}
			m.b.Set(i, column, roster.ParseCanonical(one.Value, &f.Type), batch, int64(row))
			continue
		}
		if why := reason(p.Missing[f.Name]); why != fact.NotSupplied {
			m.b.Set(i, column, fact.Missing(why), -1, 0)
		}
	}
	for _, t := range roster.ChildTables() {
		for k := range p.Rows[t.Name] {
			if err := m.row(&t, i, &p.Rows[t.Name][k]); err != nil {
				return err
			}
		}
	}
	for _, w := range p.Waivers {
		m.b.Waive(i, roster.Waiver{Veto: w.Veto, Document: w.Document})
	}
	return nil
}

// row gives a child row to the snapshot. The figures of a firm stand with everybody who has a part in it, and are given once.
func (m *builder) row(t *roster.ChildTable, person int, r *Row) error {
	batch, line, err := m.place(&r.Place)
	if err != nil {
		return err
	}
	values := make([]fact.Value, len(t.Fields))
	for f := range t.Fields {
		if t.Joined > 0 && f > 0 && f <= t.Joined {
			continue // the person's part, which `enterprises` has
		}
		if cell, known := r.Cells[t.Fields[f].Name]; known {
			values[f] = roster.ParseCanonical(cell, &t.Fields[f].Type)
		} else if slices.Contains(r.Unreadable, t.Fields[f].Name) {
			values[f] = fact.Missing(fact.Unreadable)
		}
	}
	if t.Joined > 0 {
		key, err := json.Marshal([]any{t.Name, r.Place, r.Cells[t.Fields[0].Name], r.Cells[t.When]})
		if err != nil {
			return err
		}
		if m.figures[string(key)] {
			return nil
		}
		m.figures[string(key)] = true
	}
	m.b.Row(*t, person, roster.Row{Values: values, Origin: roster.RowOrigin{Batch: batch, Row: line}})
	return nil
}

func (m *builder) place(p *Place) (batch, row int, err error) {
	batch = -1
	if p.Batch != "" {
		var known bool
		if batch, known = m.batches[p.Batch]; !known {
			return 0, 0, fmt.Errorf("a record names batch %s, which the run does not have", p.Batch)
		}
	}
	if p.Row != "" {
		if row, err = strconv.Atoi(p.Row); err != nil {
			return 0, 0, fmt.Errorf("read the place of a fact: %w", err)
		}
	}
	return batch, row, nil
}

func reason(word string) fact.Reason {
	for why := fact.NotSupplied; why <= fact.NeedsDecision; why++ {
		if why.String() == word {
			return why
		}
	}
	return fact.NotSupplied
}

// cell says where in its file a value stood, by the records: the number of a row in the snapshot is that of its file.
func (o *Opened) cell(c roster.Cell, id, fact string) (row, column int) {
	at := o.records[id].Facts[fact]
	row, _ = strconv.Atoi(at.Row) // "" where it came in no file
	column, _ = strconv.Atoi(at.Column)
	return row, column
}

// Record returns the record of a person, nil for nobody.
func (o *Opened) Record(id string) *Person { return o.records[id] }

// Evidence says where the facts of a person came from, by name.
func (o *Opened) Evidence(id string) map[string]roster.Origin {
	out := map[string]roster.Origin{}
	p := o.records[id]
	if p == nil {
		return out
	}
	for name, f := range p.Facts {
		batch, ok := o.batches[f.Batch]
		if !ok {
			continue
		}
		at := roster.Origin{Field: name, Batch: batch}
		at.Row, _ = strconv.Atoi(f.Row) // "" where it came in no file
		at.Column, _ = strconv.Atoi(f.Column)
		out[name] = at
	}
	return out
}
