package ruleset

// The shape of a rule file: every mapping, its keys, and what each takes. The decoder checks a
// file against this table before it reads any meaning into it, and the JSON Schema for
// editors is written from the same table, so that the two cannot part.

// kind is what a key takes.
type kind uint8

const (
	kText     kind = iota // any single value, as text
	kID                   // text without spaces
	kInt                  // a whole number ≥ 0
	kNumber               // a plain decimal
	kBool                 // true, false
	kDate                 // a quoted day
	kExpr                 // a quoted expression or sentence
	kPeriod               // 18 months
	kInterval             // [0, 300)
	kPercent              // "60%"
	kScalar               // a value whose type another key declares
	kTest                 // a test of a decision table: a single value or a list of them
	kEnum                 // one of enum
	kList                 // a list of elem
	kMap                  // a mapping from names to elem
	kObject               // a mapping of shape
	kThen                 // a single value, or a mapping from outputs to values
	kGiven                // a value, null, or {value, on}
	kCost                 // true or cost
	kWeights              // entropy, or {ahp: …}
	kNullable             // a kScalar that may be null
)

// element is what a list or mapping holds, or what a key takes.
type element struct {
	kind  kind
	enum  []string
	elem  *element
	shape *shape
}

// key is one key of a mapping.
type key struct {
	name     string
	doc      string
	required bool
	element
}

// shape is a mapping.
type shape struct {
	name  string // as messages call it
	keys  []key
	oneOf []string // exactly one of these must be there
	// off allows {id, off: reason}, or {off: reason} under a name, in a layer.
	off bool
}

func (s *shape) key(name string) *key {
	for i := range s.keys {
		if s.keys[i].name == name {
			return &s.keys[i]
		}
	}
	return nil
}

func text(name, doc string) key   { return key{name: name, doc: doc, element: element{kind: kText}} }
func number(name, doc string) key { return key{name: name, doc: doc, element: element{kind: kNumber}} }
func whole(name, doc string) key  { return key{name: name, doc: doc, element: element{kind: kInt}} }
func date(name, doc string) key   { return key{name: name, doc: doc, element: element{kind: kDate}} }
func truth(name, doc string) key  { return key{name: name, doc: doc, element: element{kind: kBool}} }
func expr(name, doc string) key   { return key{name: name, doc: doc, element: element{kind: kExpr}} }
func scalar(name, doc string) key { return key{name: name, doc: doc, element: element{kind: kScalar}} }

func enum(name, doc string, words ...string) key {
	return key{name: name, doc: doc, element: element{kind: kEnum, enum: words}}
}

func id(doc string) key {
	return key{name: "id", doc: doc, required: true, element: element{kind: kID}}
}

func list(name, doc string, of element) key {
	return key{name: name, doc: doc, element: element{kind: kList, elem: &of}}
}

func mapping(name, doc string, of element) key {
	return key{name: name, doc: doc, element: element{kind: kMap, elem: &of}}
}

func nested(name, doc string, s *shape) key {
	return key{name: name, doc: doc, element: element{kind: kObject, shape: s}}
}

func a(s *shape) element { return element{kind: kObject, shape: s} }
func of(k kind) element  { return element{kind: k} }

func need(k key) key { k.required = true; return k }

var (
	label = text("label", "What people see in its place.")
	basis = text("basis", "The document and article it rests on.")
	unit  = text("unit", "The unit of the number: 元, 万元, or any word.")
)

var kinds = []string{"money", "decimal", "int", "bool", "date", "month", "text", "choice", "list"}

var metaShape = &shape{name: "ruleset", keys: []key{
	id("Stays the same over all versions."),
	text("label", "Title on lists."),
	text("version", "Version of the rules."),
	text("owner", "The department that keeps the file."),
	basis,
	enum("lang", "Language of output.", "zh", "en"),
	text("purpose", "What the facts are used for."),
	date("cutoff", "The one day on which ages, terms, parameters and freshness are read."),
	nested("effective", "The days on which the rules are in force, both included.", &shape{name: "effective", keys: []key{
		date("from", "First day."), date("to", "Last day."),
	}}),
	enum("leap_day", "When people born on 29 February come of age in common years.", "03-01", "02-28"),
	enum("on_missing", "What an unknown clause means where it does not say.", "undecided", "fail"),
	text("extends", "The file that this file layers on."),
}}

