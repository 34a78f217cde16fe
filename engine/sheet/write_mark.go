package sheet

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"slate/engine/diag"
)

// MarkedCell is a cell of a user's table that is wrong, and what is wrong with it.
type MarkedCell struct {
	Sheet string // of a workbook; "" for its first sheet, and in CSV
	// Row and Col count from 1, as a spreadsheet program shows them. Without Col the whole row is meant; without
	// Row the whole sheet.
	Row, Col int
	Text     string
}

// ErrUnmarkable is returned by Mark for a file that it cannot open as a table.
var ErrUnmarkable = errors.New("not a table that can be opened")

// The limits of what is marked.
const (
	maxMarkedBytes = 256 << 20 // unpacked
	maxMarkedText  = 32 << 20
	headingSearch  = 20 // rows in which the heading is looked for
)

// Words that are written into users' workbooks, in Chinese and English.
var (
	wordExplained = [...]string{"错误说明", "what is wrong"}
	wordWrongRows = [...]string{"错误行", "wrong rows"}
	wordRow       = [...]string{"原行号", "row"}
	wordWhole     = [...]string{"整张表", "the whole sheet"}
)

// Mark gives a user's table back as a workbook in which every wrong cell is red and has a comment, a column at the right
// says what is wrong with each row, and one more sheet for each sheet with mistakes holds only the wrong rows, under their
// heading and with all their columns. Of a workbook in the format .xlsx nothing else is touched: values, formulas,
// formats and comments stay as they were. A CSV file becomes a new workbook of texts.
//
// A column and sheets left by an earlier Mark are written anew, not doubled. Cells outside the format are not marked.
// The same input gives the same bytes. The error is ErrUnmarkable where the file cannot be opened.
func Mark(original []byte, cells []MarkedCell, lang diag.Lang) (marked []byte, err error) {
	if !bytes.HasPrefix(original, []byte("PK\x03\x04")) {
		return markText(original, cells, lang)
	}
	if err := whole(original); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrUnmarkable, err)
	}
	defer func() {
		// excelize takes for granted that the parts of a workbook agree with each other.
		if r := recover(); r != nil {
			marked, err = nil, fmt.Errorf("%w: its parts do not fit together", ErrUnmarkable)
		}
	}()
	f, err := excelize.OpenReader(bytes.NewReader(original), excelize.Options{UnzipSizeLimit: maxMarkedBytes, UnzipXMLSizeLimit: maxMarkedBytes})
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrUnmarkable, err)
	}
	defer f.Close()
	m := &marker{file: f, lang: lang, styles: map[[2]int]int{}, notes: notePartsOf(original)}
	if err := m.clear(cells); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrUnmarkable, err)
	}
	sheets := f.GetSheetList()
	affected := 0
	for i, name := range sheets {
		affected += min(1, len(marksOf(cells, name, i == 0)))
	}
	m.several = affected > 1
	for _, name := range sheets {
		if err := m.sheet(name, marksOf(cells, name, name == sheets[0])); err != nil {
			return nil, fmt.Errorf("mark sheet %s: %w", name, err)
		}
	}
	var out bytes.Buffer
	if _, err := f.WriteTo(&out); err != nil {
		return nil, fmt.Errorf("write marked workbook: %w", err)
	}
	return out.Bytes(), nil
}

// marksOf returns the marks of a sheet in the order of rows and columns, those of the whole sheet first.
func marksOf(cells []MarkedCell, sheet string, first bool) []MarkedCell {
	var found []MarkedCell
	for _, c := range cells {
		if c.Row < 0 || c.Row > maxSheetRows || c.Col < 0 || c.Col > maxSheetColumns {
			c.Row, c.Col = 0, 0
		}
		if c.Sheet == sheet || c.Sheet == "" && first {
			found = append(found, c)
		}
	}
	slices.SortStableFunc(found, func(a, b MarkedCell) int {
		if a.Row != b.Row {
			return a.Row - b.Row
		}
		return a.Col - b.Col
	})
	return found
}

