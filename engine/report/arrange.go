package report

import (
	"slices"
	"strconv"
	"strings"

	"slate/engine"
	"slate/engine/arrange"
	"slate/engine/diag"
	"slate/engine/eval"
	"slate/engine/fact"
	"slate/engine/roster"
	"slate/engine/ruleset"
)

// maxNamed is how many names a sentence of a slate holds at most.
const maxNamed = 6

// Arrange is the page of the slates of a run, or of one body (body is its id, "" for all): for each who is proposed and why, the surplus,
// the nominees and the reserve, the composition with what every quota costs, who is passed over, and where not everything
// can hold, what is in the way. supposed are the settings under which the run was made, none for the rule file as it is.
func Arrange(r *engine.Result, body string, supposed []string, lang diag.Lang) *Document {
	p := r.Pool.Program
	d := &Document{Title: p.Rules.Meta.Label + " · " + slateWords.title.in(lang)}
	d.text(say(lang, wCutoff) + " " + p.Cutoff.String() + "　" + say(lang, wVersion) + " " + p.Rules.Meta.ID + " " + p.Rules.Meta.Version +
		"　" + say(lang, wPeople) + " " + say(lang, wRoster, "n", strconv.Itoa(r.Totals.People)))
	if len(supposed) > 0 {
		d.text(slateWords.supposed.in(lang, "what", and(lang, supposed)))
	}
	if len(r.Slates.Slates) == 0 {
		d.text(slateWords.noBodies.in(lang))
	}
	for _, s := range r.Slates.Slates {
		if body == "" || s.Body.ID == body {
			v := slateView{r: r, s: s, lang: lang, alone: body != ""}
			v.page(d)
		}
	}
	d.text("")
	d.text(say(lang, wProposal))
	return d
}

// slateView puts one slate into words.
type slateView struct {
	r    *engine.Result
	s    *arrange.Slate
	lang diag.Lang
	// brief leaves out what takes lists of its own to find, and what only matters to whoever arranges.
	brief bool
	// alone says that no other slate is on the page.
	alone bool
}

func (v *slateView) page(d *Document) {
	d.heading(bodyLabel(v.s.Body) + " · " + v.size())
	v.notes(d)
	if v.s.Group.Clash != nil {
		if v.first() {
			v.clash(d, v.s.Group.Clash)
		} else {
			d.text(slateWords.clashAbove.in(v.lang, "body", bodyLabel(v.s.Group.Slates[0].Body)))
		}
		return
	}
	if v.first() {
		d.text(v.total())
	}
	v.table(d, arrange.Proposed, slateWords.proposed)
	v.table(d, arrange.Surplus, slateWords.surplus)
	v.table(d, arrange.Nominated, slateWords.nominated)
	v.composition(d)
	if v.brief {
		return
	}
	v.table(d, arrange.Reserve, slateWords.reserve)
	v.passed(d)
	v.waiting(d)
}

func bodyLabel(b *ruleset.Body) string { return nameOf(b.Label, b.ID) }

// size says how many there are to be: seats, surplus, reserve, and how many people they are chosen from.
func (v *slateView) size() string {
	parts := []string{slateWords.head.in(v.lang, "n", count(v.s.Body.Seats))}
	if v.s.Surplus > 0 {
		parts = append(parts, slateWords.headSurplus.in(v.lang, "n", count(v.s.Surplus)))
	}
	if v.s.Body.Reserve > 0 {
		parts = append(parts, slateWords.headReserve.in(v.lang, "n", count(v.s.Body.Reserve)))
	}
	return and(v.lang, append(parts, slateWords.headEligible.in(v.lang, "n", count(v.s.Eligible))))
}

