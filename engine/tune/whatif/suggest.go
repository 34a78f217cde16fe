package whatif

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"slate/engine/eval"
	"slate/engine/fact"
	"slate/engine/ruleset"
	"slate/engine/ruletest"
	"slate/engine/tune/cover"
	"slate/engine/tune/mutate"
)

// Gap is something that no case reaches: a clause that is never true, false or unknown, or an item of package cover.
type Gap struct {
	Clause *ruleset.Clause // nil for an item
	Truth  fact.Truth      // of Clause
	Item   cover.Item
	// Facts are those that bear on it, in file order.
	Facts []string
}

// Suggestion is a case that reaches gaps.
type Suggestion struct {
	YAML string // one case, to stand under `tests`
	Gaps []Gap
	// From is the case that it starts from, "" for test_base alone; Changed are the facts that are others than there.
	From    string
	Changed []string
}

// Suggestions are the cases that a rule file lacks.
type Suggestions struct {
	Cases []Suggestion
	// Impossible are gaps that no person reaches; NotFound those for which nobody was found, which proves nothing.
	Impossible, NotFound []Gap
}

// maxSuggest is how often somebody is judged for one gap and one case to start from, maxFrom how many cases are started from.
const (
	maxSuggest = 20_000
	maxFrom    = 30
)

// Suggest finds, for everything that no case reaches, the smallest person who does: a case of the file with as few facts as
// possible changed, by as little as possible. What the cases expect is what the rules give today, so a person has to confirm
// them. The ruleset is changed while Suggest works, so nobody else may use it, and is as before when Suggest
// returns. It fails only when ctx ends.
func Suggest(ctx context.Context, rs *ruleset.Ruleset) (*Suggestions, error) {
	s := &suggester{ctx: ctx, rs: rs, out: &Suggestions{}}
	tests := rs.Tests
	defer func() { rs.Tests = tests }()
	gaps, err := s.look(tests)
	if err != nil {
		return nil, err
	}
	for i := range gaps {
		if err := s.close(gaps[i:]); err != nil {
			return nil, err
		}
		rs.Tests = tests
	}
	return s.out, ctx.Err()
}

// base is a case that can be judged, to start from.
type base struct {
	test *ruleset.Test
	j    *eval.Judgement
}

type suggester struct {
	ctx   context.Context
	rs    *ruleset.Ruleset
	bases []base
	names []string
	done  map[string]bool // gaps that a suggested case reaches
	out   *Suggestions
}

// look runs the cases, and one with nothing but test_base, and returns what none of the file's own reaches.
func (s *suggester) look(tests []*ruleset.Test) ([]Gap, error) {
	s.done = map[string]bool{}
	blank := &ruleset.Test{}
	own := map[string]bool{}
	var order []Gap
	for _, t := range append(slices.Clone(tests), blank) {
		s.names = append(s.names, t.Name)
		if t.Expect.Error != nil {
			continue
		}
		s.rs.Tests = []*ruleset.Test{t}
		_, err := ruletest.Watch(s.ctx, s.rs, func(j *eval.Judgement) {
			if t.Rows == nil {
				s.bases = append(s.bases, base{t, j})
			}
			for _, g := range gapsOf(j) {
				if key := g.key(); !own[key] {
					own[key] = false
					if !slices.ContainsFunc(order, func(o Gap) bool { return o.key() == key }) {
						order = append(order, g)
					}
				}
			}
			if t != blank {
				for _, key := range reaches(j) {
					own[key] = true
				}
			}
		})
		if err != nil {
			return nil, err
		}
	}
	return slices.DeleteFunc(order, func(g Gap) bool { return own[g.key()] }), nil
}

func (g *Gap) key() string {
	if g.Clause != nil {
		return "clause\x00" + g.Clause.ID + "\x00" + g.Truth.String()
	}
	return strconv.Itoa(int(g.Item.Kind)) + "\x00" + g.Item.ID + "\x00" + g.Item.What
}

