package ruleset

import (
	"bytes"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"slate/engine/diag"
)

// only returns an open that knows one file.
func only(name, text string) func(string) ([]byte, error) {
	return func(n string) ([]byte, error) {
		if n == name {
			return []byte(text), nil
		}
		return nil, fs.ErrNotExist
	}
}

const head = "slate: 1\nruleset: {id: x, basis: y}\nfacts: {b: {type: bool}}\ntiers: [{id: t, require: [{id: t.b, expr: \"b\"}]}]\n"

// What is not YAML, or not the YAML of rule files, is told at the character marked by §. The catalogue numbers are
// those of the threats to rule files that the project keeps.
func TestBroken(t *testing.T) {
	tests := []struct {
		name string
		text string
		want diag.Code
		hint diag.HintKey
	}{
		{"Y1 billion laughs", head + "bodies: §&a [x]\nvetoes: &b [*a, *a]\ntests: [*b, *b]\n", "E03", ""},
		{"Y2 anchor", head + "test_base: §&base {b: true}\n", "E03", ""},
		{"Y2 alias", head + "test_base: §*base\n", "E03", ""},
		{"Y2 alias in a list", head + "tests: [{name: a, expect: {because: [§*base]}}]\n", "E03", ""},
		{"Y2 merge", head + "test_base: {§<<: {b: true}}\n", "E03", ""},
		{"Y2 anchor of a scalar", head + "test_base: {b: §&x true}\n", "E03", ""},
		{"Y2 anchor of a key", head + "test_base: {§&x b: true}\n", "E03", ""},
		{"Y3 duplicate key", head + "test_base: {b: true, §b: false}\n", "E02", ""},
		{"Y3 1 and \"1\"", head + "grades: {\"[0, 1]\": a, '§[0, 1]': b}\n", "E02", ""},
		{"Y13 second document", head + "§---\nslate: 1\n", "E25", ""},
		{"Y13 text behind the end", head + "§...\ntrailing\n", "E25", ""},
		{"Y13 second document that is broken", head + "§---\n]\n", "E25", ""},
		{"Y14 10,000 brackets", "vetoes: " + strings.Repeat("[", 99) + "§" + strings.Repeat("[", 9901), "E26", diag.SplitFile},
		{"Y14 10,000 dashes", strings.Repeat("- ", 100) + "§" + strings.Repeat("- ", 9900), "E26", diag.SplitFile},
		{"Y14 24 levels", head + "vetoes: " + strings.Repeat("[", 19) + "§" + strings.Repeat("[", 5) + strings.Repeat("]", 24), "E26", ""},
		{"Y15 tag", head + "test_base: {b: §!!python/x true}\n", "E03", ""},
		{"Y15 binary", head + "test_base: {b: §!!binary dHJ1ZQ==}\n", "E03", ""},
		{"Y15 bare tag", head + "test_base: {b: §! true}\n", "E03", ""},
		{"Y15 unknown tag handle", head + "test_base: {b: §!foo!x true}\n", "E03", ""},
		{"Y15 directive", "§%YAML 1.2\n---\n" + head, "E24", ""},
		{"Y16 tab", head + "vetoes:\n§\t- {id: v, expr: \"b\"}\n", "E24", ""},
		{"Y16 question mark and colon", head + "vetoes:\n  - id: v\n    expr: b ? true §: b\n", "E24", diag.QuoteIt},
		{"Y16 star", head + "vetoes:\n  - id: v\n    expr: §*x\n", "E03", ""},
		{"at sign", head + "vetoes:\n  - id: v\n    label: §@x\n    expr: \"b\"\n", "E24", diag.QuoteIt},
		{"unquoted test", head + "vetoes:\n  - id: §>= 3\n", "E24", diag.QuoteIt},
		{"unclosed bracket", head + "vetoes: §[{id: v}\ntests: []\n", "E24", ""},
		{"unclosed brace", head + "vetoes: [§{id: v\n", "E24", ""},
		{"stray bracket", head + "vetoes: §]\n", "E24", ""},
		{"unclosed quote", head + "vetoes: [{id: v, expr: §\"b}]\n", "E24", ""},
		{"text behind a quote", head + "vetoes: [{id: v, expr: \"b\" §c}]\n", "E24", ""},
		{"text behind a bracket", head + "vetoes: [] §x\n", "E24", ""},
		{"missing comma", head + "vetoes: [{id: v, expr: \"b\"} §{id: w}]\n", "E24", ""},
		{"bad escape", head + "vetoes: [{id: v, expr: \"b matches '§\\d'\"}]\n", "E24", ""},
		{"no colon", head + "vetoes:\n  - id: v\n    §label\n    expr: \"b\"\n", "E24", ""},
		{"lines that do not line up", head + "vetoes:\n  - id: v\n   §expr: \"b\"\n", "E24", ""},
		{"key below a value", head + "vetoes:\n  - id: v\n      §expr: \"b\"\n", "E24", ""},
		{"list beside keys", head + "vetoes: []\n§- x\ntests: []\n", "E24", ""},
		{"quoted key without a space", head + "test_base: {\"b\":true}\n§}\n", "E24", ""},
		{"key twice on a line", head + "vetoes: [{id: v, expr: \"b\", label: a §: b}]\n", "E24", ""},
		{"hexadecimal escape cut short", head + "vetoes: [{id: v, expr: \"b§\\u12\"}]\n", "E24", ""},
		{"undeclared word of YAML", head + "vetoes:\n  - id: v\n    label: §%x\n    expr: \"b\"\n", "E24", diag.QuoteIt},
		{"Y12 full-width colon", head + "score:\n  criteria:\n    - id: c\n      weight§：30\n      value: b\n", "E47", diag.UsePlain},
		{"Y12 full-width colon, last line", head + "ranking:\n  order_by: [b asc]\n  limit§：3\n", "E47", diag.UsePlain},
		{"Y12 full-width colon before a block", head + "params§：\n  p: {values: [{from: \"2020-01-01\", value: 1}]}\n", "E47", diag.UsePlain},
		{"Y12 full-width colon alone", head + "params:\n  p§：30\n", "E47", diag.UsePlain},
		{"Y12 full-width colon in braces", head + "vetoes: [{id§：v, expr: \"b\"}]\n", "E47", diag.UsePlain},
		{"Y12 full-width colon before braces", head + "params: {p§：{values: [{from: \"2020-01-01\", value: 1}]}}\n", "E47", diag.UsePlain},
		{"Y12 full-width comma in braces", head + "vetoes: [{id: v§，expr: \"b\"}]\n", "E47", diag.UsePlain},
		{"Y12 full-width bracket", head + "vetoes: [{id: v, expr: \"b\"§］\n", "E47", diag.UsePlain},
		{"Y12 full-width indentation", head + "vetoes:\n  - id: v\n§　　expr: \"b\"\n", "E47", diag.UsePlain},
		{"Y12 full-width file", "slate§：1\n", "E47", diag.UsePlain},
		{"Y12 full-width quotes", head + "vetoes: [{id: v, expr: §“b”}]\n", "E47", diag.UsePlain},
		{"Y12 escape character", head + "vetoes: [{id: v, label: \"a§\x1bb\", expr: \"b\"}]\n", "E23", ""},
		{"Y12 bidirectional", head + "vetoes: [{id: v, label: \"a§\u202eb\", expr: \"b\"}]\n", "E23", ""},
		{"Y12 zero width", head + "vetoes: [{id: v§\u200b, label: b, expr: \"b\"}]\n", "E23", ""},
		{"Y12 next line", head + "vetoes: [{id: v, label: \"a§\u0085b\", expr: \"b\"}]\n", "E23", ""},
		{"Y12 no-break space", head + "vetoes:\n  - id: v\n   §\u00a0expr: \"b\"\n", "E23", ""},
		{"Y12 lone carriage return", head + "vetoes: []§\rtests: []\n", "E23", ""},
		{"Y12 byte order mark inside", head + "§\ufeffvetoes: []\n", "E23", ""},
		{"escape hidden in an escape", head + "vetoes: [{id: v, label: \"a§\\u202eb\", expr: \"b\"}]\n", "E23", ""},
		{"zero in an escape", head + "vetoes: [{id: v, label: \"a§\\0b\", expr: \"b\"}]\n", "E23", ""},
		{"Y11 GBK", head + "vetoes: [{id: v, label: \"§\xc4\xfa\", expr: \"b\"}]\n", "E21", diag.SaveAsUTF8},
		{"Y11 UTF-16", "§" + utf16LE(head), "E21", diag.SaveAsUTF8},
		{"key that is a list", head + "test_base: {§[a]: 1}\n", "E29", ""},
		{"key that is null", head + "test_base: {§~: 1}\n", "E28", ""},
		{"key that is empty", head + "test_base: {§: 1}\n", "E24", ""},
		{"two commas", head + "test_base: {b: true,§, b: 1}\n", "E24", ""},
		{"Y6 empty value", head + "ranking:\n  order_by: [b asc]\n  limit:§\n", "E27", ""},
		{"list for a file", "§- slate: 1\n", "E29", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			before, after, _ := strings.Cut(tt.text, "§")
			text := before + after
			want := diag.Pos{Line: 1 + strings.Count(before, "\n"), Column: 1 + len([]rune(before[strings.LastIndexByte(before, '\n')+1:]))}
			sources := diag.Sources{}
			_, list := Load(Remember(only("x.yaml", text), sources), "x.yaml")
			i := slices.IndexFunc(list, func(d diag.Diagnostic) bool {
				return d.Code == tt.want && d.Span.Start == want && (tt.hint == "" || d.Hint.Key == tt.hint)
			})
			others := len(list) - 1
			if strings.Contains(tt.name, "Y1 ") || strings.Contains(tt.name, "24 levels") || strings.Contains(tt.name, "indentation") {
				others = 0 // what such a file lacks is told too
			}
			if i < 0 || others > 0 {
				var b strings.Builder
				diag.Write(&b, list[:min(len(list), 5)], sources, diag.English)
				t.Errorf("want %s at %v, hint %q, and nothing else; got\n%s", tt.want, want, tt.hint, b.String())
			}
			if len(text) < 5000 {
				checkSpans(t, list, sources)
			}
		})
	}
}

