package surname

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

func sorted(names []string, order Order, hand Hand) []string {
	perm, _ := Sort(names, order, hand)
	out := make([]string, len(perm))
	for i, p := range perm {
		out[i] = names[p]
	}
	return out
}

// TestOrders holds orders that are stated somewhere: each list stands in its order and is given backwards.
func TestOrders(t *testing.T) {
	for _, c := range []struct {
		why   string
		order Order
		names string
	}{
		{"two strokes, three, four; 陈 with seven before 林 with eight", Strokes, "丁 卜 刁 于 万 马 王 毛 方 陈 林"},
		{"the table of standard characters: 叶 stands before 甲 and 申", Strokes, "叶 甲 申"},
		{"the first stroke 横 竖 撇 点 折", Strokes, "王 贝 牛 方 邓"},
		{"the second stroke where the first is the same", Strokes, "林 欧"},
		{"提 counts as 横, 捺 as 点", Strokes, "八 人 入 儿 匕 几 九"},
		{"a compound surname goes by its first character", Strokes, "司马光 李明 欧阳修 洪少东 诸葛亮"},
		{"one given character before two", Strokes, "田富 田大利"},
		{"by name strokes the second characters are compared", NameStrokes, "田大利 田富"},
		{"the same first characters: the next ones", NameStrokes, "李一 李一鸣 李大鸣"},
		{"one given character of a compound surname", Strokes, "欧靖 欧阳靖 欧阳少东 欧建国"},
		{"long names go by their characters, Latin ones come last", Strokes, "马云 木拉提·买买提 阿依古丽·吐尔逊 Anna Bell Bob"},
		{"tones, then strokes", Pinyin, "张伟 章程 长孙无忌 赵一"},
		{"ü comes after u", Pinyin, "陆明 路明 吕明 栾明 罗明"},
		{"surnames by their own readings", Pinyin, "盖聂 葛明 区明 欧明 朴一 仇一 曲一 单一 解一 尉迟恭 曾巩 查一 翟一"},
	} {
		want := strings.Fields(c.names)
		if strings.Contains(c.names, "Anna") {
			want = append(want[:3], "Anna Bell", "Bob")
		}
		given := slices.Clone(want)
		slices.Reverse(given)
		if got := sorted(given, c.order, nil); !slices.Equal(got, want) {
			t.Errorf("%s:\n got %v\nwant %v", c.why, got, want)
		}
	}
}

// TestPreorder holds that the order is total, goes by nothing but the two names, and that sorting follows it whatever the order
// of the names given.
func TestPreorder(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 22))
	pool := []rune("一丁王李张陈欧阳司马叶申单曾邓㐂𬱟玕阿买·aB 　.éカ9")
	var names []string
	for range 60 {
		var b strings.Builder
		for range 1 + rng.IntN(4) {
			b.WriteRune(pool[rng.IntN(len(pool))])
		}
		names = append(names, b.String())
	}
	hand := Hand{'𬱟': "4445", '㐂': "错"}
	for _, order := range []Order{Strokes, NameStrokes, Pinyin} {
		for _, a := range names {
			for _, b := range names {
				ab := Compare(a, b, order, hand)
				if ab != -Compare(b, a, order, hand) {
					t.Fatalf("%v: %q and %q are not ordered alike both ways", order, a, b)
				}
				for _, c := range names {
					if ab <= 0 && Compare(b, c, order, hand) <= 0 && Compare(a, c, order, hand) > 0 {
						t.Fatalf("%v: %q ≤ %q ≤ %q, but not the first ≤ the last", order, a, b, c)
					}
				}
			}
		}
		first := sorted(names, order, hand)
		for range 20 {
			other := slices.Clone(names)
			rng.Shuffle(len(other), func(i, j int) { other[i], other[j] = other[j], other[i] })
			for i, name := range sorted(other, order, hand) {
				if Compare(name, first[i], order, hand) != 0 {
					t.Fatalf("%v: place %d is %q, and %q in another order of the names given", order, i, first[i], name)
				}
			}
		}
	}
}
