package published_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"slate/engine/diag"
	"slate/engine/published"
	"slate/engine/sheet"
)

// TestCheck holds the check to tables as they were published, and to those that are right.
func TestCheck(t *testing.T) {
	for _, test := range []struct {
		name, table string
		want        []string
	}{
		// 2023: five percentages of a city only fit 644, others only 643.
		{"two totals in one table", "项目,人数,百分比\n无党派,58,9.01\n港澳,32,4.97\n非公,96,14.91\n新阶层,122,18.94\n妇女,184,28.57\n甲,387,60.19\n乙,200,31.10\n",
			[]string{"E183 the percentages do not rest on one total: 643 (甲、乙); 644 (无党派、港澳、非公、新阶层、妇女)"}},
		{"one total fits all", "项目,人数,百分比\n无党派,58,9.01\n港澳,32,4.97\n非公,96,14.91\n新阶层,122,18.94\n妇女,184,28.57\n", nil},
		// 2007: 49 as 18.2% fits neither 280 nor 260, only 269.
		{"neither total", "项目,人数,总数,百分比\n常委（280）,49,280,18.2\n常委（260）,49,260,18.2\n常委（269）,49,269,18.2%\n", []string{
			`E180 "常委（280）" is printed as 18.2%, but 49/280 is 17.5%`, `E180 "常委（260）" is printed as 18.2%, but 49/260 is 18.8%`}},
		// 1983: 1223 of 2039 is printed as 60.0, rightly rounded, and fails six tenths by one person.
		{"rounded over the line", "item,count,total,percent,at_least\n党外,1223,2039,60.0,60\n党外,1224,2039,60.0,60\n", []string{`E182 "党外" must be 60% or more; 1223/2039 is 1 too few`}},
		// 2025: 1986 of 2426 is 81.86 and not 81.87.
		{"last place", "item,count,total,percent\n先进工作者以外,1986,2426,81.87\n", []string{`E180 "先进工作者以外" is printed as 81.87%, but 1986/2426 is 81.86%`}},
		{"exactly on the line", "item,count,total,percent,at_least\n党外,6,10,60,60\n一半以上,3,8,37.5,37.5\n", nil},
		// 2017: four groups of 7200 add up to 8300, since they overlap.
		{"parts beyond the whole", "item,count,part_of\n新的社会阶层,7200,\n一,4800,新的社会阶层\n二,1400,新的社会阶层\n三,1100,新的社会阶层\n四,1000,新的社会阶层\n",
			[]string{`E181 the parts of "新的社会阶层" add up to 8300, and the total says 7200`}},
		{"six categories add up", "item,count,part_of\n合计数,5419,\n一,295,合计数\n二,149,合计数\n三,3676,合计数\n四,985,合计数\n五,128,合计数\n六,186,合计数\n", nil},
		{"no total at all fits", "item,count,percent\n甲,1,66.6\n", []string{`E180 "甲" is printed as 66.6%, but 1/2 is 50.0%`}},
		{"no columns", "a,b\n1,2\n", []string{`E184 "t.csv" is of no use here: 项目 item, 人数 count`}},
		{"no number", "item,count,total\n甲,many,3\n", []string{`E184 "t.csv" is of no use here: many`}},
	} {
		reader, list := sheet.ReadCSV("t.csv", strings.NewReader(test.table))
		if reader == nil {
			t.Fatalf("%s: %v", test.name, list)
		}
		var got []string
		for _, d := range published.Check("t.csv", reader) {
			got = append(got, string(d.Code)+" "+d.Message(diag.English))
		}
		if strings.Join(got, "\n") != strings.Join(test.want, "\n") {
			t.Errorf("%s:\ngot  %s\nwant %s", test.name, strings.Join(got, "\n     "), strings.Join(test.want, "\n     "))
		}
	}
}

// TestTotals holds the totals that are worked out to those found by trying every one: two rows share a total where, and only where, one
// total is right for both.
func TestTotals(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 0))
	shared := 0
	for range 300 {
		a, b := 1+random.IntN(40), 1+random.IntN(40)
		p, q := random.IntN(1000)+1, random.IntN(1000)+1
		if n := 40 + random.IntN(60); random.IntN(2) == 0 { // percentages that are right for one total, or nearly
			p, q = (2000*a+n)/(2*n), (2000*b+n)/(2*n)+random.IntN(2)
		}
		if p < 1 || q < 1 || p > 1000 || q > 1000 {
			continue
		}
		both := false
		for n := max(a, b); n <= 2000*max(a, b) && !both; n++ {
			both = (2000*a+n)/(2*n) == p && (2000*b+n)/(2*n) == q
		}
		table := fmt.Sprintf("item,count,percent\nx,%d,%d.%d\ny,%d,%d.%d\n", a, p/10, p%10, b, q/10, q%10)
		if wrong(t, table) == both {
			t.Errorf("one total for both is %v in\n%s", both, table)
		}
		if both {
			shared++
		}
	}
	if shared < 30 {
		t.Errorf("only %d tables share a total", shared)
	}
}

func wrong(t *testing.T, table string) bool {
	t.Helper()
	reader, list := sheet.ReadCSV("t.csv", strings.NewReader(table))
	if reader == nil {
		t.Fatal(list)
	}
	return published.Check("t.csv", reader).HasErrors()
}
