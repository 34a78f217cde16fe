package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"slate/engine"
	"slate/engine/diag"
	"slate/engine/fact"
	"slate/engine/paper"
	"slate/engine/record"
	"slate/engine/report"
	"slate/engine/rights"
	"slate/engine/roster"
	"slate/engine/sqlite"
	"slate/engine/tune/whatif"
)

func (a *app) subjectCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "subject",
		Short: "what people ask about their data: access, correction, objection, removal; each with a letter, a deadline and an outcome",
	}
	c.AddCommand(a.subjectAccess(), a.subjectCorrect(), a.subjectObject(), a.subjectErase(), a.subjectAnswer(), a.subjectList())
	return c
}

// asking is what the command line says of a request.
type asking struct {
	roster, received, text, format, file string
	run, days                            int
	by                                   hand
}

// flags adds what every request takes; run says what the run is for, "" where there is none.
func (k *asking) flags(c *cobra.Command, run string) {
	recordFlag(c, &k.roster)
	c.Flags().StringVar(&k.received, "received", "", "the day on which it was received (default: today)")
	c.Flags().StringVar(&k.text, "text", "", "what was asked, in short")
	c.Flags().StringVar(&k.by.by, "by", "", "who received it")
	c.Flags().StringVar(&k.by.document, "document", "", "the number under which it was received")
	if run != "" {
		c.Flags().IntVar(&k.run, "run", 0, run)
	}
	c.Flags().IntVar(&k.days, "days", rights.Days, "working days to answer")
	outputFlag(c, &k.file)
	formatFlag(c, &k.format, paperFormats()...)
	c.MarkFlagRequired("by")
	c.MarkFlagRequired("document")
}

// paperFormats are the formats of papers, the one for the terminal first.
func paperFormats() []string { return []string{"text", "html", "docx", "xlsx"} }

// write writes documents in a format of papers.
func (a *app) write(file, format string, lang diag.Lang, docs ...*report.Document) error {
	return a.output(file, format, func(w io.Writer) error {
		if format == "text" {
			format = string(paper.Text)
		}
		return paper.Write(w, paper.Format(format), lang, docs...)
	})
}

// today is the day on which a command is given; no result depends on it.
func (a *app) today() fact.Date {
	d, _ := fact.ParseDate(a.now().Format("2006-01-02")) // always a day
	return d
}

// request makes a request of what the command line says. The calendar may be empty.
func (a *app) request(k *asking, right rights.Right, person string, c fact.Calendar) (r rights.Request, sure bool, err error) {
	r = rights.Request{Right: right, Person: person, Run: k.run, Received: a.today(), Text: k.text, Document: k.by.document, By: k.by.by, At: a.batch(k.by).Recorded}
	if k.received != "" {
		if r.Received, err = fact.ParseDate(k.received); err != nil {
			return r, false, fmt.Errorf("--received is %q; it takes a day such as 2026-03-31", k.received)
		}
	}
	if k.days < 1 {
		return r, false, fmt.Errorf("--days is %d; it takes at least 1", k.days)
	}
	r.Due, sure = rights.Deadline(r.Received, k.days, c)
	return r, sure, nil
}

// known is a person of a roster file, and where --run names a run, what it came to for them.
type known struct {
	store  *sqlite.Store
	lang   diag.Lang
	person roster.Person
	ids    []string // all ids of the person, the one used now first
	held   *held    // nil without a run
	number int      // of the person in the run; −1 where it does not have them
}

func (k *known) close() { k.store.Close() }

// known opens a roster file to record a request in it, finds the person, and makes the run again that it is about.
func (a *app) known(c *cobra.Command, file, who string, run int) (*known, error) {
	k := &known{number: -1}
	var err error
	if k.lang, err = a.language(nil); err != nil {
		return nil, err
	}
	if run != 0 {
		if k.held, err = a.faithful(c, file, run); err != nil {
			return nil, err
		}
		k.held.store.Close()
		k.lang = k.held.rules.lang
	}
	if k.store, err = a.change(file, k.lang); err != nil {
		return nil, err
	}
	if err = k.find(a, c, who); err != nil {
		k.store.Close()
		return nil, err
	}
	if k.held != nil {
		for _, id := range k.ids {
			if n, ok := k.held.snapshot.Find(id); ok {
				k.number = n
				break
			}
		}
	}
	return k, nil
}

