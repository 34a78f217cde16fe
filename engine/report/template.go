package report

import (
	"slices"
	"strconv"
	"strings"

	"slate/engine/diag"
	"slate/engine/fact"
	"slate/engine/roster"
	"slate/engine/ruleset"
	"slate/engine/sheet"
)

// Template is the workbook in which departments supply the facts of a rule file: how to fill it in, what each fact is, and
// a sheet for each department with a column for each of its facts. department, where not empty, is the only one whose sheet is made.
// Facts counted from the roster's own tables are not asked for. The headings are those that roster.Read takes, and the example row is one
// that it passes over. cutoff is the day for which facts are asked; zero for the rule file's. ok is false where the rule
// file has nothing to ask of the department.
func Template(set *ruleset.Ruleset, department string, cutoff fact.Date, lang diag.Lang) (book sheet.Book, ok bool) {
	if cutoff.IsZero() {
		cutoff = set.Meta.Cutoff
	}
	v := &formView{set: set, fields: set.Fields(), lang: lang, day: cutoff.String(), basis: basisOfFacts(set)}
	if v.day == "" {
		v.day = v.word(wFormOpenDay)
	}
	v.heads = roster.HeadingsFor(v.fields, lang == diag.English)
	var pages []sheet.Page
	for i, f := range set.Facts {
		source := v.source(&f.Field)
		if f.From != nil && f.From.Aggregate != "" || department != "" && f.Source != department {
			continue
		}
		at := slices.Index(v.sources, source)
		if at < 0 {
			at = len(v.sources)
			v.sources = append(v.sources, source)
			v.asked = append(v.asked, nil)
		}
		v.asked[at] = append(v.asked[at], i)
	}
	if len(v.sources) == 0 {
		return sheet.Book{}, false
	}
	for at := range v.sources {
		pages = append(pages, v.form(at))
	}
	title := v.word(wFormTitle, "label", v.label())
	return sheet.Book{Title: title, Pages: append([]sheet.Page{v.how(title), v.catalogue()}, pages...)}, true
}

// formView makes one workbook to fill in.
type formView struct {
	set     *ruleset.Ruleset
	fields  []fact.Field
	heads   roster.Headings
	lang    diag.Lang
	day     string
	sources []string
	asked   [][]int // by source: the facts asked for
	basis   map[string][]string
}

func (v *formView) word(w word, args ...string) string { return say(v.lang, w, args...) }

func (v *formView) label() string {
	if v.set.Meta.Label != "" {
		return v.set.Meta.Label
	}
	return v.set.Meta.ID
}

func (v *formView) source(f *fact.Field) string {
	if f.Source == "" {
		return v.word(wNoSource)
	}
	return f.Source
}

// how is the sheet that says what the workbook is for and how to fill it in and send it back.
func (v *formView) how(title string) sheet.Page {
	p := sheet.Page{Name: v.word(wFormHow), Title: title, Columns: []sheet.Heading{{Width: 110}}}
	line := func(text string) { p.Rows = append(p.Rows, sheet.Row{Cells: []string{text}, Indent: 1}) }
	named := func(w word, text string) {
		if text != "" {
			line(v.word(w) + colon(v.lang) + text)
		}
	}
	heading := func(w word) {
		p.Rows = append(p.Rows, sheet.Row{}, sheet.Row{Cells: []string{v.word(w)}, Strong: true})
	}
	m := &v.set.Meta
	named(wFormPurpose, m.Purpose)
	named(wBasis, m.Basis)
	named(wCutoff, v.day)
	named(wFormOwner, m.Owner)
	named(wVersion, strings.TrimSpace(m.ID+" "+m.Version))
	heading(wFormRules)
	for _, w := range []word{wFormOneSheet, wFormText, wFormEmpty, wFormUnits, wFormLayouts} {
		line(v.word(w))
	}
	line(v.word(wFormExample, "id", roster.Examples[v.lang]))
	heading(wFormPrivacy)
	line(v.word(wFormMinimum))
	line(v.word(wFormSend))
	heading(wFormBack)
	line(v.word(wFormImport, "source", v.sources[0]))
	line("slate import FILE.xlsx --sheet " + v.sources[0] + " --rules RULES.yaml --into ROSTER.db --source " + v.sources[0] + " --as-of 2026-03-31")
	line(v.word(wFormCheck))
	return p
}

// catalogue is the sheet that lists every fact asked for.
func (v *formView) catalogue() sheet.Page {
	p := sheet.Page{Name: v.word(wFormFacts), Frozen: 2}
	for _, w := range []word{wDepartment, wFact, wFormUnit, wFormTakes, wFormMaxAge, wBasis, wFormUse} {
		p.Columns = append(p.Columns, sheet.Heading{Head: v.word(w)})
	}
	p.Columns[3].Width, p.Columns[5].Width, p.Columns[6].Width = 36, 36, 40
	for at, source := range v.sources {
		for _, i := range v.asked[at] {
			f := &v.fields[i]
			p.Rows = append(p.Rows, sheet.Row{Cells: []string{source, f.Name, f.Type.Unit, v.takes(f), v.maxAge(f), strings.Join(v.basis[f.Name], "\n"), v.remark(f)}})
		}
	}
	return p
}

func (v *formView) maxAge(f *fact.Field) string {
	if f.MaxAge.IsZero() {
		return ""
	}
	return f.MaxAge.String(v.lang.String())
}

func (v *formView) remark(f *fact.Field) string {
	var remarks []string
	if f.Label != f.Name {
		remarks = append(remarks, f.Label)
	}
	if f.Sensitive {
		remarks = append(remarks, v.word(wFormSensitive, "purpose", f.Purpose))
	}
	return strings.TrimSpace(strings.Join(remarks, "\n"))
}

