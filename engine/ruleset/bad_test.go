package ruleset

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"slate/engine/diag"
)

// A bad rule file says where its mistakes are: `# want E34 "2026-06-30"` stands on the line before the mistake and
// names the code and the text that is marked. A line without it has no mistake. testdata/bad holds the files; in a
// folder, main.yaml is loaded and the others are what it reads. UPDATE=1 rewrites the marked texts.
func TestBadFiles(t *testing.T) {
	entries, err := os.ReadDir("testdata/bad")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		name := filepath.ToSlash(filepath.Join("testdata/bad", e.Name()))
		if e.IsDir() {
			name += "/main.yaml"
		} else if strings.HasSuffix(name, ".test.yaml") {
			continue
		}
		t.Run(e.Name(), func(t *testing.T) {
			sources := diag.Sources{}
			_, list := Load(Remember(os.ReadFile, sources), name)
			if os.Getenv("UPDATE") != "" {
				rewrite(t, list, sources)
			}
			var want []string
			for file, text := range sources {
				want = append(want, wanted(file, string(text))...)
			}
			slices.Sort(want)
			got := told(list, sources)
			if d := cmp.Diff(want, got); d != "" {
				var b strings.Builder
				diag.Write(&b, list, sources, diag.English)
				t.Errorf("problems (-want +got):\n%s\n%s", d, b.String())
			}
			checkSpans(t, list, sources)
		})
	}
}

var (
	wantComment = regexp.MustCompile(`^\s*# want( [EWH][0-9]{2,3}( "([^"\\]|\\.)*")?)+$`)
	wantOne     = regexp.MustCompile(`([EWH][0-9]{2,3})(?: ("(?:[^"\\]|\\.)*"))?`)
)

// wanted lists the mistakes that a file announces, as file:line code "text".
func wanted(file, text string) []string {
	var out []string
	for i, line := range strings.Split(text, "\n") {
		if !wantComment.MatchString(line) {
			continue
		}
		for _, m := range wantOne.FindAllStringSubmatch(line[strings.Index(line, "# want")+6:], -1) {
			out = append(out, fmt.Sprintf("%s:%03d %s %s", file, i+2, m[1], m[2]))
		}
	}
	return out
}

func told(list diag.List, sources diag.Sources) []string {
	var out []string
	for _, d := range list {
		out = append(out, fmt.Sprintf("%s:%03d %s %q", d.Span.File, d.Span.Start.Line, d.Code, marked(d.Span, sources)))
	}
	slices.Sort(out)
	return out
}

// marked returns the text that a span marks, up to the end of its first line.
func marked(s diag.Span, sources diag.Sources) string {
	lines := strings.Split(strings.TrimPrefix(string(sources[s.File]), "\ufeff"), "\n")
	if s.Start.Line < 1 || s.Start.Line > len(lines) {
		return ""
	}
	row := []rune(lines[s.Start.Line-1])
	to := len(row)
	if s.End.Line == s.Start.Line {
		to = min(s.End.Column-1, to)
	}
	return string(row[min(s.Start.Column-1, to):to])
}

// rewrite puts what was told into the announcements of the files.
func rewrite(t *testing.T, list diag.List, sources diag.Sources) {
	t.Helper()
	for file, text := range sources {
		lines := strings.Split(string(text), "\n")
		for i := range lines[:len(lines)-1] {
			if !wantComment.MatchString(lines[i]) {
				continue
			}
			comment := lines[i][:strings.Index(lines[i], "#")] + "# want"
			for _, d := range list {
				if d.Span.File == file && d.Span.Start.Line == i+2 {
					comment += fmt.Sprintf(" %s %q", d.Code, marked(d.Span, sources))
				}
			}
			lines[i] = comment
		}
		if err := os.WriteFile(file, []byte(strings.Join(lines, "\n")), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// checkSpans checks that every place that is told lies in its file.
func checkSpans(t *testing.T, list diag.List, sources diag.Sources) {
	t.Helper()
	for _, d := range list {
		for _, s := range append([]diag.Span{d.Span}, d.Related...) {
			if problem := outside(s, sources); problem != "" {
				t.Errorf("%s %v: %s", d.Code, s, problem)
			}
		}
	}
}

// outside says how a span lies outside its file, or "".
func outside(s diag.Span, sources diag.Sources) string {
	text, read := sources[s.File]
	switch {
	case s.Start == diag.Pos{}:
		return "" // the whole file
	case !read:
		return "file was not read"
	}
	lines := strings.Split(strings.TrimPrefix(string(text), "\ufeff"), "\n")
	for _, p := range []diag.Pos{s.Start, s.End} {
		if p.Line < 1 || p.Line > len(lines) {
			return "no such line"
		}
		if width := len([]rune(strings.TrimSuffix(lines[p.Line-1], "\r"))); p.Column < 1 || p.Column > width+1 {
			return fmt.Sprintf("column %d in a line of %d", p.Column, width)
		}
	}
	if s.End.Line < s.Start.Line || s.End.Line == s.Start.Line && s.End.Column < s.Start.Column {
		return "ends before it begins"
	}
	return ""
}
