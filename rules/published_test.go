package rules_test

import (
	"bytes"
	"encoding/csv"
	"os"
	"slices"
	"strings"
	"testing"

	"slate/engine/diag"
	"slate/engine/ruleset"
)

// TestPublished holds published.csv, which says where a published rule is expressed, to the rule files: the place is in the file, and
// the two cases exist and expect different things. A rule without a file has the reason in the place of the cases.
func TestPublished(t *testing.T) {
	text, err := os.ReadFile("published.csv")
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]*ruleset.Ruleset{}
	texts := map[string]string{}
	for _, row := range rows[1:] {
		rule, file, place := row[0], row[1], row[2]
		if file == "" {
			if place != "" || row[3] == "" {
				t.Errorf("%s: a rule that is in no file needs a reason", rule)
			}
			continue
		}
		if files[file] == nil {
			rs, list := ruleset.Load(os.ReadFile, file+".yaml")
			if list.HasErrors() {
				t.Fatal(list[0].Message(diag.English))
			}
			source, err := os.ReadFile(file + ".yaml")
			if err != nil {
				t.Fatal(err)
			}
			files[file], texts[file] = rs, string(source)
		}
		if !strings.Contains(texts[file], "id: "+place+",") && !strings.Contains(texts[file], "id: "+place+"\n") && !strings.Contains(texts[file], "\n  "+place+":") {
			t.Errorf("%s: %s.yaml has no %s", rule, file, place)
		}
		var sides []ruleset.Expect
		for _, name := range row[3:] {
			for _, c := range files[file].Tests {
				if c.Name == name {
					sides = append(sides, c.Expect)
				}
			}
		}
		if len(sides) != 2 {
			t.Errorf("%s: %s.yaml has %d of the cases %q", rule, file, len(sides), row[3:])
		} else if slices.Equal(words(sides[0]), words(sides[1])) {
			t.Errorf("%s: the cases %q expect the same", rule, row[3:])
		}
	}
}

// words writes what a case expects without its place in the file.
func words(e ruleset.Expect) []string {
	var out []string
	for _, v := range e.Verdicts {
		out = append(out, v.Tier+" "+v.Verdict)
	}
	for _, l := range e.Labels {
		out = append(out, l.Name+" "+l.Value.String())
	}
	for _, p := range e.Points {
		out = append(out, p.ID+" "+p.Points)
	}
	for _, s := range e.Seats {
		out = append(out, s.Body+" "+s.Seat)
	}
	if e.Score != nil {
		out = append(out, e.Score.Text)
	}
	return out
}
