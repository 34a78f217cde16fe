package report

import (
	"bufio"
	"encoding/json"
	"io"

	"slate/engine/ruletest"
	"slate/engine/tune/cover"
)

// Tested is what became of the cases of one rule file, and how much of it they reach.
type Tested struct {
	File   string
	Result *ruletest.Report
	Cover  *cover.Cover // nil: not to be told
	// Clauses says that what each clause came to is to be told.
	Clauses bool
}

type testedJSON struct {
	File    string       `json:"file"`
	Passed  int          `json:"passed"`
	Failed  int          `json:"failed"`
	Errors  int          `json:"errors"`
	Cases   []caseJSON   `json:"cases"`
	Clauses []clauseSeen `json:"clauses,omitempty"`
	Cover   *reachedJSON `json:"boundary,omitempty"`
}

type caseJSON struct {
	Name       string         `json:"name"`
	Line       int            `json:"line"`
	Status     string         `json:"status"`
	Mismatches []mismatchJSON `json:"mismatches,omitempty"`
	Problems   []string       `json:"problems,omitempty"`
}

type mismatchJSON struct {
	What string `json:"what"`
	Want string `json:"want"`
	Got  string `json:"got"`
}

type clauseSeen struct {
	ID      string `json:"id"`
	True    int    `json:"true"`
	False   int    `json:"false"`
	Unknown int    `json:"unknown"`
}

type reachedJSON struct {
	Reached int           `json:"reached"`
	Of      int           `json:"of"`
	Percent int           `json:"percent"`
	Items   []reachedItem `json:"items"`
}

type reachedItem struct {
	Kind  string `json:"kind"`
	ID    string `json:"id,omitempty"`
	What  string `json:"what,omitempty"`
	Cases int    `json:"cases"`
}

// WriteTestsJSON writes what became of the cases of rule files: {"format": "slate.tests/1", "files": […]}. A problem is told by its code.
// "clauses" counts the cases in which each clause came out true, false and unknown, "boundary" those that reach each
// veto, band, grade, row and side of a threshold; both only where they are to be told.
func WriteTestsJSON(w io.Writer, files []Tested) error {
	list := make([]testedJSON, 0, len(files))
	for _, f := range files {
		list = append(list, newTestedJSON(f))
	}
	out := bufio.NewWriter(w)
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	err := enc.Encode(struct {
		Format string       `json:"format"`
		Files  []testedJSON `json:"files"`
	}{"slate.tests/1", list})
	if err != nil {
		return err
	}
	return out.Flush()
}

func newTestedJSON(f Tested) testedJSON {
	r := f.Result
	j := testedJSON{File: f.File, Passed: r.Count(ruletest.Pass), Failed: r.Count(ruletest.Fail), Errors: r.Count(ruletest.Error), Cases: []caseJSON{}}
	for i := range r.Cases {
		c := &r.Cases[i]
		one := caseJSON{Name: c.Test.Name, Line: c.Test.Span.Start.Line, Status: caseStatus[c.Status]}
		for _, m := range c.Mismatches {
			one.Mismatches = append(one.Mismatches, mismatchJSON{m.What, m.Want, m.Got})
		}
		for k := range c.Problems {
			one.Problems = append(one.Problems, string(c.Problems[k].Code))
		}
		j.Cases = append(j.Cases, one)
	}
	if f.Clauses {
		for _, c := range r.Cover {
			j.Clauses = append(j.Clauses, clauseSeen{c.Clause.ID, c.True, c.False, c.Unknown})
		}
	}
	if f.Cover != nil {
		n, of := f.Cover.Count()
		j.Cover = &reachedJSON{Reached: n, Of: of, Percent: Percent(n, of), Items: []reachedItem{}}
		for _, i := range f.Cover.Items {
			j.Cover.Items = append(j.Cover.Items, reachedItem{i.Kind.String(), i.ID, i.What, i.Seen})
		}
	}
	return j
}

var caseStatus = map[ruletest.Status]string{ruletest.Pass: "pass", ruletest.Fail: "fail", ruletest.Error: "error"}
