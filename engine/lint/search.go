package lint

import (
	"encoding/binary"
	"slices"

	"slate/engine/eval"
	"slate/engine/fact"
	"slate/engine/formula"
	"slate/engine/ruleset"
)

// goal is something that is asked of a person: it looks at some variables only, and holds or not once these are set.
type goal struct {
	vars  []int
	keys  []key
	open  string // why it is outside what is decided, "" where it is not
	about string // the clause or name that is
	reads []any  // formulas, tables and indicators
	holds func() bool
}

// answer is whether somebody can meet every goal.
type answer struct {
	found   bool
	person  person // where found
	decided bool   // where not found: there is nobody
	why     string // where not decided
	about   string
}

// person is somebody made up: a value for each variable that matters.
type person map[int]fact.Value

// part is what a goal looks at: a part of the rules of one program.
type part struct {
	src     *source
	slots   []int
	pieces  []piece
	inds    []int
	rows    []int // steps: decision tables whose every row matters
	waivers []int // variables
	about   string
}

// piece is a formula, or the part of it below a node.
type piece struct {
	f    *formula.Formula
	node int
}

func whole(f *formula.Formula) piece { return piece{f, f.Root()} }

// ofCondition returns what a condition looks at.
func (src *source) ofCondition(k *eval.Condition) part {
	pt := part{src: src, about: k.Clause.ID}
	src.addCondition(k, &pt)
	return pt
}

func (src *source) addCondition(k *eval.Condition, pt *part) {
	if k.Leaf >= 0 {
		f := src.p.Leaves[k.Leaf].Formula()
		pt.pieces = append(pt.pieces, whole(f))
		pt.slots = append(pt.slots, f.Uses()...)
	}
	for _, m := range k.Of {
		src.addCondition(m, pt)
	}
}

// goal makes a goal of parts and a test. The test is called with all that they need computed.
func (s *space) goal(holds func() bool, parts ...part) goal {
	g := goal{}
	type need struct {
		src   *source
		steps []int
	}
	var needs []need
	for _, pt := range parts {
		src := pt.src
		steps := src.stepsFor(pt.slots)
		needs = append(needs, need{src, steps})
		pieces := slices.Clone(pt.pieces)
		for _, slot := range pt.slots {
			g.vars = union(g.vars, src.roots[slot])
		}
		for _, i := range steps {
			st := &src.p.Steps[i]
			for _, f := range st.Formulas() {
				g.read(s, f, pt.about)
			}
			apart := len(src.roots[st.Slots[0]]) > 1 || slices.Contains(pt.rows, i)
			if apart { // otherwise the name alone tells regions apart
				for _, f := range st.Formulas() {
					pieces = append(pieces, whole(f))
				}
			}
			if st.Classify != nil {
				g.read(s, st.Classify, st.Classify.Name)
				if apart { // otherwise the name alone tells regions apart
					g.addInputs(src, st.Classify)
				}
			}
		}
		for _, pc := range pieces {
			g.read(s, pc.f, pt.about)
			g.addPiece(src, pc)
		}
		for _, i := range pt.inds {
			g.read(s, src.p.Score.Indicators[i].Rules, pt.about)
			g.keys = append(g.keys, key{src: src, node: i, ind: true})
		}
		g.vars = union(g.vars, pt.waivers)
	}
	g.holds = func() bool {
		for _, n := range needs {
			s.run(n.src, n.steps)
		}
		return holds()
	}
	return g
}

// read records a formula, table or indicator that the goal looks at.
func (g *goal) read(s *space, what any, about string) {
	if slices.Contains(g.reads, what) {
		return
	}
	g.reads = append(g.reads, what)
	if g.about == "" || g.open == "" {
		g.about = about
	}
	if why := s.open[what]; why != "" && g.open == "" {
		g.open, g.about = why, about
	}
}

// addInputs tells regions apart by the inputs of a decision table that one variable alone moves.
func (g *goal) addInputs(src *source, t *ruleset.Classify) {
	for _, in := range t.Inputs {
		if slot, ok := src.p.NameOf(in.Text); ok && len(src.roots[slot]) == 1 {
			g.keys = append(g.keys, key{src: src, node: slot})
		}
	}
}

// addPiece tells regions apart by the greatest parts of a formula that one variable alone moves.
func (g *goal) addPiece(src *source, pc piece) {
	switch roots := src.trace(pc.f).roots[pc.node]; len(roots) {
	case 0:
	case 1:
		g.keys = append(g.keys, key{src: src, f: pc.f, node: pc.node})
	default:
		for _, a := range pc.f.Nodes[pc.node].Args {
			g.addPiece(src, piece{pc.f, a})
		}
	}
}

