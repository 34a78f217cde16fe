package report

import (
	"strconv"
	"strings"

	"slate/engine/diag"
	"slate/engine/eval"
	"slate/engine/fact"
	"slate/engine/formula"
	"slate/engine/ruleset"
)

// speaker puts one person's judgement into words.
type speaker struct {
	lang diag.Lang
	j    *eval.Judgement
	p    *eval.Program
}

func speak(lang diag.Lang, j *eval.Judgement) speaker { return speaker{lang, j, j.Program()} }

// sentence says in one sentence why the person got the verdict of a tier.
func (s speaker) sentence(tier int) string {
	switch s.j.Outcomes[tier] {
	case eval.Pass:
		return s.passes(tier)
	case eval.Fail:
		return s.fails(tier)
	}
	return s.waits(s.j.Waits(s.j.Because(tier)))
}

// passes names the requirements that carry the verdict; that no veto holds goes without saying. Of two
// clauses about the same facts the later, higher one is enough.
func (s speaker) passes(tier int) string {
	var said []string
	for _, leaf := range s.j.Because(tier) {
		if l := &s.p.Leaves[leaf]; !l.Veto && !s.outdone(leaf, tier) {
			said = append(said, s.clause(leaf, true))
		}
	}
	return join(s.lang, append(said, s.waivers()...))
}

// outdone reports a clause whose facts a later clause of the same verdict reads as well: 400 says 300.
func (s speaker) outdone(leaf, tier int) bool {
	uses := s.facts(leaf)
	for _, other := range s.j.Because(tier) {
		if other > leaf && !s.p.Leaves[other].Veto && subset(uses, s.facts(other)) {
			return true
		}
	}
	return false
}

func (s speaker) facts(leaf int) []int {
	var out []int
	for _, slot := range s.p.Leaves[leaf].Formula().Uses() {
		if s.p.Names[slot].Kind != eval.ParamName {
			out = append(out, slot)
		}
	}
	return out
}

func subset(a, b []int) bool {
	in := map[int]bool{}
	for _, x := range b {
		in[x] = true
	}
	for _, x := range a {
		if !in[x] {
			return false
		}
	}
	return len(a) > 0
}

// fails gives the reason that decides, and says whether there are others that would do by themselves.
func (s speaker) fails(tier int) string {
	reasons := s.j.Decisive(tier)
	if len(reasons) == 0 {
		return ""
	}
	var said []string
	for _, leaf := range reasons[0] {
		said = append(said, s.clause(leaf, false))
	}
	text := join(s.lang, said)
	switch more := len(reasons) - 1; {
	case more == 1:
		text += say(s.lang, wAlone, "label", s.label(reasons[1][0]))
	case more > 1:
		text += say(s.lang, wAndMore, "n", strconv.Itoa(more))
	}
	return join(s.lang, append([]string{text}, s.waivers()...))
}

// waivers names the vetoes that a record sets aside for the person.
func (s speaker) waivers() []string {
	var said []string
	for i, w := range s.j.Waived {
		if w != nil {
			v := s.p.Vetoes[i].Rules
			said = append(said, say(s.lang, wWaived, "label", labelOf(&v.Clause), "document", w.Document))
		}
	}
	return said
}

func labelOf(c *ruleset.Clause) string {
	if c.Label != "" {
		return c.Label
	}
	return c.ID
}

func (s speaker) label(leaf int) string { return labelOf(s.p.Leaves[leaf].Clause) }

// clause says what became of one atomic clause, in the rule file's own words where it has them. good
// says whether the person profits; of a veto that holds, or a requirement that does not, they do not.
func (s speaker) clause(leaf int, good bool) string {
	c := s.p.Leaves[leaf].Clause
	words := c.Fail.Text
	if good {
		words = c.Pass.Text
	}
	switch {
	case s.j.Raw[leaf] == fact.Unknown:
		text := s.waits(s.j.Waits([]int{leaf}))
		if s.j.Leaves[leaf] != fact.Unknown {
			text += paren(s.lang, say(s.lang, wOnMissing))
		}
		return text
	case words != "":
		return s.fill(words, leaf)
	case good || s.p.Leaves[leaf].Veto:
		return s.label(leaf)
	}
	if short, ok := s.short(leaf); ok {
		return say(s.lang, wShortOf, "label", s.label(leaf), "short", short)
	}
	return say(s.lang, wNotMet, "label", s.label(leaf))
}

