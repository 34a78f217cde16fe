package main

import (
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"slate/engine/diag"
	"slate/engine/report"
	"slate/engine/ruletest"
	"slate/engine/tune/mutate"
)

func (a *app) mutateCommand() *cobra.Command {
	var format string
	var suggest bool
	var least int
	c := &cobra.Command{
		Use:     "mutate RULES",
		Short:   "change a rule file in one small place after another, and see whether its cases notice",
		Example: "  slate mutate rules/county-2026.yaml --suggest",
		Args:    cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if least < 0 || least > 100 {
				return fmt.Errorf("--min is %d; it takes a percentage from 0 to 100", least)
			}
			r, err := a.load(args[0], "")
			if err != nil {
				return err
			}
			result, err := a.mutate(c, args[0], &r)
			if err != nil {
				return err
			}
			switch {
			case suggest:
				_, err = fmt.Fprint(a.out, report.MutantCases(result, r.lang))
			case format == "json":
				err = report.WriteMutantsJSON(a.out, result)
			default:
				err = report.WriteText(a.out, report.Mutants(args[0], result, r.lang))
			}
			killed := result.Count(mutate.Killed)
			if err == nil && report.Percent(killed, killed+result.Count(mutate.Survived)) < least {
				err = errNo
			}
			return err
		},
	}
	c.Flags().BoolVar(&suggest, "suggest", false, "print only the cases to add, as YAML to put under `tests`")
	c.Flags().IntVar(&least, "min", 0, "exit with 1 when fewer percent of the changes are noticed")
	formatFlag(c, &format, "text", "json")
	return c
}

// mutate runs the mutants of rules whose cases all pass; where one does not, it prints the cases instead.
func (a *app) mutate(c *cobra.Command, file string, r *rules) (*mutate.Result, error) {
	r.list = slices.DeleteFunc(r.list, func(d diag.Diagnostic) bool { return d.Code == diag.CutoffMissing })
	if r.set == nil || r.list.HasErrors() {
		a.tell(r.list, r.sources, r.lang)
		return nil, errUnable
	}
	tests, err := ruletest.Run(c.Context(), r.set)
	if err != nil {
		return nil, err
	}
	if tests.Count(ruletest.Pass) < len(tests.Cases) {
		if err := report.WriteText(a.err, report.Tests(file, tests, false, r.lang)); err != nil {
			return nil, err
		}
		return nil, errUnable
	}
	again, err := a.load(file, "")
	if err != nil {
		return nil, err
	}
	return mutate.Run(c.Context(), r.set, again.set)
}
