package main

import (
	"slices"

	"github.com/spf13/cobra"

	"slate/engine/diag"
	"slate/engine/report"
	"slate/engine/ruletest"
)

func (a *app) testCommand() *cobra.Command {
	var cover bool
	c := &cobra.Command{
		Use:     "test RULES...",
		Short:   "run the cases in rule files",
		Example: "  slate test rules/*.yaml --cover",
		Args:    cobra.MinimumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			failed := false
			for _, file := range args {
				passed, err := a.testFile(c, file, cover)
				if err != nil {
					return err
				}
				failed = failed || !passed
			}
			if failed {
				return errNo
			}
			return nil
		},
	}
	c.Flags().BoolVar(&cover, "cover", false, "count what each clause came to: true, false, unknown")
	return c
}

func (a *app) testFile(c *cobra.Command, file string, cover bool) (passed bool, err error) {
	r, err := a.load(file, "")
	if err != nil {
		return false, err
	}
	// A file without a cut-off date of its own may still have cases that bring theirs; one that does not is an error by itself.
	r.list = slices.DeleteFunc(r.list, func(d diag.Diagnostic) bool { return d.Code == diag.CutoffMissing })
	if r.set == nil || r.list.HasErrors() {
		a.tell(r.list, r.sources, r.lang)
		return false, errUnable
	}
	result, err := ruletest.Run(c.Context(), r.set)
	if err != nil {
		return false, err
	}
	if err := report.WriteText(a.out, report.Tests(file, result, cover, r.lang)); err != nil {
		return false, err
	}
	return result.Count(ruletest.Pass) == len(result.Cases), nil
}
