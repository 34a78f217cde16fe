package ruleset

import (
	"slices"
	"strings"

	"slate/engine/fact"
)

// The words by which a fact that nobody can or should change is known, in its name or label, where the file does not say.
var (
	fixedCodes = []string{"sex", "ethnic_group", "political_status"}
	fixedWords = []string{"性别", "民族", "种族", "出生", "籍贯", "国籍", "年龄", "宗教", "信仰", "党派", "政治面貌"}
	fixedNames = []string{"sex", "gender", "ethnic", "ethnicity", "race", "nationality", "birth", "born", "age", "religion", "religious", "party"}
)

// fixed is what `fixed` is taken to be where the file does not say: days lie in the past, and who somebody is, or what they believe, is
// not for a list to change.
func fixed(f *fact.Field) bool {
	if f.Type.Kind == fact.Day || f.Type.Kind == fact.Month || slices.Contains(fixedCodes, f.Codes) {
		return true
	}
	text := f.Name + " " + f.Label
	if slices.ContainsFunc(fixedWords, func(w string) bool { return strings.Contains(text, w) }) {
		return true
	}
	apart := func(r rune) bool { return r < 'a' || r > 'z' }
	return slices.ContainsFunc(strings.FieldsFunc(strings.ToLower(text), apart), func(w string) bool { return slices.Contains(fixedNames, w) })
}
