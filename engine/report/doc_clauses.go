package report

import (
	"strconv"

	"slate/engine/diag"
	"slate/engine/ruleset"
)

func (v *measures) tiers() {
	v.chapter(wDocTiers)
	for _, t := range v.rs.Tiers {
		label := quote(v.lang, nameOf(t.Label, t.ID))
		lead := wDocTier
		if len(t.Require) == 0 {
			lead = wDocTierEmpty
		}
		base := ""
		if t.Extends != "" {
			base = v.say(wDocTierExtends, "tier", v.tierName(t.Extends))
		}
		a := v.article(v.say(lead, "label", label, "base", base))
		v.cite(a.Number, 0, t.ID, t.Label, t.Span, "")
		for _, c := range t.Require {
			n := a.item(v.clause(c, false))
			v.clauseBelow(a, n, c, 1)
		}
	}
}

// clause says a clause: its label, its condition in plain words, what missing facts mean, when it exists and what it rests on.
func (v *measures) clause(c *ruleset.Clause, veto bool) string {
	text := otherThan(c.Label, c.ID)
	said := v.groupText(c)
	if c.Group == ruleset.Atomic {
		said = v.condition(c.Expr)
	}
	switch {
	case text == "":
		text = said
	case said != "":
		text += colon(v.lang) + said
	}
	var more []string
	switch {
	case c.OnMissing == ruleset.MissingFails && veto:
		more = append(more, v.say(wDocMissingBars))
	case c.OnMissing == ruleset.MissingFails:
		more = append(more, v.say(wDocMissingNot))
	case c.OnMissing == ruleset.MissingUndecided && v.rs.Meta.OnMissing == ruleset.MissingFails:
		more = append(more, v.say(wDocMissingWaits))
	}
	switch {
	case !c.Since.IsZero() && !c.Until.IsZero():
		more = append(more, v.say(wDocHoldsBetween, "from", c.Since.String(), "to", c.Until.String()))
	case !c.Since.IsZero():
		more = append(more, v.say(wDocHoldsFrom, "from", c.Since.String()))
	case !c.Until.IsZero():
		more = append(more, v.say(wDocHoldsTo, "to", c.Until.String()))
	}
	return v.sentence(append([]string{text}, more...)...) + v.basis(c.Basis)
}

func (v *measures) groupText(c *ruleset.Clause) string {
	switch c.Group {
	case ruleset.All:
		return v.say(wDocAllOf)
	case ruleset.Any:
		return v.say(wDocAnyOf)
	case ruleset.Not:
		return v.say(wDocNotOf)
	case ruleset.AtLeast:
		return v.say(wDocAtLeast, "n", strconv.Itoa(c.N))
	}
	return ""
}

// clauseBelow cites a clause, and says and cites the members of a group.
func (v *measures) clauseBelow(a *Article, item int, c *ruleset.Clause, depth int) {
	v.cite(a.Number, item, c.ID, c.Label, c.Span, c.Basis)
	for i, m := range c.Of {
		a.below(depth, strconv.Itoa(i+1)+". "+v.clause(m, false))
		v.clauseBelow(a, item, m, depth+1)
	}
}

func (v *measures) vetoes() {
	if len(v.rs.Vetoes) == 0 {
		return
	}
	v.chapter(wDocVetoes)
	a := v.article(v.say(wDocVetoesAre))
	waivers := false
	for _, veto := range v.rs.Vetoes {
		text := v.clause(&veto.Clause, true)
		if len(veto.Applies) > 0 {
			var tiers []string
			for _, t := range veto.Applies {
				tiers = append(tiers, v.tierName(t.Text))
			}
			text = v.sentences(text, v.say(wDocApplies, "tiers", and(v.lang, tiers)))
		}
		n := a.item(text)
		v.clauseBelow(a, n, &veto.Clause, 1)
		waivers = waivers || veto.Waiver != nil
	}
	if !waivers {
		v.article(v.say(wDocNoWaiver))
		return
	}
	number := a.Number
	w := v.article(v.say(wDocWaivers))
	for i, veto := range v.rs.Vetoes {
		if veto.Waiver != nil {
			w.item(v.say(wDocWaiver, "item", v.reference(number, i+1), "label", labelOf(&veto.Clause), "by", veto.Waiver.By, "needs", veto.Waiver.Needs))
		}
	}
}

// reference names an article and item as a text cites them: 第七条第二项.
func (v *measures) reference(article, item int) string { return citation(v.lang, article, item) }

func citation(lang diag.Lang, article, item int) string {
	if item == 0 {
		return say(lang, wDocArticle, "n", numeral(lang, article))
	}
	return say(lang, wDocItem, "n", numeral(lang, article), "item", numeral(lang, item))
}

// numeral writes a number as articles are numbered: in Chinese numerals, from 1 to 999.
func numeral(lang diag.Lang, n int) string {
	if lang != diag.Chinese || n < 1 || n > 999 {
		return strconv.Itoa(n)
	}
	digits := []rune("零一二三四五六七八九")
	text := ""
	if n >= 100 {
		text = string(digits[n/100]) + "百"
		if n%100 > 0 && n%100 < 10 {
			text += "零"
		}
	}
	if tens := n / 10 % 10; tens > 0 {
		if tens > 1 || n >= 100 {
			text += string(digits[tens])
		}
		text += "十"
	}
	if n%10 > 0 {
		text += string(digits[n%10])
	}
	return text
}
