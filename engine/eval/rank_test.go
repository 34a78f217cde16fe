package eval_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"

	"slate/engine/eval"
	"slate/engine/fact"
)

const rankRules = `slate: 1
ruleset: {id: x, cutoff: "2026-06-30"}
facts: {ok: {type: bool}, level: {type: choice, values: [A, B, C]}, extra: {type: int, domain: "[0, 2]"}}
tiers: [{id: t, require: [{id: c, label: c, expr: "ok"}]}]
score:
  round: {scale: 0}
  criteria:
    - {id: x, input: level, table: {A: 30, B: 20, C: 10}}
    - {id: y, value: extra}
ranking: {order_by: [score desc], limit: 3}
`

var levels = []fact.Value{fact.OfText("A"), fact.OfText("B"), fact.OfText("C")}
var extras = []fact.Value{num("0"), num("1"), num("2")}
var truths = []fact.Value{fact.OfBool(true), fact.OfBool(false)}

// worlds calls f with every way in which what is missing may turn out.
func worlds(people []row, f func([]row)) {
	for i := range people {
		for name, values := range map[string][]fact.Value{"ok": truths, "level": levels, "extra": extras} {
			if people[i][name].Known() {
				continue
			}
			for _, v := range values {
				world := append([]row(nil), people...)
				world[i] = row{"ok": people[i]["ok"], "level": people[i]["level"], "extra": people[i]["extra"]}
				world[i][name] = v
				worlds(world, f)
			}
			return
		}
	}
	f(people)
}

// points scores a person of whom all is known, by hand.
func points(p row) int {
	extra, _ := p["extra"].Number().Int64()
	return map[string]int{"A": 30, "B": 20, "C": 10}[p["level"].Text()] + int(extra)
}

// TestPlaces holds the range of places that a person can take to every way in which the missing facts
// may turn out: no place outside it is ever taken, and both its ends are.
func TestPlaces(t *testing.T) {
	p := program(t, rankRules)
	r := rand.New(rand.NewPCG(3, 5))
	for range 250 {
		people := make([]row, 2+r.IntN(4))
		missing := 0
		for i := range people {
			people[i] = row{"level": levels[r.IntN(3)], "extra": extras[r.IntN(3)]}
			people[i]["ok"] = fact.OfBool(r.IntN(4) > 0)
			for _, name := range []string{"ok", "level", "extra"} {
				if missing < 5 && r.IntN(5) == 0 {
					people[i][name] = fact.Value{}
					missing++
				}
			}
		}
		checkPlaces(t, p, people)
	}
}

func checkPlaces(t *testing.T, p *eval.Program, people []row) {
	t.Helper()
	best, worst := make([]int, len(people)), make([]int, len(people))
	worlds(people, func(world []row) {
		for i := range world {
			if !world[i]["ok"].Bool() {
				continue
			}
			place := 1
			for k := range world {
				if world[k]["ok"].Bool() && points(world[k]) > points(world[i]) {
					place++
				}
			}
			if best[i] == 0 || place < best[i] {
				best[i] = place
			}
			worst[i] = max(worst[i], place)
		}
	})
	verdicts, err := pool(t, p, people...).Judge(context.Background(), 1)
	if err != nil {
		t.Fatal(err)
	}
	list := verdicts.Rank()
	seen := 0
	for _, group := range [][]eval.Standing{list.Ranked, list.Undecided} {
		for _, s := range group {
			seen++
			if s.Place.Best != best[s.Person] || s.Worst != worst[s.Person] {
				t.Fatalf("person %d may take places %d–%d, want %d–%d, among\n%v", s.Person, s.Place.Best, s.Worst, best[s.Person], worst[s.Person], people)
			}
			checkChance(t, &s, worst[s.Person], best[s.Person], people)
		}
	}
	for i := range people {
		if best[i] > 0 {
			seen--
		}
	}
	if seen != 0 {
		t.Fatalf("%d people too many or too few on the list of\n%v", seen, people)
	}
}

