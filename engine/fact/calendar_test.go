package fact

import "testing"

// TestWorkingDays counts across the holiday of October 2026 as the calendar below has it: 1 to 7 October off, and the
// Sundays 20 September and Saturday 10 October worked in exchange.
func TestWorkingDays(t *testing.T) {
	day := func(s string) Date {
		d, err := ParseDate(s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	c := Calendar{Years: []int{2026}, Work: []Date{day("2026-09-20"), day("2026-10-10")}}
	for i := range 7 {
		c.Off = append(c.Off, day("2026-10-01").AddDays(i))
	}
	for _, tc := range []struct {
		from string
		n    int
		want string
	}{
		{"2026-09-28", 5, "2026-10-10"}, // 29 and 30 September, 8 and 9 October, and Saturday the 10th
		{"2026-09-14", 5, "2026-09-20"},
		{"2026-09-14", 0, "2026-09-14"},
		{"2026-10-12", -1, "2026-10-10"},
		{"2026-10-08", -1, "2026-09-30"},
		{"2026-12-30", 1, "2026-12-31"},
		{"2026-12-30", 2, ""},
		{"2026-01-01", -1, ""},
	} {
		got, ok := c.Add(day(tc.from), tc.n)
		if got.String() != tc.want || ok != (tc.want != "") {
			t.Errorf("%d working days after %s: %s, %v; want %s", tc.n, tc.from, got, ok, tc.want)
		}
	}
	if _, ok := (Calendar{}).Add(day("2026-01-01"), 1); ok {
		t.Error("without a calendar working days are unknown")
	}
}
