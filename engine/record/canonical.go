package record

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	"slate/engine/ledger"
)

// Canonical writes a value in the one form that is stored and hashed, that of ledger.Canonical. It fails where a text has no canonical
// form.
func Canonical(v any) ([]byte, error) {
	var text bytes.Buffer
	enc := json.NewEncoder(&text)
	enc.SetEscapeHTML(false) // the canonical form has no escapes where none are needed
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	return ledger.Canonical(bytes.TrimSuffix(text.Bytes(), []byte("\n")))
}

func digest(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}
