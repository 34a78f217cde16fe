package report

import (
	"strconv"
	"strings"

	"slate/engine/diag"
	"slate/engine/fact"
	"slate/engine/rights"
	"slate/engine/roster"
)

// Letter is what a letter to a person is made of. Every part may be missing.
type Letter struct {
	Request rights.Request
	Person  roster.Person
	Sure    bool // the due day knows the holidays
	Days    int  // working days to the due day; 0 where the answer is at hand

	Held   *Document // what is held of the person, as Told
	Result *Document // the explanation, as Explain
	Other  *Document // what would alter the result, as Counterfactuals; nil where the person is on the list
	Listed bool
	Looks  []rights.Look
	// Changed is what a correction has done, Rerun how the list differs.
	Changed, Rerun *Document
	Gone           bool // everything was removed
}

// Write makes the letter, in plain words, with a place for the seal.
func (l *Letter) Write(lang diag.Lang) *Document {
	r := &l.Request
	title := map[rights.Right]word{rights.Access: wLetterAccess, rights.Correct: wLetterCorrect, rights.Object: wLetterObject, rights.Erase: wLetterErase}[r.Right]
	d := &Document{Title: say(lang, title),
		Subtitle: say(lang, wLetterSubtitle, "n", strconv.Itoa(r.Number), "received", r.Received.String(), "document", r.Document)}
	d.text(say(lang, wLetterDear, "name", l.Person.Name))
	if r.Text != "" {
		d.text(say(lang, wLetterAsked, "text", r.Text))
	}
	if l.Days > 0 {
		d.text(say(lang, wLetterDue, "due", r.Due.String(), "days", strconv.Itoa(l.Days)))
		if !l.Sure {
			d.text(say(lang, wLetterUnsure))
		}
	}
	if l.Gone {
		d.text(say(lang, wLetterGone, "at", r.At))
		d.text(say(lang, wLetterGoneWhat))
		d.text(say(lang, wLetterGoneLeft))
	}
	if l.Changed != nil {
		d.text(say(lang, wLetterCorrected))
		d.Blocks = append(d.Blocks, l.Changed.Blocks...)
	}
	if l.Rerun != nil {
		d.Blocks = append(d.Blocks, l.Rerun.Blocks...)
	}
	l.explain(d, lang)
	if !l.Gone {
		d.heading(say(lang, wLetterRights))
		d.text(say(lang, wLetterRightsText))
	}
	d.sign(Signature{Who: say(lang, wLetterOffice), Seal: true, Day: say(lang, wLetterDay)})
	return d
}

func (l *Letter) explain(d *Document, lang diag.Lang) {
	if l.Held != nil {
		d.heading(say(lang, wLetterHeld))
		d.text(say(lang, wLetterHeldHow))
		d.Blocks = append(d.Blocks, l.Held.Blocks...)
	}
	if l.Result == nil {
		if l.Held != nil {
			d.heading(say(lang, wLetterResult))
			d.text(say(lang, wLetterNoRun))
		}
	} else {
		d.heading(say(lang, wLetterResult))
		d.text(say(lang, wLetterHow))
		d.Blocks = append(d.Blocks, l.Result.Blocks...)
		d.heading(say(lang, wLetterOther))
		if l.Listed {
			d.text(say(lang, wLetterListed))
		} else if l.Other != nil {
			d.Blocks = append(d.Blocks, l.Other.Blocks...)
		}
	}
	if l.Held != nil {
		d.heading(say(lang, wLetterLooked))
		if len(l.Looks) == 0 {
			d.text(say(lang, wLetterNobodyLooked))
		} else {
			d.table(looks(l.Looks, false, lang))
		}
	}
}

func looks(all []rights.Look, whom bool, lang diag.Lang) *Table {
	t := &Table{Name: "list", Columns: []Column{{Head: say(lang, wRecorded)}, {Head: say(lang, wBy)}, {Head: say(lang, wLookWhat)}, {Head: say(lang, wRun), Right: true}}}
	if whom {
		t.Columns = append(t.Columns, Column{Head: say(lang, wID)})
	}
	t.Columns = append(t.Columns, Column{Head: say(lang, wLookWhy)})
	for _, k := range all {
		row := []string{k.At, k.By, k.What, numberOrNone(k.Run)}
		if whom {
			row = append(row, roster.Mask(k.Person))
		}
		t.Rows = append(t.Rows, append(row, k.Why))
	}
	return t
}

