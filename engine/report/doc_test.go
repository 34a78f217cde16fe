package report

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"slate/engine/diag"
	"slate/engine/eval"
	"slate/engine/fact"
	"slate/engine/ruleset"
)

// docProgram compiles a rule file that stands in a text; files beside it are those of the folder rules.
func docProgram(t *testing.T, text, cutoff string) *eval.Program {
	t.Helper()
	open := func(name string) ([]byte, error) {
		if name == "x.yaml" {
			return []byte(text), nil
		}
		return os.ReadFile(filepath.Join("../../rules", filepath.FromSlash(name)))
	}
	rs, list := ruleset.Load(open, "x.yaml")
	if rs == nil || list.HasErrors() {
		t.Fatalf("%s\n%v", text, list)
	}
	day, _ := fact.ParseDate(cutoff)
	p, list := eval.Compile(rs, day)
	if p == nil {
		t.Fatal(list)
	}
	return p
}

const plainHead = `slate: 1
ruleset: {id: x, cutoff: "2026-06-30"}
facts:
  税: {type: money, unit: 万元}
  数: {type: int, unit: 件}
  率: {type: decimal}
  生日: {type: date}
  等: {type: choice, values: [A, B, C]}
  有: {type: bool}
  荣誉: {type: list, of: text}
  名: {type: text}
params:
  门槛: {unit: 万元, values: [{from: "2020-01-01", value: 400}]}
  起点: {type: int, unit: 件, values: [{from: "2020-01-01", value: 2}]}
  日: {type: date, values: [{from: "2020-01-01", value: "2026-09-01"}]}
tiers: [{id: t, require: [{id: c, label: c, expr: "有"}]}]
vetoes:
`

// TestPlain holds the plain words of every form of condition, and that what has none stays code.
func TestPlain(t *testing.T) {
	for _, c := range []struct{ expr, zh, en string }{
		{"税 >= 门槛", "税不低于400万元（门槛）", "税 is at least 400万元 (门槛)"},
		{"门槛 <= 税", "税不低于400万元（门槛）", "税 is at least 400万元 (门槛)"},
		{"税 < 0.000001", "税低于0.01元", "税 is below 0.01元"},
		{"数 >= 起点", "数不少于2件（起点）", "数 is no fewer than 2件 (起点)"},
		{"数 != 3", "数不是3件", "数 is not 3件"},
		{"生日 < '1960-01-01'", "生日早于1960-01-01", "生日 is before 1960-01-01"},
		{"日 >= cutoff", "2026-09-01（日）不早于截止日", "2026-09-01 (日) is no earlier than cut-off date"},
		{"等 == 'A'", "等为“A”", `等 is "A"`},
		{"等 in ['A', 'B']", "等为“A”或“B”", `等 is "A" or "B"`},
		{"等 not in ['A', 'B']", "等不是“A”或“B”", `等 is not "A" or "B"`},
		{"有", "有为“是”", `有 is "yes"`},
		{"not 有", "有为“否”", `有 is "no"`},
		{"not (有 and 数 > 1)", "不符合（有为“是”，且数多于1件）", `not (有 is "yes", and 数 is more than 1件)`},
		{"有 and (数 > 1 or 税 > 0)", "有为“是”，且（数多于1件，或税高于0万元）", `有 is "yes", and (数 is more than 1件, or 税 is above 0万元)`},
		{"age(生日) >= 18", "按生日计算的截止日周岁不低于18", "full years since 生日 on the cut-off date is at least 18"},
		{"率 / 2 + 1 > 3", "(率 ÷ 2) + 1高于3", "(率 ÷ 2) + 1 is above 3"},
		{"min(率, 2) > 1", "率、2中最小的高于1", "the least of 率, 2 is above 1"},
		{"名 contains '商会'", "名含有“商会”", `名 contains "商会"`},
		{"'劳模' in 荣誉", "荣誉包括“劳模”", `荣誉 includes "劳模"`},
		{"workdays_after(日, 5) <= '2026-10-01'", "2026-09-01（日）之后第5个工作日不晚于2026-10-01", "5 working days after 2026-09-01 (日) is no later than 2026-10-01"},
		{"名 matches '^A'", "`名 matches '^A'`", "`名 matches '^A'`"},
	} {
		p := docProgram(t, plainHead+`  - {id: v, label: v, expr: "`+c.expr+"\"}\n", "")
		for lang, want := range map[diag.Lang]string{diag.Chinese: c.zh, diag.English: c.en} {
			v := &measures{p: p, rs: p.Rules, lang: lang, plain: plain{p, p.Names, lang}}
			if got := v.condition(p.Rules.Vetoes[0].Expr); got != want {
				t.Errorf("%s:\n got %s\nwant %s", c.expr, got, want)
			}
		}
	}
}

