package main

import (
	"github.com/spf13/cobra"

	"slate/engine/report"
	"slate/engine/tune"
)

func (a *app) stabilityCommand() *cobra.Command {
	var rosterFile, cutoff, format string
	c := &cobra.Command{
		Use:     "stability RULES --roster FILE",
		Short:   "how firm the list is: the smallest change of a weight that swaps the last place, and who is on the list whatever the weights",
		Example: "  slate stability rules/county-2026.yaml --roster county.db",
		Args:    cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			r, err := a.sound(args[0], cutoff)
			if err != nil {
				return err
			}
			people, err := a.roster(c.Context(), rosterFile, &r)
			if err != nil {
				return err
			}
			defer people.store.Close()
			s, err := tune.Firmness(c.Context(), r.program, people.snapshot, 0)
			if err != nil {
				return err
			}
			if format == "json" {
				return report.WriteStabilityJSON(a.out, s)
			}
			return report.WriteText(a.out, report.Stability(s, r.lang))
		},
	}
	rosterFlags(c, &rosterFile, &cutoff)
	formatFlag(c, &format, "text", "json")
	return c
}
