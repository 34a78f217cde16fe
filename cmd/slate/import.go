package main

import (
	"errors"
	"fmt"
	"path/filepath"
	"strconv"

	"github.com/spf13/cobra"

	"slate/engine/diag"
	"slate/engine/fact"
	"slate/engine/roster"
	"slate/engine/ruleset"
	"slate/engine/sqlite"
)

func (a *app) importCommand() *cobra.Command {
	var rulesFile, into, source, asOf, format string
	c := &cobra.Command{
		Use:   "import FILE --rules RULES --into ROSTER.db --source DEPARTMENT --as-of DATE",
		Short: "take a department's table into a roster: all of it or nothing",
		Long: "Takes a CSV table in UTF-8 into a roster file, which is made where there is none. Only columns that the\n" +
			"rule file declares are stored. When any cell is wrong nothing is stored and every problem is named.\n" +
			"--return gives the table back with every wrong cell in red; --format json prints the problems to standard output.",
		Example: "  slate import tax.csv --rules rules/county-2026.yaml --into county.db --source 县税务局 --as-of 2026-03-31",
		Args:    cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			a.problemsJSON = format == "json"
			day, err := fact.ParseDate(asOf)
			if err != nil {
				return fmt.Errorf("--as-of is %q; it takes a day such as 2026-03-31", asOf)
			}
			if source == "" {
				return errors.New("--source is empty; name the department that supplied the table")
			}
			// What the facts are does not depend on a cut-off date, so the rules are read and not compiled.
			sources := diag.Sources{}
			set, list := ruleset.Load(ruleset.Remember(readFile, sources), filepath.ToSlash(rulesFile))
			lang, err := a.language(set)
			if err != nil {
				return err
			}
			if list.HasErrors() {
				a.tell(list, sources, lang)
				return errUnable
			}
			store, err := sqlite.Open(into, sqlite.Create)
			if err != nil {
				return a.refused(err, lang)
			}
			defer store.Close()
			got, err := a.fill(c.Context(), store, args[0], set.Fields(), lang, roster.Batch{Department: source, AsOf: day})
			if err != nil {
				return err
			}
			words := [...]string{"已导入%s人（其中新增%s人），%s个值，%s项豁免\n", "imported %s people (%s of them new), %s values, %s waivers\n"}
			to := a.out
			if a.problemsJSON {
				to = a.err
			}
			_, err = fmt.Fprintf(to, words[lang], strconv.Itoa(got.People), strconv.Itoa(got.New), strconv.Itoa(got.Values), strconv.Itoa(got.Waivers))
			return err
		},
	}
	c.Flags().StringVar(&rulesFile, "rules", "", "the rule file that declares the facts")
	c.Flags().StringVar(&into, "into", "", "the roster file")
	c.Flags().StringVar(&source, "source", "", "the department that supplied the table")
	c.Flags().StringVar(&asOf, "as-of", "", "the day for which the values are good")
	c.Flags().StringVar(&a.returned, "return", "", "where the table is refused: write it here as a workbook with its mistakes marked")
	formatFlag(c, &format, "text", "json")
	for _, name := range []string{"rules", "into", "source", "as-of"} {
		c.MarkFlagRequired(name)
	}
	return c
}
