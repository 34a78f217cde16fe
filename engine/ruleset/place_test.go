package ruleset

import (
	"strings"
	"testing"

	"gopkg.in/yaml.v3"

	"slate/engine/diag"
)

// In every style each character that is written as itself stands at the place told.
func TestPlaces(t *testing.T) {
	tests := []struct{ name, yaml, want string }{
		{"plain", "v: 年纳税额 >= 3\n", "年纳税额 >= 3"},
		{"plain in a list", "- 甲乙\n", "甲乙"},
		{"plain folded", "v: 甲 乙\n  丙\n\n  丁   \n   戊\nw: 1\n", "甲 乙 丙\n丁 戊"},
		{"plain in braces over lines", "{v: 甲\n  乙,\n w: 1}\n", "甲 乙"},
		{"single", "v: '甲 >= 3'\n", "甲 >= 3"},
		{"single with quotes", "v: '甲 == ''乙'' and 丙'\n", "甲 == '乙' and 丙"},
		{"single folded", "v: '甲  \n   乙\n\n\n   丙'\n", "甲 乙\n\n丙"},
		{"single, quotes alone", "v: ''''''\n", "''"},
		{"double", "v: \"甲 >= 3\"\n", "甲 >= 3"},
		{"double with escapes", "v: \"甲\\t\\u4e59\\\"丙\\\\ \\x41 \\U0001F600丁\\/\"\n", ""},
		{"double escapes", "v: \"甲\\t\\u4e59\\\"丙\\\\ \\x41 \\U0001F600丁\"\n", "甲\t乙\"丙\\ A 😀丁"},
		{"double folded", "v: \"甲 \n  乙\n\n  丙\"\n", "甲 乙\n丙"},
		{"double, escaped break", "v: \"甲\\\n   乙 \\\n  丙\"\n", "甲乙 丙"},
		{"double, blanks inside", "v: \"甲   乙\t丙\"\n", "甲   乙\t丙"},
		{"literal", "v: |\n  甲\n   乙\n\n  丙\nw: 1\n", "甲\n 乙\n\n丙\n"},
		{"literal stripped", "v: |-\n  甲\n  乙\n", "甲\n乙"},
		{"literal kept", "v: |+\n  甲\n\n\nw: 1\n", "甲\n\n\n"},
		{"literal with comment", "v: | # 说明\n  甲 # 乙\n", "甲 # 乙\n"},
		{"literal with indentation", "v:\n  w: |2\n      甲\n    乙\n", "  甲\n乙\n"},
		{"literal, blank lines first", "v: |\n\n   \n   甲\n", "\n\n甲\n"},
		{"literal without end", "v: |\n  甲", "甲"},
		{"literal in a list", "- |\n 甲\n 乙\n- 1\n", "甲\n乙\n"},
		{"folded", "v: >\n  甲\n  乙\n\n  丙\n    丁\n  戊\n", "甲 乙\n丙\n  丁\n戊\n"},
		{"folded stripped", "v: >-\n  甲 >= 3\n  and 乙\n", "甲 >= 3 and 乙"},
		{"folded, empty", "v: >\nw: 1\n", ""},
		{"line ends of two characters", "v: |\r\n  甲\r\n  乙\r\n", "甲\n乙\n"},
		{"folded with line ends of two characters", "v: \"甲\r\n  乙\"\r\n", "甲 乙"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var list diag.List
			f := newFile("x.yaml", tt.yaml, &list)
			root := f.parse()
			if root == nil {
				if tt.want != "" {
					t.Fatalf("not YAML: %v", list)
				}
				return // YAML of JSON's escapes only
			}
			n := first(root)
			if n.text != tt.want {
				t.Fatalf("text %q, want %q", n.text, tt.want)
			}
			checkPlaces(t, f, n)
		})
	}
}

// first returns the first scalar that is no key.
func first(n *node) *node {
	switch n.kind {
	case mappingNode:
		return first(n.pairs[0].value)
	case listNode:
		return first(n.items[0])
	}
	return n
}

func checkPlaces(t *testing.T, f *file, n *node) {
	t.Helper()
	if f.lost > 0 {
		t.Fatalf("the text was not found again")
	}
	text := n.word()
	runes := []rune(text.Text)
	for i, r := range runes {
		p := text.At(i)
		switch seen := f.rune(p.Line-1, p.Column-1); {
		case seen == r:
		case seen == '\\' || seen == '\'': // an escape
		case (r == ' ' || r == '\n') && (seen == '\n' || seen == ' ' || seen == '\t' || seen == 0): // a folded break
		default:
			t.Errorf("character %d, %q, at %v: there is %q", i, r, p, seen)
		}
		if i > 0 && before(p, text.At(i-1)) {
			t.Errorf("character %d stands before the one before it: %v, %v", i, text.At(i-1), p)
		}
	}
	if sub := text.Sub(0, len(runes)); sub.Start != text.At(0) || before(sub.End, sub.Start) {
		t.Errorf("Sub of all is %v", sub)
	}
}

func before(a, b diag.Pos) bool { return a.Line < b.Line || a.Line == b.Line && a.Column < b.Column }

// checkInside holds that every character of every scalar stands in the file, in order.
func checkInside(t *testing.T, f *file, n *node) {
	t.Helper()
	if n == nil {
		return
	}
	for _, p := range n.pairs {
		checkInside(t, f, p.key)
		checkInside(t, f, p.value)
	}
	for _, item := range n.items {
		checkInside(t, f, item)
	}
	if n.kind == mappingNode || n.kind == listNode {
		return
	}
	text := n.word()
	for i := range []rune(text.Text) {
		p := text.At(i)
		if p.Line < 1 || p.Line > len(f.rows) || p.Column < 1 || p.Column > len(f.rows[p.Line-1])+1 {
			t.Errorf("character %d of %q stands at %v of %q", i, text.Text, p, f.text)
		}
		if i > 0 && before(p, text.At(i-1)) {
			t.Errorf("character %d of %q stands before the one before it in %q", i, text.Text, f.text)
		}
	}
}

// FuzzPlaces holds, whatever the text, that characters are placed in the file and in order.
func FuzzPlaces(f *testing.F) {
	for _, s := range []string{"v: 甲", "v: '甲''乙'", "v: \"\\u4e59\\\n x\"", "v: |2-\n   x\n  y\n", "v: >+\n a\n\n b\n", "- - x\n  - >1\n    y", "? a\n: b",
		"v: |\n \n  x", "{a: b\n c, d: 'e\n\n f'}", "a: >\n \t x\n y", "--- |\n x\n", "a: \"x\\\n \n y\""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 2000 || strings.ContainsAny(text, "\r\ufeff") {
			return
		}
		for _, r := range text {
			if name, bad := forbidden(r); bad && r != '\n' || name != "" && r != '\n' {
				return
			}
		}
		var doc yaml.Node
		if yaml.Unmarshal([]byte(text), &doc) != nil || len(doc.Content) == 0 {
			return
		}
		var list diag.List
		file := newFile("x.yaml", text, &list)
		checkInside(t, file, (&converter{f: file}).convert(doc.Content[0], 1))
	})
}
