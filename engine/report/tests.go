package report

import (
	"fmt"
	"strings"

	"slate/engine/diag"
	"slate/engine/ruletest"
)

// Tests is the outcome of the cases of one rule file: those that failed or could not be judged with what they
// expected, a line of totals, and with cover what each clause came to.
func Tests(file string, r *ruletest.Report, cover bool, lang diag.Lang) *Document {
	d := &Document{}
	for i := range r.Cases {
		c := &r.Cases[i]
		if c.Status == ruletest.Pass {
			continue
		}
		d.lines(Line{Text: fmt.Sprintf("%s %s:%d %s", c.Status, file, c.Test.Span.Start.Line, c.Test.Name)})
		for _, m := range c.Mismatches {
			d.lines(Line{Depth: 2, Text: m.What + colon(lang) + say(lang, wWant, "want", orDash(m.Want), "got", orDash(m.Got))})
		}
		for k := range c.Problems {
			d.lines(Line{Depth: 2, Text: string(c.Problems[k].Code) + " " + c.Problems[k].Message(lang)})
		}
	}
	d.text(file + colon(lang) + say(lang, wTestTotals, "n", count(len(r.Cases)), "pass", count(r.Count(ruletest.Pass)),
		"fail", count(r.Count(ruletest.Fail)), "error", count(r.Count(ruletest.Error))))
	if cover {
		coverage(d, r, lang)
	}
	return d
}

func orDash(s string) string {
	if s == "" {
		return "—"
	}
	return s
}

func coverage(d *Document, r *ruletest.Report, lang diag.Lang) {
	d.heading(say(lang, wCover))
	t := &Table{Name: "cover", Columns: []Column{
		{Head: say(lang, wClauses)}, {Head: say(lang, wTrue), Right: true}, {Head: say(lang, wFalse), Right: true},
		{Head: say(lang, wUnknown), Right: true}, {Head: ""},
	}}
	seen := 0
	for _, c := range r.Cover {
		var never []string
		for _, part := range []struct {
			n    int
			name word
		}{{c.True, wTrue}, {c.False, wFalse}, {c.Unknown, wUnknown}} {
			if part.n > 0 {
				seen++
			} else {
				never = append(never, say(lang, part.name))
			}
		}
		note := ""
		if len(never) > 0 {
			note = say(lang, wNever, "what", strings.Join(never, "、"))
		}
		t.Rows = append(t.Rows, []string{c.Clause.ID, count(c.True), count(c.False), count(c.Unknown), note})
	}
	d.table(t)
	d.text(fmt.Sprintf("%d / %d", seen, 3*len(r.Cover)))
}
