package report

import (
	"slate/engine/diag"
	"slate/engine/surname"
)

// NameNotes says what a person should look at before a list in an order of names goes out: one sentence for each flag of
// surname.Sort, in its order. hand is what was given to Sort.
func NameNotes(names []string, flags []surname.Flag, hand surname.Hand, lang diag.Lang) []string {
	var notes []string
	for _, f := range flags {
		notes = append(notes, nameNote(names[f.Name], f, hand, lang))
	}
	return notes
}

func nameNote(name string, f surname.Flag, hand surname.Hand, lang diag.Lang) string {
	args := []string{"name", name, "char", string(f.Char)}
	switch f.Why {
	case surname.CountOnly:
		for _, b := range surname.BasisOf(name, hand) {
			if b.Char == f.Char {
				return say(lang, wNameCount, append(args, "n", count(b.Count))...)
			}
		}
	case surname.TwoReadings:
		if all := surname.BasisOf(name, hand); len(all) > 0 {
			return say(lang, wNameReadings, append(args, "one", all[0].Reading, "other", all[0].Other)...)
		}
	case surname.BadHand:
		return say(lang, wNameHand, append(args, "hand", hand[f.Char])...)
	case surname.Tied:
		return say(lang, wNameTied, args...)
	}
	return say(lang, wNameUnplaced, args...)
}
