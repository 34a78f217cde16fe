package formula

import (
	"testing"

	"slate/engine/fact"
)

// TestDeadlines holds the days of an election to articles 28 to 32 of the electoral law, and the working days of a
// notice to a calendar. The election is on 20 October 2026.
func TestDeadlines(t *testing.T) {
	office := today
	office.Work = fact.Calendar{Years: []int{2026}, Work: []fact.Date{day("2026-09-20"), day("2026-10-10")}}
	for i := range 7 {
		office.Work.Off = append(office.Work.Off, day("2026-10-01").AddDays(i))
	}
	for _, tt := range []struct{ expr, want string }{
		{"days_before('2026-10-20', 20)", "2026-09-30"}, // 选民名单
		{"days_before('2026-10-20', 15)", "2026-10-05"}, // 初步候选人名单
		{"days_before('2026-10-20', 7)", "2026-10-13"},  // 正式候选人名单
		{"days_after('2026-09-30', 5)", "2026-10-05"},   // 申诉
		{"days_before('2026-03-01', 1)", "2026-02-28"},
		{"days_after('2024-02-28', 1)", "2024-02-29"},
		{"days_after('2026-10-20', -20)", "2026-09-30"},
		{"days_after('2026-10-20', 0.5)", "?overflow"},
		{"days_after('2026-10-20', 9999999)", "?overflow"},
		{"days_after(born, 1)", "1980-03-01"},
		{"workdays_after('2026-09-28', 5)", "2026-10-10"}, // 公示不少于五个工作日
		{"workdays_before('2026-10-12', 1)", "2026-10-10"},
		{"workdays_after('2026-12-30', 2)", "?not_supplied"}, // the calendar ends with the year
		{"workdays_after('2026-09-28', 5) <= days_before('2026-10-20', 7)", "true"},
		{"seats_at_most('county', 1786000)", "450"},
		{"seats_at_most('county', n * 100000)", "280"},
		{"floor(seats_at_most('county', 300000) * 1.05)", "210"},
		{"seats_at_most('city', 10000000)", "640"},
		{"seats_at_most('county', 0 - n)", "?out_of_domain"},
		{"seats_at_most('county', 4999.9)", "140"},
	} {
		f := compile(t, tt.expr)
		got := f.Eval(person(someone), office, make([]fact.Value, len(f.Nodes)))
		if word(got) != tt.want {
			t.Errorf("%s = %s, want %s", tt.expr, word(got), tt.want)
		}
	}
	if got, _ := eval(compile(t, "workdays_after(cutoff, 1)"), someone); word(got) != "?not_supplied" {
		t.Errorf("working days without a calendar: %s", word(got))
	}
	for _, expr := range []string{"seats_at_most('village', 1)", "seats_at_most(name, 1)", "days_after('2026-10-20')"} {
		if f, list := Compile(source(expr), scope(), fact.Type{}); f != nil || !list.HasErrors() {
			t.Errorf("%s is taken", expr)
		}
	}
}
