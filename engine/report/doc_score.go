package report

import (
	"slices"
	"strconv"

	"slate/engine/diag"
	"slate/engine/fact"
	"slate/engine/roster"
	"slate/engine/ruleset"
)

func (v *measures) score() {
	s := v.rs.Score
	if s == nil {
		return
	}
	v.chapter(wDocScore)
	a := v.article(v.scoreText(s))
	weights := &Table{Name: "weights", Columns: []Column{{Head: v.say(wDocCriterion)}, {Head: v.say(wDocWeight), Right: true},
		{Head: v.say(wDocIndicator)}, {Head: v.say(wDocWeight), Right: true}, {Head: v.say(wDocReads)}, {Head: v.say(wBasis)}}}
	percent := func(weighted bool, w int) string {
		if !weighted {
			return "—"
		}
		return strconv.Itoa(w) + "%"
	}
	for _, c := range s.Criteria {
		for i, in := range c.Indicators {
			row := []string{"", "", nameOf(in.Label, in.ID), percent(in.Weighted, in.Weight), v.input(in), orDash(in.Basis)}
			if i == 0 {
				row[0], row[1] = nameOf(c.Label, c.ID), percent(c.Weighted, c.Weight)
			}
			if c.Leaf {
				row[2], row[3] = "—", "—"
			}
			if row[5] == "—" {
				row[5] = orDash(c.Basis)
			}
			weights.Rows = append(weights.Rows, row)
		}
	}
	a.Tables = append(a.Tables, weights)
	if missing := v.scoreMissing(s); missing != "" {
		v.article(missing)
	}
	for _, c := range s.Criteria {
		v.criterion(c)
	}
}

func (v *measures) scoreText(s *ruleset.Score) string {
	how := wDocScoreSum
	switch {
	case s.Topsis:
		how = wDocTopsis
	case s.Entropy:
		how = wDocEntropy
	case s.AHP != nil:
		how = wDocAHP
	case s.Criteria[0].Weighted:
		how = wDocScoreWeighted
	}
	label := s.Label
	if label == "" {
		label = v.say(wScore)
	}
	return v.sentences(v.say(how, "label", label), v.say(wDocScoreRound, "how", v.rounding(&s.Round)))
}

func (v *measures) scoreMissing(s *ruleset.Score) string {
	open, filled := false, false
	for _, c := range s.Criteria {
		for _, in := range c.Indicators {
			open = open || in.OnMissing == nil
			filled = filled || in.OnMissing != nil
		}
	}
	var said []string
	if open {
		said = append(said, v.say(wDocScoreOpen))
	}
	if filled {
		said = append(said, v.say(wDocScoreFilled))
	}
	return v.sentences(said...)
}

// input says what an indicator reads.
func (v *measures) input(in *ruleset.Indicator) string {
	if in.Method == ruleset.Formula {
		return v.say(wDocByFormula)
	}
	return in.Input.Text
}

func (v *measures) criterion(c *ruleset.Criterion) {
	lead := v.say(wDocCriterionIs, "label", nameOf(c.Label, c.ID), "basis", v.basis(c.Basis))
	if c.Weighted {
		lead = v.say(wDocCriterionWeighs, "label", nameOf(c.Label, c.ID), "n", strconv.Itoa(c.Weight), "basis", v.basis(c.Basis))
	}
	a := v.article("")
	v.cite(a.Number, 0, c.ID, c.Label, c.Span, c.Basis)
	if c.Leaf {
		text, t := v.indicator(c.Indicators[0])
		a.Text = v.sentences(lead, text)
		if t != nil {
			a.Tables = append(a.Tables, t)
		}
		return
	}
	for _, in := range c.Indicators {
		text, t := v.indicator(in)
		name := nameOf(in.Label, in.ID)
		if in.Weighted {
			name += paren(v.lang, v.say(wWeight, "n", strconv.Itoa(in.Weight)+"%"))
		}
		n := a.item(name + colon(v.lang) + text + v.basis(in.Basis))
		v.cite(a.Number, n, in.ID, in.Label, in.Span, in.Basis)
		a.Items[n-1].Table = t
	}
	limits := ""
	switch {
	case c.Max != nil && c.Min != nil:
		limits = v.say(wDocLimits, "max", c.Max.String(), "min", c.Min.String())
	case c.Max != nil:
		limits = v.say(wDocCap, "n", c.Max.String())
	case c.Min != nil:
		limits = v.say(wDocFloor, "n", c.Min.String())
	}
	a.Text = v.sentences(lead, limits)
}

