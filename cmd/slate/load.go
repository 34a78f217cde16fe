package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"slate/engine"
	"slate/engine/diag"
	"slate/engine/eval"
	"slate/engine/fact"
	"slate/engine/record"
	"slate/engine/roster"
	"slate/engine/ruleset"
	"slate/engine/sheet"
	"slate/engine/sqlite"
)

// language chooses the language of output: --lang, else the ruleset's, else the locale's, else Chinese.
func (a *app) language(rs *ruleset.Ruleset) (diag.Lang, error) {
	if a.lang != "" {
		lang, ok := diag.ParseLang(a.lang)
		if !ok {
			return lang, fmt.Errorf("--lang is %q; it takes zh or en", a.lang)
		}
		return lang, nil
	}
	if rs != nil {
		if lang, ok := diag.ParseLang(rs.Meta.Lang); ok {
			return lang, nil
		}
	}
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if v := a.env(name); v != "" {
			if strings.HasPrefix(v, "en") {
				return diag.English, nil
			}
			return diag.Chinese, nil
		}
	}
	return diag.Chinese, nil
}

// maxFile is the most that is read of a rule file; package ruleset refuses less, with a better message.
const maxFile = 2 * ruleset.MaxBytes

func readFile(name string) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, maxFile))
}

// rules is a rule file read, and compiled for a cut-off date.
type rules struct {
	set     *ruleset.Ruleset
	program *eval.Program
	list    diag.List
	sources diag.Sources // the files read, for the snippets of problems
	lang    diag.Lang
}

// load reads and compiles a rule file. What is wrong with it is in the list; err is for what is wrong with the command.
func (a *app) load(file, cutoff string) (rules, error) {
	var day fact.Date
	if cutoff != "" {
		var err error
		if day, err = fact.ParseDate(cutoff); err != nil {
			return rules{}, fmt.Errorf("--cutoff is %q; it takes a day such as 2026-06-30", cutoff)
		}
	}
	r := rules{sources: diag.Sources{}}
	r.set, r.list = ruleset.Load(ruleset.Remember(readFile, r.sources), filepath.ToSlash(file))
	if set := r.set; set != nil {
		var more diag.List
		r.program, more = eval.Compile(set, day)
		r.list = append(r.list, more...)
		r.list.Sort()
	}
	var err error
	r.lang, err = a.language(r.set)
	return r, err
}

// sound loads rules that are to be used: with errors in them it says so and ends the command.
func (a *app) sound(file, cutoff string) (rules, error) {
	r, err := a.load(file, cutoff)
	if err != nil {
		return r, err
	}
	if r.list.HasErrors() {
		a.tell(r.list, r.sources, r.lang)
		return r, errUnable
	}
	return r, nil
}

// tell prints problems to standard error.
func (a *app) tell(list diag.List, src diag.Sources, lang diag.Lang) {
	diag.Write(a.err, list, src, lang)
}

// people is a roster that is open for a command, with the facts that the rules read.
type people struct {
	store    *sqlite.Store
	snapshot *roster.Snapshot
	at       sqlite.Moment
	fields   []fact.Field
	removals int            // from the roster before it was read
	opened   *record.Opened // of a recorded run, whose people they are
}

// split takes apart how a roster is named on the command line: FILE, FILE@KNOWN, or FILE@KNOWN:DAY. KNOWN is the number of a
// snapshot, or a day for what was known by its end; DAY leaves out what is good for a later day only. Either may be empty.
func split(name string) (file, known, inForce string) {
	at := strings.LastIndex(name, ".db@")
	if at < 0 {
		return name, "", ""
	}
	file = name[:at+len(".db")]
	known, inForce, _ = strings.Cut(name[at+len(".db@"):], ":")
	return file, known, inForce
}

// moment finds out which snapshot is meant. Without a word it is the one that roster use has chosen, or the newest.
func moment(ctx context.Context, store *sqlite.Store, known, inForce string) (at sqlite.Moment, err error) {
	if inForce != "" {
		if at.InForce, err = fact.ParseDate(inForce); err != nil {
			return at, fmt.Errorf("%q after : is no day; write FILE.db@12:2026-06-30", inForce)
		}
	}
	if known == "" {
		at.Batch, err = store.Chosen(ctx)
		return at, err
	}
	all, err := store.Batches(ctx)
	if err != nil {
		return at, err
	}
	if day, wrong := fact.ParseDate(known); wrong == nil {
		if at.Batch, err = store.KnownOn(ctx, day); err == nil && at.Batch == 0 {
			err = fmt.Errorf("on %s nothing had been recorded yet", known)
		}
		return at, err
	}
	if at.Batch, err = strconv.Atoi(known); err != nil || at.Batch < 1 || at.Batch > len(all) {
		return at, fmt.Errorf("there is no snapshot %q; slate roster list names them, from 1 to %d", known, len(all))
	}
	return at, nil
}

// stored opens a roster file as named on the command line, to be read.
func (a *app) stored(ctx context.Context, name string, lang diag.Lang) (*sqlite.Store, sqlite.Moment, error) {
	file, known, inForce := split(name)
	store, err := sqlite.Open(file, sqlite.ReadOnly)
	if err != nil {
		return nil, sqlite.Moment{}, a.refused(err, lang)
	}
	at, err := moment(ctx, store, known, inForce)
	if err != nil {
		store.Close()
		return nil, at, err
	}
	return store, at, nil
}

