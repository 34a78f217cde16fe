package lint_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"slate/engine/diag"
	"slate/engine/lint"
)

// large writes a rule file of 500 clauses over facts numbers, each of which so many clauses share, and 200 bands.
func large(facts int) string {
	var b strings.Builder
	b.WriteString("slate: 1\nruleset: {id: x, cutoff: \"2026-06-30\", basis: b, on_missing: undecided}\nfacts:\n")
	for i := range facts {
		fmt.Fprintf(&b, "  f%d: {type: money, unit: 万元, domain: \"[0, 1000000]\"}\n", i)
	}
	b.WriteString("tiers:\n  - id: t\n    require:\n")
	for i := range 500 {
		fmt.Fprintf(&b, "      - {id: t.%d, label: x, expr: \"f%d >= %d or f%d < %d.5\"}\n", i, i%facts, 100+i*7, i%facts, 50+i*3)
	}
	b.WriteString("score:\n  criteria:\n    - id: s\n      input: f0\n      bands:\n")
	for i := range 199 {
		fmt.Fprintf(&b, "        \"[%d, %d)\": %d\n", i*10, i*10+10, i%7)
	}
	b.WriteString("        \"[1990, )\": 100\n")
	return b.String()
}

// BenchmarkCheck measures looking at 500 clauses and 200 bands, as a ratio to reading and compiling the same file.
func BenchmarkCheck(b *testing.B) {
	for _, facts := range []int{50, 10, 1} {
		b.Run(fmt.Sprintf("facts=%d", facts), func(b *testing.B) {
			text := large(facts)
			var read, look time.Duration
			var list diag.List
			for b.Loop() {
				start := time.Now()
				p, ok := compiles(text)
				if !ok {
					b.Fatal("the file has errors")
				}
				read += time.Since(start)
				start = time.Now()
				var err error
				if list, err = lint.Check(context.Background(), p); err != nil {
					b.Fatal(err)
				}
				look += time.Since(start)
			}
			b.ReportMetric(float64(look)/float64(read), "look/read")
			b.ReportMetric(float64(len(list)), "findings")
			b.ReportMetric(0, "ns/op")
			b.ReportMetric(float64(look.Milliseconds())/float64(b.N), "ms")
		})
	}
}

// BenchmarkProve measures proving a file of 500 clauses and 200 bands the same as itself, as a ratio to reading and compiling both.
func BenchmarkProve(b *testing.B) {
	for _, facts := range []int{50, 10} {
		b.Run(fmt.Sprintf("facts=%d", facts), func(b *testing.B) {
			text := large(facts)
			var read, prove time.Duration
			for b.Loop() {
				start := time.Now()
				p, ok := compiles(text)
				q, fine := compiles(text)
				if !ok || !fine {
					b.Fatal("the file has errors")
				}
				read += time.Since(start)
				start = time.Now()
				proof, err := lint.Prove(context.Background(), p, q)
				if err != nil || proof.Verdict != lint.Same {
					b.Fatal(proof, err)
				}
				prove += time.Since(start)
			}
			b.ReportMetric(float64(prove)/float64(read), "prove/read")
			b.ReportMetric(0, "ns/op")
			b.ReportMetric(float64(prove.Milliseconds())/float64(b.N), "ms")
		})
	}
}
