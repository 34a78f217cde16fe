package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	fixture "slate/fixtures/people"
)

// TestDistrict runs the rules of who belongs over a whole district: the groups are exactly those that the district counted, and the team has
// exactly its 184 places, on every level.
func TestDistrict(t *testing.T) {
	file := filepath.Join(t.TempDir(), "district.csv")
	f, err := os.Create(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := fixture.Write(f, "strata-2026", 5419, 1); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	var run struct {
		Ranked []struct {
			ID     string `json:"id"`
			OnList bool   `json:"on_list"`
		} `json:"ranked"`
		People []struct {
			ID     string                         `json:"id"`
			Score  struct{ Grade string }         `json:"score"`
			Values []struct{ Name, Value string } `json:"values"`
		} `json:"people"`
	}
	if err := json.Unmarshal([]byte(slate(t, done, "run", "../../rules/strata-2026.yaml", "--roster", file, "--format", "json")), &run); err != nil {
		t.Fatal(err)
	}
	onList := map[string]bool{}
	for _, p := range run.Ranked {
		if p.OnList {
			onList[p.ID] = true
		}
	}
	groups, education, levels, contact := map[string]int{}, map[string]int{}, map[string]int{}, 0
	for _, p := range run.People {
		for _, v := range p.Values {
			switch v.Name {
			case "六类":
				groups[v.Value]++
			case "学历":
				education[v.Value]++
			case "重点联系":
				if onList[p.ID] && v.Value == "true" {
					contact++
				}
			}
		}
		if onList[p.ID] {
			levels[p.Score.Grade]++
		}
	}
	for group, n := range map[string]int{"民营科技企业创业和技术人员": 295, "外企管理技术人员": 149, "个体户": 3676, "私营企业主": 985, "中介组织从业人员": 128, "自由职业人员": 186} {
		if groups[group] != n {
			t.Errorf("%d of %s, want %d", groups[group], group, n)
		}
	}
	for degree, percent := range map[string]int{"硕士以上": 5, "大专本科": 75, "高中中专": 15, "初中以下": 5} {
		if got := education[degree] * 100; got < (percent-1)*5419 || got > (percent+1)*5419 {
			t.Errorf("%d of 5419 with %s, want about %d in 100", education[degree], degree, percent)
		}
	}
	if len(onList) != 184 {
		t.Errorf("%d on the team, want 184", len(onList))
	}
	for _, level := range []string{"市级", "区级", "街道", "社区"} {
		if levels[level] == 0 {
			t.Errorf("nobody of the team is on the level %s", level)
		}
	}
	if contact == 0 {
		t.Error("nobody of the team is marked for contact")
	}
}
