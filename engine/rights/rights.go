// Package rights holds what people may ask about the data that are held of them, and what must be forgotten in time.
//
// A Request is what somebody asked under the law on personal information, by when it must be answered, and what became of it. A Look
// is a record of who looked at whom and why. A Period says how long a class of records is kept. The articles named here are of the
// Personal Information Protection Law (个人信息保护法, 2021).
package rights

import (
	"slices"

	"slate/engine/fact"
)

// Right is what somebody asks; its text is what rosters store and the command line takes.
type Right string

// The rights.
const (
	Access  Right = "access"  // to know what is held and to have a copy: articles 44 and 45
	Correct Right = "correct" // to have it put right: article 46
	Object  Right = "object"  // to an explanation, and against a decision: articles 24 and 48
	Erase   Right = "erase"   // to removal: article 47
)

// Request is what somebody asked, and what became of it.
type Request struct {
	Number   int // from 1; never given twice
	Right    Right
	Person   string // id; "" once the person was removed
	Run      int    // that it is about; 0 for none
	Received fact.Date
	Due      fact.Date // the day by which it is to be answered
	Text     string    // what was asked, in short; "" once it was removed
	Document string    // under which it was received
	By       string    // who received it
	At       string    // when it was recorded, RFC 3339 in UTC
	Answer   *Answer   // nil while it is open
}

// Overdue reports whether a request should have been answered before a day.
func (r *Request) Overdue(on fact.Date) bool { return r.Answer == nil && r.Due.Compare(on) < 0 }

// Outcome is what became of a request.
type Outcome string

// The outcomes.
const (
	Granted   Outcome = "granted"
	Refused   Outcome = "refused"
	Withdrawn Outcome = "withdrawn" // by the person
)

// Outcomes returns them in their order.
func Outcomes() []Outcome { return []Outcome{Granted, Refused, Withdrawn} }

// Answer is what was answered to a request.
type Answer struct {
	Outcome  Outcome
	Reason   string // "" once it was removed
	Document string
	By, At   string
}

// Days is how many working days there are to answer a request where nothing else is said. GB/T 35273-2020 (8.7) asks for an answer within
// thirty days; 15 working days are less, whatever the holidays.
const Days = 15

// Deadline returns the last day to answer a request: the n-th working day after it was received. Days of years that the calendar does not cover
// are taken as Monday to Friday, which is never later than it would be with holidays; sure is false then.
func Deadline(received fact.Date, n int, c fact.Calendar) (due fact.Date, sure bool) {
	if due, ok := c.Add(received, n); ok {
		return due, true
	}
	due = received
	for range n {
		due = due.AddDays(1)
		for weekend(due) {
			due = due.AddDays(1)
		}
	}
	return due, false
}

// monday is a Monday from which weekdays are counted.
var monday, _ = fact.NewDate(2001, 1, 1)

func weekend(d fact.Date) bool {
	n := monday.DaysUntil(d) % 7
	return (n+7)%7 >= 5
}

// Look is a record that somebody looked at what is held of a person.
type Look struct {
	Person string // id; "" once the person was removed
	What   string // the command: explain, show, access, whatif, proof
	Run    int    // 0 for none
	By     string
	Why    string
	At     string // RFC 3339 in UTC
}

// Class is a class of records that is kept for a time; its text is what rosters store and the command line takes.
type Class string

// The classes.
const (
	Results  Class = "results"  // of runs: the record of every person, with its salt and key; the ledger stays
	Requests Class = "requests" // that are answered: what was asked and answered
	Looks    Class = "looks"    // who looked at whom
	People   Class = "people"   // of whom nothing new came; they are named and removed one by one, by a person
)

// Classes returns them in their order.
func Classes() []Class { return []Class{Results, Requests, Looks, People} }

// ParseClass reads the name of a class.
func ParseClass(s string) (Class, bool) {
	return Class(s), slices.Contains(Classes(), Class(s))
}

// Period says how long a class is kept.
type Period struct {
	Class    Class
	Months   int
	Document string // that sets it
	By, At   string
}

// Before returns the day before which records of the class are due for removal.
func (p *Period) Before(on fact.Date) fact.Date { return on.AddMonths(-p.Months) }

// Due counts what is due for removal of a class.
type Due struct {
	Period
	Before fact.Date
	Count  int
	// Names are the runs by number, or the ids of the people; nil where only the count matters.
	Names []string
}
