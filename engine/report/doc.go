package report

import (
	"slices"
	"strconv"
	"strings"

	"slate/engine/diag"
	"slate/engine/eval"
	"slate/engine/fact"
	"slate/engine/roster"
	"slate/engine/ruleset"
)

// Measures is a rule file as the text of measures (办法): articles in the order of the sections of a rule file, numbered through. The
// numbers depend on nothing but the rule file: an article for each section that there is, for each tier, decision table, criterion and
// body, and a numbered item for each clause in it. A new row of a parameter, a new case or another cut-off date moves none of them.
type Measures struct {
	Title    string
	Chapters []Chapter
	// Places finds everything with an id: in the order of the articles.
	Places []Cited
	// Cutoff is the day for which parameters in force are shown.
	Cutoff fact.Date

	lang    diag.Lang
	program *eval.Program
}

// Chapter is some articles under a heading.
type Chapter struct {
	Number   int
	Title    string
	Articles []Article
}

// Article is a numbered article: what it says, its items, and its tables.
type Article struct {
	Number int
	Text   string
	Items  []Item
	Tables []*Table
}

// Item is a numbered part of an article. Depth is 0 for items, more for what stands below them, which has no number.
type Item struct {
	Number int
	Depth  int
	Text   string
	Table  *Table // below the text; nil for none
}

// Cited is where something of the rule file stands: the article and item, the place in the file, and what it rests on.
type Cited struct {
	Article, Item int // Item is 0 for the article as a whole
	ID, Label     string
	Span          diag.Span
	Basis         string
}

// NewMeasures writes a ruleset as measures. p is compiled for the day for which parameters in force are shown. cases are what the
// examples come from; nil for none.
func NewMeasures(p *eval.Program, cases []Example, lang diag.Lang) *Measures {
	v := &measures{
		Measures: &Measures{Title: p.Rules.Meta.Label, Cutoff: p.Cutoff, lang: lang, program: p},
		rs:       p.Rules, p: p, lang: lang, plain: plain{p, p.Names, lang},
	}
	v.general()
	v.facts()
	v.params()
	v.derived()
	v.tables()
	v.tiers()
	v.vetoes()
	v.score()
	v.grades()
	v.ranking()
	v.bodies()
	v.examples(cases)
	v.closing()
	return v.Measures
}

// measures makes Measures.
type measures struct {
	*Measures
	rs    *ruleset.Ruleset
	p     *eval.Program
	lang  diag.Lang
	plain plain
	last  int // the number of the last article
}

func (v *measures) say(w word, args ...string) string { return say(v.lang, w, args...) }

func (v *measures) chapter(w word) {
	v.Chapters = append(v.Chapters, Chapter{Number: len(v.Chapters) + 1, Title: v.say(w)})
}

// article begins an article in the last chapter.
func (v *measures) article(text string) *Article {
	v.last++
	c := &v.Chapters[len(v.Chapters)-1]
	c.Articles = append(c.Articles, Article{Number: v.last, Text: text})
	return &c.Articles[len(c.Articles)-1]
}

// item adds a numbered item.
func (a *Article) item(text string) int {
	n := 1
	for _, i := range a.Items {
		if i.Depth == 0 {
			n++
		}
	}
	a.Items = append(a.Items, Item{Number: n, Text: text})
	return n
}

func (a *Article) below(depth int, text string) {
	a.Items = append(a.Items, Item{Depth: depth, Text: text})
}

func (v *measures) cite(article, item int, id, label string, span diag.Span, basis string) {
	v.Places = append(v.Places, Cited{article, item, id, label, span, basis})
}

// sentence closes a text with the full stop of the language.
func (v *measures) sentence(parts ...string) string {
	parts = slices.DeleteFunc(parts, func(s string) bool { return s == "" })
	return strings.Join(parts, v.say(wDocComma)) + v.say(wDocStop)
}

// sentences puts whole sentences one after the other.
func (v *measures) sentences(list ...string) string {
	list = slices.DeleteFunc(list, func(s string) bool { return s == "" })
	return strings.Join(list, [...]string{diag.Chinese: "", diag.English: " "}[v.lang])
}

func (v *measures) basis(b string) string {
	if b == "" {
		return ""
	}
	return paren(v.lang, v.say(wDocBasis, "basis", b))
}

// tierName is what people call a tier, in quotation marks.
func (v *measures) tierName(id string) string {
	for _, t := range v.rs.Tiers {
		if t.ID == id {
			return quote(v.lang, nameOf(t.Label, t.ID))
		}
	}
	return quote(v.lang, id)
}

