package report

import (
	"strconv"

	"slate/engine"
	"slate/engine/arrange"
	"slate/engine/diag"
	"slate/engine/eval"
	"slate/engine/fact"
	"slate/engine/roster"
	"slate/engine/ruleset"
)

// clash says in plain words why there is no list, and what would be enough to have one.
func (v *slateView) clash(d *Document, c *arrange.Clash) {
	d.text("【" + slateWords.clash.in(v.lang) + "】")
	for i := range c.Refused {
		d.lines(Line{Depth: 1, Text: v.refused(&c.Refused[i])})
	}
	if len(c.Conflict) > 0 {
		d.text(slateWords.conflict.in(v.lang))
		for i := range c.Conflict {
			d.lines(Line{Depth: 1, Text: strconv.Itoa(i+1) + ". " + v.conflicting(&c.Conflict[i])})
		}
		if c.Smallest {
			d.text(slateWords.conflictSmallest.in(v.lang))
		}
	}
	if len(c.Refused) > 0 {
		return
	}
	d.text("")
	if len(c.Relaxed) == 0 {
		d.text(slateWords.relaxNone.in(v.lang))
		return
	}
	d.text(slateWords.relax.in(v.lang))
	for i := range c.Relaxed {
		d.lines(Line{Depth: 1, Text: "· " + v.relaxed(&c.Relaxed[i])})
	}
	if c.Least {
		d.text(slateWords.relaxLeast.in(v.lang))
	}
	d.text(slateWords.relaxNote.in(v.lang))
}

func (v *slateView) refused(r *arrange.Refused) string {
	j := v.r.Pool.Person(r.Person)
	view := slateView{r: v.r, s: r.Slate, lang: v.lang}
	tier := view.tier()
	p := slateWords.refusedFail
	switch r.Outcome {
	case eval.Undecided:
		p = slateWords.refusedOpen
	case eval.Pass:
		return slateWords.refusedElsewhere.in(v.lang, "who", v.who(r.Person), "reason", r.Pin.Reason)
	}
	return p.in(v.lang, "who", v.who(r.Person), "reason", r.Pin.Reason, "tier", v.r.Pool.Program.TierLabel(tier), "why", speak(v.lang, j).sentence(tier))
}

// conflicting names a demand of a conflict, with what can be had at most.
func (v *slateView) conflicting(c *arrange.Demand) string {
	text := v.demanded(c)
	if c.Kind == arrange.AtLeast && !c.OfGroup {
		text += v.comma() + slateWords.reach.in(v.lang, "n", count(c.Reach))
	}
	return text
}

// demanded names a demand; of a quota, its label, its figure and its article.
func (v *slateView) demanded(c *arrange.Demand) string {
	body := bodyLabel(c.Slate.Body)
	switch c.Kind {
	case arrange.FillSeats:
		return slateWords.demandSeats.in(v.lang, "body", body, "n", count(c.Need), "eligible", count(c.Slate.Eligible))
	case arrange.FillSurplus:
		return slateWords.demandSurplus.in(v.lang, "body", body, "n", count(c.Need))
	case arrange.Include:
		p := slateWords.demandInclude
		if c.Off {
			p = slateWords.demandExclude
		}
		return p.in(v.lang, "body", body, "who", v.who(c.Person))
	}
	text := "“" + quotaLabel(v.lang, c.Quota, c.Value) + "”"
	if len(v.s.Group.Slates) > 1 {
		text = body + colon(v.lang) + text
	}
	text += " " + v.figure(c, c.Need)
	if c.Quota.Basis != "" {
		text += paren(v.lang, c.Quota.Basis)
	}
	return text
}

// figure writes what a demand asks for, with another number of people.
func (v *slateView) figure(c *arrange.Demand, need int) string {
	return v.demand(&arrange.Bound{Max: c.Kind == arrange.AtMost, Share: c.Share, Need: need, OfGroup: c.OfGroup})
}

func (v *slateView) relaxed(c *arrange.Relaxed) string {
	if c.Quota == nil {
		return slateWords.giveSeats.in(v.lang, "what", v.demanded(&c.Demand), "n", count(c.By))
	}
	to := c.Need - c.By
	if c.Kind == arrange.AtMost {
		to = c.Need + c.By
	}
	figure := slateWords.atLeast
	if c.Kind == arrange.AtMost {
		figure = slateWords.atMost
	}
	text := figure.in(v.lang, "n", count(to))
	if c.OfGroup {
		text = slateWords.shortBy.in(v.lang, "n", count(c.By))
	}
	level := map[ruleset.Level]phrase{ruleset.Law: slateWords.levelLaw, ruleset.Policy: slateWords.levelPolicy, ruleset.Wish: slateWords.levelWish}[c.Quota.Level]
	return slateWords.giveWay.in(v.lang, "quota", v.demanded(&c.Demand), "n", count(c.By), "to", text, "level", level.in(v.lang))
}

