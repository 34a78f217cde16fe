//go:build ignore

// Generate makes strokes.txt, neighbours.txt, counts.txt and readings.txt from the two sources named in LICENSES.txt:
//
//	npm pack cnchar-order@3.2.6 && tar xzf cnchar-order-3.2.6.tgz    # package/cnchar.order.min.js
//	apt-get install unicode-data                                     # /usr/share/unicode/Unihan_*.txt
//	go run generate.go -orders package/cnchar.order.min.js -unihan /usr/share/unicode
//
// The strokes come from cnchar-order; the order of characters whose strokes are of the same kinds comes from the numbers of the table
// of standard characters (通用规范汉字表, Unihan's kTGH), which stands in that order within each of its three parts. The two sources
// are held against each other: every number of strokes against Unihan's, and every one of the 6,770 standard characters that both
// have against its neighbours in the table. They part in one character, 皙, which is mended below; characters outside the table on whose
// number of strokes they part are left out. What neither decides, characters of
// different parts of the table, is settled in the list ties.
package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// mended are the strokes that cnchar-order has wrong.
var mended = map[string]string{"皙": "jfskssjfsfcjj"}

// ties orders characters of different parts of the table that have the same strokes, main and secondary shapes, and folds: what stands
// apart before what touches, that before what crosses; then left and right before above and below, that before enclosing, that before
// one piece; then as the parts in which they differ stand in the table themselves.
var ties = strings.Fields(`亍于 亓开井 押抻 芜芫 芍芃芄 苕茄 查査 兀尢 囗口 旰旱 味杲果 呋吴 囯里 吠呔 晚冕 旼旻 晖晕 胃胄 呷呻 呐呙 呗员 吃吒
叱兄叽 叨叻另 屾岀 峰峯 屺岂 钓钒 钇钆 夭攵 乞乇 仕丘 仵件 化仉仇 八人入乂 佘余 畲畬 氽汆 父从爻 儿匕几九勹 旬旨旮旭 券劵 沿泃 它宄 询诣 逯逮
尼尻 妲姐 迢迦 约纨`)

func main() {
	orders := flag.String("orders", "", "cnchar.order.min.js of cnchar-order 3.2.6")
	unihan := flag.String("unihan", "/usr/share/unicode", "folder of the Unihan text files")
	flag.Parse()
	log.SetFlags(0)
	u := readUnihan(*unihan)
	strokes := readOrders(*orders)
	u.compare(strokes)
	write("strokes.txt", head("strokes of characters by kind (1 横 2 竖 3 撇 4 点 5 折), characters of the same strokes in their order", "cnchar-order 3.2.6 (MIT), Unihan 15.0 kTGH")+u.groups(strokes))
	write("neighbours.txt", head("standard characters whose strokes are not known: those that stand behind a character in the table, or before it (<)", "Unihan 15.0 kTGH, kTotalStrokes")+u.neighbours(strokes))
	write("counts.txt", head("numbers of strokes: first character, then one letter for each from it on, ! for 1", "Unihan 15.0 kTotalStrokes")+u.counts())
	write("readings.txt", head("readings of characters", "Unihan 15.0 kMandarin")+u.readings())
}

func head(what, source string) string {
	return "# " + what + "\n# made by generate.go from " + source + "; see LICENSES.txt\n"
}

func write(name, text string) {
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		log.Fatal(err)
	}
}

type unihan struct {
	place   map[rune]int // in the table of standard characters
	total   map[rune]int // strokes
	reading map[rune]string
}

