package arrange

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"slate/engine/fact"
)

// TestOrderOfInput holds that neither the order of people, nor that of bodies, nor that of quotas changes a total or a list; only the order in the
// file decides in which order bodies and quotas are told.
func TestOrderOfInput(t *testing.T) {
	for seed := range uint64(60) {
		d := dice{rand.New(rand.NewPCG(seed, 5))}
		people := d.people(9)
		qa, qb := d.quotas("a", 3), d.quotas("b", 2)
		body := func(id string, seats int, quotas []string) string {
			return fmt.Sprintf("  - {id: %s, seats: %d, exclusive_with: [A], quotas: [%s]}\n", id, seats, strings.Join(quotas, ", "))
		}
		text := head + "bodies:\n" + strings.Replace(body("A", 3, qa), "exclusive_with: [A], ", "", 1) + body("B", 2, qb)
		want := fill(t, text, people)
		slices.Reverse(qa)
		slices.Reverse(qb)
		d.Shuffle(len(people), func(i, k int) { people[i], people[k] = people[k], people[i] })
		turned := head + "bodies:\n" + body("B", 2, qb) + strings.Replace(body("A", 3, qa), "exclusive_with: [A], ", "", 1)
		got := fill(t, turned, people)
		for _, s := range want.Slates {
			other, _ := got.Slate(s.Body.ID)
			if (s.Group.Clash == nil) != (other.Group.Clash == nil) || s.Group.Total.Cmp(other.Group.Total) != 0 {
				t.Fatalf("seed %d: total %s, %s the other way round\n%s", seed, s.Group.Total, other.Group.Total, text)
			}
		}
	}
}

// TestLoosening holds that a quota with a lower minimum or a higher maximum never has a lower total, and that the cost that is told is what
// another run with the other number has.
func TestLoosening(t *testing.T) {
	told := 0
	for seed := range uint64(120) {
		d := dice{rand.New(rand.NewPCG(seed, 6))}
		people := d.people(10)
		where := d.pick("sex == '女'", "party != '中共'", "town == '西'")
		number := 1 + d.IntN(3)
		kind := d.pick("min", "max")
		text := func(n int) string {
			return fmt.Sprintf("%sbodies:\n  - {id: A, seats: 4, quotas: [{id: q, where: \"%s\", %s: %d}, {id: w, where: \"sex == '女'\", max: 2}]}\n", head, where, kind, n)
		}
		other := number - 1
		if kind == "max" {
			other = number + 1
		}
		tight, loose := fill(t, text(number), people), fill(t, text(other), people)
		a, b := tight.Groups[0], loose.Groups[0]
		if a.Clash != nil {
			continue
		}
		if b.Clash != nil || b.Total.Cmp(a.Total) < 0 {
			t.Fatalf("seed %d: %s with %d, %s with %d", seed, a.Total, number, b.Total, other)
		}
		cost := a.Slates[0].Cost(0, 0)
		if cost.Loosened == nil {
			continue
		}
		told++
		if gain, _ := b.Total.Sub(a.Total); gain.Cmp(cost.Loosened.Gain) != 0 {
			t.Fatalf("seed %d: loosened by one the total gains %s, and it is told %s", seed, gain, cost.Loosened.Gain)
		}
		if cost.Without.Gain.Cmp(cost.Loosened.Gain) < 0 {
			t.Fatalf("seed %d: without the quota the total gains less than loosened", seed)
		}
	}
	if told < 20 {
		t.Fatalf("only %d costs were told", told)
	}
}

// TestRemoval holds that somebody who is on no list may leave the roster, and the total is the same.
func TestRemoval(t *testing.T) {
	for seed := range uint64(60) {
		d := dice{rand.New(rand.NewPCG(seed, 7))}
		people := d.people(9)
		bodies, _ := d.bodies(d.pick("score", "rank"))
		text := head + bodies
		a := fill(t, text, people)
		for i, p := range people {
			used := false
			for _, s := range a.Slates {
				used = used || s.Group.Clash != nil || strings.Contains(ids(s, Proposed)+" "+ids(s, Surplus), p.id)
			}
			if used {
				continue
			}
			without := fill(t, text, append(slices.Clone(people[:i]), people[i+1:]...))
			for k, g := range without.Groups {
				if g.Total.Cmp(a.Groups[k].Total) != 0 {
					t.Fatalf("seed %d: %s, and %s without %s\n%s", seed, a.Groups[k].Total, g.Total, p.id, text)
				}
			}
			break
		}
	}
}