// marker marks one workbook.
type marker struct {
	file    *excelize.File
	lang    diag.Lang
	several bool                 // several sheets have mistakes
	styles  map[[2]int]int       // by style and fill: the style with that fill
	notes   map[string]noteParts // by sheet: where its comments stand
}

func (m *marker) sheet(name string, marks []MarkedCell) error {
	if len(marks) == 0 {
		return nil
	}
	rows, err := m.file.GetRows(name, excelize.Options{RawCellValue: true})
	if err != nil {
		return fmt.Errorf("%w: %w", ErrUnmarkable, err)
	}
	t := tableOf(rows, m.lang)
	var cells []note
	for from, to := 0, 0; from < len(marks); from = to {
		for to = from + 1; to < len(marks) && marks[to].Row == marks[from].Row && marks[to].Col == marks[from].Col; to++ {
		}
		if marks[from].Row > 0 && marks[from].Col > 0 {
			cells = append(cells, note{marks[from].Row, marks[from].Col, explained(marks[from:to])})
		}
	}
	earlier, err := m.comments(name, cells)
	if err != nil {
		return err
	}
	for _, cell := range earlier { // the fill that such a cell had once is not known any more
		if err := m.refill(name, cell, 0); err != nil {
			return err
		}
	}
	for _, c := range cells {
		if err := m.redden(name, ref(c.column, c.row)); err != nil {
			return err
		}
	}
	if err := m.explain(name, t, marks); err != nil {
		return err
	}
	return m.wrongRows(name, t, marks)
}

// redden makes a cell red.
func (m *marker) redden(sheet, cell string) error {
	fill, err := m.redFill()
	if err != nil {
		return err
	}
	return m.refill(sheet, cell, fill)
}

// refill gives a cell the style that differs from its own in nothing but its fill.
func (m *marker) refill(sheet, cell string, fill int) error {
	style, err := m.file.GetCellStyle(sheet, cell)
	if err != nil {
		return err
	}
	// A style made from its description would lose what excelize has no word for, such as formats by language.
	xfs := m.file.Styles.CellXfs
	if style < 0 || style >= len(xfs.Xf) {
		return fmt.Errorf("%w: cell %s has a style that there is not", ErrUnmarkable, cell)
	}
	id, ok := m.styles[[2]int{style, fill}]
	if !ok {
		xf, applied := xfs.Xf[style], true
		xf.FillID, xf.ApplyFill = &fill, &applied
		xfs.Xf = append(xfs.Xf, xf)
		xfs.Count = len(xfs.Xf)
		id = len(xfs.Xf) - 1
		m.styles[[2]int{style, fill}] = id
	}
	return m.file.SetCellStyle(sheet, cell, cell, id)
}

// redFill returns the number of the red fill.
func (m *marker) redFill() (int, error) {
	id, err := m.file.NewStyle(&excelize.Style{Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{shades[WrongShade]}}})
	if err != nil {
		return 0, err
	}
	return *m.file.Styles.CellXfs.Xf[id].FillID, nil
}

// explain writes the column that says what is wrong with each row.
func (m *marker) explain(sheet string, t table, marks []MarkedCell) error {
	if t.right > maxSheetColumns {
		return nil
	}
	for row := 1; row <= len(t.rows); row++ { // what an earlier Mark said
		if t.again && len(t.rows[row-1]) >= t.right {
			if err := m.file.SetCellStr(sheet, ref(t.right, row), ""); err != nil {
				return err
			}
		}
	}
	style, err := m.wrapped()
	if err != nil {
		return err
	}
	texts := map[int]string{}
	for from, to := 0, 0; from < len(marks); from = to {
		for to = from + 1; to < len(marks) && marks[to].Row == marks[from].Row; to++ {
		}
		if row := marks[from].Row; row > 0 {
			texts[row] = explained(marks[from:to])
		}
	}
	head := wordExplained[m.lang]
	if more := texts[t.heading]; more != "" {
		head += "\n" + more
	}
	texts[t.heading] = head
	for _, row := range sortedKeys(texts) {
		at := ref(t.right, row)
		if err := setText(m.file, sheet, at, texts[row]); err != nil {
			return err
		}
		if err := m.file.SetCellStyle(sheet, at, at, style); err != nil {
			return err
		}
	}
	at := columnName(t.right)
	return m.file.SetColWidth(sheet, at, at, widest)
}

