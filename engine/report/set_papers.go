package report

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"slate/engine/arrange"
	"slate/engine/eval"
	"slate/engine/fact"
	"slate/engine/roster"
)

// list is the ranked list, or the slate of every body, with a reason beside every name.
func (v *setView) list() []*Document {
	var docs []*Document
	for _, c := range v.lists {
		d := &Document{Title: c.label, Subtitle: v.cutoff(), Landscape: true}
		switch {
		case c.clash:
			d.text(v.word(setWords.bodyNone))
		case c.slate != nil:
			s := slateView{r: v.Result, s: c.slate, lang: v.Lang, brief: true, alone: true}
			d.text(s.size())
			d.text(s.total())
			s.table(d, arrange.Proposed, slateWords.proposed)
			s.table(d, arrange.Surplus, slateWords.surplus)
			s.table(d, arrange.Nominated, slateWords.nominated)
			s.table(d, arrange.Reserve, slateWords.reserve)
		default:
			l := listView{r: v.Result, p: v.p, lang: v.Lang, most: math.MaxInt}
			l.listed(d)
		}
		v.after(d, &c)
		d.text(v.word(setWords.official))
		printable(d)
		docs = append(docs, d)
	}
	if v.lists != nil && v.lists[0].slate != nil && v.Body == "" {
		d := &Document{Title: v.p.Rules.Meta.Label, Subtitle: v.cutoff(), Landscape: true}
		l := listView{r: v.Result, p: v.p, lang: v.Lang, most: math.MaxInt}
		l.listed(d)
		d.text(v.word(setWords.official))
		printable(d)
		docs = append(docs, d)
	}
	return docs
}

// after adds what people changed about a list, and the list as it then is.
func (v *setView) after(d *Document, c *chosen) {
	if v.Kept == nil || len(v.Kept.Adjustments) == 0 {
		return
	}
	n := count(len(v.Kept.Adjustments))
	if v.Computed {
		d.text(say(v.Lang, wRunComputed, "n", n))
		return
	}
	if !c.changed {
		return
	}
	d.heading(say(v.Lang, wAfter))
	d.table(members(v.Result, v.Kept, c.body(), v.Lang))
}

// printable turns the captions of a terminal into headings, and leaves out its empty lines.
func printable(d *Document) {
	var out []Block
	for _, b := range d.Blocks {
		if inner, ok := strings.CutPrefix(b.Text, "【"); ok {
			b = Block{Heading: strings.TrimSuffix(inner, "】")}
		}
		if !(b.Text == "" && b.Heading == "" && b.Lines == nil && b.Table == nil && b.Form == nil && b.Picture == nil && b.Signatures == nil) {
			out = append(out, b)
		}
	}
	d.Blocks = out
}

// overview is the table of candidates with the customary columns, or those of the rule file.
func (v *setView) overview() []*Document {
	names := v.columns(v.Audience)
	var docs []*Document
	for _, c := range v.lists {
		d := &Document{Title: c.label + v.word(phrase{"候选人情况一览表", ": candidates at a glance"}), Subtitle: v.cutoff(), Landscape: true}
		if c.clash {
			d.text(v.word(setWords.bodyNone))
			docs = append(docs, d)
			continue
		}
		t := &Table{Name: "list", Columns: []Column{{Head: v.word(setWords.serial), Right: true}, {Head: v.word(setWords.name)}}}
		for _, n := range names {
			t.Columns = append(t.Columns, Column{Head: v.head(n)})
		}
		scored := v.Audience == Internal && v.p.Score != nil
		if scored {
			t.Columns = append(t.Columns, Column{Head: say(v.Lang, wScore), Right: true})
		}
		people := c.list
		if v.Audience != Internal {
			people, _ = v.ordered(people)
			t.Notes = append(t.Notes, v.orderNote())
		}
		for i, person := range people {
			row := []string{count(i + 1), v.name(person)}
			for _, n := range names {
				row = append(row, v.cell(person, n, v.Audience))
			}
			if scored {
				row = append(row, speak(v.Lang, v.Result.Pool.Person(person)).score())
			}
			t.Rows = append(t.Rows, row)
		}
		d.table(t)
		if v.Audience == Internal {
			d.sign(signHere(v.Lang, v.word(phrase{"填表人", "drawn up by"})), signHere(v.Lang, v.word(setWords.examined)))
		}
		docs = append(docs, d)
	}
	return docs
}

