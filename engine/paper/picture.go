package paper

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// node is an element of a picture, or a piece of its text when it has no name.
type node struct {
	name     string
	attrs    [][2]string // in the order of the file
	text     string
	children []*node
}

// drawn are the elements that a picture may have. None of them loads anything or runs anything.
var drawn = map[string]bool{"svg": true, "g": true, "title": true, "desc": true, "rect": true, "line": true, "path": true, "polyline": true, "polygon": true,
	"circle": true, "ellipse": true, "text": true, "tspan": true, "defs": true, "clipPath": true, "pattern": true}

// parsePicture reads a picture. Its ids get a prefix, so that many pictures can stand in one page. A picture that is not
// well-formed, and one that could reach outside of itself, is an error.
func parsePicture(svg []byte, prefix string) (*node, error) {
	in := xml.NewDecoder(bytes.NewReader(svg))
	root := &node{}
	open := []*node{root}
	for {
		token, err := in.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("a picture that is not well-formed: %w", err)
		}
		top := open[len(open)-1]
		switch token := token.(type) {
		case xml.StartElement:
			n, err := element(token, prefix)
			if err != nil {
				return nil, err
			}
			top.children = append(top.children, n)
			open = append(open, n)
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.CharData:
			if text := string(token); len(open) > 1 && strings.TrimSpace(text) != "" {
				top.children = append(top.children, &node{text: clean(strings.ReplaceAll(text, "\n", " "))})
			}
		case xml.Directive:
			return nil, errors.New("a picture with a document type")
		}
	}
	if len(root.children) != 1 || root.children[0].name != "svg" {
		return nil, errors.New("a picture that is not one svg element")
	}
	return root.children[0], nil
}

func element(start xml.StartElement, prefix string) (*node, error) {
	n := &node{name: start.Name.Local}
	if !drawn[n.name] {
		return nil, fmt.Errorf("a picture with an element %q", n.name)
	}
	for _, a := range start.Attr {
		name, value := a.Name.Local, a.Value
		switch {
		case name == "xmlns" || a.Name.Space == "xmlns":
			continue
		case strings.HasPrefix(name, "on"), name == "href", strings.Contains(value, "url(") && !strings.HasPrefix(value, "url(#"), strings.Contains(value, "@import"):
			return nil, fmt.Errorf("a picture with an attribute %s=%q", name, value)
		case name == "id":
			value = prefix + value
		case strings.HasPrefix(value, "url(#"):
			value = "url(#" + prefix + strings.TrimPrefix(value, "url(#")
		case name == "aria-labelledby" || name == "aria-describedby":
			ids := strings.Fields(value)
			for i := range ids {
				ids[i] = prefix + ids[i]
			}
			value = strings.Join(ids, " ")
		}
		n.attrs = append(n.attrs, [2]string{name, value})
	}
	return n, nil
}

// attr returns the value of an attribute, "" for none.
func (n *node) attr(name string) string {
	for _, a := range n.attrs {
		if a[0] == name {
			return a[1]
		}
	}
	return ""
}

// content is all text within an element that is seen.
func (n *node) content() string {
	if n.name == "" {
		return n.text
	}
	var b strings.Builder
	for _, c := range n.children {
		if c.name != "title" && c.name != "desc" {
			b.WriteString(c.content())
		}
	}
	return b.String()
}

// write writes the picture as part of a page.
func (n *node) write(b *strings.Builder) {
	if n.name == "" {
		b.WriteString(escape(n.text))
		return
	}
	b.WriteString("<" + n.name)
	if n.name == "svg" {
		b.WriteString(` xmlns="http://www.w3.org/2000/svg"`)
	}
	for _, a := range n.attrs {
		b.WriteString(" " + a[0] + `="` + escape(clean(a[1])) + `"`)
	}
	b.WriteString(">")
	for _, c := range n.children {
		c.write(b)
	}
	b.WriteString("</" + n.name + ">")
}

// size reads the viewBox of a picture: where it begins, and how large it is, in thousandths of its unit.
func (n *node) size() (x, y, wide, high int, ok bool) {
	fields := strings.FieldsFunc(n.attr("viewBox"), func(r rune) bool { return r == ' ' || r == ',' })
	if len(fields) != 4 {
		return 0, 0, 0, 0, false
	}
	var at [4]int
	for i, f := range fields {
		if at[i], ok = milli(f); !ok {
			return 0, 0, 0, 0, false
		}
	}
	return at[0], at[1], at[2], at[3], at[2] > 0 && at[3] > 0
}

// milli reads a plain decimal in thousandths. A unit px is left out.
func milli(s string) (int, bool) {
	s = strings.TrimSuffix(strings.TrimSpace(s), "px")
	digits, negative := strings.CutPrefix(s, "-")
	whole, part, _ := strings.Cut(digits, ".")
	if whole == "" {
		if part == "" {
			return 0, false
		}
		whole = "0"
	}
	n, err := strconv.ParseUint(whole+(part + "000")[:3], 10, 31)
	if err != nil || strings.Trim(part, "0123456789") != "" {
		return 0, false
	}
	if negative {
		return -int(n), true
	}
	return int(n), true
}