// indicator says how an indicator gives its points, with a table where it has bands or a table.
func (v *measures) indicator(in *ruleset.Indicator) (text string, t *Table) {
	unit := ""
	if slot, ok := v.p.NameOf(in.Input.Text); ok {
		unit = v.p.Names[slot].Type.Unit
	}
	amount := func(n fact.Number) string { return fact.Amount(n, unit) }
	switch in.Method {
	case ruleset.Bands, ruleset.Table:
		text = v.say(wDocBands, "input", in.Input.Text)
		t = &Table{Name: in.ID, Columns: []Column{{Head: withUnitHead(v.lang, in.Input.Text, unit)}, {Head: v.say(wDocPoints), Right: true}}}
		for _, b := range in.Bands {
			t.Rows = append(t.Rows, []string{interval(v.lang, b.Range, unit), b.Points.String()})
		}
		for _, b := range in.Table {
			t.Rows = append(t.Rows, []string{show(v.lang, b.Value, fact.Type{}), b.Points.String()})
		}
	case ruleset.Each:
		text = v.say(wDocEach, "input", in.Input.Text, "from", amount(in.Start), "step", amount(in.Step), "points", in.Points.String())
	case ruleset.Deduct:
		text = v.say(wDocDeduct, "input", in.Input.Text, "start", in.Start.String(), "step", amount(in.Step), "points", in.Points.String())
	case ruleset.Formula:
		text = v.say(wDocFormula, "expr", v.indicatorFormula(in))
	case ruleset.Value:
		text = v.say(wDocValue, "input", in.Input.Text)
	case ruleset.Percentile, ruleset.Minmax:
		order := wDocMoreIsBetter
		if in.Descending {
			order = wDocLessIsBetter
		}
		text = v.say(map[ruleset.Method]word{ruleset.Percentile: wDocPercentile, ruleset.Minmax: wDocMinmax}[in.Method], "input", in.Input.Text, "order", v.say(order))
	}
	said := []string{text}
	switch {
	case in.Cap != nil && in.Floor != nil:
		said = append(said, v.say(wDocLimits, "max", in.Cap.String(), "min", in.Floor.String()))
	case in.Cap != nil:
		said = append(said, v.say(wDocCap, "n", in.Cap.String()))
	case in.Floor != nil:
		said = append(said, v.say(wDocFloor, "n", in.Floor.String()))
	}
	if m := in.OnMissing; m != nil {
		said = append(said, v.say(wDocIndicatorMissing, "n", m.Points.String(), "flag", m.Flag))
	}
	return v.sentences(said...), t
}

func (v *measures) indicatorFormula(in *ruleset.Indicator) string {
	for i := range v.p.Score.Indicators {
		if v.p.Score.Indicators[i].Rules == in {
			return v.words(v.plain.formula(v.p.Score.Indicators[i].Formula(), in.Expr.Text))
		}
	}
	return v.words(in.Expr.Text, false)
}

func withUnitHead(lang diag.Lang, name, unit string) string {
	if unit == "" {
		return name
	}
	return name + paren(lang, unit)
}

func (v *measures) grades() {
	if len(v.rs.Grades) == 0 {
		return
	}
	if v.rs.Score == nil {
		v.chapter(wDocScore)
	}
	a := v.article(v.say(wDocGrades))
	t := &Table{Name: "grades", Columns: []Column{{Head: v.say(wGrade)}, {Head: v.say(wScore)}}}
	for i, g := range v.rs.Grades {
		t.Rows = append(t.Rows, []string{g.Label, interval(v.lang, g.Range, v.say(wDocPointUnit))})
		v.cite(a.Number, i+1, g.Label, "", g.Span, "")
	}
	a.Tables = append(a.Tables, t)
}

