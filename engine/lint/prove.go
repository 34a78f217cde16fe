package lint

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"slate/engine/eval"
	"slate/engine/fact"
	"slate/engine/ruleset"
)

// Verdict is what became of a proof. The zero value claims least.
type Verdict uint8

// The verdicts.
const (
	NotDecided Verdict = iota
	Different          // there is somebody for whom the two differ
	Same               // there is nobody
)

// String returns not_decided, different or same.
func (v Verdict) String() string { return [...]string{"not_decided", "different", "same"}[v] }

// Proof is the comparison of two rule files for every person there could be.
type Proof struct {
	Verdict     Verdict
	Compared    []Subject // what was proved alike
	Differences []Difference
	Open        []Open
	// Beyond names the sections that differ and are not about one person: ranking, bodies. Nothing is proved about them.
	Beyond []string
}

// Subject is something that two rule files say about a person: a tier's verdict, whether a veto holds, the score, the grade.
type Subject struct {
	Kind string // tier, veto, score, grade
	ID   string // of a tier or a veto
}

// Difference is something on which the two files differ, with somebody for whom they do.
type Difference struct {
	Subject
	A, B  string // what each says: pass, fail, undecided; true, false, unknown; a score; a grade's label; "none" where the file has no such thing
	Given string // the person, as the given of a case; "" where one file has no such thing at all
	Case  string // a case for the first file, ready to paste; "" where a case cannot say it
	// Who is the person as values, in the order of Given; nil where one file has no such thing, or where the person needs a waiver.
	Who []ruleset.Given
}

// Open is something that was not decided.
type Open struct {
	Subject
	About string // the clause, name or indicator that prevents it
	Why   string // text, list, turns, joint, many, unlike, pool, fact: as of H05; fact: declared differently in the two files
}

// maxSteps is how many values of one number are compared one by one.
const maxSteps = 100_000

// Prove compares what two programs say about every person over the declared domains: the verdict of each tier, whether each veto
// holds, the score and its grade. Tiers and vetoes are joined by id, facts by name. Every difference is confirmed by judging the
// person with both programs. Places are not compared: they depend on the others. It fails only when ctx ends.
func Prove(ctx context.Context, a, b *eval.Program) (*Proof, error) {
	pr := &prover{ctx: ctx, proof: &Proof{}}
	if name := unlike(a, b); name != "" {
		pr.proof.Open = append(pr.proof.Open, Open{Subject{"fact", name}, name, "fact"})
		return pr.proof, ctx.Err()
	}
	pr.s = newSpace(a, b)
	pr.a, pr.b = pr.s.srcs[0], pr.s.srcs[1]
	pr.tiers()
	pr.vetoes()
	pr.score()
	pr.beyond()
	switch {
	case len(pr.proof.Differences) > 0:
		pr.proof.Verdict = Different
	case len(pr.proof.Open) == 0:
		pr.proof.Verdict = Same
	}
	return pr.proof, ctx.Err()
}

// unlike returns a fact that the two files declare so differently that a person cannot be given to both, "" where there is none.
func unlike(a, b *eval.Program) string {
	for _, f := range a.Rules.Facts {
		for _, g := range b.Rules.Facts {
			if f.Name != g.Name {
				continue
			}
			t, u := f.Type, g.Type
			t.Values, u.Values = slices.Sorted(slices.Values(t.Values)), slices.Sorted(slices.Values(u.Values))
			if !t.Equal(u) || f.MaxAge != g.MaxAge || origin(f) != origin(g) {
				return f.Name
			}
		}
	}
	return ""
}

// origin writes where a fact comes from in the roster.
func origin(f *ruleset.Fact) string {
	if f.From == nil {
		return ""
	}
	where := ""
	if f.From.Where != nil {
		where = f.From.Where.Text
	}
	return strings.Join([]string{f.From.Column, f.From.Aggregate, f.From.Field, f.From.Table, where}, "\x00")
}

type prover struct {
	ctx   context.Context
	s     *space
	a, b  *source
	proof *Proof
}

// settle records what a search for a difference came to. It reports whether the search may end.
func (pr *prover) settle(sub Subject, a answer, say func(*eval.Judgement) string) bool {
	if !a.found {
		return false
	}
	who := pr.complete(a.person)
	ja, jb := judge(pr.ctx, pr.s, pr.a.p, who, false), judge(pr.ctx, pr.s, pr.b.p, who, false)
	if ja == nil || jb == nil || say(ja) == say(jb) {
		return false
	}
	shown := pr.shown(a.person, who)
	d := Difference{Subject: sub, A: say(ja), B: say(jb), Given: pr.s.given(shown), Who: pr.s.values(shown)}
	d.Case = pr.caseOf(d)
	pr.proof.Differences = append(pr.proof.Differences, d)
	return true
}