// fill puts values into a sentence of the rule file.
func (s speaker) fill(words string, leaf int) string {
	var b strings.Builder
	runes, at := []rune(words), 0
	eval.Placeholders(words, func(name string, from, to int) {
		b.WriteString(string(runes[at:from]))
		b.WriteString(s.placeholder(strings.TrimSpace(name), leaf))
		at = to
	})
	b.WriteString(string(runes[at:]))
	return b.String()
}

func (s speaker) placeholder(name string, leaf int) string {
	if name == eval.Short {
		short, ok := s.short(leaf)
		if !ok {
			return "—"
		}
		return short
	}
	slot, ok := s.p.NameOf(name)
	if !ok {
		return "—"
	}
	return s.value(slot)
}

// short is the margin of a clause: how far the first comparison that decides it is from turning over.
func (s speaker) short(leaf int) (string, bool) {
	m, ok := s.p.Leaves[leaf].Formula().Margin(s.j.Trace(leaf))
	if !ok {
		return "", false
	}
	return s.margin(&m), true
}

func (s speaker) margin(m *formula.Margin) string {
	if m.Days {
		return say(s.lang, wDays, "n", m.By.String())
	}
	return fact.Amount(m.By, m.Unit)
}

// value writes the value of a name with its unit, or why there is none.
func (s speaker) value(slot int) string {
	return show(s.lang, s.j.Value(slot), s.p.Names[slot].Type)
}

// show writes a value of a type for people.
func show(lang diag.Lang, v fact.Value, t fact.Type) string {
	switch {
	case !v.Known():
		return strings.TrimSpace(paren(lang, why(lang, v.Why())))
	case v.IsNumber():
		return fact.Amount(v.Number(), t.Unit)
	case v.IsBool() && v.Bool():
		return say(lang, wTrue)
	case v.IsBool():
		return say(lang, wFalse)
	}
	return v.String()
}

// waits says what is missing, and who supplies it.
func (s speaker) waits(waits []eval.Wait) string {
	var said []string
	for _, w := range waits {
		said = append(said, s.wait(&w))
	}
	return say(s.lang, wWaits, "what", and(s.lang, said))
}

func (s speaker) wait(w *eval.Wait) string {
	if w.Reason == fact.NeedsDecision {
		return say(s.lang, wDecide, "what", w.Decide)
	}
	if w.Slot < 0 {
		return s.label(w.Leaf) + paren(s.lang, why(s.lang, w.Reason))
	}
	n := &s.p.Names[w.Slot]
	text := n.Name
	if w.Reason != fact.NotSupplied {
		text += paren(s.lang, why(s.lang, w.Reason))
	}
	if n.Kind != eval.FactName || n.Field.Source == "" {
		return text
	}
	return say(s.lang, wFrom, "fact", text, "department", n.Field.Source)
}

// tier names, by id, the highest tier the person reaches, and a higher one that is still open.
func (s speaker) tier() string {
	certain, possible := s.j.Highest()
	name := "—"
	if certain >= 0 {
		name = s.p.Tiers[certain].Rules.ID
	}
	if possible > certain {
		name += paren(s.lang, strings.TrimSpace(say(s.lang, wTierOpen, "tier", s.p.Tiers[possible].Rules.ID)))
	}
	return name
}

// grade names the grade of the score, or the grades it may be.
func (s speaker) grade() string {
	grade, certain := s.j.Grade()
	switch {
	case !certain:
		return say(s.lang, wOpen)
	case grade < 0:
		return "—"
	}
	return s.p.Rules.Grades[grade].Label
}

// score writes the score with the places that the rule file rounds to.
func (s speaker) score() string { return s.j.Total.Text(s.p.Score.Rules.Round.Scale) }
