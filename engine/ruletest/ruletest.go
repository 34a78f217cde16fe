// Package ruletest runs the cases that stand in a rule file.
//
// A case is judged by the same program as the people of a roster: it becomes a roster of one, or
// of a few where a place is expected. A case that could not be judged at all is an error and is kept apart
// from one that came out differently.
package ruletest

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"slate/engine/arrange"
	"slate/engine/diag"
	"slate/engine/eval"
	"slate/engine/fact"
	"slate/engine/roster"
	"slate/engine/ruleset"
)

// Status is what became of a case.
type Status uint8

// The statuses. The zero value is the one that claims least.
const (
	Error Status = iota
	Fail
	Pass
)

// String returns ERROR, FAIL or PASS.
func (s Status) String() string { return [...]string{"ERROR", "FAIL", "PASS"}[s] }

// Case is one case and what became of it.
type Case struct {
	Test       *ruleset.Test
	Status     Status
	Mismatches []Mismatch
	Problems   diag.List // of an Error
}

// Mismatch is one expectation that was not met.
type Mismatch struct {
	What      string // the key under `expect`
	Want, Got string
	Span      diag.Span
}

// Cover counts what a clause came to over all cases that were judged.
type Cover struct {
	Clause               *ruleset.Clause
	True, False, Unknown int
}

// Report is the outcome of all cases, in file order.
type Report struct {
	Cases []Case
	Cover []Cover
}

// Count returns how many cases have a status.
func (r *Report) Count(s Status) int {
	n := 0
	for i := range r.Cases {
		if r.Cases[i].Status == s {
			n++
		}
	}
	return n
}

// Run runs every case of a ruleset. It fails only when ctx ends.
func Run(ctx context.Context, rs *ruleset.Ruleset) (*Report, error) {
	return Watch(ctx, rs, func(*eval.Judgement) {})
}

// Watch is Run with a look at the judging: watch is called with the person of every case that could be judged, in file
// order, and the Judgement is watch's to keep.
func Watch(ctx context.Context, rs *ruleset.Ruleset, watch func(*eval.Judgement)) (*Report, error) {
	r := &runner{ctx: ctx, rs: rs, watch: watch, programs: map[fact.Date]compiled{}, cover: map[string]*Cover{}}
	report := &Report{}
	for _, t := range rs.Tests {
		c, err := r.run(t)
		if err != nil {
			return nil, err
		}
		report.Cases = append(report.Cases, c)
	}
	for _, id := range r.order {
		report.Cover = append(report.Cover, *r.cover[id])
	}
	return report, nil
}

type compiled struct {
	program *eval.Program
	list    diag.List
}

type runner struct {
	ctx      context.Context
	rs       *ruleset.Ruleset
	watch    func(*eval.Judgement)
	programs map[fact.Date]compiled
	cover    map[string]*Cover
	order    []string
}

func (r *runner) program(cutoff fact.Date) compiled {
	if c, ok := r.programs[cutoff]; ok {
		return c
	}
	var c compiled
	c.program, c.list = eval.Compile(r.rs, cutoff)
	r.programs[cutoff] = c
	return c
}

func (r *runner) run(t *ruleset.Test) (Case, error) {
	out := Case{Test: t, Status: Pass}
	c := r.program(t.Cutoff)
	if t.Expect.Error != nil {
		r.refused(&out, c.list)
		return out, nil
	}
	if c.program == nil {
		out.Status, out.Problems = Error, c.list
		return out, nil
	}
	snapshot := r.roster(c.program, t)
	pool, err := c.program.Over(r.ctx, snapshot, 1)
	if err != nil {
		return out, err
	}
	subject, _ := snapshot.Find(subjectID)
	j := pool.Person(subject)
	r.count(j)
	r.watch(j)
	x := expectation{out: &out, j: j, p: c.program, e: &t.Expect}
	x.check()
	if t.Expect.Place != nil || len(t.Expect.Seats) > 0 {
		verdicts, err := pool.Judge(r.ctx, 1)
		if err != nil {
			return out, err
		}
		if t.Expect.Place != nil {
			x.place(verdicts.Rank())
		}
		if len(t.Expect.Seats) > 0 {
			slates, err := arrange.Fill(r.ctx, verdicts)
			if err != nil {
				return out, err
			}
			x.seats(slates)
		}
	}
	if len(out.Mismatches) > 0 {
		out.Status = Fail
	}
	return out, nil
}

