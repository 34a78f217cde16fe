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
	wWhyOthers:        {"本人条件和得分未变，因他人变动而变", "own verdict and score unchanged: others moved"},
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
}
