package report

import (
	"io"
	"slices"
	"strconv"
	"strings"

	"slate/engine"
	"slate/engine/diag"
	"slate/engine/eval"
	"slate/engine/fact"
	"slate/engine/roster"
	"slate/engine/ruleset"
	"slate/engine/tune"
	"slate/engine/tune/whatif"
)

// Counterfactuals is the page of the smallest changes that would alter what becomes of a person: of their facts, and of one parameter
// of the rules, each with the clause that turns over, what would come of it, and who else would enter or leave.
func Counterfactuals(a *whatif.Answer, lang diag.Lang) *Document {
	return counterfactuals(a, lang, false)
}

// CounterfactualsAlone is Counterfactuals for the eyes of the person: others are counted and not named.
func CounterfactualsAlone(a *whatif.Answer, lang diag.Lang) *Document {
	return counterfactuals(a, lang, true)
}

func counterfactuals(a *whatif.Answer, lang diag.Lang, alone bool) *Document {
	v := altView{a: a, p: a.Now.Pool.Program, lang: lang, alone: alone}
	d := &Document{Title: v.person(a.Person) + colon(lang) + v.goal()}
	d.text(v.word(wAltNow, "what", v.result(a.Now)))
	d.heading(v.word(wAltFacts))
	switch {
	case len(a.Facts) > 0:
		d.text(v.word(wAltFactsNote))
	case a.Settled:
		d.text(v.word(wAltNoFactsSettled))
	case a.Tried > 0:
		d.text(v.word(wAltNoFactsTried, "n", strconv.Itoa(a.Tried)))
	default:
		d.text(v.word(wAltNoFacts))
	}
	for i := range a.Facts {
		v.one(d, i, &a.Facts[i])
	}
	if len(a.Facts) == 0 && len(a.Blocked) > 0 {
		d.text(v.word(wAltBlocked, "clauses", join(lang, v.clauses(a.Blocked))))
	}
	if first := v.toSupply(); len(a.Facts) == 0 && len(first) > 0 {
		d.text(v.word(wAltFirst, "names", and(lang, first)))
	}
	if a.Partial {
		d.text(v.word(wAltPartial))
	}
	v.params(d)
	v.leftOut(d)
	return d
}

type altView struct {
	a     *whatif.Answer
	p     *eval.Program
	lang  diag.Lang
	alone bool // others are counted and not named
}

func (v *altView) word(w word, args ...string) string { return say(v.lang, w, args...) }

func (v *altView) person(i int) string {
	who := v.a.Now.Pool.Snapshot.Person(i)
	return strings.TrimSpace(who.Name + " " + roster.Mask(who.ID))
}

func (v *altView) goal() string {
	g := v.a.Goal
	reach, lose, what := wAltReachTier, wAltLoseTier, ""
	switch g.Kind {
	case whatif.Verdict:
		what = v.p.TierLabel(g.Tier)
	case whatif.Grade:
		reach, lose, what = wAltReachGrade, wAltLoseGrade, g.Grade
	case whatif.List:
		reach, lose = wAltReachList, wAltLoseList
	case whatif.Place:
		reach, lose, what = wAltReachPlace, wAltLosePlace, strconv.Itoa(g.Place)
	}
	if g.Lose {
		reach = lose
	}
	return v.word(reach, "what", what)
}

// result says what becomes of the person in a run: the verdict in question with its reason, the score, and where they stand.
func (v *altView) result(r *engine.Result) string {
	s := speak(v.lang, r.Pool.Person(v.a.Person))
	tier := v.p.Ranking.Tier
	if v.a.Goal.Kind == whatif.Verdict {
		tier = v.a.Goal.Tier
	}
	said := []string{(&listView{lang: v.lang}).verdict(s.j.Outcomes[tier])}
	if s.j.Outcomes[tier] != eval.Pass {
		if why := s.sentence(tier); why != "" {
			said[0] += paren(v.lang, why)
		}
	}
	if v.p.Score != nil {
		said = append(said, v.word(wScore)+" "+s.score())
	}
	if len(v.p.Rules.Grades) > 0 {
		said = append(said, v.word(wGrade)+" "+s.grade())
	}
	st, ok := r.Standing(v.a.Person)
	if ok && s.j.Outcomes[v.p.Ranking.Tier] == eval.Pass {
		said = append(said, v.word(wPlace)+" "+span(st.Place.Best, st.Place.Worst))
	}
	on := wAltOff
	if ok && st.OnList {
		on = wAltOn
	}
	return join(v.lang, append(said, v.word(on)))
}

