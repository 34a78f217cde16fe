package report

import (
	"maps"

	"slate/engine/diag"
)

// Refusal is why a command about recorded runs, or about what people ask, is refused.
type Refusal word

// The refusals.
const (
	WhoRuns         Refusal = 13000 + iota // a run does not say who runs it
	NoAssessment                           // rules are run without an impact assessment
	WhoLooks                               // who looks at a person does not say who they are, or why
	Unknown                                // nobody has the id or the name
	NoRun                                  // the run is not on record
	AlreadyApproved                        // the list is approved and frozen
	SamePerson                             // who approves is who ran it
	RecordsRemoved                         // a list is to be approved of which people were removed
	Moved                                  // somebody was removed while the run was under way
	NoRequest                              // the request is not on record
	AlreadyAnswered                        // the request has its answer
)

// Say says it in a language.
func (r Refusal) Say(lang diag.Lang) string { return say(lang, word(r)) }

func init() {
	maps.Copy(vocabulary, map[word][2]string{
		word(WhoRuns):         {"在名册文件上运行要留记录：用 --by 姓名 写明经办人，或用 --dry 只试算不记录", "a run over a roster file is recorded: say with --by NAME who runs it, or use --dry"},
		word(NoAssessment):    {"这套规则第一次留记录运行：用 --assessment 文号 写明个人信息保护影响评估，或用 --dry 只试算不记录", "rules are run on record for the first time: name their impact assessment with --assessment REFERENCE, or use --dry"},
		word(WhoLooks):        {"查看名册文件中的人要留记录：加上 --by 姓名 和 --why 事由", "who looks at a person of a roster file is recorded: add --by NAME and --why REASON"},
		word(Unknown):         {"名册里没有这个编号或姓名的人", "nobody in the roster has this id or name"},
		word(NoRun):           {"没有这次运行的记录；slate runs 列出所有运行", "there is no such run on record; slate runs lists them"},
		word(AlreadyApproved): {"这份名单已经批准，不能再改；请另作一次运行", "this list is approved and stands; make a new run"},
		word(SamePerson):      {"批准人不能是运行的经办人", "who approves a list must be another person than who ran it"},
		word(RecordsRemoved):  {"这次运行中有人的资料已经删除，名单不能按当时的样子列出；请另作一次运行再批准", "people of this run have been removed since; make a new run and approve that"},
		word(Moved):           {"运行过程中有人被从名册删除；请再运行一次", "somebody was removed from the roster meanwhile; run again"},
		word(NoRequest):       {"没有这一号申请；slate subject list 列出所有申请", "there is no such request on record; slate subject list lists them"},
		word(AlreadyAnswered): {"这一号申请已经答复", "this request is answered already"},
	})
}
