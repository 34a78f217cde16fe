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

func TestFlags(t *testing.T) {
	names := []string{"王伟", "王　伟", "李𬱟", "玕一", "覃一", "\U000e0100某", "⺀某", "王伟（女）"}
	for _, c := range []struct {
		order Order
		hand  Hand
		want  []Flag
	}{
		{Strokes, nil, []Flag{{0, 0, Tied}, {1, 0, Tied}, {2, '𬱟', CountOnly}, {3, '玕', CountOnly}, {6, '⺀', Unplaced}, {7, 0, Tied}}},
		{Pinyin, nil, []Flag{{0, 0, Tied}, {1, 0, Tied}, {4, '覃', TwoReadings}, {6, '⺀', Unplaced}, {7, 0, Tied}}},
		{Strokes, Hand{'玕': "横横竖横横横竖", '王': "四画", '𬱟': "355135132534"}, []Flag{{0, 0, Tied}, {0, '王', BadHand}, {1, 0, Tied}, {1, '王', BadHand},
			{6, '⺀', Unplaced}, {7, 0, Tied}, {7, '王', BadHand}}},
	} {
		if _, got := Sort(names, c.order, c.hand); !slices.Equal(got, c.want) {
			t.Errorf("%v %v:\n got %v\nwant %v", c.order, c.hand, got, c.want)
		}
	}
}

// TestHand holds that a character of which only the number of strokes is known comes last among its like, one that is known by its
// neighbour in the table beside that, and that a hand moves both.
func TestHand(t *testing.T) {
	names := []string{"㐂一", "阳一", "麦一", "玕一", "匡一", "八一"}
	if got, want := sorted(names, Strokes, nil), []string{"八一", "匡一", "阳一", "㐂一", "玕一", "麦一"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if got, want := sorted(names, Strokes, Hand{'㐂': "折折折折折折", '玕': "7"}), []string{"八一", "匡一", "阳一", "㐂一", "玕一", "麦一"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	names = []string{"玕一", "张一", "麦一", "八一"}
	if got, want := sorted(names, Strokes, nil), []string{"八一", "玕一", "麦一", "张一"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	hand := Hand{'玕': "1121112"}
	if got, want := sorted(names, Strokes, hand), []string{"八一", "玕一", "麦一", "张一"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if b := BasisOf("玕一", hand)[0]; !b.Hand || b.String() != "玕 7画 横横竖横横横竖" {
		t.Errorf("got %v", b)
	}
	if b := BasisOf("㐂", nil)[0]; b.String() != "㐂 6画 ?" {
		t.Errorf("got %v", b)
	}
	if b := BasisOf("𬱟", nil)[0]; b.String() != "𬱟 12画 ?（腙之后）" {
		t.Errorf("got %v", b)
	}
	if b := BasisOf("玕", nil)[0]; b.Hand || b.String() != "玕 7画 ?（玙之前）" {
		t.Errorf("got %v", b)
	}
}

// TestReadings holds surnames that dictionaries of characters read otherwise, and the same characters inside given names.
func TestReadings(t *testing.T) {
	for name, want := range map[string]string{
		"单一": "shàn", "解一": "xiè", "曾一": "zēng", "仇一": "qiú", "区一": "ōu", "查一": "zhā", "朴一": "piáo", "盖一": "gě", "尉迟恭": "yù", "万俟一": "mò",
		"乐一": "yuè", "翟一": "zhái", "覃一": "qín", "任一": "rén", "华一": "huà", "燕一": "yān", "缪一": "miào", "冼一": "xiǎn", "长孙一": "zhǎng", "澹台一": "tán",
		"陈一": "chén", "吕一": "lǚ", "繁一": "pó", "员一": "yùn", "召一": "shào", "宁一": "nìng", "那一": "nā", "乜一": "niè", "过一": "guō", "种一": "chóng",
	} {
		if got := BasisOf(name, nil)[0].Reading; got != want {
			t.Errorf("%s: got %s, want %s", name, got, want)
		}
	}
	if got := BasisOf("王乐", nil)[1].Reading; got != "lè" {
		t.Errorf("王乐: got %s, want lè", got)
	}
	if got := BasisOf("覃一", nil)[0].Other; got != "tán" {
		t.Errorf("覃: the other reading is %q, want tán", got)
	}
}

// TestOddNames holds that anything at all has a place, and the same one each time.
func TestOddNames(t *testing.T) {
	odd := []string{"", "（女）", "·", "\xff王", "〇", "々", "A", "王", "ééé", "王\u200b伟", "王\U000e0100伟", "（", "9号", "𰻞𰻞", "欧阳"}
	for _, order := range []Order{Strokes, NameStrokes, Pinyin} {
		perm, flags := Sort(odd, order, nil)
		if len(perm) != len(odd) {
			t.Errorf("%v: %d of %d names", order, len(perm), len(odd))
		}
		for _, f := range flags {
			if f.Why != Tied && !strings.ContainsRune(odd[f.Name], f.Char) {
				t.Errorf("%v: %q is flagged for %q", order, odd[f.Name], f.Char)
			}
		}
		if Compare("王\u200b伟", "王\U000e0100伟", order, nil) != 0 {
			t.Errorf("%v: what cannot be seen makes a difference", order)
		}
	}
}

func BenchmarkSort(b *testing.B) {
	rng := rand.New(rand.NewPCG(1, 2))
	pool := []rune("丁王李张陈欧阳司马叶申单曾邓伟芳娜敏静丽强磊军洋勇艳杰涛明超秀兰霞平刚桂英")
	names := make([]string, 10_000)
	for i := range names {
		names[i] = string([]rune{pool[rng.IntN(14)], pool[rng.IntN(len(pool))], pool[rng.IntN(len(pool))]})
	}
	for b.Loop() {
		Sort(names, Strokes, nil)
	}
}
