package diag

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// at returns a place of one character.
func at(file string, line, column int) Span {
	return Span{File: file, Start: Pos{line, column}, End: Pos{line, column + 1}}
}

func TestSeverity(t *testing.T) {
	for code, want := range map[Code]Severity{UnknownKey: Error, UnusedName: Warning, "H01": Advice, "": Error} {
		if got := code.Severity(); got != want {
			t.Errorf("%q: got %v, want %v", code, got, want)
		}
	}
}

func TestErrors(t *testing.T) {
	var l List
	if l.HasErrors() || l.Errors() != 0 {
		t.Errorf("an empty list has %d errors", l.Errors())
	}
	l.Add(New(UnusedName, Span{}, "name", "a"))
	if l.HasErrors() {
		t.Error("a warning counts as an error")
	}
	l.Add(New(UnknownKey, Span{}, "key", "a", "where", "file"))
	if got, want := l.Errors(), 1; got != want || !l.HasErrors() {
		t.Errorf("got %d errors, want %d", got, want)
	}
}

func TestSort(t *testing.T) {
	want := List{
		New(EmptyFile, Span{File: "a.csv"}),
		New(EmptyValue, at("a.yaml", 2, 9), "key", "z"),
		New(EmptyValue, at("a.yaml", 10, 1), "key", "z"),
		New(BadYAML, at("b.yaml", 1, 2), "problem", "empty"),
		New(EmptyValue, at("b.yaml", 1, 2), "key", "a"),
		New(EmptyValue, at("b.yaml", 1, 2), "key", "b"),
		New(UnusedName, at("b.yaml", 1, 2), "name", "a"),
		New(EmptyValue, at("b.yaml", 1, 10), "key", "a"),
	}
	for shift := range want {
		got := append(append(List{}, want[shift:]...), want[:shift]...)
		got.Sort()
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("shifted by %d (-want +got):\n%s", shift, diff)
		}
	}
}

// Two problems that read alike at one place are one; the first given stays.
func TestSortIsStable(t *testing.T) {
	first := New(EmptyValue, at("a", 1, 1), "key", "k").WithRelated(at("a", 7, 1))
	second := New(EmptyValue, at("a", 1, 1), "key", "k").WithRelated(at("a", 8, 1))
	got := List{New(EmptyValue, at("b", 1, 1), "key", "k"), first, second}
	got.Sort()
	want := List{first, New(EmptyValue, at("b", 1, 1), "key", "k")}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestWithRelatedLeavesTheOriginalAlone(t *testing.T) {
	base := New(DuplicateKey, Span{}, "key", "k").WithRelated(at("a", 1, 1))
	one, two := base.WithRelated(at("a", 2, 1)), base.WithRelated(at("a", 3, 1))
	if got, want := one.Related[1].Start.Line, 2; got != want {
		t.Errorf("got line %d, want %d", got, want)
	}
	if got, want := two.Related[1].Start.Line, 3; got != want {
		t.Errorf("got line %d, want %d", got, want)
	}
}

func TestParseLang(t *testing.T) {
	for _, l := range []Lang{Chinese, English} {
		if got, ok := ParseLang(l.String()); got != l || !ok {
			t.Errorf("%v: got %v, %v", l, got, ok)
		}
	}
	if _, ok := ParseLang("de"); ok {
		t.Error("de was taken for a language of output")
	}
}
