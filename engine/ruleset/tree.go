package ruleset

import (
	"errors"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"slate/engine/diag"
)

// node is a part of a file: what the YAML library read, stripped to what a rule file may hold, with its
// place. Layers are merged as trees of nodes, so each keeps the file it is from.
type node struct {
	f     *file
	kind  nodeKind
	style scalarStyle
	text  string // of a scalar
	start diag.Pos
	span  diag.Span  // of a scalar's text, without quotes; of a mapping or list, where it begins
	at    []diag.Pos // of a scalar's characters; nil where they stand side by side
	// tail is the place, from 0, behind a scalar and its closing quote.
	tailLine, tailCol int
	items             []*node
	pairs             []pair
}

type pair struct{ key, value *node }

type nodeKind uint8

const (
	scalarNode nodeKind = iota
	mappingNode
	listNode
)

type scalarStyle uint8

const (
	plainStyle scalarStyle = iota
	singleQuoted
	doubleQuoted
	literal
	folded
)

// word returns the scalar's text with its places.
func (n *node) word() Text { return Text{Text: n.text, Span: n.span, at: n.at} }

// isNull reports an unquoted null, isEmpty a value that is not there at all.
func (n *node) isNull() bool {
	if n.kind != scalarNode || n.style != plainStyle {
		return false
	}
	return n.text == "null" || n.text == "~" || n.text == "Null" || n.text == "NULL"
}

func (n *node) isEmpty() bool { return n.kind == scalarNode && strings.TrimSpace(n.text) == "" }

// get returns the value of a key, or nil.
func (n *node) get(key string) *node {
	if n == nil {
		return nil
	}
	for i := range n.pairs {
		if n.pairs[i].key.text == key {
			return n.pairs[i].value
		}
	}
	return nil
}

// parse reads the one document of a file. It returns nil where the file is not YAML, and an empty mapping for
// an empty file.
func (f *file) parse() (root *node) {
	defer func() {
		if r := recover(); r != nil {
			f.add(broken(f.span(0, 0, 1), "unreadable"))
			root = nil
		}
	}()
	in := &drip{text: f.text}
	dec := yaml.NewDecoder(strings.NewReader(f.text))
	var doc, second yaml.Node
	if err := dec.Decode(&doc); errors.Is(err, io.EOF) {
		return &node{f: f, kind: mappingNode, start: pos(0, 0), span: f.span(0, 0, 1)}
	} else if err != nil {
		yaml.NewDecoder(in).Decode(&doc)
		f.add(f.explain(err, in.read))
		return nil
	}
	if err := dec.Decode(&second); !errors.Is(err, io.EOF) {
		f.add(diag.New(diag.SecondDocument, f.secondDocument(&second)))
	}
	c := &converter{f: f}
	root = c.convert(doc.Content[0], 1)
	if c.nodes > maxNodes {
		f.add(diag.New(diag.TooLarge, diag.Span{File: f.name}, "size", "> "+strconv.Itoa(maxNodes)+" values", "limit", strconv.Itoa(maxNodes)+" values").WithHint(diag.SplitFile))
		return nil
	}
	return root
}

// drip gives a text byte by byte, so that what was taken in tells where the library stopped.
type drip struct {
	text string
	read int
}

func (d *drip) Read(p []byte) (int, error) {
	if d.read == len(d.text) || len(p) == 0 {
		return 0, io.EOF
	}
	p[0] = d.text[d.read]
	d.read++
	return 1, nil
}

// secondDocument finds the line on which the second document begins, or the first one is declared to end.
func (f *file) secondDocument(n *yaml.Node) diag.Span {
	if n.Line > 0 {
		return f.whole(n.Line - 1)
	}
	begun := false
	for line, row := range f.rows {
		text := strings.TrimRight(string(row), " \t")
		if begun && (text == "..." || text == "---" || strings.HasPrefix(text, "--- ")) {
			return f.whole(line)
		}
		begun = begun || text != "" && text[0] != '#' && text != "---"
	}
	return f.whole(len(f.rows) - 1)
}

// converter makes nodes of the library's.
type converter struct {
	f     *file
	nodes int
}

func (c *converter) convert(y *yaml.Node, depth int) *node {
	if c.nodes++; c.nodes > maxNodes {
		return nil
	}
	n := &node{f: c.f, start: diag.Pos{Line: y.Line, Column: y.Column}}
	n.span = c.f.span(y.Line-1, y.Column-1, 1)
	c.features(y, n)
	if depth > maxDepth && y.Kind != yaml.ScalarNode {
		c.f.add(diag.New(diag.TooDeep, n.span, "limit", strconv.Itoa(maxDepth)))
		return nil
	}
	switch y.Kind {
	case yaml.MappingNode:
		n.kind = mappingNode
		c.mapping(y, n, depth)
	case yaml.SequenceNode:
		n.kind = listNode
		for _, item := range y.Content {
			if v := c.convert(item, depth+1); v != nil {
				n.items = append(n.items, v)
			}
		}
	case yaml.AliasNode:
		return nil
	default:
		n.text = y.Value
		c.scalar(y, n)
	}
	return n
}

