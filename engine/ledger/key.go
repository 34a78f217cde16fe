package ledger

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"filippo.io/age"
	"filippo.io/age/armor"
	"golang.org/x/mod/sumdb/note"
)

// Key is an Ed25519 key that signs the checkpoints of one ledger.
type Key struct {
	Public  string // as golang.org/x/mod/sumdb/note writes it: for everybody
	private string
}

// NewKey makes the key of a ledger from 32 bytes of random.
func NewKey(random io.Reader, origin string) (*Key, error) {
	private, public, err := note.GenerateKey(random, origin)
	if err != nil {
		return nil, fmt.Errorf("make a key: %w", err)
	}
	return &Key{public, private}, nil
}

const keyHead = "slate key 1\n"

// Text returns the key in the clear: whoever reads it signs as the ledger. ParseKey reads it.
func (k *Key) Text() []byte { return []byte(keyHead + k.Public + "\n" + k.private + "\n") }

// ErrPassphrase is returned by ParseKey for an encrypted key without its passphrase, or with another.
var ErrPassphrase = errors.New("the key is encrypted and the passphrase is missing or wrong")

// Encrypt returns the key encrypted under a passphrase, as an armored age file.
func (k *Key) Encrypt(passphrase string) ([]byte, error) {
	to, err := age.NewScryptRecipient(passphrase)
	if err != nil {
		return nil, fmt.Errorf("encrypt the key: %w", err)
	}
	var out bytes.Buffer
	armored := armor.NewWriter(&out)
	w, err := age.Encrypt(armored, to)
	if err != nil {
		return nil, fmt.Errorf("encrypt the key: %w", err)
	}
	for _, step := range []func() error{func() error { _, err := w.Write(k.Text()); return err }, w.Close, armored.Close} {
		if err := step(); err != nil {
			return nil, fmt.Errorf("encrypt the key: %w", err)
		}
	}
	return out.Bytes(), nil
}

// ParseKey reads what Text or Encrypt returned. The passphrase is "" where there is none.
func ParseKey(text []byte, passphrase string) (*Key, error) {
	if IsEncrypted(text) {
		clear, err := decrypt(text, passphrase)
		if err != nil {
			return nil, err
		}
		text = clear
	}
	lines := strings.Split(string(text), "\n")
	if len(lines) != 4 || lines[0]+"\n" != keyHead || lines[3] != "" {
		return nil, errors.New("not a key of slate")
	}
	k := &Key{lines[1], lines[2]}
	// A signature made and checked shows that the two halves belong together.
	signed, err := Checkpoint{Origin: "slate"}.Sign(k)
	if err != nil {
		return nil, errors.New("not a key of slate")
	}
	if _, err := OpenCheckpoint(signed, k.Public); err != nil {
		return nil, errors.New("not a key of slate: its halves do not belong together")
	}
	return k, nil
}

// IsEncrypted reports whether the text of a key needs a passphrase.
func IsEncrypted(text []byte) bool { return bytes.HasPrefix(text, []byte(armor.Header)) }

func decrypt(text []byte, passphrase string) ([]byte, error) {
	if passphrase == "" {
		return nil, ErrPassphrase
	}
	id, err := age.NewScryptIdentity(passphrase)
	if err != nil {
		return nil, fmt.Errorf("decrypt the key: %w", err)
	}
	r, err := age.Decrypt(armor.NewReader(bytes.NewReader(text)), id)
	if err != nil {
		return nil, ErrPassphrase
	}
	clear, err := io.ReadAll(r)
	if err != nil {
		return nil, fmt.Errorf("decrypt the key: %w", err)
	}
	return clear, nil
}

// keyText is what the keys sign in the entry of a new one.
func keyText(origin, old, public string) string {
	if old == "" {
		old = "-"
	}
	return "slate key\n" + origin + "\n" + old + "\n" + public + "\n"
}

// Introduce returns the body of the entry by which a key takes over: signed by itself and by the one before. old is nil
// for the first key, and where the one before is lost; the second is for Verify to report.
func Introduce(origin string, old, k *Key) (Body, error) {
	before := ""
	keys := []*Key{k}
	if old != nil {
		before = old.Public
		keys = append(keys, old)
	}
	var signers []note.Signer
	for _, k := range keys {
		s, err := note.NewSigner(k.private)
		if err != nil {
			return nil, fmt.Errorf("introduce the key: %w", err)
		}
		signers = append(signers, s)
	}
	msg, err := note.Sign(&note.Note{Text: keyText(origin, before, k.Public)}, signers...)
	if err != nil {
		return nil, fmt.Errorf("introduce the key: %w", err)
	}
	return Body{"key": k.Public, "note": string(msg)}, nil
}

// introduced checks the entry of a key against the one in force before, "" where there is none. vouched says that the one
// before has signed.
func introduced(origin, old string, b Body) (public string, vouched bool, err error) {
	public = b["key"]
	keys := []string{public}
	if old != "" && old != public {
		keys = append(keys, old)
	}
	n, err := openNote([]byte(b["note"]), keys)
	if err != nil {
		return "", false, err
	}
	signed := map[uint32]bool{}
	for _, s := range n.Sigs {
		signed[s.Hash] = true
	}
	switch {
	case len(n.UnverifiedSigs) > 0 && n.Text != keyText(origin, "", public):
		return "", false, errors.New("signed by an unknown key")
	case n.Text == keyText(origin, old, public) && len(signed) == len(keys):
		return public, true, nil
	case n.Text == keyText(origin, "", public) && len(signed) == 1:
		v, err := note.NewVerifier(public)
		if err != nil || !signed[v.KeyHash()] {
			return "", false, errors.New("not signed by the new key")
		}
		return public, old == "", nil
	}
	return "", false, errors.New("what the keys signed is something else")
}
