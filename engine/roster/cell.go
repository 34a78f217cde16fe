package roster

import (
	"errors"
	"regexp"
	"strings"

	"slate/engine/fact"
)

// ErrCell is returned by ParseCell for a text that is no value of the fact.
var ErrCell = errors.New("not a value of the fact")

// dateForms are the ways in which departments write days; the parts are year, month and day.
var dateForms = []*regexp.Regexp{
	regexp.MustCompile(`^(\d{4})-(\d{1,2})-(\d{1,2})$`),
	regexp.MustCompile(`^(\d{4})/(\d{1,2})/(\d{1,2})$`),
	regexp.MustCompile(`^(\d{4})\.(\d{1,2})\.(\d{1,2})$`),
	regexp.MustCompile(`^(\d{4})年(\d{1,2})月(\d{1,2})日$`),
	regexp.MustCompile(`^(\d{4})(\d{2})(\d{2})$`),
}

var monthForms = []*regexp.Regexp{
	regexp.MustCompile(`^(\d{4})-(\d{1,2})$`),
	regexp.MustCompile(`^(\d{4})/(\d{1,2})$`),
	regexp.MustCompile(`^(\d{4})\.(\d{1,2})$`),
	regexp.MustCompile(`^(\d{4})年(\d{1,2})月$`),
	regexp.MustCompile(`^(\d{4})(\d{2})$`),
}

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
		return fact.Value{}, ErrCell
	case fact.Day:
		d, ok := parseDay(text, dateForms)
		if !ok {
			return fact.Value{}, ErrCell
		}
		return fact.OfDate(d), nil
	case fact.Month:
		d, ok := parseDay(text, monthForms)
		if !ok {
			return fact.Value{}, ErrCell
		}
		return fact.OfMonth(d), nil
	case fact.List:
		return parseList(text, t)
	case fact.Choice:
		for _, v := range t.Values {
			if v == text {
				return fact.OfText(text), nil
			}
		}
		return fact.Value{}, ErrCell
	}
	return fact.OfText(text), nil
}

func parseNumber(text string, kind fact.Kind) (fact.Value, error) {
	if thousands.MatchString(text) {
		text = strings.ReplaceAll(text, ",", "")
	}
	n, err := fact.ParseNumber(text)
	if err != nil || kind == fact.Integer && !n.IsInt() {
		return fact.Value{}, ErrCell
	}
	return fact.OfNumber(n), nil
}

// parseDay reads a day in one of the forms; a form without a day stands for the first of the month.
func parseDay(text string, forms []*regexp.Regexp) (fact.Date, bool) {
	for _, form := range forms {
		m := form.FindStringSubmatch(text)
		if m == nil {
			continue
		}
		day := 1
		if len(m) > 3 {
			day = small(m[3])
		}
		return fact.NewDate(small(m[1]), small(m[2]), day)
	}
	return fact.Date{}, false
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