func (v *measures) ranking() {
	r := v.rs.Ranking
	v.chapter(wDocRanking)
	tier := r.Tier.Text
	if tier == "" {
		tier = v.rs.Tiers[0].ID
	}
	var keys []string
	for i := range v.p.Ranking.Keys {
		k := &v.p.Ranking.Keys[i]
		name := keyName(v.p, k, v.lang)
		if id := k.Rules.Name; id == "grade" {
			name = v.say(wGrade)
		}
		order := wDocHighFirst
		if !k.Rules.Desc {
			order = wDocLowFirst
		}
		keys = append(keys, v.say(order, "key", name))
	}
	a := v.article(v.sentences(v.say(wDocRanked, "tier", v.tierName(tier)), v.say(wDocOrder)))
	if len(keys) == 0 {
		a.Text = v.sentences(v.say(wDocRanked, "tier", v.tierName(tier)), v.say(wDocNoOrder))
	}
	for _, k := range keys {
		a.item(v.sentence(k))
	}
	v.article(v.say(wDocTies))
	var limits []string
	if r.Limit > 0 {
		at := wDocExtend
		if r.LimitFlag {
			at = wDocFlag
		}
		limits = append(limits, v.say(wDocLimit, "n", strconv.Itoa(r.Limit)), v.say(at))
	}
	if r.WithinBy.Text != "" {
		limits = append(limits, v.say(wDocWithin, "by", r.WithinBy.Text, "n", strconv.Itoa(r.WithinTop)))
	}
	if r.Stable {
		limits = append(limits, v.say(wDocStable))
	}
	if limits != nil {
		v.article(v.sentences(limits...))
	}
}

func (v *measures) bodies() {
	if len(v.rs.Bodies) == 0 {
		return
	}
	v.chapter(wDocBodies)
	var all []string
	if n := v.rs.Arrange.Posts; n > 0 {
		all = append(all, v.say(wDocPosts, "n", strconv.Itoa(n)))
	}
	all = append(all, v.say(map[ruleset.Objective]word{ruleset.ByScore: wDocByScore, ruleset.ByRank: wDocByRank}[v.rs.Bodies[0].Objective]), v.say(wDocClash))
	v.article(v.sentences(all...))
	for _, b := range v.rs.Bodies {
		v.body(b)
	}
}

func (v *measures) body(b *ruleset.Body) {
	var lead []string
	lead = append(lead, v.say(wDocBody, "label", nameOf(b.Label, b.ID), "n", strconv.Itoa(b.Seats), "basis", v.basis(b.Basis)))
	if s := b.Surplus; s != nil {
		article := ""
		if s.Article() != "" {
			article = v.basis(s.Article())
		}
		lead = append(lead, v.say(wDocSurplus, "n", strconv.Itoa(s.Taken(b.Seats)), "basis", article))
	}
	if b.Reserve > 0 {
		lead = append(lead, v.say(wDocReserve, "n", strconv.Itoa(b.Reserve)))
	}
	a := v.article(v.sentences(lead...))
	v.cite(a.Number, 0, b.ID, b.Label, b.Span, b.Basis)
	tier := b.Tier.Text
	if tier == "" {
		tier = v.rs.Tiers[v.p.Ranking.Tier].ID
	}
	eligible := []string{v.say(wDocEligibleTier, "tier", v.tierName(tier))}
	if len(b.Grades) > 0 {
		var labels []string
		for _, g := range b.Grades {
			labels = append(labels, g.Text)
		}
		eligible = append(eligible, v.say(wDocEligibleGrade, "grades", and(v.lang, labels)))
	}
	if b.Where != nil {
		eligible = append(eligible, v.condition(*b.Where))
	}
	a.item(v.say(wDocEligible, "what", joinAnd(v.lang, eligible)))
	if len(b.ExclusiveWith) > 0 {
		var others []string
		for _, o := range b.ExclusiveWith {
			others = append(others, v.bodyName(o.Text))
		}
		a.item(v.say(wDocExclusive, "bodies", and(v.lang, others)))
	}
	if b.Under.Text != "" {
		a.item(v.say(wDocUnder, "body", v.bodyName(b.Under.Text)))
	}
	for _, q := range b.Quotas {
		n := a.item(v.quota(q))
		v.cite(a.Number, n, q.ID, q.Label, q.Span, q.Basis)
	}
	pins := func(list []ruleset.Pin, w word) {
		for _, p := range list {
			a.item(v.say(w, "person", roster.Mask(p.Person), "reason", orDash(p.Reason)))
		}
	}
	pins(b.MustInclude, wDocMustInclude)
	pins(b.MustExclude, wDocMustExclude)
	pins(b.Nominated, wDocNominated)
}

