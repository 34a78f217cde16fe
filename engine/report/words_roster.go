package report

import "maps"

// The words of the views of a roster.
const (
	wSnapshots word = 1000 + iota
	wSnapshot
	wChosen
	wKind
	wKindImport
	wKindCorrection
	wKindDecision
	wKindErasure
	wFile
	wAsOf
	wBy
	wReason
	wDocument
	wRecorded
	wValue
	wSource
	wHolding
	wContested
	wWithdrawn
	wReplaced
	wToldTitle
	wCame
	wLeft
	wMoved
	wDiffTotals
	wSame
	wWas
	wIs
	wPreview
	wPreviewTotals
	wPreviewMore
	wVerifyTitle
	wCheckPages
	wCheckLinks
	wCheckHashes
	wCheckCurrent
	wSound
	wDamagedAt
	wLooked
	wHand
	wQuestions
	wNoQuestions
	wContestTitle
	wContestHow
	wPairTitle
	wPairHow
	wSameNumber
	wSameBirth
	wSameName
	wQuestion
	wPassListed
	wPassChecked
	wPassSupplemented
	wPassNone
	wCorrected
)

var rosterVocabulary = map[word][2]string{
	wSnapshots:        {"名册的各次变动（每次之后就是一个快照，永不更改）", "changes of the roster (after each it is a snapshot, which never changes)"},
	wSnapshot:         {"快照", "snapshot"},
	wChosen:           {"运行时使用快照{n}（roster use 指定）", "runs use snapshot {n} (roster use)"},
	wKind:             {"类别", "kind"},
	wKindImport:       {"导入", "import"},
	wKindCorrection:   {"更正", "correction"},
	wKindDecision:     {"裁定", "decision"},
	wKindErasure:      {"删除", "removal"},
	wFile:             {"文件", "file"},
	wAsOf:             {"数据日期", "good for"},
	wBy:               {"经手人", "by"},
	wReason:           {"事由", "reason"},
	wDocument:         {"文件依据", "document"},
	wRecorded:         {"登记时间", "recorded"},
	wValue:            {"值", "value"},
	wSource:           {"来源", "source"},
	wHolding:          {"采用", "holds"},
	wContested:        {"部门说法不一", "departments contradict each other"},
	wWithdrawn:        {"（撤回）", "(withdrawn)"},
	wReplaced:         {"未采用", "replaced"},
	wToldTitle:        {"全部记录", "everything on record"},
	wCame:             {"新增", "came"},
	wLeft:             {"移出", "left"},
	wMoved:            {"资料变动", "facts moved"},
	wDiffTotals:       {"新增{came}人，移出{left}人，资料有变动的{moved}人", "{came} came, {left} left, facts of {moved} moved"},
	wSame:             {"两者相同。", "The two are the same."},
	wWas:              {"原值", "was"},
	wIs:               {"现值", "is"},
	wPreview:          {"试导入：没有写入任何内容", "a rehearsal: nothing was stored"},
	wPreviewTotals:    {"将导入{people}人（其中新增{new}人），{values}个值：{changed}个与现值不同，{contradicted}个与其他部门说法不一", "would import {people} people ({new} of them new), {values} values: {changed} differ from what holds now, {contradicted} contradict other departments"},
	wPreviewMore:      {"只列出前{n}项变动。", "Only the first {n} changes are shown."},
	wVerifyTitle:      {"名册校验", "verification of the roster"},
	wCheckPages:       {"文件页面（SQLite integrity_check）", "pages of the file (SQLite integrity_check)"},
	wCheckLinks:       {"引用关系（SQLite foreign_key_check）", "references (SQLite foreign_key_check)"},
	wCheckHashes:      {"每一行的哈希值", "the hash of every row"},
	wCheckCurrent:     {"现值与历史记录推算的结果一致", "what holds now follows from the records"},
	wSound:            {"完好", "sound"},
	wDamagedAt:        {"有误：{where}", "wrong: {where}"},
	wLooked:           {"共{n}项", "{n} looked at"},
	wHand:             {"{kind} 快照{n}，{by}，{document}，{on}", "{kind}, snapshot {n}, {by}, {document}, {on}"},
	wQuestions:        {"待裁定事项", "questions for people to settle"},
	wNoQuestions:      {"没有待裁定的事项。", "There is nothing to settle."},
	wContestTitle:     {"部门说法不一，裁定前按缺资料处理", "departments contradict each other; until settled the fact counts as missing"},
	wContestHow:       {"裁定：slate roster settle 名册 编号 --fact 资料 --take 部门 --by 姓名 --document 文号", "settle: slate roster settle ROSTER ID --fact FACT --take DEPARTMENT --by NAME --document NUMBER"},
	wPairTitle:        {"可能是同一个人，从不自动合并", "perhaps one person; never joined automatically"},
	wPairHow:          {"裁定：slate roster settle 名册 编号 --same 另一编号（或 --different 另一编号） --by 姓名 --document 文号", "settle: slate roster settle ROSTER ID --same OTHER (or --different OTHER) --by NAME --document NUMBER"},
	wSameNumber:       {"身份证号相同", "same identity number"},
	wSameBirth:        {"同名，身份证号上的出生日期相同", "same name, same day of birth by identity number"},
	wSameName:         {"同名", "same name"},
	wQuestion:         {"疑点", "question"},
	wPassListed:       {"已普查", "listed"},
	wPassChecked:      {"已核对", "checked"},
	wPassSupplemented: {"已补充", "supplemented"},
	wPassNone:         {"未调查", "not surveyed"},
	wCorrected:        {"{name} {fact}：{was} → {is}", "{name} {fact}: {was} → {is}"},
}

func init() { maps.Copy(vocabulary, rosterVocabulary) }
