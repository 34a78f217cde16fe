package whatif_test

import (
	"context"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path"
	"slices"
	"strings"
	"testing"

	"slate/engine/diag"
	"slate/engine/eval"
	"slate/engine/fact"
	"slate/engine/roster"
	"slate/engine/ruleset"
	"slate/engine/ruletest"
	"slate/engine/tune/cover"
	"slate/engine/tune/whatif"
)

func load(t testing.TB, text string) *ruleset.Ruleset {
	t.Helper()
	rs, list := ruleset.Load(func(name string) ([]byte, error) {
		if name == "x.yaml" {
			return []byte(text), nil
		}
		if strings.HasPrefix(name, "calendars/") {
			return os.ReadFile(path.Join("../../../rules", name))
		}
		return nil, fs.ErrNotExist
	}, "x.yaml")
	if list.HasErrors() {
		t.Fatalf("%s at %v\n%s", list[0].Message(diag.English), list[0].Span, text)
	}
	return rs
}

// gaps runs the cases and returns what none reaches, in the words of the coverage of slate test.
func gaps(t testing.TB, rs *ruleset.Ruleset) []string {
	t.Helper()
	c := cover.New()
	r, err := ruletest.Watch(context.Background(), rs, c.Add)
	if err != nil {
		t.Fatal(err)
	}
	if n := r.Count(ruletest.Pass); n != len(r.Cases) {
		for i := range r.Cases {
			if r.Cases[i].Status != ruletest.Pass {
				t.Fatalf("case %s is %s: %+v %v", r.Cases[i].Test.Name, r.Cases[i].Status, r.Cases[i].Mismatches, r.Cases[i].Problems)
			}
		}
	}
	var out []string
	for _, k := range r.Cover {
		for truth, n := range map[fact.Truth]int{fact.True: k.True, fact.False: k.False, fact.Unknown: k.Unknown} {
			if n == 0 {
				out = append(out, k.Clause.ID+" "+truth.String())
			}
		}
	}
	for _, i := range c.Items {
		if i.Seen == 0 {
			out = append(out, fmt.Sprint(i.Kind, i.ID, i.What))
		}
	}
	slices.Sort(out)
	return out
}

func words(all ...[]whatif.Gap) []string {
	var out []string
	for _, g := range slices.Concat(all...) {
		if g.Clause != nil {
			out = append(out, g.Clause.ID+" "+g.Truth.String())
		} else {
			out = append(out, fmt.Sprint(g.Item.Kind, g.Item.ID, g.Item.What))
		}
	}
	slices.Sort(out)
	return out
}

// closed pastes what is suggested behind the cases kept and holds what is left open to what was said to be.
func closed(t *testing.T, head string, kept []*ruleset.Test) *whatif.Suggestions {
	t.Helper()
	rs := load(t, head)
	rs.Tests = kept
	s, err := whatif.Suggest(context.Background(), rs)
	if err != nil {
		t.Fatal(err)
	}
	if len(rs.Tests) != len(kept) {
		t.Fatalf("%d cases are left of %d", len(rs.Tests), len(kept))
	}
	var b strings.Builder
	for i := range s.Cases {
		b.WriteString("  " + s.Cases[i].YAML + " # ?\n")
	}
	pasted := rs
	if len(s.Cases) > 0 {
		pasted = load(t, head+"tests:\n"+b.String())
	}
	pasted.Tests = append(slices.Clone(kept), pasted.Tests...)
	if len(pasted.Tests) == 0 {
		return s
	}
	if got, want := gaps(t, pasted), words(s.Impossible, s.NotFound); !slices.Equal(got, want) {
		t.Errorf("still open with what is suggested: %q, said to be: %q\n%s", got, want, b.String())
	}
	return s
}

// The cases suggested close every gap of the shipped rules but those said to be out of reach, whatever cases are there already.
func TestSuggestClosesShipped(t *testing.T) {
	for _, name := range []string{"county-2026", "county-bodies-2026", "hukou"} {
		text, err := os.ReadFile("../../../rules/" + name + ".yaml")
		if err != nil {
			t.Fatal(err)
		}
		head, _, ok := strings.Cut(string(text), "\ntests:\n")
		if !ok {
			t.Fatalf("%s has no tests", name)
		}
		head += "\n"
		all := load(t, string(text)).Tests
		for _, every := range []int{0, 1, 5} {
			var kept []*ruleset.Test
			for i, c := range all {
				if every > 0 && i%every == 0 {
					kept = append(kept, c)
				}
			}
			s := closed(t, head, kept)
			if len(s.Impossible)+len(s.NotFound) > 0 {
				t.Errorf("%s with one case in %d: not reached: %q", name, every, words(s.Impossible, s.NotFound))
			}
			t.Logf("%s, %d cases kept: %d suggested", name, len(kept), len(s.Cases))
		}
	}
}

// Of small files drawn by chance every gap is closed, or nobody there could be reaches it: all of them are tried.
func TestSuggestAgainstEveryPossiblePerson(t *testing.T) {
	impossible, missed, cases := 0, 0, 0
	for seed := range uint64(60) {
		d := dice{rand.New(rand.NewPCG(seed, 17)), 6}
		head := d.rules()
		base := "test_base: {x: 3, y: 3, z: 3, b: true, g: A, sex: m, held: 1, secret: false, crime: false}\n"
		s := closed(t, head+base, nil)
		cases += len(s.Cases)
		missed += len(s.NotFound)
		impossible += len(s.Impossible)
		if len(s.Impossible) == 0 {
			continue
		}
		said := words(s.Impossible)
		rs := load(t, head)
		p, _ := eval.Compile(rs, fact.Date{})
		c := cover.New()
		everybody(p, []string{"x", "y", "z", "b", "g"}, func(j *eval.Judgement) {
			for i := range j.Raw {
				if at, ok := slices.BinarySearch(said, p.Leaves[i].Clause.ID+" "+j.Raw[i].String()); ok {
					t.Fatalf("seed %d: %s is reached\n%s", seed, said[at], head)
				}
			}
			c.Add(j)
		})
		for _, i := range c.Items {
			if at, ok := slices.BinarySearch(said, fmt.Sprint(i.Kind, i.ID, i.What)); ok && i.Seen > 0 {
				t.Fatalf("seed %d: %s is reached\n%s", seed, said[at], head)
			}
		}
	}
	if cases < 300 || impossible < 15 {
		t.Errorf("the draw is poor: %d cases, %d out of reach", cases, impossible)
	}
	if missed > 0 {
		t.Errorf("%d gaps are said to be not found", missed)
	}
}

// everybody judges every person that some facts can make up, missing ones among them.
func everybody(p *eval.Program, names []string, visit func(*eval.Judgement)) {
	pool, err := p.Over(context.Background(), oneOf(p), 1)
	if err != nil {
		panic(err)
	}
	s := pool.Suppose(0)
	var fill func(k int)
	fill = func(k int) {
		if k == len(names) {
			visit(s.Judge())
			return
		}
		slot, _ := p.NameOf(names[k])
		s.Set(slot, fact.Missing(fact.NotSupplied))
		fill(k + 1)
		for _, v := range values(p.Names[slot].Field) {
			s.Set(slot, v)
			fill(k + 1)
		}
	}
	fill(0)
}

func oneOf(p *eval.Program) *roster.Snapshot {
	b := roster.NewBuilder(p.Fields())
	b.Person(roster.Person{ID: "P"})
	return b.Snapshot()
}
