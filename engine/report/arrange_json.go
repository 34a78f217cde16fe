package report

import (
	"bufio"
	"encoding/json"
	"io"
	"strconv"

	"slate/engine"
	"slate/engine/arrange"
	"slate/engine/diag"
	"slate/engine/fact"
	"slate/engine/roster"
)

// ArrangeFormat is the name and version of the shape that WriteSlatesJSON writes.
const ArrangeFormat = "slate.arrange/1"

type arrangeJSON struct {
	Format   string      `json:"format"`
	Ruleset  rulesetJSON `json:"ruleset"`
	Roster   rosterJSON  `json:"roster"`
	Supposed []string    `json:"supposed"`
	Slates   []slateJSON `json:"slates"`
}

type slateJSON struct {
	Body      string         `json:"body"`
	Label     string         `json:"label"`
	Seats     int            `json:"seats"`
	Surplus   int            `json:"surplus"`
	Lawful    *lawfulJSON    `json:"lawful_surplus,omitempty"`
	Reserve   int            `json:"reserve"`
	Objective string         `json:"objective"`
	Together  []string       `json:"filled_together_with"`
	Total     string         `json:"total_score,omitempty"`
	Bound     string         `json:"no_list_exceeds,omitempty"`
	Proved    bool           `json:"proved"`
	Ordered   bool           `json:"order_proved"`
	Eligible  int            `json:"eligible"`
	Waiting   []waitingJSON  `json:"undecided"`
	Unknown   []string       `json:"not_in_roster"`
	Excluded  []excludedJSON `json:"excluded"`
	People    []entryJSON    `json:"people"`
	Quotas    []quotaJSON    `json:"quotas"`
	Passed    []passedJSON   `json:"passed_over"`
	Clash     *clashJSON     `json:"clash,omitempty"`
}

type lawfulJSON struct {
	Rule    string `json:"rule"`
	Article string `json:"article,omitempty"`
	Min     int    `json:"min"`
	Max     int    `json:"max"`
	Empty   bool   `json:"empty"`
	Short   int    `json:"short_of_least"`
	Beyond  int    `json:"beyond_most"`
}

type excludedJSON struct {
	ID     string `json:"id"`
	Reason string `json:"reason"`
}

type waitingJSON struct {
	ID    string `json:"id"`
	Could bool   `json:"could_be_proposed"`
}

type entryJSON struct {
	ID       string   `json:"id"`
	Name     string   `json:"name"`
	Seat     string   `json:"seat"`
	Order    int      `json:"order,omitempty"`
	Score    string   `json:"score,omitempty"`
	Why      string   `json:"why"`
	Reason   string   `json:"reason,omitempty"`
	Counts   []string `json:"counts_for"`
	Instead  string   `json:"otherwise,omitempty"`
	Needed   []string `json:"needed_by,omitempty"`
	Tied     []string `json:"tied_with,omitempty"`
	StandsIn []string `json:"can_stand_in_for,omitempty"`
}

type quotaJSON struct {
	ID     string      `json:"id"`
	Value  string      `json:"value,omitempty"`
	Label  string      `json:"label"`
	Basis  string      `json:"basis,omitempty"`
	On     string      `json:"on"`
	Hard   bool        `json:"hard"`
	Level  string      `json:"level"`
	Count  countJSON   `json:"count"`
	Of     countJSON   `json:"of"`
	Bounds []boundJSON `json:"bounds"`
}

type countJSON struct {
	Sure     int `json:"sure"`
	Possible int `json:"possible"`
}

type boundJSON struct {
	Bound    string      `json:"bound"` // min or max
	People   *int        `json:"people,omitempty"`
	Share    string      `json:"share,omitempty"`
	OfGroup  bool        `json:"of_group,omitempty"`
	Met      string      `json:"met"`
	Short    int         `json:"short_by"`
	Binding  bool        `json:"binding"`
	Price    string      `json:"a_price,omitempty"`
	Loosened *changeJSON `json:"loosened_by_one,omitempty"`
	Without  *changeJSON `json:"without,omitempty"`
}

