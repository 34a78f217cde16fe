package surname

import (
	"fmt"
	"strings"
	"unicode"
)

// Basis is what the place of one character of a name rests on.
type Basis struct {
	Char rune
	// Count is the number of strokes, 0 where it is not known; Kinds are the strokes as digits, 1 横 2 竖 3 撇 4 点 5 折, "" where
	// only their number is known.
	Count int
	Kinds string
	// Beside is, where the kinds are not known, the character behind which this one stands in the table of standard characters, or
	// Before which; 0 for none.
	Beside rune
	Before bool
	// Reading is the pinyin as read in this name, "" where it is not known; Other is the other reading of a surname that has two.
	Reading, Other string
	// Hand says that the strokes are those set by hand.
	Hand bool
}

// BasisOf says what a name's place rests on, for each of its Chinese characters.
func BasisOf(name string, hand Hand) []Basis {
	chars := plain(name)
	family := familyOf(chars)
	var all []Basis
	for i, c := range chars {
		if !unicode.Is(unicode.Han, c) {
			continue
		}
		s, _ := strokesOf(c, hand)
		b := Basis{Char: c, Count: s.count, Kinds: s.kinds, Beside: s.beside, Before: s.before, Hand: s.hand, Reading: readingIn(chars, i, family)}
		if s.beside != 0 {
			b.Kinds = ""
		}
		if i == 0 && family == 1 && len(chars) > 1 {
			b.Other = doubtful[c]
		}
		all = append(all, b)
	}
	return all
}

// Names returns the kinds of the strokes as words, "折竖横折竖撇点" for 陈.
func (b Basis) Names() string {
	var s strings.Builder
	for _, k := range b.Kinds {
		s.WriteRune([]rune(kindNames)[k-'1'])
	}
	return s.String()
}

// String returns the basis as a clerk checks it, "陈 7画 折竖横折竖撇点"; "?" stands for what is not known, "㐂 6画 ?", or known by the neighbour
// in the table of standard characters alone, "𬱟 12画 ?（腙之后）".
func (b Basis) String() string {
	switch {
	case b.Count == 0:
		return fmt.Sprintf("%c ?画", b.Char)
	case b.Beside != 0 && b.Before:
		return fmt.Sprintf("%c %d画 ?（%c之前）", b.Char, b.Count, b.Beside)
	case b.Beside != 0:
		return fmt.Sprintf("%c %d画 ?（%c之后）", b.Char, b.Count, b.Beside)
	case b.Kinds == "":
		return fmt.Sprintf("%c %d画 ?", b.Char, b.Count)
	}
	return fmt.Sprintf("%c %d画 %s", b.Char, b.Count, b.Names())
}
