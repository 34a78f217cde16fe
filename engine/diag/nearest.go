package diag

// maxWord is the longest word that is compared, in characters: longer ones are no slips of the pen,
// and comparing costs the product of the lengths.
const maxWord = 64

// Nearest returns the candidate most like name, if one is near enough to be meant: at most a third of
// name's characters (but one, in a short name) wrong, missing, too many or swapped with their neighbour, and not
// all of them. Of two that are as near the earlier wins. A candidate equal to name is passed over.
func Nearest(name string, candidates []string) (string, bool) {
	word := []rune(name)
	if len(word) == 0 || len(word) > maxWord {
		return "", false
	}
	best, found := max(1, len(word)/3)+1, ""
	for _, c := range candidates {
		other := []rune(c)
		if c == name || len(other) > len(word)+best || len(other) < len(word)-best {
			continue
		}
		if d := distance(word, other); d < best && d < len(word) {
			best, found = d, c
		}
	}
	return found, found != ""
}

// distance counts the edits from a to b after Damerau and Levenshtein, no character edited twice
// (F. J. Damerau, 1964; V. I. Levenshtein, 1966).
func distance(a, b []rune) int {
	rows := make([][]int, len(a)+1)
	for i := range rows {
		rows[i] = make([]int, len(b)+1)
		rows[i][0] = i
	}
	for j := range rows[0] {
		rows[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			rows[i][j] = min(rows[i-1][j]+1, rows[i][j-1]+1, rows[i-1][j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				rows[i][j] = min(rows[i][j], rows[i-2][j-2]+1)
			}
		}
	}
	return rows[len(a)][len(b)]
}
