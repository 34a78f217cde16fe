package main

import (
	"github.com/spf13/cobra"

	"slate/engine/lint"
	"slate/engine/report"
)

func (a *app) proveCommand() *cobra.Command {
	var cutoff, format string
	c := &cobra.Command{
		Use:   "prove A B",
		Short: "whether two rule files say the same about everybody there could be",
		Long: "prove compares two rule files for every person over the declared domains: the verdict of each tier, each veto, the score and\n" +
			"its grade. Where they differ it names somebody for whom they do. Exit code 0: the same; 1: different; 2: not decided.",
		Example: "  slate prove county-3.1.yaml county-3.2.yaml",
		Args:    cobra.ExactArgs(2),
		RunE: func(c *cobra.Command, args []string) error {
			old, err := a.sound(args[0], cutoff)
			if err != nil {
				return err
			}
			changed, err := a.sound(args[1], cutoff)
			if err != nil {
				return err
			}
			proof, err := lint.Prove(c.Context(), old.program, changed.program)
			if err != nil {
				return err
			}
			if format == "json" {
				err = report.WriteProofJSON(a.out, proof, args[0], args[1])
			} else {
				err = report.WriteText(a.out, report.Proof(proof, args[0], args[1], old.lang))
			}
			switch {
			case err != nil:
				return err
			case proof.Verdict == lint.Different:
				return errNo
			case proof.Verdict == lint.NotDecided:
				return errUnable
			}
			return nil
		},
	}
	c.Flags().StringVar(&cutoff, "cutoff", "", "cut-off date for both, such as 2026-06-30 (default: each rule file's)")
	formatFlag(c, &format, "text", "json")
	return c
}
