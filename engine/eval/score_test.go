package eval_test

import (
	"testing"

	"slate/engine/eval"
	"slate/engine/fact"
)

const scoreHead = `slate: 1
ruleset: {id: x, cutoff: "2026-06-30"}
facts: {a: {type: int, domain: "[0, 10]"}, b: {type: decimal}, c: {type: choice, values: [A, B, C]}, f: {type: bool}}
tiers: [{id: t, require: [{id: q, label: q, expr: "true"}]}]
score: `

func TestScore(t *testing.T) {
	known := row{"a": num("7"), "b": num("2.5"), "c": fact.OfText("B"), "f": fact.OfBool(true)}
	tests := []struct{ name, score, full, empty string }{
		{"bands", `{criteria: [{id: x, input: a, bands: {"[0, 7)": 1, "[7, 10]": 2}}]}`, "2.00", "[1.00, 2.00]"},
		{"table", `{criteria: [{id: x, input: c, table: {A: 3, B: 2, C: 1}}]}`, "2.00", "[1.00, 3.00]"},
		{"table of truth", `{criteria: [{id: x, input: f, table: {true: 5, false: -5}}]}`, "5.00", "[-5.00, 5.00]"},
		{"each", `{criteria: [{id: x, input: a, each: {points: 2, step: 3, from: 1}}]}`, "4.00", "[0.00, 6.00]"},
		{"each below the start", `{criteria: [{id: x, input: a, each: {points: 2, from: 9}}]}`, "0.00", "[0.00, 2.00]"},
		{"each with cap", `{criteria: [{id: x, input: a, each: {points: 5}, cap: 25}]}`, "25.00", "[0.00, 25.00]"},
		{"each without domain", `{criteria: [{id: x, input: b, each: {points: 5}}]}`, "10.00", "[0.00, )"},
		{"deduct", `{criteria: [{id: x, input: a, deduct: {points: 5, start: 50}, floor: 20}]}`, "20.00", "[20.00, 50.00]"},
		{"formula", `{criteria: [{id: x, expr: "a * b / 3"}]}`, "5.83", "(, )"},
		{"formula with limits", `{criteria: [{id: x, expr: "a * b", cap: 10, floor: 0}]}`, "10.00", "[0.00, 10.00]"},
		{"value", `{criteria: [{id: x, value: a}]}`, "7.00", "[0.00, 10.00]"},
		{"value without domain", `{criteria: [{id: x, value: b}]}`, "2.50", "(, )"},
		{"weights", `{criteria: [{id: x, weight: 70, value: a}, {id: y, weight: 30, input: c, table: {A: 100, B: 50, C: 0}}]}`, "19.90", "[0.00, 37.00]"},
		{"weights within", `{criteria: [{id: x, weight: 100, indicators: [{id: p, weight: 50, value: a}, {id: q1, weight: 50, value: a}]}]}`, "7.00", "[0.00, 10.00]"},
		{"sum with max", `{criteria: [{id: x, max: 9, indicators: [{id: p, value: a}, {id: q1, value: a}]}]}`, "9.00", "[0.00, 9.00]"},
		{"sum with min", `{criteria: [{id: x, min: 30, indicators: [{id: p, value: a}]}]}`, "30.00", "30.00"},
		{"missing gives points", `{criteria: [{id: x, value: b, on_missing: {points: 1, flag: none}}]}`, "2.50", "1.00"},
		{"rounded once, half up", `{round: {scale: 0}, criteria: [{id: x, expr: "b"}]}`, "3", "(, )"},
		{"rounded once, half even", `{round: {scale: 0, mode: half_even}, criteria: [{id: x, expr: "b"}]}`, "2", "(, )"},
		{"thirds add up", `{round: {scale: 0}, criteria: [{id: x, expr: "1/3"}, {id: y, expr: "1/3"}, {id: z, expr: "1/3"}]}`, "1", "1"},
		{"pairwise weights", `{weights: {ahp: [[1, 3], ["1/3", 1]]}, criteria: [{id: x, value: a}, {id: y, expr: "0"}]}`, "5.25", "[0.00, 7.50]"},
	}
	for _, tt := range tests {
		p := program(t, scoreHead+tt.score+"\n")
		over := pool(t, p, known, row{})
		scale := p.Score.Rules.Round.Scale
		if got := over.Person(0).Total.Text(scale); got != tt.full {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.full)
		}
		if got := over.Person(1).Total.Text(scale); got != tt.empty {
			t.Errorf("%s with nothing known: %s, want %s", tt.name, got, tt.empty)
		}
	}
}

