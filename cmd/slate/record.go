package main

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"

	"slate/engine/diag"
	"slate/engine/record"
	"slate/engine/report"
)

// recording is what a run says of itself for the record.
type recording struct {
	by, purpose, assessment string
	dry                     bool
}

func (k *recording) flags(c *cobra.Command) {
	c.Flags().BoolVar(&k.dry, "dry", false, "do not record the run; a roster that is a table is never recorded in")
	c.Flags().StringVar(&k.by, "by", "", "who runs it, for the record")
	c.Flags().StringVar(&k.purpose, "purpose", "", "what the list is for (default: the rule file's purpose)")
	c.Flags().StringVar(&k.assessment, "assessment", "", "the reference of the impact assessment of the rules (个人信息保护影响评估); asked for once")
}

// wanted reports whether a run over a roster is to be recorded in it, and says what is missing for that.
func (k *recording) wanted(rosterFile string) (bool, error) {
	if !stored(rosterFile) || k.dry {
		return false, nil
	}
	if k.by == "" {
		return false, errWhoRuns
	}
	return true, nil
}

// record records a run in its roster and returns what is on record of it.
func (a *app) record(c *cobra.Command, j *judged, rosterFile string, k recording) (*record.Kept, error) {
	file, _, inForce := split(rosterFile)
	store, err := a.change(file, j.rules.lang)
	if err != nil {
		return nil, err
	}
	defer store.Close()
	meta := &j.rules.set.Meta
	if k.assessment == "" {
		if k.assessment, err = store.Assessment(c.Context(), meta.ID); err != nil {
			return nil, err
		}
		if k.assessment == "" {
			return nil, fmt.Errorf("rules %s: %w", meta.ID, errNoAssessment)
		}
	}
	if k.purpose == "" {
		k.purpose = meta.Purpose
	}
	about := record.About{By: k.by, Purpose: k.purpose, Assessment: k.assessment, At: a.batch(hand{}).Recorded, InForce: inForce, Engine: engineOf()}
	number, err := store.Record(c.Context(), j.result, about, j.removals)
	if err != nil {
		return nil, err
	}
	_, kept, err := store.Run(c.Context(), number)
	if err == nil {
		a.signed(c.Context()) // before anything is shown: a reader who has seen the list holds its code
		a.written = nil
	}
	return kept, err
}

// engineOf says which program this is.
func engineOf() record.Engine {
	e := record.Engine{Version: version, Go: runtime.Version()}
	if info, ok := debug.ReadBuildInfo(); ok {
		h := sha256.New()
		for _, m := range info.Deps {
			for m.Replace != nil {
				m = m.Replace
			}
			io.WriteString(h, m.Path+" "+m.Version+" "+m.Sum+"\n")
		}
		e.Modules = hex.EncodeToString(h.Sum(nil))
	}
	return e
}

// held is a recorded run, made again from its record.
type held struct {
	judged
	run      *record.Run
	kept     *record.Kept
	opened   *record.Opened
	compared record.Comparison
}

// again makes a recorded run again, from the roster file that it is recorded in. What it comes to is compared with the record.
func (a *app) again(c *cobra.Command, rosterFile string, number int) (*held, error) {
	r, err := a.reading(c, rosterFile)
	if err != nil {
		return nil, err
	}
	h := &held{}
	if h.run, h.kept, err = r.store.Run(c.Context(), number); err != nil {
		r.store.Close()
		return nil, a.refused(err, r.lang)
	}
	if len(h.run.People) == 0 && h.kept.Removed > 0 {
		r.store.Close()
		if err := report.WriteText(a.err, report.RunGone(h.kept, r.lang)); err != nil {
			return nil, err
		}
		return nil, errUnable
	}
	opened, list, err := h.run.Open()
	if err == nil && list.HasErrors() {
		sources := diag.Sources{}
		for _, f := range h.run.Files {
			sources[f.Name] = f.Bytes
		}
		a.tell(list, sources, r.lang)
		err = errUnable
	}
	if err != nil {
		r.store.Close()
		return nil, err
	}
	h.opened = opened
	h.people = people{store: r.store, snapshot: opened.Snapshot, fields: opened.Program.Fields(), opened: opened}
	h.rules = rules{set: opened.Rules, program: opened.Program, sources: opened.Rules.SourceMap()}
	if h.rules.lang, err = a.language(opened.Rules); err == nil {
		h.result, h.compared, err = h.run.Again(c.Context(), opened)
	}
	if err != nil {
		r.store.Close()
		return nil, err
	}
	return h, nil
}

// faithful makes a recorded run again for a command that shows it, and refuses where the result is not that of the record.
func (a *app) faithful(c *cobra.Command, rosterFile string, number int) (*held, error) {
	h, err := a.again(c, rosterFile, number)
	if err != nil {
		return nil, err
	}
	if n := len(h.compared.Different); n > 0 {
		h.store.Close()
		return nil, fmt.Errorf("this slate does not come to what is on record of run %d, at %d places; slate replay %d --roster %s lists them", number, n, number, rosterFile)
	}
	return h, nil
}

// stored reports whether a roster is a file that is kept, and not a table for a first try.
func stored(rosterFile string) bool {
	file, _, _ := split(rosterFile)
	return len(file) > 3 && file[len(file)-3:] == ".db"
}
