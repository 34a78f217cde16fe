package tune

import (
	"slices"
	"strconv"

	"slate/engine/fact"
	"slate/engine/ruleset"
)

// score joins the sections `score`. A weight cannot change alone, since those of a level add up to 100: the weights of a
// level, and who is weighed, are one edit.
func (m *mixer) score(old, new *ruleset.Score) *ruleset.Score {
	if old == nil || new == nil {
		return pick(m, Edit{Key: "score", Kind: ScoreEdit, Change: Changed, Name: "score"}, old, new)
	}
	out := *new
	out.Round = pick(m, Edit{Key: "score:round", Kind: ScoreEdit, Change: Changed, Name: "round", Old: describe(old.Round), New: describe(new.Round)}, old.Round, new.Round)
	type method struct {
		Topsis, Entropy bool
		AHP             [][]fact.Number
	}
	how := pick(m, Edit{Key: "score:method", Kind: ScoreEdit, Change: Changed, Name: "method", Old: scoreMethod(old), New: scoreMethod(new)},
		method{old.Topsis, old.Entropy, old.AHP}, method{new.Topsis, new.Entropy, new.AHP})
	out.Topsis, out.Entropy, out.AHP = how.Topsis, how.Entropy, how.AHP
	out.Criteria = level(m, "score", weighing[*ruleset.Criterion]{
		func(c *ruleset.Criterion) string { return c.ID },
		func(c *ruleset.Criterion) string { return c.Label },
		func(c *ruleset.Criterion) (int, bool) { return c.Weight, c.Weighted },
		func(c *ruleset.Criterion, w int, on bool) *ruleset.Criterion {
			other := *c
			other.Weight, other.Weighted = w, on
			return &other
		},
		m.criterion,
	}, old.Criteria, new.Criteria)
	return &out
}

// weighing is one level of the score.
type weighing[T any] struct {
	id, label func(T) string
	weight    func(T) (int, bool)
	weigh     func(T, int, bool) T
	both      func(old, new T) T
}

// level joins the members of one level of the score.
func level[T any](m *mixer, path string, w weighing[T], old, new []T) []T {
	if !weighed(w, old) && !weighed(w, new) {
		return list(m, keyed[T]{IndicatorEdit, w.id, w.label, w.both, false, false}, path, old, new)
	}
	takeNew := same(shares(w, old), shares(w, new))
	if !takeNew {
		e := Edit{Key: path + "#weights", Kind: WeightEdit, Change: Changed, Name: path, Old: describe(shares(w, old)), New: describe(shares(w, new))}
		e.Weights = changedShares(shares(w, old), shares(w, new))
		m.edits = append(m.edits, e)
		takeNew = m.take(e.Key)
	}
	lead := old
	if takeNew {
		lead = new
	}
	var out []T
	// The edits of members that both have are found whichever side leads.
	joined := map[string]T{}
	for _, n := range new {
		if o := slices.IndexFunc(old, func(t T) bool { return w.id(t) == w.id(n) }); o >= 0 {
			joined[w.id(n)] = w.both(old[o], n)
		}
	}
	for _, t := range lead {
		if j, ok := joined[w.id(t)]; ok {
			weight, on := w.weight(t)
			t = w.weigh(j, weight, on)
		}
		out = append(out, t)
	}
	return out
}

func weighed[T any](w weighing[T], members []T) bool {
	return slices.ContainsFunc(members, func(t T) bool { _, on := w.weight(t); return on })
}

// Share is the weight of a criterion or an indicator.
type Share struct {
	ID, Label string
	Weight    int // percent
	On        bool
}

func shares[T any](w weighing[T], members []T) []Share {
	var out []Share
	for _, t := range members {
		weight, on := w.weight(t)
		out = append(out, Share{w.id(t), "", weight, on})
	}
	slices.SortStableFunc(out, func(a, b Share) int {
		if a.ID < b.ID {
			return -1
		}
		if a.ID > b.ID {
			return 1
		}
		return 0
	})
	return out
}

// WeightChange is the weight of one member before and after; 0 where there was, or is, none.
type WeightChange struct {
	ID       string
	Old, New int
}

func changedShares(old, new []Share) []WeightChange {
	var out []WeightChange
	for _, n := range new {
		at := slices.IndexFunc(old, func(s Share) bool { return s.ID == n.ID })
		switch {
		case at < 0:
			out = append(out, WeightChange{n.ID, 0, n.Weight})
		case old[at].Weight != n.Weight:
			out = append(out, WeightChange{n.ID, old[at].Weight, n.Weight})
		}
	}
	for _, o := range old {
		if !slices.ContainsFunc(new, func(s Share) bool { return s.ID == o.ID }) {
			out = append(out, WeightChange{o.ID, o.Weight, 0})
		}
	}
	return out
}

