package lint_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"slate/engine/diag"
	"slate/engine/eval"
	"slate/engine/fact"
	"slate/engine/lint"
	"slate/engine/roster"
	"slate/engine/ruletest"
)

// plant is a way to spoil a shipped rule file, and the code that must come of it.
type plant struct {
	file string
	code diag.Code
	// by replaces the first of its two texts by the second, in which %d is a random number from lo to hi.
	from, to string
	lo, hi   int
	// shows holds of the person that the finding names; nil where it names nobody.
	shows func(j *eval.Judgement) bool
}

func outcomeOf(j *eval.Judgement, tier string) eval.Outcome {
	i, _ := j.Program().TierNamed(tier)
	return j.Outcomes[i]
}

func fails(tier string) func(*eval.Judgement) bool {
	return func(j *eval.Judgement) bool { return outcomeOf(j, tier) == eval.Fail }
}

func passes(tier string) func(*eval.Judgement) bool {
	return func(j *eval.Judgement) bool { return outcomeOf(j, tier) == eval.Pass }
}

// undecidedTable holds of somebody whom the table hands to a person.
func undecidedTable(j *eval.Judgement) bool {
	slot, _ := j.Program().NameOf("所属群体")
	v := j.Value(slot)
	return !v.Known() && v.Why() == fact.NeedsDecision
}

