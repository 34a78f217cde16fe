package main

import (
	"github.com/spf13/cobra"

	"slate/engine"
	"slate/engine/diag"
	"slate/engine/eval"
	"slate/engine/report"
)

func (a *app) arrangeCommand() *cobra.Command {
	var rosterFile, cutoff, format, body string
	var settings []string
	c := &cobra.Command{
		Use:   "arrange RULES --roster FILE",
		Short: "fill the seats of the bodies of a rule file, and say what every quota costs",
		Long: "The seats of every body are filled with the highest total score, or strictly by rank, that its quotas allow.\n" +
			"Where the quotas cannot all hold there is no list, but the smallest set of them that clashes and the least that\n" +
			"must give way; the exit code is then 1. --set tries another number without a change of the file.",
		Example: "  slate arrange rules/county-2026.yaml --roster fixtures/county-2026/roster.csv\n" +
			"  slate arrange rules/county-2026.yaml --roster county.db --body 县人大 --set 县人大.女性.min=5",
		Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			r, err := a.sound(args[0], cutoff)
			if err != nil {
				return err
			}
			if err := a.suppose(&r, settings); err != nil {
				return err
			}
			j, err := a.over(c, r, rosterFile)
			if err != nil {
				return err
			}
			defer j.store.Close()
			result := j.result
			if _, ok := result.Slates.Slate(body); body != "" && !ok {
				return a.noBody(&r, body)
			}
			a.tell(unknownPins(result, body), r.sources, r.lang)
			switch format {
			case "json":
				err = report.WriteSlatesJSON(a.out, result, body, settings)
			case "csv":
				err = report.WriteCSV(a.out, report.SlateTable(result, body, r.lang), "slates")
			default:
				err = report.WriteText(a.out, report.Arrange(result, body, settings, r.lang))
			}
			if err == nil && clashes(result, body) {
				return errNo
			}
			return err
		},
	}
	rosterFlags(c, &rosterFile, &cutoff)
	c.Flags().StringVar(&body, "body", "", "one body of the rule file (default: all)")
	c.Flags().StringArrayVar(&settings, "set", nil, "another number for this run, such as QUOTA.min=5 or BODY.seats=12; may be given often")
	formatFlag(c, &format, "text", "json", "csv")
	return c
}

// suppose changes the numbers that --set names.
func (a *app) suppose(r *rules, settings []string) error {
	if len(settings) == 0 {
		return nil
	}
	changed, list := r.set.With(settings)
	if changed != nil && !list.HasErrors() {
		r.set = changed
		var more diag.List
		r.program, more = eval.Compile(changed, r.program.Cutoff)
		list = append(list, more...)
	}
	if list.HasErrors() {
		a.tell(list, r.sources, r.lang)
		return errUnable
	}
	return nil
}

// noBody says that the rule file has no such body.
func (a *app) noBody(r *rules, body string) error {
	d := diag.New(diag.UnknownID, diag.Span{}, "kind", "body", "id", body)
	var ids []string
	for _, b := range r.set.Bodies {
		ids = append(ids, b.ID)
	}
	if near, ok := diag.Nearest(body, ids); ok {
		d = d.WithHint(diag.DidYouMean, "name", near)
	}
	a.tell(diag.List{d}, nil, r.lang)
	return errUnable
}

// unknownPins warns of people whom the rule file names and the roster does not have.
func unknownPins(result *engine.Result, body string) diag.List {
	var list diag.List
	for _, s := range result.Slates.Slates {
		for _, pin := range s.Unknown {
			if body == "" || s.Body.ID == body {
				list.Add(diag.New(diag.NoSuchPerson, pin.Span, "person", pin.Person, "where", s.Body.ID))
			}
		}
	}
	return list
}

// clashes reports whether a body has no list.
func clashes(result *engine.Result, body string) bool {
	for _, s := range result.Slates.Slates {
		if s.Group.Clash != nil && (body == "" || s.Body.ID == body) {
			return true
		}
	}
	return false
}
