package lint

import (
	"slices"

	"slate/engine/diag"
	"slate/engine/eval"
	"slate/engine/fact"
)

// gate is one of the things that stand between a person and a tier: a requirement, or a veto that bars.
type gate struct {
	src    *source
	k      *eval.Condition
	veto   bool
	waiver int // the variable of its waiver, −1 where there can be none
	vars   []int
}

// gates returns what a tier asks. With waivers, each waivable veto is joined by the variable of its waiver.
func (s *space) gates(src *source, tier int, waivers bool) []gate {
	t := &src.p.Tiers[tier]
	var all []gate
	for _, k := range t.Require {
		all = append(all, gate{src: src, k: k, waiver: -1, vars: s.varsOf(src, k)})
	}
	for _, v := range t.Vetoes {
		veto := &src.p.Vetoes[v]
		g := gate{src: src, k: veto.Condition, veto: true, waiver: -1, vars: s.varsOf(src, veto.Condition)}
		if veto.Rules.Waiver != nil && waivers {
			g.waiver = s.waiverOf(veto.Rules.ID)
			g.vars = union(g.vars, []int{g.waiver})
		}
		all = append(all, g)
	}
	return all
}

func (s *space) waiverOf(veto string) int {
	return slices.IndexFunc(s.vars, func(v *variable) bool { return v.field == nil && v.name == veto })
}

// truth is what the gate comes to: true lets through, false bars.
func (g *gate) truth() fact.Truth {
	if !g.veto {
		return g.src.probe.Truth(g.k, fact.False)
	}
	if g.waiver >= 0 && g.src.waived[g.k.Clause.ID] {
		return fact.True
	}
	return g.src.probe.Truth(g.k, fact.True).Not()
}

// goal asks that the gate comes to something.
func (s *space) gateGoal(g gate, ok func(fact.Truth) bool) goal {
	return s.goal(func() bool { return ok(g.truth()) }, g.part())
}

// part is what the gate looks at.
func (g *gate) part() part {
	pt := g.src.ofCondition(g.k)
	if g.waiver >= 0 {
		pt.waivers = []int{g.waiver}
	}
	return pt
}

// connected returns the gates that share variables with some variables, directly or through each other.
func connected(vars []int, gates []gate) []gate {
	var in []gate
	left := slices.Clone(gates)
	for more := true; more; {
		more = false
		left = slices.DeleteFunc(left, func(g gate) bool {
			if !shares(g.vars, vars) {
				return false
			}
			in, vars, more = append(in, g), union(vars, g.vars), true
			return true
		})
	}
	return in
}

// between returns goals: that a gate comes to one truth while those connected with it come to at least as much as makes it matter.
// A gate that bars matters where no other bars; one that is unknown matters where all others let through.
func (s *space) between(g gate, others []gate, t fact.Truth) []goal {
	goals := []goal{s.gateGoal(g, is(t))}
	want := isNot(fact.False)
	if t == fact.Unknown {
		want = is(fact.True)
	}
	for _, o := range connected(g.vars, others) {
		goals = append(goals, s.gateGoal(o, want))
	}
	return goals
}

// passes returns goals: that every gate lets through.
func (s *space) passes(gates []gate) []goal {
	var goals []goal
	for _, g := range gates {
		goals = append(goals, s.gateGoal(g, is(fact.True)))
	}
	return goals
}

// tiers looks for tiers that nobody passes or that add nothing, and for requirements and vetoes that change no verdict.
func (l *linter) tiers() {
	alive := make([]bool, len(l.p.Vetoes))
	passable := make([]bool, len(l.p.Tiers))
	for i := range l.p.Tiers {
		gates := l.s.gates(l.src, i, false)
		a := l.s.search(l.s.passes(gates)...)
		if !a.found {
			l.nobodyPasses(i, gates, a)
			for _, v := range l.p.Tiers[i].Vetoes {
				alive[v] = true // in a tier that nobody passes no gate can be judged
			}
			continue
		}
		passable[i] = true
		if !l.addsNothing(i, passable) {
			l.redundant(i, gates)
		}
		for _, v := range l.p.Tiers[i].Vetoes {
			if !alive[v] {
				a := l.bars(v, gates)
				alive[v] = a.found
				if !a.found && !a.decided {
					alive[v] = true
					l.open(a, l.p.Vetoes[v].Condition.Clause.Span)
				}
			}
		}
	}
	for v := range l.p.Vetoes {
		if l.inForce(v) {
			l.deadVeto(v, alive[v])
		}
	}
}

