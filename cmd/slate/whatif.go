package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"slate/engine"
	"slate/engine/diag"
	"slate/engine/eval"
	"slate/engine/report"
	"slate/engine/roster"
	"slate/engine/tune/whatif"
)

func (a *app) whatifCommand() *cobra.Command {
	var rulesFile, rosterFile, cutoff, format string
	var sets []string
	var want wanted
	var who looking
	var number int
	c := &cobra.Command{
		Use:   "whatif PERSON --rules RULES --roster FILE [--set FACT=VALUE]",
		Short: "the smallest changes that would alter what becomes of a person; or, with --set, what other facts would mean; nothing is stored",
		Long: "Without --set: the smallest changes of facts, and of one parameter, that would alter the next thing for the person: to pass\n" +
			"the tier of the list, then to be on it; for somebody on it, what would take them off. --tier, --grade, --list and --place ask\n" +
			"about something else. Each change is confirmed by a run. Facts that are fixed or sensitive, and what is on record for a veto,\n" +
			"are never offered. Exit code 1 where nothing was found.\n\n" +
			"With --set a copy of the person is judged. FACT= with nothing behind it supposes that the fact is missing. Facts counted\n" +
			"from rows of the roster cannot be supposed. PERSON is an id of the roster, a name that only one person has, or - to read the\n" +
			"id from standard input.",
		Example: "  slate whatif P0000012 --rules rules/hukou.yaml --roster fixtures/hukou/roster.csv\n" +
			"  slate whatif P0000012 --rules rules/county-2026.yaml --roster fixtures/county-2026/roster.csv --grade 优\n" +
			"  slate whatif P0000012 --rules rules/hukou.yaml --roster fixtures/hukou/roster.csv --set 年纳税额=400",
		Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			j, _, err := a.judgeOrAgain(c, rulesFile, rosterFile, cutoff, number)
			if err != nil {
				return err
			}
			defer j.store.Close()
			person, err := a.person(j.snapshot, args[0])
			if err != nil {
				return err
			}
			if err := a.look(c, rosterFile, j.snapshot.Person(person).ID, "whatif", number, who); err != nil {
				return err
			}
			if len(sets) > 0 {
				return a.supposing(c, &j, person, sets, format)
			}
			if format == "csv" {
				return fmt.Errorf("--format csv goes with --set; without it there are text and json")
			}
			goal, err := want.goal(j.rules.program)
			if err != nil {
				return err
			}
			return a.smallest(c, &j, person, goal, format)
		},
	}
	c.Flags().StringVar(&rulesFile, "rules", "", "the rule file")
	c.Flags().StringArrayVar(&sets, "set", nil, "FACT=VALUE to suppose; several for several facts")
	c.Flags().StringVar(&want.tier, "tier", "", "what would alter the verdict of this tier")
	c.Flags().StringVar(&want.grade, "grade", "", "what would bring this grade, or lose it")
	c.Flags().BoolVar(&want.list, "list", false, "what would bring the person onto the list, or take them off")
	c.Flags().IntVar(&want.place, "place", 0, "what would bring the person to this place or a better one, or take them below it")
	c.MarkFlagsMutuallyExclusive("set", "tier", "grade", "list", "place")
	rosterFlags(c, &rosterFile, &cutoff)
	who.flags(c)
	formatFlag(c, &format, "text", "json", "csv")
	c.Flags().IntVar(&number, "run", 0, "a run on record: its rules and its facts, whatever has become of them since")
	c.MarkFlagsMutuallyExclusive("run", "rules")
	c.MarkFlagsOneRequired("run", "rules")
	c.MarkFlagsMutuallyExclusive("run", "cutoff")
	return c
}

// supposing judges a copy of a person with other facts.
func (a *app) supposing(c *cobra.Command, j *judged, person int, sets []string, format string) error {
	supposed, list, err := supposedOf(j, sets)
	if err != nil {
		return err
	}
	if list.HasErrors() {
		a.tell(list, nil, j.rules.lang)
		return errUnable
	}
	changed := j.snapshot
	var changes []whatif.Change
	for _, s := range supposed {
		changed = changed.With(person, s.Field.Name, s.Value, j.rules.program.Cutoff)
		slot, _ := j.rules.program.NameOf(s.Field.Name)
		changes = append(changes, whatif.Change{Slot: slot, From: j.result.Pool.Person(person).Value(slot), To: s.Value})
	}
	then, err := engine.Run(c.Context(), engine.Input{Program: j.rules.program, Snapshot: changed})
	if err != nil {
		return err
	}
	if format == "json" {
		return report.WriteSupposedJSON(a.out, j.result, person, whatif.Try(j.result, then, person, changes))
	}
	return a.view(report.WhatIf(j.result, then, person, supposed, j.rules.lang), format)
}

// smallest looks for the smallest changes that alter what becomes of a person.
func (a *app) smallest(c *cobra.Command, j *judged, person int, goal whatif.Goal, format string) error {
	in := engine.Input{Program: j.rules.program, Snapshot: j.snapshot}
	answer, err := whatif.From(c.Context(), in, j.result, person, goal)
	if err != nil {
		return err
	}
	if format == "json" {
		err = report.WriteWhatIfJSON(a.out, answer)
	} else {
		err = a.view(report.Counterfactuals(answer, j.rules.lang), format)
	}
	if err == nil && len(answer.Facts) == 0 && len(answer.Params) == 0 {
		return errNo
	}
	return err
}

// wanted is what the command line asks to be altered.
type wanted struct {
	tier, grade string
	list        bool
	place       int
}

func (w *wanted) goal(p *eval.Program) (whatif.Goal, error) {
	switch {
	case w.tier != "":
		tier, ok := p.TierNamed(w.tier)
		if !ok {
			var ids []string
			for i := range p.Tiers {
				ids = append(ids, p.Tiers[i].Rules.ID)
			}
			return whatif.Goal{}, fmt.Errorf("there is no tier %s; there are %s", w.tier, strings.Join(ids, ", "))
		}
		return whatif.Goal{Kind: whatif.Verdict, Tier: tier}, nil
	case w.grade != "":
		var labels []string
		for _, g := range p.Rules.Grades {
			labels = append(labels, g.Label)
		}
		if !slices.Contains(labels, w.grade) {
			return whatif.Goal{}, fmt.Errorf("there is no grade %s; there are %s", w.grade, strings.Join(labels, ", "))
		}
		return whatif.Goal{Kind: whatif.Grade, Grade: w.grade}, nil
	case w.list:
		return whatif.Goal{Kind: whatif.List}, nil
	case w.place < 0:
		return whatif.Goal{}, fmt.Errorf("--place is %d; it takes a place from 1", w.place)
	case w.place > 0:
		return whatif.Goal{Kind: whatif.Place, Place: w.place}, nil
	}
	return whatif.Goal{}, nil
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
