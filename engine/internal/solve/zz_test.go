package solve

import (
	"fmt"
	"testing"
	"time"
)

func TestZProv(t *testing.T) {
	p := province.instance(1, false)
	fmt.Println(len(p.Sets), len(p.Patterns), len(p.Limits))
	s, _ := NewSolver(p)
	fmt.Println("w", s.w, "step", s.step)
	s.load(p)
	r := &run{s: s, p: p, search: &search{ctx: t.Context(), p: p, l: s.l, w: s.w, step: s.step, limit: 10}}
	r.settled = make([]int32, len(p.Sets))
	go func() {
		for {
			time.Sleep(2 * time.Second)
			fmt.Println("piv", s.l.pivots, "nodes", r.nodes, "act", len(s.l.active))
		}
	}()
	f := time.Now()
	x := r.rootInfeasible()
	fmt.Println(x, time.Since(f), s.l.pivots)
	if x != nil {
		return
	}
	r.prices = r.search.prices()
	r.boundV, r.boundC = r.l.bound(r.prices, byValue, wide{}), r.l.bound(r.prices, byTie, wide{})
	root := r.l.save()
	r.widen(root)
	fmt.Println(r.nodes, r.cut, r.inc != nil, time.Since(f))
}
func TestZSeeds(t *testing.T) {
	z := city
	z.fine = true
	for seed := range uint64(50) {
		p := z.instance(seed, false)
		f := time.Now()
		a := solved(t, p, Budget{Nodes: 300, TieNodes: -1})
		if d := time.Since(f); d > 300*time.Millisecond {
			fmt.Println(seed, d, a.Nodes, a.Status, a.Bound-a.Value, a.Value)
		}
	}
}
