package report

import (
	"strings"

	"slate/engine/diag"
	"slate/engine/fact"
	"slate/engine/roster"
)

// The views of a roster: its snapshots, one person with sources, the difference of two snapshots, what an import would
// do, what people must settle, and whether the file is sound.

// origin says where a value came from, in one line.
func origin(lang diag.Lang, o *roster.Origin) string {
	if o.Kind == roster.Correction || o.Kind == roster.Decision {
		return trimmed(lang, say(lang, wHand, "kind", kind(lang, o.Kind), "n", count(o.Number), "by", o.By, "document", o.Document, "on", o.AsOf.String()))
	}
	file := o.File
	if o.Sheet != "" {
		file += "·" + o.Sheet
	}
	return trimmed(lang, say(lang, wEvidence, "department", o.Department, "file", file, "row", count(o.Row), "column", count(o.Column), "on", o.AsOf.String()))
}

// trimmed removes separators that stand where something is not known.
func trimmed(lang diag.Lang, s string) string {
	separator := [...]string{"，", ", "}[lang]
	var parts []string
	for _, p := range strings.Split(s, separator) {
		if p = strings.TrimSpace(p); p != "" {
			parts = append(parts, p)
		}
	}
	return strings.Join(parts, separator)
}

func kind(lang diag.Lang, k roster.BatchKind) string {
	return say(lang, map[roster.BatchKind]word{roster.Import: wKindImport, roster.Correction: wKindCorrection, roster.Decision: wKindDecision, roster.Erasure: wKindErasure}[k])
}

// Snapshots is the list of all changes of a roster. chosen is the snapshot that runs use, 0 for the newest.
func Snapshots(all []roster.Stored, chosen int, lang diag.Lang) *Document {
	d := &Document{Title: say(lang, wSnapshots)}
	t := &Table{Name: "list", Columns: []Column{
		{Head: say(lang, wSnapshot), Right: true}, {Head: say(lang, wKind)}, {Head: say(lang, wDepartment)}, {Head: say(lang, wFile)}, {Head: say(lang, wAsOf)},
		{Head: say(lang, wHowMany), Right: true}, {Head: say(lang, wBy)}, {Head: say(lang, wReason)}, {Head: say(lang, wDocument)}, {Head: say(lang, wRecorded)},
	}}
	for _, b := range all {
		file := b.File
		if b.Sheet != "" {
			file += "·" + b.Sheet
		}
		t.Rows = append(t.Rows, []string{count(b.Number), kind(lang, b.Kind), b.Department, file, b.AsOf.String(), count(b.People), b.By, b.Reason, b.Document, b.Recorded})
	}
	d.table(t)
	if chosen > 0 {
		d.text(say(lang, wChosen, "n", count(chosen)))
	}
	return d
}

// Told is everything on record of a person, with where it came from and whether it holds.
func Told(p roster.Person, said []roster.Said, fields []fact.Field, lang diag.Lang) *Document {
	d := &Document{Title: strings.TrimSpace(p.Name+" "+roster.Mask(p.ID)) + "　" + say(lang, wToldTitle)}
	types := map[string]fact.Type{}
	for _, f := range fields {
		types[f.Name] = f.Type
	}
	t := &Table{Name: "list", Columns: []Column{{Head: say(lang, wFact)}, {Head: say(lang, wValue), Right: true}, {Head: ""}, {Head: say(lang, wSource)}, {Head: say(lang, wRecorded)}}}
	last := ""
	for i := range said {
		s := &said[i]
		name := s.Field
		if name == last {
			name = ""
		}
		last = s.Field
		value := show(lang, s.Value, types[s.Field])
		if s.Withdrawn {
			value = say(lang, wWithdrawn)
		}
		state := say(lang, wReplaced)
		switch {
		case s.Holds:
			state = say(lang, wHolding)
		case s.Contested:
			state = say(lang, wContested)
		}
		t.Rows = append(t.Rows, []string{name, value, state, origin(lang, &s.Origin), s.Recorded})
	}
	d.table(t)
	return d
}

// RosterDiff is what is different between two snapshots.
func RosterDiff(differences []roster.Difference, lang diag.Lang) *Document {
	d := &Document{}
	var came, left, moved int
	t := &Table{Name: "list", Columns: []Column{
		{Head: say(lang, wID)}, {Head: say(lang, wName)}, {Head: ""}, {Head: say(lang, wFact)}, {Head: say(lang, wWas), Right: true}, {Head: say(lang, wIs), Right: true},
	}}
	for _, x := range differences {
		id := roster.Mask(x.Person.ID)
		switch {
		case x.Came:
			came++
			t.Rows = append(t.Rows, []string{id, x.Person.Name, say(lang, wCame), "", "", ""})
		case x.Left:
			left++
			t.Rows = append(t.Rows, []string{id, x.Person.Name, say(lang, wLeft), "", "", ""})
		default:
			moved++
			for _, m := range x.Moves {
				t.Rows = append(t.Rows, []string{id, x.Person.Name, say(lang, wMoved), m.Field.Name, show(lang, m.Was, m.Field.Type), show(lang, m.Is, m.Field.Type)})
			}
		}
	}
	if len(differences) == 0 {
		d.text(say(lang, wSame))
		return d
	}
	d.text(say(lang, wDiffTotals, "came", count(came), "left", count(left), "moved", count(moved)))
	d.table(t)
	return d
}

