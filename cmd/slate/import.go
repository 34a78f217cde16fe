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
	var rulesFile, into, source, asOf, table, covers string
	c := &cobra.Command{
		Use:   "import FILE --rules RULES --into ROSTER.db --source DEPARTMENT --as-of DATE",
		Short: "take a department's table into a roster: all of it or nothing",
		Long: "Takes a CSV table in UTF-8 into a roster file, which is made where there is none. Only columns that the\n" +
			"rule file declares are stored. When any cell is wrong nothing is stored and every problem is named.\n\n" +
			"With --table the file holds rows of people who are in the roster already: what they hold, were given, attended.\n" +
			"--covers states for which period the file is complete; without it nobody can know that a count is the whole count.",
		Example: "  slate import tax.csv --rules rules/county-2026.yaml --into county.db --source 县税务局 --as-of 2026-03-31\n" +
			"  slate import honours.csv --table honours --covers ..2026-06-30 --into county.db --source 县总工会 --as-of 2026-06-30",
		Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			day, err := fact.ParseDate(asOf)
			if err != nil {
				return fmt.Errorf("--as-of is %q; it takes a day such as 2026-03-31", asOf)
			}
			if source == "" {
				return errors.New("--source is empty; name the department that supplied the table")
			}
			if table != "" {
				return a.importRows(c.Context(), args[0], into, table, covers, roster.Batch{Department: source, AsOf: day})
			}
			if rulesFile == "" || covers != "" {
				return errors.New("give --rules with a rule file that declares the facts, or --table for child rows; --covers goes with --table")
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
			_, err = fmt.Fprintf(a.out, words[lang], strconv.Itoa(got.People), strconv.Itoa(got.New), strconv.Itoa(got.Values), strconv.Itoa(got.Waivers))
			return err
		},
	}
	c.Flags().StringVar(&rulesFile, "rules", "", "the rule file that declares the facts")
	c.Flags().StringVar(&into, "into", "", "the roster file")
	c.Flags().StringVar(&source, "source", "", "the department that supplied the table")
	c.Flags().StringVar(&asOf, "as-of", "", "the day for which the values are good")
	c.Flags().StringVar(&table, "table", "", "the file holds child rows: enterprises, yearly, opinions, honours, appointments or attendance")
	c.Flags().StringVar(&covers, "covers", "", "the period for which the child rows are complete: 2025, 2021..2025, ..2026-06-30")
	for _, name := range []string{"into", "source", "as-of"} {
		c.MarkFlagRequired(name)
	}
	return c
}
