package report

import (
	"strings"

	"slate/engine/diag"
	"slate/engine/fact"
)

// word is a piece of text of a report.
type word uint16

const (
	wTitle word = iota
	wCutoff
	wVersion
	wPeople
	wPlace
	wSummary
	wEverybody
	wFormTitle
	wFormHow
	wFormFacts
	wFormPurpose
	wFormOwner
	wFormOpenDay
	wFormRules
	wFormOneSheet
	wFormText
	wFormEmpty
	wFormUnits
	wFormLayouts
	wFormExample
	wFormPrivacy
	wFormMinimum
	wFormSend
	wFormBack
	wFormImport
	wFormCheck
	wFormUnit
	wFormTakes
	wFormMaxAge
	wFormUse
	wFormYes
	wFormAnyDate
	wFormAnyMonth
	wFormAnyNumber
	wFormAnyWhole
	wFormAnyText
	wFormList
	wFormRange
	wFormSensitive
	wFormOnly
	wFormName
	wFormSheet
	wFormIDNote
	wName
	wID
	wTier
	wScore
	wGrade
	wWhy
	wListed
	wUndecided
	wVetoed
	wTotals
	wTotalsLine
	wMissing
	wDepartment
	wFact
	wHowMany
	wMovers
	wWork
	wProposal
	wTied
	wTieAtLimit
	wOpenAtLimit
	wPass
	wFail
	wOpen
	wTrue
	wFalse
	wUnknown
	wMore
	wAndMore
	wWaits
	wFrom
	wNoSource
	wWaived
	wShortOf
	wNotMet
	wBasis
	wPossible
	wTierTotals
	wRoster
	wNobody
	wOnMissing
	wPoints
	wWeight
	wClauses
	wVetoes
	wFacts
	wEvidence
	wRow
	wMoreRows
	wNoRows
	wLacking
	wLackingFrom
	wOpenRow
	wContradicts
	wEmptyCell
	wShort
	wSurplus
	wAhead
	wEqual
	wByTier
	wByKey
	wByPoints
	wOpenOrder
	wWant
	wCover
	wNever
	wTestTotals
	wRelative
	wDecide
	wAlone
	wDays
	wSince
	wHolds
	wHoldsNot
	wVerdictLine
	wParens
	wBeyond
	wNeither
	wTierOpen
	wNotYet
	wLegend
	wChanges
	wNoticed
	wSurvivors
	wWitness
	wNoWitness
	wDropped
	wConfirm
	wCovered
	wMissed
	wNoGap
	wProved
	wDiffers
	wNotProved
	wAlike
	wOf
	wOnlyIn
	wSays
	wSuchAs
	wCase
	wOpenAbout
	wVeto
	wLevel
	wNone
	wNotCompared
)

