package diag

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Message returns the sentence of the problem, with what was seen.
func (d Diagnostic) Message(lang Lang) string {
	sentence := catalogue[d.Code]
	if w, ok := blanks[d.Code]; ok && hasBlank(d.Args) {
		sentence = w
	}
	return fill(sentence.in(lang), lang, d.Args, terms[d.Code])
}

func hasBlank(args []Arg) bool {
	for _, a := range args {
		if strings.TrimSpace(a.Value) == "" {
			return true
		}
	}
	return false
}

// HintText returns what to do: the problem's own hint, else the advice of its code.
func (d Diagnostic) HintText(lang Lang) string {
	if d.Hint.Key != "" {
		return fill(hints[d.Hint.Key].in(lang), lang, d.Hint.Args, nil)
	}
	return fill(advice[d.Code].in(lang), lang, d.Args, terms[d.Code])
}

// fill puts the arguments into a sentence, slate's own words among them translated. A placeholder without
// argument stays, which shows the bug.
func fill(sentence string, lang Lang, args []Arg, own map[string]vocabulary) string {
	var out spaced
	for sentence != "" {
		before, name, after, found := cutPlaceholder(sentence)
		out.add(before)
		if !found {
			break
		}
		value, ok := lookup(args, name)
		if !ok {
			value = "{" + name + "}"
		}
		out.add(clip(Visible(own[name].in(lang, value))))
		sentence = after
	}
	return out.text.String()
}

// spaced joins pieces of a sentence. Where Chinese meets a Latin letter or digit it puts a space.
type spaced struct {
	text strings.Builder
	last rune
}

func (s *spaced) add(piece string) {
	if piece == "" {
		return
	}
	first, _ := utf8.DecodeRuneInString(piece)
	if isHan(s.last) && isLatin(first) || isLatin(s.last) && isHan(first) {
		s.text.WriteByte(' ')
	}
	s.text.WriteString(piece)
	s.last, _ = utf8.DecodeLastRuneInString(piece)
}

// cutPlaceholder finds the first {name}; other braces are text.
func cutPlaceholder(s string) (before, name, after string, found bool) {
	for from := 0; ; {
		open := strings.IndexByte(s[from:], '{')
		if open < 0 {
			return s, "", "", false
		}
		open += from
		end := open + 1
		for end < len(s) && (s[end] == '_' || s[end] >= 'a' && s[end] <= 'z') {
			end++
		}
		if end > open+1 && end < len(s) && s[end] == '}' {
			return s[:open], s[open+1 : end], s[end+1:], true
		}
		from = end
	}
}

func lookup(args []Arg, name string) (string, bool) {
	for _, a := range args {
		if a.Name == name {
			return a.Value, true
		}
	}
	return "", false
}

// maxValue is how many characters of a value a sentence shows. A cell may hold 64 KiB.
const maxValue = 200

func clip(s string) string {
	if len(s) <= maxValue {
		return s
	}
	n := 0
	for i := range s {
		if n == maxValue {
			return s[:i] + "…"
		}
		n++
	}
	return s
}

func isHan(r rune) bool { return unicode.Is(unicode.Han, r) }

func isLatin(r rune) bool { return r < utf8.RuneSelf && (unicode.IsLetter(r) || unicode.IsDigit(r)) }
