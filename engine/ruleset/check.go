package ruleset

import (
	"slices"
	"strings"
	"unicode"

	"slate/engine/diag"
)

func keysOf[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// check looks for what is wrong with the merged file as a whole.
func (l *loader) check(rs *Ruleset) {
	c := &checker{rs: rs, list: &l.list, ids: map[string]diag.Span{}}
	c.sections()
	c.names()
	c.declaredIDs()
	c.params()
	c.references()
	c.tierCycles()
	c.clauses()
	if rs.Score != nil {
		c.score(rs.Score)
	}
	c.grades()
	if rs.Ranking.Stable {
		c.stability()
	}
}

type checker struct {
	rs   *Ruleset
	list *diag.List
	ids  map[string]diag.Span
}

func (c *checker) add(code diag.Code, span diag.Span, args ...string) {
	c.list.Add(diag.New(code, span, args...))
}

func (c *checker) sections() {
	if len(c.rs.Facts) == 0 {
		c.add(diag.MissingKey, c.rs.Meta.Span, "key", "facts", "where", "file")
	}
	if len(c.rs.Tiers) == 0 {
		c.add(diag.MissingKey, c.rs.Meta.Span, "key", "tiers", "where", "file")
	}
	if len(c.rs.Ranking.OrderBy) == 0 && len(c.rs.Tiers) > 0 && c.rs.Ranking.Span != c.rs.Meta.Span {
		c.add(diag.MissingKey, c.rs.Ranking.Span, "key", "order_by", "where", "ranking")
	}
}

// reserved are the names that expressions and the order keep for themselves.
var reserved = []string{"cutoff", "score", "grade", "tier", "short", "true", "false", "nil", "and", "or", "not", "in", "matches", "contains",
	"startsWith", "endsWith", "let", "if", "else", "age", "years_between", "months_between", "days_between", "years_before", "years_after",
	"year", "min", "max", "abs", "floor", "ceil", "round", "root"}

// names checks that names can be read by expressions and that none is taken twice.
func (c *checker) names() {
	taken := map[string]diag.Span{}
	name := func(s string, span diag.Span) {
		switch {
		case strings.ContainsFunc(s, isMark): // told as a full-width character
		case !validName(s):
			c.add(diag.BadName, span, "name", s)
		case slices.Contains(reserved, s):
			c.add(diag.ReservedName, span, "name", s)
		}
		if first, ok := taken[s]; ok && first != span {
			c.list.Add(diag.New(diag.DuplicateID, span, "id", s).WithRelated(first))
		}
		taken[s] = span
	}
	for _, f := range c.rs.Facts {
		name(f.Name, f.Span)
	}
	for _, p := range c.rs.Params {
		name(p.Name, p.Span)
	}
	for _, d := range c.rs.Derives {
		name(d.Name, d.Span)
	}
	for _, t := range c.rs.Classifies {
		for _, o := range t.Outputs {
			name(o.Name, o.Span)
		}
	}
}

func validName(s string) bool {
	for i, r := range s {
		if r != '_' && !unicode.IsLetter(r) && (i == 0 || !unicode.IsDigit(r)) {
			return false
		}
		if r > unicode.MaxASCII && !unicode.Is(unicode.Han, r) && !unicode.Is(unicode.Latin, r) {
			return false // letters of other scripts look like Latin ones
		}
	}
	return s != ""
}

// id records an id, which must be the only one in the file.
func (c *checker) id(id string, span diag.Span) {
	if id == "" {
		return
	}
	if first, ok := c.ids[id]; ok {
		c.list.Add(diag.New(diag.DuplicateID, span, "id", id).WithRelated(first))
		return
	}
	c.ids[id] = span
}

func (c *checker) declaredIDs() {
	for _, t := range c.rs.Tiers {
		c.id(t.ID, t.Span)
		for _, cl := range t.Require {
			c.clauseIDs(cl)
		}
	}
	for _, v := range c.rs.Vetoes {
		c.clauseIDs(&v.Clause)
	}
	if c.rs.Score != nil {
		for _, cr := range c.rs.Score.Criteria {
			c.id(cr.ID, cr.Span)
			for _, in := range cr.Indicators {
				if !cr.Leaf {
					c.id(in.ID, in.Span)
				}
			}
		}
	}
	for _, b := range c.rs.Bodies {
		c.id(b.ID, b.Span)
		for _, q := range b.Quotas {
			c.id(q.ID, q.Span)
		}
	}
}

func (c *checker) clauseIDs(cl *Clause) {
	if cl.Named {
		c.id(cl.ID, cl.Span)
	}
	for _, m := range cl.Of {
		c.clauseIDs(m)
	}
}

func (c *checker) params() {
	for _, p := range c.rs.Params {
		for i := 1; i < len(p.Values); i++ {
			if p.Values[i].From.Compare(p.Values[i-1].From) <= 0 && !p.Values[i].From.IsZero() {
				c.add(diag.ParamOrder, p.Values[i].Span, "name", p.Name, "from", p.Values[i].From.String())
			}
		}
	}
}

// references checks that ids named elsewhere exist.
func (c *checker) references() {
	var tiers, vetoes, bodies, grades, scored []string
	for _, t := range c.rs.Tiers {
		tiers = append(tiers, t.ID)
	}
	for _, v := range c.rs.Vetoes {
		vetoes = append(vetoes, v.ID)
	}
	for _, b := range c.rs.Bodies {
		bodies = append(bodies, b.ID)
	}
	for _, g := range c.rs.Grades {
		grades = append(grades, g.Label)
	}
	if c.rs.Score != nil {
		for _, cr := range c.rs.Score.Criteria {
			scored = append(scored, cr.ID)
			for _, in := range cr.Indicators {
				scored = append(scored, in.ID)
			}
		}
	}
	for _, t := range c.rs.Tiers {
		c.refers(t.Extends, t.Span, "tier", tiers)
	}
	for _, v := range c.rs.Vetoes {
		for _, a := range v.Applies {
			c.refers(a.Text, a.Span, "tier", tiers)
		}
	}
	c.refers(c.rs.Ranking.Tier.Text, c.rs.Ranking.Tier.Span, "tier", tiers)
	for _, b := range c.rs.Bodies {
		c.refers(b.Tier.Text, b.Tier.Span, "tier", tiers)
		for _, g := range b.Grades {
			c.refers(g.Text, g.Span, "grade", grades)
		}
		for _, e := range b.ExclusiveWith {
			c.refers(e.Text, e.Span, "body", bodies)
		}
	}
	for _, t := range c.rs.Tests {
		for _, v := range t.Expect.Verdicts {
			c.refers(v.Tier, v.Span, "tier", tiers)
		}
		for _, w := range t.Waivers {
			c.refers(w.Veto, w.Span, "veto", vetoes)
		}
		for _, p := range t.Expect.Points {
			c.refers(p.ID, p.Span, "indicator", scored)
		}
		for _, s := range t.Expect.Seats {
			c.refers(s.Body, s.Span, "body", bodies)
		}
		if g := t.Expect.Grade; g != nil {
			c.refers(g.Text, g.Span, "grade", grades)
		}
	}
}

func (c *checker) refers(id string, span diag.Span, kind string, known []string) {
	if id == "" || slices.Contains(known, id) {
		return
	}
	d := diag.New(diag.UnknownID, span, "id", id, "kind", kind)
	if near, ok := diag.Nearest(id, known); ok {
		d = d.WithHint(diag.DidYouMean, "name", near)
	} else if len(known) > 0 {
		d = d.WithHint(diag.OneOfThese, "list", strings.Join(known, ", "))
	}
	c.list.Add(d)
}

func (c *checker) tierCycles() {
	extends := map[string]*Tier{}
	for _, t := range c.rs.Tiers {
		extends[t.ID] = t
	}
	for _, t := range c.rs.Tiers {
		path := []string{t.ID}
		for at := extends[t.Extends]; at != nil && len(path) <= len(c.rs.Tiers); at = extends[at.Extends] {
			path = append(path, at.ID)
			if at == t {
				c.add(diag.Cycle, t.Span, "path", strings.Join(path, " → "))
				break
			}
		}
	}
}

// clauses warns of clauses that rest on nothing.
func (c *checker) clauses() {
	if c.rs.Meta.Basis != "" {
		return // the whole file rests on one document
	}
	for _, t := range c.rs.Tiers {
		for _, cl := range t.Require {
			c.basis(cl)
		}
	}
	for _, v := range c.rs.Vetoes {
		c.basis(&v.Clause)
	}
}

func (c *checker) basis(cl *Clause) {
	if cl.Basis == "" {
		c.add(diag.NoBasis, cl.Span, "id", cl.ID)
	}
}

func (c *checker) grades() {
	ranges := make([]banded, len(c.rs.Grades))
	for i, g := range c.rs.Grades {
		ranges[i] = banded{g.Range, g.Span}
	}
	c.bands(ranges, nil, c.rs.Meta.Span)
}

func (c *checker) stability() {
	s := c.rs.Score
	if s == nil {
		return
	}
	unstable := func(is bool, span diag.Span, method string) {
		if is {
			c.add(diag.Unstable, span, "method", method)
		}
	}
	unstable(s.Topsis, s.Span, "topsis")
	unstable(s.Entropy, s.Span, "entropy")
	for _, cr := range s.Criteria {
		for _, in := range cr.Indicators {
			unstable(in.Method == Percentile, in.Span, "percentile")
			unstable(in.Method == Minmax, in.Span, "minmax")
		}
	}
}
