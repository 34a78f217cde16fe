package ruleset

import (
	"strings"

	"slate/engine/diag"
)

// plainOf maps the punctuation that Chinese input methods produce to what YAML needs in its place.
var plainOf = map[rune]string{
	'：': ":", '，': ",", '、': ",", '“': `"`, '”': `"`, '‘': "'", '’': "'", '（': "(", '）': ")",
	'［': "[", '］': "]", '【': "[", '】': "]", '｛': "{", '｝': "}", '　': " ", '－': "-", '—': "-",
	'＃': "#", '．': ".", '。': ".", '％': "%", '＞': ">", '＜': "<", '＝': "=",
}

// plainRune returns what to write for a full-width character, and whether it is one.
func plainRune(r rune) (string, bool) {
	if p, ok := plainOf[r]; ok {
		return p, true
	}
	if r >= '０' && r <= '９' || r >= 'Ａ' && r <= 'Ｚ' || r >= 'ａ' && r <= 'ｚ' {
		return string(r - '０' + '0'), true
	}
	return "", false
}

// plainText returns a text with every full-width character replaced.
func plainText(s string) string {
	var b strings.Builder
	for _, r := range s {
		if p, ok := plainRune(r); ok {
			b.WriteString(p)
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}

func fullWidth(at diag.Span, r rune) diag.Diagnostic {
	p, _ := plainRune(r)
	return diag.New(diag.FullWidth, at, "char", string(r), "plain", p).WithHint(diag.UsePlain, "char", p)
}

// fullWidthIn reports the first full-width character of a scalar among those asked for, if there is one; all
// where none are named.
func fullWidthIn(n *node, among string) (diag.Diagnostic, bool) {
	t := n.word()
	for i, r := range []rune(t.Text) {
		if _, ok := plainRune(r); ok && (among == "" || strings.ContainsRune(among, r)) {
			return fullWidth(t.Sub(i, i+1), r), true
		}
	}
	return diag.Diagnostic{}, false
}
