package engine_test

import (
	"go/build"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// layers lists the packages from the first stage to the last. A package imports only packages of
// earlier lines, so that a reader can follow the data in one direction.
var layers = [][]string{
	{"engine/diag", "engine/fact"},
	{"engine/standard"},
	{"engine/sheet", "engine/formula", "engine/rights"},
	{"engine/standard", "engine/surname"},
	{"engine/sheet", "engine/formula"},
	{"engine/roster"},
	{"engine/ruleset"},
	{"engine/aggregate"},
	{"engine/eval", "engine/internal/solve"},
	{"engine/arrange"},
	{"engine"},
	{"engine/quality", "engine/survey", "engine/ledger", "engine/published"},
	{"engine/record"},
	{"engine/ruletest"},
	{"engine/tune"},
	{"engine/tune/mutate", "engine/tune/cover"},
	{"engine/lint"},
	{"engine/tune/whatif"},
	{"engine/report", "engine/sqlite"},
	{"engine/paper"},
	{"rules", "fixtures/people"},
	{"fixtures/generate", "cmd/slate"},
}

func TestLayers(t *testing.T) {
	level := map[string]int{}
	for i, line := range layers {
		for _, p := range line {
			level["slate/"+p] = i
		}
	}
	for name, at := range level {
		for _, imported := range imports(t, strings.TrimPrefix(name, "slate/")) {
			to, ok := level[imported]
			if strings.HasPrefix(imported, "slate/") && (!ok || to >= at) {
				t.Errorf("%s imports %s, which is not in an earlier layer", name, imported)
			}
		}
	}
}

// doors are the packages through which an outside library comes in: one each.
var doors = map[string]string{
	"github.com/expr-lang/expr": "slate/engine/formula", "gopkg.in/yaml.v3": "slate/engine/ruleset",
	"modernc.org/sqlite": "slate/engine/sqlite", "database/sql": "slate/engine/sqlite", "encoding/csv": "",
	"github.com/spf13/cobra": "slate/cmd/slate", "github.com/xuri/excelize": "slate/engine/sheet", "github.com/mattn/go-runewidth": "slate/engine/diag",
	"golang.org/x/mod/sumdb": "slate/engine/ledger", "github.com/gowebpki/jcs": "slate/engine/ledger", "github.com/transparency-dev/merkle": "slate/engine/ledger", "filippo.io/age": "slate/engine/ledger",
}

func TestOneDoorALibrary(t *testing.T) {
	for _, line := range layers {
		for _, p := range line {
			for _, imported := range imports(t, p) {
				for library, door := range doors {
					if door != "" && strings.HasPrefix(imported, library) && door != "slate/"+p {
						t.Errorf("%s imports %s, whose one door is %s", p, imported, door)
					}
				}
			}
		}
	}
}

// TestNoFloats holds that no float takes part in a value, a score or an order.
func TestNoFloats(t *testing.T) {
	for _, p := range []string{"engine", "engine/fact", "engine/formula", "engine/eval", "engine/roster", "engine/ruleset", "engine/ruletest", "engine/arrange", "engine/tune", "engine/tune/mutate", "engine/tune/cover", "engine/lint", "engine/aggregate", "engine/ledger", "engine/tune/whatif"} {
		for _, file := range sources(t, p) {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for _, word := range []string{"float64", "float32", "time.Now", "os.Getenv"} {
				if strings.Contains(string(text), word) {
					t.Errorf("%s uses %s", file, word)
				}
			}
		}
	}
}

func imports(t *testing.T, dir string) []string {
	t.Helper()
	p, err := build.ImportDir(filepath.Join("..", dir), 0)
	if err != nil {
		t.Fatal(err)
	}
	return p.Imports
}

func sources(t *testing.T, dir string) []string {
	t.Helper()
	p, err := build.ImportDir(filepath.Join("..", dir), 0)
	if err != nil {
		t.Fatal(err)
	}
	var files []string
	for _, f := range p.GoFiles {
		files = append(files, filepath.Join("..", dir, f))
	}
	return files
}

// TestMap holds the map of the code in README to the packages: each with the first sentence of its comment.
func TestMap(t *testing.T) {
	readme, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range layers {
		for _, p := range line {
			want := "| `" + p + "` | " + synopsis(t, p) + " |"
			if !strings.Contains(string(readme), want) {
				t.Errorf("README.md lacks the line\n%s", want)
			}
		}
	}
}

func synopsis(t *testing.T, dir string) string {
	t.Helper()
	for _, file := range sources(t, dir) {
		f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.PackageClauseOnly|parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		if f.Doc != nil {
			text := strings.Join(strings.Fields(f.Doc.Text()), " ")
			sentence, _, _ := strings.Cut(text, ". ")
			return strings.TrimSuffix(strings.TrimPrefix(sentence, "Package "), ".")
		}
	}
	t.Fatalf("package %s has no comment", dir)
	return ""
}