func (v *measures) general() {
	m := &v.rs.Meta
	v.chapter(wDocGeneral)
	purpose := v.say(wDocNoPurpose)
	if m.Purpose != "" {
		purpose = v.say(wDocPurpose, "purpose", m.Purpose)
	}
	if m.Basis != "" {
		purpose += v.say(wDocRests, "basis", m.Basis)
	}
	owner := ""
	if m.Owner != "" {
		owner = v.say(wDocOwner, "owner", m.Owner)
	}
	v.article(v.sentences(v.sentence(purpose+v.say(wDocMade)), owner))
	v.article(v.say(wDocNature))
	day := v.say(wDocCutoff, "day", v.p.Cutoff.String())
	if slices.ContainsFunc(v.rs.Facts, func(f *ruleset.Fact) bool { return f.Type.Kind == fact.Day }) {
		leap := wDocLeapMarch
		if m.LeapDay == fact.February28 {
			leap = wDocLeapFebruary
		}
		day = v.sentences(day, v.say(leap))
	}
	switch {
	case !m.From.IsZero() && !m.To.IsZero():
		day = v.sentences(day, v.say(wDocEffective, "from", m.From.String(), "to", m.To.String()))
	case !m.From.IsZero():
		day = v.sentences(day, v.say(wDocEffectiveFrom, "from", m.From.String()))
	case !m.To.IsZero():
		day = v.sentences(day, v.say(wDocEffectiveTo, "to", m.To.String()))
	}
	v.article(day)
}

func (v *measures) facts() {
	v.chapter(wDocFacts)
	form := &formView{set: v.rs, fields: v.rs.Fields(), lang: v.lang}
	t := &Table{Name: "facts", Columns: []Column{{Head: v.say(wFact)}, {Head: v.say(wFormUnit)}, {Head: v.say(wDocTakes)},
		{Head: v.say(wDepartment)}, {Head: v.say(wFormMaxAge)}, {Head: v.say(wFormUse)}}}
	ages := false
	for _, f := range v.rs.Facts {
		takes := form.takes(&f.Field)
		if f.Domain != nil && f.Type.Kind.Numeric() {
			takes = interval(v.lang, *f.Domain, "")
		}
		remarks := strings.Split(form.remark(&f.Field), "\n")
		if f.From != nil && f.From.Aggregate != "" {
			remarks = append(remarks, v.from(f.From))
		}
		if len(f.Precedence) > 0 {
			remarks = append(remarks, v.say(wDocPrecedence, "list", strings.Join(f.Precedence, v.say(wDocThen))))
		}
		remarks = slices.DeleteFunc(remarks, func(s string) bool { return s == "" })
		t.Rows = append(t.Rows, []string{f.Name, orDash(f.Type.Unit), takes, form.source(&f.Field), orDash(form.maxAge(&f.Field)), orDash(join(v.lang, remarks))})
		ages = ages || !f.MaxAge.IsZero()
	}
	text := v.say(wDocFactsAre)
	if ages {
		text = v.sentences(text, v.say(wDocAges))
	}
	a := v.article(text)
	a.Tables = append(a.Tables, t)
	missing := wDocMissingOpen
	if v.rs.Meta.OnMissing == ruleset.MissingFails {
		missing = wDocMissingFails
	}
	v.article(v.sentences(v.say(wDocMissing), v.say(missing)))
}

// from says how a fact is made of child rows.
func (v *measures) from(f *ruleset.From) string {
	t, _ := roster.ChildTableNamed(f.Table)
	field := f.Field
	if i := t.Field(field); i >= 0 && v.lang == diag.Chinese {
		field = t.Fields[i].Label
	}
	w := map[string]word{"sum": wDocSum, "min": wDocLeast, "max": wDocGreatest, "latest": wDocLatest, "longest_run": wDocRun, "current_run": wDocCurrentRun, "count": wDocCount}[f.Aggregate]
	text := v.say(w, "table", tableName(&t, v.lang), "field", field)
	if f.Aggregate == "count" && field != "*" {
		text += paren(v.lang, field)
	}
	if f.Where != nil {
		where, ok := v.plain.rows(f.Table, *f.Where)
		text += paren(v.lang, v.say(wDocWhere, "where", v.words(where, ok)))
	}
	return text
}

