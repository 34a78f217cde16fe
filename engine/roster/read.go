package roster

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"slate/engine/diag"
	"slate/engine/fact"
	"slate/engine/sheet"
	"slate/engine/standard"
)

// Record is one row of a table, read as a person.
type Record struct {
	Person  Person
	Values  []fact.Value // by field; missing where the cell is empty or there is no column
	Waivers []Waiver
	Row     int // in the file
}

// Mapping says which facts headings stand for that are neither a fact's name nor its column nor its label.
type Mapping struct {
	Given      map[string]string // by heading, the name of the fact: goes before what a heading says itself
	Remembered map[string]string // the same as the form was imported before: goes after it
}

// Table reads people from a sheet. It is used once.
type Table struct {
	fields   []fact.Field
	sheet    *sheet.Reader
	columns  []column
	fieldAt  []int          // by field: its column, −1 for none
	rows     map[string]int // by id: the row it stands in
	converts map[int]string // by column: the unit of its amounts, where it is not the fact's
	mapping  Mapping
	numbered bool      // the ids are identity numbers
	list     diag.List // what was wrong with people; what was wrong with rows is the sheet's
	count    int
	done     bool
}

// role says what a column feeds.
type role uint8

const (
	ignored role = iota
	isID
	isName
	isIDNumber
	isField
	isWaiver
)

type column struct {
	role  role
	field int
	veto  string
}

// The headings that stand for the person's own columns.
var headings = map[string]role{
	"编号": isID, "人员编号": isID, "id": isID, "person_id": isID,
	"姓名": isName, "name": isName,
	"身份证号": isIDNumber, "身份证号码": isIDNumber, "公民身份号码": isIDNumber, "证件号": isIDNumber, "证件号码": isIDNumber, "id_number": isIDNumber,
}

// Read takes a sheet as a table of people with the given facts. A heading that is a fact's name, column or label
// feeds that fact; its unit may stand behind it in brackets. waiver:ID or 豁免:ID holds the number of the document
// that sets a veto aside. Other columns are warned of and not kept: only what a rule file declares is stored. Where
// the id column is missing the identity number is the id. m says more about headings. The Table is nil when the heading
// cannot be used.
func Read(s *sheet.Reader, fields []fact.Field, m Mapping) (*Table, diag.List) {
	t := &Table{fields: fields, sheet: s, rows: map[string]int{}, fieldAt: make([]int, len(fields)), mapping: m}
	t.checkMapping()
	for i := range t.fieldAt {
		t.fieldAt[i] = -1
	}
	taken := map[column]bool{}
	for i, head := range s.Header() {
		c := t.column(i, head)
		if taken[c] || head != "" && slices.Contains(s.Header()[:i], head) {
			t.list.Add(diag.New(diag.DuplicateColumn, s.Span(i), "name", head))
		}
		taken[c] = c.role != ignored
		if c.role == isField && t.fieldAt[c.field] < 0 {
			t.fieldAt[c.field] = i
		}
		if c.role == isField {
			t.unitAbove(i, head, &t.fields[c.field])
		}
		t.columns = append(t.columns, c)
	}
	t.chooseID()
	t.warn()
	if t.list.HasErrors() {
		return nil, t.list
	}
	list := t.list
	t.list = nil
	return t, list
}

// warn names the columns that are not kept and the facts that no column supplies.
func (t *Table) warn() {
	var lacking []string
	for i, at := range t.fieldAt {
		if at < 0 && t.fields[i].Table == "" {
			f := &t.fields[i]
			lacking = append(lacking, f.Name, f.Label, f.Column)
			t.list.Add(diag.New(diag.MissingColumn, t.sheet.Span(0), "field", f.Name))
		}
	}
	lacking = slices.DeleteFunc(lacking, func(name string) bool { return name == "" })
	for i, c := range t.columns {
		if c.role != ignored {
			continue
		}
		head := t.sheet.Header()[i]
		d := diag.New(diag.UnknownColumn, t.sheet.Span(i), "column", head)
		name, _ := withUnit(head)
		if near, ok := diag.Nearest(head, lacking); ok {
			d = d.WithHint(diag.DidYouMean, "name", near)
		} else if slices.Contains(lacking, name) {
			d = d.WithHint(diag.DidYouMean, "name", name)
		}
		t.list.Add(d)
	}
}

