package fact

// Amount writes a number with its unit as a sentence needs it: "399.999999万元". A sum in 万元 of
// less than one is written in 元, exactly: 0.000001 is "0.01元". A unit that is a word in Latin letters stands apart: "41 years".
func Amount(n Number, unit string) string {
	if unit == "万元" && n.Sign() != 0 && n.Abs().Cmp(Int(1)) < 0 {
		if yuan, err := n.Mul(Int(10000)); err == nil {
			return yuan.String() + "元"
		}
	}
	if unit != "" && (unit[0]|0x20 >= 'a' && unit[0]|0x20 <= 'z') {
		return n.String() + " " + unit
	}
	return n.String() + unit
}

// InUnit turns an amount of money from one unit into another, 元 and 万元 being those that there are, exactly. It returns
// ErrOverflow for an amount too large for its new unit.
func InUnit(n Number, from, to string) (Number, error) {
	switch {
	case from == to:
		return n, nil
	case from == "元":
		return n.Mul(Ratio(1, 10000))
	}
	return n.Mul(Int(10000))
}
