package surname

import (
	"strings"
	"testing"
)

// surnames are common surnames by the number of strokes, as an index of surnames (姓氏笔画索引) has them. Each line stands in the
// order of the table of standard characters (通用规范汉字表).
var surnames = map[int]string{
	2:  "丁卜刁",
	3:  "于万弋山马",
	4:  "王井元韦支车戈水牛毛仉仇公丹卞文方尹巴孔邓",
	5:  "甘艾古左厉石龙平卢叶申田史冉付白丛印乐包冯兰宁司皮边",
	6:  "匡邢吉巩权成毕师曲吕朱乔伍仲任华伊向全危邬庄刘齐米江池汤安祁许农阮孙阳牟纪",
	7:  "麦芮花严芦苏杜巫李杨束连步时吴员岑利邱何佟佘余谷狄邹应辛闵汪沐沙沃沈宋迟张陆陈邵",
	8:  "武幸苗苟苑范茅林郁欧卓尚明易罗和季竺岳金郄周冼庞郑单宗官宓郎房居屈孟经",
	9:  "封项赵郝荆荣胡南药柯相查柏柳战冒钟钮郜种段侯俞饶施闻姜娄洪宣宫祝费胥姚贺骆",
	10: "秦班敖袁耿聂莫桂栗贾夏原顾柴党晏钱倪徐殷翁凌栾高郭席唐浦海涂诸展陶桑",
	11: "黄菅萧梅曹戚龚盛常鄂崔符康鹿章商阎盖梁寇谌扈屠隋隗巢",
	12: "彭葛董蒋韩覃景喻智嵇程傅焦储舒舜鲁童曾温游谢",
	13: "鄢靳蓝蒲蒙楚楼赖甄雷虞路詹鲍解雍满慎窦褚",
	14: "慕蔡蔺臧裴管廖阚谭翟熊缪",
	15: "樊墨黎滕颜潘",
	16: "燕薛薄霍冀穆",
	17: "戴鞠檀魏",
	18: "瞿",
	20: "籍",
}

// TestSurnames holds the tables to a count and an order made without them. No two of these surnames are at the same place.
func TestSurnames(t *testing.T) {
	all := 0
	for n, line := range surnames {
		last := ""
		for _, c := range line {
			all++
			if b := BasisOf(string(c), nil)[0]; b.Count != n || len(b.Kinds) != n {
				t.Errorf("%v: want %d strokes", b, n)
			}
			if Compare(last, string(c), Strokes, nil) >= 0 {
				t.Errorf("%s does not come before %c", last, c)
			}
			last = string(c)
		}
	}
	if all < 280 {
		t.Errorf("only %d surnames", all)
	}
}

// TestMainlandForms holds the surnames that collations in common use count by the forms of old dictionaries (阝 as 3, 艹 as 4, 辶 as 4).
func TestMainlandForms(t *testing.T) {
	for c, n := range map[rune]int{'陈': 7, '郑': 8, '郭': 10, '邓': 4, '苏': 7, '黄': 11, '范': 8, '陆': 7, '邹': 7, '邵': 7, '郝': 9, '荆': 9, '艾': 5,
		'边': 5, '祁': 6, '阮': 6, '连': 7, '花': 7, '蒋': 12, '蔡': 14, '董': 12, '葛': 12, '萧': 11, '蓝': 13, '薛': 16, '莫': 10, '荣': 9, '陶': 10, '隋': 11,
		'阳': 6, '邢': 6, '邱': 7, '郎': 8, '庄': 6, '龙': 5, '马': 3, '吕': 6, '骆': 9, '鲍': 13, '魏': 17, '温': 12, '曾': 12, '黎': 15} {
		if b := BasisOf(string(c), nil)[0]; b.Count != n || len(b.Kinds) != n {
			t.Errorf("%v: want %d strokes", b, n)
		}
	}
}

// TestStrokes holds the kinds of some characters, written out by hand.
func TestStrokes(t *testing.T) {
	for c, want := range map[rune]string{'陈': "折竖横折竖撇点", '王': "横横竖横", '刘': "点横撇点竖竖", '李': "横竖撇点折竖横", '马': "折折横",
		'吴': "竖折横横横撇点", '永': "点折折撇点", '皙': "横竖撇点撇撇横竖撇竖折横横", '女': "折撇横", '习': "折点横", '林': "横竖撇点横竖撇点"} {
		if got := BasisOf(string(c), nil)[0].Names(); got != want {
			t.Errorf("%c: got %s, want %s", c, got, want)
		}
	}
}

// TestTables holds the three files against each other.
func TestTables(t *testing.T) {
	if len(drawnTable()) < 8105 || len(countTable()) < 90000 || len(readingTable()) < 40000 {
		t.Errorf("%d characters with strokes, %d with a number, %d with a reading", len(drawnTable()), len(countTable()), len(readingTable()))
	}
	for c, s := range drawnTable() {
		if s.beside != 0 {
			if s.count != drawnTable()[s.beside].count || s.turn < 1 {
				t.Errorf("%c has %d strokes, and stands beside %c", c, s.count, s.beside)
			}
			continue
		}
		if int(countTable()[c]) != len(s.kinds) || strings.Trim(s.kinds, "12345") != "" {
			t.Errorf("%c has the strokes %s, and %d of them", c, s.kinds, countTable()[c])
		}
	}
	for c, other := range doubtful {
		if r := readingIn([]rune{c, '某'}, 0, 1); r == other || r == "" {
			t.Errorf("%c: both readings are %q", c, r)
		}
	}
	for c, r := range single {
		if r == readingTable()[c] {
			t.Errorf("%c is read %s anyway", c, r)
		}
	}
	for name, readings := range compound {
		if len([]rune(name)) != 2 || len(strings.Fields(readings)) != 2 {
			t.Errorf("%s: %s", name, readings)
		}
	}
}
