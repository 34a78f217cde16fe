package report

import "maps"

// The words of a rule file as the text of measures.
const (
	wPlainAnd word = 4000 + iota
	wPlainOr
	wPlainNot
	wPlainIs
	wPlainIsNot
	wPlainIn
	wPlainNotIn
	wPlainHas
	wPlainHasNot
	wPlainContains
	wPlainStarts
	wPlainEnds
	wPlainIf
	wPlainBelow
	wPlainAtMost
	wPlainAbove
	wPlainAtLeast
	wPlainBefore
	wPlainNotAfter
	wPlainAfter
	wPlainNotBefore
	wPlainAge
	wPlainAgeOn
	wPlainMin
	wPlainMax
	wPlainSeats
	wPlainYears
	wPlainMonths
	wPlainDaysFrom
	wPlainYearsBefore
	wPlainYearsAfter
	wPlainYear
	wPlainDaysBefore
	wPlainDaysAfter
	wPlainWorkBefore
	wPlainWorkAfter
	wPlainAbs
	wPlainFloor
	wPlainCeil
	wPlainRound
	wPlainRoot
	wRangeBetween
	wOneOrOther
	wPlainFew
	wPlainNotMany
	wPlainMany
	wPlainNotFew
	wRangeFrom
	wRangeAbove
	wRangeTo
	wRangeBelow
	wRangeAnd
	wRangeAny
	wDocComma
	wDocStop
	wDocBasis
	wDocChapter
	wDocArticle
	wDocItem
	wDocItemMark
	wDocGeneral
	wDocPurpose
	wDocNoPurpose
	wDocRests
	wDocMade
	wDocOwner
	wDocNature
	wDocCutoff
	wDocLeapMarch
	wDocLeapFebruary
	wDocEffective
	wDocEffectiveFrom
	wDocEffectiveTo
	wDocFacts
	wDocTakes
	wDocFactsAre
	wDocAges
	wDocPrecedence
	wDocThen
	wDocMissing
	wDocMissingOpen
	wDocMissingFails
	wDocSum
	wDocLeast
	wDocGreatest
	wDocLatest
	wDocRun
	wDocCurrentRun
	wDocCount
	wDocWhere
	wDocParams
	wDocParam
	wDocMeaning
	wDocParamsNow
	wDocHistory
	wDocSince
	wDocUntil
	wDocState
	wDocInForce
	wDocOver
	wDocToCome
	wDocDerived
	wDocDerivedAre
	wDocHalfUp
	wDocHalfEven
	wDocDown
	wDocUp
	wDocWhole
	wDocPlaces
	wDocClassify
	wDocClassifyBy
	wDocClassifyAlone
	wDocUnique
	wDocFirst
	wDocAny
	wDocPriority
	wDocCollect
	wDocHitSum
	wDocHitMin
	wDocHitMax
	wDocHitCount
	wDocRuleOrder
	wDocOutputOrder
	wDocNoHit
	wDocNoHitWhy
	wDocOtherwise
	wDocNumber
	wDocWhen
	wDocThenHead
	wDocWhatever
	wDocTiers
	wDocTier
	wDocTierEmpty
	wDocTierExtends
	wDocMissingBars
	wDocMissingNot
	wDocMissingWaits
	wDocHoldsBetween
	wDocHoldsFrom
	wDocHoldsTo
	wDocAllOf
	wDocAnyOf
	wDocNotOf
	wDocAtLeast
	wDocVetoes
	wDocVetoesAre
	wDocApplies
	wDocWaivers
	wDocNoWaiver
	wDocWaiver
	wDocScore
	wDocCriterion
	wDocIndicator
	wDocWeight
	wDocReads
	wDocByFormula
	wDocScoreWeighted
	wDocScoreSum
	wDocTopsis
	wDocEntropy
	wDocAHP
	wDocScoreRound
	wDocScoreOpen
	wDocScoreFilled
	wDocCriterionIs
	wDocCriterionWeighs
	wDocPoints
	wDocPointUnit
	wDocBands
	wDocEach
	wDocDeduct
	wDocFormula
	wDocValue
	wDocPercentile
	wDocMinmax
	wDocMoreIsBetter
	wDocLessIsBetter
	wDocCap
	wDocFloor
	wDocLimits
	wDocIndicatorMissing
	wDocGrades
	wDocRanking
	wDocRanked
	wDocOrder
	wDocNoOrder
	wDocHighFirst
	wDocLowFirst
	wDocTies
	wDocLimit
	wDocExtend
	wDocFlag
	wDocWithin
	wDocStable
	wDocBodies
	wDocPosts
	wDocByScore
	wDocByRank
	wDocClash
	wDocBody
	wDocSurplus
	wDocReserve
	wDocEligible
	wDocEligibleTier
	wDocEligibleGrade
	wDocExclusive
	wDocUnder
	wDocEverybody
	wDocWho
	wDocPer
	wDocMin
	wDocMax
	wDocOfAll
	wDocOfThose
	wDocShareMin
	wDocShareMax
	wDocOnList
	wDocSoft
	wDocHardLaw
	wDocLaw
	wDocPolicy
	wDocWish
	wDocFlex
	wDocMustInclude
	wDocMustExclude
	wDocNominated
	wDocExamples
	wDocExamplesAre
	wDocBase
	wDocExample
	wDocDiffers
	wDocResult
	wDocAsBase
	wDocNotGiven
	wDocWaivedBy
	wDocRowsOf
	wDocClosing
	wDocCalendar
	wDocOff
	wDocSource
	wDocIndex
	wDocIndexIs
	wDocCitation
	wDocID
	wDocLine
	wDocDecided
	wDocDecidedIs
	wDocFails
	wDocBars
	wDocWaived
	wDocWaits
	wDocHits
	wDocLacks
	wDocGraded
	wDocProposed
	wDocNeeded
	wTablesTitle
	wTablesAbout
	wTablesItem
	wTablesSays
	wTablesDigest
	wTablesHow
	wTablesHowRow
	wTablesHowParam
	wTablesHowRange
	wTablesHowTest
	wTablesHowBack
	wTablesRow
	wTablesRowNote
	wTablesRange
	wTablesChoice
	wTablesDecide
	wTablesSame
)

