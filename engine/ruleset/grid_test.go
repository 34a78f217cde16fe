package ruleset_test

import (
	"bytes"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"slate/engine/fact"
	"slate/engine/ruleset"
)

// styles is a rule file with tables in every way of writing them.
const styles = `# head
slate: 1
ruleset: {id: x, cutoff: "2026-06-30"}
facts:
  数: {type: int, unit: 件, domain: "[0, 100]"}   # a count
  等: {type: choice, values: [A, B, C]}
  有: {type: bool}
params:
  p: {unit: 件, values: [{from: "2020-01-01", value: 1, basis: 甲}]}
  q:
    type: date
    values: # rows
      # the first
      - {from: "2020-01-01", value: "2020-05-01"} # as decided
      # the second
      - from: "2021-01-01"
        value: '2021-05-01'
        basis: 乙   # by hand

  r:
    values:
    - from: "2020-01-01"
      value: 1.50
classify:
  one:
    inputs: [数, 等, 有]
    outputs: {甲: {type: choice, values: [X, Y, Z]}}
    rules:
      # who has many
      - {id: r1, if: {数: "[5, 10)", 等: [A, B]}, then: X}   # many

      - id: r2
        label: 二
        if:
          有: true   # has it
          等: C
        then: Y
      - {id: r3, when: "数 > 3", decide: 说不清}
  two:
    hit: first
    inputs: [数]
    outputs:
      乙: {type: int}
      丙: {type: text}
    rules: [{if: {数: "> 3"}, then: {乙: 1, 丙: 大}},
            {if: {数: "<= 3"}, then: {乙: 2, 丙: "小 #"}}]
tiers: [{id: t, require: [{id: c, label: c, expr: "有"}]}]
score:
  criteria:
    - {id: i1, input: 数, bands: {"[0, 50)": 1, "[50, 100]": 2}}
    - id: i2
      input: 数
      bands:
        # low
        "[0, 10)": 0   # nothing
        "[10, 100]": 5.50

    - {id: i3, input: 等, table: {A: 3, B: 2,
                                  C: 1}}
`

func loadBytes(name string, data []byte) *ruleset.Ruleset {
	rs, _ := ruleset.Load(func(n string) ([]byte, error) {
		if n == name {
			return data, nil
		}
		if strings.HasPrefix(n, "calendars/") {
			return os.ReadFile(filepath.Join("../../rules", filepath.FromSlash(n)))
		}
		return nil, fs.ErrNotExist
	}, name)
	return rs
}

// gridFiles are the files that the tests of grids edit.
func gridFiles(t *testing.T) map[string][]byte {
	files := map[string][]byte{"styles": []byte(styles), "crlf": []byte("\ufeff" + strings.ReplaceAll(styles, "\n", "\r\n"))}
	for _, name := range []string{"county-2026.yaml", "county-bodies-2026.yaml", "hukou.yaml"} {
		data, err := os.ReadFile(filepath.Join("../../rules", name))
		if err != nil {
			t.Fatal(err)
		}
		files[name] = data
	}
	return files
}

// randomCell gives a text that a column takes.
func randomCell(r *rand.Rand, c *ruleset.GridColumn) string {
	n := func() string { return fmt.Sprint(r.IntN(90)) }
	words := []string{"甲乙丙", "第三条", "a b", `say "so"`, "统发〔2026〕3号", "x: y", "#1", "true", "3", "- x"}
	switch c.Key {
	case ruleset.FromColumn:
		return fmt.Sprintf("%d-0%d-1%d", 2027+r.IntN(3), 1+r.IntN(9), r.IntN(9))
	case ruleset.BasisColumn, ruleset.LabelColumn:
		return append(words, "", "")[r.IntN(len(words)+2)]
	case ruleset.DecideColumn:
		return words[r.IntN(len(words))]
	case ruleset.RangeColumn:
		return []string{"[" + n() + ", )", "(" + n() + ", 95]", "(, 5)"}[r.IntN(3)]
	case ruleset.PointsColumn:
		return n() + []string{"", ".5"}[r.IntN(2)]
	case ruleset.IDColumn:
		return "id" + n()
	case ruleset.WhenColumn:
		return []string{"", `数 > 1 and 等 == 'A'`}[r.IntN(2)]
	case ruleset.TestColumn:
		if r.IntN(3) == 0 {
			return ""
		}
	}
	switch c.Type.Kind {
	case fact.Money, fact.Decimal, fact.Integer:
		if c.Key == ruleset.TestColumn {
			return []string{n(), n() + "、" + n(), "[1, " + n() + "0]", ">= " + n()}[r.IntN(4)]
		}
		return n()
	case fact.Boolean:
		return []string{"是", "否"}[r.IntN(2)]
	case fact.Day:
		return "2026-03-0" + fmt.Sprint(1+r.IntN(9))
	case fact.Choice:
		v := c.Type.Values
		if c.Key == ruleset.TestColumn && r.IntN(2) == 0 {
			return strings.Join(v[:1+r.IntN(len(v))], "、")
		}
		return v[r.IntN(len(v))]
	}
	return words[r.IntN(len(words))]
}

