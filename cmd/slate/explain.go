package main

import (
	"bufio"
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"slate/engine/record"
	"slate/engine/report"
	"slate/engine/roster"
)

func (a *app) explainCommand() *cobra.Command {
	var rulesFile, rosterFile, cutoff, other, body, format, file string
	var level, number int
	var who looking
	c := &cobra.Command{
		Use:   "explain PERSON --rules RULES --roster FILE",
		Short: "say why a person is where they are, or what separates two people",
		Long: "PERSON is an id of the roster, or a name that only one person has. With - the id is read from\n" +
			"standard input, so that an identity number need not stand on the command line.",
		Example: "  slate explain P0000004 --body 县人大 --rules rules/county-2026.yaml --roster fixtures/county-2026/roster.csv\n" +
			"  slate explain P0000012 --rules rules/hukou.yaml --roster fixtures/hukou/roster.csv --level 3\n" +
			"  slate explain P0000012 --run 3 --roster county.db --by 张某 --why 答复询问\n" +
			"  slate explain P0000012 --vs P0000011 --rules rules/hukou.yaml --roster fixtures/hukou/roster.csv",
		Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if level < report.Sentence || level > report.Trace {
				return fmt.Errorf("--level is %d; it takes 1 (a sentence), 2 (the clauses) or 3 (the whole trace)", level)
			}
			j, kept, err := a.judgeOrAgain(c, rulesFile, rosterFile, cutoff, number)
			if err != nil {
				return err
			}
			defer j.store.Close()
			result, lang := j.result, j.rules.lang
			person, err := a.person(j.snapshot, args[0])
			if err != nil {
				return err
			}
			if err := a.look(c, rosterFile, j.snapshot.Person(person).ID, "explain", number, who); err != nil {
				return err
			}
			write := func(d *report.Document) error {
				return a.write(file, format, lang, d)
			}
			if body != "" {
				if _, ok := result.Slates.Slate(body); !ok {
					return a.noBody(&j.rules, body)
				}
				d := report.Try(result, body, person, lang)
				if kept != nil {
					report.OnRecord(d, result, kept, j.snapshot.Person(person).ID, nil, lang)
				}
				return write(d)
			}
			if other != "" {
				second, err := a.person(j.snapshot, other)
				if err != nil {
					return err
				}
				if err := a.look(c, rosterFile, j.snapshot.Person(second).ID, "explain", number, who); err != nil {
					return err
				}
				d := report.Compare(result.Pool.Person(person), result.Pool.Person(second), lang)
				if kept != nil {
					report.OnRecordBoth(d, result, kept, [2]string{j.snapshot.Person(person).ID, j.snapshot.Person(second).ID}, lang)
				}
				return write(d)
			}
			evidence, err := j.evidence(c.Context(), person)
			if err != nil {
				return err
			}
			d := report.Explain(result, person, level, evidence, lang)
			if kept != nil {
				id := j.snapshot.Person(person).ID
				report.OnRecord(d, result, kept, id, j.opened.Record(id), lang)
			}
			return write(d)
		},
	}
	c.Flags().StringVar(&rulesFile, "rules", "", "the rule file")
	rosterFlags(c, &rosterFile, &cutoff)
	who.flags(c)
	c.Flags().StringVar(&other, "vs", "", "another person: say what separates the two")
	c.Flags().StringVar(&body, "body", "", "a body of the rule file: say what it would take to have the person on its list")
	c.MarkFlagsMutuallyExclusive("vs", "body")
	c.Flags().IntVar(&level, "level", report.Clauses, "how much to say: 1 a sentence, 2 the clauses, 3 the whole trace")
	outputFlag(c, &file)
	formatFlag(c, &format, paperFormats()...)
	c.Flags().IntVar(&number, "run", 0, "a run on record: answer from it, whatever has become of the rules and the roster since")
	c.MarkFlagsMutuallyExclusive("run", "rules")
	c.MarkFlagsOneRequired("run", "rules")
	c.MarkFlagsMutuallyExclusive("run", "cutoff")
	return c
}

// judgeOrAgain runs rules over a roster, or makes a recorded run again, of which kept is what is on record.
func (a *app) judgeOrAgain(c *cobra.Command, rulesFile, rosterFile, cutoff string, number int) (judged, *record.Kept, error) {
	if number == 0 {
		j, err := a.judge(c, rulesFile, rosterFile, cutoff)
		return j, nil, err
	}
	h, err := a.faithful(c, rosterFile, number)
	if err != nil {
		return judged{}, nil, err
	}
	return h.judged, h.kept, nil
}

// person finds somebody by id, or by a name that only one person has.
func (a *app) person(s *roster.Snapshot, who string) (int, error) {
	if who == "-" {
		line, err := bufio.NewReader(a.in).ReadString('\n')
		if who = strings.TrimSpace(line); who == "" {
			return 0, fmt.Errorf("no id on standard input: %w", err)
		}
	}
	if i, ok := s.Find(who); ok {
		return i, nil
	}
	named := s.Named(who)
	switch len(named) {
	case 0:
		return 0, errUnknown
	case 1:
		return named[0], nil
	}
	ids := make([]string, len(named))
	for k, i := range named {
		ids[k] = roster.Mask(s.Person(i).ID)
	}
	return 0, fmt.Errorf("%d people have this name; give an id: %s", len(named), strings.Join(ids, ", "))
}

// evidence finds where the values of a person came from.
func (p *people) evidence(ctx context.Context, person int) (map[string]roster.Origin, error) {
	if p.opened != nil {
		return p.opened.Evidence(p.snapshot.Person(person).ID), nil
	}
	return p.store.Origins(ctx, p.at, p.snapshot.Person(person).ID, p.fields)
}
