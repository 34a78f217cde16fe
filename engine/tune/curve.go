package tune

import (
	"cmp"
	"slices"

	"slate/engine/eval"
	"slate/engine/fact"
)

// event is a change of what is known of one person, at a value or just after it.
type event struct {
	stretch
	person int
}

func before(a, b *event) int {
	if c := a.from.Cmp(b.from); c != 0 {
		return c
	}
	if a.open != b.open {
		if b.open {
			return -1
		}
		return 1
	}
	return cmp.Compare(a.person, b.person)
}

// build makes the steps from what is known of each person.
func (c *Curve) build(people [][]stretch) {
	if c.Whole {
		for i := range people {
			people[i] = whole(people[i], c.To)
		}
	}
	c.Tier = c.moved(people)
	c.turns(people)
	var events []event
	for i := range people {
		for _, t := range people[i][1:] {
			events = append(events, event{t, i})
		}
	}
	slices.SortFunc(events, func(a, b event) int { return before(&a, &b) })
	w := newWalk(c, people)
	w.add(c.start())
	for len(events) > 0 {
		n := 1
		for n < len(events) && events[n].from.Equal(events[0].from) && events[n].open == events[0].open {
			n++
		}
		w.groups = append(w.groups, events[:n])
		events = events[n:]
	}
	c.TooMany = c.Program.Ranking.Rules.WithinTop > 0 && len(w.groups)*len(people) > maxGrouped
	w.walk()
	c.close()
}

// maxGrouped is how many people, times steps, are ranked in groups.
const maxGrouped = 20_000_000

// start is the lowest value of the parameter.
func (c *Curve) start() Step {
	if c.Whole {
		return Step{From: c.From.Ceil()}
	}
	return Step{From: c.From}
}

// whole moves the beginnings of stretches to the first whole number in them.
func whole(all []stretch, to fact.Number) []stretch {
	var out []stretch
	for _, t := range all {
		from := t.from.Ceil()
		if t.open && from.Equal(t.from) {
			from, _ = from.Add(fact.Int(1))
		}
		t.from, t.open = from, false
		if n := len(out); n > 0 && out[n-1].from.Equal(from) {
			out = out[:n-1]
		}
		if from.Cmp(to) <= 0 {
			out = append(out, t)
		}
	}
	return tidy(out)
}

// moved returns the tier that the steps are about.
func (c *Curve) moved(people [][]stretch) int {
	list := c.Program.Ranking.Tier
	first := -1
	for _, own := range people {
		for k := 1; k < len(own); k++ {
			for t, o := range own[k].mark.Outcomes {
				if o == own[k-1].mark.Outcomes[t] {
					continue
				}
				if t == list {
					return list
				}
				if first < 0 || t < first {
					first = t
				}
			}
		}
	}
	if first < 0 {
		return list
	}
	return first
}

func (c *Curve) turns(people [][]stretch) {
	for i, own := range people {
		t := Turn{Person: i}
		for k := range own {
			if at := own[k].from.Cmp(c.Now); at < 0 || at == 0 && !own[k].open {
				t.Passes = own[k].mark.Outcomes[c.Tier] == eval.Pass
			}
			if k > 0 && own[k].mark.Outcomes[c.Tier] != own[k-1].mark.Outcomes[c.Tier] {
				t.At = append(t.At, own[k].from)
			}
		}
		if t.At = slices.CompactFunc(t.At, fact.Number.Equal); len(t.At) > 0 {
			c.Turns = append(c.Turns, t)
		}
	}
}

// close sets where each step ends.
func (c *Curve) close() {
	one := fact.Int(1)
	for i := range c.Steps {
		s := &c.Steps[i]
		s.To = c.To
		if c.Whole {
			s.To = c.To.Floor()
		}
		if i+1 < len(c.Steps) {
			next := &c.Steps[i+1]
			s.To, s.OpenTo = next.From, !next.OpenFrom
			if c.Whole {
				s.To, _ = next.From.Sub(one)
				s.OpenTo = false
			}
		}
		if s.Holds(c.Now) {
			c.Here = i
		}
	}
}

// Holds reports whether a value lies in the step.
func (s *Step) Holds(v fact.Number) bool {
	lo, hi := v.Cmp(s.From), v.Cmp(s.To)
	return (lo > 0 || lo == 0 && !s.OpenFrom) && (hi < 0 || hi == 0 && !s.OpenTo)
}

// walk goes along the parameter from event to event. The list at each is found by ranking only those who may be on it:
// over a batch of events most people stand still, and of those who pass and stand still only the
// first, as many as the list has places, can ever be on it. Whoever is behind them all has at least so many ahead.
type walk struct {
	c        *Curve
	verdicts *eval.Verdicts
	outcomes []eval.Outcome // by person, of the tier of the steps
	passes   []bool         // by person, the tier of the list
	listed   map[int]bool
	groups   [][]event // of one place each
	changed  []int     // whom the last events were about
	pass     int
	open     int
}

