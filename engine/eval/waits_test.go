package eval_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"slate/engine/eval"
	"slate/engine/fact"
	"slate/engine/roster"
)

const waitRules = `slate: 1
ruleset: {id: x, cutoff: "2026-06-30", basis: b}
facts:
  a: {type: int, source: 甲, max_age: 3 months}
  b: {type: int, domain: "[0, 10]", source: 乙}
  c: {type: choice, values: [A, B], source: 丙}
  d: {type: date}
derive:
  twice: {type: int, expr: "a * 2"}
  ratio: {type: decimal, expr: "twice / b"}
classify:
  table:
    inputs: [b, c]
    outputs: {out: {type: choice, values: [U, V]}}
    rules:
      - {if: {b: "[0, 5)"}, then: U}
      - {if: {b: ">= 5", c: A}, then: V}
      - {if: {b: "[5, 10]", c: B}, decide: 请定}
tiers:
  - {id: t, require: [{id: ratio, label: r, expr: "ratio >= 1"}, {id: label, label: l, expr: "out == 'U'"}]}
  - {id: u, extends: t, require: [{id: age, label: a, expr: "age(d) >= 18"}]}
score: {criteria: [{id: s, value: b}]}
grades: {"[5, 10]": 高, "[0, 5)": 低}
ranking: {order_by: [grade desc, c asc, d asc, b desc]}
`

// waits writes what a person's verdict on a tier waits for.
func waits(j *eval.Judgement, tier int) string {
	var out []string
	for _, w := range j.Waits(j.Because(tier)) {
		name := "-"
		if w.Slot >= 0 {
			name = j.Program().Names[w.Slot].Name
		}
		if w.Leaf >= 0 {
			name += "@" + j.Program().Leaves[w.Leaf].Clause.ID
		}
		out = append(out, strings.TrimSpace(name+" "+w.Reason.String()+" "+w.Decide))
	}
	return strings.Join(out, ", ")
}

func TestWaits(t *testing.T) {
	p := program(t, waitRules)
	text := func(s string) fact.Value { return fact.OfText(s) }
	tests := []struct {
		name    string
		person  row
		verdict string
		waits   string
	}{
		{"nothing is known", row{}, "undecided", "a not_supplied, b not_supplied, c not_supplied"},
		{"one fact is missing", row{"b": num("2")}, "undecided", "a not_supplied"},
		{"the table is settled", row{"a": num("1"), "b": num("2")}, "pass", ""},
		{"a division by zero", row{"a": num("1"), "b": num("0")}, "undecided", "ratio division_by_zero"},
		{"outside the domain", row{"a": num("1"), "b": num("11"), "c": text("A")}, "undecided", "b out_of_domain"},
		{"the table waits for a choice", row{"a": num("9"), "b": num("7")}, "undecided", "c not_supplied"},
		{"a person must decide", row{"a": num("9"), "b": num("7"), "c": text("B")}, "undecided", "out needs_decision 请定"},
		{"a false clause settles it", row{"b": num("7"), "c": text("A")}, "fail", ""},
	}
	for _, tt := range tests {
		j := pool(t, p, tt.person).Person(0)
		got := waits(j, 0)
		if j.Outcomes[0] == eval.Fail {
			got = "" // what a failed tier rests on is known
		}
		if j.Outcomes[0].String() != tt.verdict || got != tt.waits {
			t.Errorf("%s: %v, waits for %q; want %s, %q", tt.name, j.Outcomes[0], got, tt.verdict, tt.waits)
		}
	}
	if q := pool(t, p, row{"a": num("9"), "b": num("7"), "c": text("B")}).Person(0).Question(2); q != "请定" {
		t.Errorf("the table asks %q", q)
	}
}

// TestExpiry holds that a value is known while the cut-off date lies before its day plus max_age, and not on that day.
func TestExpiry(t *testing.T) {
	p := program(t, waitRules)
	for on, known := range map[string]bool{"2026-03-30": false, "2026-03-31": false, "2026-04-01": true, "2026-06-30": true, "": true} {
		b := roster.NewBuilder(p.Fields())
		day, _ := fact.ParseDate(on)
		person := b.Person(roster.Person{ID: "1"})
		b.Set(person, 0, num("1"), b.Batch(roster.Batch{AsOf: day}), 0)
		over, err := p.Over(context.Background(), b.Snapshot(), 1)
		if err != nil {
			t.Fatal(err)
		}
		if v := over.Person(0).Value(0); v.Known() != known || !known && v.Why() != fact.Expired {
			t.Errorf("a value of %q is known: %v, %v", on, v.Known(), v.Why())
		}
	}
}

