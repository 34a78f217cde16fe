package mutate

import (
	"context"
	"fmt"

	"slate/engine/ruleset"
	"slate/engine/ruletest"
)

// Case writes a person as one case of a rule file, expecting what the rules give today: the verdicts, and of the keys that `expect`
// may have those that are named in look. given, waivers and the cut-off date are those of t. The ruleset is changed
// while Case works, so nobody else may use it, and is as before when Case returns. It fails where the person cannot be judged, and when ctx
// ends.
func Case(ctx context.Context, rs *ruleset.Ruleset, t *ruleset.Test, name string, look []string) (string, error) {
	r := &runner{ctx: ctx, rs: rs, tests: rs.Tests}
	defer func() { rs.Tests = r.tests }()
	probe := r.probe(t.Cutoff, t.Given, t, false)
	report, err := r.cases([]*ruleset.Test{probe})
	if err != nil {
		return "", err
	}
	if report.Cases[0].Status == ruletest.Error {
		return "", fmt.Errorf("judge the case %s: %s", name, report.Cases[0].Problems[0].Code)
	}
	w := &Witness{Test: probe, Rules: outcomes(&report.Cases[0]), Name: name}
	for _, what := range look {
		w.Mutant = append(w.Mutant, Outcome{What: what})
	}
	w.sees(rs)
	return w.YAML(), nil
}
