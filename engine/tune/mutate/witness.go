package mutate

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"slate/engine/eval"
	"slate/engine/fact"
	"slate/engine/formula"
	"slate/engine/ruleset"
	"slate/engine/ruletest"
)

// Outcome is one thing that a case can look at, by the key under `expect`, and what it came to.
type Outcome struct{ What, Got string }

// Witness is a person whom the rules and the changed rules judge differently.
type Witness struct {
	Test *ruleset.Test // the person: what is given beside test_base, and against whom
	// Rules holds what the person comes to under the rules; Mutant what differs under the changed ones.
	Rules, Mutant []Outcome
	Name          string // of the case to add
	tiers, labels []string
	points        []string
}

// unexpected is what no outcome ever is: a case that expects it is told what came out.
const unexpected = "\x00"

// candidates lists the people among whom witnesses are sought: those of test_base with one fact at a value beside which
// some condition turns over, or missing, on every cut-off date that the cases use.
func (r *runner) candidates(p *eval.Program) {
	values := representatives(p)
	for _, day := range r.days() {
		r.probes = append(r.probes, r.probe(day, nil, nil, false))
		for slot, f := range p.Fields() {
			for _, v := range values[slot] {
				given := []ruleset.Given{{Name: f.Name, Value: v}}
				r.probes = append(r.probes, r.probe(day, given, nil, false), r.probe(day, given, nil, true))
			}
		}
	}
	for _, t := range r.tests {
		if t.Expect.Error == nil {
			r.probes = append(r.probes, r.probe(t.Cutoff, t.Given, t, false))
		}
	}
}

// probe is a case that is told everything. like gives the waivers and the other people; beside puts one person of
// test_base beside the subject, so that their places can differ.
func (r *runner) probe(day fact.Date, given []ruleset.Given, like *ruleset.Test, beside bool) *ruleset.Test {
	t := &ruleset.Test{Cutoff: day, Given: given}
	if like != nil {
		t.Waivers, t.Roster = like.Waivers, like.Roster
	}
	if beside {
		t.Roster = [][]ruleset.Given{{}}
	}
	e := &t.Expect
	word := &ruleset.Text{Text: unexpected}
	for _, tier := range r.rs.Tiers {
		e.Verdicts = append(e.Verdicts, ruleset.ExpectVerdict{Tier: tier.ID, Verdict: unexpected})
	}
	e.Because, e.Missing = []ruleset.Text{*word}, []ruleset.Text{*word}
	if r.rs.Score != nil {
		e.Score = word
		if len(r.rs.Grades) > 0 {
			e.Grade = word
		}
		for _, c := range r.rs.Score.Criteria {
			for _, i := range c.Indicators {
				e.Points = append(e.Points, ruleset.ExpectPoints{ID: i.ID, Points: unexpected})
			}
		}
	}
	for _, c := range r.rs.Classifies {
		for _, o := range c.Outputs {
			e.Labels = append(e.Labels, ruleset.ExpectLabel{Name: o.Name, Value: fact.OfText(unexpected)})
		}
	}
	if len(t.Roster) > 0 {
		e.Place = word
	}
	return t
}

// settle computes what every candidate comes to under the rules as they are.
func (r *runner) settle() error {
	report, err := r.cases(r.probes)
	if err != nil {
		return err
	}
	for i := range report.Cases {
		r.baseline = append(r.baseline, outcomes(&report.Cases[i]))
	}
	return nil
}

func outcomes(c *ruletest.Case) []Outcome {
	var out []Outcome
	if c.Status == ruletest.Error {
		return out
	}
	for _, m := range c.Mismatches {
		out = append(out, Outcome{m.What, m.Got})
	}
	return out
}

// witness finds the first candidate whom the rules, as they are changed now, judge differently; somebody for whom only
// the reasons differ is taken where there is nobody else.
func (r *runner) witness(m mutant) (*Witness, error) {
	var reason *Witness
	const batch = 200
	for from := 0; from < len(r.probes); from += batch {
		some := r.probes[from:min(from+batch, len(r.probes))]
		report, err := r.cases(some)
		if err != nil {
			return nil, err
		}
		for i := range report.Cases {
			before, after := r.baseline[from+i], outcomes(&report.Cases[i])
			w := r.differs(m, some[i], before, after)
			if w == nil {
				continue
			}
			if w.judged() {
				return w, nil
			}
			if reason == nil {
				reason = w
			}
		}
	}
	return reason, nil
}

// differs returns the witness that a person is whose outcomes differ in something that a case can say; nil where nothing does.
func (r *runner) differs(m mutant, t *ruleset.Test, before, after []Outcome) *Witness {
	if len(before) == 0 || len(before) != len(after) || slices.Equal(before, after) {
		return nil
	}
	w := &Witness{Test: t, Rules: before, Name: m.name()}
	for k := range after {
		if after[k] != before[k] {
			w.Mutant = append(w.Mutant, after[k])
		}
	}
	if !w.sees(r.rs) {
		return nil
	}
	return w
}

