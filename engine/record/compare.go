package record

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"slate/engine"
)

// Difference is one thing that a run made again says otherwise than its record.
type Difference struct {
	Person string   // id; "" for the whole run
	Path   []string // where in the record, from the outside in: "result", "clauses", the id of a clause
	Was    string   // as recorded; "" where the record has nothing there
	Is     string
}

// Comparison is a run held against the same run made again.
type Comparison struct {
	People    int // compared
	Different []Difference
}

// Again makes a run again from its record and compares, byte by byte. Nothing is different where the engine means what that of
// the record meant. Where people were removed since, what depends on the others is not compared: places, seats, points relative to the
// pool, the roster as a whole. It fails as engine.Run does.
func (r *Run) Again(ctx context.Context, o *Opened) (*engine.Result, Comparison, error) {
	result, err := engine.Run(ctx, engine.Input{Program: o.Program, Snapshot: o.Snapshot})
	if err != nil {
		return nil, Comparison{}, err
	}
	about := About{By: r.Manifest.By, Purpose: r.Manifest.Purpose, At: r.Manifest.At, Assessment: r.Manifest.Assessment, InForce: r.Manifest.Roster.InForce}
	manifest, _, _, err := Describe(result, about)
	if err != nil {
		return nil, Comparison{}, err
	}
	records := map[string][]byte{}
	if err := Each(ctx, result, o.cell, 0, func(id string, data []byte) error {
		records[id] = data
		return nil
	}); err != nil {
		return nil, Comparison{}, err
	}
	different, err := r.Compare(&manifest, records)
	if strconv.Itoa(len(r.People)) != r.Manifest.Roster.People {
		different = slices.DeleteFunc(different, func(d Difference) bool { return d.depends(o.Program.Relative()) })
	}
	return result, Comparison{len(r.People), different}, err
}

// depends reports whether the difference may come from other people being gone.
func (d *Difference) depends(relative bool) bool {
	switch {
	case d.Person == "":
		return d.Path[0] == "roster" || d.Path[0] == "outcome"
	case len(d.Path) < 2 || d.Path[0] != "result":
		return false
	}
	switch d.Path[1] {
	case "place", "seats":
		return true
	case "points", "score", "grade":
		return relative
	}
	return false
}

// Compare returns what is different about records, by person and then by place, in order.
func (r *Run) Compare(again *Manifest, records map[string][]byte) ([]Difference, error) {
	var out []Difference
	whole, err := differences("", r.Manifest.about(), again.about())
	if err != nil {
		return nil, err
	}
	out = append(out, whole...)
	ids := slices.Sorted(maps.Keys(r.People))
	for _, id := range ids {
		is, ok := records[id]
		if !ok {
			out = append(out, Difference{Person: id, Was: "1"})
			continue
		}
		if bytes.Equal(r.People[id], is) {
			continue
		}
		some, err := differences(id, r.People[id], is)
		if err != nil {
			return nil, err
		}
		if len(some) == 0 {
			return nil, fmt.Errorf("the record of %s is not in its canonical form", id)
		}
		out = append(out, some...)
	}
	for _, id := range slices.Sorted(maps.Keys(records)) {
		if _, ok := r.People[id]; !ok {
			out = append(out, Difference{Person: id, Is: "1"})
		}
	}
	return out, nil
}

// about is the part of a manifest that running again must give again: all but who ran it, when, what for and with which engine.
func (m *Manifest) about() []byte {
	text, _ := Canonical(struct {
		Ruleset Ruleset           `json:"ruleset"`
		Params  map[string]string `json:"params"`
		Roster  Roster            `json:"roster"`
		Outcome Outcome           `json:"outcome"`
	}{m.Ruleset, m.Params, m.Roster, m.Outcome}) // texts and maps of texts always encode
	return text
}

func differences(person string, was, is []byte) ([]Difference, error) {
	a, b := map[string]string{}, map[string]string{}
	for _, one := range []struct {
		data []byte
		into map[string]string
	}{{was, a}, {is, b}} {
		var tree any
		if err := json.Unmarshal(one.data, &tree); err != nil {
			return nil, fmt.Errorf("read a record: %w", err)
		}
		flatten(nil, tree, one.into)
	}
	var out []Difference
	for _, path := range sorted(a, b) {
		if a[path] != b[path] {
			out = append(out, Difference{person, strings.Split(path, "\x00"), a[path], b[path]})
		}
	}
	return out, nil
}

func flatten(path []string, tree any, into map[string]string) {
	switch t := tree.(type) {
	case map[string]any:
		for k, v := range t {
			flatten(append(slices.Clone(path), k), v, into)
		}
	case []any:
		for i, v := range t {
			flatten(append(slices.Clone(path), strconv.Itoa(i+1)), v, into)
		}
	case string:
		into[strings.Join(path, "\x00")] = t
	}
}
