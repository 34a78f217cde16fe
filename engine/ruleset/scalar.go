package ruleset

import (
	"errors"
	"regexp"
	"strconv"
	"strings"
	"unicode"

	"slate/engine/diag"
	"slate/engine/fact"
)

// single checks a single value against what its place takes.
func (v *validator) single(n *node, e *element, key string) {
	if n.isEmpty() {
		v.add(diag.EmptyValue, n.span, "key", key)
		return
	}
	switch e.kind {
	case kID:
		if strings.ContainsFunc(n.text, unicode.IsSpace) {
			v.add(diag.BadName, n.span, "name", n.text)
		}
	case kInt:
		v.whole(n, e, key)
	case kNumber, kPositive, kPoints:
		v.number(n, e.kind, key)
	case kBool:
		if n.style != plainStyle || n.text != "true" && n.text != "false" {
			v.add(diag.BadBool, n.span, "text", n.text)
		}
	case kDate:
		if d, bad := badDay(n, fact.Day); bad {
			v.list.Add(d)
		}
	case kExpr, kSentence:
		v.expression(n, e.kind, key)
	case kPeriod:
		if _, err := fact.ParsePeriod(n.text); err != nil {
			v.add(diag.BadPeriod, n.span, "text", n.text)
		}
	case kInterval:
		if d, bad := badInterval(n.word()); bad {
			v.list.Add(d)
		}
	case kPercent:
		v.percent(n, key)
	case kRatio:
		if r, err := ratio(n.text); err != nil || r.Sign() <= 0 {
			v.add(diag.BadNumber, n.span, "text", n.text)
		}
	case kEnum:
		v.word(n, e.words, key)
	case kCost:
		if n.text != "true" && n.text != "cost" {
			v.whole(n, whole(1, maxWhole), key)
		}
	}
}

func (v *validator) whole(n *node, e *element, key string) {
	if d, bad := badNumber(n, false); bad {
		v.list.Add(d)
		return
	}
	number, _ := fact.ParseNumber(n.text)
	if i, ok := number.Int64(); !ok || i < int64(e.lo) || i > int64(e.hi) {
		v.add(diag.BadValue, n.span, "key", key, "value", n.text, "want", limits(e.lo, e.hi))
	}
}

func limits(lo, hi int) string {
	if lo == hi {
		return strconv.Itoa(lo)
	}
	if hi == maxWhole {
		return "≥ " + strconv.Itoa(lo)
	}
	return strconv.Itoa(lo) + "–" + strconv.Itoa(hi)
}

func (v *validator) number(n *node, k kind, key string) {
	if d, bad := badNumber(n, k == kPoints); bad {
		v.list.Add(d)
		return
	}
	if number, _ := fact.ParseNumber(n.text); k == kPositive && number.Sign() <= 0 {
		v.add(diag.BadValue, n.span, "key", key, "value", n.text, "want", "> 0")
	}
}

// badNumber reports a value that is not a plain decimal without quotes.
func badNumber(n *node, quotesToo bool) (diag.Diagnostic, bool) {
	text := n.text
	_, err := fact.ParseNumber(text)
	if err == nil && (n.style == plainStyle || quotesToo) {
		return diag.Diagnostic{}, false
	}
	if err == nil {
		text = `"` + text + `"`
	}
	d := diag.New(diag.BadNumber, n.span, "text", text)
	if better, ok := asNumber(n.text); ok {
		d = d.WithHint(diag.WritePlainNumber, "text", better)
	}
	return d, true
}

// asNumber guesses which plain decimal was meant: 1_000, 1,000, +5, 007, .5 and full-width digits.
func asNumber(text string) (string, bool) {
	if strings.ContainsAny(text, "xXoObeE") {
		return "", false // whether 0x10 is 16 or a code only its author knows
	}
	text = strings.NewReplacer("_", "", ",", "", " ", "").Replace(plainText(text))
	text = strings.TrimPrefix(text, "+")
	sign := ""
	if strings.HasPrefix(text, "-") {
		sign, text = "-", text[1:]
	}
	for len(text) > 1 && text[0] == '0' && text[1] != '.' {
		text = text[1:]
	}
	if strings.HasPrefix(text, ".") {
		text = "0" + text
	}
	text = sign + strings.TrimSuffix(text, ".")
	_, err := fact.ParseNumber(text)
	return text, err == nil
}

