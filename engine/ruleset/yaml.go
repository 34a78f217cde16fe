package ruleset

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"slate/engine/diag"
	"slate/engine/fact"
)

// YAML returns the effective ruleset, layers merged, as one rule file: keys in the order of the manual, expressions
// and sentences in double quotes, no comments but what layers switched off. Loading it gives an equal
// ruleset, except that it extends nothing. It returns nil for a Ruleset that Load did not make.
func (rs *Ruleset) YAML() []byte {
	if rs.tree == nil {
		return nil
	}
	w := &yamlWriter{}
	for _, off := range rs.Off {
		fmt.Fprintf(w, "# off: %s (%s)\n", diag.Visible(off.ID), diag.Visible(off.Reason))
	}
	w.object(rs.tree, fileShape, 0)
	return []byte(w.String())
}

// yamlWriter writes nodes by their shape. Mappings are written in blocks, except empty ones; so are lists, except
// those of single values.
type yamlWriter struct{ strings.Builder }

func (w *yamlWriter) indent(depth int) { w.WriteString(strings.Repeat("  ", depth)) }

// object writes the keys of a mapping, the first where the writer stands, the others at depth.
func (w *yamlWriter) object(n *node, e *element, depth int) {
	pairs := slices.Clone(n.pairs)
	pairs = slices.DeleteFunc(pairs, func(p pair) bool { return e.name == "ruleset" && p.key.text == "extends" })
	slices.SortStableFunc(pairs, func(a, b pair) int { return e.rank(a.key.text) - e.rank(b.key.text) })
	for i, p := range pairs {
		if i > 0 {
			w.indent(depth)
		}
		w.key(p.key)
		w.value(p.value, e.taking(p.key.text), depth)
	}
}

// rank is the position of a key in the manual.
func (e *element) rank(name string) int {
	for i := range e.keys {
		if e.keys[i].name == name {
			return i
		}
	}
	return len(e.keys)
}

// taking returns what a key takes.
func (e *element) taking(name string) *element {
	if e.kind == kMap {
		return e.of
	}
	if k := e.key(name); k != nil {
		return k.element
	}
	if e.rest != nil {
		return e.rest
	}
	return a(kScalar)
}

func (w *yamlWriter) key(n *node) {
	w.WriteString(asYAML(n, a(kText)))
	w.WriteByte(':')
}

// value writes what follows a key.
func (w *yamlWriter) value(n *node, e *element, depth int) {
	if e.kind == kEither {
		e = e.suited(n)
	}
	switch {
	case n.kind == scalarNode:
		fmt.Fprintf(w, " %s\n", asYAML(n, e))
	case n.kind == mappingNode && len(n.pairs) == 0:
		w.WriteString(" {}\n")
	case n.kind == mappingNode:
		w.WriteByte('\n')
		w.indent(depth + 1)
		w.object(n, e, depth+1)
	case !slices.ContainsFunc(n.items, func(m *node) bool { return m.kind != scalarNode }):
		w.row(n, e)
	default:
		w.WriteByte('\n')
		w.list(n, e, depth+1)
	}
}

// row writes a list of single values on one line.
func (w *yamlWriter) row(n *node, e *element) {
	words := make([]string, len(n.items))
	for i, m := range n.items {
		words[i] = asYAML(m, e.member(m))
	}
	fmt.Fprintf(w, " [%s]\n", strings.Join(words, ", "))
}

// member returns what a list holds at a place.
func (e *element) member(n *node) *element {
	switch {
	case e.kind != kList:
		return a(kScalar)
	case e.of.kind == kEither:
		return e.of.suited(n)
	}
	return e.of
}

func (w *yamlWriter) list(n *node, e *element, depth int) {
	for _, m := range n.items {
		w.indent(depth)
		w.WriteByte('-')
		inner := e.member(m)
		if m.kind == mappingNode && len(m.pairs) > 0 {
			w.WriteByte(' ')
			w.object(m, inner, depth+1)
			continue
		}
		w.value(m, inner, depth)
	}
}

// bareWord is text that means the same without quotes wherever it stands, unless it is a word of YAML.
var bareWord = regexp.MustCompile(`^[\p{Han}A-Za-z_][\p{Han}A-Za-z0-9_.]*$`)

var yamlWords = []string{"true", "false", "null", "yes", "no", "on", "off", "y", "n"}

// asYAML writes a single value: numbers, truth and null plain, expressions, sentences and dates in double quotes, other
// text plain where that is safe.
func asYAML(n *node, e *element) string {
	switch e.kind {
	case kInt, kNumber, kPositive, kBool, kCost:
		return n.text
	case kScalar, kNullable, kPoints, kRatio:
		if _, err := fact.ParseNumber(n.text); n.style == plainStyle && (err == nil || n.text == "true" || n.text == "false" || n.isNull()) {
			return n.text
		}
		if n.style != plainStyle {
			return inQuotes(n.text)
		}
	case kExpr, kSentence, kDate, kInterval:
		return inQuotes(n.text)
	}
	if bareWord.MatchString(n.text) && !slices.Contains(yamlWords, strings.ToLower(n.text)) {
		return n.text
	}
	return inQuotes(n.text)
}

func inQuotes(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\t", `\t`).Replace(s) + `"`
}