// gapsOf lists everything that a case can reach under the program that judged.
func gapsOf(j *eval.Judgement) []Gap {
	var all []Gap
	p := j.Program()
	for i := range p.Leaves {
		for _, t := range []fact.Truth{fact.True, fact.False, fact.Unknown} {
			all = append(all, Gap{Clause: p.Leaves[i].Clause, Truth: t})
		}
	}
	c := cover.New()
	c.Add(j)
	for _, i := range c.Items {
		i.Seen = 0
		all = append(all, Gap{Item: i})
	}
	return all
}

// reaches lists what a case reaches, by key.
func reaches(j *eval.Judgement) []string {
	var keys []string
	for i := range j.Raw {
		g := Gap{Clause: j.Program().Leaves[i].Clause, Truth: j.Raw[i]}
		keys = append(keys, g.key())
	}
	c := cover.New()
	c.Add(j)
	for _, i := range c.Items {
		if i.Seen > 0 {
			g := Gap{Item: i}
			keys = append(keys, g.key())
		}
	}
	return keys
}

// close finds a case for the first of the gaps that are left, unless one found earlier reaches it.
func (s *suggester) close(gaps []Gap) error {
	g := gaps[0]
	if s.done[g.key()] {
		return nil
	}
	best, impossible, err := s.search(&g)
	if err != nil {
		return err
	}
	if best == nil {
		if impossible {
			s.out.Impossible = append(s.out.Impossible, g)
		} else {
			s.out.NotFound = append(s.out.NotFound, g)
		}
		return nil
	}
	one := Suggestion{From: best.from.test.Name}
	t := &ruleset.Test{Cutoff: best.from.test.Cutoff, Given: slices.Clone(best.from.test.Given), Waivers: slices.Clone(best.from.test.Waivers), Roster: best.from.test.Roster}
	p := best.from.j.Program()
	for _, c := range best.set.changes {
		one.Changed = append(one.Changed, p.Names[c.Slot].Name)
		t.Given = overlay(t.Given, ruleset.Given{Name: p.Names[c.Slot].Name, Value: c.To})
	}
	if g.Clause == nil && g.Item.Kind == cover.VetoWaived {
		t.Waivers = append(t.Waivers, ruleset.WaiverGiven{Veto: g.Item.ID, Document: "文号"})
	}
	var reached []string
	s.rs.Tests = []*ruleset.Test{t}
	if _, err := ruletest.Watch(s.ctx, s.rs, func(j *eval.Judgement) { reached = reaches(j) }); err != nil {
		return err
	}
	if !slices.Contains(reached, g.key()) {
		s.out.NotFound = append(s.out.NotFound, g)
		return nil
	}
	for _, o := range gaps {
		if key := o.key(); slices.Contains(reached, key) && !s.done[key] {
			s.done[key] = true
			o.Facts = factsOf(p, &o)
			one.Gaps = append(one.Gaps, o)
		}
	}
	if one.YAML, err = mutate.Case(s.ctx, s.rs, t, s.name(&g), look(p, one.Gaps)); err != nil {
		return err
	}
	s.out.Cases = append(s.out.Cases, one)
	return nil
}

// overlay gives a fact another value.
func overlay(given []ruleset.Given, g ruleset.Given) []ruleset.Given {
	if i := slices.IndexFunc(given, func(o ruleset.Given) bool { return o.Name == g.Name }); i >= 0 {
		given[i] = g
		return given
	}
	return append(given, g)
}

// start is a case to start from, and the smallest changes that reach a gap.
type start struct {
	from *base
	set  set
}

