package report

import "maps"

// The words of the views of a roster.
const (
	wSnapshots word = 2000 + iota
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
	wCheckDecisions
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
	wQuality
	wQualityFacts
	wQualityTiers
	wKnown
	wShare
	wLeast
	wGreatest
	wOldest
	wSlips
	wDistorted
	wDeclared
	wComputed
	wIdentity
	wIdentityLine
	wSurvey
	wSample
	wSampleLine
	wSampleHow
	wDrawn
	wTicket
	wNeeds
	wNeedsLine
	wNothingNeeded
	wWhatIf
	wNow
	wThen
	wOnTheList
	wOthers
	wNobodyElse
	wEnters
	wLeaves
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
	wCheckDecisions:   {"人工决定、申请和查看记录与台账一致", "what people decided, asked and looked at is as the ledger has it"},
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
	wQuality:          {"资料质量", "quality of the roster"},
	wQualityFacts:     {"各项资料", "facts"},
	wQualityTiers:     {"因缺资料尚不能判断的人", "people who cannot be decided for want of facts"},
	wKnown:            {"已有", "known"},
	wShare:            {"比例", "share"},
	wLeast:            {"最小", "least"},
	wGreatest:         {"最大", "greatest"},
	wOldest:           {"最早数据日期", "oldest"},
	wSlips:            {"与一年前相差千倍以上，疑为元与万元之误", "a thousand times more or less than a year before: perhaps a wrong unit"},
	wDistorted:        {"申报的类别与按资料归类的结果不一致", "declared to be of one group, by the facts of another"},
	wDeclared:         {"申报", "declared"},
	wComputed:         {"归类", "by the facts"},
	wIdentity:         {"身份", "identity"},
	wIdentityLine:     {"没有身份证号的{none}人；身份证号相同的{number}对，同名同生日的{birth}对，其他同名的{name}对（slate roster settle 列出）", "{none} without an identity number; {number} pairs of one identity number, {birth} of one name and birthday, {name} more of one name (slate roster settle lists them)"},
	wSurvey:           {"调查进度", "progress of the survey"},
	wSample:           {"抽样名单", "sample"},
	wSampleLine:       {"从{people}人中抽取{drawn}人，种子 {seed}", "{drawn} of {people} people drawn, seed {seed}"},
	wSampleHow:        {"抽签号是“种子|编号”的 SHA-256；每组内号小的先抽，任何人都可以用 sha256sum 复核。", "The ticket is the SHA-256 of \"seed|id\"; within a group the least are drawn first. Anybody can check it with sha256sum."},
	wDrawn:            {"抽取", "drawn"},
	wTicket:           {"抽签号", "ticket"},
	wNeeds:            {"请{department}补充的资料", "facts for {department} to supply"},
	wNeedsLine:        {"共{n}人；□为所缺的资料，✓为补齐后可能改变名单的人。", "{n} people; □ marks what is missing, ✓ those whom it could bring onto the list or off it."},
	wNothingNeeded:    {"没有要补充的资料。", "Nothing is missing."},
	wWhatIf:           {"假如：{changes}", "what if: {changes}"},
	wNow:              {"现在", "now"},
	wThen:             {"改后", "then"},
	wOnTheList:        {"列入名单", "on the list"},
	wOthers:           {"其他人", "others"},
	wNobodyElse:       {"其他人的去留不变。", "Nobody else enters or leaves the list."},
	wEnters:           {"{name} 列入", "{name} enters"},
	wLeaves:           {"{name} 退出", "{name} leaves"},
	wCorrected:        {"{name} {fact}：{was} → {is}", "{name} {fact}: {was} → {is}"},
}

func init() { maps.Copy(vocabulary, rosterVocabulary) }