type changeJSON struct {
	Gain   string     `json:"gain"`
	In     []moveJSON `json:"in"`
	Out    []moveJSON `json:"out"`
	Proved bool       `json:"proved"`
}

type moveJSON struct {
	ID   string `json:"id"`
	Body string `json:"body"`
}

type passedJSON struct {
	ID        string      `json:"id"`
	Order     int         `json:"order"`
	Score     string      `json:"score"`
	Blocks    []blockJSON `json:"kept_out_by"`
	Elsewhere string      `json:"proposed_for,omitempty"`
}

type blockJSON struct {
	Than   string   `json:"in_place_of"`
	Broken []string `json:"would_break"`
}

type clashJSON struct {
	Refused  []refusedJSON `json:"refused"`
	Conflict []demandJSON  `json:"conflict"`
	Smallest bool          `json:"smallest_proved"`
	Relaxed  []demandJSON  `json:"relaxation"`
	Least    bool          `json:"least_proved"`
}

type refusedJSON struct {
	Body    string `json:"body"`
	ID      string `json:"id"`
	Reason  string `json:"reason"`
	Verdict string `json:"verdict"`
}

type demandJSON struct {
	Body    string `json:"body"`
	Demand  string `json:"demand"` // seats, surplus, include, exclude, min, max
	ID      string `json:"id,omitempty"`
	Quota   string `json:"quota,omitempty"`
	Value   string `json:"value,omitempty"`
	Level   string `json:"level,omitempty"`
	Share   string `json:"share,omitempty"`
	OfGroup bool   `json:"of_group,omitempty"`
	People  int    `json:"people"`
	Reach   int    `json:"reachable,omitempty"`
	By      int    `json:"give_way_by,omitempty"`
}

// WriteSlatesJSON writes the slates of a run, or of one body, as one JSON object in the shape ArrangeFormat, which
// fixtures/README.md describes, with the exact cost of every quota that binds. supposed are the settings of the run.
func WriteSlatesJSON(w io.Writer, r *engine.Result, body string, supposed []string) error {
	run := rulesOf(r)
	out := arrangeJSON{Format: ArrangeFormat, Ruleset: run.Ruleset, Roster: run.Roster, Supposed: supposed, Slates: slatesJSON(r, body, true)}
	if supposed == nil {
		out.Supposed = []string{}
	}
	buffer := bufio.NewWriter(w)
	enc := json.NewEncoder(buffer)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	if err := enc.Encode(out); err != nil {
		return err
	}
	return buffer.Flush()
}

// slatesJSON turns the slates into the shape; costs says whether lists are made to find what quotas cost.
func slatesJSON(r *engine.Result, body string, costs bool) []slateJSON {
	out := []slateJSON{}
	for _, s := range r.Slates.Slates {
		if body == "" || s.Body.ID == body {
			w := slateWriter{r, s, costs}
			out = append(out, w.slate())
		}
	}
	return out
}

type slateWriter struct {
	r     *engine.Result
	s     *arrange.Slate
	costs bool
}

func (w *slateWriter) id(person int) string { return roster.Mask(w.r.Pool.Snapshot.Person(person).ID) }

func (w *slateWriter) ids(people []int) []string {
	var out []string
	for _, p := range people {
		out = append(out, w.id(p))
	}
	return out
}

func (w *slateWriter) score(n fact.Number) string {
	if s := w.r.Pool.Program.Score; s != nil {
		return n.Fixed(s.Rules.Round.Scale)
	}
	return ""
}

