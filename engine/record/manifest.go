package record

import (
	"context"
	"fmt"
	"path/filepath"
	"runtime"
	"strconv"
	"sync"

	"slate/engine"
	"slate/engine/eval"
	"slate/engine/roster"
)

// ManifestFormat is the name and version of the shape of a Manifest.
const ManifestFormat = "slate.manifest/1"

// Manifest says what a run was made of and what came out in all. Nothing in it is about one of the people, so that it can be shown to any
// of them.
type Manifest struct {
	Format  string  `json:"format"`
	Ruleset Ruleset `json:"ruleset"`
	// Params are the parameters in force on the cut-off date, by name.
	Params  map[string]string `json:"params"`
	Engine  Engine            `json:"engine"`
	Roster  Roster            `json:"roster"`
	By      string            `json:"by"`      // who ran it
	Purpose string            `json:"purpose"` // what for
	At      string            `json:"at"`      // when, RFC 3339 in UTC
	// Assessment is the reference of the impact assessment of the ruleset (个人信息保护影响评估), under which it was run.
	Assessment string `json:"assessment"`
	// Sources is the hexadecimal SHA-256 of the Sources.
	Sources string  `json:"sources"`
	Outcome Outcome `json:"outcome"`
}

// Ruleset says which rules were run.
type Ruleset struct {
	ID      string `json:"id"`
	Version string `json:"version"`
	Label   string `json:"label"`
	File    string `json:"file"`   // the rule file, without its folder
	Digest  string `json:"sha256"` // of all its files, as ruleset.Ruleset.Digest has it
	Cutoff  string `json:"cutoff"`
}

// Engine says which program ran them.
type Engine struct {
	Version string `json:"version"`
	Go      string `json:"go"`
	Modules string `json:"modules"` // hexadecimal SHA-256 of the names and checksums of everything that it is built from
}

// Roster says over whom.
type Roster struct {
	Snapshot string `json:"snapshot"`
	InForce  string `json:"in_force"` // "" where everything known was taken
	Digest   string `json:"sha256"`   // as roster.Snapshot.Digest has it
	People   string `json:"people"`
}

// Outcome counts what came out.
type Outcome struct {
	Pass      string            `json:"pass"`
	Undecided string            `json:"undecided"`
	Fail      string            `json:"fail"`
	Vetoed    string            `json:"vetoed"`
	OnList    string            `json:"on_list"`
	Bodies    map[string]Filled `json:"bodies"`
}

// Filled says how a body was filled.
type Filled struct {
	People string `json:"people"` // on its list in all
	Clash  string `json:"clash"`  // 1 where not everything could hold, so that there is no list
	Total  string `json:"total"`  // of those proposed, of all bodies filled together
	Proved string `json:"proved"` // 1 where no list has a higher total
}

// Sources are what the places of facts refer to. Names of files may name people, so that they are no part of the Manifest.
type Sources struct {
	Batches  []Batch    `json:"batches"`
	Coverage []Coverage `json:"coverage"`
}

// Batch is a batch of the roster, as roster.Batch.
type Batch struct {
	Number     string `json:"number"`
	Kind       string `json:"kind"`
	Department string `json:"department"`
	File       string `json:"file"`
	Digest     string `json:"sha256"`
	Sheet      string `json:"sheet"`
	AsOf       string `json:"as_of"`
	By         string `json:"by"`
	Reason     string `json:"reason"`
	Document   string `json:"document"`
	Recorded   string `json:"recorded"`
}

// Coverage is a period that a department states to be complete, as roster.Coverage.
type Coverage struct {
	Table      string `json:"table"`
	Department string `json:"department"`
	From       string `json:"from"`
	To         string `json:"to"`
}

// File is a file of a ruleset, by its name relative to the folder of the rule file itself.
type File struct {
	Name  string
	Bytes []byte
}

// About is what a run does not know of itself.
type About struct {
	By, Purpose, At, Assessment string
	InForce                     string // of the moment for which the roster was read
	Engine                      Engine
}