func checkChance(t *testing.T, s *eval.Standing, worst, best int, people []row) {
	t.Helper()
	passes := people[s.Person]["ok"].Known()
	switch {
	case s.Chance == eval.CertainlyIn && (worst > 3 || !passes), s.Chance == eval.CertainlyOut && best <= 3,
		s.Chance == eval.PossiblyIn && (best > 3 || worst <= 3 && passes):
		t.Fatalf("person %d is %v with places %d–%d of 3, among\n%v", s.Person, s.Chance, best, worst, people)
	}
}

func ranked(t *testing.T, text string, people ...row) *eval.List {
	t.Helper()
	verdicts, err := pool(t, program(t, text), people...).Judge(context.Background(), 1)
	if err != nil {
		t.Fatal(err)
	}
	return verdicts.Rank()
}

func show(list *eval.List) string {
	out := ""
	for _, s := range list.Ranked {
		out += fmt.Sprintf("%d:%d", s.Person, s.Place.Best)
		if s.Tied {
			out += "="
		}
		if s.AtLimit {
			out += "!"
		}
		if s.OnList {
			out += "+"
		}
		if s.GroupPlace.Best > 0 {
			out += fmt.Sprintf("/%s%d", s.Group, s.GroupPlace.Best)
		}
		out += " "
	}
	return out
}

