package ruleset

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"slate/engine/diag"
)

// explain turns an error of the YAML library into a problem at a character. The words are the library's, chosen by
// what stands in the file, for package diag knows these in plain words. read is how many bytes the library had
// taken in when it gave up.
func (f *file) explain(err error, read int) diag.Diagnostic {
	msg := strings.TrimPrefix(err.Error(), "yaml: ")
	x := scan(f)
	for _, try := range []func(string) (diag.Diagnostic, bool){
		x.mark, x.directive, x.noColon, x.quotes, x.brackets, x.neighbours, x.colons, x.tab, x.badStart, x.escape, x.columnsOff,
	} {
		if d, ok := try(msg); ok {
			return d
		}
	}
	line, _ := f.placeOf(max(read-1, 0))
	if n := lineOf(msg); n >= 0 {
		line = n
	}
	return broken(f.whole(line), strings.TrimPrefix(linePrefix.ReplaceAllString(msg, ""), " "))
}

// unclosed says what is missing behind a bracket.
var unclosed = map[rune]string{'[': "did not find expected ',' or ']'", '{': "did not find expected ',' or '}'"}

var linePrefix = regexp.MustCompile(`^line (\d+): `)

// lineOf returns the line, from 0, that the library named, or −1.
func lineOf(msg string) int {
	m := linePrefix.FindStringSubmatch(msg)
	if m == nil {
		return -1
	}
	n, _ := strconv.Atoi(m[1])
	return n - 1
}

func broken(at diag.Span, problem string) diag.Diagnostic {
	return diag.New(diag.BadYAML, at, "problem", problem)
}

func (x *scanner) at(p piece) diag.Span {
	n := p.endCol - p.col
	if p.endLine > p.line {
		n = len(x.f.rows[p.line]) - p.col
	}
	return x.f.span(p.line, p.col, n)
}

func (x *scanner) text(p piece) string {
	if p.endLine > p.line {
		return ""
	}
	return string(x.f.rows[p.line][p.col:p.endCol])
}

// find reports the first full-width character among those asked for in an unquoted piece.
func (x *scanner) find(p piece, among string) (diag.Diagnostic, bool) {
	if p.kind != plainPiece {
		return diag.Diagnostic{}, false
	}
	for i, r := range []rune(x.text(p)) {
		if strings.ContainsRune(among, r) {
			return fullWidth(x.f.span(p.line, p.col+i, 1), r), true
		}
	}
	return diag.Diagnostic{}, false
}

// mark finds the alias or tag that the library stumbled over: rule files have none at all.
func (x *scanner) mark(msg string) (diag.Diagnostic, bool) {
	if !strings.Contains(msg, "anchor") && !strings.Contains(msg, "tag") && !strings.Contains(msg, "alphabetic") {
		return diag.Diagnostic{}, false
	}
	for _, p := range x.pieces {
		if p.kind == markPiece {
			return diag.New(diag.YAMLFeature, x.at(p), "feature", featureWord(x.f.rows[p.line][p.col])), true
		}
	}
	return diag.Diagnostic{}, false
}

func (x *scanner) directive(msg string) (diag.Diagnostic, bool) {
	if !strings.Contains(msg, "directive") && !strings.Contains(msg, "incompatible") {
		return diag.Diagnostic{}, false
	}
	for line, row := range x.f.rows {
		if len(row) > 0 && row[0] == '%' {
			return broken(x.f.whole(line), "found unknown directive name"), true
		}
	}
	return diag.Diagnostic{}, false
}

// noColon explains a line that should be a key and is none, such as `权重：30`.
func (x *scanner) noColon(msg string) (diag.Diagnostic, bool) {
	line := lineOf(msg)
	if !strings.Contains(msg, "could not find expected ':'") || line < 0 {
		return diag.Diagnostic{}, false
	}
	for _, p := range x.pieces {
		if p.line != line {
			continue
		}
		if d, ok := x.find(p, "："); ok {
			return d, true
		}
	}
	return broken(x.f.whole(line), "could not find expected ':'"), true
}

