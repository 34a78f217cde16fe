package diag

import (
	"bytes"
	"errors"
	"os"
	"strings"
	"testing"
	"unicode/utf8"
)

// golden compares got with a file of testdata, or rewrites the file: UPDATE=1 go test ./engine/diag
func golden(t *testing.T, file string, got []byte) {
	t.Helper()
	file = "testdata/" + file
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("differs from %s; got:\n%s", file, got)
	}
}

const county = `slate: 1
tiers:
  - id: 提名
    require:
      - {id: a, expr: "年纳说额 >= 300"}
      - {id: b, label: 企业，（法人）, expr: "企业法人 >= 3"}
`

// span is a stretch of one line.
func span(file string, line, from, to int) Span {
	return Span{File: file, Start: Pos{line, from}, End: Pos{line, to}}
}

// word is the place of the only w in the county file.
func word(t *testing.T, w string) Span {
	t.Helper()
	for i, line := range strings.Split(county, "\n") {
		if before, _, found := strings.Cut(line, w); found {
			from := 1 + utf8.RuneCountInString(before)
			return span("rules/x.yaml", i+1, from, from+utf8.RuneCountInString(w))
		}
	}
	t.Fatalf("%q is not in the file", w)
	return Span{}
}

func TestWrite(t *testing.T) {
	unknown := func(s Span) Diagnostic {
		return New(UnknownName, s, "name", "年纳说额").WithHint(DidYouMean, "name", "年纳税额")
	}
	long := "note: " + strings.Repeat("很长的一行", 40) + " x " + strings.Repeat("后面还有", 40) + "\n"
	tests := []struct {
		name, source string
		d            Diagnostic
	}{
		{"chinese width", county, unknown(word(t, "年纳说额"))},
		{"chinese before the place", county, New(TypeMismatch, word(t, "企业法人"), "want", "decimal", "got", "bool")},
		{"tab", "a:\t\"年纳说额\t>= 3\"\n", unknown(span("rules/x.yaml", 1, 5, 9))},
		{"tab in the place", "a: \"b\tc\" d\n", New(BadCharacter, span("rules/x.yaml", 1, 6, 7), "char", "\t", "codepoint", "U+0009", "name", "control")},
		{"end of line", "vetoes: [{id: v", New(BadYAML, span("rules/x.yaml", 1, 16, 17), "problem", "did not find expected ',' or '}'")},
		{"return and newline", "a: 企\r\nb: 业\r\n", New(EmptyValue, span("rules/x.yaml", 1, 4, 9), "key", "a")},
		{"behind the last line", "a: 1\n", New(BadYAML, span("rules/x.yaml", 2, 1, 1), "problem", "found unexpected end of stream")},
		{"line that is not there", "a: 1\n", New(BadYAML, span("rules/x.yaml", 9, 1, 1), "problem", "empty")},
		{"empty file", "", New(BadYAML, span("rules/x.yaml", 1, 1, 1), "problem", "empty")},
		{"whole file", county, New(CutoffMissing, Span{File: "rules/x.yaml"})},
		{"line alone", county, New(BadYAML, Span{File: "rules/x.yaml", Start: Pos{Line: 3}}, "problem", "could not find expected ':'")},
		{"place without end", county, New(EmptyValue, Span{File: "rules/x.yaml", Start: Pos{3, 9}}, "key", "id")},
		{"over several lines", county, New(WrongShape, Span{File: "rules/x.yaml", Start: Pos{3, 5}, End: Pos{5, 3}}, "key", "tiers", "want", "mapping", "got", "list")},
		{"byte order mark", "\ufeffa: 1\n", New(UnknownKey, span("rules/x.yaml", 1, 1, 2), "key", "a", "where", "file")},
		{"not UTF-8", "a: \xc4\xfa\xba\xc3\n", New(NotUTF8, Span{File: "rules/x.yaml", Start: Pos{1, 4}}, "offset", "4")},
		{"unprintable", "a: \x1b[31m\u202e红\n", New(BadCharacter, span("rules/x.yaml", 1, 9, 10), "char", "\u202e", "codepoint", "U+202E", "name", "bidirectional control")},
		{"long line, place in the middle", long, New(BadName, span("rules/x.yaml", 1, 208, 209), "name", "x")},
		{"long line, place at its start", long, New(UnknownKey, span("rules/x.yaml", 1, 1, 5), "key", "note", "where", "facts").WithHint(OneOfThese, "list", "type, unit")},
		{"long line, place at its end", long, New(BadName, span("rules/x.yaml", 1, 368, 370), "name", "还有")},
		{"long line, longer place", long, New(Unquoted, span("rules/x.yaml", 1, 7, 300), "what", "note")},
		{"related", county, New(DuplicateID, span("rules/x.yaml", 6, 14, 15), "id", "b").WithRelated(span("rules/x.yaml", 5, 14, 15), span("base.yaml", 2, 1, 2))},
		{"warning", county, New(NoBasis, span("rules/x.yaml", 5, 14, 15), "id", "a")},
		{"table", county, New(BadCell, Span{File: "名册.xlsx", Sheet: "表1", Start: Pos{12, 3}}, "field", "年纳税额", "value", "约100万", "want", "123.45 万元")},
		{"unknown file", county, New(RowLength, Span{File: "county.csv", Start: Pos{12, 1}}, "got", "3", "want", "4")},
		{"no place", county, New(TooMany, Span{}, "limit", "200")},
		{"far line", strings.Repeat("\n", 123455) + "a: 年\n", New(BadNumber, span("rules/x.yaml", 123456, 4, 5), "text", "年")},
	}
	for _, lang := range []Lang{Chinese, English} {
		var out bytes.Buffer
		for _, tt := range tests {
			out.WriteString("== " + tt.name + "\n")
			if err := Write(&out, List{tt.d}, Sources{"rules/x.yaml": []byte(tt.source)}, lang); err != nil {
				t.Fatal(err)
			}
		}
		golden(t, "write_"+lang.String()+".txt", out.Bytes())
	}
}

