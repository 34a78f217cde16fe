package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"slate/engine/ruleset"
	fixture "slate/fixtures/people"
)

// shipped are the rule files whose rosters are drawn from what they declare, each with how its values lie.
var shipped = map[string]map[string]fixture.Lean{
	"departments-2026": {
		"民营经济得分": {From: "60", To: "99"}, "党建得分": {From: "70", To: "99"}, "职能得分": {From: "65", To: "99"}, "满意度": {From: "78", To: "99"},
		"有效投诉": {To: "5"}, "重大责任事件": {Yes: 30},
	},
	"responsibility-2026": {
		"技术人员数": {To: "1500"}, "上次联系": {From: "2024-06-01", To: "2026-06-30"},
	},
	"senate-ca": {
		"birth": {From: "1945-01-01", To: "2000-12-31"}, "citizen": {Yes: 970}, "property": {To: "400000"}, "net_worth": {From: "-5000", To: "900000"},
		"resident_since": {From: "1990-01-01", To: "2026-06-30"}, "studies_elsewhere": {Yes: 100}, "merit": {From: "40", To: "100"},
	},
	"councillor-uk": {
		"birth": {From: "1945-01-01", To: "2009-12-31"}, "citizenship": {Yes: 970}, "elector_nomination": {Yes: 850}, "elector_polling": {Yes: 850},
		"occupies_since": {From: "2010-01-01", To: "2026-04-01"}, "works_since": {From: "2010-01-01", To: "2026-04-01"}, "resident_since": {From: "2010-01-01", To: "2026-04-01"},
		"employee_nomination": {Yes: 40}, "employee_polling": {Yes: 40}, "bankrupt_nomination": {Yes: 20}, "bankrupt_polling": {Yes: 20},
		"sentence_months": {To: "4"}, "sentence_date": {From: "2005-01-01", To: "2025-12-31"},
	},
}

// sizes are how many people the rosters have.
var sizes = map[string]int{"departments-2026": 24, "responsibility-2026": 30, "senate-ca": 30, "councillor-uk": 30}

// TestShippedRosters holds the rosters of shipped rule files to their generator, and the lists to the rosters.
func TestShippedRosters(t *testing.T) {
	for name, lean := range shipped {
		t.Run(name, func(t *testing.T) {
			rules := "../../rules/" + name + ".yaml"
			set, list := ruleset.Load(os.ReadFile, rules)
			if list.HasErrors() {
				t.Fatal(list)
			}
			var roster bytes.Buffer
			if err := fixture.WriteDeclared(&roster, set.Fields(), lean, sizes[name], 1); err != nil {
				t.Fatal(err)
			}
			folder := filepath.Join("../../fixtures", name)
			file := filepath.Join(folder, "roster.csv")
			golden(t, file, roster.Bytes())
			golden(t, filepath.Join(folder, "list.txt"), []byte(slate(t, done, "run", rules, "--roster", file)))
		})
	}
}

// golden holds bytes to a file; with UPDATE it writes the file.
func golden(t *testing.T, file string, got []byte) {
	t.Helper()
	if os.Getenv("UPDATE") == "1" {
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s is not what comes out now", file)
	}
}
