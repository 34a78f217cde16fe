package ruleset

import (
	"testing"

	"slate/engine/fact"
)

// The ratios are computed by hand from the definition: λ is 3.03851 for the first matrix and 10.1111 for the last.
func TestConsistency(t *testing.T) {
	tests := []struct {
		name   string
		matrix [][]string
		want   string
	}{
		{"two", [][]string{{"1", "9"}, {"1/9", "1"}}, "0.000"},
		{"in proportion", [][]string{{"1", "2", "4"}, {"1/2", "1", "2"}, {"1/4", "1/2", "1"}}, "0.000"},
		{"nearly", [][]string{{"1", "3", "5"}, {"1/3", "1", "3"}, {"1/5", "1/3", "1"}}, "0.033"},
		{"in a circle", [][]string{{"1", "9", "1/9"}, {"1/9", "1", "9"}, {"9", "1/9", "1"}}, "6.130"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var matrix [][]fact.Number
			for _, row := range tt.matrix {
				var cells []fact.Number
				for _, cell := range row {
					r, err := ratio(cell)
					if err != nil {
						t.Fatal(err)
					}
					cells = append(cells, r)
				}
				matrix = append(matrix, cells)
			}
			got, err := consistency(matrix)
			if err != nil || got.Round(3, fact.HalfUp).Fixed(3) != tt.want {
				t.Errorf("got %s, %v, want %s", got.Fixed(6), err, tt.want)
			}
		})
	}
}
