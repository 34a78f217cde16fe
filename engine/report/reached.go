package report

import (
	"strings"

	"slate/engine/diag"
	"slate/engine/tune/cover"
)

// reaching says what a case would have to be like to reach an item.
var reaching = map[cover.Kind][2]string{
	cover.VetoHolds:    {"成立而未豁免", "holds and is not waived"},
	cover.VetoHoldsNot: {"不成立", "does not hold"},
	cover.VetoUnknown:  {"不明", "is unknown"},
	cover.VetoWaived:   {"成立而经豁免", "holds and is waived"},
	cover.Row:          {"判定表的这一行", "this row of the decision table"},
	cover.On:           {"正好在门槛上：", "exactly on "},
	cover.Beyond:       {"门槛另一侧一个最小单位：", "one smallest unit on the other side of "},
	cover.Points:       {"档：", "band "},
	cover.NoInput:      {"没有资料", "without the fact"},
	cover.Grade:        {"等次：", "grade "},
}

// Reached is how much of a rule file cases reach, and in plain words what no case reaches.
func Reached(c *cover.Cover, lang diag.Lang) *Document {
	d := &Document{}
	n, of := c.Count()
	d.heading(say(lang, wCovered, "n", count(n), "of", count(of), "percent", count(Percent(n, of))))
	if n == of {
		d.text(say(lang, wNoGap))
		return d
	}
	t := &Table{Name: "reached", Columns: []Column{{Head: say(lang, wClauses)}, {Head: say(lang, wMissed)}}}
	for _, i := range c.Items {
		if i.Seen == 0 {
			t.Rows = append(t.Rows, []string{orDash(i.ID), strings.TrimSpace(reaching[i.Kind][lang] + i.What)})
		}
	}
	d.table(t)
	return d
}
