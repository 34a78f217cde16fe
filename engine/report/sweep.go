package report

import (
	"io"
	"slices"
	"strconv"
	"strings"

	"slate/engine/diag"
	"slate/engine/eval"
	"slate/engine/fact"
	"slate/engine/roster"
	"slate/engine/tune"
)

// Sweep is the page of a sweep: where things stand, a plot, who changes first either way, cliffs, and who is near the
// threshold. margin is the share of the value in force that counts as near.
func Sweep(c *tune.Curve, margin fact.Number, lang diag.Lang) *Document {
	v := sweepView{c: c, lang: lang}
	d := &Document{Title: v.word(wSweepTitle, "param", v.name())}
	if c.Steps == nil {
		d.text(v.word(wSweepUndecided))
		return d
	}
	if c.Here >= 0 {
		s := &c.Steps[c.Here]
		d.text(v.word(wSweepNow, "now", v.amount(c.Now), "pass", strconv.Itoa(s.Pass), "tier", c.Program.TierLabel(c.Tier), "open", strconv.Itoa(s.Undecided), "list", v.listed(s)))
	}
	v.notes(d)
	if len(c.Steps) == 1 {
		d.text(v.word(wSweepStill, "from", v.amount(c.From), "to", v.amount(c.To)))
		return d
	}
	d.text(v.word(wSweepRange, "from", v.amount(c.From), "to", v.amount(c.To), "n", strconv.Itoa(len(c.Steps))))
	d.heading(v.word(wSweepPlot) + v.withList())
	d.lines(v.plot()...)
	if c.Here >= 0 {
		v.next(d, wSweepNextDown, v.down())
		v.next(d, wSweepNextUp, v.up())
	}
	v.cliffs(d)
	v.near(d, margin)
	return d
}

// SweepSteps is a table named "steps" with a row for each step of a sweep.
func SweepSteps(c *tune.Curve, lang diag.Lang) *Document {
	v := sweepView{c: c, lang: lang}
	t := &Table{Name: "steps"}
	for _, w := range []word{wSweepValue, wSweepPass, wOpen, wListed, wSweepIn, wSweepOut, wSweepListIn, wSweepListOut} {
		t.Columns = append(t.Columns, Column{Head: v.word(w)})
	}
	for i := range c.Steps {
		s := &c.Steps[i]
		list := ""
		if s.OnList >= 0 {
			list = strconv.Itoa(s.OnList)
		}
		t.Rows = append(t.Rows, []string{v.stretch(s), strconv.Itoa(s.Pass), strconv.Itoa(s.Undecided), list,
			v.people(s.In, 1<<30), v.people(s.Out, 1<<30), v.people(s.ListIn, 1<<30), v.people(s.ListOut, 1<<30)})
	}
	d := &Document{}
	d.table(t)
	return d
}

type sweepView struct {
	c    *tune.Curve
	lang diag.Lang
}

func (v *sweepView) word(w word, args ...string) string { return say(v.lang, w, args...) }

func (v *sweepView) name() string { return v.c.Program.Names[v.c.Slot].Name }

func (v *sweepView) amount(n fact.Number) string {
	return fact.Amount(n, v.c.Program.Names[v.c.Slot].Type.Unit)
}

func (v *sweepView) listed(s *tune.Step) string {
	if s.OnList < 0 {
		return v.word(wSweepNoList)
	}
	return v.word(wSweepList, "n", strconv.Itoa(s.OnList))
}

func (v *sweepView) notes(d *Document) {
	if v.c.Crooked {
		d.text(v.word(wSweepTried))
	}
	if v.c.Moving {
		d.text(v.word(wSweepMoving))
	}
	if v.c.TooMany {
		d.text(v.word(wSweepTooMany))
	}
}

func (v *sweepView) withList() string {
	switch {
	case !v.limited():
		return ""
	case v.c.Tier != v.c.Program.Ranking.Tier:
		return " / " + v.word(wSweepPlotList)
	}
	return " / " + v.word(wSweepPlotList) + paren(v.lang, v.word(wSweepDark))
}

// limited reports whether the list is something else than those who pass.
func (v *sweepView) limited() bool {
	return slices.ContainsFunc(v.c.Steps, func(s tune.Step) bool { return s.OnList >= 0 && s.OnList != s.Pass })
}

// stretch writes the values of a step.
func (v *sweepView) stretch(s *tune.Step) string {
	from, to := v.amount(s.From), v.amount(s.To)
	switch {
	case s.From.Equal(s.To):
		return from
	case s.OpenFrom && s.OpenTo:
		return v.word(wSweepInside, "from", from, "to", to)
	case s.OpenFrom:
		return v.word(wSweepUpTo, "from", from, "to", to)
	case s.OpenTo:
		return v.word(wSweepBefore, "from", from, "to", to)
	}
	return v.word(wSweepFromTo, "from", from, "to", to)
}

