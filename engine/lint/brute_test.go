package lint_test

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
	"slate/engine/lint"
	"slate/engine/roster"
	"slate/engine/ruleset"
)

// load compiles a rule file and fails the test where it has errors.
func load(t testing.TB, text string) *eval.Program {
	t.Helper()
	p, list := compile(text)
	if p == nil || list.HasErrors() {
		for _, d := range list {
			t.Log(d.Span, d.Code, d.Message(diag.English))
		}
		t.Fatalf("the rule file has errors:\n%s", text)
	}
	return p
}

func compile(text string) (*eval.Program, diag.List) {
	rs, list := ruleset.Load(func(name string) ([]byte, error) {
		if name == "x.yaml" {
			return []byte(text), nil
		}
		return nil, fs.ErrNotExist
	}, "x.yaml")
	var p *eval.Program
	if rs != nil {
		var more diag.List
		p, more = eval.Compile(rs, fact.Date{})
		list = append(list, more...)
	}
	return p, list
}

func check(t testing.TB, p *eval.Program) diag.List {
	t.Helper()
	list, err := lint.Check(context.Background(), p)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// smallFacts have few values, some more than are tried one by one, so that regions are at work and everybody can still be made up.
const smallFacts = `slate: 1
ruleset: {id: x, cutoff: "2026-06-30", basis: b, on_missing: undecided}
facts:
  a: {type: int, domain: "[0, 40]"}
  b: {type: int, domain: "[-3, 33)"}
  m: {type: money, unit: 万元, domain: "[0, 0.00004]"}
  p: {type: bool}
  c: {type: choice, values: [A, B, C]}
params:
  q: {type: int, values: [{from: "2020-01-01", value: 20}]}
  cent: {type: money, unit: 万元, values: [{from: "2020-01-01", value: 0.00002}]}
`

// everybody makes up all people of the small facts that some names differ in; the others are not supplied.
func everybody(p *eval.Program, names []string) *roster.Snapshot {
	fields := p.Fields()
	b := roster.NewBuilder(fields)
	batch := b.Batch(roster.Batch{AsOf: p.Cutoff})
	values := make([][]fact.Value, len(fields))
	for i, f := range fields {
		values[i] = []fact.Value{{}}
		if slices.Contains(names, f.Name) {
			values[i] = append(valuesOf(f), fact.Value{})
		}
	}
	who := make([]fact.Value, len(fields))
	n := 0
	var each func(k int)
	each = func(k int) {
		if k == len(fields) {
			at := b.Person(roster.Person{ID: fmt.Sprintf("%08d", n)})
			n++
			for i, v := range who {
				if v.Known() {
					b.Set(at, i, v, batch, 0)
				}
			}
			return
		}
		for _, v := range values[k] {
			who[k] = v
			each(k + 1)
		}
	}
	each(0)
	return b.Snapshot()
}

func valuesOf(f fact.Field) []fact.Value {
	var out []fact.Value
	switch f.Type.Kind {
	case fact.Boolean:
		return []fact.Value{fact.OfBool(true), fact.OfBool(false)}
	case fact.Choice:
		for _, c := range f.Type.Values {
			out = append(out, fact.OfText(c))
		}
		return out
	}
	unit := int64(1)
	if f.Type.Kind == fact.Money {
		unit = 1_000_000
	}
	for i := int64(-60); i <= 60; i++ {
		if n := fact.Ratio(i, unit); f.Domain.Contains(n) {
			out = append(out, fact.OfNumber(n))
		}
	}
	return out
}

// writer writes random rules.
type writer struct{ r *rand.Rand }

func (w writer) pick(s ...string) string { return s[w.r.IntN(len(s))] }

func (w writer) op() string { return w.pick(">=", ">", "<=", "<", "==", "!=") }

// atom writes a comparison of one fact.
func (w writer) atom(vars []string) string {
	switch v := vars[w.r.IntN(len(vars))]; v {
	case "p":
		return w.pick("p", "not p", "p == true")
	case "c":
		return w.pick("c == 'A'", "c != 'B'", "c in ['A', 'B']", "c not in ['C']", "c in ['A', 'B', 'C']")
	case "m":
		return fmt.Sprintf("m %s %s", w.op(), w.pick("cent", "0.00001", "0.000015", "0.00004", "0", "cent * 2", "cent + 0.00001"))
	default:
		n := w.r.IntN(48) - 4
		left := w.pick(v, v, v, v+" * 2", v+" / 3", "-"+v, "abs("+v+" - 10)", "min("+v+", 12)", "max("+v+", 7)", "floor("+v+" / 4)", "round("+v+" / 7, 1)",
			"("+v+" - 5) * ("+v+" - 9)", "("+v+" > 15 ? "+v+" : 3)", "100 / "+v, v+" - "+v+" / 2", "2 * "+v+" - q")
		return fmt.Sprintf("%s %s %s", left, w.op(), w.pick(fmt.Sprint(n), fmt.Sprint(n), "q", "q + 1"))
	}
}

func (w writer) expr(vars []string) string {
	switch w.r.IntN(8) {
	case 0:
		return w.atom(vars) + " and " + w.atom(vars)
	case 1:
		return w.atom(vars) + " or " + w.atom(vars)
	case 2:
		return "not (" + w.atom(vars) + " and " + w.atom(vars) + ")"
	case 3, 6:
		if slices.Contains(vars, "a") && slices.Contains(vars, "b") {
			return fmt.Sprintf("%s %s %d", w.pick("a + b", "a + b", "sum", "sum", "big", "gap", "a - b", "a * 2 + b", "big + a"), w.pick(">=", ">", "<", "<="), w.r.IntN(90)-8)
		}
	case 4:
		if slices.Contains(vars, "a") {
			return fmt.Sprintf("third %s %d", w.op(), w.r.IntN(16)-1)
		}
	case 5:
		if slices.Contains(vars, "a") && slices.Contains(vars, "c") {
			return fmt.Sprintf("kind %s '%s'", w.pick("==", "!="), w.pick("u", "v", "w"))
		}
	}
	return w.atom(vars)
}

func (w writer) clause(id string, vars []string, veto bool) string {
	missing := w.pick("", "", ", on_missing: fail", ", on_missing: undecided")
	if !veto && w.r.IntN(6) == 0 {
		return fmt.Sprintf("{id: %s, %s: [{id: %s.1, label: x, expr: %q}, {id: %s.2, label: x, expr: %q}]%s}",
			id, w.pick("any", "all"), id, w.expr(vars), id, w.expr(vars), missing)
	}
	return fmt.Sprintf("{id: %s, label: x, expr: %q%s}", id, w.expr(vars), missing)
}

// rules writes a rule file over some of the small facts.
func (w writer) rules(vars []string) string {
	text := smallFacts
	hasA := slices.Contains(vars, "a")
	text += "derive:\n  sum: {type: int, expr: \"a + b\"}\n  big: {type: int, expr: \"max(a, b)\"}\n  gap: {type: int, expr: \"a > 15 ? a - b : b\"}\n  third: {type: decimal, expr: \"a / 3\", scale: 0}\n"
	if hasA {
		rows := ""
		for i := range 2 + w.r.IntN(3) {
			lo := w.r.IntN(30)
			c := ""
			if w.r.IntN(2) == 0 {
				c = ", c: " + w.pick("A", "[A, B]", "C")
			}
			rows += fmt.Sprintf("      - {id: r%d, if: {a: \"[%d, %d)\"%s}, then: %s}\n", i, lo, lo+1+w.r.IntN(20), c, w.pick("u", "v", "w"))
		}
		other := w.pick("", "    otherwise: {then: w}\n")
		text += "classify:\n  k:\n    hit: " + w.pick("unique", "first", "any", "priority") + "\n    inputs: [a, c]\n    outputs: {kind: {type: choice, values: [u, v, w]}}\n    rules:\n" + rows + other
	} else {
		text += "classify: {k: {inputs: [p], outputs: {kind: {type: choice, values: [u, v, w]}}, rules: [{id: r0, if: {p: true}, then: u}], otherwise: {then: v}}}\n"
	}
	clauses := func(id string, n int, veto bool) string {
		var all []string
		for i := range n {
			all = append(all, "      - "+w.clause(fmt.Sprintf("%s.%d", id, i), vars, veto))
		}
		return strings.Join(all, "\n") + "\n"
	}
	text += "tiers:\n  - id: t\n    require:\n" + clauses("t", 1+w.r.IntN(3), false)
	text += "  - id: u\n" + w.pick("", "    extends: t\n") + "    require:\n" + clauses("u", 1+w.r.IntN(3), false)
	if n := w.r.IntN(3); n > 0 {
		text += "vetoes:\n" + strings.ReplaceAll(clauses("v", n, true), "      - ", "  - ")
	}
	return text
}

// oracle answers the questions of the linter by judging everybody.
type oracle struct {
	p    *eval.Program
	raw  [][]fact.Truth // by person: the leaves
	runs []*eval.Judgement
}

// truth computes a condition the slow way.
func truth(k *eval.Condition, raw []fact.Truth, bars fact.Truth) fact.Truth {
	var t fact.Truth
	if k.Leaf >= 0 {
		t = raw[k.Leaf]
	} else {
		yes, maybe := 0, 0
		for _, m := range k.Of {
			switch truth(m, raw, bars) {
			case fact.True:
				yes++
			case fact.Unknown:
				maybe++
			}
		}
		need := len(k.Of)
		if k.Clause.Group == ruleset.Any {
			need = 1
		}
		switch {
		case yes >= need:
			t = fact.True
		case yes+maybe < need:
			t = fact.False
		}
	}
	if t == fact.Unknown && k.Fails {
		return bars
	}
	return t
}

type barrier struct {
	k    *eval.Condition
	veto bool
}

func (o *oracle) barriers(tier int) []barrier {
	var all []barrier
	for _, k := range o.p.Tiers[tier].Require {
		all = append(all, barrier{k, false})
	}
	for _, v := range o.p.Tiers[tier].Vetoes {
		all = append(all, barrier{o.p.Vetoes[v].Condition, true})
	}
	return all
}

func outcome(all []barrier, raw []fact.Truth) fact.Truth {
	t := fact.True
	for _, b := range all {
		if b.veto {
			t = t.And(truth(b.k, raw, fact.True).Not())
		} else {
			t = t.And(truth(b.k, raw, fact.False))
		}
	}
	return t
}

// constants returns the leaves that come to the same for everybody for whom they are known, and are known for somebody.
func (o *oracle) constants() map[int]fact.Truth {
	found := map[int]fact.Truth{}
	for i := range o.p.Leaves {
		var yes, no bool
		for _, raw := range o.raw {
			yes, no = yes || raw[i] == fact.True, no || raw[i] == fact.False
		}
		switch {
		case yes && !no:
			found[i] = fact.True
		case no && !yes:
			found[i] = fact.False
		}
	}
	return found
}

func (o *oracle) anybody(holds func(raw []fact.Truth) bool) bool {
	return slices.ContainsFunc(o.raw, holds)
}

// expected returns the findings that judging everybody gives, as `code id`.
func (o *oracle) expected() []string {
	var out []string
	constant := o.constants()
	isConstant := func(k *eval.Condition) bool {
		_, ok := constant[max(k.Leaf, 0)]
		return k.Leaf >= 0 && ok
	}
	for i := range o.p.Leaves {
		if _, ok := constant[i]; ok {
			out = append(out, "constant "+o.p.Leaves[i].Clause.ID)
		}
	}
	passable := make([]bool, len(o.p.Tiers))
	alive := make([]bool, len(o.p.Vetoes))
	for i := range o.p.Tiers {
		all := o.barriers(i)
		passable[i] = o.anybody(func(raw []fact.Truth) bool { return outcome(all, raw) == fact.True })
		if !passable[i] {
			if !slices.ContainsFunc(all, func(b barrier) bool { return isConstant(b.k) && b.veto == (constant[b.k.Leaf] == fact.True) }) {
				out = append(out, "W117 "+o.p.Tiers[i].Rules.ID)
			}
			for _, v := range o.p.Tiers[i].Vetoes {
				alive[v] = true
			}
			continue
		}
		told := false
		for low := range i {
			lower := o.barriers(low)
			if passable[low] && !o.anybody(func(raw []fact.Truth) bool { return outcome(lower, raw) == fact.True && outcome(all, raw) != fact.True }) {
				out = append(out, "W114 "+o.p.Tiers[i].Rules.ID)
				told = true
			}
		}
		if !told {
			rest := all
			own := o.p.Tiers[i].Rules.Require
			for k := len(own) - 1; k >= 0; k-- {
				at := slices.IndexFunc(rest, func(b barrier) bool { return b.k.Clause == own[k] })
				if isConstant(rest[at].k) {
					continue
				}
				without := slices.Delete(slices.Clone(rest), at, at+1)
				if !o.anybody(func(raw []fact.Truth) bool { return outcome(rest, raw) != outcome(without, raw) }) {
					out = append(out, "W02 "+own[k].ID)
					rest = without
				}
			}
		}
		for at, b := range all {
			if !b.veto {
				continue
			}
			v := slices.IndexFunc(o.p.Vetoes, func(v eval.Veto) bool { return v.Condition == b.k })
			without := slices.Delete(slices.Clone(all), at, at+1)
			alive[v] = alive[v] || o.anybody(func(raw []fact.Truth) bool {
				return truth(b.k, raw, fact.True) == fact.True && outcome(without, raw) != fact.False
			})
		}
	}
	for v := range alive {
		k := o.p.Vetoes[v].Condition
		if t, ok := constant[max(k.Leaf, 0)]; !alive[v] && !(ok && k.Leaf >= 0 && t == fact.True) && !slices.Contains(out, "constant "+k.Clause.ID) {
			out = append(out, "W03 "+k.Clause.ID)
		}
	}
	out = append(out, o.groups(isConstant)...)
	out = append(out, o.tables()...)
	out = append(out, o.bands()...)
	slices.Sort(out)
	return slices.Compact(out)
}

func (o *oracle) groups(isConstant func(*eval.Condition) bool) []string {
	var out []string
	for i := range o.p.Tiers {
		for _, k := range o.p.Tiers[i].Require {
			if k.Leaf >= 0 || !slices.Contains(o.p.Tiers[i].Rules.Require, k.Clause) {
				continue
			}
			rest := slices.Clone(k.Of)
			for m := len(rest) - 1; m >= 0 && len(rest) > 1; m-- {
				if isConstant(rest[m]) {
					continue
				}
				with := &eval.Condition{Clause: k.Clause, Leaf: -1, Of: rest}
				without := &eval.Condition{Clause: k.Clause, Leaf: -1, Of: slices.Delete(slices.Clone(rest), m, m+1)}
				if !o.anybody(func(raw []fact.Truth) bool { return truth(with, raw, fact.False) != truth(without, raw, fact.False) }) {
					out = append(out, "W02 "+rest[m].Clause.ID)
					rest = without.Of
				}
			}
		}
	}
	return out
}

func (o *oracle) tables() []string {
	var out []string
	for step := range o.p.Steps {
		t := o.p.Steps[step].Classify
		if t == nil {
			continue
		}
		n := len(t.Rules)
		decides := make([]bool, n)
		overlap := make([]bool, n)
		gap := false
		for _, j := range o.runs {
			hits := j.Hits(step)
			open := false
			none := true
			for k, h := range hits {
				none = none && h == fact.False
				if h == fact.True && (t.Hit != ruleset.HitFirst || !open && !slices.Contains(hits[:k], fact.True)) {
					decides[k] = true
				}
				if h == fact.True {
					if first := slices.Index(hits[:k], fact.True); first >= 0 && (t.Hit == ruleset.HitUnique || t.Hit == ruleset.HitAny && !t.Rules[first].Then[0].Equal(t.Rules[k].Then[0])) {
						overlap[k] = true
					}
				}
				open = open || h == fact.Unknown
			}
			gap = gap || none
		}
		for k := range n {
			if !decides[k] {
				out = append(out, "W01 "+t.Rules[k].ID)
			}
			if overlap[k] {
				out = append(out, "W111 "+t.Rules[k].ID)
			}
		}
		if gap && t.Otherwise == nil {
			out = append(out, "W112 "+t.Name)
		}
	}
	return out
}

func (o *oracle) bands() []string {
	var out []string
	for i := range o.p.Score.Indicators {
		in := &o.p.Score.Indicators[i]
		if in.Rules.Method != ruleset.Bands {
			continue
		}
		reached := make([]bool, len(in.Rules.Bands))
		outside := false
		for _, j := range o.runs {
			switch pt := j.Indicators[i]; {
			case pt.Band >= 0:
				reached[pt.Band] = true
			case j.Value(in.Slot).Known():
				outside = true
			}
		}
		if outside {
			out = append(out, "W118 "+in.Rules.ID)
		}
		for b, ok := range reached {
			if !ok {
				out = append(out, "W119 "+in.Rules.ID+in.Rules.Bands[b].Range.String())
			}
		}
	}
	return out
}

// passable reports whether anybody passes a tier.
func (o *oracle) passable(tier string) bool {
	i, _ := o.p.TierNamed(tier)
	all := o.barriers(i)
	return o.anybody(func(raw []fact.Truth) bool { return outcome(all, raw) == fact.True })
}

// unneeded reports whether the requirements of a tier that are said to change nothing, one of them with this id, change nothing together.
func (o *oracle) unneeded(id string, got []string) bool {
	for i := range o.p.Tiers {
		if !slices.ContainsFunc(o.p.Tiers[i].Rules.Require, func(c *ruleset.Clause) bool { return c.ID == id }) {
			continue
		}
		all := o.barriers(i)
		left := slices.DeleteFunc(slices.Clone(all), func(b barrier) bool {
			return slices.Contains(o.p.Tiers[i].Rules.Require, b.k.Clause) && slices.Contains(got, "W02 "+b.k.Clause.ID)
		})
		return !o.anybody(func(raw []fact.Truth) bool { return outcome(all, raw) != outcome(left, raw) })
	}
	return false
}

// grades holds what is said of grades to everybody: nobody has a grade that is said to be out of reach.
func (o *oracle) grades(t *testing.T, list diag.List) {
	t.Helper()
	for _, d := range list {
		if d.Code != diag.DeadGrade {
			continue
		}
		for _, j := range o.runs {
			if g, certain := j.Grade(); certain && g >= 0 && o.p.Rules.Grades[g].Label == arg(d, "grade") {
				t.Errorf("grade %s is said to be out of reach, and somebody has it with %s", arg(d, "grade"), j.Total.Text(2))
				return
			}
		}
	}
}

func arg(d diag.Diagnostic, name string) string {
	for _, a := range d.Args {
		if a.Name == name {
			return a.Value
		}
	}
	return ""
}

// reported returns the same of what the linter found. open says that something was not decided.
func reported(p *eval.Program, list diag.List) (out []string, open bool) {
	for _, d := range list {
		switch d.Code {
		case diag.NotDecided:
			open = true
		case diag.AlwaysSame:
			for i := range p.Leaves {
				f := p.Leaves[i].Formula()
				if from, to := f.Extent(f.Root()); f.Source.Span(from, to) == d.Span {
					out = append(out, "constant "+p.Leaves[i].Clause.ID)
				}
			}
		case diag.ConstantClause:
			out = append(out, "constant "+arg(d, "id"))
		case diag.DeadVeto:
			if arg(d, "why") == "never" {
				out = append(out, "constant "+arg(d, "id"))
			} else {
				out = append(out, "W03 "+arg(d, "id"))
			}
		case diag.Implied, diag.TierAddsNothing, diag.NobodyPasses:
			out = append(out, string(d.Code)+" "+arg(d, "id"))
		case diag.Shadowed:
			out = append(out, "W01 "+arg(d, "row"))
		case diag.TableOverlap:
			out = append(out, "W111 "+arg(d, "b"))
		case diag.OutsideBands:
			out = append(out, "W118 "+arg(d, "id"))
		case diag.DeadBand:
			out = append(out, "W119 "+arg(d, "id")+arg(d, "band"))
		case diag.TableGap:
			out = append(out, "W112 "+arg(d, "table"))
		}
	}
	slices.Sort(out)
	return slices.Compact(out), open
}

var smallSets = [][]string{{"a"}, {"a", "c"}, {"a", "b"}, {"a", "p"}, {"m", "p", "c"}, {"a", "b", "p"}, {"a", "c", "p"}, {"b", "c"}}

// TestFindingsAreTrue holds every finding, and every finding that is not made, to judging everybody.
func TestFindingsAreTrue(t *testing.T) {
	files, undecided := 200, 0
	if testing.Short() {
		files = 60
	}
	count := map[string]int{}
	for seed := range files {
		w := writer{rand.New(rand.NewPCG(5, uint64(seed)))}
		vars := smallSets[seed%len(smallSets)]
		text := w.rules(vars) + w.score(vars)
		p, ok := compiles(text)
		if !ok {
			continue // bands that do not fit the domain
		}
		o := &oracle{p: p}
		differ := append(slices.Clone(vars), "p") // the table asks for one more fact
		if slices.Contains(vars, "a") {
			differ[len(vars)] = "c"
		}
		pool, err := p.Over(context.Background(), everybody(p, differ), 1)
		if err != nil {
			t.Fatal(err)
		}
		for i := range pool.Snapshot.Len() {
			j := pool.Person(i)
			o.runs = append(o.runs, j)
			o.raw = append(o.raw, j.Raw)
		}
		list := check(t, p)
		o.grades(t, list)
		got, open := reported(p, list)
		want := o.expected()
		for _, g := range got {
			code, _, _ := strings.Cut(g, " ")
			count[code]++
			if tier, ok := strings.CutPrefix(g, "W117 "); ok && open && !o.passable(tier) {
				continue // a clause that bars everybody would have been named instead, had it been decided
			}
			if id, ok := strings.CutPrefix(g, "W02 "); ok && open && o.unneeded(id, got) {
				continue // a tier that adds nothing would have been named instead, had it been decided
			}
			if !slices.Contains(want, g) {
				t.Errorf("seed %d: %s is not so\n%s", seed, g, text)
			}
		}
		if open {
			undecided++
			continue
		}
		for _, x := range want {
			if !slices.Contains(got, x) {
				t.Errorf("seed %d: %s is missing\n%s", seed, x, text)
			}
		}
		if t.Failed() {
			t.FailNow()
		}
	}
	t.Log("findings:", count, "files with something not decided:", undecided, "of", files)
	if undecided > files/5 {
		t.Errorf("%d of %d files had something not decided", undecided, files)
	}
	for _, code := range []string{"constant", "W01", "W02", "W03", "W111", "W112", "W114", "W117", "W118", "W119"} {
		if count[code] == 0 && !testing.Short() {
			t.Errorf("no file had a finding of %s", code)
		}
	}
}