var aggregates = []string{"sum", "count", "min", "max", "latest", "longest_run"}

var fromShape = &shape{name: "from", oneOf: append([]string{"column"}, aggregates...), keys: []key{
	text("column", "A column of the person."),
	text("sum", "Sum of this field over the child rows."),
	text("count", "Number of child rows; \"*\" counts all of them."),
	text("min", "Least value of this field."),
	text("max", "Greatest value of this field."),
	text("latest", "Value of this field in the latest row."),
	text("longest_run", "Longest unbroken run, in this field."),
	enum("of", "The table of child rows.", "enterprises", "yearly", "opinions", "honours", "appointments", "attendance"),
	expr("where", "Which rows count."),
}}

var factShape = &shape{name: "facts", off: true, keys: []key{
	label,
	need(enum("type", "Type of the value.", kinds...)),
	enum("of", "Type of a list's members.", "decimal", "int", "bool", "date", "month", "text", "choice"),
	unit,
	list("values", "The choices.", of(kText)),
	{name: "domain", doc: "Lawful numbers, such as \"[0, 100]\".", element: of(kInterval)},
	text("source", "The department that supplies it."),
	{name: "max_age", doc: "How long a value holds: \"18 months\", \"3 years\", \"30 days\".", element: of(kPeriod)},
	nested("from", "Where it comes from in the roster.", fromShape),
	truth("sensitive", "Religion, health, family and the like."),
	text("purpose", "What it is needed for."),
}}

var paramShape = &shape{name: "params", off: true, keys: []key{
	label,
	enum("type", "Type of the value; decimal if not given.", "decimal", "int", "money", "date", "text"),
	unit,
	need(list("values", "Dated rows, ascending; the latest not after the cut-off date is in force.", a(&shape{name: "values", keys: []key{
		need(date("from", "First day on which the value is in force.")),
		need(scalar("value", "The value.")),
		basis,
	}}))),
}}

var deriveShape = &shape{name: "derive", off: true, keys: []key{
	label,
	need(enum("type", "Type of the value.", "money", "decimal", "int", "bool", "date", "text")),
	unit,
	need(expr("expr", "The formula.")),
	whole("scale", "Places it is rounded to."),
	enum("mode", "Which way it is rounded.", "half_up", "half_even", "down", "up"),
	basis,
}}

var outputShape = &shape{name: "outputs", keys: []key{
	label,
	need(enum("type", "Type of the output.", "choice", "text", "bool", "int", "decimal")),
	list("values", "The choices.", of(kText)),
}}

var rowShape = &shape{name: "rules", oneOf: []string{"then", "decide"}, keys: []key{
	{name: "id", doc: "Id of the row.", element: of(kID)},
	label, basis,
	mapping("if", "Tests on inputs; one that is not named may be anything.", of(kTest)),
	expr("when", "A further condition."),
	{name: "then", doc: "What the outputs are.", element: of(kThen)},
	text("decide", "Why a person must decide."),
}}

var otherwiseShape = &shape{name: "otherwise", oneOf: []string{"then", "decide"}, keys: []key{
	{name: "then", doc: "What the outputs are when no row hits.", element: of(kThen)},
	text("decide", "Why a person must decide."),
}}

var classifyShape = &shape{name: "classify", off: true, keys: []key{
	label, basis,
	enum("hit", "Which hit counts.", "unique", "first", "any", "priority", "collect"),
	need(list("inputs", "Names that the tests look at.", of(kText))),
	need(mapping("outputs", "What the table gives.", a(outputShape))),
	need(list("rules", "The rows.", a(rowShape))),
	nested("otherwise", "When no row hits.", otherwiseShape),
}}

var clauseKeys = []key{
	{name: "id", doc: "Id of the clause.", element: of(kID)},
	label,
	expr("expr", "The condition."),
	basis,
	expr("pass", "Sentence when it holds."),
	expr("fail", "Sentence when it does not."),
	enum("on_missing", "What an unknown outcome means.", "undecided", "fail"),
	date("since", "First day on which the clause exists."),
	date("until", "Last day on which the clause exists."),
	whole("at_least", "How many of `of` must hold."),
}

var clauseShape = &shape{name: "clause", off: true, oneOf: []string{"expr", "all", "any", "not", "at_least"}}

var vetoShape = &shape{name: "vetoes", off: true, oneOf: []string{"expr", "all", "any", "not", "at_least"}}