// Rehearsal counts what an import would do.
type Rehearsal struct {
	People, New, Values, Changed, Contradicted int
	Changes                                    []roster.Change // the first of those that change or contradict
}

// Preview is what an import would do.
func Preview(r Rehearsal, fields []fact.Field, lang diag.Lang) *Document {
	d := &Document{Title: say(lang, wPreview)}
	d.text(say(lang, wPreviewTotals, "people", count(r.People), "new", count(r.New), "values", count(r.Values), "changed", count(r.Changed), "contradicted", count(r.Contradicted)))
	if len(r.Changes) == 0 {
		return d
	}
	types := map[string]fact.Type{}
	for _, f := range fields {
		types[f.Name] = f.Type
	}
	t := &Table{Name: "list", Columns: []Column{
		{Head: say(lang, wID)}, {Head: say(lang, wName)}, {Head: say(lang, wFact)}, {Head: say(lang, wWas), Right: true}, {Head: say(lang, wIs), Right: true},
	}}
	for _, c := range r.Changes {
		t.Rows = append(t.Rows, []string{roster.Mask(c.Person.ID), c.Person.Name, c.Field, show(lang, c.Was, types[c.Field]), show(lang, c.Is, types[c.Field])})
	}
	d.table(t)
	if r.Changed+r.Contradicted > len(r.Changes) {
		d.text(say(lang, wPreviewMore, "n", count(len(r.Changes))))
	}
	return d
}

// Changed is one line about a value that a person has corrected or settled.
func Changed(c roster.Change, f fact.Field, lang diag.Lang) *Document {
	d := &Document{}
	name := strings.TrimSpace(c.Person.Name + " " + roster.Mask(c.Person.ID))
	d.text(say(lang, wCorrected, "name", name, "fact", f.Name, "was", show(lang, c.Was, f.Type), "is", show(lang, c.Is, f.Type)))
	return d
}

// Verification says whether a roster is sound: its checks, numbered.
func Verification(checks []roster.Check, lang diag.Lang) *Document {
	names := map[roster.CheckName]word{roster.CheckPages: wCheckPages, roster.CheckLinks: wCheckLinks, roster.CheckHashes: wCheckHashes, roster.CheckCurrent: wCheckCurrent, roster.CheckDecisions: wCheckDecisions}
	d := &Document{Title: say(lang, wVerifyTitle)}
	for i, c := range checks {
		verdict := say(lang, wSound)
		if len(c.Wrong) > 0 {
			verdict = say(lang, wDamagedAt, "where", and(lang, c.Wrong))
		}
		looked := ""
		if c.Rows > 0 {
			looked = paren(lang, say(lang, wLooked, "n", count(c.Rows)))
		}
		d.lines(Line{Text: count(i+1) + ". " + say(lang, names[c.Name]) + looked + colon(lang) + verdict})
	}
	return d
}

// Questions is what people must settle: contradictions between departments, and people who may be one.
func Questions(contests []roster.Contest, pairs []roster.Pair, lang diag.Lang) *Document {
	d := &Document{Title: say(lang, wQuestions)}
	if len(contests)+len(pairs) == 0 {
		d.text(say(lang, wNoQuestions))
		return d
	}
	if len(contests) > 0 {
		d.heading(say(lang, wContestTitle))
		t := &Table{Name: "list", Columns: []Column{{Head: say(lang, wID)}, {Head: say(lang, wName)}, {Head: say(lang, wFact)}}}
		for _, c := range contests {
			t.Rows = append(t.Rows, []string{roster.Mask(c.Person.ID), c.Person.Name, c.Field.Name})
		}
		d.table(t)
		d.text(say(lang, wContestHow))
	}
	if len(pairs) > 0 {
		d.heading(say(lang, wPairTitle))
		reasons := map[roster.Likeness]word{roster.SameNumber: wSameNumber, roster.SameBirth: wSameBirth, roster.SameName: wSameName}
		t := &Table{Name: "pairs", Columns: []Column{{Head: say(lang, wID)}, {Head: say(lang, wID)}, {Head: say(lang, wName)}, {Head: say(lang, wQuestion)}}}
		for _, p := range pairs {
			name := p.A.Name
			if p.B.Name != name {
				name += " / " + p.B.Name
			}
			t.Rows = append(t.Rows, []string{roster.Mask(p.A.ID), roster.Mask(p.B.ID), name, say(lang, reasons[p.Likeness])})
		}
		d.table(t)
		d.text(say(lang, wPairHow))
	}
	return d
}
