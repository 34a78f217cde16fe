package report

import (
	"strconv"
	"strings"

	"slate/engine"
	"slate/engine/diag"
	"slate/engine/eval"
	"slate/engine/record"
	"slate/engine/roster"
)

// The views of recorded runs: all of them, the list of one with what people decided, one made again, and two compared.

// Runs is the list of all runs on record.
func Runs(all []record.Kept, lang diag.Lang) *Document {
	d := &Document{Title: say(lang, wRuns)}
	if len(all) == 0 {
		d.text(say(lang, wNoRuns))
		return d
	}
	t := &Table{Name: "list", Columns: []Column{
		{Head: say(lang, wRun), Right: true}, {Head: say(lang, wRecorded)}, {Head: say(lang, wVersion)}, {Head: say(lang, wCutoff)}, {Head: say(lang, wSnapshot), Right: true},
		{Head: say(lang, wPeople), Right: true}, {Head: say(lang, wListOf), Right: true}, {Head: say(lang, wRunBy)}, {Head: say(lang, wPurpose)}, {Head: say(lang, wPeopleChanged), Right: true},
		{Head: say(lang, wListState)},
	}}
	for i := range all {
		k := &all[i]
		m := &k.Manifest
		state := say(lang, wIsProposal)
		if a := k.Approval; a != nil {
			state = say(lang, wApproved, "by", a.By, "document", a.Document)
		}
		t.Rows = append(t.Rows, []string{strconv.Itoa(k.Number), m.At, m.Ruleset.ID + " " + m.Ruleset.Version, m.Ruleset.Cutoff, m.Roster.Snapshot,
			m.Roster.People, m.Outcome.OnList, m.By, m.Purpose, strconv.Itoa(len(k.Adjustments)), state})
	}
	d.table(t)
	return d
}

// Decisions is the list of what people decided about all runs: approvals, and changes with their reasons.
func Decisions(all []record.Kept, lang diag.Lang) *Document {
	d := &Document{Title: say(lang, wAdjustments)}
	t := &Table{Name: "list", Columns: []Column{
		{Head: say(lang, wRun), Right: true}, {Head: say(lang, wRecorded)}, {Head: say(lang, wBy)}, {Head: say(lang, wDocument)}, {Head: say(lang, wChangedTo)}, {Head: say(lang, wID)},
		{Head: say(lang, wBodyWord)}, {Head: say(lang, wDeparts)}, {Head: say(lang, wReason)},
	}}
	for i := range all {
		k := &all[i]
		n := strconv.Itoa(k.Number)
		for _, a := range k.Adjustments {
			t.Rows = append(t.Rows, []string{n, a.At, a.By, a.Document, seatWord(lang, a.Seat), roster.Mask(a.Person), a.Body, a.Clause, a.Reason})
		}
		if a := k.Approval; a != nil {
			t.Rows = append(t.Rows, []string{n, a.At, a.By, a.Document, say(lang, wApprovalWord), "", "", "", a.Note})
		}
	}
	d.table(t)
	return d
}

// Recorded adds to the page of a run what is on record of it: its number, who ran it and what for, and what people decided. computed
// leaves out the lists after their changes, and only counts them.
func Recorded(d *Document, r *engine.Result, k *record.Kept, computed bool, lang diag.Lang) {
	head := RunHead(k, lang)
	switch n := strconv.Itoa(len(k.Adjustments)); {
	case len(k.Adjustments) > 0 && computed:
		head = append(head, Line{Text: say(lang, wRunComputed, "n", n)})
	case len(k.Adjustments) > 0:
		head = append(head, Line{Text: say(lang, wRunChanges, "n", n)})
	}
	d.Blocks = append([]Block{{Lines: head}}, d.Blocks...)
	if computed || len(k.Adjustments) == 0 {
		return
	}
	d.heading(say(lang, wAdjustments))
	d.table(adjustments(r, k, lang))
	for _, body := range adjustedBodies(k) {
		title := say(lang, wAfter)
		if s, ok := r.Slates.Slate(body); ok {
			title = say(lang, wAfterBody, "body", s.Body.Label)
		}
		d.heading(title)
		d.table(members(r, k, body, lang))
	}
}

// RunHead says in lines which run it is and what people decided about it.
func RunHead(k *record.Kept, lang diag.Lang) []Line {
	m := &k.Manifest
	purpose := m.Purpose
	if purpose == "" {
		purpose = say(lang, wRunless)
	}
	lines := []Line{
		{Text: say(lang, wRunHead, "n", strconv.Itoa(k.Number), "by", m.By, "at", m.At, "snapshot", m.Roster.Snapshot, "engine", m.Engine.Version)},
		{Text: say(lang, wRunPurpose, "purpose", purpose, "assessment", m.Assessment)},
	}
	if a := k.Approval; a != nil {
		lines = append(lines, Line{Text: say(lang, wRunApproved, "by", a.By, "at", a.At, "document", a.Document)})
		if a.Note != "" {
			lines = append(lines, Line{Text: say(lang, wApprovalWords, "note", a.Note)})
		}
	} else {
		lines = append(lines, Line{Text: say(lang, wRunProposal)})
	}
	if k.Removed > 0 {
		lines = append(lines, Line{Text: say(lang, wRunRemoved, "n", strconv.Itoa(k.Removed))})
	}
	if k.Code != "" {
		lines = append(lines, Line{Text: say(lang, wRunCode, "code", k.Code, "n", strconv.FormatInt(k.Entries, 10))})
	}
	return lines
}

