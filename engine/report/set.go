package report

import (
	"slices"
	"strings"

	"slate/engine"
	"slate/engine/arrange"
	"slate/engine/diag"
	"slate/engine/eval"
	"slate/engine/fact"
	"slate/engine/record"
	"slate/engine/roster"
	"slate/engine/ruleset"
	"slate/engine/surname"
	"slate/engine/tune"
)

// Audience says for whom papers are printed.
type Audience uint8

// The audiences, from the one that sees least. The zero value is the safe one.
const (
	Public     Audience = iota // notice and composition, with the columns that are public
	Department                 // besides, an overview with the columns for departments, and what each of them must supply
	Internal                   // everything
)

// ParseAudience reads public, department or internal.
func ParseAudience(s string) (Audience, bool) {
	i := slices.Index([]string{"public", "department", "internal"}, s)
	return Audience(max(i, 0)), i >= 0
}

// Set is what the printed papers are made from.
type Set struct {
	Result   *engine.Result
	Body     string // id of the only body to print; "" for all
	Audience Audience
	Order    surname.Order // of names in papers for outside
	Lang     diag.Lang
	// Kept is what is on record of the run, with what people decided; nil for one that was not recorded, which the papers then say.
	// The lists are those after what people decided; with Computed, as the rules give them.
	Kept     *record.Kept
	Computed bool
	// Last is an earlier list, Change a comparison with other rules; either makes the paper of the comparison, nil leaves it out.
	Last   *LastRun
	Change *tune.Difference
	// Evidence says where the values of a person were found, by the name of the fact; nil for nowhere.
	Evidence func(person int) map[string]roster.Origin
}

// Paper is one file of a set, without a format: documents that begin on pages of their own.
type Paper struct {
	Name      string // of the file, without its ending
	Label     string
	Documents []*Document
	Forms     bool // pages to be filled in and signed, of which a table alone says little
}

// Papers returns the papers of a set in their order. What an audience may not see is not in them in any form.
func Papers(s Set) []Paper {
	v := &setView{Set: s, p: s.Result.Pool.Program, print: &s.Result.Pool.Program.Rules.Print}
	v.gather()
	if s.Kept != nil && !s.Computed {
		v.decide()
	}
	var out []Paper
	add := func(name string, label phrase, docs ...*Document) {
		if len(docs) == 0 {
			return
		}
		for _, d := range docs {
			v.finish(d)
		}
		out = append(out, Paper{Name: name, Label: label.in(s.Lang), Documents: docs, Forms: docs[0].hasForm()})
	}
	if s.Audience == Internal {
		add("01-list", setWords.list, v.list()...)
	}
	if s.Audience == Internal || s.Audience == Department && len(v.print.Department) > 0 {
		add("02-overview", setWords.overview, v.overview()...)
	}
	add("03-composition", setWords.composition, v.composition()...)
	if s.Audience == Internal {
		add("04-people", setWords.person, v.people()...)
	}
	notices := v.notices()
	add("05-notice", setWords.notice, notices...)
	for _, d := range notices {
		d.Footer = "" // a run is the office's own matter
	}
	if s.Audience != Public {
		for i, department := range v.departments() {
			add("06-need-"+two(i+1), phrase{department + " · " + setWords.need[0], department + " · " + setWords.need[1]}, v.need(department))
		}
	}
	if s.Audience == Internal {
		add("07-comparison", setWords.comparison, v.comparison()...)
		add("08-approval", setWords.approval, v.approval())
	}
	return out
}

// hasForm reports whether a form stands on a page.
func (d *Document) hasForm() bool {
	return slices.ContainsFunc(d.Blocks, func(b Block) bool { return b.Form != nil })
}

func two(n int) string {
	if n < 10 {
		return "0" + count(n)
	}
	return count(n)
}

// chosen is the list that one body, or the ranking where there are no bodies, puts forward.
type chosen struct {
	label, basis string
	slate        *arrange.Slate // nil without bodies
	seats, list  []int          // by number in the snapshot: those for the seats, and all who are put forward
	reserve      []int
	nominated    []int    // those of the list whom voters or deputies have nominated
	absent       []string // ids of nominees whom the roster does not have
	clash        bool
	changed      bool // people have put somebody elsewhere than the rules do
}

type setView struct {
	Set
	p     *eval.Program
	print *ruleset.Print
	lists []chosen
}