// roster opens a roster for a run: a .db file, which is not changed, or a table, which goes into a roster in memory.
func (a *app) roster(ctx context.Context, name string, r *rules) (people, error) {
	file, _, _ := split(name)
	p := people{fields: r.program.Fields()}
	var err error
	switch strings.ToLower(filepath.Ext(file)) {
	case ".db":
		p.store, p.at, err = a.stored(ctx, name, r.lang)
	case ".csv", ".txt", ".xlsx", ".xls":
		p.store, err = a.memory(ctx, file, r)
	default:
		a.tell(diag.List{diag.New(diag.UnknownFormat, diag.Span{File: file}, "name", file)}, nil, r.lang)
		return people{}, errUnable
	}
	if err != nil {
		return people{}, a.refused(err, r.lang)
	}
	if p.removals, err = p.store.Removals(ctx); err != nil {
		p.store.Close()
		return people{}, a.refused(err, r.lang)
	}
	var list diag.List
	p.snapshot, list, err = p.store.Snapshot(ctx, file, p.at, p.fields)
	if err != nil {
		p.store.Close()
		return people{}, err
	}
	if list.HasErrors() {
		p.store.Close()
		a.tell(list, nil, r.lang)
		return people{}, errUnable
	}
	a.warnOfTables(file, p.snapshot, r)
	return p, nil
}

// judged is a roster with rules run over it.
type judged struct {
	people
	rules  rules
	result *engine.Result
}

// judge runs rules over a roster for a command that looks at both.
func (a *app) judge(c *cobra.Command, rulesFile, rosterFile, cutoff string) (judged, error) {
	r, err := a.sound(rulesFile, cutoff)
	if err != nil {
		return judged{}, err
	}
	return a.over(c, r, rosterFile)
}

// over runs rules that are read already over a roster.
func (a *app) over(c *cobra.Command, r rules, rosterFile string) (judged, error) {
	p, err := a.roster(c.Context(), rosterFile, &r)
	if err != nil {
		return judged{}, err
	}
	result, err := engine.Run(c.Context(), engine.Input{Program: r.program, Snapshot: p.snapshot})
	if err != nil {
		p.store.Close()
	}
	return judged{p, r, result}, err
}

// rosterFlags adds --roster and --cutoff.
func rosterFlags(c *cobra.Command, rosterFile, cutoff *string) {
	c.Flags().StringVar(rosterFile, "roster", "", "the roster: a .db file, one of its snapshots as FILE.db@NUMBER, or a table for a first try")
	c.Flags().StringVar(cutoff, "cutoff", "", "cut-off date, such as 2026-06-30 (default: the rule file's)")
	c.MarkFlagRequired("roster")
}

// refused prints why a file is no roster.
func (a *app) refused(err error, lang diag.Lang) error {
	var refused *sqlite.Refused
	if !errors.As(err, &refused) {
		return err
	}
	a.tell(diag.List{refused.Problem}, nil, lang)
	return errUnable
}

func (a *app) memory(ctx context.Context, file string, r *rules) (*sqlite.Store, error) {
	store, err := sqlite.Open("", sqlite.Create)
	if err != nil {
		return nil, err
	}
	// A table given for a first try is as good as the day that the run is for.
	if _, err := a.fill(ctx, store, filling{file: file, fields: r.program.Fields(), batch: roster.Batch{AsOf: r.program.Cutoff}}, r.lang); err != nil {
		store.Close()
		return nil, err
	}
	return store, nil
}

// filling is a table that goes into a roster.
type filling struct {
	file    string
	fields  []fact.Field
	given   map[string]string // what headings stand for
	batch   roster.Batch      // all but the name and the digest of the file
	options sheet.Options
	dry     bool // only say what would change
}

// source is a table on its way into a roster.
type source struct {
	file   *os.File
	reader *sheet.Reader // nil where the table cannot be read
	list   diag.List
}

// open opens a table and notes in its batch what the file is.
func (a *app) open(name string, options sheet.Options, b *roster.Batch) (source, error) {
	f, err := os.Open(name)
	if err != nil {
		return source{}, fmt.Errorf("read table: %w", err)
	}
	digest := sha256.New()
	if _, err = io.Copy(digest, f); err == nil {
		_, err = f.Seek(0, io.SeekStart)
	}
	if err != nil {
		f.Close()
		return source{}, fmt.Errorf("read table %s: %w", name, err)
	}
	s := source{file: f}
	s.reader, s.list = sheet.Open(name, f, options)
	b.File, b.Digest = filepath.Base(name), hex.EncodeToString(digest.Sum(nil))
	if s.reader != nil {
		b.Sheet = s.reader.Sheet()
	}
	return s, nil
}

// fill imports a table into a roster.
func (a *app) fill(ctx context.Context, store *sqlite.Store, in filling, lang diag.Lang) (sqlite.Imported, error) {
	b := in.batch
	s, err := a.open(in.file, in.options, &b)
	if err != nil {
		return sqlite.Imported{}, err
	}
	defer s.file.Close()
	list := s.list
	var table *roster.Table
	if s.reader != nil {
		m := roster.Mapping{Given: in.given}
		if m.Remembered, err = store.Mapping(ctx, sqlite.Form(s.reader.Header())); err != nil {
			return sqlite.Imported{}, err
		}
		var more diag.List
		table, more = roster.Read(s.reader, in.fields, m)
		list = append(list, more...)
	}
	if b.Department != "" {
		// A department's table holds that department's facts; that others are not in it is as it should be.
		list = slices.DeleteFunc(list, func(d diag.Diagnostic) bool { return d.Code == diag.MissingColumn })
	}
	if table == nil {
		if err := a.refuse(in.file, list, lang); err != nil {
			return sqlite.Imported{}, err
		}
		return sqlite.Imported{}, errUnable
	}
	take := store.Import
	if in.dry {
		take = store.Preview
	}
	got, problems, err := take(ctx, table, in.fields, b)
	list = append(list, problems...)
	list.Sort()
	if told := a.refuse(in.file, list, lang); err == nil {
		err = told
	}
	if err == nil && list.HasErrors() {
		err = errUnable
	}
	return got, err
}