func (w *slateWriter) slate() slateJSON {
	s, b, g := w.s, w.s.Body, w.s.Group
	out := slateJSON{
		Body: b.ID, Label: b.Label, Seats: b.Seats, Surplus: s.Surplus, Reserve: b.Reserve, Objective: g.Objective.String(), Together: []string{},
		Proved: g.Proved, Ordered: g.Ordered, Eligible: s.Eligible, Waiting: []waitingJSON{}, Unknown: []string{}, Excluded: []excludedJSON{}, People: []entryJSON{},
		Quotas: []quotaJSON{}, Passed: []passedJSON{},
	}
	if b.Surplus != nil {
		lo, hi := b.Surplus.Range(b.Seats)
		out.Lawful = &lawfulJSON{b.Surplus.Rule, b.Surplus.Article(), lo, hi, lo > hi, s.ShortOf, s.Beyond}
	}
	for _, o := range g.Slates {
		if o != s {
			out.Together = append(out.Together, o.Body.ID)
		}
	}
	for _, one := range s.Waiting {
		out.Waiting = append(out.Waiting, waitingJSON{w.id(one.Person), one.Could})
	}
	for _, pin := range s.Unknown {
		out.Unknown = append(out.Unknown, roster.Mask(pin.Person))
	}
	for _, pin := range b.MustExclude {
		out.Excluded = append(out.Excluded, excludedJSON{roster.Mask(pin.Person), pin.Reason})
	}
	if g.Clash != nil {
		out.Clash = w.clash(g.Clash)
		return out
	}
	out.Total, out.Bound = w.score(g.Total), w.score(g.Bound)
	for i := range s.Entries {
		out.People = append(out.People, w.entry(&s.Entries[i]))
	}
	for i := range s.Quotas {
		out.Quotas = append(out.Quotas, w.quota(i))
	}
	for i := range s.Passed {
		p := &s.Passed[i]
		one := passedJSON{ID: w.id(p.Person), Order: p.Order, Score: w.score(p.Score), Blocks: []blockJSON{}}
		for _, b := range p.Blocks {
			one.Blocks = append(one.Blocks, blockJSON{w.id(b.Than), w.quotaIDs(b.Broken)})
		}
		if p.Elsewhere != nil {
			one.Elsewhere = p.Elsewhere.Body.ID
		}
		out.Passed = append(out.Passed, one)
	}
	return out
}

// quotaIDs names lines of the composition.
func (w *slateWriter) quotaIDs(list []int) []string {
	var out []string
	for _, i := range list {
		q := &w.s.Quotas[i]
		id := q.Rules.ID
		if q.Value.Known() {
			id += "=" + q.Value.String()
		}
		out = append(out, id)
	}
	return out
}

func (w *slateWriter) entry(e *arrange.Entry) entryJSON {
	out := entryJSON{ID: roster.Mask(e.ID), Seat: e.Seat.String(), Order: e.Order, Why: e.Why.String(), Counts: w.quotaIDs(e.Carries),
		Needed: w.quotaIDs(e.Needed), Tied: w.ids(e.Tied), StandsIn: w.ids(e.StandsIn)}
	if e.Seat == arrange.Nominated {
		out.Why = "nomination"
	}
	if out.Counts == nil {
		out.Counts = []string{}
	}
	if e.Person >= 0 {
		out.Name, out.Score = w.r.Pool.Snapshot.Person(e.Person).Name, w.score(e.Score)
	}
	if e.Pin != nil {
		out.Reason = e.Pin.Reason
	}
	if e.Instead >= 0 {
		out.Instead = w.id(e.Instead)
	}
	return out
}

func (w *slateWriter) quota(i int) quotaJSON {
	q := &w.s.Quotas[i]
	out := quotaJSON{ID: q.Rules.ID, Value: q.Value.String(), Label: q.Rules.Label, Basis: q.Rules.Basis, On: "seats", Hard: q.Rules.Hard,
		Level: q.Rules.Level.String(), Count: countJSON(q.Count), Of: countJSON(q.Of)}
	if q.Rules.WholeList {
		out.On = "list"
	}
	for k := range q.Bounds {
		b := &q.Bounds[k]
		one := boundJSON{Bound: "min", OfGroup: b.OfGroup, Met: b.Met.String(), Short: b.Short, Binding: b.Binding}
		if b.Max {
			one.Bound = "max"
		}
		if !b.OfGroup {
			one.People = &b.Need
		}
		if b.Share != nil {
			one.Share = b.Share.String() + "%"
		}
		if b.Price != nil && b.Price.Sign() != 0 {
			one.Price = w.score(*b.Price)
		}
		if w.costs {
			cost := w.s.Cost(i, k)
			one.Loosened, one.Without = w.change(cost.Loosened), w.change(cost.Without)
		}
		out.Bounds = append(out.Bounds, one)
	}
	return out
}

