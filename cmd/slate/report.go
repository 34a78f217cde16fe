package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"slate/engine/diag"
	"slate/engine/ledger"
	"slate/engine/paper"
	"slate/engine/published"
	"slate/engine/report"
	"slate/engine/roster"
	"slate/engine/sheet"
	"slate/engine/surname"
)

// sums is the file of a set that lists all others with their digests, as sha256sum reads it.
const sums = "SHA256SUMS"

// printing is what the flags of report ask for.
type printing struct {
	dir, formats, audience, order, last, body string
	force                                     bool
	broken                                    error // reading where values came from
}

func (a *app) reportCommand() *cobra.Command {
	var rosterFile, cutoff, check, by string
	var computed bool
	var p printing
	c := &cobra.Command{
		Use:   "report RULES|RUN --roster FILE --set DIR",
		Short: "write the papers that an office hands round: lists, forms, notice, what is missing, approval sheet",
		Long: "All papers are written into a new folder, or none: list, overview, composition, a form for each person, notice,\n" +
			"what each department must supply, comparison with the last list, approval sheet, and an index with digests.\n" +
			"What they need beyond the rules stands under print in the rule file. The public sees only columns named there.\n" +
			"With --check a published table of counts and percentages is checked instead; the exit code is 1 when it has mistakes.",
		Example: "  slate report 3 --roster county.db --by 张某 --set papers\n" +
			"  slate report rules/county-2026.yaml --roster fixtures/county-2026/roster.csv --set papers\n" +
			"  slate report rules/county-2026.yaml --roster county.db --set public --audience public --formats docx,pdf\n" +
			"  slate report --check published.csv",
		Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if check != "" {
				return a.checkPublished(check)
			}
			if len(args) == 0 || rosterFile == "" || p.dir == "" {
				return errors.New("report needs RULES or the number of a run, --roster FILE and --set DIR; or --check FILE")
			}
			rules, number := args[0], 0
			if n, err := strconv.Atoi(args[0]); err == nil {
				rules, number = "", n
				if by == "" {
					return errors.New("a set of a recorded run leaves the office, which is recorded: say with --by NAME who prints it")
				}
			}
			j, kept, err := a.judgeOrAgain(c, rules, rosterFile, cutoff, number)
			if err != nil {
				return err
			}
			defer j.store.Close()
			s, err := a.papersOf(c.Context(), &j, &p, rosterFile)
			if err != nil {
				return err
			}
			s.Kept, s.Computed = kept, computed
			if kept == nil {
				return a.printSet(c.Context(), s, &p)
			}
			if err := a.exported(c, rosterFile, number, &p, by, j.rules.lang); err != nil {
				return err
			}
			return a.printSet(c.Context(), s, &p)
		},
	}
	rosterFlags(c, &rosterFile, &cutoff)
	c.Flags().Lookup("roster").Annotations = nil // --check does without
	c.Flags().StringVar(&p.dir, "set", "", "the folder to write; it must be new or empty")
	c.Flags().StringVar(&p.formats, "formats", "docx,html", "kinds of files, of docx, xlsx, html, csv, text, json, pdf")
	c.Flags().StringVar(&p.audience, "audience", "internal", "for whom: public, department or internal")
	c.Flags().StringVar(&p.order, "order", "", "order of names outside: strokes, name_strokes or pinyin (default: the rule file's)")
	c.Flags().StringVar(&p.last, "last", "", "the last list, to be compared with: a file of run --format json, or a rule file")
	c.Flags().StringVar(&p.body, "body", "", "one body of the rule file (default: all)")
	c.Flags().BoolVar(&p.force, "force", false, "replace an earlier set in the folder")
	c.Flags().BoolVar(&computed, "as-computed", false, "of a run: the lists as the rules give them, without what people changed")
	c.Flags().StringVar(&by, "by", "", "of a run: who prints it, for the record")
	c.Flags().StringVar(&check, "check", "", "check a published table (CSV) instead: percentages against counts, totals against parts, demands against counts")
	return c
}

// exported records that the papers of a run leave the office: for whom, in which formats, by whom.
func (a *app) exported(c *cobra.Command, rosterFile string, number int, p *printing, by string, lang diag.Lang) error {
	store, err := a.change(rosterFile, lang)
	if err != nil {
		return err
	}
	defer store.Close()
	body := ledger.Body{"what": "printed set", "run": strconv.Itoa(number), "audience": p.audience, "formats": p.formats}
	return store.Note(c.Context(), ledger.Export, body, a.batch(hand{}).Recorded, by)
}