func TestFlag(t *testing.T) {
	p := program(t, scoreHead+"{criteria: [{id: x, value: b, on_missing: {points: 1, flag: 未报}}]}\n")
	if got := pool(t, p, row{}).Person(0).Indicators[0]; got.Flag != "未报" || !got.Missing {
		t.Errorf("flag %q, missing %v", got.Flag, got.Missing)
	}
}

// TestRelative checks the methods relative to the pool by values worked out by hand.
func TestRelative(t *testing.T) {
	people := []row{{"a": num("1")}, {"a": num("2")}, {"a": num("2")}, {"a": num("5")}, {}}
	tests := []struct {
		name, score string
		want        []string
	}{
		{"percentile", "{criteria: [{id: x, percentile: a}]}", []string{"12.50", "50.00", "50.00", "87.50", "[0.00, 100.00]"}},
		{"percentile down", "{criteria: [{id: x, percentile: a, order: desc}]}", []string{"87.50", "50.00", "50.00", "12.50", "[0.00, 100.00]"}},
		{"minmax", "{criteria: [{id: x, minmax: a}]}", []string{"0.00", "25.00", "25.00", "100.00", "[0.00, 100.00]"}},
		{"topsis", "{method: topsis, criteria: [{id: x, value: a}]}", []string{"0.00", "25.00", "25.00", "100.00", "[0.00, 100.00]"}},
		{"entropy of one even criterion", "{weights: entropy, criteria: [{id: x, value: a}, {id: y, expr: \"1\"}]}", []string{"1.00", "2.00", "2.00", "5.00", "[0.00, 10.00]"}},
	}
	for _, tt := range tests {
		over := pool(t, program(t, scoreHead+tt.score+"\n"), people...)
		for i, want := range tt.want {
			if got := over.Person(i).Total.Text(2); got != want {
				t.Errorf("%s: person %d has %s, want %s", tt.name, i, got, want)
			}
		}
	}
}

func TestGrades(t *testing.T) {
	p := program(t, scoreHead+"{criteria: [{id: x, value: a}]}\ngrades: {\"[8, 10]\": 优, \"[5, 8)\": 良}\n")
	over := pool(t, p, row{"a": num("8")}, row{"a": num("5")}, row{"a": num("4")}, row{})
	for i, want := range []struct {
		grade   int
		certain bool
	}{{0, true}, {1, true}, {-1, true}, {-1, false}} {
		if grade, certain := over.Person(i).Grade(); grade != want.grade || certain != want.certain {
			t.Errorf("person %d: grade %d, certain %v; want %v", i, grade, certain, want)
		}
	}
}

func TestSeparate(t *testing.T) {
	p := program(t, scoreHead+`{criteria: [{id: x, weight: 60, value: a}, {id: y, weight: 40, value: b}]}
ranking: {order_by: [score desc]}
`)
	over := pool(t, p, row{"a": num("10"), "b": num("1")}, row{"a": num("5"), "b": num("2")}, row{"a": num("5"), "b": num("2")})
	s := eval.Separate(over.Person(1), over.Person(0))
	if s.Ahead.Person != 0 || s.Equal || len(s.Criteria) != 1 || s.Criteria[0].Criterion != 0 {
		t.Errorf("person %d ahead by %v", s.Ahead.Person, s.Criteria)
	}
	if s := eval.Separate(over.Person(1), over.Person(2)); !s.Equal {
		t.Error("two people alike are separated")
	}
}

// TestTopsisOfLargePoints holds that points of any size, and in any order of people, keep their proportions.
func TestTopsisOfLargePoints(t *testing.T) {
	const text = "slate: 1\nruleset: {id: x, cutoff: \"2026-06-30\", basis: b}\nfacts: {v: {type: int}}\n" +
		"tiers: [{id: t, require: [{id: c, label: c, expr: \"true\"}]}]\nscore: {method: topsis, criteria: [{id: x, value: v}]}\n"
	for _, scale := range []string{"", "000000000", "00000000000000"} {
		over := pool(t, program(t, text), row{"v": num("30" + scale)}, row{"v": num("20" + scale)}, row{"v": num("10" + scale)})
		for i, want := range []string{"100.00", "50.00", "0.00"} {
			if got := over.Person(i).Total.Text(2); got != want {
				t.Errorf("points × 10^%d: person %d has %s, want %s", len(scale), i, got, want)
			}
		}
	}
}
