package report

import (
	"slices"
	"strings"
	"unicode"

	"slate/engine/ruleset"
)

// basisOfFacts returns for each fact the articles of the rules that read it, in the order of the file: directly, or through
// values that are computed from it.
func basisOfFacts(set *ruleset.Ruleset) map[string][]string {
	b := &basisFinder{set: set, found: map[string][]string{}}
	for _, t := range set.Tiers {
		b.clauses(t.Require, "")
	}
	for _, v := range set.Vetoes {
		b.clause(&v.Clause, "")
	}
	if set.Score != nil {
		for _, c := range set.Score.Criteria {
			for _, i := range c.Indicators {
				basis := i.Basis
				if basis == "" {
					basis = c.Basis
				}
				b.reads(basis, i.Input.Text, i.Expr.Text)
			}
		}
	}
	for _, c := range set.Classifies {
		for _, input := range c.Inputs {
			b.reads(c.Basis, input.Text)
		}
		for _, r := range c.Rules {
			if r.When != nil {
				b.reads(c.Basis, r.When.Text)
			}
		}
	}
	return b.found
}

type basisFinder struct {
	set   *ruleset.Ruleset
	found map[string][]string
}

func (b *basisFinder) clauses(list []*ruleset.Clause, basis string) {
	for _, c := range list {
		b.clause(c, basis)
	}
}

// clause reads a clause; one without an article of its own has that of its group.
func (b *basisFinder) clause(c *ruleset.Clause, basis string) {
	if c.Basis != "" {
		basis = c.Basis
	}
	b.reads(basis, c.Expr.Text)
	b.clauses(c.Of, basis)
}

// reads notes an article for every fact that expressions read. A value that is computed stands for what it is computed from;
// each is followed once.
func (b *basisFinder) reads(basis string, exprs ...string) {
	if basis == "" {
		return
	}
	seen := map[string]bool{}
	for len(exprs) > 0 {
		expr := exprs[0]
		exprs = exprs[1:]
		for _, name := range names(expr) {
			if seen[name] {
				continue
			}
			seen[name] = true
			if !slices.Contains(b.found[name], basis) {
				b.found[name] = append(b.found[name], basis)
			}
			for _, d := range b.set.Derives {
				if d.Name == name {
					exprs = append(exprs, d.Expr.Text)
				}
			}
			for _, c := range b.set.Classifies {
				if slices.ContainsFunc(c.Outputs, func(o ruleset.Output) bool { return o.Name == name }) {
					for _, input := range c.Inputs {
						exprs = append(exprs, input.Text)
					}
				}
			}
		}
	}
}

// names returns the words of an expression that could be names. Quoted texts come too, and match no fact in practice; at worst
// a fact has one article too many beside it.
func names(expr string) []string {
	return strings.FieldsFunc(expr, func(r rune) bool { return r != '_' && !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}
