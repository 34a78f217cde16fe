package tune

import (
	"fmt"
	"strings"

	"slate/engine/fact"
	"slate/engine/ruleset"
)

// EditKind says what part of a ruleset, or of a roster, an edit is about.
type EditKind uint8

// The kinds of edit.
const (
	SettingEdit   EditKind = iota // leap_day, on_missing
	FactEdit                      // what a fact may be, and where it comes from
	ParamEdit                     // the rows of a parameter
	DeriveEdit                    // a derived value
	TableEdit                     // a decision table
	RowEdit                       // a row of a decision table
	TierEdit                      // a tier
	ClauseEdit                    // a requirement of a tier
	VetoEdit                      // a veto
	ScoreEdit                     // the section score, its rounding or its method
	WeightEdit                    // the weights of one level
	IndicatorEdit                 // a criterion's limits, or an indicator
	BandEdit                      // points or an edge of bands, or the points of a choice
	GradeEdit                     // the grades
	RankingEdit                   // a key of ranking
	CutoffEdit                    // the cut-off date
	ValuesEdit                    // people's values of a fact
	PeopleEdit                    // who is in the roster
	WaiverEdit                    // records that set vetoes aside
)

var editKinds = [...]string{"setting", "fact", "param", "derive", "classify", "row", "tier", "clause", "veto", "score", "weights",
	"indicator", "band", "grades", "ranking", "cutoff", "values", "people", "waivers"}

// String returns the word that JSON uses.
func (k EditKind) String() string { return editKinds[k] }

// Change says what an edit does.
type Change uint8

// The changes.
const (
	Changed Change = iota
	Added
	Removed
	Reordered
)

// String returns changed, added, removed or reordered.
func (c Change) String() string { return [...]string{"changed", "added", "removed", "reordered"}[c] }

// Edit is a single difference of two rulesets, cut-off dates or rosters: the smallest that can be applied by itself.
type Edit struct {
	// Key tells the edit from the others of one difference; it is the same on every run.
	Key    string
	Kind   EditKind
	Change Change
	// Name is the name or id of what is edited, Label what people call it.
	Name, Label string
	// Old and New show what is edited before and after; empty where there is nothing to show.
	Old, New string
	// Row is the band or choice whose points change; Edge marks the edge between two bands.
	Row  string
	Edge bool
	// Weights are those that change, of a WeightEdit.
	Weights []WeightChange
	// People counts those whose values, presence or waivers change, of an edit to the roster.
	People int
	// Carried marks a name that is added or removed: it acts only through what reads it, and has no effect of its own.
	Carried bool
}

// describe writes a part for people: the words of the rule file, not Go's.
func describe(v any) string {
	switch v := v.(type) {
	case *ruleset.Clause:
		return describeClause(v)
	case *ruleset.Veto:
		text := describeClause(&v.Clause)
		if len(v.Applies) > 0 {
			text += "; applies: " + texts(v.Applies)
		}
		if v.Waiver != nil {
			text += "; waiver"
		}
		return text
	case *ruleset.Derive:
		return v.Expr.Text + describeRounding(v.Round)
	case *ruleset.Param:
		rows := make([]string, len(v.Values))
		for i := range v.Values {
			rows[i] = v.Values[i].Value.String() + v.Type.Unit + " (" + v.Values[i].From.String() + ")"
		}
		return strings.Join(rows, ", ")
	case *ruleset.Fact:
		return describeFact(v)
	case *ruleset.Row:
		return describeRow(v)
	case *ruleset.Tier:
		return clauseIDs(v.Require)
	case *ruleset.Indicator:
		return describeIndicator(v)
	case []ruleset.Band:
		rows := make([]string, len(v))
		for i := range v {
			rows[i] = v[i].Range.String() + ": " + v[i].Points.String()
		}
		return strings.Join(rows, ", ")
	case []ruleset.TablePoints:
		rows := make([]string, len(v))
		for i := range v {
			rows[i] = v[i].Value.String() + ": " + v[i].Points.String()
		}
		return strings.Join(rows, ", ")
	case []*ruleset.Grade:
		rows := make([]string, len(v))
		for i := range v {
			rows[i] = v[i].Range.String() + ": " + v[i].Label
		}
		return strings.Join(rows, ", ")
	case []ruleset.Key:
		keys := make([]string, len(v))
		for i := range v {
			keys[i] = v[i].Name + map[bool]string{true: " desc", false: " asc"}[v[i].Desc]
		}
		return strings.Join(keys, ", ")
	case []Share:
		rows := make([]string, len(v))
		for i := range v {
			rows[i] = fmt.Sprintf("%s %d", v[i].ID, v[i].Weight)
		}
		return strings.Join(rows, ", ")
	case ruleset.Rounding:
		return fmt.Sprintf("%d %s", v.Scale, v.Mode)
	case fact.LeapDay:
		return [...]string{"03-01", "02-28"}[v]
	case int:
		if v == 0 {
			return "—"
		}
		return fmt.Sprint(v)
	}
	return ""
}

