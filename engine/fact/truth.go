package fact

// Truth is true, false or unknown.
type Truth uint8

// The truth values. The zero value is the safe one.
const (
	Unknown Truth = iota
	False
	True
)

// String returns unknown, false or true.
func (t Truth) String() string { return [...]string{"unknown", "false", "true"}[t] }

// And is Kleene's: false where either is false, true where both are true, otherwise unknown.
func (t Truth) And(u Truth) Truth {
	switch {
	case t == False || u == False:
		return False
	case t == True && u == True:
		return True
	}
	return Unknown
}

// Or is Kleene's: true where either is true, false where both are false, otherwise unknown.
func (t Truth) Or(u Truth) Truth { return t.Not().And(u.Not()).Not() }

// Not turns true and false round.
func (t Truth) Not() Truth {
	switch t {
	case True:
		return False
	case False:
		return True
	}
	return Unknown
}
