package report

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"slate/engine"
	"slate/engine/arrange"
	"slate/engine/diag"
	"slate/engine/eval"
	"slate/engine/fact"
	"slate/engine/roster"
)

// Doc is the text of measures: chapters as headings, articles with their items and tables, and at the end the index from each article
// to its place in the rule file and what it rests on. With decided, what they decided of a roster: how many people, and with names also who.
func Doc(m *Measures, decided *Decided, names bool) *Document {
	d := &Document{Title: m.Title}
	for _, c := range m.Chapters {
		d.heading(say(m.lang, wDocChapter, "n", numeral(m.lang, c.Number), "title", c.Title))
		for i := range c.Articles {
			m.write(d, &c.Articles[i])
		}
	}
	m.index(d, decided, names)
	return d
}

func (m *Measures) write(d *Document, a *Article) {
	d.text(citation(m.lang, a.Number, 0) + "　" + a.Text)
	for _, i := range a.Items {
		text := i.Text
		if i.Number > 0 {
			text = say(m.lang, wDocItemMark, "n", numeral(m.lang, i.Number)) + text
		}
		d.lines(Line{Depth: i.Depth + 1, Text: text})
		if i.Table != nil {
			d.table(i.Table)
		}
	}
	for _, t := range a.Tables {
		d.table(t)
	}
}

// index is the reverse index: a row for everything with an id.
func (m *Measures) index(d *Document, decided *Decided, names bool) {
	d.heading(say(m.lang, wDocIndex))
	d.text(say(m.lang, wDocIndexIs))
	t := &Table{Name: "index", Columns: []Column{{Head: say(m.lang, wDocCitation)}, {Head: say(m.lang, wDocID)}, {Head: say(m.lang, wDocMeaning)},
		{Head: say(m.lang, wDocLine)}, {Head: say(m.lang, wBasis)}}}
	if decided != nil {
		d.text(say(m.lang, wDocDecidedIs, "n", count(decided.people)))
		t.Columns = append(t.Columns, Column{Head: say(m.lang, wDocDecided)})
	}
	for _, c := range m.Places {
		row := []string{citation(m.lang, c.Article, c.Item), c.ID, orDash(otherThan(c.Label, c.ID)), place(c.Span), orDash(c.Basis)}
		if decided != nil {
			row = append(row, orDash(decided.text(c.ID, names, m.lang)))
		}
		t.Rows = append(t.Rows, row)
	}
	d.table(t)
}

// Effect is what a part of the rules did to people of a roster.
type Effect struct {
	What   string // fails, bars, waived, waits, hits, lacks, graded, proposed, needed
	People []int  // by number in the snapshot, ascending
}

// Decided is what every part of the rules did in a run, by id.
type Decided struct {
	people  int
	names   []roster.Person
	effects map[string][]Effect
}

// NewDecided gathers what the parts of the rules did in a run.
//
//	fails     a clause that is by itself, or with others together, a reason why somebody fails its tier
//	bars      a veto that holds and is not waived
//	waived    a veto that a record sets aside
//	waits     a clause or veto on which somebody's being undecided depends
//	hits      a row of a decision table
//	lacks     an indicator of which the input is missing
//	graded    a grade that is certain
//	proposed  a body that proposes them for a seat
//	needed    a quota that would break if they gave their seat to who comes next
func NewDecided(r *engine.Result) *Decided {
	d := &Decided{people: r.Totals.People, effects: map[string][]Effect{}}
	for i := range r.Pool.Snapshot.Len() {
		d.names = append(d.names, r.Pool.Snapshot.Person(i))
		d.person(r.Pool.Person(i), i)
	}
	if r.Slates != nil {
		for _, s := range r.Slates.Slates {
			d.slate(s)
		}
	}
	return d
}

func (d *Decided) add(id, what string, person int) {
	list := d.effects[id]
	i := slices.IndexFunc(list, func(e Effect) bool { return e.What == what })
	if i < 0 {
		list, i = append(list, Effect{What: what}), len(list)
	}
	if at, there := slices.BinarySearch(list[i].People, person); !there {
		list[i].People = slices.Insert(list[i].People, at, person)
	}
	d.effects[id] = list
}

