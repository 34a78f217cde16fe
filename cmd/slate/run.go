package main

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"slate/engine/record"
)

func (a *app) runCommand() *cobra.Command {
	var rosterFile, cutoff, format, file string
	var keep recording
	c := &cobra.Command{
		Use:   "run RULES --roster FILE",
		Short: "rank a roster by a rule file: who is listed and why, who is undecided and what is missing",
		Long: "Over a roster file the run is recorded in it: the rules, the facts used with their sources, and the whole result, so that it can be\n" +
			"shown, made again and proved later. slate runs lists what is on record. --dry does not record.",
		Example: "  slate run rules/hukou.yaml --roster fixtures/hukou/roster.csv\n" +
			"  slate run rules/county-2026.yaml --roster county.db --by 张某 --assessment 网信评〔2026〕3号\n" +
			"  slate run rules/county-2026.yaml --roster county.db --dry --format json",
		Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			recorded, err := keep.wanted(rosterFile)
			if err != nil {
				return err
			}
			j, err := a.judge(c, args[0], rosterFile, cutoff)
			if err != nil {
				return err
			}
			defer j.store.Close()
			var kept *record.Kept
			if recorded {
				if kept, err = a.record(c, &j, rosterFile, keep); err != nil {
					return err
				}
			}
			return a.output(file, format, func(w io.Writer) error { return writeRun(w, &j, kept, format, false) })
		},
	}
	rosterFlags(c, &rosterFile, &cutoff)
	c.Flags().StringVar(&a.returned, "return", "", "where a table is refused as roster: write it here as a workbook with its mistakes marked")
	keep.flags(c)
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
