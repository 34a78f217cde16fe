package ruleset_test

import (
	"bytes"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"slate/engine/ruleset"
)

// messy is a rule file in another layout in every way that there is; tidy is the same in the canonical one.
const messy = "\ufeff" + `
# head
slate:    1
ruleset: { id: x,cutoff: '2026-06-30' , lang : zh }   # who


tiers:
- id: t   
  # one clause
  require:
  - id: c
    label: it's one
    expr:  '数 >= 3 and 等 == ''A'''
    pass: |
        first
          second

    fail: >-
      folded
      text
    # end of the clause
  - {id: d, label: d,
   expr: "有"}
    # end of the tier
# the facts
facts:
      数: {type: int, unit: 件}
      等级: {type: choice, values: [ A, B,
          # more
          C ]}
      有: {type: bool}
      税: {type: money,
           unit: 万元}

      长长的名字: {type: bool, label: "two
        lines"}
      短: {type: bool}
tests: [{name: a, expect: {t: pass}}]   
# last
`

const tidy = `# head
slate: 1
ruleset: {id: x, cutoff: "2026-06-30", lang: zh}   # who
# the facts
facts:
  数:   {type: int, unit: 件}
  等级: {type: choice, values: [A, B,
                                # more
                                C]}
  有: {type: bool}
  税: {type: money,
       unit: 万元}

  长长的名字: {type: bool, label: "two
               lines"}
  短: {type: bool}

tiers:
  - id: t
    # one clause
    require:
      - id: c
        label: it's one
        expr: '数 >= 3 and 等 == ''A'''
        pass: |
          first
            second

        fail: >-
          folded
          text
        # end of the clause
      - {id: d, label: d,
         expr: "有"}
        # end of the tier
tests: [{name: a, expect: {t: pass}}]
# last
`

func format(t *testing.T, text string) string {
	t.Helper()
	out, list, err := ruleset.Format("x.yaml", []byte(text))
	if err != nil || list.HasErrors() {
		t.Fatalf("%v %v\n%s", err, list, text)
	}
	return string(out)
}

func TestFormat(t *testing.T) {
	if got := format(t, messy); got != tidy {
		t.Errorf("got\n%s\nwant\n%s", got, tidy)
	}
	if got := format(t, tidy); got != tidy {
		t.Errorf("not its own layout:\n%s", got)
	}
}

// TestShippedAreFormatted holds the shipped rule files to the canonical layout.
func TestShippedAreFormatted(t *testing.T) {
	for name, data := range gridFiles(t) {
		if !strings.HasSuffix(name, ".yaml") {
			continue
		}
		if got := format(t, string(data)); got != string(data) {
			t.Errorf("%s is not in the canonical layout", name)
		}
	}
}

// differing shows the first line in which two texts differ.
func differing(a, b string) string {
	x, y := strings.Split(a, "\n"), strings.Split(b, "\n")
	for i := range min(len(x), len(y)) {
		if x[i] != y[i] {
			return x[i] + "\nnot\n" + y[i]
		}
	}
	return a[:min(len(a), len(b))]
}

// disturb changes the layout of a rule file in ways that Format takes back.
func disturb(r *rand.Rand, text string) string {
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	wide := 1 + r.IntN(3)
	var out []string
	for _, line := range lines {
		in := len(line) - len(strings.TrimLeft(line, " "))
		rest := line[in:]
		if !strings.ContainsAny(rest, `"'#`) && r.IntN(2) == 0 {
			rest = strings.NewReplacer("{", "{ ", ", ", " ,   ", "}", " }", ": ", ":  ").Replace(rest)
		}
		if strings.Count(rest, `"`) == 2 && !strings.ContainsAny(rest, `'\#`) && r.IntN(2) == 0 {
			rest = strings.ReplaceAll(rest, `"`, `'`)
		}
		if item, ok := strings.CutPrefix(rest, "- "); ok {
			rest = "-" + strings.Repeat(" ", 2*wide-1) + item
		}
		line = strings.Repeat(" ", in*wide) + rest
		if !strings.HasSuffix(line, " ") && r.IntN(3) == 0 {
			line += "  "
		}
		if line = strings.TrimRight(line, ""); strings.TrimSpace(line) == "" && r.IntN(2) == 0 {
			out = append(out, "")
		}
		out = append(out, line)
	}
	end := []string{"\n", "\r\n"}[r.IntN(2)]
	return []string{"", "\ufeff"}[r.IntN(2)] + strings.Join(out, end) + strings.Repeat(end, r.IntN(3))
}

// shuffled puts the sections behind the first in another order.
func shuffled(r *rand.Rand, text string) string {
	var chunks []string
	var waiting string
	for _, line := range strings.SplitAfter(text, "\n") {
		switch {
		case line == "\n" || strings.HasPrefix(line, "#"):
			waiting += line
		case line != "" && line[0] != ' ':
			chunks = append(chunks, waiting+line)
			waiting = ""
		default:
			chunks[len(chunks)-1] += waiting + line
			waiting = ""
		}
	}
	chunks[len(chunks)-1] += waiting
	r.Shuffle(len(chunks)-1, func(i, k int) { chunks[i+1], chunks[k+1] = chunks[k+1], chunks[i+1] })
	return strings.Join(chunks, "")
}

// TestFormatTakesBack disturbs the layout of shipped rule files at random: Format gives the very bytes they had, and what the files say
// was never another.
func TestFormatTakesBack(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 12))
	for name, data := range gridFiles(t) {
		if !strings.HasSuffix(name, ".yaml") {
			continue
		}
		want := string(loadBytes(name, data).YAML())
		for range 12 {
			text := disturb(r, shuffled(r, string(data)))
			if got := format(t, text); got != string(data) {
				t.Fatalf("%s: got\n%s\nof\n%s", name, differing(got, string(data)), text)
			}
			if rs := loadBytes(name, []byte(text)); string(rs.YAML()) != want {
				t.Fatalf("%s: the test changed what the file says", name)
			}
		}
	}
}

// TestFormatAnything spoils rule files at random: Format never panics, says the same or says why not, keeps every comment, and
// its result is its own layout.
func TestFormatAnything(t *testing.T) {
	r := rand.New(rand.NewPCG(13, 14))
	signs := []rune("{}[]:,-#'\"|> \n 数ab\n  ")
	formatted, odd := 0, 0
	for round := range 4000 {
		text := []rune([]string{styles, messy, tidy}[round%3])
		for range 1 + r.IntN(3) {
			at := r.IntN(len(text))
			switch r.IntN(3) {
			case 0:
				text = slices.Delete(text, at, min(at+1+r.IntN(3), len(text)))
			case 1:
				text = slices.Insert(text, at, signs[r.IntN(len(signs))])
			default:
				text[at] = signs[r.IntN(len(signs))]
			}
		}
		out, list, err := ruleset.Format("x.yaml", []byte(string(text)))
		if err != nil {
			odd++ // a layout that no rule file has, such as a block of text for a list: it is left alone
			continue
		}
		if list.HasErrors() {
			continue
		}
		formatted++
		if again := format(t, string(out)); again != string(out) {
			t.Fatalf("formatted twice:\n%s\nis\n%s\nof\n%s", out, again, string(text))
		}
		if bytes.Count(out, []byte("#")) != strings.Count(string(text), "#") {
			t.Fatalf("a comment is gone or came:\n%s\nof\n%s", out, string(text))
		}
	}
	if formatted < 400 || odd > formatted/100 {
		t.Errorf("%d were formatted, %d were not", formatted, odd)
	}
}
