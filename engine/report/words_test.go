package report

import (
	"reflect"
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

// TestSlateWords holds the phrases of slates to the same.
func TestSlateWords(t *testing.T) {
	all := reflect.ValueOf(slateWords)
	for i := range all.NumField() {
		p := phrase{all.Field(i).Index(0).String(), all.Field(i).Index(1).String()}
		zh, en := blanks.FindAllString(p[0], -1), blanks.FindAllString(p[1], -1)
		slices.Sort(zh)
		slices.Sort(en)
		if p[0] == "" || p[1] == "" || !slices.Equal(zh, en) {
			t.Errorf("phrase %s: %q and %q", all.Type().Field(i).Name, p[0], p[1])
		}
	}
}
