package eval

// Possible returns what an indicator can give, whoever the person is: its points over the whole domain of its input. An
// end is open where the rule file sets no bound.
func (i *Indicator) Possible() Range { return i.span }
