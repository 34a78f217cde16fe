package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"slate/engine/diag"
	"slate/engine/fact"
	"slate/engine/report"
	"slate/engine/roster"
	"slate/engine/sqlite"
)

// rosterCommand holds what is done with a roster file besides filling it and running rules over it.
func (a *app) rosterCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "roster",
		Short: "look after a roster: its snapshots, what is known of a person, corrections, questions, removal, safety",
		Long: "A roster file keeps everything that every department ever said, and from whom. After each change it is a\n" +
			"snapshot, which never changes. A snapshot is named FILE.db@NUMBER, or FILE.db@DAY for what was known by the end of a\n" +
			"day; FILE.db@NUMBER:DAY leaves out what is good for a later day only. Every command that reads a roster takes such names.",
	}
	c.AddCommand(a.rosterList(), a.rosterShow(), a.rosterDiff(), a.rosterUse(), a.rosterCorrect(), a.rosterSettle(), a.rosterErase(), a.rosterSurvey(), a.rosterBackup(), a.rosterVerify())
	return c
}

// view prints a document as text or csv.
func (a *app) view(d *report.Document, format string) error {
	if format == "csv" {
		return report.WriteCSV(a.out, d, "list")
	}
	return report.WriteText(a.out, d)
}

// reading is a roster file that is open for a command to look at.
type reading struct {
	store *sqlite.Store
	at    sqlite.Moment
	lang  diag.Lang
}

// reading opens a roster file, as named on the command line, for a command without a rule file.
func (a *app) reading(c *cobra.Command, name string) (reading, error) {
	lang, err := a.language(nil)
	if err != nil {
		return reading{}, err
	}
	store, at, err := a.stored(c.Context(), name, lang)
	return reading{store, at, lang}, err
}

func (a *app) rosterList() *cobra.Command {
	var format string
	c := &cobra.Command{
		Use:   "list ROSTER.db",
		Short: "all changes of a roster, each a snapshot",
		Args:  cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			r, err := a.reading(c, args[0])
			if err != nil {
				return err
			}
			defer r.store.Close()
			store, lang := r.store, r.lang
			all, err := store.Batches(c.Context())
			if err != nil {
				return err
			}
			chosen, err := store.Chosen(c.Context())
			if err != nil {
				return err
			}
			return a.view(report.Snapshots(all, chosen, lang), format)
		},
	}
	formatFlag(c, &format, "text", "csv")
	return c
}

func (a *app) rosterShow() *cobra.Command {
	var file, format string
	var who looking
	c := &cobra.Command{
		Use:   "show PERSON --roster ROSTER.db",
		Short: "everything on record of a person: what each department said, and which of it holds",
		Args:  cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			r, err := a.reading(c, file)
			if err != nil {
				return err
			}
			defer r.store.Close()
			store, at, lang := r.store, r.at, r.lang
			s, fields, err := everything(c, store, at)
			if err != nil {
				return err
			}
			person, err := a.person(s, args[0])
			if err != nil {
				return err
			}
			if err := a.look(c, file, s.Person(person).ID, "show", 0, who); err != nil {
				return err
			}
			said, err := store.Told(c.Context(), s.Person(person).ID, fields)
			if err != nil {
				return err
			}
			return a.view(report.Told(s.Person(person), said, fields, lang), format)
		},
	}
	c.Flags().StringVar(&file, "roster", "", "the roster file")
	who.flags(c)
	formatFlag(c, &format, "text", "csv")
	c.MarkFlagRequired("roster")
	return c
}

// everything reads a roster with all facts that it holds.
func everything(c *cobra.Command, store *sqlite.Store, at sqlite.Moment) (*roster.Snapshot, []fact.Field, error) {
	fields, err := store.Fields(c.Context())
	if err != nil {
		return nil, nil, err
	}
	s, _, err := store.Snapshot(c.Context(), "", at, fields) // its own fields always agree
	return s, fields, err
}

func (a *app) rosterDiff() *cobra.Command {
	var format string
	c := &cobra.Command{
		Use:     "diff EARLIER LATER",
		Short:   "who came, who left and which facts moved between two snapshots",
		Example: "  slate roster diff county.db@3 county.db\n  slate roster diff county.db@2025-12-31 county.db@2026-06-30",
		Args:    cobra.ExactArgs(2),
		RunE: func(c *cobra.Command, args []string) error {
			lang, err := a.language(nil)
			if err != nil {
				return err
			}
			var two [2]*roster.Snapshot
			for i := range two {
				store, at, err := a.stored(c.Context(), args[i], lang)
				if err != nil {
					return err
				}
				two[i], _, err = everything(c, store, at)
				store.Close()
				if err != nil {
					return err
				}
			}
			return a.view(report.RosterDiff(roster.Compare(two[0], two[1]), lang), format)
		},
	}
	formatFlag(c, &format, "text", "csv")
	return c
}

