package diag

import (
	"encoding/json"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
)

// sarifSchema is where the schema of SARIF 2.1.0 is published (OASIS, 2020).
const sarifSchema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

type (
	sarifLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool       sarifTool     `json:"tool"`
		Language   string        `json:"language"`
		ColumnKind string        `json:"columnKind"`
		Results    []sarifResult `json:"results"`
	}
	sarifTool struct {
		Driver sarifDriver `json:"driver"`
	}
	sarifDriver struct {
		Name    string      `json:"name"`
		Version string      `json:"version"`
		Rules   []sarifRule `json:"rules"`
	}
	sarifRule struct {
		ID               string      `json:"id"`
		ShortDescription sarifText   `json:"shortDescription"`
		Help             sarifText   `json:"help"`
		Default          sarifConfig `json:"defaultConfiguration"`
	}
	sarifConfig struct {
		Level string `json:"level"`
	}
	sarifText struct {
		Text string `json:"text"`
	}
	sarifResult struct {
		RuleID    string          `json:"ruleId"`
		RuleIndex int             `json:"ruleIndex"`
		Level     string          `json:"level"`
		Message   sarifText       `json:"message"`
		Locations []sarifLocation `json:"locations,omitempty"`
		Related   []sarifLocation `json:"relatedLocations,omitempty"`
		Fixes     []sarifFix      `json:"fixes,omitempty"`
	}
	sarifLocation struct {
		ID       *int          `json:"id,omitempty"`
		Physical sarifPhysical `json:"physicalLocation"`
	}
	sarifPhysical struct {
		Artifact sarifArtifact `json:"artifactLocation"`
		Region   *sarifRegion  `json:"region,omitempty"`
	}
	sarifArtifact struct {
		URI string `json:"uri"`
	}
	sarifRegion struct {
		StartLine   int `json:"startLine"`
		StartColumn int `json:"startColumn,omitempty"`
		EndLine     int `json:"endLine,omitempty"`
		EndColumn   int `json:"endColumn,omitempty"`
	}
	sarifFix struct {
		Description sarifText     `json:"description"`
		Changes     []sarifChange `json:"artifactChanges"`
	}
	sarifChange struct {
		Artifact     sarifArtifact      `json:"artifactLocation"`
		Replacements []sarifReplacement `json:"replacements"`
	}
	sarifReplacement struct {
		Deleted  sarifRegion `json:"deletedRegion"`
		Inserted sarifText   `json:"insertedContent"`
	}
)

var sarifLevels = [...]string{Error: "error", Warning: "warning", Advice: "note"}

// WriteSARIF writes the problems in the format that code hosts and editors read: SARIF 2.1.0, one run of the tool slate at a
// version, columns counted in characters. The message holds the sentence, somebody who shows the problem and what to
// do, in one language. A full-width character comes with its fix.
func WriteSARIF(w io.Writer, l List, version string, lang Lang) error {
	run := sarifRun{Language: [...]string{"zh-CN", "en"}[lang], ColumnKind: "unicodeCodePoints", Results: make([]sarifResult, len(l))}
	rules := rulesOf(l, lang)
	run.Tool.Driver = sarifDriver{Name: "slate", Version: version, Rules: rules}
	for i := range l {
		run.Results[i] = l[i].sarif(lang)
		run.Results[i].RuleIndex = slices.IndexFunc(rules, func(r sarifRule) bool { return r.ID == string(l[i].Code) })
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(sarifLog{sarifSchema, "2.1.0", []sarifRun{run}}); err != nil {
		return fmt.Errorf("write diagnostics: %w", err)
	}
	return nil
}

// rulesOf describes the codes of some problems, each once, in order.
func rulesOf(l List, lang Lang) []sarifRule {
	rules := []sarifRule{}
	for i := range l {
		c := l[i].Code
		if slices.ContainsFunc(rules, func(r sarifRule) bool { return r.ID == string(c) }) {
			continue
		}
		rules = append(rules, sarifRule{string(c), sarifText{catalogue[c].in(lang)}, sarifText{advice[c].in(lang)}, sarifConfig{sarifLevels[c.Severity()]}})
	}
	slices.SortFunc(rules, func(a, b sarifRule) int { return strings.Compare(a.ID, b.ID) })
	return rules
}

func (d Diagnostic) sarif(lang Lang) sarifResult {
	text := d.Message(lang)
	if d.Person != "" {
		text += words{"；例如 given: ", "; such as given: "}.in(lang) + d.Person
	}
	if h := d.HintText(lang); h != "" {
		text += words{"。建议：", ". Hint: "}.in(lang) + h
	}
	r := sarifResult{RuleID: string(d.Code), Level: sarifLevels[d.Code.Severity()], Message: sarifText{text}}
	if d.Span.File != "" {
		r.Locations = []sarifLocation{{Physical: d.Span.sarif()}}
	}
	for i, s := range d.Related {
		r.Related = append(r.Related, sarifLocation{ID: &i, Physical: s.sarif()})
	}
	if d.Hint.Key == UsePlain && d.Span.Start.Line > 0 {
		plain, _ := lookup(d.Hint.Args, "char")
		place := d.Span.sarif()
		r.Fixes = []sarifFix{{sarifText{d.HintText(lang)}, []sarifChange{{place.Artifact, []sarifReplacement{{*place.Region, sarifText{plain}}}}}}}
	}
	return r
}

func (s Span) sarif() sarifPhysical {
	p := sarifPhysical{Artifact: sarifArtifact{uri(s.File)}}
	if s.Start.Line > 0 && s.Sheet == "" {
		p.Region = &sarifRegion{s.Start.Line, s.Start.Column, s.End.Line, s.End.Column}
	}
	return p
}

// uri writes a path as a reference of RFC 3986: what is not a plain character is escaped by its bytes.
func uri(name string) string {
	const plain = "-._~/"
	var b strings.Builder
	for _, c := range []byte(path.Clean(strings.ReplaceAll(name, `\`, "/"))) {
		if c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || strings.IndexByte(plain, c) >= 0 {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}
