package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"slate/engine/ledger"
	"slate/engine/report"
	"slate/engine/rights"
)

func (a *app) retentionCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "retention",
		Short: "how long what is kept: set a period, see what is due for removal, remove it",
	}
	c.AddCommand(a.retentionKeep(), a.retentionDue(), a.retentionRun())
	return c
}

func (a *app) retentionKeep() *cobra.Command {
	var file string
	var months int
	var by hand
	c := &cobra.Command{
		Use:   "keep CLASS --months N --roster ROSTER.db --by NAME --document NUMBER",
		Short: "set for how long a class of records is kept: results, requests, looks, people",
		Args:  cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			class, ok := rights.ParseClass(args[0])
			if !ok {
				return fmt.Errorf("there is no class %q; there are %v", args[0], rights.Classes())
			}
			if months < 1 {
				return fmt.Errorf("--months is %d; it takes at least 1", months)
			}
			lang, err := a.language(nil)
			if err != nil {
				return err
			}
			store, err := a.change(file, lang)
			if err != nil {
				return err
			}
			defer store.Close()
			p := rights.Period{Class: class, Months: months, Document: by.document, By: by.by, At: a.batch(by).Recorded}
			if err := store.Keep(c.Context(), p); err != nil {
				return err
			}
			return report.WriteText(a.out, report.Kept(p, lang))
		},
	}
	recordFlag(c, &file)
	c.Flags().IntVar(&months, "months", 0, "for how many months")
	c.Flags().StringVar(&by.by, "by", "", "the person who sets it")
	c.Flags().StringVar(&by.document, "document", "", "the number of the document that it rests on")
	for _, name := range []string{"months", "by", "document"} {
		c.MarkFlagRequired(name)
	}
	return c
}

func (a *app) retentionDue() *cobra.Command {
	var file, on, format string
	c := &cobra.Command{
		Use:   "due --roster ROSTER.db",
		Short: "what is due for removal",
		Args:  cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			day, err := a.dayOr(on, "on")
			if err != nil {
				return err
			}
			r, err := a.reading(c, file)
			if err != nil {
				return err
			}
			defer r.store.Close()
			all, err := r.store.Due(c.Context(), day)
			if err != nil {
				return err
			}
			return a.view(report.Periods(all, r.lang), format)
		},
	}
	recordFlag(c, &file)
	c.Flags().StringVar(&on, "on", "", "the day (default: today)")
	formatFlag(c, &format, "text", "csv")
	return c
}

func (a *app) retentionRun() *cobra.Command {
	var file, on string
	var by hand
	c := &cobra.Command{
		Use:   "run --roster ROSTER.db --by NAME --document NUMBER",
		Short: "remove what is due, but people, of whom somebody decides one by one; the ledger still verifies",
		Args:  cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			day, err := a.dayOr(on, "on")
			if err != nil {
				return err
			}
			lang, err := a.language(nil)
			if err != nil {
				return err
			}
			store, err := a.change(file, lang)
			if err != nil {
				return err
			}
			defer store.Close()
			done, err := store.Expire(c.Context(), file, day, by.by, by.document, a.batch(by).Recorded)
			if err != nil {
				return err
			}
			return report.WriteText(a.out, report.Expired(done, lang))
		},
	}
	recordFlag(c, &file)
	c.Flags().StringVar(&on, "on", "", "the day (default: today)")
	c.Flags().StringVar(&by.by, "by", "", "the person who removes it")
	c.Flags().StringVar(&by.document, "document", "", "the number of the document that it rests on")
	c.MarkFlagRequired("by")
	c.MarkFlagRequired("document")
	return c
}

func (a *app) incidentCommand() *cobra.Command {
	var file string
	var by hand
	c := &cobra.Command{
		Use:   "incident --roster ROSTER.db --by NAME --why WHAT --document NUMBER",
		Short: "record in the ledger that something happened to the data: a loss, a disclosure, a mistake",
		Long:  "What happened is described in the document; the entry names nobody of the roster (个人信息保护法 article 57).",
		Args:  cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			lang, err := a.language(nil)
			if err != nil {
				return err
			}
			store, err := a.change(file, lang)
			if err != nil {
				return err
			}
			defer store.Close()
			return store.Note(c.Context(), ledger.Incident, ledger.Body{"what": by.reason, "document": by.document}, a.batch(by).Recorded, by.by)
		},
	}
	recordFlag(c, &file)
	by.flags(c, true)
	c.MarkFlagRequired("why")
	return c
}
