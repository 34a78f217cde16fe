package arrange

import (
	"context"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"slate/engine/diag"
	"slate/engine/eval"
	"slate/engine/fact"
	"slate/engine/roster"
	"slate/engine/ruleset"
)

// head is what the rule files of these tests begin with.
const head = `slate: 1
ruleset: {id: t, cutoff: "2026-06-30", basis: x}
facts:
  ok: {type: bool}
  points: {type: int, domain: "[0, 100]"}
  sex: {type: choice, values: [男, 女]}
  party: {type: choice, values: [中共, 无]}
  town: {type: choice, values: [东, 西, 南]}
tiers: [{id: in, require: [{id: in.ok, label: ok, expr: "ok"}]}]
score: {round: {scale: 0}, criteria: [{id: p, value: points}]}
ranking: {tier: in, order_by: [score desc]}
`

// someone is a row of a roster; "" is not supplied.
type someone struct {
	id, ok, points, sex, party, town string
}

func (p someone) values(fields []fact.Field) []fact.Value {
	out := make([]fact.Value, len(fields))
	for i, text := range []string{p.ok, p.points, p.sex, p.party, p.town} {
		v, err := roster.ParseCell(text, fields[i].Type)
		if err != nil {
			panic(err)
		}
		out[i] = v
	}
	return out
}

func rules(t testing.TB, text string) *ruleset.Ruleset {
	t.Helper()
	rs, list := ruleset.Load(func(name string) ([]byte, error) {
		if name != "t.yaml" {
			return nil, fs.ErrNotExist
		}
		return []byte(text), nil
	}, "t.yaml")
	if list.HasErrors() {
		t.Fatalf("%s\n%s", list[0].Message(diag.English), text)
	}
	return rs
}

