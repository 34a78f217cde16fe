package ruleset

import (
	"slices"

	"slate/engine/fact"
)

// The shape of a rule file: every mapping, its keys, what each takes, and what it is for. A file is
// held to this table before any meaning is read into it (validate.go), the JSON Schema for editors is
// written from it (schema.go), and the effective file is printed by it (yaml.go), so none of them can
// part from the others.

// Upper limits of whole numbers, so that sums of them never overflow.
const (
	maxScale  = 12
	maxWhole  = 1_000_000
	maxWeight = 100
)

var (
	cases         = caseKeys()
	fileShape     = newFileShape()
	testFileShape = object("testFile", "Cases of a rule file that stand beside it.", cases...)
)

// methods are the ways of an indicator, in the order of type Method.
var methods = []string{"bands", "table", "each", "deduct", "expr", "value", "percentile", "minmax"}

// aggregates are the ways to make one fact of many child rows.
var aggregates = []string{"sum", "count", "min", "max", "latest", "longest_run", "current_run"}

func label() key { return k("label", a(kText), "What people see in its place.") }
func basis() key { return k("basis", a(kText), "The document and article it rests on.") }
func unit() key {
	return k("unit", a(kText), "The unit of the number: 元 or 万元 for money, any word otherwise.")
}

func id(doc string) key { return must(k("id", a(kID), doc)) }

func mode() *element { return oneOfWords("half_up", "half_even", "down", "up") }

func newFileShape() *element {
	clause := clauseShape()
	return object("file", "A rule file of slate.", append([]key{
		must(k("slate", whole(1, 1), "The version of the format.")),
		must(k("ruleset", metaShape(), "What the file is, and from when to when it holds.")),
		must(k("facts", mapOfSome(kText, factShape()), "The dictionary of what may be known of a person.")),
		k("params", mapOf(kText, paramShape()), "Dated thresholds: changed by adding a row, never by editing one."),
		k("derive", mapOf(kText, deriveShape()), "Values computed from facts and parameters."),
		k("classify", mapOf(kText, classifyShape()), "Decision tables."),
		must(k("tiers", someOf(tierShape(clause)), "Named levels of eligibility, from low to high.")),
		k("vetoes", listOf(vetoShape(clause)), "Clauses that bar, whatever the score, when they are true."),
		k("score", scoreShape(), "How people are scored."),
		k("grades", mapOfSome(kInterval, a(kText)), "Named ranges of the score."),
		k("ranking", rankingShape(), "How people are ordered."),
		k("calendar", either(a(kText), calendarShape()), "The working days, or the file beside this one that holds them."),
		k("arrange", arrangeShape(), "What holds for all bodies together."),
		k("bodies", listOf(bodyShape()), "Where people are put forward."),
		k("print", printShape(), "What printed papers need beyond the rules."),
	}, cases...)...)
}

func metaShape() *element {
	return object("ruleset", "The head of a rule file.",
		id("Stays the same over all versions."),
		k("label", a(kText), "Title on lists; the id if not given."),
		k("version", a(kText), "Version of the rules."),
		k("owner", a(kText), "The department that keeps the file."),
		k("basis", a(kText), "The document the file rests on."),
		k("lang", oneOfWords("zh", "en"), "Language of output."),
		k("purpose", a(kText), "What the facts are used for."),
		k("cutoff", a(kDate), "The one day on which ages, terms, parameters and freshness are read."),
		k("effective", object("effective", "Days, both included.",
			k("from", a(kDate), "First day."),
			k("to", a(kDate), "Last day."),
		), "The days on which the rules are in force."),
		k("leap_day", oneOfWords("03-01", "02-28"), "The day on which people born on 29 February come of age in common years."),
		k("on_missing", oneOfWords("undecided", "fail"), "What an unknown clause means where the clause does not say."),
		k("extends", a(kText), "The file that this file layers on."),
	)
}

