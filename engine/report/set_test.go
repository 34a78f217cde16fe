package report_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"slate/engine/diag"
	"slate/engine/eval"
	"slate/engine/fact"
	"slate/engine/report"
	"slate/engine/ruleset"
)

// printSections is what the tests add to the shipped rule files.
var printSections = map[string]string{
	"county-2026": `
calendar: calendars/2026.yaml
print:
  office: 中共示例县委统战部
  number: 统发〔2026〕18号
  telephone: 0000-0000000
  address: 示例县示例路1号
  from: "2026-07-01"
  columns: {public: [性别, 出生日期], department: [性别, 党派]}
  composition: [党派, 性别]
  strokes: {𬱟: 折竖横撇点横竖横撇竖横折}
`,
	"county-bodies-2026": `
print:
  office: 中共示例县委统战部
  from: "2026-09-28"
  columns: {public: [性别]}
`,
}

func printProgram(t testing.TB, name string) *eval.Program {
	t.Helper()
	rs, list := ruleset.Load(func(file string) ([]byte, error) {
		data, err := os.ReadFile(file)
		if strings.HasSuffix(file, name+".yaml") {
			data = append(data, printSections[name]...)
		}
		return data, err
	}, "../../rules/"+name+".yaml")
	if list.HasErrors() {
		t.Fatal(list[0].Message(diag.English))
	}
	p, list := eval.Compile(rs, fact.Date{})
	if p == nil || len(list) > 0 {
		t.Fatal(list)
	}
	return p
}

func writeSet(t testing.TB, s report.Set) map[string][]byte {
	t.Helper()
	out := map[string][]byte{}
	for _, p := range report.Papers(s) {
		var b bytes.Buffer
		for _, d := range p.Documents {
			if err := report.WriteText(&b, d); err != nil {
				t.Fatal(err)
			}
		}
		out[p.Name] = b.Bytes()
	}
	return out
}

// TestSetGolden holds the papers of the synthetic rosters to the files beside them. UPDATE=1 rewrites them.
func TestSetGolden(t *testing.T) {
	for name := range printSections {
		text, err := os.ReadFile("../../fixtures/" + name + "/roster.csv")
		if err != nil {
			t.Fatal(err)
		}
		p := printProgram(t, name)
		r := run(t, p, snapshot(t, p, string(text)), 0)
		for _, lang := range []diag.Lang{diag.Chinese, diag.English} {
			for file, page := range writeSet(t, report.Set{Result: r, Audience: report.Internal, Lang: lang}) {
				if file == "04-people" {
					page = page[:bytes.Index(page[1:], page[:20])+1] // one person is enough to read
				}
				file = filepath.Join("testdata", "set", name, lang.String(), file+".txt")
				if os.Getenv("UPDATE") != "" {
					os.MkdirAll(filepath.Dir(file), 0o755)
					if err := os.WriteFile(file, page, 0o644); err != nil {
						t.Fatal(err)
					}
				}
				want, err := os.ReadFile(file)
				if err != nil {
					t.Fatal(err)
				}
				if !bytes.Equal(page, want) {
					t.Errorf("%s differs at line %d; UPDATE=1 go test ./engine/report rewrites it", file, differs(page, want))
				}
			}
		}
	}
}

// TestSetSameBytes holds that papers do not depend on the order of people in the roster, nor on the cores.
func TestSetSameBytes(t *testing.T) {
	name := "county-2026"
	text, err := os.ReadFile("../../fixtures/" + name + "/roster.csv")
	if err != nil {
		t.Fatal(err)
	}
	p := printProgram(t, name)
	digest := func(text string, workers int) [32]byte {
		data, err := json.Marshal(report.Papers(report.Set{Result: run(t, p, snapshot(t, p, text), workers), Audience: report.Internal}))
		if err != nil {
			t.Fatal(err)
		}
		return sha256.Sum256(data)
	}
	want := digest(string(text), 1)
	random := rand.New(rand.NewPCG(7, 0))
	for range 3 {
		if digest(shuffled(random, string(text)), 2) != want {
			t.Fatal("papers differ under shuffled people")
		}
	}
}

// TestPublicSeesNoMore puts a canary into every cell that is not permitted and looks for it in all papers for outside.
func TestPublicSeesNoMore(t *testing.T) {
	const rules = `slate: 1
ruleset: {id: x, label: 名单, cutoff: "2026-06-30", owner: 示例部, purpose: y}
facts:
  性别: {type: choice, values: [男, 女], source: 甲}
  电话: {type: text, source: 甲}
  病史: {type: text, source: 甲, sensitive: true, purpose: y}
  得分项: {type: decimal, source: 甲}
  出生日期: {type: date, source: 甲}
  单位: {type: text, source: 甲}
tiers: [{id: t, require: [{id: t.a, label: 条件, expr: "得分项 >= 0 and 病史 != '' and 电话 != ''", pass: "{得分项}{病史}{电话}"}]}]
score: {criteria: [{id: s, value: 得分项}]}
ranking: {tier: t, order_by: [score desc]}
print:
  columns: {public: [性别, 出生日期, 电话, 单位], department: [性别]}
  mask: {单位: hidden}
`
	rs, list := ruleset.Load(func(file string) ([]byte, error) {
		if file != "x.yaml" {
			return nil, fs.ErrNotExist
		}
		return []byte(rules), nil
	}, "x.yaml")
	if list.HasErrors() {
		t.Fatal(list[0].Message(diag.English))
	}
	p, list := eval.Compile(rs, fact.Date{})
	if list.HasErrors() {
		t.Fatal(list)
	}
	text := "编号,姓名,性别,电话,病史,得分项,出生日期,单位\n" +
		"990000197505170023,甲一,男,13800138000,CANARYILL,77.125,1971-02-17,CANARYFIRM\n" +
		"990000197505170024,乙二,女,13900139000,CANARYSICK,78.25,1972-03-18,CANARYFIRM\n"
	r := run(t, p, snapshot(t, p, text), 0)
	for _, test := range []struct {
		audience report.Audience
		never    []string
	}{
		{report.Public, []string{"CANARY", "13800138000", "13900139000", "77.1", "78.2", "1971-02-17", "197505", "条件"}},
		{report.Department, []string{"CANARY", "13800138000", "77.1", "1971-02-17", "197505"}},
		{report.Internal, []string{"13800138000", "197505"}},
	} {
		papers, err := json.Marshal(report.Papers(report.Set{Result: r, Audience: test.audience}))
		if err != nil {
			t.Fatal(err)
		}
		for _, canary := range test.never {
			if bytes.Contains(papers, []byte(canary)) {
				t.Errorf("audience %d sees %s", test.audience, canary)
			}
		}
		for _, must := range []string{"甲一", "1971-02"} {
			if !bytes.Contains(papers, []byte(must)) {
				t.Errorf("audience %d does not see %s", test.audience, must)
			}
		}
	}
}
