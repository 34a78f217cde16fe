package fact

// congress is a row of article 12 of the electoral law (选举法, 2020): so many deputies, and one more for so many people,
// but no more than the most.
type congress struct {
	level           string
	base, per, most int64
}

var congresses = []congress{
	{"province", 350, 150_000, 1000}, // 省、自治区
	{"municipality", 350, 25_000, 1000},
	{"city", 240, 25_000, 650}, // 设区的市、自治州
	{"county", 140, 5_000, 450},
	{"township", 45, 1_500, 160},
}

// CongressLevels returns the levels that SeatsAtMost knows.
func CongressLevels() []string {
	levels := make([]string, len(congresses))
	for i, c := range congresses {
		levels[i] = c.level
	}
	return levels
}

// SeatsAtMost returns the most deputies that a people's congress may have, by its level and the number of people it is for
// (选举法 art. 12). It is a bound and no number to be filled: the law says 可以, small counties and townships may
// have fewer, and the five in a hundred more that a region of minorities may be granted are not in it. ok is
// false for another level.
func SeatsAtMost(level string, people int64) (most int64, ok bool) {
	for _, c := range congresses {
		if c.level == level {
			return min(c.base+people/c.per, c.most), true
		}
	}
	return 0, false
}
