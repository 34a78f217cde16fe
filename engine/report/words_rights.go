package report

import "maps"

// The words of letters to people about their data, of requests, looks and periods of keeping.
const (
	wLetterAccess word = 8500 + iota
	wLetterCorrect
	wLetterObject
	wLetterErase
	wLetterSubtitle
	wLetterDear
	wLetterAsked
	wLetterHeld
	wLetterHeldHow
	wLetterResult
	wLetterNoRun
	wLetterHow
	wLetterOther
	wLetterListed
	wLetterLooked
	wLetterNobodyLooked
	wLetterRights
	wLetterRightsText
	wLetterPeople
	wLetterDue
	wLetterUnsure
	wLetterGone
	wLetterGoneWhat
	wLetterGoneLeft
	wLetterOffice
	wLetterDay
	wLetterCorrected
	wLetterRerun
	wRequests
	wRequest
	wRight
	wRightAccess
	wRightCorrect
	wRightObject
	wRightErase
	wReceived
	wDue
	wOutcomeWord
	wGranted
	wRefusedWord
	wWithdrawnWord
	wOpenRequest
	wOverdue
	wNoRequests
	wRequestText
	wLooks
	wNoLooks
	wLookWhat
	wLookWhy
	wPeriods
	wClass
	wMonths
	wBefore
	wDueCount
	wWhich
	wNoPeriods
	wClassResults
	wClassRequests
	wClassLooks
	wClassPeople
	wRemovedNow
	wRemovedNothing
	wPeopleByHand
	wKeptFor
	wPackGuide
)