var vocabulary = map[word][2]string{
	wTitle:   {"推荐候选名单", "recommended candidates"},
	wCutoff:  {"截止日", "cut-off date"},
	wVersion: {"规则", "rules"},
	wPeople:  {"名册", "roster"},
	wRoster:  {"{n}人", "{n} people"},

	wEverybody:     {"全部人员", "everybody"},
	wSummary:       {"概要", "summary"},
	wFormTitle:     {"{label}：资料采集表", "{label}: facts to supply"},
	wFormHow:       {"填表说明", "how to fill in"},
	wFormFacts:     {"资料目录", "facts"},
	wFormPurpose:   {"用途", "purpose"},
	wFormOwner:     {"收表单位", "send back to"},
	wFormOpenDay:   {"运行时确定", "chosen when the rules are run"},
	wFormRules:     {"怎样填写", "rules for filling in"},
	wFormOneSheet:  {"一个部门一张表，一人一行。人员编号是识别一个人的唯一依据：已有编号的照填，不要改动，也不要重新编排。", "One sheet a department, one row a person. The id alone says who a person is: take it over as it is and never number people anew."},
	wFormText:      {"人员编号和身份证号的列已设为文本格式。从别处粘贴时选“只粘贴值”，否则长号码的末几位会变成 0，导入时会被拒绝。", "The columns of ids are text. Paste values only: otherwise the last digits of long numbers turn into 0 and are refused."},
	wFormEmpty:     {"没有资料的留空，不要写“无”“未知”或“—”。0 就是 0，不表示没有资料。", `Leave a cell empty where nothing is known; do not write "none" or "-". 0 means 0, not that nothing is known.`},
	wFormUnits:     {"数字只写数，单位以表头为准，例如表头是“（万元）”时，三百万元写 300。", "Write bare numbers in the unit of the heading: under （万元） three million yuan are 300."},
	wFormLayouts:   {"日期写成 2006-09-30，月份写成 2006-09；是否类填“是”或“否”；一格有几个值时用“、”隔开。", "Days are 2006-09-30, months 2006-09; yes is 是 and no is 否; several values in a cell are separated by 、."},
	wFormExample:   {"编号为“{id}”的一行是填写示例，不会导入，可以删去。", `The row with the id "{id}" is an example. It is not imported and may be deleted.`},
	wFormPrivacy:   {"个人信息", "personal data"},
	wFormMinimum:   {"只收规则用到的资料，只用于上面写明的用途。各种名单和报告里，身份证号、电话号码默认只显示前四位和后三位。", "Only facts that the rules read are asked for, and they serve the purpose above alone. Lists and reports show four digits at the front and three at the back of identity and telephone numbers."},
	wFormSend:      {"填好后加密传送给收表单位，不要用公共网盘或聊天群传送，传送后删去副本。", "Send it to the unit above in encrypted form, not by public drives or chat groups, and delete copies afterwards."},
	wFormBack:      {"怎样交回", "sending it back"},
	wFormImport:    {"收到后导入（以“{source}”为例，日期是资料的所属日期）：", `On receipt it is imported so (here for "{source}"; the date is the day for which the facts are good):`},
	wFormCheck:     {"有一格不对就整批不导入；加上 --return 文件名，会得到一份标出错误的工作簿，改好再交。", "One wrong cell refuses the whole file; --return FILE gives the workbook back with its mistakes marked."},
	wFormUnit:      {"单位", "unit"},
	wFormTakes:     {"可以填写", "takes"},
	wFormMaxAge:    {"有效期", "good for"},
	wFormUse:       {"说明", "remarks"},
	wFormYes:       {"是/否", "是 (yes) or 否 (no)"},
	wFormAnyDate:   {"日期，例如 2006-09-30", "a day such as 2006-09-30"},
	wFormAnyMonth:  {"月份，例如 2006-09", "a month such as 2006-09"},
	wFormAnyNumber: {"数", "a number"},
	wFormAnyWhole:  {"整数", "a whole number"},
	wFormAnyText:   {"文字", "text"},
	wFormList:      {"一个或几个，用“、”隔开：{values}", "one or several, separated by 、: {values}"},
	wFormRange:     {"{what}，{range}", "{what} in {range}"},
	wFormSensitive: {"敏感资料，只用于：{purpose}", "sensitive; serves only: {purpose}"},
	wFormOnly:      {"只能填：{what}", "takes only: {what}"},
	wFormName:      {"示例，不导入", "example, not imported"},
	wFormSheet:     {"{source}。规则 {id} {version}，截止日 {day}", "{source}. Rules {id} {version}, cut-off date {day}"},
	wFormIDNote:    {"一个人始终用同一个编号；没有编号时留空这一列，按身份证号识别。", "One person keeps one id. Where there are no ids delete this column: the identity number then says who it is."},

	wPlace:       {"位次", "place"},
	wName:        {"姓名", "name"},
	wID:          {"编号", "id"},
	wTier:        {"达到层级", "tier"},
	wScore:       {"得分", "score"},
	wGrade:       {"等次", "grade"},
	wWhy:         {"理由", "why"},
	wListed:      {"名单", "list"},
	wUndecided:   {"待定：缺资料，尚不能判断", "undecided: facts are missing"},
	wVetoed:      {"否决", "vetoed"},
	wTotals:      {"合计", "totals"},
	wTotalsLine:  {"名册{people}人：通过{pass}人，待定{undecided}人，不通过{fail}人（其中否决{vetoed}人）；列入名单{listed}人", "{people} people: {pass} pass, {undecided} undecided, {fail} fail ({vetoed} of them vetoed); {listed} on the list"},
	wTierTotals:  {"“{tier}”：通过{pass}，待定{undecided}，不通过{fail}", `"{tier}": {pass} pass, {undecided} undecided, {fail} fail`},
	wMissing:     {"所缺资料", "missing"},
	wDepartment:  {"提供部门", "department"},
	wFact:        {"资料", "fact"},
	wHowMany:     {"人数", "people"},
	wMovers:      {"可能改变名单", "could change the list"},
	wWork:        {"待补资料清单", "facts to supply"},
	wProposal:    {"本名单是按推荐条件排出的建议，不是参选资格的认定；由人作出决定并记录后才生效。", "This list is a proposal by recommendation criteria. It is no ruling on anybody's right to stand, and has no effect until people decide and record it."},
	wTied:        {"并列", "tied"},
	wOpenAtLimit: {"末位未定（资料不全），请会议决定", "at the last place while facts are missing: people decide"},
	wTieAtLimit:  {"末位并列，请会议决定", "tied at the last place: people decide"},
	wPass:        {"通过", "pass"},
	wFail:        {"不通过", "fail"},
	wOpen:        {"待定", "undecided"},
	wTrue:        {"是", "yes"},
	wFalse:       {"否", "no"},
	wUnknown:     {"不明", "unknown"},
	wMore:        {"另有{n}人未列出（--format csv 列出全部）", "{n} more are not shown (--format csv has all)"},
	wAndMore:     {"；另有{n}项不符", "; {n} more not met"},
	wAlone:       {"；{label}也不符", `; nor is "{label}" met`},
	wWaits:       {"缺{what}", "missing: {what}"},
	wFrom:        {"{fact}（{department}）", "{fact} ({department})"},
	wNoSource:    {"未指明部门", "no department named"},
	wWaived:      {"“{label}”经批准豁免（{document}）", `"{label}" waived ({document})`},
	wShortOf:     {"不符合“{label}”（差{short}）", `"{label}" is not met (short by {short})`},
	wNotMet:      {"不符合“{label}”", `"{label}" is not met`},
	wBasis:       {"依据", "basis"},
	wPossible:    {"可能位次", "possible place"},
	wNobody:      {"没有人", "nobody"},
	wOnMissing:   {"缺资料按不符合处理", "counts as not met while missing"},
	wPoints:      {"得分构成", "points"},
	wWeight:      {"权重{n}", "weight {n}"},
	wClauses:     {"条件", "clauses"},
	wVetoes:      {"否决条件", "vetoes"},
	wFacts:       {"资料", "facts"},
	wRow:         {"{file} 第{row}行（{department}，{on}）", "{file} row {row} ({department}, {on})"},
	wMoreRows:    {"另有{n}行", "and {n} more rows"},
	wNoRows:      {"{table}表里没有符合条件的行", "no row of {table} counts"},
	wLacking:     {"没有部门声明 {table} 表到{day}是齐全的：导入时加上 --table {table} --covers 时段", "nobody states that the rows of {table} are complete on {day}: import them with --table {table} --covers PERIOD"},
	wLackingFrom: {"{department}没有声明 {table} 表到{day}是齐全的：导入时加上 --table {table} --covers 时段", "{department} does not state that the rows of {table} are complete on {day}: import them with --table {table} --covers PERIOD"},
	wOpenRow:     {"{row}不能判断是否计入", "{row}: whether it counts cannot be computed"},
	wContradicts: {"{row}的“{field}”与另一行矛盾", "{row}: \"{field}\" contradicts another row"},
	wEmptyCell:   {"{row}没有“{field}”", "{row}: \"{field}\" is not given"},
	wEvidence:    {"{department} {file} 第{row}行第{column}列，{on}", "{department} {file} row {row} column {column}, {on}"},
	wShort:       {"差{n}", "short by {n}"},
	wSurplus:     {"高出{n}", "above by {n}"},
	wAhead:       {"{a}排在{b}之前", "{a} is ahead of {b}"},
	wEqual:       {"{a}与{b}并列：排序所看的各项全部相同", "{a} and {b} share a place: every key of the order is equal"},
	wByTier:      {"层级不同：“{tier}”，{a}{x}，{b}{y}", `by tier "{tier}": {a} {x}, {b} {y}`},
	wByKey:       {"第一个不同的排序项是“{key}”：{a} {x}，{b} {y}", `the first key that differs is "{key}": {a} {x}, {b} {y}`},
	wByPoints:    {"起决定作用的得分项：", "the points that decide:"},
	wOpenOrder:   {"有资料尚缺，补齐后先后可能改变。", "Facts are missing; the order may still change."},
	wWant:        {"应为 {want}，实为 {got}", "want {want}, got {got}"},
	wCover:       {"条款覆盖：真、假、不明", "cover of clauses: true, false, unknown"},
	wNever:       {"从未为{what}", "never {what}"},
	wTestTotals:  {"共{n}例：通过{pass}，不符{fail}，出错{error}", "{n} cases: {pass} passed, {fail} failed, {error} errors"},
	wRelative:    {"得分与全体人员相比得出，他人进出会影响名次。", "Scores are relative to the pool: places change when others come or go."},
	wDecide:      {"须由人决定：{what}", "a person must decide: {what}"},
	wDays:        {"{n}天", "{n} days"},
	wNotYet:      {"未到“{tier}”：{why}", "not yet \"{tier}\": {why}"},
	wLegend:      {"“{id}”：{label}", "\"{id}\": {label}"},
	wHolds:       {"成立", "holds"},
	wHoldsNot:    {"不成立", "does not hold"},
	wVerdictLine: {"{tier}：{verdict}。{why}", "{tier}: {verdict}. {why}"},
	wParens:      {"括号内是待定的人补齐资料后可能落到的位次。", "In brackets: the places one could fall to once the undecided are settled."},
	wTierOpen:    {"{tier}待定", "{tier} undecided"},
	wNeither:     {"{a}与{b}都没有达到“{tier}”，都不在名单上：", "neither {a} nor {b} reaches \"{tier}\"; neither is on the list:"},
	wBeyond:      {"名额{limit}个；因并列或资料不全，列出{n}人，由会议决定。", "The list has {limit} places; because of ties or missing facts {n} people are on it: people decide."},
	wSince:       {"{day}起执行", "in force from {day}"},
	wChanges:     {"{file}：{cases}个案例对{n}处改动：发现{killed}，未发现{survived}，谁也不受影响{equivalent}，改后不能用{invalid}", "{file}: {cases} cases against {n} changes: {killed} noticed, {survived} not noticed, {equivalent} that affect nobody, {invalid} not usable"},
	wNoticed:     {"发现率 {n} / {of}（{percent}%）", "noticed {n} / {of} ({percent}%)"},
	wSurvivors:   {"没有案例能发现的改动", "changes that no case notices"},
	wWitness:     {"此人可分辨（{what}），可加为案例：", "this person tells them apart ({what}); a case to add:"},
	wNoWitness:   {"没有找到能分辨的人。", "No person was found who tells them apart."},
	wDropped:     {"{op}：{was}", "{op}: {was}"},
	wConfirm:     {"# 请逐条确认：期望值是现行规则算出的，不一定是应有的。", "# Confirm each: what is expected is what the rules give today, not what they ought to give."},
	wCovered:     {"否决、档、等次、判定表和门槛两侧：覆盖 {n} / {of}（{percent}%）", "vetoes, bands, grades, decision tables and both sides of thresholds: {n} / {of} covered ({percent}%)"},
	wMissed:      {"还没有案例", "no case yet"},
	wNoGap:       {"都有案例。", "Every one has a case."},
	wProved:      {"相同：在声明的取值范围之内，{a}与{b}对任何人都得出同样的结论。", "The same: over the declared domains, {a} and {b} say the same about everybody."},
	wDiffers:     {"不同：有人在{a}与{b}中得出不同的结论。", "Different: there are people about whom {a} and {b} say different things."},
	wNotProved:   {"未能判定：没有发现{a}与{b}的差别，但有下列各项没有判定。", "Not decided: no difference between {a} and {b} was found, but the following was not decided."},
	wAlike:       {"已证相同：{what}", "proved alike: {what}"},
	wOf:          {"{kind}“{id}”", "{kind} \"{id}\""},
	wOnlyIn:      {"{what}：只有{file}有", "{what}: only {file} has it"},
	wSays:        {"{what}：{a}为{x}，{b}为{y}", "{what}: {a} says {x}, {b} says {y}"},
	wSuchAs:      {"例如 given: {given}", "such as given: {given}"},
	wCase:        {"可作案例：{case}", "as a case: {case}"},
	wVeto:        {"否决项", "veto"},
	wLevel:       {"层级", "tier"},
	wNotCompared: {"两份文件的 {what} 也不同：这里只比较对每个人的结论，没有比较先后和名额。", "{what} differ, too: what is said of each person was compared, not places or seats."},
	wNone:        {"无", "none"},
	wOpenAbout:   {"没有判定{what}：{about}，{why}", "not decided, {what}: {about}, {why}"},
}

