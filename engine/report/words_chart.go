package report

import "maps"

// The words of charts, and of orders of names.
const (
	wChartScores word = 5000 + iota
	wChartNoScore
	wChartNobody
	wChartLine
	wChartStep
	wChartOnList
	wChartPassing
	wChartMayPass
	wChartOpen
	wChartFail
	wChartScoresSpoken
	wChartScoresSame
	wChartLineSpoken
	wChartMaySpoken
	wChartStop
	wChartComposition
	wChartQuotas
	wChartNoList
	wChartNoRows
	wChartDemands
	wChartCounted
	wChartUncertain
	wChartMark
	wChartMore
	wChartPoints
	wChartLimit
	wChartGot
	wChartPossible
	wChartUnknown
	wChartTaken
	wChartWaits
	wChartPointsSpoken
	wChartLineIs
	wChartTopsis
	wNameTied
	wNameCount
	wNameUnplaced
	wNameReadings
	wNameHand
)

func init() { maps.Copy(vocabulary, chartVocabulary) }

var chartVocabulary = map[word][2]string{
	wChartScores:       {"得分分布：{list}", "How scores are spread: {list}"},
	wChartNoScore:      {"规则没有评分，无图可画。", "The rules have no score: there is nothing to draw."},
	wChartNobody:       {"没有分数已定的人通过或者待定，无图可画。", "Nobody with a known score passes or may pass: there is nothing to draw."},
	wChartLine:         {"入围线{n}", "cut {n}"},
	wChartStep:         {"纵轴为人数；每条含左端、不含右端，第一条为{from}至不满{to}。", "People upwards; each bar has its left end and not its right: the first is {from} to less than {to}."},
	wChartOnList:       {"入围", "on the list"},
	wChartPassing:      {"通过，未入围", "pass, not on the list"},
	wChartMayPass:      {"待定", "undecided"},
	wChartOpen:         {"另有{n}人分数未定，不在图中。", "{n} more have a score that is not known yet and are not shown. "},
	wChartFail:         {"{n}人未通过，不在图中。", "{n} do not pass and are not shown."},
	wChartScoresSpoken: {"{n}人的得分在{low}到{top}之间，其中入围{list}人", "{n} people have scores from {low} to {top}, {list} of them on the list"},
	wChartScoresSame:   {"{n}人得分都是{low}，其中入围{list}人", "{n} people all have the score {low}, {list} of them on the list"},
	wChartLineSpoken:   {"，入围线{n}，通过而未入围{rest}人", ", the cut is at {n}, {rest} pass and are not on the list"},
	wChartMaySpoken:    {"，待定{n}人", ", {n} are undecided"},
	wChartStop:         {"。", "."},
	wChartComposition:  {"{body}：按{fact}的构成", "Composition of {body}: {fact}"},
	wChartQuotas:       {"{body}：结构要求", "Quotas of {body}"},
	wChartNoList:       {"结构要求相互冲突，没有名单，无图可画。", "The quotas clash and there is no list: there is nothing to draw."},
	wChartNoRows:       {"没有人选，也没有结构要求，无图可画。", "There are neither people nor quotas: there is nothing to draw."},
	wChartDemands:      {"结构要求", "Quotas"},
	wChartCounted:      {"人数", "people"},
	wChartUncertain:    {"未知", "not known"},
	wChartMark:         {"要求的人数", "what is demanded"},
	wChartMore:         {"另有{n}项", "{n} more"},
	wChartPoints:       {"得分构成：{name}", "Where the score comes from: {name}"},
	wChartLimit:        {"封顶或者保底", "limit"},
	wChartGot:          {"得分", "got"},
	wChartPossible:     {"可得的分", "could be got"},
	wChartUnknown:      {"缺资料，尚不能定", "not known yet"},
	wChartTaken:        {"扣分", "taken off"},
	wChartWaits:        {"缺{fact}", "lacks {fact}"},
	wChartPointsSpoken: {"{score}{got}", "{score} {got}"},
	wChartTopsis:       {"按与最优、最劣的接近程度（TOPSIS）评分，不是各项之和，不能逐项拆开。", "The score is a closeness to the best and the worst (TOPSIS), not a sum: it has no parts."},
	wChartLineIs:       {"；入围线{n}", "; the cut is at {n}"},
	wNameTied:          {"“{name}”与名单中另一人分不出先后（同名，或者笔画、读音完全相同），请人定。", "{name}: nothing in the order tells this name from another of the list; a person settles which is first."},
	wNameCount:         {"“{name}”的“{char}”只知道是{n}画，不知道笔顺，位置请人核定。", "{name}: of {char} only the number of strokes, {n}, is known and not their order; its place is to be checked by hand."},
	wNameUnplaced:      {"“{name}”的“{char}”查不到笔画或者读音，排在最后，位置请人核定。", "{name}: neither strokes nor reading of {char} are known; it comes last, and its place is to be checked by hand."},
	wNameReadings:      {"“{name}”的姓“{char}”有{one}、{other}两读，按{one}排，请向本人核实。", "{name}: families with the surname {char} read it {one} or {other}; it stands as {one}."},
	wNameHand:          {"“{name}”的“{char}”人工填写的笔画“{hand}”读不懂，应写横竖撇点折或者1至5；仍按笔画表排。", "{name}: the strokes {hand} set for {char} cannot be read; write 横竖撇点折 or 1 to 5. The table holds."},
}
