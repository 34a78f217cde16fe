package main

import (
	"context"

	"github.com/spf13/cobra"

	"slate/engine/report"
	"slate/engine/tune"
)

func (a *app) diffCommand() *cobra.Command {
	var rosterFile, rosterNew, cutoff, cutoffNew, by, format string
	c := &cobra.Command{
		Use:   "diff OLD [NEW] --roster FILE",
		Short: "who enters, leaves and moves between two rule files, cut-off dates or rosters, and which edit did it",
		Long: "NEW is a rule file; without it OLD is compared with itself under --cutoff-new or --roster-new.\n" +
			"The exit code is 0 when nobody is moved, 1 when somebody is.",
		Example: "  slate diff county-2025.yaml county-2026.yaml --roster county.db\n" +
			"  slate diff rules.yaml --roster county.db --cutoff 2026-03-31 --cutoff-new 2026-06-30",
		Args: cobra.RangeArgs(1, 2),
		RunE: func(c *cobra.Command, args []string) error {
			if cutoffNew == "" {
				cutoffNew = cutoff
			}
			old, err := a.sound(args[0], cutoff)
			if err != nil {
				return err
			}
			new, err := a.sound(args[len(args)-1], cutoffNew)
			if err != nil {
				return err
			}
			d, err := a.difference(c.Context(), &old, &new, rosterFile, rosterNew)
			if err != nil {
				return err
			}
			var groups *tune.Impact
			if by != "" {
				if groups, err = d.Impact(c.Context(), by, 0); err != nil {
					return err
				}
			}
			switch format {
			case "json":
				err = report.WriteDiffJSON(a.out, d, groups)
			case "csv":
				err = report.WriteCSV(a.out, report.Moves(d, new.lang), "moves")
			default:
				page := report.Diff(d, new.lang)
				if groups != nil {
					report.Impact(page, groups, new.lang)
				}
				err = report.WriteText(a.out, page)
			}
			if err == nil && len(d.Moves) > 0 {
				return errNo
			}
			return err
		},
	}
	c.Flags().StringVar(&rosterFile, "roster", "", "the roster: a .db file, one of its snapshots as FILE.db@NUMBER, or a table")
	c.Flags().StringVar(&rosterNew, "roster-new", "", "another roster for the new side")
	c.Flags().StringVar(&cutoff, "cutoff", "", "cut-off date (default: the rule file's)")
	c.Flags().StringVar(&cutoffNew, "cutoff-new", "", "cut-off date of the new side (default: as --cutoff)")
	c.Flags().StringVar(&by, "by", "", "a choice, such as 性别: how each group fares at every stage")
	formatFlag(c, &format, "text", "json", "csv")
	c.MarkFlagRequired("roster")
	return c
}

// difference compares two sides. Where both read the same of the same file, it is read once.
func (a *app) difference(ctx context.Context, old, new *rules, rosterFile, rosterNew string) (*tune.Difference, error) {
	before, err := a.roster(ctx, rosterFile, old)
	if err != nil {
		return nil, err
	}
	defer before.store.Close()
	after := before
	if rosterNew == "" {
		rosterNew = rosterFile
	}
	if rosterNew != rosterFile || old.program.Cutoff != new.program.Cutoff || !tune.SameFacts(old.set, new.set) {
		if after, err = a.roster(ctx, rosterNew, new); err != nil {
			return nil, err
		}
		defer after.store.Close()
	}
	return tune.Diff(ctx, tune.Side{Program: old.program, Snapshot: before.snapshot}, tune.Side{Program: new.program, Snapshot: after.snapshot}, 0)
}