func factShape() *element {
	s := object("fact", "A named, typed value of a person.",
		label(),
		must(k("type", oneOfWords("money", "decimal", "int", "bool", "date", "month", "text", "choice", "list"), "Type of the value.")),
		k("of", oneOfWords("decimal", "int", "bool", "date", "month", "text", "choice"), "Type of a list's members."),
		unit(),
		k("values", someOf(a(kText)), "The choices."),
		k("codes", oneOfWords("sex", "ethnic_group", "education", "political_status", "level"), "The national code table whose numbers and labels tables may hold for the choices; gives the choices too where values does not."),
		k("domain", a(kInterval), "Interval of lawful numbers; a value outside it is unknown, not false."),
		k("source", a(kText), "The department that supplies it."),
		k("precedence", someOf(a(kText)), "Departments whose word holds where departments contradict each other, first to last; the source if not given."),
		k("max_age", a(kPeriod), "How long a value holds."),
		k("from", fromShape(), "Where it comes from in the roster, if not the column of the same name."),
		k("sensitive", a(kBool), "true for religion, health, family and the like; needs a purpose."),
		k("purpose", a(kText), "What it is needed for."),
		k("fixed", a(kBool), "true for what nobody can or should change for the sake of a list; whatif never offers it. The default is true for dates, months, sex, ethnicity, religion and party."),
	)
	s.off = true
	return s
}

func fromShape() *element {
	keys := []key{k("column", a(kText), "A column of the person.")}
	docs := []string{"The sum of this field.", `The number of rows, in each of which this field must be known; "*" for rows alone.`, "The least of this field.",
		"The greatest of this field.", "This field in the latest row.", "The longest unbroken run of this field.", "The unbroken run of this field that leads up to now."}
	for i, name := range aggregates {
		keys = append(keys, k(name, a(kText), docs[i]))
	}
	s := object("from", "A column, or an aggregate over a person's child rows.", append(keys,
		k("of", oneOfWords("enterprises", "yearly", "opinions", "honours", "appointments", "attendance"), "The table of child rows."),
		k("where", a(kExpr), "Which rows count."),
	)...)
	s.oneOf = append([]string{"column"}, aggregates...)
	return s
}

func paramShape() *element {
	s := object("param", "A dated number or text that clauses compare with.",
		label(),
		k("type", oneOfWords("decimal", "int", "money", "date", "text"), "Type of the value; decimal if not given."),
		unit(),
		must(k("values", someOf(object("paramRow", "In force from its day until the next row's.",
			must(k("from", a(kDate), "First day on which the value is in force.")),
			must(k("value", a(kScalar), "The value.")),
			basis(),
		)), "Rows, ascending by from; the latest that is not after the cut-off date is in force.")),
	)
	s.off = true
	return s
}

func deriveShape() *element {
	s := object("derive", "A value computed from facts and parameters.",
		label(),
		must(k("type", oneOfWords("money", "decimal", "int", "bool", "date", "month", "text"), "Type of the value.")),
		unit(),
		must(k("expr", a(kExpr), "The formula.")),
		k("scale", whole(0, maxScale), "Places that it is rounded to; without, it stays exact."),
		k("mode", mode(), "How it is rounded."),
		basis(),
	)
	s.off = true
	return s
}

func classifyShape() *element {
	then := func() key {
		return k("then", either(a(kScalar), mapOf(kText, a(kScalar))), "What the outputs are: output to value, or with one output the bare value.")
	}
	decide := func() key { return k("decide", a(kText), "Hands the matter to a person, and says why.") }
	test := either(a(kScalar), someOf(a(kScalar)))
	row := object("row", "One rule of a decision table.",
		k("id", a(kID), "Id of the rule."),
		label(), basis(),
		k("if", mapOf(kText, test), "Input to test: a list of values, an interval, an operator and an expression, or one value."),
		k("when", a(kExpr), "A further condition."),
		then(), decide(),
	)
	row.oneOf, row.anyOf = []string{"then", "decide"}, []string{"if", "when"}
	otherwise := object("otherwise", "What comes out when no rule hits.", then(), decide())
	otherwise.oneOf = row.oneOf
	s := object("classify", "A decision table.",
		label(), basis(),
		k("hit", oneOfWords(hits...), "Which of several hits counts, or what is made of all of them."),
		k("inputs", listOf(a(kText)), "The names that tests look at."),
		must(k("outputs", mapOfSome(kText, object("output", "An output; its name is a name in expressions.",
			label(),
			must(k("type", oneOfWords("choice", "text", "bool", "int", "decimal"), "Type of the output.")),
			k("values", someOf(a(kText)), "The choices."),
		)), "What the table gives.")),
		must(k("rules", someOf(row), "The rules.")),
		k("otherwise", otherwise, "What comes out when no rule hits; without, a person must decide."),
	)
	s.off = true
	return s
}