func (v *setView) gather() {
	m := &v.p.Rules.Meta
	if len(v.Result.Slates.Slates) == 0 {
		c := chosen{label: m.Label, basis: m.Basis}
		for i := range v.Result.List.Ranked {
			if s := &v.Result.List.Ranked[i]; s.OnList {
				c.list = append(c.list, s.Person)
			}
		}
		c.seats = c.list
		v.lists = []chosen{c}
		return
	}
	for _, s := range v.Result.Slates.Slates {
		if v.Body != "" && s.Body.ID != v.Body {
			continue
		}
		c := chosen{label: bodyLabel(s.Body), basis: m.Basis + s.Body.Basis, slate: s, clash: s.Group.Clash != nil}
		for i := range s.Entries {
			e := &s.Entries[i]
			switch {
			case c.clash:
			case e.Person < 0:
				c.absent = append(c.absent, e.ID)
			case e.Seat == arrange.Reserve:
				c.reserve = append(c.reserve, e.Person)
			default:
				c.list = append(c.list, e.Person)
				if e.Seat == arrange.Nominated {
					c.nominated = append(c.nominated, e.Person)
				}
				if e.Seat == arrange.Proposed {
					c.seats = append(c.seats, e.Person)
				}
			}
		}
		v.lists = append(v.lists, c)
	}
}

// decide puts people where people have put them.
func (v *setView) decide() {
	for i := range v.lists {
		c := &v.lists[i]
		if c.changed = slices.ContainsFunc(v.Kept.Adjustments, func(a record.Adjustment) bool { return a.Body == c.body() }); !c.changed {
			continue
		}
		c.seats, c.list, c.reserve = nil, nil, nil
		for _, m := range record.Members(v.Result, v.Kept, c.body()) {
			person, _ := v.Result.Pool.Snapshot.Find(m.ID)
			switch m.Seat {
			case arrange.Reserve.String():
				c.reserve = append(c.reserve, person)
				continue
			case arrange.Proposed.String(), record.OnList:
				c.seats = append(c.seats, person)
			}
			c.list = append(c.list, person)
		}
	}
}

// body is the id of the body whose list it is, "" for the ranking.
func (c *chosen) body() string {
	if c.slate == nil {
		return ""
	}
	return c.slate.Body.ID
}

// recorded says which run it is, and the code of the ledger.
func (v *setView) recorded() string {
	if v.Kept == nil {
		return v.word(setWords.unrecorded)
	}
	return v.word(setWords.run, "run", count(v.Kept.Number), "code", v.Kept.Code)
}

func (v *setView) word(p phrase, args ...string) string { return p.in(v.Lang, args...) }

func (v *setView) cutoff() string { return v.word(setWords.cutoff, "day", v.p.Cutoff.String()) }

// finish puts the code of the run at the foot, and hides the middle of every long number that came along in somebody's words.
func (v *setView) finish(d *Document) {
	switch {
	case v.Audience == Public || d.Footer != "":
	default:
		d.Footer = v.recorded()
	}
	for i := range d.Blocks {
		b := &d.Blocks[i]
		for k := range b.Lines {
			b.Lines[k].Text = maskLong(b.Lines[k].Text)
		}
		if b.Table != nil {
			for _, row := range b.Table.Rows {
				for k := range row {
					row[k] = v.unlessOpen(b.Table.Columns[k].Head, row[k])
				}
			}
		}
	}
}

// unlessOpen masks long numbers in a cell, but for columns that the rule file leaves open.
func (v *setView) unlessOpen(head, text string) string {
	for _, m := range v.print.Masks {
		if m.How == "open" && v.head(m.Name.Text) == head {
			return text
		}
	}
	return maskLong(text)
}

// maskLong hides the middle of what may be an identity number, a credit code or a telephone number: nine digits or more in a run of at
// least eleven letters, digits and hyphens.
func maskLong(text string) string {
	long := func(r rune) bool {
		return r == '-' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
	}
	var out strings.Builder
	for len(text) > 0 {
		end := strings.IndexFunc(text, func(r rune) bool { return !long(r) })
		if end == 0 {
			skip := strings.IndexFunc(text, long)
			if skip < 0 {
				skip = len(text)
			}
			out.WriteString(text[:skip])
			text = text[skip:]
			continue
		}
		if end < 0 {
			end = len(text)
		}
		run := text[:end]
		digits := 0
		for _, r := range run {
			if r >= '0' && r <= '9' {
				digits++
			}
		}
		if digits >= 9 && len(run) >= 11 {
			run = roster.Mask(run)
		}
		out.WriteString(run)
		text = text[end:]
	}
	return out.String()
}