// randomEdit changes, adds and takes out rows at random. changed says of each row that stays whether it was changed.
func randomEdit(r *rand.Rand, g *ruleset.Grid) (rows []ruleset.GridEdit, changed []bool) {
	add := func() {
		row := ruleset.GridEdit{Old: -1}
		for c := range g.Columns {
			row.Cells = append(row.Cells, randomCell(r, &g.Columns[c]))
		}
		rows, changed = append(rows, fits(r, g, row)), append(changed, true)
	}
	for i := range g.Rows {
		if g.Kind != ruleset.HistoryGrid && r.IntN(8) == 0 {
			add()
		}
		if g.Kind != ruleset.HistoryGrid && r.IntN(8) == 0 {
			continue
		}
		row := ruleset.GridEdit{Old: i, Cells: slices.Clone(g.Rows[i].Cells)}
		edited := g.Kind != ruleset.HistoryGrid && r.IntN(3) == 0
		if edited {
			c := r.IntN(len(g.Columns))
			row.Cells[c] = randomCell(r, &g.Columns[c])
			row = fits(r, g, row)
		}
		rows, changed = append(rows, row), append(changed, edited)
	}
	if g.Kind == ruleset.HistoryGrid {
		for range r.IntN(2) {
			add()
		}
	} else if r.IntN(4) == 0 || len(rows) == 0 {
		add()
	}
	return rows, changed
}

// fits makes a rule ask something and give either all outputs or none.
func fits(r *rand.Rand, g *ruleset.Grid, row ruleset.GridEdit) ruleset.GridEdit {
	if g.Kind != ruleset.RulesGrid {
		return row
	}
	decide, asks := -1, false
	for c := range g.Columns {
		switch g.Columns[c].Key {
		case ruleset.DecideColumn:
			decide = c
		case ruleset.TestColumn, ruleset.WhenColumn:
			asks = asks || row.Cells[c] != ""
		}
	}
	hands := row.Cells[decide] != "" && r.IntN(2) == 0
	if !hands {
		row.Cells[decide] = ""
	}
	for c := range g.Columns {
		switch column := &g.Columns[c]; {
		case column.Key == ruleset.OutputColumn && hands:
			row.Cells[c] = ""
		case column.Key == ruleset.OutputColumn && row.Cells[c] == "":
			row.Cells[c] = randomCell(r, column)
		case column.Key == ruleset.WhenColumn && !asks:
			row.Cells[c] = "数 > 1"
		}
	}
	return row
}

// TestGridEdits changes random tables at random: what comes out holds just the rows asked for, rows that were not changed are the same
// bytes, and so is everything outside the table, comments and order included.
func TestGridEdits(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 5))
	done, refused := 0, map[string]int{}
	for name, data := range gridFiles(t) {
		file := name
		rs := loadBytes(file, data)
		if rs == nil || len(rs.Grids(file)) == 0 {
			t.Fatalf("%s has no grids", name)
		}
		for round := range map[bool]int{true: 250, false: 40}[len(data) < 4000] {
			grids := rs.Grids(file)
			at := r.IntN(len(grids))
			g := grids[at]
			rows, changed := randomEdit(r, g)
			if (g.Kind == ruleset.BandsGrid || g.Kind == ruleset.PointsGrid) && twice(rows) {
				continue // a key stands once; reading the file tells
			}
			patches, list := g.Edit(rows)
			if list.HasErrors() {
				for _, d := range list {
					refused[string(d.Code)]++
				}
				continue
			}
			out := ruleset.Apply(data, patches)
			after := loadBytes(file, out)
			if after == nil {
				t.Fatalf("%s round %d: not YAML any more:\n%s", name, round, out)
			}
			got := after.Grids(file)
			if !g.Holds(got, rows) {
				t.Fatalf("%s round %d: %s does not hold %v:\n%s", name, round, g.ID, rows, out)
			}
			done++
			now := got[slices.IndexFunc(got, func(o *ruleset.Grid) bool { return o.Kind == g.Kind && o.ID == g.ID })]
			for i := range rows {
				if !changed[i] && now.RowText(i) != g.RowText(rows[i].Old) {
					t.Fatalf("%s round %d: row %d of %s was %q, is %q", name, round, i, g.ID, g.RowText(rows[i].Old), now.RowText(i))
				}
			}
			first, last := g.Lines()
			before, behind := data[:first], data[last:]
			if !bytes.HasPrefix(out, before) || !bytes.HasSuffix(out, behind) {
				t.Fatalf("%s round %d: something outside %s changed:\n%s", name, round, g.ID, out)
			}
			for _, line := range strings.Split(string(data), "\n") {
				if comment := strings.TrimSpace(line); strings.HasPrefix(comment, "#") && strings.Count(string(out), comment) < strings.Count(string(data), comment) && !dropped(rows, g) {
					t.Fatalf("%s round %d: the comment %q is gone:\n%s", name, round, comment, out)
				}
			}
			if shown := ruleset.Hunks(data, patches); (len(shown) == 0) != bytes.Equal(out, data) {
				t.Fatalf("%s round %d: %v hunks", name, round, shown)
			}
		}
	}
	if done < 400 {
		t.Errorf("only %d edits went through; refused: %v", done, refused)
	}
}

