package ruleset

import (
	"slices"
	"strings"

	"slate/engine/diag"
	"slate/engine/fact"
)

// Layers are merged as trees of nodes, before they are checked and read: an entry that only adds a
// row to a parameter need not say its type again, and every node keeps the file it is from.

// merger lays files over each other.
type merger struct {
	list *diag.List
	off  []Off
}

// notInherited are the keys of `ruleset` that each file has of its own.
var notInherited = []string{"id", "label", "version", "extends"}

// lay returns base with over laid on it. base may be nil. Neither is changed.
func (m *merger) lay(base, over *node) *node {
	if over.kind != mappingNode {
		return over
	}
	if base == nil || base.kind != mappingNode {
		base = &node{kind: mappingNode}
	}
	out := *over
	out.pairs = nil
	for _, p := range base.pairs {
		top := over.pair(p.key.text)
		switch {
		case top == nil && (p.key.text == "slate" || p.key.text == "ruleset"):
			continue // each file has its own
		case top == nil:
			top = &p
		case p.key.text == "ruleset":
			top = &pair{top.key, inherit(p.value, top.value)}
		default:
			top = &pair{top.key, m.section(p.key.text, p.value, top.value)}
		}
		out.pairs = append(out.pairs, *top)
	}
	for _, p := range over.pairs {
		if base.get(p.key.text) == nil {
			out.pairs = append(out.pairs, pair{p.key, m.section(p.key.text, nil, p.value)})
		}
	}
	return &out
}

func (n *node) pair(key string) *pair {
	for i := range n.pairs {
		if n.pairs[i].key.text == key {
			return &n.pairs[i]
		}
	}
	return nil
}

// inherit gives the head of a file what it does not repeat.
func inherit(base, over *node) *node {
	if base.kind != mappingNode || over.kind != mappingNode {
		return over
	}
	out := *over
	out.pairs = slices.Clone(over.pairs)
	for _, p := range base.pairs {
		if over.get(p.key.text) == nil && !slices.Contains(notInherited, p.key.text) {
			out.pairs = append(out.pairs, p)
		}
	}
	return &out
}

// section lays one section over another; base is nil where there is none.
func (m *merger) section(name string, base, over *node) *node {
	switch name {
	case "facts", "derive", "classify":
		return m.named(base, over, replace)
	case "test_base":
		return m.values(base, over)
	case "params":
		return m.named(base, over, m.param)
	case "tiers":
		return m.listed(base, over, "id", m.tier)
	case "vetoes", "bodies":
		return m.byID(base, over)
	case "tests":
		return m.listed(base, over, "name", replace)
	case "score":
		return m.score(base, over)
	}
	return over
}

func replace(_, over *node) *node { return over }

// named lays mappings over each other, entry by entry; {off: reason} takes one out.
func (m *merger) named(base, over *node, join func(base, over *node) *node) *node {
	if over.kind != mappingNode {
		return over
	}
	out := *over
	out.pairs = nil
	if base != nil {
		out.pairs = slices.Clone(base.pairs)
	}
	for _, p := range over.pairs {
		i := slices.IndexFunc(out.pairs, func(b pair) bool { return b.key.text == p.key.text })
		switch {
		case isOff(p.value):
			if m.switchOff(p.key, p.value, nil, i >= 0) {
				out.pairs = slices.Delete(out.pairs, i, i+1)
			}
		case i >= 0:
			out.pairs[i] = pair{p.key, join(out.pairs[i].value, p.value)}
		default:
			out.pairs = append(out.pairs, pair{p.key, join(nil, p.value)})
		}
	}
	return &out
}

// values lays the values of cases over each other: any value replaces.
func (m *merger) values(base, over *node) *node {
	if base == nil || base.kind != mappingNode || over.kind != mappingNode {
		return over
	}
	out := *over
	out.pairs = slices.Clone(base.pairs)
	for _, p := range over.pairs {
		if i := slices.IndexFunc(out.pairs, func(b pair) bool { return b.key.text == p.key.text }); i >= 0 {
			out.pairs[i] = p
		} else {
			out.pairs = append(out.pairs, p)
		}
	}
	return &out
}

// listed lays lists over each other, matching entries by a key; {id: X, off: reason} takes one out. Two entries
// of one file with the same id both stay, so that the check for ids finds them.
func (m *merger) listed(base, over *node, by string, join func(base, over *node) *node) *node {
	if over.kind != listNode {
		return over
	}
	out := *over
	out.items = nil
	if base != nil {
		out.items = slices.Clone(base.items)
	}
	open := len(out.items) // entries of the base that nothing has replaced yet
	used := map[int]bool{}
	for _, item := range over.items {
		name := item.get(by)
		i := -1
		if name != nil && name.kind == scalarNode {
			i = slices.IndexFunc(out.items[:open], func(b *node) bool { n := b.get(by); return n != nil && n.text == name.text })
		}
		switch {
		case isOff(item) && name != nil:
			if m.switchOff(name, item, name, i >= 0 && !used[i]) {
				out.items[i], used[i] = nil, true
			}
		case i >= 0 && !used[i]:
			out.items[i], used[i] = join(out.items[i], item), true
		default:
			out.items = append(out.items, join(nil, item))
		}
	}
	out.items = slices.DeleteFunc(out.items, func(n *node) bool { return n == nil })
	return &out
}