// takes says what may stand in a cell of a fact.
func (v *formView) takes(f *fact.Field) string {
	switch k := f.Type.Kind; k {
	case fact.Money, fact.Decimal, fact.Integer:
		what := v.word(wFormAnyNumber)
		if k == fact.Integer {
			what = v.word(wFormAnyWhole)
		}
		if f.Domain == nil {
			return what
		}
		return v.word(wFormRange, "what", what, "range", f.Domain.String())
	case fact.Boolean:
		return v.word(wFormYes)
	case fact.Day:
		return v.word(wFormAnyDate)
	case fact.Month:
		return v.word(wFormAnyMonth)
	case fact.Choice:
		return strings.Join(f.Type.Values, "、")
	case fact.List:
		if len(f.Type.Values) > 0 {
			return v.word(wFormList, "values", strings.Join(f.Type.Values, "、"))
		}
		return v.word(wFormList, "values", v.takes(&fact.Field{Type: fact.Type{Kind: f.Type.Of}}))
	}
	return v.word(wFormAnyText)
}

// form is the sheet of one department. Its heading is the first row, so that the sheet can also be saved as CSV and sent.
func (v *formView) form(at int) sheet.Page {
	m := &v.set.Meta
	p := sheet.Page{
		Name: v.sources[at], Frozen: 2, Open: true,
		Footer: v.word(wFormSheet, "source", v.sources[at], "id", m.ID, "version", m.Version, "day", v.day),
		Columns: []sheet.Heading{
			{Head: v.heads.ID, Kind: sheet.Label, Note: v.word(wFormIDNote), Width: 16},
			{Head: v.heads.Name, Kind: sheet.Label, Width: 22},
			{Head: v.heads.IDNumber, Kind: sheet.Label, Note: v.word(wFormText), Width: 20},
		},
	}
	example := []string{roster.Examples[v.lang], v.word(wFormName), "990000198003010016"}
	for _, i := range v.asked[at] {
		f := &v.fields[i]
		p.Columns = append(p.Columns, v.column(f, v.heads.Fields[i]))
		example = append(example, exampleOf(f))
	}
	p.Rows = []sheet.Row{{Cells: example, Shade: sheet.ExampleShade}}
	return p
}

func (v *formView) column(f *fact.Field, head string) sheet.Heading {
	h := sheet.Heading{Head: head, Note: v.note(f), Kind: sheet.Label, Width: max(14, min(diag.Width(head)+2, 24))}
	switch f.Type.Kind {
	case fact.Money, fact.Decimal:
		h.Kind = sheet.Number
	case fact.Integer:
		h.Kind = sheet.Whole
	case fact.Day:
		h.Kind = sheet.Date
		h.Range = &sheet.Range{Low: "1900-03-01", High: "2099-12-31"}
	case fact.Boolean:
		h.Choices = []string{"是", "否"}
	case fact.Choice:
		h.Choices = f.Type.Values
	default:
		return h
	}
	if d := f.Domain; d != nil && f.Type.Kind.Numeric() {
		h.Range = &sheet.Range{ExcludesLow: d.OpenLo, ExcludesHigh: d.OpenHi}
		if d.HasLo {
			h.Range.Low = d.Lo.String()
		}
		if d.HasHi {
			h.Range.High = d.Hi.String()
		}
	}
	h.Refusal = v.word(wFormOnly, "what", v.takes(f))
	return h
}

// note is the comment on a fact's heading: the fact, its unit, what it takes, how long it is good for, on what basis it is asked for.
func (v *formView) note(f *fact.Field) string {
	lines := []string{v.word(wFact) + colon(v.lang) + f.Name}
	add := func(w word, text string) {
		if text != "" {
			lines = append(lines, v.word(w)+colon(v.lang)+text)
		}
	}
	add(wFormUnit, f.Type.Unit)
	add(wFormTakes, v.takes(f))
	add(wFormMaxAge, v.maxAge(f))
	add(wBasis, strings.Join(v.basis[f.Name], "；"))
	add(wFormUse, v.remark(f))
	return strings.Join(lines, "\n")
}

// exampleOf is a value as somebody would write it, lawful for the fact.
func exampleOf(f *fact.Field) string {
	switch f.Type.Kind {
	case fact.Money, fact.Decimal, fact.Integer:
		return exampleNumber(f)
	case fact.Boolean:
		return "否"
	case fact.Day:
		return "1980-03-01"
	case fact.Month:
		return "2026-03"
	case fact.Choice:
		return f.Type.Values[0]
	case fact.List:
		if n := min(len(f.Type.Values), 2); n > 0 {
			return strings.Join(f.Type.Values[:n], "、")
		}
		return exampleOf(&fact.Field{Type: fact.Type{Kind: f.Type.Of}})
	}
	return "……"
}

func exampleNumber(f *fact.Field) string {
	tries := []string{"120.5", "12.5", "0.5", "12", "3", "1", "0"}
	if f.Type.Kind == fact.Integer {
		tries = tries[3:]
	}
	for _, text := range tries {
		if n, err := fact.ParseNumber(text); err == nil && (f.Domain == nil || f.Domain.Contains(n)) {
			return text
		}
	}
	if f.Domain.HasLo && !f.Domain.OpenLo {
		return f.Domain.Lo.String()
	}
	if f.Domain.HasHi && !f.Domain.OpenHi {
		return f.Domain.Hi.String()
	}
	return strconv.Itoa(0)
}