// find finds the person by an id, also one that they had before two were found to be one person, or by name.
func (k *known) find(a *app, c *cobra.Command, who string) error {
	s, _, err := everything(c, k.store, sqlite.Moment{})
	if err != nil {
		return err
	}
	if k.ids, err = k.store.IDs(c.Context(), who); err == nil {
		who = k.ids[0]
	} else if !errors.Is(err, sqlite.ErrNobody) {
		return err
	}
	i, err := a.person(s, who)
	if err != nil {
		return err
	}
	k.person = s.Person(i)
	k.ids, err = k.store.IDs(c.Context(), k.person.ID)
	return err
}

func (k *known) calendar() fact.Calendar {
	if k.held == nil {
		return fact.Calendar{}
	}
	return k.held.rules.set.Calendar
}

// explain puts the result of the run, why, and what would alter it into a letter.
func (k *known) explain(ctx context.Context, l *report.Letter) error {
	if k.held == nil {
		return nil
	}
	h := k.held
	if k.number < 0 {
		return fmt.Errorf("run %d has no record of this person; slate runs lists the runs", h.kept.Number)
	}
	id := h.snapshot.Person(k.number).ID
	evidence := h.opened.Evidence(id)
	l.Result = report.Explain(h.result, k.number, report.Clauses, evidence, k.lang)
	report.OnRecord(l.Result, h.result, h.kept, id, h.opened.Record(id), k.lang)
	answer, err := whatif.From(ctx, engine.Input{Program: h.rules.program, Snapshot: h.snapshot}, h.result, k.number, whatif.Goal{})
	if err != nil {
		return err
	}
	if l.Listed = answer.Goal.Lose; !l.Listed {
		l.Other = report.CounterfactualsAlone(answer, k.lang)
	}
	return nil
}

func (a *app) subjectAccess() *cobra.Command {
	var k asking
	c := &cobra.Command{
		Use:   "access PERSON --roster ROSTER.db [--run N] --by NAME --document NUMBER",
		Short: "a letter with all that is held of a person, the result of a run and why, what would alter it, and who has looked",
		Args:  cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			p, err := a.known(c, k.roster, args[0], k.run)
			if err != nil {
				return err
			}
			defer p.close()
			l := report.Letter{Person: p.person}
			if err := a.everythingHeld(c, p, &l); err != nil {
				return err
			}
			if err := p.explain(c.Context(), &l); err != nil {
				return err
			}
			return a.ask(c, p, &k, rights.Access, &l)
		},
	}
	k.flags(c, "the run that the letter explains")
	return c
}

// everythingHeld puts all that is held of a person into a letter.
func (a *app) everythingHeld(c *cobra.Command, p *known, l *report.Letter) error {
	fields, err := p.store.Fields(c.Context())
	if err != nil {
		return err
	}
	said, err := p.store.Told(c.Context(), p.person.ID, fields)
	if err != nil {
		return err
	}
	l.Held = report.Told(p.person, said, fields, p.lang)
	for _, t := range roster.ChildTables() {
		fields = append(fields, fact.Field{Name: t.Name, Type: fact.Type{Kind: fact.Integer}, Table: t.Name}) // has the rows read
	}
	s, _, err := p.store.Snapshot(c.Context(), "", sqlite.Moment{}, fields)
	if err != nil {
		return err
	}
	if i, ok := s.Find(p.person.ID); ok {
		report.RowsHeld(l.Held, s, i, p.lang)
	}
	all, err := p.store.Looks(c.Context())
	if err != nil {
		return err
	}
	for _, look := range all {
		if slices.Contains(p.ids, look.Person) {
			l.Looks = append(l.Looks, look)
		}
	}
	return nil
}

// ask records a request and writes its letter.
func (a *app) ask(c *cobra.Command, p *known, k *asking, right rights.Right, l *report.Letter) error {
	r, sure, err := a.request(k, right, p.person.ID, p.calendar())
	if err != nil {
		return err
	}
	if r.Number, err = p.store.Ask(c.Context(), r); err != nil {
		return err
	}
	l.Request, l.Sure = r, sure
	return a.write(k.file, k.format, p.lang, l.Write(p.lang))
}

func (a *app) subjectObject() *cobra.Command {
	var k asking
	c := &cobra.Command{
		Use:   "object PERSON --run N --text TEXT --roster ROSTER.db --by NAME --document NUMBER",
		Short: "receive an objection to the result of a run: a notice with the reasons and the day by which it is answered",
		Args:  cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			p, err := a.known(c, k.roster, args[0], k.run)
			if err != nil {
				return err
			}
			defer p.close()
			l := report.Letter{Person: p.person, Days: k.days}
			if err := p.explain(c.Context(), &l); err != nil {
				return err
			}
			return a.ask(c, p, &k, rights.Object, &l)
		},
	}
	k.flags(c, "the run whose result is objected to")
	c.MarkFlagRequired("run")
	c.MarkFlagRequired("text")
	return c
}

