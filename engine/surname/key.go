package surname

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// key is a name made comparable byte by byte.
type key struct {
	text  string
	flags []Flag
}

// What a character is, in the order in which the kinds come. Nothing stands before a given name of one character.
const (
	nothing = 'A' + iota
	chinese
	latin
	other
)

func keyOf(name string, order Order, hand Hand) key {
	chars := plain(name)
	family := familyOf(chars)
	var k keyMaker
	k.order, k.hand = order, hand
	for i, c := range chars {
		if i == family && i == len(chars)-1 && order != NameStrokes {
			k.text.WriteByte(nothing)
		}
		reading := ""
		if order == Pinyin {
			reading = readingIn(chars, i, family)
			if i == 0 && family == 1 && len(chars) > 1 && doubtful[c] != "" {
				k.flag(c, TwoReadings)
			}
		}
		k.add(c, reading)
	}
	return key{k.text.String(), k.flags}
}

// plain returns the characters of a name that count: no blanks, no dots between Chinese characters, no note in brackets at the end.
func plain(name string) []rune {
	if i := strings.IndexAny(name, "(（[［【"); i > 0 {
		name = name[:i]
	}
	var chars []rune
	western := false
	for _, c := range strings.TrimSpace(name) {
		switch {
		case strings.ContainsRune("·•・‧∙⋅．", c) || c == '.' && !western || unicode.IsSpace(c) && !western || c == 0xFEFF || c == 0x200B:
			continue
		case unicode.Is(unicode.Variation_Selector, c):
			continue
		}
		western = !unicode.Is(unicode.Han, c)
		if western {
			c = unicode.ToLower(c)
		}
		chars = append(chars, c)
	}
	return chars
}

// familyOf returns the number of characters of the surname: two for a compound one, one for other Chinese names; 0 for a name that
// is longer than Chinese names are, or not Chinese, where no part counts as a given name.
func familyOf(chars []rune) int {
	for _, c := range chars {
		if !unicode.Is(unicode.Han, c) {
			return 0
		}
	}
	switch {
	case len(chars) > 2 && compound[string(chars[:2])] != "":
		return 2
	case len(chars) > 4 || len(chars) == 0:
		return 0
	}
	return 1
}

type keyMaker struct {
	order Order
	hand  Hand
	text  strings.Builder
	flags []Flag
}

func (k *keyMaker) flag(c rune, why Why) { k.flags = append(k.flags, Flag{Char: c, Why: why}) }

func (k *keyMaker) add(c rune, reading string) {
	switch {
	case unicode.Is(unicode.Han, c):
		k.text.WriteByte(chinese)
		if k.order == Pinyin {
			k.read(c, reading)
		}
		k.draw(c)
	case unicode.Is(unicode.Latin, c) || c == ' ' || c == '-' || c == '\'' || c == '.' || c == '’':
		k.text.WriteByte(latin)
		k.text.WriteRune(c)
	default:
		k.text.WriteByte(other)
		k.text.WriteRune(c)
	}
}

// draw writes the strokes of a character: their number, their kinds, and its place among those with the same. One that is known by its
// neighbour in the table of standard characters stands beside that; a number alone stands behind every kind.
func (k *keyMaker) draw(c rune) {
	s, ok := strokesOf(c, k.hand)
	if !ok {
		k.flag(c, BadHand)
	}
	switch {
	case s.beside != 0:
		k.count(c)
		k.text.WriteByte(byte(len(s.kinds)))
		k.text.WriteString(s.kinds)
		if s.before {
			k.text.WriteString("0" + string(rune(s.turn)))
		} else {
			k.text.WriteString(string(rune('0'+s.place)) + "~" + string(rune(s.turn)))
		}
	case s.kinds != "":
		k.text.WriteByte(byte(len(s.kinds)))
		k.text.WriteString(s.kinds)
		k.text.WriteByte(byte('0' + s.place))
	case s.count > 0:
		k.count(c)
		k.text.WriteByte(byte(s.count))
		k.text.WriteByte('6')
	default:
		if k.order != Pinyin {
			k.flag(c, Unplaced)
		}
		k.text.WriteString("\xff")
	}
}

// count flags a character of whose strokes the number is known. By pinyin that matters too little to be looked at.
func (k *keyMaker) count(c rune) {
	if k.order != Pinyin {
		k.flag(c, CountOnly)
	}
}

// read writes a syllable, so that ü comes right after u, and its tone.
func (k *keyMaker) read(c rune, reading string) {
	if reading == "" {
		k.flag(c, Unplaced)
		k.text.WriteString("~")
		return
	}
	letters, umlaut, tone := spell(reading)
	k.text.WriteString(letters)
	k.text.WriteByte(' ')
	k.text.WriteByte(umlaut)
	k.text.WriteByte(tone)
}

// spell takes a syllable apart: lǜ is lu, with umlaut, tone 4. No mark is tone 5.
func spell(reading string) (letters string, umlaut, tone byte) {
	umlaut, tone = '0', '5'
	var b strings.Builder
	for _, r := range reading {
		if i := strings.IndexRune(marked, r); i >= 0 {
			n := utf8.RuneCountInString(marked[:i])
			tone = byte('1' + n%4)
			r = []rune("aeiouü")[n/4]
		}
		switch r {
		case 'ń', 'ň', 'ǹ', 'ḿ':
			tone = map[rune]byte{'ń': '2', 'ň': '3', 'ǹ': '4', 'ḿ': '2'}[r]
			r = map[rune]rune{'ń': 'n', 'ň': 'n', 'ǹ': 'n', 'ḿ': 'm'}[r]
		case 'ê':
			r = 'e'
		case 'ü':
			umlaut, r = '1', 'u'
		}
		if r < utf8.RuneSelf {
			b.WriteByte(byte(r))
		}
	}
	return b.String(), umlaut, tone
}

const marked = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ"