// values lists the facts of a person, nil for one who needs a waiver.
func (s *space) values(who person) []ruleset.Given {
	list := []ruleset.Given{}
	for x, v := range s.vars {
		value, ok := who[x]
		switch {
		case ok && v.field != nil:
			list = append(list, ruleset.Given{Name: v.name, Value: value})
		case ok && value.Bool():
			return nil
		}
	}
	return list
}

// complete gives a person the values that the cases of the first file start from, where nothing else is said.
func (pr *prover) complete(who person) person {
	all := person{}
	for x, v := range pr.s.vars {
		if v.field == nil {
			continue
		}
		for _, g := range pr.a.p.Rules.TestBase {
			if g.Name == v.name {
				all[x] = g.Value
			}
		}
	}
	all.take(who)
	return all
}

// shown is the part of a person that a case has to say: what they were found with, and all where the files' cases start from
// different values.
func (pr *prover) shown(found, all person) person {
	base := func(src *source) string {
		var parts []string
		for _, g := range src.p.Rules.TestBase {
			parts = append(parts, g.Name+literal(g.Value))
		}
		slices.Sort(parts)
		return strings.Join(parts, "\x00")
	}
	if base(pr.a) != base(pr.b) {
		return all
	}
	own := person{}
	for x, v := range found {
		usual := slices.ContainsFunc(pr.a.p.Rules.TestBase, func(g ruleset.Given) bool { return g.Name == pr.s.vars[x].name && g.Value.Equal(v) })
		if !usual || pr.s.vars[x].field == nil {
			own[x] = v
		}
	}
	return own
}

// caseOf writes a case that the first file passes and the second does not.
func (pr *prover) caseOf(d Difference) string {
	expect := ""
	switch d.Kind {
	case "tier":
		expect = quoted(d.ID) + ": " + d.A
	case "score", "grade":
		expect = d.Kind + ": " + `"` + d.A + `"`
	default:
		return ""
	}
	return "- {name: " + quoted(strings.TrimSpace(d.Kind+" "+d.ID)) + ", given: " + d.Given + ", expect: {" + expect + "}}"
}

func (pr *prover) alike(sub Subject) { pr.proof.Compared = append(pr.proof.Compared, sub) }

func (pr *prover) open(sub Subject, about, why string) {
	pr.proof.Open = append(pr.proof.Open, Open{sub, about, why})
}

func (pr *prover) missing(sub Subject, inA bool) {
	d := Difference{Subject: sub, A: "none", B: "none"}
	if inA {
		d.A = "given"
	} else {
		d.B = "given"
	}
	pr.proof.Differences = append(pr.proof.Differences, d)
}

func (pr *prover) tiers() {
	for i := range pr.a.p.Tiers {
		id := pr.a.p.Tiers[i].Rules.ID
		k, ok := pr.b.p.TierNamed(id)
		if !ok {
			pr.missing(Subject{"tier", id}, true)
			continue
		}
		pr.tier(Subject{"tier", id}, i, k)
	}
	for i := range pr.b.p.Tiers {
		if id := pr.b.p.Tiers[i].Rules.ID; !hasTier(pr.a.p, id) {
			pr.missing(Subject{"tier", id}, false)
		}
	}
}

func hasTier(p *eval.Program, id string) bool {
	_, ok := p.TierNamed(id)
	return ok
}

// tier looks for somebody on whom the verdicts differ. One file's is lower where one of its gates bars and the other file's
// do not, or where one is unknown and all the other file's let through.
func (pr *prover) tier(sub Subject, a, b int) {
	say := func(j *eval.Judgement) string {
		i, _ := j.Program().TierNamed(sub.ID)
		return j.Outcomes[i].String()
	}
	ga, gb := pr.s.gates(pr.a, a, true), pr.s.gates(pr.b, b, true)
	if found, decided := pr.fold(ga, gb); decided {
		switch {
		case pr.settle(sub, found, say):
		case found.found: // somebody whom the whole programs judge alike after all
			pr.open(sub, sub.ID, "unlike")
		default:
			pr.alike(sub)
		}
		return
	}
	var undecided *answer
	for _, side := range [][2][]gate{{ga, gb}, {gb, ga}} {
		low, high := side[0], side[1]
		all := high
		near := func(g gate) []gate { return all }
		if pr.s.search(pr.s.passes(high)...).found {
			near = func(g gate) []gate { return connected(g.vars, all) } // the others let through whatever these are
		}
		for _, g := range low {
			for _, t := range []fact.Truth{fact.False, fact.Unknown} {
				want := isNot(fact.False)
				if t == fact.Unknown {
					want = is(fact.True)
				}
				goals := []goal{pr.s.gateGoal(g, is(t))}
				for _, o := range near(g) {
					goals = append(goals, pr.s.gateGoal(o, want))
				}
				found := pr.s.search(goals...)
				if found.found {
					// Those that share nothing with them let through, too.
					if rest := pr.s.search(pr.s.passes(apart(high, near(g)))...); rest.found {
						rest.person.take(found.person)
						found.person = rest.person
					}
				}
				if pr.settle(sub, found, say) {
					return
				}
				if !found.found && !found.decided || found.found {
					undecided = &found
				}
			}
		}
	}
	if undecided == nil {
		pr.alike(sub)
		return
	}
	pr.open(sub, undecided.about, undecided.why)
}

