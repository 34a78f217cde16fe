package sheet

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
)

// takes tells spreadsheet programs what the columns take, so that something else is refused when it is typed.
func (s *pageWriter) takes() error {
	for i := range s.p.Columns {
		c := &s.p.Columns[i]
		rule := s.rule(c, i+1)
		if rule == nil {
			continue
		}
		last := s.first + len(s.p.Rows) - 1
		if s.p.Open {
			last = maxSheetRows
		}
		if last < s.first {
			continue
		}
		rule.SetSqref(ref(i+1, s.first) + ":" + ref(i+1, last))
		if c.Refusal != "" {
			rule.SetError(excelize.DataValidationErrorStyleStop, "", cutUnits(cleaned(c.Refusal), 255))
		}
		if err := s.file.AddDataValidation(s.name, rule); err != nil {
			return fmt.Errorf("column %q: %w", c.Head, err)
		}
	}
	return nil
}

// rule is what a column takes; nil for anything.
func (s *pageWriter) rule(c *Heading, column int) *excelize.DataValidation {
	rule := excelize.NewDataValidation(true)
	rule.ShowErrorMessage = true
	switch {
	case len(c.Choices) > 0:
		rule.Type, rule.Formula1 = "list", s.book.choices(c.Choices)
	case c.Kind == Number || c.Kind == Whole || c.Kind == Date && c.Range != nil:
		s.limit(rule, c, ref(column, s.first))
	default:
		return nil
	}
	return rule
}

// limit holds numbers and days to a range. Formula1 and Formula2 stand in the file as they are.
func (s *pageWriter) limit(rule *excelize.DataValidation, c *Heading, cell string) {
	rule.Type = map[Kind]string{Number: "decimal", Whole: "whole", Date: "date"}[c.Kind]
	if c.Range == nil || c.Range.Low == "" && c.Range.High == "" {
		// Beyond this a spreadsheet program no longer keeps every digit.
		rule.Operator, rule.Formula1, rule.Formula2 = "between", "-999999999999999", "999999999999999"
		return
	}
	low, high := bound(c.Range.Low), bound(c.Range.High)
	switch r := c.Range; {
	case low == "" && r.ExcludesHigh:
		rule.Operator, rule.Formula1 = "lessThan", high
	case low == "":
		rule.Operator, rule.Formula1 = "lessThanOrEqual", high
	case high == "" && r.ExcludesLow:
		rule.Operator, rule.Formula1 = "greaterThan", low
	case high == "":
		rule.Operator, rule.Formula1 = "greaterThanOrEqual", low
	case r.ExcludesLow || r.ExcludesHigh:
		rule.Type = "custom"
		rule.Formula1 = "AND(ISNUMBER(" + cell + ")," + cell + above(r.ExcludesLow) + low + "," + cell + below(r.ExcludesHigh) + high + integral(c.Kind, cell) + ")"
	default:
		rule.Operator, rule.Formula1, rule.Formula2 = "between", low, high
	}
}

func above(excluded bool) string {
	if excluded {
		return "&gt;"
	}
	return "&gt;="
}

func below(excluded bool) string {
	if excluded {
		return "&lt;"
	}
	return "&lt;="
}

func integral(k Kind, cell string) string {
	if k != Whole {
		return ""
	}
	return ",INT(" + cell + ")=" + cell
}

// bound is an end of a range as the format writes it: days are numbers there.
func bound(s string) string {
	if serial, ok := serialOf(s); ok {
		return strconv.Itoa(serial)
	}
	return s
}

// choices returns the reference to a list: the list itself where it is short and its words hold neither comma nor
// quote, otherwise its place in the hidden sheet of lists.
func (b *bookWriter) choices(list []string) string {
	clean := make([]string, len(list))
	plain := true
	for i, c := range list {
		clean[i] = cleaned(c)
		plain = plain && !strings.ContainsAny(c, ",\"\n<>&") && c == strings.TrimSpace(c) && !dangerous(c)
	}
	joined := strings.Join(clean, ",")
	if plain && cutUnits(joined, 255) == joined {
		return `"` + joined + `"`
	}
	at := slices.IndexFunc(b.long, func(have []string) bool { return slices.Equal(have, clean) })
	if at < 0 {
		at = len(b.long)
		b.long = append(b.long, clean)
	}
	column := columnName(at + 1)
	return inApostrophes(b.lists) + "!$" + column + "$1:$" + column + "$" + strconv.Itoa(len(list))
}

// choiceSheet writes the long lists to a sheet that is not shown.
func (b *bookWriter) choiceSheet() error {
	if len(b.long) == 0 {
		return nil
	}
	if _, err := b.file.NewSheet(b.lists); err != nil {
		return err
	}
	style, err := b.style(look{kind: Label, places: -1})
	if err != nil {
		return err
	}
	for i, list := range b.long {
		for n, c := range list {
			at := ref(i+1, n+1)
			if err := setText(b.file, b.lists, at, c); err != nil {
				return err
			}
			if err := b.file.SetCellStyle(b.lists, at, at, style); err != nil {
				return err
			}
		}
	}
	return b.file.SetSheetVisible(b.lists, false)
}