func (x *scanner) quotes(string) (diag.Diagnostic, bool) {
	for _, p := range x.pieces {
		if p.kind == unclosedQuote {
			return broken(x.f.span(p.line, p.col, 1), "found unexpected end of stream"), true
		}
	}
	return diag.Diagnostic{}, false
}

// brackets explains brackets that do not pair, which a full-width one may be the cause of: the innermost that is
// never closed, or else one that closes nothing.
func (x *scanner) brackets(string) (diag.Diagnostic, bool) {
	for i := len(x.pieces) - 1; i >= 0; i-- {
		p := x.pieces[i]
		if p.kind != openPiece || p.match >= 0 {
			continue
		}
		for _, q := range x.pieces[i:] {
			if d, ok := x.find(q, "］】｝"); ok {
				return d, true
			}
		}
		return broken(x.at(p), unclosed[x.f.rows[p.line][p.col]]), true
	}
	for i, p := range x.pieces {
		if p.kind != strayClose {
			continue
		}
		for _, q := range x.pieces[:i] {
			if d, ok := x.find(q, "［【｛"); ok && q.line == p.line {
				return d, true
			}
		}
		return broken(x.at(p), "did not find expected node content"), true
	}
	return diag.Diagnostic{}, false
}

// neighbours explains two values with nothing between them, and colons and commas with nothing before them.
func (x *scanner) neighbours(string) (diag.Diagnostic, bool) {
	for i := 1; i < len(x.pieces); i++ {
		p, q := x.pieces[i-1], x.pieces[i]
		if q.flow > 0 && (q.kind == colonPiece || q.kind == commaPiece) && (p.kind == openPiece || p.kind == commaPiece) {
			return broken(x.at(q), "did not find expected node content"), true
		}
		if !endsValue(p.kind) || !beginsValue(q.kind) {
			continue
		}
		if q.line > p.endLine && q.flow == 0 || p.kind == plainPiece && q.kind == plainPiece {
			continue
		}
		if d, ok := x.find(p, "：，、"); ok {
			return d, true
		}
		if d, ok := x.find(q, "：，、"); ok {
			return d, true
		}
		return broken(x.at(q), "did not find expected key"), true
	}
	return diag.Diagnostic{}, false
}

func endsValue(k pieceKind) bool { return k == plainPiece || k == quotedPiece || k == closePiece }

func beginsValue(k pieceKind) bool { return k == plainPiece || k == quotedPiece || k == openPiece }

// colons explains two colons in one entry: an unquoted value with a colon in it, a full-width comma, or a
// full-width colon on the line before.
func (x *scanner) colons(msg string) (diag.Diagnostic, bool) {
	if !strings.Contains(msg, "mapping values") && !strings.Contains(msg, "did not find expected") {
		return diag.Diagnostic{}, false
	}
	first := -1
	for i, p := range x.pieces {
		switch {
		case p.kind == commaPiece, p.kind == openPiece, p.kind == closePiece, p.kind == dashPiece:
			first = -1
		case p.kind == colonPiece && first >= 0 && x.pieces[first].line == p.line:
			return x.secondColon(first, i), true
		case p.kind == colonPiece:
			first = i
		}
	}
	line := lineOf(msg)
	if !strings.Contains(msg, "mapping values") || line < 0 {
		return diag.Diagnostic{}, false
	}
	for i := len(x.pieces) - 1; i >= 0; i-- {
		if p := x.pieces[i]; p.line < line {
			if d, ok := x.find(p, "："); ok {
				return d, true
			}
			break
		}
	}
	return broken(x.f.whole(line), "did not find expected key"), true
}

func (x *scanner) secondColon(first, second int) diag.Diagnostic {
	for _, p := range x.pieces[first:second] {
		if d, ok := x.find(p, "，、"); ok && p.flow > 0 {
			return d
		}
	}
	p := x.pieces[second]
	d := broken(x.at(p), "mapping values are not allowed in this context")
	if p.flow == 0 {
		d = quoteIt(d, string(x.f.rows[p.line][x.pieces[first].endCol:]))
	}
	return d
}

