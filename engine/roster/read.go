package roster

import (
	"regexp"
	"slices"
	"strings"

	"slate/engine/diag"
	"slate/engine/fact"
	"slate/engine/sheet"
)

// Record is one row of a table, read as a person.
type Record struct {
	Person  Person
	Values  []fact.Value // by field; missing where the cell is empty or there is no column
	Waivers []Waiver
	Row     int // in the file
}

// Table reads people from a sheet. It is used once.
type Table struct {
	fields  []fact.Field
	sheet   *sheet.Reader
	columns []column
	fieldAt []int // by field: its column, −1 for none
	rows    map[string]int
	list    diag.List
	count   int
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

// Read takes a sheet as a table of people with the given facts. A heading that is a fact's name, label or column
// feeds that fact; waiver:ID or 豁免:ID holds the number of the document that sets a veto aside. Other columns are
// warned of and not kept: only what a rule file declares is stored. Where the id column is missing the
// identity number is the id. The Table is nil when the heading cannot be used.
func Read(s *sheet.Reader, fields []fact.Field) (*Table, diag.List) {
	t := &Table{fields: fields, sheet: s, rows: map[string]int{}, fieldAt: make([]int, len(fields))}
	for i := range t.fieldAt {
		t.fieldAt[i] = -1
	}
	taken := map[column]bool{}
	for i, head := range s.Header() {
		c := t.column(head)
		if c.role == ignored {
			t.list.Add(diag.New(diag.UnknownColumn, s.Span(i), "column", head))
		} else if taken[c] {
			t.list.Add(diag.New(diag.DuplicateColumn, s.Span(i), "name", head))
		}
		if c.role == isField && t.fieldAt[c.field] < 0 {
			t.fieldAt[c.field] = i
		}
		taken[c] = true
		t.columns = append(t.columns, c)
	}
	t.chooseID()
	for i, at := range t.fieldAt {
		if at < 0 && (fields[i].Column == "" || !taken[column{role: isField, field: i}]) {
			t.list.Add(diag.New(diag.MissingColumn, s.Span(0), "field", fields[i].Name))
		}
	}
	if t.list.HasErrors() {
		return nil, t.list
	}
	list := t.list
	t.list = nil
	return t, list
}

func (t *Table) column(head string) column {
	if r, ok := headings[strings.ToLower(head)]; ok && !t.declares(head) {
		return column{role: r}
	}
	for _, prefix := range []string{"waiver:", "豁免:", "豁免："} {
		if veto, ok := strings.CutPrefix(head, prefix); ok {
			return column{role: isWaiver, veto: strings.TrimSpace(veto)}
		}
	}
	for i, f := range t.fields {
		if head == f.Name || head == f.Label && head != "" || head == f.Column && head != "" {
			return column{role: isField, field: i}
		}
	}
	return column{}
}

func (t *Table) declares(head string) bool {
	return slices.ContainsFunc(t.fields, func(f fact.Field) bool { return f.Name == head })
}

// chooseID makes the identity number the id where there is no other.
func (t *Table) chooseID() {
	if slices.Contains(t.columns, column{role: isID}) {
		return
	}
	for i := range t.columns {
		if t.columns[i].role == isIDNumber {
			t.columns[i].role = isID
			return
		}
	}
	t.list.Add(diag.New(diag.NoColumn, t.sheet.Span(0), "name", "编号"))
}

// Next returns the next person; ok is false at the end. What cannot be read is in Problems, and then nothing of
// the table may be used: it is all or nothing.
func (t *Table) Next() (r Record, ok bool) {
	for {
		cells, ok := t.sheet.Next()
		if !ok || len(t.list) >= sheet.MaxProblems {
			return Record{}, false
		}
		before := len(t.list)
		r := t.record(cells)
		if len(t.list) == before {
			t.count++
			return r, true
		}
	}
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

var totals = []string{"合计", "小计", "总计", "累计", "total", "subtotal"}

func (t *Table) record(cells []string) Record {
	r := Record{Values: make([]fact.Value, len(t.fields)), Row: t.sheet.Row()}
	idAt := 0
	for i, cell := range cells {
		cell = strings.TrimSpace(cell)
		switch c := t.columns[i]; c.role {
		case isID:
			idAt, r.Person.ID = i, strings.Clone(cell)
		case isName:
			r.Person.Name = strings.Clone(cell)
		case isIDNumber:
			r.Person.IDNumber = strings.Clone(cell)
			t.damaged(i, cell)
		case isField:
			r.Values[c.field] = t.value(i, &t.fields[c.field], cell)
		case isWaiver:
			if cell != "" {
				r.Waivers = append(r.Waivers, Waiver{Veto: c.veto, Document: strings.Clone(cell)})
			}
		}
	}
	t.identify(&r, idAt, cells)
	return r
}

// identify checks that the row is one person, not seen before.
func (t *Table) identify(r *Record, at int, cells []string) {
	id := r.Person.ID
	for _, cell := range []string{id, r.Person.Name} {
		if slices.Contains(totals, strings.ToLower(strings.ReplaceAll(cell, " ", ""))) {
			t.list.Add(diag.New(diag.TotalRow, t.sheet.Span(at), "text", cell))
			return
		}
	}
	if id == "" {
		t.list.Add(diag.New(diag.EmptyID, t.sheet.Span(at)))
		return
	}
	if t.damaged(at, id) {
		return
	}
	if first, ok := t.rows[id]; ok {
		span := t.sheet.Span(at)
		span.Start.Line, span.End.Line = first, first
		t.list.Add(diag.New(diag.DuplicatePerson, t.sheet.Span(at), "id", Mask(id)).WithRelated(span))
		return
	}
	t.rows[id] = r.Row
}

var floated = regexp.MustCompile(`^\d(\.\d+)?[eE]\+\d+$`)

// damaged reports an identity number that a spreadsheet has rounded: written with an exponent, or with its last
// three digits gone and its check digit wrong.
func (t *Table) damaged(column int, id string) bool {
	rounded := len(id) == 18 && strings.HasSuffix(id, "000") && strings.Trim(id, "0123456789") == "" && !checkDigit(id)
	if !floated.MatchString(id) && !rounded {
		return false
	}
	t.list.Add(diag.New(diag.DamagedID, t.sheet.Span(column), "value", Mask(id)))
	return true
}

// checkDigit reports whether the last character of an 18-character identity number is right (GB
// 11643-1999: ISO 7064 MOD 11-2).
func checkDigit(id string) bool {
	sum := 0
	for i, weight := range []int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2} {
		sum += weight * int(id[i]-'0')
	}
	return "10X98765432"[sum%11] == id[17]
}

func (t *Table) value(column int, f *fact.Field, cell string) fact.Value {
	v, err := ParseCell(cell, f.Type)
	if err != nil {
		t.list.Add(badCell(t.sheet.Span(column), f, cell))
		return v
	}
	if f.Domain != nil && v.IsNumber() && !f.Domain.Contains(v.Number()) {
		t.list.Add(diag.New(diag.OutOfDomainCell, t.sheet.Span(column), "field", f.Name, "value", cell, "domain", f.Domain.String()))
	}
	if v.IsText() {
		return fact.OfText(strings.Clone(v.Text())) // so that a short text does not keep its whole row in memory
	}
	return v
}

// nothing are the ways in which people write that they know nothing.
var nothing = []string{"-", "--", "—", "——", "/", "n/a", "na", "null", "none", "不详", "未知", "暂无", "待查", "无数据", "缺"}

func badCell(span diag.Span, f *fact.Field, cell string) diag.Diagnostic {
	d := diag.New(diag.BadCell, span, "field", f.Name, "value", cell, "want", wanted(f.Type))
	if slices.Contains(nothing, strings.ToLower(cell)) {
		return d.WithHint(diag.LeaveEmpty)
	}
	if f.Type.Kind == fact.Choice {
		if near, ok := diag.Nearest(cell, f.Type.Values); ok {
			return d.WithHint(diag.DidYouMean, "name", near)
		}
	}
	for _, r := range cell {
		if r >= '０' && r <= '９' || r == '．' || r == '－' || r == '，' {
			return d.WithHint(diag.UsePlain, "char", plain(r))
		}
	}
	return d
}

func plain(r rune) string {
	if r >= '０' && r <= '９' {
		return string(r - '０' + '0')
	}
	return map[rune]string{'．': ".", '－': "-", '，': ","}[r]
}

// wanted describes what a cell of a type takes, as an example.
func wanted(t fact.Type) string {
	switch t.Kind {
	case fact.Money, fact.Decimal:
		return strings.TrimSpace("123.45 " + t.Unit)
	case fact.Integer:
		return strings.TrimSpace("123 " + t.Unit)
	case fact.Boolean:
		return "是/否"
	case fact.Day:
		return "2006-09-30"
	case fact.Month:
		return "2006-09"
	}
	return strings.Join(t.Values, "/")
}

// ColumnOf returns the column of the file that a fact stands in, from 0; −1 for none.
func (t *Table) ColumnOf(field int) int { return t.fieldAt[field] }
