package report

import (
	"strings"

	"slate/engine/diag"
	"slate/engine/fact"
	"slate/engine/tune/whatif"
)

// Suggested is the cases that a rule file lacks, as YAML to put under `tests`: above each what it reaches and that a person has to
// confirm it, and below them what no person reaches and what was not found.
func Suggested(s *whatif.Suggestions, lang diag.Lang) string {
	var b strings.Builder
	note := func(w word, args ...string) { b.WriteString("  # " + say(lang, w, args...) + "\n") }
	if len(s.Cases)+len(s.Impossible)+len(s.NotFound) == 0 {
		note(wSuggestNothing)
		return b.String()
	}
	if len(s.Cases) > 0 {
		note(wSuggestTitle)
	}
	for i := range s.Cases {
		c := &s.Cases[i]
		var what []string
		for k := range c.Gaps {
			what = append(what, gapText(&c.Gaps[k], lang))
		}
		note(wSuggestReaches, "what", and(lang, what))
		b.WriteString("  " + c.YAML + " # " + say(lang, wSuggestConfirm) + "\n")
	}
	for i := range s.Impossible {
		note(wSuggestCannot, "what", gapText(&s.Impossible[i], lang), "facts", orDash(and(lang, s.Impossible[i].Facts)))
	}
	for i := range s.NotFound {
		note(wSuggestNotFound, "what", gapText(&s.NotFound[i], lang), "facts", orDash(and(lang, s.NotFound[i].Facts)))
	}
	return b.String()
}

var truthGaps = map[fact.Truth]word{fact.True: wSuggestTrue, fact.False: wSuggestFalse, fact.Unknown: wSuggestUnknown}

// gapText says in one line what no case reaches.
func gapText(g *whatif.Gap, lang diag.Lang) string {
	text := strings.TrimSpace(g.Item.ID + " " + reaching[g.Item.Kind][lang] + g.Item.What)
	if g.Clause != nil {
		text = say(lang, truthGaps[g.Truth], "clause", g.Clause.ID)
	}
	return strings.Join(strings.Fields(text), " ")
}
