package ledger

import (
	"crypto/sha256"
	"encoding/base32"
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// Checkpoint is the size and root of the tree of entries at a moment.
type Checkpoint struct {
	Origin string // name of the ledger
	Size   int64  // entries
	Root   Hash
}

// Text returns the three lines that are signed: origin, size in decimal, root in base64.
func (c Checkpoint) Text() string {
	return fmt.Sprintf("%s\n%d\n%s\n", c.Origin, c.Size, c.Root)
}

func parseCheckpoint(text string) (Checkpoint, error) {
	lines := strings.Split(text, "\n")
	if len(lines) != 4 {
		return Checkpoint{}, errors.New("a checkpoint has three lines")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil || size < 0 {
		return Checkpoint{}, fmt.Errorf("size %q", lines[1])
	}
	root, err := tlog.ParseHash(lines[2])
	if err != nil {
		return Checkpoint{}, fmt.Errorf("root: %w", err)
	}
	c := Checkpoint{lines[0], size, root}
	if c.Text() != text {
		return Checkpoint{}, ErrNotCanonical
	}
	return c, nil
}

// Sign returns the checkpoint as a signed note.
func (c Checkpoint) Sign(k *Key) ([]byte, error) {
	signer, err := note.NewSigner(k.private)
	if err != nil {
		return nil, fmt.Errorf("sign the checkpoint: %w", err)
	}
	return note.Sign(&note.Note{Text: c.Text()}, signer)
}

// ReadCheckpoint reads a signed note without looking at who signed it.
func ReadCheckpoint(msg []byte) (Checkpoint, error) {
	text, _, ok := strings.Cut(string(msg), "\n\n")
	if !ok {
		return Checkpoint{}, errors.New("read the checkpoint: no signature")
	}
	c, err := parseCheckpoint(text + "\n")
	if err != nil {
		return Checkpoint{}, fmt.Errorf("read the checkpoint: %w", err)
	}
	return c, nil
}

// OpenCheckpoint reads a signed note and returns an error unless one of the public keys signed it. Signatures of others, such
// as of a second holder, may stand beside.
func OpenCheckpoint(msg []byte, keys ...string) (Checkpoint, error) {
	n, err := openNote(msg, keys)
	if err != nil {
		return Checkpoint{}, fmt.Errorf("open the checkpoint: %w", err)
	}
	c, err := parseCheckpoint(n.Text)
	if err != nil {
		return Checkpoint{}, fmt.Errorf("open the checkpoint: %w", err)
	}
	return c, nil
}

// openNote opens a signed note. A signature has one spelling: base64 leaves bits of its last character unread, which note
// does not look at.
func openNote(msg []byte, keys []string) (*note.Note, error) {
	var known []note.Verifier
	for _, k := range keys {
		v, err := note.NewVerifier(k)
		if err != nil {
			return nil, fmt.Errorf("public key %q: %w", k, err)
		}
		known = append(known, v)
	}
	n, err := note.Open(msg, note.VerifierList(known...))
	if err != nil {
		return nil, err
	}
	for _, s := range append(n.Sigs, n.UnverifiedSigs...) {
		if _, err := base64.StdEncoding.Strict().DecodeString(s.Base64); err != nil {
			return nil, ErrNotCanonical
		}
	}
	return n, nil
}

// crockford leaves out I, L, O and U, which are misread.
var crockford = base32.NewEncoding("0123456789ABCDEFGHJKMNPQRSTVWXYZ")

// Code returns the code that stands on printed pages: eight groups of four characters, which are the first 160 bits of
// the SHA-256 of the text of the checkpoint. Whoever holds a page holds the checkpoint.
func (c Checkpoint) Code() string {
	sum := sha256.Sum256([]byte(c.Text()))
	text := crockford.EncodeToString(sum[:20])
	var groups []string
	for ; text != ""; text = text[4:] {
		groups = append(groups, text[:4])
	}
	return strings.Join(groups, "-")
}

// ParseCode puts a code typed from paper into the form that Code writes: small letters, spaces and the letters I, L and O
// are understood. It returns an error for what is no code.
func ParseCode(typed string) (string, error) {
	s := strings.NewReplacer(" ", "", "-", "", "O", "0", "I", "1", "L", "1").Replace(strings.ToUpper(typed))
	raw, err := crockford.DecodeString(s)
	if err != nil || len(raw) != 20 {
		return "", fmt.Errorf("%q is not a code of eight groups of four characters", typed)
	}
	var groups []string
	for ; s != ""; s = s[4:] {
		groups = append(groups, s[:4])
	}
	return strings.Join(groups, "-"), nil
}