// one shows one change: what, by which clause, what would come of it, and for whom else.
func (v *altView) one(d *Document, i int, c *whatif.Counterfactual) {
	lines := []Line{{Text: strconv.Itoa(i+1) + ". " + v.change(c)}}
	for _, text := range append(v.turned(c), v.word(wAltWould, "what", v.result(c.Then))) {
		lines = append(lines, Line{Depth: 1, Text: text})
	}
	d.lines(append(lines, Line{Depth: 1, Text: v.others(c)})...)
}

func (v *altView) change(c *whatif.Counterfactual) string {
	if c.Param != nil {
		n := &v.p.Names[c.Param.Slot]
		text := n.Name + " " + fact.Amount(c.Param.From, n.Type.Unit) + " → " + fact.Amount(c.Param.To, n.Type.Unit)
		if n.Param.Basis != "" {
			text += paren(v.lang, v.word(wAltInForce, "basis", n.Param.Basis))
		}
		return text
	}
	var text string
	for i := range c.Changes {
		one := v.fact(&c.Changes[i])
		if i > 0 {
			one = v.word(wAltAnd, "a", text, "b", one)
		}
		text = one
	}
	return text
}

func (v *altView) fact(c *whatif.Change) string {
	n := &v.p.Names[c.Slot]
	to := show(v.lang, c.To, n.Type) + v.around(c)
	name := n.Name
	if !c.From.Known() && c.From.Why() != fact.NotSupplied {
		name += paren(v.lang, why(v.lang, c.From.Why()))
	}
	switch {
	case c.From.Known():
		return n.Name + " " + show(v.lang, c.From, n.Type) + " → " + to
	case n.Field.Source != "":
		return v.word(wAltSupplyFrom, "fact", name, "department", n.Field.Source, "to", to)
	}
	return v.word(wAltSupply, "fact", name, "to", to)
}

// around says which other values do as well.
func (v *altView) around(c *whatif.Change) string {
	t := v.p.Names[c.Slot].Type
	switch {
	case len(c.Or) > 0:
		var others []string
		for _, o := range c.Or {
			others = append(others, show(v.lang, o, t))
		}
		return v.word(wAltOr, "others", and(v.lang, others))
	case c.Least.Known() && c.Most.Known() && !c.Least.Equal(c.Most):
		return v.word(wAltWithin, "least", show(v.lang, c.Least, t), "most", show(v.lang, c.Most, t))
	case !t.Kind.Numeric():
		return ""
	case c.Least.Known() && !c.Most.Known():
		return v.word(wAltAtLeast)
	case c.Most.Known() && !c.Least.Known():
		return v.word(wAltAtMost)
	}
	return ""
}

// turned says which clauses and which points move, for the person.
func (v *altView) turned(c *whatif.Counterfactual) []string {
	was, is := v.a.Now.Pool.Person(v.a.Person), c.Then.Pool.Person(v.a.Person)
	var said []string
	for _, l := range c.Leaves {
		leaf := &v.p.Leaves[l]
		text := v.clause(l) + colon(v.lang) + v.truth(leaf, was.Raw[l]) + " → " + v.truth(leaf, is.Raw[l])
		said = append(said, text)
	}
	for _, i := range c.Indicators {
		in := v.p.Score.Indicators[i].Rules
		label, basis := in.Label, in.Basis
		if label == "" {
			label = in.ID
		}
		if basis == "" {
			basis = v.criterion(i).Basis
		}
		text := v.word(wAltPoints, "label", label, "was", pointsText(was.Indicators[i].Range), "is", pointsText(is.Indicators[i].Range))
		said = append(said, text+v.basis(basis))
	}
	if len(said) == 0 && c.Param == nil {
		said = append(said, v.keys(c)...)
	}
	return said
}

// keys names the keys of the order that read what changes, where nothing but the order moves.
func (v *altView) keys(c *whatif.Counterfactual) []string {
	feeds := v.p.Feeds()
	var names []string
	for i := range v.p.Ranking.Keys {
		slot, ok := v.p.Ranking.Keys[i].Name()
		if ok && slices.ContainsFunc(c.Changes, func(x whatif.Change) bool { return slices.Contains(feeds[slot], x.Slot) }) {
			names = append(names, v.p.Names[slot].Name)
		}
	}
	if len(names) == 0 {
		return nil
	}
	return []string{v.word(wAltKeys, "names", and(v.lang, names))}
}