// Looks is the list of who looked at whom and why.
func Looks(all []rights.Look, lang diag.Lang) *Document {
	d := &Document{Title: say(lang, wLooks)}
	if len(all) == 0 {
		d.text(say(lang, wNoLooks))
		return d
	}
	d.table(looks(all, true, lang))
	return d
}

// Requests is the list of what people asked, with what became of it; on is the day on which open ones are overdue or not.
func Requests(all []rights.Request, on fact.Date, lang diag.Lang) *Document {
	d := &Document{Title: say(lang, wRequests)}
	if len(all) == 0 {
		d.text(say(lang, wNoRequests))
		return d
	}
	t := &Table{Name: "list", Columns: []Column{
		{Head: say(lang, wRequest), Right: true}, {Head: say(lang, wRight)}, {Head: say(lang, wID)}, {Head: say(lang, wRun), Right: true}, {Head: say(lang, wReceived)}, {Head: say(lang, wDue)},
		{Head: say(lang, wOutcomeWord)}, {Head: say(lang, wDocument)}, {Head: say(lang, wBy)}, {Head: say(lang, wRequestText)},
	}}
	rightWord := map[rights.Right]word{rights.Access: wRightAccess, rights.Correct: wRightCorrect, rights.Object: wRightObject, rights.Erase: wRightErase}
	outcomeWord := map[rights.Outcome]word{rights.Granted: wGranted, rights.Refused: wRefusedWord, rights.Withdrawn: wWithdrawnWord}
	for i := range all {
		r := &all[i]
		state, document, by := say(lang, wOpenRequest), r.Document, r.By
		switch {
		case r.Answer != nil:
			state, document, by = say(lang, outcomeWord[r.Answer.Outcome]), r.Answer.Document, r.Answer.By
			if r.Answer.Reason != "" {
				state += paren(lang, r.Answer.Reason)
			}
		case r.Overdue(on):
			state = say(lang, wOverdue)
		}
		t.Rows = append(t.Rows, []string{strconv.Itoa(r.Number), say(lang, rightWord[r.Right]), roster.Mask(r.Person), numberOrNone(r.Run), r.Received.String(), r.Due.String(), state, document, by, r.Text})
	}
	d.table(t)
	return d
}

func class(lang diag.Lang, c rights.Class) string {
	return say(lang, map[rights.Class]word{rights.Results: wClassResults, rights.Requests: wClassRequests, rights.Looks: wClassLooks, rights.People: wClassPeople}[c])
}

// Periods is what is due for removal.
func Periods(all []rights.Due, lang diag.Lang) *Document {
	d := &Document{Title: say(lang, wPeriods)}
	if len(all) == 0 {
		d.text(say(lang, wNoPeriods))
		return d
	}
	t := &Table{Name: "list", Columns: []Column{
		{Head: say(lang, wClass)}, {Head: say(lang, wMonths), Right: true}, {Head: say(lang, wBefore)}, {Head: say(lang, wDueCount), Right: true}, {Head: say(lang, wDocument)}, {Head: say(lang, wWhich)},
	}}
	people := false
	for i := range all {
		p := &all[i]
		people = people || p.Class == rights.People && p.Count > 0
		names := p.Names
		if p.Class == rights.People {
			names = make([]string, len(p.Names))
			for k := range p.Names {
				names[k] = roster.Mask(p.Names[k])
			}
		}
		shown := strings.Join(names[:min(20, len(names))], " ")
		if len(names) > 20 {
			shown += " …"
		}
		t.Rows = append(t.Rows, []string{class(lang, p.Class), strconv.Itoa(p.Months), p.Before.String(), strconv.Itoa(p.Count), p.Document, shown})
	}
	d.table(t)
	if people {
		d.text(say(lang, wPeopleByHand))
	}
	return d
}

// Expired says what was removed because its time was over.
func Expired(done []rights.Due, lang diag.Lang) *Document {
	d := &Document{}
	if len(done) == 0 {
		d.text(say(lang, wRemovedNothing))
		return d
	}
	d.text(say(lang, wRemovedNow))
	for i := range done {
		d.lines(Line{Depth: 1, Text: class(lang, done[i].Class) + " " + strconv.Itoa(done[i].Count)})
	}
	return d
}

// Kept says that a period was set.
func Kept(p rights.Period, lang diag.Lang) *Document {
	d := &Document{}
	d.text(say(lang, wKeptFor, "class", class(lang, p.Class), "months", strconv.Itoa(p.Months), "document", p.Document))
	return d
}

// numberOrNone writes a number that counts from 1, and nothing for none.
func numberOrNone(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// PackGuide says what is in an audit pack.
func PackGuide(lang diag.Lang) string { return say(lang, wPackGuide) }
