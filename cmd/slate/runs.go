package main

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"

	"github.com/spf13/cobra"

	"slate/engine/record"
	"slate/engine/report"
	"slate/engine/sqlite"
)

func (a *app) runsCommand() *cobra.Command {
	var rosterFile, format string
	c := &cobra.Command{
		Use:   "runs --roster ROSTER.db",
		Short: "the runs on record: of which rules, over which snapshot, by whom, and whether the list was approved",
		Args:  cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			r, err := a.reading(c, rosterFile)
			if err != nil {
				return err
			}
			defer r.store.Close()
			all, err := r.store.Runs(c.Context())
			if err != nil {
				return a.refused(err, r.lang)
			}
			return a.view(report.Runs(all, r.lang), format)
		},
	}
	recordFlag(c, &rosterFile)
	formatFlag(c, &format, "text", "csv")
	c.AddCommand(a.runsShow(), a.runsDiff())
	return c
}

// recordFlag adds --roster for a command about runs on record.
func recordFlag(c *cobra.Command, rosterFile *string) {
	c.Flags().StringVar(rosterFile, "roster", "", "the roster file that the runs are recorded in")
	c.MarkFlagRequired("roster")
}

// runNumber reads the number of a run.
func runNumber(text string) (int, error) {
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		return 0, fmt.Errorf("%q is no number of a run; slate runs lists them", text)
	}
	return n, nil
}

func (a *app) runsShow() *cobra.Command {
	var rosterFile, format, file string
	var computed bool
	c := &cobra.Command{
		Use:   "show RUN --roster ROSTER.db",
		Short: "the list of a recorded run, with what people decided; --as-computed: without",
		Args:  cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			number, err := runNumber(args[0])
			if err != nil {
				return err
			}
			h, err := a.faithful(c, rosterFile, number)
			if err != nil {
				return err
			}
			defer h.store.Close()
			return a.output(file, format, func(w io.Writer) error {
				return writeRun(w, &h.judged, h.kept, format, computed)
			})
		},
	}
	recordFlag(c, &rosterFile)
	c.Flags().BoolVar(&computed, "as-computed", false, "the list as the rules give it, without the lists after what people decided")
	outputFlag(c, &file)
	formatFlag(c, &format, "text", "json", "csv", "xlsx")
	return c
}

// writeRun writes a run; kept, where not nil, is what is on record of it.
func writeRun(w io.Writer, j *judged, kept *record.Kept, format string, computed bool) error {
	lang := j.rules.lang
	head := func(d *report.Document) *report.Document {
		if kept != nil {
			report.Recorded(d, j.result, kept, computed, lang)
		}
		return d
	}
	switch format {
	case "json":
		return report.WriteRunJSON(w, j.result, kept)
	case "csv":
		return report.WriteCSV(w, report.Everybody(j.result, lang), "people")
	case "xlsx":
		return report.WriteXLSX(w, lang, head(report.Complete(j.result, lang)), report.Everybody(j.result, lang))
	}
	return report.WriteText(w, head(report.Run(j.result, lang)))
}

func (a *app) runsDiff() *cobra.Command {
	var rosterFile, format string
	c := &cobra.Command{
		Use:   "diff RUN OTHER --roster ROSTER.db",
		Short: "the lists of two runs: who entered, left and moved, with every change that people made named",
		Args:  cobra.ExactArgs(2),
		RunE: func(c *cobra.Command, args []string) error {
			var two [2]report.Held
			var last *held
			for i, text := range args {
				number, err := runNumber(text)
				if err != nil {
					return err
				}
				if last, err = a.faithful(c, rosterFile, number); err != nil {
					return err
				}
				last.store.Close()
				two[i] = report.Held{Result: last.result, Kept: last.kept}
			}
			return a.view(report.RunsDiff(two[0], two[1], last.rules.lang), format)
		},
	}
	recordFlag(c, &rosterFile)
	formatFlag(c, &format, "text", "csv")
	return c
}

func (a *app) replayCommand() *cobra.Command {
	var rosterFile, format string
	c := &cobra.Command{
		Use:   "replay RUN --roster ROSTER.db",
		Short: "make a recorded run again from its record and compare it to the byte; exit code 1 when anything differs",
		Args:  cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			number, err := runNumber(args[0])
			if err != nil {
				return err
			}
			h, err := a.again(c, rosterFile, number)
			if err != nil {
				return err
			}
			defer h.store.Close()
			most := 50
			if format == "csv" {
				most = 0
			}
			if err := a.view(report.Replay(h.kept, h.compared, most, h.rules.lang), format); err != nil {
				return err
			}
			if len(h.compared.Different) > 0 {
				return errNo
			}
			return nil
		},
	}
	recordFlag(c, &rosterFile)
	formatFlag(c, &format, "text", "csv")
	return c
}