// inForce reports whether a veto bars any tier.
func (l *linter) inForce(v int) bool {
	return slices.ContainsFunc(l.p.Tiers, func(t eval.Tier) bool { return slices.Contains(t.Vetoes, v) })
}

func (l *linter) nobodyPasses(tier int, gates []gate, a answer) {
	t := l.p.Tiers[tier].Rules
	for _, g := range gates {
		if t, ok := l.constant[g.k.Leaf]; ok && g.veto == (t == fact.True) {
			return // the clause that bars everybody is told by itself
		}
	}
	d := diag.New(diag.NobodyPasses, t.Span, "id", t.ID)
	if x, y, ok := l.exclude(gates); ok {
		l.list.Add(d.WithRelated(x.Clause.Span, y.Clause.Span))
		return
	}
	l.nobody(d, a)
}

// maxGates is up to how many gates are tried two by two.
const maxGates = 60

// exclude returns two gates that nobody passes both of: it says where to look, and two may be decided where all together are not.
func (l *linter) exclude(gates []gate) (x, y *eval.Condition, ok bool) {
	if len(gates) > maxGates {
		return nil, nil, false
	}
	for i, g := range gates {
		for _, o := range gates[:i] {
			if !shares(g.vars, o.vars) {
				continue
			}
			if a := l.s.search(l.s.passes([]gate{o, g})...); !a.found && a.decided {
				return o.k, g.k, true
			}
		}
	}
	return nil, nil, false
}

// redundant looks for requirements of a tier's own that change no verdict. Those that are taken over stay out: raising a
// threshold from tier to tier is what tiers are for. Vetoes that may be waived settle nothing for others.
func (l *linter) redundant(tier int, gates []gate) {
	own := l.own(tier)
	gates = slices.DeleteFunc(slices.Clone(gates), func(g gate) bool { return g.veto && l.waivable(g.k) })
	drawn, left := l.s.pictures(gates)
	for k := len(own) - 1; k >= 0; k-- {
		if l.isConstant(own[k]) {
			continue
		}
		if p, i := find(drawn, own[k]); p != nil {
			if !p.matters(i, fact.False) && !p.matters(i, fact.Unknown) {
				l.list.Add(p.implied(i))
				p.drop(i)
			}
			continue
		}
		left = l.unneeded(own[k], left)
	}
}

// find returns the picture of a condition, and its number there.
func find(drawn []*picture, k *eval.Condition) (*picture, int) {
	for _, p := range drawn {
		if i := slices.IndexFunc(p.gates, func(g gate) bool { return g.k == k }); i >= 0 {
			return p, i
		}
	}
	return nil, 0
}

// unneeded asks of one requirement, by searching, whether it changes a verdict. It returns the gates that are left.
func (l *linter) unneeded(k *eval.Condition, gates []gate) []gate {
	at := slices.IndexFunc(gates, func(g gate) bool { return g.k == k })
	g := gates[at]
	others := slices.Delete(slices.Clone(gates), at, at+1)
	a := l.s.search(l.s.between(g, others, fact.False)...)
	if !a.found && a.decided {
		a = l.s.search(l.s.between(g, others, fact.Unknown)...)
	}
	if a.found {
		return gates
	}
	if !a.decided {
		if by, ok := l.oneCovers(g, others); ok {
			l.list.Add(impliedBy(k, []*eval.Condition{by}))
			return others
		}
	}
	var conditions []*eval.Condition
	veto := map[*eval.Condition]bool{}
	for _, o := range others {
		conditions = append(conditions, o.k)
		veto[o.k] = o.veto
	}
	d := l.implied(k, conditions, func(o, k *eval.Condition) bool {
		other := gate{src: l.src, k: o, veto: veto[o], waiver: -1}
		return height(other.truth()) > height(l.src.probe.Truth(k, fact.False))
	})
	if l.nobody(d, a) {
		return others
	}
	return gates
}

