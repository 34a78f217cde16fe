package report

import "maps"

// The words of the views of recorded runs and of what people decided about them.
const (
	wRuns word = 8000 + iota
	wRun
	wRunBy
	wPurpose
	wListState
	wIsProposal
	wApproved
	wPeopleChanged
	wRunHead
	wRunPurpose
	wRunApproved
	wRunProposal
	wRunChanges
	wRunComputed
	wRunRemoved
	wAdjustments
	wRulesSay
	wChangedTo
	wDeparts
	wSeatOn
	wSeatOff
	wSeatNone
	wSeatProposed
	wSeatSurplus
	wSeatReserve
	wSeatNominated
	wAfter
	wAfterBody
	wAdjusted
	wReplayTitle
	wReplaySame
	wReplayOther
	wReplayMore
	wReplayRemoved
	wWhere
	wRecordedAs
	wNowIs
	wWholeRun
	wGone
	wRunsDiff
	wRunsDiffSame
	wHuman
	wByRules
	wStandsRecorded
	wRunless
	wBodyWord
	wApprovalWords
	wNoRuns
	wListOf
	wRunCode
	wApprovalWord
	wRunInForce
	wRunGone
	wRunGoneCounts
)

func init() {
	maps.Copy(vocabulary, map[word][2]string{
		wRuns:           {"运行记录", "Runs on record"},
		wRun:            {"运行", "Run"},
		wRunBy:          {"经办人", "Run by"},
		wPurpose:        {"用途", "Purpose"},
		wListState:      {"状态", "Status"},
		wIsProposal:     {"建议稿", "proposal"},
		wApproved:       {"已批准（{by}，{document}）", "approved ({by}, {document})"},
		wPeopleChanged:  {"人工调整", "Changed by people"},
		wRunHead:        {"第 {n} 次运行　经办人 {by}　{at}　快照 {snapshot}　slate {engine}", "Run {n}, by {by}, {at}, snapshot {snapshot}, slate {engine}"},
		wRunPurpose:     {"用途：{purpose}　个人信息保护影响评估：{assessment}", "Purpose: {purpose}. Impact assessment: {assessment}"},
		wRunApproved:    {"已由 {by} 于 {at} 批准，依据 {document}。名单已定，不能再改。", "Approved by {by} at {at} on {document}. The list stands and cannot be changed."},
		wRunProposal:    {"这是建议名单，未经批准，由人决定。", "This is a proposal. It is not approved; people decide."},
		wRunChanges:     {"人工调整 {n} 处，见文末；以下名单为规则算出的结果。", "People changed {n} places, shown at the end; the lists here are what the rules give."},
		wRunComputed:    {"人工调整 {n} 处，未列入。", "People changed {n} places, which are left out here."},
		wRunRemoved:     {"{n} 人的资料已依申请或到期删除；名次按其余人员重算，可能与当时不同。", "{n} people were removed since; places are worked out among the others and may differ from those of the day."},
		wAdjustments:    {"人工调整", "Changes by people"},
		wRulesSay:       {"规则结果", "By the rules"},
		wChangedTo:      {"调整为", "Changed to"},
		wDeparts:        {"偏离条款", "Departs from"},
		wSeatOn:         {"列入名单", "on the list"},
		wSeatOff:        {"不列入名单", "off the list"},
		wSeatNone:       {"不列入", "not proposed"},
		wSeatProposed:   {"正式提名", "proposed"},
		wSeatSurplus:    {"差额人选", "surplus"},
		wSeatReserve:    {"候补", "reserve"},
		wSeatNominated:  {"联名提名", "jointly nominated"},
		wAfter:          {"调整后的名单", "The list after these changes"},
		wAfterBody:      {"调整后的名单：{body}", "The list after these changes: {body}"},
		wAdjusted:       {"人工调整：{seat}（规则结果：{computed}）；理由：{reason}；偏离条款 {clause}；依据 {document}；{by}", "Changed by people: {seat} (by the rules: {computed}); reason: {reason}; departs from {clause}; on {document}; {by}"},
		wReplayTitle:    {"重放第 {n} 次运行", "Run {n} made again"},
		wReplaySame:     {"{n} 人的记录与当时逐字节一致。", "The records of {n} people are the same, byte for byte."},
		wReplayOther:    {"与当时的记录有 {n} 处不同，涉及 {people} 人：", "{n} things differ from the record, of {people} people:"},
		wReplayMore:     {"另有 {n} 处，见 --format csv。", "{n} more; --format csv has all."},
		wReplayRemoved:  {"{n} 人的资料已删除，名次、席位、总数和名册摘要无法证明，未比较。", "{n} people were removed since, so that places, seats, totals and the digest of the roster cannot be proved; they were not compared."},
		wWhere:          {"位置", "Where"},
		wRecordedAs:     {"记录", "Recorded"},
		wNowIs:          {"重算", "Made again"},
		wWholeRun:       {"（整次运行）", "(the whole run)"},
		wGone:           {"（无）", "(nothing)"},
		wRunsDiff:       {"第 {a} 次与第 {b} 次运行的名单", "The lists of runs {a} and {b}"},
		wRunsDiffSame:   {"两份名单相同。", "The two lists are the same."},
		wHuman:          {"人工调整：{reason}（{document}，{by}）", "changed by people: {reason} ({document}, {by})"},
		wByRules:        {"规则或资料不同", "rules or facts differ"},
		wStandsRecorded: {"当时记录的名次：{place}", "The place on record: {place}"},
		wRunless:        {"（没有用途）", "(none stated)"},
		wBodyWord:       {"机构", "Body"},
		wApprovalWords:  {"批准意见：{note}", "Remark: {note}"},
		wNoRuns:         {"还没有运行记录。", "There are no runs on record yet."},
		wApprovalWord:   {"批准", "approved"},
		wRunCode:        {"台账验证码 {code}（{n} 条）", "Code of the ledger: {code} ({n} entries)"},
		wRunInForce:     {"只计 {day} 及以前有效的资料", "only what was good by {day}"},
		wRunGone:        {"本次运行中所有人的记录都已到期或依申请删除，名单不能再列出、重算或比较。规则、运行说明和台账条目仍在，slate verify 可验证。", "The records of everybody in this run have been removed, so that its list can no longer be shown, made again or compared. The rules, the manifest and the entry in the ledger remain; slate verify checks them."},
		wRunGoneCounts:  {"当时的结果：名册 {people} 人，通过 {pass}，待定 {undecided}，不通过 {fail}，入围 {list}。", "The result of the day: {people} people, {pass} pass, {undecided} undecided, {fail} fail, {list} on the list."},
		wListOf:         {"入围", "On the list"},
	})
}