func adjustedBodies(k *record.Kept) []string {
	var bodies []string
	seen := map[string]bool{}
	for _, a := range k.Adjustments {
		if !seen[a.Body] {
			seen[a.Body] = true
			bodies = append(bodies, a.Body)
		}
	}
	return bodies
}

func seatWord(lang diag.Lang, seat string) string {
	w, ok := map[string]word{
		record.OnList: wSeatOn, record.OffList: wSeatOff, "none": wSeatNone, "proposed": wSeatProposed, "surplus": wSeatSurplus,
		"reserve": wSeatReserve, "nominated": wSeatNominated,
	}[seat]
	if !ok {
		return seat
	}
	return say(lang, w)
}

// computedSeat is where the rules put somebody, whatever people decided.
func computedSeat(r *engine.Result, person, body string) string {
	i, ok := r.Pool.Snapshot.Find(person)
	if s, is := r.Slates.Slate(body); is && ok {
		return s.Seat(i).String()
	}
	if ok {
		if at, ranks := r.Standing(i); ranks && at.OnList {
			return record.OnList
		}
	}
	return record.OffList
}

func adjustments(r *engine.Result, k *record.Kept, lang diag.Lang) *Table {
	t := &Table{Name: "adjustments", Columns: []Column{
		{Head: say(lang, wID)}, {Head: say(lang, wName)}, {Head: say(lang, wBodyWord)}, {Head: say(lang, wRulesSay)}, {Head: say(lang, wChangedTo)}, {Head: say(lang, wDeparts)},
		{Head: say(lang, wDocument)}, {Head: say(lang, wBy)}, {Head: say(lang, wRecorded)}, {Head: say(lang, wReason)},
	}}
	for _, a := range k.Adjustments {
		name := say(lang, wGone)
		if i, ok := r.Pool.Snapshot.Find(a.Person); ok {
			name = r.Pool.Snapshot.Person(i).Name
		}
		t.Rows = append(t.Rows, []string{roster.Mask(a.Person), name, a.Body, seatWord(lang, computedSeat(r, a.Person, a.Body)), seatWord(lang, a.Seat), a.Clause,
			a.Document, a.By, a.At, a.Reason})
	}
	return t
}

func members(r *engine.Result, k *record.Kept, body string, lang diag.Lang) *Table {
	t := &Table{Name: "after", Columns: []Column{{Head: say(lang, wPlace), Right: true}, {Head: say(lang, wID)}, {Head: say(lang, wName)}, {Head: say(lang, wChangedTo)}, {Head: say(lang, wPeopleChanged)}}}
	for _, m := range record.Members(r, k, body) {
		changed := ""
		if m.Seat != m.Computed {
			changed = seatWord(lang, m.Computed) + " → " + seatWord(lang, m.Seat)
		}
		t.Rows = append(t.Rows, []string{m.Place, roster.Mask(m.ID), m.Name, seatWord(lang, m.Seat), changed})
	}
	return t
}

// OnRecord adds to the explanation of a person which run it is of, and what people decided about the person in it. was is the record of the
// person, nil for none.
func OnRecord(d *Document, r *engine.Result, k *record.Kept, person string, was *record.Person, lang diag.Lang) {
	lines := RunHead(k, lang)
	if k.Removed > 0 && was != nil && was.Result.Place != nil {
		p := was.Result.Place
		place := p.Best
		if p.Worst != p.Best {
			place += "–" + p.Worst
		}
		lines = append(lines, Line{Text: say(lang, wStandsRecorded, "place", place)})
	}
	lines = append(lines, changesOf(r, k, person, lang)...)
	d.Blocks = append([]Block{{Lines: lines}}, d.Blocks...)
}

// changesOf says where people have put somebody, and why.
func changesOf(r *engine.Result, k *record.Kept, person string, lang diag.Lang) []Line {
	var lines []Line
	for _, a := range k.Of(person) {
		seat := seatWord(lang, a.Seat)
		if a.Body != "" {
			seat = a.Body + colon(lang) + seat
		}
		lines = append(lines, Line{Text: say(lang, wAdjusted, "seat", seat, "computed", seatWord(lang, computedSeat(r, person, a.Body)), "reason", a.Reason,
			"clause", a.Clause, "document", a.Document, "by", a.By)})
	}
	return lines
}