// refused checks that the rules cannot be used on the case's cut-off date, for the reason expected.
func (r *runner) refused(out *Case, list diag.List) {
	want := out.Test.Expect.Error
	var got []string
	for i := range list {
		if list[i].Code.Severity() == diag.Error {
			got = append(got, string(list[i].Code))
		}
	}
	if !slices.Contains(got, want.Text) {
		out.Status = Fail
		out.Mismatches = append(out.Mismatches, Mismatch{"error", want.Text, strings.Join(got, ", "), want.Span})
	}
}

// subjectID is the id of the person a case is about; the others come after it.
const subjectID = "0"

// roster makes the people of a case.
func (r *runner) roster(p *eval.Program, t *ruleset.Test) *roster.Snapshot {
	fields := p.Fields()
	b := roster.NewBuilder(fields)
	batches := map[fact.Date]int{}
	add := func(id string, base, given []ruleset.Given) int {
		person := b.Person(roster.Person{ID: id, Name: id})
		for _, g := range overlay(base, given) {
			on := g.On
			if on.IsZero() {
				on = p.Cutoff
			}
			if _, ok := batches[on]; !ok {
				batches[on] = b.Batch(roster.Batch{AsOf: on})
			}
			if slot, ok := p.NameOf(g.Name); ok && slot < len(fields) && g.Value.Known() {
				b.Set(person, slot, g.Value, batches[on], 0)
			}
		}
		return person
	}
	base := r.rs.TestBase
	if t.Rows != nil {
		base = slices.DeleteFunc(slices.Clone(base), r.ofRows)
	}
	subject := add(subjectID, base, t.Given)
	if t.Rows != nil {
		state(b, subject, t.Rows)
	}
	for _, w := range t.Waivers {
		b.Waive(subject, roster.Waiver{Veto: w.Veto, Document: w.Document})
	}
	for i, other := range t.Roster {
		add("other "+strconv.Itoa(i+1), r.rs.TestBase, other)
	}
	return b.Snapshot()
}

// ofRows reports whether what all cases start from is a fact that a case with rows makes of them.
func (r *runner) ofRows(g ruleset.Given) bool {
	return slices.ContainsFunc(r.rs.Facts, func(f *ruleset.Fact) bool {
		return f.Name == g.Name && f.From != nil && f.From.Aggregate != ""
	})
}

// state gives the subject the child rows of the case, beside which nothing happened.
func state(b *roster.Builder, subject int, rows []ruleset.RowGiven) {
	for _, t := range roster.ChildTables() {
		b.Cover(roster.Coverage{Table: t.Name})
	}
	for _, r := range rows {
		b.Row(r.Table, subject, roster.Row{Values: r.Values, Origin: roster.RowOrigin{Batch: -1}})
	}
}

// overlay puts the case's values over those that all cases start from.
func overlay(base, given []ruleset.Given) []ruleset.Given {
	out := slices.Clone(base)
	for _, g := range given {
		if i := slices.IndexFunc(out, func(b ruleset.Given) bool { return b.Name == g.Name }); i >= 0 {
			out[i] = g
		} else {
			out = append(out, g)
		}
	}
	return out
}

// count adds what the clauses came to, before on_missing, to the coverage.
func (r *runner) count(j *eval.Judgement) {
	for i, l := range j.Program().Leaves {
		c := r.cover[l.Clause.ID]
		if c == nil {
			c = &Cover{Clause: l.Clause}
			r.cover[l.Clause.ID] = c
			r.order = append(r.order, l.Clause.ID)
		}
		switch j.Raw[i] {
		case fact.True:
			c.True++
		case fact.False:
			c.False++
		default:
			c.Unknown++
		}
	}
}