func sortedKeys(texts map[int]string) []int {
	var rows []int
	for row := range texts {
		rows = append(rows, row)
	}
	slices.Sort(rows)
	return rows
}

// explained joins what is wrong, each thing once.
func explained(marks []MarkedCell) string {
	var texts []string
	for _, m := range marks {
		if !slices.Contains(texts, m.Text) {
			texts = append(texts, m.Text)
		}
	}
	return strings.Join(texts, "\n")
}

func (m *marker) wrapped() (int, error) {
	return m.file.NewStyle(&excelize.Style{NumFmt: 49, Font: &excelize.Font{Color: "9C0006", Size: 11, Family: "宋体"}, Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}})
}

// wrongRows writes the sheet that holds the heading and the wrong rows alone, each cell as it is: its value, its format,
// and red where it is marked.
func (m *marker) wrongRows(sheet string, t table, marks []MarkedCell) error {
	name, err := m.newSheet(sheet)
	if err != nil {
		return err
	}
	style, err := m.wrapped()
	if err != nil {
		return err
	}
	last := t.right // the explanation, then the number of the row
	to := 0
	put := func(row int, text, number string) error {
		to++
		if lines := linesOf(text, widest); lines > 1 {
			if err := m.file.SetRowHeight(name, to, min(float64(lines)*lineHeight+1, 409)); err != nil {
				return err
			}
		}
		if row > 0 {
			if err := m.copyRow(sheet, name, row, to, t); err != nil {
				return err
			}
		}
		for i, text := range []string{text, number} {
			if last+i > maxSheetColumns {
				continue
			}
			if err := setText(m.file, name, ref(last+i, to), text); err != nil {
				return err
			}
			if err := m.file.SetCellStyle(name, ref(last+i, to), ref(last+i, to), style); err != nil {
				return err
			}
		}
		return nil
	}
	if err := put(t.heading, wordExplained[m.lang], wordRow[m.lang]); err != nil {
		return err
	}
	for from, until := 0, 0; from < len(marks); from = until {
		for until = from + 1; until < len(marks) && marks[until].Row == marks[from].Row; until++ {
		}
		row, number := marks[from].Row, strconv.Itoa(marks[from].Row)
		if row == 0 {
			number = wordWhole[m.lang]
		}
		if row == t.heading {
			row = 0 // it stands above already
		}
		if err := put(row, explained(marks[from:until]), number); err != nil {
			return err
		}
	}
	return m.dress(sheet, name, t)
}

// newSheet makes the sheet of the wrong rows of another.
func (m *marker) newSheet(of string) (string, error) {
	taken := map[string]bool{}
	for _, name := range m.file.GetSheetList() {
		taken[strings.ToLower(name)] = true
	}
	want := wordWrongRows[m.lang]
	if m.several {
		want += " " + of
	}
	name := sheetName(want, taken)
	_, err := m.file.NewSheet(name)
	return name, err
}

