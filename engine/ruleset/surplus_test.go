package ruleset

import "testing"

// TestSurplusRange holds the ranges to the law: 选举法 art. 31, 地方组织法 art. 27. An empty range is told, never filled.
func TestSurplusRange(t *testing.T) {
	for _, c := range []struct {
		rule  string
		seats int
		want  [2]int // candidates, that is, seats and surplus; {0, 0}: no number is lawful
	}{
		{"direct", 1, [2]int{2, 2}}, {"direct", 2, [2]int{3, 4}}, {"direct", 3, [2]int{4, 6}}, {"direct", 4, [2]int{6, 8}},
		{"direct", 5, [2]int{7, 10}}, {"direct", 6, [2]int{8, 12}},
		{"indirect", 1, [2]int{}}, {"indirect", 2, [2]int{3, 3}}, {"indirect", 3, [2]int{4, 4}}, {"indirect", 4, [2]int{5, 6}},
		{"indirect", 5, [2]int{6, 7}}, {"indirect", 6, [2]int{8, 9}}, {"indirect", 10, [2]int{12, 15}},
		{"chief", 1, [2]int{1, 2}}, {"deputy", 5, [2]int{6, 8}},
		{"committee", 4, [2]int{}}, {"committee", 5, [2]int{6, 6}}, {"committee", 10, [2]int{11, 12}}, {"committee", 35, [2]int{39, 42}},
		{"own", 10, [2]int{11, 13}},
	} {
		s := &Surplus{Rule: c.rule, Min: 1, Max: 3}
		lo, hi := s.Range(c.seats)
		got := [2]int{c.seats + lo, c.seats + hi}
		if lo > hi {
			got = [2]int{}
			if n := s.Taken(c.seats); n != 0 {
				t.Errorf("%s, %d seats: an empty range is filled with %d", c.rule, c.seats, n)
			}
		}
		if got != c.want {
			t.Errorf("%s, %d seats: %v candidates, want %v", c.rule, c.seats, got, c.want)
		}
	}
}

func TestWith(t *testing.T) {
	rs := load(t, "testdata/good/full.yaml")
	changed, list := rs.With([]string{"Q1.min=5", "人大.Q1.max=none", "Q2.share.min=61.5%", "人大.seats=13", "人大.reserve=0", "人大.surplus=3", "Q2.hard=true", "Q2.flex=none"})
	if changed == nil || list.HasErrors() {
		t.Fatal(list)
	}
	b := changed.Bodies[0]
	q1, q2 := b.Quotas[0], b.Quotas[1]
	if *q1.Min != 5 || q1.Max != nil || q2.ShareMin.String() != "61.5" || b.Seats != 13 || b.Reserve != 0 || *b.Surplus.Take != 3 || !q2.Hard || q2.Flex != nil {
		t.Errorf("not set: %+v %+v %+v", b, q1, q2)
	}
	if was := rs.Bodies[0]; *was.Quotas[0].Min != 4 || was.Seats != 12 || *was.Surplus.Take != 2 {
		t.Error("the ruleset itself is changed")
	}
	for _, bad := range []string{"", "Q1", "Q1.min", "Q1.min=", "Q9.min=1", "Q1.min=-1", "Q1.min=x", "Q2.share.min=60", "Q2.share.min=160%", "人大.seats=0", "人大.min=1", "Q2.hard=0", "人大.objective=best"} {
		if changed, list := rs.With([]string{bad}); changed != nil || !list.HasErrors() {
			t.Errorf("%q is taken", bad)
		}
	}
	if _, list := rs.With([]string{"人大.surplus=9"}); !list.HasErrors() {
		t.Error("an unlawful surplus is taken")
	}
}
