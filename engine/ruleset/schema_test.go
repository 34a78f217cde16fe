package ruleset

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"gopkg.in/yaml.v3"

	"slate/engine/diag"
	"slate/engine/formula"
)

const schemaFile = "../../rules/rules.schema.json"

// The schema that ships is the one that the shapes give.
func TestSchemaFile(t *testing.T) {
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(schemaFile, Schema(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(schemaFile)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(want), string(Schema())); d != "" {
		t.Errorf("%s (-file +shapes):\n%s", schemaFile, d)
	}
}

func compiled(t *testing.T) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(Schema()))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("rules.schema.json", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("rules.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// instance reads YAML as an editor does: into JSON, keys as text.
func instance(t *testing.T, text string) any {
	t.Helper()
	var doc yaml.Node
	if err := yaml.Unmarshal([]byte(text), &doc); err != nil {
		t.Fatal(err)
	}
	return asJSON(t, doc.Content[0])
}

func asJSON(t *testing.T, n *yaml.Node) any {
	t.Helper()
	switch n.Kind {
	case yaml.MappingNode:
		m := map[string]any{}
		for i := 0; i < len(n.Content); i += 2 {
			m[n.Content[i].Value] = asJSON(t, n.Content[i+1])
		}
		return m
	case yaml.SequenceNode:
		list := []any{}
		for _, c := range n.Content {
			list = append(list, asJSON(t, c))
		}
		return list
	}
	if n.Tag == "!!timestamp" {
		return n.Value // YAML 1.2 has no timestamps
	}
	var v any
	if err := n.Decode(&v); err != nil {
		t.Fatal(err)
	}
	return v
}

// What loads, an editor accepts.
func TestSchemaAccepts(t *testing.T) {
	schema := compiled(t)
	files := append(goodFiles(t), "testdata/good/county.test.yaml")
	effective, _ := filepath.Glob("testdata/effective/*.yaml")
	for _, name := range append(files, effective...) {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(instance(t, string(text))); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// What is wrong in its structure is refused both by an editor and by Load, with the same code wherever it stands.
func TestSchemaRefuses(t *testing.T) {
	schema := compiled(t)
	tests := []struct {
		name, text string
		want       diag.Code
	}{
		{"nothing wrong", "", ""},
		{"unknown section", "veto: []\n", diag.UnknownKey},
		{"unknown key of a fact", "params: {p: {values: [{from: \"2020-01-01\", valu: 1}]}}\n", diag.UnknownKey},
		{"unknown key of a clause", "vetoes: [{id: v, expr: \"b\", wehn: \"b\"}]\n", diag.UnknownKey},
		{"unknown key deep in a group", "vetoes: [{id: v, all: [{id: w, expr: \"b\", fails: \"x\"}]}]\n", diag.UnknownKey},
		{"unknown key of a test", "tests: [{name: x, expects: {}, expect: {}}]\n", diag.UnknownKey},
		{"missing id", "vetoes: [{expr: \"b\"}]\n", diag.MissingKey},
		{"missing type", "derive: {d: {expr: \"1\"}}\n", diag.MissingKey},
		{"missing value", "params: {p: {values: [{from: \"2020-01-01\"}]}}\n", diag.MissingKey},
		{"missing criteria", "score: {label: x}\n", diag.MissingKey},
		{"quota without a number", "bodies: [{id: b1, seats: 1, quotas: [{id: q}]}]\n", diag.MissingKey},
		{"mapping for a list", "vetoes: {id: v, expr: \"b\"}\n", diag.WrongShape},
		{"list for a mapping", "params: [p]\n", diag.WrongShape},
		{"text for a mapping", "score: high\n", diag.WrongShape},
		{"list for text", "vetoes: [{id: v, label: [a], expr: \"b\"}]\n", diag.WrongShape},
		{"two of one kind", "vetoes: [{id: v, expr: \"b\", not: {id: w, expr: \"b\"}}]\n", diag.OneOf},
		{"none of one kind", "score: {criteria: [{id: c}]}\n", diag.OneOf},
		{"no such word", "vetoes: [{id: v, expr: \"b\", on_missing: maybe}]\n", diag.BadValue},
		{"null", "vetoes: [{id: v, label: null, expr: \"b\"}]\n", diag.NullValue},
		{"empty list", "vetoes: [{id: v, all: []}]\n", diag.EmptyValue},
		{"number for truth", "facts: {b: {type: bool, sensitive: 1}}\n", diag.BadBool},
		{"text for a number", "score: {criteria: [{id: c, value: b, cap: much}]}\n", diag.BadNumber},
		{"no interval", "grades: {high: a}\n", diag.BadInterval},
		{"no date", "vetoes: [{id: v, expr: \"b\", since: \"soon\"}]\n", diag.BadDate},
		{"no period", "facts: {b: {type: bool, max_age: soon}}\n", diag.BadPeriod},
		{"too great", "score: {round: {scale: 13}, criteria: [{id: c, value: b}]}\n", diag.BadValue},
		{"id with a space", "vetoes: [{id: v w, expr: \"b\"}]\n", diag.BadName},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			text := head + tt.text
			if strings.HasPrefix(tt.text, "facts") {
				text = strings.Replace(head, "facts: {b: {type: bool}}\n", tt.text, 1)
			}
			refused := schema.Validate(instance(t, text)) != nil
			_, list := Load(only("x.yaml", text), "x.yaml")
			if refused != (tt.want != "") {
				t.Errorf("the schema refuses: %v", refused)
			}
			codes := ""
			for _, d := range list {
				codes += string(d.Code) + " "
			}
			if !strings.Contains(codes, string(tt.want)) || tt.want == "" && list.HasErrors() {
				t.Errorf("Load says %s, want %s", codes, tt.want)
			}
		})
	}
}

// Every key has a sentence for editors.
func TestShapesAreDescribed(t *testing.T) {
	seen := map[*element]bool{}
	var visit func(e *element, path string)
	visit = func(e *element, path string) {
		if e == nil || seen[e] {
			return
		}
		seen[e] = true
		if e.kind == kObject && (e.name == "" || e.doc == "") {
			t.Errorf("%s: object without name or sentence", path)
		}
		for _, k := range e.keys {
			if !strings.HasSuffix(k.doc, ".") {
				t.Errorf("%s.%s: %q is no sentence", path, k.name, k.doc)
			}
			visit(k.element, path+"."+k.name)
		}
		visit(e.of, path+"[]")
		visit(e.rest, path+".*")
		for _, other := range e.either {
			visit(other, path)
		}
	}
	visit(fileShape, "")
}

// The functions of expressions are reserved names.
func TestReserved(t *testing.T) {
	taken := map[string]bool{}
	for _, r := range reserved {
		taken[r] = true
	}
	for _, f := range formula.FunctionNames() {
		if !taken[f] {
			t.Errorf("%s is not reserved", f)
		}
	}
}
