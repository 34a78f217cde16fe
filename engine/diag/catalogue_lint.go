package diag

// The words of what is found in sound files stand apart from those of what is wrong with files: they are as many again.
func init() {
	for code, w := range lintCatalogue {
		catalogue[code] = w
	}
	for code, w := range lintAdvice {
		advice[code] = w
	}
	for code, t := range lintTerms {
		terms[code] = t
	}
}

// lintCatalogue holds the sentences of what package lint finds.
var lintCatalogue = map[Code]words{
	AlwaysSame:      {"条件“{expr}”{truth}", `"{expr}" {truth}`},
	ExactAmount:     {"“{expr}”要求金额或小数分毫不差", `"{expr}" asks for an amount to the last cent`},
	QuotaImpossible: {"“{id}”至少要{least}人，最多只能有{most}人", `"{id}" asks for {least} at least, where there can be {most} at most`},
	Shadowed:        {"决策表“{table}”的“{row}”从不起作用", `row "{row}" of table "{table}" never decides`},
	Implied:         {"“{id}”不改变任何人的结论：“{by}”已经包含它", `"{id}" changes nobody's verdict: "{by}" already asks for it`},
	DeadVeto:        {"否决项“{id}”拦不住任何人：{why}", `veto "{id}" bars nobody: {why}`},
	NotTested:       {"没有案例使“{id}”为{truth}", `no case makes "{id}" {truth}`},
	MissingUnsaid:   {"没有写明资料缺失时怎么办：{count}条没有 on_missing，例如“{id}”", `nothing says what missing facts mean: {count} clauses have no on_missing, such as "{id}"`},
	CoarseOrder:     {"排序各项合起来只有{count}种结果，名单有{limit}个位次：并列不可避免", "the keys of the order tell {count} people apart, the list has {limit} places: ties are certain"},
	NearThreshold:   {"{near}人（共{people}人）离“{id}”的门槛{threshold}不到百分之一", `{near} of {people} people are within one per cent of {threshold}, the threshold of "{id}"`},
	OldFacts:        {"{source}提供的“{name}”，已过有效期的有{old}人（共{people}人）", `"{name}" from {source} has expired for {old} of {people} people`},
	Protected:       {"“{id}”以“{fact}”为条件", `"{id}" makes "{fact}" a condition`},
	ParamNumber:     {"“{number}”与参数“{name}”相同，参数调整时不会跟着变", `{number} is also parameter "{name}", and will not follow it`},
	Qualification:   {"“{text}”用了“{word}”一词", `"{text}" speaks of "{word}"`},
	ConstantClause:  {"条款“{id}”{truth}", `"{id}" {truth}`},
	TableOverlap:    {"“{a}”与“{b}”可能同时符合，决策表“{table}”只好交人认定", `"{a}" and "{b}" may both hit, which leaves table "{table}" to a person`},
	TableGap:        {"决策表“{table}”没有一行说到这样的人", `no row of table "{table}" describes such people`},
	ParamGap:        {"规则从{from}起施行，参数“{name}”从{first}起才有值", `the rules are in force from {from}, parameter "{name}" has a value only from {first}`},
	TierAddsNothing: {"凡是达到“{by}”的，都达到“{id}”", `whoever passes "{by}" passes "{id}"`},
	BadAllow:        {"“{text}”没有起作用：{why}", `"{text}" has no effect: {why}`},
	UnusedAllow:     {"这里没有 {code}，不需要放行", "there is no {code} here to allow"},
	NobodyPasses:    {"没有人能达到“{id}”", `nobody can pass "{id}"`},
	OutsideBands:    {"“{id}”的分档没有包括“{input}”的这个值，会按缺资料计", `the bands of "{id}" leave out such a "{input}", which counts as missing`},
	DeadBand:        {"“{id}”的{band}一档没有人能进", `nobody can be in band {band} of "{id}"`},
	OutsideGrades:   {"可能得到{score}分，不在任何等次之内", "a score of {score} is possible and lies in no grade"},
	DeadGrade:       {"没有人能得到等次“{grade}”：最低{lo}分，最高{hi}分", `nobody can have grade "{grade}": scores go from {lo} to {hi}`},
	MergeBands:      {"{a}和{b}得分相同，可以合并", "{a} and {b} give the same points and can be one"},
	ChainedChoice:   {"“{id}”用连续的条件给“{name}”分档", `"{id}" sorts "{name}" by a chain of conditions`},
	SentenceLacks:   {"“{id}”的说明没有写出{what}（{name}）", `the sentence of "{id}" does not give {what} ({name})`},
	NoCases:         {"规则文件里没有案例", "the rule file has no cases"},
	NotDecided:      {"没有判定“{id}”：{why}", `"{id}" was not decided: {why}`},
}

