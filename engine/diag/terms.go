package diag

import "strings"

// vocabulary translates those arguments that are slate's own words and not the user's. A reader
// of files passes the English word, which is also what English sentences show where en is empty.
type vocabulary map[string]words

var (
	kindTerms = vocabulary{
		"money": {zh: "金额"}, "decimal": {"数值", "number"}, "int": {"整数", "whole number"},
		"bool": {"真假（true 或 false）", "true or false"}, "date": {zh: "日期"}, "month": {zh: "月份"},
		"text": {zh: "文字"}, "choice": {zh: "选项"}, "list": {zh: "列表"},
		"list of decimal": {"数值列表", "list of numbers"}, "list of int": {"整数列表", "list of whole numbers"},
		"list of bool": {"真假列表", "list of truths"}, "list of date": {"日期列表", "list of dates"}, "list of month": {"月份列表", "list of months"},
		"list of text": {"文字列表", "list of texts"}, "list of choice": {"选项列表", "list of choices"},
	}
	shapeTerms = vocabulary{
		"mapping": {"一组“键: 值”", "a mapping"}, "list": {"列表", "a list"}, "single value": {"单个值", "a single value"},
	}
	placeTerms = vocabulary{"file": {"文件", "the file"}, "clause": {"条款", "a clause"}}
	thingTerms = vocabulary{
		"tier": {zh: "层级"}, "veto": {zh: "否决项"}, "clause": {zh: "条款"}, "criterion": {zh: "评价项"},
		"indicator": {zh: "指标"}, "body": {zh: "机构"}, "quota": {zh: "配额"}, "grade": {zh: "等次"},
		"criterion or indicator": {zh: "评价项或指标"}, "fact": {zh: "字段"}, "person": {zh: "人员"},
	}
	featureTerms = vocabulary{
		"anchor": {"锚点（&）", "anchor (&)"}, "alias": {"别名（*）", "alias (*)"},
		"merge key": {"合并键（<<）", "merge key (<<)"}, "tag": {"标签（!）", "tag (!)"},
	}
	characterTerms = vocabulary{
		"control": {"控制字符", "control character"}, "control character": {zh: "控制字符"}, "carriage return": {zh: "回车符"},
		"bidirectional": {"改变文字方向的字符", "bidirectional control"}, "bidirectional control": {zh: "改变文字方向的字符"},
		"invisible": {"不可见字符", "invisible character"}, "zero-width character": {zh: "零宽字符"},
		"blank character": {zh: "空白字符"}, "format character": {zh: "格式字符"}, "line separator": {zh: "换行符"},
		"space that is no plain space": {zh: "特殊空格"}, "replacement character": {zh: "编码转换失败的字符"}, "noncharacter": {zh: "无效字符"},
		"letter": {"其他文字的字母", "letter of another script"}, "quotation mark": {zh: "引号"},
	}
	constructTerms = vocabulary{
		"call of a member":             {"对象的方法", "a call of a member"},
		"member access":                {"“.”或下标", "access to a member"},
		"list outside in":              {"in 以外的列表", "a list, except after in"},
		"closure":                      {"逐项判断的写法", "a closure"},
		"this construct":               {zh: "这种写法"},
		"pattern that is not constant": {"不固定的匹配样式", "a pattern that is not constant"},
	}
	limitTerms = vocabulary{
		"bytes": {zh: "字节"}, "parts": {zh: "个组成部分"}, "levels": {zh: "层嵌套"},
		"# bytes": {zh: "# 字节"}, "# columns": {zh: "# 列"}, "# rows": {zh: "# 行"}, "# characters": {zh: "# 个字符"},
		"# values": {zh: "# 个值"}, "> #": {"# 以上", "more than #"},
	}
	numberTerms = vocabulary{
		"not 18 characters, nor 15 of the old form": {zh: "不是18位，也不是旧的15位"}, "not digits, with X allowed last": {zh: "前17位必须是数字，末位是数字或X"},
		"no day of birth in it": {zh: "其中的出生日期不存在"}, "wrong check character": {zh: "校验码不对"},
	}
	mappingTerms = vocabulary{
		"no such heading": {zh: "表里没有这个表头"}, "no such fact": {zh: "规则没有声明这个字段"},
	}
	bookTerms = vocabulary{
		"a damaged workbook": {zh: "工作簿已损坏"}, "a workbook beyond the limits": {zh: "工作簿的内容超出限度"},
		"rows or cells out of order, or twice": {zh: "行或单元格的次序不对，或者重复"}, "no workbook, but some other kind of file": {zh: "不是工作簿，是别的文件"},
		"an old .xls workbook, or one with a password": {zh: "是旧的 .xls 格式，或者加了密码"}, "a web page under another name": {zh: "其实是网页文件"},
		"unknown encoding": {zh: "编码名称不对，应为 utf-8、gb18030、utf-16le、utf-16be"},
		"a formula":        {zh: "是公式"}, "an error": {zh: "是错误值"}, "not a number": {zh: "不是数值"}, "a percentage": {zh: "是百分比格式，不知道按几分之几还是百分之几理解"},
		"no whole day": {zh: "不是一个完整的日期"}, "a number of more than fifteen digits, which the spreadsheet has rounded": {zh: "超过15位的数值，电子表格只保留15位，后面的已经丢失"},
	}
	unitTerms = vocabulary{"1": {"无单位的数", "a number without unit"}}
	callTerms = vocabulary{
		"#": {"现在是 # 个", "# of them"}, "# arguments": {"现在是 # 个", "# of them"},
		"#–#":      {"应当是 # 至 # 的整数，直接写出", "it takes a whole number from # to #, written out"},
		"#–#, #–#": {"第二个应当是 # 至 # 的整数，第三个应当是 # 至 # 的整数，直接写出", "the second takes a whole number from # to #, the third from # to #, written out"},
	}
	fileTerms = vocabulary{
		"not found": {zh: "找不到文件"}, "permission denied": {zh: "没有读取权限"}, "empty": {"文件是空的", "the file is empty"},
		"a folder": {"这是文件夹", "it is a folder"}, "damaged": {"文件已损坏", "the file is damaged"},
		"not an SQLite file":                                   {"不是 SQLite 文件", "it is not an SQLite file"},
		"another program's SQLite file":                        {"是其他程序的 SQLite 文件", "it is another program's SQLite file"},
		"version #, made by an older slate (this one knows #)": {"由更早的 slate 生成，版本是 #，现在的版本是 #；请用原来的表重新导入", "it is of version #, made by an older slate (this one knows #); import its tables again"},
		"version #, made by a newer slate (this one knows #)":  {"由更新的 slate 生成，版本是 #，现在的 slate 只能读到版本 #", "it is of version #, made by a newer slate (this one knows #)"},
	}
	// yamlTerms translates what the YAML library says.
	yamlTerms = vocabulary{
		"empty":      {"文件是空的", "the file is empty"},
		"unreadable": {zh: "不能读取"},
		"mapping values are not allowed in this context":               {zh: "冒号的位置不对，或者文字里的冒号没有加引号"},
		"mapping keys are not allowed in this context":                 {zh: "“?”的位置不对"},
		"block sequence entries are not allowed in this context":       {zh: "“-”的位置不对"},
		"could not find expected ':'":                                  {zh: "缺少冒号"},
		"did not find expected key":                                    {zh: "缩进不对，或者这里多了内容"},
		"did not find expected ',' or ']'":                             {zh: "方括号没有结束，或者缺少逗号"},
		"did not find expected ',' or '}'":                             {zh: "花括号没有结束，或者缺少逗号"},
		"did not find expected '-' indicator":                          {zh: "列表的缩进不对，或者缺少“-”"},
		"did not find expected node content":                           {zh: "这里缺少内容，或者多了右括号"},
		"did not find expected comment or line break":                  {zh: "“|”或“>”之后不能写内容"},
		"did not find expected alphabetic or numeric character":        {zh: "“&”或“*”开头的文字没有加引号"},
		"found character that cannot start any token":                  {zh: "文字不能以这个字符开头，或者缩进用了制表符"},
		"found a tab character that violates indentation":              {zh: "缩进用了制表符，应当用空格"},
		"found a tab character where an indentation space is expected": {zh: "缩进用了制表符，应当用空格"},
		"found unexpected end of stream":                               {zh: "引号没有结束"},
		"found unknown escape character":                               {zh: "双引号里的“\\”之后不能是这个字符"},
		"found unknown directive name":                                 {zh: "“%”开头的文字没有加引号"},
	}
)

