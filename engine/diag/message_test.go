package diag

import (
	"strings"
	"testing"
)

func TestMessage(t *testing.T) {
	tests := []struct {
		name       string
		d          Diagnostic
		zh, en     string
		doZH, doEN string
	}{
		{
			name: "hint of the place",
			d:    New(UnknownName, Span{}, "name", "年纳说额").WithHint(DidYouMean, "name", "年纳税额"),
			zh:   "没有名为“年纳说额”的字段、参数或派生值", en: `no fact, parameter or derived value is named "年纳说额"`,
			doZH: "是不是“年纳税额”？", doEN: `did you mean "年纳税额"?`,
		},
		{
			name: "advice of the code",
			d:    New(MissingKey, Span{}, "key", "id", "where", "vetoes"),
			zh:   "vetoes 缺少“id”", en: `vetoes lacks "id"`,
			doZH: "补上“id”", doEN: `add "id"`,
		},
		{
			name: "own words",
			d:    New(WrongShape, Span{}, "key", "tiers", "want", "list", "got", "mapping"),
			zh:   "“tiers”应当是列表，这里是一组“键: 值”", en: `"tiers" takes a list, not a mapping`,
			doZH: "写法见 rules/README.md", doEN: "how it is written: rules/README.md",
		},
		{
			name: "kind with unit",
			d:    New(BadOperands, Span{}, "op", "+", "left", "decimal 万元", "right", "bool"),
			zh:   "“+”不能用于数值（万元）与真假（true 或 false）", en: `"+" does not apply to number (万元) and true or false`,
			doZH: "两边用同一类型的值；文字要用单引号括起来", doEN: "use values of one type on both sides; text goes in single quotes",
		},
		{
			name: "one operand",
			d:    New(BadOperands, Span{}, "op", "not", "left", "text", "right", ""),
			zh:   "“not”不能用于文字", en: `"not" does not apply to text`,
			doZH: "两边用同一类型的值；文字要用单引号括起来", doEN: "use values of one type on both sides; text goes in single quotes",
		},
		{
			name: "number with what it counts",
			d:    New(TooLarge, Span{}, "size", "1048577 bytes", "limit", "1048576 bytes"),
			zh:   "超过大小上限：1048577 字节，上限是 1048576 字节", en: "over the size limit: 1048577 bytes, at most 1048576 bytes",
			doZH: "分成几个文件", doEN: "divide it into several files",
		},
		{
			name: "number beside a term",
			d:    New(TooComplex, Span{}, "limit", "200", "what", "parts"),
			zh:   "表达式太复杂：超过 200 个组成部分", en: "the expression is too complex: more than 200 parts",
			doZH: "分成几个条件，或者先用 derive 算出中间值", doEN: "divide it into several clauses, or derive an intermediate value first",
		},
		{
			name: "numbers in a phrase",
			d:    New(BadCall, Span{}, "function", "root", "problem", "2–12, 0–12"),
			zh:   "函数 root 的参数不对：第二个应当是 2 至 12 的整数，第三个应当是 0 至 12 的整数，直接写出", en: "wrong arguments for root: the second takes a whole number from 2 to 12, the third from 0 to 12, written out",
			doZH: "各函数的写法见 rules/README.md 的 Expressions 一节", doEN: `how functions are called: rules/README.md, section "Expressions"`,
		},
		{
			name: "nothing but a space was seen",
			d:    New(BadExpression, Span{}, "near", " "),
			zh:   "表达式不完整", en: "the expression is incomplete",
			doZH: "检查括号和引号是否成对；等于写作 ==，而且写作 and，或者写作 or", doEN: "check that brackets and quotes are closed; equality is written ==, both is and, either is or",
		},
		{
			name: "the user's words are not translated",
			d:    New(NotAChoice, Span{}, "value", "list", "values", "甲、乙"),
			zh:   "“list”不在可选值之内（甲、乙）", en: `"list" is not one of the choices (甲、乙)`,
			doZH: "改用可选值之一；确有需要时，在 values 里增加", doEN: "use one of the choices, or add it to values",
		},
		{
			name: "braces in a value",
			d:    New(DuplicateKey, Span{}, "key", "{key} {other}"),
			zh:   "键“{key} {other}”写了两次", en: `key "{key} {other}" is given twice`,
			doZH: "删去其中一个", doEN: "remove one of them",
		},
		{
			name: "escape in a value",
			d:    New(UnknownCode, Span{}, "code", "E\x1b[2J\n"),
			zh:   `没有“E\x1b[2J\n”这个错误代码`, en: `there is no error code "E\x1b[2J\n"`,
			doZH: "代码写成 E06 的样子", doEN: "write a code like E06",
		},
		{
			name: "missing argument shows",
			d:    New(OffNothing, Span{}),
			zh:   "要停用的“{id}”不存在", en: `there is no "{id}" to switch off`,
			doZH: "改正编号，或者删去这一条", doEN: "correct the id, or remove the entry",
		},
		{name: "unknown code", d: New("E00", Span{})},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := [4]string{tt.d.Message(Chinese), tt.d.Message(English), tt.d.HintText(Chinese), tt.d.HintText(English)}
			if want := [4]string{tt.zh, tt.en, tt.doZH, tt.doEN}; got != want {
				t.Errorf("got  %q\nwant %q", got, want)
			}
		})
	}
}

func TestLongValueIsClipped(t *testing.T) {
	got := New(BadDate, Span{}, "text", strings.Repeat("年", 5000)).Message(Chinese)
	if want := "“" + strings.Repeat("年", 200) + "…”不是日历上的日期"; got != want {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

func TestNewPanicsOnOddArguments(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("New took a name without a value")
		}
	}()
	odd := []string{"name"}
	New(UnknownName, Span{}, odd...) //lint:ignore SA5012 an odd number of arguments is what this test is about
}
