package lint

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"slate/engine/diag"
)

// allow is one comment that allows findings.
type allow struct {
	code diag.Code
	file string
	line int // 0: the whole file
	at   diag.Span
	used bool
}

var allowComment = regexp.MustCompile(`(?:^|\s)#\s*slate:\s*(allow-file|allow)\b(.*)$`)

// Allow takes away the findings that comments of the files allow, `# slate: allow W06 reason` on the line or the line
// above it, `# slate: allow-file W06 reason` anywhere in the file; several codes are joined by commas. A comment without a
// reason allows nothing and is a finding itself, as is one that has nothing to allow. Errors are allowed only where
// Check found them (E14, E15, E18): with any other the file cannot be used.
func Allow(list diag.List, sources diag.Sources) diag.List {
	var out diag.List
	var allows []*allow
	for name, text := range sources {
		found, problems := allowsOf(name, text)
		allows = append(allows, found...)
		out = append(out, problems...)
	}
	slices.SortFunc(allows, func(a, b *allow) int {
		return cmp.Or(strings.Compare(a.file, b.file), cmp.Compare(a.at.Start.Line, b.at.Start.Line), strings.Compare(string(a.code), string(b.code)))
	})
	refused := false // with such errors not everything was looked at
	for _, d := range list {
		refused = refused || d.Code.Severity() == diag.Error && !Allowable(d.Code)
		allowed := false
		for _, a := range allows {
			if a.code == d.Code && a.file == d.Span.File && (a.line == 0 || a.line == d.Span.Start.Line) {
				a.used, allowed = true, true
			}
		}
		if !allowed {
			out = append(out, d)
		}
	}
	for _, a := range allows {
		if !a.used && !refused {
			out.Add(diag.New(diag.UnusedAllow, a.at, "code", string(a.code)))
		}
	}
	out.Sort()
	return out
}

// Allowable reports whether a comment may allow a code.
func Allowable(c diag.Code) bool {
	switch c {
	case diag.AlwaysSame, diag.ExactAmount, diag.QuotaImpossible:
		return true
	case diag.BadAllow, diag.UnusedAllow:
		return false
	}
	return c.Severity() != diag.Error
}

func allowsOf(name string, text []byte) (allows []*allow, problems diag.List) {
	lines := strings.Split(strings.TrimPrefix(string(text), "\ufeff"), "\n")
	for i, line := range lines {
		line = strings.TrimSuffix(line, "\r")
		m := allowComment.FindStringSubmatchIndex(line)
		if m == nil {
			continue
		}
		from := m[0] + strings.IndexByte(line[m[0]:], '#')
		column := func(at int) int { return utf8.RuneCountInString(line[:at]) + 1 }
		at := diag.Span{File: name, Start: diag.Pos{Line: i + 1, Column: column(from)}, End: diag.Pos{Line: i + 1, Column: column(len(line))}}
		target := i + 1
		if strings.TrimSpace(line[:from]) == "" {
			target = below(lines, i)
		}
		if line[m[2]:m[3]] == "allow-file" {
			target = 0
		}
		found, why := parseAllow(line[m[4]:m[5]])
		if why != "" {
			problems.Add(diag.New(diag.BadAllow, at, "text", strings.TrimSpace(line[from:]), "why", why))
			continue
		}
		for _, a := range found {
			a.file, a.line, a.at = name, target, at
			allows = append(allows, a)
		}
	}
	return allows, problems
}

// below returns the number of the next line that is no comment.
func below(lines []string, i int) int {
	for k := i + 1; k < len(lines); k++ {
		if s := strings.TrimSpace(lines[k]); s != "" && !strings.HasPrefix(s, "#") {
			return k + 1
		}
	}
	return len(lines)
}

var codeWord = regexp.MustCompile(`^[EWH][0-9]{2,3}$`)

// parseAllow reads `W06, W12 reason`.
func parseAllow(s string) (allows []*allow, why string) {
	rest := strings.TrimSpace(s)
	for {
		word := rest
		if k := strings.IndexAny(rest, " \t,，、"); k >= 0 {
			word = rest[:k]
		}
		if !codeWord.MatchString(word) {
			break
		}
		switch code := diag.Code(word); {
		case !code.Known():
			return nil, "unknown code"
		case !Allowable(code):
			return nil, "an error"
		default:
			allows = append(allows, &allow{code: code})
		}
		rest = strings.TrimLeft(rest[len(word):], " \t,，、")
	}
	switch {
	case len(allows) == 0:
		return nil, "no code"
	case strings.TrimSpace(rest) == "":
		return nil, "no reason"
	}
	return allows, ""
}
