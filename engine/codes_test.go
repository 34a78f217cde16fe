package engine_test

import (
	"context"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"slate/engine/diag"
	"slate/engine/eval"
	"slate/engine/fact"
	"slate/engine/lint"
	"slate/engine/roster"
	"slate/engine/ruleset"
	"slate/engine/sheet"
)

// prelude is what an example that is not a whole rule file continues, as codes.go says.
const prelude = `slate: 1
ruleset: {id: x, cutoff: "2026-06-30"}
facts: {a: {type: int, domain: "[0, 100]"}, 出生日期: {type: date}, b: {type: bool}, m: {type: money, unit: 万元}, c: {type: choice, values: [A, B]}, d: {type: date}}
tiers: [{id: t, require: [{id: t.b, label: b, expr: "b"}]}]
`

// TestExamplesOfCodes runs the example in the comment of every code and expects that code.
func TestExamplesOfCodes(t *testing.T) {
	examples := examplesOfCodes(t)
	if len(examples) < 70 {
		t.Fatalf("only %d codes have an example", len(examples))
	}
	for code, example := range examples {
		if strings.HasPrefix(example, "none, because") {
			continue
		}
		list := judgeExample(example)
		found := false
		for i := range list {
			found = found || list[i].Code == code
		}
		if !found {
			var got []string
			for i := range list {
				got = append(got, string(list[i].Code)+" "+list[i].Message(diag.English))
			}
			t.Errorf("the example of %s does not give it:\n%s\ngot: %v", code, example, got)
		}
	}
}

func judgeExample(example string) diag.List {
	text := unescape(example)
	if strings.Contains(firstLine(text), "姓名") {
		return readTable(text)
	}
	for sign, table := range map[string]string{"荣誉名称": "honours", "机构": "appointments", "年度": "yearly"} {
		if strings.Contains(firstLine(text), sign) {
			return readRows(text, table)
		}
	}
	if !strings.HasPrefix(text, "slate:") {
		text = prelude + text
	}
	return loadText(text)
}

func firstLine(s string) string {
	line, _, _ := strings.Cut(s, "\n")
	return line
}

var escaped = regexp.MustCompile(`\\x[0-9a-f]{2}|\\u[0-9a-f]{4}`)

func unescape(s string) string {
	return escaped.ReplaceAllStringFunc(s, func(e string) string {
		u, err := strconv.Unquote(`"` + e + `"`)
		if err != nil {
			return e
		}
		return u
	})
}

func openText(text string) func(string) ([]byte, error) {
	return func(name string) ([]byte, error) {
		if name == "x.yaml" {
			return []byte(text), nil
		}
		return nil, fs.ErrNotExist
	}
}

func loadText(text string) diag.List {
	rs, list := ruleset.Load(openText(text), "x.yaml")
	if rs != nil {
		p, more := eval.Compile(rs, fact.Date{})
		list = append(list, more...)
		if p != nil && !list.HasErrors() {
			found, err := lint.Check(context.Background(), p)
			if err != nil {
				panic(err)
			}
			list = lint.Allow(append(list, found...), rs.SourceMap())
		}
	}
	return list
}

// readTable reads a table with the facts of the prelude.
func readTable(text string) diag.List {
	rs, _ := ruleset.Load(openText(prelude), "x.yaml")
	r, list := sheet.ReadCSV("x.csv", strings.NewReader(text))
	if r == nil {
		return list
	}
	table, list := roster.Read(r, rs.Fields(), roster.Mapping{})
	if table == nil {
		return list
	}
	for {
		if _, ok := table.Next(); !ok {
			return append(list, table.Problems()...)
		}
	}
}

func readRows(text, name string) diag.List {
	r, list := sheet.ReadCSV("x.csv", strings.NewReader(text))
	if r == nil {
		return list
	}
	childTable, _ := roster.ChildTableNamed(name)
	table, list := roster.ReadRows(r, childTable, "")
	if table == nil {
		return list
	}
	for {
		if _, ok := table.Next(); !ok {
			return append(list, table.Problems()...)
		}
	}
}

// examplesOfCodes reads the examples from the comments of the codes.
func examplesOfCodes(t *testing.T) map[diag.Code]string {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), "diag/codes.go", nil, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	examples := map[diag.Code]string{}
	ast.Inspect(f, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok || len(spec.Values) != 1 {
			return true
		}
		value, ok := spec.Values[0].(*ast.BasicLit)
		if id, typed := spec.Type.(*ast.Ident); !ok || !typed || id.Name != "Code" {
			return true
		}
		name, _ := strconv.Unquote(value.Value)
		_, example, has := strings.Cut(spec.Doc.Text(), "Example:")
		if !has {
			t.Errorf("%s has no example", name)
		}
		examples[diag.Code(name)] = dedent(example)
		return true
	})
	return examples
}

func dedent(s string) string {
	lines := strings.Split(strings.Trim(s, "\n"), "\n")
	for i := range lines {
		lines[i] = strings.TrimPrefix(lines[i], "\t")
	}
	return strings.TrimSpace(strings.Join(lines, "\n")) + "\n"
}
