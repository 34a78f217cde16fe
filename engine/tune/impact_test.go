package tune

import "testing"

// TestWithholdLeaksNothing tries every table that would be published alike, for small tables: no withheld number may be the
// same in all of them. The reader is taken to know the totals, the rule, and that the stages narrow.
func TestWithholdLeaksNothing(t *testing.T) {
	const top = 10
	published := map[string][][3][2]int{}
	var table [3][2]int
	var fill func(g int)
	fill = func(g int) {
		if g == len(table) {
			key := publish(table)
			published[key] = append(published[key], table)
			return
		}
		for pool := range top + 1 {
			for listed := range pool + 1 {
				table[g] = [2]int{pool, listed}
				fill(g + 1)
			}
		}
	}
	fill(0)
	withheld := 0
	for key, tables := range published {
		for g := range 3 {
			if key[g] != '-' {
				continue
			}
			withheld++
			for c := range 2 {
				same := true
				for _, o := range tables {
					same = same && o[g][c] == tables[0][g][c]
				}
				if same && key[len(key)-2+c] != 'a' { // where the total is 0, it says by itself that all are
					t.Fatalf("%q: column %d of group %d can only be %d", key, c, g, tables[0][g][c])
				}
			}
		}
	}
	if withheld < 500 {
		t.Errorf("only %d withheld groups", withheld)
	}
}

// publish returns what a reader sees of a table of two stages: the groups that are shown, and the totals.
func publish(table [3][2]int) string {
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