// people names people, at most n of them.
func (v *sweepView) people(list []int, n int) string {
	var names []string
	for _, i := range list[:min(n, len(list))] {
		p := v.c.Snapshot.Person(i)
		names = append(names, p.Name+paren(v.lang, roster.Mask(p.ID)))
	}
	text := and(v.lang, names)
	if len(list) > n {
		return v.word(wSweepMany, "names", text, "n", strconv.Itoa(len(list)))
	}
	return text
}

// named is how many people a line names.
const named = 5

// changes is what happens when the parameter comes to a step from one beside it.
type changes struct {
	at                       string
	in, out, listIn, listOut []int
}

// down returns the steps below the value in force, nearest first, as seen from above.
func (v *sweepView) down() []changes {
	var out []changes
	for i := v.c.Here; i > 0; i-- {
		s, below := &v.c.Steps[i], &v.c.Steps[i-1]
		at := v.word(wSweepBelow, "v", v.amount(s.From))
		if !below.OpenTo {
			at = v.amount(below.To)
		}
		out = append(out, changes{at, s.Out, s.In, s.ListOut, s.ListIn})
	}
	return out
}

// up returns the steps above the value in force, nearest first.
func (v *sweepView) up() []changes {
	var out []changes
	for i := v.c.Here + 1; i < len(v.c.Steps); i++ {
		s := &v.c.Steps[i]
		at := v.amount(s.From)
		if s.OpenFrom {
			at = v.word(wSweepAbove, "v", at)
		}
		out = append(out, changes{at, s.In, s.Out, s.ListIn, s.ListOut})
	}
	return out
}

// nextShown is how many steps either way are shown.
const nextShown = 3

func (v *sweepView) next(d *Document, head word, steps []changes) {
	d.heading(v.word(head))
	if len(steps) == 0 {
		d.text(v.word(wSweepNone))
		return
	}
	v.changes(d, steps[:min(nextShown, len(steps))])
}

func (v *sweepView) changes(d *Document, steps []changes) {
	t := &Table{Columns: []Column{{Head: v.word(wSweepValue)}, {Head: v.word(wDiffChange)}}}
	for i := range steps {
		s := &steps[i]
		var said []string
		for _, part := range []struct {
			w    word
			list []int
		}{{wSweepIn, s.in}, {wSweepOut, s.out}, {wSweepListIn, s.listIn}, {wSweepListOut, s.listOut}} {
			if len(part.list) > 0 {
				said = append(said, v.word(part.w)+colon(v.lang)+v.people(part.list, named))
			}
		}
		if len(said) == 0 {
			said = []string{v.word(wSweepElse)}
		}
		t.Rows = append(t.Rows, []string{s.at, join(v.lang, said)})
	}
	d.table(t)
}

// cliffs shows where one value moves the most people.
func (v *sweepView) cliffs(d *Document) {
	var steep []int
	size := func(i int) int { return len(v.c.Steps[i].In) + len(v.c.Steps[i].Out) }
	for i := 1; i < len(v.c.Steps); i++ {
		if size(i) >= 3 {
			steep = append(steep, i)
		}
	}
	if len(steep) == 0 {
		return
	}
	slices.SortStableFunc(steep, func(a, b int) int { return size(b) - size(a) })
	d.heading(v.word(wSweepCliffs))
	var shown []changes
	for _, i := range steep[:min(nextShown, len(steep))] {
		s := &v.c.Steps[i]
		at := v.amount(s.From)
		if s.OpenFrom {
			at = v.word(wSweepAbove, "v", at)
		}
		shown = append(shown, changes{at, s.In, s.Out, nil, nil})
	}
	v.changes(d, shown)
}

