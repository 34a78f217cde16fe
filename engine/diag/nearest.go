package diag

// Nearest returns the candidate most like name, if one is near enough to be meant: at most a third of
// its characters wrong, swapped, missing or too many. Of two as near the earlier wins.
func Nearest(name string, candidates []string) (string, bool) {
	word := []rune(name)
	limit := max(1, len(word)/3)
	best, found := limit+1, ""
	for _, c := range candidates {
		if d := distance(word, []rune(c), best); d < best && d < max(len(word), 1) {
			best, found = d, c
		}
	}
	return found, best <= limit
}

// distance is Damerau's with adjacent swaps; it may stop at limit.
func distance(a, b []rune, limit int) int {
	if len(a)-len(b) >= limit || len(b)-len(a) >= limit {
		return limit
	}
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
