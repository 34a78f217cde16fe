package ledger

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"slices"

	"golang.org/x/mod/sumdb/tlog"
)

// Size is the length in bytes of hashes, commitments, pseudonyms, salts and keys.
const Size = sha256.Size

// Hash is a hash of a tree, or a root.
type Hash = tlog.Hash

// Committed is what a run says of one person.
type Committed struct {
	ID     string // of the person in the roster; it does not leave the store
	Record []byte // JSON of objects, arrays and strings: the facts used, the trace and the result
}

// Sealed is the tree of the commitments of a run.
type Sealed struct {
	Key    []byte // of the pseudonyms of this run: erasable, 32 bytes
	Root   Hash   // results_root of the run
	People []SealedPerson
}

// SealedPerson is one leaf of the tree of a run. People are in the order of their pseudonyms, which is that of the leaves.
type SealedPerson struct {
	ID         string // of the person in the roster: erasable
	Pseudonym  []byte // HMAC-SHA256(key of the run, ID)
	Record     []byte // in canonical form: erasable
	Salt       []byte // 32 bytes: erasable
	Commitment []byte // HMAC-SHA256(salt, record)
}

// Seal commits to the records of a run. It takes 32 bytes of random for the key and for each person's salt, in the order
// of people. It returns an error where a record has no canonical form and where an id stands twice.
func Seal(people []Committed, random io.Reader) (*Sealed, error) {
	s := &Sealed{Key: make([]byte, Size), People: make([]SealedPerson, len(people))}
	if _, err := io.ReadFull(random, s.Key); err != nil {
		return nil, fmt.Errorf("seal: %w", err)
	}
	salts := make([]byte, Size*len(people))
	if _, err := io.ReadFull(random, salts); err != nil {
		return nil, fmt.Errorf("seal: %w", err)
	}
	for i, p := range people {
		record, err := Canonical(p.Record)
		if err != nil {
			return nil, fmt.Errorf("seal person %d: %w", i+1, err)
		}
		salt := salts[i*Size : (i+1)*Size : (i+1)*Size]
		s.People[i] = SealedPerson{p.ID, Pseudonym(s.Key, p.ID), record, salt, Commit(salt, record)}
	}
	slices.SortFunc(s.People, func(a, b SealedPerson) int { return bytes.Compare(a.Pseudonym, b.Pseudonym) })
	for i := 1; i < len(s.People); i++ {
		if s.People[i].ID == s.People[i-1].ID {
			return nil, errors.New("seal: a person stands twice")
		}
	}
	var err error
	s.Root, err = Root(s.Leaves())
	return s, err
}

// Leaves returns the leaves of the tree of a run: 32 bytes of pseudonym and 32 of commitment each.
func (s *Sealed) Leaves() [][]byte {
	leaves := make([][]byte, len(s.People))
	for i := range s.People {
		leaves[i] = s.People[i].Leaf()
	}
	return leaves
}

// Leaf returns the leaf of a person.
func (p *SealedPerson) Leaf() []byte { return leafOf(p.Pseudonym, p.Commitment) }

// Hash returns the hash of the leaf, which is what is left of a person who is removed.
func (p *SealedPerson) Hash() Hash { return tlog.RecordHash(p.Leaf()) }

func leafOf(pseudonym, commitment []byte) []byte {
	return append(append(make([]byte, 0, 2*Size), pseudonym...), commitment...)
}

// Commit returns HMAC-SHA256(salt, record). Without the salt it says nothing about the record, not even to somebody who
// guesses it.
func Commit(salt, record []byte) []byte { return mac(salt, record) }

// Pseudonym returns HMAC-SHA256(key, id): what a run calls a person.
func Pseudonym(key []byte, id string) []byte { return mac(key, []byte(id)) }

func mac(key, text []byte) []byte {
	m := hmac.New(sha256.New, key)
	m.Write(text)
	return m.Sum(nil)
}

// Hex is how hashes are written in entries: lower case, two digits a byte.
func Hex(b []byte) string { return hex.EncodeToString(b) }

// unhex reads what Hex writes of 32 bytes, and nothing else: the other case would be a second spelling.
func unhex(s string) ([]byte, error) {
	b, err := hex.DecodeString(s)
	if err != nil || len(b) != Size || Hex(b) != s {
		return nil, fmt.Errorf("%q is not 64 lower-case hexadecimal digits", s)
	}
	return b, nil
}