// judged reports whether more than the reasons differ.
func (w *Witness) judged() bool {
	return slices.ContainsFunc(w.Mutant, func(o Outcome) bool { return o.What != "because" && o.What != "missing" })
}

// name is what the case to add is called: the thing changed and the change.
func (m *mutant) name() string {
	if m.now == "" {
		return m.id + " " + m.op.String()
	}
	return m.id + " " + m.was + " → " + m.now
}

// sees notes what kinds of things the outcomes are and reports whether a case can say one of those that differ.
func (w *Witness) sees(rs *ruleset.Ruleset) bool {
	for _, t := range rs.Tiers {
		w.tiers = append(w.tiers, t.ID)
	}
	for _, c := range rs.Classifies {
		for _, o := range c.Outputs {
			w.labels = append(w.labels, o.Name)
		}
	}
	if rs.Score != nil {
		for _, c := range rs.Score.Criteria {
			for _, i := range c.Indicators {
				w.points = append(w.points, i.ID)
			}
		}
	}
	return slices.ContainsFunc(w.Mutant, func(o Outcome) bool { _, _, ok := w.expected(o.What); return ok })
}

// expected writes what a case expects of one outcome under the rules, and the group of keys it stands in.
func (w *Witness) expected(what string) (group, text string, ok bool) {
	i := slices.IndexFunc(w.Rules, func(o Outcome) bool { return o.What == what })
	if i < 0 {
		return "", "", false
	}
	got := w.Rules[i].Got
	key := strconv.Quote(what) + ": "
	switch {
	case slices.Contains(w.tiers, what):
		return "", key + got, true
	case what == "because" || what == "missing":
		if got == "" {
			return "", what + ": []", true
		}
		var ids []string
		for _, id := range strings.Split(got, ", ") {
			ids = append(ids, strconv.Quote(id))
		}
		return "", what + ": [" + strings.Join(ids, ", ") + "]", true
	case what == "score" || what == "place":
		return "", what + ": " + strconv.Quote(got), got != "none"
	case what == "grade":
		return "", what + ": " + strconv.Quote(got), got != "none" && got != "undecided"
	case slices.Contains(w.labels, what):
		return "labels", key + strconv.Quote(got), !slices.Contains(reasonWords, got)
	case slices.Contains(w.points, what):
		_, err := fact.ParseNumber(got)
		return "points", key + strconv.Quote(got), err == nil
	}
	return "", "", false
}

// reasonWords are what stands for a label that has no value; no case can expect them.
var reasonWords = func() []string {
	var words []string
	for why := fact.NotSupplied; why <= fact.NeedsDecision; why++ {
		words = append(words, why.String())
	}
	return words
}()

// YAML writes the person as one case of a rule file, expecting the verdicts and whatever the change would alter.
func (w *Witness) YAML() string { return "- {name: " + strconv.Quote(w.Name) + ", " + w.body() }

// body is the case behind its name.
func (w *Witness) body() string {
	groups := map[string][]string{}
	add := func(what string) {
		if group, text, ok := w.expected(what); ok && !slices.Contains(groups[group], text) {
			groups[group] = append(groups[group], text)
		}
	}
	for _, t := range w.tiers {
		add(t)
	}
	for _, o := range w.Mutant {
		add(o.What)
	}
	expect := groups[""]
	for _, g := range []string{"labels", "points"} {
		if len(groups[g]) > 0 {
			expect = append(expect, g+": {"+strings.Join(groups[g], ", ")+"}")
		}
	}
	var b strings.Builder
	if !w.Test.Cutoff.IsZero() {
		fmt.Fprintf(&b, "cutoff: %q, ", w.Test.Cutoff.String())
	}
	b.WriteString("given: " + givenYAML(w.Test.Given))
	if len(w.Test.Waivers) > 0 {
		var list []string
		for _, v := range w.Test.Waivers {
			list = append(list, strconv.Quote(v.Veto)+": "+strconv.Quote(v.Document))
		}
		b.WriteString(", waivers: {" + strings.Join(list, ", ") + "}")
	}
	if len(w.Test.Roster) > 0 {
		var list []string
		for _, g := range w.Test.Roster {
			list = append(list, givenYAML(g))
		}
		b.WriteString(", roster: [" + strings.Join(list, ", ") + "]")
	}
	b.WriteString(", expect: {" + strings.Join(expect, ", ") + "}}")
	return b.String()
}

func givenYAML(given []ruleset.Given) string {
	var list []string
	for _, g := range given {
		text := valueYAML(g.Value)
		if !g.On.IsZero() {
			text = "{value: " + text + ", on: " + strconv.Quote(g.On.String()) + "}"
		}
		list = append(list, strconv.Quote(g.Name)+": "+text)
	}
	return "{" + strings.Join(list, ", ") + "}"
}