// near lists the people whose turning point is within a share of the value in force.
func (v *sweepView) near(d *Document, margin fact.Number) {
	width, err := v.c.Now.Abs().Mul(margin)
	if err != nil {
		return
	}
	share, _ := margin.Mul(fact.Int(100))
	d.heading(v.word(wSweepNear, "near", share.String()+"%"))
	t := &Table{Name: "near", Columns: []Column{{Head: v.word(wID)}, {Head: v.word(wName)}, {Head: v.word(wSweepResult)}, {Head: v.word(wSweepTurn), Right: true}, {Head: v.word(wSweepFar), Right: true}}}
	type one struct {
		turn *tune.Turn
		at   fact.Number
		by   fact.Number
	}
	var close []one
	for i := range v.c.Turns {
		turn := &v.c.Turns[i]
		for _, at := range turn.At {
			if by, err := at.Sub(v.c.Now); err == nil && by.Abs().Cmp(width) <= 0 {
				close = append(close, one{turn, at, by})
			}
		}
	}
	slices.SortStableFunc(close, func(a, b one) int { return a.by.Abs().Cmp(b.by.Abs()) })
	for _, o := range close[:min(len(close), maxMoves)] {
		p := v.c.Snapshot.Person(o.turn.Person)
		result := v.word(wFail)
		if o.turn.Passes {
			result = v.word(wPass)
		}
		t.Rows = append(t.Rows, []string{roster.Mask(p.ID), p.Name, result, v.amount(o.at), signedAmount(o.by, v.c.Program.Names[v.c.Slot].Type.Unit)})
	}
	if len(t.Rows) == 0 {
		d.text(v.word(wSweepNone))
		return
	}
	d.table(t)
	if hidden := len(close) - len(t.Rows); hidden > 0 {
		d.text(v.word(wMore, "n", strconv.Itoa(hidden)))
	}
}

func signedAmount(n fact.Number, unit string) string {
	if n.Sign() > 0 {
		return "+" + fact.Amount(n, unit)
	}
	return fact.Amount(n, unit)
}

// plotRows and plotWidth are the size of the plot in a terminal.
const (
	plotRows  = 16
	plotWidth = 50
)

// plot draws how many pass at equal distances, as bars of block characters; the list is the darker part of a bar.
func (v *sweepView) plot() []Line {
	most := 1
	for i := range v.c.Steps {
		most = max(most, v.c.Steps[i].Pass)
	}
	values := v.plotted()
	texts, width := make([]string, len(values)), 0
	for i, n := range values {
		texts[i] = v.amount(n)
		width = max(width, diag.Width(texts[i]))
	}
	var lines []Line
	for i, n := range values {
		s := v.c.Steps[v.step(n)]
		long := s.Pass * plotWidth / most
		dark := 0
		if s.OnList > 0 && v.limited() && v.c.Tier == v.c.Program.Ranking.Tier {
			dark = min(long, s.OnList*plotWidth/most)
		}
		text := strings.Repeat(" ", width-diag.Width(texts[i])) + texts[i] + " │" + strings.Repeat("█", dark) + strings.Repeat("▒", long-dark) + " " + strconv.Itoa(s.Pass)
		if v.limited() && s.OnList >= 0 {
			text += " / " + strconv.Itoa(s.OnList)
		}
		if n.Equal(v.c.Now) {
			text += " ◄"
		}
		lines = append(lines, Line{Depth: 0, Text: text})
	}
	return lines
}

// plotted returns values at equal distances, and the value in force.
func (v *sweepView) plotted() []fact.Number {
	width, _ := v.c.To.Sub(v.c.From)
	rows := int64(plotRows)
	if n, ok := width.Int64(); ok && v.c.Whole && n < 2*plotRows {
		rows = n // each of them
	}
	var out []fact.Number
	for i := range rows + 1 {
		part, _ := width.Mul(fact.Ratio(i, rows))
		n, _ := v.c.From.Add(part)
		if v.c.Whole {
			n = n.Floor()
		}
		out = append(out, n)
	}
	if v.c.Here >= 0 {
		out = append(out, v.c.Now)
	}
	slices.SortFunc(out, fact.Number.Cmp)
	return slices.CompactFunc(out, fact.Number.Equal)
}

// step returns the number of the step that holds a value.
func (v *sweepView) step(n fact.Number) int {
	for i := range v.c.Steps {
		if v.c.Steps[i].Holds(n) {
			return i
		}
	}
	return 0
}

// Grid is the page of two parameters at once.
func Grid(g *tune.Grid, lang diag.Lang) *Document {
	p := g.First.Program
	first, second := &p.Names[g.First.Slot], &p.Names[g.Second.Slot]
	d := &Document{Title: say(lang, wGridTitle)}
	d.text(say(lang, wGridHow, "first", first.Name, "second", second.Name))
	t := &Table{Name: "grid", Columns: []Column{{Head: first.Name + " \\ " + second.Name, Right: true}}}
	mark := func(n fact.Number, of *eval.Name) string {
		text := fact.Amount(n, of.Type.Unit)
		if n.Equal(of.Param.Value.Number()) {
			return "[" + text + "]"
		}
		return text
	}
	for _, n := range g.Columns {
		t.Columns = append(t.Columns, Column{Head: mark(n, second), Right: true})
	}
	for i, n := range g.Rows {
		row := []string{mark(n, first)}
		for _, c := range g.Cells[i] {
			row = append(row, strconv.Itoa(c.Pass)+"/"+strconv.Itoa(c.OnList))
		}
		t.Rows = append(t.Rows, row)
	}
	d.table(t)
	return d
}

