package surname

import "strings"

// readingIn returns the pinyin of a character of a name: as a surname for those of the surname, as read mostly for the others.
func readingIn(chars []rune, i, family int) string {
	c := chars[i]
	switch {
	case family == 2 && i < 2:
		return strings.Fields(compound[string(chars[:2])])[i]
	case family == 1 && i == 0 && single[c] != "":
		return single[c]
	}
	return readingTable()[c]
}

// single holds the surnames that are read differently from the character, as 通用规范汉字字典 and 现代汉语词典 give them
// (现代汉语词典: "姓" under that reading).
var single = map[rune]string{
	'卜': "bǔ", '都': "dū", '干': "gān", '盖': "gě", '葛': "gě", '句': "gōu", '哈': "hǎ", '华': "huà", '纪': "jǐ", '解': "xiè",
	'阚': "kàn", '隗': "wěi", '令': "líng", '缪': "miào", '乜': "niè", '那': "nā", '能': "nài", '宁': "nìng", '区': "ōu", '朴': "piáo",
	'繁': "pó", '仇': "qiú", '任': "rén", '撒': "sǎ", '单': "shàn", '少': "shào", '召': "shào", '折': "shé", '舍': "shè", '覃': "qín",
	'拓': "tuò", '洗': "xiǎn", '相': "xiàng", '燕': "yān", '要': "yāo", '么': "yāo", '於': "yū", '员': "yùn", '郇': "xún", '乐': "yuè",
	'曾': "zēng", '查': "zhā", '占': "zhān", '祭': "zhài", '翟': "zhái", '种': "chóng", '重': "chóng", '过': "guō", '牟': "mù", '秘': "bì",
	'薄': "bó", '长': "cháng", '佴': "nài", '粘': "nián", '适': "kuò",
}

// doubtful holds the surnames that families read in two ways, with the other one: only they can say which.
var doubtful = map[rune]string{
	'覃': "tán", '翟': "dí", '乐': "lè", '盖': "gài", '隗': "kuí", '牟': "móu", '郇': "huán", '谌': "shèn", '费': "bì", '相': "xiāng",
	'纪': "jì", '宁': "níng", '莘': "xīn", '宓': "fú", '尉': "yù", '哈': "hā", '强': "jiàng", '召': "zhào", '侯': "hòu", '洗': "xǐ",
}

// compound holds the surnames of two characters with their readings: those of 百家姓 that its editions share, and some
// that are borne today besides (the last line).
var compound = map[string]string{
	"万俟": "mò qí", "司马": "sī mǎ", "上官": "shàng guān", "欧阳": "ōu yáng", "夏侯": "xià hóu", "诸葛": "zhū gě", "闻人": "wén rén", "东方": "dōng fāng",
	"赫连": "hè lián", "皇甫": "huáng fǔ", "尉迟": "yù chí", "公羊": "gōng yáng", "澹台": "tán tái", "公冶": "gōng yě", "宗政": "zōng zhèng", "濮阳": "pú yáng",
	"淳于": "chún yú", "单于": "chán yú", "太叔": "tài shū", "申屠": "shēn tú", "公孙": "gōng sūn", "仲孙": "zhòng sūn", "轩辕": "xuān yuán", "令狐": "líng hú",
	"钟离": "zhōng lí", "宇文": "yǔ wén", "长孙": "zhǎng sūn", "慕容": "mù róng", "鲜于": "xiān yú", "闾丘": "lǘ qiū", "司徒": "sī tú", "司空": "sī kōng",
	"亓官": "qí guān", "司寇": "sī kòu", "子车": "zǐ jū", "颛孙": "zhuān sūn", "端木": "duān mù", "巫马": "wū mǎ", "公西": "gōng xī", "漆雕": "qī diāo",
	"乐正": "yuè zhèng", "壤驷": "rǎng sì", "公良": "gōng liáng", "拓跋": "tuò bá", "夹谷": "jiá gǔ", "宰父": "zǎi fǔ", "谷梁": "gǔ liáng", "段干": "duàn gān",
	"百里": "bǎi lǐ", "东郭": "dōng guō", "南门": "nán mén", "呼延": "hū yán", "羊舌": "yáng shé", "微生": "wēi shēng", "梁丘": "liáng qiū", "左丘": "zuǒ qiū",
	"东门": "dōng mén", "西门": "xī mén", "南宫": "nán gōng", "第五": "dì wǔ",
	"独孤": "dú gū", "完颜": "wán yán", "纳兰": "nà lán", "歐陽": "ōu yáng", "司馬": "sī mǎ", "諸葛": "zhū gě", "西乡": "xī xiāng", "公仪": "gōng yí", "公户": "gōng hù",
}
