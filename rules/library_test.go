package rules_test

import (
	"context"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"slate/engine/eval"
	"slate/engine/fact"
	"slate/engine/ruleset"
	"slate/engine/ruletest"
)

// library reads the rows of LIBRARY.md: rule, in short, where, shown by.
func library(t *testing.T) [][4]string {
	t.Helper()
	text, err := os.ReadFile("LIBRARY.md")
	if err != nil {
		t.Fatal(err)
	}
	var rows [][4]string
	for line := range strings.Lines(string(text)) {
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|")
		if len(cells) != 4 || !regexp.MustCompile(`^ [A-I]\d+ $`).MatchString(cells[0]) {
			continue
		}
		var row [4]string
		for i := range row {
			row[i] = strings.TrimSpace(cells[i])
		}
		rows = append(rows, row)
	}
	return rows
}

// TestLibrary holds LIBRARY.md to the files: every rule is there once, what it names exists, and its cases pass and differ in what
// they expect.
func TestLibrary(t *testing.T) {
	rows := library(t)
	counts := map[byte]int{'A': 8, 'B': 12, 'C': 10, 'D': 10, 'E': 10, 'F': 21, 'G': 11, 'H': 10, 'I': 4}
	seen := map[string]bool{}
	files := map[string]*loaded{}
	for _, row := range rows {
		rule, where, shown := row[0], row[2], row[3]
		if seen[rule] {
			t.Errorf("%s stands twice", rule)
		}
		seen[rule] = true
		counts[rule[0]]--
		file, id, _ := strings.Cut(where, " ")
		switch {
		case where == "—":
			if len(shown) < 20 {
				t.Errorf("%s is not expressed, and the reason is %q", rule, shown)
			}
		case strings.HasSuffix(file, ".yaml"):
			f := files[file]
			if f == nil {
				f = load(t, file)
				files[file] = f
			}
			f.hold(t, rule, id, shown)
		default:
			holdTest(t, rule, file, id)
		}
	}
	for group, left := range counts {
		if left != 0 {
			t.Errorf("%d rules of group %c are missing, or too many", left, group)
		}
	}
}

type loaded struct {
	name  string
	text  string
	set   *ruleset.Ruleset
	wrong map[string]bool // cases that do not pass
}

func load(t *testing.T, name string) *loaded {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	set, list := ruleset.Load(os.ReadFile, name)
	if list.HasErrors() {
		t.Fatal(list)
	}
	if _, list := eval.Compile(set, fact.Date{}); list.HasErrors() {
		t.Fatal(list)
	}
	report, err := ruletest.Run(context.Background(), set)
	if err != nil {
		t.Fatal(err)
	}
	f := &loaded{name: name, text: string(text), set: set, wrong: map[string]bool{}}
	for _, c := range report.Cases {
		if c.Status != ruletest.Pass {
			f.wrong[c.Test.Name] = true
		}
	}
	return f
}

func (f *loaded) hold(t *testing.T, rule, id, shown string) {
	t.Helper()
	if !regexp.MustCompile(`(?m)(id: |^ +)` + regexp.QuoteMeta(id) + `[,:} \n]`).MatchString(f.text) {
		t.Errorf("%s: %s has no %s", rule, f.name, id)
	}
	if shown == "" {
		return // of a whole list, which cases of one person do not show
	}
	expected := map[string]bool{}
	for name := range strings.SplitSeq(shown, "; ") {
		i := slices.IndexFunc(f.set.Tests, func(c *ruleset.Test) bool { return c.Name == name })
		if i < 0 {
			t.Errorf("%s: %s has no case %s", rule, f.name, name)
			continue
		}
		if f.wrong[name] {
			t.Errorf("%s: the case %s of %s does not pass", rule, name, f.name)
		}
		expected[wanted(&f.set.Tests[i].Expect)] = true
	}
	if len(expected) < 2 {
		t.Errorf("%s: the cases do not show two sides: %s", rule, shown)
	}
}

// wanted writes what a case expects, without its places in the file.
func wanted(e *ruleset.Expect) string {
	var words []string
	for _, v := range e.Verdicts {
		words = append(words, v.Tier+" "+v.Verdict)
	}
	for _, l := range e.Labels {
		words = append(words, l.Name+" "+l.Value.String())
	}
	for _, p := range e.Points {
		words = append(words, p.ID+" "+p.Points)
	}
	for _, s := range e.Seats {
		words = append(words, s.Body+" "+s.Seat)
	}
	for _, t := range slices.Concat(e.Missing, e.Because) {
		words = append(words, t.Text)
	}
	for _, t := range []*ruleset.Text{e.Score, e.Grade, e.Place, e.Error} {
		if t != nil {
			words = append(words, t.Text)
		}
	}
	return strings.Join(words, "; ")
}

// holdTest looks whether a package has the test that is named, or a folder of scripts the script.
func holdTest(t *testing.T, rule, folder, test string) {
	t.Helper()
	if strings.HasSuffix(test, ".txtar") {
		if _, err := os.Stat(filepath.Join("..", folder, "testdata", test)); err != nil {
			t.Errorf("%s: %v", rule, err)
		}
		return
	}
	names, err := filepath.Glob(filepath.Join("..", folder, "*_test.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(text), "func "+test+"(") {
			return
		}
	}
	t.Errorf("%s: %s has no %s", rule, folder, test)
}
