package whatif_test

import (
	"context"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"slate/engine"
	"slate/engine/diag"
	"slate/engine/eval"
	"slate/engine/fact"
	"slate/engine/roster"
	"slate/engine/ruleset"
	"slate/engine/tune/whatif"
)

func program(t testing.TB, text string) *eval.Program {
	t.Helper()
	rs, list := ruleset.Load(func(name string) ([]byte, error) {
		if name == "x.yaml" {
			return []byte(text), nil
		}
		return nil, fs.ErrNotExist
	}, "x.yaml")
	if !list.HasErrors() {
		var p *eval.Program
		if p, list = eval.Compile(rs, fact.Date{}); p != nil {
			return p
		}
	}
	t.Fatalf("%s at %v\n%s", list[0].Message(diag.English), list[0].Span, text)
	return nil
}

// dice draws rule files and people with whole facts from 0 to top: up to 32 values are tried one by one, more of them by stretches.
type dice struct {
	*rand.Rand
	top int
}

func (d dice) of(words ...string) string { return words[d.IntN(len(words))] }

func (d dice) rules() string {
	num := func() string { return fmt.Sprint(d.IntN(d.top + 1)) }
	clause := func(id string) string {
		expr := d.of(
			"x "+d.of(">=", ">", "<=", "==")+" "+num(),
			"y "+d.of(">=", "<")+" low",
			"x + y >= "+num(),
			"x >= low or (b and y > "+num()+")",
			"max(x, y) "+d.of(">=", ">")+" "+num(),
			"g in ['"+d.of("A", "B")+"', 'C']",
			"kind == '"+d.of("p", "q")+"' or z >= "+num(),
			"z - y <= "+num(),
			"2 * x - low >= "+num(),
			"z * x >= "+num(),
			"x + 2 * held >= "+num(),
			"y - held "+d.of(">=", "<")+" low",
		)
		return fmt.Sprintf("      - {id: %s, expr: %q%s}\n", id, expr, d.of("", "", ", on_missing: fail"))
	}
	tiers := ""
	for _, t := range []string{"t", "u"} {
		tiers += "  - id: " + t + "\n"
		if t == "u" {
			tiers += "    extends: t\n"
		}
		tiers += "    require:\n"
		for i := range 1 + d.IntN(2) {
			tiers += clause(fmt.Sprintf("%s.%d", t, i))
		}
	}
	return strings.NewReplacer("TOP", fmt.Sprint(d.top), "LOW", num(), "TIERS", tiers, "ORDER", d.of("[score desc]", "[score desc, x desc]", "[tier desc, score desc]", "[y asc, score desc]"),
		"LIMIT", d.of("2", "3"), "AT", d.of("extend", "flag"), "W1", "60", "W2", "40", "TIER", d.of("t", "u"), "FIRST", d.of(
			`bands: {"[0, 2)": 0, "[2, 5)": 50, "[5, )": 100}`, "each: {points: 15}", `bands: {"[0, 4)": 20, "[4, )": 90}`)).Replace(`slate: 1
ruleset: {id: r, cutoff: "2026-01-01"}
facts:
  x: {type: int, domain: "[0, TOP]"}
  y: {type: int, domain: "[0, TOP]"}
  z: {type: int, domain: "[0, TOP]"}
  b: {type: bool}
  g: {type: choice, values: [A, B, C]}
  sex: {type: choice, values: [m, f]}
  held: {type: int, domain: "[0, TOP]", fixed: true}
  secret: {type: bool, sensitive: true, purpose: test}
  crime: {type: bool}
params:
  low: {type: int, values: [{from: "2020-01-01", value: LOW}]}
classify:
  sort:
    inputs: [x, b]
    outputs: {kind: {type: choice, values: [p, q]}}
    hit: first
    rules:
      - {id: r.1, if: {x: "[0, 3)", b: true}, then: p}
      - {id: r.2, if: {b: false}, then: q}
    otherwise: {then: p}
tiers:
TIERS
vetoes:
  - {id: v.crime, expr: "crime", applies: [t]}
  - {id: v.secret, expr: "secret and held > 3", applies: [u]}
score:
  round: {scale: 1, mode: half_up}
  criteria:
    - {id: a, weight: W1, input: x, FIRST}
    - id: c
      weight: W2
      indicators:
        - {id: c.1, weight: 50, input: z, each: {points: 15}}
        - {id: c.2, weight: 50, input: g, table: {A: 100, B: 50, C: 0}, on_missing: {points: 10}}
grades: {"[60, )": good, "[30, 60)": fair, "(, 30)": poor}
ranking: {tier: TIER, order_by: ORDER, limit: LIMIT, at_limit: AT}
`)
}