func twice(rows []ruleset.GridEdit) bool {
	seen := map[string]bool{}
	for i := range rows {
		if seen[rows[i].Cells[0]] {
			return true
		}
		seen[rows[i].Cells[0]] = true
	}
	return false
}

func dropped(rows []ruleset.GridEdit, g *ruleset.Grid) bool {
	kept := 0
	for i := range rows {
		if rows[i].Old >= 0 {
			kept++
		}
	}
	return kept < len(g.Rows)
}

// TestGridsUnchanged holds that rows as they are change nothing.
func TestGridsUnchanged(t *testing.T) {
	for name, data := range gridFiles(t) {
		for _, g := range loadBytes(name, data).Grids(name) {
			var rows []ruleset.GridEdit
			for i := range g.Rows {
				rows = append(rows, ruleset.GridEdit{Old: i, Cells: g.Rows[i].Cells})
			}
			patches, list := g.Edit(rows)
			if len(patches) > 0 || list.HasErrors() {
				t.Errorf("%s %s: %v %v", name, g.ID, patches, list)
			}
		}
	}
}

// TestGridRefusals holds what rows may not be.
func TestGridRefusals(t *testing.T) {
	rs := loadBytes("x", []byte(styles))
	grids := map[string]*ruleset.Grid{}
	for _, g := range rs.Grids("x") {
		grids[g.ID] = g
	}
	row := func(old int, cells ...string) ruleset.GridEdit { return ruleset.GridEdit{Old: old, Cells: cells} }
	for _, c := range []struct {
		name, grid, want string
		rows             []ruleset.GridEdit
	}{
		{"an old value", "p", "E158", []ruleset.GridEdit{row(0, "2020-01-01", "2", "甲")}},
		{"an old row gone", "p", "E158", []ruleset.GridEdit{row(-1, "2021-01-01", "2", "")}},
		{"a row in the past", "p", "E163", []ruleset.GridEdit{row(0, "2020-01-01", "1", "甲"), row(-1, "2019-01-01", "2", "")}},
		{"no day", "p", "E159", []ruleset.GridEdit{row(0, "2020-01-01", "1", "甲"), row(-1, "下月", "2", "")}},
		{"no number", "p", "E159", []ruleset.GridEdit{row(0, "2020-01-01", "1", "甲"), row(-1, "2027-01-01", "三百", "")}},
		{"a row twice", "i1", "E163", []ruleset.GridEdit{row(0, "[0, 50)", "1"), row(0, "[0, 50)", "1"), row(1, "[50, 100]", "2")}},
		{"rows moved", "i1", "E163", []ruleset.GridEdit{row(1, "[50, 100]", "2"), row(0, "[0, 50)", "1")}},
		{"no rows", "i1", "E163", nil},
		{"no range", "i1", "E159", []ruleset.GridEdit{row(0, "0-50", "1"), row(1, "[50, 100]", "2")}},
		{"no choice", "one", "E159", []ruleset.GridEdit{row(0, "r1", "", "[5, 10)", "A、D", "", "", "X", "", "")}},
		{"result and question", "one", "E159", []ruleset.GridEdit{row(0, "r1", "", "[5, 10)", "A、B", "", "", "X", "问", "")}},
		{"neither", "one", "E159", []ruleset.GridEdit{row(0, "r1", "", "[5, 10)", "A、B", "", "", "", "", "")}},
		{"asks nothing", "one", "E163", []ruleset.GridEdit{row(0, "r1", "", "", "", "", "", "X", "", "")}},
		{"a comment within", "one", "E162", []ruleset.GridEdit{row(0, "r1", "", "[5, 10)", "A、B", "", "", "X", "", ""), row(1, "r2", "二", "3", "C", "是", "", "Y", "", ""), row(2, "r3", "", "", "", "", "数 > 3", "", "说不清", "")}},
	} {
		patches, list := grids[c.grid].Edit(c.rows)
		if len(patches) > 0 || len(list) == 0 || string(list[0].Code) != c.want {
			t.Errorf("%s: %v, want %s", c.name, list, c.want)
		}
	}
}
