package fact

import (
	"math"
	"testing"
	"time"
)

func date(s string) Date {
	d, err := ParseDate(s)
	if err != nil {
		panic(s)
	}
	return d
}

// TestCalendar walks every day of 1900–2100, and the ends of the range, beside package time.
func TestCalendar(t *testing.T) {
	d := date("1900-01-01")
	for at := time.Date(1900, 1, 1, 0, 0, 0, 0, time.UTC); at.Year() <= 2100; at = at.AddDate(0, 0, 1) {
		if d.String() != at.Format("2006-01-02") || d.Year() != at.Year() || d.Month() != int(at.Month()) || d.Day() != at.Day() {
			t.Fatalf("%v, want %s", d, at.Format("2006-01-02"))
		}
		if same, ok := NewDate(at.Year(), int(at.Month()), at.Day()); !ok || same != d {
			t.Fatalf("%s is %v", at.Format("2006-01-02"), same)
		}
		d = d.AddDays(1)
	}
	for _, s := range []string{"0001-01-01", "9999-12-31", "2000-02-29", "1600-12-31"} {
		if got := date(s).String(); got != s {
			t.Errorf("%s is %s", s, got)
		}
	}
	for _, bad := range []string{"", "2026-6-30", "2026-06-31", "1900-02-29", "0000-01-01", "2026/06/30", "２026-06-30", "2026-13-01", "2026-00-10", "2026-06-00", "20260630", "2026-06-3a"} {
		if d, err := ParseDate(bad); err == nil {
			t.Errorf("ParseDate(%q) = %v", bad, d)
		}
	}
	if m, err := ParseMonth("2006-09"); err != nil || m != date("2006-09-01") {
		t.Errorf("month %v, %v", m, err)
	}
	if _, err := ParseMonth("2006-9"); err == nil {
		t.Error("2006-9 is taken")
	}
	if (Date{}).String() != "" || !(Date{}).IsZero() {
		t.Error("no date")
	}
}

// TestShifts holds days, months and years to package time, which lets 31 April be 1 May: where it runs over, ours stops.
func TestShifts(t *testing.T) {
	for a := date("1999-12-25"); a.Compare(date("2004-03-05")) <= 0; a = a.AddDays(1) {
		at := time.Date(a.Year(), time.Month(a.Month()), a.Day(), 0, 0, 0, 0, time.UTC)
		for n := -60; n <= 60; n++ {
			if got, want := a.AddDays(n).String(), at.AddDate(0, 0, n).Format(time.DateOnly); got != want {
				t.Fatalf("%v and %d days: %s, want %s", a, n, got, want)
			}
			if got := a.DaysUntil(a.AddDays(n)); got != n {
				t.Fatalf("%v and %d days are %d days apart", a, n, got)
			}
			want := at.AddDate(0, n, 0)
			if want.Day() != a.Day() {
				want = want.AddDate(0, 0, -want.Day())
			}
			if got := a.AddMonths(n).String(); got != want.Format(time.DateOnly) {
				t.Fatalf("%v and %d months: %s, want %s", a, n, got, want)
			}
			if got, want := a.AddYears(n, March1).String(), at.AddDate(n, 0, 0).Format(time.DateOnly); got != want {
				t.Fatalf("%v and %d years: %s, want %s", a, n, got, want)
			}
		}
	}
}

// TestShiftsStayInTheCalendar holds the ends of the range, however far the shift.
func TestShiftsStayInTheCalendar(t *testing.T) {
	d, first, last := date("2006-09-30"), date("0001-01-01"), date("9999-12-31")
	for _, tt := range []struct {
		name      string
		got, want Date
	}{
		{"days beyond the end", last.AddDays(5), last}, {"days before the start", first.AddDays(-5), first},
		{"all days", d.AddDays(math.MaxInt), last}, {"all days back", d.AddDays(math.MinInt), first},
		{"all months", d.AddMonths(math.MaxInt), date("9999-12-30")}, {"all months back", d.AddMonths(math.MinInt), date("0001-01-30")},
		{"all years", d.AddYears(math.MaxInt, March1), date("9999-09-30")}, {"all years back", d.AddYears(math.MinInt, March1), date("0001-09-30")},
		{"no date and days", Date{}.AddDays(3), Date{}}, {"no date and months", Date{}.AddMonths(1), Date{}},
		{"no date and years", Date{}.AddYears(1, March1), Date{}}, {"no date and a period", Date{}.Add(Period{Months: 1, Days: 1}), Date{}},
	} {
		if tt.got != tt.want {
			t.Errorf("%s: got %v, want %v", tt.name, tt.got, tt.want)
		}
	}
}

// age counts birthdays one by one: a second way to the same number.
func age(birth, on Date, policy LeapDay) int {
	years := 0
	for {
		birthday, ok := NewDate(birth.Year()+years+1, birth.Month(), birth.Day())
		if !ok {
			birthday = date("2000-03-01")
			if policy == February28 {
				birthday = date("2000-02-28")
			}
			birthday, _ = NewDate(birth.Year()+years+1, birthday.Month(), birthday.Day())
		}
		if birthday.Compare(on) > 0 {
			return years
		}
		years++
	}
}