func TestWriteJSON(t *testing.T) {
	l := List{
		New(UnknownName, word(t, "年纳说额"), "name", "年纳说额").WithHint(DidYouMean, "name", "年纳税额"),
		New(DuplicatePerson, Span{File: "名册.xlsx", Sheet: "表<1>", Start: Pos{12, 1}}, "id", "P1").
			WithRelated(Span{File: "名册.xlsx", Sheet: "表<1>", Start: Pos{3, 1}}),
		New(UnusedName, Span{}, "name", "a\x1b"),
	}
	var out bytes.Buffer
	if err := WriteJSON(&out, l, Chinese); err != nil {
		t.Fatal(err)
	}
	golden(t, "write.json", out.Bytes())

	out.Reset()
	if err := WriteJSON(&out, nil, English); err != nil {
		t.Fatal(err)
	}
	if got, want := out.String(), "{\n  \"format\": \"slate.diagnostics/1\",\n  \"lang\": \"en\",\n  \"diagnostics\": []\n}\n"; got != want {
		t.Errorf("nothing wrong: got %s, want %s", got, want)
	}
}

func TestSummary(t *testing.T) {
	e, w, h := New(UnknownKey, Span{}), New(UnusedName, Span{}), New("H01", Span{})
	tests := []struct {
		name, zh, en string
		l            List
	}{
		{"none", "没有发现问题", "no problems found", nil},
		{"one", "发现 1 个错误", "1 error", List{e}},
		{"all", "发现 2 个错误、1 个警告、2 个提示", "2 errors, 1 warning, 2 advice", List{w, e, h, e, h}},
		{"warnings", "发现 2 个警告", "2 warnings", List{w, w}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := Summary(tt.l, Chinese); got != tt.zh {
				t.Errorf("got %q, want %q", got, tt.zh)
			}
			if got := Summary(tt.l, English); got != tt.en {
				t.Errorf("got %q, want %q", got, tt.en)
			}
		})
	}
}

type brokenWriter struct{}

var errBroken = errors.New("broken pipe")

func (brokenWriter) Write([]byte) (int, error) { return 0, errBroken }

func TestWriteErrors(t *testing.T) {
	l := List{New(CutoffMissing, Span{})}
	if err := Write(brokenWriter{}, l, nil, Chinese); !errors.Is(err, errBroken) {
		t.Errorf("Write: got %v, want %v", err, errBroken)
	}
	if err := WriteJSON(brokenWriter{}, l, Chinese); !errors.Is(err, errBroken) {
		t.Errorf("WriteJSON: got %v, want %v", err, errBroken)
	}
}

// Whatever the span and the file, Write does not panic, what it prints is UTF-8 without control characters, and
// the line shown and its underlining stay within their bounds.
func FuzzWrite(f *testing.F) {
	f.Add([]byte(county), "rules/x.yaml", "年纳说额", 5, 23, 5, 27)
	f.Add([]byte("\ufeffa\tb\r\n\xff\x00\u202e"), "\x1b", "\n", 2, 1, 9, -4)
	f.Add([]byte(strings.Repeat("税", 300)), "", "{name}", 1, 250, 1, 299)
	f.Add([]byte("\n\n\n\n税"), "0", "0", 5, -72, 5, -10)
	f.Add([]byte{}, "a", "", -1, 0, 1<<40, 1<<40)
	f.Fuzz(func(t *testing.T, source []byte, file, value string, line, column, endLine, endColumn int) {
		s := Span{File: file, Start: Pos{line, column}, End: Pos{endLine, endColumn}}
		l := List{New(UnknownName, s, "name", value).WithHint(DidYouMean, "name", value).WithRelated(s)}
		for _, lang := range []Lang{Chinese, English} {
			var out bytes.Buffer
			if err := Write(&out, l, Sources{file: source}, lang); err != nil {
				t.Fatal(err)
			}
			text := strings.ReplaceAll(out.String(), "\n", "")
			if !utf8.ValidString(text) || text != Visible(text) {
				t.Errorf("unprintable output %q", text)
			}
			for _, shownLine := range strings.Split(out.String(), "\n") {
				if strings.HasPrefix(shownLine, "      | ") && Width(shownLine) > maxColumns+40 {
					t.Errorf("underlined at column %d: %q", Width(shownLine), shownLine)
				}
			}
		}
	})
}