// quoteIt advises to put a text in quotes, where that is as simple as it sounds.
func quoteIt(d diag.Diagnostic, text string) diag.Diagnostic {
	text = strings.TrimSpace(text)
	if text == "" || strings.ContainsAny(text, `"\`) {
		return d
	}
	return d.WithHint(diag.QuoteIt, "text", text)
}

func (x *scanner) tab(msg string) (diag.Diagnostic, bool) {
	if !strings.Contains(msg, "cannot start") && !strings.Contains(msg, "tab") {
		return diag.Diagnostic{}, false
	}
	for line, row := range x.f.rows {
		in := strings.IndexFunc(string(row), func(r rune) bool { return !blank(r) })
		if col := slices.Index(row, '\t'); col >= 0 && col < in {
			return broken(x.f.span(line, col, 1), "found a tab character that violates indentation"), true
		}
	}
	return diag.Diagnostic{}, false
}

// badStart explains an unquoted value that begins with a character that YAML keeps for itself.
func (x *scanner) badStart(msg string) (diag.Diagnostic, bool) {
	if !strings.Contains(msg, "cannot start") && !strings.Contains(msg, "comment or line break") {
		return diag.Diagnostic{}, false
	}
	for _, p := range x.pieces {
		text := x.text(p)
		if p.kind == badBlock || p.kind == plainPiece && text != "" && strings.ContainsAny(text[:1], "@`%>|") {
			d := broken(x.f.span(p.line, p.col, 1), "found character that cannot start any token")
			return quoteIt(d, text), true
		}
	}
	return diag.Diagnostic{}, false
}

func (x *scanner) escape(msg string) (diag.Diagnostic, bool) {
	if !strings.Contains(msg, "escape") && !strings.Contains(msg, "hexdecimal") {
		return diag.Diagnostic{}, false
	}
	for _, p := range x.pieces {
		if p.kind == quotedPiece {
			if line, col, bad := x.f.badEscape(p); bad {
				return broken(x.f.span(line, col, 2), "found unknown escape character"), true
			}
		}
	}
	return diag.Diagnostic{}, false
}

// badEscape finds a backslash in a double-quoted piece that begins no escape.
func (f *file) badEscape(p piece) (line, col int, bad bool) {
	if f.rows[p.line][p.col] != '"' {
		return 0, 0, false
	}
	col = p.col + 1
	for line = p.line; line <= p.endLine; line, col = line+1, 0 {
		row := f.rows[line]
		for ; col < len(row) && (line < p.endLine || col < p.endCol-1); col++ {
			if row[col] != '\\' {
				continue
			}
			if col+1 < len(row) && !escapeFits(row[col+1:]) {
				return line, col, true
			}
			col++
		}
	}
	return 0, 0, false
}

// escapeFits reports whether what follows a backslash is an escape of YAML.
func escapeFits(rest []rune) bool {
	digits := hexDigits(rest[0])
	if digits == 0 {
		_, ok := escapes[rest[0]]
		return ok
	}
	if len(rest) <= digits {
		return false
	}
	n, err := strconv.ParseUint(string(rest[1:1+digits]), 16, 32)
	return err == nil && n <= 0x10ffff && (n < 0xd800 || n > 0xdfff)
}

// columnsOff explains lines that do not line up.
func (x *scanner) columnsOff(msg string) (diag.Diagnostic, bool) {
	if len(x.askew) > 0 {
		p := x.pieces[x.askew[0]]
		return broken(x.at(p), "did not find expected key"), true
	}
	last := -1
	for i, p := range x.pieces {
		if p.flow > 0 || i == 0 || x.pieces[i-1].endLine == p.line {
			continue
		}
		// A list and a mapping side by side in one column.
		if last >= 0 && x.pieces[last].col == p.col && (x.pieces[last].kind == dashPiece) != (p.kind == dashPiece) && p.col == 0 {
			return broken(x.at(p), "did not find expected key"), true
		}
		last = i
	}
	return diag.Diagnostic{}, false
}
