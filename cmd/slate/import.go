package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"slate/engine/diag"
	"slate/engine/fact"
	"slate/engine/report"
	"slate/engine/roster"
	"slate/engine/ruleset"
	"slate/engine/sheet"
	"slate/engine/sqlite"
)

// hand is who makes a change of a roster, and why: flags that several commands take.
type hand struct{ by, reason, document string }

func (h *hand) flags(c *cobra.Command, required bool) {
	c.Flags().StringVar(&h.by, "by", "", "the person who makes the change")
	c.Flags().StringVar(&h.reason, "why", "", "the reason for it")
	c.Flags().StringVar(&h.document, "document", "", "the number of the document that it rests on")
	if required {
		c.MarkFlagRequired("by")
		c.MarkFlagRequired("document")
	}
}

// batch begins the record of a change.
func (a *app) batch(h hand) roster.Batch {
	return roster.Batch{By: h.by, Reason: h.reason, Document: h.document, Recorded: a.now().UTC().Format("2006-01-02T15:04:05Z")}
}

func (a *app) importCommand() *cobra.Command {
	var rulesFile, into, source, asOf, pass, format, table, covers string
	var maps []string
	var dry bool
	var options sheet.Options
	var by hand
	c := &cobra.Command{
		Use:   "import FILE --rules RULES --into ROSTER.db --source DEPARTMENT --as-of DATE",
		Short: "take a department's table into a roster: all of it or nothing",
		Long: "Takes a table into a roster file, which is made where there is none. Only columns that the\n" +
			"rule file declares are stored. When any cell is wrong nothing is stored and every problem is named.\n" +
			"What other departments said stays; see slate roster settle for what they contradict each other about.\n" +
			"--return gives a refused table back with every wrong cell in red; --format json prints the problems to standard output.\n\n" +
			"With --table the file holds rows of people who are in the roster already: what they hold, were given, attended.\n" +
			"--covers states for which period the file is complete; without it nobody can know that a count is the whole count.",
		Example: "  slate import tax.csv --rules rules/county-2026.yaml --into county.db --source 县税务局 --as-of 2026-03-31 --dry\n" +
			"  slate import tax.csv --rules rules/county-2026.yaml --into county.db --source 县税务局 --as-of 2026-03-31 --map 税收总额=年纳税额\n" +
			"  slate import honours.csv --table honours --covers ..2026-06-30 --into county.db --source 县总工会 --as-of 2026-06-30",
		Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			a.problemsJSON = format == "json"
			day, err := fact.ParseDate(asOf)
			if err != nil {
				return fmt.Errorf("--as-of is %q; it takes a day such as 2026-03-31", asOf)
			}
			if source == "" {
				return errors.New("--source is empty; name the department that supplied the table")
			}
			if table != "" {
				b := a.batch(by)
				b.Department, b.AsOf = source, day
				return a.importRows(c.Context(), args[0], options, into, table, covers, b)
			}
			if rulesFile == "" || covers != "" {
				return errors.New("give --rules with a rule file that declares the facts, or --table for child rows; --covers goes with --table")
			}
			given, err := mapping(maps)
			if err != nil {
				return err
			}
			set, lang, err := a.declared(rulesFile)
			if err != nil {
				return err
			}
			store, err := sqlite.Open(into, sqlite.Create)
			if err != nil {
				return a.refused(err, lang)
			}
			defer store.Close()
			a.written = append(a.written, into)
			b := a.batch(by)
			b.Department, b.AsOf, b.Pass = source, day, roster.Pass(pass)
			fresh, err := store.Empty(c.Context())
			if err != nil {
				return err
			}
			got, err := a.fill(c.Context(), store, filling{file: args[0], fields: set.Fields(), given: given, batch: b, options: options, dry: dry}, lang)
			if fresh && (dry || err != nil) {
				store.Close()
				os.Remove(into) // nothing came into it: leave no trace of a table that was refused
			}
			if err != nil {
				return err
			}
			if dry {
				return report.WriteText(a.out, report.Preview(report.Rehearsal{People: got.People, New: got.New, Values: got.Values,
					Changed: got.Changed, Contradicted: got.Contradicted, Changes: got.Changes}, set.Fields(), lang))
			}
			return a.imported(got, lang)
		},
	}
	c.Flags().StringVar(&rulesFile, "rules", "", "the rule file that declares the facts")
	c.Flags().StringVar(&into, "into", "", "the roster file")
	c.Flags().StringVar(&source, "source", "", "the department that supplied the table")
	c.Flags().StringVar(&asOf, "as-of", "", "the day for which the values are good")
	c.Flags().StringArrayVar(&maps, "map", nil, "HEADING=FACT: what a heading stands for; remembered for the same form")
	c.Flags().StringVar(&options.Sheet, "sheet", "", "the sheet of a workbook, where it has several")
	c.Flags().StringVar(&options.Encoding, "encoding", "", fmt.Sprintf("encoding of a text file (default: found out): %v", sheet.Encodings()))
	c.Flags().BoolVar(&dry, "dry", false, "say what would change, and store nothing")
	c.Flags().Var(&choice{&pass, []string{"", "listed", "checked", "supplemented"}}, "pass", "the pass of the survey that the table is from: listed, checked or supplemented")
	by.flags(c, false)
	c.Flags().StringVar(&a.returned, "return", "", "where the table is refused: write it here as a workbook with its mistakes marked")
	formatFlag(c, &format, "text", "json")
	c.Flags().StringVar(&table, "table", "", "the file holds child rows: enterprises, yearly, opinions, honours, appointments or attendance")
	c.Flags().StringVar(&covers, "covers", "", "the period for which the child rows are complete: 2025, 2021..2025, ..2026-06-30")
	for _, name := range []string{"into", "source", "as-of"} {
		c.MarkFlagRequired(name)
	}
	return c
}