// features refuses anchors, aliases and tags: a rule file says what it means where it stands.
func (c *converter) features(y *yaml.Node, n *node) {
	r := c.f.rune(y.Line-1, y.Column-1)
	if r == '&' || r == '*' || r == '!' {
		row := c.f.row(y.Line - 1)
		end := y.Column - 1
		for end < len(row) && !blank(row[end]) && !isFlow(row[end]) {
			end++
		}
		at := c.f.span(y.Line-1, y.Column-1, end-y.Column+1)
		c.f.add(diag.New(diag.YAMLFeature, at, "feature", featureWord(r)))
		c.f.dirty[y.Line] = true
	}
}

// featureWord is the word in diagnostics for what a character begins.
func featureWord(r rune) string {
	switch r {
	case '&':
		return "anchor"
	case '*':
		return "alias"
	}
	return "tag"
}

func (c *converter) mapping(y *yaml.Node, n *node, depth int) {
	seen := make(map[string]*node, len(y.Content)/2)
	for i := 0; i+1 < len(y.Content); i += 2 {
		key := c.convert(y.Content[i], depth+1)
		value := c.convert(y.Content[i+1], depth+1)
		if key == nil || value == nil {
			continue
		}
		switch first := seen[key.text]; {
		case key.kind != scalarNode:
			c.f.add(diag.New(diag.WrongShape, key.span, "key", "?", "want", formWord(scalarNode), "got", formWord(key.kind)))
			continue
		case key.text == "<<" && key.style == plainStyle:
			c.f.add(diag.New(diag.YAMLFeature, key.span, "feature", "merge key"))
			continue
		case key.isEmpty() || key.isNull():
			c.f.add(diag.New(diag.NullValue, key.span, "where", c.f.around(key)))
			continue
		case first != nil:
			c.f.add(diag.New(diag.DuplicateKey, key.span, "key", key.text).WithRelated(first.span))
			continue
		}
		seen[key.text] = key
		n.pairs = append(n.pairs, pair{key, value})
	}
}

// around returns the line of a node, as the name of a place that has no other.
func (f *file) around(n *node) string {
	return strings.TrimSpace(string(f.row(n.start.Line - 1)))
}

var styles = map[yaml.Style]scalarStyle{
	yaml.SingleQuotedStyle: singleQuoted, yaml.DoubleQuotedStyle: doubleQuoted,
	yaml.LiteralStyle: literal, yaml.FoldedStyle: folded,
}

func (c *converter) scalar(y *yaml.Node, n *node) {
	n.style = styles[y.Style&^yaml.TaggedStyle]
	length := utf8.RuneCountInString(n.text)
	line, col := y.Line-1, y.Column-1
	if marked := strings.ContainsRune("&*!", c.f.rune(line, col)); marked || n.text == "" && n.style == plainStyle {
		n.span = c.f.span(line, col, 0)
		n.at = alike(n.span.Start, length)
		n.tailLine, n.tailCol = line, col
		return
	}
	if skip := c.f.sideBySide(n, line, col, length); skip >= 0 {
		n.span = c.f.span(line, col+skip, length)
		n.tailLine, n.tailCol = line, col+skip+length+skip
	} else if at, tailLine, tailCol, ok := c.f.trace(n.start, n.style, n.text); ok {
		n.at = at
		n.span = diag.Span{File: c.f.name, Start: at[0], End: at[len(at)-1]}
		n.tailLine, n.tailCol = tailLine, tailCol
	} else {
		c.f.lost++
		n.at = alike(n.span.Start, length)
		n.tailLine, n.tailCol = line, col
	}
	c.hidden(n)
}

func alike(p diag.Pos, length int) []diag.Pos {
	at := make([]diag.Pos, length+1)
	for i := range at {
		at[i] = p
	}
	return at
}

// sideBySide reports whether a scalar stands on one line just as its text reads, as nearly all do: 0 for unquoted
// text, 1 for the quote to skip, −1 where it does not.
func (f *file) sideBySide(n *node, line, col, length int) int {
	skip := 0
	if n.style == singleQuoted || n.style == doubleQuoted {
		skip = 1
	}
	row := f.row(line)
	from, to := col+skip, col+skip+length
	if n.style > doubleQuoted || to+skip > len(row) || string(row[from:to]) != n.text {
		return -1
	}
	if skip == 1 && (row[to] != row[col] || strings.ContainsAny(n.text, `'"\`)) {
		return -1
	}
	return skip
}

// hidden refuses characters that an escape has smuggled past the check of the raw text.
func (c *converter) hidden(n *node) {
	if n.style != doubleQuoted || n.at == nil {
		return
	}
	for i, r := range []rune(n.text) {
		if name, bad := forbidden(r); bad && r != '\n' {
			t := n.word()
			c.f.add(badCharacter(t.Sub(i, i+1), r, name))
		}
	}
}
