package tune

import "testing"

// TestWithholdLeaksNothing tries every table that would be published alike, for small tables: no withheld number may be the
// same in all of them. The reader is taken to know the totals, the rule, and that the stages narrow.
func TestWithholdLeaksNothing(t *testing.T) {
	for _, c := range []struct{ groups, top int }{{2, 26}, {3, 17}, {4, 15}} {
		leaks(t, c.groups, c.top)
	}
}

// leaks tries all tables of so many groups with so many people or fewer. Since the total is published, these are all that could be
// published alike.
func leaks(t *testing.T, groups, people int) {
	type seen struct {
		tables int
		low    [4][2]int // the smallest and the largest of each number
		high   [4][2]int
	}
	published := map[string]*seen{}
	table := make([][2]int, groups)
	var fill func(g, left int)
	fill = func(g, left int) {
		if g == groups {
			key := publish(table)
			s := published[key]
			if s == nil {
				s = &seen{}
				copy(s.low[:], table)
				copy(s.high[:], table)
				published[key] = s
			}
			s.tables++
			for g := range table {
				for c := range 2 {
					s.low[g][c], s.high[g][c] = min(s.low[g][c], table[g][c]), max(s.high[g][c], table[g][c])
				}
			}
			return
		}
		for pool := range left + 1 {
			for listed := range pool + 1 {
				table[g] = [2]int{pool, listed}
				fill(g+1, left-pool)
			}
		}
	}
	fill(0, people)
	hidden, shown := 0, 0
	for key, s := range published {
		for g := range groups {
			if key[g] != '-' {
				shown++
				continue
			}
			hidden++
			for c := range 2 {
				// A total of 0 says by itself that all are 0.
				if s.low[g][c] == s.high[g][c] && key[len(key)-2+c] != 'a' {
					t.Fatalf("%q: column %d of group %d can only be %d", key, c, g, s.low[g][c])
				}
			}
		}
	}
	if hidden < 50 || shown < 10 {
		t.Errorf("%d groups of up to %d: %d numbers hidden, %d shown", groups, people, hidden, shown)
	}
}

// publish returns what a reader sees of a table of two stages: the groups that are shown, and the totals.
func publish(table [][2]int) string {
	groups := make([]Group, len(table))
	var total [2]int
	for g, c := range table {
		for s := range stages {
			groups[g].New[s] = c[0]
			if s == Listed {
				groups[g].New[s] = c[1]
			}
		}
		groups[g].Old = groups[g].New
		total[0], total[1] = total[0]+c[0], total[1]+c[1]
	}
	withhold(groups)
	key, cells := "", ""
	for _, g := range groups {
		if g.Withheld {
			key += "-"
			continue
		}
		key += "+"
		cells += string(rune('a'+g.New[InPool])) + string(rune('a'+g.New[Listed]))
	}
	return key + cells + "/" + string(rune('a'+total[0])) + string(rune('a'+total[1]))
}