// pointsText writes points exactly, as they are before anything is rounded.
func pointsText(r eval.Range) string {
	end := func(n fact.Number, open bool) string {
		if open {
			return ""
		}
		return n.String()
	}
	if r.Exact() {
		return r.Lo.String()
	}
	return "[" + end(r.Lo, r.OpenLo) + ", " + end(r.Hi, r.OpenHi) + "]"
}

func (v *altView) criterion(indicator int) *ruleset.Criterion {
	at := slices.IndexFunc(v.p.Score.Criteria, func(c eval.Criterion) bool { return indicator >= c.First && indicator < c.First+c.Count })
	return v.p.Score.Criteria[at].Rules
}

func (v *altView) truth(l *eval.Leaf, t fact.Truth) string {
	switch {
	case t == fact.Unknown:
		return v.word(wUnknown)
	case l.Veto && t == fact.True:
		return v.word(wHolds)
	case l.Veto:
		return v.word(wHoldsNot)
	case t == fact.True:
		return v.word(wAltMet)
	}
	return v.word(wAltNotMet)
}

func (v *altView) clauses(leaves []int) []string {
	var out []string
	now := v.a.Now.Pool.Person(v.a.Person)
	for _, l := range leaves {
		out = append(out, v.clause(l)+colon(v.lang)+v.truth(&v.p.Leaves[l], now.Raw[l])+v.waiver(l))
	}
	return out
}

// waiver says who may set the veto of a clause aside.
func (v *altView) waiver(leaf int) string {
	for i := range v.p.Vetoes {
		r := v.p.Vetoes[i].Rules
		if r.Waiver != nil && v.p.Vetoes[i].Condition.Leaf == leaf {
			return paren(v.lang, v.word(wAltWaiver, "by", r.Waiver.By, "needs", r.Waiver.Needs))
		}
	}
	return ""
}

func (v *altView) clause(leaf int) string {
	c := v.p.Leaves[leaf].Clause
	return labelOf(c) + v.basis(c.Basis)
}

func (v *altView) basis(text string) string {
	if text == "" {
		return ""
	}
	return paren(v.lang, text)
}

func (v *altView) others(c *whatif.Counterfactual) string {
	var said []string
	if len(c.Pass) > 0 && !slices.Equal(c.Pass, c.Enter) {
		said = append(said, v.word(wAltOthersPass, "who", v.people(c.Pass)))
	}
	if len(c.Fail) > 0 && !slices.Equal(c.Fail, c.Leave) {
		said = append(said, v.word(wAltOthersFail, "who", v.people(c.Fail)))
	}
	if len(c.Enter) > 0 {
		said = append(said, v.word(wAltOthersIn, "who", v.people(c.Enter)))
	}
	if len(c.Leave) > 0 {
		said = append(said, v.word(wAltOthersOut, "who", v.people(c.Leave)))
	}
	if len(said) == 0 {
		return v.word(wAltNobodyElse)
	}
	return join(v.lang, said)
}

// mostNamed is how many others are named.
const mostNamed = 5

func (v *altView) people(list []int) string {
	if v.alone {
		return v.word(wRoster, "n", strconv.Itoa(len(list)))
	}
	var names []string
	for _, i := range list[:min(mostNamed, len(list))] {
		names = append(names, v.person(i))
	}
	text := and(v.lang, names)
	if len(list) > mostNamed {
		return v.word(wAltMany, "who", text, "n", strconv.Itoa(len(list)))
	}
	return text
}

func (v *altView) params(d *Document) {
	if !slices.ContainsFunc(v.p.Names, func(n eval.Name) bool { return n.Kind == eval.ParamName }) {
		return
	}
	d.heading(v.word(wAltParams))
	for i := range v.a.Params {
		v.one(d, i, &v.a.Params[i])
	}
	switch {
	case len(v.a.Params) > 0:
	case len(v.a.Open) > 0:
		d.text(v.word(wAltNoOther))
	default:
		d.text(v.word(wAltNoParams))
	}
	if len(v.a.Open) > 0 {
		var names []string
		for _, slot := range v.a.Open {
			names = append(names, v.p.Names[slot].Name)
		}
		d.text(v.word(wAltOpenParams, "names", and(v.lang, names)))
	}
}