// imported says what an import brought.
func (a *app) imported(got sqlite.Imported, lang diag.Lang) error {
	to := a.out
	if a.problemsJSON {
		to = a.err
	}
	if got.Known {
		words := [...]string{"这份表已经在名册里（快照%s），没有重复导入\n", "this table is in the roster already (snapshot %s); nothing was stored twice\n"}
		_, err := fmt.Fprintf(to, words[lang], strconv.Itoa(got.Batch))
		return err
	}
	words := [...]string{"已导入%s人（其中新增%s人），%s个值，%s项豁免；现在是快照%s\n", "imported %s people (%s of them new), %s values, %s waivers; this is snapshot %s\n"}
	if _, err := fmt.Fprintf(to, words[lang], strconv.Itoa(got.People), strconv.Itoa(got.New), strconv.Itoa(got.Values), strconv.Itoa(got.Waivers), strconv.Itoa(got.Batch)); err != nil || got.Contradicted == 0 {
		return err
	}
	words = [...]string{"有%s个值与其他部门的说法不一，裁定前按缺资料处理：slate roster settle\n", "%s values contradict other departments and count as missing until settled: slate roster settle\n"}
	_, err := fmt.Fprintf(to, words[lang], strconv.Itoa(got.Contradicted))
	return err
}

// mapping takes HEADING=FACT apart.
func mapping(flags []string) (map[string]string, error) {
	given := map[string]string{}
	for _, f := range flags {
		heading, name, ok := strings.Cut(f, "=")
		if !ok || heading == "" || name == "" {
			return nil, fmt.Errorf("--map is %q; it takes HEADING=FACT", f)
		}
		given[heading] = name
	}
	return given, nil
}

// declared reads the rule file that declares the facts of a roster. What the facts are does not depend on a cut-off date,
// so the rules are read and not compiled.
func (a *app) declared(file string) (*ruleset.Ruleset, diag.Lang, error) {
	sources := diag.Sources{}
	set, list := ruleset.Load(ruleset.Remember(readFile, sources), filepath.ToSlash(file))
	lang, err := a.language(set)
	if err != nil {
		return nil, lang, err
	}
	if list.HasErrors() {
		a.tell(list, sources, lang)
		return nil, lang, errUnable
	}
	return set, lang, nil
}
