package eval

import (
	"strconv"
	"strings"

	"slate/engine/diag"
	"slate/engine/fact"
	"slate/engine/ruleset"
)

// tiers compiles the clauses of tiers and vetoes.
func (c *compiler) tiers() {
	own := make([][]*Condition, len(c.p.Rules.Tiers))
	for i, t := range c.p.Rules.Tiers {
		own[i] = c.conditions(t.Require, false, true)
	}
	for i, t := range c.p.Rules.Tiers {
		c.p.Tiers = append(c.p.Tiers, Tier{Rules: t, Require: c.inherited(i, own)})
	}
	defer c.emptyTiers()
	for _, v := range c.p.Rules.Vetoes {
		if !within(c.p.Cutoff, v.Since, v.Until) {
			continue
		}
		cond := c.condition(&v.Clause, true, true)
		if cond == nil {
			continue
		}
		for _, i := range c.barred(v) {
			c.p.Tiers[i].Vetoes = append(c.p.Tiers[i].Vetoes, len(c.p.Vetoes))
		}
		c.p.Vetoes = append(c.p.Vetoes, Veto{Rules: v, Condition: cond})
	}
}

// emptyTiers refuses a tier that nothing on the cut-off date stands in the way of: it would pass everybody unasked.
func (c *compiler) emptyTiers() {
	for i := range c.p.Tiers {
		if t := &c.p.Tiers[i]; len(t.Require) == 0 && len(t.Vetoes) == 0 {
			c.list.Add(diag.New(diag.EmptyValue, t.Rules.Span, "key", t.Rules.ID))
		}
	}
}

// inherited returns a tier's conditions with those of the tiers it extends before them. A
// cycle was reported when the file was read, and ends here.
func (c *compiler) inherited(tier int, own [][]*Condition) []*Condition {
	var chain []int
	seen := map[int]bool{}
	for i, ok := tier, true; ok && !seen[i]; i, ok = c.tierIndex(c.p.Rules.Tiers[i].Extends) {
		seen[i] = true
		chain = append(chain, i)
	}
	var all []*Condition
	for k := len(chain) - 1; k >= 0; k-- {
		all = append(all, own[chain[k]]...)
	}
	return all
}

func (c *compiler) tierIndex(id string) (int, bool) {
	for i, t := range c.p.Rules.Tiers {
		if t.ID == id {
			return i, true
		}
	}
	return 0, false
}

// barred returns the tiers that a veto bars: those it names and those that extend them.
func (c *compiler) barred(v *ruleset.Veto) []int {
	var tiers []int
	for i := range c.p.Rules.Tiers {
		if len(v.Applies) == 0 || c.reaches(i, v.Applies) {
			tiers = append(tiers, i)
		}
	}
	return tiers
}

func (c *compiler) reaches(tier int, ids []ruleset.Text) bool {
	seen := map[int]bool{}
	for i, ok := tier, true; ok && !seen[i]; i, ok = c.tierIndex(c.p.Rules.Tiers[i].Extends) {
		seen[i] = true
		for _, id := range ids {
			if c.p.Rules.Tiers[i].ID == id.Text {
				return true
			}
		}
	}
	return false
}

// conditions compiles the clauses that exist on the cut-off date. top marks the direct members of
// `require` and `vetoes`: only they inherit the ruleset's on_missing.
func (c *compiler) conditions(clauses []*ruleset.Clause, veto, top bool) []*Condition {
	var out []*Condition
	for _, cl := range clauses {
		if !within(c.p.Cutoff, cl.Since, cl.Until) {
			continue
		}
		if cond := c.condition(cl, veto, top); cond != nil {
			out = append(out, cond)
		}
	}
	return out
}

// condition compiles one clause. A group none of whose members exists on the cut-off date does
// not exist either, and is nil.

func (c *compiler) condition(cl *ruleset.Clause, veto, top bool) *Condition {
	c.sentence(cl.Pass)
	c.sentence(cl.Fail)
	cond := &Condition{Clause: cl, Leaf: -1, Fails: c.missingFails(cl, top)}
	if cl.Group == ruleset.Atomic {
		cond.Leaf = len(c.p.Leaves)
		c.p.Leaves = append(c.p.Leaves, Leaf{Clause: cl, Veto: veto, code: c.compile(cl.Expr, truthType)})
		return cond
	}
	if cond.Of = c.conditions(cl.Of, veto, false); len(cond.Of) == 0 {
		return nil
	}
	if cl.Group == ruleset.AtLeast && cl.N > len(cond.Of) {
		// Members that do not exist on the cut-off date have left fewer than the group asks for.
		c.list.Add(diag.New(diag.BadValue, cl.Span, "key", "at_least", "value", strconv.Itoa(cl.N), "want", "1–"+strconv.Itoa(len(cond.Of))))
	}
	return cond
}

func (c *compiler) missingFails(cl *ruleset.Clause, top bool) bool {
	if cl.OnMissing == ruleset.MissingInherits && top {
		return c.p.Rules.Meta.OnMissing == ruleset.MissingFails
	}
	return cl.OnMissing == ruleset.MissingFails
}

// Placeholders calls f for each {name} of a sentence, with the characters it covers, braces included.
func Placeholders(s string, f func(name string, from, to int)) {
	open := -1
	for i, r := range []rune(s) {
		switch {
		case r == '{':
			open = i
		case r == '}' && open >= 0:
			f(string([]rune(s)[open+1:i]), open, i+1)
			open = -1
		}
	}
}

// Short is the placeholder of the margin.
const Short = "short"

// sentence checks the placeholders of a clause's words.
func (c *compiler) sentence(t ruleset.Text) {
	Placeholders(t.Text, func(name string, from, to int) {
		name = strings.TrimSpace(name)
		if _, ok := c.p.scope[name]; ok || name == Short {
			return
		}
		d := diag.New(diag.BadPlaceholder, t.Sub(from, to), "name", name)
		if near, ok := diag.Nearest(name, append(c.known(), Short)); ok {
			d = d.WithHint(diag.DidYouMean, "name", near)
		}
		c.list.Add(d)
	})
}

// truth computes a condition from the truth of the leaves. bars is what an unknown outcome becomes
// where the rule file says that missing fails: false for a requirement, true for a veto.
func (k *Condition) truth(leaves []fact.Truth, bars fact.Truth) fact.Truth {
	t := k.open(leaves, bars)
	if t == fact.Unknown && k.Fails {
		return bars
	}
	return t
}

// open computes a condition before its own on_missing is applied.
func (k *Condition) open(leaves []fact.Truth, bars fact.Truth) fact.Truth {
	if k.Leaf >= 0 {
		return leaves[k.Leaf]
	}
	switch k.Clause.Group {
	case ruleset.Not:
		return k.Of[0].truth(leaves, bars).Not()
	case ruleset.Any:
		return atLeast(1, k.Of, leaves, bars)
	case ruleset.AtLeast:
		return atLeast(k.Clause.N, k.Of, leaves, bars)
	}
	return atLeast(len(k.Of), k.Of, leaves, bars)
}

// atLeast counts: true when n members are true, false when n cannot be reached any more.
func atLeast(n int, of []*Condition, leaves []fact.Truth, bars fact.Truth) fact.Truth {
	yes, maybe := 0, 0
	for _, m := range of {
		switch m.truth(leaves, bars) {
		case fact.True:
			yes++
		case fact.Unknown:
			maybe++
		}
	}
	switch {
	case yes >= n:
		return fact.True
	case yes+maybe < n:
		return fact.False
	}
	return fact.Unknown
}
