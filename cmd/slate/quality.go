package main

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"slate/engine/fact"
	"slate/engine/quality"
	"slate/engine/report"
	"slate/engine/roster"
	"slate/engine/sheet"
	"slate/engine/survey"
)

func (a *app) qualityCommand() *cobra.Command {
	var rosterFile, cutoff, format string
	c := &cobra.Command{
		Use:   "quality RULES --roster FILE",
		Short: "look at a roster before a run that counts: what is missing, stale, contradicted, doubtful",
		Args:  cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			j, err := a.judge(c, args[0], rosterFile, cutoff)
			if err != nil {
				return err
			}
			defer j.store.Close()
			before := j.at
			before.InForce = j.rules.program.Cutoff.AddYears(-1, fact.February28)
			earlier, _, err := j.store.Snapshot(c.Context(), rosterFile, before, j.fields)
			if err != nil {
				return err
			}
			different, err := j.store.Different(c.Context())
			if err != nil {
				return err
			}
			q, err := quality.Of(c.Context(), j.result, earlier, roster.Alike(j.snapshot, different))
			if err != nil {
				return err
			}
			return a.view(report.Quality(q, j.result, j.rules.lang), format)
		},
	}
	rosterFlags(c, &rosterFile, &cutoff)
	formatFlag(c, &format, "text", "csv")
	return c
}

func (a *app) needCommand() *cobra.Command {
	var rosterFile, cutoff, department, format, output string
	c := &cobra.Command{
		Use:   "need RULES --roster FILE [--department NAME] [-o FILE.xlsx]",
		Short: "what departments must supply, and how many people each fact could move on the list",
		Long: "With -o it is a workbook to fill in, a sheet for each department, what is wanted in red; what comes back is\n" +
			"imported as it is.",
		Example: "  slate need rules/county-2026.yaml --roster county.db -o 待补资料.xlsx",
		Args:    cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			j, err := a.judge(c, args[0], rosterFile, cutoff)
			if err != nil {
				return err
			}
			defer j.store.Close()
			if output != "" {
				return a.needBook(j, department, output)
			}
			if !c.Flags().Changed("department") {
				return a.view(report.Work(j.result, j.rules.lang), format)
			}
			return a.view(report.Needs(j.result, department, j.rules.lang), format)
		},
	}
	rosterFlags(c, &rosterFile, &cutoff)
	c.Flags().StringVar(&department, "department", "", "one department: name the people and the facts")
	c.Flags().StringVarP(&output, "output", "o", "", "write a workbook to fill in")
	formatFlag(c, &format, "text", "csv")
	return c
}

// needBook writes the workbook that departments fill in.
func (a *app) needBook(j judged, department, file string) error {
	book, ok := report.NeedBook(j.result, department, j.rules.lang)
	if !ok {
		return report.WriteText(a.out, report.Work(j.result, j.rules.lang))
	}
	var out bytes.Buffer
	if err := sheet.Write(&out, book); err != nil {
		return err
	}
	if err := writeResult(file, out.Bytes()); err != nil {
		return err
	}
	words := [...]string{"已写入 %s\n", "wrote %s\n"}
	_, err := fmt.Fprintf(a.out, words[j.rules.lang], file)
	return err
}

func (a *app) sampleCommand() *cobra.Command {
	var rosterFile, cutoff, share, seed, format string
	var by []string
	c := &cobra.Command{
		Use:     "sample RULES --roster FILE --share 10% --seed TEXT [--by FACT]",
		Short:   "draw a sample for checking, evenly over groups, that anybody can draw again",
		Example: "  slate sample rules/county-2026.yaml --roster county.db --share 10% --by 所属乡镇 --seed 2026年第一次抽查",
		Args:    cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			part, err := shareOf(share)
			if err != nil {
				return err
			}
			j, err := a.judge(c, args[0], rosterFile, cutoff)
			if err != nil {
				return err
			}
			defer j.store.Close()
			if err := columns(j.snapshot, by); err != nil {
				return err
			}
			drawn := survey.Draw(j.snapshot, survey.Groups(j.snapshot, by, nil), part, seed)
			return a.view(report.Sample(j.snapshot, drawn, by, seed, j.rules.lang), format)
		},
	}
	rosterFlags(c, &rosterFile, &cutoff)
	c.Flags().StringVar(&share, "share", "", "how many to draw, such as 10%")
	c.Flags().StringVar(&seed, "seed", "", "any text, chosen before the draw and kept with it")
	c.Flags().StringArrayVar(&by, "by", nil, "a fact: draw its share from each of its values")
	formatFlag(c, &format, "text", "csv")
	c.MarkFlagRequired("share")
	c.MarkFlagRequired("seed")
	return c
}

// shareOf reads a share such as 10%.
func shareOf(text string) (fact.Number, error) {
	number, ok := strings.CutSuffix(text, "%")
	n, err := fact.ParseNumber(number)
	if !ok || err != nil || n.Sign() < 0 || n.Cmp(fact.Int(100)) > 0 {
		return n, fmt.Errorf("--share is %q; it takes a share from 0%% to 100%%, such as 10%%", text)
	}
	return n.Quo(fact.Int(100))
}

// columns checks that the roster has the facts that groups are made by.
func columns(s *roster.Snapshot, by []string) error {
	for _, name := range by {
		if s.Column(name) == nil {
			return fmt.Errorf("--by is %q; the rule file declares no such fact", name)
		}
	}
	return nil
}

func (a *app) rosterSurvey() *cobra.Command {
	var by []string
	var format string
	c := &cobra.Command{
		Use:     "survey ROSTER.db [--by FACT]",
		Short:   "how far the records have come: listed, checked, supplemented, by group",
		Example: "  slate roster survey county.db --by 所属街道 --by 所属社区",
		Args:    cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			r, err := a.reading(c, args[0])
			if err != nil {
				return err
			}
			defer r.store.Close()
			store, at, lang := r.store, r.at, r.lang
			s, _, err := everything(c, store, at)
			if err != nil {
				return err
			}
			for _, name := range by {
				if s.Column(name) == nil {
					return errors.New("the roster holds no fact " + name)
				}
			}
			passes, err := store.Passes(c.Context())
			if err != nil {
				return err
			}
			return a.view(report.Survey(survey.Groups(s, by, passes), by, lang), format)
		},
	}
	c.Flags().StringArrayVar(&by, "by", nil, "a fact to count by; several for groups within groups")
	formatFlag(c, &format, "text", "csv")
	return c
}
