package main

import (
	"errors"

	"slate/engine/diag"
	"slate/engine/report"
	"slate/engine/sqlite"
)

// What the commands about recorded runs ask for.
var (
	errWhoRuns      = errors.New("a run over a roster file is recorded in it: say with --by NAME who runs it, or try without recording with --dry")
	errNoAssessment = errors.New("not run on record before: name the impact assessment of the rules with --assessment REFERENCE, or try without recording with --dry")
	errWhoLooks     = errors.New("who looks at a person of a roster file is recorded in it: add --by NAME and --why REASON")
	errUnknown      = errors.New("nobody in the roster has this id or name")
)

// refusals are the errors that people of the office meet, for which there are words in their language.
var refusals = []struct {
	err  error
	what report.Refusal
}{
	{errWhoRuns, report.WhoRuns},
	{errNoAssessment, report.NoAssessment},
	{errWhoLooks, report.WhoLooks},
	{errUnknown, report.Unknown},
	{sqlite.ErrNoRun, report.NoRun},
	{sqlite.ErrApproved, report.AlreadyApproved},
	{sqlite.ErrSamePerson, report.SamePerson},
	{sqlite.ErrRemoved, report.RecordsRemoved},
	{sqlite.ErrMoved, report.Moved},
	{sqlite.ErrNoRequest, report.NoRequest},
	{sqlite.ErrAnswered, report.AlreadyAnswered},
}

// plain says an error in the language of the office; in Chinese what the program calls it stands behind, for whoever is asked for help.
func (a *app) plain(err error) string {
	lang, wrong := a.language(nil)
	if wrong != nil || lang == diag.English {
		return err.Error()
	}
	for _, r := range refusals {
		if errors.Is(err, r.err) {
			return r.what.Say(lang) + "（" + err.Error() + "）"
		}
	}
	return err.Error()
}