// papersOf gathers what the papers of a run are made from.
func (a *app) papersOf(ctx context.Context, j *judged, p *printing, rosterFile string) (report.Set, error) {
	s := report.Set{Result: j.result, Body: p.body, Lang: j.rules.lang}
	var ok bool
	if s.Audience, ok = report.ParseAudience(p.audience); !ok {
		return s, fmt.Errorf("--audience is %q; it takes public, department or internal", p.audience)
	}
	order := p.order
	if order == "" {
		order = j.rules.set.Print.Order
	}
	i := slices.Index([]string{surname.Strokes.String(), surname.NameStrokes.String(), surname.Pinyin.String()}, order)
	if i < 0 {
		return s, fmt.Errorf("--order is %q; it takes strokes, name_strokes or pinyin", order)
	}
	s.Order = surname.Order(i)
	if _, ok := j.result.Slates.Slate(p.body); p.body != "" && !ok {
		return s, a.noBody(&j.rules, p.body)
	}
	s.Evidence = func(person int) map[string]roster.Origin {
		found, err := j.evidence(ctx, person)
		p.broken = errors.Join(p.broken, err)
		return found
	}
	if p.last == "" {
		return s, nil
	}
	if ext := strings.ToLower(filepath.Ext(p.last)); ext == ".yaml" || ext == ".yml" {
		old, err := a.sound(p.last, "")
		if err != nil {
			return s, err
		}
		s.Change, err = a.difference(ctx, &old, &j.rules, rosterFile, "")
		return s, err
	}
	f, err := os.Open(p.last)
	if err != nil {
		return s, fmt.Errorf("read the last list: %w", err)
	}
	defer f.Close()
	if s.Last, err = report.ReadLast(f); err != nil {
		a.tell(diag.List{diag.New(diag.BadSet, diag.Span{File: p.last}, "name", p.last, "problem", err.Error())}, nil, j.rules.lang)
		return s, errUnable
	}
	return s, nil
}

// formatsOf reads --formats. pdf is made from the page of html and is no format of package paper.
func formatsOf(list string) ([]paper.Format, bool, error) {
	var out []paper.Format
	pdf := false
	for word := range strings.SplitSeq(list, ",") {
		f := paper.Format(strings.TrimSpace(word))
		if f == "text" {
			f = paper.Text
		}
		switch {
		case f == "pdf":
			pdf = true
		case !slices.Contains(paper.Formats(), f):
			return nil, false, fmt.Errorf("--formats has %q; it takes docx, xlsx, html, csv, text, json and pdf", word)
		case !slices.Contains(out, f):
			out = append(out, f)
		}
	}
	return out, pdf, nil
}

// printed is one file, made but not yet written.
type printed struct {
	name, label string
	data        []byte
}

