// Package ledger makes what was done with a roster provable, years later and on another computer.
//
// Everything that changes a roster or comes out of it is an Entry: strings only, in canonical JSON, each naming the hash of
// the one before. The entries are the leaves of a Merkle tree (RFC 6962); a checkpoint is the signed size and root of
// it. A run is one entry that holds the root of a second tree, of one salted commitment a person, so that one person's
// record can be proved without anyone else's. README.md beside this file is the specification, from which another office
// builds its own verifier.
//
// The ledger holds no personal data of the people in the roster: what it says of them are pseudonyms under a key that is
// another in each run, and commitments under salts. Records, salts and keys lie beside it and can be erased; the ledger
// then still verifies. An unsalted digest of an identity number is the number: a county's are tried in seconds.
//
// The package is pure: it knows no clock, no file and no SQL. Randomness comes in as an io.Reader. Nothing cryptographic
// is written here by hand: trees are golang.org/x/mod/sumdb/tlog, held against transparency-dev/merkle, signatures are
// golang.org/x/mod/sumdb/note, the canonical form is gowebpki/jcs, encryption is filippo.io/age.
package ledger

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"github.com/gowebpki/jcs"
	"golang.org/x/text/unicode/norm"
)

// maxDepth is how deep objects and arrays may lie in each other.
const maxDepth = 32

// ErrNotCanonical is returned for bytes that are sound JSON and not in canonical form.
var ErrNotCanonical = errors.New("not in canonical form")

// Canonical returns JSON text in the one form in which it is hashed: that of RFC 8785, of objects, arrays and strings
// alone. A number is refused, since the canonical form rounds what does not fit a double (an identity number among
// them), and so are true, false and null, doubled keys, text that is not UTF-8 in normal form C, half surrogates, anything
// behind the value, and more than 32 levels.
func Canonical(text []byte) ([]byte, error) {
	if plain(text) {
		return bytes.Clone(text), nil
	}
	if err := check(text); err != nil {
		return nil, fmt.Errorf("canonical form: %w", err)
	}
	out, err := jcs.Transform(text)
	if err != nil {
		return nil, fmt.Errorf("canonical form: %w", err)
	}
	return out, nil
}

// Normal returns text in Unicode normal form C, in which alone it has a canonical form.
func Normal(s string) string { return norm.NFC.String(s) }

// IsCanonical returns nil where text is in the form that Canonical returns, ErrNotCanonical where it only means the same.
func IsCanonical(text []byte) error {
	out, err := Canonical(text)
	if err == nil && !bytes.Equal(out, text) {
		return ErrNotCanonical
	}
	return err
}

// plain reports text that is certainly in canonical form already, as most records of a run are when they come to be sealed:
// sealing asks this of everybody, and the general way takes twenty times as long. Text that it is not sure of, such as with
// an escape or a key beyond U+FFFF, goes the general way.
func plain(text []byte) bool {
	rest, ok := plainValue(text, 0)
	return ok && len(rest) == 0 && utf8.Valid(text) && norm.NFC.IsNormal(text)
}

func plainValue(text []byte, depth int) (rest []byte, ok bool) {
	switch {
	case len(text) == 0:
		return nil, false
	case text[0] == '"':
		_, rest, ok = plainText(text)
		return rest, ok
	case depth == maxDepth || text[0] != '{' && text[0] != '[':
		return nil, false
	}
	object := text[0] == '{'
	end := text[0] + 2 // of ASCII: } and ]
	if text = text[1:]; len(text) > 0 && text[0] == end {
		return text[1:], true
	}
	var last []byte
	for first := true; ; first = false {
		if object {
			var key []byte
			if key, text, ok = plainText(text); !ok || !first && bytes.Compare(last, key) >= 0 || len(text) == 0 || text[0] != ':' {
				return nil, false
			}
			for _, c := range key {
				if c >= 0xF0 { // sorts otherwise in UTF-16
					return nil, false
				}
			}
			last, text = key, text[1:]
		}
		if text, ok = plainValue(text, depth+1); !ok || len(text) == 0 {
			return nil, false
		}
		switch text[0] {
		case end:
			return text[1:], true
		case ',':
			text = text[1:]
		default:
			return nil, false
		}
	}
}

