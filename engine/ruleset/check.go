package ruleset

import (
	"slices"
	"strings"
	"unicode"

	"slate/engine/diag"
)

// check looks for what is wrong with the file as a whole.
func (d *decoder) check() {
	d.checkNames()
	d.checkIDs()
	d.checkReferences()
	d.checkTierCycles()
	d.checkStable()
	d.checkBodies()
	d.checkBasis()
	d.checkPrint()
}

// checkNames checks that expressions can read every name and that none is taken twice.
func (d *decoder) checkNames() {
	taken := map[string]diag.Span{}
	name := func(s string, at diag.Span) {
		switch {
		case d.wideName(s, at):
		case !validName(s):
			d.add(diag.BadName, at, "name", s)
		case slices.Contains(reserved, s):
			d.add(diag.ReservedName, at, "name", s)
		}
		if first, ok := taken[s]; ok {
			d.list.Add(diag.New(diag.DuplicateID, at, "id", s).WithRelated(first))
			return
		}
		taken[s] = at
	}
	for _, f := range d.out.Facts {
		name(f.Name, f.Span)
	}
	for _, p := range d.out.Params {
		name(p.Name, p.Span)
	}
	for _, v := range d.out.Derives {
		name(v.Name, v.Span)
	}
	for _, t := range d.out.Classifies {
		for _, o := range t.Outputs {
			name(o.Name, o.Span)
		}
	}
}

// wideName reports a name with a full-width character in it.
func (d *decoder) wideName(s string, at diag.Span) bool {
	for i, r := range []rune(s) {
		if _, ok := plainRune(r); ok {
			at.Start.Column += i // names are written on one line
			at.End = at.Start
			at.End.Column++
			d.list.Add(fullWidth(at, r))
			return true
		}
	}
	return false
}

// validName reports a letter or _ followed by letters, digits and _. Letters are Latin or Chinese: those of other
// scripts look like Latin ones.
func validName(s string) bool {
	for i, r := range s {
		letter := r == '_' || unicode.IsLetter(r) && (unicode.Is(unicode.Latin, r) || unicode.Is(unicode.Han, r))
		if !letter && (i == 0 || r < '0' || r > '9') {
			return false
		}
	}
	return s != ""
}

// checkIDs checks that no id is taken twice.
func (d *decoder) checkIDs() {
	taken := map[string]diag.Span{}
	id := func(s string, at diag.Span) {
		if first, ok := taken[s]; ok && s != "" {
			d.list.Add(diag.New(diag.DuplicateID, at, "id", s).WithRelated(first))
			return
		}
		taken[s] = at
	}
	for _, t := range d.out.Tiers {
		id(t.ID, t.Span)
		if expectation(t.ID) != nil {
			d.add(diag.ReservedName, t.Span, "name", t.ID)
		}
		for _, c := range t.Require {
			eachClause(c, func(c *Clause) { id(c.ownID(), c.Span) })
		}
	}
	for _, v := range d.out.Vetoes {
		eachClause(&v.Clause, func(c *Clause) { id(c.ownID(), c.Span) })
	}
	for _, c := range d.out.criteria() {
		id(c.ID, c.Span)
		for _, in := range c.Indicators {
			if !c.Leaf {
				id(in.ID, in.Span)
			}
		}
	}
	for _, b := range d.out.Bodies {
		id(b.ID, b.Span)
		for _, q := range b.Quotas {
			id(q.ID, q.Span)
		}
	}
	tests := map[string]diag.Span{}
	for _, t := range d.out.Tests {
		if first, ok := tests[t.Name]; ok && t.Name != "" {
			d.list.Add(diag.New(diag.DuplicateID, t.Span, "id", t.Name).WithRelated(first))
		}
		tests[t.Name] = t.Span
	}
}

// ownID returns the id that the file gives, or "".
func (c *Clause) ownID() string {
	if c.Named {
		return c.ID
	}
	return ""
}

// eachClause calls f for a clause and all below it.
func eachClause(c *Clause, f func(*Clause)) {
	f(c)
	for _, m := range c.Of {
		eachClause(m, f)
	}
}

func (rs *Ruleset) criteria() []*Criterion {
	if rs.Score == nil {
		return nil
	}
	return rs.Score.Criteria
}

// checkTierCycles reports tiers that extend each other in a circle, each circle once.
func (d *decoder) checkTierCycles() {
	byID := map[string]*Tier{}
	for _, t := range d.out.Tiers {
		byID[t.ID] = t
	}
	told := map[*Tier]bool{}
	for _, t := range d.out.Tiers {
		path := []string{t.ID}
		for at := byID[t.Extends]; at != nil && len(path) <= len(byID) && !told[at]; at = byID[at.Extends] {
			path = append(path, at.ID)
			if at != t {
				continue
			}
			d.add(diag.Cycle, t.ExtendsSpan, "path", strings.Join(path, " → "))
			for _, id := range path {
				told[byID[id]] = true
			}
		}
	}
}

// checkStable refuses methods in which one person's leaving reorders others, where the file asks for that.
func (d *decoder) checkStable() {
	s := d.out.Score
	if s == nil || !d.out.Ranking.Stable {
		return
	}
	unstable := func(is bool, at diag.Span, method string) {
		if is {
			d.add(diag.Unstable, at, "method", method)
		}
	}
	unstable(s.Topsis, s.Span, "topsis")
	unstable(s.Entropy, s.AHPSpan, "entropy")
	for _, c := range s.Criteria {
		for _, in := range c.Indicators {
			unstable(in.Method == Percentile, in.Input.Span, "percentile")
			unstable(in.Method == Minmax, in.Input.Span, "minmax")
		}
	}
}

// checkBasis warns of clauses that name no article, in a file that names no document either.
func (d *decoder) checkBasis() {
	if d.out.Meta.Basis != "" {
		return
	}
	basis := func(c *Clause) {
		if c.Basis == "" {
			d.add(diag.NoBasis, c.Span, "id", c.ID)
		}
	}
	for _, t := range d.out.Tiers {
		for _, c := range t.Require {
			basis(c)
		}
	}
	for _, v := range d.out.Vetoes {
		basis(&v.Clause)
	}
}
