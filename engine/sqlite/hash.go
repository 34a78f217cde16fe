package sqlite

import (
	"crypto/sha256"
	"encoding/binary"
	"hash"
)

// hasher makes the hash that stands in a row: the first 16 bytes of the SHA-256 of the name of its table and its other
// columns in their order, each preceded by its length in bytes. A number is its decimal text; NULL is the empty text.
type hasher struct {
	sum hash.Hash
	buf []byte
}

func newHasher() *hasher { return &hasher{sum: sha256.New()} }

func (h *hasher) row(table string, columns ...string) []byte {
	h.sum.Reset()
	h.buf = part(h.buf[:0], table)
	for _, c := range columns {
		h.buf = part(h.buf, c)
	}
	h.sum.Write(h.buf)
	return h.sum.Sum(nil)[:16]
}

func part(buf []byte, text string) []byte {
	return append(binary.AppendUvarint(buf, uint64(len(text))), text...)
}