// Replay says what is different about a run that was made again: most differences at most, 0 for all.
func Replay(k *record.Kept, compared record.Comparison, most int, lang diag.Lang) *Document {
	d := &Document{Title: say(lang, wReplayTitle, "n", strconv.Itoa(k.Number))}
	d.lines(RunHead(k, lang)...)
	if k.Removed > 0 {
		d.text(say(lang, wReplayRemoved, "n", strconv.Itoa(k.Removed)))
	}
	if len(compared.Different) == 0 {
		d.text(say(lang, wReplaySame, "n", strconv.Itoa(compared.People)))
		return d
	}
	people := map[string]bool{}
	t := &Table{Name: "list", Columns: []Column{{Head: say(lang, wID)}, {Head: say(lang, wWhere)}, {Head: say(lang, wRecordedAs)}, {Head: say(lang, wNowIs)}}}
	or := func(s string) string {
		if s == "" {
			return say(lang, wGone)
		}
		return s
	}
	for _, one := range compared.Different {
		who := roster.Mask(one.Person)
		if who == "" {
			who = say(lang, wWholeRun)
		} else {
			people[one.Person] = true
		}
		if most == 0 || len(t.Rows) < most {
			t.Rows = append(t.Rows, []string{who, strings.Join(one.Path, " / "), or(one.Was), or(one.Is)})
		}
	}
	d.text(say(lang, wReplayOther, "n", strconv.Itoa(len(compared.Different)), "people", strconv.Itoa(len(people))))
	d.table(t)
	if more := len(compared.Different) - len(t.Rows); more > 0 {
		d.text(say(lang, wReplayMore, "n", strconv.Itoa(more)))
	}
	return d
}

// Held is a run made again from its record, with what people decided about it.
type Held struct {
	Result *engine.Result
	Kept   *record.Kept
}

// RunsDiff compares the lists of two runs, each as people left it, and says of everybody who moved whether people or the rules did it.
func RunsDiff(a, b Held, lang diag.Lang) *Document {
	d := &Document{Title: say(lang, wRunsDiff, "a", strconv.Itoa(a.Kept.Number), "b", strconv.Itoa(b.Kept.Number))}
	d.lines(RunHead(a.Kept, lang)...)
	d.lines(RunHead(b.Kept, lang)...)
	t := &Table{Name: "list", Columns: []Column{
		{Head: say(lang, wID)}, {Head: say(lang, wName)}, {Head: say(lang, wBodyWord)},
		{Head: say(lang, wRun) + " " + strconv.Itoa(a.Kept.Number)}, {Head: say(lang, wRun) + " " + strconv.Itoa(b.Kept.Number)}, {Head: say(lang, wWhy)},
	}}
	for _, body := range bodiesOf(a.Result.Pool.Program, b.Result.Pool.Program) {
		diffBody(t, a, b, body, lang)
	}
	if len(t.Rows) == 0 {
		d.text(say(lang, wRunsDiffSame))
		return d
	}
	d.table(t)
	return d
}

// bodiesOf returns the bodies of two programs, and before them "" for the list.
func bodiesOf(programs ...*eval.Program) []string {
	out := []string{""}
	seen := map[string]bool{}
	for _, p := range programs {
		for i := range p.Rules.Bodies {
			if id := p.Rules.Bodies[i].ID; !seen[id] {
				seen[id] = true
				out = append(out, id)
			}
		}
	}
	return out
}

func diffBody(t *Table, a, b Held, body string, lang diag.Lang) {
	before, after := record.Members(a.Result, a.Kept, body), record.Members(b.Result, b.Kept, body)
	where := map[string]record.Member{}
	for _, m := range after {
		where[m.ID] = m
	}
	text := func(m *record.Member) string {
		if m == nil {
			return say(lang, wGone)
		}
		s := seatWord(lang, m.Seat)
		if m.Place != "" {
			s += paren(lang, m.Place)
		}
		return s
	}
	add := func(id, name string, was, is *record.Member) {
		t.Rows = append(t.Rows, []string{roster.Mask(id), name, body, text(was), text(is), cause(a, b, id, body, lang)})
	}
	for i := range before {
		was := &before[i]
		is, stays := where[was.ID]
		delete(where, was.ID)
		switch {
		case !stays:
			add(was.ID, was.Name, was, nil)
		case is.Seat != was.Seat || is.Place != was.Place:
			add(was.ID, was.Name, was, &is)
		}
	}
	for i := range after {
		if _, new := where[after[i].ID]; new {
			add(after[i].ID, after[i].Name, nil, &after[i])
		}
	}
}

// cause names every change by people on either side; where there is none it was the rules or the facts.
func cause(a, b Held, person, body string, lang diag.Lang) string {
	var said []string
	for _, h := range []Held{a, b} {
		for _, one := range h.Kept.Of(person) {
			if one.Body == body {
				said = append(said, say(lang, wRun)+" "+strconv.Itoa(h.Kept.Number)+colon(lang)+say(lang, wHuman, "reason", one.Reason, "document", one.Document, "by", one.By))
			}
		}
	}
	if said == nil {
		return say(lang, wByRules)
	}
	return join(lang, said)
}