// clauseShape nests in itself.
func clauseShape() *element {
	s := &element{kind: kObject, name: "clause", doc: "A condition, or a group of conditions."}
	s.keys = []key{
		k("id", a(kID), "Id of the clause; may be left out in a group."),
		label(),
		k("expr", a(kExpr), "The condition."),
		k("all", someOf(s), "All of these must hold."),
		k("any", someOf(s), "One of these must hold."),
		k("not", s, "This must not hold."),
		k("at_least", whole(1, maxWhole), "So many of `of` must hold."),
		k("of", someOf(s), "The members of at_least."),
		basis(),
		k("pass", a(kSentence), "Sentence when it holds, with {fact}, {param}, {derived} and {short}."),
		k("fail", a(kSentence), "Sentence when it does not hold, with {fact}, {param}, {derived} and {short}."),
		k("on_missing", oneOfWords("undecided", "fail"), "What an unknown outcome means."),
		k("since", a(kDate), "First day on which the clause exists."),
		k("until", a(kDate), "Last day on which the clause exists."),
	}
	s.oneOf = []string{"expr", "all", "any", "not", "at_least"}
	s.off = true
	return s
}

func tierShape(clause *element) *element {
	s := object("tier", "A named level of eligibility.",
		id("Id of the tier."),
		label(),
		k("extends", a(kID), "The tier whose clauses it takes over."),
		k("require", listOf(clause), "Clauses that must all hold."),
	)
	s.off = true
	return s
}

func vetoShape(clause *element) *element {
	copied := *clause
	s := &copied
	s.name, s.doc = "veto", "A clause that bars whatever the score when it is true."
	s.keys = slices.Clone(clause.keys)
	s.keys[0].required = true // the id
	s.keys = append(s.keys,
		k("applies", someOf(a(kID)), "Ids of the tiers it bars; all if not given."),
		k("waiver", object("waiver", "Who may set the veto aside, and what the record must hold.",
			must(k("by", a(kText), "Who may set it aside.")),
			k("needs", a(kText), "What the record must hold."),
		), "How the veto may be set aside."),
	)
	return s
}

func scoreShape() *element {
	matrix := someOf(someOf(a(kRatio)))
	return object("score", "Criteria, indicators and their points.",
		label(),
		k("round", object("round", "How the total is rounded, once.",
			k("scale", whole(0, maxScale), "Places after the point; 2 if not given."),
			k("mode", mode(), "half_up if not given."),
		), "How the total is rounded."),
		k("method", oneOfWords("topsis"), "Scores by closeness to the best and distance from the worst of the pool."),
		k("weights", either(oneOfWords("entropy"), object("weights", "Weights that are computed.",
			must(k("ahp", matrix, "Pairwise comparison of the criteria, row by row.")),
		)), "In place of the criteria's own weights."),
		must(k("criteria", someOf(criterionShape()), "The branches of the score.")),
	)
}

func indicatorKeys() []key {
	points := func(key kind) *element { return mapOfSome(key, a(kNumber)) }
	return []key{
		id("Its id."),
		label(), basis(),
		k("weight", whole(0, maxWeight), "Percent; members of one level total 100."),
		k("input", a(kText), "The name that bands, table, each and deduct look at."),
		k("bands", points(kInterval), "Interval to points, of the one interval that holds the input."),
		k("table", points(kText), "Choice to points; every choice must be listed."),
		k("each", object("each", "points × floor((input − from) ÷ step), never below 0 units.",
			must(k("points", a(kNumber), "Points of one unit.")),
			k("step", a(kPositive), "Size of a unit; 1 if not given."),
			k("from", a(kNumber), "Where counting begins; 0 if not given."),
		), "Points for each unit."),
		k("deduct", object("deduct", "start − points × floor(input ÷ step).",
			must(k("points", a(kNumber), "Points taken off for one unit.")),
			k("step", a(kPositive), "Size of a unit; 1 if not given."),
			must(k("start", a(kNumber), "Points without any unit.")),
		), "Points off for each unit."),
		k("expr", a(kExpr), "A formula that gives the points."),
		k("value", a(kText), "A name that is points already."),
		k("percentile", a(kText), "A name: 100 × (people with less + half of those equal) ÷ people."),
		k("minmax", a(kText), "A name: 100 × (x − lowest) ÷ (highest − lowest)."),
		k("order", oneOfWords("asc", "desc"), "desc turns percentile and minmax round."),
		k("cap", a(kNumber), "Most points."),
		k("floor", a(kNumber), "Fewest points."),
		k("on_missing", object("missingPoints", "Points where the input is unknown.",
			must(k("points", a(kNumber), "The points.")),
			k("flag", a(kText), "Shown beside the person."),
		), "Points where the input is unknown; without, the score is an interval."),
	}
}

