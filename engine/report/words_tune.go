package report

import "maps"

// The words of the pages about tuning.
const (
	wDiffTitle word = 1000 + iota
	wDiffOld
	wDiffNew
	wDiffNothing
	wDiffSummary
	wDiffEdits
	wDiffAlone
	wDiffLast
	wDiffWhat
	wDiffChange
	wDiffEnter
	wDiffLeave
	wDiffMove
	wDiffBy
	wDiffTally
	wDiffNobody
	wDiffCarried
	wDiffCannot
	wDiffRule
	wDiffInteract
	wComma
	wCauseAny
	wCauseTogether
	wCauseMixed
	wWhyJoined
	wWhyGone
	wWhyVerdict
	wWhyOthers
	wPointsRest
	wEditSetting
	wEditFact
	wEditParam
	wEditDerive
	wEditTable
	wEditRow
	wEditClause
	wEditVeto
	wEditScore
	wEditWeights
	wEditIndicator
	wEditBand
	wEditRanking
	wEditValues
	wEditPeople
	wEditWaivers
	wEditDiffers
	wEditEdge
	wEditAdded
	wEditRemoved
	wEditOrder
	wSweepTitle
	wSweepNow
	wSweepList
	wSweepNoList
	wSweepRange
	wSweepStill
	wSweepNextDown
	wSweepNextUp
	wSweepCliffs
	wSweepNear
	wSweepPlot
	wSweepPlotList
	wSweepValue
	wSweepPass
	wSweepIn
	wSweepOut
	wSweepListIn
	wSweepListOut
	wSweepTurn
	wSweepFar
	wSweepResult
	wSweepNone
	wSweepMany
	wSweepUndecided
	wSweepTried
	wSweepMoving
	wSweepAbove
	wSweepBelow
	wSweepFromTo
	wSweepUpTo
	wSweepBefore
	wSweepInside
	wGridTitle
	wGridHow
	wSweepElse
	wImpactHead
	wImpactGroup
	wImpactPool
	wImpactEligible
	wImpactPassing
	wImpactScored
	wImpactListed
	wImpactRate
	wImpactRatio
	wImpactWithheld
	wImpactUnknown
	wImpactTotal
	wImpactLine
	wImpactConvention
	wImpactCause
	wImpactOrder
	wWhyRange
	wDiffPoints
	wFirmTitle
	wFirmSummary
	wFirmSwapHead
	wFirmSwapHow
	wFirmCriterion
	wFirmFrom
	wFirmTo
	wFirmBy
	wFirmBeyond
	wFirmPoints
	wFirmNoSwap
	wFirmNoEnds
	wFirmShareHead
	wFirmShareExact
	wFirmShareLattice
	wFirmShare
	wFirmNow
	wFirmOn
	wFirmOff
	wFirmUnexact
	wFirmAlways
	wFirmLeaveHead
	wFirmIndicator
	wFirmSame
	wFirmImpossible
	wFirmRemoveHead
	wFirmRemoveSame
	wFirmRemoveMoved
	wFirmRemove
	wFirmNoScore
	wFirmNoWeights
	wFirmNotByScore
	wBackTitle
	wBackSummary
	wBackNotListed
	wBackNotChosen
	wBackClauses
	wBackCount
	wBackAbsent
	wBackBehind
	wBackReason
	wBackSame
	wBackCaution
	wFirmMore
	wSweepTooMany
	wWhySettled
	wWhyUnsettled
	wEditInForce
	wSweepDark
	wFirmWho
	wFirmAhead
)

func init() { maps.Copy(vocabulary, tuneVocabulary) }