func readUnihan(dir string) unihan {
	u := unihan{map[rune]int{}, map[rune]int{}, map[rune]string{}}
	for _, name := range []string{"Unihan_OtherMappings.txt", "Unihan_IRGSources.txt", "Unihan_Readings.txt"} {
		f, err := os.Open(filepath.Join(dir, name))
		if err != nil {
			log.Fatal(err)
		}
		for in := bufio.NewScanner(f); in.Scan(); {
			field := strings.Split(in.Text(), "\t")
			if len(field) != 3 || !strings.HasPrefix(field[0], "U+") {
				continue
			}
			code, _ := strconv.ParseInt(field[0][2:], 16, 32)
			first := strings.Fields(field[2])[0]
			switch field[1] {
			case "kTGH":
				u.place[rune(code)], _ = strconv.Atoi(strings.TrimPrefix(first, "2013:"))
			case "kTotalStrokes":
				u.total[rune(code)], _ = strconv.Atoi(first)
			case "kMandarin":
				u.reading[rune(code)] = first
			}
		}
		f.Close()
	}
	return u
}

func readOrders(file string) map[rune]string {
	js, err := os.ReadFile(file)
	if err != nil {
		log.Fatal(err)
	}
	found := regexp.MustCompile(`JSON\.parse\('(\{"一":.*?\})'\)`).FindSubmatch(js)
	if found == nil {
		log.Fatal("no table of strokes in ", file)
	}
	var table map[string]string
	if err := json.Unmarshal(found[1], &table); err != nil {
		log.Fatal(err)
	}
	strokes := map[rune]string{}
	for c, s := range table {
		if m := mended[c]; m != "" {
			s = m
		}
		r, _ := utf8.DecodeRuneInString(c)
		strokes[r] = s
	}
	return strokes
}

// kind turns the letters of cnchar-order into the five kinds: 提 counts as 横, 竖钩 as 竖, 捺 as 点.
func kinds(letters string) string {
	return strings.Map(func(l rune) rune {
		switch l {
		case 'j', 'i':
			return '1'
		case 'f', 'g':
			return '2'
		case 's':
			return '3'
		case 'k', 'l', 'd':
			return '4'
		}
		return '5'
	}, letters)
}

