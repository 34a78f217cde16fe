package engine_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"slate/engine/diag"
)

var wanted = regexp.MustCompile(`[EWH]\d+(@\d+)?`)

// TestBadFiles reads rule files that say, at the line of each mistake, which code it must be given and, behind @,
// at which column. Every error must be expected, and everything expected must come.
func TestBadFiles(t *testing.T) {
	files, err := filepath.Glob("testdata/bad/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no bad files: %v", err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			checkFile(t, string(data))
		})
	}
}

func checkFile(t *testing.T, text string) {
	want := map[string]bool{}
	for i, line := range strings.Split(text, "\n") {
		if _, expected, ok := strings.Cut(line, "# want "); ok {
			for _, w := range wanted.FindAllString(expected, -1) {
				want[strconv.Itoa(i+1)+" "+w] = false
			}
		}
	}
	list := loadText(text)
	for i := range list {
		d := &list[i]
		at := strconv.Itoa(d.Span.Start.Line) + " " + string(d.Code)
		column := at + "@" + strconv.Itoa(d.Span.Start.Column)
		_, exact := want[column]
		_, loose := want[at]
		switch {
		case exact:
			want[column] = true
		case loose:
			want[at] = true
		case d.Code.Severity() == diag.Error:
			t.Errorf("not expected: line %s: %s", column, d.Message(diag.English))
		}
	}
	for w, came := range want {
		if !came {
			t.Errorf("did not come: line %s", w)
		}
	}
}