func describeClause(c *ruleset.Clause) string {
	text := c.Expr.Text
	if c.Group != ruleset.Atomic {
		members := make([]string, len(c.Of))
		for i, m := range c.Of {
			members[i] = describeClause(m)
		}
		name := [...]string{"", "all", "any", "not", "at_least"}[c.Group]
		if c.Group == ruleset.AtLeast {
			name += fmt.Sprint(" ", c.N)
		}
		text = name + " [" + strings.Join(members, "; ") + "]"
	}
	if c.OnMissing != ruleset.MissingInherits {
		text += "; on_missing: " + missing(c.OnMissing)
	}
	if !c.Since.IsZero() {
		text += "; since " + c.Since.String()
	}
	if !c.Until.IsZero() {
		text += "; until " + c.Until.String()
	}
	return text
}

func missing(m ruleset.OnMissing) string { return [...]string{"", "undecided", "fail"}[m] }

func describeRounding(r *ruleset.Rounding) string {
	if r == nil {
		return ""
	}
	return " (" + describe(*r) + ")"
}

func describeFact(f *ruleset.Fact) string {
	parts := []string{f.Type.Kind.String()}
	if f.Type.Unit != "" {
		parts = append(parts, f.Type.Unit)
	}
	if len(f.Type.Values) > 0 {
		parts = append(parts, "["+strings.Join(f.Type.Values, ", ")+"]")
	}
	if f.Domain != nil {
		parts = append(parts, f.Domain.String())
	}
	if !f.MaxAge.IsZero() {
		parts = append(parts, "max_age "+f.MaxAge.String("zh"))
	}
	if f.From != nil {
		from := f.From.Column
		if from == "" {
			from = f.From.Aggregate + " " + f.From.Field + " of " + f.From.Table
		}
		if f.From.Where != nil {
			from += " where " + f.From.Where.Text
		}
		parts = append(parts, "from "+from)
	}
	return strings.Join(parts, ", ")
}

func describeRow(r *ruleset.Row) string {
	var parts []string
	for i := range r.Tests {
		t := &r.Tests[i]
		switch {
		case t.Expr != nil:
			parts = append(parts, t.Expr.Text)
		case t.Range != nil:
			parts = append(parts, t.Input+" "+t.Range.String())
		default:
			parts = append(parts, t.Input+" ["+values(t.AnyOf)+"]")
		}
	}
	if r.When != nil {
		parts = append(parts, r.When.Text)
	}
	if r.Then == nil {
		return strings.Join(parts, "; ") + " → decide"
	}
	return strings.Join(parts, "; ") + " → " + values(r.Then)
}

func values(list []fact.Value) string {
	words := make([]string, len(list))
	for i := range list {
		words[i] = list[i].String()
	}
	return strings.Join(words, ", ")
}

func texts(list []ruleset.Text) string {
	words := make([]string, len(list))
	for i := range list {
		words[i] = list[i].Text
	}
	return strings.Join(words, ", ")
}

func clauseIDs(list []*ruleset.Clause) string {
	words := make([]string, len(list))
	for i := range list {
		words[i] = list[i].ID
	}
	return strings.Join(words, ", ")
}

func describeIndicator(in *ruleset.Indicator) string {
	name := [...]string{"bands", "table", "each", "deduct", "expr", "value", "percentile", "minmax"}[in.Method]
	switch in.Method {
	case ruleset.Bands:
		return in.Input.Text + " " + describe(in.Bands)
	case ruleset.Table:
		return in.Input.Text + " " + describe(in.Table)
	case ruleset.Formula:
		return in.Expr.Text
	case ruleset.Each, ruleset.Deduct:
		return fmt.Sprintf("%s %s %s/%s", name, in.Input.Text, in.Points, in.Step)
	}
	return name + " " + in.Input.Text
}

func atLimit(r *ruleset.Ranking) string {
	if r.LimitFlag {
		return "flag"
	}
	return "extend"
}

func describeWithin(r *ruleset.Ranking) string {
	if r.WithinBy.Text == "" {
		return "—"
	}
	return fmt.Sprintf("%s %d", r.WithinBy.Text, r.WithinTop)
}

func scoreMethod(s *ruleset.Score) string {
	var parts []string
	if s.Topsis {
		parts = append(parts, "topsis")
	}
	if s.Entropy {
		parts = append(parts, "entropy")
	}
	if s.AHP != nil {
		rows := make([]string, len(s.AHP))
		for i, row := range s.AHP {
			cells := make([]string, len(row))
			for k := range row {
				cells[k] = row[k].String()
			}
			rows[i] = "[" + strings.Join(cells, ", ") + "]"
		}
		parts = append(parts, "ahp "+strings.Join(rows, " "))
	}
	if len(parts) == 0 {
		return "—"
	}
	return strings.Join(parts, ", ")
}
