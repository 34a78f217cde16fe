package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"

	"github.com/spf13/cobra"

	"slate/engine/diag"
	"slate/engine/fact"
	"slate/engine/ledger"
	"slate/engine/record"
	"slate/engine/report"
	"slate/engine/sqlite"
)

func (a *app) auditCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "audit",
		Short: "for auditors: everything that proves what was done, in one folder; who looked at whom",
	}
	c.AddCommand(a.auditPack(), a.auditLooks())
	return c
}

func (a *app) auditLooks() *cobra.Command {
	var file, format string
	c := &cobra.Command{
		Use:   "looks --roster ROSTER.db",
		Short: "who looked at whom, when and why",
		Args:  cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			r, err := a.reading(c, file)
			if err != nil {
				return err
			}
			defer r.store.Close()
			all, err := r.store.Looks(c.Context())
			if err != nil {
				return err
			}
			return a.view(report.Looks(all, r.lang), format)
		},
	}
	recordFlag(c, &file)
	formatFlag(c, &format, "text", "csv")
	return c
}

func (a *app) auditPack() *cobra.Command {
	var file, to, by, on string
	c := &cobra.Command{
		Use:   "pack --roster ROSTER.db --to FOLDER --by NAME",
		Short: "rules, manifests, approvals, requests, looks, ledger and its verification, in a new folder",
		Long: "Nobody's record is in it, and ids of people are masked. The entry of the export is the last of the ledger that is packed. The ledger is in\n" +
			"the form of engine/ledger/README.md, from which another office verifies it with a program of its own.",
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			day, err := a.dayOr(on, "on")
			if err != nil {
				return err
			}
			if _, err := os.Stat(to); err == nil {
				return fmt.Errorf("%s is there already; name another folder", to)
			} else if !errors.Is(err, os.ErrNotExist) {
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
			if err := store.Note(c.Context(), ledger.Export, ledger.Body{"what": "audit pack"}, a.batch(hand{}).Recorded, by); err != nil {
				return err
			}
			a.signed(c.Context())
			a.written = nil
			p := &pack{app: a, c: c, store: store, lang: lang, on: day, files: map[string][]byte{}}
			if err := p.gather(); err != nil {
				return err
			}
			if err := writeFolder(to, p.files); err != nil {
				return err
			}
			fmt.Fprintln(a.out, to)
			return nil
		},
	}
	recordFlag(c, &file)
	c.Flags().StringVar(&to, "to", "", "the folder to make")
	c.Flags().StringVar(&by, "by", "", "who makes it")
	c.Flags().StringVar(&on, "on", "", "the day on which open requests are overdue or not (default: today)")
	for _, name := range []string{"to", "by"} {
		c.MarkFlagRequired(name)
	}
	return c
}

// pack is what an audit pack is gathered from, and its files by name.
type pack struct {
	*app
	c     *cobra.Command
	store *sqlite.Store
	lang  diag.Lang
	on    fact.Date
	files map[string][]byte
}

// put adds a file to the pack, a document as CSV or as text by the ending of its name.
func (p *pack) put(name string, d *report.Document) error {
	var out bytes.Buffer
	var err error
	if filepath.Ext(name) == ".csv" {
		err = report.WriteCSV(&out, d, "list")
	} else {
		err = report.WriteText(&out, d)
	}
	p.files[name] = out.Bytes()
	return err
}

func (p *pack) gather() error {
	for _, f := range []func() error{p.runs, p.rights, p.ledger} {
		if err := f(); err != nil {
			return err
		}
	}
	p.files["README.txt"] = []byte(report.PackGuide(p.lang))
	return nil
}

func (p *pack) runs() error {
	ctx := p.c.Context()
	all, err := p.store.Runs(ctx)
	if err != nil {
		return err
	}
	if err := p.put("runs.csv", report.Runs(all, p.lang)); err != nil {
		return err
	}
	if err := p.put("decisions.csv", report.Decisions(all, p.lang)); err != nil {
		return err
	}
	for i := range all {
		run, _, err := p.store.Run(ctx, all[i].Number)
		if err != nil {
			return err
		}
		folder := filepath.Join("runs", strconv.Itoa(all[i].Number))
		for name, v := range map[string]any{"manifest.json": run.Manifest, "sources.json": run.Sources} {
			if p.files[filepath.Join(folder, name)], err = record.Canonical(v); err != nil {
				return err
			}
		}
		for n, f := range run.Files {
			// The names of rule files may lead out of their folder; here they stand in one, in their order.
			p.files[filepath.Join(folder, "rules", fmt.Sprintf("%02d-%s", n+1, filepath.Base(f.Name)))] = f.Bytes
		}
	}
	return nil
}

func (p *pack) rights() error {
	ctx := p.c.Context()
	requests, err := p.store.Requests(ctx)
	if err != nil {
		return err
	}
	looks, err := p.store.Looks(ctx)
	if err != nil {
		return err
	}
	due, err := p.store.Due(ctx, p.on)
	if err != nil {
		return err
	}
	batches, err := p.store.Batches(ctx)
	if err != nil {
		return err
	}
	for name, d := range map[string]*report.Document{
		"requests.csv": report.Requests(requests, p.on, p.lang), "looks.csv": report.Looks(looks, p.lang), "retention.csv": report.Periods(due, p.lang),
		"snapshots.csv": report.Snapshots(batches, 0, p.lang),
	} {
		if err := p.put(name, d); err != nil {
			return err
		}
	}
	return nil
}

func (p *pack) ledger() error {
	ctx := p.c.Context()
	source := p.store.Ledger()
	entries, err := source.Entries(ctx)
	if err != nil {
		return err
	}
	p.files[filepath.Join("ledger", "entries.jsonl")] = append(bytes.Join(entries, []byte("\n")), '\n')
	notes, err := source.Checkpoints(ctx)
	if err != nil {
		return err
	}
	for _, note := range notes {
		cp, err := ledger.ReadCheckpoint(note)
		if err != nil {
			return err
		}
		p.files[filepath.Join("ledger", "checkpoint-"+strconv.FormatInt(cp.Size, 10)+".txt")] = note
	}
	checks, err := ledger.Verify(ctx, source, ledger.Options{Replay: p.replayer(p.store)})
	if err != nil {
		return err
	}
	cp, err := p.store.Checkpoint(ctx)
	if err != nil {
		return err
	}
	return p.put("verification.txt", report.LedgerChecks(checks, cp, p.lang))
}

// writeFolder writes files into a new folder, all of them or none: it gets its name when it is whole.
func writeFolder(to string, files map[string][]byte) error {
	parent := filepath.Dir(filepath.Clean(to))
	temp, err := os.MkdirTemp(parent, ".slate-*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(temp)
	for name, data := range files {
		name = filepath.Join(temp, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
			return err
		}
		if err := writeResult(name, data); err != nil {
			return err
		}
	}
	return os.Rename(temp, to)
}