func init() {
	maps.Copy(vocabulary, map[word][2]string{
		wLetterAccess:       {"个人信息查阅答复书", "Answer to a request for access"},
		wLetterCorrect:      {"个人信息更正答复书", "Answer to a request for correction"},
		wLetterObject:       {"异议受理告知书", "Notice that an objection was received"},
		wLetterErase:        {"个人信息删除答复书", "Answer to a request for removal"},
		wLetterSubtitle:     {"第 {n} 号申请　收到日期 {received}　依据 {document}", "Request {n}, received {received}, {document}"},
		wLetterDear:         {"{name}：", "Dear {name},"},
		wLetterAsked:        {"您申请：{text}", "you asked: {text}"},
		wLetterHeld:         {"一、我们保存的您的信息", "1. What we hold about you"},
		wLetterHeldHow:      {"名册只保存规则文件声明、由有关部门提供的事项。每一项的来源和日期如下；标“采用”的是现在使用的值。", "The roster holds only what a rule file declares and a department has supplied. Below is where each item came from; those in use are marked."},
		wLetterResult:       {"二、推荐结果和理由", "2. The result, and why"},
		wLetterNoRun:        {"还没有一次运行用到您的信息。", "No run has used your data yet."},
		wLetterHow:          {"计算完全按公布的规则文件进行，每一条款、所用资料和差额如下。名单只是推荐建议，由人决定；推荐条件不影响您依法享有的选举权和被选举权。", "The result follows from the rule file alone; every clause, the facts used and the margins are below. The list is a proposal and people decide. Criteria for recommendation take nothing from anybody's right to stand."},
		wLetterOther:        {"三、什么变化会改变结果", "3. What would alter the result"},
		wLetterListed:       {"按现有资料，您在建议名单上。", "By the facts as they are you are on the proposed list."},
		wLetterLooked:       {"四、谁查看过您的信息", "4. Who has looked at your data"},
		wLetterNobodyLooked: {"没有查看记录。", "Nobody is on record as having looked."},
		wLetterRights:       {"五、您的权利", "5. Your rights"},
		wLetterRightsText:   {"您可以要求更正不准确的信息，对结果提出异议并要求说明，在法律规定的情形下要求删除；对答复不满意的，可以向履行个人信息保护职责的部门投诉（个人信息保护法第四十四条至第五十条、第六十五条）。", "You may ask for wrong data to be put right, object to the result and ask for reasons, and ask for removal where the law provides for it. If you are not content with an answer you may complain to the authority (Personal Information Protection Law, articles 44 to 50 and 65)."},
		wLetterPeople:       {"有人对您的名单位置作过调整，理由和依据已在上面列出。", "People have changed your place on the list; reasons and documents are above."},
		wLetterDue:          {"我们将在 {due} 前（{days} 个工作日内）书面答复您。", "You will have an answer in writing by {due} ({days} working days)."},
		wLetterUnsure:       {"期限按周一至周五计算，未计放假调休。", "The day counts Monday to Friday and knows no holidays."},
		wLetterGone:         {"您的信息已于 {at} 删除。", "Your data were removed at {at}."},
		wLetterGoneWhat:     {"已删除名册中的各项资料和历次记录、各次运行中关于您的判断和得分、有关申请和查看的内容，以及解读它们的密钥；文件已重写，不留残余。", "What was removed: all facts and their history, what every run said of you, what was asked and who looked, and the keys under which any of it could be read; the file was written anew."},
		wLetterGoneLeft:     {"保留的只有一条“某日删除了一人”的记录和不能还原的校验值。此前另行保存的备份、纸质材料不在此列，由保管部门处理。", "What is left is a line that somebody was removed on a day, and digests from which nothing can be recovered. Copies and papers kept elsewhere are for their keepers to deal with."},
		wLetterOffice:       {"（答复单位盖章）", "(office)"},
		wLetterDay:          {"　　　年　　月　　日", "date: ____________"},
		wLetterCorrected:    {"您的信息已更正，更正前后的值都有记录：", "Your data were put right; both values stay on record:"},
		wLetterRerun:        {"按更正后的资料重新运行（第 {b} 次），与第 {a} 次相比：", "A new run ({b}) with the corrected data, compared with run {a}:"},
		wRequests:           {"个人信息申请", "Requests of people about their data"},
		wRequest:            {"申请", "Request"},
		wRight:              {"事项", "Right"},
		wRightAccess:        {"查阅", "access"},
		wRightCorrect:       {"更正", "correction"},
		wRightObject:        {"异议", "objection"},
		wRightErase:         {"删除", "removal"},
		wReceived:           {"收到", "Received"},
		wDue:                {"期限", "Due"},
		wOutcomeWord:        {"结果", "Outcome"},
		wGranted:            {"同意", "granted"},
		wRefusedWord:        {"不同意", "refused"},
		wWithdrawnWord:      {"撤回", "withdrawn"},
		wOpenRequest:        {"办理中", "open"},
		wOverdue:            {"已逾期", "overdue"},
		wNoRequests:         {"没有申请。", "There are no requests."},
		wRequestText:        {"内容", "What was asked"},
		wLooks:              {"查看记录", "Who looked at whom"},
		wNoLooks:            {"没有查看记录。", "Nobody is on record as having looked."},
		wLookWhat:           {"方式", "How"},
		wLookWhy:            {"事由", "Why"},
		wPeriods:            {"到期应删除的资料", "What is due for removal"},
		wClass:              {"类别", "Class"},
		wMonths:             {"保存期（月）", "Kept (months)"},
		wBefore:             {"早于", "Before"},
		wDueCount:           {"到期", "Due"},
		wWhich:              {"哪些", "Which"},
		wNoPeriods:          {"还没有规定保存期限；slate retention keep 规定。", "No period has been set; slate retention keep sets one."},
		wClassResults:       {"运行中每个人的记录", "records of people in runs"},
		wClassRequests:      {"已答复的申请", "answered requests"},
		wClassLooks:         {"查看记录", "who looked at whom"},
		wClassPeople:        {"没有新资料的人", "people of whom nothing new came"},
		wRemovedNow:         {"已删除：", "Removed:"},
		wRemovedNothing:     {"没有到期的资料。", "Nothing was due."},
		wPeopleByHand:       {"人员不自动删除；由人逐个决定（slate subject erase）。", "People are never removed by the program alone; somebody decides on each (slate subject erase)."},
		wPackGuide: {`审计资料
verification.txt  台账的十项检查，做这份资料时的结果
runs.csv          全部运行：规则、快照、经办人、是否批准
decisions.csv     批准和人工调整，理由和依据
runs/N/           第 N 次运行：说明（manifest.json）、资料来源（sources.json）、规则文件原文（rules，按读取的先后编号）
snapshots.csv     名册的每一次变动
requests.csv      个人信息申请和答复
looks.csv         谁查看过谁，为什么
retention.csv     保存期限和到期的资料
ledger/           台账：每行一条记录（entries.jsonl），签名的检查点

台账的格式见 slate 的 engine/ledger/README.md，可以另写程序验证。
这里没有任何人的个人记录；人员编号已遮盖。要核对一个人的结果，用 slate proof 出具的证明。
`, `Audit pack
verification.txt  the ten checks of the ledger, as of this pack
runs.csv          all runs: rules, snapshot, who ran them, whether the list was approved
decisions.csv     approvals and changes by people, with reason and document
runs/N/           run N: manifest.json, where its facts came from (sources.json), the rule files in the order in which they were read
snapshots.csv     every change of the roster
requests.csv      requests of people about their data, and the answers
looks.csv         who looked at whom and why
retention.csv     for how long what is kept, and what is due for removal
ledger/           the ledger: one entry a line (entries.jsonl), and the signed checkpoints

The form of the ledger is in engine/ledger/README.md of slate, from which another program can verify it.
Nobody's record is here, and ids of people are masked. One person's result is checked with a proof that slate proof writes.
`},
		wKeptFor: {"已规定：{class}保存 {months} 个月（{document}）。", "Set: {class} are kept {months} months ({document})."},
	})
}
