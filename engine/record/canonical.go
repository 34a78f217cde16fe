package record

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	"slate/engine/ledger"
)

// Canonical writes a value in the one form that is stored and hashed, that of ledger.Canonical. It fails where a text has no canonical
// form.
func Canonical(v any) ([]byte, error) {
	text, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	return ledger.Canonical(text)
}

func digest(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}