// toSupply names the facts that are not on offer and missing: which values they should have is not for this page to say.
func (v *altView) toSupply() []string {
	var names []string
	for _, o := range v.a.LeftOut {
		n := &v.p.Names[o.Slot]
		switch {
		case o.Missing && n.Field.Source != "":
			names = append(names, n.Name+paren(v.lang, n.Field.Source))
		case o.Missing:
			names = append(names, n.Name)
		}
	}
	return names
}

var leftOutWords = map[whatif.Why]word{
	whatif.Fixed: wAltFixed, whatif.Sensitive: wAltSensitive, whatif.Record: wAltRecord, whatif.Counted: wAltCounted, whatif.Words: wAltWords,
}

// leftOut names the facts that are not on offer, with the reason, and those among them that a department can still supply.
func (v *altView) leftOut(d *Document) {
	if len(v.a.LeftOut) == 0 {
		return
	}
	d.heading(v.word(wAltLeftOut))
	for why := whatif.Fixed; why <= whatif.Words; why++ {
		var names []string
		for _, o := range v.a.LeftOut {
			if o.Why != why {
				continue
			}
			n := &v.p.Names[o.Slot]
			text := n.Name
			switch {
			case o.Missing && n.Field.Source != "":
				text += paren(v.lang, v.word(wAltMissingFrom, "department", n.Field.Source))
			case o.Missing:
				text += paren(v.lang, v.word(wAltMissing))
			}
			names = append(names, text)
		}
		if len(names) > 0 {
			d.lines(Line{Text: v.word(leftOutWords[why], "names", and(v.lang, names))})
		}
	}
}

// WhatIfFormat is the name and version of the shape that WriteWhatIfJSON writes.
const WhatIfFormat = "slate.whatif/1"

type whatifJSON struct {
	Format  string         `json:"format"`
	Person  string         `json:"person"`
	Name    string         `json:"name"`
	Goal    *goalJSON      `json:"goal,omitempty"` // not there where somebody supposed the facts
	Now     *stateJSON     `json:"now"`
	Facts   []supposalJSON `json:"facts"`
	Params  []supposalJSON `json:"params"`
	LeftOut []leftOutJSON  `json:"not_offered"`
	Blocked []string       `json:"in_the_way"`
	Settled bool           `json:"nothing_can"`
	Partial bool           `json:"partial"`
	Tried   int            `json:"facts_tried_together"`
	Open    []string       `json:"params_not_decided"`
}

type goalJSON struct {
	Kind  string `json:"kind"`
	Tier  string `json:"tier,omitempty"`
	Grade string `json:"grade,omitempty"`
	Place int    `json:"place,omitempty"`
	Lose  bool   `json:"lose"`
}

type supposalJSON struct {
	Changes    []supposedJSON `json:"changes"`
	Clauses    []turnedJSON   `json:"clauses"`
	Indicators []turnedJSON   `json:"indicators"`
	Then       *stateJSON     `json:"then"`
	Enter      []string       `json:"enter"`
	Leave      []string       `json:"leave"`
	Pass       []string       `json:"others_pass"`
	Fail       []string       `json:"others_no_longer_pass"`
}

type supposedJSON struct {
	Fact   string   `json:"fact,omitempty"`
	Param  string   `json:"param,omitempty"`
	Source string   `json:"source,omitempty"`
	Unit   string   `json:"unit,omitempty"`
	From   *string  `json:"from"` // null where it is missing
	To     *string  `json:"to"`
	Least  *string  `json:"least,omitempty"` // values around `to` that do as well
	Most   *string  `json:"most,omitempty"`
	Or     []string `json:"or,omitempty"`
}

type turnedJSON struct {
	ID    string `json:"id"`
	Label string `json:"label,omitempty"`
	Basis string `json:"basis,omitempty"`
	Was   string `json:"was"`
	Is    string `json:"is"`
}

type leftOutJSON struct {
	Fact    string `json:"fact"`
	Why     string `json:"why"`
	Missing bool   `json:"missing"`
}

// WriteWhatIfJSON writes the smallest changes as data, in the shape WhatIfFormat, which fixtures/README.md describes: ids masked, amounts as
// exact text in the unit beside them.
func WriteWhatIfJSON(w io.Writer, a *whatif.Answer) error {
	v := altView{a: a, p: a.Now.Pool.Program}
	out := v.json()
	g := a.Goal
	out.Goal = &goalJSON{Kind: g.Kind.String(), Grade: g.Grade, Place: g.Place, Lose: g.Lose}
	if g.Kind == whatif.Verdict {
		out.Goal.Tier = v.p.Tiers[g.Tier].Rules.ID
	}
	return encode(w, out)
}

