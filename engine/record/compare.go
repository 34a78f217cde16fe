package record

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// Difference is one thing that a run made again says otherwise than its record.
type Difference struct {
	Person string   // id; "" for the whole run
	Path   []string // where in the record, from the outside in: "result", "clauses", the id of a clause
	Was    string   // as recorded; "" where the record has nothing there
	Is     string
}

// Compare holds a result against the records of a run, byte by byte, and returns what is different, by person and then by place, in
// order. Nothing is different when a run is made again from its own record by an engine that means the same.
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
