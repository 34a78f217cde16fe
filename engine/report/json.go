package report

import (
	"bufio"
	"encoding/json"
	"io"

	"slate/engine"
	"slate/engine/eval"
	"slate/engine/fact"
	"slate/engine/formula"
	"slate/engine/record"
	"slate/engine/roster"
)

// RunFormat is the name and version of the shape that WriteRunJSON writes. A change that a reader could
// notice raises the number.
const RunFormat = "slate.run/1"

type runJSON struct {
	Format  string       `json:"format"`
	Run     *keptJSON    `json:"run,omitempty"` // of a recorded run
	Ruleset rulesetJSON  `json:"ruleset"`
	Roster  rosterJSON   `json:"roster"`
	Totals  totalsJSON   `json:"totals"`
	Ranked  []placeJSON  `json:"ranked"`
	Open    []placeJSON  `json:"undecided"`
	Vetoed  []string     `json:"vetoed"`
	Work    []workJSON   `json:"work"`
	Slates  []slateJSON  `json:"slates"`
	People  []personJSON `json:"people"`
}

type rulesetJSON struct {
	ID       string `json:"id"`
	Version  string `json:"version"`
	Label    string `json:"label"`
	Digest   string `json:"sha256"`
	Cutoff   string `json:"cutoff"`
	Relative bool   `json:"relative_to_pool"`
}

type rosterJSON struct {
	Snapshot int    `json:"snapshot,omitempty"` // of a roster file
	People   int    `json:"people"`
	Digest   string `json:"sha256"`
}

type totalsJSON struct {
	People    int `json:"people"`
	Pass      int `json:"pass"`
	Undecided int `json:"undecided"`
	Fail      int `json:"fail"`
	Vetoed    int `json:"vetoed"`
	OnList    int `json:"on_list"`
}

type placeJSON struct {
	ID         string `json:"id"`
	Best       int    `json:"place"`
	Worst      int    `json:"place_worst"`
	WorstEver  int    `json:"place_worst_if_all_undecided_pass"`
	Tied       bool   `json:"tied"`
	AtLimit    bool   `json:"open_at_limit"`
	OnList     bool   `json:"on_list"`
	Chance     string `json:"chance"`
	Group      string `json:"group,omitempty"`
	GroupPlace int    `json:"group_place,omitempty"`
}

type workJSON struct {
	Department string   `json:"department"`
	Fact       string   `json:"fact"`
	People     []string `json:"people"`
	Movers     []string `json:"could_change_the_list"`
}

type personJSON struct {
	ID      string       `json:"id"`
	Name    string       `json:"name"`
	Tiers   []tierJSON   `json:"tiers"`
	Clauses []clauseJSON `json:"clauses"`
	Waivers []waiverJSON `json:"waivers,omitempty"`
	Score   *scoreJSON   `json:"score,omitempty"`
	Values  []valueJSON  `json:"values"`
	Waits   []waitJSON   `json:"waits,omitempty"`
}

type tierJSON struct {
	Tier    string   `json:"tier"`
	Verdict string   `json:"verdict"`
	Because []string `json:"because"`
}

type clauseJSON struct {
	Clause    string `json:"clause"`
	Truth     string `json:"truth"`
	CountsAs  string `json:"counts_as,omitempty"` // where on_missing made an unknown fail
	Margin    string `json:"margin,omitempty"`
	MarginIn  string `json:"margin_unit,omitempty"`
	MarginMet *bool  `json:"margin_met,omitempty"`
}

type waiverJSON struct {
	Veto     string `json:"veto"`
	Document string `json:"document"`
}

type scoreJSON struct {
	Total    rangeJSON   `json:"total"`
	Grade    string      `json:"grade,omitempty"` // "" where it is open or there is none
	Criteria []pointJSON `json:"criteria"`
}

type pointJSON struct {
	ID         string      `json:"id"`
	Points     rangeJSON   `json:"points"`
	Flag       string      `json:"flag,omitempty"`
	Indicators []pointJSON `json:"indicators,omitempty"`
}

// rangeJSON is a number as exact text, or two ends; an end without bound is left out.
type rangeJSON struct {
	Value string `json:"value,omitempty"`
	Min   string `json:"min,omitempty"`
	Max   string `json:"max,omitempty"`
}

type valueJSON struct {
	Name    string `json:"name"`
	Value   string `json:"value,omitempty"`
	Missing string `json:"missing,omitempty"`
	AsOf    string `json:"as_of,omitempty"`
}

type waitJSON struct {
	Name   string `json:"name,omitempty"`
	Clause string `json:"clause,omitempty"`
	Reason string `json:"reason"`
	From   string `json:"department,omitempty"`
	Decide string `json:"decide,omitempty"`
}