func criterionShape() *element {
	leaf := indicatorKeys()
	indicator := object("indicator", "A leaf of the score.", leaf...)
	indicator.oneOf = methods
	s := object("criterion", "A weighted branch of the score, or itself an indicator.", append(slices.Clip(leaf),
		k("max", a(kNumber), "Most points of the criterion."),
		k("min", a(kNumber), "Fewest points of the criterion."),
		k("indicators", someOf(indicator), "Its leaves."),
	)...)
	s.oneOf = append([]string{"indicators"}, methods...)
	s.off = true
	return s
}

func rankingShape() *element {
	return object("ranking", "How people are ordered; nothing else orders them.",
		k("tier", a(kID), "The tier a listed person must pass; the first if not given."),
		k("order_by", someOf(a(kText)), "Keys, most important first, each with desc or asc."),
		k("ties", oneOfWords("share"), "Equal is equal: 1, 2, 2, 4."),
		k("limit", whole(1, maxWhole), "How many places the list has."),
		k("at_limit", oneOfWords("extend", "flag"), "What becomes of people tied at the last place."),
		k("within", object("within", "The first of each group.",
			must(k("by", a(kText), "The name that makes the groups.")),
			must(k("top", whole(1, maxWhole), "How many of each group.")),
		), "The first of each group."),
		k("stable", oneOfWords("removal"), "Refuses methods in which one person's leaving reorders others."),
	)
}

func objective() *element { return oneOfWords("score", "rank") }

func arrangeShape() *element {
	return object("arrange", "What holds for all bodies together.",
		k("objective", objective(), "score: the highest total; rank: nobody is passed over unless a quota forces it. score if not given."),
		k("posts", whole(1, maxWhole), "On how many bodies a person may be at the same time; on all if not given."),
	)
}

func bodyShape() *element {
	pin := listOf(object("pin", "Puts a person on or off a list.",
		must(k("person", a(kText), "Id of the person.")),
		must(k("reason", a(kText), "Why.")),
	))
	share := object("share", "A share of the list.",
		k("min", a(kPercent), "At least this share."),
		k("max", a(kPercent), "At most this share."),
		k("of", a(kExpr), "Of whom; of the whole list if not given."),
	)
	share.anyOf = []string{"min", "max"}
	quota := object("quota", "What the list as a whole must satisfy.",
		id("Id of the quota."),
		label(),
		k("where", a(kExpr), "Who counts; everybody if not given."),
		k("min", whole(0, maxWhole), "At least so many."),
		k("max", whole(0, maxWhole), "At most so many."),
		k("share", share, "A share of the list."),
		k("per", a(kText), "A name: once for each of its values."),
		basis(),
		k("on", oneOfWords("seats", "list"), "Whether those proposed for the seats count, or the whole list; seats if not given."),
		k("hard", a(kCost), "true: it must hold. A number: what it costs for each person by which it is missed."),
		k("level", oneOfWords("law", "policy", "wish"), "What rank it has where quotas cannot all hold: wishes give way before policy, and policy before law. policy if not given."),
		k("flex", whole(0, maxWhole), "By how many people it may be missed at most when it gives way; by any number if not given."),
	)
	quota.anyOf = []string{"min", "max", "share"}
	s := object("body", "Where people are put forward.",
		id("Id of the body."),
		label(),
		must(k("seats", whole(1, maxWhole), "How many seats it has.")),
		k("surplus", object("surplus", "How many more candidates than seats.",
			must(k("rule", oneOfWords(surplusRules...), "The rule of the law, or own.")),
			k("min", whole(0, maxWhole), "Fewest, with own."),
			k("max", whole(0, maxWhole), "Most, with own."),
			k("take", whole(0, maxWhole), "How many more candidates than seats this list has; the fewest that the rule allows if not given."),
		), "The lawful excess of candidates over seats."),
		k("reserve", whole(0, maxWhole), "How many stand by."),
		k("eligible", object("eligible", "Who may be put forward.",
			k("tier", a(kID), "The tier that must be passed."),
			k("grade", someOf(a(kText)), "Grades that will do."),
			k("where", a(kExpr), "A further condition."),
		), "Who may be put forward."),
		k("exclusive_with", someOf(a(kID)), "Bodies on which a person cannot be at the same time."),
		k("quotas", listOf(quota), "What the list as a whole must satisfy."),
		k("must_include", pin, "People who are put forward in any case."),
		k("must_exclude", pin, "People who are not."),
		k("nominated", pin, "Candidates whom voters or deputies have nominated jointly: carried through untouched, beside those put forward."),
		k("objective", objective(), "In place of that of arrange."),
		k("under", a(kID), "The body one level above: being on both counts as one post."),
		k("infeasible", oneOfWords("explain"), "What to do when the quotas cannot all hold."),
		basis(),
	)
	s.off = true
	return s
}

