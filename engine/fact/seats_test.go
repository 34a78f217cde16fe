package fact

import "testing"

func TestSeatsAtMost(t *testing.T) {
	for _, c := range []struct {
		level  string
		people int64
		want   int64
	}{
		{"county", 4_999, 140}, {"county", 50_000, 150}, {"county", 300_000, 200}, {"county", 1_000_000, 340}, {"county", 1_549_999, 449},
		{"county", 1_550_000, 450}, {"county", 1_786_000, 450},
		{"city", 10_000_000, 640}, {"city", 10_024_999, 640}, {"city", 10_249_999, 649}, {"city", 10_250_000, 650}, {"city", 20_000_000, 650},
		{"township", 172_499, 159}, {"township", 172_500, 160}, {"township", 400_000, 160}, {"township", 1_999, 46},
		{"province", 97_499_999, 999}, {"province", 97_500_000, 1000}, {"province", 126_000_000, 1000},
		{"municipality", 16_250_000, 1000}, {"municipality", 16_249_999, 999}, {"municipality", 0, 350},
	} {
		if got, ok := SeatsAtMost(c.level, c.people); !ok || got != c.want {
			t.Errorf("SeatsAtMost(%s, %d) = %d, %v; want %d", c.level, c.people, got, ok, c.want)
		}
	}
	if _, ok := SeatsAtMost("village", 1); ok {
		t.Error("a village has no congress")
	}
}
