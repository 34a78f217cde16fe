package report

import "maps"

// The words of the pages about what would alter a result.
const (
	wAltReachTier word = 3000 + iota
	wAltLoseTier
	wAltReachGrade
	wAltLoseGrade
	wAltReachList
	wAltLoseList
	wAltReachPlace
	wAltLosePlace
	wAltNow
	wAltFacts
	wAltFactsNote
	wAltParams
	wAltNobodyElse
	wAltOthersPass
	wAltOthersFail
	wAltOthersIn
	wAltOthersOut
	wAltMany
	wAltAnd
	wAltSupply
	wAltSupplyFrom
	wAltAtLeast
	wAltAtMost
	wAltWithin
	wAltOr
	wAltInForce
	wAltMet
	wAltNotMet
	wAltWould
	wAltPoints
	wAltNoFacts
	wAltNoFactsSettled
	wAltNoFactsTried
	wAltNoParams
	wAltNoOther
	wAltFirst
	wAltPartial
	wAltOpenParams
	wAltBlocked
	wAltWaiver
	wAltLeftOut
	wAltFixed
	wAltSensitive
	wAltRecord
	wAltCounted
	wAltWords
	wAltMissing
	wAltMissingFrom
	wAltKeys
	wAltOff
	wAltOn
	wSuggestTitle
	wSuggestConfirm
	wSuggestReaches
	wSuggestCannot
	wSuggestNotFound
	wSuggestNothing
	wSuggestTrue
	wSuggestFalse
	wSuggestUnknown
)

