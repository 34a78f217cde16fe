package roster

import (
	"regexp"
	"strings"
	"unicode"

	"slate/engine/diag"
)

// identity returns a person's id or identity number as it is stored: without blanks around it, and with the check
// character of an identity number as a capital X, so that one person has one id.
func identity(cell string) string {
	id := strings.Clone(strings.TrimSpace(cell))
	if len(id) == 18 && id[17] == 'x' && digitsOnly(id[:17]) {
		return id[:17] + "X"
	}
	return id
}

// floated is a long number as spreadsheets show it.
var floated = regexp.MustCompile(`^\d(\.\d+)?[eE]\+\d+$`)

// sound reports whether an id or an identity number can be one, and if not, adds the problem.
func (t *Table) sound(column int, id string) bool {
	switch {
	case damaged(id):
		t.list.Add(diag.New(diag.DamagedID, t.sheet.Span(column), "value", Mask(id)))
	case strings.IndexFunc(id, foreign) >= 0:
		d := diag.New(diag.BadCell, t.sheet.Span(column), "field", t.sheet.Header()[column], "value", shown(id), "want", "P0000012")
		for _, r := range id {
			if p := plain(r); p != "" {
				d = d.WithHint(diag.UsePlain, "char", p)
				break
			}
		}
		t.list.Add(d)
	default:
		return true
	}
	return false
}

// damaged reports an identity number that a spreadsheet has rounded: written with an exponent, or with its last
// three digits gone and its check digit wrong.
func damaged(id string) bool {
	return floated.MatchString(id) || len(id) == 18 && strings.HasSuffix(id, "000") && digitsOnly(id) && !checkDigit(id)
}

// foreign reports characters that no id has: blanks, full-width forms and punctuation, by which notes under a table and
// ids typed in full width are told from ids.
func foreign(r rune) bool {
	return unicode.IsSpace(r) || r >= '！' && r <= '～' || r == '。' || r == '、'
}

// checkDigit reports whether the last character of an 18-character identity number is right (GB
// 11643-1999: ISO 7064 MOD 11-2). The first seventeen must be digits.
func checkDigit(id string) bool {
	sum := 0
	for i, weight := range []int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2} {
		sum += weight * int(id[i]-'0')
	}
	return "10X98765432"[sum%11] == id[17]
}

func digitsOnly(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }

// shown returns a cell as problems may show it: what could be an identity number or a telephone number is masked.
func shown(cell string) string {
	if len(cell) >= 11 && digitsOnly(strings.TrimRight(cell, "Xx")) {
		return Mask(cell)
	}
	return cell
}
