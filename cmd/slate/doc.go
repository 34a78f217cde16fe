package main

import (
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"slate/engine/report"
)

func (a *app) docCommand() *cobra.Command {
	var cutoff, rosterFile, format, file string
	var names bool
	c := &cobra.Command{
		Use:   "doc RULES",
		Short: "a rule file as the text of measures (办法): numbered articles, tables, examples, and an index back to the file",
		Long: "Writes a rule file as people read rules: what counts, who supplies it, parameters in force and before, conditions in plain\n" +
			"words, tables, examples from its own cases. The index leads from each article to its line in the file and what it rests on,\n" +
			"and with --roster to how many people it decided; --people names them.",
		Example: "  slate doc rules/county-2026.yaml\n  slate doc rules/county-2026.yaml --roster county.db --people -o 办法.txt",
		Args:    cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if names && rosterFile == "" {
				return errors.New("--people names people of a roster: add --roster FILE")
			}
			r, err := a.sound(args[0], cutoff)
			if err != nil {
				return err
			}
			examples, failed, err := report.Examples(c.Context(), r.set)
			if err != nil {
				return err
			}
			if failed > 0 {
				words := [...]string{"%d 个案例结果与预期不符，不作示例：见 slate test\n", "%d cases do not come out as expected and are no examples: see slate test\n"}
				fmt.Fprintf(a.err, words[r.lang], failed)
			}
			var decided *report.Decided
			if rosterFile != "" {
				j, err := a.over(c, r, rosterFile)
				if err != nil {
					return err
				}
				defer j.store.Close()
				decided = report.NewDecided(j.result)
			}
			m := report.NewMeasures(r.program, examples, r.lang)
			if format == "json" {
				return a.output(file, format, func(w io.Writer) error { return report.WriteDocJSON(w, m, decided, names) })
			}
			return a.write(file, format, r.lang, report.Doc(m, decided, names))
		},
	}
	c.Flags().StringVar(&cutoff, "cutoff", "", "cut-off date, such as 2026-06-30 (default: the rule file's)")
	c.Flags().StringVar(&rosterFile, "roster", "", "a roster, .db or a table: say how many people each article decided")
	c.Flags().BoolVar(&names, "people", false, "with --roster: name them, too")
	outputFlag(c, &file)
	formatFlag(c, &format, "text", "html", "docx", "json")
	return c
}
