package paper_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"slate/engine/diag"
	"slate/engine/paper"
	"slate/engine/report"
)

// TestRender has the programs that people use make pages of the files, and reads the pages. It runs where RENDER is set, and then
// needs LibreOffice, a browser and poppler-utils with fonts for Chinese (see .ci/run), since it takes their time.
func TestRender(t *testing.T) {
	if os.Getenv("RENDER") == "" {
		t.Skip("RENDER is not set")
	}
	docs := []*report.Document{notice(), wideList(60), form(rareNames), drawing()}
	browser, list := paper.FindBrowser(os.Getenv)
	if list != nil {
		t.Fatal(list[0].Message(diag.English))
	}
	dir := t.TempDir()
	page := write(t, paper.HTML, diag.Chinese, docs...)
	pdf, list := paper.PDF(t.Context(), browser, page)
	if list != nil {
		t.Fatal(list[0].Message(diag.English))
	}
	if again, _ := paper.PDF(t.Context(), browser, page); string(pdf) != string(again) {
		t.Error("two PDF of the same page differ")
	}
	save(t, filepath.Join(dir, "html.pdf"), pdf)
	for _, f := range []paper.Format{paper.DOCX, paper.XLSX} {
		save(t, filepath.Join(dir, string(f)+"."+string(f)), write(t, f, diag.Chinese, docs...))
	}
	tool(t, "soffice", "--headless", "-env:UserInstallation=file://"+dir+"/office", "--convert-to", "pdf", "--outdir", dir, filepath.Join(dir, "docx.docx"), filepath.Join(dir, "xlsx.xlsx"))

	for _, kind := range []string{"html", "docx"} {
		pages := textOfPages(t, filepath.Join(dir, kind+".pdf"))
		if len(pages) != 12 {
			t.Errorf("%s: %d pages, want 12", kind, len(pages))
		}
		numbered(t, kind, pages)
		listed(t, kind, pages, "政治面貌")
		together(t, kind, pages, "推荐人选登记表", "110101********0753", "2002.07—2010.05", "统战部门（盖章）", rareNames)
		together(t, kind, pages, "经办人（签字）：", "审核人（签字）：", "注：一、得分按规则舍入")
		together(t, kind, pages, "区统发〔2026〕3号", "各街道党工委、区直各有关部门：", "二、人选（按姓氏笔画为序）", "示例（中国）数据服务有限公司总经理", rareNames)
		together(t, kind, pages, "特此公示。", "中共示例区委统战部（盖章）", "2026年7月1日")
		together(t, kind, pages, "图1得分分布", "入围线75", "末端"+rareNames, "得分分布Scores")
		lying(t, filepath.Join(dir, kind+".pdf"), pages)
	}
	pages := textOfPages(t, filepath.Join(dir, "xlsx.pdf"))
	listed(t, "xlsx", pages, "政治面貌")
	together(t, "xlsx", pages, "经办人（签字）：", "审核人（签字）：", "注：一、得分按规则舍入", "人选0060")
	together(t, "xlsx", pages, rareNames, "示例（中国）数据服务有限公司总经理", "注：本表只列公示允许的各栏。")
}

func save(t *testing.T, name string, file []byte) {
	t.Helper()
	if err := os.WriteFile(name, file, 0o600); err != nil {
		t.Fatal(err)
	}
}

func tool(t *testing.T, name string, args ...string) string {
	t.Helper()
	out, err := exec.Command(name, args...).Output()
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return string(out)
}

// textOfPages is the text of each page without its spaces.
func textOfPages(t *testing.T, file string) []string {
	t.Helper()
	pages := strings.Split(strings.TrimSuffix(tool(t, "pdftotext", "-layout", file, "-"), "\f"), "\f")
	for i := range pages {
		pages[i] = strings.Join(strings.Fields(pages[i]), "")
	}
	return pages
}

func numbered(t *testing.T, kind string, pages []string) {
	t.Helper()
	for i, p := range pages {
		if number := "—" + strconv.Itoa(i+1) + "—"; !strings.Contains(p, number) || !strings.Contains(p, strings.ReplaceAll(ledgerTag, " ", "")) {
			t.Errorf("%s: page %d lacks %s or %s:\n%s", kind, i+1, number, ledgerTag, p)
		}
	}
}

// listed holds that every person of the list stands there once, and that every page of the list has its heading.
func listed(t *testing.T, kind string, pages []string, heading string) {
	t.Helper()
	person := regexp.MustCompile(`人选\d{4}`)
	var found []string
	on := 0
	for i, p := range pages {
		people := person.FindAllString(p, -1)
		if found = append(found, people...); len(people) == 0 {
			continue
		}
		if on++; strings.Count(p, heading) != 1 {
			t.Errorf("%s: page %d has the heading %d times:\n%s", kind, i+1, strings.Count(p, heading), p)
		}
	}
	var want []string
	for i := range 60 {
		want = append(want, fmt.Sprintf("人选%04d", i+1))
	}
	if slices.Sort(found); !slices.Equal(found, want) || on < 2 {
		t.Errorf("%s: the list has %v on %d pages", kind, found, on)
	}
}

// together holds that texts stand on one page.
func together(t *testing.T, kind string, pages []string, texts ...string) {
	t.Helper()
	for _, p := range pages {
		if !slices.ContainsFunc(texts, func(s string) bool { return !strings.Contains(p, s) }) {
			return
		}
	}
	t.Errorf("%s: no page has all of %q:\n%s", kind, texts, strings.Join(pages, "\n"))
}

// lying holds that the pages of the list lie and that the others stand.
func lying(t *testing.T, file string, pages []string) {
	t.Helper()
	sizes := regexp.MustCompile(`Page +(\d+) size: +([\d.]+) x ([\d.]+)`).FindAllStringSubmatch(tool(t, "pdfinfo", "-l", strconv.Itoa(len(pages)), file), -1)
	if len(sizes) != len(pages) {
		t.Fatalf("%s: sizes of %d pages for %d", file, len(sizes), len(pages))
	}
	for i, s := range sizes {
		wide := strings.HasPrefix(s[2], "84")
		if tall := strings.HasPrefix(s[3], "84"); wide == tall || wide != (strings.Contains(pages[i], "人选0") || strings.Contains(pages[i], "经办人")) {
			t.Errorf("%s: page %d is %s by %s", file, i+1, s[2], s[3])
		}
	}
}
