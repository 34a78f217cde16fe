package fact

// Field is the declaration of a fact: what it is, who supplies it and how long it holds.
type Field struct {
	Name, Label string
	Type        Type
	Domain      *Interval // lawful numbers; nil: all
	Source      string    // the department that supplies it
	Precedence  []string  // departments whose word holds where departments contradict each other, first to last; empty: Source
	MaxAge      Period    // zero: it does not age
	Codes       string    // the code table whose numbers and labels stand for its choices; "" for none
	Sensitive   bool
	Fixed       bool // nobody can or should change it for the sake of a list: birth, sex, what others judge
	Purpose     string
	Column      string // the roster's column, where it is not the one named like the fact
	Table       string // the child table whose rows make it; "" for a fact that is a column
}

// Authorities returns the departments whose word holds where departments contradict each other, first to last.
func (f *Field) Authorities() []string {
	if len(f.Precedence) == 0 && f.Source != "" {
		return []string{f.Source}
	}
	return f.Precedence
}