func init() { maps.Copy(vocabulary, docVocabulary) }

var docVocabulary = map[word][2]string{
	wPlainAnd:            {"，且", ", and "},
	wPlainOr:             {"，或", ", or "},
	wPlainNot:            {"不符合{what}", "not {what}"},
	wPlainIs:             {"{a}为{b}", "{a} is {b}"},
	wPlainIsNot:          {"{a}不是{b}", "{a} is not {b}"},
	wPlainIn:             {"{a}为{b}", "{a} is {b}"},
	wPlainNotIn:          {"{a}不是{b}", "{a} is not {b}"},
	wPlainHas:            {"{a}包括{b}", "{a} includes {b}"},
	wPlainHasNot:         {"{a}不包括{b}", "{a} does not include {b}"},
	wPlainContains:       {"{a}含有{b}", "{a} contains {b}"},
	wPlainStarts:         {"{a}以{b}开头", "{a} begins with {b}"},
	wPlainEnds:           {"{a}以{b}结尾", "{a} ends with {b}"},
	wPlainIf:             {"{if}的，为{then}；否则为{else}", "{then} if {if}, else {else}"},
	wPlainBelow:          {"{a}低于{b}", "{a} is below {b}"},
	wPlainAtMost:         {"{a}不超过{b}", "{a} is at most {b}"},
	wPlainAbove:          {"{a}高于{b}", "{a} is above {b}"},
	wPlainAtLeast:        {"{a}不低于{b}", "{a} is at least {b}"},
	wPlainBefore:         {"{a}早于{b}", "{a} is before {b}"},
	wPlainNotAfter:       {"{a}不晚于{b}", "{a} is no later than {b}"},
	wPlainAfter:          {"{a}晚于{b}", "{a} is after {b}"},
	wPlainNotBefore:      {"{a}不早于{b}", "{a} is no earlier than {b}"},
	wPlainAge:            {"按{a}计算的截止日周岁", "full years since {a} on the cut-off date"},
	wPlainAgeOn:          {"按{a}计算的{b}周岁", "full years from {a} to {b}"},
	wPlainMin:            {"{list}中最小的", "the least of {list}"},
	wPlainMax:            {"{list}中最大的", "the greatest of {list}"},
	wPlainSeats:          {"{level}人民代表大会代表名额的法定上限（按{b}计算）", "the most deputies a {level} congress may have for {b}"},
	wPlainYears:          {"{a}到{b}的整年数", "full years from {a} to {b}"},
	wPlainMonths:         {"{a}到{b}的整月数", "full months from {a} to {b}"},
	wPlainDaysFrom:       {"{a}到{b}的天数", "days from {a} to {b}"},
	wPlainYearsBefore:    {"{a}之前{b}年的当日", "{b} years before {a}"},
	wPlainYearsAfter:     {"{a}之后{b}年的当日", "{b} years after {a}"},
	wPlainYear:           {"{a}所在年度", "the year of {a}"},
	wPlainDaysBefore:     {"{a}之前第{b}天", "{b} days before {a}"},
	wPlainDaysAfter:      {"{a}之后第{b}天", "{b} days after {a}"},
	wPlainWorkBefore:     {"{a}之前第{b}个工作日", "{b} working days before {a}"},
	wPlainWorkAfter:      {"{a}之后第{b}个工作日", "{b} working days after {a}"},
	wPlainAbs:            {"{a}的绝对值", "the size of {a}"},
	wPlainFloor:          {"{a}只取整数部分（向下）", "{a} rounded down to a whole number"},
	wPlainCeil:           {"{a}进位取整（向上）", "{a} rounded up to a whole number"},
	wPlainRound:          {"{a}四舍五入到小数点后{b}位", "{a} rounded to {b} places"},
	wPlainRoot:           {"{a}的{b}次方根（保留{c}位小数）", "the root of {a} of degree {b}, to {c} places"},
	wRangeBetween:        {"{a}至{b}", "{a} to {b}"},
	wOneOrOther:          {"{a}或{b}", "{a} or {b}"},
	wPlainFew:            {"{a}少于{b}", "{a} is fewer than {b}"},
	wPlainNotMany:        {"{a}不多于{b}", "{a} is no more than {b}"},
	wPlainMany:           {"{a}多于{b}", "{a} is more than {b}"},
	wPlainNotFew:         {"{a}不少于{b}", "{a} is no fewer than {b}"},
	wRangeFrom:           {"{n}以上", "at least {n}"},
	wRangeAbove:          {"超过{n}", "above {n}"},
	wRangeTo:             {"{n}以下", "at most {n}"},
	wRangeBelow:          {"不满{n}", "below {n}"},
	wRangeAnd:            {"、", ", "},
	wRangeAny:            {"不限", "any"},
	wDocComma:            {"，", ", "},
	wDocStop:             {"。", "."},
	wDocBasis:            {"依据：{basis}", "basis: {basis}"},
	wDocChapter:          {"第{n}章　{title}", "Chapter {n}: {title}"},
	wDocArticle:          {"第{n}条", "Article {n}"},
	wDocItem:             {"第{n}条第{item}项", "Article {n} ({item})"},
	wDocItemMark:         {"（{n}）", "({n}) "},
	wDocGeneral:          {"总则", "General"},
	wDocPurpose:          {"为{purpose}", "For this purpose: {purpose}"},
	wDocNoPurpose:        {"为规范推荐人选的提出", "So that recommendations are made by rules"},
	wDocRests:            {"，依据{basis}", ", and resting on {basis}"},
	wDocMade:             {"，制定本办法", ", these measures are made"},
	wDocOwner:            {"由{owner}负责执行和解释。", "{owner} applies them and says what they mean."},
	wDocNature:           {"本办法规定的是推荐条件，不是参选资格，不影响任何人的选举权和被选举权。按本办法排出的名单是建议，由人作出决定并记录后才生效。", "These measures hold criteria of recommendation. They are no ruling on anybody's right to stand, and touch nobody's right to vote or to be elected. A list made by them is a proposal and has no effect until people decide and record it."},
	wDocCutoff:           {"年龄、年限、标准和资料的有效期，一律以截止日{day}为准。", "Ages, terms, parameters and the validity of facts are all read on the cut-off date, {day}."},
	wDocLeapMarch:        {"周岁按公历计算，生日当天即满；2月29日出生的，平年于3月1日满周岁。", "Ages are full years, reached on the birthday itself; people born on 29 February reach them on 1 March of common years."},
	wDocLeapFebruary:     {"周岁按公历计算，生日当天即满；2月29日出生的，平年于2月28日满周岁。", "Ages are full years, reached on the birthday itself; people born on 29 February reach them on 28 February of common years."},
	wDocEffective:        {"本办法自{from}起施行，至{to}止。", "The measures are in force from {from} to {to}."},
	wDocEffectiveFrom:    {"本办法自{from}起施行。", "The measures are in force from {from}."},
	wDocEffectiveTo:      {"本办法施行至{to}止。", "The measures are in force until {to}."},
	wDocFacts:            {"资料及其来源", "Facts and who supplies them"},
	wDocTakes:            {"取值", "values"},
	wDocFactsAre:         {"评价和推荐只使用下列资料，由所列部门提供。", "Only these facts are used, each supplied by the department named."},
	wDocAges:             {"超过有效期的资料视为缺失，须由提供部门重新核实。", "A fact older than it is good for counts as missing, and the department must confirm it anew."},
	wDocPrecedence:       {"说法不一时依次采信：{list}", "where departments differ, believed in this order: {list}"},
	wDocThen:             {"、", ", then "},
	wDocMissing:          {"缺失的资料不当作“没有”，也不当作零。", `A missing fact is neither "no" nor zero.`},
	wDocMissingOpen:      {"因缺失资料不能判断条件的，该人待定，并由提供部门补报；其他条件已足以定论的，不必等待。另有规定的从其规定。", "Where a condition cannot be judged for want of a fact the person is undecided and the department must supply it; where other conditions settle the matter nothing need be waited for. A clause may say otherwise."},
	wDocMissingFails:     {"因缺失资料不能判断条件的，按不符合处理。另有规定的从其规定。", "A condition that cannot be judged for want of a fact counts as not met. A clause may say otherwise."},
	wDocSum:              {"由“{table}”逐行汇总：{field}之和", "from the rows of {table}: the sum of {field}"},
	wDocLeast:            {"由“{table}”逐行汇总：{field}的最小值", "from the rows of {table}: the least {field}"},
	wDocGreatest:         {"由“{table}”逐行汇总：{field}的最大值", "from the rows of {table}: the greatest {field}"},
	wDocLatest:           {"取“{table}”最近一行的{field}", "from the latest row of {table}: {field}"},
	wDocRun:              {"由“{table}”逐行计算：{field}最长连续数", "from the rows of {table}: the longest unbroken run of {field}"},
	wDocCurrentRun:       {"由“{table}”逐行计算：到现在为止{field}的连续数", "from the rows of {table}: the unbroken run of {field} that leads up to now"},
	wDocCount:            {"“{table}”的行数", "the number of rows of {table}"},
	wDocWhere:            {"只计{where}的", "rows where {where}"},
	wDocParams:           {"标准", "Parameters"},
	wDocParam:            {"标准", "parameter"},
	wDocMeaning:          {"含义", "meaning"},
	wDocParamsNow:        {"截止日{day}执行下列标准。标准只按日增补，原有各行不作改动，任何一天都可以按当时的标准重新计算。", "On the cut-off date, {day}, these parameters are in force. A parameter is changed by adding a row; earlier rows stay as they are, so that any day can be computed again by what held then."},
	wDocHistory:          {"历次标准如下。", "These are all rows of the parameters."},
	wDocSince:            {"自", "from"},
	wDocUntil:            {"至", "until"},
	wDocState:            {"状态", "state"},
	wDocInForce:          {"现行", "in force"},
	wDocOver:             {"已停用", "replaced"},
	wDocToCome:           {"尚未执行", "to come"},
	wDocDerived:          {"计算项目", "Computed values"},
	wDocDerivedAre:       {"下列项目由资料和标准计算得出。", "These values are computed from facts and parameters."},
	wDocHalfUp:           {"四舍五入", "rounded half up"},
	wDocHalfEven:         {"四舍六入五成双", "rounded half to even"},
	wDocDown:             {"舍去尾数", "cut off"},
	wDocUp:               {"进位", "rounded up"},
	wDocWhole:            {"{mode}到整数", "{mode} to a whole number"},
	wDocPlaces:           {"{mode}到小数点后{n}位", "{mode} to {n} places"},
	wDocClassify:         {"认定", "Classification"},
	wDocClassifyBy:       {"{outputs}按{inputs}依下表认定{basis}。", "{outputs} is found from {inputs} in this table{basis}."},
	wDocClassifyAlone:    {"{outputs}依下表认定{basis}。", "{outputs} is found in this table{basis}."},
	wDocUnique:           {"一人只应符合一行；同时符合几行的，由人认定。{order}", "One row at most should fit; where several do a person decides.{order}"},
	wDocFirst:            {"自上而下，以最先符合的一行为准。{order}", "The first row that fits, from the top, counts.{order}"},
	wDocAny:              {"同时符合几行的，各行结果必须一致；不一致的，由人认定。{order}", "Where several rows fit they must agree; where they do not a person decides.{order}"},
	wDocPriority:         {"同时符合几行的，依次取：{order}。", "Where several rows fit, the result that comes first here counts: {order}."},
	wDocCollect:          {"同时符合几行的，各行结果都算，相同的只算一次。{order}", "Where several rows fit, all their results count, each once.{order}"},
	wDocHitSum:           {"同时符合几行的，各行数值相加。{order}", "Where several rows fit their numbers are added up.{order}"},
	wDocHitMin:           {"同时符合几行的，取其中最小的。{order}", "Where several rows fit the least counts.{order}"},
	wDocHitMax:           {"同时符合几行的，取其中最大的。{order}", "Where several rows fit the greatest counts.{order}"},
	wDocHitCount:         {"结果是符合的行数。{order}", "The result is how many rows fit.{order}"},
	wDocRuleOrder:        {"同时符合几行的，各行结果按行的先后都列出。{order}", "Where several rows fit all their results count, in the order of the rows.{order}"},
	wDocOutputOrder:      {"同时符合几行的，各行结果都列出，依次为：{order}。", "Where several rows fit all their results count, in this order: {order}."},
	wDocNoHit:            {"各行都不符合的，由人认定。", "Where no row fits a person decides."},
	wDocNoHitWhy:         {"各行都不符合的，由人认定：{why}。", "Where no row fits a person decides: {why}."},
	wDocOtherwise:        {"各行都不符合的，为{then}。", "Where no row fits the result is {then}."},
	wDocNumber:           {"项", "no."},
	wDocWhen:             {"并且", "and"},
	wDocThenHead:         {"认定为", "result"},
	wDocWhatever:         {"不论", "any"},
	wDocTiers:            {"推荐条件", "Conditions"},
	wDocTier:             {"{label}的，应当{base}符合下列条件：", "{label}: these conditions must all be met{base}."},
	wDocTierEmpty:        {"{label}的条件{base}没有另外规定。", "{label}: no conditions of its own{base}."},
	wDocTierExtends:      {"符合{tier}的全部条件，并", ", beside all those of {tier}"},
	wDocMissingBars:      {"缺资料的，按有此情形处理", "counts as present while facts are missing"},
	wDocMissingNot:       {"缺资料的，按不符合处理，不等待补报", "counts as not met while facts are missing"},
	wDocMissingWaits:     {"缺资料的，待定", "undecided while facts are missing"},
	wDocHoldsBetween:     {"自{from}起至{to}止适用", "from {from} to {to}"},
	wDocHoldsFrom:        {"自{from}起适用", "from {from}"},
	wDocHoldsTo:          {"适用至{to}", "until {to}"},
	wDocAllOf:            {"下列各点全部符合", "all of these"},
	wDocAnyOf:            {"下列各点符合其一", "any of these"},
	wDocNotOf:            {"不得有下列情形", "not this"},
	wDocAtLeast:          {"下列各点至少符合{n}点", "at least {n} of these"},
	wDocVetoes:           {"否决情形", "Vetoes"},
	wDocVetoesAre:        {"有下列情形之一的，不论得分高低，不予推荐；是否有此情形尚未查清的，待定，不当作没有：", "Whoever is in one of these situations is not recommended, whatever the score; while it is not known whether somebody is, they are undecided:"},
	wDocApplies:          {"适用于{tiers}，以及以其为前提的层级。", "It bars {tiers}, and what builds on it."},
	wDocWaivers:          {"下列情形可以个案豁免。豁免必须有批准文件，并随名单一起显示；豁免不改变情形本身。", "These situations may be waived in a single case, on record; a waiver is shown wherever the person is, and leaves the situation as true as it is."},
	wDocNoWaiver:         {"否决情形不得豁免。", "Vetoes cannot be waived."},
	wDocWaiver:           {"{item}“{label}”：由{by}决定，须有{needs}。", `{item}, "{label}": by {by}, with {needs}.`},
	wDocScore:            {"评分和等次", "Score and grades"},
	wDocCriterion:        {"项目", "criterion"},
	wDocIndicator:        {"指标", "indicator"},
	wDocWeight:           {"权重", "weight"},
	wDocReads:            {"依据的资料", "reads"},
	wDocByFormula:        {"按公式", "by formula"},
	wDocScoreWeighted:    {"{label}按下列项目和权重逐级加权计算。", "{label} is the weighted sum of these criteria, level by level."},
	wDocScoreSum:         {"{label}为下列各项得分之和。", "{label} is the sum of these."},
	wDocTopsis:           {"{label}按与全体人员中最优者、最劣者的距离计算（TOPSIS），他人进出会影响得分。", "{label} is the closeness to the best and distance from the worst of the pool (TOPSIS); it changes when others come or go."},
	wDocEntropy:          {"{label}按下列项目加权计算，权重由全体人员的数据离散程度得出（熵权法），他人进出会影响得分。", "{label} is the weighted sum of these criteria with weights from the entropy of the pool; it changes when others come or go."},
	wDocAHP:              {"{label}按下列项目加权计算，权重由两两比较得出（层次分析法）。", "{label} is the weighted sum of these criteria with weights from pairwise comparisons (AHP)."},
	wDocScoreRound:       {"中间各步精确计算，只在总分处{how}。", "Every step is exact; the total alone is {how}."},
	wDocScoreOpen:        {"缺少某项指标的资料时，得分是从最低可能到最高可能的区间，名次也是区间，待补报后确定。", "While the fact of an indicator is missing the score is a range from the fewest to the most points it can give, and so is the place."},
	wDocScoreFilled:      {"规定了缺资料时计分的指标，按规定计分，并在名单上注明。", "An indicator that says what it gives while its fact is missing gives that, and the list says so."},
	wDocCriterionIs:      {"{label}{basis}：", "{label}{basis}:"},
	wDocCriterionWeighs:  {"{label}占总分的{n}%{basis}：", "{label} makes {n}% of the total{basis}:"},
	wDocPoints:           {"得分", "points"},
	wDocPointUnit:        {"分", " points"},
	wDocBands:            {"按{input}依下表计分。", "by {input}, as in the table."},
	wDocEach:             {"{input}自{from}起，每满{step}计{points}分。", "{points} points for every full {step} of {input} above {from}."},
	wDocDeduct:           {"从{start}分起，{input}每满{step}扣{points}分。", "{start} points, less {points} for every full {step} of {input}."},
	wDocFormula:          {"按公式计分：{expr}。", "by the formula {expr}."},
	wDocValue:            {"直接采用{input}。", "{input} as it is."},
	wDocPercentile:       {"按{input}在全体人员中的百分位计分，{order}。", "by the percentile of {input} in the pool, {order}."},
	wDocMinmax:           {"按{input}在全体人员最低与最高之间的位置计分，{order}。", "by where {input} lies between the lowest and the highest of the pool, {order}."},
	wDocMoreIsBetter:     {"多者得分高", "more is better"},
	wDocLessIsBetter:     {"少者得分高", "less is better"},
	wDocCap:              {"最高{n}分。", "At most {n} points."},
	wDocFloor:            {"最低{n}分。", "At least {n} points."},
	wDocLimits:           {"最高{max}分，最低{min}分。", "At most {max} and at least {min} points."},
	wDocIndicatorMissing: {"未报的计{n}分，注明“{flag}”。", `While it is missing {n} points are given, with the note "{flag}".`},
	wDocGrades:           {"等次按总分（舍入之后）依下表确定；得分区间跨两个等次的，等次待定。", "The grade is that of the total, after rounding; where a range of points touches two grades it is open."},
	wDocRanking:          {"排序", "Order"},
	wDocRanked:           {"名单由达到{tier}的人员组成。", "The list is of those who reach {tier}."},
	wDocOrder:            {"按下列各项依次比较，前一项相同的再比后一项：", "They are compared by these keys in turn, each where the ones before are equal:"},
	wDocNoOrder:          {"名单内不分先后。", "Nobody on it comes before anybody."},
	wDocHighFirst:        {"{key}，高者（多者）在前", "{key}, the higher first"},
	wDocLowFirst:         {"{key}，低者（少者）在前", "{key}, the lower first"},
	wDocTies:             {"各项全部相同的，名次并列，其后名次顺延（如1、2、2、4）。不按姓名、编号或者登记先后区分。", "Where all keys are equal the place is shared (1, 2, 2, 4). No name, number or order of entry tells people apart."},
	wDocLimit:            {"名单取前{n}名。", "The list has {n} places."},
	wDocExtend:           {"末位并列或者因缺资料不能确定的，一并列入并注明，由会议决定。", "Whoever is tied at the last place, or may be within it while facts are missing, is listed and marked: people decide."},
	wDocFlag:             {"末位并列或者因缺资料不能确定的，暂不列入并注明，由会议决定。", "Whoever is tied at the last place, or may be within it while facts are missing, is marked and not listed: people decide."},
	wDocWithin:           {"按{by}分组，每组只有前{n}名参加名单名额的比较。", "Of each {by} only the first {n} compete for the places."},
	wDocStable:           {"不采用因他人退出而改变其余人员先后的方法。", "No method is used in which one person's leaving reorders others."},
	wDocBodies:           {"机构、名额和结构", "Bodies, seats and quotas"},
	wDocPosts:            {"一人最多同时担任{n}职。", "Nobody is on more than {n} bodies at a time."},
	wDocByScore:          {"在满足下列结构要求的前提下，取总分之和最高的方案。", "Of all lists that meet the quotas below the one with the highest total score is taken."},
	wDocByRank:           {"严格按名次取人，只有结构要求所迫才越过名次在前的人。", "People are taken strictly by place; nobody is passed over unless a quota forces it."},
	wDocClash:            {"各项要求不能同时满足的，不出名单，而是列明哪几项相互冲突、最少须放宽哪一项，由会议决定。", "Where not everything can hold there is no list, but the demands that clash and the least that must give way: people decide."},
	wDocBody:             {"{label}名额{n}名{basis}。", "{label}: {n} seats{basis}."},
	wDocSurplus:          {"实行差额，候选人比名额多{n}名{basis}。", "There are {n} more candidates than seats{basis}."},
	wDocReserve:          {"另列候补{n}名，按名次确定。", "{n} more stand by, in the order of the ranking."},
	wDocEligible:         {"人选范围：{what}。", "Who may be put forward: {what}."},
	wDocEligibleTier:     {"达到{tier}", "whoever reaches {tier}"},
	wDocEligibleGrade:    {"等次为{grades}", "is graded {grades}"},
	wDocExclusive:        {"不得同时列入{bodies}。", "Nobody on it is also on {bodies}."},
	wDocUnder:            {"与上一级的{body}同时列入的，算一职。", "Being on {body}, the level above, besides counts as one post."},
	wDocEverybody:        {"列入人员", "those on it"},
	wDocWho:              {"{what}的", "those of whom {what}"},
	wDocPer:              {"{who}，按{per}分别计算，每一类", "{who}, counted for each {per} apart,"},
	wDocMin:              {"不少于{n}名", " are at least {n}"},
	wDocMax:              {"不超过{n}名", " are at most {n}"},
	wDocOfAll:            {"全部人选", "all"},
	wDocOfThose:          {"{what}的人选", "those of whom {what}"},
	wDocShareMin:         {"占{of}的比例不低于{n}%", " are at least {n}% of {of}"},
	wDocShareMax:         {"占{of}的比例不超过{n}%", " are at most {n}% of {of}"},
	wDocOnList:           {"连同差额和联名提名的人选一并计算", "surplus and joint nominees included"},
	wDocSoft:             {"属于{level}，确实不能满足时可以少量突破", "{level}: it may be missed where it cannot be helped"},
	wDocHardLaw:          {"属于法定要求，必须满足", "by law: it must hold"},
	wDocLaw:              {"法定要求", "by law"},
	wDocPolicy:           {"政策要求", "a policy"},
	wDocWish:             {"意愿", "a wish"},
	wDocFlex:             {"放宽以{n}名为限", "by {n} at most"},
	wDocMustInclude:      {"编号{person}的人员须列入，理由：{reason}。", "{person} must be on it: {reason}."},
	wDocMustExclude:      {"编号{person}的人员不列入，理由：{reason}。", "{person} must not be on it: {reason}."},
	wDocNominated:        {"编号{person}的人员由联名提名（{reason}），原样列入，不得调换或者增减，不占本办法提出的名额。", "{person} is nominated jointly ({reason}), stands on the list untouched, and takes none of the seats proposed here."},
	wDocExamples:         {"示例", "Examples"},
	wDocExamplesAre:      {"下列{n}例取自规则文件的{of}个案例，结果由规则实际算出，与案例的预期一致。", "These {n} examples are from the {of} cases of the rule file; what came out is computed by the rules and as the cases expect."},
	wDocBase:             {"基准人选：{facts}。", "The person they start from: {facts}."},
	wDocExample:          {"示例", "example"},
	wDocDiffers:          {"与基准不同之处", "other than the base"},
	wDocResult:           {"结论", "outcome"},
	wDocAsBase:           {"与基准相同", "as the base"},
	wDocNotGiven:         {"{fact}未报", "{fact} not supplied"},
	wDocWaivedBy:         {"{id}经豁免（{document}）", "{id} waived ({document})"},
	wDocRowsOf:           {"“{table}”{n}行", "{n} rows of {table}"},
	wDocClosing:          {"附则", "Closing"},
	wDocCalendar:         {"工作日按{years}年的节假日安排计算；超出这些年度的不作推算。", "Working days follow the holidays of {years}; those of other years are not guessed."},
	wDocOff:              {"下列内容由本规则停用：", "These are switched off:"},
	wDocSource:           {"本文由规则文件{id} {version} 版生成（校验值 {digest}）。两者不一致时，以规则文件为准。", "This text is made from the rule file {id} {version} (digest {digest}). Where they differ the rule file counts."},
	wDocIndex:            {"条文索引", "Index"},
	wDocIndexIs:          {"从条文查到规则文件的行，以及政策依据。", "From each article to its line in the rule file and what it rests on."},
	wDocCitation:         {"条文", "article"},
	wDocID:               {"编号", "id"},
	wDocLine:             {"规则文件", "rule file"},
	wDocDecided:          {"作用", "decided"},
	wDocDecidedIs:        {"最后一列是在名册{n}人中的作用；一人有几条原因的，各条都计。", "The last column says what each did among the {n} people of the roster; whoever has several reasons counts for each."},
	wDocFails:            {"不符合{n}人", "not met by {n}"},
	wDocBars:             {"否决{n}人", "bars {n}"},
	wDocWaived:           {"豁免{n}人", "waived for {n}"},
	wDocWaits:            {"待定{n}人", "{n} undecided"},
	wDocHits:             {"符合{n}人", "fits {n}"},
	wDocLacks:            {"缺资料{n}人", "missing for {n}"},
	wDocGraded:           {"{n}人", "{n} people"},
	wDocProposed:         {"列入{n}人", "proposes {n}"},
	wDocNeeded:           {"因此列入{n}人", "{n} seated by it"},
	wTablesTitle:         {"{label}：规则表", "{label}: tables of the rules"},
	wTablesAbout:         {"说明", "about"},
	wTablesItem:          {"项目", "item"},
	wTablesSays:          {"内容", "content"},
	wTablesDigest:        {"校验值", "digest"},
	wTablesHow:           {"怎样填写", "how to edit"},
	wTablesHowRow:        {"“行”一列不要改动：它说明这一行原来是哪一行。新加的行这一列留空，插在要放的位置；删去一行就是删去整行。不要调换已有各行的先后。", `Leave the column "row" as it is: it says which row this was. A new row has none there, and stands where it is to be; a row is removed whole. Do not change the order of rows.`},
	wTablesHowParam:      {"标准只能增加：旧行（灰色）不改不删，在最后加一行，写明新的起始日、值和依据。", "A parameter is only added to: leave the old rows (grey), add one at the end with its own first day, value and basis."},
	wTablesHowRange:      {"区间写成 [300, 400)：方括号包含这个数，圆括号不包含；一头不限的留空，例如 [400, )。各档之间不能有空当，也不能重叠。", "Write ranges as [300, 400): a square bracket includes the number, a round one does not; an end without limit stays empty, as in [400, ). No gaps, no overlaps."},
	wTablesHowTest:       {"条件留空是“不论”；几个值用“、”隔开；数可以写区间 [300, 400) 或比较 >= 标准名。结果和“交人认定”只填一处。", "An empty condition means any; several values are separated by 、; numbers take a range [300, 400) or a comparison >= NAME. Give the result or whom to ask, not both."},
	wTablesHowBack:       {"填好后用 slate tables in 规则文件 工作簿 写回；有一格不对就一处也不写。", "Bring it back with slate tables in RULES WORKBOOK; one wrong cell and nothing is written."},
	wTablesRow:           {"行", "row"},
	wTablesRowNote:       {"不要改动；新行留空", "leave as it is; empty for a new row"},
	wTablesRange:         {"区间", "range"},
	wTablesChoice:        {"取值", "choice"},
	wTablesDecide:        {"交人认定（理由）", "ask a person (why)"},
	wTablesSame:          {"{file} 没有变化", "{file} stays as it is"},
}