// relative makes rules in which others matter: points that depend on the pool, or places for each group.
func (d dice) relative() string {
	text := d.rules()
	if d.IntN(2) == 0 {
		return strings.Replace(text, "input: z, each: {points: 15}", d.of("percentile: z", "minmax: z", "percentile: x"), 1)
	}
	return strings.Replace(text, "limit: ", "within: {by: "+d.of("g", "b")+", top: 1}, limit: ", 1)
}

// Where others matter, what is found is confirmed, and one unit less is not enough; where all was looked at, fewer facts do not do it.
func TestWhereOthersMatter(t *testing.T) {
	found, whole := 0, 0
	for seed := range uint64(60) {
		d := dice{rand.New(rand.NewPCG(seed, 19)), 6}
		text := d.relative()
		p := program(t, text)
		s := d.people(p, 7)
		now := run(t, p, s)
		for _, goal := range []whatif.Goal{{}, {Kind: whatif.Grade, Grade: d.of("good", "fair")}, {Kind: whatif.List}, {Kind: whatif.Place, Place: 2}} {
			person := d.IntN(s.Len())
			a, err := whatif.From(context.Background(), engine.Input{Program: p, Snapshot: s, Workers: 1}, now, person, goal)
			if err != nil {
				t.Fatal(err)
			}
			where := func() string { return fmt.Sprintf("seed %d (%+v) person %d\n%s", seed, a.Goal, person, text) }
			var offered []int
			for slot := range p.Fields() {
				f := p.Fields()[slot]
				crime := f.Name == "crime" && (a.Goal.Lose || now.Pool.Person(person).Value(slot).Known())
				if !crime && !slices.Contains(forbidden, f.Name) {
					offered = append(offered, slot)
				}
			}
			least := 3
			for i := range a.Facts {
				check(t, p, s, person, a, &a.Facts[i], offered, where)
				least = min(least, len(a.Facts[i].Changes))
			}
			found += len(a.Facts)
			if a.Partial {
				continue
			}
			whole++
			if want := minimal(t, p, s, person, a.Goal, offered, min(least-1, 2)); len(want) > 0 {
				t.Fatalf("brute force does it with %v, found %d facts: %s", want, least, where())
			}
		}
	}
	if found < 150 || whole < 100 {
		t.Errorf("the draw is poor: %d found, %d searched whole", found, whole)
	}
}

func (d dice) people(p *eval.Program, n int) *roster.Snapshot {
	fields := p.Fields()
	b := roster.NewBuilder(fields)
	batch := b.Batch(roster.Batch{AsOf: p.Cutoff})
	for i := range n {
		person := b.Person(roster.Person{ID: fmt.Sprintf("P%03d", i), Name: fmt.Sprintf("N%d", i)})
		for c := range fields {
			if d.IntN(10) == 0 {
				continue
			}
			all := values(&fields[c])
			v := all[d.IntN(len(all))]
			if fields[c].Name == "crime" {
				v = fact.OfBool(d.IntN(6) == 0)
			}
			b.Set(person, c, v, batch, 0)
		}
	}
	return b.Snapshot()
}

func values(f *fact.Field) []fact.Value {
	var all []fact.Value
	switch f.Type.Kind {
	case fact.Boolean:
		return []fact.Value{fact.OfBool(false), fact.OfBool(true)}
	case fact.Choice:
		for _, w := range f.Type.Values {
			all = append(all, fact.OfText(w))
		}
		return all
	}
	top, _ := f.Domain.Hi.Int64()
	for i := range top + 1 {
		all = append(all, fact.OfNumber(fact.Int(i)))
	}
	return all
}

