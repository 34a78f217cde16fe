package tune

import (
	"reflect"
	"slices"
	"strconv"
	"strings"

	"slate/engine/diag"
	"slate/engine/fact"
	"slate/engine/ruleset"
)

// mixer walks two rulesets side by side and puts together a third: each part that differs is an edit, and is
// taken from the new one if take says so. One walk both finds the edits and applies them, so that what is
// found is what is applied.
type mixer struct {
	take  func(key string) bool
	edits []Edit
}

// pick returns one part: old, or new where it differs and is taken.
func pick[T any](m *mixer, e Edit, old, new T) T {
	if same(old, new) {
		return new // alike but for places and words, so that the newer words are shown
	}
	m.edits = append(m.edits, e)
	if m.take(e.Key) {
		return new
	}
	return old
}

// same compares two parts by what they mean: places in files and the maps of characters are not looked at.
func same(a, b any) bool { return equal(reflect.ValueOf(a), reflect.ValueOf(b)) }

var (
	spanType   = reflect.TypeFor[diag.Span]()
	textType   = reflect.TypeFor[ruleset.Text]()
	numberType = reflect.TypeFor[fact.Number]()
	valueType  = reflect.TypeFor[fact.Value]()
	dateType   = reflect.TypeFor[fact.Date]()
)

func equal(a, b reflect.Value) bool {
	if a.IsValid() != b.IsValid() {
		return false
	}
	if !a.IsValid() {
		return true
	}
	switch a.Type() {
	case spanType:
		return true
	case textType:
		return a.Interface().(ruleset.Text).Text == b.Interface().(ruleset.Text).Text
	case numberType:
		return a.Interface().(fact.Number).Equal(b.Interface().(fact.Number))
	case valueType:
		x, y := a.Interface().(fact.Value), b.Interface().(fact.Value)
		return x.Known() == y.Known() && (!x.Known() || x.Equal(y))
	case dateType:
		return a.Interface() == b.Interface()
	}
	switch a.Kind() {
	case reflect.Pointer, reflect.Interface:
		return a.IsNil() == b.IsNil() && (a.IsNil() || equal(a.Elem(), b.Elem()))
	case reflect.Slice:
		if a.Len() != b.Len() {
			return false
		}
		for i := range a.Len() {
			if !equal(a.Index(i), b.Index(i)) {
				return false
			}
		}
		return true
	case reflect.Struct:
		for i := range a.NumField() {
			if !equal(a.Field(i), b.Field(i)) {
				return false
			}
		}
		return true
	}
	return a.Interface() == b.Interface()
}

// keyed is one list of the ruleset whose members are told apart by a name.
type keyed[T any] struct {
	kind EditKind
	name func(T) string
	// label is what people call a member.
	label func(T) string
	// both joins a member that both lists have.
	both func(old, new T) T
	// carried marks names that only act through the clauses that use them: they are in every mixture, whichever side has them, and
	// adding or removing one is no edit with an effect of its own.
	carried bool
	// ordered says that the order of the members decides something.
	ordered bool
}

// list joins two lists by name.
func list[T any](m *mixer, k keyed[T], path string, old, new []T) []T {
	find := func(in []T, name string) int {
		return slices.IndexFunc(in, func(t T) bool { return k.name(t) == name })
	}
	var inOld, inNew []string
	for _, o := range old {
		if find(new, k.name(o)) >= 0 {
			inOld = append(inOld, k.name(o))
		}
	}
	for _, n := range new {
		if find(old, k.name(n)) >= 0 {
			inNew = append(inNew, k.name(n))
		}
	}
	lead, follow := old, new
	if slices.Equal(inOld, inNew) {
		lead, follow = new, old
	} else if k.ordered {
		e := Edit{Key: path + "#order", Kind: k.kind, Change: Reordered, Name: path, Old: strings.Join(inOld, "、"), New: strings.Join(inNew, "、")}
		m.edits = append(m.edits, e)
		if m.take(e.Key) {
			lead, follow = new, old
		}
	}
	names := merge(lead, follow, k.name)
	var out []T
	for _, name := range names {
		o, n := find(old, name), find(new, name)
		key := path + ":" + name
		switch {
		case o >= 0 && n >= 0:
			out = append(out, k.both(old[o], new[n]))
		case n >= 0:
			e := Edit{Key: key, Kind: k.kind, Change: Added, Name: name, Label: k.label(new[n]), Carried: k.carried, New: describe(new[n])}
			m.edits = append(m.edits, e)
			if m.take(key) {
				out = append(out, new[n])
			}
		default:
			e := Edit{Key: key, Kind: k.kind, Change: Removed, Name: name, Label: k.label(old[o]), Carried: k.carried, Old: describe(old[o])}
			m.edits = append(m.edits, e)
			if k.carried || !m.take(key) {
				out = append(out, old[o])
			}
		}
	}
	return out
}