// judged judges people by a rule file.
func judged(t testing.TB, rs *ruleset.Ruleset, people []someone) *eval.Verdicts {
	t.Helper()
	p, list := eval.Compile(rs, fact.Date{})
	if p == nil {
		t.Fatal(list[0].Message(diag.English))
	}
	b := roster.NewBuilder(p.Fields())
	batch := b.Batch(roster.Batch{AsOf: p.Cutoff})
	for _, one := range people {
		person := b.Person(roster.Person{ID: one.id, Name: one.id})
		for i, v := range one.values(p.Fields()) {
			if v.Known() {
				b.Set(person, i, v, batch, 0)
			}
		}
	}
	pool, err := p.Over(context.Background(), b.Snapshot(), 1)
	if err != nil {
		t.Fatal(err)
	}
	v, err := pool.Judge(context.Background(), 1)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func fill(t testing.TB, text string, people []someone) *Arrangement {
	t.Helper()
	a, err := Fill(context.Background(), judged(t, rules(t, text), people))
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// ids lists the people in a seat.
func ids(s *Slate, seat Seat) string {
	var out []string
	for i := range s.Entries {
		if s.Entries[i].Seat == seat {
			out = append(out, s.Entries[i].ID)
		}
	}
	slices.Sort(out)
	return strings.Join(out, " ")
}

// dice draws rosters and rule files.
type dice struct{ *rand.Rand }

func (d dice) pick(words ...string) string { return words[d.IntN(len(words))] }

func (d dice) people(n int) []someone {
	var out []someone
	for i := range n {
		one := someone{id: fmt.Sprintf("P%02d", i), ok: "是", points: fmt.Sprint(60 + d.IntN(12)), sex: d.pick("男", "男", "女"),
			party: d.pick("中共", "无"), town: d.pick("东", "东", "西", "南")}
		switch d.IntN(12) {
		case 0:
			one.ok = d.pick("否", "")
		case 1:
			one.sex = ""
		case 2:
			one.party = ""
		case 3:
			one.points = ""
		}
		out = append(out, one)
	}
	return out
}

// quotas draws some quotas of a body.
func (d dice) quotas(body string, seats int) []string {
	var out []string
	for i := range d.IntN(4) {
		where := d.pick(`where: "sex == '女'"`, `where: "party != '中共'"`, `where: "party == '中共'"`, `where: "town == '西'"`)
		number := d.pick(
			fmt.Sprintf("min: %d", d.IntN(seats+1)), fmt.Sprintf("max: %d", d.IntN(seats+1)),
			fmt.Sprintf("share: {min: %d%%}", 10*d.IntN(8)), fmt.Sprintf("share: {max: %d%%}", 30+10*d.IntN(7)),
			fmt.Sprintf(`share: {min: %d%%, of: "party != '中共'"}`, 10*d.IntN(6)))
		if d.IntN(5) == 0 {
			where, number = "per: town", d.pick("min: 1", "max: 2")
		}
		extra := d.pick("", "", ", on: list", ", hard: 2, level: wish", ", level: law", ", hard: 3, flex: 1")
		out = append(out, fmt.Sprintf("{id: %s%d, %s, %s%s}", body, i, where, number, extra))
	}
	return out
}

func (d dice) bodies(objective string) (text string, quotas [][]string) {
	surplus := d.pick("", ", surplus: {rule: own, min: 1, max: 2}")
	sa, sb := 1+d.IntN(3), 1+d.IntN(2)
	qa, qb := d.quotas("a", sa), d.quotas("b", sb)
	link := d.pick(", exclusive_with: [A]", ", exclusive_with: [A]", "")
	text = fmt.Sprintf("arrange: {objective: %s}\nbodies:\n  - {id: A, seats: %d, reserve: 1, quotas: [%s]%s}\n  - {id: B, seats: %d, quotas: [%s]%s%s}\n",
		objective, sa, strings.Join(qa, ", "), surplus, sb, strings.Join(qb, ", "), link, d.pick("", ", eligible: {where: \"town != '南'\"}"))
	return text, [][]string{qa, qb}
}

// TestAgainstOracle compares lists, conflicts and relaxations with an enumeration of everything, on rosters and rule files drawn at random.
func TestAgainstOracle(t *testing.T) {
	clashes, lists, ordered := 0, 0, 0
	for seed := range uint64(400) {
		d := dice{rand.New(rand.NewPCG(seed, 4))}
		objective := d.pick("score", "score", "rank")
		text, _ := d.bodies(objective)
		text = head + text
		people := d.people(6 + d.IntN(5))
		a := fill(t, text, people)
		for _, g := range a.Groups {
			m := g.model
			where := fmt.Sprintf("seed %d, %s\n%s\n%v", seed, g.Slates[0].Body.ID, text, people)
			soft := m.relaxBy(ask{}, func(r *row) bool { return r.quota >= 0 && !m.quotas[r.quota].Rules.Hard })
			if soft == nil {
				clashes++
				checkClash(t, where, g)
				continue
			}
			lists++
			if g.Clash != nil {
				t.Fatalf("no list where there is one: %s", where)
			}
			if got, want := m.costs(g.chosen.slack), m.costs(soft); !slices.Equal(got, want) {
				t.Fatalf("quotas that may be missed give up %v, want %v: %s", got, want, where)
			}
			want := m.bestOf(t, soft)
			if !g.Proved {
				t.Errorf("not proved: %s", where)
			}
			if g.Ordered {
				ordered++
			}
			if g.Total.Cmp(m.number(want.total)) != 0 {
				t.Fatalf("total %s, want %s: %s", g.Total, m.number(want.total), where)
			}
			if got, want := m.ranks(g.chosen), m.ranks(want); m.byRank() && !slices.Equal(got, want) || g.Ordered && !m.byRank() && sum(got) != sum(want) {
				t.Fatalf("places %v, want %v: %s", got, want, where)
			}
			for _, s := range g.Slates {
				recount(t, where, s, people)
			}
		}
	}
	if clashes < 60 || lists < 200 || ordered < lists*9/10 {
		t.Fatalf("%d clashes, %d lists and %d with their order proved are too few to mean anything", clashes, lists, ordered)
	}
}

func sum(list []int) (n int) {
	for _, v := range list {
		n += v
	}
	return n
}

// ranks are the places of those proposed, sorted.
func (m *model) ranks(c *choice) []int {
	var out []int
	for at, where := range c.where {
		for _, seat := range where {
			if seat == Proposed {
				out = append(out, m.people[at].order)
			}
		}
	}
	slices.Sort(out)
	return out
}

// costs are what rows give up, by level.
func (m *model) costs(slack map[int]int64) []int64 {
	out := make([]int64, 5)
	for r, by := range slack {
		level, each, _ := m.price(r)
		out[level] += by / m.rows[r].step * each
	}
	return out
}

// checkClash holds a clash to the smallest conflict and the cheapest relaxation that enumeration finds.
func checkClash(t *testing.T, where string, g *Group) {
	t.Helper()
	m := g.model
	c := g.Clash
	if c == nil {
		t.Fatalf("a list where there is none: %s", where)
	}
	var rest, seats []int
	for r := range m.rows {
		if m.rows[r].seats || m.rows[r].rest {
			seats = append(seats, r)
		} else {
			rest = append(rest, r)
		}
	}
	sums, furthest := everySum(m, ask{}), m.furthest()
	holds := func(rows []int) bool {
		return slices.ContainsFunc(sums, func(sum []int64) bool {
			for _, r := range rows {
				if max(m.rows[r].lo-sum[r], sum[r]-m.rows[r].hi) > furthest[r] {
					return false
				}
			}
			return true
		})
	}
	given, all := seats, rest
	if !holds(seats) {
		given, all = nil, seats
	}
	smallest := 0
	for size := 1; size <= len(all) && smallest == 0; size++ {
		pickRows(all, size, func(rows []int) bool {
			if !holds(append(slices.Clone(given), rows...)) {
				smallest = size
			}
			return smallest > 0
		})
	}
	if len(c.Conflict) != smallest || !c.Smallest {
		t.Fatalf("a conflict of %d, the smallest has %d: %s", len(c.Conflict), smallest, where)
	}
	want := m.relaxBy(ask{}, func(r *row) bool { return true })
	got := make([]int64, 5)
	slack := map[int]int64{}
	for _, one := range c.Relaxed {
		for r := range m.rows {
			if d := m.demand(r); d == one.Demand {
				level, each, _ := m.price(r)
				got[level] += int64(one.By) * each
				slack[r] = int64(one.By) * m.rows[r].step
			}
		}
	}
	if want == nil {
		if c.Relaxed != nil {
			t.Fatalf("relaxed where nothing helps: %s", where)
		}
		return
	}
	if !slices.Equal(got, m.costs(want)) || !c.Least {
		t.Fatalf("relaxation costs %v, the least %v (%v): %s", got, m.costs(want), c.Relaxed, where)
	}
	if !m.fits(slack) {
		t.Fatalf("the relaxation is not enough: %s", where)
	}
}

func pickRows(all []int, size int, f func([]int) bool) bool {
	return subsets(len(all), size, func(numbers []int) bool {
		rows := make([]int, len(numbers))
		for i, n := range numbers {
			rows[i] = all[n]
		}
		return f(rows)
	})
}

// recount counts the composition of a slate again from the cells of the roster.
func recount(t *testing.T, where string, s *Slate, people []someone) {
	t.Helper()
	for _, q := range s.Quotas {
		var got, of Count
		for _, e := range s.Entries {
			if e.Seat != Proposed && !(q.Rules.WholeList && (e.Seat == Surplus || e.Seat == Nominated)) {
				continue
			}
			one := people[slices.IndexFunc(people, func(p someone) bool { return p.id == e.ID })]
			inOf := fact.True
			if q.Rules.ShareOf != nil {
				inOf = is(one.party != "中共", one.party)
			}
			in := inOf
			switch {
			case q.Value.Known():
				in = in.And(is(one.town == q.Value.String(), one.town))
			case strings.Contains(q.Rules.Where.Text, "sex"):
				in = in.And(is(one.sex == "女", one.sex))
			case strings.Contains(q.Rules.Where.Text, "town"):
				in = in.And(is(one.town == "西", one.town))
			case strings.Contains(q.Rules.Where.Text, "!="):
				in = in.And(is(one.party != "中共", one.party))
			default:
				in = in.And(is(one.party == "中共", one.party))
			}
			got.add(in)
			of.add(inOf)
		}
		if got != q.Count || of != q.Of {
			t.Fatalf("quota %s counts %v of %v, by hand %v of %v: %s", q.Rules.ID, q.Count, q.Of, got, of, where)
		}
		for _, b := range q.Bounds {
			if q.Rules.Hard && b.Met != fact.True {
				t.Fatalf("quota %s is not met: %s", q.Rules.ID, where)
			}
			if !b.OfGroup && q.Rules.Hard && (!b.Max && got.Sure < b.Need || b.Max && got.Possible > b.Need) {
				t.Fatalf("quota %s: %v against %d: %s", q.Rules.ID, got, b.Need, where)
			}
		}
	}
}

func is(truth bool, cell string) fact.Truth {
	switch {
	case cell == "":
		return fact.Unknown
	case truth:
		return fact.True
	}
	return fact.False
}

// fits reports whether a list keeps to the rows with these giving way, and no other.
func (m *model) fits(slack map[int]int64) bool {
	return slices.ContainsFunc(everySum(m, ask{}), func(sum []int64) bool {
		for r := range m.rows {
			row := &m.rows[r]
			if max(row.lo-sum[r], sum[r]-row.hi) > slack[r] {
				return false
			}
		}
		return true
	})
}

// bestOf is the best list that misses no more of the quotas that may be missed than one of the least costs, looking at every way of missing them.
func (m *model) bestOf(t *testing.T, least map[int]int64) *choice {
	t.Helper()
	var rows []int
	for r := range m.rows {
		if m.soft(r) {
			rows = append(rows, r)
		}
	}
	cost := m.costs(least)
	var best *choice
	var try func(k int, slack map[int]int64)
	try = func(k int, slack map[int]int64) {
		if spent := m.costs(slack); better(spent, cost) {
			return
		}
		if k < len(rows) {
			_, _, most := m.price(rows[k])
			for n := int64(0); n <= min(most, m.mostWay(rows[k])); n++ {
				slack[rows[k]] = n * m.rows[rows[k]].step
				try(k+1, slack)
			}
			delete(slack, rows[k])
			return
		}
		in := m.instance(ask{loose: slack})
		if taken := dp(m, in); taken != nil {
			c := m.chosen(in, taken)
			if best == nil || m.preferred(c, best) {
				best = c
			}
		}
	}
	try(0, map[int]int64{})
	return best
}

// preferred compares two lists by the objective.
func (m *model) preferred(a, b *choice) bool {
	x, y := m.ranks(a), m.ranks(b)
	if m.byRank() {
		return slices.Compare(x, y) < 0
	}
	return a.total > b.total || a.total == b.total && sum(x) < sum(y)
}
