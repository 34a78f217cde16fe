package lint_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"slate/engine/diag"
	"slate/engine/fact"
	"slate/engine/lint"
	"slate/engine/roster"
)

const kinds = `slate: 1
ruleset: {id: x, cutoff: "2026-06-30", basis: b, on_missing: undecided, leap_day: "02-28"}
facts:
  born: {type: date}
  since: {type: month}
  note: {type: text}
  tags: {type: list, of: choice, values: [A, B, C, D]}
  tax: {type: money, unit: 万元}
  rate: {type: decimal, domain: "(0, 100]"}
  n: {type: int, domain: "[-1000000, 1000000]"}
`

// TestWitnessesOfEveryKind holds what is found about dates, months, texts, lists and numbers without a domain.
func TestWitnessesOfEveryKind(t *testing.T) {
	tests := []struct {
		name, expr string
		constant   string // "true" or "false" where everybody, or nobody, meets it; "open" where that is not decided
	}{
		{"an age in reach", "age(born) >= 65", ""},
		{"between two ages", "age(born) >= 65 and born > '1961-06-30'", "false"},
		{"the birthday itself", "age(born) >= 65 and born >= '1961-06-30'", ""},
		{"the day after", "age(born) >= 65 and born >= '1961-07-01'", "false"},
		{"a leap day", "age(born, '2023-02-28') >= 23 and born >= '2000-02-29'", ""},
		{"two dates apart", "years_after(born, 18) <= cutoff and age(born) < 18", "false"},
		{"days", "days_between(born, cutoff) < 0 and born <= cutoff", "false"},
		{"months", "months_between(since, cutoff) >= 36 and since > '2023-06'", "false"},
		{"months reached", "months_between(since, cutoff) >= 36 and since >= '2023-06'", ""},
		{"a year", "year(born) == 1980 and born < '1980-01-01'", "false"},
		{"a choice in a list", "'A' in tags and 'B' in tags", ""},
		{"in and not in", "'A' in tags and not ('A' in tags)", "false"},
		{"one of two", "'A' in tags or not ('B' in tags) or 'B' in tags", "true"},
		{"a text that is two", "note == '甲' and note == '乙'", "false"},
		{"a text that is neither", "note != '甲' and note != '乙'", ""},
		{"a part of a text", "note contains '甲' and not (note contains '甲')", "open"},
		{"no domain", "tax * 3 > 100 and tax / 2 < 17", ""},
		{"no domain, no room", "tax * 3 > 102 and tax / 2 < 17", "false"},
		{"one cent of room", "tax > 100 and tax < 100.000002", ""},
		{"less than a cent", "tax > 100 and tax < 100.000001", "false"},
		{"an open end", "rate <= 0", "false"},
		{"a closed end", "rate >= 100", ""},
		{"a curve", "n * n - 4 * n + 5 > 0", "open"},
		{"a square", "n * n >= 0", "true"},
		{"a product of signs", "(n - 3) * (n - 7) < 0 and n != 4 and n != 5 and n != 6", "false"},
		{"a hyperbola", "100 / n > 50 and n > 1", "false"},
		{"a distance", "abs(n - 500) <= 3 and n > 503", "false"},
		{"steps", "floor(n / 7) == 3 and n < 21", "false"},
		{"rounded", "round(rate, 0) == 50 and rate < 49.5", "false"},
		{"a root", "root(rate, 2, 1) >= 9 and rate < 80", "false"},
		{"a choice within", "(n > 100 ? n - 100 : 0) > 0 and n <= 100", "false"},
		{"a sum of two", "n + n > 100 and n <= 50", "false"},
		{"two facts", "n + rate > 1000100", "false"},
		{"two facts in reach", "n + rate >= 1000100", ""},
		{"two facts, one sum, two numbers", "n + rate > 10 and n + rate < 9", "false"},
		{"two facts, two sums", "n + rate > 10 and n - rate > 10 and n < 10", "open"},
		{"least and greatest", "min(n, 10) > 10", "false"},
		{"too large at both ends", "tax * 1000000000 > 5", ""},
		{"too large at both ends, and no room", "tax * 1000000000 > 5 and tax < 0", "false"},
		{"too large nearly everywhere", "(tax - 777777777777.77) * 100000000000000 > 5 and tax < 3", "open"},
		{"greatest of one", "max(n, 2 * n) < n", "false"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := load(t, kinds+fmt.Sprintf("tiers: [{id: t, require: [{id: c, label: x, expr: %q}]}]\n", tt.expr))
			got, open := "", false
			for _, d := range check(t, p) {
				switch {
				case d.Code == diag.ConstantClause && d.Span == p.Leaves[0].Clause.Span, d.Code == diag.AlwaysSame && arg(d, "expr") == tt.expr:
					got = arg(d, "truth")
				case d.Code == diag.NotDecided:
					open = true
				}
			}
			if open && got == "" {
				got = "open"
			}
			if got != tt.constant {
				t.Errorf("%s: got %q, want %q", tt.expr, got, tt.constant)
			}
		})
	}
}

