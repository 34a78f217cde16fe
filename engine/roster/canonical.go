package roster

import (
	"encoding/json"
	"slices"

	"slate/engine/fact"
)

// Canonical writes a known value as rosters and records store it: numbers as plain decimals, truth as 1 or 0, days and months as ISO
// has them, a list as a JSON array of texts. A missing value is the empty text.
func Canonical(v fact.Value) string {
	switch {
	case v.IsBool() && v.Bool():
		return "1"
	case v.IsBool():
		return "0"
	case v.IsList():
		members := make([]string, len(v.List()))
		for i, m := range v.List() {
			members[i] = m.String()
		}
		text, _ := json.Marshal(members) // a list of texts always encodes
		return string(text)
	}
	return v.String()
}

// ParseCanonical reads what Canonical wrote as a value of a type; what is no value of the type is unreadable. A choice of which
// nothing says what may be chosen is as it is.
func ParseCanonical(text string, t *fact.Type) fact.Value {
	switch t.Kind {
	case fact.Money, fact.Decimal, fact.Integer:
		if n, err := fact.ParseNumber(text); err == nil {
			return fact.OfNumber(n)
		}
	case fact.Boolean:
		if text == "0" || text == "1" {
			return fact.OfBool(text == "1")
		}
	case fact.Day:
		if d, err := fact.ParseDate(text); err == nil {
			return fact.OfDate(d)
		}
	case fact.Month:
		if d, err := fact.ParseMonth(text); err == nil {
			return fact.OfMonth(d)
		}
	case fact.Choice:
		if len(t.Values) == 0 || slices.Contains(t.Values, text) {
			return fact.OfText(text)
		}
	case fact.Text:
		return fact.OfText(text)
	case fact.List:
		return parseArray(text, t)
	}
	return fact.Missing(fact.Unreadable)
}

func parseArray(text string, t *fact.Type) fact.Value {
	var texts []string
	if err := json.Unmarshal([]byte(text), &texts); err != nil {
		return fact.Missing(fact.Unreadable)
	}
	member := fact.Type{Kind: t.Of, Unit: t.Unit, Values: t.Values}
	if member.Kind == fact.Choice && len(member.Values) == 0 {
		member.Kind = fact.Text
	}
	members := make([]fact.Value, len(texts))
	for i, m := range texts {
		v, err := ParseCell(m, member)
		if err != nil || !v.Known() {
			return fact.Missing(fact.Unreadable)
		}
		members[i] = v
	}
	return fact.OfList(members)
}