var tuneVocabulary = map[word][2]string{
	wDiffTitle:        {"改动的影响", "what a change does"},
	wDiffOld:          {"旧：{what}", "old: {what}"},
	wDiffNew:          {"新：{what}", "new: {what}"},
	wDiffNothing:      {"没有差别。", "There is no difference."},
	wDiffSummary:      {"名单由{old}人变为{new}人：进入{in}人，退出{out}人；另有{moved}名排名内人员的位次、得分或层级有变。", "The list goes from {old} people to {new}: {in} enter, {out} leave; {moved} others with a place or another verdict change."},
	wDiffEdits:        {"改了什么，各有什么作用", "what was edited, and what each edit does"},
	wDiffAlone:        {"只改这一处", "this edit alone"},
	wDiffLast:         {"别处都改了再改这一处", "this edit last"},
	wDiffWhat:         {"改动", "edit"},
	wDiffChange:       {"变化", "change"},
	wDiffEnter:        {"进入名单", "enter the list"},
	wDiffLeave:        {"退出名单", "leave the list"},
	wDiffMove:         {"其他变动", "others moved"},
	wDiffBy:           {"起作用的改动", "because of"},
	wDiffTally:        {"进{in} 出{out} 动{moved}", "in {in}, out {out}, moved {moved}"},
	wDiffNobody:       {"无人变动", "nobody"},
	wDiffCarried:      {"随用到它的条款生效", "acts through what reads it"},
	wDiffCannot:       {"不能单独成立", "not sound by itself"},
	wDiffRule:         {"“只改这一处”与“最后改”人数不同，说明几处改动互相影响。", "Where the two columns differ, edits act on each other."},
	wDiffInteract:     {"有的变动不是某一处改动单独造成的：“合起来”指只有几处都改才发生，“任一”指改其中哪一处都会发生，“交错”指拆不开。", "Some changes are not one edit's doing: \"together\" happens only with all of those, \"any of\" with each of them, \"mixed\" cannot be taken apart."},
	wComma:            {"、", ", "},
	wCauseAny:         {"任一：{which}", "any of {which}"},
	wCauseTogether:    {"合起来：{which}", "together: {which}"},
	wCauseMixed:       {"交错", "mixed"},
	wWhyJoined:        {"新进名册", "new in the roster"},
	wWhyGone:          {"不在新名册", "not in the new roster"},
	wWhyVerdict:       {"“{tier}”由{old}变为{new}（{why}）", "\"{tier}\": {old} → {new} ({why})"},
	wWhyOthers:        {"本人条件和得分未变，因名额、排序或他人而变", "own verdict and score unchanged: places, order or others changed"},
	wPointsRest:       {"合起来", "in combination"},
	wEditSetting:      {"总则", "setting"},
	wEditFact:         {"资料", "fact"},
	wEditParam:        {"参数", "parameter"},
	wEditDerive:       {"计算项", "derived value"},
	wEditTable:        {"决策表", "decision table"},
	wEditRow:          {"决策表的一行", "row of a decision table"},
	wEditClause:       {"条款", "clause"},
	wEditVeto:         {"否决", "veto"},
	wEditScore:        {"评分", "score"},
	wEditWeights:      {"权重", "weights"},
	wEditIndicator:    {"指标", "indicator"},
	wEditBand:         {"分档", "band"},
	wEditRanking:      {"排序", "ranking"},
	wEditValues:       {"资料的值", "values of"},
	wEditPeople:       {"名册人员", "people"},
	wEditWaivers:      {"豁免记录", "waivers"},
	wEditDiffers:      {"{n}人的不同", "{n} people differ"},
	wEditEdge:         {"分档线 {old} → {new}", "edge {old} → {new}"},
	wEditAdded:        {"新增", "added"},
	wEditRemoved:      {"删去", "removed"},
	wEditOrder:        {"次序", "order"},
	wSweepTitle:       {"“{param}”取不同值会怎样", "what each value of \"{param}\" would mean"},
	wSweepNow:         {"现值{now}：{pass}人通过“{tier}”，{open}人待定，{list}。", "in force {now}: {pass} pass \"{tier}\", {open} undecided, {list}."},
	wSweepList:        {"名单{n}人", "{n} on the list"},
	wSweepNoList:      {"名单不作推算", "the list is not decided"},
	wSweepRange:       {"从{from}到{to}，共{n}级；每一级都由各人的判断过程解出，并在每个转折点和其间重新判断核对。", "From {from} to {to} there are {n} steps, each solved from people's traces and confirmed by judging at every turning point and between."},
	wSweepStill:       {"从{from}到{to}没有人的结果改变。", "From {from} to {to} nobody's result changes."},
	wSweepNextDown:    {"往下调，最先改变", "the first to change when it is lowered"},
	wSweepNextUp:      {"往上调，最先改变", "the first to change when it is raised"},
	wSweepCliffs:      {"断崖：一处改变人数最多", "cliffs: most people at one value"},
	wSweepNear:        {"离门槛不到{near}的人", "people within {near} of the threshold"},
	wSweepPlot:        {"通过人数", "how many pass"},
	wSweepPlotList:    {"名单人数", "how many are on the list"},
	wSweepValue:       {"取值", "value"},
	wSweepPass:        {"通过", "pass"},
	wSweepIn:          {"新通过", "now pass"},
	wSweepOut:         {"不再通过", "no longer pass"},
	wSweepListIn:      {"进名单", "enter the list"},
	wSweepListOut:     {"出名单", "leave the list"},
	wSweepTurn:        {"转折点", "turning point"},
	wSweepFar:         {"距现值", "from the value in force"},
	wSweepResult:      {"现在", "today"},
	wSweepNone:        {"没有。", "None."},
	wSweepMany:        {"{names}等{n}人", "{names} and others, {n} people"},
	wSweepUndecided:   {"无法推算：这个参数的用法（相乘、相除、日期计算等）解不出转折点，又不能逐一试算；请缩小范围或改写表达式。", "Not decided: the parameter is used in a way whose turning points are not solved for, and its values are too many to try. Narrow the range, or rewrite the expression."},
	wSweepTried:       {"这个参数的用法解不出转折点，已逐一试算每个整数。", "The parameter is used in a way whose turning points are not solved for; every whole value was tried instead."},
	wSweepMoving:      {"得分或排序随这个参数连续变动，所以只推算谁通过，不推算名单。", "Scores or the order move with this parameter all along: who passes is decided, the list is not."},
	wSweepAbove:       {"高于{v}", "above {v}"},
	wSweepBelow:       {"低于{v}", "below {v}"},
	wSweepFromTo:      {"{from}到{to}", "{from} to {to}"},
	wSweepUpTo:        {"高于{from}，到{to}", "above {from}, to {to}"},
	wSweepBefore:      {"{from}起，低于{to}", "{from} to below {to}"},
	wSweepInside:      {"高于{from}，低于{to}", "between {from} and {to}"},
	wGridTitle:        {"两个参数一起变", "two parameters at once"},
	wGridHow:          {"行是“{first}”，列是“{second}”；每格为 通过人数/名单人数，都是完整运行一次的结果。方括号是现值。", "Rows are \"{first}\", columns \"{second}\"; each cell is pass/on the list, from a run of its own. In square brackets: the values in force."},
	wSweepElse:        {"通过的人不变，只有待定的人或其他层级有变", "the same people pass; only undecided people or other tiers change"},
	wImpactHead:       {"按“{name}”分组，每一关剩下多少人", "by \"{name}\": how many come through each stage"},
	wImpactGroup:      {"组", "group"},
	wImpactPool:       {"名册", "pool"},
	wImpactEligible:   {"符合条件", "eligible"},
	wImpactPassing:    {"没有否决", "no veto"},
	wImpactScored:     {"得分确定", "scored"},
	wImpactListed:     {"列入名单", "on the list"},
	wImpactRate:       {"入选率", "rate"},
	wImpactRatio:      {"与最高组之比", "to the highest"},
	wImpactWithheld:   {"人数少，不公布", "too few: withheld"},
	wImpactUnknown:    {"另有{n}人“{name}”不明，不计入各组。", "{n} people of whom \"{name}\" is not known are in no group."},
	wImpactTotal:      {"合计", "all"},
	wImpactLine:       {"低于五分之四", "below four fifths"},
	wImpactConvention: {"“五分之四”是常用的提醒线，不是法律规定；比值低不等于规则不当，但要能说出理由。少于{n}人的组不公布，并连带不公布其他组，使其无法倒推。", "Four fifths is a line that is often drawn, not a law; a low ratio does not make a rule wrong, but one should be able to say why. Groups of fewer than {n} people are withheld, and others with them so that nothing can be worked out."},
	wImpactCause:      {"“{low}”与“{high}”差距最大，主要在“{clause}”：{low}{ln}人中{lo}人因此不通过，{high}{hn}人中{ho}人。", "The gap is widest between \"{low}\" and \"{high}\", most of it from \"{clause}\": it stops {lo} of {ln} of {low}, and {ho} of {hn} of {high}."},
	wImpactOrder:      {"“{low}”与“{high}”差距最大，没有哪一条多挡住“{low}”；差别在排序。", "The gap is widest between \"{low}\" and \"{high}\"; no clause stops more of \"{low}\": it is the order that tells."},
	wWhyRange:         {"得分区间有变（资料不全）", "the range of the score changes (facts are missing)"},
	wDiffPoints:       {"还有{n}人不在排名之内，只是得分或等次有变（--format csv 列出全部）。", "{n} more have no place on either side, and only their score or grade changes (--format csv has all)."},
	wFirmTitle:        {"名单稳不稳", "how firm the list is"},
	wFirmSummary:      {"{rules}　截止日 {cutoff}　名册{people}人，名单{list}人。", "{rules}　cut-off date {cutoff}　roster {people} people, {list} on the list."},
	wFirmSwapHead:     {"权重动多少，末位就换人", "how far a weight must move to change the last place"},
	wFirmSwapHow:      {"比的是名单末位的{in}，与名单外从{out}起的{n}人。只动一项权重，其余各项按原比例增减；总分照规则舍入。每项只列最小的变动。", "Compared: {in}, last on the list, and the first {n} off it, from {out} on. One weight moves, the others keep their proportions; totals are rounded as the rules say. The smallest change of each weight is shown."},
	wFirmCriterion:    {"评分项", "criterion"},
	wFirmFrom:         {"现权重", "weight"},
	wFirmTo:           {"换人时", "swaps at"},
	wFirmBy:           {"变动", "change"},
	wFirmBeyond:       {"超过{w}", "beyond {w}"},
	wFirmPoints:       {"{n}个百分点", "{n} points"},
	wFirmNoSwap:       {"只动任何一项权重，他们的先后都不会变。", "No single weight, however far it moves, changes their order."},
	wFirmNoEnds:       {"名单内外没有得分都确定的末位和首位可比。", "There is nobody with an exact score on both sides of the end of the list to compare."},
	wFirmShareHead:    {"换任意一组权重，各人在名单上的机会", "over all weights, how often each person is on the list"},
	wFirmShareExact:   {"两项权重的所有取值，精确计算；以舍入前得分比较。", "All weights of the two criteria, exactly; scores are compared before rounding."},
	wFirmShareLattice: {"以{step}为一格，共{n}组权重，逐组计算；以舍入前得分比较。", "In steps of {step}: {n} sets of weights, each computed; scores are compared before rounding."},
	wFirmShare:        {"机会", "share"},
	wFirmNow:          {"现在", "today"},
	wFirmOn:           {"在名单", "on the list"},
	wFirmOff:          {"不在", "not on it"},
	wFirmUnexact:      {"另有{n}人得分未定，未参加比较。", "{n} people whose points are not all known are not compared."},
	wFirmAlways:       {"{n}人无论权重怎样都在名单上：{names}。", "{n} people are on the list whatever the weights: {names}."},
	wFirmLeaveHead:    {"去掉一项指标，名单怎样变", "leaving one indicator out"},
	wFirmIndicator:    {"去掉的指标", "indicator left out"},
	wFirmSame:         {"名单不变", "the list stays"},
	wFirmImpossible:   {"没有别的指标可代替", "nothing else would be left"},
	wFirmRemoveHead:   {"去掉最后一人，名单变不变", "when the last person leaves the pool"},
	wFirmRemoveSame:   {"去掉排名最后的{who}，名单上的人和位次都不变。", "Without {who}, the last of all, the list stays as it is."},
	wFirmRemoveMoved:  {"去掉排名最后的{who}，名单上的人不变，{n}人位次变。", "Without {who}, the last of all, the same people are on the list; {n} change places."},
	wFirmRemove:       {"去掉排名最后的{who}，名单就变：", "Without {who}, the last of all, the list changes: "},
	wFirmNoScore:      {"这份规则没有评分，没有权重可试。", "These rules have no score, so there are no weights to try."},
	wFirmNoWeights:    {"得分不是各项按固定权重相加，不试权重。", "The score is no sum of criteria with fixed weights; weights are not tried."},
	wFirmNotByScore:   {"排序的第一项不是得分，权重不决定先后，不试权重。", "The order does not begin with the score, so weights do not decide it and are not tried."},
	wBackTitle:        {"与当年名单对照", "compared with the list that was chosen"},
	wBackSummary:      {"当年选定{chosen}人，规则列入{list}人，两者相同{agree}人：占选定的{share}。", "{chosen} were chosen, the rules list {list}; both agree on {agree}: {share} of those chosen."},
	wBackNotListed:    {"选了，规则不列", "chosen, not on the rules' list"},
	wBackNotChosen:    {"规则列入，没有选", "on the rules' list, not chosen"},
	wBackClauses:      {"挡住当年人选的条款", "clauses that stop people who were chosen"},
	wBackCount:        {"挡住人数", "people stopped"},
	wBackAbsent:       {"当年人选中有{n}人不在名册：{ids}。", "{n} of those chosen are not in the roster: {ids}."},
	wBackBehind:       {"符合条件，排在第{place}，名额之外", "passes, at place {place}, beyond the list"},
	wBackReason:       {"规则的说法", "what the rules say"},
	wBackSame:         {"完全一致。", "Both lists are the same."},
	wBackCaution:      {"不一致不说明谁错：当年的资料、标准和考虑可能不同。", "A difference does not say who is wrong: facts, standards and reasons may have been others then."},
	wFirmMore:         {"另有{n}人机会更小，未列出（--format json 列出全部）", "{n} more with a smaller share are not shown (--format json has all)"},
	wFirmWho:          {"换谁", "who"},
	wFirmAhead:        {"{out}排到{in}前面", "{out} comes ahead of {in}"},
	wSweepDark:        {"深色部分", "the dark part"},
	wWhySettled:       {"原在末位待议，现已确定", "was open at the last place, and is settled now"},
	wWhyUnsettled:     {"原已确定，现在末位待议", "was settled, and is open at the last place now"},
	wEditInForce:      {"其间换用：{what}", "in force since: {what}"},
	wSweepTooMany:     {"分组名额的转折点太多，只推算谁通过，不推算名单；请缩小范围。", "With places for each group there are too many steps: who passes is decided, the list is not. Narrow the range."},
}
