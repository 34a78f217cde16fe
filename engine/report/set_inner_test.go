package report

import (
	"reflect"
	"slices"
	"testing"
)

// TestSetWords holds the words of the printed set to both languages, with the same places to fill.
func TestSetWords(t *testing.T) {
	all := reflect.ValueOf(setWords)
	for i := range all.NumField() {
		p := phrase{all.Field(i).Index(0).String(), all.Field(i).Index(1).String()}
		zh, en := blanks.FindAllString(p[0], -1), blanks.FindAllString(p[1], -1)
		slices.Sort(zh)
		slices.Sort(en)
		if p[0] == "" || p[1] == "" || !slices.Equal(zh, en) {
			t.Errorf("phrase %s: %q and %q", all.Type().Field(i).Name, p[0], p[1])
		}
	}
}

// TestMaskLong holds what is taken for a number of a person, a firm or a telephone.
func TestMaskLong(t *testing.T) {
	for text, want := range map[string]string{
		"":                  "",
		"电话13800138000，请联系": "电话1380****000，请联系",
		"身份证990000197505170023和99000019750517002X": "身份证9900***********023和9900***********02X",
		"91350100M0001TGQXM": "9135***********QXM",
		"0591-87654321":      "0591******321",
		"2026-06-30起":        "2026-06-30起",
		"P0000001 2600万元 统发〔2026〕3号": "P0000001 2600万元 统发〔2026〕3号",
		"county-bodies-2026":         "county-bodies-2026",
	} {
		if got := maskLong(text); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

// TestWithheld holds that no small group is shown, nor one that subtraction gives away.
func TestWithheld(t *testing.T) {
	for _, test := range []struct {
		counts map[string]int
		want   []string
	}{
		{map[string]int{"a": 10, "b": 7}, nil},
		{map[string]int{"a": 10, "b": 3}, []string{"a", "b"}},
		{map[string]int{"a": 10, "b": 3, "c": 8}, []string{"b", "c"}},
		{map[string]int{"a": 10, "b": 3, "c": 4}, []string{"b", "c"}},
		{map[string]int{"a": 10, "b": 1, "c": 1}, []string{"a", "b", "c"}},
		{map[string]int{"a": 5}, nil},
		{map[string]int{"a": 4}, []string{"a"}},
	} {
		var labels, got []string
		for l := range test.counts {
			labels = append(labels, l)
		}
		slices.Sort(labels)
		for l := range withheld(labels, test.counts, 5) {
			got = append(got, l)
		}
		slices.Sort(got)
		if !slices.Equal(got, test.want) {
			t.Errorf("%v: withheld %v, want %v", test.counts, got, test.want)
		}
	}
}

// TestPercentOf holds percentages to counts, rounded half up in the second place.
func TestPercentOf(t *testing.T) {
	for _, test := range []struct {
		n, of int
		want  string
	}{{1223, 2039, "59.98%"}, {1986, 2426, "81.86%"}, {1, 3, "33.33%"}, {2, 3, "66.67%"}, {1, 800, "0.13%"}, {5, 5, "100.00%"}, {0, 7, "0.00%"}, {0, 0, "—"}} {
		if got := percentOf(test.n, test.of); got != test.want {
			t.Errorf("%d of %d: got %s, want %s", test.n, test.of, got, test.want)
		}
	}
}