func (a *app) rosterUse() *cobra.Command {
	var by string
	c := &cobra.Command{
		Use:   "use ROSTER.db@SNAPSHOT --by NAME",
		Short: "choose the snapshot that runs use; without a number, always the newest",
		Args:  cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			lang, err := a.language(nil)
			if err != nil {
				return err
			}
			file, known, inForce := split(args[0])
			if inForce != "" {
				return errors.New("a day after : belongs to a run, not to the choice of a snapshot")
			}
			store, err := a.change(file, lang)
			if err != nil {
				return err
			}
			defer store.Close()
			number := 0
			if known != "" {
				at, err := moment(c.Context(), store, known, "")
				if err != nil {
					return err
				}
				number = at.Batch
			}
			return store.Choose(c.Context(), number, by, a.batch(hand{}).Recorded)
		},
	}
	c.Flags().StringVar(&by, "by", "", "the person who chooses")
	c.MarkFlagRequired("by")
	return c
}

// change opens a roster file to change it.
func (a *app) change(file string, lang diag.Lang) (*sqlite.Store, error) {
	store, err := sqlite.Open(file, sqlite.ReadWrite)
	if err != nil {
		return nil, a.refused(err, lang)
	}
	a.written = append(a.written, file)
	return store, nil
}

func (a *app) rosterCorrect() *cobra.Command {
	var file, rulesFile, asOf string
	var by hand
	c := &cobra.Command{
		Use:   "correct PERSON FACT=VALUE --roster ROSTER.db --rules RULES --as-of DATE --by NAME --document NUMBER",
		Short: "record a correction: a new value beside the old one, with who, why and on what document",
		Long:  "The value goes before everything said for its day or an earlier one. FACT= with nothing behind it withdraws what holds.",
		Args:  cobra.ExactArgs(2),
		RunE: func(c *cobra.Command, args []string) error {
			day, err := fact.ParseDate(asOf)
			if err != nil {
				return fmt.Errorf("--as-of is %q; it takes a day such as 2026-03-31", asOf)
			}
			set, lang, err := a.declared(rulesFile)
			if err != nil {
				return err
			}
			field, text, err := fieldOf(set.Fields(), args[1])
			if err != nil {
				return err
			}
			v, wrong := roster.ParseValue(text, &field)
			if wrong != nil {
				a.tell(diag.List{*wrong}, nil, lang)
				return errUnable
			}
			store, err := a.change(file, lang)
			if err != nil {
				return err
			}
			defer store.Close()
			id, err := a.identified(c, store, args[0])
			if err != nil {
				return err
			}
			b := a.batch(by)
			b.AsOf = day
			changed, list, err := store.Correct(c.Context(), file, id, field, v, b)
			return a.changed(changed, field, list, err, lang)
		},
	}
	c.Flags().StringVar(&file, "roster", "", "the roster file")
	c.Flags().StringVar(&rulesFile, "rules", "", "the rule file that declares the fact")
	c.Flags().StringVar(&asOf, "as-of", "", "the day for which the value is good")
	by.flags(c, true)
	for _, name := range []string{"roster", "rules", "as-of", "why"} {
		c.MarkFlagRequired(name)
	}
	return c
}

// fieldOf takes FACT=VALUE apart.
func fieldOf(fields []fact.Field, text string) (fact.Field, string, error) {
	name, value, ok := strings.Cut(text, "=")
	if !ok {
		return fact.Field{}, "", fmt.Errorf("%q is not FACT=VALUE", text)
	}
	i := slices.IndexFunc(fields, func(f fact.Field) bool { return f.Name == name })
	if i < 0 {
		return fact.Field{}, "", fmt.Errorf("the rule file declares no fact %q", name)
	}
	return fields[i], value, nil
}

// identified finds the id of a person of a roster.
func (a *app) identified(c *cobra.Command, store *sqlite.Store, who string) (string, error) {
	s, _, err := everything(c, store, sqlite.Moment{})
	if err != nil {
		return "", err
	}
	i, err := a.person(s, who)
	if err != nil {
		return "", err
	}
	return s.Person(i).ID, nil
}

// changed says what a correction or a decision has done.
func (a *app) changed(change roster.Change, field fact.Field, list diag.List, err error, lang diag.Lang) error {
	switch {
	case err != nil:
		return err
	case list.HasErrors():
		a.tell(list, nil, lang)
		return errUnable
	}
	return report.WriteText(a.out, report.Changed(change, field, lang))
}

