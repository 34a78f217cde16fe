package roster

import "strings"

// Mask hides the middle of an identity number, a credit code or a telephone number: the first four and
// last three characters stay. Ids shorter than eleven characters are a department's own roster numbers and are returned whole.
func Mask(id string) string {
	r := []rune(id)
	if len(r) < 11 {
		return id
	}
	return string(r[:4]) + strings.Repeat("*", len(r)-7) + string(r[len(r)-3:])
}
