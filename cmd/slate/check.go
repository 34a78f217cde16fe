package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/spf13/cobra"

	"slate/engine/diag"
	"slate/engine/lint"
)

func (a *app) checkCommand() *cobra.Command {
	var o checkOptions
	c := &cobra.Command{
		Use:   "check RULES...",
		Short: "name every problem of rule files, with its place",
		Long: "check names every problem of rule files, with its place: what is wrong, what nobody can meet, what changes nothing,\n" +
			"who was not thought of; with somebody who shows it. A comment `# slate: allow CODE reason` allows a finding.",
		Example: "  slate check rules/county-2026.yaml\n  slate check rules/*.yaml --strict --format sarif > slate.sarif\n  slate check --explain W02",
		Args: func(c *cobra.Command, args []string) error {
			if o.explain == "" && len(args) == 0 {
				return errors.New("check takes a rule file; or --explain takes a code")
			}
			return nil
		},
		RunE: func(c *cobra.Command, args []string) error {
			if o.explain != "" {
				return a.explainCode(o.explain)
			}
			return a.check(c.Context(), args, o)
		},
	}
	c.Flags().StringVar(&o.cutoff, "cutoff", "", "cut-off date, such as 2026-06-30 (default: the rule file's)")
	c.Flags().BoolVar(&o.effective, "effective", false, "print the rule file with the layers it extends merged in")
	c.Flags().BoolVar(&o.strict, "strict", false, "warnings, too, make the answer no")
	c.Flags().StringVar(&o.explain, "explain", "", "say what a code means, such as W02, with an example")
	c.Flags().StringVar(&o.roster, "roster", "", "a roster, .db or .csv: warn of thresholds that many people are close to, and of facts that many have expired")
	formatFlag(c, &o.format, "text", "json", "sarif")
	return c
}

type checkOptions struct {
	cutoff, format, explain string
	roster                  string
	effective, strict       bool
}

// checked is rule files read and looked at.
type checked struct {
	list    diag.List
	sources diag.Sources
	lang    diag.Lang
	unread  bool // a file that was not there
}

func (a *app) check(ctx context.Context, files []string, o checkOptions) error {
	all := checked{sources: diag.Sources{}}
	for i, file := range files {
		r, err := a.load(file, o.cutoff)
		if err != nil {
			return err
		}
		if o.effective && !r.list.HasErrors() {
			if _, err := a.out.Write(r.set.YAML()); err != nil {
				return err
			}
			continue
		}
		if r.program != nil && !r.list.HasErrors() {
			found, err := lint.Check(ctx, r.program)
			if err != nil {
				return err
			}
			r.list = append(r.list, found...)
			if o.roster != "" {
				if found, err = a.checkRoster(ctx, o.roster, &r); err != nil {
					return err
				}
				r.list = append(r.list, found...)
			}
		}
		r.list = lint.Allow(r.list, r.sources)
		if i == 0 {
			all.lang = r.lang
		}
		all.unread = all.unread || r.set == nil && len(r.sources) == 0
		all.list = append(all.list, r.list...)
		maps.Copy(all.sources, r.sources)
		if o.format == "text" {
			if err := a.problems(&r, file); err != nil {
				return err
			}
		}
	}
	if err := a.writeProblems(&all, o); err != nil {
		return err
	}
	failed := func(d diag.Diagnostic) bool {
		return d.Code.Severity() == diag.Error || o.strict && d.Code.Severity() == diag.Warning
	}
	switch {
	case all.unread:
		return errUnable // there was no file to check
	case slices.ContainsFunc(all.list, failed):
		return errNo
	}
	return nil
}

// checkRoster looks at the rules beside the people of a roster.
func (a *app) checkRoster(ctx context.Context, file string, r *rules) (diag.List, error) {
	people, err := a.roster(ctx, file, r)
	if err != nil {
		return nil, err
	}
	defer people.store.Close()
	return lint.CheckRoster(ctx, r.program, people.snapshot)
}

// writeProblems writes what is for programs, all files in one; text is written file by file.
func (a *app) writeProblems(all *checked, o checkOptions) error {
	if o.effective && !all.list.HasErrors() {
		return nil
	}
	switch o.format {
	case "json":
		return diag.WriteJSON(a.out, all.list, all.lang)
	case "sarif":
		return diag.WriteSARIF(a.out, all.list, version, all.lang)
	}
	return nil
}

func (a *app) explainCode(code string) error {
	lang, err := a.language(nil)
	if err != nil {
		return err
	}
	text, ok := diag.Explain(diag.Code(code), lang)
	if !ok {
		return fmt.Errorf("--explain is %q; it takes a code such as W02", code)
	}
	_, err = fmt.Fprint(a.out, text)
	return err
}

func (a *app) problems(r *rules, file string) error {
	if err := diag.Write(a.out, r.list, r.sources, r.lang); err != nil {
		return err
	}
	errs, advice := r.list.Errors(), 0
	for i := range r.list {
		if r.list[i].Code.Severity() == diag.Advice {
			advice++
		}
	}
	words := [...]string{"%s：%d 个错误，%d 个警告", "%s: %d errors, %d warnings"}
	fmt.Fprintf(a.out, words[r.lang], file, errs, len(r.list)-errs-advice)
	if advice > 0 {
		fmt.Fprintf(a.out, [...]string{"，%d 个提示", ", %d pieces of advice"}[r.lang], advice)
	}
	_, err := fmt.Fprintln(a.out)
	return err
}
