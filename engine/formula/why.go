package formula

import (
	"slate/engine/fact"
)

// Blocking returns the parts that keep the whole unknown, in the order of the text: names
// whose value is unknown, and operations that have no result (a division by zero) although
// everything they need is known. It is empty when the whole is known. Unknown parts beside a part that
// settles the matter are not among them.
func (f *Formula) Blocking(out []fact.Value) []int {
	var blocking []int
	seen := make([]bool, len(f.Nodes))
	f.block(f.Root(), out, seen)
	for i, yes := range seen {
		if yes {
			blocking = append(blocking, i)
		}
	}
	return blocking
}

func (f *Formula) block(n int, out []fact.Value, seen []bool) {
	if out[n].Known() {
		return
	}
	node := &f.Nodes[n]
	deeper := false
	for i, a := range node.Args {
		if out[a].Known() || node.Op == If && f.notChosen(node, i, out) {
			continue
		}
		deeper = true
		f.block(a, out, seen)
	}
	if !deeper {
		seen[n] = true
	}
}

// notChosen reports whether argument i of a choice is the branch that is not taken.
func (f *Formula) notChosen(n *Node, i int, out []fact.Value) bool {
	t := TruthOf(out[n.Args[0]])
	return i == 1 && t == fact.False || i == 2 && t == fact.True
}

// Margin is how far a comparison is from turning over.
type Margin struct {
	Node        int        // the comparison
	Left, Right fact.Value // its two sides
	// By is the distance of the two sides, not negative: a number in Unit, or days.
	By   fact.Number
	Unit string // "" where the numbers have none
	Days bool   // the sides are dates
	Met  bool   // whether the comparison holds
}

// Margin returns the margin of the comparison that decides the whole. Where one of several turning over would
// be enough (a true `and`, a false `or`) it is the nearest of them, if they can be compared; where all of them would
// have to (a false `and`, a true `or`) it is the first in the order of the text.
func (f *Formula) Margin(out []fact.Value) (Margin, bool) {
	return f.margin(f.Root(), out)
}

func (f *Formula) margin(n int, out []fact.Value) (Margin, bool) {
	if !out[n].Known() {
		return Margin{}, false
	}
	node := &f.Nodes[n]
	switch node.Op {
	case Lt, Le, Gt, Ge, Eq, Ne:
		return f.distance(n, out)
	case Not:
		return f.margin(node.Args[0], out)
	case And, Or:
		return f.ofSeveral(node, out)
	case If:
		if TruthOf(out[node.Args[0]]) == fact.False {
			return f.margin(node.Args[2], out)
		}
		return f.margin(node.Args[1], out)
	}
	return Margin{}, false
}

func (f *Formula) ofSeveral(node *Node, out []fact.Value) (Margin, bool) {
	whole := fact.True
	if node.Op == Or {
		whole = fact.False
	}
	var best Margin
	found := false
	for _, a := range node.Args {
		// An `and` is true, an `or` false, only when every part is; otherwise one part with the value of
		// the whole is what decides.
		nearest := TruthOf(out[node.Args[0]]) == whole && TruthOf(out[node.Args[1]]) == whole
		if !nearest && TruthOf(out[a]) != whole.Not() {
			continue
		}
		m, ok := f.margin(a, out)
		switch {
		case !ok:
		case !found:
			best, found = m, true
		case nearest && m.Unit == best.Unit && m.Days == best.Days && m.By.Cmp(best.By) < 0:
			best = m
		}
	}
	return best, found
}

func (f *Formula) distance(n int, out []fact.Value) (Margin, bool) {
	node := &f.Nodes[n]
	left, right := out[node.Args[0]], out[node.Args[1]]
	m := Margin{Node: n, Left: left, Right: right, Met: TruthOf(out[n]) == fact.True}
	switch {
	case left.IsNumber():
		by, err := left.Number().Sub(right.Number())
		if err != nil {
			return Margin{}, false
		}
		m.By, m.Unit = by.Abs(), f.unitOf(node)
	case left.IsDate():
		m.By, m.Days = fact.Int(int64(left.Date().DaysUntil(right.Date()))).Abs(), true
	default:
		return Margin{}, false
	}
	return m, true
}

// unitOf returns the unit of a comparison's sides: of the one that has a unit of its own.
func (f *Formula) unitOf(n *Node) string {
	for _, a := range n.Args {
		if u := f.Nodes[a].Type.Unit; u != "" {
			return u
		}
	}
	return ""
}
