package fact

// Amount writes a number with its unit as a sentence needs it: "399.999999万元". A sum in 万元 of
// less than one is written in 元, exactly: 0.000001 is "0.01元".
func Amount(n Number, unit string) string {
	if unit == "万元" && n.Sign() != 0 && n.Abs().Cmp(Int(1)) < 0 {
		if yuan, err := n.Mul(Int(10000)); err == nil {
			return yuan.String() + "元"
		}
	}
	return n.String() + unit
}