var plants = []plant{
	// Numbers beyond the domain, a unit slipped.
	{"county-2026", diag.AlwaysSame, `expr: "年纳税额 >= 提名门槛"`, `expr: "年纳税额 >= %d"`, 1000001, 9000000, fails("提名")},
	{"county-2026", diag.AlwaysSame, `expr: "重大安全事故 >= 事故起点"`, `expr: "重大安全事故 > 事故起点 + %d"`, 98, 500, nil},
	{"hukou", diag.AlwaysSame, `expr: "年纳税额 >= 参政门槛"`, `expr: "年纳税额 > 参政门槛 - %d"`, 301, 900, passes("参与")},
	// Conditions that contradict each other.
	{"county-2026", diag.ConstantClause, `年龄 >= 最低年龄 and 年龄 <= 最高年龄`, `年龄 > 最高年龄 and 年龄 < %d`, 20, 66, nil},
	{"county-2026", diag.NobodyPasses, `      - id: 提名.年龄`, "      - {id: 提名.反, label: x, basis: b, expr: \"年纳税额 < %d\"}\n      - id: 提名.年龄", 1, 400, nil},
	{"hukou", diag.NobodyPasses, `      # 税是企业交的`, "      - {id: 提名.反, label: x, basis: b, expr: \"年纳税额 <= %d\"}\n      # 税是企业交的", 1, 399, nil},
	// What changes nothing.
	{"county-2026", diag.Implied, `      - id: 提名.年龄`, "      - {id: 提名.多余, label: x, basis: b, expr: \"年纳税额 > %d\"}\n      - id: 提名.年龄", 1, 399, nil},
	{"county-2026", diag.Implied, `      - id: 提名.年龄`, "      - {id: 提名.多余, label: x, basis: b, expr: \"年龄 < %d\"}\n      - id: 提名.年龄", 66, 125, nil},
	{"hukou", diag.Implied, `      # 税是企业交的`, "      - {id: 提名.多余, label: x, basis: b, expr: \"年纳税额 * 2 >= %d\"}\n      # 税是企业交的", 2, 800, nil},
	{"county-2026", diag.DeadVeto, "vetoes:\n", "vetoes:\n  - {id: 否决.多余, label: x, basis: b, expr: \"年纳税额 < %d\", on_missing: undecided}\n", 2, 300, fails("参与")},
	{"county-2026", diag.TierAddsNothing, "# 否决看有没有", "  - {id: 更高, label: x, extends: 提名, require: [{id: 更高.年龄, label: x, basis: b, expr: \"年龄 < %d\"}]}\n# 否决看有没有", 66, 125, passes("更高")},
	// Decision tables.
	{"county-2026", diag.TableOverlap, `if: {单位类型: [中介组织, 社会组织], 岗位: [管理技术, 一般从业]}`, `if: {单位类型: [中介组织, 社会组织, 民营企业], 岗位: [管理技术, 一般从业]}`, 0, 0, undecidedTable},
	{"county-2026", diag.TableGap, `    otherwise: {decide: 不在列明的群体之内，由县委统战部认定}` + "\n", "", 0, 0, undecidedTable},
	{"county-2026", diag.Shadowed, "    otherwise: {decide: 不在", "      - {id: 群体.无, when: \"年纳税额 < 300 and 年纳税额 > %d\", then: 自由职业人员}\n    otherwise: {decide: 不在", 300, 999, nil},
	// Bands and grades.
	{"county-2026", diag.MergeBands, `"[400, 800)": 75, "[800, 2000)": 90`, `"[400, 800)": %d, "[800, 2000)": 90`, 90, 90, nil},
	{"county-2026", diag.OutsideGrades, `"[85, 100]": 优`, `"[85, %d]": 优`, 86, 99, nil},
	{"county-2026", diag.DeadGrade, `grades: {`, `grades: {"(100, %d]": 特优, `, 101, 200, nil},
	{"county-2026", diag.OutsideBands, `input: 就业人数` + "\n" + `          bands: {"[0, 50)": 40`, `input: 年龄` + "\n" + `          bands: {"[%d, 50)": 40`, 1, 49, nil},
	{"county-2026", diag.DeadBand, `input: 捐赠额` + "\n" + `          bands: {"[0, 5)": 0, "[5, 50)": 70, "[50, )": 100}`, `input: 捐赠额` + "\n" + `          bands: {"[0, 5)": 0, "[5, 100000]": 70, "(100000, )": %d}`, 71, 100, nil},
	{"county-2026", diag.ChainedChoice, `weight: 15, value: 行业影响}`, `weight: 15, expr: "行业影响 >= %d ? 100 : 行业影响 >= 40 ? 60 : 0"}`, 41, 99, nil},
	// Quotas.
	{"county-2026", diag.QuotaImpossible, `where: "性别 == '女'", min: 4`, `where: "性别 == '女'", min: %d`, 13, 40, nil},
	{"county-2026", diag.QuotaImpossible, `max: 7, basis: 第十三条第二项}`, "max: 7, basis: 第十三条第二项}\n      - {id: 县人大.男性, label: x, where: \"性别 == '男'\", min: %d}", 9, 12, nil},
	{"county-2026", diag.QuotaImpossible, `max: 7, basis: 第十三条第二项}`, "max: 7, basis: 第十三条第二项}\n      - {id: 县人大.大户, label: x, where: \"年纳税额 < %d\", min: 1}", 1, 400, nil},
	// Dates, numbers written twice, words, law.
	{"county-2026", diag.ParamGap, `      - {from: "2021-01-01", value: 200, basis: 统发〔2021〕2号第六条}` + "\n", "", 0, 0, nil},
	{"county-2026", diag.ParamNumber, `expr: "年纳税额 >= 提名门槛"`, `expr: "年纳税额 >= 参政门槛 and 年纳税额 >= 400 # %d"`, 0, 0, nil},
	{"county-2026", diag.Protected, `      - id: 提名.年龄`, "      - {id: 提名.性别, label: x, basis: b, expr: \"性别 == '男' or 年龄 < %d\"}\n      - id: 提名.年龄", 19, 60, fails("提名")},
	{"hukou", diag.Protected, "vetoes:\n", "vetoes:\n  - {id: 否决.税, label: x, basis: b, expr: \"年纳税额 < %d\", on_missing: undecided}\n", 301, 900, fails("提名")},
	{"hukou", diag.Qualification, `label: 可按程序推荐为`, `label: 有资格当选`, 0, 0, nil},
	{"hukou", diag.SentenceLacks, `fail: "年纳税{年纳税额}，距{参政门槛}还差{short}"`, `fail: "不到%d万元"`, 300, 300, nil},
	{"hukou", diag.MissingUnsaid, "  on_missing: undecided\n", "", 0, 0, nil},
	{"hukou", diag.NotTested, "  - {name: 非法集资, given: {非法集资: true}, expect: {参与: fail, 提名: fail, because: [否决.集资]}}\n", "", 0, 0, fails("提名")},
	{"county-2026", diag.CoarseOrder, `order_by: [score desc, 政治责任 desc, 年纳税额 desc, 年龄 asc]`, `order_by: [grade desc, 失信被执行 asc]`, 0, 0, nil},
	{"county-2026", diag.ExactAmount, `expr: "年纳税额 >= 提名门槛"`, `expr: "年纳税额 >= 提名门槛 or 捐赠额 == %d"`, 1, 99, nil},
}

