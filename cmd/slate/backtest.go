package main

import (
	"fmt"
	"os"
	"slices"

	"github.com/spf13/cobra"

	"slate/engine/diag"
	"slate/engine/report"
	"slate/engine/roster"
	"slate/engine/sheet"
	"slate/engine/tune"
)

func (a *app) backtestCommand() *cobra.Command {
	var rosterFile, chosenFile, cutoff, format string
	c := &cobra.Command{
		Use:     "backtest RULES --roster FILE --chosen FILE.csv",
		Short:   "hold the rules against a list that was chosen: where they agree, where not, and the clause behind each difference",
		Long:    "The chosen are a table with a column of ids. The exit code is 0 when both lists are the same, 1 when they differ.",
		Example: "  slate backtest rules/county-2026.yaml --roster county-2021.db --chosen 2021名单.csv --cutoff 2026-06-30",
		Args:    cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			r, err := a.sound(args[0], cutoff)
			if err != nil {
				return err
			}
			chosen, err := a.chosen(chosenFile, r.lang)
			if err != nil {
				return err
			}
			j, err := a.over(c, r, rosterFile)
			if err != nil {
				return err
			}
			defer j.store.Close()
			b := tune.Compare(j.result, chosen)
			switch format {
			case "json":
				err = report.WriteBacktestJSON(a.out, b)
			case "csv":
				err = report.WriteCSV(a.out, report.Disagreements(b, r.lang), "disagreements")
			default:
				err = report.WriteText(a.out, report.Backtest(b, r.lang))
			}
			if err == nil && len(b.NotListed)+len(b.NotChosen)+len(b.Absent) > 0 {
				return errNo
			}
			return err
		},
	}
	rosterFlags(c, &rosterFile, &cutoff)
	c.Flags().StringVar(&chosenFile, "chosen", "", "the people who were chosen: a .csv file with a column of ids")
	formatFlag(c, &format, "text", "json", "csv")
	c.MarkFlagRequired("chosen")
	return c
}

// chosen reads the ids of a table. Its other columns are of no interest here, and nothing is said of them.
func (a *app) chosen(file string, lang diag.Lang) ([]string, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, fmt.Errorf("read the people who were chosen: %w", err)
	}
	defer f.Close()
	reader, list := sheet.ReadCSV(file, f)
	var ids []string
	if reader != nil {
		var table *roster.Table
		if table, list = roster.Read(reader, nil, roster.Mapping{}); table != nil {
			for record, ok := table.Next(); ok; record, ok = table.Next() {
				ids = append(ids, record.Person.ID)
			}
			list = append(list, table.Problems()...)
		}
	}
	list = slices.DeleteFunc(list, func(d diag.Diagnostic) bool { return d.Code == diag.UnknownColumn })
	a.tell(list, nil, lang)
	if list.HasErrors() {
		return nil, errUnable
	}
	return ids, nil
}
