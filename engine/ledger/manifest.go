package ledger

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
)

// RunManifest is what the entry of a run says.
type RunManifest struct {
	Run        int    // number of the run in its roster
	Purpose    string // what the list is for; it names nobody
	Cutoff     string // the one day of the run, ISO
	Rules      []RuleFile
	Snapshot   int               // of the roster
	Rows       int               // people in the snapshot
	Engine     string            // version of slate
	Modules    string            // hexadecimal SHA-256 of the list of modules it was built from
	Go         string            // version of Go
	Params     map[string]string // settings of the run beside the rules
	People     int               // leaves of the tree of the results
	Root       Hash              // root of the tree of the results
	Result     string            // hexadecimal SHA-256 of the whole result in canonical form; "" where not kept
	Outcomes   map[string]int    // how many of each verdict
	Assessment string            // number of the impact assessment
	Notice     string            // version of the notice given to people
}

// RuleFile is one rule file of a run: the rule set first, then those it extends.
type RuleFile struct {
	ID, Version string
	SHA256      string // hexadecimal, of the bytes of the file
}

// Body returns the body of the entry.
func (m *RunManifest) Body() Body {
	b := Body{
		"run": strconv.Itoa(m.Run), "purpose": m.Purpose, "cutoff": m.Cutoff, "snapshot": strconv.Itoa(m.Snapshot), "rows": strconv.Itoa(m.Rows),
		"engine": m.Engine, "modules": m.Modules, "go": m.Go, "n": strconv.Itoa(m.People), "results_root": Hex(m.Root[:]),
		"result": m.Result, "assessment": m.Assessment, "notice": m.Notice, "rules": strconv.Itoa(len(m.Rules)),
	}
	for i, r := range m.Rules {
		b[fmt.Sprintf("rules.%d.id", i)] = r.ID
		b[fmt.Sprintf("rules.%d.version", i)] = r.Version
		b[fmt.Sprintf("rules.%d.sha256", i)] = r.SHA256
	}
	for i, k := range slices.Sorted(maps.Keys(m.Params)) {
		b[fmt.Sprintf("params.%d.name", i)] = k
		b[fmt.Sprintf("params.%d.value", i)] = m.Params[k]
	}
	for i, k := range slices.Sorted(maps.Keys(m.Outcomes)) {
		b[fmt.Sprintf("outcomes.%d.name", i)] = k
		b[fmt.Sprintf("outcomes.%d.n", i)] = strconv.Itoa(m.Outcomes[k])
	}
	return b
}

// ParseManifest reads the body of the entry of a run.
func ParseManifest(b Body) (*RunManifest, error) {
	m := &RunManifest{
		Purpose: b["purpose"], Cutoff: b["cutoff"], Engine: b["engine"], Modules: b["modules"], Go: b["go"],
		Result: b["result"], Assessment: b["assessment"], Notice: b["notice"],
	}
	var rules int
	for _, n := range []struct {
		key string
		to  *int
	}{{"run", &m.Run}, {"snapshot", &m.Snapshot}, {"rows", &m.Rows}, {"n", &m.People}, {"rules", &rules}} {
		var err error
		if *n.to, err = strconv.Atoi(b[n.key]); err != nil {
			return nil, fmt.Errorf("%s is %q, not a number", n.key, b[n.key])
		}
	}
	root, err := unhex(b["results_root"])
	if err != nil {
		return nil, fmt.Errorf("results_root: %w", err)
	}
	m.Root = Hash(root)
	for i := range min(rules, len(b)) {
		at := fmt.Sprintf("rules.%d.", i)
		m.Rules = append(m.Rules, RuleFile{b[at+"id"], b[at+"version"], b[at+"sha256"]})
	}
	for i := 0; ; i++ {
		name, ok := b[fmt.Sprintf("params.%d.name", i)]
		if !ok {
			break
		}
		if m.Params == nil {
			m.Params = map[string]string{}
		}
		m.Params[name] = b[fmt.Sprintf("params.%d.value", i)]
	}
	for i := 0; ; i++ {
		name, ok := b[fmt.Sprintf("outcomes.%d.name", i)]
		if !ok {
			break
		}
		n, err := strconv.Atoi(b[fmt.Sprintf("outcomes.%d.n", i)])
		if err != nil {
			return nil, fmt.Errorf("outcome %s: %w", name, err)
		}
		if m.Outcomes == nil {
			m.Outcomes = map[string]int{}
		}
		m.Outcomes[name] = n
	}
	return m, nil
}