// apart returns the gates that are not among others.
func apart(all, others []gate) []gate {
	return slices.DeleteFunc(slices.Clone(all), func(g gate) bool {
		return slices.ContainsFunc(others, func(o gate) bool { return o.k == g.k && o.src == g.src })
	})
}

func vetoNamed(p *eval.Program, id string) *eval.Condition {
	for i := range p.Vetoes {
		if p.Vetoes[i].Rules.ID == id {
			return p.Vetoes[i].Condition
		}
	}
	return nil
}

// vetoes compares whether each veto holds. One that a file does not have holds for nobody there.
func (pr *prover) vetoes() {
	var ids []string
	for _, src := range pr.s.srcs {
		for i := range src.p.Vetoes {
			if id := src.p.Vetoes[i].Rules.ID; !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
		}
	}
	for _, id := range ids {
		a, b := vetoNamed(pr.a.p, id), vetoNamed(pr.b.p, id)
		truth := func(src *source, k *eval.Condition) fact.Truth {
			if k == nil {
				return fact.False
			}
			return src.probe.Truth(k, fact.True)
		}
		var parts []part
		if a != nil {
			parts = append(parts, pr.a.ofCondition(a))
		}
		if b != nil {
			parts = append(parts, pr.b.ofCondition(b))
		}
		found := pr.s.search(pr.s.goal(func() bool { return truth(pr.a, a) != truth(pr.b, b) }, parts...))
		say := func(j *eval.Judgement) string {
			k := vetoNamed(j.Program(), id)
			if k == nil {
				return "none"
			}
			return pr.vetoTruth(j, k).String()
		}
		switch sub := (Subject{"veto", id}); {
		case pr.settle(sub, found, say):
		case !found.found && found.decided:
			pr.alike(sub)
		default:
			pr.open(sub, found.about, found.why)
		}
	}
}

// vetoTruth is what a veto came to, with what missing facts mean.
func (pr *prover) vetoTruth(j *eval.Judgement, k *eval.Condition) fact.Truth {
	if t := j.Truth(k); t != fact.Unknown || !k.Fails {
		return t
	}
	return fact.True
}

// beyond looks whether the files differ in how people are ordered and seated.
func (pr *prover) beyond() {
	for _, section := range []struct {
		name  string
		write func(*ruleset.Ruleset) string
	}{{"ranking", writeRanking}, {"bodies", writeBodies}} {
		if section.write(pr.a.p.Rules) != section.write(pr.b.p.Rules) {
			pr.proof.Beyond = append(pr.proof.Beyond, section.name)
		}
	}
}

func writeRanking(rs *ruleset.Ruleset) string {
	r := rs.Ranking
	text := fmt.Sprintln(r.Tier.Text, r.Limit, r.LimitFlag, r.WithinBy.Text, r.WithinTop, r.Stable)
	for _, k := range r.OrderBy {
		text += fmt.Sprintln(k.Name, k.Desc)
	}
	return text
}

func writeBodies(rs *ruleset.Ruleset) string {
	words := func(t *ruleset.Text) string {
		if t == nil {
			return "-"
		}
		return t.Text
	}
	count := func(n *int) string {
		if n == nil {
			return "-"
		}
		return itoa(*n)
	}
	text := ""
	for _, b := range rs.Bodies {
		text += fmt.Sprintln(b.ID, b.Seats, b.Reserve, b.Tier.Text, words(b.Where))
		if b.Surplus != nil {
			text += fmt.Sprintln(b.Surplus.Rule, b.Surplus.Min, b.Surplus.Max)
		}
		for _, g := range slices.Concat(b.Grades, b.ExclusiveWith) {
			text += fmt.Sprintln(g.Text)
		}
		for _, q := range b.Quotas {
			text += fmt.Sprintln(q.ID, words(q.Where), count(q.Min), count(q.Max), limit(q.ShareMin), limit(q.ShareMax), words(q.ShareOf), q.Per.Text, q.Hard, q.Cost)
		}
		for _, p := range slices.Concat(b.MustInclude, b.MustExclude) {
			text += fmt.Sprintln(p.Person)
		}
	}
	return text
}