var dateLike = regexp.MustCompile(`^[0-9]{4}-[0-9]{1,2}(-[0-9]{1,2})?$`)

// badDay reports a value that is not a quoted day, or a quoted month.
func badDay(n *node, k fact.Kind) (diag.Diagnostic, bool) {
	parse := fact.ParseDate
	if k == fact.Month {
		parse = fact.ParseMonth
	}
	_, err := parse(n.text)
	switch {
	case n.style == plainStyle && (err == nil || dateLike.MatchString(n.text)):
		return diag.New(diag.UnquotedDate, n.span, "text", n.text).WithHint(diag.QuoteDate, "text", n.text), true
	case err != nil:
		return diag.New(diag.BadDate, n.span, "text", n.text), true
	}
	return diag.Diagnostic{}, false
}

// expression checks that an expression or sentence is quoted, and warns of a comment right behind it.
func (v *validator) expression(n *node, k kind, key string) {
	if n.style == plainStyle {
		if d, ok := fullWidthIn(n, "“‘"); ok && (strings.HasPrefix(n.text, "“") || strings.HasPrefix(n.text, "‘")) {
			v.list.Add(d)
			return
		}
		v.list.Add(quoteIt(diag.New(diag.Unquoted, n.span, "what", key), n.text))
		return
	}
	if k == kExpr && n.style <= doubleQuoted {
		v.comment(n)
	}
}

// comment warns of a comment behind a quoted value: part of the condition may have been meant.
func (v *validator) comment(n *node) {
	row := n.f.row(n.tailLine)
	from := n.tailCol
	for from < len(row) && blank(row[from]) {
		from++
	}
	if from < len(row) && row[from] == '#' {
		text := strings.TrimSpace(string(row[from:]))
		v.add(diag.CommentCut, n.f.span(n.tailLine, from, len(row)-from), "text", text)
	}
}

// badInterval reports a text that is not an interval, at the character where it stops being one.
func badInterval(t Text) (diag.Diagnostic, bool) {
	_, err := fact.ParseInterval(t.Text)
	if err == nil {
		return diag.Diagnostic{}, false
	}
	runes := []rune(t.Text)
	for i, r := range runes {
		if _, ok := plainRune(r); ok {
			return fullWidth(t.Sub(i, i+1), r), true
		}
	}
	at := t.Span
	var e *fact.IntervalError
	if errors.As(err, &e) && !e.Empty {
		at = t.Sub(min(e.Offset, max(len(runes)-1, 0)), len(runes))
	}
	return diag.New(diag.BadInterval, at, "text", t.Text), true
}

func (v *validator) percent(n *node, key string) {
	if d, ok := fullWidthIn(n, "％"); ok {
		v.list.Add(d)
		return
	}
	p, err := fact.ParseNumber(strings.TrimSuffix(n.text, "%"))
	if err != nil || !strings.HasSuffix(n.text, "%") || p.Sign() < 0 || p.Cmp(fact.Int(100)) > 0 {
		v.list.Add(diag.New(diag.BadValue, n.span, "key", key, "value", n.text, "want", "60%").WithHint(diag.UseShare))
	}
}

func (v *validator) word(n *node, words []string, key string) {
	for _, w := range words {
		if w == n.text {
			return
		}
	}
	d := diag.New(diag.BadValue, n.span, "key", key, "value", n.text, "want", strings.Join(words, ", "))
	if near, ok := diag.Nearest(n.text, words); ok {
		d = d.WithHint(diag.DidYouMean, "name", near)
	}
	v.list.Add(d)
}

// ratio reads "3" or "1/3".
func ratio(s string) (fact.Number, error) {
	num, den, fraction := strings.Cut(s, "/")
	n, err := fact.ParseNumber(num)
	if err != nil || !fraction {
		return n, err
	}
	d, err := fact.ParseNumber(den)
	if err != nil {
		return n, err
	}
	return n.Quo(d)
}