// reasons says why a value is missing.
var reasons = map[fact.Reason][2]string{
	fact.NotSupplied:    {"未提供", "not supplied"},
	fact.Expired:        {"已过有效期", "expired"},
	fact.Unreadable:     {"无法读取", "unreadable"},
	fact.Conflicting:    {"来源不一致", "sources conflict"},
	fact.OutOfDomain:    {"超出取值范围", "outside its domain"},
	fact.Waiting:        {"所需资料不全", "waits for other facts"},
	fact.DivisionByZero: {"除数为零", "division by zero"},
	fact.Overflow:       {"数值过大", "number out of range"},
	fact.NoRoot:         {"负数不能开偶次方", "even root of a negative number"},
	fact.NeedsDecision:  {"须由人决定", "a person must decide"},
}

// say writes a word in a language, its {places} filled from names and values in turn.
func say(lang diag.Lang, w word, args ...string) string {
	s := vocabulary[w][lang]
	for i := 0; i+1 < len(args); i += 2 {
		s = strings.ReplaceAll(s, "{"+args[i]+"}", args[i+1])
	}
	return s
}

func why(lang diag.Lang, r fact.Reason) string { return reasons[r][lang] }

// and joins the members of an enumeration.
func and(lang diag.Lang, list []string) string {
	if lang == diag.English {
		return strings.Join(list, ", ")
	}
	return strings.Join(list, "、")
}

// join puts sentences one after the other.
func join(lang diag.Lang, sentences []string) string {
	if lang == diag.English {
		return strings.Join(sentences, "; ")
	}
	return strings.Join(sentences, "；")
}

func colon(lang diag.Lang) string { return [...]string{"：", ": "}[lang] }

// paren puts a remark in the brackets of the language.
func paren(lang diag.Lang, s string) string {
	if lang == diag.English {
		return " (" + s + ")"
	}
	return "（" + s + "）"
}
