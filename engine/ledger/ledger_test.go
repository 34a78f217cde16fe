package ledger

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/gowebpki/jcs"
)

// chance is a source of bytes with a seed.
func chance(seed uint64) *rand.ChaCha8 {
	var s [32]byte
	for i := range 8 {
		s[i] = byte(seed >> (8 * i))
	}
	return rand.NewChaCha8(s)
}

func TestCanonical(t *testing.T) {
	deep := strings.Repeat("[", maxDepth+1) + strings.Repeat("]", maxDepth+1)
	for _, test := range []struct{ name, in, out, err string }{
		{"keys in order", ` { "b":"2", "a" : ["x",{}] } `, `{"a":["x",{}],"b":"2"}`, ""},
		{"escapes", `{"a":"\u4e2d\/\n\u0001"}`, "{\"a\":\"中/\\n\\u0001\"}", ""},
		{"keys by UTF-16", `{"\uff5e":"1","\ud83d\ude00":"2"}`, "{\"😀\":\"2\",\"～\":\"1\"}", ""},
		{"number", `{"a":110101199003070011}`, "", "is not a string"},
		{"true", `["a",true]`, "", "is not a string"},
		{"null", `{"a":null}`, "", "is not a string"},
		{"key twice", `{"a":"1","\u0061":"2"}`, "", "stands twice"},
		{"not NFC", "{\"a\":\"e\u0301\"}", "", "normal form C"},
		{"key not NFC", "{\"e\u0301\":\"\"}", "", "normal form C"},
		{"not UTF-8", "{\"a\":\"\xff\"}", "", "not UTF-8"},
		{"high surrogate alone", `{"a":"\ud83dx"}`, "", "surrogate"},
		{"low surrogate alone", `{"a":"\ude00"}`, "", "surrogate"},
		{"escaped backslash", `["\\ud83d"]`, `["\\ud83d"]`, ""},
		{"too deep", deep, "", "levels"},
		{"something behind", `{} {}`, "", "behind"},
		{"nothing", ``, "", "EOF"},
		{"cut off", `{"a":"b"`, "", "EOF"},
	} {
		t.Run(test.name, func(t *testing.T) {
			out, err := Canonical([]byte(test.in))
			if test.err != "" {
				if err == nil || !strings.Contains(err.Error(), test.err) {
					t.Errorf("got %q, %v, want an error with %q", out, err, test.err)
				}
				return
			}
			if err != nil || string(out) != test.out {
				t.Errorf("got %q, %v, want %q", out, err, test.out)
			}
			if err := IsCanonical(out); err != nil {
				t.Errorf("its own output: %v", err)
			}
		})
	}
}

// TestPlain holds the short way to the canonical form to the general one, on texts that are canonical, nearly so, or not at all.
func TestPlain(t *testing.T) {
	r := rand.New(rand.NewPCG(8785, 1))
	pieces := []string{"{", "}", "[", "]", ",", ":", `"`, `"`, `"a"`, `"b"`, `"年"`, `"😀"`, `"～"`, `"\\n"`, `"\\u0061"`, "e\u0301", "1", "null", " ", `{"a":"b"}`, `["x",{}]`, `"":`, "\xff", "\x01", "\x7f", "\u2028"}
	var write func(depth int) string
	write = func(depth int) string {
		switch k := r.IntN(6); {
		case depth == 0 || k < 2:
			return []string{`"a"`, `"中"`, `""`, `"<&>"`, "\"\u2028\x7f\"", `"\\\\"`}[r.IntN(6)]
		case k < 4:
			var members []string
			for range r.IntN(4) {
				members = append(members, []string{`"a"`, `"b"`, `"年"`, `"😀"`, `"～"`, `"ab"`}[r.IntN(6)]+":"+write(depth-1))
			}
			if r.IntN(2) == 0 {
				slices.Sort(members)
			}
			return "{" + strings.Join(members, ",") + "}"
		}
		var members []string
		for range r.IntN(4) {
			members = append(members, write(depth-1))
		}
		return "[" + strings.Join(members, ",") + "]"
	}
	short := 0
	for range 30000 {
		text := write(4)
		if r.IntN(2) == 0 {
			at := r.IntN(len(text) + 1)
			text = text[:at] + pieces[r.IntN(len(pieces))] + text[min(len(text), at+r.IntN(3)):]
		}
		if !plain([]byte(text)) {
			continue
		}
		short++
		if err := check([]byte(text)); err != nil {
			t.Fatalf("%q: %v", text, err)
		}
		if out, err := jcs.Transform([]byte(text)); err != nil || string(out) != text {
			t.Fatalf("%q: %q, %v", text, out, err)
		}
	}
	if short < 5000 {
		t.Errorf("only %d texts went the short way", short)
	}
	deep := strings.Repeat("[", maxDepth) + strings.Repeat("]", maxDepth)
	if !plain([]byte(deep)) || plain([]byte("["+deep+"]")) {
		t.Error("the depth is not that of the general way")
	}
}