// search looks for the smallest changes of a case that reach a gap. It takes the first case that needs one fact changed, or the one that
// needs fewest. impossible says that nothing can: for every cut-off date of the cases, all facts that bear on the gap were tried.
func (s *suggester) search(g *Gap) (best *start, impossible bool, err error) {
	tried, cut := 0, false
	exhausted := map[fact.Date]bool{} // by cut-off date: the rules are the same
	for i := range s.bases {
		b := &s.bases[i]
		p := b.j.Program()
		facts, exists := bearing(p, g)
		if !exists || exhausted[p.Cutoff] {
			continue
		}
		if tried++; tried > maxFrom {
			cut = true
			break
		}
		g.Facts = factsOf(p, g)
		f := s.from(b, g, facts)
		if _, met := f.aim.judge(f.sup); met {
			return &start{from: b}, false, nil // a waiver is all that is missing, or what test_base alone reaches
		}
		found := f.find(1)
		if len(found) > 0 && (best == nil || len(found[0].changes) < len(best.set.changes)) {
			best = &start{b, found[0]}
		}
		if best != nil && len(best.set.changes) == 1 {
			break
		}
		// Where all facts are free, who the case is about makes no difference, but for a waiver.
		free := len(f.facts) == len(facts) && len(b.test.Waivers) == 0
		all := f.tried == len(f.facts) && !f.partial && (g.Clause != nil || g.Item.Kind != cover.Grade)
		exhausted[p.Cutoff] = free && len(found) == 0 && (f.settled || all)
	}
	if best != nil || cut || tried == 0 {
		return best, false, s.ctx.Err()
	}
	for i := range s.bases {
		p := s.bases[i].j.Program()
		if _, exists := bearing(p, g); exists && !exhausted[p.Cutoff] {
			return nil, false, s.ctx.Err()
		}
	}
	return nil, true, s.ctx.Err()
}

// from begins a search with a case.
func (s *suggester) from(b *base, g *Gap, facts []int) *search {
	p := b.j.Program()
	var free []int
	for _, x := range facts {
		if p.Names[x].Field.Table == "" {
			free = append(free, x)
		}
	}
	f := begin(s.ctx, p, b.j.Pool.Suppose(b.j.Person), free)
	f.budget, f.once, f.missing, f.aim = maxSuggest, true, true, aimAt(p, b.j, g)
	return f
}

// bearing returns the facts that bear on a gap, and whether the program has such a thing at all.
func bearing(p *eval.Program, g *Gap) (facts []int, exists bool) {
	feeds := p.Feeds()
	add := func(slots []int) {
		exists = true
		for _, s := range slots {
			for _, x := range feeds[s] {
				if !slices.Contains(facts, x) {
					facts = append(facts, x)
				}
			}
		}
	}
	for i := range p.Leaves {
		if c := p.Leaves[i].Clause; g.Clause != nil && c.ID == g.Clause.ID || g.Clause == nil && c.ID == g.Item.ID && (g.Item.Kind == cover.On || g.Item.Kind == cover.Beyond) {
			add(p.Leaves[i].Formula().Uses())
		}
	}
	if g.Clause != nil {
		slices.Sort(facts)
		return facts, exists
	}
	switch g.Item.Kind {
	case cover.On, cover.Beyond:
	case cover.VetoHolds, cover.VetoHoldsNot, cover.VetoUnknown, cover.VetoWaived:
		for i := range p.Vetoes {
			if p.Vetoes[i].Rules.ID == g.Item.ID {
				eachLeaf(p.Vetoes[i].Condition, func(l int) { add(p.Leaves[l].Formula().Uses()) })
			}
		}
	case cover.Row:
		for i := range p.Steps {
			if t := p.Steps[i].Classify; t != nil && slices.ContainsFunc(t.Rules, func(r *ruleset.Row) bool { return r.ID == g.Item.ID }) {
				add(p.Steps[i].Reads())
			}
		}
	default:
		if p.Score == nil {
			return nil, false
		}
		for i := range p.Score.Indicators {
			in := &p.Score.Indicators[i]
			if g.Item.Kind != cover.Grade && in.Rules.ID != g.Item.ID {
				continue
			}
			if f := in.Formula(); f != nil {
				add(f.Uses())
			} else if in.Slot >= 0 {
				add([]int{in.Slot})
			}
		}
	}
	slices.Sort(facts)
	return facts, exists
}

func eachLeaf(k *eval.Condition, visit func(leaf int)) {
	if k.Leaf >= 0 {
		visit(k.Leaf)
	}
	for _, m := range k.Of {
		eachLeaf(m, visit)
	}
}

