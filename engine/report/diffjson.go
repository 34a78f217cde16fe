package report

import (
	"encoding/json"
	"io"

	"slate/engine/eval"
	"slate/engine/tune"
)

// DiffFormat is the name and version of the shape that WriteDiffJSON writes.
const DiffFormat = "slate.diff/1"

type diffJSON struct {
	Format   string       `json:"format"`
	Old      diffSideJSON `json:"old"`
	New      diffSideJSON `json:"new"`
	Interact bool         `json:"interact"`
	Edits    []editJSON   `json:"edits"`
	Moves    []movedJSON  `json:"moves"`
	Groups   *impactJSON  `json:"groups,omitempty"`
}

type diffSideJSON struct {
	Ruleset string `json:"ruleset"`
	Version string `json:"version"`
	Digest  string `json:"sha256"`
	Cutoff  string `json:"cutoff"`
	Roster  string `json:"roster_sha256"`
	People  int    `json:"people"`
	OnList  int    `json:"on_list"`
}

type editJSON struct {
	Key     string     `json:"key"`
	Kind    string     `json:"kind"`
	Change  string     `json:"change"`
	Name    string     `json:"name,omitempty"`
	Old     string     `json:"old,omitempty"`
	New     string     `json:"new,omitempty"`
	Row     string     `json:"row,omitempty"`
	People  int        `json:"people,omitempty"`
	Carried bool       `json:"carried,omitempty"`
	Alone   *tallyJSON `json:"alone"` // null where the edit is not sound alone
	Last    *tallyJSON `json:"last"`
}

type tallyJSON struct {
	Entered int `json:"entered"`
	Left    int `json:"left"`
	Moved   int `json:"moved"`
}

type movedJSON struct {
	ID     string       `json:"id"`
	Change string       `json:"change"` // entered, left, moved
	Old    *stateJSON   `json:"old"`    // null where not in the roster
	New    *stateJSON   `json:"new"`
	Cause  causeJSON    `json:"cause"`
	Points []editPoints `json:"score_by_edit,omitempty"`
	Rest   string       `json:"score_in_combination,omitempty"`
}

type causeJSON struct {
	Kind   string   `json:"kind"`
	Alone  []string `json:"alone"`
	Needed []string `json:"needed"`
}

type editPoints struct {
	Edit   string `json:"edit"`
	Points string `json:"points"`
}

type stateJSON struct {
	OnList     bool              `json:"on_list"`
	AtLimit    bool              `json:"open_at_limit"`
	Place      int               `json:"place,omitempty"`
	PlaceWorst int               `json:"place_worst,omitempty"`
	Score      *rangeJSON        `json:"score,omitempty"`
	Grade      string            `json:"grade,omitempty"`
	Tiers      []tierVerdictJSON `json:"tiers"`
}

type tierVerdictJSON struct {
	Tier    string `json:"tier"`
	Verdict string `json:"verdict"`
}

// WriteDiffJSON writes a comparison as data; im is nil where nobody asked about groups.
func WriteDiffJSON(w io.Writer, d *tune.Difference, im *tune.Impact) error {
	out := diffJSON{Format: DiffFormat, Old: diffSide(&d.Old, d.OldList), New: diffSide(&d.New, d.NewList), Interact: d.Interact,
		Edits: []editJSON{}, Moves: []movedJSON{}}
	for i := range d.Edits {
		e, f := &d.Edits[i], &d.Effects[i]
		j := editJSON{Key: e.Key, Kind: e.Kind.String(), Change: e.Change.String(), Name: e.Name, Old: e.Old, New: e.New, Row: e.Row, People: e.People, Carried: e.Carried}
		if f.Stands {
			j.Alone = &tallyJSON{f.Alone.Entered, f.Alone.Left, f.Alone.Moved}
		}
		if f.StandsLast {
			j.Last = &tallyJSON{f.Last.Entered, f.Last.Left, f.Last.Moved}
		}
		out.Edits = append(out.Edits, j)
	}
	for i := range d.Moves {
		out.Moves = append(out.Moves, move(d, &d.Moves[i]))
	}
	if im != nil {
		out.Groups = newImpactJSON(im)
	}
	return encode(w, out)
}

func diffSide(s *tune.Side, onList int) diffSideJSON {
	m := &s.Program.Rules.Meta
	return diffSideJSON{m.ID, m.Version, s.Program.Rules.Digest(), s.Program.Cutoff.String(), s.Snapshot.Digest(), s.Snapshot.Len(), onList}
}

func move(d *tune.Difference, m *tune.Move) movedJSON {
	keys := func(list []int) []string {
		out := []string{}
		for _, e := range list {
			out = append(out, d.Edits[e].Key)
		}
		return out
	}
	kind := m.Cause.Kind()
	j := movedJSON{ID: m.ID, Change: "moved", Old: stateOf(&m.Old, d.Old.Program), New: stateOf(&m.New, d.New.Program),
		Cause: causeJSON{kind.String(), keys(m.Cause.Alone), keys(m.Cause.Needed)}}
	if m.Entered() {
		j.Change = "entered"
	} else if m.Left() {
		j.Change = "left"
	}
	if m.Scored {
		j.Rest = m.Rest.String()
		for e, p := range m.Points {
			if p.Sign() != 0 {
				j.Points = append(j.Points, editPoints{d.Edits[e].Key, p.String()})
			}
		}
	}
	return j
}

func stateOf(s *tune.State, p *eval.Program) *stateJSON {
	if !s.Present {
		return nil
	}
	j := &stateJSON{OnList: s.OnList, AtLimit: s.AtLimit, Place: s.Place.Best, PlaceWorst: s.Place.Worst, Grade: s.Grade}
	if p.Score != nil {
		r := fixedJSON(s.Total, p.Score.Rules.Round.Scale)
		j.Score = &r
	}
	for i, o := range s.Outcomes {
		j.Tiers = append(j.Tiers, tierVerdictJSON{p.Tiers[i].Rules.ID, o.String()})
	}
	return j
}

// encode writes a value as JSON for people and programs alike.
func encode(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	return enc.Encode(v)
}