func TestForbidden(t *testing.T) {
	for _, r := range "\x00\x1b\r\x7f\u0085\u00a0\u00ad\u034f\u061c\u115f\u200b\u200d\u200e\u2028\u2029\u202e\u202f\u2060\u2066\u2800\u3164\ufeff\uffa0\ufffd\uffff\U000e0041" {
		if _, bad := forbidden(r); !bad {
			t.Errorf("%U is allowed", r)
		}
	}
	for _, r := range "a 甲　，“”—·ａ〇㈱𠮷é\t" {
		if _, bad := forbidden(r); bad {
			t.Errorf("%U is refused", r)
		}
	}
}

func utf16LE(s string) string {
	var b bytes.Buffer
	b.WriteString("\xff\xfe")
	for _, u := range utf16.Encode([]rune(s)) {
		b.WriteByte(byte(u))
		b.WriteByte(byte(u >> 8))
	}
	return b.String()
}

func TestByteOrderMarkAndLineEnds(t *testing.T) {
	want, list := Load(only("x.yaml", head), "x.yaml")
	if len(list) > 0 {
		t.Fatalf("problems: %v", list)
	}
	text := "\ufeff" + strings.ReplaceAll(head, "\n", "\r\n")
	got, list := Load(only("x.yaml", text), "x.yaml")
	if len(list) > 0 {
		t.Fatalf("with mark and CRLF: %v", list)
	}
	if got.Tiers[0].Span != want.Tiers[0].Span {
		t.Errorf("place %v, want %v", got.Tiers[0].Span, want.Tiers[0].Span)
	}
}

