package main

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"slate/engine/report"
)

func (a *app) runCommand() *cobra.Command {
	var rosterFile, cutoff, format, file string
	c := &cobra.Command{
		Use:   "run RULES --roster FILE",
		Short: "rank a roster by a rule file: who is listed and why, who is undecided and what is missing",
		Example: "  slate run rules/hukou.yaml --roster fixtures/hukou/roster.csv\n" +
			"  slate run rules/county-2026.yaml --roster county.db --format json",
		Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			j, err := a.judge(c, args[0], rosterFile, cutoff)
			if err != nil {
				return err
			}
			defer j.store.Close()
			return a.output(file, format, func(w io.Writer) error {
				switch format {
				case "json":
					return report.WriteRunJSON(w, j.result)
				case "csv":
					return report.WriteCSV(w, report.Everybody(j.result, j.rules.lang), "people")
				case "xlsx":
					return report.WriteXLSX(w, j.rules.lang, report.Complete(j.result, j.rules.lang), report.Everybody(j.result, j.rules.lang))
				}
				return report.WriteText(w, report.Run(j.result, j.rules.lang))
			})
		},
	}
	rosterFlags(c, &rosterFile, &cutoff)
	c.Flags().StringVar(&a.returned, "return", "", "where a table is refused as roster: write it here as a workbook with its mistakes marked")
	outputFlag(c, &file)
	formatFlag(c, &format, "text", "json", "csv", "xlsx")
	return c
}

// formatFlag adds --format with the formats that a command writes; the first is the default.
func formatFlag(c *cobra.Command, to *string, formats ...string) {
	c.Flags().Var(&choice{to, formats}, "format", fmt.Sprintf("format of output: %v", formats))
	*to = formats[0]
}

// choice is a flag that takes one of several words.
type choice struct {
	value *string
	words []string
}

func (c *choice) String() string { return *c.value }

// Type names what the flag takes, for the help.
func (c *choice) Type() string { return "format" }

// Set takes one of the words.
func (c *choice) Set(s string) error {
	for _, w := range c.words {
		if w == s {
			*c.value = s
			return nil
		}
	}
	return fmt.Errorf("it takes one of %v", c.words)
}
