package report

import (
	"errors"
	"io"
	"strconv"
	"strings"

	"slate/engine/diag"
	"slate/engine/eval"
	"slate/engine/fact"
	"slate/engine/roster"
	"slate/engine/tune"
)

// Stability is the page about how firm a list is.
func Stability(s *tune.Stability, lang diag.Lang) *Document {
	v := firmView{s: s, p: s.Pool.Program, lang: lang}
	d := &Document{Title: v.word(wFirmTitle)}
	on := 0
	for i := range s.List.Ranked {
		if s.List.Ranked[i].OnList {
			on++
		}
	}
	d.text(v.word(wFirmSummary, "rules", v.p.Rules.Meta.ID+" "+v.p.Rules.Meta.Version, "cutoff", v.p.Cutoff.String(),
		"people", strconv.Itoa(s.Pool.Snapshot.Len()), "list", strconv.Itoa(on)))
	if s.Why != nil {
		d.text(v.word(whyNoWeights(s.Why)))
	} else {
		v.swaps(d)
		v.shares(d)
		v.leave(d)
	}
	v.removal(d)
	return d
}

func whyNoWeights(err error) word {
	switch {
	case errors.Is(err, tune.ErrNoScore):
		return wFirmNoScore
	case errors.Is(err, tune.ErrNoWeights):
		return wFirmNoWeights
	}
	return wFirmNotByScore
}

type firmView struct {
	s    *tune.Stability
	p    *eval.Program
	lang diag.Lang
}

func (v *firmView) word(w word, args ...string) string { return say(v.lang, w, args...) }

func (v *firmView) who(person int) string {
	p := v.s.Pool.Snapshot.Person(person)
	return p.Name + paren(v.lang, roster.Mask(p.ID))
}

func (v *firmView) names(people []int) string {
	var out []string
	for _, i := range people {
		out = append(out, v.who(i))
	}
	return and(v.lang, out)
}

// decimal writes a fraction to four places, with ~ where it is not exact.
func decimal(n fact.Number) string {
	r := n.Round(4, fact.HalfUp)
	if r.Equal(n) {
		return n.String()
	}
	return "~" + r.String()
}

func (v *firmView) swaps(d *Document) {
	d.heading(v.word(wFirmSwapHead))
	if len(v.s.FirstOut) == 0 || len(v.s.LastIn) == 0 {
		d.text(v.word(wFirmNoEnds))
		return
	}
	d.text(v.word(wFirmSwapHow, "in", v.names(v.s.LastIn), "out", v.who(v.s.FirstOut[0]), "n", strconv.Itoa(len(v.s.FirstOut))))
	if len(v.s.Swaps) == 0 {
		d.text(v.word(wFirmNoSwap))
		return
	}
	t := &Table{Name: "swaps", Columns: []Column{{Head: v.word(wFirmCriterion)}, {Head: v.word(wFirmFrom), Right: true}, {Head: v.word(wFirmTo), Right: true}, {Head: v.word(wFirmBy), Right: true}, {Head: v.word(wFirmWho)}}}
	for i := range v.s.Swaps {
		s := &v.s.Swaps[i]
		c := v.p.Score.Criteria[s.Criterion].Rules
		to := decimal(s.To)
		if s.Beyond {
			to = v.word(wFirmBeyond, "w", to)
		}
		by := decimal(s.By())
		if s.By().Sign() >= 0 {
			by = strings.Replace("+"+by, "+~", "~+", 1)
		}
		t.Rows = append(t.Rows, []string{nameOf(c.Label, c.ID), decimal(s.From), to, v.word(wFirmPoints, "n", by), v.word(wFirmAhead, "out", v.who(s.Out), "in", v.who(s.In))})
	}
	d.table(t)
}

func (v *firmView) shares(d *Document) {
	if len(v.s.Shares) == 0 {
		return
	}
	d.heading(v.word(wFirmShareHead))
	if v.s.Exact {
		d.text(v.word(wFirmShareExact))
	} else {
		d.text(v.word(wFirmShareLattice, "step", "1/"+strconv.Itoa(v.s.Parts), "n", strconv.Itoa(v.s.Points)))
	}
	var always []int
	t := &Table{Name: "shares", Columns: []Column{{Head: v.word(wID)}, {Head: v.word(wName)}, {Head: v.word(wFirmNow)}, {Head: v.word(wFirmShare), Right: true}}}
	hidden := 0
	for _, s := range v.s.Shares {
		if s.Share.Equal(fact.Int(1)) {
			always = append(always, s.Person)
			continue
		}
		if len(t.Rows) == maxMoves {
			hidden++
			continue
		}
		now := wFirmOff
		if s.Now {
			now = wFirmOn
		}
		p := v.s.Pool.Snapshot.Person(s.Person)
		hundred, _ := s.Share.Mul(fact.Int(100))
		t.Rows = append(t.Rows, []string{roster.Mask(p.ID), p.Name, v.word(now), hundred.Fixed(1) + "%"})
	}
	if len(always) > 0 {
		d.text(v.word(wFirmAlways, "n", strconv.Itoa(len(always)), "names", v.names(always)))
	}
	if len(t.Rows) > 0 {
		d.table(t)
	}
	if hidden > 0 {
		d.text(v.word(wFirmMore, "n", strconv.Itoa(hidden)))
	}
	if v.s.Unexact > 0 {
		d.text(v.word(wFirmUnexact, "n", strconv.Itoa(v.s.Unexact)))
	}
}