// clear deletes the sheets of wrong rows that an earlier Mark has left, by their names and headings. One that is marked itself
// stays: somebody has mended the wrong rows alone and sent them in.
func (m *marker) clear(cells []MarkedCell) error {
	for i, name := range m.file.GetSheetList() {
		if i == 0 || len(marksOf(cells, name, false)) > 0 || !slices.ContainsFunc(wordWrongRows[:], func(w string) bool { return strings.HasPrefix(name, w) }) {
			continue
		}
		rows, err := m.file.Rows(name)
		if err != nil {
			return err
		}
		var head []string
		if rows.Next() {
			head, err = rows.Columns()
		}
		if closed := rows.Close(); err == nil {
			err = closed
		}
		if err != nil {
			return err
		}
		n := len(head)
		if n < 2 || !slices.Contains(wordExplained[:], head[n-2]) || !slices.Contains(wordRow[:], head[n-1]) {
			continue
		}
		if err := m.file.DeleteSheet(name); err != nil {
			return err
		}
	}
	return nil
}

// copyRow copies the cells of a row to another sheet. A formula comes as the value that it had.
func (m *marker) copyRow(from, to string, row, at int, t table) error {
	if row > len(t.rows) {
		return nil
	}
	for i, value := range t.rows[row-1] {
		if i+1 >= t.right {
			break
		}
		source, target := ref(i+1, row), ref(i+1, at)
		style, err := m.file.GetCellStyle(from, source)
		if err != nil {
			return err
		}
		kind, err := m.file.GetCellType(from, source)
		if err != nil {
			return err
		}
		switch {
		case value == "":
		case kind == excelize.CellTypeBool:
			err = m.file.SetCellBool(to, target, value == "1" || strings.EqualFold(value, "true"))
		case (kind == excelize.CellTypeUnset || kind == excelize.CellTypeNumber || kind == excelize.CellTypeFormula) && isPlain(value):
			err = m.file.SetCellDefault(to, target, value)
		default:
			err = setText(m.file, to, target, value)
		}
		if err != nil {
			return err
		}
		if err := m.file.SetCellStyle(to, target, target, style); err != nil {
			return err
		}
	}
	return nil
}

// isPlain reports a number as cells store it, with or without an exponent.
func isPlain(s string) bool {
	return s != "" && strings.Trim(s, "0123456789.eE+-") == "" && strings.ContainsAny(s[:1], "0123456789-.")
}

// dress gives a sheet of wrong rows the widths of the one it comes from, and freezes the heading.
func (m *marker) dress(from, to string, t table) error {
	for i := 1; i < t.right && i <= maxSheetColumns; i++ {
		at := columnName(i)
		width, err := m.file.GetColWidth(from, at)
		if err != nil {
			return err
		}
		if err := m.file.SetColWidth(to, at, at, width); err != nil {
			return err
		}
	}
	if t.right <= maxSheetColumns {
		at := columnName(t.right)
		if err := m.file.SetColWidth(to, at, at, widest); err != nil {
			return err
		}
	}
	if err := fitToPaper(m.file, to, 1); err != nil {
		return err
	}
	return m.file.SetPanes(to, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"})
}

// table is a sheet as it is: its rows, where its heading is, and the column at its right, from 1, that takes the
// explanations.
type table struct {
	rows    [][]string
	heading int
	right   int
	again   bool // the column is there from an earlier Mark
}

// tableOf finds the heading of a sheet: of the first rows the first in which half the columns or more are
// filled, so that titles above it are passed over.
func tableOf(rows [][]string, lang diag.Lang) table {
	t := table{rows: rows, heading: 1}
	for _, r := range rows {
		t.right = max(t.right, len(r))
	}
	for i, r := range rows[:min(len(rows), headingSearch)] {
		filled := 0
		for _, cell := range r {
			if strings.TrimSpace(cell) != "" {
				filled++
			}
		}
		if filled > 0 && 2*filled >= t.right {
			t.heading = i + 1
			break
		}
	}
	if len(rows) >= t.heading && t.right > 0 && len(rows[t.heading-1]) == t.right {
		head, _, _ := strings.Cut(rows[t.heading-1][t.right-1], "\n")
		if slices.Contains(wordExplained[:], head) {
			t.again = true
			return t
		}
	}
	t.right++
	return t
}
