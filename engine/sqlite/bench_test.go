package sqlite

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"testing"
	"time"

	"slate/engine"
	"slate/engine/eval"
	"slate/engine/fact"
	"slate/engine/roster"
	"slate/engine/ruleset"
	"slate/engine/sheet"
	"slate/fixtures/people"
)

// sizes are the rosters measured; SLATE_PEOPLE=1000000 adds one.
func sizes() []int {
	sizes := []int{10_000, 100_000}
	if n, err := strconv.Atoi(os.Getenv("SLATE_PEOPLE")); err == nil {
		sizes = append(sizes, n)
	}
	return sizes
}

// county fills a roster on disk for rules/county-2026.yaml.
func county(b *testing.B, n int) (*Store, *eval.Program) {
	b.Helper()
	rs, list := ruleset.Load(os.ReadFile, "../../rules/county-2026.yaml")
	if list.HasErrors() {
		b.Fatal(list)
	}
	p, _ := eval.Compile(rs, fact.Date{})
	r, w := io.Pipe()
	go func() { w.CloseWithError(people.Write(w, "county-2026", n, 1)) }()
	reader, _ := sheet.ReadCSV("x.csv", r)
	in, list := roster.Read(reader, p.Fields(), roster.Mapping{})
	if in == nil {
		b.Fatal(list)
	}
	s := open(b, filepath.Join(b.TempDir(), "x.db"), Create)
	if _, list, err := s.Import(context.Background(), in, p.Fields(), roster.Batch{AsOf: p.Cutoff}); err != nil || list.HasErrors() {
		b.Fatal(err, list)
	}
	return s, p
}

// BenchmarkRun goes from a roster on disk to the ranked list, every clause judged for everybody, and reports what the
// parts cost against a bare scan of the same table with the same driver, and the memory that the result holds.
func BenchmarkRun(b *testing.B) {
	for _, n := range sizes() {
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			s, p := county(b, n)
			ctx := context.Background()
			var scan, read, one, two time.Duration
			var before, after runtime.MemStats
			b.ResetTimer()
			for b.Loop() {
				scan += measure(func() { bareScan(b, s) })
				var snapshot *roster.Snapshot
				read += measure(func() { snapshot, _, _ = s.Snapshot(ctx, "x.db", Moment{}, p.Fields()) })
				one += measure(func() { judge(b, p, snapshot, 1) })
				runtime.GC()
				runtime.ReadMemStats(&before)
				var result *engine.Result
				two += measure(func() { result = judge(b, p, snapshot, 2) })
				runtime.GC()
				runtime.ReadMemStats(&after)
				runtime.KeepAlive(result)
				runtime.KeepAlive(snapshot)
			}
			b.ReportMetric(read.Seconds()/scan.Seconds(), "read/scan")
			b.ReportMetric(two.Seconds()/scan.Seconds(), "judge/scan")
			b.ReportMetric(one.Seconds()/two.Seconds(), "cores")
			b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/float64(n), "B/person")
		})
	}
}

func measure(f func()) time.Duration {
	start := time.Now()
	f()
	return time.Since(start)
}

func judge(b *testing.B, p *eval.Program, s *roster.Snapshot, workers int) *engine.Result {
	b.Helper()
	r, err := engine.Run(context.Background(), engine.Input{Program: p, Snapshot: s, Workers: workers})
	if err != nil {
		b.Fatal(err)
	}
	return r
}