func (a *app) rosterSettle() *cobra.Command {
	var rulesFile, factName, department, same, different string
	var by hand
	c := &cobra.Command{
		Use:   "settle ROSTER.db [PERSON]",
		Short: "the questions that people must settle; with PERSON and a decision, record it",
		Example: "  slate roster settle county.db\n" +
			"  slate roster settle county.db P12 --fact 年纳税额 --take 县税务局 --by 张某 --document 统办〔2026〕3号\n" +
			"  slate roster settle county.db P12 --same P98 --by 张某 --document 统办〔2026〕4号",
		Args: cobra.RangeArgs(1, 2),
		RunE: func(c *cobra.Command, args []string) error {
			lang, err := a.language(nil)
			if err != nil {
				return err
			}
			if len(args) == 1 {
				return a.questions(c, args[0], rulesFile, lang)
			}
			if by.by == "" || by.document == "" {
				return errors.New("a decision takes --by NAME and --document NUMBER")
			}
			store, err := a.change(args[0], lang)
			if err != nil {
				return err
			}
			defer store.Close()
			id, err := a.identified(c, store, args[1])
			if err != nil {
				return err
			}
			b := a.batch(by)
			switch {
			case factName != "" && department != "" && same+different == "":
				fields, err := store.Fields(c.Context())
				if err != nil {
					return err
				}
				field, _, err := fieldOf(fields, factName+"=")
				if err != nil {
					return fmt.Errorf("the roster holds no fact %q", factName)
				}
				change, list, err := store.Decide(c.Context(), args[0], id, field, department, b)
				return a.changed(change, field, list, err, lang)
			case factName+department == "" && (same == "") != (different == ""):
				other, err := a.identified(c, store, same+different)
				if err != nil {
					return err
				}
				return store.Identify(c.Context(), args[0], id, other, same != "", b)
			}
			return errors.New("say what to settle: --fact FACT --take DEPARTMENT, or --same OTHER, or --different OTHER")
		},
	}
	c.Flags().StringVar(&rulesFile, "rules", "", "a rule file whose precedence settles some of the questions")
	c.Flags().StringVar(&factName, "fact", "", "the fact about which departments contradict each other")
	c.Flags().StringVar(&department, "take", "", "the department whose word is to hold")
	c.Flags().StringVar(&same, "same", "", "PERSON is this person, whose id is used from then on")
	c.Flags().StringVar(&different, "different", "", "PERSON is somebody else than this person")
	by.flags(c, false)
	return c
}

// questions lists what people must settle.
func (a *app) questions(c *cobra.Command, name, rulesFile string, lang diag.Lang) error {
	store, at, err := a.stored(c.Context(), name, lang)
	if err != nil {
		return err
	}
	defer store.Close()
	s, fields, err := everything(c, store, at)
	if err != nil {
		return err
	}
	for i := range fields {
		fields[i].Source = "" // what was said at the first import settles nothing; a rule file may
	}
	if rulesFile != "" {
		set, _, err := a.declared(rulesFile)
		if err != nil {
			return err
		}
		fields = set.Fields()
	}
	contests, err := store.Contests(c.Context(), at, fields)
	if err != nil {
		return err
	}
	different, err := store.Different(c.Context())
	if err != nil {
		return err
	}
	return report.WriteText(a.out, report.Questions(contests, roster.Alike(s, different), lang))
}

func (a *app) rosterErase() *cobra.Command {
	var file string
	var by hand
	c := &cobra.Command{
		Use:   "erase PERSON --roster ROSTER.db --by NAME --document NUMBER",
		Short: "remove everything held of a person, so that no byte is left in the file",
		Long:  "Copies of the file, such as those that roster backup has made, are not reached: remove the person from each.",
		Args:  cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			lang, err := a.language(nil)
			if err != nil {
				return err
			}
			store, err := a.change(file, lang)
			if err != nil {
				return err
			}
			defer store.Close()
			id, err := a.identified(c, store, args[0])
			if err != nil {
				return err
			}
			return store.Erase(c.Context(), file, id, a.batch(by))
		},
	}
	c.Flags().StringVar(&file, "roster", "", "the roster file")
	by.flags(c, true)
	c.MarkFlagRequired("roster")
	return c
}

func (a *app) rosterBackup() *cobra.Command {
	return &cobra.Command{
		Use:   "backup ROSTER.db FILE",
		Short: "write a copy of a roster, while it is in use; FILE must not be there yet",
		Args:  cobra.ExactArgs(2),
		RunE: func(c *cobra.Command, args []string) error {
			lang, err := a.language(nil)
			if err != nil {
				return err
			}
			store, err := a.change(args[0], lang) // the copy is written by SQLite, which a reader may not ask for it
			if err != nil {
				return err
			}
			defer store.Close()
			return store.Backup(c.Context(), args[1])
		},
	}
}

func (a *app) rosterVerify() *cobra.Command {
	return &cobra.Command{
		Use:   "verify ROSTER.db",
		Short: "look at the whole file: its pages, its references, the hash of every row, and what holds against the records",
		Args:  cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			r, err := a.reading(c, args[0])
			if err != nil {
				return err
			}
			defer r.store.Close()
			store, lang := r.store, r.lang
			checks, err := store.Verify(c.Context())
			if err != nil {
				return a.refused(err, lang)
			}
			if err := report.WriteText(a.out, report.Verification(checks, lang)); err != nil {
				return err
			}
			if slices.ContainsFunc(checks, func(c roster.Check) bool { return len(c.Wrong) > 0 }) {
				return errNo
			}
			return nil
		},
	}
}