// column says what the column under a heading feeds. An amount in another unit than the declared one is a problem.
func (t *Table) column(at int, head string) column {
	role, reserved := headings[strings.ToLower(head)]
	i := t.field(t.mapping.Given[head])
	if i >= 0 {
		return column{role: isField, field: i}
	}
	i = t.field(head)
	switch {
	case i >= 0 && (!reserved || t.fields[i].Name == head):
		return column{role: isField, field: i}
	case reserved:
		return column{role: role}
	}
	for _, prefix := range []string{"waiver:", "豁免:", "豁免："} {
		if veto, ok := strings.CutPrefix(head, prefix); ok {
			return column{role: isWaiver, veto: strings.TrimSpace(veto)}
		}
	}
	name, unit := withUnit(head)
	if i = t.field(name); i < 0 {
		if i = t.field(t.mapping.Remembered[head]); i < 0 {
			return column{}
		}
		return column{role: isField, field: i}
	}
	f := &t.fields[i]
	switch {
	case unit == f.Type.Unit:
	case f.Type.Kind == fact.Money && (unit == "元" || unit == "万元"):
		t.convert(at, f, unit)
	case f.Type.Kind == fact.Money && strings.HasSuffix(unit, "元"):
		t.list.Add(diag.New(diag.FieldType, t.sheet.Span(at), "field", f.Name, "roster", unit, "rules", f.Type.Unit))
	default:
		return column{}
	}
	return column{role: isField, field: i}
}

// checkMapping reports headings and facts of the given mapping that are not there.
func (t *Table) checkMapping() {
	for _, head := range slices.Sorted(maps.Keys(t.mapping.Given)) {
		name, problem := t.mapping.Given[head], ""
		switch {
		case !slices.Contains(t.sheet.Header(), head):
			problem = "no such heading"
		case t.field(name) < 0:
			problem = "no such fact"
		default:
			continue
		}
		t.list.Add(diag.New(diag.UnknownMapping, t.sheet.Span(0), "heading", head, "fact", name, "problem", problem))
	}
}

// unitAbove takes the unit that stands above the heading for the whole table, where the heading of an amount has none.
func (t *Table) unitAbove(at int, head string, f *fact.Field) {
	if name, _ := withUnit(head); name == "" && t.sheet.Unit() != "" {
		t.convert(at, f, t.sheet.Unit())
	}
}

// convert notes that a column holds amounts in another unit than its fact's.
func (t *Table) convert(at int, f *fact.Field, unit string) {
	if f.Type.Kind != fact.Money || unit == f.Type.Unit {
		return
	}
	if unit != "元" && unit != "万元" {
		t.list.Add(diag.New(diag.FieldType, t.sheet.Span(at), "field", f.Name, "roster", unit, "rules", f.Type.Unit))
		return
	}
	if t.converts == nil {
		t.converts = map[int]string{}
	}
	t.converts[at] = unit
}

// field returns the number of the fact that a heading names, −1 for none. The name goes before the column and the
// column before the label, since labels of two facts may be equal.
func (t *Table) field(head string) int {
	for _, name := range []func(f *fact.Field) string{
		func(f *fact.Field) string { return f.Name },
		func(f *fact.Field) string { return f.Column },
		func(f *fact.Field) string { return f.Label },
	} {
		for i := range t.fields {
			if head != "" && t.fields[i].Table == "" && name(&t.fields[i]) == head {
				return i
			}
		}
	}
	return -1
}

// withUnit takes apart a heading such as 年纳税额（万元）; both parts are empty where it has no brackets at its end.
func withUnit(head string) (name, unit string) {
	for _, brackets := range [][2]string{{"（", "）"}, {"(", ")"}} {
		rest, ok := strings.CutSuffix(head, brackets[1])
		if at := strings.LastIndex(rest, brackets[0]); ok && at > 0 {
			return strings.TrimSpace(rest[:at]), strings.TrimSpace(rest[at+len(brackets[0]):])
		}
	}
	return "", ""
}