// notes tells what does not show in the list: the law on surplus, and pins that name nobody.
func (v *slateView) notes(d *Document) {
	s := v.s.Body.Surplus
	if s != nil {
		lo, hi := s.Range(v.s.Body.Seats)
		switch n := count(v.s.Body.Seats); {
		case lo > hi:
			d.text(slateWords.surplusEmpty.in(v.lang, "n", n, "rule", s.Rule, "article", s.Article()))
		case v.s.Beyond > 0:
			d.text(slateWords.surplusBeyond.in(v.lang, "n", count(v.s.Surplus), "over", count(v.s.Beyond)))
		case v.s.ShortOf > 0:
			d.text(slateWords.surplusShort.in(v.lang, "n", count(v.s.Surplus), "short", count(v.s.ShortOf)))
		case s.Article() != "":
			d.text(slateWords.surplusRange.in(v.lang, "article", s.Article(), "n", span(lo, hi)))
		}
	}
	var excluded []string
	for _, pin := range v.s.Body.MustExclude {
		if person, ok := v.r.Pool.Snapshot.Find(pin.Person); ok {
			excluded = append(excluded, v.who(person)+paren(v.lang, pin.Reason))
		}
	}
	if len(excluded) > 0 {
		d.text(slateWords.excluded.in(v.lang, "who", and(v.lang, excluded)))
	}
	for _, pin := range v.s.Unknown {
		d.text(slateWords.pinUnknown.in(v.lang, "person", roster.Mask(pin.Person), "reason", pin.Reason))
	}
}

// first reports whether the slate is the first of those filled together: what holds for all of them is said once.
func (v *slateView) first() bool { return v.alone || v.s.Group.Slates[0] == v.s }

// total says how good the choice is, and whether that is proved. The total is that of all bodies that are filled together.
func (v *slateView) total() string {
	g := v.s.Group
	total := v.score(g.Total)
	var text string
	switch {
	case v.r.Pool.Program.Score == nil:
		text = slateWords.rankOpen.in(v.lang)
	case g.Objective == ruleset.ByRank && g.Proved:
		text = slateWords.rankProved.in(v.lang, "total", total)
	case g.Objective == ruleset.ByRank:
		text = slateWords.rankBest.in(v.lang, "total", total)
	case g.Proved:
		text = slateWords.totalProved.in(v.lang, "total", total)
	default:
		gap, _ := g.Bound.Sub(g.Total)
		text = slateWords.totalBest.in(v.lang, "total", total, "gap", v.score(gap))
	}
	if len(g.Slates) > 1 {
		var names []string
		for _, s := range g.Slates {
			names = append(names, bodyLabel(s.Body))
		}
		text += paren(v.lang, and(v.lang, names))
	}
	if g.Objective == ruleset.ByScore && !g.Ordered {
		text = join(v.lang, []string{text, slateWords.unordered.in(v.lang)})
	}
	return text
}

// score writes a score with the places that the rule file rounds to.
func (v *slateView) score(n fact.Number) string {
	if s := v.r.Pool.Program.Score; s != nil {
		return n.Fixed(s.Rules.Round.Scale)
	}
	return "—"
}

func (v *slateView) scored() bool { return v.r.Pool.Program.Score != nil }

// table adds the people of one kind of seat.
func (v *slateView) table(d *Document, seat arrange.Seat, title phrase) {
	t := &Table{Name: seat.String(), Columns: v.columns()}
	for i := range v.s.Entries {
		if e := &v.s.Entries[i]; e.Seat == seat {
			t.Rows = append(t.Rows, v.row(e))
		}
	}
	if len(t.Rows) == 0 {
		return
	}
	d.text("")
	d.text("【" + title.in(v.lang) + "】")
	d.table(t)
}

func (v *slateView) columns() []Column {
	c := []Column{{Head: slateWords.order.in(v.lang), Right: true}, {Head: say(v.lang, wID)}, {Head: say(v.lang, wName)}}
	if v.scored() {
		c = append(c, Column{Head: say(v.lang, wScore), Right: true})
	}
	if len(v.s.Quotas) > 0 {
		c = append(c, Column{Head: slateWords.carries.in(v.lang)})
	}
	return append(c, Column{Head: slateWords.note.in(v.lang)})
}

func (v *slateView) row(e *arrange.Entry) []string {
	order := "—"
	if e.Order > 0 {
		order = count(e.Order)
	}
	name := ""
	if e.Person >= 0 {
		name = v.r.Pool.Snapshot.Person(e.Person).Name
	}
	row := []string{order, roster.Mask(e.ID), name}
	if v.scored() {
		score := "—"
		if e.Person >= 0 {
			score = v.score(e.Score)
		}
		row = append(row, score)
	}
	if len(v.s.Quotas) > 0 {
		var carries []string
		for _, q := range e.Carries {
			carries = append(carries, count(q+1))
		}
		row = append(row, strings.Join(carries, " "))
	}
	return append(row, join(v.lang, v.remarks(e)))
}