// caseKeys are the keys of test_base and tests, in a rule file or in the file of cases beside it.
func caseKeys() []key {
	value := either(a(kNullable), listOf(a(kScalar)), object("datedValue", "A value with its day.",
		must(k("value", either(a(kNullable), listOf(a(kScalar))), "The value.")),
		k("on", a(kDate), "The day it is dated; the cut-off date if not given."),
	))
	given := mapOf(kText, value)
	expect := object("expect", "What must come out; any other key is a tier and takes pass, fail or undecided.",
		k("because", listOf(a(kText)), "The clauses that decide, of the last tier named."),
		k("missing", listOf(a(kText)), "The facts it waits for, of the last tier named."),
		k("score", a(kText), "The score exactly, or as an interval."),
		k("grade", a(kText), "The grade."),
		k("labels", mapOf(kText, either(a(kNullable), listOf(a(kScalar)))), "Output to value or list; null where it stays open."),
		k("points", mapOf(kText, a(kPoints)), "Criterion or indicator to points."),
		k("place", a(kText), "The place, or two places with a hyphen."),
		k("seats", mapOf(kText, oneOfWords("proposed", "surplus", "nominated", "reserve", "none", "clash")), "Body to seat; clash where its demands cannot all hold."),
		k("error", a(kText), "The code with which a check must refuse the case; alone."),
	)
	expect.rest = oneOfWords("pass", "fail", "undecided")
	test := object("test", "A case.",
		must(k("name", a(kText), "Name of the case.")),
		k("cutoff", a(kDate), "Another cut-off date for this case."),
		k("given", given, "Fact to value, on top of test_base; null is not supplied."),
		k("rows", rowsShape(), "Child rows of the person, by table; with it every table is complete."),
		k("waivers", mapOf(kText, a(kText)), "Veto to document."),
		k("roster", listOf(given), "Other people, each on top of test_base."),
		must(k("expect", expect, "What must come out.")),
	)
	test.off = true
	return []key{
		k("test_base", given, "Fact to value: what every case starts from."),
		k("tests", listOf(test), "Cases."),
	}
}

// reserved are the names that the format and expressions keep for themselves.
var reserved = []string{
	"cutoff", "score", "grade", "tier", "short", "true", "false", "nil",
	"and", "or", "not", "in", "matches", "contains", "startsWith", "endsWith", "let", "if", "else",
	"age", "years_between", "months_between", "days_between", "years_before", "years_after", "year",
	"days_before", "days_after", "workdays_before", "workdays_after", "seats_at_most",
	"min", "max", "abs", "floor", "ceil", "round", "root",
}

// kindOf reads a type word; NoKind where the file's is none.
func kindOf(n *node) fact.Kind {
	if n == nil {
		return fact.NoKind
	}
	kind, _ := fact.ParseKind(n.text)
	return kind
}
