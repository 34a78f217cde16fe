package ledger

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Version is the version of the form of entries, runs and proofs.
const Version = "1"

// Kind says what an entry is about.
type Kind string

// The kinds. README.md lists the keys of the body of each.
const (
	Opening     Kind = "opening"         // a roster that was kept before it had a ledger
	Import      Kind = "import"          // of a file
	Correction  Kind = "correction"      // of one value, by a person
	Decision    Kind = "decision"        // between departments that contradict each other, or on who is who
	RulePublish Kind = "rule-publish"    // of a rule file
	Run         Kind = "run"             // of rules over a snapshot
	Approval    Kind = "approval"        // of the list of a run
	Adjustment  Kind = "adjustment"      // of a list, by a person, against the rules
	Export      Kind = "export"          // of a list or a document
	Access      Kind = "access"          // who looked at whom and why
	Subject     Kind = "subject-request" // of a person about their own data
	Retention   Kind = "retention"       // removal of what was due
	Incident    Kind = "incident"        // something went wrong with the data
	Erasure     Kind = "erasure"         // of all that was held of a person
	KeyChange   Kind = "key"             // the key that signs checkpoints from here on
)

var kinds = []Kind{Opening, Import, Correction, Decision, RulePublish, Run, Approval, Adjustment, Export, Access, Subject, Retention, Incident, Erasure, KeyChange}

// Body is what an entry says, by key. Keys are small ASCII letters, digits, '.', '-' and '_'. No value is about a person of
// the roster but by pseudonym or commitment.
type Body map[string]string

// Entry is one line of the ledger. There is no way to change or remove one.
type Entry struct {
	Kind Kind
	Seq  int64  // from 0; the order of events, whatever the clock said
	Prev Hash   // SHA-256 of the bytes of the entry before; zero in the first
	At   string // RFC 3339 in UTC, as told; "" where nobody said
	By   string // the official who answers for it, never somebody of the roster
	Body Body
}

// text is an Entry as JSON.
type text struct {
	At   string `json:"at"`
	Body Body   `json:"body"`
	By   string `json:"by"`
	Kind string `json:"kind"`
	Prev string `json:"prev"`
	Seq  string `json:"seq"`
	V    string `json:"v"`
}

// Bytes returns the canonical bytes of an entry, which are its leaf; texts are put into normal form C. It returns an error
// where the kind is unknown, a key of the body is not one, or a text is not UTF-8.
func (e *Entry) Bytes() ([]byte, error) {
	if !slices.Contains(kinds, e.Kind) {
		return nil, fmt.Errorf("entry %d: unknown kind %q", e.Seq, e.Kind)
	}
	for _, key := range slices.Sorted(maps.Keys(e.Body)) {
		if !isKey(key) {
			return nil, fmt.Errorf("entry %d: %q is not a key", e.Seq, key)
		}
	}
	body := Body{}
	for key, value := range e.Body {
		body[key] = Normal(value)
	}
	for _, s := range append(slices.Collect(maps.Values(body)), e.At, e.By) {
		if !utf8.ValidString(s) { // json.Marshal would replace it in silence
			return nil, fmt.Errorf("entry %d: text that is not UTF-8", e.Seq)
		}
	}
	raw, err := json.Marshal(text{Normal(e.At), body, Normal(e.By), string(e.Kind), Hex(e.Prev[:]), strconv.FormatInt(e.Seq, 10), Version})
	if err != nil {
		return nil, fmt.Errorf("entry %d: %w", e.Seq, err)
	}
	out, err := Canonical(raw)
	if err != nil {
		return nil, fmt.Errorf("entry %d: %w", e.Seq, err)
	}
	return out, nil
}

func isKey(s string) bool {
	return s != "" && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz0123456789.-_") == ""
}

// ParseEntry reads the bytes of an entry. Bytes that Bytes would not have written are refused: there is one spelling.
func ParseEntry(raw []byte) (*Entry, error) {
	if err := check(raw); err != nil {
		return nil, err
	}
	var t text
	if err := json.Unmarshal(raw, &t); err != nil {
		return nil, err
	}
	if t.V != Version {
		return nil, fmt.Errorf("version %q of the form is not known", t.V)
	}
	prev, err := unhex(t.Prev)
	if err != nil {
		return nil, fmt.Errorf("prev: %w", err)
	}
	seq, err := strconv.ParseInt(t.Seq, 10, 64)
	if err != nil {
		return nil, fmt.Errorf("seq: %w", err)
	}
	e := &Entry{Kind(t.Kind), seq, Hash(prev), t.At, t.By, t.Body}
	again, err := e.Bytes()
	if err != nil {
		return nil, err
	}
	if string(again) != string(raw) {
		return nil, ErrNotCanonical
	}
	return e, nil
}

// HashEntry returns what the next entry names as prev: the SHA-256 of the bytes.
func HashEntry(raw []byte) Hash { return sha256.Sum256(raw) }