func (d *Decided) person(j *eval.Judgement, person int) {
	p := j.Program()
	for t, o := range j.Outcomes {
		switch o {
		case eval.Fail:
			for _, reason := range j.Decisive(t) {
				for _, leaf := range reason {
					if !p.Leaves[leaf].Veto {
						d.add(p.Leaves[leaf].Clause.ID, "fails", person)
					}
				}
			}
		case eval.Undecided:
			for _, leaf := range j.Because(t) {
				if j.Raw[leaf] == fact.Unknown {
					d.add(p.Leaves[leaf].Clause.ID, "waits", person)
				}
			}
		}
	}
	for i := range p.Vetoes {
		id := p.Vetoes[i].Rules.ID
		switch {
		case j.Waived[i] != nil:
			d.add(id, "waived", person)
		case j.Truth(p.Vetoes[i].Condition) == fact.True:
			d.add(id, "bars", person)
		}
	}
	for s := range p.Steps {
		if table := p.Steps[s].Classify; table != nil {
			for i, hit := range j.Hits(s) {
				if hit == fact.True {
					d.add(rowID(table.Name, table.Rules[i].ID, i), "hits", person)
				}
			}
		}
	}
	if p.Score != nil {
		for i := range j.Indicators {
			if j.Indicators[i].Missing {
				d.add(p.Score.Indicators[i].Rules.ID, "lacks", person)
			}
		}
		if grade, certain := j.Grade(); certain && grade >= 0 {
			d.add(p.Rules.Grades[grade].Label, "graded", person)
		}
	}
}

func (d *Decided) slate(s *arrange.Slate) {
	for _, e := range s.Entries {
		if e.Person < 0 || e.Seat != arrange.Proposed {
			continue
		}
		d.add(s.Body.ID, "proposed", e.Person)
		for _, q := range e.Needed {
			d.add(s.Quotas[q].Rules.ID, "needed", e.Person)
		}
	}
}

// rowID is the id of a row of a decision table; one without has the table's and its number.
func rowID(table, id string, row int) string {
	if id != "" {
		return id
	}
	return table + "/" + count(row+1)
}

var effectWords = map[string]word{
	"fails": wDocFails, "bars": wDocBars, "waived": wDocWaived, "waits": wDocWaits, "hits": wDocHits, "lacks": wDocLacks,
	"graded": wDocGraded, "proposed": wDocProposed, "needed": wDocNeeded,
}

// text says what something did, and with names to whom.
func (d *Decided) text(id string, names bool, lang diag.Lang) string {
	var said []string
	for _, e := range d.effects[id] {
		text := say(lang, effectWords[e.What], "n", count(len(e.People)))
		if names {
			var who []string
			for _, p := range e.People {
				who = append(who, strings.TrimSpace(d.names[p].Name+" "+roster.Mask(d.names[p].ID)))
			}
			text += colon(lang) + and(lang, who)
		}
		said = append(said, text)
	}
	return join(lang, said)
}

// DocFormat names the layout that WriteDocJSON writes.
const DocFormat = "slate.doc/1"

