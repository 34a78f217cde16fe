package record

import (
	"cmp"
	"slices"
	"strings"

	"slate/engine"
	"slate/engine/arrange"
)

// Kept is a run on record, with what people decided about it.
type Kept struct {
	Number      int // of the run, from 1; never given twice
	Manifest    Manifest
	Approval    *Approval // nil while the list is a proposal
	Adjustments []Adjustment
	// Code is the code of the ledger as it stands now, and Entries how many entries it has: whoever holds a page with it can tell later
	// whether the ledger was rewritten. "" where the caller did not ask for it.
	Code    string
	Entries int64
	// Removed counts the people of the run who were removed since: their records are gone.
	Removed int
}

// Approval makes a proposal a list that stands: somebody other than who ran it says so, on a document. The list is frozen by it.
type Approval struct {
	By, Document, Note, At string
}

// Adjustment is what people decided about somebody on a list that the rules would have otherwise.
type Adjustment struct {
	Person   string // id; "" once the person was removed
	Body     string // "" where the rules fill no bodies
	Seat     string // proposed, surplus, reserve or none; on or off the list where the rules fill no bodies
	Clause   string // the clause or quota that it departs from
	Reason   string
	Document string
	By, At   string
}

// The places of an adjustment where the rules fill no bodies.
const (
	OnList  = "on"
	OffList = "off"
)

// Seats returns where an adjustment may put somebody.
func Seats(bodies bool) []string {
	if !bodies {
		return []string{OnList, OffList}
	}
	return []string{arrange.Proposed.String(), arrange.Surplus.String(), arrange.Reserve.String(), arrange.None.String()}
}

// Of returns the adjustments of a person, in the order in which they were made.
func (k *Kept) Of(person string) []Adjustment {
	if k == nil {
		return nil
	}
	var out []Adjustment
	for _, a := range k.Adjustments {
		if a.Person == person {
			out = append(out, a)
		}
	}
	return out
}

// Seat returns where a person stands in a body, or on the list where body is "", once people have decided: the last adjustment counts.
func (k *Kept) Seat(person, body, computed string) string {
	for _, a := range slices.Backward(k.Of(person)) {
		if a.Body == body {
			return a.Seat
		}
	}
	return computed
}

// Member is somebody on a list: of a run, of a body, before or after people decided.
type Member struct {
	ID, Name string
	Seat     string
	Computed string // the seat that the rules give
	Place    string // in the order, "" for those that people have put there without one
}

// Members returns who is on the list of a body, or of the ranking where body is "", in the order of the ranking, those without a place
// last and by id. With k it is the list after what people decided, with nil what the rules give.
func Members(r *engine.Result, k *Kept, body string) []Member {
	var out []Member
	s := r.Pool.Snapshot
	where := standings(r.List)
	slate, _ := r.Slates.Slate(body)
	for i := range s.Len() {
		m := Member{ID: s.Person(i).ID, Name: s.Person(i).Name}
		at, ranked := where[i]
		off := OffList
		switch {
		case body != "":
			m.Computed, off = slate.Seat(i).String(), arrange.None.String()
		case ranked && at < len(r.List.Ranked) && r.List.Ranked[at].OnList:
			m.Computed = OnList
		default:
			m.Computed = OffList
		}
		if m.Seat = k.Seat(m.ID, body, m.Computed); m.Seat == off {
			continue
		}
		if ranked && at < len(r.List.Ranked) {
			m.Place = number(r.List.Ranked[at].Place.Best)
		}
		out = append(out, m)
	}
	order := func(m *Member) int {
		i, _ := s.Find(m.ID)
		if at, ok := where[i]; ok {
			return at
		}
		return s.Len() + i
	}
	slices.SortStableFunc(out, func(a, b Member) int {
		return cmp.Or(cmp.Compare(seatOrder(a.Seat), seatOrder(b.Seat)), cmp.Compare(order(&a), order(&b)))
	})
	return out
}

func seatOrder(seat string) int {
	return slices.Index([]string{arrange.Proposed.String(), arrange.Surplus.String(), arrange.Nominated.String(), arrange.Reserve.String()}, seat)
}

// SamePerson reports whether two names of officials are one: spaces and the case of letters make no other person.
func SamePerson(a, b string) bool {
	fold := func(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), "")) }
	return fold(a) == fold(b)
}
