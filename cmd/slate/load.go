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
	"strings"

	"slate/engine/diag"
	"slate/engine/eval"
	"slate/engine/fact"
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
}

// roster opens a roster for a run: a .db file, which is not changed, or a .csv file, which goes into a roster in memory.
func (a *app) roster(ctx context.Context, file string, r *rules) (people, error) {
	var store *sqlite.Store
	var err error
	switch strings.ToLower(filepath.Ext(file)) {
	case ".db":
		store, err = sqlite.Open(file, sqlite.ReadOnly)
	case ".csv", ".txt":
		store, err = a.memory(ctx, file, r)
	default:
		a.tell(diag.List{diag.New(diag.UnknownFormat, diag.Span{File: file}, "name", file)}, nil, r.lang)
		return people{}, errUnable
	}
	if err != nil {
		return people{}, a.refused(err, r.lang)
	}
	snapshot, list, err := store.Snapshot(ctx, file, r.program.Fields())
	if err != nil {
		store.Close()
		return people{}, err
	}
	if list.HasErrors() {
		store.Close()
		a.tell(list, nil, r.lang)
		return people{}, errUnable
	}
	a.warnOfTables(file, snapshot, r)
	return people{store, snapshot}, nil
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
	if _, err := a.fill(ctx, store, file, r.program.Fields(), r.lang, roster.Batch{AsOf: r.program.Cutoff}); err != nil {
		store.Close()
		return nil, err
	}
	return store, nil
}

// fill imports a CSV file into a roster.
func (a *app) fill(ctx context.Context, store *sqlite.Store, file string, fields []fact.Field, lang diag.Lang, b roster.Batch) (sqlite.Imported, error) {
	f, err := os.Open(file)
	if err != nil {
		return sqlite.Imported{}, fmt.Errorf("read roster: %w", err)
	}
	defer f.Close()
	digest := sha256.New()
	if _, err := io.Copy(digest, f); err != nil {
		return sqlite.Imported{}, fmt.Errorf("read roster %s: %w", file, err)
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return sqlite.Imported{}, fmt.Errorf("read roster %s: %w", file, err)
	}
	b.File, b.Digest = filepath.Base(file), hex.EncodeToString(digest.Sum(nil))
	reader, list := sheet.ReadCSV(file, f)
	var table *roster.Table
	if reader != nil {
		table, list = roster.Read(reader, fields)
	}
	if table == nil {
		a.tell(list, nil, lang)
		return sqlite.Imported{}, errUnable
	}
	if b.Department != "" {
		// A department's table holds that department's facts; that others are not in it is as it should be.
		list = slices.DeleteFunc(list, func(d diag.Diagnostic) bool { return d.Code == diag.MissingColumn })
	}
	got, problems, err := store.Import(ctx, table, fields, b)
	list = append(list, problems...)
	list.Sort()
	a.tell(list, nil, lang)
	if err == nil && list.HasErrors() {
		err = errUnable
	}
	return got, err
}
