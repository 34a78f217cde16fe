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
)

func init() { maps.Copy(vocabulary, tuneVocabulary) }

var tuneVocabulary = map[word][2]string{
	wDiffTitle:     {"改动的影响", "what a change does"},
	wDiffOld:       {"旧：{what}", "old: {what}"},
	wDiffNew:       {"新：{what}", "new: {what}"},
	wDiffNothing:   {"没有差别。", "There is no difference."},
	wDiffSummary:   {"名单由{old}人变为{new}人：进入{in}人，退出{out}人；另有{moved}人的位次、得分、等次或层级有变。", "The list goes from {old} people to {new}: {in} enter, {out} leave; {moved} others change in place, score, grade or verdict."},
	wDiffEdits:     {"改了什么，各有什么作用", "what was edited, and what each edit does"},
	wDiffAlone:     {"只改这一处", "this edit alone"},
	wDiffLast:      {"别处都改了再改这一处", "this edit last"},
	wDiffWhat:      {"改动", "edit"},
	wDiffChange:    {"变化", "change"},
	wDiffEnter:     {"进入名单", "enter the list"},
	wDiffLeave:     {"退出名单", "leave the list"},
	wDiffMove:      {"其他变动", "others moved"},
	wDiffBy:        {"起作用的改动", "because of"},
	wDiffTally:     {"进{in} 出{out} 动{moved}", "in {in}, out {out}, moved {moved}"},
	wDiffNobody:    {"无人变动", "nobody"},
	wDiffCarried:   {"随用到它的条款生效", "acts through what reads it"},
	wDiffCannot:    {"不能单独成立", "not sound by itself"},
	wDiffRule:      {"“只改这一处”与“最后改”人数不同，说明几处改动互相影响。", "Where the two columns differ, edits act on each other."},
	wDiffInteract:  {"有的变动不是某一处改动单独造成的：“合起来”指只有几处都改才发生，“任一”指改其中哪一处都会发生，“交错”指拆不开。", "Some changes are not one edit's doing: \"together\" happens only with all of those, \"any of\" with each of them, \"mixed\" cannot be taken apart."},
	wComma:         {"、", ", "},
	wCauseAny:      {"任一：{which}", "any of {which}"},
	wCauseTogether: {"合起来：{which}", "together: {which}"},
	wCauseMixed:    {"交错", "mixed"},
	wWhyJoined:     {"新进名册", "new in the roster"},
	wWhyGone:       {"不在新名册", "not in the new roster"},
	wWhyVerdict:    {"“{tier}”由{old}变为{new}（{why}）", "\"{tier}\": {old} → {new} ({why})"},
	wWhyOthers:     {"本人条件和得分未变，因他人变动而变", "own verdict and score unchanged: others moved"},
	wPointsRest:    {"合起来", "in combination"},
	wEditSetting:   {"总则", "setting"},
	wEditFact:      {"资料", "fact"},
	wEditParam:     {"参数", "parameter"},
	wEditDerive:    {"计算项", "derived value"},
	wEditTable:     {"决策表", "decision table"},
	wEditRow:       {"决策表的一行", "row of a decision table"},
	wEditClause:    {"条款", "clause"},
	wEditVeto:      {"否决", "veto"},
	wEditScore:     {"评分", "score"},
	wEditWeights:   {"权重", "weights"},
	wEditIndicator: {"指标", "indicator"},
	wEditBand:      {"分档", "band"},
	wEditRanking:   {"排序", "ranking"},
	wEditValues:    {"资料的值", "values of"},
	wEditPeople:    {"名册人员", "people"},
	wEditWaivers:   {"豁免记录", "waivers"},
	wEditDiffers:   {"{n}人的不同", "{n} people differ"},
	wEditEdge:      {"分档线 {old} → {new}", "edge {old} → {new}"},
	wEditAdded:     {"新增", "added"},
	wEditRemoved:   {"删去", "removed"},
	wEditOrder:     {"次序", "order"},
}