func valueYAML(v fact.Value) string {
	switch {
	case !v.Known():
		return "null"
	case v.IsNumber() || v.IsBool():
		return v.String()
	case v.IsList():
		var list []string
		for _, m := range v.List() {
			list = append(list, valueYAML(m))
		}
		return "[" + strings.Join(list, ", ") + "]"
	}
	return strconv.Quote(v.String())
}

// representatives lists, for each fact, values on and one unit beside everything it is compared with, and missing.
func representatives(p *eval.Program) [][]fact.Value {
	x := &regions{p: p, out: make([][]fact.Value, len(p.Fields()))}
	for slot, f := range p.Fields() {
		x.fixed(slot, f.Type)
	}
	for i := range p.Leaves {
		x.formula(p.Leaves[i].Formula())
	}
	for i := range p.Steps {
		x.formula(p.Steps[i].Formula())
		if c := p.Steps[i].Classify; c != nil {
			x.table(c)
		}
	}
	if p.Score != nil {
		for i := range p.Score.Indicators {
			x.indicator(&p.Score.Indicators[i])
		}
	}
	return x.out
}

type regions struct {
	p   *eval.Program
	out [][]fact.Value
}

func (x *regions) add(slot int, v fact.Value) {
	if f := x.p.Fields()[slot]; f.Domain != nil && v.IsNumber() && !f.Domain.Contains(v.Number()) {
		return
	}
	if !slices.ContainsFunc(x.out[slot], v.Equal) {
		x.out[slot] = append(x.out[slot], v)
	}
}

// fixed adds the values that a type lists by itself.
func (x *regions) fixed(slot int, t fact.Type) {
	x.out[slot] = append(x.out[slot], fact.Missing(fact.NotSupplied))
	switch t.Kind {
	case fact.Boolean:
		x.add(slot, fact.OfBool(false))
		x.add(slot, fact.OfBool(true))
	case fact.Choice:
		for _, v := range t.Values {
			x.add(slot, fact.OfText(v))
		}
	}
}

// number adds a number, and those one unit beside it, to a fact or to the facts that a derived value is made of.
func (x *regions) number(slot int, n fact.Number) {
	name := &x.p.Names[slot]
	if name.Kind == eval.DerivedName {
		for _, s := range x.p.Steps[name.Step].Formula().Uses() {
			x.number(s, n)
		}
		return
	}
	if name.Kind != eval.FactName {
		return
	}
	if years, ok := n.Int64(); ok && name.Type.Kind == fact.Day && years > 0 && years < 150 {
		for _, more := range []int{0, 1} {
			day := x.p.Cutoff.AddYears(-int(years)-more, x.p.Rules.Meta.LeapDay)
			for by := -1; by <= 1; by++ {
				x.add(slot, fact.OfDate(day.AddDays(by)))
			}
		}
	}
	if !name.Type.Kind.Numeric() || name.Type.Kind == fact.Integer && !n.IsInt() {
		return
	}
	x.add(slot, fact.OfNumber(n))
	for _, m := range nudged(n, unit(name.Type)) {
		x.add(slot, fact.OfNumber(m))
	}
}

func (x *regions) formula(f *formula.Formula) {
	if f == nil {
		return
	}
	var numbers []fact.Number
	for i := range f.Nodes {
		if n := &f.Nodes[i]; n.Op == formula.Const && n.Value.IsNumber() {
			numbers = append(numbers, n.Value.Number())
		}
	}
	for _, s := range f.Uses() {
		if q := x.p.Names[s].Param; q != nil {
			for _, row := range x.param(x.p.Names[s].Name) {
				if row.Value.IsNumber() {
					numbers = append(numbers, row.Value.Number())
				}
			}
		}
	}
	for _, s := range f.Uses() {
		for _, n := range numbers {
			x.number(s, n)
		}
	}
}

func (x *regions) param(name string) []ruleset.ParamValue {
	for _, q := range x.p.Rules.Params {
		if q.Name == name {
			return q.Values
		}
	}
	return nil
}

func (x *regions) interval(slot int, v fact.Interval) {
	if v.HasLo {
		x.number(slot, v.Lo)
	}
	if v.HasHi {
		x.number(slot, v.Hi)
	}
}

func (x *regions) table(c *ruleset.Classify) {
	for _, r := range c.Rules {
		for _, t := range r.Tests {
			if slot, ok := x.p.NameOf(t.Input); ok && t.Range != nil {
				x.interval(slot, *t.Range)
			}
		}
	}
}

func (x *regions) indicator(i *eval.Indicator) {
	x.formula(i.Formula())
	if i.Slot < 0 {
		return
	}
	for b := range i.Rules.Bands {
		x.interval(i.Slot, i.Rules.Bands[b].Range)
	}
	for n := range int64(4) {
		x.number(i.Slot, fact.Int(n*25))
	}
}