// keptJSON is what is on record of a run.
type keptJSON struct {
	Number      int              `json:"number"`
	By          string           `json:"by"`
	At          string           `json:"at"`
	Purpose     string           `json:"purpose"`
	Assessment  string           `json:"assessment"`
	InForce     string           `json:"in_force,omitempty"`
	Engine      string           `json:"engine"`
	Code        string           `json:"ledger_code,omitempty"`
	Entries     int64            `json:"ledger_entries,omitempty"`
	Removed     int              `json:"people_removed,omitempty"`
	Approval    *approvalJSON    `json:"approval"` // null while the list is a proposal
	Adjustments []adjustmentJSON `json:"adjustments"`
}

type approvalJSON struct {
	By       string `json:"by"`
	Document string `json:"document"`
	Note     string `json:"note,omitempty"`
	At       string `json:"at"`
}

type adjustmentJSON struct {
	Person   string `json:"person"` // "" once the person was removed
	Body     string `json:"body,omitempty"`
	Seat     string `json:"seat"`
	Computed string `json:"seat_by_the_rules,omitempty"`
	Clause   string `json:"clause"`
	Reason   string `json:"reason"`
	Document string `json:"document"`
	By       string `json:"by"`
	At       string `json:"at"`
}

func newKeptJSON(r *engine.Result, k *record.Kept) *keptJSON {
	m := &k.Manifest
	out := &keptJSON{Number: k.Number, By: m.By, At: m.At, Purpose: m.Purpose, Assessment: m.Assessment, InForce: m.Roster.InForce, Engine: m.Engine.Version,
		Code: k.Code, Entries: k.Entries, Removed: k.Removed, Adjustments: []adjustmentJSON{}}
	if a := k.Approval; a != nil {
		out.Approval = &approvalJSON{a.By, a.Document, a.Note, a.At}
	}
	for _, a := range k.Adjustments {
		one := adjustmentJSON{Person: roster.Mask(a.Person), Body: a.Body, Seat: a.Seat, Clause: a.Clause, Reason: a.Reason, Document: a.Document, By: a.By, At: a.At}
		if a.Person != "" {
			one.Computed = computedSeat(r, a.Person, a.Body)
		}
		out.Adjustments = append(out.Adjustments, one)
	}
	return out
}

// WriteRunJSON writes everything about a run as one JSON object in the shape RunFormat, which fixtures/README.md
// describes: the ruleset and roster with their digests, totals, the order, the work list, and for every
// person verdicts, clauses with margins, points, values and what they wait for. Numbers that are amounts
// are exact text. Ids are masked as in every other output.
func WriteRunJSON(w io.Writer, r *engine.Result, kept *record.Kept) error {
	out := bufio.NewWriter(w)
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	all := newRunJSON(r)
	if kept != nil {
		all.Run = newKeptJSON(r, kept)
	}
	if err := enc.Encode(all); err != nil {
		return err
	}
	return out.Flush()
}

func newRunJSON(r *engine.Result) *runJSON {
	p := r.Pool.Program
	s := r.Pool.Snapshot
	id := func(i int) string { return roster.Mask(s.Person(i).ID) }
	ids := func(list []int) []string {
		out := []string{}
		for _, i := range list {
			out = append(out, id(i))
		}
		return out
	}
	head := rulesOf(r)
	out := &runJSON{
		Format: RunFormat, Ruleset: head.Ruleset, Roster: head.Roster,
		Totals: totalsJSON{r.Totals.People, r.Totals.Pass, r.Totals.Undecided, r.Totals.Fail, r.Totals.Vetoed, r.Totals.OnList},
		Ranked: places(r.List.Ranked, id), Open: places(r.List.Undecided, id), Vetoed: ids(r.Vetoed),
		Work: []workJSON{}, Slates: slatesJSON(r, "", false),
	}
	for i := range r.Work {
		wk := &r.Work[i]
		out.Work = append(out.Work, workJSON{wk.Department, p.Names[wk.Slot].Name, ids(wk.People), ids(wk.Movers)})
	}
	for i := range s.Len() {
		out.People = append(out.People, newPersonJSON(r, i, id(i)))
	}
	return out
}

// runHead is what a reader needs to know of which rules and which people something was made from.
type runHead struct {
	Ruleset rulesetJSON
	Roster  rosterJSON
}

func rulesOf(r *engine.Result) runHead {
	p, s := r.Pool.Program, r.Pool.Snapshot
	return runHead{
		Ruleset: rulesetJSON{ID: p.Rules.Meta.ID, Version: p.Rules.Meta.Version, Label: p.Rules.Meta.Label,
			Digest: p.Rules.Digest(), Cutoff: p.Cutoff.String(), Relative: p.Relative()},
		Roster: rosterJSON{Snapshot: s.Number(), People: s.Len(), Digest: s.Digest()},
	}
}

