package report

import (
	"encoding/json"
	"fmt"
	"io"

	"slate/engine/diag"
	"slate/engine/eval"
	"slate/engine/fact"
	"slate/engine/lint"
)

// Proof is the comparison of two rule files for everybody there could be: the answer, each difference with somebody who shows it
// and a case to paste, and what was not decided. a and b are what to call the files.
func Proof(p *lint.Proof, a, b string, lang diag.Lang) *Document {
	d := &Document{}
	answer := map[lint.Verdict]word{lint.Same: wProved, lint.Different: wDiffers, lint.NotDecided: wNotProved}[p.Verdict]
	d.text(say(lang, answer, "a", a, "b", b))
	for _, x := range p.Differences {
		what := subject(x.Subject, lang)
		switch {
		case x.Given == "" && x.A == "none":
			d.lines(Line{Depth: 1, Text: say(lang, wOnlyIn, "what", what, "file", b)})
			continue
		case x.Given == "":
			d.lines(Line{Depth: 1, Text: say(lang, wOnlyIn, "what", what, "file", a)})
			continue
		}
		d.lines(Line{Depth: 1, Text: say(lang, wSays, "what", what, "a", a, "b", b, "x", said(x.A, lang), "y", said(x.B, lang))},
			Line{Depth: 2, Text: say(lang, wSuchAs, "given", x.Given)})
		if x.Case != "" {
			d.lines(Line{Depth: 2, Text: say(lang, wCase, "case", x.Case)})
		}
	}
	for _, o := range p.Open {
		d.lines(Line{Depth: 1, Text: say(lang, wOpenAbout, "what", subject(o.Subject, lang), "about", o.About, "why", diag.WhyOpen(o.Why, lang))})
	}
	if len(p.Compared) > 0 {
		var all []string
		for _, c := range p.Compared {
			all = append(all, subject(c, lang))
		}
		d.text(say(lang, wAlike, "what", and(lang, all)))
	}
	if len(p.Beyond) > 0 {
		d.text(say(lang, wNotCompared, "what", and(lang, p.Beyond)))
	}
	return d
}

// subject names something that rule files say about a person.
func subject(s lint.Subject, lang diag.Lang) string {
	kind := map[string]word{"tier": wLevel, "veto": wVeto, "score": wScore, "grade": wGrade, "fact": wFact}[s.Kind]
	if s.ID == "" {
		return say(lang, kind)
	}
	return say(lang, wOf, "kind", say(lang, kind), "id", s.ID)
}

// said puts a verdict or a truth into words; scores and grades are words already.
func said(s string, lang diag.Lang) string {
	for w, key := range map[string]word{
		eval.Pass.String(): wPass, eval.Fail.String(): wFail, eval.Undecided.String(): wOpen,
		fact.True.String(): wHolds, fact.False.String(): wHoldsNot, fact.Unknown.String(): wUnknown, "none": wNone,
	} {
		if s == w {
			return say(lang, key)
		}
	}
	return s
}

// ProofFormat names the layout that WriteProofJSON writes.
const ProofFormat = "slate.proof/1"

type (
	jsonSubject struct {
		Kind string `json:"kind"`
		ID   string `json:"id,omitempty"`
	}
	jsonDifference struct {
		jsonSubject
		A     string `json:"a"`
		B     string `json:"b"`
		Given string `json:"given,omitempty"`
		Case  string `json:"case,omitempty"`
	}
	jsonOpen struct {
		jsonSubject
		About string `json:"about"`
		Why   string `json:"why"`
	}
	jsonProof struct {
		Format      string           `json:"format"`
		A           string           `json:"a"`
		B           string           `json:"b"`
		Verdict     string           `json:"verdict"`
		Same        []jsonSubject    `json:"same"`
		Differences []jsonDifference `json:"differences"`
		Open        []jsonOpen       `json:"open"`
		Beyond      []string         `json:"beyond"`
	}
)

// WriteProofJSON writes a proof for a program, as one object in this order of keys:
//
//	{"format": "slate.proof/1", "a", "b", "verdict",
//	 "same": [{"kind", "id"}],
//	 "differences": [{"kind", "id", "a", "b", "given", "case"}],
//	 "open": [{"kind", "id", "about", "why"}],
//	 "beyond": ["ranking", "bodies"]}
//
// verdict is same, different or not_decided; kind is tier, veto, score, grade or fact. id stands only for tiers, vetoes and
// facts; given and case only where a person shows the difference. a and b of a difference are what the files say: pass,
// fail, undecided; true, false, unknown; a score; a grade; given or none where one file has no such thing.
// beyond names sections that differ and were not compared.
func WriteProofJSON(w io.Writer, p *lint.Proof, a, b string) error {
	out := jsonProof{Format: ProofFormat, A: a, B: b, Verdict: p.Verdict.String(), Same: []jsonSubject{}, Differences: []jsonDifference{}, Open: []jsonOpen{}, Beyond: []string{}}
	for _, s := range p.Compared {
		out.Same = append(out.Same, jsonSubject(s))
	}
	for _, d := range p.Differences {
		out.Differences = append(out.Differences, jsonDifference{jsonSubject(d.Subject), d.A, d.B, d.Given, d.Case})
	}
	for _, o := range p.Open {
		out.Open = append(out.Open, jsonOpen{jsonSubject(o.Subject), o.About, o.Why})
	}
	out.Beyond = append(out.Beyond, p.Beyond...)
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(out); err != nil {
		return fmt.Errorf("write proof: %w", err)
	}
	return nil
}
