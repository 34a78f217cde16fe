package report

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"

	"slate/engine/diag"
)

// TestTextOfPapers holds what a terminal shows of the parts that only papers have.
func TestTextOfPapers(t *testing.T) {
	for _, test := range []struct {
		lang diag.Lang
		want string
	}{
		{diag.Chinese, `第1号
登记表
======
（2026年）
各街道：
姓名: 丁一  性别: 女  照片
简历: 第一行
  第二行
单位意见:
  示例单位（盖章）  　　　　年　　月　　日
图1
一高一低
栏
--
格
注：表下的话。

经办人（签字）： ________________  　　　　年　　月　　日
示例部门（盖章）  2026年7月1日
账本号 7F3A
`},
		{diag.English, `第1号
登记表
======
（2026年）
各街道：
姓名: 丁一  性别: 女  照片
简历: 第一行
  第二行
单位意见:
  示例单位 (seal)  date: ____________
图1
一高一低
栏
--
格
注：表下的话。

经办人 (signature): ________________  date: ____________
示例部门 (seal)  2026年7月1日
账本号 7F3A
`},
	} {
		d := &Document{Number: "第1号", Title: "登记表", Subtitle: "（2026年）", To: "各街道：", Footer: "账本号 7F3A"}
		d.form(&Form{Widths: []int{1, 2, 1, 2, 2}, Rows: [][]FormCell{
			{{Text: "姓名", Label: true}, {Text: "丁一"}, {Text: "性别", Label: true}, {Text: "女"}, {Text: "照片", Rows: 2}},
			{{Text: "简历", Label: true}, {Text: "第一行\n第二行", Columns: 3}},
			{{Text: "单位\n意见", Label: true}, {Columns: 4, Signatures: []Signature{sealHere(test.lang, "示例单位", "")}}},
		}})
		d.picture(&Picture{Title: "图1", Spoken: "一高一低"})
		d.table(&Table{Columns: []Column{{Head: "栏"}}, Rows: [][]string{{"格"}}, Notes: []string{"注：表下的话。"}})
		d.sign(signHere(test.lang, "经办人"), sealHere(test.lang, "示例部门", "2026年7月1日"))
		var b bytes.Buffer
		if err := WriteText(&b, d); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(test.want, b.String()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.lang, diff)
		}
	}
}