// remarks says what there is to say of somebody on the slate.
func (v *slateView) remarks(e *arrange.Entry) []string {
	var out []string
	add := func(p phrase, args ...string) { out = append(out, p.in(v.lang, args...)) }
	switch {
	case e.Seat == arrange.Nominated:
		add(slateWords.isNominated, "reason", e.Pin.Reason)
		v.nominee(e, &out)
	case e.Why == arrange.ByPin:
		add(slateWords.byPin, "reason", e.Pin.Reason)
	case e.Why == arrange.ByQuota && e.Instead >= 0:
		add(slateWords.forQuota, "quota", v.quotaNames(e.Needed), "who", v.who(e.Instead), "score", v.score(v.r.Pool.Person(e.Instead).Total.Lo))
	case e.Why == arrange.ByQuota && len(e.Needed) > 0:
		add(slateWords.forQuotaTogether)
		out[len(out)-1] += paren(v.lang, v.quotaNames(e.Needed))
	case e.Why == arrange.ByQuota:
		add(slateWords.forQuotaTogether)
	}
	if len(e.Tied) > 0 {
		add(slateWords.tied, "who", v.people(e.Tied))
	}
	if e.Seat == arrange.Reserve {
		out = append(out, v.standsIn(e))
	}
	if e.Person >= 0 && v.scored() && !v.r.Pool.Person(e.Person).Total.Exact() {
		add(slateWords.scoreOpen)
	}
	if e.Person >= 0 {
		out = append(out, speak(v.lang, v.r.Pool.Person(e.Person)).waivers()...)
	}
	return out
}

// nominee adds what is known of a nominee, none of which touches the nomination.
func (v *slateView) nominee(e *arrange.Entry, out *[]string) {
	if e.Person < 0 {
		*out = append(*out, slateWords.notInRoster.in(v.lang))
		return
	}
	j := v.r.Pool.Person(e.Person)
	tier := v.tier()
	if o := j.Outcomes[tier]; o != eval.Pass {
		lv := listView{lang: v.lang}
		*out = append(*out, slateWords.notPassing.in(v.lang, "tier", v.r.Pool.Program.TierLabel(tier), "verdict", lv.verdict(o)))
	}
}

// tier is the tier that the body asks for.
func (v *slateView) tier() int {
	if tier, ok := v.r.Pool.Program.TierNamed(v.s.Body.Tier.Text); ok {
		return tier
	}
	return v.r.Pool.Program.Ranking.Tier
}

// standsIn says for whom a reserve could step in.
func (v *slateView) standsIn(e *arrange.Entry) string {
	var cannot []int
	proposed := 0
	for i := range v.s.Entries {
		if p := &v.s.Entries[i]; p.Seat == arrange.Proposed {
			proposed++
			if !slices.Contains(e.StandsIn, p.Person) {
				cannot = append(cannot, p.Person)
			}
		}
	}
	var whom string
	switch {
	case len(cannot) == 0:
		whom = slateWords.standsInAll.in(v.lang)
	case len(e.StandsIn) == 0:
		return slateWords.standsInNone.in(v.lang)
	case len(cannot) < len(e.StandsIn):
		whom = slateWords.standsInSome.in(v.lang, "who", v.people(cannot))
	default:
		whom = v.people(e.StandsIn)
	}
	return slateWords.standsIn.in(v.lang) + colon(v.lang) + whom
}

// who names somebody; with an id only where the name is not enough.
func (v *slateView) who(person int) string {
	p := v.r.Pool.Snapshot.Person(person)
	if p.Name == "" || len(v.r.Pool.Snapshot.Named(p.Name)) > 1 {
		return strings.TrimSpace(p.Name + " " + roster.Mask(p.ID))
	}
	return p.Name
}

// people names some people, and how many more there are.
func (v *slateView) people(list []int) string {
	var names []string
	for _, person := range list[:min(len(list), maxNamed)] {
		names = append(names, v.who(person))
	}
	text := and(v.lang, names)
	if more := len(list) - maxNamed; more > 0 {
		text += v.comma() + slateWords.passedMore.in(v.lang, "n", count(more))
	}
	return text
}

func (v *slateView) comma() string { return [...]string{"，", ", "}[v.lang] }

// quotaName names a line of the composition.
func (v *slateView) quotaName(i int) string {
	q := &v.s.Quotas[i]
	return quotaLabel(v.lang, q.Rules, q.Value)
}

func quotaLabel(lang diag.Lang, q *ruleset.Quota, value fact.Value) string {
	name := nameOf(q.Label, q.ID)
	if value.Known() {
		name += paren(lang, value.String())
	}
	return name
}

