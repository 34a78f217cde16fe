package standard

import (
	"errors"
	"strings"
)

// alphabet is that of unified social credit codes: no I, O, S, V, Z (GB 32100-2015, table 2).
const alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"

// The ways in which a text is no credit code. ErrCreditCheck is to be taken as a warning: some codes that were lawfully
// given out in the pilot years fail the check, such as 91350100M0001TGQXM.
var (
	ErrCreditLength  = errors.New("not 18 characters")
	ErrCreditLetters = errors.New("a character that the standard does not use")
	ErrCreditCheck   = errors.New("wrong check character")
)

// CheckCreditCode says what is wrong with a unified social credit code (GB 32100-2015), nil where nothing is. The
// check character is 31 less the sum of 3^(i−1) times the i-th character, all modulo 31.
func CheckCreditCode(code string) error {
	if len(code) != 18 {
		return ErrCreditLength
	}
	sum, weight := 0, 1
	for i := range 18 {
		value := strings.IndexByte(alphabet, code[i])
		if value < 0 {
			return ErrCreditLetters
		}
		if i < 17 {
			sum += value * weight
			weight = weight * 3 % 31
			continue
		}
		if value != (31-sum%31)%31 {
			return ErrCreditCheck
		}
	}
	return nil
}