func (m *mixer) criterion(old, new *ruleset.Criterion) *ruleset.Criterion {
	out := *new
	type limits struct {
		Max, Min *fact.Number
		Leaf     bool
	}
	edit := func(what, a, b string) Edit {
		return Edit{Key: "criterion:" + new.ID + ":" + what, Kind: IndicatorEdit, Change: Changed, Name: new.ID, Label: new.Label, Old: a, New: b}
	}
	if old.Leaf != new.Leaf {
		return pick(m, edit("whole", "", ""), old, new)
	}
	l := pick(m, edit("limits", describe(limits{old.Max, old.Min, old.Leaf}), describe(limits{new.Max, new.Min, new.Leaf})),
		limits{old.Max, old.Min, old.Leaf}, limits{new.Max, new.Min, new.Leaf})
	out.Max, out.Min = l.Max, l.Min
	out.Indicators = level(m, "criterion:"+new.ID, weighing[*ruleset.Indicator]{
		func(i *ruleset.Indicator) string { return i.ID },
		func(i *ruleset.Indicator) string { return i.Label },
		func(i *ruleset.Indicator) (int, bool) { return i.Weight, i.Weighted && !new.Leaf },
		func(i *ruleset.Indicator, w int, on bool) *ruleset.Indicator {
			other := *i
			if !new.Leaf {
				other.Weight, other.Weighted = w, on
			}
			return &other
		},
		m.indicator,
	}, old.Indicators, new.Indicators)
	return &out
}

// indicator joins two indicators: bands and tables row by row where the rows are alike, all else at once.
func (m *mixer) indicator(old, new *ruleset.Indicator) *ruleset.Indicator {
	rest := func(i *ruleset.Indicator) ruleset.Indicator {
		out := *i
		out.Label, out.Basis, out.Weight, out.Weighted, out.Bands, out.Table = "", "", 0, false, nil, nil
		return out
	}
	edit := func(what, a, b string) Edit {
		return Edit{Key: "indicator:" + new.ID + ":" + what, Kind: IndicatorEdit, Change: Changed, Name: new.ID, Label: new.Label, Old: a, New: b}
	}
	if !same(rest(old), rest(new)) {
		return pick(m, edit("whole", describe(old), describe(new)), old, new)
	}
	out := *new
	out.Bands = m.bands(edit, old.Bands, new.Bands)
	if !sameRows(old.Table, new.Table) {
		out.Table = pick(m, edit("table", describe(old.Table), describe(new.Table)), old.Table, new.Table)
		return &out
	}
	out.Table = slices.Clone(new.Table)
	for i := range out.Table {
		e := edit("row:"+new.Table[i].Value.String(), old.Table[i].Points.String(), new.Table[i].Points.String())
		e.Kind, e.Row = BandEdit, new.Table[i].Value.String()
		out.Table[i] = pick(m, e, old.Table[i], new.Table[i])
	}
	return &out
}

func sameRows(old, new []ruleset.TablePoints) bool {
	return slices.EqualFunc(old, new, func(a, b ruleset.TablePoints) bool { return a.Value.Equal(b.Value) })
}

// bands joins the bands of one indicator. Where each edge moved less far than to the next, an edge is an edit of its own,
// and so are the points of a band: every mixture still covers the input without gaps. Otherwise
// the bands are one edit.
func (m *mixer) bands(edit func(what, a, b string) Edit, old, new []ruleset.Band) []ruleset.Band {
	a, b := ascending(old), ascending(new)
	if !movable(a, b) {
		e := edit("bands", describe(old), describe(new))
		e.Kind = BandEdit
		return pick(m, e, a, b)
	}
	out := slices.Clone(b)
	for i := range out {
		e := edit("points:"+strconv.Itoa(i), a[i].Points.String(), b[i].Points.String())
		e.Kind, e.Row = BandEdit, b[i].Range.String()
		out[i].Points = pick(m, e, a[i].Points, b[i].Points)
	}
	for i := 1; i < len(out); i++ {
		e := edit("edge:"+strconv.Itoa(i), a[i].Range.Lo.String(), b[i].Range.Lo.String())
		e.Kind, e.Edge = BandEdit, true
		edge := pick(m, e, a[i].Range.Lo, b[i].Range.Lo)
		out[i-1].Range.Hi, out[i].Range.Lo = edge, edge
	}
	return out
}

func ascending(bands []ruleset.Band) []ruleset.Band {
	out := slices.Clone(bands)
	slices.SortStableFunc(out, func(a, b ruleset.Band) int {
		switch {
		case a.Range.HasLo != b.Range.HasLo:
			if b.Range.HasLo {
				return -1
			}
			return 1
		case !a.Range.HasLo:
			return 0
		}
		return a.Range.Lo.Cmp(b.Range.Lo)
	})
	return out
}

// movable reports whether the edges of two lists of bands may be mixed freely.
func movable(a, b []ruleset.Band) bool {
	if len(a) != len(b) || len(a) == 0 {
		return false
	}
	for i := range a {
		x, y := a[i].Range, b[i].Range
		if x.HasLo != y.HasLo || x.HasHi != y.HasHi || x.OpenLo != y.OpenLo || x.OpenHi != y.OpenHi {
			return false
		}
		if i == 0 && x.HasLo && !x.Lo.Equal(y.Lo) || i == len(a)-1 && x.HasHi && !x.Hi.Equal(y.Hi) {
			return false
		}
		// The later of both lower edges must lie below the earlier of both upper ones.
		if x.HasLo && x.HasHi && larger(x.Lo, y.Lo).Cmp(smaller(x.Hi, y.Hi)) >= 0 {
			return false
		}
		if i > 0 && !(a[i-1].Range.Hi.Equal(x.Lo) && b[i-1].Range.Hi.Equal(y.Lo)) {
			return false // whole numbers may leave gaps between bands
		}
	}
	return true
}

func larger(a, b fact.Number) fact.Number {
	if a.Cmp(b) >= 0 {
		return a
	}
	return b
}

func smaller(a, b fact.Number) fact.Number {
	if a.Cmp(b) <= 0 {
		return a
	}
	return b
}