func factsOf(p *eval.Program, g *Gap) []string {
	facts, _ := bearing(p, g)
	var names []string
	for _, x := range facts {
		names = append(names, p.Names[x].Name)
	}
	return names
}

// aimAt looks for somebody who reaches a gap.
func aimAt(p *eval.Program, now *eval.Judgement, g *Gap) aim {
	if g.Clause != nil {
		leaf := slices.IndexFunc(p.Leaves, func(l eval.Leaf) bool { return l.Clause.ID == g.Clause.ID })
		return aim{
			func(s *eval.Supposition) (int, bool) {
				t := s.Judge().Raw[leaf]
				return int(t), t == g.Truth
			},
			func(s *eval.Supposition) bool {
				t := s.Bounds().Raw[leaf]
				return t == fact.Unknown || t == g.Truth
			},
		}
	}
	item := g.Item
	if item.Kind == cover.VetoWaived {
		item.Kind = cover.VetoHolds // with a waiver beside it
		if i := slices.IndexFunc(p.Vetoes, func(v eval.Veto) bool { return v.Rules.ID == item.ID }); i >= 0 && now.Waived[i] != nil {
			item.Kind = cover.VetoWaived
		}
	}
	key := Gap{Item: item}
	want := key.key()
	possible := func(*eval.Supposition) bool { return true }
	if item.Kind == cover.Grade && !p.Relative() {
		possible = func(s *eval.Supposition) bool { return s.Bounds().GradeIn([]string{item.What}) != fact.False }
	}
	return aim{func(s *eval.Supposition) (int, bool) {
		j := s.Judge()
		met := slices.Contains(reaches(j), want)
		if item.Kind == cover.Grade {
			grade, certain := j.Grade()
			if !certain {
				grade = -2
			}
			return grade, met
		}
		if met {
			return 1, true
		}
		return 0, false
	}, possible}
}

// look lists what a case that reaches gaps should look at.
func look(p *eval.Program, gaps []Gap) []string {
	var keys []string
	add := func(words ...string) {
		for _, w := range words {
			if !slices.Contains(keys, w) {
				keys = append(keys, w)
			}
		}
	}
	for i := range gaps {
		g := &gaps[i]
		switch {
		case g.Clause != nil && g.Truth == fact.Unknown, g.Clause == nil && g.Item.Kind == cover.VetoUnknown:
			if add("because", "missing"); p.Score != nil {
				add("score") // of a case that looks at the score, `missing` names what it waits for too
			}
		case g.Clause != nil, g.Item.Kind <= cover.VetoWaived, g.Item.Kind == cover.On, g.Item.Kind == cover.Beyond:
			add("because")
		case g.Item.Kind == cover.Row:
			for _, c := range p.Rules.Classifies {
				if slices.ContainsFunc(c.Rules, func(r *ruleset.Row) bool { return r.ID == g.Item.ID }) {
					for _, o := range c.Outputs {
						add(o.Name)
					}
				}
			}
		case g.Item.Kind == cover.Grade:
			add("score", "grade")
		default:
			add(g.Item.ID)
		}
	}
	return keys
}

// gapWords name kinds of gaps in the names of cases, which have no language.
var gapWords = map[cover.Kind]string{cover.VetoHolds: "true", cover.VetoHoldsNot: "false", cover.VetoUnknown: "unknown", cover.VetoWaived: "waived",
	cover.On: "=", cover.Beyond: "±1", cover.NoInput: "null"}

// name makes a name that no case has.
func (s *suggester) name(g *Gap) string {
	text := strings.Join(strings.Fields(g.Item.ID+" "+g.Item.What+" "+gapWords[g.Item.Kind]), " ")
	if g.Clause != nil {
		text = g.Clause.ID + " " + g.Truth.String()
	}
	name := text
	for n := 2; slices.Contains(s.names, name); n++ {
		name = fmt.Sprintf("%s (%d)", text, n)
	}
	s.names = append(s.names, name)
	return name
}
