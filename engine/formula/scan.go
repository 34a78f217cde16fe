package formula

import (
	"strings"
	"unicode"

	"slate/engine/diag"
)

// plainOf maps the full-width and typographic characters that Chinese input methods
// produce to what an expression needs in their place.
var plainOf = map[rune]string{
	'（': "(", '）': ")", '，': ",", '。': ".", '：': ":", '；': ";", '＝': "==", '≠': "!=",
	'＞': ">", '＜': "<", '≥': ">=", '≤': "<=", '＋': "+", '－': "-", '—': "-", '×': "*", '÷': "/",
	'＊': "*", '／': "/", '“': "'", '”': "'", '‘': "'", '’': "'", '！': "!", '？': "?", '［': "[", '］': "]",
	'【': "[", '】': "]", '、': ",", '　': " ", '＿': "_", '％': "%", '｜': "|", '＆': "&",
}

// plain returns what to write for a full-width character, and whether it is one.
func plain(r rune) (string, bool) {
	if p, ok := plainOf[r]; ok {
		return p, true
	}
	if r >= '０' && r <= '９' || r >= 'Ａ' && r <= 'Ｚ' || r >= 'ａ' && r <= 'ｚ' {
		return string(r - '０' + '0'), true
	}
	return "", false
}

// scan looks at the characters before anything is parsed: length, and full-width
// characters outside quoted text, which expr would take for part of a name or refuse by code point.
func scan(src Source) diag.List {
	var list diag.List
	if len(src.Text) > MaxBytes {
		list.Add(diag.New(diag.TooComplex, src.Span(0, 1), "what", "bytes", "limit", itoa(MaxBytes)))
		return list
	}
	var quote rune
	escaped := false
	runes := []rune(src.Text)
	for i, r := range runes {
		switch {
		case escaped:
			escaped = false
		case quote != 0 && r == '\\' && quote != '`':
			escaped = true
		case quote != 0:
			if r == quote {
				quote = 0
			}
		case strings.ContainsRune("'\"`", r):
			quote = r
		default:
			checkRune(&list, src, i, r)
			checkMark(&list, src, i, r, runes)
		}
	}
	return list
}

// checkMark refuses the marks of comments, which would cut part of a condition off in silence, and the pipe.
func checkMark(list *diag.List, src Source, i int, r rune, runes []rune) {
	next, before := rune(0), rune(0)
	if i+1 < len(runes) {
		next = runes[i+1]
	}
	if i > 0 {
		before = runes[i-1]
	}
	switch {
	case r == '/' && (next == '/' || next == '*') && before != '/':
		list.Add(diag.New(diag.Forbidden, src.Span(i, i+2), "what", string([]rune{r, next})))
	case r == '|' && next != '|' && before != '|':
		list.Add(diag.New(diag.Forbidden, src.Span(i, i+1), "what", "|"))
	}
}

func checkRune(list *diag.List, src Source, i int, r rune) {
	if p, ok := plain(r); ok {
		list.Add(diag.New(diag.FullWidth, src.Span(i, i+1), "char", string(r), "plain", p).WithHint(diag.UsePlain, "char", p))
		return
	}
	// Letters of other scripts look like Latin ones; names are Latin or Chinese.
	if unicode.IsLetter(r) && r > unicode.MaxASCII && !unicode.Is(unicode.Han, r) && !unicode.Is(unicode.Latin, r) {
		list.Add(diag.New(diag.BadCharacter, src.Span(i, i+1), "char", string(r), "codepoint", codepoint(r), "name", "letter"))
	}
}