// TestRegionsOfLargeNumbers holds findings about one large number to a sample of it: whoever is in the sample contradicts no finding.
func TestRegionsOfLargeNumbers(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 3))
	w := writer{r}
	decided := 0
	for seed := range 300 {
		atom := func() string { return strings.ReplaceAll(w.atom([]string{"a"}), "q", "20") }
		expr := atom() + w.pick(" and ", " or ") + atom() + w.pick(" and ", " or ") + atom()
		expr = strings.NewReplacer("abs(a", "abs(n", "min(a", "min(n", "max(a", "max(n", "a ", "n ", "(a", "(n", "-a", "-n", "/ a", "/ n").Replace(expr)
		p, ok := compiles(kinds + fmt.Sprintf("tiers: [{id: t, require: [{id: c, label: x, expr: %q}]}]\n", expr))
		if !ok {
			continue
		}
		claim := ""
		for _, d := range check(t, p) {
			if d.Code == diag.ConstantClause {
				claim = arg(d, "truth")
			}
		}
		if claim == "" {
			continue
		}
		decided++
		fields := p.Fields()
		b := roster.NewBuilder(fields)
		batch := b.Batch(roster.Batch{AsOf: p.Cutoff})
		slot := slices.IndexFunc(fields, func(f fact.Field) bool { return f.Name == "n" })
		for i := range 700 {
			n := int64(i - 300)
			if i > 600 {
				n = r.Int64N(2_000_001) - 1_000_000
			}
			at := b.Person(roster.Person{ID: fmt.Sprintf("%04d", i)})
			b.Set(at, slot, fact.OfNumber(fact.Int(n)), batch, 0)
		}
		pool, err := p.Over(context.Background(), b.Snapshot(), 1)
		if err != nil {
			t.Fatal(err)
		}
		for i := range pool.Snapshot.Len() {
			if got := pool.Person(i).Raw[0]; got != fact.Unknown && got.String() != claim {
				t.Fatalf("seed %d: %s is said to be %s for everybody, and is %s for %s", seed, expr, claim, got, pool.Person(i).Value(slot))
			}
		}
	}
	if decided < 20 {
		t.Errorf("only %d claims were tried", decided)
	}
}

// TestQuotas holds what is found about quotas that no list can meet.
func TestQuotas(t *testing.T) {
	const head = `slate: 1
ruleset: {id: x, cutoff: "2026-06-30", basis: b, on_missing: undecided}
facts: {sex: {type: choice, values: [m, f]}, old: {type: int, domain: "[0, 120]"}, town: {type: choice, values: [x, y, z]}, tax: {type: int, domain: "[0, 9999]"}}
tiers: [{id: t, require: [{id: c, label: x, expr: "old >= 18 and tax > 5"}]}]
bodies: [{id: body, seats: 10, %s quotas: [%s]}]
`
	tests := []struct {
		name, body, quotas string
		want               string // id least most
	}{
		{"fine", "", "{id: q, where: \"sex == 'f'\", min: 4}, {id: r, where: \"sex == 'm'\", min: 6}", ""},
		{"more than seats", "", "{id: q, where: \"sex == 'f'\", min: 11}", "q 11 10"},
		{"surplus makes room", "surplus: {rule: own, min: 1, max: 2},", "{id: q, where: \"sex == 'f'\", min: 11}", ""},
		{"two that exclude each other", "", "{id: q, where: \"sex == 'f'\", min: 4}, {id: r, where: \"sex == 'm'\", min: 7}", "q、r 11 10"},
		{"two that may be one", "", "{id: q, where: \"sex == 'f'\", min: 7}, {id: r, where: \"old < 40\", min: 7}", ""},
		{"two ages", "", "{id: q, where: \"old >= 40\", min: 5}, {id: r, where: \"old < 40\", min: 6}", "q、r 11 10"},
		{"a cost is no must", "", "{id: q, where: \"sex == 'f'\", min: 11, hard: 3}", ""},
		{"for each town", "", "{id: q, per: town, min: 4}", "q 12 10"},
		{"nobody eligible", "", "{id: q, where: \"old < 18\", min: 1}", "q 1 0"},
		{"within another's most", "", "{id: q, where: \"old >= 60\", min: 4}, {id: r, where: \"old >= 50\", max: 3}", "q 4 3"},
		{"not within", "", "{id: q, where: \"old >= 50\", min: 4}, {id: r, where: \"old >= 60\", max: 3}", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := load(t, fmt.Sprintf(head, tt.body, tt.quotas))
			var got []string
			for _, d := range check(t, p) {
				if d.Code == diag.QuotaImpossible {
					got = append(got, arg(d, "id")+" "+arg(d, "least")+" "+arg(d, "most"))
				}
			}
			if s := strings.Join(got, "; "); s != tt.want {
				t.Errorf("got %q, want %q", s, tt.want)
			}
		})
	}
}

// TestAllow holds which findings comments allow.
func TestAllow(t *testing.T) {
	const text = "# slate: allow-file W07 草稿\r\n" +
		"a\n" +
		"# slate: allow W01, H03 两条理由\n" +
		"\n" +
		"# 另一条注释\n" +
		"b # slate: allow W02 同一行\n" +
		"c # slate: allow W05\n" +
		"d # slate: allow E11 错误\n" +
		"e # slate: allow W999 没有\n" +
		"f # slate: allow 没有代码\n" +
		"g # slate: allow W12 无可放行\n"
	at := func(code diag.Code, line int) diag.Diagnostic {
		return diag.New(code, diag.Span{File: "x.yaml", Start: diag.Pos{Line: line, Column: 1}})
	}
	list := diag.List{
		at(diag.MissingUnsaid, 2), at(diag.Shadowed, 6), at(diag.SentenceLacks, 6), at(diag.Implied, 6), at(diag.NotTested, 7), at(diag.Implied, 8),
	}
	got := ""
	for _, d := range lint.Allow(list, diag.Sources{"x.yaml": []byte(text)}) {
		got += fmt.Sprintf("%d %s %s\n", d.Span.Start.Line, d.Code, arg(d, "why"))
	}
	want := "7 W05 \n7 W115 no reason\n8 W02 \n8 W115 an error\n9 W115 unknown code\n10 W115 no code\n11 W116 \n"
	if got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}