func joinAnd(lang diag.Lang, list []string) string {
	text := ""
	for i, s := range list {
		if i > 0 {
			text += say(lang, wPlainAnd)
		}
		text += s
	}
	return text
}

func (v *measures) bodyName(id string) string {
	for _, b := range v.rs.Bodies {
		if b.ID == id {
			return quote(v.lang, nameOf(b.Label, b.ID))
		}
	}
	return quote(v.lang, id)
}

func (v *measures) quota(q *ruleset.Quota) string {
	who := v.say(wDocEverybody)
	if q.Where != nil {
		who = v.say(wDocWho, "what", v.condition(*q.Where))
	}
	if q.Per.Text != "" {
		who = v.say(wDocPer, "who", who, "per", q.Per.Text)
	}
	var bounds []string
	if q.Min != nil {
		bounds = append(bounds, v.say(wDocMin, "n", strconv.Itoa(*q.Min)))
	}
	if q.Max != nil {
		bounds = append(bounds, v.say(wDocMax, "n", strconv.Itoa(*q.Max)))
	}
	of := v.say(wDocOfAll)
	if q.ShareOf != nil {
		of = v.say(wDocOfThose, "what", v.condition(*q.ShareOf))
	}
	if q.ShareMin != nil {
		bounds = append(bounds, v.say(wDocShareMin, "of", of, "n", q.ShareMin.String()))
	}
	if q.ShareMax != nil {
		bounds = append(bounds, v.say(wDocShareMax, "of", of, "n", q.ShareMax.String()))
	}
	text := who + joinComma(v.lang, bounds)
	if q.Label != "" {
		text = q.Label + colon(v.lang) + text
	}
	var more []string
	if q.WholeList {
		more = append(more, v.say(wDocOnList))
	}
	if !q.Hard {
		level := map[ruleset.Level]word{ruleset.Law: wDocLaw, ruleset.Policy: wDocPolicy, ruleset.Wish: wDocWish}[q.Level]
		more = append(more, v.say(wDocSoft, "level", v.say(level)))
	} else if q.Level == ruleset.Law {
		more = append(more, v.say(wDocHardLaw))
	}
	if q.Flex != nil {
		more = append(more, v.say(wDocFlex, "n", strconv.Itoa(*q.Flex)))
	}
	return v.sentence(append([]string{text}, more...)...) + v.basis(q.Basis)
}

func joinComma(lang diag.Lang, list []string) string {
	text := ""
	for i, s := range list {
		if i > 0 {
			text += say(lang, wDocComma)
		}
		text += s
	}
	return text
}

func (v *measures) closing() {
	v.chapter(wDocClosing)
	if years := v.rs.Calendar.Years; len(years) > 0 {
		var list []string
		for _, y := range slices.Sorted(slices.Values(years)) {
			list = append(list, strconv.Itoa(y))
		}
		v.article(v.say(wDocCalendar, "years", and(v.lang, list)))
	}
	if len(v.rs.Off) > 0 {
		a := v.article(v.say(wDocOff))
		for _, o := range v.rs.Off {
			a.item(o.ID + colon(v.lang) + o.Reason)
		}
	}
	m := &v.rs.Meta
	v.article(v.say(wDocSource, "id", m.ID, "version", m.Version, "digest", v.rs.Digest()[:16]))
}
