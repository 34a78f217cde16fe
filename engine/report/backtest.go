package report

import (
	"io"
	"strconv"

	"slate/engine/diag"
	"slate/engine/roster"
	"slate/engine/tune"
)

// Backtest is the page that holds the rules against a list that was chosen.
func Backtest(b *tune.Backtest, lang diag.Lang) *Document {
	v := backView{b: b, lang: lang}
	d := &Document{Title: v.word(wBackTitle)}
	share := "—"
	if b.Chosen > 0 {
		share = strconv.Itoa(len(b.Agree)) + "/" + strconv.Itoa(b.Chosen)
	}
	d.text(v.word(wBackSummary, "chosen", strconv.Itoa(b.Chosen), "list", strconv.Itoa(b.Result.Totals.OnList), "agree", strconv.Itoa(len(b.Agree)), "share", share))
	if len(b.Absent) > 0 {
		var ids []string
		for _, id := range b.Absent {
			ids = append(ids, roster.Mask(id))
		}
		d.text(v.word(wBackAbsent, "n", strconv.Itoa(len(ids)), "ids", and(lang, ids)))
	}
	if len(b.NotListed)+len(b.NotChosen) == 0 {
		d.text(v.word(wBackSame))
		return d
	}
	v.clauses(d)
	v.people(d, wBackNotListed, b.NotListed)
	v.people(d, wBackNotChosen, b.NotChosen)
	d.text(v.word(wBackCaution))
	return d
}

// Disagreements is a table named "disagreements" with a row for each person about whom people and rules differ.
func Disagreements(b *tune.Backtest, lang diag.Lang) *Document {
	v := backView{b: b, lang: lang}
	t := &Table{Name: "disagreements", Columns: append([]Column{{Head: v.word(wDiffChange)}}, v.columns()...)}
	for i := range b.NotListed {
		t.Rows = append(t.Rows, append([]string{v.word(wBackNotListed)}, v.row(&b.NotListed[i])...))
	}
	for i := range b.NotChosen {
		t.Rows = append(t.Rows, append([]string{v.word(wBackNotChosen)}, v.row(&b.NotChosen[i])...))
	}
	d := &Document{}
	d.table(t)
	return d
}

type backView struct {
	b    *tune.Backtest
	lang diag.Lang
}

func (v *backView) word(w word, args ...string) string { return say(v.lang, w, args...) }

func (v *backView) clauses(d *Document) {
	if len(v.b.Clauses) == 0 {
		return
	}
	d.heading(v.word(wBackClauses))
	t := &Table{Name: "clauses", Columns: []Column{{Head: v.word(wBackCount), Right: true}, {Head: v.word(wEditClause)}}}
	for _, c := range v.b.Clauses {
		clause := v.b.Result.Pool.Program.Leaves[c.Leaf].Clause
		t.Rows = append(t.Rows, []string{strconv.Itoa(c.People), clause.ID + " " + clause.Label})
	}
	d.table(t)
}

func (v *backView) columns() []Column {
	return []Column{{Head: v.word(wID)}, {Head: v.word(wName)}, {Head: v.word(wPlace)}, {Head: v.word(wBackReason)}}
}

func (v *backView) people(d *Document, head word, list []tune.Disagreement) {
	if len(list) == 0 {
		return
	}
	d.heading(v.word(head) + colon(v.lang) + v.word(wRoster, "n", strconv.Itoa(len(list))))
	t := &Table{Columns: v.columns()}
	for i := range list[:min(len(list), maxShown)] {
		t.Rows = append(t.Rows, v.row(&list[i]))
	}
	d.table(t)
	if hidden := len(list) - len(t.Rows); hidden > 0 {
		d.text(v.word(wMore, "n", strconv.Itoa(hidden)))
	}
}

func (v *backView) row(x *tune.Disagreement) []string {
	r := v.b.Result
	p := r.Pool.Snapshot.Person(x.Person)
	place := "—"
	if x.Place.Best > 0 {
		place = strconv.Itoa(x.Place.Best)
		if x.Place.Worst != x.Place.Best {
			place += "–" + strconv.Itoa(x.Place.Worst)
		}
	}
	say := speak(v.lang, r.Pool.Person(x.Person))
	reason := say.sentence(r.Pool.Program.Ranking.Tier)
	if x.Obstacle == tune.Behind {
		reason = v.word(wBackBehind, "place", place)
		if r.Pool.Program.Score != nil {
			reason += paren(v.lang, v.word(wScore)+" "+say.score())
		}
	}
	return []string{roster.Mask(p.ID), p.Name, place, reason}
}

// BacktestFormat is the name and version of the shape that WriteBacktestJSON writes.
const BacktestFormat = "slate.backtest/1"

type backtestJSON struct {
	Format    string             `json:"format"`
	Chosen    int                `json:"chosen"`
	OnList    int                `json:"on_list"`
	Agree     []string           `json:"agree"`
	NotListed []disagreementJSON `json:"chosen_not_listed"`
	NotChosen []disagreementJSON `json:"listed_not_chosen"`
	Absent    []string           `json:"not_in_roster"`
	Clauses   []clauseCountJSON  `json:"clauses"`
}

type disagreementJSON struct {
	ID       string   `json:"id"`
	Obstacle string   `json:"obstacle"` // none, stopped, waiting, behind
	Clauses  []string `json:"clauses"`
	Place    int      `json:"place,omitempty"`
}

type clauseCountJSON struct {
	Clause string `json:"clause"`
	People int    `json:"people"`
}

// WriteBacktestJSON writes the comparison as data.
func WriteBacktestJSON(w io.Writer, b *tune.Backtest) error {
	pool := b.Result.Pool
	out := backtestJSON{Format: BacktestFormat, Chosen: b.Chosen, OnList: b.Result.Totals.OnList, Agree: []string{}, Absent: append([]string{}, b.Absent...), Clauses: []clauseCountJSON{}}
	for _, i := range b.Agree {
		out.Agree = append(out.Agree, pool.Snapshot.Person(i).ID)
	}
	people := func(list []tune.Disagreement) []disagreementJSON {
		all := []disagreementJSON{}
		for i := range list {
			d := disagreementJSON{ID: pool.Snapshot.Person(list[i].Person).ID, Obstacle: list[i].Obstacle.String(), Clauses: []string{}, Place: list[i].Place.Best}
			for _, leaf := range list[i].Leaves {
				d.Clauses = append(d.Clauses, pool.Program.Leaves[leaf].Clause.ID)
			}
			all = append(all, d)
		}
		return all
	}
	out.NotListed, out.NotChosen = people(b.NotListed), people(b.NotChosen)
	for _, c := range b.Clauses {
		out.Clauses = append(out.Clauses, clauseCountJSON{pool.Program.Leaves[c.Leaf].Clause.ID, c.People})
	}
	return encode(w, out)
}