func init() {
	// Clauses nest, so their shape is closed here.
	groups := []key{
		list("all", "All of these must hold.", a(clauseShape)),
		list("any", "One of these must hold.", a(clauseShape)),
		nested("not", "This must not hold.", clauseShape),
		list("of", "The members of at_least.", a(clauseShape)),
	}
	clauseShape.keys = append(append([]key(nil), clauseKeys...), groups...)
	vetoShape.keys = append(append([]key(nil), clauseShape.keys...),
		list("applies", "Ids of the tiers it bars; all if not given.", of(kID)),
		nested("waiver", "Who may set it aside, and what the record must hold.", &shape{name: "waiver", keys: []key{
			text("by", "Who may set it aside."), text("needs", "What the record must hold."),
		}}))
	vetoShape.keys[0].required = true
}

var tierShape = &shape{name: "tiers", off: true, keys: []key{
	id("Id of the tier."),
	label,
	{name: "extends", doc: "The tier whose clauses it takes over.", element: of(kID)},
	list("require", "Clauses that must all hold.", a(clauseShape)),
}}

var onMissingShape = &shape{name: "on_missing", keys: []key{
	need(number("points", "Points where the input is unknown.")),
	text("flag", "Shown beside the person."),
}}

var eachShape = &shape{name: "each", keys: []key{
	need(number("points", "Points a unit.")),
	number("step", "Size of a unit; 1 if not given."),
	number("from", "Where counting begins; 0 if not given."),
}}

var deductShape = &shape{name: "deduct", keys: []key{
	need(number("points", "Points taken off a unit.")),
	number("step", "Size of a unit; 1 if not given."),
	need(number("start", "Points without any unit.")),
}}

var methods = []string{"bands", "table", "each", "deduct", "expr", "value", "percentile", "minmax"}

var indicatorKeys = []key{
	id("Id."),
	label, basis,
	whole("weight", "Percent."),
	text("input", "The name it looks at."),
	{name: "bands", doc: "Points of intervals.", element: element{kind: kMap, elem: &element{kind: kNumber}}},
	{name: "table", doc: "Points of choices.", element: element{kind: kMap, elem: &element{kind: kNumber}}},
	nested("each", "Points for each unit.", eachShape),
	nested("deduct", "Points off for each unit.", deductShape),
	expr("expr", "A formula that gives the points."),
	text("value", "A name that already is points."),
	text("percentile", "A name, scored by its place in the pool."),
	text("minmax", "A name, scored between the lowest and highest of the pool."),
	enum("order", "Which end of the pool is best.", "asc", "desc"),
	number("cap", "Most points."),
	number("floor", "Fewest points."),
	nested("on_missing", "Points where the input is unknown.", onMissingShape),
}

var indicatorShape = &shape{name: "indicators", off: true, oneOf: methods, keys: indicatorKeys}

var criterionShape = &shape{name: "criteria", off: true, oneOf: append([]string{"indicators"}, methods...),
	keys: append(append([]key(nil), indicatorKeys...),
		number("max", "Most points of the criterion."),
		number("min", "Fewest points of the criterion."),
		list("indicators", "Its leaves.", a(indicatorShape)),
	)}

var scoreShape = &shape{name: "score", keys: []key{
	label,
	nested("round", "How the total is rounded.", &shape{name: "round", keys: []key{
		whole("scale", "Places after the point."),
		enum("mode", "Which way.", "half_up", "half_even", "down", "up"),
	}}),
	enum("method", "How criteria make the score.", "weighted", "topsis"),
	{name: "weights", doc: "entropy, or {ahp: matrix}.", element: of(kWeights)},
	need(list("criteria", "Branches of the score.", a(criterionShape))),
}}

var withinShape = &shape{name: "within", keys: []key{
	need(text("by", "The name that makes the groups.")), need(whole("top", "How many of each group.")),
}}

var rankingShape = &shape{name: "ranking", keys: []key{
	{name: "tier", doc: "The tier a listed person must pass.", element: of(kID)},
	list("order_by", "Keys, most important first, each with desc or asc.", of(kText)),
	enum("ties", "Equal people share a place.", "share"),
	whole("limit", "How many places the list has."),
	enum("at_limit", "What becomes of a tie at the last place.", "extend", "flag"),
	nested("within", "The first of each group.", withinShape),
	enum("stable", "Refuse methods in which one person's leaving reorders others.", "removal"),
}}

