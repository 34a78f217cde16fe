package diag

import (
	_ "embed"
	"regexp"
	"strings"
)

// codesSource is codes.go: its comments are the manual of the codes, and a test runs its examples.
//
//go:embed codes.go
var codesSource string

// Explain returns what a code means, for a person: its severity, its sentence with the places for what is seen, what to do, and an
// example that has the problem. ok is false for a code that does not exist.
func Explain(c Code, lang Lang) (text string, ok bool) {
	if !c.Known() {
		return "", false
	}
	comment, example := commentOf(c)
	var b strings.Builder
	colon := words{"：", ": "}.in(lang)
	b.WriteString(string(c) + " " + severityWords[c.Severity()].in(lang) + colon + blank(catalogue[c].in(lang)) + "\n")
	if lang == English {
		b.WriteString(indent + strings.TrimPrefix(comment, "is ") + "\n")
	}
	b.WriteString(indent + words{"建议", "hint"}.in(lang) + colon + blank(advice[c].in(lang)) + "\n")
	if example != "" {
		b.WriteString(indent + words{"例子（写在一份资料里）", "example (within a file)"}.in(lang) + colon + "\n")
		for line := range strings.SplitSeq(example, "\n") {
			b.WriteString(strings.TrimRight(indent+indent+line, " ") + "\n")
		}
	}
	return b.String(), true
}

// blank puts dots where a sentence takes what was seen.
func blank(sentence string) string {
	return regexp.MustCompile(`\{[a-z_]+\}`).ReplaceAllString(sentence, "…")
}

// commentOf returns what the source says of a code: its sentence without the name of the constant, and the example.
func commentOf(c Code) (sentence, example string) {
	entry := regexp.MustCompile(`(?m)((?:^\t//.*\n)+)\t\w+ +Code = "` + string(c) + `"`)
	m := entry.FindStringSubmatch(codesSource)
	if m == nil {
		return "", ""
	}
	text := regexp.MustCompile(`(?m)^\t// ?`).ReplaceAllString(m[1], "")
	sentence, example, _ = strings.Cut(text, "\n\nExample:")
	_, sentence, _ = strings.Cut(strings.Join(strings.Fields(sentence), " "), " ")
	if strings.HasPrefix(example, " none") {
		return sentence, ""
	}
	example = strings.ReplaceAll(strings.Trim(example, "\n"), "\n\t", "\n")
	return sentence, strings.TrimPrefix(example, "\t")
}
