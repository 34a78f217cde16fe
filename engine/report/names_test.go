package report_test

import (
	"slices"
	"testing"

	"slate/engine/diag"
	"slate/engine/report"
	"slate/engine/surname"
)

func TestNameNotes(t *testing.T) {
	names := []string{"王伟", "王　伟", "李𬱟", "覃一", "⺀某", "李一"}
	hand := surname.Hand{'李': "七画"}
	_, flags := surname.Sort(names, surname.Strokes, hand)
	got := report.NameNotes(names, flags, hand, diag.Chinese)
	want := []string{
		"“王伟”与名单中另一人分不出先后（同名，或者笔画、读音完全相同），请人定。",
		"“王　伟”与名单中另一人分不出先后（同名，或者笔画、读音完全相同），请人定。",
		"“李𬱟”的“李”人工填写的笔画“七画”读不懂，应写横竖撇点折或者1至5；仍按笔画表排。",
		"“李𬱟”的“𬱟”只知道是12画，不知道笔顺，位置请人核定。",
		"“⺀某”的“⺀”查不到笔画或者读音，排在最后，位置请人核定。",
		"“李一”的“李”人工填写的笔画“七画”读不懂，应写横竖撇点折或者1至5；仍按笔画表排。",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	_, flags = surname.Sort(names[3:4], surname.Pinyin, nil)
	got = report.NameNotes(names[3:4], flags, nil, diag.English)
	if want := []string{"覃一: families with the surname 覃 read it qín or tán; it stands as qín."}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