func (v *slateView) quotaNames(list []int) string {
	var names []string
	for _, i := range list {
		names = append(names, "“"+v.quotaName(i)+"”")
	}
	return and(v.lang, names)
}

// composition adds a line for every bound of every quota.
func (v *slateView) composition(d *Document) {
	if len(v.s.Quotas) == 0 {
		return
	}
	heads := []phrase{slateWords.number, slateWords.quota, slateWords.demand, slateWords.actual, slateWords.met}
	if !v.brief {
		heads = append(heads, slateWords.loosened, slateWords.without)
	}
	t := &Table{Name: "composition"}
	for i, h := range heads {
		t.Columns = append(t.Columns, Column{Head: h.in(v.lang), Right: i == 0})
	}
	for i := range v.s.Quotas {
		q := &v.s.Quotas[i]
		for k := range q.Bounds {
			row := []string{count(i + 1), v.quotaName(i), v.demand(&q.Bounds[k]), v.actual(q), v.met(q, &q.Bounds[k])}
			if !v.brief {
				cost := v.s.Cost(i, k)
				row = append(row, v.change(cost.Loosened, &q.Bounds[k]), v.change(cost.Without, &q.Bounds[k]))
			}
			t.Rows = append(t.Rows, row)
		}
	}
	d.text("")
	d.text("【" + slateWords.composition.in(v.lang) + "】")
	d.table(t)
}

// demand writes what a bound asks for: "≥ 4", "≥ 60%（156）".
func (v *slateView) demand(b *arrange.Bound) string {
	sign := slateWords.atLeast
	if b.Max {
		sign = slateWords.atMost
	}
	switch {
	case b.OfGroup:
		return sign.in(v.lang, "n", slateWords.ofGroup.in(v.lang, "share", b.Share.String()+"%"))
	case b.Share != nil:
		return sign.in(v.lang, "n", count(b.Need)+paren(v.lang, b.Share.String()+"%"))
	}
	return sign.in(v.lang, "n", count(b.Need))
}

// actual writes how many there are, out of how many: "4/12", with an interval where it is not known of everybody.
func (v *slateView) actual(q *arrange.Quota) string {
	return countText(q.Count) + "/" + countText(q.Of)
}

func countText(c arrange.Count) string { return span(c.Sure, c.Possible) }

func (v *slateView) met(q *arrange.Quota, b *arrange.Bound) string {
	switch {
	case b.Met == fact.True && b.Binding:
		return slateWords.metEdge.in(v.lang)
	case b.Met == fact.True:
		return slateWords.metYes.in(v.lang)
	case b.Met == fact.False:
		return slateWords.metNo.in(v.lang) + v.comma() + slateWords.shortBy.in(v.lang, "n", count(b.Short)) + v.soft(q)
	}
	return slateWords.metOpen.in(v.lang) + v.soft(q)
}

// soft marks a quota that may be missed.
func (v *slateView) soft(q *arrange.Quota) string {
	if q.Rules.Hard {
		return ""
	}
	return paren(v.lang, slateWords.soft.in(v.lang))
}

// change writes what another list would bring.
func (v *slateView) change(c *arrange.Change, b *arrange.Bound) string {
	switch {
	case c == nil && !b.Binding && b.Met == fact.True:
		return "—"
	case c == nil:
		return slateWords.nobodyElse.in(v.lang)
	case len(c.In) == 0 && len(c.Out) == 0:
		return slateWords.unchanged.in(v.lang)
	case c.Gain.Sign() == 0 && v.scored():
		return slateWords.tryNoCost.in(v.lang)
	}
	var parts []string
	if v.scored() {
		gain := v.score(c.Gain)
		if c.Gain.Sign() > 0 {
			gain = "+" + gain
		}
		parts = append(parts, slateWords.gain.in(v.lang, "gain", gain))
	}
	return strings.Join(append(parts, v.comings(c)...), v.comma())
}