// words marks what has no plain words as code.
func (v *measures) words(text string, ok bool) string {
	if ok {
		return text
	}
	return "`" + text + "`"
}

func (v *measures) condition(t ruleset.Text) string { return v.words(v.plain.condition(t)) }

func (v *measures) params() {
	if len(v.rs.Params) == 0 {
		return
	}
	v.chapter(wDocParams)
	now := v.article(v.say(wDocParamsNow, "day", v.p.Cutoff.String()))
	number := now.Number
	inForce := &Table{Name: "params", Columns: []Column{{Head: v.say(wDocParam)}, {Head: v.say(wDocMeaning)}, {Head: v.say(wValue), Right: true},
		{Head: v.say(wDocSince)}, {Head: v.say(wBasis)}}}
	history := &Table{Name: "history", Columns: []Column{{Head: v.say(wDocParam)}, {Head: v.say(wDocSince)}, {Head: v.say(wDocUntil)},
		{Head: v.say(wValue), Right: true}, {Head: v.say(wBasis)}, {Head: v.say(wDocState)}}}
	for _, q := range v.rs.Params {
		slot, _ := v.p.NameOf(q.Name)
		current := v.p.Names[slot].Param
		inForce.Rows = append(inForce.Rows, []string{q.Name, orDash(otherThan(q.Label, q.Name)), show(v.lang, current.Value, q.Type), current.From.String(), orDash(current.Basis)})
		for i := range q.Values {
			row := &q.Values[i]
			until, state := "—", wDocOver
			if i+1 < len(q.Values) {
				until = q.Values[i+1].From.AddDays(-1).String()
			}
			if row == current {
				state = wDocInForce
			} else if row.From.Compare(v.p.Cutoff) > 0 {
				state = wDocToCome
			}
			history.Rows = append(history.Rows, []string{q.Name, row.From.String(), until, show(v.lang, row.Value, q.Type), orDash(row.Basis), v.say(state)})
		}
		v.cite(number, 0, q.Name, q.Label, q.Span, current.Basis)
	}
	now.Tables = append(now.Tables, inForce)
	past := v.article(v.say(wDocHistory))
	past.Tables = append(past.Tables, history)
}

// otherThan returns a label, or nothing where it only repeats the name.
func otherThan(label, name string) string {
	if label == name {
		return ""
	}
	return label
}

func (v *measures) derived() {
	if len(v.rs.Derives) == 0 {
		return
	}
	v.chapter(wDocDerived)
	a := v.article(v.say(wDocDerivedAre))
	for _, d := range v.rs.Derives {
		slot, _ := v.p.NameOf(d.Name)
		text, ok := v.plain.formula(v.p.Steps[v.p.Names[slot].Step].Formula(), d.Expr.Text)
		name := d.Name
		if d.Type.Unit != "" {
			name += paren(v.lang, d.Type.Unit)
		}
		text = name + colon(v.lang) + v.words(text, ok)
		if d.Round != nil {
			text += v.say(wDocComma) + v.rounding(d.Round)
		}
		if label := otherThan(d.Label, d.Name); label != "" {
			text += paren(v.lang, label)
		}
		n := a.item(v.sentence(text + v.basis(d.Basis)))
		v.cite(a.Number, n, d.Name, d.Label, d.Span, d.Basis)
	}
}

func (v *measures) rounding(r *ruleset.Rounding) string {
	mode := map[fact.Rounding]word{fact.HalfUp: wDocHalfUp, fact.HalfEven: wDocHalfEven, fact.Down: wDocDown, fact.Up: wDocUp}[r.Mode]
	if r.Scale == 0 {
		return v.say(wDocWhole, "mode", v.say(mode))
	}
	return v.say(wDocPlaces, "mode", v.say(mode), "n", strconv.Itoa(r.Scale))
}

func (v *measures) tables() {
	if len(v.rs.Classifies) == 0 {
		return
	}
	v.chapter(wDocClassify)
	for _, c := range v.rs.Classifies {
		a := v.article(v.classifyText(c))
		v.cite(a.Number, 0, c.Name, c.Label, c.Span, c.Basis)
		a.Tables = append(a.Tables, v.decisionTable(c))
		for i, r := range c.Rules {
			v.cite(a.Number, i+1, rowID(c.Name, r.ID, i), r.Label, r.Span, r.Basis)
		}
	}
}

