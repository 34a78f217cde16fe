// Package standard holds the national standards that rosters are written in: identity numbers (GB 11643), unified social
// credit codes (GB 32100) and code tables (GB/T 2261.1, 3304, 4658, 4762). It says what a number means and what is
// wrong with it; what to do about that is its caller's matter.
package standard

import (
	"errors"
	"strings"

	"slate/engine/fact"
)

// IDNumber is what a citizen identity number says (GB 11643-1999).
type IDNumber struct {
	Text   string // 18 characters, the check character X a capital
	Region string // six digits of GB/T 2260: where the number was given out, under the codes of that time
	Born   fact.Date
	Male   bool
	Old    bool // it was given with 15 digits (GB 11643-1989)
}

// The ways in which a text is no identity number.
var (
	ErrLength = errors.New("not 18 characters, nor 15 of the old form")
	ErrDigits = errors.New("not digits, with X allowed last")
	ErrBirth  = errors.New("no day of birth in it")
	ErrCheck  = errors.New("wrong check character")
)

// ParseIDNumber reads an identity number: 18 characters, or 15 digits of the form before 1999, which it turns into 18 as
// the standard says (the century is 19, the check character is computed). It returns ErrLength, ErrDigits, ErrBirth
// or ErrCheck. The check finds every single wrong digit and every swap of two neighbours, and misses one in eleven of other
// damages. Codes of regions change over the years and are not checked.
func ParseIDNumber(text string) (IDNumber, error) {
	n := IDNumber{Text: text}
	if len(text) == 15 {
		if !digits(text) {
			return IDNumber{}, ErrDigits
		}
		n.Old, text = true, text[:6]+"19"+text[6:]
		n.Text = text + string(checkOf(text))
	}
	if len(n.Text) != 18 {
		return IDNumber{}, ErrLength
	}
	n.Text = n.Text[:17] + strings.ToUpper(n.Text[17:])
	body, last := n.Text[:17], n.Text[17]
	if !digits(body) || last != 'X' && (last < '0' || last > '9') {
		return IDNumber{}, ErrDigits
	}
	born, err := fact.ParseDate(body[6:10] + "-" + body[10:12] + "-" + body[12:14])
	if err != nil || born.Year() < 1800 {
		return IDNumber{}, ErrBirth
	}
	if checkOf(body) != last {
		return IDNumber{}, ErrCheck
	}
	n.Region, n.Born, n.Male = body[:6], born, (body[16]-'0')%2 == 1
	return n, nil
}

// Broken reports that the last of 18 digits is not their check character.
func Broken(digits string) bool { return checkOf(digits[:17]) != digits[17] }

// checkOf computes the check character of 17 digits: ISO 7064 MOD 11-2.
func checkOf(body string) byte {
	sum := 0
	for i, weight := range [17]int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2} {
		sum += weight * int(body[i]-'0')
	}
	return "10X98765432"[sum%11]
}

func digits(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }
