package report

import (
	"encoding/json"
	"fmt"
	"io"
	"strconv"

	"slate/engine/diag"
	"slate/engine/ledger"
)

// LedgerChecks is the ten checks of a ledger, each with its verdict and what it found; then what is unproven stands where it
// is unproven. cp is the ledger as it stands.
func LedgerChecks(checks []ledger.Check, cp ledger.Checkpoint, lang diag.Lang) *Document {
	d := &Document{Title: say(lang, wLedgerTitle)}
	d.text(say(lang, wLedgerState, "origin", cp.Origin, "n", strconv.FormatInt(cp.Size, 10)))
	d.text(say(lang, wLedgerCode, "code", cp.Code()))
	tally := map[ledger.Verdict]int{}
	for _, c := range checks {
		tally[c.Verdict]++
		looked := ""
		if c.Looked > 0 {
			looked = paren(lang, say(lang, wLooked, "n", count(c.Looked)))
		}
		d.lines(Line{Text: "V" + count(c.Number) + " " + say(lang, ledgerChecks[c.Number-1]) + looked + colon(lang) + verdictOf(c.Verdict, lang)})
		for _, x := range c.Details {
			d.lines(Line{Depth: 2, Text: say(lang, detail(x.What), "n", strconv.FormatInt(x.N, 10), "text", x.Text)})
		}
	}
	d.text(say(lang, wLedgerSummary, "n", count(len(checks)), "holds", count(tally[ledger.Holds]), "open", count(tally[ledger.NotProven]), "fails", count(tally[ledger.Fails])))
	return d
}

func verdictOf(v ledger.Verdict, lang diag.Lang) string {
	return say(lang, [...]word{ledger.NotProven: wVerdictOpen, ledger.Holds: wVerdictHolds, ledger.Fails: wVerdictFails}[v])
}

// LedgerFormat names the layout that WriteLedgerJSON writes.
const LedgerFormat = "slate.verification/1"

type (
	jsonLedger struct {
		Format  string      `json:"format"`
		Origin  string      `json:"origin"`
		Entries int64       `json:"entries"`
		Root    string      `json:"root"`
		Code    string      `json:"code"`
		Checks  []jsonCheck `json:"checks"`
	}
	jsonCheck struct {
		Check   string       `json:"check"`
		Name    string       `json:"name"`
		Verdict string       `json:"verdict"`
		Looked  int          `json:"looked"`
		Details []jsonDetail `json:"details"`
	}
	jsonDetail struct {
		Fails   bool   `json:"fails"`
		N       int64  `json:"n"`
		Message string `json:"message"`
	}
)

// WriteLedgerJSON writes the checks for programs: a verdict is "holds", "fails" or "not-proven".
func WriteLedgerJSON(w io.Writer, checks []ledger.Check, cp ledger.Checkpoint, lang diag.Lang) error {
	out := jsonLedger{Format: LedgerFormat, Origin: cp.Origin, Entries: cp.Size, Root: cp.Root.String(), Code: cp.Code(), Checks: []jsonCheck{}}
	for _, c := range checks {
		x := jsonCheck{"V" + count(c.Number), say(lang, ledgerChecks[c.Number-1]), c.Verdict.String(), c.Looked, []jsonDetail{}}
		for _, d := range c.Details {
			x.Details = append(x.Details, jsonDetail{d.Fails, d.N, say(lang, detail(d.What), "n", strconv.FormatInt(d.N, 10), "text", d.Text)})
		}
		out.Checks = append(out.Checks, x)
	}
	return writeIndented(w, out)
}

func writeIndented(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(v); err != nil {
		return fmt.Errorf("write the checks: %w", err)
	}
	return nil
}

var proofSteps = map[ledger.ProofStep]word{
	ledger.ProofLeaf: wStepLeaf, ledger.ProofRun: wStepRun, ledger.ProofEntry: wStepEntry,
	ledger.ProofSignature: wStepSignature, ledger.ProofKey: wStepKey, ledger.ProofCheckpoint: wStepCode,
}

// PersonProof is the outcome of checking one person's proof, and the record that is proved.
func PersonProof(steps []ledger.Proven, p *ledger.Proof, lang diag.Lang) *Document {
	d := &Document{Title: say(lang, wPersonProofTitle)}
	for i, s := range steps {
		d.lines(Line{Text: count(i+1) + ". " + say(lang, proofSteps[s.Step], "text", s.Text) + colon(lang) + verdictOf(s.Verdict, lang)})
	}
	d.heading(say(lang, wPersonProofRecord))
	d.text(string(p.Record))
	return d
}

// PersonProofFormat names the layout that WritePersonProofJSON writes.
const PersonProofFormat = "slate.proof-check/1"

type (
	jsonPersonProof struct {
		Format string          `json:"format"`
		Steps  []jsonStep      `json:"steps"`
		Record json.RawMessage `json:"record"`
	}
	jsonStep struct {
		Step    string `json:"step"`
		Verdict string `json:"verdict"`
	}
)

// WritePersonProofJSON writes the outcome of checking one person's proof.
func WritePersonProofJSON(w io.Writer, steps []ledger.Proven, p *ledger.Proof, lang diag.Lang) error {
	out := jsonPersonProof{Format: PersonProofFormat, Record: p.Record}
	for _, s := range steps {
		out.Steps = append(out.Steps, jsonStep{say(lang, proofSteps[s.Step], "text", s.Text), s.Verdict.String()})
	}
	return writeIndented(w, out)
}

// LedgerPoint says where the ledger stands. file is where the signed checkpoint was written, "" where nowhere.
func LedgerPoint(cp ledger.Checkpoint, signed bool, file string, lang diag.Lang) *Document {
	d := &Document{}
	state := wLedgerUnsigned
	if signed {
		state = wLedgerSigned
	}
	d.text(say(lang, wLedgerState, "origin", cp.Origin, "n", strconv.FormatInt(cp.Size, 10)) + paren(lang, say(lang, state)))
	d.text(say(lang, wLedgerCode, "code", cp.Code()))
	if file != "" {
		d.text(say(lang, wLedgerPoint, "file", file))
	}
	d.text(say(lang, wLedgerCodeHow))
	return d
}

// KeyMade says where a new key is, and what it means that it is there. entry is where the ledger names it.
func KeyMade(public, file string, entry int64, encrypted bool, lang diag.Lang) *Document {
	d := &Document{}
	d.text(say(lang, wKeyMade, "file", file, "n", strconv.FormatInt(entry, 10)))
	meaning := wKeyPlain
	if encrypted {
		meaning = wKeyLocked
	}
	d.text(say(lang, meaning))
	d.text(say(lang, wKeyPublic, "key", public))
	return d
}
