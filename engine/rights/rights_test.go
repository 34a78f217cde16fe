package rights

import (
	"testing"

	"slate/engine/fact"
)

func day(t *testing.T, s string) fact.Date {
	t.Helper()
	d, err := fact.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// TestDeadline holds deadlines to days counted by hand.
func TestDeadline(t *testing.T) {
	holidays := fact.Calendar{Years: []int{2026}, Off: []fact.Date{day(t, "2026-10-01"), day(t, "2026-10-02")}, Work: []fact.Date{day(t, "2026-10-10")}}
	for _, c := range []struct {
		received string
		n        int
		calendar fact.Calendar
		due      string
		sure     bool
	}{
		{"2026-06-01", 15, fact.Calendar{}, "2026-06-22", false}, // Monday; three weeks
		{"2026-06-05", 1, fact.Calendar{}, "2026-06-08", false},  // Friday
		{"2026-06-06", 1, fact.Calendar{}, "2026-06-08", false},  // Saturday
		{"2026-06-07", 0, fact.Calendar{}, "2026-06-07", true},
		{"2026-09-30", 1, holidays, "2026-10-05", true},
		{"2026-10-09", 1, holidays, "2026-10-10", true}, // a Saturday that is worked
		{"2026-12-31", 1, holidays, "2027-01-01", false},
		{"1999-12-31", 1, fact.Calendar{}, "2000-01-03", false},
	} {
		due, sure := Deadline(day(t, c.received), c.n, c.calendar)
		if due.String() != c.due || sure != c.sure {
			t.Errorf("%s and %d working days: %s %v, want %s %v", c.received, c.n, due, sure, c.due, c.sure)
		}
	}
}

// TestBefore holds that something is due for removal when its period is over, and not on the last day.
func TestBefore(t *testing.T) {
	p := Period{Months: 36}
	if got := p.Before(day(t, "2026-06-30")); got.String() != "2023-06-30" {
		t.Error(got)
	}
}
