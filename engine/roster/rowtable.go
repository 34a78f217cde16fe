package roster

import (
	"errors"
	"slices"
	"strings"

	"slate/engine/diag"
	"slate/engine/fact"
	"slate/engine/sheet"
	"slate/engine/standard"
)

// RowRecord is one row of a child table, read from a file.
type RowRecord struct {
	Person string       // id; "" in a table of firms
	Values []fact.Value // by field of the table
	Key    string       // what tells it from the other rows of the person, or of the firm
	Row    int          // in the file
}

// RowTable reads child rows from a sheet. It is used once.
type RowTable struct {
	table      ChildTable
	in         *Table
	fieldOf    []int // by column: number of the field, −1 for none
	idAt       int   // column of the id, −1 in a table of firms
	department string
	keys       map[string]int  // by person and key: the row it stands in
	warned     map[string]bool // codes of which it was said that their check character is wrong
}

// ReadRows takes a sheet as a child table. A heading is a field's name or label; 元 or 万元 may stand behind it in brackets
// and amounts are converted. People are named by id, firms by credit code, never by name. Where a table of opinions has no
// column for the department, it is the given one. The RowTable is nil when the heading cannot be used.
func ReadRows(s *sheet.Reader, table ChildTable, department string) (*RowTable, diag.List) {
	t := &RowTable{table: table, in: &Table{sheet: s}, idAt: -1, department: department, keys: map[string]int{}, warned: map[string]bool{}}
	for i, head := range s.Header() {
		t.column(i, head)
	}
	if table.Joined == 0 {
		t.chooseID()
	}
	t.warn()
	list := t.in.list
	if list.HasErrors() {
		return nil, list
	}
	t.in.list = nil
	return t, list
}

// column says what the column under a heading feeds.
func (t *RowTable) column(at int, head string) {
	field, unit := t.field(head)
	role := headings[strings.ToLower(head)]
	if field >= 0 {
		role = isField
	}
	twice := field >= 0 && slices.Contains(t.fieldOf, field) || role == isID && slices.ContainsFunc(t.in.columns, func(c column) bool { return c.role == isID })
	if twice {
		t.in.list.Add(diag.New(diag.DuplicateColumn, t.in.sheet.Span(at), "name", head))
	}
	if field >= 0 {
		f := t.named(field)
		t.in.convert(at, &f, unit)
		t.in.unitAbove(at, head, &f)
	}
	t.fieldOf = append(t.fieldOf, field)
	t.in.columns = append(t.in.columns, column{role: role})
}

// named returns a field under the name that the heading of a file is more likely to have.
func (t *RowTable) named(field int) fact.Field {
	f := t.table.Fields[field]
	f.Name = f.Label
	return f
}

// field finds the field that a heading names, −1 for none, and the unit of its numbers.
func (t *RowTable) field(head string) (field int, unit string) {
	name, unit := withUnit(head)
	if name == "" {
		name = head
	}
	field = slices.IndexFunc(t.table.Fields, func(f fact.Field) bool { return f.Name == strings.ToLower(name) || f.Label == name })
	if field < 0 || !t.table.own(field) {
		return -1, ""
	}
	f := &t.table.Fields[field]
	switch {
	case unit == "" || unit == f.Type.Unit:
		return field, f.Type.Unit
	case f.Type.Kind == fact.Money && unit == "元":
		return field, unit
	}
	return -1, ""
}

func (t *RowTable) chooseID() {
	for _, role := range []role{isID, isIDNumber} {
		if t.idAt = slices.IndexFunc(t.in.columns, func(c column) bool { return c.role == role }); t.idAt >= 0 {
			t.in.columns[t.idAt].role = isID
			return
		}
	}
	t.in.list.Add(diag.New(diag.NoColumn, t.in.sheet.Span(0), "name", "编号"))
}

// must reports a field without which a row says nothing.
func must(name string) bool { return name == "enterprise" || name == "year" }

// warn names the fields that no column supplies and the columns that are not kept.
func (t *RowTable) warn() {
	for i := range t.table.Fields {
		f := &t.table.Fields[i]
		switch {
		case !t.table.own(i) || slices.Contains(t.fieldOf, i) || t.given(f):
		case must(f.Name):
			t.in.list.Add(diag.New(diag.NoColumn, t.in.sheet.Span(0), "name", f.Label))
		case f.Name == t.table.When || slices.Contains(t.table.Key, f.Name):
			t.in.list.Add(diag.New(diag.MissingColumn, t.in.sheet.Span(0), "field", f.Label).WithHint(diag.OneOfThese, "list", f.Label+", "+f.Name))
		}
	}
	for i, c := range t.in.columns {
		if c.role == ignored {
			var known []string
			for k := range t.table.Fields {
				if t.table.own(k) {
					known = append(known, t.table.Fields[k].Label)
				}
			}
			t.in.list.Add(diag.New(diag.UnknownColumn, t.in.sheet.Span(i), "column", t.in.sheet.Header()[i]).WithHint(diag.OneOfThese, "list", strings.Join(known, "、")))
		}
	}
}

// given reports the department of an opinion, which the import names.
func (t *RowTable) given(f *fact.Field) bool { return f.Name == "department" && t.department != "" }

// Table returns the child table that is read.
func (t *RowTable) Table() ChildTable { return t.table }

// Next returns the next row; ok is false at the end. What cannot be read is in Problems, and then nothing of the file may
// be used: it is all or nothing.
func (t *RowTable) Next() (r RowRecord, ok bool) {
	for !t.in.done {
		cells, ok := t.in.sheet.Next()
		if !ok {
			break
		}
		before := len(t.in.list)
		r := t.record(cells)
		if !t.in.list[before:].HasErrors() {
			t.in.count++
			return r, true
		}
		t.in.limit()
	}
	t.in.done = true
	return RowRecord{}, false
}