// isOff reports an entry that switches something off.
func isOff(n *node) bool { return n.get("off") != nil }

// switchOff records that something is switched off and reports whether it was there. id is the entry's own id, which
// may stand beside `off`.
func (m *merger) switchOff(name, entry, id *node, there bool) bool {
	reason := entry.get("off")
	for _, p := range entry.pairs {
		if p.value != reason && p.value != id {
			m.list.Add(diag.New(diag.NotTogether, p.key.span, "a", p.key.text, "b", "off"))
		}
	}
	(&validator{m.list}).element(reason, a(kText), "off")
	if !there {
		m.list.Add(diag.New(diag.OffNothing, name.span, "id", name.text))
		return false
	}
	m.off = append(m.off, Off{ID: name.text, Reason: reason.text, Span: name.span})
	return true
}

// joins say how some keys of an entry are laid over each other; the others replace.
type joins map[string]func(base, over *node) *node

// fields lays one entry over another key by key. base may be nil.
func fields(base, over *node, join joins) *node {
	if over.kind != mappingNode {
		return over
	}
	out := *over
	out.pairs = nil
	if base != nil {
		out.pairs = slices.Clone(base.pairs)
	}
	for _, p := range over.pairs {
		how := join[p.key.text]
		if how == nil {
			how = replace
		}
		if i := slices.IndexFunc(out.pairs, func(b pair) bool { return b.key.text == p.key.text }); i >= 0 {
			out.pairs[i] = pair{p.key, how(out.pairs[i].value, p.value)}
		} else {
			out.pairs = append(out.pairs, pair{p.key, how(nil, p.value)})
		}
	}
	return &out
}

// param adds rows to a parameter; a row of the same day replaces.
func (m *merger) param(base, over *node) *node {
	return fields(base, over, joins{"values": m.rows})
}

func (m *merger) rows(base, over *node) *node {
	out := m.listed(base, over, "from", replace)
	// Rows out of order within a file stay as they are, to be reported.
	if base != nil && ascending(base) && ascending(over) {
		slices.SortStableFunc(out.items, func(a, b *node) int { return day(a).Compare(day(b)) })
	}
	return out
}

// day returns the first day of a parameter's row.
func day(row *node) fact.Date {
	if n := row.get("from"); n != nil {
		d, _ := fact.ParseDate(n.text)
		return d
	}
	return fact.Date{}
}

func ascending(rows *node) bool {
	return slices.IsSortedFunc(rows.items, func(a, b *node) int { return day(a).Compare(day(b)) })
}

// tier adds clauses to a tier, or replaces them by id.
func (m *merger) tier(base, over *node) *node { return fields(base, over, joins{"require": m.byID}) }

// score adds criteria, or replaces them by id.
func (m *merger) score(base, over *node) *node { return fields(base, over, joins{"criteria": m.byID}) }

func (m *merger) byID(base, over *node) *node { return m.listed(base, over, "id", replace) }

// beside adds the cases of NAME.test.yaml to a file.
func (m *merger) beside(root, cases *node) *node {
	if root.kind != mappingNode || cases.kind != mappingNode {
		return root
	}
	out := *root
	out.pairs = slices.Clone(root.pairs)
	for _, p := range cases.pairs {
		i := slices.IndexFunc(out.pairs, func(b pair) bool { return b.key.text == p.key.text })
		switch {
		case i < 0:
			out.pairs = append(out.pairs, p)
		case out.pairs[i].value.kind == p.value.kind:
			out.pairs[i].value = m.together(out.pairs[i].value, p.value)
		}
	}
	return &out
}

// together puts the lists or mappings of two files of one layer behind each other.
func (m *merger) together(a, b *node) *node {
	out := *a
	out.items = append(slices.Clip(a.items), b.items...)
	out.pairs = slices.Clip(a.pairs)
	for _, p := range b.pairs {
		if first := a.pair(p.key.text); first != nil {
			m.list.Add(diag.New(diag.DuplicateKey, p.key.span, "key", p.key.text).WithRelated(first.key.span))
			continue
		}
		out.pairs = append(out.pairs, p)
	}
	return &out
}

// companion returns the name of the file of cases beside a rule file.
func companion(name string) string {
	for _, ext := range []string{".yaml", ".yml"} {
		if stem, ok := strings.CutSuffix(name, ext); ok {
			return stem + ".test" + ext
		}
	}
	return name + ".test.yaml"
}