// terms says which arguments of a code are words of which vocabulary.
var terms = map[Code]map[string]vocabulary{
	UnknownKey:     {"where": placeTerms},
	YAMLFeature:    {"feature": featureTerms},
	UnitMismatch:   {"left": unitTerms, "right": unitTerms},
	Forbidden:      {"what": constructTerms},
	TooLarge:       {"size": limitTerms, "limit": limitTerms},
	BadCharacter:   {"name": characterTerms},
	BadYAML:        {"problem": yamlTerms},
	WrongShape:     {"want": shapeTerms, "got": shapeTerms},
	MissingKey:     {"where": placeTerms},
	UnknownID:      {"kind": thingTerms},
	OneOf:          {"where": placeTerms},
	TypeMismatch:   {"want": kindTerms, "got": kindTerms},
	BadOperands:    {"left": kindTerms, "right": kindTerms},
	BadCall:        {"problem": callTerms},
	TooComplex:     {"what": limitTerms},
	NoFile:         {"problem": fileTerms},
	NotARoster:     {"problem": fileTerms},
	BadBook:        {"problem": bookTerms},
	BadSheetCell:   {"problem": bookTerms},
	BadIDNumber:    {"problem": numberTerms},
	UnknownMapping: {"problem": mappingTerms},
	FieldType:      {"roster": kindTerms, "rules": kindTerms},
}

// in returns a phrase in a language. It is a term; or one whose numbers stand as # in the vocabulary, which
// keep their order; or a kind with its unit, `money 万元`. Anything else is returned as it is.
func (v vocabulary) in(lang Lang, phrase string) string {
	if w, ok := v[phrase]; ok {
		return w.orSelf(lang, phrase)
	}
	shape, numbers := cutNumbers(phrase)
	if w, ok := v[shape]; ok && len(numbers) > 0 {
		return putNumbers(w.orSelf(lang, shape), numbers)
	}
	first, second, found := strings.Cut(phrase, " ")
	if w, ok := v[first]; ok && found {
		return w.orSelf(lang, first) + words{"（" + second + "）", " (" + second + ")"}.in(lang)
	}
	return phrase
}

func (w words) orSelf(lang Lang, term string) string {
	if s := w.in(lang); s != "" {
		return s
	}
	return term
}

// cutNumbers puts # in the place of each run of digits.
func cutNumbers(s string) (shape string, numbers []string) {
	for {
		from := strings.IndexFunc(s, isDigit)
		if from < 0 {
			return shape + s, numbers
		}
		length := strings.IndexFunc(s[from:], func(r rune) bool { return !isDigit(r) })
		if length < 0 {
			length = len(s) - from
		}
		shape += s[:from] + "#"
		numbers = append(numbers, s[from:from+length])
		s = s[from+length:]
	}
}

func putNumbers(shape string, numbers []string) string {
	for _, n := range numbers {
		shape = strings.Replace(shape, "#", n, 1)
	}
	return shape
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' }