// TestAlike holds that of two people alike in every quota, and eligible for the same, the one behind is never proposed before the one ahead.
func TestAlike(t *testing.T) {
	for seed := range uint64(100) {
		d := dice{rand.New(rand.NewPCG(seed, 8))}
		bodies, _ := d.bodies(d.pick("score", "rank"))
		text := head + bodies
		for _, g := range fill(t, text, d.people(12)).Groups {
			if g.Clash != nil {
				continue
			}
			m := g.model
			for a := range m.people {
				for b := range m.people {
					p, q := &m.people[a], &m.people[b]
					if !m.ahead(a, b) || !slices.Equal(p.may, q.may) || !slices.Equal(p.member, q.member) {
						continue
					}
					if !slices.Contains(g.chosen.where[a], Proposed) && slices.Contains(g.chosen.where[b], Proposed) {
						t.Fatalf("seed %d: %s is proposed before %s\n%s", seed, m.id(q.person), m.id(p.person), text)
					}
				}
			}
		}
	}
}

// TestShares holds shares to published counts: 60 % of 2039 is 1224 people, and 1223 fail.
func TestShares(t *testing.T) {
	for _, c := range []struct {
		in, of, percent int
		want            bool
	}{
		{1223, 2039, 60, false}, {1224, 2039, 60, true}, {1249, 2081, 60, true}, {387, 643, 60, true},
		{162, 266, 65, false}, {186, 280, 65, true}, {191, 288, 65, true}, {189, 290, 65, true},
		{156, 260, 60, true}, {155, 260, 60, false}, {32, 49, 65, true}, {31, 49, 65, false},
	} {
		share := fact.Int(int64(c.percent))
		num, den := percent(share)
		for _, r := range []row{
			{share: &share, need: int((num*int64(c.of) + den - 1) / den), step: 1},
			{share: &share, ofGroup: true, num: den, den: num, step: den},
		} {
			var counted []membership
			for i := range c.of {
				counted = append(counted, membership{truthOf(i < c.in), fact.True})
			}
			if b := r.bound(counted, 0); (b.Met == fact.True) != c.want {
				t.Errorf("%d of %d is %d %%: %s, want %v (short by %d)", c.in, c.of, c.percent, b.Met, c.want, b.Short)
			}
		}
	}
}

func truthOf(b bool) fact.Truth {
	if b {
		return fact.True
	}
	return fact.False
}