// comings says who would come in and who would go out, and how many would change from one body to another.
func (v *slateView) comings(c *arrange.Change) []string {
	var out []string
	if len(c.Newcomers) > 0 {
		out = append(out, slateWords.comesIn.in(v.lang, "who", v.few(c.Newcomers)))
	}
	if len(c.Leavers) > 0 {
		out = append(out, slateWords.goesOut.in(v.lang, "who", v.few(c.Leavers)))
	}
	movers := map[int]bool{}
	for _, m := range append(slices.Clone(c.In), c.Out...) {
		if !slices.Contains(c.Newcomers, m.Person) && !slices.Contains(c.Leavers, m.Person) {
			movers[m.Person] = true
		}
	}
	if len(movers) > 0 {
		out = append(out, slateWords.changesBody.in(v.lang, "n", count(len(movers))))
	}
	return out
}

// few names some people, three at most.
func (v *slateView) few(list []int) string {
	if len(list) <= maxFew {
		return v.people(list)
	}
	return slateWords.fewAnd.in(v.lang, "who", v.people(list[:maxFew]), "n", count(len(list)))
}

// maxFew is how many names a cell of a table holds.
const maxFew = 3

// movers names those who come or go; of another body than the slate's, with that body.
func (v *slateView) movers(list []arrange.Move) string {
	var names []string
	for _, m := range list[:min(len(list), maxNamed)] {
		name := v.who(m.Person)
		if m.Slate != v.s {
			name += slateWords.other.in(v.lang, "body", bodyLabel(m.Slate.Body))
		}
		names = append(names, name)
	}
	if len(list) == 0 {
		return "—"
	}
	text := and(v.lang, names)
	if more := len(list) - maxNamed; more > 0 {
		text += v.comma() + slateWords.passedMore.in(v.lang, "n", count(more))
	}
	return text
}

// passed adds who is ahead of somebody proposed and is not proposed.
func (v *slateView) passed(d *Document) {
	t := &Table{Name: "passed", Columns: v.passedColumns()}
	hidden := 0
	for i := range v.s.Passed {
		p := &v.s.Passed[i]
		if len(t.Rows) == maxPassed {
			hidden++
			continue
		}
		person := v.r.Pool.Snapshot.Person(p.Person)
		row := []string{count(p.Order), roster.Mask(person.ID), person.Name}
		if v.scored() {
			row = append(row, v.score(p.Score))
		}
		t.Rows = append(t.Rows, append(row, v.passedWhy(p)))
	}
	if len(t.Rows) == 0 {
		return
	}
	d.text("")
	d.text("【" + slateWords.passed.in(v.lang) + "】")
	d.table(t)
	if hidden > 0 {
		d.text(slateWords.passedMore.in(v.lang, "n", count(hidden)))
	}
}

// maxPassed is how many of those passed over are shown on a page for people; csv and json have all.
const maxPassed = 6

func (v *slateView) passedColumns() []Column {
	c := []Column{{Head: slateWords.order.in(v.lang), Right: true}, {Head: say(v.lang, wID)}, {Head: say(v.lang, wName)}}
	if v.scored() {
		c = append(c, Column{Head: say(v.lang, wScore), Right: true})
	}
	return append(c, Column{Head: say(v.lang, wWhy)})
}

func (v *slateView) passedWhy(p *arrange.Passed) string {
	switch {
	case p.Elsewhere != nil:
		return slateWords.elsewhere.in(v.lang, "body", bodyLabel(p.Elsewhere.Body))
	case len(p.Blocks) == 0:
		return slateWords.togetherOut.in(v.lang)
	}
	var out []string
	for _, b := range p.Blocks {
		out = append(out, slateWords.because.in(v.lang, "who", v.who(b.Than), "score", v.score(v.r.Pool.Person(b.Than).Total.Lo), "quota", v.quotaNames(b.Broken)))
	}
	return join(v.lang, out)
}

// waiting says how many of those who are undecided could yet be proposed.
func (v *slateView) waiting(d *Document) {
	if len(v.s.Waiting) == 0 {
		return
	}
	var could []int
	for _, w := range v.s.Waiting {
		if w.Could {
			could = append(could, w.Person)
		}
	}
	d.text("")
	if len(could) == 0 {
		d.text(slateWords.waitingNone.in(v.lang, "n", count(len(v.s.Waiting))))
		return
	}
	d.text(slateWords.waiting.in(v.lang, "n", count(len(v.s.Waiting)), "could", count(len(could)), "who", v.people(could)))
}

// slates adds what a reader of the list needs of the slates: who is proposed and why, and the composition. The rest is Arrange's.
func (v *listView) slates(d *Document) {
	for _, s := range v.r.Slates.Slates {
		one := slateView{r: v.r, s: s, lang: v.lang, brief: true}
		one.page(d)
	}
}