// TestKeys orders by a grade, a choice and a date, with parts of them unknown.
func TestKeys(t *testing.T) {
	p := program(t, waitRules)
	base := func(b, c, d string) row {
		r := row{"a": num("10"), "b": num(b)}
		if c != "" {
			r["c"] = fact.OfText(c)
		}
		if day, err := fact.ParseDate(d); err == nil {
			r["d"] = fact.OfDate(day)
		}
		return r
	}
	verdicts, err := pool(t, p, base("4", "B", "1980-01-01"), base("3", "A", "1990-01-01"), base("4", "A", "1970-01-01"), base("2", "", "1960-01-01"), base("1", "B", "")).Judge(context.Background(), 2)
	if err != nil {
		t.Fatal(err)
	}
	got := ""
	for _, s := range verdicts.Rank().Ranked {
		got += fmt.Sprintf("%d:%d-%d ", s.Person, s.Place.Best, s.Place.Worst)
	}
	if want := "2:1-2 3:1-4 1:2-3 4:3-5 0:4-5 "; got != want {
		t.Errorf("order %s, want %s", got, want)
	}
}

// TestOnMissing holds what an unknown clause means by itself, by the ruleset's default, and for a group.
func TestOnMissing(t *testing.T) {
	head := func(meta, clause, veto string) string {
		text := "slate: 1\nruleset: {id: x, cutoff: \"2026-06-30\", basis: b" + meta + "}\nfacts: {p: {type: bool}, q: {type: bool}}\n" +
			"tiers: [{id: t, require: [" + clause + "]}]\nranking: {order_by: [p desc]}\n"
		if veto != "" {
			text += "vetoes: [" + veto + "]\n"
		}
		return text
	}
	const ok = `{id: ok, label: ok, expr: "true"}`
	tests := []struct {
		name, text string
		because    string
		want       eval.Outcome
	}{
		{"undecided by default", head("", `{id: c, label: c, expr: "p"}`, ""), "c", eval.Undecided},
		{"fails", head("", `{id: c, label: c, expr: "p", on_missing: fail}`, ""), "c", eval.Fail},
		{"fails by the ruleset", head(", on_missing: fail", `{id: c, label: c, expr: "p"}`, ""), "c", eval.Fail},
		{"the clause against the ruleset", head(", on_missing: fail", `{id: c, label: c, expr: "p", on_missing: undecided}`, ""), "c", eval.Undecided},
		{"a group fails", head("", `{id: g, on_missing: fail, any: [{id: c, label: c, expr: "p"}, {id: d, label: d, expr: "q"}]}`, ""), "c d", eval.Fail},
		{"a member of a group inherits nothing", head(", on_missing: fail", `{id: g, on_missing: undecided, any: [{id: c, label: c, expr: "p"}, `+ok+`]}`, ""), "ok", eval.Pass},
		{"an unknown veto", head("", ok, `{id: v, label: v, expr: "p"}`), "v", eval.Undecided},
		{"an unknown veto bars", head("", ok, `{id: v, label: v, expr: "p", on_missing: fail}`), "v", eval.Fail},
	}
	for _, tt := range tests {
		j := pool(t, program(t, tt.text), row{}).Person(0)
		var ids []string
		for _, leaf := range j.Because(0) {
			ids = append(ids, j.Program().Leaves[leaf].Clause.ID)
		}
		if j.Outcomes[0] != tt.want || strings.Join(ids, " ") != tt.because {
			t.Errorf("%s: %v because %v, want %v because %s", tt.name, j.Outcomes[0], ids, tt.want, tt.because)
		}
	}
}

// TestDatedClauses holds that a clause outside its days does not exist, nor a group all of whose members do not.
func TestDatedClauses(t *testing.T) {
	const text = `slate: 1
ruleset: {id: x, cutoff: "2026-06-30", basis: b}
facts: {p: {type: bool}}
tiers:
  - id: t
    require:
      - {id: past, label: c, expr: "p", until: "2026-06-29"}
      - {id: future, label: c, expr: "p", since: "2026-07-01"}
      - any: [{id: gone, label: c, expr: "p", until: "2020-01-01"}]
      - {id: today, label: c, expr: "true", since: "2026-06-30", until: "2026-06-30"}
ranking: {order_by: [p desc]}
`
	p := program(t, text)
	if len(p.Leaves) != 1 || p.Leaves[0].Clause.ID != "today" {
		t.Errorf("%d clauses exist", len(p.Leaves))
	}
	if o := pool(t, p, row{}).Person(0).Outcomes[0]; o != eval.Pass {
		t.Errorf("verdict %v", o)
	}
}