// Try is the page about one person and one body: what would become of the list if they had to be on it, or off it.
func Try(r *engine.Result, body string, person int, lang diag.Lang) *Document {
	s, ok := r.Slates.Slate(body)
	if !ok {
		return &Document{}
	}
	v := slateView{r: r, s: s, lang: lang}
	who := r.Pool.Snapshot.Person(person)
	d := &Document{Title: slateWords.tryTitle.in(lang, "who", who.Name+" "+roster.Mask(who.ID), "body", bodyLabel(s.Body))}
	t := s.Try(person)
	if s.Group.Clash == nil {
		d.text(slateWords.tryNow.in(lang, "seat", v.seat(t.Seat)))
		v.standing(d, person)
	}
	if why, barred := v.barred(t); barred {
		d.text(why)
		return d
	}
	if t.Elsewhere != nil {
		d.text(slateWords.tryElsewhere.in(lang, "body", bodyLabel(t.Elsewhere.Body)))
	}
	if t.Seat == arrange.Proposed {
		d.text(slateWords.tryOut.in(lang))
	} else {
		d.text(slateWords.tryIn.in(lang))
	}
	if t.Clash != nil {
		d.text(slateWords.tryClash.in(lang))
		v.clash(d, t.Clash)
		return d
	}
	v.trial(d, t)
	return d
}

// standing repeats what the slate says of a person.
func (v *slateView) standing(d *Document, person int) {
	for i := range v.s.Entries {
		if e := &v.s.Entries[i]; e.Person == person {
			if remarks := v.remarks(e); len(remarks) > 0 {
				d.text(join(v.lang, remarks))
			}
		}
	}
	for i := range v.s.Passed {
		if p := &v.s.Passed[i]; p.Person == person {
			d.text(v.passedWhy(p))
			for _, b := range p.Blocks {
				v.split(d, p, &b)
			}
		}
	}
}

// split divides a difference of scores among the quotas, at one set of prices.
func (v *slateView) split(d *Document, p *arrange.Passed, b *arrange.Block) {
	parts, rest, ok := v.s.Split(p.Person, b.Than)
	if !ok || len(parts) == 0 {
		return
	}
	gap, err := p.Score.Sub(v.r.Pool.Person(b.Than).Total.Lo)
	if err != nil {
		return
	}
	var sum []string
	for _, one := range parts {
		sum = append(sum, "“"+v.quotaName(one.Quota)+"” "+v.score(one.Points))
	}
	d.lines(Line{Depth: 1, Text: slateWords.trySplit.in(v.lang, "who", v.who(b.Than), "gap", v.score(gap), "parts", and(v.lang, sum), "rest", v.score(rest))})
}

func (v *slateView) seat(seat arrange.Seat) string {
	return map[arrange.Seat]phrase{arrange.None: slateWords.seatNone, arrange.Proposed: slateWords.proposed, arrange.Surplus: slateWords.surplus,
		arrange.Nominated: slateWords.nominated, arrange.Reserve: slateWords.reserve}[seat].in(v.lang)
}

// barred says what keeps somebody from a body altogether.
func (v *slateView) barred(t *arrange.Trial) (string, bool) {
	j := v.r.Pool.Person(t.Person)
	tier := v.tier()
	label, why := v.r.Pool.Program.TierLabel(tier), speak(v.lang, j).sentence(tier)
	switch {
	case t.Barred != nil && v.excludes(t.Barred):
		return slateWords.tryExcluded.in(v.lang, "reason", t.Barred.Reason), true
	case t.Barred != nil:
		return slateWords.tryNominated.in(v.lang, "reason", t.Barred.Reason), true
	case t.Tier == eval.Fail:
		return slateWords.tryNotTier.in(v.lang, "tier", label, "why", why), true
	case t.Tier == eval.Undecided:
		return slateWords.tryTierOpen.in(v.lang, "tier", label, "why", why), true
	case t.Eligible != fact.True:
		return slateWords.tryNotEligible.in(v.lang, "body", bodyLabel(v.s.Body)), true
	}
	return "", false
}

func (v *slateView) excludes(pin *ruleset.Pin) bool {
	for i := range v.s.Body.MustExclude {
		if &v.s.Body.MustExclude[i] == pin {
			return true
		}
	}
	return false
}

// trial writes the other list: what it costs, who comes and who goes, and what is at its edge then.
func (v *slateView) trial(d *Document, t *arrange.Trial) {
	c := t.Change
	if c == nil {
		return
	}
	if v.scored() {
		cost, args := slateWords.tryNoCost, []string{}
		switch c.Gain.Sign() {
		case -1:
			cost, args = slateWords.tryCost, []string{"n", v.score(c.Gain.Neg())}
		case 1:
			cost, args = slateWords.tryGain, []string{"n", v.score(c.Gain)}
		}
		text := cost.in(v.lang, args...)
		if !c.Proved {
			text += slateWords.tryUnproved.in(v.lang)
		}
		d.lines(Line{Depth: 1, Text: text})
	}
	d.lines(Line{Depth: 1, Text: slateWords.tryIns.in(v.lang, "who", v.movers(c.In))},
		Line{Depth: 1, Text: slateWords.tryOuts.in(v.lang, "who", v.movers(c.Out))})
	if len(t.Bindings) > 0 {
		d.lines(Line{Depth: 1, Text: slateWords.tryBinding.in(v.lang, "quotas", v.quotaNames(t.Bindings))})
	}
}
