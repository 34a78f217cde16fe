package report

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"slate/engine/diag"
	"slate/engine/tune/mutate"
)

// mutations says each kind of change in words.
var mutations = map[mutate.Op][2]string{
	mutate.ParamMoved:       {"参数改一个单位", "parameter one unit off"},
	mutate.OperatorSwapped:  {"换比较或连接词", "another operator"},
	mutate.ThresholdMoved:   {"门槛改一个单位", "threshold one unit off"},
	mutate.RowDropped:       {"删去判定表的一行", "row of a decision table dropped"},
	mutate.ClauseDropped:    {"删去条款", "clause dropped"},
	mutate.GroupSwapped:     {"“全部”与“任一”对调", "all and any swapped"},
	mutate.CountMoved:       {"“至少几项”改一", "at_least off by one"},
	mutate.SinceMoved:       {"起用日改一天", "since off by a day"},
	mutate.UntilMoved:       {"停用日改一天", "until off by a day"},
	mutate.OnMissingFlipped: {"缺资料时的处理改动", "on_missing changed"},
	mutate.VetoOff:          {"取消否决", "veto off"},
	mutate.WaiverOff:        {"取消豁免", "waiver off"},
	mutate.WeightMoved:      {"权重减一，下一项加一", "weight one less, the next one more"},
	mutate.PointsMoved:      {"给分改一分", "points off by one"},
	mutate.EdgeMoved:        {"分档的边移一个单位", "edge of a band moved"},
	mutate.BracketFlipped:   {"边上的数归另一档", "edge given to the other band"},
	mutate.KeyDropped:       {"删去一项排序", "key of the order dropped"},
	mutate.KeyReversed:      {"排序方向反过来", "key of the order reversed"},
}

// Mutants is how many changes the cases of a rule file notice, and those that none notices, each with a case to add.
func Mutants(file string, r *mutate.Result, lang diag.Lang) *Document {
	d := &Document{}
	killed, survived := r.Count(mutate.Killed), r.Count(mutate.Survived)
	d.text(say(lang, wChanges, "file", file, "cases", count(r.Cases), "n", count(len(r.Mutants)), "killed", count(killed),
		"survived", count(survived), "equivalent", count(r.Count(mutate.Equivalent)), "invalid", count(r.Count(mutate.Invalid))))
	d.text(say(lang, wNoticed, "n", count(killed), "of", count(killed+survived), "percent", count(Percent(killed, killed+survived))))
	if survived > 0 {
		survivors(d, r, lang)
	}
	if r.Count(mutate.Equivalent) > 0 {
		d.heading(say(lang, wEquivalent))
		d.text(say(lang, wEquivalentWhy))
		for i := range r.Mutants {
			if m := &r.Mutants[i]; m.Status == mutate.Equivalent {
				d.lines(Line{Text: changed(lang, m)})
			}
		}
	}
	return d
}

// changed says where a change is and what it is.
func changed(lang diag.Lang, m *mutate.Mutant) string {
	return fmt.Sprintf("%s:%d %s %s", m.Span.File, m.Span.Start.Line, m.ID, change(lang, m))
}

// survivors lists the changes that no case notices, each with a case to add.
func survivors(d *Document, r *mutate.Result, lang diag.Lang) {
	d.heading(say(lang, wSurvivors))
	for i := range r.Mutants {
		m := &r.Mutants[i]
		if m.Status != mutate.Survived {
			continue
		}
		d.lines(Line{Text: changed(lang, m)})
		if m.Unjudged {
			d.lines(Line{Depth: 2, Text: say(lang, wUnjudged)})
			continue
		}
		if m.Witness == nil {
			d.lines(Line{Depth: 2, Text: say(lang, wNoWitness)})
			continue
		}
		d.lines(Line{Depth: 2, Text: say(lang, wWitness, "what", differences(lang, m.Witness))}, Line{Depth: 2, Text: m.Witness.YAML()})
	}
}

// Percent returns how many whole percent n is of all, rounded down; 100 where there is nothing.
func Percent(n, all int) int {
	if all == 0 {
		return 100
	}
	return 100 * n / all
}

func change(lang diag.Lang, m *mutate.Mutant) string {
	words := mutations[m.Op][lang]
	if m.Now == "" {
		return say(lang, wDropped, "op", words, "was", m.Was)
	}
	return say(lang, wDropped, "op", words, "was", m.Was+" → "+m.Now)
}

// differences says what the person comes to under the rules and under the changed ones.
func differences(lang diag.Lang, w *mutate.Witness) string {
	var parts []string
	for _, after := range w.Mutant {
		for _, before := range w.Rules {
			if before.What == after.What {
				parts = append(parts, after.What+colon(lang)+orDash(before.Got)+" → "+orDash(after.Got))
			}
		}
	}
	return and(lang, parts)
}

// MutantCases is the cases that would notice the survivors, as YAML to put under `tests`.
func MutantCases(r *mutate.Result, lang diag.Lang) string {
	cases := r.Suggest()
	if len(cases) == 0 {
		return ""
	}
	var b strings.Builder
	b.WriteString("  " + say(lang, wConfirm) + "\n")
	for _, c := range cases {
		b.WriteString("  " + c + "\n")
	}
	return b.String()
}

type mutantJSON struct {
	Op       string        `json:"op"`
	ID       string        `json:"id"`
	Was      string        `json:"was"`
	Now      string        `json:"now,omitempty"`
	File     string        `json:"file"`
	Line     int           `json:"line"`
	Column   int           `json:"column"`
	Status   string        `json:"status"`
	KilledBy string        `json:"killed_by,omitempty"`
	Differs  []differsJSON `json:"differs,omitempty"`
	Case     string        `json:"case,omitempty"`
	Unjudged bool          `json:"unjudged,omitempty"`
}

type differsJSON struct {
	What   string `json:"what"`
	Rules  string `json:"rules"`
	Mutant string `json:"mutant"`
}

// WriteMutantsJSON writes the outcome of all mutants: {"format": "slate.mutants/1", "cases": how many, "mutants": […]}. A
// survivor has, where one was found, the case to add and what differs for its person; "unjudged" where it is proved that nobody's verdicts,
// vetoes, score and grade differ. The status is survived, killed, invalid or equivalent.
func WriteMutantsJSON(w io.Writer, r *mutate.Result) error {
	list := make([]mutantJSON, 0, len(r.Mutants))
	for i := range r.Mutants {
		list = append(list, newMutantJSON(&r.Mutants[i]))
	}
	out := bufio.NewWriter(w)
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	err := enc.Encode(struct {
		Format  string       `json:"format"`
		Cases   int          `json:"cases"`
		Mutants []mutantJSON `json:"mutants"`
	}{"slate.mutants/1", r.Cases, list})
	if err != nil {
		return err
	}
	return out.Flush()
}

func newMutantJSON(m *mutate.Mutant) mutantJSON {
	j := mutantJSON{Op: m.Op.String(), ID: m.ID, Was: m.Was, Now: m.Now, File: m.Span.File,
		Line: m.Span.Start.Line, Column: m.Span.Start.Column, Status: m.Status.String(), Unjudged: m.Unjudged}
	if m.KilledBy != nil {
		j.KilledBy = m.KilledBy.Name
	}
	if m.Witness == nil {
		return j
	}
	j.Case = m.Witness.YAML()
	for _, after := range m.Witness.Mutant {
		for _, before := range m.Witness.Rules {
			if before.What == after.What {
				j.Differs = append(j.Differs, differsJSON{after.What, before.Got, after.Got})
			}
		}
	}
	return j
}