func TestTies(t *testing.T) {
	const head = `slate: 1
ruleset: {id: x, cutoff: "2026-06-30"}
facts: {v: {type: int}, w: {type: int}, g: {type: text}, born: {type: date}, level: {type: choice, values: [A, B]}, ok: {type: bool}}
tiers: [{id: t, require: [{id: c, label: c, expr: "v >= 0"}]}, {id: u, extends: t, require: [{id: d, label: d, expr: "v >= 5"}]}]
ranking: `
	v := func(n string, more ...any) row {
		r := row{"v": num(n), "w": num("0"), "g": fact.OfText("x"), "ok": fact.OfBool(true), "level": fact.OfText("A")}
		for i := 0; i < len(more); i += 2 {
			r[more[i].(string)] = more[i+1].(fact.Value)
		}
		return r
	}
	tests := []struct{ name, ranking, want string }{
		{"shared places skip", "{order_by: [v desc]}", "1:1+ 0:2=+ 2:2=+ 3:4+ "},
		{"ascending", "{order_by: [v asc]}", "3:1+ 0:2=+ 2:2=+ 1:4+ "},
		{"the next key decides", "{order_by: [v desc, w desc]}", "1:1+ 2:2+ 0:3+ 3:4+ "},
		{"extend at the limit", "{order_by: [v desc], limit: 2}", "1:1+ 0:2=!+ 2:2=!+ 3:4 "},
		{"flag at the limit", "{order_by: [v desc], limit: 2, at_limit: flag}", "1:1+ 0:2=! 2:2=! 3:4 "},
		{"no tie at the limit", "{order_by: [v desc], limit: 3}", "1:1+ 0:2=+ 2:2=+ 3:4 "},
		{"the first of each group", "{order_by: [v desc], within: {by: g, top: 1}}", "1:1+/x1 0:2=/x2 2:2=/x2 3:2+/y1 "},
		{"the tier first", "{order_by: [tier desc, w desc]}", "1:1+ 2:2+ 0:3+ 3:4+ "},
		{"a higher tier", "{tier: u, order_by: [v desc]}", "1:1+ 0:2=+ 2:2=+ "},
		{"choices by their order", "{order_by: [level asc, v desc]}", "1:1+ 0:2=+ 2:2=+ 3:4+ "},
	}
	for _, tt := range tests {
		list := ranked(t, head+tt.ranking, v("7"), v("9", "w", num("1")), v("7", "w", num("2")), v("3", "g", fact.OfText("y"), "level", fact.OfText("B")))
		if tt.name == "the tier first" {
			list = ranked(t, head+tt.ranking, v("7"), v("9", "w", num("2")), v("7", "w", num("1")), v("3", "w", num("9")))
		}
		if got := show(list); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
}

// TestGroupsWithMissing holds that the first of a group is certain only when nobody undecided, and nobody whose group is
// unknown, could come before them.
func TestGroupsWithMissing(t *testing.T) {
	const text = `slate: 1
ruleset: {id: x, cutoff: "2026-06-30", basis: b}
facts: {ok: {type: bool}, v: {type: int}, g: {type: text}}
tiers: [{id: t, require: [{id: c, label: c, expr: "ok"}]}]
ranking: {order_by: [v desc], within: {by: g, top: 1}}
`
	person := func(v, g string, ok ...bool) row {
		r := row{"v": num(v)}
		if g != "" {
			r["g"] = fact.OfText(g)
		}
		if len(ok) > 0 {
			r["ok"] = fact.OfBool(ok[0])
		}
		return r
	}
	tests := []struct {
		name   string
		others []row
		want   eval.Chance
	}{
		{"alone", nil, eval.CertainlyIn},
		{"somebody undecided ahead", []row{person("9", "x")}, eval.PossiblyIn},
		{"somebody undecided ahead in another group", []row{person("9", "y")}, eval.CertainlyIn},
		{"somebody ahead of unknown group", []row{person("9", "", true)}, eval.PossiblyIn},
		{"somebody ahead", []row{person("9", "x", true)}, eval.CertainlyOut},
	}
	for _, tt := range tests {
		list := ranked(t, text, append([]row{person("5", "x", true)}, tt.others...)...)
		for _, s := range list.Ranked {
			if s.Person == 0 && s.Chance != tt.want {
				t.Errorf("%s: %v, want %v", tt.name, s.Chance, tt.want)
			}
		}
	}
}

// TestNotTied holds that only people whose keys are all known and equal are tied: a range that begins where another's score
// lies is no tie.
func TestNotTied(t *testing.T) {
	const text = `slate: 1
ruleset: {id: x, cutoff: "2026-06-30", basis: b}
facts: {ok: {type: bool}, v: {type: int, domain: "[80, 90]"}}
tiers: [{id: t, require: [{id: c, label: c, expr: "ok"}]}]
ranking: {order_by: [v desc], limit: 1, at_limit: flag}
`
	yes := fact.OfBool(true)
	list := ranked(t, text, row{"ok": yes, "v": num("80")}, row{"ok": yes})
	for _, s := range list.Ranked {
		if s.Tied || s.Chance == eval.CertainlyIn {
			t.Errorf("person %d: tied %v, %v", s.Person, s.Tied, s.Chance)
		}
	}
	list = ranked(t, text, row{"ok": yes, "v": num("80")}, row{"v": num("80")})
	if s := list.Ranked[0]; s.Chance != eval.PossiblyIn {
		t.Errorf("somebody undecided may tie, and %v", s.Chance)
	}
}

// TestRelativeIsNeverCertain holds that nothing is certain while an input of a method relative to the pool is unknown.
func TestRelativeIsNeverCertain(t *testing.T) {
	const text = `slate: 1
ruleset: {id: x, cutoff: "2026-06-30", basis: b}
facts: {a: {type: int}, b: {type: int}}
tiers: [{id: t, require: [{id: c, label: c, expr: "true"}]}]
score: {criteria: [{id: s, minmax: a}, {id: s2, minmax: b}]}
ranking: {order_by: [score desc], limit: 2}
`
	list := ranked(t, text, row{"a": num("10"), "b": num("0")}, row{"a": num("0"), "b": num("6")}, row{"b": num("10")})
	for _, s := range list.Ranked {
		if s.Chance != eval.PossiblyIn {
			t.Errorf("person %d is %v", s.Person, s.Chance)
		}
	}
}
