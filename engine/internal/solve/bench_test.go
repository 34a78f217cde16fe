package solve

import (
	"testing"
	"time"
)

func BenchmarkSolve(b *testing.B) {
	for _, z := range []size{county, city, province} {
		for _, run := range []struct {
			name   string
			budget Budget
		}{{"value", Budget{TieNodes: -1}}, {"ties", Budget{}}} {
			b.Run(z.name+"/"+run.name, func(b *testing.B) {
				p := z.instance(1, false)
				b.ReportAllocs()
				for b.Loop() {
					a := solved(b, p, run.budget)
					if a.Status != Proved {
						b.Fatalf("status %d, value %d, bound %d", a.Status, a.Value, a.Bound)
					}
					b.ReportMetric(float64(a.Nodes), "nodes")
				}
			})
		}
	}
}

// BenchmarkSeeds reports the slowest of 50 cities, each proved.
func BenchmarkSeeds(b *testing.B) {
	for _, fine := range []bool{false, true} {
		z := city
		name := "steps"
		if z.fine = fine; fine {
			name = "fine"
		}
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				worst, nodes := time.Duration(0), 0
				for seed := range uint64(50) {
					p := z.instance(seed, false)
					from := time.Now()
					a := solved(b, p, Budget{TieNodes: -1})
					took := time.Since(from)
					if a.Status != Proved {
						b.Errorf("seed %d: status %d, value %d, bound %d", seed, a.Status, a.Value, a.Bound)
					}
					if took > worst {
						worst, nodes = took, a.Nodes
					}
				}
				b.ReportMetric(float64(worst.Milliseconds()), "ms-slowest")
				b.ReportMetric(float64(nodes), "nodes-slowest")
			}
		})
	}
}

func BenchmarkImpossible(b *testing.B) {
	for _, z := range []size{county, city, province} {
		p := z.instance(1, true)
		b.Run(z.name+"/conflict", func(b *testing.B) {
			for b.Loop() {
				c, err := Conflict(b.Context(), p, Budget{})
				if err != nil || c == nil || !c.Smallest {
					b.Fatal(c, err)
				}
				b.ReportMetric(float64(len(c.Limits)), "limits")
			}
		})
		b.Run(z.name+"/relax", func(b *testing.B) {
			for b.Loop() {
				r, err := Relax(b.Context(), p, Budget{TieNodes: -1})
				if err != nil || r.Status != Proved {
					b.Fatal(r, err)
				}
			}
		})
	}
}

// BenchmarkCosts solves a city again without each of the quotas that bind.
func BenchmarkCosts(b *testing.B) {
	p := city.instance(1, false)
	for b.Loop() {
		s, err := NewSolver(p)
		if err != nil {
			b.Fatal(err)
		}
		base, err := s.Solve(b.Context(), Budget{TieNodes: -1})
		if err != nil {
			b.Fatal(err)
		}
		n := 0
		for i, price := range base.Prices {
			if price == 0 || i < len(city.seats) {
				continue
			}
			a, err := s.Solve(b.Context(), Budget{TieNodes: -1}, Move(int32(i), NoLo, NoHi))
			if err != nil || a.Status != Proved || a.Value < base.Value {
				b.Fatal(a, err)
			}
			n++
		}
		b.ReportMetric(float64(n), "quotas")
	}
}
