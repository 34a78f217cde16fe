package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"slate/engine/diag"
	"slate/engine/eval"
	"slate/engine/fact"
	"slate/engine/report"
	"slate/engine/tune"
)

func (a *app) sweepCommand() *cobra.Command {
	var rosterFile, cutoff, from, to, near, svg, format string
	var params []string
	c := &cobra.Command{
		Use:   "sweep RULES --roster FILE --param NAME",
		Short: "what every value of a parameter would mean: the exact steps of who qualifies and who is on the list",
		Long: "Steps are solved from everybody's trace and confirmed by judging; nothing is sampled. With --param twice, a table of\n" +
			"both: every cell is a run. Without --from and --to the sweep goes from half the value in force to twice it.",
		Example: "  slate sweep rules/hukou.yaml --roster fixtures/hukou/roster.csv --param 提名门槛\n" +
			"  slate sweep rules.yaml --roster county.db --param 提名门槛 --from 300 --to 500 --svg 提名门槛.svg",
		Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if len(params) < 1 || len(params) > 2 {
				return fmt.Errorf("--param is given %d times; it takes one parameter, or two for a table", len(params))
			}
			margin, err := percent(near)
			if err != nil {
				return err
			}
			r, err := a.sound(args[0], cutoff)
			if err != nil {
				return err
			}
			people, err := a.roster(c.Context(), rosterFile, &r)
			if err != nil {
				return err
			}
			defer people.store.Close()
			var in []tune.SweepInput
			for _, name := range params {
				one, err := sweepInput(r.program, name, from, to, len(params) == 1)
				if err != nil {
					return err
				}
				one.Snapshot = people.snapshot
				in = append(in, one)
			}
			if len(in) == 2 {
				return a.grid(c.Context(), in[0], in[1], r.lang, format)
			}
			curve, err := tune.Sweep(c.Context(), in[0])
			if err != nil {
				return err
			}
			if svg != "" {
				var b bytes.Buffer
				report.WriteSweepSVG(&b, curve, r.lang)
				if err := os.WriteFile(svg, b.Bytes(), 0o644); err != nil {
					return fmt.Errorf("write the plot: %w", err)
				}
			}
			switch format {
			case "json":
				err = report.WriteSweepJSON(a.out, curve)
			case "csv":
				err = report.WriteCSV(a.out, report.SweepSteps(curve, r.lang), "steps")
			default:
				err = report.WriteText(a.out, report.Sweep(curve, margin, r.lang))
			}
			if err == nil && curve.Steps == nil {
				return errNo
			}
			return err
		},
	}
	rosterFlags(c, &rosterFile, &cutoff)
	c.Flags().StringArrayVar(&params, "param", nil, "the parameter; give it twice for a table of two")
	c.Flags().StringVar(&from, "from", "", "lowest value (default: half the value in force)")
	c.Flags().StringVar(&to, "to", "", "highest value (default: twice the value in force)")
	c.Flags().StringVar(&near, "near", "5%", "who counts as near the threshold: a share of the value in force")
	c.Flags().StringVar(&svg, "svg", "", "write a plot to this file")
	formatFlag(c, &format, "text", "json", "csv")
	c.MarkFlagRequired("param")
	return c
}

// percent reads a share such as 5%.
func percent(s string) (fact.Number, error) {
	n, err := fact.ParseNumber(strings.TrimSuffix(s, "%"))
	if err != nil || !strings.HasSuffix(s, "%") || n.Sign() < 0 {
		return n, fmt.Errorf("--near is %q; it takes a share such as 5%%", s)
	}
	return n.Quo(fact.Int(100))
}

// sweepInput finds a parameter and the ends of its sweep. --from and --to are those of the one parameter.
func sweepInput(p *eval.Program, name, from, to string, ends bool) (tune.SweepInput, error) {
	slot, ok := tune.Parameter(p, name)
	if !ok {
		var names []string
		for i := range p.Names {
			if _, ok := tune.Parameter(p, p.Names[i].Name); ok {
				names = append(names, p.Names[i].Name)
			}
		}
		hint := ""
		if near, ok := diag.Nearest(name, names); ok {
			hint = fmt.Sprintf("; did you mean %s?", near)
		}
		return tune.SweepInput{}, fmt.Errorf("%s is no parameter with a number; there are %s%s", name, strings.Join(names, ", "), hint)
	}
	in := tune.SweepInput{Program: p, Slot: slot}
	in.From, in.To = tune.Around(p, slot)
	var err error
	if from != "" && ends {
		if in.From, err = fact.ParseNumber(from); err != nil {
			return in, fmt.Errorf("--from is %q; it takes a number in the unit of %s", from, name)
		}
	}
	if to != "" && ends {
		if in.To, err = fact.ParseNumber(to); err != nil {
			return in, fmt.Errorf("--to is %q; it takes a number in the unit of %s", to, name)
		}
	}
	return in, nil
}

// grid prints the table of two parameters.
func (a *app) grid(ctx context.Context, first, second tune.SweepInput, lang diag.Lang, format string) error {
	g, err := tune.Two(ctx, first, second)
	if err != nil {
		return err
	}
	switch format {
	case "json":
		return report.WriteGridJSON(a.out, g)
	case "csv":
		return report.WriteCSV(a.out, report.Grid(g, lang), "grid")
	}
	return report.WriteText(a.out, report.Grid(g, lang))
}
