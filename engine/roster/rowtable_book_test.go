package roster_test

import (
	"archive/zip"
	"bytes"
	"io"
	"strings"
	"testing"

	"slate/engine/diag"
	"slate/engine/roster"
	"slate/engine/sheet"
)

// yearly is a workbook of firms' figures, with the given unit above the heading and the given cell for the tax.
func yearly(t *testing.T, unit, cell string) []byte {
	t.Helper()
	text := func(s string) string { return `<c t="inlineStr"><is><t>` + s + `</t></is></c>` }
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, part := range [][2]string{
		{"xl/_rels/workbook.xml.rels", `<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/></Relationships>`},
		{"xl/workbook.xml", `<workbook xmlns:r="x"><sheets><sheet name="表" r:id="r1"/></sheets></workbook>`},
		{"xl/worksheets/sheet1.xml", `<worksheet><sheetData><row>` + text(unit) + `</row><row>` + text("enterprise") + text("year") + text("tax") + `</row>` +
			`<row>` + text("91350100M000100Y43") + `<c><v>2025</v></c>` + cell + `</row></sheetData></worksheet>`},
	} {
		w, err := z.Create(part[0])
		if err != nil {
			t.Fatal(err)
		}
		io.WriteString(w, part[1])
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// TestRowsOfWorkbooks holds child rows to what holds for people: a unit above the heading counts, and a cell that cannot be
// relied on is refused.
func TestRowsOfWorkbooks(t *testing.T) {
	for _, c := range []struct{ name, unit, cell, tax, problems string }{
		{"in 万元", "登记表", `<c><v>300</v></c>`, "300", ""},
		{"a unit above the heading", "单位：元", `<c><v>3000000</v></c>`, "300", ""},
		{"a unit that does not convert", "单位：千元", `<c><v>3000</v></c>`, "", "E79"},
		{"a formula", "登记表", `<c><f>1+1</f><v>300</v></c>`, "", "E101"},
		{"an error", "登记表", `<c t="e"><v>#N/A</v></c>`, "", "E101"},
	} {
		table, _ := roster.ChildTableNamed("yearly")
		r, list := sheet.Open("x.xlsx", bytes.NewReader(yearly(t, c.unit, c.cell)), sheet.Options{})
		if r == nil {
			t.Fatal(c.name, list)
		}
		tax := ""
		rows, list := roster.ReadRows(r, table, "县税务局")
		if rows != nil {
			if row, ok := rows.Next(); ok {
				tax = row.Values[table.Field("tax")].String()
			}
			list = append(list, rows.Problems()...)
		}
		var codes []string
		for _, d := range list {
			if d.Code.Severity() == diag.Error && d.Code != diag.EmptyFile {
				codes = append(codes, string(d.Code))
			}
		}
		if tax != c.tax || strings.Join(codes, " ") != c.problems {
			t.Errorf("%s: tax %q, problems %v", c.name, tax, codes)
		}
	}
}
