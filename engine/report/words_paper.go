package report

import (
	"maps"

	"slate/engine/diag"
)

// The words of papers that are signed.
const (
	wPaperSign word = 5500 + iota
	wPaperSeal
	wPaperDay
)

func init() { maps.Copy(vocabulary, paperVocabulary) }

var paperVocabulary = map[word][2]string{
	wPaperSign: {"{who}（签字）：", "{who} (signature):"},
	wPaperSeal: {"{who}（盖章）", "{who} (seal)"},
	wPaperDay:  {"　　　　年　　月　　日", "date: ____________"},
}

// signHere makes a place where somebody signs and writes the day.
func signHere(lang diag.Lang, who string) Signature {
	return Signature{Who: say(lang, wPaperSign, "who", who), Day: say(lang, wPaperDay)}
}

// sealHere makes a place for the seal of an office, with the day as it is to be printed, "" where it is to be written.
func sealHere(lang diag.Lang, who, day string) Signature {
	if day == "" {
		day = say(lang, wPaperDay)
	}
	return Signature{Who: say(lang, wPaperSeal, "who", who), Seal: true, Day: day}
}