// chooseID makes the identity number the id where there is no other.
func (t *Table) chooseID() {
	if slices.Contains(t.columns, column{role: isID}) {
		return
	}
	for i := range t.columns {
		if t.columns[i].role == isIDNumber {
			t.columns[i].role, t.numbered = isID, true
			return
		}
	}
	t.list.Add(diag.New(diag.NoColumn, t.sheet.Span(0), "name", "编号"))
}

// Next returns the next person; ok is false at the end. What cannot be read is in Problems, and then nothing of
// the table may be used: it is all or nothing.
func (t *Table) Next() (r Record, ok bool) {
	for !t.done {
		cells, ok := t.sheet.Next()
		if !ok {
			break
		}
		before := len(t.list)
		r := t.record(cells)
		if len(t.list) == before {
			t.count++
			return r, true
		}
		t.limit()
	}
	t.done = true
	return Record{}, false
}

// limit ends the reading when there are as many problems as anybody will look at.
func (t *Table) limit() {
	room := sheet.MaxProblems - len(t.sheet.Problems())
	if len(t.list) < room {
		return
	}
	t.list = append(t.list[:max(room, 0)], diag.New(diag.TooMany, t.sheet.Span(0), "limit", strconv.Itoa(sheet.MaxProblems)))
	t.done = true
}

// Problems returns what was wrong with the rows read so far. A table without anybody is a problem once it is read.
func (t *Table) Problems() diag.List {
	list := append(slices.Clip(t.list), t.sheet.Problems()...)
	if t.count == 0 && !list.HasErrors() {
		list.Add(diag.New(diag.EmptyFile, t.sheet.Span(0)))
	}
	list.Sort()
	return list
}

// record reads a row. When it is no person, or a cell is wrong, the problems are in t.list.
func (t *Table) record(cells []string) Record {
	r := Record{Values: make([]fact.Value, len(t.fields)), Row: t.sheet.Row()}
	var number standard.IDNumber
	numbered := false
	idAt := slices.IndexFunc(t.columns, func(c column) bool { return c.role == isID })
	r.Person.ID = identity(cells[idAt])
	if isExample(r.Person.ID) {
		t.list.Add(diag.New(diag.ExampleRow, t.sheet.Span(idAt), "id", r.Person.ID))
		return r
	}
	if text, ok := t.total(cells, r.Person.ID); ok {
		t.list.Add(diag.New(diag.TotalRow, t.sheet.Span(idAt), "text", text))
		return r
	}
	for i, cell := range cells {
		cell = strings.TrimSpace(cell)
		if t.columns[i].role != ignored && t.flawed(i) {
			continue
		}
		switch c := t.columns[i]; c.role {
		case isName:
			r.Person.Name = strings.Clone(cell)
		case isIDNumber:
			r.Person.IDNumber = identity(cell)
			if t.sound(i, r.Person.IDNumber) {
				number, numbered = t.citizen(i, r.Person.IDNumber)
				r.Person.IDNumber = number.Text
			}
		case isField:
			r.Values[c.field] = t.value(i, &t.fields[c.field], cell)
		case isWaiver:
			if cell != "" {
				r.Waivers = append(r.Waivers, Waiver{Veto: c.veto, Document: strings.Clone(cell)})
			}
		}
	}
	switch {
	case r.Person.ID == "":
		t.list.Add(diag.New(diag.EmptyID, t.sheet.Span(idAt)))
		return r
	case !t.sound(idAt, r.Person.ID):
		return r
	case t.numbered:
		if number, numbered = t.citizen(idAt, r.Person.ID); !numbered {
			return r
		}
		r.Person.ID = number.Text
	}
	t.once(&r, idAt)
	if numbered {
		t.agree(&r, number)
	}
	return r
}