// TestFeatures holds each thing that a body may say to a list that shows it.
func TestFeatures(t *testing.T) {
	person := func(id, points, sex, party, town string) someone { return someone{id, "是", points, sex, party, town} }
	people := []someone{
		person("P1", "90", "男", "中共", "东"), person("P2", "80", "男", "无", "东"), person("P3", "70", "女", "无", "西"),
		person("P4", "60", "女", "中共", "南"), person("P5", "50", "", "无", "西"), {"P6", "否", "95", "女", "无", "东"}, {"P7", "", "85", "女", "无", "东"},
	}
	for _, c := range []struct {
		name, bodies string
		want         string // BODY proposed/surplus/nominated/reserve; or clash
	}{
		{"by score", "[{id: A, seats: 2}]", "A P1 P2///"},
		{"undecided and failed are never seated", "[{id: A, seats: 5, reserve: 3}]", "A P1 P2 P3 P4 P5///"},
		{"unknown sex does not help a minimum", `[{id: A, seats: 2, eligible: {where: "town != '南'"}, quotas: [{id: q, where: "sex == '女'", min: 2}]}]`, "clash"},
		{"unknown sex does not escape a maximum", `[{id: A, seats: 2, eligible: {where: "town == '西'"}, quotas: [{id: q, where: "sex == '女'", max: 1}]}]`, "clash"},
		{"surplus and reserve", "[{id: A, seats: 2, reserve: 1, surplus: {rule: own, min: 1, max: 2}}]", "A P1 P2/P3//P4"},
		{"surplus as taken", "[{id: A, seats: 2, surplus: {rule: own, min: 1, max: 2, take: 2}}]", "A P1 P2/P3 P4//"},
		{"direct election", "[{id: A, seats: 3, surplus: {rule: direct}}]", "A P1 P2 P3/P4//"},
		{"an empty range adds nobody", "[{id: A, seats: 1, surplus: {rule: indirect}}]", "A P1///"},
		{"a pin stands above the score", "[{id: A, seats: 2, must_include: [{person: P5, reason: x}]}]", "A P1 P5///"},
		{"and is no waiver", "[{id: A, seats: 2, must_include: [{person: P6, reason: x}]}]", "clash"},
		{"nor settles what is open", "[{id: A, seats: 2, must_include: [{person: P7, reason: x}]}]", "clash"},
		{"kept off", "[{id: A, seats: 2, must_exclude: [{person: P1, reason: x}]}]", "A P2 P3///"},
		{"a nominee is carried through whatever the verdict", "[{id: A, seats: 2, nominated: [{person: P6, reason: x}]}]", "A P1 P2//P6/"},
		{"and is nobody's proposal besides", "[{id: A, seats: 2, nominated: [{person: P1, reason: x}]}]", "A P2 P3//P1/"},
		{"nominees are surplus", "[{id: A, seats: 2, surplus: {rule: own, min: 1, max: 2}, nominated: [{person: P6, reason: x}]}]", "A P1 P2//P6/"},
		{"and count in the list", `[{id: A, seats: 2, nominated: [{person: P6, reason: x}], quotas: [{id: q, where: "party != '中共'", max: 1, on: list}]}]`, "A P1 P4//P6/"},
		{"not in the seats", `[{id: A, seats: 1, nominated: [{person: P6, reason: x}], quotas: [{id: q, where: "party != '中共'", max: 0}]}]`, "A P1//P6/"},
		{"a nominee is not put on what excludes the body", "[{id: A, seats: 1, nominated: [{person: P1, reason: x}]}, {id: B, seats: 1, exclusive_with: [A]}]", "A P2//P1/ B P3///"},
		{"exclusive both ways", "[{id: A, seats: 1, exclusive_with: [B]}, {id: B, seats: 1}]", "A P1/// B P2///"},
		{"without it one person is on both", "[{id: A, seats: 1}, {id: B, seats: 1}]", "A P1/// B P1///"},
		{"share of a group", `[{id: A, seats: 2, quotas: [{id: q, where: "sex == '女'", share: {min: 50%, of: "party != '中共'"}}]}]`, "A P1 P3///"},
		{"by value", `[{id: A, seats: 3, quotas: [{id: q, per: town, min: 1}]}]`, "A P1 P3 P4///"},
		{"a wish gives way before policy", `[{id: A, seats: 1, quotas: [{id: q, where: "sex == '女'", min: 1, hard: 9, level: wish}, {id: r, where: "sex == '男'", min: 1, hard: 1}]}]`, "A P1///"},
		{"one of two wishes, the dearer is kept", `[{id: A, seats: 1, quotas: [{id: q, where: "sex == '女'", min: 1, hard: 9}, {id: r, where: "sex == '男'", min: 1, hard: 1}]}]`, "A P3///"},
		{"no further than flex", `[{id: A, seats: 1, eligible: {where: "sex == '男'"}, quotas: [{id: q, where: "sex == '女'", min: 1, hard: 1, flex: 0}]}]`, "clash"},
		{"fewer people than seats", "[{id: A, seats: 6}]", "clash"},
	} {
		a := fill(t, head+"bodies: "+c.bodies+"\n", people)
		var got []string
		for _, s := range a.Slates {
			if s.Group.Clash != nil {
				got = []string{"clash"}
				break
			}
			got = append(got, s.Body.ID+" "+ids(s, Proposed)+"/"+ids(s, Surplus)+"/"+ids(s, Nominated)+"/"+ids(s, Reserve))
		}
		if text := strings.Join(got, " "); text != c.want {
			t.Errorf("%s: %s, want %s", c.name, text, c.want)
		}
	}
}

