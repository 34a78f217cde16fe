// Package surname puts names in the orders of public lists: by surname strokes (姓氏笔画), by name strokes (姓名笔画) and by
// pinyin (音序).
//
// Strokes go by the national rule (GF 3003-1999): fewer strokes first; then stroke by stroke 横 竖 撇 点 折, where 提 counts as
// 横, 竖钩 as 竖, 捺 as 点; then main shapes before secondary ones, fewer folds before more, what stands apart before what
// touches and crosses, and left and right before above and below before enclosing before one piece. A name is compared character
// by character, a compound surname by its first character like any other.
//
// The last rules are shown by the order of strokes.txt itself, which was held against the table of standard
// characters (通用规范汉字表, 8,105 characters in that order): see generate.go. Of a character that the table of strokes does not
// have only the number of strokes is known, from Unihan. Where it is in the table of standard characters it stands right beside its
// neighbour there, else after all others with that number. Either way it is flagged, so that somebody puts it
// in its place by hand (Hand).
//
// The place of other names: a dot inside a name (阿依古丽·买买提) and blanks (王　伟) are passed over, and so is a note
// in brackets at the end (李娜（女）). Names in Latin letters come after all Chinese ones, by letter, then everything else.
package surname

import (
	"cmp"
	"slices"
	"strings"
)

// Order is an order of names.
type Order uint8

// The orders. The two by strokes differ in one thing: by surname strokes a given name of one character comes before all of two,
// 田富 before 田大利, as in the lists of consultative conferences and party congresses; by name strokes the second
// characters are compared, 田大利 before 田富, as in those of people's congresses. Pinyin compares character by character: syllable,
// tone, then strokes, a given name of one character first.
const (
	Strokes Order = iota
	NameStrokes
	Pinyin
)

// String returns strokes, name_strokes or pinyin.
func (o Order) String() string { return [...]string{"strokes", "name_strokes", "pinyin"}[o] }

// Flag is something about a name that a person should look at before the list goes out.
type Flag struct {
	Name int  // number in the list that was given
	Char rune // the character, 0 for Tied
	Why  Why
}

// Why says what is to be looked at.
type Why uint8

// The reasons of flags.
const (
	// Tied: another name of the list stands at the same place; they are written alike, or nothing in the order tells them apart.
	Tied Why = iota
	// CountOnly: only the number of strokes is known of the character, not which, and perhaps its neighbour in the table of standard
	// characters.
	CountOnly
	// Unplaced: nothing is known of the character's strokes, or, by pinyin, of its reading; it comes after all others.
	Unplaced
	// TwoReadings: families with this surname read it differently. By pinyin only.
	TwoReadings
	// BadHand: the strokes set by hand cannot be read; the tables hold.
	BadHand
)

// String returns tied, count_only, unplaced, two_readings or bad_hand.
func (w Why) String() string {
	return [...]string{"tied", "count_only", "unplaced", "two_readings", "bad_hand"}[w]
}

// Hand holds the strokes of characters as a person has set them. They go before the tables. Strokes are written as their
// kinds, 横竖撇点折 (or 提 for 横 and 捺 for 点), or as 1 to 5 in that order; 陈 is 折竖横折竖撇点 or 5215234.
type Hand map[rune]string

// Sort orders names. perm holds the numbers of the names in order; of names at the same place, which are all flagged, the one given
// first comes first. flags are in the order of the names given, and by character in a name. The order of two names depends on nothing
// but the two.
func Sort(names []string, order Order, hand Hand) (perm []int, flags []Flag) {
	keys := make([]key, len(names))
	perm = make([]int, len(names))
	for i, name := range names {
		keys[i] = keyOf(name, order, hand)
		perm[i] = i
	}
	slices.SortStableFunc(perm, func(a, b int) int { return strings.Compare(keys[a].text, keys[b].text) })
	tied := make([]bool, len(names))
	for i := 1; i < len(perm); i++ {
		if a, b := perm[i-1], perm[i]; keys[a].text == keys[b].text {
			tied[a], tied[b] = true, true
		}
	}
	for i := range names {
		if tied[i] {
			flags = append(flags, Flag{Name: i, Why: Tied})
		}
		for _, f := range keys[i].flags {
			f.Name = i
			flags = append(flags, f)
		}
	}
	return perm, flags
}

// Compare returns −1, 0 or 1: whether a comes before b in the order, stands at the same place, or comes after it.
func Compare(a, b string, order Order, hand Hand) int {
	return cmp.Compare(keyOf(a, order, hand).text, keyOf(b, order, hand).text)
}
