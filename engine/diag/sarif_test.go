package diag

import (
	"bytes"
	"encoding/json"
	"testing"
)

// TestSARIF holds the output to what the schema of SARIF 2.1.0 asks of every log: versions, a named tool, rules that results point to,
// levels and places as it allows them.
func TestSARIF(t *testing.T) {
	list := List{
		New(FullWidth, Span{File: "规则/a b.yaml", Start: Pos{3, 7}, End: Pos{3, 8}}, "char", "≥", "plain", ">=").WithHint(UsePlain, "char", ">="),
		New(Implied, Span{File: "x.yaml", Start: Pos{4, 1}, End: Pos{4, 3}}, "id", "a", "by", "b").WithRelated(Span{File: "x.yaml", Start: Pos{2, 1}, End: Pos{2, 2}}),
		New(NotTested, Span{File: "x.yaml", Start: Pos{5, 1}, End: Pos{5, 2}}, "id", "a", "truth", "true").WithPerson("{a: 1}"),
		New(NoCases, Span{File: "x.yaml"}),
		New(Implied, Span{File: "x.yaml", Start: Pos{9, 1}, End: Pos{9, 3}}, "id", "c", "by", "b"),
	}
	var out bytes.Buffer
	if err := WriteSARIF(&out, list, "1.2.3", English); err != nil {
		t.Fatal(err)
	}
	var log struct {
		Schema  string `json:"$schema"`
		Version string
		Runs    []struct {
			Tool struct {
				Driver struct {
					Name, Version string
					Rules         []struct {
						ID                   string
						ShortDescription     struct{ Text string }
						DefaultConfiguration struct{ Level string }
					}
				}
			}
			ColumnKind string
			Results    []struct {
				RuleID    string
				RuleIndex int
				Level     string
				Message   struct{ Text string }
				Locations []struct {
					PhysicalLocation struct {
						ArtifactLocation struct{ URI string }
						Region           *struct{ StartLine, StartColumn, EndLine, EndColumn int }
					}
				}
				RelatedLocations []struct{ ID *int }
				Fixes            []struct {
					ArtifactChanges []struct {
						Replacements []struct {
							DeletedRegion   struct{ StartLine, StartColumn, EndColumn int }
							InsertedContent struct{ Text string }
						}
					}
				}
			}
		}
	}
	decoder := json.NewDecoder(&out)
	if err := decoder.Decode(&log); err != nil {
		t.Fatal(err)
	}
	if log.Version != "2.1.0" || log.Schema == "" || len(log.Runs) != 1 {
		t.Fatalf("version %q, schema %q, %d runs", log.Version, log.Schema, len(log.Runs))
	}
	run := log.Runs[0]
	if run.Tool.Driver.Name != "slate" || run.Tool.Driver.Version != "1.2.3" || run.ColumnKind != "unicodeCodePoints" {
		t.Errorf("the tool is %+v, columns are %q", run.Tool.Driver, run.ColumnKind)
	}
	if got, want := len(run.Tool.Driver.Rules), 4; got != want {
		t.Errorf("%d rules, want %d: each code once", got, want)
	}
	levels := map[string]bool{"error": true, "warning": true, "note": true}
	for i, r := range run.Results {
		rule := run.Tool.Driver.Rules[r.RuleIndex]
		if rule.ID != r.RuleID || r.RuleID != string(list[i].Code) || rule.ShortDescription.Text == "" {
			t.Errorf("result %d is of rule %q and points to %+v", i, r.RuleID, rule)
		}
		if !levels[r.Level] || r.Level != rule.DefaultConfiguration.Level || r.Message.Text == "" || len(r.Locations) != 1 {
			t.Errorf("result %d: %+v", i, r)
		}
		if region := r.Locations[0].PhysicalLocation.Region; region != nil && (region.StartLine < 1 || region.StartColumn < 1 || region.EndColumn < region.StartColumn) {
			t.Errorf("result %d: region %+v", i, region)
		}
	}
	if got, want := run.Results[0].Locations[0].PhysicalLocation.ArtifactLocation.URI, "%E8%A7%84%E5%88%99/a%20b.yaml"; got != want {
		t.Errorf("the file is %q, want %q", got, want)
	}
	change := run.Results[0].Fixes[0].ArtifactChanges[0].Replacements[0]
	if change.InsertedContent.Text != ">=" || change.DeletedRegion.StartColumn != 7 || change.DeletedRegion.EndColumn != 8 {
		t.Errorf("the fix is %+v", change)
	}
	if run.Results[3].Locations[0].PhysicalLocation.Region != nil {
		t.Error("a problem of the whole file has a region")
	}
	if len(run.Results[1].RelatedLocations) != 1 || run.Results[1].RelatedLocations[0].ID == nil {
		t.Errorf("related places: %+v", run.Results[1].RelatedLocations)
	}
}

// TestExplain holds that every code explains itself, with its example.
func TestExplain(t *testing.T) {
	for code := range catalogue {
		for _, lang := range []Lang{Chinese, English} {
			text, ok := Explain(code, lang)
			if !ok || len(text) < 20 {
				t.Errorf("%s explains nothing: %q", code, text)
			}
			if comment, _ := commentOf(code); comment == "" {
				t.Errorf("%s has no comment", code)
			}
		}
	}
	if _, ok := Explain("E999", English); ok {
		t.Error("a code that does not exist is explained")
	}
	if text, _ := Explain(Implied, English); !bytes.Contains([]byte(text), []byte("tiers: [{id: t")) {
		t.Errorf("the example is missing:\n%s", text)
	}
}