func (w *slateWriter) change(c *arrange.Change) *changeJSON {
	if c == nil {
		return nil
	}
	return &changeJSON{w.score(c.Gain), w.moves(c.In), w.moves(c.Out), c.Proved}
}

func (w *slateWriter) moves(list []arrange.Move) []moveJSON {
	out := []moveJSON{}
	for _, m := range list {
		out = append(out, moveJSON{w.id(m.Person), m.Slate.Body.ID})
	}
	return out
}

func (w *slateWriter) clash(c *arrange.Clash) *clashJSON {
	out := &clashJSON{Refused: []refusedJSON{}, Conflict: []demandJSON{}, Smallest: c.Smallest, Relaxed: []demandJSON{}, Least: c.Least}
	for _, r := range c.Refused {
		out.Refused = append(out.Refused, refusedJSON{r.Slate.Body.ID, w.id(r.Person), r.Pin.Reason, r.Outcome.String()})
	}
	for i := range c.Conflict {
		out.Conflict = append(out.Conflict, w.demand(&c.Conflict[i], 0))
	}
	for i := range c.Relaxed {
		out.Relaxed = append(out.Relaxed, w.demand(&c.Relaxed[i].Demand, c.Relaxed[i].By))
	}
	return out
}

func (w *slateWriter) demand(d *arrange.Demand, by int) demandJSON {
	out := demandJSON{Body: d.Slate.Body.ID, OfGroup: d.OfGroup, People: d.Need, Reach: d.Reach, By: by}
	out.Demand = [...]string{"seats", "surplus", "include", "min", "max"}[d.Kind]
	if d.Kind == arrange.Include {
		out.ID = w.id(d.Person)
		if d.Off {
			out.Demand = "exclude"
		}
	}
	if d.Quota != nil {
		out.Quota, out.Value, out.Level = d.Quota.ID, d.Value.String(), d.Quota.Level.String()
	}
	if d.Share != nil {
		out.Share = d.Share.String() + "%"
	}
	return out
}

// SlateTable is a table named "slates" with a row for everybody on a slate: the body, the seat, the person, and what the slate says of them.
func SlateTable(r *engine.Result, body string, lang diag.Lang) *Document {
	t := &Table{Name: "slates"}
	for _, head := range []string{slateWords.body.in(lang), slateWords.seat.in(lang), slateWords.order.in(lang), say(lang, wID), say(lang, wName),
		say(lang, wScore), slateWords.carries.in(lang), slateWords.note.in(lang)} {
		t.Columns = append(t.Columns, Column{Head: head})
	}
	for _, s := range r.Slates.Slates {
		if body != "" && s.Body.ID != body {
			continue
		}
		v := slateView{r: r, s: s, lang: lang}
		for i := range s.Entries {
			e := &s.Entries[i]
			var carries []string
			for _, q := range e.Carries {
				carries = append(carries, v.quotaName(q))
			}
			row := []string{bodyLabel(s.Body), v.seat(e.Seat), "", roster.Mask(e.ID), "", "", and(lang, carries), join(lang, v.remarks(e))}
			if e.Order > 0 {
				row[2] = strconv.Itoa(e.Order)
			}
			if e.Person >= 0 {
				row[4] = r.Pool.Snapshot.Person(e.Person).Name
				if v.scored() {
					row[5] = v.score(e.Score)
				}
			}
			t.Rows = append(t.Rows, row)
		}
	}
	d := &Document{}
	d.table(t)
	return d
}
