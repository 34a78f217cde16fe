package surname

import (
	_ "embed"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"
)

//go:embed strokes.txt
var strokesFile string

//go:embed neighbours.txt
var neighboursFile string

//go:embed counts.txt
var countsFile string

//go:embed readings.txt
var readingsFile string

// drawn is what is known of how a character is written.
type drawn struct {
	kinds string // of its strokes, "" where only their number is known
	place int    // among the characters with the same kinds, from 1; 0 for one set by hand
	count int    // 0 where nothing is known
	hand  bool
	// beside is set for a standard character whose strokes are not known: the character behind which, or before which, it stands in the
	// table, the turn-th of those that do. kinds and place are then that character's.
	beside rune
	before bool
	turn   int
}

var drawnTable = sync.OnceValue(func() map[rune]drawn {
	table := map[rune]drawn{}
	lines(strokesFile, func(kinds, chars string) {
		place := 0
		for _, c := range chars {
			place++
			table[c] = drawn{kinds: kinds, place: place, count: len(kinds)}
		}
	})
	lines(neighboursFile, func(known, chars string) {
		known, before := strings.CutPrefix(known, "<")
		beside, _ := utf8.DecodeRuneInString(known)
		s := table[beside]
		s.beside, s.before = beside, before
		for _, c := range chars {
			s.turn++
			table[c] = s
		}
	})
	return table
})

var countTable = sync.OnceValue(func() map[rune]byte {
	table := map[rune]byte{}
	lines(countsFile, func(first, counts string) {
		code, err := strconv.ParseUint(first, 16, 32)
		if err != nil {
			panic("surname: counts.txt has a line that does not begin with a character's number: " + first)
		}
		for i := range len(counts) {
			table[rune(code)+rune(i)] = counts[i] - '!' + 1
		}
	})
	return table
})

var readingTable = sync.OnceValue(func() map[rune]string {
	table := map[rune]string{}
	lines(readingsFile, func(reading, chars string) {
		for _, c := range chars {
			table[c] = reading
		}
	})
	return table
})

// lines calls f for the two fields of every line that is no comment.
func lines(file string, f func(a, b string)) {
	for line := range strings.Lines(file) {
		if a, b, ok := strings.Cut(strings.TrimSuffix(line, "\n"), " "); ok && a != "#" {
			f(a, b)
		}
	}
}

// strokesOf returns what is known of a character. ok is false where it is set by hand and that cannot be read.
func strokesOf(c rune, hand Hand) (s drawn, ok bool) {
	written, set := hand[c]
	if set {
		if kinds, ok := readStrokes(written); ok {
			if known := drawnTable()[c]; known.kinds == kinds && known.beside == 0 {
				return known, true
			}
			return drawn{kinds: kinds, count: len(kinds), hand: true}, true
		}
	}
	if s, found := drawnTable()[c]; found {
		return s, !set
	}
	return drawn{count: int(countTable()[c])}, !set
}

// kindNames are the five kinds of strokes in their order.
const kindNames = "横竖撇点折"

// readStrokes turns strokes written by hand into digits.
func readStrokes(s string) (kinds string, ok bool) {
	var b strings.Builder
	for _, c := range s {
		switch {
		case c >= '1' && c <= '5':
			b.WriteRune(c)
		case c == '提':
			b.WriteByte('1')
		case c == '捺':
			b.WriteByte('4')
		case strings.ContainsRune(kindNames, c):
			b.WriteByte(byte('1' + strings.IndexRune(kindNames, c)/utf8.RuneLen('横')))
		default:
			return "", false
		}
	}
	return b.String(), b.Len() > 0 && b.Len() < 100
}