// SweepFormat and GridFormat are the names and versions of the shapes that WriteSweepJSON and WriteGridJSON write.
const (
	SweepFormat = "slate.sweep/1"
	GridFormat  = "slate.grid/1"
)

type sweepJSON struct {
	Format  string     `json:"format"`
	Param   string     `json:"param"`
	Unit    string     `json:"unit,omitempty"`
	Now     string     `json:"now"`
	From    string     `json:"from"`
	To      string     `json:"to"`
	Tier    string     `json:"tier"`
	Decided bool       `json:"decided"`
	List    bool       `json:"list_decided"`
	Tried   bool       `json:"every_value_tried"`
	Steps   []stepJSON `json:"steps"`
	Turns   []turnJSON `json:"turning_points"`
}

type stepJSON struct {
	From      string   `json:"from"`
	OpenFrom  bool     `json:"from_excluded"`
	To        string   `json:"to"`
	OpenTo    bool     `json:"to_excluded"`
	Pass      int      `json:"pass"`
	Undecided int      `json:"undecided"`
	OnList    *int     `json:"on_list"`
	In        []string `json:"now_pass"`
	Out       []string `json:"no_longer_pass"`
	ListIn    []string `json:"enter_list"`
	ListOut   []string `json:"leave_list"`
}

type turnJSON struct {
	ID     string   `json:"id"`
	Passes bool     `json:"passes_now"`
	At     []string `json:"at"`
}

// WriteSweepJSON writes a sweep as data.
func WriteSweepJSON(w io.Writer, c *tune.Curve) error {
	n := &c.Program.Names[c.Slot]
	out := sweepJSON{Format: SweepFormat, Param: n.Name, Unit: n.Type.Unit, Now: c.Now.String(), From: c.From.String(), To: c.To.String(),
		Tier: c.Program.Tiers[c.Tier].Rules.ID, Decided: c.Steps != nil, List: c.Steps != nil && !c.Moving && !c.TooMany, Tried: c.Crooked && c.Steps != nil, Steps: []stepJSON{}, Turns: []turnJSON{}}
	ids := func(list []int) []string {
		out := []string{}
		for _, i := range list {
			out = append(out, c.Snapshot.Person(i).ID)
		}
		return out
	}
	for i := range c.Steps {
		s := &c.Steps[i]
		j := stepJSON{From: s.From.String(), OpenFrom: s.OpenFrom, To: s.To.String(), OpenTo: s.OpenTo, Pass: s.Pass, Undecided: s.Undecided,
			In: ids(s.In), Out: ids(s.Out), ListIn: ids(s.ListIn), ListOut: ids(s.ListOut)}
		if s.OnList >= 0 {
			j.OnList = &s.OnList
		}
		out.Steps = append(out.Steps, j)
	}
	for i := range c.Turns {
		t := turnJSON{ID: c.Snapshot.Person(c.Turns[i].Person).ID, Passes: c.Turns[i].Passes}
		for _, at := range c.Turns[i].At {
			t.At = append(t.At, at.String())
		}
		out.Turns = append(out.Turns, t)
	}
	return encode(w, out)
}

type gridJSON struct {
	Format  string   `json:"format"`
	First   string   `json:"first"`
	Second  string   `json:"second"`
	Rows    []string `json:"first_values"`
	Columns []string `json:"second_values"`
	Pass    [][]int  `json:"pass"`
	OnList  [][]int  `json:"on_list"`
}

// WriteGridJSON writes a grid as data.
func WriteGridJSON(w io.Writer, g *tune.Grid) error {
	p := g.First.Program
	out := gridJSON{Format: GridFormat, First: p.Names[g.First.Slot].Name, Second: p.Names[g.Second.Slot].Name}
	for _, n := range g.Rows {
		out.Rows = append(out.Rows, n.String())
	}
	for _, n := range g.Columns {
		out.Columns = append(out.Columns, n.String())
	}
	for _, row := range g.Cells {
		var pass, list []int
		for _, c := range row {
			pass, list = append(pass, c.Pass), append(list, c.OnList)
		}
		out.Pass, out.OnList = append(out.Pass, pass), append(out.OnList, list)
	}
	return encode(w, out)
}
