package eval_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"slate/engine/eval"
	"slate/engine/fact"
)

// shapes of a tier, made at random and judged here a second time, by counting.
type clause struct {
	id    string // of a leaf
	group string // all, any, not, at_least; "" for a leaf
	n     int
	of    []*clause
	fails bool // on_missing: fail
}

type rules struct {
	require, vetoes []*clause
	leaves          []string
}

func drawClause(r *rand.Rand, rs *rules, depth int, negated bool) *clause {
	if depth == 0 || r.IntN(3) > 0 {
		c := &clause{id: fmt.Sprintf("c%d", len(rs.leaves)), fails: !negated && r.IntN(6) == 0}
		rs.leaves = append(rs.leaves, c.id)
		return c
	}
	c := &clause{group: []string{"all", "any", "not", "at_least"}[r.IntN(4)]}
	n := 1 + r.IntN(3)
	if c.group == "not" {
		n = 1
	}
	for range n {
		c.of = append(c.of, drawClause(r, rs, depth-1, negated || c.group == "not"))
	}
	c.n = 1 + r.IntN(n)
	return c
}

func drawRules(r *rand.Rand) *rules {
	rs := &rules{}
	for range 1 + r.IntN(3) {
		rs.require = append(rs.require, drawClause(r, rs, 2, false))
	}
	for range r.IntN(3) {
		rs.vetoes = append(rs.vetoes, drawClause(r, rs, 1, false))
	}
	return rs
}

// yaml writes a clause as a rule file has it; a leaf tests the fact of its own name.
func (c *clause) yaml(extra string) string {
	if c.group == "" {
		missing := ""
		if c.fails {
			missing = ", on_missing: fail"
		}
		return fmt.Sprintf(`{id: %s, label: x, expr: "f%s"%s}`, c.id, c.id, missing)
	}
	var members []string
	for _, m := range c.of {
		members = append(members, m.yaml(""))
	}
	list := "[" + strings.Join(members, ", ") + "]"
	switch c.group {
	case "not":
		return "{" + extra + "not: " + members[0] + "}"
	case "at_least":
		return fmt.Sprintf("{%sat_least: %d, of: %s}", extra, c.n, list)
	}
	return "{" + extra + c.group + ": " + list + "}"
}

func (rs *rules) yaml() string {
	var b strings.Builder
	b.WriteString("slate: 1\nruleset: {id: x, cutoff: \"2026-06-30\"}\nfacts:\n")
	for _, id := range rs.leaves {
		fmt.Fprintf(&b, "  f%s: {type: bool}\n", id)
	}
	b.WriteString("tiers:\n  - id: t\n    require:\n")
	for _, c := range rs.require {
		fmt.Fprintf(&b, "      - %s\n", c.yaml(""))
	}
	if len(rs.vetoes) > 0 {
		b.WriteString("vetoes:\n")
	}
	for i, c := range rs.vetoes {
		fmt.Fprintf(&b, "  - %s\n", c.yaml(fmt.Sprintf("id: v%d, ", i)))
	}
	b.WriteString("ranking: {order_by: [tier desc]}\n")
	return b.String()
}

// three values as numbers: 0 unknown, 1 false, 2 true.
func (c *clause) truth(leaf map[string]int) int {
	if c.group == "" {
		return leaf[c.id]
	}
	yes, no := 0, 0
	for _, m := range c.of {
		switch m.truth(leaf) {
		case 2:
			yes++
		case 1:
			no++
		}
	}
	need := map[string]int{"all": len(c.of), "any": 1, "at_least": c.n}[c.group]
	switch {
	case c.group == "not" && yes == 1, c.group != "not" && len(c.of)-no < need:
		return 1
	case c.group == "not" && no == 1, c.group != "not" && yes >= need:
		return 2
	}
	return 0
}

// verdict is 1 fail, 2 pass, 0 undecided.
func (rs *rules) verdict(leaf map[string]int) int {
	out := 2
	for _, c := range rs.require {
		switch c.truth(leaf) {
		case 1:
			return 1
		case 0:
			out = 0
		}
	}
	for _, c := range rs.vetoes {
		switch c.truth(leaf) {
		case 2:
			return 1
		case 0:
			out = 0
		}
	}
	return out
}

// effective applies on_missing to the leaves: missing fails a requirement and makes a veto hold.
func effective(all []*clause, leaf map[string]int, bars int) {
	for _, c := range all {
		if c.group == "" && c.fails && leaf[c.id] == 0 {
			leaf[c.id] = bars
		}
		effective(c.of, leaf, bars)
	}
}

// keep returns the leaves of a set with their truth and all others unknown.
func keep(leaf map[string]int, set []string) map[string]int {
	out := map[string]int{}
	for _, id := range set {
		out[id] = leaf[id]
	}
	return out
}

// settles reports whether the verdict is decided however the leaves of a set turn out.
func (rs *rules) settles(leaf map[string]int, set []string) bool {
	for bits := range 1 << len(set) {
		world := map[string]int{}
		for id, v := range leaf {
			world[id] = v
		}
		for i, id := range set {
			world[id] = 1 + bits>>i&1
		}
		if rs.verdict(world) == 0 {
			return false
		}
	}
	return true
}

func without(set []string, i int) []string {
	return slices.Concat(set[:i], set[i+1:])
}

// TestBecause holds verdicts and reasons to a second evaluation by brute force, over random rules and people:
// the reasons alone give the verdict, and none of them can be left out.
func TestBecause(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 11))
	pairs := 0
	for range 600 {
		rs := drawRules(r)
		p := program(t, rs.yaml())
		for range 12 {
			person, leaf := row{}, map[string]int{}
			for _, id := range rs.leaves {
				leaf[id] = r.IntN(3)
				if leaf[id] > 0 {
					person["f"+id] = fact.OfBool(leaf[id] == 2)
				}
			}
			effective(rs.require, leaf, 1)
			effective(rs.vetoes, leaf, 2)
			j := pool(t, p, person).Person(0)
			checkBecause(t, rs, leaf, j)
			pairs++
		}
	}
	t.Logf("%d pairs of rules and people", pairs)
}

func checkBecause(t *testing.T, rs *rules, leaf map[string]int, j *eval.Judgement) {
	t.Helper()
	want := rs.verdict(leaf)
	if got := int(j.Outcomes[0]); got != want {
		t.Fatalf("verdict %v, want %d, for %v under\n%s", j.Outcomes[0], want, leaf, rs.yaml())
	}
	var set []string
	for _, l := range j.Because(0) {
		set = append(set, j.Program().Leaves[l].Clause.ID)
	}
	sound := func(s []string) bool {
		if want == 0 {
			return rs.settles(leaf, s)
		}
		return rs.verdict(keep(leaf, s)) == want
	}
	if !sound(set) {
		t.Fatalf("because %v does not give verdict %d, for %v under\n%s", set, want, leaf, rs.yaml())
	}
	for i := range set {
		if sound(without(set, i)) {
			t.Fatalf("because %v holds without %s, for %v under\n%s", set, set[i], leaf, rs.yaml())
		}
	}
	for _, reason := range j.Decisive(0) {
		var ids []string
		for _, l := range reason {
			ids = append(ids, j.Program().Leaves[l].Clause.ID)
		}
		if rs.verdict(keep(leaf, ids)) != 1 {
			t.Fatalf("reason %v is not enough, for %v under\n%s", ids, leaf, rs.yaml())
		}
	}
}
