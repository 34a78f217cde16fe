package report

import (
	"maps"

	"slate/engine/ledger"
)

// The words of the ledger.
const (
	wLedgerTitle word = 7000 + iota
	wLedgerSummary
	wVerdictHolds
	wVerdictFails
	wVerdictOpen
	wLedgerState
	wLedgerCode
	wLedgerCodeHow
	wLedgerPoint
	wLedgerSigned
	wLedgerUnsigned
	wPersonProofTitle
	wPersonProofRecord
	wKeyMade
	wKeyPlain
	wKeyLocked
	wKeyPublic
	wCheckSignature
	wCheckRoots
	wCheckForm
	wCheckChain
	wCheckOutside
	wCheckDataset
	wCheckRules
	wCheckResults
	wCheckApprovals
	wCheckErasures
	wStepLeaf
	wStepRun
	wStepEntry
	wStepSignature
	wStepKey
	wStepCode
	wDetail // and on: one for each ledger.What
)

// ledgerChecks are the words of V1 to V10.
var ledgerChecks = [...]word{wCheckSignature, wCheckRoots, wCheckForm, wCheckChain, wCheckOutside, wCheckDataset, wCheckRules, wCheckResults, wCheckApprovals, wCheckErasures}

var ledgerVocabulary = map[word][2]string{
	wLedgerTitle:       {"台账验证", "verification of the ledger"},
	wLedgerSummary:     {"{n}项检查：{holds}项成立，{open}项未证明，{fails}项不成立", "{n} checks: {holds} hold, {open} not proven, {fails} fail"},
	wVerdictHolds:      {"成立", "holds"},
	wVerdictFails:      {"不成立", "fails"},
	wVerdictOpen:       {"未证明", "not proven"},
	wLedgerState:       {"台账{origin}，共{n}条", "ledger {origin}, {n} entries"},
	wLedgerCode:        {"验证码：{code}", "code: {code}"},
	wLedgerCodeHow:     {"验证码印在每份报表上。任何人留着它，都能用 slate verify --code 查出台账是否被改写或回退。", "The code stands on every page that is printed. Whoever keeps it can find out with slate verify --code whether the ledger was rewritten or rolled back."},
	wLedgerPoint:       {"检查点已写入{file}，请交由另一部门保管", "the checkpoint is in {file}; give it to another department to keep"},
	wLedgerSigned:      {"已签名", "signed"},
	wLedgerUnsigned:    {"未签名：台账还没有密钥，见 slate key new", "not signed: the ledger has no key, see slate key new"},
	wPersonProofTitle:  {"个人结果证明", "proof of one person's result"},
	wPersonProofRecord: {"所证明的记录", "the record that is proved"},
	wKeyMade:           {"密钥已写入{file}，从台账第{n}条起用它签名", "the key is in {file}; it signs from entry {n} of the ledger on"},
	wKeyPlain:          {"这个文件没有加密：谁能读它，谁就能以本台账的名义签名。只应放在一台可信的电脑上，并且一定要把检查点交给别的部门。", "The file is not encrypted: whoever can read it can sign as this ledger. Keep it on one trusted machine, and do give checkpoints to another department."},
	wKeyLocked:         {"这个文件用口令加密。忘记口令就只能换新密钥，验证时会一直注明旧密钥没有为新密钥背书。", "The file is encrypted under the passphrase. Where it is forgotten only a new key is left, and verification will always say that the old one did not vouch for it."},
	wKeyPublic:         {"公钥（给验证的人）：{key}", "public key (for those who verify): {key}"},
	wCheckSignature:    {"签名", "signatures"},
	wCheckRoots:        {"条数与根", "size and root"},
	wCheckForm:         {"规范格式", "canonical form"},
	wCheckChain:        {"前后相接", "chain and numbers"},
	wCheckOutside:      {"与外部检查点一致", "consistent with checkpoints kept elsewhere"},
	wCheckDataset:      {"名册数据", "data of the roster"},
	wCheckRules:        {"规则文件", "rule files"},
	wCheckResults:      {"结果与重算", "results, evaluated again"},
	wCheckApprovals:    {"批准", "approvals"},
	wCheckErasures:     {"删除都有记载", "removals are all recorded"},
	wStepLeaf:          {"记录与盐值合成一片叶", "record and salt make a leaf"},
	wStepRun:           {"这片叶在第{text}次运行的根之下", "the leaf is under the root of run {text}"},
	wStepEntry:         {"这次运行在{text}条台账的根之下", "the run is under the root of a ledger of {text} entries"},
	wStepSignature:     {"检查点由文件所写的密钥签名（{text}）", "the checkpoint is signed by the key of the file ({text})"},
	wStepKey:           {"这个密钥是从别处得知的公钥（{text}）", "that key is the one known from elsewhere ({text})"},
	wStepCode:          {"检查点就是纸上的那一个（{text}）", "the checkpoint is the one on paper ({text})"},

	detail(ledger.BadKey):           {"第{n}条引入的密钥签名不对：{text}", "entry {n} introduces a key and is not signed as it says: {text}"},
	detail(ledger.KeyUnvouched):     {"从第{n}条起换了密钥，旧密钥没有背书：{text}", "from entry {n} on a key signs for which the one before does not vouch: {text}"},
	detail(ledger.NoKey):            {"台账没有密钥，没有人签名", "the ledger has no key, so nobody has signed"},
	detail(ledger.OtherKey):         {"给出的公钥没有为本台账现用的密钥背书：{text}", "the public key given does not vouch for the key that this ledger uses: {text}"},
	detail(ledger.OwnKey):           {"公钥取自台账本身，请与从别处得知的核对：{text}", "the public key is taken from the ledger itself; compare it with the one known from elsewhere: {text}"},
	detail(ledger.Unsigned):         {"最后{n}条还没有签名", "the last {n} entries are not signed yet"},
	detail(ledger.BadCheckpoint):    {"不是检查点：{text}", "no checkpoint: {text}"},
	detail(ledger.OtherLedger):      {"{n}条时的检查点属于另一个台账{text}", "the checkpoint at {n} entries is of another ledger, {text}"},
	detail(ledger.BadSignature):     {"{n}条时的检查点不是当时的密钥签的：{text}", "the checkpoint at {n} entries is not signed by the key of that time: {text}"},
	detail(ledger.TreeDiffers):      {"保存的树与条目不符", "the stored tree is not that of the entries"},
	detail(ledger.Disagree):         {"两个独立的程序库算出的根不同", "two independent libraries give different roots"},
	detail(ledger.RolledBack):       {"检查点时有{n}条，现在只有{text}条：台账被回退", "there were {n} entries at the checkpoint and there are {text}: the ledger was rolled back"},
	detail(ledger.Rewritten):        {"前{n}条已不是检查点时的那些：台账被改写", "the first {n} entries are not those of the checkpoint: the ledger was rewritten"},
	detail(ledger.BadForm):          {"第{n}条：{text}", "entry {n}: {text}"},
	detail(ledger.Broken):           {"第{n}条与前一条接不上", "entry {n} does not follow the one before"},
	detail(ledger.NoOutside):        {"没有给出保存在别处的检查点或验证码，所以查不出保管密钥的人自己改写或回退（--checkpoint、--code）", "no checkpoint or code kept elsewhere was given, so that rewriting or rolling back by the keeper of the key cannot be seen (--checkpoint, --code)"},
	detail(ledger.NoCode):           {"“{text}”不是验证码", "\"{text}\" is no code"},
	detail(ledger.CodeUnknown):      {"台账从来没有过验证码{text}：台账被改写或回退，或者抄错了", "the ledger never had the code {text}: it was rewritten or rolled back, or the code is mistyped"},
	detail(ledger.CodeFound):        {"{text}是前{n}条的验证码", "{text} is the code of the first {n} entries"},
	detail(ledger.Damaged):          {"名册文件有损坏：{text}（见 slate roster verify）", "the roster file is damaged: {text} (see slate roster verify)"},
	detail(ledger.NotSealed):        {"快照{n}没有入台账", "snapshot {n} is in no entry"},
	detail(ledger.SealedTwice):      {"第{n}条又一次写了快照{text}", "entry {n} seals snapshot {text} again"},
	detail(ledger.BatchDiffers):     {"快照{n}的登记（谁、何时、哪份文件、依据）已被改动", "the record of snapshot {n} (who, when, which file, on what document) was changed"},
	detail(ledger.RowsDiffer):       {"快照{n}带来的行已被改动（现有/原有：{text}）", "the rows that came with snapshot {n} were changed (there are / there were: {text})"},
	detail(ledger.BatchMissing):     {"快照{n}入了台账，现在没有了", "snapshot {n} was sealed and is gone"},
	detail(ledger.BadManifest):      {"第{n}条是一次运行，但读不懂：{text}", "entry {n} is of a run and cannot be read: {text}"},
	detail(ledger.NoRules):          {"第{n}条所用的规则文件{text}没有保存", "the rule file {text} of entry {n} is not held"},
	detail(ledger.RulesDiffer):      {"第{n}条所用的规则文件{text}已被改动", "the rule file {text} of entry {n} was changed"},
	detail(ledger.RunTwice):         {"第{n}条重复使用了运行号{text}", "entry {n} uses the number {text} of an earlier run again"},
	detail(ledger.NoResults):        {"运行{text}（第{n}条）的结果没有保存", "the results of run {text} (entry {n}) are not held"},
	detail(ledger.ResultDiffers):    {"第{n}条的运行，第{text}片叶与记录不符", "in the run of entry {n}, leaf {text} does not follow from its record"},
	detail(ledger.ResultsDiffer):    {"运行{text}（第{n}条）的结果不是当时封存的", "the results of run {text} (entry {n}) are not those that were sealed"},
	detail(ledger.NotReplayed):      {"运行{text}（第{n}条）保存的结果与封存的一致，没有重算", "the results held of run {text} (entry {n}) are those sealed; they were not evaluated again"},
	detail(ledger.ReplayDiffers):    {"第{n}条的运行重算后不同：{text}", "the run of entry {n}, evaluated again, differs: {text}"},
	detail(ledger.ApprovesNothing):  {"第{n}条批准的运行{text}不存在", "entry {n} approves run {text}, which does not come before it"},
	detail(ledger.ApprovedByRunner): {"第{n}条批准的运行{text}，批准人就是运行的人", "entry {n} approves run {text} and is by whoever ran it"},
	detail(ledger.Proposal):         {"运行{text}（第{n}条）没有人批准，只是建议名单", "run {text} (entry {n}) is approved by nobody: a proposal"},
	detail(ledger.RemovedDiffers):   {"第{n}条所说的删除与实际不符（{text}）", "what entry {n} says was removed is not what is gone ({text})"},
	detail(ledger.RemovedSilently):  {"{text}项以第{n}条的名义删除，而那一条没有这样说", "{text} things are gone in the name of entry {n}, which does not say so"},
}

// detail is the word of what a check found.
func detail(w ledger.What) word { return wDetail + word(w) }

func init() { maps.Copy(vocabulary, ledgerVocabulary) }
