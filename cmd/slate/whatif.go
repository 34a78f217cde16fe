package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"slate/engine"
	"slate/engine/diag"
	"slate/engine/report"
	"slate/engine/roster"
)

func (a *app) whatifCommand() *cobra.Command {
	var rulesFile, rosterFile, cutoff, format string
	var sets []string
	c := &cobra.Command{
		Use:   "whatif PERSON --rules RULES --roster FILE --set FACT=VALUE",
		Short: "judge a copy of a person with other facts: what would change, and for whom else; nothing is stored",
		Long: "FACT= with nothing behind it supposes that the fact is missing. Facts counted from rows of the roster cannot be\n" +
			"supposed. PERSON is an id of the roster, a name that only one person has, or - to read the id from standard input.",
		Example: "  slate whatif P0000012 --rules rules/hukou.yaml --roster fixtures/hukou/roster.csv --set 年纳税额=400",
		Args:    cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			j, err := a.judge(c, rulesFile, rosterFile, cutoff)
			if err != nil {
				return err
			}
			defer j.store.Close()
			person, err := a.person(j.snapshot, args[0])
			if err != nil {
				return err
			}
			supposed, list, err := supposedOf(&j, sets)
			if err != nil {
				return err
			}
			if list.HasErrors() {
				a.tell(list, nil, j.rules.lang)
				return errUnable
			}
			changed := j.snapshot
			for _, s := range supposed {
				changed = changed.With(person, s.Field.Name, s.Value, j.rules.program.Cutoff)
			}
			then, err := engine.Run(c.Context(), engine.Input{Program: j.rules.program, Snapshot: changed})
			if err != nil {
				return err
			}
			return a.view(report.WhatIf(j.result, then, person, supposed, j.rules.lang), format)
		},
	}
	c.Flags().StringVar(&rulesFile, "rules", "", "the rule file")
	c.Flags().StringArrayVar(&sets, "set", nil, "FACT=VALUE to suppose; several for several facts")
	rosterFlags(c, &rosterFile, &cutoff)
	formatFlag(c, &format, "text", "csv")
	c.MarkFlagRequired("rules")
	c.MarkFlagRequired("set")
	return c
}

// supposedOf reads what is supposed of a person.
func supposedOf(j *judged, sets []string) ([]report.Supposed, diag.List, error) {
	var out []report.Supposed
	var list diag.List
	for _, text := range sets {
		field, value, err := fieldOf(j.fields, text)
		if err != nil {
			return nil, nil, err
		}
		if field.Table != "" {
			return nil, nil, fmt.Errorf("%s is counted from rows of %s and cannot be supposed", field.Name, field.Table)
		}
		v, wrong := roster.ParseValue(value, &field)
		if wrong != nil {
			list.Add(*wrong)
		}
		out = append(out, report.Supposed{Field: field, Value: v})
	}
	return out, list, nil
}
