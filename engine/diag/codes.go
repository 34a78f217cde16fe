package diag

// The codes. Each comment ends with an example that has the problem, and a test in package
// engine runs it; the package comment says how examples are written. The arguments that a code
// takes are the placeholders of its sentence in catalogue.go.
//
// An example that does not begin with `slate:` follows this prelude:
//
//	slate: 1
//	ruleset: {id: x, cutoff: "2026-06-30"}
//	facts: {a: {type: int, domain: "[0, 100]"}, b: {type: bool}, m: {type: money, unit: 万元}, c: {type: choice, values: [A, B]}, d: {type: date}}
//	tiers: [{id: t, require: [{id: t.b, label: b, expr: "b"}]}]
//
// The example of a roster's code is a CSV table, read with these facts; one without names is a table of child rows.
const (
	// UnknownKey is a key that the format does not have.
	//
	// Example:
	//	vetoes: [{id: v, label: v, wehn: "b"}]
	UnknownKey Code = "E01"

	// DuplicateKey is a key that stands twice in one mapping.
	//
	// Example:
	//	params: {p: {label: x, label: y, values: [{from: "2020-01-01", value: 1}]}}
	DuplicateKey Code = "E02"

	// YAMLFeature is an anchor, an alias, a merge key or a tag: rule files have no use for them.
	//
	// Example:
	//	test_base: &base {a: 1}
	YAMLFeature Code = "E03"

	// Unquoted is an expression or sentence without quotes, which a ` #` would cut short.
	//
	// Example:
	//	vetoes: [{id: v, label: v, expr: b}]
	Unquoted Code = "E04"

	// BadExpression is an expression that cannot be parsed.
	//
	// Example:
	//	vetoes: [{id: v, label: v, expr: "a >= "}]
	BadExpression Code = "E05"

	// UnknownName is a name that is no fact, parameter, derived value or output.
	//
	// Example:
	//	vetoes: [{id: v, label: v, expr: "aa >= 3"}]
	UnknownName Code = "E06"

	// NoParamValue is a parameter without a row in force on the cut-off date.
	//
	// Example:
	//	params: {p: {values: [{from: "2027-01-01", value: 1}]}}
	NoParamValue Code = "E07"

	// ParamOrder is a parameter's row that is not later than the row above it.
	//
	// Example:
	//	params: {p: {values: [{from: "2026-01-01", value: 1}, {from: "2025-01-01", value: 2}]}}
	ParamOrder Code = "E08"

	// WeightsTotal is weights that do not total 100.
	//
	// Example:
	//	score: {criteria: [{id: x, weight: 60, value: a}, {id: y, weight: 30, value: a}]}
	WeightsTotal Code = "E10"

	// BadBook is a file that is no table: a damaged workbook, one with a password, something else under its name.
	//
	// Example: none, because such a file is not text.
	BadBook Code = "E100"

	// BadSheetCell is a cell of a workbook whose text cannot be relied on.
	//
	// Example: none, because it takes a workbook.
	BadSheetCell Code = "E101"

	// MergedCells is merged cells below the heading, of which only the first has a value.
	//
	// Example: none, because it takes a workbook.
	MergedCells Code = "E102"

	// ChooseSheet is a workbook with several sheets, of which one must be named.
	//
	// Example: none, because it takes a workbook.
	ChooseSheet Code = "E103"

	// BandGap is a part of the domain that no band or grade holds.
	//
	// Example:
	//	score: {criteria: [{id: x, input: a, bands: {"[0, 50)": 1, "[60, 100]": 2}}]}
	BandGap Code = "E11"

	// BandOverlap is two bands or grades that hold the same number.
	//
	// Example:
	//	score: {criteria: [{id: x, input: a, bands: {"[0, 50]": 1, "[50, 100]": 2}}]}
	BandOverlap Code = "E12"

	// UnitMismatch is a comparison or sum of numbers with different units.
	//
	// Example:
	//	params: {p: {unit: 元, values: [{from: "2020-01-01", value: 1}]}}
	//	vetoes: [{id: v, label: v, expr: "m >= p"}]
	UnitMismatch Code = "E13"

	// Unmarkable is a table that cannot be given back with its mistakes marked.
	//
	// Example: none, because it takes a damaged workbook.
	Unmarkable Code = "E130"

	// AlwaysSame is a comparison that comes to the same for everybody: the number lies outside the fact's domain.
	//
	// Example:
	//	vetoes: [{id: v, label: v, expr: "a > 100"}]
	AlwaysSame Code = "E14"

	// UnknownPerson is a child row of a person whom the roster does not know.
	//
	// Example: none, because it takes a roster file beside the table.
	UnknownPerson Code = "E140"

	// UnknownEnterprise is a firm's yearly figures of a firm in which nobody of the roster has a part.
	//
	// Example: none, because it takes a roster file beside the table.
	UnknownEnterprise Code = "E141"

	// DuplicateRow is a child row that a file gives twice.
	//
	// Example:
	//	编号,荣誉名称,授予日期,级别
	//	P1,劳动模范,2024-05-01,省
	//	P1,劳动模范,2024-05-01,市
	DuplicateRow Code = "E142"

	// PeriodOrder is a period that ends before it begins.
	//
	// Example:
	//	编号,机构,职务,届次,任职起,任职止
	//	P1,县政协,委员,9,2021-12-01,2016-12-01
	PeriodOrder Code = "E143"

	// BadCode is no unified social credit code (GB 32100-2015).
	//
	// Example:
	//	统一社会信用代码,年度,纳税额
	//	9135010O,2025,300
	BadCode Code = "E144"

	// EmptyCell is a child row without the firm, or the year, that it is about.
	//
	// Example:
	//	统一社会信用代码,年度,纳税额
	//	91350100M000100Y43,,300
	EmptyCell Code = "E145"

	// ExactAmount is `==` or `!=` on an amount or another number that is not whole, which one cent turns over.
	//
	// Example:
	//	vetoes: [{id: v, label: v, expr: "m == 300"}]
	ExactAmount Code = "E15"

	// HitOutputs is a decision table whose outputs are not such as its hit policy can work with.
	//
	// Example:
	//	classify: {x: {hit: sum, inputs: [b], outputs: {y: {type: text}}, rules: [{if: {b: true}, then: z}]}}
	HitOutputs Code = "E155"

	// TableColumn is a sheet of a workbook of tables without one of its columns, or with one too many.
	//
	// Example: none, because it takes a workbook.
	TableColumn Code = "E156"

	// TableSheet is a sheet of a workbook of tables that stands for no table of the rule file.
	//
	// Example: none, because it takes a workbook.
	TableSheet Code = "E157"

	// OldRow is a changed row of a parameter that was there before.
	//
	// Example: none, because it takes a workbook.
	OldRow Code = "E158"

	// TableCell is a cell of a workbook of tables that does not say what its column takes.
	//
	// Example: none, because it takes a workbook.
	TableCell Code = "E159"

	// NotAChoice is a text that is not among the declared values.
	//
	// Example:
	//	vetoes: [{id: v, label: v, expr: "c == 'C'"}]
	NotAChoice Code = "E16"

	// TableResult is a change of a table that would make the rule file wrong.
	//
	// Example: none, because it takes a workbook.
	TableResult Code = "E160"

	// TableBase is a workbook that was made of another state of the rule file.
	//
	// Example: none, because it takes a workbook.
	TableBase Code = "E161"

	// TablePlace is a table that cannot be changed from a workbook, because of how it is written in the file.
	//
	// Example: none, because it takes a workbook.
	TablePlace Code = "E162"

	// TableRow is a row of a workbook of tables that is there twice, or where none may be added or removed.
	//
	// Example: none, because it takes a workbook.
	TableRow Code = "E163"

	// DuplicateID is an id, a name or a choice that is in use already.
	//
	// Example:
	//	vetoes: [{id: t.b, label: v, expr: "b"}]
	DuplicateID Code = "E17"

	// NoBrowser is a machine without a browser that makes PDF.
	//
	// Example: none, because it takes a machine without a browser.
	NoBrowser Code = "E178"

	// BrowserFailed is a browser that did not make the PDF asked of it.
	//
	// Example: none, because it takes a browser.
	BrowserFailed Code = "E179"

	// QuotaImpossible is quotas that no list can meet.
	//
	// Example:
	//	bodies: [{id: x, seats: 3, quotas: [{id: q, where: "b", min: 4}]}]
	QuotaImpossible Code = "E18"

	// Forbidden is a construct or function of expr that expressions may not contain.
	//
	// Example:
	//	vetoes: [{id: v, label: v, expr: "d < now()"}]
	Forbidden Code = "E19"

	// BadNumber is a number that is not a plain decimal.
	//
	// Example:
	//	params: {p: {values: [{from: "2020-01-01", value: 1_000}]}}
	BadNumber Code = "E20"

	// NotUTF8 is a file in another encoding, such as GBK.
	//
	// Example:
	//	vetoes: [{id: v, label: \xc4\xfa\xba\xc3, expr: "b"}]
	NotUTF8 Code = "E21"

	// TooLarge is a file, a table or a cell beyond what is read.
	//
	// Example: none, because it would be more than 1 MiB long.
	TooLarge Code = "E22"

	// BadCharacter is a control, bidirectional or invisible character.
	//
	// Example:
	//	vetoes: [{id: v, label: "v\u202e", expr: "b"}]
	BadCharacter Code = "E23"

	// BadYAML is a text that is not YAML.
	//
	// Example:
	//	vetoes: [{id: v
	BadYAML Code = "E24"

	// SecondDocument is a second YAML document in the file.
	//
	// Example:
	//	---
	//	vetoes: []
	SecondDocument Code = "E25"

	// TooDeep is nesting beyond what the format needs.
	//
	// Example:
	//	vetoes: [[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]
	TooDeep Code = "E26"

	// EmptyValue is a key without a value.
	//
	// Example:
	//	vetoes: [{id: v, label: , expr: "b"}]
	EmptyValue Code = "E27"

	// NullValue is null where a value is due.
	//
	// Example:
	//	vetoes: [{id: v, label: null, expr: "b"}]
	NullValue Code = "E28"

	// WrongShape is a list, a mapping or a single value where another of them is due.
	//
	// Example:
	//	vetoes: {id: v, label: v, expr: "b"}
	WrongShape Code = "E29"

	// MissingKey is a required key that is not there.
	//
	// Example:
	//	vetoes: [{label: v, expr: "b"}]
	MissingKey Code = "E30"

	// BadValue is a text that the key does not allow.
	//
	// Example:
	//	vetoes: [{id: v, label: v, expr: "b", on_missing: maybe}]
	BadValue Code = "E31"

	// BadBool is a truth that is not written true or false.
	//
	// Example:
	//	test_base: {b: yes}
	BadBool Code = "E32"

	// BadDate is a text that is no day of the calendar.
	//
	// Example:
	//	vetoes: [{id: v, label: v, expr: "b", since: "2026-06-31"}]
	BadDate Code = "E33"

	// UnquotedDate is a date without quotes.
	//
	// Example:
	//	vetoes: [{id: v, label: v, expr: "b", since: 2026-06-30}]
	UnquotedDate Code = "E34"

	// BadInterval is a text that is not an interval.
	//
	// Example:
	//	score: {criteria: [{id: x, input: a, bands: {"0-100": 1}}]}
	BadInterval Code = "E35"

	// BadPeriod is a text that is not a length of time.
	//
	// Example:
	//	slate: 1
	//	ruleset: {id: x, cutoff: "2026-06-30"}
	//	facts: {b: {type: bool, max_age: soon}}
	//	tiers: [{id: t, require: [{id: t.b, label: b, expr: "b"}]}]
	BadPeriod Code = "E36"

	// BadName is a name that expressions could not read.
	//
	// Example:
	//	params: {"p-1": {values: [{from: "2020-01-01", value: 1}]}}
	BadName Code = "E37"

	// ReservedName is a name that the format keeps for itself.
	//
	// Example:
	//	params: {score: {values: [{from: "2020-01-01", value: 1}]}}
	ReservedName Code = "E38"

	// UnknownID is an id of something that is not in the file.
	//
	// Example:
	//	vetoes: [{id: v, label: v, expr: "b", applies: [tt]}]
	UnknownID Code = "E39"

	// Cycle is things that need each other.
	//
	// Example:
	//	derive: {x: {type: int, expr: "y + 1"}, y: {type: int, expr: "x + 1"}}
	Cycle Code = "E40"

	// OneOf is a mapping that must have exactly one of several keys.
	//
	// Example:
	//	score: {criteria: [{id: x, input: a, value: a, bands: {"[0, 100]": 1}}]}
	OneOf Code = "E41"

	// NotTogether is two keys that exclude each other.
	//
	// Example:
	//	score: {criteria: [{id: x, input: b, expr: "1"}]}
	NotTogether Code = "E42"

	// TypeMismatch is a value of a type that its place does not take.
	//
	// Example:
	//	vetoes: [{id: v, label: v, expr: "a + 1"}]
	TypeMismatch Code = "E43"

	// BadOperands is an operator beside values that it does not apply to.
	//
	// Example:
	//	vetoes: [{id: v, label: v, expr: "a == b"}]
	BadOperands Code = "E44"

	// BadCall is a function with the wrong number or kind of arguments.
	//
	// Example:
	//	vetoes: [{id: v, label: v, expr: "age() > 3"}]
	BadCall Code = "E45"

	// TooComplex is an expression beyond the limits on bytes, nodes or levels.
	//
	// Example:
	//	vetoes: [{id: v, label: v, expr: "a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a+a > 1"}]
	TooComplex Code = "E46"

	// FullWidth is a full-width character where the plain one is needed.
	//
	// Example:
	//	vetoes: [{id: v, label: v, expr: "a ≥ 3"}]
	FullWidth Code = "E47"

	// CutoffMissing is a run without a cut-off date.
	//
	// Example:
	//	slate: 1
	//	ruleset: {id: x}
	//	facts: {b: {type: bool}}
	//	tiers: [{id: t, require: [{id: t.b, label: b, expr: "b"}]}]
	CutoffMissing Code = "E48"

	// OutsideEffective is a cut-off date on which the rules are not in force.
	//
	// Example:
	//	slate: 1
	//	ruleset: {id: x, cutoff: "2026-06-30", effective: {from: "2027-01-01"}}
	//	facts: {b: {type: bool}}
	//	tiers: [{id: t, require: [{id: t.b, label: b, expr: "b"}]}]
	OutsideEffective Code = "E49"

	// NoFile is a file, named here or beside this one, that cannot be read.
	//
	// Example:
	//	slate: 1
	//	ruleset: {id: x, cutoff: "2026-06-30", extends: nowhere.yaml}
	//	facts: {b: {type: bool}}
	//	tiers: [{id: t, require: [{id: t.b, label: b, expr: "b"}]}]
	NoFile Code = "E50"

	// OffNothing is switching off what is not there.
	//
	// Example:
	//	vetoes: [{id: v, off: "no longer needed"}]
	OffNothing Code = "E51"

	// BadPlaceholder is a placeholder that names nothing.
	//
	// Example:
	//	vetoes: [{id: v, label: v, expr: "b", fail: "seen {aa}"}]
	BadPlaceholder Code = "E52"

	// MissingTableValue is a choice that a table of points leaves out.
	//
	// Example:
	//	score: {criteria: [{id: x, input: c, table: {A: 1}}]}
	MissingTableValue Code = "E53"

	// OnMissingBelowNot is on_missing inside a negation, where failing would turn into passing.
	//
	// Example:
	//	vetoes: [{id: v, label: v, not: {id: v.1, label: w, expr: "b", on_missing: fail}}]
	OnMissingBelowNot Code = "E54"

	// PurposeMissing is a sensitive fact without a purpose.
	//
	// Example:
	//	slate: 1
	//	ruleset: {id: x, cutoff: "2026-06-30"}
	//	facts: {b: {type: bool, sensitive: true}}
	//	tiers: [{id: t, require: [{id: t.b, label: b, expr: "b"}]}]
	PurposeMissing Code = "E55"

	// MixedWeights is weights on some members and not on others.
	//
	// Example:
	//	score: {criteria: [{id: x, weight: 100, value: a}, {id: y, value: a}]}
	MixedWeights Code = "E56"

	// Inconsistent is a pairwise comparison that contradicts itself.
	//
	// Example:
	//	score: {weights: {ahp: [[1, 9, "1/9"], ["1/9", 1, 9], [9, "1/9", 1]]}, criteria: [{id: x, value: a}, {id: y, value: a}, {id: z, value: a}]}
	Inconsistent Code = "E57"

	// Unstable is a method relative to the pool where the file asks for stability.
	//
	// Example:
	//	score: {criteria: [{id: x, percentile: a}]}
	//	ranking: {order_by: [score desc], stable: removal}
	Unstable Code = "E58"

	// UnknownCode is an expected error that does not exist.
	//
	// Example:
	//	tests: [{name: x, given: {}, expect: {error: E999}}]
	UnknownCode Code = "E59"

	// BadCell is a cell that is no value of its fact.
	//
	// Example:
	//	编号,姓名,a,b
	//	P1,甲,many,true
	BadCell Code = "E70"

	// NoColumn is a table without a column that it needs.
	//
	// Example:
	//	姓名,a,b
	//	甲,1,true
	NoColumn Code = "E71"

	// DuplicateColumn is two columns for one thing.
	//
	// Example:
	//	编号,姓名,a,a
	//	P1,甲,1,2
	DuplicateColumn Code = "E72"

	// RowLength is a row with more or fewer cells than the heading.
	//
	// Example:
	//	编号,姓名,a,b
	//	P1,甲,1
	RowLength Code = "E73"

	// UnclosedQuote is a quoted cell that never ends.
	//
	// Example:
	//	编号,姓名,a,b
	//	P1,"甲,1,true
	//	P2,乙,2,true
	UnclosedQuote Code = "E74"

	// DuplicatePerson is two rows with one id.
	//
	// Example:
	//	编号,姓名,a,b
	//	P1,甲,1,true
	//	P1,乙,2,true
	DuplicatePerson Code = "E75"

	// EmptyID is a row without an id.
	//
	// Example:
	//	编号,姓名,a,b
	//	,甲,1,true
	EmptyID Code = "E76"

	// TotalRow is a row of totals among the people.
	//
	// Example:
	//	编号,姓名,a,b
	//	合计,,100,
	TotalRow Code = "E77"

	// NotARoster is a file that is no roster of slate.
	//
	// Example: none, because such a file is not text.
	NotARoster Code = "E78"

	// FieldType is a fact that the roster holds as another type or unit.
	//
	// Example: none, because it takes a roster file beside the rules.
	FieldType Code = "E79"

	// EmptyFile is a table without a row.
	//
	// Example:
	//	编号,姓名,a,b
	EmptyFile Code = "E80"

	// UnknownFormat is a file of a kind that is not read.
	//
	// Example: none, because it is the name of a file that shows it.
	UnknownFormat Code = "E81"

	// OutOfDomainCell is a number outside the domain of its fact.
	//
	// Example:
	//	编号,姓名,a,b
	//	P1,甲,101,true
	OutOfDomainCell Code = "E82"

	// Separator is a table whose cells are not separated by commas.
	//
	// Example:
	//	编号；姓名；a；b
	//	P1；甲；1；true
	Separator Code = "E83"

	// TooMany ends a list of problems that was cut short.
	//
	// Example: none, because it follows hundreds of other problems.
	TooMany Code = "E84"

	// DamagedID is an ID number that a spreadsheet has turned into a rounded number.
	//
	// Example:
	//	编号,姓名,a,b
	//	1.10101E+17,甲,1,true
	DamagedID Code = "E85"

	// BadIDNumber is an identity number that is none by GB 11643.
	//
	// Example:
	//	编号,姓名,身份证号,a,b
	//	P1,甲,110105194912310021,1,true
	BadIDNumber Code = "E86"

	// UnknownMapping is a mapping of a heading that the table does not have, or to a fact that nobody declared.
	//
	// Example: none, because the mapping stands on the command line.
	UnknownMapping Code = "E87"

	// SurplusTake is a number of surplus candidates that the rule does not allow.
	//
	// Example:
	//	bodies: [{id: x, seats: 10, surplus: {rule: indirect, take: 6}}]
	SurplusTake Code = "E90"

	// BadSetting is a --set that names no body, no quota or no number of them.
	//
	// Example: none, because it comes from the command line.
	BadSetting Code = "E91"

	// Shadowed is a row of a decision table that never decides anything: no person hits it, or rows above it take them all.
	//
	// Example:
	//	classify: {k: {hit: first, inputs: [a], outputs: {o: {type: choice, values: [x, y]}}, rules: [{id: r1, if: {a: "[0, 100]"}, then: x}, {id: r2, if: {a: "[50, 60]"}, then: y}], otherwise: {then: y}}}
	Shadowed Code = "W01"

	// Implied is a clause that changes no verdict, because the others already ask for it.
	//
	// Example:
	//	slate: 1
	//	ruleset: {id: x, cutoff: "2026-06-30"}
	//	facts: {a: {type: int, domain: "[0, 100]"}}
	//	tiers: [{id: t, require: [{id: t.b, label: b, expr: "a >= 40"}, {id: t.c, label: c, expr: "a >= 30"}]}]
	Implied Code = "W02"

	// DeadVeto is a veto that bars nobody who would not fail without it.
	//
	// Example:
	//	vetoes: [{id: v, label: v, expr: "a > 10 and a < 5"}]
	DeadVeto Code = "W03"

	// UnusedName is a fact or parameter that no rule reads.
	//
	// Example:
	//	params: {p: {values: [{from: "2020-01-01", value: 1}]}}
	UnusedName Code = "W04"

	// NotTested is a clause that never comes to true, false or unknown in the cases.
	//
	// Example:
	//	tests: [{name: n, given: {b: true}, expect: {t: pass}}]
	NotTested Code = "W05"

	// NoBasis is a clause that names no article.
	//
	// Example:
	//	vetoes: [{id: v, label: v, expr: "b"}]
	NoBasis Code = "W06"

	// MissingUnsaid is clauses of which nothing says what missing facts mean.
	//
	// Example:
	//	vetoes: [{id: v, label: v, expr: "b"}]
	MissingUnsaid Code = "W07"

	// CoarseOrder is an order that tells fewer people apart than the list has places.
	//
	// Example:
	//	ranking: {order_by: [c desc], limit: 5}
	CoarseOrder Code = "W08"

	// NearThreshold is a threshold that many people of a roster lie close to, so that small corrections or rounding decide the list.
	//
	// Example: none, because it takes a roster beside the rules (`check --roster`).
	NearThreshold Code = "W09"

	// OldFacts is a fact that is older than its max_age for many people of a roster.
	//
	// Example: none, because it takes a roster beside the rules (`check --roster`).
	OldFacts Code = "W10"

	// ReadAs says in which encoding a text file was read, where it is not UTF-8.
	//
	// Example: none, because the encoding is that of the file.
	ReadAs Code = "W100"

	// HiddenRows is rows of a workbook that are not shown and were read.
	//
	// Example: none, because it takes a workbook.
	HiddenRows Code = "W101"

	// Protected is a condition on sex, ethnicity, religion or wealth, or a veto on tax.
	//
	// Example:
	//	slate: 1
	//	ruleset: {id: x, cutoff: "2026-06-30"}
	//	facts: {性别: {type: choice, values: [男, 女]}}
	//	tiers: [{id: t, require: [{id: t.b, label: b, expr: "性别 == '男'"}]}]
	Protected Code = "W11"

	// ConstantClause is a clause that nobody can meet, or that everybody meets.
	//
	// Example:
	//	vetoes: [{id: v, label: v, expr: "a > 10 or a < 50"}]
	ConstantClause Code = "W110"

	// TableOverlap is two rows of a decision table that one person hits, where the table wants one.
	//
	// Example:
	//	classify: {k: {inputs: [a], outputs: {o: {type: choice, values: [x, y]}}, rules: [{id: r1, if: {a: "[0, 50]"}, then: x}, {id: r2, if: {a: "[50, 100]"}, then: y}]}}
	TableOverlap Code = "W111"

	// TableGap is people whom no row of a decision table describes, where nothing says what then.
	//
	// Example:
	//	classify: {k: {inputs: [a], outputs: {o: {type: choice, values: [x, y]}}, rules: [{id: r1, if: {a: "[0, 50]"}, then: x}]}}
	TableGap Code = "W112"

	// ParamGap is days on which the rules are in force and a parameter has no value.
	//
	// Example:
	//	slate: 1
	//	ruleset: {id: x, cutoff: "2026-06-30", effective: {from: "2026-01-01"}}
	//	facts: {a: {type: int}}
	//	params: {p: {values: [{from: "2026-03-01", value: 1}]}}
	//	tiers: [{id: t, require: [{id: t.a, label: a, expr: "a >= p"}]}]
	ParamGap Code = "W113"

	// TierAddsNothing is a tier that everybody passes who passes a lower one.
	//
	// Example:
	//	slate: 1
	//	ruleset: {id: x, cutoff: "2026-06-30"}
	//	facts: {a: {type: int, domain: "[0, 100]"}}
	//	tiers: [{id: t, label: t, require: [{id: t.a, label: a, expr: "a >= 40"}]}, {id: u, label: u, extends: t, require: [{id: u.a, label: a, expr: "a >= 30"}]}]
	TierAddsNothing Code = "W114"

	// BadAllow is a comment `# slate: allow` without a reason, or with a code that cannot be allowed.
	//
	// Example:
	//	# slate: allow W06
	//	vetoes: [{id: v, label: v, expr: "b"}]
	BadAllow Code = "W115"

	// UnusedAllow is a comment `# slate: allow` for a problem that is not there.
	//
	// Example:
	//	# slate: allow W12 the number is another one
	//	vetoes: [{id: v, label: v, expr: "b"}]
	UnusedAllow Code = "W116"

	// NobodyPasses is a tier whose conditions nobody meets together.
	//
	// Example:
	//	slate: 1
	//	ruleset: {id: x, cutoff: "2026-06-30"}
	//	facts: {a: {type: int, domain: "[0, 100]"}}
	//	tiers: [{id: t, label: t, require: [{id: t.a, label: a, expr: "a >= 40"}, {id: t.c, label: c, expr: "a < 30"}]}]
	NobodyPasses Code = "W117"

	// OutsideBands is a number that an indicator may meet and none of its bands holds, which then counts as missing.
	//
	// Example:
	//	derive: {x: {type: int, expr: "a * 2"}}
	//	score: {criteria: [{id: s, input: x, bands: {"[0, 100]": 1}}]}
	OutsideBands Code = "W118"

	// DeadBand is a band that nobody can be in.
	//
	// Example:
	//	derive: {x: {type: int, expr: "a * 2"}}
	//	score: {criteria: [{id: s, input: x, bands: {"[0, 200]": 1, "(200, )": 2}}]}
	DeadBand Code = "W119"

	// ParamNumber is a number in an expression that is also a parameter, and will not follow when the parameter changes.
	//
	// Example:
	//	params: {p: {values: [{from: "2020-01-01", value: 40}]}}
	//	vetoes: [{id: v, label: v, expr: "a < p"}, {id: w, label: w, expr: "a > 40"}]
	ParamNumber Code = "W12"

	// OutsideGrades is a score that no grade holds.
	//
	// Example:
	//	score: {criteria: [{id: s, value: a}]}
	//	grades: {"[0, 90)": x}
	OutsideGrades Code = "W120"

	// DeadGrade is a grade that no score reaches.
	//
	// Example:
	//	score: {criteria: [{id: s, value: a}]}
	//	grades: {"[0, 100]": x, "(100, 200]": y}
	DeadGrade Code = "W121"

	// ExampleRow is the row of a template that shows how to fill it in; it is passed over.
	//
	// Example:
	//	编号,姓名,a,b
	//	示例,张三,1,true
	//	P1,甲,1,true
	ExampleRow Code = "W130"

	// Qualification is a label that speaks of a right to stand where the rules recommend.
	//
	// Example:
	//	vetoes: [{id: v, label: 没有参选资格, expr: "b"}]
	Qualification Code = "W14"

	// NotCovered is an import of child rows that does not state for which period it is complete.
	//
	// Example: none, because it takes an import.
	NotCovered Code = "W140"

	// CodeCheck is a credit code whose check character is wrong; some lawful codes are of this kind.
	//
	// Example:
	//	统一社会信用代码,年度,纳税额
	//	91350100M0001TGQXM,2025,300
	CodeCheck Code = "W141"

	// NoRows is a fact that is made of child rows of which the roster has none.
	//
	// Example: none, because it takes a roster beside the rules.
	NoRows Code = "W142"

	// CommentCut is a comment right behind an expression, where part of it may have been meant.
	//
	// Example:
	//	vetoes:
	//	  - id: v
	//	    label: v
	//	    expr: "b" # and a > 3
	CommentCut Code = "W17"

	// UnknownColumn is a column that no declared fact takes; it is not stored.
	//
	// Example:
	//	编号,姓名,a,b,电话
	//	P1,甲,1,true,1
	UnknownColumn Code = "W20"

	// MissingColumn is a declared fact that no column supplies.
	//
	// Example:
	//	编号,姓名,b
	//	P1,甲,true
	MissingColumn Code = "W21"

	// IDDisagrees is a day of birth or a sex that is not the one in the identity number.
	//
	// Example:
	//	编号,姓名,身份证号,出生日期,a,b
	//	P1,甲,11010519491231002X,1950-01-01,1,true
	IDDisagrees Code = "W22"

	// OldIDNumber is an identity number of 15 digits, which is stored with the 18 that the standard gives it.
	//
	// Example:
	//	编号,姓名,身份证号,a,b
	//	P1,甲,110105491231002,1,true
	OldIDNumber Code = "W23"

	// PercentWrong is a published percentage that its own count and total do not give.
	//
	// Example: none, because it is in a published table and not in a rule file.
	PercentWrong Code = "E180"

	// PartsWrong is a published total that its parts do not add up to.
	//
	// Example: none, because it is in a published table and not in a rule file.
	PartsWrong Code = "E181"

	// ShareMissed is a demanded share that the counts miss, although the rounded percentage seems to reach it.
	//
	// Example: none, because it is in a published table and not in a rule file.
	ShareMissed Code = "E182"

	// BaseUnclear is a published table whose percentages rest on totals that differ.
	//
	// Example: none, because it is in a published table and not in a rule file.
	BaseUnclear Code = "E183"

	// BadSet is a file that a set of papers cannot be compared with, or a published table that cannot be read.
	//
	// Example: none, because it is in no rule file.
	BadSet Code = "E184"

	// SensitiveShown is a sensitive fact among the columns that people outside the office see.
	//
	// Example:
	//	slate: 1
	//	ruleset: {id: x, cutoff: "2026-06-30", purpose: y}
	//	facts: {a: {type: bool, sensitive: true, purpose: y}}
	//	tiers: [{id: t, require: [{id: t.a, label: a, expr: "a"}]}]
	//	print: {columns: {public: [a]}}
	SensitiveShown Code = "W180"

	// ShortNotice is a notice of fewer than five working days.
	//
	// Example:
	//	print: {days: 3}
	ShortNotice Code = "W181"

	// EmptySurplus is a rule of the law that no number of candidates satisfies.
	//
	// Example:
	//	bodies: [{id: x, seats: 1, surplus: {rule: indirect}}]
	EmptySurplus Code = "W90"

	// NotAProof is a file given as the proof of a person's result that is none, or was changed.
	//
	// Example: none, because it is about a file of its own kind.
	NotAProof Code = "E165"

	// NotAKey is a file beside a roster that should hold the key of its ledger and does not.
	//
	// Example: none, because it is about a file of its own kind.
	NotAKey Code = "E166"

	// NoSuchPerson is a person of must_include, must_exclude or nominated whom the roster does not have.
	//
	// Example: none, because it needs a roster beside the rule file.
	NoSuchPerson Code = "W91"

	// MergeBands is two bands side by side that give the same points.
	//
	// Example:
	//	score: {criteria: [{id: x, input: a, bands: {"[0, 50)": 1, "[50, 80)": 1, "[80, 100]": 2}}]}
	MergeBands Code = "H01"

	// ChainedChoice is a chain of `a ? b : c` on one name where bands say it plainly.
	//
	// Example:
	//	score: {criteria: [{id: x, expr: "a >= 80 ? 3 : a >= 50 ? 2 : 1"}]}
	ChainedChoice Code = "H02"

	// SentenceLacks is a sentence for failing that names neither the value nor the gap.
	//
	// Example:
	//	slate: 1
	//	ruleset: {id: x, cutoff: "2026-06-30"}
	//	facts: {a: {type: int, domain: "[0, 100]"}}
	//	tiers: [{id: t, require: [{id: t.b, label: b, expr: "a >= 40", fail: "not enough"}]}]
	SentenceLacks Code = "H03"

	// NoCases is a rule file without cases.
	//
	// Example:
	//	score: {criteria: [{id: x, value: a}]}
	NoCases Code = "H04"

	// NotDecided is a question about a rule that is not decided, because the rule is outside what regions of facts decide.
	//
	// Example:
	//	slate: 1
	//	ruleset: {id: x, cutoff: "2026-06-30"}
	//	facts: {a: {type: decimal}}
	//	tiers: [{id: t, require: [{id: t.a, label: a, expr: "a * a - 2 * a + 2 > 0"}]}]
	NotDecided Code = "H05"
)