func TestSeal(t *testing.T) {
	people := []Committed{{"P3", []byte(`{"z":"1","a":"2"}`)}, {"P1", []byte(`{"a":"1"}`)}, {"P2", []byte(`{"a":"1"}`)}}
	s, err := Seal(people, chance(1))
	if err != nil {
		t.Fatal(err)
	}
	if len(s.People) != 3 || string(s.People[0].Pseudonym) >= string(s.People[1].Pseudonym) {
		t.Fatalf("not in the order of pseudonyms: %v", s.People)
	}
	for _, p := range s.People {
		if string(Pseudonym(s.Key, p.ID)) != string(p.Pseudonym) || string(Commit(p.Salt, p.Record)) != string(p.Commitment) {
			t.Errorf("%s: the leaf does not follow from key, salt and record", p.ID)
		}
	}
	again, err := Seal([]Committed{people[0], people[1], people[2]}, chance(1))
	if err != nil || again.Root != s.Root {
		t.Errorf("the same people, key and salts give root %v, not %v (%v)", again.Root, s.Root, err)
	}
	if _, err := Seal([]Committed{people[0], people[0]}, chance(1)); err == nil {
		t.Error("a person twice is sealed")
	}
	if _, err := Seal([]Committed{{"P1", []byte(`{"a":1}`)}}, chance(1)); err == nil {
		t.Error("a number is sealed")
	}
	if _, err := Seal(people, strings.NewReader("short")); err == nil {
		t.Error("sealed without randomness")
	}
}

func TestEntry(t *testing.T) {
	e := &Entry{Kind: Import, Seq: 7, Prev: Hash{1}, At: "2026-06-30T08:00:00Z", By: "某甲", Body: Body{"batch": "3", "rows": "120"}}
	raw, err := e.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	want := `{"at":"2026-06-30T08:00:00Z","body":{"batch":"3","rows":"120"},"by":"某甲","kind":"import","prev":"0100000000000000000000000000000000000000000000000000000000000000","seq":"7","v":"1"}`
	if string(raw) != want {
		t.Errorf("got  %s\nwant %s", raw, want)
	}
	back, err := ParseEntry(raw)
	if err != nil || cmp.Diff(e, back) != "" {
		t.Errorf("read back: %v\n%s", err, cmp.Diff(e, back))
	}
	for name, change := range map[string][2]string{
		"seq spelt otherwise": {`"seq":"7"`, `"seq":"07"`}, "capital hex": {`"prev":"01000`, `"prev":"0A000`},
		"kind": {`import`, `imports`}, "version": {`"v":"1"`, `"v":"2"`}, "more": {`"by":`, `"bx":"","by":`}, "a key": {`"rows"`, `"Rows"`},
	} {
		if _, err := ParseEntry([]byte(strings.Replace(want, change[0], change[1], 1))); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

func TestManifest(t *testing.T) {
	m := &RunManifest{
		Run: 4, Purpose: "换届推荐", Cutoff: "2026-06-30", Snapshot: 3, Rows: 120, Engine: "0.1.0", Modules: "ab", Go: "go1.26", People: 100, Root: Hash{9}, Result: "cd",
		Rules: []RuleFile{{"county", "2026.1", "ef"}, {"city", "2026.0", "01"}}, Params: map[string]string{"sheet": "甲"}, Outcomes: map[string]int{"pass": 60, "fail": 40}, Assessment: "评估1号", Notice: "2",
	}
	back, err := ParseManifest(m.Body())
	if err != nil || cmp.Diff(m, back) != "" {
		t.Errorf("read back: %v\n%s", err, cmp.Diff(m, back))
	}
	e := Entry{Kind: Run, Body: m.Body()}
	if _, err := e.Bytes(); err != nil {
		t.Error(err)
	}
}