func (a *app) subjectCorrect() *cobra.Command {
	var k asking
	var asOf string
	c := &cobra.Command{
		Use:   "correct PERSON FACT=VALUE --run N --as-of DATE --roster ROSTER.db --by NAME --why REASON --document NUMBER",
		Short: "put a fact right: a new snapshot, the rules of a run over it, recorded, and how the list differs",
		Long: "The rules are those of the run, as recorded. The corrected value goes before everything said for its day or an earlier one;\n" +
			"both stay in the history. The new run is recorded beside the old one, which stays as it is.",
		Args: cobra.ExactArgs(2),
		RunE: func(c *cobra.Command, args []string) error {
			return a.correct(c, &k, args[0], args[1], asOf)
		},
	}
	k.flags(c, "the run whose rules are run again")
	c.Flags().StringVar(&asOf, "as-of", "", "the day for which the value is good")
	c.Flags().StringVar(&k.by.reason, "why", "", "the reason for it")
	for _, name := range []string{"run", "as-of", "why"} {
		c.MarkFlagRequired(name)
	}
	return c
}

func (a *app) correct(c *cobra.Command, k *asking, who, change, asOf string) error {
	ctx := c.Context()
	day, err := fact.ParseDate(asOf)
	if err != nil {
		return fmt.Errorf("--as-of is %q; it takes a day such as 2026-03-31", asOf)
	}
	p, err := a.known(c, k.roster, who, k.run)
	if err != nil {
		return err
	}
	defer p.close()
	field, text, err := fieldOf(p.held.fields, change)
	if err != nil {
		return err
	}
	if field.Table != "" {
		return fmt.Errorf("%s is counted from rows of %s; import the corrected rows instead", field.Name, field.Table)
	}
	v, wrong := roster.ParseValue(text, &field)
	if wrong != nil {
		a.tell(diag.List{*wrong}, nil, p.lang)
		return errUnable
	}
	r, sure, err := a.request(k, rights.Correct, p.person.ID, p.calendar())
	if err != nil {
		return err
	}
	if r.Text == "" {
		r.Text = change
	}
	if r.Number, err = p.store.Ask(ctx, r); err != nil {
		return err
	}
	b := a.batch(k.by)
	b.AsOf = day
	changed, list, err := p.store.Correct(ctx, k.roster, p.person.ID, field, v, b)
	if err != nil {
		return err
	}
	if list.HasErrors() {
		a.tell(list, nil, p.lang)
		return errUnable
	}
	rerun, err := a.rerun(ctx, p, k)
	if err != nil {
		return err
	}
	if err := p.store.Answer(ctx, r.Number, rights.Answer{Outcome: rights.Granted, Reason: k.by.reason, Document: k.by.document, By: k.by.by, At: b.Recorded}); err != nil {
		return err
	}
	l := report.Letter{Request: r, Sure: sure, Person: p.person, Changed: report.Changed(changed, field, p.lang), Rerun: rerun}
	return a.write(k.file, k.format, p.lang, l.Write(p.lang))
}

// rerun runs the rules of a recorded run over the roster as it is now, records that, and says how the lists differ.
func (a *app) rerun(ctx context.Context, p *known, k *asking) (*report.Document, error) {
	removals, err := p.store.Removals(ctx)
	if err != nil {
		return nil, err
	}
	s, list, err := p.store.Snapshot(ctx, k.roster, sqlite.Moment{}, p.held.fields)
	if err != nil {
		return nil, err
	}
	if list.HasErrors() {
		a.tell(list, nil, p.lang)
		return nil, errUnable
	}
	result, err := engine.Run(ctx, engine.Input{Program: p.held.rules.program, Snapshot: s})
	if err != nil {
		return nil, err
	}
	m := &p.held.run.Manifest
	about := record.About{By: k.by.by, Purpose: m.Purpose, Assessment: m.Assessment, At: a.batch(k.by).Recorded, Engine: engineOf()}
	number, err := p.store.Record(ctx, result, about, removals)
	if err != nil {
		return nil, err
	}
	_, kept, err := p.store.Run(ctx, number)
	if err != nil {
		return nil, err
	}
	return report.RunsDiff(report.Held{Result: p.held.result, Kept: p.held.kept}, report.Held{Result: result, Kept: kept}, p.lang), nil
}

