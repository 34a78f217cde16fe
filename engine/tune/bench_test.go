package tune_test

import (
	"bytes"
	"context"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"slate/engine"
	"slate/engine/eval"
	"slate/engine/fact"
	"slate/engine/roster"
	"slate/engine/ruleset"
	"slate/engine/sheet"
	"slate/engine/tune"
	"slate/fixtures/people"
)

// county reads the county's rules, with words replaced, and writes a roster of n people for them.
func county(b *testing.B, n int, replace ...string) (*eval.Program, *roster.Snapshot) {
	b.Helper()
	data, err := os.ReadFile("../../rules/county-2026.yaml")
	if err != nil {
		b.Fatal(err)
	}
	text := strings.NewReplacer(replace...).Replace(string(data))
	rs, _ := ruleset.Load(func(name string) ([]byte, error) {
		if name == "x.yaml" {
			return []byte(text), nil
		}
		return nil, os.ErrNotExist
	}, "x.yaml")
	p, list := eval.Compile(rs, fact.Date{})
	if p == nil {
		b.Fatal(list)
	}
	var csv bytes.Buffer
	if err := people.Write(&csv, "county-2026", n, 1); err != nil {
		b.Fatal(err)
	}
	reader, _ := sheet.ReadCSV("roster.csv", &csv)
	fields := p.Fields()
	table, _ := roster.Read(reader, fields, roster.Mapping{})
	builder := roster.NewBuilder(fields)
	batch := builder.Batch(roster.Batch{AsOf: p.Cutoff})
	for r, ok := table.Next(); ok; r, ok = table.Next() {
		who := builder.Person(r.Person)
		for c, v := range r.Values {
			builder.Set(who, c, v, batch, 0)
		}
		for _, w := range r.Waivers {
			builder.Waive(who, w)
		}
	}
	return p, builder.Snapshot()
}

// size is how many people the benchmarks have; SLATE_PEOPLE sets another number.
func size() int {
	if n, err := strconv.Atoi(os.Getenv("SLATE_PEOPLE")); err == nil {
		return n
	}
	return 10000
}

// against does a piece of work again and again, each time beside one run of the engine, and reports how many runs it is worth: both are
// slowed alike by whatever else the machine does.
func against(b *testing.B, p *eval.Program, s *roster.Snapshot, unit string, runs int, work func()) {
	var engineTime, workTime time.Duration
	for b.Loop() {
		start := time.Now()
		for range runs {
			if _, err := engine.Run(context.Background(), engine.Input{Program: p, Snapshot: s}); err != nil {
				b.Fatal(err)
			}
		}
		middle := time.Now()
		work()
		engineTime, workTime = engineTime+middle.Sub(start), workTime+time.Since(middle)
	}
	b.ReportMetric(float64(workTime)/float64(engineTime), unit)
	b.ReportMetric(float64(workTime.Milliseconds())/float64(b.N), "ms")
}

// BenchmarkDiff compares rules with one, three and six edits, as a ratio to two runs.
func BenchmarkDiff(b *testing.B) {
	edits := []string{"value: 400, basis: 统发", "value: 380, basis: 统发", "[5, 50)\": 70", "[5, 50)\": 75", "limit: 15", "limit: 20",
		"value: 65, basis", "value: 63, basis", "[3, 6)\": 80", "[3, 6)\": 85", "['A', 'B']", "['A']"}
	for _, n := range []int{1, 3, 6} {
		b.Run(strconv.Itoa(n)+"edits", func(b *testing.B) {
			p, s := county(b, size())
			q, _ := county(b, 60, edits[:2*n]...)
			against(b, p, s, "two-runs", 2, func() {
				d, err := tune.Diff(context.Background(), tune.Side{Program: p, Snapshot: s}, tune.Side{Program: q, Snapshot: s}, 0)
				if err != nil || len(d.Edits) != n {
					b.Fatal(err, len(d.Edits))
				}
			})
		})
	}
}

// BenchmarkSweep sweeps a threshold that everybody is held to, as a ratio to one run.
func BenchmarkSweep(b *testing.B) {
	p, s := county(b, size())
	slot, _ := tune.Parameter(p, "提名门槛")
	from, to := tune.Around(p, slot)
	steps := 0
	against(b, p, s, "runs", 1, func() {
		c, err := tune.Sweep(context.Background(), tune.SweepInput{Program: p, Snapshot: s, Slot: slot, From: from, To: to})
		if err != nil {
			b.Fatal(err)
		}
		steps = len(c.Steps)
	})
	b.ReportMetric(float64(steps), "steps")
}

// BenchmarkStability finds how firm the county's list is, as a ratio to one run.
func BenchmarkStability(b *testing.B) {
	p, s := county(b, size())
	against(b, p, s, "runs", 1, func() {
		if _, err := tune.Firmness(context.Background(), p, s, 0); err != nil {
			b.Fatal(err)
		}
	})
}