// WriteSupposedJSON writes what would come of facts that somebody supposes, in the same shape.
func WriteSupposedJSON(w io.Writer, now *engine.Result, person int, c *whatif.Counterfactual) error {
	v := altView{a: &whatif.Answer{Person: person, Now: now, Facts: []whatif.Counterfactual{*c}}, p: now.Pool.Program}
	return encode(w, v.json())
}

func (v *altView) json() *whatifJSON {
	who := v.a.Now.Pool.Snapshot.Person(v.a.Person)
	out := &whatifJSON{Format: WhatIfFormat, Person: roster.Mask(who.ID), Name: who.Name, Now: v.state(v.a.Now), Facts: []supposalJSON{}, Params: []supposalJSON{},
		LeftOut: []leftOutJSON{}, Blocked: []string{}, Open: []string{}, Settled: v.a.Settled, Partial: v.a.Partial, Tried: v.a.Tried}
	for i := range v.a.Facts {
		out.Facts = append(out.Facts, v.supposal(&v.a.Facts[i]))
	}
	for i := range v.a.Params {
		out.Params = append(out.Params, v.supposal(&v.a.Params[i]))
	}
	for _, o := range v.a.LeftOut {
		out.LeftOut = append(out.LeftOut, leftOutJSON{v.p.Names[o.Slot].Name, o.Why.String(), o.Missing})
	}
	for _, l := range v.a.Blocked {
		out.Blocked = append(out.Blocked, v.p.Leaves[l].Clause.ID)
	}
	for _, slot := range v.a.Open {
		out.Open = append(out.Open, v.p.Names[slot].Name)
	}
	return out
}

func (v *altView) state(r *engine.Result) *stateJSON {
	j := r.Pool.Person(v.a.Person)
	s := tune.State{Present: true, Outcomes: j.Outcomes, Total: j.Total}
	if g, certain := j.Grade(); certain && g >= 0 {
		s.Grade = v.p.Rules.Grades[g].Label
	}
	if st, ok := r.Standing(v.a.Person); ok && j.Outcomes[v.p.Ranking.Tier] == eval.Pass {
		s.OnList, s.AtLimit, s.Place = st.OnList, st.AtLimit, st.Place
	}
	return stateOf(&s, v.p)
}

func (v *altView) supposal(c *whatif.Counterfactual) supposalJSON {
	out := supposalJSON{Changes: []supposedJSON{}, Clauses: []turnedJSON{}, Indicators: []turnedJSON{}, Then: v.state(c.Then), Enter: v.ids(c.Enter), Leave: v.ids(c.Leave),
		Pass: v.ids(c.Pass), Fail: v.ids(c.Fail)}
	text := func(x fact.Value) *string {
		if !x.Known() {
			return nil
		}
		s := x.String()
		return &s
	}
	for i := range c.Changes {
		x := &c.Changes[i]
		n := &v.p.Names[x.Slot]
		one := supposedJSON{Fact: n.Name, Source: n.Field.Source, Unit: n.Type.Unit, From: text(x.From), To: text(x.To), Least: text(x.Least), Most: text(x.Most)}
		for _, o := range x.Or {
			one.Or = append(one.Or, o.String())
		}
		out.Changes = append(out.Changes, one)
	}
	if c.Param != nil {
		n := &v.p.Names[c.Param.Slot]
		out.Changes = append(out.Changes, supposedJSON{Param: n.Name, Unit: n.Type.Unit, From: text(fact.OfNumber(c.Param.From)), To: text(fact.OfNumber(c.Param.To))})
	}
	was, is := v.a.Now.Pool.Person(v.a.Person), c.Then.Pool.Person(v.a.Person)
	for _, l := range c.Leaves {
		k := v.p.Leaves[l].Clause
		out.Clauses = append(out.Clauses, turnedJSON{k.ID, k.Label, k.Basis, was.Raw[l].String(), is.Raw[l].String()})
	}
	for _, i := range c.Indicators {
		in := v.p.Score.Indicators[i].Rules
		out.Indicators = append(out.Indicators, turnedJSON{in.ID, in.Label, in.Basis, pointsText(was.Indicators[i].Range), pointsText(is.Indicators[i].Range)})
	}
	return out
}

func (v *altView) ids(list []int) []string {
	out := []string{}
	for _, i := range list {
		out = append(out, roster.Mask(v.a.Now.Pool.Snapshot.Person(i).ID))
	}
	return out
}