func (a *app) approveCommand() *cobra.Command {
	var rosterFile, note string
	var by hand
	c := &cobra.Command{
		Use:   "approve RUN --roster ROSTER.db --by NAME --document NUMBER",
		Short: "record that a person approves the list of a run: it stands from then on and is frozen",
		Long:  "A list is a proposal until somebody approves it, who must be another person than who ran it.",
		Args:  cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			number, err := runNumber(args[0])
			if err != nil {
				return err
			}
			h, err := a.faithful(c, rosterFile, number) // nobody approves what cannot be shown
			if err != nil {
				return err
			}
			h.store.Close()
			return a.decide(c, rosterFile, number, h, func(store *sqlite.Store) error {
				return store.Approve(c.Context(), number, record.Approval{By: by.by, Document: by.document, Note: note, At: a.batch(by).Recorded})
			})
		},
	}
	recordFlag(c, &rosterFile)
	c.Flags().StringVar(&by.by, "by", "", "the person who approves")
	c.Flags().StringVar(&by.document, "document", "", "the number of the document that it rests on")
	c.Flags().StringVar(&note, "note", "", "a remark for the record; it names nobody of the roster")
	c.MarkFlagRequired("by")
	c.MarkFlagRequired("document")
	return c
}

// decide records a decision on a run, and says what is on record of it from then on.
func (a *app) decide(c *cobra.Command, rosterFile string, number int, h *held, f func(*sqlite.Store) error) error {
	store, err := a.change(rosterFile, h.rules.lang)
	if err != nil {
		return err
	}
	defer store.Close()
	if err := f(store); err != nil {
		return err
	}
	_, kept, err := store.Run(c.Context(), number)
	if err != nil {
		return err
	}
	d := &report.Document{Blocks: []report.Block{{Lines: report.RunHead(kept, h.rules.lang)}}}
	return report.WriteText(a.out, d)
}

func (a *app) adjustCommand() *cobra.Command {
	var rosterFile, body, seat, clause string
	var by hand
	c := &cobra.Command{
		Use:   "adjust RUN PERSON --seat SEAT --clause ID --roster ROSTER.db --by NAME --why REASON --document NUMBER",
		Short: "record that people put somebody elsewhere on a list than the rules do, with reason, clause and document",
		Long: "SEAT is proposed, surplus, reserve or none for a body, on or off for a list without bodies. The result of the rules stays on\n" +
			"record beside it; both are shown wherever the person is shown. An approved list takes no more changes.",
		Example: "  slate adjust 3 P0000012 --body 县人大 --seat proposed --clause 人大.中共党员上限 --roster county.db --by 张某 --why 会议研究 --document 统办〔2026〕9号",
		Args:    cobra.ExactArgs(2),
		RunE: func(c *cobra.Command, args []string) error {
			number, err := runNumber(args[0])
			if err != nil {
				return err
			}
			h, err := a.faithful(c, rosterFile, number)
			if err != nil {
				return err
			}
			h.store.Close()
			person, err := a.person(h.snapshot, args[1])
			if err != nil {
				return err
			}
			if err := h.mayAdjust(body, seat, clause); err != nil {
				return err
			}
			change := record.Adjustment{Person: h.snapshot.Person(person).ID, Body: body, Seat: seat, Clause: clause, Reason: by.reason, Document: by.document,
				By: by.by, At: a.batch(by).Recorded}
			return a.decide(c, rosterFile, number, h, func(store *sqlite.Store) error { return store.Adjust(c.Context(), number, change) })
		},
	}
	recordFlag(c, &rosterFile)
	c.Flags().StringVar(&body, "body", "", "the body whose list is changed")
	c.Flags().StringVar(&seat, "seat", "", "where the person stands from then on")
	c.Flags().StringVar(&clause, "clause", "", "the id of the clause or quota that it departs from")
	by.flags(c, true)
	for _, name := range []string{"seat", "clause", "why"} {
		c.MarkFlagRequired(name)
	}
	return c
}

// mayAdjust looks whether the rules of the run have the body, the seat and the clause of a change.
func (h *held) mayAdjust(body, seat, clause string) error {
	if body != "" {
		if _, ok := h.result.Slates.Slate(body); !ok {
			return fmt.Errorf("the rules of the run fill no body %q", body)
		}
	}
	if seats := record.Seats(body != ""); !slices.Contains(seats, seat) {
		if body == "" && len(h.rules.set.Bodies) > 0 {
			return fmt.Errorf("--seat is %q; without --body it takes one of %v", seat, seats)
		}
		return fmt.Errorf("--seat is %q; it takes one of %v", seat, seats)
	}
	if !h.clause(clause) {
		return errors.New("the rules of the run have no clause, veto, tier, indicator or quota " + strconv.Quote(clause) + "; slate explain names them")
	}
	return nil
}

// clause reports whether the rules of the run have something with an id from which a change can depart.
func (h *held) clause(id string) bool {
	p := h.rules.program
	for i := range p.Leaves {
		if p.Leaves[i].Clause.ID == id {
			return true
		}
	}
	for i := range p.Vetoes {
		if p.Vetoes[i].Rules.ID == id {
			return true
		}
	}
	if _, ok := p.TierNamed(id); ok {
		return true
	}
	if p.Score != nil {
		for i := range p.Score.Indicators {
			if p.Score.Indicators[i].Rules.ID == id {
				return true
			}
		}
		for i := range p.Score.Criteria {
			if p.Score.Criteria[i].Rules.ID == id {
				return true
			}
		}
	}
	for _, s := range h.result.Slates.Slates {
		for _, q := range s.Body.Quotas {
			if q.ID == id {
				return true
			}
		}
	}
	return id == "ranking"
}