// TestWaiver holds that a veto is set aside only where it allows that, by a record that names a document.
func TestWaiver(t *testing.T) {
	const text = `slate: 1
ruleset: {id: x, cutoff: "2026-06-30", basis: b}
facts: {p: {type: bool}}
tiers: [{id: t, require: [{id: c, label: c, expr: "true"}]}]
vetoes: [{id: v, label: v, expr: "p", waiver: {by: 常委会, needs: 文号}}, {id: w, label: w, expr: "p"}]
ranking: {order_by: [p desc]}
`
	for _, tt := range []struct {
		veto, document, without string
		want                    eval.Outcome
	}{
		{"v", "〔2026〕8号", "vetoes: [{id: v", eval.Fail}, // the other veto holds
		{"v", "〔2026〕8号", ", {id: w, label: w, expr: \"p\"}", eval.Pass},
		{"v", "", ", {id: w, label: w, expr: \"p\"}", eval.Fail},
		{"w", "〔2026〕8号", "{id: v, label: v, expr: \"p\", waiver: {by: 常委会, needs: 文号}}, ", eval.Fail}, // allows none
	} {
		rules := text
		if !strings.HasPrefix(tt.without, "vetoes") {
			rules = strings.Replace(text, tt.without, "", 1)
		}
		p := program(t, rules)
		b := roster.NewBuilder(p.Fields())
		person := b.Person(roster.Person{ID: "1"})
		b.Set(person, 0, fact.OfBool(true), b.Batch(roster.Batch{}), 0)
		b.Waive(person, roster.Waiver{Veto: tt.veto, Document: tt.document})
		over, err := p.Over(context.Background(), b.Snapshot(), 1)
		if err != nil {
			t.Fatal(err)
		}
		if got := over.Person(0).Outcomes[0]; got != tt.want {
			t.Errorf("waiver of %s by %q: %v, want %v", tt.veto, tt.document, got, tt.want)
		}
	}
}

func TestSeparateByTier(t *testing.T) {
	p := program(t, waitRules)
	over := pool(t, p, row{"a": num("1"), "b": num("2")}, row{"a": num("0"), "b": num("2")}, row{"b": num("2")}, row{"a": num("0"), "b": num("3")})
	if s := eval.Separate(over.Person(1), over.Person(0)); s.Ahead.Person != 0 || s.Tier != 0 || len(s.Clauses) != 1 || s.Open {
		t.Errorf("pass against fail: %+v", s)
	}
	if s := eval.Separate(over.Person(1), over.Person(2)); s.Ahead.Person != 2 || !s.Open {
		t.Errorf("undecided against fail: %+v", s)
	}
	if s := eval.Separate(over.Person(1), over.Person(3)); !s.Neither {
		t.Errorf("fail against fail: %+v", s)
	}
}

// TestMissingGroups holds the reasons of groups in which what is missing bars: they alone keep the group from passing.
func TestMissingGroups(t *testing.T) {
	const head = "slate: 1\nruleset: {id: x, cutoff: \"2026-06-30\", basis: b}\nfacts: {a: {type: bool}, b: {type: bool}}\nranking: {order_by: [a desc]}\n"
	const require = head + "tiers: [{id: t, require: [{id: g, on_missing: fail, %s: [{id: c, label: c, expr: \"a\"}, {id: d, label: d, expr: \"b\"}]}]}]\n"
	const veto = head + "tiers: [{id: t, require: [{id: ok, label: ok, expr: \"true\"}]}]\nvetoes: [{id: g, on_missing: fail, %s: [{id: c, label: c, expr: \"a\"}, {id: d, label: d, expr: \"b\"}]}]\n"
	for _, tt := range []struct {
		rules, group string
		b            any
		because      string
	}{
		{require, "any", false, "c d"}, {require, "all", nil, "c"}, {require, "any", nil, "c d"}, {require, "all", true, "c"},
		{veto, "all", true, "c d"}, {veto, "any", false, "c"}, {veto, "all", nil, "c d"},
	} {
		person := row{}
		if b, ok := tt.b.(bool); ok {
			person["b"] = fact.OfBool(b)
		}
		j := pool(t, program(t, fmt.Sprintf(tt.rules, tt.group)), person).Person(0)
		var ids []string
		for _, leaf := range j.Because(0) {
			ids = append(ids, j.Program().Leaves[leaf].Clause.ID)
		}
		if j.Outcomes[0] != eval.Fail || strings.Join(ids, " ") != tt.because {
			t.Errorf("%s with b %v: %v because %v, want fail because %s", tt.group, tt.b, j.Outcomes[0], ids, tt.because)
		}
	}
}