func (v *firmView) leave(d *Document) {
	d.heading(v.word(wFirmLeaveHead))
	t := &Table{Name: "left", Columns: []Column{{Head: v.word(wFirmIndicator)}, {Head: v.word(wDiffChange)}}}
	for i := range v.s.Left {
		l := &v.s.Left[i]
		in := v.p.Score.Indicators[l.Indicator].Rules
		text := v.word(wFirmSame)
		if !l.Possible {
			text = v.word(wFirmImpossible)
		} else if said := v.change(l.In, l.Out); said != "" {
			text = said
		}
		t.Rows = append(t.Rows, []string{nameOf(in.Label, in.ID), text})
	}
	d.table(t)
}

func (v *firmView) change(in, out []int) string {
	var said []string
	if len(in) > 0 {
		said = append(said, v.word(wSweepListIn)+colon(v.lang)+v.names(in))
	}
	if len(out) > 0 {
		said = append(said, v.word(wSweepListOut)+colon(v.lang)+v.names(out))
	}
	return join(v.lang, said)
}

func (v *firmView) removal(d *Document) {
	r := v.s.Removal
	if r == nil {
		return
	}
	d.heading(v.word(wFirmRemoveHead))
	who := v.who(r.Person)
	switch said := v.change(r.In, r.Out); {
	case said != "":
		d.text(v.word(wFirmRemove, "who", who) + said)
	case r.Moved > 0:
		d.text(v.word(wFirmRemoveMoved, "who", who, "n", strconv.Itoa(r.Moved)))
	default:
		d.text(v.word(wFirmRemoveSame, "who", who))
	}
}

// StabilityFormat is the name and version of the shape that WriteStabilityJSON writes.
const StabilityFormat = "slate.stability/1"

type stabilityJSON struct {
	Format   string       `json:"format"`
	Weights  string       `json:"weights"` // "tried", or why not
	LastIn   []string     `json:"last_in"`
	FirstOut []string     `json:"first_out"`
	Swaps    []swapJSON   `json:"swaps"`
	Shares   []shareJSON  `json:"shares"`
	Exact    bool         `json:"shares_exact"`
	Points   int          `json:"sets_of_weights,omitempty"`
	Unexact  int          `json:"people_not_compared"`
	Left     []leftJSON   `json:"left_out"`
	Removal  *removalJSON `json:"removal,omitempty"`
}

type swapJSON struct {
	Criterion string `json:"criterion"`
	In        string `json:"on_list"`
	Out       string `json:"comes_ahead"`
	From      string `json:"from_percent"` // exact, as a fraction where needed
	To        string `json:"to_percent"`
	Beyond    bool   `json:"beyond"`
}

type shareJSON struct {
	ID    string `json:"id"`
	Share string `json:"share"`
	Now   bool   `json:"on_list"`
}

type leftJSON struct {
	Indicator string   `json:"indicator"`
	Possible  bool     `json:"possible"`
	In        []string `json:"enter"`
	Out       []string `json:"leave"`
}

type removalJSON struct {
	ID    string   `json:"id"`
	In    []string `json:"enter"`
	Out   []string `json:"leave"`
	Moved int      `json:"change_places"`
}

// WriteStabilityJSON writes how firm a list is as data.
func WriteStabilityJSON(w io.Writer, s *tune.Stability) error {
	p := s.Pool.Program
	ids := func(list []int) []string {
		out := []string{}
		for _, i := range list {
			out = append(out, s.Pool.Snapshot.Person(i).ID)
		}
		return out
	}
	out := stabilityJSON{Format: StabilityFormat, Weights: "tried", LastIn: ids(s.LastIn), FirstOut: ids(s.FirstOut), Swaps: []swapJSON{}, Shares: []shareJSON{}, Left: []leftJSON{},
		Exact: s.Exact, Points: s.Points, Unexact: s.Unexact}
	if s.Why != nil {
		out.Weights = s.Why.Error()
	}
	for i := range s.Swaps {
		sw := &s.Swaps[i]
		out.Swaps = append(out.Swaps, swapJSON{p.Score.Criteria[sw.Criterion].Rules.ID, s.Pool.Snapshot.Person(sw.In).ID, s.Pool.Snapshot.Person(sw.Out).ID, sw.From.String(), sw.To.String(), sw.Beyond})
	}
	for _, sh := range s.Shares {
		out.Shares = append(out.Shares, shareJSON{s.Pool.Snapshot.Person(sh.Person).ID, sh.Share.String(), sh.Now})
	}
	for i := range s.Left {
		l := &s.Left[i]
		out.Left = append(out.Left, leftJSON{p.Score.Indicators[l.Indicator].Rules.ID, l.Possible, ids(l.In), ids(l.Out)})
	}
	if r := s.Removal; r != nil {
		out.Removal = &removalJSON{s.Pool.Snapshot.Person(r.Person).ID, ids(r.In), ids(r.Out), r.Moved}
	}
	return encode(w, out)
}
