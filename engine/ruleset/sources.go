package ruleset

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"strings"

	"slate/engine/diag"
	"slate/engine/fact"
)

// Digest returns the hexadecimal SHA-256 over the names and bytes of all files read, the base first, each with its
// length before it (8 bytes, the highest first). Folders are left out of the names, so that the same files have
// the same digest wherever they lie.
func (rs *Ruleset) Digest() string {
	h := sha256.New()
	write := func(b []byte) {
		h.Write(binary.BigEndian.AppendUint64(nil, uint64(len(b))))
		h.Write(b)
	}
	for _, s := range rs.Sources {
		write([]byte(s.Name[strings.LastIndexAny(s.Name, `/\`)+1:]))
		write(s.Bytes)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// SourceMap returns the bytes of all files read, by name, for diag.Write. It may be called on nil.
func (rs *Ruleset) SourceMap() diag.Sources {
	m := diag.Sources{}
	if rs == nil {
		return m
	}
	for _, s := range rs.Sources {
		m[s.Name] = s.Bytes
	}
	return m
}

// Fields returns the declarations of the facts, in file order.
func (rs *Ruleset) Fields() []fact.Field {
	fields := make([]fact.Field, len(rs.Facts))
	for i, f := range rs.Facts {
		fields[i] = f.Field
	}
	return fields
}