// TestPosts holds how many bodies a person may be on, and that a body under another makes no post of its own.
func TestPosts(t *testing.T) {
	people := []someone{{"P1", "是", "90", "男", "无", "东"}, {"P2", "是", "80", "男", "无", "东"}, {"P3", "是", "70", "女", "无", "西"}}
	bodies := func(under string) string {
		return fmt.Sprintf("%sarrange: {posts: 1}\nbodies: [{id: A, seats: 1}, {id: B, seats: 1%s}, {id: C, seats: 1}]\n", head, under)
	}
	for under, want := range map[string]string{"": "240", ", under: A": "260"} {
		a := fill(t, bodies(under), people)
		if got := a.Groups[0].Total.String(); got != want {
			t.Errorf("under %q: %s, want %s", under, got, want)
		}
	}
}

// TestTies holds that somebody who could change places with another and nothing would be different is told so.
func TestTies(t *testing.T) {
	people := []someone{{"P1", "是", "90", "男", "无", "东"}, {"P2", "是", "80", "男", "无", "东"}, {"P3", "是", "80", "男", "中共", "西"}, {"P4", "是", "80", "女", "无", "西"}}
	a := fill(t, head+"bodies: [{id: A, seats: 2}, {id: B, seats: 2, quotas: [{id: q, where: \"party == '中共'\", max: 0}]}]\n", people)
	for i, want := range []int{2, 1} {
		s := a.Slates[i]
		if got := len(s.Entries[1].Tied); s.Entries[1].Score.String() != "80" || got != want || len(s.Entries[0].Tied) > 0 {
			t.Errorf("body %s: tied with %d people, want %d", s.Body.ID, got, want)
		}
	}
}

// TestTry holds that the list which is told for somebody is the one that a pin makes.
func TestTry(t *testing.T) {
	tried := 0
	for seed := range uint64(80) {
		d := dice{rand.New(rand.NewPCG(seed, 9))}
		people := d.people(10)
		quotas := strings.Join(d.quotas("a", 3), ", ")
		text := func(pin string) string {
			return fmt.Sprintf("%sbodies: [{id: A, seats: 3, quotas: [%s]%s}]\n", head, strings.ReplaceAll(strings.ReplaceAll(quotas, ", hard: 2, level: wish", ""), ", hard: 3, flex: 1", ""), pin)
		}
		a := fill(t, text(""), people)
		s := a.Slates[0]
		if s.Group.Clash != nil {
			continue
		}
		for person := range s.Group.model.verdicts.Pool.Snapshot.Len() {
			trial := s.Try(person)
			id := s.Group.model.id(person)
			if trial.Change == nil && trial.Clash == nil {
				continue
			}
			tried++
			pin := fmt.Sprintf(", must_include: [{person: %s, reason: x}]", id)
			if trial.Seat == Proposed {
				pin = fmt.Sprintf(", must_exclude: [{person: %s, reason: x}]", id)
			}
			other := fill(t, text(pin), people).Groups[0]
			if (other.Clash != nil) != (trial.Clash != nil) {
				t.Fatalf("seed %d: %s clashes %v with a pin, %v tried", seed, id, other.Clash != nil, trial.Clash != nil)
			}
			if other.Clash == nil {
				if gain, _ := other.Total.Sub(s.Group.Total); gain.Cmp(trial.Change.Gain) != 0 {
					t.Fatalf("seed %d: %s changes the total by %s with a pin, %s tried", seed, id, gain, trial.Change.Gain)
				}
			}
		}
	}
	if tried < 200 {
		t.Fatalf("only %d tried", tried)
	}
}