// printSet writes a set into a folder: all of its files, or none.
func (a *app) printSet(ctx context.Context, s report.Set, p *printing) error {
	formats, pdf, err := formatsOf(p.formats)
	if err != nil {
		return err
	}
	if err := free(p.dir, p.force); err != nil {
		return err
	}
	browser := ""
	if pdf {
		var list diag.List
		if browser, list = paper.FindBrowser(a.env); list.HasErrors() {
			a.tell(list, nil, s.Lang)
			return errUnable
		}
	}
	var files []printed
	add := func(one report.Paper) error {
		name, label, docs := one.Name, one.Label, one.Documents
		for _, f := range formats {
			if f == paper.CSV && one.Forms {
				continue
			}
			if f == paper.CSV && len(docs) > 1 { // a file of CSV holds one table
				for i, d := range docs {
					var b bytes.Buffer
					if err := paper.Write(&b, f, s.Lang, d); err != nil {
						return fmt.Errorf("write %s-%d.csv: %w", name, i+1, err)
					}
					if b.Len() > 0 {
						files = append(files, printed{fmt.Sprintf("%s-%d.csv", name, i+1), d.Title, b.Bytes()})
					}
				}
				continue
			}
			var b bytes.Buffer
			if err := paper.Write(&b, f, s.Lang, docs...); err != nil {
				return fmt.Errorf("write %s.%s: %w", name, f, err)
			}
			if b.Len() > 0 { // CSV of a paper without a table is empty
				files = append(files, printed{name + "." + string(f), label, b.Bytes()})
			}
		}
		if !pdf {
			return nil
		}
		var page bytes.Buffer
		if err := paper.Write(&page, paper.HTML, s.Lang, docs...); err != nil {
			return fmt.Errorf("write %s.pdf: %w", name, err)
		}
		data, list := paper.PDF(ctx, browser, page.Bytes())
		if list.HasErrors() {
			a.tell(list, nil, s.Lang)
			return errUnable
		}
		files = append(files, printed{name + ".pdf", label, data})
		return nil
	}
	papers := report.Papers(s)
	if p.broken != nil {
		return p.broken
	}
	for _, one := range papers {
		if err := add(one); err != nil {
			return err
		}
	}
	var list []report.File
	for _, f := range files {
		list = append(list, report.File{Name: f.name, Label: f.label, Digest: digestOf(f.data)})
	}
	index := report.Index(s, list)
	if err := add(report.Paper{Name: "00-index", Label: index.Title, Documents: []*report.Document{index}}); err != nil {
		return err
	}
	var text strings.Builder
	for _, f := range files {
		fmt.Fprintf(&text, "%s  %s\n", digestOf(f.data), f.name)
	}
	files = append(files, printed{name: sums, data: []byte(text.String())})
	if err := replace(p.dir, files); err != nil {
		return err
	}
	for _, f := range list {
		fmt.Fprintf(a.out, "%s  %s\n", f.Name, f.Label)
	}
	return nil
}

func digestOf(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// free checks that a folder may be written: it is not there, it is empty, or with force it holds an earlier set and nothing else.
func free(dir string, force bool) error {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, os.ErrNotExist) || err == nil && len(entries) == 0 {
		return nil
	}
	if err != nil {
		return fmt.Errorf("write the set: %w", err)
	}
	known, err := os.ReadFile(filepath.Join(dir, sums))
	if err != nil {
		return fmt.Errorf("%s is not empty and holds no earlier set; name a new folder", dir)
	}
	names := []string{sums}
	for line := range strings.Lines(string(known)) {
		if _, name, ok := strings.Cut(strings.TrimSpace(line), "  "); ok {
			names = append(names, name)
		}
	}
	for _, e := range entries {
		if !slices.Contains(names, e.Name()) {
			return fmt.Errorf("%s holds %s besides an earlier set; move it away first", dir, e.Name())
		}
	}
	if !force {
		return fmt.Errorf("%s holds an earlier set; name a new folder, or replace it with --force", dir)
	}
	return nil
}

// replace writes files into a folder beside the one that is meant, and then puts it in its place.
func replace(dir string, files []printed) error {
	dir = filepath.Clean(dir)
	if err := os.MkdirAll(filepath.Dir(dir), 0o755); err != nil {
		return fmt.Errorf("write the set: %w", err)
	}
	fresh, err := os.MkdirTemp(filepath.Dir(dir), ".slate-set-*")
	if err != nil {
		return fmt.Errorf("write the set: %w", err)
	}
	defer os.RemoveAll(fresh)
	for _, f := range files {
		if err := writeResult(filepath.Join(fresh, f.name), f.data); err != nil {
			return err
		}
	}
	old := fresh + "-old"
	moved := os.Rename(dir, old)
	if moved != nil && !errors.Is(moved, os.ErrNotExist) {
		return fmt.Errorf("write the set: %w", moved)
	}
	if err := os.Rename(fresh, dir); err != nil {
		if moved == nil {
			os.Rename(old, dir)
		}
		return fmt.Errorf("write the set: %w", err)
	}
	os.RemoveAll(old)
	return nil
}

// checkPublished checks a published table.
func (a *app) checkPublished(name string) error {
	lang, err := a.language(nil)
	if err != nil {
		return err
	}
	f, err := os.Open(name)
	if err != nil {
		return fmt.Errorf("read the table: %w", err)
	}
	defer f.Close()
	reader, list := sheet.Open(name, f, sheet.Options{})
	if reader != nil {
		list = append(list, published.Check(name, reader)...)
	}
	a.tell(list, nil, lang)
	if list.HasErrors() {
		return errNo
	}
	return nil
}
