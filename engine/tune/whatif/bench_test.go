package whatif_test

import (
	"bytes"
	"context"
	"os"
	"strconv"
	"testing"
	"time"

	"slate/engine"
	"slate/engine/eval"
	"slate/engine/fact"
	"slate/engine/roster"
	"slate/engine/sheet"
	"slate/engine/tune/whatif"
	"slate/fixtures/people"
)

// county reads the county's rules, and writes a roster of n people for them.
func county(b *testing.B, n int) (*eval.Program, *roster.Snapshot) {
	b.Helper()
	text, err := os.ReadFile("../../../rules/county-2026.yaml")
	if err != nil {
		b.Fatal(err)
	}
	p, list := eval.Compile(load(b, string(text)), fact.Date{})
	if p == nil {
		b.Fatal(list)
	}
	var csv bytes.Buffer
	if err := people.Write(&csv, "county-2026", n, 1); err != nil {
		b.Fatal(err)
	}
	reader, _ := sheet.ReadCSV("roster.csv", &csv)
	table, _ := roster.Read(reader, p.Fields(), roster.Mapping{})
	builder := roster.NewBuilder(p.Fields())
	batch := builder.Batch(roster.Batch{AsOf: p.Cutoff})
	for r, ok := table.Next(); ok; r, ok = table.Next() {
		who := builder.Person(r.Person)
		for c, v := range r.Values {
			builder.Set(who, c, v, batch, 0)
		}
	}
	return p, builder.Snapshot()
}

// BenchmarkFrom finds what would alter the result of five people in a county, as a ratio to one run: the verdict, and a place on the
// list. SLATE_PEOPLE sets another number of people than 10,000.
func BenchmarkFrom(b *testing.B) {
	n := 10000
	if k, err := strconv.Atoi(os.Getenv("SLATE_PEOPLE")); err == nil {
		n = k
	}
	p, s := county(b, n)
	in := engine.Input{Program: p, Snapshot: s}
	for _, kind := range []whatif.Kind{whatif.Verdict, whatif.Grade, whatif.List} {
		b.Run(kind.String(), func(b *testing.B) {
			var runs, searches time.Duration
			for b.Loop() {
				begin := time.Now()
				now, err := engine.Run(context.Background(), in)
				if err != nil {
					b.Fatal(err)
				}
				middle := time.Now()
				for _, id := range []string{"P0000004", "P0000015", "P0000018", "P0000030", "P0000060"} {
					person, _ := s.Find(id)
					if _, err := whatif.From(context.Background(), in, now, person, whatif.Goal{Kind: kind, Tier: p.Ranking.Tier, Grade: "优"}); err != nil {
						b.Fatal(err)
					}
				}
				runs, searches = runs+middle.Sub(begin), searches+time.Since(middle)
			}
			b.ReportMetric(float64(searches)/5/float64(runs), "runs/person")
			b.ReportMetric(float64(searches.Milliseconds())/5/float64(b.N), "ms/person")
		})
	}
}