// merge lays the names of two lists into one: the order of the first, with each name that only the second has behind the
// one that it follows there.
func merge[T any](lead, follow []T, name func(T) string) []string {
	var names []string
	for _, t := range lead {
		names = append(names, name(t))
	}
	before := ""
	for _, t := range follow {
		n := name(t)
		if !slices.Contains(names, n) {
			names = slices.Insert(names, slices.Index(names, before)+1, n)
		}
		before = n
	}
	return names
}

// ruleset joins two rulesets.
func (m *mixer) ruleset(old, new *ruleset.Ruleset) *ruleset.Ruleset {
	out := *new
	out.Meta = m.meta(old.Meta, new.Meta)
	out.Facts = list(m, keyed[*ruleset.Fact]{FactEdit, func(f *ruleset.Fact) string { return f.Name }, func(f *ruleset.Fact) string { return f.Label },
		m.fact, true, false}, "fact", old.Facts, new.Facts)
	out.Params = list(m, keyed[*ruleset.Param]{ParamEdit, func(p *ruleset.Param) string { return p.Name }, func(p *ruleset.Param) string { return p.Label },
		m.param, true, false}, "param", old.Params, new.Params)
	out.Derives = list(m, keyed[*ruleset.Derive]{DeriveEdit, func(d *ruleset.Derive) string { return d.Name }, func(d *ruleset.Derive) string { return d.Label },
		m.derive, true, false}, "derive", old.Derives, new.Derives)
	out.Classifies = list(m, keyed[*ruleset.Classify]{TableEdit, func(t *ruleset.Classify) string { return t.Name }, func(t *ruleset.Classify) string { return t.Label },
		m.table, true, false}, "classify", old.Classifies, new.Classifies)
	out.Tiers = list(m, keyed[*ruleset.Tier]{TierEdit, func(t *ruleset.Tier) string { return t.ID }, func(t *ruleset.Tier) string { return t.Label },
		m.tier, false, true}, "tier", old.Tiers, new.Tiers)
	out.Vetoes = list(m, keyed[*ruleset.Veto]{VetoEdit, func(v *ruleset.Veto) string { return v.ID }, func(v *ruleset.Veto) string { return v.Label },
		m.veto, false, false}, "veto", old.Vetoes, new.Vetoes)
	out.Score = m.score(old.Score, new.Score)
	out.Grades = pick(m, Edit{Key: "grades", Kind: GradeEdit, Change: Changed, Old: describe(old.Grades), New: describe(new.Grades)}, old.Grades, new.Grades)
	out.Ranking = m.ranking(old.Ranking, new.Ranking)
	return &out
}

// meta joins what of the section `ruleset` decides something: the rest is words. The cut-off date is not among it:
// the run is told its day.
func (m *mixer) meta(old, new ruleset.Meta) ruleset.Meta {
	out := new
	out.LeapDay = pick(m, Edit{Key: "leap_day", Kind: SettingEdit, Change: Changed, Name: "leap_day", Old: describe(old.LeapDay), New: describe(new.LeapDay)}, old.LeapDay, new.LeapDay)
	// What is not said means undecided.
	a, b := max(old.OnMissing, ruleset.MissingUndecided), max(new.OnMissing, ruleset.MissingUndecided)
	out.OnMissing = pick(m, Edit{Key: "on_missing", Kind: SettingEdit, Change: Changed, Name: "on_missing", Old: missing(a), New: missing(b)}, a, b)
	return out
}

func (m *mixer) fact(old, new *ruleset.Fact) *ruleset.Fact {
	// Words, departments and purposes decide nothing.
	meaning := func(f *ruleset.Fact) ruleset.Fact {
		return ruleset.Fact{Field: fact.Field{Type: f.Type, Domain: f.Domain, MaxAge: f.MaxAge, Column: f.Column}, From: f.From}
	}
	if same(meaning(old), meaning(new)) {
		return new
	}
	return pick(m, Edit{Key: "fact:" + new.Name, Kind: FactEdit, Change: Changed, Name: new.Name, Label: new.Label, Old: describe(old), New: describe(new)}, old, new)
}

func (m *mixer) param(old, new *ruleset.Param) *ruleset.Param {
	o, n := *old, *new
	o.Label, n.Label = "", ""
	o.Values, n.Values = slices.Clone(o.Values), slices.Clone(n.Values)
	for i := range o.Values {
		o.Values[i].Basis = ""
	}
	for i := range n.Values {
		n.Values[i].Basis = ""
	}
	if same(o, n) {
		return new
	}
	return pick(m, Edit{Key: "param:" + new.Name, Kind: ParamEdit, Change: Changed, Name: new.Name, Label: new.Label, Old: describe(old), New: describe(new)}, old, new)
}

func (m *mixer) derive(old, new *ruleset.Derive) *ruleset.Derive {
	o, n := *old, *new
	o.Label, o.Basis, n.Label, n.Basis = "", "", "", ""
	if same(o, n) {
		return new
	}
	return pick(m, Edit{Key: "derive:" + new.Name, Kind: DeriveEdit, Change: Changed, Name: new.Name, Label: new.Label, Old: describe(old), New: describe(new)}, old, new)
}