// flawed reports a cell of the row last read whose text cannot be relied on, and adds the problem.
func (t *Table) flawed(column int) bool {
	d, ok := t.sheet.Flaw(column)
	if ok {
		t.list.Add(d)
	}
	return ok
}

// totals begin the first cell of a row that sums up those above it.
var totals = []string{"合计", "小计", "总计", "累计", "共计"}

// total returns the text that shows a row to be one of totals: in the place of the id or the name, or first in a
// row without an id.
func (t *Table) total(cells []string, id string) (text string, ok bool) {
	leading := id == ""
	for i, cell := range cells {
		role := t.columns[i].role
		if !leading && role != isID && role != isName || strings.TrimSpace(cell) == "" {
			continue
		}
		if sums(cell, role != isName) {
			return strings.TrimSpace(cell), true
		}
		leading = false
	}
	return "", false
}

// sums reports whether a cell is one of the words for totals or, where begins is set, begins with one.
func sums(cell string, begins bool) bool {
	word := strings.ToLower(strings.Join(strings.Fields(cell), ""))
	return word == "total" || word == "subtotal" || slices.ContainsFunc(totals, func(total string) bool {
		return word == total || begins && strings.HasPrefix(word, total)
	})
}

// once checks that the person was not seen before.
func (t *Table) once(r *Record, at int) {
	id := r.Person.ID
	if first, ok := t.rows[id]; ok {
		span := t.sheet.Span(at)
		span.Start.Line, span.End.Line = first, first
		t.list.Add(diag.New(diag.DuplicatePerson, t.sheet.Span(at), "id", Mask(id)).WithRelated(span))
		return
	}
	t.rows[id] = r.Row
}

func (t *Table) value(column int, f *fact.Field, cell string) fact.Value {
	if unit, ok := t.converts[column]; ok {
		return t.converted(column, f, cell, unit)
	}
	v, wrong := ParseValue(cell, f)
	if wrong != nil {
		wrong.Span = t.sheet.Span(column)
		t.list.Add(*wrong)
	}
	return v
}

// converted reads an amount in another unit than the fact's, exactly.
func (t *Table) converted(column int, f *fact.Field, cell, unit string) fact.Value {
	v, err := ParseCell(cell, f.Type) // in any unit an amount is written alike
	if err != nil {
		t.list.Add(badCell(t.sheet.Span(column), f, cell))
		return v
	}
	if !v.Known() {
		return v
	}
	n, err := fact.InUnit(v.Number(), unit, f.Type.Unit)
	if err != nil || f.Domain != nil && !f.Domain.Contains(n) {
		domain := ""
		if f.Domain != nil {
			domain = f.Domain.String()
		}
		t.list.Add(diag.New(diag.OutOfDomainCell, t.sheet.Span(column), "field", f.Name, "value", cell+unit, "domain", domain))
		return v
	}
	return fact.OfNumber(n)
}

// ParseValue reads a cell as a value of a fact: by its type, its code table and its domain. The problem, nil where there
// is none, has no place yet. The text of the value does not keep its row in memory.
func ParseValue(cell string, f *fact.Field) (fact.Value, *diag.Diagnostic) {
	text := cell
	if table, ok := standard.Find(f.Codes); ok && cell != "" {
		if choice, ok := table.Translate(cell, f.Type.Values); ok {
			text = choice
		}
	}
	v, err := ParseCell(text, f.Type)
	if err != nil {
		d := badCell(diag.Span{}, f, cell)
		return v, &d
	}
	if f.Domain != nil && v.IsNumber() && !f.Domain.Contains(v.Number()) {
		d := diag.New(diag.OutOfDomainCell, diag.Span{}, "field", f.Name, "value", cell, "domain", f.Domain.String())
		return v, &d
	}
	if v.IsText() {
		return fact.OfText(strings.Clone(v.Text())), nil
	}
	return v, nil
}

// Header returns the headings of the file, in their order.
func (t *Table) Header() []string { return t.sheet.Header() }

// ColumnOf returns the column of the file that a fact stands in, from 0; −1 for none.
func (t *Table) ColumnOf(field int) int { return t.fieldAt[field] }
