package formula

import (
	"strings"
	"testing"
	"unicode/utf8"

	"slate/engine/diag"
	"slate/engine/fact"
)

// people's facts that the tests speak of. Slots are positions.
var (
	names = []string{"tax", "limit", "yuan", "n", "m", "owner", "listed", "sex", "name", "born", "since", "labels", "税额"}
	types = []fact.Type{
		{Kind: fact.Money, Unit: "万元"}, {Kind: fact.Decimal, Unit: "万元"}, {Kind: fact.Money, Unit: "元"},
		{Kind: fact.Integer}, {Kind: fact.Integer}, {Kind: fact.Boolean}, {Kind: fact.Boolean},
		{Kind: fact.Choice, Values: []string{"男", "女"}}, {Kind: fact.Text}, {Kind: fact.Day}, {Kind: fact.Month},
		{Kind: fact.List, Of: fact.Choice, Values: []string{"A", "B"}}, {Kind: fact.Money, Unit: "万元"},
	}
)

func scope() Scope {
	s := Scope{}
	for i, n := range names {
		s[n] = Name{Slot: i, Type: types[i]}
	}
	return s
}

func num(s string) fact.Value {
	n, err := fact.ParseNumber(s)
	if err != nil {
		panic(err)
	}
	return fact.OfNumber(n)
}

