package lint

import (
	"slices"
	"strings"

	"slate/engine/eval"
	"slate/engine/fact"
	"slate/engine/formula"
)

// expanded writes a part of a formula with parameters as numbers and derived values as what they are computed from.
func (s *space) expanded(src *source, f *formula.Formula, node int) string {
	n := &f.Nodes[node]
	switch {
	case n.Op == formula.NameRef:
		return s.expandedName(src, n.Slot)
	case n.Op == formula.Const:
		return literal(n.Value)
	case n.Op == formula.Cutoff:
		return src.p.Cutoff.String()
	}
	parts := []string{itoa(int(n.Op))}
	switch n.Op {
	case formula.Age, formula.YearsBetween, formula.YearsBefore, formula.YearsAfter:
		parts = append(parts, src.p.Cutoff.String(), itoa(int(src.p.Rules.Meta.LeapDay)))
	}
	for _, a := range n.Args {
		parts = append(parts, s.expanded(src, f, a))
	}
	return "(" + strings.Join(parts, " ") + ")"
}

func (s *space) expandedName(src *source, slot int) string {
	n := &src.p.Names[slot]
	switch n.Kind {
	case eval.ParamName:
		return literal(n.Param.Value)
	case eval.DerivedName:
		st := &src.p.Steps[n.Step]
		f := st.Formula()
		text := s.expanded(src, f, f.Root())
		if r := st.Derive.Round; r != nil {
			text = "(round " + text + " " + itoa(r.Scale) + " " + r.Mode.String() + ")"
		}
		if st.Derive.Type.Kind == fact.Integer {
			text = "(whole " + text + ")"
		}
		return text
	case eval.OutputName:
		return "output " + n.Name + " of file " + itoa(slices.Index(s.srcs, src)) // a table is compared by what it gives, not by how it reads
	}
	domain := ""
	if n.Field.Domain != nil {
		domain = n.Field.Domain.String()
	}
	return n.Name + domain
}