// Describe makes the manifest of a result, what its places refer to, and the files of its rules.
func Describe(r *engine.Result, about About) (Manifest, Sources, []File, error) {
	p, s := r.Pool.Program, r.Pool.Snapshot
	files, err := filesOf(p)
	if err != nil {
		return Manifest{}, Sources{}, nil, err
	}
	from := sourcesOf(s)
	text, err := Canonical(from)
	if err != nil {
		return Manifest{}, Sources{}, nil, err
	}
	meta := &p.Rules.Meta
	m := Manifest{
		Format: ManifestFormat,
		Ruleset: Ruleset{ID: meta.ID, Version: meta.Version, Label: meta.Label, File: files[len(files)-1].Name,
			Digest: p.Rules.Digest(), Cutoff: p.Cutoff.String()},
		Params: map[string]string{}, Engine: about.Engine,
		Roster:  Roster{Snapshot: strconv.Itoa(s.Number()), InForce: about.InForce, Digest: s.Digest(), People: strconv.Itoa(s.Len())},
		By:      about.By,
		Purpose: about.Purpose, At: about.At, Assessment: about.Assessment,
		Sources: digest(text),
		Outcome: outcomeOf(r),
	}
	for i := range p.Names {
		if n := &p.Names[i]; n.Kind == eval.ParamName && n.Param != nil {
			m.Params[n.Name] = roster.Canonical(n.Param.Value)
		}
	}
	return m, from, files, nil
}

func outcomeOf(r *engine.Result) Outcome {
	t := r.Totals
	out := Outcome{strconv.Itoa(t.Pass), strconv.Itoa(t.Undecided), strconv.Itoa(t.Fail), strconv.Itoa(t.Vetoed), strconv.Itoa(t.OnList), map[string]Filled{}}
	for _, s := range r.Slates.Slates {
		out.Bodies[s.Body.ID] = Filled{strconv.Itoa(len(s.Entries)), truth(s.Group.Clash != nil), s.Group.Total.String(), truth(s.Group.Proved)}
	}
	return out
}

// filesOf names the files of a ruleset relative to its own folder; that of the ruleset itself is the last.
func filesOf(p *eval.Program) ([]File, error) {
	sources := p.Rules.Sources
	main := p.Rules.File
	folder := filepath.Dir(filepath.FromSlash(main))
	var files []File
	var last File
	for _, s := range sources {
		name, err := filepath.Rel(folder, filepath.FromSlash(s.Name))
		if err != nil {
			return nil, fmt.Errorf("name rule file %s beside %s: %w", s.Name, main, err)
		}
		f := File{filepath.ToSlash(name), s.Bytes}
		if s.Name == main {
			last = f
			continue
		}
		files = append(files, f)
	}
	return append(files, last), nil
}

func sourcesOf(s *roster.Snapshot) Sources {
	out := Sources{Batches: []Batch{}, Coverage: []Coverage{}}
	for _, b := range s.Batches() {
		kind := b.Kind
		if kind == "" {
			kind = roster.Import
		}
		out.Batches = append(out.Batches, Batch{strconv.Itoa(b.Number), string(kind), b.Department, b.File, b.Digest, b.Sheet, b.AsOf.String(),
			b.By, b.Reason, b.Document, b.Recorded})
	}
	for _, c := range s.Coverage() {
		out.Coverage = append(out.Coverage, Coverage{c.Table, c.Department, c.From.String(), c.To.String()})
	}
	return out
}

// Each makes the record of everybody and gives f their canonical bytes in the order of ids. Records are made on the given number
// of cores (0: all) and never all at once. It fails when ctx ends, or as f does.
func Each(ctx context.Context, r *engine.Result, cell Cell, workers int, f func(id string, record []byte) error) error {
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	k := &taker{r, cell, standings(r.List)}
	n := r.Pool.Snapshot.Len()
	const chunk = 256
	made, wrong := make([][]byte, chunk), make([]error, chunk)
	for from := 0; from < n; from += chunk {
		if err := ctx.Err(); err != nil {
			return fmt.Errorf("write the records: %w", err)
		}
		size := min(chunk, n-from)
		var all sync.WaitGroup
		for w := range workers {
			all.Go(func() {
				for i := w; i < size; i += workers {
					made[i], wrong[i] = Canonical(k.person(from + i))
				}
			})
		}
		all.Wait()
		for i := range size {
			id := r.Pool.Snapshot.Person(from + i).ID
			if wrong[i] != nil {
				return fmt.Errorf("write the record of a person: %w", wrong[i])
			}
			if err := f(id, made[i]); err != nil {
				return err
			}
		}
	}
	return nil
}