func (v *measures) classifyText(c *ruleset.Classify) string {
	var outputs, inputs []string
	for _, o := range c.Outputs {
		outputs = append(outputs, quote(v.lang, nameOf(o.Label, o.Name)))
	}
	for _, i := range c.Inputs {
		inputs = append(inputs, i.Text)
	}
	hit := map[ruleset.Hit]word{ruleset.HitUnique: wDocUnique, ruleset.HitFirst: wDocFirst, ruleset.HitAny: wDocAny, ruleset.HitPriority: wDocPriority,
		ruleset.HitCollect: wDocCollect, ruleset.HitSum: wDocHitSum, ruleset.HitMin: wDocHitMin, ruleset.HitMax: wDocHitMax, ruleset.HitCount: wDocHitCount,
		ruleset.HitRuleOrder: wDocRuleOrder, ruleset.HitOutputOrder: wDocOutputOrder}[c.Hit]
	order := ""
	if c.Hit == ruleset.HitPriority || c.Hit == ruleset.HitOutputOrder {
		order = strings.Join(c.Outputs[0].Type.Values, v.say(wDocThen))
	}
	otherwise := v.say(wDocNoHit)
	if c.Hit == ruleset.HitCount && c.Otherwise == nil {
		otherwise = ""
	}
	if o := c.Otherwise; o != nil && o.Then != nil {
		otherwise = v.say(wDocOtherwise, "then", v.then(c, o))
	} else if o != nil && o.Decide != "" {
		otherwise = v.say(wDocNoHitWhy, "why", o.Decide)
	}
	lead := v.say(wDocClassifyBy, "outputs", and(v.lang, outputs), "inputs", and(v.lang, inputs), "basis", v.basis(c.Basis))
	if len(inputs) == 0 {
		lead = v.say(wDocClassifyAlone, "outputs", and(v.lang, outputs), "basis", v.basis(c.Basis))
	}
	return v.sentences(lead, v.say(hit, "order", order), otherwise)
}

// then says what a row gives; a row that asks a person says why.
func (v *measures) then(c *ruleset.Classify, r *ruleset.Row) string {
	if r.Then == nil {
		return v.say(wDecide, "what", r.Decide)
	}
	var said []string
	for i, value := range r.Then {
		text := show(v.lang, value, c.Outputs[i].Type)
		if len(c.Outputs) > 1 {
			text = c.Outputs[i].Name + " " + text
		}
		said = append(said, text)
	}
	return and(v.lang, said)
}

func (v *measures) decisionTable(c *ruleset.Classify) *Table {
	t := &Table{Name: c.Name, Columns: []Column{{Head: v.say(wDocNumber), Right: true}}}
	when := slices.ContainsFunc(c.Rules, func(r *ruleset.Row) bool { return r.When != nil })
	based := slices.ContainsFunc(c.Rules, func(r *ruleset.Row) bool { return r.Basis != "" })
	for _, i := range c.Inputs {
		t.Columns = append(t.Columns, Column{Head: i.Text})
	}
	if when {
		t.Columns = append(t.Columns, Column{Head: v.say(wDocWhen)})
	}
	if based {
		t.Columns = append(t.Columns, Column{Head: v.say(wBasis)})
	}
	t.Columns = append(t.Columns, Column{Head: v.say(wDocThenHead)})
	for i, r := range c.Rules {
		row := []string{count(i + 1)}
		for _, in := range c.Inputs {
			row = append(row, v.tests(r, in.Text))
		}
		if when {
			text := "—"
			if r.When != nil {
				text = v.condition(*r.When)
			}
			row = append(row, text)
		}
		if based {
			row = append(row, orDash(r.Basis))
		}
		t.Rows = append(t.Rows, append(row, v.then(c, r)))
	}
	return t
}

// tests says what a row asks of one input.
func (v *measures) tests(r *ruleset.Row, input string) string {
	var said []string
	for i := range r.Tests {
		c := &r.Tests[i]
		if c.Input != input {
			continue
		}
		slot, _ := v.p.NameOf(input)
		typ := v.p.Names[slot].Type
		switch {
		case c.Expr != nil:
			said = append(said, v.condition(*c.Expr))
		case c.Range != nil:
			said = append(said, interval(v.lang, *c.Range, typ.Unit))
		default:
			var list []string
			for _, value := range c.AnyOf {
				list = append(list, show(v.lang, value, typ))
			}
			said = append(said, either(v.lang, list))
		}
	}
	if said == nil {
		return v.say(wDocWhatever)
	}
	return strings.Join(said, v.say(wPlainAnd))
}
