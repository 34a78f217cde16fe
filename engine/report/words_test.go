package report

import (
	"regexp"
	"slices"
	"testing"

	"slate/engine/fact"
)

var blanks = regexp.MustCompile(`\{\w+\}`)

// TestWords holds that every word is there in both languages, with the same places to fill.
func TestWords(t *testing.T) {
	for w, both := range vocabulary {
		zh, en := blanks.FindAllString(both[0], -1), blanks.FindAllString(both[1], -1)
		slices.Sort(zh)
		slices.Sort(en)
		if both[0] == "" || both[1] == "" || !slices.Equal(zh, en) {
			t.Errorf("word %d: %q and %q", w, both[0], both[1])
		}
	}
	for r := fact.NotSupplied; r <= fact.NeedsDecision; r++ {
		if reasons[r][0] == "" || reasons[r][1] == "" {
			t.Errorf("reason %v has no words", r)
		}
	}
}