var whatifVocabulary = map[word][2]string{
	wAltReachTier:      {"怎样才能通过“{what}”", "what would make them pass: {what}"},
	wAltLoseTier:       {"怎样就不再通过“{what}”", "what would make them no longer pass: {what}"},
	wAltReachGrade:     {"怎样才能评为“{what}”", "what would bring the grade {what}"},
	wAltLoseGrade:      {"怎样就不再是“{what}”", "what would lose the grade {what}"},
	wAltReachList:      {"怎样才能列入名单", "what would bring them onto the list"},
	wAltLoseList:       {"怎样就会退出名单", "what would take them off the list"},
	wAltReachPlace:     {"怎样才能进入前{what}名", "what would bring them to place {what} or better"},
	wAltLosePlace:      {"怎样就会退到第{what}名之后", "what would take them below place {what}"},
	wAltNow:            {"现在：{what}", "now: {what}"},
	wAltFacts:          {"改变资料", "other facts"},
	wAltFactsNote:      {"改动最少的在前，每一项都已重新运行确认。这里推算的是规则的界限，不是要求或建议改动资料。", "The smallest change first; each is confirmed by a run. This is where the rules turn over, and no request to change a record."},
	wAltParams:         {"改变规则参数（每次只改一个，在现值的一半到两倍之间）", "other parameters (one at a time, from half the value in force to twice it)"},
	wAltNobodyElse:     {"其他人的去留不变", "nobody else enters or leaves the list"},
	wAltOthersPass:     {"同样会通过：{who}", "others who would pass: {who}"},
	wAltOthersFail:     {"不再通过：{who}", "others who would no longer pass: {who}"},
	wAltOthersIn:       {"同时列入：{who}", "others who enter: {who}"},
	wAltOthersOut:      {"同时退出：{who}", "others who leave: {who}"},
	wAltMany:           {"{who}等{n}人", "{who} and others, {n} in all"},
	wAltAnd:            {"{a}，并且 {b}", "{a}, and {b}"},
	wAltSupply:         {"{fact} 现缺，如报为 {to}", "{fact} is missing: if it were {to}"},
	wAltSupplyFrom:     {"{fact} 现缺，如{department}报为 {to}", "{fact} is missing: if {department} reported {to}"},
	wAltAtLeast:        {"（或更多）", " (or more)"},
	wAltAtMost:         {"（或更少）", " (or less)"},
	wAltWithin:         {"（{least} 到 {most} 都可以）", " (anything from {least} to {most})"},
	wAltOr:             {"（{others} 也可以）", " (or {others})"},
	wAltInForce:        {"现行依据 {basis}", "in force by {basis}"},
	wAltMet:            {"满足", "met"},
	wAltNotMet:         {"不满足", "not met"},
	wAltWould:          {"结果：{what}", "then: {what}"},
	wAltPoints:         {"{label} {was} → {is}", "{label} {was} → {is}"},
	wAltNoFacts:        {"没有找到。", "None was found."},
	wAltNoFactsSettled: {"可以变动的资料无论怎样变，结果都不会改变。", "No change of the facts that may be offered alters the result, whatever they were."},
	wAltNoFactsTried:   {"同时改变{n}项以内的资料，没有找到能改变结果的。", "No change of up to {n} facts together was found to alter the result."},
	wAltNoParams:       {"没有哪个参数单独改变就能改变结果。", "No parameter alters the result by itself."},
	wAltNoOther:        {"其余参数，没有哪个单独改变就能改变结果。", "No other parameter alters the result by itself."},
	wAltFirst:          {"要先补齐：{names}。应是什么值，不在这里推算。", "To be supplied first: {names}. Which values they should have is not for this page to say."},
	wAltPartial:        {"情况太多，没有全部试完：可能还有更小的改动。", "There was too much to try: a smaller change may exist."},
	wAltOpenParams:     {"没有推算的参数：{names}", "parameters that were not decided: {names}"},
	wAltBlocked:        {"以下条款挡住，所依据的资料不在可变动之列：{clauses}", "In the way, by facts that are not on offer: {clauses}"},
	wAltWaiver:         {"{by}可以个案豁免，须有{needs}", "{by} may set it aside, with {needs} on record"},
	wAltLeftOut:        {"不列为变动的资料", "facts that are not on offer"},
	wAltFixed:          {"不能或不应为名单改变：{names}", "nobody can or should change them for a list: {names}"},
	wAltSensitive:      {"敏感资料：{names}", "sensitive: {names}"},
	wAltRecord:         {"否决事项的记录，不以“没有发生过”作答：{names}", "on record for a veto, and not to be wished away: {names}"},
	wAltCounted:        {"由名册的明细汇总，不能单独设定：{names}", "counted from rows of the roster: {names}"},
	wAltWords:          {"文字或多项，没有可选的值：{names}", "texts or lists, without values to choose from: {names}"},
	wAltMissing:        {"现缺，待补", "missing, to be supplied"},
	wAltMissingFrom:    {"现缺，待{department}补", "missing, to be supplied by {department}"},
	wAltKeys:           {"前面各项相同的人之间，先后看：{names}", "among equals in all before it, the order goes by: {names}"},
	wAltOff:            {"不在名单", "not on the list"},
	wAltOn:             {"列入名单", "on the list"},
	wSuggestTitle:      {"以下案例由 slate test --suggest 生成，贴到 tests: 之下。期望值是规则现在给出的结果，须由人核对后才能采用。", "Cases by slate test --suggest, to stand under tests:. What they expect is what the rules give today: a person has to confirm it."},
	wSuggestConfirm:    {"待人核对", "to be confirmed by a person"},
	wSuggestReaches:    {"覆盖：{what}", "reaches: {what}"},
	wSuggestCannot:     {"谁也达不到：{what}（{facts}的各种取值都试过）", "nobody can reach it: {what} (all values of {facts} were tried)"},
	wSuggestNotFound:   {"没有找到：{what}（有关资料：{facts}）", "not found: {what} (facts that bear on it: {facts})"},
	wSuggestNothing:    {"没有缺口：每个条款的成立、不成立、未知和每道边界都已覆盖。", "No gaps: every clause is true, false and unknown in some case, and every boundary is reached."},
	wSuggestTrue:       {"{clause} 成立", "{clause} true"},
	wSuggestFalse:      {"{clause} 不成立", "{clause} false"},
	wSuggestUnknown:    {"{clause} 未知", "{clause} unknown"},
}

func init() { maps.Copy(vocabulary, whatifVocabulary) }