// token returns what a key is for each value of a variable. The truths in one formula are computed together.
func (s *space) token(x int, k key) []int32 {
	v := s.vars[x]
	if t, ok := v.tokens[k]; ok {
		return t
	}
	keys := []key{k}
	if k.f != nil {
		for n, roots := range k.src.trace(k.f).roots {
			if n != k.node && len(roots) == 1 && roots[0] == x && k.f.Nodes[n].Type.Kind == fact.Boolean {
				keys = append(keys, key{src: k.src, f: k.f, node: n})
			}
		}
	}
	columns := make([][]int32, len(keys))
	for i := range columns {
		columns[i] = make([]int32, len(v.values))
		v.tokens[keys[i]] = columns[i]
	}
	steps := k.src.stepsOn(x)
	for i, value := range v.values {
		s.set(x, value)
		s.run(k.src, steps)
		if k.f != nil {
			s.compute(k.src, k.f)
		}
		for c, k := range keys {
			columns[c][i] = v.number(s.word(k))
		}
	}
	s.set(x, fact.Missing(fact.NotSupplied))
	s.run(k.src, steps)
	return columns[0]
}

// word writes what a key is now; its formula has been computed.
func (s *space) word(k key) string {
	switch {
	case k.ind:
		p := k.src.probe.Points(k.node)
		text := itoa(p.Band) + " " + p.Lo.String() + " " + p.Hi.String()
		if p.Missing {
			text += " ?"
		}
		return text
	case k.f != nil:
		return word(k.src.trace(k.f).out[k.node])
	}
	return word(k.src.probe.Value(k.node))
}

// number gives each word of a variable a number of its own.
func (v *variable) number(word string) int32 {
	n, ok := v.words[word]
	if !ok {
		n = int32(len(v.words))
		v.words[word] = n
	}
	return n
}

func word(v fact.Value) string {
	if v.IsBool() { // most are
		if v.Bool() {
			return "=true"
		}
		return "=false"
	}
	if !v.Known() {
		return "?"
	}
	return "=" + v.String()
}

// roots returns the variables that a key depends on.
func (k key) roots() []int {
	switch {
	case k.ind:
		in := &k.src.p.Score.Indicators[k.node]
		if in.Slot >= 0 {
			return k.src.roots[in.Slot]
		}
		return k.src.trace(in.Formula()).roots[in.Formula().Root()]
	case k.f != nil:
		return k.src.trace(k.f).roots[k.node]
	}
	return k.src.roots[k.node]
}

// classes returns one value of a variable for each way in which some goals can see it.
func (s *space) classes(x int, goals []*goal) []fact.Value {
	v := s.vars[x]
	if v.field == nil {
		return v.values
	}
	var columns []key
	seen := map[key]bool{}
	for _, g := range goals {
		for _, k := range g.keys {
			if r := k.roots(); len(r) == 1 && r[0] == x && !seen[k] {
				seen[k] = true
				columns = append(columns, k)
			} else if k.ind && len(r) > 1 && slices.Contains(r, x) {
				return v.values
			}
		}
	}
	name := s.nameOf(columns)
	if out, ok := v.merged[name]; ok {
		return out
	}
	v.merged[name] = s.merge(x, columns)
	return v.merged[name]
}

// nameOf writes some keys, whatever their order.
func (s *space) nameOf(keys []key) string {
	ids := make([]int, len(keys))
	for i, k := range keys {
		id, ok := s.keys[k]
		if !ok {
			id = len(s.keys)
			s.keys[k] = id
		}
		ids[i] = id
	}
	slices.Sort(ids)
	var b []byte
	for _, id := range ids {
		b = binary.AppendUvarint(b, uint64(id))
	}
	return string(b)
}

// merge returns one value of a variable for each combination of what some keys are.
func (s *space) merge(x int, columns []key) []fact.Value {
	v := s.vars[x]
	class := make([]int32, len(v.values)) // by value; those of one class look alike to the keys seen so far
	classes := 1
	for _, k := range columns {
		if classes == len(v.values) {
			break
		}
		token := s.token(x, k)
		next := map[[2]int32]int32{}
		for i := range class {
			pair := [2]int32{class[i], token[i]}
			n, ok := next[pair]
			if !ok {
				n = int32(len(next))
				next[pair] = n
			}
			class[i] = n
		}
		classes = len(next)
	}
	out := make([]fact.Value, 0, classes)
	known := make([]bool, classes)
	for i, value := range v.values {
		if !known[class[i]] {
			known[class[i]] = true
			out = append(out, value)
		}
	}
	return out
}

