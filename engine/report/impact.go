package report

import (
	"strconv"

	"slate/engine/diag"
	"slate/engine/fact"
	"slate/engine/tune"
)

// Impact adds to the page of a comparison how groups of people fare at every stage.
func Impact(doc *Document, im *tune.Impact, lang diag.Lang) {
	v := impactView{im, lang}
	doc.heading(v.word(wImpactHead, "name", im.Name))
	stages := []tune.Stage{tune.InPool, tune.Eligible, tune.Passing}
	heads := []word{wImpactPool, wImpactEligible, wImpactPassing}
	if im.Scored {
		stages, heads = append(stages, tune.Scored), append(heads, wImpactScored)
	}
	stages, heads = append(stages, tune.Listed), append(heads, wImpactListed)
	t := &Table{Name: "groups", Columns: []Column{{Head: v.word(wImpactGroup)}}}
	for _, h := range heads {
		t.Columns = append(t.Columns, Column{Head: v.word(h), Right: true})
	}
	t.Columns = append(t.Columns, Column{Head: v.word(wImpactRate), Right: true}, Column{Head: v.word(wImpactRatio)})
	for i := range im.Groups {
		g := &im.Groups[i]
		row := []string{g.Value}
		for _, s := range stages {
			row = append(row, v.count(g, s))
		}
		t.Rows = append(t.Rows, append(row, v.rate(g), v.ratio(g)))
	}
	total := []string{v.word(wImpactTotal)}
	for _, s := range stages {
		total = append(total, arrow(strconv.Itoa(im.OldTotal[s]), strconv.Itoa(im.NewTotal[s])))
	}
	t.Rows = append(t.Rows, append(total, share(tune.Rate{On: im.NewTotal[tune.Listed], Of: im.NewTotal[tune.InPool]}), ""))
	doc.table(t)
	if im.Unknown > 0 {
		doc.text(v.word(wImpactUnknown, "n", strconv.Itoa(im.Unknown), "name", im.Name))
	}
	v.cause(doc)
	doc.text(v.word(wImpactConvention, "n", strconv.Itoa(tune.Fewest)))
}

type impactView struct {
	im   *tune.Impact
	lang diag.Lang
}

func (v *impactView) word(w word, args ...string) string { return say(v.lang, w, args...) }

func (v *impactView) count(g *tune.Group, s tune.Stage) string {
	if g.Withheld {
		return "—"
	}
	return arrow(strconv.Itoa(g.Old[s]), strconv.Itoa(g.New[s]))
}

func (v *impactView) rate(g *tune.Group) string {
	if g.Withheld {
		return "—"
	}
	return share(g.Rate())
}

// share writes 16/60 (26.7%).
func share(r tune.Rate) string {
	if r.Of == 0 {
		return "—"
	}
	return strconv.Itoa(r.On) + "/" + strconv.Itoa(r.Of) + " (" + fact.Ratio(100*int64(r.On), int64(r.Of)).Fixed(1) + "%)"
}

// highest returns the group with the highest share on the list, nil where none is shown.
func (v *impactView) highest() *tune.Group {
	var high *tune.Group
	for i := range v.im.Groups {
		if g := &v.im.Groups[i]; !g.Withheld && g.Rate().Of > 0 && (high == nil || high.Rate().Less(g.Rate())) {
			high = g
		}
	}
	return high
}

func (v *impactView) ratio(g *tune.Group) string {
	high := v.highest()
	switch {
	case g.Withheld:
		return v.word(wImpactWithheld)
	case high == nil || high.Rate().On == 0 || g.Rate().Of == 0:
		return "—"
	}
	r := ratio(g.Rate(), high.Rate())
	text := r.String() + " (" + r.Fixed(2) + ")"
	if tune.FourFifths(g.Rate(), high.Rate()) {
		text += " " + v.word(wImpactLine)
	}
	return text
}

// ratio divides two shares exactly.
func ratio(a, b tune.Rate) fact.Number {
	r, err := fact.Ratio(int64(a.On), int64(a.Of)).Quo(fact.Ratio(int64(b.On), int64(b.Of)))
	if err != nil {
		return fact.Number{}
	}
	return r
}

func (v *impactView) cause(doc *Document) {
	c := v.im.Cause
	if c == nil {
		return
	}
	high, low := &v.im.Groups[c.High], &v.im.Groups[c.Low]
	if c.Clause == "" {
		doc.text(v.word(wImpactOrder, "low", low.Value, "high", high.Value))
		return
	}
	doc.text(v.word(wImpactCause, "low", low.Value, "high", high.Value, "clause", c.Clause+" "+c.Label,
		"lo", strconv.Itoa(c.LowStopped), "ln", strconv.Itoa(low.New[tune.InPool]), "ho", strconv.Itoa(c.HighStopped), "hn", strconv.Itoa(high.New[tune.InPool])))
}

type impactJSON struct {
	Fact     string      `json:"fact"`
	Fewest   int         `json:"smallest_group_shown"`
	Groups   []groupJSON `json:"groups"`
	OldTotal countsJSON  `json:"old_total"`
	NewTotal countsJSON  `json:"new_total"`
	Unknown  int         `json:"unknown"`
	Cause    *gapJSON    `json:"widest_gap,omitempty"`
}

type groupJSON struct {
	Value      string      `json:"value"`
	Withheld   bool        `json:"withheld"`
	Old        *countsJSON `json:"old,omitempty"`
	New        *countsJSON `json:"new,omitempty"`
	Ratio      string      `json:"ratio_to_highest,omitempty"`
	FourFifths bool        `json:"below_four_fifths,omitempty"`
}

type countsJSON struct {
	Pool     int `json:"pool"`
	Eligible int `json:"eligible"`
	Passing  int `json:"passing"`
	Scored   int `json:"scored"`
	Listed   int `json:"listed"`
}

type gapJSON struct {
	High        string `json:"high"`
	Low         string `json:"low"`
	Clause      string `json:"clause,omitempty"` // none: it is the order that tells
	HighStopped int    `json:"high_stopped"`
	LowStopped  int    `json:"low_stopped"`
}

func newImpactJSON(im *tune.Impact) *impactJSON {
	v := impactView{im: im}
	counts := func(c tune.Counts) countsJSON {
		return countsJSON{c[tune.InPool], c[tune.Eligible], c[tune.Passing], c[tune.Scored], c[tune.Listed]}
	}
	out := &impactJSON{Fact: im.Name, Fewest: tune.Fewest, OldTotal: counts(im.OldTotal), NewTotal: counts(im.NewTotal), Unknown: im.Unknown}
	high := v.highest()
	for i := range im.Groups {
		g := &im.Groups[i]
		j := groupJSON{Value: g.Value, Withheld: g.Withheld}
		if !g.Withheld {
			old, new := counts(g.Old), counts(g.New)
			j.Old, j.New = &old, &new
			if high != nil && high.Rate().On > 0 && g.Rate().Of > 0 {
				j.Ratio, j.FourFifths = ratio(g.Rate(), high.Rate()).String(), tune.FourFifths(g.Rate(), high.Rate())
			}
		}
		out.Groups = append(out.Groups, j)
	}
	if c := im.Cause; c != nil {
		out.Cause = &gapJSON{im.Groups[c.High].Value, im.Groups[c.Low].Value, c.Clause, c.HighStopped, c.LowStopped}
	}
	return out
}