// Problems returns what was wrong with the rows read so far. A file without rows is a problem once it is read.
func (t *RowTable) Problems() diag.List { return t.in.Problems() }

// Unknown adds the problem that the roster does not know the person, or the firm, of the row last read.
func (t *RowTable) Unknown(r *RowRecord) {
	if t.idAt >= 0 {
		t.in.list.Add(diag.New(diag.UnknownPerson, t.in.sheet.Span(t.idAt), "id", Mask(r.Person)))
	} else {
		t.in.list.Add(diag.New(diag.UnknownEnterprise, t.in.sheet.Span(slices.Index(t.fieldOf, 0)), "code", Mask(r.Values[0].Text())))
	}
	t.in.limit()
}

func (t *RowTable) record(cells []string) RowRecord {
	r := RowRecord{Values: make([]fact.Value, len(t.table.Fields)), Row: t.in.sheet.Row()}
	if t.idAt >= 0 {
		r.Person = identity(cells[t.idAt])
		if text, ok := t.in.total(cells, r.Person); ok {
			t.in.list.Add(diag.New(diag.TotalRow, t.in.sheet.Span(t.idAt), "text", text))
			return r
		}
		if r.Person == "" {
			t.in.list.Add(diag.New(diag.EmptyID, t.in.sheet.Span(t.idAt)))
		} else if !t.in.flawed(t.idAt) {
			t.in.sound(t.idAt, r.Person)
		}
	}
	for i, cell := range cells {
		if field := t.fieldOf[i]; field >= 0 && !t.in.flawed(i) {
			r.Values[field] = t.value(i, field, strings.TrimSpace(cell))
		}
	}
	for i := range t.table.Fields {
		if f := &t.table.Fields[i]; t.given(f) && !slices.Contains(t.fieldOf, i) {
			r.Values[i] = fact.OfText(t.department)
		}
	}
	t.order(&r)
	t.attended(&r)
	t.key(&r)
	return r
}

func (t *RowTable) value(column, field int, cell string) fact.Value {
	f := &t.table.Fields[field]
	if cell == "" && must(f.Name) {
		t.in.list.Add(diag.New(diag.EmptyCell, t.in.sheet.Span(column), "field", f.Label))
		return fact.Value{}
	}
	if f.Name == "enterprise" {
		return fact.OfText(t.code(column, cell))
	}
	named := t.named(field)
	return t.in.value(column, &named, cell)
}

// code reads a credit code. A wrong check character is only warned of: some lawful codes have one.
func (t *RowTable) code(column int, cell string) string {
	code := strings.ToUpper(strings.Clone(cell))
	if floated.MatchString(cell) {
		t.in.list.Add(diag.New(diag.DamagedID, t.in.sheet.Span(column), "value", cell))
		return code
	}
	switch err := standard.CheckCreditCode(code); {
	case errors.Is(err, standard.ErrCreditCheck):
		if !t.warned[code] {
			t.warned[code] = true
			t.in.list.Add(diag.New(diag.CodeCheck, t.in.sheet.Span(column), "code", Mask(code)))
		}
	case err != nil:
		t.in.list.Add(diag.New(diag.BadCode, t.in.sheet.Span(column), "code", shown(cell)))
	}
	return code
}

// order checks that a period does not end before it begins.
func (t *RowTable) order(r *RowRecord) {
	from, to := t.table.Field("from"), t.table.Field("to")
	if from < 0 || to < 0 || !r.Values[from].Known() || !r.Values[to].Known() {
		return
	}
	if r.Values[to].Date().Compare(r.Values[from].Date()) < 0 {
		t.in.list.Add(diag.New(diag.PeriodOrder, t.in.sheet.Span(slices.Index(t.fieldOf, to)),
			"from", r.Values[from].String(), "to", r.Values[to].String()))
	}
}

// attended checks that nobody attended more sessions than there were.
func (t *RowTable) attended(r *RowRecord) {
	sessions, attended := t.table.Field("sessions"), t.table.Field("attended")
	if sessions < 0 || !r.Values[sessions].Known() || !r.Values[attended].Known() {
		return
	}
	if held := r.Values[sessions].Number(); r.Values[attended].Number().Cmp(held) > 0 {
		t.in.list.Add(diag.New(diag.OutOfDomainCell, t.in.sheet.Span(slices.Index(t.fieldOf, attended)), "field", t.table.Fields[attended].Label,
			"value", r.Values[attended].String(), "domain", "[0, "+held.String()+"]"))
	}
}

// key makes the key of a row and refuses a second row with it.
func (t *RowTable) key(r *RowRecord) {
	parts := make([]string, len(t.table.Key))
	for i, name := range t.table.Key {
		parts[i] = r.Values[t.table.Field(name)].String()
	}
	r.Key = strings.Join(parts, "\x1f")
	whole := r.Person + "\x1f" + r.Key
	if first, ok := t.keys[whole]; ok {
		at := max(t.idAt, 0)
		span := t.in.sheet.Span(at)
		span.Start.Line, span.End.Line = first, first
		var names []string
		for _, name := range t.table.Key {
			names = append(names, t.table.Fields[t.table.Field(name)].Label)
		}
		t.in.list.Add(diag.New(diag.DuplicateRow, t.in.sheet.Span(at), "fields", strings.Join(names, "、")).WithRelated(span))
		return
	}
	t.keys[whole] = r.Row
}