// search looks for somebody who meets every goal. Goals that share no variable are met apart.
func (s *space) search(goals ...goal) answer {
	result := answer{found: true, person: person{}, decided: true}
	for _, group := range components(goals) {
		a := s.meet(group)
		if !a.found {
			if a.decided {
				return a // nobody, whatever the others are
			}
			result.found, result.decided, result.why, result.about = false, false, a.why, a.about
			continue
		}
		for x, v := range a.person {
			result.person[x] = v
		}
	}
	if !result.found {
		result.person = nil
	}
	return result
}

// components divides goals into groups that share no variable.
func components(goals []goal) [][]*goal {
	var groups [][]*goal
	var vars [][]int
	for i := range goals {
		g := &goals[i]
		group, all := []*goal{g}, g.vars
		for k := 0; k < len(groups); {
			if !shares(vars[k], g.vars) {
				k++
				continue
			}
			group = append(groups[k], group...)
			all = union(vars[k], all)
			groups = slices.Delete(groups, k, k+1)
			vars = slices.Delete(vars, k, k+1)
		}
		groups, vars = append(groups, group), append(vars, all)
	}
	return groups
}

// meet looks for somebody who meets the goals of one group, variable after variable, leaving a way as soon as a goal fails on it.
func (s *space) meet(goals []*goal) answer {
	order := variableOrder(goals)
	due := make([][]*goal, len(order)+1) // the goals whose last variable is the k-th
	for _, g := range goals {
		last := 0
		for k, x := range order {
			if slices.Contains(g.vars, x) {
				last = k + 1
			}
		}
		due[last] = append(due[last], g)
	}
	classes := make([][]fact.Value, len(order))
	for k, x := range order {
		classes[k] = s.classes(x, goals)
	}
	tried, over := 0, false
	found := person{}
	var place func(k int) bool
	place = func(k int) bool {
		for _, g := range due[k] {
			if !g.holds() {
				return false
			}
		}
		if k == len(order) {
			return true
		}
		for _, v := range classes[k] {
			if tried++; tried > maxPeople || s.computed > maxComputed {
				over = true
				return false
			}
			s.set(order[k], v)
			if place(k + 1) {
				found[order[k]] = v
				return true
			}
		}
		return false
	}
	ok := place(0)
	for _, x := range order {
		s.set(x, s.nothing(x))
	}
	switch {
	case ok:
		return answer{found: true, person: found, decided: true}
	case over:
		return answer{why: openMany, about: goals[0].about}
	}
	for _, g := range goals {
		if g.open != "" {
			return answer{why: g.open, about: g.about}
		}
	}
	var reads []any
	for _, g := range goals {
		for _, r := range g.reads {
			if !slices.Contains(reads, r) {
				reads = append(reads, r)
			}
		}
	}
	if s.clash(reads) {
		return answer{why: openJoint, about: goals[0].about}
	}
	return answer{decided: true}
}

// nothing is the value of a variable that nothing is known of.
func (s *space) nothing(x int) fact.Value {
	if s.vars[x].field == nil {
		return fact.OfBool(false)
	}
	return fact.Missing(fact.NotSupplied)
}

// variableOrder begins with the variables of the first goal, then takes those of the goal with the fewest left, so that goals
// are looked at as soon as can be.
func variableOrder(goals []*goal) []int {
	order := slices.Clone(goals[0].vars)
	left := slices.Clone(goals[1:])
	for len(left) > 0 {
		best, fewest := 0, -1
		for i, g := range left {
			n := 0
			for _, x := range g.vars {
				if !slices.Contains(order, x) {
					n++
				}
			}
			if fewest < 0 || n < fewest {
				best, fewest = i, n
			}
		}
		for _, x := range left[best].vars {
			if !slices.Contains(order, x) {
				order = append(order, x)
			}
		}
		left = slices.Delete(left, best, best+1)
	}
	return order
}

// veto returns the goal that a veto, as it bars, comes to something.
func (s *space) veto(src *source, k *eval.Condition, ok func(fact.Truth) bool) goal {
	return s.goal(func() bool { return ok(src.probe.Truth(k, fact.True)) }, src.ofCondition(k))
}

func is(t fact.Truth) func(fact.Truth) bool { return func(u fact.Truth) bool { return u == t } }

func isNot(t fact.Truth) func(fact.Truth) bool { return func(u fact.Truth) bool { return u != t } }

// ofIndicator returns what an indicator looks at.
func (src *source) ofIndicator(i int) part {
	in := &src.p.Score.Indicators[i]
	pt := part{src: src, about: in.Rules.ID, inds: []int{i}}
	if f := in.Formula(); f != nil {
		pt.pieces, pt.slots = []piece{whole(f)}, f.Uses()
	} else if in.Slot >= 0 {
		pt.slots = []int{in.Slot}
	}
	return pt
}
