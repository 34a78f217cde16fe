package paper_test

import (
	"fmt"

	"slate/engine/report"
)

// Words that stand in the papers of the tests, and must be found again on the pages: rare characters among them.
const (
	rareNames = "𬱟䶮㛃𠮷"
	ledgerTag = "账本号 7F3A-09C2"
)

// notice is an upright paper with all that a notice has.
func notice() *report.Document {
	return &report.Document{
		Number: "区统发〔2026〕3号", Title: "关于优秀中国特色社会主义事业建设者推荐人选的公示", Subtitle: "（2026年6月30日）",
		To: "各街道党工委、区直各有关部门：", Footer: ledgerTag,
		Blocks: []report.Block{
			{Text: "按照推荐工作安排，经征求意见、综合评价、集体研究，现将推荐人选予以公示。“推荐”不是资格认定；公示期间，如有不同意见，请以书面形式反映。"},
			{Heading: "一、公示期限"},
			{Text: "2026年7月1日至7月7日（5个工作日）。监督电话：0000-00000000。"},
			{Heading: "二、人选（按姓氏笔画为序）"},
			{Table: &report.Table{Name: "list", Columns: []report.Column{{Head: "序号", Right: true}, {Head: "姓名"}, {Head: "性别"}, {Head: "出生年月"}, {Head: "单位及职务"}},
				Rows:  [][]string{{"1", "丁一", "女", "1980.03", "示例机械有限公司董事长"}, {"2", rareNames, "男", "1975.11", "示例（中国）数据服务有限公司总经理"}, {"3", "欧阳文", "男", "1969.01", "个体工商户"}},
				Notes: []string{"注：本表只列公示允许的各栏。"}}},
			{Heading: "三、办法"},
			{Lines: []report.Line{{Text: "书面反映："}, {Depth: 1, Text: "请署真实姓名，写明联系方式，以便核实；匿名反映只作参考，核实不了的不影响程序进行。"}, {Depth: 1, Text: "邮寄地址：示例区示例路1号。"}}},
			{Text: "特此公示。"},
			{Signatures: []report.Signature{{Who: "中共示例区委统战部（盖章）", Seal: true, Day: "2026年7月1日"}}},
		},
	}
}

// wideList is a lying paper with a table of many rows and columns, to be signed below.
func wideList(rows int) *report.Document {
	t := &report.Table{Name: "list", Notes: []string{"注：一、得分按规则舍入；二、名次相同者并列。"}}
	for _, h := range []string{"名次", "姓名", "性别", "民族", "出生年月", "政治面貌", "学历", "单位及职务", "类别", "得分", "理由"} {
		t.Columns = append(t.Columns, report.Column{Head: h, Right: h == "名次" || h == "得分"})
	}
	for i := range rows {
		t.Rows = append(t.Rows, []string{fmt.Sprint(i + 1), fmt.Sprintf("人选%04d", i+1), "女", "汉族", "1980.03", "无党派人士", "大学", fmt.Sprintf("示例第%d科技有限公司董事长、总经理", i+1), "私营企业主",
			fmt.Sprintf("%d.50", 90-i%40), "纳税、就业、社会责任三项均达到推荐条件；近三年无违法记录；综合评价A等"})
	}
	return &report.Document{Title: "候选人情况一览表", Subtitle: "（截止日 2026年6月30日）", Landscape: true, Footer: ledgerTag, Blocks: []report.Block{
		{Table: t},
		{Signatures: []report.Signature{{Who: "经办人（签字）：", Day: "　　　　年　　月　　日"}, {Who: "审核人（签字）：", Day: "　　　　年　　月　　日"}}},
	}}
}

// form is a registration form of one person.
func form(name string) *report.Document {
	label := func(s string) report.FormCell { return report.FormCell{Text: s, Label: true} }
	value := func(s string, columns int) report.FormCell { return report.FormCell{Text: s, Columns: columns} }
	seal := func(s string) []report.Signature {
		return []report.Signature{{Who: s + "（盖章）", Seal: true, Day: "　　　　年　　月　　日"}}
	}
	return &report.Document{Title: "推荐人选登记表", Footer: ledgerTag, Blocks: []report.Block{{Form: &report.Form{Widths: []int{4, 5, 4, 5, 4, 5, 6}, Rows: [][]report.FormCell{
		{label("姓名"), value(name, 1), label("性别"), value("女", 1), label("出生年月"), value("1980.03", 1), {Text: "照片", Rows: 4}},
		{label("民族"), value("汉族", 1), label("籍贯"), value("示例省示例市", 1), label("政治面貌"), value("无党派人士", 1)},
		{label("学历"), value("大学", 1), label("毕业院校"), value("示例大学机械工程系", 3)},
		{label("单位及职务"), value("示例机械有限公司董事长、总经理，示例区工商业联合会副主席", 5)},
		{label("联系电话"), value("138****0000", 3), label("证件号码"), value("110101********0753", 2)},
		{{Text: "简历", Label: true, Height: 10}, {Text: "1998.09—2002.07　示例大学机械工程系学习\n2002.07—2010.05　示例集团工程师\n2010.05—　　　　示例机械有限公司董事长", Columns: 6}},
		{{Text: "推荐\n单位\n意见", Label: true, Height: 6}, {Columns: 6, Signatures: seal("推荐单位")}},
		{{Text: "统战部\n门意见", Label: true, Height: 6}, {Text: "经研究，同意推荐。", Columns: 6, Signatures: seal("统战部门")}},
	}}}}}
}

// drawing is a picture with each kind of thing that pictures have.
func drawing() *report.Document {
	return &report.Document{Title: "得分分布", Footer: ledgerTag, Blocks: []report.Block{
		{Text: "入围线为75分。"},
		{Picture: &report.Picture{Title: "图1　得分分布", Spoken: "75分及以上12人，其中90分及以上3人。", SVG: []byte(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 800 420" role="img" aria-labelledby="t" font-family="sans-serif" font-size="14">
<title id="t">得分分布</title><rect width="800" height="420" fill="white"/>
<text x="70" y="28" font-size="18">得分分布 Scores</text>
<path d="M70 60V350H770" fill="none" stroke="black"/>
<g fill="#888" stroke="black"><rect x="100" y="200" width="60" height="150"/><rect x="200" y="120.5" width="60" height="229.5" fill="#ddd"/></g>
<polygon points="300,350 330,250 360,350" fill="gray"/><circle cx="450" cy="300" r="40" fill="white" stroke="black" stroke-width="3"/>
<path d="M550 60v290" stroke="black" stroke-dasharray="6 4" fill="none"/><text x="550" y="370" text-anchor="middle">入围线 75</text>
<text x="770" y="390" text-anchor="end">末端` + rareNames + `</text><g transform="translate(600,100)"><rect width="50" height="20" fill="black"/><line x1="0" y1="40" x2="100" y2="60" stroke="black" stroke-width="2"/></g>
<text x="40" y="300" transform="rotate(-90 40 300)">人数</text></svg>`)}},
		{Text: "以下图形超出文字处理软件所能显示的范围时，以文字说明。"},
	}}
}