func TestNumeral(t *testing.T) {
	for n, want := range map[int]string{1: "一", 10: "十", 11: "十一", 20: "二十", 25: "二十五", 100: "一百", 105: "一百零五", 110: "一百一十", 215: "二百一十五"} {
		if got := numeral(diag.Chinese, n); got != want {
			t.Errorf("numeral(%d) = %s, want %s", n, got, want)
		}
	}
}

func TestIntervalWords(t *testing.T) {
	for text, want := range map[string]string{"[0, 300)": "0万元以上、不满300万元", "(1, 2]": "超过1万元、2万元以下", "[1, 2]": "1万元至2万元", "[5, )": "5万元以上", "(, 5)": "不满5万元", "[3, 3]": "3万元", "(, )": "不限"} {
		v, err := fact.ParseInterval(text)
		if err != nil {
			t.Fatal(err)
		}
		if got := interval(diag.Chinese, v, "万元"); got != want {
			t.Errorf("%s: got %s, want %s", text, got, want)
		}
	}
}

func shipped(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("../../rules", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// TestArticlesStay holds that neither another cut-off date, nor a new row of a parameter, nor the language, nor fewer cases move an article.
func TestArticlesStay(t *testing.T) {
	text := shipped(t, "county-2026.yaml")
	more := strings.Replace(text, `      - {from: "2026-04-01", value: 300, basis: 统发〔2026〕3号第六条}`,
		`      - {from: "2026-04-01", value: 300, basis: 统发〔2026〕3号第六条}`+"\n      - {from: \"2026-07-01\", value: 350}", 1)
	numbers := func(m *Measures) []string {
		var out []string
		for _, c := range m.Places {
			out = append(out, c.ID+" "+citation(diag.English, c.Article, c.Item))
		}
		return out
	}
	p := docProgram(t, text, "")
	examples, failed, err := Examples(context.Background(), p.Rules)
	if err != nil || failed > 0 || len(examples) < 10 {
		t.Fatalf("%d examples, %d failed, %v", len(examples), failed, err)
	}
	want := numbers(NewMeasures(p, examples, diag.Chinese))
	for name, m := range map[string]*Measures{
		"other day": NewMeasures(docProgram(t, text, "2026-03-31"), nil, diag.Chinese),
		"new row":   NewMeasures(docProgram(t, more, ""), examples, diag.Chinese),
		"english":   NewMeasures(p, examples, diag.English),
	} {
		if got := numbers(m); !slices.Equal(got, want) {
			t.Errorf("%s: articles %v, want %v", name, got, want)
		}
	}
}

// TestEverythingIsCited holds that whatever has an id in a shipped rule file is in the index, once, at the place of its id.
func TestEverythingIsCited(t *testing.T) {
	for _, name := range []string{"county-2026.yaml", "county-bodies-2026.yaml", "hukou.yaml"} {
		p := docProgram(t, shipped(t, name), "")
		rs := p.Rules
		var want []string
		var clauses func(list []*ruleset.Clause)
		clauses = func(list []*ruleset.Clause) {
			for _, c := range list {
				want = append(want, c.ID)
				clauses(c.Of)
			}
		}
		for _, x := range rs.Params {
			want = append(want, x.Name)
		}
		for _, x := range rs.Derives {
			want = append(want, x.Name)
		}
		for _, x := range rs.Classifies {
			want = append(want, x.Name)
			for i, r := range x.Rules {
				want = append(want, rowID(x.Name, r.ID, i))
			}
		}
		for _, x := range rs.Tiers {
			want = append(want, x.ID)
			clauses(x.Require)
		}
		for _, x := range rs.Vetoes {
			clauses([]*ruleset.Clause{&x.Clause})
		}
		if rs.Score != nil {
			for _, x := range rs.Score.Criteria {
				want = append(want, x.ID)
				for _, in := range x.Indicators {
					if !x.Leaf {
						want = append(want, in.ID)
					}
				}
			}
		}
		for _, x := range rs.Grades {
			want = append(want, x.Label)
		}
		for _, x := range rs.Bodies {
			want = append(want, x.ID)
			for _, q := range x.Quotas {
				want = append(want, q.ID)
			}
		}
		var got []string
		for _, c := range NewMeasures(p, nil, diag.Chinese).Places {
			got = append(got, c.ID)
			if c.Span.File != "x.yaml" || c.Span.Start.Line == 0 {
				t.Errorf("%s: %s has no place", name, c.ID)
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: cited %v, want %v", name, got, want)
		}
	}
}