// oneCovers returns a gate that by itself settles whatever another would: two of them may be decided where all together are not.
func (l *linter) oneCovers(g gate, others []gate) (*eval.Condition, bool) {
	for _, o := range others {
		if !shares(o.vars, g.vars) {
			continue
		}
		spared := l.s.goal(func() bool { return height(o.truth()) > height(g.truth()) }, o.part(), g.part())
		if a := l.s.search(spared); !a.found && a.decided {
			return o.k, true
		}
	}
	return nil, false
}

func (l *linter) waivable(k *eval.Condition) bool {
	return slices.ContainsFunc(l.p.Vetoes, func(v eval.Veto) bool { return v.Condition == k && v.Rules.Waiver != nil })
}

// bars looks for somebody whom a veto bars and nothing else does.
func (l *linter) bars(v int, gates []gate) answer {
	k := l.p.Vetoes[v].Condition
	at := slices.IndexFunc(gates, func(g gate) bool { return g.k == k })
	others := slices.Delete(slices.Clone(gates), at, at+1)
	others = slices.DeleteFunc(others, func(o gate) bool { return o.veto && l.waivable(o.k) })
	a := l.s.search(l.s.between(gates[at], others, fact.False)...)
	if !a.found && !a.decided {
		for _, o := range others {
			if b := l.s.search(l.s.between(gates[at], []gate{o}, fact.False)...); !b.found && b.decided {
				return b // one of the others alone bars whom the veto bars
			}
		}
	}
	return a
}

// deadVeto reports a veto that never holds, or that is not alive: whom it bars, others bar already.
func (l *linter) deadVeto(v int, alive bool) {
	k := l.p.Vetoes[v].Condition
	if l.isConstant(k) {
		return
	}
	d := diag.New(diag.DeadVeto, k.Clause.Span, "id", k.Clause.ID, "why", "never")
	a := l.s.search(l.s.veto(l.src, k, is(fact.True)))
	if !a.found {
		l.nobody(d, a)
		return
	}
	if alive {
		return
	}
	d = diag.New(diag.DeadVeto, k.Clause.Span, "id", k.Clause.ID, "why", "already")
	l.found(d, a, func(j *eval.Judgement) bool { return j.Truth(k) == fact.True })
}

// addsNothing reports a tier that everybody passes who passes a lower one.
func (l *linter) addsNothing(high int, passable []bool) bool {
	told := false
	upper := l.s.gates(l.src, high, false)
	for low := range high {
		if !passable[low] {
			continue
		}
		lower := l.s.gates(l.src, low, false)
		a := answer{decided: true}
		for _, g := range upper {
			if slices.ContainsFunc(lower, func(o gate) bool { return o.k == g.k }) {
				continue
			}
			goals := append([]goal{l.s.gateGoal(g, isNot(fact.True))}, l.s.passes(connected(g.vars, lower))...)
			if a = l.s.search(goals...); a.found || !a.decided {
				break
			}
		}
		if a.found {
			continue
		}
		t, by := l.p.Tiers[high].Rules, l.p.Tiers[low].Rules
		d := diag.New(diag.TierAddsNothing, t.Span, "id", t.ID, "by", by.ID).WithRelated(by.Span)
		if a.decided {
			if who := l.s.search(l.s.passes(lower)...); l.found(d, who, func(j *eval.Judgement) bool { return j.Outcomes[high] == eval.Pass }) {
				told = true
			}
			continue
		}
		l.open(a, t.Span)
	}
	return told
}
