package diag

// The words of what is wrong with decision tables, and with workbooks of tables that come back.
func init() {
	for code, w := range tablesCatalogue {
		catalogue[code] = w
	}
	for code, w := range tablesAdvice {
		advice[code] = w
	}
	for code, t := range tablesTerms {
		terms[code] = t
	}
}

var tablesCatalogue = map[Code]words{
	HitOutputs:  {"决策表“{table}”的输出与 hit: {hit} 不配", `the outputs of table "{table}" do not go with hit: {hit}`},
	TableColumn: {"表头第{n}列应为“{want}”，实为“{got}”", `column {n} of the heading is "{got}", not "{want}"`},
	TableSheet:  {"工作表“{sheet}”不对应规则文件里的任何表", `sheet "{sheet}" stands for no table of the rule file`},
	OldRow:      {"“{param}”自{from}起的一行被改动：原为“{was}”，现为“{now}”", `the row of "{param}" from {from} was changed: "{was}" is now "{now}"`},
	TableCell:   {"“{column}”一列写的是“{value}”，应为{want}", `column "{column}" says "{value}", not {want}`},
	TableResult: {"按这一行改，规则文件就会出错：{code} {problem}", `with this row the rule file would be wrong: {code} {problem}`},
	TableBase:   {"工作簿出自规则文件的另一个版本（校验值{was}，现为{now}）", `the workbook was made of another state of the rule file (digest {was}, now {now})`},
	TablePlace:  {"“{table}”在规则文件里的写法不能由工作簿改动：{why}", `"{table}" is written in the rule file in a way that no workbook can change: {why}`},
	TableRow:    {"“{table}”的行“{row}”{why}", `row "{row}" of "{table}" {why}`},
}

var tablesAdvice = map[Code]words{
	HitOutputs:  {"sum、min、max 要一个数值输出，count 要一个输出，priority、output_order 的第一个输出要有 values", "sum, min and max take one output that is a number, count one output, priority and output_order a first output with values"},
	TableColumn: {"表头不要改动；用 slate tables out 重新导出一份", "leave the heading as it is; slate tables out makes a new workbook"},
	TableSheet:  {"删去这张工作表，或者用 slate tables out 重新导出一份", "remove the sheet, or make a new workbook with slate tables out"},
	OldRow:      {"旧标准不能改：恢复原值，在下面加一行，写明新的起始日", "a parameter is changed by adding a row: put the old value back and add one below with its own first day"},
	TableCell:   {"照表头批注改正这一格", "correct the cell as the note on its heading says"},
	TableResult: {"改正这一行", "correct the row"},
	TableBase:   {"用 slate tables out 重新导出，把改动填进新的工作簿", "make a new workbook with slate tables out and put the changes there"},
	TablePlace:  {"直接在规则文件里改", "change it in the rule file"},
	TableRow:    {"改正这一行，或者恢复原样", "correct the row, or put it back as it was"},
}

var (
	tableRowTerms = vocabulary{
		"unknown": {"不是原有的行号；新行的“行”一列留空", "has a number that no row had; leave it empty for a new row"},
		"twice":   {"出现了两次；复制出来的行要清空“行”一列", "is there twice; clear the number of a copied row"},
		"moved":   {"换了位置；原有各行的先后不能变", "was moved; rows stay in their order"},
		"none":    {"都删掉了；至少留一行", "are all gone; keep one"},
		"past":    {"不晚于已有的标准；新标准只能往后加", "is not later than the rows there are; a parameter is added to at its end"},

		"asks nothing": {"没有写任何条件", "asks nothing"},
	}
	tablePlaceTerms = vocabulary{
		"block text":  {"用了成段的文字（| 或 >）", "it has a block of text (| or >)"},
		"comment":     {"要改的地方中间有注释", "a comment stands within what would change"},
		"first key":   {"要删的是一行的第一个键", "the first key of a row would go"},
		"close edits": {"几处改动挨得太近", "several changes fall over each other"},
		"result":      {"写回的结果与工作簿不一致", "what would be written is not what the workbook says"},
	}
	tableColumnTerms = vocabulary{
		"bands": {"区间", "range"}, "table": {"取值", "choice"}, "points": {"得分", "points"}, "from": {"自", "from"}, "value": {"值", "value"},
		"id": {"编号", "id"}, "when": {"并且", "and"}, "decide": {"交人认定（理由）", "ask a person (why)"},
	}
	tableCellTerms = vocabulary{
		"no spaces": {"没有空格的编号", "an id without spaces"}, "text": {"文字，不能留空", "text; it cannot be empty"},
		"empty where decide": {"空：已经写了交人认定", "empty, since a person is asked"},
		"a number":           {"一个数，例如300（半角数字，不带单位）", "a number such as 300, without its unit"},
		"a whole number":     {"一个整数，例如3（半角数字，不带单位）", "a whole number such as 3, without its unit"},
		"a date":             {"一个日期，例如2026-06-30", "a date such as 2026-06-30"},
		"a month":            {"一个月份，例如2026-06", "a month such as 2026-06"},
		"an interval":        {"一个区间，例如[300, 400)，即从300起、不到400", "an interval such as [300, 400): from 300 to less than 400"},
		"a test of a list":   {"一个条件，例如contains '…'", "a test such as contains '…'"},
		"value or decide":    {"结果，或者在“交人认定”一列写明理由", "a result, or why a person is asked"},
	}
)

// tablesTerms says which arguments are words of which vocabulary.
var tablesTerms = map[Code]map[string]vocabulary{
	TableRow: {"why": tableRowTerms}, TablePlace: {"why": tablePlaceTerms}, TableCell: {"want": tableCellTerms, "column": tableColumnTerms},
}
