package ruleset

// kind is what a place in the file takes.
type kind uint8

const (
	kText     kind = iota // any single value, as text
	kID                   // text without spaces
	kInt                  // a whole number from lo to hi
	kNumber               // a plain decimal
	kPositive             // a plain decimal above 0
	kPoints               // a plain decimal, quoted or not
	kBool                 // true, false
	kDate                 // a quoted day
	kExpr                 // a quoted expression
	kSentence             // a quoted sentence
	kPeriod               // "18 months"
	kInterval             // "[0, 300)"
	kPercent              // 60%
	kRatio                // 3, "1/3"
	kEnum                 // one of words
	kCost                 // true, or a whole number from 1
	kScalar               // a value whose type another key declares
	kNullable             // a kScalar that may be null
	kList                 // a list of of
	kMap                  // a mapping of of, with the keys that a file chooses
	kObject               // a mapping with declared keys
	kEither               // one of several, told apart by their form: single value, list, mapping
)

// element is what a place takes. Objects and lists nest, clauses without end.
type element struct {
	kind   kind
	words  []string   // kEnum
	lo, hi int        // kInt
	of     *element   // kList, kMap
	least  int        // kList, kMap: fewest members
	keyed  kind       // kMap: kText, kID, kInterval
	either []*element // kEither

	// of an object:
	name  string // as the schema calls it
	doc   string
	keys  []key
	oneOf []string // exactly one of these keys must be there
	anyOf []string // at least one of these keys must be there
	// rest is what keys take that are not declared; nil: there are none.
	rest *element
	// off allows {off: reason} in a layer; byName where the entry has no id beside it.
	off bool
}

// key is one key of an object.
type key struct {
	name     string
	doc      string
	required bool
	*element
}

// key returns the declaration of a key, or nil.
func (e *element) key(name string) *key {
	for i := range e.keys {
		if e.keys[i].name == name {
			return &e.keys[i]
		}
	}
	return nil
}

// names returns the declared keys.
func (e *element) names() []string {
	names := make([]string, len(e.keys))
	for i := range e.keys {
		names[i] = e.keys[i].name
	}
	return names
}

// form is the kind of node that an element takes; an either takes several.
func (e *element) form() nodeKind {
	switch e.kind {
	case kObject, kMap:
		return mappingNode
	case kList:
		return listNode
	}
	return scalarNode
}

func a(k kind) *element { return &element{kind: k} }

func oneOfWords(words ...string) *element { return &element{kind: kEnum, words: words} }

func whole(lo, hi int) *element { return &element{kind: kInt, lo: lo, hi: hi} }

func listOf(e *element) *element { return &element{kind: kList, of: e} }

func someOf(e *element) *element { return &element{kind: kList, of: e, least: 1} }

func mapOf(keyed kind, e *element) *element { return &element{kind: kMap, keyed: keyed, of: e} }

func mapOfSome(keyed kind, e *element) *element {
	return &element{kind: kMap, keyed: keyed, of: e, least: 1}
}

func either(es ...*element) *element { return &element{kind: kEither, either: es} }

func object(name, doc string, keys ...key) *element {
	return &element{kind: kObject, name: name, doc: doc, keys: keys}
}

// must makes a key required.
func must(k key) key { k.required = true; return k }

func k(name string, e *element, doc string) key { return key{name: name, doc: doc, element: e} }
