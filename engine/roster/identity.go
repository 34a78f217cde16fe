package roster

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"slate/engine/diag"
	"slate/engine/fact"
	"slate/engine/standard"
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

// citizen checks an identity number and returns it as it is stored.
func (t *Table) citizen(column int, text string) (standard.IDNumber, bool) {
	if text == "" {
		return standard.IDNumber{}, false
	}
	n, err := standard.ParseIDNumber(text)
	if err != nil {
		t.list.Add(diag.New(diag.BadIDNumber, t.sheet.Span(column), "value", Mask(text), "problem", err.Error()))
		return standard.IDNumber{}, false
	}
	if n.Old {
		t.list.Add(diag.New(diag.OldIDNumber, t.sheet.Span(column)))
	}
	return n, true
}

// agree warns of a day of birth or a sex that is not that of the identity number. Neither is taken from it: what
// nobody supplied is missing.
func (t *Table) agree(r *Record, n standard.IDNumber) {
	for i := range t.fields {
		f := &t.fields[i]
		v := r.Values[i]
		if !v.Known() {
			continue
		}
		number := ""
		switch {
		case names(f, "出生日期", "出生年月日", "birth_date", "date_of_birth") && v.IsDate() && v.Date() != n.Born:
			number = n.Born.String()
		case names(f, "出生年月", "出生日期", "birth_month") && v.IsMonth() && (v.Date().Year() != n.Born.Year() || v.Date().Month() != n.Born.Month()):
			number = fact.OfMonth(n.Born).String()
		case names(f, "性别", "sex") && v.IsText() && sexOf(v.Text()) != "" && (sexOf(v.Text()) == "男") != n.Male:
			number = map[bool]string{true: "男", false: "女"}[n.Male]
		}
		if number != "" {
			t.list.Add(diag.New(diag.IDDisagrees, t.sheet.Span(t.fieldAt[i]), "field", f.Name, "value", v.String(), "number", number))
		}
	}
}

// names reports whether a fact is known by one of the words.
func names(f *fact.Field, words ...string) bool {
	return slices.Contains(words, f.Name) || slices.Contains(words, f.Label) || slices.Contains(words, f.Column)
}

func sexOf(text string) string {
	table, _ := standard.Find("sex")
	sex, _ := table.Translate(text, []string{"男", "女"})
	return sex
}

// damaged reports an identity number that a spreadsheet has rounded: written with an exponent, or with its last
// three digits gone and its check digit wrong.
func damaged(id string) bool {
	return floated.MatchString(id) || len(id) == 18 && strings.HasSuffix(id, "000") && digitsOnly(id) && standard.Broken(id)
}

// foreign reports characters that no id has: blanks, full-width forms and punctuation, by which notes under a table and
// ids typed in full width are told from ids.
func foreign(r rune) bool {
	return unicode.IsSpace(r) || r >= '！' && r <= '～' || r == '。' || r == '、'
}

func digitsOnly(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }

// shown returns a cell as problems may show it: what could be an identity number or a telephone number is masked.
func shown(cell string) string {
	if len(cell) >= 11 && digitsOnly(strings.TrimRight(cell, "Xx")) {
		return Mask(cell)
	}
	return cell
}