// finer orders strokes of the same kinds: main shapes before secondary ones, then fewer folds first.
func finer(letters string) string {
	var shapes, folds strings.Builder
	for _, l := range letters {
		shapes.WriteByte("01"[btoi(strings.ContainsRune("igl", l))])
		switch {
		case strings.ContainsRune("rouxvp", l):
			folds.WriteByte('2')
		case strings.ContainsRune("azq", l):
			folds.WriteByte('3')
		case l == 'w':
			folds.WriteByte('4')
		default:
			folds.WriteByte('1')
		}
	}
	return shapes.String() + folds.String()
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// compare holds the two sources against each other.
func (u *unihan) compare(strokes map[rune]string) {
	for c, s := range strokes {
		if u.total[c] != len(s) && u.place[c] == 0 {
			log.Printf("%c left out: %d strokes, Unihan says %d", c, len(s), u.total[c])
			delete(strokes, c)
		} else if u.total[c] != len(s) {
			log.Fatalf("%c has %d strokes, Unihan says %d", c, len(s), u.total[c])
		}
	}
	last := map[int]string{}
	for _, c := range sortedKeys(u.place) {
		s, ok := strokes[c]
		if !ok {
			continue
		}
		key := string(rune(len(s))) + kinds(s)
		if part := u.part(c); key < last[part] {
			log.Fatalf("%c stands before its neighbours of the table", c)
		} else {
			last[part] = key
		}
	}
}

func (u *unihan) part(c rune) int {
	switch n := u.place[c]; {
	case n == 0:
		return 4
	case n <= 3500:
		return 1
	case n <= 6500:
		return 2
	}
	return 3
}

func sortedKeys(m map[rune]int) []rune {
	var keys []rune
	for c := range m {
		keys = append(keys, c)
	}
	slices.SortFunc(keys, func(a, b rune) int { return m[a] - m[b] })
	return keys
}

func (u *unihan) groups(strokes map[rune]string) string {
	groups := map[string][]rune{}
	for c, s := range strokes {
		groups[kinds(s)] = append(groups[kinds(s)], c)
	}
	var keys []string
	for k := range groups {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(a, b string) int {
		if len(a) != len(b) {
			return len(a) - len(b)
		}
		return strings.Compare(a, b)
	})
	var b strings.Builder
	for _, k := range keys {
		fmt.Fprintf(&b, "%s %s\n", k, string(u.merge(groups[k], strokes)))
	}
	return b.String()
}

// merge orders the characters of one group: those of a part of the table as they stand there, the parts among each other by shapes,
// folds and ties.
func (u *unihan) merge(group []rune, strokes map[rune]string) []rune {
	parts := make([][]rune, 5)
	slices.Sort(group)
	for _, c := range group {
		parts[u.part(c)] = append(parts[u.part(c)], c)
	}
	var out []rune
	for _, part := range parts {
		slices.SortStableFunc(part, func(a, b rune) int { return u.place[a] - u.place[b] })
		var merged []rune
		for len(out) > 0 && len(part) > 0 {
			if u.before(part[0], out[0], strokes) {
				merged, part = append(merged, part[0]), part[1:]
			} else {
				merged, out = append(merged, out[0]), out[1:]
			}
		}
		out = append(append(merged, out...), part...)
	}
	return out
}

func (u *unihan) before(a, b rune, strokes map[rune]string) bool {
	for _, t := range ties {
		i, j := strings.IndexRune(t, a), strings.IndexRune(t, b)
		if i >= 0 && j >= 0 {
			return i < j
		}
	}
	x, y := finer(strokes[a]), finer(strokes[b])
	if x == y {
		log.Fatalf("%c and %c are tied", a, b)
	}
	return x < y
}

// neighbours writes, behind each character with known strokes, the characters without that follow it in the table with as many strokes;
// and, behind < and a character, those that come before it and have as many as it and more than the one before. The table holds the
// number between those of the two neighbours, also where Unihan counts the strokes of other forms.
func (u *unihan) neighbours(strokes map[rune]string) string {
	all := sortedKeys(u.place)
	beside := map[string]string{}
	var last rune
	for i, c := range all {
		if strokes[c] != "" {
			last = c
			continue
		}
		next := rune(0)
		if k := slices.IndexFunc(all[i:], func(d rune) bool { return strokes[d] != "" }); k >= 0 {
			next = all[i+k]
		}
		least, most := 1, 99
		if u.part(last) == u.part(c) {
			least = len(strokes[last])
		}
		if next != 0 && u.part(next) == u.part(c) {
			most = len(strokes[next])
		}
		switch n := min(max(u.total[c], least), most); n {
		case least:
			beside[string(last)] += string(c)
		case most:
			beside["<"+string(next)] += string(c)
		default:
			log.Printf("%c left to its number of strokes", c)
		}
	}
	var b strings.Builder
	for _, c := range all {
		for _, key := range []string{"<" + string(c), string(c)} {
			if beside[key] != "" {
				fmt.Fprintf(&b, "%s %s\n", key, beside[key])
			}
		}
	}
	return b.String()
}

// counts writes the numbers of strokes of all characters, runs of 64 in a line.
func (u *unihan) counts() string {
	var codes []rune
	for c := range u.total {
		codes = append(codes, c)
	}
	slices.Sort(codes)
	var b strings.Builder
	for i, c := range codes {
		if i == 0 || c != codes[i-1]+1 || c%64 == 0 {
			if i > 0 {
				b.WriteByte('\n')
			}
			fmt.Fprintf(&b, "%X ", c)
		}
		b.WriteByte(byte('!' - 1 + u.total[c]))
	}
	return b.String() + "\n"
}

func (u *unihan) readings() string {
	by := map[string][]rune{}
	for c, r := range u.reading {
		by[r] = append(by[r], c)
	}
	var keys []string
	for k := range by {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	var b strings.Builder
	for _, k := range keys {
		slices.Sort(by[k])
		fmt.Fprintf(&b, "%s %s\n", k, string(by[k]))
	}
	return b.String()
}
