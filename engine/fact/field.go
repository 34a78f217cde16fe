package fact

// Field is the declaration of a fact: what it is, who supplies it and how long it holds.
type Field struct {
	Name, Label string
	Type        Type
	Domain      *Interval // lawful numbers; nil: all
	Source      string    // the department that supplies it
	MaxAge      Period    // zero: it does not age
	Sensitive   bool
	Purpose     string
	Column      string // the roster's column, where it is not the one named like the fact
	Table       string // the child table whose rows make it; "" for a fact that is a column
}
