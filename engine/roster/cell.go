package roster

import (
	"errors"
	"regexp"
	"slices"
	"strings"

	"slate/engine/diag"
	"slate/engine/fact"
)

// ErrCell is returned by ParseCell for a text that is no value of the fact.
var ErrCell = errors.New("not a value of the fact")

// layouts are the signs behind year, month and day in the ways in which departments write days.
var layouts = [][3]string{{"-", "-", ""}, {"/", "/", ""}, {".", ".", ""}, {"年", "月", "日"}}

// thousands is a number grouped by commas the whole way: 1,234.50 but not 12,34.
var thousands = regexp.MustCompile(`^-?[1-9]\d{0,2}(,\d{3})+(\.\d+)?$`)

var truths = map[string]bool{"是": true, "否": false, "有": true, "无": false, "true": true, "false": false, "TRUE": true, "FALSE": false, "1": true, "0": false}

// ParseCell reads the text of a cell as a value of a fact. An empty cell is a value that was not supplied. Numbers
// are plain decimals, or grouped by thousands; days and months may stand in any layout in which year,
// month and day cannot be mistaken; truth is 是 否, 有 无, true false, 1 0; the members of a
// list are separated by 、 or ;. Anything else is ErrCell. The domain is not looked at.
func ParseCell(text string, t fact.Type) (fact.Value, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return fact.Missing(fact.NotSupplied), nil
	}
	switch t.Kind {
	case fact.Money, fact.Decimal, fact.Integer:
		return parseNumber(text, t.Kind)
	case fact.Boolean:
		if b, ok := truths[text]; ok {
			return fact.OfBool(b), nil
		}
	case fact.Day:
		if d, ok := parseDay(text); ok {
			return fact.OfDate(d), nil
		}
	case fact.Month:
		if d, ok := parseMonth(text); ok {
			return fact.OfMonth(d), nil
		}
	case fact.List:
		return parseList(text, t)
	case fact.Choice:
		if slices.Contains(t.Values, text) {
			return fact.OfText(text), nil
		}
	case fact.Text:
		return fact.OfText(text), nil
	}
	return fact.Value{}, ErrCell
}

func parseNumber(text string, kind fact.Kind) (fact.Value, error) {
	if strings.Contains(text, ",") && thousands.MatchString(text) {
		text = strings.ReplaceAll(text, ",", "")
	}
	n, err := fact.ParseNumber(text)
	if err != nil || kind == fact.Integer && !n.IsInt() {
		return fact.Value{}, ErrCell
	}
	return fact.OfNumber(n), nil
}

func parseDay(text string) (fact.Date, bool) {
	if len(text) == 8 && digitsOnly(text) {
		return civil(text[:4], text[4:6], text[6:])
	}
	for _, l := range layouts {
		year, rest, ok := strings.Cut(text, l[0])
		if !ok {
			continue
		}
		month, rest, ok := strings.Cut(rest, l[1])
		if day, end := strings.CutSuffix(rest, l[2]); ok && end {
			return civil(year, month, day)
		}
	}
	return fact.Date{}, false
}

// parseMonth returns the first day of the month.
func parseMonth(text string) (fact.Date, bool) {
	if len(text) == 6 && digitsOnly(text) {
		return civil(text[:4], text[4:], "1")
	}
	for _, l := range layouts {
		year, rest, ok := strings.Cut(text, l[0])
		if !ok {
			continue
		}
		if l[2] == "" {
			return civil(year, rest, "1")
		}
		if month, end := strings.CutSuffix(rest, l[1]); end {
			return civil(year, month, "1")
		}
	}
	return fact.Date{}, false
}

// civil makes a day of a year of four digits and a month and day of one or two.
func civil(year, month, day string) (fact.Date, bool) {
	if len(year) != 4 || len(month) > 2 || len(day) > 2 || !digitsOnly(year) || !digitsOnly(month) || !digitsOnly(day) {
		return fact.Date{}, false
	}
	return fact.NewDate(small(year), small(month), small(day))
}

// small reads at most four digits.
func small(digits string) int {
	n := 0
	for _, c := range digits {
		n = 10*n + int(c-'0')
	}
	return n
}

func parseList(text string, t fact.Type) (fact.Value, error) {
	var members []fact.Value
	for _, part := range strings.FieldsFunc(text, func(r rune) bool { return r == '、' || r == ';' || r == '；' }) {
		v, err := ParseCell(part, fact.Type{Kind: t.Of, Unit: t.Unit, Values: t.Values})
		if err != nil || !v.Known() {
			return fact.Value{}, ErrCell
		}
		members = append(members, v)
	}
	if len(members) == 0 {
		return fact.Value{}, ErrCell
	}
	return fact.OfList(members), nil
}

// nothing are the ways in which people, and spreadsheets, write that they know nothing.
var nothing = []string{"-", "--", "—", "——", "－", "/", "n/a", "na", "null", "none", "nan", "无", "没有", "不详", "未知", "不明", "暂无", "待查", "待定",
	"无数据", "缺", "未报", "#n/a", "#ref!", "#value!", "#div/0!", "#name?", "#num!", "#null!"}

// badCell says what is wrong with a cell, what was expected, and what to do about it.
func badCell(span diag.Span, f *fact.Field, cell string) diag.Diagnostic {
	d := diag.New(diag.BadCell, span, "field", f.Name, "value", shown(cell), "want", wanted(f.Type))
	if slices.Contains(nothing, strings.ToLower(cell)) {
		return d.WithHint(diag.LeaveEmpty)
	}
	if f.Type.Kind == fact.Choice {
		if near, ok := diag.Nearest(cell, f.Type.Values); ok {
			return d.WithHint(diag.DidYouMean, "name", near)
		}
		return d
	}
	for _, r := range cell {
		if p := plain(r); p != "" {
			return d.WithHint(diag.UsePlain, "char", p)
		}
	}
	return d
}

// plain returns the plain form of a full-width digit, letter or mark, "" for other characters.
func plain(r rune) string {
	if r >= '！' && r <= '～' {
		return string(r - '！' + '!')
	}
	return ""
}

// wanted describes what a cell of a type takes, as an example.
func wanted(t fact.Type) string {
	switch t.Kind {
	case fact.Money, fact.Decimal:
		return "123.45"
	case fact.Integer:
		return "123"
	case fact.Boolean:
		return "是/否"
	case fact.Day:
		return "2006-09-30"
	case fact.Month:
		return "2006-09"
	case fact.List:
		if one := wanted(fact.Type{Kind: t.Of, Values: t.Values}); t.Of != fact.Choice {
			return one + "、" + one
		}
	}
	return strings.Join(t.Values, "/")
}
