package report

import (
	"strings"

	"slate/engine/diag"
	"slate/engine/fact"
)

// word is a piece of text of a report.
type word uint8

const (
	wTitle word = iota
	wCutoff
	wVersion
	wPeople
	wPlace
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
)

var vocabulary = map[word][2]string{
	wTitle:       {"推荐候选名单", "recommended candidates"},
	wCutoff:      {"截止日", "cut-off date"},
	wVersion:     {"规则", "rules"},
	wPeople:      {"名册", "roster"},
	wRoster:      {"{n}人", "{n} people"},
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
