package fact

import (
	"cmp"
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// ErrDate is returned for text that is not a date of the calendar in the form asked for.
var ErrDate = errors.New("not a date")

// Date is a civil date: a day of the Gregorian calendar without time or zone, in the years 1 to 9999.
// Dates are comparable with ==. The zero value is no date.
type Date struct {
	n int32 // days since the day before 1 January of year 1, so that 0 is no date
}

// NewDate returns the date, and whether there is such a day.
func NewDate(year, month, day int) (Date, bool) {
	if year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month) {
		return Date{}, false
	}
	return ofCivil(year, month, day), true
}

// ofCivil counts days with the year beginning in March, so that the leap day comes last
// (after the proleptic Gregorian day count in common use).
func ofCivil(year, month, day int) Date {
	if month <= 2 {
		year--
		month += 12
	}
	days := 365*year + year/4 - year/100 + year/400 + (153*(month-3)+2)/5 + day - 1
	return Date{int32(days - 305)} // 1 January of year 1 becomes 1
}

func (d Date) civil() (year, month, day int) {
	n := int(d.n) + 305
	cycle := n / 146097 // 400 years
	n %= 146097
	year = (n - n/1460 + n/36524 - n/146096) / 365
	n -= 365*year + year/4 - year/100
	m := (5*n + 2) / 153
	day = n - (153*m+2)/5 + 1
	month = m + 3
	year += 400 * cycle
	if month > 12 {
		month -= 12
		year++
	}
	return year, month, day
}

func leap(year int) bool { return year%4 == 0 && (year%100 != 0 || year%400 == 0) }

func daysIn(year, month int) int {
	switch month {
	case 2:
		if leap(year) {
			return 29
		}
		return 28
	case 4, 6, 9, 11:
		return 30
	}
	return 31
}

// ParseDate reads "2006-09-30" and nothing else.
func ParseDate(s string) (Date, error) {
	if len(s) != 10 || s[4] != '-' || s[7] != '-' {
		return Date{}, ErrDate
	}
	y, ok1 := digits(s[:4])
	m, ok2 := digits(s[5:7])
	d, ok3 := digits(s[8:])
	if date, ok := NewDate(y, m, d); ok && ok1 && ok2 && ok3 {
		return date, nil
	}
	return Date{}, ErrDate
}

// ParseMonth reads "2006-09" and returns the first day of the month.
func ParseMonth(s string) (Date, error) {
	if len(s) != 7 {
		return Date{}, ErrDate
	}
	return ParseDate(s + "-01")
}

func digits(s string) (int, bool) {
	n := 0
	for _, c := range []byte(s) {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = n*10 + int(c-'0')
	}
	return n, true
}

// IsZero reports whether d is no date.
func (d Date) IsZero() bool { return d.n == 0 }

// Year returns the year.
func (d Date) Year() int { y, _, _ := d.civil(); return y }

// Month returns the month, 1 to 12.
func (d Date) Month() int { _, m, _ := d.civil(); return m }

// Day returns the day of the month, from 1.
func (d Date) Day() int { _, _, day := d.civil(); return day }

// String returns "2006-09-30", or "" for no date.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	y, m, day := d.civil()
	return fmt.Sprintf("%04d-%02d-%02d", y, m, day)
}

// Compare returns −1, 0 or 1 as d is before, on or after e.
func (d Date) Compare(e Date) int { return cmp.Compare(d.n, e.n) }

// DaysUntil returns the days from d to e, negative when e is earlier.
func (d Date) DaysUntil(e Date) int { return int(e.n) - int(d.n) }

// lastDay is 31 December 9999.
var lastDay = ofCivil(9999, 12, 31)

// AddDays returns the date n days later, held within the years 1 to 9999. No date stays no date.
func (d Date) AddDays(n int) Date {
	if d.IsZero() {
		return d
	}
	return Date{int32(min(max(int(d.n)+within(n, int(lastDay.n)), 1), int(lastDay.n)))}
}

// within holds a shift within ±limit, so that adding it to a date cannot wrap round.
func within(n, limit int) int { return min(max(n, -limit), limit) }