var surplusShape = &shape{name: "surplus", keys: []key{
	need(enum("rule", "The rule of the law, or own.", "direct", "indirect", "own")),
	whole("min", "Fewest beyond the seats."), whole("max", "Most beyond the seats."),
}}

var quotaShape = &shape{name: "quotas", keys: []key{
	id("Id of the quota."), label, basis,
	expr("where", "Who counts."),
	whole("min", "At least so many."), whole("max", "At most so many."),
	nested("share", "A share of the list.", &shape{name: "share", keys: []key{
		{name: "min", doc: "At least.", element: of(kPercent)}, {name: "max", doc: "At most.", element: of(kPercent)},
		expr("of", "Of whom; the whole list if not given."),
	}}),
	text("per", "A name: once for each of its values."),
	{name: "hard", doc: "true, or cost.", element: of(kCost)},
	whole("cost", "Cost of a seat given up."),
}}

var pinShape = &shape{name: "pin", keys: []key{need(text("person", "Id of the person.")), need(text("reason", "Why."))}}

var bodyShape = &shape{name: "bodies", off: true, keys: []key{
	id("Id of the body."), label, basis,
	need(whole("seats", "How many seats.")),
	nested("surplus", "How many candidates beyond the seats.", surplusShape),
	whole("reserve", "How many in reserve."),
	nested("eligible", "Who may be put forward.", &shape{name: "eligible", keys: []key{
		{name: "tier", doc: "Tier that must be passed.", element: of(kID)},
		list("grade", "Grades that will do.", of(kText)),
		expr("where", "A further condition."),
	}}),
	list("exclusive_with", "Bodies a person cannot sit on at the same time.", of(kID)),
	list("quotas", "What the list as a whole must satisfy.", a(quotaShape)),
	list("must_include", "People who are on the list in any case.", a(pinShape)),
	list("must_exclude", "People who are not.", a(pinShape)),
	enum("infeasible", "What to do when quotas cannot all hold.", "explain"),
}}

var givenElement = of(kGiven)

var expectShape = &shape{name: "expect"} // closed in expectKeys: tiers' ids are keys too

var expectKeys = []key{
	list("because", "The clauses that make the verdict.", of(kText)),
	list("missing", "The facts it waits for.", of(kText)),
	text("score", "The exact score, or an interval."),
	text("grade", "The grade."),
	mapping("labels", "Outputs of decision tables.", of(kTest)),
	mapping("points", "Points of criteria and indicators.", of(kText)),
	text("place", "The place, or places from-to."),
	mapping("seats", "Where the person is on a body's slate.", of(kText)),
	text("error", "The code with which the case is refused."),
}

var testShape = &shape{name: "tests", keys: []key{
	need(text("name", "Name of the case.")),
	date("cutoff", "Another cut-off date."),
	mapping("given", "Facts, on top of test_base.", givenElement),
	mapping("waivers", "Vetoes set aside, with the document.", of(kText)),
	list("roster", "Other people.", element{kind: kMap, elem: &givenElement}),
	need(nested("expect", "What must come out.", expectShape)),
}}

var fileShape = &shape{name: "file", keys: []key{
	need(whole("slate", "Version of the format: 1.")),
	need(nested("ruleset", "What the file is.", metaShape)),
	mapping("facts", "What may be known of a person.", a(factShape)),
	mapping("params", "Dated thresholds.", a(paramShape)),
	mapping("derive", "Values computed from facts.", a(deriveShape)),
	mapping("classify", "Decision tables.", a(classifyShape)),
	list("tiers", "Levels, low to high.", a(tierShape)),
	list("vetoes", "Clauses that bar.", a(vetoShape)),
	nested("score", "How people are scored.", scoreShape),
	{name: "grades", doc: "Named ranges of the score.", element: element{kind: kMap, elem: &element{kind: kText}}},
	nested("ranking", "How people are ordered.", rankingShape),
	list("bodies", "Where people are put forward.", a(bodyShape)),
	mapping("test_base", "What a case starts from.", givenElement),
	list("tests", "Cases.", a(testShape)),
}}

var testFileShape = &shape{name: "file", keys: []key{
	mapping("test_base", "What a case starts from.", givenElement),
	list("tests", "Cases.", a(testShape)),
}}