// head is the heading of a column: the label of a name.
func (v *setView) head(name string) string {
	if slot, ok := v.p.NameOf(name); ok {
		n := &v.p.Names[slot]
		return withUnit(nameOf(n.Label, n.Name), n.Type)
	}
	return name
}

// columns are the names that an audience may see beyond people's names.
func (v *setView) columns(a Audience) []string {
	list := v.print.Public
	switch {
	case a == Department:
		list = v.print.Department
	case a == Internal && v.print.InternalGiven:
		list = v.print.Internal
	case a == Internal:
		return v.customary()
	}
	var out []string
	for _, t := range list {
		out = append(out, t.Text)
	}
	return out
}

// maxColumns is how many columns fit beside each other on a lying page and are still read.
const maxColumns = 9

// customary are the columns of an overview where the rule file names none: who people are rather than what they are judged by.
func (v *setView) customary() []string {
	var out []string
	for i := range v.p.Names {
		n := &v.p.Names[i]
		switch {
		case n.Kind == eval.ParamName || n.Field != nil && n.Field.Sensitive:
		case n.Type.Kind == fact.Choice || n.Type.Kind == fact.Text || n.Type.Kind == fact.Day || n.Type.Kind == fact.Month:
			out = append(out, n.Name)
		}
	}
	return out[:min(len(out), maxColumns)]
}

// cell writes one value of a person as an audience may see it.
func (v *setView) cell(person int, name string, a Audience) string {
	slot, ok := v.p.NameOf(name)
	if !ok {
		return ""
	}
	how := v.print.Mask(name)
	value := v.Result.Pool.Person(person).Value(slot)
	switch {
	case how == "hidden":
		return "＊＊＊"
	case !value.Known() && a == Internal:
		return speak(v.Lang, v.Result.Pool.Person(person)).value(slot)
	case !value.Known():
		return v.word(setWords.publicBlank)
	}
	text := show(v.Lang, value, v.p.Names[slot].Type)
	isDay := v.p.Names[slot].Type.Kind == fact.Day && len(text) == len("2026-06-30")
	switch {
	case how == "year" && isDay:
		return text[:4]
	case how == "month" && isDay, how == "" && isDay && a != Internal:
		return text[:7]
	case how == "middle":
		return maskMiddle(text)
	case how == "open":
		return text
	}
	return maskLong(text)
}

// maskMiddle hides the middle of any text: a third of its characters stay at the front and none but the last at the end.
func maskMiddle(text string) string {
	r := []rune(text)
	if len(r) < 3 {
		return strings.Repeat("*", len(r))
	}
	keep := max(1, min(3, len(r)/3))
	return string(r[:keep]) + strings.Repeat("*", len(r)-keep-1) + string(r[len(r)-1:])
}

func (v *setView) name(person int) string { return v.Result.Pool.Snapshot.Person(person).Name }

// hand are the strokes that the rule file sets.
func (v *setView) hand() surname.Hand {
	hand := surname.Hand{}
	for _, s := range v.print.Strokes {
		hand[s.Char] = s.Strokes
	}
	return hand
}

// ordered puts people in the order of names, and says what to look at.
func (v *setView) ordered(people []int) ([]int, []string) {
	people = slices.Clone(people)
	slices.Sort(people) // ids decide nothing but among names that are written alike
	names := make([]string, len(people))
	for i, p := range people {
		names[i] = v.name(p)
	}
	perm, flags := surname.Sort(names, v.Order, v.hand())
	out := make([]int, len(people))
	for i, n := range perm {
		out[i] = people[n]
	}
	return out, NameNotes(names, flags, v.hand(), v.Lang)
}

func (v *setView) orderNote() string {
	return v.word([]phrase{surname.Strokes: setWords.byStrokes, surname.NameStrokes: setWords.byNameStrokes, surname.Pinyin: setWords.byPinyin}[v.Order])
}

// sentence is why a person stands where they do.
func (v *setView) sentence(person int) string {
	list := listView{r: v.Result, p: v.p, lang: v.Lang}
	words := speak(v.Lang, v.Result.Pool.Person(person))
	return words.sentence(list.reached(words.j))
}
