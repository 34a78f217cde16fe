package ruleset

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"gopkg.in/yaml.v3"

	"slate/engine/diag"
)

// files opens texts by name.
func files(texts map[string]string) func(string) ([]byte, error) {
	return func(name string) ([]byte, error) {
		if text, ok := texts[name]; ok {
			return []byte(text), nil
		}
		return nil, fs.ErrNotExist
	}
}

func codes(list diag.List) string {
	var out []string
	for i := range list {
		out = append(out, fmt.Sprintf("%s@%d:%d", list[i].Code, list[i].Span.Start.Line, list[i].Span.Start.Column))
	}
	return strings.Join(out, " ")
}

const minimal = `slate: 1
ruleset: {id: x, cutoff: "2026-06-30", basis: b}
facts: {a: {type: int}}
tiers: [{id: t, require: [{id: c, label: c, expr: "a > 1"}]}]
ranking: {order_by: [a desc]}
`

// TestBytes holds what is refused on the bytes, before YAML sees them.
func TestBytes(t *testing.T) {
	bomb := "a: &a [x,x,x,x,x,x,x,x,x]\n"
	for i := 'b'; i < 'j'; i++ {
		bomb += fmt.Sprintf("%c: &%c [%s]\n", i, i, strings.Repeat(fmt.Sprintf("*%c,", i-1), 9))
	}
	tests := []struct{ name, text, want string }{
		{"nothing", "", "E24@1:0"},
		{"minimal", minimal, ""},
		{"byte order mark", "\ufeff" + minimal, ""},
		{"windows lines", strings.ReplaceAll(minimal, "\n", "\r\n"), ""},
		{"gbk", "slate: 1\nruleset: {id: \xc4\xfa}\n", "E21@2:15"},
		{"utf-16", "\xff\xfes\x00l\x00", "E21@1:1"},
		{"escape", "slate: 1\nruleset: {id: \"\x1b[2J\"}\n", "E23@2:16"},
		{"bidirectional", "slate: 1 # \u202e\n", "E23@1:12"},
		{"zero width", "slate: 1\nrule\u200bset: {id: x}\n", "E23@2:5"},
		{"too large", strings.Repeat("#", MaxBytes+1), "E22@0:0"},
		{"deep brackets", "a: " + strings.Repeat("[", 100_000), "E26@1:24"},
		{"deep dashes", strings.Repeat("- ", 200) + "a", "E26@1:1"},
		{"two documents", minimal + "---\na: 1\n", "E25@6:0"},
		{"not yaml", "slate: [1\n", "E24@1:0"},
		{"tab", "slate: 1\nruleset:\n\tid: x\n", "E24@3:0"},
	}
	for _, tt := range tests {
		_, list := Load(files(map[string]string{"x.yaml": tt.text}), "x.yaml")
		if got := codes(list); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
	if _, list := Load(files(map[string]string{"x.yaml": bomb}), "x.yaml"); !strings.Contains(codes(list), "E03") {
		t.Errorf("bomb: %s", codes(list))
	}
}

// TestPlaces holds, for every way to write a text in YAML, that each character is found where it stands.
func TestPlaces(t *testing.T) {
	tests := []string{
		"plain 文字 here",
		"'single ''quoted'' 文字'",
		"\"double \\\"quoted\\\" \\u6587字\"",
		"\"folded\n    over  \n    lines\"",
		"'folded\n    single'",
		"plain\n    folded",
		"|\n    literal\n      文字 more\n\n    end",
		">\n    folded\n    block\n\n    文字",
		"|-\n    stripped",
	}
	for _, style := range tests {
		data := "key:   " + style + "\nnext: 1\n"
		var doc yaml.Node
		if err := yaml.Unmarshal([]byte(data), &doc); err != nil {
			t.Fatalf("%q: %v", data, err)
		}
		src := newSource("x", []byte(data))
		text := src.text(doc.Content[0].Content[1])
		for i, want := range []rune(text.Text) {
			at := text.At(i)
			row := src.lines[at.Line-1]
			if at.Column > len(row) { // the end of a line, folded or kept
				if want != ' ' && want != '\n' {
					t.Errorf("%q: character %d %q is placed at the end of line %d", style, i, want, at.Line)
				}
				continue
			}
			if got := row[at.Column-1]; got != want && got != '\\' {
				t.Errorf("%q: character %d is %q, but %q stands at %d:%d", style, i, want, got, at.Line, at.Column)
			}
		}
	}
}

// TestSchema holds the schema for editors to the decoder's own table.
func TestSchema(t *testing.T) {
	const file = "../../rules/rules.schema.json"
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(file, Schema(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, Schema()) {
		t.Errorf("%s is not what the decoder knows; UPDATE=1 go test ./engine/ruleset rewrites it", file)
	}
}

func compiledSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(Schema()))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("rules.json", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("rules.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func validates(t *testing.T, s *jsonschema.Schema, text string) error {
	t.Helper()
	var doc any
	if err := yaml.Unmarshal([]byte(text), &doc); err != nil {
		t.Fatal(err)
	}
	data, err := json.Marshal(doc)
	if err != nil {
		t.Fatal(err)
	}
	instance, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return s.Validate(instance)
}

// TestSchemaAndDecoder holds that schema and decoder take the same shapes.
func TestSchemaAndDecoder(t *testing.T) {
	s := compiledSchema(t)
	shipped, err := filepath.Glob("../../rules/*.yaml")
	if err != nil || len(shipped) == 0 {
		t.Fatalf("no shipped rules: %v", err)
	}
	for _, file := range append(shipped, "../../cmd/slate/init/rules.yaml") {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if err := validates(t, s, string(data)); err != nil {
			t.Errorf("%s: %v", file, err)
		}
	}
	for _, bad := range []string{
		"vetoes: [{id: v, label: v, wehn: \"a > 1\"}]",
		"vetoes: {id: v}",
		"vetoes: [{id: v, label: v}]",
		"vetoes: [{id: v, expr: \"a\", all: []}]",
		"vetoes: [{id: v, expr: \"a\", on_missing: maybe}]",
		"params: {p: {label: x}}",
		"params: {p: {values: [{value: 1}]}}",
		"score: {criteria: [{id: x}]}",
		"score: {criteria: [{id: x, value: a, cap: many}]}",
		"ranking: {limit: -1}",
		"ranking: {within: {by: a}}",
		"bodies: [{id: b, seats: x}]",
		"tests: [{name: x}]",
		"tests: [{name: x, expect: {t: perhaps}}]",
		"grades: [1]",
		"classify: {k: {inputs: [a], outputs: {o: {type: int}}, rules: [{if: {a: 1}}]}}",
	} {
		text := minimal + bad + "\n"
		if strings.HasPrefix(bad, "ranking") {
			text = strings.Replace(minimal, "ranking: {order_by: [a desc]}\n", bad+"\n", 1)
		}
		if validates(t, s, text) == nil {
			t.Errorf("the schema takes %s", bad)
		}
		if _, list := Load(files(map[string]string{"x.yaml": text}), "x.yaml"); !list.HasErrors() {
			t.Errorf("the decoder takes %s", bad)
		}
	}
}

// TestYAML holds that the effective rules, written out, load to the same rules.
func TestYAML(t *testing.T) {
	shipped, _ := filepath.Glob("../../rules/*.yaml")
	for _, file := range append(shipped, "testdata/everything.yaml") {
		first, list := Load(os.ReadFile, file)
		if list.HasErrors() {
			t.Fatalf("%s: %s %s", file, codes(list), list[0].Message(diag.English))
		}
		text := first.YAML()
		second, list := Load(files(map[string]string{"x.yaml": string(text)}), "x.yaml")
		if list.HasErrors() {
			t.Fatalf("%s written out: %s %s\n%s", file, codes(list), list[0].Message(diag.English), text)
		}
		if diff := cmp.Diff(string(text), string(second.YAML())); diff != "" {
			t.Errorf("%s changes when written out:\n%s", file, diff)
		}
		if len(first.Tests) != len(second.Tests) || len(first.Tiers) != len(second.Tiers) || len(first.Facts) != len(second.Facts) {
			t.Errorf("%s loses something when written out", file)
		}
	}
}

const province = `slate: 1
ruleset: {id: province, cutoff: "2026-06-30", basis: 省文件, lang: zh}
facts: {tax: {type: money, unit: 万元}, listed: {type: bool}, age: {type: int}}
params: {门槛: {unit: 万元, values: [{from: "2021-01-01", value: 200}]}}
tiers:
  - {id: T1, label: 一层, require: [{id: T1.1, label: 纳税, expr: "tax >= 门槛"}, {id: T1.2, label: 年龄, expr: "年龄 < 66"}]}
vetoes: [{id: V1, label: 失信, expr: "listed"}]
ranking: {order_by: [tax desc]}
`

// TestLayers lays a county on a province: it tightens, adds, replaces and switches off.
func TestLayers(t *testing.T) {
	texts := map[string]string{
		"rules/province.yaml": strings.NewReplacer("age: {type", "年龄: {type").Replace(province),
		"rules/county.yaml": `slate: 1
ruleset: {id: county, extends: province.yaml}
facts: {评价: {type: choice, values: [A, B]}}
params: {门槛: {values: [{from: "2026-01-01", value: 300}]}}
tiers:
  - {id: T1, require: [{id: T1.2, off: 本县不设年龄条件}, {id: T1.3, label: 评价, expr: "评价 == 'A'"}]}
  - {id: T2, extends: T1, require: [{id: T2.1, label: 更高, expr: "tax >= 2 * 门槛"}]}
vetoes: [{id: V1, label: 失信被执行人, expr: "listed == true"}]
`,
		"rules/county.test.yaml": "tests: [{name: 一例, given: {tax: 300, listed: false, 评价: A}, expect: {T1: pass}}]\n",
	}
	rs, list := Load(files(texts), "rules/county.yaml")
	if list.HasErrors() {
		t.Fatalf("%s: %s", codes(list), list[0].Message(diag.English))
	}
	var clauses []string
	for _, c := range rs.Tiers[0].Require {
		clauses = append(clauses, c.ID)
	}
	got := fmt.Sprintln(rs.Meta.ID, rs.Meta.Basis, rs.Meta.Lang, len(rs.Facts), len(rs.Params[0].Values), clauses, len(rs.Tiers),
		rs.Vetoes[0].Label, len(rs.Vetoes), rs.Off[0].Reason, len(rs.Sources), len(rs.Tests), rs.Params[0].Type.Unit)
	if want := "county 省文件 zh 4 2 [T1.1 T1.3] 2 失信被执行人 1 本县不设年龄条件 3 1 万元"; got != want+"\n" {
		t.Errorf("layers: %s\nwant    %s", got, want)
	}
	texts["rules/province.yaml"] = "slate: 1\nruleset: {id: p, extends: county.yaml}\n"
	if _, list := Load(files(texts), "rules/county.yaml"); !strings.Contains(codes(list), "E40") {
		t.Errorf("a cycle of files: %s", codes(list))
	}
	delete(texts, "rules/province.yaml")
	if _, list := Load(files(texts), "rules/county.yaml"); codes(list) != "E50@2:15" {
		t.Errorf("a missing base: %s", codes(list))
	}
}

func TestDigestNamesEveryByte(t *testing.T) {
	a, _ := Load(files(map[string]string{"x.yaml": minimal}), "x.yaml")
	b, _ := Load(files(map[string]string{"x.yaml": minimal + "\n"}), "x.yaml")
	if a.Digest() == b.Digest() {
		t.Error("two files have one digest")
	}
}

// FuzzLoad holds that no bytes panic, that every place lies in its file, and that the same bytes give the same
// problems twice.
func FuzzLoad(f *testing.F) {
	f.Add([]byte(minimal))
	f.Add([]byte(province))
	for _, pattern := range []string{"../../rules/*.yaml", "../testdata/bad/*.yaml", "testdata/*.yaml"} {
		names, _ := filepath.Glob(pattern)
		for _, name := range names {
			if data, err := os.ReadFile(name); err == nil {
				f.Add(data)
			}
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		open := files(map[string]string{"x.yaml": string(data)})
		rs, list := Load(open, "x.yaml")
		lines := bytes.Count(data, []byte("\n")) + 1
		for i := range list {
			if s := list[i].Span; s.Start.Line < 0 || s.Start.Line > lines+1 || s.Start.Column < 0 || s.Start.Column > len(data)+2 {
				t.Fatalf("%s stands at %d:%d of %d lines", list[i].Code, s.Start.Line, s.Start.Column, lines)
			}
		}
		if _, again := Load(open, "x.yaml"); codes(list) != codes(again) {
			t.Fatalf("%s, then %s", codes(list), codes(again))
		}
		if rs != nil && !list.HasErrors() {
			rs.YAML()
		}
	})
}

func BenchmarkLoad500Clauses(b *testing.B) {
	var text strings.Builder
	text.WriteString(strings.Split(minimal, "tiers:")[0] + "tiers:\n  - id: t\n    require:\n")
	for i := range 500 {
		fmt.Fprintf(&text, "      - {id: c%d, label: 条件, expr: \"a > %d and a < %d\", fail: \"{a}，差{short}\"}\n", i, i, 1000+i)
	}
	text.WriteString("ranking: {order_by: [a desc]}\n")
	open := files(map[string]string{"x.yaml": text.String()})
	b.ResetTimer()
	for b.Loop() {
		if _, list := Load(open, "x.yaml"); list.HasErrors() {
			b.Fatal(codes(list))
		}
	}
}