func (a *app) subjectErase() *cobra.Command {
	var k asking
	c := &cobra.Command{
		Use:   "erase PERSON --roster ROSTER.db --by NAME --why REASON --document NUMBER",
		Short: "remove all that is held of a person: facts, history, what runs said, requests and looks, and the keys to them",
		Long:  "The ledger still verifies, and others' proofs with it. Copies of the file made before still hold the person.",
		Args:  cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			p, err := a.known(c, k.roster, args[0], 0)
			if err != nil {
				return err
			}
			defer p.close()
			r, _, err := a.request(&k, rights.Erase, p.person.ID, fact.Calendar{})
			if err != nil {
				return err
			}
			if r.Number, err = p.store.Ask(c.Context(), r); err != nil {
				return err
			}
			if err := p.store.Erase(c.Context(), k.roster, p.person.ID, a.batch(k.by)); err != nil {
				return err
			}
			// What the answer says names nobody: the person is gone.
			if err := p.store.Answer(c.Context(), r.Number, rights.Answer{Outcome: rights.Granted, Document: k.by.document, By: k.by.by, At: a.batch(k.by).Recorded}); err != nil {
				return err
			}
			l := report.Letter{Request: r, Person: p.person, Gone: true}
			return a.write(k.file, k.format, p.lang, l.Write(p.lang))
		},
	}
	k.flags(c, "")
	c.Flags().StringVar(&k.by.reason, "why", "", "the reason for it; it names nobody")
	c.MarkFlagRequired("why")
	return c
}

func (a *app) subjectAnswer() *cobra.Command {
	var file, outcome string
	var by hand
	c := &cobra.Command{
		Use:   "answer REQUEST --outcome granted|refused|withdrawn --roster ROSTER.db --by NAME --why REASON --document NUMBER",
		Short: "record what was answered to a request",
		Args:  cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			number, err := strconv.Atoi(args[0])
			if err != nil || number < 1 {
				return fmt.Errorf("%q is no number of a request; slate subject list names them", args[0])
			}
			if !slices.Contains(rights.Outcomes(), rights.Outcome(outcome)) {
				return fmt.Errorf("--outcome is %q; it takes one of %v", outcome, rights.Outcomes())
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
			return store.Answer(c.Context(), number, rights.Answer{Outcome: rights.Outcome(outcome), Reason: by.reason, Document: by.document, By: by.by, At: a.batch(by).Recorded})
		},
	}
	recordFlag(c, &file)
	c.Flags().StringVar(&outcome, "outcome", "", "granted, refused or withdrawn")
	by.flags(c, true)
	c.MarkFlagRequired("outcome")
	c.MarkFlagRequired("why")
	return c
}

func (a *app) subjectList() *cobra.Command {
	var file, on, format string
	c := &cobra.Command{
		Use:   "list --roster ROSTER.db",
		Short: "all requests, what became of them, and which are overdue",
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
			all, err := r.store.Requests(c.Context())
			if err != nil {
				return err
			}
			return a.view(report.Requests(all, day, r.lang), format)
		},
	}
	recordFlag(c, &file)
	c.Flags().StringVar(&on, "on", "", "the day on which open requests are overdue or not (default: today)")
	formatFlag(c, &format, "text", "csv")
	return c
}

// dayOr reads a day of the command line, today where there is none.
func (a *app) dayOr(text, flag string) (fact.Date, error) {
	if text == "" {
		return a.today(), nil
	}
	d, err := fact.ParseDate(text)
	if err != nil {
		return d, fmt.Errorf("--%s is %q; it takes a day such as 2026-03-31", flag, text)
	}
	return d, nil
}

// looking is who looks at a person, and why.
type looking struct{ by, why string }

func (k *looking) flags(c *cobra.Command) {
	c.Flags().StringVar(&k.by, "by", "", "who looks, for the record of the roster file")
	c.Flags().StringVar(&k.why, "why", "", "why, for the record of the roster file")
}

// look records who looks at a person of a roster file and why, before anything is shown. A roster on a medium that takes no writing
// cannot keep the record, which is said.
func (a *app) look(c *cobra.Command, rosterFile, person, what string, run int, k looking) error {
	if !stored(rosterFile) {
		return nil
	}
	if k.by == "" || strings.TrimSpace(k.why) == "" {
		return errWhoLooks
	}
	file, _, _ := split(rosterFile)
	lang, err := a.language(nil)
	if err != nil {
		return err
	}
	store, err := sqlite.Open(file, sqlite.ReadWrite)
	if err != nil {
		if sqlite.ReadOnlyMedium(err) {
			fmt.Fprintln(a.err, "slate: the roster cannot be written, so that this look is not on record")
			return nil
		}
		return a.refused(err, lang)
	}
	defer store.Close()
	err = store.Look(c.Context(), rights.Look{Person: person, What: what, Run: run, By: k.by, Why: k.why, At: a.batch(hand{}).Recorded})
	if errors.Is(err, sqlite.ErrNobody) {
		return nil // removed since the snapshot that is looked at
	}
	return err
}
