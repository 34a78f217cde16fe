package main

import (
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"slate/engine/diag"
	"slate/engine/report"
	"slate/engine/ruletest"
	"slate/engine/tune/cover"
	"slate/engine/tune/whatif"
)

func (a *app) testCommand() *cobra.Command {
	var clauses, boundary, suggest bool
	var least int
	var format string
	c := &cobra.Command{
		Use:     "test RULES...",
		Short:   "run the cases in rule files",
		Example: "  slate test rules/*.yaml --cover",
		Args:    cobra.MinimumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if least < 0 || least > 100 {
				return fmt.Errorf("--min is %d; it takes a percentage from 0 to 100", least)
			}
			if suggest && len(args) != 1 {
				return fmt.Errorf("--suggest takes one rule file")
			}
			if suggest && format != "text" {
				return fmt.Errorf("--suggest writes cases as YAML; it does not go with --format %s", format)
			}
			failed := false
			var all []report.Tested
			for _, file := range args {
				tested, passed, err := a.testFile(c, file, coverage{clauses, boundary || least > 0, suggest, least, format})
				if err != nil {
					return err
				}
				all = append(all, tested)
				failed = failed || !passed
			}
			if format == "json" {
				if err := report.WriteTestsJSON(a.out, all); err != nil {
					return err
				}
			}
			if failed {
				return errNo
			}
			return nil
		},
	}
	c.Flags().BoolVar(&clauses, "cover", false, "count what each clause came to: true, false, unknown")
	c.Flags().BoolVar(&boundary, "boundary", false, "name the vetoes, bands, grades, table rows and sides of thresholds that no case reaches")
	c.Flags().BoolVar(&suggest, "suggest", false, "print only the cases that are missing, as YAML to put under `tests`, for people to confirm; 1 where a case of the file fails")
	formatFlag(c, &format, "text", "json")
	c.Flags().IntVar(&least, "min", 0, "exit with 1 when fewer percent of what --boundary looks at are reached")
	return c
}

// coverage is what is to be said of how far the cases reach.
type coverage struct {
	clauses, boundary, suggest bool
	least                      int // percent
	format                     string
}

// testFile runs the cases of one file and prints what became of them, where that is to be text.
func (a *app) testFile(c *cobra.Command, file string, want coverage) (tested report.Tested, passed bool, err error) {
	r, err := a.load(file, "")
	if err != nil {
		return tested, false, err
	}
	// A file without a cut-off date of its own may still have cases that bring theirs; one that does not is an error by itself.
	r.list = slices.DeleteFunc(r.list, func(d diag.Diagnostic) bool { return d.Code == diag.CutoffMissing })
	if r.set == nil || r.list.HasErrors() {
		a.tell(r.list, r.sources, r.lang)
		return tested, false, errUnable
	}
	if want.suggest {
		passed, err = a.suggest(c, file, &r)
		return tested, passed, err
	}
	reached := cover.New()
	result, err := ruletest.Watch(c.Context(), r.set, reached.Add)
	if err != nil {
		return tested, false, err
	}
	tested = report.Tested{File: file, Result: result, Clauses: want.clauses}
	if want.boundary {
		tested.Cover = reached
	}
	if want.format == "text" {
		if err := report.WriteText(a.out, report.Tests(file, result, want.clauses, r.lang)); err != nil {
			return tested, false, err
		}
		if want.boundary {
			if err := report.WriteText(a.out, report.Reached(reached, r.lang)); err != nil {
				return tested, false, err
			}
		}
	}
	if n, of := reached.Count(); report.Percent(n, of) < want.least {
		return tested, false, nil
	}
	return tested, result.Count(ruletest.Pass) == len(result.Cases), nil
}

// suggest prints the cases that a file lacks. Where one of its own fails, what is expected of others would be taken from rules that
// somebody holds to be wrong: the cases are printed instead.
func (a *app) suggest(c *cobra.Command, file string, r *rules) (passed bool, err error) {
	result, err := ruletest.Run(c.Context(), r.set)
	if err != nil {
		return false, err
	}
	if result.Count(ruletest.Pass) < len(result.Cases) {
		return false, report.WriteText(a.err, report.Tests(file, result, false, r.lang))
	}
	found, err := whatif.Suggest(c.Context(), r.set)
	if err != nil {
		return false, err
	}
	_, err = fmt.Fprint(a.out, report.Suggested(found, r.lang))
	return true, err
}
