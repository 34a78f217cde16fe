package standard

import (
	"slices"
	"strings"
)

// Entry is a row of a code table.
type Entry struct {
	Code   string
	Labels []string // the first is the standard's; the others are what departments write for it
}

// Table is a code table.
type Table struct {
	Name    string // as rule files name it
	Source  string // the standard
	Entries []Entry
}

// Tables returns the code tables, by name.
func Tables() []Table { return slices.Clone(tables) }

// Find returns the table of a name.
func Find(name string) (Table, bool) {
	i := slices.IndexFunc(tables, func(t Table) bool { return t.Name == name })
	if i < 0 {
		return Table{}, false
	}
	return tables[i], true
}

// Labels returns the standard's labels, each once, in the order of the codes.
func (t Table) Labels() []string {
	var labels []string
	for _, e := range t.Entries {
		if !slices.Contains(labels, e.Labels[0]) {
			labels = append(labels, e.Labels[0])
		}
	}
	return labels
}

// Translate returns which of the choices a cell means: the cell itself where it is one of them, else the one that stands
// in the table under the same code or beside the same label. ok is false where there is none.
func (t Table) Translate(cell string, choices []string) (choice string, ok bool) {
	if slices.Contains(choices, cell) {
		return cell, true
	}
	for _, e := range t.Entries {
		if e.Code != cell && strings.TrimLeft(e.Code, "0") != cell && !slices.Contains(e.Labels, cell) {
			continue
		}
		for _, label := range e.Labels {
			if slices.Contains(choices, label) {
				return label, true
			}
		}
	}
	return "", false
}

var tables = []Table{
	{"sex", "GB/T 2261.1-2003", []Entry{
		{"1", []string{"男", "男性", "male", "M"}}, {"2", []string{"女", "女性", "female", "F"}},
	}},
	{"ethnic_group", "GB/T 3304-1991", ethnicGroups()},
	{"education", "GB/T 4658-2006", education()},
	{"political_status", "GB/T 4762-1984", []Entry{
		{"01", []string{"中共党员", "中共", "中国共产党党员"}}, {"02", []string{"中共预备党员", "预备党员"}}, {"03", []string{"共青团员", "团员"}},
		{"04", []string{"民革党员", "民革", "民革会员"}}, {"05", []string{"民盟盟员", "民盟"}}, {"06", []string{"民建会员", "民建"}}, {"07", []string{"民进会员", "民进"}},
		{"08", []string{"农工党党员", "农工党", "农工"}}, {"09", []string{"致公党党员", "致公党", "致公"}}, {"10", []string{"九三学社社员", "九三学社", "九三"}},
		{"11", []string{"台盟盟员", "台盟"}}, {"12", []string{"无党派人士", "无党派", "无党派民主人士"}}, {"13", []string{"群众"}},
	}},
	// The standard ends at the county; the level below it is added here.
	{"level", "GB/T 2261.6-2003", []Entry{
		{"1", []string{"全国", "国家", "国家级", "全国级"}}, {"2", []string{"省", "省级", "自治区", "直辖市"}}, {"3", []string{"市", "市级", "地市级", "设区的市", "州"}},
		{"4", []string{"县", "县级", "区", "区级", "县区级"}}, {"5", []string{"乡镇", "乡", "镇", "街道", "乡级"}},
	}},
}

// ethnicGroups numbers the 56 groups of GB/T 3304-1991 from 01. Departments leave out the 族.
func ethnicGroups() []Entry {
	names := strings.Fields("汉 蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎 傈僳 佤 畲 高山 拉祜 水 东乡 纳西 景颇 " +
		"柯尔克孜 土 达斡尔 仫佬 羌 布朗 撒拉 毛南 仡佬 锡伯 阿昌 普米 塔吉克 怒 乌孜别克 俄罗斯 鄂温克 德昂 保安 裕固 京 塔塔尔 独龙 鄂伦春 赫哲 门巴 珞巴 基诺")
	entries := make([]Entry, len(names))
	for i, name := range names {
		code := string([]byte{byte('0' + (i+1)/10), byte('0' + (i+1)%10)})
		entries[i] = Entry{code, []string{name + "族", name}}
	}
	return entries
}

// education has the groups of GB/T 4658-2006; a code within a group, such as 11 for a doctor's degree, stands for the
// group as well.
func education() []Entry {
	var entries []Entry
	for _, g := range []struct {
		group  string
		labels []string
	}{
		{"1", []string{"研究生教育", "研究生", "研究生及以上"}}, {"2", []string{"大学本科教育", "大学本科", "本科", "大学"}}, {"3", []string{"大学专科教育", "大学专科", "大专", "专科"}},
		{"4", []string{"中等职业教育", "中专", "职高", "技校"}}, {"6", []string{"普通高级中学教育", "高中"}}, {"7", []string{"初级中学教育", "初中", "初中及以下"}},
		{"8", []string{"小学教育", "小学", "初中及以下"}}, {"9", []string{"其他"}},
	} {
		for second := range 10 {
			entries = append(entries, Entry{g.group + string(byte('0'+second)), g.labels})
		}
	}
	return entries
}
