package diag

import (
	"go/ast"
	"go/parser"
	"go/token"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

// constant is a declared constant with what is written above it.
type constant struct{ name, value, doc string }

// constantsOf reads the constants of a type from a file of this package.
func constantsOf(t *testing.T, file, typ string) []constant {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	var out []constant
	for _, d := range f.Decls {
		group, ok := d.(*ast.GenDecl)
		if !ok || group.Tok != token.CONST {
			continue
		}
		for _, spec := range group.Specs {
			s := spec.(*ast.ValueSpec)
			if id, ok := s.Type.(*ast.Ident); !ok || id.Name != typ {
				continue
			}
			value, err := strconv.Unquote(s.Values[0].(*ast.BasicLit).Value)
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, constant{s.Names[0].Name, value, s.Doc.Text()})
		}
	}
	if len(out) == 0 {
		t.Fatalf("%s declares no constant of type %s", file, typ)
	}
	return out
}

func TestCodesAreDocumented(t *testing.T) {
	form := regexp.MustCompile(`^[EWH][0-9]{2,3}$`)
	example := regexp.MustCompile(`(?s)^(.+\.)\n\nExample:(?: none, because .+\.\n|\n\t.+)$`)
	byValue := map[string]string{}
	last := ""
	for _, c := range constantsOf(t, "codes.go", "Code") {
		if !form.MatchString(c.value) {
			t.Errorf("%s = %q: a code is a letter E, W or H and two or three digits", c.name, c.value)
		}
		if other, taken := byValue[c.value]; taken {
			t.Errorf("%s and %s are both %s", other, c.name, c.value)
		}
		byValue[c.value] = c.name
		if c.value[:1] == last[:min(1, len(last))] && c.value < last {
			t.Errorf("%s (%s) stands after %s", c.name, c.value, last)
		}
		last = c.value
		if !strings.HasPrefix(c.doc, c.name+" ") {
			t.Errorf("%s: the comment begins with another word: %q", c.name, c.doc)
		}
		if !example.MatchString(c.doc) {
			t.Errorf("%s: the comment is not a sentence and an example:\n%s", c.name, c.doc)
		}
	}
}

func TestHintsAreDocumented(t *testing.T) {
	for _, c := range constantsOf(t, "hints.go", "HintKey") {
		if !strings.HasPrefix(c.doc, c.name+" ") || !strings.HasSuffix(c.doc, ".\n") {
			t.Errorf("%s: the comment is not a sentence about it: %q", c.name, c.doc)
		}
	}
}

func TestCatalogueIsComplete(t *testing.T) {
	codes := constantsOf(t, "codes.go", "Code")
	for _, c := range codes {
		code := Code(c.value)
		if !code.Known() {
			t.Errorf("%s (%s) has no sentence", c.name, c.value)
		}
		if _, ok := advice[code]; !ok {
			t.Errorf("%s (%s) has no advice", c.name, c.value)
		}
	}
	if got, want := len(catalogue), len(codes); got != want {
		t.Errorf("the catalogue has %d sentences, want %d", got, want)
	}
	if got, want := len(advice), len(codes); got != want {
		t.Errorf("there is advice on %d codes, want %d", got, want)
	}
	keys := constantsOf(t, "hints.go", "HintKey")
	for _, c := range keys {
		if _, ok := hints[HintKey(c.value)]; !ok {
			t.Errorf("%s has no sentence", c.name)
		}
	}
	if got, want := len(hints), len(keys); got != want {
		t.Errorf("there are %d hints, want %d", got, want)
	}
}

func TestSentencesOfBothLanguages(t *testing.T) {
	for code, w := range catalogue {
		checkWords(t, string(code), w)
		for _, p := range placeholders(advice[code].zh) {
			if !slices.Contains(placeholders(w.zh), p) {
				t.Errorf("%s: its advice takes {%s}, its sentence does not", code, p)
			}
		}
	}
	for code, w := range advice {
		checkWords(t, string(code)+" advice", w)
	}
	for code, w := range blanks {
		checkWords(t, string(code)+" blank", w)
		if got, want := len(placeholders(w.zh)), len(placeholders(catalogue[code].zh)); got >= want {
			t.Errorf("%s: its sentence for an empty argument takes %d of them, want fewer than %d", code, got, want)
		}
	}
	for key, w := range hints {
		checkWords(t, string(key), w)
	}
}

func TestTermsBelongToPlaceholders(t *testing.T) {
	for code, slots := range terms {
		for name, v := range slots {
			if !slices.Contains(placeholders(catalogue[code].zh), name) {
				t.Errorf("%s takes no {%s}", code, name)
			}
			for term, w := range v {
				if w.zh == "" || strings.Contains(w.zh, "资格") {
					t.Errorf("%q is %q in Chinese", term, w.zh)
				}
				if n := strings.Count(term, "#"); strings.Count(w.zh, "#") != n || w.en != "" && strings.Count(w.en, "#") != n {
					t.Errorf("%q has another count of numbers: %q, %q", term, w.zh, w.en)
				}
			}
		}
	}
}

// checkWords holds a sentence to what the package promises of all of them.
func checkWords(t *testing.T, what string, w words) {
	t.Helper()
	zh, en := placeholders(w.zh), placeholders(w.en)
	if !slices.Equal(zh, en) {
		t.Errorf("%s: placeholders differ: Chinese %v, English %v", what, zh, en)
	}
	if w.zh == "" || w.en == "" {
		t.Errorf("%s: a language is missing: %q, %q", what, w.zh, w.en)
		return
	}
	if strings.HasSuffix(w.zh, "。") || strings.HasSuffix(w.en, ".") {
		t.Errorf("%s: ends in a full stop", what)
	}
	if strings.Contains(w.zh, "资格") {
		t.Errorf("%s: says 资格, where slate only recommends", what)
	}
	if !strings.ContainsFunc(w.zh, isHan) || strings.ContainsFunc(w.en, isHan) && what != string(SameUnit) {
		t.Errorf("%s: the languages are mixed up: %q, %q", what, w.zh, w.en)
	}
	if first, _ := utf8.DecodeRuneInString(w.en); unicode.IsUpper(first) {
		t.Errorf("%s: English begins in upper case: %q", what, w.en)
	}
}

// placeholders returns the names a sentence takes, sorted, each once.
func placeholders(s string) []string {
	var names []string
	for {
		_, name, after, found := cutPlaceholder(s)
		if !found {
			slices.Sort(names)
			return slices.Compact(names)
		}
		names, s = append(names, name), after
	}
}