// lintAdvice holds what to do about it.
var lintAdvice = map[Code]words{
	AlwaysSame:      {"核对数字、单位和 domain", "check the number, its unit and the domain"},
	ExactAmount:     {"改用 >=、<=，或者写成两端的范围", "use >= or <=, or a range with two ends"},
	QuotaImpossible: {"核对名额和各项配额", "check the seats and the quotas"},
	Shadowed:        {"删去，或者移到前面，或者核对条件", "remove it, move it up, or check its tests"},
	Implied:         {"删去，或者核对门槛", "remove it, or check its threshold"},
	DeadVeto:        {"删去，或者核对条件", "remove it, or check its condition"},
	NotTested:       {"增加一个案例", "add a case"},
	MissingUnsaid:   {"在 ruleset 里写 on_missing: undecided，或者逐条写明", "give on_missing: undecided under ruleset, or on each clause"},
	CoarseOrder:     {"在 order_by 末尾加上区分度更大的一项", "add a finer key at the end of order_by"},
	NearThreshold:   {"逐人核对这些数据的来源，再定名单", "verify the figures of these people before the list is settled"},
	OldFacts:        {"请{source}重新报送，或者核对 max_age", "ask {source} for it again, or check max_age"},
	Protected:       {"选举法第四条：性别、民族、宗教信仰、财产状况不得成为限制；需要照顾的，改用 quotas 的 min", "sex, ethnicity, religion and wealth must not bar anybody (electoral law, article 4); to favour a group use the min of a quota"},
	ParamNumber:     {"改用“{name}”；确实无关的，加注释说明", `write "{name}"; where they have nothing to do with each other, say so in a comment`},
	Qualification:   {"这里只是组织推荐：改用“推荐条件”", "these rules only recommend: speak of criteria for recommendation"},
	ConstantClause:  {"核对各项比较是否相互矛盾", "check whether the comparisons contradict each other"},
	TableOverlap:    {"使两行互不相交；有意交人认定的，加一行 decide", "make the rows exclude each other; if a person shall decide, say so in a row with decide"},
	TableGap:        {"增加一行，或者写明 otherwise", "add a row, or give otherwise"},
	ParamGap:        {"增加一行，生效日期不晚于规则的施行日期", "add a row that is in force when the rules are"},
	TierAddsNothing: {"核对两个层级的条件，层级应当由低到高", "check both tiers: they stand from low to high"},
	BadAllow:        {"写成“# slate: allow W06 理由”", `write it like "# slate: allow W06 reason"`},
	UnusedAllow:     {"删去这条注释", "remove the comment"},
	NobodyPasses:    {"核对这些条件是否相互矛盾", "check whether its conditions contradict each other"},
	OutsideBands:    {"补上一档", "add a band"},
	DeadBand:        {"核对单位和门槛", "check the unit and the ends of the bands"},
	OutsideGrades:   {"补上一个等次，或者核对分值", "add a grade, or check the points"},
	DeadGrade:       {"核对等次的范围和分值", "check the range of the grade and the points"},
	MergeBands:      {"合并成一档", "make them one band"},
	ChainedChoice:   {"改用 bands，边界一目了然，也能检查遗漏", "use bands: their edges are plain, and gaps are found"},
	SentenceLacks:   {"在句子里加上花括号，例如 {name}", "add it in braces, such as {name}"},
	NoCases:         {"在 tests 里为每条门槛写两个案例：刚好达到，差一个单位", "under tests give two cases for each threshold: just enough, and one unit less"},
	NotDecided:      {"不影响使用；想要判定，就把条件拆开，或者先用 derive 算出一个合计", "it may be used as it is; to have it decided divide it, or derive one sum first"},
}

var (
	truthTerms = vocabulary{"true": {"对任何人都成立", "holds for everybody"}, "false": {"对任何人都不成立", "holds for nobody"}}
	caseTerms  = vocabulary{
		"true": {"真", "true"}, "false": {"假", "false"}, "unknown": {"不明", "unknown"},
		"true, false": {"真，也没有使它为假", "true, and none makes it false"}, "true, unknown": {"真，也没有使它不明", "true, and none leaves it unknown"},
		"false, unknown":       {"假，也没有使它不明", "false, and none leaves it unknown"},
		"true, false, unknown": {"真、为假或不明：案例都没有用到它", "true, false or unknown: the cases never look at it"},
	}
	deadTerms = vocabulary{
		"never":   {"条件从不成立", "its condition never holds"},
		"already": {"它所拦的人，其他条件已经拦住", "whom it bars, other conditions bar already"},
	}
	lackTerms = vocabulary{"value": {"这个人的值", "the person's value"}, "gap": {"还差多少", "how much is lacking"}}
	openTerms = vocabulary{
		"text":   {"文字用了包含、开头、结尾或样式匹配", "a text is compared with part of a text or a pattern"},
		"list":   {"列表涉及的成员太多", "a list is asked about too many members"},
		"turns":  {"算式随一个数既升又降", "an expression goes up and down with one number"},
		"joint":  {"几个字段同时出现在几种不同的算式里", "several facts stand together in more than one way"},
		"many":   {"要看的情形太多", "there are too many cases to look at"},
		"unlike": {"两边的算式不同，数字又太多，不能逐个比较", "the expressions differ and there are too many numbers to compare one by one"},
		"fact":   {"两边对这个字段的声明不同", "the two files declare the fact differently"},
		"pool":   {"得分与全体人员相比得出", "points are relative to the pool"},
	}
	allowTerms = vocabulary{
		"no reason":    {"没有写理由", "it gives no reason"},
		"no code":      {"没有写代码", "it names no code"},
		"unknown code": {"没有这个代码", "there is no such code"},
		"an error":     {"文件本身的错误不能放行", "an error of the file cannot be allowed"},
	}
)

// lintTerms says which arguments are words of which vocabulary.
var lintTerms = map[Code]map[string]vocabulary{
	AlwaysSame:     {"truth": truthTerms},
	ConstantClause: {"truth": truthTerms},
	NotTested:      {"truth": caseTerms},
	DeadVeto:       {"why": deadTerms},
	SentenceLacks:  {"what": lackTerms},
	NotDecided:     {"why": openTerms},
	BadAllow:       {"why": allowTerms},
}

// WhyOpen says in a person's words why a question about rules was not decided; why is as in the argument of NotDecided.
func WhyOpen(why string, lang Lang) string { return openTerms.in(lang, why) }
