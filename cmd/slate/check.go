package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"slate/engine/diag"
)

func (a *app) checkCommand() *cobra.Command {
	var cutoff, format string
	var effective bool
	c := &cobra.Command{
		Use:     "check RULES",
		Short:   "name every problem of a rule file, with its place",
		Example: "  slate check rules/county-2026.yaml",
		Args:    cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			r, err := a.load(args[0], cutoff)
			if err != nil {
				return err
			}
			if effective && !r.list.HasErrors() {
				_, err := a.out.Write(r.set.YAML())
				return err
			}
			if format == "json" {
				err = diag.WriteJSON(a.out, r.list, r.lang)
			} else {
				err = a.problems(&r, args[0])
			}
			switch {
			case err != nil:
				return err
			case r.set == nil && len(r.sources) == 0:
				return errUnable // there was no file to check
			case r.list.HasErrors():
				return errNo
			}
			return nil
		},
	}
	c.Flags().StringVar(&cutoff, "cutoff", "", "cut-off date, such as 2026-06-30 (default: the rule file's)")
	c.Flags().BoolVar(&effective, "effective", false, "print the rule file with the layers it extends merged in")
	formatFlag(c, &format, "text", "json")
	return c
}

func (a *app) problems(r *rules, file string) error {
	if err := diag.Write(a.out, r.list, r.sources, r.lang); err != nil {
		return err
	}
	errs, others := r.list.Errors(), len(r.list)-r.list.Errors()
	words := [...]string{"%s：%d 个错误，%d 个警告\n", "%s: %d errors, %d warnings\n"}
	_, err := fmt.Fprintf(a.out, words[r.lang], file, errs, others)
	return err
}