func day(s string) fact.Date {
	d, err := fact.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

// person returns values by slot; those not named are not supplied.
func person(values map[string]fact.Value) []fact.Value {
	out := make([]fact.Value, len(names))
	for i, n := range names {
		out[i] = values[n]
	}
	return out
}

var someone = map[string]fact.Value{
	"tax": num("399.999999"), "limit": num("400"), "yuan": num("5"), "n": num("7"), "m": num("0"),
	"owner": fact.OfBool(true), "listed": fact.OfBool(false), "sex": fact.OfText("女"), "name": fact.OfText("欧阳建国"),
	"born": fact.OfDate(day("1980-02-29")), "since": fact.OfMonth(day("2004-05-01")),
	"labels": fact.OfList([]fact.Value{fact.OfText("A")}), "税额": num("1"),
}

func source(text string) Source {
	return Source{Text: text, Span: func(from, to int) diag.Span {
		return diag.Span{File: "x", Start: diag.Pos{Line: 1, Column: from + 1}, End: diag.Pos{Line: 1, Column: to + 1}}
	}}
}

func compile(t *testing.T, text string) *Formula {
	t.Helper()
	f, list := Compile(source(text), scope(), fact.Type{})
	if f == nil {
		t.Fatalf("Compile(%q): %s", text, list[0].Message(diag.English))
	}
	return f
}

var today = Day{Cutoff: day("2026-02-28")}

func eval(f *Formula, values map[string]fact.Value) (fact.Value, []fact.Value) {
	out := make([]fact.Value, len(f.Nodes))
	return f.Eval(person(values), today, out), out
}

// word writes a value, or ? and the reason.
func word(v fact.Value) string {
	if v.Known() {
		return v.String()
	}
	return "?" + v.Why().String()
}

func TestEval(t *testing.T) {
	tests := []struct{ expr, known, nothing string }{ // with every fact known; with none
		{"tax >= limit", "false", "?waiting"},
		{"tax < 400", "true", "?waiting"},
		{"tax + 0.000001 == limit", "true", "?waiting"},
		{"limit - tax", "0.000001", "?waiting"},
		{"0.1 + 0.2 == 0.3", "true", "true"},
		{"1 / 3 * 3 == 1", "true", "true"},
		{"n / m", "?division_by_zero", "?waiting"},
		{"n / m >= 1", "?waiting", "?waiting"},
		{"n / m >= 1 or owner", "true", "?waiting"},
		{"m / m == 1 and listed", "false", "?waiting"},
		{"999999999999999999 + n", "?overflow", "?waiting"},
		{"owner", "true", "?not_supplied"},
		{"not listed", "true", "?waiting"},
		{"listed and tax > 1", "false", "?waiting"},
		{"owner or tax > 1", "true", "?waiting"},
		{"false and listed", "false", "false"},
		{"true or listed", "true", "true"},
		{"sex == '女'", "true", "?waiting"},
		{"sex != '女'", "false", "?waiting"},
		{"not (sex == '男')", "true", "?waiting"},
		{"sex in ['男', '女']", "true", "?waiting"},
		{"sex not in ['男']", "true", "?waiting"},
		{"n in [1, 7, 9]", "true", "?waiting"},
		{"n in [1, m]", "false", "?waiting"},
		{"'A' in labels", "true", "?waiting"},
		{"'B' in labels", "false", "?waiting"},
		{"owner ? 1 : 2", "1", "?waiting"},
		{"owner ? 3 : 3", "3", "3"},
		{"listed ? n / m : n", "7", "?waiting"},
		{"2 < n < 9", "true", "?waiting"},
		{"-n + 2 * 3", "-1", "?waiting"},
		{"min(n, 3, m)", "0", "?waiting"},
		{"max(n, 3)", "7", "?waiting"},
		{"abs(m - n)", "7", "?waiting"},
		{"floor(n / 2)", "3", "?waiting"},
		{"ceil(n / 2)", "4", "?waiting"},
		{"round(n / 3, 2)", "2.33", "?waiting"},
		{"round(2.5, 0)", "3", "3"},
		{"round(-2.5, 0)", "-3", "-3"},
		{"root(2, 2, 4)", "1.4142", "1.4142"},
		{"root(-8, 3, 0)", "-2", "-2"},
		{"root(0 - n, 2, 1)", "?no_root", "?waiting"},
		{"age(born)", "45", "?waiting"},
		{"age(born, '2026-03-01')", "46", "?waiting"},
		{"born < '1980-03-01'", "true", "?waiting"},
		{"born == '1980-02-29'", "true", "?waiting"},
		{"years_before(cutoff, 46)", "1980-02-28", "1980-02-28"},
		{"years_after(born, 1)", "1981-03-01", "?waiting"},
		{"years_after(cutoff, 9000)", "?overflow", "?overflow"},
		{"years_between(born, cutoff)", "45", "?waiting"},
		{"years_between(cutoff, born)", "-46", "?waiting"},
		{"months_between(born, '1981-02-27')", "11", "?waiting"},
		{"months_between(since, cutoff)", "261", "?waiting"},
		{"days_between(born, '1980-03-01')", "1", "?waiting"},
		{"year(cutoff) - 1", "2025", "2025"},
		{"since >= '2004-05'", "true", "?waiting"},
		{"name startsWith '欧阳'", "true", "?waiting"},
		{"name endsWith '国'", "true", "?waiting"},
		{"name contains '建'", "true", "?waiting"},
		{"name matches '^欧.*国$'", "true", "?waiting"},
		{"税额 >= 1", "true", "?waiting"},
		{"tax * 2 / 2 == tax", "true", "?waiting"},
		{"tax / limit < 1", "true", "?waiting"},
	}
	for _, tt := range tests {
		f := compile(t, tt.expr)
		if got, _ := eval(f, someone); word(got) != tt.known {
			t.Errorf("%s = %s, want %s", tt.expr, word(got), tt.known)
		}
		if got, _ := eval(f, nil); word(got) != tt.nothing {
			t.Errorf("%s with nothing known = %s, want %s", tt.expr, word(got), tt.nothing)
		}
	}
}

// TestRefused holds what expressions may not contain: X rows of the catalogue of bad input.
func TestRefused(t *testing.T) {
	tests := []struct {
		expr string
		code diag.Code
		at   string // what is underlined; "" is not looked at
	}{
		{"", diag.BadExpression, ""},
		{"tax >=", diag.BadExpression, ""},
		{"300万 <= tax", diag.BadExpression, ""},
		{"tax >= 1 tax", diag.BadExpression, "tax"},
		{"taxx > 1", diag.UnknownName, "taxx"},
		{"税款 > 1 and tax > 2", diag.UnknownName, "税款"},
		{"tax ≥ 1", diag.FullWidth, "≥"},
		{"（tax > 1）", diag.FullWidth, "（"},
		{"tax > ３", diag.FullWidth, "３"},
		{"tаx > 1", diag.BadCharacter, "а"}, // the second letter is Cyrillic
		{"tax > 0x1F", diag.BadNumber, "0x1F"},
		{"tax > 1_000", diag.BadNumber, "1_000"},
		{"tax > 1e3", diag.BadNumber, "1e3"},
		{"tax > 010", diag.BadNumber, "010"},
		{"tax > yuan", diag.UnitMismatch, ">"},
		{"tax + yuan > 1", diag.UnitMismatch, "+"},
		{"tax * tax > tax", diag.UnitMismatch, ">"},
		{"max(tax, yuan) > 1", diag.UnitMismatch, ""},
		{"sex == '男性'", diag.NotAChoice, "'男性'"},
		{"sex in ['男', '未知']", diag.NotAChoice, "'未知'"},
		{"'C' in labels", diag.NotAChoice, "'C'"},
		{"born > '1980-02-30'", diag.BadDate, "'1980-02-30'"},
		{"born > 1980", diag.BadOperands, ">"},
		{"owner > 1", diag.BadOperands, ">"},
		{"sex < '女'", diag.BadOperands, "<"},
		{"owner and tax", diag.BadOperands, "and"},
		{"not tax", diag.BadOperands, "not"},
		{"-owner", diag.BadOperands, "-"},
		{"name + 'a' == 'b'", diag.BadOperands, "+"},
		{"tax ? 1 : 2", diag.BadOperands, "tax"},
		{"owner ? 1 : '2'", diag.BadOperands, ""},
		{"n in []", diag.BadOperands, "in"},
		{"tax in limit", diag.BadOperands, "in"},
		{"n in 1..5", diag.Forbidden, ".."},
		{"n ** 2 > 1", diag.Forbidden, "**"},
		{"n % 2 == 1", diag.Forbidden, "%"},
		{"n ?? 1", diag.Forbidden, "??"},
		{"let x = 1; x > 0", diag.Forbidden, ""},
		{"tax > 1; true", diag.Forbidden, ""},
		{"if owner { true } else { false }", diag.Forbidden, ""},
		{"name.length > 1", diag.Forbidden, ""},
		{"name[0] == 'a'", diag.Forbidden, ""},
		{"labels[0:1] == 'a'", diag.Forbidden, ""},
		{"name?.x == 'a'", diag.Forbidden, ""},
		{"owner == nil", diag.Forbidden, "nil"},
		{"[1, 2] == [1, 2]", diag.Forbidden, ""},
		{"{'a': 1}.a == 1", diag.Forbidden, ""},
		{"all(labels, # == 'A')", diag.Forbidden, "all"},
		{"count(labels) > 1", diag.Forbidden, "count"},
		{"now() > born", diag.Forbidden, "now"},
		{"date('2020-01-01') > born", diag.Forbidden, "date"},
		{"repeat('a', 400000) == name", diag.Forbidden, "repeat"},
		{"tax | abs() > 1 | now()", diag.Forbidden, ""},
		{"$env.tax > 1", diag.Forbidden, ""},
		{"b'abc' == name", diag.Forbidden, ""},
		{"n // 2 > 1", diag.Forbidden, "//"},
		{"n > 1 /* and m > 2 */", diag.Forbidden, "/*"},
		{"owner ?: listed", diag.Forbidden, ""},
		{"min(1, tax, yuan) > 1", diag.UnitMismatch, ""},
		{"5 in [tax, yuan]", diag.UnitMismatch, ""},
		{"(owner ? 'x' : sex) == '未知'", diag.NotAChoice, ""},
		{"abss(n) > 1", diag.Forbidden, "abss"},
		{"name matches name", diag.Forbidden, "name"},
		{"name matches '('", diag.BadCall, "'('"},
		{"age() > 1", diag.BadCall, "age"},
		{"age(born, born, born) > 1", diag.BadCall, "age"},
		{"age(n) > 1", diag.TypeMismatch, "n"},
		{"round(n, n) > 1", diag.BadCall, "n"},
		{"root(n, 1, 2) > 1", diag.BadCall, ""},
		{strings.Repeat("(", 2500) + "1", diag.BadExpression, ""},
		{strings.Repeat("!", 300) + "owner", diag.TooComplex, ""},
		{"n" + strings.Repeat("+n", 150) + " > 1", diag.TooComplex, ""},
		{"name == '" + strings.Repeat("a", MaxBytes) + "'", diag.TooComplex, ""},
	}
	for _, tt := range tests {
		f, list := Compile(source(tt.expr), scope(), fact.Type{})
		if f != nil || len(list) == 0 {
			t.Errorf("%.60q is taken", tt.expr)
			continue
		}
		d := list[0]
		if d.Code != tt.code {
			t.Errorf("%.60q: %s %s, want %s", tt.expr, d.Code, d.Message(diag.English), tt.code)
		}
		if at := string([]rune(tt.expr)[d.Span.Start.Column-1 : d.Span.End.Column-1]); tt.at != "" && at != tt.at {
			t.Errorf("%.60q: points at %q, want %q", tt.expr, at, tt.at)
		}
	}
}

func TestWant(t *testing.T) {
	tests := []struct {
		expr string
		want fact.Type
		ok   bool
	}{
		{"tax > 1", fact.Type{Kind: fact.Boolean}, true},
		{"tax", fact.Type{Kind: fact.Boolean}, false},
		{"tax", fact.Type{Kind: fact.Money, Unit: "万元"}, true},
		{"tax", fact.Type{Kind: fact.Money, Unit: "元"}, false},
		{"age(born)", fact.Type{Kind: fact.Integer, Unit: "周岁"}, true},
		{"tax / limit", fact.Type{Kind: fact.Decimal}, true},
		{"sex", fact.Type{Kind: fact.Text}, true},
		{"born", fact.Type{Kind: fact.Text}, false},
	}
	for _, tt := range tests {
		if f, _ := Compile(source(tt.expr), scope(), tt.want); (f != nil) != tt.ok {
			t.Errorf("Compile(%q) as %v: taken %v, want %v", tt.expr, tt.want, f != nil, tt.ok)
		}
	}
}

func TestUnits(t *testing.T) {
	tests := []struct {
		a, b string
		sign int
		want string
	}{
		{"万元", "", 1, "万元"}, {"万元", "万元", -1, ""}, {"万元", "人", -1, "万元/人"}, {"万元/人", "人", 1, "万元"},
		{"万元", "万元", 1, "万元·万元"}, {"", "人", -1, "/人"}, {"人·年", "年", -1, "人"},
	}
	for _, tt := range tests {
		if got := mulUnits(tt.a, tt.b, tt.sign); got != tt.want {
			t.Errorf("mulUnits(%q, %q, %d) = %q, want %q", tt.a, tt.b, tt.sign, got, tt.want)
		}
	}
}

func TestMargin(t *testing.T) {
	tests := []struct{ expr, by, unit string }{
		{"tax >= limit", "0.000001", "万元"},
		{"n >= 2 and tax >= limit", "0.000001", "万元"},
		{"n >= 2 and n <= 8", "1", ""},   // true: the nearer edge
		{"n >= 20 or n >= 9", "2", ""},   // false: the nearer edge
		{"n >= 20 and n >= 9", "13", ""}, // false, both must turn: the first
		{"not (n < 10)", "3", ""},
		{"born >= '1980-03-02'", "2", "days"},
		{"owner ? n > 5 : n > 6", "2", ""},
	}
	for _, tt := range tests {
		f := compile(t, tt.expr)
		_, out := eval(f, someone)
		m, ok := f.Margin(out)
		unit := m.Unit
		if m.Days {
			unit = "days"
		}
		if !ok || m.By.String() != tt.by || unit != tt.unit {
			t.Errorf("margin of %s = %s %s %v, want %s %s", tt.expr, m.By, unit, ok, tt.by, tt.unit)
		}
	}
	for _, none := range []string{"owner", "sex == '女'", "n / m > 1"} {
		f := compile(t, none)
		_, out := eval(f, someone)
		if m, ok := f.Margin(out); ok {
			t.Errorf("margin of %s = %s, want none", none, m.By)
		}
	}
}

func TestBlocking(t *testing.T) {
	tests := []struct{ expr, want string }{
		{"tax > 1 and owner", "tax owner"},
		{"n > 1 or tax > 1", "n tax"},
		{"listed ? m : n", "listed m n"},
		{"1 / (1 - 1) > 2", "/"},
		{"false or tax > 1", "tax"},
	}
	for _, tt := range tests {
		f := compile(t, tt.expr)
		_, out := eval(f, nil)
		var words []string
		for _, n := range f.Blocking(out) {
			words = append(words, f.Word(n))
		}
		if got := strings.Join(words, " "); got != tt.want {
			t.Errorf("%s is blocked by %q, want %q", tt.expr, got, tt.want)
		}
	}
	f := compile(t, "true or tax > 1")
	if _, out := eval(f, nil); len(f.Blocking(out)) != 0 {
		t.Error("a known whole is blocked")
	}
}

func TestExtent(t *testing.T) {
	f := compile(t, "sex in ['男', '女'] and age(born) > min(3, (n))")
	from, to := f.Extent(f.Root())
	if got := string([]rune(f.Source.Text)[from:to]); got != f.Source.Text {
		t.Errorf("the whole covers %q", got)
	}
}

// FuzzCompile holds that no text panics, that problems point into the text, and that what is
// taken computes the same twice, known and unknown.
func FuzzCompile(f *testing.F) {
	for _, s := range []string{"tax >= limit", "owner ? n : m", "sex in ['男']", "age(born) > 3 and not listed", "1 / 3 * n", "（", "name matches '^a'", "2 < n < 9", "'A' in labels"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if !utf8.ValidString(text) {
			return // the file would be refused
		}
		compiled, list := Compile(source(text), scope(), fact.Type{})
		length := utf8.RuneCountInString(text)
		for i := range list {
			if s := list[i].Span; s.Start.Column < 1 || s.End.Column > length+1 && length > 0 {
				t.Fatalf("%q: %s points at %d–%d of %d characters", text, list[i].Code, s.Start.Column, s.End.Column, length)
			}
		}
		if compiled == nil {
			if len(list) == 0 {
				t.Fatalf("%q is refused without a reason", text)
			}
			return
		}
		for _, values := range []map[string]fact.Value{someone, nil} {
			a, out := eval(compiled, values)
			if b, _ := eval(compiled, values); word(a) != word(b) {
				t.Fatalf("%q is %s, then %s", text, word(a), word(b))
			}
			compiled.Blocking(out)
			compiled.Margin(out)
			if from, to := compiled.Extent(compiled.Root()); from < 0 || to > length {
				t.Fatalf("%q: the whole covers %d–%d", text, from, to)
			}
		}
	})
}
