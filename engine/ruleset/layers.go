package ruleset

import (
	"cmp"
	"slices"

	"slate/engine/diag"
	"slate/engine/fact"
)

// merge lays a file over the file it extends: what it names is added, or replaces what has the same name; a
// parameter's rows are added by date, a tier's clauses by id; what it switches off is taken away.
func (l *loader) merge(base, top *layer) *layer {
	out := &layer{Ruleset: top.Ruleset}
	out.Meta = inherit(base.Meta, top.Meta)
	out.Facts = overlay(base.Facts, top.Facts, func(f *Fact) string { return f.Name })
	out.Params = overlayParams(base.Params, top.Params)
	out.Derives = overlay(base.Derives, top.Derives, func(d *Derive) string { return d.Name })
	out.Classifies = overlay(base.Classifies, top.Classifies, func(c *Classify) string { return c.Name })
	out.Tiers = overlayTiers(base.Tiers, top.Tiers)
	out.Vetoes = overlay(base.Vetoes, top.Vetoes, func(v *Veto) string { return v.ID })
	out.Bodies = overlay(base.Bodies, top.Bodies, func(b *Body) string { return b.ID })
	out.Score = overlayScore(base.Score, top.Score)
	out.Off = base.Off
	if out.Grades == nil {
		out.Grades = base.Grades
	}
	if out.Ranking == nil {
		out.Ranking = base.Ranking
	}
	out.TestBase = overlayGivens(base.TestBase, top.TestBase)
	out.Tests = append(slices.Clip(base.Tests), top.Tests...)
	for _, off := range top.off {
		if !out.switchOff(off) {
			l.list.Add(diag.New(diag.OffNothing, off.Span, "id", off.ID))
			continue
		}
		out.Off = append(slices.Clip(out.Off), off.Off)
	}
	return out
}

// inherit gives a file's head what it does not repeat, except what makes it a ruleset of its own.
func inherit(base, top Meta) Meta {
	out := top
	out.Owner = cmp.Or(top.Owner, base.Owner)
	out.Basis = cmp.Or(top.Basis, base.Basis)
	out.Purpose = cmp.Or(top.Purpose, base.Purpose)
	out.Lang = cmp.Or(top.Lang, base.Lang)
	out.OnMissing = cmp.Or(top.OnMissing, base.OnMissing)
	out.LeapDay = cmp.Or(top.LeapDay, base.LeapDay)
	if top.Cutoff.IsZero() {
		out.Cutoff, out.CutoffSpan = base.Cutoff, base.CutoffSpan
	}
	if top.From.IsZero() && top.To.IsZero() {
		out.From, out.To = base.From, base.To
	}
	return out
}

// overlay replaces members of the same name in place and adds the others at the end.
func overlay[T any](base, top []T, name func(T) string) []T {
	out := slices.Clone(base)
	for _, t := range top {
		if i := slices.IndexFunc(out, func(b T) bool { return name(b) == name(t) }); i >= 0 {
			out[i] = t
		} else {
			out = append(out, t)
		}
	}
	return out
}

func overlayParams(base, top []*Param) []*Param {
	out := slices.Clone(base)
	for _, p := range top {
		i := slices.IndexFunc(out, func(b *Param) bool { return b.Name == p.Name })
		if i < 0 {
			out = append(out, p)
			continue
		}
		merged := *p
		merged.Label = cmp.Or(p.Label, out[i].Label)
		merged.Type.Unit = cmp.Or(p.Type.Unit, out[i].Type.Unit)
		if p.Type.Kind == fact.Decimal {
			merged.Type.Kind = out[i].Type.Kind
		}
		merged.Values = overlay(out[i].Values, p.Values, func(v ParamValue) string { return v.From.String() })
		slices.SortStableFunc(merged.Values, func(a, b ParamValue) int { return a.From.Compare(b.From) })
		out[i] = &merged
	}
	return out
}

func overlayTiers(base, top []*Tier) []*Tier {
	out := slices.Clone(base)
	for _, t := range top {
		i := slices.IndexFunc(out, func(b *Tier) bool { return b.ID == t.ID })
		if i < 0 {
			out = append(out, t)
			continue
		}
		merged := *t
		merged.Label = cmp.Or(t.Label, out[i].Label)
		merged.Extends = cmp.Or(t.Extends, out[i].Extends)
		merged.Require = overlay(out[i].Require, t.Require, func(c *Clause) string { return c.ID })
		out[i] = &merged
	}
	return out
}

func overlayScore(base, top *Score) *Score {
	if base == nil || top == nil {
		return cmp.Or(top, base)
	}
	out := *top
	out.Label = cmp.Or(top.Label, base.Label)
	out.Criteria = overlay(base.Criteria, top.Criteria, func(c *Criterion) string { return c.ID })
	return &out
}

func overlayGivens(base, top []Given) []Given {
	return overlay(base, top, func(g Given) string { return g.Name })
}

// switchOff takes one thing away and reports whether it was there.
func (l *layer) switchOff(off offEntry) bool {
	switch off.section {
	case "facts":
		return remove(&l.Facts, func(f *Fact) bool { return f.Name == off.ID })
	case "params":
		return remove(&l.Params, func(p *Param) bool { return p.Name == off.ID })
	case "derive":
		return remove(&l.Derives, func(d *Derive) bool { return d.Name == off.ID })
	case "classify":
		return remove(&l.Classifies, func(c *Classify) bool { return c.Name == off.ID })
	case "tiers":
		return remove(&l.Tiers, func(t *Tier) bool { return t.ID == off.ID })
	case "vetoes":
		return remove(&l.Vetoes, func(v *Veto) bool { return v.ID == off.ID })
	case "bodies":
		return remove(&l.Bodies, func(b *Body) bool { return b.ID == off.ID })
	case "require":
		return l.switchOffClause(off.ID)
	}
	return l.switchOffScore(off.ID)
}

func remove[T any](list *[]T, is func(T) bool) bool {
	n := len(*list)
	*list = slices.DeleteFunc(slices.Clone(*list), is)
	return len(*list) < n
}

func (l *layer) switchOffClause(id string) bool {
	found := false
	for i, t := range l.Tiers {
		copied := *t
		if remove(&copied.Require, func(c *Clause) bool { return c.ID == id }) {
			l.Tiers[i], found = &copied, true
		}
	}
	return found
}

func (l *layer) switchOffScore(id string) bool {
	if l.Score == nil {
		return false
	}
	score := *l.Score
	found := remove(&score.Criteria, func(c *Criterion) bool { return c.ID == id })
	for i, c := range score.Criteria {
		copied := *c
		if remove(&copied.Indicators, func(in *Indicator) bool { return in.ID == id }) {
			score.Criteria = slices.Clone(score.Criteria)
			score.Criteria[i], found = &copied, true
		}
	}
	l.Score = &score
	return found
}