// TestPlantedMistakes spoils the shipped rule files in two hundred ways and expects each to be found, with a person who shows it.
func TestPlantedMistakes(t *testing.T) {
	texts := map[string]string{}
	for _, file := range []string{"county-2026", "hukou"} {
		text, err := os.ReadFile("../../rules/" + file + ".yaml")
		if err != nil {
			t.Fatal(err)
		}
		texts[file] = string(text)
	}
	r := rand.New(rand.NewPCG(11, 11))
	planted, shown := 0, 0
	for planted < 200 {
		for _, p := range plants {
			if p.lo == p.hi && planted >= len(plants) {
				continue // it is spoilt in one way only
			}
			planted++
			to := p.to
			if strings.Contains(to, "%d") {
				to = fmt.Sprintf(to, p.lo+r.IntN(p.hi-p.lo+1))
			}
			if !strings.Contains(texts[p.file], p.from) {
				t.Fatalf("%s does not hold %q", p.file, p.from)
			}
			text := strings.Replace(texts[p.file], p.from, strings.Replace(to, " # 0", "", 1), 1)
			program := load(t, text)
			list := lint.Allow(check(t, program), diag.Sources{"x.yaml": []byte(text)})
			at := slices.IndexFunc(list, func(d diag.Diagnostic) bool { return d.Code == p.code })
			if at < 0 {
				t.Errorf("%s: %q gives no %s: %v", p.file, to, p.code, codes(list))
				continue
			}
			if p.shows == nil {
				continue
			}
			shown++
			if who := list[at].Person; who == "" || !p.shows(judgeCase(t, text, who)) {
				t.Errorf("%s: %q: %s names %q, who does not show it", p.file, to, p.code, who)
			}
		}
	}
	if shown < 30 {
		t.Errorf("only %d findings were held to their person", shown)
	}
}

func codes(list diag.List) (all []diag.Code) {
	for _, d := range list {
		all = append(all, d.Code)
	}
	return all
}

// judgeCase pastes a person into the file as a case and judges them as its cases are judged.
func judgeCase(t *testing.T, text, given string) *eval.Judgement {
	t.Helper()
	at := strings.Index(text, "tests:\n")
	p := load(t, text[:at]+"tests:\n  - {name: 所指的人, given: "+given+", expect: {}}\n")
	if _, err := ruletest.Run(context.Background(), p.Rules); err != nil {
		t.Fatal(err)
	}
	fields := p.Fields()
	b := roster.NewBuilder(fields)
	batch := b.Batch(roster.Batch{AsOf: p.Cutoff})
	person := b.Person(roster.Person{ID: "0"})
	for _, g := range append(slices.Clone(p.Rules.TestBase), p.Rules.Tests[0].Given...) {
		if slot, ok := p.NameOf(g.Name); ok {
			b.Set(person, slot, g.Value, batch, 0)
		}
	}
	pool, err := p.Over(context.Background(), b.Snapshot(), 1)
	if err != nil {
		t.Fatal(err)
	}
	return pool.Person(0)
}
