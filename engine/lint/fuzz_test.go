package lint_test

import (
	"context"
	"math/rand/v2"
	"os"
	"testing"

	"slate/engine/lint"
)

// FuzzCheck holds that no rule file that compiles makes the linter panic, and that a file proves the same as itself wherever that is decided.
func FuzzCheck(f *testing.F) {
	for _, file := range []string{"county-2026", "hukou"} {
		text, err := os.ReadFile("../../rules/" + file + ".yaml")
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(text))
	}
	for seed := range 12 {
		w := writer{rand.New(rand.NewPCG(9, uint64(seed)))}
		f.Add(w.rules(smallSets[seed%len(smallSets)]))
	}
	f.Fuzz(func(t *testing.T, text string) {
		p, ok := compiles(text)
		if !ok || len(text) > 20_000 {
			return
		}
		check(t, p)
		proof, err := lint.Prove(context.Background(), p, p)
		if err != nil {
			t.Fatal(err)
		}
		if proof.Verdict == lint.Different {
			t.Errorf("a file differs from itself: %+v", proof.Differences)
		}
	})
}
