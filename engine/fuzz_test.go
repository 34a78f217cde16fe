package engine_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"slate/engine"
	"slate/engine/eval"
	"slate/engine/fact"
	"slate/engine/roster"
	"slate/engine/ruleset"
)

// FuzzCheck holds that no rule file panics, neither while it is read and compiled, with mistakes in it or without, nor while
// it judges somebody of whom nothing is known.
func FuzzCheck(f *testing.F) {
	for _, pattern := range []string{"../rules/*.yaml", "testdata/bad/*.yaml", "ruleset/testdata/good/*.yaml", "ruleset/testdata/bad/*.yaml"} {
		names, _ := filepath.Glob(pattern)
		for _, name := range names {
			if data, err := os.ReadFile(name); err == nil {
				f.Add(string(data))
			}
		}
	}
	f.Fuzz(func(t *testing.T, text string) {
		rs, list := ruleset.Load(openText(text), "x.yaml")
		if rs == nil {
			return
		}
		p, more := eval.Compile(rs, fact.Date{})
		if p == nil && len(more) == 0 && !list.HasErrors() {
			t.Fatal("refused without a reason")
		}
		if p == nil || list.HasErrors() {
			return
		}
		b := roster.NewBuilder(p.Fields())
		b.Person(roster.Person{ID: "1"})
		b.Person(roster.Person{ID: "2"})
		if _, err := engine.Run(context.Background(), engine.Input{Program: p, Snapshot: b.Snapshot(), Workers: 1}); err != nil {
			t.Fatal(err)
		}
	})
}