func newWalk(c *Curve, people [][]stretch) *walk {
	w := &walk{c: c, outcomes: make([]eval.Outcome, len(people)), passes: make([]bool, len(people)), listed: map[int]bool{}}
	w.verdicts = c.Pool.Blank()
	w.open = len(people) // the zero outcome, until set
	for i := range people {
		m := people[i][0].mark
		w.verdicts.Put(i, m)
		w.passes[i] = m.Outcomes[c.Program.Ranking.Tier] == eval.Pass
		w.set(i, m.Outcomes[c.Tier])
	}
	return w
}

func (w *walk) set(person int, o eval.Outcome) {
	count := func(o eval.Outcome, by int) {
		switch o {
		case eval.Pass:
			w.pass += by
		case eval.Undecided:
			w.open += by
		}
	}
	count(w.outcomes[person], -1)
	w.outcomes[person] = o
	count(o, 1)
}

func (w *walk) add(s Step) {
	s.Pass, s.Undecided, s.OnList = w.pass, w.open, -1
	w.c.Steps = append(w.c.Steps, s)
}

// batchEvents is how many places are walked with one choice of those who stand still.
const batchEvents = 64

func (w *walk) walk() {
	w.list(&w.c.Steps[0], w.everybody())
	for at := 0; at < len(w.groups); at += batchEvents {
		part := w.groups[at:min(at+batchEvents, len(w.groups))]
		movers := map[int]bool{}
		for _, g := range part {
			for i := range g {
				movers[g[i].person] = true
			}
		}
		still := w.still(movers)
		for _, g := range part {
			w.step(g, movers, still)
		}
	}
}

func (w *walk) everybody() []int {
	all := make([]int, len(w.outcomes))
	for i := range all {
		all[i] = i
	}
	return all
}

// still returns those who stand still over a batch and may be on the list.
func (w *walk) still(movers map[int]bool) []int {
	var people []int
	r := w.c.Program.Ranking.Rules
	for i := range w.outcomes {
		if !movers[i] && (w.passes[i] || r.WithinTop > 0) {
			people = append(people, i)
		}
	}
	if r.Limit == 0 || r.WithinTop > 0 || w.c.Moving || w.c.TooMany {
		return people // the list has no end, or each group has its own, or there is none
	}
	var first []int
	for _, s := range w.verdicts.RankAmong(people).Ranked {
		if s.Place.Best <= r.Limit {
			first = append(first, s.Person)
		}
	}
	return first
}

// step applies the events at one place.
func (w *walk) step(g []event, movers map[int]bool, still []int) {
	s := Step{From: g[0].from, OpenFrom: g[0].open}
	w.changed = w.changed[:0]
	for i := range g {
		e := &g[i]
		w.changed = append(w.changed, e.person)
		was, is := w.outcomes[e.person], e.mark.Outcomes[w.c.Tier]
		if was != eval.Pass && is == eval.Pass {
			s.In = append(s.In, e.person)
		}
		if was == eval.Pass && is != eval.Pass {
			s.Out = append(s.Out, e.person)
		}
		w.set(e.person, is)
		w.passes[e.person] = e.mark.Outcomes[w.c.Program.Ranking.Tier] == eval.Pass
		w.verdicts.Put(e.person, e.mark)
	}
	w.add(s)
	people := slices.Clone(still)
	for i := range movers {
		if w.passes[i] || w.c.Program.Ranking.Rules.WithinTop > 0 {
			people = append(people, i)
		}
	}
	slices.Sort(people)
	w.list(&w.c.Steps[len(w.c.Steps)-1], people)
}

// list finds who is on the list among the people given, and who comes and goes.
func (w *walk) list(s *Step, people []int) {
	if w.c.Moving || w.c.TooMany {
		return
	}
	if r := w.c.Program.Ranking.Rules; r.Limit == 0 && r.WithinTop == 0 {
		w.endless(s)
		return
	}
	now := map[int]bool{}
	for _, st := range w.verdicts.RankAmong(people).Ranked {
		if st.OnList {
			now[st.Person] = true
		}
	}
	s.OnList = len(now)
	if len(w.c.Steps) > 1 {
		s.ListIn, s.ListOut = missingFrom(now, w.listed), missingFrom(w.listed, now)
	}
	w.listed = now
}

// endless takes everybody who passes for a list without an end.
func (w *walk) endless(s *Step) {
	if len(w.c.Steps) == 1 {
		for i, yes := range w.passes {
			if yes {
				w.listed[i] = true
			}
		}
	}
	for _, i := range w.changed {
		switch {
		case w.passes[i] && !w.listed[i]:
			w.listed[i] = true
			s.ListIn = append(s.ListIn, i)
		case !w.passes[i] && w.listed[i]:
			delete(w.listed, i)
			s.ListOut = append(s.ListOut, i)
		}
	}
	s.OnList = len(w.listed)
}

// missingFrom returns who is in a and not in b, ascending.
func missingFrom(a, b map[int]bool) []int {
	var out []int
	for i := range a {
		if !b[i] {
			out = append(out, i)
		}
	}
	slices.Sort(out)
	return out
}
