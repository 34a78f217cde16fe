package diag

import (
	"strings"
	"testing"
)

func TestVisible(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"plain", "年纳税额 >= 300", "年纳税额 >= 300"},
		{"empty", "", ""},
		{"terminal escape", "\x1b[31m红", `\x1b[31m红`},
		{"newline, tab, return", "a\nb\tc\rd", `a\nb\tc\rd`},
		{"nul and del", "\x00\x7f", `\x00\x7f`},
		{"control above ASCII", "\u0085\u009b", `\u0085\u009b`},
		{"bidirectional", "a\u202eb\u2066c", `a\u202eb\u2066c`},
		{"zero width", "张\u200b三\u200d\ufeff", `张\u200b三\u200d\ufeff`},
		{"line separators", "\u2028\u2029", `\u2028\u2029`},
		{"soft hyphen, no-break space", "a\u00adb\u00a0c", `a\u00adb\u00a0c`},
		{"blank letters", "\u3164\u2800\u115f", `\u3164\u2800\u115f`},
		{"tag characters", "\U000e0041", `\U000e0041`},
		{"not UTF-8", "\xc4\xfa", `\xc4\xfa`},
		{"replacement character", "\ufffd", "\ufffd"},
		{"full-width space and marks", "　（）", "　（）"},
		{"rare hanzi", "𠮷㛃·", "𠮷㛃·"},
		{"form of a hanzi", "葛\U000e0100", "葛\U000e0100"},
		{"selector without hanzi", "a\ufe0f", `a\ufe0f`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := Visible(tt.in); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
			if got := Visible(Visible(tt.in)); got != tt.want {
				t.Errorf("twice: got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestWidth(t *testing.T) {
	for in, want := range map[string]int{
		"": 0, "abc": 3, "年纳税额": 8, "a年": 3, "，：（": 6, "“”…—·": 5, "①Ⅳα": 3, "𠮷": 2, "é": 1, "e\u0301": 1, "　": 2, "葛\U000e0100": 2,
	} {
		if got := Width(in); got != want {
			t.Errorf("%q: got %d, want %d", in, got, want)
		}
	}
}

// The width of ambiguous characters must not follow the locale.
func TestWidthIgnoresTheLocale(t *testing.T) {
	for _, locale := range []string{"zh_CN.UTF-8", "C", "ja_JP.eucJP"} {
		t.Setenv("LANG", locale)
		t.Setenv("LC_ALL", locale)
		t.Setenv("RUNEWIDTH_EASTASIAN", "1")
		if got, want := Width("“①”"), 3; got != want {
			t.Errorf("%s: got %d, want %d", locale, got, want)
		}
	}
}

func TestNearest(t *testing.T) {
	names := []string{"年纳税额", "企业法人", "出生日期", "tax_level", "tax_lever", "a", "b", "ab"}
	tests := []struct {
		name, word, want string
		candidates       []string
	}{
		{"wrong character", "年纳说额", "年纳税额", names},
		{"swapped", "出日生期", "出生日期", names},
		{"missing character", "企业人", "企业法人", names},
		{"one too many", "企业的法人", "企业法人", names},
		{"a third of nine", "tx_elvel", "tax_level", names[:4]},
		{"of two as near the earlier", "tax_leve", "tax_level", names},
		{"the other order", "tax_leve", "tax_lever", []string{"tax_lever", "tax_level"}},
		{"too far", "完全不同", "", names},
		{"one character is no likeness", "c", "", names},
		{"itself is no suggestion", "ab", "abc", []string{"ab", "abc"}},
		{"empty", "", "", names},
		{"no candidates", "a", "", nil},
		{"no slip of the pen", strings.Repeat("税", 100), "", []string{strings.Repeat("税", 101)}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, ok := Nearest(tt.word, tt.candidates)
			if got != tt.want || ok != (tt.want != "") {
				t.Errorf("got %q, %v, want %q", got, ok, tt.want)
			}
		})
	}
}

func TestDistance(t *testing.T) {
	tests := []struct {
		a, b string
		want int
	}{{"", "", 0}, {"abc", "", 3}, {"", "abc", 3}, {"abc", "abc", 0}, {"abc", "acb", 1}, {"ca", "abc", 3}, {"kitten", "sitting", 3}, {"税额", "额税", 1}}
	for _, tt := range tests {
		if got := distance([]rune(tt.a), []rune(tt.b)); got != tt.want {
			t.Errorf("%q to %q: got %d, want %d", tt.a, tt.b, got, tt.want)
		}
	}
}
