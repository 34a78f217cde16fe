package ruleset

import (
	"strings"

	"slate/engine/diag"
)

// validator holds a file, layers merged, to its shape and reports all that differs.
type validator struct{ list *diag.List }

func (v *validator) add(code diag.Code, at diag.Span, args ...string) {
	v.list.Add(diag.New(code, at, args...))
}

// element checks a value against what its place takes. key names the place in messages.
func (v *validator) element(n *node, e *element, key string) {
	if e.kind == kEither {
		e = e.suited(n)
	}
	if !v.form(n, e, key) {
		return
	}
	switch e.kind {
	case kObject:
		v.object(n, e, key)
	case kMap:
		v.mapping(n, e, key)
	case kList:
		if len(n.items) < e.least {
			v.add(diag.EmptyValue, n.span, "key", key)
		}
		for _, item := range n.items {
			v.element(item, e.of, key)
		}
	default:
		v.single(n, e, key)
	}
}

// suited returns the alternative for the form of a node; the first where none fits.
func (e *element) suited(n *node) *element {
	for _, other := range e.either {
		if other.form() == n.kind {
			return other
		}
	}
	return e.either[0]
}

// form checks whether a node is a single value, a list or a mapping, as is due.
func (v *validator) form(n *node, e *element, key string) bool {
	want := e.form()
	switch {
	case n.isNull() && e.kind != kNullable:
		v.add(diag.NullValue, n.span, "where", key)
		return false
	case n.isEmpty():
		v.add(diag.EmptyValue, n.span, "key", key)
		return false
	case n.kind == want:
		return true
	}
	if n.kind == scalarNode && n.style == plainStyle {
		if d, ok := fullWidthIn(n, "：，　［］【】｛｝"); ok {
			v.list.Add(d)
			return false
		}
	}
	v.add(diag.WrongShape, n.span, "key", key, "want", formWord(want), "got", formWord(n.kind))
	return false
}

// formWord is the word for a form in diagnostics.
func formWord(k nodeKind) string { return [...]string{"single value", "mapping", "list"}[k] }

// mapping checks a mapping whose keys the file chooses.
func (v *validator) mapping(n *node, e *element, key string) {
	if len(n.pairs) < e.least {
		v.add(diag.EmptyValue, n.span, "key", key)
	}
	for _, p := range n.pairs {
		if e.keyed == kInterval {
			v.single(p.key, a(kInterval), key)
		} else if d, ok := swallowed(p.key); ok {
			v.list.Add(d)
			continue
		}
		v.element(p.value, e.of, p.key.text)
	}
}

// swallowed reports a key that a full-width colon or indentation has become part of.
func swallowed(k *node) (diag.Diagnostic, bool) {
	if k.style != plainStyle {
		return diag.Diagnostic{}, false
	}
	return fullWidthIn(k, "：　")
}

// object checks a mapping with declared keys.
func (v *validator) object(n *node, e *element, key string) {
	where := whereIs(n, e, key)
	present := map[string]bool{}
	meant := map[string]bool{} // declared keys that an unknown one is likely to stand for
	for _, p := range n.pairs {
		present[p.key.text] = true
		if declared := e.key(p.key.text); declared != nil {
			v.element(p.value, declared.element, p.key.text)
			continue
		}
		if e.rest != nil {
			v.other(p, e)
			continue
		}
		meant[v.unknown(p.key, e, where)] = true
	}
	for _, k := range e.keys {
		// Groups may go without an id, single clauses may not: `because` names them.
		required := k.required || k.name == "id" && e.name == "clause" && present["expr"]
		if required && !present[k.name] && !meant[k.name] {
			v.add(diag.MissingKey, n.span, "key", k.name, "where", where)
		}
	}
	v.atLeastOne(n, e, where, present, meant)
	v.exactlyOne(n, e, where, present, meant)
}

func (v *validator) atLeastOne(n *node, e *element, where string, present, meant map[string]bool) {
	for _, name := range e.anyOf {
		if present[name] || meant[name] {
			return
		}
	}
	if len(e.anyOf) > 0 {
		v.add(diag.MissingKey, n.span, "key", strings.Join(e.anyOf, ", "), "where", where)
	}
}

// other checks a key that is none of the declared ones in an object that takes others. A list or mapping behind
// what is likely a slip for a declared key is passed over: the key is told.
func (v *validator) other(p pair, e *element) {
	if _, slip := diag.Nearest(p.key.text, e.names()); !slip || p.value.kind == scalarNode {
		v.element(p.value, e.rest, p.key.text)
	}
}

// whereIs names an object in messages: by its id or name where it has one.
func whereIs(n *node, e *element, key string) string {
	if e.name == "file" || e.name == "testFile" {
		return "file"
	}
	for _, name := range []string{"id", "name"} {
		if own := n.get(name); own != nil && e.key(name) != nil && own.kind == scalarNode && !own.isEmpty() {
			return own.text
		}
	}
	if e.name == "clause" {
		return e.name
	}
	return key
}

// unknown reports a key that the format does not have and returns the one that it may stand for.
func (v *validator) unknown(k *node, e *element, where string) string {
	if d, ok := fullWidthIn(k, "：，　、［］【】｛｝“”"); ok && k.style == plainStyle {
		v.list.Add(d)
		key, _, _ := strings.Cut(strings.Trim(k.text, "　"), "：")
		return key
	}
	d := diag.New(diag.UnknownKey, k.span, "key", k.text, "where", where)
	near, ok := diag.Nearest(k.text, e.names())
	if ok {
		d = d.WithHint(diag.DidYouMean, "name", near)
	} else {
		d = d.WithHint(diag.OneOfThese, "list", strings.Join(e.names(), ", "))
	}
	v.list.Add(d)
	return near
}

func (v *validator) exactlyOne(n *node, e *element, where string, present, meant map[string]bool) {
	if len(e.oneOf) == 0 {
		return
	}
	var got []string
	likely := false
	for _, name := range e.oneOf {
		likely = likely || meant[name]
		if present[name] {
			got = append(got, name)
		}
	}
	if len(got) == 1 || len(got) == 0 && likely {
		return
	}
	if len(got) == 0 {
		got = []string{"–"}
	}
	v.add(diag.OneOf, n.span, "where", where, "keys", strings.Join(e.oneOf, ", "), "got", strings.Join(got, ", "))
}