func (m *mixer) table(old, new *ruleset.Classify) *ruleset.Classify {
	path := "classify:" + new.Name
	head := func(t *ruleset.Classify) ruleset.Classify {
		return ruleset.Classify{Hit: t.Hit, Inputs: t.Inputs, Outputs: unlabelled(t.Outputs), Otherwise: unlabelledRow(t.Otherwise)}
	}
	if !same(head(old), head(new)) {
		// Rows say what the head asks for: another head takes its rows along.
		return pick(m, Edit{Key: path, Kind: TableEdit, Change: Changed, Name: new.Name, Label: new.Label, Old: describe(old), New: describe(new)}, old, new)
	}
	out := *new
	number := map[*ruleset.Row]string{}
	for _, rows := range [][]*ruleset.Row{old.Rules, new.Rules} {
		for i, r := range rows {
			if number[r] = r.ID; r.ID == "" {
				number[r] = "#" + strconv.Itoa(i+1)
			}
		}
	}
	out.Rules = list(m, keyed[*ruleset.Row]{RowEdit, func(r *ruleset.Row) string { return number[r] }, func(r *ruleset.Row) string { return r.Label },
		func(o, n *ruleset.Row) *ruleset.Row {
			if same(unlabelledRow(o), unlabelledRow(n)) {
				return n
			}
			return pick(m, Edit{Key: path + ":" + number[n], Kind: RowEdit, Change: Changed, Name: number[n], Label: n.Label, Old: describe(o), New: describe(n)}, o, n)
		}, false, true}, path, old.Rules, new.Rules)
	return &out
}

func unlabelled(outputs []ruleset.Output) []ruleset.Output {
	out := slices.Clone(outputs)
	for i := range out {
		out[i].Label = ""
	}
	return out
}

func unlabelledRow(r *ruleset.Row) *ruleset.Row {
	if r == nil {
		return nil
	}
	out := *r
	out.ID, out.Label, out.Basis = "", "", ""
	return &out
}

func (m *mixer) tier(old, new *ruleset.Tier) *ruleset.Tier {
	out := *new
	out.Extends = pick(m, Edit{Key: "tier:" + new.ID + ":extends", Kind: TierEdit, Change: Changed, Name: new.ID, Label: new.Label,
		Old: old.Extends, New: new.Extends}, old.Extends, new.Extends)
	out.Require = list(m, keyed[*ruleset.Clause]{ClauseEdit, func(c *ruleset.Clause) string { return c.ID }, func(c *ruleset.Clause) string { return c.Label },
		m.clause, false, false}, "tier:"+new.ID, old.Require, new.Require)
	return &out
}

// wordless returns a clause without the words that decide nothing.
func wordless(c ruleset.Clause) ruleset.Clause {
	c.Label, c.Basis, c.Pass, c.Fail, c.Named = "", "", ruleset.Text{}, ruleset.Text{}, false
	c.Of = slices.Clone(c.Of)
	for i := range c.Of {
		member := wordless(*c.Of[i])
		c.Of[i] = &member
	}
	return c
}

func (m *mixer) clause(old, new *ruleset.Clause) *ruleset.Clause {
	if same(wordless(*old), wordless(*new)) {
		return new
	}
	return pick(m, Edit{Key: "clause:" + new.ID, Kind: ClauseEdit, Change: Changed, Name: new.ID, Label: new.Label, Old: describe(old), New: describe(new)}, old, new)
}

func (m *mixer) veto(old, new *ruleset.Veto) *ruleset.Veto {
	meaning := func(v *ruleset.Veto) ruleset.Veto {
		out := ruleset.Veto{Clause: wordless(v.Clause), Applies: v.Applies}
		if v.Waiver != nil {
			out.Waiver = &ruleset.Waiver{}
		}
		return out
	}
	if same(meaning(old), meaning(new)) {
		return new
	}
	return pick(m, Edit{Key: "veto:" + new.ID, Kind: VetoEdit, Change: Changed, Name: new.ID, Label: new.Label, Old: describe(old), New: describe(new)}, old, new)
}

func (m *mixer) ranking(old, new *ruleset.Ranking) *ruleset.Ranking {
	out := *new
	setting := func(name, a, b string) Edit {
		return Edit{Key: "ranking:" + name, Kind: RankingEdit, Change: Changed, Name: name, Old: a, New: b}
	}
	out.Tier = pick(m, setting("tier", old.Tier.Text, new.Tier.Text), old.Tier, new.Tier)
	out.OrderBy = pick(m, setting("order_by", describe(old.OrderBy), describe(new.OrderBy)), old.OrderBy, new.OrderBy)
	out.Limit = pick(m, setting("limit", describe(old.Limit), describe(new.Limit)), old.Limit, new.Limit)
	out.LimitFlag = pick(m, setting("at_limit", atLimit(old), atLimit(new)), old.LimitFlag, new.LimitFlag)
	type groups struct {
		By  ruleset.Text
		Top int
	}
	within := pick(m, setting("within", describeWithin(old), describeWithin(new)), groups{old.WithinBy, old.WithinTop}, groups{new.WithinBy, new.WithinTop})
	out.WithinBy, out.WithinTop = within.By, within.Top
	return &out
}