func places(list []eval.Standing, id func(int) string) []placeJSON {
	out := []placeJSON{}
	for i := range list {
		s := &list[i]
		out = append(out, placeJSON{
			ID: id(s.Person), Best: s.Place.Best, Worst: s.Place.Worst, WorstEver: s.Worst, Tied: s.Tied, AtLimit: s.AtLimit,
			OnList: s.OnList, Chance: s.Chance.String(), Group: s.Group.String(), GroupPlace: s.GroupPlace.Best,
		})
	}
	return out
}

func newPersonJSON(r *engine.Result, person int, id string) personJSON {
	j := r.Pool.Person(person)
	p := j.Program()
	out := personJSON{ID: id, Name: r.Pool.Snapshot.Person(person).Name, Clauses: []clauseJSON{}, Values: []valueJSON{}}
	for t, o := range j.Outcomes {
		because := []string{}
		for _, leaf := range j.Because(t) {
			because = append(because, p.Leaves[leaf].Clause.ID)
		}
		out.Tiers = append(out.Tiers, tierJSON{p.Tiers[t].Rules.ID, o.String(), because})
	}
	for i := range p.Leaves {
		out.Clauses = append(out.Clauses, newClauseJSON(j, i))
	}
	for i, w := range j.Waived {
		if w != nil {
			out.Waivers = append(out.Waivers, waiverJSON{p.Vetoes[i].Rules.ID, w.Document})
		}
	}
	if p.Score != nil {
		out.Score = newScoreJSON(j)
	}
	for slot := range p.Names {
		out.Values = append(out.Values, newValueJSON(j, slot))
	}
	for _, w := range r.Waits(person) {
		out.Waits = append(out.Waits, newWaitJSON(p, &w))
	}
	return out
}

func newClauseJSON(j *eval.Judgement, leaf int) clauseJSON {
	l := &j.Program().Leaves[leaf]
	c := clauseJSON{Clause: l.Clause.ID, Truth: j.Raw[leaf].String()}
	if j.Raw[leaf] != j.Leaves[leaf] {
		c.CountsAs = j.Leaves[leaf].String()
	}
	if m, ok := l.Formula().Margin(j.Trace(leaf)); ok {
		c.Margin, c.MarginIn, c.MarginMet = m.By.String(), marginUnit(&m), &m.Met
	}
	return c
}

func marginUnit(m *formula.Margin) string {
	if m.Days {
		return "days"
	}
	return m.Unit
}

func newScoreJSON(j *eval.Judgement) *scoreJSON {
	s := j.Program().Score
	out := &scoreJSON{Total: fixedJSON(j.Total, s.Rules.Round.Scale)}
	if grade, certain := j.Grade(); certain && grade >= 0 {
		out.Grade = j.Program().Rules.Grades[grade].Label
	}
	for i := range s.Criteria {
		c := &s.Criteria[i]
		point := pointJSON{ID: c.Rules.ID, Points: newRangeJSON(j.Criteria[i])}
		for k := c.First; k < c.First+c.Count; k++ {
			in := &s.Indicators[k]
			if c.Rules.Leaf {
				point.Flag = j.Indicators[k].Flag
				continue
			}
			point.Indicators = append(point.Indicators, pointJSON{ID: in.Rules.ID, Points: newRangeJSON(j.Indicators[k].Range), Flag: j.Indicators[k].Flag})
		}
		out.Criteria = append(out.Criteria, point)
	}
	return out
}

func newRangeJSON(r eval.Range) rangeJSON {
	return endsJSON(r, func(n fact.Number) string { return n.String() })
}

func fixedJSON(r eval.Range, places int) rangeJSON {
	return endsJSON(r, func(n fact.Number) string { return n.Fixed(places) })
}

func endsJSON(r eval.Range, write func(fact.Number) string) rangeJSON {
	if r.Exact() {
		return rangeJSON{Value: write(r.Lo)}
	}
	var out rangeJSON
	if !r.OpenLo {
		out.Min = write(r.Lo)
	}
	if !r.OpenHi {
		out.Max = write(r.Hi)
	}
	return out
}

func newValueJSON(j *eval.Judgement, slot int) valueJSON {
	n := &j.Program().Names[slot]
	v := j.Value(slot)
	out := valueJSON{Name: n.Name, Value: v.String()}
	if !v.Known() {
		out.Missing = v.Why().String()
	}
	if c := j.Pool.Snapshot.Column(n.Name); n.Kind == eval.FactName && c != nil {
		out.AsOf = c.AsOf(j.Person).String()
	}
	return out
}

func newWaitJSON(p *eval.Program, w *eval.Wait) waitJSON {
	out := waitJSON{Reason: w.Reason.String(), Decide: w.Decide}
	if w.Slot >= 0 {
		out.Name = p.Names[w.Slot].Name
		if f := p.Names[w.Slot].Field; f != nil {
			out.From = f.Source
		}
	}
	if w.Leaf >= 0 {
		out.Clause = p.Leaves[w.Leaf].Clause.ID
	}
	return out
}