// LeapDay says on which day of a common year somebody born on 29 February completes a year.
type LeapDay uint8

// The two policies. Only common years differ: in a leap year the day is 29 February itself.
const (
	March1     LeapDay = iota // a year is complete on 1 March
	February28                // a year is complete on 28 February
)

// AddYears returns the same day n years later (earlier when n is negative); 29 February becomes the day that
// the policy says where the year has none. The year is held within 1 to 9999. No date stays no date.
func (d Date) AddYears(n int, policy LeapDay) Date {
	if d.IsZero() {
		return d
	}
	y, m, day := d.civil()
	y = min(max(y+within(n, 9999), 1), 9999)
	if m != 2 || day != 29 || leap(y) {
		return ofCivil(y, m, day)
	}
	if policy == February28 {
		return ofCivil(y, 2, 28)
	}
	return ofCivil(y, 3, 1)
}

// AddMonths returns the same day n months later, or the last day of that month where it has no such
// day. The result is held within the years 1 to 9999. No date stays no date.
func (d Date) AddMonths(n int) Date {
	if d.IsZero() {
		return d
	}
	y, m, day := d.civil()
	months := min(max(12*y+m-1+within(n, 12*10000), 12), 12*9999+11)
	y, m = months/12, months%12+1
	return ofCivil(y, m, min(day, daysIn(y, m)))
}

// YearsBetween returns the full years from a to b, rounded down: the anniversary itself completes a year, and a b before
// a gives a negative number, so that somebody not yet born is never of age 0.
func YearsBetween(a, b Date, policy LeapDay) int {
	years := b.Year() - a.Year()
	if a.AddYears(years, policy).Compare(b) > 0 {
		years--
	}
	return years
}

// Age returns somebody's full years on a day, the birthday itself included (周岁).
func Age(birth, on Date, policy LeapDay) int { return YearsBetween(birth, on, policy) }

// MonthsBetween returns the full months from a to b, rounded down as YearsBetween is. In a month without that day its last
// day completes the month.
func MonthsBetween(a, b Date) int {
	ay, am, _ := a.civil()
	by, bm, _ := b.civil()
	months := 12*(by-ay) + bm - am
	if a.AddMonths(months).Compare(b) > 0 {
		months--
	}
	return months
}

// Period is a length of calendar time: months, then days. ParsePeriod sets only one of them, and
// String writes only such a period in full.
type Period struct{ Months, Days int }

// IsZero reports whether the period is none.
func (p Period) IsZero() bool { return p == Period{} }

var periodUnits = []struct {
	word         string
	months, days int
}{
	{"years", 12, 0}, {"year", 12, 0}, {"年", 12, 0},
	{"months", 1, 0}, {"month", 1, 0}, {"个月", 1, 0},
	{"days", 0, 1}, {"day", 0, 1}, {"天", 0, 1},
}

// ParsePeriod reads "18 months", "3 years", "30 days" or 18个月, 3年, 30天.
func ParsePeriod(s string) (Period, error) {
	for _, u := range periodUnits {
		number, ok := strings.CutSuffix(s, u.word)
		if !ok {
			continue
		}
		n, err := strconv.ParseUint(strings.TrimSuffix(number, " "), 10, 12)
		if err != nil || n == 0 {
			break
		}
		return Period{Months: int(n) * u.months, Days: int(n) * u.days}, nil
	}
	return Period{}, ErrDate
}

// String returns the period in Chinese (lang "zh") or English.
func (p Period) String(lang string) string {
	zh := lang == "zh"
	switch {
	case p.Days > 0:
		return amountOf(p.Days, zh, "天", "day")
	case p.Months%12 == 0:
		return amountOf(p.Months/12, zh, "年", "year")
	}
	return amountOf(p.Months, zh, "个月", "month")
}

func amountOf(n int, chinese bool, zh, en string) string {
	if chinese {
		return strconv.Itoa(n) + zh
	}
	if n != 1 {
		en += "s"
	}
	return strconv.Itoa(n) + " " + en
}

// Add returns the date a period later: months first, then days.
func (d Date) Add(p Period) Date { return d.AddMonths(p.Months).AddDays(p.Days) }
