package formula

import (
	"sort"
	"strings"
)

// A unit is written as words joined by "·" over words joined by "/": 万元, 万元/人, 人·年.
// Units multiply and divide as in physics, so a sum per head compares only with a sum per head.

// mulUnits returns the unit of a product, or of a quotient where sign is −1.
func mulUnits(a, b string, sign int) string {
	powers := map[string]int{}
	addPowers(powers, a, 1)
	addPowers(powers, b, sign)
	var over, under []string
	for word, n := range powers {
		for ; n > 0; n-- {
			over = append(over, word)
		}
		for ; n < 0; n++ {
			under = append(under, word)
		}
	}
	sort.Strings(over)
	sort.Strings(under)
	unit := strings.Join(over, "·")
	for _, word := range under {
		unit += "/" + word
	}
	return unit
}

func addPowers(powers map[string]int, unit string, sign int) {
	for i, part := range strings.Split(unit, "/") {
		s := sign
		if i > 0 {
			s = -sign
		}
		for _, word := range strings.Split(part, "·") {
			if word != "" {
				powers[word] += s
			}
		}
	}
}
