package standard

import (
	"errors"
	"math/rand/v2"
	"testing"
)

func TestParseIDNumber(t *testing.T) {
	for _, c := range []struct {
		in, text, born string
		male, old      bool
		err            error
	}{
		{in: "11010519491231002X", text: "11010519491231002X", born: "1949-12-31"},
		{in: "11010519491231002x", text: "11010519491231002X", born: "1949-12-31"},
		{in: "370101190102039973", text: "370101190102039973", born: "1901-02-03", male: true},
		{in: "513101198201130014", text: "513101198201130014", born: "1982-01-13", male: true},
		{in: "110105491231002", text: "11010519491231002X", born: "1949-12-31", old: true},
		{in: "110105194912310021", err: ErrCheck},
		{in: "11010519490230002X", err: ErrBirth},
		{in: "1101051949123100", err: ErrLength},
		{in: "1101051949123100A2", err: ErrDigits},
		{in: "11010X491231002", err: ErrDigits},
		{in: "", err: ErrLength},
	} {
		got, err := ParseIDNumber(c.in)
		if !errors.Is(err, c.err) || err == nil && (got.Text != c.text || got.Born.String() != c.born || got.Male != c.male || got.Old != c.old) {
			t.Errorf("%s: %+v, %v", c.in, got, err)
		}
	}
}

// TestCheckCharacter holds what the standard promises: every single wrong digit and every swap of neighbours is found.
func TestCheckCharacter(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for range 300 {
		body := make([]byte, 17)
		for i := range body {
			body[i] = byte('0' + rng.IntN(10))
		}
		copy(body[6:], "19800229")
		sound := string(body) + string(checkOf(string(body)))
		if _, err := ParseIDNumber(sound); err != nil {
			t.Fatalf("%s: %v", sound, err)
		}
		for i := range 17 {
			for d := byte('0'); d <= '9'; d++ {
				wrong := []byte(sound)
				wrong[i] = d
				if _, err := ParseIDNumber(string(wrong)); err == nil && d != sound[i] {
					t.Fatalf("%s passes for %s", wrong, sound)
				}
			}
			swapped := []byte(sound)
			swapped[i], swapped[i+1] = swapped[i+1], swapped[i]
			if _, err := ParseIDNumber(string(swapped)); err == nil && string(swapped) != sound {
				t.Fatalf("%s passes for %s", swapped, sound)
			}
		}
	}
}

func TestCheckCreditCode(t *testing.T) {
	for code, want := range map[string]error{
		"91350100M000100Y43": nil,
		"91350100M000100Y4Z": ErrCreditLetters,
		"91350100M000100Y44": ErrCreditCheck,
		// Lawful codes of the pilot years, whose check character was computed otherwise.
		"91350100M0001TGQXM": ErrCreditCheck, "91350211M0000XUF46": ErrCreditCheck, "91350203M0001FUE2P": ErrCreditCheck,
		"91350100M000100Y4": ErrCreditLength,
	} {
		if err := CheckCreditCode(code); !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", code, err, want)
		}
	}
}

func TestTranslate(t *testing.T) {
	for _, c := range []struct {
		table, cell string
		choices     []string
		want        string
	}{
		{"sex", "1", []string{"男", "女"}, "男"},
		{"sex", "女性", []string{"男", "女"}, "女"},
		{"sex", "9", []string{"男", "女"}, ""},
		{"ethnic_group", "01", []string{"汉族", "回族"}, "汉族"},
		{"ethnic_group", "3", []string{"汉族", "回族"}, "回族"},
		{"ethnic_group", "56", nil, ""},
		{"ethnic_group", "汉", []string{"汉族"}, "汉族"},
		{"education", "11", []string{"研究生", "本科", "大专"}, "研究生"},
		{"education", "大学本科", []string{"研究生", "本科", "大专"}, "本科"},
		{"political_status", "12", []string{"中共", "无党派"}, "无党派"},
		{"political_status", "中国共产党党员", []string{"中共", "无党派"}, "中共"},
		{"level", "4", []string{"县", "市"}, "县"},
	} {
		table, ok := Find(c.table)
		if got, found := table.Translate(c.cell, c.choices); !ok || got != c.want || found != (c.want != "") {
			t.Errorf("%s %s: %q, want %q", c.table, c.cell, got, c.want)
		}
	}
	groups, _ := Find("ethnic_group")
	if labels := groups.Labels(); len(labels) != 56 || labels[0] != "汉族" || labels[55] != "基诺族" {
		t.Errorf("%d ethnic groups, from %s to %s", len(labels), labels[0], labels[len(labels)-1])
	}
}