// plainText reads a string without escapes.
func plainText(text []byte) (s, rest []byte, ok bool) {
	if len(text) == 0 || text[0] != '"' {
		return nil, nil, false
	}
	for i := 1; i < len(text); i++ {
		switch c := text[i]; {
		case c == '"':
			return text[1:i], text[i+1:], true
		case c == '\\' || c < 0x20:
			return nil, nil, false
		}
	}
	return nil, nil, false
}

// check holds text to what Canonical promises beyond the canonical form itself.
func check(text []byte) error {
	if !utf8.Valid(text) {
		return errors.New("not UTF-8")
	}
	if err := surrogates(text); err != nil {
		return err
	}
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	if err := checkValue(d, 0); err != nil {
		return err
	}
	if _, err := d.Token(); err != io.EOF {
		return errors.New("something stands behind the value")
	}
	return nil
}

func checkValue(d *json.Decoder, depth int) error {
	token, err := d.Token()
	if err != nil {
		return err
	}
	switch t := token.(type) {
	case string:
		return checkText(t)
	case json.Delim:
		if depth == maxDepth {
			return fmt.Errorf("more than %d levels", maxDepth)
		}
		if t == '{' {
			return checkObject(d, depth)
		}
		return checkArray(d, depth)
	}
	return fmt.Errorf("%v is not a string; everything is a string here", token)
}

func checkObject(d *json.Decoder, depth int) error {
	seen := map[string]bool{}
	for d.More() {
		token, err := d.Token()
		if err != nil {
			return err
		}
		key, _ := token.(string) // the decoder accepts no other
		if err := checkText(key); err != nil {
			return err
		}
		if seen[key] {
			return fmt.Errorf("key %q stands twice", key)
		}
		seen[key] = true
		if err := checkValue(d, depth+1); err != nil {
			return err
		}
	}
	_, err := d.Token()
	return err
}

func checkArray(d *json.Decoder, depth int) error {
	for d.More() {
		if err := checkValue(d, depth+1); err != nil {
			return err
		}
	}
	_, err := d.Token()
	return err
}

func checkText(s string) error {
	if !norm.NFC.IsNormalString(s) {
		return fmt.Errorf("%q is not in Unicode normal form C", s)
	}
	return nil
}

// surrogates refuses \uD800 to \uDFFF that are not a pair: the decoder would make U+FFFD of them in silence.
func surrogates(text []byte) error {
	for i := 0; i < len(text); i++ {
		if text[i] != '\\' {
			continue
		}
		unit, ok := codeUnit(text[i:])
		switch {
		case !ok:
			i++ // the escaped character, which may be a backslash
		case unit >= 0xDC00 && unit < 0xE000:
			return errors.New("half a surrogate pair")
		case unit >= 0xD800 && unit < 0xDC00:
			low, ok := codeUnit(text[i+6:])
			if !ok || low < 0xDC00 || low >= 0xE000 {
				return errors.New("half a surrogate pair")
			}
			i += 11
		default:
			i += 5
		}
	}
	return nil
}

// codeUnit reads \uXXXX.
func codeUnit(text []byte) (unit rune, ok bool) {
	if len(text) < 6 || text[0] != '\\' || text[1] != 'u' {
		return 0, false
	}
	for _, c := range text[2:6] {
		switch {
		case c >= '0' && c <= '9':
			unit = unit<<4 | rune(c-'0')
		case c|0x20 >= 'a' && c|0x20 <= 'f':
			unit = unit<<4 | rune(c|0x20-'a'+10)
		default:
			return 0, false
		}
	}
	return unit, true
}