// counted are the names by whose values lists are counted: those of `print`, those that quotas are counted by, and the choices that their
// conditions read.
func (v *setView) counted(c *chosen) []string {
	var out []string
	add := func(name string) {
		if name != "" && !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	for _, t := range v.print.Composition {
		add(t.Text)
	}
	if c.slate == nil {
		return out
	}
	for i := range c.slate.Quotas {
		q := c.slate.Quotas[i].Rules
		add(q.Per.Text)
		if f := v.p.Test(q.Where); f != nil {
			for _, slot := range f.Uses() {
				if n := &v.p.Names[slot]; n.Kind != eval.ParamName && (n.Type.Kind == fact.Choice || n.Type.Kind == fact.Boolean) {
					add(n.Name)
				}
			}
		}
	}
	return out
}

// groups counts people by the value of a name: choices in the order of the rule file, then others by text, unknown last.
func (v *setView) groups(name string, people []int) (labels []string, counts map[string]int) {
	slot, ok := v.p.NameOf(name)
	if !ok {
		return nil, nil
	}
	counts = map[string]int{}
	unknown := say(v.Lang, wUnknown)
	for _, person := range people {
		label := unknown
		if value := v.Result.Pool.Person(person).Value(slot); value.Known() {
			label = show(v.Lang, value, v.p.Names[slot].Type)
		}
		if counts[label] == 0 {
			labels = append(labels, label)
		}
		counts[label]++
	}
	choices := v.p.Names[slot].Type.Values
	rank := func(s string) int {
		if s == unknown {
			return math.MaxInt
		}
		if i := slices.Index(choices, s); i >= 0 {
			return i
		}
		return len(choices)
	}
	slices.SortFunc(labels, func(a, b string) int {
		if x, y := rank(a), rank(b); x != y {
			if x < y {
				return -1
			}
			return 1
		}
		return strings.Compare(a, b)
	})
	return labels, counts
}

// withheld are the groups that nobody outside may see: the small ones, and where those could be worked out from the total, the next.
func withheld(labels []string, counts map[string]int, small int) map[string]bool {
	out := map[string]bool{}
	hidden := 0
	bySize := slices.Clone(labels)
	slices.SortStableFunc(bySize, func(a, b string) int { return counts[a] - counts[b] })
	for _, l := range bySize {
		// One group withheld alone, or several of which all together are still few, is found by subtraction.
		if counts[l] < small || len(out) == 1 || len(out) > 0 && hidden < small {
			out[l] = true
			hidden += counts[l]
		}
	}
	return out
}

// percentOf writes a part of a whole in percent with two places, rounded half up from the counts.
func percentOf(n, of int) string {
	if of == 0 {
		return "—"
	}
	hundredths := (n*20000 + of) / (2 * of)
	return strconv.Itoa(hundredths/100) + "." + two(hundredths%100) + "%"
}

// composition counts every list by what quotas and the section print name.
func (v *setView) composition() []*Document {
	var docs []*Document
	for i := range v.lists {
		c := &v.lists[i]
		if c.clash {
			continue
		}
		names := v.counted(c)
		if v.Audience != Internal {
			allowed := v.columns(v.Audience)
			for _, t := range v.print.Composition {
				allowed = append(allowed, t.Text)
			}
			names = slices.DeleteFunc(names, func(n string) bool { return !slices.Contains(allowed, n) })
		}
		if len(names) == 0 {
			continue
		}
		d := &Document{Title: c.label + v.word(phrase{"结构比例分析表", ": composition"}), Subtitle: v.cutoff()}
		if v.Audience == Internal && c.slate != nil && len(c.slate.Quotas) > 0 {
			s := slateView{r: v.Result, s: c.slate, lang: v.Lang, brief: true, alone: true}
			s.composition(d)
			printable(d)
		}
		for _, name := range names {
			v.countedBy(d, c, name)
		}
		if v.Audience != Internal {
			d.text(v.word(setWords.small, "n", count(v.print.Small)))
		} else if c.slate != nil {
			chart := CompositionChart(v.Result, c.slate, names[0], v.Lang)
			d.picture(&Picture{SVG: chart.SVG, Title: chart.Title, Spoken: chart.Spoken})
		}
		docs = append(docs, d)
	}
	return docs
}

func (v *setView) countedBy(d *Document, c *chosen, name string) {
	d.heading(v.word(setWords.groupOf, "name", v.head(name)))
	t := &Table{Name: "by " + name, Columns: []Column{{Head: v.word(setWords.value), Width: 14}}}
	parts := [][]int{c.list}
	heads := []phrase{setWords.ofList}
	// Outside only one table is shown: two of lists that hold each other give away the difference.
	if v.Audience == Internal && len(c.seats) != len(c.list) {
		parts, heads = [][]int{c.seats, c.list}, []phrase{setWords.ofSeats, setWords.ofList}
	}
	for _, h := range heads {
		t.Columns = append(t.Columns, Column{Head: v.word(h), Right: true, Width: 8}, Column{Head: v.word(setWords.share), Right: true, Width: 8})
	}
	labels, all := v.groups(name, c.list)
	var hidden map[string]bool
	if v.Audience != Internal {
		hidden = withheld(labels, all, v.print.Small)
	}
	for _, l := range labels {
		row := []string{l}
		for _, people := range parts {
			_, counts := v.groups(name, people)
			if hidden[l] {
				row = append(row, v.word(setWords.withheld), "—")
				continue
			}
			row = append(row, count(counts[l])+"/"+count(len(people)), percentOf(counts[l], len(people)))
		}
		t.Rows = append(t.Rows, row)
	}
	d.table(t)
}

// people is a page for each person who is put forward or in reserve: particulars, reasons, evidence and points.
func (v *setView) people() []*Document {
	var docs []*Document
	seen := map[int]bool{}
	for _, c := range v.lists {
		for _, person := range slices.Concat(c.list, c.reserve) {
			if !seen[person] {
				seen[person] = true
				docs = append(docs, v.person(person))
			}
		}
	}
	if v.Kept == nil {
		return docs
	}
	for _, a := range v.Kept.Adjustments { // those whom people took off a list have their page too
		if person, ok := v.Result.Pool.Snapshot.Find(a.Person); ok && !seen[person] {
			seen[person] = true
			docs = append(docs, v.person(person))
		}
	}
	return docs
}

func (v *setView) person(person int) *Document {
	label := func(s string) FormCell { return FormCell{Text: s, Label: true} }
	who := v.Result.Pool.Snapshot.Person(person)
	d := &Document{Title: v.word(setWords.person), Subtitle: v.cutoff()}
	f := &Form{Widths: []int{5, 8, 5, 8, 6}}
	f.Rows = append(f.Rows, []FormCell{label(v.word(setWords.name)), {Text: who.Name}, label(say(v.Lang, wID)), {Text: roster.Mask(who.ID)}, {Text: v.word(setWords.photo), Rows: 4}})
	var row []FormCell
	names := v.columns(Internal)
	for len(names) < 6 {
		names = append(names, "")
	}
	if len(names)%2 == 1 {
		names = append(names, "")
	}
	for i, name := range names {
		cells := []FormCell{{}, {}}
		if name != "" {
			cells = []FormCell{label(v.head(name)), {Text: v.cell(person, name, Internal)}}
		}
		row = append(row, cells...)
		if i%2 == 1 {
			if len(f.Rows) >= 4 { // beneath the photograph
				row[3].Columns = 2
			}
			f.Rows = append(f.Rows, row)
			row = nil
		}
	}
	f.Rows = append(f.Rows,
		[]FormCell{label(say(v.Lang, wWhy)), {Text: maskLong(v.sentence(person)), Columns: 4}},
		[]FormCell{{Text: v.word(setWords.comment), Label: true, Height: 4}, {Columns: 4, Signatures: []Signature{sealHere(v.Lang, v.office(), "")}}})
	d.form(f)
	if v.Kept != nil {
		for _, line := range changesOf(v.Result, v.Kept, who.ID, v.Lang) {
			d.text(line.Text)
		}
	}
	d.heading(v.word(setWords.reasons))
	var evidence map[string]roster.Origin
	if v.Evidence != nil {
		evidence = v.Evidence(person)
	}
	v.evidence(d, person, evidence)
	if v.p.Score != nil {
		chart := PointsChart(v.Result, person, v.Lang)
		d.picture(&Picture{SVG: chart.SVG, Title: chart.Title, Spoken: chart.Spoken})
	}
	printable(d)
	return d
}

func (v *setView) office() string {
	if v.print.Office == "" {
		return v.word(setWords.office)
	}
	return v.print.Office
}

// notices are the notices of all lists, each with the columns that are public and no more, whatever the audience of the set.
func (v *setView) notices() []*Document {
	var docs []*Document
	for i := range v.lists {
		c := &v.lists[i]
		if len(c.list) == 0 {
			continue
		}
		d := &Document{Number: v.print.Number, Title: v.word(setWords.noticeTitle, "label", c.label)}
		d.text(v.word(setWords.noticeIntro, "basis", v.basis(), "label", c.label))
		d.heading(v.word(setWords.noticePeriod))
		d.text(v.period())
		d.heading(v.word(setWords.noticePeople))
		people, _ := v.ordered(c.list)
		t := &Table{Name: "list", Columns: []Column{{Head: v.word(setWords.serial), Right: true}, {Head: v.word(setWords.name)}}, Notes: []string{v.orderNote() + v.word(setWords.permitted)}}
		if nominated, _ := v.ordered(c.nominated); len(nominated) > 0 {
			var who []string
			for _, person := range nominated {
				who = append(who, v.name(person))
			}
			t.Notes = append(t.Notes, v.word(setWords.jointly, "who", and(v.Lang, who)))
		}
		names := v.columns(Public)
		for _, n := range names {
			t.Columns = append(t.Columns, Column{Head: v.head(n)})
		}
		for i, person := range people {
			row := []string{count(i + 1), v.name(person)}
			for _, n := range names {
				row = append(row, v.cell(person, n, Public))
			}
			t.Rows = append(t.Rows, row)
		}
		d.table(t)
		d.heading(v.word(setWords.noticeWays))
		d.text(v.word(setWords.noticeReach))
		telephone, address := v.print.Telephone, v.print.Address
		if telephone == "" {
			telephone = "________________"
		}
		d.text(v.word(setWords.noticeTelephone, "n", telephone))
		if address != "" {
			d.text(v.word(setWords.noticeAddress, "n", address))
		}
		d.text(v.word(setWords.noticeEnd))
		d.sign(sealHere(v.Lang, v.office(), v.day(v.print.From)))
		docs = append(docs, d)
	}
	return docs
}

func (v *setView) basis() string {
	if b := v.p.Rules.Meta.Basis; b != "" {
		return b
	}
	return v.p.Rules.Meta.Label
}

// day writes a day as papers do; "" for none.
func (v *setView) day(day fact.Date) string {
	switch {
	case day.IsZero():
		return ""
	case v.Lang == 0:
		return count(day.Year()) + "年" + count(day.Month()) + "月" + count(day.Day()) + "日"
	}
	return day.String()
}

// period is from when to when the notice runs: its first day counts where it is a working day.
func (v *setView) period() string {
	n := count(v.print.Days)
	end, ok := v.print.From, !v.print.From.IsZero()
	for left := v.print.Days; ok && left > 0; {
		var works bool
		if works, ok = v.p.Rules.Calendar.Works(end); works {
			left--
		}
		if left > 0 {
			end = end.AddDays(1)
		}
	}
	if !ok {
		return v.word(setWords.noticeBlank, "n", n)
	}
	return v.word(setWords.noticeFrom, "from", v.day(v.print.From), "to", v.day(end), "n", n)
}

// departments are those of which something is wanted, the one with most to do first.
func (v *setView) departments() []string {
	var out []string
	for _, w := range v.Result.Work {
		if !slices.Contains(out, w.Department) {
			out = append(out, w.Department)
		}
	}
	return out
}

// need is what one department must supply, to be sent to it.
func (v *setView) need(department string) *Document {
	needs := Needs(v.Result, department, v.Lang)
	d := &Document{Title: v.word(setWords.need), Subtitle: v.cutoff(), To: v.word(setWords.needTo, "department", orNone(department, v.Lang))}
	d.text(v.word(setWords.needBy))
	d.heading(v.word(setWords.needWhat))
	t := &Table{Name: "facts", Columns: []Column{{Head: v.word(setWords.needFact), Width: 16}, {Head: v.word(setWords.needWhy), Width: 8}, {Head: v.word(setWords.needCount), Right: true, Width: 5}}}
	for i := range v.Result.Work {
		w := &v.Result.Work[i]
		if w.Department != department {
			continue
		}
		n := &v.p.Names[w.Slot]
		age := "—"
		if n.Field != nil && n.Field.MaxAge != (fact.Period{}) {
			age = n.Field.MaxAge.String(v.Lang.String())
		}
		t.Rows = append(t.Rows, []string{nameOf(n.Label, n.Name), age, count(len(w.People))})
	}
	d.table(t)
	d.heading(v.word(setWords.needBack))
	for _, b := range needs.Blocks {
		if b.Table != nil {
			b.Table.Notes = append(b.Table.Notes, v.word(setWords.needEnough))
			d.table(b.Table)
		}
	}
	d.sign(signHere(v.Lang, v.word(phrase{"填报人", "supplied by"})), sealHere(v.Lang, orNone(department, v.Lang), ""))
	return d
}

// comparison is what became of the last list.
func (v *setView) comparison() []*Document {
	switch {
	case v.Change != nil:
		d := Diff(v.Change, v.Lang)
		d.Landscape = true
		printable(d)
		return []*Document{d}
	case v.Last != nil:
		return []*Document{v.since()}
	}
	return nil
}

// decisions are all departures from the rules: recorded adjustments, waivers of those put forward, and people whom the rule file pins.
func (v *setView) decisions() [][]string {
	var rows [][]string
	add := func(id, name, what, reason, document, by, day string) {
		rows = append(rows, []string{count(len(rows) + 1), strings.TrimSpace(name + " " + roster.Mask(id)), what, reason, document, by, day})
	}
	if v.Kept != nil {
		for _, a := range v.Kept.Adjustments {
			name := ""
			if person, ok := v.Result.Pool.Snapshot.Find(a.Person); ok {
				name = v.name(person)
			}
			what := seatWord(v.Lang, computedSeat(v.Result, a.Person, a.Body)) + " → " + seatWord(v.Lang, a.Seat)
			if a.Body != "" {
				what = a.Body + colon(v.Lang) + what
			}
			add(a.Person, name, what, join(v.Lang, []string{a.Reason, a.Clause}), a.Document, a.By, a.At[:min(len(a.At), len("2026-06-30"))])
		}
	}
	seen := map[int]bool{}
	for _, c := range v.lists {
		for _, person := range slices.Concat(c.list, c.reserve) {
			if seen[person] {
				continue
			}
			seen[person] = true
			who := v.Result.Pool.Snapshot.Person(person)
			for i, w := range v.Result.Pool.Person(person).Waived {
				if w != nil {
					veto := v.p.Vetoes[i].Rules
					by := ""
					if veto.Waiver != nil {
						by = veto.Waiver.By
					}
					add(who.ID, who.Name, v.word(setWords.waiver, "label", labelOf(&veto.Clause)), veto.Basis, w.Document, by, "")
				}
			}
		}
		if c.slate == nil {
			continue
		}
		b := c.slate.Body
		for i, pins := range [][]pinned{pinsOf(b.MustInclude), pinsOf(b.MustExclude), pinsOf(b.Nominated)} {
			what := v.word([]phrase{setWords.included, setWords.excluded, setWords.nominated}[i], "body", c.label)
			for _, p := range pins {
				name := ""
				if person, ok := v.Result.Pool.Snapshot.Find(p.id); ok {
					name = v.name(person)
				}
				add(p.id, name, what, p.reason, b.Basis, "", "")
			}
		}
	}
	return rows
}

// approval is the sheet on which the office signs.
func (v *setView) approval() *Document {
	m := &v.p.Rules.Meta
	t := &v.Result.Totals
	d := &Document{Title: m.Label + v.word(phrase{"呈批单", ": approval sheet"}), Subtitle: v.cutoff()}
	d.text(v.word(setWords.numbered, "id", m.ID, "version", m.Version, "day", v.p.Cutoff.String()))
	d.text(v.recorded())
	d.text(v.word(setWords.counts, "people", count(t.People), "pass", count(t.Pass), "undecided", count(t.Undecided), "fail", count(t.Fail), "vetoed", count(t.Vetoed), "listed", count(t.OnList)))
	rows := v.decisions()
	d.heading(v.word(setWords.decided, "n", count(len(rows))))
	if len(rows) == 0 {
		d.text(v.word(setWords.decidedNone))
	} else {
		table := &Table{Name: "decisions"}
		for i, p := range []phrase{setWords.serial, setWords.name, setWords.decisionKind, setWords.decisionWhat, setWords.decisionDocument, setWords.decisionBy, setWords.decisionDay} {
			table.Columns = append(table.Columns, Column{Head: v.word(p), Right: i == 0})
		}
		table.Rows = rows
		d.table(table)
	}
	d.heading(v.word(setWords.checks))
	var notes []string
	for _, c := range v.lists {
		_, more := v.ordered(c.list)
		for _, id := range c.absent {
			more = append(more, v.word(setWords.absent, "id", roster.Mask(id), "body", c.label))
		}
		for _, n := range more {
			if !slices.Contains(notes, n) {
				notes = append(notes, n)
			}
		}
	}
	for _, n := range notes {
		d.lines(Line{Text: n})
	}
	if len(notes) == 0 {
		d.text(v.word(setWords.checksNone))
	}
	d.heading(v.word(setWords.approvals))
	if v.Kept == nil || v.Kept.Approval == nil {
		d.text(v.word(setWords.awaiting))
	} else {
		d.lines(RunHead(v.Kept, v.Lang)...)
	}
	d.text(v.word(setWords.official))
	signers := v.print.Signers
	if len(signers) == 0 {
		signers = []string{v.word(setWords.proposer), v.word(setWords.examined), v.word(setWords.approved)}
	}
	var lines []Signature
	for _, s := range signers {
		lines = append(lines, signHere(v.Lang, s))
	}
	d.sign(append(lines, sealHere(v.Lang, v.office(), ""))...)
	return d
}

// File is one written file of a set.
type File struct{ Name, Label, Digest string }

// Index is the page that lists every file of a set with its digest.
func Index(s Set, files []File) *Document {
	v := &setView{Set: s, p: s.Result.Pool.Program, print: &s.Result.Pool.Program.Rules.Print}
	d := &Document{Title: v.p.Rules.Meta.Label + v.word(phrase{"：全套材料目录", ": papers of this set"}), Subtitle: v.cutoff(), Landscape: true}
	d.text(v.word(setWords.audience, "who", v.word([]phrase{Public: setWords.audPublic, Department: setWords.audDepartment, Internal: setWords.audInternal}[v.Audience])))
	t := &Table{Name: "list", Columns: []Column{{Head: v.word(setWords.file), Width: 12}, {Head: v.word(setWords.what), Width: 14}, {Head: v.word(setWords.digest), Width: 34}}}
	for _, f := range files {
		t.Rows = append(t.Rows, []string{f.Name, f.Label, f.Digest})
	}
	d.table(t)
	d.text(v.word(setWords.indexHow))
	if s.Audience != Public {
		d.Footer = v.recorded()
	}
	return d
}