// Huge and hostile files are refused quickly.
func TestHostile(t *testing.T) {
	many := make([]string, 0, 10000)
	for i := range 10000 {
		many = append(many, fmt.Sprintf("  f%d: {type: bool, type: int}", i))
	}
	tests := []struct {
		name, text string
		want       diag.Code
	}{
		{"too large", strings.Repeat("#\n", 1<<19) + "#", diag.TooLarge},
		{"too many values", "facts: [" + strings.Repeat("a,", 20_001) + "]", diag.TooLarge},
		{"brackets", strings.Repeat("[", 1<<20), diag.TooDeep},
		{"control characters", strings.Repeat("\x01", 1<<20), diag.BadCharacter},
		{"not UTF-8", strings.Repeat("\xff", 1<<20), diag.NotUTF8},
		{"colons", strings.Repeat(": ", 1<<19), diag.BadYAML},
		{"quotes", strings.Repeat("\"a\" ", 1<<18), diag.WrongShape},
		{"problems", "slate: 1\nruleset: {id: x}\nfacts:\n" + strings.Join(many[:2000], "\n") + "\n", diag.DuplicateKey},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			start := time.Now()
			_, list := Load(only("x.yaml", tt.text), "x.yaml")
			if d := time.Since(start); d > 5*time.Second {
				t.Errorf("took %v", d)
			}
			codes := map[diag.Code]int{}
			for _, d := range list {
				codes[d.Code]++
			}
			if codes[tt.want] == 0 || len(list) > maxListed+1 {
				t.Errorf("got %v, want %s", codes, tt.want)
			}
		})
	}
}