func TestAge(t *testing.T) {
	ons := []Date{date("2024-02-28"), date("2024-02-29"), date("2025-02-28"), date("2025-03-01"), date("2026-06-30"), date("2026-12-31")}
	for _, policy := range []LeapDay{March1, February28} {
		for birth := date("1955-12-25"); birth.Compare(date("1964-03-10")) < 0; birth = birth.AddDays(1) {
			for _, on := range ons {
				if got, want := Age(birth, on, policy), age(birth, on, policy); got != want {
					t.Fatalf("born %v, on %v, policy %d: %d, want %d", birth, on, policy, got, want)
				}
			}
		}
	}
	for _, tt := range []struct {
		birth, on string
		policy    LeapDay
		want      int
	}{
		{"1961-06-30", "2026-06-30", March1, 65}, {"1961-07-01", "2026-06-30", March1, 64}, {"2004-02-29", "2022-02-28", March1, 17},
		{"2004-02-29", "2022-02-28", February28, 18}, {"2004-02-29", "2022-03-01", March1, 18}, {"2026-07-01", "2026-06-30", March1, -1},
	} {
		if got := Age(date(tt.birth), date(tt.on), tt.policy); got != tt.want {
			t.Errorf("born %s, on %s: %d, want %d", tt.birth, tt.on, got, tt.want)
		}
	}
}

// birthday is the day on which somebody completes the n-th year, by package time: it moves 29 February on to 1 March.
func birthday(birth time.Time, n int, policy LeapDay) time.Time {
	day := birth.AddDate(n, 0, 0)
	if policy == February28 && day.Day() != birth.Day() {
		return day.AddDate(0, 0, -1)
	}
	return day
}

// TestAgeOfAllBirths holds every birth of 1900–2100 to the definition: the birthday of the age is reached, the next
// is not.
func TestAgeOfAllBirths(t *testing.T) {
	var ons []time.Time
	for _, s := range []string{"1899-12-31", "1900-02-28", "1900-03-01", "2000-02-29", "2024-02-28", "2024-02-29", "2025-02-28", "2025-03-01", "2026-06-30", "2100-02-28", "2100-03-01"} {
		on, _ := time.Parse(time.DateOnly, s)
		ons = append(ons, on)
	}
	birth := date("1900-01-01")
	for at := time.Date(1900, 1, 1, 0, 0, 0, 0, time.UTC); at.Year() <= 2100; at = at.AddDate(0, 0, 1) {
		for _, policy := range []LeapDay{March1, February28} {
			for _, on := range ons {
				years := Age(birth, date(on.Format(time.DateOnly)), policy)
				if birthday(at, years, policy).After(on) || !birthday(at, years+1, policy).After(on) {
					t.Fatalf("born %v, on %s, policy %d: %d", birth, on.Format(time.DateOnly), policy, years)
				}
			}
		}
		birth = birth.AddDays(1)
	}
}

// TestMonthsBetweenAll holds full months to their definition over every pair of days around two Februaries.
func TestMonthsBetweenAll(t *testing.T) {
	for a := date("2023-12-25"); a.Compare(date("2025-04-02")) <= 0; a = a.AddDays(1) {
		for b := date("2023-12-25"); b.Compare(date("2025-04-02")) <= 0; b = b.AddDays(1) {
			n := MonthsBetween(a, b)
			if a.AddMonths(n).Compare(b) > 0 || a.AddMonths(n+1).Compare(b) <= 0 {
				t.Fatalf("%v to %v: %d months", a, b, n)
			}
		}
	}
}

func TestMonths(t *testing.T) {
	for _, tt := range []struct {
		a, b string
		want int
	}{{"2026-01-31", "2026-02-28", 1}, {"2026-01-31", "2026-02-27", 0}, {"2025-12-15", "2026-12-14", 11}, {"2026-03-01", "2026-02-28", -1}, {"2026-03-01", "2026-03-01", 0}} {
		if got := MonthsBetween(date(tt.a), date(tt.b)); got != tt.want {
			t.Errorf("%s to %s: %d months, want %d", tt.a, tt.b, got, tt.want)
		}
	}
	if got := date("2024-01-31").AddMonths(1); got != date("2024-02-29") {
		t.Errorf("a month after 31 January 2024 is %v", got)
	}
	if got := date("2024-03-31").AddMonths(-13); got != date("2023-02-28") {
		t.Errorf("thirteen months before is %v", got)
	}
}

func TestPeriod(t *testing.T) {
	for text, want := range map[string]Period{"18 months": {Months: 18}, "18个月": {Months: 18}, "3 years": {Months: 36}, "3年": {Months: 36}, "30 days": {Days: 30}, "30天": {Days: 30}, "1 year": {Months: 12}, "1 day": {Days: 1}, "1 month": {Months: 1}} {
		p, err := ParsePeriod(text)
		if err != nil || p != want {
			t.Errorf("ParsePeriod(%q) = %v, %v", text, p, err)
		}
		for _, lang := range []string{"zh", "en"} {
			if again, err := ParsePeriod(p.String(lang)); err != nil || again != p {
				t.Errorf("%v is written %q", p, p.String(lang))
			}
		}
	}
	for _, bad := range []string{"", "soon", "0 days", "-3 years", "3", "3 weeks", "3.5 years", "99999 days"} {
		if p, err := ParsePeriod(bad); err == nil {
			t.Errorf("ParsePeriod(%q) = %v", bad, p)
		}
	}
	if got := date("2026-01-31").Add(Period{Months: 1, Days: 1}); got != date("2026-03-01") {
		t.Errorf("%v", got)
	}
	if !(Period{}).IsZero() || (Period{Days: 1}).IsZero() {
		t.Error("no period")
	}
}

// FuzzParseDate holds that a day that is read is written back the same.
func FuzzParseDate(f *testing.F) {
	f.Add("2000-02-29")
	f.Add("9999-12-31")
	f.Fuzz(func(t *testing.T, s string) {
		if d, err := ParseDate(s); err == nil && d.String() != s {
			t.Fatalf("%q is %v", s, d)
		}
	})
}
