package report

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"slate/engine/roster"
	"slate/engine/ruleset"
)

// LastRun is an earlier list, as slate run --format json wrote it.
type LastRun struct {
	label, cutoff string
	onList        []string // masked ids, in order of place
	place         map[string]int
	name, score   map[string]string
	twice         map[string]bool // masked ids that several people share
}

// ReadLast reads an earlier list.
func ReadLast(r io.Reader) (*LastRun, error) {
	var in runJSON
	if err := json.NewDecoder(r).Decode(&in); err != nil {
		return nil, fmt.Errorf("it is not JSON of a run: %w", err)
	}
	if in.Format != RunFormat {
		return nil, fmt.Errorf("its format is %q and not %q", in.Format, RunFormat)
	}
	l := &LastRun{label: in.Ruleset.Label, cutoff: in.Ruleset.Cutoff, place: map[string]int{}, name: map[string]string{}, score: map[string]string{}, twice: map[string]bool{}}
	for i := range in.People {
		p := &in.People[i]
		if _, ok := l.name[p.ID]; ok {
			l.twice[p.ID] = true
		}
		l.name[p.ID] = p.Name
	}
	for i := range in.Ranked {
		s := &in.Ranked[i]
		l.place[s.ID] = s.Best
		if s.OnList {
			l.onList = append(l.onList, s.ID)
		}
	}
	return l, nil
}

// since is what became of an earlier list: who entered, who left, who moved, and why they stand where they do now.
func (v *setView) since() *Document {
	d := &Document{Title: v.word(setWords.comparison), Subtitle: v.cutoff(), Landscape: true}
	d.text(v.word(setWords.lastIs, "name", v.Last.label, "day", v.Last.cutoff))
	ids := map[string][]int{}
	for i := range v.Result.Pool.Snapshot.Len() {
		id := roster.Mask(v.Result.Pool.Snapshot.Person(i).ID)
		ids[id] = append(ids[id], i)
	}
	unmatched := map[string]bool{}
	clear := func(id string) bool {
		if v.Last.twice[id] || len(ids[id]) > 1 {
			unmatched[id] = true
			return false
		}
		return true
	}
	var entered, moved, left [][]string
	now := map[string]bool{}
	for i := range v.Result.List.Ranked {
		s := &v.Result.List.Ranked[i]
		id := roster.Mask(v.Result.Pool.Snapshot.Person(s.Person).ID)
		if !s.OnList {
			continue
		}
		now[id] = true
		if !clear(id) {
			continue
		}
		place := span(s.Place.Best, s.Place.Worst)
		switch was := slices.Contains(v.Last.onList, id); {
		case !was:
			entered = append(entered, []string{id, v.name(s.Person), v.wasPlace(id), place, v.sentence(s.Person)})
		case v.Last.place[id] != s.Place.Best:
			moved = append(moved, []string{id, v.name(s.Person), v.wasPlace(id), place, v.sentence(s.Person)})
		}
	}
	for _, id := range v.Last.onList {
		if now[id] || !clear(id) {
			continue
		}
		name, why, place := v.Last.name[id], v.word(setWords.notInRoster), "—"
		if at := ids[id]; len(at) == 1 {
			name, why = v.name(at[0]), v.sentence(at[0])
			if s, ok := v.Result.Standing(at[0]); ok {
				place = span(s.Place.Best, s.Place.Worst)
			}
		}
		left = append(left, []string{id, name, v.wasPlace(id), place, why})
	}
	for _, part := range []struct {
		head phrase
		name string
		rows [][]string
	}{{setWords.entered, "entered", entered}, {setWords.left, "left", left}, {setWords.moved, "moved", moved}} {
		d.heading(v.word(part.head) + paren(v.Lang, count(len(part.rows))))
		if len(part.rows) == 0 {
			d.text(v.word(setWords.none))
			continue
		}
		d.table(&Table{Name: part.name, Rows: part.rows, Columns: []Column{{Head: say(v.Lang, wID)}, {Head: v.word(setWords.name)},
			{Head: v.word(setWords.wasPlace), Right: true}, {Head: v.word(setWords.isPlace), Right: true}, {Head: v.word(setWords.why)}}})
	}
	if len(unmatched) > 0 {
		d.text(v.word(setWords.unmatched, "n", count(len(unmatched))))
	}
	return d
}

// wasPlace is the place of an earlier list, — for none.
func (v *setView) wasPlace(id string) string {
	if p := v.Last.place[id]; p > 0 {
		return count(p)
	}
	return "—"
}

// pinned is a person whom a rule file puts on or off a list.
type pinned struct{ id, reason string }

func pinsOf(list []ruleset.Pin) []pinned {
	var out []pinned
	for _, p := range list {
		out = append(out, pinned{strings.TrimSpace(p.Person), p.Reason})
	}
	return out
}