func run(t testing.TB, p *eval.Program, s *roster.Snapshot) *engine.Result {
	t.Helper()
	r, err := engine.Run(context.Background(), engine.Input{Program: p, Snapshot: s, Workers: 1})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// forbidden are the facts of the drawn rules that are never to be offered; crime only once it is on record.
var forbidden = []string{"sex", "held", "secret"}

// minimal finds by brute force the smallest sets of facts, of those given, that can do it: every value of every set is tried, by a run.
func minimal(t *testing.T, p *eval.Program, s *roster.Snapshot, person int, g whatif.Goal, slots []int, most int) [][]int {
	var found [][]int
	covered := func(set []int) bool {
		return slices.ContainsFunc(found, func(f []int) bool {
			return !slices.ContainsFunc(f, func(x int) bool { return !slices.Contains(set, x) })
		})
	}
	var does func(s *roster.Snapshot, set []int) bool
	does = func(s *roster.Snapshot, set []int) bool {
		if len(set) == 0 {
			return whatif.Met(run(t, p, s), person, g)
		}
		f := p.Names[set[0]].Field
		for _, v := range values(f) {
			if does(s.With(person, f.Name, v, p.Cutoff), set[1:]) {
				return true
			}
		}
		return false
	}
	for n := 1; n <= most && len(found) == 0; n++ {
		var choose func(set []int, from int)
		choose = func(set []int, from int) {
			if len(set) == n {
				if !covered(set) && does(s, set) {
					found = append(found, slices.Clone(set))
				}
				return
			}
			for i := from; i < len(slots); i++ {
				choose(append(slices.Clip(set), slots[i]), i+1)
			}
		}
		choose(nil, 0)
	}
	return found
}

// Against brute force: the smallest sets are the smallest there are, and all of them are found as long as there is room; each is
// confirmed by a run; one smallest unit less of any change is not enough; nothing that must not be offered ever is.
func TestAgainstEveryPossiblePerson(t *testing.T) {
	found, none, pairs := 0, 0, 0
	for seed := range uint64(84) {
		d := dice{rand.New(rand.NewPCG(seed, 11)), 6}
		if seed >= 80 { // brute force over 34 values takes its time
			d.top = 33
		}
		text := d.rules()
		p := program(t, text)
		s := d.people(p, 7)
		now := run(t, p, s)
		goals := []whatif.Goal{{}, {Kind: whatif.Verdict, Tier: d.IntN(2)}, {Kind: whatif.Grade, Grade: d.of("good", "fair", "poor")}, {Kind: whatif.List}, {Kind: whatif.Place, Place: 1 + d.IntN(3)}}
		for n, goal := range goals {
			person := d.IntN(s.Len())
			a, err := whatif.From(context.Background(), engine.Input{Program: p, Snapshot: s, Workers: 1}, now, person, goal)
			if err != nil {
				t.Fatal(err)
			}
			where := func() string {
				return fmt.Sprintf("seed %d goal %d (%+v) person %d\n%s", seed, n, a.Goal, person, text)
			}
			if whatif.Met(now, person, a.Goal) {
				t.Fatalf("the goal is met already: %s", where())
			}
			if a.Partial {
				t.Fatalf("partial after %d judged: %s", a.Judged, where())
			}
			var offered []int
			for slot := range p.Fields() {
				f := p.Fields()[slot]
				crime := f.Name == "crime" && (a.Goal.Lose || now.Pool.Person(person).Value(slot).Known())
				if !crime && !slices.Contains(forbidden, f.Name) {
					offered = append(offered, slot)
				}
			}
			var got [][]int
			least := 0
			for i := range a.Facts {
				c := &a.Facts[i]
				check(t, p, s, person, a, c, offered, where)
				var set []int
				for _, x := range c.Changes {
					set = append(set, x.Slot)
				}
				if i == 0 {
					least = len(set)
				}
				if len(set) == least && !slices.ContainsFunc(got, func(o []int) bool { return slices.Equal(o, set) }) {
					got = append(got, set)
				}
			}
			most := max(1, min(least, 2))
			if least == 0 {
				most = 2
			}
			want := minimal(t, p, s, person, a.Goal, offered, most)
			slices.SortFunc(got, slices.Compare)
			slices.SortFunc(want, slices.Compare)
			switch {
			case least > 2:
				if len(want) > 0 {
					t.Fatalf("brute force does it with %v, not found: %s", want, where())
				}
			case len(a.Facts) == whatif.Most && len(want) > 0: // no room for all
				if len(want[0]) != least {
					t.Fatalf("least %d, want %v: %s", least, want, where())
				}
			case fmt.Sprint(got) != fmt.Sprint(want):
				t.Fatalf("got %v, want %v: %s", got, want, where())
			}
			switch {
			case least == 0:
				none++
			case least > 1:
				pairs++
			}
			found += len(a.Facts)
		}
	}
	if found < 300 || none < 30 || pairs < 30 {
		t.Errorf("the draw is poor: %d found, %d without, %d of several facts", found, none, pairs)
	}
}

// check holds one change of facts to what is said of it.
func check(t *testing.T, p *eval.Program, s *roster.Snapshot, person int, a *whatif.Answer, c *whatif.Counterfactual, offered []int, where func() string) {
	t.Helper()
	changed := func(slot int, v fact.Value) *roster.Snapshot {
		out := s
		for _, x := range c.Changes {
			to := x.To
			if x.Slot == slot {
				to = v
			}
			out = out.With(person, p.Names[x.Slot].Name, to, p.Cutoff)
		}
		return out
	}
	for _, x := range c.Changes {
		name := p.Names[x.Slot].Name
		if !slices.Contains(offered, x.Slot) {
			t.Fatalf("%s is offered: %s", name, where())
		}
		if x.To.Equal(x.From) {
			t.Fatalf("%s does not change: %s", name, where())
		}
		if !whatif.Met(run(t, p, changed(x.Slot, x.To)), person, a.Goal) {
			t.Fatalf("%s to %s is not confirmed: %s", name, x.To, where())
		}
		for _, o := range x.Or {
			if !whatif.Met(run(t, p, changed(x.Slot, o)), person, a.Goal) {
				t.Fatalf("%s to %s does not do as well: %s", name, o, where())
			}
		}
		if !x.To.IsNumber() {
			continue
		}
		within := func(n fact.Number) bool {
			return (!x.Least.Known() || n.Cmp(x.Least.Number()) >= 0) && (!x.Most.Known() || n.Cmp(x.Most.Number()) <= 0)
		}
		for _, v := range values(p.Names[x.Slot].Field) {
			if within(v.Number()) != within(x.To.Number()) {
				continue
			}
			if !whatif.Met(run(t, p, changed(x.Slot, v)), person, a.Goal) {
				t.Fatalf("%s to %s, said to do as well, does not: %s", name, v, where())
			}
		}
		if x.From.Known() {
			by := int64(1)
			if x.To.Number().Cmp(x.From.Number()) > 0 {
				by = -1
			}
			less, _ := x.To.Number().Add(fact.Int(by))
			if whatif.Met(run(t, p, changed(x.Slot, fact.OfNumber(less))), person, a.Goal) {
				t.Fatalf("%s to %s is enough, one unit less than %s: %s", name, less, x.To, where())
			}
		}
	}
}

// Whoever is supposed is judged as a roster with these values would have them judged, and lies within the bounds of the open facts,
// whatever values these take.
func TestSupposedAsInARoster(t *testing.T) {
	settled := 0
	for seed := range uint64(60) {
		d := dice{rand.New(rand.NewPCG(seed, 23)), 6}
		text := d.rules()
		p := program(t, text)
		s := d.people(p, 3)
		pool, err := p.Over(context.Background(), s, 1)
		if err != nil {
			t.Fatal(err)
		}
		for person := range s.Len() {
			x := pool.Suppose(person)
			var open []int
			for slot := range p.Fields() {
				if d.IntN(2) == 0 {
					open = append(open, slot)
					x.Open(slot)
				}
			}
			b := x.Bounds()
			outcomes, total := slices.Clone(b.Outcomes), b.Total
			for range 30 {
				changed := s
				for _, slot := range open {
					f := p.Names[slot].Field
					all := values(f)
					v := all[d.IntN(len(all))]
					x.Set(slot, v)
					changed = changed.With(person, f.Name, v, p.Cutoff)
				}
				j := x.Judge()
				over, err := p.Over(context.Background(), changed, 1)
				if err != nil {
					t.Fatal(err)
				}
				want := over.Person(person)
				if !slices.Equal(j.Outcomes, want.Outcomes) || !slices.Equal(j.Leaves, want.Leaves) || !slices.Equal(j.Raw, want.Raw) ||
					j.Total.Text(3) != want.Total.Text(3) {
					t.Fatalf("seed %d person %d: supposed %v %s, in a roster %v %s\n%s", seed, person, j.Outcomes, j.Total.Text(3), want.Outcomes, want.Total.Text(3), text)
				}
				for i, o := range outcomes {
					if o != eval.Undecided {
						settled++
					}
					if o != eval.Undecided && o != j.Outcomes[i] {
						t.Fatalf("seed %d person %d tier %d: bounds say %s, judged %s\n%s", seed, person, i, o, j.Outcomes[i], text)
					}
				}
				if !total.OpenLo && j.Total.Lo.Cmp(total.Lo) < 0 || !total.OpenHi && j.Total.Hi.Cmp(total.Hi) > 0 {
					t.Fatalf("seed %d person %d: score %s is not within %s\n%s", seed, person, j.Total.Text(3), total.Text(3), text)
				}
			}
		}
	}
	if settled < 500 {
		t.Errorf("the draw is poor: %d settled", settled)
	}
}

// A parameter's smallest change is confirmed, the unit before it is not enough, and every whole value between it and the value in
// force leaves the person as they are.
func TestParamsAgainstEveryValue(t *testing.T) {
	found := 0
	for seed := range uint64(220) {
		d := dice{rand.New(rand.NewPCG(seed, 13)), 6 + 27*int(seed%2)}
		text := d.rules()
		p := program(t, text)
		s := d.people(p, 7)
		now := run(t, p, s)
		slot, _ := p.NameOf("low")
		in := p.Names[slot].Param.Value.Number()
		for _, goal := range []whatif.Goal{{}, {Kind: whatif.Verdict, Tier: 1}, {Kind: whatif.List}, {Kind: whatif.Place, Place: 2}} {
			person := d.IntN(s.Len())
			a, err := whatif.From(context.Background(), engine.Input{Program: p, Snapshot: s, Workers: 1}, now, person, goal)
			if err != nil {
				t.Fatal(err)
			}
			if len(a.Open) > 0 {
				continue
			}
			met := func(v int64) bool {
				return whatif.Met(run(t, p.With(slot, fact.OfNumber(fact.Int(v))), s), person, a.Goal)
			}
			from, _ := in.Int64()
			want := map[int64]bool{}
			for _, by := range []int64{-1, 1} {
				for v := from + by; v >= max(0, from-max(5, from/2)) && v <= from+max(5, from); v += by {
					if met(v) {
						want[v] = true
						break
					}
				}
			}
			got := map[int64]bool{}
			for i := range a.Params {
				v, _ := a.Params[i].Param.To.Int64()
				got[v] = true
				if !met(v) {
					t.Fatalf("seed %d: low %d is not confirmed", seed, v)
				}
				found++
			}
			if fmt.Sprint(got) != fmt.Sprint(want) {
				t.Fatalf("seed %d goal %+v person %d: low %d turns at %v, want %v\n%s", seed, a.Goal, person, from, got, want, text)
			}
		}
	}
	if found < 50 {
		t.Errorf("the draw is poor: %d found", found)
	}
}