type (
	jsonDocTable struct {
		Name    string     `json:"name"`
		Columns []string   `json:"columns"`
		Rows    [][]string `json:"rows"`
	}
	jsonDocItem struct {
		Number int           `json:"number,omitempty"`
		Depth  int           `json:"depth"`
		Text   string        `json:"text"`
		Table  *jsonDocTable `json:"table,omitempty"`
	}
	jsonArticle struct {
		Number int            `json:"number"`
		Text   string         `json:"text"`
		Items  []jsonDocItem  `json:"items"`
		Tables []jsonDocTable `json:"tables"`
	}
	jsonChapter struct {
		Number   int           `json:"number"`
		Title    string        `json:"title"`
		Articles []jsonArticle `json:"articles"`
	}
	jsonEffect struct {
		What   string   `json:"what"`
		People int      `json:"people"`
		IDs    []string `json:"ids,omitempty"`
	}
	jsonCited struct {
		Article int          `json:"article"`
		Item    int          `json:"item,omitempty"`
		ID      string       `json:"id"`
		Label   string       `json:"label,omitempty"`
		File    string       `json:"file"`
		Line    int          `json:"line"`
		Column  int          `json:"column"`
		Basis   string       `json:"basis,omitempty"`
		Decided []jsonEffect `json:"decided,omitempty"`
	}
	jsonDoc struct {
		Format   string        `json:"format"`
		Lang     string        `json:"lang"`
		Title    string        `json:"title"`
		Ruleset  string        `json:"ruleset"`
		Version  string        `json:"version"`
		Digest   string        `json:"digest"`
		Cutoff   string        `json:"cutoff"`
		Chapters []jsonChapter `json:"chapters"`
		Index    []jsonCited   `json:"index"`
	}
)

// WriteDocJSON writes measures for a program, as one object in this order of keys:
//
//	{"format": "slate.doc/1", "lang", "title", "ruleset", "version", "digest", "cutoff",
//	 "chapters": [{"number", "title", "articles": [{"number", "text", "items": [{"number", "depth", "text", "table"}],
//	   "tables": [{"name", "columns", "rows"}]}]}],
//	 "index": [{"article", "item", "id", "label", "file", "line", "column", "basis",
//	   "decided": [{"what", "people", "ids"}]}]}
//
// Texts are in lang. what is one of those of NewDecided; ids, masked as on pages, stand only with names. An item without a number stands
// below the item before it.
func WriteDocJSON(w io.Writer, m *Measures, decided *Decided, names bool) error {
	rs := m.program.Rules
	out := jsonDoc{Format: DocFormat, Lang: m.lang.String(), Title: m.Title, Ruleset: rs.Meta.ID, Version: rs.Meta.Version, Digest: rs.Digest(),
		Cutoff: m.Cutoff.String(), Index: []jsonCited{}}
	for _, c := range m.Chapters {
		chapter := jsonChapter{Number: c.Number, Title: c.Title, Articles: []jsonArticle{}}
		for _, a := range c.Articles {
			chapter.Articles = append(chapter.Articles, jsonArticleOf(&a))
		}
		out.Chapters = append(out.Chapters, chapter)
	}
	for _, c := range m.Places {
		cited := jsonCited{Article: c.Article, Item: c.Item, ID: c.ID, Label: c.Label, File: c.Span.File, Line: c.Span.Start.Line, Column: c.Span.Start.Column, Basis: c.Basis}
		if decided != nil {
			for _, e := range decided.effects[c.ID] {
				effect := jsonEffect{What: e.What, People: len(e.People)}
				for _, p := range e.People {
					if names {
						effect.IDs = append(effect.IDs, roster.Mask(decided.names[p].ID))
					}
				}
				cited.Decided = append(cited.Decided, effect)
			}
		}
		out.Index = append(out.Index, cited)
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(out); err != nil {
		return fmt.Errorf("write measures: %w", err)
	}
	return nil
}

func jsonArticleOf(a *Article) jsonArticle {
	out := jsonArticle{Number: a.Number, Text: a.Text, Items: []jsonDocItem{}, Tables: []jsonDocTable{}}
	for _, i := range a.Items {
		item := jsonDocItem{Number: i.Number, Depth: i.Depth, Text: i.Text}
		if i.Table != nil {
			table := jsonTableOf(i.Table)
			item.Table = &table
		}
		out.Items = append(out.Items, item)
	}
	for _, t := range a.Tables {
		out.Tables = append(out.Tables, jsonTableOf(t))
	}
	return out
}

func jsonTableOf(t *Table) jsonDocTable {
	table := jsonDocTable{Name: t.Name, Rows: t.Rows}
	for _, c := range t.Columns {
		table.Columns = append(table.Columns, c.Head)
	}
	return table
}
